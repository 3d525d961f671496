"""What the picture says that a link to a page shows elsewhere: on Facebook, on Zalo, in a chat."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator import formats, words
from generator.model import Assessment, TargetStatus
from generator.pages.facts import Assessed
from generator.pages.figures import asked_of, bar_of, doubts, figure_of, ranked_among, shown_mark
from generator.pages.parts import Bar, DotStrip, Mark, Picture

FOLDER = "anh"
MOST_ROWS = 3
"""More rows could not be read on a phone, where such a picture is about 6 cm wide."""


def poster_path(address: str) -> str:
    """The file of the picture of the page at an address."""
    return f"{FOLDER}{address.rstrip('/')}.png"


@dataclass(frozen=True)
class PosterRow:
    """One figure: whose or of what, the figure or why there is none, its mark, what else is said of it.

    `bar` or `strip`, if any, is drawn below the name.
    """

    name: str
    figure: str
    missing: bool = False
    mark: Mark | None = None
    said: tuple[str, ...] = ()
    bar: Bar | None = None
    strip: DotStrip | None = None


@dataclass(frozen=True)
class Poster:
    """A picture for sharing: a title with a line above it, a sentence, up to `MOST_ROWS` figures, their source.

    `path` is its file, seen from the site's root.
    """

    path: str
    above: str
    title: str
    sentence: str
    rows: tuple[PosterRow, ...] = ()
    source: str = ""

    @property
    def picture(self) -> Picture:
        """The file, and in words all that it shows."""
        return Picture(self.path, " ".join(words.sentence(part) for part in self._said() if part))

    def _said(self) -> Iterator[str]:
        yield f"{self.title}. {self.above}" if self.above else self.title
        yield self.sentence
        for row in self.rows:
            yield f"{row.name}: {'; '.join(_row_said(row))}"
        yield self.source


def _row_said(row: PosterRow) -> Iterator[str]:
    yield row.figure
    if row.mark:
        yield words.inline(row.mark.word)
    yield from (words.inline(text).rstrip(".") for text in row.said)


def figure_row(name: str, row: Assessed, place: str = "") -> PosterRow:
    """A unit's figure with what was to be reached; `place` is its rank in words, empty without one."""
    figure = figure_of(row)
    mark = None if figure.missing else shown_mark(row)
    asked = _asked(row)
    named = f"{name} (số liệu {doubtful})" if (doubtful := doubts(row)) else name
    return PosterRow(named, figure.text, figure.missing, mark, tuple(filter(None, (asked, place))), bar_of(row))


def _asked(row: Assessed) -> str:
    """`phải đạt tối thiểu 80% đến hết năm 2025`; nothing of an exemption, which the mark tells."""
    return "" if row.target and row.target.status is TargetStatus.EXEMPT else asked_of(row)


def ranked(row: Assessed) -> str:
    """`hạng 16/18 sở, ban, ngành (16 đơn vị được xếp hạng)`; nothing without a rank, and of an exempt unit, which had
    nothing to reach."""
    if row.rank is None or row.peers is None or row.assessment is Assessment.EXEMPT:
        return ""
    tied = ", đồng hạng" if row.tied else ""
    counted = f" ({among})" if (among := ranked_among(row)) else ""
    return f"hạng{formats.NBSP}{row.rank}/{row.peers} {words.LEVEL_UNITS[row.unit.level]}{tied}{counted}"
