"""Reads a file as sheets. Its form is determined from its bytes, not from its name.

No file may cause a traceback: a file that cannot be read raises Unreadable.
"""

import hashlib
import re
from pathlib import Path

from generator.importing.sheets.archives import open_archive, too_large
from generator.importing.sheets.delimited import read_delimited
from generator.importing.sheets.grid import Book, Sheet, Unreadable, clean
from generator.importing.sheets.ods import CONTENT, read_ods
from generator.importing.sheets.word import read_docx
from generator.importing.sheets.xls import read_xls
from generator.importing.sheets.xlsx import WORKBOOK, read_xlsx

MAX_BYTES = 30_000_000
"""Limit on the size of a file in bytes. Attachments of e-mails have at most 25 MB."""

MAX_ROWS, MAX_COLUMNS = 20_000, 500
"""Limits on the non-empty rows and columns of a sheet. The country has 3,321 communes."""

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WORD_97 = "WordDocument".encode("utf-16-le")
_PDF = b"%PDF"
_READABLE_FORMATS = "cổng đọc được .xlsx, .xls, .ods, .csv và .docx"
_COMPRESSED = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"GIF8")


def read_book(file: Path) -> Book:
    """Reads a file as sheets. Raises Unreadable if it cannot be read, FileNotFoundError if it does not exist."""
    if file.is_dir():
        raise Unreadable("là một thư mục", "chỉ ra tệp đính kèm, ví dụ so-lieu-thang-6.xlsx")
    if file.stat().st_size > MAX_BYTES:
        raise Unreadable("tệp lớn hơn 30 MB", "chỉ giữ lại trang tính có số liệu rồi lưu thành tệp mới")
    content = file.read_bytes()
    name = clean(file.name)
    sheets = _sheets(content)
    shown = tuple(sheet for sheet in sheets if not sheet.hidden)
    if not shown:
        raise Unreadable("tệp không có trang tính nào đang hiện", "mở tệp, bỏ ẩn trang tính có số liệu rồi lưu lại")
    if any(len(sheet.rows) > MAX_ROWS or len(sheet.columns) > MAX_COLUMNS for sheet in shown):
        raise too_large()
    hidden = tuple(sheet for sheet in sheets if sheet.hidden)
    plain = not content.startswith((_ZIP, _OLE))
    return Book(name, hashlib.sha256(content).hexdigest(), shown, plain, hidden)


def _sheets(content: bytes) -> tuple[Sheet, ...]:
    if not content.strip():
        raise Unreadable("tệp trống", "kiểm tra lại tệp đính kèm")
    if content.startswith(_ZIP):
        return _sheets_of_zip(content)
    if content.startswith(_OLE):
        return _sheets_of_ole(content)
    if content.startswith(_PDF) or content.startswith(_PICTURES):
        raise Unreadable(
            "là bản quét hoặc tệp PDF, không có ô để đọc", f"xin cơ quan gửi bảng tính gốc; {_READABLE_FORMATS}"
        )
    if content.startswith(_COMPRESSED):
        raise Unreadable("là tệp nén", f"giải nén rồi nhập từng tệp bên trong; {_READABLE_FORMATS}")
    if re.match(rb"(?:\xef\xbb\xbf)?\s*<(?:!|\?|html|table|meta|head|body|style|div)", content[:200], re.IGNORECASE):
        raise Unreadable(
            "là trang mạng (HTML, XML) mang tên bảng tính", "mở bằng Excel, lưu thành .xlsx rồi nhập tệp đó"
        )
    return read_delimited(content)


def _sheets_of_zip(content: bytes) -> tuple[Sheet, ...]:
    archive = open_archive(content)
    if WORKBOOK in archive.names:
        return read_xlsx(archive)
    if "word/document.xml" in archive.names:
        return read_docx(content, archive)
    if CONTENT in archive.names:
        return read_ods(archive)
    raise Unreadable("không phải bảng tính hay tệp Word", _READABLE_FORMATS)


def _sheets_of_ole(content: bytes) -> tuple[Sheet, ...]:
    if _ENCRYPTED in content:
        raise Unreadable("tệp có mật khẩu", "bỏ mật khẩu rồi lưu lại, hoặc xin bản không khóa")
    if _WORD_97 in content:
        raise Unreadable("là tệp Word kiểu cũ (.doc)", "mở bằng Word, lưu thành .docx rồi nhập tệp đó")
    return read_xls(content)
