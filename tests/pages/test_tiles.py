"""Tests the tiles of a map: each point has its own square near its location, and the order of the points does not
matter."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.tiles import MOST_COLUMNS, tiled

Points = dict[str, tuple[float, float]]

few = settings(max_examples=30)
points = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=4),
    st.tuples(st.floats(8.0, 23.5), st.floats(102.0, 110.0)),
    min_size=1,
    max_size=60,
)


@few
@given(points)
def test_each_point_has_its_own_square_on_the_grid(places: Points) -> None:
    tiles = tiled(places)
    squares = list(tiles.squares.values())
    assert sorted(tiles.squares) == sorted(places)
    assert len(set(squares)) == len(places)
    assert all(0 <= column < tiles.columns and 0 <= row < tiles.rows for column, row in squares)
    assert 1 <= tiles.columns <= MOST_COLUMNS


@few
@given(points, st.integers(0, 1000))
def test_the_order_of_the_points_does_not_matter(places: Points, seed: int) -> None:
    shuffled = list(places.items())
    random.Random(seed).shuffle(shuffled)  # noqa: S311 - an order, no secret
    assert tiled(dict(shuffled)) == tiled(places)


@few
@given(points)
def test_moving_all_points_eastwards_changes_no_square(places: Points) -> None:
    """The points move by one degree of longitude. The width of a degree depends only on the latitude."""
    moved = {name: (lat, lon + 1) for name, (lat, lon) in places.items()}
    assert tiled(moved).squares == tiled(places).squares


@few
@given(st.integers(0, 1000))
def test_points_far_apart_keep_their_relative_positions(seed: int) -> None:
    """If two points are further apart than half of the area, the eastern one is to the right and the southern one is
    below. Crowded points are shifted by a few squares only."""
    rng = random.Random(seed)  # noqa: S311 - places, no secrets
    places = {f"u{n}": (rng.uniform(11, 11.7), rng.uniform(105.9, 106.5)) for n in range(94)}
    squares = tiled(places).squares
    for one, (lat, lon) in places.items():
        for other, (other_lat, other_lon) in places.items():
            if other_lon - lon > 0.3:
                assert squares[one][0] < squares[other][0]
            if lat - other_lat > 0.35:
                assert squares[one][1] < squares[other][1]


def test_four_corner_points_get_the_corner_squares() -> None:
    """The grid has two columns and three rows, and the middle row is empty."""
    places = {"tây bắc": (11.6, 106.0), "đông bắc": (11.6, 106.6), "tây nam": (11.0, 106.0), "đông nam": (11.0, 106.6)}
    tiles = tiled(places)
    assert (tiles.columns, tiles.rows) == (2, 3)
    assert tiles.squares == {"tây bắc": (0, 0), "đông bắc": (1, 0), "tây nam": (0, 2), "đông nam": (1, 2)}


def test_points_at_the_same_location_get_different_squares() -> None:
    tiles = tiled(dict.fromkeys("abcde", (11.3, 106.1)))
    assert len(set(tiles.squares.values())) == 5


def test_a_single_point_gets_the_only_square() -> None:
    tiles = tiled({"một": (11.3, 106.1)})
    assert (tiles.columns, tiles.rows, tiles.squares) == (1, 1, {"một": (0, 0)})


def test_an_empty_set_of_points_is_refused() -> None:
    with pytest.raises(ValueError, match="no point"):
        tiled({})
