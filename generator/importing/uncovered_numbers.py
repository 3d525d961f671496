"""Adds remarks on the numbers of a file that were neither read nor mentioned in a question or remark.

It checks every cell of the file and not only the recognised tables. Therefore the report can state reliably that every
number of a file was imported.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from generator.grouping import runs
from generator.importing.dialogue import Findings
from generator.importing.entries import CellReference, Remark
from generator.importing.sheets.grid import Book, Position, Sheet, reference
from generator.importing.tables.sheet_tables import Table

_YEAR = re.compile(r"(?:19|20)\d\d")


def report_uncovered_numbers(book: Book, tables: Sequence[Table], findings: Findings) -> None:
    """Adds remarks on numbers in hidden sheets and hidden rows, and on visible numbers that are not covered.

    A number is covered if it was read, or if a question or remark is about it.
    """
    findings.remarks += [*_hidden_sheets(book)]
    for sheet in book.sheets:
        of_sheet = [table for table in tables if table.sheet is sheet]
        findings.remarks += [*_hidden_rows(sheet, of_sheet)]
        if of_sheet:
            findings.remarks += [*_uncovered(sheet, of_sheet, findings)]


def _hidden_sheets(book: Book) -> Iterator[Remark]:
    for sheet in book.hidden:
        if any(cell.is_figure for cell in sheet.cells.values()):
            yield Remark(CellReference(sheet, min(sheet.cells)), "trang tính ẩn có số, không đọc")


def _hidden_rows(sheet: Sheet, tables: Sequence[Table]) -> Iterator[Remark]:
    non_figure_cells = {place for table in tables for place in table.non_figure_cells}
    names = {table.name_column for table in tables}
    rows: dict[int, list[Position]] = {}
    for place in sorted(sheet.cells):
        if place[0] in sheet.hidden_rows and place not in non_figure_cells:
            rows.setdefault(place[0], []).append(place)
    for row, places in rows.items():
        figures = [at for at in places if sheet.at(*at).is_figure and at[1] > min(names, default=0)]
        if figures:
            named = next((text for column in names if (text := sheet.at(row, column).text)), "")
            yield Remark(CellReference(sheet, figures[0]), f"dòng ẩn có số, không đọc{f': {named}' if named else ''}")


def _uncovered(sheet: Sheet, tables: Sequence[Table], findings: Findings) -> Iterator[Remark]:
    """Yields one remark for each column with visible numbers that are not covered.

    A year or a day outside the rows of a table belongs to a title and is not counted.
    """
    rows = {line.row for table in tables for line in table.lines}
    columns: dict[int, list[int]] = {}
    for row, column in sorted(sheet.cells):
        cell = sheet.at(row, column)
        if row in sheet.hidden_rows or column in sheet.hidden_columns or not cell.is_figure:
            continue
        of_title = row not in rows and (cell.day or _YEAR.fullmatch(cell.text))
        if not of_title and not findings.is_covered(sheet, (row, column)):
            columns.setdefault(column, []).append(row)
    for column, found in columns.items():
        named = ", ".join(_ranges(found, column))
        yield Remark(CellReference(sheet, (found[0], column)), f"{len(found)} ô có số chưa được đọc: {named}")


def _ranges(rows: Iterable[int], column: int) -> Iterator[str]:
    """Yields the cells in these rows of a column; consecutive rows become one range, as in `A3:A96`."""
    for ends in runs(rows):
        yield ":".join(dict.fromkeys(reference(row, column) for row in ends))
