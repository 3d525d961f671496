"""The page of each unit."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from types import MappingProxyType
from typing import Self

from generator import formats, words
from generator.deferred import Deferred, deferred
from generator.grouping import grouped
from generator.lineage import LineageByUnit, lineage_by_unit
from generator.model import Level, Portal, Unit
from generator.model.addresses import file_of
from generator.pages.boards import Board
from generator.pages.changes import ChangeLine, is_withdrawn_result
from generator.pages.drawings import Chart, Locator, MapPicture
from generator.pages.facts import Assessed, Facts, Levels, Stated, sources_of
from generator.pages.linked import span
from generator.pages.links import statement_address, unit_link, unit_trail, year_address
from generator.pages.maps import locator_of, map_of_overall
from generator.pages.members import Members, counted, members
from generator.pages.overall import OverallInLifetime, OverallRankings
from generator.pages.parts import Banner, DataSet, Link, Page, Picture, Table
from generator.pages.posters import Poster, poster_path
from generator.pages.published import citation_text, days_of, only_day
from generator.pages.tasks import TaskLine, tasks_by_actor
from generator.pages.topics import unit_topic
from generator.pages.unit import earlier, peers
from generator.pages.unit.assigned_tasks import AssignedTasks, assigned_tasks
from generator.pages.unit.boards import boards_of
from generator.pages.unit.embed import embedding
from generator.pages.unit.explanations import (
    NoFigures,
    PredecessorsHeading,
    ending,
    ends_by_note,
    no_figures,
    periods_of,
    predecessors_heading,
    result_sentence,
    withdrawn,
)
from generator.pages.unit.level_figures import level_figures, newest_of_levels
from generator.pages.unit.past import past_of
from generator.pages.unit.poster import unit_poster
from generator.pages.unit.trend import Trend, trend
from generator.pages.unit.without_result import IndicatorWithoutResult, indicators_without_result
from generator.pages.unit.year import Year, levels_within, years_of
from generator.pages.unit_names import existence_in_days, full_name


@dataclass(frozen=True)
class UnitGroup:
    """Units directly below a unit. With `short`, names are so short that two columns fit on a phone."""

    title: str
    units: tuple[Link, ...]
    short: bool


@dataclass(frozen=True)
class Comparisons:
    """Links to comparisons with other units. `compared_by` states the measure by which these units were chosen,
    or is empty."""

    links: tuple[Link, ...]
    compared_by: str


@dataclass(frozen=True)
class Predecessors:
    """The last figures of a unit's predecessors, with their heading."""

    heading: PredecessorsHeading
    figures: Table


_MAX_CHANGES = 12
"""Largest number of changes on a unit's page, so that the page does not grow over the years."""


@dataclass(frozen=True)
class ChangeList:
    """The newest changes of a unit's published figures, and the number of older ones."""

    newest: tuple[ChangeLine, ...]
    older: int

    @classmethod
    def of(cls, changes: Sequence[ChangeLine]) -> Self:
        """Returns the list of these changes, the newest of which come first."""
        return cls(tuple(changes[:_MAX_CHANGES]), max(len(changes) - _MAX_CHANGES, 0))


@dataclass(frozen=True, kw_only=True)
class UnitPage(Page):
    """Everything that the portal shows about a unit.

    - `unit_facts`: labels and values, such as kind, code and period of existence.
    - `sentence`: summary of the newest figures.
    - `comparisons`: links to comparisons with other units.
    - `banner`: what became of the unit, if it has ended.
    - `predecessors`: last figures of its predecessors.
    - `boards`: the newest figures, one board for each period.
    - `indicators_without_result`: indicators without a result.
    - `no_figures`: why the unit has no figures at all.
    - `position_charts`: charts of the unit's position in its level; only if there is no `trend`.
    - `neighbours`: the next better and next worse unit in each ranking.
    - `level_figures`: figures that documents state for whole levels within the unit.
    - `units_below`: units directly below.
    - `history`, `years`: figures of earlier periods, and links to the pages of the years.
    - `changes`: corrections of published figures.
    """

    heading: str
    unit_facts: tuple[tuple[str, str | Link], ...]
    sentence: str
    comparisons: Comparisons | None
    banner: Banner | None
    predecessors: Predecessors | None
    boards: tuple[Board, ...]
    indicators_without_result: tuple[IndicatorWithoutResult, ...]
    no_figures: NoFigures | None
    position_charts: tuple[Chart, ...]
    trend: Trend | None
    neighbours: Table | None
    level_figures: tuple[Board, ...]
    locator: Locator | None
    maps: tuple[MapPicture, ...]
    units_below: tuple[UnitGroup, ...]
    tasks: AssignedTasks
    history: Table | None
    years: tuple[Link, ...]
    changes: ChangeList
    downloads: tuple[Link, ...]
    feed: Link
    citation: str


@dataclass(frozen=True)
class _Context:
    """Everything that all unit pages share, computed once.

    - `overall`: overall ranking of the units of each level, by province id and level; `in_lifetime`: that of a unit's
      lifetime, with which it is compared.
    - `lines`: lines of descent between units.
    - `tasks`: tasks by unit id.
    - `stated`: figures of whole levels by unit id.
    - `covering`: returns the result of `_covering`, which is computed at the first call.
    - `changes`: changes of published figures by unit id.
    """

    facts: Facts
    overall: OverallRankings
    in_lifetime: OverallInLifetime
    lines: LineageByUnit
    tasks: Mapping[str, tuple[TaskLine, ...]]
    stated: Mapping[str, tuple[Stated, ...]]
    covering: Callable[[], Mapping[tuple[str, Level], tuple[Assessed, ...]]]
    changes: Mapping[str, tuple[ChangeLine, ...]]


NO_CHANGES: Mapping[str, tuple[ChangeLine, ...]] = MappingProxyType({})
"""Default of `unit_pages`: no unit has changes."""


def unit_pages(
    facts: Facts, overall: OverallRankings, changes: Mapping[str, tuple[ChangeLine, ...]] = NO_CHANGES
) -> Deferred[UnitPage]:
    """Returns the page of each unit, in the order of the data. `changes` has the changes of published figures, by unit
    id."""
    context = _context(facts, overall, changes)
    return deferred(lambda unit: _unit_page(unit, context), facts.portal.units.values(), lambda unit: unit.address)


def _context(facts: Facts, overall: OverallRankings, changes: Mapping[str, tuple[ChangeLine, ...]]) -> _Context:
    return _Context(
        facts=facts,
        overall=overall,
        in_lifetime=OverallInLifetime(overall, facts),
        lines=lineage_by_unit(facts.portal.lineage),
        tasks=tasks_by_actor(facts),
        stated=levels_within(facts),
        covering=cache(partial(_covering, facts)),
        changes=changes,
    )


def _covering(facts: Facts) -> Mapping[tuple[str, Level], tuple[Assessed, ...]]:
    """Returns one row for each document and period with figures of a level's units, by province id and level. Needed
    only by pages of units without figures."""
    stated = (row for row in facts.assessed if row.source and row.value)
    groups = grouped(stated, lambda row: _level_key(row.unit, facts.levels))
    return {
        key: tuple({(row.source.id, row.period): row for row in rows if row.source}.values())
        for key, rows in groups.items()
    }


def _level_key(unit: Unit, levels: Levels) -> tuple[str, Level]:
    """Returns the id of the unit's province, and the unit's level."""
    return levels.provinces[unit.id].id, unit.level


def _no_figures(unit: Unit, rows: Sequence[Assessed], context: _Context) -> NoFigures:
    """Explains why a unit has no figures. Considers only documents on periods in which the unit existed, because no
    other document could have named it. `rows` are the unit's rows."""
    listed = [row for row in rows if statement_address(row)]
    if not listed and any(map(is_withdrawn_result, context.changes.get(unit.id, ()))):
        return withdrawn(unit, context.facts, context.lines)
    rows_of_level = context.covering().get(_level_key(unit, context.facts.levels), ())
    covering = sources_of(row for row in rows_of_level if row.period and unit.active_in(row.period))
    return no_figures(unit, listed, covering, context.facts, context.lines)


def _unit_page(unit: Unit, context: _Context) -> UnitPage:
    facts, levels = context.facts, context.facts.levels
    rows, newest = facts.by_unit.get(unit.id, ()), facts.newest(unit)
    stated = context.stated.get(unit.id, ())
    sentence = result_sentence(newest, rows, levels)
    past = past_of(unit, rows, levels, context.lines.predecessors(unit.id))
    boards = boards_of(newest, past, facts)
    unit_trend = trend(unit, [row.id for board in boards for row in board.rows], past.timelines, levels)
    return UnitPage(
        address=unit.address,
        title=full_name(unit, facts.portal),
        description=_description(unit, sentence, facts.portal),
        heading=unit.name,
        trail=unit_trail(unit, facts.portal),
        unit_facts=_unit_facts(unit, newest, facts, context.lines),
        sentence=sentence,
        comparisons=_comparisons(unit, context) if newest else None,
        banner=ending(unit, facts.portal, context.lines),
        predecessors=_predecessors(unit, context),
        boards=boards,
        indicators_without_result=indicators_without_result(rows, newest, facts),
        no_figures=None if newest else _no_figures(unit, rows, context),
        position_charts=() if unit_trend else peers.position_charts(unit, newest, levels),
        trend=unit_trend,
        neighbours=peers.neighbours(newest, levels),
        level_figures=level_figures(newest_of_levels(stated), facts),
        locator=locator_of(unit, levels),
        maps=tuple(_maps(unit, context)),
        units_below=_units_below(unit, facts),
        tasks=assigned_tasks(context.tasks.get(unit.id, ())),
        history=earlier.history(rows, newest, levels),
        years=tuple(_year_links(unit, years_of(facts.by_year.get(unit.id, {}), stated))),
        changes=ChangeList.of(context.changes.get(unit.id, ())),
        downloads=_downloads(unit),
        feed=unit_topic(unit).own_link,
        citation=_citation(unit, newest, facts),
        data=_data(unit, rows, facts.portal),
        embedding=embedding(unit, boards, unit_trend.indicator if unit_trend else "", past.timelines, facts),
        picture=_picture(unit, newest, sentence, context),
    )


def _picture(unit: Unit, newest: Sequence[Assessed], sentence: str, context: _Context) -> Picture | None:
    """Preview picture of the page. None if units of this level have no picture; the portal's picture is used for
    them."""
    if unit.level not in context.facts.portal.settings.sharing_levels:
        return None
    return unit_poster(unit, newest, sentence, context.facts).picture


def unit_posters(facts: Facts) -> Deferred[Poster]:
    """Returns the preview picture of each unit whose level has pictures, in the order of the data."""

    def poster(unit: Unit) -> Poster:
        newest = facts.newest(unit)
        sentence = result_sentence(newest, facts.by_unit.get(unit.id, ()), facts.levels)
        return unit_poster(unit, newest, sentence, facts)

    shown = (unit for unit in facts.portal.units.values() if unit.level in facts.portal.settings.sharing_levels)
    return deferred(poster, shown, lambda unit: poster_path(unit.address))


def _maps(unit: Unit, context: _Context) -> Iterator[MapPicture]:
    """Yields maps of the levels within a province, or of the communes of a district. If a province has a map of
    districts, it has no map of communes, because the communes are on the maps of their districts."""
    levels = context.facts.levels
    for (province_id, level), overall in context.overall.items():
        if unit.id == province_id and not (level is Level.COMMUNE and (province_id, Level.DISTRICT) in context.overall):
            units = overall.present
        elif unit.level is Level.DISTRICT and (province_id, level) == (
            levels.compared_within[unit.id].id,
            Level.COMMUNE,
        ):
            units = tuple(child for child in overall.present if child.parent_id == unit.id)
        else:
            continue
        if found := map_of_overall(overall, units, context.facts):
            yield found


def _comparisons(unit: Unit, context: _Context) -> Comparisons | None:
    """Links to comparisons with other units. The country has none, because it is the benchmark of the others."""
    if unit.level is Level.COUNTRY:
        return None
    overall = context.in_lifetime.of(unit)
    links = peers.comparisons(unit, overall, context.facts)
    return Comparisons(links, peers.compared_by(unit, overall))


def _predecessors(unit: Unit, context: _Context) -> Predecessors | None:
    """Last figures of the unit's predecessors. None if it has no predecessors."""
    figures = earlier.predecessor_figures(unit, context.lines, context.facts)
    if figures is None:
        return None
    return Predecessors(predecessors_heading(unit, context.lines, known=len(figures.headings) > 1), figures)


def _year_links(unit: Unit, years: Mapping[int, Year]) -> Iterator[Link]:
    """Yields links to the pages of the unit's years, newest first. Each figure has a permanent address there."""
    for year in reversed(list(years)):
        yield Link(str(year), year_address(unit, year))


def _description(unit: Unit, sentence: str, portal: Portal) -> str:
    """The unit's name and a summary of its figures. Drops the last clause if the text is longer than a search result
    shows."""
    text = f"{full_name(unit, portal)}: {words.inline(sentence)}"
    return text if len(text) <= words.MAX_DESCRIPTION_LENGTH else f"{text.rpartition('; ')[0]}."


def _unit_facts(
    unit: Unit, newest: Sequence[Assessed], facts: Facts, lines: LineageByUnit
) -> tuple[tuple[str, str | Link], ...]:
    parent = facts.portal.units.get(unit.parent_id)
    pairs: list[tuple[str, str | Link]] = [("Loại", _kind(unit))]
    if parent:
        pairs.append(("Trực thuộc", unit_link(parent)))
    if unit.code:
        pairs.append(("Mã đơn vị", unit.code))
    if unit.active_from:
        pairs.append(("Hoạt động", existence_in_days(unit)))
    if periods := periods_of(newest):
        pairs.append(("Số liệu", periods))
    if day := only_day(days_of(newest, facts)):
        pairs.append(("Công bố trên cổng", formats.day(day)))
    if unit.note and not ends_by_note(unit, lines):
        pairs.append(("Ghi chú", unit.note))
    return tuple(pairs)


def _kind(unit: Unit) -> str:
    """As in `Sở, ban, ngành`, or `Phường, cấp xã`."""
    if unit.level.area_of_province:
        return f"{words.UNIT_KINDS[unit.kind]}, {words.inline(words.LEVELS[unit.level])}"
    return words.LEVELS[unit.level] if unit.level is Level.DEPARTMENT else words.UNIT_KINDS[unit.kind]


def _units_below(unit: Unit, facts: Facts) -> tuple[UnitGroup, ...]:
    """Groups the units directly below by level, units that do not exist today apart. Communes of districts are on the
    pages of the districts, because a province has a hundred of them. The units below the country are the provinces."""
    below = facts.portal.provinces if unit.level is Level.COUNTRY else facts.children.get(unit.id, ())
    children = grouped(below, lambda child: child.level)
    return tuple(
        group
        for level in Level
        if level in children
        for group in _groups(level, members(children[level], unit, facts.today))
    )


def _groups(level: Level, found: Members) -> Iterator[UnitGroup]:
    """Yields a group of units for each state. Only names of existing districts and communes are `short`; names of other
    units include their days."""
    for state, pairs in found.by_state():
        short = level.area_of_province and not state
        yield UnitGroup(counted(pairs, level, state), tuple(Link(name, unit.address) for unit, name in pairs), short)


def _downloads(unit: Unit) -> tuple[Link, ...]:
    files = (("XLSX (Excel)", "xlsx"), ("CSV", "csv"), ("JSON", "json"))
    return tuple(Link(name, file_of(unit.address, ending_)) for name, ending_ in files)


def _data(unit: Unit, rows: Sequence[Assessed], portal: Portal) -> DataSet:
    """Describes the unit's files as a data set, for search engines of data sets."""
    name = full_name(unit, portal)
    first, last = span(rows)
    return DataSet(
        name=f"Chỉ tiêu và kết quả cải cách hành chính, dịch vụ công: {name}",
        description=f"Mức phải đạt, kết quả, đánh giá, thứ hạng và nguồn của từng số liệu: {name}.",
        first=first,
        last=last,
        files=tuple(file_of(unit.address, kind) for kind in ("json", "csv", "xlsx")),
        publisher=portal.settings.title,
    )


def _citation(unit: Unit, newest: Sequence[Assessed], facts: Facts) -> str:
    """Text for citing the page. States the periods of the figures, and the day on which the newest of them were
    published on the portal."""
    periods, day = periods_of(newest), max(days_of(newest, facts), default=None)
    published = f", công bố ngày {formats.day(day)}" if day else ""
    when = f" Số liệu: {periods}{published}." if periods else ""
    return citation_text(facts.portal, full_name(unit, facts.portal), unit.address, when)
