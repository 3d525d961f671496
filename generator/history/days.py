"""The day since which each result stands on the portal as it does."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from generator.history.changes import Change, Kind
from generator.history.releases import History, Release
from generator.history.subjects import What

ResultKey: TypeAlias = tuple[str, str, str, str, str]
"""A published result: the ids of document and unit, the locator, the indicator's id, the period."""

RESULT_KEY = ("source_id", "unit_id", "locator", "indicator_id", "period")

_Pair: TypeAlias = tuple[str, str]
"""The ids of a document and a unit."""


@dataclass(frozen=True)
class Days:
    """By ids of document and unit the day on which their results came; `apart` are results that came or were altered on
    another day. What no release holds is published on the day of the build, `today`."""

    today: date
    came: Mapping[_Pair, date] = field(default_factory=dict)
    apart: Mapping[ResultKey, date] = field(default_factory=dict)

    def of(self, result: ResultKey) -> date:
        """The day of one result. A figure that was altered stands as it does since then; one that only moved to
        another row of its document since it came."""
        return self.apart.get(result) or self.came.get(result[:2], self.today)


def days_of(history: History, today: date) -> Days:
    """The days of all results, as the releases tell them; what is not released yet came or changed today."""
    came: dict[_Pair, date] = {}
    apart: dict[ResultKey, date] = {}
    for release in reversed(history.releases):
        on = release.on or today
        pairs = {(count.source_id, count.unit_id) for count in release.counts if count.what is What.RESULT}
        again = pairs & came.keys()
        _add_altered(apart, release, on)
        came |= dict.fromkeys(pairs - again, on)
        apart |= dict.fromkeys(_new_results(release, again), on)
    return Days(today, came, apart)


def _new_results(release: Release, pairs: AbstractSet[_Pair]) -> Iterator[ResultKey]:
    """The results that a release brought of these documents and units; without any nothing is read."""
    if not pairs:
        return
    log = release.read_new()
    for key in log.loc[log["what"].eq(What.RESULT.value), list(RESULT_KEY)].itertuples(index=False, name=None):
        if key[:2] in pairs:
            yield key


def _add_altered(apart: dict[ResultKey, date], release: Release, on: date) -> None:
    """Results that this release gave another value keep its day; those that moved keep the day that they had."""
    for change in release.changes:
        if change.what is not What.RESULT:
            continue
        before = apart.pop(_key(change, change.old_locator or change.locator), None)
        day = on if change.old != change.new else before
        if day and change.kind is not Kind.WITHDRAWN:
            apart[_key(change, change.locator)] = day


def _key(change: Change, locator: str) -> ResultKey:
    return change.source_id, change.unit_id, locator, change.indicator_id, change.period
