"""Who held which rank after each of the newest releases, so that a place that several share can be told from one's own.

A version holds ranks, not who shares them. The newest release left the version published last; undoing what it changed
gives the ranks after the one before it, and so on.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

import numpy as np

from generator.history.subjects import What, unpacked
from generator.history.versions import Version

Places = Mapping[str, tuple[str, int, int]]
"""Of each ranked unit its rank, how many of its peers hold it, and how many of them are ranked, by unit id."""


class Ranked(Protocol):
    """A release, as far as it changed assessments."""

    def ranks_before(self, indicator_id: str, period: str) -> Iterable[tuple[str, str]]:
        """Each unit whose assessment the release changed, with its rank before that; empty for none."""
        ...


class Ranks:
    """The places after each of the releases, which come the newest first, and before the last of them. `peers` says
    whom each unit is ranked with."""

    def __init__(self, last: Version, releases: Sequence[Ranked], peers: Mapping[str, str]) -> None:
        rows = last.rows[last.rows["what"].eq(What.ASSESSMENT)].reset_index(drop=True)
        self._units, self._states = rows["unit_id"], rows["state"]
        self._lines = rows.groupby(["indicator_id", "period"], sort=False).indices
        self._releases = releases
        self._peers = peers
        self._known: dict[tuple[str, str], tuple[Places, ...]] = {}

    def after(self, release: int, indicator_id: str, period: str) -> Places:
        """The places after the release of this number; those before it have the number after it."""
        key = indicator_id, period
        if key not in self._known:
            self._known[key] = tuple(self._found(*key))
        return self._known[key][release]

    def _found(self, indicator_id: str, period: str) -> Iterable[Places]:
        lines = np.asarray(self._lines.get((indicator_id, period), ()), np.int64)
        states = zip(self._units.take(lines).tolist(), self._states.take(lines).tolist(), strict=True)
        ranks = {unit_id: rank for unit_id, state in states if (rank := rank_of(state))}
        places = self._places(ranks)
        yield places
        for release in self._releases:
            if before := dict(release.ranks_before(indicator_id, period)):
                ranks = {unit_id: rank for unit_id, rank in (ranks | before).items() if rank}
                places = self._places(ranks)
            yield places

    def _places(self, ranks: Mapping[str, str]) -> Places:
        held = {unit_id: (self._peers.get(unit_id, unit_id), rank) for unit_id, rank in ranks.items()}
        sharing = Counter(held.values())
        ranked = Counter(peers for peers, _ in held.values())
        return {unit_id: (place[1], sharing[place], ranked[place[0]]) for unit_id, place in held.items()}


def rank_of(state: str) -> str:
    """The rank in the state of an assessment; empty for none."""
    return unpacked(state, What.ASSESSMENT)[1]
