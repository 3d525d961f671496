"""The target in force beside each result, and whether the result reached it."""

from collections.abc import Mapping
from functools import cache

import numpy as np
import pandas as pd

from generator.bulk import Numbers, coded, in_categories, row_keys, stacked
from generator.measures.periods import Spans, dated, lateness
from generator.measures.units import above
from generator.model import (
    Assessment,
    Comparison,
    Portal,
    ResultStatus,
    TargetOrigin,
    TargetStatus,
    Unit,
    country_of,
)

_TEXTS = ["unit_id", "value", "comparison", "status", "due", "source_id", "locator", "note", "level"]
_ORIGINS = sorted(TargetOrigin)
_ASSESSMENTS = sorted(Assessment)


def with_targets(rows: pd.DataFrame, portal: Portal, spans: Spans) -> pd.DataFrame:
    """The target in force beside each row: the unit's own, else that of its level, else the nearest ancestor's;
    among those of one kind, the earliest one due not before the period's end, and of two, the later document's.

    Where there is none, its texts are empty, its amount is missing and its row is -1.
    """
    known = np.flatnonzero(portal.targets["status"].ne(TargetStatus.UNREADABLE))
    readable = portal.targets.take(known).reset_index(drop=True)
    candidates = _candidates(readable, portal, rows)
    chosen = _chosen(rows, candidates, spans)
    texts = in_categories(readable[_TEXTS].astype({"locator": "str"}), ["locator"])
    target = stacked([texts.assign(amount=readable["amount"]), _none()])
    number = np.append(candidates["target"].to_numpy(), len(readable))[chosen]
    origin = np.append(candidates["origin"].to_numpy(), _ORIGINS.index(TargetOrigin.NONE))[chosen]
    beside = {f"target_{name}": target[name].array.take(number) for name in target}
    stated = np.append(known, -1)[number]
    return rows.assign(**beside, target_origin=coded(origin, _ORIGINS), target_row=stated)


@cache
def _none() -> pd.DataFrame:
    """One row that stands for having no target: empty texts, a missing amount."""
    texts = in_categories(pd.DataFrame([[""] * len(_TEXTS)], columns=_TEXTS, dtype="str"), _TEXTS)
    return texts.assign(amount=pd.array([pd.NA], dtype="Int64"))


def _candidates(targets: pd.DataFrame, portal: Portal, rows: pd.DataFrame) -> pd.DataFrame:
    """Every target that could bind a unit, the one that goes before all others first: `target`, its number; `pair`, the
    number of unit and indicator; the number of its `origin`; `due_end`, the day until which it counts."""
    days = dated(targets, "due").assign(late=lateness(targets, portal.sources))
    named = days[["unit_id", "level", "indicator_id", "end", "late"]].reset_index(names="target")
    texts = named.astype(dict.fromkeys(["unit_id", "level", "indicator_id"], "str"))
    texts = texts.rename(columns={"unit_id": "target_unit_id", "level": "target_level"})
    found = texts.merge(_reach(portal.units), on=["target_unit_id", "target_level"])
    units, indicators = (rows[name].cat.categories for name in ("unit_id", "indicator_id"))
    unit = units.get_indexer(pd.Index(found["unit_id"]))
    indicator = indicators.get_indexer(pd.Index(found["indicator_id"]))
    told = pd.DataFrame(
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
    return told.sort_values(first, ascending=[True, True, False], kind="stable", ignore_index=True)


def _chosen(rows: pd.DataFrame, candidates: pd.DataFrame, spans: Spans) -> Numbers:
    """For each row the number of the first candidate for its unit and indicator that is due not before the period's
    end, or -1. A row without a period takes any."""
    pairs, pair = row_keys(rows, ["unit_id", "indicator_id"]), candidates["pair"].to_numpy()
    count = len(rows["unit_id"].cat.categories) * len(rows["indicator_id"].cat.categories)
    due_end = candidates["due_end"].to_numpy()
    dues = np.unique(due_end)
    due = np.searchsorted(dues, due_end)
    least = np.where(np.isnat(spans.end), 0, np.searchsorted(dues, spans.end))
    least_of_row = least[rows["period"].cat.codes]
    chosen = np.full(len(rows), -1, dtype=np.int64)
    for at in np.unique(least):
        still_open = np.flatnonzero(due >= at)[::-1]
        best = np.full(count, -1, dtype=np.int64)
        best[pair[still_open]] = still_open  # Of several for one pair the last one assigned stays: the first candidate.
        asked = least_of_row == at
        chosen[asked] = best[pairs[asked]]
    return chosen


def _reach(units: Mapping[str, Unit]) -> pd.DataFrame:
    """Whose targets reach a unit: target_unit_id and target_level, with the origin and precedence they have for it.

    What the country itself must reach binds no other unit; what it asks of a level binds the units of the level.
    """
    rows = []
    country = country_of(units)
    for unit in units.values():
        rows.append((unit.id, unit.id, "", TargetOrigin.OWN.value, 0))
        for depth, higher in enumerate(above(unit, units, country), 1):
            rows.append((unit.id, higher.id, unit.level.value, TargetOrigin.LEVEL.value, depth))
            if higher is not country:
                rows.append((unit.id, higher.id, "", TargetOrigin.ANCESTOR.value, 100 + depth))
    columns = ["unit_id", "target_unit_id", "target_level", "target_origin", "precedence"]
    return pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(columns[:4], "str"))


def assessed(rows: pd.DataFrame) -> pd.DataFrame:
    """Adds `assessment` and `gap`, the result less the target."""
    gap = rows["amount"] - rows["target_amount"]
    comparison = rows["target_comparison"]
    reached = (
        (comparison.eq(Comparison.AT_LEAST) & gap.ge(0))
        | (comparison.eq(Comparison.AT_MOST) & gap.le(0))
        | (comparison.eq(Comparison.EXACTLY) & gap.eq(0))
    ).fillna(False)
    met, not_met = (_ASSESSMENTS.index(value) for value in (Assessment.MET, Assessment.NOT_MET))
    codes = np.where(reached.to_numpy(dtype="bool"), met, not_met).astype(np.int8)
    for condition, value in _special(rows):
        codes[condition.to_numpy(dtype="bool")] = _ASSESSMENTS.index(value)
    binding = (codes == met) | (codes == not_met)
    return rows.assign(assessment=coded(codes, _ASSESSMENTS), gap=gap.where(binding))


def _special(rows: pd.DataFrame) -> list[tuple["pd.Series[bool]", Assessment]]:
    """What overrides met and not met, the strongest last."""
    return [
        (rows["target_value"].eq(""), Assessment.NO_TARGET),
        (rows["status"].eq(ResultStatus.NOT_REPORTED), Assessment.NO_RESULT),
        (rows["target_status"].eq(TargetStatus.EXEMPT), Assessment.EXEMPT),
        (rows["status"].eq(ResultStatus.UNREADABLE), Assessment.UNREADABLE),
        (rows["status"].eq(ResultStatus.NOT_APPLICABLE), Assessment.NOT_APPLICABLE),
    ]
