"""A unit's chart over time: complete without scripts; with scripts, the address contains the reader's choice."""

import json
import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Route, ViewportSize, expect

from tests.browser.visits import DESKTOP, OPEN_ALL, PHONE, Visit, served
from tests.browser.windows import Visiting
from tests.support.monthly import write_monthly
from tests.support.sites import built_site

UNIT = "/don-vi/c/"
FILE = "/data/don-vi/c.json"
SHARE_IN_MAY = ("full-online-services", "2024-05")
PLOTLY = "/vendor/plotly-basic.min.js"

WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
TWELVE_MONTHS = """() => document.querySelectorAll('.cmb-year tr').forEach((row) => {
    while (row.cells.length < 13) row.append(row.lastElementChild.cloneNode(true));
    row.querySelectorAll('td > small').forEach((place) => { place.firstChild.data = 'hạng 13 '; });
})"""
# Returns by how many pixels the page and each table are wider than their frames.
OUT_OF_SIGHT = """() => [document.documentElement, ...document.querySelectorAll('.cmb-table__scroll')].map((frame) =>
    Math.max(0, (frame.querySelector(':scope > table') ?? { offsetWidth: frame.scrollWidth }).offsetWidth
        - frame.clientWidth)).filter((width) => width > 0)"""
TRACES = """() => Object.fromEntries(document.querySelector('.cmb-trend__plot').data.map((trace) => [
    trace.kind, { x: trace.x, y: trace.y, connectgaps: trace.connectgaps }]))"""


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the served site of a portal with monthly figures. SITE_URL is set, so its pages have embed
    code."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SITE_URL", "https://tinh.example/")
        site = built_site(write_monthly(tmp_path_factory.mktemp("monthly") / "portal"))
    with served(site) as address:
        yield address


def drawn(visit: Visit, address: str = UNIT) -> Locator:
    """Opens the page and waits until the chart is drawn."""
    visit.open(address)
    place = visit.page.locator("[data-trend]")
    place.scroll_into_view_if_needed()
    expect(place.locator(".js-plotly-plot .main-svg").first).to_be_visible(timeout=20_000)
    return place


def sentence_and_rows(place: Locator) -> tuple[str, list[str]]:
    """Returns the sentence and the rows of the table."""
    rows = [" ".join((row.text_content() or "").split()) for row in place.locator("tbody tr").all()]
    return (place.locator("figcaption").text_content() or "").strip(), rows


def test_the_chart_is_complete_without_scripts(visiting: Visiting) -> None:
    """Without scripts there is the picture, its sentence and its table, but no selects, which would not work."""
    visit = visiting(scripts=False)
    visit.open(UNIT)
    place = visit.page.locator("[data-trend]")
    expect(place.locator("svg.cmb-curve__drawing")).to_be_visible()
    assert place.locator("select").count() == 0
    sentence, rows = sentence_and_rows(place)
    assert sentence.startswith("Dịch vụ toàn trình: tăng từ 40% (tháng\xa05/2023) lên 56%")
    assert len(rows) == 4


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desk"])
def test_a_year_of_twelve_months_fits(visiting: Visiting, viewport: ViewportSize) -> None:
    """On a phone the headings of its tables are for screen readers only and take no space."""
    visit = visiting(viewport=viewport)
    visit.open(f"{UNIT}2024/")
    visit.page.evaluate(TWELVE_MONTHS)
    expect(visit.page.locator(".cmb-table__scroll--fits").first).to_be_attached()
    assert visit.page.evaluate(OUT_OF_SIGHT) == []


TIED = """() => document.querySelectorAll('.cmb-year td > small').forEach((place) => {
    place.firstChild.data = 'đồng hạng\u00a0112 ';
})"""


def test_shared_ranks_fit_the_narrowest_phone(visiting: Visiting) -> None:
    """The ranks have three digits. The link to a figure takes a line below its rank."""
    visit = visiting(viewport={"width": 320, "height": 640})
    visit.open(f"{UNIT}2024/")
    visit.page.evaluate(TWELVE_MONTHS)
    visit.page.evaluate(TIED)
    assert visit.page.evaluate(WIDE) <= 0


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desk"])
def test_embed_code_is_below_the_chart(visiting: Visiting, viewport: ViewportSize) -> None:
    """The embed code would cover the notes if it were moved up to the chart."""
    visit = visiting(viewport=viewport)
    place = drawn(visit)
    note, code = place.locator("p").last.bounding_box(), visit.page.locator(".cmb-embed").bounding_box()
    assert note
    assert code
    assert note["y"] + note["height"] <= code["y"]


def test_embed_code_follows_the_chosen_indicator(visiting: Visiting) -> None:
    """Address and title name the chosen indicator and period. The unit keeps its full name."""
    visit = visiting(viewport=DESKTOP)
    place = drawn(visit)
    code = visit.page.locator(".cmb-embed__code")
    code.locator("xpath=..").evaluate("(fold) => { fold.open = true }")
    expect(code).to_contain_text('/nhung/c/ty-le-toan-trinh/" title="Dịch vụ toàn trình, Sở C tỉnh Thử"')
    place.get_by_role("combobox", name="Chỉ tiêu").select_option("thoi-gian-cho")
    place.get_by_role("combobox", name="Đến kỳ").select_option("2024-04")
    expect(code).to_contain_text('/nhung/c/thoi-gian-cho/#2024-04" title="Thời gian chờ, Sở C tỉnh Thử"')


ALL_EQUAL = re.compile(r'"(value|target_value|country_value|low|median|high)":"[^"]*"')
TICKS = """() => [...document.querySelectorAll('.cmb-trend__plot .ytick text')].map((tick) => tick.textContent)"""


def test_the_axis_of_equal_figures_ends_at_100_percent(visiting: Visiting) -> None:
    """The unit, its target and its level have 100% in every period. Without scripts the axis is the same."""
    visit = visiting()

    def all_met(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=ALL_EQUAL.sub(r'"\1":"100"', answer.text()))

    visit.page.route(f"**{FILE}", all_met)
    drawn(visit)
    ticks = visit.page.evaluate(TICKS)
    assert ticks[-1] == "100%"
    assert len(ticks) > 1


def test_the_chart_states_the_same_with_scripts(visiting: Visiting) -> None:
    """Sentence and table are exactly those of the page without scripts, and the address does not change."""
    without = visiting(scripts=False)
    without.open(UNIT)
    visit = visiting()
    place = drawn(visit)
    assert sentence_and_rows(place) == sentence_and_rows(without.page.locator("[data-trend]"))
    assert urlsplit(visit.page.url).query == ""


def test_the_chart_of_ranks_by_month_leaves_out_the_year_and_goes_down_to_greater_ranks(
    visiting: Visiting,
) -> None:
    """The file is changed: the shares are ranks, and there is a figure of the whole year 2024. It is the newest one,
    but one year is too little for a line. The rank of May is provisional and was inferred."""

    def as_ranks(route: Route) -> None:
        published = json.loads(route.fetch().text())
        share = next(item for item in published["indicators"] if item["id"] == "full-online-services")
        share["measure"] = "rank"
        newest = next(row for row in published["assessments"] if (row["indicator_id"], row["period"]) == SHARE_IN_MAY)
        published["assessments"].append({**newest, "period": "2024", "value": "1"})
        newest |= {"status": "provisional", "reading": "inferred"}
        route.fulfill(json=published)

    visit = visiting()
    visit.page.route(f"**{FILE}", as_ranks)
    sentence, rows = sentence_and_rows(drawn(visit))
    assert sentence.replace("\xa0", " ") == (
        "Dịch vụ toàn trình: từ hạng 40 (tháng 5/2023) xuống hạng 56 (tháng 5/2024, tạm tính, suy ra); "
        "trung vị cùng cấp tháng 5/2024: hạng 30."
    )
    assert "hạng 56 tạm tính, suy ra" in rows[0]
    assert "từ hạng 17,5 đến hạng 44" in rows[0]
    visit.page.unroute(f"**{FILE}")


def test_only_the_last_of_several_mergers_is_named(visiting: Visiting) -> None:
    """Each of the months has a dotted line, but the texts of neighbouring ones would overlap on a phone."""

    def merged_each_month(route: Route) -> None:
        route.fulfill(body=route.fetch().text().replace('"parted":false', '"parted":true'))

    visit = visiting(viewport=PHONE)
    visit.page.route(f"**{FILE}", merged_each_month)
    drawn(visit)
    rules, names = visit.page.evaluate(
        "() => ['shapes', 'annotations'].map((kind) => document.querySelector('.cmb-trend__plot').layout[kind].length)"
    )
    assert rules > 1
    assert names == 1
    visit.page.unroute(f"**{FILE}")


def test_nothing_is_loaded_before_the_chart_is_near(first_visiting: Visiting) -> None:
    visit = first_visiting()
    visit.open(UNIT)
    visit.settle()
    assert not {FILE, PLOTLY} & set(visit.paths())
    drawn(visit)
    assert {FILE, PLOTLY} <= set(visit.paths())


def test_a_missing_figure_leaves_a_gap(visiting: Visiting) -> None:
    """Nobody reported the months between May 2023 and March 2024. Sở C has no figure of April. The line of the level is
    also interrupted on the day of the merger, before May."""
    visit = visiting()
    drawn(visit)
    traces = visit.page.evaluate(TRACES)
    assert traces["own"]["y"] == [40, None, 50, None, 56]
    assert traces["median"]["y"] == [28, None, 32, 26, None, 30]
    assert not any(trace["connectgaps"] for trace in traces.values())


def test_the_address_contains_the_choice_and_can_be_shared(visiting: Visiting) -> None:
    """Chooses the other indicator and a later first period by keyboard. The address shows the same view to another
    reader."""
    visit = visiting(viewport=DESKTOP)
    place = drawn(visit)
    place.get_by_role("combobox", name="Chỉ tiêu").focus()
    visit.page.keyboard.press("ArrowDown")
    expect(place.locator("figcaption")).to_contain_text("Thời gian chờ: giảm từ 25\xa0phút")
    place.get_by_role("combobox", name="Từ kỳ").select_option("2024-04")
    expect(place.locator("figcaption")).to_have_text(
        "Thời gian chờ: giảm từ 22\xa0phút (tháng\xa04/2024) xuống 18\xa0phút (tháng\xa05/2024)."
    )
    address = urlsplit(visit.page.url)
    assert parse_qs(address.query) == {"chi-tieu": ["thoi-gian-cho"], "tu": ["2024-04"], "den": ["2024-05"]}
    other = visiting()
    again = drawn(other, f"{address.path}?{address.query}#{address.fragment}")
    assert sentence_and_rows(again) == sentence_and_rows(place)
    assert again.get_by_role("combobox", name="Từ kỳ").input_value() == "2024-04"
    expect(again.locator("figcaption")).to_have_attribute("aria-live", "polite")


def test_an_address_with_unknown_choices_shows_the_newest_year(visiting: Visiting) -> None:
    """Includes an address with a script."""
    visit = visiting()
    place = drawn(visit, f"{UNIT}?chi-tieu=%3Cscript%3E&tu=2031-13&den=x")
    assert sentence_and_rows(place)[0].startswith("Dịch vụ toàn trình: tăng từ 40%")


def test_the_chart_fits_a_phone(visiting: Visiting) -> None:
    """With tables open, the page is not wider than the phone."""
    visit = visiting()
    place = drawn(visit)
    visit.page.evaluate(OPEN_ALL)
    assert visit.page.evaluate(WIDE) == 0
    frame = place.locator(".cmb-table__scroll")
    assert frame.evaluate("(frame) => frame.scrollWidth - frame.clientWidth") == 0


def test_the_chart_works_without_its_table(visiting: Visiting) -> None:
    """Another program may have removed the table from the page. The selects still work."""
    visit = visiting()
    visit.open(UNIT)
    visit.page.evaluate("() => document.querySelector('[data-trend] details').remove()")
    place = visit.page.locator("[data-trend]")
    place.scroll_into_view_if_needed()
    expect(place.locator(".js-plotly-plot .main-svg").first).to_be_visible(timeout=20_000)
    place.get_by_role("combobox", name="Chỉ tiêu").select_option("thoi-gian-cho")
    expect(place.locator("figcaption")).to_contain_text("Thời gian chờ: giảm từ 25\xa0phút")
