"""Finds the target in force for each result, and assesses whether the result reached it."""

from collections.abc import Mapping
from functools import cache

import numpy as np
import pandas as pd

from generator.bulk import Numbers, from_codes, in_categories, row_keys, stacked
from generator.measures.periods import Spans, document_positions, with_period_days
from generator.model import (
    Assessment,
    Comparison,
    Portal,
    ResultStatus,
    TargetOrigin,
    TargetStatus,
    Unit,
    country_of,
    higher_units,
)

_TEXTS = ["unit_id", "value", "comparison", "status", "due", "source_id", "locator", "note", "level"]
"""Text columns of a target, added to rows as `target_…`."""
_ORIGINS = sorted(TargetOrigin)
_ASSESSMENTS = sorted(Assessment)


def with_targets(rows: pd.DataFrame, portal: Portal, spans: Spans) -> pd.DataFrame:
    """Adds the target in force to each row: the unit's own, else that of its level, else the nearest ancestor's. Among
    targets of one kind, it is the earliest one that is due on or after the period's last day; of two such targets, the
    later document's, and of one document the target stated first.

    A target that could not be read is never in force. If it would be, the row has it as `unread_row` and
    `unread_origin`.

    Without a target, the texts are empty, the amount is missing and `target_row` is -1; without an unread one,
    `unread_row` is -1.
    """
    targets = portal.targets
    unreadable = np.append(targets["status"].eq(TargetStatus.UNREADABLE).to_numpy(dtype="bool"), False)
    candidates = _candidates(targets, portal, rows)
    number, origin = _first(rows, candidates[~unreadable[candidates["target"]]], spans)
    first, first_origin = _first(rows, candidates, spans) if unreadable.any() else (number, origin)
    texts = in_categories(targets[_TEXTS].astype({"locator": "str"}), ["locator"])
    target = stacked([texts.assign(amount=targets["amount"]), _no_target()])
    columns = {f"target_{name}": target[name].array.take(number) for name in target}
    return rows.assign(
        **columns,
        target_origin=from_codes(origin, _ORIGINS),
        target_row=number,
        unread_row=np.where(unreadable[first], first, -1),
        unread_origin=from_codes(first_origin, _ORIGINS),
    )


def _first(rows: pd.DataFrame, candidates: pd.DataFrame, spans: Spans) -> tuple[Numbers, Numbers]:
    """Returns for each row the number of the strongest candidate's target, or -1, and the number of its origin."""
    chosen = _chosen(rows, candidates, spans)
    target = np.append(candidates["target"].to_numpy(), -1)[chosen]
    return target, np.append(candidates["origin"].to_numpy(), _ORIGINS.index(TargetOrigin.NONE))[chosen]


@cache
def _no_target() -> pd.DataFrame:
    """Returns one row that represents "no target": empty texts and a missing amount."""
    texts = in_categories(pd.DataFrame([[""] * len(_TEXTS)], columns=_TEXTS, dtype="str"), _TEXTS)
    return texts.assign(amount=pd.array([pd.NA], dtype="Int64"))


def _candidates(targets: pd.DataFrame, portal: Portal, rows: pd.DataFrame) -> pd.DataFrame:
    """Returns every target that could bind a unit, sorted by precedence, the strongest first.

    - `target`: number of the target.
    - `pair`: number of the pair of unit and indicator.
    - `origin`: number of the target's origin in `_ORIGINS`.
    - `due_end`: last day on which the target counts.
    """
    days = with_period_days(targets, "due").assign(late=document_positions(targets, portal.sources))
    named = days[["unit_id", "level", "indicator_id", "end", "late"]].reset_index(names="target")
    texts = named.astype(dict.fromkeys(["unit_id", "level", "indicator_id"], "str"))
    texts = texts.rename(columns={"unit_id": "target_unit_id", "level": "target_level"})
    found = texts.merge(_applicable_targets(portal.units), on=["target_unit_id", "target_level"])
    units, indicators = (rows[name].cat.categories for name in ("unit_id", "indicator_id"))
    unit = units.get_indexer(pd.Index(found["unit_id"]))
    indicator = indicators.get_indexer(pd.Index(found["indicator_id"]))
    numbered = pd.DataFrame(
        {
            "target": found["target"],
            "pair": unit * len(indicators) + indicator,
            "origin": pd.Index(_ORIGINS).get_indexer(pd.Index(found["target_origin"])),
            "due_end": found["end"],
            "late": found["late"],
            "precedence": found["precedence"],
        }
    )[(unit >= 0) & (indicator >= 0)]
    first = ["precedence", "due_end", "late"]
    return numbered.sort_values(first, ascending=[True, True, False], kind="stable", ignore_index=True)


def _chosen(rows: pd.DataFrame, candidates: pd.DataFrame, spans: Spans) -> Numbers:
    """Returns for each row the number of the first candidate for its unit and indicator that is due on or after the
    period's last day, or -1. For a row without a period, any candidate qualifies."""
    pairs, pair = row_keys(rows, ["unit_id", "indicator_id"]), candidates["pair"].to_numpy()
    count = len(rows["unit_id"].cat.categories) * len(rows["indicator_id"].cat.categories)
    due_end = candidates["due_end"].to_numpy()
    dues = np.unique(due_end)
    due = np.searchsorted(dues, due_end)
    least = np.where(np.isnat(spans.end), 0, np.searchsorted(dues, spans.end))
    least_of_row = least[rows["period"].cat.codes]
    chosen = np.full(len(rows), -1, dtype=np.int64)
    for at in np.unique(least):
        not_yet_due = np.flatnonzero(due >= at)[::-1]
        best = np.full(count, -1, dtype=np.int64)
        # If a pair occurs several times, the last assignment remains: the first candidate.
        best[pair[not_yet_due]] = not_yet_due
        selected = least_of_row == at
        chosen[selected] = best[pairs[selected]]
    return chosen


def _applicable_targets(units: Mapping[str, Unit]) -> pd.DataFrame:
    """Returns for each unit the targets that can apply to it: target_unit_id and target_level, with their origin and
    precedence for this unit.

    A target of the country itself binds no other unit. A target that the country sets for a level binds the units of
    that level.
    """
    rows = []
    country = country_of(units)
    for unit in units.values():
        rows.append((unit.id, unit.id, "", TargetOrigin.OWN.value, 0))
        for depth, higher in enumerate(higher_units(unit, units, country), 1):
            rows.append((unit.id, higher.id, unit.level.value, TargetOrigin.LEVEL.value, depth))
            if higher is not country:
                rows.append((unit.id, higher.id, "", TargetOrigin.ANCESTOR.value, 100 + depth))
    columns = ["unit_id", "target_unit_id", "target_level", "target_origin", "precedence"]
    return pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(columns[:4], "str"))


def assessed(rows: pd.DataFrame) -> pd.DataFrame:
    """Adds `assessment` and `gap` (result minus target)."""
    gap = rows["amount"] - rows["target_amount"]
    met, not_met = (_ASSESSMENTS.index(value) for value in (Assessment.MET, Assessment.NOT_MET))
    codes = np.where(reached(rows["target_comparison"], gap).to_numpy(dtype="bool"), met, not_met).astype(np.int8)
    for condition, value in _overrides(rows):
        codes[condition.to_numpy(dtype="bool")] = _ASSESSMENTS.index(value)
    binding = (codes == met) | (codes == not_met)
    return rows.assign(assessment=from_codes(codes, _ASSESSMENTS), gap=gap.where(binding))


def reached(comparison: "pd.Series[str]", gap: "pd.Series[int]") -> "pd.Series[bool]":
    """Returns for each figure whether it reaches its target, from its gap: the figure minus the target."""
    return (
        (comparison.eq(Comparison.AT_LEAST) & gap.ge(0))
        | (comparison.eq(Comparison.AT_MOST) & gap.le(0))
        | (comparison.eq(Comparison.EXACTLY) & gap.eq(0))
    ).fillna(False)


def _overrides(rows: pd.DataFrame) -> list[tuple["pd.Series[bool]", Assessment]]:
    """Returns the conditions that override "met" and "not met", the strongest last."""
    return [
        (rows["target_value"].eq(""), Assessment.NO_TARGET),
        (rows["status"].eq(ResultStatus.NOT_REPORTED), Assessment.NO_RESULT),
        (rows["target_status"].eq(TargetStatus.EXEMPT), Assessment.EXEMPT),
        (rows["status"].eq(ResultStatus.UNREADABLE), Assessment.UNREADABLE),
        (rows["status"].eq(ResultStatus.NOT_APPLICABLE), Assessment.NOT_APPLICABLE),
    ]
