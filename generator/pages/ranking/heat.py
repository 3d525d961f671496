"""Units by indicators: a table for each level, each cell a unit's figure and what it is worth."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from generator import formats, words
from generator.model import SCALE, Assessment, Level, Measure, Portal, ResultStatus, Unit
from generator.pages.facts import Assessed, Facts, grouped
from generator.pages.figures import figure_of, mark_of, score_of
from generator.pages.levels import LEVEL_ORDER, Group, Levels, facets, level_id, level_title
from generator.pages.links import stated_at, unit_link
from generator.pages.parts import Figure, Link, Mark

_METHOD = Link("Chỉ tiêu đạt", "/phuong-phap/")

_LONG = 30
"""Tables of more rows than this are folded, and can be filtered."""


@dataclass(frozen=True)
class HeatCell:
    """A unit's figure for an indicator, its place, and the document's row that states it (empty without one)."""

    figure: Figure
    mark: Mark
    place: str
    row: str = ""


@dataclass(frozen=True)
class HeatRow:
    """A unit: how many of the targets that bind it are met, then a cell for each indicator."""

    unit: Link
    kind: str
    district: str
    met: str
    share: str
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True)
class HeatTable:
    """The units of a level by the indicators that compare them.

    `counted` tells whether the first column counts the targets met: with a single indicator its cells say so. A long
    table has in `folded` the words that open it. `alone` are the indicators only one unit has a figure for.
    """

    id: str
    title: str
    caption: str
    counted: bool
    columns: tuple[Link, ...]
    facets: Mapping[str, str]
    folded: str
    rows: tuple[HeatRow, ...]
    alone: tuple[Link, ...]

    @property
    def door(self) -> Link:
        """The way to this table."""
        return Link(self.title, f"#{self.id}")


def heat_tables(groups: Iterable[Group], levels: Levels, facts: Facts) -> Iterator[HeatTable]:
    """A table for each level and province in which an indicator compares two units; the portal's own province first.

    Of each indicator, province and level there may be one group.
    """
    parts = grouped(groups, lambda group: (group.level, group.province.id))
    for part in sorted(parts.values(), key=lambda part: _place(part[0], facts.portal)):
        columns = tuple(group for group in part if group.ranked)
        if columns:
            yield _table(part, columns, levels, facts)


def _place(group: Group, portal: Portal) -> tuple[int, bool, str]:
    foreign = group.province.id != portal.settings.province_ids[0]
    return LEVEL_ORDER.index(group.level), foreign, group.province.id


def _table(groups: tuple[Group, ...], columns: tuple[Group, ...], levels: Levels, facts: Facts) -> HeatTable:
    first, counted = columns[0], len(columns) > 1
    rows = tuple(_rows(columns, levels, facts))
    units = f"{len(rows)} {words.LEVEL_UNITS[first.level]}"
    long = len(rows) > _LONG
    return HeatTable(
        id=level_id(first, facts.portal),
        title=level_title(first, facts.portal),
        caption=f"Kết quả mới nhất của {units} thuộc {words.name_in_text(first.province)}, {len(columns)} chỉ tiêu",
        counted=counted,
        columns=((_METHOD,) if counted else ()) + tuple(_column(group, facts.portal) for group in columns),
        facets=facets(first.level, districts=any(row.district for row in rows)) if long else {},
        folded=f"Xếp hạng {units} theo {len(columns)} chỉ tiêu" if long else "",
        rows=rows,
        alone=tuple(Link(g.indicator.short_name, g.indicator.address) for g in groups if _alone(g)),
    )


def _alone(group: Group) -> bool:
    return not group.ranked and group.indicator.measure is not Measure.COUNT


def _column(group: Group, portal: Portal) -> Link:
    """The indicator and its period; the words may part, for columns are narrow."""
    period = formats.period(group.period).replace(formats.NBSP, " ")
    return Link(f"{group.indicator.short_name}, {period}", f"{group.indicator.address}#{level_id(group, portal)}")


def _rows(columns: tuple[Group, ...], levels: Levels, facts: Facts) -> Iterator[HeatRow]:
    """Units that existed in a period of the table: most targets met first, then by name."""
    first = columns[0]
    units = {unit.id: unit for group in columns for unit in levels.present(first.province, first.level, group.period)}
    figures = [{row.unit.id: row for row in (*group.known, *group.unknown)} for group in columns]
    by_unit = {unit.id: [found.get(unit.id) for found in figures] for unit in units.values()}
    for unit in sorted(units.values(), key=lambda unit: _merit(unit, by_unit[unit.id])):
        yield _row(unit, by_unit[unit.id], columns, facts)


def _merit(unit: Unit, rows: Sequence[Assessed | None]) -> tuple[Fraction, int, object]:
    """What the order of the table follows; a single indicator orders by its ranking."""
    score = score_of([row for row in rows if row])
    share = Fraction(score.met, score.judged) if score.judged else Fraction(-1)
    only = rows[0] if len(rows) == 1 else None
    return -share, only.rank or 0 if only else 0, formats.collation(unit.name)


def _row(unit: Unit, rows: Sequence[Assessed | None], columns: tuple[Group, ...], facts: Facts) -> HeatRow:
    score = score_of([row for row in rows if row])
    district = facts.portal.units.get(unit.parent_id)
    unasked = "được miễn" if score.exempt else "chưa có mức phải đạt"
    return HeatRow(
        unit=unit_link(unit),
        kind=words.UNIT_KINDS[unit.kind],
        district=district.name if district and district.level is Level.DISTRICT else "",
        met=f"{score.met}/{score.judged}" if score.judged else unasked,
        share=formats.plain(score.met * SCALE // score.judged, 4) if score.judged else "",
        cells=tuple(_cell(unit, row, group, facts) for row, group in zip(rows, columns, strict=True)),
    )


def _cell(unit: Unit, row: Assessed | None, group: Group, facts: Facts) -> HeatCell:
    if row is None:
        here = unit.active_in(group.period)
        text = words.MISSING[ResultStatus.NOT_REPORTED] if here else "không hoạt động trong kỳ này"
        return HeatCell(Figure(text, missing=True), Mark(Assessment.NO_RESULT, text), "")
    place = f"hạng{formats.NBSP}{row.rank}" if row.placed and not group.all_alike else ""
    return HeatCell(figure_of(row), mark_of(row, facts.today), place, stated_at(row))
