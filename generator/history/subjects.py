"""Defines which columns of the published tables are compared between releases: key columns and tracked columns."""

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


class SubjectKind(StrEnum):
    """The subject of a row of a version."""

    UNIT = "unit"
    INDICATOR = "indicator"
    SOURCE = "source"
    TASK = "task"
    TARGET = "target"
    RESULT = "result"
    ASSESSMENT = "assessment"


FIGURES = (SubjectKind.TARGET, SubjectKind.RESULT, SubjectKind.ASSESSMENT)
"""Subjects with thousands of rows. Their new rows are counted in a release, not listed."""

LOCATED = (SubjectKind.TARGET, SubjectKind.RESULT)
"""Subjects that have a row in a document. A figure may move to another row without a change of value."""


@dataclass(frozen=True)
class Subject:
    """A published table whose changes are tracked.

    `key` maps columns of KEY to the table's own columns. `tracked_columns` are the columns that may change. Add new
    tracked columns at the end, so that states written earlier can still be read.
    """

    what: SubjectKind
    table: str
    key: Mapping[str, str]
    tracked_columns: tuple[str, ...]


_PLACE = {name: name for name in ("unit_id", "level", "indicator_id", "source_id", "locator")}
"""Key columns that have the same name in the table."""

SUBJECTS = (
    Subject(SubjectKind.UNIT, "units", {"unit_id": "id"}, ("name", "active_from", "active_to", "parent_id")),
    Subject(
        SubjectKind.INDICATOR,
        "indicators",
        {"indicator_id": "id"},
        ("name", "measure", "direction", "definition", "formula"),
    ),
    Subject(SubjectKind.SOURCE, "sources", {"source_id": "id"}, ("number", "title", "issued_on", "url")),
    Subject(
        SubjectKind.TASK,
        "tasks",
        {"task_id": "id", "source_id": "source_id"},
        ("title", "status", "due", "lead_ids"),
    ),
    Subject(SubjectKind.TARGET, "targets", _PLACE | {"period": "due"}, ("value", "status", "comparison")),
    Subject(
        SubjectKind.RESULT,
        "results",
        _PLACE | {"period": "period", "aggregate": "aggregate"},
        ("value", "status", "reading"),
    ),
    Subject(
        SubjectKind.ASSESSMENT,
        "assessments",
        {"unit_id": "unit_id", "indicator_id": "indicator_id", "period": "period"},
        ("assessment", "rank"),
    ),
)
"""All tables whose changes are tracked."""

TRACKED_COLUMNS = {subject.what: subject.tracked_columns for subject in SUBJECTS}
"""The tracked columns by subject."""


def packed(cells: Sequence["pd.Series[str]"]) -> "pd.Series[str]":
    """Returns the state of each row, built from its tracked cells."""
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


def without_value(states: "pd.Series[str]", status: str) -> "pd.Series[bool]":
    """Marks the states of targets or results that have no value, but this status as the reason."""
    return states.str.startswith(f"|{status}")


def unpacked_columns(states: "pd.Series[str]", what: SubjectKind) -> Mapping[str, "pd.Series[str]"]:
    """Returns the tracked cells by column, from the states of rows (the inverse of `packed`). Each distinct state is
    unpacked once, because most rows share their state with others."""
    known = {state: unpacked(state, what) for state in states.unique().tolist()}
    return {
        name: states.map({state: cells[number] for state, cells in known.items()}).astype(states.dtype)
        for number, name in enumerate(TRACKED_COLUMNS[what])
    }


def unpacked(state: str, what: SubjectKind) -> tuple[str, ...]:
    """Returns the tracked values of a state, one for each tracked column."""
    values = [value.replace("%7C", "|").replace("%25", "%") for value in state.split("|")]
    return (*values, *[""] * (len(TRACKED_COLUMNS[what]) - len(values)))
