"""Refuses files whose Vietnamese letters are in an old encoding of fonts (TCVN3, VNI), or were lost.

In VNI, `Ba Tô` is written for `Ba Tơ`, which is another commune. So such names are never read, nor are similar ones
offered.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from generator.importing.sheets.grid import Sheet, Unreadable, reference

_OLD = "µ¶·¸¹¨»¾¼½©®ª«¬§¡¢£¤¥¦×÷äåæçëîïñöøûüþß"
"""Signs that both encodings use for letters, and that Vietnamese words never contain in Unicode."""
_TWO_VOWELS = r"a[õùâêáàãéèú]|e[ùâáàãõ]|o[âùõ]|u[ùõ]"
"""Vowels that VNI writes with a second letter for the tone (`xaõ`), and that no Vietnamese syllable has in Unicode."""
_IN_OLD_ENCODING = re.compile(rf"[A-Za-z][{_OLD}]|[{_OLD}][A-Za-z]|{_TWO_VOWELS}", re.IGNORECASE)
_LOST = re.compile(r"\ufffd|[^\W\d_]\?[^\W\d_]|(?<!\w)[^\W\d_]\?|(?<!\S)\?+[^\W\d_]")
_MIN_CELLS = 3
_MIN_PERCENT = 10
"""From this number of cells, and this share of the cells with words, on, the whole file is refused. A foreign name in
one cell is not in an old encoding."""


def refuse_old_letters(sheets: Sequence[Sheet]) -> None:
    """Raises Unreadable if many texts are in an old encoding, or have question marks in place of letters."""
    texts = list(_texts(sheets))
    if example := _example(texts, _IN_OLD_ENCODING):
        raise Unreadable(
            f"chữ có dấu theo bảng mã cũ (TCVN3, VNI), ví dụ {example}",
            "chuyển mã sang Unicode bằng UniKey (Ctrl+Shift+F6) rồi lưu lại, hoặc xin tệp gõ bằng Unicode; không trả "
            "lời từng tên: chữ “ô” của mã VNI là “ơ”, tên xã này thành tên xã khác",
        )
    if example := _example(texts, _LOST):
        raise Unreadable(
            f"chữ có dấu đã mất, thành dấu hỏi, ví dụ {example}",
            "lưu lại từ tệp gốc: Excel chọn kiểu CSV UTF-8, hoặc nhập thẳng tệp .xlsx",
        )


def _texts(sheets: Sequence[Sheet]) -> Iterator[tuple[str, str]]:
    """Yields address and text of each cell with words."""
    for sheet in sheets:
        for place, cell in sheet.cells.items():
            if any(sign.isalpha() for sign in cell.text):
                yield reference(*place), unicodedata.normalize("NFC", cell.text)


def _example(texts: Sequence[tuple[str, str]], signs: re.Pattern[str]) -> str:
    """Returns the first of the texts with such signs, with its cell. Empty if there are only a few."""
    found = [(address, text) for address, text in texts if "://" not in text and signs.search(text)]
    if len(found) < _MIN_CELLS or len(found) * 100 < len(texts) * _MIN_PERCENT:
        return ""
    address, text = found[0]
    return f"{address}: “{text}”"
