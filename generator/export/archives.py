"""Writes Zip archives whose bytes depend only on their content, not on time or system.

The format is written by hand (APPNOTE.TXT 6.3, without encryption and ZIP64). A portal packs thousands of small
workbooks with mostly equal parts, so equal parts are compressed only once.
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
"""1 January 1980, the earliest day that the format supports."""

_MAX_CACHED_BYTES = 10_000
"""Maximum size in bytes of a file whose compressed content is cached."""

_MAX_CACHED_PARTS = 4
"""A file with more parts than this is not small and not cached."""


class _Packed(NamedTuple):
    """A compressed file, with its checksum and its uncompressed length."""

    checksum: int
    length: int
    content: bytes


def archive(files: Iterable[tuple[str, Iterable[bytes]]]) -> bytes:
    """Returns an archive of the files, in their order. Each file is given in parts, so that a large one is never in
    memory as a whole."""
    parts: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for name, content in files:
        path, packed = name.encode(), _packed(iter(content))
        head = _head(packed, len(path))
        parts += [struct.pack("<4s", b"PK\x03\x04"), head, path, packed.content]
        directory += [
            struct.pack("<4sH", b"PK\x01\x02", _VERSION),
            head,
            struct.pack("<HHHLL", 0, 0, 0, 0, offset),
            path,
        ]
        offset += 4 + len(head) + len(path) + len(packed.content)
    listed = b"".join(directory)
    count = len(directory) // 4
    end = struct.pack("<4sHHHHLLH", b"PK\x05\x06", 0, 0, count, count, len(listed), offset, 0)
    return b"".join([*parts, listed, end])


def _head(packed: _Packed, path: int) -> bytes:
    """Returns the fields that are the same in the local header and in the central directory."""
    sizes = packed.checksum, len(packed.content), packed.length
    return struct.pack("<HHHHHLLLHH", _VERSION, _UTF8, _DEFLATED, _MIDNIGHT, _FIRST_DAY, *sizes, path, 0)


def _packed(content: Iterator[bytes]) -> _Packed:
    begin = b"".join(islice(content, _MAX_CACHED_PARTS))
    rest = next(content, b"")
    return _compressed([begin, rest], content) if rest or len(begin) > _MAX_CACHED_BYTES else _compressed_cached(begin)


def _compressed(begin: Sequence[bytes], content: Iterator[bytes]) -> _Packed:
    packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    checksum = length = 0
    packed = []
    for part in chain(begin, content):
        checksum = zlib.crc32(part, checksum)
        length += len(part)
        packed.append(packer.compress(part))
    return _Packed(checksum, length, b"".join([*packed, packer.flush()]))


@lru_cache(maxsize=256)
def _compressed_cached(content: bytes) -> _Packed:
    return _compressed([content], iter(()))
