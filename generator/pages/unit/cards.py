"""The indicators of a unit's page: a card for each that has a figure, a line for each that has none."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from generator import formats, words
from generator.model import SCALE, Assessment, Measure, Period, ResultStatus, Source, TargetOrigin, TargetStatus
from generator.pages.facts import Assessed, Facts, Target, grouped
from generator.pages.figures import bar_of, change_text, figure_of, mark_of, shortfall, target_sentence, target_text
from generator.pages.levels import Levels
from generator.pages.links import indicator_link, row_address, source_link, source_ref
from generator.pages.parts import Bar, Figure, Finding, Link, Mark, Rank, SourceRef
from generator.pages.unit.tables import place_of
from generator.words import sentence

T = TypeVar("T")


@dataclass(frozen=True)
class IndicatorCard:
    """One indicator of a unit: its newest figure, what it had to be, its place, what doubts it.

    `said` are short sentences on the figure, `remarks` what the documents note of it.
    """

    id: str
    link: Link
    figure: Figure
    mark: Mark
    bar: Bar | None
    target: Link | None
    place: Rank | None
    said: tuple[str, ...]
    sources: tuple[SourceRef, ...]
    remarks: tuple[str, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class CardGroup:
    """The cards of one period. What holds for all of them is said once, above: the document, the common target, whom
    places are counted among."""

    name: str
    source: Link | None
    said: tuple[str, ...]
    cards: tuple[IndicatorCard, ...]


@dataclass(frozen=True)
class Unknown:
    """An indicator without a result: what was to be reached, and where that stands."""

    link: Link
    target: Link | None
    note: str


@dataclass(frozen=True)
class _Common:
    """What the rows of a group share; nothing where they differ. `remark` is how all notes on their targets begin."""

    source: Source | None
    due: Period | None
    origin: TargetOrigin | None
    remark: str
    peers: int | None


def card_groups(
    newest: Sequence[Assessed], rows: Sequence[Assessed], facts: Facts, levels: Levels
) -> tuple[CardGroup, ...]:
    """The cards of the newest figures by period, the newest first."""
    silent = _silent_since(rows)
    periods = grouped(newest, lambda row: row.period)
    ordered = sorted(periods.items(), key=lambda item: item[0].end if item[0] else date.min, reverse=True)
    return tuple(_group(period, members, silent, facts, levels) for period, members in ordered)


def _group(
    period: Period | None, rows: Sequence[Assessed], silent: Mapping[str, Period], facts: Facts, levels: Levels
) -> CardGroup:
    common = _common(rows)
    return CardGroup(
        name=_name(period, common.due),
        source=source_link(common.source) if common.source else None,
        said=tuple(_said_of_all(rows, common, facts.today)),
        cards=tuple(_card(row, common, _notes(row, silent, levels), facts, levels) for row in rows),
    )


def _common(rows: Sequence[Assessed]) -> _Common:
    targets = [row.target for row in rows if row.target]
    return _Common(
        source=_only([row.source for row in rows]),
        due=_only([target.due for target in targets]),
        origin=_only([target.origin for target in targets]),
        remark=_start([target.note for target in targets]),
        peers=_only([row.peers for row in rows if row.peers]),
    )


def _only(values: Sequence[T]) -> T | None:
    """The one value that all have; None when they differ or there is none."""
    return values[0] if values and all(value == values[0] for value in values) else None


def _start(notes: Sequence[str]) -> str:
    """What all notes begin with, where that is a whole note."""
    shortest = min(notes, key=len, default="")
    return shortest if all(note.startswith(shortest) for note in notes) else ""


def _name(period: Period | None, due: Period | None) -> str:
    """`Tháng 5/2024 so với mức phải đạt năm 2024`."""
    result = formats.period(period).capitalize() if period else "Không rõ kỳ"
    return f"{result} so với mức phải đạt {formats.period(due)}" if due else result


def _said_of_all(rows: Sequence[Assessed], common: _Common, today: date) -> Iterator[str]:
    if common.remark or common.origin in _INHERITED:
        yield sentence(common.remark or words.ORIGINS[common.origin or TargetOrigin.NONE])
    unmet = [row for row in rows if row.assessment is Assessment.NOT_MET]
    if unmet and common.due and (state := _state_of_due(unmet[0], common.due, today)):
        yield state
    if common.peers and any(row.rank for row in rows):
        yield f"Xếp hạng trong {common.peers} {words.LEVEL_UNITS[rows[0].unit.level]}."


_INHERITED = (TargetOrigin.LEVEL, TargetOrigin.ANCESTOR)


def _state_of_due(row: Assessed, due: Period, today: date) -> str:
    """Whether targets not met yet may still be met, or nobody knows how they ended."""
    if row.period is None or row.period.end >= due.end:
        return ""
    if today <= due.end:
        return f"Còn hạn {formats.due(due)}."
    return f"Hạn {formats.due(due)} đã qua, chưa có số liệu cuối kỳ."


def _silent_since(rows: Sequence[Assessed]) -> Mapping[str, Period]:
    """For each indicator, the newest period in which peers were reported and this unit was not."""
    return {row.indicator.id: row.period for row in rows if row.period and row.status is ResultStatus.NOT_REPORTED}


def _card(row: Assessed, common: _Common, notes: Iterable[str], facts: Facts, levels: Levels) -> IndicatorCard:
    mark = mark_of(row, facts.today)
    said = (_short_of(row, mark, common), change_text(row), *notes)
    return IndicatorCard(
        id=row.indicator.slug,
        link=Link(row.indicator.short_name, row.indicator.address),
        figure=figure_of(row),
        mark=Mark(mark.code, mark.word),
        bar=bar_of(row),
        target=_target(row.target, common) if row.target else None,
        place=None if _all_alike(row, levels) else _place(row, common),
        said=tuple(sentence for sentence in said if sentence),
        sources=_sources(row, common),
        remarks=tuple(_remarks(row, common)),
        findings=facts.findings.by_figure.get((row.unit.id, row.indicator.id, str(row.period)), ()),
    )


def _short_of(row: Assessed, mark: Mark, common: _Common) -> str:
    """How far the figure is from its target; of the due date only what was not said of all."""
    if common.due and mark.code is Assessment.NOT_MET:
        return sentence(shortfall(row))
    return _rest(mark.detail, common) if mark.code is Assessment.EXEMPT else sentence(mark.detail)


def _rest(note: str, common: _Common) -> str:
    """What a note on a target says beyond what was said of all."""
    return sentence(note[len(common.remark) :].lstrip(".; "))


def _target(target: Target, common: _Common) -> Link:
    """What was to be reached, leading to its row; with the due date where the group's targets differ in it."""
    wanted = target_text(target)
    if target.status is TargetStatus.EXEMPT:
        wanted = "được miễn theo văn bản"
    elif common.due and target.status is TargetStatus.BINDING:
        wanted = formats.required(target.value, target.comparison, target.indicator.measure)
    inherited = common.origin is None and target.origin in _INHERITED
    text = f"{wanted} ({words.inline(words.ORIGINS[target.origin])})" if inherited else wanted
    return Link(text, row_address(target.source, target.locator))


def _place(row: Assessed, common: _Common) -> Rank | None:
    """The rank; whom it is counted among only where that was not said of all."""
    place = place_of(row)
    if place is None or common.peers is None:
        return place
    return replace(place, peers="" if row.peers == row.ranked_of else f"{row.ranked_of} đơn vị được xếp hạng")


def _sources(row: Assessed, common: _Common) -> tuple[SourceRef, ...]:
    """Where the result stands; within the group's document the row is enough. The target leads to its own row."""
    if row.source is None or not row.locator:
        return ()
    ref = source_ref(row.source, row.locator, row.reading)
    return (replace(ref, text=formats.locator(row.locator)) if row.source == common.source else ref,)


def _remarks(row: Assessed, common: _Common) -> Iterator[str]:
    """What the documents note of the figure and of its target, but for what was said of all or stands as the reason."""
    if row.value and row.note:
        yield sentence(row.note)
    if row.target and row.assessment is not Assessment.EXEMPT and (more := _rest(row.target.note, common)):
        yield more


def _all_alike(row: Assessed, levels: Levels) -> bool:
    """Whether all peers have the same figure: a first place that all share is none."""
    group = levels.of(row)
    return group is not None and len(group.places) == 1


def _notes(row: Assessed, silent: Mapping[str, Period], levels: Levels) -> tuple[str, ...]:
    notes = []
    since = silent.get(row.indicator.id)
    if _all_alike(row, levels):
        notes.append(f"Cả {row.ranked_of} đơn vị cùng cấp có số liệu đều ở mức này nên không xếp hạng.")
    if since and row.period and since.end > row.period.end:
        notes.append(f"Văn bản về {formats.period(since)} không nêu số liệu của đơn vị này.")
    if row.progress is not None and row.baseline_period and row.baseline_period != row.period and row.gap:
        notes.append(_progress(row.progress, row.baseline_period))
    return tuple(notes)


def _progress(progress: int, since: Period) -> str:
    """How much of the way from the baseline to the target is done, cut to whole percents so that nearly there is not
    there; a step back is said as one."""
    if progress < 0:
        return f"Đang xa mức phải đạt hơn so với {formats.period(since)}."
    done = formats.figure(progress * 100 // SCALE * SCALE, Measure.PERCENT, 0)
    return f"Đã đi {done} chặng đường từ mức của {formats.period(since)} đến mức phải đạt."


def unknown(rows: Sequence[Assessed], newest: Sequence[Assessed]) -> tuple[Unknown, ...]:
    """Indicators of which no document gives a result of this unit."""
    known = {row.indicator.id for row in newest}
    silent = {row.indicator.id: row for row in rows if row.indicator.id not in known}
    return tuple(_without_result(row) for row in silent.values())


def _without_result(row: Assessed) -> Unknown:
    link = indicator_link(row.indicator)
    target = row.target
    if target is None:
        return Unknown(link, None, "")
    row_of_target = row_address(target.source, target.locator)
    return Unknown(link, Link(target_sentence(target), row_of_target), target.note)
