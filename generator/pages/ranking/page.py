"""`/chi-tieu/<slug>/<period>/`, the rankings that stay, and `/xep-hang/`, units by indicators at a glance."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from generator import formats, words
from generator.model import SCALE, Assessment, Level, Measure, Portal, ResultStatus, Unit
from generator.pages.facts import Assessed, Facts, grouped
from generator.pages.figures import figure_of, legend, mark_of
from generator.pages.levels import Group, Levels, facets, level_id, level_title
from generator.pages.links import HOME, RANKINGS, indicator_link, stated_at, unit_link
from generator.pages.parts import Figure, Link, Mark, Page

_METHOD = Link("Chỉ tiêu đạt", "/phuong-phap/")


@dataclass(frozen=True)
class HeatCell:
    """A unit's latest figure for an indicator, its place, and the document's row that states it (empty without one)."""

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
    """The units of a level by the indicators that compare them; `alone` are those only one unit has a figure for."""

    id: str
    title: str
    sentence: str
    caption: str
    columns: tuple[Link, ...]
    facets: Mapping[str, str]
    rows: tuple[HeatRow, ...]
    alone: tuple[Link, ...]

    @property
    def door(self) -> Link:
        """The way to this table."""
        return Link(self.title, f"#{self.id}")


@dataclass(frozen=True, kw_only=True)
class RankingsPage(Page):
    """Units by indicators, a table for each level, and the way to each ranking."""

    lead: str
    doors: tuple[Link, ...]
    legend: tuple[Mark, ...]
    tables: tuple[HeatTable, ...]
    rankings: tuple[Link, ...]
    counts: tuple[Link, ...]


def rankings_page(facts: Facts, levels: Levels) -> RankingsPage:
    """All levels at a glance."""
    groups = _newest_groups(facts, levels)
    parts = grouped(groups, lambda group: (group.level, group.province.id))
    ordered = sorted(parts.values(), key=lambda part: _place(part[0], facts.portal))
    tables = tuple(table for part in ordered for table in _heat_tables(part, levels, facts))
    return RankingsPage(
        address=RANKINGS.address,
        title="Xếp hạng",
        description="Các đơn vị cùng cấp và kết quả mới nhất của từng chỉ tiêu, trong một bảng.",
        trail=(HOME,),
        hide_toc=True,
        lead="Mỗi dòng là một đơn vị, mỗi cột là một chỉ tiêu ở kỳ có số liệu mới nhất của cấp đó.",
        doors=(*(table.door for table in tables), Link("Từng chỉ tiêu", "#tung-chi-tieu")),
        legend=legend(),
        tables=tables,
        rankings=_indicators_of((group for group in groups if group.ranked), facts.portal),
        counts=_indicators_of((g for g in groups if g.indicator.measure is Measure.COUNT), facts.portal),
    )


def _newest_groups(facts: Facts, levels: Levels) -> tuple[Group, ...]:
    """The latest group of each indicator, province and level, in the order of indicators."""
    return tuple(group for indicator in facts.portal.indicators.values() for group in levels.newest(indicator))


def _place(group: Group, portal: Portal) -> tuple[int, int, str]:
    foreign = group.province.id != portal.settings.province_ids[0]
    return list(Level).index(group.level), int(foreign), group.province.id


def _indicators_of(groups: Iterable[Group], portal: Portal) -> tuple[Link, ...]:
    found = {group.indicator.id for group in groups}
    return tuple(indicator_link(indicator) for indicator in portal.indicators.values() if indicator.id in found)


def _heat_tables(groups: tuple[Group, ...], levels: Levels, facts: Facts) -> Iterator[HeatTable]:
    """The table of one level and province; none when no indicator compares two units of it."""
    columns = tuple(group for group in groups if group.ranked)
    if not columns:
        return
    first = columns[0]
    rows = tuple(_heat_rows(columns, levels, facts))
    unit_count = f"{len(rows)} {words.LEVEL_UNITS[first.level]}"
    yield HeatTable(
        id=level_id(first, facts.portal),
        title=level_title(first, facts.portal),
        sentence=f"{unit_count} của {words.name_in_text(first.province)}, {len(columns)} chỉ tiêu có số liệu để so.",
        caption=f"Kết quả mới nhất của {unit_count} của {words.name_in_text(first.province)}",
        columns=(_METHOD, *(_column(group, facts.portal) for group in columns)),
        facets=facets(first.level, districts=any(row.district for row in rows)),
        rows=rows,
        alone=tuple(indicator_link(group.indicator) for group in groups if _alone(group)),
    )


def _alone(group: Group) -> bool:
    return not group.ranked and group.indicator.measure is not Measure.COUNT


def _column(group: Group, portal: Portal) -> Link:
    """The indicator and its period; the words may part, for columns are narrow."""
    period = formats.period(group.period).replace(formats.NBSP, " ")
    return Link(f"{group.indicator.short_name}, {period}", f"{group.indicator.address}#{level_id(group, portal)}")


def _heat_rows(columns: tuple[Group, ...], levels: Levels, facts: Facts) -> Iterator[HeatRow]:
    """Units that existed in a period of the table: most targets met first, then by name."""
    first = columns[0]
    units = {unit.id: unit for group in columns for unit in levels.present(first.province, first.level, group.period)}
    figures = [{row.unit.id: row for row in (*group.known, *group.unknown)} for group in columns]
    by_unit = {unit.id: [found.get(unit.id) for found in figures] for unit in units.values()}
    ordered = sorted(units.values(), key=lambda unit: _merit(unit, by_unit[unit.id]))
    for unit in ordered:
        yield _heat_row(unit, by_unit[unit.id], columns, facts)


def _merit(unit: Unit, rows: list[Assessed | None]) -> tuple[Fraction, int, object]:
    """What the order of the table follows; a single indicator orders by its ranking."""
    met, asked = _met(rows)
    share = Fraction(met, asked) if asked else Fraction(-1)
    only = rows[0] if len(rows) == 1 else None
    alone = only.rank or 0 if only else 0
    return -share, alone, formats.collation(unit.name)


def _met(rows: Iterable[Assessed | None]) -> tuple[int, int]:
    found = [row.assessment for row in rows if row]
    met = found.count(Assessment.MET)
    return met, met + found.count(Assessment.NOT_MET)


def _heat_row(unit: Unit, rows: list[Assessed | None], columns: tuple[Group, ...], facts: Facts) -> HeatRow:
    met, asked = _met(rows)
    parent = facts.portal.units.get(unit.parent_id)
    return HeatRow(
        unit=unit_link(unit),
        kind=words.UNIT_KINDS[unit.kind],
        district=parent.name if parent and parent.level is Level.DISTRICT else "",
        met=f"{met}/{asked}" if asked else _unasked(rows),
        share=formats.plain(met * SCALE // asked, 4) if asked else "",
        cells=tuple(_cell(unit, row, group, facts) for row, group in zip(rows, columns, strict=True)),
    )


def _unasked(rows: Iterable[Assessed | None]) -> str:
    exempt = any(row and row.assessment is Assessment.EXEMPT for row in rows)
    return "được miễn" if exempt else "chưa có mức phải đạt để xét"


def _cell(unit: Unit, row: Assessed | None, group: Group, facts: Facts) -> HeatCell:
    if row is None:
        here = unit.active_in(group.period)
        text = words.MISSING[ResultStatus.NOT_REPORTED] if here else "không hoạt động trong kỳ này"
        return HeatCell(Figure(text, missing=True), Mark(Assessment.NO_RESULT, text), "")
    place = f"hạng{formats.NBSP}{row.rank}" if row.placed and not group.all_alike else ""
    return HeatCell(figure_of(row), mark_of(row, facts.today), place, stated_at(row))
