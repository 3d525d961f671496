"""Rules for units, other bodies and points: parents, kinds, lifetimes, official codes, coordinates."""

from collections.abc import Iterator, Mapping
from datetime import date

from generator.checks.hints import Nearest, nearest
from generator.data_files import BODIES, POINTS, SOURCES, UNITS
from generator.model import KINDS, PARENT_LEVELS, Level, Point, Portal, Unit, ancestors
from generator.problems import Problem

BELOW = {level: [str(lower) for lower, above in PARENT_LEVELS.items() if level in above] for level in Level} | {
    Level.COUNTRY: [str(level) for level in Level if level is not Level.COUNTRY]
}
"""The levels of which a unit of each level can have figures or targets. The country is above all levels, though no unit
names it as parent."""


def parents(portal: Portal) -> Iterator[Problem]:
    """Checks that each unit's parent exists. Only provinces and the country have none."""
    hints = Nearest(portal.units, UNITS)
    for unit in portal.units.values():
        allowed = PARENT_LEVELS[unit.level]
        if not allowed and unit.parent_id:
            what = "tỉnh" if unit.level is Level.PROVINCE else "cả nước"
            yield _unit_problem(unit, "parent_id", f"{what} không thuộc đơn vị nào", "để trống parent_id")
        elif allowed and unit.parent_id not in portal.units:
            yield _unit_problem(unit, "parent_id", "không có đơn vị này", hints.hint_for(unit.parent_id))


def parent_levels(portal: Portal) -> Iterator[Problem]:
    """Checks that each unit's parent is of an allowed level."""
    for unit in portal.units.values():
        allowed, parent = PARENT_LEVELS[unit.level], portal.units.get(unit.parent_id)
        if allowed and parent and parent.level not in allowed:
            hint = f"chọn đơn vị cấp {' hoặc '.join(allowed)}"
            yield _unit_problem(unit, "parent_id", "không phải cấp trên trực tiếp", hint)


def one_country(portal: Portal) -> Iterator[Problem]:
    """Checks that there is only one country, because its figures are the benchmark for all others."""
    first = portal.country
    for unit in portal.units.values():
        if first and unit.level is Level.COUNTRY and unit is not first:
            hint = "giữ một dòng cho cả nước, hoặc sửa level của dòng này"
            yield _unit_problem(unit, "level", f"cả nước đã có ở dòng {first.line} ({first.id})", hint)


def kinds(portal: Portal) -> Iterator[Problem]:
    """Checks that a unit's kind belongs to its level: a commune cannot be a district."""
    for unit in portal.units.values():
        if unit.kind not in KINDS[unit.level]:
            hint = f"cấp {unit.level} gồm: {', '.join(KINDS[unit.level])}; xem lại kind và level"
            yield _unit_problem(unit, "kind", f"không thuộc cấp {unit.level}", hint)


def bodies(portal: Portal) -> Iterator[Problem]:
    """Checks that the id of a body is not the id of a unit, and that its parent, if any, exists as a unit."""
    for body in portal.bodies.values():
        if body.id in portal.units:
            yield Problem(BODIES, body.line, "id", body.id, "đã là mã của một đơn vị", f"bỏ dòng này; xem {UNITS}")
        if body.parent_id and portal.units and body.parent_id not in portal.units:
            hint = nearest(body.parent_id, portal.units, UNITS)
            yield Problem(BODIES, body.line, "parent_id", body.parent_id, "không có đơn vị này", hint)


def lifetimes(portal: Portal) -> Iterator[Problem]:
    """Checks that a unit does not end before it begins, and does not end after its parent."""
    for unit in portal.units.values():
        if unit.active_from and unit.active_to and unit.active_to < unit.active_from:
            yield _unit_problem(unit, "active_to", "trước ngày bắt đầu", "xem lại hai ngày active_from, active_to")
        parent = portal.units.get(unit.parent_id)
        if parent and parent.active_to and (unit.active_to is None or unit.active_to > parent.active_to):
            message = f"đơn vị còn hoạt động khi đơn vị cấp trên đã kết thúc ({parent.active_to.isoformat()})"
            yield _unit_problem(unit, "active_to", message, "điền ngày kết thúc, hoặc sửa parent_id")


def first_day(unit: Unit, units: Mapping[str, Unit]) -> date | None:
    """Returns the day on which a unit began, None if unknown. If the unit itself has no first day, that of the nearest
    ancestor with one."""
    return next((one.active_from for one in (unit, *ancestors(unit, units)) if one.active_from), None)


def codes(portal: Portal) -> Iterator[Problem]:
    """Checks that at any time only one unit of a level has an official code. The State reuses codes, but only after a
    merger."""
    by_code: dict[tuple[str, Level], list[Unit]] = {}
    for unit in portal.units.values():
        if unit.code:
            by_code.setdefault((unit.code, unit.level), []).append(unit)
    for units in by_code.values():
        for at, unit in enumerate(units):
            other = next((earlier for earlier in units[:at] if earlier.existed_at_same_time_as(unit)), None)
            if other:
                message = f"cùng mã với {other.id} trong cùng thời gian"
                yield _unit_problem(unit, "code", message, "xem lại mã hoặc ngày hoạt động")


def _unit_problem(unit: Unit, field: str, message: str, hint: str) -> Problem:
    value = str(getattr(unit, field) or "")
    return Problem(UNITS, unit.line, field, value, f"(đơn vị {unit.id}) {message}", hint)


def points(portal: Portal) -> Iterator[Problem]:
    """Checks that a point belongs to an existing unit, that a unit has only one, and that its source exists."""
    first: dict[str, Point] = {}
    units, sources = Nearest(portal.units, UNITS), Nearest(portal.sources, SOURCES)
    for point in portal.points:
        if portal.units and point.unit_id not in portal.units:
            hint = units.hint_for(point.unit_id)
            yield Problem(POINTS, point.line, "unit_id", point.unit_id, "không có đơn vị này", hint)
        other = first.setdefault(point.unit_id, point)
        if other is not point:
            message = f"đơn vị này đã có điểm ở dòng {other.line}"
            yield Problem(POINTS, point.line, "unit_id", point.unit_id, message, "giữ một dòng cho mỗi đơn vị")
        if portal.sources and point.source_id not in portal.sources:
            hint = sources.hint_for(point.source_id)
            yield Problem(POINTS, point.line, "source_id", point.source_id, "không có văn bản này", hint)
