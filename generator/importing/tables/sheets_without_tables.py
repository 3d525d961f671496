"""Reports sheets and Word tables in which no table with headings was found: as a question or as a remark."""

import re
from collections.abc import Mapping, Sequence

from generator.importing.dialogue import Findings
from generator.importing.entries import CellReference, Question, Remark
from generator.importing.phrases.names import Names, UnitOrLevel
from generator.importing.sheets.grid import Book, Sheet
from generator.importing.tables.sheet_tables import Table
from generator.model import SKIPPED

GUIDE = (
    "Mỗi dòng là một đơn vị, mỗi chỉ tiêu có ba cột: số liệu, tình trạng, ghi chú.",
    "Ghi số đúng như văn bản, dấu thập phân theo cài đặt của Excel; tỷ lệ phần trăm ghi 58,73, không ghi dấu %.",
    "Không có số thì để trống và chọn tình trạng trong danh sách; không ghi 0 thay cho chỗ trống.",
    "Không thêm, xóa hay đổi chỗ dòng và cột. Điền xong, lưu tệp .xlsx và gửi lại.",
)
"""The text of the second sheet of a template. A sheet with only this text needs no remark."""

_FIGURE = re.compile(r"[<>≥≤=\s-]*\d+(?:[.,]\d+)?\s*%?")


def report_sheets_without_tables(
    book: Book, tables: Sequence[Table], names: Names, answers: Mapping[str, str], findings: Findings
) -> None:
    """Adds a question or a remark for each sheet that has no table of figures.

    If the name of a unit is beside a figure, the sheet continues a table of the page before. Then the user is asked,
    because its figures would be lost.
    """
    for sheet in book.sheets:
        if any(sheet is table.sheet for table in tables) or all(cell.text in GUIDE for cell in sheet.cells.values()):
            continue
        at = _unit_beside_figure(sheet, names)
        if at is None or answers.get(at.address) == SKIPPED:
            findings.used_answers |= {at.address} if at else set()
            findings.remarks.append(
                Remark(CellReference(sheet, min(sheet.cells)), "không thấy bảng số liệu ở đây, không đọc")
            )
        else:
            hint = (
                "chép dòng tiêu đề của bảng trước vào trên dòng đầu của phần này; "
                f"trả lời {at.address}={SKIPPED} (bỏ cả phần này)"
            )
            text = sheet.at(*at.place).text
            findings.questions.append(Question(at, text, "phần bảng này không có dòng tiêu đề", hint))


def _unit_beside_figure(sheet: Sheet, names: Names) -> CellReference | None:
    """Returns the first cell that names a unit and has a figure to its right."""
    last = {row: column for row, column in sorted(sheet.cells) if _FIGURE.fullmatch(sheet.at(row, column).text)}
    for place in sorted(sheet.cells):
        found = names.find(sheet.at(*place).text) if place[1] < last.get(place[0], 0) else None
        if isinstance(found, UnitOrLevel) and not found.level:
            return CellReference(sheet, place)
    return None
