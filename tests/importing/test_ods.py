"""Details of ODS cells: marks of footnotes, struck-out text, formulas without a value, and merged cells."""

from pathlib import Path

import pytest

from generator.importing.sheets.files import read_book
from tests.importing.conftest import Understand, questions, values
from tests.importing.workbooks import HEAD, ods, ods_text


def style(name: str, family: str, property_: str, above: str = "") -> str:
    properties = f"<style:text-properties style:text-{property_}/>" if property_ else ""
    return (
        f'<style:style style:name="{name}" style:family="{family}" style:parent-style-name="{above}">{properties}'
        "</style:style>"
    )


STYLES = "".join(
    (
        "<office:automatic-styles>",
        style("raised", "text", 'position="super 58%"'),
        style("higher", "text", 'position="33% 58%"'),
        style("level", "text", 'position="0% 100%"'),
        style("lower", "text", 'position="-33% 58%"'),
        style("gone", "text", 'line-through-style="solid"'),
        style("out", "table-cell", 'line-through-type="single"'),
        style("below", "table-cell", "", "out"),
        style("back", "table-cell", 'line-through-style="none"', "out"),
        "</office:automatic-styles>",
    )
)
ERROR = "là công thức lỗi hoặc chưa được tính"
NO_NUMBER = "không đọc được là số"


def span(style: str, text: str) -> str:
    return f'<text:span text:style-name="{style}">{text}</text:span>'


def cell(attributes: str, text: str = "") -> str:
    content = f"<text:p>{text}</text:p>" if text else ""
    return f"<table:table-cell {attributes}>{content}</table:table-cell>"


def file_of(file: Path, figure: str) -> Path:
    """Saves a table with one figure, given as the XML of its cell."""
    rows = ["".join(map(ods_text, HEAD)), ods_text("1") + ods_text("Sở Y tế") + figure]
    return ods(file, [f"<table:table-row>{row}</table:table-row>" for row in rows], STYLES)


@pytest.mark.parametrize(
    ("xml", "value"),
    [
        (ods_text(f"58,7{span('raised', '3')}"), "58.7"),
        (ods_text(f"58,7{span('higher', '3')}"), "58.7"),
        (ods_text(f"58,7{span('level', '3')}"), "58.73"),
        (ods_text(f"58,7{span('lower', '3')}"), "58.73"),
        (ods_text(f"{span('gone', '16,5')}61,5"), "61.5"),
        (cell('table:style-name="back" office:value-type="float" office:value="58.7"', "58,7"), "58.7"),
        (cell('office:value-type="string" office:string-value="58,7"'), "58.7"),
        (cell('office:value-type="float" office:value="-5"', "-5"), "-5"),
        (cell('office:value-type="float" office:value="-5"', "(5)"), "-5"),
        (cell('office:value-type="float" office:value="-0.001"', "-0,00"), "0.00"),
    ],
)
def test_the_value_of_a_cell(xml: str, value: str, tmp_path: Path, understand: Understand) -> None:
    """Raised marks and struck-out text are not digits. A value is kept even if the cell has no text."""
    found = understand(file_of(tmp_path / "a.ods", xml), period="2024-05")
    assert questions(found) == {}
    assert values(found) == {"C2": value}


@pytest.mark.parametrize(
    ("xml", "message"),
    [
        (ods_text(span("gone", "58,7")), NO_NUMBER),
        (cell('table:style-name="out" office:value-type="float" office:value="58.7"', "58,7"), NO_NUMBER),
        (cell('table:style-name="below" office:value-type="float" office:value="58.7"', "58,7"), NO_NUMBER),
        (cell('table:formula="of:=SUM([.A1:.A2])"'), ERROR),
        (cell('office:value-type="boolean" office:boolean-value="true"'), NO_NUMBER),
        (cell('office:value-type="float" office:value="-5"', "5"), "là số -5 nhưng bảng tính hiện “5”"),
        (cell('office:value-type="float" office:value="5"', "(5)"), "là số 5 nhưng bảng tính hiện “(5)”"),
    ],
)
def test_unclear_cells_cause_a_question(xml: str, message: str, tmp_path: Path, understand: Understand) -> None:
    """None of these cells counts as blank. A blank cell would mean that the document does not state the figure."""
    found = understand(file_of(tmp_path / "a.ods", xml), period="2024-05")
    assert values(found) == {}
    assert questions(found) == {"C2": message}


def test_struck_out_text_is_marked(tmp_path: Path) -> None:
    xml = cell('table:style-name="out" office:value-type="float" office:value="58.7"', "58,7")
    (sheet,) = read_book(file_of(tmp_path / "a.ods", xml)).sheets
    assert sheet.at(2, 3).text == "gạch bỏ: 58,7"


def test_merged_cells_cover_their_area(tmp_path: Path) -> None:
    """One merged area has two rows and two columns from C1 on. A repeated row repeats its merged cells."""
    over = 'table:number-rows-spanned="2" table:number-columns-spanned="2" office:value-type="string"'
    beside = 'table:number-columns-spanned="2" office:value-type="string"'
    blank, again = "<table:covered-table-cell/>", '<table:table-row table:number-rows-repeated="2">'
    rows = [
        f"<table:table-row>{ods_text('STT')}{ods_text('Đơn vị')}{cell(over, 'Kết quả')}{blank}</table:table-row>",
        f"<table:table-row>{ods_text('1')}{ods_text('2')}{blank}{blank}</table:table-row>",
        f"{again}{ods_text('3')}{cell(beside, '4')}{blank}{ods_text('5')}</table:table-row>",
    ]
    (sheet,) = read_book(ods(tmp_path / "a.ods", rows)).sheets
    assert [(area.top, area.left, area.bottom, area.right) for area in sheet.merged] == [
        (1, 3, 2, 4),
        (3, 2, 3, 3),
        (4, 2, 4, 3),
    ]
