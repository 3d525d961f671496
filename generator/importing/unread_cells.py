"""Combines cells that are unread for one reason into one question.

A question about a column is answered at its heading or for the whole file. A question about cells of a table with the
same text is answered at the first of them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from generator.importing.cells.figure_values import (
    CAUSE_DECIMALS,
    CAUSE_FORMULAS,
    CAUSE_SCALE,
    NUMBER_PLACEHOLDER,
    PERCENT,
    SHARE,
    UNCALCULATED,
    Unread,
)
from generator.importing.columns.column_contents import ColumnMeaning
from generator.importing.dialogue import SAME_TEXT_SUFFIX, Dialogue
from generator.importing.entries import Question
from generator.importing.phrases.text_keys import text_key
from generator.importing.sheets.grid import Position, reference

_MIN_TO_COMBINE = 4
"""From this number of cells on, cells with the same reason become one question; from two on if one answer at the
heading settles all."""
_NAMED = 5
"""Largest number of cells that such a question names."""


@dataclass(frozen=True)
class UnreadCell:
    """A cell that was not read, and the reason."""

    meaning: ColumnMeaning
    place: Position
    text: str
    unread: Unread

    @property
    def answer_key(self) -> tuple[object, ...]:
        """Key that the cells of a table share if one answer can settle all of them: same text, same message and same
        choices. Texts with digits must be equal, because `-58, 73` and `58, 73` have the same words."""
        text = self.text if any(sign.isdecimal() for sign in self.text) else text_key(self.text) or self.text
        return self.meaning.is_target, text, self.unread.message, self.unread.answers

    @property
    def question_key(self) -> tuple[object, ...]:
        """Key that the cells share that become one question."""
        return (self.place[1], self.unread.cause) if self.unread.cause else self.answer_key


@dataclass(frozen=True)
class UnreadCells:
    """The cells of a table that were not read. The user is asked about them when all are known."""

    dialogue: Dialogue
    found: dict[tuple[object, ...], list[UnreadCell]] = field(default_factory=dict)

    def add(self, cell: UnreadCell) -> None:
        """Adds a cell to ask about."""
        self.found.setdefault(cell.question_key, []).append(cell)

    def shared_answers(self, cells: Iterable[UnreadCell]) -> dict[tuple[object, ...], tuple[Position, str]]:
        """Returns the answers that apply to all cells with the same text, by `answer_key`, each with the cell where it
        was given. If two answers contradict each other, asks about both."""
        found: dict[tuple[object, ...], tuple[Position, str]] = {}
        contradicted = set()
        for cell in cells:
            answer = self.dialogue.answer(cell.place, SAME_TEXT_SUFFIX)
            if answer is None:
                continue
            first, value = found.setdefault(cell.answer_key, (cell.place, answer))
            if value != answer:
                contradicted.add(cell.answer_key)
                message = f"các ô ghi như nhau có hai câu trả lời ({value} ở ô {reference(*first)})"
                hint = f"giữ một câu có dấu {SAME_TEXT_SUFFIX}, ô khác thì trả lời từng ô"
                self.dialogue.ask(Question(self.dialogue.cell_at(cell.place), answer, message, hint))
        return {key_: value for key_, value in found.items() if key_ not in contradicted}

    def ask(self) -> None:
        """Asks about the cells. A column becomes one question if one answer settles all of its cells."""
        for cells in self.found.values():
            cause = cells[0].unread.cause
            if cause == CAUSE_SCALE and len(cells) > 1 and not cells[0].meaning.context.scale:
                self._ask_scale(cells)
            elif cause and cause != CAUSE_SCALE and len(cells) >= _MIN_TO_COMBINE:
                self._ask_at_heading(cells, _REMEDIES[cause])
            elif not cause and len(cells) >= _MIN_TO_COMBINE:
                self._ask_identical(cells)
            else:
                for cell in cells:
                    self._ask_single(cell)

    def _ask_single(self, cell: UnreadCell) -> None:
        answering = self.dialogue.how_to_answer(cell.place, *(cell.unread.answers or (NUMBER_PLACEHOLDER,)))
        hint = f"{cell.unread.hint}; {answering}"
        self.dialogue.ask(Question(self.dialogue.cell_at(cell.place), cell.text, cell.unread.message, hint))

    def _ask_identical(self, cells: Sequence[UnreadCell]) -> None:
        """Asks once about cells with the same text, in any column of the table, at the first of them."""
        first, places = cells[0], [cell.place for cell in cells]
        more = len(cells) - _NAMED
        named = ", ".join(reference(*place) for place in places[:_NAMED]) + (f" và {more} ô khác" if more > 0 else "")
        # One number is seldom right for all cells, so it is offered only if there is no other choice.
        choices = [each for each in first.unread.answers if each != NUMBER_PLACEHOLDER] or [NUMBER_PLACEHOLDER]
        all_of_them = self.dialogue.how_to_answer(first.place, *choices, suffix=SAME_TEXT_SUFFIX)
        one_of_them = self.dialogue.how_to_answer(places[-1], NUMBER_PLACEHOLDER)
        question = Question(
            self.dialogue.cell_at(first.place),
            first.text,
            f"ở {len(cells)} ô ({named}) {first.unread.message}",
            f"{first.unread.hint}; {all_of_them} (một câu cho mọi ô ghi như vậy trong bảng); riêng ô nào khác thì "
            f"thêm câu cho ô ấy, như {one_of_them.removeprefix('trả lời ')}",
            rows=tuple(dict.fromkeys(row for row, _ in places)),
        )
        self.dialogue.ask(question, places)

    def _ask_scale(self, cells: Sequence[UnreadCell]) -> None:
        """Asks whether all numbers of a column are percents or shares, with the first one as an example."""
        first, meaning = cells[0], cells[0].meaning
        prefix = f"{meaning.heading_answer}:" if meaning.heading_answer else ""
        choices = self.dialogue.how_to_answer(meaning.column.head, *(f"{prefix}{scale}" for scale in (PERCENT, SHARE)))
        hint = f"định dạng ô là phần trăm trong Excel; {choices} (đúng như số đang ghi, hay nhân 100 cả cột)"
        self._ask(
            cells,
            f"{len(cells)} ô chưa rõ là phần trăm hay tỷ lệ, ví dụ {reference(*first.place)} {first.unread.message}",
            hint,
        )

    def _ask_at_heading(self, cells: Sequence[UnreadCell], remedy: str) -> None:
        first = cells[0]
        self._ask(cells, f"{len(cells)} ô, từ {reference(*first.place)} ({first.text}), {first.unread.message}", remedy)

    def _ask(self, cells: Sequence[UnreadCell], message: str, hint: str) -> None:
        column = cells[0].meaning.column
        places = [cell.place for cell in cells]
        rows = tuple(row for row, _ in places)
        self.dialogue.ask(
            Question(self.dialogue.cell_at(column.head), column.heading.text, message, hint, rows), places
        )


_REMEDIES = {
    CAUSE_DECIMALS: "xem văn bản gốc, rồi thêm ARGS='--decimal comma' (dấu phẩy trước phần thập "
    "phân) hay ARGS='--decimal point'; hoặc trả lời từng ô",
    CAUSE_FORMULAS: UNCALCULATED.hint,
}
