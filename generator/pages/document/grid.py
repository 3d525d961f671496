"""Rows of a document's table in columns: one row for each row of the document, one column for each indicator."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from generator import formats, words
from generator.grouping import grouped
from generator.model import Level, Period, Source
from generator.pages.document.entries import (
    CellFigure,
    Column,
    LocatedFigure,
    aggregate_text,
    kind_text,
    numbers,
    subject,
)
from generator.pages.facts import Facts
from generator.pages.links import indicator_link
from generator.pages.parts import Link


@dataclass(frozen=True)
class GridRow:
    """One row of a table.

    - `id`: anchor; empty if an earlier row of the same place has it.
    - `number`: number of the row in the document; empty for totals, means and common cells.
    - `subject`: link to the unit of the figures.
    - `remarks`: numbers of the remarks on the whole row.
    """

    id: str
    number: str
    subject: Link
    note: str
    remarks: tuple[int, ...]
    cells: tuple[CellFigure, ...]


@dataclass(frozen=True)
class Line:
    """A row of a grid before formatting: its figures by column. `what` states what the figures are if the headings do
    not: `phải đạt đến hết năm 2024`."""

    id: str
    place: str
    cells: Mapping[Column, LocatedFigure]
    what: str = ""

    @property
    def subject(self) -> LocatedFigure:
        """Any entry of the row. All of them belong to the same unit."""
        return next(iter(self.cells.values()))


def columns_of(by_place: Mapping[str, tuple[LocatedFigure, ...]]) -> tuple[Column, ...]:
    """Returns the columns that more than half of the rows fill. An indicator's results come before its targets."""
    filled = grouped(
        dict.fromkeys((entry.column, place) for place, entries in by_place.items() for entry in entries),
        lambda pair: pair[0],
    )
    common = [column for column, places in filled.items() if 2 * len(places) > len(by_place)]
    order = list(dict.fromkeys(column.indicator_id for column in common))
    return tuple(sorted(common, key=lambda column: (order.index(column.indicator_id), column.target, column.when.end)))


def lines_of(place: str, entries: Sequence[LocatedFigure], columns: Collection[Column]) -> tuple[Line, ...]:
    """Returns the grid rows of one place, one for each unit. Empty if a figure does not fit into the columns.

    A cell that contains both the common result and the common target of each indicator becomes a row of results and a
    row of targets. Only the first row of a place has the anchor.
    """
    fits = all(entry.column in columns for entry in entries)
    subjects = grouped(entries, lambda entry: (entry.unit.id, entry.levels, "" if fits else kind_text(entry)))
    lines = tuple(
        Line("" if index else formats.anchor(place), place, _cells(found, columns), description)
        for index, ((_, _, description), found) in enumerate(subjects.items())
    )
    return lines if sum(len(line.cells) for line in lines) == len(entries) else ()


def _cells(entries: Iterable[LocatedFigure], columns: Collection[Column]) -> dict[Column, LocatedFigure]:
    """Returns the figures by column. A figure goes into its own column, or else into the only column of its indicator.
    Figures without such a column are left out."""
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
    """States the period of the results if all have the same one."""
    periods = _periods(columns)
    return f"Kết quả {formats.period(periods[0])}." if len(periods) == 1 else ""


def _periods(columns: Iterable[Column]) -> tuple[Period, ...]:
    return tuple(dict.fromkeys(column.when for column in columns if not column.target))


def headings_of(columns: Sequence[Column]) -> tuple[Link, ...]:
    """Headings of the columns. They state periods if the results have several."""
    dated = len(_periods(columns)) > 1
    before = [None, *(column.indicator_id for column in columns)]
    return tuple(
        _heading(column, follows=column.indicator_id == previous, dated=dated)
        for column, previous in zip(columns, before, strict=False)
    )


def _heading(column: Column, *, follows: bool, dated: bool) -> Link:
    """As in `Dịch vụ công toàn trình`, and for a target of the same indicator in the next column `Phải đạt tối thiểu
    đến hết năm 2025`."""
    link = replace(indicator_link(column.indicator), text=column.indicator.short_name)
    if column.comparison is None:
        return replace(link, text=f"{link.text}, {formats.period(column.when)}") if dated else link
    required = f"phải đạt {words.inline(words.COMPARISONS[column.comparison])} {formats.due(column.when)}"
    return Link(words.capitalised(required), "") if follows else replace(link, text=f"{link.text}: {required}")


def row_of(line: Line, columns: Iterable[Column], remarks: Mapping[str, int], source: Source, facts: Facts) -> GridRow:
    """Formats a row."""
    row = line.place.partition(":")[2]
    named = "" if row.isdecimal() else formats.locator(line.place).rpartition(", ")[2]
    distinction = named or _distinction(line.subject, facts)
    whole = _common_note(line)
    return GridRow(
        id=line.id,
        number="" if named else row,
        subject=subject(line.subject),
        note=", ".join(part for part in (distinction, line.what) if part),
        remarks=(*numbers(spelling(line.subject, source), remarks), *numbers(whole, remarks)),
        cells=tuple(_cell(line, column, whole, remarks) for column in columns),
    )


def _common_note(line: Line) -> str:
    """The note that all figures of the row share; it is shown on the row."""
    notes = {entry.note for entry in line.cells.values()}
    return notes.pop() if len(notes) == 1 and len(line.cells) > 1 else ""


def _distinction(entry: LocatedFigure, facts: Facts) -> str:
    """Text that distinguishes units of the same name, or that states how a level's figure was computed."""
    if entry.aggregate in words.AGGREGATES:
        return aggregate_text(entry)
    parent = facts.portal.units.get(entry.unit.parent_id)
    return words.name_in_text(parent) if parent and entry.unit.level is Level.COMMUNE and not entry.levels else ""


def _cell(line: Line, column: Column, whole: str, remarks: Mapping[str, int]) -> CellFigure:
    """Cell of a grid. States that the document has no figure if there is none. A note of the whole row is not
    repeated."""
    entry = line.cells.get(column)
    if entry is None:
        return CellFigure("không ghi", missing=True)
    text = entry.words if line.what else entry.bare
    return CellFigure(text, entry.value, not entry.value, entry.inferred, () if whole else numbers(entry.note, remarks))


def spelling(entry: LocatedFigure, source: Source) -> str:
    """Sentence of the unit's note on how the document spells its name: `Văn bản viết “Thanh tra”`. Leaves out sentences
    that name another document."""
    if entry.levels:
        return ""
    number = source.number.partition("/")[0]
    sentences = (part.strip() for part in entry.unit.note.split(". "))
    return next((part for part in sentences if " viết “" in part and _is_about(part, number)), "")


def _is_about(sentence: str, number: str) -> bool:
    return sentence.startswith("Văn bản ") or bool(re.search(rf"(?<!\w){re.escape(number)}(?!\w)", sentence))
