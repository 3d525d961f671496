"""Removes from a built site everything that no page uses: `python -m engine.finish build/site`.

The site is complete without this step, whichever engine built it, but larger. The step reads all pages to find what
they do not use: files of the site engine for its search and its developers, style rules for elements that no page has,
and glyphs of letters that no text contains. Styles that delay the first paint of a page are joined into one file.
"""

import os
import re
import sys
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from engine.fonts import cut_fonts
from engine.pages import STYLE_LINK, PageContents, PageShrinker
from engine.styles import PORTAL, joined_styles, parts_of_styles, rules_of

_MAP_COMMENT = re.compile(rb"\n?(?://[#@]\s*sourceMappingURL=\S+|/\*[#@]\s*sourceMappingURL=\S+?\s*\*/)\s*$")
_TEXT_SUFFIXES = {".html", ".css", ".js"}
_ESCAPED = re.compile(r"\\u?([0-9a-fA-F]{2,5})(?![0-9a-fA-F])")
_LINE_COMMENTS = re.compile(r"^[ \t]*/\*(?:[^*]|\*(?!/))*\*/[ \t]*\n|^[ \t]*//.*\n", re.MULTILINE)
_INDENTATION = re.compile(r"^[ \t]+|\n(?=\n)", re.MULTILINE)


_PORTAL_SCRIPTS = "assets/js"
"""The folder of the portal's own scripts."""

_PAGES_PER_CHUNK = 32
"""How many pages a process shrinks at a time."""

_FEWEST_CHUNKS = 8
"""With fewer chunks than this, one process does all pages, because starting processes takes longer."""


_TEXT_SCRIPTS = "texts*.js"
"""The scripts that contain all texts that scripts write into pages."""


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
        linked = [address for address in STYLE_LINK.findall(home) if (site / address).is_file()]
        self._styles = [rules_of(_text(site / address)) for address in linked] if PORTAL in linked else []
        files = frozenset(file.name for file in _assets(site))
        self.shrinker = PageShrinker(parts_of_styles(self._styles), files, joining=bool(self._styles))

    def remove_unused(self, contents: PageContents) -> None:
        """Removes what no page uses. `contents` are the contents of all pages together."""
        if self._styles:
            self._join_styles(contents)
        _drop_unused_files(self._site, contents.files)
        _shorten_scripts(self._site)
        cut_fonts(self._site, {*contents.letters}.union(*_letters_outside_pages(self._site)), early=self._home)

    def _join_styles(self, contents: PageContents) -> None:
        """Joins all styles that pages link into one file, in their order, without rules that no page can use."""
        scripts = [_text(file) for file in sorted(self._site.rglob("assets/**/*.js"))]
        joined = joined_styles(self._styles, contents.selector_parts, self._home, scripts)
        (self._site / PORTAL).write_text(joined, encoding="utf-8")


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


def _drop_unused_files(site: Path, named: Collection[str]) -> None:
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


def _shorten_scripts(site: Path) -> None:
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


if __name__ == "__main__":
    print(f"engine.finish: {finish(Path(sys.argv[1])) / 1_000_000:.1f} MB that no page uses left out")
