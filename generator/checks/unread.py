"""Keeps rules from using values that could not be read. They are placeholders, with which a rule would report false
faults in other lines."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol, TypeVar

from generator.data_files import LINEAGE
from generator.loading import ENTITY_FILES
from generator.model import Lineage, Portal
from generator.problems import Problem

_COMPARED_FIELDS = frozenset({"active_from", "active_to", "groups", "kind", "level", "measure", "on", "points"})
"""Fields that rules compare with values of other rows."""


class Recorded(Protocol):
    """Any object whose record begins on a line of a file."""

    @property
    def line(self) -> int: ...


T = TypeVar("T", bound=Recorded)


@dataclass(frozen=True)
class UnreadValues:
    """The parts of a portal that could not be read, derived from the faults that were found while it was read."""

    portal: Portal
    faults: Collection[Problem]

    def may_report(self, problem: Problem) -> bool:
        """Whether a problem may be reported: neither its field nor the level of its record, which many rules use, has a
        fault."""
        place = (problem.path, problem.line)
        return not {(*place, problem.field), (*place, "level")} & self._faulty_fields

    @cached_property
    def _faulty_fields(self) -> frozenset[tuple[str, int, str]]:
        """The fields of entities that have a fault, by file and first line of the record."""
        entities = [fault for fault in self.faults if fault.path in ENTITY_FILES]
        return frozenset(
            (*record, fault.field) for record, fault in zip(self._records(entities), entities, strict=True)
        )

    @cached_property
    def readable(self) -> Portal:
        """The portal without records that have an unreadable value in one of `_COMPARED_FIELDS`. Do not use it to check
        whether a named entity exists: use the whole portal."""
        unread = frozenset(self._records(fault for fault in self.faults if fault.field in _COMPARED_FIELDS))
        units, indicators, _, schemes = ENTITY_FILES
        return replace(
            self.portal,
            units={item.id: item for item in _kept(units, self.portal.units.values(), unread)},
            indicators={item.id: item for item in _kept(indicators, self.portal.indicators.values(), unread)},
            schemes=tuple(_kept(schemes, self.portal.schemes, unread)),
            lineage=tuple(_of_fully_read_units(self.portal.lineage, unread)),
        )

    @property
    def lineage_lost(self) -> bool:
        """Whether no row of the lineage could be read, though the file has rows."""
        return not self.portal.lineage and any(fault.path == LINEAGE for fault in self.faults)

    def _records(self, faults: Iterable[Problem]) -> Iterator[tuple[str, int]]:
        """Yields the file and first line of the record of each fault. In a YAML file a fault has the line of its field,
        so its record is the one that begins on that line or above it."""
        for fault in faults:
            yield fault.path, _first_line(self._first_lines.get(fault.path, ()), fault.line)

    @cached_property
    def _first_lines(self) -> dict[str, Sequence[int]]:
        portal = self.portal
        of_files: tuple[Iterable[Recorded], ...] = (
            portal.units.values(),
            portal.indicators.values(),
            portal.sources.values(),
            portal.schemes,
        )
        found = dict(zip(ENTITY_FILES, of_files, strict=True)) | {LINEAGE: portal.lineage}
        return {path: sorted(item.line for item in items) for path, items in found.items()}


def _first_line(lines: Sequence[int], line: int) -> int:
    above = bisect_right(lines, line)
    return lines[above - 1] if above else line


def _kept(path: str, items: Iterable[T], unread: Collection[tuple[str, int]]) -> Iterator[T]:
    return (item for item in items if (path, item.line) not in unread)


def _of_fully_read_units(lineage: Sequence[Lineage], unread: Collection[tuple[str, int]]) -> Iterator[Lineage]:
    """Yields the rows of units all of whose rows could be read, because a rule counts the rows of a unit."""
    incomplete = {row.predecessor_id for row in lineage if (LINEAGE, row.line) in unread}
    return (row for row in lineage if row.predecessor_id not in incomplete)
