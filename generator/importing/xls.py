"""Reads XLS workbooks (Excel 97–2003) into sheets with calamine. Calamine returns values without number formats, so
0.5873 may be a percent or a plain number."""

import io
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from generator.importing.archives import LIBRARY_ERRORS, Budget, damaged, too_large
from generator.importing.grid import Area, Cell, Number, Position, Sheet, Unreadable, clean
from generator.importing.number_formats import as_stored

_MAX_CELLS = 1_000_000
"""Largest number of cells between the first and the last cell of a sheet. Calamine reads a whole sheet at once."""


def read_xls(content: bytes) -> tuple[Sheet, ...]:
    """Returns the sheets in their order. Raises Unreadable if the workbook is damaged or has a password. A fault inside
    calamine is a panic that ends the process; therefore call this function through `read_in_subprocess`."""
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            listed = [item for item in workbook.sheets_metadata if item.typ is SheetTypeEnum.WorkSheet]
            budget = Budget()
            sheets = tuple(
                replace(
                    _sheet(workbook.get_sheet_by_name(item.name), budget),
                    hidden=item.visible is not SheetVisibleEnum.Visible,
                )
                for item in listed
            )
    except PasswordError as error:
        raise Unreadable("tệp có mật khẩu", "bỏ mật khẩu rồi lưu lại, hoặc xin bản không khóa") from error
    except (CalamineError, *LIBRARY_ERRORS) as error:
        raise damaged() from error
    if not sheets:
        raise Unreadable("tệp không có trang tính nào đọc được", "lưu lại từ Excel thành tệp .xlsx")
    return sheets


def _sheet(found: CalamineSheet, budget: Budget) -> Sheet:
    if found.total_height * found.total_width > _MAX_CELLS:
        raise too_large()
    cells: dict[Position, Cell] = {}
    for row, line in enumerate(found.to_python(skip_empty_area=False), 1):
        for column, value in enumerate(line, 1):
            cell = _cell(value)
            if cell:
                budget.take_cells()
                cells[row, column] = cell
    ranges = found.merged_cell_ranges or []
    merged = [Area(top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in ranges]
    bottom = max((at for at, _ in cells), default=0)
    right = max((at for _, at in cells), default=0)
    return Sheet(clean(found.name), cells, budget.clipped(merged, bottom, right))


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
