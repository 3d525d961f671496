"""Frozen view-models that several kinds of page share. Their values are formatted and ready for a template.

Texts are Vietnamese and unescaped; templates escape them. Addresses start at the site's root (`/don-vi/…/`) and may
have an anchor; rendering makes them relative to the page that shows them.
"""

from dataclasses import dataclass, field

from generator.model import Assessment, TaskStatus


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
class Leaders:
    """The leading units of a level. `units` is empty if there are many; `count` is their number. `result` is what they
    lead with: `đạt 9/11 chỉ tiêu`, `98,48%`."""

    units: tuple[Link, ...]
    count: int
    result: str

    @property
    def text(self) -> str:
        """As in `Sở Y tế, Sở Nội vụ`, or `5 đơn vị`."""
        return ", ".join(link.text for link in self.units) or f"{self.count} đơn vị"


@dataclass(frozen=True)
class Mark:
    """An assessment, or the status of a task, as pages show it: the code decides shape and colour, `word` is its name,
    `detail` explains it."""

    code: Assessment | TaskStatus
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
class Rank:
    """A unit's rank among its peers: `text` is `hạng 3/18`, `place` is 3, `of` is 18.

    `ranked` states how many of the 18 have a rank: `16 đơn vị được xếp hạng`; empty if all have one.
    """

    text: str
    place: int
    of: int
    tied: bool
    ranked: str


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
    and `last` are periods (`2022-12`, `2024-05`), empty without figures. `files` are the addresses of its files.
    `whole` marks the dataset of the whole portal, which contains all others.
    """

    name: str
    description: str
    publisher: str
    measures: str = ""
    first: str = ""
    last: str = ""
    files: tuple[str, ...] = ()
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
