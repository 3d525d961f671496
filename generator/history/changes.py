"""Compares two versions: the log of the rows that were added, changed, moved or withdrawn."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from generator.bulk import ARROW_TEXT
from generator.history.subjects import KEY, LOCATED, SubjectKind, unpacked
from generator.history.versions import ROW, Version, same_keys

LOG_COLUMNS = ("what", "kind", *KEY, "old_locator", "old", "new")
"""Columns of a log, one row per change. `old` and `new` are states, empty without one; `old_locator` is the former row
of a moved figure."""


class ChangeKind(StrEnum):
    """The kinds of change of a published row. A moved figure is the same figure in another row of its document."""

    NEW = "new"
    CHANGED = "changed"
    MOVED = "moved"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Change:
    """One published row that was added, changed, moved or withdrawn.

    `old` and `new` hold the subject's tracked values (`subjects.TRACKED_COLUMNS`), or None if there was or is no such
    row. Of the key, only the columns that the subject uses are set; a target's `period` is its due date.
    """

    what: SubjectKind
    kind: ChangeKind
    unit_id: str
    level: str
    aggregate: str
    indicator_id: str
    period: str
    source_id: str
    locator: str
    task_id: str
    old_locator: str
    old: tuple[str, ...] | None
    new: tuple[str, ...] | None

    @property
    def only_moved(self) -> bool:
        """Whether the figure is unchanged and only its row in the document is different."""
        return self.kind is ChangeKind.MOVED and self.old == self.new


def compare(old: Version, new: Version) -> tuple[Change, ...]:
    """Returns all differences between two versions, in a fixed order."""
    return tuple(changes_of(difference(old, new)))


def changes_of(log: pd.DataFrame) -> Iterator[Change]:
    """Yields the rows of a log (LOG_COLUMNS) as changes."""
    return map(change_of, zip(*(log[name].tolist() for name in LOG_COLUMNS), strict=True))


def change_of(cells: tuple[str, ...]) -> Change:
    """Returns a row of a log as a change."""
    row: dict[str, str] = dict(zip(LOG_COLUMNS, cells, strict=True))
    what, kind = SubjectKind(row.pop("what")), ChangeKind(row.pop("kind"))
    old, new = unpacked(row.pop("old"), what), unpacked(row.pop("new"), what)
    return Change(
        what,
        kind,
        old=None if kind is ChangeKind.NEW else old,
        new=None if kind is ChangeKind.WITHDRAWN else new,
        **row,
    )


def difference(old: Version, new: Version) -> pd.DataFrame:
    """Returns the log of changes from the old version to the new one: LOG_COLUMNS, sorted."""
    removed, added = _in_other_states(old.rows, new.rows) if same_keys(old, new) else _differing(old.rows, new.rows)
    merged = removed.merge(added, on=ROW, how="outer", indicator=True)
    kinds = {
        "left_only": ChangeKind.WITHDRAWN.value,
        "right_only": ChangeKind.NEW.value,
        "both": ChangeKind.CHANGED.value,
    }
    log = merged.assign(kind=merged["_merge"].astype("str").map(kinds), old_locator="")
    log = log.assign(old=log["old"].fillna(""), new=log["new"].fillna(""))
    return _sorted(_with_moves(log[list(LOG_COLUMNS)].astype(ARROW_TEXT)))


def _in_other_states(old: pd.DataFrame, new: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Returns the same as `_differing`, for two versions with the same keys."""
    other = old["state"].ne(new["state"])
    return old[other].rename(columns={"state": "old"}), new[other].rename(columns={"state": "new"})


def _differing(old: pd.DataFrame, new: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Returns the rows that are in one version only, with their state as `old` or `new`."""
    both = pd.concat([old, new], ignore_index=True)
    alone = ~both.duplicated(keep=False)
    removed = both[alone & (both.index < len(old))].rename(columns={"state": "old"})
    added = both[alone & (both.index >= len(old))].rename(columns={"state": "new"})
    return removed, added


def _with_moves(log: pd.DataFrame) -> pd.DataFrame:
    """Joins a withdrawn figure and a new one into one moved figure, if the document now states the figure in another
    row.

    This is done only if the pair is unambiguous: one row was withdrawn, one was added, and they are equal in everything
    but the locator.
    """
    key_without_locator = [name for name in ROW if name != "locator"]
    located = log[log["what"].isin(list(LOCATED)) & log["kind"].isin([ChangeKind.NEW, ChangeKind.WITHDRAWN])]
    if located["kind"].nunique() < 2:  # noqa: PLR2004 - nothing went, or nothing came
        return log
    single = located[located.groupby([*key_without_locator, "kind"])["kind"].transform("size").eq(1)].reset_index(
        names="row"
    )
    went = single[single["kind"].eq(ChangeKind.WITHDRAWN)][[*key_without_locator, "row", "locator", "old"]]
    came = single[single["kind"].eq(ChangeKind.NEW)][[*key_without_locator, "row", "locator", "new"]]
    pairs = went.rename(columns={"locator": "old_locator"}).merge(
        came, on=key_without_locator, suffixes=("_went", "_came")
    )
    rest = log.drop(index=[*pairs["row_went"], *pairs["row_came"]])
    moved = pairs.assign(kind=ChangeKind.MOVED.value)[list(LOG_COLUMNS)]
    return pd.concat([rest, moved], ignore_index=True) if len(moved) else rest


def _sorted(log: pd.DataFrame) -> pd.DataFrame:
    return log.sort_values([*ROW, "kind"], kind="stable", ignore_index=True)
