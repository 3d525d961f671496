"""Units and indicators among which a person chooses on the command line, as messages name them."""

from collections.abc import Iterable

from generator import formats
from generator.checks.hints import UNITS, nearest
from generator.importing.grid import clean
from generator.model import Portal, Unit


def unknown_unit(id_: str, portal: Portal) -> str:
    """What is wrong with `--within` of no unit, and which one was probably meant."""
    return f"--within: không có đơn vị {clean(id_)}; {nearest(id_, portal.units, UNITS)}"


def choices(provinces: Iterable[Unit]) -> str:
    """`WITHIN=dong-nai (Tỉnh Đồng Nai, từ 01/07/2025) hay WITHIN=…`: two in a row may bear one name."""
    return " hay ".join(f"WITHIN={unit.id} ({unit.name}{_life(unit)})" for unit in provinces)


def _life(unit: Unit) -> str:
    begins = f"từ {formats.day(unit.active_from)}" if unit.active_from else ""
    ends = f"đến {formats.day(unit.active_to)}" if unit.active_to else ""
    return "".join(f", {day}" for day in (begins, ends) if day)
