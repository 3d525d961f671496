"""Pages `/chi-tieu/<slug>/<period>/`: an indicator's figures of one period, at a permanent address. If rankings are
split (`generator.pages.ranking_scopes`), also the pages of each province and of single levels."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from generator import formats
from generator.deferred import Deferred, deferred
from generator.grouping import grouped
from generator.model import Period
from generator.pages.calendar import Calendar, calendar_of_year
from generator.pages.facts import Group
from generator.pages.indicator.embed import embedding
from generator.pages.indicator.indicator_facts import IndicatorFacts
from generator.pages.indicator.naming import citation, description
from generator.pages.indicator.poster import PosterContent, figures_picture, figures_poster
from generator.pages.indicator.results import FiguresPage, results_of
from generator.pages.indicator.scope import Part, Scope, part_of, whole_of
from generator.pages.indicator.summary import (
    PROVINCES,
    LevelSummary,
    own_page_summary,
    page_of,
    pooled_summary,
    provinces_of,
)
from generator.pages.links import dated_address
from generator.pages.parts import Link
from generator.pages.posters import Poster, poster_path
from generator.pages.province_table import ProvinceTable
from generator.pages.published import days_of


@dataclass(frozen=True, kw_only=True)
class DatedRankingPage(FiguresPage):
    """An indicator's figures of one period. `newest` links to the newest figures if this period is not the newest.
    `year` has links to the periods of the same year, `others` links to all years; None if there are no others."""

    newest: Link | None
    year: Calendar | None
    others: Link | None


def dated_ranking_pages(indicators: Sequence[IndicatorFacts]) -> Deferred[DatedRankingPage]:
    """Returns a page for each indicator and period with at least one figure. If rankings are split, also a page for
    each province and for each level that has a page of its own."""
    makers: list[partial[DatedRankingPage]] = []
    addresses: list[tuple[str]] = []
    for indicator_facts in indicators:
        whole = whole_of(indicator_facts)
        for period in indicator_facts.figures:
            makers.append(partial(_whole, whole, period))
            addresses.append((indicator_facts.dated[period],))
        for undated, ranking_scopes in grouped(
            indicator_facts.parts(), lambda ranking_scope: ranking_scope.undated
        ).items():
            part = part_of(indicator_facts, undated)
            for ranking_scope in ranking_scopes:
                if ranking_scope.period:
                    makers.append(partial(_part, part, ranking_scope.period))
                    addresses.append((ranking_scope.address,))
    return Deferred(makers, addresses)


def dated_posters(indicators: Sequence[IndicatorFacts]) -> Deferred[Poster]:
    """Returns the preview picture of each dated page that covers the whole portal."""
    wholes = map(whole_of, indicators)
    pairs = ((whole, period) for whole in wholes for period in whole.indicator_facts.figures)

    def poster(pair: tuple[Scope, Period]) -> Poster:
        return figures_poster(_poster_content(*pair), pair[0].facts)

    return deferred(poster, pairs, lambda pair: poster_path(pair[0].dated[pair[1]]))


def _poster_content(scope: Scope, period: Period) -> PosterContent:
    figures, pooled = scope.figures(period), scope.indicator_facts.pooled_at.get(period, ())
    return PosterContent(scope.dated[period], scope.indicator, figures.own, figures.groups, pooled)


def _whole(scope: Scope, period: Period) -> DatedRankingPage:
    indicator_facts = scope.indicator_facts
    picture = figures_picture(_poster_content(scope, period), scope.facts)
    pooled = indicator_facts.pooled_at.get(period, ())
    known = indicator_facts.figures[period].groups if pooled else ()
    groups = tuple(group for group in known if group.level.below_province)
    counts = Counter(group.level for group in groups)
    level_summaries = tuple(pooled_summary(group, counts[group.level], scope.facts) for group in pooled)
    provinces = provinces_of(groups, period, scope.facts)
    return replace(_dated(scope, period, level_summaries, pooled, provinces), picture=picture)


def _part(scope: Part, period: Period) -> DatedRankingPage:
    elsewhere = scope.elsewhere_at(period)
    level_summaries = (
        own_page_summary(group, page_of(group, scope.facts.levels, period), scope.facts) for group in elsewhere
    )
    others = Link("Các tỉnh, thành phố khác trong kỳ này", dated_address(scope.indicator, period))
    return replace(_dated(scope, period, tuple(level_summaries), elsewhere), related_links=(others,))


def _dated(
    scope: Scope,
    period: Period,
    level_summaries: tuple[LevelSummary, ...],
    elsewhere: Sequence[Group],
    provinces: ProvinceTable | None = None,
) -> DatedRankingPage:
    """Builds the page. `elsewhere` are the groups with tables on other pages; `level_summaries` are their summaries."""
    indicator, facts, figures = scope.indicator, scope.facts, scope.figures(period)
    address, where = scope.dated[period], scope.where
    heading = f"{scope.name}, {formats.period(period)}"
    days = days_of((*figures.rows, *figures.stated), facts)
    results = results_of(figures.own, figures.groups, figures.stated, facts)
    section_links = (
        *(part.section_link for part in results.rankings),
        *(level.section_link for level in level_summaries),
    )
    cited_title = f"{scope.full_name}, {formats.period(period)}"
    return DatedRankingPage(
        address=address,
        title=f"{heading}, {where}" if scope.whole else heading,
        description=description(heading, (*figures.groups, *elsewhere), figures.own),
        trail=(*scope.trail, scope.own_link),
        hide_toc=True,
        heading=heading,
        official=indicator.name if indicator.name != indicator.short_name else "",
        definition=indicator.definition,
        section_links=(*section_links, *((PROVINCES,) if provinces else ())),
        results=results,
        citation=citation(cited_title, address, facts.portal, published=days),
        newest=None if next(iter(scope.dated)) == period else Link("Xem số liệu mới nhất", scope.address),
        year=_year(period, scope.dated),
        others=_other_years(scope.address, period, scope.dated),
        embedding=embedding(scope, period, section_links) if scope.whole else None,
        level_summaries=level_summaries,
        provinces=provinces,
    )


def _year(current: Period, periods: Mapping[Period, str]) -> Calendar | None:
    """Grid of the periods in the page's year. None if the indicator has a single period."""
    return calendar_of_year(f"Các kỳ trong năm {current.year}", periods, current) if len(periods) > 1 else None


def _other_years(newest: str, current: Period, periods: Iterable[Period]) -> Link | None:
    """Link to the periods of other years. The page does not list those years, so it does not change when a new year
    begins."""
    other = any(period.year != current.year for period in periods)
    return Link("Các năm khác", f"{newest}#cac-ky") if other else None
