"""A version of the published data: the keys and tracked columns of its tables."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from generator.bulk import ARROW_TEXT, arrow_texts
from generator.history.subjects import (
    KEY,
    SUBJECTS,
    VERSION_COLUMNS,
    Subject,
    SubjectKind,
    packed,
    unpacked,
    unpacked_columns,
)
from generator.problems import Problem

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROW = ["what", *KEY]
"""The columns that identify a row of a version."""

CHUNK = 100_000
"""How many rows are written as lines at a time."""

_QUOTED_CHARACTERS = (b'"', b",", b"\n")


@dataclass(frozen=True)
class Version:
    """A version of the published data. `rows` has VERSION_COLUMNS, all texts, one row per key, sorted.

    `same_day_steps` orders documents of one day: how many corrections of that day led to a document, by id. Documents
    that correct none of their own day are left out.
    """

    rows: pd.DataFrame
    same_day_steps: Mapping[str, int] = field(default_factory=dict)

    @property
    def sha256(self) -> str:
        """SHA-256 of the rows as a CSV file, computed in chunks so that the whole file is never in memory."""
        return digest_of(csv_lines(self.rows))


def digest_of(parts: Iterable[pa.Array]) -> str:
    """Returns the SHA-256 of a version, from the lines of its rows in order. No part is a slice of another array."""
    digest = hashlib.sha256(f"{','.join(VERSION_COLUMNS)}\n".encode())
    for lines in parts:
        digest.update(lines.buffers()[2] or b"")
    return digest.hexdigest()


def csv_lines(rows: pd.DataFrame) -> Iterator[pa.Array]:
    """Yields the rows as lines of a CSV file, each with its line end, CHUNK of them at a time. Whole columns are joined
    at once."""
    cells = [_as_cells(rows[name]) for name in VERSION_COLUMNS]
    for start in range(0, len(rows), CHUNK):
        yield _joined(_joined(*(column.slice(start, CHUNK) for column in cells), by=","), "", by="\n")


def _joined(*parts: pa.Array | str, by: str) -> pa.Array:
    """Returns the texts of all parts, joined row by row."""
    texts = (pa.scalar(part, pa.large_string()) if isinstance(part, str) else part for part in (*parts, by))
    return pc.binary_join_element_wise(*texts)


def _as_cells(column: "pd.Series[str]") -> pa.Array:
    """Returns the texts of a column, quoted if they contain a special character of CSV."""
    cells = arrow_texts(column, pa.large_string())
    buffer = cells.buffers()[2]
    characters = buffer.to_pybytes() if buffer else b""
    if not any(sign in characters for sign in _QUOTED_CHARACTERS):
        return cells
    quoted = _joined("", pc.replace_substring(cells, '"', '""'), "", by='"')
    return pc.if_else(pc.match_substring_regex(cells, '[",\n]'), quoted, cells)


EMPTY_VERSION = Version(pd.DataFrame({name: pd.Series(dtype=ARROW_TEXT) for name in VERSION_COLUMNS}))
"""The version before the first release."""


def sorted_version(rows: pd.DataFrame) -> Version:
    """Returns the version with these rows."""
    columns = list(VERSION_COLUMNS)
    return Version(rows[columns].astype(ARROW_TEXT).sort_values(ROW, kind="stable", ignore_index=True))


def version_of(tables: Mapping[str, pd.DataFrame], same_day_steps: Mapping[str, int]) -> Version:
    """Returns the version of the published tables, given by name and with a text in every cell.

    Raises ValueError if two rows of a table have the same key, because a later comparison could not distinguish them.
    """
    version = sorted_version(
        pd.concat([_rows(tables[subject.table], subject) for subject in SUBJECTS], ignore_index=True)
    )
    double = doubled_rows(version)
    if len(double):
        raise ValueError(f"two published rows with one key: {' '.join(version.rows.iloc[double[0]][ROW])}")
    return replace(version, same_day_steps=same_day_steps)


def doubled_rows(version: Version) -> "NDArray[np.int64]":
    """Returns the positions of the rows whose key the next row has too; rows are sorted by key."""
    return np.flatnonzero(_equal_keys(version.rows.iloc[1:], version.rows.iloc[:-1]))


def same_keys(one: Version, other: Version) -> bool:
    """Whether both versions have the same rows, regardless of their states."""
    return len(one.rows) == len(other.rows) and bool(_equal_keys(one.rows, other.rows).all())


def _equal_keys(some: pd.DataFrame, others: pd.DataFrame) -> "NDArray[np.bool_]":
    """Returns for each row whether the row of `others` at the same position has the same key."""
    equal = np.ones(len(some), dtype=bool)
    for name in ROW:
        equal &= np.asarray(some[name].array == others[name].array, dtype=bool)
    return equal


def table_of(version: Version, subject: Subject) -> pd.DataFrame:
    """Returns the tracked part of a published table: its key columns and tracked columns."""
    rows = version.rows[version.rows["what"].eq(subject.what)].reset_index(drop=True)
    key = {own: rows[name] for name, own in subject.key.items()}
    return pd.DataFrame({**key, **unpacked_columns(rows["state"], subject.what)})


def values_by_id(version: Version, what: SubjectKind) -> dict[str, tuple[str, ...]]:
    """Returns the tracked values of the units, indicators or documents of a version, by id."""
    rows = version.rows[version.rows["what"].eq(what)]
    states = zip(rows[f"{what}_id"].tolist(), rows["state"].tolist(), strict=True)
    return {id_: unpacked(state, what) for id_, state in states}


def _rows(table: pd.DataFrame, subject: Subject) -> pd.DataFrame:
    key = {name: table[subject.key[name]] if name in subject.key else "" for name in KEY}
    state = packed([table[name].astype(ARROW_TEXT) for name in subject.tracked_columns])
    return pd.DataFrame({"what": subject.what.value, **key, "state": state}, index=table.index)


def read_version(folder: Path, faults: list[Problem]) -> Version:
    """Returns the version published in a folder of CSV files (`build/site/data`, or a download of it). Documents of one
    day are not ordered."""
    tables = {subject.table: _table(folder / f"{subject.table}.csv", subject, faults) for subject in SUBJECTS}
    found = {name: table for name, table in tables.items() if table is not None}
    if len(found) < len(tables):
        return EMPTY_VERSION
    try:
        return version_of(found, {})
    except ValueError as error:
        faults.append(
            Problem(str(folder), 0, "", str(error), "hai dòng cùng một khóa", "tải lại bộ dữ liệu đã công bố")
        )
        return EMPTY_VERSION


def _table(path: Path, subject: Subject, faults: list[Problem]) -> pd.DataFrame | None:
    if not path.is_file():
        hint = "chỉ đến thư mục dữ liệu đã công bố, ví dụ build/site/data"
        faults.append(Problem(str(path), 0, "", "", "không có tệp này", hint))
        return None
    table = pd.read_csv(path, dtype=ARROW_TEXT, na_filter=False, encoding="utf-8-sig")
    lacking = [name for name in (*subject.key.values(), *subject.tracked_columns) if name not in table.columns]
    faults.extend(Problem(str(path), 1, name, "", "thiếu cột này", "tải lại bộ dữ liệu đã công bố") for name in lacking)
    return None if lacking else table
