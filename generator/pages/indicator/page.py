"""`/chi-tieu/<slug>/`: what an indicator measures, who stands where, who must reach what."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator import formats, words
from generator.grouping import grouped
from generator.model import IndexScheme, Indicator, Period, Portal
from generator.pages.calendar import Calendar, calendar
from generator.pages.curves import spark
from generator.pages.facts import Assessed, Facts, Stated
from generator.pages.indicator.course import Course, province_moments
from generator.pages.indicator.dated import dated_addresses
from generator.pages.indicator.embed import embedded_parts, embedding
from generator.pages.indicator.history import History, history_of
from generator.pages.indicator.movers import Moves, moves_of
from generator.pages.indicator.naming import asked_description, citation, description, place_names
from generator.pages.indicator.periods import newest_of
from generator.pages.indicator.poster import figures_poster
from generator.pages.indicator.results import FiguresPage, results_of
from generator.pages.indicator.targets import Targets, targets_of
from generator.pages.levels import Group, Levels, level_id
from generator.pages.linked import span
from generator.pages.links import HOME, INDICATORS, dated_address, indicator_link, source_link
from generator.pages.maps import map_of_group
from generator.pages.parts import Cell, DataSet, Link, MapPicture, Table
from generator.pages.posters import Poster, poster_path
from generator.pages.topics import indicator_topic
from generator.sharing import Deferred, deferred

SERVICE_INDEX = "service-index"
_SIGNS = {"/": "chia cho", "+": "cộng"}
_TARGETS = Link("Mức phải đạt", "#chi-tieu-giao")
_PERIODS = Link("Từng kỳ", "#cac-ky")

_YEARS = 3
"""The grid of periods shows so many years at once, the ones before when it is unfolded."""


@dataclass(frozen=True)
class Related:
    """Another indicator, how it hangs together with this one, and why."""

    lead: str
    link: Link
    reason: str = ""


@dataclass(frozen=True)
class Scheme:
    """One way in which the points of the service index are shared out."""

    table: Table
    note: str
    source: Link


@dataclass(frozen=True)
class Former:
    """A level that another one continues: its last ranking, at the anchor where its newest one stood before."""

    id: str
    ranking: Link


@dataclass(frozen=True)
class OverTime:
    """A level over time: its history, who rose and fell most, the levels that it continues."""

    history: History | None
    moves: tuple[Moves, ...]
    former: tuple[Former, ...]


@dataclass(frozen=True, kw_only=True)
class IndicatorPage(FiguresPage):
    """One indicator.

    `empty` says what is known instead when no document states a figure. `over_time` and `maps` are by the id of a
    level's standings. `only` leads to the dated ranking where there is a single one; of several, `periods` lead to
    those of the newest years, `past` to those of the years before.
    """

    empty: str
    over_time: Mapping[str, OverTime]
    maps: Mapping[str, MapPicture]
    only: Link | None
    periods: Calendar
    past: Calendar
    targets: Targets
    properties: tuple[tuple[str, str | Link], ...]
    formula: tuple[Link, ...]
    sign: str
    related: tuple[Related, ...]
    schemes: tuple[Scheme, ...]


def indicator_pages(facts: Facts, levels: Levels) -> Deferred[IndicatorPage]:
    """A page for each indicator, in the order of the data."""
    related = _related(facts)
    return deferred(
        lambda indicator: _page(indicator, related.get(indicator.id, ()), facts, levels),
        facts.portal.indicators.values(),
        _address,
    )


def _address(indicator: Indicator) -> str:
    return indicator.address


def _page(indicator: Indicator, related: tuple[Related, ...], facts: Facts, levels: Levels) -> IndicatorPage:
    rows = facts.by_indicator.get(indicator.id, ())
    newest_figures = newest_of(indicator, facts, levels)
    courses, own, groups = newest_figures.courses, newest_figures.own, newest_figures.groups
    periods = {row.period for row in own if row.period} | {group.period for group in groups}
    newest = max(periods, key=lambda period: period.end, default=None)
    dated = dated_addresses(indicator, rows)
    over_time = {level_id(course.newest, facts.portal): _over_time(course, facts.portal) for course in courses}
    drawn = {id_ for id_, time in over_time.items() if time.history}
    of_provinces = [row for row in rows if not row.unit.level.below_province]
    sparks = {row.unit.id: spark(province_moments(row, of_provinces, facts.portal), indicator) for row in own}
    stated = _newest_of_levels(facts.level_figures.get(indicator.id, ()))
    results = results_of(own, groups, stated, facts, drawn, sparks)
    doors = tuple(part.door for part in results.standings)
    return IndicatorPage(
        address=indicator.address,
        title=_title(indicator, newest, place_names(indicator, facts, levels)),
        description=description(f"{indicator.short_name}, số liệu mới nhất ({formats.period(newest)})", groups, own)
        if newest
        else asked_description(indicator, facts),
        trail=(HOME, INDICATORS),
        hide_toc=True,
        heading=indicator.short_name,
        official=indicator.name if indicator.name != indicator.short_name else "",
        definition=indicator.definition,
        doors=(*doors, _TARGETS, *((_PERIODS,) if len(dated) > 1 else ())),
        results=results,
        over_time=over_time,
        maps=dict(_maps(groups, levels, facts.portal)),
        only=_only(dated),
        periods=calendar("Trang riêng của từng kỳ", _of_years(dated, _years(dated)[:_YEARS])),
        past=calendar("Những năm trước", _of_years(dated, _years(dated)[_YEARS:])),
        citation=citation(indicator.name, indicator.address, facts.portal, periods),
        empty="" if newest else _empty(indicator, facts.portal),
        targets=targets_of(facts.targets_by_indicator.get(indicator.id, ())),
        properties=tuple(_properties(indicator, facts)),
        formula=_formula(indicator, facts.portal),
        sign=_SIGNS[indicator.formula.operator] if indicator.formula else "",
        related=related,
        schemes=tuple(_scheme(scheme, facts.portal) for scheme in _schemes(indicator, facts.portal)),
        data=_data(indicator, rows, facts.portal.settings.title),
        feed=indicator_topic(indicator).own_link,
        embedding=embedding(indicator, None, embedded_parts(own, doors), place_names(indicator, facts, levels)),
        picture=figures_poster(indicator.address, indicator, own, groups, facts).picture,
    )


def _data(indicator: Indicator, rows: Sequence[Assessed], publisher: str) -> DataSet:
    """The figures of the indicator, for search engines of data."""
    first, last = span(rows)
    return DataSet(
        name=f"{indicator.name}: số liệu theo đơn vị",
        description=f"Mức phải đạt, kết quả, đánh giá và thứ hạng của từng đơn vị, kèm nguồn. {indicator.definition}",
        measures=indicator.name,
        first=first,
        last=last,
        publisher=publisher,
    )


def indicator_posters(facts: Facts, levels: Levels) -> Deferred[Poster]:
    """What a link to each indicator's page shows, in the order of the data."""

    def poster(indicator: Indicator) -> Poster:
        newest = newest_of(indicator, facts, levels)
        return figures_poster(indicator.address, indicator, newest.own, newest.groups, facts)

    return deferred(poster, facts.portal.indicators.values(), lambda indicator: poster_path(indicator.address))


def _maps(groups: Iterable[Group], levels: Levels, portal: Portal) -> Iterator[tuple[str, MapPicture]]:
    """By the id of a level's standings."""
    for group in groups:
        if found := map_of_group(group, levels, portal):
            yield level_id(group, portal), found


def _over_time(course: Course, portal: Portal) -> OverTime:
    former = tuple(_former(group, portal) for group in course.former)
    return OverTime(history_of(course), moves_of(course, portal), former)


def _former(group: Group, portal: Portal) -> Former:
    units = f"{len(group.known)} {words.LEVEL_UNITS[group.level]} của {words.name_in_text(group.province)}"
    text = f"số liệu {formats.period(group.period)} của {units}"
    return Former(level_id(group, portal), Link(text, dated_address(group.indicator, group.period)))


def _only(dated: Mapping[Period, str]) -> Link | None:
    found = [Link(words.opening(formats.period(period)), address) for period, address in dated.items()]
    return found[0] if len(found) == 1 else None


def _years(dated: Iterable[Period]) -> Sequence[int]:
    return tuple(dict.fromkeys(period.year for period in dated))


def _of_years(dated: Mapping[Period, str], years: Sequence[int]) -> Mapping[Period, str]:
    return {period: address for period, address in dated.items() if period.year in years}


def _title(indicator: Indicator, newest: Period | None, where: str) -> str:
    about = f"số liệu đến {formats.period(newest)}" if newest else "mức phải đạt"
    return f"{indicator.short_name}, {where}: {about}" if where else f"{indicator.short_name}: {about}"


def _empty(indicator: Indicator, portal: Portal) -> str:
    plain = "Chưa có văn bản nào trong cổng công bố kết quả của chỉ tiêu này, nên chưa thể nói đạt hay chưa đạt."
    if not indicator.measured_by:
        return plain
    name = portal.indicators[indicator.measured_by].name
    return f"{plain} Có thể tham khảo chỉ tiêu gần nhất: {name}."


def _newest_of_levels(figures: tuple[Stated, ...]) -> tuple[Stated, ...]:
    last = {(row.unit.id, row.level): row.period for row in sorted(figures, key=lambda row: row.period.end)}
    return tuple(row for row in figures if last[row.unit.id, row.level] == row.period)


def _properties(indicator: Indicator, facts: Facts) -> Iterator[tuple[str, str | Link]]:
    yield "Đơn vị tính", words.MEASURES[indicator.measure]
    yield "Chiều đánh giá", words.DIRECTIONS[indicator.direction]
    yield "Nhóm", indicator.group
    for source_id in indicator.sources:
        yield "Văn bản", source_link(facts.portal.sources[source_id])


def _formula(indicator: Indicator, portal: Portal) -> tuple[Link, ...]:
    operands = indicator.formula.operands if indicator.formula else ()
    return tuple(indicator_link(portal.indicators[operand]) for operand in operands)


def _related(facts: Facts) -> Mapping[str, tuple[Related, ...]]:
    """By indicator id, the indicators that are computed from it, stand in for it, or that it stands in for."""
    pairs = [pair for indicator in facts.portal.indicators.values() for pair in _ties(indicator, facts)]
    return {key: tuple(item for _, item in items) for key, items in grouped(pairs, lambda pair: pair[0]).items()}


def _ties(indicator: Indicator, facts: Facts) -> Iterator[tuple[str, Related]]:
    for operand in indicator.formula.operands if indicator.formula else ():
        yield operand, Related("Dùng để tính chỉ tiêu", indicator_link(indicator))
    if indicator.measured_by:
        other = facts.portal.indicators[indicator.measured_by]
        reason = indicator.measured_by_reason
        yield indicator.id, Related("Chưa có số liệu riêng; đo gián tiếp bằng", indicator_link(other), reason)
        yield other.id, Related("Được dùng để đo gián tiếp mục tiêu", indicator_link(indicator), reason)


def _schemes(indicator: Indicator, portal: Portal) -> tuple[IndexScheme, ...]:
    return portal.schemes if indicator.id == SERVICE_INDEX else ()


def _scheme(scheme: IndexScheme, portal: Portal) -> Scheme:
    rows = tuple(
        (Cell(group.name), Cell(str(group.points), str(group.points), numeric=True)) for group in scheme.groups
    )
    table = Table(scheme.name, ("Nhóm tiêu chí", "Điểm tối đa"), rows)
    return Scheme(table, scheme.note, source_link(portal.sources[scheme.source_id]))
