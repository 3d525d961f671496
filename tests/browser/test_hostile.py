"""A portal with an attack in every text, in a real browser: no attack runs, nothing is requested, texts are shown as
text."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Dialog, Locator, Page, expect

from tests.browser.visits import DESKTOP, Visit, served
from tests.browser.windows import Windows
from tests.support.hostile import Portal

KINDS = (
    "/", "/don-vi/", "/don-vi/tinh-demo/", "/don-vi/so-a/", "/don-vi/so-c/", "/don-vi/xa/", "/chi-tieu/",
    "/chi-tieu/ty-le-toan-trinh/", "/chi-tieu/ty-le-toan-trinh/2024-06/", "/chi-tieu/chi-so/", "/xep-hang/",
    "/xep-hang/2024-06/", "/van-ban/", "/van-ban/ke-hoach-1/", "/van-ban/bao-cao-2/", "/ke-hoach/",
    "/ke-hoach/ke-hoach-1/", "/doi-chieu/",
    "/du-lieu/", "/cap-nhat/", "/so-sanh/?don-vi=so-a,so-b", "/khong-co/",
)  # fmt: skip

LISTENERS = """() => [...document.querySelectorAll('*')]
    .filter((element) => [...element.attributes].some(({ name }) => name.startsWith('on')))
    .map((element) => element.outerHTML.slice(0, 200))"""

# Finds elements that attacks would create: pictures, and links to other sites, including links in Plotly's drawings.
FOREIGN = """() => [...document.querySelectorAll('img, iframe, object, embed, base, a')]
    .map((element) => [element, element.href?.baseVal ?? element.href ?? element.src ?? ''])
    .filter(([element, address]) => element.localName !== 'a' || !address.startsWith(location.origin + '/')
        && !address.startsWith('https://creativecommons.org/'))
    .map(([element, address]) => `${element.localName} ${address.replace(location.origin, '')}`)"""


@pytest.fixture(scope="module")
def hostile_origin(hostile_portal: Portal) -> Iterator[str]:
    with served(hostile_portal.site) as address:
        yield address


@pytest.fixture(scope="module")
def of_layout(windows: Windows, plain_portal: Portal) -> list[str]:
    """The pictures and outside links of a page that shows no data. A portal may have a picture as its logo, and links
    to other sites in its menu and its footer."""
    with served(plain_portal.site) as address, windows.visits(address) as visiting:
        visit = visiting(viewport=DESKTOP)
        visit.open("/khong-co/")
        found: list[str] = visit.page.evaluate(FOREIGN)
        return found


@pytest.fixture
def foreign(visit: Visit, of_layout: list[str]) -> Callable[[], list[str]]:
    """Returns the elements of the present page that attacks would create."""
    return lambda: [element for element in visit.page.evaluate(FOREIGN) if element not in of_layout]


@pytest.fixture
def visit(windows: Windows, hostile_origin: str) -> Iterator[Visit]:
    """A visit that fails the test for a dialog, an error or warning of the browser, or a request to another host."""
    with windows.visits(hostile_origin) as visiting:
        made = visiting(viewport=DESKTOP)

        def refuse(dialog: Dialog) -> None:
            made.complaints.append(f"dialog on {made.page.url}")
            dialog.dismiss()

        made.page.on("dialog", refuse)
        yield made
        made.page.remove_listener("dialog", refuse)


@pytest.mark.parametrize("address", KINDS)
def test_no_page_runs_code_from_the_data(visit: Visit, address: str, foreign: Callable[[], list[str]]) -> None:
    """With charts drawn and filters used, no text creates a script, an event listener, a picture or a link to another
    site."""
    visit.open(address)
    draw_all(visit)
    for box in visit.page.locator(".cmb-filters input:visible").all():
        box.fill("script")
    for choice in visit.page.locator(".cmb-filters select:visible").all():
        choice.select_option(index=1)
    assert visit.page.evaluate(LISTENERS) == []
    assert foreign() == []


def draw_all(visit: Visit) -> None:
    """Opens all folds, scrolls to each chart, and waits until it is drawn."""
    visit.page.evaluate("document.querySelectorAll('details').forEach((fold) => (fold.open = true))")
    for chart in visit.page.locator("[data-chart]").all():
        chart.scroll_into_view_if_needed()
        expect(chart).to_have_attribute("data-drawn", "")
    visit.settle()


def test_comparison_shows_names_as_text(visit: Visit, hostile_portal: Portal) -> None:
    """The table shows the names of units with their tags as text."""
    visit.open("/so-sanh/?don-vi=so-a,so-b")
    compared = visit.page.locator("[data-compare]")
    compared.locator("table").first.wait_for(state="attached")  # The page creates it when the data is loaded.
    shown = spaced(compared.inner_text())
    assert spaced(hostile_portal.texts["data-units-name-3"]) in shown
    assert spaced(hostile_portal.texts["data-units-name-4"]) in shown


def test_search_shows_names_as_text(visit: Visit, hostile_portal: Portal, foreign: Callable[[], list[str]]) -> None:
    visit.open("/don-vi/")
    found = typed(visit.page, "script alert")
    expect(found.first).to_be_visible()
    texts = spaced(" ".join(visit.page.locator("header .cmb-search__name").all_text_contents()))
    assert spaced(hostile_portal.texts["data-units-name-2"]) in texts
    assert foreign() == []


@pytest.mark.parametrize("query", ["<img src=x onerror=alert(1)>", "%{x}${y}", "\\", "(((", "a" * 3000])
def test_a_hostile_query_is_treated_as_text(visit: Visit, query: str, foreign: Callable[[], list[str]]) -> None:
    visit.open("/don-vi/")
    typed(visit.page, query)
    visit.settle()
    assert foreign() == []


@pytest.mark.parametrize(
    "address",
    [
        "/%3Cimg%20src=x%20onerror=alert(1)%3E/",
        "/don-vi/%E0%A4%A/",
        "/a%22%3E%3Cscript%3E/",
        "/xep-hang/?q=%E0%A4%A#%E0%A4%A",
        "/don-vi/so-a/?chi-tieu=__proto__&tu=%3Cb%3E#%E0%A4%A",
    ],
)
def test_a_hostile_address_is_treated_as_text(visit: Visit, address: str, foreign: Callable[[], list[str]]) -> None:
    """Includes an address that cannot be decoded."""
    visit.open(address)
    visit.settle()
    assert visit.page.evaluate(LISTENERS) == []
    assert foreign() == []


def test_hostile_units_in_the_address_are_ignored(visit: Visit, foreign: Callable[[], list[str]]) -> None:
    """Only existing units from the address are compared; everything else in it is ignored."""
    visit.open("/so-sanh/?don-vi=so-a,%3Cimg%20src=x%20onerror=alert(1)%3E,__proto__,so-b#%22%3E%3Cimg%20src=x%3E")
    draw_all(visit)
    expect(visit.page.locator(".cmb-compare__chosen button")).to_have_count(2)
    assert re.search(r"/so-sanh/\?don-vi=so-a,so-b(#bang-so-sanh)?$", visit.page.url)
    assert foreign() == []


def typed(page: Page, query: str) -> Locator:
    page.locator("header").get_by_role("combobox").fill(query)
    return page.locator("header").get_by_role("option")


def spaced(text: str) -> str:
    return " ".join(text.split())
