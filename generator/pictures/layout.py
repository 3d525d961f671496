"""Lays out a picture: computes the places in pixels of a poster's texts, bars, dots and marks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from generator.model import Assessment
from generator.pages.posters import Poster, PosterRow
from generator.pictures.typeface import BOLD, REGULAR, Letter, Sizes, Typeface

WIDTH, HEIGHT = 1200, 630
_EDGE = 56
"""Margin at the left and right edge."""
_ROOM = WIDTH - 2 * _EDGE
"""Width between the margins."""
_BAND = 68
"""Height of the band with the portal's name."""

_FOOT = 604
"""Bottom of the line with the source."""

_NAME_ROOM = 400
_FIGURE_END = 690
"""Width of a row's name, and right end of its figure."""
_NOTE_START = 724
_NOTE_ROOM = WIDTH - _EDGE - _NOTE_START
"""Left edge and width of the notes in a row."""
_MARK_SIZE = 26
"""Width of an assessment mark."""
_MIN_NOTE_SIZE = 16
"""Smallest letter size of a note on one line."""
_MAX_ROW_HEIGHT = 116
"""Maximum height of a row, so that a few rows are not spread too far apart."""


class Style(NamedTuple):
    """The style of a text: its possible sizes, its maximum number of lines, its weight and its colour."""

    sizes: Sizes
    max_lines: int
    weight: int
    colour: str


@dataclass(frozen=True)
class Text:
    """A line of text: its start, its baseline, the size of its letters in pixels, its colour, and its letters with
    their offsets in font units."""

    x: float
    y: float
    size: int
    colour: str
    letters: tuple[tuple[Letter, int], ...]


@dataclass(frozen=True)
class Box:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    colour: str
    round: float = 0


@dataclass(frozen=True)
class Dot:
    """A filled circle."""

    x: float
    y: float
    colour: str


@dataclass(frozen=True)
class Shape:
    """The mark of an assessment, `size` pixels wide."""

    x: float
    y: float
    size: int
    code: str
    colour: str


@dataclass(frozen=True)
class Drawing:
    """All elements of a picture."""

    boxes: tuple[Box, ...]
    dots: tuple[Dot, ...]
    shapes: tuple[Shape, ...]
    texts: tuple[Text, ...]


def drawing(poster: Poster, portal: str, typeface: Typeface) -> Drawing:
    """Returns the poster with everything laid out; `portal` is the name in the band at the top."""
    return _Canvas(typeface).filled(poster, portal)


class _Canvas:
    """A picture under construction, filled from top to bottom."""

    def __init__(self, typeface: Typeface) -> None:
        self._face = typeface
        self._boxes: list[Box] = []
        self._dots: list[Dot] = []
        self._shapes: list[Shape] = []
        self._texts: list[Text] = []

    def filled(self, poster: Poster, portal: str) -> Drawing:
        self._band(portal)
        y = self._head(poster)
        self._rows(poster, y)
        self._foot(poster)
        return Drawing(tuple(self._boxes), tuple(self._dots), tuple(self._shapes), tuple(self._texts))

    def _band(self, portal: str) -> None:
        self._boxes.append(Box(0, 0, WIDTH, _BAND, "brand"))
        self._block(portal, _EDGE + 56, 15, _ROOM - 60, Style(Sizes(30, 20), 1, BOLD, "brand-ink"))

    def _head(self, poster: Poster) -> float:
        """Adds title and sentence, and returns where they end. Without rows there is space for larger letters."""
        without_rows = not poster.rows
        y: float = _BAND + (90 if without_rows else 14)
        if poster.above:
            y = self._block(poster.above, _EDGE, y, _ROOM, Style(Sizes(24, 18), 1, REGULAR, "ink-2"))
        sizes, max_lines = self._title_sizes(poster.title, without_rows=without_rows)
        y = self._block(poster.title, _EDGE, y + 2, _ROOM, Style(sizes, max_lines, BOLD, "ink"))
        sizes, max_lines = (Sizes(34, 24), 4) if without_rows else (Sizes(27, 20), 2)
        return self._block(poster.sentence, _EDGE, y + 6, _ROOM, Style(sizes, max_lines, REGULAR, "ink"))

    def _title_sizes(self, title: str, *, without_rows: bool) -> tuple[Sizes, int]:
        """Returns large sizes if the title fits on one line, else smaller ones on two, so that the rows below keep
        their space."""
        if without_rows:
            return Sizes(60, 36), 3
        short = self._face.width(title, 42, BOLD) <= _ROOM
        return (Sizes(52, 42), 1) if short else (Sizes(40, 28), 2)

    def _rows(self, poster: Poster, top: float) -> None:
        if not poster.rows:
            return
        begin = top + 12
        height = min((_FOOT - 30 - begin) / len(poster.rows), _MAX_ROW_HEIGHT)
        for number, row in enumerate(poster.rows):
            y = begin + number * height
            self._boxes.append(Box(_EDGE, y, _ROOM, 1.5, "rule"))
            self._row(row, y + 7)

    def _row(self, row: PosterRow, y: float) -> None:
        end = self._block(row.name, _EDGE, y, _NAME_ROOM, Style(Sizes(26, 18), 2, BOLD, "ink"))
        self._below(row, max(end, self._figure(row, y)) + 9)
        at = y
        if row.mark:
            colour = _COLOURS.get(row.mark.code, "other")
            self._shapes.append(Shape(_NOTE_START, y + 2, _MARK_SIZE, row.mark.code, colour))
            room = _NOTE_ROOM - _MARK_SIZE - 10
            at = self._block(
                row.mark.word, _NOTE_START + _MARK_SIZE + 10, y, room, Style(Sizes(24, 20), 1, BOLD, colour)
            )
        for text in row.sentences:
            at = self._block(text, _NOTE_START, at, _NOTE_ROOM, self._note_style(text))

    def _note_style(self, text: str) -> Style:
        """Returns the style for one line if the text fits, else for two lines in smaller letters, so that two such
        texts fit beside a figure."""
        short = self._face.width(text, _MIN_NOTE_SIZE, REGULAR) <= _NOTE_ROOM
        sizes, max_lines = (Sizes(21, _MIN_NOTE_SIZE), 1) if short else (Sizes(18, 12), 2)
        return Style(sizes, max_lines, REGULAR, "ink-2")

    def _figure(self, row: PosterRow, y: float) -> float:
        """Adds the figure, or the reason why there is none, right-aligned. Returns where it ends."""
        room = _FIGURE_END - _EDGE - _NAME_ROOM - 10
        style = Style(Sizes(38, 22), 1, BOLD, "ink")
        if row.missing:
            style = Style(Sizes(24, 18), 2, REGULAR, "ink-2")
        lines = self._face.fitted(row.figure, room, style.sizes, style.max_lines, style.weight)
        for line in lines.texts:
            y += lines.size * _LEADING
            start = _FIGURE_END - self._face.width(line, lines.size, style.weight)
            self._text(line, start, y, lines.size, style)
        return y - 4

    def _below(self, row: PosterRow, y: float) -> None:
        """Adds the bar or the dots below a row."""
        length = _FIGURE_END - _EDGE
        if row.bar and row.bar.value is not None:
            code = row.bar.code
            self._boxes.append(Box(_EDGE, y, length, 8, "track", 2))
            self._boxes.append(Box(_EDGE, y, length * row.bar.value / 100, 8, f"{_COLOURS.get(code, 'other')}-fill", 2))
            if row.bar.target is not None:
                self._boxes.append(Box(_EDGE + length * row.bar.target / 100 - 1.5, y - 4, 3, 16, "ink"))
        elif row.strip:
            self._boxes.append(Box(_EDGE, y + 7, length, 1.5, "rule-strong"))
            self._dots += [Dot(_EDGE + length * dot.position / 100, y + 7, "own") for dot in row.strip.dots]
            if row.strip.target is not None:
                self._boxes.append(Box(_EDGE + length * row.strip.target / 100 - 1.5, y - 3, 3, 20, "ink"))

    def _foot(self, poster: Poster) -> None:
        if poster.source:
            self._block(poster.source, _EDGE, _FOOT - 24, _ROOM, Style(Sizes(22, 16), 1, REGULAR, "ink-2"))

    def _block(self, text: str, x: float, y: float, room: float, style: Style) -> float:
        """Adds a text of several lines below `y`, and returns where it ends."""
        lines = self._face.fitted(text, room, style.sizes, style.max_lines, style.weight)
        for line in lines.texts:
            y += lines.size * _LEADING
            self._text(line, x, y, lines.size, style)
        return y

    def _text(self, text: str, x: float, end: float, size: int, style: Style) -> None:
        """Adds one line whose bottom is `end`."""
        letters, at = [], 0
        for letter in self._face.letters(text, style.weight):
            letters.append((letter, at))
            at += letter.advance
        self._texts.append(Text(x, end - size * _DESCENT, size, style.colour, tuple(letters)))


_LEADING, _DESCENT = 1.25, 0.28
"""Line height, and distance of the baseline from the bottom of a line, both as multiples of the letter size."""

_COLOURS: Mapping[str, str] = {Assessment.MET: "met", Assessment.NOT_MET: "not-met"}
