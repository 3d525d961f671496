"""Defines which columns of the published tables are compared between releases: key columns and watched columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

KEY = ("unit_id", "level", "aggregate", "indicator_id", "period", "source_id", "locator", "task_id")
"""The columns that can identify a row. A subject leaves the columns empty that it does not use. A target's `period` is
its due date."""

VERSION_COLUMNS = ("what", *KEY, "state")


class What(StrEnum):
    """The subject of a row of a version."""

    UNIT = "unit"
    INDICATOR = "indicator"
    SOURCE = "source"
    TASK = "task"
    TARGET = "target"
    RESULT = "result"
    ASSESSMENT = "assessment"


FIGURES = (What.TARGET, What.RESULT, What.ASSESSMENT)
"""Subjects with thousands of rows. Their new rows are counted in a release, not listed."""

LOCATED = (What.TARGET, What.RESULT)
"""Subjects that have a row in a document. A figure may move to another row without a change of value."""


OWN = ("", "pooled", "total")
"""Aggregates that a document may state as a unit's own figure: none, or its share or total for the unit as a whole."""


@dataclass(frozen=True)
class Subject:
    """A published table whose changes are tracked.

    `key` maps columns of KEY to the table's own columns. `watched` are the columns that may change. Add new watched
    columns at the end, so that states written earlier can still be read.
    """

    what: What
    table: str
    key: Mapping[str, str]
    watched: tuple[str, ...]


_PLACE = {name: name for name in ("unit_id", "level", "indicator_id", "source_id", "locator")}
"""Key columns that have the same name in the table."""

SUBJECTS = (
    Subject(What.UNIT, "units", {"unit_id": "id"}, ("name", "active_from", "active_to", "parent_id")),
    Subject(
        What.INDICATOR,
        "indicators",
        {"indicator_id": "id"},
        ("name", "measure", "direction", "definition", "formula"),
    ),
    Subject(What.SOURCE, "sources", {"source_id": "id"}, ("number", "title", "issued_on", "url")),
    Subject(
        What.TASK,
        "tasks",
        {"task_id": "id", "source_id": "source_id"},
        ("title", "status", "due", "lead_ids"),
    ),
    Subject(What.TARGET, "targets", _PLACE | {"period": "due"}, ("value", "status", "comparison")),
    Subject(
        What.RESULT,
        "results",
        _PLACE | {"period": "period", "aggregate": "aggregate"},
        ("value", "status", "reading"),
    ),
    Subject(
        What.ASSESSMENT,
        "assessments",
        {"unit_id": "unit_id", "indicator_id": "indicator_id", "period": "period"},
        ("assessment", "rank"),
    ),
)
"""All tables whose changes are tracked."""

WATCHED = {subject.what: subject.watched for subject in SUBJECTS}
"""The watched columns by subject."""


def packed(cells: Sequence["pd.Series[str]"]) -> "pd.Series[str]":
    """Returns the state of each row, built from its watched cells."""
    escaped = [_escaped(cell) for cell in cells]
    joined = escaped[0]
    for cell in escaped[1:]:
        joined = joined + "|" + cell
    return joined.str.rstrip("|")


def _escaped(cell: "pd.Series[str]") -> "pd.Series[str]":
    for sign, code in (("%", "%25"), ("|", "%7C")):
        if cell.str.contains(sign, regex=False).any():
            cell = cell.str.replace(sign, code, regex=False)
    return cell


def opened(states: "pd.Series[str]", what: What) -> Mapping[str, "pd.Series[str]"]:
    """Returns the watched cells by column, from the states of rows (the inverse of `packed`). Each distinct state is
    unpacked once, because most rows share their state with others."""
    known = {state: unpacked(state, what) for state in states.unique().tolist()}
    return {
        name: states.map({state: cells[number] for state, cells in known.items()}).astype(states.dtype)
        for number, name in enumerate(WATCHED[what])
    }


def unpacked(state: str, what: What) -> tuple[str, ...]:
    """Returns the watched values of a state, one for each watched column."""
    values = [value.replace("%7C", "|").replace("%25", "%") for value in state.split("|")]
    return (*values, *[""] * (len(WATCHED[what]) - len(values)))
