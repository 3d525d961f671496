"""What reconciliation finds: contradictions, and what looks like one and is not."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from generator import formats
from generator.model import Correction


class Kind(StrEnum):
    """How figures contradict each other."""

    SHARE = "share"
    PARTS = "parts"
    EXCESS = "excess"
    TOTAL = "total"
    MEAN = "mean"
    GRAND_TOTAL = "grand_total"
    RANGE = "range"
    RESULT = "result"
    TARGET = "target"
    DUE = "due"
    BELOW = "below"
    SLIPPED = "slipped"
    REPEATED = "repeated"


NEEDS_CHECK = frozenset({Kind.EXCESS, Kind.RANGE, Kind.DUE, Kind.BELOW, Kind.SLIPPED, Kind.REPEATED})
"""Kinds that hint at a fault without proving one."""

PATTERNS = frozenset({Kind.SLIPPED, Kind.REPEATED})
"""Kinds that concern the figures of many units at once."""


@dataclass(frozen=True)
class Cell:
    """One stated figure and its place. A target has a comparison, and its `period` is its due date."""

    source_id: str
    locator: str
    unit_id: str
    level: str
    aggregate: str
    indicator_id: str
    period: str
    value: str
    comparison: str = ""


@dataclass(frozen=True)
class Case:
    """A contradiction before it is put into words: `stated` against `exact`, which follows from `others`.

    `exact` is in the indicator's own measure (61 % is 61); None where nothing can be recomputed. `row` is the
    row of the stated figure in its table.
    """

    kind: Kind
    row: int
    stated: Cell
    others: tuple[Cell, ...]
    exact: Fraction | None = None

    @property
    def id(self) -> str:
        """Stable across builds and independent of order: the kind, the stated figure's key, and the other side's."""
        if self.kind is Kind.SLIPPED:
            columns = sorted({cell.indicator_id for cell in self.others})
            return _joined(self.kind, self.stated.source_id, self.stated.unit_id, self.stated.period, *columns)
        if self.kind is Kind.REPEATED:
            return _joined(self.kind, *_key(self.stated, self.stated.locator.partition(":")[0]))
        return _joined(self.kind, *_key(self.stated, self.stated.locator), *self._other_place())

    def _other_place(self) -> tuple[str, ...]:
        if self.kind is Kind.DUE:
            return (self.other_date.period,)
        if self.kind in {Kind.RESULT, Kind.TARGET}:
            return (self.others[0].source_id, self.others[0].locator)
        return ()

    @property
    def other_date(self) -> Cell:
        """Of a target with several dates, the first place with another date than the earliest."""
        return next(cell for cell in self.others if cell.period != self.stated.period)


def _key(cell: Cell, place: str) -> tuple[str, ...]:
    return (cell.source_id, place, cell.unit_id, cell.level, cell.aggregate, cell.indicator_id, cell.period)


def _joined(*parts: str) -> str:
    return ".".join(formats.anchor(part) for part in parts if part)


@dataclass(frozen=True)
class Discrepancy:
    """A contradiction between published figures.

    `stated`, `recomputed` and `difference` (stated less recomputed) are plain decimals as text, empty where there is
    no such figure; for a contradiction of due dates the first two are periods. `explanation` and `effect` are
    Vietnamese sentences. `cells` are the figures that it rests on, the stated one first; `follows` the shares that
    would change with it. `answer` closes it publicly.
    """

    id: str
    kind: Kind
    source_id: str
    locator: str
    unit_id: str
    level: str
    indicator_id: str
    period: str
    stated: str
    recomputed: str
    difference: str
    explanation: str
    effect: str
    cells: tuple[Cell, ...]
    needs_check: bool
    follows: tuple[Cell, ...] = ()
    answer: Correction | None = None


@dataclass(frozen=True)
class Truncation:
    """A figure cut off where it should have been rounded (60.86 for 60.8696): worth a note, no contradiction."""

    cell: Cell
    rounded: str
    exact: Fraction


@dataclass(frozen=True)
class MeanBasis:
    """A stated mean that holds, and whether it counts the units that are exempt from the target.

    `other` is the mean on the other basis.
    """

    cell: Cell
    rows: int
    exempt: int
    counted: bool
    other: Fraction


@dataclass(frozen=True)
class MeanAndPooled:
    """Two figures of one level that both hold: the mean of its units' rates, and the rate of the level as a whole."""

    mean: Cell
    pooled: Cell


@dataclass(frozen=True)
class Notes:
    """What looks like a contradiction and is not: shares that were cut off where they should have been rounded, levels
    with both a mean and a rate of the whole, means over tables in which some units are exempt from the target."""

    truncations: tuple[Truncation, ...]
    pooled: tuple[MeanAndPooled, ...]
    bases: tuple[MeanBasis, ...]
