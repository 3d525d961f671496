"""Reads the tables of a DOCX file, opened with python-docx, each as a sheet with the paragraphs above it."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from docx import Document
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from lxml.etree import LxmlError, _Element

from generator.importing.sheets.archives import LIBRARY_ERRORS, Archive, check_unpacked_size, damaged, whole_number
from generator.importing.sheets.grid import Area, Cell, Position, Sheet, Unreadable, clean
from generator.importing.sheets.word_text import WRAPPERS, TextStyles, is_on, texts_of_cell, visible_text

_MAX_PARAGRAPHS_BEFORE = 12
"""Number of paragraphs above a table that may be its title."""
_MAX_SPAN = 500
"""Limit on the columns that a cell spans. Word allows 63 columns."""


def read_docx(content: bytes, archive: Archive) -> tuple[Sheet, ...]:
    """Returns the tables in their order. Raises Unreadable if the document is damaged or has no table."""
    check_unpacked_size(archive)
    body, styles = _opened(content)
    sheets = tuple(_sheets(body, TextStyles.of(styles), archive))
    if not sheets:
        raise Unreadable("tệp Word không có bảng nào", "kiểm tra tệp đính kèm có đúng là phụ lục số liệu không")
    return sheets


def _opened(content: bytes) -> tuple[_Element, _Element]:
    """Returns the body and the styles of a document. Only the library works here, so each of its errors means damage;
    an error of our own code is not caught."""
    try:
        document = Document(io.BytesIO(content))
        body, styles = document.element.body, document.styles.element
    except (OpcError, LxmlError, *LIBRARY_ERRORS) as error:
        raise damaged() from error
    if body is None:
        raise damaged()
    return body, styles


def _sheets(body: _Element, styles: TextStyles, archive: Archive) -> Iterator[Sheet]:
    before: list[str] = []
    number = 0
    for block in _nested(body, "w:p", "w:tbl"):
        if block.tag == qn("w:tbl"):
            number += 1
            yield _sheet(f"Bảng{number}", block, tuple(before[-_MAX_PARAGRAPHS_BEFORE:]), styles, archive)
            before = []
        elif text := clean(visible_text(block, styles)):
            before.append(text)


def _nested(outer: _Element, *tags: str) -> Iterator[_Element]:
    """Yields the child elements with these tags, including those inside form fields."""
    qualified_tags = tuple(map(qn, tags))
    for child in outer:
        if child.tag in qualified_tags:
            yield child
        elif child.tag in WRAPPERS:
            yield from _nested(child, *tags)


@dataclass
class _TableReading:
    """The part of a table that has been read so far. `open_areas` are the areas that the next row may continue, by
    their first column."""

    styles: TextStyles
    cells: dict[Position, Cell] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    merged: list[Area] = field(default_factory=list)
    open_areas: dict[int, Area] = field(default_factory=dict)


def _sheet(name: str, table: _Element, before: tuple[str, ...], styles: TextStyles, archive: Archive) -> Sheet:
    reading = _TableReading(styles)
    lines = list(_nested(table, "w:tr"))
    for row, line in enumerate(lines, 1):
        properties = line.find(qn("w:trPr"))
        if properties is not None and properties.find(qn("w:del")) is not None:
            continue
        if properties is not None and is_on(properties, ("w:hidden",), otherwise=False):
            reading.hidden.add(row)
        _read_row(row, line, reading, archive)
    merged = [*reading.merged, *reading.open_areas.values()]
    spanning = [area for area in merged if (area.top, area.left) != (area.bottom, area.right)]
    bottom, right = len(lines), max((column for _, column in reading.cells), default=0)
    areas = archive.budget.clipped(spanning, bottom, right)
    return Sheet(name, reading.cells, areas, before, hidden_rows=frozenset(reading.hidden))


def _read_row(row: int, line: _Element, reading: _TableReading, archive: Archive) -> None:
    """Reads the cells of a row."""
    for column, span, item in _cells(line):
        if _merge(item, "w:vMerge") == "continue" and column in reading.open_areas:
            above = reading.open_areas[column]
            reading.open_areas[column] = Area(above.top, above.left, row, above.right)
            continue
        if column in reading.open_areas:
            reading.merged.append(reading.open_areas.pop(column))
        reading.open_areas[column] = Area(row, column, row, column + span - 1)
        if text := clean(" ".join(texts_of_cell(item, reading.styles))):
            archive.budget.take_cell()
            reading.cells[row, column] = Cell(text)


def _cells(line: _Element) -> Iterator[tuple[int, int, _Element]]:
    """Yields the first column of each cell, the number of columns that it spans, and the cell.

    A cell with a tracked deletion is left out, so the cells behind it move to the left, as they do when the deletion is
    accepted. Cells that older versions of Word merged horizontally become one cell; the text of the first one is shown.
    """
    found: list[tuple[int, int, _Element]] = []
    column = 1 + _count(line, "w:trPr", "w:gridBefore", otherwise=0)
    for item in _nested(line, "w:tc"):
        if item.find(f"{qn('w:tcPr')}/{qn('w:cellDel')}") is not None:
            continue
        span = max(_count(item, "w:tcPr", "w:gridSpan", otherwise=1), 1)
        if found and _merge(item, "w:hMerge") == "continue":
            first, before, merged = found.pop()
            found.append((first, before + span, merged))
        else:
            found.append((column, span, item))
        column += span
    yield from found


def _merge(item: _Element, tag: str) -> str:
    """Returns `restart` or `continue` for a cell that is merged with others, else an empty text. Word does not write
    the value of a continued cell."""
    found = item.find(f"{qn('w:tcPr')}/{qn(tag)}")
    return "" if found is None else found.get(qn("w:val"), "continue")


def _count(item: _Element, properties: str, tag: str, *, otherwise: int) -> int:
    """Returns a number of columns. A number that no document can have counts as missing."""
    found = item.find(f"{qn(properties)}/{qn(tag)}")
    count = None if found is None else whole_number(found.get(qn("w:val"), ""))
    return otherwise if count is None or count > _MAX_SPAN else count
