"""Pieces that several kinds of page show: links, figures, marks, bars, ranks, references to a document's row."""

from dataclasses import replace
from datetime import date

from generator import formats, words
from generator.model import (
    SCALE,
    Assessment,
    Body,
    Indicator,
    Level,
    Measure,
    Period,
    Portal,
    Reading,
    ResultStatus,
    Source,
    TargetOrigin,
    TargetStatus,
    Unit,
)
from generator.pages.facts import Assessed, Stated, Target, grouped
from generator.pages.parts import Bar, Figure, Link, Mark, Rank, SourceRef

HOME = Link("Trang chủ", "/")
UNITS = Link("Đơn vị", "/don-vi/")
INDICATORS = Link("Chỉ tiêu", "/chi-tieu/")
SOURCES = Link("Văn bản", "/van-ban/")
PLANS = Link("Kế hoạch", "/ke-hoach/")
RANKINGS = Link("Xếp hạng", "/xep-hang/")


def unit_link(unit: Unit) -> Link:
    """The unit's full name and page."""
    return Link(unit.name, unit.address)


def indicator_link(indicator: Indicator) -> Link:
    """The indicator's name and page."""
    return Link(indicator.name, indicator.address)


def source_link(source: Source) -> Link:
    """The document's kind and number, and its page."""
    return Link(source_name(source), source.address)


def source_name(source: Source) -> str:
    """`Kế hoạch số 3688/KH-UBND`, kept on one line where it fits."""
    return f"{source.kind} số{formats.NBSP}{source.number}"


def place_link(unit: Unit, level: Level | None) -> Link:
    """A unit, or all units of a level within it: `Các xã, phường, thị trấn của tỉnh Tây Ninh`."""
    if level is None:
        return unit_link(unit)
    return Link(f"Các {words.LEVEL_UNITS[level]} của {words.name_in_text(unit)}", unit.address)


def actor_link(id_: str, portal: Portal) -> Link:
    """Who leads or joins a task: a unit, a body (no page: empty address), or all units of a level."""
    unit_id, colon, level = id_.partition(":")
    if colon:
        return place_link(portal.units[unit_id], Level(level))
    actor: Unit | Body = portal.units[id_] if id_ in portal.units else portal.bodies[id_]
    return unit_link(actor) if isinstance(actor, Unit) else Link(actor.name, "")


def unit_trail(unit: Unit, portal: Portal) -> tuple[Link, ...]:
    """The way to a unit's page: home, units, its parents from the top."""
    parents: list[Unit] = []
    at = portal.units.get(unit.parent_id)
    while at is not None:
        parents.append(at)
        at = portal.units.get(at.parent_id)
    return (HOME, UNITS, *(unit_link(parent) for parent in reversed(parents)))


def row_address(source: Source, locator: str) -> str:
    """The anchor of a document's row on the document's page."""
    return f"{source.address}#{formats.anchor(locator)}"


def legend() -> tuple[Mark, ...]:
    """Every assessment with its word, as the key of a table shows them."""
    return tuple(Mark(code, words.ASSESSMENTS[code]) for code in Assessment)


def stated_at(row: Assessed) -> str:
    """The anchor of the row that states the figure; empty for one that no document states."""
    return row_address(row.source, row.locator) if row.source and row.locator else ""


def source_ref(source: Source, locator: str, reading: Reading = Reading.CLEAR, note: str = "") -> SourceRef:
    """Where a figure stands, leading to the very row on the document's page."""
    text = f"{source_name(source)}, {formats.locator(locator)}"
    return SourceRef(text, row_address(source, locator), reading is Reading.INFERRED, note)


def figure_of(row: Assessed | Stated) -> Figure:
    """The stated figure with its unit of measure, or in words why there is none."""
    if row.value:
        provisional = "số liệu tạm tính" if row.status is ResultStatus.PROVISIONAL else ""
        return Figure(formats.stated(row.value, row.indicator.measure), row.value, note=provisional)
    return Figure(words.MISSING[row.status], missing=True, note=row.note)


def target_text(target: Target) -> str:
    """`tối thiểu 80% đến hết năm 2025`, or why there is none to reach."""
    if target.status is TargetStatus.UNREADABLE:
        return f"không đọc được trên bản quét ({formats.due(target.due)})"
    wanted = formats.required(target.value, target.comparison, target.indicator.measure)
    if target.status is TargetStatus.EXEMPT:
        return f"được miễn ({formats.due(target.due)})"
    return f"{wanted} {formats.due(target.due)}"


def target_sentence(target: Target) -> str:
    """The target in a sentence: `Mức phải đạt: tối thiểu 80% đến hết năm 2025 (mức chung của cấp).`."""
    inherited = target.origin in (TargetOrigin.LEVEL, TargetOrigin.ANCESTOR)
    common = f" ({words.inline(words.ORIGINS[target.origin])})" if inherited else ""
    return f"Mức phải đạt: {target_text(target)}{common}."


def mark_of(row: Assessed, today: date) -> Mark:
    """The assessment in a word, with what it means at this point of time."""
    return Mark(row.assessment, words.ASSESSMENTS[row.assessment], _detail(row, today))


def _detail(row: Assessed, today: date) -> str:
    if row.assessment is Assessment.NOT_MET and row.target and row.period:
        return _unmet(row, row.period, row.target.due, today)
    if row.assessment is Assessment.EXEMPT and row.target:
        return row.target.note
    return ""


def _unmet(row: Assessed, period: Period, due: Period, today: date) -> str:
    """An unmet target before its due date is no failure yet; after it, without a later figure, nobody knows."""
    short = shortfall(row)
    if period.end >= due.end:
        return short
    if today <= due.end:
        return f"{short}, còn hạn {formats.due(due)}"
    return f"{short} vào {formats.period(period)}; hạn {formats.due(due)}, chưa có số liệu cuối kỳ"


def shortfall(row: Assessed) -> str:
    """`còn thiếu 31,3 điểm phần trăm`."""
    return f"còn thiếu {formats.distance(row.gap or 0, row.indicator.measure, row.indicator.decimals)}"


def sentence(text: str) -> str:
    """The text with a capital and a full stop; nothing stays nothing."""
    return f"{words.opening(text).rstrip('.')}." if text else ""


def bar_of(row: Assessed) -> Bar | None:
    """The result against its target; None when there is nothing to draw or no natural axis."""
    axis = _axis(row)
    if row.amount is None or axis is None:
        return None
    target = row.target.amount if row.target and row.target.status is TargetStatus.BINDING else None
    label = f"{row.unit.short_name}: {figure_of(row).text}"
    wanted = f"; phải đạt {target_text(row.target)}" if row.target and target is not None else ""
    return Bar(
        label=label + wanted,
        value=position(row.amount, axis),
        target=position(target, axis) if target is not None else None,
        code=row.assessment,
    )


def _axis(row: Assessed) -> int | None:
    """The axis' end in millionths: 100 for percents and points."""
    return 100 * SCALE if row.indicator.measure in (Measure.PERCENT, Measure.POINTS) else None


def position(amount: int, axis: int) -> float:
    """Where a figure lies on an axis from 0, in percents of its length, with two decimals."""
    return round(min(max(amount, 0), axis) * 100 / axis, 2)


def rank_of(row: Assessed) -> Rank | None:
    """`hạng 3/18` with what is counted: `18 sở, ban, ngành; 16 đơn vị được xếp hạng`."""
    if row.rank is None or row.ranked_of is None or row.peers is None:
        return None
    units = words.LEVEL_UNITS[row.unit.level]
    counted = (
        f"{row.peers} {units}"
        if row.peers == row.ranked_of
        else f"{row.peers} {units}; {row.ranked_of} đơn vị được xếp hạng"
    )
    return Rank(f"hạng{formats.NBSP}{row.rank}/{row.peers}", row.rank, row.peers, row.tied, counted)


def period_text(row: Assessed) -> str:
    """The figure's period in words, empty when there is none."""
    return formats.period(row.period) if row.period else ""


def change_text(row: Assessed) -> str:
    """`Tăng 0,2 điểm so với tháng 8/2024.`, empty when there is nothing to compare with."""
    if row.change is None or row.previous_period is None:
        return ""
    before = formats.period(row.previous_period)
    if row.change == 0:
        return f"Không đổi so với {before}."
    verb = "Tăng" if row.change > 0 else "Giảm"
    return f"{verb} {formats.distance(row.change, row.indicator.measure, row.indicator.decimals)} so với {before}."


def result_sources(row: Assessed) -> tuple[SourceRef, ...]:
    """Where the result and the target in force stand; a row that holds both is named once, with all that is noted."""
    found = (
        [source_ref(row.source, row.locator, row.reading, row.note if row.value else "")]
        if row.source and row.locator
        else []
    )
    if row.target:
        found.append(source_ref(row.target.source, row.target.locator, note=row.target.note))
    by_row = grouped(found, lambda ref: ref.address)
    return tuple(
        replace(refs[0], note=". ".join(dict.fromkeys(ref.note.rstrip(".") for ref in refs if ref.note)))
        for refs in by_row.values()
    )
