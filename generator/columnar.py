"""Reads Parquet files into the same records as CSV files: texts with line numbers, nothing converted or guessed.

Cells must be texts here too. A number in Parquet is a binary fraction, which may print as another number than was
meant. So a numeric column is a fault. Rows are reported with the line numbers that they would have in a CSV file: the
first row is line 2.
"""

import unicodedata
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import parquet

from generator.bulk import ARROW_TYPES_MAPPER, all_match, distinct, in_categories
from generator.canonical_csv import HIDDEN_CHARACTERS
from generator.problems import Problem
from generator.reading.content_cache import cached_by_content
from generator.reading.records import CATEGORY_COLUMNS, Records, with_line_numbers
from generator.reading.text import read_as

PARQUET = ".parquet"
"""The file name extension of Parquet files."""

_EXPORT_HINT = "sửa ở nơi xuất tệp rồi xuất lại, hoặc dùng tệp .csv"
_PLAIN = r"[!-~]?|[!-~][ -~]*[!-~]"
"""Pattern of a text that needs no further check: visible ASCII characters, with single or multiple spaces only between
them."""


def read_parquet(root: Path, path: str, columns: tuple[str, ...], faults: list[Problem]) -> Records | None:
    """Reads a Parquet file that must have exactly these columns, in any order, all of them texts. A missing value
    becomes an empty text.

    Returns None if the rows cannot be read. Faults of form are appended to `faults`.
    """
    return read_as(partial(_records, columns=columns), root, path, faults)


@cached_by_content
def _records(path: str, raw: bytes, columns: tuple[str, ...]) -> tuple[Records | None, tuple[Problem, ...]]:
    """Returns the rows of a Parquet file and its faults; no rows if its columns are wrong or it cannot be read."""
    repeated = [name for name in columns if name in CATEGORY_COLUMNS]
    try:
        schema = parquet.read_schema(pa.BufferReader(raw))
        faults = tuple(_column_faults(path, schema, columns))
        if faults:
            return None, faults
        # One thread only: a process with several threads cannot be forked safely, and builds fork.
        table = parquet.read_table(
            pa.BufferReader(raw), columns=list(columns), read_dictionary=repeated, use_threads=False
        )
        table.validate(full=True)  # Reading does not verify that texts are UTF-8.
    except (pa.ArrowInvalid, OSError, UnicodeDecodeError):  # The last one is about the name of a column.
        return None, (Problem(path, 0, "", "", "không phải tệp Parquet đọc được", _EXPORT_HINT),)
    frame = in_categories(pd.DataFrame({name: _texts(table[name]) for name in columns}), repeated)
    return Records(path, with_line_numbers(frame), canonical=True), tuple(_cell_faults(path, frame))


def _texts(column: pa.ChunkedArray) -> "pd.Series[Any]":
    """Returns the cells as strings, or as categories if the file has a dictionary. Cells without a value are empty."""
    typed = column.cast(pa.string()) if pa.types.is_null(column.type) else column
    texts: pd.Series[Any] = typed.to_pandas(types_mapper=ARROW_TYPES_MAPPER.get)
    if not isinstance(texts.dtype, pd.CategoricalDtype):
        return texts.fillna("")
    return texts.cat.set_categories(texts.cat.categories.union([""])).fillna("")


def _column_faults(path: str, schema: pa.Schema, columns: tuple[str, ...]) -> Iterator[Problem]:
    required = f"các cột phải là {', '.join(columns)}"
    for name in columns:
        if name not in schema.names:
            yield Problem(path, 0, name, "", "thiếu cột này", required)
    for name, kind in zip(schema.names, schema.types, strict=True):
        if name not in columns:
            yield Problem(path, 0, "", name, "cột này không có trong quy định", required)
        elif not _is_text(kind):
            hint = f"xuất cột này thành chữ (string), số viết như trong văn bản, ví dụ 58.73; {_EXPORT_HINT}"
            yield Problem(path, 0, name, str(kind), "cột này không phải là chữ", hint)
    if len(set(schema.names)) != len(schema.names):
        yield Problem(path, 0, "", "", "có cột bị lặp", required)


def _is_text(kind: pa.DataType) -> bool:
    values = kind.value_type if pa.types.is_dictionary(kind) else kind
    return bool(pa.types.is_string(values) or pa.types.is_large_string(values) or pa.types.is_null(values))


def _cell_faults(path: str, frame: pd.DataFrame) -> Iterator[Problem]:
    """Yields the faults of form of cells. Each distinct text is checked once."""
    for name in frame:
        column = frame[name]
        wrong = {text: fault for text in _to_be_checked(distinct(column)) if (fault := _fault_of(text))}
        for row in np.flatnonzero(column.isin(list(wrong))).tolist():
            shown, message = wrong[str(column.iat[row])]
            yield Problem(path, row + 2, str(name), shown, message, _EXPORT_HINT)


def _to_be_checked(texts: "pd.Series[str]") -> list[str]:
    """Returns the distinct texts that are not just visible ASCII characters on one line."""
    if not texts.str.contains("\n", regex=False).any() and all_match(texts, _PLAIN):
        return []
    return texts[~texts.str.fullmatch(_PLAIN)].unique().tolist()


def _fault_of(text: str) -> tuple[str, str] | None:
    """Returns the text to show and its fault; None if the text has no fault."""
    if "\n" in text or "\r" in text:
        return "", "xuống dòng bên trong một ô"
    hidden = HIDDEN_CHARACTERS.search(text)
    if hidden:
        return f"U+{ord(hidden[0]):04X}", "ký tự ẩn, không nhìn thấy được"
    if not unicodedata.is_normalized("NFC", text):
        return text, "chữ có dấu viết bằng mã tổ hợp (NFD), tìm kiếm sẽ không thấy"
    return (text, "thừa dấu cách ở đầu hoặc cuối ô") if text != text.strip() else None
