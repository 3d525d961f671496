"""What search engines and browser tabs show of each page of the real portal: a title and a description of its own."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
import yaml

from generator.build import site_of
from generator.rendering import make_environment, render_page
from generator.soundness import sound

ROOT = Path(__file__).resolve().parents[2]
LONGEST_TITLE = 75
"""What a search engine shows of it; official names of some agencies take most of that."""
SHORTEST, LONGEST = 50, 200


@dataclass(frozen=True)
class Head:
    """What the front matter of a page says of it."""

    title: str
    description: str


def head_of(text: str) -> Head:
    found = re.match(r"---\n(.*?)\n---\n", text, re.DOTALL)
    assert found
    matter = yaml.safe_load(found[1])
    return Head(matter["title"], matter["description"])


@pytest.fixture(scope="module")
def heads() -> Mapping[str, Head]:
    """By address or path: the generated pages, and those written by hand."""
    site = site_of(ROOT, sound(ROOT), date(2026, 11, 24))
    environment = make_environment()
    made = {page.address: head_of(render_page(environment, page)) for page in site.pages}
    written = {file.path: head_of(file.content.decode()) for file in site.files if file.path.endswith(".md")}
    assert len(made) > 250
    assert len(written) == 3
    return {**made, **written}


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
