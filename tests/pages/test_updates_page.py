"""Tests the list of releases on `/cap-nhat/`."""

from datetime import date
from pathlib import Path

from generator.history import History, Release
from generator.pages.updates.page import updates_page
from generator.rendering import make_environment, render_page
from tests.support.portals import facts_of, plain_text


def test_the_releases_of_earlier_years_are_folded_by_year(mini: Path) -> None:
    """Of the releases before the newest one, those of the two newest years are listed openly."""
    days = ["2026-01-06", "2025-12-06", "2025-02-06", "2024-05-06", "2023-09-06", "2023-08-06", "2022-01-06"]
    releases = [Release(day, date.fromisoformat(day), first=False, changes=(), counts=()) for day in days]
    page = updates_page(History(tuple(releases)), facts_of(mini).portal, date(2026, 2, 1))
    assert [plain_text(release.page.text) for release in page.past] == [
        "Ngày 06/12/2025",
        "Ngày 06/02/2025",
        "Ngày 06/05/2024",
    ]
    years = [(year.name, year.count) for year in page.earlier]
    assert years == [("Năm 2023", "2 phiên bản"), ("Năm 2022", "1 phiên bản")]
    text = render_page(make_environment(), page)
    assert text.index('<span class="cmb-fold__title">Năm 2023</span>') < text.index('href="2023-09-06/"')
