"""The pieces that pages are made of: frozen, formatted, ready for a template.

Texts are Vietnamese and unescaped; templates escape them. Addresses start at the site's root (`/don-vi/…/`)
and may carry an anchor; rendering makes them relative to the page they stand on.
"""

from dataclasses import dataclass, field

from generator.model import Assessment


@dataclass(frozen=True)
class Link:
    """A text that leads to a page of the site."""

    text: str
    address: str


@dataclass(frozen=True)
class SourceRef:
    """Where a figure stands: the short name of document and row, the row's anchor, how it was read."""

    text: str
    address: str
    inferred: bool = False
    note: str = ""


@dataclass(frozen=True)
class Mark:
    """An assessment in one word, with its code for shape and colour, and a longer wording for detail."""

    code: Assessment
    word: str
    detail: str = ""


@dataclass(frozen=True)
class Figure:
    """A figure as it is shown (`58,73%`), or the reason for its absence; never 0 for missing.

    `number` is the same figure in machine form (`58.73`, for sorting), empty when missing.
    """

    text: str
    number: str = ""
    missing: bool = False
    note: str = ""


@dataclass(frozen=True)
class Bar:
    """A result against its target on an axis; positions are percents of the axis's length. The words beside it say the
    same, so that nobody hears it twice.

    `value` or `target` is None when there is none to draw. `middle` is where the middle half of the unit's level lies,
    None where the level is too small or nothing is compared; `country` the country's figure of the same period.
    """

    value: float | None = None
    target: float | None = None
    code: Assessment = Assessment.NO_TARGET
    middle: "BarMiddle | None" = None
    country: float | None = None


@dataclass(frozen=True)
class BarMiddle:
    """The middle half of a level on a bar: where it begins, how long it is, and where the median lies."""

    start: float
    length: float
    median: float


@dataclass(frozen=True)
class Rank:
    """Place among peers: `text` is `hạng 3/18`, `peers` says what is counted.

    As in `18 sở, ban, ngành; 16 đơn vị được xếp hạng`.
    """

    text: str
    place: int
    of: int
    tied: bool
    peers: str


@dataclass(frozen=True)
class Cell:
    """One cell of a data table: text, sort key, where it leads, and whether it is a figure (aligned right)."""

    text: str
    sort: str = ""
    address: str = ""
    numeric: bool = False
    note: str = ""


@dataclass(frozen=True)
class Table:
    """A plain data table: the headings, then rows of cells; the caption says what it holds."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Dot:
    """One unit on a distribution: its position in percents of the axis, and what to say of it."""

    position: float
    label: str
    address: str
    own: bool = False


@dataclass(frozen=True)
class DotStrip:
    """The distribution of a level: a dot per unit, the positions of the target and of the country's figure, and the
    axis' two ends in words."""

    sentence: str
    dots: tuple[Dot, ...]
    low: str
    high: str
    target: float | None = None
    target_label: str = ""
    country: float | None = None
    country_label: str = ""


@dataclass(frozen=True)
class SparkDot:
    """A marked figure of a small line: `low`, `high` or `last`, and where it lies on the line's grid."""

    kind: str
    x: int
    y: int


@dataclass(frozen=True)
class Spark:
    """A series as a small line beside its newest figure: paths of the figures and of the target (empty without one),
    on the grid of `pages.curves`; the sentence says the same."""

    sentence: str
    line: str
    target: str
    dots: tuple[SparkDot, ...]


@dataclass(frozen=True)
class Tick:
    """A place on an axis, in percents of its length from the left or from the top, with what it is."""

    at: float
    text: str


@dataclass(frozen=True)
class Curve:
    """One line of a picture over time: its kind (`own`, `median`, `best`, `last`, `target`) is its look, `name` is what
    the key says of it, `path` lies on the grid of `pages.curves`. `lone` is the path of those of its figures that no
    line reaches, because the figures before and after them are missing; they are drawn as dots."""

    kind: str
    name: str
    path: str
    lone: str = ""


@dataclass(frozen=True)
class CurvePicture:
    """Lines over time, complete without scripts; the sentence says what it shows. `band` is the path of the middle half
    (empty without one), `breaks` stand where what is measured became another thing."""

    sentence: str
    curves: tuple[Curve, ...]
    band: str
    band_name: str
    breaks: tuple[Tick, ...]
    across: tuple[Tick, ...]
    down: tuple[Tick, ...]


@dataclass(frozen=True)
class MapMark:
    """A unit's tile on a map: its name with what is said of it, its page, which drawing it is (the code of its shape
    and its step, `met-3`), and its upper left corner."""

    label: str
    address: str
    drawing: str
    x: int
    y: int


@dataclass(frozen=True)
class MapKey:
    """A shape on a map and what it means."""

    code: str
    text: str


@dataclass(frozen=True)
class MapPicture:
    """The units of a level as tiles near their places, each a link. `judged` explains the shapes and `steps` the five
    steps of the figure, `gaps` the shapes of units that have no figure and therefore no step; where there are both, the
    reader chooses, and `alike` tells that all shapes are the same, so that the steps say more. `missing` says which
    units are not there, empty where all are. `id` is unique on its page."""

    id: str
    title: str
    sentence: str
    width: int
    height: int
    marks: tuple[MapMark, ...]
    judged: tuple[MapKey, ...]
    steps: tuple[str, ...]
    gaps: tuple[MapKey, ...]
    alike: bool
    missing: str
    sources: tuple[Link, ...]


@dataclass(frozen=True)
class Locator:
    """Where one unit lies among its peers: all of them as dots (one path), itself at `x` and `y`."""

    sentence: str
    width: int
    height: int
    dots: str
    x: int
    y: int


@dataclass(frozen=True)
class Chart:
    """An interactive chart: its sentence (also its text alternative), Plotly figure as JSON text without a template,
    the table that says the same, and the sources.

    `id` is unique on its page and safe as an HTML id.
    """

    id: str
    title: str
    sentence: str
    figure_json: str
    table: Table
    sources: tuple[SourceRef, ...] = ()
    height: int = 320


@dataclass(frozen=True)
class Finding:
    """A contradiction between figures, in words, with where to read more and what was answered."""

    id: str
    kind: str
    sentence: str
    address: str
    needs_check: bool = False
    answered: str = ""


@dataclass(frozen=True)
class ResultRow:
    """One figure on a board: what it measures, the result and where it is stated, the mark, what was to be reached.

    `id` is the row's anchor, `stays` the address at which this figure stays where that is another page. `place` and
    `said` are short sentences below the figure, `notes` unfold; `spark` is what went before.
    """

    name: Link
    figure: Figure
    id: str = ""
    stays: str = ""
    source: SourceRef | None = None
    mark: Mark | None = None
    bar: Bar | None = None
    line: Spark | None = None
    """What went before, beside the bar or, on a phone, in its place."""
    target: Link | None = None
    benchmark: Link | None = None
    """The country's figure, leading to the row that states it."""
    place: str = ""
    said: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    spark: Spark | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Board:
    """Figures of one unit that belong together. What holds for all of them is said once, above: `documents` they come
    from, `places` in the one document, sentences."""

    title: str
    said: tuple[str, ...]
    documents: tuple[Link, ...]
    rows: tuple[ResultRow, ...]
    places: tuple[Link, ...] = ()

    @property
    def compared(self) -> bool:
        """Whether a bar shows the middle half of the unit's level."""
        return any(row.bar is not None and row.bar.middle is not None for row in self.rows)

    @property
    def inferred(self) -> bool:
        """Whether a figure is marked as read with doubt."""
        return any(row.source is not None and row.source.inferred for row in self.rows)

    @property
    def drawn(self) -> bool:
        """Whether a row has a line beside its bar."""
        return any(row.line is not None for row in self.rows)


@dataclass(frozen=True)
class Banner:
    """A notice above a page: that its unit ended, what followed, by which resolution."""

    title: str
    text: str
    links: tuple[Link, ...] = ()
    source: Link | None = None


@dataclass(frozen=True)
class DataSet:
    """The data that a page is about, for search engines of data: what it measures (empty: many things), the first and
    the last period (`2022-12`, `2024-05`; empty: no figures), its files with their media types, its version. All sets
    are part of the `whole` one. `publisher` is the portal's name."""

    name: str
    description: str
    publisher: str
    measures: str = ""
    first: str = ""
    last: str = ""
    files: tuple[tuple[str, str], ...] = ()
    whole: bool = False
    version: str = ""


@dataclass(frozen=True)
class Picture:
    """The picture that a link to a page shows elsewhere: its file, seen from the site's root, and what it says."""

    path: str
    alt: str


@dataclass(frozen=True)
class EmbedCode:
    """What to copy into another page: where the chart stands, what it is called, how high it is in pixels.

    `address` starts at the site's root and may carry an anchor.
    """

    address: str
    title: str
    height: int


@dataclass(frozen=True)
class Embedding:
    """The code of a page's chart, links to `others` that can be held the same way, and how to hold a period of it.

    `site` is where the portal will stand; without it there is no whole address to copy.
    """

    code: EmbedCode
    others: tuple[Link, ...]
    note: str
    site: str = ""


@dataclass(frozen=True)
class Page:
    """What every page has: where it lives, its title, a description for search engines, the trail to it.

    `feed` is the Atom feed of what the page is about, `feeds` are others that its head names too, `data` is its data,
    if it has one of its own. `language` is that of its text where it is not Vietnamese. `report` leads to where a wrong
    figure of the page is told. `picture` is what a link to the page shows, `embedding` how other sites hold its chart.
    """

    address: str
    title: str
    description: str
    trail: tuple[Link, ...] = ()
    hide_toc: bool = field(default=False, kw_only=True)
    feed: Link | None = field(default=None, kw_only=True)
    feeds: tuple[Link, ...] = field(default=(), kw_only=True)
    data: DataSet | None = field(default=None, kw_only=True)
    language: str = field(default="", kw_only=True)
    report: str = field(default="", kw_only=True)
    picture: Picture | None = field(default=None, kw_only=True)
    embedding: Embedding | None = field(default=None, kw_only=True)
