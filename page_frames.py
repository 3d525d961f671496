"""What stands around the texts of a generated page, made once for all pages that it is the same for.

A page's template takes ten times as long as its Markdown, and comes to the same but for a few texts: title,
description, addresses, content. A frame is the template's output of a page that has marks in place of these texts. It
is taken only when its first page, put together from it, is what the template makes of that page; else the template
makes every page.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from markupsafe import escape

from fast_markdown import folders_of, shared_folder

if TYPE_CHECKING:
    from mkdocs.structure.pages import Page
    from mkdocs.structure.toc import AnchorLink, TableOfContents

_NO_SITE = "https://site.invalid/"
_TOP = "<h1>"
_MARK = re.compile(f"cmb-mark-([a-z0-9]+)-(?:{_TOP})?")
"""Content has its mark before a heading: of a page without one the template would write the title."""
_KNOWN = frozenset(
    ("title", "description", "lang", "hide", "updated", "feeds", "linked", "report", "picture", "oembed", "commonmark")
)
"""What the front matter of a page with a frame may hold (generator/rendering.py writes it)."""

_PLAIN_PATH = re.compile(r"[a-z0-9][\w/.-]*")
"""A path that the template only puts behind the way to the site's root."""

Texts: TypeAlias = Mapping[str, str]
"""A page's own texts by the names of their marks, as its template shows them."""


@dataclass(frozen=True)
class Frame:
    """The pieces of a page between its own texts, and the names of these."""

    pieces: Sequence[str]
    names: Sequence[str]

    @classmethod
    def of(cls, output: str) -> "Frame":
        """Of what the template makes of a page with marks."""
        parts = _MARK.split(output)
        return cls(parts[::2], parts[1::2])

    def around(self, texts: Texts) -> str:
        """The page with these texts."""
        own = (texts.get(name, "") for name in self.names)  # A heading may hold a mark: its frame is not used.
        return "".join([self.pieces[0], *(part for pair in zip(own, self.pieces[1:], strict=True) for part in pair)])


class Frames:
    """Makes pages by frames where that comes to the same, by their template elsewhere."""

    def __init__(self, menu: "Iterable[Page]", site: str) -> None:
        """`menu` holds the pages that stand in the menu, which opens at them; `site` is where the site will stand."""
        self._folders = folders_of(page.url for page in menu)
        self._site = site
        self._known: dict[object, Frame | None] = {}

    def html(self, page: "Page", render: "Callable[[Page], str]") -> str:
        """The page as `render` would make it, of a page that is ready to be rendered."""
        if not self._is_usual(page):
            return render(page)
        key, texts = self._key(page), dict(self._texts(page))
        if key not in self._known:
            made = render(page)
            found = Frame.of(render(_marked(page)))
            self._known[key] = found if found.around(texts) == made else None
            return made
        frame = self._known[key]
        return render(page) if frame is None else frame.around(texts)

    def _is_usual(self, page: "Page") -> bool:
        meta = page.meta
        return bool(
            meta.get("commonmark")
            and _KNOWN.issuperset(meta)
            and meta.get("title")
            and meta.get("description")
            and meta.get("linked")
            and "<h1" in (page.content or "")
            and all(_PLAIN_PATH.fullmatch(feed["path"]) for feed in meta.get("feeds") or ())
        )

    def _key(self, page: "Page") -> object:
        """All that the template looks at besides the page's own texts."""
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

    def _texts(self, page: "Page") -> Iterator[tuple[str, str]]:
        """A page's own texts, by the names that `_marked` gives them."""
        meta = page.meta
        yield "title", escape(meta["title"])
        yield "description", escape(meta["description"])
        yield "canonical", escape(page.canonical_url or "")
        yield "content", self._placed(page.content or "")
        yield "linked", self._placed(meta["linked"])
        yield "report", escape(meta.get("report") or "")
        for number, feed in enumerate(meta.get("feeds") or ()):
            yield f"feedtitle{number}", escape(feed["title"])
            yield f"feedpath{number}", feed["path"]
        if picture := meta.get("picture"):
            yield "picture", escape(picture["path"])
            yield "alt", escape(picture["alt"])
        if oembed := meta.get("oembed"):
            yield "oembed", oembed["path"]

    def _placed(self, text: str) -> str:
        """The text with the site's address where the generator, which does not know it, wrote another one."""
        return text.replace(_NO_SITE, self._site)


def _headings(toc: "TableOfContents | Sequence[AnchorLink]", *, top: bool = True) -> Iterator[object]:
    """The table of contents as pages show it: of the page's own heading only where it stands."""
    for number, item in enumerate(toc):
        title = "" if top and not number and item.level == 1 else item.title
        yield item.level, item.id, title, tuple(_headings(item.children, top=False))


def _marked(page: "Page") -> "Page":
    """The page with marks in place of its own texts."""
    marked, meta = copy(page), page.meta
    marked.content = f"{_mark('content')}{_TOP}"
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
