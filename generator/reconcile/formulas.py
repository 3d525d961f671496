"""Shares from their parts, parts against wholes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from generator.formats import places, plain
from generator.model import SCALE, Indicator, Measure
from generator.reconcile.figures import NEAR, Sum, cell, cells, operands, typed
from generator.reconcile.findings import Case, Kind, Truncation
from generator.reconcile.precision import Verdict, amount_of, verdict


@dataclass(frozen=True)
class Quotient:
    """A stated share and the stated figures it is computed from; `factor` is 100 for percents."""

    row: int
    amount: int
    decimals: int
    factor: int
    part_row: int
    part_amount: int
    whole_row: int
    whole_amount: int

    def exact(self, part: Fraction, whole: Fraction) -> Fraction:
        """The share that such a part is of such a whole."""
        return self.factor * part / whole


def share_cases(figures: pd.DataFrame, indicators: Mapping[str, Indicator]) -> Iterator[Case]:
    """Stated shares that are neither the rounded nor the truncated quotient of the stated parts."""
    for case, found in _doubtful_shares(figures, indicators):
        if found is Verdict.DIFFERS:
            yield case


def truncations(figures: pd.DataFrame, indicators: Mapping[str, Indicator]) -> Iterator[Truncation]:
    """Stated shares that were cut off where they should have been rounded."""
    for case, found in _doubtful_shares(figures, indicators):
        if found is Verdict.TRUNCATED and case.exact is not None:
            digits = places(case.stated.value)
            yield Truncation(case.stated, plain(amount_of(case.exact, digits), digits), case.exact)


def _doubtful_shares(figures: pd.DataFrame, indicators: Mapping[str, Indicator]) -> Iterator[tuple[Case, Verdict]]:
    """Shares farther from their quotient than half a unit in the last place, judged exactly."""
    shares = quotients(figures, indicators)
    whole = shares["whole_amount"].astype("float64")
    quotient = shares["factor"] * shares["part_amount"].astype("float64") / whole.where(whole > 0)
    off = (quotient - shares["amount"].astype("float64") / SCALE).abs() * 10.0 ** shares["decimals"]
    for share in typed(shares[off > NEAR], Quotient):
        exact = share.exact(Fraction(share.part_amount), Fraction(share.whole_amount))
        parts = cells(figures, [share.part_row, share.whole_row])
        case = Case(Kind.SHARE, share.row, cell(figures, share.row), parts, exact)
        yield case, verdict(share.amount, share.decimals, exact)


def quotients(figures: pd.DataFrame, indicators: Mapping[str, Indicator]) -> pd.DataFrame:
    """Every stated share with the stated figures it is computed from, in the columns of Quotient."""
    parts = operands(figures, indicators)
    divided = parts[parts["operator"].eq("/")]
    above = divided[divided["position"].eq(0)][["row", "part_row", "part_amount"]]
    below = divided[divided["position"].eq(1)][["row", "part_row", "part_amount"]]
    wholes = below.rename(columns={"part_row": "whole_row", "part_amount": "whole_amount"})
    shares = above.merge(wholes, on="row").merge(figures[["row", "amount", "decimals", "measure"]], on="row")
    return shares.assign(factor=shares["measure"].eq(Measure.PERCENT).map({True: 100, False: 1}).astype("int64"))


def excess_cases(figures: pd.DataFrame, indicators: Mapping[str, Indicator]) -> Iterator[Case]:
    """Parts of a share that are larger than the whole."""
    shares = quotients(figures, indicators)
    wrong = shares[shares["part_amount"].gt(shares["whole_amount"])].drop_duplicates("part_row")
    for share in typed(wrong, Quotient):
        yield Case(Kind.EXCESS, share.part_row, cell(figures, share.part_row), cells(figures, [share.whole_row]))


def part_cases(figures: pd.DataFrame, indicators: Mapping[str, Indicator]) -> Iterator[Case]:
    """Stated wholes that are not the sum of their stated parts, where all of them are stated."""
    parts = operands(figures, indicators)
    added = parts[parts["operator"].eq("+")]
    sums = added.groupby("row", as_index=False).agg(
        total=("part_amount", "sum"),
        listed=("position", "size"),
        of=("of", "first"),
        fine=("part_decimals", "max"),
        rows=("part_row", tuple),
    )
    whole = sums[sums["listed"].eq(sums["of"])].merge(figures[["row", "amount", "decimals", "measure"]], on="row")
    for item in typed(whole[whole["total"].ne(whole["amount"])], Sum):
        if verdict(item.amount, item.decimals, item.exact, item.listed * item.rounding) is not Verdict.AGREES:
            yield Case(Kind.PARTS, item.row, cell(figures, item.row), cells(figures, item.rows), item.exact)
