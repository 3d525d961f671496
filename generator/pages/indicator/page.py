"""Pages `/chi-tieu/<slug>/`: definition, newest figures, targets and periods of an indicator. If its rankings are split
(see `generator.pages.ranking_scopes`), also the pages of each province and of single levels."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from generator import formats, words
from generator.deferred import Deferred, deferred
from generator.model import Indicator, Period, Portal
from generator.pages.calendar import Calendar, calendar_of_earlier_years, calendar_of_newest_years
from generator.pages.curves import spark
from generator.pages.drawings import MapPicture
from generator.pages.facts import Assessed, Facts, Group, Stated
from generator.pages.indicator.about import About, Related, about, related_of
from generator.pages.indicator.embed import embedding
from generator.pages.indicator.history import history_of
from generator.pages.indicator.indicator_facts import IndicatorFacts
from generator.pages.indicator.movers import moves_of
from generator.pages.indicator.naming import citation, description, periods_of, target_description
from generator.pages.indicator.poster import PosterContent, figures_picture, figures_poster
from generator.pages.indicator.results import FiguresPage, Results, results_of
from generator.pages.indicator.scope import Scope, part_of, whole_of
from generator.pages.indicator.summary import (
    PROVINCES,
    FormerLevel,
    LevelSummary,
    OverTime,
    own_page_summary,
    page_of,
    pooled_over_time,
    pooled_summary,
    provinces_of,
)
from generator.pages.indicator.targets import Targets, targets_of
from generator.pages.indicator.timeline import LevelTimeline, province_moments
from generator.pages.level_names import level_id
from generator.pages.linked import span
from generator.pages.maps import map_of_group
from generator.pages.parts import DataSet, Link
from generator.pages.posters import Poster, poster_path
from generator.pages.province_table import ProvinceTable
from generator.pages.ranking_scopes import RankingScope
from generator.pages.topics import indicator_topic

_TARGETS = Link("Mức phải đạt", "#chi-tieu-giao")
_PERIODS = Link("Từng kỳ", "#cac-ky")


@dataclass(frozen=True, kw_only=True)
class IndicatorPage(FiguresPage):
    """Page of one indicator.

    - `levels`: links to the levels on the page.
    - `empty`: text that is shown if no document states a figure; otherwise empty.
    - `over_time`, `maps`: history and map of each level, by the id of the level's ranking.
    - `only`: link to the dated ranking, if there is exactly one.
    - `periods`, `past`: links to the dated rankings of the newest years, and of earlier years.
    """

    levels: tuple[Link, ...]
    empty: str
    over_time: Mapping[str, OverTime]
    maps: Mapping[str, MapPicture]
    only: Link | None
    periods: Calendar
    past: Calendar
    targets: Targets
    about: About


def indicator_pages(indicators: Sequence[IndicatorFacts]) -> Deferred[IndicatorPage]:
    """Returns a page for each indicator, in the order of the data. If rankings are split, also a page for each province
    and for each level that has a page of its own."""
    related = related_of(indicators[0].facts) if indicators else {}
    makers: list[partial[IndicatorPage]] = []
    addresses: list[tuple[str]] = []
    for indicator_facts in indicators:
        makers.append(partial(_whole, indicator_facts, related.get(indicator_facts.indicator.id, ())))
        addresses.append((indicator_facts.indicator.address,))
        for ranking_scope in indicator_facts.parts():
            if ranking_scope.period is None:
                makers.append(partial(_part, indicator_facts, ranking_scope))
                addresses.append((ranking_scope.address,))
    return Deferred(makers, addresses)


def _whole(indicator_facts: IndicatorFacts, related: tuple[Related, ...]) -> IndicatorPage:
    scope, facts = whole_of(indicator_facts), indicator_facts.facts
    listed, pooled = scope.elsewhere, scope.pooled
    level_summaries = (_pooled_level(timeline, listed, facts) for timeline in scope.timelines)
    page = _page(scope, tuple(level_summaries), pooled, provinces_of(listed, None, facts))
    return replace(
        page,
        about=about(indicator_facts.indicator, related, facts.portal),
        data=_data(indicator_facts.indicator, indicator_facts.rows, facts.portal.settings.title),
        feed=indicator_topic(indicator_facts.indicator).own_link,
        embedding=embedding(scope, None, page.levels),
        picture=figures_picture(_poster_content(scope), facts),
    )


def _pooled_level(timeline: LevelTimeline, listed: Iterable[Group], facts: Facts) -> LevelSummary:
    """Summary of a level of all provinces together. `listed` are the newest groups in the table of provinces."""
    newest = timeline.newest
    provinces = sum(group.level is newest.level and group.period == newest.period for group in listed)
    return pooled_summary(newest, provinces, facts, pooled_over_time(timeline, facts))


def _part(indicator_facts: IndicatorFacts, ranking_scope: RankingScope) -> IndicatorPage:
    scope = part_of(indicator_facts, ranking_scope)
    elsewhere = scope.elsewhere
    level_summaries = (own_page_summary(group, page_of(group, scope.facts.levels), scope.facts) for group in elsewhere)
    others = Link("Các tỉnh, thành phố khác", scope.indicator.address)
    return replace(_page(scope, tuple(level_summaries), elsewhere), related_links=(others,))


def _page(
    scope: Scope,
    level_summaries: tuple[LevelSummary, ...],
    elsewhere: Sequence[Group],
    provinces: ProvinceTable | None = None,
) -> IndicatorPage:
    """Builds the page. `elsewhere` are the groups with tables on other pages; `level_summaries` are their summaries."""
    indicator, facts = scope.indicator, scope.facts
    timelines, own, groups = scope.newest.timelines, scope.newest.own, scope.newest.groups
    known = (*groups, *elsewhere)
    periods = periods_of(known, own)
    newest = max(periods, key=lambda period: period.order, default=None)
    over_time = {level_id(timeline.newest, facts): _over_time(timeline, facts) for timeline in timelines}
    results = _results(scope, over_time)
    level_links = tuple(section.section_link for section in (*results.rankings, *level_summaries))
    return IndicatorPage(
        address=scope.address,
        title=_title(scope, newest),
        description=_description(scope, newest, known),
        trail=scope.trail,
        hide_toc=True,
        heading=scope.name,
        official=indicator.name if indicator.name != indicator.short_name else "",
        definition=indicator.definition,
        section_links=tuple(_section_links(scope, level_links, provinces)),
        levels=level_links,
        results=results,
        level_summaries=level_summaries,
        provinces=provinces,
        over_time=over_time,
        maps=dict(_maps(groups, facts)),
        only=_only_period(scope.dated),
        periods=calendar_of_newest_years("Trang riêng của từng kỳ", scope.dated),
        past=calendar_of_earlier_years(scope.dated),
        citation=citation(scope.full_name, scope.address, facts.portal, periods),
        empty="" if newest else _empty_text(indicator, facts.portal),
        targets=targets_of(scope.targets, facts),
        about=About(),
    )


def _results(scope: Scope, over_time: Mapping[str, OverTime]) -> Results:
    """Returns the newest figures. A level with a chart over time gets no distribution, because the chart shows the
    same."""
    facts, own = scope.facts, scope.newest.own
    drawn = {id_ for id_, time in over_time.items() if time.history}
    in_time = scope.indicator_facts.provinces_in_time
    sparks = {row.unit.id: spark(province_moments(row, in_time, facts.portal), scope.indicator) for row in own}
    return results_of(own, scope.newest.groups, _newest_stated(scope.stated), facts, drawn, sparks)


def _description(scope: Scope, newest: Period | None, groups: Sequence[Group]) -> str:
    """Describes the newest figures of the groups. If there are none, describes the targets."""
    if newest is None:
        return target_description(scope.indicator, scope.facts)
    own = scope.newest.own
    when = f" ({formats.period(newest)})" if periods_of(groups, own) == {newest} else ""
    return description(f"{scope.name}, số liệu mới nhất{when}", groups, own)


def _section_links(scope: Scope, level_links: Iterable[Link], provinces: ProvinceTable | None) -> Iterator[Link]:
    yield from level_links
    if provinces:
        yield PROVINCES
    if scope.whole or scope.targets:
        yield _TARGETS
    if len(scope.dated) > 1:
        yield _PERIODS


def _data(indicator: Indicator, rows: Sequence[Assessed], publisher: str) -> DataSet:
    """Describes the indicator's figures as a data set, for search engines of data sets."""
    first, last = span(rows)
    return DataSet(
        name=f"{indicator.name}: số liệu theo đơn vị",
        description=f"Mức phải đạt, kết quả, đánh giá và thứ hạng của từng đơn vị, kèm nguồn. {indicator.definition}",
        measures=indicator.name,
        first=first,
        last=last,
        publisher=publisher,
    )


def indicator_posters(indicators: Sequence[IndicatorFacts]) -> Deferred[Poster]:
    """Returns the preview picture of each indicator's page, in the order of the data."""

    def poster(indicator_facts: IndicatorFacts) -> Poster:
        return figures_poster(_poster_content(whole_of(indicator_facts)), indicator_facts.facts)

    return deferred(poster, indicators, lambda indicator_facts: poster_path(indicator_facts.indicator.address))


def _poster_content(scope: Scope) -> PosterContent:
    return PosterContent(scope.address, scope.indicator, scope.newest.own, scope.newest.groups, scope.pooled)


def _maps(groups: Iterable[Group], facts: Facts) -> Iterator[tuple[str, MapPicture]]:
    """Yields the id of each level's ranking with the map of the level."""
    for group in groups:
        if found := map_of_group(group, facts):
            yield level_id(group, facts), found


def _over_time(timeline: LevelTimeline, facts: Facts) -> OverTime:
    def dated(group: Group) -> str:
        return page_of(group, facts.levels, group.period)

    former = tuple(_former(group, dated(group), facts) for group in timeline.former)
    return OverTime(history_of(timeline, dated), moves_of(timeline, facts.portal), former)


def _former(group: Group, address: str, facts: Facts) -> FormerLevel:
    units = f"{len(group.known)} {words.LEVEL_UNITS[group.level]} của {words.name_in_text(group.province)}"
    text = f"số liệu {formats.period(group.period)} của {units}"
    return FormerLevel(level_id(group, facts), words.rearranged_units(group.level), Link(text, address))


def _only_period(dated: Mapping[Period, str]) -> Link | None:
    found = [Link(words.capitalised(formats.period(period)), address) for period, address in dated.items()]
    return found[0] if len(found) == 1 else None


def _title(scope: Scope, newest: Period | None) -> str:
    asked = "mức phải đạt" if scope.targets else "chưa có số liệu"
    about = f"số liệu đến {formats.period(newest)}" if newest else asked
    named = f"{scope.name}, {scope.where}" if scope.whole and scope.where else scope.name
    return f"{named}: {about}"


def _empty_text(indicator: Indicator, portal: Portal) -> str:
    plain = "Chưa có văn bản nào trong cổng công bố kết quả của chỉ tiêu này, nên chưa thể nói đạt hay chưa đạt."
    if not indicator.measured_by:
        return plain
    name = portal.indicators[indicator.measured_by].name
    return f"{plain} Có thể tham khảo chỉ tiêu gần nhất: {name}."


def _newest_stated(figures: Sequence[Stated]) -> tuple[Stated, ...]:
    """Keeps the newest period of each unit and level."""
    last = {(row.unit.id, row.level): row.period for row in sorted(figures, key=lambda row: row.period.order)}
    return tuple(row for row in figures if last[row.unit.id, row.level] == row.period)
