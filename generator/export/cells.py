"""Cells that no spreadsheet takes for a formula, and the bytes of a CSV file."""

import io
import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import TypeVar

import pandas as pd

from generator.bulk import Cells

T = TypeVar("T")

GUARD = "'"
"""Put before a text that a spreadsheet would otherwise run; spreadsheets read it as "this is text"."""

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}".encode()
"""Put before a CSV file, makes Excel read it as UTF-8."""

_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
# The signs that Excel and LibreOffice take for the beginning of a formula, half and full width, also behind blanks or
# invisible characters (OWASP, "CSV Injection").
_DANGEROUS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")

_QUOTE = '"'
_LONE_BLANK = '""'
"""The only cell of a row, when it is empty: an empty line is no row."""

_ROWS_AT_ONCE = 2_000
_MOST_WRITTEN = 10_000

_QUOTED = re.compile(r'[",\r\n]')


def is_dangerous(text: str) -> bool:
    """Whether a spreadsheet could run the text. A plain number is none, a negative one neither."""
    return bool(_DANGEROUS.match(text)) and not _NUMBER.fullmatch(text)


class Written(dict[str, T]):
    """What is written of each text, made once for each: most cells of a column hold what many others hold. Where nearly
    every cell has a text of its own, it forgets, and begins anew."""

    def __init__(self, write: Callable[[str], T]) -> None:
        super().__init__()
        self._write = write

    def __missing__(self, text: str) -> T:
        if len(self) >= _MOST_WRITTEN:
            self.clear()
        written = self[text] = self._write(text)
        return written


def guarded(text: str) -> str:
    """The text with GUARD before it if a spreadsheet could run it; plain numbers stay numbers."""
    return GUARD + text if is_dangerous(text) else text


def csv_cell(text: str) -> str:
    """The text as a cell of a CSV file that no spreadsheet runs, in quotes only where they are needed."""
    safe = guarded(text)
    return f'"{safe.replace(_QUOTE, 2 * _QUOTE)}"' if _QUOTED.search(safe) else safe


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """The frame as a CSV file that no spreadsheet runs, in UTF-8 with commas and LF."""
    file = io.BytesIO()  # Joining the parts would hold all of them twice.
    file.writelines(csv_parts(frame))
    return file.getvalue()


def csv_parts(frame: pd.DataFrame) -> Iterator[bytes]:
    """The same file in parts."""
    rows: Iterator[str] = map(",".join, zip(*(Cells(frame[name], csv_cell) for name in frame.columns), strict=True))
    if len(frame.columns) == 1:
        rows = (row or _LONE_BLANK for row in rows)
    yield f"{','.join(frame.columns)}\n".encode()
    while some := "\n".join([*islice(rows, _ROWS_AT_ONCE), ""]):
        yield some.encode()


def rows_of(frame: pd.DataFrame) -> list[tuple[str, ...]]:
    """The frame's rows as plain texts."""
    return list(zip(*(frame[name].tolist() for name in frame.columns), strict=True))
