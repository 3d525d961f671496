"""Tests that all warnings of this portal's data are answered."""

from datetime import date

from generator.measures import measure
from generator.model import Portal
from generator.plausibility import plausibility


def test_the_data_have_no_unanswered_warnings(real: Portal) -> None:
    """Each warning of the real data was compared with its document and answered."""
    assert plausibility(real, measure(real), date(2026, 11, 26)) == ()
