"""Figures of a unit's page: a board for each period, indicators without a result, and figures of whole levels."""

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
    AXIS_END,
    amount_text,
    bar_of,
    benchmark_link,
    change_text,
    figure_of,
    mark_of,
    position,
    rank_of,
    required,
    shortfall,
    target_sentence,
    useful_mark,
    year_change_text,
)
from generator.pages.levels import Levels, Spread
from generator.pages.links import indicator_link, row_address, row_link, source_link, source_ref, statement_address
from generator.pages.parts import Bar, BarMiddle, Board, Link, Mark, ResultRow, SourceRef
from generator.pages.published import common_day, days_of, only_day, publication_sentence, publication_text
from generator.pages.unit.trend import UnitTimeline, between, timelines
from generator.words import sentence

T = TypeVar("T")


_PLACES = 4
"""Maximum number of document rows that a board lists. If there are more, only the figures link to their rows."""


@dataclass(frozen=True)
class IndicatorWithoutResult:
    """An indicator without a result. `target` links to the target, `note` is the note on it. `row` links to the row of
    the newest document that lists the unit without a figure, and `row_note` is the note there. Both are empty if the
    page already states them in another place."""

    link: Link
    target: Link | None
    note: str
    row: Link | None = None
    row_note: str = ""


@dataclass(frozen=True)
class _Common:
    """Values that the rows of a board share; None or empty if they differ.

    - `remark`: text with which all notes on their targets begin.
    - `ranked_of`: most frequent number of ranked units.
    - `published`: most frequent day of publication.
    - `published_text`: sentence with that day; empty if all figures of the page have the same day, because the page
      then states it once.
    - `unreported`: a newer period in which documents leave out the unit for all of these indicators.
    - `start`: sentence that the figures start anew, if none of them has an earlier period.
    """

    source: Source | None
    due: Period | None
    origin: TargetOrigin | None
    remark: str
    ranked_of: int | None
    published: date | None
    published_text: str
    unreported: Period | None
    start: str


@dataclass(frozen=True)
class Past:
    """Earlier and later periods of a unit's figures.

    - `timelines`: time series by indicator slug.
    - `unreported`: by indicator id, the row of the newest period in which peers were reported and this unit was not.
    - `former`: lineage of the units that this unit succeeded.
    """

    timelines: Mapping[str, UnitTimeline]
    unreported: Mapping[str, Assessed]
    former: Sequence[Lineage]

    def unreported_after(self, row: Assessed) -> Assessed | None:
        """Returns the row of the newest period without a figure of this unit although peers were reported. None unless
        that period is later than the figure's."""
        later = self.unreported.get(row.indicator.id)
        return later if later and later.period and row.period and later.period.end > row.period.end else None

    def unreported_since(self, row: Assessed) -> Period | None:
        """Returns the period of that row."""
        later = self.unreported_after(row)
        return later.period if later else None


def past(unit: Unit, rows: Sequence[Assessed], levels: Levels, former: Sequence[Lineage]) -> Past:
    """Collects earlier and later periods of one unit's figures."""
    return Past(timelines(unit, rows, levels), _newest_unreported(rows), former)


def boards(newest: Sequence[Assessed], past: Past, facts: Facts, levels: Levels) -> tuple[Board, ...]:
    """Returns the newest figures as one board for each period, newest first."""
    periods = grouped(newest, lambda row: row.period)
    ordered = sorted(periods.items(), key=lambda item: item[0].end if item[0] else date.min, reverse=True)
    state_day = only_day(days_of(newest, facts)) is None
    return tuple(
        _board(period, members, _common(members, past, facts, levels, state_day=state_day), past, facts, levels)
        for period, members in ordered
    )


def _board(
    period: Period | None, rows: Sequence[Assessed], common: _Common, past: Past, facts: Facts, levels: Levels
) -> Board:
    """Builds a board. Counts come last, because they reflect the size of the unit."""
    ordered = sorted(rows, key=_is_count)
    return Board(
        title=_title(period, common.due),
        sentences=tuple(_board_sentences(rows, common, facts.today)),
        documents=tuple(dict.fromkeys(source_link(row.source) for row in rows if row.source)),
        places=_row_links(ordered) if common.source else (),
        rows=tuple(_row(row, common, past, facts, levels) for row in ordered),
    )


def _common(rows: Sequence[Assessed], past: Past, facts: Facts, levels: Levels, *, state_day: bool) -> _Common:
    targets = [row.target for row in rows if row.target]
    counts = [row.ranked_of for row in rows if has_place(row, levels)]
    return _Common(
        source=_common_value([row.source for row in rows]),
        due=_common_value([target.due for target in targets]),
        origin=_common_value([target.origin for target in targets]),
        remark=_common_note([target.note for target in targets]),
        ranked_of=max(counts, key=counts.count, default=None),
        published=common_day(days_of(rows, facts)),
        published_text=publication_sentence(days_of(rows, facts)) if state_day else "",
        unreported=_common_value(list(map(past.unreported_since, rows))) if len(rows) > 1 else None,
        start=_start_sentence(rows, past.former),
    )


def _start_sentence(rows: Sequence[Assessed], former: Sequence[Lineage]) -> str:
    """Explains why no change is stated: the unit succeeded others, and its figures are not compared with theirs."""
    if not former or not any(row.value for row in rows) or any(row.previous_period for row in rows):
        return ""
    others = "đơn vị cũ" if len(former) == 1 else "các đơn vị cũ"
    since = formats.day(former[0].on)
    return f"Chưa có kỳ trước để so sánh: số liệu bắt đầu từ ngày {since}, không nối với số của {others}."


def _common_value(values: Sequence[T]) -> T | None:
    """The value that all items share. None if they differ or there are none."""
    return values[0] if values and all(value == values[0] for value in values) else None


def _common_note(notes: Sequence[str]) -> str:
    """The note with which all notes begin. Empty if there is none."""
    shortest = min(notes, key=len, default="")
    return shortest if all(note.startswith(shortest) for note in notes) else ""


def _is_count(row: Assessed) -> bool:
    return row.indicator.measure is Measure.COUNT


def _title(period: Period | None, due: Period | None) -> str:
    """As in `Tháng 5/2024 so với mức phải đạt năm 2024`."""
    result = words.capitalised(formats.period(period)) if period else "Không rõ kỳ"
    return f"{result} so với mức phải đạt {formats.period(due)}" if due else result


def _row_links(rows: Sequence[Assessed]) -> tuple[Link, ...]:
    """Links to the rows of the document that state the figures."""
    found = dict.fromkeys(
        Link(formats.locator(row.locator), statement_address(row)) for row in rows if statement_address(row)
    )
    return tuple(found) if len(found) <= _PLACES else ()


def _board_sentences(rows: Sequence[Assessed], common: _Common, today: date) -> Iterator[str]:
    if common.remark or common.origin in _INHERITED:
        yield sentence(common.remark or words.ORIGINS[common.origin or TargetOrigin.NONE])
    unmet = [row for row in rows if row.assessment is Assessment.NOT_MET]
    if unmet and common.due and (state := _state_of_due(unmet[0], common.due, today)):
        yield state
    if common.ranked_of:
        yield _ranked_among(rows, common.ranked_of)
    if any(_is_count(row) for row in rows) and (common.ranked_of or rows[0].unit.level not in _WITHOUT_PEERS):
        yield "Số lượng không được xếp hạng, vì tùy theo quy mô của đơn vị."
    if common.start:
        yield common.start
    if common.published_text:
        yield common.published_text
    if common.unreported:
        yield f"{_unreported_text(common.unreported)}."


_WITHOUT_PEERS = (Level.COUNTRY, Level.PROVINCE)
"""Levels whose units may have no peers. If such a unit has no rank, that is because it has no peers, so the board does
not explain that counts are not ranked."""
_INHERITED = (TargetOrigin.LEVEL, TargetOrigin.ANCESTOR)
"""Origins of targets that the unit did not get by name."""


def _ranked_among(rows: Sequence[Assessed], ranked_of: int) -> str:
    """As in `Xếp hạng trong 18 sở, ban, ngành (16 đơn vị được xếp hạng, trừ chỉ tiêu ghi khác)`."""
    ranked = [row for row in rows if row.ranked_of]
    among = f"Xếp hạng trong {ranked[0].peers} {words.LEVEL_UNITS[rows[0].unit.level]}"
    if all(row.ranked_of == row.peers for row in ranked):
        return f"{among}."
    others = ", trừ chỉ tiêu ghi khác" if any(row.ranked_of != ranked_of for row in ranked) else ""
    return f"{among} ({ranked_of} đơn vị được xếp hạng{others})."


def _state_of_due(row: Assessed, due: Period, today: date) -> str:
    """States for targets that are not met whether the due date is still ahead, or has passed without a final figure."""
    if row.period is None or row.period.end >= due.end:
        return ""
    if row.unit.ended_before(due) and row.unit.has_ended(today):
        return f"Đơn vị kết thúc hoạt động trước hạn {formats.due(due)}."
    if today <= due.end:
        return f"Còn hạn {formats.due(due)}."
    return f"Hạn {formats.due(due)} đã qua, chưa có số liệu cuối kỳ."


def _newest_unreported(rows: Sequence[Assessed]) -> Mapping[str, Assessed]:
    """Returns for each indicator the row of the newest period in which peers were reported and this unit was not."""
    return {row.indicator.id: row for row in rows if row.period and row.status is ResultStatus.NOT_REPORTED}


def _row(row: Assessed, common: _Common, past: Past, facts: Facts, levels: Levels) -> ResultRow:
    spread = _level_spread(row, levels)
    timeline = past.timelines.get(row.indicator.slug)
    mark = mark_of(row, facts.today)
    target_details = _target_details(row.target, mark, common) if row.target else ()
    sentences = (
        _own_document(row, common),
        _own_ranked_of(row, common, levels),
        _short_of(row, mark, common),
        *target_details,
        figure_of(row).note,
        _spread_text(spread, row.indicator) if spread else "",
        _changes(row),
        _own_day(facts.published(row), common),
        *_notes(row, past.unreported_after(row), common, levels),
    )
    return ResultRow(
        name=Link(row.indicator.short_name, levels.ranking(row.unit, row.indicator)),
        figure=figure_of(row),
        id=newest_anchor(row),
        source=_source(row),
        mark=useful_mark(row),
        bar=_bar(row, spread),
        target=_target(row.target) if row.target else None,
        benchmark=benchmark_link(row),
        place=_rank_with_ties(row, levels) if has_place(row, levels) else "",
        sentences=tuple(sentence(text) for text in sentences if text),
        notes=(*_remarks(row, common), *_corrections(row, facts)),
        text_sparkline=spark(timeline.own, row.indicator) if timeline else None,
        findings=facts.findings.by_figure.get((row.unit.id, row.indicator.id, str(row.period)), ()),
    )


def _own_day(published: date | None, common: _Common) -> str:
    """Day of publication of a figure, if it is not the most frequent day of its board."""
    return publication_text(published) if published and published != common.published else ""


def _level_spread(row: Assessed, levels: Levels) -> Spread | None:
    """Quartiles of the level. None if there are too few units, or if all have the same figure."""
    group = levels.of(row)
    return group.spread if group and not group.all_equal else None


def _spread_text(spread: Spread, indicator: Indicator) -> str:
    """As in `Trung vị cùng cấp 58%, nửa giữa từ 41% đến 73%`."""
    median = f"Trung vị cùng cấp {amount_text(spread.median, indicator)}"
    if spread.low == spread.high:
        return f"{median}, ít nhất một nửa số đơn vị bằng mức này"
    return f"{median}, nửa giữa {between(spread, indicator)}"


def _bar(row: Assessed, spread: Spread | None) -> Bar | None:
    """Bar of the result with its target and the middle half of its level."""
    bar = bar_of(row)
    if bar is None or spread is None:
        return bar
    return replace(bar, middle=middle_on_bar(spread))


def middle_on_bar(spread: Spread) -> BarMiddle:
    """Position of the level's middle half on an axis that ends at 100. Its length is computed from the exact figures
    and rounded once."""
    low, high = (min(max(amount, 0), AXIS_END) for amount in (spread.low, spread.high))
    return BarMiddle(*(position(amount, AXIS_END) for amount in (low, high - low, spread.median)))


def _changes(row: Assessed) -> str:
    """The changes since the previous period and since a year before; a single one if both are the same period. The
    second change omits the unit of measure: `Tăng 0,9 điểm phần trăm so với tháng 4/2024, giảm 2 so với tháng
    5/2023`."""
    same = row.period is not None and row.previous_period == row.period.a_year_before
    change, year_change = change_text(row), year_change_text(row)
    if not change or not year_change or same:
        return change or year_change
    measure = formats.distance(row.year_change or 0, row.indicator.measure, row.indicator.decimals)
    shorter = words.inline(year_change).replace(measure, measure.partition(formats.NBSP)[0])
    return f"{change.removesuffix('.')}, {shorter if row.change else words.inline(year_change)}"


def _source(row: Assessed | Stated) -> SourceRef | None:
    """Reference to the row that states the figure. The board names the document."""
    if row.source is None or not row.locator:
        return None
    ref = source_ref(row.source, row.locator, row.reading)
    return SourceRef(formats.locator(row.locator), ref.address, ref.inferred)


def _own_document(row: Assessed, common: _Common) -> str:
    """Names the document of a figure, if its board has several documents."""
    if common.source or row.source is None or not row.locator:
        return ""
    return f"Theo {source_ref(row.source, row.locator).text}"


def _short_of(row: Assessed, mark: Mark, common: _Common) -> str:
    """How far the figure is from its target. States the due date only if the rows of the board differ in it."""
    if common.due and mark.code is Assessment.NOT_MET:
        return shortfall(row)
    if mark.code is not Assessment.EXEMPT:
        return mark.detail
    reason = _own_note(mark.detail, common)
    return f"Lý do được miễn: {reason}" if reason else ""


def _own_note(note: str, common: _Common) -> str:
    """The part of a note on a target that the board does not already state for all its rows."""
    return sentence(note[len(common.remark) :].lstrip(".; "))


def _target(target: Target) -> Link:
    """Link to the row that states the target."""
    exempt = target.status is TargetStatus.EXEMPT
    return Link("được miễn theo văn bản" if exempt else required(target), row_address(target.source, target.locator))


def _target_details(target: Target, mark: Mark, common: _Common) -> Iterator[str]:
    """Yields the due date and the origin of a target, if the board's targets differ in them and no other text states
    them."""
    if common.due is None and target.status is TargetStatus.BINDING and mark.code is not Assessment.NOT_MET:
        yield f"Hạn {formats.due(target.due)}"
    if common.origin is None and target.origin in _INHERITED:
        yield words.ORIGINS[target.origin]


def has_place(row: Assessed, levels: Levels) -> bool:
    """Whether the rank is shown. It is not for an exempt unit, which had no target to meet, and not if all units share
    the first rank."""
    return row.has_rank and row.assessment is not Assessment.EXEMPT and not _all_equal(row, levels)


def _rank_with_ties(row: Assessed, levels: Levels) -> str:
    """As in `Hạng 5/18, cùng 2 đơn vị khác`."""
    group = levels.of(row)
    others = len(group.of_equal_rank(row)) - 1 if group else 0
    place = words.capitalised(rank_text(row))
    return f"{place}, cùng {others} đơn vị khác" if others else place


def _own_ranked_of(row: Assessed, common: _Common, levels: Levels) -> str:
    """States how many units are ranked, if the number differs from that of the board."""
    unlike = has_place(row, levels) and row.ranked_of != common.ranked_of
    return f"{row.ranked_of} đơn vị được xếp hạng" if unlike else ""


def rank_text(row: Assessed) -> str:
    """As in `hạng 5/18`, or that the unit is not ranked."""
    place = None if row.assessment is Assessment.EXEMPT else rank_of(row)
    return place.text if place else "không xếp hạng"


def _remarks(row: Assessed, common: _Common) -> Iterator[str]:
    """Yields the documents' notes on the figure and on its target. Leaves out the text that the board states for all
    rows, and notes that are already shown as the reason for an exemption or a missing figure."""
    if row.value and row.note:
        yield sentence(row.note)
    of_target = _own_note(row.target.note, common) if row.target and row.assessment is not Assessment.EXEMPT else ""
    if of_target and (row.value or of_target != sentence(row.note)):
        yield f"Về mức phải đạt: {of_target}"


def _corrections(row: Assessed, facts: Facts) -> Iterator[str]:
    """Yields which earlier result and target the row replaces, if its document corrects another one."""
    result = facts.former_result(row)
    if result:
        stated = f"số {figure_of(result).text}" if result.value else "ô không có số"
        yield f"Số liệu này thay {stated} trong {source_link(result.source).text}."
    target = facts.former_target(row)
    if target:
        yield f"Mức phải đạt này thay mức {required(target)} trong {source_link(target.source).text}."


def _all_equal(row: Assessed, levels: Levels) -> bool:
    """Whether all peers have the same figure."""
    group = levels.of(row)
    return group is not None and group.all_equal


def unranked_text(row: Assessed, levels: Levels) -> str:
    """Explains why a compared figure has no rank: if all units share the first rank, it is not shown. Empty
    otherwise."""
    return f"Không xếp hạng: cả {row.ranked_of} đơn vị cùng một mức" if row.has_rank and _all_equal(row, levels) else ""


def _unreported_text(since: Period) -> str:
    return f"Văn bản về {formats.period(since)} không nêu số liệu của đơn vị này"


def _notes(row: Assessed, later: Assessed | None, common: _Common, levels: Levels) -> Iterator[str]:
    yield unranked_text(row, levels)
    if later and later.period:
        yield "" if common.unreported else _unreported_text(later.period)
        yield later.note
    if _shows_progress(row) and row.progress is not None and row.baseline_period:
        yield _progress(row.progress, row.baseline_period)


def _shows_progress(row: Assessed) -> bool:
    """Whether progress is shown: only for a target that is not met, and only if there is no change since a year before,
    which is more recent than the baseline."""
    return row.assessment is Assessment.NOT_MET and row.baseline_period != row.period and row.year_change is None


def _progress(progress: int, since: Period) -> str:
    """The part of the way from the baseline to the target that is done. Rounded down to whole percents, so that an
    unmet target never shows 100%. A step back is stated in words."""
    if progress < 0:
        return f"So với {formats.period(since)}, khoảng cách đến mức phải đạt đã rộng thêm"
    if progress == 0:
        return f"So với {formats.period(since)}, khoảng cách đến mức phải đạt không đổi"
    whole = progress * 100 // SCALE
    done = formats.figure(whole * SCALE, Measure.PERCENT, 0) if whole else "chưa đến 1%"
    return f"So với {formats.period(since)}, đã rút ngắn {done} khoảng cách đến mức phải đạt"


def indicators_without_result(
    rows: Sequence[Assessed], newest: Sequence[Assessed]
) -> tuple[IndicatorWithoutResult, ...]:
    """Returns the indicators for which no document states a result of this unit. If the unit has no figures at all, the
    rows that list it are left out, because `NoFigures` shows them at the top of the page."""
    known = {row.indicator.id for row in newest}
    without_result = {row.indicator.id: row for row in rows if row.indicator.id not in known}
    listed = {row.indicator.id: row for row in rows if statement_address(row)} if newest else {}
    return tuple(_without_result(row, listed.get(id_)) for id_, row in without_result.items())


def _without_result(row: Assessed, listed: Assessed | None) -> IndicatorWithoutResult:
    found = IndicatorWithoutResult(indicator_link(row.indicator), None, "")
    if row.target:
        row_of_target = row_address(row.target.source, row.target.locator)
        target = Link(target_sentence(row.target), row_of_target)
        found = replace(found, target=target, note=row.target.note)
    if listed:
        found = replace(found, row=row_link(listed), row_note=sentence(listed.note))
    return found


def newest_of_levels(stated: Sequence[Stated]) -> tuple[Stated, ...]:
    """Returns the newest figures that documents state for whole levels within the unit."""
    by_period = sorted(stated, key=lambda row: row.period.end)
    newest = {(row.level, row.indicator.id, row.aggregate): row for row in by_period}
    return tuple(row for row in stated if row is newest[row.level, row.indicator.id, row.aggregate])


def level_figures(newest: Sequence[Stated], facts: Facts) -> tuple[Board, ...]:
    """Returns the newest figures of whole levels, a board for each level."""
    levels = grouped(newest, lambda row: row.level)
    return tuple(_level_board(words.LEVELS[level], rows, facts) for level, rows in levels.items() if level)


def _level_board(level: str, rows: Sequence[Stated], facts: Facts) -> Board:
    """Builds the board of a level. Period and day of publication are stated for each figure if the figures differ in
    them."""
    period, day = _common_value([row.period for row in rows]), only_day(days_of(rows, facts))
    documents = tuple(dict.fromkeys(source_link(row.source) for row in rows))
    sentences = ((f"Số liệu {formats.period(period)}.",) if period else ()) + (
        (f"{publication_text(day)}.",) if day else ()
    )
    shown = tuple(_level_row(row, period, None if day else facts.published(row)) for row in rows)
    return Board(f"{level}: {len(rows)} số liệu", sentences, documents, shown)


def _level_row(row: Stated, period: Period | None, published: date | None) -> ResultRow:
    when = "" if period else f", {formats.period(row.period)}"
    return ResultRow(
        name=Link(row.indicator.short_name, row.indicator.address),
        figure=figure_of(row),
        id=newest_anchor(row),
        source=_source(row),
        sentences=(
            f"{words.aggregate(row.aggregate, row.indicator.measure)}{when}.",
            *((f"{publication_text(published)}.",) if published else ()),
        ),
        notes=(row.note,) if row.note else (),
    )
