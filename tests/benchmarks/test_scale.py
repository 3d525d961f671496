"""How the cost of a build grows with the number of units: times and ratios are printed, nothing is judged."""

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest
from country import write_country

from generator.build import site_of
from generator.loading import load_portal
from generator.measures import measure
from generator.rendering import render
from generator.soundness import sound

T = TypeVar("T")
SIZES = (125, 500)
TODAY = date(2024, 8, 1)


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Seconds of processor time, and what the work returned."""
    begun = time.process_time()
    found = work()
    return time.process_time() - begun, found


@pytest.mark.parametrize("units", SIZES)
def test_build_by_size(units: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Loading, checking, measuring, making pages and files, rendering; milliseconds a unit should not grow."""
    write_country(tmp_path, units)
    loading, (portal, faults) = timed(lambda: load_portal(tmp_path))
    assert not faults
    checking, proved = timed(lambda: sound(tmp_path, ledger=False))
    measuring, _ = timed(lambda: measure(portal))
    making, site = timed(lambda: site_of(tmp_path, proved, TODAY))
    rendering, artifacts = timed(lambda: list(render(site.pages)))
    steps = {"load": loading, "load+check": checking, "measure": measuring, "site": making, "render": rendering}
    weight = sum(len(artifact.content) for artifact in artifacts) / len(artifacts) / 1024
    with capsys.disabled():
        times = ", ".join(
            f"{name} {seconds:.2f} s ({seconds * 1000 / units:.2f} ms a unit)" for name, seconds in steps.items()
        )
        print(f"\n{units} units: {times}; {weight:.1f} KiB a page")
