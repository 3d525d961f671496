"""Patterns that hint at an error in writing: a column copied from another one, one figure for a whole level."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from generator.grouping import grouped
from generator.model import SCALE, Indicator
from generator.reconcile.figures import Figure, Ledger, cells, formulas_of
from generator.reconcile.findings import Case, Kind

ALIKE = 3
"""With fewer units than this, equal figures in two columns are taken for chance."""

_ENDS = (0, 100 * SCALE)
"""Figures that are nothing unusual."""


def slipped_cases(ledger: Ledger) -> Iterator[Case]:
    """Two indicators of one document and period with the same unusual figures for the same units.

    At least three units, and at least half of the unusual figures of the column that has fewer of them. Indicators
    that a formula links may well be equal and are left out.
    """
    columns = {same: _unusual(found) for same, found in ledger.rates.items()}
    linked = _linked(ledger.portal.indicators)
    for (source_id, one, other, *_), pairs in _pairs(columns).items():
        period = pairs[0][0].period
        fewer = min(len(columns[source_id, id_, period]) for id_ in (one, other))
        if len(pairs) >= ALIKE and len(pairs) * 2 >= fewer and (one, other) not in linked:
            rows = sorted(figure for pair in pairs for figure in pair)
            first = replace(rows[0].cell, unit_id=rows[0].within_id, value="")
            yield Case(Kind.SLIPPED, rows[0].row, first, cells(rows))


def _pairs(
    columns: Mapping[tuple[str, str, str], Sequence[Figure]],
) -> Mapping[tuple[str, str, str, str, str], Sequence[tuple[Figure, Figure]]]:
    """Equal figures of a unit in two columns of a document, by document, the two indicators, period and the unit within
    which it is compared."""
    same = grouped(
        (figure for found in columns.values() for figure in found),
        lambda figure: (figure.source_id, figure.period, figure.unit_id, figure.amount),
    )
    found: dict[tuple[str, str, str, str, str], list[tuple[Figure, Figure]]] = {}
    for figures in same.values():
        for one in figures:
            for other in figures:
                if one.indicator_id < other.indicator_id:
                    key = (one.source_id, one.indicator_id, other.indicator_id, one.period, one.within_id)
                    found.setdefault(key, []).append((one, other))
    return found


def _unusual(column: Sequence[Figure]) -> Sequence[Figure]:
    """The figures that are unusual: not 0, not 100, and not the figure of half of the column."""
    known = [figure for figure in column if figure.amount is not None]
    times = Counter(figure.amount for figure in known)
    return [figure for figure in known if figure.amount not in _ENDS and times[figure.amount] * 2 < len(known)]


def _linked(indicators: Mapping[str, Indicator]) -> frozenset[tuple[str, str]]:
    """Pairs of indicators that stand in one formula, in alphabetical order."""
    groups = formulas_of(indicators)
    return frozenset((one, other) for group in groups for one in group for other in group if one < other)


def repeated_cases(ledger: Ledger) -> Iterator[Case]:
    """One figure, neither 0 nor 100, for every unit of a level that a document lists."""
    for column in ledger.rates.values():
        for found in grouped(column, lambda figure: (figure.within_id, figure.level_of)).values():
            amounts = {figure.amount for figure in found}
            if len(found) >= ALIKE and len(amounts) == 1 and amounts.isdisjoint((None, *_ENDS)):
                first = replace(found[0].cell, unit_id=found[0].within_id, level=found[0].level_of)
                yield Case(Kind.REPEATED, found[0].row, first, cells(found))
