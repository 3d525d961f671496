"""Finds patterns that suggest an entry error: a column copied from another one, or one figure for all units of a
level."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from generator.bulk import Numbers, is_duplicated, occurrences, pair_numbers, renumbered
from generator.grouping import grouped
from generator.model import SCALE, DiscrepancyKind, Indicator
from generator.reconcile.columns import ResultColumns
from generator.reconcile.figures import Figure, cells
from generator.reconcile.findings import Case

MIN_EQUAL_UNITS = 3
"""Minimum number of units. With fewer units, equal figures in two columns are treated as chance."""

_COMMON_FIGURES = (0, 100 * SCALE)
"""Figures that are too common to suggest an error."""


def slipped_cases(results: ResultColumns) -> Iterator[Case]:
    """Yields two indicators of one document and period that have the same unusual figures for the same units.

    At least three units must agree, and at least half of the unusual figures of the column that has fewer of them.
    Indicators that occur together in a formula may well be equal and are left out.
    """
    unusual = _unusual(results)
    sizes = np.bincount(results.document_columns[unusual])
    linked = _linked(results.portal.indicators)
    for (_, one, other, *_), pairs in _pairs(results, unusual).items():
        fewer = min(sizes[results.document_columns[figure.row]] for figure in pairs[0])
        if len(pairs) >= MIN_EQUAL_UNITS and len(pairs) * 2 >= fewer and (one, other) not in linked:
            rows = sorted(figure for pair in pairs for figure in pair)
            first = replace(rows[0].cell, unit_id=rows[0].within_id, value="")
            yield Case(DiscrepancyKind.SLIPPED, rows[0].row, first, cells(rows))


def _pairs(
    results: ResultColumns, unusual: Numbers
) -> Mapping[tuple[str, str, str, str, str], Sequence[tuple[Figure, Figure]]]:
    """Returns the pairs of equal figures of a unit in two columns of a document, grouped by document, the two
    indicators, the period, and the unit within which the unit is compared."""
    keys = pair_numbers(results.keys("source_id", "period", "unit_id")[unusual], results.amounts[unusual])
    equal_figures = grouped(
        results.figures(unusual[is_duplicated(keys)]),
        lambda figure: (*figure.document_column[::2], figure.unit_id, figure.amount),
    )
    found: dict[tuple[str, str, str, str, str], list[tuple[Figure, Figure]]] = {}
    for figures in equal_figures.values():
        for one in figures:
            for other in figures:
                if one.indicator_id < other.indicator_id:
                    key = (one.source_id, one.indicator_id, other.indicator_id, one.period, one.within_id)
                    found.setdefault(key, []).append((one, other))
    return found


def _unusual(results: ResultColumns) -> Numbers:
    """Returns the rows of unusual rates: not 0, not 100, and less frequent than half of their column."""
    rows = np.flatnonzero(results.rates & results.known)
    columns = renumbered(results.document_columns[rows])
    equal = occurrences(pair_numbers(columns, results.amounts[rows]))
    return rows[~np.isin(results.amounts[rows], _COMMON_FIGURES) & (equal * 2 < occurrences(columns))]


def _linked(indicators: Mapping[str, Indicator]) -> frozenset[tuple[str, str]]:
    """Returns the pairs of indicators that occur in one formula, each in alphabetical order."""
    groups = _formulas_of(indicators)
    return frozenset((one, other) for group in groups for one in group for other in group if one < other)


def repeated_cases(results: ResultColumns) -> Iterator[Case]:
    """Yields levels for which a document lists the same figure, neither 0 nor 100, for every unit."""
    rows = np.flatnonzero(results.rates)
    levels = pair_numbers(results.document_columns[rows], results.peers[rows])
    sizes, equal = occurrences(levels), occurrences(pair_numbers(levels, results.amounts[rows]))
    # A missing figure counts as 0 here. It then differs from the other figures, unless all are 0, and 0 is excluded
    # below.
    suspected = rows[(sizes >= MIN_EQUAL_UNITS) & (equal == sizes) & ~np.isin(results.amounts[rows], _COMMON_FIGURES)]
    for found in grouped(
        results.figures(suspected), lambda figure: (figure.document_column, figure.within_id, figure.level_of)
    ).values():
        first = replace(found[0].cell, unit_id=found[0].within_id, level=found[0].level_of)
        yield Case(DiscrepancyKind.REPEATED, found[0].row, first, cells(found))


def _formulas_of(indicators: Mapping[str, Indicator]) -> Iterator[frozenset[str]]:
    """Yields for each formula the set of indicators that occur in it."""
    for item in indicators.values():
        if item.formula:
            yield frozenset({item.id, *item.formula.operands})
