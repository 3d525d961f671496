"""Groups the lines of a table: the units of a level, or the communes of a district, below the line that names them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from generator.importing.phrases.names import Names, UnclearName, UnitOrLevel
from generator.importing.phrases.row_names import level_in, whole_level_of
from generator.importing.tables.sheet_tables import Line, Table, numeral_of
from generator.model import Level, UnitKind

_ROMAN = re.compile(r"[IVX]{1,5}")
_STATED = re.compile(r"[IVX]{1,5}|\d+")
"""Numerals of a group that become part of the locator."""
_FIRST = ("I", "1")


@dataclass(frozen=True)
class Group:
    """One group of the lines of a table.

    `level` is the level of its units and `district` the district of its communes. `suffix` is the part of the locator
    for the group, `index` the number of the group in the table (0 before the first one) and `row` the row that it
    begins with. `follows_others` is True if the document numbers the group as another than its first one (`II`, `3`).
    `levels` and `kinds` are those of the units that a total line sums up. `single_kind` is the one kind of
    units that a total line sums up, if the level has other kinds too.
    """

    level: Level | None = None
    district: str = ""
    suffix: str = ""
    index: int = 0
    row: int = 0
    follows_others: bool = False
    levels: frozenset[Level] = frozenset()
    kinds: frozenset[UnitKind] = frozenset()
    single_kind: UnitKind | None = None


@dataclass(frozen=True)
class LineGroups:
    """Divides the lines of a table into groups."""

    table: Table
    names: Names

    @cached_property
    def level(self) -> Level | None:
        """The level that the table is about. It follows from the nearest title, else from the name of the sheet, else
        from all rows if they have one level."""
        for text in self._titles:
            level = level_in(text) or (whole_level_of(text) if text == self.table.sheet.name else None)
            if level and level is not self.names.within.level:
                return level
        places = [self.names.find(line.name) for line in self.table.lines if line.has_figures]
        ids = (place.unit_id for place in places if isinstance(place, UnitOrLevel) and not place.level)
        levels = {self.names.portal.units[id_].level for id_ in ids if id_ in self.names.portal.units}
        levels |= {place.office.level for place in places if isinstance(place, UnclearName) and place.office}
        return next(iter(levels)) if len(levels) == 1 else None

    @property
    def _titles(self) -> tuple[str, ...]:
        """The titles of the table, the nearest first, then the name of the sheet."""
        return (*reversed(self.table.titles), self.table.sheet.name)

    def grouped_lines(self) -> Iterator[tuple[Line, Group]]:
        """Yields each line with its group. The line that opens a group belongs to that group."""
        lines = self.table.lines
        district = self._district_of_communes(lines[0]) if lines else ""
        group = Group(level=Level.COMMUNE, district=district) if district else Group()
        for at, line in enumerate(lines):
            following = lines[at + 1] if at + 1 < len(lines) else None
            opened = self._opens_group(line, following)
            if opened:
                follows = numeral_of(line)[0] not in _FIRST and bool(_STATED.fullmatch(numeral_of(line)[0]))
                suffix = self._suffix(line, group)
                group = replace(opened, suffix=suffix, index=group.index + 1, row=line.row, follows_others=follows)
            yield line, group

    def _district_of_communes(self, first: Line) -> str:
        """Returns the district whose communes the table lists, if the sheet or the nearest title has the name of a
        district; otherwise an empty text."""
        if not self.names_unit_of(first, Level.COMMUNE):
            return ""
        for text in self._titles:
            found = self.names.find(text, Level.DISTRICT)
            unit = self.names.portal.units.get(found.unit_id) if isinstance(found, UnitOrLevel) else None
            if unit and unit.level is Level.DISTRICT:
                return unit.id
        return ""

    def _opens_group(self, line: Line, following: Line | None) -> Group | None:
        """Returns the group that a line opens (the units of a level, or the communes of a district), or None."""
        numeral, name = numeral_of(line)
        whole = whole_level_of(name) or (whole_level_of(line.name) if name != line.name else None)
        if whole and following and (not line.has_figures or self.names_unit_of(following, whole)):
            return Group(level=whole)
        found = self.names.find(name, Level.DISTRICT)
        unit = (
            self.names.portal.units.get(found.unit_id) if isinstance(found, UnitOrLevel) and not found.level else None
        )
        below = following is not None and self.names_unit_of(following, Level.COMMUNE)
        if unit and unit.level is Level.DISTRICT and self.level is not Level.DISTRICT and below:
            return Group(level=Level.COMMUNE, district=unit.id)
        if not line.has_figures and _ROMAN.fullmatch(numeral) and following is not None:
            return Group(level=level_in(name))
        return None

    def names_unit_of(self, line: Line, level: Level) -> bool:
        """Whether the line names a unit of the level, or an ambiguous name whose units are all of the level."""
        found = self.names.find(line.name, level)
        if isinstance(found, UnitOrLevel):
            unit = self.names.portal.units.get(found.unit_id)
            return bool(unit and unit.level is level and not found.level)
        return bool(found.candidates) and all(unit.level is level for unit in found.candidates)

    def _suffix(self, line: Line, previous: Group) -> str:
        """Returns the suffix of a group: its own numeral, else the number after that of the group before, else its
        number among the groups."""
        numeral, _ = numeral_of(line)
        if _STATED.fullmatch(numeral):
            return f".{numeral}"
        last = previous.suffix.lstrip(".")
        return f".{int(last) + 1 if last.isdecimal() else previous.index + 1}"
