"""View-models of preview images: the pictures that Facebook, Zalo or a chat show for a link to a page."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator import formats, words
from generator.model import Assessment, Portal, TargetStatus
from generator.pages.drawings import Bar, DotStrip
from generator.pages.facts import Assessed
from generator.pages.figures import (
    bar_of,
    caveats_of,
    figure_of,
    ranked_among,
    target_phrase_of,
    unread_target_phrase,
    useful_mark,
)
from generator.pages.parts import Mark, Picture

FOLDER = "anh"
"""The folder of preview images, relative to the site's root."""
SITE_PICTURE = f"{FOLDER}/cong.png"
MOST_ROWS = 3
"""The largest number of rows that can be read on a phone, where a preview image is about 6 cm wide."""


def poster_path(address: str) -> str:
    """Returns the file of the preview image for the page at this address."""
    return f"{FOLDER}{address.rstrip('/')}.png"


@dataclass(frozen=True)
class PosterRow:
    """One figure of a preview image.

    `name` is the unit or the indicator, `figure` the figure or the reason why there is none, `sentences` further
    remarks. `bar` or `strip`, if any, is drawn below the name.
    """

    name: str
    figure: str
    missing: bool = False
    mark: Mark | None = None
    sentences: tuple[str, ...] = ()
    bar: Bar | None = None
    strip: DotStrip | None = None


@dataclass(frozen=True)
class Poster:
    """A preview image: a title with a line above it, a sentence, up to `MOST_ROWS` figures, their source.

    `path` is its file, relative to the site's root.
    """

    path: str
    above: str
    title: str
    sentence: str
    rows: tuple[PosterRow, ...] = ()
    source: str = ""

    @property
    def picture(self) -> Picture:
        """The image's file with a text alternative that contains everything that it shows."""
        return Picture(self.path, " ".join(words.sentence(part) for part in self._texts() if part))

    def _texts(self) -> Iterator[str]:
        yield f"{self.title}. {self.above}" if self.above else self.title
        yield self.sentence
        for row in self.rows:
            yield f"{row.name}: {'; '.join(_row_texts(row))}"
        yield self.source


def _row_texts(row: PosterRow) -> Iterator[str]:
    yield row.figure
    if row.mark:
        yield words.inline(row.mark.word)
    yield from (words.inline(text).rstrip(".") for text in row.sentences)


def site_poster(portal: Portal) -> Poster:
    """Returns the preview image of the portal, which pages without an image of their own also have: its purpose and how
    much it contains."""
    counts = (
        (len(portal.units), "đơn vị"),
        (len(portal.indicators), "chỉ tiêu"),
        (len(portal.results), "số liệu"),
        (len(portal.sources), "văn bản"),
    )
    contents = ", ".join(f"{formats.count(count)}{formats.NBSP}{what}" for count, what in counts)
    return Poster(
        path=SITE_PICTURE,
        above="",
        title="Mỗi đơn vị được giao chỉ tiêu gì, đã đạt đến đâu",
        sentence="Chỉ tiêu cải cách hành chính, dịch vụ công trực tuyến của từng đơn vị và kết quả đạt được, kèm văn "
        "bản nguồn.",
        source=contents,
    )


def figure_row(name: str, row: Assessed, place: str = "") -> PosterRow:
    """Returns the row of a unit's figure with its target; `place` is the rank in words, empty without one."""
    figure = figure_of(row)
    mark = None if figure.missing else useful_mark(row)
    target = _target_text(row)
    named = f"{name} (số liệu {caveats})" if (caveats := caveats_of(row)) else name
    return PosterRow(named, figure.text, figure.missing, mark, tuple(filter(None, (target, place))), bar_of(row))


def _target_text(row: Assessed) -> str:
    """Returns `phải đạt tối thiểu 80% đến hết năm 2025`, and which target could not be read if this one is applied
    instead; empty for an exemption, which the mark already states."""
    if row.target and row.target.status is TargetStatus.EXEMPT:
        return ""
    return "; ".join(filter(None, [target_phrase_of(row), unread_target_phrase(row)]))


def rank_phrase(row: Assessed) -> str:
    """Returns the rank: `hạng 16/18 sở, ban, ngành (16 đơn vị được xếp hạng)`; empty for an exempt or unranked unit."""
    if row.rank is None or row.peers is None or row.assessment is Assessment.EXEMPT:
        return ""
    tied = ", đồng hạng" if row.tied else ""
    counted = f" ({among})" if (among := ranked_among(row)) else ""
    return f"hạng{formats.NBSP}{row.rank}/{row.peers} {words.LEVEL_UNITS[row.unit.level]}{tied}{counted}"
