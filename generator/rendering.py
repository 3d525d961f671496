"""Renders view-models to Markdown. A page's template is beside its view-model and is named after its class: `UnitPage`
of `pages/unit/` has the template `pages/unit/unit.md.j2`.

Every value is escaped: in block HTML by autoescape, in Markdown text by the filter `md`, in JSON within HTML by
`json_html`.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from generator import formats
from generator.artifacts import Artifact
from generator.cache import Recipe, key_of
from generator.deferred import Deferred
from generator.pages.linked import linked_data
from generator.pages.parts import Page
from generator.templating import QuickEnvironment, compiled_template_cache

_SPACES = re.compile(rf"[^\S{formats.NBSP}]+")
"""White space where a line may break, including line breaks."""

_MARKDOWN = str.maketrans(
    {c: f"\\{c}" for c in "\\`*_{}[]()#+-.!"} | {c: f"&#{ord(c)};" for c in "<>&\"'|~"},
)
# Elements that make an HTML block: address, article, aside, details, div, dl, figure, footer, form, header, main, nav,
# ol, p, script, section, table, ul. The pattern groups them by first letter, because each page has thousands of tags.
_BLOCK = re.compile(
    r"<(/?)(?:p|div|d(?:etails|l)|ul|ol|s(?:cript|ection)|table|a(?:ddress|rticle|side)|f(?:igure|ooter|orm)|header|main|nav)"
    r"(?=[\s>])"
)
_SHAPE = re.compile(r'<use href="#cmb-([a-z_]+)"/>')
_MAP_TILE = re.compile(r'<use href="#cmb-([a-z_]+)-([0-5])" x=')
_JSON_IN_HTML = (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026"), ("\u2028", "\\u2028"), ("\u2029", "\\u2029"))


def recipes(pages: Deferred[Page], changed: Callable[[str], date | None]) -> Deferred[Recipe]:
    """Returns how to make the Markdown file of each page. `changed` returns the day on which the page at an address
    last changed, None if it is not known."""
    environment = make_environment()
    for name in environment.list_templates(extensions=["j2"]):
        environment.get_template(name)  # Compiled now, for the processes that are forked later.

    def recipe(page: Page) -> Recipe:
        path, day = _markdown_path(page.address), changed(page.address)
        return Recipe(
            (path,), key_of((page, day)), lambda: (Artifact(path, render_page(environment, page, day).encode()),)
        )

    made = pages.then(recipe)
    return replace(made, names=[tuple(map(_markdown_path, addresses)) for addresses in pages.names])


def _markdown_path(address: str) -> str:
    """Returns the path of a page's file: `/don-vi/so-y-te/` is written to `don-vi/so-y-te/index.md`."""
    return f"{address.strip('/')}/index.md".lstrip("/")


def render_page(environment: Environment, page: Page, changed: date | None = None) -> str:
    """Returns the text of one page: front matter, the result of its template, then the drawings that it uses."""
    template = environment.get_template(_template_name(page))
    text = with_blocks_apart(template.render(page=page)).strip()
    return f"{_front_matter(page, changed)}\n{text}\n{_drawings(environment, text)}"


def _drawings(environment: Environment, text: str) -> str:
    """Returns the shapes and tiles that the page's text uses, each drawn once; empty if it uses none."""
    tiles = [(code, int(step)) for code, step in sorted(set(_MAP_TILE.findall(text)))]
    codes = sorted({*_SHAPE.findall(text), *(code for code, _ in tiles)})
    drawn = environment.get_template("drawings.html.j2").render(codes=codes, tiles=tiles)
    return f"\n{drawn}\n" if codes else ""


def _template_name(page: Page) -> str:
    """Returns the path of a page's template: `UnitPage` → `unit/unit.md.j2`, `DatedRankingPage` →
    `indicator/dated_ranking.md.j2`."""
    package = type(page).__module__.removeprefix("generator.pages.").partition(".")[0]
    words = re.findall(r"[A-Z][a-z]*", type(page).__name__.removesuffix("Page"))
    return f"{package}/{'_'.join(words).lower()}.md.j2"


@cache
def make_environment() -> Environment:
    """Returns the template environment: autoescape everywhere, and an undefined name is an error. It is made once,
    because compiling templates takes a second."""
    environment = QuickEnvironment(
        loader=PackageLoader("generator", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        bytecode_cache=compiled_template_cache([__file__]),
    )
    environment.filters.update(href=_href, md=markdown_text, json_html=json_in_html, folded=formats.fold)
    return environment


@pass_context
def _href(context: Context, address: str) -> str:
    """The template filter `href`: returns an address relative to the page that is being rendered."""
    return relative(address, context.parent["page"].address)


def relative(address: str, base: str) -> str:
    """Returns a site address relative to the page at `base`, so that the site works under any folder.

    Addresses of other sites, and anchors of the page itself, stay as they are.
    """
    if not address.startswith("/"):
        return address
    path, hash_, anchor = address.partition("#")
    if path == base and hash_:
        return f"#{anchor}"
    return f"{_relative_path(path, base)}{hash_}{anchor}"


@lru_cache(maxsize=20_000)
def _relative_path(path: str, base: str) -> str:
    """Returns the path relative to a folder. Both start at the site's root, and `base` ends with a slash."""
    folder, up = base, ""
    while not path.startswith(folder):
        folder = folder[: folder.rindex("/", 0, -1) + 1]
        up += "../"
    return f"{up}{path[len(folder) :]}" or "./"


def markdown_text(text: str) -> Markup:
    """Returns Markdown that is shown as this plain text: HTML is escaped, Markdown punctuation has a backslash. Spaces
    where no line may break stay: `tháng 5/2024`."""
    safe = _SPACES.sub(" ", text.strip()).translate(_MARKDOWN)
    return Markup(safe)  # noqa: S704 - the line above escapes everything that HTML and Markdown would interpret


def json_in_html(text: str) -> Markup:
    """Returns JSON text that cannot end the script element that contains it."""
    safe = text
    for sign, escaped in _JSON_IN_HTML:
        safe = safe.replace(sign, escaped)
    return Markup(safe)  # noqa: S704 - nothing in it can end or open an element


def with_blocks_apart(text: str) -> str:
    """Removes blank lines within block HTML and puts one after each block, because CommonMark ends an HTML block at the
    first blank line and only there."""
    depth = 0
    kept: list[str] = []
    for line in text.split("\n"):
        tags = _BLOCK.findall(line) if "<" in line else ()
        if line.strip() or not (depth or kept[-1:] == [""]):
            kept.append(line.rstrip())
        closed = tags.count("/")
        depth += len(tags) - 2 * closed
        if closed and not depth:
            kept.append("")
    return "\n".join(kept)


def _front_matter(page: Page, changed: date | None) -> str:
    """Returns the YAML front matter. Values are JSON strings, which are valid YAML whatever a title contains.
    `commonmark` states that every engine renders the page identically. The theme uses `updated` for the site map,
    `feeds`, `linked`, `picture` and `oembed` for the page's head, and `report` for its foot."""
    lines = [f"title: {_quoted(page.title)}", f"description: {_quoted(page.description)}"]
    if page.language:
        lines.append(f"lang: {_quoted(page.language)}")
    if page.hide_toc:
        lines.append("hide: [toc]")
    if changed:
        lines.append(f"updated: {_quoted(changed.isoformat())}")
    named = [*([page.feed] if page.feed else []), *page.feeds]
    lines += ["feeds:"] * bool(named)
    for feed in named:
        lines += [f"  - title: {_quoted(feed.text)}", f"    path: {_quoted(feed.address.lstrip('/'))}"]
    linked = linked_data(page)
    if linked:
        lines.append(f"linked: {_quoted(json_in_html(linked))}")
    if page.report:
        lines.append(f"report: {_quoted(page.report)}")
    lines += _sharing_lines(page)
    lines.append("commonmark: true")
    return "\n".join(["---", *lines, "---", ""])


def _sharing_lines(page: Page) -> Iterator[str]:
    """Yields the front matter for link previews on other sites and for the embeddable chart of the page."""
    if page.picture:
        yield from ("picture:", f"  path: {_quoted(page.picture.path)}", f"  alt: {_quoted(page.picture.alt)}")
    if page.embedding and page.embedding.site:
        code = page.embedding.code
        answer = f"{code.address.partition('#')[0][1:]}oembed.json"
        yield from ("oembed:", f"  title: {_quoted(code.title)}", f"  path: {_quoted(answer)}")


def _quoted(text: str) -> str:
    return json.dumps(" ".join(text.split()), ensure_ascii=False)
