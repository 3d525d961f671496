"""Names of units: their order, and what distinguishes them, the units above them and the time of their existence."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from generator import formats, words
from generator.model import Level, Portal, Unit, ancestors


def by_name(units: Iterable[Unit]) -> list[Unit]:
    """Returns the units in Vietnamese dictionary order of their names."""
    return sorted(units, key=lambda unit: formats.collation(unit.name))


def names_above(unit: Unit, portal: Portal) -> str:
    """Returns the names of the units above a unit: `huyện Tân Biên, tỉnh Tây Ninh`; empty if there are none."""
    return ", ".join(words.name_in_text(above) for above in ancestors(unit, portal.units))


def name_within(unit: Unit, portal: Portal) -> str:
    """Returns a unit's name with the units above it: `Xã Tân Lập, huyện Tân Biên, tỉnh Tây Ninh`.

    A department has its official name, as on its seal: `Thanh tra tỉnh Tây Ninh`.
    """
    place = names_above(unit, portal)
    if unit.level is Level.DEPARTMENT and place:
        return f"{unit.name.removesuffix(' tỉnh')} {place}"
    return f"{unit.name}, {place}" if place else unit.name


def full_name(unit: Unit, portal: Portal) -> str:
    """Returns a unique name: the unit's name with the units above it and the time of its existence.

    As in `Xã Tân Lập, huyện Tân Biên, tỉnh Tây Ninh (đến 6/2025)`.
    """
    time = existence_in_months(unit)
    return f"{name_within(unit, portal)} ({time})" if time else name_within(unit, portal)


def full_name_in_text(unit: Unit, portal: Portal) -> str:
    """Returns the full name within a sentence or after a comma: `xã Tân Lập, huyện Tân Biên, tỉnh Tây Ninh`."""
    name = full_name(unit, portal)
    return name if unit.level is Level.DEPARTMENT else words.name_in_text(unit) + name.removeprefix(unit.name)


def unique_full_names(portal: Portal) -> Mapping[str, str]:
    """Returns the full names, by unit id, of the units whose name another unit has too."""
    units = portal.units.values()
    counts = Counter(unit.name for unit in units)
    return {unit.id: full_name(unit, portal) for unit in units if counts[unit.name] > 1}


def name_with_months(unit: Unit) -> str:
    """Returns a unit's name with the months of its existence: `Tỉnh Tây Ninh (từ 7/2025)`."""
    return f"{unit.name} ({existence_in_months(unit)})" if existence_in_months(unit) else unit.name


def name_with_days(unit: Unit) -> str:
    """Returns a unit's name with the days of its existence: `Tỉnh Tây Ninh (từ 01/07/2025)`.

    A province before and after a merger may have the same name.
    """
    return f"{unit.name} ({existence_in_days(unit)})" if existence_in_days(unit) else unit.name


def existence_in_months(unit: Unit) -> str:
    """Returns the time of a unit's existence in months: `đến 6/2025`, `từ 7/2025`; empty if neither end is known."""
    begun = f"từ {_month_text(unit.active_from)}" if unit.active_from else ""
    ended = until(unit.active_to) if unit.active_to else ""
    return " ".join(filter(None, [begun, ended]))


def existence_in_days(unit: Unit) -> str:
    """Returns the time of a unit's existence in days, as far as it is known: `từ 01/07/2025`; else an empty text."""
    if unit.active_from and unit.active_to:
        return f"từ {formats.day(unit.active_from)} đến hết {formats.day(unit.active_to)}"
    if unit.active_from:
        return f"từ {formats.day(unit.active_from)}"
    return f"đến hết {formats.day(unit.active_to)}" if unit.active_to else ""


def until(day: date) -> str:
    """Returns the last month of something that ended: `đến 6/2025`."""
    return f"đến {_month_text(day)}"


def _month_text(day: date) -> str:
    return f"{day.month}/{day.year}"
