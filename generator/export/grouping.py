"""What is published of each unit, gathered from the tables once for all units."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from generator.export.cells import rows_of
from generator.measures import ancestors
from generator.model import Portal, Task, Unit
from generator.tables import ASSESSMENTS, DISCREPANCIES, LINEAGE, RESULTS, TARGETS

Row = Mapping[str, str]
Rows = Sequence[Row]

TASK_PARTS = ("lead", "partner")

_TARGET_KEY = ["source_id", "locator", "unit_id", "level", "indicator_id", "due"]
_IN_FORCE = ["target_source_id", "target_locator", "target_unit_id", "target_level", "indicator_id", "target_due"]


@dataclass(frozen=True)
class UnitTables:
    """The rows of one unit, by the columns of the published tables.

    `targets` are the unit's own and those in force for it from above. `tasks` go with the unit's part in them.
    """

    unit: Unit
    assessments: Rows
    targets: Rows
    results: Rows
    lineage: Rows
    discrepancies: Rows
    tasks: tuple[tuple[Task, str], ...]


def by_unit(portal: Portal, tables: Mapping[str, pd.DataFrame]) -> Iterator[UnitTables]:
    """Every unit of the portal with its rows."""
    assessments = _grouped(tables[ASSESSMENTS.name])
    targets = _grouped(_targets(tables[TARGETS.name], tables[ASSESSMENTS.name]), by="for_unit")
    results = _grouped(tables[RESULTS.name])
    lineage = _grouped(_both_ends(tables[LINEAGE.name]), by="for_unit")
    discrepancies = _grouped(tables[DISCREPANCIES.name])
    tasks = _tasks(portal)
    for unit in portal.units.values():
        yield UnitTables(
            unit=unit,
            assessments=assessments.get(unit.id, []),
            targets=targets.get(unit.id, []),
            results=results.get(unit.id, []),
            lineage=lineage.get(unit.id, []),
            discrepancies=discrepancies.get(unit.id, []),
            tasks=tuple(tasks.get(unit.id, ())),
        )


def _grouped(frame: pd.DataFrame, by: str = "unit_id") -> Mapping[str, Rows]:
    """Rows by unit, in the frame's order. A column that only says for whom the row stands is left out of it."""
    shown = frame.drop(columns=by) if by == "for_unit" else frame
    names = shown.columns.tolist()
    groups: dict[str, list[Row]] = {}
    for unit_id, row in zip(frame[by].tolist(), rows_of(shown), strict=True):
        groups.setdefault(unit_id, []).append(dict(zip(names, row, strict=True)))
    return groups


def _targets(targets: pd.DataFrame, assessments: pd.DataFrame) -> pd.DataFrame:
    """Targets with the unit `for_unit` they matter to: whom they name, and each unit they are in force for."""
    named = dict(zip(_IN_FORCE, _TARGET_KEY, strict=True))
    force = assessments.loc[assessments["target_source_id"].ne(""), ["unit_id", *_IN_FORCE]]
    force = force.rename(columns={"unit_id": "for_unit"}).rename(columns=named).drop_duplicates()
    inherited = targets.merge(force, on=_TARGET_KEY)
    both = pd.concat([targets.assign(for_unit=targets["unit_id"]), inherited], ignore_index=True)
    return both.drop_duplicates()


def _both_ends(lineage: pd.DataFrame) -> pd.DataFrame:
    ends = [lineage.assign(for_unit=lineage[name]) for name in ("predecessor_id", "successor_id")]
    return pd.concat(ends, ignore_index=True)


def _tasks(portal: Portal) -> Mapping[str, list[tuple[Task, str]]]:
    """The tasks of each unit with its role in them; a unit that is both lead and partner counts as lead."""
    groups = _unit_groups(portal.units)
    tasks: dict[str, list[tuple[Task, str]]] = {}
    for task in portal.tasks:
        parts = dict.fromkeys(_named(task.partner_ids, groups), TASK_PARTS[1])
        parts |= dict.fromkeys(_named(task.lead_ids, groups), TASK_PARTS[0])
        for unit_id, part in parts.items():
            tasks.setdefault(unit_id, []).append((task, part))
    return tasks


def _named(actors: Iterable[str], groups: Mapping[str, Sequence[str]]) -> list[str]:
    """The units that actors stand for; bodies have no data of their own."""
    return [unit_id for actor in actors for unit_id in groups.get(actor, ())]


def _unit_groups(units: Mapping[str, Unit]) -> Mapping[str, Sequence[str]]:
    """Unit ids by how a task may name them: the unit itself, or `<ancestor>:<level>`."""
    groups: dict[str, list[str]] = {unit_id: [unit_id] for unit_id in units}
    for unit in units.values():
        for ancestor in ancestors(unit, units):
            groups.setdefault(f"{ancestor.id}:{unit.level}", []).append(unit.id)
    return groups
