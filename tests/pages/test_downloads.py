"""Tests that `/du-lieu/` and the method page agree with what is published and computed."""

from datetime import date
from pathlib import Path

import pytest

from generator.export import published_tables
from generator.export.catalog import catalog
from generator.export.citing import citation_files, cited_data
from generator.feeds import feeds
from generator.history import History, Release
from generator.loading import load_portal
from generator.measures import measure
from generator.pages.downloads.page import DownloadsPage, downloads_page
from generator.pages.downloads.researchers import researchers_page
from generator.pages.facts import Findings, gather
from generator.rendering import make_environment, render_page
from generator.tables import TABLES
from tests.support.exported import files_of
from tests.support.folders import MINI
from tests.support.portals import facts_of, replace_in

DAY = date(2024, 10, 4)


@pytest.fixture(scope="module")
def page() -> DownloadsPage:
    """The downloads page of the mini portal."""
    return downloads_page(facts_of(MINI, DAY), History(()))


def test_every_link_leads_to_a_published_file(page: DownloadsPage) -> None:
    """The links of the example unit are checked too."""
    portal, _ = load_portal(MINI)
    measured = measure(portal)
    exported = files_of(gather(portal, measured, Findings(), DAY), published_tables(portal, measured, []))
    made = [artifact for recipe in feeds(portal, History(())) for artifact in recipe.make()]
    made += [catalog(portal, History(()), DAY), *citation_files(cited_data("Cổng thử", History(()), DAY, ""))]
    published = {f"/{path}" for path in (*exported, *(artifact.path for artifact in made))}
    links = [*page.whole, *page.machine, *page.references, *page.unit]
    links += (link for file in page.files for link in file.links)
    assert {link.address for link in links} <= published
    assert len(page.unit) == 4


def test_the_citation_in_english_names_the_newest_release_at_its_permanent_address() -> None:
    release = Release("2024-07-01", date(2024, 7, 1), first=True, changes=(), counts=())
    page = researchers_page(facts_of(MINI, date(2025, 1, 1)), History((release,)))
    assert page.citation.startswith("Cổng thử (2024). ")
    assert page.citation.endswith(", version 2024-07-01. CC BY 4.0. https://site.invalid/cap-nhat/2024-07-01/")


def test_the_example_is_a_unit_that_still_exists(mini: Path) -> None:
    """Sở An Bình, the first of the units with figures, ended in June 2024; the example before that day is this unit."""
    replace_in(mini / "data" / "units.csv", "department,demo,,,,sab,", "department,demo,,,2024-06-30,sab,")
    found = [downloads_page(facts_of(mini, day), History(())).example for day in (date(2024, 6, 30), date(2024, 7, 1))]
    assert [link.text for link in found if link] == ["Sở An Bình", "Sở Đại Đồng"]


def test_the_dictionary_explains_every_column(page: DownloadsPage) -> None:
    """Each column of each file is listed once, under its name in the file."""
    listed = {file.id: tuple(row[0].text for row in file.columns.rows) for file in page.files}
    assert listed == {table.name: table.headings for table in TABLES}


def test_the_page_explains_the_codes_of_a_column(page: DownloadsPage) -> None:
    """The explanation is beside the column in the rendered page."""
    text = render_page(make_environment(), page)
    assert "not_met: Chưa đạt" in text
    assert "overdue" not in text


def test_the_citation_is_dated_by_the_newest_document_with_figures(page: DownloadsPage) -> None:
    """That document is 2/BC-UBND of 1 July 2024. The day of the build is not used."""
    assert "01/07/2024" in page.citation
