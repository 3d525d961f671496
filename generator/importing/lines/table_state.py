"""Follows the lines of a table while their owners are found: the running numbers of its groups, and the units that the
next total line sums up."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from generator.importing.lines.line_groups import Group
from generator.importing.phrases.row_names import aggregate_of
from generator.importing.tables.sheet_tables import Line
from generator.model import Level, Unit, UnitKind


@dataclass
class TableState:
    """The running numbers of a table by group, and the levels and kinds of the units that have been read in each group.

    `numbers_restart` is True if running numbers begin again in each group, or if the table is only a later group of the
    document's table and its numbers begin at 1. `groups_with_repeats` are the groups in which a running number occurs
    twice. `levels_since_total` and `kinds_since_total` are those of the units since the previous total line.
    `rows_read` counts the lines of each group that were read so far. `last_total` is the aggregate of the previous
    total line, with the kinds that it summed up.
    """

    lines: tuple[tuple[Line, Group], ...]
    numbers_restart: bool
    groups_with_repeats: frozenset[int]
    levels: dict[int, set[Level]] = field(default_factory=dict)
    levels_since_total: set[Level] = field(default_factory=set)
    kinds: dict[int, set[UnitKind]] = field(default_factory=dict)
    kinds_since_total: set[UnitKind] = field(default_factory=set)
    rows_read: Counter[int] = field(default_factory=Counter)
    last_total: tuple[str, frozenset[UnitKind]] = ("", frozenset())

    def add_unit(self, group: Group, unit: Unit) -> None:
        """Records a unit: the next total line may sum it up."""
        self.levels.setdefault(group.index, set()).add(unit.level)
        self.levels_since_total.add(unit.level)
        self.kinds.setdefault(group.index, set()).add(unit.kind)
        self.kinds_since_total.add(unit.kind)

    def add_total(self, name: str, kinds: frozenset[UnitKind]) -> None:
        """Records a total line: it does not sum up the units that follow."""
        self.levels_since_total.clear()
        self.kinds_since_total.clear()
        self.last_total = (aggregate_of(name), kinds)

    def scope_of_total(self, group: Group) -> str:
        """Returns what a total line sums up, as text for the key of the user's decision. It is one kind of units, the
        communes of a district, or the levels of the units since the previous total (of all units if there are none
        since)."""
        if group.single_kind:
            return ":".join(filter(None, [group.district, group.single_kind]))
        if group.district:
            return f"{group.district}:{Level.COMMUNE}"
        every = {level for found in self.levels.values() for level in found}
        return ", ".join(level for level in Level if level in (self.levels_since_total or every))

    @classmethod
    def of(cls, grouped: Iterable[tuple[Line, Group]]) -> "TableState":
        """Reads the running numbers of a table. Numbers restart in each group if one occurs in two groups, or if the
        lines of two groups have none and are counted. A number that occurs twice in one group makes the numbers of that
        group unusable."""
        lines = tuple(grouped)
        numbers = [(group.index, line.number) for line, group in lines if line.has_figures and _is_number(line.number)]
        within = Counter(numbers)
        groups = {group.index: group for line, group in lines if line.has_figures and group.index}
        counted = groups.keys() - {index for index, _ in numbers}
        is_later_group = len(groups) == 1 and next(iter(groups.values())).follows_others
        begins_at_one = not numbers or numbers[0][1] == "1"
        numbers_restart = (
            len({number for _, number in numbers}) < len(within)
            or len(counted) > 1
            or (is_later_group and begins_at_one)
        )
        return cls(lines, numbers_restart, frozenset(at for (at, _), count in within.items() if count > 1))

    def row_number(self, line: Line, group: Group) -> str:
        """Returns the running number of the next line that is read. If it has none, or those of its group are unusable,
        returns its position among the lines of its group that are read."""
        self.rows_read[group.index] += 1
        if _is_number(line.number) and group.index not in self.groups_with_repeats:
            return line.number
        return str(self.rows_read[group.index])

    def group_of_total(self, at: int, group: Group) -> Group:
        """Returns the group that a total line sums up: its own group, or all groups if the line is at the end of a
        table with groups. A line that is no total keeps its group."""
        totals = [its.index for line, its in self.lines[:at] if line.has_figures and aggregate_of(line.name)]
        own = frozenset(self.levels.get(group.index, set()))
        if not aggregate_of(self.lines[at][0].name):
            return group
        grand = group.index > 1 and (group.index in totals or not totals)
        kinds = self._kinds_of_total(at, group, grand=grand)
        if not grand:
            return replace(group, levels=own, kinds=kinds)
        levels = {its.level for _, its in self.lines if its.index}
        every = frozenset(level for found in self.levels.values() for level in found)
        return Group(level=levels.pop() if len(levels) == 1 else None, levels=every, index=group.index, kinds=kinds)

    def _kinds_of_total(self, at: int, group: Group, *, grand: bool) -> frozenset[UnitKind]:
        """Returns the kinds of units that a total line sums up. A mean directly below a total is of the same units."""
        last_aggregate, kinds = self.last_total
        if last_aggregate and not self.kinds_since_total and last_aggregate != aggregate_of(self.lines[at][0].name):
            return kinds
        if grand:
            return frozenset(kind for found in self.kinds.values() for kind in found)
        own = self.kinds.get(group.index, set())
        return frozenset(own & self.kinds_since_total or own)


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"[1-9]\d{0,3}(?:\.\d{1,3})*", text))
