"""The front page, indicators and rankings on a phone: tables fit, a page is a few screens long, scripts or not."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import pytest
from playwright.sync_api import Browser, expect

from generator.assets import assets
from tests.browser.visits import DESKTOP, OPEN_ALL, PHONE, ROOT, WIDE, Visit
from tests.browser.windows import Visiting

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
    "/cap-nhat/2026-11-27/",  # A name of a program, which no blank parts.
]
LONGEST_UNIT = "/don-vi/so-ke-hoach-va-dau-tu/"
SCREENS = 6

BARE = """() => [...document.querySelectorAll('main table')]
    .filter((table) => !table.closest('.cmb-table__scroll')).map((table) => table.outerHTML.slice(0, 100))"""

HEIGHT = "() => document.documentElement.scrollHeight"

PLACES = "(cells) => cells.map(({ cellIndex }) => cellIndex)"

scripts_or_not = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])

SQUEEZED = """() => [...document.querySelectorAll('main caption')]
    .filter((caption) => caption.offsetHeight > 4 * parseFloat(getComputedStyle(caption).fontSize) * 1.7)
    .map((caption) => `${caption.offsetWidth} px wide: ${caption.textContent}`)"""


@dataclass(frozen=True)
class Seen:
    """A page on a phone: its length, as it is opened; then, all of it unfolded, what is wider than the window, tables
    without a frame, and captions of more than four lines."""

    screens: float
    wide: list[str]
    bare: list[str]
    squeezed: list[str]


Seeing = Callable[[str, bool], Seen]


@pytest.fixture(scope="module")
def seen(browser: Browser, origin: str) -> Iterator[Seeing]:
    """Looks at a page, with scripts or without, once for all tests."""
    windows = {scripts: Visit.begin(browser, origin, PHONE, scripts=scripts) for scripts in (True, False)}

    @cache
    def look(address: str, scripts: bool) -> Seen:  # noqa: FBT001 - a parameter of the tests
        visit = windows[scripts]
        visit.anew(address)
        visit.settle()
        screens = visit.page.evaluate(HEIGHT) / PHONE["height"]
        visit.page.evaluate(OPEN_ALL)
        found = Seen(screens, *(visit.page.evaluate(what) for what in (WIDE, BARE, SQUEEZED)))
        assert not visit.complaints
        return found

    yield look
    for visit in windows.values():
        visit.page.context.close()


def opened(visiting: Visiting, address: str, *, scripts: bool) -> Visit:
    visit = visiting(scripts=scripts)
    visit.open(address)
    visit.settle()
    return visit


@pytest.mark.parametrize("address", PAGES)
@scripts_or_not
def test_no_table_scrolls_sideways(seen: Seeing, address: str, scripts: bool) -> None:  # noqa: FBT001 - a parameter
    """Nor does the page; folded tables are opened first."""
    page = seen(address, scripts)
    assert (page.bare, page.wide) == ([], [])


@pytest.mark.parametrize("address", [*PAGES, LONGEST_UNIT])
@scripts_or_not
def test_a_page_is_six_screens_long_at_most(seen: Seeing, address: str, scripts: bool) -> None:  # noqa: FBT001 - a parameter
    screens = seen(address, scripts).screens
    print(f"{address}: {screens:.1f} screens")
    assert screens <= SCREENS


@pytest.mark.parametrize("address", [*PAGES, LONGEST_UNIT, "/don-vi/so-cong-thuong/2024/"])
def test_captions_use_the_width_there_is(seen: Seeing, address: str) -> None:
    """None takes more than four lines; in a table that a phone shows as blocks one could become a column of words."""
    assert seen(address, True).squeezed == []


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
            shown = frame.locator("thead th:visible").evaluate_all(PLACES)
            assert shown == [0, number], name
            assert visit.page.evaluate(WIDE) == [], name


def test_a_filter_leaves_the_columns_alone(visiting: Visiting) -> None:
    """The 94 communes have a single column, and lists of their own to choose from."""
    visit = opened(visiting, f"{RANKINGS}#bang-cap-xa", scripts=True)
    communes = visit.page.locator(".cmb-heat", has=visit.page.locator("#bang-cap-xa"))
    communes.locator("select[data-key=district]").select_option("Huyện Gò Dầu")
    shown = communes.locator("tbody tr:visible").all()
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
    expect(row.get_by_text("70,71%", exact=True)).to_be_visible()


def test_a_folded_table_is_found_by_its_address(visiting: Visiting) -> None:
    """An address with the table's anchor opens what it lies in."""
    visit = opened(visiting, f"{THREE_LEVELS}#bieu-do-cap-xa", scripts=False)
    expect(visit.page.locator("#bieu-do-cap-xa tbody tr").first).to_be_visible()


FIGURE = "huyen-tan-bien.ty-le-thanh-toan-truc-tuyen"


@pytest.mark.parametrize("scripts", [True, False])
def test_a_link_to_a_figure_shows_it_on_a_phone(visiting: Visiting, scripts: bool) -> None:  # noqa: FBT001 - a parameter
    """Its column is not the one that is shown at first; with scripts it is chosen, so that its head shows too."""
    visit = visiting(scripts=scripts)
    visit.open(f"/xep-hang/2024-05/#{FIGURE}")
    cell = visit.page.locator(f"[id='{FIGURE}']")
    expect(cell).to_be_visible()
    expect(cell).to_be_in_viewport()
    if scripts:
        heat = visit.page.locator(".cmb-heat", has=cell)
        expect(heat.get_by_label("Chọn chỉ tiêu")).to_have_value("Thanh toán trực tuyến")


def test_the_chosen_column_stands_in_the_address(visiting: Visiting) -> None:
    """It can be sent, it is there after the page is loaded anew, and other periods begin with it."""
    visit = visiting()
    visit.open("/xep-hang/2024-05/")
    visit.page.locator(".cmb-heat__choice select").first.select_option(label="Thanh toán trực tuyến")
    expect(visit.page).to_have_url(re.compile(r"/xep-hang/2024-05/\?chi-tieu=ty-le-thanh-toan-truc-tuyen$"))
    visit.page.get_by_role("link", name="Số liệu mới nhất").first.click()
    newest = visit.page.locator(".cmb-heat__choice select").first
    expect(newest).to_have_value(re.compile("^Thanh toán trực tuyến"))
    visit.page.reload()
    expect(newest).to_have_value(re.compile("^Thanh toán trực tuyến"))
    visit.page.locator("main a[href*='/2024-05/?chi-tieu=']").first.click()
    expect(visit.page).to_have_url(re.compile(r"/xep-hang/2024-05/\?chi-tieu="))
    expect(newest).to_have_value("Thanh toán trực tuyến")


def test_a_chosen_column_puts_its_best_first_and_is_chosen_still_on_the_way_back(visiting: Visiting) -> None:
    """Online payment of the departments, by its places; units without one come last."""
    visit = opened(visiting, RANKINGS, scripts=True)
    frame = visit.page.locator(".cmb-heat").first
    choice = frame.get_by_label("Chọn chỉ tiêu")
    name = "Thanh toán trực tuyến"
    label = next(text for text in choice.locator("option").all_inner_texts() if text.startswith(name))
    choice.select_option(label=label)
    column = int(choice.evaluate("(select) => select.selectedIndex")) + 2
    cells = frame.locator(f"tbody td:nth-child({column})").all_inner_texts()
    places = [int(found[1]) for text in cells if (found := re.search(r"hạng\s(\d+)", text))]
    assert places == sorted(places)
    assert len(places) > 10
    assert all("hạng" in text for text in cells[: len(places)])
    first = frame.locator("tbody th a").first.inner_text()
    frame.locator("tbody th a").first.click()
    visit.page.wait_for_url("**/don-vi/**")
    visit.page.go_back()
    expect(choice).to_have_value(label)
    expect(frame.locator("tbody th a").first).to_have_text(first)


# Gives each row of the front page's board the line over time that it has once there are periods enough.
WITH_LINES = """() => document.querySelectorAll('.cmb-board').forEach((board) => {
    board.classList.add('cmb-board--lines');
    for (const row of board.children) {
        row.insertAdjacentHTML('beforeend',
            '<p class="cmb-board__line"><svg class="cmb-spark" width="120" height="32"></svg></p>');
    }
})"""

# Lines over time that reach out of their page or lie upon what stands beside them.
LINES_ASTRAY = """() => [...document.querySelectorAll('.cmb-board__line svg')].filter((line) => {
    const { left, right, top, bottom } = line.getBoundingClientRect();
    const row = line.closest('.cmb-board__row');
    const beside = [...row.querySelectorAll('.cmb-board__figure a, .cmb-board__target a, .cmb-mark')];
    const upon = (one) => [...one.getClientRects()].some((box) =>
        box.left < right && left < box.right && box.top < bottom && top < box.bottom);
    return right > document.documentElement.clientWidth || beside.some(upon);
}).length"""


@pytest.mark.parametrize("width", [320, 360, 600, 720, 768, 900, 1280])
def test_lines_over_time_have_room_in_windows_of_any_width(visiting: Visiting, width: int) -> None:
    """On tablets too, and on the narrowest phones. Rules that no page of the site needs yet are put back."""
    visit = visiting(viewport={"width": width, "height": 800})
    visit.open("/")
    styles = next(one.content.decode() for one in assets(ROOT) if one.path == "assets/portal.css")
    visit.page.add_style_tag(content=styles)
    visit.page.evaluate(WITH_LINES)
    assert visit.page.locator(".cmb-board__line svg").count() > 5
    assert visit.page.evaluate(LINES_ASTRAY) == 0


# Words of a table's cells that are broken within: so many lines more than the words have places to be parted at.
BROKEN = """() => [...document.querySelectorAll('.cmb-table--changes :is(th, td)')].flatMap((cell) =>
    [...cell.textContent.matchAll(/[0-9/]{10}|Nhiệm/g)].filter((word) => {
        const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
        for (let text = walker.nextNode(); text; text = walker.nextNode()) {
            const at = text.data.indexOf(word[0]);
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(text, at);
            range.setEnd(text, at + word[0].length);
            return new Set([...range.getClientRects()].map((box) => box.top)).size > 1;
        }
        return false;
    }).map((word) => word[0]))"""


@pytest.mark.parametrize("width", [320, 360])
def test_no_date_of_what_changed_is_broken(visiting: Visiting, width: int) -> None:
    """Each table of changes has its subjects on lines of their own, the columns of words below them."""
    visit = visiting(viewport={"width": width, "height": 740})
    visit.open("/cap-nhat/")
    assert visit.page.locator(".cmb-table--changes").count()
    assert visit.page.evaluate(BROKEN) == []
    assert visit.page.evaluate(WIDE) == []


# What a corrected figure says below itself, which no release of this portal has yet.
WITH_NOTES = """() => document.querySelectorAll('.cmb-table--changes tbody td:last-child').forEach((cell) => {
    const note = document.createElement('span');
    note.className = 'cmb-note';
    note.textContent = 'Chưa đạt, hạng 9 → Chưa đạt, hạng 8';
    cell.append(note);
})"""


@pytest.mark.parametrize("width", [320, 360])
def test_what_changed_with_a_figure_fits_its_column(visiting: Visiting, width: int) -> None:
    visit = visiting(viewport={"width": width, "height": 740})
    visit.open("/cap-nhat/")
    visit.page.evaluate(WITH_NOTES)
    assert visit.page.locator(".cmb-table--changes .cmb-note").count()
    assert visit.page.evaluate(WIDE) == []


def test_the_name_of_the_portal_is_whole_where_text_is_twice_as_large(visiting: Visiting) -> None:
    """Within the bar, in two lines at most."""
    visit = opened(visiting, "/", scripts=True)
    visit.page.add_style_tag(content="html { font-size: 40px !important; }")
    lines, inside = visit.page.locator(".cmb-header__name").evaluate(
        """(name) => {
            const range = document.createRange();
            range.selectNodeContents(name);
            const boxes = [...range.getClientRects()];
            const bar = name.closest('header').getBoundingClientRect();
            const inside = (box) => box.top >= bar.top && box.bottom <= bar.bottom && box.right <= bar.right;
            return [new Set(boxes.map((box) => box.top)).size, boxes.every(inside)];
        }"""
    )
    assert lines <= 2
    assert inside
