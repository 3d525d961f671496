"""A level in the course of time: its units period after period, those of the province that it continues before them."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from statistics import median_low
from typing import TypeAlias, TypeVar

from generator.grouping import grouped
from generator.lineage import Descent, descent, reshapings
from generator.model import Indicator, Level, Period, Portal, TargetStatus
from generator.pages.curves import Moment
from generator.pages.facts import Assessed
from generator.pages.levels import Group, Levels

SHOWN = 36
"""How many periods of one length a page shows, however long the history: three years of months."""

T = TypeVar("T")
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
        return newest_alike(self.groups, lambda group: group.period)

    @cached_property
    def parted(self) -> tuple[bool, ...]:
        """For each group shown, whether a line begins anew there."""
        return parted([group.period for group in self.shown], self.breaks)

    def broken(self, earlier: Period, later: Period) -> bool:
        """Whether the level became another one between the two periods."""
        return broken(self.breaks, earlier, later)


def newest_alike(items: Sequence[T], period: Callable[[T], Period]) -> tuple[T, ...]:
    """The newest of the items whose periods have the length that most of them have; the shorter one of two."""
    counts = Counter(period(item).length for item in items)
    length = max(counts, key=lambda length: (counts[length], -length))
    return tuple(item for item in items if period(item).length == length)[-SHOWN:]


def parted(periods: Sequence[Period], breaks: Iterable[date]) -> tuple[bool, ...]:
    """For each period whether a line begins anew there: the level became another one since the period before, or more
    time passed than between most periods, so that figures are missing."""
    spans = [(after.end - before.end).days for before, after in pairwise(periods)]
    usual = median_low(spans) + _A_MONTH_DIFFERS if spans else 0
    days = tuple(breaks)
    return (
        False,
        *(span > usual or broken(days, *pair) for span, pair in zip(spans, pairwise(periods), strict=True)),
    )


def broken(breaks: Iterable[date], earlier: Period, later: Period) -> bool:
    """Whether one of these days lies between the first day of one period and the last of the other."""
    return any(earlier.start < on <= later.end for on in breaks)


_A_MONTH_DIFFERS = 3
"""From the end of February to the end of March are three days more than from the end of January to the end of
February."""


def courses_of(indicator: Indicator, portal: Portal, levels: Levels) -> tuple[Course, ...]:
    """The course of each level that has figures and that no other province continues, in the order of levels."""
    groups = grouped(levels.by_indicator.get(indicator.id, ()), _key)
    lines = descent(portal.lineage)
    continued = {key for place in groups for key in _before(place, groups, lines)}
    newest = [group for group in levels.newest(indicator) if _key(group) not in continued]
    return tuple(_course(_key(group), groups, lines, levels) for group in newest)


def every_course(indicator: Indicator, portal: Portal, levels: Levels) -> tuple[Course, ...]:
    """The course of each level that has figures, those that other provinces continue among them."""
    groups = grouped(levels.by_indicator.get(indicator.id, ()), _key)
    lines = descent(portal.lineage)
    return tuple(_course(_key(group), groups, lines, levels) for group in levels.newest(indicator))


def without_continued(rows: Sequence[Assessed], portal: Portal) -> tuple[Assessed, ...]:
    """Provinces' figures without those of a province that another one of them continues."""
    known = {row.unit.id for row in rows}
    continued = {line.predecessor_id for line in portal.lineage if line.successor_id in known}
    return tuple(row for row in rows if row.unit.id not in continued)


def province_moments(newest: Assessed, found: Mapping[str, Sequence[Assessed]], portal: Portal) -> tuple[Moment, ...]:
    """A province's own figures in order of time, before them those of the one province that it continues; `found` are
    the figures of provinces themselves, by unit id."""
    before = [line for line in portal.lineage if line.successor_id == newest.unit.id and line.predecessor_id in found]
    past = found[before[0].predecessor_id] if len(before) == 1 else ()
    known = sorted((*past, *found[newest.unit.id]), key=lambda row: _period(row).end)
    shown = newest_alike(known, _period)
    days = [line.on for line in reshapings(before)]
    begins = parted([_period(row) for row in shown], days)
    return tuple(Moment(_period(row), row.amount, _asked(row), anew) for row, anew in zip(shown, begins, strict=True))


def _period(row: Assessed) -> Period:
    if row.period is None:
        raise ValueError("a figure has a period")
    return row.period


def _asked(row: Assessed) -> int | None:
    binding = row.target is not None and row.target.status is TargetStatus.BINDING
    return row.target.amount if row.target and binding else None


def _key(group: Group) -> _Key:
    return group.province.id, group.level


def _before(key: _Key, groups: Mapping[_Key, Sequence[Group]], lines: Descent) -> Iterator[_Key]:
    """The same level of the provinces that were merged into this one, where it has figures."""
    province_id, level = key
    for row in lines.predecessors(province_id):
        if (row.predecessor_id, level) in groups:
            yield row.predecessor_id, level


def _course(key: _Key, groups: Mapping[_Key, tuple[Group, ...]], lines: Descent, levels: Levels) -> Course:
    """One level that this one continues is a part of its course; several have each their own."""
    own, breaks = groups[key], levels.breaks.get(key, ())
    before = tuple(_before(key, groups, lines))
    former = tuple(groups[one][-1] for one in before)
    if len(before) != 1:
        return Course(own, breaks, former)
    past = _course(before[0], groups, lines, levels)
    earlier = tuple(group for group in past.groups if group.period.end < own[0].period.end)
    days = {*breaks, *past.breaks, *_days(before[0][0], key[0], lines)}
    return Course((*earlier, *own), tuple(sorted(days)), former)


def _days(predecessor_id: str, successor_id: str, lines: Descent) -> Iterable[date]:
    """When one province became the other; one that only changed its name is the same."""
    return (row.on for row in reshapings(lines.predecessors(successor_id)) if row.predecessor_id == predecessor_id)
