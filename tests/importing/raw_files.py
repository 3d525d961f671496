"""Writes workbooks that no library writes, with replaced parts."""

import zipfile
from pathlib import Path

from tests.importing.workbooks import saved

TABLE = [
    ["Kết quả tháng 5/2024"],
    ["STT", "Đơn vị", "Thanh toán trực tuyến (%)"],
    ["1", "Sở Y tế", "50,5"],
    ["2", "Sở Giáo dục và Đào tạo", "33"],
]
SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
"""The first bytes of a compound file: an old Office file, or a new one with a password."""


def zipped(file: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file


def parts_of(file: Path) -> dict[str, bytes]:
    """Saves a valid workbook and returns its parts."""
    with zipfile.ZipFile(saved({"Sheet1": TABLE}, file)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_sheet(file: Path, content: bytes) -> Path:
    """Saves a valid workbook with the part of its sheet replaced."""
    return zipped(file, parts_of(file) | {SHEET: content})
