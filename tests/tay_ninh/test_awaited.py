"""Tests that no month is awaited from units that have ended."""

from datetime import date

from generator.awaited import awaited_months
from generator.model import Portal


def test_no_month_is_awaited_because_all_units_ended_in_june_2025(real: Portal) -> None:
    assert awaited_months(real, date(2026, 11, 26)) == ()
