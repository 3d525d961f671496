"""The site's own font: how wide a text is, and how it fits into the room there is."""

import hashlib
import io
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import accumulate
from typing import Any, NamedTuple

from fontTools.ttLib import TTFont

REGULAR, BOLD = 400, 680
"""The weights of the variable font that pictures use."""

_ELLIPSIS = "…"
_MISSING = ".notdef"
_TEXTS = 4_096
"""So many texts are measured once: each is tried in several sizes, and pictures share many."""

_STEP = 2
"""A text that does not fit is tried in letters so many pixels smaller."""


class Letter(NamedTuple):
    """A letter in one of a typeface's files, by its number, at a weight; how far the next one stands, in font units."""

    text: str
    file: int
    weight: int
    advance: int


class Sizes(NamedTuple):
    """The largest and the smallest letters that a text may have, in pixels."""

    largest: int
    smallest: int


@dataclass(frozen=True)
class Lines:
    """A text broken into lines that fit, and the size of its letters in pixels."""

    texts: tuple[str, ...]
    size: int


class Typeface:
    """One variable font that several files hold parts of, as web fonts do; an earlier file goes before a later one."""

    def __init__(self, files: Sequence[bytes]) -> None:
        """`files` are WOFF2 with an axis of weight."""
        self.files = tuple(files)
        self._known: dict[tuple[str, int], Letter] = {}
        self._units_wide = lru_cache(maxsize=_TEXTS)(self._measured)
        self._glyphs = cache(self._glyphs_of)

    @cached_property
    def digest(self) -> str:
        """What stands for the files."""
        return hashlib.sha256(b"".join(self.files)).hexdigest()

    @cached_property
    def _fonts(self) -> tuple[tuple[TTFont, dict[int, str]], ...]:
        fonts = (TTFont(io.BytesIO(file)) for file in self.files)
        return tuple((font, font.getBestCmap()) for font in fonts)

    @cached_property
    def units(self) -> int:
        """How many font units are as high as the letters are said to be."""
        return int(self._fonts[0][0]["head"].unitsPerEm)

    def letters(self, text: str, weight: int) -> Iterator[Letter]:
        """The letters of a text in its one normal form; one that the font does not have is an empty box."""
        return (self._letter(letter, weight) for letter in unicodedata.normalize("NFC", text))

    def _letter(self, letter: str, weight: int) -> Letter:
        if (letter, weight) not in self._known:
            self._known[letter, weight] = self._found(letter, weight)
        return self._known[letter, weight]

    def _found(self, letter: str, weight: int) -> Letter:
        having = ((number, names[ord(letter)]) for number, (_, names) in enumerate(self._fonts) if ord(letter) in names)
        number, name = next(having, (0, _MISSING))
        return Letter(letter, number, weight, round(self._glyphs(number, weight)[name].width))

    def _glyphs_of(self, number: int, weight: int) -> Mapping[str, Any]:
        """The drawings of a file at a weight, by name."""
        found: Mapping[str, Any] = self._fonts[number][0].getGlyphSet(location={"wght": weight})
        return found

    def width(self, text: str, size: int, weight: int) -> float:
        """How wide a text is in pixels."""
        return self._units_wide(text, weight) * size / self.units

    def _measured(self, text: str, weight: int) -> int:
        return sum(letter.advance for letter in self.letters(text, weight))

    def fitted(self, text: str, room: float, sizes: Sizes, most: int, weight: int) -> Lines:
        """The text in at most so many lines, in the largest letters of `sizes` that fit into the room.

        What does not fit in the smallest ones either ends with three dots.
        """
        for size in range(sizes.largest, sizes.smallest - 1, -_STEP):
            lines = self._broken(text, room, size, weight)
            if len(lines) <= most and all(self.width(line, size, weight) <= room for line in lines):
                return Lines(tuple(lines), size)
        lines = self._broken(text, room, sizes.smallest, weight)
        last = " ".join(lines[most - 1 :])
        kept = (*lines[: most - 1], self._cut(last, room, sizes.smallest, weight))
        return Lines(tuple(self._cut(line, room, sizes.smallest, weight) for line in kept), sizes.smallest)

    def _broken(self, text: str, room: float, size: int, weight: int) -> list[str]:
        lines: list[str] = []
        space, filled = self._units_wide(" ", weight), 0
        for word in text.split(" "):
            wide = self._units_wide(word, weight)
            if lines and (filled + space + wide) * size / self.units <= room:
                lines[-1] = f"{lines[-1]} {word}"
                filled += space + wide
            else:
                lines.append(word)
                filled = wide
        return lines

    def _cut(self, text: str, room: float, size: int, weight: int) -> str:
        if self.width(text, size, weight) <= room:
            return text
        left = room - self.width(_ELLIPSIS, size, weight)
        letters = list(self.letters(text, weight))
        ends = accumulate(letter.advance * size / self.units for letter in letters)
        kept = "".join(letter.text for letter, end in zip(letters, ends, strict=True) if end <= left)
        return f"{kept.rstrip(' ,;')}{_ELLIPSIS}"
