"""Ranks the units of a level overall: by the share of targets that they met, or by the figure of the only indicator."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias

from generator import formats, words
from generator.grouping import grouped
from generator.model import Direction, Indicator, Level, Period, Unit
from generator.pages.facts import JUDGED, Assessed, Facts, Group, Levels
from generator.pages.figures import Score, figure_with_caveats, score_of
from generator.pages.links import statement_address
from generator.pages.parts import Link


@dataclass(frozen=True)
class RankedUnit:
    """A unit in an overall ranking.

    `result` is the result that decides its rank (`7/9 đạt` or `98,48%`), with a link to where it is shown. `row` is set
    if the ranking is by one indicator, `score` if it is by several.
    """

    unit: Unit
    result: Link
    row: Assessed | None = None
    score: Score | None = None


@dataclass(frozen=True)
class Overall:
    """The overall ranking of the units of one province and level that were assessed for one period.

    `places` are the ranks, best first; units of equal rank are in the order of their names. `indicator` is the only
    indicator that the ranking is based on; None if there are several. `present` are all units of the level in this
    period, with and without a rank.
    """

    level: Level
    period: Period
    indicator: Indicator | None
    places: tuple[tuple[RankedUnit, ...], ...]
    present: tuple[Unit, ...]

    @cached_property
    def ordered(self) -> tuple[RankedUnit, ...]:
        """All units, best first."""
        return tuple(placed for place in self.places for placed in place)

    @property
    def has_several(self) -> bool:
        """Whether it compares units; a single unit has nothing to be compared with."""
        return len(self.ordered) > 1

    @property
    def ended_on(self) -> date | None:
        """The last day of the level's last unit; None while a unit exists."""
        days = [unit.active_to for unit in self.present]
        return max((day for day in days if day), default=None) if all(days) else None

    @property
    def measured_by(self) -> str:
        """The measure and the period: `Theo tỷ lệ chỉ tiêu đạt được, số liệu tháng 5/2024`."""
        measure = words.inline(self.indicator.short_name) if self.indicator else "tỷ lệ chỉ tiêu đạt được"
        return f"Theo {measure}, số liệu {formats.period(self.period)}"

    @property
    def count_text(self) -> str:
        """The number of units: `16 đơn vị có số liệu`."""
        return f"{len(self.ordered)} đơn vị có số liệu"

    @property
    def ranked_text(self) -> str:
        """The ranked units: `cả 9 huyện, thị xã, thành phố`, or `8 huyện, thị xã, thành phố có số liệu` if the level
        has more units."""
        counted = f"{len(self.ordered)} {words.LEVEL_UNITS[self.level]}"
        return f"cả {counted}" if len(self.present) == len(self.ordered) else f"{counted} có số liệu"

    @property
    def criterion(self) -> str:
        """Measure, period and number of units: `Theo tỷ lệ …, số liệu tháng 5/2024; 16 đơn vị có số liệu.`."""
        return f"{self.measured_by}; {self.count_text}."

    @property
    def ends(self) -> tuple[str, str]:
        """The words for the first and the last rank: `cao nhất`, `thấp nhất`; reversed if lower figures are better."""
        lower = self.indicator is not None and self.indicator.direction is Direction.LOWER
        return ("thấp nhất", "cao nhất") if lower else ("cao nhất", "thấp nhất")

    def ranks(self, unit: Unit) -> bool:
        """Whether the unit has a rank."""
        return unit.id in self._rank_index

    def neighbours(self, unit: Unit) -> tuple[Unit, ...]:
        """Returns one unit of the next better rank and one of the next worse rank; empty for a unit without a rank."""
        at = self._rank_index.get(unit.id)
        if at is None:
            return ()
        before, after = self.places[max(at - 1, 0) : at], self.places[at + 1 : at + 2]
        return tuple(placed.unit for placed in (*(place[-1] for place in before), *(place[0] for place in after)))

    def of_equal_rank(self, unit: Unit) -> tuple[Unit, ...]:
        """Returns the other units of equal rank; empty for a unit without a rank."""
        at = self._rank_index.get(unit.id)
        return () if at is None else tuple(placed.unit for placed in self.places[at] if placed.unit != unit)

    @cached_property
    def _rank_index(self) -> Mapping[str, int]:
        """The index in `places` of each unit, by unit id."""
        return {placed.unit.id: at for at, place in enumerate(self.places) for placed in place}


OverallRankings: TypeAlias = Mapping[tuple[str, Level], Overall]
"""Overall rankings by province id and level, in the order of levels, then of the portal's provinces.

Provinces that have ended come last. Levels without an assessed unit are left out.
"""


def overall_rankings(facts: Facts) -> OverallRankings:
    """Returns the overall ranking of each level below the provinces."""
    groups = _groups_of_levels(facts)
    order, places = _positions_by_name(facts), _province_positions(facts)
    keys = sorted(groups, key=lambda key: (key[1].order, places.get(key[0], len(places))))
    return {key: found for key in keys if (found := _overall(groups[key], facts.levels, order))}


def _groups_of_levels(facts: Facts) -> Mapping[tuple[str, Level], tuple[tuple[Assessed, ...], ...]]:
    """Returns the groups of rows that are compared, by province id and level below the provinces."""
    below = (rows for rows in facts.of_levels if rows[0].unit.level.below_province)
    return grouped(below, lambda rows: (facts.levels.provinces[rows[0].unit.id].id, rows[0].unit.level))


class OverallInLifetime:
    """The overall ranking of each unit's level in the newest period that the unit lived to see the end of.

    A unit that ended is therefore not compared with those that replaced it. `newest` are the newest rankings.
    """

    def __init__(self, newest: OverallRankings, facts: Facts) -> None:
        self._newest = newest
        self._facts = facts
        self._earlier: dict[tuple[object, ...], Overall | None] = {}

    def of(self, unit: Unit) -> Overall | None:
        """Returns the ranking; None if there is none for the unit's lifetime."""
        level = self._facts.levels.provinces[unit.id].id, unit.level
        found = self._newest.get(level)
        if found is None or found.ranks(unit) or unit.existed_at_end_of(found.period):
            return found
        key = *level, unit.active_from, unit.active_to
        if key not in self._earlier:
            groups = self._groups.get(level, ())
            lived = [rows for rows in groups if rows[0].period and unit.existed_at_end_of(rows[0].period)]
            self._earlier[key] = _overall(lived, self._facts.levels, self._order)
        return self._earlier[key]

    @cached_property
    def _groups(self) -> Mapping[tuple[str, Level], tuple[tuple[Assessed, ...], ...]]:
        return _groups_of_levels(self._facts)

    @cached_property
    def _order(self) -> Mapping[str, int]:
        return _positions_by_name(self._facts)


def by_one_indicator(group: Group) -> Overall:
    """Returns the ranking of a level by the figure of one indicator, including figures without a target."""
    places = tuple(tuple(_by_figure(row) for row in place) for place in group.places)
    return Overall(group.level, group.period, group.indicator, places, group.present)


def provinces_overall(facts: Facts) -> Overall | None:
    """Returns the overall ranking of the provinces; None if fewer than two were assessed for one period."""
    provinces = [rows for rows in facts.of_levels if rows[0].unit.level is Level.PROVINCE]
    found = _overall(provinces, facts.levels, _positions_by_name(facts))
    return found if found and found.has_several else None


def _positions_by_name(facts: Facts) -> Mapping[str, int]:
    """Returns each unit's position in the list of units by name, by unit id."""
    return {id_: place for place, id_ in enumerate(facts.by_unit)}


def _province_positions(facts: Facts) -> Mapping[str, int]:
    """Returns the position of each province in the portal's settings, by id; provinces that have ended come last."""
    provinces = sorted(facts.portal.provinces, key=lambda unit: unit.has_ended(facts.today))
    return {unit.id: place for place, unit in enumerate(provinces)}


def _overall(groups: Iterable[Sequence[Assessed]], levels: Levels, order: Mapping[str, int]) -> Overall | None:
    period, newest = _newest(groups, order)
    if period is None:
        return None
    indicators = list({row.indicator.id: row.indicator for row in newest}.values())
    group = next((group for row in newest if (group := levels.of(row))), None)
    if group and len(indicators) == 1:
        return by_one_indicator(group)
    first = newest[0].unit
    present = levels.present(levels.compared_within[first.id], first.level, period)
    return Overall(first.level, period, None, tuple(_by_share(newest)), present)


def _newest(
    groups: Iterable[Sequence[Assessed]], order: Mapping[str, int]
) -> tuple[Period | None, tuple[Assessed, ...]]:
    """Returns the newest period in which at least two units were assessed, else the newest one, with its rows.

    Each group is of one period. Rows are in the order of units, indicators and time. The search begins with the newest
    periods, because a level has figures of years.
    """
    dated = [(period, rows) for rows in groups if (period := rows[0].period)]
    ends = grouped(dated, lambda pair: pair[0].end)
    newest_single: tuple[Period | None, tuple[Assessed, ...]] = None, ()
    for end in sorted(ends, reverse=True):
        judged = [(period, row) for period, rows in ends[end] for row in rows if row.assessment in JUDGED]
        judged.sort(key=lambda pair: (order[pair[1].unit.id], pair[1].indicator.id, -pair[0].length))
        for period, pairs in grouped(judged, lambda pair: pair[0]).items():
            rows = tuple(row for _, row in pairs)
            if len({row.unit.id for row in rows}) > 1:
                return period, rows
            if newest_single[0] is None:
                newest_single = period, rows
    return newest_single


def _by_figure(row: Assessed) -> RankedUnit:
    return RankedUnit(row.unit, Link(figure_with_caveats(row), statement_address(row)), row=row)


def _by_share(rows: Sequence[Assessed]) -> Iterator[tuple[RankedUnit, ...]]:
    """Yields the ranks of units by the share of targets that they met.

    The number of met targets would not be fair, because units have different numbers of targets.
    """
    scores = {of_unit[0].unit: score_of(of_unit) for of_unit in grouped(rows, lambda row: row.unit.id).values()}
    shares = grouped(scores.items(), lambda item: Fraction(item[1].met, item[1].judged))
    for share in sorted(shares, reverse=True):
        yield tuple(
            RankedUnit(unit, Link(score.text, f"{unit.address}#ket-qua"), score=score) for unit, score in shares[share]
        )
