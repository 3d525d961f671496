"""View-models of charts that other sites embed: complete small pages without scripts, fonts or other files.

A chart shows the newest figures or those of one period. The chart of a unit selects the period by an anchor
(`#2024-05`); the style sheet within the page does this, without scripts. A ranking of a period has its own address.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from generator import words
from generator.pages.drawings import Bar, CurvePicture, DotStrip
from generator.pages.parts import Figure, Link, Mark, Page


@dataclass(frozen=True, kw_only=True)
class Embed:
    """A chart for other sites.

    `scope` names the unit or the units that the figures belong to. `page` is a link to the page that the chart is taken
    from, `picture` the file of that page's preview image. `height` is in pixels.
    """

    address: str
    heading: str
    scope: str
    page: Link
    picture: str
    height: int

    @property
    def title(self) -> str:
        """The title for frames and for oEmbed."""
        return f"{self.heading}, {self.scope}"

    @property
    def subtitle(self) -> str:
        """The line below the heading: whose figures these are."""
        return words.capitalised(self.scope)


@dataclass(frozen=True)
class EmbedMoment:
    """One period of a unit's figure, with its assessment and its source.

    `end` is the period's label on the axis. `width_factor` is the factor by which the picture is widened if it ends
    with this period; 0 if there are too few earlier figures for a picture.
    """

    id: str
    figure: Figure
    mark: Mark | None
    text: str
    source: str
    source_address: str
    bar: Bar | None
    end: str = ""
    width_factor: float = 0


@dataclass(frozen=True, kw_only=True)
class UnitEmbed(Embed):
    """The chart of a unit's figure, newest period first. `line_chart` is the picture over all periods, None with too
    few."""

    moments: tuple[EmbedMoment, ...]
    line_chart: CurvePicture | None

    @property
    def selectable_ends(self) -> Iterator[EmbedMoment]:
        """The periods that a reader can choose as the picture's end. The newest one is left out: it is the default."""
        return (moment for moment in self.moments[1:] if self.line_chart)


@dataclass(frozen=True)
class EmbedRow:
    """One unit in a ranking. `place` is empty without a rank; `note` states a shared rank, an exemption or a caveat of
    the figure; `word` is the assessment that the colour of the bar shows, for screen readers."""

    place: str
    unit: Link
    figure: Figure
    bar: Bar | None
    note: str
    word: str


@dataclass(frozen=True)
class EmbedLevel:
    """One level of a ranking: sentences and rows. A large level has only the first rows, and a dot for each unit.

    `sources` names the documents of this level's figures; another level may have other documents.
    """

    id: str
    title: str
    sentences: tuple[str, ...]
    strip: DotStrip | None
    rows: tuple[EmbedRow, ...]
    more: str
    sources: str


@dataclass(frozen=True, kw_only=True)
class RankingEmbed(Embed):
    """The chart of a ranking. A ranking of a fixed period has the period in its title and links to the ranking of the
    newest figures (`newest`)."""

    levels: tuple[EmbedLevel, ...]
    newest: Link | None = field(default=None)
    period: str = ""

    @property
    def title(self) -> str:
        """The title for frames and for oEmbed."""
        return f"{super().title}, {self.period}" if self.period else super().title


def with_site_address(page: Page, site: str) -> Page:
    """Returns the page with the portal's address in the embedding code of its chart; `site` is that address."""
    return replace(page, embedding=replace(page.embedding, site=site)) if page.embedding else page
