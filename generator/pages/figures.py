"""Formats figures, targets, assessments, bars and ranks for pages, and counts how many targets a unit meets."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from generator import formats, words
from generator.model import (
    Assessment,
    Comparison,
    Indicator,
    Level,
    Measure,
    Period,
    ResultStatus,
    TargetOrigin,
    TargetStatus,
)
from generator.pages.drawings import AXIS_END, Bar, position
from generator.pages.facts import JUDGED, Assessed, Facts, Stated, Target
from generator.pages.links import row_address, statement_address
from generator.pages.parts import Figure, Link, Mark, Rank
from generator.schedule import RECENT

UNKNOWN = (Assessment.NO_RESULT, Assessment.NOT_APPLICABLE, Assessment.UNREADABLE)
"""The assessments that only repeat the text that is shown in place of the missing figure."""


def legend(*, with_unread: bool) -> tuple[Mark, ...]:
    """Returns every assessment with its name, for the key of a table. `with_unread` says that the table has figures
    whose target could not be read; they have the same symbol as those without a target, but another name."""
    marks = map(mark_without_detail, Assessment)
    unread = (_UNREAD,) if with_unread else ()
    return tuple(one for mark in marks for one in (mark, *(unread if mark.code == _UNREAD.code else ())))


def legend_of(rows: Iterable[Assessed]) -> tuple[Mark, ...]:
    """Returns the assessments of these rows with their names, for the key of a table."""
    found = set(map(row_mark, rows))
    return tuple(mark for mark in legend(with_unread=True) if mark in found)


def figure_of(row: Assessed | Stated) -> Figure:
    """Returns the stated figure with its unit of measure, or the reason in words why there is none."""
    if row.value:
        provisional = "số liệu tạm tính" if row.status is ResultStatus.PROVISIONAL else ""
        return Figure(figure_text(row), row.value, note=provisional)
    return Figure(figure_text(row), missing=True, note=row.note)


def caveats_of(row: Assessed | Stated) -> str:
    """Returns the caveats of a figure: `tạm tính` (provisional), `suy ra` (inferred), both, or an empty text.

    They must be shown wherever the figure is shown.
    """
    return words.caveats(row.status, row.reading) if row.value else ""


def figure_with_caveats(row: Assessed | Stated) -> str:
    """Returns the figure with its caveats, if any: `58,73%`, `58,73% (số liệu tạm tính)`."""
    caveats = caveats_of(row)
    return f"{figure_text(row)} (số liệu {caveats})" if caveats else figure_text(row)


def provisional_sentences(row: Assessed | Stated) -> tuple[str, ...]:
    """Returns the sentence that a figure is provisional, for boards, whose figures are marked only if inferred."""
    return (f"{words.RESULT_STATUSES[row.status]}.",) if row.status is ResultStatus.PROVISIONAL else ()


def tied_figure(rows: Sequence[Assessed]) -> str:
    """Returns the figure that these rows share, with their caveats: `100%`, `100%, số liệu suy ra`, or, if only some
    rows have caveats, `100%, có 1 số suy ra`."""
    text, doubtful = figure_text(rows[0]), Counter(filter(None, map(caveats_of, rows)))
    if len(doubtful) == 1 and doubtful.total() == len(rows):
        return f"{text}, số liệu {caveats_of(rows[0])}"
    return ", có ".join([text, *(f"{count} số {caveats}" for caveats, count in doubtful.items())])


def figure_text(row: Assessed | Stated) -> str:
    """Returns the text of `figure_of` alone."""
    return formats.stated(row.value, row.indicator.measure) if row.value else words.MISSING[row.status]


def amount_text(amount: int, indicator: Indicator) -> str:
    """Returns a computed amount, such as a median, as a figure of the indicator: `58,73%`."""
    return formats.figure(amount, indicator.measure, indicator.decimals)


def target_text(target: Target) -> str:
    """Returns the target: `tối thiểu 80% đến hết năm 2025`, or the reason why there is none to reach."""
    due = formats.due(target.due)
    return f"{required(target)} {due}" if target.binding else f"{required(target)} ({due})"


def target_phrase(target: Target) -> str:
    """Returns the target for use within a sentence: `phải đạt tối thiểu 80% đến hết năm 2025`.

    Without a target to reach it returns the reason.
    """
    return f"{_INTRODUCTIONS[target.status]}{target_text(target)}"


def target_phrase_of(row: Assessed) -> str:
    """Returns the row's target for use within a sentence; empty without a target or if the indicator does not apply."""
    target = row.stated_target
    return target_phrase(target) if target and row.assessment is not Assessment.NOT_APPLICABLE else ""


_INTRODUCTIONS = {TargetStatus.BINDING: "phải đạt ", TargetStatus.EXEMPT: "", TargetStatus.UNREADABLE: "mức phải đạt "}
"""The words before a target within a sentence, by the target's status."""


def target_sentence(target: Target) -> str:
    """Returns the target as a sentence: `Mức phải đạt: tối thiểu 80% đến hết năm 2025 (mức chung của cấp).`."""
    inherited = target.origin in (TargetOrigin.LEVEL, TargetOrigin.ANCESTOR)
    read = target.status is not TargetStatus.UNREADABLE
    common = f" ({words.inline(words.ORIGINS[target.origin])})" if inherited and read else ""
    return f"Mức phải đạt: {target_text(target)}{common}."


def useful_mark(row: Assessed) -> Mark | None:
    """Returns the assessment in a word, or None if it would be useless.

    It is useless if the text for the missing figure states the same. "No target" is useless for counts and for the
    country, which normally have no target.
    """
    if row.assessment in UNKNOWN:
        return None
    may_have_target = row.indicator.measure is not Measure.COUNT and row.unit.level is not Level.COUNTRY
    return row_mark(row) if row.stated_target or may_have_target else None


def row_mark(row: Assessed) -> Mark:
    """Returns a figure's assessment in a word, without detail. If its target could not be read, "no target" would be
    wrong."""
    unread = row.has_only_unread_target and row.assessment is Assessment.NO_TARGET
    return _UNREAD if unread else mark_without_detail(row.assessment)


_UNREAD = Mark(Assessment.NO_TARGET, words.UNASSESSED)


def mark_without_detail(code: Assessment) -> Mark:
    """Returns an assessment in a word, without detail."""
    return Mark(code, words.ASSESSMENTS[code])


def mark_of(row: Assessed, today: date) -> Mark:
    """Returns the assessment in a word, with a detail that takes the day `today` into account."""
    return replace(row_mark(row), detail=_detail(row, today))


def _detail(row: Assessed, today: date) -> str:
    if row.assessment is Assessment.NOT_MET and row.target and row.period:
        return _unmet_detail(row, row.period, row.target.due, today)
    if row.assessment is Assessment.EXEMPT and row.target:
        return row.target.note
    return ""


def _unmet_detail(row: Assessed, period: Period, due: Period, today: date) -> str:
    """Returns the detail of an unmet target: the shortfall and, for a figure from before the due date, what it means.

    Until the due date the unit may still reach the target. If the due date has passed or the unit has ended, the
    outcome is unknown, because there is no figure for the due date.
    """
    short = shortfall(row)
    if period.end >= due.end:
        return short
    ended = row.unit.ended_before(due) and row.unit.has_ended(today)
    if today <= due.end and not ended:
        return f"{short}, còn hạn {formats.due(due)}"
    unknown = "đơn vị kết thúc hoạt động trước khi đến hạn" if ended else "chưa có số liệu cuối kỳ"
    return f"{short} vào {formats.period(period)}; hạn {formats.due(due)}, {unknown}"


def shortfall(row: Assessed) -> str:
    """Returns the distance to the target: `còn thiếu 31,3 điểm phần trăm`; for an upper limit `vượt 5 phút`. A rank
    below the required one is `còn kém 2 bậc`, because to exceed places would mean to be ahead."""
    verb = _SHORTFALL_VERBS[row.target.comparison] if row.target else _SHORTFALL_VERBS[Comparison.AT_LEAST]
    if row.indicator.measure is Measure.RANK and row.target and row.target.comparison is Comparison.AT_MOST:
        verb = "còn kém"
    return f"{verb} {formats.distance(row.gap or 0, row.indicator.measure, row.indicator.decimals)}"


_SHORTFALL_VERBS = {Comparison.AT_LEAST: "còn thiếu", Comparison.AT_MOST: "vượt", Comparison.EXACTLY: "chênh"}


def bar_of(row: Assessed) -> Bar | None:
    """Returns the bar of a result against its target; None if there is no figure or no natural axis."""
    axis = axis_of(row)
    if row.amount is None or axis is None:
        return None
    target = row.required_amount
    country = row.benchmark.amount if row.benchmark else None
    return Bar(
        value=position(row.amount, axis),
        target=position(target, axis) if target is not None else None,
        code=row.assessment,
        country=position(country, axis) if country is not None else None,
    )


def country_text(benchmark: Assessed) -> str:
    """Returns the country's figure with its caveats: `cả nước 43,67%`."""
    return f"cả nước {figure_with_caveats(benchmark)}"


def benchmark_link(row: Assessed) -> Link | None:
    """Returns a link to the row that states the country's figure of the same indicator and period."""
    return Link(country_text(row.benchmark), statement_address(row.benchmark)) if row.benchmark else None


def axis_of(row: Assessed) -> int | None:
    """Returns the end of the row's axis in millionths; None for a measure without a natural axis."""
    return AXIS_END if row.indicator.measure.out_of_hundred else None


def rank_of(row: Assessed) -> Rank | None:
    """Returns the rank (`hạng 3/18`) with the number of ranked units: `16 đơn vị được xếp hạng`."""
    if row.rank is None or row.ranked_of is None or row.peers is None:
        return None
    return Rank(f"hạng{formats.NBSP}{row.rank}/{row.peers}", row.rank, row.peers, row.tied, ranked_among(row))


def ranked_among(row: Assessed) -> str:
    """Returns `16 đơn vị được xếp hạng` if some of the unit's peers have no rank, else an empty text.

    Without it, the last ranked unit (16 of 18) would seem to have two units behind it.
    """
    return f"{row.ranked_of} đơn vị được xếp hạng" if row.ranked_of != row.peers else ""


def place_text(row: Assessed) -> str:
    """Returns the rank without the number of peers: `hạng 3`, or `đồng hạng 3` if units share it."""
    return f"{'đồng ' if row.tied else ''}hạng{formats.NBSP}{row.rank}"


def period_text(row: Assessed) -> str:
    """Returns the figure's period in words; empty if there is none."""
    return formats.period(row.period) if row.period else ""


def change_text(row: Assessed) -> str:
    """Returns the change as a sentence: `Tăng 0,2 điểm so với tháng 8/2024.`; empty without an earlier figure."""
    if row.change is None or row.previous_period is None:
        return ""
    return f"{_change_in_words(row.change, row.indicator)} so với {formats.period(row.previous_period)}."


def year_change_text(row: Assessed) -> str:
    """Returns the change since the year before: `Giảm 1,5 điểm phần trăm so với tháng 5/2023.`; empty without one."""
    if row.year_change is None or row.period is None:
        return ""
    return f"{_change_in_words(row.year_change, row.indicator)} so với {formats.period(row.period.a_year_before)}."


def _change_in_words(change: int, indicator: Indicator) -> str:
    """Returns a change in words: `Tăng 0,2 điểm`, `Không đổi`; for ranks `Lên 3 bậc`."""
    if change == 0:
        return "Không đổi"
    verb, _ = formats.course(change, indicator.measure)
    return f"{words.capitalised(verb)} {formats.distance(change, indicator.measure, indicator.decimals)}"


def required(target: Target) -> str:
    """Returns the target without its due date, or the reason why there is none: `tối thiểu 80%`, `được miễn`."""
    if target.status is TargetStatus.EXEMPT:
        return "được miễn"
    if target.status is TargetStatus.UNREADABLE:
        return words.MISSING[ResultStatus.UNREADABLE]
    return formats.target_text(target.value, target.comparison, target.indicator.measure)


def target_phrase_without_due(target: Target) -> str:
    """Returns the target without its due date, for use within a sentence: `phải đạt tối thiểu 80%`, `được miễn`."""
    return f"{_INTRODUCTIONS[target.status]}{required(target)}"


def with_former(target: str, former: Target | None) -> str:
    """Returns the text of a target with the target of an earlier document that it replaces: `phải đạt tối thiểu 80% đến
    hết năm 2025, trước đây tối thiểu 60%`."""
    return f"{target}, trước đây {required(former)}" if target and former else target


def unread_target_link(row: Assessed) -> Link | None:
    """Returns a link to a target that could not be read, if the row is assessed by another one for this reason: `Mức
    giao riêng cho đơn vị không đọc được trên bản quét, nên áp dụng mức chung của cấp`."""
    unread, applied = row.unread_target, row.target
    if unread is None or applied is None:
        return None
    missing, instead = _told_apart(unread, applied)
    text = f"{missing} {words.MISSING[ResultStatus.UNREADABLE]}, nên áp dụng {instead}"
    return Link(words.capitalised(text), row_address(unread.source, unread.locator))


def unread_target_phrase(row: Assessed) -> str:
    """Returns which target could not be read, for use after the target that is applied instead: `mức giao riêng cho đơn
    vị không đọc được`; empty without one."""
    if row.unread_target is None or row.target is None:
        return ""
    missing, _ = _told_apart(row.unread_target, row.target)
    return f"{missing} {words.inline(words.TARGET_STATUSES[TargetStatus.UNREADABLE])}"


def _told_apart(unread: Target, applied: Target) -> tuple[str, str]:
    """Returns what distinguishes two targets of a unit: for whom they were set, else their due dates."""
    missing, instead = map(_kind_of_target, (unread, applied))
    if missing != instead:
        return missing, instead
    return f"mức phải đạt {formats.due(unread.due)}", f"mức phải đạt {formats.due(applied.due)}"


def _kind_of_target(target: Target) -> str:
    kind = words.inline(words.ORIGINS[target.origin])
    return f"mức {kind}" if target.origin is TargetOrigin.OWN else kind


def former_target_sentence(row: Assessed, facts: Facts) -> str:
    """States which target of an earlier document the row's target replaces; empty if it replaces none."""
    former = facts.former_target(row)
    if former is None:
        return ""
    return f"Mức phải đạt này thay mức {required(former)} trong {formats.source_name(former.source)}."


def note_on_result(result: Stated, facts: Facts) -> str:
    """The document's note on a result, and which later document corrects the result. Either of them may leave the cell
    empty."""
    later = facts.corrected_results.after(result.source, result.figure)
    if later is None:
        return result.note
    before, after = ("Số" if result.value else "Ô"), ("số" if later.value else "ô không có số")
    return _joined(result.note, f"{before} này đã được thay bằng {after} ở {formats.source_name(later.source)}")


def note_on_target(target: Target, facts: Facts) -> str:
    """The document's note on a target, and which later document sets the target anew."""
    later = facts.corrected_targets.after(target.source, target.figure)
    corrected = f"Mức này đã được thay bằng mức ở {formats.source_name(later.source)}" if later else ""
    return _joined(target.note, corrected)


def _joined(note: str, other: str) -> str:
    """Two notes as one text, with one full stop between them."""
    return f"{note.removesuffix('.')}. {other}" if note and other else note or other


@dataclass(frozen=True)
class Score:
    """How many of a unit's figures met their target, how many were compared with one, how many are exempt."""

    met: int
    judged: int
    exempt: int

    @property
    def text(self) -> str:
        """The score in words: `4/11 đạt`, `được miễn`; empty if there is nothing to count."""
        if self.judged:
            return f"{self.met}/{self.judged}{formats.NBSP}đạt"
        return "được miễn" if self.exempt else ""

    @property
    def sentence(self) -> str:
        """The score of a board as a sentence: `Đạt 4 trên 11 chỉ tiêu.`."""
        return f"Đạt {self.met} trên {self.judged} chỉ tiêu."


def counted_rows(rows: Sequence[Assessed]) -> Sequence[Assessed]:
    """Returns the rows that count in a score. A row that is older than the newest one by more than two years does not:
    its indicator has ended or was defined anew, and would count for ever."""
    newest = max((row.period.end for row in rows if row.period), default=date.min)
    return [row for row in rows if row.period is None or newest - row.period.end <= RECENT]


def score_of(rows: Sequence[Assessed]) -> Score:
    """Counts the assessments of a unit's rows; there must be one row for each indicator."""
    kinds = [row.assessment for row in counted_rows(rows)]
    judged = sum(kinds.count(kind) for kind in JUDGED)
    return Score(kinds.count(Assessment.MET), judged, kinds.count(Assessment.EXEMPT))
