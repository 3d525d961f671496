"""The day on which each page last changed, which the sitemap states."""

from datetime import date
from pathlib import Path

from generator.history import History
from generator.model import Portal
from generator.pages.lastmod import LastChanged
from generator.pages.site import addresses_of
from tests.support.portals import RESULTS_FILE
from tests.support.releasing import CHANGE, edit, history_of, published, release_now


def days(history: History, portal: Portal) -> dict[str, str]:
    """Returns the day when each page last changed, by address, if the site is built on 9 September."""
    changed = LastChanged(history, portal, date(2024, 9, 9))
    known = ((address, changed.day(address)) for address in addresses_of(portal, history))
    return {address: day.isoformat() for address, day in known if day}


def test_pages_that_show_a_corrected_figure_are_dated_by_its_release(released_copy: Path) -> None:
    """All other pages keep the day of the first release, so that the sitemap does not mark every page as new after
    each commit."""
    edit(released_copy, RESULTS_FILE, CHANGE)
    portal = release_now(released_copy, date(2024, 8, 1))
    found = days(history_of(released_copy), portal)
    assert {address for address, day in found.items() if day == "2024-08-01" and address.count("/") > 2} == {
        "/don-vi/so-b/",
        "/don-vi/so-b/2024/",
        "/chi-tieu/thoi-gian-cho/",
        "/chi-tieu/thoi-gian-cho/2024-06/",
        "/van-ban/bao-cao-2/",
        "/cap-nhat/2024-08-01/",
        "/du-lieu/api/",
        "/xep-hang/2024-06/",
    }
    assert (found["/don-vi/so-a/"], found["/don-vi/"]) == ("2024-07-01", "2024-08-01")


def test_the_page_of_the_year_of_a_new_figure_is_dated_by_its_release(released_copy: Path) -> None:
    """Sở An Bình gets a figure of May 2024 from a document that also states June. Its page of 2022 keeps its date."""
    new = "demo.so-a,,,waiting-time,2024-05,21,,,PL.I:3,\n"
    edit(released_copy, RESULTS_FILE, ("demo.so-b,,,waiting-time", f"{new}demo.so-b,,,waiting-time"))
    portal = release_now(released_copy, date(2024, 8, 1))
    found = days(history_of(released_copy), portal)
    assert (found["/don-vi/so-a/2024/"], found["/don-vi/so-a/2022/"]) == ("2024-08-01", "2024-07-01")
    assert found["/don-vi/so-b/2024/"] == "2024-07-01"


def test_pages_with_unreleased_changes_are_dated_today(released_copy: Path) -> None:
    edit(released_copy, RESULTS_FILE, CHANGE)
    portal, version = published(released_copy)
    found = days(history_of(released_copy).with_unreleased(version), portal)
    assert (found["/don-vi/so-b/"], found["/don-vi/so-a/"]) == ("2024-09-09", "2024-07-01")


def test_pages_of_a_portal_without_releases_have_no_date(mini: Path) -> None:
    portal, _ = published(mini)
    assert days(history_of(mini), portal) == {}
