"""Cells that no spreadsheet takes for a formula, and the bytes of a CSV file."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

import pandas as pd

from generator.export.fragments import Fragments, fragments

GUARD = "'"
"""Put before a text that a spreadsheet would otherwise run; spreadsheets read it as "this is text"."""

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}".encode()
"""Put before a CSV file, makes Excel read it as UTF-8."""

_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
# The signs that Excel and LibreOffice take for the beginning of a formula, half and full width, also behind blanks or
# invisible characters (OWASP, "CSV Injection").
_DANGEROUS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
_NEEDS_QUOTES = re.compile('[,"\r\n]')


def is_dangerous(text: str) -> bool:
    """Whether a spreadsheet could run the text. A plain number is none, a negative one neither."""
    return bool(_DANGEROUS.match(text)) and not _NUMBER.fullmatch(text)


def guarded(text: str) -> str:
    """The text with GUARD before it if a spreadsheet could run it; plain numbers stay numbers."""
    return GUARD + text if is_dangerous(text) else text


def csv_cell(text: str) -> str:
    """The text as a cell of a CSV file that no spreadsheet runs, in quotes only where they are needed."""
    safe = guarded(text)
    return _quoted(safe) if _NEEDS_QUOTES.search(safe) else safe


def _quoted(text: str) -> str:
    """As `csv` quotes it; told to end lines otherwise, it would leave a CR unquoted."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow([text])
    return line.getvalue().removesuffix("\r\n")


def csv_fragments(frame: pd.DataFrame) -> Fragments:
    """The frame's cells as a CSV file has them."""
    return fragments(frame, dict.fromkeys(map(str, frame.columns), csv_cell))


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """The frame as a CSV file that no spreadsheet runs."""
    written = csv_fragments(frame)
    return csv_of_rows(tuple(frame.columns), written.rows(written.every))


def csv_of_rows(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A CSV file in UTF-8, with commas and LF, of cells that `csv_cell` wrote. A lone empty cell is quoted: empty lines
    are no rows."""
    lines = [",".join(headings), *(",".join(row) or '""' for row in rows)]
    return ("\n".join(lines) + "\n").encode()
