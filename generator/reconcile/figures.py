"""The stated figures as rules compare them: all as columns of numbers, and as rows those few that a rule doubts.

A country states hundreds of thousands of figures, and nearly all of them agree with one another: a rule finds by whole
columns where something may be wrong, and looks there at each figure with its precision, its table, its unit's level.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from generator.bulk import Numbers, dense, in_order, made_of_texts, places_in, repeated, row_keys, texts_once, together
from generator.formats import places
from generator.measures import above, compared_within, plain_values
from generator.model import SCALE, Indicator, Measure, Period, Portal, Unit
from generator.reconcile.findings import Cell

Marks: TypeAlias = NDArray[np.bool_]
"""Whether something holds, for each row."""

NEAR = 0.499
"""Less than half a unit in the last place: figures nearer than that agree, and need no exact arithmetic."""

SAME = ("source_id", "indicator_id", "period")
"""The column of a document that a figure stands in."""

SCOPE = ("source_id", "unit_id", "level", "aggregate", "period")
"""Whose figures a figure stands beside."""

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)", re.ASCII)


class Figure(NamedTuple):
    """A stated result or target. `row` is its number in its table, `amount` its millionths, None without a figure.

    A target has a comparison, its `period` is its due date. `level_of` is of the unit, as is `within_id`, the unit
    within which it is compared with its level; `measure` is of the indicator.
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
        return places(self.value)

    @property
    def same(self) -> tuple[str, str, str]:
        """The column of a document that it stands in: document, indicator and period."""
        return self.source_id, self.indicator_id, self.period

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


def stated_targets(portal: Portal) -> Figures:
    """Every readable target."""
    readable = np.flatnonzero(portal.targets["amount"].notna())
    return _Figures(portal, portal.targets, "due").of(readable)


class _Figures:
    """Makes figures of rows of a table: of results, or of targets, whose time is their due date."""

    def __init__(self, portal: Portal, frame: pd.DataFrame, when: str) -> None:
        self._portal = portal
        self._frame = frame
        self._when = when

    def of(self, rows: Numbers) -> Figures:
        """The figures of these rows."""
        if not len(rows):
            return ()
        units, country = self._portal.units, self._portal.country
        found = self._frame.iloc[rows]
        nothing = [""] * len(found)
        results = self._when == "period"
        columns = (
            rows.tolist(),
            *(texts_once(found[name]) for name in ("source_id", "locator", "unit_id", "level")),
            texts_once(found["aggregate"]) if results else nothing,
            *(texts_once(found[name]) for name in ("indicator_id", self._when, "value")),
            plain_values(found["amount"]),
            nothing if results else texts_once(found["comparison"]),
            texts_once(found["status"]),
            made_of_texts(found["unit_id"], lambda id_: units[id_].level.value),
            made_of_texts(found["unit_id"], lambda id_: compared_within(units[id_], units, country)),
            made_of_texts(found["indicator_id"], lambda id_: self._portal.indicators[id_].measure.value),
        )
        return list(map(Figure._make, zip(*columns, strict=True)))


@dataclass(frozen=True)
class Computed:
    """The known figures that one formula gives: their rows, and for each of them the rows of the operands beside it, -1
    for one that the document does not state."""

    indicator: Indicator
    rows: Numbers
    operands: Numbers

    @property
    def operator(self) -> str:
        """What joins the operands."""
        return self.indicator.formula.operator if self.indicator.formula else ""

    @property
    def whole(self) -> tuple[Numbers, Numbers]:
        """The rows of which every operand is stated, and these operands."""
        stated = (self.operands >= 0).all(axis=1)
        return self.rows[stated], self.operands[stated]


class Ledger:
    """All results of a portal. Those without a figure are kept: a total cannot be checked against a table with a hole.

    Columns have a place for each row: `amounts` are millionths, 0 without a figure, `known` whether there is one.
    """

    def __init__(self, portal: Portal) -> None:
        self.portal = portal
        self._frame = portal.results
        self._figures = _Figures(portal, portal.results, "period")
        self.amounts: Numbers = self._frame["amount"].fillna(0).to_numpy(np.int64)
        self.known: Marks = self._frame["amount"].notna().to_numpy(bool)

    def figures(self, rows: Numbers) -> Figures:
        """The figures of these rows."""
        return self._figures.of(rows)

    def keys(self, *names: str) -> Numbers:
        """A number for each row, the same for rows that agree in these columns; from 0 on, without gaps."""
        return dense(row_keys(self._frame, names))

    def among(self, name: str, texts: Iterable[str]) -> Marks:
        """Whether the cell of a column is one of these texts."""
        column, wanted = self._frame[name].cat, set(texts)
        found: Marks = np.array([text in wanted for text in column.categories.tolist()], bool)[column.codes]
        return found

    @cached_property
    def decimals(self) -> Numbers:
        """How many decimals each figure is written with."""
        column = self._frame["value"].cat
        found: Numbers = np.array([places(text) for text in column.categories.tolist()], np.int64)[column.codes]
        return found

    @cached_property
    def of_units(self) -> Marks:
        """Which are figures of single units, not of a level or a shared list."""
        return self.among("level", [""]) & self.among("aggregate", [""])

    @cached_property
    def rates(self) -> Marks:
        """Which of these are rates or points."""
        return self.of_units & self._measured_in(Measure.PERCENT, Measure.POINTS)

    @cached_property
    def percents(self) -> Marks:
        """Which are shares of a hundred."""
        return self._measured_in(Measure.PERCENT)

    def _measured_in(self, *measures: Measure) -> Marks:
        items = self.portal.indicators.values()
        return self.among("indicator_id", (item.id for item in items if item.measure in measures))

    @cached_property
    def of_levels(self) -> Figures:
        """Known figures of whole levels."""
        return self.figures(np.flatnonzero(self.known & ~self.among("level", [""])))

    @cached_property
    def same(self) -> Numbers:
        """The column of its document that each figure stands in, by a number."""
        return self.keys(*SAME)

    @cached_property
    def _columns(self) -> tuple[Numbers, Numbers]:
        """The rows of single units in the order of these columns, and where each column begins among them."""
        rows = np.flatnonzero(self.of_units)
        ordered = rows[in_order(self.same[rows])]
        return ordered, np.searchsorted(self.same[ordered], np.arange(int(self.same.max(initial=-1)) + 2))

    def column(self, figure: Figure) -> Numbers:
        """The rows of single units in the column of a figure."""
        ordered, begins = self._columns
        number = self.same[figure.row]
        return ordered[begins[number] : begins[number + 1]]

    @cached_property
    def computed(self) -> tuple[Computed, ...]:
        """The figures that formulas give, by indicator.

        An operand stands in the same document, unit, level and period; one in the same row goes before another.
        """
        scope = self.keys(*SCOPE)
        row = together(scope, self._locators[0])
        found = []
        for item in self.portal.indicators.values():
            if item.formula:
                rows = self._known_of(item.id)
                beside = [self._beside(rows, self._known_of(id_), (row, scope)) for id_ in item.formula.operands]
                found.append(Computed(item, rows, np.stack(beside, axis=1)))
        return tuple(found)

    def _known_of(self, indicator_id: str) -> Numbers:
        return np.flatnonzero(self.known & self.among("indicator_id", [indicator_id]))

    @staticmethod
    def _beside(rows: Numbers, others: Numbers, keys: Sequence[Numbers]) -> Numbers:
        """For each row the first of the others with the same key, by the first of the keys by which there is one."""
        found = np.full(len(rows), -1, np.int64)
        for key in keys:
            ordered = others[in_order(key[others])]
            at = places_in(key[ordered], key[rows])
            found = np.where((found < 0) & (at >= 0), ordered[at] if len(ordered) else -1, found)
        return found

    @cached_property
    def _locators(self) -> tuple[Numbers, list[str]]:
        """The number of each row's locator, and the locators."""
        codes, texts = pd.factorize(self._frame["locator"])
        return codes.astype(np.int64), texts.tolist()

    @cached_property
    def tables(self) -> Numbers:
        """The part of its document that each figure stands in, by a number."""
        codes, locators = self._locators
        parts = pd.factorize(pd.Series([locator.partition(":")[0] for locator in locators], dtype="str"))[0]
        found: Numbers = parts.astype(np.int64)[codes]
        return found

    @cached_property
    def labels(self) -> "NDArray[np.float64]":
        """The number of its row in the document; not a number where it has none."""
        codes, locators = self._locators
        found: NDArray[np.float64] = np.array(list(map(_label, locators)), np.float64)[codes]
        return found

    def members(self, of_id: str, level: str, period: str) -> "Members":
        """Which units a level within a unit held in a period."""
        key = (of_id, level, period)
        if key not in self._members:
            time = self._period(period)
            ids = {unit.id for unit in self._held.get((of_id, level), ()) if unit.active_in(time)}
            texts = self._frame["unit_id"].cat.categories
            self._members[key] = Members(len(ids), np.array([id_ in ids for id_ in texts.tolist()], bool))
        return self._members[key]

    @cached_property
    def units(self) -> Numbers:
        """The unit of each row, by its number among those that have results."""
        return self._frame["unit_id"].cat.codes.to_numpy().astype(np.int64)

    @cached_property
    def twice(self) -> Marks:
        """Which are of a unit that stands more than once in the same column of a document."""
        return repeated(together(self.same, self.units))

    @cached_property
    def peers(self) -> Numbers:
        """The level of each row's unit and the unit within which it is compared with it, by a number."""
        units, country = self.portal.units, self.portal.country

        def peers(id_: str) -> tuple[str, str]:
            return units[id_].level.value, compared_within(units[id_], units, country)

        found = pd.Series(made_of_texts(self._frame["unit_id"], peers), dtype="object")
        numbers: Numbers = pd.factorize(found)[0].astype(np.int64)
        return numbers

    def levels_within(self, of_id: str, period: str) -> int:
        """How many levels a unit had below it in a period."""
        return sum(bool(self.members(of_id, level, period).count) for higher, level in self._held if higher == of_id)

    @cached_property
    def _members(self) -> dict[tuple[str, str, str], "Members"]:
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
class Members:
    """How many units a level held, and which of those that have results, by their numbers."""

    count: int
    listed: Marks


@dataclass(frozen=True, eq=False)
class Sum:
    """A stated figure, and the numbers of the rows that it should be the sum of."""

    stated: Figure
    numbers: Numbers
    ledger: Ledger

    @cached_property
    def rows(self) -> Figures:
        """The figures of these rows."""
        return self.ledger.figures(self.numbers)

    @cached_property
    def total(self) -> int:
        """The sum in millionths, of whole numbers without end: a dozen of the largest figures pass 64 bits."""
        return sum(self.ledger.amounts[self.numbers].tolist())

    @property
    def exact(self) -> Fraction:
        """The sum."""
        return Fraction(self.total, SCALE)

    @property
    def rounding(self) -> Fraction:
        """What one of the rows may be off by for being rounded; counts are exact."""
        finest = int(self.ledger.decimals[self.numbers].max())
        return Fraction(0) if self.stated.measure == Measure.COUNT else Fraction(1, 2 * 10**finest)

    @property
    def ends(self) -> tuple[int, int]:
        """The lowest and the highest of the rows."""
        amounts = self.ledger.amounts[self.numbers[self.ledger.known[self.numbers]]]
        return int(amounts.min()), int(amounts.max())


def _label(locator: str) -> float:
    table, colon, label = locator.partition(":")
    text = label if colon else table
    return float(text) if _NUMBER.fullmatch(text) else np.nan


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
