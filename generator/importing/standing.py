"""What the data holds of a document already: which of its tables those of a file are, and which rows a file lacks."""

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain, count
from pathlib import Path

from generator.importing.entries import RESULTS, TARGETS, Entry

Row = dict[str, str]

_PROSE = "text"
"""What stands in place of a table in the locator of a figure of the document's text."""

SCOPE = {
    RESULTS: ("unit_id", "level", "aggregate", "indicator_id"),
    TARGETS: ("unit_id", "level", "indicator_id"),
}
"""The columns that say what a figure is of; with its period they tell it from the others of its table."""
WHEN = {RESULTS: "period", TARGETS: "due"}


@dataclass(frozen=True)
class Standing:
    """The rows that the data holds of a document, by kind, in the order of their files."""

    rows: Mapping[str, Sequence[Row]] = field(default_factory=dict)

    @cached_property
    def _scopes(self) -> frozenset[tuple[str, ...]]:
        return frozenset(
            (table_of(row["locator"]), *_scope(row, kind)) for kind, rows in self.rows.items() for row in rows
        )

    @cached_property
    def _owners(self) -> Mapping[str, Collection[tuple[str, str]]]:
        found: dict[str, set[tuple[str, str]]] = {}
        for row in chain.from_iterable(self.rows.values()):
            found.setdefault(row["locator"], set()).add((row["unit_id"], row["level"]))
        return found

    def placed(self, entries: Sequence[Entry]) -> list[Entry]:
        """The entries, their tables called as the document's are.

        Offices send the annexes of one document as files of their own, of which each calls its table `PL`. One that
        holds no figure of the table of that name, but other units in its rows, is another table and gets the next
        number, `PL2`; sent again, it is found there.
        """
        tables: dict[str, list[Entry]] = {}
        for entry in entries:
            tables.setdefault(entry.table, []).append(entry)
        names: dict[str, str] = {}
        for table, own in tables.items():
            names[table] = self._name(table, own, {*names.values(), *tables} - {table})
        return [_called(entry, names[entry.table]) for entry in entries]

    def _name(self, table: str, own: Sequence[Entry], taken: Collection[str]) -> str:
        numbered = (f"{table}{at}" if table == "PL" else f"{table}.{at}" for at in count(2))
        free = (name for name in chain([table], numbered) if name not in taken)
        some = [next(free) for _ in range(len(self._owners) + 1)]
        known = (name for name in some if any(self._holds(_called(entry, name)) for entry in own))
        unlike = (name for name in some if not any(self._is_of_others(_called(entry, name)) for entry in own))
        return next(chain(known, unlike))

    def _holds(self, entry: Entry) -> bool:
        return (table_of(entry.locator), *_scope(entry.cells, entry.kind)) in self._scopes

    def _is_of_others(self, entry: Entry) -> bool:
        owners = self._owners.get(entry.locator)
        return owners is not None and (entry.unit_id, entry.level) not in owners

    def lacking(self, entries: Sequence[Entry], kinds: Collection[str]) -> Iterator[tuple[str, Row]]:
        """The rows of these kinds that stand in tables which the entries hold again, but are not among the entries."""
        again = {entry.table for entry in entries if self._holds(entry)}
        grouped = {entry.table for entry in entries if table_of(entry.locator) != entry.table}
        told = {figure_of(entry.cells, entry.kind) for entry in entries}
        others = {entry.table for entry in entries} - again
        for kind in kinds:
            for row in self.rows.get(kind, ()):
                table = table_of(row["locator"])
                within = table in again or any(table.startswith(f"{name}.") for name in again & grouped)
                if within and table not in others and figure_of(row, kind) not in told:
                    yield kind, row

    def has_other_tables(self, entries: Iterable[Entry]) -> bool:
        """Whether some rows of the document stand in tables that none of the entries is of."""
        tables = {table_of(entry.locator) for entry in entries} | {_PROSE}
        return any(table_of(locator) not in tables for locator in self._owners)


def _called(entry: Entry, name: str) -> Entry:
    return replace(entry, table=name, locator=f"{name}{entry.locator.removeprefix(entry.table)}")


def table_of(locator: str) -> str:
    """`PL2.3` of `PL2.3:64`."""
    return locator.partition(":")[0]


def _scope(row: Mapping[str, str], kind: str) -> tuple[str, ...]:
    return kind, *(row[name] for name in SCOPE[kind])


def figure_of(row: Mapping[str, str], kind: str) -> tuple[str, ...]:
    """What tells a figure from all others of its document, of which a table states each once."""
    return table_of(row["locator"]), *_scope(row, kind), row[WHEN[kind]]


def path_of(kind: str, source_id: str) -> str:
    """`data/results/1612-UBND-KSTT-2024.csv`."""
    return f"data/{kind}/{source_id}.csv"


def standing_of(root: Path, source_id: str) -> Standing:
    """What the files of a document hold; nothing where there are none yet."""
    return Standing({kind: _rows(root / path_of(kind, source_id)) for kind in SCOPE})


def _rows(file: Path) -> list[Row]:
    if not file.exists():
        return []
    return list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))))
