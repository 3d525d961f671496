"""What could not be read: a rule that rests on a value of which only a placeholder is known would tell false faults of
other lines, where nothing is wrong."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol, TypeVar

from generator.lineage import LINEAGE
from generator.loading import ENTITY_FILES
from generator.model import Lineage, Portal
from generator.problems import Problem

_VALUES = frozenset({"active_from", "active_to", "groups", "kind", "level", "measure", "on", "points"})
"""Fields that rules compare with what stands elsewhere."""


class Recorded(Protocol):
    """Anything with a record that begins on a line of a file."""

    @property
    def line(self) -> int: ...


T = TypeVar("T", bound=Recorded)


@dataclass(frozen=True)
class Unread:
    """What of a portal could not be read, from the faults that were found while it was read."""

    portal: Portal
    faults: Collection[Problem]

    def tells(self, problem: Problem) -> bool:
        """Whether a problem rests on values that could be read: neither its own nor the level of its record, by which
        rules go, has a fault."""
        place = (problem.path, problem.line)
        return not {(*place, problem.field), (*place, "level")} & self._fields

    @cached_property
    def _fields(self) -> frozenset[tuple[str, int, str]]:
        """The fields of entities that have a fault, by file and first line of the record."""
        entities = [fault for fault in self.faults if fault.path in ENTITY_FILES]
        return frozenset(
            (*record, fault.field) for record, fault in zip(self._records(entities), entities, strict=True)
        )

    @cached_property
    def readable(self) -> Portal:
        """The portal without the records of which a value could not be read that rules compare. Whether what a row
        names exists is to be told from the whole portal."""
        unread = frozenset(self._records(fault for fault in self.faults if fault.field in _VALUES))
        units, indicators, _, schemes = ENTITY_FILES
        return replace(
            self.portal,
            units={item.id: item for item in _kept(units, self.portal.units.values(), unread)},
            indicators={item.id: item for item in _kept(indicators, self.portal.indicators.values(), unread)},
            schemes=tuple(_kept(schemes, self.portal.schemes, unread)),
            lineage=tuple(_told_whole(self.portal.lineage, unread)),
        )

    @property
    def lineage_lost(self) -> bool:
        """Whether no row of the lines of descent could be read, though there are some."""
        return not self.portal.lineage and any(fault.path == LINEAGE for fault in self.faults)

    def _records(self, faults: Iterable[Problem]) -> Iterator[tuple[str, int]]:
        """Of a YAML file a fault has the line of its field: the record is the one that begins on it or above."""
        for fault in faults:
            yield fault.path, _beginning(self._beginnings.get(fault.path, ()), fault.line)

    @cached_property
    def _beginnings(self) -> dict[str, Sequence[int]]:
        portal = self.portal
        of_files: tuple[Iterable[Recorded], ...] = (
            portal.units.values(),
            portal.indicators.values(),
            portal.sources.values(),
            portal.schemes,
        )
        found = dict(zip(ENTITY_FILES, of_files, strict=True)) | {LINEAGE: portal.lineage}
        return {path: sorted(item.line for item in items) for path, items in found.items()}


def _beginning(lines: Sequence[int], line: int) -> int:
    above = bisect_right(lines, line)
    return lines[above - 1] if above else line


def _kept(path: str, items: Iterable[T], unread: Collection[tuple[str, int]]) -> Iterator[T]:
    return (item for item in items if (path, item.line) not in unread)


def _told_whole(lineage: Sequence[Lineage], unread: Collection[tuple[str, int]]) -> Iterator[Lineage]:
    """The rows of units of which every row could be read: a rule counts the rows of a unit."""
    lost = {row.predecessor_id for row in lineage if (LINEAGE, row.line) in unread}
    return (row for row in lineage if row.predecessor_id not in lost)
