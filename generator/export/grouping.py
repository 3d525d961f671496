"""Which rows of the published tables are of which unit, found once for all units."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from generator.export.fragments import places_by
from generator.measures import ancestors
from generator.model import Portal, Task, Unit
from generator.tables import ASSESSMENTS, DISCREPANCIES, LINEAGE, RESULTS, TARGETS

TASK_PARTS = ("lead", "partner")

_FOR_UNIT = "for_unit"
_TARGET_KEY = ["source_id", "locator", "unit_id", "level", "indicator_id", "due"]
_IN_FORCE = ["target_source_id", "target_locator", "target_unit_id", "target_level", "indicator_id", "target_due"]

Frames = Mapping[str, pd.DataFrame]
Places = Sequence[int]


@dataclass(frozen=True)
class UnitRows:
    """The rows of one unit, by the name of their table: at which places of it they stand.

    Targets are the unit's own and those in force for it from above. `tasks` go with the unit's part in them.
    """

    unit: Unit
    places: Mapping[str, Places]
    tasks: tuple[tuple[Task, str], ...]


def frames_for_units(tables: Frames) -> Frames:
    """The tables that units have rows of; a target stands once for each unit it matters to, and a line of descent for
    each of its ends."""
    plain = {table.name: tables[table.name] for table in (ASSESSMENTS, RESULTS, DISCREPANCIES)}
    return {
        **{name: frame.assign(**{_FOR_UNIT: frame["unit_id"]}) for name, frame in plain.items()},
        TARGETS.name: _targets(tables[TARGETS.name], tables[ASSESSMENTS.name]),
        LINEAGE.name: _both_ends(tables[LINEAGE.name]),
    }


def by_unit(portal: Portal, frames: Frames) -> Iterator[UnitRows]:
    """Every unit of the portal with its rows of the tables that `frames_for_units` gives."""
    places = {name: places_by(frame, _FOR_UNIT) for name, frame in frames.items()}
    tasks = _tasks(portal)
    for unit in portal.units.values():
        own = {name: found.get(unit.id, ()) for name, found in places.items()}
        yield UnitRows(unit, own, tuple(tasks.get(unit.id, ())))


def _targets(targets: pd.DataFrame, assessments: pd.DataFrame) -> pd.DataFrame:
    """Targets with the unit `for_unit` they matter to: whom they name, and each unit they are in force for."""
    named = dict(zip(_IN_FORCE, _TARGET_KEY, strict=True))
    force = assessments.loc[assessments["target_source_id"].ne(""), ["unit_id", *_IN_FORCE]]
    force = force.rename(columns={"unit_id": _FOR_UNIT}).rename(columns=named).drop_duplicates()
    inherited = targets.merge(force, on=_TARGET_KEY)
    both = pd.concat([targets.assign(**{_FOR_UNIT: targets["unit_id"]}), inherited], ignore_index=True)
    return both.drop_duplicates(ignore_index=True)


def _both_ends(lineage: pd.DataFrame) -> pd.DataFrame:
    ends = [lineage.assign(**{_FOR_UNIT: lineage[name]}) for name in ("predecessor_id", "successor_id")]
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
