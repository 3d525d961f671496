"""`/chi-tieu/`: the indicators that have figures, by group, and the objectives that have none."""

from dataclasses import dataclass

from generator import words
from generator.model import Indicator
from generator.pages.facts import Assessed, Facts, Target, grouped
from generator.pages.figures import figure_of, mark_of, target_text
from generator.pages.indicator.common import coverage, dated_links, latest_of_provinces
from generator.pages.levels import Levels
from generator.pages.links import HOME, INDICATORS, indicator_link, source_ref
from generator.pages.parts import Cell, Figure, Link, Mark, Page

_WITHOUT = Link("Mục tiêu chưa có số liệu", "#chua-co-so-lieu")


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


def indicators_page(facts: Facts, levels: Levels) -> IndicatorsPage:
    """The list of all indicators."""
    measured = {row.indicator.id for row in facts.assessed if row.amount is not None}
    with_figures = [one for one in facts.portal.indicators.values() if one.id in measured]
    without = [one for one in facts.portal.indicators.values() if one.id not in measured]
    groups = tuple(
        IndicatorGroup(name, f"nhom-{number}", tuple(_listed(one, levels, facts) for one in members))
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


def _listed(indicator: Indicator, levels: Levels, facts: Facts) -> IndicatorRow:
    rows = facts.by_indicator[indicator.id]
    province = facts.portal.settings.province_ids[0]
    own = next((row for row in latest_of_provinces(rows) if row.unit.id == province), None)
    return IndicatorRow(
        indicator=indicator_link(indicator),
        coverage=coverage(levels.newest(indicator)) or "chỉ có số liệu toàn tỉnh",
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
