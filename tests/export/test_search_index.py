"""Tests the search index: it has each name of a page in folded form, and texts that distinguish pages with the same
name."""

import json
import re
from datetime import date
from pathlib import Path
from typing import TypedDict

import pytest

from generator import search
from generator.export.descriptor import descriptor
from generator.history.wording import names_in
from generator.pages.facts import Facts
from generator.search import SearchEntry, entries_of, search_index
from tests.support.folders import PROVINCE, ROOT
from tests.support.portals import facts_of, plain_text

TODAY = date(2026, 1, 15)


@pytest.fixture(scope="module")
def facts() -> Facts:
    return facts_of(PROVINCE, TODAY)


@pytest.fixture(scope="module")
def entries(facts: Facts) -> dict[str, SearchEntry]:
    return {entry.address: entry for entry in entries_of(facts)}


def test_a_department_is_found_by_its_short_names(entries: dict[str, SearchEntry]) -> None:
    entry = entries["/don-vi/so-noi-vu/"]
    assert (entry.title, entry.kind, entry.place, entry.time) == (
        "Sở Nội vụ",
        "Sở, ban, ngành",
        "Tỉnh Tây Ninh",
        "đến 6/2025",
    )
    assert entry.names == ("snv", "so nv")


def test_units_with_the_same_name_have_different_places(entries: dict[str, SearchEntry]) -> None:
    places = {slug: entries[f"/don-vi/{slug}/"].place for slug in ("xa-tan-binh-tan-bien", "xa-tan-binh-tay-ninh")}
    assert places == {
        "xa-tan-binh-tan-bien": "Huyện Tân Biên, tỉnh Tây Ninh",
        "xa-tan-binh-tay-ninh": "Thành phố Tây Ninh, tỉnh Tây Ninh",
    }


def test_a_unit_is_found_by_its_predecessors_names_and_by_its_code(entries: dict[str, SearchEntry]) -> None:
    """By Resolution 1682, Phường Tân Ninh was formed from five wards and a part of Xã Thái Bình. It has the code of
    Phường 3."""
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


def test_an_indicator_is_found_by_usual_abbreviations(entries: dict[str, SearchEntry]) -> None:
    names = entries["/chi-tieu/ty-le-dich-vu-cong-toan-trinh/"].names
    assert {"dvc toan trinh", "ty le dvctt toan trinh"} <= set(names)


def test_a_document_is_found_by_its_bare_number(entries: dict[str, SearchEntry]) -> None:
    entry = entries["/van-ban/ke-hoach-3688-kh-ubnd-2023/"]
    assert entry.title == "Kế hoạch số\N{NO-BREAK SPACE}3688/KH-UBND"
    assert {"3688", "3688/kh-ubnd"} <= set(entry.names)


def test_a_document_with_a_name_has_no_number_in_search_history_and_descriptor(mini: Path) -> None:
    """A document that shares its number with another one is named with its year, as on its page. Beside a date the
    year is omitted."""
    sources = mini / "data" / "sources.yml"
    text = sources.read_text(encoding="utf-8")
    named = text.replace("number: 1/KH-UBND", "number: vietnamadminunits 1.0.4").replace("Kế hoạch\n", "Bộ dữ liệu\n")
    again = text[text.index("- id: demo-2024") :].replace("demo-2024", "demo-2023b").replace("bao-cao-2", "bao-cao-2b")
    sources.write_text(f"{named}\n{again.replace('2024-07-01', '2023-07-01')}", encoding="utf-8")
    facts = facts_of(mini, TODAY)
    titles = {plain_text(entry.title) for entry in entries_of(facts) if entry.kind == "Văn bản"}
    names = ["Bộ dữ liệu vietnamadminunits 1.0.4", "Báo cáo số 2/BC-UBND (2024)", "Báo cáo số 2/BC-UBND (2023)"]
    assert titles == set(names)
    named_in = names_in(facts.portal).sources
    assert [plain_text(named_in[id_]) for id_ in ("demo-2023", "demo-2024", "demo-2023b")] == names
    assert [source["title"] for source in json.loads(descriptor(facts.portal, TODAY).content)["sources"]] == [
        "Bộ dữ liệu vietnamadminunits 1.0.4 ngày 2023-01-15 của Ủy ban nhân dân tỉnh Thử",
        "Báo cáo số 2/BC-UBND ngày 2024-07-01 của Ủy ban nhân dân tỉnh Thử",
        "Báo cáo số 2/BC-UBND ngày 2023-07-01 của Ủy ban nhân dân tỉnh Thử",
    ]


def test_empty_fields_at_the_end_are_omitted() -> None:
    assert SearchEntry("Kế hoạch", "/ke-hoach/", "Chuyên mục", names=("muc tieu",), weight=9).fields() == [
        "Kế hoạch",
        "/ke-hoach/",
        "Chuyên mục",
        "",
        ["muc tieu"],
        9,
    ]


class Part(TypedDict):
    """A file of the search index. `parts`, only in the first file, has the number of entries of each part."""

    entries: list[list[str]]
    parts: dict[str, int]


def split_index(facts: Facts) -> dict[str, Part]:
    """Returns the files of an index with more units than one file may have, by file name."""
    found = search_index(facts, most_whole=100)
    files = [file for made in found for file in made]
    assert [(file.path,) for file in files] == list(found.names)
    return {file.path.removesuffix(".json"): json.loads(file.content) for file in files}


def titles(part: Part) -> list[str]:
    return [entry[0] for entry in part["entries"]]


def test_a_large_index_is_split_by_the_first_letters_of_words(facts: Facts) -> None:
    """Xã Tân Bình is in the parts `ta` and `bi`, but not in that of its kind. Provinces and other pages are in the
    first file."""
    files = split_index(facts)
    first = files["tim-kiem"]
    assert {"Tỉnh Tây Ninh", "Chỉ tiêu", "So sánh"} <= set(titles(first))
    assert "Xã Tân Bình" not in titles(first)
    assert titles(files["tim-kiem/ta"]).count("Xã Tân Bình") == 2
    assert titles(files["tim-kiem/bi"]).count("Xã Tân Bình") == 2
    assert "tim-kiem/xa" not in files or "Xã Tân Bình" not in titles(files["tim-kiem/xa"])
    counts = {
        name.removeprefix("tim-kiem/"): len(part["entries"]) for name, part in files.items() if name != "tim-kiem"
    }
    assert first["parts"] == counts
    assert list(first["parts"]) == sorted(first["parts"])


def test_a_unit_is_in_the_parts_of_its_predecessors_names_and_of_its_code(facts: Facts) -> None:
    """Phường Tân Ninh absorbed Phường Hiệp Ninh and has the code 25459."""
    files = split_index(facts)
    assert "Phường Tân Ninh" in titles(files["tim-kiem/hi"])
    assert "Phường Tân Ninh" in titles(files["tim-kiem/25"])


def test_all_parts_together_have_every_page(facts: Facts) -> None:
    files = split_index(facts)
    addresses = {entry[1] for part in files.values() for entry in part["entries"]}
    assert addresses == {entry.address for entry in entries_of(facts)}


def test_a_large_part_is_split_by_three_letters(facts: Facts, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many words begin with `ta`, such as `tan` and `tay`. Words of two letters would keep a part of their own."""
    monkeypatch.setattr(search, "MAX_UNITS_IN_PART", 20)
    files = split_index(facts)
    assert "Xã Tân Bình" in titles(files["tim-kiem/tan"])
    assert "tim-kiem/ta" not in files


def test_the_script_drops_every_kind_of_unit_that_the_index_drops() -> None:
    """The query `dk Phú Quốc` must find names stored under `phu`. The script drops further abbreviations too."""
    script = (ROOT / "theme/scripts/search.js").read_text(encoding="utf-8")
    (dropped,) = re.findall(r"const PREFIX =\s*/\^\(([^)]*)\)", script)
    (kinds,) = re.findall(r"\(([^)]*)\)", search.UNIT_KIND_PREFIX.pattern)
    assert set(kinds.split("|")) <= set(dropped.split("|"))
