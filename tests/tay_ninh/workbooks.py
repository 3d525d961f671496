"""Makes workbooks from the appendices of two documents, in the layout of the documents."""

from pathlib import Path

from openpyxl import Workbook

from tests.importing.workbooks import merged_titles

DOCUMENTS = Path(__file__).parent / "documents"


def document_lines(name: str) -> list[list[str]]:
    """Returns the lines of a document's appendix as it was published, each as a list of cells."""
    return [line.split("\t") for line in (DOCUMENTS / name).read_text(encoding="utf-8").splitlines()]


def plan_3688(file: Path) -> Path:
    """Writes the six tables of the two appendices of Plan 3688/KH-UBND on one sheet, in the order of its pages."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Phụ lục"
    for line in document_lines("3688.tsv"):
        sheet.append([cell or None for cell in line])
    merged_titles(sheet, 8)
    book.save(file)
    return file


def letter_1612(file: Path) -> Path:
    """Writes the two tables of the appendix of Letter 1612/UBND-KSTT.

    Headings have three levels over pairs of columns and are repeated on the second page of each table. On each page,
    each column has one merged cell that all units share.
    """
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
