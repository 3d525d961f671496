"""Objectives of a plan by area and year, each with the newest figure that measures it: of the figures until its due
date, if there are any.

An objective is a target in the running text of the document or in the annex of its tasks. Targets that a table assigns
to single units are not objectives.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from generator import formats, words
from generator.grouping import grouped
from generator.model import Aggregate, Indicator, Level, Period, Source, Unit
from generator.pages.facts import Assessed, Facts, Stated, Target
from generator.pages.figures import figure_of, mark_of, target_text
from generator.pages.links import indicator_link, row_address, source_ref
from generator.pages.parts import Figure, Link, Mark, SourceRef

AnyRow = TypeVar("AnyRow", Assessed, Stated)


@dataclass(frozen=True)
class Evidence:
    """The newest figure that measures an objective, until its due date if there is one (`until_due`) and the portal has
    later ones.

    - `scope`: scope of the figure, if it differs from that of the objective.
    - `measure`, `reason`: another indicator that measures the objective indirectly, and why. In that case, the
      objective is not assessed.
    - `mark`: assessment; only if the figure is assessed against this objective.
    - `remark`: otherwise states which target the figure is assessed against.
    """

    figure: Figure
    period: str
    source: SourceRef
    until_due: bool = False
    scope: str = ""
    measure: Link | None = None
    reason: str = ""
    mark: Mark | None = None
    remark: str = ""


@dataclass(frozen=True)
class Objective:
    """One target of a plan: its indicator, the levels that must reach it (`scope`), its value, and its newest figure
    (`evidence`)."""

    indicator: Link
    scope: str
    target: str
    notes: tuple[str, ...]
    places: tuple[Link, ...]
    evidence: Evidence | None


@dataclass(frozen=True)
class DueObjectives:
    """The objectives of an area with the same due date."""

    title: str
    objectives: tuple[Objective, ...]


@dataclass(frozen=True)
class ObjectiveArea:
    """The objectives of one area of reform, by due date. `measured` counts objectives with a figure; `indirect` counts
    those whose figure is of another indicator."""

    id: str
    title: str
    years: tuple[DueObjectives, ...]
    count: int
    measured: int
    indirect: int

    @property
    def note(self) -> str:
        """Counts the objectives: `7 mục tiêu, 3 đã có số liệu (1 đo gián tiếp)`."""
        if not self.measured:
            return f"{self.count} mục tiêu, chưa mục tiêu nào có số liệu"
        indirect = f" ({self.indirect} đo gián tiếp)" if self.indirect else ""
        return f"{self.count} mục tiêu, {self.measured} đã có số liệu{indirect}"


_LevelFigures = Mapping[tuple[str, Level, str], Sequence[Stated]]
"""Figures of whole levels by unit id, level and indicator id, the newest last."""


@dataclass(frozen=True)
class _Found:
    """The figure found for an objective. `until_due` says that there are later ones, of periods after its due date.
    `whole` says that it is the unit's own figure, not that of a level. `measure` is the indicator that measures the
    objective indirectly; None if the figure is of the objective's own indicator."""

    row: Assessed | Stated
    until_due: bool
    whole: bool
    measure: Indicator | None


def objective_areas(source: Source, facts: Facts) -> tuple[ObjectiveArea, ...]:
    """Returns the objectives of a document by area, in the order in which the document first mentions the areas, then
    by due date."""
    targets = sorted(_objectives(source, facts), key=lambda target: formats.locator_key(target.locator))
    figures = _level_figures(facts)
    areas = grouped(targets, lambda target: target.indicator.group)
    return tuple(_area(title, found, figures, facts) for title, found in areas.items())


def _objectives(source: Source, facts: Facts) -> Iterable[Target]:
    tables = {"text", *(task.locator.partition(":")[0] for task in facts.tasks_of.get(source.id, ()))}
    return (target for target in facts.targets_of.get(source.id, ()) if target.locator.partition(":")[0] in tables)


def _level_figures(facts: Facts) -> _LevelFigures:
    """Returns the figures of each level by unit, level and indicator. The last one is the newest; a mean or total comes
    after a pooled share of the same period."""
    rows = (row for rows in facts.level_results_by_indicator.values() for row in rows if row.value and row.level)
    found = grouped(sorted(rows, key=_newness_key), lambda row: (row.unit.id, row.level, row.indicator.id))
    return {(unit_id, level, id_): rows for (unit_id, level, id_), rows in found.items() if level}


def _newness_key(row: Stated) -> tuple[tuple[date, int], bool]:
    return row.period.order, row.aggregate is not Aggregate.POOLED


def _area(title: str, targets: Iterable[Target], figures: _LevelFigures, facts: Facts) -> ObjectiveArea:
    dues = grouped(sorted(targets, key=lambda target: target.due.end), lambda target: target.due)
    years = tuple(_due(due, found, figures, facts) for due, found in dues.items())
    evidence = [objective.evidence for year in years for objective in year.objectives if objective.evidence]
    return ObjectiveArea(
        id=f"muc-tieu-{formats.anchor(title)}",
        title=title,
        years=years,
        count=sum(len(year.objectives) for year in years),
        measured=len(evidence),
        indirect=sum(found.measure is not None for found in evidence),
    )


def _due(due: Period, targets: Iterable[Target], figures: _LevelFigures, facts: Facts) -> DueObjectives:
    return DueObjectives(words.capitalised(formats.due(due)), tuple(_merged(targets, figures, facts)))


def _merged(targets: Iterable[Target], figures: _LevelFigures, facts: Facts) -> Iterator[Objective]:
    """Merges equal targets for several levels, or in several places of the document, into one objective."""
    same = grouped(targets, lambda target: (target.indicator.id, target.unit.id, _target(target)))
    return (_objective(group, figures, facts) for group in same.values())


def _objective(targets: tuple[Target, ...], figures: _LevelFigures, facts: Facts) -> Objective:
    first = targets[0]
    levels = tuple(dict.fromkeys(target.level for target in targets if target.level))
    return Objective(
        indicator=indicator_link(first.indicator),
        scope=", ".join(words.inline(words.LEVELS[level]) for level in levels),
        target=_target(first),
        notes=tuple(dict.fromkeys(target.note for target in targets if target.note)),
        places=tuple(dict.fromkeys(_place(target) for target in targets)),
        evidence=_evidence(first, levels, figures, facts),
    )


def _place(target: Target) -> Link:
    return Link(formats.locator(target.locator), row_address(target.source, target.locator))


def _target(target: Target) -> str:
    if target.binding:
        return formats.target_text(target.value, target.comparison, target.indicator.measure)
    return words.inline(words.TARGET_STATUSES[target.status])


def _evidence(target: Target, levels: tuple[Level, ...], figures: _LevelFigures, facts: Facts) -> Evidence | None:
    found = _found(target, levels, figures, facts)
    if found is None or found.row.period is None or found.row.source is None:
        return None
    row = found.row
    return Evidence(
        figure=figure_of(row),
        period=formats.period(found.row.period),
        source=source_ref(found.row.source, row.locator, row.reading),
        until_due=found.until_due,
        scope=f"số chung của {words.name_in_text(target.unit)}" if found.whole and levels else "",
        measure=indicator_link(found.measure) if found.measure else None,
        reason=target.indicator.measured_by_reason if found.measure else "",
        mark=_mark(target, found, facts),
        remark=_remark(target, found),
    )


def _found(target: Target, levels: tuple[Level, ...], figures: _LevelFigures, facts: Facts) -> _Found | None:
    """Finds the newest figure. Prefers the objective's own indicator to the one that measures it indirectly, and the
    figure of its level to that of the whole unit."""
    proxy = facts.portal.indicators.get(target.indicator.measured_by)
    for indicator, measure in ((target.indicator, None), (proxy, proxy)):
        if indicator is None:
            continue
        of_level = figures.get((target.unit.id, levels[0], indicator.id), ()) if len(levels) == 1 else ()
        if of_level:
            return _Found(*_until(target.due, of_level), whole=False, measure=measure)
        own = _figures(target.unit, indicator, facts)
        if own:
            return _Found(*_until(target.due, own), whole=True, measure=measure)
    return None


def _figures(unit: Unit, indicator: Indicator, facts: Facts) -> Sequence[Assessed]:
    """Returns the unit's own rows of an indicator with a figure, the newest last."""
    found = (rows for rows in facts.series.get(unit.id, ()) if rows[0].indicator.id == indicator.id)
    return [row for rows in found for row in rows if row.amount is not None]


def _until(due: Period, rows: Sequence[AnyRow]) -> tuple[AnyRow, bool]:
    """Returns the newest figure of a period that ends not after the due date, and whether there are later ones. The
    figures of later years say nothing about an objective, unless there are no others."""
    in_time = [row for row in rows if _is_in_time(row.period, due)]
    return (in_time[-1], len(in_time) < len(rows)) if in_time else (rows[-1], False)


def _is_in_time(period: Period | None, due: Period) -> bool:
    return period is not None and period.end <= due.end


def _mark(target: Target, found: _Found, facts: Facts) -> Mark | None:
    return mark_of(found.row, facts.today) if isinstance(found.row, Assessed) and _in_force(target, found) else None


def _in_force(target: Target, found: _Found) -> bool:
    """Whether the figure is assessed against this target, wherever the target is stated."""
    row = found.row
    if found.measure or isinstance(row, Stated) or row.target is None:
        return False
    return _target_key(row.target) == _target_key(target)


def _target_key(target: Target) -> tuple[object, ...]:
    return target.source.id, target.unit.id, target.level, target.due, target.value, target.comparison


def _remark(target: Target, found: _Found) -> str:
    """States which target the figure is assessed against, if it is not this objective."""
    row = found.row
    if found.measure or isinstance(row, Stated) or row.target is None or _in_force(target, found):
        return ""
    return f"Số liệu này được đánh giá theo mức {target_text(row.target)} của {formats.source_name(row.target.source)}."
