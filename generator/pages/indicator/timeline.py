"""Time series of a level: the figures of its units, period after period. If the level's province continues another
province, the series begins with the figures of that province."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import TypeAlias, TypeVar

from generator.grouping import grouped
from generator.lineage import LineageByUnit, lineage_by_unit, lineage_without_renamings
from generator.model import Indicator, Level, Period, Portal
from generator.pages.curves import Moment, after_gaps
from generator.pages.facts import Assessed, Facts, Group, Levels

SHOWN = 36
"""Maximum number of periods that a page shows, all of one length: three years of months."""

T = TypeVar("T")
_Key: TypeAlias = tuple[str, Level]


@dataclass(frozen=True)
class LevelTimeline:
    """Time series of one level for one indicator.

    - `groups`: the level in each period, in order of time.
    - `breaks`: days on which the set of units changed in a reorganisation.
    - `former`: the last groups of the levels that were merged into this one.
    """

    groups: tuple[Group, ...]
    breaks: tuple[date, ...]
    former: tuple[Group, ...]

    @property
    def newest(self) -> Group:
        """The group of the latest period."""
        return self.groups[-1]

    @cached_property
    def shown(self) -> tuple[Group, ...]:
        """The newest groups whose periods have the most frequent length. Months and years are not mixed in one
        chart."""
        return _newest_of_usual_length(self.groups, lambda group: group.period)

    @cached_property
    def line_starts(self) -> tuple[bool, ...]:
        """For each group in `shown`, whether a new line starts there."""
        return line_starts([group.period for group in self.shown], self.breaks)

    def has_break(self, earlier: Period, later: Period) -> bool:
        """Whether a break of the level lies between the two periods."""
        return has_break(self.breaks, earlier, later)


def _newest_of_usual_length(items: Sequence[T], period: Callable[[T], Period]) -> tuple[T, ...]:
    """Returns the newest items whose periods have the most frequent length. Of two equally frequent lengths, takes the
    shorter one."""
    counts = Counter(period(item).length for item in items)
    length = max(counts, key=lambda length: (counts[length], -length))
    return tuple(item for item in items if period(item).length == length)[-SHOWN:]


def line_starts(periods: Sequence[Period], breaks: Iterable[date]) -> tuple[bool, ...]:
    """Returns for each period whether a new line starts there. It does after a break and after periods that nobody
    reported. Periods must be in order of time; at least one."""
    days = tuple(breaks)
    broken = (False, *(has_break(days, *pair) for pair in pairwise(periods)))
    return tuple(gap or parted for gap, parted in zip(after_gaps(tuple(periods)), broken, strict=True))


def has_break(breaks: Iterable[date], earlier: Period, later: Period) -> bool:
    """Whether one of the days is after the first day of `earlier` and not after the last day of `later`."""
    return any(earlier.start < on <= later.end for on in breaks)


def timelines_of(indicator: Indicator, facts: Facts) -> tuple[LevelTimeline, ...]:
    """Returns the timeline of each level with figures, in the order of levels. Leaves out levels that another province
    continues."""
    groups = grouped(facts.levels.by_indicator.get(indicator.id, ()), _key)
    lines = lineage_by_unit(facts.portal.lineage)
    continued = {key for place in groups for key in _predecessors(place, groups, lines)}
    newest = [group for group in facts.levels.newest(indicator) if _key(group) not in continued]
    return tuple(_timeline(_key(group), groups, lines, facts.levels) for group in newest)


def every_timeline(indicator: Indicator, facts: Facts) -> tuple[LevelTimeline, ...]:
    """Returns the timeline of each level with figures. Includes levels that another province continues."""
    groups = grouped(facts.levels.by_indicator.get(indicator.id, ()), _key)
    lines = lineage_by_unit(facts.portal.lineage)
    return tuple(_timeline(_key(group), groups, lines, facts.levels) for group in facts.levels.newest(indicator))


def without_continued(rows: Sequence[Assessed], portal: Portal) -> tuple[Assessed, ...]:
    """Returns figures of provinces, without those of a province that another province in `rows` continues."""
    known = {row.unit.id for row in rows}
    continued = {line.predecessor_id for line in portal.lineage if line.successor_id in known}
    return tuple(row for row in rows if row.unit.id not in continued)


def province_moments(newest: Assessed, found: Mapping[str, Sequence[Assessed]], portal: Portal) -> tuple[Moment, ...]:
    """Returns a province's own figures in order of time, for a small chart. If it continues exactly one other province,
    the figures of that one come first. `found` has the own figures of provinces, by unit id."""
    before = [line for line in portal.lineage if line.successor_id == newest.unit.id and line.predecessor_id in found]
    past = found[before[0].predecessor_id] if len(before) == 1 else ()
    known = sorted((*past, *found[newest.unit.id]), key=lambda row: _period(row).end)
    shown = _newest_of_usual_length(known, _period)
    days = [line.on for line in lineage_without_renamings(before)]
    begins = line_starts([_period(row) for row in shown], days)
    return tuple(
        Moment(_period(row), row.amount, row.required_amount, anew) for row, anew in zip(shown, begins, strict=True)
    )


def _period(row: Assessed) -> Period:
    if row.period is None:
        raise ValueError("a figure has a period")
    return row.period


def _key(group: Group) -> _Key:
    return group.province.id, group.level


def _predecessors(key: _Key, groups: Mapping[_Key, Sequence[Group]], lines: LineageByUnit) -> Iterator[_Key]:
    """Yields the same level of each province that was merged into this one, if that level has figures."""
    province_id, level = key
    for row in lines.predecessors(province_id):
        if (row.predecessor_id, level) in groups:
            yield row.predecessor_id, level


def _timeline(
    key: _Key, groups: Mapping[_Key, tuple[Group, ...]], lines: LineageByUnit, levels: Levels
) -> LevelTimeline:
    """Builds the timeline of a level. If it continues exactly one level, that level's figures come first. If it
    continues several levels, each of them keeps its own timeline."""
    own, breaks = groups[key], levels.breaks.get(key, ())
    before = tuple(_predecessors(key, groups, lines))
    former = tuple(groups[one][-1] for one in before)
    if len(before) != 1:
        return LevelTimeline(own, breaks, former)
    past = _timeline(before[0], groups, lines, levels)
    earlier = tuple(group for group in past.groups if group.period.end < own[0].period.end)
    days = {*breaks, *past.breaks, *_merger_days(before[0][0], key[0], lines)}
    return LevelTimeline((*earlier, *own), tuple(sorted(days)), former)


def _merger_days(predecessor_id: str, successor_id: str, lines: LineageByUnit) -> Iterable[date]:
    """Yields the days on which the predecessor became part of the successor. A mere change of name does not count."""
    return (
        row.on
        for row in lineage_without_renamings(lines.predecessors(successor_id))
        if row.predecessor_id == predecessor_id
    )
