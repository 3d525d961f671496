"""A level over time: a chart and a table of its median, its middle half, its first and last unit, and the common
target."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from generator import formats, words
from generator.model import Indicator, Measure
from generator.pages.curves import FEWEST, Band, Moment, Series, picture
from generator.pages.drawings import CurvePicture
from generator.pages.facts import Group, Spread
from generator.pages.figures import amount_text
from generator.pages.indicator.timeline import LevelTimeline
from generator.pages.links import dated_address
from generator.pages.parts import Cell, Table

_HEADINGS = ("Kỳ", "Thấp nhất", "Phần tư dưới", "Trung vị", "Phần tư trên", "Cao nhất")


@dataclass(frozen=True)
class History:
    """The chart of a level over time, and a table with the same figures. `summary` is the text of the control that
    unfolds the table."""

    picture: CurvePicture
    summary: str
    table: Table


def _of_period(group: Group) -> str:
    """Address of the indicator's page for the period of the group."""
    return dated_address(group.indicator, group.period)


def history_of(timeline: LevelTimeline, dated: Callable[[Group], str] = _of_period) -> History | None:
    """Returns the history of a level. None if fewer than three periods have enough units for quartiles. `dated` returns
    the address of the page with the figures of a group's period."""
    known = [group for group in timeline.shown if group.spread]
    if len(known) < FEWEST:
        return None
    indicator = timeline.newest.indicator
    band = Band(
        "Một nửa số đơn vị nằm trong khoảng này",
        _moments(timeline, lambda group: group.spread.low if group.spread else None),
        _moments(timeline, lambda group: group.spread.high if group.spread else None),
    )
    return History(
        picture=picture(_sentence(timeline), tuple(_series(timeline)), band, _breaks(timeline), indicator),
        summary=f"Xem số liệu của {len(known)} kỳ",
        table=_table(known, indicator, dated),
    )


def _moments(timeline: LevelTimeline, amount: Callable[[Group], int | None]) -> tuple[Moment, ...]:
    pairs = zip(timeline.shown, timeline.line_starts, strict=True)
    return tuple(Moment(group.period, amount(group), starts_line=starts_line) for group, starts_line in pairs)


def _series(timeline: LevelTimeline) -> Iterator[Series]:
    yield Series(
        "median",
        "Trung vị (giữa bảng)",
        _moments(timeline, lambda group: group.spread.median if group.spread else None),
    )
    yield Series(
        "best",
        "Đơn vị dẫn đầu",
        _moments(timeline, lambda group: group.ranked_rows[0].amount if group.ranked_rows else None),
    )
    yield Series(
        "last",
        "Đơn vị cuối bảng",
        _moments(timeline, lambda group: group.ranked_rows[-1].amount if group.ranked_rows else None),
    )
    asked = _moments(timeline, _common_target)
    if any(moment.amount is not None for moment in asked):
        yield Series("target", "Mức phải đạt chung", asked)


def _common_target(group: Group) -> int | None:
    """The target that all units of the level share, in millionths. None if they share none."""
    target = group.target
    return target.amount if target else None


def _breaks(timeline: LevelTimeline) -> tuple[tuple[date, str], ...]:
    return tuple((on, _rearranged(timeline)) for on in timeline.breaks)


def _rearranged(timeline: LevelTimeline) -> str:
    return f"sắp xếp {words.rearranged_units(timeline.newest.level)}"


def _sentence(timeline: LevelTimeline) -> str:
    """Describes the change since the last reorganisation of the level: of the median, and of the width of the middle
    half."""
    run, anew = _since_last_break(timeline)
    first, last = run[0], run[-1]
    if len(run) == 1:
        return f"Trung vị {formats.period(last.period)}: {amount_text(_spread(last).median, last.indicator)}."
    since = f" (sau khi {_rearranged(timeline)})" if anew else ""
    span = f"Từ {formats.period(first.period)}{since} đến {formats.period(last.period)}"
    return f"{span}: trung vị {_median_change(first, last)}; {_width_change(first, last)}."


def _since_last_break(timeline: LevelTimeline) -> tuple[list[Group], bool]:
    """Returns the groups with quartiles since the last break, and whether there is a break before them."""
    known = [group for group in timeline.shown if group.spread]
    starts = [at for at, pair in enumerate(pairwise(known), 1) if timeline.has_break(pair[0].period, pair[1].period)]
    return known[starts[-1] if starts else 0 :], bool(starts)


def _spread(group: Group) -> Spread:
    if group.spread is None:
        raise ValueError("a run holds only groups with a middle half")
    return group.spread


def _median_change(first: Group, last: Group) -> str:
    """As in `tăng từ 41,3% lên 58,7%`. Medians are compared after rounding to the decimals that are shown."""
    before, after = (_rounded(_spread(group).median, group) for group in (first, last))
    if before == after:
        return f"vẫn là {amount_text(after, last.indicator)}"
    indicator = last.indicator
    ends = amount_text(before, indicator), amount_text(after, indicator)
    return formats.moved(after - before, *ends, indicator.measure)


def _width_change(first: Group, last: Group) -> str:
    """As in `khoảng chứa một nửa số đơn vị thu hẹp từ 20,3 xuống 12,1 điểm phần trăm`. The width is rounded once, so it
    can differ in the last decimal from the difference of the rounded quartiles in the table."""
    before, after = (_rounded(spread.high - spread.low, last) for spread in map(_spread, (first, last)))
    measure, decimals = last.indicator.measure, last.indicator.decimals
    apart = formats.distance(after, measure, decimals)
    if before == after:
        return f"khoảng chứa một nửa số đơn vị vẫn rộng {apart}"
    verb, to = ("giãn ra", "lên") if after > before else ("thu hẹp", "xuống")
    return f"khoảng chứa một nửa số đơn vị {verb} từ {formats.number(before, decimals)} {to} {apart}"


def _rounded(amount: int, group: Group) -> int:
    """Rounds an amount to the decimals that the indicator's figures show."""
    return formats.amount_of(formats.plain_decimal(amount, group.indicator.decimals))


def _table(known: Sequence[Group], indicator: Indicator, dated: Callable[[Group], str]) -> Table:
    """Table of the periods, newest first. The caption states the unit of measure, so that six columns fit on a
    phone."""
    unit = formats.unit_of_measure(indicator.measure)
    first, last = formats.period(known[0].period), formats.period(known[-1].period)
    caption = f"{words.LEVELS[known[-1].level]}, {first} đến {last}{f' ({unit})' if unit else ''}"
    return Table(
        f"{caption}. Một nửa số đơn vị nằm giữa phần tư dưới và phần tư trên.",
        _HEADINGS,
        tuple(_row(group, dated(group)) for group in reversed(known)),
    )


def _row(group: Group, address: str) -> tuple[Cell, ...]:
    """The lowest and the highest figure are stated ones, so they are not rounded as the computed ones are. Of ranks,
    the first of all is the highest."""
    spread, decimals = _spread(group), group.indicator.decimals
    low, high = (formats.exact_number(row.amount or 0) for row in (group.lowest, group.highest))
    computed = (formats.number(amount, decimals) for amount in (spread.low, spread.median, spread.high))
    ascending = (low, *computed, high)
    ordered = reversed(ascending) if group.indicator.measure is Measure.RANK else ascending
    figures = (Cell(text, numeric=True) for text in ordered)
    return Cell(formats.short_period(group.period), address=address), *figures
