"""Converts the portal's tables into typed rows and groups these rows once for all pages.

Everything that a page looks up by unit, indicator or document is grouped here; no page filters a table.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

import numpy as np
import pandas as pd

from generator import formats
from generator.bulk import grouped_by, grouped_by_texts, interned_texts, map_texts, row_keys, row_order
from generator.grouping import grouped
from generator.history import Days
from generator.measures import Measured, cells_with_none
from generator.model import (
    Aggregate,
    Assessment,
    Comparison,
    Indicator,
    Level,
    Period,
    Portal,
    Reading,
    ResultStatus,
    Source,
    TargetOrigin,
    TargetStatus,
    Task,
    Unit,
    corrected_documents,
    document_order,
)
from generator.pages.corrections import Corrections, corrections_of
from generator.pages.parts import Finding

C = TypeVar("C", bound=StrEnum)

_YEARS = 10_000
"""Multiplier that combines a unit's number and a year into one key; greater than any year of four digits."""


@dataclass(frozen=True)
class Target:
    """One target as a document states it. A target with a `level` applies to all units of that level within `unit`.

    `amount` is in millionths; None if the document has no readable figure.
    """

    unit: Unit
    level: Level | None
    indicator: Indicator
    due: Period
    comparison: Comparison
    value: str
    amount: int | None
    status: TargetStatus
    source: Source
    locator: str
    note: str
    origin: TargetOrigin = TargetOrigin.NONE

    @property
    def figure(self) -> tuple[object, ...]:
        """Identifies what the target is for. It is equal for all documents that set the target."""
        return self.unit.id, self.level, self.indicator.id, self.due

    @property
    def content(self) -> tuple[object, ...]:
        """What the document states."""
        return self.value, self.comparison, self.status


class Stated(NamedTuple):
    """One result as a document states it: of `unit` or, with a `level`, of all units of that level within it.

    `amount` is in millionths; None if the document has no figure.
    """

    unit: Unit
    level: Level | None
    aggregate: Aggregate
    indicator: Indicator
    period: Period
    value: str
    amount: int | None
    status: ResultStatus
    reading: Reading
    source: Source
    locator: str
    note: str

    @property
    def figure(self) -> tuple[object, ...]:
        """Identifies what the result is of. It is equal for all documents that state the result."""
        return self.unit.id, self.level, self.aggregate, self.indicator.id, self.period

    @property
    def content(self) -> tuple[object, ...]:
        """What the document states."""
        return self.value, self.status


class Assessed(NamedTuple):
    """One unit's figure for an indicator and period, with all its measures: assessment, gap, rank and so on.

    `measures.Measured` explains the fields; amounts are in millionths. `period` is None if the unit has a target but
    never had a result.
    """

    unit: Unit
    indicator: Indicator
    period: Period | None
    value: str
    amount: int | None
    status: ResultStatus
    reading: Reading
    source: Source | None
    locator: str
    note: str
    target: Target | None
    assessment: Assessment
    gap: int | None
    baseline_period: Period | None
    baseline: int | None
    progress: int | None
    rank: int | None
    ranked_of: int | None
    tied: bool
    peers: int | None
    previous_period: Period | None
    change: int | None
    year_change: int | None
    benchmark: "Assessed | None" = None
    """The country's row of the same indicator and period."""

    @property
    def figure(self) -> tuple[object, ...]:
        """Identifies what the figure is of, as `Stated.figure` does."""
        return self.unit.id, None, Aggregate.NONE, self.indicator.id, self.period

    @property
    def has_rank(self) -> bool:
        """Whether the unit has a rank among its peers."""
        return self.rank is not None


@dataclass(frozen=True)
class Findings:
    """The findings of the reconciliation by unit id, by document id, and by (unit id, indicator id, period)."""

    by_unit: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)
    by_source: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)
    by_figure: Mapping[tuple[str, str, str], tuple[Finding, ...]] = field(default_factory=dict)


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
    - `by_year`: the rows that a document states, by unit id and year.
    - `unreported_by_year`: the rows that no document states, by unit id and year: documents on these periods only state
      other units.
    - `latest`: the newest row with a statement by a document, by unit id and indicator id.
    - `level_results`: results that documents state for whole levels; `level_results_by_indicator`: these by
      indicator id.
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
        return tuple(_RowConverter(self.portal).stated(self.portal.results))

    @cached_property
    def results_of(self) -> Mapping[str, tuple[Stated, ...]]:
        """Every stated result by document id, in the document's order as entered."""
        return grouped_by_texts(self.results, self.portal.results["source_id"])

    @cached_property
    def targets_in_force(self) -> tuple[Target, ...]:
        """The targets without those that a later document sets again, with the same figure or another one."""
        order = document_order(self.portal.sources.values())
        latest: dict[tuple[object, ...], int] = {}
        for target in self.targets:
            latest[target.figure] = max(latest.get(target.figure, 0), order[target.source.id])
        return tuple(target for target in self.targets if order[target.source.id] == latest[target.figure])

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
        return self.corrected_targets.before(row.target.source, row.target.figure) if row.target else None


def gather(portal: Portal, measured: Measured, findings: Findings, today: date, days: Days | None = None) -> Facts:
    """Converts the tables into typed rows and groups them. Without `days` every figure counts as published today."""
    converter = _RowConverter(portal)
    frame = _by_name(measured.assessments, portal.units)
    assessed = converter.assessed(frame)
    targets = converter.all_targets
    series = _series(assessed, frame)
    level_results = tuple(converter.stated(portal.results[portal.results["level"].ne("")]))
    targets_of = grouped_by_texts(targets, portal.targets["source_id"])
    return Facts(
        portal=portal,
        own=portal.main_unit,
        today=today,
        assessed=tuple(assessed),
        by_unit=grouped_by_texts(assessed, frame["unit_id"]),
        by_indicator=grouped_by_texts(assessed, frame["indicator_id"]),
        by_period=_by_period(assessed, frame),
        by_year=_by_year(assessed, frame, frame["locator"].ne("")),
        unreported_by_year=_by_year(assessed, frame, frame["locator"].eq("")),
        series=series,
        of_levels=_of_levels(assessed, frame),
        latest={id_: _newest_of_each(found) for id_, found in series.items()},
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


def _corrected_results(portal: Portal, converter: "_RowConverter") -> Corrections[Stated]:
    """Returns the corrected results. Converts only the rows of documents that correct others or are corrected."""
    sources = portal.sources.values()
    corrected = corrected_documents(sources)
    concerned = {*corrected, *(other.id for others in corrected.values() for other in others)}
    results = portal.results[portal.results["source_id"].isin(concerned)]
    stated = grouped(converter.stated(results), lambda row: row.source.id)
    return corrections_of(stated, sources)


def _by_name(frame: pd.DataFrame, units: Mapping[str, Unit]) -> pd.DataFrame:
    """Returns the rows ordered by unit name; the rows of one unit keep their order."""
    order = _dictionary_order(units)
    places = np.array(map_texts(frame["unit_id"], order.__getitem__), np.int64)
    return frame.take(row_order(places))


def _dictionary_order(units: Mapping[str, Unit]) -> Mapping[str, int]:
    """Returns each unit's position in the list of units by name, in Vietnamese dictionary order."""
    ordered = sorted(units.values(), key=lambda unit: (formats.collation(unit.name), unit.id))
    return {unit.id: place for place, unit in enumerate(ordered)}


def sources_of(rows: Iterable[Assessed | Target]) -> tuple[Source, ...]:
    """Returns the documents that state these figures or targets, each once, in the order of the rows."""
    return tuple({row.source.id: row.source for row in rows if row.source}.values())


def _newest_figures(rows: Sequence[Assessed]) -> tuple[Assessed, ...]:
    """Returns for each indicator the newest stated row: a figure, or the reason why there is none.

    `rows` are the rows of one unit, sorted by period. Indicators without a stated row are left out.
    """
    newest = {row.indicator.id: row for row in rows if row.status is not ResultStatus.NOT_REPORTED}
    return tuple(newest.values())


def _newest_of_each(series: Iterable[Sequence[Assessed]]) -> Mapping[str, Assessed]:
    """Returns a unit's newest stated row by indicator id. Each of `series` has the unit's rows of one indicator."""
    found = ((rows[0].indicator.id, _newest_figures(rows)) for rows in series)
    return {id_: newest[0] for id_, newest in found if newest}


def _by_period(
    assessed: Sequence[Assessed], frame: pd.DataFrame
) -> Mapping[str, Mapping[Period | None, tuple[Assessed, ...]]]:
    found: dict[str, dict[Period | None, tuple[Assessed, ...]]] = {}
    for rows in grouped_by(assessed, row_keys(frame, ["indicator_id", "period"])):
        found.setdefault(rows[0].indicator.id, {})[rows[0].period] = rows
    return found


def _of_levels(assessed: Sequence[Assessed], frame: pd.DataFrame) -> tuple[tuple[Assessed, ...], ...]:
    """Groups the rows by indicator, period and level, in order of rank.

    Sorting whole columns of numbers is faster than sorting the rows of each level.
    """
    exempt = frame["assessment"].eq(Assessment.EXEMPT).to_numpy(bool)
    places = frame["rank"].fillna(0).to_numpy(np.int64) + exempt * (len(frame) + 1)
    order = row_order(np.where(frame["amount"].notna(), places, 0))
    keys = row_keys(frame, ["indicator_id", "period", "within_id", "level"])
    return tuple(grouped_by([assessed[place] for place in order.tolist()], keys[order]))


def _by_year(
    assessed: Sequence[Assessed], frame: pd.DataFrame, mask: "pd.Series[bool]"
) -> Mapping[str, Mapping[int, tuple[Assessed, ...]]]:
    """Groups the rows that `mask` selects by unit id and year; rows without a period are left out."""
    years = np.array([int(text[:4] or 0) for text in frame["period"].cat.categories])[frame["period"].cat.codes]
    selected = np.flatnonzero((years > 0) & mask.to_numpy(bool))
    keys = frame["unit_id"].cat.codes.to_numpy()[selected].astype(np.int64) * _YEARS + years[selected]
    found: dict[str, dict[int, tuple[Assessed, ...]]] = {}
    for rows in grouped_by([assessed[place] for place in selected.tolist()], keys):
        first = rows[0]
        found.setdefault(first.unit.id, {})[first.period.year if first.period else 0] = rows
    return found


def _series(assessed: Sequence[Assessed], frame: pd.DataFrame) -> Mapping[str, tuple[tuple[Assessed, ...], ...]]:
    return grouped(grouped_by(assessed, row_keys(frame, ["unit_id", "indicator_id"])), lambda rows: rows[0].unit.id)


class _RowConverter:
    """Converts tables into typed rows, column by column: most values occur many times and are converted once."""

    def __init__(self, portal: Portal) -> None:
        self._portal = portal
        self._periods: dict[str, Period | None] = {"": None}

    def assessed(self, frame: pd.DataFrame) -> list[Assessed]:
        """Converts `measures.Measured.assessments`; adds the country's figure of the same indicator and period."""
        countries = [unit.id for unit in self._portal.units.values() if unit.level is Level.COUNTRY]
        of_country = frame["unit_id"].isin(countries)
        own = frame[of_country & frame["amount"].notna()]
        figures = self._assessed(own, [None] * len(own))
        known = dict(zip(_figure_keys(own), figures, strict=True))
        if not known:
            return self._assessed(frame, [None] * len(frame))
        keys = zip(_figure_keys(frame), of_country, strict=True)
        return self._assessed(frame, [None if itself else known.get(key) for key, itself in keys])

    def _assessed(self, frame: pd.DataFrame, benchmarks: Sequence[Assessed | None]) -> list[Assessed]:
        columns = (
            self._units(frame["unit_id"]),
            self._indicators(frame["indicator_id"]),
            self._dated(frame["period"]),
            interned_texts(frame["value"]),
            cells_with_none(frame["amount"]),
            _codes(frame["status"], ResultStatus),
            _codes(frame["reading"], Reading),
            map_texts(frame["source_id"], self._portal.sources.get),
            interned_texts(frame["locator"]),
            interned_texts(frame["note"]),
            self._in_force(frame),
            _codes(frame["assessment"], Assessment),
            cells_with_none(frame["gap"]),
            self._dated(frame["baseline_period"]),
            cells_with_none(frame["baseline"]),
            cells_with_none(frame["progress"]),
            *(cells_with_none(frame[name]) for name in ("rank", "ranked_of")),
            frame["tied"].tolist(),
            cells_with_none(frame["peers"]),
            self._dated(frame["previous_period"]),
            *(cells_with_none(frame[name]) for name in ("change", "year_change")),
            benchmarks,
        )
        return list(map(Assessed._make, zip(*columns, strict=True)))

    def _in_force(self, frame: pd.DataFrame) -> list[Target | None]:
        """Returns the target in force for each row; rows with the same target share one object."""
        origins = frame["target_origin"].cat
        stated = frame["target_row"].to_numpy(np.int64)
        keys, places = np.unique(stated * len(origins.categories) + origins.codes.to_numpy(), return_inverse=True)
        made = np.empty(len(keys), dtype=object)
        for place, (row, origin) in enumerate(zip(*np.divmod(keys, len(origins.categories)), strict=True)):
            if row >= 0:
                made[place] = replace(self.all_targets[row], origin=TargetOrigin(origins.categories[origin]))
        found: list[Target | None] = made[places].tolist()
        return found

    def stated(self, frame: pd.DataFrame) -> list[Stated]:
        """Converts rows of `model.Portal.results`."""
        columns = (
            self._units(frame["unit_id"]),
            _levels(frame["level"]),
            _codes(frame["aggregate"], Aggregate),
            self._indicators(frame["indicator_id"]),
            self._dated(frame["period"]),
            interned_texts(frame["value"]),
            cells_with_none(frame["amount"]),
            _codes(frame["status"], ResultStatus),
            _codes(frame["reading"], Reading),
            self._sources(frame["source_id"]),
            *(interned_texts(frame[name]) for name in ("locator", "note")),
        )
        return list(map(Stated._make, zip(*columns, strict=True)))

    @cached_property
    def all_targets(self) -> list[Target]:
        """All rows of `model.Portal.targets`, converted."""
        frame = self._portal.targets
        columns = (
            self._units(frame["unit_id"]),
            _levels(frame["level"]),
            self._indicators(frame["indicator_id"]),
            self._dated(frame["due"]),
            _codes(frame["comparison"], Comparison),
            interned_texts(frame["value"]),
            cells_with_none(frame["amount"]),
            _codes(frame["status"], TargetStatus),
            self._sources(frame["source_id"]),
            *(interned_texts(frame[name]) for name in ("locator", "note")),
        )
        return [Target(*cells) for cells in zip(*columns, strict=True)]

    def _units(self, ids: "pd.Series[str]") -> list[Unit]:
        return map_texts(ids, self._portal.units.__getitem__)

    def _indicators(self, ids: "pd.Series[str]") -> list[Indicator]:
        return map_texts(ids, self._portal.indicators.__getitem__)

    def _sources(self, ids: "pd.Series[str]") -> list[Source]:
        return map_texts(ids, self._portal.sources.__getitem__)

    def _dated(self, texts: "pd.Series[str]") -> list[Any]:
        """Returns the periods of a column; None for an empty text."""
        return map_texts(texts, self._period)

    def _period(self, text: str) -> Period | None:
        """Returns the period; each distinct text is parsed once."""
        if text not in self._periods:
            self._periods[text] = Period.parse(text)
        return self._periods[text]


def _figure_keys(frame: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """Yields the indicator id and the period of each row."""
    return zip(interned_texts(frame["indicator_id"]), interned_texts(frame["period"]), strict=True)


def _codes(column: "pd.Series[str]", kind: type[C]) -> list[C]:
    return map_texts(column, {code.value: code for code in kind}.__getitem__)


def _levels(column: "pd.Series[str]") -> list[Level | None]:
    levels: dict[str, Level | None] = {"": None, **{level.value: level for level in Level}}
    return map_texts(column, levels.__getitem__)
