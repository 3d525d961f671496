"""Reads the tables of a DOCX file with python-docx, each as a sheet with the paragraphs above it."""

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

from generator.importing.archives import LIBRARY_ERRORS, Archive, check_unpacked_size, damaged
from generator.importing.grid import STRUCK_OUT, Area, Cell, Position, Sheet, Unreadable, clean

_MAX_PARAGRAPHS_BEFORE = 12
"""Number of paragraphs above a table that may be its title."""
_WRAPPERS = frozenset(qn(tag) for tag in ("w:sdt", "w:sdtContent", "w:customXml"))
"""Elements around tables, rows, cells and paragraphs that do not change the text, such as form fields."""
_BOX = qn("w:txbxContent")
_OMITTED = frozenset({qn("w:del"), qn("w:moveFrom"), _BOX})
_OFF = ("0", "false", "off")
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_SYMBOLS = {"B3": "≥", "A3": "≤", "3E": ">", "3C": "<", "2D": "-", "25": "%"}
"""Signs of the font Symbol that are part of a figure. Older documents write them this way."""
_TEXT_ELEMENTS = "w:t | w:sym | w:tab | w:ptab | w:br | w:cr | w:noBreakHyphen"


@dataclass(frozen=True)
class _TextStyle:
    """How a run is displayed: raised like a footnote mark, struck through, or hidden."""

    raised: bool = False
    struck: bool = False
    hidden: bool = False


_CharacterStyles = Mapping[str, _TextStyle]
"""The text style of each character style, by its id."""


def read_docx(content: bytes, archive: Archive) -> tuple[Sheet, ...]:
    """Returns the tables in their order. Raises Unreadable if the document is damaged or has no table."""
    check_unpacked_size(archive)
    try:
        sheets = tuple(_sheets(content, archive))
    except (OpcError, LxmlError, *LIBRARY_ERRORS) as error:
        raise damaged() from error
    if not sheets:
        raise Unreadable("tệp Word không có bảng nào", "kiểm tra tệp đính kèm có đúng là phụ lục số liệu không")
    return sheets


def _sheets(content: bytes, archive: Archive) -> Iterator[Sheet]:
    document = Document(io.BytesIO(content))
    styles = _character_styles(document.styles.element)
    before: list[str] = []
    number = 0
    for block in _nested(document.element.body, "w:p", "w:tbl"):
        if isinstance(block, CT_Tbl):
            number += 1
            yield _sheet(f"Bảng{number}", block, tuple(before[-_MAX_PARAGRAPHS_BEFORE:]), styles, archive)
            before = []
        elif isinstance(block, CT_P) and (text := clean(_visible_text(block, styles))):
            before.append(text)


def _nested(outer: _Element, *tags: str) -> Iterator[_Element]:
    """Yields the child elements with these tags, including those inside form fields."""
    qualified_tags = tuple(map(qn, tags))
    for child in outer:
        if child.tag in qualified_tags:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _nested(child, *tags)


def _character_styles(styles: _Element) -> _CharacterStyles:
    """Returns the text style of each character style, with what it inherits from its base style."""
    named = {style.get(qn("w:styleId"), ""): style for style in styles.iterchildren(qn("w:style"))}

    def style_of(name: str, visited: frozenset[str]) -> _TextStyle:
        style = named.get(name)
        if style is None or name in visited or style.get(qn("w:type")) != "character":
            return _TextStyle()
        base = style.find(qn("w:basedOn"))
        inherited = style_of(base.get(qn("w:val"), ""), visited | {name}) if base is not None else _TextStyle()
        return _text_style(style.find(qn("w:rPr")), inherited)

    return {name: style_of(name, frozenset()) for name in named}


def _text_style(properties: _Element | None, base: _TextStyle) -> _TextStyle:
    """Returns the text style of a run or of a character style: its own properties over those of its base."""
    if properties is None:
        return base
    raised = properties.find(qn("w:vertAlign"))
    return _TextStyle(
        base.raised if raised is None else raised.get(qn("w:val")) == "superscript",
        _is_on(properties, ("w:strike", "w:dstrike"), otherwise=base.struck),
        _is_on(properties, ("w:vanish",), otherwise=base.hidden),
    )


def _is_on(properties: _Element, tags: tuple[str, ...], *, otherwise: bool) -> bool:
    values = [item.get(qn("w:val")) not in _OFF for tag in tags if (item := properties.find(qn(tag))) is not None]
    return any(values) if values else otherwise


def _sheet(name: str, table: CT_Tbl, before: tuple[str, ...], styles: _CharacterStyles, archive: Archive) -> Sheet:
    cells: dict[Position, Cell] = {}
    merged: list[Area] = []
    hidden: set[int] = set()
    open_: dict[int, Area] = {}
    lines = [line for line in _nested(table, "w:tr") if isinstance(line, CT_Row)]
    for row, line in enumerate(lines, 1):
        properties = line.find(qn("w:trPr"))
        if properties is not None and properties.find(qn("w:del")) is not None:
            continue
        if properties is not None and _is_on(properties, ("w:hidden",), otherwise=False):
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
            if text := clean(" ".join(_paragraphs(item, styles))):
                archive.budget.take_cells()
                cells[row, column] = Cell(text)
    merged += open_.values()
    spanning = [area for area in merged if (area.top, area.left) != (area.bottom, area.right)]
    bottom, right = len(lines), max((column for _, column in cells), default=0)
    areas = archive.budget.clipped(spanning, bottom, right)
    return Sheet(name, cells, areas, before, hidden_rows=frozenset(hidden))


def _cells(line: CT_Row) -> Iterator[tuple[int, int, CT_Tc]]:
    """Yields the first column of each cell, the number of columns that it spans, and the cell."""
    column = 1 + line.grid_before
    for item in _nested(line, "w:tc"):
        if isinstance(item, CT_Tc):
            span = max(item.grid_span, 1)
            yield column, span, item
            column += span


def _paragraphs(item: CT_Tc, styles: _CharacterStyles) -> Iterator[str]:
    """Yields the texts of a cell. Texts of a table inside the cell are included, because such a cell is not blank."""
    for paragraph in item.iter(qn("w:p")):
        around = itertools.takewhile(lambda outer: outer is not item, paragraph.iterancestors())
        if isinstance(paragraph, CT_P) and not any(outer.tag == _BOX for outer in around):
            yield re.sub(r"\s+", " ", _visible_text(paragraph, styles))


def _visible_text(paragraph: CT_P, styles: _CharacterStyles) -> str:
    """Returns the text of a paragraph with all tracked changes accepted: insertions are kept, deleted and moved texts
    are left out. Hidden and struck-out texts and raised footnote marks are left out too. If the whole text is struck
    out, the result is that text after the prefix STRUCK_OUT."""
    visible, struck = "", ""
    for run in paragraph.iter(qn("w:r"), f"{_MATH}oMath"):
        if _is_omitted(run, paragraph):
            continue
        if not isinstance(run, CT_R):
            visible += _formula(run)
            continue
        style = _text_style(run.rPr, styles.get(run.style or "", _TextStyle()))
        if style.struck and not style.raised and not style.hidden:
            struck += _text(run)
        elif not style.raised and not style.hidden:
            visible += _text(run)
    return visible if visible.strip() or not struck.strip() else f"{STRUCK_OUT}{struck}"


def _text(run: CT_R) -> str:
    """Returns the text of a run, including signs that are written as symbols."""
    return "".join(_symbol(item) if item.tag == qn("w:sym") else str(item) for item in run.xpath(_TEXT_ELEMENTS))


def _symbol(item: _Element) -> str:
    is_symbol_font = (item.get(qn("w:font")) or "").lower() == "symbol"
    return _SYMBOLS.get((item.get(qn("w:char")) or "")[-2:].upper(), "") if is_symbol_font else ""


def _formula(item: _Element) -> str:
    """Returns the text of a formula. A fraction or a power is put in brackets, because its parts in a row would read as
    another number."""
    text = " ".join(found.text or "" for found in item.iter(f"{_MATH}t"))
    return text.replace(" ", "") if all(part.tag == f"{_MATH}r" for part in item) else f"[{text}]"


def _is_omitted(run: _Element, paragraph: CT_P) -> bool:
    """Whether a run was deleted or moved, or is in a floating text box."""
    around = itertools.takewhile(lambda item: item is not paragraph, run.iterancestors())
    return any(item.tag in _OMITTED for item in around)
