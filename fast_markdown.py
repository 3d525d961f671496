"""A MkDocs hook: a CommonMark engine in Rust renders the generated pages, to the same HTML in a hundredth of the time.

The site is whole without it. Only pages whose front matter says `commonmark: true` are touched: those that the
generator wrote, of CommonMark, block HTML and explicit heading ids. Hand-written ones stay with Python-Markdown.
"""

import re
from typing import TYPE_CHECKING, TypedDict

import pyromark
from mkdocs.structure.toc import get_toc

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

OPTIONS = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_HEADING_ATTRIBUTES

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
