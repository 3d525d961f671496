"""The warnings of this portal's data are answered."""

from datetime import date
from pathlib import Path

from generator.loading import load_portal
from generator.measures import measure
from generator.plausibility import plausibility
from generator.problems import DataWarning
from tests.conftest import ROOT


def warnings_of(root: Path, today: date = date(2024, 8, 1)) -> tuple[DataWarning, ...]:
    """What is doubted of a portal without faults of form."""
    portal, faults = load_portal(root)
    assert not faults
    return plausibility(portal, measure(portal), today)


def test_the_real_data_has_no_unanswered_warning() -> None:
    """Every warning that the real data raises was compared with its document and answered."""
    assert warnings_of(ROOT, date(2026, 11, 26)) == ()
