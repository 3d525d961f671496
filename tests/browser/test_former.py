"""Links to a row or figure of a unit or an indicator that has another slug now."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from generator.cli import main
from tests.browser.visits import served
from tests.browser.windows import Visiting, Windows
from tests.monthly import built_site, write_monthly
from tests.portals import replace_in


@pytest.fixture(scope="module")
def renamed_origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the served site after Sở C and the share of fully online services got other slugs."""
    root = write_monthly(tmp_path_factory.mktemp("renamed") / "portal")
    assert main(["format", "--root", str(root)]) == 0
    replace_in(root / "data/units.csv", "demo.c,c,", "demo.c,so-cai,")
    replace_in(root / "data/indicators.yml", "slug: ty-le-toan-trinh", "slug: toan-trinh")
    lines = ("from,to", "/chi-tieu/ty-le-toan-trinh/*,/chi-tieu/toan-trinh/*", "/don-vi/c/*,/don-vi/so-cai/*", "")
    (root / "data/redirects.csv").write_text("\n".join(lines), encoding="utf-8")
    with served(built_site(root)) as address:
        yield address


@pytest.fixture
def visiting_renamed(windows: Windows, renamed_origin: str) -> Iterator[Visiting]:
    with windows.visits(renamed_origin) as visit:
        yield visit


@pytest.mark.parametrize(
    ("former", "present"),
    [
        ("/chi-tieu/thoi-gian-cho/2024-05/#don-vi-c", "/chi-tieu/thoi-gian-cho/2024-05/#don-vi-so-cai"),
        ("/xep-hang/2024-05/#c.ty-le-toan-trinh", "/xep-hang/2024-05/#so-cai.toan-trinh"),
        ("/don-vi/c/2024/#ty-le-toan-trinh-2024-05", "/don-vi/so-cai/2024/#toan-trinh-2024-05"),
        ("/don-vi/d/#ty-le-toan-trinh", "/don-vi/d/#toan-trinh"),
    ],
)
def test_a_link_to_a_former_anchor_leads_to_the_present_one(
    visiting_renamed: Visiting, former: str, present: str
) -> None:
    """The last link once stayed at the top of the page: a redirect changes the address of a page, but not the anchors
    in pages of other units."""
    visit = visiting_renamed()
    visit.page.goto(visit.origin + former)
    visit.page.wait_for_url(f"**{present}")
    expect(visit.page.locator(":target")).to_be_visible()


def test_an_anchor_that_never_existed_is_left_alone(visiting_renamed: Visiting) -> None:
    visit = visiting_renamed()
    visit.open("/don-vi/d/#c-2024")
    assert visit.page.url.endswith("/don-vi/d/#c-2024")
