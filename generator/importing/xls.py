"""Reads XLS workbooks (Excel 97–2003) into sheets with calamine. Calamine returns values without number formats, so
0.5873 may be a percent or a plain number.

A damaged file may crash calamine. Therefore calamine alone runs in a separate process, in which every fault counts as
damage of the file. Our own code turns its values into sheets in this process, where a bug of ours is reported as a bug.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from generator.importing.archives import Budget, damaged, too_large
from generator.importing.biff import HiddenParts, hidden_parts
from generator.importing.grid import Area, Cell, Number, Position, Sheet, Unreadable, clean
from generator.importing.number_formats import as_stored
from generator.importing.subprocess_reader import read_in_subprocess

_MAX_CELLS = 1_000_000
"""Largest number of cells between the first and the last cell of a sheet. Calamine reads a whole sheet at once."""


@dataclass(frozen=True)
class CalamineValues:
    """What calamine returns of a sheet.

    `position` is the place of the sheet among all sheets of the workbook, charts included. `merged` are the first and
    last cell of each merged area, by row and column from 0.
    """

    position: int
    name: str
    hidden: bool
    rows: Sequence[Sequence[object]]
    merged: Sequence[tuple[Position, Position]]


def read_xls(content: bytes) -> tuple[Sheet, ...]:
    """Returns the sheets in their order. Raises Unreadable if the workbook is damaged or has a password."""
    found = read_in_subprocess(values_by_calamine, content)
    if not found:
        raise Unreadable("tệp không có trang tính nào đọc được", "lưu lại từ Excel thành tệp .xlsx")
    hidden, budget = hidden_parts(content), Budget()
    return tuple(
        _sheet(values, hidden[values.position] if values.position < len(hidden) else HiddenParts(), budget)
        for values in found
    )


def values_by_calamine(content: bytes) -> list[CalamineValues]:
    """Returns the values of the worksheets. Raises Unreadable if calamine refuses the file or a sheet is too large. A
    fault inside calamine is a panic that ends the process; therefore call this function through `read_in_subprocess`.
    """
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            return [
                _values(workbook, position)
                for position, item in enumerate(workbook.sheets_metadata)
                if item.typ is SheetTypeEnum.WorkSheet
            ]
    except PasswordError as error:
        raise Unreadable("tệp có mật khẩu", "bỏ mật khẩu rồi lưu lại, hoặc xin bản không khóa") from error
    except CalamineError as error:
        raise damaged() from error


def _values(workbook: CalamineWorkbook, position: int) -> CalamineValues:
    listed = workbook.sheets_metadata[position]
    found = workbook.get_sheet_by_name(listed.name)
    if found.total_height * found.total_width > _MAX_CELLS:
        raise too_large()
    return CalamineValues(
        position,
        listed.name,
        listed.visible is not SheetVisibleEnum.Visible,
        found.to_python(skip_empty_area=False),
        found.merged_cell_ranges or [],
    )


def _sheet(values: CalamineValues, hidden: HiddenParts, budget: Budget) -> Sheet:
    cells: dict[Position, Cell] = {}
    for row, line in enumerate(values.rows, 1):
        for column, value in enumerate(line, 1):
            cell = _cell(value)
            if cell:
                budget.take_cells()
                cells[row, column] = cell
    merged = [Area(top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in values.merged]
    bottom = max((at for at, _ in cells), default=0)
    right = max((at for _, at in cells), default=0)
    return Sheet(
        clean(values.name),
        cells,
        budget.clipped(merged, bottom, right),
        hidden_rows=frozenset(hidden.rows),
        hidden_columns=frozenset(hidden.columns),
        hidden=values.hidden,
    )


def _cell(value: object) -> Cell | None:
    """Returns the cell for a value of calamine, or None if the value is empty."""
    if isinstance(value, bool):
        return Cell("TRUE" if value else "FALSE")
    if isinstance(value, int | float):
        return _number(as_stored(repr(value)))
    if isinstance(value, datetime):
        return _day(value.date())
    if isinstance(value, date):
        return _day(value)
    text = clean(str(value))
    return Cell(text) if text else None


def _number(value: Decimal) -> Cell:
    return Cell(f"{value:f}", Number(value, percent_known=False))


def _day(day: date) -> Cell:
    return Cell(f"{day.day:02}/{day.month:02}/{day.year}", None, day)
