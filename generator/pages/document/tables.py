"""Figures of a document in the layout of the document: one row for each row, one column for each indicator.

A place whose figures fit the columns of its table becomes a row of the grid. Running text and annexes of objectives
have no columns, so their figures are listed by place. Notes become numbered remarks under the table.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator import formats, words
from generator.grouping import grouped
from generator.model import Source, Unit
from generator.pages.document.entries import CellFigure, LocatedFigure, cell, entries_of, kind_text, subject
from generator.pages.document.grid import GridRow, Line, caption_of, columns_of, headings_of, lines_of, row_of, spelling
from generator.pages.facts import Facts
from generator.pages.links import indicator_link
from generator.pages.parts import Link

_TEXT = "text"
_TITLES = {_TEXT: "Phần lời của văn bản", "PL": "Phụ lục"}
_PHONE_COLUMNS = 6
"""Maximum number of figures of a row side by side on a phone."""
_FEW = 10
"""Maximum number of rows of a table that is never folded."""
_MANY = 2_000
"""Maximum number of figures of a grid with machine-readable values. This many figures with their values are 20 KB,
compressed."""


@dataclass(frozen=True)
class ListedFigure:
    """One figure of an indicator at a place. `subject` is its unit, or None if the caption names it. `what` states
    whether it is a result or a target, and for which period."""

    subject: Link | None
    what: str
    figure: CellFigure


@dataclass(frozen=True)
class FigurePlace:
    """A place of a document outside the grid, with its figures by indicator."""

    id: str
    text: str
    indicators: tuple[tuple[Link, tuple[ListedFigure, ...]], ...]


@dataclass(frozen=True)
class DocumentTable:
    """A table of a document, or its running text: figures listed by place, then the grid. Both share numbered remarks.

    - `size`: number of rows.
    - `few`: whether the table is so small that it is never folded.
    - `across`: number of figures of a row side by side on a phone.
    - `brief`: whether cells omit the machine-readable value, because there are very many figures.
    """

    id: str
    title: str
    places: tuple[FigurePlace, ...]
    places_caption: str
    headings: tuple[Link, ...]
    rows: tuple[GridRow, ...]
    caption: str
    remarks: tuple[str, ...]
    size: int
    few: bool
    across: int
    brief: bool = False


def document_tables(source: Source, facts: Facts) -> tuple[DocumentTable, ...]:
    """Returns the tables of a document that figures were taken from, in the document's order."""
    tables = grouped(entries_of(source, facts), lambda entry: entry.locator.partition(":")[0])
    return tuple(_table(name, entries, source, facts) for name, entries in tables.items())


def _table(name: str, entries: Sequence[LocatedFigure], source: Source, facts: Facts) -> DocumentTable:
    by_place = grouped(entries, lambda entry: entry.locator)
    columns = () if name == _TEXT else columns_of(by_place)
    known = dict.fromkeys(columns)
    lines = {place: lines_of(place, found, known) for place, found in by_place.items()}
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
        headings=headings_of(columns),
        rows=tuple(row_of(line, columns, remarks, source, facts) for line in rows),
        caption=caption_of(columns),
        remarks=tuple(remarks),
        size=size,
        few=size <= _FEW,
        across=min(len(columns), _PHONE_COLUMNS),
        brief=len(columns) * len(rows) > _MANY,
    )


def _remarks(listed: Iterable[LocatedFigure], rows: Iterable[Line], source: Source) -> Mapping[str, int]:
    """Numbers every note of the table once, from 1: first notes of the listed places, then those of the rows."""
    notes = [entry.note for entry in listed]
    for line in rows:
        notes += [spelling(line.subject, source), *(entry.note for entry in line.cells.values())]
    return {note: number for number, note in enumerate(dict.fromkeys(filter(None, notes)), 1)}


def _title(name: str, entries: Sequence[LocatedFigure]) -> str:
    if name in _TITLES:
        return _TITLES[name]
    indicators = tuple(dict.fromkeys(entry.column.indicator.short_name for entry in entries))
    about = indicators[0] if len(indicators) == 1 else f"{len(indicators)} chỉ tiêu"
    levels = dict.fromkeys(level for entry in entries for level in entry.levels or (entry.unit.level,))
    units = [words.inline(words.LEVELS[level]) for level in levels if level.below_province]
    return f"Bảng {name}: {about}{' của ' if units else ''}{words.listing(units)}"


def _main_unit(listed: Sequence[LocatedFigure]) -> Unit | None:
    """The unit of more than half of the listed figures. The caption names it once. None if there is none."""
    of_units = grouped((entry for entry in listed if not entry.levels), lambda entry: entry.unit.id)
    most = max(of_units.values(), key=len, default=())
    return most[0].unit if 2 * len(most) > len(listed) else None


def _places(listed: Iterable[LocatedFigure], main: Unit | None, remarks: Mapping[str, int]) -> Iterator[FigurePlace]:
    for locator, found in grouped(listed, lambda entry: entry.locator).items():
        by_indicator = grouped(found, lambda entry: entry.column.indicator_id).values()
        yield FigurePlace(
            formats.anchor(locator),
            formats.locator(locator),
            tuple(
                (indicator_link(same[0].column.indicator), tuple(_listed(entry, main, remarks) for entry in same))
                for same in by_indicator
            ),
        )


def _listed(entry: LocatedFigure, main: Unit | None, remarks: Mapping[str, int]) -> ListedFigure:
    is_main = main is not None and entry.unit.id == main.id and not entry.levels
    return ListedFigure(None if is_main else subject(entry), kind_text(entry), cell(entry, remarks))
