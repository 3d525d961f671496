"""The rows of a document's table that has columns: a row for a row, a column for an indicator."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from generator import formats, words
from generator.grouping import grouped
from generator.model import Level, Period, Source
from generator.pages.document.entries import CellFigure, Column, LocatedFigure, how_made, numbers, subject, what
from generator.pages.facts import Facts
from generator.pages.links import indicator_link
from generator.pages.parts import Link


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
class Line:
    """A row of a grid before it is formatted: its figures by column. `what` says what they are where the headings do
    not: `phải đạt đến hết năm 2024`."""

    id: str
    place: str
    cells: Mapping[Column, LocatedFigure]
    what: str = ""

    @property
    def subject(self) -> LocatedFigure:
        """Any entry: all are of the same subject."""
        return next(iter(self.cells.values()))


def columns_of(by_place: Mapping[str, tuple[LocatedFigure, ...]]) -> tuple[Column, ...]:
    """The columns that most rows fill, an indicator's results before its targets."""
    filled = grouped(
        dict.fromkeys((entry.column, place) for place, entries in by_place.items() for entry in entries),
        lambda pair: pair[0],
    )
    common = [column for column, places in filled.items() if 2 * len(places) > len(by_place)]
    order = list(dict.fromkeys(column.indicator_id for column in common))
    return tuple(sorted(common, key=lambda column: (order.index(column.indicator_id), column.target, column.when.end)))


def lines_of(place: str, entries: Sequence[LocatedFigure], columns: Collection[Column]) -> tuple[Line, ...]:
    """The rows of one place in the grid, one for each subject; none where a figure does not fit its columns.

    A cell that holds both the common result and the common target of each indicator becomes a row of results and a row
    of targets. Only the first row of a place carries the anchor.
    """
    told = all(entry.column in columns for entry in entries)
    subjects = grouped(entries, lambda entry: (entry.unit.id, entry.levels, "" if told else what(entry)))
    lines = tuple(
        Line("" if index else formats.anchor(place), place, _cells(found, columns), told_as)
        for index, ((_, _, told_as), found) in enumerate(subjects.items())
    )
    return lines if sum(len(line.cells) for line in lines) == len(entries) else ()


def _cells(entries: Iterable[LocatedFigure], columns: Collection[Column]) -> dict[Column, LocatedFigure]:
    """The figures by column: a figure's own, else the only column of its indicator. What has none is left out."""
    cells = {}
    for entry in entries:
        if entry.column in columns:
            cells[entry.column] = entry
            continue
        same = [column for column in columns if column.indicator_id == entry.column.indicator_id]
        if len(same) == 1:
            cells[same[0]] = entry
    return cells


def caption_of(columns: Iterable[Column]) -> str:
    """The period of the results where all share one."""
    periods = _periods(columns)
    return f"Kết quả {formats.period(periods[0])}." if len(periods) == 1 else ""


def _periods(columns: Iterable[Column]) -> tuple[Period, ...]:
    return tuple(dict.fromkeys(column.when for column in columns if not column.target))


def headings_of(columns: Sequence[Column]) -> tuple[Link, ...]:
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


def row_of(line: Line, columns: Iterable[Column], remarks: Mapping[str, int], source: Source, facts: Facts) -> GridRow:
    row = line.place.partition(":")[2]
    named = "" if row.isdecimal() else formats.locator(line.place).rpartition(", ")[2]
    whose = named or _whose(line.subject, facts)
    whole = _common_note(line)
    return GridRow(
        id=line.id,
        number="" if named else row,
        subject=subject(line.subject),
        note=", ".join(part for part in (whose, line.what) if part),
        remarks=(*numbers(spelling(line.subject, source), remarks), *numbers(whole, remarks)),
        cells=tuple(_cell(line, column, whole, remarks) for column in columns),
    )


def _common_note(line: Line) -> str:
    """The note that all figures of the row share: it is the row's."""
    notes = {entry.note for entry in line.cells.values()}
    return notes.pop() if len(notes) == 1 and len(line.cells) > 1 else ""


def _whose(entry: LocatedFigure, facts: Facts) -> str:
    """What tells units of one name apart, or what a level's figure is."""
    if entry.aggregate in words.AGGREGATES:
        return how_made(entry)
    parent = facts.portal.units.get(entry.unit.parent_id)
    return words.name_in_text(parent) if parent and entry.unit.level is Level.COMMUNE and not entry.levels else ""


def _cell(line: Line, column: Column, whole: str, remarks: Mapping[str, int]) -> CellFigure:
    """A cell of a grid; where the document has none, it says so. The note of the whole row is not repeated."""
    entry = line.cells.get(column)
    if entry is None:
        return CellFigure("không ghi", missing=True)
    text = entry.words if line.what else entry.bare
    return CellFigure(text, entry.value, not entry.value, entry.inferred, () if whole else numbers(entry.note, remarks))


def spelling(entry: LocatedFigure, source: Source) -> str:
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
