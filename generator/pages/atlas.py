"""Where units lie: tiles of a level for maps whose marks are links, and a picture of one unit among its peers.

Both are drawn from points alone. There are no borders: none are known that are free to use, and invented ones would
lie.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from generator.model import Point, Portal, Unit
from generator.tiles import Tiles, tiled

WIDTH = 92
"""The small picture's width; its height follows from the ground that it covers."""
_EDGE = 6
_TALLEST = 104
_NEAR = 0.001
"""Points that lie nearer to one another than so many degrees are not drawn further apart."""
_FEWEST = 2
"""A map of a lone unit tells nothing."""


@dataclass(frozen=True)
class Ground:
    """All units of a level as dots, on a grid of whole numbers: `dots` is one path, `places` where each unit lies."""

    height: int
    dots: str
    places: Mapping[str, tuple[int, int]]


@dataclass(frozen=True)
class Atlas:
    """The points by unit id. The tiles of a set of units are kept."""

    points: Mapping[str, Point]
    _tiles: dict[tuple[str, ...], Tiles] = field(default_factory=dict, compare=False, repr=False)

    def tiles(self, units: Sequence[Unit]) -> Tiles | None:
        """The tiles of those units that have a point; None where fewer than two have."""
        known = self._known(units)
        if len(known) < _FEWEST:
            return None
        if known not in self._tiles:
            self._tiles[known] = tiled({id_: _degrees(self.points[id_]) for id_ in known})
        return self._tiles[known]

    def ground(self, units: Sequence[Unit]) -> Ground | None:
        """The same units as dots."""
        known = self._known(units)
        return _ground({id_: self.points[id_] for id_ in known}) if len(known) >= _FEWEST else None

    def sources(self, units: Sequence[Unit]) -> tuple[str, ...]:
        """The ids of the sources of these units' points."""
        return tuple(sorted({self.points[id_].source_id for id_ in self._known(units)}))

    def _known(self, units: Sequence[Unit]) -> tuple[str, ...]:
        return tuple(sorted(unit.id for unit in units if unit.id in self.points))


def atlas_of(portal: Portal) -> Atlas:
    """The portal's points."""
    return Atlas({point.unit_id: point for point in portal.points})


def _degrees(point: Point) -> tuple[float, float]:
    return float(point.lat), float(point.lon)


def _ground(points: Mapping[str, Point]) -> Ground:
    """One scale in both directions, so that the ground keeps its shape."""
    degrees = {id_: _degrees(point) for id_, point in points.items()}
    lats, lons = zip(*degrees.values(), strict=True)
    narrower = round(math.cos(math.radians(sum(lats) / len(lats))), 3)
    across, down = (max(lons) - min(lons)) * narrower, max(lats) - min(lats)
    scale = min((WIDTH - 2 * _EDGE) / max(across, _NEAR), (_TALLEST - 2 * _EDGE) / max(down, _NEAR))
    left = (WIDTH - across * scale) / 2
    places = {
        id_: (round(left + (lon - min(lons)) * narrower * scale), round(_EDGE + (max(lats) - lat) * scale))
        for id_, (lat, lon) in degrees.items()
    }
    dots = "".join(f"M{x} {y}h0" for x, y in sorted(set(places.values())))
    return Ground(round(down * scale) + 2 * _EDGE, dots, places)
