"""Levels of all provinces together, for pages of the whole portal where the full rankings would be too large."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from generator.grouping import grouped
from generator.model import Assessment, Direction, Measure, Period, Unit
from generator.pages.facts import Group, Levels
from generator.pages.indicator.timeline import LevelTimeline


def pool_groups(groups: Sequence[Group], above: Unit) -> Group:
    """Combines one level of several provinces for one indicator and period, best units first. `above` is the unit that
    contains all provinces. The rank of a unit remains its rank within its province."""
    first = groups[0]
    known = list(chain.from_iterable(group.known for group in groups))
    if first.indicator.measure is not Measure.COUNT:
        sign = 1 if first.indicator.direction is Direction.LOWER else -1
        known.sort(key=lambda row: (row.assessment is Assessment.EXEMPT, sign * (row.amount or 0)))
    return Group(
        indicator=first.indicator,
        period=first.period,
        ends=frozenset(chain.from_iterable(group.ends for group in groups)),
        province=above,
        level=first.level,
        known=tuple(known),
        unknown=tuple(chain.from_iterable(group.unknown for group in groups)),
        absent=tuple(chain.from_iterable(group.absent for group in groups)),
        present=tuple(chain.from_iterable(group.present for group in groups)),
    )


def pooled_timelines(groups: Iterable[Group], newest: Sequence[Group], levels: Levels) -> Iterator[LevelTimeline]:
    """Yields the time series of each level of all provinces together. It ends with the newest period that covers at
    least half of the units in `newest`."""
    for level, found in sorted(grouped(groups, lambda group: group.level).items(), key=lambda item: item[0].order):
        until = _newest_covering_half([group for group in newest if group.level is level])
        days = sorted({day for (_, of), known in levels.breaks.items() if of is level for day in known})
        yield LevelTimeline(
            tuple(group for group in found if until is None or group.period.order <= until.order), tuple(days), ()
        )


def _newest_covering_half(newest: Sequence[Group]) -> Period | None:
    """Returns the newest period that is the newest one of at least half of the units. If there is none, returns the
    newest of all periods."""
    known = sum(len(group.known) for group in newest)
    counts = {
        period: sum(len(group.known) for group in groups)
        for period, groups in grouped(newest, lambda group: group.period).items()
    }
    half = [period for period, count in counts.items() if count >= known / 2]
    return max(half or counts, key=lambda period: period.order, default=None)
