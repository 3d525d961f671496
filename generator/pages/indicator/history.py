"""A level over time as pages show it: its median and middle half, its first and last unit, what all had to reach."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from generator import formats, words
from generator.model import Indicator, Measure
from generator.pages.curves import FEWEST, Band, Moment, Series, picture
from generator.pages.indicator.course import Course
from generator.pages.levels import Group, Spread
from generator.pages.links import dated_address
from generator.pages.parts import Cell, CurvePicture, Table

REARRANGED = "sắp xếp đơn vị hành chính"
_HEADINGS = ("Kỳ", "Thấp nhất", "Phần tư dưới", "Trung vị", "Phần tư trên", "Cao nhất")


@dataclass(frozen=True)
class History:
    """The picture of a level over time, and the table that says the same."""

    picture: CurvePicture
    summary: str
    table: Table


def of_period(group: Group) -> str:
    """The indicator's page of the group's period."""
    return dated_address(group.indicator, group.period)


def history_of(course: Course, dated: Callable[[Group], str] = of_period) -> History | None:
    """None where there are fewer than three periods with so many units that a middle half says something; `dated` tells
    where the figures of a period stand."""
    known = [group for group in course.shown if group.spread]
    if len(known) < FEWEST:
        return None
    indicator = course.newest.indicator
    band = Band(
        "Một nửa số đơn vị nằm trong khoảng này",
        _moments(course, lambda group: group.spread.low if group.spread else None),
        _moments(course, lambda group: group.spread.high if group.spread else None),
    )
    return History(
        picture=picture(_sentence(course), tuple(_series(course)), band, _breaks(course), indicator),
        summary=f"Xem số liệu của {len(known)} kỳ",
        table=_table(known, indicator, dated),
    )


def _moments(course: Course, amount: Callable[[Group], int | None]) -> tuple[Moment, ...]:
    pairs = zip(course.shown, course.parted, strict=True)
    return tuple(Moment(group.period, amount(group), parted=parted) for group, parted in pairs)


def _series(course: Course) -> Iterator[Series]:
    yield Series(
        "median", "Trung vị (giữa bảng)", _moments(course, lambda group: group.spread.median if group.spread else None)
    )
    yield Series(
        "best", "Đơn vị dẫn đầu", _moments(course, lambda group: group.placed[0].amount if group.placed else None)
    )
    yield Series(
        "last", "Đơn vị cuối bảng", _moments(course, lambda group: group.placed[-1].amount if group.placed else None)
    )
    asked = _moments(course, _asked)
    if any(moment.amount is not None for moment in asked):
        yield Series("target", "Mức phải đạt chung", asked)


def _asked(group: Group) -> int | None:
    """What all units of the level had to reach alike."""
    target = group.target
    return target.amount if target else None


def _breaks(course: Course) -> tuple[tuple[date, str], ...]:
    return tuple((on, REARRANGED) for on in course.breaks)


def _sentence(course: Course) -> str:
    """What moved since the level is what it is: the median, and how far the middle half lies apart."""
    run, anew = _newest_run(course)
    first, last = run[0], run[-1]
    if len(run) == 1:
        return f"Trung vị {formats.period(last.period)}: {amount_text(_spread(last).median, last.indicator)}."
    since = f" (sau khi {REARRANGED})" if anew else ""
    span = f"Từ {formats.period(first.period)}{since} đến {formats.period(last.period)}"
    return f"{span}: trung vị {_went(first, last)}; {_width(first, last)}."


def _newest_run(course: Course) -> tuple[list[Group], bool]:
    """The groups with a middle half since the level is what it is, and whether it was another one before."""
    known = [group for group in course.shown if group.spread]
    starts = [at for at, pair in enumerate(pairwise(known), 1) if course.broken(pair[0].period, pair[1].period)]
    return known[starts[-1] if starts else 0 :], bool(starts)


def _spread(group: Group) -> Spread:
    if group.spread is None:
        raise ValueError("a run holds only groups with a middle half")
    return group.spread


def _went(first: Group, last: Group) -> str:
    """`tăng từ 41,3% lên 58,7%`; medians that differ in no decimal that is shown are the same."""
    before, after = (_shown(_spread(group).median, group) for group in (first, last))
    if before == after:
        return f"vẫn là {amount_text(after, last.indicator)}"
    verb, to = ("tăng", "lên") if after > before else ("giảm", "xuống")
    return f"{verb} từ {amount_text(before, first.indicator)} {to} {amount_text(after, last.indicator)}"


def _width(first: Group, last: Group) -> str:
    """`khoảng chứa một nửa số đơn vị thu hẹp từ 20,3 xuống 12,1 điểm phần trăm`: rounded once, so that it may be a
    last decimal away from the difference of the rounded ends in the table."""
    before, after = (_shown(spread.high - spread.low, last) for spread in map(_spread, (first, last)))
    measure, decimals = last.indicator.measure, last.indicator.decimals
    apart = formats.distance(after, measure, decimals)
    if before == after:
        return f"khoảng chứa một nửa số đơn vị vẫn rộng {apart}"
    verb, to = ("giãn ra", "lên") if after > before else ("thu hẹp", "xuống")
    return f"khoảng chứa một nửa số đơn vị {verb} từ {formats.number(before, decimals)} {to} {apart}"


def _shown(amount: int, group: Group) -> int:
    """An amount with no more decimals than its indicator's figures show."""
    return formats.amount_of(formats.plain(amount, group.indicator.decimals))


def amount_text(amount: int, indicator: Indicator) -> str:
    """An amount as the indicator's figures are written."""
    return formats.figure(amount, indicator.measure, indicator.decimals)


def _table(known: Sequence[Group], indicator: Indicator, dated: Callable[[Group], str]) -> Table:
    """Newest first; the caption names the unit of measure, so that six columns fit a phone."""
    units = {Measure.PERCENT: " (%)", Measure.POINTS: " (điểm)", Measure.MINUTES: " (phút)"}.get(indicator.measure, "")
    first, last = formats.period(known[0].period), formats.period(known[-1].period)
    caption = f"{words.LEVELS[known[-1].level]}, {first} đến {last}{units}"
    return Table(
        f"{caption}. Một nửa số đơn vị nằm giữa phần tư dưới và phần tư trên.",
        _HEADINGS,
        tuple(_row(group, dated(group)) for group in reversed(known)),
    )


def _row(group: Group, address: str) -> tuple[Cell, ...]:
    spread = _spread(group)
    amounts = (group.lowest.amount or 0, spread.low, spread.median, spread.high, group.highest.amount or 0)
    decimals = group.indicator.decimals
    figures = (Cell(formats.number(amount, decimals), numeric=True) for amount in amounts)
    return Cell(formats.short_period(group.period), address=address), *figures
