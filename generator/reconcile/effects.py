"""Computes the effect of a finding: which assessments and ranks would change if the other figure were correct."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple, TypeAlias

import numpy as np
import pandas as pd

from generator.bulk import cells_with_none
from generator.formats import amount_of as millionths
from generator.formats import decimals_of
from generator.grouping import grouped
from generator.measures import Measured
from generator.model import (
    SCALE,
    Comparison,
    Direction,
    DiscrepancyKind,
    Period,
    Portal,
    TargetStatus,
    document_order,
)
from generator.reconcile.columns import ResultColumns
from generator.reconcile.figures import Figure, amount_in
from generator.reconcile.findings import Case, Cell
from generator.reconcile.formulas import quotients
from generator.reconcile.precision import Verdict, amount_of, verdict

RECOMPUTED = frozenset(
    {
        DiscrepancyKind.SHARE,
        DiscrepancyKind.PARTS,
        DiscrepancyKind.TOTAL,
        DiscrepancyKind.MEAN,
        DiscrepancyKind.GRAND_TOTAL,
        DiscrepancyKind.RESULT,
    }
)
"""Kinds whose recomputed figure could replace the stated one."""

_KEYS = ("unit_id", "indicator_id", "period", "source_id", "locator")
"""Columns that identify an assessed figure and the place from which it was taken."""
_PEERS = ("within_id", "level", "indicator_id", "period")
"""Columns that identify a group of ranked peers."""
_TARGET = (
    "indicator_id",
    "target_unit_id",
    "target_level",
    "target_due",
    "target_source_id",
    "target_locator",
)
"""Columns that identify the target by which a figure is assessed."""

Key: TypeAlias = tuple[str, ...]
"""Cells that identify a row or a group of rows."""


@dataclass(frozen=True)
class SupposedFigure:
    """The value that a figure would have if a finding's other figure were correct.

    `finding` is the number of the case. `cell` is the finding's own figure, or a share that depends on it
    (`is_dependent`). `amount` is the new value in millionths.
    """

    finding: int
    cell: Cell
    amount: int
    is_dependent: bool


class Place(NamedTuple):
    """A rank (0 without a rank), and whether peers share it.

    If only the second part would change, the ranks of peers change too: a unit that stays second but now shares this
    rank moves the third one up.
    """

    rank: int = 0
    tied: bool = False


@dataclass(frozen=True)
class Standing:
    """The standing of a figure today and with the supposed value: whether it reaches its target, and its rank among its
    peers."""

    reached: bool
    would_reach: bool
    rank: Place
    would_be_rank: Place

    @property
    def changes(self) -> bool:
        """Whether the assessment or the rank would change."""
        return self.reached != self.would_reach or self.rank != self.would_be_rank


@dataclass(frozen=True)
class Consequence:
    """A supposed figure and its standing; None if the figure is neither assessed nor ranked."""

    supposed: SupposedFigure
    standing: Standing | None


def consequences(
    cases: Sequence[Case], results: ResultColumns, measured: Measured
) -> Mapping[int, tuple[Consequence, ...]]:
    """Returns the consequences of each case, by its position in `cases`. Kinds without a replacement figure have
    none."""
    supposed = [*_own(cases, results.portal), *_following(cases, results)]
    assessed = _Assessed(measured, [item.cell for item in supposed])
    late = document_order(results.portal.sources.values())
    found: dict[int, list[Consequence]] = {}
    for item in supposed:
        standing = _of_level(item, results.portal, late) if item.cell.level else assessed.standing(item, results.portal)
        found.setdefault(item.finding, []).append(Consequence(item, standing))
    return {finding: tuple(items) for finding, items in found.items()}


def _own(cases: Sequence[Case], portal: Portal) -> Iterator[SupposedFigure]:
    """Yields the stated figure of each case, replaced by the recomputed one. A figure that another place states is not
    rounded: 79.996 does not reach 80."""
    for number, case in enumerate(cases):
        if case.kind in RECOMPUTED and case.exact is not None:
            usual = portal.indicators[case.stated.indicator_id].decimals
            digits = decimals_of(case.others[0].value) if case.kind is DiscrepancyKind.RESULT else usual
            yield SupposedFigure(number, case.stated, amount_of(case.exact, digits), is_dependent=False)


def _following(cases: Sequence[Case], results: ResultColumns) -> Iterator[SupposedFigure]:
    """Yields the stated shares that depend on a replaced figure, recomputed, unless they agree with it already."""
    replaced: dict[int, list[int]] = {}
    for number, case in enumerate(cases):
        if case.kind in RECOMPUTED:
            replaced.setdefault(case.row, []).append(number)
    shares = quotients(results)
    for of_part in (True, False):
        for share in shares.selected(np.isin(shares.part if of_part else shares.whole, list(replaced))):
            for number in replaced[share.part.row if of_part else share.whole.row]:
                exact = cases[number].exact or Fraction(0)
                part = exact if of_part else Fraction(amount_in(share.part), SCALE)
                whole = Fraction(amount_in(share.whole), SCALE) if of_part else exact
                quotient = share.exact(part, whole) if whole else None
                if quotient is not None and _differs(share.stated, quotient):
                    digits = results.portal.indicators[share.stated.indicator_id].decimals
                    amount = amount_of(quotient, digits)
                    yield SupposedFigure(number, share.stated.cell, amount, is_dependent=True)


def _differs(stated: Figure, exact: Fraction) -> bool:
    return verdict(amount_in(stated), stated.decimals, exact) is Verdict.DIFFERS


class _Row(NamedTuple):
    """An assessed figure. `key`, `peers` and `target` hold the cells of the columns `_KEYS`, `_PEERS` and `_TARGET`.
    Amounts are millionths."""

    key: Key
    peers: Key
    target: Key
    unit_id: str
    comparison: str
    amount: int | None
    target_amount: int | None
    gap: int | None
    rank: int | None

    @property
    def indicator_id(self) -> str:
        """The indicator's id."""
        return self.key[_KEYS.index("indicator_id")]

    @property
    def bound(self) -> bool:
        """Whether the figure is compared with a target."""
        return self.gap is not None

    @property
    def reached(self) -> bool:
        """Whether the figure reaches its binding target."""
        return self.would_reach(self.amount)

    def would_reach(self, amount: int | None) -> bool:
        """Whether another amount would reach the binding target of this figure."""
        return self.bound and _reaches(amount, self.target_amount, self.comparison)


class _Assessed:
    """The assessed figures that findings need: those of the indicators and periods of some cells."""

    def __init__(self, measured: Measured, cells: Collection[Cell]) -> None:
        requested = {"indicator_id": {cell.indicator_id for cell in cells}, "period": {cell.period for cell in cells}}
        self._by_key = {row.key: row for row in _rows_of(measured.assessments, requested)}
        ranked = (row for row in self._by_key.values() if row.rank is not None)
        self._ranked = grouped(ranked, lambda row: row.peers)

    def standing(self, item: SupposedFigure, portal: Portal) -> Standing | None:
        """Returns the standing that the figure of a single unit would have.

        A figure that another document's figure supersedes is not assessed; the result is then None.
        """
        row = self._by_key.get(tuple(getattr(item.cell, name) for name in _KEYS))
        if row is None:
            return None
        return Standing(
            reached=row.reached,
            would_reach=row.would_reach(item.amount),
            rank=self._place(row, row.amount, portal),
            would_be_rank=self._place(row, item.amount, portal),
        )

    def _place(self, own: _Row, amount: int | None, portal: Portal) -> Place:
        """Returns the rank that the figure would have with this amount: one more than the number of peers with a better
        figure, as in `measures`."""
        if own.rank is None or amount is None:
            return Place()
        lower = portal.indicators[own.indicator_id].direction is Direction.LOWER
        peers = (row for row in self._ranked[own.peers] if row.unit_id != own.unit_id)
        figures = [row.amount for row in peers if row.amount is not None]
        better = sum(figure < amount if lower else figure > amount for figure in figures)
        return Place(1 + better, tied=amount in figures)


def _rows_of(frame: pd.DataFrame, requested: Mapping[str, Collection[str]]) -> Iterator[_Row]:
    """Yields the rows whose cell is, in each of these columns, one of the requested texts."""
    chosen = frame
    for name, cells in requested.items():
        chosen = chosen[chosen[name].isin(list(cells))]
    keys = [list(zip(*(chosen[name].tolist() for name in names), strict=True)) for names in (_KEYS, _PEERS, _TARGET)]
    texts = [chosen[name].tolist() for name in ("unit_id", "target_comparison")]
    numbers = [cells_with_none(chosen[name]) for name in ("amount", "target_amount", "gap", "rank")]
    return map(_Row._make, zip(*keys, *texts, *numbers, strict=True))


def _reaches(amount: int | None, target: int | None, comparison: str) -> bool:
    """Whether a figure satisfies its target. Without a figure or a target the answer is False."""
    if amount is None or target is None:
        return False
    return (
        (comparison == Comparison.AT_LEAST and amount >= target)
        or (comparison == Comparison.AT_MOST and amount <= target)
        or (comparison == Comparison.EXACTLY and amount == target)
    )


def _of_level(item: SupposedFigure, portal: Portal, late: Mapping[str, int]) -> Standing | None:
    """Returns the standing of a whole level's figure against the level's own target that is due next, of two such
    targets the later document's. A level has no rank. `late` is the position of each document in time."""
    cell, targets = item.cell, portal.targets
    binding = (
        targets["unit_id"].eq(cell.unit_id)
        & targets["level"].eq(cell.level)
        & targets["indicator_id"].eq(cell.indicator_id)
        & targets["status"].eq(TargetStatus.BINDING)
    )
    chosen = targets[binding]
    order = [(_end(due), -late[id_]) for due, id_ in zip(chosen["due"], chosen["source_id"], strict=True)]
    found = zip(order, cells_with_none(chosen["amount"]), chosen["comparison"].tolist(), strict=True)
    end = _end(cell.period)
    next_ = min((target for target in found if target[0][0] >= end), key=lambda target: target[0], default=None)
    if next_ is None:
        return None
    _, amount, comparison = next_
    reached = _reaches(millionths(cell.value), amount, comparison)
    return Standing(reached, _reaches(item.amount, amount, comparison), Place(), Place())


def _end(period: str) -> str:
    return Period.parse(period).end.isoformat()


def assessments_changed_by_targets(cases: Sequence[Case], measured: Measured) -> Mapping[int, int]:
    """Returns, for each case of a target that two places state differently, the number of units whose assessment would
    change."""
    stated = {
        number: _target_of(case.stated) for number, case in enumerate(cases) if case.kind is DiscrepancyKind.TARGET
    }
    requested = {name: {target[place] for target in stated.values()} for place, name in enumerate(_TARGET)}
    assessed_rows = grouped(
        (row for row in _rows_of(measured.assessments, requested) if row.bound), lambda row: row.target
    )
    return {number: _turned(assessed_rows.get(target, ()), cases[number]) for number, target in stated.items()}


def _target_of(cell: Cell) -> Key:
    """Returns the key of a stated target, in the columns of `_TARGET`, as assessed rows refer to it."""
    return cell.indicator_id, cell.unit_id, cell.level, cell.period, cell.source_id, cell.locator


def _turned(assessed_rows: Sequence[_Row], case: Case) -> int:
    """Returns the number of units that are assessed by the case's target and would be assessed differently by the other
    target."""
    other, comparison = int((case.exact or Fraction(0)) * SCALE), case.others[0].comparison
    return len({row.unit_id for row in assessed_rows if row.reached != _reaches(row.amount, other, comparison)})
