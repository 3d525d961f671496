"""Everything that a mouse can do works by keyboard."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.visits import DESKTOP, KINDS
from tests.browser.windows import Visiting

# Returns the focused element and whether the focus is visible: as an outline, or as a frame that only the focus shows.
FOCUS = """() => {
    const element = document.activeElement;
    const tells = (one) => {
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
        return (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2) || boxShadow !== 'none';
    };
    const { width, height } = element.getBoundingClientRect();
    return {
        name: element.outerHTML.slice(0, 120),
        seen: tells(element) || tells(element.parentElement), sized: width > 0 && height > 0,
    };
}"""


@pytest.mark.parametrize(
    "address", [case.address for case in KINDS if case.kind in ("home", "department", "indicator", "rankings")]
)
def test_the_focus_is_always_visible(visiting: Visiting, address: str) -> None:
    """Checks the first forty stops of the Tab key on a desktop, or all stops of a page that has fewer."""
    visit = visiting(viewport=DESKTOP)
    visit.open(address)
    stops = []
    for _ in range(40):
        visit.page.keyboard.press("Tab")
        stop = visit.page.evaluate(FOCUS)
        if stop["name"].startswith("<body"):  # After the last stop of a short page.
            break
        stops.append(stop)
    assert len({stop["name"] for stop in stops}) > 20
    assert [stop["name"] for stop in stops if not (stop["seen"] and stop["sized"])] == []


# Whether the focused element is inside the window and not covered by another one.
IN_SIGHT = """() => {
    const element = document.activeElement;
    const { left, right, top, bottom, width } = element.getClientRects()[0];
    const found = document.elementFromPoint(left + Math.min(width / 2, 8), (top + bottom) / 2);
    return left >= 0 && right <= innerWidth && Boolean(found) && (element.contains(found) || found.contains(element));
}"""


# Links of the menu. Another portal may give its entries other names.
RANKINGS, METHOD = (f".md-sidebar--primary .md-nav__link[href$='{page}/']" for page in ("xep-hang", "phuong-phap"))


@pytest.mark.parametrize("address", ["/", "/du-lieu/"])
def test_the_tab_key_does_not_enter_a_closed_menu(visiting: Visiting, address: str) -> None:
    """On a phone the menu and the table of contents are outside the window until they are opened."""
    visit = visiting()
    visit.open(address)
    for _ in range(14):
        visit.page.keyboard.press("Tab")
        visit.page.evaluate("() => new Promise((done) => setTimeout(done, 60))")
        assert not visit.page.evaluate("() => Boolean(document.activeElement.closest('.md-sidebar--primary'))")


def test_the_menu_opens_and_closes_by_keyboard(visiting: Visiting) -> None:
    """Its links come after the buttons of the header. Escape closes it and returns the focus to the button."""
    visit = visiting()
    visit.open("/")
    button = visit.page.get_by_role("button", name="Mở danh mục")
    button.focus()
    visit.page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    link = visit.page.locator(RANKINGS)
    expect(link).to_be_visible()
    for _ in range(12):
        visit.page.keyboard.press("Tab")
        if link.evaluate("(link) => link === document.activeElement"):
            break
    expect(link).to_be_focused()
    visit.page.wait_for_function(IN_SIGHT)
    visit.page.keyboard.press("Escape")
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(link).to_be_hidden()


def test_a_section_of_the_menu_has_a_name_and_a_way_back(visiting: Visiting) -> None:
    """Its arrow opens it over the rest of the menu. The first Escape returns to the arrow, the second one closes the
    menu."""
    visit = visiting()
    visit.open("/")
    button = visit.page.get_by_role("button", name="Mở danh mục")
    button.focus()
    visit.page.keyboard.press("Enter")
    arrow = visit.page.locator(".md-sidebar--primary .md-nav__link[role=button]").last
    expect(arrow).to_have_accessible_name(re.compile(r"^Các trang trong mục \w"))
    expect(arrow).to_have_attribute("aria-expanded", "false")
    visit.settle()  # Enter is handled by Material's script.
    arrow.focus()
    visit.page.keyboard.press("Enter")
    expect(arrow).to_have_attribute("aria-expanded", "true")
    expect(visit.page.locator(METHOD)).to_be_visible()
    expect(visit.page.locator(RANKINGS)).to_be_hidden()
    visit.page.keyboard.press("Escape")
    expect(visit.page.locator(RANKINGS)).to_be_visible()
    expect(arrow).to_be_focused()
    visit.page.keyboard.press("Escape")
    expect(button).to_be_focused()


def test_escape_returns_from_the_search_to_its_button(visiting: Visiting) -> None:
    visit = visiting()
    visit.open("/du-lieu/")
    button = visit.page.get_by_role("link", name="Tìm kiếm")
    button.focus()
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator("header").get_by_role("combobox")).to_be_focused()
    visit.page.keyboard.press("Escape")
    expect(button).to_be_focused()


def test_without_scripts_the_menu_opens_with_the_focus(visiting: Visiting) -> None:
    """There is no button then, and the focus must never be on an invisible link."""
    visit = visiting(scripts=False)
    visit.open("/")
    link = visit.page.locator(RANKINGS)
    for _ in range(12):
        visit.page.keyboard.press("Tab")
        if link.evaluate("(link) => link === document.activeElement"):
            break
    expect(link).to_be_focused()
    visit.page.wait_for_timeout(600)  # `wait_for_function` would need the page's scripts.
    assert visit.page.evaluate(IN_SIGHT)


def test_the_button_to_the_top_is_reachable_only_while_visible(visiting: Visiting) -> None:
    visit = visiting()
    visit.open("/du-lieu/")
    visit.read_through()
    expect(visit.page.locator(".md-top[hidden]")).to_have_css("visibility", "hidden")
