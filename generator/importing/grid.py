"""A file as sheets of cells with their addresses: what every form of file is brought to before it is understood."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from generator.reading.text import without_hidden

LONGEST_TEXT = 2_000
"""Characters of a cell that are read; the longest heading known has 120."""

STRUCK_OUT = "gạch bỏ: "
"""What stands before a text or number that is struck through: it is neither blank nor what the document states."""

UNCALCULATED = "#CHƯA TÍNH"
"""What a formula shows whose value no program has put into the file: it is not blank."""

_CUT = "…"
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")

Position = tuple[int, int]
"""Row and column, both from 1."""


_NUMBER = re.compile(r"[<>≥≤=\s-]*\d+(?:[.,  ]\d+)*\s*%?")


@dataclass(frozen=True)
class Number:
    """A number that a cell holds as such, and how the workbook shows it.

    `decimals` is None where the format leaves them open; `exact` is False where the form of the file does not tell
    whether the number is shown as a percent. `instead` is what the workbook shows where that is not the number by
    itself: `<5`, a dash, nothing.
    """

    value: Decimal
    percent: bool = False
    decimals: int | None = None
    exact: bool = True
    instead: str | None = None


@dataclass(frozen=True)
class Cell:
    """What one cell shows: its text, with the number or the day that it holds when it is no text."""

    text: str
    number: Number | None = None
    day: date | None = None
    note: str = ""

    @property
    def is_figure(self) -> bool:
        """Whether it holds a number, or a text that is nothing else."""
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
        """All its cells."""
        for row in range(self.top, self.bottom + 1):
            for column in range(self.left, self.right + 1):
                yield row, column


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook, or one table of a Word document with the paragraphs before it. `hidden` when the sender
    hid the whole of it."""

    name: str
    cells: Mapping[Position, Cell]
    merged: tuple[Area, ...] = ()
    before: tuple[str, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = field(default_factory=frozenset)
    hidden: bool = False

    @cached_property
    def _areas(self) -> Mapping[Position, Area]:
        return {place: area for area in self.merged for place in area.places()}

    def at(self, row: int, column: int) -> Cell:
        """The cell as it shows; the cells under a merged one show nothing."""
        return self.cells.get((row, column), BLANK)

    def origin(self, row: int, column: int) -> Position:
        """The cell whose content is shown at this place: the first of the merged ones."""
        area = self._areas.get((row, column))
        return (area.top, area.left) if area else (row, column)

    def sharing(self, row: int, column: int) -> Collection[int]:
        """The rows that show the cell at this place: more than one under a merged cell."""
        area = self._areas.get((row, column))
        return range(area.top, area.bottom + 1) if area else (row,)

    def shown(self, row: int, column: int) -> Cell:
        """The cell as a reader sees it: a merged cell stands in all its places."""
        return self.at(*self.origin(row, column))

    @cached_property
    def rows(self) -> tuple[int, ...]:
        """The rows that hold anything and are not hidden."""
        return tuple(sorted({row for row, _ in self.cells} - self.hidden_rows))

    @cached_property
    def columns(self) -> tuple[int, ...]:
        """The columns that hold anything and are not hidden."""
        return tuple(sorted({column for _, column in self.cells} - self.hidden_columns))

    def address(self, row: int, column: int) -> str:
        """`Sheet1!D17`."""
        return f"{self.name}!{reference(row, column)}"


@dataclass(frozen=True)
class Book:
    """A file that was read: its name, its SHA-256, its sheets, those that the sender hid; `plain` when a program wrote
    its numbers as texts."""

    name: str
    sha256: str
    sheets: tuple[Sheet, ...]
    plain: bool = False
    hidden: tuple[Sheet, ...] = ()


class Unreadable(Exception):
    """A file that cannot be read at all; `message` and `hint` say why and what to do, and `lines`, in a file of text,
    where."""

    def __init__(self, message: str, hint: str, lines: Sequence[int] = (0,)) -> None:
        self.message = message
        self.hint = hint
        self.lines = tuple(lines)
        super().__init__(message)

    def __reduce__(self) -> tuple[type, tuple[str, str, tuple[int, ...]]]:
        """How it is sent to another process."""
        return type(self), (self.message, self.hint, self.lines)


def letters(column: int) -> str:
    """`A` of 1, `AA` of 27."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def reference(row: int, column: int) -> str:
    """`D17`."""
    return f"{letters(column)}{row}"


def place_of(text: str) -> Position:
    """The row and column of `D17`. Raises ValueError for anything else."""
    found = _REFERENCE.fullmatch(text)
    if not found:
        raise ValueError(f"not a cell: {text!r}")
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column


def area_of(text: str) -> Area:
    """The rectangle of `B2:D4`. Raises ValueError for anything else."""
    first, _, last = text.partition(":")
    (top, left), (bottom, right) = place_of(first), place_of(last or first)
    return Area(min(top, bottom), min(left, right), max(top, bottom), max(left, right))


def clean(text: str) -> str:
    """The text on one line, composed (NFC), with plain blanks and without what nobody sees."""
    seen = without_hidden(" ".join(text[: 4 * LONGEST_TEXT].split()))
    composed = unicodedata.normalize("NFC", " ".join(seen.split()))
    return composed if len(composed) <= LONGEST_TEXT else f"{composed[: LONGEST_TEXT - 1]}{_CUT}"


def is_cut(text: str) -> bool:
    """Whether a cleaned text is what was left of a longer one."""
    return len(text) == LONGEST_TEXT and text.endswith(_CUT)
