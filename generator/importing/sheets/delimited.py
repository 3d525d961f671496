"""Reads CSV files, as Vietnamese Excel writes them, as one sheet.

Separators may be semicolons, tabs, commas or bars; decimals may have commas; the encoding may be UTF-8, UTF-16 or the
Windows code page for Vietnamese.
"""

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, starmap, takewhile

from generator.importing.sheets.archives import LAST_COLUMN, Budget
from generator.importing.sheets.grid import BLANK, Area, Cell, Position, Sheet, Unreadable, clean

UNIT_COLUMNS = ("STT", "Đơn vị", "Mã đơn vị")
BESIDE_FIGURE = ("Tình trạng", "Ghi chú")
"""Headings of a template: of the columns of units, and of those to the right of each figure."""

_SEPARATORS = (";", "\t", ",", "|")
_BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_WINDOWS = "cp1258"
_LETTERS = frozenset("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")
_SAMPLE = 200
_WHOLE = re.compile(r"\s*-?\d{1,9}\s*")
_FRACTION = re.compile(r"\d{1,9}\s*%?\s*")
_LOST_LETTER = re.compile(r"[^\W\d_]\?+[^\W\d_]")
_LOST_LETTERS_MIN = 5
"""From this many question marks inside words on, letters were lost when the file was saved."""
_ENCODING_HINT = "mở tệp bằng Excel, chọn Save As, kiểu CSV UTF-8 hoặc Excel Workbook (.xlsx), rồi nhập tệp đó"


def read_delimited(content: bytes) -> tuple[Sheet, ...]:
    """Returns the file as one sheet. Raises Unreadable if it is not text or not a table."""
    text = _decoded(content)
    if "\n" not in text:
        text = text.replace("\r", "\n")  # Excel for Mac can save line ends of old Macs.
    if len(_LOST_LETTER.findall(text)) >= _LOST_LETTERS_MIN:
        message = "chữ có dấu đã mất khi lưu tệp, chỉ còn dấu hỏi (“Ph??ng” thay cho “Phường”)"
        raise Unreadable(message, "mở bảng tính gốc bằng Excel, lưu thành .xlsx hoặc kiểu CSV UTF-8, rồi nhập tệp đó")
    lines = text.splitlines()
    before = 0
    if lines and lines[0].lower().startswith("sep="):
        text, lines, before = text.partition("\n")[2], lines[1:], 1
    if not lines:
        raise Unreadable("tệp trống", "kiểm tra lại tệp đính kèm")
    separator = _separator(lines)
    budget = Budget()
    records = list(_records(text, separator, before, budget))
    if separator == "," and (split := _split_decimals(records)):
        raise Unreadable(
            'dòng có nhiều ô hơn tiêu đề: số có dấu phẩy thập phân phải đặt trong dấu nháy kép, ví dụ "31,98"',
            "xin cơ quan gửi tệp .xlsx, hoặc đặt dấu nháy kép quanh các số ấy",
            split,
        )
    cells: dict[Position, Cell] = {}
    for row, (_, line) in enumerate(records, 1):
        for column, value in enumerate(line[:LAST_COLUMN], 1):
            if shown := clean(value):
                budget.take_cell()
                cells[row, column] = Cell(shown)
    return (Sheet("CSV", cells, tuple(_template_headings(cells))),)


def _template_headings(cells: Mapping[Position, Cell]) -> Iterator[Area]:
    """Yields the areas of headings that are merged in the workbook of `make template`, which CSV does not keep: the
    name of each indicator is above its figure, status and note."""

    def texts(row: int, first: int, last: int) -> tuple[str, ...]:
        return tuple(cells.get((row, column), BLANK).text for column in range(first, last + 1))

    for row, column in cells:
        right = column + len(BESIDE_FIGURE)
        nothing_beside = not any(texts(row, column + 1, right))
        if nothing_beside and texts(row + 1, column + 1, right) == BESIDE_FIGURE and texts(row, 1, 3) == UNIT_COLUMNS:
            yield Area(row, column, row, right)


def _records(text: str, separator: str, before: int, budget: Budget) -> Iterator[tuple[int, list[str]]]:
    """Yields the rows, each with the line of the file where it begins. `before` is the number of lines above `text`.

    Raises Unreadable if there are too many rows, or if a quote is not closed: everything after it would be one cell.
    """
    reader = csv.reader(io.StringIO(text), delimiter=separator, strict=True)
    begins = 1
    try:
        for line in reader:
            budget.take_elements()
            yield begins + before, line
            begins = reader.line_num + 1
    except csv.Error as error:
        if opened := _unclosed(text, separator):
            hint = "xin cơ quan gửi tệp .xlsx, hoặc thêm hay bỏ dấu nháy kép ở dòng ấy"
            message = "có dấu nháy kép mở ra mà không đóng lại đúng chỗ, nên không rõ ô ấy hết ở đâu"
            raise Unreadable(message, hint, [opened + before]) from error
        raise Unreadable("không đọc được bảng trong tệp CSV", "xin cơ quan gửi tệp .xlsx") from error


def _unclosed(text: str, separator: str) -> int:
    """Returns the line of the first quote that is not closed where its cell ends. 0 if there is none."""
    sign = re.escape(separator)
    cell = re.compile(rf'(?:"(?:[^"]|"")*+"|[^"{sign}\r\n][^{sign}\r\n]*|)(?:{sign}|\r\n|\r|\n|\Z)')
    at = 0
    while at < len(text):
        found = cell.match(text, at)
        if not found:
            return text.count("\n", 0, at) + 1
        at = found.end()
    return 0


def _split_decimals(records: Sequence[tuple[int, list[str]]]) -> list[int]:
    """Returns the lines of rows in which an unquoted decimal comma, as in `31,98`, was read as a separator.

    Such a row has more cells than the headings, and two adjacent cells are the parts of a decimal number.
    """
    heading = takewhile(lambda line: not any(map(_WHOLE.fullmatch, line)), (line for _, line in records))
    width = max(map(len, heading), default=0)
    return [at for at, line in records if len(line) > width > 1 and any(starmap(_is_split, pairwise(line)))]


def _is_split(one: str, other: str) -> bool:
    return bool(_WHOLE.fullmatch(one) and _FRACTION.fullmatch(other))


def _decoded(content: bytes) -> str:
    for mark, encoding in _BOMS.items():
        if content.startswith(mark):
            return _decoded_as(content, encoding)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _decoded_as_windows(content)


def _decoded_as(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable("chữ trong tệp không đọc được", _ENCODING_HINT) from error


def _decoded_as_windows(content: bytes) -> str:
    """Decodes the Windows code page for Vietnamese. Raises Unreadable if a letter is not Vietnamese.

    Old fonts (TCVN3, VNI) use bytes that decode in any code page, but to wrong letters.
    """
    text = unicodedata.normalize("NFC", _decoded_as(content, _WINDOWS))
    if "\x00" in text or any(sign.isalpha() and not _is_vietnamese(sign) for sign in text.lower()):
        raise Unreadable("chữ trong tệp không phải Unicode (có thể là phông TCVN3 hoặc VNI)", _ENCODING_HINT)
    return text


def _is_vietnamese(sign: str) -> bool:
    """Whether the letter is in the Vietnamese alphabet, with or without a tone mark."""
    marks = unicodedata.normalize("NFD", sign)
    toneless = unicodedata.normalize("NFC", "".join(c for c in marks if c not in "\u0300\u0301\u0303\u0309\u0323"))
    return toneless in _LETTERS


def _separator(lines: list[str]) -> str:
    """Returns the separator that splits most of the lines into the same number of cells."""

    def consistency(sign: str) -> tuple[int, int]:
        widths = Counter(len(row) for row in csv.reader(lines[:_SAMPLE], delimiter=sign) if len(row) > 1)
        return max(((count, width) for width, count in widths.items()), default=(0, 0))

    try:
        return max(_SEPARATORS, key=consistency)
    except csv.Error:
        return ";"
