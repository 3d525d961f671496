"""Splits the units below a unit into existing ones, those that have not begun, and ended ones."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sized
from dataclasses import dataclass
from datetime import date

from generator import words
from generator.model import Level, Unit
from generator.pages.unit_names import by_name, name_with_days

NOT_BEGUN = "chưa bắt đầu hoạt động"
ENDED = "đã kết thúc hoạt động"


def counted(units: Sized, level: Level, state: str = "") -> str:
    """Returns the number of units of a level and their state: `52 tỉnh, thành phố đã kết thúc hoạt động`."""
    return f"{len(units)} {words.LEVEL_UNITS[level]} {state}".rstrip()


@dataclass(frozen=True)
class Members:
    """Units below a unit in the order of their names, each with the name that a list shows. The name includes the
    unit's first or last day if it does not exist today, if another unit in the list has the same name, or if it is a
    province."""

    existing: tuple[tuple[Unit, str], ...]
    coming: tuple[tuple[Unit, str], ...] = ()
    ended: tuple[tuple[Unit, str], ...] = ()

    def by_state(self) -> Iterator[tuple[str, tuple[tuple[Unit, str], ...]]]:
        """Yields the units of each state that has any, with the state in words; existing ones have none."""
        states = (("", self.existing), (NOT_BEGUN, self.coming), (ENDED, self.ended))
        return ((state, pairs) for state, pairs in states if pairs)


def members(units: Iterable[Unit], above: Unit | None, today: date) -> Members:
    """Splits units by whether they exist today. Below a unit that does not exist today itself, they are not split, but
    all are in `existing`. `above` is None for units that have no common unit above them."""
    ordered = by_name(units)
    whole = above is not None and not above.exists_on(today)
    names = Counter(unit.name for unit in ordered)
    named = [(unit, _listed_name(unit, alone=names[unit.name] == 1)) for unit in ordered]
    if whole:
        return Members(tuple(named))
    existing = tuple(pair for pair in named if pair[0].exists_on(today))
    others = [(unit, name_with_days(unit)) for unit in ordered if not unit.exists_on(today)]
    coming = tuple(pair for pair in others if not pair[0].has_ended(today))
    return Members(existing, coming, tuple(pair for pair in others if pair[0].has_ended(today)))


def _listed_name(unit: Unit, *, alone: bool) -> str:
    return unit.name if alone and unit.level is not Level.PROVINCE else name_with_days(unit)
