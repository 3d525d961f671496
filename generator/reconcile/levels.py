"""Compares the figures stated for a whole level with the figures of its units: totals, means, grand totals, and the
range in which a share of the whole must lie."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property

import numpy as np

from generator.grouping import grouped
from generator.model import SCALE, Aggregate, DiscrepancyKind, Level, LevelAggregate, Measure, TargetStatus
from generator.reconcile.columns import ResultColumns
from generator.reconcile.figures import Figure, amount_in, cells
from generator.reconcile.findings import Case, MeanAndPooled, MeanBasis
from generator.reconcile.formulas import sum_cases
from generator.reconcile.precision import ALMOST_HALF, Verdict, verdict
from generator.reconcile.sums import Sum


@dataclass(frozen=True, eq=False)
class LevelRows(Sum):
    """A level's figure and the rows of its units in the same document.

    `expected` is the number of units that the level has; `exempt` holds those that are exempt from the target.
    """

    expected: int
    exempt: frozenset[str] = field(default_factory=frozenset)

    @property
    def has_gap(self) -> bool:
        """Whether a row has no figure."""
        return not self.results.known[self.numbers].all()

    @property
    def is_complete(self) -> bool:
        """Whether every listed row has a figure, and the rows either are all units of the level or are numbered without
        a gap."""
        return not self.has_gap and (len(self.numbers) == self.expected or self._numbered_without_gap)

    @property
    def _numbered_without_gap(self) -> bool:
        labels = np.unique(self.results.labels[self.numbers])
        count = len(self.numbers)
        return len(labels) == count and bool(labels[-1] - labels[0] + 1 == count)

    @cached_property
    def binding(self) -> Sum:
        """The rows of units that are not exempt, or all rows if all units are exempt."""
        if not self.exempt:
            return self
        bound = ~self.results.isin("unit_id", self.exempt)[self.numbers]
        return replace(self, numbers=self.numbers[bound]) if bound.any() else self

    @property
    def mean(self) -> Fraction:
        """The mean of all rows."""
        return _mean(self)

    @property
    def binding_mean(self) -> Fraction:
        """The mean of the rows of units that are not exempt, or of all rows if all units are exempt."""
        return _mean(self.binding)

    @property
    def near_mean(self) -> bool:
        """Whether the stated mean is so close to the mean of all rows that no exact check is needed."""
        off = abs(self.total / len(self.numbers) - amount_in(self.stated)) / SCALE
        return off * 10.0**self.stated.decimals < ALMOST_HALF

    def is_stated(self, exact: Fraction) -> bool:
        """Whether the stated mean equals this one within its precision. The rows are rounded figures themselves, so
        their rounding error is allowed for."""
        found = verdict(amount_in(self.stated), self.stated.decimals, exact, self.rounding)
        return found is not Verdict.DIFFERS


def _mean(rows: Sum) -> Fraction:
    return Fraction(rows.total, SCALE * len(rows.numbers))


def total_cases(results: ResultColumns) -> Iterator[Case]:
    """Yields totals that are not the sum of the rows of their table. Only complete tables are checked."""
    for stated in results.of_levels:
        if stated.aggregate == Aggregate.TOTAL and _is_total(stated, results):
            found = _rows_beneath(stated, results, same_table=True)
            if found and found.is_complete:
                yield from sum_cases(DiscrepancyKind.TOTAL, found)


def _is_total(figure: Figure, results: ResultColumns) -> bool:
    return results.portal.indicators[figure.indicator_id].aggregate is LevelAggregate.TOTAL


def mean_cases(results: ResultColumns) -> Iterator[Case]:
    """Yields stated means that equal the mean of the rows neither with nor without the exempt units."""
    for item in _means(results):
        if not item.near_mean and not item.is_stated(item.mean) and not item.is_stated(item.binding_mean):
            yield Case(DiscrepancyKind.MEAN, item.stated.row, item.stated.cell, cells(item.rows), item.mean)


def mean_bases(results: ResultColumns) -> Iterator[MeanBasis]:
    """Yields, for each correct mean of a table with exempt units, whether the mean includes these units."""
    for item in _means(results):
        listed, binding = len(item.numbers), len(item.binding.numbers)
        if binding == listed:
            continue
        if item.is_stated(item.mean):
            yield MeanBasis(item.stated.cell, listed, listed - binding, counted=True, other=item.binding_mean)
        elif item.is_stated(item.binding_mean):
            yield MeanBasis(item.stated.cell, listed, listed - binding, counted=False, other=item.mean)


def _means(results: ResultColumns) -> Iterator[LevelRows]:
    """Yields the stated means of complete tables."""
    exempt = _exempt(results)
    for stated in results.of_levels:
        if stated.aggregate == Aggregate.MEAN:
            found = _rows_beneath(stated, results, exempt.get(stated.document_column[:2], frozenset()), same_table=True)
            if found and found.is_complete:
                yield found


def _exempt(results: ResultColumns) -> dict[tuple[str, str], frozenset[str]]:
    """Returns the units that a document exempts from an indicator's target, by document and indicator."""
    targets = results.portal.targets
    exempt = targets[targets["status"].eq(TargetStatus.EXEMPT) & targets["level"].eq("")]
    found: dict[tuple[str, str], set[str]] = {}
    for source_id, indicator_id, unit_id in zip(
        exempt["source_id"], exempt["indicator_id"], exempt["unit_id"], strict=True
    ):
        found.setdefault((source_id, indicator_id), set()).add(unit_id)
    return {key: frozenset(units) for key, units in found.items()}


def _rows_beneath(
    stated: Figure, results: ResultColumns, exempt: frozenset[str] = frozenset(), *, same_table: bool
) -> LevelRows | None:
    """Returns the rows of single units under a level's figure, or None if the document has none. If a unit has two
    rows, the first one counts."""
    members = results.members(stated.unit_id, stated.level, stated.period)
    rows = results.column(stated)
    listed = members.listed[results.units[rows]]
    if same_table:
        listed &= results.tables[rows] == results.tables[stated.row]
    rows = rows[listed]
    if not len(rows):
        return None
    if results.has_repeated_unit[rows].any():
        rows = rows[np.sort(np.unique(results.units[rows], return_index=True)[1])]
    return LevelRows(stated, rows, results, members.count, exempt)


def grand_total_cases(results: ResultColumns) -> Iterator[Case]:
    """Yields a province's figure that differs from the sum of the figures that the same document states for its
    levels."""
    for found in _of_provinces(results, (Aggregate.TOTAL, Aggregate.COMMON)):
        if _is_total(found.stated, results):
            yield from sum_cases(DiscrepancyKind.GRAND_TOTAL, found)


def _of_provinces(results: ResultColumns, aggregates: tuple[Aggregate, ...]) -> Iterator[Sum]:
    """Yields the provinces' own figures, each with the figures of all its levels in the same document."""
    levels = grouped(
        (figure for figure in results.of_levels if figure.aggregate in aggregates),
        lambda figure: (figure.unit_id, figure.document_column),
    )
    if not levels:
        return
    provinces = (unit.id for unit in results.portal.units.values() if unit.level is Level.PROVINCE)
    for own in results.figures(np.flatnonzero(results.of_units & results.known & results.isin("unit_id", provinces))):
        first: dict[str, int] = {}
        for figure in levels.get((own.unit_id, own.document_column), ()):
            first.setdefault(figure.level, figure.row)
        if first and len(first) == results.levels_within(own.unit_id, own.period):
            yield Sum(own, np.array(list(first.values())), results)


def range_cases(results: ResultColumns) -> Iterator[Case]:
    """Yields rates of a whole that lie outside the range of the rates of its parts: no weighting of the parts can give
    such a rate."""
    for found in (*_pooled(results), *_of_provinces(results, (Aggregate.POOLED,))):
        stated = found.stated
        if stated.measure != Measure.PERCENT:
            continue
        low, high = found.bounds
        step = SCALE // 10**stated.decimals
        if not low - step <= amount_in(stated) <= high + step:
            yield Case(DiscrepancyKind.RANGE, stated.row, stated.cell, cells(found.rows))


def _pooled(results: ResultColumns) -> Iterator[LevelRows]:
    """Yields rates of whole levels for which the document also states the rate of every unit."""
    for stated in results.of_levels:
        if stated.aggregate == Aggregate.POOLED:
            found = _rows_beneath(stated, results, same_table=False)
            if found and not found.has_gap and len(found.numbers) == found.expected:
                yield found


def means_and_pooled(results: ResultColumns) -> Iterator[MeanAndPooled]:
    """Yields levels for which one document states both the mean of the units' rates and the rate of the whole."""
    means, pooled = (
        grouped(
            (figure for figure in results.of_levels if figure.aggregate == aggregate),
            lambda figure: (figure.unit_id, figure.level, figure.document_column),
        )
        for aggregate in (Aggregate.MEAN, Aggregate.POOLED)
    )
    for key, (mean, *_) in means.items():
        if key in pooled and pooled[key][0].amount != mean.amount:
            yield MeanAndPooled(mean.cell, pooled[key][0].cell)
