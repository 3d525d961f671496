"""Reads the parts of XLSX, ODS and DOCX archives within limits, because a small archive can unpack to a huge file."""

import io
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import IO, cast
from xml.etree.ElementTree import Element, ParseError, XMLPullParser
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, LargeZipFile, ZipFile

from generator.importing.sheets.grid import Area, Unreadable

MAX_BYTES = 60_000_000
"""Limit on the unpacked size, in bytes, of all parts that are read. 94 communes with 30 indicators take 0.5 MB."""
MAX_CELLS = 200_000
"""Limit on the non-empty cells of a file."""
MAX_ELEMENTS = 1_500_000
"""Limit on the XML elements of a file and on the lines of a CSV file. Empty ones count, because they use memory too."""
MAX_SHEETS = 2_000
"""Limit on the sheets of a file."""
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
"""Last row and last column of a worksheet in Excel."""
MAX_MERGED = 200_000
"""Limit on the cells that all merged areas of a file cover together."""

LIBRARY_ERRORS = (
    ArithmeticError,
    AttributeError,
    BadZipFile,
    EOFError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
"""Exceptions that the libraries raise when they read a damaged file.

They are not caught around our own readers of XLSX and ODS, because a bug of ours must not be reported as damage of the
file.
"""

_CHUNK = 1 << 16
_LONGEST_TAG = 1 << 18
"""Limit on the bytes of an XML tag. The parser reads an unfinished tag from its beginning with each further chunk."""
_METHODS = (ZIP_STORED, ZIP_DEFLATED)
"""The only compression methods that office programs write. The others unpack a small part to any size at once."""
_LONGEST_NUMBER = 9
_DAMAGED = "tệp hỏng, không mở được"
_DAMAGED_HINT = "mở tệp bằng Excel hoặc Word, lưu lại thành tệp mới rồi nhập tệp đó"


def damaged() -> Unreadable:
    """Returns the error for a file that is truncated or contradicts itself."""
    return Unreadable(_DAMAGED, _DAMAGED_HINT)


def too_large() -> Unreadable:
    """Returns the error for a file that exceeds the limits."""
    return Unreadable(
        "tệp quá lớn để là một bảng số liệu", "chỉ giữ lại trang tính có số liệu, xóa hình ảnh và định dạng thừa"
    )


@dataclass
class Budget:
    """What may still be read of one file: its unpacked bytes, XML elements, cells and merged cells."""

    bytes_left: int = MAX_BYTES
    elements_left: int = MAX_ELEMENTS
    cells_left: int = MAX_CELLS
    merged_left: int = MAX_MERGED

    def take_bytes(self, count: int) -> None:
        """Counts unpacked bytes. Raises Unreadable when there are more than any table needs."""
        self.bytes_left -= count
        if self.bytes_left < 0:
            raise too_large()

    def take_elements(self, count: int = 1) -> None:
        """Counts XML elements or lines. Raises Unreadable when there are more than any table needs."""
        self.elements_left -= count
        if self.elements_left < 0:
            raise too_large()

    def take_cell(self) -> None:
        """Counts one non-empty cell. Raises Unreadable when there are more than any table needs."""
        self.cells_left -= 1
        if self.cells_left < 0:
            raise too_large()

    def clipped(self, areas: list[Area], bottom: int, right: int) -> tuple[Area, ...]:
        """Returns the merged areas, cut to the rows and columns in use (`bottom` and `right` are the last ones).

        Raises Unreadable when the areas cover too many cells.
        """
        kept = []
        for area in areas:
            cut = Area(area.top, area.left, min(area.bottom, bottom), min(area.right, right))
            if cut.bottom >= cut.top and cut.right >= cut.left:
                self.merged_left -= (cut.bottom - cut.top + 1) * (cut.right - cut.left + 1)
                if self.merged_left < 0:
                    raise too_large()
                kept.append(cut)
        return tuple(kept)


@dataclass(frozen=True)
class Archive:
    """An open archive and the budget of what may still be read of it."""

    zip: ZipFile
    budget: Budget = field(default_factory=Budget)

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of the parts in the archive."""
        return frozenset(self.zip.namelist())

    def elements(self, name: str) -> Iterator[Element]:
        """Yields each XML element of a part when its end tag is read, so inner elements come first.

        Raises Unreadable if the part is not plain XML.
        """
        parser: XMLPullParser[Element] = XMLPullParser(["end"])
        try:
            with self.zip.open(name) as part:
                for chunk in self._xml_chunks(part):
                    parser.feed(chunk)
                    yield from _ended(parser)
            parser.close()
            yield from _ended(parser)
        except (ParseError, *LIBRARY_ERRORS) as error:
            raise damaged() from error

    def chunks(self, part: IO[bytes]) -> Iterator[bytes]:
        """Yields the unpacked bytes of a part. Raises Unreadable when the file exceeds the limits.

        Elements are counted where they begin, because nested elements use memory long before they end.
        """
        while chunk := part.read(_CHUNK):
            self.budget.take_bytes(len(chunk))
            self.budget.take_elements(chunk.count(b"<") - chunk.count(b"</"))
            yield chunk

    def _xml_chunks(self, part: IO[bytes]) -> Iterator[bytes]:
        tail, tag = b"", 0
        for chunk in self.chunks(part):
            # Office programs declare no entities and write UTF-8. Zero bytes mean UTF-16, in which the search for a
            # declaration of entities would fail.
            if b"<!DOCTYPE" in tail + chunk or b"\x00" in chunk:
                raise damaged()
            opened = chunk.rfind(b"<")
            if chunk.rfind(b">") > opened:
                tag = 0
            elif opened >= 0:
                tag = len(chunk) - opened
            elif tag:
                tag += len(chunk)
            if tag > _LONGEST_TAG:
                raise too_large()
            tail = chunk[-len(b"<!DOCTYPE") :]
            yield chunk


def _ended(parser: "XMLPullParser[Element]") -> Iterator[Element]:
    """Yields the elements that ended in the text that was fed."""
    for event in parser.read_events():
        yield cast("tuple[str, Element]", event)[1]


def open_archive(content: bytes) -> Archive:
    """Opens the archive in these bytes. Raises Unreadable if they are not one, are damaged or need a password."""
    try:
        archive = ZipFile(io.BytesIO(content))
    except (LargeZipFile, *LIBRARY_ERRORS) as error:
        raise damaged() from error
    if any(item.flag_bits & 1 for item in archive.infolist()):
        raise Unreadable("tệp có mật khẩu", "bỏ mật khẩu rồi lưu lại, hoặc xin bản không khóa")
    if any(item.compress_type not in _METHODS for item in archive.infolist()):
        raise damaged()
    return Archive(archive)


def check_unpacked_size(archive: Archive) -> None:
    """Raises Unreadable if the parts unpack to more bytes or elements than any document needs.

    Called before a library that has no limits of its own reads the archive.
    """
    for name in archive.zip.namelist():
        try:
            with archive.zip.open(name) as part:
                for _ in archive.chunks(part):
                    pass
        except LIBRARY_ERRORS as error:
            raise damaged() from error


def whole_number(text: str) -> int | None:
    """Returns the whole number in a text. None if it is not one, or has more digits than any count in a file."""
    return int(text) if text.isdecimal() and len(text) <= _LONGEST_NUMBER else None


def local_name(name: str) -> str:
    """Returns the name of a tag or attribute without its namespace.

    Strict and transitional Office files differ only in their namespaces.
    """
    return name.rpartition("}")[2]


def attribute(element: Element, name: str) -> str:
    """Returns the value of the attribute with this local name. Empty if there is none."""
    if name in element.attrib:
        return element.attrib[name]
    return next((value for key, value in element.attrib.items() if local_name(key) == name), "")
