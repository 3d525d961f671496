"""Rows of a table in one notation, ready for every file that shows some of them.

A column has few distinct cells compared with its rows, and each row goes into several files: so each distinct cell is
written once, and a file joins what its rows need.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import pandas as pd

T = TypeVar("T")


@dataclass(frozen=True)
class Fragments:
    """The written cells of a table: `columns[c][r]` is the cell of column `c` in row `r`."""

    columns: Sequence[Sequence[str]]

    def rows(self, places: Iterable[int]) -> Iterator[tuple[str, ...]]:
        """The cells of the rows at these places."""
        shown = list(places)
        return zip(*([column[place] for place in shown] for column in self.columns), strict=True)

    @cached_property
    def every(self) -> range:
        """The places of all rows."""
        return range(len(self.columns[0]) if self.columns else 0)


def fragments(frame: pd.DataFrame, write: Mapping[str, Callable[[str], str]]) -> Fragments:
    """Each column of `write` as its function writes a cell."""
    return Fragments([made_once(make, frame, (name,)) for name, make in write.items()])


def made_once(make: Callable[..., T], frame: pd.DataFrame, names: Sequence[str]) -> list[T]:
    """What `make` gives for each row's texts of these columns, made once for rows that are alike."""
    if len(names) > 1:
        rows = list(zip(*(texts_of(frame, name) for name in names), strict=True))
        made = {row: make(*row) for row in dict.fromkeys(rows)}
        return [made[row] for row in rows]
    codes, distinct = _coded(frame, names[0])
    each = [make(text) for text in distinct]
    return [each[code] for code in codes]


def texts_of(frame: pd.DataFrame, name: str) -> list[str]:
    """A column as plain texts; alike ones are one object, for tables are long."""
    codes, distinct = _coded(frame, name)
    return [distinct[code] for code in codes]


def _coded(frame: pd.DataFrame, name: str) -> tuple[list[int], list[str]]:
    """Which of the distinct texts each row of a column has, and those texts."""
    codes, distinct = frame[name].factorize()
    return [int(code) for code in codes], [str(text) for text in distinct]


def places_by(frame: pd.DataFrame, name: str) -> Mapping[str, Sequence[int]]:
    """At which places of the table each text of a column stands, in the table's order."""
    places: dict[str, list[int]] = {}
    for place, text in enumerate(texts_of(frame, name)):
        places.setdefault(text, []).append(place)
    return places
