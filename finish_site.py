"""Removes from a built site everything that no page uses: `python finish_site.py build/site`.

The site is complete without this step, whichever engine built it, but larger. The step reads all pages to find what
they do not use: files of the site engine for its search and its developers, style rules for elements that no page has,
and glyphs of letters that no text contains. Styles that delay the first paint of a page are joined into one file.
"""

import base64
import io
import os
import re
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from html import unescape
from pathlib import Path

import tinycss2
from fontTools import subset
from fontTools.ttLib import TTFont

from generator.grouping import runs

# Files.
_MAP_COMMENT = re.compile(rb"\n?(?://[#@]\s*sourceMappingURL=\S+|/\*[#@]\s*sourceMappingURL=\S+?\s*\*/)\s*$")
_TEXT_SUFFIXES = {".html", ".css", ".js"}
_FILE_IN_ASSETS = re.compile(r"assets/(?:[\w.-]+/)*([\w.-]+)")

# Pages and the texts of scripts.
_NAME = re.compile(r"[\w-]+")
_ENTITY = re.compile(r"&[#\w]+;")
_ESCAPED = re.compile(r"\\u?([0-9a-fA-F]{2,5})(?![0-9a-fA-F])")
_TAG = re.compile(r"<([a-z][a-z0-9]*)")
_ATTRIBUTE = re.compile(r' (class|id|dir|data-scheme|data-md-[a-z-]+)="([^"]*)"')
_ASCII = bytes(range(128))
_PORTAL_NAME = re.compile(r"cmb-[\w-]+")
_PORTAL_PREFIX = "cmb-"

# Selectors of styles. `_WITH_VALUE` is an attribute with a value, `_PSEUDO` a pseudo-class or pseudo-element.
_PARENTHESES = re.compile(r"\([^()]*\)")
_BRACKETS = re.compile(r"\[[^\]]*\]")
_WITH_VALUE = re.compile(r"""\[([\w-]+)=["']?([\w-]+)["']?\]""")
_PSEUDO = re.compile(r"::?[\w-]+")
_CLASS_OR_ID = re.compile(r"[.#](-?[A-Za-z_][\w-]*)")

# Declarations of styles. A property here is a custom property (`--name`).
_PROPERTY = re.compile(r"(?<=[{;])\s*(--[\w-]+)\s*:(?:[^;{}\"']|\"[^\"]*\"|'[^']*')*;?")
_DECLARED_PROPERTY = re.compile(r"[{;]\s*(--[\w-]+)\s*:")
_USED_PROPERTY = re.compile(r"""(?:var\(\s*|["'`])(--[\w-]+)""")
_VALUE_GAP = re.compile(r"([{;]\s*[\w-]+):[ \t]+")
_RULE_BREAK = re.compile(r"(?<=[;{}])\n")
_FACE_SOURCE = re.compile(r'url\("\.\./(vendor/[\w.-]+)\.woff2"\)')
_FACE_RANGE = re.compile(r"unicode-range:\s*([^;}]+)")

# Parts of pages and scripts that are removed. The spaces of elements that match `_KEPT_SPACES` are not changed.
_STYLE_LINK = re.compile(r'<link rel="stylesheet" href="([^"]+)">')
_KEPT_SPACES = re.compile(r"(<(?:pre|script|style|textarea)\b.*?</(?:pre|script|style|textarea)>)", re.DOTALL)
_AFTER_TAG = re.compile(r">(?:[ \t]+\n[ \t\n]*|\n[ \t\n]+)")
_BEFORE_TAG = re.compile(r"\n[ \t\n]+<")
_BLANKS_BEFORE_TAG = re.compile(r"[ \t]+\n<")
_WHITESPACE = " \t\n"
_LINE_COMMENTS = re.compile(r"^[ \t]*/\*(?:[^*]|\*(?!/))*\*/[ \t]*\n|^[ \t]*//.*\n", re.MULTILINE)
_INDENTATION = re.compile(r"^[ \t]+|\n(?=\n)", re.MULTILINE)

PORTAL = "assets/portal.css"
"""The portal's stylesheet, into which all styles are joined."""

_DIAGRAMS = "--md-mermaid-"
"""Beginning of the custom properties that the engine's script reads only for diagrams. No page has a diagram, because
their library would come from another host."""

_PORTAL_SCRIPTS = "assets/js"
"""The folder of the portal's own scripts."""

_PAGES_PER_CHUNK = 32
"""How many pages a process shrinks at a time."""

_FEWEST_CHUNKS = 8
"""With fewer chunks than this, one process does all pages, because starting processes takes longer."""

_SMALL_FONT = 10_000
"""A reduced font of at most this many bytes is embedded in the styles. A separate file would need one more round trip
after the styles."""

_TEXT_SCRIPTS = "texts*.js"
"""The scripts that contain all texts that scripts write into pages."""

_FEATURES = ["ccmp", "lnum", "locl", "mark", "mkmk", "tnum"]
"""The OpenType features that the site uses: letters with diacritics and digits of equal width. The other features are
alternative shapes and kerning. They take a seventh of the font, and kerning does not work if the two letters of a pair
are in different font files (`Tư`, `Vă`)."""


def finish(site: Path) -> int:
    """Removes from the site everything that no page uses. Returns the number of bytes saved."""
    before = _size(site)
    start = site / "index.html"
    shared = SharedFiles(site, _text(start) if start.exists() else "")
    shared.remove_unused(_shrink_all(site, shared.shrinker))
    return before - _size(site)


class SharedFiles:
    """The styles, scripts and fonts of a site. They are reduced after the contents of all pages are known."""

    def __init__(self, site: Path, home: str) -> None:
        """`home` is the HTML of the home page as the engine rendered it; it links all styles."""
        self._site = site
        self._home = home
        linked = [address for address in _STYLE_LINK.findall(home) if (site / address).is_file()]
        self._styles = [_rules(_text(site / address)) for address in linked] if PORTAL in linked else []
        files = frozenset(file.name for file in _assets(site))
        self.shrinker = PageShrinker(_wanted_by(self._styles), files, joining=bool(self._styles))

    def remove_unused(self, contents: "PageContents") -> None:
        """Removes what no page uses. `contents` are the contents of all pages together."""
        if self._styles:
            self._join_styles(contents)
        drop_unused_files(self._site, contents.files)
        shorten_scripts(self._site)
        cut_fonts(self._site, {*contents.letters}.union(*_letters_outside_pages(self._site)), early=self._home)

    def _join_styles(self, contents: "PageContents") -> None:
        """Joins all styles that pages link into one file, in their order, without rules that no page can use."""
        scripts = [_text(file) for file in sorted(self._site.rglob("assets/**/*.js"))]
        known = _with_those_of_scripts(contents.selector_parts, scripts)
        joined = "".join("".join(_used_rules(rules, known)) for rules in self._styles)
        used = _without_unused_properties(joined, [self._home, *scripts])
        (self._site / PORTAL).write_text(_RULE_BREAK.sub("", _VALUE_GAP.sub(r"\1:", used)), encoding="utf-8")


def _letters_outside_pages(site: Path) -> Iterator[set[str]]:
    """Yields the letters, also escaped ones, that scripts and styles write into pages. Only a few scripts contain such
    texts."""
    styles = site / PORTAL
    for file in [*sorted((site / _PORTAL_SCRIPTS).glob(_TEXT_SCRIPTS)), *([styles] if styles.exists() else [])]:
        text = _text(file)
        yield {*text, *(chr(int(code, 16)) for code in _ESCAPED.findall(text))}


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def _files(site: Path) -> Iterator[Path]:
    """Yields all files, those of each folder in the order of their names."""
    for place, folders, names in os.walk(site):
        folders.sort()
        yield from (Path(place, name) for name in sorted(names))


def _size(site: Path) -> int:
    return sum(file.stat().st_size for file in _files(site))


def drop_unused_files(site: Path, named: Collection[str]) -> None:
    """Deletes source maps and the files under `assets/` that nothing names. `named` contains the file names that pages
    contain."""
    for unused in _unused_files(site, named):
        unused.unlink()
    for place, _, names in os.walk(site, topdown=False):
        for name in names:
            if name.endswith(".map"):
                Path(place, name).unlink()
            elif name.endswith((".css", ".js")):
                _remove_map_comment(Path(place, name))
        if not os.listdir(place):  # noqa: PTH208 - a site has thousands of folders, and a Path of each costs as much
            os.rmdir(place)  # noqa: PTH106 - as above


def _remove_map_comment(file: Path) -> None:
    """Removes the comment with which developer tools of browsers would request the deleted source map."""
    content = file.read_bytes()
    plain = _MAP_COMMENT.sub(b"\n", content)
    if plain != content:
        file.unlink()  # The file may be a hard link into `build/docs`, which must not change.
        file.write_bytes(plain)


def shorten_scripts(site: Path) -> None:
    """Removes whole-line comments and indentation from the portal's scripts. A script with a string of several lines is
    not changed, because the string would lose its indentation too."""
    for file in sorted((site / _PORTAL_SCRIPTS).glob("*.js")):
        text = _LINE_COMMENTS.sub("", _text(file))
        if not any("\n" in part for part in text.split("`")[1::2]):
            file.write_text(_INDENTATION.sub("", text).lstrip("\n"), encoding="utf-8")


def _unused_files(site: Path, by_pages: Collection[str]) -> Iterator[Path]:
    """Yields the files under `assets/` that no page names, directly or through other files. A file that only unused
    files name is unused too."""
    assets = _assets(site)
    waiting = [file for file in assets if file.name in by_pages]
    named = set(waiting)
    while waiting:
        file = waiting.pop()
        text = _text(file) if file.suffix in _TEXT_SUFFIXES else ""
        found = {other for other in assets - named if other.name in text}
        named |= found
        waiting += found
    return iter(sorted(assets - named))


def _assets(site: Path) -> set[Path]:
    return {file for file in (site / "assets").rglob("*") if file.is_file() and file.suffix != ".map"}


@dataclass(frozen=True)
class SelectorParts:
    """The parts of which selectors consist. Held for the styles and for the pages, to find rules that match nothing.

    - `tags`: tag names.
    - `names`: classes and ids.
    - `values`: attributes with their values.
    """

    tags: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    values: frozenset[tuple[str, str]] = frozenset()

    @classmethod
    def of(cls, parts: "Iterable[SelectorParts]") -> "SelectorParts":
        """Returns the union of all parts."""
        listed = tuple(parts)
        return cls(
            frozenset(tag for part in listed for tag in part.tags),
            frozenset(name for part in listed for name in part.names),
            frozenset(value for part in listed for value in part.values),
        )

    def __le__(self, other: "SelectorParts") -> bool:
        return self.tags <= other.tags and self.names <= other.names and self.values <= other.values


@dataclass(frozen=True)
class PageContents:
    """What one or more pages contain.

    Collected page by page, because all pages together are larger than the memory of some machines.

    - `selector_parts`: the tags, classes, ids and attributes that the styles select and the pages have.
    - `files`: the names of files under `assets/` that the pages contain.
    - `letters`: all different characters, sorted.
    """

    selector_parts: SelectorParts = SelectorParts()
    files: frozenset[str] = frozenset()
    letters: str = ""

    @classmethod
    def of(cls, pages: "Iterable[PageContents]") -> "PageContents":
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


def _shrink_all(site: Path, shrinker: PageShrinker) -> PageContents:
    """Shrinks every page, on all processors. Returns the contents of all pages together."""
    pages = [file for file in _files(site) if file.suffix == ".html"]
    shrink = partial(_shrink_pages, shrinker)
    chunks = [pages[at : at + _PAGES_PER_CHUNK] for at in range(0, len(pages), _PAGES_PER_CHUNK)]
    if len(chunks) < _FEWEST_CHUNKS:
        return PageContents.of(map(shrink, chunks))
    with ProcessPoolExecutor() as pool:
        return PageContents.of(pool.map(shrink, chunks))


def _shrink_pages(shrinker: PageShrinker, pages: Iterable[Path]) -> PageContents:
    return PageContents.of(shrink_page(shrinker, page) for page in pages)


def shrink_page(shrinker: PageShrinker, page: Path) -> PageContents:
    """Shrinks a page in its file. Returns the contents of the page."""
    text = _text(page)
    small, contents = shrinker.shrunk(text)
    if small != text:
        page.write_text(small, encoding="utf-8")
    return contents


def with_one_style(page: str) -> str:
    """Returns the page with only one link to styles: that to the joined styles."""
    head, end, body = page.partition("</head>")
    kept, at = [], 0
    for link in _STYLE_LINK.finditer(head):
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


def _with_those_of_scripts(pages: SelectorParts, scripts: Iterable[str]) -> SelectorParts:
    """Returns the selector parts of the pages together with those that scripts may add.

    The portal's own scripts create elements, so each word in them may be a tag or a class. The site engine's script
    also serves features that this site does not have, so only its names of states of existing elements count
    (`md-header--shadow`).
    """
    tags, names, values = {"html", "body", *pages.tags}, set(pages.names), pages.values
    for script in scripts:
        words = set(_NAME.findall(script))
        own = any(word.startswith(_PORTAL_PREFIX) for word in words)
        names |= {word for word in words if own or word.partition("--")[0] in names}
        tags |= words if own else set()
    schemes = {("data-md-color-scheme", value) for attribute, value in values if attribute == "data-scheme"}
    return SelectorParts(frozenset(tags), frozenset(names), frozenset(values | schemes))


def _rules(css: str) -> list[object]:
    return tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)  # type: ignore[no-any-return]


def _inner_rules(rule: "tinycss2.ast.AtRule") -> list[object] | None:
    """Returns the rules inside `@media` or `@supports`; None for any other rule."""
    if rule.lower_at_keyword not in {"media", "supports"} or not rule.content:
        return None
    return tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)  # type: ignore[no-any-return]


def _wanted_by(styles: Sequence[Sequence[object]]) -> SelectorParts:
    """Returns the selector parts that the styles use, and those that show that a script may add one of them: the
    `md-header` of `md-header--shadow`, and the button that selects a colour scheme."""
    wanted = SelectorParts.of(_parts_of(selector) for rules in styles for selector in _all_selectors(rules))
    beginnings = {name.partition("--")[0] for name in wanted.names}
    chosen = {("data-scheme", value) for attribute, value in wanted.values if attribute == "data-md-color-scheme"}
    return SelectorParts(wanted.tags, wanted.names | beginnings, wanted.values | chosen)


def _all_selectors(rules: Iterable[object]) -> Iterator[str]:
    """Yields the selectors of all rules."""
    for rule in rules:
        if isinstance(rule, tinycss2.ast.QualifiedRule):
            yield from _selectors(tinycss2.serialize(rule.prelude))
        elif isinstance(rule, tinycss2.ast.AtRule):
            yield from _all_selectors(_inner_rules(rule) or ())


def _used_rules(rules: Iterable[object], known: SelectorParts) -> Iterator[str]:
    """Yields the rules with at least one selector that can match an element, as CSS."""
    for rule in rules:
        if isinstance(rule, tinycss2.ast.QualifiedRule):
            yield from _used_rule(rule, known)
        elif isinstance(rule, tinycss2.ast.AtRule):
            inner = _inner_rules(rule)
            kept = "".join(_used_rules(inner, known)) if inner is not None else ""
            if kept:
                yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{kept}}}\n"
            elif inner is None and rule.lower_at_keyword != "charset":
                yield f"{rule.serialize()}\n"


def _used_rule(rule: "tinycss2.ast.QualifiedRule", known: SelectorParts) -> Iterator[str]:
    used = [selector for selector in _selectors(tinycss2.serialize(rule.prelude)) if _parts_of(selector) <= known]
    if used:
        yield f"{','.join(used)}{{{tinycss2.serialize(rule.content).strip().removesuffix(';')}}}\n"


def _selectors(prelude: str) -> list[str]:
    """Returns the selectors of a rule. Commas inside `:is(…)` and attributes do not separate selectors."""
    parts, depth, start = [], 0, 0
    for at, sign in enumerate(prelude):
        depth += (sign in "([") - (sign in ")]")
        if sign == "," and not depth:
            parts.append(prelude[start:at])
            start = at + 1
    return [part.strip() for part in [*parts, prelude[start:]]]


def _parts_of(selector: str) -> SelectorParts:
    """Returns the parts that a page must have for the selector to match. Parts in parentheses, as in `:not(…)`, are
    ignored."""
    wanted = selector
    while _PARENTHESES.search(wanted):
        wanted = _PARENTHESES.sub("", wanted)
    exact = [found for found in _WITH_VALUE.findall(wanted) if found[0] == "dir" or found[0].startswith("data-md-")]
    plain = _PSEUDO.sub("", _BRACKETS.sub("", wanted))
    tags = (tag for tag in _NAME.findall(_CLASS_OR_ID.sub("", plain)) if tag[0].isalpha())
    return SelectorParts(frozenset(tags), frozenset(_CLASS_OR_ID.findall(plain)), frozenset(exact))


def _without_unused_properties(css: str, others: Iterable[str]) -> str:
    """Returns the CSS without unused custom properties. Repeated until none is left, because an unused property may be
    the only one that reads another property."""
    elsewhere = {name for text in others for name in _USED_PROPERTY.findall(text) if not name.startswith(_DIAGRAMS)}
    before = ""
    while css != before:
        before, read = css, elsewhere | set(_USED_PROPERTY.findall(css))
        unused = {name for name in _DECLARED_PROPERTY.findall(css) if name not in read}
        css = _PROPERTY.sub(partial(_unless_unused, unused), css)
    return css


def _unless_unused(unused: set[str], declaration: re.Match[str]) -> str:
    return "" if declaration[1] in unused else declaration[0]


def cut_fonts(site: Path, letters: Iterable[str], early: str = "") -> None:
    """Reduces each font to the letters that the site contains. For other letters, the browser fetches the whole font.

    A small font is embedded in the styles, unless pages preload it. `early` is the HTML of one page, which contains the
    preload links.
    """
    css = site / PORTAL
    if not css.exists():
        return
    written = set(map(ord, letters))
    faces: list[str] = []

    def cut(face: re.Match[str]) -> str:
        text = face[0]
        source, ranges = _FACE_SOURCE.search(text), _FACE_RANGE.search(text)
        font = site / f"{source[1]}.woff2" if source else None
        if not (source and ranges and font and font.exists()):
            return text
        covered = _codes(ranges[1])
        used, rest = sorted(covered & written), sorted(covered - written)
        whole = font.with_name(f"{font.stem}-whole.woff2")
        font.replace(whole)
        faces.append(text.replace(f"{source[1]}.woff2", f"{source[1]}-whole.woff2").replace(ranges[1], _ranges(rest)))
        shown = text.replace(ranges[1], _ranges(used))
        drawn = _subset(whole.read_bytes(), used)
        if len(drawn) <= _SMALL_FONT and font.name not in early:
            return shown.replace(source[0], _data_url(drawn))
        font.write_bytes(drawn)
        return shown

    shown = re.sub(r"@font-face\s*\{[^}]*\}", cut, _text(css))
    css.write_text(shown + "".join(f"{face}\n" for face in faces), encoding="utf-8")


def _data_url(font: bytes) -> str:
    """Returns the CSS `url(…)` of a font that is embedded as a `data:` URL."""
    return f'url("data:font/woff2;base64,{base64.b64encode(font).decode()}")'


def _codes(ranges: str) -> set[int]:
    """Returns the code points of a `unicode-range`."""
    codes: set[int] = set()
    for part in ranges.split(","):
        first, _, last = part.strip().removeprefix("U+").partition("-")
        codes.update(range(int(first, 16), int(last or first, 16) + 1))
    return codes


def _ranges(codes: Iterable[int]) -> str:
    """Returns sorted code points as a `unicode-range`, with consecutive ones as ranges."""
    return ", ".join(f"U+{first:04X}" if first == last else f"U+{first:04X}-{last:04X}" for first, last in runs(codes))


def _subset(content: bytes, codes: list[int]) -> bytes:
    """Returns the font with only these characters. Its timestamp stays, so that the same texts give the same bytes."""
    options = subset.Options(flavor="woff2", layout_features=_FEATURES, recalc_timestamp=False, notdef_outline=True)
    font = TTFont(io.BytesIO(content), recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=codes)
    cutter.subset(font)
    written = io.BytesIO()
    font.flavor = "woff2"
    font.save(written, reorderTables=False)
    return written.getvalue()


if __name__ == "__main__":
    print(f"finish_site: {finish(Path(sys.argv[1])) / 1_000_000:.1f} MB that no page uses left out")
