"""Tests the forms of addresses: what an address names, and which files decide whether it exists."""

import shutil
from pathlib import Path

import pytest

from generator.history import History
from generator.loading import load_portal
from generator.model.addresses import (
    DOCUMENT_PAGE,
    FINDING_PAGE,
    INDICATOR_PAGE,
    INDICATOR_RANKING,
    PAGE_KINDS,
    PLAN_PAGE,
    RANKING,
    RANKING_EMBED,
    RELEASE_PAGE,
    UNIT_EMBED,
    UNIT_PAGE,
    YEAR_PAGE,
    PageKind,
    may_be_of_kind,
    page_name,
    subjects_of,
)
from generator.pages.links import SECTIONS
from generator.pages.site import addresses_of
from tests.support.small_country import DATA, with_province_pages

SUBJECTS = {
    "/don-vi/so-y-te/": (UNIT_PAGE, ["/don-vi/so-y-te/"]),
    "/don-vi/so-y-te/2024/": (YEAR_PAGE, ["/don-vi/so-y-te/"]),
    "/chi-tieu/so-hoa/": (INDICATOR_PAGE, ["/chi-tieu/so-hoa/"]),
    "/chi-tieu/so-hoa/2024-Q2/": (INDICATOR_RANKING, ["/xep-hang/2024-Q2/", "/chi-tieu/so-hoa/"]),
    "/chi-tieu/so-hoa/tay-ninh/": (INDICATOR_RANKING, ["/chi-tieu/so-hoa/", "/don-vi/tay-ninh/"]),
    "/chi-tieu/so-hoa/tay-ninh/cap-xa/2024-05/": (
        INDICATOR_RANKING,
        ["/xep-hang/2024-05/", "/chi-tieu/so-hoa/", "/don-vi/tay-ninh/"],
    ),
    "/van-ban/3688-kh-ubnd-2023/": (DOCUMENT_PAGE, ["/van-ban/3688-kh-ubnd-2023/"]),
    "/ke-hoach/2631-qd-ubnd-2021/": (PLAN_PAGE, ["/van-ban/2631-qd-ubnd-2021/"]),
    "/xep-hang/": (RANKING, []),
    "/xep-hang/2024/": (RANKING, ["/xep-hang/2024/"]),
    "/xep-hang/tay-ninh/so-ban-nganh/": (RANKING, ["/don-vi/tay-ninh/"]),
    "/nhung/xep-hang/so-hoa/2024-05/": (RANKING_EMBED, ["/xep-hang/2024-05/", "/chi-tieu/so-hoa/"]),
    "/nhung/so-y-te/so-hoa/": (UNIT_EMBED, ["/don-vi/so-y-te/", "/chi-tieu/so-hoa/"]),
    "/doi-chieu/d-1a2b/": (FINDING_PAGE, []),
    "/cap-nhat/2026-11-23-2/": (RELEASE_PAGE, []),
}


@pytest.mark.parametrize("address", SUBJECTS)
def test_an_address_names_its_kind_and_its_subjects(address: str) -> None:
    name = page_name(address)
    assert name is not None
    assert (name.kind, [page for page, _ in name.subjects()]) == SUBJECTS[address]
    assert name.kind.address(name.parts) == address


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ("/chi-tieu/ho-so/2023/", True),
        ("/nhung/xep-hang/so-hoa/2024-05/", False),
        ("/chi-tieu/so-hoa/tay-ninh/", False),
        ("/gioi-thieu/", False),
    ],
)
def test_addresses_of_one_form_are_of_one_kind_and_have_the_same_parts(other: str, *, same: bool) -> None:
    name = page_name("/chi-tieu/so-hoa/2024-05/")
    assert name is not None
    assert name.has_form_of(page_name(other)) == same


@pytest.mark.parametrize("address", ["/", "/don-vi/", "/gioi-thieu/", "/don-vi/so-y-te/thang-5/", "/cap-nhat/moi/"])
def test_other_addresses_are_of_no_kind(address: str) -> None:
    assert page_name(address) is None
    assert list(subjects_of(address)) == []


def test_every_address_of_a_portal_with_province_pages_is_of_a_kind(tmp_path: Path) -> None:
    """Otherwise a line with a star in the redirects would not cover the address."""
    shutil.copytree(DATA, tmp_path / "data")
    with with_province_pages():
        portal, _ = load_portal(tmp_path)
        addresses = set(addresses_of(portal, History(()))) - {section.address for section in SECTIONS}
    names = {address: page_name(address) for address in addresses}
    assert {
        address for address, name in names.items() if name is None or name.kind.address(name.parts) != address
    } == set()
    kinds = {name.kind for name in names.values() if name}
    assert {UNIT_PAGE, YEAR_PAGE, INDICATOR_PAGE, INDICATOR_RANKING, RANKING, RANKING_EMBED, UNIT_EMBED} <= kinds


@pytest.mark.parametrize(
    ("address", "kinds"),
    [
        ("/chi-tieu/so-hoa/", [INDICATOR_PAGE]),
        ("/chi-tieu/so-hoa/tháng-6/", [INDICATOR_PAGE, INDICATOR_RANKING]),
        ("/don-vi/Sở-Y/", [UNIT_PAGE, YEAR_PAGE]),
        ("/nhung/xep-hang/so-hoa/06/2024/", [RANKING_EMBED, UNIT_EMBED]),
        ("/gioi-thieu/", []),
    ],
)
def test_an_address_made_from_faulty_data_may_be_of_each_kind_of_its_folder(
    address: str, kinds: list[PageKind]
) -> None:
    assert [kind for kind in PAGE_KINDS if may_be_of_kind(address, [kind])] == kinds
