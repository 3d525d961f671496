"""A file among those of its document: which of the document's tables its tables are, and which rows it lacks.

A document can be sent as several files, each as often as an office corrects it, and nothing in the data says which row
came from which file. What is known are the rows and the digests of the files that were read.

A table of a file is one that stands already when it holds figures of the same units and indicators under the same
label, or most of its figures under another: an office that puts a title above its table has not made a new one. Rows of
the province, of a whole level, or of a unit above the others tell nothing: every annex can have them.

A table lacks what stands in it and the file does not say:

- of a file that the figures of the document were read from alone, all of that, whatever its indicators are: an answer
  that was wrong is taken back with everything that it made;
- of one of several such files, read again, what stands at a cell that is read otherwise now. All else may come from the
  other files, and a file that says what it said before changes nothing;
- of a file that was never read, what stands in a table of which it holds some figures again. Where all indicators are
  others, it is another part of the table, and nothing is lacking.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, count, islice

from generator import formats
from generator.importing.entries import Entry
from generator.importing.standing import WHEN, Row, Standing, figure_of, scope_of, table_of
from generator.measures import ancestors
from generator.model import Level, Source, Unit

_PART = re.compile(r"\.?(?P<number>\d+|[IVX]+)")


@dataclass(frozen=True)
class Sent:
    """A file sent for a document: what stands of the document, the digests of the files that were read for it, and the
    digest of this one."""

    standing: Standing
    units: Mapping[str, Unit]
    read: tuple[str, ...]
    sha256: str

    @classmethod
    def of(cls, standing: Standing, units: Mapping[str, Unit], source: Source | None, sha256: str) -> "Sent":
        """The file of this digest for a document, which may not be declared yet."""
        return cls(standing, units, tuple(source.sha256.split()) if source else (), sha256)

    @property
    def _alone(self) -> bool:
        """Whether it is the one file that the document was read from."""
        return self.read == (self.sha256,)

    def placed(self, entries: Sequence[Entry]) -> list[Entry]:
        """The entries, their tables called as the document's are.

        Offices send the annexes of one document as files of their own, of which each calls its table `PL`. One that
        holds no figure of the table of that name, but other units in its rows, is another table and gets the next
        number, `PL2`; sent again, it is found there.
        """
        tables = _by_table(entries)
        names: dict[str, str] = {}
        for find in (self._as_called, self._as_numbered, self._renamed):
            for table, own in tables.items():
                if table not in names and (name := find(table, own, names.values())):
                    names[table] = name
        for table, own in tables.items():
            if table not in names:
                labels = (label for label in tables if not is_same_label(label, table))
                names[table] = self._fresh(table, own, [*names.values(), *labels])
        return [_called(entry, names[entry.table]) for entry in entries]

    def again(self, entries: Iterable[Entry]) -> frozenset[str]:
        """The tables of the document that placed entries hold again."""
        return frozenset(table for table, own in _by_table(entries).items() if self._holds(own, table))

    def _as_called(self, table: str, own: Sequence[Entry], others: Collection[str]) -> str:
        name = self._spelled(table)
        return name if _is_free(name, others) and self._holds(own, name) else ""

    def _as_numbered(self, table: str, own: Sequence[Entry], others: Collection[str]) -> str:
        names = islice(self._numbered(table, others), len(self.standing.tables) + 1)
        return next((name for name in names if self._holds(own, name)), "")

    def _renamed(self, table: str, own: Sequence[Entry], others: Collection[str]) -> str:
        """The one table in which most of the figures stand; of two that bear other numbers, they must say the same."""
        named = {prefix for name in self.standing.tables for prefix in _prefixes(name)}
        found = [name for name in sorted(named) if _is_free(name, others) and self._is_renamed(table, own, name)]
        return found[0] if len(found) == 1 else ""

    def _is_renamed(self, table: str, own: Sequence[Entry], name: str) -> bool:
        said = [_called(entry, name) for entry in self._telling(own)]
        rows = [self.standing.figures.get(figure_of(entry.cells, entry.kind)) for entry in said]
        if 2 * sum(row is not None for row in rows) <= len(said):
            return False
        if not _numbers(table) or not self._is_titled(name) or is_same_label(table, name):
            return True
        alike = sum(row is not None and row["value"] == entry.value for row, entry in zip(rows, said, strict=True))
        within = {table_of(entry.locator) for entry in said}
        return 2 * alike > max(len(said), sum(len(self.standing.tables.get(each, ())) for each in within))

    def _is_titled(self, name: str) -> bool:
        """Whether the number of a table is the document's: beside a `PL`, importing itself has given `PL2`."""
        return bool(_numbers(name)) and not ("PL" in self.standing.tables and name.removeprefix("PL").isdecimal())

    def _fresh(self, table: str, own: Sequence[Entry], others: Collection[str]) -> str:
        """The name of a table that holds none of these figures: the first under which no row is another unit's."""
        name = self._spelled(table)
        if self._alone and name in self.standing.tables and _is_free(name, others):
            return name
        telling = self._telling(own)
        free = self._numbered(table, others)
        return next(name for name in free if not any(self._is_of_others(_called(entry, name)) for entry in telling))

    def _numbered(self, table: str, others: Collection[str]) -> Iterator[str]:
        """The table's own name, then the next numbers."""
        following = (f"{table}{at}" if table == "PL" else f"{table}.{at}" for at in count(2))
        names = (self._spelled(name) for name in chain([table], following))
        return (name for name in names if _is_free(name, others))

    def _spelled(self, label: str) -> str:
        """A label as the data writes it: `PL.I` for `PLI` and `PL1`, where that stands."""
        prefixes = (prefix for name in self.standing.tables for prefix in _prefixes(name))
        alike = [prefix for prefix in prefixes if is_same_label(prefix, label)]
        return label if label in alike or not alike else alike[0]

    def _holds(self, own: Sequence[Entry], name: str) -> bool:
        """Whether the table of this name has figures of what these entries are of, and, of the shorter of the two,
        half of the units."""
        telling = [_called(entry, name) for entry in self._telling(own)]
        if not any(
            (table_of(entry.locator), *scope_of(entry.cells, entry.kind)) in self.standing.scopes for entry in telling
        ):
            return False
        within = {table_of(entry.locator) for entry in telling}
        rows = [row for table in within for row in self.standing.tables.get(table, ())]
        ours = {(entry.unit_id, entry.level) for entry in telling}
        theirs = _telling_owners({(row["unit_id"], row["level"], row["locator"]) for row in rows}, self.units)
        return 2 * len(ours & theirs) >= min(len(ours), len(theirs))

    def _telling(self, own: Sequence[Entry]) -> list[Entry]:
        """The entries that tell their table from others; all where all are of the province or of whole levels."""
        owners = _telling_owners({(entry.unit_id, entry.level, entry.locator) for entry in own}, self.units)
        return [entry for entry in own if (entry.unit_id, entry.level) in owners]

    def _is_of_others(self, entry: Entry) -> bool:
        owners = self.standing.owners.get(entry.locator)
        return owners is not None and (entry.unit_id, entry.level) not in owners

    def lacking(self, entries: Sequence[Entry], kinds: Collection[str]) -> Iterator[tuple[str, Row]]:
        """The rows of these kinds, by kind, that the file lacks, given its placed entries."""
        told = {figure_of(entry.cells, entry.kind) for entry in entries}
        untold = [
            (kind, row)
            for kind in kinds
            for row in self.standing.rows.get(kind, ())
            if figure_of(row, kind) not in told
        ]
        if self.sha256 in self.read and not self._alone:
            return self._read_otherwise(entries, untold)
        return self._of_tables(entries, untold)

    def _of_tables(self, entries: Sequence[Entry], untold: Iterable[tuple[str, Row]]) -> Iterator[tuple[str, Row]]:
        """Those that stand in tables which the file holds again."""
        tables = frozenset(entry.table for entry in entries)
        again = tables if self._alone else self.again(entries)
        grouped = {entry.table for entry in entries if table_of(entry.locator) != entry.table}
        for kind, row in untold:
            table = table_of(row["locator"])
            within = table in again or any(table.startswith(f"{name}.") for name in again & grouped)
            if within and table not in tables - again:
                yield kind, row

    def _read_otherwise(self, entries: Sequence[Entry], untold: Iterable[tuple[str, Row]]) -> Iterator[tuple[str, Row]]:
        """Those that stand at cells of which the file says something else now: the same figures under another indicator
        or period, or another unit's in the same row and column."""
        fresh = [entry for entry in entries if figure_of(entry.cells, entry.kind) not in self.standing.figures]
        cells = {(entry.kind, entry.locator, entry.value, entry.status) for entry in fresh}
        rows = {(entry.kind, entry.locator, entry.indicator_id, entry.period) for entry in fresh}
        places = {entry.locator for entry in entries}
        columns: dict[tuple[str, ...], list[Row]] = {}
        for kind, row in untold:
            if row["locator"] in places:
                column = (kind, table_of(row["locator"]), row["indicator_id"], row[WHEN[kind]])
                columns.setdefault(column, []).append(row)
        for (kind, _, indicator, when), own in columns.items():
            alike = sum((kind, row["locator"], row["value"], row["status"]) in cells for row in own)
            for row in own:
                if 2 * alike > len(own) or (kind, row["locator"], indicator, when) in rows:
                    yield kind, row


def _by_table(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    tables: dict[str, list[Entry]] = {}
    for entry in entries:
        tables.setdefault(entry.table, []).append(entry)
    return tables


def _called(entry: Entry, name: str) -> Entry:
    return replace(entry, table=name, locator=f"{name}{entry.locator.removeprefix(entry.table)}")


def _telling_owners(placed: Collection[tuple[str, str, str]], units: Mapping[str, Unit]) -> frozenset[tuple[str, str]]:
    """The units, by unit, level and locator, that tell a table from others."""
    named = (units[unit_id] for unit_id, _, _ in placed if unit_id in units)
    above = {parent.id for unit in named for parent in ancestors(unit, units)}
    found = frozenset(
        (unit_id, level)
        for unit_id, level, locator in placed
        if not (level or unit_id in above or locator.endswith(":common") or _is_country(unit_id, units))
    )
    return found or frozenset((unit_id, level) for unit_id, level, _ in placed)


def _is_country(unit_id: str, units: Mapping[str, Unit]) -> bool:
    return unit_id in units and units[unit_id].level is Level.COUNTRY


def _is_free(name: str, others: Iterable[str]) -> bool:
    return not any(is_same_label(name, other) for other in others)


def is_same_label(one: str, other: str) -> bool:
    """Whether two labels call one table: `PLI`, `PL.I` and `PL1` do."""
    return _numbers(one) == _numbers(other)


def _numbers(label: str) -> tuple[int, ...]:
    """The numbers of a label: 2 and 3 of `PL2.3` and of `PL.II.3`, none of `PL`."""
    numbers = (found["number"] for found in _PART.finditer(label.removeprefix("PL")))
    return tuple(int(number) if number.isdecimal() else formats.from_roman(number) for number in numbers)


def _prefixes(label: str) -> Iterator[str]:
    """The labels of a table and of all that it may be a group of: `PL`, `PL.II` and `PL.II.3`."""
    yield "PL"
    for found in _PART.finditer(label, len("PL")):
        yield label[: found.end()]
