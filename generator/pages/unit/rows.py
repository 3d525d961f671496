"""One figure as a row of a board: its bar, target and rank, with its sentences and notes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from generator import formats, words
from generator.model import SCALE, Assessment, Indicator, Measure, Period, TargetOrigin, TargetStatus
from generator.pages.anchors import newest_anchor
from generator.pages.boards import ResultRow
from generator.pages.curves import spark
from generator.pages.drawings import AXIS_END, Bar, BarMiddle, position
from generator.pages.facts import Assessed, Facts, Levels, Spread, Stated, Target
from generator.pages.figures import (
    amount_text,
    bar_of,
    benchmark_link,
    change_text,
    figure_of,
    figure_with_caveats,
    former_target_sentence,
    mark_of,
    required,
    shortfall,
    unread_target_link,
    useful_mark,
    year_change_text,
)
from generator.pages.links import row_address, source_link, source_ref
from generator.pages.parts import Link, Mark, SourceRef
from generator.pages.published import publication_text
from generator.pages.unit.past import Past
from generator.pages.unit.ranks import has_place, rank_with_ties, unranked_text
from generator.pages.unit.shared_values import SharedValues, target_origin_text, unreported_text
from generator.pages.unit.trend import between
from generator.words import sentence


def result_row(row: Assessed, shared: SharedValues, past: Past, facts: Facts) -> ResultRow:
    """Builds the row of one figure. Leaves out what its board already states for all rows."""
    spread = _level_spread(row, facts.levels)
    timeline = past.timelines.get(row.indicator.slug)
    mark = mark_of(row, facts.today)
    target_details = _target_details(row, row.target, shared) if row.target else ()
    sentences = (
        _own_document(row, shared),
        _own_ranked_of(row, shared, facts.levels),
        _short_of(row, mark, shared),
        *target_details,
        figure_of(row).note,
        _spread_text(spread, row.indicator) if spread else "",
        _changes(row),
        _own_day(facts.published(row), shared),
        *_notes(row, past.unreported_after(row), shared, facts.levels),
    )
    return ResultRow(
        name=Link(row.indicator.short_name, facts.levels.ranking(row.unit, row.indicator)),
        figure=figure_of(row),
        id=newest_anchor(row),
        source=row_ref(row),
        mark=useful_mark(row),
        bar=_bar(row, spread),
        target=_target(row.stated_target) if row.stated_target else None,
        unread_target=unread_target_link(row),
        benchmark=benchmark_link(row),
        place=rank_with_ties(row, facts.levels),
        sentences=tuple(sentence(text) for text in sentences if text),
        notes=(*_remarks(row, shared), *_corrections(row, facts)),
        text_sparkline=spark(timeline.own, row.indicator) if timeline else None,
        findings=facts.findings.of(row),
    )


def _own_day(published: date | None, shared: SharedValues) -> str:
    """Day of publication of a figure, if it is not the most frequent day of its board."""
    return publication_text(published) if published and published != shared.published else ""


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


def row_ref(row: Assessed | Stated) -> SourceRef | None:
    """Reference to the row that states the figure. The board names the document."""
    if row.source is None or not row.locator:
        return None
    ref = source_ref(row.source, row.locator, row.reading)
    return SourceRef(formats.locator(row.locator), ref.address, ref.inferred)


def _own_document(row: Assessed, shared: SharedValues) -> str:
    """Names the document of a figure, if its board has several documents."""
    if shared.source or row.source is None or not row.locator:
        return ""
    return f"Theo {source_ref(row.source, row.locator).text}"


def _short_of(row: Assessed, mark: Mark, shared: SharedValues) -> str:
    """How far the figure is from its target. States the due date only if the rows of the board differ in it."""
    if shared.due and mark.code is Assessment.NOT_MET:
        return shortfall(row)
    if mark.code is not Assessment.EXEMPT:
        return mark.detail
    reason = _own_note(mark.detail, shared)
    return f"Lý do được miễn: {reason}" if reason else ""


def _own_note(note: str, shared: SharedValues) -> str:
    """The part of a note on a target that the board does not already state for all its rows."""
    return sentence(note.removeprefix(shared.remark).lstrip(".; "))


def _target(target: Target) -> Link:
    """Link to the row that states the target. Short, because the place for it is narrow."""
    text = _SHORT_REASONS.get(target.status) or required(target)
    return Link(text, row_address(target.source, target.locator))


_SHORT_REASONS = {
    TargetStatus.EXEMPT: "được miễn theo văn bản",
    TargetStatus.UNREADABLE: words.inline(words.TARGET_STATUSES[TargetStatus.UNREADABLE]),
}


def _target_details(row: Assessed, target: Target, shared: SharedValues) -> Iterator[str]:
    """Yields the due date of a target if the board's targets differ in it, and its origin if it is unusual.
    The due date of an unmet target is stated with the shortfall while it is ahead of the figure's period."""
    ahead = row.period is not None and row.period.end < target.due.end
    with_shortfall = row.assessment is Assessment.NOT_MET and ahead
    if shared.due is None and target.binding and not with_shortfall:
        yield f"Hạn {formats.due(target.due)}"
    if target.origin is not (shared.origin or TargetOrigin.OWN) and target.binding:
        yield target_origin_text(target.origin)


def _own_ranked_of(row: Assessed, shared: SharedValues, levels: Levels) -> str:
    """States how many units are ranked, if the number differs from that of the board."""
    unlike = has_place(row, levels) and row.ranked_of != shared.ranked_of
    return f"{row.ranked_of} đơn vị được xếp hạng" if unlike else ""


def _remarks(row: Assessed, shared: SharedValues) -> Iterator[str]:
    """Yields the documents' notes on the figure and on its target. Leaves out the text that the board states for all
    rows, and notes that are already shown as the reason for an exemption or a missing figure."""
    if row.value and row.note:
        yield sentence(row.note)
    target = row.stated_target
    of_target = _own_note(target.note, shared) if target and row.assessment is not Assessment.EXEMPT else ""
    if of_target and (row.value or of_target != sentence(row.note)):
        yield f"Về mức phải đạt: {of_target}"


def _corrections(row: Assessed, facts: Facts) -> Iterator[str]:
    """Yields which earlier result and target the row replaces, if its document corrects another one."""
    result = facts.former_result(row)
    if result:
        stated = f"số {figure_with_caveats(result)}" if result.value else "ô không có số"
        yield f"Số liệu này thay {stated} trong {source_link(result.source).text}."
    of_target = former_target_sentence(row, facts)
    if of_target:
        yield of_target


def _notes(row: Assessed, later: Assessed | None, shared: SharedValues, levels: Levels) -> Iterator[str]:
    yield unranked_text(row, levels)
    if later and later.period:
        yield "" if shared.unreported else unreported_text(later.period)
        yield later.note
    if _shows_progress(row) and row.progress is not None and row.baseline_period:
        yield _progress(_shortened_by(row), row.baseline_period)


def _shows_progress(row: Assessed) -> bool:
    """Whether progress is shown: only for a target that is not met, and only if there is no change since a year before,
    which is more recent than the baseline."""
    return row.assessment is Assessment.NOT_MET and row.baseline_period != row.period and row.year_change is None


def _shortened_by(row: Assessed) -> int:
    """By which part the distance to the target is shorter than that of the baseline, in millionths rounded down. It is
    the progress, except for a figure that went past a target that must be met exactly: from 0 over 15 to 20, the
    distance of 15 is 5 now and so two thirds shorter."""
    now = abs(row.gap or 0)
    start = abs((row.amount or 0) - (row.gap or 0) - (row.baseline or 0))
    return (start - now) * SCALE // start


def _progress(shortened: int, since: Period) -> str:
    """By which part the distance to the target is shorter. Rounded down to whole percents, so that an unmet target
    never shows 100%. A step back is stated in words."""
    if shortened < 0:
        return f"So với {formats.period(since)}, khoảng cách đến mức phải đạt đã rộng thêm"
    if shortened == 0:
        return f"So với {formats.period(since)}, khoảng cách đến mức phải đạt không đổi"
    whole = shortened * 100 // SCALE
    done = formats.figure(whole * SCALE, Measure.PERCENT, 0) if whole else "chưa đến 1%"
    return f"So với {formats.period(since)}, đã rút ngắn {done} khoảng cách đến mức phải đạt"
