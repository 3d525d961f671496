"""Tests that all warnings of this portal's data are answered."""

from datetime import date

from generator.history import load_history
from generator.measures import measure
from generator.model import Portal
from generator.plausibility import plausibility
from tests.support.folders import ROOT


def test_the_data_have_no_unanswered_warnings(real: Portal) -> None:
    """Each warning of the real data was compared with its document and answered."""
    assert plausibility(real, measure(real), load_history(ROOT, []), date(2026, 11, 26)) == ()
