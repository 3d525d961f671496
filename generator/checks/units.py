"""Units, bodies and points: what each belongs to, when it existed, where it lies."""

from collections.abc import Iterator, Mapping
from datetime import date

from generator.checks.hints import BODIES, POINTS, SOURCES, UNITS, Nearest, nearest
from generator.model import KINDS, Level, Point, Portal, Unit
from generator.problems import Problem

_PARENT_LEVELS = {
    Level.COUNTRY: (),
    Level.PROVINCE: (),
    Level.DEPARTMENT: (Level.PROVINCE,),
    Level.DISTRICT: (Level.PROVINCE,),
    Level.COMMUNE: (Level.PROVINCE, Level.DISTRICT),
}

BELOW = {level: [str(lower) for lower, above in _PARENT_LEVELS.items() if level in above] for level in Level} | {
    Level.COUNTRY: [str(level) for level in Level if level is not Level.COUNTRY]
}
"""Of which levels a unit can have figures or targets. The country is above all, though nothing names it as parent."""


def parents(portal: Portal) -> Iterator[Problem]:
    """Each unit's parent exists; only a province and the country have none."""
    hints = Nearest(portal.units, UNITS)
    for unit in portal.units.values():
        allowed = _PARENT_LEVELS[unit.level]
        if not allowed and unit.parent_id:
            what = "tỉnh" if unit.level is Level.PROVINCE else "cả nước"
            yield _unit_problem(unit, "parent_id", f"{what} không thuộc đơn vị nào", "để trống parent_id")
        elif allowed and unit.parent_id not in portal.units:
            yield _unit_problem(unit, "parent_id", "không có đơn vị này", hints.to(unit.parent_id))


def parent_levels(portal: Portal) -> Iterator[Problem]:
    """Each unit's parent is of a level above."""
    for unit in portal.units.values():
        allowed, parent = _PARENT_LEVELS[unit.level], portal.units.get(unit.parent_id)
        if allowed and parent and parent.level not in allowed:
            hint = f"chọn đơn vị cấp {' hoặc '.join(allowed)}"
            yield _unit_problem(unit, "parent_id", "không phải cấp trên trực tiếp", hint)


def one_country(portal: Portal) -> Iterator[Problem]:
    """There is one country: its figures are what all others are compared with."""
    first = portal.country
    for unit in portal.units.values():
        if first and unit.level is Level.COUNTRY and unit is not first:
            hint = "giữ một dòng cho cả nước, hoặc sửa level của dòng này"
            yield _unit_problem(unit, "level", f"cả nước đã có ở dòng {first.line} ({first.id})", hint)


def kinds(portal: Portal) -> Iterator[Problem]:
    """A unit's kind is one of its level: a commune is no district."""
    for unit in portal.units.values():
        if unit.kind not in KINDS[unit.level]:
            hint = f"cấp {unit.level} gồm: {', '.join(KINDS[unit.level])}; xem lại kind và level"
            yield _unit_problem(unit, "kind", f"không thuộc cấp {unit.level}", hint)


def bodies(portal: Portal) -> Iterator[Problem]:
    """A body is none of the units, and belongs to one or to nothing."""
    for body in portal.bodies.values():
        if body.id in portal.units:
            yield Problem(BODIES, body.line, "id", body.id, "đã là mã của một đơn vị", f"bỏ dòng này; xem {UNITS}")
        if body.parent_id and portal.units and body.parent_id not in portal.units:
            hint = nearest(body.parent_id, portal.units, UNITS)
            yield Problem(BODIES, body.line, "parent_id", body.parent_id, "không có đơn vị này", hint)


def lifetimes(portal: Portal) -> Iterator[Problem]:
    """A unit ends after it begins, and not after the unit it belongs to."""
    for unit in portal.units.values():
        if unit.active_from and unit.active_to and unit.active_to < unit.active_from:
            yield _unit_problem(unit, "active_to", "trước ngày bắt đầu", "xem lại hai ngày active_from, active_to")
        parent = portal.units.get(unit.parent_id)
        if parent and parent.active_to and (unit.active_to is None or unit.active_to > parent.active_to):
            message = f"đơn vị còn hoạt động khi đơn vị cấp trên đã kết thúc ({parent.active_to.isoformat()})"
            yield _unit_problem(unit, "active_to", message, "điền ngày kết thúc, hoặc sửa parent_id")


def first_day(unit: Unit, units: Mapping[str, Unit]) -> date | None:
    """The day on which a unit began, None when unknown; where it says nothing itself, that of the unit above it. What
    is above is followed once around at most."""
    above = {unit.id: unit}
    while unit.active_from is None and unit.parent_id in units and unit.parent_id not in above:
        unit = units[unit.parent_id]
        above[unit.id] = unit
    return unit.active_from


def codes(portal: Portal) -> Iterator[Problem]:
    """At any time an official code belongs to one unit of a level: codes are reused, but only after a merger."""
    by_code: dict[tuple[str, Level], list[Unit]] = {}
    for unit in portal.units.values():
        if unit.code:
            by_code.setdefault((unit.code, unit.level), []).append(unit)
    for units in by_code.values():
        for at, unit in enumerate(units):
            other = next((earlier for earlier in units[:at] if earlier.lived_beside(unit)), None)
            if other:
                message = f"cùng mã với {other.id} trong cùng thời gian"
                yield _unit_problem(unit, "code", message, "xem lại mã hoặc ngày hoạt động")


def _unit_problem(unit: Unit, field: str, message: str, hint: str) -> Problem:
    values = {"parent_id": unit.parent_id, "active_to": unit.active_to, "code": unit.code}
    values |= {"kind": unit.kind, "level": unit.level}
    return Problem(UNITS, unit.line, field, str(values[field] or ""), f"(đơn vị {unit.id}) {message}", hint)


def points(portal: Portal) -> Iterator[Problem]:
    """A point is of a unit that exists, once, and from a known source."""
    first: dict[str, Point] = {}
    units, sources = Nearest(portal.units, UNITS), Nearest(portal.sources, SOURCES)
    for point in portal.points:
        if portal.units and point.unit_id not in portal.units:
            hint = units.to(point.unit_id)
            yield Problem(POINTS, point.line, "unit_id", point.unit_id, "không có đơn vị này", hint)
        other = first.setdefault(point.unit_id, point)
        if other is not point:
            message = f"đơn vị này đã có điểm ở dòng {other.line}"
            yield Problem(POINTS, point.line, "unit_id", point.unit_id, message, "giữ một dòng cho mỗi đơn vị")
        if portal.sources and point.source_id not in portal.sources:
            hint = sources.to(point.source_id)
            yield Problem(POINTS, point.line, "source_id", point.source_id, "không có văn bản này", hint)
