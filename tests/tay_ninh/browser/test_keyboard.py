"""Tests that everything a mouse can do works by keyboard."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_keyboard import IN_SIGHT
from tests.browser.visits import DESKTOP, OPEN_ALL
from tests.browser.windows import Visiting


def test_units_are_compared_by_keyboard(visiting: Visiting) -> None:
    """Two units are typed without diacritics. The address has both, so a new visit shows the same units. One is
    removed again."""
    visit = visiting()
    visit.open("/so-sanh/")
    visit.page.get_by_label("Thêm đơn vị").focus()
    for typed, name in (("so noi vu", "Sở Nội vụ"), ("so y te", "Sở Y tế")):
        visit.page.keyboard.type(typed)
        visit.page.keyboard.press("Enter")
        expect(visit.page.get_by_role("button", name=f"Bỏ {name}")).to_be_visible()
    expect(visit.page).to_have_url(re.compile(r"\?don-vi=so-noi-vu,so-y-te#bang-so-sanh$"))
    table = visit.page.locator(".cmb-compare__table", has_text="Thanh toán trực tuyến")
    names = table.locator("tbody th")
    expect(names).to_have_text(["Sở Nội vụ", "Sở Y tế"])
    visit.open("/so-sanh/?don-vi=so-noi-vu,so-y-te")
    expect(names).to_have_text(["Sở Nội vụ", "Sở Y tế"])
    expect(table.locator("tbody tr").first).to_contain_text("0,51%")
    visit.page.get_by_role("button", name=re.compile("Sở Y tế")).focus()
    visit.page.keyboard.press("Enter")
    expect(visit.page).to_have_url(re.compile(r"\?don-vi=so-noi-vu(#bang-so-sanh)?$"))
    expect(names).to_have_text(["Sở Nội vụ"])


@pytest.mark.parametrize("address", ["/xep-hang/", "/van-ban/cong-van-1612-ubnd-kstt-2024/"])
def test_the_heading_of_a_table_does_not_cover_the_focus(visiting: Visiting, address: str) -> None:
    """Shift and Tab go up through a long table on a phone, from its last link. The heading sticks to the top of its
    frame or of the window."""
    visit = visiting()
    visit.open(address)
    visit.page.evaluate(OPEN_ALL)
    visit.read_through()
    long = visit.page.locator("main .cmb-table__table").filter(has=visit.page.locator("tbody tr:nth-child(9)")).last
    long.locator("tbody tr:last-child a").last.focus()
    hidden = []
    for _ in range(16):
        visit.page.keyboard.press("Shift+Tab")
        visit.page.evaluate("() => new Promise((done) => setTimeout(done, 60))")
        if not visit.page.evaluate(IN_SIGHT):
            hidden.append(visit.page.evaluate("() => document.activeElement.textContent"))
    assert hidden == []


def test_the_dots_of_a_distribution_are_read_by_keyboard(visiting: Visiting) -> None:
    """Arrow keys move between the dots, and each dot has its unit and figure. The data are departments in annex 2.1
    of Plan 3688."""
    visit = visiting()
    visit.open("/chi-tieu/ty-le-ho-so-nop-xu-ly-tra-ket-qua-truc-tuyen/")
    strip = visit.page.locator("[data-strip]").first
    slider = strip.get_by_role("slider")
    slider.focus()
    visit.page.keyboard.press("Home")
    expect(slider).to_have_attribute("aria-valuenow", "1")
    lowest = slider.get_attribute("aria-valuetext")
    assert lowest == "Sở Kế hoạch và Đầu tư: 0,29%"
    expect(strip.get_by_role("link", name=lowest)).to_be_visible()
    visit.page.keyboard.press("End")
    expect(slider).to_have_attribute("aria-valuetext", "Sở Thông tin và Truyền thông: 100%")
    visit.page.keyboard.press("Enter")
    expect(visit.page).to_have_url(re.compile("/don-vi/so-thong-tin-va-truyen-thong/$"))


def test_a_pressed_dot_keeps_its_name_while_the_pointer_moves(visiting: Visiting) -> None:
    """The pointer shows the names of dots until one is pressed. Then its link can be reached across other dots."""
    visit = visiting()
    visit.open("/chi-tieu/ty-le-ho-so-nop-xu-ly-tra-ket-qua-truc-tuyen/")
    strip = visit.page.locator("[data-strip]").first
    strip.scroll_into_view_if_needed()
    first, second, third = strip.locator("circle").all()[:3]
    link = strip.get_by_role("link")
    first.hover(force=True)
    passed = link.inner_text()
    second.hover(force=True)
    expect(link).not_to_have_text(passed)
    second.click(force=True)
    pressed = link.inner_text()
    third.hover(force=True)
    expect(link).to_have_text(pressed)
    third.click(force=True)
    expect(link).not_to_have_text(pressed)


@pytest.mark.parametrize(
    ("address", "before", "after"),
    [
        ("/xep-hang/2024-05/", "Bỏ qua bảng", "Tải bảng này (CSV)"),
        ("/", "Bỏ qua bản đồ", "Bộ dữ liệu vietnamadminunits 1.0.4"),
    ],
)
def test_a_link_leads_past_a_table_or_map_of_many_links(
    visiting: Visiting, address: str, before: str, after: str
) -> None:
    visit = visiting(viewport=DESKTOP)
    visit.open(address)
    visit.page.evaluate(OPEN_ALL)
    visit.read_through()
    link = visit.page.get_by_role("link", name=before).last
    link.focus()
    visit.page.wait_for_function(IN_SIGHT)
    visit.page.keyboard.press("Enter")
    visit.page.keyboard.press("Tab")
    assert visit.page.evaluate("() => document.activeElement.textContent") == after


def test_the_last_entry_of_a_long_table_of_contents_is_in_sight(visiting: Visiting) -> None:
    visit = visiting(viewport={"width": 1280, "height": 600})
    visit.open("/huong-dan/")
    visit.page.locator(".md-sidebar--secondary a").last.focus()
    visit.page.wait_for_function(IN_SIGHT)
