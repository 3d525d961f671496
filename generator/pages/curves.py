"""Figures over time, drawn as small pictures: what a page shows of a series without scripts.

A line connects two figures only where the series has no period between them: a missing figure parts it, and so do a
merger and a new definition, for those begin another unit or another indicator. Pictures are drawn on a grid of whole
numbers, so that their paths are short; the styles of `curve.css` stretch it and keep lines and marks as thick as they
are.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby, pairwise
from typing import NamedTuple, TypeAlias

from generator import formats, words
from generator.model import SCALE, Indicator, Period, TargetStatus
from generator.pages.facts import Assessed
from generator.pages.parts import Curve, CurvePicture, Spark, SparkDot, Tick

FEWEST = 3
"""A series of fewer figures is told by its figures; a line through two says no more."""

SPARK_PERIODS = 24
"""A small line shows at most so many periods, however long the history."""

SPARK_WIDTH, SPARK_HEIGHT = 120, 32
_EDGE = 4

WIDTH, HEIGHT = 720, 180
"""The grid of a larger picture, which is stretched to the width there is."""

_MOST_TICKS = 5
_ROOM = 20
"""Labels nearer to an end than so many percents would run into the label there."""

Place: TypeAlias = tuple[int, int]


class Moment(NamedTuple):
    """One period of a series: the figure and the target in force, in millionths, None where there is none.

    `parted` tells that the series begins anew here: what came before is not the same thing. Charts of three years have
    half a million of them.
    """

    period: Period
    amount: int | None
    target: int | None = None
    parted: bool = False


def moments_of(rows: Iterable[Assessed], periods: Iterable[Period]) -> tuple[Moment, ...]:
    """The figures of one unit and indicator in periods that are in order of time; one without a row has no figure."""
    by_period = {row.period: row for row in rows}
    return tuple(_moment(period, by_period.get(period)) for period in periods)


def _moment(period: Period, row: Assessed | None) -> Moment:
    if row is None:
        return Moment(period, None)
    binding = row.target is not None and row.target.status is TargetStatus.BINDING
    return Moment(period, row.amount, row.target.amount if row.target and binding else None)


@dataclass(frozen=True)
class Grid:
    """The whole-number grid of a picture: days from left to right, amounts from the bottom up."""

    first: date
    last: date
    low: int
    high: int
    width: int
    height: int
    edge: int = 0

    def across(self, day: date) -> int:
        """Where a day lies from the left."""
        days = max((self.last - self.first).days, 1)
        return self.edge + round((day - self.first).days * (self.width - 2 * self.edge) / days)

    def down(self, amount: int) -> int:
        """Where an amount lies from the top."""
        base, room, span = self._upright
        return base - round((amount - self.low) * room / span)

    def place(self, moment: Moment, amount: int) -> Place:
        """Where a figure of that moment lies."""
        across = self._across.get(moment.period)
        if across is None:
            across = self._across[moment.period] = self.across(moment.period.end)
        return across, self.down(amount)

    @cached_property
    def _upright(self) -> tuple[int, int, int]:
        """The lower edge, the room above it, and the amount that it holds."""
        return self.height - self.edge, self.height - 2 * self.edge, max(self.high - self.low, 1)

    @cached_property
    def _across(self) -> dict[Period, int]:
        """Where periods lie from the left: all series of a picture have the same."""
        return {}


def grid_of(moments: Sequence[Moment], amounts: Iterable[int], width: int, height: int, edge: int = 0) -> Grid:
    """The grid that just holds all moments and amounts."""
    held = list(amounts)
    first, last = moments[0].period.end, moments[-1].period.end
    return Grid(first, last, min(held), max(held), width, height, edge)


def line(grid: Grid, moments: Iterable[Moment], amount: Callable[[Moment], int | None]) -> str:
    """The path through the amounts, parted where one is missing and where the series begins anew."""
    return "".join(map(_path, _drawn(grid, moments, amount)))


def steps(grid: Grid, moments: Iterable[Moment], amount: Callable[[Moment], int | None]) -> str:
    """The same for what holds from one moment to the next and then changes at once, as a target does."""
    return "".join(_path(list(_stairs(places))) for places in _drawn(grid, moments, amount))


def _drawn(grid: Grid, moments: Iterable[Moment], amount: Callable[[Moment], int | None]) -> Iterator[Sequence[Place]]:
    """Where the amounts of each unbroken part lie."""
    for run in _unbroken(moments, amount):
        yield [grid.place(moment, amount(moment) or 0) for moment in run]


def _unbroken(moments: Iterable[Moment], amount: Callable[[Moment], int | None]) -> Iterator[Iterable[Moment]]:
    """The parts of a series in which no amount is missing and nothing begins anew."""
    number = 0

    def part(moment: Moment) -> tuple[int, bool]:
        nonlocal number
        number += moment.parted
        return number, amount(moment) is not None

    return (run for (_, known), run in groupby(moments, part) if known)


def _path(places: Sequence[Place]) -> str:
    """A path in steps from each place to the next; a lone place is a dot (the line's ends are round)."""
    (x, y), *_ = places
    moves = [(after[0] - before[0], after[1] - before[1]) for before, after in pairwise(places)] or [(0, 0)]
    return f"M{x} {y}l" + "".join(f"{_signed(dx)}{_signed(dy)}" for dx, dy in moves).lstrip()


def _signed(number: int) -> str:
    """A number as paths hold it one after the other: a minus sign or a space separates it from the one before."""
    return f" {number}" if number >= 0 else str(number)


def _stairs(places: Sequence[Place]) -> Iterator[Place]:
    yield places[0]
    for before, after in pairwise(places):
        if after[1] != before[1]:
            yield after[0], before[1]
            yield after
    if len(places) > 1:
        yield places[-1]


def spark(moments: Sequence[Moment], indicator: Indicator) -> Spark | None:
    """The newest figures of a series in a small line with its target, since it began anew: what came before is not the
    same thing. None where there are too few of them."""
    begun = max((place for place, moment in enumerate(moments) if moment.parted), default=0)
    shown = moments[begun:][-SPARK_PERIODS:]
    known = [moment for moment in shown if moment.amount is not None]
    if len(known) < FEWEST:
        return None
    amounts = [value for moment in shown for value in (moment.amount, moment.target) if value is not None]
    grid = grid_of(shown, amounts, SPARK_WIDTH, SPARK_HEIGHT, _EDGE)
    return Spark(
        sentence=_sentence(known, indicator),
        line=line(grid, shown, _amount),
        target=steps(grid, shown, lambda moment: moment.target),
        dots=tuple(_dots(grid, known)),
    )


def _dots(grid: Grid, known: Sequence[Moment]) -> Iterator[SparkDot]:
    """The lowest, the highest and the last figure; a figure that is two of these gets the mark of the last one."""
    marked = {"low": _extreme(known, min), "high": _extreme(known, max), "last": known[-1]}
    kinds = {moment.period: kind for kind, moment in marked.items()}
    for moment in known:
        if moment.period in kinds:
            x, y = grid.place(moment, moment.amount or 0)
            yield SparkDot(kinds[moment.period], x, y)


def _extreme(known: Sequence[Moment], choose: Callable[[Iterable[int]], int]) -> Moment:
    """The newest moment with the lowest or highest figure."""
    wanted = choose(moment.amount or 0 for moment in known)
    return next(moment for moment in reversed(known) if moment.amount == wanted)


def _sentence(known: Sequence[Moment], indicator: Indicator) -> str:
    """As in `Từ tháng 6/2022 đến tháng 5/2024: thấp nhất 41% (tháng 7/2022), cao nhất 58,7% (tháng 4/2024)`."""
    low, high = _extreme(known, min), _extreme(known, max)
    if len(known) == 1:
        return f"{words.opening(_told(high, indicator))}."
    ends = f"Từ {formats.period(known[0].period)} đến {formats.period(known[-1].period)}"
    if low.amount == high.amount:
        return f"{ends}: không đổi, {formats.figure(high.amount or 0, indicator.measure, indicator.decimals)}."
    return f"{ends}: thấp nhất {_told(low, indicator)}, cao nhất {_told(high, indicator)}."


def _told(moment: Moment, indicator: Indicator) -> str:
    figure = formats.figure(moment.amount or 0, indicator.measure, indicator.decimals)
    return f"{figure} ({formats.period(moment.period)})"


@dataclass(frozen=True)
class Series:
    """What one line of a picture shows: its look, its name in the key, its moments in order of time."""

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
    """Series over one span of time, each with at least one figure; `breaks` are days with what happened then."""
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
    """The line, and the path of the amounts that stand alone: those before and after them are missing, or are of
    another series. A target is never told by a dot."""
    if series.kind == "target":
        return Curve(series.kind, series.name, steps(grid, series.moments, _amount))
    runs = list(_drawn(grid, series.moments, _amount))
    lone = "".join(_path(places) for places in runs if len(places) == 1)
    return Curve(series.kind, series.name, "".join(map(_path, runs)), lone)


def _amount(moment: Moment) -> int | None:
    return moment.amount


def _band(grid: Grid, band: Band) -> str:
    """There along the upper edge, back along the lower one, for each unbroken part."""
    low = {moment.period: moment.amount for moment in band.low}
    known = {moment.period for moment in band.high if moment.amount is not None and low[moment.period] is not None}
    runs = _unbroken(band.high, lambda one: one.amount if one.period in known else None)
    return "".join(_around(grid, list(run), low) for run in runs)


def _around(grid: Grid, run: Sequence[Moment], low: Mapping[Period, int | None]) -> str:
    above = [grid.place(moment, moment.amount or 0) for moment in run]
    below = [grid.place(moment, low[moment.period] or 0) for moment in reversed(run)]
    return f"{_path([*above, *below])}z"


def _scale(low: int, high: int, decimals: int) -> tuple[int, ...]:
    """Round figures with so many decimals that hold the amounts between them, five at most."""
    step = next(step for step in _round_steps(decimals) if _count(low, high, step) <= _MOST_TICKS)
    first = low // step * step
    return tuple(first + number * step for number in range(_count(low, high, step)))


def _round_steps(decimals: int) -> Iterator[int]:
    """1, 2, 5, 10, 20, 50 … of the last decimal, so that no label is rounded."""
    step = SCALE // 10**decimals
    while True:
        yield from (step, 2 * step, 5 * step)
        step *= 10


def _count(low: int, high: int, step: int) -> int:
    """How many multiples of the step it takes to hold both; two at least."""
    return max(-(-high // step) - low // step, 1) + 1


def _tick_text(amount: int, scale: Sequence[int], indicator: Indicator) -> str:
    """The unit of measure stands at the uppermost figure alone."""
    if amount == scale[-1]:
        return formats.figure(amount, indicator.measure, indicator.decimals)
    return formats.number(amount, indicator.decimals)


def _within(grid: Grid, day: date) -> bool:
    return grid.first < day <= grid.last


def _across(grid: Grid, first: Period, last: Period) -> Iterator[Tick]:
    """The first and the last period, and each year between them that has room."""
    yield Tick(0, formats.short_period(first))
    for year in range(first.year + 1, last.year + 1):
        at = _percent(grid.across(date(year, 1, 31)), WIDTH)
        if _ROOM < at < 100 - _ROOM:
            yield Tick(at, str(year))
    if last != first:
        yield Tick(100, formats.short_period(last))


def _percent(place: int, length: int) -> float:
    return round(place * 100 / length, 1)
