"""Tests the search index of this portal."""

import gzip
import json
from datetime import date

import pytest

from generator.pages.facts import Facts
from generator.search import SearchEntry, entries_of, search_index
from tests.support.folders import ROOT
from tests.support.portals import facts_of

TODAY = date(2026, 1, 15)


@pytest.fixture(scope="module")
def facts() -> Facts:
    return facts_of(ROOT, TODAY)


@pytest.fixture(scope="module")
def entries(facts: Facts) -> dict[str, SearchEntry]:
    return {entry.address: entry for entry in entries_of(facts)}


def test_units_with_figures_have_more_weight_than_existing_units_without(entries: dict[str, SearchEntry]) -> None:
    """Of two units with the same name, the one with figures is first as long as the newer unit has none."""
    assert entries["/don-vi/phuong-long-hoa-hoa-thanh/"].weight > entries["/don-vi/phuong-long-hoa/"].weight
    assert entries["/don-vi/tay-ninh/"].weight > entries["/don-vi/tay-ninh-tu-2025/"].weight


def test_the_index_is_small_and_always_the_same(facts: Facts) -> None:
    """It has 162 units, the list of units and all other pages, in Vietnamese order (a, ă, â; d before đ)."""
    ((one,),), ((two,),) = list(search_index(facts)), list(search_index(facts))
    assert one == two
    assert one.path == "tim-kiem.json"
    assert len(gzip.compress(one.content, 9)) <= 12_000
    read = json.loads(one.content)
    titles = [entry[0] for entry in read["entries"]]
    assert read["version"] == 1
    assert titles.index("Dữ liệu") < titles.index("Đơn vị")
    assert sum(entry[1].startswith("/don-vi/") for entry in read["entries"]) == 163
