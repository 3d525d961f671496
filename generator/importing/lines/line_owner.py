"""Defines the owner of a line: the unit or level that the figures of the line belong to."""

from dataclasses import dataclass

from generator.importing.phrases.names import UnitOrLevel
from generator.importing.phrases.row_names import aggregate_of
from generator.importing.tables.sheet_tables import Line
from generator.model import SKIPPED, Aggregate


@dataclass(frozen=True)
class Owner:
    """The unit or level that the figures of a line belong to, and the position of the line in the document.

    `row` is the part of the locator after the colon. `suffix` is appended to the label of the table for the group that
    the line is in. `aggregate_is_assumed` is True if the line names a whole level and nothing states whether its
    results are sums, means, pooled figures or the same for each unit. `skips_results` is True if staff decided earlier
    to leave out the results of a whole level, which says nothing about its targets.
    """

    unit_or_level: UnitOrLevel
    aggregate: Aggregate
    row: str
    suffix: str = ""
    aggregate_is_assumed: bool = False
    skips_results: bool = False


def owner_of_answer(line: Line, answer: str) -> Owner:
    """Returns the owner that an answer means: `skip`, `tay-ninh`, `tay-ninh:commune:mean`."""
    unit_id, _, scope = answer.partition(":")
    level, _, aggregate = scope.partition(":")
    if unit_id == SKIPPED:
        return Owner(UnitOrLevel(SKIPPED), Aggregate.NONE, "")
    if level and not aggregate:
        aggregate = aggregate_of(line.name) or Aggregate.COMMON
    return Owner(UnitOrLevel(unit_id, level), Aggregate(aggregate), "")
