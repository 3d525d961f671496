"""Matches the tables of an imported file with those of its document, and finds rows of the data that the file lacks.

A document can come as several files, and an office can send each file again after corrections. The data does not record
which row came from which file. It contains only the rows and the digests of the files that were read.

A table of the file is one that the data already contains in two cases. Either it has figures of the same units and
indicators under the same label. Or it has most of its figures under another label, because an office that puts a title
above its table has not made a new table. Rows of the province, of a whole level, or of a unit above the others are not
used for this comparison: every annex can have them.

The file lacks rows that the data has and that the file does not state. Which of them count depends on the file:

- If the figures of the document come from this file alone: all rows of its tables, for any indicator. So a wrong answer
  of the user is undone together with all rows that it created.
- If the document was read from several files and this one is imported again: the rows whose cells are now read
  differently. All other rows may come from the other files. A file that states the same as before changes nothing.
- If the file was never read: the rows of each table of which the file repeats some figures. If all indicators differ,
  the file is another part of the table and nothing is missing.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, count, islice

from generator.importing.entries import Entry
from generator.importing.existing_rows import PERIOD_COLUMN, ExistingRows, Row, figure_of, scope_of, table_of
from generator.importing.tables.labels import is_same_label, numbers_in, prefixes
from generator.model import Level, Unit, ancestors


@dataclass(frozen=True)
class ImportedFile:
    """A file imported for a document: the rows that the data has of the document (`existing`), the digests of the files
    read for it so far (`read`), and the digest of this file (`sha256`)."""

    existing: ExistingRows
    units: Mapping[str, Unit]
    read: tuple[str, ...]
    sha256: str

    @property
    def _is_only_file(self) -> bool:
        """Whether the document was read from this file only."""
        return self.read == (self.sha256,)

    def with_document_labels(self, entries: Sequence[Entry]) -> list[Entry]:
        """Returns the entries with the labels that their tables have in the document.

        Offices send the annexes of one document as separate files, and each file calls its table `PL`. If such a table
        has none of the figures of the existing table of that name but other units in its rows, it is another table.
        Then it gets the next number, `PL2`. When it is sent again, it is found under that label.
        """
        tables = _by_table(entries)
        names: dict[str, str] = {}
        for find in (self._with_own_label, self._with_numbered_label, self._with_other_label):
            for table, own in tables.items():
                if table not in names and (name := find(table, own, names.values())):
                    names[table] = name
        for table, own in tables.items():
            if table not in names:
                labels = (label for label in tables if not is_same_label(label, table))
                names[table] = self._new_label(table, own, [*names.values(), *labels])
        return self._with_existing_groups([_with_label(entry, names[entry.table]) for entry in entries])

    def _with_existing_groups(self, entries: list[Entry]) -> list[Entry]:
        """Returns the entries with the labels under which the data has their groups.

        A table that was first sent in parts has groups that the data knows as tables: its first group as `PL`, and a
        second one as `PL2` if that part stated no numeral.
        """
        groups: dict[str, list[Entry]] = {}
        for entry in entries:
            groups.setdefault(table_of(entry.locator), []).append(entry)
        names: dict[str, str] = {}
        for group, own in groups.items():
            others = [names.get(other, other) for other in groups if other != group]
            if group not in self.existing.tables and any(entry.table != group for entry in own):
                name = self._with_other_label(group, [replace(entry, table=group) for entry in own], others)
                names |= {group: name} if name in self.existing.tables else {}
        return [
            replace(entry, locator=f"{names.get(group, group)}{entry.locator.removeprefix(group)}")
            for entry in entries
            for group in [table_of(entry.locator)]
        ]

    def repeated_tables(self, entries: Iterable[Entry]) -> frozenset[str]:
        """Returns the labels of the document's tables that the entries contain again. The entries must have been
        through `with_document_labels`."""
        return frozenset(table for table, own in _by_table(entries).items() if self._is_same_table(own, table))

    def _with_own_label(self, table: str, own: Sequence[Entry], others: Collection[str]) -> str:
        """Returns the table's own label if the document has the same table under it, or an empty text."""
        name = self._canonical_label(table)
        return name if _is_free(name, others) and self._is_same_table(own, name) else ""

    def _with_numbered_label(self, table: str, own: Sequence[Entry], others: Collection[str]) -> str:
        """Returns the label with a number under which the document has the same table, or an empty text."""
        names = islice(self._possible_labels(table, others), len(self.existing.tables) + 1)
        return next((name for name in names if self._is_same_table(own, name)), "")

    def _with_other_label(self, table: str, own: Sequence[Entry], others: Collection[str]) -> str:
        """Returns the one label under which the document has these figures, or an empty text if there is none or
        several."""
        named = {prefix for name in self.existing.tables for prefix in prefixes(name)}
        found = [name for name in sorted(named) if _is_free(name, others) and self._matches_under(table, own, name)]
        return found[0] if len(found) == 1 else ""

    def _matches_under(self, table: str, own: Sequence[Entry], name: str) -> bool:
        """Whether the document has most of these figures under this label. If both labels have different numbers of the
        document, most figures must also have equal values, and most existing rows too."""
        relabelled = [_with_label(entry, name) for entry in self._distinguishing(own)]
        rows = [self.existing.figures.get(figure_of(entry.cells, entry.kind)) for entry in relabelled]
        if 2 * sum(row is not None for row in rows) <= len(relabelled):
            return False
        if not numbers_in(table) or not self._has_document_number(name) or is_same_label(table, name):
            return True
        equal_count = sum(
            row is not None and row["value"] == entry.value for row, entry in zip(rows, relabelled, strict=True)
        )
        within = {table_of(entry.locator) for entry in relabelled}
        return 2 * equal_count > max(len(relabelled), sum(len(self.existing.tables.get(each, ())) for each in within))

    def _has_document_number(self, name: str) -> bool:
        """Whether the number in a label comes from the document. Beside a table `PL`, importing itself assigned labels
        such as `PL2`."""
        return bool(numbers_in(name)) and not ("PL" in self.existing.tables and name.removeprefix("PL").isdecimal())

    def _new_label(self, table: str, own: Sequence[Entry], others: Collection[str]) -> str:
        """Returns a label for a table that has none of the existing figures: the first one under which no row belongs
        to another unit."""
        name = self._canonical_label(table)
        if self._is_only_file and name in self.existing.tables and _is_free(name, others):
            return name
        distinguishing = self._distinguishing(own)
        free = self._possible_labels(table, others)
        return next(
            name
            for name in free
            if not any(self._belongs_to_other_owner(_with_label(entry, name)) for entry in distinguishing)
        )

    def _possible_labels(self, table: str, others: Collection[str]) -> Iterator[str]:
        """Yields the table's own label, then labels with the next numbers, as far as they are free."""
        following = (f"{table}{at}" if table == "PL" else f"{table}.{at}" for at in count(2))
        names = (self._canonical_label(name) for name in chain([table], following))
        return (name for name in names if _is_free(name, others))

    def _canonical_label(self, label: str) -> str:
        """Returns a label in the spelling of the data: `PL.I` for `PLI` or `PL1`, if the data has `PL.I`."""
        known = (prefix for name in self.existing.tables for prefix in prefixes(name))
        same_labels = [prefix for prefix in known if is_same_label(prefix, label)]
        return label if label in same_labels or not same_labels else same_labels[0]

    def _is_same_table(self, own: Sequence[Entry], name: str) -> bool:
        """Whether the existing table of this name is the table of these entries: it has a figure for the same unit and
        indicator, and at least half of the units of the shorter of the two tables are in both."""
        relabelled = [_with_label(entry, name) for entry in self._distinguishing(own)]
        if not any(
            (table_of(entry.locator), *scope_of(entry.cells, entry.kind)) in self.existing.scopes
            for entry in relabelled
        ):
            return False
        within = {table_of(entry.locator) for entry in relabelled}
        rows = [row for table in within for row in self.existing.tables.get(table, ())]
        ours = {(entry.unit_id, entry.level) for entry in relabelled}
        theirs = _distinguishing_owners({(row["unit_id"], row["level"], row["locator"]) for row in rows}, self.units)
        return 2 * len(ours & theirs) >= min(len(ours), len(theirs))

    def _distinguishing(self, own: Sequence[Entry]) -> list[Entry]:
        """Returns the entries that distinguish their table from others, or all if all are of the province or of whole
        levels."""
        owners = _distinguishing_owners({(entry.unit_id, entry.level, entry.locator) for entry in own}, self.units)
        return [entry for entry in own if (entry.unit_id, entry.level) in owners]

    def _belongs_to_other_owner(self, entry: Entry) -> bool:
        """Whether the document already has figures at this locator, and all of other owners."""
        owners = self.existing.owners.get(entry.locator)
        return owners is not None and (entry.unit_id, entry.level) not in owners

    def missing_rows(self, entries: Sequence[Entry], kinds: Collection[str]) -> Iterator[tuple[str, Row]]:
        """Yields kind and row for each row of these kinds that the file lacks. The entries must have been through
        `with_document_labels`."""
        stated = {figure_of(entry.cells, entry.kind) for entry in entries}
        unstated = [
            (kind, row)
            for kind in kinds
            for row in self.existing.rows.get(kind, ())
            if figure_of(row, kind) not in stated
        ]
        if self.sha256 in self.read and not self._is_only_file:
            return self._superseded(entries, unstated)
        return self._missing_from_tables(entries, unstated)

    def _missing_from_tables(
        self, entries: Sequence[Entry], unstated: Iterable[tuple[str, Row]]
    ) -> Iterator[tuple[str, Row]]:
        """Yields the unstated rows of the tables that the file contains again."""
        tables = frozenset(entry.table for entry in entries)
        repeated_tables = tables if self._is_only_file else self.repeated_tables(entries)
        parts = {(entry.table, table_of(entry.locator)) for entry in entries if entry.table in repeated_tables}
        groups = Counter(table for table, part in parts if table != part)
        # A file with one group of a table is a part of it, and lacks nothing of the other groups.
        whole = repeated_tables if self._is_only_file else {table for table, count in groups.items() if count > 1}
        repeated_parts = {part for _, part in parts}
        for kind, row in unstated:
            table = table_of(row["locator"])
            within = table in repeated_parts | whole or any(table.startswith(f"{name}.") for name in whole)
            if within and table not in tables - repeated_tables:
                yield kind, row

    def _superseded(self, entries: Sequence[Entry], unstated: Iterable[tuple[str, Row]]) -> Iterator[tuple[str, Row]]:
        """Yields the unstated rows whose cells the file now reads differently: the same figures under another indicator
        or period, or another unit in the same row and column."""
        new = [entry for entry in entries if figure_of(entry.cells, entry.kind) not in self.existing.figures]
        cells = {(entry.kind, entry.locator, entry.value, entry.status) for entry in new}
        rows = {(entry.kind, entry.locator, entry.indicator_id, entry.period) for entry in new}
        places = {entry.locator for entry in entries}
        columns: dict[tuple[str, ...], list[Row]] = {}
        for kind, row in unstated:
            if row["locator"] in places:
                column = (kind, table_of(row["locator"]), row["indicator_id"], row[PERIOD_COLUMN[kind]])
                columns.setdefault(column, []).append(row)
        for (kind, _, indicator, when), own in columns.items():
            moved = sum((kind, row["locator"], row["value"], row["status"]) in cells for row in own)
            for row in own:
                if 2 * moved > len(own) or (kind, row["locator"], indicator, when) in rows:
                    yield kind, row


def _by_table(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    tables: dict[str, list[Entry]] = {}
    for entry in entries:
        tables.setdefault(entry.table, []).append(entry)
    return tables


def _with_label(entry: Entry, name: str) -> Entry:
    return replace(entry, table=name, locator=f"{name}{entry.locator.removeprefix(entry.table)}")


def _distinguishing_owners(
    owners: Collection[tuple[str, str, str]], units: Mapping[str, Unit]
) -> frozenset[tuple[str, str]]:
    """Returns the owners (unit, level) that distinguish a table from others, given owners with their locators.

    Not distinguishing are whole levels, units above other units of the table, the country, and figures common to all.
    Returns all owners if none is distinguishing.
    """
    named = (units[unit_id] for unit_id, _, _ in owners if unit_id in units)
    above = {parent.id for unit in named for parent in ancestors(unit, units)}
    found = frozenset(
        (unit_id, level)
        for unit_id, level, locator in owners
        if not (level or unit_id in above or locator.endswith(":common") or _is_country(unit_id, units))
    )
    return found or frozenset((unit_id, level) for unit_id, level, _ in owners)


def _is_country(unit_id: str, units: Mapping[str, Unit]) -> bool:
    return unit_id in units and units[unit_id].level is Level.COUNTRY


def _is_free(name: str, others: Iterable[str]) -> bool:
    return not any(is_same_label(name, other) for other in others)
