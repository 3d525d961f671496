"""Prints how the cost of a build grows with the number of units. Nothing fails."""

from datetime import date
from pathlib import Path

import pytest

from generator.progress import progress
from tests.benchmarks.country import write_country
from tests.benchmarks.measuring import steps, table

SIZES = (125, 500)
TODAY = date(2024, 8, 1)


def test_build_by_size(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In an invented country, the cost of a unit should not grow with the number of units."""
    for units in SIZES:
        write_country(tmp_path / f"{units}", units)
    costs = [steps(tmp_path / f"{units}", TODAY) for units in progress(SIZES, len(SIZES))]
    with capsys.disabled():
        print(table([f"{units} units" for units in SIZES], costs))
