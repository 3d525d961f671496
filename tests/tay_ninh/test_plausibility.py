"""Tests that all warnings of this portal's data are answered."""

from datetime import date
from pathlib import Path

from generator.loading import load_portal
from generator.measures import measure
from generator.plausibility import plausibility
from generator.problems import DataWarning
from tests.conftest import ROOT


def warnings_of(root: Path, today: date = date(2024, 8, 1)) -> tuple[DataWarning, ...]:
    """Returns the warnings of a portal without faults of form."""
    portal, faults = load_portal(root)
    assert not faults
    return plausibility(portal, measure(portal), today)


def test_the_data_have_no_unanswered_warnings() -> None:
    """Each warning of the real data was compared with its document and answered."""
    assert warnings_of(ROOT, date(2026, 11, 26)) == ()
