"""The table of provinces with a column for each level of their units."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from generator import words
from generator.model import Level, Unit
from generator.pages.parts import Leaders, Link
from generator.pages.unit_names import existence_in_months


@dataclass(frozen=True)
class ProvinceLevel:
    """A level of a province: a link to all its units with a note, and its leading units; None if the table names
    none."""

    level: str
    link: Link
    note: str
    leaders: Leaders | None = None


@dataclass(frozen=True)
class ProvinceRow:
    """A province and its levels; None for a level without figures. `time` states when the province began or ended, if
    it did."""

    province: Link
    time: str
    levels: tuple[ProvinceLevel | None, ...]


@dataclass(frozen=True)
class ProvinceTable:
    """Provinces in the order of the data, those that have ended last."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[ProvinceRow, ...]


def province_table(
    caption: str,
    levels_by_province: Mapping[Unit, Mapping[Level, ProvinceLevel]],
    address_of: Callable[[Unit], str],
    today: date,
) -> ProvinceTable:
    """Returns the table. A level that no province has gets no column."""
    shown = [level for level in Level if any(level in levels for levels in levels_by_province.values())]
    rows = (
        ProvinceRow(Link(unit.name, address_of(unit)), existence_in_months(unit), tuple(map(levels.get, shown)))
        for unit, levels in sorted(levels_by_province.items(), key=lambda pair: pair[0].has_ended(today))
    )
    return ProvinceTable(caption, ("Tỉnh, thành phố", *(words.LEVELS[level] for level in shown)), tuple(rows))
