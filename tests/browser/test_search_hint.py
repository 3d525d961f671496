"""Tests what the search says when nothing matches."""

import re

from playwright.sync_api import expect

from tests.browser.windows import Visiting


def test_the_example_for_readers_who_found_nothing_has_answers(visiting: Visiting) -> None:
    """The texts of scripts are the same in the portals of all provinces, so the example must exist in each of them."""
    visit = visiting()
    visit.open("/")
    box = visit.page.locator("main").get_by_role("combobox")
    box.fill("qqqq")
    none = visit.page.locator("main .cmb-search__none")
    expect(none).to_contain_text("Không tìm thấy “qqqq”.")
    examples = re.findall("“(.+?)”", none.inner_text())[1:]
    assert examples
    for example in examples:
        box.fill(example)
        expect(visit.page.locator("main").get_by_role("option").first).to_be_visible()
