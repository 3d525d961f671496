"""Rules across files: finds faults that are visible only if several files are compared.

Each rule is a function from the portal to problems. A new rule needs a new function, an entry in REFERENCE_RULES or
AGREEMENT_RULES, and a case in `tests/problems/`.
"""

from collections.abc import Callable, Collection, Iterable
from typing import TypeAlias

from generator.checks.indicators import indicator_circles, indicator_references, scheme_points, scheme_sources
from generator.checks.observations import (
    level_scopes,
    no_results_of_future_periods,
    observation_references,
    result_lifetimes,
    target_lifetimes,
    unique_anchors,
    unique_observations,
    values_in_range,
)
from generator.checks.references import (
    document_relations,
    provinces,
    settings,
    slugs_like_other_addresses,
    unique_slugs,
    workbook_mappings,
)
from generator.checks.tasks import task_circles, task_references
from generator.checks.units import bodies, codes, kinds, lifetimes, one_country, parent_levels, parents, points
from generator.checks.unread import UnreadValues
from generator.lineage import lineage_agreement, lineage_gaps, lineage_references
from generator.model import Portal
from generator.problems import Problem


def check(portal: Portal, faults: Collection[Problem]) -> list[Problem]:
    """Returns every problem of the portal across its files, unordered. `faults` are the faults that were found while
    the portal was read. Problems that depend on a value that could not be read are left out."""
    unread = UnreadValues(portal, faults)
    found = [problem for rule in REFERENCE_RULES for problem in rule(portal)]
    found += [problem for rule in AGREEMENT_RULES for problem in rule(unread.readable)]
    found += [] if unread.lineage_lost else lineage_gaps(portal)
    return [problem for problem in found if unread.may_report(problem)]


Rule: TypeAlias = Callable[[Portal], Iterable[Problem]]

REFERENCE_RULES: tuple[Rule, ...] = (
    settings,
    unique_slugs,
    slugs_like_other_addresses,
    document_relations,
    parents,
    bodies,
    points,
    indicator_references,
    indicator_circles,
    observation_references,
    no_results_of_future_periods,
    unique_observations,
    unique_anchors,
    task_references,
    task_circles,
    scheme_sources,
    lineage_references,
    workbook_mappings,
)
"""Rules that check whether everything that rows name exists, and whether it is entered only once. They check the whole
portal."""

AGREEMENT_RULES: tuple[Rule, ...] = (
    provinces,
    parent_levels,
    one_country,
    kinds,
    lifetimes,
    codes,
    values_in_range,
    level_scopes,
    result_lifetimes,
    target_lifetimes,
    scheme_points,
    lineage_agreement,
)
"""Rules that check whether the values of several rows agree. They check only rows whose values could be read."""
