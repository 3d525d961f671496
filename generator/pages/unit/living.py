"""The units below one: those of today, and apart from them those that have ended."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from generator import formats
from generator.model import Level, Unit
from generator.pages.links import dated


@dataclass(frozen=True)
class Members:
    """Units below one, in the order of their names, with the names that they bear in a list: one that has ended, and
    one that bears the name of another, with its time."""

    living: tuple[tuple[Unit, str], ...]
    ended: tuple[tuple[Unit, str], ...]


def members(units: Iterable[Unit], above: Unit | None, today: date) -> Members:
    """Below a unit that has ended, all stand together as they were; `above` is None where there is no such unit."""
    ordered = sorted(units, key=lambda unit: formats.collation(unit.name))
    whole = above is not None and above.has_ended(today)
    names = Counter(unit.name for unit in ordered)
    told = [(unit, _name(unit, alone=names[unit.name] == 1)) for unit in ordered]
    if whole:
        return Members(tuple(told), ())
    living = tuple(pair for pair in told if not pair[0].has_ended(today))
    return Members(living, tuple((unit, dated(unit)) for unit, _ in told if unit.has_ended(today)))


def _name(unit: Unit, *, alone: bool) -> str:
    return unit.name if alone and unit.level is not Level.PROVINCE else dated(unit)
