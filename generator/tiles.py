"""Lays out points as tiles of a map: each point gets its own square of a grid, near its place among the others.

Points of a province are so close in its towns that marks on a true map would cover one another. The layout has two
steps. First the grid is halved again and again, and the points with it, by place and by the room in each half. Then
tiles change places with their neighbours as long as that brings points nearer to their ideal places.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

MOST_COLUMNS = 13
"""The number of squares of 24 pixels that fit side by side on the narrowest phones."""

_SPARE = 1.3
"""How many squares there are for each point. Empty squares make the outline of the whole visible."""
_FEWEST_SPARE = 2
"""The smallest number of empty squares."""
_NARROWEST, _WIDEST = 0.75, 2.0
"""The smallest and the largest allowed ratio of a grid's width to its height."""
_MOST_ROUNDS = 60
"""How often all tiles are tried at most, to bring them nearer to their ideal places."""
_THOUSANDTHS = 1000
"""Places on the grid are in thousandths of a square. They are whole numbers, so that every machine gives the same
result."""

Square: TypeAlias = tuple[int, int]
"""Column and row, from 0 at the upper left."""


@dataclass(frozen=True)
class Tiles:
    """A grid and the square of each point, by the point's name. No square holds two points."""

    columns: int
    rows: int
    squares: Mapping[str, Square]


def tiled(points: Mapping[str, tuple[float, float]]) -> Tiles:
    """Returns the tiles of points given by name as (latitude, longitude) in degrees.

    The same points give the same tiles, whatever their order. Raises ValueError if there is no point.
    """
    if not points:
        raise ValueError("there is no point to lay out")
    plane = _plane(points)
    columns, rows = _grid(plane)
    ideal = _on_grid(plane, columns, rows)
    squares = dict(_halved(sorted(ideal), ideal, (0, 0, columns, rows)))
    _improve(squares, ideal, columns, rows)
    return Tiles(columns, rows, {name: squares[name] for name in points})


def _plane(points: Mapping[str, tuple[float, float]]) -> dict[str, tuple[int, int]]:
    """Returns the points as whole hundred-thousandths of a degree of latitude, counted eastwards and southwards."""
    middle = sum(lat for lat, _ in points.values()) / len(points)
    longitude_scale = round(math.cos(math.radians(middle)) * _THOUSANDTHS) / _THOUSANDTHS
    return {
        name: (round(lon * longitude_scale * 100_000), round(-lat * 100_000)) for name, (lat, lon) in points.items()
    }


def _grid(plane: Mapping[str, tuple[int, int]]) -> tuple[int, int]:
    """Returns the number of columns and rows: in the shape of the area of the points, with some squares to spare."""
    width, height = (max(places) - min(places) + 1 for places in zip(*plane.values(), strict=True))
    shape = min(max(width / height, _NARROWEST), _WIDEST)
    needed = max(math.ceil(len(plane) * _SPARE), len(plane) + _FEWEST_SPARE) if len(plane) > 1 else 1
    columns = min(max(round(math.sqrt(needed * shape)), 1), MOST_COLUMNS)
    return columns, math.ceil(needed / columns)


def _on_grid(plane: Mapping[str, tuple[int, int]], columns: int, rows: int) -> dict[str, tuple[int, int]]:
    """Returns the ideal place of each point on the grid, in thousandths of a square, if the area of the points is
    stretched to the grid."""
    stretched = []
    for places, squares in zip(zip(*plane.values(), strict=True), (columns, rows), strict=True):
        low, span = min(places), max(max(places) - min(places), 1)
        stretched.append([(place - low) * (squares - 1) * _THOUSANDTHS // span for place in places])
    return dict(zip(plane, zip(*stretched, strict=True), strict=True))


_Part: TypeAlias = tuple[int, int, int, int]
"""A part of the grid: its first column, its first row, its number of columns, its number of rows."""


def _halved(names: Sequence[str], ideal: Mapping[str, tuple[int, int]], part: _Part) -> Iterator[tuple[str, Square]]:
    """Yields the square of each point. Divides the points between the two halves of a part, by place and by room, down
    to single squares."""
    left, top, columns, rows = part
    if not names:
        return
    if columns * rows == 1:
        yield names[0], (left, top)
        return
    axis = 0 if columns >= rows else 1
    if axis == 0:
        first, second = (left, top, columns // 2, rows), (left + columns // 2, top, columns - columns // 2, rows)
    else:
        first, second = (left, top, columns, rows // 2), (left, top + rows // 2, columns, rows - rows // 2)
    border = second[axis] * _THOUSANDTHS - _THOUSANDTHS // 2
    ordered = sorted(names, key=lambda name: (ideal[name][axis], ideal[name][1 - axis], name))
    before_border = sum(ideal[name][axis] < border for name in ordered)
    in_first = min(max(before_border, len(names) - second[2] * second[3]), first[2] * first[3])
    yield from _halved(ordered[:in_first], ideal, first)
    yield from _halved(ordered[in_first:], ideal, second)


def _improve(squares: dict[str, Square], ideal: Mapping[str, tuple[int, int]], columns: int, rows: int) -> None:
    """Moves tiles to neighbouring squares, empty or not, as long as the sum of squared distances to the ideal places
    decreases."""
    occupants = {square: name for name, square in squares.items()}
    names = sorted(squares)
    for _ in range(_MOST_ROUNDS):
        moved = [name for name in names if _moved(name, squares, occupants, ideal, (columns, rows))]
        if not moved:
            return


def _moved(
    name: str,
    squares: dict[str, Square],
    occupants: dict[Square, str],
    ideal: Mapping[str, tuple[int, int]],
    size: tuple[int, int],
) -> bool:
    """Moves the tile to the best of the squares around it; returns whether it moved."""
    own = squares[name]
    best, least = own, 0
    for square in _neighbours(own, size):
        other = occupants.get(square)
        change = _squared_distance(ideal[name], square) - _squared_distance(ideal[name], own)
        if other is not None:
            change += _squared_distance(ideal[other], own) - _squared_distance(ideal[other], square)
        if change < least:
            best, least = square, change
    if best == own:
        return False
    other = occupants.pop(best, None)
    del occupants[own]
    squares[name], occupants[best] = best, name
    if other is not None:
        squares[other], occupants[own] = own, other
    return True


def _neighbours(square: Square, size: tuple[int, int]) -> Iterator[Square]:
    column, row = square
    for across in (-1, 0, 1):
        for down in (-1, 0, 1):
            if (across or down) and 0 <= column + across < size[0] and 0 <= row + down < size[1]:
                yield column + across, row + down


def _squared_distance(ideal: tuple[int, int], square: Square) -> int:
    return (ideal[0] - square[0] * _THOUSANDTHS) ** 2 + (ideal[1] - square[1] * _THOUSANDTHS) ** 2
