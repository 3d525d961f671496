"""Finds errors of the gazetteer: communes confused with others of the same name, and points far from all related units.

The rules were checked against version 1.0.4. In provinces that merged, two communes can have the same name in different
districts. The gazetteer gave each of them the successors of the other. So Phường 4 of Tây Ninh would be in Phường Long
An, 86 km away.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping

from generator.founding.gazetteer import Gazetteer, GazetteerUnit
from generator.founding.naming import unit_name_of
from generator.model import Level, UnitKind

MAX_DISTANCE_KM = 30.0
"""Largest accepted distance in kilometres between the point of a commune and the nearest point of its predecessors or
successors."""

_KM_PER_DEGREE = 111.2


def successors_without_namesakes(source: Gazetteer) -> dict[str, tuple[str, ...]]:
    """Returns the present communes that each former one became, without those that belong to another former commune of
    its name.

    If two communes of one name have the same successor, it belongs to the one in whose district other communes became
    that successor as a whole. If that decides nothing, it belongs to the one whose main part became it.
    """
    districts = _districts_of_whole_communes(source)
    predecessors = _predecessors(source.successors)

    def belongs_to_namesake(key: str, successor: str) -> bool:
        if len(source.successors[key]) == 1 or _district(key) in districts[successor]:
            return False
        others = [other for other in predecessors[successor] if _are_namesakes(key, other)]
        if any(_district(other) in districts[successor] for other in others):
            return True
        has_successor_in_own_district = any(
            _district(key) in districts[other_successor] for other_successor in source.successors[key]
        )
        return has_successor_in_own_district and any(source.successors[other][0] == successor for other in others)

    return {
        key: tuple(successor for successor in found if not belongs_to_namesake(key, successor))
        for key, found in source.successors.items()
    }


def _districts_of_whole_communes(source: Gazetteer) -> Mapping[str, set[str]]:
    """Returns, for each present commune, the districts of the former communes that became it as a whole."""
    found: dict[str, set[str]] = defaultdict(set)
    for key, successors in source.successors.items():
        if len(successors) == 1:
            found[successors[0]].add(_district(key))
    return found


def _predecessors(successors: Mapping[str, tuple[str, ...]]) -> Mapping[str, list[str]]:
    """Returns, for each present commune, the former units that it has land of."""
    found: dict[str, list[str]] = defaultdict(list)
    for key, following in successors.items():
        for successor in following:
            found[successor].append(key)
    return found


def _district(key: str) -> str:
    """Returns the key of the district of a former commune: the first part of the commune's key."""
    return key.rpartition("_")[0]


def _are_namesakes(key: str, other: str) -> bool:
    """Whether two former communes of different districts have the same name."""
    return key.rpartition("_")[2] == other.rpartition("_")[2] and _district(key) != _district(other)


def units_with_wrong_points(source: Gazetteer, successors: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """Returns the present and former communes whose point is far from the points of all their predecessors or
    successors.

    Special zones are islands. Their predecessors may be far away, which does not show that their point is wrong.
    """
    former = {**source.former_districts, **source.former_communes}
    present_misplaced = {
        key
        for key, predecessors in _predecessors(successors).items()
        if not _is_island(source.communes[key])
        and _is_far(source.communes[key], (former[other] for other in predecessors))
    }
    former_misplaced = {
        key
        for key, following in successors.items()
        if not any(_is_island(source.communes[other]) for other in following)
        and _is_far(former[key], (source.communes[other] for other in following if other not in present_misplaced))
    }
    return frozenset(present_misplaced | former_misplaced)


def _is_island(commune: GazetteerUnit) -> bool:
    return unit_name_of(Level.COMMUNE, commune.name).kind is UnitKind.SPECIAL_ZONE


def _is_far(place: GazetteerUnit, others: Iterable[GazetteerUnit]) -> bool:
    distances = [_kilometres(place, other) for other in others]
    return bool(distances) and min(distances) > MAX_DISTANCE_KM


def _kilometres(one: GazetteerUnit, other: GazetteerUnit) -> float:
    """Returns the straight distance. The approximation is good enough within a province."""
    east = (one.lon - other.lon) * math.cos(math.radians(one.lat))
    return math.hypot(one.lat - other.lat, east) * _KM_PER_DEGREE
