"""Every file format that offices send gives the same result."""

from datetime import datetime
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook, load_workbook

from generator.importing.sheets.files import read_book
from generator.importing.sheets.grid import Unreadable, area_of, letters, place_of, reference
from tests.importing.conftest import Understand, questions, rows
from tests.importing.raw_files import TABLE, with_sheet
from tests.importing.workbooks import HEAD, appendix, ods, ods_text, saved

READ = [
    ("so-y-te", "online-payment", "2024-05", "50.5", "C3"),
    ("so-giao-duc-va-dao-tao", "online-payment", "2024-05", "33", "C4"),
]


def lines(separator: str) -> str:
    return "\r\n".join(separator.join(row) for row in TABLE) + "\r\n"


@pytest.mark.parametrize(
    "content",
    [
        lines(";").encode("utf-8"),
        lines(";").encode("utf-8-sig"),
        lines("\t").encode("utf-16"),
        ("sep=;\r\n" + lines(";")).encode("utf-8-sig"),
        ("sep=;\r" + lines(";").replace("\r\n", "\r")).encode(),
        "\r\n".join(",".join(f'"{cell}"' for cell in row) for row in TABLE).encode(),
    ],
    ids=["utf-8", "bom", "utf-16", "sep", "sep-and-old-line-ends", "commas"],
)
def test_csv_from_vietnamese_excel(content: bytes, tmp_path: Path, understand: Understand) -> None:
    """Semicolons and decimal commas, with or without a byte order mark, or commas with quotes."""
    file = tmp_path / "a.csv"
    file.write_bytes(content)
    found = understand(file)
    assert questions(found) == {}
    assert rows(found) == READ


def test_csv_in_the_windows_code_page(tmp_path: Path, understand: Understand) -> None:
    """In this code page, a tone is a separate character after its letter."""
    tones = {
        "ế": "ê\u0301",
        "ả": "a\u0309",
        "ị": "i\u0323",
        "ụ": "u\u0323",
        "ạ": "a\u0323",
        "ở": "ơ\u0309",
        "ố": "ô\u0301",
    }
    text = lines(";")
    for letter, signs in (tones | {"ự": "ư\u0323", "ỷ": "y\u0309", "ỉ": "i\u0309"}).items():
        text = text.replace(letter, signs)
    file = tmp_path / "a.csv"
    file.write_bytes(text.encode("cp1258"))
    assert rows(understand(file)) == READ


def test_shares_in_a_csv_cause_a_question(tmp_path: Path, understand: Understand) -> None:
    """A CSV file does not contain number formats, so 0,5 may have been shown as 50% in the workbook."""
    file = tmp_path / "a.csv"
    file.write_text("Đơn vị;Thanh toán trực tuyến tháng 5/2024\nSở Y tế;0,5\nSở Nội vụ;0,3\n", encoding="utf-8")
    assert list(questions(understand(file))) == ["B1"]
    assert [row[3] for row in rows(understand(file, answers=["B1=share"]))] == ["50", "30"]


def test_ods_with_percentages_and_repeated_cells(tmp_path: Path, understand: Understand) -> None:
    """A percentage in ODS is read with the shown decimals. Repeated blank cells and rows are counted."""
    cell = "table:table-cell office:value-type"
    share = f'<{cell}="percentage" office:value="0.505"><text:p>50,50%</text:p></table:table-cell>'
    thousands = f'<{cell}="float" office:value="1777"><text:p>1.777</text:p></table:table-cell>'
    gap = '<table:table-cell table:number-columns-repeated="2"/>'
    head = ods_text("Thanh toán trực tuyến tháng 5/2024") + ods_text("Số dịch vụ toàn trình tháng 5/2024")
    blank = '<table:table-cell table:number-columns-repeated="16384"/>'
    file = ods(
        tmp_path / "a.ods",
        [
            f'<table:table-row table:number-rows-repeated="2">{blank}</table:table-row>',
            f"<table:table-row>{ods_text('Đơn vị')}{gap}{head}</table:table-row>",
            f"<table:table-row>{ods_text('Sở Y tế')}{gap}{share}{thousands}</table:table-row>",
            f'<table:table-row table:number-rows-repeated="1048000">{blank}</table:table-row>',
        ],
    )
    assert rows(understand(file)) == [
        ("so-y-te", "online-payment", "2024-05", "50.50", "D4"),
        ("so-y-te", "services-full", "2024-05", "1777", "E4"),
    ]


def test_a_word_table_with_merged_headings(tmp_path: Path, understand: Understand) -> None:
    """The paragraphs above a table are its titles. Cells may span columns and rows."""
    document = Document()
    document.add_paragraph("PHỤ LỤC II")
    document.add_paragraph("Kết quả đến tháng 5/2024")
    table = document.add_table(4, 4)
    texts = [
        ["STT", "Đơn vị", "Kết quả (%)", ""],
        ["", "", "Thanh toán trực tuyến", "Hồ sơ trực tuyến"],
        ["1", "Sở Y tế", "50,5", "14,60"],
        ["2", "Sở Nội vụ", "-", "18,70"],
    ]
    for row, cells in enumerate(texts):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(0, 1).merge(table.cell(1, 1))
    table.cell(0, 2).merge(table.cell(0, 3))
    document.save(str(tmp_path / "a.docx"))
    found = understand(tmp_path / "a.docx")
    assert questions(found) == {}
    assert [(item.at.address, item.value or item.status, item.locator) for item in found.entries] == [
        ("Bảng1!C3", "50.5", "PLII:1"),
        ("Bảng1!D3", "14.60", "PLII:1"),
        ("Bảng1!C4", "not_applicable", "PLII:2"),
        ("Bảng1!D4", "18.70", "PLII:2"),
    ]


def test_xlsx_agrees_with_another_reader(tmp_path: Path) -> None:
    """Our reader and openpyxl return the same texts in the same cells, and the same merged areas."""
    file = appendix(tmp_path / "a.xlsx")
    ours = read_book(file).sheets[0]
    theirs = load_workbook(file).worksheets[0]
    cells = {(cell.row, cell.column): cell.value for line in theirs.iter_rows() for cell in line if cell.value}
    assert {place: cell.text for place, cell in ours.cells.items()} == {
        place: " ".join(str(value).split()) for place, value in cells.items()
    }
    areas = {(area.top, area.left, area.bottom, area.right) for area in ours.merged}
    assert areas == {(area.min_row, area.min_col, area.max_row, area.max_col) for area in theirs.merged_cells.ranges}


def test_numbers_and_days_agree_with_another_reader(tmp_path: Path) -> None:
    book = Workbook()
    values = [58.73, 0.5873, 1777, 1e-7, 123456789.25, datetime(2024, 3, 1), True, "chữ", "=1+1"]  # noqa: DTZ001
    book.active.append(values)
    book.save(tmp_path / "a.xlsx")
    ours = read_book(tmp_path / "a.xlsx").sheets[0]
    (theirs,) = load_workbook(tmp_path / "a.xlsx", data_only=True).worksheets[0].iter_rows(values_only=True)
    numbers = [float(cell.number.value) for column in range(1, 6) if (cell := ours.at(1, column)).number]
    assert numbers == list(theirs[:5])
    assert isinstance(theirs[5], datetime)
    assert ours.at(1, 6).day == theirs[5].date()
    assert ours.at(1, 8).text == "chữ"
    # A formula that no program has calculated is not blank.
    assert ours.at(1, 9).text == "#CHƯA TÍNH"


def test_addresses_of_cells() -> None:
    assert [letters(column) for column in (1, 26, 27, 702, 703)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert place_of("AA17") == (17, 27)
    assert reference(17, 27) == "AA17"
    assert area_of("B2:D4") == area_of("D4:B2")
    for wrong in ("17", "A0", "A1:", "", "ABCD1", "A1B"):
        with pytest.raises(ValueError, match="not a cell"):
            place_of(wrong)


def test_strict_and_prefixed_workbooks(tmp_path: Path) -> None:
    """Some programs write other namespaces and prefixes, and no cell addresses."""
    sheet = (
        '<x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"><x:sheetData>'
        '<x:row><x:c t="inlineStr"><x:is><x:t>Đơn vị</x:t></x:is></x:c><x:c><x:v>5</x:v></x:c></x:row>'
        "<x:row><x:c><x:v>6</x:v></x:c></x:row></x:sheetData></x:worksheet>"
    )
    found = read_book(with_sheet(tmp_path / "a.xlsx", sheet.encode())).sheets[0]
    assert {place: cell.text for place, cell in found.cells.items()} == {(1, 1): "Đơn vị", (1, 2): "5", (2, 1): "6"}


def test_the_content_decides_the_format_and_not_the_name(tmp_path: Path, understand: Understand) -> None:
    file = saved({"Sheet1": TABLE}, tmp_path / "a.csv")
    assert file.read_bytes().startswith(b"PK")
    assert rows(understand(file)) == READ


OLD_LETTERS = {
    "TCVN3": [["STT", "§¬n vÞ", "Thanh to¸n trùc tuyÕn (%)"], [1, "Së Y tÕ", 50.5], [2, "Së Néi vô", 33.5]],
    "VNI": [["STT", "Ñôn vò", "Thanh toaùn tröïc tuyeán (%)"], [1, "Sôû Y teá", 50.5], [2, "Sôû Noäi vuï", 33.5]],
    "names of communes": [HEAD, [1, "Xaõ Ba Tô", 50.5], [2, "XAÕ BA VÌ", 33.5], [3, "Xaõ Ba Toâ", 1]],
    "names of districts": [HEAD, [1, "Huyeän Taân Bieân", 50.5], [2, "Huyeän Chaâu Thaønh", 33.5], [3, "Baøng", 1]],
    "lost": [["STT", "??n v?", "Thanh toán tr?c tuy?n"], [1, "S? Giao thông v?n t?i", 50.5], [2, "S? N?i v?", 33.5]],
}


@pytest.mark.parametrize("name", OLD_LETTERS)
def test_letters_in_an_old_encoding_are_refused(name: str, tmp_path: Path, understand: Understand) -> None:
    """A name in an old encoding resembles that of another unit, so it is not left to answers about single names."""
    with pytest.raises(Unreadable, match=r"chữ có dấu (?:theo bảng mã cũ|đã mất)"):
        understand(saved({"Sheet1": OLD_LETTERS[name]}, tmp_path / "a.xlsx"), period="2024-05")


def test_a_few_signs_are_not_an_old_encoding(tmp_path: Path, understand: Understand) -> None:
    """Foreign names, footnotes and questions do not make a file unreadable."""
    notes = ["Phần mềm Müller®", "Nguồn: https://dichvucong.gov.vn/?a=b?c", "Đã đúng chưa?", "Điều 5§2"]
    table = [HEAD, *([number, unit, 50.5] for number, unit in enumerate(("Sở Y tế", "Sở Nội vụ"), 1))]
    file = saved({"Sheet1": [*table, *([note] for note in notes)]}, tmp_path / "a.xlsx")
    assert [row[3] for row in rows(understand(file, period="2024-05"))] == ["50.5", "50.5"]
