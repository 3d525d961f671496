"""Pages `/chi-tieu/<slug>/`: definition, newest figures, targets and periods of an indicator. If its rankings are split
(see `generator.pages.places`), also the pages of each province and of single levels."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from generator import formats, words
from generator.model import Indicator, Period, Portal
from generator.pages.calendar import Calendar, calendar
from generator.pages.curves import spark
from generator.pages.facts import Assessed, Facts, Stated
from generator.pages.indicator.about import About, Related, about, related_of
from generator.pages.indicator.course import Course, province_moments
from generator.pages.indicator.embed import embedded_parts, embedding
from generator.pages.indicator.history import history_of
from generator.pages.indicator.material import Material
from generator.pages.indicator.movers import moves_of
from generator.pages.indicator.naming import asked_description, citation, description
from generator.pages.indicator.poster import figures_poster
from generator.pages.indicator.results import FiguresPage, Results, results_of
from generator.pages.indicator.scope import Scope, part_of, whole_of
from generator.pages.indicator.summary import (
    Former,
    LevelInShort,
    OverTime,
    Provinces,
    apart_in_short,
    page_of,
    pooled_in_short,
    pooled_over_time,
    provinces_of,
)
from generator.pages.indicator.targets import Targets, targets_of
from generator.pages.levels import Group, Levels, level_id
from generator.pages.linked import span
from generator.pages.maps import map_of_group
from generator.pages.parts import DataSet, Link, MapPicture
from generator.pages.places import Place
from generator.pages.posters import Poster, poster_path
from generator.pages.topics import indicator_topic
from generator.sharing import Deferred, deferred

_TARGETS = Link("Mức phải đạt", "#chi-tieu-giao")
_PERIODS = Link("Từng kỳ", "#cac-ky")

_YEARS = 3
"""Number of years that the grid of periods shows. Earlier years are in a folded grid below it."""


@dataclass(frozen=True, kw_only=True)
class IndicatorPage(FiguresPage):
    """Page of one indicator.

    - `levels`: links to the levels on the page.
    - `empty`: text that is shown if no document states a figure; otherwise empty.
    - `over_time`, `maps`: history and map of each level, by the id of the level's standings.
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


def indicator_pages(materials: Sequence[Material]) -> Deferred[IndicatorPage]:
    """Returns a page for each indicator, in the order of the data. If rankings are split, also a page for each province
    and for each level that has a page of its own."""
    related = related_of(materials[0].facts) if materials else {}
    makers: list[partial[IndicatorPage]] = []
    addresses: list[tuple[str]] = []
    for material in materials:
        makers.append(partial(_whole, material, related.get(material.indicator.id, ())))
        addresses.append((material.indicator.address,))
        for place in material.parts():
            if place.period is None:
                makers.append(partial(_part, material, place))
                addresses.append((place.address,))
    return Deferred(makers, addresses)


def _whole(material: Material, related: tuple[Related, ...]) -> IndicatorPage:
    scope, facts, levels = whole_of(material), material.facts, material.levels
    listed, pooled = scope.elsewhere, scope.pooled
    in_short = (_pooled_level(course, listed, facts, levels) for course in scope.courses)
    page = _page(scope, tuple(in_short), pooled, provinces_of(listed, None, levels, facts.today))
    own, ranked = scope.newest.own, scope.newest.groups
    return replace(
        page,
        about=about(material.indicator, related, facts.portal),
        data=_data(material.indicator, material.rows, facts.portal.settings.title),
        feed=indicator_topic(material.indicator).own_link,
        embedding=embedding(material.indicator, None, embedded_parts(own, page.levels), scope.where),
        picture=figures_poster(scope.address, material.indicator, own, ranked, facts, pooled, drawn=False).picture,
    )


def _pooled_level(course: Course, listed: Iterable[Group], facts: Facts, levels: Levels) -> LevelInShort:
    """Summary of a level of all provinces together. `listed` are the newest groups in the table of provinces."""
    newest = course.newest
    provinces = sum(group.level is newest.level and group.period == newest.period for group in listed)
    return pooled_in_short(newest, provinces, facts, pooled_over_time(course, levels, facts.portal))


def _part(material: Material, place: Place) -> IndicatorPage:
    scope = part_of(material, place)
    elsewhere = scope.elsewhere
    in_short = (apart_in_short(group, page_of(group, scope.levels), scope.facts.today) for group in elsewhere)
    others = Link("Các tỉnh, thành phố khác", scope.indicator.address)
    return replace(_page(scope, tuple(in_short), elsewhere), beside=(others,))


def _page(
    scope: Scope, in_short: tuple[LevelInShort, ...], elsewhere: Sequence[Group], provinces: Provinces | None = None
) -> IndicatorPage:
    """Builds the page. `elsewhere` are the groups with tables on other pages; `in_short` are their summaries."""
    indicator, facts, levels = scope.indicator, scope.facts, scope.levels
    courses, own, groups = scope.newest.courses, scope.newest.own, scope.newest.groups
    known = (*groups, *elsewhere)
    periods = {row.period for row in own if row.period} | {group.period for group in known}
    newest = max(periods, key=lambda period: period.end, default=None)
    over_time = {level_id(course.newest, facts): _over_time(course, levels, facts) for course in courses}
    results = _results(scope, over_time)
    doors = (*(part.door for part in results.standings), *(level.door for level in in_short))
    dated = scope.dated
    return IndicatorPage(
        address=scope.address,
        title=_title(scope, newest),
        description=_description(scope, newest, known),
        trail=scope.trail,
        hide_toc=True,
        heading=scope.name,
        official=indicator.name if indicator.name != indicator.short_name else "",
        definition=indicator.definition,
        doors=(*doors, *((provinces.door,) if provinces else ()), *_section_links(scope)),
        levels=doors,
        results=results,
        in_short=in_short,
        provinces=provinces,
        over_time=over_time,
        maps=dict(_maps(groups, levels, facts)),
        only=_only_period(dated),
        periods=calendar("Trang riêng của từng kỳ", _in_years(dated, _years(dated)[:_YEARS])),
        past=calendar("Những năm trước", _in_years(dated, _years(dated)[_YEARS:])),
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
    in_time = scope.material.provinces_in_time
    sparks = {row.unit.id: spark(province_moments(row, in_time, facts.portal), scope.indicator) for row in own}
    return results_of(own, scope.newest.groups, _newest_stated(scope.stated), facts, drawn, sparks)


def _description(scope: Scope, newest: Period | None, groups: Sequence[Group]) -> str:
    """Describes the newest figures of the groups. If there are none, describes the targets."""
    if newest is None:
        return asked_description(scope.indicator, scope.facts)
    title = f"{scope.name}, số liệu mới nhất ({formats.period(newest)})"
    return description(title, groups, scope.newest.own)


def _section_links(scope: Scope) -> Iterator[Link]:
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


def indicator_posters(materials: Sequence[Material]) -> Deferred[Poster]:
    """Returns the preview picture of each indicator's page, in the order of the data."""

    def poster(material: Material) -> Poster:
        scope = whole_of(material)
        own, ranked = scope.newest.own, scope.newest.groups
        return figures_poster(scope.address, material.indicator, own, ranked, material.facts, scope.pooled)

    return deferred(poster, materials, lambda material: poster_path(material.indicator.address))


def _maps(groups: Iterable[Group], levels: Levels, facts: Facts) -> Iterator[tuple[str, MapPicture]]:
    """Yields the id of each level's standings with the map of the level."""
    for group in groups:
        if found := map_of_group(group, levels, facts):
            yield level_id(group, facts), found


def _over_time(course: Course, levels: Levels, facts: Facts) -> OverTime:
    def dated(group: Group) -> str:
        return page_of(group, levels, group.period)

    former = tuple(_former(group, dated(group), facts) for group in course.former)
    return OverTime(history_of(course, dated), moves_of(course, facts.portal), former)


def _former(group: Group, address: str, facts: Facts) -> Former:
    units = f"{len(group.known)} {words.LEVEL_UNITS[group.level]} của {words.name_in_text(group.province)}"
    text = f"số liệu {formats.period(group.period)} của {units}"
    return Former(level_id(group, facts), Link(text, address))


def _only_period(dated: Mapping[Period, str]) -> Link | None:
    found = [Link(words.opening(formats.period(period)), address) for period, address in dated.items()]
    return found[0] if len(found) == 1 else None


def _years(dated: Iterable[Period]) -> Sequence[int]:
    """The years of the periods, newest first."""
    return tuple(dict.fromkeys(period.year for period in dated))


def _in_years(dated: Mapping[Period, str], years: Sequence[int]) -> Mapping[Period, str]:
    return {period: address for period, address in dated.items() if period.year in years}


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
    last = {(row.unit.id, row.level): row.period for row in sorted(figures, key=lambda row: row.period.end)}
    return tuple(row for row in figures if last[row.unit.id, row.level] == row.period)
