"""From points to tiles: each point gets a square of a grid for itself, near where it lies among the others.

Points of a province lie so close in its towns that marks upon them would cover one another. Tiles are laid out in two
steps: the grid is halved again and again, and so are the points, as they lie and as there is room; then tiles change
places with their neighbours as long as that brings points nearer to where they belong.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

MOST_COLUMNS = 13
"""So many squares of 24 pixels stand side by side on the narrowest phones."""

_SPARE = 1.3
"""How many squares there are for each point: empty ones let the outline of the whole show."""
_FEWEST_SPARE = 2
_NARROWEST, _WIDEST = 0.75, 2.0
"""The shapes a grid may have, its width by its height."""
_ROUNDS = 60
_FINE = 1000
"""Places on the grid are reckoned in thousandths of a square, in whole numbers, alike on every machine."""

Square: TypeAlias = tuple[int, int]
"""Column and row, from 0 at the upper left."""


@dataclass(frozen=True)
class Tiles:
    """A grid and the square of each point, by the point's name. No square holds two."""

    columns: int
    rows: int
    squares: Mapping[str, Square]


def tiled(points: Mapping[str, tuple[float, float]]) -> Tiles:
    """The tiles of points given by name as (latitude, longitude) in degrees.

    The same points give the same tiles, in whatever order they come. Raises ValueError without a point.
    """
    if not points:
        raise ValueError("there is no point to lay out")
    plane = _plane(points)
    columns, rows = _grid(plane)
    wanted = _on_grid(plane, columns, rows)
    squares = dict(_halved(sorted(wanted), wanted, (0, 0, columns, rows)))
    _settle(squares, wanted, columns, rows)
    return Tiles(columns, rows, {name: squares[name] for name in points})


def _plane(points: Mapping[str, tuple[float, float]]) -> dict[str, tuple[int, int]]:
    """The points in hundred-thousandths of a degree of latitude, eastwards and southwards."""
    middle = sum(lat for lat, _ in points.values()) / len(points)
    narrower = round(math.cos(math.radians(middle)) * _FINE) / _FINE
    return {name: (round(lon * narrower * 100_000), round(-lat * 100_000)) for name, (lat, lon) in points.items()}


def _grid(plane: Mapping[str, tuple[int, int]]) -> tuple[int, int]:
    """How many columns and rows: the shape of what the points cover, with room to spare."""
    width, height = (max(places) - min(places) + 1 for places in zip(*plane.values(), strict=True))
    shape = min(max(width / height, _NARROWEST), _WIDEST)
    needed = max(math.ceil(len(plane) * _SPARE), len(plane) + _FEWEST_SPARE) if len(plane) > 1 else 1
    columns = min(max(round(math.sqrt(needed * shape)), 1), MOST_COLUMNS)
    return columns, math.ceil(needed / columns)


def _on_grid(plane: Mapping[str, tuple[int, int]], columns: int, rows: int) -> dict[str, tuple[int, int]]:
    """Where each point would lie on the grid if it covered the same ground, in thousandths of a square."""
    stretched = []
    for places, squares in zip(zip(*plane.values(), strict=True), (columns, rows), strict=True):
        low, span = min(places), max(max(places) - min(places), 1)
        stretched.append([(place - low) * (squares - 1) * _FINE // span for place in places])
    return dict(zip(plane, zip(*stretched, strict=True), strict=True))


_Part: TypeAlias = tuple[int, int, int, int]
"""A part of the grid: its first column and row, how many columns and rows it has."""


def _halved(names: Sequence[str], wanted: Mapping[str, tuple[int, int]], part: _Part) -> Iterator[tuple[str, Square]]:
    """The points shared among the two halves of a part, as they lie and as there is room, down to single squares."""
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
    border = second[axis] * _FINE - _FINE // 2
    ordered = sorted(names, key=lambda name: (wanted[name][axis], wanted[name][1 - axis], name))
    lying = sum(wanted[name][axis] < border for name in ordered)
    taken = min(max(lying, len(names) - second[2] * second[3]), first[2] * first[3])
    yield from _halved(ordered[:taken], wanted, first)
    yield from _halved(ordered[taken:], wanted, second)


def _settle(squares: dict[str, Square], wanted: Mapping[str, tuple[int, int]], columns: int, rows: int) -> None:
    """Moves tiles to squares beside them, empty or not, as long as the squared distances grow smaller."""
    held = {square: name for name, square in squares.items()}
    names = sorted(squares)
    for _ in range(_ROUNDS):
        moved = [name for name in names if _moved(name, squares, held, wanted, (columns, rows))]
        if not moved:
            return


def _moved(
    name: str,
    squares: dict[str, Square],
    held: dict[Square, str],
    wanted: Mapping[str, tuple[int, int]],
    size: tuple[int, int],
) -> bool:
    """Whether the tile changed to the best of the squares around it."""
    own = squares[name]
    best, least = own, 0
    for square in _around(own, size):
        other = held.get(square)
        change = _far(wanted[name], square) - _far(wanted[name], own)
        if other is not None:
            change += _far(wanted[other], own) - _far(wanted[other], square)
        if change < least:
            best, least = square, change
    if best == own:
        return False
    other = held.pop(best, None)
    del held[own]
    squares[name], held[best] = best, name
    if other is not None:
        squares[other], held[own] = own, other
    return True


def _around(square: Square, size: tuple[int, int]) -> Iterator[Square]:
    column, row = square
    for across in (-1, 0, 1):
        for down in (-1, 0, 1):
            if (across or down) and 0 <= column + across < size[0] and 0 <= row + down < size[1]:
                yield column + across, row + down


def _far(wanted: tuple[int, int], square: Square) -> int:
    return (wanted[0] - square[0] * _FINE) ** 2 + (wanted[1] - square[1] * _FINE) ** 2
