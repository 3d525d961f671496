"""Gathers the published rows of each unit from the tables, once for all units."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from generator.bulk import MappedCells, row_order
from generator.deferred import Deferred, deferred
from generator.export.frames import Record
from generator.model import Portal, Task, Unit, units_by_group
from generator.tables import ASSESSMENTS, DISCREPANCIES, LINEAGE, RESULTS, TARGETS

TASK_PARTS = ("lead", "partner")
"""The parts that a unit can have in a task."""

_TARGET_KEY = ["source_id", "locator", "unit_id", "level", "indicator_id", "due"]
"""Columns that identify a target."""
_IN_FORCE = ["target_source_id", "target_locator", "target_unit_id", "target_level", "indicator_id", "target_due"]
"""The same columns in assessments, where they name the target in force."""


@dataclass(frozen=True)
class UnitTables:
    """The rows of one unit, in the columns of the published tables.

    `targets` are the unit's own and those in force for the unit from a higher unit. `tasks` have the unit's part in
    each task (lead or partner).
    """

    unit: Unit
    assessments: list[Record]
    targets: list[Record]
    results: list[Record]
    lineage: list[Record]
    discrepancies: list[Record]
    tasks: tuple[tuple[Task, str], ...]


@dataclass(frozen=True)
class _Grouped:
    """A table's cells by column, with the rows of each unit together, and the positions at which they begin and end.

    Rows are listed only on request: all rows of a country at once would need several times the memory.
    """

    cells: tuple[MappedCells[str], ...]
    places: Mapping[str, tuple[int, int]]

    def of(self, unit_id: str) -> list[Record]:
        """Returns the unit's rows, in the table's order."""
        start, end = self.places.get(unit_id, (0, 0))
        return list(zip(*(column[start:end] for column in self.cells), strict=True))


def by_unit(portal: Portal, tables: Mapping[str, pd.DataFrame]) -> Deferred[UnitTables]:
    """Returns every unit of the portal with its rows."""
    assessments = _grouped(tables[ASSESSMENTS.name])
    targets = _grouped(_targets(tables[TARGETS.name], tables[ASSESSMENTS.name]), by="for_unit")
    results = _grouped(tables[RESULTS.name])
    lineage = _grouped(_for_both_units(tables[LINEAGE.name]), by="for_unit")
    discrepancies = _grouped(tables[DISCREPANCIES.name])
    tasks = _tasks(portal)

    def of(unit: Unit) -> UnitTables:
        return UnitTables(
            unit=unit,
            assessments=assessments.of(unit.id),
            targets=targets.of(unit.id),
            results=results.of(unit.id),
            lineage=lineage.of(unit.id),
            discrepancies=discrepancies.of(unit.id),
            tasks=tuple(tasks.get(unit.id, ())),
        )

    return deferred(of, portal.units.values(), lambda unit: unit.id)


def _grouped(frame: pd.DataFrame, by: str = "unit_id") -> _Grouped:
    """Groups a table by a column. The column `for_unit` is left out of the rows, because it is only used for
    grouping."""
    codes, ids = pd.factorize(frame[by])
    if (np.diff(codes) < 0).any():
        order = row_order(codes)
        frame, codes = frame.take(order), codes[order]
    shown = frame.drop(columns=by) if by == "for_unit" else frame
    ends = np.cumsum(np.bincount(codes)).tolist()
    places = dict(zip(ids, pairwise([0, *ends]), strict=True))
    return _Grouped(tuple(MappedCells(shown[name], str) for name in shown.columns), places)


def _targets(targets: pd.DataFrame, assessments: pd.DataFrame) -> pd.DataFrame:
    """Returns targets with a column `for_unit`, once for the unit that the target names and once for each unit for
    which it is in force."""
    named = dict(zip(_IN_FORCE, _TARGET_KEY, strict=True))
    force = assessments.loc[assessments["target_source_id"].ne(""), ["unit_id", *_IN_FORCE]]
    force = force.rename(columns={"unit_id": "for_unit"}).rename(columns=named).drop_duplicates()
    inherited = targets.merge(force, on=_TARGET_KEY)
    both = pd.concat([targets.assign(for_unit=targets["unit_id"]), inherited], ignore_index=True)
    return both.drop_duplicates()


def _for_both_units(lineage: pd.DataFrame) -> pd.DataFrame:
    ends = [lineage.assign(for_unit=lineage[name]) for name in ("predecessor_id", "successor_id")]
    return pd.concat(ends, ignore_index=True)


def _tasks(portal: Portal) -> Mapping[str, list[tuple[Task, str]]]:
    """Returns the tasks of each unit with its part in them; a unit that is both lead and partner counts as lead."""
    groups = {**{id_: (unit,) for id_, unit in portal.units.items()}, **units_by_group(portal.units)}
    tasks: dict[str, list[tuple[Task, str]]] = {}
    for task in portal.tasks:
        parts = dict.fromkeys(_named(task.partner_ids, groups), TASK_PARTS[1])
        parts |= dict.fromkeys(_named(task.lead_ids, groups), TASK_PARTS[0])
        for unit_id, part in parts.items():
            tasks.setdefault(unit_id, []).append((task, part))
    return tasks


def _named(actors: Iterable[str], groups: Mapping[str, Sequence[Unit]]) -> list[str]:
    """Returns the units that these actors refer to. Bodies are left out, because they have no files of their own."""
    return [unit.id for actor in actors for unit in groups.get(actor, ())]
