"""All facts of one indicator, grouped once for its many pages (one for each province and period)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from generator.grouping import grouped
from generator.model import Indicator, Level, Period, Unit
from generator.pages.facts import Assessed, Facts, Group, Stated, Target
from generator.pages.indicator.periods import Figures, Newest, dated_addresses, figures_by_period, newest_of
from generator.pages.indicator.pooling import pool_groups
from generator.pages.indicator.timeline import LevelTimeline, every_timeline
from generator.pages.ranking_scopes import Layout, RankingScope


@dataclass(frozen=True)
class IndicatorFacts:
    """All facts of one indicator, grouped in the ways that its pages need."""

    indicator: Indicator
    facts: Facts

    @cached_property
    def layout(self) -> Layout | None:
        """How the indicator's rankings are split into pages; None if they are all on one page."""
        return self.facts.levels.layouts.get(self.indicator.id)

    @cached_property
    def dated(self) -> Mapping[Period, str]:
        """Addresses of the pages of all periods for the whole portal, newest first."""
        return dated_addresses(self.indicator, self.rows)

    def parts(self) -> Iterator[RankingScope]:
        """Yields the places of the pages of provinces and of single levels."""
        return self.layout.parts() if self.layout else iter(())

    @cached_property
    def split_province_ids(self) -> frozenset[str]:
        """Ids of the provinces that have pages of their own."""
        return frozenset(ranking_scope.province.id for ranking_scope in self.parts() if ranking_scope.province)

    @cached_property
    def rows(self) -> Sequence[Assessed]:
        """All rows of the indicator."""
        return self.facts.by_indicator.get(self.indicator.id, ())

    @cached_property
    def groups(self) -> Sequence[Group]:
        """The groups of levels below the province, by period."""
        found = self.facts.levels.by_indicator.get(self.indicator.id, ())
        return tuple(group for group in found if group.level.below_province)

    @cached_property
    def figures(self) -> Mapping[Period, Figures]:
        """All figures of each period."""
        return {found.period: found for found in figures_by_period(self.indicator, self.facts)}

    @cached_property
    def newest(self) -> Newest:
        """The newest figures of all levels."""
        return newest_of(self.indicator, self.facts)

    @cached_property
    def stated(self) -> Sequence[Stated]:
        """Figures that documents state for whole levels."""
        return self.facts.level_results_by_indicator.get(self.indicator.id, ())

    @cached_property
    def targets(self) -> Sequence[Target]:
        """All targets of the indicator."""
        return self.facts.targets_by_indicator.get(self.indicator.id, ())

    @cached_property
    def provinces_in_time(self) -> Mapping[str, tuple[Assessed, ...]]:
        """Own figures of provinces and of the country over time, by unit id."""
        own = (row for row in self.rows if not row.unit.level.below_province)
        return grouped((row for row in own if row.period and row.amount is not None), lambda row: row.unit.id)

    @cached_property
    def rows_of(self) -> Mapping[str, tuple[Assessed, ...]]:
        """Rows by province id."""
        return grouped(self.rows, lambda row: self._province(row.unit))

    @cached_property
    def rows_at(self) -> Mapping[tuple[str, Period | None], tuple[Assessed, ...]]:
        """Rows by province id and period."""
        return grouped(self.rows, lambda row: (self._province(row.unit), row.period))

    @cached_property
    def groups_at(self) -> Mapping[tuple[str, Period], tuple[Group, ...]]:
        """Groups of levels below the province, by province id and period."""
        return grouped(self.groups, lambda group: (group.province.id, group.period))

    @cached_property
    def stated_of(self) -> Mapping[str, tuple[Stated, ...]]:
        """Figures that documents state for whole levels, by province id."""
        return grouped(self.stated, lambda row: self._province(row.unit))

    @cached_property
    def targets_of(self) -> Mapping[str, tuple[Target, ...]]:
        """Targets by province id."""
        return grouped(self.targets, lambda target: self._province(target.unit))

    @cached_property
    def timelines_of(self) -> Mapping[str, tuple[LevelTimeline, ...]]:
        """Time series of levels by province id. Includes levels that another province continues."""
        timelines = every_timeline(self.indicator, self.facts)
        return grouped(timelines, lambda timeline: timeline.newest.province.id)

    @cached_property
    def pooled(self) -> tuple[Group, ...]:
        """Each level of all provinces together, by period. Empty if rankings are not split."""
        parts = grouped(self.groups if self.layout else (), lambda group: (group.period, group.level))
        return tuple(pool_groups(part, self.facts.own) for part in parts.values())

    @cached_property
    def pooled_at(self) -> Mapping[Period, tuple[Group, ...]]:
        """The groups of `pooled` by period."""
        return grouped(self.pooled, lambda group: group.period)

    def has_own_page(self, province: Unit, level: Level) -> bool:
        """Whether a level has so many units that its table is on a page of its own."""
        return self.layout is not None and (province.id, level) in self.layout.large_levels

    def _province(self, unit: Unit) -> str:
        return self.facts.levels.provinces[unit.id].id


def facts_of_indicators(facts: Facts) -> tuple[IndicatorFacts, ...]:
    """Returns all facts of each indicator, in the order of the data."""
    return tuple(IndicatorFacts(indicator, facts) for indicator in facts.portal.indicators.values())
