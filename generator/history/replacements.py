"""Finds figures that a newer document states again: both statements stay published, but the later document's counts."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import pandas as pd

from generator.history.changes import LOG_COLUMNS, Change, ChangeKind, change_of
from generator.history.subjects import TRACKED_COLUMNS, VERSION_COLUMNS, SubjectKind, unpacked
from generator.history.versions import Version
from generator.model import Assessment, ResultStatus

_FIGURE = ("unit_id", "level", "aggregate", "indicator_id", "period")
"""Columns that identify one figure, independent of the documents that state it."""

_Figure: TypeAlias = tuple[str, ...]
"""The cells of _FIGURE."""

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


class _Row(NamedTuple):
    """A row of a version: VERSION_COLUMNS."""

    what: str
    unit_id: str
    level: str
    aggregate: str
    indicator_id: str
    period: str
    source_id: str
    locator: str
    task_id: str
    state: str

    @property
    def figure(self) -> _Figure:
        return self[1:6]

    @property
    def tracked(self) -> tuple[str, ...]:
        """The tracked values."""
        return unpacked(self.state, SubjectKind(self.what))


def replacements(before: Version, after: Version, log: pd.DataFrame) -> tuple[Replacement, ...]:
    """Returns the figures that, since the changes of the log, have another document in force and another value.

    A change within a document is enough: if the cell in force is now empty, the earlier document's figure counts again.
    Of the versions only the documents and the rows about units, indicators and periods of the log are used.
    """
    if before.rows.empty:  # This is the case for most reports: their months were not stated by any earlier document.
        return ()
    listed = log["what"].eq(SubjectKind.RESULT)
    old = _in_force(before, set(zip(*(log[name][listed].tolist() for name in _FIGURE), strict=True)))
    new = _in_force(after, old.keys())
    pairs = ((row, new[figure]) for figure, row in old.items() if figure in new)
    return tuple(_replacement(*pair) for pair in pairs if _is_replaced(*pair))


def _is_replaced(old: _Row, new: _Row) -> bool:
    return old.source_id != new.source_id and old.state != new.state


def _in_force(version: Version, requested: AbstractSet[_Figure]) -> dict[_Figure, _Row]:
    """Returns the row in force for each requested figure: that of the latest document that states the figure.

    Of two documents of one day the one that corrects the other counts, else the one with the greater id, as in
    `measures`.
    """
    if not requested:
        return {}
    rows = [*_rows_about(version, requested)]
    results = [row for row in rows if row.what == SubjectKind.RESULT and row.figure in requested]
    days = {row.source_id: row.tracked[_ISSUED_ON] for row in rows if row.what == SubjectKind.SOURCE}
    missing = {
        (row.unit_id, row.indicator_id, row.period)
        for row in rows
        if row.what == SubjectKind.ASSESSMENT and row.state == Assessment.NO_RESULT
    }

    def precedence(row: _Row) -> tuple[bool, str, int, str]:
        # A cell that a document leaves empty replaces no figure, unless the document corrects the one that states it. A
        # version does not say which documents correct others, but the figure is then assessed as missing.
        blank = row.tracked[_STATUS] == ResultStatus.NOT_REPORTED
        counts = not blank or (row.unit_id, row.indicator_id, row.period) in missing
        return counts, days.get(row.source_id, ""), version.same_day_steps.get(row.source_id, 0), row.source_id

    in_force: dict[_Figure, _Row] = {}
    for row in sorted(results, key=precedence, reverse=True):
        in_force.setdefault(row.figure, row)
    return in_force


def _rows_about(version: Version, figures: AbstractSet[_Figure]) -> Iterator[_Row]:
    """Yields the documents, and the rows with the unit, the indicator and the period of any of the figures, not always
    of the same one."""
    rows = version.rows
    units, _, _, indicators, periods = map(set, zip(*figures, strict=True))
    about = rows["unit_id"].isin(units) & rows["indicator_id"].isin(indicators) & rows["period"].isin(periods)
    chosen = rows[about | rows["what"].eq(SubjectKind.SOURCE)]
    return map(_Row._make, zip(*(chosen[name].tolist() for name in VERSION_COLUMNS), strict=True))


def _replacement(old: _Row, new: _Row) -> Replacement:
    cells = {**new._asdict(), "kind": ChangeKind.CHANGED, "old_locator": "", "old": old.state, "new": new.state}
    return Replacement(change_of(tuple(cells[name] for name in LOG_COLUMNS)), old.source_id, old.locator)
