"""What a finding changes: the assessments and places that would turn if the other figure held."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

import pandas as pd

from generator.formats import amount_of as millionths
from generator.measures import Measured, plain_values
from generator.model import SCALE, Comparison, Direction, Period, Portal, TargetStatus
from generator.reconcile.figures import Ledger, amount_in
from generator.reconcile.findings import Case, Cell, Kind
from generator.reconcile.formulas import quotients
from generator.reconcile.precision import amount_of

RECOMPUTED = frozenset({Kind.SHARE, Kind.PARTS, Kind.TOTAL, Kind.MEAN, Kind.GRAND_TOTAL, Kind.RESULT})
"""Kinds whose recomputed figure could stand in the place of the stated one."""

_PEERS = ("within_id", "level", "indicator_id", "period")

Row: TypeAlias = Mapping[str, object]
"""A row of a table by column."""


@dataclass(frozen=True)
class Supposed:
    """What a figure would be if a finding's other figure held: the finding's own, or a share that rests on it."""

    finding: int
    cell: Cell
    amount: int
    follows: bool


@dataclass(frozen=True)
class Standing:
    """A supposed figure today and then: whether it reaches its target; its place, 0 where it has none."""

    reached: bool
    would_reach: bool
    place: int
    would_place: int

    @property
    def turns(self) -> bool:
        """Whether the assessment or the place would be another."""
        return self.reached != self.would_reach or self.place != self.would_place


@dataclass(frozen=True)
class Consequence:
    """A supposed figure and where it would stand; None where it is neither assessed nor ranked."""

    supposed: Supposed
    standing: Standing | None


def consequences(cases: Sequence[Case], ledger: Ledger, measured: Measured) -> Mapping[int, tuple[Consequence, ...]]:
    """What each case, by its place in `cases`, would change; nothing for kinds that give no other figure."""
    supposed = [*_own(cases, ledger.portal), *_following(cases, ledger)]
    assessed = _Assessed(measured, {item.cell.indicator_id for item in supposed})
    found: dict[int, list[Consequence]] = {}
    for item in supposed:
        standing = _of_level(item, ledger.portal) if item.cell.level else assessed.standing(item, ledger.portal)
        found.setdefault(item.finding, []).append(Consequence(item, standing))
    return {finding: tuple(items) for finding, items in found.items()}


def _own(cases: Sequence[Case], portal: Portal) -> Iterator[Supposed]:
    """The stated figure of each case, replaced by the recomputed one."""
    for number, case in enumerate(cases):
        if case.kind in RECOMPUTED and case.exact is not None:
            digits = portal.indicators[case.stated.indicator_id].decimals
            yield Supposed(number, case.stated, amount_of(case.exact, digits), follows=False)


def _following(cases: Sequence[Case], ledger: Ledger) -> Iterator[Supposed]:
    """The stated shares that rest on a replaced figure, computed anew."""
    replaced: dict[int, list[int]] = {}
    for number, case in enumerate(cases):
        if case.kind in RECOMPUTED:
            replaced.setdefault(case.row, []).append(number)
    shares = list(quotients(ledger)) if replaced else []
    for of_part in (True, False):
        for share in shares:
            for number in replaced.get(share.part.row if of_part else share.whole.row, ()):
                exact = cases[number].exact or Fraction(0)
                part = exact if of_part else Fraction(amount_in(share.part), SCALE)
                whole = Fraction(amount_in(share.whole), SCALE) if of_part else exact
                if whole:
                    digits = ledger.portal.indicators[share.stated.indicator_id].decimals
                    amount = amount_of(share.exact(part, whole), digits)
                    yield Supposed(number, share.stated.cell, amount, follows=True)


class _Assessed:
    """The assessed figures of some indicators, as far as findings ask for them."""

    def __init__(self, measured: Measured, indicator_ids: Collection[str]) -> None:
        names = (*_KEYS, *_PEERS[:2], "target_comparison", "amount", "target_amount", "gap", "rank")
        self._rows = _rows_of(measured.assessments, indicator_ids, names)

    def standing(self, item: Supposed, portal: Portal) -> Standing | None:
        """Where the figure of a single unit would stand.

        One that is superseded by another document's is not assessed, and stands nowhere.
        """
        wanted = tuple(getattr(item.cell, name) for name in _KEYS)
        row = next((row for row in self._rows if tuple(row[name] for name in _KEYS) == wanted), None)
        if row is None:
            return None
        bound = row["gap"] is not None
        return Standing(
            reached=bound and _reaches(row["amount"], row["target_amount"], row["target_comparison"]),
            would_reach=bound and _reaches(item.amount, row["target_amount"], row["target_comparison"]),
            place=_whole(row["rank"]) if row["rank"] is not None else 0,
            would_place=self._place(row, item, portal) if row["rank"] is not None else 0,
        )

    def _place(self, own: Row, item: Supposed, portal: Portal) -> int:
        """One more than the peers with a better figure, as in measures."""
        lower = portal.indicators[item.cell.indicator_id].direction is Direction.LOWER
        among = tuple(own[name] for name in _PEERS)
        peers = (row for row in self._rows if row["rank"] is not None and row["unit_id"] != own["unit_id"])
        figures = [_whole(row["amount"]) for row in peers if tuple(row[name] for name in _PEERS) == among]
        return 1 + sum(figure < item.amount if lower else figure > item.amount for figure in figures)


_KEYS = ("unit_id", "indicator_id", "period", "source_id", "locator")


def _rows_of(frame: pd.DataFrame, indicator_ids: Collection[str], names: Sequence[str]) -> list[Row]:
    """The rows of these indicators, numbers as plain ones and missing ones as None."""
    chosen = frame[frame["indicator_id"].isin(list(indicator_ids))] if indicator_ids else frame.iloc[:0]
    columns = [plain_values(chosen[name]) for name in names]
    return [dict(zip(names, cells, strict=True)) for cells in zip(*columns, strict=True)]


def _whole(number: object) -> int:
    return int(str(number))


def _reaches(amount: object, target: object, comparison: object) -> bool:
    """Whether a figure is what its target asks for; without a target it reaches nothing."""
    if amount is None or target is None:
        return False
    gap = _whole(amount) - _whole(target)
    return (
        (comparison == Comparison.AT_LEAST and gap >= 0)
        or (comparison == Comparison.AT_MOST and gap <= 0)
        or (comparison == Comparison.EXACTLY and gap == 0)
    )


def _of_level(item: Supposed, portal: Portal) -> Standing | None:
    """Where the figure of a whole level would stand to the level's own target, due next; it has no place."""
    cell, targets = item.cell, portal.targets
    binding = (
        targets["unit_id"].eq(cell.unit_id)
        & targets["level"].eq(cell.level)
        & targets["indicator_id"].eq(cell.indicator_id)
        & targets["status"].eq(TargetStatus.BINDING)
    )
    chosen = targets[binding]
    found = zip(chosen["due"].map(_end), chosen["amount"].tolist(), chosen["comparison"].tolist(), strict=True)
    end = _end(cell.period)
    next_ = min((target for target in found if target[0] >= end), key=lambda target: target[0], default=None)
    if next_ is None:
        return None
    _, amount, comparison = next_
    reached = _reaches(millionths(cell.value), amount, comparison)
    return Standing(reached, _reaches(item.amount, amount, comparison), 0, 0)


def _end(period: str) -> str:
    return Period.parse(period).end.isoformat()


def turned_by_targets(cases: Sequence[Case], measured: Measured) -> Mapping[int, int]:
    """How many units' assessments would turn, for each case of a target that two places state differently."""
    asked = {number: case for number, case in enumerate(cases) if case.kind is Kind.TARGET}
    names = (*_TARGET, "unit_id", "amount", "target_amount", "target_comparison", "gap")
    rows = _rows_of(measured.assessments, {case.stated.indicator_id for case in asked.values()}, names)
    bound = [row for row in rows if row["gap"] is not None]
    turned = {number: len({row["unit_id"] for row in bound if _turns(row, case)}) for number, case in asked.items()}
    return {number: count for number, count in turned.items() if count}


_TARGET = (
    "indicator_id",
    "target_unit_id",
    "target_level",
    "target_due",
    "target_source_id",
    "target_locator",
)


def _turns(row: Row, case: Case) -> bool:
    """Whether the row rests on the case's target, and the other one would turn its assessment."""
    cell = case.stated
    target = (cell.indicator_id, cell.unit_id, cell.level, cell.period, cell.source_id, cell.locator)
    if tuple(row[name] for name in _TARGET) != target:
        return False
    other = int((case.exact or Fraction(0)) * SCALE)
    now = _reaches(row["amount"], row["target_amount"], row["target_comparison"])
    return now != _reaches(row["amount"], other, case.others[0].comparison)
