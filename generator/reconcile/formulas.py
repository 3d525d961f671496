"""Compares stated shares with their parts, and stated wholes with the sum of their parts."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from generator.bulk import Numbers
from generator.formats import decimals_of, plain_decimal
from generator.model import SCALE, DiscrepancyKind, Measure
from generator.reconcile.columns import Marks, ResultColumns
from generator.reconcile.figures import Figure, amount_in, cells
from generator.reconcile.findings import Case, Truncation
from generator.reconcile.precision import ALMOST_HALF, Verdict, amount_of, verdict
from generator.reconcile.sums import Sum

_QUOTIENT = 2
"""Number of operands of a share: the part and the whole."""


@dataclass(frozen=True)
class Quotient:
    """A stated share and the two stated figures from which it is computed."""

    stated: Figure
    part: Figure
    whole: Figure

    def exact(self, part: Fraction, whole: Fraction) -> Fraction:
        """Returns the share of `part` in `whole`, times 100 for a percentage."""
        return (100 if self.stated.measure == Measure.PERCENT else 1) * part / whole


@dataclass(frozen=True)
class Quotients:
    """All stated shares in the order of their rows: the row numbers of the share, of its part and of its whole."""

    results: ResultColumns
    stated: Numbers
    part: Numbers
    whole: Numbers

    def selected(self, marks: Marks) -> Iterator[Quotient]:
        """Yields the marked shares."""
        sides = (self.results.figures(rows[marks]) for rows in (self.stated, self.part, self.whole))
        return map(Quotient, *sides)

    @property
    def doubtful(self) -> Marks:
        """Marks the shares that differ from their quotient by more than half a unit in the last place."""
        amounts = self.results.amounts
        part, whole = amounts[self.part], amounts[self.whole]
        factor = np.where(self.results.percents[self.stated], 100.0, 1.0)
        quotient = factor * part / np.where(whole > 0, whole, 1)
        off = np.abs(quotient - amounts[self.stated] / SCALE) * 10.0 ** self.results.decimals[self.stated]
        found: Marks = (whole > 0) & (off > ALMOST_HALF)
        return found

    @property
    def excessive(self) -> Marks:
        """Marks the shares whose part is larger than the whole."""
        found: Marks = self.results.amounts[self.part] > self.results.amounts[self.whole]
        return found


def quotients(results: ResultColumns) -> Quotients:
    """Returns every stated share whose part and whole are both stated."""
    found = [computed.complete for computed in results.computed if computed.operator == "/"]
    rows = np.concatenate([np.empty(0, np.int64), *(stated for stated, _ in found)])
    operands = np.concatenate([np.empty((0, _QUOTIENT), np.int64), *(operand_rows for _, operand_rows in found)])
    order = np.argsort(rows)
    return Quotients(results, rows[order], *operands[order].T)


def share_cases(results: ResultColumns) -> Iterator[Case]:
    """Yields stated shares that are neither the rounded nor the truncated quotient of the stated parts."""
    for case, found in _doubtful_shares(results):
        if found is Verdict.DIFFERS:
            yield case


def truncations(results: ResultColumns) -> Iterator[Truncation]:
    """Yields stated shares that were cut off instead of rounded."""
    for case, found in _doubtful_shares(results):
        if found is Verdict.TRUNCATED and case.exact is not None:
            digits = decimals_of(case.stated.value)
            yield Truncation(case.stated, plain_decimal(amount_of(case.exact, digits), digits), case.exact)


def _doubtful_shares(results: ResultColumns) -> Iterator[tuple[Case, Verdict]]:
    """Yields the shares that differ from their quotient, each with an exact verdict."""
    shares = quotients(results)
    for share in shares.selected(shares.doubtful):
        exact = share.exact(Fraction(amount_in(share.part)), Fraction(amount_in(share.whole)))
        case = Case(DiscrepancyKind.SHARE, share.stated.row, share.stated.cell, cells([share.part, share.whole]), exact)
        yield case, verdict(amount_in(share.stated), share.stated.decimals, exact)


def excess_cases(results: ResultColumns) -> Iterator[Case]:
    """Yields parts of a share that are larger than the whole."""
    shares = quotients(results)
    wrong = {share.part.row: share for share in reversed(list(shares.selected(shares.excessive)))}
    for share in wrong.values():
        yield Case(DiscrepancyKind.EXCESS, share.part.row, share.part.cell, cells([share.whole]))


def part_cases(results: ResultColumns) -> Iterator[Case]:
    """Yields stated wholes that are not the sum of their parts. A whole is checked only if all its parts are stated."""
    for computed in results.computed:
        if computed.operator == "+":
            rows, parts = computed.complete
            added = zip(results.amounts[rows].tolist(), results.amounts[parts].tolist(), strict=True)
            differ = np.array([sum(own) != stated for stated, own in added], bool)
            for stated, numbers in zip(results.figures(rows[differ]), parts[differ], strict=True):
                yield from sum_cases(DiscrepancyKind.PARTS, Sum(stated, numbers, results))


def sum_cases(kind: DiscrepancyKind, item: Sum) -> Iterator[Case]:
    """Yields a case if a stated figure is not the sum of its rows."""
    stated = item.stated
    slack = len(item.numbers) * item.rounding
    if verdict(amount_in(stated), stated.decimals, item.exact, slack) is not Verdict.AGREES:
        yield Case(kind, stated.row, stated.cell, cells(item.rows), item.exact)
