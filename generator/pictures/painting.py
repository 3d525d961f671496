"""Paints a drawing as a PNG of 1200 × 630 pixels with a palette.

Every pixel is an index into a list of colours from the start. Such a picture is written in a tenth of the time of one
with a colour per pixel, and has half its size. Letters are drawn from the font by FreeType, everything else from SVG.
No font of the computer is used, so equal drawings give equal bytes.
"""

import io
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import TypeAlias

import numpy as np
import resvg_py
from numpy.typing import NDArray
from PIL import Image, ImageFont

from generator.pictures.layout import HEIGHT, WIDTH, Box, Dot, Drawing, Shape, Text
from generator.pictures.typeface import Letter, Typeface
from generator.rendering import make_environment

Mask: TypeAlias = NDArray[np.uint8]
"""How much of each pixel is covered, from 0 to `_STEPS`."""

COLOURS = {
    "paper": "#fbf9f5",
    "rule": "#ddd6c9",
    "rule-strong": "#857d70",
    "ink": "#17262b",
    "ink-2": "#4b595e",
    "brand": "#0d4a4f",
    "brand-ink": "#ffffff",
    "gold": "#f2c46d",
    "met": "#0a6470",
    "met-fill": "#2a8b95",
    "not-met": "#a23e08",
    "not-met-fill": "#d77a42",
    "other": "#556168",
    "other-fill": "#98a1a4",
    "track": "#e9e3d8",
    "own": "#0d4a4f",
}
"""The colours of the light palette in `theme/styles/tokens.css`, by name."""

_STEPS = 15
"""Number of steps between an uncovered and a fully covered pixel. More steps are not visible at the edge of a
letter."""

_MAX_COLOURS = 256
"""Maximum number of colours in a palette."""

_UNKNOWN = -1
"""Marks a mixed colour that is not computed yet."""

_SUBPIXELS = 4
"""Letters are placed at quarters of a pixel, so that their spacing looks even."""

_COVERED = np.rint(np.arange(255 * _SUBPIXELS**2 + 1) * (_STEPS / 255 / _SUBPIXELS**2)).astype(np.uint8)
"""The step of a pixel, by the sum of the coverage of its subpixels (0 to 255 each)."""

_RADIUS = 7
"""Radius of a dot."""
_DOT_OPACITY = 0.5
"""Opacity of dots, so that the dots below are visible."""

_LOGO = (
    ("brand-ink", 'stroke-width="2.4" stroke-linecap="round" d="M7 26V15.5a9 9 0 0 1 18 0V26M5.5 26h21"'),
    ("gold", 'stroke-width="2.8" d="M12 24v-5M16 24v-8.5M20 24v-6.5"'),
)
"""The portal's logo on a grid of 32 × 32, by colour."""

_LOGO_SIZE, _LOGO_X, _LOGO_Y = 45, 54, 12
"""Size of the logo, and its left and top edge."""


_LINES = 512
"""Number of lines of text that are cached. Most lines occur on several pictures that are drawn one after the other."""


class Painter:
    """Paints with one typeface, and caches the letters and the most recent lines of text."""

    def __init__(self, typeface: Typeface) -> None:
        self._face = typeface
        self._letters: dict[tuple[Letter, int, int], tuple[Mask, int, int]] = {}
        self._fonts: dict[tuple[int, int, int], ImageFont.FreeTypeFont] = {}
        self._line = lru_cache(maxsize=_LINES)(self._drawn_line)

    def png(self, drawing: Drawing) -> bytes:
        """Returns the picture as a PNG file."""
        sheet = _Sheet()
        for box in drawing.boxes:
            self._box(sheet, box)
        for dot in drawing.dots:
            self._dot(sheet, dot)
        for shape in drawing.shapes:
            self._shape(sheet, shape)
        for colour, line in _LOGO:
            path = f'<path fill="none" stroke="#fff" {line}/>'
            sheet.ink(_drawn(path, _LOGO_SIZE, _LOGO_SIZE, 32, 32), _LOGO_X, _LOGO_Y, colour)
        for text in drawing.texts:
            self._text(sheet, text)
        return sheet.png()

    def _box(self, sheet: "_Sheet", box: Box) -> None:
        left, top = round(box.x), round(box.y)
        width, height = max(round(box.width), 1), max(round(box.height), 1)
        rounded = f'<rect width="{width}" height="{height}" rx="{box.round}" fill="#fff"/>'
        full = np.full((height, width), _STEPS, np.uint8)
        sheet.ink(_drawn(rounded, width, height, width, height) if box.round else full, left, top, box.colour)

    def _dot(self, sheet: "_Sheet", dot: Dot) -> None:
        size = 2 * _RADIUS
        circle = f'<circle cx="{_RADIUS}" cy="{_RADIUS}" r="{_RADIUS}" fill="#fff"/>'
        mask = _drawn(circle, size, size, size, size)
        sheet.ink(mask, round(dot.x) - _RADIUS, round(dot.y) - _RADIUS, dot.colour, _DOT_OPACITY)

    def _shape(self, sheet: "_Sheet", shape: Shape) -> None:
        drawing = f'<g color="#fff">{_shapes()[shape.code]}</g>'
        sheet.ink(_drawn(drawing, shape.size, shape.size, 16, 16), round(shape.x), round(shape.y), shape.colour)

    def _text(self, sheet: "_Sheet", text: Text) -> None:
        whole, rest = divmod(text.x, 1)
        mask, left, top = self._line(text.letters, text.size, rest)
        sheet.ink(mask, int(whole) + left, round(text.y) + top, text.colour)

    def _drawn_line(self, letters: Iterable[tuple[Letter, int]], size: int, start: float) -> tuple[Mask, int, int]:
        """Returns all letters of a line on one mask, and the offset of the mask. Where two letters touch, the darker
        pixel counts. `start` is the fraction of a pixel at which the line begins."""
        placed = []
        for letter, at in letters:
            quarters = round((start + at * size / self._face.units) * _SUBPIXELS)
            mask, left, top = self._letter(letter, size, quarters % _SUBPIXELS)
            placed.append((mask, quarters // _SUBPIXELS + left, top))
        if not placed:
            return np.zeros((0, 0), np.uint8), 0, 0
        left, top = min(x for _, x, _ in placed), min(y for _, _, y in placed)
        right = max(x + mask.shape[1] for mask, x, _ in placed)
        bottom = max(y + mask.shape[0] for mask, _, y in placed)
        line = np.zeros((bottom - top, right - left), np.uint8)
        for mask, x, y in placed:
            part = line[y - top : y - top + mask.shape[0], x - left : x - left + mask.shape[1]]
            np.maximum(part, mask, out=part)
        return line, left, top

    def _letter(self, letter: Letter, size: int, phase: int) -> tuple[Mask, int, int]:
        """Returns a letter's mask, and its offset to the right of and below the letter's place on the line."""
        key = letter, size, phase
        if key not in self._letters:
            self._letters[key] = self._antialiased(letter, size, phase)
        return self._letters[key]

    def _antialiased(self, letter: Letter, size: int, phase: int) -> tuple[Mask, int, int]:
        """Draws the letter `_SUBPIXELS` times as large and scales it down, because FreeType itself places letters at
        whole pixels only."""
        drawn, (left, top) = self._font(letter, size * _SUBPIXELS).getmask2(letter.text, mode="L", anchor="ls")
        width, height = drawn.size
        left, top = round(left) + phase, round(top)
        before, above = left % _SUBPIXELS, top % _SUBPIXELS
        rows, columns = -(-(above + height) // _SUBPIXELS), -(-(before + width) // _SUBPIXELS)
        fine = np.zeros((rows * _SUBPIXELS, columns * _SUBPIXELS), np.uint16)
        fine[above : above + height, before : before + width] = np.frombuffer(bytes(drawn), np.uint8).reshape(
            height, width
        )
        covered = fine.reshape(rows, _SUBPIXELS, columns, _SUBPIXELS).sum(axis=(1, 3), dtype=np.uint16)
        return _COVERED[covered], left // _SUBPIXELS, top // _SUBPIXELS

    def _font(self, letter: Letter, size: int) -> ImageFont.FreeTypeFont:
        key = letter.file, letter.weight, size
        if key not in self._fonts:
            file = io.BytesIO(self._face.files[letter.file])
            font = ImageFont.truetype(file, size, layout_engine=ImageFont.Layout.BASIC)
            font.set_variation_by_axes([letter.weight])
            self._fonts[key] = font
        return self._fonts[key]


class _Sheet:
    """A picture under construction: the index of each pixel's colour, the colours by index, and a cache of mixed
    colours.

    The cache is useful because hundreds of dots of one colour are painted on the same few backgrounds.
    """

    def __init__(self) -> None:
        self._points = np.zeros((HEIGHT, WIDTH), np.uint8)
        self._numbers = {_rgb("paper"): 0}
        self._colours = [_rgb("paper")]
        self._mixed: dict[tuple[str, float], NDArray[np.int16]] = {}

    def ink(self, mask: Mask, left: int, top: int, colour: str, opacity: float = 1) -> None:
        """Paints a colour over the picture where the mask covers it; parts outside the picture are ignored."""
        mask = mask[max(-top, 0) : HEIGHT - top, max(-left, 0) : WIDTH - left]
        left, top = max(left, 0), max(top, 0)
        region = self._points[top : top + mask.shape[0], left : left + mask.shape[1]]
        if not region.size:
            return
        mixed = self._mixed.get((colour, opacity))
        if mixed is None:
            mixed = self._mixed[colour, opacity] = np.full(_MAX_COLOURS * (_STEPS + 1), _UNKNOWN, np.int16)
        below = int(region[0, 0])
        if (region == below).all():  # The usual case: the result depends on the step only, so bytes are looked up.
            covered = mask.tobytes()
            first = below * (_STEPS + 1)
            self._mix([first + step for step in range(_STEPS + 1) if step in covered], mixed, colour, opacity)
            numbers = mixed[first : first + _STEPS + 1].astype(np.uint8).tobytes()
            region[:] = np.frombuffer(covered.translate(numbers.ljust(_MAX_COLOURS, b"\0")), np.uint8).reshape(
                mask.shape
            )
            return
        pairs = region * np.uint16(_STEPS + 1) + mask
        found = mixed[pairs]
        if found.min() == _UNKNOWN:
            self._mix(np.unique(pairs[found == _UNKNOWN]).tolist(), mixed, colour, opacity)
            found = mixed[pairs]
        region[:] = found

    def _mix(self, pairs: Iterable[int], mixed: NDArray[np.int16], colour: str, opacity: float) -> None:
        """Computes the mixed colours for pairs of a pixel's colour index and a step of coverage, and stores them in
        `mixed`."""
        over = _rgb(colour)
        for pair in pairs:
            if mixed[pair] == _UNKNOWN:
                below, step = divmod(pair, _STEPS + 1)
                mixed[pair] = self._number(_blend(self._colours[below], over, step * opacity / _STEPS))

    def _number(self, colour: tuple[int, ...]) -> int:
        """Returns the index of a colour, or that of the nearest colour if the palette is full."""
        if colour not in self._numbers and len(self._colours) == _MAX_COLOURS:
            self._numbers[colour] = int(_distances(np.array(self._colours), colour).argmin())
        elif colour not in self._numbers:
            self._numbers[colour] = len(self._colours)
            self._colours.append(colour)
        return self._numbers[colour]

    def png(self) -> bytes:
        image = Image.fromarray(self._points, mode="P")
        image.putpalette(bytes(part for colour in self._colours for part in colour))
        file = io.BytesIO()
        image.save(file, "PNG", bits=8, compress_level=3)
        return file.getvalue()


@lru_cache(maxsize=_MAX_COLOURS * _STEPS)
def _blend(below: tuple[int, ...], over: tuple[int, ...], share: float) -> tuple[int, ...]:
    return tuple(round(low + (high - low) * share) for low, high in zip(below, over, strict=True))


def _distances(colours: NDArray[np.int64], colour: tuple[int, ...]) -> NDArray[np.int64]:
    """Returns the squared distance of each of the colours, one per row, from the other colour."""
    apart: NDArray[np.int64] = ((colours - colour) ** 2).sum(axis=1)
    return apart


@cache
def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(COLOURS[colour][1:]))


@lru_cache
def _drawn(drawing: str, width: int, height: int, grid_width: int, grid_height: int) -> Mask:
    """Returns the mask of a white SVG drawing on a grid, scaled to `width` × `height` pixels."""
    text = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {grid_width} {grid_height}">{drawing}</svg>'
    )
    image = Image.open(io.BytesIO(bytes(resvg_py.svg_to_bytes(svg_string=text, skip_system_fonts=True))))
    covered: Mask = _COVERED[np.asarray(image.getchannel("A"), np.uint16) * _SUBPIXELS**2]
    return covered


@lru_cache
def _shapes() -> dict[str, str]:
    """Returns the drawings of assessment marks by code."""
    found: dict[str, str] = make_environment().get_template("shapes.html.j2").module.drawings  # type: ignore[attr-defined]
    return found
