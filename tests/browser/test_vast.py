"""A country in small as a site: the pages that only a vast portal has lead somewhere, fit a phone, can be reached."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.benchmarks.living import lend
from tests.browser.test_pages import STICKING_OUT, axe
from tests.browser.visits import OPEN_ALL, WIDE, Visit, Visiting, served, visits
from tests.crawling import QUESTIONS, Crawl, crawl, report
from tests.sites import built_with_mkdocs
from tests.vast import build_vast

INDICATOR = "/chi-tieu/thanh-toan-truc-tuyen/"
KINDS = (
    INDICATOR,
    f"{INDICATOR}2024-03/",
    f"{INDICATOR}bac/",
    f"{INDICATOR}bac/cap-xa/2024-03/",
    "/don-vi/",
    "/doi-chieu/",
)
"""A page of each kind that is another one in a vast portal."""

each_kind = pytest.mark.parametrize("address", KINDS)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the built site."""
    root = tmp_path_factory.mktemp("vast") / "portal"
    lend(root)
    build_vast(root)
    built_with_mkdocs(root)
    return root / "build" / "site"


@pytest.fixture(scope="module")
def read(site: Path) -> Crawl:
    """Its pages, read once."""
    return crawl(site)


@pytest.fixture
def vast_visiting(browser: Browser, site: Path) -> Iterator[Visiting]:
    """Makes visits to it."""
    with served(site) as origin, visits(browser, origin) as visit:
        yield visit


@pytest.mark.parametrize("question", QUESTIONS, ids=[question.__name__ for question in QUESTIONS])
def test_the_crawl_of_a_vast_site_finds_no(read: Crawl, question: Callable[[Crawl], list[str]]) -> None:
    faults = question(read)
    assert not faults, report(faults)


@each_kind
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_nothing_scrolls_sideways(vast_visiting: Visiting, address: str, scripts: bool) -> None:  # noqa: FBT001 - a parameter
    """Neither the page nor a table within it, with all folds open."""
    visit = vast_visiting(scripts=scripts)
    visit.open(address)
    visit.page.evaluate(OPEN_ALL)
    assert visit.page.evaluate(STICKING_OUT) == []
    assert visit.page.evaluate(WIDE) == []


@each_kind
def test_axe_finds_nothing(vast_visiting: Visiting, address: str) -> None:
    """On a phone in light and on a desk in the dark."""
    visit = vast_visiting()
    visit.open(address)
    faults = axe(visit.page, thorough=False)
    assert not faults, "\n".join(faults)


def test_one_gets_from_an_indicator_to_a_level_of_a_province_and_to_an_earlier_period(vast_visiting: Visiting) -> None:
    """By what is read aloud: the names of links."""
    visit = vast_visiting()
    visit.open(INDICATOR)
    follow(visit, "Từng tỉnh, thành phố", f"{INDICATOR}#cac-tinh")
    provinces = visit.page.get_by_role("region", name="Kết quả mới nhất của các đơn vị ở 3 tỉnh, thành phố")
    provinces.get_by_role("link", name="Tỉnh Bắc", exact=True).click()
    visit.page.wait_for_url(f"**{INDICATOR}bac/")
    follow(visit, "Xem 4 xã, phường, thị trấn", f"{INDICATOR}bac/cap-xa/")
    follow(visit, "tháng 3/2024", f"{INDICATOR}bac/cap-xa/2024-03/")
    heading = "Thanh toán trực tuyến, xã, phường, thị trấn của tỉnh Bắc, tháng 3/2024"
    assert visit.page.locator("h1").inner_text().startswith(heading)
    follow(visit, "Các tỉnh, thành phố khác trong kỳ này", f"{INDICATOR}2024-03/")


def follow(visit: Visit, name: str, address: str) -> None:
    """Reads the page, then goes where its first link of this name leads."""
    visit.read_through()
    visit.page.locator("main").get_by_role("link", name=name, exact=True).first.click()
    visit.page.wait_for_url(f"**{address}")
