"""Tests that each page of the real portal has its own title and description for search engines and browser tabs."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from tests.support.folders import ROOT

DOCS = ROOT / "build" / "docs"
LONGEST_TITLE = 75
"""Number of characters of a title that a search engine shows. Official names of some offices need most of them."""
SHORTEST, LONGEST = 50, 200


@dataclass(frozen=True)
class Head:
    """Title and description in the front matter of a page."""

    title: str
    description: str


def head_of(text: str) -> Head:
    matter = yaml.load(text.split("---\n")[1], Loader=yaml.CSafeLoader)
    return Head(matter["title"], matter["description"])


@pytest.fixture(scope="module")
def heads() -> Mapping[str, Head]:
    """Title and description of each page by address: pages that `make site` made from the data, and hand-written
    pages."""
    files = DOCS.rglob("*.md")
    found = {address_of(file): head_of(file.read_text(encoding="utf-8")) for file in files}
    assert len(found) > 250, "run `make site` first"
    assert {"/gioi-thieu/", "/phuong-phap/", "/huong-dan/"} <= found.keys()
    return found


def address_of(file: Path) -> str:
    return f"/{file.parent.relative_to(DOCS).as_posix()}/"


def duplicates(texts: Mapping[str, str]) -> dict[str, list[str]]:
    """Returns each text that several pages share, with their addresses."""
    counts = Counter(texts.values())
    return {
        text: [address for address, own in texts.items() if own == text] for text, count in counts.items() if count > 1
    }


def test_titles_are_unique(heads: Mapping[str, Head]) -> None:
    """28 pairs of units have the same name: before and after the merger, or in two districts."""
    assert duplicates({address: head.title for address, head in heads.items()}) == {}


def test_descriptions_are_unique(heads: Mapping[str, Head]) -> None:
    assert duplicates({address: head.description for address, head in heads.items()}) == {}


def test_titles_are_short_enough_for_a_search_result(heads: Mapping[str, Head]) -> None:
    assert [head.title for head in heads.values() if not 0 < len(head.title) <= LONGEST_TITLE] == []


def test_descriptions_have_the_length_for_a_search_result(heads: Mapping[str, Head]) -> None:
    lengths = {head.description: len(head.description) for head in heads.values()}
    assert [(text, length) for text, length in lengths.items() if not SHORTEST <= length <= LONGEST] == []


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("/don-vi/xa-tan-lap-tan-bien/", "Xã Tân Lập, huyện Tân Biên, tỉnh Tây Ninh (đến 6/2025)"),
        ("/don-vi/xa-tan-lap/", "Xã Tân Lập, tỉnh Tây Ninh (từ 7/2025)"),
        ("/don-vi/so-noi-vu/", "Sở Nội vụ tỉnh Tây Ninh (đến 6/2025)"),
        ("/don-vi/thanh-tra-tinh/", "Thanh tra tỉnh Tây Ninh (đến 6/2025)"),
        ("/don-vi/phuong-1-tay-ninh/", "Phường 1, thành phố Tây Ninh, tỉnh Tây Ninh (đến 6/2025)"),
    ],
)
def test_titles_of_units_with_the_same_name_have_place_and_time(
    heads: Mapping[str, Head], address: str, title: str
) -> None:
    assert heads[address].title == title
    assert heads[address].description.startswith(f"{title}: ")
