"""The parts of an XLSX, ODS or DOCX archive, read within limits: a small file can unpack to a huge one."""

import io
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, cast
from xml.etree.ElementTree import Element, ParseError, XMLPullParser
from zipfile import BadZipFile, LargeZipFile, ZipFile

from generator.importing.grid import Area, Unreadable

MOST_BYTES = 60_000_000
"""What all read parts of an archive may unpack to; 94 communes with 30 indicators are 0.5 MB."""
MOST_CELLS = 200_000
"""Cells of a file that hold something."""
MOST_ELEMENTS = 1_500_000
"""XML elements of a file: empty ones cost memory too."""
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
MOST_MERGED = 200_000
"""Cells under merged ones, in all."""

DAMAGE = (
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
"""What the libraries that read files raise of those that contradict themselves. Our own readers are not guarded by it:
a fault of ours is no damage of the file."""

_CHUNK = 1 << 16
_LONGEST_NUMBER = 9
_DAMAGED = "tệp hỏng, không mở được"
_DAMAGED_HINT = "mở tệp bằng Excel hoặc Word, lưu lại thành tệp mới rồi nhập tệp đó"


def damaged() -> Unreadable:
    """What to say of a file that breaks off or contradicts itself."""
    return Unreadable(_DAMAGED, _DAMAGED_HINT)


def too_large() -> Unreadable:
    """What to say of a file beyond the limits."""
    return Unreadable(
        "tệp quá lớn để là một bảng số liệu", "chỉ giữ lại trang tính có số liệu, xóa hình ảnh và định dạng thừa"
    )


@dataclass
class Budget:
    """How much of a file may still be read."""

    bytes_left: int = MOST_BYTES
    elements_left: int = MOST_ELEMENTS
    cells_left: int = MOST_CELLS
    merged_left: int = MOST_MERGED

    def take_bytes(self, count: int) -> None:
        """Raises Unreadable when the file has unpacked to more than any table needs."""
        self.bytes_left -= count
        if self.bytes_left < 0:
            raise too_large()

    def take_element(self) -> None:
        """Raises Unreadable when the file has more elements than any table needs."""
        self.elements_left -= 1
        if self.elements_left < 0:
            raise too_large()

    def take_cells(self, count: int = 1) -> None:
        """Raises Unreadable when the file has more cells than any table needs."""
        self.cells_left -= count
        if self.cells_left < 0:
            raise too_large()

    def clipped(self, areas: list[Area], bottom: int, right: int) -> tuple[Area, ...]:
        """The merged areas within the rows and columns in use; Raises Unreadable when they are too many."""
        kept = []
        for area in areas:
            fitting = Area(area.top, area.left, min(area.bottom, bottom), min(area.right, right))
            if fitting.bottom >= fitting.top and fitting.right >= fitting.left:
                self.merged_left -= (fitting.bottom - fitting.top + 1) * (fitting.right - fitting.left + 1)
                if self.merged_left < 0:
                    raise too_large()
                kept.append(fitting)
        return tuple(kept)


@dataclass(frozen=True)
class Archive:
    """An open archive and how much of it may still be read."""

    zip: ZipFile
    budget: Budget = field(default_factory=Budget)

    @property
    def names(self) -> frozenset[str]:
        """The names of its parts."""
        return frozenset(self.zip.namelist())

    def elements(self, name: str) -> Iterator[Element]:
        """Each element of a part when it has ended, inner ones first. Raises Unreadable for what is no plain XML."""
        parser: XMLPullParser[Element] = XMLPullParser(["end"])
        try:
            with self.zip.open(name) as part:
                for chunk in self._chunks(part):
                    parser.feed(chunk)
                    yield from self._ended(parser)
            parser.close()
            yield from self._ended(parser)
        except (ParseError, *DAMAGE) as error:
            raise damaged() from error

    def _ended(self, parser: "XMLPullParser[Element]") -> Iterator[Element]:
        for event in parser.read_events():
            self.budget.take_element()
            yield cast("tuple[str, Element]", event)[1]

    def _chunks(self, part: IO[bytes]) -> Iterator[bytes]:
        end = b""
        while chunk := part.read(_CHUNK):
            self.budget.take_bytes(len(chunk))
            # Office programs declare no entities, and write UTF-8: in UTF-16 a declaration would not be seen.
            if b"<!DOCTYPE" in end + chunk or b"\x00" in chunk:
                raise damaged()
            end = chunk[-len(b"<!DOCTYPE") :]
            yield chunk


def open_archive(content: bytes) -> Archive:
    """The archive in these bytes. Raises Unreadable when it is none, is damaged or is locked."""
    try:
        archive = ZipFile(io.BytesIO(content))
    except (LargeZipFile, *DAMAGE) as error:
        raise damaged() from error
    if any(item.flag_bits & 1 for item in archive.infolist()):
        raise Unreadable("tệp có mật khẩu", "bỏ mật khẩu rồi lưu lại, hoặc xin bản không khóa")
    return Archive(archive)


def prove_small(archive: Archive) -> None:
    """Raises Unreadable when the parts unpack to more than any document needs: for readers without limits."""
    for name in archive.zip.namelist():
        try:
            with archive.zip.open(name) as part:
                while chunk := part.read(_CHUNK):
                    archive.budget.take_bytes(len(chunk))
        except DAMAGE as error:
            raise damaged() from error


def whole(text: str) -> int | None:
    """The whole number that a text states; None for anything else, and for more than any file counts."""
    return int(text) if text.isdecimal() and len(text) <= _LONGEST_NUMBER else None


def local(name: str) -> str:
    """A tag or attribute without its namespace: strict and transitional files differ in nothing else."""
    return name.rpartition("}")[2]


def attribute(element: Element, name: str) -> str:
    """The attribute of this local name, empty when there is none."""
    if name in element.attrib:
        return element.attrib[name]
    return next((value for key, value in element.attrib.items() if local(key) == name), "")
