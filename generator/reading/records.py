"""The rows of a file as strings with their line numbers, the same for CSV and Parquet files."""

from dataclasses import dataclass

import pandas as pd

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


def with_line_numbers(frame: pd.DataFrame) -> pd.DataFrame:
    """Returns the rows with their line numbers, if each row takes one line and the heading is line 1."""
    return frame.assign(line=range(2, len(frame) + 2))
