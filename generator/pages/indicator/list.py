"""Page `/chi-tieu/`: the indicators with figures by group, and the objectives without figures."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator import formats, words
from generator.grouping import grouped
from generator.model import Assessment, Indicator, Level, Unit
from generator.pages.facts import JUDGED, Facts, Group
from generator.pages.indicator.periods import dated_addresses
from generator.pages.indicator.rows import FigureRow, figure_row, have_wide_figures
from generator.pages.indicator.targets import targets_in_short
from generator.pages.links import HOME, INDICATORS, indicator_link, row_address
from generator.pages.parts import Link, Page


@dataclass(frozen=True)
class MissingTexts:
    """Texts for indicators without figures. They are called objectives if plans set a target for each of them."""

    word: str
    title: str
    text: str


_OBJECTIVES = MissingTexts(
    "mục tiêu",
    "Mục tiêu chưa có số liệu",
    "Các kế hoạch đặt những mục tiêu này nhưng chưa có văn bản nào trong cổng công bố kết quả.",
)
_INDICATORS = MissingTexts(
    "chỉ tiêu", "Chỉ tiêu chưa có số liệu", "Chưa văn bản nào trong cổng công bố kết quả của những chỉ tiêu này."
)


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator with figures.

    - `own`: the newest figure of the portal's own unit; None if it has none.
    - `provinces_met`: how many provinces meet their targets; for a portal of the country.
    - `coverage`: how many units have a figure in the newest period.
    - `period`: link to the ranking of the newest period.
    """

    link: Link
    own: FigureRow | None
    provinces_met: str
    coverage: str
    period: Link


@dataclass(frozen=True)
class Objective:
    """An objective without published results: its targets with their places, sentences on targets of many units, and
    the indicator that measures it indirectly, if any."""

    link: Link
    targets: tuple[tuple[Link, str], ...]
    assigned: tuple[str, ...]
    measured_by: Link | None


@dataclass(frozen=True)
class IndicatorGroup:
    """The indicators with figures of one group."""

    title: str
    id: str
    rows: tuple[IndicatorRow, ...]

    @property
    def has_wide_figures(self) -> bool:
        return have_wide_figures(row.own for row in self.rows if row.own)


@dataclass(frozen=True)
class ObjectiveGroup:
    """The objectives without figures of one group."""

    title: str
    objectives: tuple[Objective, ...]


@dataclass(frozen=True, kw_only=True)
class IndicatorsPage(Page):
    """All indicators: those with figures by group, then the objectives without figures. The portal's own unit is a
    province with assessments of its own, or a country (`of_country`): then the page shows how many provinces meet their
    targets. `whole` names the own unit in headings."""

    lead: str
    section_links: tuple[Link, ...]
    headings: tuple[str, ...]
    of_country: bool
    whole: str
    groups: tuple[IndicatorGroup, ...]
    objectives: tuple[ObjectiveGroup, ...]
    missing_texts: MissingTexts


def indicators_page(facts: Facts) -> IndicatorsPage:
    """Returns the list of all indicators."""
    measured = {row.indicator.id for row in facts.assessed if row.amount is not None}
    known = [one for one in facts.portal.indicators.values() if one.id in measured]
    unknown = [one for one in facts.portal.indicators.values() if one.id not in measured]
    groups = tuple(_groups(known, facts))
    asked = all(one.id in facts.targets_by_indicator for one in unknown)
    without = _OBJECTIVES if asked else _INDICATORS
    rest = Link(without.title, "#chua-co-so-lieu")
    own = facts.own
    return IndicatorsPage(
        address=INDICATORS.address,
        title=f"Chỉ tiêu cải cách hành chính và dịch vụ công trực tuyến, {words.name_in_text(own)}",
        description=_description(groups, own),
        trail=(HOME,),
        hide_toc=True,
        lead=_lead(len(known), len(unknown), asked=asked),
        section_links=(*(Link(group.title, f"#{group.id}") for group in groups), *((rest,) if unknown else ())),
        headings=_headings(own),
        of_country=own.level is Level.COUNTRY,
        whole=words.whole_area(own),
        groups=groups,
        objectives=tuple(_objective_groups(unknown, facts)),
        missing_texts=without,
    )


def _headings(own: Unit) -> tuple[str, ...]:
    """Headings of the columns, for a province or for a country."""
    if own.level is Level.COUNTRY:
        return "Chỉ tiêu", own.short_name, "Tỉnh, thành phố đạt", "Kỳ mới nhất"
    return "Chỉ tiêu", own.name, "Mức phải đạt", "Đánh giá", "Kỳ mới nhất"


def _groups(indicators: Iterable[Indicator], facts: Facts) -> Iterator[IndicatorGroup]:
    for number, (name, members) in enumerate(grouped(indicators, lambda one: one.group).items(), 1):
        yield IndicatorGroup(name, f"nhom-{number}", tuple(_row(one, facts) for one in members))


def _row(indicator: Indicator, facts: Facts) -> IndicatorRow:
    rows = facts.by_indicator[indicator.id]
    newest, address = next(iter(dated_addresses(indicator, rows).items()))
    own = [row for row in rows if row.unit == facts.own and row.amount is not None]
    now = [group for group in facts.levels.newest(indicator) if group.period == newest]
    return IndicatorRow(
        link=Link(indicator.short_name, indicator.address),
        own=figure_row(own[-1], facts) if own else None,
        provinces_met=_provinces_met(now),
        coverage=coverage(now) or f"chỉ có số liệu {words.whole_area(facts.own)}",
        period=Link(words.capitalised(formats.period(newest)), address),
    )


def _provinces_met(groups: Iterable[Group]) -> str:
    """As in `3 trong 34`: how many of the provinces with targets meet them. Empty if none has a target."""
    provinces = next((group for group in groups if group.level is Level.PROVINCE), None)
    return f"{provinces.met} trong {len(provinces.judged)}" if provinces and provinces.judged else ""


def coverage(groups: Iterable[Group]) -> str:
    """As in `16 sở, ban, ngành; 9 huyện, thị xã, thành phố`: how many units of each level have a figure."""
    counts = dict.fromkeys(Level, 0)
    for group in groups:
        counts[group.level] += len(group.known)
    return "; ".join(words.counted(count, level) for level, count in counts.items() if count)


def _lead(known: int, unknown: int, *, asked: bool) -> str:
    kind = "mục tiêu trong các kế hoạch" if asked else "chỉ tiêu"
    without = f"{unknown} {kind} chưa có số liệu" if unknown else ""
    return f"{'; '.join(filter(None, (f'{known} chỉ tiêu đã có số liệu' if known else '', without)))}."


def _description(groups: Sequence[IndicatorGroup], unit: Unit) -> str:
    """States how many of the unit's own figures meet their targets, and which. For a country, describes the page."""
    if unit.level is Level.COUNTRY:
        return "Số liệu mới nhất của cả nước và số tỉnh, thành phố đạt từng chỉ tiêu, theo văn bản đã công bố."
    if not groups:
        return "Các chỉ tiêu cải cách hành chính, dịch vụ công trực tuyến; chưa có văn bản nào công bố kết quả."
    own = [(row.link.text, row.own.mark) for group in groups for row in group.rows if row.own and row.own.mark]
    met = [name for name, mark in own if mark.code is Assessment.MET]
    judged = sum(mark.code in JUDGED for _, mark in own)
    if not judged:
        return f"Số liệu mới nhất và mức phải đạt của từng chỉ tiêu, theo văn bản của {words.name_in_text(unit)}."
    score = f"Số liệu mới nhất: {words.name_in_text(unit)} đạt {len(met)} trong {judged} chỉ tiêu có mức phải đạt."
    return words.page_description(score, [f"Đã đạt: {'; '.join(met)}."] if met else [])


def _objective_groups(indicators: Iterable[Indicator], facts: Facts) -> Iterator[ObjectiveGroup]:
    for name, members in grouped(indicators, lambda one: one.group).items():
        yield ObjectiveGroup(name, tuple(_objective(one, facts) for one in members))


def _objective(indicator: Indicator, facts: Facts) -> Objective:
    asked = targets_in_short(indicator, facts)
    nearest = facts.portal.indicators.get(indicator.measured_by)
    return Objective(
        link=indicator_link(indicator),
        targets=tuple(
            (Link(one.text, row_address(one.target.source, one.target.locator)), one.short_place)
            for one in asked.groups
        ),
        assigned=asked.sentences,
        measured_by=indicator_link(nearest) if nearest else None,
    )
