"""The stated figures as plain rows that the rules compare: with their precision, their table, their unit's level.

A document states some thousand figures. Rules look them up in groups that are made once; tables of a data frame would
cost more for each join than all these rows together.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple, TypeAlias

import pandas as pd

from generator.grouping import grouped
from generator.measures import above, compared_within, plain_values
from generator.model import SCALE, Indicator, Measure, Period, Portal, Unit
from generator.reconcile.findings import Cell

NEAR = 0.499
"""Less than half a unit in the last place: figures nearer than that agree, and need no exact arithmetic."""

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)", re.ASCII)


class Figure(NamedTuple):
    """A stated result or target. `row` is its number in its table, `amount` its millionths, None without a figure.

    A target has a comparison, its `period` is its due date. `table` and `label` are the two parts of the locator, the
    label as a number, None where it is none. `level_of` is of the unit, as is `within_id`, the unit within which it is
    compared with its level; `measure` is of the indicator.
    """

    row: int
    source_id: str
    locator: str
    unit_id: str
    level: str
    aggregate: str
    indicator_id: str
    period: str
    value: str
    amount: int | None
    comparison: str = ""
    status: str = ""
    level_of: str = ""
    within_id: str = ""
    measure: str = ""

    @property
    def decimals(self) -> int:
        """How many decimals it is written with."""
        return len(self.value.partition(".")[2])

    @property
    def table(self) -> str:
        """The part of the document that it stands in."""
        return self.locator.partition(":")[0]

    @property
    def label(self) -> float | None:
        """The number of its row in the document."""
        table, colon, label = self.locator.partition(":")
        text = label if colon else table
        return float(text) if _NUMBER.fullmatch(text) else None

    @property
    def same(self) -> tuple[str, str, str]:
        """The column of a document that it stands in: document, indicator and period."""
        return self.source_id, self.indicator_id, self.period

    @property
    def scope(self) -> tuple[str, str, str, str, str]:
        """Whose figures it stands beside: document, unit, level, aggregate and period."""
        return self.source_id, self.unit_id, self.level, self.aggregate, self.period

    @property
    def cell(self) -> Cell:
        """The same as findings name it."""
        return Cell(
            self.source_id,
            self.locator,
            self.unit_id,
            self.level,
            self.aggregate,
            self.indicator_id,
            self.period,
            self.value,
            self.comparison,
        )


Figures: TypeAlias = Sequence[Figure]


def stated_figures(portal: Portal) -> tuple[Figure, ...]:
    """Every result. Those without a figure are kept: a total cannot be checked against a table with a hole."""
    return tuple(_figures(portal, portal.results, "period"))


def stated_targets(portal: Portal) -> tuple[Figure, ...]:
    """Every readable target."""
    return tuple(target for target in _figures(portal, portal.targets, "due") if target.amount is not None)


def _figures(portal: Portal, frame: pd.DataFrame, when: str) -> Iterator[Figure]:
    units, country = portal.units, portal.country
    level = {unit.id: unit.level.value for unit in units.values()}
    within = {unit.id: compared_within(unit, units, country) for unit in units.values()}
    measure = {item.id: item.measure.value for item in portal.indicators.values()}
    results = when == "period"
    unit_ids, indicator_ids = frame["unit_id"].tolist(), frame["indicator_id"].tolist()
    columns = (
        range(len(frame)),
        *(frame[name].tolist() for name in ("source_id", "locator")),
        unit_ids,
        frame["level"].tolist(),
        frame["aggregate"].tolist() if results else [""] * len(frame),
        indicator_ids,
        *(frame[name].tolist() for name in (when, "value")),
        plain_values(frame["amount"]),
        [""] * len(frame) if results else frame["comparison"].tolist(),
        frame["status"].tolist(),
        [level.get(id_, "") for id_ in unit_ids],
        [within.get(id_, "") for id_ in unit_ids],
        [measure.get(id_, "") for id_ in indicator_ids],
    )
    return map(Figure._make, zip(*columns, strict=True))


@dataclass(frozen=True)
class Ledger:
    """All results of a portal, in the groups that the rules look into."""

    figures: Figures
    portal: Portal

    @cached_property
    def known(self) -> Figures:
        """Those with a figure."""
        return [figure for figure in self.figures if figure.amount is not None]

    @cached_property
    def of_units(self) -> Figures:
        """Figures of single units, not of a level or a shared list."""
        return [figure for figure in self.figures if not figure.level and not figure.aggregate]

    @cached_property
    def of_levels(self) -> Figures:
        """Figures of whole levels."""
        return [figure for figure in self.known if figure.level]

    @cached_property
    def columns(self) -> Mapping[tuple[str, str, str], Figures]:
        """Figures of single units by document, indicator and period."""
        return grouped(self.of_units, lambda figure: figure.same)

    @cached_property
    def rates(self) -> Mapping[tuple[str, str, str], Figures]:
        """The same without those that are no rates or points."""
        comparable = (Measure.PERCENT, Measure.POINTS)
        return {same: found for same, found in self.columns.items() if found[0].measure in comparable}

    @cached_property
    def operands(self) -> Mapping[int, Mapping[int, Figure]]:
        """The figures that a formula needs beside each figure that it gives: by its row, then by position.

        The operand stands in the same document, unit, level and period; one in the same row goes before another.
        """
        formulas = {item.id: item.formula.operands for item in self.portal.indicators.values() if item.formula}
        needed = {operand for operands in formulas.values() for operand in operands}
        parts = grouped(
            (figure for figure in self.known if figure.indicator_id in needed),
            lambda figure: (figure.scope, figure.indicator_id),
        )
        found: dict[int, dict[int, Figure]] = {}
        for figure in self.known:
            for position, operand in enumerate(formulas.get(figure.indicator_id, ())):
                beside = parts.get((figure.scope, operand), ())
                if beside:
                    nearest = min(beside, key=lambda part: (part.locator != figure.locator, part.row))
                    found.setdefault(figure.row, {})[position] = nearest
        return found

    def formula(self, figure: Figure) -> tuple[str, int]:
        """The operator of the figure's indicator, and how many operands it has."""
        formula = self.portal.indicators[figure.indicator_id].formula
        return (formula.operator, len(formula.operands)) if formula else ("", 0)

    def members(self, of_id: str, level: str, period: str) -> frozenset[str]:
        """Which units a level within a unit held in a period."""
        key = (of_id, level, period)
        if key not in self._members:
            held = self._held.get((of_id, level), ())
            self._members[key] = frozenset(unit.id for unit in held if unit.active_in(self._period(period)))
        return self._members[key]

    def levels_within(self, of_id: str, period: str) -> int:
        """How many levels a unit had below it in a period."""
        return sum(bool(self.members(of_id, level, period)) for higher, level in self._held if higher == of_id)

    @cached_property
    def _members(self) -> dict[tuple[str, str, str], frozenset[str]]:
        return {}

    @cached_property
    def _held(self) -> Mapping[tuple[str, str], Sequence[Unit]]:
        held: dict[tuple[str, str], list[Unit]] = {}
        units, country = self.portal.units, self.portal.country
        for unit in units.values():
            for higher in above(unit, units, country):
                held.setdefault((higher.id, unit.level.value), []).append(unit)
        return held

    @cached_property
    def _periods(self) -> dict[str, Period]:
        return {}

    def _period(self, text: str) -> Period:
        if text not in self._periods:
            self._periods[text] = Period.parse(text)
        return self._periods[text]


@dataclass(frozen=True)
class Sum:
    """A stated figure, and the rows that it should be the sum of."""

    stated: Figure
    rows: tuple[Figure, ...]

    @cached_property
    def total(self) -> int:
        """The sum in millionths."""
        return sum(figure.amount or 0 for figure in self.rows)

    @property
    def exact(self) -> Fraction:
        """The sum."""
        return Fraction(self.total, SCALE)

    @property
    def rounding(self) -> Fraction:
        """What one of the rows may be off by for being rounded; counts are exact."""
        finest = max(figure.decimals for figure in self.rows)
        return Fraction(0) if self.stated.measure == Measure.COUNT else Fraction(1, 2 * 10**finest)

    @property
    def ends(self) -> tuple[int, int]:
        """The lowest and the highest of the rows."""
        amounts = [figure.amount for figure in self.rows if figure.amount is not None]
        return min(amounts), max(amounts)


def cells(figures: Iterable[Figure]) -> tuple[Cell, ...]:
    """The figures as findings name them."""
    return tuple(figure.cell for figure in figures)


def amount_in(figure: Figure) -> int:
    """The millionths of a figure that is known to have them."""
    return figure.amount or 0


def fraction(figure: Figure) -> Fraction:
    """The exact figure."""
    return Fraction(amount_in(figure), SCALE)


def formulas_of(indicators: Mapping[str, Indicator]) -> Iterator[frozenset[str]]:
    """The indicators that stand together in one formula."""
    for item in indicators.values():
        if item.formula:
            yield frozenset({item.id, *item.formula.operands})
