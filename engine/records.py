"""The records of the built site, which the next build reads: the pages with what they contain, and the tree from which
the site was built."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from engine.pages import PageContents
from engine.styles import SelectorParts
from generator.cache import FILE

CACHE = "build/cache/site.json"
"""The records of the pages of the last site, and the hash of the tree from which the site was built."""


class SitePage(NamedTuple):
    """The record of a page of the site.

    - `key`: the hash of all inputs of the page; empty if the page is rendered in every build.
    - `sha256`: the SHA-256 of the page's bytes.
    - `updated`: the day of the page in `sitemap.xml`; empty if there is none.
    - `contents`: what the page contains, so that shared files keep what it needs.
    """

    key: str
    sha256: str
    updated: str
    contents: PageContents


def load_pages(root: Path) -> dict[str, SitePage]:
    """Returns the records of the last site's pages by path. Empty if the file of records cannot be read."""
    try:
        listed = json.loads((root / CACHE).read_text(encoding="utf-8"))
        contents = [
            PageContents(SelectorParts(_texts(tags), _texts(names), frozenset(map(_pair, values))), _texts(files))
            for tags, names, values, files in listed["words"]
        ]
        return {
            path: SitePage(_text(key), _text(sha256), _text(updated), replace(contents[number], letters=_text(letters)))
            for path, (key, sha256, updated, letters, number) in listed["pages"].items()
        }
    except (OSError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
        return {}


def is_up_to_date(root: Path) -> bool:
    """Whether the site was built from the present tree of pages. It was not if the last build gave warnings, because
    then an older site is kept."""
    try:
        recorded = json.loads((root / CACHE).read_text(encoding="utf-8"))["tree"]
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return False
    return bool(recorded == _tree_hash(root))


def _tree_hash(root: Path) -> str:
    """Returns the hash of the generator's record of the tree; empty if there is no record."""
    record = root / FILE
    return hashlib.sha256(record.read_bytes()).hexdigest() if record.exists() else ""


def _texts(listed: Iterable[object]) -> frozenset[str]:
    return frozenset(map(_text, listed))


def _pair(listed: Iterable[object]) -> tuple[str, str]:
    name, value = map(_text, listed)
    return name, value


def _text(value: object) -> str:
    """Returns the value. Raises TypeError if it is not a string."""
    if not isinstance(value, str):
        raise TypeError(f"a record of texts holds {value!r}")
    return value


def save_pages(root: Path, pages: Mapping[str, SitePage]) -> None:
    """Saves the records of all pages that have a key, for the next build."""
    numbers: dict[PageContents, int] = {}
    listed = {
        path: (
            page.key,
            page.sha256,
            page.updated,
            page.contents.letters,
            numbers.setdefault(replace(page.contents, letters=""), len(numbers)),
        )
        for path, page in pages.items()
        if page.key
    }
    words = [_as_lists(contents) for contents in numbers]
    place = root / CACHE
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(
        json.dumps({"tree": _tree_hash(root), "words": words, "pages": listed}, ensure_ascii=False), encoding="utf-8"
    )


def _as_lists(contents: PageContents) -> tuple[list[str], list[str], list[tuple[str, str]], list[str]]:
    parts = contents.selector_parts
    return sorted(parts.tags), sorted(parts.names), sorted(parts.values), sorted(contents.files)
