"""What pages are made from: the portal's figures as typed rows, grouped once for all pages.

Everything that a page looks up by unit, indicator or document is grouped here; no page filters a table.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

import pandas as pd

from generator import formats
from generator.history import Days
from generator.measures import Measured
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
)
from generator.pages.parts import Finding

T = TypeVar("T")
K = TypeVar("K")


@dataclass(frozen=True)
class Target:
    """One stated target. `unit` with a `level` means all units of that level within it. `amount` is None when the scan
    cannot be read."""

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


@dataclass(frozen=True)
class Stated:
    """One stated result, of a unit or (with `level`) of all units of a level; `amount` is None without a figure."""

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


@dataclass(frozen=True)
class Assessed:
    """One unit's figure for an indicator and period, with everything measured of it (see measures.Measured).

    `period` is None when the unit has a target but never had a result.
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
    """The country's figure of the same indicator and period."""

    @property
    def placed(self) -> bool:
        """Whether the unit has a place among its peers."""
        return self.rank is not None


@dataclass(frozen=True)
class Findings:
    """What reconciliation found, grouped: by unit id, by document id, and by (unit id, indicator id, period)."""

    by_unit: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)
    by_source: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)
    by_figure: Mapping[tuple[str, str, str], tuple[Finding, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Facts:
    """The portal and all that is known of it on the day `today`.

    Groups keep the order of the data. `assessed` is in the order of units' names, then of indicators and periods, and
    so are its groups: sorting by rank leaves ties in that order. `by_unit` and `by_indicator` hold every row; `latest`
    the newest one per unit id and indicator id; `results_of` and `targets_of` every stated row by document id, in the
    document's order as entered. `days` tells when a result was published.
    """

    portal: Portal
    today: date
    assessed: tuple[Assessed, ...]
    by_unit: Mapping[str, tuple[Assessed, ...]]
    by_indicator: Mapping[str, tuple[Assessed, ...]]
    latest: Mapping[str, Mapping[str, Assessed]]
    level_figures: Mapping[str, tuple[Stated, ...]]
    results: tuple[Stated, ...]
    targets: tuple[Target, ...]
    results_of: Mapping[str, tuple[Stated, ...]]
    targets_of: Mapping[str, tuple[Target, ...]]
    targets_for: Mapping[str, tuple[Target, ...]]
    targets_by_indicator: Mapping[str, tuple[Target, ...]]
    children: Mapping[str, tuple[Unit, ...]]
    tasks_of: Mapping[str, tuple[Task, ...]]
    findings: Findings
    days: Days

    def published(self, row: "Assessed | Stated") -> date | None:
        """Since when the portal shows this figure as it is; None of one that no document states."""
        if row.source is None or row.period is None or not row.locator:
            return None
        return self.days.of((row.source.id, row.unit.id, row.locator, row.indicator.id, str(row.period)))


def gather(portal: Portal, measured: Measured, findings: Findings, today: date, days: Days | None = None) -> Facts:
    """Makes typed rows of the tables and groups them; without `days` everything is published today."""
    periods = _Periods()
    order = _dictionary_order(portal.units)
    rows = _with_benchmarks([_assessed(row, portal, periods) for row in _records(measured.assessments)])
    assessed = tuple(sorted(rows, key=lambda row: order[row.unit.id]))
    results = tuple(_stated(row, portal, periods) for row in _records(portal.results))
    targets = tuple(_target(row, portal, periods) for row in _records(portal.targets))
    levels = [
        result for result in results if result.level or result.aggregate not in (Aggregate.NONE, Aggregate.POOLED)
    ]
    return Facts(
        portal=portal,
        today=today,
        assessed=assessed,
        by_unit=grouped(assessed, lambda row: row.unit.id),
        by_indicator=grouped(assessed, lambda row: row.indicator.id),
        latest=_latest(assessed),
        level_figures=grouped(levels, lambda row: row.indicator.id),
        results=results,
        targets=targets,
        results_of=grouped(results, lambda row: row.source.id),
        targets_of=grouped(targets, lambda row: row.source.id),
        targets_for=grouped(targets, lambda row: row.unit.id),
        targets_by_indicator=grouped(targets, lambda row: row.indicator.id),
        children=grouped(portal.units.values(), lambda unit: unit.parent_id),
        tasks_of=grouped(portal.tasks, lambda task: task.source_id),
        findings=findings,
        days=days or Days(today),
    )


def _with_benchmarks(rows: Sequence[Assessed]) -> Iterable[Assessed]:
    """The rows, those of which the country has a figure of the same indicator and period with that figure."""
    country = [row for row in rows if row.unit.level is Level.COUNTRY and row.amount is not None]
    known = {(row.indicator.id, row.period): row for row in country}
    for row in rows:
        found = known.get((row.indicator.id, row.period)) if row.unit.level is not Level.COUNTRY else None
        yield replace(row, benchmark=found) if found else row


def _dictionary_order(units: Mapping[str, Unit]) -> Mapping[str, int]:
    """The place of each unit among all by name, as in a Vietnamese dictionary."""
    ordered = sorted(units.values(), key=lambda unit: (formats.collation(unit.name), unit.id))
    return {unit.id: place for place, unit in enumerate(ordered)}


def grouped(items: Iterable[T], key: Callable[[T], K]) -> dict[K, tuple[T, ...]]:
    """The items by key, in order of first appearance."""
    groups: dict[K, list[T]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return {name: tuple(found) for name, found in groups.items()}


def newest_figures(rows: Sequence[Assessed]) -> tuple[Assessed, ...]:
    """For each indicator the newest row in which a document says something: a figure, or why there is none.

    `rows` are one unit's, sorted by period. An indicator that no document speaks of is left out.
    """
    newest = {row.indicator.id: row for row in rows if row.status is not ResultStatus.NOT_REPORTED}
    return tuple(newest.values())


def _latest(assessed: Iterable[Assessed]) -> dict[str, dict[str, Assessed]]:
    latest: dict[str, dict[str, Assessed]] = {}
    for row in assessed:
        latest.setdefault(row.unit.id, {})[row.indicator.id] = row
    return latest


class _Periods:
    """Parses each distinct period once."""

    def __init__(self) -> None:
        self._known: dict[str, Period] = {}

    def of(self, text: str) -> Period:
        if text not in self._known:
            self._known[text] = Period.parse(text)
        return self._known[text]

    def maybe(self, text: str) -> Period | None:
        return self.of(text) if text else None


class _Row:
    """One row of a table by column name; numbers may be missing."""

    def __init__(self, values: Mapping[str, object]) -> None:
        self._values = values

    def text(self, name: str) -> str:
        value = self._values[name]
        return value if isinstance(value, str) else ""

    def number(self, name: str) -> int | None:
        value = self._values[name]
        return None if value is None or value is pd.NA else int(str(value))

    def flag(self, name: str) -> bool:
        return bool(self._values[name])


def _records(frame: pd.DataFrame) -> Iterable[_Row]:
    columns = [frame[name].tolist() for name in frame.columns]
    names = [str(name) for name in frame.columns]
    return (_Row(dict(zip(names, values, strict=True))) for values in zip(*columns, strict=True))


def _assessed(row: _Row, portal: Portal, periods: _Periods) -> Assessed:
    return Assessed(
        unit=portal.units[row.text("unit_id")],
        indicator=portal.indicators[row.text("indicator_id")],
        period=periods.maybe(row.text("period")),
        value=row.text("value"),
        amount=row.number("amount"),
        status=ResultStatus(row.text("status")),
        reading=Reading(row.text("reading")),
        source=portal.sources.get(row.text("source_id")),
        locator=row.text("locator"),
        note=row.text("note"),
        target=_target_in_force(row, portal, periods),
        assessment=Assessment(row.text("assessment")),
        gap=row.number("gap"),
        baseline_period=periods.maybe(row.text("baseline_period")),
        baseline=row.number("baseline"),
        progress=row.number("progress"),
        rank=row.number("rank"),
        ranked_of=row.number("ranked_of"),
        tied=row.flag("tied"),
        peers=row.number("peers"),
        previous_period=periods.maybe(row.text("previous_period")),
        change=row.number("change"),
        year_change=row.number("year_change"),
    )


def _target_in_force(row: _Row, portal: Portal, periods: _Periods) -> Target | None:
    if not row.text("target_due"):
        return None
    return Target(
        unit=portal.units[row.text("target_unit_id")],
        level=Level(row.text("target_level")) if row.text("target_level") else None,
        indicator=portal.indicators[row.text("indicator_id")],
        due=periods.of(row.text("target_due")),
        comparison=Comparison(row.text("target_comparison")),
        value=row.text("target_value"),
        amount=row.number("target_amount"),
        status=TargetStatus(row.text("target_status")),
        source=portal.sources[row.text("target_source_id")],
        locator=row.text("target_locator"),
        note=row.text("target_note"),
        origin=TargetOrigin(row.text("target_origin")),
    )


def _stated(row: _Row, portal: Portal, periods: _Periods) -> Stated:
    return Stated(
        unit=portal.units[row.text("unit_id")],
        level=Level(row.text("level")) if row.text("level") else None,
        aggregate=Aggregate(row.text("aggregate")),
        indicator=portal.indicators[row.text("indicator_id")],
        period=periods.of(row.text("period")),
        value=row.text("value"),
        amount=row.number("amount"),
        status=ResultStatus(row.text("status")),
        reading=Reading(row.text("reading")),
        source=portal.sources[row.text("source_id")],
        locator=row.text("locator"),
        note=row.text("note"),
    )


def _target(row: _Row, portal: Portal, periods: _Periods) -> Target:
    return Target(
        unit=portal.units[row.text("unit_id")],
        level=Level(row.text("level")) if row.text("level") else None,
        indicator=portal.indicators[row.text("indicator_id")],
        due=periods.of(row.text("due")),
        comparison=Comparison(row.text("comparison")),
        value=row.text("value"),
        amount=row.number("amount"),
        status=TargetStatus(row.text("status")),
        source=portal.sources[row.text("source_id")],
        locator=row.text("locator"),
        note=row.text("note"),
    )
