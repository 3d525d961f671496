"""A unit's picture over time: whole without scripts; with them, what is chosen stands in the address."""

import pytest

from tests.browser.visits import PHONE
from tests.browser.windows import Visiting

SCREENS = 6


@pytest.mark.parametrize("address", ["/don-vi/so-noi-vu/", "/don-vi/thanh-pho-tay-ninh/"])
def test_a_unit_is_six_screens_long_at_most(visiting: Visiting, address: str) -> None:
    visit = visiting()
    visit.open(address)
    visit.settle()
    assert visit.page.evaluate("() => document.documentElement.scrollHeight") <= SCREENS * PHONE["height"]
