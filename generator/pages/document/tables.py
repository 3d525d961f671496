"""Every figure taken from a document, laid out as the document lays it out: by table, row and column.

A row is in the grid of its table when it has figures in the table's common columns; running text, annexes of objectives
and cells common to a whole table are listed by place instead. Notes become numbered remarks under the table.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from generator import formats, words
from generator.model import (
    Aggregate,
    Comparison,
    Indicator,
    Level,
    Period,
    Reading,
    ResultStatus,
    Source,
    TargetStatus,
    Unit,
)
from generator.pages.facts import Facts, Stated, Target, grouped
from generator.pages.links import indicator_link, place_link
from generator.pages.parts import Link

_TEXT = "text"
_TITLES = {_TEXT: "Phần lời của văn bản", "PL": "Phụ lục"}


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
    """One row of a table: the anchor (empty when an earlier row of the same place has it), the document's row, who."""

    id: str
    number: str
    subject: Link
    note: str
    remarks: tuple[int, ...]
    cells: tuple[CellFigure, ...]


@dataclass(frozen=True)
class PlaceFigure:
    """One figure of running text: which indicator, of whom, result or target of when."""

    indicator: Link
    subject: Link
    what: str
    figure: CellFigure


@dataclass(frozen=True)
class Place:
    """A place of a document outside a grid, with all its figures."""

    id: str
    text: str
    figures: tuple[PlaceFigure, ...]


@dataclass(frozen=True)
class DocumentTable:
    """A table of a document, or its running text: figures by place, then the grid; numbered remarks under both."""

    id: str
    title: str
    caption: str
    indicators: tuple[Link, ...]
    places: tuple[Place, ...]
    headings: tuple[str, ...]
    rows: tuple[GridRow, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class _Column:
    """What a column of a table holds."""

    target: bool
    indicator_id: str
    when: Period
    comparison: Comparison | None
    indicator: Indicator = field(compare=False)


@dataclass(frozen=True)
class _Entry:
    """One figure with its place and whom it is of; several levels where they share one figure.

    `words` says it in full, `bare` under a heading that tells how it compares.
    """

    locator: str
    unit: Unit
    levels: tuple[Level, ...]
    aggregate: Aggregate
    column: _Column
    value: str
    bare: str
    words: str
    inferred: bool
    note: str


@dataclass(frozen=True)
class _Line:
    """The entries of one subject at one place of a grid."""

    id: str
    place: str
    entries: tuple[_Entry, ...]

    @property
    def subject(self) -> _Entry:
        """Any entry: all are of the same subject."""
        return self.entries[0]


def document_tables(source: Source, facts: Facts) -> tuple[DocumentTable, ...]:
    """The tables of a document that figures were taken from, in the document's order."""
    found = _merged_levels(_entries(source, facts))
    ordered = sorted(found, key=lambda entry: formats.locator_key(entry.locator))
    tables = grouped(ordered, lambda entry: entry.locator.partition(":")[0])
    return tuple(_table(name, entries, source, facts) for name, entries in tables.items())


def _entries(source: Source, facts: Facts) -> Iterable[_Entry]:
    for result in facts.results_of.get(source.id, ()):
        yield _result_entry(result)
    for target in facts.targets_of.get(source.id, ()):
        yield _target_entry(target)


def _result_entry(result: Stated) -> _Entry:
    measure = result.indicator.measure
    provisional = words.RESULT_STATUSES[result.status] if result.status is ResultStatus.PROVISIONAL else ""
    shown = formats.stated(result.value, measure) if result.value else words.MISSING[result.status]
    return _Entry(
        locator=result.locator,
        unit=result.unit,
        levels=(result.level,) if result.level else (),
        aggregate=result.aggregate,
        column=_Column(False, result.indicator.id, result.period, None, result.indicator),
        value=result.value,
        bare=shown,
        words=shown,
        inferred=result.reading is Reading.INFERRED,
        note=". ".join(part for part in (provisional, result.note) if part),
    )


def _target_entry(target: Target) -> _Entry:
    return _Entry(
        locator=target.locator,
        unit=target.unit,
        levels=(target.level,) if target.level else (),
        aggregate=Aggregate.NONE,
        column=_Column(True, target.indicator.id, target.due, target.comparison, target.indicator),
        value=target.value if target.status is TargetStatus.BINDING else "",
        bare=_target_words(target, bare=True),
        words=_target_words(target, bare=False),
        inferred=False,
        note=target.note,
    )


def _target_words(target: Target, *, bare: bool) -> str:
    """`tối thiểu 80%`; `bare`, under a heading that says so, only `80%`."""
    if target.status is not TargetStatus.BINDING:
        return words.inline(words.TARGET_STATUSES[target.status])
    if bare:
        return formats.stated(target.value, target.indicator.measure)
    return formats.required(target.value, target.comparison, target.indicator.measure)


def _merged_levels(entries: Iterable[_Entry]) -> list[_Entry]:
    """One entry for a sentence that sets one figure for several levels."""
    same = grouped(
        entries,
        lambda entry: (entry.locator, entry.unit.id, entry.aggregate, entry.column, entry.words, entry.note),
    )
    return [
        replace(group[0], levels=tuple(level for entry in group for level in entry.levels)) for group in same.values()
    ]


def _table(name: str, entries: Sequence[_Entry], source: Source, facts: Facts) -> DocumentTable:
    by_place = grouped(entries, lambda entry: entry.locator)
    columns = _common_columns(name, by_place)
    listed = {place: found for place, found in by_place.items() if any(e.column not in columns for e in found)}
    lines = [line for place, found in by_place.items() if place not in listed for line in _lines(place, found)]
    remarks = _remarks(listed.values(), lines, source)
    title = _title(name, entries)
    return DocumentTable(
        id=f"bang-{formats.anchor(name)}",
        title=title,
        caption=_caption(title, columns),
        indicators=tuple(dict.fromkeys(indicator_link(entry.column.indicator) for entry in entries)),
        places=tuple(_place(place, found, remarks) for place, found in listed.items()),
        headings=_headings(columns),
        rows=tuple(_row(line, columns, remarks, source, facts) for line in lines),
        remarks=tuple(remarks),
    )


def _common_columns(name: str, by_place: Mapping[str, tuple[_Entry, ...]]) -> tuple[_Column, ...]:
    """The columns that most rows fill, results first; running text has none."""
    if name == _TEXT:
        return ()
    filled: dict[_Column, set[str]] = {}
    for place, entries in by_place.items():
        for entry in entries:
            filled.setdefault(entry.column, set()).add(place)
    common = [column for column, places in filled.items() if 2 * len(places) > len(by_place)]
    return tuple(sorted(common, key=lambda column: column.target))


def _lines(place: str, entries: Iterable[_Entry]) -> Iterator[_Line]:
    """The rows of one place in the grid: one for each subject; only the first carries the anchor."""
    subjects = grouped(entries, lambda entry: (entry.unit.id, entry.levels)).values()
    for index, found in enumerate(subjects):
        yield _Line("" if index else formats.anchor(place), place, found)


def _remarks(listed: Iterable[tuple[_Entry, ...]], lines: Iterable[_Line], source: Source) -> Mapping[str, int]:
    """Every note of the table once, numbered from 1: first those of the listed places, then row by row."""
    notes = [entry.note for found in listed for entry in found]
    for line in lines:
        notes += [_spelling(line.subject, source), *(entry.note for entry in line.entries)]
    return {note: number for number, note in enumerate(dict.fromkeys(filter(None, notes)), 1)}


def _spelling(entry: _Entry, source: Source) -> str:
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


def _title(name: str, entries: Sequence[_Entry]) -> str:
    if name in _TITLES:
        return _TITLES[name]
    indicators = tuple(dict.fromkeys(entry.column.indicator.short_name for entry in entries))
    about = indicators[0] if len(indicators) == 1 else f"{len(indicators)} chỉ tiêu"
    units = dict.fromkeys(words.inline(words.LEVELS[level]) for level in _levels(entries))
    return f"Bảng {name}: {about}{' của ' if units else ''}{' và '.join(units)}"


def _levels(entries: Iterable[_Entry]) -> Iterator[Level]:
    """The levels below the province that the entries speak of."""
    for entry in entries:
        for level in entry.levels or (entry.unit.level,):
            if level is not Level.PROVINCE:
                yield level


def _caption(title: str, columns: Iterable[_Column]) -> str:
    """The table's title, with the period of the results where all share one."""
    periods = _periods(columns)
    return f"{title}; kết quả {formats.period(periods[0])}" if len(periods) == 1 else title


def _periods(columns: Iterable[_Column]) -> tuple[Period, ...]:
    return tuple(dict.fromkeys(column.when for column in columns if not column.target))


def _headings(columns: Sequence[_Column]) -> tuple[str, ...]:
    alone = len({column.indicator_id for column in columns}) == 1
    dated = len(_periods(columns)) > 1
    return tuple(_heading(column, alone=alone, dated=dated) for column in columns)


def _heading(column: _Column, *, alone: bool, dated: bool) -> str:
    """`Dịch vụ công toàn trình`, `Phải đạt tối thiểu đến hết năm 2025`."""
    name = column.indicator.short_name
    if column.comparison is None:
        return f"{name}, {formats.period(column.when)}" if dated else name
    how = words.inline(words.COMPARISONS[column.comparison])
    return f"{'Phải' if alone else f'{name}: phải'} đạt {how} {formats.due(column.when)}"


def _row(line: _Line, columns: Iterable[_Column], remarks: Mapping[str, int], source: Source, facts: Facts) -> GridRow:
    stated = {entry.column: entry for entry in line.entries}
    return GridRow(
        id=line.id,
        number=_row_number(line.place),
        subject=_subject(line.subject),
        note=_whose(line.subject, facts),
        remarks=_numbers(_spelling(line.subject, source), remarks),
        cells=tuple(_bare_cell(stated.get(column), remarks) for column in columns),
    )


def _row_number(place: str) -> str:
    """`64`; `dòng tổng` for a row without a number."""
    row = place.partition(":")[2]
    return row if row.isdecimal() else formats.locator(place).rpartition(", ")[2]


def _subject(entry: _Entry) -> Link:
    """Whom a figure is of; several levels of one unit in one link."""
    if not entry.levels[1:]:
        return place_link(entry.unit, entry.levels[0] if entry.levels else None)
    levels = ", ".join(words.inline(words.LEVELS[level]) for level in entry.levels)
    return Link(f"{entry.unit.name}: {levels}", entry.unit.address)


def _whose(entry: _Entry, facts: Facts) -> str:
    """What tells units of one name apart, or what a level's figure is."""
    if entry.aggregate in words.AGGREGATES:
        return words.AGGREGATES[entry.aggregate]
    parent = facts.portal.units.get(entry.unit.parent_id)
    return words.name_in_text(parent) if parent and entry.unit.level is Level.COMMUNE and not entry.levels else ""


def _numbers(note: str, remarks: Mapping[str, int]) -> tuple[int, ...]:
    return (remarks[note],) if note else ()


def _bare_cell(entry: _Entry | None, remarks: Mapping[str, int]) -> CellFigure:
    """A cell of a grid; where the document has none, it says so."""
    if entry is None:
        return CellFigure("không ghi", missing=True)
    return replace(_cell(entry, remarks), text=entry.bare)


def _cell(entry: _Entry, remarks: Mapping[str, int]) -> CellFigure:
    return CellFigure(entry.words, entry.value, not entry.value, entry.inferred, _numbers(entry.note, remarks))


def _place(place: str, entries: Iterable[_Entry], remarks: Mapping[str, int]) -> Place:
    figures = tuple(
        PlaceFigure(indicator_link(entry.column.indicator), _subject(entry), _what(entry), _cell(entry, remarks))
        for entry in entries
    )
    return Place(formats.anchor(place), formats.locator(place), figures)


def _what(entry: _Entry) -> str:
    """`kết quả tháng 10/2023`, `phải đạt đến hết năm 2025`; for a level's figure also how it was made."""
    if entry.column.target:
        return f"phải đạt {formats.due(entry.column.when)}"
    made = f"; {words.inline(words.AGGREGATES[entry.aggregate])}" if entry.aggregate in words.AGGREGATES else ""
    return f"kết quả {formats.period(entry.column.when)}{made}"
