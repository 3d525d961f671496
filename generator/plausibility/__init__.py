"""What is valid but unlike what one expects of data: warnings, and the answers that silence them.

A warning stops nothing. Whoever looked at it answers it, in the note of the row itself or in `data/accepted.csv`, and
it is not told again. Each rule is a function from the evidence to what it doubts; a new rule is a new function in RULES
and a case in `tests/warnings/`.
"""

from collections.abc import Callable, Iterable
from datetime import date

from generator.measures import Measured
from generator.model import Portal
from generator.plausibility import documents, figures, places, repeats, targets, texts
from generator.plausibility.answers import doubled_answers, stale_answers, unanswered
from generator.plausibility.doubts import Doubt
from generator.plausibility.evidence import Evidence, gathered
from generator.problems import DataWarning

__all__ = ["doubled_answers", "plausibility"]

RULES: tuple[Callable[[Evidence], Iterable[Doubt]], ...] = (
    documents.bare_files,
    documents.issued_later,
    documents.answered_later,
    documents.odd_ids,
    documents.entered_twice,
    documents.other_days,
    documents.other_provinces,
    documents.shared_rows,
    documents.lone_years,
    figures.fractions,
    figures.fraction_columns,
    figures.jumps,
    figures.rank_turns,
    places.without_points,
    places.far_points,
    places.same_points,
    repeats.missing_months,
    repeats.copied_months,
    targets.wrong_way,
    targets.of_nothing,
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


def plausibility(portal: Portal, measured: Measured, today: date, *, complete: bool = True) -> tuple[DataWarning, ...]:
    """Every warning that nobody has answered, by place; an answer to none is one itself, unless the portal is not
    `complete`: then what it answers may stand in rows that could not be read."""
    evidence = gathered(portal, measured, today)
    rules = RULES if complete else [rule for rule in RULES if rule not in _ABOUT_MISSING_ROWS]
    doubts = [doubt for rule in rules for doubt in rule(evidence)]
    stale = stale_answers(portal.accepted, doubts) if complete else ()
    return tuple(sorted({doubt.warning for doubt in [*unanswered(portal.accepted, doubts), *stale]}))
