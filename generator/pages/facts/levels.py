"""Groups units with their peers, for one indicator and period: units of one province and level, or all provinces.

Only this module decides which units are compared. Rankings, ranks of single units and summaries of levels use it.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, partial
from itertools import groupby

from generator.charts import bins
from generator.grouping import grouped
from generator.lineage import lineage_without_renamings
from generator.model import (
    Assessment,
    Indicator,
    Level,
    Measure,
    Period,
    Portal,
    Unit,
    comparison_unit_id,
    province_id_of,
)
from generator.pages.atlas import Atlas, Ground, atlas_of
from generator.pages.drawings import AXIS_END, position
from generator.pages.facts.rows import JUDGED, Assessed, Target
from generator.pages.ranking_scopes import Layout, RankingScope, ShownLevel, layout_of, layouts_of
from generator.pages.unit_names import by_name

_QUARTERS = 4


@dataclass(frozen=True)
class Spread:
    """The quartiles of a level's figures, in millionths: half of the figures lie between `low` and `high`."""

    low: int
    median: int
    high: int


def quartile(ordered: Sequence[int], quarter: int) -> int:
    """Returns a quartile (1 to 3) of figures in ascending order, as a whole number, rounded half up.

    It is interpolated linearly between the two nearest figures: Hyndman and Fan's type 7, QUARTILE.INC of spreadsheets.
    """
    place, rest = divmod((len(ordered) - 1) * quarter, _QUARTERS)
    if not rest:
        return ordered[place]
    step = (ordered[place + 1] - ordered[place]) * rest
    return ordered[place] + (2 * step + _QUARTERS) // (2 * _QUARTERS)


@dataclass(frozen=True)
class Group:
    """The units of one province and level, for one indicator and period.

    - `ends`: the last days of all periods in which the level has figures of the indicator.
    - `province`: the unit within which these units are compared; for provinces it is the country.
    - `known`: rows with a figure, best first, exempt units last.
    - `unknown`: rows without a figure, of units that a document names.
    - `absent`: units of the level that no document names.
    - `present`: the units of the level in this period (`Levels.present`), with and without a figure.
    """

    indicator: Indicator
    period: Period
    ends: Collection[date]
    province: Unit
    level: Level
    known: tuple[Assessed, ...]
    unknown: tuple[Assessed, ...]
    absent: tuple[Unit, ...]
    present: tuple[Unit, ...]

    @cached_property
    def ranked_rows(self) -> tuple[Assessed, ...]:
        """The rows with a rank, best first."""
        return tuple(row for row in self.known if row.has_rank)

    @cached_property
    def places(self) -> tuple[tuple[Assessed, ...], ...]:
        """The rows with a rank, best first, in groups of equal figures (equal ranks)."""
        return tuple(tuple(place) for _, place in groupby(self.ranked_rows, lambda row: row.amount))

    @cached_property
    def ranked(self) -> bool:
        """Whether at least two units have a rank."""
        return len(self.ranked_rows) > 1

    @property
    def compared(self) -> bool:
        """Whether at least two units have comparable figures. Counts are not comparable: they depend on unit size."""
        return len(self.known) > 1 and self.indicator.measure is not Measure.COUNT

    @cached_property
    def all_equal(self) -> bool:
        """Whether all ranked units have the same figure, so that a rank means nothing."""
        return len({row.amount for row in self.ranked_rows}) == 1

    @cached_property
    def judged(self) -> tuple[Assessed, ...]:
        """The rows whose figure was compared with a target."""
        return tuple(row for row in self.known if row.assessment in JUDGED)

    @cached_property
    def has_only_unread_target(self) -> bool:
        """Whether figures are not assessed because the only target could not be read."""
        return any(row.has_only_unread_target for row in self.known)

    @cached_property
    def exempt(self) -> int:
        """The number of units with a figure that are exempt from a target."""
        return sum(row.assessment is Assessment.EXEMPT for row in self.known)

    @cached_property
    def met(self) -> int:
        """The number of units that met their target."""
        return sum(row.assessment is Assessment.MET for row in self.judged)

    @property
    def positions(self) -> tuple[float, ...]:
        """The positions of the ranked units on an axis from 0 to 100."""
        return tuple(position(row.amount or 0, AXIS_END) for row in self.ranked_rows)

    @cached_property
    def counts(self) -> tuple[int, ...]:
        """The numbers of ranked units in each section of an axis from 0 to 100."""
        return bins(self.positions)

    @property
    def lowest(self) -> Assessed:
        """The row of the ranked unit with the smallest figure."""
        return min(self.ranked_rows[0], self.ranked_rows[-1], key=lambda row: row.amount or 0)

    @property
    def highest(self) -> Assessed:
        """The row of the ranked unit with the greatest figure."""
        return max(self.ranked_rows[0], self.ranked_rows[-1], key=lambda row: row.amount or 0)

    @cached_property
    def _amounts(self) -> Sequence[int]:
        """The figures of the ranked units in ascending order."""
        return sorted(row.amount or 0 for row in self.ranked_rows)

    @cached_property
    def median(self) -> int:
        """The median of the ranked units' figures, in millionths."""
        return quartile(self._amounts, 2)

    @cached_property
    def spread(self) -> Spread | None:
        """The quartiles of the ranked units' figures; None for fewer than four units, whose quartiles mean nothing."""
        if len(self._amounts) < _QUARTERS:
            return None
        return Spread(quartile(self._amounts, 1), self.median, quartile(self._amounts, 3))

    @property
    def ended_on(self) -> date | None:
        """The day on which the last unit of the level ended; None if a unit still exists."""
        units = (*(row.unit for row in (*self.known, *self.unknown)), *self.absent)
        ends = [unit.active_to for unit in units]
        known = [day for day in ends if day]
        return max(known) if len(known) == len(ends) else None

    @cached_property
    def target(self) -> Target | None:
        """The target that all units with a figure share, except exempt ones; None if there are several or none."""
        targets = [row.target for row in self.known if row.assessment is not Assessment.EXEMPT]
        first = targets[0] if targets else None
        if first is None or any(target is None or _identity(target) != _identity(first) for target in targets):
            return None
        return first

    def of_equal_rank(self, row: Assessed) -> tuple[Assessed, ...]:
        """Returns the rows with the same rank, the given row included."""
        return self.places[self._place[row.unit.id]]

    def above(self, row: Assessed) -> tuple[Assessed, ...]:
        """Returns the rows of the next better rank; empty for the first."""
        place = self._place[row.unit.id]
        return self.places[place - 1] if place else ()

    def below(self, row: Assessed) -> tuple[Assessed, ...]:
        """Returns the rows of the next worse rank; empty for the last."""
        place = self._place[row.unit.id] + 1
        return self.places[place] if place < len(self.places) else ()

    @cached_property
    def _place(self) -> Mapping[str, int]:
        """The index in `places` of each unit, by unit id."""
        return {row.unit.id: index for index, place in enumerate(self.places) for row in place}


def _identity(target: Target) -> tuple[object, ...]:
    """Returns the fields that identify a target, independent of the unit that inherits it."""
    return target.source.id, target.due, target.comparison, target.amount, target.unit.id, target.level


@dataclass(frozen=True)
class Levels:
    """All groups, built once for all pages.

    - `by_indicator`: the groups of an indicator, by its id, in the order of period, level and province.
    - `provinces`: the province of each unit, by unit id.
    - `compared_within`: the unit within which a unit is compared, by unit id: its province; for a province, the
      country.
    - `members`: units by the id of that unit and by level, in Vietnamese order of names.
    - `breaks`: by the same key, the days on which units of the level were merged, split or abolished, so that figures
      before and after such a day are not comparable.
    - `atlas`: where units lie.
    - `rankings`: how the rankings of all indicators are split into pages (`ranking_scopes.layout_of`).
    - `layouts`: how the rankings of each indicator are split into pages, by indicator id (`ranking_scopes.layouts_of`).
    """

    by_indicator: Mapping[str, tuple[Group, ...]]
    provinces: Mapping[str, Unit]
    compared_within: Mapping[str, Unit]
    members: Mapping[tuple[str, Level], tuple[Unit, ...]]
    breaks: Mapping[tuple[str, Level], tuple[date, ...]]
    atlas: Atlas
    rankings: Layout
    layouts: Mapping[str, Layout]

    def ranking(self, unit: Unit, indicator: Indicator, period: Period | None = None) -> str:
        """Returns the address of the page that ranks the unit's level: of the newest figures, or of a period."""
        layout = self.layouts.get(indicator.id)
        if layout is None or not unit.level.below_province:
            return RankingScope(period=period, indicator=indicator).address
        return layout.most_specific(self.provinces[unit.id], unit.level, period).address

    def of(self, row: Assessed) -> Group | None:
        """Returns the group in which the row is ranked; None if it has no rank."""
        if row.period is None or not row.has_rank:
            return None
        return self._by_key[self.compared_within[row.unit.id].id, row.unit.level, row.indicator.id, row.period]

    def newest(self, indicator: Indicator) -> tuple[Group, ...]:
        """Returns an indicator's group of the latest period for each province and level, in the order of levels."""
        last = {(group.province.id, group.level): group for group in self.by_indicator.get(indicator.id, ())}
        return tuple(sorted(last.values(), key=lambda group: (group.level.order, group.province.id)))

    def over_time(self, unit: Unit, indicator: Indicator) -> tuple[Group, ...]:
        """Returns the groups of the unit's level for an indicator, by period; empty if the unit has no peers."""
        return self._over_time.get((self.compared_within[unit.id].id, unit.level, indicator.id), ())

    def has_break(self, unit: Unit, before: Period, after: Period) -> bool:
        """Whether units of the unit's level were merged, split or abolished between the ends of two periods."""
        days = self.breaks.get((self.compared_within[unit.id].id, unit.level), ())
        return any(before.end < day <= after.end for day in days)

    def present(self, province: Unit, level: Level, period: Period) -> tuple[Unit, ...]:
        """Returns the units of a level that existed on the last day of the period. If the level ended as a whole within
        the period, returns the units that existed at some time within it."""
        return _present(self.members, province, level, period)

    def ground(self, unit: Unit) -> Ground | None:
        """Returns the map of the units of the same level, first day and last day; None if too few have a point."""
        return self._grounds[self._life_key(unit)]

    @cached_property
    def _grounds(self) -> "Mapping[_LifeKey, Ground | None]":
        return {time: self.atlas.ground(units) for time, units in self._contemporaries.items()}

    @cached_property
    def _contemporaries(self) -> "Mapping[_LifeKey, tuple[Unit, ...]]":
        return grouped((unit for units in self.members.values() for unit in units), self._life_key)

    def _life_key(self, unit: Unit) -> "_LifeKey":
        return self.compared_within[unit.id].id, unit.level, unit.active_from, unit.active_to

    @cached_property
    def _over_time(self) -> Mapping[tuple[str, Level, str], tuple[Group, ...]]:
        groups = (group for found in self.by_indicator.values() for group in found)
        return grouped(groups, lambda group: (group.province.id, group.level, group.indicator.id))

    @cached_property
    def _by_key(self) -> Mapping[tuple[str, Level, str, Period], Group]:
        groups = (group for found in self.by_indicator.values() for group in found)
        return {(group.province.id, group.level, group.indicator.id, group.period): group for group in groups}


_LifeKey = tuple[str, Level, date | None, date | None]
"""The id of the unit within which a unit is compared, and the unit's level, first day and last day."""

_Members = Mapping[tuple[str, Level], tuple[Unit, ...]]


def levels_of(portal: Portal, compared: Iterable[tuple[Assessed, ...]], indicator_ids: Iterable[str]) -> Levels:
    """Builds all groups of the portal's units. `compared` are the rows of each group (`Facts.of_levels`), of these
    indicators."""
    units = portal.units
    provinces = {unit.id: units[province_id_of(unit, units)] for unit in units.values()}
    within = {unit.id: units[comparison_unit_id(unit, units, portal.country)] for unit in units.values()}
    members = grouped(by_name(units.values()), lambda unit: (within[unit.id].id, unit.level))
    known = _groups(compared, within, members)
    groups = {id_: known.get(id_, ()) for id_ in indicator_ids}
    breaks = _breaks(portal, within)
    below = {id_: [group for group in found if group.level.below_province] for id_, found in groups.items()}
    rankings = layout_of({_shown(group) for found in below.values() for group in found if group.compared}, portal)
    layouts = layouts_of({id_: set(map(_shown, found)) for id_, found in below.items()}, portal)
    return Levels(groups, provinces, within, members, breaks, atlas_of(portal), rankings, layouts)


def _shown(group: Group) -> ShownLevel:
    return ShownLevel(group.province, group.level, group.period)


def _breaks(portal: Portal, within: Mapping[str, Unit]) -> Mapping[tuple[str, Level], tuple[date, ...]]:
    """Returns `Levels.breaks`."""
    ends = {
        (row.on, portal.units[id_])
        for row in lineage_without_renamings(portal.lineage)
        for id_ in (row.predecessor_id, row.successor_id)
        if id_
    }
    ordered = sorted(ends, key=lambda end: (end[0], end[1].id))
    found = grouped(ordered, lambda end: (within[end[1].id].id, end[1].level))
    return {key: tuple(dict.fromkeys(on for on, _ in members)) for key, members in found.items()}


def _groups(
    compared: Iterable[tuple[Assessed, ...]], within: Mapping[str, Unit], members: _Members
) -> Mapping[str, tuple[Group, ...]]:
    """Returns the groups of each indicator: levels with at least one figure, provinces with at least two."""
    present = cache(partial(_present, members))
    ends: dict[tuple[str, Level, str], set[date]] = {}
    shown = []
    for rows in compared:
        if any(row.amount is not None for row in rows):
            ends.setdefault(_series(rows[0], within), set()).add(_period(rows).end)
        if _is_group(rows):
            shown.append(rows)
    found = [_group(rows, ends[_series(rows[0], within)], within, present) for rows in shown]
    return grouped(sorted(found, key=_order), lambda group: group.indicator.id)


def _series(row: Assessed, within: Mapping[str, Unit]) -> tuple[str, Level, str]:
    """Returns the key that is common to the groups of a level and indicator in all periods."""
    return within[row.unit.id].id, row.unit.level, row.indicator.id


def _period(rows: Sequence[Assessed]) -> Period:
    period = rows[0].period
    if period is None:
        raise ValueError("a group needs a period")
    return period


def _is_group(rows: Sequence[Assessed]) -> bool:
    """Whether pages show the rows as a level. The country, and a single province with figures, are not shown as one."""
    if rows[0].period is None or rows[0].unit.level is Level.COUNTRY:
        return False
    known = [row for row in rows if row.amount is not None]
    return len(known) > 1 or any(row.unit.level.below_province for row in known)


def _order(group: Group) -> tuple[date, int, int, str]:
    return *group.period.order, group.level.order, group.province.id


def _group(
    rows: tuple[Assessed, ...],
    ends: Collection[date],
    within: Mapping[str, Unit],
    present: Callable[[Unit, Level, Period], tuple[Unit, ...]],
) -> Group:
    first, period = rows[0], _period(rows)
    province = within[first.unit.id]
    stated_ids = {row.unit.id for row in rows if row.amount is not None or row.locator}
    of_level = present(province, first.unit.level, period)
    return Group(
        indicator=first.indicator,
        period=period,
        ends=ends,
        province=province,
        level=first.unit.level,
        known=tuple(row for row in rows if row.amount is not None),
        unknown=tuple(row for row in rows if row.amount is None and row.locator),
        absent=tuple(unit for unit in of_level if unit.id not in stated_ids),
        present=of_level,
    )


def _present(members: _Members, province: Unit, level: Level, period: Period) -> tuple[Unit, ...]:
    of_level = members.get((province.id, level), ())
    at_end = tuple(unit for unit in of_level if unit.existed_at_end_of(period))
    return at_end or tuple(unit for unit in of_level if unit.active_in(period))
