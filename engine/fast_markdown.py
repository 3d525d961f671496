"""A MkDocs hook that renders generated pages with a CommonMark engine in Rust, which gives the same HTML in a hundredth
of the time. It also makes the layout around a page only once for all pages where it is the same.

The site is complete and the same without this hook. The hook only handles pages with `commonmark: true` in their front
matter. The generator writes these pages with CommonMark, block HTML and explicit heading ids. Python-Markdown renders
the hand-written pages.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cached_property, partial
from typing import TYPE_CHECKING, TypedDict

import pyromark
from mkdocs.structure.toc import get_toc

if TYPE_CHECKING:
    from jinja2 import Environment
    from jinja2.runtime import Context
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext

OPTIONS = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_HEADING_ATTRIBUTES

SURROUNDINGS = ("partials/header.html", "partials/nav.html", "partials/tabs.html")
"""Templates of the layout around a page. For pages outside the menu, their output differs only in the beginning of
links. They take half of the time of a page."""

_EXPLICIT_ID = re.compile(r"\n#{1,6} .*\{#([^}]+)\}\s*$", re.MULTILINE)
"""A heading with an explicit id. The pattern begins with a line break, which is ten times as fast as beginning with
`^`."""
_HEADING = re.compile(r'<h([1-6]) id="([^"]+)">(.*?)</h\1>')
_TAG = re.compile(r"<[^>]+>")
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n+", re.DOTALL)
_ID = re.compile(r'\sid="([^"]+)"')


class Token(TypedDict):
    """A heading in Python-Markdown's table of contents, with the headings below it."""

    level: int
    id: str
    name: str
    children: "list[Token]"


def on_env(env: "Environment", config: "MkDocsConfig", files: "Files") -> "Environment":  # noqa: ARG001 - MkDocs passes all
    """Renders the layout around a page only once for all pages with the same beginning of links. Called by MkDocs."""
    for name in SURROUNDINGS:
        template = env.get_template(name)
        template.root_render_func = _made_once(template.root_render_func)
    return env


def _made_once(make: "Callable[[Context], Iterator[str]]") -> "Callable[[Context], Iterator[str]]":
    """Returns a render function with a cache: the output of `make` is reused for all pages outside the menu that have
    the same beginning of links."""
    known: dict[tuple[str, str], str] = {}
    folders: set[str] = set()

    def cached_render(context: "Context") -> Iterator[str]:
        page, nav = context.get("page"), context.get("nav")
        if page is None or any(page is linked for linked in nav.pages):
            yield from make(context)
            return
        if not folders:
            folders.update(folders_of(linked.url for linked in nav.pages))
        key = context["base_url"], shared_folder(page.url, folders)
        if key not in known:
            known[key] = "".join(make(context))
        yield known[key]

    return cached_render


def folders_of(addresses: Iterable[str]) -> set[str]:
    """Returns all folders that contain one of these addresses, including the root."""
    return {"", *(address[: at + 1] for address in addresses for at, sign in enumerate(address) if sign == "/")}


def shared_folder(address: str, folders: Collection[str]) -> str:
    """Returns the deepest of the folders that contains the address. Relative links to pages in the folders start from
    there."""
    folder = address
    while folder not in folders:
        folder = folder[: folder.rstrip("/").rfind("/") + 1]
    return folder


def on_page_markdown(markdown: str, page: "Page", config: "MkDocsConfig", files: "Files") -> str:  # noqa: ARG001 - MkDocs passes all
    """Postpones rendering a generated page, so that Python-Markdown has no work. MkDocs reads all pages before it
    writes the first one, and so does not hold all texts in memory."""
    if not page.meta.get("commonmark"):
        return markdown
    page.render = partial(_postpone, page)  # type: ignore[method-assign]  # Setting up Python-Markdown takes 1 ms a page.
    return ""


def _postpone(page: "Page", config: "MkDocsConfig", files: "Files") -> None:  # noqa: ARG001 - MkDocs passes all
    page.content = ""
    page.present_anchor_ids = Anchors(page.file)  # type: ignore[assignment]  # MkDocs only uses `in`.


class Anchors:
    """The anchors of a generated page. The page is rendered to find them only when a hand-written page links to one of
    them."""

    def __init__(self, file: "File") -> None:
        self._file = file

    def __contains__(self, anchor: object) -> bool:
        return anchor in self._found

    @cached_property
    def _found(self) -> frozenset[str]:
        return frozenset(_ID.findall(_rendered(self._file)[1]))


def on_page_context(
    context: "TemplateContext",
    page: "Page",
    config: "MkDocsConfig",
    nav: "Navigation",  # noqa: ARG001 - MkDocs passes all
) -> "TemplateContext":
    """Renders a generated page, adds permalinks to its headings, and sets the page's table of contents."""
    if not page.meta.get("commonmark"):
        return context
    markdown, rendered = _rendered(page.file)
    title = str(config.mdx_configs.get("toc", {}).get("permalink_title", ""))
    written = set(_EXPLICIT_ID.findall(f"\n{markdown}"))
    page.toc = get_toc(_nested([found for found in _HEADING.findall(rendered) if found[1] in written]))
    page.content = _HEADING.sub(
        lambda found: _with_permalink(found, title) if found[2] in written else found[0], rendered
    )
    return context


def on_post_page(output: str, page: "Page", config: "MkDocsConfig") -> str:  # noqa: ARG001 - MkDocs passes all
    """Frees the text of a page after its output was made."""
    if page.meta.get("commonmark"):
        page.content, page.toc = "", get_toc([])
    return output


def _rendered(file: "File") -> tuple[str, str]:
    """Returns the Markdown of a generated page without its front matter, and its HTML."""
    markdown = _FRONT_MATTER.sub("", file.content_string)
    return markdown, pyromark.html(markdown, options=OPTIONS)


def _nested(headings: list[tuple[str, str, str]]) -> list[Token]:
    """Returns headings as tokens of Python-Markdown's table of contents, each with the headings below it. Names are
    HTML in both the headings and the tokens."""
    root: Token = {"level": 0, "id": "", "name": "", "children": []}
    path = [root]
    for level, id_, inner in headings:
        name = _TAG.sub("", inner).strip()
        token: Token = {"level": int(level), "id": id_, "name": name, "children": []}
        while path[-1]["level"] >= int(level):
            path.pop()
        path[-1]["children"].append(token)
        path.append(token)
    return root["children"]


def _with_permalink(found: re.Match[str], title: str) -> str:
    level, id_, inner = found.groups()
    return f'<h{level} id="{id_}">{inner}<a class="headerlink" href="#{id_}" title="{title}">&para;</a></h{level}>'
