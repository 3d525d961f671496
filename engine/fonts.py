"""Reduces the fonts of a site to the letters that it contains."""

import base64
import io
import re
from collections.abc import Iterable
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from engine.styles import PORTAL
from generator.grouping import runs

_FACE_SOURCE = re.compile(r'url\("\.\./(vendor/[\w.-]+)\.woff2"\)')
_FACE_RANGE = re.compile(r"unicode-range:\s*([^;}]+)")

_SMALL_FONT = 10_000
"""A reduced font of at most this many bytes is embedded in the styles. A separate file would need one more round trip
after the styles."""

_FEATURES = ["ccmp", "lnum", "locl", "mark", "mkmk", "tnum"]
"""The OpenType features that the site uses: letters with diacritics and digits of equal width. The other features are
alternative shapes and kerning. They take a seventh of the font, and kerning does not work if the two letters of a pair
are in different font files (`Tư`, `Vă`)."""


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

    shown = re.sub(r"@font-face\s*\{[^}]*\}", cut, css.read_text(encoding="utf-8"))
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
