"""The stated figures as tables that the rules join: with their precision, their table, their unit's level."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import TypeVar

import pandas as pd

from generator.measures import ancestors, province_of, unit_table
from generator.model import SCALE, Indicator, Measure, Portal, Unit
from generator.reconcile.findings import Cell

NEAR = 0.499
"""Less than half a unit in the last place: figures nearer than that agree, and need no exact arithmetic."""

R = TypeVar("R")

CELL = [item.name for item in fields(Cell)]


def stated_figures(portal: Portal) -> pd.DataFrame:
    """Every result with its row number (`row`), decimals, table, row label, and its unit's level and province.

    Rows without a figure are kept: a total cannot be checked against a table with a hole.
    """
    results = portal.results
    level = {unit.id: unit.level.value for unit in portal.units.values()}
    province = {unit.id: province_of(unit, portal.units) for unit in portal.units.values()}
    measure = {item.id: item.measure.value for item in portal.indicators.values()}
    return results.assign(
        row=results.index,
        decimals=decimals(results["value"]),
        table=results["locator"].str.replace(r":.*", "", regex=True),
        label=pd.to_numeric(results["locator"].str.replace(r"^[^:]*:", "", regex=True), errors="coerce"),
        unit_level=results["unit_id"].map(level).fillna(""),
        province_id=results["unit_id"].map(province).fillna(""),
        measure=results["indicator_id"].map(measure).fillna(""),
        comparison="",
    )


def decimals(values: "pd.Series[str]") -> "pd.Series[int]":
    """How many decimals each figure is written with."""
    return values.str.replace(r"^[^.]*\.?", "", regex=True).str.len()


def of_units(figures: pd.DataFrame) -> pd.DataFrame:
    """Figures of single units, not of a level or a shared list."""
    return figures[figures["level"].eq("") & figures["aggregate"].eq("")]


def of_levels(figures: pd.DataFrame) -> pd.DataFrame:
    """Figures of whole levels."""
    return figures[figures["level"].ne("") & figures["amount"].notna()]


def members(units: Mapping[str, Unit]) -> pd.DataFrame:
    """Which units a level within a unit holds: of_id, level, unit_id, active_from, active_to."""
    pairs = [(above.id, unit.id) for unit in units.values() for above in ancestors(unit, units)]
    held = pd.DataFrame(pairs, columns=["of_id", "unit_id"], dtype="str").merge(unit_table(units), on="unit_id")
    return held.rename(columns={"unit_level": "level"}).drop(columns="province_id")


def operands(figures: pd.DataFrame, indicators: Mapping[str, Indicator]) -> pd.DataFrame:
    """The figures that a formula needs beside each figure that it gives.

    One row a figure (`row`) and operand: operator, position, of (how many operands the formula has), and the operand's
    part_row, part_amount, part_decimals. The operand stands in the same document, unit, level and period; one in the
    same row goes before another.
    """
    company = ["source_id", "unit_id", "level", "aggregate", "period"]
    known = figures[figures["amount"].notna()]
    asked = known[[*company, "indicator_id", "row", "locator"]].merge(_formulas(indicators), on="indicator_id")
    part = {"indicator_id": "operand", "row": "part_row", "amount": "part_amount", "decimals": "part_decimals"}
    parts = known[[*company, *part, "locator"]].rename(columns={**part, "locator": "part_locator"})
    found = asked.merge(parts, on=[*company, "operand"])
    nearest = found.assign(apart=found["locator"].ne(found["part_locator"]))
    return nearest.sort_values(["row", "position", "apart", "part_row"]).drop_duplicates(["row", "position"])


def _formulas(indicators: Mapping[str, Indicator]) -> pd.DataFrame:
    rows = [
        (item.id, item.formula.operator, position, len(item.formula.operands), operand)
        for item in indicators.values()
        if item.formula
        for position, operand in enumerate(item.formula.operands)
    ]
    columns = ["indicator_id", "operator", "position", "of", "operand"]
    return pd.DataFrame(rows, columns=columns).astype({"indicator_id": "str", "operator": "str", "operand": "str"})


@dataclass(frozen=True)
class Sum:
    """A stated figure (`row`) and the sum of `rows`: `listed` is their number, `fine` the most decimals of any."""

    row: int
    amount: int
    decimals: int
    measure: str
    total: int
    listed: int
    fine: int
    rows: tuple[int, ...]

    @property
    def exact(self) -> Fraction:
        """The sum."""
        return Fraction(self.total, SCALE)

    @property
    def rounding(self) -> Fraction:
        """What one of the rows may be off by for being rounded; counts are exact."""
        return Fraction(0) if self.measure == Measure.COUNT else Fraction(1, 2 * 10**self.fine)


@dataclass(frozen=True)
class Pair:
    """Two rows that are held against each other."""

    row: int
    other: int


def typed(frame: pd.DataFrame, kind: type[R]) -> Iterator[R]:
    """The rows of a small table as objects of a dataclass, whose fields name the columns."""
    make: Callable[..., R] = kind
    columns = [frame[item.name].tolist() for item in fields(kind)]  # type: ignore[arg-type]
    return (make(*values) for values in zip(*columns, strict=True))


def cells(figures: pd.DataFrame, rows: Iterable[int]) -> tuple[Cell, ...]:
    """The figures at these row numbers, in that order."""
    return tuple(cell(figures, row) for row in rows)


def cell(figures: pd.DataFrame, row: int) -> Cell:
    """The figure at a row number."""
    return Cell(*(str(figures.at[row, name]) for name in CELL))


def fraction(amount: int) -> Fraction:
    """The exact figure held as millionths."""
    return Fraction(amount, SCALE)
