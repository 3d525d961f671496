"""`/chi-tieu/<slug>/<period>/`: an indicator's figures of one period, at an address that stays."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator import formats, words
from generator.model import Indicator, Level, Period
from generator.pages.facts import Assessed, Facts, Stated, grouped
from generator.pages.indicator.naming import citation, description, place_names
from generator.pages.indicator.results import FiguresPage, results_of
from generator.pages.levels import Group, Levels
from generator.pages.links import HOME, INDICATORS
from generator.pages.parts import Link


@dataclass(frozen=True, kw_only=True)
class DatedRankingPage(FiguresPage):
    """An indicator's figures of one period. `newest` leads to the latest ones when this period is past."""

    newest: Link | None


def dated_ranking_pages(facts: Facts, levels: Levels) -> Iterator[DatedRankingPage]:
    """A page for each indicator and period with at least one figure."""
    for indicator in facts.portal.indicators.values():
        rows = grouped(facts.by_indicator.get(indicator.id, ()), lambda row: row.period)
        stated = grouped(facts.level_figures.get(indicator.id, ()), lambda row: row.period)
        groups = grouped(levels.by_indicator.get(indicator.id, ()), lambda group: group.period)
        periods = dated_links(indicator, facts.by_indicator.get(indicator.id, ()))
        where = place_names(indicator, facts, levels)
        for period, known in rows.items():
            if period and any(row.amount is not None for row in known):
                figures = _Figures(period, known, groups.get(period, ()), stated.get(period, ()))
                yield _dated(indicator, figures, periods, where, facts)


@dataclass(frozen=True)
class _Figures:
    """All that is known of an indicator in one period."""

    period: Period
    rows: tuple[Assessed, ...]
    groups: tuple[Group, ...]
    stated: tuple[Stated, ...]


def _dated(
    indicator: Indicator, figures: _Figures, periods: tuple[Link, ...], where: str, facts: Facts
) -> DatedRankingPage:
    address = dated_address(indicator, figures.period)
    heading = f"{indicator.short_name}, {formats.period(figures.period)}"
    own = [row for row in figures.rows if row.unit.level is Level.PROVINCE and row.amount is not None]
    results = results_of(own, figures.groups, figures.stated, facts)
    return DatedRankingPage(
        address=address,
        title=f"{heading}, {where}",
        description=description(heading, figures.groups, own),
        trail=(HOME, INDICATORS, Link(indicator.short_name, indicator.address)),
        hide_toc=True,
        heading=heading,
        official=indicator.name if indicator.name != indicator.short_name else "",
        definition=indicator.definition,
        doors=tuple(part.door for part in results.standings),
        results=results,
        periods=tuple(link for link in periods if link.address != address),
        citation=citation(f"{indicator.name}, {formats.period(figures.period)}", address, facts.portal),
        newest=None if periods[0].address == address else Link("Xem số liệu mới nhất", indicator.address),
    )


def dated_links(indicator: Indicator, rows: Iterable[Assessed]) -> tuple[Link, ...]:
    """The dated rankings of an indicator, newest first: every period with at least one figure."""
    known = {row.period for row in rows if row.period and row.amount is not None}
    ordered = sorted(known, key=lambda period: (period.end, period.start), reverse=True)
    return tuple(Link(words.opening(formats.period(period)), dated_address(indicator, period)) for period in ordered)


def dated_address(indicator: Indicator, period: Period) -> str:
    """Where the ranking of a period stays."""
    return f"{indicator.address}{period}/"
