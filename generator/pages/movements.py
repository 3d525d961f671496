"""Finds what changed in a province since the previous period: targets newly met or missed, greatest rises and falls.

Two figures are compared only if they measure the same: one unit, one indicator (a new definition is another indicator),
two periods of equal length that follow each other in the province's reports, and no merger or split of the unit between
them. If the target itself changed, meeting or missing it is not the unit's doing; such cases are listed separately.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TypeAlias

from generator.grouping import grouped
from generator.lineage import units_not_comparable
from generator.model import Assessment, Direction, Period, Unit
from generator.pages.facts import JUDGED, Assessed, Facts, Levels

_FEWEST_UNITS = 2
"""The smallest number of units with comparable figures: fewer units do not represent the province."""


@dataclass(frozen=True)
class Step:
    """A unit's figure and the previous one.

    `previous_run` is the number of consecutive periods, up to the previous one, in which the assessment was the same as
    in the previous period (target met, or not met).
    """

    row: Assessed
    before: Assessed
    previous_run: int

    @property
    def gain(self) -> int:
        """The change in millionths; positive if the figure improved."""
        change = self.row.change or 0
        return -change if self.row.indicator.direction is Direction.LOWER else change

    @property
    def assessment_changed(self) -> bool:
        """Whether the unit met its target before and no longer does, or the reverse."""
        return {self.row.assessment, self.before.assessment} == set(JUDGED)

    @property
    def target_changed(self) -> bool:
        """Whether the target's figure or comparison changed between the two periods."""
        return _required_amount(self.row) != _required_amount(self.before)


def _required_amount(row: Assessed) -> object:
    return row.target and (row.target.comparison, row.target.amount)


@dataclass(frozen=True)
class Movement:
    """The changes in a province from the period `previous` to `period`, most important first.

    Among newly met and missed targets, a province's own figures come first, then the longest `previous_run`: a change
    that happens every month is not news. `rises` and `falls` contain only percents and points of ranked units, by the
    size of the change, without the steps that are listed as met or missed.
    """

    period: Period
    previous: Period
    steps: Sequence[Step]

    @cached_property
    def met(self) -> tuple[Step, ...]:
        """Targets that are newly met."""
        return self._changed_assessments(Assessment.MET, target_changed=False)

    @cached_property
    def missed(self) -> tuple[Step, ...]:
        """Targets that are no longer met."""
        return self._changed_assessments(Assessment.NOT_MET, target_changed=False)

    @cached_property
    def met_by_target_change(self) -> tuple[Step, ...]:
        """Targets that are newly met, where the target itself changed."""
        return self._changed_assessments(Assessment.MET, target_changed=True)

    @cached_property
    def missed_by_target_change(self) -> tuple[Step, ...]:
        """Targets that are no longer met, where the target itself changed."""
        return self._changed_assessments(Assessment.NOT_MET, target_changed=True)

    @cached_property
    def rises(self) -> tuple[Step, ...]:
        """Figures that improved, greatest change first."""
        return tuple(sorted((step for step in self._other_steps if step.gain > 0), key=lambda step: -step.gain))

    @cached_property
    def falls(self) -> tuple[Step, ...]:
        """Figures that got worse, greatest change first."""
        return tuple(sorted((step for step in self._other_steps if step.gain < 0), key=lambda step: step.gain))

    @property
    def _other_steps(self) -> Iterator[Step]:
        return (
            step
            for step in self.steps
            if step.row.has_rank
            and step.row.indicator.measure.out_of_hundred
            and (step.target_changed or not step.assessment_changed)
        )

    def _changed_assessments(self, now: Assessment, *, target_changed: bool) -> tuple[Step, ...]:
        found = [
            step
            for step in self.steps
            if step.assessment_changed and step.row.assessment is now and step.target_changed is target_changed
        ]
        return tuple(sorted(found, key=_by_importance))


def _by_importance(step: Step) -> tuple[bool, int, int, int]:
    level = step.row.unit.level
    return level.below_province, -step.previous_run, level.order, -abs(step.gain)


@dataclass(frozen=True)
class FirstOfIndicator:
    """The first step of an indicator in a list.

    `others` is the number of further steps of that indicator in the list, `equally_large` how many of these are equally
    large.
    """

    step: Step
    others: int
    equally_large: int


def first_of_each_indicator(steps: Iterable[Step]) -> tuple[FirstOfIndicator, ...]:
    """Returns the first step of each indicator, in the order of the list.

    Otherwise one indicator that varies much would fill the list.
    """
    groups = grouped(steps, lambda step: step.row.indicator.id).values()
    return tuple(_first_of_indicator(found) for found in groups)


def _first_of_indicator(steps: Sequence[Step]) -> FirstOfIndicator:
    first, *others = steps
    return FirstOfIndicator(first, len(others), sum(step.gain == first.gain for step in others))


def movement_of(whole: Unit, facts: Facts) -> Movement | None:
    """Returns the changes in a province, or among a country's provinces, from the previous to the newest period.

    The newest period is the last one in which at least two units can be compared. Returns None if there is none.
    """
    rows = [row for row in facts.assessed if _is_comparable(row) and _belongs_to(whole, row.unit, facts.levels)]
    span = _newest_span(rows)
    if span is None:
        return None
    previous, period = span
    reshaped = units_not_comparable(facts.portal.lineage, previous, period)
    moved = [row for row in rows if _span(row) == span and row.unit.id not in reshaped]
    return Movement(period, previous, tuple(_steps(moved, facts)))


def _belongs_to(whole: Unit, unit: Unit, levels: Levels) -> bool:
    """Whether the unit is in the province `whole`, is a province of the country `whole`, or is `whole` itself."""
    return whole.id in (levels.provinces[unit.id].id, levels.compared_within[unit.id].id)


_Span: TypeAlias = tuple[Period, Period]


def _span(row: Assessed) -> _Span | None:
    return (row.previous_period, row.period) if row.previous_period and row.period else None


def _is_comparable(row: Assessed) -> bool:
    """Whether there is a previous figure. It is of a period of equal length."""
    return row.change is not None


def _newest_span(rows: Iterable[Assessed]) -> _Span | None:
    """Returns the newest period with enough units and its nearest previous period.

    Of a month and a quarter with the same end it returns the month.
    """
    units: dict[_Span, set[str]] = {}
    for row in rows:
        if span := _span(row):
            units.setdefault(span, set()).add(row.unit.id)
    eligible = [span for span, found in units.items() if len(found) >= _FEWEST_UNITS]
    return max(eligible, key=lambda span: (span[1].end, span[1].start, span[0].end), default=None)


def _steps(rows: Iterable[Assessed], facts: Facts) -> Iterator[Step]:
    for of_unit in grouped(rows, lambda row: row.unit.id).values():
        known = _by_indicator(facts.by_unit[of_unit[0].unit.id])
        for row in of_unit:
            past = _until(row.previous_period, known[row.indicator.id, _length(row)])
            yield Step(row, past[-1], _previous_run(past))


def _by_indicator(rows: Iterable[Assessed]) -> Mapping[tuple[str, int], Sequence[Assessed]]:
    """Returns the rows with a figure by indicator id and length of period, in order of time."""
    return grouped((row for row in rows if row.amount is not None), lambda row: (row.indicator.id, _length(row)))


def _length(row: Assessed) -> int:
    return row.period.length if row.period else 0


def _until(last: Period | None, rows: Sequence[Assessed]) -> Sequence[Assessed]:
    """Returns the rows up to and including the row of the period."""
    at = next(at for at, row in enumerate(rows) if row.period == last)
    return rows[: at + 1]


def _previous_run(rows: Sequence[Assessed]) -> int:
    """Returns how many periods without a gap, up to the last row, have the last row's assessment."""
    turns = enumerate(pairwise(reversed(rows)), 1)
    return next((count for count, (later, earlier) in turns if not _continues(later, earlier)), len(rows))


def _continues(later: Assessed, earlier: Assessed) -> bool:
    follows = later.period is not None and earlier.period == later.period.preceding
    return follows and earlier.assessment is later.assessment
