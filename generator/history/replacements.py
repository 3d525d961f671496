"""Figures that one document states in place of another: both stay published, but the later document's counts."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from generator.history.changes import Change, Kind
from generator.history.subjects import OWN, WATCHED, What, unpacked
from generator.history.versions import Version

_FIGURE = ["unit_id", "level", "stated", "indicator_id", "period"]
"""What is one figure, however many documents state it."""

_ISSUED_ON = WATCHED[What.SOURCE].index("issued_on")


@dataclass(frozen=True)
class Replacement:
    """A figure that counts by another document than before. `change` leads from the value that counted to the one that
    counts, in the row that states it now; `source_id` and `locator` are the row that counted before."""

    change: Change
    source_id: str
    locator: str


def replacements(before: Version, after: Version, log: pd.DataFrame) -> tuple[Replacement, ...]:
    """The figures that count by another document since the changes of the log, and say something else since then."""
    results = log[log["what"].eq(What.RESULT) & log["kind"].isin([Kind.NEW, Kind.WITHDRAWN])]
    if before.rows.empty or results.empty:
        return ()
    old = _counting(before, _with_figure(results)[_FIGURE].drop_duplicates())
    if old.empty:  # So it is with most reports: they state months that no document stated before.
        return ()
    pairs = old.merge(_counting(after, old[_FIGURE]), on=_FIGURE, suffixes=("_old", ""))
    turned = pairs[pairs["source_id_old"].ne(pairs["source_id"]) & pairs["state_old"].ne(pairs["state"])]
    rows = zip(*(turned[name].tolist() for name in turned), strict=True)
    return tuple(_replacement(dict(zip(turned.columns, row, strict=True))) for row in rows)


def _with_figure(rows: pd.DataFrame) -> pd.DataFrame:
    """A share or total that a document states for a unit as a whole is one of its own figures, as measures have it."""
    own = rows["level"].eq("") & rows["aggregate"].isin(OWN)
    return rows.assign(stated=rows["aggregate"].where(~own, ""))


def _counting(version: Version, wanted: pd.DataFrame) -> pd.DataFrame:
    """The row that counts of each wanted figure: the plain one before a pooled one, then the latest document's.

    Of two documents of one day the greater id counts, as in measures where neither corrects the other: the history does
    not know what a document amends, so a correction on the day itself by a lesser id is not told here.
    """
    near = version.rows
    for name in ("period", "unit_id", "indicator_id"):
        near = near[near[name].isin(wanted[name].unique())]
    found = _with_figure(near[near["what"].eq(What.RESULT)]).merge(wanted, on=_FIGURE)
    days = _issued(version)
    found = found.assign(issued=[days.get(source_id, "") for source_id in found["source_id"]])
    order = ["aggregate", "issued", "source_id"]
    return found.sort_values(order, ascending=[True, False, False], kind="stable").drop_duplicates(_FIGURE)


def _issued(version: Version) -> Mapping[str, str]:
    """The day of each document, as the version holds it."""
    rows = version.rows[version.rows["what"].eq(What.SOURCE)]
    states = zip(rows["source_id"], rows["state"], strict=True)
    return {source_id: unpacked(state, What.SOURCE)[_ISSUED_ON] for source_id, state in states}


def _replacement(pair: Mapping[str, str]) -> Replacement:
    change = Change(
        What.RESULT,
        Kind.CHANGED,
        unit_id=pair["unit_id"],
        level=pair["level"],
        aggregate=pair["aggregate"],
        indicator_id=pair["indicator_id"],
        period=pair["period"],
        source_id=pair["source_id"],
        locator=pair["locator"],
        task_id="",
        old_locator="",
        old=unpacked(pair["state_old"], What.RESULT),
        new=unpacked(pair["state"], What.RESULT),
    )
    return Replacement(change, pair["source_id_old"], pair["locator_old"])
