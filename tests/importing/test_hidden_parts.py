"""Rows and columns that nobody sees are not read, in every format: hidden ones, and those without height or width."""

import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from generator.importing.sheets.files import read_book
from generator.importing.sheets.grid import Sheet
from tests.importing.conftest import Understand, questions, values
from tests.importing.old_workbooks import (
    chart_records,
    columns,
    hidden_row,
    old_workbook,
    row_without_height,
    sheet_records,
    visible_row,
)
from tests.importing.workbooks import HEAD, ods, ods_text, saved

TABLE: list[list[str | float]] = [
    [*HEAD, "Hồ sơ trực tuyến (%)"],
    [1, "Sở Y tế", 50.5, 1.5],
    [2, "Sở Nội vụ", 33.5, 2.5],
    [3, "Sở Tư pháp", 12.5, 3.5],
    [4, "Sở Xây dựng", 14.5, 4.5],
]
LEFT_OUT = [
    ("D2", "cột ẩn, không đọc"),
    ("C3", "dòng ẩn có số, không đọc: Sở Nội vụ"),
    ("C4", "dòng ẩn có số, không đọc: Sở Tư pháp"),
]
CELLS = {f"{'ABCD'[at]}{row}": value for row, line in enumerate(TABLE, 1) for at, value in enumerate(line)}
VISIBLE = columns(4, 4, 2560, 0)


def with_sizes_of_zero(file: Path) -> None:
    """Replaces the height of row 3 and the width of column D by 0, which openpyxl does not write."""
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    path = "xl/worksheets/sheet1.xml"
    replaced = parts[path].replace(b'ht="0.25"', b'ht="0"', 1).replace(b'width="0.05"', b'width="0"')
    assert replaced.count(b'="0"') > parts[path].count(b'="0"') + 1
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in (parts | {path: replaced}).items():
            archive.writestr(name, content)


def test_rows_without_height_and_columns_without_width_of_an_xlsx(tmp_path: Path, understand: Understand) -> None:
    """Excel shows nothing of them. Rows of 12 and columns of 1 are narrow, but they are seen."""
    file = saved({"Sheet1": TABLE}, tmp_path / "a.xlsx")
    book = load_workbook(file)
    for row in (3, 4):
        book.active.row_dimensions[row].height = 0.25
    book.active.row_dimensions[5].height = 12
    book.active.column_dimensions["C"].width = 1
    book.active.column_dimensions["D"].width = 0.05
    book.save(file)
    with_sizes_of_zero(file)
    found = understand(file, period="2024-05")
    assert values(found) == {"C2": "50.5", "C5": "14.5"}
    assert questions(found) == {}
    assert [(item.at.short_address, item.text) for item in found.remarks] == LEFT_OUT


@pytest.mark.parametrize("small", [False, True])
@pytest.mark.parametrize("column", [columns(4, 4, 2560, 1), columns(4, 256, 0, 0)], ids=["hidden", "no-width"])
def test_hidden_parts_of_an_xls(column: bytes, small: object, tmp_path: Path, understand: Understand) -> None:
    parts = column + visible_row(2) + hidden_row(3) + row_without_height(4)
    sheet = sheet_records(CELLS, parts=parts + chart_records())
    found = understand(old_workbook(tmp_path / "a.xls", {"Bang": sheet}, small=bool(small)), period="2024-05")
    assert values(found) == {"C2": "50.5", "C5": "14.5"}
    assert questions(found) == {}
    assert [(item.at.short_address, item.text) for item in found.remarks] == LEFT_OUT


def hidden(sheet: Sheet) -> tuple[list[int], list[int]]:
    return sorted(sheet.hidden_rows), sorted(sheet.hidden_columns)


def test_each_sheet_of_an_xls_has_its_own_hidden_parts(tmp_path: Path) -> None:
    """A chart inside a sheet has records of its own, which are not those of the sheet."""
    sheets = {
        "Một": sheet_records(CELLS, parts=VISIBLE + chart_records()),
        "Hai": sheet_records(CELLS, parts=hidden_row(5)),
        "Ba": sheet_records(CELLS, parts=chart_records() + columns(2, 3, 2560, 1)),
    }
    found = read_book(old_workbook(tmp_path / "a.xls", sheets)).sheets
    assert [(sheet.name, hidden(sheet)) for sheet in found] == [
        ("Một", ([], [])),
        ("Hai", ([5], [])),
        ("Ba", ([], [2, 3])),
    ]


def test_rows_and_columns_without_size_of_an_ods(tmp_path: Path) -> None:
    """The size is in the style of a row or a column."""
    styles = (
        "<office:automatic-styles>"
        '<style:style style:name="ro1" style:family="table-row">'
        '<style:table-row-properties style:row-height="0.45cm"/></style:style>'
        '<style:style style:name="ro2" style:family="table-row">'
        '<style:table-row-properties style:row-height="0cm"/></style:style>'
        '<style:style style:name="co2" style:family="table-column">'
        '<style:table-column-properties style:column-width="0.00in"/></style:style>'
        "</office:automatic-styles>"
    )
    lines = [
        '<table:table-column/><table:table-column table:style-name="co2"/><table:table-column/>',
        *(
            f'<table:table-row table:style-name="{style}">{ods_text("Sở Y tế") * 3}</table:table-row>'
            for style in ("ro1", "ro2", "ro1")
        ),
    ]
    (sheet,) = read_book(ods(tmp_path / "a.ods", lines, styles)).sheets
    assert hidden(sheet) == ([2], [2])
