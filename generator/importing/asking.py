"""Holds the options and answers of the user, and collects the entries, questions and remarks of an import."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Self

from generator.importing.entries import At, Entry, Question, Remark
from generator.importing.figures import SCALES
from generator.importing.grid import Position, Sheet, reference
from generator.model import Period

ALIKE = "*"
"""Suffix of a cell address in an answer that applies to every cell with the same text, as in `C2*=not_applicable`."""


@dataclass(frozen=True)
class Wanted:
    """The options and answers that the user gave for one import.

    - `period`: period of the results; None if the user gave none.
    - `kind`: the only kind of figures to import, `results` or `targets`; empty for both.
    - `answers`: answers by cell address, such as `{"D5": "online-payment"}`.
    - `decimal`: the decimal separator, `comma` or `point`; empty if it was not decided.
    - `scales`: earlier answers about how a column writes its percentages, by the key of its heading.
    - `typed`: False if the file holds numbers only as texts (CSV).
    - `several`: True if tables are on several sheets, so that a cell address needs the name of its sheet.
    """

    period: Period | None = None
    kind: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    decimal: str = ""
    scales: Mapping[str, str] = field(default_factory=dict)
    typed: bool = True
    several: bool = False


class Said(NamedTuple):
    """An answer at the heading of a column, split into its parts.

    - `named`: id of the indicator, or `skip`.
    - `period`: period of the figures.
    - `scale`: how percentages are written, one of SCALES.

    A part that the answer does not contain is empty.
    """

    named: str = ""
    period: str = ""
    scale: str = ""

    @classmethod
    def of(cls, answer: str) -> Self:
        """Splits an answer such as `online-payment`, `2024-06`, `share` or `online-payment:2024-06:share`."""
        parts = answer.split(":")
        scale = next((part for part in parts if part in SCALES), "")
        period = next((part for part in parts if Period.told_by(part)), "")
        return cls(":".join(part for part in parts if part not in (scale, period)), period, scale)

    def __str__(self) -> str:
        return ":".join(filter(None, self))


@dataclass
class Understood:
    """The result of reading a file, filled while the tables are read.

    - `entries`, `questions`, `remarks`: figures that were read, cells to ask about, and what is not imported.
    - `used`: addresses of the answers that were applied. Any other answer is an error of the user.
    - `headings`, `names`, `scales`: decisions in the answers, saved for later imports: the indicator of a heading, the
      unit of a name, the scale of a heading.
    - `asked`: headings that were already asked about, so that each is asked about once.
    - `covered`: cells that were read, or that a question or remark is about.
    - `timed`: True if the file itself states that figures belong to the requested period.
    """

    entries: list[Entry] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    headings: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    scales: dict[str, str] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    covered: set[tuple[str, Position]] = field(default_factory=set)
    timed: bool = False

    def cover(self, sheet: Sheet, places: Iterable[Position]) -> None:
        """Records cells of a sheet that were read, or that a question or remark is about."""
        self.covered |= {(sheet.name, place) for place in places}

    @property
    def doubting(self) -> list[Question]:
        """Questions that suggest that the requested period is wrong; empty if the file itself states that period."""
        return [] if self.timed else [question for question in self.questions if question.of_time]

    def is_covered(self, sheet: Sheet, place: Position) -> bool:
        """Whether a cell was read, or a question or remark is about it."""
        return (sheet.name, place) in self.covered


@dataclass(frozen=True)
class Asking:
    """Looks up answers and adds questions and remarks for the cells of one sheet.

    `wanted` holds what the user gave; questions and remarks are added to `out`.
    """

    sheet: Sheet
    wanted: Wanted
    out: Understood

    def at(self, place: Position) -> At:
        """Returns the cell at a row and column, with its sheet."""
        return At(self.sheet, place)

    def answer(self, place: Position, alike: str = "") -> str | None:
        """Returns the user's answer for a cell and records it as used. None if there is none.

        With ALIKE as `alike`, returns the answer at this cell that applies to every cell with the same text.
        """
        at = At(self.sheet, place)
        for address in (at.address,) if self.wanted.several else (at.address, at.short_address):
            if f"{address}{alike}" in self.wanted.answers:
                self.out.used.add(f"{address}{alike}")
                return self.wanted.answers[f"{address}{alike}"]
        return None

    def answering(self, place: Position, *choices: str, alike: str = "") -> str:
        """Returns the words that explain how to answer for a cell: `trả lời D5=online-payment hay D5=skip`.

        The address includes the sheet if tables are on several sheets.
        """
        address = At(self.sheet, place).address if self.wanted.several else reference(*place)
        return f"trả lời {' hay '.join(f'{address}{alike}={choice}' for choice in choices)}"

    def ask(
        self,
        place: Position,
        value: str,
        message: str,
        hint: str,
        covering: Iterable[Position] = (),
        rows: Sequence[int] = (),
        *,
        of_time: bool = False,
    ) -> None:
        """Adds a question about a cell that was not read.

        - `covering`: other cells that cannot be read until the question is answered.
        - `rows`: other rows that the question is about.
        - `of_time`: the requested period may be wrong.
        """
        self.out.cover(self.sheet, (place, *covering))
        self.out.questions.append(Question(At(self.sheet, place), value, message, hint, tuple(rows), of_time))

    def remark(self, place: Position, text: str, covering: Iterable[Position] = ()) -> None:
        """Adds a remark that needs no answer about a cell. `covering` are the other cells that the remark is about."""
        self.out.cover(self.sheet, (place, *covering))
        self.out.remarks.append(Remark(At(self.sheet, place), text))
