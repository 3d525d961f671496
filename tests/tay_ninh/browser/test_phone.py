"""The front page, indicators and rankings on a phone: tables fit, a page is a few screens long, scripts or not."""

import pytest
from playwright.sync_api import expect

from tests.browser.visits import DESKTOP, OPEN_ALL, PHONE, WIDE, Visit, Visiting

INDICATOR = "/chi-tieu/ty-le-thanh-toan-truc-tuyen/"
THREE_LEVELS = "/chi-tieu/ty-le-ho-so-nop-xu-ly-tra-ket-qua-truc-tuyen/"
OWN_TARGETS = "/chi-tieu/ty-le-dich-vu-cong-toan-trinh/"
RANKINGS = "/xep-hang/"
PAGES = [
    "/",
    "/chi-tieu/",
    INDICATOR,
    f"{INDICATOR}2024-05/",
    THREE_LEVELS,
    f"{THREE_LEVELS}2023-10/",
    OWN_TARGETS,
    "/chi-tieu/ty-le-cong-khai-thu-tuc-dung-han/",  # Rows with long remarks.
    "/chi-tieu/so-dich-vu-cong-truc-tuyen/",  # Counts: no rank, no target.
    "/chi-tieu/chi-so-phuc-vu-nguoi-dan-doanh-nghiep/",  # One unit of nine.
    "/chi-tieu/muc-tang-so-hoa-ket-qua/",  # No figures.
    RANKINGS,
    f"{RANKINGS}2024-05/",
]
LONGEST_UNIT = "/don-vi/so-ke-hoach-va-dau-tu/"
SCREENS = 6

BARE = """() => [...document.querySelectorAll('main table')]
    .filter((table) => !table.closest('.cmb-table__scroll')).map((table) => table.outerHTML.slice(0, 100))"""

HEIGHT = "() => document.documentElement.scrollHeight"

each_page = pytest.mark.parametrize("address", PAGES)
scripts_or_not = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])


def opened(visiting: Visiting, address: str, *, scripts: bool) -> Visit:
    visit = visiting(scripts=scripts)
    visit.open(address)
    visit.settle()
    return visit


@each_page
@scripts_or_not
def test_no_table_scrolls_sideways(visiting: Visiting, address: str, scripts: bool) -> None:  # noqa: FBT001 - a parameter
    """Nor does the page; folded tables are opened first."""
    visit = opened(visiting, address, scripts=scripts)
    visit.page.evaluate(OPEN_ALL)
    assert visit.page.evaluate(BARE) == []
    assert visit.page.evaluate(WIDE) == []


@pytest.mark.parametrize("address", [*PAGES, LONGEST_UNIT])
@scripts_or_not
def test_a_page_is_six_screens_long_at_most(visiting: Visiting, address: str, scripts: bool) -> None:  # noqa: FBT001 - a parameter
    visit = opened(visiting, address, scripts=scripts)
    screens = visit.page.evaluate(HEIGHT) / PHONE["height"]
    print(f"{address}: {screens:.1f} screens")
    assert screens <= SCREENS


SQUEEZED = """() => [...document.querySelectorAll('main caption')]
    .filter((caption) => caption.offsetHeight > 4 * parseFloat(getComputedStyle(caption).fontSize) * 1.7)
    .map((caption) => `${caption.offsetWidth} px wide: ${caption.textContent}`)"""


@pytest.mark.parametrize("address", [*PAGES, LONGEST_UNIT, "/don-vi/so-cong-thuong/2024/"])
def test_captions_use_the_width_there_is(visiting: Visiting, address: str) -> None:
    """None takes more than four lines; in a table that a phone shows as blocks one could become a column of words."""
    visit = opened(visiting, address, scripts=True)
    visit.page.evaluate(OPEN_ALL)
    assert visit.page.evaluate(SQUEEZED) == []


@scripts_or_not
def test_a_column_of_the_rankings_is_chosen_with_and_without_scripts(visiting: Visiting, scripts: bool) -> None:  # noqa: FBT001 - a parameter
    """Each choice shows the units and that one column, within the frame: the style sheet names columns by number."""
    visit = opened(visiting, RANKINGS, scripts=scripts)
    for frame in visit.page.locator(".cmb-heat:has(.cmb-heat__choice)").all():
        headings = frame.locator("thead th")
        choice = frame.get_by_label("Chọn chỉ tiêu")
        names = choice.locator("option").all_inner_texts()
        assert len(names) == headings.count()
        for number, name in enumerate(names[:-1], 1):
            choice.select_option(index=number - 1)
            shown = [index for index, heading in enumerate(headings.all()) if heading.is_visible()]
            assert shown == [0, number], name
            assert visit.page.evaluate(WIDE) == [], name


def test_a_filter_leaves_the_columns_alone(visiting: Visiting) -> None:
    """The 94 communes have a single column, and lists of their own to choose from."""
    visit = opened(visiting, f"{RANKINGS}#bang-cap-xa", scripts=True)
    communes = visit.page.locator(".cmb-heat", has=visit.page.locator("#bang-cap-xa"))
    communes.locator("select[data-key=district]").select_option("Huyện Gò Dầu")
    shown = [row for row in communes.locator("tbody tr").all() if row.is_visible()]
    assert len(shown) == 9
    assert all(row.locator("td").is_visible() for row in shown)


def test_all_columns_stand_on_a_desk_and_on_paper(visiting: Visiting) -> None:
    visit = opened(visiting, RANKINGS, scripts=True)
    first = visit.page.locator(".cmb-heat:has(.cmb-heat__choice)").first
    last = first.locator("thead th").last
    expect(last).to_be_hidden()
    visit.page.emulate_media(media="print")
    expect(last).to_be_visible()
    expect(first.locator("select")).to_be_hidden()
    visit.page.emulate_media(media="screen")
    visit.page.set_viewport_size(DESKTOP)
    expect(last).to_be_visible()


def test_paper_holds_the_tables_that_are_folded(visiting: Visiting) -> None:
    """The last of 94 communes, and its figure."""
    visit = opened(visiting, THREE_LEVELS, scripts=True)
    row = visit.page.locator("#bieu-do-cap-xa tbody tr").last
    expect(row).to_be_hidden()
    visit.page.emulate_media(media="print")
    expect(row).to_contain_text("70,71%")
    expect(row.locator(".cmb-figure")).to_be_visible()


def test_a_folded_table_is_found_by_its_address(visiting: Visiting) -> None:
    """An address with the table's anchor opens what it lies in."""
    visit = opened(visiting, f"{THREE_LEVELS}#bieu-do-cap-xa", scripts=False)
    expect(visit.page.locator("#bieu-do-cap-xa tbody tr").first).to_be_visible()
