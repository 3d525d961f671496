"""Makes a built site as light as its pages need: `python finish_site.py build/site`.

The site is whole without this step, whichever engine built it; it only weighs more. The step finds by looking what no
page uses: files of the site engine for its search and for its own developers, style rules for elements that no page
has, drawings of letters that no text writes. Styles that block the first picture of a page are joined into one file.
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

_MAP_COMMENT = re.compile(rb"\n?(?://[#@]\s*sourceMappingURL=\S+|/\*[#@]\s*sourceMappingURL=\S+?\s*\*/)\s*$")
_TEXTS = {".html", ".css", ".js"}
_NAME = re.compile(r"[\w-]+")
_ENTITY = re.compile(r"&[#\w]+;")
_ESCAPED = re.compile(r"\\u?([0-9a-fA-F]{2,5})(?![0-9a-fA-F])")
_TAG = re.compile(r"<([a-z][a-z0-9]*)")
_VALUE = re.compile(r' (class|id|dir|data-scheme|data-md-[a-z-]+)="([^"]*)"')
_IN_ASSETS = re.compile(r"assets/(?:[\w.-]+/)*([\w.-]+)")
_ASCII = bytes(range(128))
_OWN_NAME = re.compile(r"cmb-[\w-]+")
_OWN = "cmb-"
_PARENTHESES = re.compile(r"\([^()]*\)")
_BRACKETS = re.compile(r"\[[^\]]*\]")
_EXACT = re.compile(r"""\[([\w-]+)=["']?([\w-]+)["']?\]""")
_STATE = re.compile(r"::?[\w-]+")
_NAMED = re.compile(r"[.#](-?[A-Za-z_][\w-]*)")
_CUSTOM = re.compile(r"(?<=[{;])\s*(--[\w-]+)\s*:(?:[^;{}\"']|\"[^\"]*\"|'[^']*')*;?")
_DECLARED = re.compile(r"[{;]\s*(--[\w-]+)\s*:")
_READ = re.compile(r"""(?:var\(\s*|["'`])(--[\w-]+)""")
_SPACED = re.compile(r"([{;]\s*[\w-]+):[ \t]+")
_BROKEN = re.compile(r"(?<=[;{}])\n")
_STYLE_LINK = re.compile(r'<link rel="stylesheet" href="([^"]+)">')
_AS_WRITTEN = re.compile(r"(<(?:pre|script|style|textarea)\b.*?</(?:pre|script|style|textarea)>)", re.DOTALL)
_AFTER_TAG = re.compile(r">(?:[ \t]+\n[ \t\n]*|\n[ \t\n]+)")
_BEFORE_TAG = re.compile(r"\n[ \t\n]+<")
_BLANKS_BEFORE_TAG = re.compile(r"[ \t]+\n<")
_WHITE = " \t\n"
_FACE_SOURCE = re.compile(r'url\("\.\./(vendor/[\w.-]+)\.woff2"\)')
_FACE_RANGE = re.compile(r"unicode-range:\s*([^;}]+)")
_LINE_COMMENTS = re.compile(r"^[ \t]*/\*(?:[^*]|\*(?!/))*\*/[ \t]*\n|^[ \t]*//.*\n", re.MULTILINE)
_INDENTATION = re.compile(r"^[ \t]+|\n(?=\n)", re.MULTILINE)
PORTAL = "assets/portal.css"
_DIAGRAMS = "--md-mermaid-"
"""What the engine's script reads for diagrams alone, whose library comes from another host: no page has one."""
_OWN_SCRIPTS = "assets/js"
_CHUNK = 32
"""So many pages are looked through at a time."""
_FEWEST_CHUNKS = 8
"""Fewer pages than this many chunks are looked through here: starting processes takes longer."""
_SMALL_FONT = 10_000
"""A cut font of at most so many bytes goes into the styles: its own request takes a turn longer than the styles do."""
_TEXTS_OF_SCRIPTS = "texts*.js"
_FEATURES = ["ccmp", "lnum", "locl", "mark", "mkmk", "tnum"]
"""What the site asks of its font: letters with marks, digits of one width. The rest are other shapes, and the spaces of
certain pairs: a seventh of the font, and of no use where one letter is in the other file (`Tư`, `Vă`)."""


def finish(site: Path) -> int:
    """Takes out of the site what no page uses; the number of bytes saved."""
    before = _weight(site)
    start = site / "index.html"
    shared = SharedFiles(site, _text(start) if start.exists() else "")
    shared.lighten(_look_through(site, shared.lightener))
    return before - _weight(site)


class SharedFiles:
    """The styles, scripts and fonts of a site, which are made light once it is known what stands in all its pages."""

    def __init__(self, site: Path, home: str) -> None:
        """`home` is the first page as the engine made it, which links all styles."""
        self._site = site
        self._home = home
        linked = [address for address in _STYLE_LINK.findall(home) if (site / address).is_file()]
        self._styles = [_rules(_text(site / address)) for address in linked] if PORTAL in linked else []
        files = frozenset(file.name for file in _assets(site))
        self.lightener = Lightener(_asked_by(self._styles), files, joining=bool(self._styles))

    def lighten(self, written: "Written") -> None:
        """Takes out what no page uses; `written` is what stands in all pages together."""
        if self._styles:
            self._join_styles(written)
        drop_unused_files(self._site, written.files)
        shorten_scripts(self._site)
        cut_fonts(self._site, {*written.letters}.union(*_letters_beside_pages(self._site)), early=self._home)

    def _join_styles(self, written: "Written") -> None:
        """Puts all styles that pages link into one file, in their order, without rules that no page can use."""
        scripts = [_text(file) for file in sorted(self._site.rglob("assets/**/*.js"))]
        known = _with_scripts(written.vocabulary, scripts)
        joined = "".join("".join(_used_rules(rules, known)) for rules in self._styles)
        used = _without_idle_properties(joined, [self._home, *scripts])
        (self._site / PORTAL).write_text(_BROKEN.sub("", _SPACED.sub(r"\1:", used)), encoding="utf-8")


def _letters_beside_pages(site: Path) -> Iterator[set[str]]:
    """The letters that scripts write into pages, all from a few files, and that styles do; escaped ones too."""
    styles = site / PORTAL
    for file in [*sorted((site / _OWN_SCRIPTS).glob(_TEXTS_OF_SCRIPTS)), *([styles] if styles.exists() else [])]:
        text = _text(file)
        yield {*text, *(chr(int(code, 16)) for code in _ESCAPED.findall(text))}


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def _files(site: Path) -> Iterator[Path]:
    """All files, each folder's in the order of their names."""
    for place, folders, names in os.walk(site):
        folders.sort()
        yield from (Path(place, name) for name in sorted(names))


def _weight(site: Path) -> int:
    return sum(file.stat().st_size for file in _files(site))


def drop_unused_files(site: Path, named: Collection[str]) -> None:
    """Deletes source maps, and the files under `assets/` that nothing names; `named` are the names of files that pages
    use."""
    for unused in _unnamed(site, named):
        unused.unlink()
    for place, _, names in os.walk(site, topdown=False):
        for name in names:
            if name.endswith(".map"):
                Path(place, name).unlink()
            elif name.endswith((".css", ".js")):
                _forget_map(Path(place, name))
        if not os.listdir(place):  # noqa: PTH208 - a site has thousands of folders, and a Path of each costs as much
            os.rmdir(place)  # noqa: PTH106 - as above


def _forget_map(file: Path) -> None:
    """Drops the comment that would make a browser's tools ask for a map that is not there."""
    content = file.read_bytes()
    plain = _MAP_COMMENT.sub(b"\n", content)
    if plain != content:
        file.unlink()  # The tree of pages may have this file too.
        file.write_bytes(plain)


def shorten_scripts(site: Path) -> None:
    """Leaves comments that fill lines, and indentation, out of the portal's scripts; a text over several lines would
    lose its indentation too, so that a script with one stays as it is."""
    for file in sorted((site / _OWN_SCRIPTS).glob("*.js")):
        text = _LINE_COMMENTS.sub("", _text(file))
        if not any("\n" in part for part in text.split("`")[1::2]):
            file.write_text(_INDENTATION.sub("", text).lstrip("\n"), encoding="utf-8")


def _unnamed(site: Path, by_pages: Collection[str]) -> Iterator[Path]:
    """The files under `assets/` that nothing names, found from the pages on: what only unnamed files name goes too."""
    assets = _assets(site)
    waiting = [file for file in assets if file.name in by_pages]
    named = set(waiting)
    while waiting:
        file = waiting.pop()
        text = _text(file) if file.suffix in _TEXTS else ""
        found = {other for other in assets - named if other.name in text}
        named |= found
        waiting += found
    return iter(sorted(assets - named))


def _assets(site: Path) -> set[Path]:
    return {file for file in (site / "assets").rglob("*") if file.is_file() and file.suffix != ".map"}


@dataclass(frozen=True)
class Vocabulary:
    """Elements as styles name them: tags, classes and ids, `attribute="value"`."""

    tags: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    values: frozenset[tuple[str, str]] = frozenset()

    @classmethod
    def of(cls, parts: "Iterable[Vocabulary]") -> "Vocabulary":
        """All of the parts together."""
        listed = tuple(parts)
        return cls(
            frozenset(tag for part in listed for tag in part.tags),
            frozenset(name for part in listed for name in part.names),
            frozenset(value for part in listed for value in part.values),
        )

    def __le__(self, other: "Vocabulary") -> bool:
        return self.tags <= other.tags and self.names <= other.names and self.values <= other.values


@dataclass(frozen=True)
class Written:
    """What stands in pages: elements that styles ask for, names of files under `assets/`, letters in their order.

    Gathered page by page, for all pages together are larger than some machines' memory.
    """

    vocabulary: Vocabulary = Vocabulary()
    files: frozenset[str] = frozenset()
    letters: str = ""

    @classmethod
    def of(cls, pages: "Iterable[Written]") -> "Written":
        """What stands in all of them; many have the same elements and files."""
        listed = tuple(pages)
        return cls(
            Vocabulary.of({page.vocabulary for page in listed}),
            frozenset[str]().union(*{page.files for page in listed}),
            "".join(sorted(set[str]().union(*(page.letters for page in listed)))),
        )


@dataclass(frozen=True)
class Lightener:
    """Makes pages light one by one. What the styles ask for, the files under `assets/`, and whether styles are joined
    decide what is looked for."""

    asked: Vocabulary
    files: frozenset[str]
    joining: bool

    def lightened(self, page: str) -> tuple[str, Written]:
        """The page, light, and what stands in it.

        The pieces between tags are looked at once each: a table writes the same ones hundreds of times. A page without
        the joined styles has its own, and no font of the site: a chart for other sites. It stays as it is.
        """
        if self.joining and PORTAL not in page:
            return page, Written(files=self._named(page))
        shown = without_gaps(with_one_style(page) if self.joining else page)
        pieces = "<" + "<".join(set(shown.split("<")))
        values = set(_VALUE.findall(pieces.replace("\n", " ")))
        names = {name for attribute, value in values if attribute in {"class", "id"} for name in value.split()}
        vocabulary = Vocabulary(
            self.asked.tags.intersection(_TAG.findall(pieces)),
            self.asked.names.intersection(names.union(_OWN_NAME.findall(pieces))),
            self.asked.values.intersection(values),
        )
        letters = _letters(pieces).union(*map(unescape, set(_ENTITY.findall(pieces))))
        return shown, Written(vocabulary, self._named(pieces), "".join(sorted(letters)))

    def _named(self, text: str) -> frozenset[str]:
        return self.files.intersection(_IN_ASSETS.findall(text))


def _letters(text: str) -> set[str]:
    """The characters of a text: of UTF-8, where the bytes of all others are beyond ASCII, in a fifth of the time."""
    written = text.encode("utf-8", errors="surrogatepass")
    others = written.translate(None, _ASCII).decode("utf-8", errors="surrogatepass")
    return {*others, *(chr(code) for code in _ASCII if code in written)}


def _look_through(site: Path, lightener: Lightener) -> Written:
    """Makes each page light, in all processors; what stands in all of them."""
    pages = [file for file in _files(site) if file.suffix == ".html"]
    look = partial(_look_at, lightener)
    chunks = [pages[at : at + _CHUNK] for at in range(0, len(pages), _CHUNK)]
    if len(chunks) < _FEWEST_CHUNKS:
        return Written.of(map(look, chunks))
    with ProcessPoolExecutor() as pool:
        return Written.of(pool.map(look, chunks))


def _look_at(lightener: Lightener, pages: Iterable[Path]) -> Written:
    return Written.of(make_light(lightener, page) for page in pages)


def make_light(lightener: Lightener, page: Path) -> Written:
    """Makes a page light where it lies; what stands in it."""
    text = _text(page)
    shown, written = lightener.lightened(text)
    if shown != text:
        page.write_text(shown, encoding="utf-8")
    return written


def with_one_style(page: str) -> str:
    """The page with the link to the joined styles alone."""
    head, end, rest = page.partition("</head>")
    kept, at = [], 0
    for link in _STYLE_LINK.finditer(head):
        if not link[1].endswith(PORTAL):
            kept.append(head[at : link.start()].rstrip())
            at = link.end()
    return "".join([*kept, head[at:], end, rest])


def without_gaps(page: str) -> str:
    """The page with one line break beside a tag where there were empty lines and indentation; what keeps its spaces
    stays as written."""
    parts = _AS_WRITTEN.split(page)
    return "".join(part if number % 2 else _closed(part) for number, part in enumerate(parts))


def _closed(text: str) -> str:
    """The text with one line break for each gap. Expressions that begin with a sign that is rare are found ten times
    as fast as one expression for all gaps, which every blank may begin."""
    begun = text.lstrip(_WHITE)
    if "\n" in text[: len(text) - len(begun)]:
        text = f"\n{begun}"
    ended = text.rstrip(_WHITE)
    if "\n" in text[len(ended) :]:
        text = f"{ended}\n"
    text = _BEFORE_TAG.sub("\n<", _AFTER_TAG.sub(">\n", text))
    return _BLANKS_BEFORE_TAG.sub("\n<", text) if " \n<" in text or "\t\n<" in text else text


def _with_scripts(pages: Vocabulary, scripts: Iterable[str]) -> Vocabulary:
    """What the pages and scripts write.

    Of the site engine's script, which knows far more than this site has, only the states of elements that are there
    (`md-header--shadow`); our own scripts make elements, so each word in them can be a tag or a class.
    """
    tags, names, values = {"html", "body", *pages.tags}, set(pages.names), pages.values
    for script in scripts:
        words = set(_NAME.findall(script))
        own = any(word.startswith(_OWN) for word in words)
        names |= {word for word in words if own or word.partition("--")[0] in names}
        tags |= words if own else set()
    schemes = {("data-md-color-scheme", value) for attribute, value in values if attribute == "data-scheme"}
    return Vocabulary(frozenset(tags), frozenset(names), frozenset(values | schemes))


def _rules(css: str) -> list[object]:
    return tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)  # type: ignore[no-any-return]


def _inner_rules(rule: "tinycss2.ast.AtRule") -> list[object] | None:
    """The rules within a condition; none where the rule is no condition."""
    if rule.lower_at_keyword not in {"media", "supports"} or not rule.content:
        return None
    return tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)  # type: ignore[no-any-return]


def _asked_by(styles: Sequence[Sequence[object]]) -> Vocabulary:
    """What the styles ask for, and what scripts need in order to make it: of `md-header--shadow` the `md-header`, of a
    scheme the button that chooses it."""
    asked = Vocabulary.of(_needs(selector) for rules in styles for selector in _asking(rules))
    beginnings = {name.partition("--")[0] for name in asked.names}
    chosen = {("data-scheme", value) for attribute, value in asked.values if attribute == "data-md-color-scheme"}
    return Vocabulary(asked.tags, asked.names | beginnings, asked.values | chosen)


def _asking(rules: Iterable[object]) -> Iterator[str]:
    """The selectors of all rules."""
    for rule in rules:
        if isinstance(rule, tinycss2.ast.QualifiedRule):
            yield from _selectors(tinycss2.serialize(rule.prelude))
        elif isinstance(rule, tinycss2.ast.AtRule):
            yield from _asking(_inner_rules(rule) or ())


def _used_rules(rules: Iterable[object], known: Vocabulary) -> Iterator[str]:
    """The rules of which at least one selector can match something."""
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


def _used_rule(rule: "tinycss2.ast.QualifiedRule", known: Vocabulary) -> Iterator[str]:
    used = [selector for selector in _selectors(tinycss2.serialize(rule.prelude)) if _needs(selector) <= known]
    if used:
        yield f"{','.join(used)}{{{tinycss2.serialize(rule.content).strip().removesuffix(';')}}}\n"


def _selectors(prelude: str) -> list[str]:
    """The selectors of a rule; commas within `:is(…)` and attributes do not separate them."""
    parts, depth, start = [], 0, 0
    for at, sign in enumerate(prelude):
        depth += (sign in "([") - (sign in ")]")
        if sign == "," and not depth:
            parts.append(prelude[start:at])
            start = at + 1
    return [part.strip() for part in [*parts, prelude[start:]]]


def _needs(selector: str) -> Vocabulary:
    """What an element and those around it must have for the selector to match; `:not(…)` asks for nothing."""
    asked = selector
    while _PARENTHESES.search(asked):
        asked = _PARENTHESES.sub("", asked)
    exact = [found for found in _EXACT.findall(asked) if found[0] == "dir" or found[0].startswith("data-md-")]
    plain = _STATE.sub("", _BRACKETS.sub("", asked))
    tags = (tag for tag in _NAME.findall(_NAMED.sub("", plain)) if tag[0].isalpha())
    return Vocabulary(frozenset(tags), frozenset(_NAMED.findall(plain)), frozenset(exact))


def _without_idle_properties(css: str, others: Iterable[str]) -> str:
    """Without the custom properties that nothing reads, until none is left: one may only serve another."""
    elsewhere = {name for text in others for name in _READ.findall(text) if not name.startswith(_DIAGRAMS)}
    before = ""
    while css != before:
        before, read = css, elsewhere | set(_READ.findall(css))
        idle = {name for name in _DECLARED.findall(css) if name not in read}
        css = _CUSTOM.sub(partial(_unless_idle, idle), css)
    return css


def _unless_idle(idle: set[str], declaration: re.Match[str]) -> str:
    return "" if declaration[1] in idle else declaration[0]


def cut_fonts(site: Path, letters: Iterable[str], early: str = "") -> None:
    """Leaves in each font the letters that the site writes; for another letter the browser fetches the whole font.

    A small font is put into the styles, unless the heads of pages ask for it early; `early` is the head of one page.
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
            return shown.replace(source[0], _within(drawn))
        font.write_bytes(drawn)
        return shown

    shown = re.sub(r"@font-face\s*\{[^}]*\}", cut, _text(css))
    css.write_text(shown + "".join(f"{face}\n" for face in faces), encoding="utf-8")


def _within(font: bytes) -> str:
    """The font as a `data:` address, which stands in the styles themselves."""
    return f'url("data:font/woff2;base64,{base64.b64encode(font).decode()}")'


def _codes(ranges: str) -> set[int]:
    """The characters of a `unicode-range`."""
    codes: set[int] = set()
    for part in ranges.split(","):
        first, _, last = part.strip().removeprefix("U+").partition("-")
        codes.update(range(int(first, 16), int(last or first, 16) + 1))
    return codes


def _ranges(codes: Iterable[int]) -> str:
    """These characters, in order, as a `unicode-range`: neighbours together."""
    return ", ".join(f"U+{first:04X}" if first == last else f"U+{first:04X}-{last:04X}" for first, last in runs(codes))


def _subset(content: bytes, codes: list[int]) -> bytes:
    """The font with these characters alone; its time stays, so that the same texts give the same bytes."""
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
