"""A unit's figures over time compared with its level: the small chart in each row, and one larger chart.

The larger chart shows one indicator and its newest year. With scripts, a visitor chooses another indicator and span;
`theme/scripts/trend.js` draws them from the unit's JSON file by the same rules.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, compress, pairwise

from generator import formats, words
from generator.grouping import grouped
from generator.model import Indicator, Measure, Period, ResultStatus, Unit
from generator.model.addresses import file_of
from generator.pages.curves import FEWEST, SPARK_PERIODS, Band, Moment, Series, after_gaps, picture
from generator.pages.drawings import CurvePicture
from generator.pages.facts import Assessed, Group, Levels, Spread
from generator.pages.figures import amount_text, caveats_of, figure_of, period_text, required
from generator.pages.links import statement_address
from generator.pages.parts import Cell, Table
from generator.pages.unit_names import existence_in_days

NAMES = {
    "target": "Mức phải đạt",
    "median": "Trung vị cùng cấp (giữa bảng)",
    "country": "Cả nước",
    "band": "Một nửa số đơn vị ở giữa",
}
"""Names of the lines of a chart and of the middle half. Scripts get these texts from `script_texts`."""
HEADINGS = ("Kỳ", "Kết quả", "Phải đạt")
LEVEL_HEADING = "Trung vị cùng cấp, nửa giữa"
REARRANGED = "Sắp xếp đơn vị"
NO_TARGET = "chưa có"
NOT_COMPARED = "không tính"


@dataclass(frozen=True)
class Trend:
    """The chart of one indicator over time with its table and notes. `data` is the path of the unit's JSON file. From
    it, scripts draw the indicator with the slug `indicator` from `begin` to `end`, or whatever the visitor chooses."""

    data: str
    indicator: str
    begin: str
    end: str
    name: str
    picture: CurvePicture
    table: Table
    notes: tuple[str, ...]


@dataclass(frozen=True)
class UnitTimeline:
    """One indicator of a unit over all periods of one kind (months, quarters or years), from the first known figure to
    the last.

    - `rows`, `groups`: the figures of the unit and of its level.
    - `line_starts`: the periods before which units of the level were reorganised.
    - `gaps`: the periods before which there is at least one that nobody reported.
    """

    indicator: Indicator
    periods: tuple[Period, ...]
    rows: Mapping[Period, Assessed]
    groups: Mapping[Period, Group]
    line_starts: frozenset[Period]
    gaps: frozenset[Period]

    @cached_property
    def own(self) -> tuple[Moment, ...]:
        """The unit's figures with their targets."""
        return self._moments(lambda period: Moment(period, self._amount(period), self._target(period)))

    @cached_property
    def targets(self) -> tuple[Moment, ...]:
        """The targets in force."""
        return self._moments(lambda period: Moment(period, self._target(period)))

    @cached_property
    def country(self) -> tuple[Moment, ...]:
        """The country's figures of the same periods."""
        return self._moments(lambda period: Moment(period, self._benchmark(period)))

    def level(self, quartile: Callable[[Spread], int]) -> tuple[Moment, ...]:
        """Returns one quartile of the level. A new line starts where units of the level were merged or ended."""

        def moment(period: Period) -> Moment:
            spread = self.spread(period)
            return Moment(period, quartile(spread) if spread else None, starts_line=period in self.line_starts)

        return self._moments(moment)

    def _moments(self, moment: Callable[[Period], Moment]) -> tuple[Moment, ...]:
        """Returns the moments of the periods. An empty moment in each gap breaks the line."""
        return tuple(chain.from_iterable((*self._gap_before(period), moment(period)) for period in self.periods))

    def _gap_before(self, period: Period) -> tuple[Moment, ...]:
        return (Moment(period.preceding, None),) if period in self.gaps else ()

    def spread(self, period: Period) -> Spread | None:
        """Returns the quartiles of the level in a period."""
        group = self.groups.get(period)
        return group.spread if group else None

    def within(self, begin: Period, end: Period) -> "UnitTimeline":
        """Returns the part from one period to another, both included."""
        periods = tuple(period for period in self.periods if begin.end <= period.end <= end.end)
        return replace(self, periods=periods, gaps=self.gaps - {*periods[:1]})

    def _amount(self, period: Period) -> int | None:
        row = self.rows.get(period)
        return row.amount if row else None

    def _benchmark(self, period: Period) -> int | None:
        found = self.rows[period].benchmark if period in self.rows else None
        return found.amount if found else None

    def _target(self, period: Period) -> int | None:
        return self.rows[period].required_amount if period in self.rows else None


def timelines(unit: Unit, rows: Sequence[Assessed], levels: Levels) -> Mapping[str, UnitTimeline]:
    """Returns the timelines of a unit's indicators by slug. Leaves out indicators with too few figures for a line."""
    stated = [row for row in rows if row.period]
    found = (timeline_of(unit, members, levels) for members in grouped(stated, lambda row: row.indicator.id).values())
    return {timeline.indicator.slug: timeline for timeline in found if timeline}


def timeline_of(unit: Unit, rows: Sequence[Assessed], levels: Levels) -> UnitTimeline | None:
    """Returns the timeline of one indicator. None if there are too few figures for a line. Months, quarters and years
    are not mixed: it shows the kind of the newest figure, or of the newest one of which there are enough for a line."""
    known = [row.period for row in rows if row.period and row.amount is not None]
    kinds = Counter(map(_kind, known))
    kind = next((_kind(period) for period in reversed(known) if kinds[_kind(period)] >= FEWEST), None)
    if kind is None:
        return None
    of_kind = [period for period in known if _kind(period) == kind]
    first, last = of_kind[0].end, of_kind[-1].end
    indicator = rows[0].indicator
    own = {row.period: row for row in rows if row.period and _kind(row.period) == kind}
    groups = {group.period: group for group in levels.over_time(unit, indicator) if _kind(group.period) == kind}
    periods = tuple(sorted((p for p in {*own, *groups} if first <= p.end <= last), key=lambda period: period.end))
    line_starts = (after for before, after in pairwise(periods) if levels.has_break(unit, before, after))
    gaps = compress(periods, after_gaps(periods))
    return UnitTimeline(indicator, periods, own, groups, frozenset(line_starts), frozenset(gaps))


def _kind(period: Period) -> tuple[bool, bool]:
    return bool(period.month), bool(period.quarter)


def trend(unit: Unit, order: Sequence[str], found: Mapping[str, UnitTimeline], levels: Levels) -> Trend | None:
    """Returns the chart of the first indicator in `order` that has a timeline, for its newest year. None if there is
    none."""
    whole = next((found[slug] for slug in order if slug in found), None)
    if whole is None:
        return None
    timeline = newest_year(whole)
    indicator, begin, end = timeline.indicator, timeline.periods[0], timeline.periods[-1]
    return Trend(
        data=file_of(unit.address, "json"),
        indicator=indicator.slug,
        begin=str(begin),
        end=str(end),
        name=unit.short_name,
        picture=timeline_picture(unit, timeline, levels),
        table=_table(timeline),
        notes=tuple(_notes(unit)),
    )


def timeline_picture(unit: Unit, timeline: UnitTimeline, levels: Levels) -> CurvePicture:
    """Draws the timeline as lines over the middle half of the unit's level."""
    band = _band(timeline)
    days = levels.breaks.get((levels.compared_within[unit.id].id, unit.level), ())
    breaks = [(day, f"{REARRANGED} {formats.day(day)}") for day in days] if band else []
    return picture(_sentence(timeline), tuple(_series(unit, timeline)), band, breaks, timeline.indicator)


def newest_year(timeline: UnitTimeline) -> UnitTimeline:
    """Returns the part that begins a year before the newest period. If that is too little for a line, it begins
    earlier."""
    last = timeline.periods[-1]
    year = timeline.within(last.a_year_before, last)
    if sum(moment.amount is not None for moment in year.own) >= FEWEST:
        return year
    return timeline.within(timeline.periods[-SPARK_PERIODS:][0], last)


def _series(unit: Unit, timeline: UnitTimeline) -> Iterator[Series]:
    """Yields the lines: target, level, country, and last the unit itself, which is drawn over the others."""
    yield from _known(Series("target", NAMES["target"], timeline.targets))
    yield from _known(Series("median", NAMES["median"], timeline.level(lambda spread: spread.median)))
    yield from _known(Series("country", NAMES["country"], timeline.country))
    yield from _known(Series("own", unit.short_name, timeline.own))


def _known(series: Series) -> Iterator[Series]:
    if any(moment.amount is not None for moment in series.moments):
        yield series


def _band(timeline: UnitTimeline) -> Band | None:
    if not any(timeline.spread(period) for period in timeline.periods):
        return None
    low, high = timeline.level(lambda spread: spread.low), timeline.level(lambda spread: spread.high)
    return Band(NAMES["band"], low, high)


def _sentence(timeline: UnitTimeline) -> str:
    """As in `Hồ sơ trực tuyến: tăng từ 41% (tháng 5/2023) lên 58% (tháng 5/2024); trung vị cùng cấp … 52%.`."""
    known = [row for row in map(timeline.rows.get, timeline.periods) if row and row.amount is not None]
    first, last = known[0], known[-1]
    ends = [f"{figure_of(row).text} ({_when(row)})" for row in (first, last)]
    change = (last.amount or 0) - (first.amount or 0)
    measure = timeline.indicator.measure
    course_text = formats.moved(change, ends[0], ends[1], measure) if change else f"{ends[0]} và {ends[1]}, không đổi"
    return f"{timeline.indicator.short_name}: {course_text}{_median(timeline, last)}."


def _when(row: Assessed) -> str:
    """The period of a figure, and its caveats: `tháng 5/2024, tạm tính`."""
    return ", ".join(filter(None, [period_text(row), caveats_of(row)]))


def _median(timeline: UnitTimeline, last: Assessed) -> str:
    spread = timeline.spread(last.period) if last.period else None
    if spread is None or last.period is None:
        return ""
    median = amount_text(spread.median, timeline.indicator)
    return f"; trung vị cùng cấp {formats.period(last.period)}: {median}"


def _table(timeline: UnitTimeline) -> Table:
    """Table of the periods, newest first. Has no column for the level if the level has no quartiles."""
    compared = any(timeline.spread(period) for period in timeline.periods)
    headings = (*HEADINGS, LEVEL_HEADING) if compared else HEADINGS
    rows = tuple(tuple(_line(timeline, period, compared=compared)) for period in reversed(timeline.periods))
    return Table(f"{timeline.indicator.short_name}: từng kỳ", headings, rows)


def _line(timeline: UnitTimeline, period: Period, *, compared: bool) -> Iterator[Cell]:
    row = timeline.rows.get(period)
    yield Cell(formats.period(period))
    missing = words.MISSING[ResultStatus.NOT_REPORTED]
    yield _figure_cell(row) if row else Cell(missing)
    yield Cell(_asked(row) if row else "")
    if compared:
        yield _level_cell(timeline, timeline.spread(period))


def _figure_cell(row: Assessed) -> Cell:
    return Cell(figure_of(row).text, address=statement_address(row), numeric=True, note=caveats_of(row))


def _asked(row: Assessed) -> str:
    return required(row.target) if row.target else NO_TARGET


def _level_cell(timeline: UnitTimeline, spread: Spread | None) -> Cell:
    if spread is None:
        return Cell(NOT_COMPARED)
    return Cell(amount_text(spread.median, timeline.indicator), note=between(spread, timeline.indicator), numeric=True)


def between(spread: Spread, indicator: Indicator) -> str:
    """The middle half as text: `từ 41% đến 73%`, `từ hạng 2 đến hạng 4`, `từ 12 đến 17 phút`."""
    low, high = (amount_text(amount, indicator) for amount in (spread.low, spread.high))
    if indicator.measure not in (Measure.PERCENT, Measure.RANK):
        low = formats.number(spread.low, indicator.decimals)
    return f"từ {low} đến {high}"


def _notes(unit: Unit) -> Iterator[str]:
    """Yields why the line begins or ends where it does."""
    if existence_in_days(unit):
        yield f"Đường biểu diễn chỉ gồm số liệu của chính đơn vị này, hoạt động {existence_in_days(unit)}."
