"""Makes workbooks for the tests, in the forms that offices send."""

import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

HEAD = ["STT", "Đơn vị", "Thanh toán trực tuyến (%)"]
MONTH = "Kết quả tháng 5/2024"

Rows = Sequence[object]
"""The rows of a sheet, each a list of cells. Lists of texts and lists of numbers have no closer type in common."""


def saved(sheets: Mapping[str, Rows], file: Path, merged: Iterable[str] = ()) -> Path:
    """Saves a workbook with these rows in each sheet. `merged` are merged areas of the first sheet."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            assert isinstance(row, Sequence)
            sheet.append(list(row))
    first = book.worksheets[0]
    for area in merged:
        first.merge_cells(area)
    book.save(file)
    return file


def merged_titles(sheet: Worksheet, width: int) -> None:
    """Merges each row that holds one text over the whole width of the table, as offices do with titles."""
    for row in range(1, sheet.max_row + 1):
        texts = [cell for cell in sheet[row] if cell.value is not None]
        if len(texts) == 1 and texts[0].column == 1:
            sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)


def appendix(file: Path) -> Path:
    """Saves an appendix of the kind that offices make.

    It has titles merged over the table, headings of three levels over pairs of columns, one cell for all units, figures
    as texts, and a second table below.
    """
    rows: list[list[object]] = [
        ["Phụ lục"],
        ["CHỈ TIÊU CẢI CÁCH THỦ TỤC HÀNH CHÍNH"],
        ["(Kèm theo Báo cáo số 7/BC-UBND ngày 15 tháng 7 năm 2024 của UBND tỉnh)"],
        ["STT", "Đơn vị", "Thanh toán trực tuyến", None, "Số hóa hồ sơ", None],
        [None, None, "1", None, "2", None],
        [None, None, "Chỉ tiêu chung (%)", "Kết quả (%)", "Chỉ tiêu chung (%)", "Kết quả (%)"],
        ["1", "Sở Y tế", "Tối thiểu 47%", "31,98", "Tối thiểu 80%", "58.73"],
        ["2", "Sở Nội vụ", None, "-", None, "100"],
        ["3", "Sở Xây dựng", None, "0,5", None, "0.25"],
        ["II. Huyện"],
        ["STT", "Đơn vị", "Thanh toán trực tuyến", None, None, None],
        ["1", "Huyện Tân Biên", "12.5", None, None, None],
    ]
    merged = ["A4:A6", "B4:B6", "C4:D4", "E4:F4", "C5:D5", "E5:F5", "C7:C9", "E7:E9"]
    book = load_workbook(saved({"Phụ lục": rows}, file, merged))
    merged_titles(book.active, 6)
    book.save(file)
    return file


def ods(file: Path, rows_: list[str], styles: str = "", style: str = "") -> Path:
    """Saves an ODS file with these table rows. The sheet has the style named `style`."""
    namespaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "style", "table", "text")
    )
    body = f'<table:table table:name="Bảng" table:style-name="{style}">{"".join(rows_)}</table:table>'
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {namespaces}>{styles}<office:body>'
        f"<office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return file


def ods_text(text: str) -> str:
    return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
