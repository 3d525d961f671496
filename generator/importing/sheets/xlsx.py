"""Reads XLSX workbooks into sheets: values as displayed, number formats, merged cells, hidden rows and columns,
comments.

This project has its own reader because small libraries return values without number formats. Then 0.5873 displayed as
58,73% cannot be distinguished from plain 0.5873. The reader handles the parts of ECMA-376 that hold cells and skips all
other parts.
"""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from generator.importing.sheets.archives import (
    LAST_COLUMN,
    LAST_ROW,
    MAX_SHEETS,
    Archive,
    attribute,
    damaged,
    local_name,
    too_large,
    whole_number,
)
from generator.importing.sheets.grid import (
    STRUCK_OUT,
    UNCALCULATED,
    Area,
    Cell,
    Position,
    Sheet,
    Unreadable,
    area_of,
    clean,
    place_of,
)
from generator.importing.sheets.number_formats import GENERAL, Format, as_stored, format_of, number_cell

WORKBOOK = "xl/workbook.xml"
_LOWEST, _NARROWEST = 0.75, 0.08
"""Height in points and width in characters of one pixel. Excel shows nothing of smaller rows and columns."""
_SIZE = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,20})?")


@dataclass
class _Workbook:
    """What all sheets share: `texts` are the shared strings, `formats` the number format of each cell style, `struck`
    the indexes of the cell styles that strike through. `mac_days` is True if dates count from 1904."""

    texts: list[str] = field(default_factory=list)
    formats: list[Format] = field(default_factory=list)
    struck: frozenset[str] = frozenset()
    mac_days: bool = False


@dataclass
class _Reading:
    """The part of a sheet that has been read so far. `row` is the number of the last row, `widths` how many columns
    the ranges of hidden ones have."""

    cells: dict[Position, Cell] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    row: int = 0
    widths: int = 0


def read_xlsx(archive: Archive) -> tuple[Sheet, ...]:
    """Returns the sheets in their order. Raises Unreadable if the workbook is damaged."""
    relationships = _relationships(archive, WORKBOOK)
    listed, shared = _worksheets(archive, relationships), _Workbook()
    shared.mac_days = any(
        attribute(item, "date1904") in ("1", "true")
        for item in archive.elements(WORKBOOK)
        if local_name(item.tag) == "workbookPr"
    )
    for kind, target in relationships.values():
        if kind == "sharedStrings" and target in archive.names:
            shared.texts = list(_strings(archive, target))
        if kind == "styles" and target in archive.names:
            shared.formats, shared.struck = _styles(archive, target)
    if not listed:
        raise Unreadable("tệp không có trang tính nào đọc được", "lưu lại từ Excel thành tệp .xlsx")
    return tuple(replace(_sheet(archive, name, target, shared), hidden=hidden) for name, target, hidden in listed)


def _worksheets(archive: Archive, relationships: dict[str, tuple[str, str]]) -> list[tuple[str, str, bool]]:
    """Returns name, archive part and hidden flag of each worksheet."""
    found: list[tuple[str, str, bool]] = []
    for item in archive.elements(WORKBOOK):
        if local_name(item.tag) == "sheet":
            id_ = next((value for key, value in item.attrib.items() if local_name(key) == "id"), "")
            kind, target = relationships.get(id_, ("", ""))
            if kind == "worksheet" and target in archive.names:
                hidden = attribute(item, "state") in ("hidden", "veryHidden")
                found.append((clean(attribute(item, "name")) or f"Sheet{len(found) + 1}", target, hidden))
                if len(found) > MAX_SHEETS:
                    raise too_large()
    return found


def _relationships(archive: Archive, part: str) -> dict[str, tuple[str, str]]:
    """Returns the type and the archive part of each relationship of a part, by relationship id."""
    folder, name = posixpath.split(part)
    listing = f"{folder}/_rels/{name}.rels"
    if listing not in archive.names:
        return {}
    found = {}
    for item in archive.elements(listing):
        if local_name(item.tag) == "Relationship":
            target = attribute(item, "Target")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
            found[attribute(item, "Id")] = (attribute(item, "Type").rpartition("/")[2], path)
    return found


def _strings(archive: Archive, part: str) -> Iterator[str]:
    for item in archive.elements(part):
        if local_name(item.tag) == "si":
            yield _text(item)
            item.clear()


def _text(item: Element) -> str:
    """Returns the text of a string item with its runs joined. Phonetic readings of East Asian texts, raised footnote
    marks (`58,7³`) and struck-out runs are left out. If the whole text is struck out, the result is that text after the
    prefix STRUCK_OUT."""
    pieces: list[str] = []
    struck: list[str] = []
    for child in item:
        name = local_name(child.tag)
        if name == "t":
            pieces.append(child.text or "")
        elif name == "r":
            texts = [inner.text or "" for inner in child if local_name(inner.tag) == "t"]
            if not _is_raised(child):
                (struck if _is_struck(child) else pieces).extend(texts)
    text = clean("".join(pieces))
    return text or (f"{STRUCK_OUT}{found}" if (found := clean("".join(struck))) else "")


def _is_raised(run: Element) -> bool:
    """Whether a run is superscript, like a footnote mark."""
    return any(local_name(item.tag) == "vertAlign" and attribute(item, "val") == "superscript" for item in run.iter())


def _is_struck(font: Element) -> bool:
    """Whether a text run, or a font of the workbook, is struck through."""
    return any(
        local_name(item.tag) == "strike" and attribute(item, "val") not in ("0", "false") for item in font.iter()
    )


def _styles(archive: Archive, part: str) -> tuple[list[Format], frozenset[str]]:
    """Returns the number format of each cell style, by index, and the indexes of the cell styles that strike
    through."""
    codes: dict[str, str] = {}
    formats: list[Format] = []
    fonts: set[str] = set()
    struck: set[str] = set()
    for item in archive.elements(part):
        name = local_name(item.tag)
        if name == "numFmt":
            codes[attribute(item, "numFmtId")] = attribute(item, "formatCode")[:200]
        elif name == "fonts":
            fonts = {str(at) for at, font in enumerate(item) if _is_struck(font)}
        elif name == "cellXfs":
            for at, style in enumerate(item):
                if attribute(style, "fontId") in fonts:
                    struck.add(str(at))
                number = attribute(style, "numFmtId")
                formats.append(format_of(codes.get(number, ""), whole_number(number) or 0))
    return formats, frozenset(struck)


def _sheet(archive: Archive, name: str, part: str, shared: _Workbook) -> Sheet:
    reading = _Reading()
    for item in archive.elements(part):
        _read_element(item, reading, shared, archive)
    for place, note in _comments(archive, part):
        found = reading.cells.get(place)
        if found and note:
            reading.cells[place] = replace(found, note=note)
    bottom = max((row for row, _ in reading.cells), default=0)
    right = max((column for _, column in reading.cells), default=0)
    return Sheet(
        name,
        reading.cells,
        archive.budget.clipped(reading.merged, bottom, right),
        hidden_rows=frozenset(reading.hidden_rows),
        hidden_columns=frozenset(reading.hidden_columns),
    )


def _read_element(item: Element, reading: _Reading, shared: _Workbook, archive: Archive) -> None:
    """Reads one element of a worksheet. A row is read when it is complete, with all its cells."""
    name = local_name(item.tag)
    if name == "row":
        _read_row(item, reading, shared, archive)
        item.clear()
    elif name == "col" and _is_hidden(item, "width", _NARROWEST):
        first, last = whole_number(attribute(item, "min")), whole_number(attribute(item, "max"))
        if first is not None and last is not None:
            hidden = range(first, min(last, LAST_COLUMN) + 1)
            reading.widths += len(hidden)
            if reading.widths > LAST_COLUMN:  # Ranges of columns do not overlap.
                raise damaged()
            reading.hidden_columns |= set(hidden)
    elif name == "mergeCell":
        reading.merged.append(_area(attribute(item, "ref")))


def _is_hidden(item: Element, size: str, smallest: float) -> bool:
    """Whether a row or a column is marked as hidden, or is so small that nothing of it is seen."""
    stored = attribute(item, size)
    return attribute(item, "hidden") in ("1", "true") or (
        _SIZE.fullmatch(stored) is not None and float(stored) < smallest
    )


def _read_row(item: Element, reading: _Reading, shared: _Workbook, archive: Archive) -> None:
    """Reads the cells of a row. Some programs leave out the addresses of consecutive rows and cells."""
    number = whole_number(attribute(item, "r"))
    reading.row = number if number is not None and number <= LAST_ROW else reading.row + 1
    if _is_hidden(item, "ht", _LOWEST):
        reading.hidden_rows.add(reading.row)
    place = (reading.row, 0)
    for child in item:
        if local_name(child.tag) == "c":
            address = attribute(child, "r")
            place = _place(address) if address else (reading.row, place[1] + 1)
            found = _cell(child, shared)
            if found and attribute(child, "s") in shared.struck:
                found = Cell(f"{STRUCK_OUT}{found.text.removeprefix(STRUCK_OUT)}")
            if found is not None:
                archive.budget.take_cell()
                reading.cells[place] = found


def _area(text: str) -> Area:
    try:
        return area_of(text)
    except ValueError as error:
        raise damaged() from error


def _place(text: str) -> Position:
    try:
        row, column = place_of(text)
    except ValueError as error:
        raise damaged() from error
    if row > LAST_ROW or column > LAST_COLUMN:
        raise damaged()
    return row, column


def _cell(item: Element, shared: _Workbook) -> Cell | None:
    """Returns the cell as displayed, or None if it is empty."""
    kind = attribute(item, "t")
    children = {local_name(child.tag): child for child in item}
    if kind == "inlineStr":
        text = _text(children["is"]) if "is" in children else ""
        return Cell(text) if text else None
    stored = (children["v"].text or "").strip() if "v" in children else ""
    if not stored:
        return Cell(UNCALCULATED) if "f" in children else None
    if kind == "s":
        at = whole_number(stored)
        text = shared.texts[at] if at is not None and at < len(shared.texts) else ""
        return Cell(text) if text else None
    if kind == "b":
        return Cell("TRUE" if stored == "1" else "FALSE")
    if kind in ("str", "e", "d"):
        text = clean(stored)
        return Cell(text) if text else None
    return _numeric(stored, attribute(item, "s"), shared)


def _numeric(stored: str, style: str, shared: _Workbook) -> Cell:
    at = whole_number(style) or 0
    number_format = shared.formats[at] if at < len(shared.formats) else GENERAL
    try:
        value = as_stored(stored)
    except ValueError:
        return Cell(clean(stored))
    return number_cell(value, number_format, mac_days=shared.mac_days)


def _comments(archive: Archive, part: str) -> Iterator[tuple[Position, str]]:
    """Yields position and text of the comments on the cells of a sheet."""
    for kind, target in _relationships(archive, part).values():
        if kind == "comments" and target in archive.names:
            for item in archive.elements(target):
                if local_name(item.tag) == "comment":
                    text = "".join(inner.text or "" for inner in item.iter() if local_name(inner.tag) == "t")
                    yield _place(attribute(item, "ref")), clean(text)
