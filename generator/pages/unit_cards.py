"""The indicators of a unit's page: a card for each that has a figure, a line for each that has none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from generator import formats
from generator.model import SCALE, Measure, Period, ResultStatus
from generator.pages import shared
from generator.pages.facts import Assessed, Facts, grouped
from generator.pages.parts import Bar, Figure, Finding, Link, Mark, Rank, SourceRef
from generator.pages.peers import Peers
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
    target: Link | None
    note: str


def card_groups(
    newest: Sequence[Assessed], rows: Sequence[Assessed], facts: Facts, peers: Peers
) -> tuple[CardGroup, ...]:
    """The cards of the newest figures, under the groups of their indicators."""
    silent = _silent_since(rows)
    groups = grouped(newest, lambda row: row.indicator.group)
    return tuple(
        CardGroup(name, tuple(_card(row, _notes(row, silent, peers), peers, facts) for row in members))
        for name, members in groups.items()
    )


def _silent_since(rows: Sequence[Assessed]) -> Mapping[str, Period]:
    """For each indicator, the newest period in which peers were reported and this unit was not."""
    return {row.indicator.id: row.period for row in rows if row.period and row.status is ResultStatus.NOT_REPORTED}


def _card(row: Assessed, notes: tuple[str, ...], peers: Peers, facts: Facts) -> IndicatorCard:
    key = (row.unit.id, row.indicator.id, str(row.period))
    return IndicatorCard(
        id=row.indicator.slug,
        link=Link(row.indicator.short_name, row.indicator.address),
        figure=shared.figure_of(row),
        mark=_mark(row, facts),
        bar=shared.bar_of(row),
        target=shared.target_sentence(row.target) if row.target else "",
        place=None if _all_alike(row, peers) else place_of(row),
        change=shared.change_text(row),
        period=shared.period_text(row),
        sources=_sources(row),
        notes=notes,
        findings=facts.findings.by_figure.get(key, ()),
    )


def _sources(row: Assessed) -> tuple[SourceRef, ...]:
    """Where the result and its target stand; a row that holds both is named once, with what is noted of either."""
    by_row = grouped(shared.result_sources(row), lambda ref: ref.address)
    return tuple(
        replace(refs[0], note=". ".join(dict.fromkeys(ref.note.rstrip(".") for ref in refs if ref.note)))
        for refs in by_row.values()
    )


def _mark(row: Assessed, facts: Facts) -> Mark:
    """The mark with its detail as a sentence of its own."""
    mark = shared.mark_of(row, facts.today)
    detail = mark.detail.rstrip(".")
    return replace(mark, detail=f"{detail[:1].upper()}{detail[1:]}." if detail else "")


def _all_alike(row: Assessed, peers: Peers) -> bool:
    """Whether all peers have the same figure: a first place that all share is none."""
    ring = peers.ring(row)
    return ring is not None and len(ring.places) == 1


def _notes(row: Assessed, silent: Mapping[str, Period], peers: Peers) -> tuple[str, ...]:
    notes = []
    since = silent.get(row.indicator.id)
    if _all_alike(row, peers):
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
        return f"Đang xa chỉ tiêu hơn so với {formats.period(since)}."
    done = formats.figure(progress * 100 // SCALE * SCALE, Measure.PERCENT, 0)
    return f"Đã đi {done} chặng đường từ mức của {formats.period(since)} đến chỉ tiêu."


def unknown(rows: Sequence[Assessed], newest: Sequence[Assessed]) -> tuple[Unknown, ...]:
    """Indicators of which no document gives a result of this unit."""
    known = {row.indicator.id for row in newest}
    silent = {row.indicator.id: row for row in rows if row.indicator.id not in known}
    return tuple(_without_result(row) for row in silent.values())


def _without_result(row: Assessed) -> Unknown:
    link = shared.indicator_link(row.indicator)
    target = row.target
    if target is None:
        return Unknown(link, None, "")
    row_of_target = shared.row_address(target.source, target.locator)
    return Unknown(link, Link(shared.target_sentence(target), row_of_target), target.note)
