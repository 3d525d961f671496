"""Pages on paper: nothing is printed over something else, no column is lost beside the sheet."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.windows import Visiting

SHEET = 688
"""The points of an upright A4 sheet between its margins."""

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


def found(page: Page, width: int, what: str) -> object:
    page.set_viewport_size({"width": width, "height": 1000})
    return page.evaluate(what, width)


@pytest.mark.parametrize("address", ["/don-vi/so-noi-vu/", "/"])
def test_figures_do_not_lie_on_names(visiting: Visiting, address: str) -> None:
    """A browser lays a sheet out wider than it is where something is wide: names of indicators stay free of figures and
    of the rows of documents that paper tells in words."""
    page = printed(visiting, address)
    assert page.locator(".cmb-board__row").count()
    assert [found(page, width, OVERLAPS) for width in (SHEET, 740, 1000)] == [[], [], []]


STARS = """() => [...document.querySelectorAll('.cmb-board__figure')].map((figure) => {
    const star = figure.querySelector('.cmb-board__inferred');
    const { content } = getComputedStyle(figure.querySelector('.cmb-figure') ?? figure, '::after');
    return [Boolean(star), content === '"*"', Boolean(star?.getClientRects().length)];
})"""


def test_the_star_of_an_inferred_figure_stands_at_the_figure(visiting: Visiting) -> None:
    """Not below the row of the document, which paper tells between the figure and what follows it."""
    page = printed(visiting, "/don-vi/so-nong-nghiep-va-phat-trien-nong-thon/")
    stars = page.evaluate(STARS)
    assert {tuple(star) for star in stars} == {(True, True, False), (False, False, False)}


def test_heads_that_sort_are_plain_text_on_paper(visiting: Visiting) -> None:
    """A browser repeats the heads of a table on each sheet, but not what stands in a button."""
    visit = visiting()
    visit.open("/xep-hang/2024-05/")
    buttons = visit.page.locator(".cmb-table__sort")
    buttons.first.wait_for()
    visit.page.emulate_media(media="print")
    assert set(buttons.evaluate_all("all => all.map((one) => getComputedStyle(one).display)")) == {"contents"}


@pytest.mark.parametrize("address", ["/xep-hang/", "/xep-hang/2024-05/", "/van-ban/cong-van-1612-ubnd-kstt-2024/"])
def test_all_columns_fit_a_sheet(visiting: Visiting, address: str) -> None:
    """Twelve indicators and more."""
    assert found(printed(visiting, address), SHEET, BESIDE) == []


def test_a_citation_on_paper_holds_the_whole_address(visiting: Visiting) -> None:
    visit = visiting(scripts=False)
    visit.open("/don-vi/so-noi-vu/2024/")
    expect(visit.page.locator(".cmb-citation__text")).to_contain_text("Địa chỉ cố định: http")
    expect(visit.page.locator(".cmb-citation__text")).to_contain_text("/don-vi/so-noi-vu/2024/")


# As many columns more as a province has indicators once all of them are reported.
SIXTEEN = """() => document.querySelectorAll('.cmb-heat tr').forEach((row) => {
    while (row.cells.length < 18) row.append(row.lastElementChild.cloneNode(true));
})"""


def test_sixteen_indicators_fit_a_sheet(visiting: Visiting) -> None:
    page = printed(visiting, "/xep-hang/2024-05/")
    page.evaluate(SIXTEEN)
    assert found(page, SHEET, BESIDE) == []
    assert page.locator(".cmb-heat th:first-child").first.evaluate("(th) => getComputedStyle(th).position") == "static"


def test_the_month_one_is_at_is_read_where_grounds_are_printed(visiting: Visiting) -> None:
    """In a frame of its own, without the ground that it has on a screen."""
    month = printed(visiting, "/xep-hang/2024-05/").locator(".cmb-calendar__strip a[aria-current]")
    expect(month).to_have_css("background-color", "rgba(0, 0, 0, 0)")
    expect(month).to_have_css("border-top-width", "2px")
