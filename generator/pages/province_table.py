"""The table of provinces with a column for each level of their units."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from generator import words
from generator.model import Level, Unit
from generator.pages.members import ENDED, counted
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
    """Provinces in the order of the data: their number in words, a caption, and a row for each. `ended` is the same
    table of those that have ended, which the page folds; None if there are none, or only such."""

    provinces: str
    caption: str
    headings: tuple[str, ...]
    rows: tuple[ProvinceRow, ...]
    ended: "ProvinceTable | None" = None


def province_table(
    caption: Callable[[str], str],
    levels_by_province: Mapping[Unit, Mapping[Level, ProvinceLevel]],
    address_of: Callable[[Unit], str],
    day: date,
) -> ProvinceTable:
    """Returns the table on a day: today, or the last day of the period that the page shows. `caption` gives the caption
    for a number of provinces in words. A level that no province has gets no column."""

    def table(provinces: Sequence[Unit], state: str) -> ProvinceTable:
        found = [levels_by_province[unit] for unit in provinces]
        shown = [level for level in Level if any(level in levels for levels in found)]
        rows = (
            ProvinceRow(Link(unit.name, address_of(unit)), existence_in_months(unit), tuple(map(levels.get, shown)))
            for unit, levels in zip(provinces, found, strict=True)
        )
        headings = ("Tỉnh, thành phố", *(words.LEVELS[level] for level in shown))
        number = counted(provinces, Level.PROVINCE, state)
        return ProvinceTable(number, caption(number), headings, tuple(rows))

    ended = [unit for unit in levels_by_province if unit.has_ended(day)]
    others = [unit for unit in levels_by_province if not unit.has_ended(day)]
    if not (ended and others):
        return table([*others, *ended], "")
    return replace(table(others, ""), ended=table(ended, ENDED))
