"""Units, other bodies, the coordinates of units and their lineage."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from generator.model.addresses import UNIT_PAGE, Part
from generator.model.codes import Level, LineageKind, UnitKind
from generator.model.periods import Period


@dataclass(frozen=True)
class Unit:
    """An administrative unit: the country, a province, a department, a district or a commune.

    `parent_id` is empty for a province: the country is above every province, so it is not entered for each.
    `active_from` and `active_to` are the first and the last day, None if open or unknown.
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
        """The hash of the id alone. The id is unique and fast to hash, and pages look units up very often."""
        return hash(self.id)

    @cached_property
    def address(self) -> str:
        """The address of its page, from the site's root."""
        return UNIT_PAGE.address({Part.UNIT: self.slug})

    def existed_at_same_time_as(self, other: "Unit") -> bool:
        """Whether there was a day on which both units existed. An unknown first or last day does not rule this out."""
        return not (
            (self.active_to and other.active_from and self.active_to < other.active_from)
            or (other.active_to and self.active_from and other.active_to < self.active_from)
        )

    def has_ended(self, day: date) -> bool:
        """Whether the unit's last day was before this day."""
        return self.active_to is not None and self.active_to < day

    def has_begun(self, day: date) -> bool:
        """Whether the unit's first day was this day or before. An unknown first day counts as before."""
        return self.active_from is None or self.active_from <= day

    def exists_on(self, day: date) -> bool:
        """Whether the unit exists on this day."""
        return self.has_begun(day) and not self.has_ended(day)

    def active_in(self, period: Period) -> bool:
        """Whether the unit existed at any time within the period."""
        return self.has_begun(period.end) and not self.has_ended(period.start)

    def ended_before(self, period: Period) -> bool:
        """Whether the unit ended before the last day of the period, so that it can have no figure for the end of the
        period."""
        return self.has_ended(period.end)

    def existed_at_end_of(self, period: Period) -> bool:
        """Whether the unit existed on the last day of the period."""
        return self.exists_on(period.end)

    def active_throughout(self, period: Period) -> bool:
        """Whether the unit existed from the first to the last day of the period."""
        return self.has_begun(period.start) and not self.has_ended(period.end)


def country_of(units: Mapping[str, Unit]) -> Unit | None:
    """Returns the unit of the level of the country; None if there is none."""
    return next((unit for unit in units.values() if unit.level is Level.COUNTRY), None)


def ancestors(unit: Unit, units: Mapping[str, Unit]) -> list[Unit]:
    """Returns the unit's parents, nearest first. A chain that returns to itself stops there; `checks` reports it."""
    found: list[Unit] = []
    at = units.get(unit.parent_id)
    while at is not None and at not in found and at.id != unit.id:
        found.append(at)
        at = units.get(at.parent_id)
    return found


def province_id_of(unit: Unit, units: Mapping[str, Unit]) -> str:
    """Returns the id of the unit's province, or the unit's own id if it has no parent (a province, the country)."""
    return [unit, *ancestors(unit, units)][-1].id


def comparison_unit_id(unit: Unit, units: Mapping[str, Unit], country: Unit | None) -> str:
    """Returns the id of the unit within which the unit has peers. That is its province; for a province it is the
    country, or the province itself if the portal has no country (the province then has no peers)."""
    if unit.level is Level.PROVINCE and country:
        return country.id
    return province_id_of(unit, units)


def higher_units(unit: Unit, units: Mapping[str, Unit], country: Unit | None) -> list[Unit]:
    """Returns the unit's parents, nearest first, followed by the country, which is above all other units."""
    return [*ancestors(unit, units), *([country] if country and unit is not country else [])]


def units_by_group(units: Mapping[str, Unit]) -> Mapping[str, tuple[Unit, ...]]:
    """Returns the units of each group that a task may name: all units of a level below a unit, `<unit id>:<level>`."""
    country = country_of(units)
    groups: dict[str, list[Unit]] = {}
    for unit in units.values():
        for higher in higher_units(unit, units, country):
            groups.setdefault(f"{higher.id}:{unit.level}", []).append(unit)
    return {name: tuple(found) for name, found in groups.items()}


@dataclass(frozen=True)
class Point:
    """The coordinates of a unit: one point for the whole unit, in degrees north and east (WGS 84)."""

    unit_id: str
    lat: Decimal
    lon: Decimal
    source_id: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Body:
    """A body that leads tasks or takes part in them, but has no figures and no page."""

    id: str
    name: str
    short_name: str
    parent_id: str = ""
    note: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Lineage:
    """A unit that ended and the unit that succeeded it on the day `on`. An abolished unit may have no successor."""

    predecessor_id: str
    successor_id: str
    on: date
    kind: LineageKind
    source_id: str
    note: str = ""
    path: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)
