"""Details of Word tables: form fields, formulas, tables in cells, styles, symbols and hidden rows."""

from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm
from docx.table import Table, _Cell
from lxml.etree import _Element

from tests.importing.conftest import Understand, questions, values
from tests.importing.workbooks import HEAD

MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
FRACTION = (
    f"<m:oMath {MATH}><m:f><m:num><m:r><m:t>5</m:t></m:r></m:num><m:den><m:r><m:t>9</m:t></m:r></m:den></m:f></m:oMath>"
)
LINES = [[*HEAD, "Hồ sơ trực tuyến (%)"], ["1", "Sở Y tế", "50,5", "14,6"], ["2", "Sở Nội vụ", "33", "20"]]
READ = {"C2": "50.5", "D2": "14.6", "C3": "33", "D3": "20"}
REST = {"D2": "14.6", "C3": "33", "D3": "20"}


def document() -> tuple[Document, Table]:
    made = docx.Document()
    table = made.add_table(len(LINES), 4)
    for row, line in zip(table.rows, LINES, strict=True):
        for cell, text in zip(row.cells, line, strict=True):
            cell.text = text
    return made, table


def move_into_form_field(item: _Element) -> None:
    """Moves a part of a document into a form field."""
    field, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    item.addprevious(field)
    field.append(OxmlElement("w:sdtPr"))
    field.append(content)
    content.append(item)


def replace_content(cell: _Cell, text: str) -> None:
    """Replaces the content of a cell with this XML."""
    cell.text = ""
    cell.paragraphs[0]._p.append(parse_xml(text))  # noqa: SLF001


def move_into_inner_table(cell: _Cell) -> None:
    cell.text = ""
    cell.add_table(1, 1).cell(0, 0).text = "50,5"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda table: move_into_form_field(table.cell(1, 2)._tc),  # noqa: SLF001
        lambda table: move_into_form_field(table.rows[1]._tr),  # noqa: SLF001
        lambda table: move_into_form_field(table.cell(1, 2).paragraphs[0]._p),  # noqa: SLF001
        lambda table: move_into_form_field(table._tbl),  # noqa: SLF001
        lambda table: move_into_inner_table(table.cell(1, 2)),
        lambda table: replace_content(
            table.cell(1, 2), f"<m:oMath {MATH}><m:r><m:t>50</m:t></m:r><m:r><m:t>,5</m:t></m:r></m:oMath>"
        ),
    ],
    ids=["cell", "row", "paragraph", "table", "inner-table", "formula"],
)
def test_a_figure_inside_another_element(
    spoil: Callable[[Table], None], tmp_path: Path, understand: Understand
) -> None:
    """If a cell in a form field was skipped, the figure of the next cell would be read in its place."""
    made, table = document()
    spoil(table)
    made.save(str(tmp_path / "a.docx"))
    found = understand(tmp_path / "a.docx", period="2024-05")
    assert values(found) == READ
    assert questions(found) == {}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            FRACTION,
            "không đọc được là số",
        ),
        (
            f'<w:r {nsdecls("w")}><w:sym w:font="Symbol" w:char="F0B3"/><w:t>50</w:t></w:r>',
            "nêu một giới hạn, không phải số đạt được",
        ),
        (
            f'<w:r {nsdecls("w")}><w:sym w:font="Symbol" w:char="F0A3"/><w:t>50</w:t></w:r>',
            "nêu một giới hạn, không phải số đạt được",
        ),
    ],
    ids=["fraction", "at-least", "at-most"],
)
def test_fractions_and_symbols(content: str, message: str, tmp_path: Path, understand: Understand) -> None:
    """A fraction of 5 and 9 is not 59, and `≥ 50` is not 50."""
    made, table = document()
    replace_content(table.cell(1, 2), content)
    made.save(str(tmp_path / "a.docx"))
    found = understand(tmp_path / "a.docx", period="2024-05")
    assert values(found) == REST
    assert questions(found) == {"C2": message}


def test_styles_of_text(tmp_path: Path, understand: Understand) -> None:
    """A mark of a footnote can be raised by its style or by the style that this one is based on.

    Text that a style hides or strikes through is not read. The formatting of the text itself has priority.
    """
    made, table = document()
    round_ = made.styles.add_style("Round", WD_STYLE_TYPE.CHARACTER)
    round_.base_style = round_
    mark = made.styles.add_style("Mark", WD_STYLE_TYPE.CHARACTER)
    mark.font.superscript = True
    made.styles.add_style("Own mark", WD_STYLE_TYPE.CHARACTER).base_style = mark
    made.styles.add_style("Gone", WD_STYLE_TYPE.CHARACTER).font.strike = True
    made.styles.add_style("Unseen", WD_STYLE_TYPE.CHARACTER).font.hidden = True
    table.cell(1, 2).paragraphs[0].add_run("3", style="Own mark")
    table.cell(1, 3).paragraphs[0].add_run("7", style="Gone")
    table.cell(2, 2).paragraphs[0].add_run("4", style="Unseen")
    not_struck = table.cell(2, 3).paragraphs[0].add_run(",5", style="Gone")
    not_struck.font.strike = False
    made.save(str(tmp_path / "a.docx"))
    found = understand(tmp_path / "a.docx", period="2024-05")
    assert values(found) == READ | {"D3": "20.5"}
    assert questions(found) == {}


def test_a_hidden_row_causes_a_remark(tmp_path: Path, understand: Understand) -> None:
    made, table = document()
    table.rows[2].height = Cm(1)
    table.rows[1]._tr.get_or_add_trPr().append(OxmlElement("w:hidden"))  # noqa: SLF001
    made.save(str(tmp_path / "a.docx"))
    found = understand(tmp_path / "a.docx", period="2024-05")
    assert values(found) == {"C3": "33", "D3": "20"}
    assert [item.text for item in found.remarks] == ["dòng ẩn có số, không đọc: Sở Y tế"]


def test_a_row_that_starts_further_right(tmp_path: Path, understand: Understand) -> None:
    """Its cells belong to the headings above them, although the row has one cell less."""
    made, table = document()
    row = table.rows[1]._tr  # noqa: SLF001
    row.remove(row.tc_lst[0])
    row.get_or_add_trPr().append(parse_xml(f'<w:gridBefore {nsdecls("w")} w:val="1"/>'))
    made.save(str(tmp_path / "a.docx"))
    found = understand(tmp_path / "a.docx", period="2024-05")
    assert values(found) == READ


def properties(cell: _Cell, content: str) -> None:
    """Adds this XML to the properties of a cell."""
    cell._tc.get_or_add_tcPr().append(parse_xml(content.replace("/>", f" {nsdecls('w')}/>")))  # noqa: SLF001


def raised_by(cell: _Cell, half_points: int, text: str = "") -> None:
    """Adds a text to a cell, or takes the text that it has, and raises it by a number of half points."""
    run = cell.paragraphs[0].add_run(text) if text else cell.paragraphs[0].runs[0]
    run._r.get_or_add_rPr().append(parse_xml(f'<w:position {nsdecls("w")} w:val="{half_points}"/>'))  # noqa: SLF001


def test_a_text_that_is_raised_by_its_position(tmp_path: Path, understand: Understand) -> None:
    """A footnote mark that is moved up is no digit. A figure that is moved up or down as a whole is read."""
    made, table = document()
    raised_by(table.cell(1, 2), 6, "3")
    raised_by(table.cell(1, 3), 4)
    raised_by(table.cell(2, 2), -4, ",25")
    raised_by(table.cell(2, 3), 0, ",5")
    made.save(str(tmp_path / "a.docx"))
    found = understand(tmp_path / "a.docx", period="2024-05")
    assert values(found) == {"C2": "50.5", "D2": "14.6", "C3": "33.25", "D3": "20.5"}
    assert questions(found) == {}


def test_a_mark_that_its_style_raises_by_a_position(tmp_path: Path, understand: Understand) -> None:
    made, table = document()
    mark = made.styles.add_style("Mark", WD_STYLE_TYPE.CHARACTER)
    mark.element.get_or_add_rPr().append(parse_xml(f'<w:position {nsdecls("w")} w:val="6"/>'))
    table.cell(1, 2).paragraphs[0].add_run("3", style="Mark")
    made.save(str(tmp_path / "a.docx"))
    assert values(understand(tmp_path / "a.docx", period="2024-05")) == READ


def test_styles_of_paragraphs(tmp_path: Path, understand: Understand) -> None:
    """The style of a paragraph hides or strikes through its text too. The formatting of the text has priority."""
    made, table = document()
    made.styles.add_style("Gone paragraph", WD_STYLE_TYPE.PARAGRAPH).font.strike = True
    made.styles.add_style("Unseen paragraph", WD_STYLE_TYPE.PARAGRAPH).font.hidden = True
    table.cell(1, 2).paragraphs[0].style = "Gone paragraph"
    table.cell(1, 3).add_paragraph("9", style="Unseen paragraph")
    table.cell(2, 2).paragraphs[0].style = "Unseen paragraph"
    table.cell(2, 2).paragraphs[0].runs[0].font.hidden = False
    made.save(str(tmp_path / "a.docx"))
    found = understand(tmp_path / "a.docx", period="2024-05")
    assert values(found) == REST
    assert questions(found) == {"C2": "không đọc được là số"}
    assert found.questions[0].value == "gạch bỏ: 50,5"


def test_a_column_with_a_tracked_deletion(tmp_path: Path, understand: Understand) -> None:
    """The columns behind it move to the left, as in the document after the deletion is accepted."""
    made, table = document()
    for row in table.rows:
        properties(row.cells[2], '<w:cellDel w:id="1" w:author="A"/>')
    made.save(str(tmp_path / "a.docx"))
    found = understand(tmp_path / "a.docx", period="2024-05")
    assert values(found) == {"C2": "14.6", "C3": "20"}
    assert {entry.indicator_id for entry in found.entries} == {"online-dossiers"}


def test_a_row_with_a_tracked_deletion_and_a_cell_with_a_tracked_insertion(
    tmp_path: Path, understand: Understand
) -> None:
    """Inserted cells and rows stay. A deleted row is not there, although its text is."""
    made, table = document()
    properties(table.cell(2, 2), '<w:cellIns w:id="1" w:author="A"/>')
    tracked = f'<w:del {nsdecls("w")} w:id="2" w:author="A"/>'
    table.rows[1]._tr.get_or_add_trPr().append(parse_xml(tracked))  # noqa: SLF001
    made.save(str(tmp_path / "a.docx"))
    found = understand(tmp_path / "a.docx", period="2024-05")
    assert values(found) == {"C3": "33", "D3": "20"}
    assert questions(found) == {}


def test_cells_that_are_merged_horizontally_as_in_old_documents(tmp_path: Path, understand: Understand) -> None:
    """A heading over two columns names the indicator of both. Word shows no text of the second cell."""
    made = docx.Document()
    lines = [
        ["STT", "Đơn vị", "Thanh toán trực tuyến", "cũ"],
        ["", "", "Chỉ tiêu năm 2024", "Kết quả đến tháng 5/2024"],
        ["1", "Sở Y tế", "47", "31,98"],
    ]
    table = made.add_table(len(lines), 4)
    for row, line in zip(table.rows, lines, strict=True):
        for cell, text in zip(row.cells, line, strict=True):
            cell.text = text
    properties(table.cell(0, 2), '<w:hMerge w:val="restart"/>')
    properties(table.cell(0, 3), "<w:hMerge/>")
    for column in (0, 1):
        properties(table.cell(0, column), '<w:vMerge w:val="restart"/>')
        properties(table.cell(1, column), "<w:vMerge/>")
    made.save(str(tmp_path / "a.docx"))
    found = understand(tmp_path / "a.docx")
    assert questions(found) == {}
    assert [(item.kind, item.indicator_id, item.period, item.value) for item in found.entries] == [
        ("targets", "online-payment", "2024", "47"),
        ("results", "online-payment", "2024-05", "31.98"),
    ]


@pytest.mark.parametrize("span", ["", "x", "-1", "999999999999", "²"])
def test_a_span_that_no_document_can_have(span: str, tmp_path: Path, understand: Understand) -> None:
    """It counts as one column. It is no damage of the file, which Word opens."""
    made, table = document()
    properties(table.cell(1, 3), f'<w:gridSpan w:val="{span}"/>')
    made.save(str(tmp_path / "a.docx"))
    assert values(understand(tmp_path / "a.docx", period="2024-05")) == READ
