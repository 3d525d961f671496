"""An indicator's figures: the newest ones, and those of each period."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.grouping import grouped
from generator.model import Indicator, Level, Period
from generator.pages.facts import Assessed, Facts, Group, Stated
from generator.pages.indicator.results import figures_without_ranking, provinces_newest
from generator.pages.indicator.timeline import LevelTimeline, timelines_of, without_continued
from generator.pages.links import dated_address


@dataclass(frozen=True)
class Newest:
    """Newest figures of an indicator: `timelines` of its levels up to the newest period, and `own` figures of provinces
    and of the country that no ranking shows."""

    timelines: tuple[LevelTimeline, ...]
    own: tuple[Assessed, ...]

    @property
    def groups(self) -> tuple[Group, ...]:
        """The newest group of each level."""
        return tuple(timeline.newest for timeline in self.timelines)


def newest_of(indicator: Indicator, facts: Facts) -> Newest:
    """Returns the newest figures, without those of provinces and levels that others continue."""
    rows, timelines = facts.by_indicator.get(indicator.id, ()), timelines_of(indicator, facts)
    provinces = without_continued(provinces_newest(rows), facts.portal)
    return Newest(timelines, figures_without_ranking(provinces, rows, [timeline.newest for timeline in timelines]))


@dataclass(frozen=True)
class Figures:
    """All figures of an indicator in one period. `stated` are those that documents state for whole levels."""

    period: Period
    rows: tuple[Assessed, ...]
    groups: tuple[Group, ...]
    stated: tuple[Stated, ...]

    @property
    def own(self) -> tuple[Assessed, ...]:
        """Figures of provinces and of the country that no ranking shows."""
        provinces = [row for row in self.rows if row.unit.level is Level.PROVINCE and row.amount is not None]
        return figures_without_ranking(provinces, self.rows, self.groups)


def figures_by_period(indicator: Indicator, facts: Facts) -> Iterator[Figures]:
    """Yields the figures of each period with at least one figure."""
    stated = grouped(facts.level_results_by_indicator.get(indicator.id, ()), lambda row: row.period)
    groups = grouped(facts.levels.by_indicator.get(indicator.id, ()), lambda group: group.period)
    for period, known in facts.by_period.get(indicator.id, {}).items():
        if period and any(row.amount is not None for row in known):
            yield Figures(period, known, groups.get(period, ()), stated.get(period, ()))


def dated_addresses(indicator: Indicator, rows: Iterable[Assessed]) -> Mapping[Period, str]:
    """Returns the addresses of an indicator's dated rankings, newest first: one for each period with at least one
    figure."""
    known = {row.period for row in rows if row.period and row.amount is not None}
    ordered = sorted(known, key=lambda period: period.order, reverse=True)
    return {period: dated_address(indicator, period) for period in ordered}
