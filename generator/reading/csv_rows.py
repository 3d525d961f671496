"""Reads CSV files into records: strings with line numbers."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from generator.bulk import in_categories
from generator.canonical_csv import read_canonical_csv
from generator.problems import Problem
from generator.reading.content_cache import cached_by_content
from generator.reading.records import CATEGORY_COLUMNS, Records, with_line_numbers
from generator.reading.text import FORMAT_HINT, LATER_HINT, plain_lines, read_as, text_of

if TYPE_CHECKING:
    import _csv

ORDER_HINT = f"{FORMAT_HINT}; nếu các dòng bên dưới cũng có lỗi thì trước hết xem lại tên các cột có bị đổi chỗ không"
"""Hint for columns in another order than the contract's."""
_SEPARATORS = {";": "dấu chấm phẩy", "\t": "phím Tab", "|": "dấu gạch đứng"}
"""Wrong column separators that are recognised, with their Vietnamese names."""
_DECIMAL_COMMA = re.compile(r"-?[0-9]+,[0-9]+")
"""A figure with a decimal comma, which fills two cells."""


def read_csv(root: Path, path: str, columns: tuple[str, ...], faults: list[Problem]) -> Records | None:
    """Returns the rows of a CSV file with exactly these columns, or None if any of them cannot be read.

    Faults of form (separator, columns, ragged or blank rows, line breaks in cells) are appended to `faults`.
    """
    records = read_figures(root, path, columns, faults)
    return records if records is not None and records.complete else None


def read_figures(root: Path, path: str, columns: tuple[str, ...], faults: list[Problem]) -> Records | None:
    """Like `read_csv`, but if some rows cannot be read, returns the other rows. No other row refers to a row of
    figures, so a missing row causes no further faults. All other rows are checked in the same run."""
    return read_as(partial(_records, columns=columns), root, path, faults)


@cached_by_content
def _records(path: str, raw: bytes, columns: tuple[str, ...]) -> tuple[Records | None, tuple[Problem, ...]]:
    """Returns the rows of a CSV file and its faults; no rows if the heading is wrong or the quotes cannot be
    understood. The fast path is tried first."""
    repeated = CATEGORY_COLUMNS.intersection(columns)
    frame = read_canonical_csv(raw, columns, repeated)
    if frame is not None:
        return Records(path, with_line_numbers(frame), canonical=True), ()
    text, faults = text_of(path, raw)
    if text is None:
        return None, tuple(_with_later_hints(faults))
    if rewritable_rows(text, columns) is None:
        faults = _with_later_hints(faults)
    reader = csv.reader(io.StringIO(text), strict=True)
    try:
        header = next(reader, [])
        header_faults = list(_header_faults(path, header, columns, text))
        faults.extend(header_faults)
        rows = list(_rows(path, reader, header)) if set(header) == set(columns) else []
    except csv.Error as error:
        return None, (*faults, _quote_problem(path, 1, reader.line_num, error))
    faults.extend(row.fault for row in rows if row.fault)
    if any(problem.hint != ORDER_HINT for problem in header_faults):
        return None, tuple(faults)
    lines = [row.line for row in rows if row.cells]
    frame = pd.DataFrame([row.cells for row in rows if row.cells], columns=header, dtype="str")
    stripped = frame.apply(lambda column: column.str.strip())
    faults.extend(_space_faults(path, frame, stripped, lines))
    whole = all(row.fault is None for row in rows)
    return Records(path, in_categories(stripped, repeated).assign(line=lines), complete=whole), tuple(faults)


def rewritable_rows(text: str, columns: tuple[str, ...]) -> list[list[str]] | None:
    """Returns the rows of a file that can be rewritten in canonical form, the heading first. Returns None if the rows
    or columns are not those of the contract. Another separator than the comma is accepted if everything else is right,
    because other programs write such files."""
    body = normalised_text(text)
    first = body.partition("\n")[0]
    separator = next((sign for sign in _SEPARATORS if sign.join(columns) == first.replace('"', "")), ",")
    try:
        reader = csv.reader(io.StringIO(body), strict=True, delimiter=separator)
        rows = [[cell.strip() for cell in row] for row in reader if row]
    except csv.Error:
        return None
    if not rows or set(rows[0]) != set(columns) or any(len(row) != len(columns) for row in rows):
        return None
    return rows


def normalised_text(text: str) -> str:
    """Returns the text in NFC, without BOM, with LF at the end of each line and exactly one at the end of the text."""
    return f"{unicodedata.normalize('NFC', plain_lines(text)).rstrip()}\n"


def _with_later_hints(faults: list[Problem]) -> list[Problem]:
    """Returns the faults with another hint for those that `make format` fixes: in this file, other faults must be fixed
    first."""
    return [replace(fault, hint=LATER_HINT) if fault.hint == FORMAT_HINT else fault for fault in faults]


class _Row(NamedTuple):
    """A row of the file: the line on which it begins, its cells (none if they cannot be read), and its fault, if
    any."""

    line: int
    cells: list[str]
    fault: Problem | None = None


def _quote_problem(path: str, start: int, end: int, error: csv.Error) -> Problem:
    """Returns the fault of the row that begins on line `start` and was read up to line `end`. Cells must not contain
    line breaks, so a quote that closes on another line, or nowhere, was left open on the first line."""
    hint = 'viết dấu nháy kép trong ô thành hai dấu ("") và đóng mọi dấu nháy đã mở'
    if "field limit" in str(error):
        return Problem(path, start, "", "", f"ô dài quá {csv.field_size_limit()} ký tự", hint)
    unclosed = end > start or "end of data" in str(error)
    message = "dấu nháy kép mở ở dòng này mà không đóng" if unclosed else "dấu nháy kép đặt sai chỗ"
    return Problem(path, start, "", "", message, hint)


def _header_faults(path: str, header: list[str], columns: tuple[str, ...], text: str) -> Iterator[Problem]:
    required = ",".join(columns)
    for separator, name in _SEPARATORS.items():
        if len(header) == 1 and separator in header[0]:
            hint = _separator_hint(text, separator, columns)
            yield Problem(path, 1, "", "", f"các cột ngăn bằng {name}, phải là dấu phẩy", hint)
            return
    if not set(header) & set(columns):
        message = "không phải dòng tên các cột" if any(header) else "thiếu dòng tên các cột"
        yield Problem(path, 1, "", ",".join(header), message, f"dòng đầu phải là {required}")
    else:
        yield from _column_faults(path, header, columns)


def _separator_hint(text: str, separator: str, columns: tuple[str, ...]) -> str:
    """Returns how to fix a file with a wrong separator: `make format`, or the fault that must be fixed first."""
    if rewritable_rows(text, columns) is not None:
        return FORMAT_HINT
    rows = csv.reader(io.StringIO(text), delimiter=separator)
    if [cell.strip() for cell in next(rows)] != list(columns):
        return f"sửa dòng đầu thành {separator.join(columns)} rồi chạy `make format`"
    ragged = next(((rows.line_num, len(row)) for row in rows if row and len(row) != len(columns)), None)
    if ragged is None:
        return "viết lại các dấu nháy kép cho đúng rồi chạy `make format`"
    line, width = ragged
    return f"dòng {line} có {width} ô, phải có {len(columns)} ô: sửa dòng ấy rồi chạy `make format`"


def _column_faults(path: str, header: list[str], columns: tuple[str, ...]) -> Iterator[Problem]:
    required = ",".join(columns)
    if "" in header:
        yield Problem(path, 1, "", "", "có cột không tên (thừa dấu phẩy)", f"dòng đầu phải là {required}")
    for column in columns:
        if column not in header:
            yield Problem(path, 1, column, "", "thiếu cột này", f"dòng đầu phải là {required}")
    for column in header:
        if column and column not in columns:
            yield Problem(path, 1, "", column, "cột này không có trong quy định", f"dòng đầu phải là {required}")
    if len(header) != len(set(header)):
        yield Problem(path, 1, "", "", "có cột bị lặp", f"dòng đầu phải là {required}")
    elif set(header) == set(columns) and tuple(header) != columns:
        yield Problem(path, 1, "", "", "các cột không đúng thứ tự", ORDER_HINT)


def _rows(path: str, reader: "_csv.Reader", header: list[str]) -> Iterator[_Row]:
    width = len(header)
    for start, line, cells in _cells_with_lines(reader):
        if isinstance(cells, csv.Error):
            yield _Row(start, [], _quote_problem(path, start, line, cells))
        elif not cells:
            yield _Row(start, [], Problem(path, start, "", "", "dòng trống", "xóa dòng này"))
        elif halves := _halves_of_decimal(cells, header):
            whole, fraction = halves
            at = header.index("value")
            message, hint = "không phải là số: dấu phẩy chia số thành hai ô", f"viết {whole}.{fraction}"
            fault = Problem(path, start, "value", f"{whole},{fraction}", message, f"dùng dấu chấm thập phân, {hint}")
            yield _Row(start, [*cells[:at], f"{whole}.{fraction}", *cells[at + 2 :]], fault)
        elif len(cells) != width:
            hint = "ô có dấu phẩy phải đặt trong dấu nháy kép; ô trống vẫn giữ dấu phẩy"
            yield _Row(start, [], Problem(path, start, "", "", f"có {len(cells)} ô, phải có {width} ô", hint))
        elif line > start:
            hint = "viết nội dung ô trên một dòng"
            yield _Row(start, [], Problem(path, start, "", "", "xuống dòng bên trong một ô", hint))
        else:
            yield _Row(start, cells)


def _cells_with_lines(reader: "_csv.Reader") -> Iterator[tuple[int, int, list[str] | csv.Error]]:
    """Yields the first line, the last line and the cells of each row. If reading fails, the last item has the error
    instead of cells."""
    line = reader.line_num
    try:
        for cells in reader:
            yield line + 1, reader.line_num, cells
            line = reader.line_num
    except csv.Error as error:
        yield line + 1, reader.line_num, error


def _halves_of_decimal(cells: list[str], header: list[str]) -> tuple[str, str] | None:
    """Returns the two halves of a figure that was written with a decimal comma and without quotes. Such a row has one
    cell too many, and the figure's cell and the next one contain digits: `62,5` fills two cells."""
    at = header.index("value") if "value" in header else -1
    if at < 0 or len(cells) != len(header) + 1:
        return None
    return (cells[at], cells[at + 1]) if _DECIMAL_COMMA.fullmatch(f"{cells[at]},{cells[at + 1]}") else None


def _space_faults(path: str, frame: pd.DataFrame, stripped: pd.DataFrame, lines: list[int]) -> Iterator[Problem]:
    for column in frame.columns:
        spaced = frame.index[frame[column] != stripped[column]]
        for row in spaced:
            value = str(frame.at[row, column])
            yield Problem(path, lines[row], column, value, "thừa dấu cách ở đầu hoặc cuối ô", FORMAT_HINT)
