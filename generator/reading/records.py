"""The rows of a file as strings with their line numbers, the same for CSV and Parquet files."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import pandas as pd

from generator.problems import Problem
from generator.reading.text import read_as

CATEGORY_COLUMNS = frozenset(
    {
        "unit_id",
        "level",
        "aggregate",
        "indicator_id",
        "period",
        "due",
        "comparison",
        "value",
        "status",
        "reading",
        "note",
    }
)
"""Columns in which many rows have the same text. They are kept as categories, so that each text is stored and checked
once."""

Parser: TypeAlias = Callable[[str, bytes, tuple[str, ...]], "tuple[Records | None, tuple[Problem, ...]]"]
"""Type of a function from the path, the bytes and the required columns of a file to its rows and its faults."""


@dataclass(frozen=True, eq=False)
class Records:
    """The rows of one file, as written. One object is shared for equal content.

    - `path`: the path of the file.
    - `frame`: the file's columns as strings (columns in CATEGORY_COLUMNS as categories), and `line`, the row's line in
      the file (int64).
    - `canonical`: the file is known to be in canonical form.
    - `complete`: all rows of the file could be read.
    """

    path: str
    frame: pd.DataFrame
    canonical: bool = False
    complete: bool = True


def read_rows(parse: Parser, root: Path, path: str, columns: tuple[str, ...], faults: list[Problem]) -> Records | None:
    """Returns the rows of a file that `parse` can read, or None if they cannot be read. Faults are appended to
    `faults`."""
    return read_as(lambda of, raw: parse(of, raw, columns), root, path, faults)


def with_line_numbers(frame: pd.DataFrame) -> pd.DataFrame:
    """Returns the rows with their line numbers, if each row takes one line and the heading is line 1."""
    return frame.assign(line=range(2, len(frame) + 2))
