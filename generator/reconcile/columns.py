"""All results of a portal as columns of numbers.

A country states hundreds of thousands of figures, and nearly all of them are consistent. A rule therefore searches
whole columns for possible contradictions. Only there it checks each figure with its precision, its table and its unit's
level.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from generator.bulk import (
    Numbers,
    is_duplicated,
    map_texts,
    pair_numbers,
    positions_in,
    renumbered,
    row_keys,
    row_order,
)
from generator.formats import decimals_of
from generator.measures import rows_in_force
from generator.model import Indicator, Measure, Period, Portal, Unit, comparison_unit_id, higher_units
from generator.reconcile.figures import Figure, FigureRows, Figures

Marks: TypeAlias = NDArray[np.bool_]
"""A Boolean for each row."""

DOCUMENT_COLUMN = ("source_id", "indicator_id", "period")
"""Columns that identify one column of a document."""

SCOPE = ("source_id", "unit_id", "level", "aggregate", "period")
"""Columns that identify the figures that belong together: one document, unit, level and period."""

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)", re.ASCII)


@dataclass(frozen=True)
class Members:
    """The units of a level: their number (`count`), and which of the units with results belong to them (`listed`)."""

    count: int
    listed: Marks


@dataclass(frozen=True)
class Computed:
    """The known figures for which an indicator has a formula.

    `rows` are their row numbers. `operands` has for each of them the row numbers of the formula's operands in the same
    document, -1 for an operand that the document does not state.
    """

    indicator: Indicator
    rows: Numbers
    operands: Numbers

    @property
    def operator(self) -> str:
        """The operator between the operands."""
        return self.indicator.formula.operator if self.indicator.formula else ""

    @property
    def complete(self) -> tuple[Numbers, Numbers]:
        """The rows whose operands are all stated, and these operands."""
        stated = (self.operands >= 0).all(axis=1)
        return self.rows[stated], self.operands[stated]


class ResultColumns:
    """All results of a portal, as columns. Rows without a figure are kept, because a total cannot be checked against a
    table with a missing figure.

    Each column has one value per row. `amounts` are millionths (0 without a figure); `known` is whether there is a
    figure.
    """

    def __init__(self, portal: Portal) -> None:
        self.portal = portal
        self._frame = portal.results
        self._figures = FigureRows(portal, portal.results, "period")
        self.amounts: Numbers = self._frame["amount"].fillna(0).to_numpy(np.int64)
        self.known: Marks = self._frame["amount"].notna().to_numpy(bool)

    def figures(self, rows: Numbers) -> Figures:
        """Returns the figures of these rows."""
        return self._figures.of(rows)

    def keys(self, *names: str) -> Numbers:
        """Returns a number for each row that is equal for rows with equal cells in these columns; numbered from 0
        without gaps."""
        return renumbered(row_keys(self._frame, names))

    def isin(self, name: str, texts: Iterable[str]) -> Marks:
        """Marks the rows whose cell in this column is one of these texts."""
        column, requested = self._frame[name].cat, set(texts)
        found: Marks = np.array([text in requested for text in column.categories.tolist()], bool)[column.codes]
        return found

    @cached_property
    def in_force(self) -> Marks:
        """Marks the rows that count if several rows state one figure."""
        marks: Marks = self._frame.index.isin(rows_in_force(self.portal).index)
        return marks

    @cached_property
    def decimals(self) -> Numbers:
        """The number of decimals with which each figure is written."""
        column = self._frame["value"].cat
        found: Numbers = np.array([decimals_of(text) for text in column.categories.tolist()], np.int64)[column.codes]
        return found

    @cached_property
    def of_units(self) -> Marks:
        """Marks the figures of single units (not of a level)."""
        return self.isin("level", [""])

    @cached_property
    def rates(self) -> Marks:
        """Marks the figures of single units that are percentages or points."""
        return self.of_units & self._measured_in(*(measure for measure in Measure if measure.out_of_hundred))

    @cached_property
    def percents(self) -> Marks:
        """Marks the percentages."""
        return self._measured_in(Measure.PERCENT)

    def _measured_in(self, *measures: Measure) -> Marks:
        items = self.portal.indicators.values()
        return self.isin("indicator_id", (item.id for item in items if item.measure in measures))

    @cached_property
    def of_levels(self) -> Figures:
        """The known figures of whole levels."""
        return self.figures(np.flatnonzero(self.known & ~self.of_units))

    @cached_property
    def document_columns(self) -> Numbers:
        """For each row, the number of the document's column that contains it (`DOCUMENT_COLUMN`)."""
        return self.keys(*DOCUMENT_COLUMN)

    @cached_property
    def _columns(self) -> tuple[Numbers, Numbers]:
        """The rows of single units sorted by document column, and the position at which each column begins."""
        rows = np.flatnonzero(self.of_units)
        ordered = rows[row_order(self.document_columns[rows])]
        return ordered, np.searchsorted(
            self.document_columns[ordered], np.arange(int(self.document_columns.max(initial=-1)) + 2)
        )

    def column(self, figure: Figure) -> Numbers:
        """Returns the rows of single units in the same document column as a figure."""
        ordered, begins = self._columns
        number = self.document_columns[figure.row]
        return ordered[begins[number] : begins[number + 1]]

    @cached_property
    def computed(self) -> tuple[Computed, ...]:
        """The figures that formulas give, by indicator.

        An operand must have the same document, unit, level and period; an operand in the same row of the document is
        preferred.
        """
        scope = self.keys(*SCOPE)
        row = pair_numbers(scope, self._locators[0])
        found = []
        for item in self.portal.indicators.values():
            if item.formula:
                rows = self._known_rows(item.id)
                operand_rows = [
                    self._operand_rows(rows, self._known_rows(id_), (row, scope)) for id_ in item.formula.operands
                ]
                found.append(Computed(item, rows, np.stack(operand_rows, axis=1)))
        return tuple(found)

    def _known_rows(self, indicator_id: str) -> Numbers:
        return np.flatnonzero(self.known & self.isin("indicator_id", [indicator_id]))

    @staticmethod
    def _operand_rows(rows: Numbers, others: Numbers, keys: Sequence[Numbers]) -> Numbers:
        """Returns for each row the first of the others with an equal key, or -1. The keys are tried in order, and the
        first key with a match is used."""
        found = np.full(len(rows), -1, np.int64)
        for key in keys:
            ordered = others[row_order(key[others])]
            at = positions_in(key[ordered], key[rows])
            found = np.where((found < 0) & (at >= 0), ordered[at] if len(ordered) else -1, found)
        return found

    @cached_property
    def _locators(self) -> tuple[Numbers, list[str]]:
        """The number of each row's locator, and the list of locators."""
        codes, texts = pd.factorize(self._frame["locator"])
        return codes.astype(np.int64), texts.tolist()

    @cached_property
    def tables(self) -> Numbers:
        """For each row, the number of the document's table that contains it."""
        codes, locators = self._locators
        parts = pd.factorize(pd.Series([locator.partition(":")[0] for locator in locators], dtype="str"))[0]
        found: Numbers = parts.astype(np.int64)[codes]
        return found

    @cached_property
    def labels(self) -> NDArray[np.float64]:
        """For each row, its row number in the document, or NaN if it has none."""
        codes, locators = self._locators
        found: NDArray[np.float64] = np.array(list(map(_label, locators)), np.float64)[codes]
        return found

    def members(self, of_id: str, level: str, period: str) -> Members:
        """Returns the units that a level within a unit had in a period."""
        key = (of_id, level, period)
        if key not in self._members:
            time = Period.parse(period)
            ids = {unit.id for unit in self._units_by_level.get((of_id, level), ()) if unit.active_in(time)}
            texts = self._frame["unit_id"].cat.categories
            self._members[key] = Members(len(ids), np.array([id_ in ids for id_ in texts.tolist()], bool))
        return self._members[key]

    @cached_property
    def units(self) -> Numbers:
        """For each row, the number of its unit among those that have results."""
        return self._frame["unit_id"].cat.codes.to_numpy().astype(np.int64)

    @cached_property
    def has_repeated_unit(self) -> Marks:
        """Marks the rows of a unit that occurs more than once in the same column of a document."""
        return is_duplicated(pair_numbers(self.document_columns, self.units))

    @cached_property
    def peers(self) -> Numbers:
        """For each row, the number of its group of peers: the level of its unit, and the unit within which it is
        compared."""
        units, country = self.portal.units, self.portal.country

        def peers(id_: str) -> tuple[str, str]:
            return units[id_].level.value, comparison_unit_id(units[id_], units, country)

        found = pd.Series(map_texts(self._frame["unit_id"], peers), dtype="object")
        numbers: Numbers = pd.factorize(found)[0].astype(np.int64)
        return numbers

    def levels_within(self, of_id: str, period: str) -> int:
        """Returns the number of levels that a unit had below it in a period."""
        return sum(
            bool(self.members(of_id, level, period).count) for higher, level in self._units_by_level if higher == of_id
        )

    @cached_property
    def _members(self) -> dict[tuple[str, str, str], Members]:
        return {}

    @cached_property
    def _units_by_level(self) -> Mapping[tuple[str, str], Sequence[Unit]]:
        found: dict[tuple[str, str], list[Unit]] = {}
        units, country = self.portal.units, self.portal.country
        for unit in units.values():
            for higher in higher_units(unit, units, country):
                found.setdefault((higher.id, unit.level.value), []).append(unit)
        return found


def _label(locator: str) -> float:
    table, colon, label = locator.partition(":")
    text = label if colon else table
    return float(text) if _NUMBER.fullmatch(text) else np.nan
