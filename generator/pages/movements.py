"""What moved in a province since the period before: who newly meets a target and who no longer does, which figures rose
and fell most.

Two figures are compared only where they are the same thing: of one unit and one indicator (a new definition is another
indicator), in two periods of one length that follow each other in the reports of the province, with no merger or split
of the unit between them. Where the target itself became another one, meeting or missing it is no movement of the unit;
such cases are told apart.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TypeAlias

from generator.grouping import grouped
from generator.lineage import broken
from generator.model import Assessment, Direction, Measure, Period, Unit
from generator.pages.facts import Assessed, Facts
from generator.pages.figures import JUDGED
from generator.pages.levels import LEVEL_ORDER, Levels

_FEWEST = 2
"""A period in which fewer units can be compared with one before tells nothing of a province."""


@dataclass(frozen=True)
class Step:
    """A unit's figure and the one before it. `spell` counts the periods in a row, the one before as the last, in which
    the unit met the target of that time, or in which it did not."""

    row: Assessed
    before: Assessed
    spell: int

    @property
    def gain(self) -> int:
        """The change in millionths, positive where it is one for the better."""
        change = self.row.change or 0
        return -change if self.row.indicator.direction is Direction.LOWER else change

    @property
    def turned(self) -> bool:
        """Whether the unit met its target before and no longer does, or the other way round."""
        return {self.row.assessment, self.before.assessment} == set(JUDGED)

    @property
    def asked_anew(self) -> bool:
        """Whether what must be reached became another figure."""
        return _asked(self.row) != _asked(self.before)


def _asked(row: Assessed) -> object:
    return row.target and (row.target.comparison, row.target.amount)


@dataclass(frozen=True)
class Movement:
    """What moved in a province from `previous` to `period`, most telling first.

    Who missed a target longest before it was met, or met it longest before it was missed, comes first: what comes and
    goes every month is no news. A province's own figures stand before all others. `rises` and `falls` are percents and
    points of units that are ranked, in order of the change, without those that are told as met or missed.
    """

    period: Period
    previous: Period
    steps: Sequence[Step]

    @cached_property
    def met(self) -> tuple[Step, ...]:
        """Newly met."""
        return self._turned(Assessment.MET, anew=False)

    @cached_property
    def missed(self) -> tuple[Step, ...]:
        """No longer met."""
        return self._turned(Assessment.NOT_MET, anew=False)

    @cached_property
    def met_anew(self) -> tuple[Step, ...]:
        """Met, where another target was in force before."""
        return self._turned(Assessment.MET, anew=True)

    @cached_property
    def missed_anew(self) -> tuple[Step, ...]:
        """Not met, where another target was in force before."""
        return self._turned(Assessment.NOT_MET, anew=True)

    @cached_property
    def rises(self) -> tuple[Step, ...]:
        """Figures that changed for the better."""
        return tuple(sorted((step for step in self._drifting if step.gain > 0), key=lambda step: -step.gain))

    @cached_property
    def falls(self) -> tuple[Step, ...]:
        """Figures that changed for the worse."""
        return tuple(sorted((step for step in self._drifting if step.gain < 0), key=lambda step: step.gain))

    @property
    def _drifting(self) -> Iterator[Step]:
        return (step for step in self.steps if _on_hundred(step.row) and (step.asked_anew or not step.turned))

    def _turned(self, now: Assessment, *, anew: bool) -> tuple[Step, ...]:
        found = [step for step in self.steps if step.turned and step.row.assessment is now and step.asked_anew is anew]
        return tuple(sorted(found, key=_most_telling))


def _on_hundred(row: Assessed) -> bool:
    return row.placed and row.indicator.measure in (Measure.PERCENT, Measure.POINTS)


def _most_telling(step: Step) -> tuple[bool, int, int, int]:
    level = step.row.unit.level
    return level.below_province, -step.spell, LEVEL_ORDER.index(level), -abs(step.gain)


@dataclass(frozen=True)
class Foremost:
    """The first movement of an indicator in a list, how many more of that indicator the list has, and how many of
    these are as large as the first."""

    step: Step
    others: int
    alike: int


def foremost(steps: Iterable[Step]) -> tuple[Foremost, ...]:
    """The first of each indicator, so that one that varies much does not fill the list; in the order of the list."""
    groups = grouped(steps, lambda step: step.row.indicator.id).values()
    return tuple(_foremost(found) for found in groups)


def _foremost(steps: Sequence[Step]) -> Foremost:
    first, *others = steps
    return Foremost(first, len(others), sum(step.gain == first.gain for step in others))


def movement_of(whole: Unit, facts: Facts, levels: Levels) -> Movement | None:
    """What moved in a province, or among the provinces of a country, between the newest period in which two units or
    more can be compared, and the one before it.

    None where there is no such period.
    """
    rows = [row for row in facts.assessed if _compared(row) and _is_of(whole, row.unit, levels)]
    span = _newest_span(rows)
    if span is None:
        return None
    previous, period = span
    others = broken(facts.portal.lineage, previous, period)
    moved = [row for row in rows if _span(row) == span and row.unit.id not in others]
    return Movement(period, previous, tuple(_steps(moved, facts)))


def _is_of(whole: Unit, unit: Unit, levels: Levels) -> bool:
    """Whether the unit belongs to a province, or is a province of a country, or is it itself."""
    return whole.id in (levels.provinces[unit.id].id, levels.within[unit.id].id)


_Span: TypeAlias = tuple[Period, Period]


def _span(row: Assessed) -> _Span | None:
    return (row.previous_period, row.period) if row.previous_period and row.period else None


def _compared(row: Assessed) -> bool:
    """Whether there is a figure before it, of a month for a month, of a year for a year."""
    span = _span(row)
    return row.change is not None and span is not None and span[0].length == span[1].length


def _newest_span(rows: Iterable[Assessed]) -> _Span | None:
    """The newest period, and before it the nearest; of a month and a quarter that end together, the month."""
    units: dict[_Span, set[str]] = {}
    for row in rows:
        if span := _span(row):
            units.setdefault(span, set()).add(row.unit.id)
    wide = [span for span, found in units.items() if len(found) >= _FEWEST]
    return max(wide, key=lambda span: (span[1].end, span[1].start, span[0].end), default=None)


def _steps(rows: Iterable[Assessed], facts: Facts) -> Iterator[Step]:
    for of_unit in grouped(rows, lambda row: row.unit.id).values():
        known = _by_indicator(facts.by_unit[of_unit[0].unit.id])
        for row in of_unit:
            past = _until(row.previous_period, known[row.indicator.id])
            yield Step(row, past[-1], _spell(past))


def _by_indicator(rows: Iterable[Assessed]) -> Mapping[str, Sequence[Assessed]]:
    """The figures of a unit, in order of time."""
    return grouped((row for row in rows if row.amount is not None), lambda row: row.indicator.id)


def _until(last: Period | None, rows: Sequence[Assessed]) -> Sequence[Assessed]:
    """The rows up to that of the period."""
    at = next(at for at, row in enumerate(rows) if row.period == last)
    return rows[: at + 1]


def _spell(rows: Sequence[Assessed]) -> int:
    """How many periods without a gap have the assessment of the last row, itself among them."""
    turns = enumerate(pairwise(reversed(rows)), 1)
    return next((count for count, (later, earlier) in turns if not _continues(later, earlier)), len(rows))


def _continues(later: Assessed, earlier: Assessed) -> bool:
    follows = later.period is not None and earlier.period == later.period.preceding
    return follows and earlier.assessment is later.assessment
