"""Shrinks pages, and collects what they contain."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape

from engine.styles import PORTAL, SelectorParts

# What pages contain.
_FILE_IN_ASSETS = re.compile(r"assets/(?:[\w.-]+/)*([\w.-]+)")
_ENTITY = re.compile(r"&[#\w]+;")
_TAG = re.compile(r"<([a-z][a-z0-9]*)")
_ATTRIBUTE = re.compile(r' (class|id|dir|role|data-scheme|data-md-[a-z-]+)="([^"]*)"')
_ASCII = bytes(range(128))
_PORTAL_NAME = re.compile(r"cmb-[\w-]+")

# What is removed from pages. The spaces of elements that match `_KEPT_SPACES` are not changed.
STYLE_LINK = re.compile(r'<link rel="stylesheet" href="([^"]+)">')
_KEPT_SPACES = re.compile(r"(<(?:pre|script|style|textarea)\b.*?</(?:pre|script|style|textarea)>)", re.DOTALL)
_AFTER_TAG = re.compile(r">(?:[ \t]+\n[ \t\n]*|\n[ \t\n]+)")
_BEFORE_TAG = re.compile(r"\n[ \t\n]+<")
_BLANKS_BEFORE_TAG = re.compile(r"[ \t]+\n<")
_WHITESPACE = " \t\n"


@dataclass(frozen=True)
class PageContents:
    """What one or more pages contain.

    Collected page by page, because all pages together are larger than the memory of some machines.

    - `selector_parts`: the tags, classes, ids and attributes that the styles select and the pages have.
    - `files`: the names of files under `assets/` that the pages contain.
    - `letters`: all different characters, sorted.
    """

    selector_parts: SelectorParts = field(default_factory=SelectorParts)
    files: frozenset[str] = frozenset()
    letters: str = ""

    @classmethod
    def of(cls, pages: Iterable["PageContents"]) -> "PageContents":
        """Returns the contents of all pages together. Many pages have equal selector parts and files."""
        listed = tuple(pages)
        return cls(
            SelectorParts.of({page.selector_parts for page in listed}),
            frozenset[str]().union(*{page.files for page in listed}),
            "".join(sorted(set[str]().union(*(page.letters for page in listed)))),
        )


@dataclass(frozen=True)
class PageShrinker:
    """Shrinks pages one by one, and collects what they contain.

    - `wanted`: the selector parts to search for in pages, because the styles use them.
    - `files`: the names of the files under `assets/` to search for.
    - `joining`: whether the styles are joined into one file.
    """

    wanted: SelectorParts
    files: frozenset[str]
    joining: bool

    def shrunk(self, page: str) -> tuple[str, PageContents]:
        """Returns the shrunk page and its contents.

        Equal pieces between tags are searched only once, because a table repeats the same pieces hundreds of times. A
        page that does not link the joined styles is a chart for other sites. It has its own styles, does not use the
        fonts of the site, and is not changed.
        """
        if self.joining and PORTAL not in page:
            return page, PageContents(files=self._named(page))
        small = without_gaps(with_one_style(page) if self.joining else page)
        pieces = "<" + "<".join(set(small.split("<")))
        values = set(_ATTRIBUTE.findall(pieces.replace("\n", " ")))
        names = {name for attribute, value in values if attribute in {"class", "id"} for name in value.split()}
        selector_parts = SelectorParts(
            self.wanted.tags.intersection(_TAG.findall(pieces)),
            self.wanted.names.intersection(names.union(_PORTAL_NAME.findall(pieces))),
            self.wanted.values.intersection(values),
        )
        letters = _letters(pieces).union(*map(unescape, set(_ENTITY.findall(pieces))))
        return small, PageContents(selector_parts, self._named(pieces), "".join(sorted(letters)))

    def _named(self, text: str) -> frozenset[str]:
        return self.files.intersection(_FILE_IN_ASSETS.findall(text))


def _letters(text: str) -> set[str]:
    """Returns the characters of a text. It removes ASCII from the UTF-8 bytes first, which takes a fifth of the time of
    `set(text)`."""
    encoded = text.encode("utf-8", errors="surrogatepass")
    others = encoded.translate(None, _ASCII).decode("utf-8", errors="surrogatepass")
    return {*others, *(chr(code) for code in _ASCII if code in encoded)}


def with_one_style(page: str) -> str:
    """Returns the page with only one link to styles: that to the joined styles."""
    head, end, body = page.partition("</head>")
    kept, at = [], 0
    for link in STYLE_LINK.finditer(head):
        if not link[1].endswith(PORTAL):
            kept.append(head[at : link.start()].rstrip())
            at = link.end()
    return "".join([*kept, head[at:], end, body])


def without_gaps(page: str) -> str:
    """Returns the page with one line break in place of empty lines and indentation beside a tag. Elements whose spaces
    count, such as `<pre>`, are not changed."""
    parts = _KEPT_SPACES.split(page)
    return "".join(part if number % 2 else _without_gaps_in(part) for number, part in enumerate(parts))


def _without_gaps_in(text: str) -> str:
    """Returns the text with one line break in place of each gap. Several patterns that begin with a rare character are
    ten times as fast as one pattern for all gaps, which could match at every space."""
    begun = text.lstrip(_WHITESPACE)
    if "\n" in text[: len(text) - len(begun)]:
        text = f"\n{begun}"
    ended = text.rstrip(_WHITESPACE)
    if "\n" in text[len(ended) :]:
        text = f"{ended}\n"
    text = _BEFORE_TAG.sub("\n<", _AFTER_TAG.sub(">\n", text))
    return _BLANKS_BEFORE_TAG.sub("\n<", text) if " \n<" in text or "\t\n<" in text else text
