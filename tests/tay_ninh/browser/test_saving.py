"""Tests what a visitor can save: charts as pictures with title, source, date and address, and tables as they are
shown."""

import csv
import io
import re
import struct
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.visits import DESKTOP, OPEN_ALL, Visit
from tests.browser.windows import Visiting
from tests.support.portals import plain_text

UNIT = "/don-vi/so-noi-vu/"
LEVELS = "/chi-tieu/ty-le-ho-so-nop-xu-ly-tra-ket-qua-truc-tuyen/"
RANKING = "/chi-tieu/ty-le-thanh-toan-truc-tuyen/2024-05/"
PNG, SVG = "Tải biểu đồ này: ảnh PNG", "Tải biểu đồ này: ảnh SVG"


def download(visit: Visit, button: Locator) -> tuple[str, bytes]:
    """Clicks a button and returns the name and the content of the downloaded file."""
    with visit.page.expect_download() as found:
        button.click()
    return found.value.suggested_filename, Path(found.value.path()).read_bytes()


def texts(svg: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", text) for text in re.findall(r"<text.*?</text>", svg, re.DOTALL))


def test_an_interactive_chart_is_saved_as_a_picture(visiting: Visiting) -> None:
    """The picture has the page's name, the title of the chart, the document, the day, the address and the chart's
    own texts."""
    visit = visiting(viewport=DESKTOP)
    visit.open(UNIT)
    chart = visit.page.locator("[data-chart]").first
    chart.scroll_into_view_if_needed()
    expect(chart.locator(".js-plotly-plot .main-svg").first).to_be_visible(timeout=20_000)
    name, content = download(visit, chart.get_by_role("button", name=SVG))
    text = plain_text(texts(content.decode()))
    assert re.fullmatch(r"so-noi-vu-[a-z0-9-]+\.svg", name)
    for part in ("Sở Nội vụ", "Nguồn: ", "số 1612/UBND-KSTT", "Cổng Minh Bạch, tải ngày ", "/don-vi/so-noi-vu/"):
        assert part in text
    assert "Thanh toán trực tuyến" in text
    assert "var(--" not in content.decode()


# Whether two boxes overlap.
MEET = """(boxes) => {
    const [a, b] = boxes.map((box) => box.getBoundingClientRect());
    return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}"""


def test_the_texts_below_a_chart_fit_the_narrowest_phone(visiting: Visiting) -> None:
    """The buttons that save the chart are not on the line that opens its table, and the title of the axis is inside the
    drawing."""
    visit = visiting(viewport={"width": 320, "height": 640})
    visit.open(UNIT)
    chart = visit.page.locator("[data-chart]").first
    chart.scroll_into_view_if_needed()
    title = chart.locator(".xtitle")
    expect(title).to_be_visible(timeout=20_000)
    boxes = [chart.locator(f":scope > {part}").element_handle() for part in (".cmb-details > summary", ".cmb-save")]
    assert not visit.page.evaluate(MEET, boxes)
    drawing, words = chart.bounding_box(), title.bounding_box()
    assert drawing is not None
    assert words is not None
    assert drawing["x"] <= words["x"]
    assert words["x"] + words["width"] <= drawing["x"] + drawing["width"]


def test_a_static_chart_is_saved_at_double_resolution(visiting: Visiting) -> None:
    """On a phone, the picture is as wide as the chart with its margins, in twice as many pixels, and has its texts."""
    visit = visiting()
    visit.open(LEVELS)
    strip = visit.page.locator(".cmb-strip").first
    strip.scroll_into_view_if_needed()
    width = round(strip.locator(".cmb-strip__drawing").bounding_box()["width"])  # type: ignore[index]
    _, svg = download(visit, strip.get_by_role("button", name=SVG))
    assert "Hồ sơ xử lý trực tuyến" in texts(svg.decode())
    assert svg.decode().count("<circle") >= 10
    _, png = download(visit, strip.get_by_role("button", name=PNG))
    assert png.startswith(b"\x89PNG")
    pixels, _ = struct.unpack(">II", png[16:24])
    assert pixels == 2 * (max(width, 320) + 40)
    assert len(png) > 40_000  # Without texts, the file would have half of this size.


def test_the_save_button_of_the_english_page_is_in_english(visiting: Visiting) -> None:
    visit = visiting(viewport=DESKTOP)
    visit.open("/en/")
    visit.page.locator("#indicators").scroll_into_view_if_needed()
    assert visit.page.locator(".cmb-save__button").last.inner_text() == "Download this table (CSV)"


@pytest.mark.parametrize(
    ("address", "names"),
    [
        (RANKING, ["Xếp hạng sở, ban, ngành của", "Xếp hạng huyện, thị xã, thành phố của"]),
        ("/van-ban/cong-van-1612-ubnd-kstt-2024/", ["Bảng PL.I: 5 chỉ tiêu của", "Bảng PL.II: 5 chỉ tiêu của"]),
    ],
)
def test_the_save_buttons_of_a_page_have_different_names(visiting: Visiting, address: str, names: list[str]) -> None:
    """Each begins with the visible text, followed by the caption of its table, because a screen reader lists buttons
    without the text around them. The files have different names too."""
    visit = visiting(viewport=DESKTOP)
    visit.open(address)
    visit.page.evaluate(OPEN_ALL)
    visit.read_through()
    buttons = visit.page.get_by_role("button", name=re.compile("^Tải bảng này")).all()
    spoken = [button.get_attribute("aria-label") or "" for button in buttons]
    assert len(spoken) == len(names)
    for text, name in zip(spoken, names, strict=True):
        assert text.startswith(f"Tải bảng này (CSV): {name}")
    assert len({download(visit, button)[0] for button in buttons}) == len(names)


def test_a_table_is_saved_in_its_present_order(visiting: Visiting) -> None:
    """The visitor chose the order. Texts for screen readers only are omitted. Excel reads the file as UTF-8."""
    visit = visiting(viewport=DESKTOP)
    visit.open(RANKING)
    frame = visit.page.locator(".cmb-table--standings").first
    frame.get_by_role("button", name="Đơn vị").click()
    name, content = download(visit, frame.get_by_role("button", name="Tải bảng này (CSV)"))
    assert re.fullmatch(r"2024-05-xep-hang-[a-z0-9-]+\.csv", name)
    assert content.startswith("\ufeff".encode())
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[0][:3] == ["Hạng", "Đơn vị", "Kết quả"]
    shown = frame.locator("tbody tr th").all_inner_texts()
    assert [row[1] for row in rows[1:]] == shown
    assert shown[0] == "Ban Quản lý Khu kinh tế tỉnh"
    assert next(row for row in rows if row[1] == "Sở Công Thương")[2] == "31,98%"


def test_a_filtered_table_is_saved_with_the_visible_rows(visiting: Visiting) -> None:
    visit = visiting(viewport=DESKTOP)
    visit.open("/chi-tieu/ty-le-ho-so-nop-xu-ly-tra-ket-qua-truc-tuyen/2023-10/")
    frame = visit.page.locator(".cmb-table--standings[data-filterable]").first
    frame.evaluate("(element) => element.closest('details')?.setAttribute('open', '')")
    frame.scroll_into_view_if_needed()
    frame.locator(".cmb-filters input").fill("tan bien")
    _, content = download(visit, frame.get_by_role("button", name="Tải bảng này (CSV)"))
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert 1 < len(rows) == 1 + frame.locator("tbody tr:not([hidden])").count()


def test_no_saved_cell_is_a_formula(visiting: Visiting) -> None:
    """A text that begins as a formula gets an apostrophe. A difference with a sign stays a number."""
    visit = visiting(viewport=DESKTOP)
    visit.open(RANKING)
    visit.page.evaluate(
        """() => {
            const cells = document.querySelector('.cmb-table--standings tbody tr').cells;
            cells[1].textContent = '=HYPERLINK("x")';
            cells[2].textContent = ' @SUM(A1), "a"';
            cells[3].textContent = '+0,4';
        }"""
    )
    _, content = download(
        visit, visit.page.locator(".cmb-table--standings").first.get_by_role("button", name="Tải bảng")
    )
    row = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))[1]
    assert row[1:4] == ['\'=HYPERLINK("x")', '\'@SUM(A1), "a"', "+0,4"]


def test_without_scripts_there_is_no_save_button(visiting: Visiting) -> None:
    visit = visiting(scripts=False)
    visit.open(RANKING)
    expect(visit.page.locator(".cmb-save")).to_have_count(0)
