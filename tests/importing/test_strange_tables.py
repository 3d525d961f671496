"""Tables with a figure where another one is expected: it causes a question and is not read as the usual one."""

from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from generator.importing.request import WrongArguments
from generator.importing.sheets.files import read_book
from generator.importing.sheets.grid import Unreadable
from generator.importing.tables import transposed
from tests.importing.conftest import Understand, questions, rows, values
from tests.importing.workbooks import saved

HEAD = ["STT", "Đơn vị", "Thanh toán trực tuyến (%)"]


@pytest.mark.parametrize(
    "below",
    [
        "Số giao dịch",
        "Tổng số hồ sơ",
        "Xếp hạng",
        "Tăng/giảm so với tháng 4/2024",
        "Tỷ lệ hoàn thành so với chỉ tiêu (%)",
        "Lũy kế từ đầu năm",
    ],
)
def test_a_lower_heading_with_another_meaning_causes_a_question(
    below: str, tmp_path: Path, understand: Understand
) -> None:
    """The upper heading names the indicator. A count, a rank or a change below it is not the indicator's percentage."""
    table = [
        ["STT", "Đơn vị", "Thanh toán trực tuyến", None],
        [None, None, "Tỷ lệ (%)", below],
        [1, "Sở Y tế", 50.5, 7],
    ]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx", ("A1:A2", "B1:B2", "C1:D1"))
    found = understand(file, period="2024-05")
    assert rows(found) == [("so-y-te", "online-payment", "2024-05", "50.5", "C3")]
    assert questions(found) == {"D2": "không rõ cột này là chỉ tiêu nào"}


def test_a_change_above_the_name_of_an_indicator(tmp_path: Path, understand: Understand) -> None:
    table = [
        ["STT", "Đơn vị", "Tăng, giảm so với tháng trước"],
        [None, None, "Thanh toán trực tuyến"],
        [1, "Sở Y tế", 2.5],
    ]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx", ("A1:A2", "B1:B2")), period="2024-05")
    assert rows(found) == []
    assert list(questions(found)) == ["C2"]


@pytest.mark.parametrize(
    ("sheet", "title", "heading"),
    [
        ("Sheet1", "KẾT QUẢ THANH TOÁN TRỰC TUYẾN THÁNG 5/2024", HEAD[2]),
        ("Sheet1", "Số liệu đến ngày 31/5/2024", HEAD[2]),
        ("Sheet1", "Kết quả quý II năm 2024", HEAD[2]),
        ("T5", "Kết quả năm 2024", HEAD[2]),
        ("Thang 5", "Kết quả năm 2024", HEAD[2]),
        ("Sheet1", "Kết quả năm 2024", "Thanh toán trực tuyến tháng 5"),
    ],
)
def test_another_month_in_a_title_or_a_heading(
    sheet: str, title: str, heading: str, tmp_path: Path, understand: Understand
) -> None:
    """A month that was left from the previous table causes a question, wherever it is, with or without its year."""
    table = [[title], [*HEAD[:2], heading], [1, "Sở Y tế", 50.5]]
    found = understand(saved({sheet: table}, tmp_path / "a.xlsx"), period="2024-06")
    assert rows(found) == []
    assert "khác kỳ đang nhập là tháng 6/2024" in questions(found)["C2"]


@pytest.mark.parametrize(
    "title",
    [
        "Kết quả tháng 6/2024, so với tháng 5/2024",
        "(Theo Quyết định số 468/QĐ-TTg ngày 27/3/2021 và Thông tư số 01/2023/TT-VPCP ngày 05/4/2023)",
        "Kết quả thực hiện kế hoạch cải cách hành chính năm 2024",
        "Kết quả các chỉ tiêu giai đoạn 2021-2025",
        "Kết quả 6 tháng đầu năm 2024",
        "Kết quả đến ngày 30/6/2024",
    ],
)
def test_titles_that_do_not_contradict_the_month(title: str, tmp_path: Path, understand: Understand) -> None:
    table = [[title], HEAD, [1, "Sở Y tế", 50.5]]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx"), period="2024-06")
    assert rows(found) == [("so-y-te", "online-payment", "2024-06", "50.5", "C3")]


@pytest.mark.parametrize(
    ("title", "sheet", "period", "message"),
    [
        ("SỐ LIỆU NĂM 2024", "Sheet1", "2024-06", "năm 2024, khác kỳ đang nhập là tháng 6/2024"),
        ("Kết quả thanh toán trực tuyến", "2024", "2024-06", "năm 2024, khác kỳ đang nhập là tháng 6/2024"),
        ("SỐ LIỆU THÁNG 6/2024", "Sheet1", "2024", "tháng 6/2024, khác kỳ đang nhập là năm 2024"),
        ("Kết quả quý IV/2024", "Sheet1", "2024", "quý IV/2024, khác kỳ đang nhập là năm 2024"),
        ("Số liệu tháng 6/2024", "Sheet1", "2024-Q2", "tháng 6/2024, khác kỳ đang nhập là quý II/2024"),
    ],
)
def test_a_title_of_a_longer_or_shorter_period(
    title: str, sheet: str, period: str, message: str, tmp_path: Path, understand: Understand
) -> None:
    """Figures of a year are not those of a month, and vice versa. There is one question.

    One answer applies to all columns of the table, and is not saved for other tables.
    """
    table = [[title], [*HEAD, "Hồ sơ trực tuyến (%)"], [1, "Sở Y tế", 50.5, 14.5]]
    file = saved({sheet: table}, tmp_path / "a.xlsx")
    found = understand(file, period=period)
    assert rows(found) == []
    assert questions(found) == {"C2": f"tiêu đề hoặc tên trang tính ghi {message}"}
    assert f"trả lời C2={period} (cho cả bảng)" in found.questions[0].hint
    answered = understand(file, period=period, answers=(f"C2={period}",))
    assert (questions(answered), answered.headings) == ({}, {})
    assert rows(answered) == [
        ("so-y-te", "online-payment", period, "50.5", "C3"),
        ("so-y-te", "online-dossiers", period, "14.5", "D3"),
    ]


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("Kết quả đến ngày 31/12/2024", "2024"),
        ("Kết quả đến hết tháng 6 năm 2024", "2024-Q2"),
        ("Từ tháng 4 đến tháng 6/2024", "2024-Q2"),
        ("Kết quả đến hết năm 2024", "2024-12"),
        ("Số liệu năm 2024, tháng cao nhất là tháng 10/2024", "2024"),
    ],
)
def test_titles_that_count_up_to_the_end_of_the_period(
    title: str, period: str, tmp_path: Path, understand: Understand
) -> None:
    found = understand(saved({"Sheet1": [[title], HEAD, [1, "Sở Y tế", 50.5]]}, tmp_path / "a.xlsx"), period=period)
    assert rows(found) == [("so-y-te", "online-payment", period, "50.5", "C3")]


def test_the_parts_of_an_answer_at_a_heading(tmp_path: Path, understand: Understand) -> None:
    """The next suggested answer contains the previous ones: indicator, period and scale in one answer."""
    head = ["STT", "Đơn vị", "Tỷ lệ nộp phí qua mạng"]
    table = [["SỐ LIỆU NĂM 2024"], head, [1, "Sở Y tế", 0.5], [2, "Sở Nội vụ", 1]]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    hints = []
    for answers in ((), ("C2=online-payment",), ("C2=online-payment:2024-05",)):
        found = understand(file, period="2024-05", answers=answers)
        hints.append([item.hint for item in found.questions])
        assert found.entries == []
    assert ["C2=mã-chỉ-tiêu" in hints[0][0], "C2=online-payment:2024-05" in hints[1][0]] == [True, True]
    assert "C2=online-payment:2024-05:percent hay C2=online-payment:2024-05:share" in hints[2][0]
    found = understand(file, period="2024-05", answers=("C2=online-payment:2024-05:share",))
    assert questions(found) == {}
    assert [(row[2], float(row[3])) for row in rows(found)] == [("2024-05", 50), ("2024-05", 100)]


def test_months_without_their_year(tmp_path: Path, understand: Understand) -> None:
    """Each column belongs to the month in its heading, in the year of the requested period."""
    table = [
        ["STT", "Đơn vị", "Thanh toán trực tuyến", None],
        [None, None, "Tháng 5", "Tháng 6"],
        [1, "Sở Y tế", 50.5, 51],
    ]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx", ("A1:A2", "B1:B2", "C1:D1"))
    assert rows(understand(file, period="2024-06")) == [
        ("so-y-te", "online-payment", "2024-05", "50.5", "C3"),
        ("so-y-te", "online-payment", "2024-06", "51", "D3"),
    ]


def test_marks_of_footnotes_and_struck_out_text(tmp_path: Path, understand: Understand) -> None:
    """A raised mark is not a digit, and the document does not state a struck-out number."""
    raised, struck = InlineFont(vertAlign="superscript"), InlineFont(strike=True)
    book = Workbook()
    sheet = book.active
    for line in (
        HEAD,
        [1, "Sở Công Thương", CellRichText("58,7", TextBlock(raised, "3"))],
        [2, "Sở Nội vụ", CellRichText(TextBlock(struck, "45,2"), "54,2")],
        [3, CellRichText("Sở Xây dựng", TextBlock(raised, "2")), 33.3],
        [4, "Sở Tài chính", CellRichText(TextBlock(struck, "61,5"))],
        [5, "Sở Y tế", 12],
    ):
        sheet.append(line)
    sheet["C4"].font, sheet["C6"].font = Font(strike=False), Font(strike=True)
    book.save(tmp_path / "a.xlsx")
    found = understand(tmp_path / "a.xlsx", period="2024-05")
    assert values(found) == {"C2": "58.7", "C3": "54.2", "C4": "33.3"}
    assert questions(found) == {"C5": "không đọc được là số", "C6": "không đọc được là số"}


def test_a_word_table_with_tracked_changes(tmp_path: Path, understand: Understand) -> None:
    """A table is read as if all tracked changes were accepted: `5` with an inserted `8` is 58."""
    document = docx.Document()
    lines = [HEAD, ["1", "Sở Công Thương", "58,7"], ["2", "Sở Nội vụ", "5"], ["3", "Sở Tài chính", "45,2"]]
    lines += [["4", "Sở Xây dựng", "16,5"], ["5", "Sở Ngoại vụ", "99"], ["6", "Sở Y tế", "12"]]
    table = document.add_table(len(lines), 3)
    for row, line in zip(table.rows, lines, strict=True):
        for cell, text in zip(row.cells, line, strict=True):
            cell.text = text
    table.cell(1, 2).paragraphs[0].add_run("3").font.superscript = True
    table.cell(2, 2).paragraphs[0]._p.append(changed("ins", "t", "8"))  # noqa: SLF001
    table.cell(3, 2).paragraphs[0]._p.append(changed("del", "delText", "9"))  # noqa: SLF001
    table.cell(4, 2).paragraphs[0].runs[0].font.strike = True
    table.cell(4, 2).paragraphs[0].add_run("61,5")
    table.rows[5]._tr.get_or_add_trPr().append(OxmlElement("w:del"))  # noqa: SLF001
    table.cell(6, 2).paragraphs[0].runs[0].font.strike = True
    document.save(str(tmp_path / "a.docx"))
    found = understand(tmp_path / "a.docx", period="2024-05")
    assert values(found) == {"C2": "58.7", "C3": "58", "C4": "45.2", "C5": "61.5"}
    assert questions(found) == {"C7": "không đọc được là số"}


def changed(kind: str, inner: str, text: str) -> object:
    """Returns a run of text inside a tracked change of Word."""
    change, run, content = OxmlElement(f"w:{kind}"), OxmlElement("w:r"), OxmlElement(f"w:{inner}")
    content.text = text
    run.append(content)
    change.append(run)
    return change


def test_a_continued_table_without_headings(tmp_path: Path, understand: Understand) -> None:
    """The first row of the second part is not read as a heading, because its figure would be lost."""
    document = docx.Document()
    for lines in ([HEAD, ["1", "Sở Tài chính", "45,2"]], [["2", "Sở Xây dựng", "16,5"], ["3", "Sở Y tế", "12,3"]]):
        table = document.add_table(len(lines), 3)
        for row, line in zip(table.rows, lines, strict=True):
            for cell, text in zip(row.cells, line, strict=True):
                cell.text = text
        document.add_paragraph("")
    document.save(str(tmp_path / "a.docx"))
    found = understand(tmp_path / "a.docx", period="2024-05")
    assert list(values(found)) == ["C2"]
    assert [(item.at.address, item.message) for item in found.questions] == [
        ("Bảng2!B1", "phần bảng này không có dòng tiêu đề")
    ]
    assert understand(tmp_path / "a.docx", period="2024-05", answers=("Bảng2!B1=skip",)).questions == []


@pytest.mark.parametrize("text", ["<5", "≥ 90%", "trên 90%", "không quá 5"])
def test_a_bound_is_not_a_result(text: str, tmp_path: Path, understand: Understand) -> None:
    found = understand(saved({"Sheet1": [HEAD, [1, "Sở Y tế", text]]}, tmp_path / "a.xlsx"), period="2024-05")
    assert questions(found) == {"C2": "nêu một giới hạn, không phải số đạt được"}


def test_a_reached_figure_in_words_is_a_result(tmp_path: Path, understand: Understand) -> None:
    file = saved({"Sheet1": [HEAD, [1, "Sở Y tế", "đạt 58,73%"]]}, tmp_path / "a.xlsx")
    assert values(understand(file, period="2024-05")) == {"C2": "58.73"}


def test_the_attachment_of_another_document_is_refused(tmp_path: Path, understand: Understand) -> None:
    """The attachment line names another letter than the command, in which last month's id was left."""
    line = "(Kèm theo Công văn số 1834/UBND-KSTT ngày 28 tháng 6 năm 2024 của UBND tỉnh)"
    file = saved({"Sheet1": [[line], HEAD, [1, "Sở Y tế", 50.5]]}, tmp_path / "a.xlsx")
    for source_id in ("1612-UBND-KSTT-2024", "1999-UBND-KSTT-2024"):
        with pytest.raises(WrongArguments, match=f"1834/UBND-KSTT, khác văn bản đang nhập là {source_id}"):
            understand(file, source_id=source_id, period="2024-05")
    options = {"number": "1612/UBND-KSTT"}
    assert values(understand(file, period="2024-05", document=options)) == {"C3": "50.5"}
    same_number = "(Kèm theo Công văn số 1612/UBND-KSTT ngày 15 tháng 7 năm 2024 của UBND tỉnh)"
    other = saved({"Sheet1": [[same_number], HEAD, [1, "Sở Y tế", 50.5]]}, tmp_path / "b.xlsx")
    with pytest.raises(WrongArguments, match=r"15/07/2024, còn văn bản 1612-UBND-KSTT-2024 đã khai có ngày 31/05/2024"):
        understand(other, period="2024-05")
    assert values(understand(other, period="2024-05", document=options)) == {"C3": "50.5"}
    assert values(understand(file, source_id="1834-UBND-KSTT-2024", period="2024-06")) == {"C3": "50.5"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"Rar!\x1a\x07\x00", "là tệp nén"),
        (b"<html><table><tr><td>STT</td></tr></table></html>", "là trang mạng (HTML, XML) mang tên bảng tính"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', "là trang mạng (HTML, XML) mang tên bảng tính"),
    ],
)
def test_other_files_with_the_name_of_a_workbook_are_refused(content: bytes, message: str, tmp_path: Path) -> None:
    file = tmp_path / "bao-cao.xls"
    file.write_bytes(content)
    with pytest.raises(Unreadable) as stopped:
        read_book(file)
    assert stopped.value.message == message


@pytest.mark.parametrize("beside", [7, "7", "1,5%"])
def test_a_column_without_a_heading_causes_a_question(beside: object, tmp_path: Path, understand: Understand) -> None:
    """It may hold ranks or counts, so it is not read as figures of the column beside it.

    The answer is not saved, because the next column without a heading may have another meaning.
    """
    table = [HEAD, [1, "Sở Y tế", 50.5, beside, 3], [2, "Sở Nội vụ", 33.5, 8, 4]]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    found = understand(file, period="2024-05")
    assert values(found) == {"C2": "50.5", "C3": "33.5"}
    unknown = "không rõ cột này là chỉ tiêu nào"
    assert questions(found) == {"D1": unknown, "E1": unknown}
    answered = understand(file, period="2024-05", answers=("D1=skip; E1=services-full",))
    assert questions(answered) == {}
    assert values(answered) == {"C2": "50.5", "C3": "33.5", "E2": "3", "E3": "4"}
    assert answered.headings == {}


def test_a_generic_heading_beside_a_heading_with_an_indicator(tmp_path: Path, understand: Understand) -> None:
    """`Kết quả` belongs to the indicator, although its name is only above the column to the left."""
    table = [
        ["STT", "Đơn vị", "Thanh toán trực tuyến", None],
        [None, None, "Chỉ tiêu năm 2024", "Kết quả"],
        [1, "Sở Y tế", 47, 31.98],
    ]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx", ("A1:A2", "B1:B2")), period="2024-05")
    assert questions(found) == {}
    assert values(found) == {"C3": "47", "D3": "31.98"}


def test_words_without_a_heading_cause_a_remark(tmp_path: Path, understand: Understand) -> None:
    table = [HEAD, [1, "Sở Y tế", 50.5, "đã rà soát"], [2, "Sở Nội vụ", 33.5]]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx"), period="2024-05")
    assert values(found) == {"C2": "50.5", "C3": "33.5"}
    assert [(item.at.short_address, item.text) for item in found.remarks] == [
        ("D1", "cột không có tiêu đề, chỉ có chữ, không đọc: đã rà soát")
    ]


@pytest.mark.parametrize("again", [["STT", "Đơn vị"], [None, "Đơn vị"]])
def test_two_tables_side_by_side(again: list[str | None], tmp_path: Path, understand: Understand) -> None:
    """Sở Nội vụ has 61 services; without its name, the figure would be read as that of Sở Y tế.

    This is so even if the user skips the column of names.
    """
    table = [
        ["STT", "Đơn vị", "Thanh toán trực tuyến (%)", *again, "Tổng số dịch vụ công trực tuyến"],
        [1, "Sở Y tế", 50.5, 1, "Sở Nội vụ", 61],
    ]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    found = understand(file, period="2024-05")
    assert rows(found) == [("so-y-te", "online-payment", "2024-05", "50.5", "C2")]
    assert questions(found)["F1"] == "cột thuộc một bảng khác nằm bên phải"
    skipped = understand(file, period="2024-05", answers=["D1=skip", "E1=skip"])
    assert [row[0] for row in rows(skipped)] == ["so-y-te"]
    assert questions(skipped) == {"F1": "cột thuộc một bảng khác nằm bên phải"}


@pytest.mark.parametrize(
    ("table", "merged", "at"),
    [
        (
            [
                ["STT", "Đơn vị", "Nội dung", "Tỷ lệ (%)"],
                [1, "Sở Y tế", "Thanh toán trực tuyến", 50.5],
                [None, None, "Hồ sơ trực tuyến", 14.6],
                [2, "Sở Nội vụ", "Thanh toán trực tuyến", 33.5],
                [None, None, "Hồ sơ trực tuyến", 15],
            ],
            ("A2:A3", "B2:B3", "A4:A5", "B4:B5"),
            "C2",
        ),
        (
            [
                ["STT", "Nội dung", "Kết quả"],
                [1, "Tỷ lệ thanh toán trực tuyến", 50.5],
                [2, "Tỷ lệ hồ sơ trực tuyến", 14.6],
            ],
            (),
            "B2",
        ),
        (
            [
                ["STT", "Chỉ tiêu", "Sở, ban, ngành", "UBND cấp xã"],
                [1, "Thanh toán trực tuyến", 50.5, 33.5],
                [2, "Hồ sơ trực tuyến", 14.6, 15],
            ],
            (),
            "B2",
        ),
    ],
)
def test_a_table_with_one_indicator_in_each_row(
    table: list[list[object]], merged: tuple[str, ...], at: str, tmp_path: Path, understand: Understand
) -> None:
    """It causes one question, because no answer about its column of figures is right for all rows."""
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx", merged)
    found = understand(file, period="2024-05")
    assert questions(found) == {at: "là tên chỉ tiêu: bảng này ghi mỗi chỉ tiêu một dòng"}
    assert rows(found) == []
    assert questions(understand(file, period="2024-05", answers=[f"{at}=skip"])) == {}


def test_more_different_texts_than_a_portal_has_indicators_are_not_compared_with_them(
    tmp_path: Path, understand: Understand, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each comparison looks at the letters of all indicators' names, which would take minutes in a long table."""
    lines = [[number, f"Thanh toán trực tuyến {number}", 50.5] for number in range(1, 4)]
    file = saved({"Sheet1": [["STT", "Nội dung", "Kết quả"], *lines]}, tmp_path / "a.xlsx")
    compared = "là tên chỉ tiêu: bảng này ghi mỗi chỉ tiêu một dòng"
    assert questions(understand(file, period="2024-05")) == {"B2": compared}
    monkeypatch.setattr(transposed, "_MAX_INDICATORS", 2)
    found = understand(file, period="2024-05")
    assert rows(found) == []
    assert compared not in questions(found).values()


def test_a_column_of_indicators_that_were_not_reached(tmp_path: Path, understand: Understand) -> None:
    """Each unit has one row, so the names of indicators beside the figures are remarks."""
    table = [
        [*HEAD, "Chỉ tiêu chưa đạt"],
        [1, "Sở Y tế", 50.5, "Hồ sơ trực tuyến"],
        [2, "Sở Nội vụ", 33.5, "Hồ sơ trực tuyến"],
    ]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx"), period="2024-05", answers=["D1=skip"])
    assert [row[3] for row in rows(found)] == ["50.5", "33.5"]
    assert questions(found) == {}


def test_a_table_below_with_other_headings(tmp_path: Path, understand: Understand) -> None:
    """Only a part of a table that repeats its headings after a page break belongs to the table above."""
    table = [HEAD, [1, "Sở Y tế", 50.5], [], [*HEAD[:2], "Hồ sơ trực tuyến (%)"], [1, "Sở Nội vụ", 14.6]]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx"), period="2024-05")
    assert [row[:2] for row in rows(found)] == [("so-y-te", "online-payment"), ("so-noi-vu", "online-dossiers")]


def test_a_second_table_under_another_heading(tmp_path: Path, understand: Understand) -> None:
    """`Tên đơn vị` on the right is a second column of names. Its figures are not those of the units on the left."""
    table = [
        ["Đơn vị", "Thanh toán trực tuyến (%)", None, "Tên cơ quan", "Hồ sơ trực tuyến (%)"],
        ["Sở Y tế", 50.5, None, "Sở Tư pháp", 14.6],
        ["Sở Nội vụ", 33.5, None, "Sở Xây dựng", 15],
    ]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx"), period="2024-05")
    assert [(row[0], row[3]) for row in rows(found)] == [("so-y-te", "50.5"), ("so-noi-vu", "33.5")]
    assert questions(found) == dict.fromkeys(("D1", "E1"), "cột thuộc một bảng khác nằm bên phải")


@pytest.mark.parametrize("heading", ["Huyện", "Tên huyện", "Huyện, thị xã, thành phố"])
@pytest.mark.parametrize("names", [("Sở Y tế", "Sở Nội vụ"), ("Xã Tân Lập", "Phường 1")])
def test_a_second_table_of_districts(
    heading: str, names: tuple[str, str], tmp_path: Path, understand: Understand
) -> None:
    """Behind the figures of other units, names of districts begin a table and do not state where the units are."""
    table = [
        [*HEAD, heading, "Hồ sơ trực tuyến (%)"],
        [1, names[0], 50.5, "Huyện Tân Biên", 14.6],
        [2, names[1], 33.5, "Huyện Tân Châu", 15],
    ]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx"), period="2024-05")
    assert [row[3] for row in rows(found)] == ["50.5", "33.5"]
    assert questions(found) == dict.fromkeys(("D1", "E1"), "cột thuộc một bảng khác nằm bên phải")


def test_districts_of_communes_behind_the_figures(tmp_path: Path, understand: Understand) -> None:
    table = [[*HEAD, "Huyện"], [1, "Xã Tân Bình", 50.5, "Huyện Tân Biên"], [2, "Xã Tân Lập", 33.5, "Huyện Tân Biên"]]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx"), period="2024-05")
    assert [(row[0], row[3]) for row in rows(found)] == [
        ("tan-bien.xa-tan-binh", "50.5"),
        ("tan-bien.xa-tan-lap", "33.5"),
    ]
    assert questions(found) == {}


def test_figures_below_the_name_of_the_district_level(tmp_path: Path, understand: Understand) -> None:
    """They are asked about; a column of districts would be skipped without a question."""
    table = [[*HEAD, "Cấp huyện"], [1, "Sở Y tế", 50.5, 12], [2, "Sở Nội vụ", 33.5, 14]]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx"), period="2024-05")
    assert questions(found) == {"D1": "không rõ cột này là chỉ tiêu nào"}


@pytest.mark.parametrize(
    ("heading", "first", "second"),
    [
        ("Cơ quan phối hợp", "Sở Tư pháp", "Sở Tư pháp"),
        ("Đơn vị kết nghĩa", "Sở Nội vụ", "Sở Y tế"),
        ("Thuộc sở", "Sở Tư pháp", "Sở Xây dựng"),
        ("Huyện phụ trách", "Huyện Tân Biên", "Huyện Tân Châu"),
    ],
)
def test_a_column_of_other_units_is_no_second_table(
    heading: str, first: str, second: str, tmp_path: Path, understand: Understand
) -> None:
    table = [[*HEAD[:2], heading, HEAD[2]], [1, "Sở Y tế", first, 50.5], [2, "Sở Nội vụ", second, 33.5]]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx"), period="2024-05")
    assert [(row[0], row[3]) for row in rows(found)] == [("so-y-te", "50.5"), ("so-noi-vu", "33.5")]
    assert list(questions(found)) == ["C1"]


def test_a_skipped_second_table_with_the_headings_of_the_first(tmp_path: Path, understand: Understand) -> None:
    """Its answers, as they are offered, take no figure of the first table with them, now or next month."""
    table = [[*HEAD, *HEAD], [1, "Sở Y tế", 50.5, 3, "Sở Tư pháp", 14.6], [2, "Sở Nội vụ", 33.5, 4, "Sở Xây dựng", 15]]
    answers = ["D1=skip", "E1=skip", "F1=skip"]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx"), period="2024-05", answers=answers)
    assert [(row[0], row[3]) for row in rows(found)] == [("so-y-te", "50.5"), ("so-noi-vu", "33.5")]
    assert questions(found) == {}
    assert found.headings == {}
