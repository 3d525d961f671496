"""Finds the ranks after each of the newest releases, so that texts can distinguish shared ranks from unshared ones.

A version contains ranks, but not whether they are shared. The newest release led to the version published last. Undoing
its changes gives the ranks after the release before it, and so on. Feeds start from all ranks of that version; pages
start from the ranks that a release changed, because they mention no others.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol

import numpy as np
import pandas as pd

from generator.bulk import map_texts
from generator.history.changes import Change
from generator.history.subjects import SubjectKind, unpacked
from generator.history.versions import Version

Figure = tuple[str, str]
"""An indicator id and a period."""

RankByUnit = Mapping[str, str]
"""The rank of each ranked unit, by unit id."""

RanksWithTies = Mapping[str, tuple[str, int, int]]
"""For each ranked unit: its rank, the number of its peers with this rank, and the number of its ranked peers, by unit
id."""


class RankChanges(Protocol):
    """A release, reduced to its changes of assessments."""

    def ranks_before(self, indicator_id: str, period: str) -> Iterable[tuple[str, str]]:
        """Yields each unit whose assessment the release changed, with its rank before that; empty if it had none."""
        ...


class Ranks:
    """The ranks after each of the releases, and before the oldest of them.

    `newest` returns the ranks after all releases, by indicator and period. `releases` are sorted from the newest to the
    oldest. `peers` gives the group in which each unit is ranked.
    """

    def __init__(
        self, newest: Callable[[str, str], RankByUnit], releases: Sequence[RankChanges], peers: Mapping[str, str]
    ) -> None:
        self._newest = newest
        self._releases = releases
        self._peers = peers
        self._known: dict[Figure, tuple[RanksWithTies, ...]] = {}

    def after(self, release: int, indicator_id: str, period: str) -> RanksWithTies:
        """Returns the ranks after the release with this number; number + 1 gives the ranks before it."""
        key = indicator_id, period
        if key not in self._known:
            self._known[key] = tuple(self._found(*key))
        return self._known[key][release]

    def _found(self, indicator_id: str, period: str) -> Iterable[RanksWithTies]:
        ranks = dict(self._newest(indicator_id, period))
        places = self._places(ranks)
        yield places
        for release in self._releases:
            if before := dict(release.ranks_before(indicator_id, period)):
                ranks = {unit_id: rank for unit_id, rank in (ranks | before).items() if rank}
                places = self._places(ranks)
            yield places

    def _places(self, ranks: Mapping[str, str]) -> RanksWithTies:
        entries = {unit_id: (self._peers.get(unit_id, unit_id), rank) for unit_id, rank in ranks.items()}
        sharing = Counter(entries.values())
        ranked = Counter(peers for peers, _ in entries.values())
        return {unit_id: (place[1], sharing[place], ranked[place[0]]) for unit_id, place in entries.items()}


def rank_of(state: str) -> str:
    """Returns the rank in the state of an assessment, or an empty text."""
    return unpacked(state, SubjectKind.ASSESSMENT)[1]


def all_ranks(version: Version) -> Callable[[str, str], RankByUnit]:
    """Returns a function that gives the ranks of a version, for one indicator and period at a time."""
    rows = version.rows[version.rows["what"].eq(SubjectKind.ASSESSMENT)]
    units, states = rows["unit_id"], rows["state"]
    lines = rows.groupby(["indicator_id", "period"], sort=False).indices

    def ranks(indicator_id: str, period: str) -> RankByUnit:
        own = np.asarray(lines.get((indicator_id, period), ()), np.int64)
        entries = zip(units.take(own).tolist(), states.take(own).tolist(), strict=True)
        return {unit_id: rank for unit_id, state in entries if (rank := rank_of(state))}

    return ranks


def figures_with_changed_assessments(changes: Iterable[Change]) -> frozenset[Figure]:
    """Returns the indicators and periods whose assessments changed."""
    return frozenset(
        (change.indicator_id, change.period) for change in changes if change.what is SubjectKind.ASSESSMENT
    )


def ranks_of(version: Version, figures: frozenset[Figure]) -> Mapping[Figure, RankByUnit]:
    """Returns the ranks of a version for these indicators and periods."""
    rows = _assessments(version.rows, figures)
    found: dict[Figure, dict[str, str]] = {}
    ranks = map_texts(rows["state"], rank_of)
    for unit_id, indicator_id, period, rank in zip(*(rows[name].tolist() for name in _ASSESSED), ranks, strict=True):
        if rank:
            found.setdefault((indicator_id, period), {})[unit_id] = rank
    return found


def newly_assessed(new: pd.DataFrame, figures: frozenset[Figure]) -> Mapping[Figure, Sequence[str]]:
    """Returns the units that a log of new figures assesses for the first time, for these indicators and periods."""
    if not figures:
        return {}
    rows = _assessments(new, figures)
    found: dict[Figure, list[str]] = {}
    for unit_id, indicator_id, period in zip(*(rows[name].tolist() for name in _ASSESSED), strict=True):
        found.setdefault((indicator_id, period), []).append(unit_id)
    return found


_ASSESSED = ("unit_id", "indicator_id", "period")


def _assessments(rows: pd.DataFrame, figures: frozenset[Figure]) -> pd.DataFrame:
    indicators, periods = ({figure[part] for figure in figures} for part in (0, 1))
    candidates = rows[
        rows["what"].eq(SubjectKind.ASSESSMENT) & rows["period"].isin(periods) & rows["indicator_id"].isin(indicators)
    ]
    pairs = zip(candidates["indicator_id"].tolist(), candidates["period"].tolist(), strict=True)
    requested = [figure in figures for figure in pairs]
    return candidates[pd.Series(requested, index=candidates.index, dtype="bool")]


def first_assessed(new: pd.DataFrame) -> frozenset[Figure]:
    """Returns the indicators and periods that have an assessment in a log of new figures."""
    assessed = new["what"].eq(SubjectKind.ASSESSMENT)
    return frozenset(zip(*(new[name][assessed].tolist() for name in ("indicator_id", "period")), strict=True))
