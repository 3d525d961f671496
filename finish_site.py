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
from dataclasses import dataclass, field
from functools import partial
from html import unescape
from pathlib import Path

import tinycss2
from fontTools import subset
from fontTools.ttLib import TTFont

_MAP_COMMENT = re.compile(rb"\n?(?://[#@]\s*sourceMappingURL=\S+|/\*[#@]\s*sourceMappingURL=\S+?\s*\*/)\s*$")
_TEXTS = {".html", ".css", ".js"}
_NAME = re.compile(r"[\w-]+")
_ENTITY = re.compile(r"&[#\w]+;")
_ESCAPED = re.compile(r"\\u?([0-9a-fA-F]{2,5})(?![0-9a-fA-F])")
_TAG = re.compile(r"<([a-z][a-z0-9]*)")
_VALUE = re.compile(r'\s(class|id|dir|data-scheme|data-md-[a-z-]+)="([^"]*)"')
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
_AFTER_TAG = re.compile(r">[ \t]*\n[ \t\n]*")
_BEFORE_TAG = re.compile(r"\n[ \t\n]+<")
_BLANKS_BEFORE_TAG = re.compile(r"[ \t]+\n<")
_WHITE = " \t\n"
_FACE_SOURCE = re.compile(r'url\("\.\./(vendor/[\w.-]+)\.woff2"\)')
_FACE_RANGE = re.compile(r"unicode-range:\s*([^;}]+)")
_LINE_COMMENTS = re.compile(r"^[ \t]*/\*(?:[^*]|\*(?!/))*\*/[ \t]*\n|^[ \t]*//.*\n", re.MULTILINE)
_INDENTATION = re.compile(r"^[ \t]+|\n(?=\n)", re.MULTILINE)
PORTAL = "assets/portal.css"
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
    home = start.read_text(encoding="utf-8") if start.exists() else ""
    linked = [address for address in _STYLE_LINK.findall(home) if (site / address).is_file()]
    written = _look_through(site, joining=PORTAL in linked)
    if PORTAL in linked:
        join_styles(site, linked, home, written)
    drop_unused_files(site, written.files)
    shorten_scripts(site)
    cut_fonts(site, written.letters.union(*_letters_beside_pages(site)), early=home)
    return before - _weight(site)


def _letters_beside_pages(site: Path) -> Iterator[set[str]]:
    """The letters that scripts write into pages, all from a few files, and that styles do; escaped ones too."""
    styles = site / PORTAL
    for file in [*sorted((site / _OWN_SCRIPTS).glob(_TEXTS_OF_SCRIPTS)), *([styles] if styles.exists() else [])]:
        text = file.read_text(encoding="utf-8")
        yield {*text, *(chr(int(code, 16)) for code in _ESCAPED.findall(text))}


def _files(site: Path) -> Iterator[Path]:
    """All files, each folder's in the order of their names."""
    for place, folders, names in os.walk(site):
        folders.sort()
        yield from (Path(place, name) for name in sorted(names))


def _weight(site: Path) -> int:
    return sum(file.stat().st_size for file in _files(site))


def drop_unused_files(site: Path, named: Collection[str]) -> None:
    """Deletes source maps, and the files under `assets/` that nothing names; pages name those whose names are given."""
    maps = [file for file in _files(site) if file.suffix == ".map"]
    for unused in [*maps, *_unnamed(site, named)]:
        unused.unlink(missing_ok=True)
    for file in _files(site):
        if file.suffix in {".js", ".css"}:
            _forget_map(file)
    for place, _, _ in os.walk(site, topdown=False):
        if not os.listdir(place):  # noqa: PTH208 - a site has thousands of folders, and a Path of each costs as much
            os.rmdir(place)  # noqa: PTH106 - as above


def _forget_map(file: Path) -> None:
    """Drops the comment that would make a browser's tools ask for a map that is not there."""
    content = file.read_bytes()
    plain = _MAP_COMMENT.sub(b"\n", content)
    if plain != content:
        file.write_bytes(plain)


def shorten_scripts(site: Path) -> None:
    """Leaves comments that fill lines, and indentation, out of the portal's scripts; a text over several lines would
    lose its indentation too, so that a script with one stays as it is."""
    for file in sorted((site / _OWN_SCRIPTS).glob("*.js")):
        text = _LINE_COMMENTS.sub("", file.read_text(encoding="utf-8"))
        if not any("\n" in part for part in text.split("`")[1::2]):
            file.write_text(_INDENTATION.sub("", text).lstrip("\n"), encoding="utf-8")


def _unnamed(site: Path, by_pages: Collection[str]) -> Iterator[Path]:
    """The files under `assets/` that nothing names, found from the pages on: what only unnamed files name goes too."""
    assets = _assets(site)
    waiting = [file for file in assets if file.name in by_pages]
    named = set(waiting)
    while waiting:
        file = waiting.pop()
        text = file.read_text(encoding="utf-8") if file.suffix in _TEXTS else ""
        found = {other for other in assets - named if other.name in text}
        named |= found
        waiting += found
    return iter(sorted(assets - named))


def _assets(site: Path) -> set[Path]:
    return {file for file in (site / "assets").rglob("*") if file.is_file() and file.suffix != ".map"}


@dataclass(frozen=True)
class Written:
    """What stands in the pages: names of tags, our own names, `attribute="value"` where styles ask for such, letters,
    names of files under `assets/`.

    Gathered page by page, for all pages together are larger than some machines' memory.
    """

    tags: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    values: set[tuple[str, str]] = field(default_factory=set)
    letters: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)

    def add(self, other: "Written") -> None:
        """Takes in what stands in other pages."""
        self.tags.update(other.tags)
        self.names.update(other.names)
        self.values.update(other.values)
        self.letters.update(other.letters)
        self.files.update(other.files)


def _look_through(site: Path, *, joining: bool) -> Written:
    """Reads each page once, in all processors, and leaves in it the link to the joined styles alone if they are to be
    joined; what stands in all pages."""
    pages = [file for file in _files(site) if file.suffix == ".html"]
    look = partial(_look_at, sorted({file.name for file in _assets(site)}), joining=joining)
    chunks = [pages[at : at + _CHUNK] for at in range(0, len(pages), _CHUNK)]
    written = Written()
    if len(chunks) < _FEWEST_CHUNKS:
        for chunk in chunks:
            written.add(look(chunk))
        return written
    with ProcessPoolExecutor() as pool:
        for found in pool.map(look, chunks):
            written.add(found)
    return written


def _look_at(files: Sequence[str], pages: Iterable[Path], *, joining: bool) -> Written:
    """Of each page the pieces between tags are looked at once: a table writes the same ones hundreds of times. A page
    without the joined styles has its own, and no font of the site: a chart for other sites."""
    written = Written()
    for page in pages:
        text = page.read_text(encoding="utf-8")
        if joining and PORTAL not in text:
            written.files.update(name for name in files if name not in written.files and name in text)
            continue
        shown = without_gaps(with_one_style(text) if joining else text)
        pieces = "<" + "<".join(set(shown.split("<")))
        written.tags.update(_TAG.findall(pieces))
        written.names.update(_OWN_NAME.findall(pieces))
        written.values.update(_VALUE.findall(pieces))
        written.letters.update(pieces, *map(unescape, set(_ENTITY.findall(pieces))))
        written.files.update(name for name in files if name not in written.files and name in pieces)
        if shown != text:
            page.write_text(shown, encoding="utf-8")
    return written


def join_styles(site: Path, linked: Iterable[str], home: str, written: Written) -> None:
    """Puts all styles that pages link into one file, in their order, without rules that no page can use."""
    scripts = [file.read_text(encoding="utf-8") for file in sorted(site.rglob("assets/**/*.js"))]
    known = _vocabulary(written, scripts)
    joined = "".join(_used((site / address).read_text(encoding="utf-8"), known) for address in linked)
    used = _without_idle_properties(joined, [home, *scripts])
    (site / PORTAL).write_text(_BROKEN.sub("", _SPACED.sub(r"\1:", used)), encoding="utf-8")


def with_one_style(page: str) -> str:
    """The page with the link to the joined styles alone."""
    kept, at = [], 0
    for link in _STYLE_LINK.finditer(page):
        if not link[1].endswith(PORTAL):
            kept.append(page[at : link.start()].rstrip())
            at = link.end()
    return "".join([*kept, page[at:]])


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


@dataclass(frozen=True)
class Vocabulary:
    """The elements of all pages, those that scripts can make included: tags, classes and ids, `attribute="value"`."""

    tags: frozenset[str]
    names: frozenset[str]
    values: frozenset[tuple[str, str]]


def _vocabulary(written: Written, scripts: Iterable[str]) -> Vocabulary:
    """What the pages and scripts write.

    Of the site engine's script, which knows far more than this site has, only the states of elements that are there
    (`md-header--shadow`); our own scripts make elements, so each word in them can be a tag or a class.
    """
    tags, values = {"html", "body", *written.tags}, written.values
    names = {name for attribute, value in values if attribute in {"class", "id"} for name in value.split()}
    names |= written.names
    for script in scripts:
        words = set(_NAME.findall(script))
        own = any(word.startswith(_OWN) for word in words)
        names |= {word for word in words if own or word.partition("--")[0] in names}
        tags |= words if own else set()
    schemes = {("data-md-color-scheme", value) for attribute, value in values if attribute == "data-scheme"}
    return Vocabulary(frozenset(tags), frozenset(names), frozenset(values | schemes))


def _used(css: str, known: Vocabulary) -> str:
    return "".join(_used_rules(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True), known))


def _used_rules(rules: Iterable[object], known: Vocabulary) -> Iterator[str]:
    """The rules of which at least one selector can match something."""
    for rule in rules:
        if isinstance(rule, tinycss2.ast.QualifiedRule):
            yield from _used_rule(rule, known)
        elif isinstance(rule, tinycss2.ast.AtRule) and rule.lower_at_keyword in {"media", "supports"} and rule.content:
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            kept = "".join(_used_rules(inner, known))
            if kept:
                yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{kept}}}\n"
        elif isinstance(rule, tinycss2.ast.AtRule) and rule.lower_at_keyword != "charset":
            yield f"{rule.serialize()}\n"


def _used_rule(rule: "tinycss2.ast.QualifiedRule", known: Vocabulary) -> Iterator[str]:
    used = [selector for selector in _selectors(tinycss2.serialize(rule.prelude)) if _can_match(selector, known)]
    if used:
        yield f"{','.join(used)}{{{tinycss2.serialize(rule.content).strip().removesuffix(';')}}}\n"


def _selectors(prelude: str) -> list[str]:
    """The selectors of a rule; commas within `:is(…)`, attributes and strings part none."""
    parts, depth, start = [], 0, 0
    for at, sign in enumerate(prelude):
        depth += (sign in "([") - (sign in ")]")
        if sign == "," and not depth:
            parts.append(prelude[start:at])
            start = at + 1
    return [part.strip() for part in [*parts, prelude[start:]]]


def _can_match(selector: str, known: Vocabulary) -> bool:
    """Whether an element of the pages can have all that the selector asks for; `:not(…)` asks for nothing."""
    asked = selector
    while _PARENTHESES.search(asked):
        asked = _PARENTHESES.sub("", asked)
    exact = [found for found in _EXACT.findall(asked) if found[0] == "dir" or found[0].startswith("data-md-")]
    plain = _STATE.sub("", _BRACKETS.sub("", asked))
    names, tags = _NAMED.findall(plain), _NAME.findall(_NAMED.sub("", plain))
    return (
        all(found in known.values for found in exact)
        and all(name in known.names for name in names)
        and all(tag in known.tags for tag in tags if tag[0].isalpha())
    )


def _without_idle_properties(css: str, others: Iterable[str]) -> str:
    """Without the custom properties that nothing reads, until none is left: one may only serve another."""
    elsewhere = {name for text in others for name in _READ.findall(text)}
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

    A small one goes into the styles, unless pages name it in their heads, of which `early` is one: it comes early then.
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

    shown = re.sub(r"@font-face\s*\{[^}]*\}", cut, css.read_text(encoding="utf-8"))
    css.write_text(shown + "".join(f"{face}\n" for face in faces), encoding="utf-8")


def _within(font: bytes) -> str:
    """A font as styles hold it within themselves."""
    return f'url("data:font/woff2;base64,{base64.b64encode(font).decode()}")'


def _codes(ranges: str) -> set[int]:
    """The characters of a `unicode-range`."""
    codes: set[int] = set()
    for part in ranges.split(","):
        first, _, last = part.strip().removeprefix("U+").partition("-")
        codes.update(range(int(first, 16), int(last or first, 16) + 1))
    return codes


def _ranges(codes: list[int]) -> str:
    """The same written as a `unicode-range`, neighbours together."""
    runs: list[list[int]] = []
    for code in codes:
        if runs and code == runs[-1][1] + 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return ", ".join(f"U+{first:04X}" if first == last else f"U+{first:04X}-{last:04X}" for first, last in runs)


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
