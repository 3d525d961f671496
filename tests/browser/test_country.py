"""Rankings of several provinces on a phone: the list of provinces and one province, with the newest figures and by
period."""

import shutil
from collections.abc import Iterator

import pytest

from tests.benchmarks.country import write_country
from tests.browser.visits import OPEN_ALL, WIDE, served
from tests.browser.windows import Visiting, Windows
from tests.support.folders import ROOT
from tests.support.hostile import Portal, plain, run
from tests.support.sites import add_hand_written_pages

UNITS = 60


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a served site of three provinces with twenty communes each."""
    root = tmp_path_factory.mktemp("country")
    write_country(root, UNITS)
    with (root / "data" / "portal.yml").open("a", encoding="utf-8") as settings:
        settings.write("sharing_levels: [province]\n")  # Pictures of sixty communes would take longer than the rest.
    shutil.copy(ROOT / "package.json", root)
    for name in ("node_modules", "theme", "engine"):
        (root / name).symlink_to(ROOT / name)
    add_hand_written_pages(root)
    run("format", root)
    run("build", root, "--today", "2024-08-01")
    with served(Portal(root, plain, "").site) as address:
        yield address


@pytest.fixture
def visiting_country(windows: Windows, country: str) -> Iterator[Visiting]:
    with windows.visits(country) as visit:
        yield visit


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("address", ["/xep-hang/", "/xep-hang/2024-06/", "/xep-hang/p1/", "/xep-hang/p1/2024-03/"])
def test_pages_do_not_scroll_sideways(visiting_country: Visiting, address: str, scripts: bool) -> None:  # noqa: FBT001 - a parameter
    visit = visiting_country(scripts=scripts)
    visit.open(address)
    visit.page.evaluate(OPEN_ALL)
    assert visit.page.evaluate(WIDE) == []


def test_links_lead_from_a_period_to_a_province_and_to_another_period(visiting_country: Visiting) -> None:
    """Finds links by their accessible names."""
    visit = visiting_country()
    visit.open("/xep-hang/2024-06/")
    visit.page.get_by_role("link", name="Tỉnh p1", exact=True).click()
    visit.page.wait_for_url("**/xep-hang/p1/2024-06/")
    visit.page.get_by_role("link", name="tháng 3/2024", exact=True).click()
    visit.page.wait_for_url("**/xep-hang/p1/2024-03/")
    assert visit.page.locator("h1").inner_text().startswith("Xếp hạng các đơn vị của tỉnh p1, tháng")
