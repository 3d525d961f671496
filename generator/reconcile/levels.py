"""The figures stated for a whole level, compared with the figures of its units: totals, means, grand totals, and the
range in which a share of the whole must lie."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from generator.grouping import grouped
from generator.model import SCALE, Aggregate, Level, LevelAggregate, Measure, TargetStatus
from generator.reconcile.figures import Figure, Ledger, Sum, amount_in, cells
from generator.reconcile.findings import Case, Kind, MeanAndPooled, MeanBasis
from generator.reconcile.formulas import differing
from generator.reconcile.precision import Verdict, verdict


@dataclass(frozen=True)
class Beneath(Sum):
    """A figure of a level and the figures of its units in the same document; `expected` is how many units the level
    has, `exempt` which of them are exempt from the target."""

    expected: int
    exempt: frozenset[str] = field(default_factory=frozenset)

    @property
    def blank(self) -> bool:
        """Whether a row has no figure."""
        return any(figure.amount is None for figure in self.rows)

    @property
    def whole(self) -> bool:
        """Whether every listed row has a figure, and the rows are all units of the level or are numbered without a
        gap."""
        return not self.blank and (len(self.rows) == self.expected or self._numbered)

    @property
    def _numbered(self) -> bool:
        labels = {figure.label for figure in self.rows} - {None}
        known = [label for label in labels if label is not None]
        return len(known) == len(self.rows) and max(known) - min(known) + 1 == len(self.rows)

    @property
    def binding(self) -> tuple[Figure, ...]:
        """The rows of units that are not exempt."""
        return tuple(figure for figure in self.rows if figure.unit_id not in self.exempt)

    @property
    def mean(self) -> Fraction:
        """The mean of all rows."""
        return Fraction(self.total, SCALE * len(self.rows))

    @property
    def binding_mean(self) -> Fraction:
        """The mean of the rows of units that are not exempt; of all rows where all are."""
        binding = self.binding
        return Fraction(sum(map(amount_in, binding)), SCALE * len(binding)) if binding else self.mean

    def is_stated(self, exact: Fraction) -> bool:
        """Whether the stated mean is this one; the rows are rounded figures themselves."""
        found = verdict(amount_in(self.stated), self.stated.decimals, exact, self.rounding)
        return found is not Verdict.DIFFERS


def total_cases(ledger: Ledger) -> Iterator[Case]:
    """Totals that are not the sum of the rows of their table, where the table is whole."""
    for stated in ledger.of_levels:
        if stated.aggregate == Aggregate.TOTAL and _is_added(stated, ledger):
            found = _beneath(stated, ledger, same_table=True)
            if found and found.whole:
                yield from differing(Kind.TOTAL, found)


def _is_added(figure: Figure, ledger: Ledger) -> bool:
    return ledger.portal.indicators[figure.indicator_id].aggregate is LevelAggregate.TOTAL


def mean_cases(ledger: Ledger) -> Iterator[Case]:
    """Stated means that are the mean of the rows neither with nor without the units that are exempt."""
    for item in _means(ledger):
        if not item.is_stated(item.mean) and not item.is_stated(item.binding_mean):
            yield Case(Kind.MEAN, item.stated.row, item.stated.cell, cells(item.rows), item.mean)


def mean_bases(ledger: Ledger) -> Iterator[MeanBasis]:
    """For each stated mean that holds over a table with exempt units: whether it counts them."""
    for item in _means(ledger):
        listed, binding = len(item.rows), len(item.binding)
        if not 0 < binding < listed:
            continue
        if item.is_stated(item.mean):
            yield MeanBasis(item.stated.cell, listed, listed - binding, counted=True, other=item.binding_mean)
        elif item.is_stated(item.binding_mean):
            yield MeanBasis(item.stated.cell, listed, listed - binding, counted=False, other=item.mean)


def _means(ledger: Ledger) -> Iterator[Beneath]:
    """Stated means of whole tables."""
    exempt = _exempt(ledger)
    for stated in ledger.of_levels:
        if stated.aggregate == Aggregate.MEAN:
            found = _beneath(stated, ledger, exempt.get(stated.same[:2], frozenset()), same_table=True)
            if found and found.whole:
                yield found


def _exempt(ledger: Ledger) -> dict[tuple[str, str], frozenset[str]]:
    """The units that a document exempts from an indicator's target, by document and indicator."""
    targets = ledger.portal.targets
    exempt = targets[targets["status"].eq(TargetStatus.EXEMPT) & targets["level"].eq("")]
    found: dict[tuple[str, str], set[str]] = {}
    for source_id, indicator_id, unit_id in zip(
        exempt["source_id"], exempt["indicator_id"], exempt["unit_id"], strict=True
    ):
        found.setdefault((source_id, indicator_id), set()).add(unit_id)
    return {key: frozenset(units) for key, units in found.items()}


def _beneath(
    stated: Figure, ledger: Ledger, exempt: frozenset[str] = frozenset(), *, same_table: bool
) -> Beneath | None:
    """The rows of single units beneath a figure of a level; None where the document has none. Of a unit that stands
    twice the first row counts."""
    members = ledger.members(stated.unit_id, stated.level, stated.period)
    first: dict[str, Figure] = {}
    for figure in ledger.columns.get(stated.same, ()):
        if figure.unit_id in members and not (same_table and figure.table != stated.table):
            first.setdefault(figure.unit_id, figure)
    return Beneath(stated, tuple(first.values()), len(members), exempt) if first else None


def grand_total_cases(ledger: Ledger) -> Iterator[Case]:
    """A province's figure that differs from the sum of the figures that the same document states for its levels."""
    for found in _of_provinces(ledger, (Aggregate.TOTAL, Aggregate.COMMON)):
        if _is_added(found.stated, ledger):
            yield from differing(Kind.GRAND_TOTAL, found)


def _of_provinces(ledger: Ledger, aggregates: tuple[Aggregate, ...]) -> Iterator[Sum]:
    """The provinces' own figures, each with the figures of all its levels in the same document."""
    levels = grouped(
        (figure for figure in ledger.of_levels if figure.aggregate in aggregates),
        lambda figure: (figure.unit_id, figure.same),
    )
    if not levels:
        return
    for own in ledger.of_units:
        if own.level_of == Level.PROVINCE and own.amount is not None:
            first: dict[str, Figure] = {}
            for figure in levels.get((own.unit_id, own.same), ()):
                first.setdefault(figure.level, figure)
            if first and len(first) == ledger.levels_within(own.unit_id, own.period):
                yield Sum(own, tuple(first.values()))


def range_cases(ledger: Ledger) -> Iterator[Case]:
    """Rates of a whole that lie outside the rates of all its parts, which no weighting can give."""
    for found in (*_pooled(ledger), *_of_provinces(ledger, (Aggregate.POOLED,))):
        stated = found.stated
        if stated.measure != Measure.PERCENT:
            continue
        low, high = found.ends
        step = SCALE // 10**stated.decimals
        if not low - step <= amount_in(stated) <= high + step:
            yield Case(Kind.RANGE, stated.row, stated.cell, cells(found.rows))


def _pooled(ledger: Ledger) -> Iterator[Beneath]:
    """Rates of whole levels of which the document states every unit's."""
    for stated in ledger.of_levels:
        if stated.aggregate == Aggregate.POOLED and stated.measure == Measure.PERCENT:
            found = _beneath(stated, ledger, same_table=False)
            if found and not found.blank and len(found.rows) == found.expected:
                yield found


def means_and_pooled(ledger: Ledger) -> Iterator[MeanAndPooled]:
    """Levels for which one document states both the mean of the units' rates and the rate of the whole."""
    means, pooled = (
        grouped(
            (figure for figure in ledger.of_levels if figure.aggregate == aggregate),
            lambda figure: (figure.unit_id, figure.level, figure.same),
        )
        for aggregate in (Aggregate.MEAN, Aggregate.POOLED)
    )
    for key, (mean, *_) in means.items():
        if key in pooled and pooled[key][0].amount != mean.amount:
            yield MeanAndPooled(mean.cell, pooled[key][0].cell)
