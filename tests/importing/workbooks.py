"""Workbooks as offices send them, made for the tests."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from openpyxl import Workbook
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
