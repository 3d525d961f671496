"""The search of the header, used as people use it: queries pasted or typed key by key, walked by the keyboard."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser.visits import DESKTOP, Visit, weight
from tests.browser.windows import Visiting

QUERIES = yaml.safe_load((Path(__file__).parent / "queries.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def desk(browser: Browser, origin: str) -> Iterator[Visit]:
    """One page for all queries: what was typed before must not matter."""
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
    """Types a query key by key; the options that answer it."""
    emptied(page).press_sequentially(query)
    return options(page)


def emptied(page: Page) -> Locator:
    """The box, without a query and its options."""
    box(page).fill("")
    expect(options(page)).to_have_count(0)
    return box(page)


def test_there_are_queries_enough() -> None:
    assert len({case["query"] for case in QUERIES}) >= 40


@pytest.mark.parametrize("case", QUERIES, ids=[case["query"] for case in QUERIES])
def test_the_page_that_was_meant_comes_first(desk: Visit, case: dict[str, Any]) -> None:
    """The wanted page is the first option; right below it, in any order, are the units that followed one that ended."""
    emptied(desk.page).fill(case["query"])
    found = options(desk.page)
    expect(found.first).to_have_attribute("data-address", case["first"])
    then = case.get("then", [])
    below = [found.nth(place).get_attribute("data-address") for place in range(1, 1 + len(then))]
    assert sorted(filter(None, below)) == sorted(then)


def test_results_say_level_parent_and_time(desk: Visit) -> None:
    """The two Xã Tân Bình, and what follows a unit of the same name, can be told apart."""
    found = typed(desk.page, "xã tân bình")
    expect(found.nth(0)).to_contain_text("Cấp xã · Huyện Tân Biên, tỉnh Tây Ninh · đến 6/2025")
    expect(found.nth(1)).to_contain_text("Cấp xã · Thành phố Tây Ninh, tỉnh Tây Ninh · đến 6/2025")
    found = typed(desk.page, "phường long hoa")
    expect(found.nth(0)).to_contain_text("đến 6/2025")
    expect(found.nth(1)).to_contain_text("từ 7/2025")


def test_digits_of_dates_are_no_names(desk: Visit) -> None:
    """There is no sixth ward, though every unit of old stood until 6/2025."""
    assert typed(desk.page, "phường 6").count() == 0
    expect(desk.page.locator("header .cmb-search__none")).to_contain_text("Không tìm thấy “phường 6”")


def test_arrows_walk_the_list_and_escape_leaves_it(visiting: Visiting) -> None:
    """ARIA 1.2: focus stays in the box, which says what is active; Escape closes the list, then clears the box."""
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
    wanted = options(visit.page).nth(1).get_attribute("data-address")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url(f"**{wanted}")
    expect(visit.page.locator("h1")).to_be_visible()


@pytest.mark.parametrize("query", ["long an", "công an", "bến lức"])
def test_what_the_portal_does_not_have_is_not_guessed(desk: Visit, query: str) -> None:
    """Short words with a letter changed are those of many names: "long" and "an" were "đồng" and "an" of two communes
    that became one."""
    emptied(desk.page).fill(query)
    expect(desk.page.locator("header .cmb-search__none")).to_contain_text(query)
    expect(options(desk.page)).to_have_count(0)


def test_a_click_opens_an_option(visiting: Visiting) -> None:
    visit = visiting(viewport=DESKTOP)
    visit.open("/don-vi/so-y-te/")
    typed(visit.page, "hieep ninh").first.click()
    visit.page.wait_for_url("**/don-vi/phuong-hiep-ninh-tay-ninh/")


def test_a_slash_brings_the_search_on_a_phone(visiting: Visiting) -> None:
    """The header of a phone has a button; button and key open the same box."""
    visit = visiting()
    visit.open("/don-vi/so-y-te/")
    visit.page.keyboard.press("/")
    expect(box(visit.page)).to_be_focused()
    visit.page.keyboard.press("Escape")
    visit.page.locator("[data-search-open]").click()
    expect(box(visit.page)).to_be_focused()
    expect(typed(visit.page, "don thuan").first).to_be_visible()


def test_the_index_comes_with_the_first_focus_and_is_small(first_visiting: Visiting) -> None:
    """Nobody pays for the search who does not use it; 40 KB are enough for two provinces' names and the library."""
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
def test_who_is_quicker_than_the_search_is_answered_too(first_visiting: Visiting, comes: str, opened: str) -> None:
    """Enter is pressed before what searches has come: the page that was meant opens then; where it never comes, the
    list of units does, with the words in the box. Once the line is back the box answers."""
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
    visit.complaints.clear()  # Of the file that never came.


def test_of_two_units_of_one_name_nobody_is_opened_unseen(first_visiting: Visiting) -> None:
    """Enter before the answers have come shows both communes; the same word with its district opens the one."""
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


def test_a_wrong_address_suggests_what_it_may_have_meant(visiting: Visiting) -> None:
    """By the words that an address shares with names, then by those that come near."""
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
