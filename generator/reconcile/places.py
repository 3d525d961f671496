"""One figure stated by two places: results, targets, due dates; and targets below what was already reached."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from generator.model import Comparison, Period, Portal, TargetStatus
from generator.reconcile.figures import Pair, cell, cells, decimals, fraction, typed
from generator.reconcile.findings import Case, Kind
from generator.reconcile.precision import Verdict, verdict

PLANS = ("Kế hoạch", "Quyết định", "Nghị quyết", "Chỉ thị")
"""Documents that set targets. A report may well tell of a target reached ahead of time; a plan does not set one."""


@dataclass(frozen=True)
class Twice:
    """One figure as two places state it."""

    row: int
    amount: int
    decimals: int
    row_other: int
    amount_other: int
    decimals_other: int

    def agree(self) -> bool:
        """Whether the coarser is the finer one, rounded or cut off."""
        sides = [(self.decimals, self.amount), (self.decimals_other, self.amount_other)]
        (places, coarse), (_, fine) = sorted(sides)
        return verdict(coarse, places, fraction(fine)) is not Verdict.DIFFERS


def result_cases(figures: pd.DataFrame, portal: Portal) -> Iterator[Case]:
    """Results that two places state differently, beyond the precision of the coarser one.

    The figure of the later document counts (as in measures), and is held against each other one.
    """
    key = ["unit_id", "level", "aggregate", "indicator_id", "period"]
    known = figures[figures["amount"].notna()]
    again = _issued(known[known.duplicated(key, keep=False)], portal).sort_values("issued", kind="stable")
    counted = again.drop_duplicates(key, keep="last")
    pairs = counted.merge(again, on=key, suffixes=("", "_other"))
    for pair in typed(pairs[pairs["row"].ne(pairs["row_other"])], Twice):
        if not pair.agree():
            stated, others = cell(figures, pair.row), cells(figures, [pair.row_other])
            yield Case(Kind.RESULT, pair.row, stated, others, fraction(pair.amount_other))


def _issued(frame: pd.DataFrame, portal: Portal) -> pd.DataFrame:
    days = {source.id: source.issued_on for source in portal.sources.values()}
    return frame.assign(issued=pd.to_datetime(frame["source_id"].map(days)))


def stated_targets(portal: Portal) -> pd.DataFrame:
    """Readable targets in the shape of figures: `period` is the due date, `aggregate` is empty."""
    readable = portal.targets[portal.targets["amount"].notna()]
    return readable.assign(
        period=readable["due"], aggregate="", row=readable.index, decimals=decimals(readable["value"])
    )


def target_cases(targets: pd.DataFrame, portal: Portal) -> Iterator[Case]:
    """Targets of one unit, indicator and due date that two places state differently; the later document's counts."""
    key = ["unit_id", "level", "indicator_id", "period"]
    again = _issued(targets[targets.duplicated(key, keep=False)], portal)
    again = again.sort_values("issued", ascending=False, kind="stable")
    pairs = again.drop_duplicates(key).merge(again, on=key, suffixes=("", "_other"))
    unlike = pairs["amount"].ne(pairs["amount_other"]) | pairs["comparison"].ne(pairs["comparison_other"])
    for pair in typed(pairs[unlike], Twice):
        stated, others = cell(targets, pair.row), cells(targets, [pair.row_other])
        yield Case(Kind.TARGET, pair.row, stated, others, fraction(pair.amount_other))


def due_cases(targets: pd.DataFrame) -> Iterator[Case]:
    """One target that places of a document set for different dates, the first two less than a year apart.

    A plan's stages may well repeat a target, but they are years apart; and of the steps that one place sets (20 % each
    year) only the first is compared.
    """
    key = ["source_id", "unit_id", "level", "indicator_id", "comparison", "amount"]
    ends = {text: pd.Timestamp(Period.parse(text).end) for text in targets["period"].unique()}
    ordered = targets.assign(end=targets["period"].map(ends)).sort_values(["end", "row"])
    first = ordered.drop_duplicates([*key, "locator"])
    several = first[first.groupby(key)["end"].transform("nunique").gt(1)]
    dates = several.groupby(key, as_index=False).agg(rows=("row", tuple), ends=("end", lambda end: tuple(end.unique())))
    for rows, when in zip(dates["rows"].tolist(), dates["ends"].tolist(), strict=True):
        if when[1] - when[0] < pd.Timedelta(days=365):
            yield Case(Kind.DUE, rows[0], cell(targets, rows[0]), cells(targets, rows[1:]))


def below_cases(figures: pd.DataFrame, targets: pd.DataFrame, portal: Portal) -> Iterator[Case]:
    """Targets of a plan that are worse than the result that the same row states as reached already."""
    plans = [source.id for source in portal.sources.values() if source.kind in PLANS]
    key = ["source_id", "locator", "unit_id", "level", "indicator_id"]
    bound = targets[targets["source_id"].isin(plans) & targets["status"].eq(TargetStatus.BINDING)]
    known = figures[figures["amount"].notna()][[*key, "row", "amount"]]
    pairs = bound.merge(known, on=key, suffixes=("", "_reached"))
    low = pairs["comparison"].eq(Comparison.AT_LEAST) & pairs["amount"].lt(pairs["amount_reached"])
    high = pairs["comparison"].eq(Comparison.AT_MOST) & pairs["amount"].gt(pairs["amount_reached"])
    for pair in typed(pairs[low | high].rename(columns={"row_reached": "other"}), Pair):
        yield Case(Kind.BELOW, pair.row, cell(targets, pair.row), cells(figures, [pair.other]))
