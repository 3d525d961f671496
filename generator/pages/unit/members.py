"""Splits the units below a unit into existing and ended ones."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from generator.model import Level, Unit
from generator.pages.unit_names import by_name, name_with_days


@dataclass(frozen=True)
class Members:
    """Units below a unit in the order of their names, each with the name that a list shows. The name includes the
    unit's first or last day if it has ended, if another unit in the list has the same name, or if it is a province."""

    existing: tuple[tuple[Unit, str], ...]
    ended: tuple[tuple[Unit, str], ...]


def members(units: Iterable[Unit], above: Unit | None, today: date) -> Members:
    """Splits units into existing and ended ones. Below a unit that has ended itself, they are not split, but all are in
    `existing`. `above` is None for units that have no common unit above them."""
    ordered = by_name(units)
    whole = above is not None and above.has_ended(today)
    names = Counter(unit.name for unit in ordered)
    named = [(unit, _listed_name(unit, alone=names[unit.name] == 1)) for unit in ordered]
    if whole:
        return Members(tuple(named), ())
    existing = tuple(pair for pair in named if not pair[0].has_ended(today))
    return Members(existing, tuple((unit, name_with_days(unit)) for unit, _ in named if unit.has_ended(today)))


def _listed_name(unit: Unit, *, alone: bool) -> str:
    return unit.name if alone and unit.level is not Level.PROVINCE else name_with_days(unit)
