"""Links with the slug of a unit or an indicator that has another one now: in an anchor or in a query."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from generator.cli import main
from tests.browser.visits import served
from tests.browser.windows import Visiting
from tests.support.monthly import write_monthly
from tests.support.portals import RESULTS_FILE, append_to, replace_in
from tests.support.sites import built_site


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the served site after Sở C and two indicators got other slugs."""
    root = write_monthly(tmp_path_factory.mktemp("renamed") / "portal")
    # A second unit: rankings have a column for both.
    append_to(root / RESULTS_FILE, "demo.d,,,waiting-time,2024-05,30,,,PL.I:d,\n")
    assert main(["format", "--root", str(root)]) == 0
    replace_in(root / "data/units.csv", "demo.c,c,", "demo.c,so-cai,")
    replace_in(root / "data/indicators.yml", "slug: ty-le-toan-trinh", "slug: toan-trinh")
    replace_in(root / "data/indicators.yml", "slug: thoi-gian-cho", "slug: cho-doi")
    moved = {
        "/chi-tieu/thoi-gian-cho/*": "/chi-tieu/cho-doi/*",
        "/chi-tieu/ty-le-toan-trinh/*": "/chi-tieu/toan-trinh/*",
        "/don-vi/c/*": "/don-vi/so-cai/*",
    }
    lines = ("from,to", *(f"{former},{present}" for former, present in moved.items()), "")
    (root / "data/redirects.csv").write_text("\n".join(lines), encoding="utf-8")
    with served(built_site(root)) as address:
        yield address


@pytest.mark.parametrize(
    ("former", "present"),
    [
        ("/chi-tieu/thoi-gian-cho/2024-05/#don-vi-c", "/chi-tieu/cho-doi/2024-05/#don-vi-so-cai"),
        ("/xep-hang/2024-05/#c.ty-le-toan-trinh", "/xep-hang/2024-05/#so-cai.toan-trinh"),
        ("/don-vi/c/2024/#ty-le-toan-trinh-2024-05", "/don-vi/so-cai/2024/#toan-trinh-2024-05"),
        ("/don-vi/d/#ty-le-toan-trinh", "/don-vi/d/#toan-trinh"),
    ],
)
def test_a_link_to_a_former_anchor_leads_to_the_present_one(visiting: Visiting, former: str, present: str) -> None:
    """The last link once stayed at the top of the page: a redirect changes the address of a page, but not the anchors
    in pages of other units."""
    visit = visiting()
    visit.page.goto(visit.origin + former)
    visit.page.wait_for_url(f"**{present}")
    expect(visit.page.locator(":target")).to_be_visible()


def test_an_anchor_that_never_existed_is_left_alone(visiting: Visiting) -> None:
    visit = visiting()
    visit.open("/don-vi/d/#c-2024")
    assert visit.page.url.endswith("/don-vi/d/#c-2024")


def test_a_former_indicator_in_the_query_is_drawn(visiting: Visiting) -> None:
    """The chart once showed its own choice instead: the share of fully online services, of a year."""
    visit = visiting()
    visit.open("/don-vi/c/?chi-tieu=thoi-gian-cho&tu=2024-04&den=2024-05")
    visit.page.wait_for_url("**/don-vi/so-cai/?chi-tieu=*")
    sentence = visit.page.locator("[data-trend] figcaption")
    expect(sentence).to_contain_text("Thời gian chờ: giảm từ 22\xa0phút (tháng\xa04/2024) xuống 18\xa0phút")
    expect(visit.page.locator("[data-trend]").get_by_role("combobox", name="Chỉ tiêu")).to_have_value("cho-doi")


def test_a_former_indicator_in_the_query_is_the_shown_column(visiting: Visiting) -> None:
    visit = visiting()
    visit.open("/xep-hang/2024-05/?chi-tieu=thoi-gian-cho")
    expect(visit.page.get_by_label("Chọn chỉ tiêu")).to_have_value("Thời gian chờ")


def test_a_former_unit_in_the_query_is_compared(visiting: Visiting) -> None:
    """The former and the present slug name the same unit. `g-cu` never was the slug of a unit."""
    visit = visiting()
    visit.open("/so-sanh/?don-vi=c,d,so-cai,g-cu")
    expect(visit.page.locator(".cmb-compare__chosen")).to_have_text("Sở C ×Sở D ×")
    expect(visit.page.get_by_text("Địa chỉ trang nêu 1 đơn vị không có trên cổng.")).to_be_visible()
    assert visit.page.url.endswith("/so-sanh/?don-vi=so-cai,d#bang-so-sanh")


@pytest.mark.parametrize(
    "address",
    ["/so-sanh/?don-vi=so-cai,d", "/don-vi/so-cai/?chi-tieu=cho-doi", "/xep-hang/2024-05/?chi-tieu=cho-doi"],
)
def test_the_former_slugs_are_not_loaded_for_present_ones(first_visiting: Visiting, address: str) -> None:
    visit = first_visiting()
    visit.open(address)
    visit.settle()
    assert "/dia-chi-cu.json" not in visit.paths()
