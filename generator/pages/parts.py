"""Frozen view-models that several kinds of page share. Their values are formatted and ready for a template.

Texts are Vietnamese and unescaped; templates escape them. Addresses start at the site's root (`/don-vi/…/`) and may
have an anchor; rendering makes them relative to the page that shows them.
"""

from dataclasses import dataclass, field

from generator.model import Assessment


@dataclass(frozen=True)
class Link:
    """A link to a page of the site: its text and its address."""

    text: str
    address: str


@dataclass(frozen=True)
class SourceRef:
    """Reference to the document row that states a figure: its text (document, row or both) and its address.

    `inferred` marks a figure that could not be read clearly in the document. `note` is a remark on the figure.
    """

    text: str
    address: str
    inferred: bool = False
    note: str = ""


@dataclass(frozen=True)
class Mark:
    """An assessment as pages show it: the code decides shape and colour, `word` is its name, `detail` explains it."""

    code: Assessment
    word: str
    detail: str = ""


@dataclass(frozen=True)
class Figure:
    """A figure as pages show it (`58,73%`), or the reason why there is none; a missing figure is never shown as 0.

    `number` is the figure in machine form (`58.73`, for sorting), empty when missing.
    """

    text: str
    number: str = ""
    missing: bool = False
    note: str = ""


@dataclass(frozen=True)
class Bar:
    """A bar that shows a result against its target. Positions are percents of the axis's length.

    The text beside the bar states the same figures, so screen readers skip it. `value` or `target` is None if there is
    none to draw. `middle` is the range of the middle half of the unit's level; None if the level is too small or is not
    compared. `country` is the country's figure of the same period.
    """

    value: float | None = None
    target: float | None = None
    code: Assessment = Assessment.NO_TARGET
    middle: "BarMiddle | None" = None
    country: float | None = None


@dataclass(frozen=True)
class BarMiddle:
    """The middle half of a level on a bar: its start, its length and the median, in percents of the axis."""

    start: float
    length: float
    median: float


@dataclass(frozen=True)
class Rank:
    """A unit's rank among its peers: `text` is `hạng 3/18`, `place` is 3, `of` is 18.

    `peers` states what is counted, as in `18 sở, ban, ngành; 16 đơn vị được xếp hạng`.
    """

    text: str
    place: int
    of: int
    tied: bool
    peers: str


@dataclass(frozen=True)
class Cell:
    """One cell of a data table: text, sort key, address of its link, note, and whether it is a figure (aligned right).

    `sort`, `address` and `note` are empty if there is none.
    """

    text: str
    sort: str = ""
    address: str = ""
    numeric: bool = False
    note: str = ""


@dataclass(frozen=True)
class Table:
    """A plain data table: a caption, the headings and the rows of cells."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Dot:
    """One unit in a distribution: its position in percents of the axis, its label and the address of its link.

    `own` marks the unit that the page is about.
    """

    position: float
    label: str
    address: str
    own: bool = False


@dataclass(frozen=True)
class DotStrip:
    """The distribution of a level's figures: one dot per unit on an axis.

    `low` and `high` are the labels of the two ends of the axis. `target` and `country` are the positions of the target
    and of the country's figure.
    """

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
    """A marked figure of a small line chart: its kind (`low`, `high` or `last`) and its place on the chart's grid."""

    kind: str
    x: int
    y: int


@dataclass(frozen=True)
class Spark:
    """A small line chart of a series (sparkline), shown beside the newest figure.

    `line` and `target` are SVG paths on the grid of `pages.curves`; `target` is empty if there is none. `sentence` is
    the text alternative.
    """

    sentence: str
    line: str
    target: str
    dots: tuple[SparkDot, ...]


@dataclass(frozen=True)
class Tick:
    """A labelled place on an axis, in percents of the axis's length from the left or from the top."""

    at: float
    text: str


@dataclass(frozen=True)
class Curve:
    """One line of a line chart over time.

    `kind` (`own`, `median`, `best`, `last`, `target`) decides its style, `name` is its text in the legend, `path` is an
    SVG path on the grid of `pages.curves`. `isolated_path` is the path of isolated figures, which are drawn as dots: no
    line reaches them because the figures before and after them are missing.
    """

    kind: str
    name: str
    path: str
    isolated_path: str = ""


@dataclass(frozen=True)
class CurvePicture:
    """A line chart over time that needs no script.

    `sentence` is the text alternative. `band` is the path of the middle half of the level, empty if there is none.
    `breaks` are the days after which the figures measure something else (merger, split, new definition). `across` and
    `down` are the labels of the two axes.
    """

    sentence: str
    curves: tuple[Curve, ...]
    band: str
    band_name: str
    breaks: tuple[Tick, ...]
    across: tuple[Tick, ...]
    down: tuple[Tick, ...]


@dataclass(frozen=True)
class MapMark:
    """A unit's tile on a map.

    `label` is the unit's name with its result, `address` its page. `drawing` is the code of the shape and the step of
    the figure (`met-3`). `x` and `y` are the upper left corner.
    """

    label: str
    address: str
    drawing: str
    x: int
    y: int


@dataclass(frozen=True)
class MapKey:
    """A shape in the key of a map, by its code, with its meaning."""

    code: str
    text: str


@dataclass(frozen=True)
class MapPicture:
    """A map of the units of a level: one tile for each unit, near its real place, each a link.

    `id` is unique on its page. `judged` is the key of the shapes (assessments), `steps` the key of the five steps of
    the figure. If a map has both, the reader chooses; `has_equal_shapes` means that all shapes are identical, so that
    the steps are more useful. `gaps` is the key of the shapes of units that have no figure and therefore no step.
    `missing` names the units that the map lacks; empty if it has all.
    """

    id: str
    title: str
    sentence: str
    width: int
    height: int
    marks: tuple[MapMark, ...]
    judged: tuple[MapKey, ...]
    steps: tuple[str, ...]
    gaps: tuple[MapKey, ...]
    has_equal_shapes: bool
    missing: str
    sources: tuple[Link, ...]


@dataclass(frozen=True)
class Locator:
    """A small map that shows where one unit lies among its peers: `dots` is one path for all, `x` and `y` the unit."""

    sentence: str
    width: int
    height: int
    dots: str
    x: int
    y: int


@dataclass(frozen=True)
class Chart:
    """An interactive chart, with the table of the same figures and their sources.

    `id` is unique on its page and safe as an HTML id. `sentence` is also the text alternative. `figure_json` is the
    Plotly figure as JSON text, without a Plotly template. `height` is in pixels.
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
    """A contradiction between published figures, in words, with the address of its details and the answer to it.

    `needs_check` marks a suspicious pattern that must be checked on the document itself. `answered` is empty without an
    answer.
    """

    id: str
    kind: str
    sentence: str
    address: str
    needs_check: bool = False
    answered: str = ""


@dataclass(frozen=True)
class ResultRow:
    """One figure on a board: its indicator, the result and its source, its assessment and its target.

    `id` is the row's anchor. `permanent_address` is the permanent address of this figure if that is on another page.
    `place` (the rank) and `sentences` are short sentences below the figure; `notes` are folded. `text_sparkline` is a
    small line chart of the figures so far, shown among these sentences. `unread_target` could not be read.
    """

    name: Link
    figure: Figure
    id: str = ""
    permanent_address: str = ""
    source: SourceRef | None = None
    mark: Mark | None = None
    bar: Bar | None = None
    bar_sparkline: Spark | None = None
    """Small line chart of the figures so far, shown beside the bar or, on a phone, instead of the bar."""
    target: Link | None = None
    unread_target: Link | None = None
    benchmark: Link | None = None
    """The country's figure, with a link to the row that states it."""
    place: str = ""
    sentences: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    text_sparkline: Spark | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Board:
    """Figures of one unit that are shown together, with what is common to all of them above.

    `sentences` are the common sentences, `documents` the documents that the figures come from. `places` are links to
    rows, if all figures come from one document.
    """

    title: str
    sentences: tuple[str, ...]
    documents: tuple[Link, ...]
    rows: tuple[ResultRow, ...]
    places: tuple[Link, ...] = ()

    @property
    def has_level_range(self) -> bool:
        """Whether a bar shows the middle half of the unit's level."""
        return any(row.bar is not None and row.bar.middle is not None for row in self.rows)

    @property
    def inferred(self) -> bool:
        """Whether one of the figures is marked as inferred (not clearly readable)."""
        return any(row.source is not None and row.source.inferred for row in self.rows)

    @property
    def has_sparklines(self) -> bool:
        """Whether a row has a small line chart beside its bar."""
        return any(row.bar_sparkline is not None for row in self.rows)


@dataclass(frozen=True)
class Banner:
    """A notice at the top of a page: the unit ended, its successors (`links`), the resolution (`source`)."""

    title: str
    text: str
    links: tuple[Link, ...] = ()
    source: Link | None = None


@dataclass(frozen=True)
class DataSet:
    """The dataset that a page is about, for dataset search engines.

    `publisher` is the portal's name. `measures` is what the dataset measures, empty if that is several things. `first`
    and `last` are periods (`2022-12`, `2024-05`), empty without figures. `files` are pairs of address and media type.
    `whole` marks the dataset of the whole portal, which contains all others.
    """

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
    """The preview image of a page's link on other sites: its file, relative to the site's root, and its text."""

    path: str
    alt: str


@dataclass(frozen=True)
class EmbedCode:
    """The parts of the HTML code that embeds a chart in another site: address, title, and height in pixels.

    `address` starts at the site's root and may have an anchor. The title consists of `name`, the indicator, and
    `scope`, which names the unit or the units, and the period if the chart has a fixed one.
    """

    address: str
    name: str
    scope: str
    height: int

    @property
    def title(self) -> str:
        """The title of the frame."""
        return f"{self.name}, {self.scope}"


@dataclass(frozen=True)
class Embedding:
    """How other sites embed a page's chart: its code, links to other charts (`others`), and a note on single periods.

    `site` is the portal's address on the web; without it there is no complete address to copy.
    """

    code: EmbedCode
    others: tuple[Link, ...]
    note: str
    site: str = ""


@dataclass(frozen=True)
class Page:
    """What every page has: its address, its title, a description for search engines, the breadcrumb trail to it.

    `feed` is the Atom feed of the page's subject, `feeds` are other feeds that the HTML head lists too. `data` is the
    page's own dataset, if any. `language` is set if the text is not Vietnamese. `report` is the address at which a
    reader reports a wrong figure of the page. `picture` is the preview image of its link, `embedding` how other sites
    embed its chart.
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
