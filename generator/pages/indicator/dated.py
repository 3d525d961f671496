"""`/chi-tieu/<slug>/<period>/`: an indicator's figures of one period, at an address that stays."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from generator import formats
from generator.model import Indicator, Period
from generator.pages.calendar import Calendar, calendar_of_year
from generator.pages.facts import Assessed, Facts
from generator.pages.indicator.embed import embedded_parts, embedding
from generator.pages.indicator.naming import citation, description, place_names
from generator.pages.indicator.periods import Figures, figures_by_period
from generator.pages.indicator.poster import figures_poster
from generator.pages.indicator.results import FiguresPage, results_of
from generator.pages.levels import Levels
from generator.pages.links import HOME, INDICATORS, dated_address
from generator.pages.parts import Link
from generator.pages.posters import Poster, poster_path
from generator.pages.published import days_of
from generator.sharing import Deferred, deferred


@dataclass(frozen=True, kw_only=True)
class DatedRankingPage(FiguresPage):
    """An indicator's figures of one period. `newest` leads to the latest ones when this period is past; `year` to the
    periods of its year, `others` to all years, if there are any."""

    newest: Link | None
    year: Calendar | None
    others: Link | None


def dated_ranking_pages(facts: Facts, levels: Levels) -> Deferred[DatedRankingPage]:
    """A page for each indicator and period with at least one figure."""
    makers: list[partial[DatedRankingPage]] = []
    addresses: list[tuple[str]] = []
    for indicator in facts.portal.indicators.values():
        periods = dated_addresses(indicator, facts.by_indicator.get(indicator.id, ()))
        where = place_names(indicator, facts, levels)
        found = list(figures_by_period(indicator, facts, levels))
        makers += [partial(_dated, indicator, figures, periods, where, facts) for figures in found]
        addresses += [(periods[figures.period],) for figures in found]
    return Deferred(makers, addresses)


def dated_posters(facts: Facts, levels: Levels) -> Deferred[Poster]:
    """What a link to each of these pages shows."""
    pairs = (
        (indicator, figures)
        for indicator in facts.portal.indicators.values()
        for figures in figures_by_period(indicator, facts, levels)
    )
    return deferred(
        lambda pair: _poster(*pair, facts), pairs, lambda pair: poster_path(dated_address(pair[0], pair[1].period))
    )


def _poster(indicator: Indicator, figures: Figures, facts: Facts) -> Poster:
    address = dated_address(indicator, figures.period)
    return figures_poster(address, indicator, figures.own, figures.groups, facts)


def _dated(
    indicator: Indicator, figures: Figures, periods: Mapping[Period, str], where: str, facts: Facts
) -> DatedRankingPage:
    address = periods[figures.period]
    heading = f"{indicator.short_name}, {formats.period(figures.period)}"
    days = days_of((*figures.rows, *figures.stated), facts)
    results = results_of(figures.own, figures.groups, figures.stated, facts)
    doors = tuple(part.door for part in results.standings)
    return DatedRankingPage(
        address=address,
        title=f"{heading}, {where}",
        description=description(heading, figures.groups, figures.own),
        trail=(HOME, INDICATORS, Link(indicator.short_name, indicator.address)),
        hide_toc=True,
        heading=heading,
        official=indicator.name if indicator.name != indicator.short_name else "",
        definition=indicator.definition,
        doors=doors,
        results=results,
        citation=citation(f"{indicator.name}, {formats.period(figures.period)}", address, facts.portal, published=days),
        newest=None if next(iter(periods)) == figures.period else Link("Xem số liệu mới nhất", indicator.address),
        year=_year(figures.period, periods),
        others=_others(indicator, figures.period, periods),
        embedding=embedding(indicator, figures.period, embedded_parts(figures.own, doors), where),
        picture=_poster(indicator, figures, facts).picture,
    )


def _year(current: Period, periods: Mapping[Period, str]) -> Calendar | None:
    """The grid of the page's year; an indicator with a single period needs none."""
    return calendar_of_year(f"Các kỳ trong năm {current.year}", periods, current) if len(periods) > 1 else None


def _others(indicator: Indicator, current: Period, periods: Iterable[Period]) -> Link | None:
    """The way to the years that this page does not name, so that it stays as it is when its own is over."""
    other = any(period.year != current.year for period in periods)
    return Link("Các năm khác", f"{indicator.address}#cac-ky") if other else None


def dated_addresses(indicator: Indicator, rows: Iterable[Assessed]) -> Mapping[Period, str]:
    """The dated rankings of an indicator, newest first: every period with at least one figure."""
    known = {row.period for row in rows if row.period and row.amount is not None}
    ordered = sorted(known, key=lambda period: (period.end, period.start), reverse=True)
    return {period: dated_address(indicator, period) for period in ordered}
