"""Compares published figures with recomputed ones and finds figures of documents that contradict each other.

The rules check the figures of all units at once and depend on no particular document. Only the few suspected rows are
then checked one by one, in exact fractions. A difference within the precision of the stated figure is not a
contradiction.
"""

from collections.abc import Iterable, Iterator

from generator.formats import amount_of, plain_decimal
from generator.measures import Measured
from generator.model import DiscrepancyKind, Portal
from generator.problems import Problem
from generator.reconcile import formulas, levels, patterns, places, precision
from generator.reconcile.columns import ResultColumns
from generator.reconcile.effects import assessments_changed_by_targets, consequences
from generator.reconcile.figures import readable_targets
from generator.reconcile.findings import (
    NEEDS_CHECK,
    PATTERNS,
    Case,
    Cell,
    Discrepancy,
    MeanAndPooled,
    MeanBasis,
    Notes,
    Truncation,
)
from generator.reconcile.wording import effect, explanation

__all__ = [
    "PATTERNS",
    "Cell",
    "Discrepancy",
    "DiscrepancyKind",
    "MeanAndPooled",
    "MeanBasis",
    "Notes",
    "Truncation",
    "answer_problems",
    "finding_problems",
    "notes",
    "reconcile",
]


def reconcile(portal: Portal, measured: Measured) -> tuple[Discrepancy, ...]:
    """Returns every contradiction between the portal's figures, sorted by kind, then by document and row."""
    results = ResultColumns(portal)
    cases = sorted(_cases(results), key=lambda case: (list(DiscrepancyKind).index(case.kind), case.row, case.id))
    changed = consequences(cases, results, measured)
    turned = assessments_changed_by_targets(cases, measured)
    answers = {correction.finding_id: correction for correction in portal.corrections}
    return tuple(
        Discrepancy(
            id=case.id,
            kind=case.kind,
            source_id=case.stated.source_id,
            locator=case.stated.locator,
            unit_id=case.stated.unit_id,
            level=case.stated.level,
            indicator_id=case.stated.indicator_id,
            period=case.stated.period,
            stated=stated,
            recomputed=recomputed,
            difference=difference,
            explanation=explanation(case, portal),
            effect=effect(case, changed.get(number, ()), turned.get(number, 0), portal),
            cells=_cells_of(case),
            needs_check=case.kind in NEEDS_CHECK,
            dependent_shares=tuple(
                item.supposed.cell for item in changed.get(number, ()) if item.supposed.is_dependent
            ),
            answer=answers.get(case.id),
        )
        for number, case in enumerate(cases)
        for stated, recomputed, difference in [_sides(case, portal)]
    )


def _cases(results: ResultColumns) -> Iterator[Case]:
    readable = readable_targets(results.portal)
    targets = [target for target in readable if target.amount is not None]
    yield from formulas.share_cases(results)
    yield from formulas.part_cases(results)
    yield from formulas.excess_cases(results)
    yield from levels.total_cases(results)
    yield from levels.mean_cases(results)
    yield from levels.grand_total_cases(results)
    yield from levels.range_cases(results)
    yield from places.result_cases(results)
    yield from places.target_cases(readable, results.portal)
    yield from places.due_cases(targets)
    yield from places.below_cases(results, targets)
    yield from patterns.slipped_cases(results)
    yield from patterns.repeated_cases(results)


def _sides(case: Case, portal: Portal) -> tuple[str, str, str]:
    """Returns the stated figure, the recomputed one and their difference as plain decimals; for due dates, the two
    periods and an empty difference."""
    if case.kind is DiscrepancyKind.DUE:
        return case.stated.period, case.other_date.period, ""
    if case.exact is None:
        return case.stated.value, "", ""
    written = len(case.stated.value.partition(".")[2])
    digits = max(written, portal.indicators[case.stated.indicator_id].decimals)
    recomputed = precision.amount_of(case.exact, digits)
    return (
        case.stated.value,
        plain_decimal(recomputed, digits),
        plain_decimal(amount_of(case.stated.value) - recomputed, digits),
    )


def _cells_of(case: Case) -> tuple[Cell, ...]:
    return case.others if case.kind in PATTERNS else (case.stated, *case.others)


def notes(portal: Portal) -> Notes:
    """Returns findings that look like contradictions between figures but are not."""
    results = ResultColumns(portal)
    return Notes(
        truncations=tuple(formulas.truncations(results)),
        pooled=tuple(levels.means_and_pooled(results)),
        bases=tuple(levels.mean_bases(results)),
    )


def answer_problems(portal: Portal) -> Iterator[Problem]:
    """Yields faults of answers: two answers to one finding, or an answer from a document that does not exist."""
    first: dict[str, int] = {}
    for answer in portal.corrections:
        line = first.setdefault(answer.finding_id, answer.line)
        if line != answer.line:
            message = f"đã được trả lời ở dòng {line}"
            hint = "mỗi mâu thuẫn một câu trả lời; gộp hai dòng làm một"
            yield Problem(answer.path, answer.line, "finding_id", answer.finding_id, message, hint)
        if answer.source_id and answer.source_id not in portal.sources:
            hint = "xem data/sources.yml"
            yield Problem(answer.path, answer.line, "source_id", answer.source_id, "không có văn bản này", hint)


def finding_problems(portal: Portal, discrepancies: Iterable[Discrepancy]) -> Iterator[Problem]:
    """Yields a fault for each answer to a finding that does not exist."""
    known = {item.id for item in discrepancies}
    hint = "chép mã từ trang /doi-chieu/ hoặc tệp discrepancies.csv"
    for answer in portal.corrections:
        if answer.finding_id not in known:
            message = "không có mâu thuẫn nào mang mã này"
            yield Problem(answer.path, answer.line, "finding_id", answer.finding_id, message, hint)
