"""Reads ODS workbooks into sheets. The format stores the value, the type (percent, date) and the displayed text of each
cell."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from xml.etree.ElementTree import Element

from generator.importing.sheets.archives import (
    LAST_COLUMN,
    MAX_SHEETS,
    Archive,
    attribute,
    damaged,
    local_name,
    too_large,
)
from generator.importing.sheets.grid import (
    STRUCK_OUT,
    UNCALCULATED,
    Area,
    Cell,
    Number,
    Position,
    Sheet,
    Unreadable,
    clean,
)
from generator.importing.sheets.number_formats import as_stored, cell_text, is_plain_number

CONTENT = "content.xml"
_STYLES = "styles.xml"
_NUMERIC = ("float", "percentage", "currency")
_HIDING = ("collapse", "filter")
"""Values of the attribute `visibility` of rows and columns that the sender hid or that a filter hides."""
_AROUND_DIGITS = re.compile(r"(?P<before>\D*)\d(?:.*\d)?(?P<behind>\D*)")
_MAX_DECIMALS = 6
_MAX_EXPONENT = 15
"""Largest decimal exponent of a number that is still compared with its displayed text."""
_MAX_DEPTH = 50
"""Deepest nesting of row groups or of text spans that is read; programs write two or three levels."""
_MAX_REPEATS = 1_000
"""How many times a repeated cell or row with content is copied. Repeated blank ones are only counted."""
_VALUE_ATTRIBUTES = ("string-value", "date-value", "time-value", "boolean-value")
"""Attributes with the value of a cell that is not a number. They are read if the cell has no displayed text."""
_Name = tuple[str, str]
"""Family and name of a style."""
_NO_SIZE = re.compile(r"0*(?:\.0*)?(?:cm|mm|in|pt|pc|px)")
_RAISED = re.compile(r"(?:super|\+?0*[1-9]\d*(?:\.\d+)?%).*")


@dataclass
class _Styles:
    """Names of the styles that hide a sheet or give a row or a column no size, that raise a text like a footnote mark,
    or that strike a text through."""

    hiding: set[_Name] = field(default_factory=set)
    raised: set[_Name] = field(default_factory=set)
    struck: set[_Name] = field(default_factory=set)

    def add(self, style: Element) -> None:
        """Adds a style, with what it inherits from its parent style. The parent comes earlier in the file."""
        name, parent = ((attribute(style, "family"), attribute(style, each)) for each in ("name", "parent-style-name"))
        self.raised |= {name} if parent in self.raised else set()
        self.struck |= {name} if parent in self.struck else set()
        for item in style:
            if local_name(item.tag) == "table-properties" and attribute(item, "display") == "false":
                self.hiding.add(name)
            if any(_NO_SIZE.fullmatch(attribute(item, size)) for size in ("row-height", "column-width")):
                self.hiding.add(name)
            if local_name(item.tag) == "text-properties":
                if position := attribute(item, "text-position"):
                    _add_or_remove(self.raised, name, present=_RAISED.fullmatch(position) is not None)
                if line := attribute(item, "text-line-through-style") or attribute(item, "text-line-through-type"):
                    _add_or_remove(self.struck, name, present=line != "none")


def _add_or_remove(names: set[_Name], name: _Name, *, present: bool) -> None:
    (names.add if present else names.discard)(name)


def read_ods(archive: Archive) -> tuple[Sheet, ...]:
    """Returns the sheets in their order. Raises Unreadable if the file is damaged."""
    sheets: list[Sheet] = []
    styles = _Styles()
    for part in (_STYLES, CONTENT):
        for item in archive.elements(part) if part in archive.names else ():
            if local_name(item.tag) == "style":
                styles.add(item)
            elif local_name(item.tag) == "table" and attribute(item, "name"):
                hidden = ("table", attribute(item, "style-name")) in styles.hiding
                sheets.append(replace(_sheet(item, styles, archive), hidden=hidden))
                item.clear()
                if len(sheets) > MAX_SHEETS:
                    raise too_large()
    if not sheets:
        raise Unreadable("tệp không có trang tính nào đọc được", "lưu lại từ LibreOffice thành tệp .xlsx")
    return tuple(sheets)


def _sheet(table: Element, styles: _Styles, archive: Archive) -> Sheet:
    cells: dict[Position, Cell] = {}
    merged: list[Area] = []
    hidden: set[int] = set()
    row = 1
    for line in _rows(table):
        repeated = _count(line, "number-rows-repeated")
        found = list(_cells(line, styles))
        for again in range(min(repeated, _MAX_REPEATS) if found else 0):
            for column, cell, area in found:
                archive.budget.take_cell()
                cells[row + again, column] = cell
                if area != (1, 1):
                    merged.append(Area(row + again, column, row + again + area[0] - 1, column + area[1] - 1))
            if _is_hidden(line, "table-row", styles):
                hidden.add(row + again)
        row += repeated
    bottom = max((at for at, _ in cells), default=0)
    right = max((at for _, at in cells), default=0)
    name = clean(attribute(table, "name"))
    areas = archive.budget.clipped(merged, bottom, right)
    return Sheet(name, cells, areas, hidden_rows=frozenset(hidden), hidden_columns=_hidden_columns(table, styles))


def _hidden_columns(table: Element, styles: _Styles) -> frozenset[int]:
    hidden: set[int] = set()
    column = 1
    for item in _columns(table):
        following = min(column + _count(item, "number-columns-repeated"), LAST_COLUMN + 1)
        if _is_hidden(item, "table-column", styles):
            hidden |= set(range(column, following))
        column = following
    return frozenset(hidden)


def _is_hidden(item: Element, family: str, styles: _Styles) -> bool:
    """Whether a row or a column is hidden or filtered, or has no size."""
    return attribute(item, "visibility") in _HIDING or (family, attribute(item, "style-name")) in styles.hiding


def _columns(table: Element) -> Iterator[Element]:
    return _nested(table, "table-column", ("table-columns", "table-header-columns", "table-column-group"))


def _rows(table: Element) -> Iterator[Element]:
    return _nested(table, "table-row", ("table-rows", "table-header-rows", "table-row-group"))


def _nested(outer: Element, tag: str, groups: tuple[str, ...], depth: int = 0) -> Iterator[Element]:
    """Yields the child elements with this tag, including those inside groups and nested groups."""
    if depth > _MAX_DEPTH:
        raise damaged()
    for child in outer:
        if local_name(child.tag) == tag:
            yield child
        elif local_name(child.tag) in groups:
            yield from _nested(child, tag, groups, depth + 1)


def _cells(line: Element, styles: _Styles) -> Iterator[tuple[int, Cell, tuple[int, int]]]:
    """Yields the column, the cell and its span (rows, columns) for each cell with content."""
    column = 1
    for child in line:
        if local_name(child.tag) not in ("table-cell", "covered-table-cell"):
            continue
        repeated = _count(child, "number-columns-repeated")
        cell = _cell(child, styles) if local_name(child.tag) == "table-cell" else None
        if cell:
            span = _count(child, "number-rows-spanned"), _count(child, "number-columns-spanned")
            for again in range(min(repeated, _MAX_REPEATS, LAST_COLUMN + 1 - column)):
                yield column + again, cell, span
        column = min(column + repeated, LAST_COLUMN + 1)


def _count(item: Element, name: str) -> int:
    text = attribute(item, name)
    return max(int(text), 1) if text.isdecimal() and len(text) <= len(str(LAST_COLUMN)) + 2 else 1


def _cell(item: Element, styles: _Styles) -> Cell | None:
    paragraphs = [child for child in item if local_name(child.tag) in ("p", "h")]
    text = _visible_text(paragraphs, styles) if paragraphs else clean(next(filter(None, _values(item)), ""))
    note = clean(
        " ".join(_text(inner) for child in item if local_name(child.tag) == "annotation" for inner in child[:20])
    )
    if text and ("table-cell", attribute(item, "style-name")) in styles.struck:
        return Cell(f"{STRUCK_OUT}{text.removeprefix(STRUCK_OUT)}", note=note)
    kind = attribute(item, "value-type")
    if kind == "date":
        return Cell(text, None, _day(attribute(item, "date-value")), note)
    if kind in _NUMERIC:
        found = _numeric(attribute(item, "value"), text, note, percent=kind == "percentage")
        # Some programs write the number without its displayed text and leave the formatting to the reading program.
        return found if paragraphs or not found or not found.number else _unformatted(found, found.number)
    if not text and not kind and attribute(item, "formula"):
        return Cell(UNCALCULATED, note=note)
    return Cell(text, note=note) if text else None


def _values(item: Element) -> Iterator[str]:
    return (attribute(item, name) for name in _VALUE_ATTRIBUTES)


def _visible_text(paragraphs: list[Element], styles: _Styles) -> str:
    """Returns the text of a cell without raised footnote marks and struck-out parts. If the whole text is struck out,
    the result is that text after the prefix STRUCK_OUT."""
    raised, struck = ({name for family, name in names if family == "text"} for names in (styles.raised, styles.struck))
    text = clean(" ".join(_text(item, raised | struck) for item in paragraphs))
    all_struck = "" if text else clean(" ".join(_text(item, raised) for item in paragraphs))
    return f"{STRUCK_OUT}{all_struck}" if all_struck else text


def _text(item: Element, omitted_styles: Collection[str] = (), depth: int = 0) -> str:
    """Returns the text of a paragraph without the spans of the omitted styles. ODS writes runs of blanks, tabs and line
    breaks as separate elements; each becomes one blank."""
    if depth > _MAX_DEPTH:
        raise damaged()
    pieces = [item.text or ""]
    for child in item:
        if local_name(child.tag) in ("s", "tab", "line-break"):
            pieces.append(" ")
        elif local_name(child.tag) != "span" or attribute(child, "style-name") not in omitted_styles:
            pieces.append(_text(child, omitted_styles, depth + 1))
        pieces.append(child.tail or "")
    return "".join(pieces)


def _numeric(stored: str, text: str, note: str, *, percent: bool) -> Cell | None:
    """Returns a number with the decimals that the cell displays."""
    try:
        value = as_stored(stored)
    except ValueError:
        return Cell(text, note=note) if text else None
    value = value * 100 if percent else value
    shown, decimals = _as_shown(value, text)
    instead = None if decimals is not None and _shows_only_number(text, shown) else text
    digits = f"{shown:f}{'%' if percent else ''}"
    return Cell(cell_text(instead, digits), Number(shown, percent, decimals, shown_instead=instead), None, note)


def _unformatted(cell: Cell, number: Number) -> Cell:
    """Returns the cell with its stored number as its text."""
    digits = f"{number.value:f}{'%' if number.percent else ''}"
    return replace(cell, text=digits, number=replace(number, shown_instead=None))


def _shows_only_number(text: str, shown: Decimal) -> bool:
    """Whether the displayed text contains nothing but the number. The text of a negative number must show its sign."""
    found = _AROUND_DIGITS.fullmatch(text)
    if not found:
        return False
    before = found["before"] if shown else found["before"].removeprefix("-")
    return is_plain_number(before, found["behind"], signed=shown < 0)


def _as_shown(value: Decimal, text: str) -> tuple[Decimal, int | None]:
    """Returns the number rounded to the decimals that the text displays, and how many there are. If the text displays
    another number, returns the number unchanged and None."""
    digits = re.sub(r"\D", "", text)
    if value.adjusted() > _MAX_EXPONENT:
        return value, None
    for decimals in range(_MAX_DECIMALS + 1):
        shown = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        if re.sub(r"\D", "", f"{shown:f}") == digits:
            return shown, decimals
    return value, None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
