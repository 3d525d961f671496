"""Reads each page of a built site once, and lists faults in its links, resources, metadata and headings."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree, html

from generator.content import content_addresses

RESOURCES = (
    ("script", "src"), ("img", "src"), ("iframe", "src"), ("source", "src"), ("video", "src"), ("audio", "src"),
    ("object", "data"), ("use", "href"), ("form", "action"),
)  # fmt: skip
LOADED = {"stylesheet", "preload", "modulepreload", "prefetch", "preconnect", "dns-prefetch", "icon", "manifest"}
SPOKEN = ("aria-label", "title", "placeholder", "alt", "summary")
SILENT = {"script", "style"}
NOT_SPOKEN = {"code", "pre"}
"""Elements whose text belongs to no language."""

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")

ENGLISH = re.compile(
    r"\b(skip to content|back to top|table of contents|copy to clipboard|type to start searching|permanent link|"
    r"made with|edit this page|view source|last update|page not found|switch to|toggle|no matching documents|"
    r"initializing search|navigation|footer|header|search|share(?!: )|clear|previous|next|tabs|home|copied)\b",
    re.IGNORECASE,
)
"""Matches English texts of Material and MkDocs that appear if a translation is missing."""

MISSING = "404.html"
SHOWN = 30
"""Maximum number of faults of one kind that a report lists."""


@dataclass
class Read:
    """One page of the site.

    `path` is the page's file relative to the site folder. `links` and `resources` are written as in the HTML.
    `feeds` are the feeds that the page announces. `headings` are the levels of the headings in the main part.
    `texts` are the visible and spoken texts, without code and without parts marked as English. `linked_data` is the
    JSON-LD.
    """

    path: str
    language: str = ""
    title: str = ""
    metas: dict[str, str] = field(default_factory=dict)
    canonical: str = ""
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    resources: list[str] = field(default_factory=list)
    feeds: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    linked_data: list[str] = field(default_factory=list)

    @property
    def indexed(self) -> bool:
        """Whether search engines may list the page. Redirect pages ask search engines not to list them, and nothing
        links to the page for missing addresses."""
        return self.metas.get("robots") != "noindex" and self.path != MISSING


def read_page(path: str, content: bytes) -> Read:
    """Parses the HTML of one page."""
    found = Read(path)
    foreign: set[html.HtmlElement] = set()
    for element in html.document_fromstring(content, parser=html.HTMLParser(encoding="utf-8")).iter(etree.Element):
        if element.get("lang") == "en" or element.tag in NOT_SPOKEN or element.getparent() in foreign:
            foreign.add(element)
        else:
            _read_texts(element, found)
        _read_element(element, found)
    return found


def _read_texts(element: html.HtmlElement, found: Read) -> None:
    found.texts += [element.attrib[name] for name in SPOKEN if element.attrib.get(name)]
    if element.tag not in SILENT and element.text and element.text.strip():
        found.texts.append(element.text.strip())
    found.texts += [part.tail.strip() for part in element if part.tail and part.tail.strip()]


def _read_element(element: html.HtmlElement, found: Read) -> None:
    tag, values = str(element.tag), element.attrib
    _read_head(element, tag, values, found)
    if values.get("id"):
        found.ids.append(values["id"])
    if tag == "a" and "href" in values:
        found.links.append(values["href"])
    if tag in HEADINGS and any(True for _ in element.iterancestors("main")):
        found.headings.append(int(tag[1]))
    found.resources += [values[name] for of, name in RESOURCES if of == tag and name in values]


def _read_head(element: html.HtmlElement, tag: str, values: Mapping[str, str], found: Read) -> None:
    if tag == "html":
        found.language = values.get("lang", "")
    elif tag == "title" and element.getparent().tag == "head":
        found.title = element.text_content()
    elif tag == "meta":
        found.metas[values.get("name") or values.get("property") or values.get("http-equiv") or ""] = values.get(
            "content", ""
        )
    elif tag == "link" and values.get("rel") == "canonical":
        found.canonical = values["href"]
    elif tag == "link" and values.get("type") == "application/atom+xml":
        found.feeds.append(values["href"])
    elif tag == "link" and LOADED & set(values.get("rel", "").split()):
        found.resources.append(values["href"])
    elif tag == "script" and values.get("type") == "application/ld+json":
        found.linked_data.append(element.text_content())


@dataclass(frozen=True)
class Crawl:
    """All pages of a built site by path. Each check returns its faults, one string for each fault."""

    root: Path
    pages: Mapping[str, Read]

    @cached_property
    def address(self) -> str:
        """The address that the site is built for, with a slash at the end."""
        return self.pages["index.html"].canonical

    @cached_property
    def base(self) -> str:
        """The path that the site is built for: `/`, or `/portal/` if it is a part of another site."""
        return urlsplit(self.address).path or "/"

    def inner(self, read: Read, reference: str) -> tuple[str, str] | None:
        """Returns the file and the anchor that a reference leads to, or None if it leaves the site."""
        parts = urlsplit(reference)
        if parts.scheme or parts.netloc:
            return None
        here = self.base + read.path
        path = unquote(urlsplit(urljoin(here, parts.path)).path) if parts.path else here
        file = path.removeprefix(self.base)
        is_folder = path.endswith("/") or (self.root / file).is_dir()
        return (f"{file.rstrip('/')}/index.html".lstrip("/") if is_folder else file), unquote(parts.fragment)

    def dead_links(self) -> list[str]:
        """Returns links and resources without a file, and anchors that do not exist on the target page."""
        ids = {path: set(read.ids) for path, read in self.pages.items()}
        known: dict[str, bool] = {}
        return [
            f"{read.path}: {reference}"
            for read in self.pages.values()
            for reference in dict.fromkeys([*read.links, *read.resources])
            if (found := self.inner(read, reference)) and not self._target_exists(*found, ids, known)
        ]

    def _target_exists(self, file: str, anchor: str, ids: Mapping[str, set[str]], known: dict[str, bool]) -> bool:
        if file not in known:
            known[file] = (self.root / file).is_file()
        return known[file] and (not anchor or file not in ids or anchor in ids[file])

    def orphans(self) -> list[str]:
        """Returns pages that cannot be reached by links from the home page.

        The page of a finding that does not exist any more is kept for those who link to it from elsewhere.
        """
        reached, waiting = {"index.html"}, ["index.html"]
        while waiting:
            read = self.pages[waiting.pop()]
            led = {found[0] for link in read.links if (found := self.inner(read, link))}
            new = (led & self.pages.keys()) - reached
            reached |= new
            waiting += new
        return [path for path, read in self.pages.items() if read.indexed and path not in reached]

    def external_requests(self) -> list[str]:
        """Returns the resources that pages and styles load from other hosts."""
        loaded = [
            f"{read.path}: {address}" for read in self.pages.values() for address in read.resources if _outside(address)
        ]
        imported = re.compile(r"(?:url\(|@import)\s*['\"]?(?:https?:)?//[^)'\"]+")
        for style in sorted(self.root.rglob("*.css")):
            name = style.relative_to(self.root).as_posix()
            loaded += [f"{name}: {found}" for found in imported.findall(style.read_text(encoding="utf-8"))]
        return loaded

    def incomplete_metadata(self) -> list[str]:
        """Returns pages without a title, a language or a description. Only pages that search engines may list need a
        description."""
        return [
            read.path
            for read in self.pages.values()
            if not (
                read.language == "vi" and read.title.strip() and (read.metas.get("description") or not read.indexed)
            )
        ]

    def duplicate_descriptions(self) -> list[str]:
        """Returns titles and descriptions that several pages share."""
        titles = self._duplicates("title", lambda read: read.title)
        return [*titles, *self._duplicates("description", lambda read: read.metas.get("description", ""))]

    def _duplicates(self, what: str, of: Callable[[Read], str]) -> Iterator[str]:
        pages: dict[str, list[str]] = {}
        for read in self.pages.values():
            if read.indexed:
                pages.setdefault(of(read), []).append(read.path)
        yield from (f"{what} “{text}”: {', '.join(paths)}" for text, paths in pages.items() if len(paths) > 1)

    def wrong_canonicals(self) -> list[str]:
        """Returns pages with a canonical address that is not their own."""
        expected = {path: self.address + path.removesuffix("index.html") for path in self.pages}
        return [
            f"{read.path}: {read.canonical}"
            for read in self.pages.values()
            if read.indexed and read.canonical != expected[read.path]
        ]

    def broken_linked_data(self) -> list[str]:
        """Returns JSON-LD that is not valid JSON, or that has no context or no type."""
        return [
            f"{read.path}: {text[:80]}" for read in self.pages.values() for text in read.linked_data if _broken(text)
        ]

    def without_picture(self) -> list[str]:
        """Returns pages without a preview picture that exists and has a text alternative."""
        return [
            f"{read.path}: {read.metas.get('og:image', '')}"
            for read in self.pages.values()
            if read.indexed and not self._has_picture(read.metas)
        ]

    def _has_picture(self, metas: Mapping[str, str]) -> bool:
        address, alt = metas.get("og:image", ""), metas.get("og:image:alt", "")
        there = address.startswith(self.address) and (self.root / address.removeprefix(self.address)).is_file()
        return there and bool(alt) and alt == metas.get("twitter:image:alt")

    def broken_outlines(self) -> list[str]:
        """Returns pages that do not begin with their only h1, or on which a heading skips a level."""
        return [
            f"{read.path}: {read.headings}"
            for read in self.pages.values()
            if (read.indexed or read.path == MISSING) and not _is_outline(read.headings)
        ]

    def repeated_ids(self) -> list[str]:
        """Returns ids that occur more than once on a page."""
        return [
            f"{read.path}#{id_}"
            for read in self.pages.values()
            for id_, count in Counter(read.ids).items()
            if count > 1
        ]

    def english_texts(self) -> list[str]:
        """Returns visible and spoken texts in English, except those marked as English. The address of a page at the end
        of a text and the code `share` of the data are ignored."""
        texts = {text for read in self.pages.values() for text in read.texts}
        return sorted(text for text in texts if ENGLISH.search(re.sub(r"(?<= )https?://\S+/$", "", text)))


def _outside(address: str) -> bool:
    parts = urlsplit(address)
    return bool(parts.netloc) or parts.scheme not in ("", "data")


def _is_outline(headings: Sequence[int]) -> bool:
    return headings[:1] == [1] and headings.count(1) == 1 and all(low - high <= 1 for high, low in pairwise(headings))


def _broken(text: str) -> bool:
    try:
        found = json.loads(text)
    except json.JSONDecodeError:
        return True
    return not (isinstance(found, dict) and "@context" in found and ("@type" in found or "@graph" in found))


QUESTIONS: tuple[Callable[[Crawl], list[str]], ...] = (
    Crawl.dead_links,
    Crawl.orphans,
    Crawl.external_requests,
    Crawl.incomplete_metadata,
    Crawl.duplicate_descriptions,
    Crawl.wrong_canonicals,
    Crawl.broken_linked_data,
    Crawl.broken_outlines,
    Crawl.repeated_ids,
)
"""The checks that every site must pass."""


def crawl(site: Path) -> Crawl:
    """Reads every HTML file of a built site."""
    files = sorted(site.rglob("*.html"))
    paths = [file.relative_to(site).as_posix() for file in files]
    return Crawl(site, {path: read_page(path, file.read_bytes()) for path, file in zip(paths, files, strict=True)})


def without_hand_written(found: Crawl, root: Path) -> Crawl:
    """Returns the crawl without the hand-written pages of the portal at `root`: their texts are the portal's own, and
    no matter for the tests of the program."""
    by_hand = {f"{address[1:]}index.html" for address in content_addresses(root)}
    return Crawl(found.root, {path: read for path, read in found.pages.items() if path not in by_hand})


def report(faults: Sequence[str]) -> str:
    """Returns the number of faults and the first of them."""
    return "\n".join([f"{len(faults)} faults", *faults[:SHOWN]])
