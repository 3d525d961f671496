"""The figures of a unit's page: a board for each period, what was asked and not reported, figures of whole levels."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from generator import formats, words
from generator.grouping import grouped
from generator.model import (
    SCALE,
    Assessment,
    Indicator,
    Level,
    Lineage,
    Measure,
    Period,
    ResultStatus,
    Source,
    TargetOrigin,
    TargetStatus,
    Unit,
)
from generator.pages.anchors import newest_anchor
from generator.pages.curves import spark
from generator.pages.facts import Assessed, Facts, Stated, Target
from generator.pages.figures import (
    WHOLE,
    bar_of,
    benchmark_link,
    change_text,
    figure_of,
    mark_of,
    position,
    rank_of,
    required,
    shortfall,
    shown_mark,
    target_sentence,
    year_change_text,
)
from generator.pages.levels import Levels, Spread
from generator.pages.links import indicator_link, row_address, row_link, source_link, source_ref, stated_at
from generator.pages.parts import Bar, BarMiddle, Board, Link, Mark, ResultRow, SourceRef
from generator.pages.published import common_day, days_of, only_day, told, told_of_most
from generator.pages.unit.trend import Course, amount_text, between, courses
from generator.words import sentence

T = TypeVar("T")


_PLACES = 4
"""More places of one document than this are not listed; each figure leads to its own."""


@dataclass(frozen=True)
class Unknown:
    """An indicator without a result: what was to be reached, and where that stands. `row` is that of the newest
    document that lists the unit without a figure, `said` what is noted there; not told where the page says so anyway.
    """

    link: Link
    target: Link | None
    note: str
    row: Link | None = None
    said: str = ""


@dataclass(frozen=True)
class _Common:
    """What the rows of a board share; nothing where they differ. `remark` is how all notes on their targets begin,
    `ranked_of` the number of ranked units and `published` the day that most rows have; `dated` is the sentence that
    says so, empty where the page says it of all its figures; `silent` the newer period whose documents leave all of
    them out; `begun` the sentence that their figures begin anew, where none has an earlier one."""

    source: Source | None
    due: Period | None
    origin: TargetOrigin | None
    remark: str
    ranked_of: int | None
    published: date | None
    dated: str
    silent: Period | None
    begun: str


@dataclass(frozen=True)
class Past:
    """What a row says of earlier periods: the courses of indicators by slug, and for each indicator id the row of the
    newest period in which peers were reported and this unit was not; `former` says which units the unit followed."""

    courses: Mapping[str, Course]
    silent: Mapping[str, Assessed]
    former: Sequence[Lineage]

    def silent_after(self, row: Assessed) -> Assessed | None:
        """The row of the newest period after that of the figure in which peers were reported and this unit was not."""
        later = self.silent.get(row.indicator.id)
        return later if later and later.period and row.period and later.period.end > row.period.end else None

    def silent_since(self, row: Assessed) -> Period | None:
        """That period."""
        later = self.silent_after(row)
        return later.period if later else None


def past(unit: Unit, rows: Sequence[Assessed], levels: Levels, former: Sequence[Lineage]) -> Past:
    """Of one unit."""
    return Past(courses(unit, rows, levels), _silent_since(rows), former)


def boards(newest: Sequence[Assessed], past: Past, facts: Facts, levels: Levels) -> tuple[Board, ...]:
    """The newest figures by period, the newest first."""
    periods = grouped(newest, lambda row: row.period)
    ordered = sorted(periods.items(), key=lambda item: item[0].end if item[0] else date.min, reverse=True)
    dated = only_day(days_of(newest, facts)) is None
    return tuple(
        _board(period, members, _common(members, past, facts, levels, dated=dated), past, facts, levels)
        for period, members in ordered
    )


def _board(
    period: Period | None, rows: Sequence[Assessed], common: _Common, past: Past, facts: Facts, levels: Levels
) -> Board:
    """Counts come last: they tell how large a unit is."""
    ordered = sorted(rows, key=_is_count)
    return Board(
        title=_title(period, common.due),
        said=tuple(_said_of_all(rows, common, facts.today)),
        documents=tuple(dict.fromkeys(source_link(row.source) for row in rows if row.source)),
        places=_places(ordered) if common.source else (),
        rows=tuple(_row(row, common, past, facts, levels) for row in ordered),
    )


def _common(rows: Sequence[Assessed], past: Past, facts: Facts, levels: Levels, *, dated: bool) -> _Common:
    targets = [row.target for row in rows if row.target]
    counts = [row.ranked_of for row in rows if has_place(row, levels)]
    return _Common(
        source=_only([row.source for row in rows]),
        due=_only([target.due for target in targets]),
        origin=_only([target.origin for target in targets]),
        remark=_start([target.note for target in targets]),
        ranked_of=max(counts, key=counts.count, default=None),
        published=common_day(days_of(rows, facts)),
        dated=told_of_most(days_of(rows, facts)) if dated else "",
        silent=_only(list(map(past.silent_since, rows))) if len(rows) > 1 else None,
        begun=_begun(rows, past.former),
    )


def _begun(rows: Sequence[Assessed], former: Sequence[Lineage]) -> str:
    """Why nothing is said of a change: the unit followed others, and no figure is compared with one of theirs."""
    if not former or not any(row.value for row in rows) or any(row.previous_period for row in rows):
        return ""
    others = "đơn vị cũ" if len(former) == 1 else "các đơn vị cũ"
    since = formats.day(former[0].on)
    return f"Chưa có kỳ trước để so sánh: số liệu bắt đầu từ ngày {since}, không nối với số của {others}."


def _only(values: Sequence[T]) -> T | None:
    """The one value that all have; None when they differ or there is none."""
    return values[0] if values and all(value == values[0] for value in values) else None


def _start(notes: Sequence[str]) -> str:
    """What all notes begin with, where that is a whole note."""
    shortest = min(notes, key=len, default="")
    return shortest if all(note.startswith(shortest) for note in notes) else ""


def _is_count(row: Assessed) -> bool:
    return row.indicator.measure is Measure.COUNT


def _title(period: Period | None, due: Period | None) -> str:
    """`Tháng 5/2024 so với mức phải đạt năm 2024`."""
    result = words.opening(formats.period(period)) if period else "Không rõ kỳ"
    return f"{result} so với mức phải đạt {formats.period(due)}" if due else result


def _places(rows: Sequence[Assessed]) -> tuple[Link, ...]:
    """The rows of the document that state the figures."""
    found = dict.fromkeys(Link(formats.locator(row.locator), stated_at(row)) for row in rows if stated_at(row))
    return tuple(found) if len(found) <= _PLACES else ()


def _said_of_all(rows: Sequence[Assessed], common: _Common, today: date) -> Iterator[str]:
    if common.remark or common.origin in _INHERITED:
        yield sentence(common.remark or words.ORIGINS[common.origin or TargetOrigin.NONE])
    unmet = [row for row in rows if row.assessment is Assessment.NOT_MET]
    if unmet and common.due and (state := _state_of_due(unmet[0], common.due, today)):
        yield state
    if common.ranked_of:
        yield _ranked_among(rows, common.ranked_of)
    if any(_is_count(row) for row in rows) and (common.ranked_of or rows[0].unit.level not in _ALONE):
        yield "Số lượng không được xếp hạng, vì tùy theo quy mô của đơn vị."
    if common.begun:
        yield common.begun
    if common.dated:
        yield common.dated
    if common.silent:
        yield f"{_left_out(common.silent)}."


_ALONE = (Level.COUNTRY, Level.PROVINCE)
"""Where a unit of these levels has no rank, it has nobody to be ranked with: of counts there is nothing to explain."""
_INHERITED = (TargetOrigin.LEVEL, TargetOrigin.ANCESTOR)


def _ranked_among(rows: Sequence[Assessed], ranked_of: int) -> str:
    """As in `Xếp hạng trong 18 sở, ban, ngành (16 đơn vị được xếp hạng, trừ chỉ tiêu ghi khác)`."""
    ranked = [row for row in rows if row.ranked_of]
    among = f"Xếp hạng trong {ranked[0].peers} {words.LEVEL_UNITS[rows[0].unit.level]}"
    if all(row.ranked_of == row.peers for row in ranked):
        return f"{among}."
    others = ", trừ chỉ tiêu ghi khác" if any(row.ranked_of != ranked_of for row in ranked) else ""
    return f"{among} ({ranked_of} đơn vị được xếp hạng{others})."


def _state_of_due(row: Assessed, due: Period, today: date) -> str:
    """Whether targets not met yet may still be met, or nobody knows how they ended."""
    if row.period is None or row.period.end >= due.end:
        return ""
    if row.unit.ended_before(due) and row.unit.has_ended(today):
        return f"Đơn vị kết thúc hoạt động trước hạn {formats.due(due)}."
    if today <= due.end:
        return f"Còn hạn {formats.due(due)}."
    return f"Hạn {formats.due(due)} đã qua, chưa có số liệu cuối kỳ."


def _silent_since(rows: Sequence[Assessed]) -> Mapping[str, Assessed]:
    """For each indicator, the row of the newest period in which peers were reported and this unit was not."""
    return {row.indicator.id: row for row in rows if row.period and row.status is ResultStatus.NOT_REPORTED}


def _row(row: Assessed, common: _Common, past: Past, facts: Facts, levels: Levels) -> ResultRow:
    spread = _neighbour(row, levels)
    course = past.courses.get(row.indicator.slug)
    mark = mark_of(row, facts.today)
    asked = _asked(row.target, mark, common) if row.target else ()
    said = (
        _elsewhere(row, common),
        _counted(row, common, levels),
        _short_of(row, mark, common),
        *asked,
        figure_of(row).note,
        _beside(spread, row.indicator) if spread else "",
        _changes(row),
        _own_day(facts.published(row), common),
        *_notes(row, past.silent_after(row), common, levels),
    )
    return ResultRow(
        name=Link(row.indicator.short_name, levels.ranking(row.unit, row.indicator)),
        figure=figure_of(row),
        id=newest_anchor(row),
        source=_source(row),
        mark=shown_mark(row),
        bar=_bar(row, spread),
        target=_target(row.target) if row.target else None,
        benchmark=benchmark_link(row),
        place=_place(row, levels) if has_place(row, levels) else "",
        said=tuple(sentence(text) for text in said if text),
        notes=(*_remarks(row, common), *_corrections(row, facts)),
        spark=spark(course.own, row.indicator) if course else None,
        findings=facts.findings.by_figure.get((row.unit.id, row.indicator.id, str(row.period)), ()),
    )


def _own_day(published: date | None, common: _Common) -> str:
    """When the figure was published, where most of its board were on another day."""
    return told(published) if published and published != common.published else ""


def _neighbour(row: Assessed, levels: Levels) -> Spread | None:
    """The level's middle half; None where its figures say nothing: too few units, or all alike."""
    group = levels.of(row)
    return group.spread if group and not group.all_alike else None


def _beside(spread: Spread, indicator: Indicator) -> str:
    """As in `Trung vị cùng cấp 58%, nửa giữa từ 41% đến 73%`."""
    median = f"Trung vị cùng cấp {amount_text(spread.median, indicator)}"
    if spread.low == spread.high:
        return f"{median}, ít nhất một nửa số đơn vị bằng mức này"
    return f"{median}, nửa giữa {between(spread, indicator)}"


def _bar(row: Assessed, spread: Spread | None) -> Bar | None:
    """The result against its target and its level."""
    bar = bar_of(row)
    if bar is None or spread is None:
        return bar
    return replace(bar, middle=middle_on_bar(spread))


def middle_on_bar(spread: Spread) -> BarMiddle:
    """Where the middle half lies on an axis that ends at 100; its length is that of the exact figures, rounded once."""
    low, high = (min(max(amount, 0), WHOLE) for amount in (spread.low, spread.high))
    return BarMiddle(*(position(amount, WHOLE) for amount in (low, high - low, spread.median)))


def _changes(row: Assessed) -> str:
    """The change since the period before and since the same one a year before, which names no unit of measure again;
    once where both are the same period: `Tăng 0,9 điểm phần trăm so với tháng 4/2024, giảm 2 so với tháng 5/2023`."""
    same = row.period is not None and row.previous_period == row.period.a_year_before
    change, year_change = change_text(row), year_change_text(row)
    if not change or not year_change or same:
        return change or year_change
    measure = formats.distance(row.year_change or 0, row.indicator.measure, row.indicator.decimals)
    shorter = words.inline(year_change).replace(measure, measure.partition(formats.NBSP)[0])
    return f"{change.removesuffix('.')}, {shorter if row.change else words.inline(year_change)}"


def _source(row: Assessed | Stated) -> SourceRef | None:
    """The row that states the figure; the board names the document."""
    if row.source is None or not row.locator:
        return None
    ref = source_ref(row.source, row.locator, row.reading)
    return SourceRef(formats.locator(row.locator), ref.address, ref.inferred)


def _elsewhere(row: Assessed, common: _Common) -> str:
    """The document of a figure whose board has several."""
    if common.source or row.source is None or not row.locator:
        return ""
    return f"Theo {source_ref(row.source, row.locator).text}"


def _short_of(row: Assessed, mark: Mark, common: _Common) -> str:
    """How far the figure is from its target; of the due date only what was not said of all."""
    if common.due and mark.code is Assessment.NOT_MET:
        return shortfall(row)
    if mark.code is not Assessment.EXEMPT:
        return mark.detail
    reason = _rest(mark.detail, common)
    return f"Lý do được miễn: {reason}" if reason else ""


def _rest(note: str, common: _Common) -> str:
    """What a note on a target says beyond what was said of all."""
    return sentence(note[len(common.remark) :].lstrip(".; "))


def _target(target: Target) -> Link:
    """What was to be reached, leading to its row."""
    exempt = target.status is TargetStatus.EXEMPT
    return Link("được miễn theo văn bản" if exempt else required(target), row_address(target.source, target.locator))


def _asked(target: Target, mark: Mark, common: _Common) -> Iterator[str]:
    """When it is due and whose target it is, where the board's targets differ in that and nothing else says so."""
    if common.due is None and target.status is TargetStatus.BINDING and mark.code is not Assessment.NOT_MET:
        yield f"Hạn {formats.due(target.due)}"
    if common.origin is None and target.origin in _INHERITED:
        yield words.ORIGINS[target.origin]


def has_place(row: Assessed, levels: Levels) -> bool:
    """Whether its place says something: an exempt unit had nothing to reach; a first place that all share is none."""
    return row.placed and row.assessment is not Assessment.EXEMPT and not _all_alike(row, levels)


def _place(row: Assessed, levels: Levels) -> str:
    """`Hạng 5/18, cùng 2 đơn vị khác`."""
    group = levels.of(row)
    others = len(group.sharing(row)) - 1 if group else 0
    place = words.opening(rank_text(row))
    return f"{place}, cùng {others} đơn vị khác" if others else place


def _counted(row: Assessed, common: _Common, levels: Levels) -> str:
    """Among how many it is ranked, where that was not said of all."""
    unlike = has_place(row, levels) and row.ranked_of != common.ranked_of
    return f"{row.ranked_of} đơn vị được xếp hạng" if unlike else ""


def rank_text(row: Assessed) -> str:
    """`hạng 5/18`, or that there is none."""
    place = None if row.assessment is Assessment.EXEMPT else rank_of(row)
    return place.text if place else "không xếp hạng"


def _remarks(row: Assessed, common: _Common) -> Iterator[str]:
    """What the documents note of the figure and of its target, but for what was said of all or stands as the reason."""
    if row.value and row.note:
        yield sentence(row.note)
    of_target = _rest(row.target.note, common) if row.target and row.assessment is not Assessment.EXEMPT else ""
    if of_target and (row.value or of_target != sentence(row.note)):
        yield f"Về mức phải đạt: {of_target}"


def _corrections(row: Assessed, facts: Facts) -> Iterator[str]:
    """Which earlier figure and target these replace, where a document corrected another one."""
    result = facts.former_result(row)
    if result:
        stated = f"số {figure_of(result).text}" if result.value else "ô không có số"
        yield f"Số liệu này thay {stated} trong {source_link(result.source).text}."
    target = facts.former_target(row)
    if target:
        yield f"Mức phải đạt này thay mức {required(target)} trong {source_link(target.source).text}."


def _all_alike(row: Assessed, levels: Levels) -> bool:
    """Whether all peers have the same figure."""
    group = levels.of(row)
    return group is not None and group.all_alike


def unranked_text(row: Assessed, levels: Levels) -> str:
    """Why a figure that is compared has no rank, if it has none: a first place shared by all says nothing."""
    return f"Không xếp hạng: cả {row.ranked_of} đơn vị cùng một mức" if row.placed and _all_alike(row, levels) else ""


def _left_out(since: Period) -> str:
    return f"Văn bản về {formats.period(since)} không nêu số liệu của đơn vị này"


def _notes(row: Assessed, later: Assessed | None, common: _Common, levels: Levels) -> Iterator[str]:
    yield unranked_text(row, levels)
    if later and later.period:
        yield "" if common.silent else _left_out(later.period)
        yield later.note
    if _has_way_to_go(row) and row.progress is not None and row.baseline_period:
        yield _progress(row.progress, row.baseline_period)


def _has_way_to_go(row: Assessed) -> bool:
    """Whether the way done says something: not of a target that is met, nor beside the change in a year, which is
    nearer."""
    return row.assessment is Assessment.NOT_MET and row.baseline_period != row.period and row.year_change is None


def _progress(progress: int, since: Period) -> str:
    """How much of the way from the baseline to the target is done, cut to whole percents so that nearly there is not
    there; a step back is said as one."""
    if progress < 0:
        return f"So với {formats.period(since)}, khoảng cách đến mức phải đạt đã rộng thêm"
    if progress == 0:
        return f"So với {formats.period(since)}, khoảng cách đến mức phải đạt không đổi"
    whole = progress * 100 // SCALE
    done = formats.figure(whole * SCALE, Measure.PERCENT, 0) if whole else "chưa đến 1%"
    return f"So với {formats.period(since)}, đã rút ngắn {done} khoảng cách đến mức phải đạt"


def unknown(rows: Sequence[Assessed], newest: Sequence[Assessed]) -> tuple[Unknown, ...]:
    """Indicators of which no document gives a result of this unit. Where it has none at all, the page says at its
    beginning which documents list it."""
    known = {row.indicator.id for row in newest}
    silent = {row.indicator.id: row for row in rows if row.indicator.id not in known}
    listed = {row.indicator.id: row for row in rows if stated_at(row)} if newest else {}
    return tuple(_without_result(row, listed.get(id_)) for id_, row in silent.items())


def _without_result(row: Assessed, listed: Assessed | None) -> Unknown:
    found = Unknown(indicator_link(row.indicator), None, "")
    if row.target:
        row_of_target = row_address(row.target.source, row.target.locator)
        target = Link(target_sentence(row.target), row_of_target)
        found = replace(found, target=target, note=row.target.note)
    if listed:
        found = replace(found, row=row_link(listed), said=sentence(listed.note))
    return found


def newest_of_levels(stated: Sequence[Stated]) -> tuple[Stated, ...]:
    """The newest figures that documents state for whole levels within the unit."""
    dated = sorted(stated, key=lambda row: row.period.end)
    newest = {(row.level, row.indicator.id, row.aggregate): row for row in dated}
    return tuple(row for row in stated if row is newest[row.level, row.indicator.id, row.aggregate])


def level_figures(newest: Sequence[Stated], facts: Facts) -> tuple[Board, ...]:
    """The newest figures of whole levels, a board for each level."""
    levels = grouped(newest, lambda row: row.level)
    return tuple(_level_board(words.LEVELS[level], rows, facts) for level, rows in levels.items() if level)


def _level_board(level: str, rows: Sequence[Stated], facts: Facts) -> Board:
    """The day of publication is told of each figure where they differ in it, and the period too."""
    period, day = _only([row.period for row in rows]), only_day(days_of(rows, facts))
    documents = tuple(dict.fromkeys(source_link(row.source) for row in rows))
    said = ((f"Số liệu {formats.period(period)}.",) if period else ()) + ((f"{told(day)}.",) if day else ())
    shown = tuple(_level_row(row, period, None if day else facts.published(row)) for row in rows)
    return Board(f"{level}: {len(rows)} số liệu", said, documents, shown)


def _level_row(row: Stated, period: Period | None, published: date | None) -> ResultRow:
    when = "" if period else f", {formats.period(row.period)}"
    return ResultRow(
        name=Link(row.indicator.short_name, row.indicator.address),
        figure=figure_of(row),
        id=newest_anchor(row),
        source=_source(row),
        said=(
            f"{words.aggregate(row.aggregate, row.indicator.measure)}{when}.",
            *((f"{told(published)}.",) if published else ()),
        ),
        notes=(row.note,) if row.note else (),
    )
