"""Tests the form of published workbooks: what strict programs, such as Excel, need in the file, and how sheets look."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from xml.etree import ElementTree as ET

import openpyxl
import pandas as pd
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from generator.export.sheets import portal_sheets
from generator.export.workbooks import Amount, Sheet, SheetCell, workbook_bytes
from generator.tables import POINTS, TABLES

DAY = date(2024, 10, 4)
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION_TYPES = {
    "officeDocument": "xl/workbook.xml",
    "core-properties": "docProps/core.xml",
    "styles": "xl/styles.xml",
}
MAX_ROWS = 1_048_575  # A sheet has 1,048,576 rows; the first one is the heading.


def opened(headings: tuple[str, ...], *columns: Sequence[SheetCell]) -> Worksheet:
    """Returns a sheet with these columns, read back."""
    content = workbook_bytes("t", [Sheet("a", headings, columns)], DAY)
    sheet = openpyxl.load_workbook(io.BytesIO(content))["a"]
    assert isinstance(sheet, Worksheet)
    return sheet


def parts(content: bytes) -> Mapping[str, ET.Element]:
    """Returns the parts of a workbook by their paths."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: ET.fromstring(archive.read(name)) for name in archive.namelist()}  # noqa: S314 - our own file


def test_a_workbook_leads_strict_programs_to_each_part() -> None:
    """Excel opens only parts that a relation leads to and that have a content type. The libraries of other tests open
    workbooks without these lists too."""
    found = parts(workbook_bytes("t", [Sheet("a", ("x",), [("1",)]), Sheet("b", ("x",), [("2",)])], DAY))
    relations = {
        (folder + relation.attrib["Target"], relation.attrib["Type"].rpartition("/")[2])
        for folder, path in (("", "_rels/.rels"), ("xl/", "xl/_rels/workbook.xml.rels"))
        for relation in found[path]
    }
    sheets = {f"xl/worksheets/sheet{number}.xml" for number in (1, 2)}
    assert relations == {
        *((path, kind) for kind, path in RELATION_TYPES.items()),
        *((path, "worksheet") for path in sheets),
    }
    types = found["[Content_Types].xml"]
    assert {one.attrib["PartName"].lstrip("/") for one in types.iter(f"{PACKAGE}content-types}}Override")} == {
        *RELATION_TYPES.values(),
        *sheets,
    }
    assert set(found) == {path for path, _ in relations} | {
        "[Content_Types].xml",
        "_rels/.rels",
        "xl/_rels/workbook.xml.rels",
    }


def test_each_column_of_a_sheet_can_be_filtered() -> None:
    """28 columns: the last one is AB. Excel refuses a filter without rows."""
    headings = tuple(f"c{number}" for number in range(28))
    assert opened(headings, *(("x", "y") for _ in headings)).auto_filter.ref == "A1:AB3"
    assert opened(("a", "b"), (), ()).auto_filter.ref is None


@pytest.mark.parametrize(
    ("heading", "cell", "width"),
    [
        ("a", "b", 10),
        ("a", "x" * 20, 22),
        ("ab " + "y" * 15, "b", 17),
        ("a", "x" * 59, 60),
        ("a", Amount("1" * 12), 14),
    ],
)
def test_a_column_is_as_wide_as_its_texts_up_to_a_limit(heading: str, cell: SheetCell, width: int) -> None:
    """A column has two characters more than its longest cell or the longest word of its heading, at least 10 and at
    most 60."""
    assert opened((heading,), (cell,)).column_dimensions["A"].width == width


@pytest.mark.parametrize(
    ("heading", "cell", "heights"),
    [
        ("a", "x" * 58, (None, None)),
        ("a", "x" * 59, (None, 30)),
        ("a b c d e", "x", (30, None)),
        ("a", "x" * 9000, (None, 409)),
    ],
)
def test_a_row_is_as_high_as_the_lines_of_its_texts(
    heading: str, cell: str, heights: tuple[int | None, int | None]
) -> None:
    """A column of 60 characters shows 58 in a line of 15 points, one of 10 characters shows 8. Excel refuses more than
    409 points. LibreOffice shows only one line of a row without a height."""
    sheet = opened((heading,), (cell,))
    assert (sheet.row_dimensions[1].height, sheet.row_dimensions[2].height) == heights


@pytest.mark.parametrize(("columns", "pages"), [(1, 1), (2, 1), (3, 2), (10, 4)])
def test_a_sheet_is_printed_on_readable_pages(columns: int, pages: int) -> None:
    """Three columns of 60 characters are wider than the 150 of a page. Each has the headings and the first column."""
    headings = tuple(f"c{number}" for number in range(columns))
    sheet = opened(headings, *(("x" * 60,) for _ in headings))
    setup = sheet.page_setup
    assert (setup.orientation, setup.paperSize, setup.fitToWidth, setup.fitToHeight) == ("landscape", 9, pages, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$1:$1", "$A:$A")


@pytest.mark.parametrize("length", [32_767, 32_768])
def test_a_text_is_cut_off_where_excel_would_refuse_the_file(length: int) -> None:
    assert len(str(opened(("a",), ("x" * length,))["A2"].value)) == 32_767


@pytest.mark.parametrize(("text", "shown"), [("7", "0"), ("0.10", "0.00"), ("0.1234567", "0.000000")])
def test_a_figure_is_shown_with_the_decimals_that_the_document_states(text: str, shown: str) -> None:
    """At most six decimals."""
    cell = opened(("a",), (Amount(text),))["A2"]
    assert (cell.value, cell.number_format) == (float(text), shown)


@pytest.mark.parametrize(("text", "marked"), [(" a", True), ("a ", True), ("một\nhai", True), ("a b", False)])
def test_a_text_with_outer_spaces_or_line_breaks_is_marked_to_be_kept(text: str, marked: bool) -> None:  # noqa: FBT001 - a parameter
    """Excel removes them from a text without the mark."""
    content = workbook_bytes("t", [Sheet("a", ("a",), [(text,)])], DAY)
    *_, written = parts(content)["xl/worksheets/sheet1.xml"].iter(f"{MAIN}t")
    space = "{http://www.w3.org/XML/1998/namespace}space"
    assert (written.text, written.get(space)) == (text, "preserve" if marked else None)


def test_a_character_that_xml_does_not_allow_is_replaced() -> None:
    """Excel would refuse the whole file."""
    content = workbook_bytes("Sở\uffff", [Sheet("a", ("x\uffff",), [("y\uffff",)])], DAY)
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert (book.properties.title, *(cell.value for cell in book["a"]["A"])) == ("Sở\ufffd", "x\ufffd", "y\ufffd")


@pytest.mark.parametrize(("rows", "fits"), [(MAX_ROWS, True), (MAX_ROWS + 1, False)])
def test_a_table_with_more_rows_than_a_sheet_can_hold_is_only_named(rows: int, fits: bool) -> None:  # noqa: FBT001 - a parameter
    """The dictionary says where the table is instead."""
    tables = {table.name: pd.DataFrame({name: pd.Categorical([]) for name in table.headings}) for table in TABLES}
    blank = pd.Series([""] * rows, dtype="category")
    tables[POINTS.name] = pd.DataFrame(dict.fromkeys(POINTS.headings, blank))
    sheets = {sheet.name: sheet for sheet in portal_sheets(tables)}
    explained = list(zip(*sheets["Giải thích"].columns, strict=True))
    missing = (POINTS.title, "", "points.csv", "Bảng quá dài cho một trang tính; hãy tải tệp CSV.")
    assert (POINTS.title in sheets, missing in explained) == (fits, not fits)
    assert len(sheets) == len(TABLES) + fits
    assert any(row[:2] == (POINTS.title, POINTS.columns[0].title) for row in explained) is fits
