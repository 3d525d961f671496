"""Finds figures that a newer document states again: both statements stay published, but the later document's counts."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from generator.history.changes import Change, ChangeKind
from generator.history.subjects import TRACKED_COLUMNS, SubjectKind, unpacked
from generator.history.versions import Version, values_by_id
from generator.model import Assessment, ResultStatus

_FIGURE = ["unit_id", "level", "aggregate", "indicator_id", "period"]
"""Columns that identify one figure, independent of the documents that state it."""

_ASSESSED = ["unit_id", "indicator_id", "period"]
"""Columns that identify an assessment."""

_ISSUED_ON = TRACKED_COLUMNS[SubjectKind.SOURCE].index("issued_on")
_STATUS = TRACKED_COLUMNS[SubjectKind.RESULT].index("status")


@dataclass(frozen=True)
class Replacement:
    """A figure whose value in force now comes from another document than before.

    `change` leads from the old value in force to the new one, with the place of the new one. `source_id` and `locator`
    are the place of the old value.
    """

    change: Change
    source_id: str
    locator: str


def replacements(before: Version, after: Version, log: pd.DataFrame) -> tuple[Replacement, ...]:
    """Returns the figures that, since the changes of the log, have another document in force and another value.

    A change within a document is enough: if the cell in force is now empty, the earlier document's figure counts again.
    """
    results = log[log["what"].eq(SubjectKind.RESULT)]
    if before.rows.empty or results.empty:
        return ()
    old = _in_force(before, results[_FIGURE].drop_duplicates())
    if old.empty:  # This is the case for most reports: their months were not stated by any earlier document.
        return ()
    pairs = old.merge(_in_force(after, old[_FIGURE]), on=_FIGURE, suffixes=("_old", ""))
    replaced = pairs[pairs["source_id_old"].ne(pairs["source_id"]) & pairs["state_old"].ne(pairs["state"])]
    rows = zip(*(replaced[name].tolist() for name in replaced), strict=True)
    return tuple(_replacement(dict(zip(replaced.columns, row, strict=True))) for row in rows)


def _in_force(version: Version, requested: pd.DataFrame) -> pd.DataFrame:
    """Returns the row in force for each requested figure: that of the latest document that states the figure.

    Of two documents of one day the one that corrects the other counts, else the one with the greater id, as in
    `measures`.
    """
    candidates = version.rows
    for name in ("period", "unit_id", "indicator_id"):
        candidates = candidates[candidates[name].isin(requested[name].unique())]
    found = candidates[candidates["what"].eq(SubjectKind.RESULT)].merge(requested, on=_FIGURE)
    days = {id_: values[_ISSUED_ON] for id_, values in values_by_id(version, SubjectKind.SOURCE).items()}
    found = found.assign(
        issued=[days.get(source_id, "") for source_id in found["source_id"]],
        step=[version.same_day_steps.get(source_id, 0) for source_id in found["source_id"]],
        counts=_counts(found, candidates),
    )
    ordered = found.sort_values(["counts", "issued", "step", "source_id"], ascending=False, kind="stable")
    return ordered.drop_duplicates(_FIGURE).drop(columns=["step", "counts"])


def _counts(found: pd.DataFrame, rows: pd.DataFrame) -> list[bool]:
    """Returns whether each row could be in force. A cell that a document leaves empty replaces no figure, unless the
    document corrects others; a version does not say which documents do, but the figure is then assessed as missing."""
    missing = rows[rows["what"].eq(SubjectKind.ASSESSMENT) & rows["state"].eq(Assessment.NO_RESULT)]
    without = set(zip(*(missing[name] for name in _ASSESSED), strict=True))
    figures = zip(*(found[name] for name in _ASSESSED), strict=True)
    empty = (
        unpacked(state, SubjectKind.RESULT)[_STATUS] == ResultStatus.NOT_REPORTED for state in found["state"].tolist()
    )
    return [not blank or figure in without for blank, figure in zip(empty, figures, strict=True)]


def _replacement(pair: Mapping[str, str]) -> Replacement:
    change = Change(
        SubjectKind.RESULT,
        ChangeKind.CHANGED,
        unit_id=pair["unit_id"],
        level=pair["level"],
        aggregate=pair["aggregate"],
        indicator_id=pair["indicator_id"],
        period=pair["period"],
        source_id=pair["source_id"],
        locator=pair["locator"],
        task_id="",
        old_locator="",
        old=unpacked(pair["state_old"], SubjectKind.RESULT),
        new=unpacked(pair["state"], SubjectKind.RESULT),
    )
    return Replacement(change, pair["source_id_old"], pair["locator_old"])
