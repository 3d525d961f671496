"""Tests the length of units' pages on a phone."""

import pytest

from tests.browser.visits import PHONE
from tests.browser.windows import Visiting

SCREENS = 6


@pytest.mark.parametrize("address", ["/don-vi/so-noi-vu/", "/don-vi/thanh-pho-tay-ninh/"])
def test_a_units_page_is_at_most_six_screens_long(visiting: Visiting, address: str) -> None:
    visit = visiting()
    visit.open(address)
    visit.settle()
    assert visit.page.evaluate("() => document.documentElement.scrollHeight") <= SCREENS * PHONE["height"]
