"""Applies the logs of all releases one after the other, without sorting or comparing whole versions."""

from collections.abc import Sequence
from functools import cached_property
from typing import TypeAlias

import numpy as np
import pandas as pd
import pyarrow as pa

from generator.bulk import ARROW_TEXT, Numbers, arrow_texts, has_duplicates, in_categories, renumbered, row_order
from generator.history.changes import ChangeKind
from generator.history.subjects import VERSION_COLUMNS, SubjectKind
from generator.history.versions import CHUNK, EMPTY_VERSION, ROW, Version, csv_lines, digest_of

Published: TypeAlias = Numbers
"""A version: for each key the number of the log row with its published state, -1 if nothing is published under it."""

_SUBJECT = ("unit_id", "indicator_id", "period")
"""The columns that a result and its assessment have in common."""


class HistoryBroken(Exception):
    """A change does not fit the version that it is applied to."""


class Logs:
    """The logs (LOG_COLUMNS) of all releases, the oldest first.

    Their rows are sorted once in the order of versions, and each key gets a number. Applying a release then sets the
    numbers of its own rows in an array, however many rows are published.
    """

    def __init__(self, logs: Sequence[pd.DataFrame]) -> None:
        lengths = [len(one) for one in logs]
        log = pd.concat(logs, ignore_index=True)
        is_new = log["kind"].eq(ChangeKind.NEW).to_numpy()
        former = log[ROW].assign(locator=log["old_locator"].where(log["kind"].eq(ChangeKind.MOVED), log["locator"]))
        keyed = in_categories(pd.concat([log[ROW], former[~is_new]], ignore_index=True), ROW)
        keys = _numbered(keyed, ROW)
        former_keys = np.full(len(log), -1)
        former_keys[~is_new] = keys[len(log) :]
        order = row_order(keys[: len(log)])
        log = pd.DataFrame({name: _taken(log[name], order) for name in log})
        self.before: Published = np.full(int(keys.max(initial=-1)) + 1, -1)
        """The version before the first release."""
        self._keys, self._former_keys = keys[order], former_keys[order]
        self._is_new, self._is_withdrawn = is_new[order], log["kind"].eq(ChangeKind.WITHDRAWN).to_numpy()
        self._old, self._new = log["old"].array, log["new"].array
        self._rows = log.rename(columns={"new": "state"})[list(VERSION_COLUMNS)]
        self._releases = np.split(np.argsort(order), np.cumsum(lengths)[:-1])
        self._subjects = _numbered(keyed, _SUBJECT)[order]
        self._is_result = log["what"].eq(SubjectKind.RESULT).to_numpy()
        releases = np.repeat(np.arange(len(logs)), lengths)[order]
        self._first_results = np.full(int(self._subjects.max(initial=-1)) + 1, len(logs))
        np.minimum.at(self._first_results, self._subjects[self._is_result], releases[self._is_result])
        self._is_document = log["what"].eq(SubjectKind.SOURCE).to_numpy()

    def applied(self, published: Published, release: int) -> Published:
        """Returns the version after the release of this number, from the version before it.

        Raises HistoryBroken if a change alters or removes a row that does not exist, or adds one that exists.
        """
        rows = self._releases[release]
        removed, added = rows[~self._is_new[rows]], rows[~self._is_withdrawn[rows]]
        gone, come = self._former_keys[removed], self._keys[added]
        stated = published[gone]
        if has_duplicates(gone) or (stated < 0).any() or not self._old.take(removed).equals(self._new.take(stated)):
            raise HistoryBroken
        after = published.copy()
        after[gone] = -1
        if has_duplicates(come) or (after[come] >= 0).any():
            raise HistoryBroken
        after[come] = added
        return after

    def rows(self, published: Published) -> int:
        """Returns the number of rows of a version."""
        return len(_row_numbers(published))

    def sha256(self, published: Published) -> str:
        """Returns the `sha256` of a version."""
        rows = _row_numbers(published)
        ends = np.searchsorted(rows, np.arange(len(self._lines) + 1) * CHUNK)
        return digest_of(
            lines.take(rows[ends[part] : ends[part + 1]] - part * CHUNK) for part, lines in enumerate(self._lines)
        )

    @cached_property
    def _lines(self) -> Sequence[pa.Array]:
        """The rows of versions that the log rows lead to, as lines of a CSV file, CHUNK of them in each part."""
        return tuple(csv_lines(self._rows))

    def version(self, published: Published) -> Version:
        """Returns a version with all its rows."""
        return self._version(_row_numbers(published))

    def around_restated(self, before: Published, after: Published, release: int) -> tuple[Version, Version]:
        """Returns the parts of both versions that decide which figures the release of this number replaced: the
        documents, and the rows about a unit, indicator and period of which the release changed a result although an
        earlier one published a result. Both are empty if there is none."""
        rows = self._releases[release]
        listed = self._subjects[rows[self._is_result[rows]]]
        restated = np.zeros(len(self._first_results), dtype=bool)
        restated[listed] = self._first_results[listed] < release
        if not restated.any():
            return EMPTY_VERSION, EMPTY_VERSION
        relevant = self._is_document | restated[self._subjects]
        one, other = (present[relevant[present]] for present in (_row_numbers(before), _row_numbers(after)))
        return self._version(one), self._version(other)

    def _version(self, rows: Numbers) -> Version:
        return Version(self._rows.take(rows).reset_index(drop=True))


def _taken(column: "pd.Series[str]", rows: Numbers) -> "pd.Series[str]":
    """Returns the cells of these rows as one array of pyarrow, because many cells are later taken from it."""
    return pd.Series(arrow_texts(column, pa.large_string()).take(rows), dtype=ARROW_TEXT)


def _numbered(frame: pd.DataFrame, names: Sequence[str]) -> Numbers:
    """Returns `row_keys` from 0 on without gaps, however many rows are possible."""
    keys, size = np.zeros(len(frame), dtype=np.int64), 1
    for name in names:
        texts = len(frame[name].cat.categories)
        if size * texts > np.iinfo(np.int64).max:
            keys = renumbered(keys)
            size = len(frame)
        keys = keys * texts + frame[name].cat.codes.to_numpy()
        size *= texts
    return renumbered(keys)


def _row_numbers(published: Published) -> Numbers:
    """Returns the numbers of the published log rows, which are in the order of versions."""
    return published[published >= 0]
