"""Finds the tables of a sheet: titles, headings of any depth, rows of units, groups, totals, footnotes."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count

from generator.importing.phrases.periods import without_attachment
from generator.importing.phrases.text_keys import is_one_of
from generator.importing.sheets.grid import Book, Cell, Position, Sheet
from generator.importing.tables.heading_blocks import RUNNING_NUMBER, HeadingBlock, IsName, heading_blocks, own_texts
from generator.importing.tables.headings import (
    NOTE_HEADINGS,
    NUMBER_HEADINGS,
    STATUS_HEADINGS,
    UNIT_HEADINGS,
    Heading,
    heading_of,
    is_column_number,
)
from generator.importing.tables.labels import numbers_in, prefixes

_APPENDIX = re.compile(r"^\s*(?:phụ lục|pl)\s*(?:số\s*)?[.:]?\s*(?P<number>\d{1,2}|[IVX]{1,4})?(?=\b|$)", re.IGNORECASE)
_LABEL = re.compile(r"PL\.?[0-9IVX]{1,4}(?:\.[0-9IVX]{1,4})*", re.IGNORECASE)
_SECTION = re.compile(r"^\s*(?P<number>[IVX]{1,5}|\d{1,2})\s*[./)]\s*\D")
_NUMERAL = re.compile(r"^\s*(?P<number>[IVX]{1,5}|[A-ZĐ]|\d{1,2})\s*[.)/:-]\s*")
_KIND_LETTERS = ("H", "X", "P", "Q")
"""Abbreviations of kinds of units. `H. Tân Biên` beside the numeral `II` has no numeral of its own."""
_FIGURE = re.compile(r"^[<>≥≤=\s-]*\d|\d\s*%")
_CODE = re.compile(r"\d{1,7}")
_FOOTNOTE = re.compile(
    r"^\s*(?:\(\d{1,2}\)|\*|\[\d|ghi chú|chú thích|nguồn|lưu ý|nơi nhận|người lập|ngày\b)", re.IGNORECASE
)

_RECIPIENTS = re.compile(r"^\s*nơi nhận\b", re.IGNORECASE)
"""Begins the list of recipients, with the signature to its right. A recipient may be the name of a unit or level."""


@dataclass(frozen=True)
class FigureColumn:
    """A column of figures.

    `head` is the lowest cell of its heading. `status_column` and `note_column` are the columns that explain its blanks,
    0 if there are none. `in_other_table` is True if it belongs to another table to the right of the one whose units are
    read.
    """

    column: int
    heading: Heading
    head: Position
    status_column: int = 0
    note_column: int = 0
    in_other_table: bool = False


@dataclass(frozen=True)
class Line:
    """A row below the headings.

    `number` is its running number and `name` the text in the column of names. `has_figures` is True if a cell to the
    right of the name has content; `looks_numeric` if such a cell looks like a figure, which is never the case for a
    signature. `unit_id` is the id in a template, `district` the text in the column of districts, `codes` the cells with
    official codes.
    """

    row: int
    number: str
    name: str
    name_at: Position
    has_figures: bool
    looks_numeric: bool = True
    unit_id: str = ""
    district: str = ""
    codes: tuple[Position, ...] = ()


@dataclass(frozen=True)
class Table:
    """A table of figures.

    `label` is the table part of its locators and `titles` the texts above it. `notes` are its footnotes and `hidden`
    its hidden columns. `non_figure_cells` are the cells of its headings and running numbers; they may contain numbers,
    but these are no figures. `code_headings` are the heading cells of its columns of codes.
    """

    sheet: Sheet
    label: str
    titles: tuple[str, ...]
    name_column: int
    columns: tuple[FigureColumn, ...]
    lines: tuple[Line, ...]
    notes: tuple[tuple[Position, str], ...] = ()
    hidden: tuple[int, ...] = ()
    non_figure_cells: frozenset[Position] = frozenset()
    code_headings: tuple[Position, ...] = ()

    def row(self, line: Line) -> Iterator[Position]:
        """Returns the cells of a line."""
        return ((line.row, column) for column in self.sheet.columns)

    def cells(self, column: FigureColumn) -> Iterator[Position]:
        """Returns the cells of a column of figures and of the status and note columns that belong to it."""
        columns = filter(None, (column.column, column.status_column, column.note_column))
        return ((line.row, each) for each in columns for line in self.lines)


@dataclass
class _CurrentSection:
    """The current position in the document: appendix, section and sheet."""

    appendix: str = ""
    section: str = ""
    sheet: str = ""


def tables_of(book: Book, is_name: IsName) -> tuple[Table, ...]:
    """Returns the tables of all sheets in their order. Parts of a table that page breaks separate are joined."""
    found: list[Table] = []
    current = _CurrentSection()
    for sheet in book.sheets:
        for table, titled in _tables_of_sheet(sheet, is_name):
            previous = found[-1] if found else None
            if previous and not titled and _same_headings(previous, table) and previous.sheet is table.sheet:
                found[-1] = replace(
                    previous,
                    lines=(*previous.lines, *table.lines),
                    notes=(*previous.notes, *table.notes),
                    non_figure_cells=previous.non_figure_cells | table.non_figure_cells,
                )
            else:
                found.append(replace(table, label=_label(current, table)))
    if len(found) == 1 or len({table.label for table in found}) == len(found):
        return tuple(found)
    return tuple(_relabelled(found))


def _relabelled(found: Sequence[Table]) -> Iterator[Table]:
    """Appends numbers to identical labels, so that each row has a locator of its own. Numbers of other appendices and
    sections of the file are left out."""
    repeated = Counter(table.label for table in found)
    taken = {numbers_in(prefix) for label in repeated for prefix in prefixes(label)}
    used: set[str] = set()
    for table in found:
        label = table.label
        if repeated[label] > 1 and (label == "PL" or label in used):
            start, first = ("PL", 1) if label == "PL" else (f"{label}.", 2)
            label = next(f"{start}{at}" for at in count(first) if numbers_in(f"{start}{at}") not in taken)
            taken.add(numbers_in(label))
        used.add(label)
        yield replace(table, label=label)


def _same_headings(one: Table, other: Table) -> bool:
    return [item.heading.text for item in one.columns] == [item.heading.text for item in other.columns]


def _label(current: _CurrentSection, table: Table) -> str:
    """Returns the label of the table in the document: `PL2.3` in section 3 of appendix 2, `PL.I`, `PL`."""
    named = _LABEL.fullmatch(table.sheet.name.strip())
    if named:
        return named[0].upper()
    titles = table.titles if current.sheet == table.sheet.name else (table.sheet.name, *table.titles)
    current.sheet = table.sheet.name
    for title in titles:
        appendix = _APPENDIX.match(title)
        if appendix:
            current.appendix, current.section = (appendix["number"] or "").upper(), ""
            continue
        section = _SECTION.match(title)
        if section:
            current.section = section["number"].upper()
    return f"PL{current.appendix}{f'.{current.section}' if current.section else ''}"


def _tables_of_sheet(sheet: Sheet, is_name: IsName) -> Iterator[tuple[Table, bool]]:
    """Yields each table, and whether it has a title."""
    heads = list(heading_blocks(sheet, is_name))
    start = 1
    before = sheet.paragraphs_above
    for at, head in enumerate(heads):
        last_row = heads[at + 1].top - 1 if at + 1 < len(heads) else max(sheet.rows, default=0)
        own = [*before, *_titles(sheet, start, head)]
        body = [row for row in sheet.rows if head.bottom < row <= last_row]
        following = _body_length(sheet, body, head) if at + 1 < len(heads) else len(body)
        start = body[following] if following < len(body) else last_row + 1
        before = ()
        yield _table(sheet, head, own, body[:following]), bool(own)


def _titles(sheet: Sheet, start: int, head: HeadingBlock) -> Iterator[str]:
    for row in sheet.rows:
        if start <= row < head.top:
            texts = list(own_texts(sheet, row))
            if texts and not _FOOTNOTE.match(texts[0]):
                yield " ".join(texts)


def _body_length(sheet: Sheet, body: Sequence[int], head: HeadingBlock) -> int:
    """Returns the number of rows of the body, without the rows at the end that are titles of the next table."""
    kept = len(body)
    while kept and not _has_figures(sheet, body[kept - 1], head):
        text = next(own_texts(sheet, body[kept - 1]), "")
        if _FOOTNOTE.match(text):
            break
        kept -= 1
    return kept


def _has_figures(sheet: Sheet, row: int, head: HeadingBlock) -> bool:
    without_figures = head.without_figures
    for column in sheet.columns:
        if column not in without_figures and column > head.name:
            origin = sheet.origin(row, column)
            if origin[1] > head.name and sheet.at(*origin).text:
                return True
    return False


def _table(sheet: Sheet, head: HeadingBlock, titles: Sequence[str], body: Sequence[int]) -> Table:
    code_headings = (
        place
        for place in head.code_headings
        if not _are_running_numbers([sheet.at(row, place[1]).text for row in body])
    )
    district = head.district if head.district and _states_districts(sheet, head, body) else 0
    head = replace(head, code_headings=tuple(code_headings), district=district)
    lines, notes, below_table = [], [], False
    for row in body:
        line = _line(sheet, row, head)
        if line is None:
            continue
        below_table = below_table or bool(_RECIPIENTS.match(line.name))
        if (not line.has_figures and _FOOTNOTE.match(line.name)) or (below_table and not line.looks_numeric):
            notes.append((line.name_at, line.name))
        else:
            lines.append(line)
    plain_titles = tuple(text for title in titles if (text := without_attachment(title).strip(" (")))
    columns = tuple(_columns(sheet, head, body))
    hidden = tuple(sorted(sheet.hidden_columns & {column for _, column in sheet.cells} - head.without_figures))
    non_figure_cells = frozenset(_cells_without_figures(sheet, head, body))
    rest = (tuple(lines), tuple(notes), hidden, non_figure_cells)
    return Table(sheet, "", plain_titles, head.name, columns, *rest, head.code_headings)


def _states_districts(sheet: Sheet, head: HeadingBlock, body: Sequence[int]) -> bool:
    """Whether a column with the heading of districts states the district of each row. If it names every district once,
    with figures on both sides, another table begins there. It may also hold figures of the district level."""
    cells = [sheet.shown(row, head.district) for row in body]
    names = [cell.text for cell in cells if cell.text]
    others = [column for column in sheet.columns if column > head.name and column not in head.without_figures]
    is_between = bool(others) and others[0] < head.district < others[-1]
    return not any(cell.is_figure for cell in cells) and not (is_between and len(names) == len(set(names)))


def _cells_without_figures(sheet: Sheet, head: HeadingBlock, body: Sequence[int]) -> Iterator[Position]:
    """Yields the cells of the headings and of the running numbers."""
    yield from (place for place in sheet.cells if head.top <= place[0] <= head.bottom)
    for column in (column for column in sheet.columns if column < head.name):
        if column == head.number or _are_running_numbers([sheet.at(row, column).text for row in body]):
            yield from (
                (row, column) for row in body if RUNNING_NUMBER.fullmatch(sheet.at(row, column).text.strip(" ."))
            )


def _are_running_numbers(texts: Iterable[str]) -> bool:
    """Whether a column contains running numbers, even if its heading does not state so."""
    last = 0
    for text in filter(None, texts):
        if text not in ("1", str(last + 1)):
            return False
        last = int(text)
    return True


def _line(sheet: Sheet, row: int, head: HeadingBlock) -> Line | None:
    """Returns the row as a line, or None if it is blank."""
    number = sheet.at(row, head.number).text if head.number else ""
    name, name_at = sheet.at(row, head.name).text, (row, head.name)
    if not name and not RUNNING_NUMBER.fullmatch(number.strip(" .")):
        # A total or a group heading is often merged across the columns of running numbers and names.
        name, number, name_at = number, "", (row, head.number or head.name)
    if not name:
        left = next((c for c in sheet.columns if c < head.name and sheet.at(row, c).text and c != head.number), 0)
        name, name_at = (sheet.at(row, left).text, (row, left)) if left else ("", name_at)
    has_figures = _has_figures(sheet, row, head)
    if not name and not has_figures:
        return None
    coded = [(row, column) for _, column in head.code_headings if sheet.at(row, column).text]
    codes = tuple(place for place in coded if _CODE.fullmatch(sheet.at(*place).text))
    identity = next((sheet.at(*place).text for place in coded if place not in codes), "")
    district = sheet.shown(row, head.district).text if head.district else ""
    cells = (sheet.shown(row, column) for column in sheet.columns if column > head.name)
    looks_numeric = any(cell.number or cell.day or _FIGURE.search(cell.text) for cell in cells)
    return Line(row, number.strip(" ."), name, name_at, has_figures, looks_numeric, identity, district, codes)


def _columns(sheet: Sheet, head: HeadingBlock, body: Sequence[int]) -> Iterator[FigureColumn]:
    """Yields the columns of figures, each with its status and note columns."""
    without_figures = head.without_figures
    found: list[FigureColumn] = []
    in_other_table, repeated_headings = False, _headings_of_another(sheet, head)
    for column in sheet.columns:
        if column in without_figures or column < head.name:
            continue
        parts, lowest = _heading_parts(sheet, head, column)
        in_other_table = in_other_table or any(is_one_of(part, repeated_headings) for part in parts)
        filled = any(sheet.shown(row, column).text for row in body)
        if not parts and not filled:
            continue
        leaf = parts[-1] if parts else ""
        beside = found[-1] if found and len(parts) > 1 and found[-1].heading.parts[:1] == tuple(parts[:1]) else None
        if beside and is_one_of(leaf, STATUS_HEADINGS):
            found[-1] = replace(beside, status_column=column)
        elif beside and is_one_of(leaf, NOTE_HEADINGS):
            found[-1] = replace(beside, note_column=column)
        else:
            found.append(FigureColumn(column, heading_of(parts), lowest, in_other_table=in_other_table))
    yield from found


def _headings_of_another(sheet: Sheet, head: HeadingBlock) -> tuple[str, ...]:
    """Returns the headings with which another table to the right begins: running numbers or names of units again."""
    own = (sheet.at(row, head.name).text for row in range(head.top, head.bottom + 1))
    return (*NUMBER_HEADINGS, *(text for text in own if is_one_of(text, UNIT_HEADINGS)))


def _heading_parts(sheet: Sheet, head: HeadingBlock, column: int) -> tuple[list[str], Position]:
    """Returns the headings above a column from top to bottom, each once, and the position of the lowest."""
    parts: list[str] = []
    lowest = (head.bottom, column)
    last: Position | None = None
    for row in range(head.top, head.bottom + 1):
        origin = sheet.origin(row, column)
        text = sheet.at(*origin).text
        if text and origin != last and origin[1] > head.name:
            last = origin
            if not is_column_number(text):
                lowest = origin
            parts.append(_month_text(sheet.at(*origin)) or text)
    return parts, lowest


def _month_text(cell: Cell) -> str:
    """Returns the text of a heading that Excel turned into a date: `Mar-24` is March 2024. Empty if the cell is no
    date."""
    return f"tháng {cell.day.month}/{cell.day.year}" if cell.day else ""


def numeral_of(line: Line) -> tuple[str, str]:
    """Returns the numeral of a group and its name: `II` and `UBND các huyện` for `II. UBND các huyện`."""
    found = _NUMERAL.match(line.name)
    if found and not (line.number and found["number"] in _KIND_LETTERS):
        return found["number"].upper(), line.name[found.end() :].strip()
    return line.number.upper(), line.name
