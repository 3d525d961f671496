"""Two versions compared, and a version brought forward by what changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from generator.bulk import LONG
from generator.history.subjects import KEY, LOCATED, What, unpacked
from generator.history.versions import ROW, Version, ordered, same_keys

LOG_COLUMNS = ("what", "kind", *KEY, "old_locator", "old", "new")
"""One row a change. `old` and `new` are states, empty where there is none; `old_locator` is that of a moved figure."""


class Kind(StrEnum):
    """What happened to a published row. A moved figure is the same figure at another row of its document."""

    NEW = "new"
    CHANGED = "changed"
    MOVED = "moved"
    WITHDRAWN = "withdrawn"


class HistoryBroken(Exception):
    """A change does not fit the version it is applied to."""


@dataclass(frozen=True)
class Change:
    """One published row that came, changed or went.

    `old` and `new` hold the subject's watched values (`subjects.WATCHED`), None where there was or is no row.
    Of the key, only what the subject uses is set; a target's `period` is its due.
    """

    what: What
    kind: Kind
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
        """Whether the figure says what it said, in another row of its document."""
        return self.kind is Kind.MOVED and self.old == self.new


def compare(old: Version, new: Version) -> tuple[Change, ...]:
    """Everything that differs between two versions, in a fixed order."""
    return tuple(changes_of(difference(old, new)))


def changes_of(log: pd.DataFrame) -> Iterator[Change]:
    """The rows of a log (LOG_COLUMNS) as changes."""
    return map(change_of, zip(*(log[name].tolist() for name in LOG_COLUMNS), strict=True))


def change_of(cells: tuple[str, ...]) -> Change:
    """A row of a log as a change."""
    row: dict[str, str] = dict(zip(LOG_COLUMNS, cells, strict=True))
    what, kind = What(row.pop("what")), Kind(row.pop("kind"))
    old, new = unpacked(row.pop("old"), what), unpacked(row.pop("new"), what)
    return Change(
        what,
        kind,
        old=None if kind is Kind.NEW else old,
        new=None if kind is Kind.WITHDRAWN else new,
        **row,
    )


def difference(old: Version, new: Version) -> pd.DataFrame:
    """The log of what leads from the old version to the new: LOG_COLUMNS, sorted."""
    gone, come = _in_other_states(old.rows, new.rows) if same_keys(old, new) else _differing(old.rows, new.rows)
    merged = gone.merge(come, on=ROW, how="outer", indicator=True)
    kinds = {"left_only": Kind.WITHDRAWN.value, "right_only": Kind.NEW.value, "both": Kind.CHANGED.value}
    log = merged.assign(kind=merged["_merge"].astype("str").map(kinds), old_locator="")
    log = log.assign(old=log["old"].fillna(""), new=log["new"].fillna(""))
    return _sorted(_with_moves(log[list(LOG_COLUMNS)].astype(LONG)))


def _in_other_states(old: pd.DataFrame, new: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The same of two versions that hold the same rows."""
    other = old["state"].ne(new["state"])
    return old[other].rename(columns={"state": "old"}), new[other].rename(columns={"state": "new"})


def _differing(old: pd.DataFrame, new: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows that stand in one version only, their state as `old` or `new`."""
    both = pd.concat([old, new], ignore_index=True)
    alone = ~both.duplicated(keep=False)
    gone = both[alone & (both.index < len(old))].rename(columns={"state": "old"})
    come = both[alone & (both.index >= len(old))].rename(columns={"state": "new"})
    return gone, come


def _with_moves(log: pd.DataFrame) -> pd.DataFrame:
    """Joins a withdrawn figure and a new one into one moved figure, where a document states it at another row now.

    Only where it is plain which it is: one row went, one came, alike in all but the locator.
    """
    loose = [name for name in ROW if name != "locator"]
    located = log[log["what"].isin(list(LOCATED)) & log["kind"].isin([Kind.NEW, Kind.WITHDRAWN])]
    if located["kind"].nunique() < 2:  # noqa: PLR2004 - nothing went, or nothing came
        return log
    single = located[located.groupby([*loose, "kind"])["kind"].transform("size").eq(1)].reset_index(names="row")
    went = single[single["kind"].eq(Kind.WITHDRAWN)][[*loose, "row", "locator", "old"]]
    came = single[single["kind"].eq(Kind.NEW)][[*loose, "row", "locator", "new"]]
    pairs = went.rename(columns={"locator": "old_locator"}).merge(came, on=loose, suffixes=("_went", "_came"))
    rest = log.drop(index=[*pairs["row_went"], *pairs["row_came"]])
    moved = pairs.assign(kind=Kind.MOVED.value)[list(LOG_COLUMNS)]
    return pd.concat([rest, moved], ignore_index=True) if len(moved) else rest


def _sorted(log: pd.DataFrame) -> pd.DataFrame:
    return log.sort_values([*ROW, "kind"], kind="stable", ignore_index=True)


def applied(version: Version, log: pd.DataFrame) -> Version:
    """The version after the changes of the log.

    Raises HistoryBroken when one of them changes or takes away what is not there, or adds what is.
    """
    before = log[log["kind"].ne(Kind.NEW)]
    moved = before["kind"].eq(Kind.MOVED)
    former = before.assign(locator=before["locator"].where(~moved, before["old_locator"]), state=before["old"])
    after = log[log["kind"].ne(Kind.WITHDRAWN)].assign(state=lambda rows: rows["new"])
    kept = _without(version.rows, former)
    rows = pd.concat([kept, after[list(version.rows.columns)]], ignore_index=True)
    if len(kept) + len(former) != len(version.rows) or rows.duplicated(ROW).any():
        raise HistoryBroken
    return ordered(rows)


def _without(rows: pd.DataFrame, former: pd.DataFrame) -> pd.DataFrame:
    """The rows but those that `former` names, state and all; only rows that agree with one of them in each column can
    be."""
    names = list(rows.columns)
    alike = pd.Series(True, index=rows.index)
    for name in names:
        alike &= rows[name].isin(former[name])
    doubtful = rows[alike].reset_index(names="row")
    gone = doubtful.merge(former[names].drop_duplicates(), on=names)["row"]
    return rows.drop(index=gone.tolist())
