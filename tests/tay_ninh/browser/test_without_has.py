"""Tests that pages are complete in browsers that do not know `:has()`, such as Firefox 115, the last one for Windows 7.

The browser of the tests knows it. The styles are changed on their way to it, so that it drops these rules, as those
browsers do.
"""

import pytest
from playwright.sync_api import Route, expect

from tests.browser.visits import DESKTOP, PHONE, Visit
from tests.browser.windows import Visiting

INDICATOR = "/chi-tieu/ty-le-ho-so-nop-xu-ly-tra-ket-qua-truc-tuyen/"
EMBED = "/nhung/so-y-te/ty-le-thanh-toan-truc-tuyen/"


def _without_has(route: Route) -> None:
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace(":has(", ":unknown-to-this-browser("))


@pytest.fixture
def visit(first_visiting: Visiting) -> Visit:
    """A visit in a window without any stored styles."""
    found = first_visiting(viewport=DESKTOP, scripts=False)
    for files in ("**/portal.css", "**/nhung/**"):
        found.page.route(files, _without_has)
    return found


def test_the_text_begins_at_the_left_edge(visit: Visit) -> None:
    """Without the rule for these browsers, an empty column of 242 pixels would be beside the text."""
    visit.open("/don-vi/so-y-te/")
    title = visit.page.locator("h1").bounding_box()
    assert title is not None
    assert title["x"] < 100


def test_a_choice_that_has_no_effect_is_not_offered(visit: Visit) -> None:
    """A map shows assessments and their key; a table shows all its columns."""
    visit.open(INDICATOR)
    found = visit.page.locator("#ban-do-cap-xa")
    found.evaluate("(details) => { details.open = true }")
    expect(found.get_by_text("Chưa đạt: 93")).to_be_visible()
    expect(found.get_by_text("từ 70,71% đến dưới 76,57%")).to_be_hidden()
    expect(found.get_by_label("Đánh giá")).to_be_hidden()
    visit.page.set_viewport_size(PHONE)
    visit.open("/xep-hang/2024-05/")
    table = visit.page.locator(".cmb-heat").first
    expect(table.locator("select")).to_be_hidden()
    expect(table.locator("thead th")).to_have_count(table.locator("thead th:visible").count())


def test_an_embedded_chart_does_not_claim_to_end_earlier(visit: Visit) -> None:
    """The chart always shows all periods in these browsers."""
    visit.page.goto(f"{visit.origin}{EMBED}#2024-05")
    expect(visit.page.get_by_text("Biểu đồ dừng ở kỳ này")).to_be_hidden()
