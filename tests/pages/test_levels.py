"""Tests the quartiles of a level: its median and its middle half."""

import statistics

from hypothesis import given
from hypothesis import strategies as st

from generator.pages.facts.levels import quartile


def test_quartiles_of_five_and_of_four_units() -> None:
    """Quartiles of 10, 20, 30, 40, 50 are figures of the list. Quartiles of 10, 20, 30, 41 are between two figures."""
    assert [quartile([10, 20, 30, 40, 50], quarter) for quarter in (1, 2, 3)] == [20, 30, 40]
    assert [quartile([10_000, 20_000, 30_000, 41_000], quarter) for quarter in (1, 2, 3)] == [17_500, 25_000, 32_750]


@given(st.lists(st.integers(min_value=0, max_value=100_000_000), min_size=4, max_size=40))
def test_quartiles_are_those_of_the_inclusive_method(amounts: list[int]) -> None:
    ordered = sorted(amounts)
    expected = statistics.quantiles(ordered, n=4, method="inclusive")
    found = [quartile(ordered, quarter) for quarter in (1, 2, 3)]
    assert all(abs(one - other) <= 0.5 for one, other in zip(found, expected, strict=True))
