"""Draws figures over time as SVG line charts that need no script: sparklines and larger pictures.

A line connects two figures only if the series has no period between them. A missing figure breaks the line, also in a
period that nobody reported. A merger and a new definition break it too, because the figures after it are of another
unit or another indicator. Charts are
drawn on a grid of whole numbers, so that their paths are short; `curve.css` stretches the grid but keeps the thickness
of lines and marks.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from itertools import groupby, pairwise
from statistics import median_low
from typing import NamedTuple, TypeAlias

from generator import formats, words
from generator.model import SCALE, Indicator, Measure, Period
from generator.pages.drawings import Curve, CurvePicture, Spark, SparkDot, Tick
from generator.pages.facts import Assessed

FEWEST = 3
"""The smallest number of figures that is drawn: a line through two figures shows no more than the figures do."""

SPARK_PERIODS = 24
"""The largest number of periods in a sparkline, however long the history is."""

SPARK_WIDTH, SPARK_HEIGHT = 120, 32
"""The grid of a sparkline."""
_SPARK_MARGIN = 4

WIDTH, HEIGHT = 720, 180
"""The grid of a larger picture, which is stretched to the available width."""

_MOST_TICKS = 5
_LABEL_ROOM = 20
"""The smallest distance of a year's label from the ends of the axis, in percents: closer labels would overlap."""
_YEAR_ROOM = 12
"""The smallest distance between the labels of two years, in percents, for the same reason."""
_HUNDRED_YEARS = 36_525
"""In days."""

MONTH_TOLERANCE = 3
"""Days by which the distance between two month ends may differ: 31 days from the end of February to the end of March,
but 28 from the end of January to the end of February."""

Place: TypeAlias = tuple[int, int]


class Moment(NamedTuple):
    """One period of a series: the figure and the target in force, in millionths, None if there is none.

    `starts_line` marks a break: the figures before it measure something else. The class is a named tuple because charts
    of three years have half a million moments.
    """

    period: Period
    amount: int | None
    target: int | None = None
    starts_line: bool = False


def moments_of(rows: Iterable[Assessed], periods: Iterable[Period]) -> tuple[Moment, ...]:
    """Returns one moment for each period, from the rows of one unit and indicator. Periods must be in order of time."""
    by_period = {row.period: row for row in rows}
    return tuple(_moment(period, by_period.get(period)) for period in periods)


def _moment(period: Period, row: Assessed | None) -> Moment:
    if row is None:
        return Moment(period, None)
    return Moment(period, row.amount, row.required_amount)


@lru_cache(maxsize=256)
def after_gaps(periods: tuple[Period, ...]) -> tuple[bool, ...]:
    """Returns for each period whether the distance from the period before it is longer than the usual one, which is the
    median of all distances: then nobody reported the periods between. Periods must be in order of time.

    Cached because most units of a level have figures of the same periods.
    """
    spans = [(after.end - before.end).days for before, after in pairwise(periods)]
    usual = median_low(spans) + MONTH_TOLERANCE if spans else 0
    return (False, *(span > usual for span in spans)) if periods else ()


@dataclass(frozen=True)
class Grid:
    """The whole-number grid of a chart: days from left to right, amounts (in millionths) from bottom to top."""

    first: date
    last: date
    low: int
    high: int
    width: int
    height: int
    edge: int = 0

    def across(self, day: date) -> int:
        """Returns the distance of a day from the left."""
        days = max((self.last - self.first).days, 1)
        return self.edge + round((day - self.first).days * (self.width - 2 * self.edge) / days)

    def down(self, amount: int) -> int:
        """Returns the distance of an amount from the top."""
        base, room, span = self._vertical
        return base - round((amount - self.low) * room / span)

    def place(self, moment: Moment, amount: int) -> Place:
        """Returns the place of an amount at a moment."""
        across = self._across.get(moment.period)
        if across is None:
            across = self._across[moment.period] = self.across(moment.period.end)
        return across, self.down(amount)

    @cached_property
    def _vertical(self) -> tuple[int, int, int]:
        """The y of the lowest amount, the height of the drawing area, and the range of amounts in it."""
        return self.height - self.edge, self.height - 2 * self.edge, max(self.high - self.low, 1)

    @cached_property
    def _across(self) -> dict[Period, int]:
        """Cache of the distances of periods from the left; all series of a chart have the same periods."""
        return {}


def grid_of(moments: Sequence[Moment], amounts: Iterable[int], width: int, height: int, edge: int = 0) -> Grid:
    """Returns the smallest grid for these moments and amounts."""
    all_amounts = list(amounts)
    first, last = moments[0].period.end, moments[-1].period.end
    return Grid(first, last, min(all_amounts), max(all_amounts), width, height, edge)


def line(grid: Grid, moments: Iterable[Moment], amount: Callable[[Moment], int | None]) -> str:
    """Returns the path through the amounts, with a break at each missing amount and at each `starts_line` moment."""
    return "".join(map(_path, _place_runs(grid, moments, amount)))


def steps(grid: Grid, moments: Iterable[Moment], amount: Callable[[Moment], int | None]) -> str:
    """Returns the path as steps, for values that stay constant and then change at once, as targets do."""
    return "".join(_path(list(_stair_places(places))) for places in _place_runs(grid, moments, amount))


def _place_runs(
    grid: Grid, moments: Iterable[Moment], amount: Callable[[Moment], int | None]
) -> Iterator[Sequence[Place]]:
    """Yields the places of the amounts, one sequence for each unbroken part."""
    for run in _unbroken_runs(moments, amount):
        yield [grid.place(moment, amount(moment) or 0) for moment in run]


def _unbroken_runs(moments: Iterable[Moment], amount: Callable[[Moment], int | None]) -> Iterator[Iterable[Moment]]:
    """Yields the parts of a series without a missing amount and without a break inside."""
    number = 0

    def part(moment: Moment) -> tuple[int, bool]:
        nonlocal number
        number += moment.starts_line
        return number, amount(moment) is not None

    return (run for (_, known), run in groupby(moments, part) if known)


def _path(places: Sequence[Place]) -> str:
    """Returns an SVG path in relative moves; a single place becomes a dot, because the line's ends are round."""
    (x, y), *_ = places
    moves = [(after[0] - before[0], after[1] - before[1]) for before, after in pairwise(places)] or [(0, 0)]
    return f"M{x} {y}l" + "".join(f"{_signed(dx)}{_signed(dy)}" for dx, dy in moves).lstrip()


def _signed(number: int) -> str:
    """Returns a number with its separator from the number before it: a minus sign or a space."""
    return f" {number}" if number >= 0 else str(number)


def _stair_places(places: Sequence[Place]) -> Iterator[Place]:
    yield places[0]
    for before, after in pairwise(places):
        if after[1] != before[1]:
            yield after[0], before[1]
            yield after
    if len(places) > 1:
        yield places[-1]


def spark(moments: Sequence[Moment], indicator: Indicator) -> Spark | None:
    """Returns a sparkline of the newest figures and their target, from the last break of the series on.

    Returns None if there are fewer than `FEWEST` figures.
    """
    last_break = max((place for place, moment in enumerate(moments) if moment.starts_line), default=0)
    shown = moments[last_break:][-SPARK_PERIODS:]
    known = [moment for moment in shown if moment.amount is not None]
    if len(known) < FEWEST:
        return None
    amounts = {value for moment in shown for value in (moment.amount, moment.target) if value is not None}
    if len(amounts) == 1:  # At the lower edge, 100% in every period would look like the lowest figure.
        amounts = {side for amount in amounts for side in (amount - 1, amount + 1)}
    grid = grid_of(shown, amounts, SPARK_WIDTH, SPARK_HEIGHT, _SPARK_MARGIN)
    return Spark(
        sentence=_sentence(known, indicator),
        line=line(grid, shown, _amount),
        target=steps(grid, shown, lambda moment: moment.target),
        dots=tuple(_dots(grid, known)),
    )


def _dots(grid: Grid, known: Sequence[Moment]) -> Iterator[SparkDot]:
    """Yields the marks of the lowest, the highest and the last figure.

    A figure that is two of these gets one mark: `last` before `high` before `low`.
    """
    marked = {"low": _extreme(known, min), "high": _extreme(known, max), "last": known[-1]}
    kinds = {moment.period: kind for kind, moment in marked.items()}
    for moment in known:
        if moment.period in kinds:
            x, y = grid.place(moment, moment.amount or 0)
            yield SparkDot(kinds[moment.period], x, y)


def _extreme(known: Sequence[Moment], choose: Callable[[Iterable[int]], int]) -> Moment:
    """Returns the newest moment with the lowest or highest figure; `choose` is `min` or `max`."""
    extreme = choose(moment.amount or 0 for moment in known)
    return next(moment for moment in reversed(known) if moment.amount == extreme)


def _sentence(known: Sequence[Moment], indicator: Indicator) -> str:
    """Returns the text alternative of a sparkline.

    As in `Từ tháng 6/2022 đến tháng 5/2024: thấp nhất 41% (tháng 7/2022), cao nhất 58,7% (tháng 4/2024)`.
    """
    low, high = _extreme(known, min), _extreme(known, max)
    if len(known) == 1:
        return f"{words.capitalised(_dated_figure(high, indicator))}."
    ends = f"Từ {formats.period(known[0].period)} đến {formats.period(known[-1].period)}"
    if low.amount == high.amount:
        return f"{ends}: không đổi, {formats.exact_figure(high.amount or 0, indicator.measure)}."
    if indicator.measure is Measure.RANK:
        low, high = high, low  # The first of all is the highest.
    return f"{ends}: thấp nhất {_dated_figure(low, indicator)}, cao nhất {_dated_figure(high, indicator)}."


def _dated_figure(moment: Moment, indicator: Indicator) -> str:
    return f"{formats.exact_figure(moment.amount or 0, indicator.measure)} ({formats.period(moment.period)})"


@dataclass(frozen=True)
class Series:
    """One line of a picture: its style (`kind`), its name in the legend, its moments in order of time."""

    kind: str
    name: str
    moments: Sequence[Moment]


@dataclass(frozen=True)
class Band:
    """The middle half of a level over time: `low` and `high` have the same periods."""

    name: str
    low: Sequence[Moment]
    high: Sequence[Moment]


def picture(
    sentence: str, series: Sequence[Series], band: Band | None, breaks: Sequence[tuple[date, str]], indicator: Indicator
) -> CurvePicture:
    """Draws series, each with at least one figure, in one chart. `breaks` are days with a text of what happened."""
    everything = [moment for one in (*series, *_edges(band)) for moment in one.moments]
    periods = sorted({moment.period for moment in everything}, key=lambda period: period.order)
    amounts = [moment.amount for moment in everything if moment.amount is not None]
    scale = _scale(min(amounts), max(amounts), indicator.decimals)
    grid = Grid(periods[0].end, periods[-1].end, scale[0], scale[-1], WIDTH, HEIGHT)
    return CurvePicture(
        sentence=sentence,
        curves=tuple(_curve(grid, one) for one in series),
        band=_band(grid, band) if band else "",
        band_name=band.name if band else "",
        breaks=tuple(Tick(_percent(grid.across(day), WIDTH), text) for day, text in breaks if _within(grid, day)),
        across=tuple(_across(grid, periods[0], periods[-1])),
        down=tuple(Tick(_percent(grid.down(at), HEIGHT), _tick_text(at, scale, indicator)) for at in scale),
    )


def _edges(band: Band | None) -> tuple[Series, ...]:
    return (Series("low", "", band.low), Series("high", "", band.high)) if band else ()


def _curve(grid: Grid, series: Series) -> Curve:
    """Returns the line of a series, and the path of its isolated amounts, which are drawn as dots.

    An isolated amount has no amount before and after it, or a break there. A target is never drawn as a dot.
    """
    if series.kind == "target":
        return Curve(series.kind, series.name, steps(grid, series.moments, _amount))
    runs = list(_place_runs(grid, series.moments, _amount))
    lone = "".join(_path(places) for places in runs if len(places) == 1)
    return Curve(series.kind, series.name, "".join(map(_path, runs)), lone)


def _amount(moment: Moment) -> int | None:
    return moment.amount


def _band(grid: Grid, band: Band) -> str:
    """Returns the outline of a band: for each unbroken part along the upper edge and back along the lower edge."""
    low = {moment.period: moment.amount for moment in band.low}
    known = {moment.period for moment in band.high if moment.amount is not None and low[moment.period] is not None}
    runs = _unbroken_runs(band.high, lambda one: one.amount if one.period in known else None)
    return "".join(_around(grid, list(run), low) for run in runs)


def _around(grid: Grid, run: Sequence[Moment], low: Mapping[Period, int | None]) -> str:
    above = [grid.place(moment, moment.amount or 0) for moment in run]
    below = [grid.place(moment, low[moment.period] or 0) for moment in reversed(run)]
    return f"{_path([*above, *below])}z"


def _scale(low: int, high: int, decimals: int) -> tuple[int, ...]:
    """Returns the ticks of an axis, in millionths: at most five round figures that enclose both amounts.

    Equal amounts get an axis of one whole unit, which ends with them: above 100% there is nothing to show.
    """
    if low == high:
        low, high = (low - SCALE, high) if low >= SCALE else (low, high + SCALE)
    step = next(step for step in _round_steps(decimals) if _tick_count(low, high, step) <= _MOST_TICKS)
    first = low // step * step
    return tuple(first + number * step for number in range(_tick_count(low, high, step)))


def _round_steps(decimals: int) -> Iterator[int]:
    """Yields the steps between ticks: 1, 2, 5, 10, 20, 50 … of the last decimal, so that no label is rounded."""
    step = SCALE // 10**decimals
    while True:
        yield from (step, 2 * step, 5 * step)
        step *= 10


def _tick_count(low: int, high: int, step: int) -> int:
    """Returns how many multiples of the step enclose both amounts; at least two."""
    return max(-(-high // step) - low // step, 1) + 1


def _tick_text(amount: int, scale: Sequence[int], indicator: Indicator) -> str:
    """Returns the label of a tick; only the topmost label has the unit of measure."""
    if amount == scale[-1]:
        return formats.figure(amount, indicator.measure, indicator.decimals)
    return formats.number(amount, indicator.decimals)


def _within(grid: Grid, day: date) -> bool:
    return grid.first < day <= grid.last


def _across(grid: Grid, first: Period, last: Period) -> Iterator[Tick]:
    """Yields the labels of the time axis: the first and the last period, and between them each year that has room, or
    every second, third … year. The label of a year is below its first period, so that of figures of whole years it is
    below the figure."""
    yield Tick(0, formats.short_period(first))
    step = -(-_YEAR_ROOM * (grid.last - grid.first).days // _HUNDRED_YEARS)
    for year in range(first.year + step, last.year + 1, step or 1):
        begin = first._replace(year=year, quarter=min(first.quarter, 1), month=min(first.month, 1))
        at = _percent(grid.across(begin.end), WIDTH)
        if _LABEL_ROOM < at < 100 - _LABEL_ROOM:
            yield Tick(at, str(year))
    if last != first:
        yield Tick(100, formats.short_period(last))


def _percent(place: int, length: int) -> float:
    return round(place * 100 / length, 1)
