"""`/chi-tieu/<slug>/<period>/`: an indicator's figures of one period, at an address that stays."""

from dataclasses import dataclass
from functools import partial

from generator import formats
from generator.model import Indicator, Level, Period
from generator.pages.facts import Assessed, Facts, Stated, grouped
from generator.pages.indicator.common import (
    ProvinceCard,
    citation,
    coverage,
    dated_links,
    level_figures,
    province_cards,
)
from generator.pages.indicator.standings import Standings, standings_of
from generator.pages.levels import Group, Levels
from generator.pages.links import HOME, INDICATORS, indicator_link
from generator.pages.parts import Link, Page, Table
from generator.sharing import Deferred


@dataclass(frozen=True, kw_only=True)
class DatedRankingPage(Page):
    """An indicator's figures of one period. `newest` leads to the latest ones when this period is past."""

    lead: str
    doors: tuple[Link, ...]
    newest: Link | None
    provinces: tuple[ProvinceCard, ...]
    standings: tuple[Standings, ...]
    level_figures: Table | None
    others: tuple[Link, ...]
    citation: str


def dated_ranking_pages(facts: Facts, levels: Levels) -> Deferred[DatedRankingPage]:
    """A page for each indicator and period with at least one figure."""
    makers = []
    for indicator in facts.portal.indicators.values():
        rows = grouped(facts.by_indicator.get(indicator.id, ()), lambda row: row.period)
        figures = grouped(facts.level_figures.get(indicator.id, ()), lambda row: row.period)
        groups = grouped(levels.by_indicator.get(indicator.id, ()), lambda group: group.period)
        links = dated_links(indicator, facts.by_indicator.get(indicator.id, ()))
        for period, known in rows.items():
            if period and any(row.amount is not None for row in known):
                found = (known, groups.get(period, ()), figures.get(period, ()))
                makers.append(partial(_dated, indicator, period, found, links, facts))
    return Deferred(makers)


def _dated(
    indicator: Indicator,
    period: Period,
    found: tuple[tuple[Assessed, ...], tuple[Group, ...], tuple[Stated, ...]],
    links: tuple[Link, ...],
    facts: Facts,
) -> DatedRankingPage:
    rows, groups, figures = found
    address = dated_address(indicator, period)
    title = f"{indicator.name}, {formats.period(period)}"
    standings = tuple(standings_of(group, facts) for group in groups)
    own = [row for row in rows if row.unit.level is Level.PROVINCE and row.amount is not None]
    return DatedRankingPage(
        address=address,
        title=title,
        description=_dated_description(indicator, period, groups),
        trail=(HOME, INDICATORS, indicator_link(indicator)),
        hide_toc=True,
        lead=indicator.definition,
        doors=tuple(part.door for part in standings),
        newest=None if links[0].address == address else Link("Xem số liệu mới nhất", indicator.address),
        provinces=province_cards(own, facts),
        standings=standings,
        level_figures=level_figures(figures),
        others=tuple(link for link in links if link.address != address),
        citation=citation(title, address, facts.portal),
    )


def dated_address(indicator: Indicator, period: Period) -> str:
    """Where the ranking of a period stays."""
    return f"{indicator.address}{period}/"


def _dated_description(indicator: Indicator, period: Period, groups: tuple[Group, ...]) -> str:
    counted = coverage(groups) or "toàn tỉnh"
    return f"{indicator.name}, {formats.period(period)}: số liệu {counted}, ở địa chỉ không đổi, kèm văn bản nguồn."
