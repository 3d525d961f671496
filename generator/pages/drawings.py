"""Frozen view-models of what templates draw: bars, dots, small and large line charts, maps and interactive charts; and
the position of an amount on an axis."""

from dataclasses import dataclass

from generator.model import SCALE, Assessment
from generator.pages.parts import Link, Table

AXIS_END = 100 * SCALE
"""The end of an axis of percents or points (100), in millionths."""


def position(amount: int, axis: int) -> float:
    """Returns the position of an amount on an axis that begins at 0, in percents of its length, with two decimals."""
    return round(min(max(amount, 0), axis) * 100 / axis, 2)


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
class Dot:
    """One unit in a distribution: its position in percents of the axis, its label and the address of its link."""

    position: float
    label: str
    address: str


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
    """An interactive chart, with the table of the same figures.

    `id` is unique on its page and safe as an HTML id. `sentence` is also the text alternative. `figure_json` is the
    Plotly figure as JSON text, without a Plotly template. `height` is in pixels.
    """

    id: str
    title: str
    sentence: str
    figure_json: str
    table: Table
    height: int = 320
