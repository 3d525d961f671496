"""Tests the pages of documents and plans: they are short to scroll, and everything can be reached without scripts,
by a link and on paper."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visits import PHONE, SITE
from tests.browser.windows import Visiting

LONG = [f"/{room}/{folder.name}/" for room in ("van-ban", "ke-hoach") for folder in sorted((SITE / room).glob("*/"))]
DOCUMENT = "/van-ban/ke-hoach-3688-kh-ubnd-2023/"
PLAN = "/ke-hoach/quyet-dinh-2631-qd-ubnd-2021/"

HEIGHT = "() => document.documentElement.scrollHeight"
OPEN = "() => document.querySelectorAll('main .cmb-fold[open]').length"
# Whether the element in the address is visible and its first line is not below the sticky heading.
SHOWN = """() => {
    const target = document.querySelector(':target');
    const { left, top } = target.getBoundingClientRect();
    return target.contains(document.elementFromPoint(left + 20, top + 8));
}"""
SIX_FIGURES = ["90,00%", "100,00%", "100,00%", "100,00%", "100%", "92,7\u00a0điểm"]
FILL = """(figures) => [...document.querySelectorAll(':target td.cmb-number')].forEach((cell, place) => {
    cell.textContent = figures[place];
})"""
TALL_HEADS = (
    "() => document.querySelectorAll('thead th.cmb-number').forEach((head) => { head.style.height = '180px'; })"
)
# Texts in the row of the address that are wider than their cells.
TOO_WIDE = """() => [...document.querySelectorAll(':target td.cmb-number')].filter((cell) => {
    const text = document.createRange();
    text.selectNodeContents(cell);
    return text.getBoundingClientRect().width > cell.clientWidth;
}).map((cell) => cell.textContent)"""
UNSEEN = """() => ['.cmb-figure', '.cmb-fold:not(.cmb-fold--invites) > summary', '.cmb-task']
    .flatMap((kind) => [...document.querySelectorAll(`main ${kind}`)])
    .filter((element) => !element.checkVisibility({ contentVisibilityAuto: true }))
    .map((element) => element.outerHTML.slice(0, 120))"""


def unseen(page: Page) -> list[str]:
    found: list[str] = page.evaluate(UNSEEN)
    return found


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("address", LONG)
def test_documents_and_plans_are_at_most_ten_phone_screens_long(
    visiting: Visiting, address: str, *, scripts: bool
) -> None:
    visit = visiting(scripts=scripts)
    visit.open(address)
    assert visit.page.evaluate(HEIGHT) <= 10 * PHONE["height"]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize(
    "address",
    [
        f"{DOCUMENT}#pl2.3-64",
        f"{DOCUMENT}#text-ii.2.a",
        f"{DOCUMENT}#bang-text-ghi-chu-3",
        f"{PLAN}#viec-iii.5.2",
        f"{PLAN}#viec-vii",
        f"{PLAN}#chu-tri-tay-ninh.so-noi-vu",
        f"{PLAN}#han-nam-2025",
        f"{PLAN}#muc-tieu-so-hoa-va-dung-lai-du-lieu",
    ],
)
def test_a_link_opens_only_the_fold_with_its_target(visiting: Visiting, address: str, *, scripts: bool) -> None:
    """Every anchor that was published before pages were folded still leads to its row or task."""
    visit = visiting(scripts=scripts)
    visit.open(address)
    visit.page.screenshot()  # The page is laid out and scrolled when this returns.
    assert visit.page.evaluate(SHOWN)
    assert visit.page.evaluate(OPEN) == 1


def test_six_figures_of_a_row_do_not_overlap_on_a_phone(visiting: Visiting) -> None:
    """The row is the target of a link, which is highlighted."""
    visit = visiting(scripts=False)
    visit.open(f"{DOCUMENT}#pl1.1-5")
    visit.page.evaluate(FILL, SIX_FIGURES)
    assert visit.page.locator(":target td.cmb-number").all_inner_texts() == SIX_FIGURES
    assert visit.page.evaluate(TOO_WIDE) == []


def test_a_row_is_not_hidden_below_a_tall_heading(visiting: Visiting) -> None:
    """Long names of indicators in narrow columns need eight lines, and the heading is sticky."""
    visit = visiting(scripts=False)
    visit.open(DOCUMENT)
    visit.page.evaluate(TALL_HEADS)
    visit.page.evaluate("() => { location.hash = 'pl1.1-15'; }")
    visit.page.screenshot()  # The page is scrolled when this returns.
    assert visit.page.evaluate(SHOWN)


@pytest.mark.parametrize("address", [DOCUMENT, PLAN])
def test_everything_folded_is_printed(visiting: Visiting, address: str) -> None:
    """Figures, titles and tasks that are folded on the screen are printed."""
    visit = visiting(scripts=False)
    visit.open(address)
    assert len(unseen(visit.page)) > 100
    visit.page.emulate_media(media="print")
    visit.page.screenshot()  # The content of a fold is laid out in the frame after it opens.
    assert unseen(visit.page) == []


def test_a_filter_opens_the_folds_of_its_results_and_closes_them_again(visiting: Visiting) -> None:
    """In Decision 2631, Sở Y tế leads no task, and Sở Tài chính leads 7 tasks in several areas."""
    visit = visiting()
    visit.open(PLAN)
    tasks = visit.page.locator(".cmb-tasks")
    lead = visit.page.locator("select[data-key=lead]")
    tasks.scroll_into_view_if_needed()
    lead.select_option("Sở Tài chính")
    expect(tasks.locator(".cmb-task:visible")).to_have_count(7)
    expect(tasks.locator(".cmb-fold:not([open]):visible")).to_have_count(0)
    lead.select_option("")
    expect(tasks.locator(".cmb-task:visible")).to_have_count(0)
    expect(tasks.locator(".cmb-fold:visible")).to_have_count(8)


def test_a_script_opens_the_fold_if_the_browser_does_not(visiting: Visiting) -> None:
    """Older browsers leave the fold closed. The test simulates this by changing the address without an event."""
    visit = visiting()
    visit.open(DOCUMENT)
    visit.settle()
    visit.page.evaluate("() => history.replaceState(null, '', '#pl2.3-64')")
    assert visit.page.evaluate(OPEN) == 0
    visit.page.evaluate("() => dispatchEvent(new HashChangeEvent('hashchange'))")
    assert visit.page.evaluate(OPEN) == 1
    expect(visit.page.locator("[id='pl2.3-64']")).to_be_in_viewport()


def test_common_figures_stay_first_when_a_table_is_sorted(visiting: Visiting) -> None:
    """Annex I of Letter 1612 by online payment: the province's two rows, then 100% of Sở Thông tin và Truyền thông."""
    visit = visiting()
    visit.open("/van-ban/cong-van-1612-ubnd-kstt-2024/")
    frame = visit.page.locator(".cmb-table--document").first
    frame.scroll_into_view_if_needed()
    frame.locator("thead th").nth(3).get_by_role("button").click()
    names = [row.inner_text() for row in frame.locator("tbody th > a").all()[:3]]
    assert names == ["Tỉnh Tây Ninh", "Tỉnh Tây Ninh", "Sở Thông tin và Truyền thông"]


def test_due_dates_in_the_filter_are_in_chronological_order(visiting: Visiting) -> None:
    """In alphabetical order, the year 2023 would come before its fourth quarter, with 2024 between them."""
    visit = visiting()
    visit.open("/ke-hoach/ke-hoach-3688-kh-ubnd-2023/")
    visit.page.locator(".cmb-tasks").scroll_into_view_if_needed()
    choices = visit.page.get_by_label("Thời hạn").locator("option")
    expect(choices.nth(4)).to_be_attached()
    assert choices.all_text_contents()[1:5] == [
        "Quý\N{NO-BREAK SPACE}IV/2023",
        "Năm\N{NO-BREAK SPACE}2023",
        "Quý\N{NO-BREAK SPACE}I/2024",
        "Quý\N{NO-BREAK SPACE}II/2024",
    ]
