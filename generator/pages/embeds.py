"""Charts that other sites hold: whole small pages that need no script, no font and no other file.

One shows the newest figures, or those of a period: a unit's by the anchor of the period (`#2024-05`), a ranking at an
address of its own. The style sheet within the page does that, so that it holds without scripts too.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from generator import words
from generator.pages.parts import Bar, CurvePicture, DotStrip, Figure, Link, Mark, Page

FOLDER = "/nhung/"
RANKINGS_FOLDER = "/nhung/xep-hang/"


@dataclass(frozen=True, kw_only=True)
class Embed:
    """A chart for other sites. `page` leads to the page that it is taken from, `picture` is the file of that page's
    picture for sharing."""

    address: str
    heading: str
    whose: str
    page: Link
    picture: str
    height: int

    @property
    def title(self) -> str:
        """What frames and oEmbed call it."""
        return f"{self.heading}, {self.whose}"

    @property
    def subtitle(self) -> str:
        """Whose it is, on the line below the heading."""
        return words.opening(self.whose)


@dataclass(frozen=True)
class EmbedMoment:
    """One period of a unit's figure: what is said of it and where it stands.

    `end` is the period on the axis; `stretch` is how much wider the picture is drawn that ends here, 0 where too little
    came before for a picture.
    """

    id: str
    figure: Figure
    mark: Mark | None
    said: str
    source: str
    link: Link | None
    bar: Bar | None
    end: str = ""
    stretch: float = 0


@dataclass(frozen=True, kw_only=True)
class UnitEmbed(Embed):
    """A unit's figure, the newest period first; `drawn` is the picture over all its periods, None with too few."""

    moments: tuple[EmbedMoment, ...]
    drawn: CurvePicture | None

    @property
    def stretches(self) -> Iterator[EmbedMoment]:
        """The periods that a picture can end with, but for the newest, with which it ends by itself."""
        return (moment for moment in self.moments[1:] if self.drawn)


@dataclass(frozen=True)
class EmbedRow:
    """One unit in a ranking: its place, empty without one; that it is exempt, what makes its figure doubtful."""

    place: str
    unit: Link
    figure: Figure
    bar: Bar | None
    noted: str = ""


@dataclass(frozen=True)
class EmbedLevel:
    """One level of a ranking: what it says, its rows or, of a large one, the first of them with a dot for each unit.

    `sources` names the documents of its figures: those of another level may stand in others.
    """

    id: str
    title: str
    sentences: tuple[str, ...]
    strip: DotStrip | None
    rows: tuple[EmbedRow, ...]
    more: str
    sources: str
    height: int


@dataclass(frozen=True, kw_only=True)
class RankingEmbed(Embed):
    """A ranking of one period; `newest` leads to the one that follows the newest figures, if this one does not."""

    levels: tuple[EmbedLevel, ...]
    newest: Link | None = field(default=None)


def placed(page: Page, site: str) -> Page:
    """The page with the code of its chart made whole by the address at which the portal will stand."""
    return replace(page, embedding=replace(page.embedding, site=site)) if page.embedding else page
