"""No month is awaited of units that ended."""

from datetime import date
from pathlib import Path

from generator.awaited import Awaited, awaited
from generator.loading import load_portal
from tests.conftest import ROOT


def found(root: Path, today: date) -> tuple[Awaited, ...]:
    portal, faults = load_portal(root)
    assert not faults
    return awaited(portal, today)


def test_the_real_units_ended_with_june_2025() -> None:
    assert found(ROOT, date(2026, 11, 26)) == ()
