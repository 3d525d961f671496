"""Rules about the points of units on maps: a missing point, one far from all others, or the same point for two
units."""

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np

from generator import words
from generator.data_files import POINTS, UNITS
from generator.grouping import grouped
from generator.model import Level, Point, Unit, UnitKind, province_id_of
from generator.plausibility.evidence import Evidence
from generator.plausibility.suspected import SuspectedFault, listed
from generator.problems import Problem

FAR_KM = 100
"""Suspicious distance in kilometres. No unit of the mainland is so far from every other unit of its province."""
MIN_POINTS = 5
"""With fewer points than this, the location of a province is unknown."""
_KM_PER_DEGREE = 111.2
"""Kilometres per degree of latitude."""


def without_points(evidence: Evidence) -> Iterator[SuspectedFault]:
    """Yields levels of a province in which most existing units have a point and some have none, for example after a
    merger; reported once per level. If most units of a level have none, the portal draws no map of the level and
    nothing is reported."""
    units = evidence.portal.units
    known = {point.unit_id for point in evidence.portal.points}
    existing = (unit for unit in units.values() if not unit.has_ended(evidence.today) and unit.level.below_province)
    for (province_id, level), members in grouped(
        existing, lambda unit: (province_id_of(unit, units), unit.level)
    ).items():
        missing = [unit for unit in members if unit.id not in known]
        if missing and 2 * len(missing) < len(members):
            yield _missing_points(missing, units[province_id], level)


def _missing_points(missing: Sequence[Unit], province: Unit, level: Level) -> SuspectedFault:
    first, names = missing[0], listed([unit.name for unit in missing])
    owner = f"{len(missing)} {words.LEVEL_UNITS[level]} của {words.name_in_text(province)}"
    message = f"chưa có tọa độ trong data/points.csv nên không có trên bản đồ ({owner}: {names})"
    hint = "thêm dòng unit_id, lat, lon, source_id vào data/points.csv"
    problem = Problem(UNITS, first.line, "id", first.id, message, hint)
    return SuspectedFault("no-point", (province.id, level, *(unit.id for unit in missing)), problem, first.note)


def far_points(evidence: Evidence) -> Iterator[SuspectedFault]:
    """Yields points that are far from all others of their province: a digit was mistyped. Special zones are left out,
    because islands are far away."""
    units = evidence.portal.units
    for id_, points in grouped(
        _points_of_existing_units(evidence), lambda point: province_id_of(units[point.unit_id], units)
    ).items():
        for point, distance in zip(points, _nearest_distances(points), strict=True):
            if (
                distance > FAR_KM
                and len(points) >= MIN_POINTS
                and units[point.unit_id].kind is not UnitKind.SPECIAL_ZONE
            ):
                message = f"cách mọi đơn vị khác của {words.name_in_text(units[id_])} trên {int(distance)} km"
                hint = "xem lại từng chữ số của lat, lon"
                yield _suspected("far-point", point, units[point.unit_id], message, hint)


def _points_of_existing_units(evidence: Evidence) -> list[Point]:
    """Returns the points of existing units, which maps show. For former units a gazetteer is less complete."""
    units, today = evidence.portal.units, evidence.today
    points = (point for point in evidence.portal.points if point.lat and point.lon)
    return [point for point in points if point.unit_id in units and not units[point.unit_id].has_ended(today)]


def _nearest_distances(points: Sequence[Point]) -> list[float]:
    """Returns the distance in kilometres between each point and the nearest other one."""
    lat = np.radians([float(point.lat) for point in points])
    lon = np.radians([float(point.lon) for point in points])
    north = lat[:, None] - lat
    east = (lon[:, None] - lon) * np.cos((lat[:, None] + lat) / 2)
    distances = np.degrees(np.hypot(north, east)) * _KM_PER_DEGREE
    np.fill_diagonal(distances, np.inf)
    return [float(distance) for distance in distances.min(axis=1)]


def same_points(evidence: Evidence) -> Iterator[SuspectedFault]:
    """Yields pairs of units of one level with exactly the same point: one was copied from the other's line."""
    units = evidence.portal.units
    spots = grouped(
        _points_of_existing_units(evidence), lambda point: (point.lat, point.lon, units[point.unit_id].level)
    )
    for one, other in (pair for points in spots.values() for pair in combinations(points, 2)):
        if one.unit_id != other.unit_id:
            message = f"trùng tọa độ với {units[one.unit_id].name} ({one.unit_id}, dòng {one.line})"
            hint = "mỗi đơn vị một điểm; xem có chép nhầm dòng"
            yield _suspected("same-point", other, units[other.unit_id], message, hint, one.unit_id)


def _suspected(rule: str, point: Point, unit: Unit, message: str, hint: str, *more: str) -> SuspectedFault:
    spot = f"{point.lat},{point.lon}"
    problem = Problem(POINTS, point.line, "lat", str(point.lat), f"({unit.name}) {message}", hint)
    return SuspectedFault(rule, (point.unit_id, spot, *more), problem, unit.note)
