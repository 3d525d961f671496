"""The tables of a DOCX, each as a sheet with the paragraphs above it, by python-docx."""

import io
import itertools
import re
from collections.abc import Iterator

from docx import Document
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.oxml.table import CT_Row, CT_Tc
from docx.oxml.text.paragraph import CT_P
from docx.oxml.text.run import CT_R
from docx.table import Table
from lxml.etree import LxmlError

from generator.importing.archives import DAMAGE, Archive, damaged, prove_small
from generator.importing.grid import STRUCK_OUT, Area, Cell, Position, Sheet, Unreadable, clean

_MOST_BEFORE = 12
"""Paragraphs above a table that may be its title."""
_STRIKES = (qn("w:strike"), qn("w:dstrike"))
_AWAY = frozenset(qn(tag) for tag in ("w:del", "w:moveFrom", "w:txbxContent"))


def read_docx(content: bytes, archive: Archive) -> tuple[Sheet, ...]:
    """The tables in their order. Raises Unreadable when the document is damaged or has none."""
    prove_small(archive)
    try:
        sheets = tuple(_sheets(content, archive))
    except (OpcError, LxmlError, *DAMAGE) as error:
        raise damaged() from error
    if not sheets:
        raise Unreadable("tệp Word không có bảng nào", "kiểm tra tệp đính kèm có đúng là phụ lục số liệu không")
    return sheets


def _sheets(content: bytes, archive: Archive) -> Iterator[Sheet]:
    before: list[str] = []
    number = 0
    for block in Document(io.BytesIO(content)).iter_inner_content():
        if isinstance(block, Table):
            number += 1
            yield _sheet(f"Bảng{number}", block, tuple(before[-_MOST_BEFORE:]), archive)
            before = []
        elif text := clean(_standing(block._p)):  # noqa: SLF001 — its own text leaves out what was inserted.
            before.append(text)


def _sheet(name: str, table: Table, before: tuple[str, ...], archive: Archive) -> Sheet:
    cells: dict[Position, Cell] = {}
    merged: list[Area] = []
    open_: dict[int, Area] = {}
    for row, line in enumerate(table._tbl.tr_lst, 1):  # noqa: SLF001 — the public way is quadratic in the rows.
        if line.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None:
            continue
        for column, span, item in _cells(line):
            area = Area(row, column, row, column + span - 1)
            if item.vMerge == "continue" and column in open_:
                above = open_[column]
                open_[column] = Area(above.top, above.left, row, above.right)
                continue
            if column in open_:
                merged.append(open_.pop(column))
            open_[column] = area
            if text := clean(" ".join(_paragraph(item))):
                archive.budget.take_cells()
                cells[row, column] = Cell(text)
    merged += open_.values()
    wide = [area for area in merged if (area.top, area.left) != (area.bottom, area.right)]
    bottom, right = len(table._tbl.tr_lst), max((column for _, column in cells), default=0)  # noqa: SLF001
    return Sheet(name, cells, archive.budget.clipped(wide, bottom, right), before)


def _cells(line: CT_Row) -> Iterator[tuple[int, int, CT_Tc]]:
    """The first column of each cell, how many it spans, and the cell."""
    column = 1 + line.grid_before
    for item in line.tc_lst:
        span = max(item.grid_span, 1)
        yield column, span, item
        column += span


def _paragraph(item: CT_Tc) -> Iterator[str]:
    for paragraph in item.p_lst:
        yield re.sub(r"\s+", " ", _standing(paragraph))


def _standing(paragraph: CT_P) -> str:
    """The text of a paragraph as it reads when all changes that Word tracks in it are accepted: with what was inserted,
    without what was deleted, moved away or struck through, and without the raised marks of footnotes. A text that was
    struck through whole says so."""
    standing, struck = "", ""
    for run in paragraph.iter(qn("w:r")):
        if not isinstance(run, CT_R) or _is_away(run, paragraph):
            continue
        form = run.rPr
        if form is not None and form.superscript:
            continue
        lines = [form.find(tag) for tag in _STRIKES] if form is not None else []
        if any(line is not None and line.get(qn("w:val")) not in ("0", "false", "off") for line in lines):
            struck += run.text
        else:
            standing += run.text
    return standing if standing.strip() or not struck.strip() else f"{STRUCK_OUT}{struck}"


def _is_away(run: CT_R, paragraph: CT_P) -> bool:
    """Whether a run was deleted or moved, or floats in a box of its own."""
    around = itertools.takewhile(lambda item: item is not paragraph, run.iterancestors())
    return any(item.tag in _AWAY for item in around)
