"""Makes the layout around the texts of generated pages once and reuses it for all pages where it is the same.

Rendering the template of a page takes ten times as long as rendering its Markdown. The output differs only in a few
texts: title, description, addresses, content. A frame is the template's output for a page that has marks in place of
these texts. A frame is used only if it gives the same output as the template for the first page that could use it.
Otherwise the template renders all pages that could use it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from markupsafe import escape

from engine.fast_markdown import folders_of, shared_folder

if TYPE_CHECKING:
    from mkdocs.structure.pages import Page
    from mkdocs.structure.toc import AnchorLink, TableOfContents

_SITE_PLACEHOLDER = "https://site.invalid/"
_HEADING = "<h1>"
_MARK = re.compile(f"cmb-mark-([a-z0-9]+)-(?:{_HEADING})?")
"""A mark in the output of a template. The mark of the content is followed by a heading, because the template adds the
title to a page without a heading."""

_KNOWN_KEYS = frozenset(
    ("title", "description", "lang", "hide", "updated", "feeds", "linked", "report", "picture", "oembed", "commonmark")
)
"""The keys that the front matter of a page with a frame may have (generator/rendering.py writes them)."""

_PLAIN_PATH = re.compile(r"[a-z0-9][\w/.-]*")
"""A path that the template does not change; it only puts the relative path of the site's root before it."""

Texts: TypeAlias = Mapping[str, str]
"""The texts that differ between pages, as the template writes them, by the names of their marks."""


@dataclass(frozen=True)
class Frame:
    """The layout of a page.

    - `pieces`: the pieces of output before, between and after the marks.
    - `names`: the names of the marks between the pieces.
    """

    pieces: Sequence[str]
    names: Sequence[str]

    @classmethod
    def of(cls, output: str) -> "Frame":
        """Splits the template's output for a page with marks."""
        parts = _MARK.split(output)
        return cls(parts[::2], parts[1::2])

    def filled(self, texts: Texts) -> str:
        """Returns the page with these texts in place of the marks."""
        own = (texts.get(name, "") for name in self.names)  # A heading may look like a mark. Such a frame is not used.
        return "".join([self.pieces[0], *(part for pair in zip(own, self.pieces[1:], strict=True) for part in pair)])


class Frames:
    """Makes pages from frames where that gives the same output, and from their template otherwise."""

    def __init__(self, menu: "Iterable[Page]", site: str) -> None:
        """`menu` contains the pages of the menu, to which the layout links. `site` is the address of the site."""
        self._folders = folders_of(page.url for page in menu)
        self._site = site
        self._frames: dict[object, Frame | None] = {}

    def html(self, page: "Page", render: "Callable[[Page], str]") -> str:
        """Returns the same HTML as `render(page)`, but faster if there is a frame. The page must be ready to render."""
        if not self._can_use_frame(page):
            return render(page)
        key, texts = self._layout_key(page), dict(self._own_texts(page))
        if key not in self._frames:
            html = render(page)
            frame = Frame.of(render(_with_marks(page)))
            self._frames[key] = frame if frame.filled(texts) == html else None
            return html
        known = self._frames[key]
        return render(page) if known is None else known.filled(texts)

    def _can_use_frame(self, page: "Page") -> bool:
        meta = page.meta
        return bool(
            meta.get("commonmark")
            and _KNOWN_KEYS.issuperset(meta)
            and meta.get("title")
            and meta.get("description")
            and meta.get("linked")
            and "<h1" in (page.content or "")
            and all(_PLAIN_PATH.fullmatch(feed["path"]) for feed in meta.get("feeds") or ())
        )

    def _layout_key(self, page: "Page") -> object:
        """Returns everything on which the template's output depends except the page's own texts."""
        meta = page.meta
        return (
            page.url.count("/"),
            shared_folder(page.url, self._folders),
            meta.get("lang"),
            tuple(meta.get("hide") or ()),
            len(meta.get("feeds") or ()),
            *(bool(meta.get(name)) for name in ("report", "picture", "oembed")),
            bool(page.canonical_url),
            tuple(_headings(page.toc)),
        )

    def _own_texts(self, page: "Page") -> Iterator[tuple[str, str]]:
        """Yields the page's own texts with the names of their marks in `_with_marks`."""
        meta = page.meta
        yield "title", escape(meta["title"])
        yield "description", escape(meta["description"])
        yield "canonical", escape(page.canonical_url or "")
        yield "content", self._with_site_address(page.content or "")
        yield "linked", self._with_site_address(meta["linked"])
        yield "report", escape(meta.get("report") or "")
        for number, feed in enumerate(meta.get("feeds") or ()):
            yield f"feedtitle{number}", escape(feed["title"])
            yield f"feedpath{number}", feed["path"]
        if picture := meta.get("picture"):
            yield "picture", escape(picture["path"])
            yield "alt", escape(picture["alt"])
        if oembed := meta.get("oembed"):
            yield "oembed", oembed["path"]

    def _with_site_address(self, text: str) -> str:
        """Replaces the placeholder that the generator writes, because it does not know the site's address."""
        return text.replace(_SITE_PLACEHOLDER, self._site)


def _headings(toc: "TableOfContents | Sequence[AnchorLink]", *, top: bool = True) -> Iterator[object]:
    """Yields the table of contents as pages show it. The page's own heading counts only with its level and id."""
    for number, item in enumerate(toc):
        title = "" if top and not number and item.level == 1 else item.title
        yield item.level, item.id, title, tuple(_headings(item.children, top=False))


def _with_marks(page: "Page") -> "Page":
    """Returns a copy of the page with marks in place of its own texts."""
    marked, meta = copy(page), page.meta
    marked.content = f"{_mark('content')}{_HEADING}"
    marked.canonical_url = page.canonical_url and _mark("canonical")
    marked.meta = {
        **meta,
        "title": _mark("title"),
        "description": _mark("description"),
        "linked": _mark("linked"),
        "report": meta.get("report") and _mark("report"),
        "feeds": [
            {"title": _mark(f"feedtitle{number}"), "path": _mark(f"feedpath{number}")}
            for number, _ in enumerate(meta.get("feeds") or ())
        ],
    }
    if meta.get("picture"):
        marked.meta["picture"] = {"path": _mark("picture"), "alt": _mark("alt")}
    if meta.get("oembed"):
        marked.meta["oembed"] = {"path": _mark("oembed")}
    return marked


def _mark(name: str) -> str:
    return f"cmb-mark-{name}-"
