"""Parquet files → the same records as CSV files give: texts with line numbers, nothing converted or guessed.

A cell is a text here too. A number of a program is a binary fraction that may show as another one than was meant, so a
column of numbers is a fault and no guess. Rows are told as the lines they would be in a CSV file: the first is line 2.
"""

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import parquet

from generator.bulk import OF_FILES, all_like, distinct, in_categories
from generator.problems import Problem
from generator.reading.records import REPEATED, Records, numbered, read_rows
from generator.reading.remembered import remembered
from generator.spotless import HIDDEN

PARQUET = ".parquet"
"""How the names of such files end."""

_EXPORT_HINT = "sửa ở nơi xuất tệp rồi xuất lại, hoặc dùng tệp .csv"
_PLAIN = r"[!-~]?|[!-~][ -~]*[!-~]"
"""A text in which nothing can be wrong: visible signs of ASCII, spaces between them at most."""


def read_parquet(root: Path, path: str, columns: tuple[str, ...], faults: list[Problem]) -> Records | None:
    """The rows of a Parquet file with exactly these columns, all of them texts, in any order; a missing text is empty.

    None when they cannot be told. Faults of form are appended to `faults`.
    """
    return read_rows(_records, root, path, columns, faults)


@remembered
def _records(path: str, raw: bytes, columns: tuple[str, ...]) -> tuple[Records | None, tuple[Problem, ...]]:
    repeated = [name for name in columns if name in REPEATED]
    try:
        schema = parquet.read_schema(pa.BufferReader(raw))
        faults = tuple(_column_faults(path, schema, columns))
        if faults:
            return None, faults
        # One thread: a process that has started more cannot be copied safely, and builds copy theirs.
        table = parquet.read_table(
            pa.BufferReader(raw), columns=list(columns), read_dictionary=repeated, use_threads=False
        )
    except (pa.ArrowInvalid, OSError):
        return None, (Problem(path, 0, "", "", "không phải tệp Parquet đọc được", _EXPORT_HINT),)
    frame = in_categories(pd.DataFrame({name: _texts(table[name]) for name in columns}), repeated)
    return Records(path, numbered(frame), canonical=True), tuple(_cell_faults(path, frame))


def _texts(column: pa.ChunkedArray) -> "pd.Series[Any]":
    """The cells as strings, or as categories where the file has a dictionary; those without a value are empty."""
    typed = column.cast(pa.string()) if pa.types.is_null(column.type) else column
    texts: pd.Series[Any] = typed.to_pandas(types_mapper=OF_FILES.get)
    if not isinstance(texts.dtype, pd.CategoricalDtype):
        return texts.fillna("")
    return texts.cat.set_categories(texts.cat.categories.union([""])).fillna("")


def _column_faults(path: str, schema: pa.Schema, columns: tuple[str, ...]) -> Iterator[Problem]:
    wanted = f"các cột phải là {', '.join(columns)}"
    for name in columns:
        if name not in schema.names:
            yield Problem(path, 0, name, "", "thiếu cột này", wanted)
    for name, kind in zip(schema.names, schema.types, strict=True):
        if name not in columns:
            yield Problem(path, 0, "", name, "cột này không có trong quy định", wanted)
        elif not _is_text(kind):
            hint = f"xuất cột này thành chữ (string), số viết như trong văn bản, ví dụ 58.73; {_EXPORT_HINT}"
            yield Problem(path, 0, name, str(kind), "cột này không phải là chữ", hint)
    if len(set(schema.names)) != len(schema.names):
        yield Problem(path, 0, "", "", "có cột bị lặp", wanted)


def _is_text(kind: pa.DataType) -> bool:
    values = kind.value_type if pa.types.is_dictionary(kind) else kind
    return bool(pa.types.is_string(values) or pa.types.is_large_string(values) or pa.types.is_null(values))


def _cell_faults(path: str, frame: pd.DataFrame) -> Iterator[Problem]:
    """What is wrong with the form of cells; each text is looked at once."""
    for name in frame:
        column = frame[name]
        wrong = {text: fault for text in _doubtful(distinct(column)) if (fault := _fault_of(text))}
        for row in np.flatnonzero(column.isin(list(wrong))).tolist():
            shown, message = wrong[str(column.iat[row])]
            yield Problem(path, row + 2, str(name), shown, message, _EXPORT_HINT)


def _doubtful(texts: "pd.Series[str]") -> list[str]:
    """Those of the texts that are more than visible signs of ASCII on one line, each once."""
    if not texts.str.contains("\n", regex=False).any() and all_like(texts, _PLAIN):
        return []
    return texts[~texts.str.fullmatch(_PLAIN)].unique().tolist()


def _fault_of(text: str) -> tuple[str, str] | None:
    """What to show of a text and what is wrong with it; None where nothing is."""
    if "\n" in text or "\r" in text:
        return "", "xuống dòng bên trong một ô"
    hidden = HIDDEN.search(text)
    if hidden:
        return f"U+{ord(hidden[0]):04X}", "ký tự ẩn, không nhìn thấy được"
    if not unicodedata.is_normalized("NFC", text):
        return text, "chữ có dấu viết bằng mã tổ hợp (NFD), tìm kiếm sẽ không thấy"
    return (text, "thừa dấu cách ở đầu hoặc cuối ô") if text != text.strip() else None
