"""The indicators of a unit's page: a card for each that has a figure, a line for each that has none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator import formats
from generator.model import Measure, Period, ResultStatus
from generator.pages import shared
from generator.pages.facts import Assessed, Facts, grouped
from generator.pages.parts import Bar, Figure, Finding, Link, Mark, Rank, SourceRef
from generator.pages.unit_tables import place_of


@dataclass(frozen=True)
class IndicatorCard:
    """One indicator of a unit: its newest figure, what it had to be, its place, what doubts it."""

    id: str
    link: Link
    figure: Figure
    mark: Mark
    bar: Bar | None
    target: str
    place: Rank | None
    change: str
    period: str
    sources: tuple[SourceRef, ...]
    notes: tuple[str, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class CardGroup:
    """The cards of one group of indicators."""

    name: str
    cards: tuple[IndicatorCard, ...]


@dataclass(frozen=True)
class Unknown:
    """An indicator without a result: what was to be reached, and where that stands."""

    link: Link
    target: str
    source: SourceRef | None


def card_groups(newest: Sequence[Assessed], rows: Sequence[Assessed], facts: Facts) -> tuple[CardGroup, ...]:
    """Cards in the order of the list of indicators, under their groups."""
    order = {id_: place for place, id_ in enumerate(facts.portal.indicators)}
    later = _silent_since(rows)
    ordered = sorted(newest, key=lambda row: order[row.indicator.id])
    groups = grouped(ordered, lambda row: row.indicator.group)
    return tuple(
        CardGroup(name, tuple(_card(row, later.get(row.indicator.id), facts) for row in members))
        for name, members in groups.items()
    )


def _silent_since(rows: Sequence[Assessed]) -> Mapping[str, Period]:
    """For each indicator, the newest period in which peers were reported and this unit was not."""
    return {row.indicator.id: row.period for row in rows if row.period and row.status is ResultStatus.NOT_REPORTED}


def _card(row: Assessed, silent: Period | None, facts: Facts) -> IndicatorCard:
    key = (row.unit.id, row.indicator.id, str(row.period))
    return IndicatorCard(
        id=row.indicator.slug,
        link=shared.indicator_link(row.indicator),
        figure=shared.figure_of(row),
        mark=shared.mark_of(row, facts.today),
        bar=shared.bar_of(row),
        target=shared.target_sentence(row.target) if row.target else "",
        place=place_of(row),
        change=shared.change_text(row),
        period=shared.period_text(row),
        sources=shared.result_sources(row),
        notes=_notes(row, silent),
        findings=facts.findings.by_figure.get(key, ()),
    )


def _notes(row: Assessed, silent: Period | None) -> tuple[str, ...]:
    notes = []
    if silent and row.period and silent.end > row.period.end:
        notes.append(f"Văn bản về {formats.period(silent)} không nêu số liệu của đơn vị này.")
    if row.progress is not None and row.baseline_period and row.baseline_period != row.period and row.gap:
        notes.append(_progress(row.progress, row.baseline_period))
    return tuple(notes)


def _progress(progress: int, since: Period) -> str:
    """How much of the way from the baseline to the target is done; a step back is said as one."""
    if progress < 0:
        return f"Đang xa chỉ tiêu hơn so với {formats.period(since)}."
    done = formats.figure(progress * 100, Measure.PERCENT, 0)
    return f"Đã đi {done} chặng đường từ mức của {formats.period(since)} đến chỉ tiêu."


def unknown(rows: Sequence[Assessed], newest: Sequence[Assessed]) -> tuple[Unknown, ...]:
    """Indicators of which no document gives a result of this unit."""
    known = {row.indicator.id for row in newest}
    silent = {row.indicator.id: row for row in rows if row.indicator.id not in known}
    return tuple(_without_result(row) for row in silent.values())


def _without_result(row: Assessed) -> Unknown:
    target = row.target
    return Unknown(
        link=shared.indicator_link(row.indicator),
        target=shared.target_sentence(target) if target else "",
        source=shared.source_ref(target.source, target.locator, note=target.note) if target else None,
    )
