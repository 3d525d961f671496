"""Tests printed pages: nothing overlaps, and no column is outside the sheet."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.windows import Visiting

SHEET = 688
"""Width in CSS pixels of an upright A4 sheet between its margins."""

OVERLAPS = """() => [...document.querySelectorAll('.cmb-board__row')].flatMap((row) => {
    const name = row.querySelector('.cmb-board__name a').getBoundingClientRect();
    const figure = row.querySelector('.cmb-board__figure a')?.getBoundingClientRect();
    const apart = !figure || figure.left >= name.right || figure.top >= name.bottom || figure.bottom <= name.top;
    return apart ? [] : [row.textContent.trim().slice(0, 60)];
})"""

BESIDE = """(width) => [...document.querySelectorAll('main table')]
    .filter((table) => table.getBoundingClientRect().right > width + 1)
    .map((table) => `${table.caption?.textContent}: ${table.getBoundingClientRect().right}`)"""


def printed(visiting: Visiting, address: str) -> Page:
    visit = visiting(scripts=False)
    visit.open(address)
    visit.page.emulate_media(media="print")
    return visit.page


def measured(page: Page, width: int, what: str) -> object:
    page.set_viewport_size({"width": width, "height": 1000})
    return page.evaluate(what, width)


@pytest.mark.parametrize("address", ["/don-vi/so-noi-vu/", "/"])
def test_printed_figures_do_not_overlap_names(visiting: Visiting, address: str) -> None:
    """A browser makes the sheet wider if something on it is wide. Names of indicators must not overlap figures or
    the printed rows of documents."""
    page = printed(visiting, address)
    assert page.locator(".cmb-board__row").count()
    assert [measured(page, width, OVERLAPS) for width in (SHEET, 740, 1000)] == [[], [], []]


STARS = """() => [...document.querySelectorAll('.cmb-board__figure')].map((figure) => {
    const star = figure.querySelector('.cmb-board__inferred');
    const { content } = getComputedStyle(figure.querySelector('.cmb-figure') ?? figure, '::after');
    return [Boolean(star), content === '"*"', Boolean(star?.getClientRects().length)];
})"""


def test_the_star_of_an_inferred_figure_is_beside_the_figure(visiting: Visiting) -> None:
    """It must not be below the row of the document, which is printed after the figure."""
    page = printed(visiting, "/don-vi/so-nong-nghiep-va-phat-trien-nong-thon/")
    stars = page.evaluate(STARS)
    assert {tuple(star) for star in stars} == {(True, True, False), (False, False, False)}


def test_sortable_headings_are_printed_as_plain_text(visiting: Visiting) -> None:
    """A browser repeats the headings of a table on each sheet, but without the content of buttons."""
    visit = visiting()
    visit.open("/xep-hang/2024-05/")
    buttons = visit.page.locator(".cmb-table__sort")
    buttons.first.wait_for()
    visit.page.emulate_media(media="print")
    assert set(buttons.evaluate_all("all => all.map((one) => getComputedStyle(one).display)")) == {"contents"}


@pytest.mark.parametrize("address", ["/xep-hang/", "/xep-hang/2024-05/", "/van-ban/cong-van-1612-ubnd-kstt-2024/"])
def test_all_columns_fit_on_a_sheet(visiting: Visiting, address: str) -> None:
    """The tables have twelve indicators or more."""
    assert measured(printed(visiting, address), SHEET, BESIDE) == []


def test_a_printed_citation_has_the_full_address(visiting: Visiting) -> None:
    visit = visiting(scripts=False)
    visit.open("/don-vi/so-noi-vu/2024/")
    expect(visit.page.locator(".cmb-citation__text")).to_contain_text("Địa chỉ cố định: http")
    expect(visit.page.locator(".cmb-citation__text")).to_contain_text("/don-vi/so-noi-vu/2024/")


# Adds columns for the number of indicators that a province will have when all are reported.
SIXTEEN = """() => document.querySelectorAll('.cmb-heat tr').forEach((row) => {
    while (row.cells.length < 18) row.append(row.lastElementChild.cloneNode(true));
})"""


def test_sixteen_indicators_fit_on_a_sheet(visiting: Visiting) -> None:
    page = printed(visiting, "/xep-hang/2024-05/")
    page.evaluate(SIXTEEN)
    assert measured(page, SHEET, BESIDE) == []
    assert page.locator(".cmb-heat th:first-child").first.evaluate("(th) => getComputedStyle(th).position") == "static"


def test_the_current_month_is_marked_by_a_frame_in_print(visiting: Visiting) -> None:
    """It has no background colour, unlike on the screen."""
    month = printed(visiting, "/xep-hang/2024-05/").locator(".cmb-calendar__strip a[aria-current]")
    expect(month).to_have_css("background-color", "rgba(0, 0, 0, 0)")
    expect(month).to_have_css("border-top-width", "2px")


def sheets(page: Page) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))


def test_a_long_plan_does_not_waste_paper(visiting: Visiting) -> None:
    """The plan has 63 objectives and 129 tasks, which are listed by area, by lead unit and by due date. With the sizes
    and spaces of the screen, it took 44 sheets."""
    page = printed(visiting, "/ke-hoach/quyet-dinh-2631-qd-ubnd-2021/")
    assert 20 < sheets(page) <= 30
    assert measured(page, SHEET, "() => document.documentElement.scrollWidth") == SHEET


@pytest.mark.parametrize("address", ["/cap-nhat/2026-11-23/", "/don-vi/khong-co-don-vi-nay/"])
def test_a_short_page_takes_one_sheet(visiting: Visiting, address: str) -> None:
    """The layout of the screen made a second sheet, which was empty."""
    assert sheets(printed(visiting, address)) == 1
