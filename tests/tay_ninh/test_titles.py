"""What search engines and browser tabs show of each page of the real portal: a title and a description of its own."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

DOCS = Path(__file__).resolve().parents[2] / "build" / "docs"
LONGEST_TITLE = 75
"""What a search engine shows of it; official names of some agencies take most of that."""
SHORTEST, LONGEST = 50, 200


@dataclass(frozen=True)
class Head:
    """What the front matter of a page says of it."""

    title: str
    description: str


def head_of(text: str) -> Head:
    matter = yaml.load(text.split("---\n")[1], Loader=yaml.CSafeLoader)
    return Head(matter["title"], matter["description"])


@pytest.fixture(scope="module")
def heads() -> Mapping[str, Head]:
    """By address: the pages that `make site` made of the data, and those written by hand."""
    files = DOCS.rglob("*.md")
    found = {address_of(file): head_of(file.read_text(encoding="utf-8")) for file in files}
    assert len(found) > 250, "run `make site` first"
    assert {"/gioi-thieu/", "/phuong-phap/", "/huong-dan/"} <= found.keys()
    return found


def address_of(file: Path) -> str:
    return f"/{file.parent.relative_to(DOCS).as_posix()}/"


def doubled(texts: Mapping[str, str]) -> dict[str, list[str]]:
    """Each text that several pages bear, with their addresses."""
    counts = Counter(texts.values())
    return {
        text: [address for address, own in texts.items() if own == text] for text, count in counts.items() if count > 1
    }


def test_no_two_pages_bear_one_title(heads: Mapping[str, Head]) -> None:
    """28 pairs of units have one name: before and after the merger, or in two districts."""
    assert doubled({address: head.title for address, head in heads.items()}) == {}


def test_no_two_pages_have_one_description(heads: Mapping[str, Head]) -> None:
    assert doubled({address: head.description for address, head in heads.items()}) == {}


def test_titles_fit_a_search_result(heads: Mapping[str, Head]) -> None:
    assert [head.title for head in heads.values() if not 0 < len(head.title) <= LONGEST_TITLE] == []


def test_descriptions_fit_a_search_result(heads: Mapping[str, Head]) -> None:
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
def test_units_of_one_name_are_told_apart_by_place_and_time(
    heads: Mapping[str, Head], address: str, title: str
) -> None:
    assert heads[address].title == title
    assert heads[address].description.startswith(f"{title}: ")
