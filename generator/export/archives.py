"""Zip archives whose bytes depend on nothing but their content: no time, no system.

Written by hand (APPNOTE.TXT 6.3, without encryption and ZIP64), because a portal packs thousands of small workbooks
whose parts are mostly the same: what was packed once is packed for all.
"""

import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, islice
from typing import NamedTuple

_VERSION = 20
_UTF8 = 0x800
_DEFLATED = 8
_MIDNIGHT, _FIRST_DAY = 0, 0x21
"""1 January 1980, the first day that an archive can name."""

_SMALL = 10_000
"""Bytes of a file that is worth remembering when it is packed."""

_FEW = 4
"""Parts of a file that can be small."""


class _Packed(NamedTuple):
    """A file compressed, with its checksum and its length before that."""

    checksum: int
    length: int
    content: bytes


def archive(files: Iterable[tuple[str, Iterable[bytes]]]) -> bytes:
    """The files by name, in their order; each comes in parts, so that a large one need not be held whole."""
    parts: list[bytes] = []
    directory: list[bytes] = []
    begun = 0
    for name, content in files:
        path, packed = name.encode(), _packed(iter(content))
        head = _head(packed, len(path))
        parts += [struct.pack("<4s", b"PK\x03\x04"), head, path, packed.content]
        directory += [
            struct.pack("<4sH", b"PK\x01\x02", _VERSION),
            head,
            struct.pack("<HHHLL", 0, 0, 0, 0, begun),
            path,
        ]
        begun += 4 + len(head) + len(path) + len(packed.content)
    listed = b"".join(directory)
    count = len(directory) // 4
    end = struct.pack("<4sHHHHLLH", b"PK\x05\x06", 0, 0, count, count, len(listed), begun, 0)
    return b"".join([*parts, listed, end])


def _head(packed: _Packed, path: int) -> bytes:
    """What the entry and the directory say of a file alike."""
    sizes = packed.checksum, len(packed.content), packed.length
    return struct.pack("<HHHHHLLLHH", _VERSION, _UTF8, _DEFLATED, _MIDNIGHT, _FIRST_DAY, *sizes, path, 0)


def _packed(content: Iterator[bytes]) -> _Packed:
    begin = b"".join(islice(content, _FEW))
    rest = next(content, b"")
    return _packed_from([begin, rest], content) if rest or len(begin) > _SMALL else _packed_once(begin)


def _packed_from(begin: Sequence[bytes], content: Iterator[bytes]) -> _Packed:
    packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    checksum = length = 0
    packed = []
    for part in chain(begin, content):
        checksum = zlib.crc32(part, checksum)
        length += len(part)
        packed.append(packer.compress(part))
    return _Packed(checksum, length, b"".join([*packed, packer.flush()]))


@lru_cache(maxsize=256)
def _packed_once(content: bytes) -> _Packed:
    return _packed_from([content], iter(()))
