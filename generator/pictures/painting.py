"""A drawing → PNG of 1200 × 630 pixels with a palette.

Every point is a number in a list of colours from the start: such a picture is written in a tenth of the time, and
weighs half, of one in which each point has a colour of its own. Letters come from the font as FreeType draws them,
everything else from SVG. No font of the machine takes part, so the same drawing gives the same bytes.
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
"""How much of each point something covers, 0 to `_STEPS`."""

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
"""So many steps lead from nothing to a point that is wholly covered; the eye sees no more at the edge of a letter."""

_MOST = 256
"""A palette holds no more colours."""

_UNKNOWN = -1

_FINE = 4
"""Letters stand at quarters of a point, so that their distances look even."""

_COVERED = np.rint(np.arange(255 * _FINE**2 + 1) * (_STEPS / 255 / _FINE**2)).astype(np.uint8)
"""The steps of a point by the sum of what its fine points are covered, 0 to 255 each."""

_RADIUS = 7
_SEE_THROUGH = 0.5
"""Dots let those below them be seen."""

_SIGN = (
    ("brand-ink", 'stroke-width="2.4" stroke-linecap="round" d="M7 26V15.5a9 9 0 0 1 18 0V26M5.5 26h21"'),
    ("gold", 'stroke-width="2.8" d="M12 24v-5M16 24v-8.5M20 24v-6.5"'),
)
"""The portal's sign on a grid of 32 × 32, by colour."""

_SIGN_SIZE, _SIGN_X, _SIGN_Y = 45, 54, 12


_LINES = 512
"""So many lines of text are drawn once: most stand on several pictures that are made one after the other."""


class Painter:
    """Draws with one typeface; it keeps the letters that it drew, and the lines that it drew last."""

    def __init__(self, typeface: Typeface) -> None:
        self._face = typeface
        self._letters: dict[tuple[Letter, int, int], tuple[Mask, int, int]] = {}
        self._fonts: dict[tuple[int, int, int], ImageFont.FreeTypeFont] = {}
        self._line = lru_cache(maxsize=_LINES)(self._drawn_line)

    def png(self, drawing: Drawing) -> bytes:
        """The picture as a file."""
        sheet = _Sheet()
        for box in drawing.boxes:
            self._box(sheet, box)
        for dot in drawing.dots:
            self._dot(sheet, dot)
        for shape in drawing.shapes:
            self._shape(sheet, shape)
        for colour, line in _SIGN:
            path = f'<path fill="none" stroke="#fff" {line}/>'
            sheet.ink(_drawn(path, _SIGN_SIZE, _SIGN_SIZE, 32, 32), _SIGN_X, _SIGN_Y, colour)
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
        sheet.ink(mask, round(dot.x) - _RADIUS, round(dot.y) - _RADIUS, dot.colour, _SEE_THROUGH)

    def _shape(self, sheet: "_Sheet", shape: Shape) -> None:
        drawing = f'<g color="#fff">{_shapes()[shape.code]}</g>'
        sheet.ink(_drawn(drawing, shape.size, shape.size, 16, 16), round(shape.x), round(shape.y), shape.colour)

    def _text(self, sheet: "_Sheet", text: Text) -> None:
        whole, rest = divmod(text.x, 1)
        mask, left, top = self._line(text.letters, text.size, rest)
        sheet.ink(mask, int(whole) + left, round(text.y) + top, text.colour)

    def _drawn_line(self, letters: Iterable[tuple[Letter, int]], size: int, start: float) -> tuple[Mask, int, int]:
        """All letters of a line on one mask: where two touch, the darker point counts. And where the mask begins, of
        a line that begins at a part of a point."""
        placed = []
        for letter, at in letters:
            quarters = round((start + at * size / self._face.units) * _FINE)
            mask, left, top = self._letter(letter, size, quarters % _FINE)
            placed.append((mask, quarters // _FINE + left, top))
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
        """A letter's mask, and where it begins to the right of and below its place on the line."""
        key = letter, size, phase
        if key not in self._letters:
            self._letters[key] = self._fine(letter, size, phase)
        return self._letters[key]

    def _fine(self, letter: Letter, size: int, phase: int) -> tuple[Mask, int, int]:
        """Drawn so many times as large, and made smaller: FreeType itself knows whole points only."""
        drawn, (left, top) = self._font(letter, size * _FINE).getmask2(letter.text, mode="L", anchor="ls")
        width, height = drawn.size
        left, top = round(left) + phase, round(top)
        before, above = left % _FINE, top % _FINE
        rows, columns = -(-(above + height) // _FINE), -(-(before + width) // _FINE)
        fine = np.zeros((rows * _FINE, columns * _FINE), np.uint16)
        fine[above : above + height, before : before + width] = np.frombuffer(bytes(drawn), np.uint8).reshape(
            height, width
        )
        covered = fine.reshape(rows, _FINE, columns, _FINE).sum(axis=(1, 3), dtype=np.uint16)
        return _COVERED[covered], left // _FINE, top // _FINE

    def _font(self, letter: Letter, size: int) -> ImageFont.FreeTypeFont:
        key = letter.file, letter.weight, size
        if key not in self._fonts:
            file = io.BytesIO(self._face.files[letter.file])
            font = ImageFont.truetype(file, size, layout_engine=ImageFont.Layout.BASIC)
            font.set_variation_by_axes([letter.weight])
            self._fonts[key] = font
        return self._fonts[key]


class _Sheet:
    """A picture in the making: the number of each point's colour, the colours by their numbers, and what became of them
    where others were laid over them. Hundreds of dots of one colour lie on the same few grounds."""

    def __init__(self) -> None:
        self._points = np.zeros((HEIGHT, WIDTH), np.uint8)
        self._numbers = {_rgb("paper"): 0}
        self._colours = [_rgb("paper")]
        self._mixed: dict[tuple[str, float], NDArray[np.int16]] = {}

    def ink(self, mask: Mask, left: int, top: int, colour: str, opacity: float = 1) -> None:
        """Lays a colour over what is there, as far as the mask covers it; what is outside the picture is lost."""
        mask = mask[max(-top, 0) : HEIGHT - top, max(-left, 0) : WIDTH - left]
        left, top = max(left, 0), max(top, 0)
        region = self._points[top : top + mask.shape[0], left : left + mask.shape[1]]
        if not region.size:
            return
        mixed = self._mixed.get((colour, opacity))
        if mixed is None:
            mixed = self._mixed[colour, opacity] = np.full(_MOST * (_STEPS + 1), _UNKNOWN, np.int16)
        below = int(region[0, 0])
        if (region == below).all():  # Mostly so: then the step alone gives the colour, and bytes are looked up.
            covered = mask.tobytes()
            first = below * (_STEPS + 1)
            self._mix([first + step for step in range(_STEPS + 1) if step in covered], mixed, colour, opacity)
            numbers = mixed[first : first + _STEPS + 1].astype(np.uint8).tobytes()
            region[:] = np.frombuffer(covered.translate(numbers.ljust(_MOST, b"\0")), np.uint8).reshape(mask.shape)
            return
        pairs = region * np.uint16(_STEPS + 1) + mask
        found = mixed[pairs]
        if found.min() == _UNKNOWN:
            self._mix(np.unique(pairs[found == _UNKNOWN]).tolist(), mixed, colour, opacity)
            found = mixed[pairs]
        region[:] = found

    def _mix(self, pairs: Iterable[int], mixed: NDArray[np.int16], colour: str, opacity: float) -> None:
        """Learns what becomes of a point below a colour, for pairs of the point's number and a step of covering."""
        over = _rgb(colour)
        for pair in pairs:
            if mixed[pair] == _UNKNOWN:
                below, step = divmod(pair, _STEPS + 1)
                mixed[pair] = self._number(_blend(self._colours[below], over, step * opacity / _STEPS))

    def _number(self, colour: tuple[int, ...]) -> int:
        """The number of a colour; of the nearest one when the palette is full."""
        if colour not in self._numbers and len(self._colours) == _MOST:
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


@lru_cache(maxsize=_MOST * _STEPS)
def _blend(below: tuple[int, ...], over: tuple[int, ...], share: float) -> tuple[int, ...]:
    return tuple(round(low + (high - low) * share) for low, high in zip(below, over, strict=True))


def _distances(colours: NDArray[np.int64], colour: tuple[int, ...]) -> NDArray[np.int64]:
    """How far each of the colours, one a row, is from the other one, squared."""
    apart: NDArray[np.int64] = ((colours - colour) ** 2).sum(axis=1)
    return apart


@cache
def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(COLOURS[colour][1:]))


@lru_cache
def _drawn(drawing: str, width: int, height: int, grid_width: int, grid_height: int) -> Mask:
    """What a white drawing on a grid covers of so many points."""
    text = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {grid_width} {grid_height}">{drawing}</svg>'
    )
    image = Image.open(io.BytesIO(bytes(resvg_py.svg_to_bytes(svg_string=text, skip_system_fonts=True))))
    covered: Mask = _COVERED[np.asarray(image.getchannel("A"), np.uint16) * _FINE**2]
    return covered


@lru_cache
def _shapes() -> dict[str, str]:
    """The drawings of assessments by code."""
    found: dict[str, str] = make_environment().get_template("shapes.html.j2").module.drawings  # type: ignore[attr-defined]
    return found
