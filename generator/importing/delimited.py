"""CSV as Vietnamese Excel writes it → one sheet: semicolons, decimal commas, UTF-8, UTF-16 or the Windows code page."""

import csv
import io
import unicodedata
from collections import Counter

from generator.importing.archives import LAST_COLUMN, Budget
from generator.importing.grid import Cell, Place, Sheet, Unreadable, clean

_SEPARATORS = (";", "\t", ",", "|")
_BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_WINDOWS = "cp1258"
_LETTERS = frozenset("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")
_SAMPLE = 200
_CODE_HINT = "mở tệp bằng Excel, chọn Save As, kiểu CSV UTF-8 hoặc Excel Workbook (.xlsx), rồi nhập tệp đó"


def read_delimited(name: str, content: bytes) -> tuple[Sheet, ...]:
    """The file as one sheet. Raises Unreadable when it is no text or no table."""
    text = _decoded(content)
    lines = text.splitlines()
    if lines and lines[0].lower().startswith("sep="):
        text, lines = text.partition("\n")[2], lines[1:]
    if not lines:
        raise Unreadable("tệp trống", "kiểm tra lại tệp đính kèm")
    budget, cells = Budget(), dict[Place, Cell]()
    try:
        for row, line in enumerate(csv.reader(io.StringIO(text), delimiter=_separator(lines)), 1):
            for column, value in enumerate(line[:LAST_COLUMN], 1):
                if shown := clean(value):
                    budget.take_cells()
                    cells[row, column] = Cell(shown)
    except csv.Error as error:
        raise Unreadable(
            "không đọc được bảng trong tệp CSV", "mở tệp bằng Excel, lưu thành .xlsx rồi nhập tệp đó"
        ) from error
    return (Sheet(name, cells),)


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
