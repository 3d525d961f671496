"""The codes used in data files."""

from collections.abc import Mapping
from enum import StrEnum


class Level(StrEnum):
    """Level of government. The level of the country has one unit. Its figures are benchmarks, and it is never
    ranked."""

    COUNTRY = "country"
    PROVINCE = "province"
    DEPARTMENT = "department"
    DISTRICT = "district"
    COMMUNE = "commune"

    @property
    def below_province(self) -> bool:
        """Whether the units of this level belong to a province."""
        return self not in (Level.COUNTRY, Level.PROVINCE)

    @property
    def area_of_province(self) -> bool:
        """Whether the units of this level are areas within a province, not its offices."""
        return self.below_province and self is not Level.DEPARTMENT

    @property
    def order(self) -> int:
        """The sort key of levels: the country comes first, communes last."""
        return _LEVEL_ORDER[self]


_LEVEL_ORDER = {level: place for place, level in enumerate(Level)}


class UnitKind(StrEnum):
    """Kind of a unit within its level, by the laws on local government of 2015 and 2025 and by practice."""

    COUNTRY = "country"
    PROVINCE = "province"
    CITY_PROVINCE = "city_province"
    DEPARTMENT = "department"
    BOARD = "board"
    INSPECTORATE = "inspectorate"
    CITY = "city"
    TOWN = "town"
    URBAN_DISTRICT = "urban_district"
    DISTRICT = "district"
    WARD = "ward"
    COMMUNE = "commune"
    TOWNSHIP = "township"
    SPECIAL_ZONE = "special_zone"


KINDS: Mapping[Level, tuple[UnitKind, ...]] = {
    Level.COUNTRY: (UnitKind.COUNTRY,),
    Level.PROVINCE: (UnitKind.PROVINCE, UnitKind.CITY_PROVINCE),
    Level.DEPARTMENT: (UnitKind.DEPARTMENT, UnitKind.BOARD, UnitKind.INSPECTORATE),
    Level.DISTRICT: (UnitKind.CITY, UnitKind.TOWN, UnitKind.URBAN_DISTRICT, UnitKind.DISTRICT),
    Level.COMMUNE: (UnitKind.WARD, UnitKind.COMMUNE, UnitKind.TOWNSHIP, UnitKind.SPECIAL_ZONE),
}
"""The allowed kinds of units of each level."""

PARENT_LEVELS: Mapping[Level, tuple[Level, ...]] = {
    Level.COUNTRY: (),
    Level.PROVINCE: (),
    Level.DEPARTMENT: (Level.PROVINCE,),
    Level.DISTRICT: (Level.PROVINCE,),
    Level.COMMUNE: (Level.PROVINCE, Level.DISTRICT),
}
"""The levels of which the parent of a unit of each level can be."""


class Measure(StrEnum):
    """The unit of measure of an indicator's figures."""

    PERCENT = "percent"
    COUNT = "count"
    POINTS = "points"
    MINUTES = "minutes"
    RANK = "rank"

    @property
    def out_of_hundred(self) -> bool:
        """Whether figures are parts of a hundred: only these have a natural axis, from 0 to 100."""
        return self in (Measure.PERCENT, Measure.POINTS)

    @property
    def whole(self) -> bool:
        """Whether figures are whole numbers. They often stay the same for months."""
        return self in (Measure.COUNT, Measure.RANK)


class Direction(StrEnum):
    """Whether higher or lower figures of an indicator are better."""

    HIGHER = "higher"
    LOWER = "lower"


class LevelAggregate(StrEnum):
    """How the figure of a level is computed from the figures of its units (key `aggregate` of an indicator)."""

    NONE = ""
    TOTAL = "total"
    MEAN = "mean"


class Aggregate(StrEnum):
    """How a stated figure for a whole level was formed (column `aggregate` of a result)."""

    NONE = ""
    TOTAL = "total"
    MEAN = "mean"
    POOLED = "pooled"
    COMMON = "common"


class Comparison(StrEnum):
    """How a result must compare with its target."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    EXACTLY = "exactly"


class TargetStatus(StrEnum):
    """Whether a target is binding, and whether its figure can be read at all."""

    BINDING = ""
    EXEMPT = "exempt"
    UNREADABLE = "unreadable"


class ResultStatus(StrEnum):
    """What a result's value, or a missing value, means."""

    STATED = ""
    NOT_APPLICABLE = "not_applicable"
    NOT_REPORTED = "not_reported"
    UNREADABLE = "unreadable"
    PROVISIONAL = "provisional"


class Reading(StrEnum):
    """How legible a figure was in its document."""

    CLEAR = ""
    INFERRED = "inferred"


class Assessment(StrEnum):
    """The outcome of comparing a result with the target in force."""

    MET = "met"
    NOT_MET = "not_met"
    EXEMPT = "exempt"
    NO_TARGET = "no_target"
    NO_RESULT = "no_result"
    NOT_APPLICABLE = "not_applicable"
    UNREADABLE = "unreadable"


class TargetOrigin(StrEnum):
    """Where the target in force comes from: the unit's own target, a target for its level, or a common target of an
    ancestor."""

    NONE = ""
    OWN = "own"
    LEVEL = "level"
    ANCESTOR = "ancestor"


class LineageKind(StrEnum):
    """What happened to a unit."""

    MERGED = "merged"
    SPLIT = "split"
    RENAMED = "renamed"
    ABOLISHED = "abolished"


class TaskStatus(StrEnum):
    """Progress of a task. `overdue` is computed from the due date and never entered."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    UNKNOWN = "unknown"
    OVERDUE = "overdue"


class Rhythm(StrEnum):
    """How often a task recurs; `once` if it has an end."""

    ONCE = "once"
    ONGOING = "ongoing"
    ANNUAL = "annual"
    QUARTERLY = "quarterly"
    MONTHLY = "monthly"


class DiscrepancyKind(StrEnum):
    """The kinds of contradiction between figures."""

    SHARE = "share"
    PARTS = "parts"
    EXCESS = "excess"
    TOTAL = "total"
    MEAN = "mean"
    GRAND_TOTAL = "grand_total"
    RANGE = "range"
    RESULT = "result"
    TARGET = "target"
    DUE = "due"
    BELOW = "below"
    SLIPPED = "slipped"
    REPEATED = "repeated"
