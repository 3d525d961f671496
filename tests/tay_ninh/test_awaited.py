"""Tests that no month is awaited from units that have ended."""

from datetime import date
from pathlib import Path

from generator.awaited import AwaitedMonth, awaited_months
from generator.loading import load_portal
from tests.conftest import ROOT


def found(root: Path, today: date) -> tuple[AwaitedMonth, ...]:
    portal, faults = load_portal(root)
    assert not faults
    return awaited_months(portal, today)


def test_no_month_is_awaited_because_all_units_ended_in_june_2025() -> None:
    assert found(ROOT, date(2026, 11, 26)) == ()
