"""The search index holds each name that leads to a page, folded, with what tells equals apart."""

from datetime import date

import pytest

from generator.loading import load_portal
from generator.measures import measure
from generator.pages.facts import Facts, Findings, gather
from generator.search import Entry, entries_of
from tests.conftest import PROVINCE

TODAY = date(2026, 1, 15)


@pytest.fixture(scope="module")
def facts() -> Facts:
    portal, faults = load_portal(PROVINCE)
    assert not faults
    return gather(portal, measure(portal), Findings(), TODAY)


@pytest.fixture(scope="module")
def entries(facts: Facts) -> dict[str, Entry]:
    return {entry.address: entry for entry in entries_of(facts)}


def test_a_department_is_known_by_its_short_names(entries: dict[str, Entry]) -> None:
    entry = entries["/don-vi/so-noi-vu/"]
    assert (entry.title, entry.kind, entry.place, entry.time) == (
        "Sở Nội vụ",
        "Sở, ban, ngành",
        "Tỉnh Tây Ninh",
        "đến 6/2025",
    )
    assert entry.names == ("snv", "so nv")


def test_units_of_one_name_are_told_apart_by_their_places(entries: dict[str, Entry]) -> None:
    places = {slug: entries[f"/don-vi/{slug}/"].place for slug in ("xa-tan-binh-tan-bien", "xa-tan-binh-tay-ninh")}
    assert places == {
        "xa-tan-binh-tan-bien": "Huyện Tân Biên, tỉnh Tây Ninh",
        "xa-tan-binh-tay-ninh": "Thành phố Tây Ninh, tỉnh Tây Ninh",
    }


def test_a_unit_is_known_by_the_names_before_it_and_its_code(entries: dict[str, Entry]) -> None:
    """Phường Tân Ninh: five wards and a part of Xã Thái Bình, by Resolution 1682; it took over the code of Phường 3."""
    entry = entries["/don-vi/phuong-tan-ninh/"]
    assert set(entry.names_before) == {
        "phuong 1",
        "phuong 2",
        "phuong 3",
        "phuong 4",
        "phuong hiep ninh",
        "xa thai binh",
    }
    assert "25459" in entry.names
    assert entry.time == "từ 7/2025"


def test_officials_may_cut_long_expressions(entries: dict[str, Entry]) -> None:
    names = entries["/chi-tieu/ty-le-dich-vu-cong-toan-trinh/"].names
    assert {"dvc toan trinh", "ty le dvctt toan trinh"} <= set(names)


def test_a_document_is_known_by_its_bare_number(entries: dict[str, Entry]) -> None:
    entry = entries["/van-ban/ke-hoach-3688-kh-ubnd-2023/"]
    assert entry.title == "Kế hoạch số 3688/KH-UBND"
    assert {"3688", "3688/kh-ubnd"} <= set(entry.names)


def test_empty_fields_at_the_end_are_left_out() -> None:
    assert Entry("Kế hoạch", "/ke-hoach/", "Chuyên mục", names=("muc tieu",), weight=9).fields() == [
        "Kế hoạch",
        "/ke-hoach/",
        "Chuyên mục",
        "",
        ["muc tieu"],
        9,
    ]
