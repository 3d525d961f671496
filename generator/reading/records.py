"""The rows of a file as strings with their lines, whatever form the file has."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import pandas as pd

from generator.problems import Problem
from generator.reading.text import read_as

REPEATED = frozenset(
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
"""Columns whose texts many rows share: each text is kept, and looked at, once."""

Understanding: TypeAlias = Callable[[str, bytes, tuple[str, ...]], "tuple[Records | None, tuple[Problem, ...]]"]
"""From the path, the bytes and the columns of a file to its rows and what is wrong with them."""


@dataclass(frozen=True, eq=False)
class Records:
    """The rows of one file, as written; one object for one content of the file.

    `frame` has the file's columns as strings, as categories where rows repeat them, and `line`, the row's line in the
    file (int64). `canonical` says that nothing in the file needs to be written otherwise, `whole` that each of its rows
    has as many cells as there are columns.
    """

    path: str
    frame: pd.DataFrame
    canonical: bool = False
    whole: bool = True


def read_rows(
    understand: Understanding, root: Path, path: str, columns: tuple[str, ...], faults: list[Problem]
) -> Records | None:
    """The rows of a file of some form, or None when they cannot be told; what is wrong is appended to `faults`."""
    return read_as(lambda of, raw: understand(of, raw, columns), root, path, faults)


def numbered(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows with their lines: each takes one, and the heading the first."""
    return frame.assign(line=range(2, len(frame) + 2))
