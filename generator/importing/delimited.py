"""CSV as Vietnamese Excel writes it → one sheet: semicolons, decimal commas, UTF-8, UTF-16 or the Windows code page."""

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise, starmap, takewhile

from generator.importing.archives import LAST_COLUMN, Budget
from generator.importing.grid import Cell, Position, Sheet, Unreadable, clean

_SEPARATORS = (";", "\t", ",", "|")
_BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_WINDOWS = "cp1258"
_LETTERS = frozenset("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")
_SAMPLE = 200
_WHOLE = re.compile(r"\s*-?\d{1,9}\s*")
_FRACTION = re.compile(r"\d{1,9}\s*%?\s*")
_LOST = re.compile(r"[^\W\d_]\?+[^\W\d_]")
_LOSSES = 5
"""So many question marks within words are letters that the code of the file has not."""
_CODE_HINT = "mở tệp bằng Excel, chọn Save As, kiểu CSV UTF-8 hoặc Excel Workbook (.xlsx), rồi nhập tệp đó"


def read_delimited(name: str, content: bytes) -> tuple[Sheet, ...]:
    """The file as one sheet. Raises Unreadable when it is no text or no table."""
    text = _decoded(content)
    if len(_LOST.findall(text)) >= _LOSSES:
        message = "chữ có dấu đã mất khi lưu tệp, chỉ còn dấu hỏi (“Ph??ng” thay cho “Phường”)"
        raise Unreadable(message, "mở bảng tính gốc bằng Excel, lưu thành .xlsx hoặc kiểu CSV UTF-8, rồi nhập tệp đó")
    lines = text.splitlines()
    before = 0
    if lines and lines[0].lower().startswith("sep="):
        text, lines, before = text.partition("\n")[2], lines[1:], 1
    if not lines:
        raise Unreadable("tệp trống", "kiểm tra lại tệp đính kèm")
    separator = _separator(lines)
    records = list(_records(text, separator, before))
    if separator == "," and (split := _split_decimals(records)):
        raise Unreadable(
            'dòng có nhiều ô hơn tiêu đề: số có dấu phẩy thập phân phải đặt trong dấu nháy kép, ví dụ "31,98"',
            "xin cơ quan gửi tệp .xlsx, hoặc đặt dấu nháy kép quanh các số ấy",
            split,
        )
    budget, cells = Budget(), dict[Position, Cell]()
    for row, (_, line) in enumerate(records, 1):
        for column, value in enumerate(line[:LAST_COLUMN], 1):
            if shown := clean(value):
                budget.take_cells()
                cells[row, column] = Cell(shown)
    return (Sheet(name, cells),)


def _records(text: str, separator: str, before: int) -> Iterator[tuple[int, list[str]]]:
    """The rows, each with the line of the file that it begins at. Raises Unreadable where a quote is not closed: all
    that follows would be one cell."""
    reader = csv.reader(io.StringIO(text), delimiter=separator, strict=True)
    begins = 1
    try:
        for line in reader:
            yield begins + before, line
            begins = reader.line_num + 1
    except csv.Error as error:
        if opened := _unclosed(text, separator):
            hint = "xin cơ quan gửi tệp .xlsx, hoặc thêm hay bỏ dấu nháy kép ở dòng ấy"
            message = "có dấu nháy kép mở ra mà không đóng lại đúng chỗ, nên không rõ ô ấy hết ở đâu"
            raise Unreadable(message, hint, [opened + before]) from error
        raise Unreadable("không đọc được bảng trong tệp CSV", "xin cơ quan gửi tệp .xlsx") from error


def _unclosed(text: str, separator: str) -> int:
    """The line of the first quote that is not closed before the end of its cell, 0 where there is none."""
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
    """The lines of rows that have more cells than the headings, two of them the halves of a decimal number: `31,98`
    without quotes."""
    heading = takewhile(lambda line: not any(map(_WHOLE.fullmatch, line)), (line for _, line in records))
    width = max(map(len, heading), default=0)
    return [at for at, line in records if len(line) > width > 1 and any(starmap(_is_split, pairwise(line)))]


def _is_split(one: str, other: str) -> bool:
    return bool(_WHOLE.fullmatch(one) and _FRACTION.fullmatch(other))


def _decoded(content: bytes) -> str:
    for mark, code in _BOMS.items():
        if content.startswith(mark):
            return _in_code(content, code)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _of_windows(content)


def _in_code(content: bytes, code: str) -> str:
    try:
        return content.decode(code)
    except UnicodeDecodeError as error:
        raise Unreadable("chữ trong tệp không đọc được", _CODE_HINT) from error


def _of_windows(content: bytes) -> str:
    """The text of the Windows code page for Vietnamese, if all its letters are Vietnamese ones: fonts of old (TCVN3,
    VNI) give bytes that any code page takes, but as other letters."""
    text = unicodedata.normalize("NFC", _in_code(content, _WINDOWS))
    if "\x00" in text or any(sign.isalpha() and not _is_vietnamese(sign) for sign in text.lower()):
        raise Unreadable("chữ trong tệp không phải Unicode (có thể là phông TCVN3 hoặc VNI)", _CODE_HINT)
    return text


def _is_vietnamese(sign: str) -> bool:
    """Whether the letter is one of the alphabet, with at most a tone."""
    marks = unicodedata.normalize("NFD", sign)
    toneless = unicodedata.normalize("NFC", "".join(c for c in marks if c not in "\u0300\u0301\u0303\u0309\u0323"))
    return toneless in _LETTERS


def _separator(lines: list[str]) -> str:
    """The sign that parts most lines into the same number of cells."""

    def evenness(sign: str) -> tuple[int, int]:
        widths = Counter(len(row) for row in csv.reader(lines[:_SAMPLE], delimiter=sign) if len(row) > 1)
        return max(((count, width) for width, count in widths.items()), default=(0, 0))

    try:
        return max(_SEPARATORS, key=evenness)
    except csv.Error:
        return ";"
