"""Warns of data that are valid but unlikely, and handles the answers that silence warnings.

A warning stops nothing. Whoever has checked it answers it, in the note of the row or in `data/accepted.csv`, and it is
not shown again. Each rule is a function from the evidence to suspected faults. To add a rule, add a function to RULES
and a case to `tests/warnings/`.
"""

from collections.abc import Callable, Iterable
from datetime import date

from generator.history import History
from generator.measures import Measured
from generator.model import Portal
from generator.plausibility import documents, figures, indicators, points, repeats, targets, texts
from generator.plausibility.answers import doubled_answers, stale_answers, unanswered
from generator.plausibility.evidence import Evidence
from generator.plausibility.suspected import SuspectedFault
from generator.problems import DataWarning

__all__ = ["doubled_answers", "plausibility"]

RULES: tuple[Callable[[Evidence], Iterable[SuspectedFault]], ...] = (
    documents.files_without_rows,
    documents.future_documents,
    documents.future_answers,
    documents.odd_ids,
    documents.duplicate_documents,
    documents.mismatched_days,
    documents.other_provinces,
    documents.shared_rows,
    documents.lone_years,
    figures.fractions,
    figures.fraction_columns,
    figures.jumps,
    figures.rank_reversals,
    indicators.changed_meanings,
    points.without_points,
    points.far_points,
    points.same_points,
    repeats.missing_months,
    repeats.copied_months,
    targets.against_direction,
    targets.zero_targets,
    targets.fractions,
    targets.too_low,
    targets.due_before_issue,
    targets.due_far_off,
    targets.of_ended_units,
    targets.tasks_due_before_issue,
    texts.repeated_offices,
    texts.long_texts,
    texts.lone_groups,
    texts.capitals,
)

_ABOUT_MISSING_ROWS = (repeats.missing_months,)
"""Rules that warn about rows that are not there. They are skipped while some rows have faults and are left out."""


def plausibility(
    portal: Portal, measured: Measured, history: History, today: date, *, complete: bool = True
) -> tuple[DataWarning, ...]:
    """Returns every unanswered warning, sorted by place. An answer without a warning is itself a warning. This is not
    checked if the portal is not `complete`, because the warning may concern rows that could not be read."""
    evidence = Evidence(portal, measured, history, today)
    rules = RULES if complete else [rule for rule in RULES if rule not in _ABOUT_MISSING_ROWS]
    suspected = [fault for rule in rules for fault in rule(evidence)]
    stale = stale_answers(portal.acceptances, suspected) if complete else ()
    return tuple(sorted({fault.warning for fault in [*unanswered(portal.acceptances, suspected), *stale]}))
