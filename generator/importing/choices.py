"""Formats the units that the user can choose on the command line, for use in messages."""

from collections.abc import Iterable

from generator import formats
from generator.checks.hints import nearest
from generator.data_files import UNITS
from generator.importing.sheets.grid import clean
from generator.model import Portal, Unit


def unknown_unit(id_: str, portal: Portal) -> str:
    """Returns the message for an unknown unit id in `--within`, with the ids that were probably meant."""
    return f"WITHIN: không có đơn vị {clean(id_)}; {nearest(id_, portal.units, UNITS)}"


def choices(provinces: Iterable[Unit]) -> str:
    """Returns the provinces to choose from, as in `WITHIN=dong-nai (Tỉnh Đồng Nai, từ 01/07/2025) hay WITHIN=…`.

    Each has its dates, because a province and its successor may have the same name.
    """
    return " hay ".join(f"WITHIN={unit.id} ({unit.name}{_dates(unit)})" for unit in provinces)


def _dates(unit: Unit) -> str:
    begins = f"từ {formats.day(unit.active_from)}" if unit.active_from else ""
    ends = f"đến {formats.day(unit.active_to)}" if unit.active_to else ""
    return "".join(f", {day}" for day in (begins, ends) if day)
