"""Cells of one column that are unread for one reason → one question, answered at the heading or for the whole file."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from generator.importing import figures
from generator.importing.asking import Asking
from generator.importing.columns import ColumnMeaning
from generator.importing.figures import Unread
from generator.importing.grid import Position, reference

_MANY_ALIKE = 4
"""So many cells with one reason are asked for once; two where one answer at the heading settles all."""


@dataclass(frozen=True)
class Cause:
    """A cell that was not read, and why."""

    meaning: ColumnMeaning
    place: Position
    text: str
    unread: Unread


@dataclass(frozen=True)
class Repeated:
    """The cells of a table that were not read, asked for when all are known."""

    asking: Asking
    found: dict[tuple[int, str], list[Cause]] = field(default_factory=dict)

    def add(self, cause: Cause) -> None:
        """Keeps a cell to be asked for."""
        self.found.setdefault((cause.place[1], cause.unread.cause), []).append(cause)

    def ask(self) -> None:
        """Asks for the cells, each column once where one answer settles all of them."""
        for (_, cause), cells in self.found.items():
            if cause == figures.OF_SCALE and len(cells) > 1 and not cells[0].meaning.reading.scale:
                self._ask_scale(cells)
            elif cause and cause != figures.OF_SCALE and len(cells) >= _MANY_ALIKE:
                self._ask_once(cells, _REMEDIES[cause])
            else:
                for cell in cells:
                    self._ask_alone(cell)

    def _ask_alone(self, cell: Cause) -> None:
        answering = self.asking.answering(cell.place, *(cell.unread.answers or (figures.RIGHT_NUMBER,)))
        self.asking.ask(cell.place, cell.text, cell.unread.message, f"{cell.unread.hint}; {answering}")

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
