"""`/chi-tieu/<slug>/<period>/`: an indicator's figures of one period, at an address that stays; of a vast portal also
those of a province and of one level of it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from generator import formats
from generator.grouping import grouped
from generator.model import Period
from generator.pages.calendar import Calendar, calendar_of_year
from generator.pages.indicator.embed import embedded_parts, embedding
from generator.pages.indicator.material import Material
from generator.pages.indicator.naming import citation, description
from generator.pages.indicator.poster import figures_poster
from generator.pages.indicator.results import FiguresPage, results_of
from generator.pages.indicator.scope import Part, Scope, part_of, whole_of
from generator.pages.indicator.summary import (
    LevelInShort,
    Provinces,
    apart_in_short,
    page_of,
    pooled_in_short,
    provinces_of,
)
from generator.pages.levels import Group
from generator.pages.parts import Link
from generator.pages.places import Place
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


def dated_ranking_pages(materials: Sequence[Material]) -> Deferred[DatedRankingPage]:
    """A page for each indicator and period with at least one figure; of a vast portal also for each province, and for
    each of its levels that stands apart."""
    makers: list[partial[DatedRankingPage]] = []
    addresses: list[tuple[str]] = []
    for material in materials:
        whole = whole_of(material)
        for period in material.figures:
            makers.append(partial(_whole, whole, period))
            addresses.append((material.dated[period],))
        for undated, places in grouped(material.parts(), lambda place: place.undated).items():
            part = part_of(material, undated)
            for place in places:
                if place.period:
                    makers.append(partial(_part, part, place.period))
                    addresses.append((place.address,))
    return Deferred(makers, addresses)


def dated_posters(materials: Sequence[Material]) -> Deferred[Poster]:
    """What a link to each of the pages of the whole portal shows."""
    wholes = map(whole_of, materials)
    pairs = ((whole, period) for whole in wholes for period in whole.material.figures)
    return deferred(lambda pair: _poster(*pair), pairs, lambda pair: poster_path(pair[0].dated[pair[1]]))


def _poster(scope: Scope, period: Period, *, drawn: bool = True) -> Poster:
    figures, facts = scope.figures(period), scope.facts
    pooled = scope.material.pooled_at.get(period, ())
    address = scope.dated[period]
    return figures_poster(address, scope.indicator, figures.own, figures.groups, facts, pooled, drawn=drawn)


def _whole(scope: Scope, period: Period) -> DatedRankingPage:
    material = scope.material
    picture = _poster(scope, period, drawn=False).picture
    pooled = material.pooled_at.get(period, ())
    known = material.figures[period].groups if pooled else ()
    groups = tuple(group for group in known if group.level.below_province)
    counts = Counter(group.level for group in groups)
    in_short = tuple(pooled_in_short(group, counts[group.level], scope.facts) for group in pooled)
    provinces = provinces_of(groups, period, scope.levels, scope.facts.today)
    return replace(_dated(scope, period, in_short, pooled, provinces), picture=picture)


def _part(scope: Part, period: Period) -> DatedRankingPage:
    apart = scope.elsewhere_at(period)
    in_short = (apart_in_short(group, page_of(group, scope.levels, period), scope.facts.today) for group in apart)
    others = Link("Các tỉnh, thành phố khác trong kỳ này", Place(period=period, root=scope.place.root).address)
    return replace(_dated(scope, period, tuple(in_short), apart), beside=(others,))


def _dated(
    scope: Scope,
    period: Period,
    in_short: tuple[LevelInShort, ...],
    elsewhere: Sequence[Group],
    provinces: Provinces | None = None,
) -> DatedRankingPage:
    """`in_short` tells of the groups whose tables stand `elsewhere`."""
    indicator, facts, figures = scope.indicator, scope.facts, scope.figures(period)
    address, where = scope.dated[period], scope.where
    heading = f"{scope.name}, {formats.period(period)}"
    days = days_of((*figures.rows, *figures.stated), facts)
    results = results_of(figures.own, figures.groups, figures.stated, facts)
    doors = (*(part.door for part in results.standings), *(level.door for level in in_short))
    cited = f"{scope.full_name}, {formats.period(period)}"
    return DatedRankingPage(
        address=address,
        title=f"{heading}, {where}" if scope.whole else heading,
        description=description(heading, (*figures.groups, *elsewhere), figures.own),
        trail=(*scope.trail, scope.own_link),
        hide_toc=True,
        heading=heading,
        official=indicator.name if indicator.name != indicator.short_name else "",
        definition=indicator.definition,
        doors=(*doors, *((provinces.door,) if provinces else ())),
        results=results,
        citation=citation(cited, address, facts.portal, published=days),
        newest=None if next(iter(scope.dated)) == period else Link("Xem số liệu mới nhất", scope.address),
        year=_year(period, scope.dated),
        others=_others(scope.address, period, scope.dated),
        embedding=embedding(indicator, period, embedded_parts(figures.own, doors), where) if scope.whole else None,
        in_short=in_short,
        provinces=provinces,
    )


def _year(current: Period, periods: Mapping[Period, str]) -> Calendar | None:
    """The grid of the page's year; an indicator with a single period needs none."""
    return calendar_of_year(f"Các kỳ trong năm {current.year}", periods, current) if len(periods) > 1 else None


def _others(newest: str, current: Period, periods: Iterable[Period]) -> Link | None:
    """The way to the years that this page does not name, so that it stays as it is when its own is over."""
    other = any(period.year != current.year for period in periods)
    return Link("Các năm khác", f"{newest}#cac-ky") if other else None
