"""The rows that the data already has of a document, by table and by figure."""

import csv
import io
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from pathlib import Path

from generator.importing.entries import RESULTS, TARGETS, Entry

Row = dict[str, str]

PROSE = "text"
"""Stands in place of a table label in the locator of a figure from the document's text."""

SCOPE_COLUMNS = {
    RESULTS: ("unit_id", "level", "aggregate", "indicator_id"),
    TARGETS: ("unit_id", "level", "indicator_id"),
}
"""Columns that define what a figure is about. Together with its period they identify a figure within its table."""
PERIOD_COLUMN = {RESULTS: "period", TARGETS: "due"}
"""Column with the period of a result or the due date of a target."""


@dataclass(frozen=True)
class ExistingRows:
    """The rows that the data has of a document, by kind, in the order of their files."""

    rows: Mapping[str, Sequence[Row]] = field(default_factory=dict)

    @cached_property
    def tables(self) -> Mapping[str, Sequence[Row]]:
        """The rows of each table, by label, in the order of the files. Figures from the document's text are left
        out."""
        found: dict[str, list[Row]] = {}
        for row in chain.from_iterable(self.rows.values()):
            if (table := table_of(row["locator"])) != PROSE:
                found.setdefault(table, []).append(row)
        return found

    @cached_property
    def figures(self) -> Mapping[tuple[str, ...], Row]:
        """The row of each figure, by `figure_of`."""
        return {figure_of(row, kind): row for kind, rows in self.rows.items() for row in rows}

    @cached_property
    def scopes(self) -> Collection[tuple[str, ...]]:
        """The scope of each figure without its period, after the label of its table."""
        return frozenset(
            (table_of(row["locator"]), *scope_of(row, kind)) for kind, rows in self.rows.items() for row in rows
        )

    @cached_property
    def owners(self) -> Mapping[str, Collection[tuple[str, str]]]:
        """The owners (unit, level) of the figures at each locator."""
        found: dict[str, set[tuple[str, str]]] = {}
        for row in chain.from_iterable(self.rows.values()):
            found.setdefault(row["locator"], set()).add((row["unit_id"], row["level"]))
        return found

    def has_more_than(self, entries: Iterable[Entry], removed: Iterable[tuple[str, Row]]) -> bool:
        """Whether the data has rows of tables that are neither in the entries nor removed. Such rows come from another
        file."""
        stated = {figure_of(entry.cells, entry.kind) for entry in entries}
        stated |= {figure_of(row, kind) for kind, row in removed}
        return any(figure not in stated and figure[0] != PROSE for figure in self.figures)


def table_of(locator: str) -> str:
    """Returns the table of a locator: `PL2.3` for `PL2.3:64`."""
    return locator.partition(":")[0]


def scope_of(row: Mapping[str, str], kind: str) -> tuple[str, ...]:
    """Returns what a figure is about, without its period."""
    return kind, *(row[name] for name in SCOPE_COLUMNS[kind])


def figure_of(row: Mapping[str, str], kind: str) -> tuple[str, ...]:
    """Returns the key that identifies a figure within its document. A table states each figure once."""
    return table_of(row["locator"]), *scope_of(row, kind), row[PERIOD_COLUMN[kind]]


def path_of(kind: str, source_id: str) -> str:
    """Returns the path of the file: `data/results/1612-UBND-KSTT-2024.csv`."""
    return f"data/{kind}/{source_id}.csv"


def read_existing_rows(root: Path, source_id: str) -> ExistingRows:
    """Returns the rows in the files of a document; no rows if there are no files yet."""
    return ExistingRows({kind: _rows(root / path_of(kind, source_id)) for kind in SCOPE_COLUMNS})


def _rows(file: Path) -> list[Row]:
    if not file.exists():
        return []
    return list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))))
