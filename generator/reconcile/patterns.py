"""Patterns that hint at an error in writing: a column copied from another one, one figure for a whole level."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from generator.model import SCALE, Indicator, Measure
from generator.reconcile.figures import cell, cells, of_units, typed
from generator.reconcile.findings import Case, Kind

COLUMN = ["source_id", "indicator_id", "period"]
ALIKE = 3
"""With fewer units than this, equal figures in two columns are taken for chance."""


@dataclass(frozen=True)
class Alike:
    """Rows of two columns of a province's table that hold the same figures."""

    province_id: str
    rows: tuple[int, ...]
    rows_other: tuple[int, ...]


@dataclass(frozen=True)
class Repeated:
    """Rows of a level that all hold one figure."""

    province_id: str
    unit_level: str
    rows: tuple[int, ...]


def slipped_cases(figures: pd.DataFrame, indicators: Mapping[str, Indicator]) -> Iterator[Case]:
    """Two indicators of one document and period with the same unusual figures for the same units.

    At least three units, and at least half of the unusual figures of the column that has fewer of them. Indicators
    that a formula links may well be equal and are left out.
    """
    unusual = _unusual(of_units(figures))
    same = ["source_id", "period", "province_id", "unit_id", "amount"]
    columns = unusual[[*same, "indicator_id", "row", "size"]]
    pairs = columns.merge(columns, on=same, suffixes=("", "_other"))
    pairs = pairs[pairs["indicator_id"].lt(pairs["indicator_id_other"])]
    linked = pairs.merge(_linked(indicators), on=["indicator_id", "indicator_id_other"], how="left", indicator="link")
    free = linked[linked["link"].eq("left_only")]
    found = free.groupby([*same[:3], "indicator_id", "indicator_id_other"], as_index=False).agg(
        alike=("row", "size"),
        size=("size", "first"),
        size_other=("size_other", "first"),
        rows=("row", tuple),
        rows_other=("row_other", tuple),
    )
    fewer = found[["size", "size_other"]].min(axis=1)
    for column in typed(found[found["alike"].ge(ALIKE) & (found["alike"] * 2).ge(fewer)], Alike):
        rows = sorted([*column.rows, *column.rows_other])
        first = replace(cell(figures, rows[0]), unit_id=column.province_id, value="")
        yield Case(Kind.SLIPPED, rows[0], first, cells(figures, rows))


def _unusual(figures: pd.DataFrame) -> pd.DataFrame:
    """Rates and points that are unusual: not 0, not 100, and not the figure of half of the column. `size` is how many
    the column has."""
    rates = figures[figures["amount"].notna() & figures["measure"].isin([Measure.PERCENT, Measure.POINTS])]
    column = rates.groupby(COLUMN)["row"].transform("size")
    alike = rates.groupby([*COLUMN, "amount"])["row"].transform("size")
    odd = rates[~rates["amount"].isin([0, 100 * SCALE]) & (alike * 2).lt(column)]
    return odd.assign(size=odd.groupby(COLUMN)["row"].transform("size"))


def _linked(indicators: Mapping[str, Indicator]) -> pd.DataFrame:
    """Pairs of indicators that stand in one formula, in alphabetical order."""
    groups = [sorted({item.id, *item.formula.operands}) for item in indicators.values() if item.formula]
    pairs = {(one, other) for group in groups for one in group for other in group if one < other}
    return pd.DataFrame(sorted(pairs), columns=["indicator_id", "indicator_id_other"]).astype("str")


def repeated_cases(figures: pd.DataFrame) -> Iterator[Case]:
    """One figure, neither 0 nor 100, for every unit of a level that a document lists."""
    units = of_units(figures)
    rates = units[units["measure"].isin([Measure.PERCENT, Measure.POINTS])]
    levels = rates.groupby([*COLUMN, "province_id", "unit_level"], as_index=False).agg(
        listed=("row", "size"),
        known=("amount", "count"),
        distinct=("amount", "nunique"),
        amount=("amount", "first"),
        rows=("row", tuple),
    )
    one = levels["distinct"].eq(1) & levels["listed"].eq(levels["known"]) & levels["listed"].ge(ALIKE)
    for level in typed(levels[one & ~levels["amount"].isin([0, 100 * SCALE])], Repeated):
        first = replace(cell(figures, level.rows[0]), unit_id=level.province_id, level=level.unit_level)
        yield Case(Kind.REPEATED, level.rows[0], first, cells(figures, level.rows))
