"""Finds figures that two places state differently (results, targets, due dates), and targets below an already reached
result."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import timedelta

import numpy as np

from generator.bulk import is_duplicated
from generator.grouping import grouped
from generator.model import (
    Comparison,
    DiscrepancyKind,
    Period,
    Portal,
    TargetStatus,
    corrected_documents,
    document_order,
)
from generator.reconcile.columns import ResultColumns
from generator.reconcile.figures import Figure, Figures, amount_in, cells, fraction
from generator.reconcile.findings import Case
from generator.reconcile.precision import Verdict, verdict

PLANS = ("Kế hoạch", "Quyết định", "Nghị quyết", "Chỉ thị")
"""Kinds of documents that set targets. A report may mention a target that was reached ahead of time; a plan does not
set such a target."""

_YEAR = timedelta(days=365)


def _agree(one: Figure, other: Figure) -> bool:
    """Whether the figure with fewer decimals is the other one, rounded or cut off."""
    coarse, fine = sorted((one, other), key=lambda figure: figure.decimals)
    return verdict(amount_in(coarse), coarse.decimals, fraction(fine)) is not Verdict.DIFFERS


def result_cases(results: ResultColumns) -> Iterator[Case]:
    """Yields results that two places state differently, beyond the precision of the less precise figure."""
    corrected, late = _corrected(results.portal), document_order(results.portal.sources.values())
    keys, known = results.keys("unit_id", "level", "aggregate", "indicator_id", "period"), np.flatnonzero(results.known)
    stated_twice = np.flatnonzero(np.isin(keys, keys[known[is_duplicated(keys[known])]]))
    for rows in grouped(results.figures(stated_twice), lambda figure: keys[figure.row]).values():
        in_force = next(figure for figure in rows if results.in_force[figure.row])
        for counted, other in _compared(rows, corrected, late):
            if not _agree(counted, other):
                yield _case(DiscrepancyKind.RESULT, counted, other, in_force)


def _corrected(portal: Portal) -> Mapping[str, AbstractSet[str]]:
    """Returns for each document the documents that it amends or replaces."""
    corrected = corrected_documents(portal.sources.values())
    return {id_: {other.id for other in others} for id_, others in corrected.items()}


def _compared(
    rows: Figures, corrected: Mapping[str, AbstractSet[str]], late: Mapping[str, int]
) -> Iterator[tuple[Figure, Figure]]:
    """Yields the figure that counts, as in `measures`, with each other one: that of the latest document, and of one
    document the figure stated first. `late` is the position of each document in time.

    Leaves out the rows of a document that the document of another row amends or replaces: a declared correction is not
    a contradiction.
    """
    corrected_ids = {id_ for row in rows for id_ in corrected.get(row.source_id, ())}
    valid = [row for row in rows if row.amount is not None and row.source_id not in corrected_ids]
    counted = max(valid, key=lambda row: late[row.source_id], default=None)
    yield from ((counted, other) for other in valid if counted and other is not counted)


def _case(kind: DiscrepancyKind, counted: Figure, other: Figure, in_force: Figure) -> Case:
    blank = in_force.cell if in_force.amount is None else None
    return Case(kind, counted.row, counted.cell, (other.cell,), fraction(other), blank)


def target_cases(targets: Figures, portal: Portal) -> Iterator[Case]:
    """Yields targets of one unit, indicator and due date that two places state differently."""
    corrected, late = _corrected(portal), document_order(portal.sources.values())
    stated_twice = grouped(targets, lambda target: (target.unit_id, target.level, target.indicator_id, target.period))
    for found in stated_twice.values():
        in_force = max(found, key=lambda target: late[target.source_id])
        for counted, other in _compared(found, corrected, late):
            if (other.amount, other.comparison) != (counted.amount, counted.comparison):
                yield _case(DiscrepancyKind.TARGET, counted, other, in_force)


def due_cases(targets: Figures) -> Iterator[Case]:
    """Yields targets that places of one document set for different dates, if the first two dates are less than a year
    apart.

    The stages of a plan may well repeat a target, but they are years apart. Of the steps that one place sets (20 % each
    year), only the first is compared.
    """
    ends = {text: Period.parse(text).end for text in {target.period for target in targets}}
    ordered = sorted(targets, key=lambda target: (ends[target.period], target.row))
    equal_targets = grouped(
        ordered,
        lambda target: (
            target.source_id,
            target.unit_id,
            target.level,
            target.indicator_id,
            target.comparison,
            target.amount,
        ),
    )
    for found in equal_targets.values():
        steps: dict[str, Figure] = {}
        for target in found:
            steps.setdefault(target.locator, target)
        first, *rest = steps.values()
        dates = list(dict.fromkeys(ends[target.period] for target in steps.values()))
        if len(dates) > 1 and dates[1] - dates[0] < _YEAR:
            yield Case(DiscrepancyKind.DUE, first.row, first.cell, cells(rest))


def below_cases(results: ResultColumns, targets: Figures) -> Iterator[Case]:
    """Yields targets of a plan that are worse than the result that the same row states as already reached.

    If this holds for the results of several periods, the newest one is named.
    """
    plans = {source.id for source in results.portal.sources.values() if source.kind in PLANS}
    bound = [target for target in targets if target.status == TargetStatus.BINDING]
    reached = grouped(results.figures(np.flatnonzero(results.known & results.isin("source_id", plans))), _place)
    for target in bound:
        better = [figure for figure in reached.get(_place(target), ()) if _is_worse(target, figure)]
        if better:
            newest = max(better, key=lambda figure: Period.parse(figure.period).order)
            yield Case(DiscrepancyKind.BELOW, target.row, target.cell, (newest.cell,))


def _place(figure: Figure) -> tuple[str, str, str, str, str]:
    return figure.source_id, figure.locator, figure.unit_id, figure.level, figure.indicator_id


def _is_worse(target: Figure, reached: Figure) -> bool:
    gap = amount_in(target) - amount_in(reached)
    return (target.comparison == Comparison.AT_LEAST and gap < 0) or (
        target.comparison == Comparison.AT_MOST and gap > 0
    )
