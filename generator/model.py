"""The domain: units, indicators, documents, targets, results, tasks.

Entities are frozen objects. Observations (targets, results) are pandas tables, one row a stated figure; their columns
stand in `tables`.
"""

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Self

import pandas as pd

SCALE = 1_000_000
"""Figures are held as whole millionths, so that comparing them is exact: 58.73 is 58_730_000."""


class Level(StrEnum):
    """Level of government. The country has one unit, whose figures are benchmarks: it is never ranked."""

    COUNTRY = "country"
    PROVINCE = "province"
    DEPARTMENT = "department"
    DISTRICT = "district"
    COMMUNE = "commune"

    @property
    def below_province(self) -> bool:
        """Whether its units belong to a province."""
        return self not in (Level.COUNTRY, Level.PROVINCE)


class UnitKind(StrEnum):
    """Kind of unit within its level, by the laws on local government of 2015 and 2025, and practice."""

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


class Measure(StrEnum):
    """What an indicator's figures are."""

    PERCENT = "percent"
    COUNT = "count"
    POINTS = "points"
    MINUTES = "minutes"
    RANK = "rank"


class Direction(StrEnum):
    """Which figures of an indicator are better."""

    HIGHER = "higher"
    LOWER = "lower"


class LevelAggregate(StrEnum):
    """How a level's figure comes from its units' (key `aggregate` of an indicator)."""

    NONE = ""
    TOTAL = "total"
    MEAN = "mean"


class Aggregate(StrEnum):
    """What a stated figure for a whole level is (column `aggregate` of a result)."""

    NONE = ""
    TOTAL = "total"
    MEAN = "mean"
    POOLED = "pooled"
    COMMON = "common"


class Comparison(StrEnum):
    """How a result must stand to its target."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    EXACTLY = "exactly"


class TargetStatus(StrEnum):
    """Whether a target binds, and whether its figure can be read at all."""

    BINDING = ""
    EXEMPT = "exempt"
    UNREADABLE = "unreadable"


class ResultStatus(StrEnum):
    """What a result's value, or its absence, means."""

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
    """A result against the target in force."""

    MET = "met"
    NOT_MET = "not_met"
    EXEMPT = "exempt"
    NO_TARGET = "no_target"
    NO_RESULT = "no_result"
    NOT_APPLICABLE = "not_applicable"
    UNREADABLE = "unreadable"


class TargetOrigin(StrEnum):
    """Whose target is in force: the unit's own, its level's, or an ancestor's common one."""

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
    """Progress of a task; `overdue` is computed from the due date, never entered."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    UNKNOWN = "unknown"
    OVERDUE = "overdue"


_PERIOD = re.compile(r"(?P<year>[1-9][0-9]{3})(?:-(?:Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?")


@dataclass(frozen=True)
class Period:
    """A year, a quarter or a month: `2024`, `2024-Q2`, `2024-05`."""

    year: int
    quarter: int = 0
    month: int = 0

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises ValueError for anything but the three forms."""
        match = _PERIOD.fullmatch(text)
        if not match:
            raise ValueError(f"not a period: {text!r}")
        return cls(int(match["year"]), int(match["quarter"] or 0), int(match["month"] or 0))

    @classmethod
    def told_by(cls, text: str) -> bool:
        """Whether the text is a period."""
        return bool(_PERIOD.fullmatch(text))

    def __str__(self) -> str:
        if self.quarter:
            return f"{self.year:04}-Q{self.quarter}"
        return f"{self.year:04}-{self.month:02}" if self.month else f"{self.year:04}"

    @property
    def start(self) -> date:
        """Its first day."""
        return date(self.year, self.month or self.quarter * 3 - 2 if self.month or self.quarter else 1, 1)

    @property
    def order(self) -> tuple[date, str]:
        """What periods are sorted by: when they end, then how they are written."""
        return self.end, str(self)

    @property
    def length(self) -> int:
        """How many months it has: figures of periods of one length can be compared."""
        return 1 if self.month else 3 if self.quarter else 12

    @property
    def a_year_before(self) -> Self:
        """The same year, quarter or month one year earlier."""
        return replace(self, year=self.year - 1)

    @property
    def preceding(self) -> Self:
        """The year, quarter or month just before it."""
        if self.month > 1:
            return replace(self, month=self.month - 1)
        if self.quarter > 1:
            return replace(self, quarter=self.quarter - 1)
        return replace(self, year=self.year - 1, quarter=4 if self.quarter else 0, month=12 if self.month else 0)

    @property
    def end(self) -> date:
        """Its last day: a target due `2024` is due on 31 December 2024."""
        return _last_day(self.year, self.month or self.quarter * 3 or 12)


@cache
def _last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


class Rhythm(StrEnum):
    """How often a task recurs; `once` when it has an end."""

    ONCE = "once"
    ONGOING = "ongoing"
    ANNUAL = "annual"
    QUARTERLY = "quarterly"
    MONTHLY = "monthly"


@dataclass(frozen=True)
class Schedule:
    """When a task is due, as its document says it.

    `start` and `end` are the first and last day it names, either may be open; `continuing` when the task
    goes on after `end`; `within` is the period of the year a recurring task falls in (`Q1`, or empty).
    """

    text: str
    rhythm: Rhythm = Rhythm.ONCE
    start: date | None = None
    end: date | None = None
    continuing: bool = False
    within: str = ""


@dataclass(frozen=True)
class Unit:
    """An administrative unit: the country, a province, a department, a district or a commune.

    `parent_id` is empty for a province: the country is above all of them, so nothing says so in each. `active_from` and
    `active_to` are its first and last day, None when open or unknown.
    """

    id: str
    slug: str
    name: str
    short_name: str
    kind: UnitKind
    level: Level
    parent_id: str = ""
    code: str = ""
    active_from: date | None = None
    active_to: date | None = None
    aliases: tuple[str, ...] = ()
    note: str = ""
    line: int = field(default=0, compare=False)

    def __hash__(self) -> int:
        """Of the id alone, which tells one from another: pages look up by it all the time."""
        return hash(self.id)

    @property
    def address(self) -> str:
        """Its page, from the site's root."""
        return f"/don-vi/{self.slug}/"

    def active_in(self, period: Period) -> bool:
        """Whether it existed at any time within the period."""
        begun = self.active_from is None or self.active_from <= period.end
        return begun and (self.active_to is None or self.active_to >= period.start)

    def active_throughout(self, period: Period) -> bool:
        """Whether it existed from the first day of the period to the last."""
        begun = self.active_from is None or self.active_from <= period.start
        return begun and (self.active_to is None or self.active_to >= period.end)


def country_of(units: Mapping[str, Unit]) -> Unit | None:
    """The unit of the level of the country; None where there is none."""
    return next((unit for unit in units.values() if unit.level is Level.COUNTRY), None)


@dataclass(frozen=True)
class Point:
    """Where a unit lies: one point for all of it, in degrees north and east (WGS 84)."""

    unit_id: str
    lat: Decimal
    lon: Decimal
    source_id: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Body:
    """A body that leads or joins tasks but carries no figures and has no page of its own."""

    id: str
    name: str
    short_name: str
    parent_id: str = ""
    note: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Lineage:
    """One unit followed by another on a day; an abolished unit may have no successor."""

    predecessor_id: str
    successor_id: str
    on: date
    kind: LineageKind
    source_id: str
    note: str = ""
    path: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)


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
        """Of the id alone, which tells one from another: pages look up by it all the time."""
        return hash(self.id)

    @property
    def address(self) -> str:
        """Its page, from the site's root."""
        return f"/chi-tieu/{self.slug}/"


@dataclass(frozen=True)
class Source:
    """A document that figures are taken from."""

    id: str
    slug: str
    number: str
    title: str
    kind: str
    issuer: str
    issued_on: date
    about: str
    url: str = ""
    sha256: str = ""
    language: str = "vi"
    note: str = ""
    signer: str = ""
    replaces: tuple[str, ...] = ()
    amends: tuple[str, ...] = ()
    line: int = field(default=0, compare=False)

    def __hash__(self) -> int:
        """Of the id alone, which tells one from another: pages look up by it all the time."""
        return hash(self.id)

    @property
    def address(self) -> str:
        """Its page, from the site's root."""
        return f"/van-ban/{self.slug}/"


@dataclass(frozen=True)
class Task:
    """What a document orders: who leads, who joins, when it is due, what it yields.

    A task with neither lead nor schedule is a heading of the plan. `lead_ids` and `partner_ids` hold unit ids,
    body ids, or `<unit id>:<level>` for all units of a level.
    """

    id: str
    source_id: str
    parent_id: str
    title: str
    product: str
    lead_ids: tuple[str, ...]
    partner_ids: tuple[str, ...]
    schedule: Schedule | None
    status: TaskStatus
    progress_note: str
    locator: str
    path: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)

    @property
    def due(self) -> str:
        """When it is due, as the data write it; empty when the document names no time."""
        return self.schedule.text if self.schedule else ""


@dataclass(frozen=True)
class Correction:
    """An answer to a finding of the reconciliation; it closes it publicly and alters nothing published."""

    finding_id: str
    answer: str
    answered_by: str
    answered_on: date
    source_id: str = ""
    path: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Acceptance:
    """A warning that was looked at and found right, with the reason; the warning is silent from then on."""

    warning_id: str
    reason: str
    accepted_by: str
    accepted_on: date
    path: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class IndexGroup:
    """One group of criteria of a service index, with the points it counts for."""

    name: str
    points: int


@dataclass(frozen=True)
class IndexScheme:
    """A way in which the 100 points of the service index are shared out, with its source."""

    id: str
    name: str
    source_id: str
    groups: tuple[IndexGroup, ...]
    note: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Settings:
    """What `data/portal.yml` sets. `id` is a UUID that tells the portal from all others, in the ids of its feeds. Units
    of `sharing_levels` have what other sites show of them: a picture of their own for links to their page, and charts
    to embed. Of a whole country these cost more than all pages."""

    title: str
    province_ids: tuple[str, ...]
    repository: str = ""
    contact: str = ""
    id: str = "e6aedc95-f10f-48d7-8ac9-08277a93daba"
    sharing_levels: tuple[Level, ...] = tuple(Level)
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Correspondence:
    """What staff decided on the headings and names of workbooks, so that the next one needs no question.

    `headings` lead to an indicator's id, `names` to a unit's id or to a level (`tay-ninh:district`), both to SKIPPED
    where the figures are not for the portal; `scales` say of a heading whether 0.5 there is half of one percent
    (`percent`) or one half (`share`); `decimal` is the sign before decimals (`comma`, `point`).
    """

    path: str
    headings: Mapping[str, str]
    names: Mapping[str, str]
    scales: Mapping[str, str]
    decimal: str = ""
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)


SKIPPED = "skip"
"""What a correspondence leads to when it was decided that the portal does not take the figures."""


@dataclass(frozen=True)
class Portal:
    """Everything that `data/` states, checked for form but not yet across files.

    `targets` and `results` have the columns that staff enter (`tables.TARGETS`, `tables.RESULTS`) and what loading
    adds: `source_id`, `path` and `line` (int64), the place in the data, and `amount` (Int64, millionths, missing where
    no figure is stated). All else are strings as written; where rows repeat them they are categories, in the order of
    texts. `bare_files` are the files of observations without a row.
    """

    settings: Settings
    units: Mapping[str, Unit]
    indicators: Mapping[str, Indicator]
    sources: Mapping[str, Source]
    bodies: Mapping[str, Body]
    lineage: tuple[Lineage, ...]
    tasks: tuple[Task, ...]
    corrections: tuple[Correction, ...]
    schemes: tuple[IndexScheme, ...]
    targets: pd.DataFrame
    results: pd.DataFrame
    redirects: Mapping[str, str]
    addresses: tuple[str, ...]
    accepted: tuple[Acceptance, ...] = ()
    bare_files: tuple[str, ...] = ()
    correspondences: tuple[Correspondence, ...] = ()
    points: tuple[Point, ...] = ()

    @property
    def country(self) -> Unit | None:
        """The unit above all provinces; None where the data have none."""
        return country_of(self.units)

    @property
    def newest_document(self) -> date:
        """The day of the newest document: it moves only with the data, so it dates files that should not move else.

        Raises ValueError for a portal without documents.
        """
        return max(source.issued_on for source in self.sources.values())
