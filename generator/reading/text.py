"""Decodes bytes to text and collects the faults of form that any file can have."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from generator.canonical_csv import HIDDEN_CHARACTERS
from generator.problems import Problem

T = TypeVar("T")

FORMAT_HINT = "chạy `make format` để sửa tự động"
LATER_HINT = "sửa các lỗi khác của tệp này trước, rồi chạy `make format`"
"""Hint instead of FORMAT_HINT if another fault prevents `make format` from rewriting the file."""
_UNMERGED = re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE)
_MERGE_MARK = re.compile(r"^(?:<{7} |\|{7} |={7}$|>{7} ).*", re.MULTILINE)
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_EXCEL = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def read_text(root: Path, path: str, faults: list[Problem]) -> str | None:
    """Returns the file's text. Returns None, with a problem, if the file is missing, is not UTF-8 or has unresolved
    merge conflicts.

    Faults of form are reported with their lines.
    """
    return read_as(text_of, root, path, faults)


def read_as(
    parse: Callable[[str, bytes], tuple[T, Iterable[Problem]]], root: Path, path: str, faults: list[Problem]
) -> T | None:
    """Returns the result of `parse` for the path and the bytes of a file, and appends the faults it finds. Returns
    None, with a problem, if the file cannot be read."""
    raw = read_bytes(root, path, faults)
    if raw is None:
        return None
    made, found = parse(path, raw)
    faults.extend(found)
    return made


def read_bytes(root: Path, path: str, faults: list[Problem]) -> bytes | None:
    """Returns the content of the file. Returns None, with a problem, if there is no such file or it cannot be read."""
    file = root / path
    if leads_elsewhere(file, path):
        faults.append(link_fault(path))
        return None
    try:
        if file.exists() and not file.is_file():
            raise IsADirectoryError  # A folder, or a device that has no end.
        return file.read_bytes()
    except FileNotFoundError:
        hint = "tạo lại tệp, hoặc lấy lại từ bản trước trong kho mã"
        faults.append(Problem(path, 0, "", "", "không có tệp này", hint))
    except OSError:
        hint = "ở đây phải là một tệp, không phải thư mục; lấy lại từ bản trước trong kho mã"
        faults.append(Problem(path, 0, "", "", "không phải tệp đọc được", hint))
    return None


def leads_elsewhere(file: Path, path: str) -> bool:
    """Whether a file of the portal is a symbolic link to a file with another path. The file behind such a link may be
    any file of the machine, which must not be published or quoted. The trial check of the import links to files with
    the same path."""
    return file.is_symlink() and not file.resolve().as_posix().endswith(f"/{path}")


def link_fault(path: str) -> Problem:
    """Returns the fault of a file that is a symbolic link to another file."""
    hint = "thay liên kết bằng chính tệp ấy, hoặc xóa đi"
    return Problem(path, 0, "", "", "là liên kết tới một tệp ở nơi khác", hint)


def text_of(path: str, raw: bytes) -> tuple[str | None, list[Problem]]:
    """Returns the text of the bytes, and its faults. The text is None if it is not UTF-8 or has unresolved merge
    conflicts."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return None, [_encoding_problem(path, raw, error.start)]
    faults = list(_form_faults(path, text))
    body = plain_lines(text)
    if _UNMERGED.search(body):
        return None, [*faults, *_merge_marker_problems(path, body)]
    return body, faults


def _encoding_problem(path: str, raw: bytes, at: int) -> Problem:
    if raw.startswith(_EXCEL):
        return Problem(path, 0, "", "", "là bảng tính Excel mang đuôi tệp khác", "lưu lại từ Excel theo kiểu CSV UTF-8")
    hint = "mở tệp bằng chương trình đã lưu nó rồi lưu lại với mã UTF-8: Excel chọn kiểu CSV UTF-8"
    hint = f"{hint}, Notepad chọn Save as, Encoding là UTF-8"
    if raw.startswith(_UTF_16):
        return Problem(path, 0, "", "", "tệp không phải mã UTF-8", f"tệp đang ở mã UTF-16 (Unicode): {hint}")
    return Problem(path, raw.count(b"\n", 0, at) + 1, "", "", "tệp không phải mã UTF-8", hint)


def plain_lines(text: str) -> str:
    """Returns the text without BOM, with LF at the end of each line."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _form_faults(path: str, text: str) -> Iterator[Problem]:
    """Yields faults of form: a BOM, Windows line ends, text that is not NFC, invisible characters."""
    if text.startswith("\ufeff"):
        yield Problem(path, 1, "", "", "tệp mở đầu bằng dấu BOM", FORMAT_HINT)
    if "\r" in text:
        line = text.count("\n", 0, text.index("\r")) + 1
        yield Problem(path, line, "", "", "xuống dòng kiểu Windows (CRLF)", FORMAT_HINT)
    body = plain_lines(text)
    if unicodedata.is_normalized("NFC", body) and not HIDDEN_CHARACTERS.search(body):
        return
    for number, line_text in enumerate(body.split("\n"), 1):
        yield from _line_faults(path, number, line_text)


def _merge_marker_problems(path: str, body: str) -> Iterator[Problem]:
    """Yields a fault for each merge-conflict marker."""
    for mark in _MERGE_MARK.finditer(body):
        hint = (
            "hai bản thêm hai mục khác nhau thì giữ cả hai, cùng sửa một chỗ thì giữ một; "
            "rồi xóa các dòng <<<<<<<, ======= và >>>>>>>"
        )
        yield Problem(path, body.count("\n", 0, mark.start()) + 1, "", mark[0], "hai bản sửa chưa gộp xong", hint)


def _line_faults(path: str, number: int, text: str) -> Iterator[Problem]:
    if not unicodedata.is_normalized("NFC", text):
        word = next(w for w in re.split(r"[,\s]+", text) if not unicodedata.is_normalized("NFC", w))
        yield Problem(
            path, number, "", word, "chữ có dấu viết bằng mã tổ hợp (NFD), tìm kiếm sẽ không thấy", FORMAT_HINT
        )
    hidden = HIDDEN_CHARACTERS.search(text)
    if hidden:
        yield hidden_fault(path, number, hidden[0])


def hidden_fault(path: str, line: int, sign: str) -> Problem:
    """Returns the fault of a line that contains an invisible character."""
    return Problem(path, line, "", f"U+{ord(sign):04X}", "ký tự ẩn, không nhìn thấy được", "xóa ký tự này")


def without_hidden(text: str) -> str:
    """Returns the text without invisible characters, which no data file may contain."""
    return HIDDEN_CHARACTERS.sub("", text)
