"""A level in the course of time: its units period after period, those of the province that it continues before them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from statistics import median_low
from typing import TypeAlias

from generator.model import Indicator, Level, LineageKind, Period, Portal
from generator.pages.facts import Assessed, grouped
from generator.pages.levels import Group, Levels

SHOWN = 36
"""How many periods of one length a page shows, however long the history: three years of months."""

_Key: TypeAlias = tuple[str, Level]


@dataclass(frozen=True)
class Course:
    """The groups of a level for one indicator in order of time; `breaks` are the days on which the level became another
    one. `former` are the last groups of levels that this one continues: their units were merged into its own."""

    groups: tuple[Group, ...]
    breaks: tuple[date, ...]
    former: tuple[Group, ...]

    @property
    def newest(self) -> Group:
        """The group of the latest period."""
        return self.groups[-1]

    @cached_property
    def shown(self) -> tuple[Group, ...]:
        """The newest groups of the length that most periods have: months are not drawn between years."""
        counts = Counter(group.period.length for group in self.groups)
        length = max(counts, key=lambda length: (counts[length], -length))
        return tuple(group for group in self.groups if group.period.length == length)[-SHOWN:]

    @cached_property
    def parted(self) -> tuple[bool, ...]:
        """For each group shown, whether it begins anew: the level became another one since the group before, or more
        time passed than between most groups, so that figures are missing there."""
        ends = [group.period.end for group in self.shown]
        spans = [(after - before).days for before, after in pairwise(ends)]
        usual = median_low(spans) + _A_MONTH_DIFFERS if spans else 0
        pairs = zip(pairwise(self.shown), spans, strict=True)
        return (False, *(days > usual or self.broken(pair[0].period, pair[1].period) for pair, days in pairs))

    def broken(self, earlier: Period, later: Period) -> bool:
        """Whether the level became another one between the first day of one period and the last of the other."""
        return any(earlier.start < on <= later.end for on in self.breaks)


_A_MONTH_DIFFERS = 3
"""From a February's end to a March's end are three days more than the other way round."""


def courses_of(indicator: Indicator, portal: Portal, levels: Levels) -> tuple[Course, ...]:
    """The course of each level that has figures and that no other province continues, in the order of levels."""
    groups = grouped(levels.by_indicator.get(indicator.id, ()), lambda group: (group.province.id, group.level))
    continued = {key for province_id, level in groups for key in _before((province_id, level), groups, portal)}
    newest = [group for group in levels.newest(indicator) if _key(group) not in continued]
    return tuple(_course(_key(group), groups, portal, levels) for group in newest)


def without_continued(rows: Sequence[Assessed], portal: Portal) -> tuple[Assessed, ...]:
    """Provinces' figures without those of a province that another one of them continues."""
    known = {row.unit.id for row in rows}
    continued = {line.predecessor_id for line in portal.lineage if line.successor_id in known}
    return tuple(row for row in rows if row.unit.id not in continued)


def _key(group: Group) -> _Key:
    return group.province.id, group.level


def _before(key: _Key, groups: Mapping[_Key, Sequence[Group]], portal: Portal) -> Iterator[_Key]:
    """The same level of the provinces that were merged into this one, where it has figures."""
    province_id, level = key
    for row in portal.lineage:
        if row.successor_id == province_id and (row.predecessor_id, level) in groups:
            yield row.predecessor_id, level


def _course(key: _Key, groups: Mapping[_Key, tuple[Group, ...]], portal: Portal, levels: Levels) -> Course:
    """One level that this one continues is a part of its course; several have each their own."""
    own, breaks = groups[key], levels.breaks.get(key, ())
    before = tuple(_before(key, groups, portal))
    former = tuple(groups[one][-1] for one in before)
    if len(before) != 1:
        return Course(own, breaks, former)
    past = _course(before[0], groups, portal, levels)
    earlier = tuple(group for group in past.groups if group.period.end < own[0].period.end)
    days = {*breaks, *past.breaks, *_days(before[0][0], key[0], portal)}
    return Course((*earlier, *own), tuple(sorted(days)), former)


def _days(predecessor_id: str, successor_id: str, portal: Portal) -> Iterable[date]:
    """When one province became the other; one that only changed its name is the same."""
    return (
        row.on
        for row in portal.lineage
        if (row.predecessor_id, row.successor_id) == (predecessor_id, successor_id)
        and row.kind is not LineageKind.RENAMED
    )
