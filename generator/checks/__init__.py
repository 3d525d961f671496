"""Rules across files: faults that show only when several files are compared.

Each rule is a function from the portal to problems; a new rule is a new function in NAMING or AGREEING and a case in
`tests/problems/`.
"""

from collections.abc import Callable, Collection, Iterable
from typing import TypeAlias

from generator.checks.indicators import indicator_circles, indicator_references, scheme_points, scheme_sources
from generator.checks.observations import (
    observation_references,
    observed_lifetimes,
    own_anchors,
    periods_past,
    scopes,
    targeted_lifetimes,
    unique_observations,
    values_in_range,
)
from generator.checks.references import correspondences, provinces, relations, settings, unique_slugs
from generator.checks.tasks import task_circles, task_references
from generator.checks.units import bodies, codes, kinds, lifetimes, one_country, parent_levels, parents, points
from generator.checks.unread import Unread
from generator.lineage import lineage_agreement, lineage_gaps, lineage_references
from generator.model import Portal
from generator.problems import Problem


def check(portal: Portal, faults: Collection[Problem]) -> list[Problem]:
    """Every problem of the portal across its files, in no particular order; `faults` are those that were found while it
    was read. No problem is told that rests on a value which could not be read."""
    unread = Unread(portal, faults)
    found = [problem for rule in NAMING for problem in rule(portal)]
    found += [problem for rule in AGREEING for problem in rule(unread.readable)]
    found += [] if unread.lineage_lost else lineage_gaps(portal)
    return [problem for problem in found if unread.tells(problem)]


Rule: TypeAlias = Callable[[Portal], Iterable[Problem]]

NAMING: tuple[Rule, ...] = (
    settings,
    unique_slugs,
    relations,
    parents,
    bodies,
    points,
    indicator_references,
    indicator_circles,
    observation_references,
    periods_past,
    unique_observations,
    own_anchors,
    task_references,
    task_circles,
    scheme_sources,
    lineage_references,
    correspondences,
)
"""Whether what rows name exists, and is told once."""

AGREEING: tuple[Rule, ...] = (
    provinces,
    parent_levels,
    one_country,
    kinds,
    lifetimes,
    codes,
    values_in_range,
    scopes,
    observed_lifetimes,
    targeted_lifetimes,
    scheme_points,
    lineage_agreement,
)
"""Whether values of several rows agree: of the rows whose values could be read."""
