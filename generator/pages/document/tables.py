"""Every figure taken from a document, laid out as the document lays it out: a row for a row, a column for an indicator.

A place whose figures fit the columns of its table is a row of the grid. Running text and annexes of objectives have no
columns: they are listed by place instead. Notes become numbered remarks under the table.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from generator import formats, words
from generator.model import Level, Period, Source, Unit
from generator.pages.document.entries import Column, Entry, entries_of
from generator.pages.facts import Facts, grouped
from generator.pages.links import indicator_link, place_link
from generator.pages.parts import Link

_TEXT = "text"
_TITLES = {_TEXT: "Phần lời của văn bản", "PL": "Phụ lục"}
_ACROSS = 6
"""How many figures of a row fit side by side on a phone."""
_FEW = 10


@dataclass(frozen=True)
class CellFigure:
    """A figure as the document states it: `sort` is its machine form, empty when missing; `remarks` are numbers of
    remarks under the table."""

    text: str
    sort: str = ""
    missing: bool = False
    inferred: bool = False
    remarks: tuple[int, ...] = ()


@dataclass(frozen=True)
class GridRow:
    """One row of a table: the anchor (empty when an earlier row of the same place has it), the document's number of it
    (empty for totals, means and common cells), whose figures they are. `remarks` are those on the whole row."""

    id: str
    number: str
    subject: Link
    note: str
    remarks: tuple[int, ...]
    cells: tuple[CellFigure, ...]


@dataclass(frozen=True)
class ListedFigure:
    """One figure of an indicator at a place: of whom (None when the caption tells), result or target of when."""

    subject: Link | None
    what: str
    figure: CellFigure


@dataclass(frozen=True)
class Place:
    """A place of a document outside a grid, with the figures of each indicator that it speaks of."""

    id: str
    text: str
    indicators: tuple[tuple[Link, tuple[ListedFigure, ...]], ...]


@dataclass(frozen=True)
class DocumentTable:
    """A table of a document, or its running text: figures by place, then the grid; numbered remarks under both.

    `size` counts its rows, of which `few` are never folded; `across` is how many figures of a row stand side by side on
    a phone.
    """

    id: str
    title: str
    places: tuple[Place, ...]
    places_caption: str
    headings: tuple[Link, ...]
    rows: tuple[GridRow, ...]
    caption: str
    remarks: tuple[str, ...]
    size: int
    few: bool
    across: int


@dataclass(frozen=True)
class _Line:
    """A row of a grid before it is formatted: its figures by column. `what` says what they are where the headings do
    not: `phải đạt đến hết năm 2024`."""

    id: str
    place: str
    cells: Mapping[Column, Entry]
    what: str = ""

    @property
    def subject(self) -> Entry:
        """Any entry: all are of the same subject."""
        return next(iter(self.cells.values()))


def document_tables(source: Source, facts: Facts) -> tuple[DocumentTable, ...]:
    """The tables of a document that figures were taken from, in the document's order."""
    tables = grouped(entries_of(source, facts), lambda entry: entry.locator.partition(":")[0])
    return tuple(_table(name, entries, source, facts) for name, entries in tables.items())


def _table(name: str, entries: Sequence[Entry], source: Source, facts: Facts) -> DocumentTable:
    by_place = grouped(entries, lambda entry: entry.locator)
    columns = _columns(name, by_place)
    lines = {place: _lines(place, found, columns) for place, found in by_place.items()}
    listed = [entry for place, found in by_place.items() if not lines[place] for entry in found]
    rows = [line for found in lines.values() for line in found]
    remarks = _remarks(listed, rows, source)
    main = _main_unit(listed)
    size = len(listed) + len(rows)
    return DocumentTable(
        id=f"bang-{formats.anchor(name)}",
        title=_title(name, entries),
        places=tuple(_places(listed, main, remarks)),
        places_caption=f"Dòng không nêu đơn vị là số của {words.name_in_text(main)}." if main else "",
        headings=_headings(columns),
        rows=tuple(_row(line, columns, remarks, source, facts) for line in rows),
        caption=_caption(columns),
        remarks=tuple(remarks),
        size=size,
        few=size <= _FEW,
        across=min(len(columns), _ACROSS),
    )


def _columns(name: str, by_place: Mapping[str, tuple[Entry, ...]]) -> tuple[Column, ...]:
    """The columns that most rows fill, an indicator's results before its targets; running text has none."""
    if name == _TEXT:
        return ()
    filled = grouped(
        dict.fromkeys((entry.column, place) for place, entries in by_place.items() for entry in entries),
        lambda pair: pair[0],
    )
    common = [column for column, places in filled.items() if 2 * len(places) > len(by_place)]
    order = list(dict.fromkeys(column.indicator_id for column in common))
    return tuple(sorted(common, key=lambda column: (order.index(column.indicator_id), column.target, column.when.end)))


def _lines(place: str, entries: Sequence[Entry], columns: Sequence[Column]) -> tuple[_Line, ...]:
    """The rows of one place in the grid, one for each subject; none where a figure does not fit its columns.

    A cell that holds both the common result and the common target of each indicator becomes a row of results and a row
    of targets. Only the first row of a place carries the anchor.
    """
    told = all(entry.column in columns for entry in entries)
    subjects = grouped(entries, lambda entry: (entry.unit.id, entry.levels, "" if told else _what(entry)))
    lines = tuple(
        _Line("" if index else formats.anchor(place), place, _cells(found, columns), what)
        for index, ((_, _, what), found) in enumerate(subjects.items())
    )
    return lines if sum(len(line.cells) for line in lines) == len(entries) else ()


def _cells(entries: Iterable[Entry], columns: Sequence[Column]) -> dict[Column, Entry]:
    """The figures by column: a figure's own, else the only column of its indicator. What has none is left out."""
    cells = {}
    for entry in entries:
        same = [column for column in columns if column.indicator_id == entry.column.indicator_id]
        if entry.column in columns or len(same) == 1:
            cells[entry.column if entry.column in columns else same[0]] = entry
    return cells


def _remarks(listed: Iterable[Entry], rows: Iterable[_Line], source: Source) -> Mapping[str, int]:
    """Every note of the table once, numbered from 1: first those of the listed places, then row by row."""
    notes = [entry.note for entry in listed]
    for line in rows:
        notes += [_spelling(line.subject, source), *(entry.note for entry in line.cells.values())]
    return {note: number for number, note in enumerate(dict.fromkeys(filter(None, notes)), 1)}


def _spelling(entry: Entry, source: Source) -> str:
    """How the document spells the unit's name, where the unit's note says so: `Văn bản viết “Thanh tra”`.

    A sentence that names another document is left to that document.
    """
    if entry.levels:
        return ""
    number = source.number.partition("/")[0]
    said = (part.strip() for part in entry.unit.note.split(". "))
    return next((part for part in said if " viết “" in part and _is_about(part, number)), "")


def _is_about(sentence: str, number: str) -> bool:
    return sentence.startswith("Văn bản ") or bool(re.search(rf"\b{number}\b", sentence))


def _title(name: str, entries: Sequence[Entry]) -> str:
    if name in _TITLES:
        return _TITLES[name]
    indicators = tuple(dict.fromkeys(entry.column.indicator.short_name for entry in entries))
    about = indicators[0] if len(indicators) == 1 else f"{len(indicators)} chỉ tiêu"
    levels = dict.fromkeys(level for entry in entries for level in entry.levels or (entry.unit.level,))
    units = [words.inline(words.LEVELS[level]) for level in levels if level is not Level.PROVINCE]
    return f"Bảng {name}: {about}{' của ' if units else ''}{' và '.join(units)}"


def _caption(columns: Iterable[Column]) -> str:
    """The period of the results where all share one."""
    periods = _periods(columns)
    return f"Kết quả {formats.period(periods[0])}." if len(periods) == 1 else ""


def _periods(columns: Iterable[Column]) -> tuple[Period, ...]:
    return tuple(dict.fromkeys(column.when for column in columns if not column.target))


def _headings(columns: Sequence[Column]) -> tuple[Link, ...]:
    dated = len(_periods(columns)) > 1
    before = [None, *(column.indicator_id for column in columns)]
    return tuple(
        _heading(column, follows=column.indicator_id == previous, dated=dated)
        for column, previous in zip(columns, before, strict=False)
    )


def _heading(column: Column, *, follows: bool, dated: bool) -> Link:
    """`Dịch vụ công toàn trình`; beside it, for the same indicator, `Phải đạt tối thiểu đến hết năm 2025`."""
    link = replace(indicator_link(column.indicator), text=column.indicator.short_name)
    if column.comparison is None:
        return replace(link, text=f"{link.text}, {formats.period(column.when)}") if dated else link
    wanted = f"phải đạt {words.inline(words.COMPARISONS[column.comparison])} {formats.due(column.when)}"
    return Link(words.opening(wanted), "") if follows else replace(link, text=f"{link.text}: {wanted}")


def _row(line: _Line, columns: Iterable[Column], remarks: Mapping[str, int], source: Source, facts: Facts) -> GridRow:
    row = line.place.partition(":")[2]
    named = "" if row.isdecimal() else formats.locator(line.place).rpartition(", ")[2]
    whose = named or _whose(line.subject, facts)
    whole = _common_note(line)
    return GridRow(
        id=line.id,
        number="" if named else row,
        subject=_subject(line.subject),
        note=", ".join(part for part in (whose, line.what) if part),
        remarks=(*_numbers(_spelling(line.subject, source), remarks), *_numbers(whole, remarks)),
        cells=tuple(_cell(line, column, whole, remarks) for column in columns),
    )


def _common_note(line: _Line) -> str:
    """The note that all figures of the row share: it is the row's."""
    notes = {entry.note for entry in line.cells.values()}
    return notes.pop() if len(notes) == 1 and len(line.cells) > 1 else ""


def _subject(entry: Entry) -> Link:
    """Whom a figure is of; several levels of one unit in one link."""
    if not entry.levels[1:]:
        return place_link(entry.unit, entry.levels[0] if entry.levels else None)
    levels = ", ".join(words.inline(words.LEVELS[level]) for level in entry.levels)
    return Link(f"{entry.unit.name}: {levels}", entry.unit.address)


def _whose(entry: Entry, facts: Facts) -> str:
    """What tells units of one name apart, or what a level's figure is."""
    if entry.aggregate in words.AGGREGATES:
        return words.inline(words.AGGREGATES[entry.aggregate])
    parent = facts.portal.units.get(entry.unit.parent_id)
    return words.name_in_text(parent) if parent and entry.unit.level is Level.COMMUNE and not entry.levels else ""


def _cell(line: _Line, column: Column, whole: str, remarks: Mapping[str, int]) -> CellFigure:
    """A cell of a grid; where the document has none, it says so. The note of the whole row is not repeated."""
    entry = line.cells.get(column)
    if entry is None:
        return CellFigure("không ghi", missing=True)
    figure = _figure(entry, remarks)
    shown = replace(figure, text=entry.words if line.what else entry.bare)
    return replace(shown, remarks=()) if whole else shown


def _figure(entry: Entry, remarks: Mapping[str, int]) -> CellFigure:
    return CellFigure(entry.words, entry.value, not entry.value, entry.inferred, _numbers(entry.note, remarks))


def _numbers(note: str, remarks: Mapping[str, int]) -> tuple[int, ...]:
    return (remarks[note],) if note else ()


def _main_unit(listed: Sequence[Entry]) -> Unit | None:
    """The unit that most of the listed figures are of; the caption names it once."""
    of_units = grouped((entry for entry in listed if not entry.levels), lambda entry: entry.unit.id)
    most = max(of_units.values(), key=len, default=())
    return most[0].unit if 2 * len(most) > len(listed) else None


def _places(listed: Iterable[Entry], main: Unit | None, remarks: Mapping[str, int]) -> Iterator[Place]:
    for locator, found in grouped(listed, lambda entry: entry.locator).items():
        by_indicator = grouped(found, lambda entry: entry.column.indicator_id).values()
        yield Place(
            formats.anchor(locator),
            formats.locator(locator),
            tuple(
                (indicator_link(same[0].column.indicator), tuple(_listed(entry, main, remarks) for entry in same))
                for same in by_indicator
            ),
        )


def _listed(entry: Entry, main: Unit | None, remarks: Mapping[str, int]) -> ListedFigure:
    told = main is not None and entry.unit.id == main.id and not entry.levels
    return ListedFigure(None if told else _subject(entry), _what(entry), _figure(entry, remarks))


def _what(entry: Entry) -> str:
    """`kết quả tháng 10/2023`, `phải đạt đến hết năm 2025`; for a level's figure also how it was made."""
    if entry.column.target:
        return f"phải đạt {formats.due(entry.column.when)}"
    made = f"; {words.inline(words.AGGREGATES[entry.aggregate])}" if entry.aggregate in words.AGGREGATES else ""
    return f"kết quả {formats.period(entry.column.when)}{made}"
