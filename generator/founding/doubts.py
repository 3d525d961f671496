"""Where the gazetteer contradicts itself: communes taken for others of their name, and points far from the rest.

Looked through for version 1.0.4. Two communes of one name, in districts of provinces that became one, were each given
the parts of the other: Phường 4 of Tây Ninh would lie in Phường Long An, 86 km away.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping

from generator.founding.gazetteer import Gazetteer, GazetteerUnit
from generator.founding.naming import named
from generator.model import Level, UnitKind

FARTHEST = 30.0
"""Kilometres between the points of a commune and of the nearest of those that it came of, or became."""

_KM_A_DEGREE = 111.2


def untangled(source: Gazetteer) -> dict[str, tuple[str, ...]]:
    """The communes of today that each former one became, without those that belong to another one of its name.

    Of two of one name that are said to have become the same commune, it belongs to the one whose district has other
    communes that became it whole, else to the one that mainly became it.
    """
    near = _districts(source)
    leading = _inverted(source.successors)

    def strange(key: str, successor: str) -> bool:
        if len(source.successors[key]) == 1 or _district(key) in near[successor]:
            return False
        others = [other for other in leading[successor] if _namesakes(key, other)]
        if any(_district(other) in near[successor] for other in others):
            return True
        elsewhere = any(_district(key) in near[own] for own in source.successors[key])
        return elsewhere and any(source.successors[other][0] == successor for other in others)

    return {
        key: tuple(successor for successor in found if not strange(key, successor))
        for key, found in source.successors.items()
    }


def _districts(source: Gazetteer) -> Mapping[str, set[str]]:
    """The districts of the communes that became each commune of today whole."""
    found: dict[str, set[str]] = defaultdict(set)
    for key, successors in source.successors.items():
        if len(successors) == 1:
            found[successors[0]].add(_district(key))
    return found


def _inverted(successors: Mapping[str, tuple[str, ...]]) -> Mapping[str, list[str]]:
    """The former units that each commune of today has land of."""
    found: dict[str, list[str]] = defaultdict(list)
    for key, following in successors.items():
        for successor in following:
            found[successor].append(key)
    return found


def _district(key: str) -> str:
    """The key of the district that a former commune's key begins with."""
    return key.rpartition("_")[0]


def _namesakes(key: str, other: str) -> bool:
    """Whether two former communes of different districts bear one name."""
    return key.rpartition("_")[2] == other.rpartition("_")[2] and _district(key) != _district(other)


def misplaced(source: Gazetteer, successors: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """The communes of today, then the former ones, whose point lies far from all that became them, or they became.

    Special zones are islands: what they came of may lie far away, and does not say that their point is wrong.
    """
    former = {**source.former_districts, **source.former_communes}
    today = {
        key
        for key, predecessors in _inverted(successors).items()
        if not _is_island(source.communes[key])
        and _far(source.communes[key], (former[other] for other in predecessors))
    }
    before = {
        key
        for key, following in successors.items()
        if not any(_is_island(source.communes[other]) for other in following)
        and _far(former[key], (source.communes[other] for other in following if other not in today))
    }
    return frozenset(today | before)


def _is_island(commune: GazetteerUnit) -> bool:
    return named(Level.COMMUNE, commune.name).kind is UnitKind.SPECIAL_ZONE


def _far(place: GazetteerUnit, others: Iterable[GazetteerUnit]) -> bool:
    distances = [_kilometres(place, other) for other in others]
    return bool(distances) and min(distances) > FARTHEST


def _kilometres(one: GazetteerUnit, other: GazetteerUnit) -> float:
    """As the crow flies, near enough within a province."""
    east = (one.lon - other.lon) * math.cos(math.radians(one.lat))
    return math.hypot(one.lat - other.lat, east) * _KM_A_DEGREE
