"""`/data/cong-minh-bach.sqlite`: all tables in one file, with keys, references, indexes, and views that show names.

A figure is a number here: the zeros that a document wrote after its last decimal are kept in the CSV files only. The
bytes depend on nothing but the data: the file is written at once and does not name the version of SQLite.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from generator.bulk import Cells
from generator.tables import (
    ASSESSMENTS,
    DISCREPANCIES,
    INDICATORS,
    RESULTS,
    SOURCES,
    TABLES,
    TARGETS,
    TASKS,
    Column,
    DataTable,
    Kind,
    code_in_english,
    column_in_english,
)

PATH = "data/cong-minh-bach.sqlite"

_TYPES: Mapping[Kind, str] = {
    Kind.TEXT: "TEXT",
    Kind.LIST: "TEXT",
    Kind.DAY: "TEXT",
    Kind.NUMBER: "REAL",
    Kind.COUNT: "INTEGER",
    Kind.TRUTH: "INTEGER",
}
_VIEWED = (TARGETS, RESULTS, ASSESSMENTS, DISCREPANCIES, TASKS)
_NAMES: Mapping[str, tuple[DataTable, Mapping[str, str]]] = {
    "indicator_id": (
        INDICATORS,
        {"indicator_name": "name", "indicator_name_en": "name_en", "measure": "measure", "direction": "direction"},
    ),
    "source_id": (SOURCES, {"source_number": "number", "source_title": "title", "source_issued_on": "issued_on"}),
}
"""What a view adds to a row, by the column that refers to it: names of its columns, and the columns they come from."""

_INDEXED = (("unit_id",), ("indicator_id", "period"), ("source_id",))
"""The columns by which people look for rows: of a unit, of an indicator (in one period), of a document. Every table
that has the first of these columns gets an index, unless its primary key begins with it. There are no other indexes,
because each holds its texts once more, and primary keys lead from a row to what it refers to.

The rows of a unit are some hundred, so that its index names no indicator; an indicator has as many rows as there are
units, in each period.
"""

_CHANGES, _VALID_FOR, _VERSION = 24, 92, 96
"""Where, in bytes from its beginning, the file counts its changes, and names the version of SQLite that made the last
(Database File Format, 1.3). Both counts must agree."""

_ANY_VERSION = (3_035_000).to_bytes(4, "big")
_ONCE = (1).to_bytes(4, "big")

_COUNTING = """
ANALYZE;
DROP TABLE IF EXISTS sqlite_stat4;
"""
"""Notes how many rows each index finds, or SQLite would take the index of an indicator for as good as that of a unit,
which finds a tenth of the rows. Some SQLites note samples too, others do not: the file has none."""

_MAKING = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA ignore_check_constraints = ON;
"""
"""The file is made anew if it is cut short. The codes of all cells were checked when the data were read: to ask for
them again takes as long as all the rest."""


def sql_name(table: DataTable) -> str:
    """What the table is called in the file: SQL takes a hyphen for a minus."""
    return table.name.replace("-", "_")


def view_name(table: DataTable) -> str:
    """What the view of the table with names is called."""
    return f"{sql_name(table)}_named"


def sqlite_bytes(tables: Mapping[str, pd.DataFrame]) -> bytes:
    """The file, from all published tables by name."""
    with TemporaryDirectory() as folder:  # In memory SQLite would hold the file several times over.
        file = Path(folder) / "base.sqlite"
        _fill(file, tables)
        _unsign(file)
        return file.read_bytes()


def _fill(file: Path, tables: Mapping[str, pd.DataFrame]) -> None:
    with closing(sqlite3.connect(file)) as base:
        base.executescript(_MAKING)
        base.executescript("".join(_layout()))
        for table in TABLES:
            marks = ",".join("?" * len(table.columns))
            base.executemany(f"INSERT INTO {sql_name(table)} VALUES ({marks})", _rows(table, tables[table.name]))  # noqa: S608 - names are ours
        base.executemany("INSERT INTO dictionary VALUES (?,?,?,?,?,?,?)", _dictionary())
        base.executescript("".join([*_indexes(), *_views(), _COUNTING]))
        base.commit()
        base.execute("VACUUM")


def _unsign(file: Path) -> None:
    """Resets what the file's header says of the version of SQLite and of how often the file was changed."""
    with file.open("r+b") as content:
        for place, written in ((_CHANGES, _ONCE), (_VALID_FOR, _ONCE), (_VERSION, _ANY_VERSION)):
            content.seek(place)
            content.write(written)


def _layout() -> Iterator[str]:
    yield "PRAGMA page_size = 4096; PRAGMA auto_vacuum = NONE; PRAGMA encoding = 'UTF-8';"
    for table in TABLES:
        parts = [*map(_column, table.columns), *_keys(table)]
        yield f"CREATE TABLE {sql_name(table)} (\n  {(',' + chr(10) + '  ').join(parts)}\n);"
    yield (
        "CREATE TABLE dictionary (table_name TEXT NOT NULL, column_name TEXT NOT NULL, title TEXT NOT NULL, "
        "meaning TEXT NOT NULL, meaning_en TEXT NOT NULL, codes TEXT, codes_en TEXT, "
        "PRIMARY KEY (table_name, column_name));"
    )


def _column(column: Column) -> str:
    parts = [f'"{column.name}" {_TYPES[column.kind]}']
    if column.required:
        parts.append("NOT NULL")
    if column.choices:
        codes = ", ".join(f"'{choice.code}'" for choice in column.choices)
        parts.append(f'CHECK ("{column.name}" IN ({codes}))')
    if column.refers_to:
        parts.append(f"REFERENCES {column.refers_to} (id)")
    return " ".join(parts)


def _keys(table: DataTable) -> Iterator[str]:
    """The key, where each of its cells is filled: SQL takes no empty cell for equal to another."""
    if table.has_primary_key:
        yield f"PRIMARY KEY ({_listed(table.key)})"


def _indexes() -> Iterator[str]:
    for table in TABLES:
        for first, *more in _INDEXED:
            found_by_key = table.has_primary_key and table.key[0] == first
            if first in table.headings and not found_by_key:
                columns = _listed([first, *(name for name in more if name in table.headings)])
                yield f"CREATE INDEX {sql_name(table)}_{first} ON {sql_name(table)} ({columns});"


def _views() -> Iterator[str]:
    for table in _VIEWED:
        name = sql_name(table)
        referring = [column for column in _NAMES if column in table.headings]
        shown = [f'{name}."{heading}"' for heading in table.headings]
        shown += [
            f'{_NAMES[column][0].name}."{own}" AS "{shown_as}"'
            for column in referring
            for shown_as, own in _NAMES[column][1].items()
        ]
        joins = "".join(
            f' LEFT JOIN {_NAMES[column][0].name} ON {_NAMES[column][0].name}.id = {name}."{column}"'
            for column in referring
        )
        yield f"CREATE VIEW {view_name(table)} AS SELECT {', '.join(shown)} FROM {name}{joins};"  # noqa: S608 - names are ours


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _rows(table: DataTable, frame: pd.DataFrame) -> Iterator[tuple[object, ...]]:
    return zip(*(Cells(frame[it.name], _CELLS.get(it.kind, _text)) for it in table.columns), strict=True)


def _text(cell: str) -> str | None:
    return cell or None


def _number(cell: str) -> float | None:
    return float(cell) if cell else None


def _count(cell: str) -> int | None:
    return int(cell) if cell else None


def _truth(cell: str) -> int | None:
    return int(cell == "true") if cell else None


_CELLS = {Kind.NUMBER: _number, Kind.COUNT: _count, Kind.TRUTH: _truth}


def _dictionary() -> Iterator[tuple[str | None, ...]]:
    for table in TABLES:
        for column in table.columns:
            codes = "; ".join(f"{choice.code}: {choice.label}" for choice in column.choices)
            english = "; ".join(f"{choice.code}: {code_in_english(column, choice)}" for choice in column.choices)
            meanings = column.title, column.meaning, column_in_english(table, column)
            yield sql_name(table), column.name, *meanings, codes or None, english or None
