"""The findings of reconciliation: contradictions, and notes on figures that look contradictory but are not."""

import hashlib
from dataclasses import dataclass
from fractions import Fraction

from generator import formats
from generator.model import Correction, DiscrepancyKind

NEEDS_CHECK = frozenset(
    {
        DiscrepancyKind.EXCESS,
        DiscrepancyKind.RANGE,
        DiscrepancyKind.DUE,
        DiscrepancyKind.BELOW,
        DiscrepancyKind.SLIPPED,
        DiscrepancyKind.REPEATED,
    }
)
"""Kinds that suggest a fault but do not prove one."""

_LONGEST_ID = 200
PATTERNS = frozenset({DiscrepancyKind.SLIPPED, DiscrepancyKind.REPEATED})
"""Kinds that concern the figures of many units at once."""


@dataclass(frozen=True)
class Cell:
    """One stated figure and its place in a document. A target has a comparison, and its `period` is its due date.

    `caveats` says that the figure is provisional or inferred, in words.
    """

    source_id: str
    locator: str
    unit_id: str
    level: str
    aggregate: str
    indicator_id: str
    period: str
    value: str
    comparison: str = ""
    caveats: str = ""


@dataclass(frozen=True)
class Case:
    """A contradiction before it is worded in Vietnamese: `stated` differs from `exact`, which was computed from
    `others`.

    `exact` is in the indicator's own measure (61 % is 61), or None if no figure can be recomputed. `row` is the number
    of the stated figure's row in its table. If neither figure counts because a later document has a cell without a
    figure, `in_force` is that cell.
    """

    kind: DiscrepancyKind
    row: int
    stated: Cell
    others: tuple[Cell, ...]
    exact: Fraction | None = None
    in_force: Cell | None = None

    @property
    def id(self) -> str:
        """The finding's id: the kind, the stated figure's key, and the place of the other figure. It stays the same
        across builds and does not depend on the order of rows, unless one document states a figure twice: the row that
        counts comes first."""
        if self.kind is DiscrepancyKind.SLIPPED:
            columns = sorted({cell.indicator_id for cell in self.others})
            return _joined(self.kind, self.stated.source_id, self.stated.unit_id, self.stated.period, *columns)
        if self.kind is DiscrepancyKind.REPEATED:
            return _joined(self.kind, *_key(self.stated, self.stated.locator.partition(":")[0]))
        return _joined(self.kind, *_key(self.stated, self.stated.locator), *self._other_side())

    def _other_side(self) -> tuple[str, ...]:
        if self.kind is DiscrepancyKind.DUE:
            return (self.other_date.period,)
        if self.kind in {DiscrepancyKind.RESULT, DiscrepancyKind.TARGET}:
            return (self.others[0].source_id, self.others[0].locator)
        return ()

    @property
    def other_date(self) -> Cell:
        """For a target with several due dates: the first place whose date differs from the earliest one."""
        return next(cell for cell in self.others if cell.period != self.stated.period)


def _key(cell: Cell, place: str) -> tuple[str, ...]:
    return (cell.source_id, place, cell.unit_id, cell.level, cell.aggregate, cell.indicator_id, cell.period)


def _joined(*parts: str) -> str:
    """Returns the parts as one id. The end of a long id is replaced by a digest of the whole: it is the name of a
    folder, which has at most 255 bytes."""
    joined = ".".join(formats.anchor(part) for part in parts if part)
    if len(joined) <= _LONGEST_ID:
        return joined
    digest = hashlib.sha256(joined.encode()).hexdigest()[:12]
    return f"{joined[: _LONGEST_ID - len(digest) - 1]}-{digest}"


@dataclass(frozen=True)
class Discrepancy:
    """A contradiction between published figures.

    - `stated`, `recomputed`, `difference` (stated minus recomputed): plain decimals as text, empty if there is no such
      figure. For a contradiction between due dates, the first two are periods.
    - `explanation`, `effect`: Vietnamese sentences.
    - `cells`: the figures that contradict each other, the stated one first.
    - `dependent_shares`: shares that would change with the stated figure.
    - `needs_check`: whether the finding suggests a fault without proving one.
    - `answer`: the published answer that closes the finding.
    """

    id: str
    kind: DiscrepancyKind
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
    dependent_shares: tuple[Cell, ...] = ()
    answer: Correction | None = None


@dataclass(frozen=True)
class Truncation:
    """A figure that was cut off instead of rounded (60.86 for 60.8696). It gets a note and is not a contradiction."""

    cell: Cell
    rounded: str
    exact: Fraction


@dataclass(frozen=True)
class MeanBasis:
    """A stated mean that is correct, and whether it includes the units that are exempt from the target.

    `rows` counts the units of the table, `exempt` those that are exempt. `counted` is whether the stated mean includes
    the exempt units; `other` is the mean computed the other way.
    """

    cell: Cell
    rows: int
    exempt: int
    counted: bool
    other: Fraction


@dataclass(frozen=True)
class MeanAndPooled:
    """Two correct figures of one level: the mean of its units' rates, and the rate of the level as a whole."""

    mean: Cell
    pooled: Cell


@dataclass(frozen=True)
class Notes:
    """Findings that look like contradictions but are not.

    - `truncations`: shares that were cut off instead of rounded.
    - `pooled`: levels with both a mean and a rate of the whole.
    - `bases`: means over tables in which some units are exempt from the target.
    """

    truncations: tuple[Truncation, ...]
    pooled: tuple[MeanAndPooled, ...]
    bases: tuple[MeanBasis, ...]
