"""How the units of a level stand to one another overall: by the share of their targets that they met, or, where all are
measured by one indicator, by its figure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias

from generator import formats, words
from generator.grouping import grouped
from generator.model import Direction, Indicator, Level, Period, Unit
from generator.pages.facts import Assessed, Facts
from generator.pages.figures import JUDGED, Score, figure_of, score_of
from generator.pages.levels import Group, Levels
from generator.pages.links import stated_at
from generator.pages.parts import Link


@dataclass(frozen=True)
class Placed:
    """A unit, and by what it is placed: `7/9 đạt` or `98,48%`, leading to where that is shown; the figure itself where
    there is one indicator, the score where there are several."""

    unit: Unit
    told: Link
    row: Assessed | None = None
    score: Score | None = None


@dataclass(frozen=True)
class Overall:
    """The units of one level of one province that were assessed for one period, best first; equals stand together in
    the order of their names. `indicator` is the only one they are measured by, None where there are several."""

    level: Level
    period: Period
    indicator: Indicator | None
    places: tuple[tuple[Placed, ...], ...]

    @cached_property
    def ordered(self) -> tuple[Placed, ...]:
        """All units in a row, best first."""
        return tuple(placed for place in self.places for placed in place)

    @property
    def measured_by(self) -> str:
        """As in `Theo tỷ lệ chỉ tiêu đạt được, số liệu tháng 5/2024`."""
        measure = words.inline(self.indicator.short_name) if self.indicator else "tỷ lệ chỉ tiêu đạt được"
        return f"Theo {measure}, số liệu {formats.period(self.period)}"

    @property
    def counted(self) -> str:
        """As in `16 đơn vị có số liệu`."""
        return f"{len(self.ordered)} đơn vị có số liệu"

    @property
    def criterion(self) -> str:
        """As in `Theo tỷ lệ chỉ tiêu đạt được, số liệu tháng 5/2024; 16 đơn vị có số liệu.`."""
        return f"{self.measured_by}; {self.counted}."

    @property
    def ends(self) -> tuple[str, str]:
        """What the first and the last are called: `cao nhất`, `thấp nhất`; the other way round where less is better."""
        lower = self.indicator is not None and self.indicator.direction is Direction.LOWER
        return ("thấp nhất", "cao nhất") if lower else ("cao nhất", "thấp nhất")

    def beside(self, unit: Unit) -> tuple[Unit, ...]:
        """One unit of the place before its own and one of the place after it; none for a unit that has no place."""
        at = self._place_of.get(unit.id)
        if at is None:
            return ()
        before, after = self.places[max(at - 1, 0) : at], self.places[at + 1 : at + 2]
        return tuple(placed.unit for placed in (*(place[-1] for place in before), *(place[0] for place in after)))

    def sharing(self, unit: Unit) -> tuple[Unit, ...]:
        """The other units of its place; none for a unit that is alone in it, or has none."""
        at = self._place_of.get(unit.id)
        return () if at is None else tuple(placed.unit for placed in self.places[at] if placed.unit != unit)

    @cached_property
    def _place_of(self) -> Mapping[str, int]:
        """Which of the places each unit has, by unit id."""
        return {placed.unit.id: at for at, place in enumerate(self.places) for placed in place}


Standings: TypeAlias = Mapping[tuple[str, Level], Overall]
"""By province id and level, in the order of levels, then of the portal's provinces, those that have ended last; without
those that nobody assessed."""


def overall_of(facts: Facts, levels: Levels) -> Standings:
    """How each level below the provinces stands."""
    below = (rows for rows in facts.of_levels if rows[0].unit.level.below_province)
    groups = grouped(below, lambda rows: (levels.provinces[rows[0].unit.id].id, rows[0].unit.level))
    order, places = _order_of(facts), _places_of_provinces(facts)
    keys = sorted(groups, key=lambda key: (tuple(Level).index(key[1]), places.get(key[0], len(places))))
    return {key: found for key in keys if (found := _overall(groups[key], levels, order))}


def by_one_indicator(group: Group) -> Overall:
    """The units of a level by their figures of one indicator, whether these were compared with targets or not."""
    places = tuple(tuple(_by_figure(row) for row in place) for place in group.places)
    return Overall(group.level, group.period, group.indicator, places)


def provinces_overall(facts: Facts, levels: Levels) -> Overall | None:
    """How the provinces stand to one another; None where fewer than two were assessed for one period."""
    provinces = [rows for rows in facts.of_levels if rows[0].unit.level is Level.PROVINCE]
    found = _overall(provinces, levels, _order_of(facts))
    return found if found and len(found.ordered) > 1 else None


def _order_of(facts: Facts) -> Mapping[str, int]:
    """The place of each unit by its name."""
    return {id_: place for place, id_ in enumerate(facts.by_unit)}


def _places_of_provinces(facts: Facts) -> Mapping[str, int]:
    """The place of each of the portal's provinces as its settings list them, those that have ended after all others."""
    provinces = [facts.portal.units[id_] for id_ in facts.portal.settings.province_ids]
    provinces.sort(key=lambda unit: unit.has_ended(facts.today))
    return {unit.id: place for place, unit in enumerate(provinces)}


def _overall(groups: Iterable[Sequence[Assessed]], levels: Levels, order: Mapping[str, int]) -> Overall | None:
    period, newest = _newest(groups, order)
    if period is None:
        return None
    indicators = list({row.indicator.id: row.indicator for row in newest}.values())
    group = next((group for row in newest if (group := levels.of(row))), None)
    if group and len(indicators) == 1:
        return by_one_indicator(group)
    return Overall(newest[0].unit.level, period, None, tuple(_by_share(newest)))


def _newest(
    groups: Iterable[Sequence[Assessed]], order: Mapping[str, int]
) -> tuple[Period | None, tuple[Assessed, ...]]:
    """The rows of the newest period in which two units or more were assessed, else of the newest, in the order of
    units, indicators and time; each group is of one period. The newest is looked at first: a level has years of them.
    """
    dated = [(period, rows) for rows in groups if (period := rows[0].period)]
    ends = grouped(dated, lambda pair: pair[0].end)
    lone: tuple[Period | None, tuple[Assessed, ...]] = None, ()
    for end in sorted(ends, reverse=True):
        judged = [(period, row) for period, rows in ends[end] for row in rows if row.assessment in JUDGED]
        judged.sort(key=lambda pair: (order[pair[1].unit.id], pair[1].indicator.id, -pair[0].length))
        for period, pairs in grouped(judged, lambda pair: pair[0]).items():
            rows = tuple(row for _, row in pairs)
            if len({row.unit.id for row in rows}) > 1:
                return period, rows
            if lone[0] is None:
                lone = period, rows
    return lone


def _by_figure(row: Assessed) -> Placed:
    return Placed(row.unit, Link(figure_of(row).text, stated_at(row)), row=row)


def _by_share(rows: Sequence[Assessed]) -> Iterator[tuple[Placed, ...]]:
    """Units by the share of their targets that they met. Counts would not be fair: different numbers of targets apply
    to units."""
    scores = {of_unit[0].unit: score_of(of_unit) for of_unit in grouped(rows, lambda row: row.unit.id).values()}
    shares = grouped(scores.items(), lambda item: Fraction(item[1].met, item[1].judged))
    for share in sorted(shares, reverse=True):
        yield tuple(
            Placed(unit, Link(score.text, f"{unit.address}#ket-qua"), score=score) for unit, score in shares[share]
        )
