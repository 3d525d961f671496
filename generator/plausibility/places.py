"""Units that no map can show, for nobody entered where they lie."""

from collections.abc import Iterator, Sequence

from generator import words
from generator.grouping import grouped
from generator.measures import province_of
from generator.model import Level, Unit
from generator.plausibility.doubts import Doubt
from generator.plausibility.evidence import Evidence
from generator.problems import Problem

NAMED = 3
"""How many units a message names."""


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
