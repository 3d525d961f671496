"""Cells that are unread for one reason → one question: of a column, answered at its heading or for the whole file; of
cells of a table that say the same, answered at the first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from generator.importing import figures
from generator.importing.asking import ALIKE, Asking
from generator.importing.columns import ColumnMeaning
from generator.importing.figures import Unread
from generator.importing.grid import Position, reference
from generator.importing.wording import key

_MANY_ALIKE = 4
"""So many cells with one reason are asked for once; two where one answer at the heading settles all."""
_NAMED = 5
"""So many of them are named."""


@dataclass(frozen=True)
class Cause:
    """A cell that was not read, and why."""

    meaning: ColumnMeaning
    place: Position
    text: str
    unread: Unread

    @property
    def alike(self) -> tuple[object, ...]:
        """What the cells of a table share that one answer may settle: what they say and what is asked of it."""
        return self.meaning.is_target, key(self.text) or self.text, self.unread.message, self.unread.answers

    @property
    def together(self) -> tuple[object, ...]:
        """What the cells share that are asked for once."""
        return (self.place[1], self.unread.cause) if self.unread.cause else self.alike


@dataclass(frozen=True)
class Repeated:
    """The cells of a table that were not read, asked for when all are known."""

    asking: Asking
    found: dict[tuple[object, ...], list[Cause]] = field(default_factory=dict)

    def add(self, cause: Cause) -> None:
        """Keeps a cell to be asked for."""
        self.found.setdefault(cause.together, []).append(cause)

    def answered(self, causes: Iterable[Cause]) -> dict[tuple[object, ...], tuple[Position, str]]:
        """What was answered for all cells that say the same as one of these, and for which that was. Two answers that
        contradict each other are both asked for."""
        found: dict[tuple[object, ...], tuple[Position, str]] = {}
        contradicted = set()
        for cause in causes:
            answer = self.asking.answer(cause.place, ALIKE)
            if answer is None:
                continue
            first, said = found.setdefault(cause.alike, (cause.place, answer))
            if said != answer:
                contradicted.add(cause.alike)
                message = f"các ô ghi như nhau có hai câu trả lời ({said} ở ô {reference(*first)})"
                self.asking.ask(cause.place, answer, message, f"giữ một câu có dấu {ALIKE}, ô khác thì trả lời từng ô")
        return {alike: said for alike, said in found.items() if alike not in contradicted}

    def ask(self) -> None:
        """Asks for the cells, each column once where one answer settles all of them."""
        for cells in self.found.values():
            cause = cells[0].unread.cause
            if cause == figures.OF_SCALE and len(cells) > 1 and not cells[0].meaning.reading.scale:
                self._ask_scale(cells)
            elif cause and cause != figures.OF_SCALE and len(cells) >= _MANY_ALIKE:
                self._ask_once(cells, _REMEDIES[cause])
            elif not cause and len(cells) >= _MANY_ALIKE:
                self._ask_alike(cells)
            else:
                for cell in cells:
                    self._ask_alone(cell)

    def _ask_alone(self, cell: Cause) -> None:
        answering = self.asking.answering(cell.place, *(cell.unread.answers or (figures.RIGHT_NUMBER,)))
        self.asking.ask(cell.place, cell.text, cell.unread.message, f"{cell.unread.hint}; {answering}")

    def _ask_alike(self, cells: Sequence[Cause]) -> None:
        """Of cells that say the same, in any column of the table, at the first of them."""
        first, places = cells[0], [cell.place for cell in cells]
        more = len(cells) - _NAMED
        named = ", ".join(reference(*place) for place in places[:_NAMED]) + (f" và {more} ô khác" if more > 0 else "")
        # One number is seldom right for all of them, so it is offered only where nothing else is.
        choices = [each for each in first.unread.answers if each != figures.RIGHT_NUMBER] or [figures.RIGHT_NUMBER]
        all_of_them = self.asking.answering(first.place, *choices, alike=ALIKE)
        one_of_them = self.asking.answering(places[-1], figures.RIGHT_NUMBER)
        self.asking.ask(
            first.place,
            first.text,
            f"ở {len(cells)} ô ({named}) {first.unread.message}",
            f"{first.unread.hint}; {all_of_them} (một câu cho mọi ô ghi như vậy trong bảng); riêng ô nào khác thì "
            f"thêm câu cho ô ấy, như {one_of_them.removeprefix('trả lời ')}",
            places,
            list(dict.fromkeys(row for row, _ in places)),
        )

    def _ask_scale(self, cells: Sequence[Cause]) -> None:
        """Whether all numbers of a column are percents or shares, in terms of the first."""
        first, meaning = cells[0], cells[0].meaning
        said = f"{meaning.answered}:" if meaning.answered else ""
        choices = self.asking.answering(
            meaning.column.head, *(f"{said}{scale}" for scale in (figures.PERCENT, figures.SHARE))
        )
        hint = f"định dạng ô là phần trăm trong Excel; {choices} (đúng như số đang ghi, hay nhân 100 cả cột)"
        self._ask(
            cells,
            f"{len(cells)} ô chưa rõ là phần trăm hay tỷ lệ, ví dụ {reference(*first.place)} {first.unread.message}",
            hint,
        )

    def _ask_once(self, cells: Sequence[Cause], remedy: str) -> None:
        first = cells[0]
        self._ask(cells, f"{len(cells)} ô, từ {reference(*first.place)} ({first.text}), {first.unread.message}", remedy)

    def _ask(self, cells: Sequence[Cause], message: str, hint: str) -> None:
        column = cells[0].meaning.column
        places = [cell.place for cell in cells]
        self.asking.ask(column.head, column.heading.text, message, hint, places, [row for row, _ in places])


_REMEDIES = {
    figures.OF_DECIMALS: "xem văn bản gốc, rồi chạy lại với --decimal comma (dấu phẩy trước phần thập phân) hay "
    "--decimal point, hoặc trả lời từng ô",
    figures.OF_FORMULAS: figures.UNCALCULATED.hint,
}
