"""A MkDocs hook: a CommonMark engine in Rust renders the generated pages, to the same HTML in a hundredth of the time,
and what surrounds a page is made once for all pages that it is the same for.

The site is whole without it, and the same. Only pages whose front matter says `commonmark: true` are touched: those
that the generator wrote, of CommonMark, block HTML and explicit heading ids. Hand-written ones stay with
Python-Markdown.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import TYPE_CHECKING, TypedDict

import pyromark
from mkdocs.structure.toc import get_toc

if TYPE_CHECKING:
    from jinja2 import Environment
    from jinja2.runtime import Context
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

OPTIONS = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_HEADING_ATTRIBUTES

SURROUNDINGS = ("partials/header.html", "partials/nav.html", "partials/tabs.html")
"""Templates of which a page outside the menu only decides how their links begin; they are half of a page's work."""

_WRITTEN = re.compile(r"^#{1,6} .*\{#([^}]+)\}\s*$", re.MULTILINE)
_HEADING = re.compile(r'<h([1-6]) id="([^"]+)">(.*?)</h\1>')
_TAG = re.compile(r"<[^>]+>")
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
        if page is None or page in nav.pages:
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
    """Keeps a generated page's text for later, so that Python-Markdown has nothing to do."""
    if not page.meta.get("commonmark"):
        return markdown
    page.meta["commonmark"] = markdown
    return ""


def on_page_content(html: str, page: "Page", config: "MkDocsConfig", files: "Files") -> str:  # noqa: ARG001 - MkDocs passes all
    """Renders the kept text, gives headings their permalinks, and tells MkDocs the page's headings and anchors."""
    markdown = page.meta.pop("commonmark", None)
    if not isinstance(markdown, str):
        return html
    settings = config.mdx_configs.get("toc", {})
    title = str(settings.get("permalink_title", ""))
    written = set(_WRITTEN.findall(markdown))
    rendered = pyromark.html(markdown, options=OPTIONS)
    page.toc = get_toc(nested([found for found in _HEADING.findall(rendered) if found[1] in written]))
    page.present_anchor_ids = set(_ID.findall(rendered))
    return _HEADING.sub(lambda found: _with_permalink(found, title) if found[2] in written else found[0], rendered)


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
