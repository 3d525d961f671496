"""The tables of a DOCX, each as a sheet with the paragraphs above it, by python-docx."""

import io
import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from docx import Document
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.oxml.table import CT_Row, CT_Tbl, CT_Tc
from docx.oxml.text.paragraph import CT_P
from docx.oxml.text.run import CT_R
from lxml.etree import LxmlError, _Element

from generator.importing.archives import DAMAGE, Archive, damaged, prove_small
from generator.importing.grid import STRUCK_OUT, Area, Cell, Position, Sheet, Unreadable, clean

_MOST_BEFORE = 12
"""Paragraphs above a table that may be its title."""
_THROUGH = frozenset(qn(tag) for tag in ("w:sdt", "w:sdtContent", "w:customXml"))
"""What stands around tables, rows, cells and paragraphs without changing how they read: the fields of a form."""
_BOX = qn("w:txbxContent")
_AWAY = frozenset({qn("w:del"), qn("w:moveFrom"), _BOX})
_OFF = ("0", "false", "off")
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_SYMBOLS = {"B3": "≥", "A3": "≤", "3E": ">", "3C": "<", "2D": "-", "25": "%"}
"""Signs of the font Symbol that say something of a figure; older documents write them so."""
_SIGNS = "w:t | w:sym | w:tab | w:ptab | w:br | w:cr | w:noBreakHyphen"


@dataclass(frozen=True)
class _Look:
    """How a run stands: raised like the mark of a footnote, struck through, or not shown at all."""

    raised: bool = False
    struck: bool = False
    unshown: bool = False


_Looks = Mapping[str, _Look]
"""The look that each style of characters gives, by its id."""


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
    document = Document(io.BytesIO(content))
    looks = _looks(document.styles.element)
    before: list[str] = []
    number = 0
    for block in _within(document.element.body, "w:p", "w:tbl"):
        if isinstance(block, CT_Tbl):
            number += 1
            yield _sheet(f"Bảng{number}", block, tuple(before[-_MOST_BEFORE:]), looks, archive)
            before = []
        elif isinstance(block, CT_P) and (text := clean(_standing(block, looks))):
            before.append(text)


def _within(outer: _Element, *tags: str) -> Iterator[_Element]:
    """The elements of these tags, those in the fields of a form too."""
    wanted = tuple(map(qn, tags))
    for child in outer:
        if child.tag in wanted:
            yield child
        elif child.tag in _THROUGH:
            yield from _within(child, *tags)


def _looks(styles: _Element) -> _Looks:
    """What the styles of characters say, each with what it takes from the one that it is based on."""
    named = {style.get(qn("w:styleId"), ""): style for style in styles.iterchildren(qn("w:style"))}

    def look(name: str, above: frozenset[str]) -> _Look:
        style = named.get(name)
        if style is None or name in above or style.get(qn("w:type")) != "character":
            return _Look()
        base = style.find(qn("w:basedOn"))
        under = look(base.get(qn("w:val"), ""), above | {name}) if base is not None else _Look()
        return _look(style.find(qn("w:rPr")), under)

    return {name: look(name, frozenset()) for name in named}


def _look(form: _Element | None, under: _Look) -> _Look:
    """What a run or a style says of itself, over what lies under it."""
    if form is None:
        return under
    raised = form.find(qn("w:vertAlign"))
    return _Look(
        under.raised if raised is None else raised.get(qn("w:val")) == "superscript",
        _is_on(form, ("w:strike", "w:dstrike"), otherwise=under.struck),
        _is_on(form, ("w:vanish",), otherwise=under.unshown),
    )


def _is_on(form: _Element, tags: tuple[str, ...], *, otherwise: bool) -> bool:
    said = [item.get(qn("w:val")) not in _OFF for tag in tags if (item := form.find(qn(tag))) is not None]
    return any(said) if said else otherwise


def _sheet(name: str, table: CT_Tbl, before: tuple[str, ...], looks: _Looks, archive: Archive) -> Sheet:
    cells: dict[Position, Cell] = {}
    merged: list[Area] = []
    hidden: set[int] = set()
    open_: dict[int, Area] = {}
    lines = [line for line in _within(table, "w:tr") if isinstance(line, CT_Row)]
    for row, line in enumerate(lines, 1):
        form = line.find(qn("w:trPr"))
        if form is not None and form.find(qn("w:del")) is not None:
            continue
        if form is not None and _is_on(form, ("w:hidden",), otherwise=False):
            hidden.add(row)
        for column, span, item in _cells(line):
            area = Area(row, column, row, column + span - 1)
            if item.vMerge == "continue" and column in open_:
                above = open_[column]
                open_[column] = Area(above.top, above.left, row, above.right)
                continue
            if column in open_:
                merged.append(open_.pop(column))
            open_[column] = area
            if text := clean(" ".join(_paragraphs(item, looks))):
                archive.budget.take_cells()
                cells[row, column] = Cell(text)
    merged += open_.values()
    wide = [area for area in merged if (area.top, area.left) != (area.bottom, area.right)]
    bottom, right = len(lines), max((column for _, column in cells), default=0)
    areas = archive.budget.clipped(wide, bottom, right)
    return Sheet(name, cells, areas, before, hidden_rows=frozenset(hidden))


def _cells(line: CT_Row) -> Iterator[tuple[int, int, CT_Tc]]:
    """The first column of each cell, how many it spans, and the cell."""
    column = 1 + line.grid_before
    for item in _within(line, "w:tc"):
        if isinstance(item, CT_Tc):
            span = max(item.grid_span, 1)
            yield column, span, item
            column += span


def _paragraphs(item: CT_Tc, looks: _Looks) -> Iterator[str]:
    """The texts of a cell, those of a table within it too: what it holds is not blank."""
    for paragraph in item.iter(qn("w:p")):
        around = itertools.takewhile(lambda outer: outer is not item, paragraph.iterancestors())
        if isinstance(paragraph, CT_P) and not any(outer.tag == _BOX for outer in around):
            yield re.sub(r"\s+", " ", _standing(paragraph, looks))


def _standing(paragraph: CT_P, looks: _Looks) -> str:
    """The text of a paragraph as it reads when all changes that Word tracks in it are accepted: with what was inserted,
    without what was deleted, moved away, hidden or struck through, and without the raised marks of footnotes. A text
    that was struck through whole says so."""
    standing, struck = "", ""
    for run in paragraph.iter(qn("w:r"), f"{_MATH}oMath"):
        if _is_away(run, paragraph):
            continue
        if not isinstance(run, CT_R):
            standing += _formula(run)
            continue
        look = _look(run.rPr, looks.get(run.style or "", _Look()))
        if look.struck and not look.raised and not look.unshown:
            struck += _text(run)
        elif not look.raised and not look.unshown:
            standing += _text(run)
    return standing if standing.strip() or not struck.strip() else f"{STRUCK_OUT}{struck}"


def _text(run: CT_R) -> str:
    """The text of a run with the signs that stand in it as symbols."""
    return "".join(_symbol(item) if item.tag == qn("w:sym") else str(item) for item in run.xpath(_SIGNS))


def _symbol(item: _Element) -> str:
    of_signs = (item.get(qn("w:font")) or "").lower() == "symbol"
    return _SYMBOLS.get((item.get(qn("w:char")) or "")[-2:].upper(), "") if of_signs else ""


def _formula(item: _Element) -> str:
    """The text of a formula; in brackets where it is a fraction or a power, whose parts in a row are another number."""
    text = " ".join(found.text or "" for found in item.iter(f"{_MATH}t"))
    return text.replace(" ", "") if all(part.tag == f"{_MATH}r" for part in item) else f"[{text}]"


def _is_away(run: _Element, paragraph: CT_P) -> bool:
    """Whether a run was deleted or moved, or floats in a box of its own."""
    around = itertools.takewhile(lambda item: item is not paragraph, run.iterancestors())
    return any(item.tag in _AWAY for item in around)
