"""What a finding changes: the assessments and places that would turn if the other figure held."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from fractions import Fraction

import pandas as pd

from generator.measures import KEY, Measured
from generator.model import SCALE, Comparison, Direction, Indicator, Period, Portal, TargetStatus
from generator.reconcile.figures import cell, typed
from generator.reconcile.findings import Case, Cell, Kind
from generator.reconcile.formulas import Quotient, quotients
from generator.reconcile.precision import amount_of

RECOMPUTED = frozenset({Kind.SHARE, Kind.PARTS, Kind.TOTAL, Kind.MEAN, Kind.GRAND_TOTAL, Kind.RESULT})
"""Kinds whose recomputed figure could stand in the place of the stated one."""

PEERS = ["province_id", "level", "indicator_id", "period"]


@dataclass(frozen=True)
class Supposed:
    """What a figure would be if a finding's other figure held: the finding's own, or a share that rests on it."""

    finding: int
    cell: Cell
    amount: int
    follows: bool


@dataclass(frozen=True)
class Standing:
    """A supposed figure (`number`) today and then: whether it reaches its target; its place, 0 where it has none."""

    number: int
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


def consequences(
    cases: Sequence[Case], figures: pd.DataFrame, portal: Portal, measured: Measured
) -> Mapping[int, tuple[Consequence, ...]]:
    """What each case, by its place in `cases`, would change; nothing for kinds that give no other figure."""
    supposed = [*_own(cases, portal.indicators), *_following(cases, figures, portal.indicators)]
    asked = _asked(supposed)
    both = pd.concat([_of_units(asked, measured, portal.indicators), _of_levels(asked, portal)])
    standings = {item.number: item for item in typed(both, Standing)}
    found: dict[int, list[Consequence]] = {}
    for number, item in enumerate(supposed):
        found.setdefault(item.finding, []).append(Consequence(item, standings.get(number)))
    return {finding: tuple(items) for finding, items in found.items()}


def _own(cases: Sequence[Case], indicators: Mapping[str, Indicator]) -> Iterator[Supposed]:
    """The stated figure of each case, replaced by the recomputed one."""
    for number, case in enumerate(cases):
        if case.kind in RECOMPUTED and case.exact is not None:
            digits = indicators[case.stated.indicator_id].decimals
            yield Supposed(number, case.stated, amount_of(case.exact, digits), follows=False)


@dataclass(frozen=True)
class _Touched(Quotient):
    """A stated share that would change because one of its parts is replaced by the recomputed figure."""

    finding: int


def _following(cases: Sequence[Case], figures: pd.DataFrame, indicators: Mapping[str, Indicator]) -> Iterator[Supposed]:
    """The stated shares that rest on a replaced figure, computed anew."""
    rows = [(number, case.row) for number, case in enumerate(cases) if case.kind in RECOMPUTED]
    replaced = pd.DataFrame(rows, columns=["finding", "replaced"]).astype("int64")
    shares = quotients(figures, indicators)
    for column in ("part_row", "whole_row"):
        touched = shares.merge(replaced, left_on=column, right_on="replaced")
        for share in typed(touched, _Touched):
            exact = cases[share.finding].exact or Fraction(0)
            part = exact if column == "part_row" else Fraction(share.part_amount, SCALE)
            whole = exact if column == "whole_row" else Fraction(share.whole_amount, SCALE)
            if whole:
                stated = cell(figures, share.row)
                amount = amount_of(share.exact(part, whole), indicators[stated.indicator_id].decimals)
                yield Supposed(share.finding, stated, amount, follows=True)


def _asked(supposed: Sequence[Supposed]) -> pd.DataFrame:
    """The supposed figures as a table: number, the fields of Cell, `was` and `supposed` in millionths."""
    names = [item.name for item in fields(Cell)]
    texts = {name: pd.Series([getattr(item.cell, name) for item in supposed], dtype="str") for name in names}
    was = [int(Fraction(item.cell.value) * SCALE) for item in supposed]
    return pd.DataFrame(
        {
            "number": range(len(supposed)),
            **texts,
            "was": pd.Series(was, dtype="Int64"),
            "supposed": pd.Series([item.amount for item in supposed], dtype="Int64"),
        }
    )


def _of_units(asked: pd.DataFrame, measured: Measured, indicators: Mapping[str, Indicator]) -> pd.DataFrame:
    """Where the figures of single units would stand, with the columns of Standing.

    Figures that are superseded by another document's are not assessed, and stand nowhere.
    """
    own = asked[asked["level"].eq("")].drop(columns="level")
    today = measured.assessments.rename(columns={"target_comparison": "wanted"}).drop(columns="value")
    now = own.merge(today, on=[*KEY, "source_id", "locator"])
    bound = now["gap"].notna()
    lower = now["indicator_id"].isin([item.id for item in indicators.values() if item.direction is Direction.LOWER])
    return pd.DataFrame(
        {
            "number": now["number"],
            "reached": bound & _reaches(now["amount"], now),
            "would_reach": bound & _reaches(now["supposed"], now),
            "place": now["rank"].fillna(0).astype("int64"),
            "would_place": _place(now.assign(sign=lower.map({True: -1, False: 1})), measured),
        }
    )


def _reaches(amount: "pd.Series[int]", rows: pd.DataFrame) -> "pd.Series[bool]":
    gap = amount - rows["target_amount"]
    least = rows["wanted"].eq(Comparison.AT_LEAST) & gap.ge(0)
    most = rows["wanted"].eq(Comparison.AT_MOST) & gap.le(0)
    return (least | most | (rows["wanted"].eq(Comparison.EXACTLY) & gap.eq(0))).fillna(False).astype("bool")


def _place(now: pd.DataFrame, measured: Measured) -> "pd.Series[int]":
    """One more than the peers with a better figure, as in measures; 0 for figures without a place."""
    ranked = now[now["rank"].notna()]
    peers = measured.assessments[measured.assessments["rank"].notna()][[*PEERS, "unit_id", "amount"]]
    pairs = ranked[["number", *PEERS, "unit_id", "supposed", "sign"]].merge(peers, on=PEERS, suffixes=("", "_peer"))
    ahead = (pairs["amount"] - pairs["supposed"]) * pairs["sign"]
    better = pairs[pairs["unit_id"].ne(pairs["unit_id_peer"]) & ahead.gt(0)].groupby("number").size()
    places = now["number"].map(better).fillna(0).astype("int64") + 1
    return places.where(now["rank"].notna(), 0)


def _of_levels(asked: pd.DataFrame, portal: Portal) -> pd.DataFrame:
    """Where the figures of whole levels would stand to the level's own target, due next; they have no place."""
    levels = asked[asked["level"].ne("")].drop(columns=["source_id", "locator", "value", "comparison"])
    binding = portal.targets["level"].ne("") & portal.targets["status"].eq(TargetStatus.BINDING)
    targets = portal.targets[binding].rename(columns={"amount": "target_amount", "comparison": "wanted"})
    pairs = levels.merge(targets.drop(columns="status"), on=["unit_id", "level", "indicator_id"])
    end = pd.to_datetime(pairs["period"].map({text: Period.parse(text).end for text in pairs["period"].unique()}))
    due = pd.to_datetime(pairs["due"].map({text: Period.parse(text).end for text in pairs["due"].unique()}))
    next_ = pairs.assign(due_end=due)[due >= end].sort_values(["number", "due_end"], kind="stable")
    first = next_.drop_duplicates("number")
    return pd.DataFrame(
        {
            "number": first["number"],
            "reached": _reaches(first["was"], first),
            "would_reach": _reaches(first["supposed"], first),
            "place": 0,
            "would_place": 0,
        }
    )


def turned_by_targets(cases: Sequence[Case], measured: Measured) -> Mapping[int, int]:
    """How many units' assessments would turn, for each case of a target that two places state differently."""
    key = ["indicator_id", "target_unit_id", "target_level", "target_due", "target_source_id", "target_locator"]
    rows = [
        (
            number,
            case.stated.indicator_id,
            case.stated.unit_id,
            case.stated.level,
            case.stated.period,
            case.stated.source_id,
            case.stated.locator,
            int((case.exact or Fraction(0)) * SCALE),
            case.others[0].comparison,
        )
        for number, case in enumerate(cases)
        if case.kind is Kind.TARGET
    ]
    asked = pd.DataFrame(rows, columns=["number", *key, "other", "wanted_then"])
    asked = asked.astype(dict.fromkeys([*key, "wanted_then"], "str") | {"number": "int64", "other": "Int64"})
    bound = measured.assessments[measured.assessments["gap"].notna()]
    pairs = asked.merge(bound, on=key)
    now = _reaches(pairs["amount"], pairs.assign(wanted=pairs["target_comparison"]))
    then = _reaches(pairs["amount"], pairs.assign(wanted=pairs["wanted_then"], target_amount=pairs["other"]))
    turned = pairs[now.ne(then)].groupby("number")["unit_id"].nunique()
    return {int(str(number)): int(count) for number, count in turned.items()}
