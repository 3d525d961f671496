"""Every number of a file is read or mentioned, also in hidden parts and outside the columns that are read."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from generator.importing.dialogue import Findings
from generator.importing.sheets.files import read_book
from generator.importing.sheets.grid import Unreadable
from tests.importing.commands import NEW, SOUND, run
from tests.importing.conftest import Understand, questions, values
from tests.importing.workbooks import ods, ods_text, saved

HEAD = ["STT", "Đơn vị", "Thanh toán trực tuyến (%)"]
ALL_TAKEN = "Mọi ô số của a.xlsx đều được đưa vào."


def remarks(findings: Findings) -> list[tuple[str, str]]:
    """Returns the text of each remark, with its cell."""
    return [(item.at.address, item.text) for item in findings.remarks]


def test_hidden_parts_of_an_xlsx_cause_remarks(tmp_path: Path, understand: Understand) -> None:
    """Rows (also those hidden by a filter), columns and sheets that are hidden are not read, and cause remarks."""
    table = [
        [*HEAD, "Hồ sơ trực tuyến (%)"],
        [1, "Sở Y tế", 50.5, 1.5],
        [2, "Sở Nội vụ", 33.5, 2.5],
        [3, "Sở Tư pháp", 12.5, 3.5],
        [4, "Sở Xây dựng", None, None],
    ]
    file = saved({"Sheet1": table, "Nháp": table, "Danh mục": [["Tên", "Sở Y tế"]]}, tmp_path / "a.xlsx")
    book = load_workbook(file)
    for row in (3, 4, 5):
        book["Sheet1"].row_dimensions[row].hidden = True
    book["Sheet1"].column_dimensions["D"].hidden = True
    book["Nháp"].sheet_state = "veryHidden"
    book["Danh mục"].sheet_state = "hidden"
    book.save(file)
    found = understand(file, period="2024-05")
    assert values(found) == {"C2": "50.5"}
    assert questions(found) == {}
    assert remarks(found) == [
        ("Sheet1!D2", "cột ẩn, không đọc"),
        ("Nháp!A1", "trang tính ẩn có số, không đọc"),
        ("Sheet1!C3", "dòng ẩn có số, không đọc: Sở Nội vụ"),
        ("Sheet1!C4", "dòng ẩn có số, không đọc: Sở Tư pháp"),
    ]


def ods_number(value: str) -> str:
    return (
        f'<table:table-cell office:value-type="float" office:value="{value}">'
        f"<text:p>{value.replace('.', ',')}</text:p></table:table-cell>"
    )


def ods_hiding(file: Path, style: str = "ta1") -> Path:
    """Saves an ODS file with a hidden column, hidden and filtered rows, and a second sheet with this style."""
    lines = [ods_text("Sở Y tế") + ods_number("50.5") + ods_number("1.5")]
    lines += [ods_text("Sở Nội vụ") + ods_number("33.5") + ods_number("2.5")]
    lines += [ods_text("Sở Tư pháp") + ods_number("12.5") + ods_number("3.5")]
    heads = "".join(map(ods_text, ("Đơn vị", HEAD[2], "Hồ sơ trực tuyến (%)")))
    columns = '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>'
    hidden = ["", ' table:visibility="collapse"', ' table:visibility="filter"']
    rows = [f"<table:table-row{how}>{line}</table:table-row>" for how, line in zip(hidden, lines, strict=True)]
    second = f"</table:table>{_sheet('Nháp', style)}<table:table-row>{lines[0]}</table:table-row>"
    return ods(file, [columns, f"<table:table-row>{heads}</table:table-row>", *rows, second], _STYLES)


def _sheet(name: str, style: str) -> str:
    return f'<table:table table:name="{name}" table:style-name="{style}">'


_STYLES = (
    '<office:automatic-styles><style:style style:name="ta1" style:family="table">'
    '<style:table-properties table:display="true"/></style:style><style:style style:name="ta2" style:family="table">'
    '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
)


def test_hidden_parts_of_an_ods_cause_remarks(tmp_path: Path, understand: Understand) -> None:
    found = understand(ods_hiding(tmp_path / "a.ods", "ta2"), period="2024-05")
    assert values(found) == {"B2": "50.5"}
    assert questions(found) == {}
    assert remarks(found) == [
        ("Bảng!C2", "cột ẩn, không đọc"),
        ("Nháp!A1", "trang tính ẩn có số, không đọc"),
        ("Bảng!B3", "dòng ẩn có số, không đọc: Sở Nội vụ"),
        ("Bảng!B4", "dòng ẩn có số, không đọc: Sở Tư pháp"),
    ]
    shown = read_book(ods_hiding(tmp_path / "b.ods", "ta1"))
    assert ([sheet.name for sheet in shown.sheets], shown.hidden) == (["Bảng", "Nháp"], ())


def test_a_workbook_with_hidden_sheets_only_is_refused(tmp_path: Path) -> None:
    """Excel always keeps one sheet visible, but other programs write files without a visible sheet."""
    only = ods(tmp_path / "a.ods", [f"<table:table-row>{ods_text('Sở Y tế')}</table:table-row>"], _STYLES, "ta2")
    with pytest.raises(Unreadable, match="không có trang tính nào đang hiện"):
        read_book(only)


def test_numbers_outside_the_read_columns_cause_remarks(tmp_path: Path, understand: Understand) -> None:
    """Figures to the left of the names cause a remark, and so does a number above the table that is not a year.

    Running numbers, years and headings are not figures.
    """
    table = [
        ["Biểu số", 7],
        ["Tháng 5 năm", 2024],
        ["Hồ sơ trực tuyến (%)", "STT", "Đơn vị", "Thanh toán trực tuyến (%)"],
        [48.5, 1, "Sở Y tế", 50.5],
        [31, 2, "Sở Nội vụ", 33.5],
        [None, 3, "Sở Tư pháp", 12.5],
        [9, 4, "Sở Xây dựng", 14.5],
    ]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx"), period="2024-05")
    assert values(found) == {"D4": "50.5", "D5": "33.5", "D6": "12.5", "D7": "14.5"}
    assert questions(found) == {}
    assert remarks(found) == [
        ("Sheet1!B1", "1 ô có số chưa được đọc: B1"),
        ("Sheet1!A4", "3 ô có số chưa được đọc: A4:A5, A7"),
    ]


def test_running_numbers_without_a_heading_are_not_figures(tmp_path: Path, understand: Understand) -> None:
    table = [
        [None, *HEAD[1:]],
        ["A", "B", 1],
        [1, "Sở Y tế", 50.5],
        [2, "Sở Nội vụ", 33.5],
        [1, "Huyện Tân Biên", 12.5],
    ]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx"), period="2024-05")
    assert (list(values(found)), remarks(found)) == (["C3", "C4", "C5"], [])
    table = [[None, *HEAD[1:]], [7, "Sở Y tế", 50.5], [8, "Sở Nội vụ", 33.5]]
    found = understand(saved({"Sheet1": table}, tmp_path / "b.xlsx"), period="2024-05")
    assert remarks(found) == [("Sheet1!A2", "2 ô có số chưa được đọc: A2:A3")]


def test_cells_skipped_by_an_answer_cause_remarks(tmp_path: Path, understand: Understand) -> None:
    table = [[*HEAD, "Xếp hạng"], [1, "Sở Y tế", 50.5, 1], [2, "Sở Nội vụ", 33.5, 2]]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    found = understand(file, period="2024-05", answers=("D1=skip; C3=skip",))
    assert values(found) == {"C2": "50.5"}
    assert remarks(found) == [
        ("Sheet1!D1", "cột bỏ qua theo câu trả lời: Xếp hạng"),
        ("Sheet1!C3", "ô bỏ qua theo câu trả lời: 33.5"),
    ]


def test_the_report_states_that_all_was_imported_only_if_it_was(
    mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(mini, saved({"Sheet1": SOUND}, tmp_path / "a.xlsx"), *NEW) == 0
    assert ALL_TAKEN in capsys.readouterr().out
    beside = [["Số hồ sơ", *SOUND[0]], [40, *SOUND[1]], [50, *SOUND[2]]]
    assert run(mini, saved({"Sheet1": beside}, tmp_path / "a.xlsx"), *NEW) == 0
    output = capsys.readouterr().out
    assert ALL_TAKEN not in output
    assert "Không đưa vào số liệu:\n  Sheet1!A2: 2 ô có số chưa được đọc: A2:A3\n" in output


def test_a_remark_beside_a_target_is_mentioned(tmp_path: Path, understand: Understand) -> None:
    """The data has no field for a remark of the sender about a target."""
    table = [
        ["STT", "Đơn vị", "Thanh toán trực tuyến, chỉ tiêu năm 2025", None],
        [None, None, "Chỉ tiêu", "Ghi chú"],
        [1, "Sở Y tế", 80, "theo Kế hoạch 5"],
        [2, "Sở Nội vụ", 70, None],
    ]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx", ("A1:A2", "B1:B2", "C1:D1")))
    assert values(found) == {"C3": "80", "C4": "70"}
    assert remarks(found) == [("Sheet1!D3", "ghi cạnh mức phải đạt, không đưa lên cổng: theo Kế hoạch 5")]
