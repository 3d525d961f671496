"""Cells that no spreadsheet takes for a formula, and the bytes of a CSV file."""

import csv
import re
from collections.abc import Callable, Iterable, Sequence

import pandas as pd

GUARD = "'"
"""Put before a text that a spreadsheet would otherwise run; spreadsheets read it as "this is text"."""

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}".encode()
"""Put before a CSV file, makes Excel read it as UTF-8."""

_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
# The signs that Excel and LibreOffice take for the beginning of a formula, half and full width, also behind blanks or
# invisible characters (OWASP, "CSV Injection").
_DANGEROUS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")

_QUOTE = '"'
_QUOTED = re.compile(r'[",\r\n]')


def is_dangerous(text: str) -> bool:
    """Whether a spreadsheet could run the text. A plain number is none, a negative one neither."""
    return bool(_DANGEROUS.match(text)) and not _NUMBER.fullmatch(text)


class Written(dict[str, str]):
    """What is written of each text, made once for each: most cells of a column hold what many others hold."""

    def __init__(self, write: Callable[[str], str]) -> None:
        super().__init__()
        self._write = write

    def __missing__(self, text: str) -> str:
        written = self[text] = self._write(text)
        return written


def csv_cell(text: str) -> str:
    """The text as a cell of a CSV file that no spreadsheet runs."""
    safe = GUARD + text if is_dangerous(text) else text
    return f'"{safe.replace(_QUOTE, 2 * _QUOTE)}"' if _QUOTED.search(safe) else safe


def guarded(cells: "pd.Series[str]") -> "pd.Series[str]":
    """The cells with GUARD before each that a spreadsheet could run; plain numbers stay numbers."""
    dangerous = [text for text in cells.unique() if is_dangerous(text)]
    return cells.where(~cells.isin(dangerous), GUARD + cells) if dangerous else cells


def rows_of(frame: pd.DataFrame) -> list[tuple[str, ...]]:
    """The frame's rows as plain texts."""
    return list(zip(*(frame[name].tolist() for name in frame.columns), strict=True))


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """The frame as a CSV file that no spreadsheet runs."""
    safe = frame.apply(guarded) if len(frame) else frame
    return csv_of_rows(tuple(frame.columns), rows_of(safe))


def csv_of_rows(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A CSV file in UTF-8, with commas, LF and quotes only where they are needed. The cells are written unchanged."""
    lines = _Lines()
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows(rows)
    return "".join(lines).encode()


class _Lines(list[str]):
    """Takes a writer's lines and ends them with LF; told to end them so itself, csv would leave a CR unquoted."""

    def write(self, line: str) -> None:
        self.append(line.removesuffix("\r\n") + "\n")
