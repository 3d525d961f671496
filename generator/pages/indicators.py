"""`/chi-tieu/` and `/chi-tieu/<slug>/`: what an indicator measures, who must reach what, who stands where."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator import formats, words
from generator.model import Assessment, IndexScheme, Indicator, Level, Period, Portal, TargetStatus
from generator.pages.facts import Assessed, Facts, Stated, Target, grouped
from generator.pages.parts import Bar, Cell, Figure, Link, Mark, Page, SourceRef, Table
from generator.pages.shared import (
    HOME,
    INDICATORS,
    bar_of,
    change_text,
    figure_of,
    indicator_link,
    mark_of,
    period_text,
    place_link,
    result_sources,
    sentence,
    shortfall,
    source_link,
    source_ref,
    target_sentence,
    target_text,
    unit_link,
)
from generator.pages.standing_views import Standings, standings_of
from generator.pages.standings import (
    LEVEL_ORDER,
    Group,
    Roster,
    groups_of,
    newest,
    required,
    roster_of,
)

SERVICE_INDEX = "service-index"
_SIGNS = {"/": "chia cho", "+": "cộng"}
_LONG = 8
_SECTIONS = (Link("Ai phải đạt mức nào", "#chi-tieu-giao"),)
_WITHOUT = Link("Mục tiêu chưa có số liệu", "#chua-co-so-lieu")


@dataclass(frozen=True)
class ProvinceCard:
    """A province's own figure."""

    unit: Link
    figure: Figure
    mark: Mark
    bar: Bar | None
    said: tuple[str, ...]
    period: str
    sources: tuple[SourceRef, ...]


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


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator with figures, in the list of all."""

    indicator: Link
    coverage: str
    period: Link
    figure: Figure
    target: Cell
    mark: Mark | None


@dataclass(frozen=True)
class ObjectiveRow:
    """An objective that no document reports on; `measured_by` is the indicator nearest to it, if any."""

    indicator: Link
    group: str
    wanted: tuple[Cell, ...]
    measured_by: Link | None


@dataclass(frozen=True)
class IndicatorGroup:
    """The indicators of one group that have figures."""

    title: str
    id: str
    rows: tuple[IndicatorRow, ...]


@dataclass(frozen=True, kw_only=True)
class IndicatorsPage(Page):
    """All indicators: first those with figures by group, then the objectives without."""

    lead: str
    doors: tuple[Link, ...]
    province: str
    groups: tuple[IndicatorGroup, ...]
    objectives: tuple[ObjectiveRow, ...]


def indicator_pages(facts: Facts) -> Iterator[IndicatorPage]:
    """A page for each indicator, in the order of the data."""
    roster = roster_of(facts.portal)
    related = _related(facts)
    for indicator in facts.portal.indicators.values():
        rows = facts.by_indicator.get(indicator.id, ())
        yield _page(indicator, newest(groups_of(rows, roster)), related.get(indicator.id, ()), facts)


def _page(indicator: Indicator, groups: tuple[Group, ...], related: tuple[Related, ...], facts: Facts) -> IndicatorPage:
    rows = facts.by_indicator.get(indicator.id, ())
    targets = facts.targets_by_indicator.get(indicator.id, ())
    provinces = province_cards(_latest_of_provinces(rows), facts)
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


def citation(title: str, address: str, portal: Portal, periods: Iterable[Period] = ()) -> str:
    """How to cite a page: the portal, its title, the periods of its figures, its address that stays."""
    shown = [formats.period(period) for period in sorted(set(periods), key=lambda period: period.end)]
    when = f" Số liệu: {', '.join(shown)}." if shown else ""
    return f"{portal.settings.title}, “{title}”.{when} Địa chỉ cố định: {address}"


def _description(indicator: Indicator, groups: tuple[Group, ...], *, asked: bool) -> str:
    if not groups:
        return f"{indicator.name}: mức phải đạt và văn bản nguồn. Chưa có số liệu của từng đơn vị."
    what = "kết quả và xếp hạng" if any(group.ranked for group in groups) else "kết quả"
    wanted = "mức phải đạt và " if asked else ""
    return f"{indicator.name}: {what} của {coverage(groups)}, kèm {wanted}văn bản nguồn."


def coverage(groups: Iterable[Group]) -> str:
    """`16 sở, ban, ngành; 9 huyện, thị xã, thành phố`: how many units of each level have a figure."""
    counts = dict.fromkeys(LEVEL_ORDER, 0)
    for group in groups:
        counts[group.level] += len(group.known)
    return "; ".join(f"{count} {words.LEVEL_UNITS[level]}" for level, count in counts.items() if count)


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


def _latest_of_provinces(rows: Iterable[Assessed]) -> tuple[Assessed, ...]:
    known = [row for row in rows if row.unit.level is Level.PROVINCE and row.amount is not None]
    return tuple({row.unit.id: row for row in known}.values())


def province_cards(rows: Iterable[Assessed], facts: Facts) -> tuple[ProvinceCard, ...]:
    """The figures of provinces themselves, as cards."""
    return tuple(
        ProvinceCard(
            unit=unit_link(row.unit),
            figure=figure_of(row),
            mark=mark_of(row, facts.today),
            bar=bar_of(row),
            said=tuple(_said(row)),
            period=sentence(period_text(row)),
            sources=result_sources(row),
        )
        for row in rows
    )


def _said(row: Assessed) -> Iterator[str]:
    if row.target:
        yield target_sentence(row.target)
    if row.assessment is Assessment.NOT_MET:
        yield sentence(shortfall(row))
    if change := change_text(row):
        yield change


def _latest_of_levels(figures: tuple[Stated, ...]) -> tuple[Stated, ...]:
    last = {(row.unit.id, row.level): row.period for row in sorted(figures, key=lambda row: row.period.end)}
    return tuple(row for row in figures if last[row.unit.id, row.level] == row.period)


def level_figures(figures: Iterable[Stated]) -> Table | None:
    """What documents state for whole levels, each with what it is."""
    rows = tuple(
        (
            Cell(f"{words.LEVELS[row.level or row.unit.level]} của {words.name_in_text(row.unit)}"),
            Cell(words.opening(words.AGGREGATES[row.aggregate])),
            Cell(formats.period(row.period)),
            Cell(figure_of(row).text, row.value, numeric=True),
            _source_cell(source_ref(row.source, row.locator), row.note),
        )
        for row in sorted(figures, key=lambda row: LEVEL_ORDER.index(row.level or row.unit.level))
    )
    headings = ("Cấp", "Là số gì", "Kỳ", "Số liệu", "Nguồn")
    return Table("Số liệu văn bản nêu cho cả một cấp", headings, rows) if rows else None


def _source_cell(ref: SourceRef, note: str) -> Cell:
    return Cell(ref.text, address=ref.address, note=note)


def _common_targets(indicator: Indicator, targets: Iterable[Target]) -> Table | None:
    """What provinces, and all units of a level together, must reach."""
    common = sorted((target for target in targets if _is_common(target)), key=lambda target: target.due.end)
    rows = tuple(
        (
            Cell(place_link(target.unit, target.level).text, address=target.unit.address),
            Cell(required(target), target.value),
            Cell(formats.due(target.due), target.due.end.isoformat()),
            _source_cell(source_ref(target.source, target.locator), target.note),
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


def dated_links(indicator: Indicator, rows: Iterable[Assessed]) -> tuple[Link, ...]:
    """The dated rankings of an indicator, newest first: every period with at least one figure."""
    known = {row.period: row.period for row in rows if row.period and row.amount is not None}
    ordered = sorted(known, key=lambda period: (period.end, period.start), reverse=True)
    return tuple(Link(words.opening(formats.period(period)), f"{indicator.address}{period}/") for period in ordered)


def indicators_page(facts: Facts) -> IndicatorsPage:
    """The list of all indicators."""
    roster = roster_of(facts.portal)
    measured = {row.indicator.id for row in facts.assessed if row.amount is not None}
    with_figures = [one for one in facts.portal.indicators.values() if one.id in measured]
    without = [one for one in facts.portal.indicators.values() if one.id not in measured]
    groups = tuple(
        IndicatorGroup(name, f"nhom-{number}", tuple(_listed(one, roster, facts) for one in members))
        for number, (name, members) in enumerate(grouped(with_figures, lambda one: one.group).items(), 1)
    )
    return IndicatorsPage(
        address=INDICATORS.address,
        title="Chỉ tiêu",
        description="Các chỉ tiêu cải cách hành chính và dịch vụ công trực tuyến: số liệu mới nhất và mức phải đạt.",
        trail=(HOME,),
        hide_toc=True,
        lead=f"{len(with_figures)} chỉ tiêu đã có số liệu; {len(without)} mục tiêu trong các kế hoạch chưa có số liệu.",
        doors=(*(Link(group.title, f"#{group.id}") for group in groups), *((_WITHOUT,) if without else ())),
        province=facts.portal.units[facts.portal.settings.province_ids[0]].name,
        groups=groups,
        objectives=tuple(_objective(one, facts) for one in without),
    )


def _listed(indicator: Indicator, roster: Roster, facts: Facts) -> IndicatorRow:
    rows = facts.by_indicator[indicator.id]
    province = facts.portal.settings.province_ids[0]
    own = next((row for row in _latest_of_provinces(rows) if row.unit.id == province), None)
    return IndicatorRow(
        indicator=indicator_link(indicator),
        coverage=coverage(newest(groups_of(rows, roster))) or "chỉ có số liệu toàn tỉnh",
        period=dated_links(indicator, rows)[0],
        figure=figure_of(own) if own else Figure("chưa có số liệu", missing=True),
        target=_own_target(own),
        mark=mark_of(own, facts.today) if own else None,
    )


def _own_target(row: Assessed | None) -> Cell:
    if row is None or row.target is None:
        return Cell("")
    return Cell(target_text(row.target), address=source_ref(row.target.source, row.target.locator).address)


def _objective(indicator: Indicator, facts: Facts) -> ObjectiveRow:
    targets = facts.targets_by_indicator.get(indicator.id, ())
    wanted = {_objective_text(target): target for target in reversed(targets)}
    cells = [Cell(text, address=source_ref(t.source, t.locator).address) for text, t in reversed(wanted.items())]
    other = facts.portal.indicators.get(indicator.measured_by)
    return ObjectiveRow(
        indicator_link(indicator), indicator.group, tuple(cells), indicator_link(other) if other else None
    )


def _objective_text(target: Target) -> str:
    whose = target.unit.short_name
    level = f", {words.inline(words.LEVELS[target.level])}" if target.level else ""
    return f"{target_text(target)} ({whose}{level})"
