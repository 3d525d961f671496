"""The site of a small test country: pages that only a portal with province pages has are linked, have working links and
fit a phone."""

import csv
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Route, expect

from generator.pages.comparison.data import PARTS, part_of
from tests.browser.test_pages import STICKING_OUT, axe
from tests.browser.visits import OPEN_ALL, WIDE, Visit, served
from tests.browser.windows import Visiting
from tests.support.crawling import QUESTIONS, Crawl, crawl, report, without_hand_written
from tests.support.folders import ROOT
from tests.support.sites import add_hand_written_pages, built_with_mkdocs
from tests.support.small_country import DATA, build_small_country

INDICATOR = "/chi-tieu/thanh-toan-truc-tuyen/"
KINDS = (
    "/",
    INDICATOR,
    f"{INDICATOR}2024-03/",
    f"{INDICATOR}bac/",
    f"{INDICATOR}bac/cap-xa/2024-03/",
    "/don-vi/",
    "/doi-chieu/",
    "/so-sanh/?don-vi=xa-an-binh,xa-thoi-son",
)
"""One page of each kind that is different in a portal with province pages."""

DOTS = """() => document.querySelector('#bieu-do-vi-tri .cmb-chart__plot').data.map((trace) => [
    trace.x, trace.y, trace.hovertext])"""

each_kind = pytest.mark.parametrize("address", KINDS)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the built site of the test country."""
    root = tmp_path_factory.mktemp("country") / "portal"
    root.mkdir()
    for name in ("node_modules", "package.json", "theme"):
        (root / name).symlink_to(ROOT / name)
    add_hand_written_pages(root)
    build_small_country(root)
    built_with_mkdocs(root)
    return root / "build" / "site"


@pytest.fixture(scope="module")
def read(site: Path) -> Crawl:
    """The crawled pages of the site, read once."""
    return without_hand_written(crawl(site), site.parents[1])


@pytest.fixture(scope="module")
def origin(site: Path) -> Iterator[str]:
    """The address of the served site."""
    with served(site) as address:
        yield address


@pytest.mark.parametrize("question", QUESTIONS, ids=[question.__name__ for question in QUESTIONS])
def test_the_crawl_of_a_site_with_province_pages_finds_no(read: Crawl, question: Callable[[Crawl], list[str]]) -> None:
    faults = question(read)
    assert not faults, report(faults)


def test_invisible_headings_take_no_focus(visiting: Visiting) -> None:
    """On a phone each cell of the list of provinces contains the name of its column, and the heading is invisible."""
    visit = visiting()
    visit.open(INDICATOR)
    visit.page.locator(".cmb-table--provinces[data-ready]").wait_for(state="attached")
    sorters = visit.page.locator(".cmb-table--provinces thead button")
    took = "(button) => { button.focus(); return button === document.activeElement; }"
    assert [sorter.evaluate(took) for sorter in sorters.all()] == [False] * 3


@each_kind
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_pages_do_not_scroll_sideways(visiting: Visiting, address: str, scripts: bool) -> None:  # noqa: FBT001 - a parameter
    """With all folds open, neither the page nor a table in it is too wide."""
    visit = visiting(scripts=scripts)
    visit.open(address)
    visit.page.evaluate(OPEN_ALL)
    assert visit.page.evaluate(STICKING_OUT) == []
    assert visit.page.evaluate(WIDE) == []


@each_kind
def test_axe_finds_no_fault(visiting: Visiting, address: str) -> None:
    """Checks a phone in light mode and a desktop in dark mode."""
    visit = visiting()
    visit.open(address)
    faults = axe(visit.page, thorough=False)
    assert not faults, "\n".join(faults)


def test_links_lead_from_an_indicator_to_a_level_of_a_province_and_to_an_earlier_period(
    visiting: Visiting,
) -> None:
    """Finds links by their accessible names."""
    visit = visiting()
    visit.open(INDICATOR)
    follow(visit, "Từng tỉnh, thành phố", f"{INDICATOR}#cac-tinh")
    provinces = visit.page.get_by_role("region", name="Kết quả mới nhất của các đơn vị ở 3 tỉnh, thành phố")
    provinces.get_by_role("link", name="Tỉnh Bắc", exact=True).click()
    visit.page.wait_for_url(f"**{INDICATOR}bac/")
    follow(visit, "Xem 4 đơn vị cấp xã", f"{INDICATOR}bac/cap-xa/")
    follow(visit, "tháng 3/2024", f"{INDICATOR}bac/cap-xa/2024-03/")
    heading = "Thanh toán trực tuyến, đơn vị cấp xã của tỉnh Bắc, tháng\xa03/2024"
    assert visit.page.locator("h1").inner_text().startswith(heading)
    follow(visit, "Các tỉnh, thành phố khác trong kỳ này", f"{INDICATOR}2024-03/")


def follow(visit: Visit, name: str, address: str) -> None:
    """Scrolls through the page, then clicks its first link of this name."""
    visit.read_through()
    visit.page.locator("main").get_by_role("link", name=name, exact=True).first.click()
    visit.page.wait_for_url(f"**{address}")


def test_units_with_figures_in_several_files_are_compared(visiting: Visiting) -> None:
    """Two units come from the address and a third is typed. Only the files of these units are loaded."""
    visit = visiting()
    asked: list[str] = []
    visit.page.on("request", lambda request: asked.append(request.url.partition("/data/")[2]))
    visit.open("/so-sanh/?don-vi=xa-an-binh,xa-thoi-son")
    table = visit.page.locator(".cmb-compare__table", has_text="Thanh toán trực tuyến")
    expect(table.locator("tbody th")).to_have_text(["Xã An Bình", "Xã Thới Sơn"])
    box = visit.page.get_by_label("Thêm đơn vị")
    box.fill("xa tan lap nam")
    options = visit.page.locator(".cmb-compare [role=option]")
    expect(options).to_have_text([re.compile("Xã Tân Lập .*Thành phố Nam")])
    box.press("Enter")
    expect(table.locator("tbody tr").last).to_contain_text("60,0%")
    assert visit.page.url.endswith("?don-vi=xa-an-binh,xa-thoi-son,xa-tan-lap-nam#bang-so-sanh")
    slugs = ("xa-an-binh", "xa-thoi-son", "xa-tan-lap-nam")
    assert set(filter(None, asked)) == {"so-sanh.json", *(f"so-sanh/{part_of(slug, PARTS)}.json" for slug in slugs)}


def test_no_figures_are_loaded_before_a_unit_is_chosen(visiting: Visiting) -> None:
    """They weigh more than the page itself when there are many indicators."""
    visit = visiting()
    asked: list[str] = []
    visit.page.on("request", lambda request: asked.append(request.url.partition("/data/")[2]))
    visit.open("/so-sanh/")
    expect(visit.page.get_by_text("Chọn từ hai đơn vị trở lên")).to_be_visible()
    assert list(filter(None, asked)) == []


def test_a_comparison_that_cannot_be_loaded_shows_a_message(first_visiting: Visiting) -> None:
    visit = first_visiting()
    visit.open("/so-sanh/")
    visit.page.route("**/data/so-sanh/*.json", lambda route: route.abort())
    box = visit.page.get_by_label("Thêm đơn vị")
    box.fill("xã An Bình")
    box.press("Enter")
    expect(visit.page.get_by_text("Chưa tải được số liệu so sánh. Hãy tải lại trang.")).to_be_visible()
    assert visit.page.locator(".cmb-compare__chosen button").count() == 0
    assert all("Failed to" in complaint for complaint in visit.complaints)
    visit.complaints.clear()


def test_a_chart_shows_a_unit_among_the_dots_of_its_level(visiting: Visiting) -> None:
    """The dots are the other units' figures of June 2024, the best first."""
    visit = visiting()
    visit.open("/don-vi/xa-an-binh/")
    chart = visit.page.locator("#bieu-do-vi-tri")
    chart.scroll_into_view_if_needed()
    expect(chart).to_have_attribute("data-drawn", "", timeout=20_000)
    payment, satisfaction, own = visit.page.evaluate(DOTS)
    assert payment == [[71.5, 58, 45], [-0.12, -0.06, 0], ["Phường Minh Khai", "Xã Hòa An", "Xã Tân Lập"]]
    assert satisfaction == [[94.5, 92, 84], [0.88, 0.94, 1], ["Xã Tân Lập", "Xã Hòa An", "Phường Minh Khai"]]
    assert own == [[66, 90], [0, 1], ["Xã An Bình: 66,0%", "Xã An Bình: 90,0%"]]


def test_a_chart_without_its_peers_shows_a_message(first_visiting: Visiting) -> None:
    visit = first_visiting()
    visit.page.route("**/data/cung-cap/**", lambda route: route.abort())
    visit.open("/don-vi/xa-an-binh/")
    chart = visit.page.locator("#bieu-do-vi-tri")
    chart.scroll_into_view_if_needed()
    expect(chart).to_contain_text("Không vẽ được biểu đồ tương tác. Số liệu có trong bảng ngay dưới.", timeout=20_000)
    assert visit.complaints
    visit.complaints.clear()


def choose(visit: Visit, name: str) -> None:
    """Types a unit's name into the comparison and chooses the first answer, which empties the box."""
    box = visit.page.get_by_label("Thêm đơn vị")
    box.fill(name)
    box.press("Enter")
    expect(box).to_have_value("")


def chosen_buttons(visit: Visit) -> Locator:
    """Returns the buttons of the compared units."""
    return visit.page.locator(".cmb-compare__chosen button")


def status_message(visit: Visit, text: str) -> Locator:
    """Returns the status messages with this text, which a screen reader announces."""
    return visit.page.locator(".cmb-compare [role=status]").filter(has_text=text)


def hold_back(visit: Visit, slug: str) -> list[Route]:
    """Holds back the file with a unit's figures until the test continues its request."""
    routes: list[Route] = []

    def keep(route: Route) -> None:
        routes.append(route)

    visit.page.route(f"**/data/so-sanh/{part_of(slug, PARTS)}.json", keep)
    return routes


def test_units_are_in_the_order_of_choice_whichever_figures_come_first(first_visiting: Visiting) -> None:
    """Loaded units are shown while others are loading. The focus stays where the reader has moved it."""
    visit = first_visiting()
    visit.open("/so-sanh/")
    late = hold_back(visit, "xa-an-binh")
    choose(visit, "xã An Bình")
    expect(status_message(visit, "Đang tải số liệu…")).to_be_visible()
    choose(visit, "xã Thới Sơn")
    expect(chosen_buttons(visit)).to_have_text(["Xã Thới Sơn ×"])
    expect(status_message(visit, "Đang tải số liệu…")).to_be_visible()
    visit.page.locator("footer a").first.focus()
    late[0].continue_()
    expect(chosen_buttons(visit)).to_have_text(["Xã An Bình ×", "Xã Thới Sơn ×"])
    expect(status_message(visit, "Đang tải")).to_have_count(0)
    expect(visit.page.locator("footer a").first).to_be_focused()
    assert visit.page.url.endswith("?don-vi=xa-an-binh,xa-thoi-son#bang-so-sanh")


def test_a_unit_chosen_during_loading_comes_after_those_of_the_address(first_visiting: Visiting) -> None:
    visit = first_visiting()
    late = hold_back(visit, "xa-an-binh")
    visit.open("/so-sanh/?don-vi=xa-an-binh")
    choose(visit, "xã Thới Sơn")
    expect(chosen_buttons(visit)).to_have_text(["Xã Thới Sơn ×"])
    late[0].continue_()
    expect(chosen_buttons(visit)).to_have_text(["Xã An Bình ×", "Xã Thới Sơn ×"])


def test_a_comparison_announces_changes_of_its_units(visiting: Visiting) -> None:
    """A unit is chosen, chosen again and removed. After a removal, the focus is on the button of
    another unit."""
    visit = visiting()
    visit.open("/so-sanh/?don-vi=xa-thoi-son,xa-tan-lap-nam")
    choose(visit, "xã An Bình")
    expect(status_message(visit, "Đã thêm Xã An Bình.")).to_have_count(1)
    choose(visit, "xã An Bình")
    expect(status_message(visit, "Xã An Bình đã có trong bảng so sánh.")).to_be_visible()
    chosen_buttons(visit).first.click()
    expect(status_message(visit, "Đã bỏ Xã Thới Sơn.")).to_have_count(1)
    expect(chosen_buttons(visit).first).to_be_focused()
    chosen_buttons(visit).last.click()
    expect(chosen_buttons(visit).last).to_be_focused()
    chosen_buttons(visit).last.click()
    expect(visit.page.get_by_label("Thêm đơn vị")).to_be_focused()


def test_messages_are_beside_the_field_however_many_units_are_chosen(visiting: Visiting) -> None:
    """With all twenty units of the portal on a phone, the message is visible without scrolling past their names."""
    visit = visiting()
    slugs = [unit["slug"] for unit in csv.DictReader((DATA / "units.csv").read_text(encoding="utf-8").splitlines())]
    visit.open(f"/so-sanh/?don-vi={','.join(slugs)}")
    expect(chosen_buttons(visit)).to_have_count(20)
    choose(visit, "xã An Bình")
    expect(status_message(visit, "Xã An Bình đã có trong bảng so sánh.")).to_be_in_viewport()


def test_the_list_of_answers_does_not_come_back_after_a_choice_or_escape(
    visiting: Visiting,
) -> None:
    """Two units are named Tân Lập. The second is selected by an arrow key and given up with Escape. Enter then takes
    the first."""
    visit = visiting()
    visit.open("/so-sanh/")
    box = visit.page.get_by_label("Thêm đơn vị")
    options = visit.page.locator(".cmb-compare [role=option]")
    box.fill("tan lap")
    expect(options).to_have_count(2)
    first = options.first.get_attribute("data-address")
    box.press("ArrowUp")
    box.press("Escape")
    box.press("Enter")
    expect(chosen_buttons(visit)).to_have_count(1)
    assert first
    assert first.split("/")[2] in visit.page.url
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(options.first).to_be_hidden()


def test_an_address_may_contain_unknown_units_and_too_many(visiting: Visiting) -> None:
    """The last three of 23 units are left out. Without any unit to compare, the section below is visible in the
    window."""
    visit = visiting()
    visit.open(f"/so-sanh/?don-vi={','.join(f'khong-co-{number}' for number in range(22))},xa-an-binh")
    said = "Địa chỉ trang nêu 20 đơn vị không có trên cổng. Chỉ so sánh được tối đa 20 đơn vị; đã bỏ 3 đơn vị"
    expect(status_message(visit, said)).to_be_visible()
    expect(visit.page.get_by_role("heading", name="So sánh gợi ý")).to_be_in_viewport()


HEADING = {True: 'id="goi-y"', False: ""}


@pytest.mark.parametrize("offered", [True, False])
def test_suggestions_are_mentioned_only_if_there_are_some(first_visiting: Visiting, *, offered: bool) -> None:
    """The page of a portal without assessed figures has no heading for suggestions."""

    def answer(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, body=response.text().replace('id="goi-y"', HEADING[offered]))

    visit = first_visiting()
    visit.page.route("**/so-sanh/", answer)
    visit.open("/so-sanh/")
    more = ", hoặc mở một so sánh gợi ý bên dưới" if offered else ""
    expect(visit.page.get_by_text(f"Chọn từ hai đơn vị trở lên{more}.", exact=True)).to_be_visible()


def test_a_message_replaces_a_list_of_names_that_cannot_be_loaded(first_visiting: Visiting) -> None:
    """The message is shown while the reader types. The next letter tries again."""
    visit = first_visiting()
    visit.page.route("**/tim-kiem.json", lambda route: route.abort())
    visit.open("/so-sanh/")
    visit.page.get_by_label("Thêm đơn vị").fill("an bin")
    panel = visit.page.locator(".cmb-compare .cmb-search__panel")
    expect(panel).to_have_text("Chưa tải được danh sách tên. Hãy thử lại sau ít phút.")
    visit.page.unroute("**/tim-kiem.json")
    visit.page.get_by_label("Thêm đơn vị").fill("an binh")
    expect(panel).to_contain_text("Xã An Bình")
    assert all("Failed to" in complaint for complaint in visit.complaints)
    visit.complaints.clear()


def test_a_shared_comparison_that_cannot_be_loaded_keeps_its_address(first_visiting: Visiting) -> None:
    """The message is shown until another unit is chosen, and no space is reserved for figures."""
    visit = first_visiting()
    visit.page.route("**/data/so-sanh/*.json", lambda route: route.abort())
    visit.open("/so-sanh/?don-vi=xa-an-binh,xa-thoi-son")
    failed = visit.page.get_by_text("Chưa tải được số liệu so sánh. Hãy tải lại trang.")
    expect(failed).to_be_visible()
    assert visit.page.url.endswith("?don-vi=xa-an-binh,xa-thoi-son")
    expect(visit.page.get_by_role("heading", name="So sánh gợi ý")).to_be_in_viewport()
    visit.page.unroute("**/data/so-sanh/*.json")
    choose(visit, "xã An Bình")
    expect(chosen_buttons(visit)).to_have_text(["Xã An Bình ×"])
    expect(failed).to_have_count(0)
    assert all("Failed to" in complaint for complaint in visit.complaints)
    visit.complaints.clear()
