"""Tests the search in the header: queries are pasted or typed key by key, and results are reached by keyboard."""

from collections.abc import Iterator
from pathlib import Path
from typing import NotRequired, TypedDict

import pytest
import yaml
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser.visits import DESKTOP, Visit, weight
from tests.browser.windows import Visiting


class Query(TypedDict):
    """A query, and the addresses of its first answer and of the answers that follow in any order."""

    query: str
    first: str
    then: NotRequired[list[str]]


QUERIES: list[Query] = yaml.safe_load((Path(__file__).parent / "queries.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def desk(browser: Browser, origin: str) -> Iterator[Visit]:
    """One page for all queries, because earlier queries must not matter."""
    visit = Visit(browser.new_page(viewport=DESKTOP, locale="vi-VN"), origin)
    visit.guard()
    visit.open("/don-vi/so-noi-vu/")
    yield visit
    visit.page.close()
    assert not visit.complaints, "\n".join(visit.complaints)


def box(page: Page) -> Locator:
    return page.locator("header").get_by_role("combobox")


def options(page: Page) -> Locator:
    return page.locator("header").get_by_role("option")


def typed(page: Page, query: str) -> Locator:
    """Types a query key by key and returns its options."""
    emptied(page).press_sequentially(query)
    return options(page)


def emptied(page: Page) -> Locator:
    """Clears the box, waits until there are no options, and returns the box."""
    box(page).fill("")
    expect(options(page)).to_have_count(0)
    return box(page)


def test_there_are_enough_queries() -> None:
    assert len({case["query"] for case in QUERIES}) >= 40


@pytest.mark.parametrize("case", QUERIES, ids=[case["query"] for case in QUERIES])
def test_the_intended_page_is_the_first_option(desk: Visit, case: Query) -> None:
    """Directly below it, in any order, are the successors of a unit that has ended."""
    emptied(desk.page).fill(case["query"])
    found = options(desk.page)
    expect(found.first).to_have_attribute("data-address", case["first"])
    then = case.get("then", [])
    below = [found.nth(place).get_attribute("data-address") for place in range(1, 1 + len(then))]
    assert sorted(filter(None, below)) == sorted(then)


def test_options_have_level_parent_and_time(desk: Visit) -> None:
    """The two Xã Tân Bình can be distinguished, and so can a unit and its successor with the same name."""
    found = typed(desk.page, "xã tân bình")
    expect(found.nth(0)).to_contain_text("Cấp xã · Huyện Tân Biên, tỉnh Tây Ninh · đến 6/2025")
    expect(found.nth(1)).to_contain_text("Cấp xã · Thành phố Tây Ninh, tỉnh Tây Ninh · đến 6/2025")
    found = typed(desk.page, "phường long hoa")
    expect(found.nth(0)).to_contain_text("đến 6/2025")
    expect(found.nth(1)).to_contain_text("từ 7/2025")


def test_digits_of_dates_are_not_searched(desk: Visit) -> None:
    """There is no Phường 6, although all former units existed until 6/2025."""
    assert typed(desk.page, "phường 6").count() == 0
    expect(desk.page.locator("header .cmb-search__none")).to_contain_text("Không tìm thấy “phường 6”")


def test_arrow_keys_move_through_the_list_and_escape_closes_it(visiting: Visiting) -> None:
    """As in ARIA 1.2, the focus stays in the box, which names the active option. Escape closes the list, then clears
    the box."""
    visit = visiting(viewport=DESKTOP)
    visit.open("/don-vi/so-noi-vu/")
    page = visit.page
    expect(box(page)).to_have_attribute("aria-expanded", "false")
    found = typed(page, "tan bien")
    expect(box(page)).to_have_attribute("aria-expanded", "true")
    listed = page.locator("header").get_by_role("listbox")
    expect(listed).to_have_attribute("id", str(box(page).get_attribute("aria-controls")))
    page.keyboard.press("ArrowDown")
    expect(found.nth(0)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(found.nth(0)).to_have_attribute("aria-selected", "false")
    expect(box(page)).to_have_attribute("aria-activedescendant", str(found.nth(1).get_attribute("id")))
    expect(box(page)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(found.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(listed).to_be_hidden()
    expect(box(page)).to_have_attribute("aria-expanded", "false")
    expect(box(page)).to_have_value("tan bien")
    page.keyboard.press("Escape")
    expect(box(page)).to_have_value("")


def test_enter_opens_the_first_or_the_active_option(visiting: Visiting) -> None:
    visit = visiting(viewport=DESKTOP)
    visit.open("/don-vi/so-y-te/")
    expect(typed(visit.page, "snv").first).to_be_visible()
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url("**/don-vi/so-noi-vu/")
    expect(typed(visit.page, "thai binh").nth(1)).to_be_visible()
    visit.page.keyboard.press("ArrowDown")
    visit.page.keyboard.press("ArrowDown")
    address = options(visit.page).nth(1).get_attribute("data-address")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url(f"**{address}")
    expect(visit.page.locator("h1")).to_be_visible()


@pytest.mark.parametrize("query", ["long an", "công an", "bến lức"])
def test_names_that_the_portal_does_not_have_give_no_options(desk: Visit, query: str) -> None:
    """With one letter changed, short words match many names: "long" and "an" matched "đồng" and "an" of two communes
    that became one."""
    emptied(desk.page).fill(query)
    expect(desk.page.locator("header .cmb-search__none")).to_contain_text(query)
    expect(options(desk.page)).to_have_count(0)


def test_a_click_opens_an_option(visiting: Visiting) -> None:
    visit = visiting(viewport=DESKTOP)
    visit.open("/don-vi/so-y-te/")
    typed(visit.page, "hieep ninh").first.click()
    visit.page.wait_for_url("**/don-vi/phuong-hiep-ninh-tay-ninh/")


def test_a_slash_opens_the_search_on_a_phone(visiting: Visiting) -> None:
    """The phone's header has a button. The button and the key open the same box."""
    visit = visiting()
    visit.open("/don-vi/so-y-te/")
    visit.page.keyboard.press("/")
    expect(box(visit.page)).to_be_focused()
    visit.page.keyboard.press("Escape")
    visit.page.locator("[data-search-open]").click()
    expect(box(visit.page)).to_be_focused()
    expect(typed(visit.page, "don thuan").first).to_be_visible()


def test_the_index_is_loaded_at_the_first_focus_and_is_small(first_visiting: Visiting) -> None:
    """Visitors who do not search load nothing. 40 KB are enough for the names of two provinces and the library."""
    visit = first_visiting(viewport=DESKTOP)
    visit.open("/don-vi/so-noi-vu/")
    index, library, script = "/tim-kiem.json", "/vendor/minisearch.js", "/assets/js/search.js"
    visit.settle()
    assert not {index, library, script} & set(visit.paths())
    box(visit.page).focus()
    visit.settle()
    assert {index, library, script} <= set(visit.paths())
    assert weight(index) <= 16_000
    assert weight(index) + weight(library) <= 40_000


@pytest.mark.parametrize(("comes", "opened"), [("late", "/don-vi/so-noi-vu/"), ("never", "/don-vi/?tu-khoa=so+noi+vu")])
def test_enter_before_the_search_is_loaded_is_answered(first_visiting: Visiting, comes: str, opened: str) -> None:
    """If Enter is pressed before the script is loaded, the intended page opens afterwards. If the script never
    comes, the list of units opens with the query in the box. The box works when the connection is back."""
    visit, held = first_visiting(viewport=DESKTOP), []
    visit.page.route("**/assets/js/search.js", lambda route: held.append(route) if comes == "late" else route.abort())
    visit.open("/don-vi/so-y-te/")
    box(visit.page).fill("so noi vu")
    box(visit.page).press("Enter")
    for route in held:
        route.continue_()
    visit.page.wait_for_url(f"{visit.origin}{opened}")
    expect(box(visit.page)).to_have_value("so noi vu" if comes == "never" else "")
    visit.page.unroute("**/assets/js/search.js")
    expect(typed(visit.page, "so y te").first).to_be_visible()
    visit.complaints.clear()  # Complaints about the file that was never loaded.


def test_words_typed_before_the_scripts_are_loaded_are_searched(first_visiting: Visiting) -> None:
    visit = first_visiting(viewport=DESKTOP)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    visit.page.route("**/assets/js/portal.js", hold)
    visit.page.goto(f"{visit.origin}/don-vi/so-y-te/")
    visit.page.locator("#tim-kiem").press_sequentially("so noi vu")
    visit.page.wait_for_function("() => performance.now() > 1200")
    for route in held:
        route.continue_()
    expect(options(visit.page).first).to_be_visible()


def test_enter_opens_no_page_if_two_units_have_the_name(first_visiting: Visiting) -> None:
    """Enter before the answers are loaded shows both communes. The same words with the district open one of them."""
    visit = first_visiting(viewport=DESKTOP)

    def late(route: Route) -> None:
        visit.page.wait_for_timeout(300)
        route.continue_()

    visit.page.route("**/tim-kiem.json", late)
    visit.open("/don-vi/so-y-te/")
    box(visit.page).fill("tân bình")
    box(visit.page).press("Enter")
    expect(options(visit.page).nth(1)).to_be_visible()
    names = visit.page.locator("header .cmb-search__name")
    assert names.all_text_contents()[:2] == ["Xã Tân Bình", "Xã Tân Bình"]
    assert visit.page.url.endswith("/don-vi/so-y-te/")
    visit.page.unroute("**/tim-kiem.json")
    box(visit.page).press("Enter")
    visit.page.wait_for_url("**/don-vi/xa-tan-binh-*/")
    box(visit.page).fill("tan binh tan bien")
    box(visit.page).press("Enter")
    visit.page.wait_for_url("**/don-vi/xa-tan-binh-tan-bien/")


def test_a_wrong_address_gets_suggestions(visiting: Visiting) -> None:
    """Suggestions match the words in the address, then similar words."""
    visit = visiting()
    visit.open("/don-vi/xa-tan-binh-sai/")
    suggested = visit.page.locator("[data-suggest] a")
    expect(suggested.first).to_be_visible()
    assert {link.get_attribute("href") for link in suggested.all()[:2]} == {
        f"{visit.origin}/don-vi/xa-tan-binh-tan-bien/",
        f"{visit.origin}/don-vi/xa-tan-binh-tay-ninh/",
    }
    visit.open("/don-vi/so-noi-vuu/")
    expect(suggested.first).to_have_attribute("href", f"{visit.origin}/don-vi/so-noi-vu/")
