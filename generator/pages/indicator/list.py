"""`/chi-tieu/`: the indicators that have figures, by group, and the objectives that have none."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator import formats, words
from generator.grouping import grouped
from generator.model import Assessment, Indicator, Unit
from generator.pages.facts import Facts
from generator.pages.figures import JUDGED
from generator.pages.indicator.periods import dated_addresses
from generator.pages.indicator.results import provinces_newest
from generator.pages.indicator.rows import FigureRow, figure_row
from generator.pages.indicator.targets import statements
from generator.pages.levels import LEVEL_ORDER, Group, Levels
from generator.pages.links import HOME, INDICATORS, indicator_link, row_address
from generator.pages.parts import Link, Page


@dataclass(frozen=True)
class Without:
    """What the indicators without figures are called together: objectives, where a plan set each of them."""

    word: str
    title: str
    told: str


_OBJECTIVES = Without(
    "mục tiêu",
    "Mục tiêu chưa có số liệu",
    "Các kế hoạch đặt những mục tiêu này nhưng chưa có văn bản nào trong cổng công bố kết quả.",
)
_INDICATORS = Without(
    "chỉ tiêu", "Chỉ tiêu chưa có số liệu", "Chưa văn bản nào trong cổng công bố kết quả của những chỉ tiêu này."
)


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator with figures: the province's own, if any, the newest period, how many units have a figure of it."""

    link: Link
    own: FigureRow | None
    coverage: str
    period: Link


@dataclass(frozen=True)
class Objective:
    """An objective that no document reports on: what was asked, and the indicator nearest to it, if any."""

    link: Link
    asked: tuple[tuple[Link, str], ...]
    measured_by: Link | None


@dataclass(frozen=True)
class IndicatorGroup:
    """The indicators of one group that have figures."""

    title: str
    id: str
    rows: tuple[IndicatorRow, ...]


@dataclass(frozen=True)
class ObjectiveGroup:
    """The objectives of one group that have none."""

    title: str
    objectives: tuple[Objective, ...]


@dataclass(frozen=True, kw_only=True)
class IndicatorsPage(Page):
    """All indicators: first those with figures by group, then the objectives without."""

    heading: str
    lead: str
    doors: tuple[Link, ...]
    province: str
    groups: tuple[IndicatorGroup, ...]
    objectives: tuple[ObjectiveGroup, ...]
    without: Without


def indicators_page(facts: Facts, levels: Levels) -> IndicatorsPage:
    """The list of all indicators."""
    measured = {row.indicator.id for row in facts.assessed if row.amount is not None}
    known = [one for one in facts.portal.indicators.values() if one.id in measured]
    unknown = [one for one in facts.portal.indicators.values() if one.id not in measured]
    groups = tuple(_groups(known, facts, levels))
    asked = all(one.id in facts.targets_by_indicator for one in unknown)
    without = _OBJECTIVES if asked else _INDICATORS
    rest = Link(without.title, "#chua-co-so-lieu")
    province = facts.portal.units[facts.portal.settings.province_ids[0]]
    return IndicatorsPage(
        address=INDICATORS.address,
        title=f"Chỉ tiêu cải cách hành chính và dịch vụ công trực tuyến, {words.name_in_text(province)}",
        description=_description(groups, province),
        trail=(HOME,),
        hide_toc=True,
        heading="Chỉ tiêu",
        lead=_lead(len(known), len(unknown), asked=asked),
        doors=(*(Link(group.title, f"#{group.id}") for group in groups), *((rest,) if unknown else ())),
        province=province.name,
        groups=groups,
        objectives=tuple(_objective_groups(unknown, facts)),
        without=without,
    )


def _groups(indicators: Iterable[Indicator], facts: Facts, levels: Levels) -> Iterator[IndicatorGroup]:
    for number, (name, members) in enumerate(grouped(indicators, lambda one: one.group).items(), 1):
        yield IndicatorGroup(name, f"nhom-{number}", tuple(_row(one, facts, levels) for one in members))


def _row(indicator: Indicator, facts: Facts, levels: Levels) -> IndicatorRow:
    rows = facts.by_indicator[indicator.id]
    province = facts.portal.settings.province_ids[0]
    newest, address = next(iter(dated_addresses(indicator, rows).items()))
    own = next((row for row in provinces_newest(rows) if row.unit.id == province), None)
    now = [group for group in levels.newest(indicator) if group.period == newest]
    return IndicatorRow(
        link=Link(indicator.short_name, indicator.address),
        own=figure_row(own, facts) if own else None,
        coverage=coverage(now) or "chỉ có số liệu toàn tỉnh",
        period=Link(words.opening(formats.period(newest)), address),
    )


def coverage(groups: Iterable[Group]) -> str:
    """`16 sở, ban, ngành; 9 huyện, thị xã, thành phố`: how many units of each level have a figure."""
    counts = dict.fromkeys(LEVEL_ORDER, 0)
    for group in groups:
        counts[group.level] += len(group.known)
    return "; ".join(f"{count} {words.LEVEL_UNITS[level]}" for level, count in counts.items() if count)


def _lead(known: int, unknown: int, *, asked: bool) -> str:
    whose = "mục tiêu trong các kế hoạch" if asked else "chỉ tiêu"
    without = f"{unknown} {whose} chưa có số liệu" if unknown else ""
    return f"{'; '.join(filter(None, (f'{known} chỉ tiêu đã có số liệu' if known else '', without)))}."


def _description(groups: Sequence[IndicatorGroup], province: Unit) -> str:
    """How many of the province's own figures reach their targets, and which."""
    own = [(row.link.text, row.own.mark) for group in groups for row in group.rows if row.own and row.own.mark]
    met = [name for name, mark in own if mark.code is Assessment.MET]
    judged = sum(mark.code in JUDGED for _, mark in own)
    if not judged:
        return f"Số liệu mới nhất và mức phải đạt của từng chỉ tiêu, theo văn bản của {words.name_in_text(province)}."
    score = f"Số liệu mới nhất: {words.name_in_text(province)} đạt {len(met)} trong {judged} chỉ tiêu có mức phải đạt."
    return words.fitting(score, [f"Đã đạt: {'; '.join(met)}."] if met else [])


def _objective_groups(indicators: Iterable[Indicator], facts: Facts) -> Iterator[ObjectiveGroup]:
    for name, members in grouped(indicators, lambda one: one.group).items():
        yield ObjectiveGroup(name, tuple(_objective(one, facts) for one in members))


def _objective(indicator: Indicator, facts: Facts) -> Objective:
    asked = statements(facts.targets_by_indicator.get(indicator.id, ()))
    nearest = facts.portal.indicators.get(indicator.measured_by)
    return Objective(
        link=indicator_link(indicator),
        asked=tuple(
            (Link(one.wanted, row_address(one.target.source, one.target.locator)), one.short_place) for one in asked
        ),
        measured_by=indicator_link(nearest) if nearest else None,
    )
