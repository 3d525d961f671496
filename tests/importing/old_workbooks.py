"""Makes workbooks of Excel 97–2003 from the records of [MS-XLS], in compound files of [MS-CFB]."""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.importing.sheets.grid import area_of, place_of

_SECTOR, _SMALL_SECTOR, _SMALLEST_STREAM = 512, 64, 4096
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_NO_STREAM = (_END, 0)


@dataclass(frozen=True)
class Styled:
    """A value in a cell of this style. A text can have other fonts from some offsets on."""

    value: str | float
    style: int
    runs: Sequence[tuple[int, int]] = ()


Value = str | float | bool | Styled
BOLD, STRUCK, RAISED = 1, 2, 3
"""Numbers of the fonts of each workbook, beside font 0."""


def biff(record: int, data: bytes) -> bytes:
    return struct.pack("<HH", record, len(data)) + data


def hidden_row(row: int) -> bytes:
    """Returns the record of a hidden row, counted from 1."""
    return biff(0x0208, struct.pack("<7HH", row - 1, 0, 2, 255, 0, 0, 0x120, 15))


def row_without_height(row: int) -> bytes:
    return biff(0x0208, struct.pack("<7HH", row - 1, 0, 2, 0, 0, 0, 0x140, 15))


def visible_row(row: int) -> bytes:
    return biff(0x0208, struct.pack("<7HH", row - 1, 0, 2, 255, 0, 0, 0x100, 15))


def columns(first: int, last: int, width: int, flags: int) -> bytes:
    """Returns the record of these columns, counted from 1."""
    return biff(0x007D, struct.pack("<5HH", first - 1, last - 1, width, 15, flags, 0))


def note(address: str, text: str) -> bytes:
    """Returns the records of a comment on a cell."""
    row, column = place_of(address)
    shape = struct.pack("<HHHHH", 0x15, 18, 0x19, 1, 0) + bytes(12) + bytes(4)
    length = struct.pack("<HHIHHHI", 0, 0, 0, 0, len(text), 0, 0)
    return (
        biff(0x005D, shape)
        + biff(0x01B6, length)
        + biff(0x003C, b"\1" + text.encode("utf-16-le"))
        + biff(0x001C, struct.pack("<HHHHHB", row - 1, column - 1, 0, 1, 1, 0) + b"A")
    )


def sheet_records(values: Mapping[str, Value], merged: str = "", parts: bytes = b"") -> bytes:
    """Returns the records of a sheet: its rows, columns and comments (`parts`), its cells and a merged area."""
    places = [place_of(address) for address in values]
    bottom, right = (max(numbers) for numbers in zip(*places, strict=True))
    cells = b"".join(
        _cell(row - 1, column - 1, value) for (row, column), value in zip(places, values.values(), strict=True)
    )
    area = area_of(merged) if merged else None
    merging = struct.pack("<HHHHH", 1, area.top - 1, area.bottom - 1, area.left - 1, area.right - 1) if area else b""
    size = biff(0x0200, struct.pack("<IIHHH", 0, bottom, 0, right, 0))
    return _start(0x0010) + size + parts + cells + (biff(0x00E5, merging) if area else b"") + biff(0x000A, b"")


def chart_records() -> bytes:
    """Returns the records of a chart inside a sheet. Its records of rows belong to no sheet."""
    return _start(0x0020) + hidden_row(2) + biff(0x000A, b"")


def _start(kind: int) -> bytes:
    return biff(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0, 0, 0, 0))


def _cell(row: int, column: int, value: Value) -> bytes:
    styled = value if isinstance(value, Styled) else Styled(value, 0)
    place = struct.pack("<HHH", row, column, styled.style)
    if isinstance(styled.value, str):
        text = struct.pack("<HB", len(styled.value), 1) + styled.value.encode("utf-16-le")
        runs = struct.pack("<H", len(styled.runs)) + b"".join(struct.pack("<HH", *run) for run in styled.runs)
        return biff(0x00D6, place + text + runs) if styled.runs else biff(0x0204, place + text)
    if isinstance(styled.value, bool):
        return biff(0x0205, place + struct.pack("<BB", styled.value, 0))
    return biff(0x0203, place + struct.pack("<d", styled.value))


def error_cell(address: str, code: int) -> bytes:
    row, column = place_of(address)
    return biff(0x0205, struct.pack("<HHHBB", row - 1, column - 1, 0, code, 1))


def _font(options: int, raised: int) -> bytes:
    return biff(0x0031, struct.pack("<HHHHHBBBBBB", 200, options, 0x7FFF, 400, raised, 0, 0, 0, 0, 1, 0) + b"A")


def _styles(styles: Sequence[tuple[str, int]]) -> bytes:
    """Returns the records of fonts, number formats and styles. Each style is a format code and a font."""
    fonts = _font(0, 0) + _font(1, 0) + _font(8, 0) + _font(0, 1)
    formats = b"".join(
        biff(0x041E, struct.pack("<HHB", 164 + at, len(code), 1) + code.encode("utf-16-le"))
        for at, (code, _) in enumerate(styles)
    )
    used = (struct.pack("<HH", font, 164 + at) + bytes(16) for at, (_, font) in enumerate(styles))
    return fonts + formats + biff(0x00E0, bytes(20)) + b"".join(biff(0x00E0, style) for style in used)


def old_workbook(
    file: Path,
    sheets: dict[str, bytes],
    *,
    small: bool = False,
    styles: Sequence[tuple[str, int]] = (),
    mac_days: bool = False,
) -> Path:
    """Saves a workbook with these sheets. With `small`, its stream is in the sectors that small streams share. Style 0
    has no format; the given ones, each a format code and a font, begin with 1."""
    globals_ = _start(0x0005) + biff(0x0022, struct.pack("<H", mac_days)) + _styles(styles)
    names = {name: name.encode("utf-16-le") for name in sheets}
    at = len(globals_) + sum(4 + 8 + len(name) for name in names.values()) + 4
    for name, records in sheets.items():
        globals_ += biff(0x0085, struct.pack("<IBBBB", at, 0, 0, len(name), 1) + names[name])
        at += len(records)
    stream = globals_ + biff(0x000A, b"") + b"".join(sheets.values())
    assert not small or len(stream) < _SMALLEST_STREAM
    file.write_bytes(_small(stream) if small else _large(stream.ljust(_SMALLEST_STREAM, b"\0")))
    return file


def _large(stream: bytes) -> bytes:
    """Returns a compound file: a header, the table of sectors (0), the directory (1) and the stream (from 2 on)."""
    sectors = -(-len(stream) // _SECTOR)
    table = [_TABLE, _END, *range(3, 2 + sectors), _END]
    directory = _entry("Root Entry", 5, *_NO_STREAM) + _entry("Workbook", 2, 2, len(stream))
    return _header(small_table=_END) + _numbers(table) + _padded(directory) + _padded(stream)


def _small(stream: bytes) -> bytes:
    """Returns a compound file whose stream is in small sectors: table (0), directory (1), table of small sectors (2),
    and from 3 on the stream of the root, which the small streams share."""
    small_sectors = -(-len(stream) // _SMALL_SECTOR)
    sectors = -(-small_sectors * _SMALL_SECTOR // _SECTOR)
    table = [_TABLE, _END, _END, *range(4, 3 + sectors), _END]
    small_table = [*range(1, small_sectors), _END]
    directory = _entry("Root Entry", 5, 3, small_sectors * _SMALL_SECTOR) + _entry("Workbook", 2, 0, len(stream))
    return _header(small_table=2) + _numbers(table) + _padded(directory) + _numbers(small_table) + _padded(stream)


def _header(small_table: int) -> bytes:
    start = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    start += struct.pack("<9I", 0, 1, 1, 0, _SMALLEST_STREAM, small_table, int(small_table != _END), _END, 0)
    return start + _numbers([0], 109)


def _entry(title: str, kind: int, first: int, size: int) -> bytes:
    """Returns an entry of the directory. The root has the workbook as its only child."""
    name = title.encode("utf-16-le")
    head = name.ljust(64, b"\0") + struct.pack("<HBB", len(name) + 2, kind, 1)
    return (
        head
        + struct.pack("<III", _FREE, _FREE, 1 if kind == 5 else _FREE)
        + bytes(36)
        + struct.pack("<IQ", first, size)
    )


def _numbers(numbers: list[int], count: int = _SECTOR // 4) -> bytes:
    return struct.pack(f"<{count}I", *(numbers + [_FREE] * (count - len(numbers))))


def _padded(content: bytes) -> bytes:
    return content + bytes(-len(content) % _SECTOR)


def old_excel(file: Path, top: int = 0, merged: str = "") -> Path:
    """Saves a workbook with a table of shares. `top` is the number of blank rows above it."""
    values: dict[str, Value] = {
        f"A{top + 1}": "Đơn vị",
        f"B{top + 1}": "Thanh toán trực tuyến tháng 5/2024",
        f"A{top + 2}": "Sở Y tế",
        f"B{top + 2}": 0.505,
        f"A{top + 3}": "Sở Nội vụ",
        f"B{top + 3}": 0.33,
    }
    return old_workbook(file, {"Bang": sheet_records(values, merged)})
