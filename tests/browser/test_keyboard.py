"""All that a mouse can do, without one."""

import pytest
from playwright.sync_api import expect

from tests.browser.visits import DESKTOP, KINDS
from tests.browser.windows import Visiting

# Where the focus is, and whether anything on the screen tells: an outline, or a frame that the focus alone brings.
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
def test_the_focus_is_always_seen(visiting: Visiting, address: str) -> None:
    """The first forty stops of the Tab key, on a desk; all of a page that has fewer."""
    visit = visiting(viewport=DESKTOP)
    visit.open(address)
    stops = []
    for _ in range(40):
        visit.page.keyboard.press("Tab")
        stop = visit.page.evaluate(FOCUS)
        if stop["name"].startswith("<body"):  # Past the last: a short page has fewer.
            break
        stops.append(stop)
    assert len({stop["name"] for stop in stops}) > 20
    assert [stop["name"] for stop in stops if not (stop["seen"] and stop["sized"])] == []


# Whether what has the focus is within the window and nothing lies upon it.
IN_SIGHT = """() => {
    const element = document.activeElement;
    const { left, right, top, bottom, width } = element.getClientRects()[0];
    const found = document.elementFromPoint(left + Math.min(width / 2, 8), (top + bottom) / 2);
    return left >= 0 && right <= innerWidth && Boolean(found) && (element.contains(found) || found.contains(element));
}"""


@pytest.mark.parametrize("address", ["/", "/gioi-thieu/"])
def test_a_shut_menu_has_nothing_for_the_tab_key(visiting: Visiting, address: str) -> None:
    """On a phone the menu and the contents of the page lie beside the window until they are opened."""
    visit = visiting()
    visit.open(address)
    for _ in range(14):
        visit.page.keyboard.press("Tab")
        visit.page.evaluate("() => new Promise((done) => setTimeout(done, 60))")
        assert not visit.page.evaluate("() => Boolean(document.activeElement.closest('.md-sidebar--primary'))")


def test_the_menu_opens_and_shuts_by_keyboard(visiting: Visiting) -> None:
    """Its links come after the buttons of the bar; Escape leads back to the button."""
    visit = visiting()
    visit.open("/")
    button = visit.page.get_by_role("button", name="Mở danh mục")
    button.focus()
    visit.page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    link = visit.page.locator(".md-sidebar--primary").get_by_role("link", name="Xếp hạng", exact=True)
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


def test_a_part_of_the_menu_is_named_and_has_a_way_back(visiting: Visiting) -> None:
    """It opens over the rest of the menu, by its arrow; Escape leads back to that, and only then out of the menu."""
    visit = visiting()
    visit.open("/")
    button = visit.page.get_by_role("button", name="Mở danh mục")
    button.focus()
    visit.page.keyboard.press("Enter")
    expect(visit.page.get_by_role("button", name="Các trang trong mục Giới thiệu")).to_be_visible()
    arrow = visit.page.locator(".md-sidebar--primary .md-nav__link[role=button]")
    expect(arrow).to_have_attribute("aria-expanded", "false")
    visit.settle()  # Material's own script answers Enter.
    arrow.focus()
    visit.page.keyboard.press("Enter")
    expect(arrow).to_have_attribute("aria-expanded", "true")
    menu = visit.page.locator(".md-sidebar--primary")
    expect(menu.get_by_role("link", name="Phương pháp")).to_be_visible()
    expect(menu.get_by_role("link", name="Xếp hạng", exact=True)).to_be_hidden()
    visit.page.keyboard.press("Escape")
    expect(menu.get_by_role("link", name="Xếp hạng", exact=True)).to_be_visible()
    expect(arrow).to_be_focused()
    visit.page.keyboard.press("Escape")
    expect(button).to_be_focused()


def test_escape_leads_from_the_search_to_what_opened_it(visiting: Visiting) -> None:
    visit = visiting()
    visit.open("/gioi-thieu/")
    button = visit.page.get_by_role("link", name="Tìm kiếm")
    button.focus()
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator("header").get_by_role("combobox")).to_be_focused()
    visit.page.keyboard.press("Escape")
    expect(button).to_be_focused()


def test_without_scripts_the_menu_comes_with_the_focus(visiting: Visiting) -> None:
    """There is no button then; nobody shall walk through links that are out of sight."""
    visit = visiting(scripts=False)
    visit.open("/")
    link = visit.page.locator(".md-sidebar--primary").get_by_role("link", name="Xếp hạng", exact=True)
    for _ in range(12):
        visit.page.keyboard.press("Tab")
        if link.evaluate("(link) => link === document.activeElement"):
            break
    expect(link).to_be_focused()
    visit.page.wait_for_timeout(600)  # What waits for a function would need the page's scripts.
    assert visit.page.evaluate(IN_SIGHT)


def test_the_way_to_the_top_is_reached_only_where_it_is_seen(visiting: Visiting) -> None:
    visit = visiting()
    visit.open("/gioi-thieu/")
    visit.read_through()
    expect(visit.page.locator(".md-top[hidden]")).to_have_css("visibility", "hidden")
