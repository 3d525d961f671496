"""Rules about targets and tasks that probably contain a mistake."""

from collections.abc import Iterator

import pandas as pd

from generator import formats, words
from generator.bulk import stacked
from generator.model import SCALE, Comparison, Direction, Measure, TargetStatus
from generator.plausibility.evidence import Evidence
from generator.plausibility.suspected import SuspectedFault, in_row
from generator.problems import Problem
from generator.schedule import last_day

MAX_YEARS_AHEAD = 10
"""Plans look at most this many years ahead."""
LOW_FACTOR = 5
"""A target this many times smaller than the median of the document's figures for the indicator probably lacks a
digit."""
MIN_FIGURES = 4
"""With fewer figures than this, the usual value is unknown."""

_WRONG_COMPARISON = {Direction.HIGHER: Comparison.AT_MOST, Direction.LOWER: Comparison.AT_LEAST}
"""The comparison that contradicts an indicator's direction."""


def against_direction(evidence: Evidence) -> Iterator[SuspectedFault]:
    """Yields targets that limit an indicator where higher is better, or demand a minimum where lower is better.
    Reported once per document and indicator, because it is one mistake."""
    indicators = evidence.portal.indicators
    against = {item.id: _WRONG_COMPARISON[item.direction].value for item in indicators.values()}
    targets = evidence.portal.targets
    wrong = targets[targets["comparison"].eq(targets["indicator_id"].astype("str").map(against).fillna("-"))]
    for (source_id, indicator_id, comparison), rows in wrong.groupby(["source_id", "indicator_id", "comparison"]):
        direction = words.inline(words.DIRECTIONS[indicators[str(indicator_id)].direction])
        message = f"({words.inline(words.COMPARISONS[Comparison(str(comparison))])}) ngược với chỉ tiêu {direction}"
        hint = "xem lại comparison, hoặc direction của chỉ tiêu trong data/indicators.yml"
        key = (str(source_id), str(indicator_id), str(comparison))
        yield _grouped("wrong-way", key, rows, "comparison", message, hint)


def zero_targets(evidence: Evidence) -> Iterator[SuspectedFault]:
    """Yields targets of 0, which are reached without doing anything. An upper limit of 0 for something bad is intended
    and not reported."""
    targets = evidence.portal.targets
    binding = targets["status"].eq(TargetStatus.BINDING) & targets["comparison"].ne(Comparison.AT_MOST)
    for _, row in targets[binding & targets["amount"].eq(0)].iterrows():
        message = "mức phải đạt bằng 0, không làm gì cũng đạt"
        hint = "văn bản miễn thì ghi status là exempt kèm note; không đọc được thì ghi unreadable"
        yield _single("zero-target", row, message, hint)


def fractions(evidence: Evidence) -> Iterator[SuspectedFault]:
    """Yields percentage targets below 1: 0.47 was probably meant to be 47. Upper limits are left out, because a small
    limit for something bad is intended."""
    for _, row in _shares(evidence)[lambda shares: shares["amount"].lt(SCALE)].iterrows():
        intended = formats.exact_figure(int(row["amount"]) * 100, Measure.PERCENT)
        hint = f"Excel lưu tỷ lệ dưới dạng phân số; nếu văn bản ghi {intended} thì sửa lại"
        yield _single("fraction-target", row, "mức phải đạt nhỏ hơn 1%", hint)


def too_low(evidence: Evidence) -> Iterator[SuspectedFault]:
    """Yields percentage targets far below the document's other figures for the indicator: 4 instead of 47."""
    names = ["source_id", "indicator_id", "amount"]
    figures = stacked([evidence.portal.targets[names], evidence.portal.results[names]]).dropna(subset=["amount"])
    usual = figures.groupby(names[:2], observed=True)["amount"].agg(["median", "size"]).reset_index()
    shares = _shares(evidence).merge(usual, on=names[:2])
    low = (
        shares["amount"].ge(SCALE) & shares["size"].ge(MIN_FIGURES) & shares["median"].ge(shares["amount"] * LOW_FACTOR)
    )
    for _, row in shares[low].iterrows():
        median = formats.exact_figure(int(row["median"]), Measure.PERCENT)
        message = f"mức phải đạt quá thấp so với các số khác của chỉ tiêu trong văn bản (một nửa từ {median} trở lên)"
        yield _single("low-target", row, message, "đối chiếu lại với văn bản; có thể thiếu một chữ số")


def _shares(evidence: Evidence) -> pd.DataFrame:
    """Returns the binding percentage targets above 0 that set a minimum or an exact value."""
    targets = evidence.portal.targets
    percent = [item.id for item in evidence.portal.indicators.values() if item.measure is Measure.PERCENT]
    binding = targets["status"].eq(TargetStatus.BINDING) & targets["comparison"].ne(Comparison.AT_MOST)
    return targets[binding & targets["indicator_id"].isin(percent) & targets["amount"].gt(0)]


def due_before_issue(evidence: Evidence) -> Iterator[SuspectedFault]:
    """Yields targets that were due before their document was issued, once per document and due date."""
    sources, targets = evidence.portal.sources, evidence.targets
    for (source_id, due), rows in targets[targets["end"].lt(targets["issued"])].groupby(["source_id", "due"]):
        day = formats.day(sources[str(source_id)].issued_on)
        hint = "xem lại thời hạn, hoặc issued_on trong data/sources.yml"
        message = f"thời hạn đã qua khi văn bản được ban hành ({day})"
        yield _grouped("due-before-issue", (str(source_id), str(due), day), rows, "due", message, hint)


def due_far_off(evidence: Evidence) -> Iterator[SuspectedFault]:
    """Yields targets that are due long after their document was issued (2042 instead of 2024), once per document and
    due date."""
    sources, targets = evidence.portal.sources, evidence.targets
    far = targets["end"].dt.year.sub(targets["issued"].dt.year).gt(MAX_YEARS_AHEAD)
    for (source_id, due), rows in targets[far].groupby(["source_id", "due"]):
        day = formats.day(sources[str(source_id)].issued_on)
        message = f"thời hạn hơn {MAX_YEARS_AHEAD} năm sau ngày ban hành văn bản ({day})"
        hint = "xem lại thời hạn, hoặc issued_on trong data/sources.yml"
        yield _grouped("far-due", (str(source_id), str(due), day), rows, "due", message, hint)


def of_ended_units(evidence: Evidence) -> Iterator[SuspectedFault]:
    """Yields targets for units that had ended before their document was issued."""
    ends = {unit.id: unit.active_to for unit in evidence.portal.units.values() if unit.active_to}
    targets = evidence.targets
    last_days = pd.to_datetime(targets["unit_id"].astype("str").map(ends))
    for _, row in targets[last_days.lt(targets["issued"])].iterrows():
        unit_id = str(row["unit_id"])
        message = f"đơn vị kết thúc hoạt động ngày {formats.day(ends[unit_id])}, trước ngày ban hành văn bản"
        key = (str(row["source_id"]), unit_id, str(row["indicator_id"]))
        yield in_row("ended-target", key, row, "unit_id", message, "chọn đơn vị kế tiếp")


def tasks_due_before_issue(evidence: Evidence) -> Iterator[SuspectedFault]:
    """Yields tasks that were due before their document was issued."""
    for task in evidence.portal.tasks:
        source, due = evidence.portal.sources.get(task.source_id), last_day(task.schedule)
        if source and due and due < source.issued_on:
            message = f"thời hạn đã qua khi văn bản được ban hành ({formats.day(source.issued_on)})"
            hint = "xem lại thời hạn, hoặc issued_on trong data/sources.yml"
            problem = Problem(task.path, task.line, "due", task.due, message, hint)
            key = (task.id, task.due, source.issued_on.isoformat())
            yield SuspectedFault("task-due-before-issue", key, problem, task.progress_note)


def _single(rule: str, row: pd.Series, message: str, hint: str) -> SuspectedFault:
    """Returns a suspected fault of the value of one row."""
    names = ("source_id", "unit_id", "level", "indicator_id", "due", "comparison", "value")
    return in_row(rule, tuple(str(row[name]) for name in names), row, "value", message, hint)


def _grouped(
    rule: str, key: tuple[str, ...], rows: pd.DataFrame, field: str, message: str, hint: str
) -> SuspectedFault:
    """Returns one suspected fault of several rows, reported at the first of them."""
    more = f"; còn {len(rows) - 1} dòng nữa như vậy" if len(rows) > 1 else ""
    return in_row(rule, key, rows.iloc[0], field, f"{message}{more}", hint)
