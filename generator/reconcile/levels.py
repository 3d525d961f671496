"""The figures stated for a whole level, compared with the figures of its units: totals, means, grand totals, and the
range in which a share of the whole must lie."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from generator.measures import active, dated
from generator.model import SCALE, Aggregate, Level, LevelAggregate, Measure, Portal, TargetStatus
from generator.reconcile.figures import Pair, Sum, cell, cells, members, of_levels, of_units, typed
from generator.reconcile.findings import Case, Kind, MeanAndPooled, MeanBasis
from generator.reconcile.precision import Verdict, verdict

SAME = ["source_id", "indicator_id", "period"]


@dataclass(frozen=True)
class Mean(Sum):
    """A stated mean and its rows; `binding` counts the rows of units that are not exempt from the target."""

    binding_total: int
    binding: int

    @property
    def mean(self) -> Fraction:
        """The mean of all rows."""
        return Fraction(self.total, SCALE * self.listed)

    @property
    def binding_mean(self) -> Fraction:
        """The mean of the rows of units that are not exempt; of all rows where all are."""
        return Fraction(self.binding_total, SCALE * self.binding) if self.binding else self.mean

    def is_stated(self, exact: Fraction) -> bool:
        """Whether the stated mean is this one; the rows are rounded figures themselves."""
        return verdict(self.amount, self.decimals, exact, self.rounding) is not Verdict.DIFFERS


def total_cases(figures: pd.DataFrame, portal: Portal) -> Iterator[Case]:
    """Totals that are not the sum of the rows of their table, where the table is whole."""
    added = [item.id for item in portal.indicators.values() if item.aggregate is LevelAggregate.TOTAL]
    totals = of_levels(figures)
    totals = totals[totals["aggregate"].eq(Aggregate.TOTAL) & totals["indicator_id"].isin(added)]
    sums = _summed(_rows_beneath(totals, figures, portal, same_table=True))
    whole = sums[sums["whole"]].merge(totals[["row", "amount", "decimals", "measure"]], on="row")
    for item in typed(whole[whole["total"].ne(whole["amount"])], Sum):
        if verdict(item.amount, item.decimals, item.exact, item.listed * item.rounding) is not Verdict.AGREES:
            yield Case(Kind.TOTAL, item.row, cell(figures, item.row), cells(figures, item.rows), item.exact)


def mean_cases(figures: pd.DataFrame, portal: Portal) -> Iterator[Case]:
    """Stated means that are the mean of the rows neither with nor without the units that are exempt."""
    for item in typed(_means(figures, portal), Mean):
        if not item.is_stated(item.mean) and not item.is_stated(item.binding_mean):
            yield Case(Kind.MEAN, item.row, cell(figures, item.row), cells(figures, item.rows), item.mean)


def mean_bases(figures: pd.DataFrame, portal: Portal) -> Iterator[MeanBasis]:
    """For each stated mean that holds over a table with exempt units: whether it counts them."""
    means = _means(figures, portal)
    for item in typed(means[means["binding"].lt(means["listed"]) & means["binding"].gt(0)], Mean):
        exempt = item.listed - item.binding
        if item.is_stated(item.mean):
            yield MeanBasis(cell(figures, item.row), item.listed, exempt, counted=True, other=item.binding_mean)
        elif item.is_stated(item.binding_mean):
            yield MeanBasis(cell(figures, item.row), item.listed, exempt, counted=False, other=item.mean)


def _means(figures: pd.DataFrame, portal: Portal) -> pd.DataFrame:
    """Stated means of whole tables: the sum and number of their rows, all and binding ones."""
    stated = of_levels(figures)
    stated = stated[stated["aggregate"].eq(Aggregate.MEAN)]
    sums = _summed(_rows_beneath(stated, figures, portal, same_table=True))
    return sums[sums["whole"]].merge(stated[["row", "amount", "decimals", "measure"]], on="row")


def _rows_beneath(levels: pd.DataFrame, figures: pd.DataFrame, portal: Portal, *, same_table: bool) -> pd.DataFrame:
    """The rows of single units beneath each figure of a level, in one document, indicator and period.

    `row` is the level's figure; the unit's columns are named `unit_…`; `expected` counts the level's units then.
    """
    held = members(portal.units).rename(columns={"unit_id": "member_id"})
    wanted = levels[["row", "unit_id", "level", "table", *SAME]].merge(
        held.rename(columns={"of_id": "unit_id"}), on=["unit_id", "level"]
    )
    wanted = wanted[active(dated(wanted, "period"))].rename(columns={"unit_id": "of_id"})
    wanted = wanted.assign(expected=wanted.groupby("row")["member_id"].transform("size"))
    named = {"unit_id": "member_id", **{name: f"unit_{name}" for name in ("row", "table", "amount", "decimals")}}
    units = of_units(figures)[[*named, "label", *SAME]].rename(columns=named)
    found = wanted.merge(units, on=["member_id", *SAME])
    found = found.merge(_exempt(portal), on=["source_id", "indicator_id", "member_id"], how="left")
    if same_table:
        found = found[found["unit_table"].eq(found["table"])]
    return found.sort_values(["row", "unit_row"]).drop_duplicates(["row", "member_id"])


def _exempt(portal: Portal) -> pd.DataFrame:
    """Units that a document exempts from an indicator's target: source_id, indicator_id, member_id, exempt (true)."""
    targets = portal.targets[portal.targets["status"].eq(TargetStatus.EXEMPT) & portal.targets["level"].eq("")]
    named = targets[["source_id", "indicator_id", "unit_id"]].drop_duplicates().rename(columns={"unit_id": "member_id"})
    return named.assign(exempt=True)


def _summed(beneath: pd.DataFrame) -> pd.DataFrame:
    """One row a level's figure: the columns of Sum and Mean, low, high, and whether the table is `whole`.

    It is when every listed row has a figure, and the rows are all units of the level or are numbered without a gap.
    """
    marked = beneath.assign(
        blank=beneath["unit_amount"].isna(),
        bound=beneath["exempt"].isna().astype("int64"),
        binding_amount=beneath["unit_amount"].where(beneath["exempt"].isna(), 0),
    )
    sums = marked.groupby("row", as_index=False).agg(
        total=("unit_amount", "sum"),
        listed=("unit_row", "size"),
        binding_total=("binding_amount", "sum"),
        binding=("bound", "sum"),
        fine=("unit_decimals", "max"),
        low=("unit_amount", "min"),
        high=("unit_amount", "max"),
        blank=("blank", "any"),
        expected=("expected", "first"),
        first=("label", "min"),
        last=("label", "max"),
        labels=("label", "nunique"),
        rows=("unit_row", tuple),
    )
    run = sums["labels"].eq(sums["listed"]) & (sums["last"] - sums["first"] + 1).eq(sums["listed"])
    return sums.assign(whole=~sums["blank"] & (sums["listed"].eq(sums["expected"]) | run))


def grand_total_cases(figures: pd.DataFrame, portal: Portal) -> Iterator[Case]:
    """A province's figure that differs from the sum of the figures that the same document states for its levels."""
    added = [item.id for item in portal.indicators.values() if item.aggregate is LevelAggregate.TOTAL]
    sums = _levels_beneath(figures, portal, (Aggregate.TOTAL, Aggregate.COMMON))
    sums = sums[sums["indicator_id"].isin(added)]
    for item in typed(sums[sums["total"].ne(sums["amount"])], Sum):
        if verdict(item.amount, item.decimals, item.exact, item.listed * item.rounding) is not Verdict.AGREES:
            yield Case(Kind.GRAND_TOTAL, item.row, cell(figures, item.row), cells(figures, item.rows), item.exact)


def _levels_beneath(figures: pd.DataFrame, portal: Portal, aggregates: tuple[Aggregate, ...]) -> pd.DataFrame:
    """The provinces' own figures, each with the figures of all levels in the same document: total, lowest, highest and
    rows."""
    own = of_units(figures)
    own = own[own["unit_level"].eq(Level.PROVINCE) & own["amount"].notna()]
    levels = of_levels(figures)
    levels = levels[levels["aggregate"].isin(list(aggregates))].drop_duplicates(["unit_id", "level", *SAME])
    named = {"row": "level_row", "amount": "level_amount", "decimals": "level_decimals"}
    beneath = levels[["unit_id", "level", *SAME, *named]].rename(columns=named)
    pairs = own[["row", "unit_id", *SAME]].merge(beneath, on=["unit_id", *SAME])
    sums = pairs.groupby("row", as_index=False).agg(
        total=("level_amount", "sum"),
        low=("level_amount", "min"),
        high=("level_amount", "max"),
        listed=("level", "nunique"),
        fine=("level_decimals", "max"),
        rows=("level_row", tuple),
    )
    whole = sums.merge(own, on="row").merge(_levels_expected(own, portal), on=["unit_id", "period"])
    return whole[whole["listed"].eq(whole["expected"])]


def _levels_expected(own: pd.DataFrame, portal: Portal) -> pd.DataFrame:
    """How many levels a province had in a period: unit_id, period, expected."""
    held = members(portal.units).rename(columns={"unit_id": "member_id", "of_id": "unit_id"})
    pairs = own[["unit_id", "period"]].drop_duplicates().merge(held, on="unit_id")
    levels = (
        pairs[active(dated(pairs, "period"))]
        .groupby(["unit_id", "period"], as_index=False)
        .agg(expected=("level", "nunique"))
    )
    return levels.astype({"unit_id": "str", "period": "str"})


def range_cases(figures: pd.DataFrame, portal: Portal) -> Iterator[Case]:
    """Rates of a whole that lie outside the rates of all its parts, which no weighting can give."""
    pooled = of_levels(figures)
    pooled = pooled[pooled["aggregate"].eq(Aggregate.POOLED) & pooled["measure"].eq(Measure.PERCENT)]
    sums = _summed(_rows_beneath(pooled, figures, portal, same_table=False))
    complete = sums[~sums["blank"] & sums["listed"].eq(sums["expected"])]
    complete = complete.merge(pooled[["row", "amount", "decimals"]], on="row")
    provinces = _levels_beneath(figures, portal, (Aggregate.POOLED,))
    columns = ["row", "amount", "decimals", "low", "high", "rows"]
    both = pd.concat([complete[columns], provinces[provinces["measure"].eq(Measure.PERCENT)][columns]])
    step = (SCALE / 10.0 ** both["decimals"]).round().astype("int64")
    outside = both["amount"].gt(both["high"] + step) | both["amount"].lt(both["low"] - step)
    for row, rows in zip(both[outside]["row"].tolist(), both[outside]["rows"].tolist(), strict=True):
        yield Case(Kind.RANGE, row, cell(figures, row), cells(figures, rows))


def means_and_pooled(figures: pd.DataFrame) -> Iterator[MeanAndPooled]:
    """Levels for which one document states both the mean of the units' rates and the rate of the whole."""
    levels = of_levels(figures)
    key = ["unit_id", "level", *SAME]
    means = levels[levels["aggregate"].eq(Aggregate.MEAN)].drop_duplicates(key)
    pooled = levels[levels["aggregate"].eq(Aggregate.POOLED)].drop_duplicates(key)
    pairs = means[[*key, "row", "amount"]].merge(pooled[[*key, "row", "amount"]], on=key, suffixes=("", "_pooled"))
    unlike = pairs[pairs["amount"].ne(pairs["amount_pooled"])].rename(columns={"row_pooled": "other"})
    for pair in typed(unlike, Pair):
        yield MeanAndPooled(cell(figures, pair.row), cell(figures, pair.other))
