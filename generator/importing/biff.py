"""Finds the hidden rows and columns of XLS workbooks, which calamine does not return.

Reads only the parts of [MS-CFB] (compound files) and [MS-XLS] (records) that this needs. A part that is cut off is read
as far as it goes, because calamine decides whether a workbook is damaged.
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

_STREAMS = ("Workbook", "Book")
"""Names of the stream with the sheets: Excel 97–2003, and Excel 5.0/95."""
_HEADER, _ENTRY = 512, 128
_DIFAT_IN_HEADER = 109
_LAST_SECTOR = 0xFFFFFFFA
"""Larger sector numbers mean the end of a chain or a free sector."""
_BOF, _EOF, _BOUNDSHEET, _ROW, _COLINFO = 0x0809, 0x000A, 0x0085, 0x0208, 0x007D
_ROW_BYTES, _COLINFO_BYTES, _BOUNDSHEET_BYTES = 16, 10, 4
_ROW_HIDDEN, _ROW_OF_OWN_HEIGHT = 0x20, 0x40
_HEIGHT = 0x7FFF
_COLUMN_HIDDEN = 0x01


@dataclass(frozen=True)
class HiddenParts:
    """The hidden rows and columns of a sheet, counted from 1."""

    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)


def hidden_parts(content: bytes) -> list[HiddenParts]:
    """Returns the hidden parts of each sheet, in the order in which the workbook lists its sheets (charts too)."""
    stream = _workbook_stream(content)
    starts = [
        struct.unpack_from("<I", body)[0]
        for kind, body in _records(stream, 0)
        if kind == _BOUNDSHEET and len(body) >= _BOUNDSHEET_BYTES
    ]
    return [_hidden_of_sheet(stream, start) for start in starts]


def _hidden_of_sheet(stream: bytes, start: int) -> HiddenParts:
    found = HiddenParts()
    for kind, body in _records(stream, start):
        if kind == _ROW and len(body) >= _ROW_BYTES:
            row, _, _, height, _, _, flags = struct.unpack_from("<7H", body)
            if flags & _ROW_HIDDEN or (flags & _ROW_OF_OWN_HEIGHT and not height & _HEIGHT):
                found.rows.add(row + 1)
        elif kind == _COLINFO and len(body) >= _COLINFO_BYTES:
            first, last, width, _, flags = struct.unpack_from("<5H", body)
            if flags & _COLUMN_HIDDEN or not width:
                found.columns.update(range(first + 1, last + 2))
    return found


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Yields type and body of the records of the globals or of a sheet, without those of the charts inside it."""
    at, depth = start, 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        body = stream[at + 4 : at + 4 + length]
        at += 4 + length
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0 or len(body) < length:
            return
        if depth == 1:
            yield kind, body


def _workbook_stream(content: bytes) -> bytes:
    """Returns the stream of a compound file that holds the sheets. Empty if there is none."""
    if len(content) < _HEADER:
        return b""
    file = _CompoundFile(content)
    root, streams = (0, 0), dict[str, tuple[int, int]]()
    directory = file.joined(file.sectors(file.first_of_directory))
    for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        length = min(struct.unpack_from("<H", directory, at + 64)[0], 64)
        name = directory[at : at + max(length - 2, 0)].decode("utf-16-le", "replace")
        place = struct.unpack_from("<II", directory, at + 116)
        root = place if at == 0 else root
        streams.setdefault(name, place)
    first, size = next((streams[name] for name in _STREAMS if name in streams), (_LAST_SECTOR, 0))
    if size >= file.smallest_of_own_sectors:
        return file.joined(file.sectors(first))[:size]
    return file.small_stream(root[0], first)[:size]


class _CompoundFile:
    """The sectors of a compound file, and the chains in which they are joined."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        shift, small_shift = struct.unpack_from("<HH", content, 30)
        self._size, self._small_size = 1 << min(shift, 12), 1 << min(small_shift, 12)
        (self.first_of_directory,) = struct.unpack_from("<I", content, 48)
        self.smallest_of_own_sectors, self._first_of_small_table = struct.unpack_from("<II", content, 56)
        self._table = self._numbers(self._sectors_of_table())

    def sectors(self, first: int) -> list[int]:
        """Returns the numbers of the sectors of a chain."""
        return _chain(self._table, first)

    def joined(self, sectors: Sequence[int]) -> bytes:
        """Returns the content of these sectors."""
        return b"".join(self._sector(number) for number in sectors)

    def small_stream(self, first_of_root: int, first: int) -> bytes:
        """Returns a stream that is too small for sectors of its own. Such streams share the stream of the root."""
        shared = self.joined(self.sectors(first_of_root))
        size = self._small_size
        chain = _chain(self._numbers(self.sectors(self._first_of_small_table)), first)
        return b"".join(shared[number * size : (number + 1) * size] for number in chain)

    def _sectors_of_table(self) -> list[int]:
        """Returns the sectors with the table of chains: the first ones are listed in the header, the rest in a chain of
        their own."""
        found = list(struct.unpack_from(f"<{_DIFAT_IN_HEADER}I", self._content, 76))
        (following,) = struct.unpack_from("<I", self._content, 68)
        visited: set[int] = set()
        while following < _LAST_SECTOR and following not in visited and self._sector(following):
            visited.add(following)
            *listed, following = self._numbers([following])
            found += listed
        return [number for number in found if number < _LAST_SECTOR]

    def _numbers(self, sectors: Sequence[int]) -> list[int]:
        content = self.joined(sectors)
        return list(struct.unpack_from(f"<{len(content) // 4}I", content))

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        return self._content[start : start + self._size]


def _chain(table: Sequence[int], first: int) -> list[int]:
    """Returns the numbers of a chain from its first one on. A chain that leads back into itself ends there."""
    found: dict[int, None] = {}
    while first < len(table) and first not in found:
        found[first] = None
        first = table[first]
    return list(found)
