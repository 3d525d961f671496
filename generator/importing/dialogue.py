"""Holds the options and answers of the user, and collects the entries, questions and remarks of an import."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Self

from generator.importing.entries import CellReference, Entry, Question, Remark
from generator.importing.sheets.grid import Position, Sheet, reference
from generator.loading.mappings import SCALE_CODES
from generator.model import Period

SAME_TEXT_SUFFIX = "*"
"""Suffix of a cell address in an answer that applies to every cell with the same text, as in `C2*=not_applicable`."""


@dataclass(frozen=True)
class ImportOptions:
    """The options and answers that the user gave for one import.

    - `period`: period of the results; None if the user gave none.
    - `kind`: the only kind of figures to import, `results` or `targets`; empty for both.
    - `answers`: answers by cell address, such as `{"D5": "online-payment"}`.
    - `decimal`: the decimal separator, `comma` or `point`; empty if it was not decided.
    - `scales`: earlier answers about how a column writes its percentages, by the key of its heading.
    - `has_number_cells`: False if the file holds numbers only as texts (CSV).
    - `several_sheets`: True if tables are on several sheets, so that a cell address needs the name of its sheet.
    """

    period: Period | None = None
    kind: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    decimal: str = ""
    scales: Mapping[str, str] = field(default_factory=dict)
    has_number_cells: bool = True
    several_sheets: bool = False


class HeadingAnswer(NamedTuple):
    """An answer at the heading of a column, split into its parts.

    - `indicator_id`: id of the indicator, or `skip`.
    - `period`: period of the figures.
    - `scale`: how percentages are written, one of SCALE_CODES.

    A part that the answer does not contain is empty.
    """

    indicator_id: str = ""
    period: str = ""
    scale: str = ""

    @classmethod
    def parse(cls, answer: str) -> Self:
        """Splits an answer such as `online-payment`, `2024-06`, `share` or `online-payment:2024-06:share`."""
        parts = answer.split(":")
        scale = next((part for part in parts if part in SCALE_CODES), "")
        period = next((part for part in parts if Period.is_valid(part)), "")
        return cls(":".join(part for part in parts if part not in (scale, period)), period, scale)

    def __str__(self) -> str:
        return ":".join(filter(None, self))


@dataclass
class Findings:
    """The result of reading a file, filled while the tables are read.

    - `entries`, `questions`, `remarks`: figures that were read, cells to ask about, and what is not imported.
    - `interpretations`: rows whose figures were read as those of another owner than their name, as the user decided.
    - `used_answers`: addresses of the answers that were applied. Any other answer is an error of the user.
    - `headings`, `names`, `scales`: decisions in the answers, saved for later imports: the indicator of a heading, the
      unit of a name, the scale of a heading.
    - `asked`: headings that were already asked about, so that each is asked about once.
    - `covered`: cells that were read, or that a question or remark is about.
    - `period_confirmed`: True if the file itself states that figures belong to the requested period.
    """

    entries: list[Entry] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    interpretations: list[Remark] = field(default_factory=list)
    used_answers: set[str] = field(default_factory=set)
    headings: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    scales: dict[str, str] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    covered: set[tuple[str, Position]] = field(default_factory=set)
    period_confirmed: bool = False

    def cover(self, sheet: Sheet, places: Iterable[Position]) -> None:
        """Records cells of a sheet that were read, or that a question or remark is about."""
        self.covered |= {(sheet.name, place) for place in places}

    @property
    def period_questions(self) -> list[Question]:
        """Questions that suggest that the requested period is wrong; empty if the file itself states that period."""
        return (
            [] if self.period_confirmed else [question for question in self.questions if question.period_may_be_wrong]
        )

    def is_covered(self, sheet: Sheet, place: Position) -> bool:
        """Whether a cell was read, or a question or remark is about it."""
        return (sheet.name, place) in self.covered


@dataclass(frozen=True)
class Dialogue:
    """Looks up answers and adds questions and remarks for the cells of one sheet.

    `options` holds what the user gave; questions and remarks are added to `findings`.
    """

    sheet: Sheet
    options: ImportOptions
    findings: Findings

    def cell_at(self, place: Position) -> CellReference:
        """Returns the cell at a row and column, with its sheet."""
        return CellReference(self.sheet, place)

    def answer(self, place: Position, suffix: str = "") -> str | None:
        """Returns the user's answer for a cell and records it as used. None if there is none.

        With SAME_TEXT_SUFFIX as `suffix`, returns the answer at this cell that applies to every cell with the same
        text.
        """
        at = CellReference(self.sheet, place)
        for address in (at.address,) if self.options.several_sheets else (at.address, at.short_address):
            if f"{address}{suffix}" in self.options.answers:
                self.findings.used_answers.add(f"{address}{suffix}")
                return self.options.answers[f"{address}{suffix}"]
        return None

    def heading_answer(self, head: Position) -> HeadingAnswer:
        """Returns the user's answer at the heading of a column, and records it as used. All its parts are empty if
        there is none."""
        return HeadingAnswer.parse(self.answer(head) or "")

    def how_to_answer(self, place: Position, *choices: str, suffix: str = "") -> str:
        """Returns the words that explain how to answer for a cell: `trả lời D5=online-payment hay D5=skip`.

        The address includes the sheet if tables are on several sheets.
        """
        address = CellReference(self.sheet, place).address if self.options.several_sheets else reference(*place)
        return f"trả lời {' hay '.join(f'{address}{suffix}={choice}' for choice in choices)}"

    def ask(self, question: Question, covering: Iterable[Position] = ()) -> None:
        """Adds a question about a cell of the sheet that was not read.

        `covering` are the other cells that cannot be read until the question is answered.
        """
        self.findings.cover(self.sheet, (question.at.place, *covering))
        self.findings.questions.append(question)

    def remark(self, place: Position, text: str, covering: Iterable[Position] = ()) -> None:
        """Adds a remark that needs no answer about a cell. `covering` are the other cells that the remark is about."""
        self.findings.cover(self.sheet, (place, *covering))
        self.findings.remarks.append(Remark(CellReference(self.sheet, place), text))
