"""Tests the front page, indicators and rankings on a phone: tables fit, and pages are a few screens long, with and
without scripts."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import pytest
from playwright.sync_api import Browser, expect

from generator.assets import assets
from tests.browser.visits import DESKTOP, OPEN_ALL, PHONE, WIDE, Visit
from tests.browser.windows import Visiting
from tests.support.folders import ROOT

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
    "/cap-nhat/2026-11-27/",  # A name of a program without spaces, where no line can break.
]
REFERENCES = ["/en/", "/du-lieu/", "/du-lieu/api/", "/doi-chieu/"]
"""Pages to look something up: they may be longer than six screens."""
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
    """Measurements of a page on a phone.

    `screens` is the length when it is opened. With everything unfolded, `wide` lists elements wider than the window,
    `bare` lists tables without a frame, and `squeezed` lists captions of more than four lines.
    """

    screens: float
    wide: list[str]
    bare: list[str]
    squeezed: list[str]


Seeing = Callable[[str, bool], Seen]


@pytest.fixture(scope="module")
def seen(browser: Browser, origin: str) -> Iterator[Seeing]:
    """Returns a function that measures a page with or without scripts, once for all tests."""
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


@pytest.mark.parametrize("address", [*PAGES, *REFERENCES, LONGEST_UNIT])
@scripts_or_not
def test_no_table_scrolls_sideways(seen: Seeing, address: str, scripts: bool) -> None:  # noqa: FBT001 - a parameter
    """The page does not scroll sideways either. Folded tables are opened first."""
    page = seen(address, scripts)
    assert (page.bare, page.wide) == ([], [])


@pytest.mark.parametrize("address", [*PAGES, LONGEST_UNIT])
@scripts_or_not
def test_a_page_is_at_most_six_screens_long(seen: Seeing, address: str, scripts: bool) -> None:  # noqa: FBT001 - a parameter
    screens = seen(address, scripts).screens
    print(f"{address}: {screens:.1f} screens")
    assert screens <= SCREENS


@pytest.mark.parametrize("address", [*PAGES, LONGEST_UNIT, "/don-vi/so-cong-thuong/2024/"])
def test_captions_use_the_available_width(seen: Seeing, address: str) -> None:
    """No caption has more than four lines. In a table that is shown as blocks on a phone, a caption could become a
    narrow column of words."""
    assert seen(address, True).squeezed == []


@scripts_or_not
def test_a_column_of_the_rankings_can_be_chosen_with_and_without_scripts(visiting: Visiting, scripts: bool) -> None:  # noqa: FBT001 - a parameter
    """Each choice shows the units and one column inside the frame. The style sheet selects columns by number."""
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


def test_a_filter_keeps_the_chosen_columns(visiting: Visiting) -> None:
    """The 94 communes have a single column and their own filters."""
    visit = opened(visiting, f"{RANKINGS}#bang-cap-xa", scripts=True)
    communes = visit.page.locator(".cmb-heat", has=visit.page.locator("#bang-cap-xa"))
    communes.locator("select[data-key=district]").select_option("Huyện Gò Dầu")
    shown = communes.locator("tbody tr:visible").all()
    assert len(shown) == 9
    assert all(row.locator("td").is_visible() for row in shown)


def test_all_columns_are_shown_on_a_desktop_and_on_paper(visiting: Visiting) -> None:
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


def test_folded_tables_are_printed(visiting: Visiting) -> None:
    """The last of 94 communes and its figure are visible."""
    visit = opened(visiting, THREE_LEVELS, scripts=True)
    row = visit.page.locator("#bieu-do-cap-xa tbody tr").last
    expect(row).to_be_hidden()
    visit.page.emulate_media(media="print")
    expect(row).to_contain_text("70,71%")
    expect(row.get_by_text("70,71%", exact=True)).to_be_visible()


def test_an_anchor_opens_the_fold_of_its_table(visiting: Visiting) -> None:
    """The address has the anchor of a folded table."""
    visit = opened(visiting, f"{THREE_LEVELS}#bieu-do-cap-xa", scripts=False)
    expect(visit.page.locator("#bieu-do-cap-xa tbody tr").first).to_be_visible()


FIGURE = "huyen-tan-bien.ty-le-thanh-toan-truc-tuyen"


@pytest.mark.parametrize("scripts", [True, False])
def test_a_link_to_a_figure_shows_its_column_on_a_phone(visiting: Visiting, scripts: bool) -> None:  # noqa: FBT001 - a parameter
    """The column is not the first one. With scripts, it is also chosen in the list, so that its heading is visible."""
    visit = visiting(scripts=scripts)
    visit.open(f"/xep-hang/2024-05/#{FIGURE}")
    cell = visit.page.locator(f"[id='{FIGURE}']")
    expect(cell).to_be_visible()
    expect(cell).to_be_in_viewport()
    if scripts:
        heat = visit.page.locator(".cmb-heat", has=cell)
        expect(heat.get_by_label("Chọn chỉ tiêu")).to_have_value("Thanh toán trực tuyến")


def test_the_chosen_column_is_in_the_address(visiting: Visiting) -> None:
    """The address can be shared, the choice is kept after a reload, and links to other periods have it too."""
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


def test_a_chosen_column_sorts_the_rows_and_is_kept_on_the_way_back(visiting: Visiting) -> None:
    """Departments are sorted by their rank in online payment. Units without a rank come last."""
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


# Adds to each row of the front page's board the line over time that it gets once there are enough periods.
WITH_LINES = """() => document.querySelectorAll('.cmb-board').forEach((board) => {
    board.classList.add('cmb-board--lines');
    for (const row of board.children) {
        row.insertAdjacentHTML('beforeend',
            '<p class="cmb-board__line"><svg class="cmb-spark" width="120" height="32"></svg></p>');
    }
})"""

# Number of lines over time that reach over the edge of the page or overlap other elements of their row.
MISPLACED_LINES = """() => [...document.querySelectorAll('.cmb-board__line svg')].filter((line) => {
    const { left, right, top, bottom } = line.getBoundingClientRect();
    const row = line.closest('.cmb-board__row');
    const beside = [...row.querySelectorAll('.cmb-board__figure a, .cmb-board__target a, .cmb-mark')];
    const upon = (one) => [...one.getClientRects()].some((box) =>
        box.left < right && left < box.right && box.top < bottom && top < box.bottom);
    return right > document.documentElement.clientWidth || beside.some(upon);
}).length"""


@pytest.mark.parametrize("width", [320, 360, 600, 720, 768, 900, 1280])
def test_lines_over_time_fit_in_windows_of_any_width(visiting: Visiting, width: int) -> None:
    """The widths include tablets and the narrowest phones. Styles that no page of the site needs yet are added
    first."""
    visit = visiting(viewport={"width": width, "height": 800})
    visit.open("/")
    styles = next(one.content.decode() for one in assets(ROOT) if one.path == "assets/portal.css")
    visit.page.add_style_tag(content=styles)
    visit.page.evaluate(WITH_LINES)
    assert visit.page.locator(".cmb-board__line svg").count() > 5
    assert visit.page.evaluate(MISPLACED_LINES) == 0


# Dates and words in tables of changes that are broken across lines.
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
def test_no_date_in_a_table_of_changes_is_broken(visiting: Visiting, width: int) -> None:
    """In each table of changes, the subject has its own line, and the columns are below it."""
    visit = visiting(viewport={"width": width, "height": 740})
    visit.open("/cap-nhat/")
    assert visit.page.locator(".cmb-table--changes").count()
    assert visit.page.evaluate(BROKEN) == []
    assert visit.page.evaluate(WIDE) == []


# Adds the note of a corrected figure, which no release of this portal has yet.
WITH_NOTES = """() => document.querySelectorAll('.cmb-table--changes tbody td:last-child').forEach((cell) => {
    const note = document.createElement('span');
    note.className = 'cmb-note';
    note.textContent = 'Chưa đạt, hạng 9 → Chưa đạt, hạng 8';
    cell.append(note);
})"""


@pytest.mark.parametrize("width", [320, 360])
def test_the_note_of_a_changed_figure_fits_its_column(visiting: Visiting, width: int) -> None:
    visit = visiting(viewport={"width": width, "height": 740})
    visit.open("/cap-nhat/")
    visit.page.evaluate(WITH_NOTES)
    assert visit.page.locator(".cmb-table--changes .cmb-note").count()
    assert visit.page.evaluate(WIDE) == []


def test_the_name_of_the_portal_is_completely_visible_with_text_of_double_size(visiting: Visiting) -> None:
    """It fits inside the header in at most two lines."""
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
