"""Stated figures as rows, in the form in which the rules compare them one by one."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple, TypeAlias

import numpy as np
import pandas as pd

from generator import words
from generator.bulk import Numbers, cells_with_none, interned_texts, map_texts
from generator.formats import decimals_of
from generator.model import SCALE, Portal, TargetStatus, comparison_unit_id
from generator.reconcile.findings import Cell


class Figure(NamedTuple):
    """A stated result or target. `row` is its row number in its table, `amount` its value in millionths or None.

    A target has a comparison, and its `period` is its due date. `level_of` is the unit's level, `within_id` the unit
    within which the unit is compared with its level, and `measure` the indicator's measure.
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
    reading: str = ""
    level_of: str = ""
    within_id: str = ""
    measure: str = ""

    @property
    def decimals(self) -> int:
        """The number of decimals with which the figure is written."""
        return decimals_of(self.value)

    @property
    def document_column(self) -> tuple[str, str, str]:
        """The key of the document's column that contains the figure: document, indicator and period."""
        return self.source_id, self.indicator_id, self.period

    @property
    def cell(self) -> Cell:
        """The figure as findings refer to it."""
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
            words.caveats(self.status, self.reading),
        )


Figures: TypeAlias = Sequence[Figure]


def readable_targets(portal: Portal) -> Figures:
    """Returns every readable target as a figure. The target of an exempt unit may have no amount."""
    readable = np.flatnonzero(portal.targets["status"].ne(TargetStatus.UNREADABLE))
    return FigureRows(portal, portal.targets, "due").of(readable)


class FigureRows:
    """Converts rows of a table to figures. `when` is the name of the time column: `period` of results, `due` of
    targets."""

    def __init__(self, portal: Portal, frame: pd.DataFrame, when: str) -> None:
        self._portal = portal
        self._frame = frame
        self._when = when

    def of(self, rows: Numbers) -> Figures:
        """Returns the figures of these rows."""
        if not len(rows):
            return ()
        units, country = self._portal.units, self._portal.country
        found = self._frame.iloc[rows]
        nothing = [""] * len(found)
        of_results = self._when == "period"
        columns = (
            rows.tolist(),
            *(interned_texts(found[name]) for name in ("source_id", "locator", "unit_id", "level")),
            interned_texts(found["aggregate"]) if of_results else nothing,
            *(interned_texts(found[name]) for name in ("indicator_id", self._when, "value")),
            cells_with_none(found["amount"]),
            nothing if of_results else interned_texts(found["comparison"]),
            interned_texts(found["status"]),
            interned_texts(found["reading"]) if of_results else nothing,
            map_texts(found["unit_id"], lambda id_: units[id_].level.value),
            map_texts(found["unit_id"], lambda id_: comparison_unit_id(units[id_], units, country)),
            map_texts(found["indicator_id"], lambda id_: self._portal.indicators[id_].measure.value),
        )
        return list(map(Figure._make, zip(*columns, strict=True)))


def cells(figures: Iterable[Figure]) -> tuple[Cell, ...]:
    """Returns the figures as findings refer to them."""
    return tuple(figure.cell for figure in figures)


def amount_in(figure: Figure) -> int:
    """Returns the millionths of a figure that is known to have an amount."""
    return figure.amount or 0


def fraction(figure: Figure) -> Fraction:
    """Returns the exact figure."""
    return Fraction(amount_in(figure), SCALE)
