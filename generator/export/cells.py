"""Protects cells against being run as formulas by spreadsheets, and writes CSV files."""

import io
import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import TypeVar

import pandas as pd

from generator.bulk import MappedCells

T = TypeVar("T")

GUARD = "'"
"""Put before a text that a spreadsheet would otherwise run as a formula. For spreadsheets it means that the cell is
text."""

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}".encode()
"""Byte order mark at the start of a CSV file; Excel then reads the file as UTF-8."""

_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
# Characters with which a formula can begin in Excel and LibreOffice, half and full width, also after blanks or
# invisible characters (OWASP, "CSV Injection").
_DANGEROUS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")

_QUOTE = '"'
_ROWS_AT_ONCE = 2_000
"""Number of rows in each part of a CSV file."""
_MAX_WRITTEN = 10_000
"""Maximum number of cached texts."""

_QUOTED = re.compile(r'[",\r\n]')


def is_dangerous(text: str) -> bool:
    """Whether a spreadsheet could run the text as a formula. A plain number is safe, even a negative one."""
    return bool(_DANGEROUS.match(text)) and not _NUMBER.fullmatch(text)


class WriteCache(dict[str, T]):
    """A cache of written texts. Most cells of a column have the same text as many others, so each text is written once.
    If nearly all texts are distinct, the cache is cleared when it is full."""

    def __init__(self, write: Callable[[str], T]) -> None:
        super().__init__()
        self._write = write

    def __missing__(self, text: str) -> T:
        if len(self) >= _MAX_WRITTEN:
            self.clear()
        written = self[text] = self._write(text)
        return written


def guarded(text: str) -> str:
    """Returns the text, with GUARD before it if a spreadsheet could run it. Plain numbers are unchanged."""
    return GUARD + text if is_dangerous(text) else text


def csv_cell(text: str) -> str:
    """Returns the text as a safe cell of a CSV file, in quotes only if necessary."""
    safe = guarded(text)
    return f'"{safe.replace(_QUOTE, 2 * _QUOTE)}"' if _QUOTED.search(safe) else safe


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """Returns the frame as a CSV file with safe cells, in UTF-8 with commas and LF."""
    file = io.BytesIO()  # Joining the parts would need twice the memory.
    file.writelines(csv_parts(frame))
    return file.getvalue()


def csv_parts(frame: pd.DataFrame) -> Iterator[bytes]:
    """Yields the same file in parts."""
    rows = map(",".join, zip(*(MappedCells(frame[name], csv_cell) for name in frame.columns), strict=True))
    yield f"{','.join(frame.columns)}\n".encode()
    while some := "\n".join([*islice(rows, _ROWS_AT_ONCE), ""]):
        yield some.encode()


def rows_of(frame: pd.DataFrame) -> list[tuple[str, ...]]:
    """Returns the frame's rows as tuples of texts."""
    return list(zip(*(frame[name].tolist() for name in frame.columns), strict=True))
