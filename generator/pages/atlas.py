"""Lays out the units' points, for two drawings: tile maps of a level, and the small map of one unit among its peers.

Both are drawn from points alone. They have no borders: no known borders are free to use, and invented borders would be
false.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from generator.model import Point, Portal, Unit
from generator.tiles import Tiles, tiled

WIDTH = 92
"""Width of the small map; its height follows from the area that it covers."""
_MARGIN = 6
_GREATEST_HEIGHT = 104
_SMALLEST_EXTENT = 0.001
"""The smallest extent of an area, in degrees: limits the scale if all points are close together, or equal."""
_FEWEST_UNITS = 2
"""The smallest number of units on a map: a map of one unit is useless."""


@dataclass(frozen=True)
class Ground:
    """All units of a level as dots on a grid of whole numbers.

    `dots` is one SVG path for all units; `places` is the place (x, y) of each unit, by its id.
    """

    height: int
    dots: str
    places: Mapping[str, tuple[int, int]]


@dataclass(frozen=True)
class Atlas:
    """The points of units, by unit id. Tiles are computed once for each set of units and kept."""

    points: Mapping[str, Point]
    _tiles: dict[tuple[str, ...], Tiles] = field(default_factory=dict, compare=False, repr=False)

    def tiles(self, units: Sequence[Unit]) -> Tiles | None:
        """Returns the tiles of the units that have a point; None if fewer than two have one."""
        known = self._known(units)
        if len(known) < _FEWEST_UNITS:
            return None
        if known not in self._tiles:
            self._tiles[known] = tiled({id_: _degrees(self.points[id_]) for id_ in known})
        return self._tiles[known]

    def ground(self, units: Sequence[Unit]) -> Ground | None:
        """Returns the units that have a point as dots; None if fewer than two have one."""
        known = self._known(units)
        return _ground({id_: self.points[id_] for id_ in known}) if len(known) >= _FEWEST_UNITS else None

    def sources(self, units: Sequence[Unit]) -> tuple[str, ...]:
        """Returns the ids of the documents that the points of these units come from."""
        return tuple(sorted({self.points[id_].source_id for id_ in self._known(units)}))

    def _known(self, units: Sequence[Unit]) -> tuple[str, ...]:
        return tuple(sorted(unit.id for unit in units if unit.id in self.points))


def atlas_of(portal: Portal) -> Atlas:
    """Returns the atlas of the portal's points."""
    return Atlas({point.unit_id: point for point in portal.points})


def _degrees(point: Point) -> tuple[float, float]:
    return float(point.lat), float(point.lon)


def _ground(points: Mapping[str, Point]) -> Ground:
    """Draws the points as dots, with one scale for both directions, so that the area keeps its shape."""
    degrees = {id_: _degrees(point) for id_, point in points.items()}
    lats, lons = zip(*degrees.values(), strict=True)
    longitude_factor = round(math.cos(math.radians(sum(lats) / len(lats))), 3)
    across, down = (max(lons) - min(lons)) * longitude_factor, max(lats) - min(lats)
    scale = min(
        (WIDTH - 2 * _MARGIN) / max(across, _SMALLEST_EXTENT),
        (_GREATEST_HEIGHT - 2 * _MARGIN) / max(down, _SMALLEST_EXTENT),
    )
    left = (WIDTH - across * scale) / 2
    places = {
        id_: (round(left + (lon - min(lons)) * longitude_factor * scale), round(_MARGIN + (max(lats) - lat) * scale))
        for id_, (lat, lon) in degrees.items()
    }
    dots = "".join(f"M{x} {y}h0" for x, y in sorted(set(places.values())))
    return Ground(round(down * scale) + 2 * _MARGIN, dots, places)
