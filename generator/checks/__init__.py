"""Rules across files: faults that show only when several files are compared.

Each rule is a function from the portal to problems; a new rule is a new function in RULES and a case in
`tests/problems/`.
"""

from collections.abc import Callable, Iterable

from generator.checks.indicators import index_schemes, indicator_circles, indicator_references
from generator.checks.observations import (
    observation_references,
    observed_lifetimes,
    periods_past,
    scopes,
    unique_observations,
    values_in_range,
)
from generator.checks.references import correspondences, settings, unique_slugs
from generator.checks.tasks import task_circles, task_references
from generator.checks.units import bodies, codes, kinds, lifetimes, one_country, parents, points
from generator.lineage import lineage_problems
from generator.model import Portal
from generator.problems import Problem


def check(portal: Portal) -> list[Problem]:
    """Every problem of the portal across its files, in no particular order."""
    return [problem for rule in RULES for problem in rule(portal)]


RULES: tuple[Callable[[Portal], Iterable[Problem]], ...] = (
    settings,
    unique_slugs,
    parents,
    one_country,
    kinds,
    bodies,
    lifetimes,
    codes,
    points,
    indicator_references,
    indicator_circles,
    observation_references,
    values_in_range,
    scopes,
    periods_past,
    unique_observations,
    observed_lifetimes,
    task_references,
    task_circles,
    index_schemes,
    lineage_problems,
    correspondences,
)
