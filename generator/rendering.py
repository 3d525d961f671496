"""View-models → Markdown. A page's template stands beside its view-model and is named after its class: `UnitPage` of
`pages/unit/` is `pages/unit/unit.md.j2`.

Every value is escaped: in block HTML by autoescape, in Markdown text by the filter `md`, in JSON within HTML by
`json_html`.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from os.path import commonprefix

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from generator import formats
from generator.artifacts import Artifact
from generator.cache import NO_CACHE, Cache, key_of
from generator.pages.parts import Page
from generator.sharing import Deferred, shared

_MARKDOWN = str.maketrans(
    {c: f"\\{c}" for c in "\\`*_{}[]()#+-.!"} | {c: f"&#{ord(c)};" for c in "<>&\"'|~"},
)
_BLOCKS = "address|article|aside|details|div|dl|figure|footer|form|header|main|nav|ol|p|script|section|table|ul"
_OPEN = re.compile("<(?:" + _BLOCKS + r")(?=[\s>])", re.IGNORECASE)
_CLOSE = re.compile("</(?:" + _BLOCKS + r")\s*>", re.IGNORECASE)
_SHAPE = re.compile(r'<use href="#cmb-([a-z_]+)"/>')
_JSON_IN_HTML = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)


@dataclass(frozen=True)
class Rendered:
    """A page as it is written, and the key of what it was made from."""

    artifact: Artifact
    key: str


def render(
    pages: Deferred[Page], changed: Mapping[str, date], cache: Cache = NO_CACHE, processes: int = 1
) -> Iterator[Rendered]:
    """The Markdown file of each page, in order; `changed` tells by address when a page last changed, where known.

    Pages are made and rendered by several processes; those that the cache knows are not rendered again.
    """
    environment = make_environment()
    for name in environment.list_templates(extensions=["j2"]):
        environment.get_template(name)

    def one(number: int) -> Rendered:
        page = pages[number]
        path, day = markdown_path(page.address), changed.get(page.address)
        key = key_of((page, day))
        text = cache.bytes_of(path, key) or render_page(environment, page, day).encode()
        return Rendered(Artifact(path, text), key)

    return shared(one, len(pages), processes)


def markdown_path(address: str) -> str:
    """`/don-vi/so-y-te/` is written as `don-vi/so-y-te/index.md`."""
    return f"{address.strip('/')}/index.md".lstrip("/")


def render_page(environment: Environment, page: Page, changed: date | None = None) -> str:
    """One page: front matter, then its template."""
    template = environment.get_template(template_name(page))
    text = with_blocks_apart(template.render(page=page)).strip()
    return f"{_front_matter(page, changed)}\n{text}\n{_drawings(environment, text)}"


def _drawings(environment: Environment, text: str) -> str:
    """The shapes that the page's text uses, each drawn once; nothing where it uses none."""
    codes = sorted(set(_SHAPE.findall(text)))
    return f"\n{environment.get_template('drawings.html.j2').render(codes=codes)}\n" if codes else ""


def template_name(page: Page) -> str:
    """`UnitPage` → `unit/unit.md.j2`, `DatedRankingPage` → `indicator/dated_ranking.md.j2`."""
    room = type(page).__module__.removeprefix("generator.pages.").partition(".")[0]
    words = re.findall(r"[A-Z][a-z]*", type(page).__name__.removesuffix("Page"))
    return f"{room}/{'_'.join(words).lower()}.md.j2"


@cache
def make_environment() -> Environment:
    """Templates with autoescape everywhere; an undefined name is an error. Compiled once: that takes a while."""
    environment = Environment(
        loader=PackageLoader("generator", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(href=_href, md=markdown_text, json_html=json_in_html, folded=formats.fold)
    return environment


@pass_context
def _href(context: Context, address: str) -> str:
    return relative(str(address), context["page"].address)


def relative(address: str, base: str) -> str:
    """A site address as seen from the page at `base`, so that the site works under any folder.

    Addresses of other sites, and anchors of the page itself, stay as they are.
    """
    if not address.startswith("/"):
        return address
    path, hash_, anchor = address.partition("#")
    if path == base and hash_:
        return f"#{anchor}"
    return f"{_from(path, base)}{hash_}{anchor}"


def _from(path: str, base: str) -> str:
    """The path as seen from a folder; both start at the site's root, and `base` ends with a slash."""
    alike = commonprefix((path, base))  # noqa: RUF071 - characters are meant; the last slash within them is looked for
    shared = path.rfind("/", 0, len(alike)) + 1
    up = base.count("/", shared)
    return f"{'../' * up}{path[shared:]}" or "./"


def markdown_text(text: str) -> Markup:
    """Text that Markdown shows as it is: HTML escaped, punctuation of Markdown behind a backslash."""
    safe = " ".join(text.split()).translate(_MARKDOWN)
    return Markup(safe)  # noqa: S704 - the line above escapes all that HTML and Markdown would read


def json_in_html(text: str) -> Markup:
    """JSON text that cannot end the script element it stands in."""
    safe = text.translate(_JSON_IN_HTML)
    return Markup(safe)  # noqa: S704 - nothing in it can end or open an element


def with_blocks_apart(text: str) -> str:
    """No blank line within block HTML and one after it: CommonMark ends an HTML block at the first blank line, and
    nowhere else."""
    depth = 0
    kept: list[str] = []
    for line in text.split("\n"):
        change = len(_OPEN.findall(line)) - len(_CLOSE.findall(line))
        if line.strip() or not (depth or kept[-1:] == [""]):
            kept.append(line.rstrip())
        depth += change
        if not depth and _CLOSE.search(line):
            kept.append("")
    return "\n".join(kept)


def _front_matter(page: Page, changed: date | None) -> str:
    """YAML front matter; JSON strings are valid YAML, whatever the title holds. `commonmark` promises that any engine
    renders the page alike; the theme reads `updated` for the map of the site and `feed` for the page's head."""
    lines = [f"title: {_quoted(page.title)}", f"description: {_quoted(page.description)}"]
    if page.hide_toc:
        lines.append("hide: [toc]")
    if changed:
        lines.append(f"updated: {_quoted(changed.isoformat())}")
    if page.feed:
        lines += ["feed:", f"  title: {_quoted(page.feed.text)}", f"  path: {_quoted(page.feed.address.lstrip('/'))}"]
    lines.append("commonmark: true")
    return "\n".join(["---", *lines, "---", ""])


def _quoted(text: str) -> str:
    return json.dumps(" ".join(text.split()), ensure_ascii=False)
