"""Shares from their parts, parts against wholes."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from generator.formats import places, plain
from generator.model import SCALE, Measure
from generator.reconcile.figures import NEAR, Figure, Ledger, Sum, amount_in, cells
from generator.reconcile.findings import Case, Kind, Truncation
from generator.reconcile.precision import Verdict, amount_of, verdict

_QUOTIENT = 2
"""A share has so many operands: the part and the whole."""


@dataclass(frozen=True)
class Quotient:
    """A stated share and the stated figures it is computed from; `factor` is 100 for percents."""

    stated: Figure
    part: Figure
    whole: Figure

    @property
    def factor(self) -> int:
        """What a share of the whole is written as."""
        return 100 if self.stated.measure == Measure.PERCENT else 1

    def exact(self, part: Fraction, whole: Fraction) -> Fraction:
        """The share that such a part is of such a whole."""
        return self.factor * part / whole

    @property
    def doubtful(self) -> bool:
        """Whether the share is farther from its quotient than half a unit in the last place."""
        whole = amount_in(self.whole)
        if whole <= 0:
            return False
        quotient = self.factor * amount_in(self.part) / whole
        return abs(quotient - amount_in(self.stated) / SCALE) * 10.0**self.stated.decimals > NEAR


def share_cases(ledger: Ledger) -> Iterator[Case]:
    """Stated shares that are neither the rounded nor the truncated quotient of the stated parts."""
    for case, found in _doubtful_shares(ledger):
        if found is Verdict.DIFFERS:
            yield case


def truncations(ledger: Ledger) -> Iterator[Truncation]:
    """Stated shares that were cut off where they should have been rounded."""
    for case, found in _doubtful_shares(ledger):
        if found is Verdict.TRUNCATED and case.exact is not None:
            digits = places(case.stated.value)
            yield Truncation(case.stated, plain(amount_of(case.exact, digits), digits), case.exact)


def _doubtful_shares(ledger: Ledger) -> Iterator[tuple[Case, Verdict]]:
    """Shares that are far from their quotient, judged exactly."""
    for share in quotients(ledger):
        if share.doubtful:
            exact = share.exact(Fraction(amount_in(share.part)), Fraction(amount_in(share.whole)))
            case = Case(Kind.SHARE, share.stated.row, share.stated.cell, cells([share.part, share.whole]), exact)
            yield case, verdict(amount_in(share.stated), share.stated.decimals, exact)


def quotients(ledger: Ledger) -> Iterator[Quotient]:
    """Every stated share with the stated figures it is computed from."""
    for row, parts in ledger.operands.items():
        stated = ledger.figures[row]
        if ledger.formula(stated)[0] == "/" and len(parts) == _QUOTIENT:
            yield Quotient(stated, parts[0], parts[1])


def excess_cases(ledger: Ledger) -> Iterator[Case]:
    """Parts of a share that are larger than the whole."""
    wrong = {
        share.part.row: share
        for share in reversed(list(quotients(ledger)))
        if amount_in(share.part) > amount_in(share.whole)
    }
    for share in wrong.values():
        yield Case(Kind.EXCESS, share.part.row, share.part.cell, cells([share.whole]))


def part_cases(ledger: Ledger) -> Iterator[Case]:
    """Stated wholes that are not the sum of their stated parts, where all of them are stated."""
    for row, parts in ledger.operands.items():
        stated = ledger.figures[row]
        operator, count = ledger.formula(stated)
        if operator == "+" and len(parts) == count:
            yield from differing(Kind.PARTS, Sum(stated, tuple(parts[position] for position in sorted(parts))))


def differing(kind: Kind, item: Sum) -> Iterator[Case]:
    """The case of a stated figure that is not the sum of its rows."""
    stated = item.stated
    if item.total == stated.amount:
        return
    slack = len(item.rows) * item.rounding
    if verdict(amount_in(stated), stated.decimals, item.exact, slack) is not Verdict.AGREES:
        yield Case(kind, stated.row, stated.cell, cells(item.rows), item.exact)
