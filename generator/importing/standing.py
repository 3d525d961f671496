"""What the data holds of a document already: its rows, by the tables and figures that they state."""

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
    def tables(self) -> Mapping[str, Sequence[Row]]:
        """The rows of each table, in the order of the files."""
        found: dict[str, list[Row]] = {}
        for row in chain.from_iterable(self.rows.values()):
            if (table := table_of(row["locator"])) != PROSE:
                found.setdefault(table, []).append(row)
        return found

    @cached_property
    def figures(self) -> Mapping[tuple[str, ...], Row]:
        """The row of each figure."""
        return {figure_of(row, kind): row for kind, rows in self.rows.items() for row in rows}

    @cached_property
    def scopes(self) -> Collection[tuple[str, ...]]:
        """What the figures are of, whatever their periods, each with its table."""
        return frozenset(
            (table_of(row["locator"]), *scope_of(row, kind)) for kind, rows in self.rows.items() for row in rows
        )

    @cached_property
    def owners(self) -> Mapping[str, Collection[tuple[str, str]]]:
        """Whose figures stand in each place: unit and level."""
        found: dict[str, set[tuple[str, str]]] = {}
        for row in chain.from_iterable(self.rows.values()):
            found.setdefault(row["locator"], set()).add((row["unit_id"], row["level"]))
        return found

    def has_more_than(self, entries: Iterable[Entry], removed: Iterable[tuple[str, Row]]) -> bool:
        """Whether rows of tables stay that the entries do not state, so that they rest on another file."""
        told = {figure_of(entry.cells, entry.kind) for entry in entries}
        told |= {figure_of(row, kind) for kind, row in removed}
        return any(figure not in told and figure[0] != PROSE for figure in self.figures)


def table_of(locator: str) -> str:
    """`PL2.3` of `PL2.3:64`."""
    return locator.partition(":")[0]


def scope_of(row: Mapping[str, str], kind: str) -> tuple[str, ...]:
    """What a figure is of, whatever its period."""
    return kind, *(row[name] for name in SCOPE[kind])


def figure_of(row: Mapping[str, str], kind: str) -> tuple[str, ...]:
    """What tells a figure from all others of its document, of which a table states each once."""
    return table_of(row["locator"]), *scope_of(row, kind), row[WHEN[kind]]


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
