"""Finds the day since which each result has been published on the portal with its present value."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from generator.history.changes import Change, ChangeKind
from generator.history.releases import History, Release
from generator.history.subjects import SubjectKind

ResultKey: TypeAlias = tuple[str, str, str, str, str, str, str]
"""Key of a published result: the cells of RESULT_KEY."""

RESULT_KEY = ("source_id", "unit_id", "locator", "indicator_id", "period", "level", "aggregate")
"""The columns of a ResultKey. One sentence of a document may state the figures of a unit and of its levels."""

_Pair: TypeAlias = tuple[str, str]
"""Document id and unit id."""


@dataclass(frozen=True)
class Days:
    """The publication days of results.

    `first_published` holds the day on which the results of a document and unit were first published. `changed_on` holds
    results that were added or altered on another day. A result in no release counts as published on the day of the
    build, `today`.
    """

    today: date
    first_published: Mapping[_Pair, date] = field(default_factory=dict)
    changed_on: Mapping[ResultKey, date] = field(default_factory=dict)

    def published_on(self, result: ResultKey) -> date:
        """Returns the day of one result: the day of its last change of value, else the day of its first publication. A
        move to another row of the document does not count."""
        return self.changed_on.get(result) or self.first_published.get(result[:2], self.today)


def days_of(history: History, today: date) -> Days:
    """Returns the days of all results according to the releases. Unreleased results are dated today."""
    first_published: dict[_Pair, date] = {}
    changed_on: dict[ResultKey, date] = {}
    for release in reversed(history.releases):
        on = release.on or today
        pairs = {(count.source_id, count.unit_id) for count in release.counts if count.what is SubjectKind.RESULT}
        known_pairs = pairs & first_published.keys()
        _add_altered(changed_on, release, on)
        first_published |= dict.fromkeys(pairs - known_pairs, on)
        changed_on |= dict.fromkeys(_new_results(release, known_pairs), on)
    return Days(today, first_published, changed_on)


def _new_results(release: Release, pairs: AbstractSet[_Pair]) -> Iterator[ResultKey]:
    """Yields the results that a release added for these documents and units. Without any pair, no file is read."""
    if not pairs:
        return
    log = release.read_new()
    results = log.loc[log["what"].eq(SubjectKind.RESULT.value), list(RESULT_KEY)]
    for key in results.itertuples(index=False, name=None):
        if key[:2] in pairs:
            yield key


def _add_altered(changed_on: dict[ResultKey, date], release: Release, on: date) -> None:
    """Sets the day of results that this release gave another value; results that only moved keep the day that they
    had."""
    for change in release.changes:
        if change.what is not SubjectKind.RESULT:
            continue
        before = changed_on.pop(_key(change, change.old_locator or change.locator), None)
        day = on if change.old != change.new else before
        if day and change.kind is not ChangeKind.WITHDRAWN:
            changed_on[_key(change, change.locator)] = day


def _key(change: Change, locator: str) -> ResultKey:
    return (
        change.source_id,
        change.unit_id,
        locator,
        change.indicator_id,
        change.period,
        change.level,
        change.aggregate,
    )
