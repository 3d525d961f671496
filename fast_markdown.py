"""A MkDocs hook: a CommonMark engine in Rust renders the generated pages, to the same HTML in a hundredth of the time,
and what surrounds a page is made once for all pages that it is the same for.

The site is whole without it, and the same. Only pages whose front matter says `commonmark: true` are touched: those
that the generator wrote, of CommonMark, block HTML and explicit heading ids. Hand-written ones stay with
Python-Markdown.
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
"""Templates that differ, for pages outside the menu, only in how their links begin; they take half of the time of a
page."""

_WRITTEN = re.compile(r"\n#{1,6} .*\{#([^}]+)\}\s*$", re.MULTILINE)
"""A heading with an id of its own. What begins with a sign is looked for in a tenth of the time that `^` takes."""
_HEADING = re.compile(r'<h([1-6]) id="([^"]+)">(.*?)</h\1>')
_TAG = re.compile(r"<[^>]+>")
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n+", re.DOTALL)
_ID = re.compile(r'\sid="([^"]+)"')


class Token(TypedDict):
    """A heading in Python-Markdown's table of contents, with those below it."""

    level: int
    id: str
    name: str
    children: "list[Token]"


def on_env(env: "Environment", config: "MkDocsConfig", files: "Files") -> "Environment":  # noqa: ARG001 - MkDocs passes all
    """Lets what surrounds a page be made once for all pages from which links begin alike."""
    for name in SURROUNDINGS:
        template = env.get_template(name)
        template.root_render_func = made_once(template.root_render_func)
    return env


def made_once(make: "Callable[[Context], Iterator[str]]") -> "Callable[[Context], Iterator[str]]":
    """The same of a template, where its text is kept for all pages outside the menu whose links begin alike."""
    known: dict[tuple[str, str], str] = {}
    folders: set[str] = set()

    def kept(context: "Context") -> Iterator[str]:
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

    return kept


def folders_of(addresses: Iterable[str]) -> set[str]:
    """The folders that these addresses lie in, the root among them."""
    return {"", *(address[: at + 1] for address in addresses for at, sign in enumerate(address) if sign == "/")}


def shared_folder(address: str, folders: Collection[str]) -> str:
    """The deepest of the folders that the address lies in: links to what lies in them begin there."""
    folder = address
    while folder not in folders:
        folder = folder[: folder.rstrip("/").rfind("/") + 1]
    return folder


def on_page_markdown(markdown: str, page: "Page", config: "MkDocsConfig", files: "Files") -> str:  # noqa: ARG001 - MkDocs passes all
    """Leaves a generated page for later, so that Python-Markdown has nothing to do, and MkDocs, which reads all pages
    before it writes the first, need not hold the texts of all."""
    if not page.meta.get("commonmark"):
        return markdown
    page.render = partial(_leave, page)  # type: ignore[method-assign]  # To set up Python-Markdown takes 1 ms a page.
    return ""


def _leave(page: "Page", config: "MkDocsConfig", files: "Files") -> None:  # noqa: ARG001 - as MkDocs calls it
    page.content = ""
    page.present_anchor_ids = Anchors(page.file)  # type: ignore[assignment]  # MkDocs only asks what is among them.


class Anchors:
    """The anchors of a generated page. They are looked for when a page written by hand leads to one of them."""

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
    """Renders a generated page's text, gives headings their permalinks, and tells MkDocs the page's headings."""
    if not page.meta.get("commonmark"):
        return context
    markdown, rendered = _rendered(page.file)
    title = str(config.mdx_configs.get("toc", {}).get("permalink_title", ""))
    written = set(_WRITTEN.findall(f"\n{markdown}"))
    page.toc = get_toc(nested([found for found in _HEADING.findall(rendered) if found[1] in written]))
    page.content = _HEADING.sub(
        lambda found: _with_permalink(found, title) if found[2] in written else found[0], rendered
    )
    return context


def on_post_page(output: str, page: "Page", config: "MkDocsConfig") -> str:  # noqa: ARG001 - MkDocs passes all
    """Lets go of a page's text once it has its file."""
    if page.meta.get("commonmark"):
        page.content, page.toc = "", get_toc([])
    return output


def _rendered(file: "File") -> tuple[str, str]:
    """A generated page's text without its front matter, and what becomes of it."""
    markdown = _FRONT_MATTER.sub("", file.content_string)
    return markdown, pyromark.html(markdown, options=OPTIONS)


def nested(headings: list[tuple[str, str, str]]) -> list[Token]:
    """The tokens of Python-Markdown's table of contents: each heading with those below it; names are HTML in both."""
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
