"""`/chi-tieu/` and `/chi-tieu/<slug>/`: what an indicator measures, who must reach what, who stands where."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator import formats, words
from generator.model import IndexScheme, Indicator, Level, Portal, TargetStatus
from generator.pages.facts import Facts, Stated, Target, grouped
from generator.pages.figures import required
from generator.pages.indicator.common import (
    ProvinceCard,
    citation,
    coverage,
    dated_links,
    latest_of_provinces,
    level_figures,
    province_cards,
    source_cell,
)
from generator.pages.indicator.standings import Standings, standings_of
from generator.pages.levels import LEVEL_ORDER, Group, Levels
from generator.pages.links import HOME, INDICATORS, indicator_link, place_link, source_link, source_ref
from generator.pages.parts import Cell, Link, Page, Table
from generator.sharing import Deferred, deferred

SERVICE_INDEX = "service-index"
_SIGNS = {"/": "chia cho", "+": "cộng"}
_LONG = 8
_SECTIONS = (Link("Ai phải đạt mức nào", "#chi-tieu-giao"),)


@dataclass(frozen=True)
class AssignedTargets:
    """The targets that each unit of a level was given by name."""

    sentence: str
    summary: str
    table: Table
    filterable: bool


@dataclass(frozen=True)
class Related:
    """Another indicator, how it hangs together with this one, and why."""

    lead: str
    link: Link
    reason: str = ""


@dataclass(frozen=True)
class Scheme:
    """One way in which the points of the service index are shared out."""

    table: Table
    note: str
    source: Link


@dataclass(frozen=True, kw_only=True)
class IndicatorPage(Page):
    """One indicator. `empty` says what is known instead when no document states a figure."""

    definition: str
    properties: tuple[tuple[str, str | Link], ...]
    doors: tuple[Link, ...]
    empty: str
    provinces: tuple[ProvinceCard, ...]
    standings: tuple[Standings, ...]
    level_figures: Table | None
    common_targets: Table | None
    own_targets: tuple[AssignedTargets, ...]
    formula: tuple[Link, ...]
    sign: str
    related: tuple[Related, ...]
    schemes: tuple[Scheme, ...]
    dated: tuple[Link, ...]
    citation: str


def indicator_pages(facts: Facts, levels: Levels) -> Deferred[IndicatorPage]:
    """A page for each indicator, in the order of the data."""
    related = _related(facts)
    return deferred(
        lambda indicator: _page(indicator, levels.newest(indicator), related.get(indicator.id, ()), facts),
        facts.portal.indicators.values(),
    )


def _page(indicator: Indicator, groups: tuple[Group, ...], related: tuple[Related, ...], facts: Facts) -> IndicatorPage:
    rows = facts.by_indicator.get(indicator.id, ())
    targets = facts.targets_by_indicator.get(indicator.id, ())
    provinces = province_cards(latest_of_provinces(rows), facts)
    standings = tuple(standings_of(group, facts) for group in groups)
    return IndicatorPage(
        address=indicator.address,
        title=indicator.name,
        description=_description(indicator, groups, asked=bool(targets)),
        trail=(HOME, INDICATORS),
        hide_toc=True,
        definition=indicator.definition,
        properties=tuple(_properties(indicator, facts)),
        doors=(*(part.door for part in standings), *_SECTIONS),
        empty="" if groups or provinces else _empty(indicator, facts.portal),
        provinces=provinces,
        standings=standings,
        level_figures=level_figures(_latest_of_levels(facts.level_figures.get(indicator.id, ()))),
        common_targets=_common_targets(indicator, targets),
        own_targets=tuple(_own_targets(targets)),
        formula=_formula(indicator, facts.portal),
        sign=_SIGNS[indicator.formula.operator] if indicator.formula else "",
        related=related,
        schemes=tuple(_scheme(scheme, facts.portal) for scheme in _schemes(indicator, facts.portal)),
        dated=dated_links(indicator, rows),
        citation=citation(indicator.name, indicator.address, facts.portal, (group.period for group in groups)),
    )


def _description(indicator: Indicator, groups: tuple[Group, ...], *, asked: bool) -> str:
    if not groups:
        return f"{indicator.name}: mức phải đạt và văn bản nguồn. Chưa có số liệu của từng đơn vị."
    what = "kết quả và xếp hạng" if any(group.ranked for group in groups) else "kết quả"
    wanted = "mức phải đạt và " if asked else ""
    return f"{indicator.name}: {what} của {coverage(groups)}, kèm {wanted}văn bản nguồn."


def _properties(indicator: Indicator, facts: Facts) -> Iterator[tuple[str, str | Link]]:
    yield "Đơn vị tính", words.MEASURES[indicator.measure]
    yield "Chiều đánh giá", words.DIRECTIONS[indicator.direction]
    yield "Nhóm", indicator.group
    for source_id in indicator.sources:
        yield "Văn bản", source_link(facts.portal.sources[source_id])


def _empty(indicator: Indicator, portal: Portal) -> str:
    plain = "Chưa có văn bản nào trong cổng công bố kết quả của chỉ tiêu này, nên chưa thể nói đạt hay chưa đạt."
    if not indicator.measured_by:
        return plain
    name = portal.indicators[indicator.measured_by].name
    return f"{plain} Có thể tham khảo chỉ tiêu gần nhất: {name}."


def _latest_of_levels(figures: tuple[Stated, ...]) -> tuple[Stated, ...]:
    last = {(row.unit.id, row.level): row.period for row in sorted(figures, key=lambda row: row.period.end)}
    return tuple(row for row in figures if last[row.unit.id, row.level] == row.period)


def _common_targets(indicator: Indicator, targets: Iterable[Target]) -> Table | None:
    """What provinces, and all units of a level together, must reach."""
    common = sorted((target for target in targets if _is_common(target)), key=lambda target: target.due.end)
    rows = tuple(
        (
            Cell(place_link(target.unit, target.level).text, address=target.unit.address),
            Cell(required(target), target.value),
            Cell(formats.due(target.due), target.due.end.isoformat()),
            source_cell(source_ref(target.source, target.locator), target.note),
        )
        for target in common
    )
    caption = f"Mức phải đạt chung: {indicator.short_name}"
    return Table(caption, ("Áp dụng cho", "Mức", "Hạn", "Nguồn"), rows) if rows else None


def _is_common(target: Target) -> bool:
    return target.level is not None or target.unit.level is Level.PROVINCE


def _own_targets(targets: Iterable[Target]) -> Iterator[AssignedTargets]:
    """What units were asked by name: a table for each level, a column for each due date and document."""
    own = sorted((target for target in targets if not _is_common(target)), key=lambda target: target.due.end)
    levels = grouped(own, lambda target: target.unit.level)
    for level in sorted(levels, key=LEVEL_ORDER.index):
        yield _assigned(level, levels[level])


def _assigned(level: Level, targets: tuple[Target, ...]) -> AssignedTargets:
    columns = grouped(targets, lambda target: (target.due, target.source.id))
    units = {target.unit.id: target.unit for target in targets}
    cells = {(target.unit.id, target.due, target.source.id): target for target in targets}
    rows = tuple(
        (
            Cell(unit.name, address=unit.address),
            *(_assigned_cell(cells.get((unit.id, due, source_id))) for due, source_id in columns),
        )
        for unit in sorted(units.values(), key=lambda unit: formats.collation(unit.name))
    )
    headings = tuple(_column_heading(column) for column in columns.values())
    counted = f"{len(rows)} {words.LEVEL_UNITS[level]}"
    caption = f"Mức phải đạt giao riêng cho từng đơn vị: {words.inline(words.LEVELS[level])}"
    return AssignedTargets(
        sentence=f"{counted} được giao riêng: {'; '.join(_range(column) for column in columns.values())}.",
        summary=f"Xem mức phải đạt của từng đơn vị ({counted})",
        table=Table(caption, ("Đơn vị", *headings), rows),
        filterable=len(rows) > _LONG,
    )


def _column_heading(targets: tuple[Target, ...]) -> str:
    return f"{words.opening(formats.due(targets[0].due))} (số {targets[0].source.number})"


def _assigned_cell(target: Target | None) -> Cell:
    if target is None:
        return Cell("không giao")
    address = source_ref(target.source, target.locator).address
    return Cell(required(target), target.value, address, note=target.note)


def _range(targets: tuple[Target, ...]) -> str:
    """`đến hết năm 2023 từ tối thiểu 50% đến tối thiểu 83%, 2 đơn vị được miễn`."""
    asked = sorted((t for t in targets if t.status is TargetStatus.BINDING), key=lambda target: target.amount or 0)
    exempt = sum(target.status is TargetStatus.EXEMPT for target in targets)
    unreadable = sum(target.status is TargetStatus.UNREADABLE for target in targets)
    said = [_bounds(asked)] if asked else []
    said += [f"{exempt} đơn vị được miễn"] if exempt else []
    said += [f"{unreadable} đơn vị có mức phải đạt không đọc được trên bản quét"] if unreadable else []
    return f"{formats.due(targets[0].due)} {', '.join(said)}"


def _bounds(asked: list[Target]) -> str:
    low, high = required(asked[0]), required(asked[-1])
    return f"đều là {low}" if low == high else f"từ {low} đến {high}"


def _formula(indicator: Indicator, portal: Portal) -> tuple[Link, ...]:
    operands = indicator.formula.operands if indicator.formula else ()
    return tuple(indicator_link(portal.indicators[operand]) for operand in operands)


def _related(facts: Facts) -> dict[str, tuple[Related, ...]]:
    """By indicator id, the indicators that are computed from it, stand in for it, or that it stands in for."""
    pairs = [pair for indicator in facts.portal.indicators.values() for pair in _ties(indicator, facts)]
    return {key: tuple(item for _, item in items) for key, items in grouped(pairs, lambda pair: pair[0]).items()}


def _ties(indicator: Indicator, facts: Facts) -> Iterator[tuple[str, Related]]:
    for operand in indicator.formula.operands if indicator.formula else ():
        yield operand, Related("Dùng để tính chỉ tiêu", indicator_link(indicator))
    if indicator.measured_by:
        other = facts.portal.indicators[indicator.measured_by]
        reason = indicator.measured_by_reason
        yield indicator.id, Related("Chưa có số liệu riêng; đo gián tiếp bằng", indicator_link(other), reason)
        yield other.id, Related("Được dùng để đo gián tiếp mục tiêu", indicator_link(indicator), reason)


def _schemes(indicator: Indicator, portal: Portal) -> tuple[IndexScheme, ...]:
    return portal.schemes if indicator.id == SERVICE_INDEX else ()


def _scheme(scheme: IndexScheme, portal: Portal) -> Scheme:
    rows = tuple(
        (Cell(group.name), Cell(str(group.points), str(group.points), numeric=True)) for group in scheme.groups
    )
    table = Table(scheme.name, ("Nhóm tiêu chí", "Điểm tối đa"), rows)
    return Scheme(table, scheme.note, source_link(portal.sources[scheme.source_id]))
