"""Writes `/data/cong-minh-bach.sqlite`: all tables in one file, with keys, references, indexes, and views with names.

Figures are numbers; only the CSV files keep the trailing zeros that a document wrote. The bytes depend only on the
data: the file is written in one go, and the version of SQLite is removed from its header.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from generator.bulk import MappedCells
from generator.tables import (
    ASSESSMENTS,
    DISCREPANCIES,
    INDICATORS,
    RESULTS,
    SOURCES,
    TABLES,
    TARGETS,
    TASKS,
    CellType,
    Column,
    DataTable,
    code_in_english,
    column_in_english,
)

PATH = "data/cong-minh-bach.sqlite"

_TYPES: Mapping[CellType, str] = {
    CellType.TEXT: "TEXT",
    CellType.LIST: "TEXT",
    CellType.DAY: "TEXT",
    CellType.NUMBER: "REAL",
    CellType.COUNT: "INTEGER",
    CellType.TRUTH: "INTEGER",
}
_TABLES_WITH_VIEWS = (TARGETS, RESULTS, ASSESSMENTS, DISCREPANCIES, TASKS)
"""Tables that also have a view with names."""
_ADDED_COLUMNS: Mapping[str, tuple[DataTable, Mapping[str, str]]] = {
    "indicator_id": (
        INDICATORS,
        {"indicator_name": "name", "indicator_name_en": "name_en", "measure": "measure", "direction": "direction"},
    ),
    "source_id": (SOURCES, {"source_number": "number", "source_title": "title", "source_issued_on": "issued_on"}),
}
"""Columns that a view adds to a row, by the column that refers to the other table: the names in the view, and the
columns from which they come."""

_INDEXED = (("unit_id",), ("indicator_id", "period"), ("source_id",))
"""The columns by which rows are usually searched: by unit, by indicator (in one period), by document.

Every table that has the first of these columns gets an index, unless its primary key begins with the column. There are
no other indexes, because each index stores its texts once more, and references are resolved by primary keys.

A unit has only some hundred rows, so its index does not include the indicator. An indicator has a row for each unit in
each period.
"""

_CHANGES, _VALID_FOR, _VERSION = 24, 92, 96
"""Positions in the file, in bytes from its beginning: the change counter, the counter at the last change, and the
version of SQLite that made the last change (Database File Format, 1.3). Both counters must be equal."""

_ANY_VERSION = (3_035_000).to_bytes(4, "big")
"""Version number written into every file (3.35), instead of that of the SQLite in use."""
_ONCE = (1).to_bytes(4, "big")
"""Value of both change counters."""

_STATISTICS = """
ANALYZE;
DROP TABLE IF EXISTS sqlite_stat4;
"""
"""Stores how many rows each index finds. Without this, SQLite would treat the index of an indicator as equal to that of
a unit, which finds a tenth of the rows. Some versions of SQLite also store samples and others do not, so samples are
removed."""

_FAST_WRITING = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA ignore_check_constraints = ON;
"""
"""Durability is switched off: an unfinished file is simply written again. Checks are off because all codes were checked
when the data were read, and a second check takes as long as everything else together."""


def sql_name(table: DataTable) -> str:
    """Returns the table's name in the file. Hyphens are replaced, because SQL reads them as minus signs."""
    return table.name.replace("-", "_")


def view_name(table: DataTable) -> str:
    """Returns the name of the table's view with names."""
    return f"{sql_name(table)}_named"


def sqlite_bytes(tables: Mapping[str, pd.DataFrame]) -> bytes:
    """Returns the file, from all published tables by name."""
    with TemporaryDirectory() as folder:  # In memory, SQLite would hold several copies of the file.
        file = Path(folder) / "base.sqlite"
        _fill(file, tables)
        _reset_header(file)
        return file.read_bytes()


def _fill(file: Path, tables: Mapping[str, pd.DataFrame]) -> None:
    with closing(sqlite3.connect(file)) as base:
        base.executescript(_FAST_WRITING)
        base.executescript("".join(_layout()))
        for table in TABLES:
            marks = ",".join("?" * len(table.columns))
            base.executemany(f"INSERT INTO {sql_name(table)} VALUES ({marks})", _rows(table, tables[table.name]))  # noqa: S608 - names are ours
        base.executemany("INSERT INTO dictionary VALUES (?,?,?,?,?,?,?)", _dictionary())
        base.executescript("".join([*_indexes(), *_views(), _STATISTICS]))
        base.execute("VACUUM")


def _reset_header(file: Path) -> None:
    """Resets the version of SQLite and the change counters in the file's header."""
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
    """Yields the primary key, if all its cells are filled: in SQL, an empty cell is not equal to another one."""
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
    for table in _TABLES_WITH_VIEWS:
        name = sql_name(table)
        referring = [column for column in _ADDED_COLUMNS if column in table.headings]
        shown = [f'{name}."{heading}"' for heading in table.headings]
        shown += [
            f'{_ADDED_COLUMNS[column][0].name}."{own}" AS "{shown_as}"'
            for column in referring
            for shown_as, own in _ADDED_COLUMNS[column][1].items()
        ]
        joins = "".join(
            f' LEFT JOIN {_ADDED_COLUMNS[column][0].name} ON {_ADDED_COLUMNS[column][0].name}.id = {name}."{column}"'
            for column in referring
        )
        yield f"CREATE VIEW {view_name(table)} AS SELECT {', '.join(shown)} FROM {name}{joins};"  # noqa: S608 - names are ours


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _rows(table: DataTable, frame: pd.DataFrame) -> Iterator[tuple[object, ...]]:
    return zip(*(MappedCells(frame[it.name], _CELLS.get(it.kind, _text)) for it in table.columns), strict=True)


def _text(cell: str) -> str | None:
    return cell or None


def _number(cell: str) -> float | None:
    return float(cell) if cell else None


def _count(cell: str) -> int | None:
    return int(cell) if cell else None


def _truth(cell: str) -> int | None:
    return int(cell == "true") if cell else None


_CELLS = {CellType.NUMBER: _number, CellType.COUNT: _count, CellType.TRUTH: _truth}


def _dictionary() -> Iterator[tuple[str | None, ...]]:
    for table in TABLES:
        for column in table.columns:
            english = "; ".join(f"{choice.code}: {code_in_english(column, choice)}" for choice in column.choices)
            meanings = column.title, column.meaning, column_in_english(table, column)
            yield sql_name(table), column.name, *meanings, column.codes_text or None, english or None
