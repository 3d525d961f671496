"""What is understood of a file: rows for the data, questions on what can be read in several ways, and remarks."""

from dataclasses import dataclass

from generator.importing.grid import Position, Sheet
from generator.model import Aggregate, Comparison
from generator.problems import Problem

RESULTS, TARGETS = "results", "targets"


@dataclass(frozen=True)
class At:
    """A cell of a file."""

    sheet: Sheet
    place: Position

    @property
    def address(self) -> str:
        """`Sheet1!D17`."""
        return self.sheet.address(*self.place)

    @property
    def short_address(self) -> str:
        """`D17`, as it is said where a file has one sheet."""
        return self.address.rpartition("!")[2]


@dataclass(frozen=True)
class Entry:
    """One stated figure as a row of `data/results` or `data/targets`, and the cell that it was read from.

    `period` is the period of a result and the due date of a target. `table` is the label of the table that the locator
    begins with.
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
    at: At
    comparison: Comparison = Comparison.AT_LEAST
    table: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        """What no two rows of a document share."""
        aggregate = str(self.aggregate) if self.kind == RESULTS else ""
        return self.kind, self.locator, self.unit_id, self.level, aggregate, self.indicator_id, self.period

    @property
    def cells(self) -> dict[str, str]:
        """The row by its columns."""
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
    """A cell that was not read, with what it shows, why, and what to do. `rows` are those of the other lines that it
    stands for; `of_time` says that the wanted period may be wrong, by which all figures would be."""

    at: At
    value: str
    message: str
    hint: str
    rows: tuple[int, ...] = ()
    of_time: bool = False

    def problem(self, file: str) -> Problem:
        """The question as a fault of the file."""
        return Problem(file, self.at.place[0], self.at.address, self.value, self.message, self.hint)


@dataclass(frozen=True)
class Remark:
    """Something of the file that is not taken into the data, or was read in a way worth a look."""

    at: At
    text: str
