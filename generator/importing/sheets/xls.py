"""Reads XLS workbooks (Excel 97–2003) into sheets with xlrd: values, number formats, merged cells, hidden rows and
columns, comments.

A damaged file may lead xlrd astray. Therefore xlrd alone runs in a separate process, in which every fault counts as
damage of the file. Our own code turns what xlrd stores into sheets in this process, where a bug of ours is reported as
a bug.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import xlrd

from generator.importing.sheets.archives import Budget, damaged
from generator.importing.sheets.grid import STRUCK_OUT, Area, Cell, Position, Sheet, Unreadable, clean
from generator.importing.sheets.number_formats import GENERAL, as_stored, format_of, number_cell
from generator.importing.sheets.subprocess_reader import read_in_subprocess

_ENCRYPTED = "encrypted"
_SUPERSCRIPT = 1
_LOWEST, _NARROWEST = 15, 20
"""Height of a row (0.75 points, in twentieths) and width of a column (0.08 characters, in 256ths) of one pixel. Excel
shows nothing of smaller ones."""


@dataclass(frozen=True)
class StoredFont:
    """A font: whether it strikes through, and whether it is superscript, as for footnote marks."""

    struck: bool
    raised: bool


_PLAIN = StoredFont(struck=False, raised=False)


@dataclass(frozen=True)
class StoredStyle:
    """A style of cells: the code of its number format, and the number of its font."""

    format_code: str
    font: int


@dataclass(frozen=True)
class StoredCell:
    """A cell as xlrd returns it.

    - `kind`: one of xlrd's constants, such as XL_CELL_TEXT.
    - `style`: the number of its style. A workbook may lack the style.
    - `runs`: offset and font number of each part of its text that has another font.
    """

    place: Position
    kind: int
    value: str | float
    style: int
    runs: Sequence[tuple[int, int]]
    note: str


@dataclass(frozen=True)
class StoredSheet:
    """A sheet as xlrd returns it. All numbers of rows and columns count from 1.

    - `rows`: of each row whether it is hidden, its height in twentieths of a point, and whether that is its own height.
    - `columns`: of each column whether it is hidden, and its width in 256ths of a character.
    """

    name: str
    hidden: bool
    cells: Sequence[StoredCell]
    merged: list[Area]
    rows: Mapping[int, tuple[bool, int, bool]]
    columns: Mapping[int, tuple[bool, int]]


@dataclass(frozen=True)
class StoredWorkbook:
    """A workbook as xlrd returns it. `mac_days` is True if dates count from 1904."""

    sheets: Sequence[StoredSheet]
    styles: Sequence[StoredStyle]
    fonts: Sequence[StoredFont]
    mac_days: bool

    def font(self, number: int) -> StoredFont:
        """Returns a font. A workbook may lack it; then the text is plain."""
        return self.fonts[number] if number < len(self.fonts) else _PLAIN


def read_xls(content: bytes) -> tuple[Sheet, ...]:
    """Returns the sheets in their order. Raises Unreadable if the workbook is damaged or has a password."""
    book = read_in_subprocess(stored_by_xlrd, content)
    if not book.sheets:
        raise Unreadable("tệp không có trang tính nào đọc được", "lưu lại từ Excel thành tệp .xlsx")
    budget = Budget()
    return tuple(_sheet(sheet, book, budget) for sheet in book.sheets)


def stored_by_xlrd(content: bytes) -> StoredWorkbook:
    """Returns what xlrd reads. Raises Unreadable if xlrd refuses the file. A damaged file can cause any other error in
    xlrd; therefore call this function through `read_in_subprocess`."""
    try:
        book = xlrd.open_workbook(file_contents=content, formatting_info=True, logfile=io.StringIO())
    except xlrd.XLRDError as error:
        if _ENCRYPTED in str(error):
            raise Unreadable("tệp có mật khẩu", "bỏ mật khẩu rồi lưu lại, hoặc xin bản không khóa") from error
        raise damaged() from error
    return StoredWorkbook(
        [_stored_sheet(sheet) for sheet in book.sheets()],
        [StoredStyle(book.format_map[style.format_key].format_str, style.font_index) for style in book.xf_list],
        [StoredFont(bool(font.struck_out), font.escapement == _SUPERSCRIPT) for font in book.font_list],
        bool(book.datemode),
    )


def _stored_sheet(sheet: xlrd.sheet.Sheet) -> StoredSheet:
    notes = {place: note.text for place, note in sheet.cell_note_map.items()}
    cells = [
        StoredCell(
            (row + 1, column + 1),
            cell.ctype,
            cell.value,
            cell.xf_index,
            sheet.rich_text_runlist_map.get((row, column), ()),
            notes.get((row, column), ""),
        )
        for row in range(sheet.nrows)
        for column, cell in enumerate(sheet.row(row))
        if cell.ctype not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK)
    ]
    return StoredSheet(
        sheet.name,
        bool(sheet.visibility),
        cells,
        [Area(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells],
        {
            row + 1: (bool(info.hidden), info.height, bool(info.height_mismatch))
            for row, info in sheet.rowinfo_map.items()
        },
        {column + 1: (bool(info.hidden), info.width) for column, info in sheet.colinfo_map.items()},
    )


def _sheet(stored: StoredSheet, book: StoredWorkbook, budget: Budget) -> Sheet:
    cells: dict[Position, Cell] = {}
    for item in stored.cells:
        cell = _cell(item, book)
        if cell:
            budget.take_cell()
            cells[item.place] = cell
    bottom = max((at for at, _ in cells), default=0)
    right = max((at for _, at in cells), default=0)
    rows, columns = stored.rows.items(), stored.columns.items()
    return Sheet(
        clean(stored.name),
        cells,
        budget.clipped(stored.merged, bottom, right),
        hidden_rows=frozenset(row for row, (hidden, height, own) in rows if hidden or (own and height < _LOWEST)),
        hidden_columns=frozenset(column for column, (hidden, width) in columns if hidden or width < _NARROWEST),
        hidden=stored.hidden,
    )


def _cell(item: StoredCell, book: StoredWorkbook) -> Cell | None:
    """Returns the cell as displayed, or None if it is empty."""
    style = book.styles[item.style] if item.style < len(book.styles) else None
    font = style.font if style else 0
    if isinstance(item.value, str):
        text = _text(item.value, [(0, font), *item.runs], book)
        return Cell(text, note=clean(item.note)) if text else None
    found = _shown_value(item, style, book)
    if book.font(font).struck:
        return Cell(f"{STRUCK_OUT}{found.text}")
    return replace(found, note=clean(item.note))


def _shown_value(item: StoredCell, style: StoredStyle | None, book: StoredWorkbook) -> Cell:
    if item.kind == xlrd.XL_CELL_BOOLEAN:
        return Cell("TRUE" if item.value else "FALSE")
    if item.kind == xlrd.XL_CELL_ERROR:
        return Cell(xlrd.error_text_from_code.get(int(item.value), "#N/A"))
    form = format_of(style.format_code) if style else GENERAL
    return number_cell(as_stored(repr(item.value)), form, mac_days=book.mac_days)


def _text(value: str, fonts: Sequence[tuple[int, int]], book: StoredWorkbook) -> str:
    """Returns a text without footnote marks and without struck-out parts. If all of it is struck out, the result is
    that text after the prefix STRUCK_OUT. `fonts` are the offsets at which a font begins, and the fonts' numbers."""
    pieces = [
        (value[start:end], book.font(number)) for (start, number), (end, _) in pairwise([*fonts, (len(value), 0)])
    ]
    seen = [(text, font.struck) for text, font in pieces if not font.raised]
    text = clean("".join(text for text, struck in seen if not struck))
    return text or (f"{STRUCK_OUT}{all_}" if (all_ := clean("".join(text for text, _ in seen))) else "")
