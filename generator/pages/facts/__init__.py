"""All rows that pages show, and everything that pages look up by unit, indicator or document.

`rows` defines the types of rows, `conversion` makes rows from the portal's tables, `groups` groups them, and `levels`
decides which units are compared with each other. This is done once for all pages; no page filters a table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from generator.bulk import grouped_by_texts
from generator.grouping import grouped
from generator.history import Days
from generator.measures import Measured
from generator.model import Period, Portal, TargetStatus, Task, Unit, corrected_documents, document_order
from generator.pages.corrections import Corrections, corrections_of
from generator.pages.facts.conversion import RowConverter
from generator.pages.facts.groups import (
    newest_by_indicator,
    rows_by_period,
    rows_by_year,
    rows_of_levels,
    series_by_unit,
    sorted_by_name,
)
from generator.pages.facts.levels import Group, Levels, Spread, levels_of
from generator.pages.facts.rows import JUDGED, Assessed, Stated, Target, common_due, sources_of
from generator.pages.parts import Finding

__all__ = [
    "JUDGED",
    "Assessed",
    "Facts",
    "Findings",
    "Group",
    "Levels",
    "Spread",
    "Stated",
    "Target",
    "common_due",
    "gather",
    "sources_of",
]


@dataclass(frozen=True)
class Findings:
    """The findings of the reconciliation by unit id, by document id, and by (unit id, indicator id, period)."""

    by_unit: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)
    by_source: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)
    by_figure: Mapping[tuple[str, str, str], tuple[Finding, ...]] = field(default_factory=dict)

    def of(self, row: Assessed) -> tuple[Finding, ...]:
        """Returns the findings on a unit's figure."""
        return self.by_figure.get((row.unit.id, row.indicator.id, str(row.period)), ())


@dataclass(frozen=True)
class Facts:
    """The portal with all rows that pages show, grouped for look-ups, as of the day `today`.

    Groups keep the order of the data. `assessed` is ordered by unit name, then by indicator and period. Its groups have
    the same order, so that sorting by rank leaves units of equal rank in it.

    - `own`: the unit whose levels are shown without its name. It is the portal's unit or, on the pages of a province of
      a portal with province pages, that province.
    - `by_unit`, `by_indicator`: every assessed row by unit id, and by indicator id.
    - `by_period`: every assessed row by indicator id, then by period.
    - `series`: by unit id, one group for each of its indicators, with all periods.
    - `of_levels`: the groups of rows that are compared: one indicator, period and level within one unit. Rows without a
      figure or rank come first, then rows by rank, then exempt units.
    - `levels`: the levels of units that pages show and compare, made from `of_levels`.
    - `by_year`: the rows that a document states, by unit id and year.
    - `unreported_by_year`: the rows that no document states, by unit id and year: documents on these periods only state
      other units.
    - `latest`: the newest row with a statement by a document, by unit id and indicator id.
    - `level_results`: results that documents state for whole levels, of several documents the latest one's;
      `level_results_by_indicator`: these by indicator id.
    - `targets_of`, `targets_for`, `targets_by_indicator`: targets by document id (in the order as entered), by unit id
      and by indicator id.
    - `children`: the units directly below a unit, by its id.
    - `tasks_of`: tasks by document id.
    - `days`: the days on which results were published.
    """

    portal: Portal
    own: Unit
    today: date
    assessed: tuple[Assessed, ...]
    by_unit: Mapping[str, tuple[Assessed, ...]]
    by_indicator: Mapping[str, tuple[Assessed, ...]]
    by_period: Mapping[str, Mapping[Period | None, tuple[Assessed, ...]]]
    by_year: Mapping[str, Mapping[int, tuple[Assessed, ...]]]
    unreported_by_year: Mapping[str, Mapping[int, tuple[Assessed, ...]]]
    series: Mapping[str, tuple[tuple[Assessed, ...], ...]]
    of_levels: tuple[tuple[Assessed, ...], ...]
    levels: Levels
    latest: Mapping[str, Mapping[str, Assessed]]
    level_results: tuple[Stated, ...]
    level_results_by_indicator: Mapping[str, tuple[Stated, ...]]
    targets: tuple[Target, ...]
    targets_of: Mapping[str, tuple[Target, ...]]
    targets_for: Mapping[str, tuple[Target, ...]]
    targets_by_indicator: Mapping[str, tuple[Target, ...]]
    children: Mapping[str, tuple[Unit, ...]]
    tasks_of: Mapping[str, tuple[Task, ...]]
    findings: Findings
    days: Days
    corrected_results: Corrections[Stated]
    corrected_targets: Corrections[Target]

    @cached_property
    def results(self) -> tuple[Stated, ...]:
        """Every stated result. Computed at first use, because only the pages of documents and the home page need it."""
        return tuple(RowConverter(self.portal).stated(self.portal.results))

    @cached_property
    def results_of(self) -> Mapping[str, tuple[Stated, ...]]:
        """Every stated result by document id, in the document's order as entered."""
        return grouped_by_texts(self.results, self.portal.results["source_id"])

    @cached_property
    def targets_in_force(self) -> tuple[Target, ...]:
        """The targets without those that a later document sets again, with the same figure or another one. A target
        that could not be read replaces none, as in `measures`."""
        order = document_order(self.portal.sources.values())

        def weight(target: Target) -> tuple[bool, int]:
            return target.status is not TargetStatus.UNREADABLE, order[target.source.id]

        found = grouped(self.targets, lambda target: target.figure)
        heaviest = {figure: max(map(weight, targets)) for figure, targets in found.items()}
        return tuple(target for target in self.targets if weight(target) == heaviest[target.figure])

    @cached_property
    def targets_in_force_by_indicator(self) -> Mapping[str, tuple[Target, ...]]:
        """The same targets by indicator id."""
        return grouped(self.targets_in_force, lambda target: target.indicator.id)

    def newest(self, unit: Unit) -> Sequence[Assessed]:
        """Returns the unit's newest stated row of each indicator, in the order of indicators in the data."""
        known = self.latest.get(unit.id, {})
        return [known[id_] for id_ in self.portal.indicators if id_ in known]

    def is_past(self, last_day: date | None) -> bool:
        """Whether pages must mark something with this last day as former; false if the own unit has ended too."""
        return last_day is not None and self.own.active_to is None

    def published(self, row: "Assessed | Stated") -> date | None:
        """Returns the day since which the portal shows this figure unchanged; None if no document states it."""
        if row.source is None or row.period is None or not row.locator:
            return None
        level, aggregate = (row.level or "", row.aggregate) if isinstance(row, Stated) else ("", "")
        return self.days.published_on(
            (row.source.id, row.unit.id, row.locator, row.indicator.id, str(row.period), level, aggregate)
        )

    def former_result(self, row: Assessed) -> Stated | None:
        """The result of an earlier document that the row's own document corrects."""
        return self.corrected_results.before(row.source, row.figure) if row.source else None

    def former_target(self, row: Assessed) -> Target | None:
        """The target of an earlier document that the document of the row's target corrects."""
        return self.target_before(row.target) if row.target else None

    def target_before(self, target: Target) -> Target | None:
        """The target of an earlier document that this target's document corrects."""
        return self.corrected_targets.before(target.source, target.figure)


def gather(portal: Portal, measured: Measured, findings: Findings, today: date, days: Days | None = None) -> Facts:
    """Converts the tables into typed rows and groups them. Without `days` every figure counts as published today."""
    converter = RowConverter(portal)
    frame = sorted_by_name(measured.assessments, portal.units)
    assessed = converter.assessed(frame)
    targets = converter.all_targets
    series = series_by_unit(assessed, frame)
    by_indicator = grouped_by_texts(assessed, frame["indicator_id"])
    of_levels = rows_of_levels(assessed, frame)
    level_results = tuple(converter.stated(measured.level_figures))
    targets_of = grouped_by_texts(targets, portal.targets["source_id"])
    return Facts(
        portal=portal,
        own=portal.main_unit,
        today=today,
        assessed=tuple(assessed),
        by_unit=grouped_by_texts(assessed, frame["unit_id"]),
        by_indicator=by_indicator,
        by_period=rows_by_period(assessed, frame),
        by_year=rows_by_year(assessed, frame, frame["locator"].ne("")),
        unreported_by_year=rows_by_year(assessed, frame, frame["locator"].eq("")),
        series=series,
        of_levels=of_levels,
        levels=levels_of(portal, of_levels, by_indicator),
        latest={id_: newest_by_indicator(found) for id_, found in series.items()},
        level_results=level_results,
        level_results_by_indicator=grouped(level_results, lambda row: row.indicator.id),
        targets=tuple(targets),
        targets_of=targets_of,
        targets_for=grouped_by_texts(targets, portal.targets["unit_id"]),
        targets_by_indicator=grouped_by_texts(targets, portal.targets["indicator_id"]),
        children=grouped(portal.units.values(), lambda unit: unit.parent_id),
        tasks_of=grouped(portal.tasks, lambda task: task.source_id),
        findings=findings,
        days=days or Days(today),
        corrected_results=_corrected_results(portal, converter),
        corrected_targets=corrections_of(targets_of, portal.sources.values()),
    )


def _corrected_results(portal: Portal, converter: RowConverter) -> Corrections[Stated]:
    """Returns the corrected results. Converts only the rows of documents that correct others or are corrected."""
    sources = portal.sources.values()
    corrected = corrected_documents(sources)
    concerned = {*corrected, *(other.id for others in corrected.values() for other in others)}
    results = portal.results[portal.results["source_id"].isin(concerned)]
    stated = grouped(converter.stated(results), lambda row: row.source.id)
    return corrections_of(stated, sources)
