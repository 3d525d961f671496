"""What the person who imports has said, what has to be asked, and what is said of the rest."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Self

from generator.importing.entries import At, Entry, Question, Remark
from generator.importing.figures import SCALES
from generator.importing.grid import Position, Sheet, reference
from generator.model import Period

ALIKE = "*"
"""What stands behind a cell where an answer is for all cells that say the same as it: `C2*=not_applicable`."""


@dataclass(frozen=True)
class Wanted:
    """What the person who imports has said: the period, the kind of figures, and answers by cell."""

    period: Period | None = None
    kind: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    decimal: str = ""
    scales: Mapping[str, str] = field(default_factory=dict)
    typed: bool = True
    several: bool = False


class Said(NamedTuple):
    """What an answer at a heading says: the indicator, the period of its figures, how they are written."""

    named: str = ""
    period: str = ""
    scale: str = ""

    @classmethod
    def of(cls, answer: str) -> Self:
        """The parts of an answer: `online-payment`, `2024-06`, `share`, `online-payment:2024-06:share`."""
        parts = answer.split(":")
        scale = next((part for part in parts if part in SCALES), "")
        period = next((part for part in parts if Period.told_by(part)), "")
        return cls(":".join(part for part in parts if part not in (scale, period)), period, scale)

    def __str__(self) -> str:
        return ":".join(filter(None, self))


@dataclass
class Understood:
    """What was made of a file: `used` are the answers that a cell asked for, `headings`, `names` and `scales` what they
    settle for later, `covered` the cells that were read or of which something is asked or said. `timed` where the file
    itself says that figures are of the wanted period."""

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
        """Notes cells of a sheet that were read, or of which something is asked or said."""
        self.covered |= {(sheet.name, place) for place in places}

    @property
    def doubting(self) -> list[Question]:
        """The questions by which the wanted period may be wrong, where nothing in the file says that it is right."""
        return [] if self.timed else [question for question in self.questions if question.of_time]

    def is_covered(self, sheet: Sheet, place: Position) -> bool:
        """Whether a cell was read, or something is asked or said of it."""
        return (sheet.name, place) in self.covered


@dataclass(frozen=True)
class Asking:
    """Answers, questions and remarks on the cells of one sheet."""

    sheet: Sheet
    wanted: Wanted
    out: Understood

    def at(self, place: Position) -> At:
        """The cell at a place."""
        return At(self.sheet, place)

    def answer(self, place: Position, alike: str = "") -> str | None:
        """What was answered for a cell, or for all that are ALIKE; None when nothing was."""
        at = At(self.sheet, place)
        for address in (at.address,) if self.wanted.several else (at.address, at.short_address):
            if f"{address}{alike}" in self.wanted.answers:
                self.out.used.add(f"{address}{alike}")
                return self.wanted.answers[f"{address}{alike}"]
        return None

    def answering(self, place: Position, *choices: str, alike: str = "") -> str:
        """How to answer for a cell: `trả lời D5=online-payment hay D5=skip`, with the sheet where there are several."""
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
        """Asks for a cell that was not read, and with it for those that cannot be read before; `rows` are the lines
        that it stands for. `of_time` where the wanted period may be wrong."""
        self.out.cover(self.sheet, (place, *covering))
        self.out.questions.append(Question(At(self.sheet, place), value, message, hint, tuple(rows), of_time))

    def remark(self, place: Position, text: str, covering: Iterable[Position] = ()) -> None:
        """Says something of a cell, and of others that it stands for, that needs no answer."""
        self.out.cover(self.sheet, (place, *covering))
        self.out.remarks.append(Remark(At(self.sheet, place), text))
