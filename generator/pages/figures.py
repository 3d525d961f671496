"""Figures, targets, marks, bars and ranks as pages show them, and how many targets a unit meets."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from generator import formats, words
from generator.model import (
    SCALE,
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
from generator.pages.facts import Assessed, Facts, Stated, Target
from generator.pages.links import stated_at
from generator.pages.parts import Bar, Figure, Link, Mark, Rank

JUDGED = (Assessment.MET, Assessment.NOT_MET)
"""The assessments that count: the result was compared with a target."""

UNKNOWN = (Assessment.NO_RESULT, Assessment.NOT_APPLICABLE, Assessment.UNREADABLE)
"""Those that say no more than what stands in place of the figure."""


def legend() -> tuple[Mark, ...]:
    """Every assessment with its word, as the key of a table shows them."""
    return tuple(map(bare_mark, Assessment))


def figure_of(row: Assessed | Stated) -> Figure:
    """The stated figure with its unit of measure, or in words why there is none."""
    if row.value:
        provisional = "số liệu tạm tính" if row.status is ResultStatus.PROVISIONAL else ""
        return Figure(figure_text(row), row.value, note=provisional)
    return Figure(figure_text(row), missing=True, note=row.note)


def doubts(row: Assessed | Stated) -> str:
    """What a reader must know of a figure wherever it stands: `tạm tính`, `suy ra`, both, or nothing."""
    return words.doubts(row.status, row.reading) if row.value else ""


def figure_and_doubts(row: Assessed) -> str:
    """`58,73%`, `58,73% (số liệu tạm tính)`."""
    told = doubts(row)
    return f"{figure_text(row)} (số liệu {told})" if told else figure_text(row)


def figure_text(row: Assessed | Stated) -> str:
    """The words of `figure_of` alone."""
    return formats.stated(row.value, row.indicator.measure) if row.value else words.MISSING[row.status]


def target_text(target: Target) -> str:
    """`tối thiểu 80% đến hết năm 2025`, or why there is none to reach."""
    due = formats.due(target.due)
    return f"{required(target)} {due}" if target.status is TargetStatus.BINDING else f"{required(target)} ({due})"


def asked_text(target: Target) -> str:
    """The target within a sentence: `phải đạt tối thiểu 80% đến hết năm 2025`, or why there is none to reach."""
    return f"{_LEADS[target.status]}{target_text(target)}"


def asked_of(row: Assessed) -> str:
    """What a unit had to reach, within a sentence; nothing where there is no target, or the indicator does not apply to
    the unit."""
    return asked_text(row.target) if row.target and row.assessment is not Assessment.NOT_APPLICABLE else ""


_LEADS = {TargetStatus.BINDING: "phải đạt ", TargetStatus.EXEMPT: "", TargetStatus.UNREADABLE: "mức phải đạt "}
"""What goes before a target within a sentence."""


def target_sentence(target: Target) -> str:
    """The target in a sentence: `Mức phải đạt: tối thiểu 80% đến hết năm 2025 (mức chung của cấp).`."""
    inherited = target.origin in (TargetOrigin.LEVEL, TargetOrigin.ANCESTOR)
    common = f" ({words.inline(words.ORIGINS[target.origin])})" if inherited else ""
    return f"Mức phải đạt: {target_text(target)}{common}."


def shown_mark(row: Assessed) -> Mark | None:
    """The assessment in a word; None where the missing figure says the same, and where it is no news that nothing was
    asked: of a number, and of the country."""
    if row.assessment in UNKNOWN:
        return None
    could_be_asked = row.indicator.measure is not Measure.COUNT and row.unit.level is not Level.COUNTRY
    return bare_mark(row.assessment) if row.target or could_be_asked else None


def bare_mark(code: Assessment) -> Mark:
    """An assessment in a word."""
    return Mark(code, words.ASSESSMENTS[code])


def mark_of(row: Assessed, today: date) -> Mark:
    """The assessment in a word, with what it means at this point of time."""
    return replace(bare_mark(row.assessment), detail=_detail(row, today))


def _detail(row: Assessed, today: date) -> str:
    if row.assessment is Assessment.NOT_MET and row.target and row.period:
        return _unmet(row, row.period, row.target.due, today)
    if row.assessment is Assessment.EXEMPT and row.target:
        return row.target.note
    return ""


def _unmet(row: Assessed, period: Period, due: Period, today: date) -> str:
    """An unmet target before its due date is no failure yet, unless the unit ended before it; after it, without a later
    figure, nobody knows."""
    short = shortfall(row)
    if period.end >= due.end:
        return short
    ended = row.unit.ended_before(due) and row.unit.has_ended(today)
    if today <= due.end and not ended:
        return f"{short}, còn hạn {formats.due(due)}"
    unknown = "đơn vị kết thúc hoạt động trước hạn" if ended else "chưa có số liệu cuối kỳ"
    return f"{short} vào {formats.period(period)}; hạn {formats.due(due)}, {unknown}"


def shortfall(row: Assessed) -> str:
    """`còn thiếu 31,3 điểm phần trăm`, or `vượt 5 phút` of what should be no more than so much."""
    verb = _SHORT[row.target.comparison] if row.target else _SHORT[Comparison.AT_LEAST]
    return f"{verb} {formats.distance(row.gap or 0, row.indicator.measure, row.indicator.decimals)}"


_SHORT = {Comparison.AT_LEAST: "còn thiếu", Comparison.AT_MOST: "vượt", Comparison.EXACTLY: "chênh"}


def bar_of(row: Assessed) -> Bar | None:
    """The result against its target; None when there is nothing to draw or no natural axis."""
    axis = axis_of(row)
    if row.amount is None or axis is None:
        return None
    target = row.target.amount if row.target and row.target.status is TargetStatus.BINDING else None
    country = row.benchmark.amount if row.benchmark else None
    return Bar(
        value=position(row.amount, axis),
        target=position(target, axis) if target is not None else None,
        code=row.assessment,
        country=position(country, axis) if country is not None else None,
    )


def country_text(benchmark: Assessed) -> str:
    """`cả nước 43,67%`, with what makes the figure doubtful."""
    return f"cả nước {figure_and_doubts(benchmark)}"


def benchmark_link(row: Assessed) -> Link | None:
    """The country's figure of the row's indicator and period, leading to where that stands: `cả nước 43,67%`."""
    return Link(country_text(row.benchmark), stated_at(row.benchmark)) if row.benchmark else None


WHOLE = 100 * SCALE
"""The end of an axis of percents or points, in millionths."""


def axis_of(row: Assessed) -> int | None:
    """The axis' end in millionths; None for measures without one."""
    return WHOLE if row.indicator.measure in (Measure.PERCENT, Measure.POINTS) else None


def position(amount: int, axis: int) -> float:
    """Where a figure lies on an axis from 0, in percents of its length, with two decimals."""
    return round(min(max(amount, 0), axis) * 100 / axis, 2)


def rank_of(row: Assessed) -> Rank | None:
    """`hạng 3/18` with what is counted: `18 sở, ban, ngành; 16 đơn vị được xếp hạng`."""
    if row.rank is None or row.ranked_of is None or row.peers is None:
        return None
    units = words.LEVEL_UNITS[row.unit.level]
    units += " có trong cổng" if row.unit.level is Level.PROVINCE else ""
    counted = "; ".join(filter(None, [f"{row.peers} {units}", ranked_among(row)]))
    return Rank(f"hạng{formats.NBSP}{row.rank}/{row.peers}", row.rank, row.peers, row.tied, counted)


def ranked_among(row: Assessed) -> str:
    """`16 đơn vị được xếp hạng`, where others of its peers have no rank: the last of those that have one may not seem
    to have two behind it."""
    return f"{row.ranked_of} đơn vị được xếp hạng" if row.ranked_of != row.peers else ""


def place_text(row: Assessed) -> str:
    """`hạng 3`; `đồng hạng 3` of units with the same figure."""
    return f"{'đồng ' if row.tied else ''}hạng{formats.NBSP}{row.rank}"


def period_text(row: Assessed) -> str:
    """The figure's period in words, empty when there is none."""
    return formats.period(row.period) if row.period else ""


def change_text(row: Assessed) -> str:
    """`Tăng 0,2 điểm so với tháng 8/2024.`, empty when there is nothing to compare with."""
    if row.change is None or row.previous_period is None:
        return ""
    return f"{_moved(row.change, row.indicator)} so với {formats.period(row.previous_period)}."


def year_change_text(row: Assessed) -> str:
    """`Giảm 1,5 điểm phần trăm so với tháng 5/2023.`, empty when there is nothing to compare with."""
    if row.year_change is None or row.period is None:
        return ""
    return f"{_moved(row.year_change, row.indicator)} so với {formats.period(row.period.a_year_before)}."


def _moved(change: int, indicator: Indicator) -> str:
    """`Tăng 0,2 điểm`, `Không đổi`."""
    if change == 0:
        return "Không đổi"
    verb = "Tăng" if change > 0 else "Giảm"
    return f"{verb} {formats.distance(change, indicator.measure, indicator.decimals)}"


def required(target: Target) -> str:
    """What must be reached, or why nothing: `tối thiểu 80%`, `được miễn`."""
    if target.status is TargetStatus.EXEMPT:
        return "được miễn"
    if target.status is TargetStatus.UNREADABLE:
        return words.MISSING[ResultStatus.UNREADABLE]
    return formats.required(target.value, target.comparison, target.indicator.measure)


def wanted(target: Target) -> str:
    """The same within a sentence that says no date: `phải đạt tối thiểu 80%`, `được miễn`."""
    return f"{_LEADS[target.status]}{required(target)}"


def note_on_result(result: Stated, facts: Facts) -> str:
    """The document's note on a result, and which later document corrects the result."""
    later = facts.corrected_results.after(result.source, result.figure)
    corrected = f"Số này đã được thay bằng số ở {formats.source_name(later.source)}" if later else ""
    return _joined(result.note, corrected)


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
    """How many of a unit's latest figures reach their target."""

    met: int
    judged: int
    exempt: int

    @property
    def text(self) -> str:
        """`4/11 đạt`, `được miễn`, or empty when there is nothing to score."""
        if self.judged:
            return f"{self.met}/{self.judged}{formats.NBSP}đạt"
        return "được miễn" if self.exempt else ""


def score_of(rows: Sequence[Assessed]) -> Score:
    """Counts the assessments of the rows, one an indicator."""
    kinds = [row.assessment for row in rows]
    judged = sum(kinds.count(kind) for kind in JUDGED)
    return Score(kinds.count(Assessment.MET), judged, kinds.count(Assessment.EXEMPT))
