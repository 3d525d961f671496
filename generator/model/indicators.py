"""What is measured, and how."""

from dataclasses import dataclass, field

from generator.model.codes import Direction, LevelAggregate, Measure


@dataclass(frozen=True)
class Formula:
    """How an indicator follows from others: `numerator / denominator`, or a sum of parts."""

    text: str
    operator: str
    operands: tuple[str, ...]


@dataclass(frozen=True)
class Indicator:
    """What is measured, in which unit of measure, and which way is better."""

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
        """The hash of the id alone, which is unique and quick to hash: pages look things up by it all the time."""
        return hash(self.id)

    @property
    def address(self) -> str:
        """Its page, from the site's root."""
        return f"/chi-tieu/{self.slug}/"


@dataclass(frozen=True)
class IndexGroup:
    """One group of criteria of a service index, with the points it counts for."""

    name: str
    points: int


SERVICE_INDEX = "service-index"
"""The id of the indicator whose points the schemes share out."""


@dataclass(frozen=True)
class IndexScheme:
    """A way in which the 100 points of the service index are shared out, with its source."""

    id: str
    name: str
    source_id: str
    groups: tuple[IndexGroup, ...]
    note: str = ""
    line: int = field(default=0, compare=False)
