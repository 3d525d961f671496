"""Takes out of a built site what no page uses: `python finish_site.py build/site`.

The site is whole without this step, whichever engine built it; it only weighs more. The site engine brings files along
that this site does not need: its search, source maps for its own developers. They are found by looking: a file under
`assets/` stays when the text of a page, or of a style or script that stays, names it.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

_MAP_COMMENT = re.compile(rb"\n?(?://[#@]\s*sourceMappingURL=\S+|/\*[#@]\s*sourceMappingURL=\S+?\s*\*/)\s*$")
_TEXTS = {".html", ".css", ".js"}


def finish(site: Path) -> int:
    """Takes out of the site what no page uses; the number of bytes saved."""
    before = _weight(site)
    for unused in [*site.rglob("*.map"), *_unnamed(site)]:
        unused.unlink(missing_ok=True)
    for file in [*site.rglob("*.js"), *site.rglob("*.css")]:
        _forget_map(file)
    for folder in sorted(site.rglob("*"), reverse=True):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
    return before - _weight(site)


def _weight(site: Path) -> int:
    return sum(file.stat().st_size for file in site.rglob("*") if file.is_file())


def _forget_map(file: Path) -> None:
    """Drops the comment that would make a browser's tools ask for a map that is not there."""
    content = file.read_bytes()
    plain = _MAP_COMMENT.sub(b"\n", content)
    if plain != content:
        file.write_bytes(plain)


def _unnamed(site: Path) -> Iterator[Path]:
    """The files under `assets/` that nothing names, found from the pages on: what only unnamed files name goes too."""
    assets = {file for file in (site / "assets").rglob("*") if file.is_file() and file.suffix != ".map"}
    named: set[Path] = set()
    waiting = list(site.rglob("*.html"))
    while waiting:
        text = waiting.pop().read_text(encoding="utf-8")
        found = {file for file in assets - named if file.name in text}
        named |= found
        waiting += [file for file in found if file.suffix in _TEXTS]
    return iter(sorted(assets - named))


if __name__ == "__main__":
    print(f"finish_site: {finish(Path(sys.argv[1])) / 1_000_000:.1f} MB that no page uses left out")
