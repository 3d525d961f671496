"""Indicators, and how the points of the service index are divided."""

from dataclasses import dataclass, field
from functools import cached_property

from generator.model.addresses import INDICATOR_PAGE, Part
from generator.model.codes import Direction, LevelAggregate, Measure


@dataclass(frozen=True)
class Formula:
    """How an indicator is computed from other indicators: `numerator / denominator`, or a sum of parts."""

    text: str
    operator: str
    operands: tuple[str, ...]


@dataclass(frozen=True)
class Indicator:
    """What is measured, in which unit of measure, and whether higher or lower is better.

    - `sources`: the ids of the documents that use this indicator.
    - `measured_by`: the id of another indicator whose results are compared with this one's targets, if this one has no
      published results. Empty if there is none.
    - `measured_by_reason`: why that indicator can be used, and how it differs.
    """

    id: str
    slug: str
    name: str
    short_name: str
    name_en: str
    measure: Measure
    decimals: int
    direction: Direction
    definition: str
    group: str
    formula: Formula | None = None
    aggregate: LevelAggregate = LevelAggregate.NONE
    sources: tuple[str, ...] = ()
    measured_by: str = ""
    measured_by_reason: str = ""
    line: int = field(default=0, compare=False)

    def __hash__(self) -> int:
        """The hash of the id alone. The id is unique and fast to hash, and pages look indicators up very often."""
        return hash(self.id)

    @cached_property
    def address(self) -> str:
        """The address of its page, from the site's root."""
        return INDICATOR_PAGE.address({Part.INDICATOR: self.slug})


@dataclass(frozen=True)
class IndexGroup:
    """One group of criteria of a service index, with its points."""

    name: str
    points: int


SERVICE_INDEX = "service-index"
"""The id of the indicator whose points the schemes divide."""


@dataclass(frozen=True)
class IndexScheme:
    """One way to divide the 100 points of the service index among groups, with its source."""

    id: str
    name: str
    source_id: str
    groups: tuple[IndexGroup, ...]
    note: str = ""
    line: int = field(default=0, compare=False)
