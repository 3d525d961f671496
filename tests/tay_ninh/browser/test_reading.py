"""Tests how visitors read figures: with charts, without scripts, and on paper."""

import csv
import re

import pytest
from playwright.sync_api import expect

from generator import formats
from generator.model import Measure
from tests.browser.visits import DESKTOP
from tests.browser.windows import Visiting
from tests.support.folders import ROOT

PLOTLY = "/vendor/plotly-basic.min.js"
UNIT = "/don-vi/so-noi-vu/"
INDICATOR = "/chi-tieu/ty-le-thanh-toan-truc-tuyen/"


def stated_figures(**cells: str) -> list[str]:
    """Returns the matching figures of departments and districts of May 2024, as pages show percentages."""
    with (ROOT / "data/results/1612-UBND-KSTT-2024.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if "." in row["unit_id"] and cells.items() <= row.items()]
    return [formats.stated(row["value"], Measure.PERCENT) for row in rows if row["value"]]


def test_a_chart_is_drawn_only_when_it_is_near_the_window(first_visiting: Visiting) -> None:
    """Plotly is loaded once, by the first chart near the window. Each chart has a table."""
    visit = first_visiting()
    visit.open(UNIT)
    visit.settle()
    assert PLOTLY not in visit.paths()
    charts = visit.page.locator("[data-chart]")
    assert charts.count() >= 1
    for chart in charts.all():
        chart.scroll_into_view_if_needed()
        expect(chart.locator(".js-plotly-plot .main-svg").first).to_be_visible(timeout=20_000)
        assert chart.locator("details table tbody tr").count() >= 1
    assert [address.endswith(PLOTLY) for address in visit.requested].count(True) == 1


def test_a_chart_has_no_buttons_of_plotly(visiting: Visiting) -> None:
    """Such buttons could send the chart to another site. The buttons below the chart save pictures of it."""
    visit = visiting(viewport=DESKTOP)
    visit.open(UNIT)
    chart = visit.page.locator("[data-chart]").first
    chart.scroll_into_view_if_needed()
    expect(chart.locator(".js-plotly-plot .main-svg").first).to_be_visible(timeout=20_000)
    expect(chart.locator(".modebar-btn")).to_have_count(0)


def test_a_unit_without_scripts_shows_each_of_its_figures(visiting: Visiting) -> None:
    """All ten figures of Sở Nội vụ in Letter 1612 are visible without opening anything."""
    visit = visiting(scripts=False)
    visit.open(UNIT)
    text = visit.page.locator("main").inner_text()
    figures = stated_figures(unit_id="tay-ninh.so-noi-vu")
    assert len(figures) == 10
    assert [figure for figure in figures if figure not in text] == []
    expect(visit.page.locator("main svg.cmb-bar").first).to_be_visible()
    expect(visit.page.locator("main .cmb-board__figure a[href*='/van-ban/']").first).to_be_visible()


def test_a_ranking_without_scripts_shows_every_unit(visiting: Visiting) -> None:
    """Each stated figure of online payment in May 2024 is in a visible row with its source."""
    visit = visiting(scripts=False)
    visit.open(INDICATOR)
    figures = stated_figures(indicator_id="online-payment")
    assert len(figures) >= 20
    rows = [row.inner_text() for row in visit.page.locator("main table tbody tr").all() if row.is_visible()]
    assert [figure for figure in figures if not any(figure in row for row in rows)] == []


@pytest.mark.parametrize("address", ["/xep-hang/", "/chi-tieu/ty-le-thanh-toan-truc-tuyen/2024-05/"])
def test_rankings_without_scripts_link_to_units(visiting: Visiting, address: str) -> None:
    visit = visiting(scripts=False)
    visit.open(address)
    expect(visit.page.locator("main table a[href*='so-noi-vu']").first).to_be_visible()


def test_a_table_can_be_sorted_by_keyboard(visiting: Visiting) -> None:
    """A heading is a button that sorts the rows by their figures and sets `aria-sort`."""
    visit = visiting(viewport=DESKTOP)
    visit.open(INDICATOR)
    frame = visit.page.locator("[data-sortable]:has(button.cmb-table__sort)").first
    button = frame.locator("th.cmb-number button.cmb-table__sort").first
    button.focus()
    visit.page.keyboard.press("Enter")
    heading = frame.locator("th[aria-sort]")
    expect(heading).to_have_count(1)
    before = str(heading.get_attribute("aria-sort"))
    first = frame.locator("tbody tr").first.inner_text()
    visit.page.keyboard.press("Enter")
    assert heading.get_attribute("aria-sort") != before
    assert frame.locator("tbody tr").first.inner_text() != first


def test_the_overview_is_sorted_by_the_visible_figures(visiting: Visiting) -> None:
    """For online payment of departments in May 2024, 100% is the highest figure, not 59,38%. Units without a figure
    stay last."""
    visit = visiting(viewport=DESKTOP)
    visit.open("/xep-hang/2024-05/")
    table = visit.page.locator("#bang-so-ban-nganh")
    heading = table.locator("th", has_text="Thanh toán trực tuyến")
    heading.locator("button").click()
    expect(heading).to_have_attribute("aria-sort", "descending")
    column = heading.evaluate("(cell) => cell.cellIndex")
    cells = [row.locator("th, td").nth(column).inner_text() for row in table.locator("tbody tr").all()]
    assert [cell.split()[0] for cell in cells[:3]] == ["100%", "59,38%", "50%"]
    assert "%" not in cells[-1]


def test_printed_marks_have_words(visiting: Visiting) -> None:
    """A printed page has no navigation, but every figure and a word beside each mark. It can be saved as PDF."""
    visit = visiting()
    visit.open(UNIT)
    visit.page.emulate_media(media="print")
    for hidden in ("header.md-header", ".cmb-trail", ".cmb-footer__links"):
        expect(visit.page.locator(hidden).first).to_be_hidden()
    text = visit.page.locator("main").inner_text()
    assert [figure for figure in stated_figures(unit_id="tay-ninh.so-noi-vu") if figure not in text] == []
    words = visit.page.locator("main .cmb-board .cmb-mark")
    assert words.count() >= 10
    assert all(word.inner_text().strip() for word in words.all())
    assert visit.page.pdf(format="A4").startswith(b"%PDF")


def test_marks_differ_without_colour(first_visiting: Visiting) -> None:
    """Met and not met have different words and different shapes."""
    visit = first_visiting()
    visit.open(UNIT)
    shapes = {
        code: visit.page.locator(f"main .cmb-mark--{code} .cmb-shape").first.inner_html() for code in ("met", "not_met")
    }
    words = {code: visit.page.locator(f"main .cmb-mark--{code}").first.inner_text() for code in ("met", "not_met")}
    assert shapes["met"] != shapes["not_met"]
    assert words == {"met": "Đạt", "not_met": "Chưa đạt"}


def test_the_palette_button_cycles_and_the_choice_is_kept(visiting: Visiting) -> None:
    """By keyboard on a device in dark mode, the palettes are dark, light, dark. The choice is kept on the next page."""
    visit = visiting()
    visit.open("/")
    visit.page.emulate_media(color_scheme="dark")
    button, body = visit.page.locator("[data-palette]"), visit.page.locator("body")
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    button.focus()
    for name, scheme in (("tối", "default"), ("thiết bị", "slate")):
        visit.page.keyboard.press("Enter")
        expect(body).to_have_attribute("data-md-color-scheme", scheme)
        expect(button).to_have_attribute("aria-label", re.compile(name))
    visit.page.emulate_media(color_scheme="light")
    visit.open("/don-vi/")
    expect(body).to_have_attribute("data-md-color-scheme", "slate")


def test_the_first_press_on_a_light_device_chooses_the_dark_palette(visiting: Visiting) -> None:
    """The button announces this before, and the next press returns to the light palette."""
    visit = visiting()
    visit.open("/")
    button, body = visit.page.locator("[data-palette]"), visit.page.locator("body")
    expect(button).to_have_attribute("aria-label", "Chuyển sang nền tối")
    button.click()
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    expect(button).to_have_attribute("aria-label", "Chuyển sang nền sáng")
    button.click()
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    expect(button).to_have_attribute("aria-label", "Chuyển về nền theo thiết bị")


def test_an_untouched_page_loads_no_large_script(first_visiting: Visiting) -> None:
    """Plotly and Material's own script are loaded after a scroll."""
    visit = first_visiting()
    visit.open("/don-vi/xa-tan-binh-tan-bien/")
    visit.settle()
    later = ("/vendor/plotly-basic.min.js", "/assets/javascripts/bundle.")
    assert [path for path in visit.paths() if path.startswith(later)] == []
    visit.page.mouse.wheel(0, 400)
    visit.settle()
    visit.page.mouse.wheel(0, 400)
    expect(visit.page.locator("[data-chart]").first).to_have_attribute("data-drawn", "")
    visit.settle()
    assert len([path for path in visit.paths() if path.startswith(later)]) == 2


# Whether the cell in the address is in the window and nothing covers its middle.
SEEN = """() => {
    const cell = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const { left, top, width, height } = cell.getBoundingClientRect();
    const found = document.elementFromPoint(left + width / 2, top + height / 2);
    return Boolean(found) && cell.contains(found);
}"""


@pytest.mark.parametrize("width", [768, 1280])
def test_the_anchor_of_a_figure_makes_it_visible_in_a_scrolling_table(visiting: Visiting, width: int) -> None:
    """Neither the heading of the ranking nor its frame, which a script makes shorter, may hide the figure. This
    holds for a new page and for a new anchor on the same page."""
    visit = visiting(viewport={"width": width, "height": 800})
    first, last = "so-xay-dung.ty-le-cong-khai-thu-tuc-dung-han", "so-noi-vu.ty-le-toan-trinh-tren-thu-tuc-du-dieu-kien"
    visit.open(f"/xep-hang/#{first}")
    expect(visit.page.locator(".cmb-table__scroll--long").first).to_be_attached()
    visit.page.wait_for_function(SEEN)
    visit.page.evaluate("(id) => { location.hash = `#${id}`; }", last)
    visit.page.wait_for_function(SEEN)


VAGUE = """() => {
    const places = new Map();
    for (const link of document.querySelectorAll('main a[href]')) {
        const said = link.textContent.trim().replace(/\\s+/g, ' ');
        if (/^(Bảng xếp hạng|Trang riêng)/.test(said)) {
            places.set(said, (places.get(said) ?? new Set()).add(link.href));
        }
    }
    return [...places].filter(([, leads]) => leads.size > 1).map(([said]) => said);
}"""


@pytest.mark.parametrize("address", ["/", "/doi-chieu/"])
def test_links_with_the_same_text_lead_to_the_same_place(visiting: Visiting, address: str) -> None:
    """Screen readers list the links of a page without the text around them."""
    visit = visiting()
    visit.open(address)
    assert visit.page.evaluate(VAGUE) == []


def test_names_are_read_only_once(visiting: Visiting) -> None:
    """The names of headings, of columns and of tiles of a map contain nothing else, such as links or sort buttons."""
    visit = visiting(viewport=DESKTOP)
    visit.open(UNIT)
    expect(visit.page.get_by_role("heading", name="Thanh toán trực tuyến", exact=True)).to_have_count(1)
    visit.open("/xep-hang/2024-05/")
    heading = visit.page.get_by_role("columnheader", name="Thanh toán trực tuyến", exact=True)
    expect(heading.first.get_by_role("button")).to_be_visible()
    visit.open("/don-vi/so-noi-vu/2024/")
    expect(visit.page.get_by_role("columnheader", name="tháng 5/2024", exact=True).first).to_have_text("T5")
    visit.open("/")
    visit.page.locator("summary", has_text="Bản đồ 9 huyện").click()
    expect(visit.page.get_by_role("link", name="Thị xã Hòa Thành: 7/9 đạt", exact=True)).to_be_visible()


def test_an_embedded_ranking_states_the_assessment_that_its_bars_show_by_colour(visiting: Visiting) -> None:
    visit = visiting()
    page = visit.page
    page.goto(f"{visit.origin}/nhung/xep-hang/ty-le-thanh-toan-truc-tuyen/2024-05/")
    row = page.get_by_role("row", name="Sở Công Thương")
    expect(row.get_by_role("cell", name="Chưa đạt")).to_be_visible()
    expect(page.get_by_role("columnheader", name="Đánh giá").first).to_be_attached()


def test_a_page_whose_scripts_cannot_be_loaded_is_shown_as_without_scripts(first_visiting: Visiting) -> None:
    visit = first_visiting()
    visit.page.route("**/assets/js/*", lambda route: route.abort())
    visit.page.goto(f"{visit.origin}/so-sanh/")
    expect(visit.page.get_by_text("Bảng so sánh cần JavaScript")).to_be_visible()
    visit.complaints.clear()  # Complaints about the scripts.
