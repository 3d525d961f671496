"""Units beside their peers: the units of one province and level, or the provinces of the country, for one indicator and
period.

Who is compared with whom is decided here once, for rankings, for the place of a unit and for what a level reaches.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, partial
from itertools import groupby

from generator import formats, words
from generator.charts import bins
from generator.grouping import grouped
from generator.lineage import reshapings
from generator.measures import compared_within, province_of
from generator.model import Assessment, Indicator, Level, Measure, Period, Portal, Unit
from generator.pages.atlas import Atlas, Ground, atlas_of
from generator.pages.facts import Assessed, Facts, Target
from generator.pages.figures import WHOLE, position
from generator.pages.links import until
from generator.pages.places import LEVEL_IDS, Layout, Place, ShownLevel, layouts_of

LEVEL_ORDER = tuple(Level)


_QUARTERS = 4


@dataclass(frozen=True)
class Spread:
    """The quartiles of a level's figures, in millionths: half of the units lie between `low` and `high`."""

    low: int
    median: int
    high: int


def quartile(ordered: Sequence[int], quarter: int) -> int:
    """The quartile by linear interpolation between the two nearest figures (Hyndman and Fan's type 7, which
    spreadsheets call QUARTILE.INC), in whole numbers, half up."""
    place, rest = divmod((len(ordered) - 1) * quarter, _QUARTERS)
    if not rest:
        return ordered[place]
    step = (ordered[place + 1] - ordered[place]) * rest
    return ordered[place] + (2 * step + _QUARTERS) // (2 * _QUARTERS)


@dataclass(frozen=True)
class Group:
    """The units of one province and level for one indicator and period; of provinces, `province` is the country.

    `known` have a figure, best first, exempt ones last; `unknown` are named by a document without a figure; `absent`
    are named by none. `ends` are the last days of all periods of which the level has figures of the indicator.
    """

    indicator: Indicator
    period: Period
    ends: Collection[date]
    province: Unit
    level: Level
    known: tuple[Assessed, ...]
    unknown: tuple[Assessed, ...]
    absent: tuple[Unit, ...]

    @cached_property
    def placed(self) -> tuple[Assessed, ...]:
        """The rows with a rank, best first."""
        return tuple(row for row in self.known if row.placed)

    @cached_property
    def places(self) -> tuple[tuple[Assessed, ...], ...]:
        """The same in groups of equal figures, which is of equal ranks."""
        return tuple(tuple(place) for _, place in groupby(self.placed, lambda row: row.amount))

    @cached_property
    def ranked(self) -> bool:
        """Whether its figures are compared with one another at all."""
        return len(self.placed) > 1

    @property
    def compared(self) -> bool:
        """Whether two units or more have figures to lay side by side; counts follow a unit's size."""
        return len(self.known) > 1 and self.indicator.measure is not Measure.COUNT

    @cached_property
    def all_alike(self) -> bool:
        """Whether every unit has the same figure, so that a place says nothing."""
        return len({row.amount for row in self.placed}) == 1

    @cached_property
    def binding(self) -> tuple[Assessed, ...]:
        """The rows that met their target or did not."""
        return tuple(row for row in self.known if row.assessment in (Assessment.MET, Assessment.NOT_MET))

    @cached_property
    def exempt(self) -> int:
        """How many have a figure and had nothing to reach."""
        return sum(row.assessment is Assessment.EXEMPT for row in self.known)

    @cached_property
    def met(self) -> int:
        """How many of these met it."""
        return sum(row.assessment is Assessment.MET for row in self.binding)

    @property
    def positions(self) -> tuple[float, ...]:
        """Where each placed unit lies on an axis from 0 to 100."""
        return tuple(position(row.amount or 0, WHOLE) for row in self.placed)

    @cached_property
    def counts(self) -> tuple[int, ...]:
        """How many placed units lie in each part of an axis from 0 to 100."""
        return bins(self.positions)

    @property
    def lowest(self) -> Assessed:
        """The placed unit with the smallest figure."""
        return min(self.placed[0], self.placed[-1], key=lambda row: row.amount or 0)

    @property
    def highest(self) -> Assessed:
        """The placed unit with the greatest figure."""
        return max(self.placed[0], self.placed[-1], key=lambda row: row.amount or 0)

    @cached_property
    def _amounts(self) -> Sequence[int]:
        """The figures of the placed units, the smallest first."""
        return sorted(row.amount or 0 for row in self.placed)

    @cached_property
    def median(self) -> int:
        """The figure in the middle of the placed units, the mean of two where none is, in millionths."""
        return quartile(self._amounts, 2)

    @cached_property
    def spread(self) -> Spread | None:
        """Where the middle half of the placed units lies; None for fewer than four, whose quarters say nothing."""
        if len(self._amounts) < _QUARTERS:
            return None
        return Spread(quartile(self._amounts, 1), self.median, quartile(self._amounts, 3))

    @cached_property
    def target(self) -> Target | None:
        """The one target that all its units share, exempt ones apart; None when there are several or none."""
        asked = [row.target for row in self.known if row.assessment is not Assessment.EXEMPT]
        first = asked[0] if asked else None
        if first is None or any(target is None or _wanted(target) != _wanted(first) for target in asked):
            return None
        return first

    def sharing(self, row: Assessed) -> tuple[Assessed, ...]:
        """The units with the same figure, the row's own unit among them."""
        return self.places[self._place[row.unit.id]]

    def above(self, row: Assessed) -> tuple[Assessed, ...]:
        """Those one place better; none above the first."""
        place = self._place[row.unit.id]
        return self.places[place - 1] if place else ()

    def below(self, row: Assessed) -> tuple[Assessed, ...]:
        """Those one place worse; none below the last."""
        place = self._place[row.unit.id] + 1
        return self.places[place] if place < len(self.places) else ()

    @cached_property
    def _place(self) -> Mapping[str, int]:
        """Where in `places` each unit stands, by unit id."""
        return {row.unit.id: index for index, place in enumerate(self.places) for row in place}


def _wanted(target: Target) -> tuple[object, ...]:
    return target.source.id, target.due, target.comparison, target.amount, target.unit.id, target.level


@dataclass(frozen=True)
class Levels:
    """All groups, made once for all pages.

    `by_indicator` holds the groups of an indicator by period, then level, then province; `provinces` the province of
    each unit by unit id; `within` the unit within which it has peers, which is its province, of a province the country;
    `members` the units of each of these and level, in Vietnamese order of names; `breaks` the days on which such a
    level became another one: units of it merged, were split or were abolished; `atlas` where units lie; `layouts` how
    the rankings of each indicator are split, by its id (places.layouts_of).
    """

    by_indicator: Mapping[str, tuple[Group, ...]]
    provinces: Mapping[str, Unit]
    within: Mapping[str, Unit]
    members: Mapping[tuple[str, Level], tuple[Unit, ...]]
    breaks: Mapping[tuple[str, Level], tuple[date, ...]]
    atlas: Atlas
    layouts: Mapping[str, Layout]

    def ranking(self, unit: Unit, indicator: Indicator, period: Period | None = None) -> str:
        """Where the unit's figure stands among those of its level: among the newest, or among those of a period."""
        layout = self.layouts.get(indicator.id)
        if layout is None or not unit.level.below_province:
            return Place(period=period, root=indicator.address).address
        return layout.nearest(self.provinces[unit.id], unit.level, period).address

    def of(self, row: Assessed) -> Group | None:
        """The group in which the row has a place; None when it has none."""
        if row.period is None or not row.placed:
            return None
        return self._by_key[self.within[row.unit.id].id, row.unit.level, row.indicator.id, row.period]

    def newest(self, indicator: Indicator) -> tuple[Group, ...]:
        """Of each province and level, the indicator's group of the latest period, in the order of levels."""
        last = {(group.province.id, group.level): group for group in self.by_indicator.get(indicator.id, ())}
        return tuple(sorted(last.values(), key=lambda group: (LEVEL_ORDER.index(group.level), group.province.id)))

    def over_time(self, unit: Unit, indicator: Indicator) -> tuple[Group, ...]:
        """The groups of the unit's level for an indicator, by period; none for one without peers."""
        return self._over_time.get((self.within[unit.id].id, unit.level, indicator.id), ())

    def parted(self, unit: Unit, before: Period, after: Period) -> bool:
        """Whether the unit's level became another one from the end of one period to that of a later one."""
        days = self.breaks.get((self.within[unit.id].id, unit.level), ())
        return any(before.end < day <= after.end for day in days)

    def present(self, province: Unit, level: Level, period: Period) -> tuple[Unit, ...]:
        """The units of a level that existed at some time within the period."""
        return _present(self.members, province, level, period)

    def ground(self, unit: Unit) -> Ground | None:
        """Where the units of its level lie that began and ended as it did, as far as the data know."""
        return self._grounds[self._time_of(unit)]

    @cached_property
    def _grounds(self) -> "Mapping[_Time, Ground | None]":
        return {time: self.atlas.ground(units) for time, units in self._contemporaries.items()}

    @cached_property
    def _contemporaries(self) -> "Mapping[_Time, tuple[Unit, ...]]":
        return grouped((unit for units in self.members.values() for unit in units), self._time_of)

    def _time_of(self, unit: Unit) -> "_Time":
        return self.within[unit.id].id, unit.level, unit.active_from, unit.active_to

    @cached_property
    def _over_time(self) -> Mapping[tuple[str, Level, str], tuple[Group, ...]]:
        groups = (group for found in self.by_indicator.values() for group in found)
        return grouped(groups, lambda group: (group.province.id, group.level, group.indicator.id))

    @cached_property
    def _by_key(self) -> Mapping[tuple[str, Level, str, Period], Group]:
        groups = (group for found in self.by_indicator.values() for group in found)
        return {(group.province.id, group.level, group.indicator.id, group.period): group for group in groups}


_Time = tuple[str, Level, date | None, date | None]
"""The id of the unit within which a unit has its peers, its level, its first day and its last."""

_Members = Mapping[tuple[str, Level], tuple[Unit, ...]]


def levels_of(facts: Facts) -> Levels:
    """Groups all units and all their figures."""
    units = facts.portal.units
    country = facts.portal.country
    provinces = {unit.id: units[province_of(unit, units)] for unit in units.values()}
    within = {unit.id: units[compared_within(unit, units, country)] for unit in units.values()}
    named = sorted(units.values(), key=lambda unit: formats.collation(unit.name))
    members = grouped(named, lambda unit: (within[unit.id].id, unit.level))
    groups = _groups(facts, within, members)
    breaks, layouts = _breaks(facts.portal, within), _layouts(groups, facts.portal)
    return Levels(groups, provinces, within, members, breaks, atlas_of(facts.portal), layouts)


def _layouts(groups: Mapping[str, Iterable[Group]], portal: Portal) -> Mapping[str, Layout]:
    shown = {id_: {_shown(group) for group in found if group.level.below_province} for id_, found in groups.items()}
    return layouts_of(shown, portal)


def _shown(group: Group) -> ShownLevel:
    return ShownLevel(group.province, group.level, group.period)


def _breaks(portal: Portal, within: Mapping[str, Unit]) -> Mapping[tuple[str, Level], tuple[date, ...]]:
    """The days by the id of the unit within which units are compared, and level."""
    ends = {
        (row.on, portal.units[id_])
        for row in reshapings(portal.lineage)
        for id_ in (row.predecessor_id, row.successor_id)
        if id_
    }
    ordered = sorted(ends, key=lambda end: (end[0], end[1].id))
    found = grouped(ordered, lambda end: (within[end[1].id].id, end[1].level))
    return {key: tuple(dict.fromkeys(on for on, _ in members)) for key, members in found.items()}


def _groups(facts: Facts, within: Mapping[str, Unit], members: _Members) -> Mapping[str, tuple[Group, ...]]:
    """By indicator the levels for which at least one unit has a figure, provinces where two have."""
    present = cache(partial(_present, members))
    shown = [rows for rows in facts.of_levels if _is_group(rows)]
    ends: dict[tuple[str, Level, str], set[date]] = {}
    for rows in shown:
        ends.setdefault(_series(rows[0], within), set()).add(_period(rows).end)
    found = [_group(rows, ends[_series(rows[0], within)], within, present) for rows in shown]
    groups = grouped(sorted(found, key=_order), lambda group: group.indicator.id)
    return {id_: groups.get(id_, ()) for id_ in facts.by_indicator}


def _series(row: Assessed, within: Mapping[str, Unit]) -> tuple[str, Level, str]:
    """What the groups of a level and indicator over time share."""
    return within[row.unit.id].id, row.unit.level, row.indicator.id


def _period(rows: Sequence[Assessed]) -> Period:
    period = rows[0].period
    if period is None:
        raise ValueError("a group needs a period")
    return period


def _is_group(rows: Sequence[Assessed]) -> bool:
    """Whether pages show the rows as a level; a lone province stands for itself, as does the country."""
    if rows[0].period is None or rows[0].unit.level is Level.COUNTRY:
        return False
    known = [row for row in rows if row.amount is not None]
    return len(known) > 1 or any(row.unit.level.below_province for row in known)


def _order(group: Group) -> tuple[date, str, int, str]:
    return *group.period.order, LEVEL_ORDER.index(group.level), group.province.id


def _group(
    rows: tuple[Assessed, ...],
    ends: Collection[date],
    within: Mapping[str, Unit],
    present: Callable[[Unit, Level, Period], tuple[Unit, ...]],
) -> Group:
    first, period = rows[0], _period(rows)
    province = within[first.unit.id]
    named = {row.unit.id for row in rows if row.amount is not None or row.locator}
    return Group(
        indicator=first.indicator,
        period=period,
        ends=ends,
        province=province,
        level=first.unit.level,
        known=tuple(row for row in rows if row.amount is not None),
        unknown=tuple(row for row in rows if row.amount is None and row.locator),
        absent=tuple(unit for unit in present(province, first.unit.level, period) if unit.id not in named),
    )


def _present(members: _Members, province: Unit, level: Level, period: Period) -> tuple[Unit, ...]:
    return tuple(unit for unit in members.get((province.id, level), ()) if unit.active_in(period))


def level_id(group: Group, facts: Facts) -> str:
    """The anchor of a level; the own province needs no name in it, nor do the provinces of the country."""
    plain = LEVEL_IDS[group.level]
    return plain if _needs_no_name(group, facts) else f"{plain}-{group.province.slug}"


def level_title(group: Group, facts: Facts) -> str:
    """`Cấp huyện`, or with the province where it is not the own one; with its last month where it ended and the own
    unit has not: `Cấp huyện, Tây Ninh (đến 6/2025)`."""
    plain = words.LEVELS[group.level]
    named = plain if _needs_no_name(group, facts) else f"{plain}, {group.province.short_name}"
    last = ended_on(group)
    return f"{named} ({until(last)})" if last and facts.is_past(last) else named


def ended_on(group: Group) -> date | None:
    """The day on which the last unit of a level ended; None while one is at work."""
    units = (*(row.unit for row in (*group.known, *group.unknown)), *group.absent)
    ends = [unit.active_to for unit in units]
    known = [day for day in ends if day]
    return max(known) if len(known) == len(ends) else None


def _needs_no_name(group: Group, facts: Facts) -> bool:
    return group.level is Level.PROVINCE or group.province == facts.own


def common_due(rows: Iterable[Assessed]) -> Period | None:
    """The one due date of these rows' targets; None when there are several or none."""
    dues = {row.target.due for row in rows if row.target}
    return dues.pop() if len(dues) == 1 else None


def facets(level: Level, *, districts: bool) -> dict[str, str]:
    """What a table of a level's units can be filtered by, beside their names."""
    if level is Level.DEPARTMENT:
        return {}
    return {**({"district": "Thuộc"} if districts else {}), "kind": "Loại đơn vị"}
