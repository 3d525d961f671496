"""Defines the results of reading a file: entries (rows for the data), questions to the user, and remarks."""

from dataclasses import dataclass

from generator.importing.sheets.grid import Position, Sheet
from generator.model import Aggregate, Comparison
from generator.problems import Problem

RESULTS, TARGETS = "results", "targets"
"""Kinds of entries. Each has its own folder in `data/`."""


@dataclass(frozen=True)
class CellReference:
    """A cell of a file: its sheet and its row and column."""

    sheet: Sheet
    place: Position

    @property
    def address(self) -> str:
        """The address with the sheet, such as `Sheet1!D17`."""
        return self.sheet.address(*self.place)

    @property
    def short_address(self) -> str:
        """The address without the sheet, such as `D17`, for files with one sheet."""
        return self.address.rpartition("!")[2]


@dataclass(frozen=True)
class Entry:
    """One figure as a row of `data/results` or `data/targets`, and the cell (`at`) that it was read from.

    `kind` is RESULTS or TARGETS. `period` is the period of a result or the due date of a target. `table` is the label
    of the table, with which the locator begins.
    """

    kind: str
    unit_id: str
    level: str
    aggregate: Aggregate
    indicator_id: str
    period: str
    value: str
    status: str
    locator: str
    note: str
    at: CellReference
    comparison: Comparison = Comparison.AT_LEAST
    table: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        """The fields that identify a row within its document."""
        aggregate = str(self.aggregate) if self.kind == RESULTS else ""
        return self.kind, self.locator, self.unit_id, self.level, aggregate, self.indicator_id, self.period

    @property
    def cells(self) -> dict[str, str]:
        """The row as a mapping from column names to texts."""
        common = {
            "unit_id": self.unit_id,
            "level": self.level,
            "indicator_id": self.indicator_id,
            "value": self.value,
            "status": self.status,
            "locator": self.locator,
            "note": self.note,
        }
        if self.kind == RESULTS:
            return common | {"aggregate": str(self.aggregate), "period": self.period, "reading": ""}
        return common | {"due": self.period, "comparison": str(self.comparison)}


@dataclass(frozen=True)
class Question:
    """A question to the user about a cell that was not read.

    - `value`: the text of the cell.
    - `message`, `hint`: why it was not read, and what to do.
    - `rows`: other rows that the question is about.
    - `period_may_be_wrong`: True if the requested period may be wrong, which would make every figure wrong.
    """

    at: CellReference
    value: str
    message: str
    hint: str
    rows: tuple[int, ...] = ()
    period_may_be_wrong: bool = False

    def problem(self, file: str) -> Problem:
        """Returns the question as a fault of the file with this name."""
        return Problem(file, self.at.place[0], self.at.address, self.value, self.message, self.hint)


@dataclass(frozen=True)
class Remark:
    """A note for the user: something in the file is not imported, or was read in a way that should be checked."""

    at: CellReference
    text: str
