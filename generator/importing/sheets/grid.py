"""Defines the common form of every file that is read: a book of sheets, each with its cells by row and column."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from generator.reading.text import without_hidden

LONGEST_TEXT = 2_000
"""Limit on the characters of a cell. The longest known heading has 120."""

STRUCK_OUT = "gạch bỏ: "
"""Prefix of a struck-through text or number. The cell is not blank, but its content is not what the document states."""

UNCALCULATED = "#CHƯA TÍNH"
"""Text of a formula cell if the file does not contain its value, so that the cell does not count as blank."""

_ELLIPSIS = "…"
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")

Position = tuple[int, int]
"""Row and column, both from 1."""


_NUMBER = re.compile(r"[<>≥≤=\s-]*\d+(?:[.,  ]\d+)*\s*%?")


@dataclass(frozen=True)
class Number:
    """A cell value that the file stores as a number, and how the workbook shows it.

    - `value`: the number as it is shown, 58.73 for 58.73%.
    - `percent`: True if it is shown with a percent sign.
    - `decimals`: how many decimals the format prescribes; None if the format leaves them open.
    - `shown_instead`: what the workbook shows if that is not simply the number, such as `<5`, a dash or nothing; else
      None.
    """

    value: Decimal
    percent: bool = False
    decimals: int | None = None
    shown_instead: str | None = None


@dataclass(frozen=True)
class Cell:
    """One cell: the text that it shows, and the number or the day that it stores.

    `note` is the comment on the cell.
    """

    text: str
    number: Number | None = None
    day: date | None = None
    note: str = ""

    @property
    def is_figure(self) -> bool:
        """Whether the cell stores a number or a day, or its text is only a number."""
        return bool(self.number or self.day or _NUMBER.fullmatch(self.text))


BLANK = Cell("")


@dataclass(frozen=True)
class Area:
    """A rectangle of merged cells."""

    top: int
    left: int
    bottom: int
    right: int

    def places(self) -> Iterator[Position]:
        """Yields the positions of all cells in the area."""
        for row in range(self.top, self.bottom + 1):
            for column in range(self.left, self.right + 1):
                yield row, column


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook, or one table of a Word document.

    `paragraphs_above` are the paragraphs above a Word table. `hidden` is True if the sender hid the whole sheet.
    """

    name: str
    cells: Mapping[Position, Cell]
    merged: tuple[Area, ...] = ()
    paragraphs_above: tuple[str, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = field(default_factory=frozenset)
    hidden: bool = False

    @cached_property
    def _areas(self) -> Mapping[Position, Area]:
        return {place: area for area in self.merged for place in area.places()}

    def at(self, row: int, column: int) -> Cell:
        """Returns the cell at a position. In a merged area, only the first cell has content; the others are blank."""
        return self.cells.get((row, column), BLANK)

    def origin(self, row: int, column: int) -> Position:
        """Returns the position whose content is shown here: in a merged area, that of its first cell."""
        area = self._areas.get((row, column))
        return (area.top, area.left) if area else (row, column)

    def rows_of_cell(self, row: int, column: int) -> Collection[int]:
        """Returns the rows that show the same cell as this position. Several rows if the cell is merged."""
        area = self._areas.get((row, column))
        return range(area.top, area.bottom + 1) if area else (row,)

    def shown(self, row: int, column: int) -> Cell:
        """Returns the cell that is seen at a position: a merged cell is seen in its whole area."""
        return self.at(*self.origin(row, column))

    @cached_property
    def rows(self) -> tuple[int, ...]:
        """The rows that are not empty and not hidden."""
        return tuple(sorted({row for row, _ in self.cells} - self.hidden_rows))

    @cached_property
    def columns(self) -> tuple[int, ...]:
        """The columns that are not empty and not hidden."""
        return tuple(sorted({column for _, column in self.cells} - self.hidden_columns))

    def address(self, row: int, column: int) -> str:
        """Returns the address of a cell with the sheet, such as `Sheet1!D17`."""
        return f"{self.name}!{reference(row, column)}"


@dataclass(frozen=True)
class Book:
    """A file that was read.

    - `sheets`: the visible sheets.
    - `numbers_as_texts`: True if the file holds numbers only as texts (CSV).
    - `hidden`: the sheets that the sender hid.
    """

    name: str
    sha256: str
    sheets: tuple[Sheet, ...]
    numbers_as_texts: bool = False
    hidden: tuple[Sheet, ...] = ()


class Unreadable(Exception):
    """Raised for a file that cannot be read at all.

    `message` and `hint` state why, and what to do. `lines` are the faulty lines of a text file; 0 means the whole file.
    """

    def __init__(self, message: str, hint: str, lines: Sequence[int] = (0,)) -> None:
        self.message = message
        self.hint = hint
        self.lines = tuple(lines)
        super().__init__(message)

    def __reduce__(self) -> tuple[type, tuple[str, str, tuple[int, ...]]]:
        """Allows the error to be sent to another process."""
        return type(self), (self.message, self.hint, self.lines)


def letters(column: int) -> str:
    """Returns the letters of a column: `A` for 1, `AA` for 27."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def reference(row: int, column: int) -> str:
    """Returns the address of a cell without the sheet, such as `D17`."""
    return f"{letters(column)}{row}"


def place_of(text: str) -> Position:
    """Returns the row and column of an address such as `D17`. Raises ValueError for any other text."""
    found = _REFERENCE.fullmatch(text)
    if not found:
        raise ValueError(f"not a cell: {text!r}")
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column


def area_of(text: str) -> Area:
    """Returns the area of a range such as `B2:D4`. Raises ValueError for any other text."""
    first, _, last = text.partition(":")
    (top, left), (bottom, right) = place_of(first), place_of(last or first)
    return Area(min(top, bottom), min(left, right), max(top, bottom), max(left, right))


def clean(text: str) -> str:
    """Returns the text on one line, in NFC, without invisible characters, and cut to LONGEST_TEXT characters."""
    seen = without_hidden(" ".join(text[: 4 * LONGEST_TEXT].split()))
    composed = unicodedata.normalize("NFC", " ".join(seen.split()))
    return composed if len(composed) <= LONGEST_TEXT else f"{composed[: LONGEST_TEXT - 1]}{_ELLIPSIS}"


def is_cut(text: str) -> bool:
    """Whether `clean` cut the text."""
    return len(text) == LONGEST_TEXT and text.endswith(_ELLIPSIS)
