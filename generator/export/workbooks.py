"""Workbooks for people: numbers are numbers, texts are texts, and the same figures give the same bytes."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from generator.export.cells import is_dangerous
from generator.formats import places

MAX_ROWS = 1_048_575
"""Rows of a sheet below its heading."""

_WIDEST = 60
_NARROWEST = 8


@dataclass(frozen=True)
class Amount:
    """A figure of a sheet by its text in machine form; it keeps the decimals it is stated with."""

    text: str
    percent: bool = False


SheetCell = str | Amount


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, the headings, the rows. Cells that are empty texts stay blank."""

    name: str
    headings: tuple[str, ...]
    rows: Sequence[Sequence[SheetCell]]


def workbook_bytes(title: str, sheets: Iterable[Sheet], created: date) -> bytes:
    """The workbook as a file; `created` is written into it in place of the time of writing."""
    target = io.BytesIO()
    workbook = xlsxwriter.Workbook(target, {"in_memory": True})
    workbook.set_properties({"title": title, "created": datetime(created.year, created.month, created.day)})  # noqa: DTZ001 - XLSX knows no time zones.
    styles = _Styles(workbook)
    for sheet in sheets:
        _write(workbook.add_worksheet(sheet.name), sheet, styles)
    workbook.close()
    return target.getvalue()


class _Styles:
    """The formats of a workbook, each made once."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._numbers: dict[tuple[int, bool], Format] = {}
        self.heading = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self.text = workbook.add_format({"text_wrap": True, "valign": "top"})
        # Excel keeps such a text a text even when someone edits the cell.
        self.quoted = workbook.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})

    def number(self, amount: Amount) -> Format:
        key = (places(amount.text), amount.percent)
        if key not in self._numbers:
            shape = "0.00%" if amount.percent else "0" + "." * bool(key[0]) + "0" * key[0]
            self._numbers[key] = self._workbook.add_format({"num_format": shape, "valign": "top"})
        return self._numbers[key]


def _write(worksheet: Worksheet, sheet: Sheet, styles: _Styles) -> None:
    for column, heading in enumerate(sheet.headings):
        worksheet.write_string(0, column, heading, styles.heading)
        worksheet.set_column(column, column, _width(sheet, column))
    for number, row in enumerate(sheet.rows, 1):
        for column, cell in enumerate(row):
            _write_cell(worksheet, (number, column), cell, styles)
    worksheet.freeze_panes(1, 0)
    if sheet.rows:
        worksheet.autofilter(0, 0, len(sheet.rows), len(sheet.headings) - 1)


def _write_cell(worksheet: Worksheet, place: tuple[int, int], cell: SheetCell, styles: _Styles) -> None:
    if isinstance(cell, Amount):
        worksheet.write_number(*place, float(cell.text), styles.number(cell))
    elif cell:
        worksheet.write_string(*place, cell, styles.quoted if is_dangerous(cell) else styles.text)


def _width(sheet: Sheet, column: int) -> int:
    """Wide enough for the heading's longest word and most cells, never wider than can be read."""
    heading = max((len(word) for word in sheet.headings[column].split()), default=0)
    longest = max((len(_text(row[column])) for row in sheet.rows), default=0)
    return min(max(heading, longest, _NARROWEST) + 2, _WIDEST)


def _text(cell: SheetCell) -> str:
    return cell.text if isinstance(cell, Amount) else cell
