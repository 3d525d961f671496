"""Which units are compared with one another: the groups of one province, level, indicator and period."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from generator import formats, words
from generator.measures import province_of
from generator.model import Assessment, Indicator, Level, Period, Portal, ResultStatus, TargetStatus, Unit
from generator.pages.facts import Assessed, Target, grouped

LEVEL_IDS = {
    Level.PROVINCE: "cap-tinh",
    Level.DEPARTMENT: "so-ban-nganh",
    Level.DISTRICT: "cap-huyen",
    Level.COMMUNE: "cap-xa",
}
LEVEL_ORDER = tuple(Level)


@dataclass(frozen=True)
class Roster:
    """Each unit's province by unit id, and the units of each province and level, in Vietnamese order of names."""

    provinces: Mapping[str, Unit]
    members: Mapping[tuple[str, Level], tuple[Unit, ...]]

    def present(self, province: Unit, level: Level, period: Period) -> tuple[Unit, ...]:
        """The units of a level that existed at some time within the period."""
        return tuple(unit for unit in self.members.get((province.id, level), ()) if unit.active_in(period))


@dataclass(frozen=True)
class Group:
    """The units of one province and level for one indicator and period.

    `known` have a figure, best first; `unknown` are named by a document without one; `absent` by none.
    """

    indicator: Indicator
    period: Period
    province: Unit
    level: Level
    known: tuple[Assessed, ...]
    unknown: tuple[Assessed, ...]
    absent: tuple[Unit, ...]

    @cached_property
    def ranked(self) -> bool:
        """Whether its figures are compared with one another at all."""
        return sum(row.placed for row in self.known) > 1

    @cached_property
    def all_alike(self) -> bool:
        """Whether every unit has the same figure, so that a place says nothing."""
        return len({row.amount for row in self.known if row.placed}) == 1

    @cached_property
    def binding(self) -> tuple[Assessed, ...]:
        """The rows that met their target or did not."""
        return tuple(row for row in self.known if row.assessment in (Assessment.MET, Assessment.NOT_MET))


def roster_of(portal: Portal) -> Roster:
    """Groups all units once, for all pages."""
    units = portal.units
    provinces = {unit.id: units[province_of(unit, units)] for unit in units.values()}
    named = sorted(units.values(), key=lambda unit: formats.collation(unit.name))
    return Roster(provinces, grouped(named, lambda unit: (provinces[unit.id].id, unit.level)))


def groups_of(rows: Iterable[Assessed], roster: Roster) -> tuple[Group, ...]:
    """The levels below the province for which at least one unit has a figure; rows are of one indicator.

    Sorted by period, then level, then province.
    """
    dated = [row for row in rows if row.period and row.unit.level is not Level.PROVINCE]
    parts = grouped(dated, lambda row: (row.period, roster.provinces[row.unit.id].id, row.unit.level))
    found = [_group(part, roster) for part in parts.values() if any(row.amount is not None for row in part)]
    return tuple(sorted(found, key=_order))


def newest(groups: Iterable[Group]) -> tuple[Group, ...]:
    """Of each province and level, the group of the latest period, in the order of levels."""
    last = {(group.province.id, group.level): group for group in groups}
    return tuple(sorted(last.values(), key=lambda group: (LEVEL_ORDER.index(group.level), group.province.id)))


def _order(group: Group) -> tuple[date, str, int, str]:
    return group.period.end, str(group.period), LEVEL_ORDER.index(group.level), group.province.id


def _group(rows: tuple[Assessed, ...], roster: Roster) -> Group:
    first = rows[0]
    period = first.period
    if period is None:
        raise ValueError("a group needs a period")
    province = roster.provinces[first.unit.id]
    named = {row.unit.id for row in rows if row.amount is not None or row.locator}
    present = roster.present(province, first.unit.level, period)
    return Group(
        indicator=first.indicator,
        period=period,
        province=province,
        level=first.unit.level,
        known=tuple(sorted((row for row in rows if row.amount is not None), key=_best_first)),
        unknown=tuple(row for row in rows if row.amount is None and row.locator),
        absent=tuple(unit for unit in present if unit.id not in named),
    )


def _best_first(row: Assessed) -> tuple[bool, int]:
    """Facts keep rows by name already, and sorting keeps that order among equals."""
    return row.assessment is Assessment.EXEMPT, row.rank or 0


def level_id(group: Group, portal: Portal) -> str:
    """The anchor of a level; the portal's own province needs no name in it."""
    plain = LEVEL_IDS[group.level]
    return plain if group.province.id == portal.settings.province_ids[0] else f"{plain}-{group.province.slug}"


def level_title(group: Group, portal: Portal) -> str:
    """`Cấp huyện`, or with the province where it is not the portal's own."""
    plain = words.LEVELS[group.level]
    own = group.province.id == portal.settings.province_ids[0]
    return plain if own else f"{plain}, {group.province.short_name}"


def common_target(rows: Iterable[Assessed]) -> Target | None:
    """The one target that all these rows share, exempt ones apart; None when there are several or none."""
    asked = [row.target for row in rows if row.assessment is not Assessment.EXEMPT]
    first = asked[0] if asked else None
    if first is None or any(target is None or _wanted(target) != _wanted(first) for target in asked):
        return None
    return first


def _wanted(target: Target) -> tuple[object, ...]:
    return target.source.id, target.due, target.comparison, target.amount, target.unit.id, target.level


def common_due(rows: Iterable[Assessed]) -> Period | None:
    """The one due date of these rows' targets; None when there are several or none."""
    dues = {row.target.due for row in rows if row.target}
    return dues.pop() if len(dues) == 1 else None


def required(target: Target) -> str:
    """What must be reached, or why nothing: `tối thiểu 80%`, `được miễn`."""
    if target.status is TargetStatus.EXEMPT:
        return "được miễn"
    if target.status is TargetStatus.UNREADABLE:
        return words.MISSING[ResultStatus.UNREADABLE]
    return formats.required(target.value, target.comparison, target.indicator.measure)
