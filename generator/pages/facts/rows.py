"""The typed rows that pages show: targets, results and assessments.

Rows of figures are named tuples, because pages group hundreds of thousands of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from generator.model import (
    Aggregate,
    Assessment,
    Comparison,
    Indicator,
    Level,
    Period,
    Reading,
    ResultStatus,
    Source,
    TargetOrigin,
    TargetStatus,
    Unit,
)

JUDGED = (Assessment.MET, Assessment.NOT_MET)
"""The assessments of results that were compared with a target."""


@dataclass(frozen=True)
class Target:
    """One target as a document states it. A target with a `level` applies to all units of that level within `unit`.

    `amount` is in millionths; None if the document has no readable figure.
    """

    unit: Unit
    level: Level | None
    indicator: Indicator
    due: Period
    comparison: Comparison
    value: str
    amount: int | None
    status: TargetStatus
    source: Source
    locator: str
    note: str
    origin: TargetOrigin = TargetOrigin.NONE

    @property
    def binding(self) -> bool:
        """Whether it must be reached: it is no exemption and could be read."""
        return self.status is TargetStatus.BINDING

    @property
    def figure(self) -> tuple[object, ...]:
        """Identifies what the target is for. It is equal for all documents that set the target, whether they write its
        due date as a year or as the last quarter."""
        return self.unit.id, self.level, self.indicator.id, self.due.end

    @property
    def content(self) -> tuple[object, ...]:
        """What the document states."""
        return self.value, self.comparison, self.status


class Stated(NamedTuple):
    """One result as a document states it: of `unit` or, with a `level`, of all units of that level within it.

    `amount` is in millionths; None if the document has no figure.
    """

    unit: Unit
    level: Level | None
    aggregate: Aggregate
    indicator: Indicator
    period: Period
    value: str
    amount: int | None
    status: ResultStatus
    reading: Reading
    source: Source
    locator: str
    note: str

    @property
    def figure(self) -> tuple[object, ...]:
        """Identifies what the result is of. It is equal for all documents that state the result."""
        return self.unit.id, self.level, self.aggregate, self.indicator.id, self.period

    @property
    def content(self) -> tuple[object, ...]:
        """What the document states."""
        return self.value, self.status


class Assessed(NamedTuple):
    """One unit's figure for an indicator and period, with all its measures: assessment, gap, rank and so on.

    `measures.Measured` explains the fields; amounts are in millionths. `period` is None if the unit has a target but
    never had a result.
    """

    unit: Unit
    indicator: Indicator
    period: Period | None
    value: str
    amount: int | None
    status: ResultStatus
    reading: Reading
    source: Source | None
    locator: str
    note: str
    target: Target | None
    assessment: Assessment
    gap: int | None
    baseline_period: Period | None
    baseline: int | None
    progress: int | None
    rank: int | None
    ranked_of: int | None
    tied: bool
    peers: int | None
    previous_period: Period | None
    change: int | None
    year_change: int | None
    benchmark: "Assessed | None" = None
    """The country's row of the same indicator and period."""
    unread_target: "Target | None" = None
    """The target that would be in force if it could be read from its scan. Without it, `target` is in force, if any."""

    @property
    def stated_target(self) -> "Target | None":
        """The target in force, or else the one that could not be read."""
        return self.target or self.unread_target

    @property
    def required_amount(self) -> int | None:
        """The amount of the target that must be reached; None without one."""
        return self.target.amount if self.target and self.target.binding else None

    @property
    def has_only_unread_target(self) -> bool:
        """Whether nothing is assessed because the only target could not be read."""
        return self.target is None and self.unread_target is not None

    @property
    def figure(self) -> tuple[object, ...]:
        """Identifies what the figure is of, as `Stated.figure` does."""
        return self.unit.id, None, Aggregate.NONE, self.indicator.id, self.period

    @property
    def has_rank(self) -> bool:
        """Whether the unit has a rank among its peers."""
        return self.rank is not None


def sources_of(rows: Iterable[Assessed | Target]) -> tuple[Source, ...]:
    """Returns the documents that state these figures or targets, each once, in the order of the rows."""
    return tuple({row.source.id: row.source for row in rows if row.source}.values())


def common_due(rows: Iterable[Assessed]) -> Period | None:
    """Returns the due date that the rows' targets share; None if there are several or none."""
    dues = {row.target.due for row in rows if row.target}
    return dues.pop() if len(dues) == 1 else None
