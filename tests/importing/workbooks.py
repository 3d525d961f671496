"""Workbooks as offices send them, made for the tests."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

DOCUMENTS = Path(__file__).parent / "documents"


def saved(sheets: dict[str, Sequence[Sequence[object]]], file: Path, merged: Iterable[str] = ()) -> Path:
    """A workbook of these rows; `merged` are areas of the first sheet."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    first = book.worksheets[0]
    for area in merged:
        first.merge_cells(area)
    book.save(file)
    return file


def document_lines(name: str) -> list[list[str]]:
    """The lines of a document's appendix as it was published, each as its cells."""
    return [line.split("\t") for line in (DOCUMENTS / name).read_text(encoding="utf-8").splitlines()]


def merged_titles(sheet: Worksheet, width: int) -> None:
    """Merges each row of one text over the whole table, as titles are."""
    for row in range(1, sheet.max_row + 1):
        texts = [cell for cell in sheet[row] if cell.value is not None]
        if len(texts) == 1 and texts[0].column == 1:
            sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)


def plan_3688(file: Path) -> Path:
    """The five tables of the two appendices of Plan 3688/KH-UBND, and its sixth, on one sheet as on its pages."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Phụ lục"
    for line in document_lines("3688.tsv"):
        sheet.append([cell or None for cell in line])
    merged_titles(sheet, 8)
    book.save(file)
    return file


def letter_1612(file: Path) -> Path:
    """The two tables of the appendix of Letter 1612/UBND-KSTT: headings of three levels over pairs of columns, repeated
    on the second page of each table, and on each page one cell for each column that all units share."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Phụ lục"
    for line in document_lines("1612.tsv"):
        sheet.append([cell or None for cell in line])
    heads = [row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == "STT"]
    for head in heads:
        for column in (1, 2):
            sheet.merge_cells(start_row=head, start_column=column, end_row=head + 2, end_column=column)
        last = head + 3
        while str(sheet.cell(last, 1).value or "").isdigit():
            last += 1
        for column in range(3, 13, 2):
            for row in (head, head + 1):
                sheet.merge_cells(start_row=row, start_column=column, end_row=row, end_column=column + 1)
            texts = [sheet.cell(row, column).value for row in range(head + 3, last)]
            for row in range(head + 3, last):
                sheet.cell(row, column).value = None
            sheet.cell(head + 3, column).value = next(filter(None, texts), None)
            sheet.merge_cells(start_row=head + 3, start_column=column, end_row=last - 1, end_column=column)
    merged_titles(sheet, 12)
    book.save(file)
    return file


def letter_of_june(file: Path) -> Path:
    """The first table of the letter as that of the next month would hold it: another number, day and month, and figures
    that moved by half a point."""
    book = load_workbook(letter_1612(file))
    sheet = book.active
    second = next(row for row in range(5, sheet.max_row) if str(sheet.cell(row, 1).value or "").startswith("II."))
    for area in list(sheet.merged_cells.ranges):
        if area.min_row >= second:
            sheet.unmerge_cells(str(area))
    sheet.delete_rows(second, sheet.max_row)
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str):
                cell.value = _in_june(cell.value)
    book.save(file)
    return file


def _in_june(text: str) -> str:
    if re.fullmatch(r"[1-8]\d,\d\d", text):
        return f"{float(text.replace(',', '.')) + 0.5:.2f}".replace(".", ",")
    renumbered = text.replace("1612 /UBND-KSTT ngày 31 tháng 5", "1834/UBND-KSTT ngày 28 tháng 6")
    return renumbered.replace("tháng 5/2024", "tháng 6/2024")
