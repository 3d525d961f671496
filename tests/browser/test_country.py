"""Rankings of several provinces on a phone: the list of provinces and one province, with the newest figures and by
period."""

from collections.abc import Iterator

import pytest

from tests.benchmarks.country import write_country
from tests.browser.visits import OPEN_ALL, WIDE, served
from tests.browser.windows import Visiting
from tests.support.portals import append_to
from tests.support.sites import add_hand_written_pages, built_site

UNITS = 60


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a served site of three provinces with twenty communes each."""
    root = tmp_path_factory.mktemp("country")
    write_country(root, UNITS)
    # Pictures of sixty communes would take longer than the rest.
    append_to(root / "data" / "portal.yml", "sharing_levels: [province]\n")
    add_hand_written_pages(root)
    with served(built_site(root)) as address:
        yield address


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("address", ["/xep-hang/", "/xep-hang/2024-06/", "/xep-hang/p1/", "/xep-hang/p1/2024-03/"])
def test_pages_do_not_scroll_sideways(visiting: Visiting, address: str, scripts: bool) -> None:  # noqa: FBT001 - a parameter
    visit = visiting(scripts=scripts)
    visit.open(address)
    visit.page.evaluate(OPEN_ALL)
    assert visit.page.evaluate(WIDE) == []


def test_links_lead_from_a_period_to_a_province_and_to_another_period(visiting: Visiting) -> None:
    """Finds links by their accessible names."""
    visit = visiting()
    visit.open("/xep-hang/2024-06/")
    visit.page.get_by_role("link", name="Tỉnh p1", exact=True).click()
    visit.page.wait_for_url("**/xep-hang/p1/2024-06/")
    visit.page.get_by_role("link", name="tháng 3/2024", exact=True).click()
    visit.page.wait_for_url("**/xep-hang/p1/2024-03/")
    assert visit.page.locator("h1").inner_text().startswith("Xếp hạng các đơn vị của tỉnh p1, tháng")
