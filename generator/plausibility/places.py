"""Units that no map shows where they are: without a point, with one that is far from all others, or another's."""

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np

from generator import words
from generator.grouping import grouped
from generator.measures import province_of
from generator.model import Level, Point, Unit, UnitKind
from generator.plausibility.doubts import Doubt
from generator.plausibility.evidence import Evidence
from generator.problems import Problem

NAMED = 3
"""How many units a message names."""
FAR = 100
"""No unit of the mainland lies so many kilometres from every other one of its province."""
PLACED = 5
"""Fewer points than this do not tell where a province lies."""
_DEGREE = 111.2
"""Kilometres."""


def without_points(evidence: Evidence) -> Iterator[Doubt]:
    """Units of today without a point where most of their level in the province have one, as after a merger; told once a
    level. Where most have none, the portal draws no map of them."""
    units = evidence.portal.units
    known = {point.unit_id for point in evidence.portal.points}
    living = (unit for unit in units.values() if not unit.has_ended(evidence.today) and unit.level.below_province)
    for (province_id, level), members in grouped(living, lambda unit: (province_of(unit, units), unit.level)).items():
        bare = [unit for unit in members if unit.id not in known]
        if bare and 2 * len(bare) < len(members):
            yield _unplaced(bare, units[province_id], level)


def _unplaced(bare: Sequence[Unit], province: Unit, level: Level) -> Doubt:
    first, names = bare[0], ", ".join(unit.name for unit in bare[:NAMED]) + (", …" if len(bare) > NAMED else "")
    whose = f"{len(bare)} {words.LEVEL_UNITS[level]} của {words.name_in_text(province)}"
    message = f"chưa có tọa độ trong data/points.csv nên không có trên bản đồ ({whose}: {names})"
    hint = "thêm dòng unit_id, lat, lon, source_id vào data/points.csv"
    problem = Problem("data/units.csv", first.line, "id", first.id, message, hint)
    return Doubt("no-point", (province.id, level, *(unit.id for unit in bare)), problem, first.note)


def far_points(evidence: Evidence) -> Iterator[Doubt]:
    """Points that are far from all other ones of their province: a digit was mistyped. Islands do lie far off."""
    units = evidence.portal.units
    for id_, points in grouped(_placed(evidence), lambda point: province_of(units[point.unit_id], units)).items():
        for point, distance in zip(points, _apart(points), strict=True):
            if distance > FAR and len(points) >= PLACED and units[point.unit_id].kind is not UnitKind.SPECIAL_ZONE:
                message = f"cách mọi đơn vị khác của {words.name_in_text(units[id_])} trên {int(distance)} km"
                hint = "xem lại từng chữ số của lat, lon"
                yield _doubted("far-point", point, units[point.unit_id], message, hint)


def _placed(evidence: Evidence) -> list[Point]:
    """The points of units of today, which maps show; of former ones a gazetteer knows less."""
    units, today = evidence.portal.units, evidence.today
    points = (point for point in evidence.portal.points if point.lat and point.lon)
    return [point for point in points if point.unit_id in units and not units[point.unit_id].has_ended(today)]


def _apart(points: Sequence[Point]) -> list[float]:
    """How many kilometres each point is from the nearest other one."""
    lat = np.radians([float(point.lat) for point in points])
    lon = np.radians([float(point.lon) for point in points])
    north = lat[:, None] - lat
    east = (lon[:, None] - lon) * np.cos((lat[:, None] + lat) / 2)
    distances = np.degrees(np.hypot(north, east)) * _DEGREE
    np.fill_diagonal(distances, np.inf)
    return [float(distance) for distance in distances.min(axis=1)]


def same_points(evidence: Evidence) -> Iterator[Doubt]:
    """Two units of one level at exactly the same point: one was copied from the line of the other."""
    units = evidence.portal.units
    spots = grouped(_placed(evidence), lambda point: (point.lat, point.lon, units[point.unit_id].level))
    for one, other in (pair for points in spots.values() for pair in combinations(points, 2)):
        if one.unit_id != other.unit_id:
            message = f"trùng tọa độ với {units[one.unit_id].name} ({one.unit_id}, dòng {one.line})"
            hint = "mỗi đơn vị một điểm; xem có chép nhầm dòng"
            yield _doubted("same-point", other, units[other.unit_id], message, hint, one.unit_id)


def _doubted(rule: str, point: Point, unit: Unit, message: str, hint: str, *more: str) -> Doubt:
    spot = f"{point.lat},{point.lon}"
    problem = Problem("data/points.csv", point.line, "lat", str(point.lat), f"({unit.name}) {message}", hint)
    return Doubt(rule, (point.unit_id, spot, *more), problem, unit.note)
