"""The site's own font: measures the width of texts and fits them into a given space."""

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
"""Name of the glyph that is shown for a letter that the font does not have."""
_TEXTS = 4_096
"""Number of texts whose width is cached. Each text is tried in several sizes, and pictures share many texts."""

_STEP = 2
"""If a text does not fit, it is tried again with letters this many pixels smaller."""


class Letter(NamedTuple):
    """A letter at a weight: the number of the typeface's file that contains it, and its advance width in font units."""

    text: str
    file: int
    weight: int
    advance: int


class Sizes(NamedTuple):
    """The largest and the smallest size of letters that a text may have, in pixels."""

    largest: int
    smallest: int


@dataclass(frozen=True)
class Lines:
    """A text broken into lines that fit, and the size of its letters in pixels."""

    texts: tuple[str, ...]
    size: int


class Typeface:
    """One variable font, split into several files like web fonts. If two files contain a letter, the earlier one is
    used."""

    def __init__(self, files: Sequence[bytes]) -> None:
        """`files` are WOFF2 fonts with a weight axis."""
        self.files = tuple(files)
        self._known: dict[tuple[str, int], Letter] = {}
        self._width_in_units = lru_cache(maxsize=_TEXTS)(self._measured)
        self._glyphs = cache(self._glyphs_of)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the files."""
        return hashlib.sha256(b"".join(self.files)).hexdigest()

    @cached_property
    def _fonts(self) -> tuple[tuple[TTFont, dict[int, str]], ...]:
        fonts = (TTFont(io.BytesIO(file)) for file in self.files)
        return tuple((font, font.getBestCmap()) for font in fonts)

    @cached_property
    def units(self) -> int:
        """The number of font units per em, that is, per letter size."""
        return int(self._fonts[0][0]["head"].unitsPerEm)

    def letters(self, text: str, weight: int) -> Iterator[Letter]:
        """Yields the letters of a text in NFC. A letter that the font does not have becomes an empty box."""
        return (self._letter(letter, weight) for letter in unicodedata.normalize("NFC", text))

    def _letter(self, letter: str, weight: int) -> Letter:
        if (letter, weight) not in self._known:
            self._known[letter, weight] = self._found(letter, weight)
        return self._known[letter, weight]

    def _found(self, letter: str, weight: int) -> Letter:
        files_with_letter = (
            (number, names[ord(letter)]) for number, (_, names) in enumerate(self._fonts) if ord(letter) in names
        )
        number, name = next(files_with_letter, (0, _MISSING))
        return Letter(letter, number, weight, round(self._glyphs(number, weight)[name].width))

    def _glyphs_of(self, number: int, weight: int) -> Mapping[str, Any]:
        """Returns the glyphs of a file at a weight, by name."""
        found: Mapping[str, Any] = self._fonts[number][0].getGlyphSet(location={"wght": weight})
        return found

    def width(self, text: str, size: int, weight: int) -> float:
        """Returns the width of a text in pixels."""
        return self._width_in_units(text, weight) * size / self.units

    def _measured(self, text: str, weight: int) -> int:
        return sum(letter.advance for letter in self.letters(text, weight))

    def fitted(self, text: str, room: float, sizes: Sizes, max_lines: int, weight: int) -> Lines:
        """Returns the text in at most `max_lines` lines that fit into the width `room` (pixels), in the largest letters
        of `sizes` that fit.

        A text that does not fit even in the smallest letters is cut off and ends with an ellipsis.
        """
        for size in range(sizes.largest, sizes.smallest - 1, -_STEP):
            lines = self._broken(text, room, size, weight)
            if len(lines) <= max_lines and all(self.width(line, size, weight) <= room for line in lines):
                return Lines(tuple(lines), size)
        lines = self._broken(text, room, sizes.smallest, weight)
        last = " ".join(lines[max_lines - 1 :])
        kept = (*lines[: max_lines - 1], self._cut(last, room, sizes.smallest, weight))
        return Lines(tuple(self._cut(line, room, sizes.smallest, weight) for line in kept), sizes.smallest)

    def _broken(self, text: str, room: float, size: int, weight: int) -> list[str]:
        lines: list[str] = []
        space, filled = self._width_in_units(" ", weight), 0
        for word in text.split(" "):
            wide = self._width_in_units(word, weight)
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
