"""Scope of an indicator's page: the whole portal or, if rankings are split (`generator.pages.ranking_scopes`), a
province or one level of a province."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from generator import words
from generator.model import Indicator, Level, Period, Unit
from generator.pages.facts import Assessed, Facts, Group, Stated, Target
from generator.pages.indicator.indicator_facts import IndicatorFacts
from generator.pages.indicator.naming import place_names
from generator.pages.indicator.periods import Figures, Newest
from generator.pages.indicator.pooling import pooled_timelines
from generator.pages.indicator.results import provinces_newest
from generator.pages.indicator.timeline import LevelTimeline
from generator.pages.links import HOME, INDICATORS
from generator.pages.parts import Link
from generator.pages.ranking_scopes import RankingScope
from generator.pages.unit_names import name_with_months

EVERYWHERE = "các tỉnh, thành phố"
"""Name of the scope of the whole portal in sentences, if rankings are split."""


@dataclass(frozen=True)
class Scope:
    """Everything that an indicator's pages for one place show. This class covers the whole portal; subclasses restrict
    it. `ranking_scope` has no period."""

    indicator_facts: IndicatorFacts
    ranking_scope: RankingScope

    @property
    def indicator(self) -> Indicator:
        """The indicator of the page."""
        return self.indicator_facts.indicator

    @property
    def facts(self) -> Facts:
        """The portal's figures."""
        return self.indicator_facts.facts

    @property
    def whole(self) -> bool:
        """Whether the scope is the whole portal."""
        return self.ranking_scope.province is None

    @property
    def address(self) -> str:
        """Address of the page with the newest figures."""
        return self.ranking_scope.address

    @property
    def trail(self) -> tuple[Link, ...]:
        """Breadcrumb links above the page of the newest figures."""
        return (HOME, INDICATORS)

    @property
    def own_link(self) -> Link:
        """Link from the page of a period to the newest figures."""
        return Link(self.indicator.short_name, self.address)

    @property
    def name(self) -> str:
        """Heading of the page of the newest figures."""
        return self.indicator.short_name

    @property
    def full_name(self) -> str:
        """Title of the page in a citation."""
        return self.indicator.name

    @cached_property
    def where(self) -> str:
        """The place of the figures, as a part of a sentence."""
        return place_names(self.indicator, self.facts)

    @property
    def rows(self) -> Sequence[Assessed]:
        """All figures in the scope."""
        return self.indicator_facts.rows

    @property
    def newest(self) -> Newest:
        """The newest figures on the page."""
        return self.indicator_facts.newest

    @property
    def stated(self) -> Sequence[Stated]:
        """Figures that documents state for whole levels."""
        return self.indicator_facts.stated

    @property
    def targets(self) -> Sequence[Target]:
        """Targets in the scope."""
        return self.indicator_facts.targets

    @property
    def dated(self) -> Mapping[Period, str]:
        """Address of the page of each period, newest first."""
        return self.indicator_facts.dated

    def figures(self, period: Period) -> Figures:
        """Returns the figures of a period on the page."""
        return self.indicator_facts.figures[period]

    @property
    def elsewhere(self) -> tuple[Group, ...]:
        """Newest groups within this place that have their tables on other pages."""
        return ()

    @property
    def timelines(self) -> tuple[LevelTimeline, ...]:
        """Time series of levels of all provinces together. Their tables are on the pages of provinces."""
        return ()

    @property
    def pooled(self) -> tuple[Group, ...]:
        """The newest group of each of `timelines`."""
        return tuple(timeline.newest for timeline in self.timelines)


@dataclass(frozen=True)
class _SplitPortal(Scope):
    """The whole portal if rankings are split: shows what is not on the page of any province."""

    @cached_property
    def where(self) -> str:
        return EVERYWHERE

    @property
    def elsewhere(self) -> tuple[Group, ...]:
        return tuple(group for group in self.indicator_facts.newest.groups if group.level.below_province)

    @cached_property
    def timelines(self) -> tuple[LevelTimeline, ...]:
        return tuple(pooled_timelines(self.indicator_facts.pooled, self.elsewhere, self.facts.levels))

    @cached_property
    def newest(self) -> Newest:
        found = self.indicator_facts.newest
        timelines = tuple(timeline for timeline in found.timelines if not timeline.newest.level.below_province)
        return replace(found, timelines=timelines)

    @property
    def stated(self) -> Sequence[Stated]:
        return self._without_parts(self.indicator_facts.stated)

    @property
    def targets(self) -> Sequence[Target]:
        return tuple(target for target in self.indicator_facts.targets if self._is_shown(target))

    def _is_shown(self, target: Target) -> bool:
        """Whether a target binds a province or the country, or is for a province without a page of its own."""
        return (
            _is_of_provinces(target)
            or self.facts.levels.provinces[target.unit.id].id not in self.indicator_facts.split_province_ids
        )

    def figures(self, period: Period) -> Figures:
        found = self.indicator_facts.figures[period]
        groups = tuple(group for group in found.groups if not group.level.below_province)
        return replace(found, groups=groups, stated=self._without_parts(found.stated))

    def _without_parts(self, stated: Iterable[Stated]) -> tuple[Stated, ...]:
        return tuple(
            row
            for row in stated
            if self.facts.levels.provinces[row.unit.id].id not in self.indicator_facts.split_province_ids
        )


@dataclass(frozen=True)
class Part(Scope):
    """A province, or one level of a province that has a page of its own."""

    @property
    def province(self) -> Unit:
        """The province of the page."""
        if self.ranking_scope.province is None:
            raise ValueError("a part of a portal with province pages is of a province")
        return self.ranking_scope.province

    @cached_property
    def facts(self) -> Facts:
        """The portal's figures with the province as own unit, so that titles of its levels do not repeat its name."""
        return replace(self.indicator_facts.facts, own=self.province)

    @property
    def trail(self) -> tuple[Link, ...]:
        above = (HOME, INDICATORS, Link(self.indicator.short_name, self.indicator.address))
        if self.ranking_scope.level is None:
            return above
        return (*above, Link(name_with_months(self.province), replace(self.ranking_scope, level=None).address))

    @property
    def own_link(self) -> Link:
        level = self.ranking_scope.level
        return Link(words.LEVELS[level] if level else name_with_months(self.province), self.address)

    @property
    def name(self) -> str:
        return f"{self.indicator.short_name}, {self.where}"

    @property
    def full_name(self) -> str:
        return f"{self.indicator.name}, {self.where}"

    @cached_property
    def where(self) -> str:
        """`tỉnh Tây Ninh`, `đơn vị cấp xã của tỉnh Tây Ninh`."""
        name = words.inline(name_with_months(self.province))
        return f"{words.LEVEL_UNITS[self.ranking_scope.level]} của {name}" if self.ranking_scope.level else name

    @cached_property
    def rows(self) -> Sequence[Assessed]:
        return self._of_level(self.indicator_facts.rows_of.get(self.province.id, ()))

    @cached_property
    def newest(self) -> Newest:
        timelines = self.indicator_facts.timelines_of.get(self.province.id, ())
        own = () if self.ranking_scope.level else provinces_newest(self.rows)
        return Newest(tuple(timeline for timeline in timelines if self._is_on_page(timeline.newest)), own)

    @property
    def stated(self) -> Sequence[Stated]:
        found = self.indicator_facts.stated_of.get(self.province.id, ())
        return tuple(row for row in found if self.ranking_scope.level in (None, row.level))

    @property
    def targets(self) -> Sequence[Target]:
        return tuple(
            target for target in self.indicator_facts.targets_of.get(self.province.id, ()) if self._belongs_here(target)
        )

    @cached_property
    def dated(self) -> Mapping[Period, str]:
        layout = self.indicator_facts.layout
        return dict(reversed(list(layout.periods(self.ranking_scope).items()))) if layout else {}

    def figures(self, period: Period) -> Figures:
        key, level = (self.province.id, period), self.ranking_scope.level
        stated = (row for row in self.indicator_facts.stated_of.get(self.province.id, ()) if row.period == period)
        return Figures(
            period,
            tuple(self._of_level(self.indicator_facts.rows_at.get(key, ()))),
            tuple(group for group in self.indicator_facts.groups_at.get(key, ()) if self._is_on_page(group)),
            tuple(row for row in stated if level in (None, row.level)),
        )

    @property
    def elsewhere(self) -> tuple[Group, ...]:
        timelines = () if self.ranking_scope.level else self.indicator_facts.timelines_of.get(self.province.id, ())
        return tuple(timeline.newest for timeline in timelines if not self._is_on_page(timeline.newest))

    def elsewhere_at(self, period: Period) -> tuple[Group, ...]:
        """The groups of a period within this place that have their tables on other pages."""
        found = () if self.ranking_scope.level else self.indicator_facts.groups_at.get((self.province.id, period), ())
        return tuple(group for group in found if not self._is_on_page(group))

    def _of_level(self, rows: Sequence[Assessed]) -> Sequence[Assessed]:
        return (
            tuple(row for row in rows if row.unit.level is self.ranking_scope.level)
            if self.ranking_scope.level
            else rows
        )

    def _is_on_page(self, group: Group) -> bool:
        """Whether the table of a level is on this page."""
        on_own_page = self.indicator_facts.has_own_page(self.province, group.level)
        return group.level is self.ranking_scope.level if on_own_page else self.ranking_scope.level is None

    def _belongs_here(self, target: Target) -> bool:
        """Whether this page shows a target. If a level has a page of its own, the targets of its single units are on
        that page."""
        level = target.level or target.unit.level
        if self.ranking_scope.level:
            return level is self.ranking_scope.level
        named = target.level is None and target.unit.level.below_province
        return not (named and self.indicator_facts.has_own_page(self.province, level))


def whole_of(indicator_facts: IndicatorFacts) -> Scope:
    """Returns the scope of the whole portal."""
    ranking_scope = RankingScope(indicator=indicator_facts.indicator)
    return (
        _SplitPortal(indicator_facts, ranking_scope)
        if indicator_facts.layout
        else Scope(indicator_facts, ranking_scope)
    )


def part_of(indicator_facts: IndicatorFacts, ranking_scope: RankingScope) -> Part:
    """Returns the scope of a province, or of one level of it. Ignores the period of the place."""
    return Part(indicator_facts, ranking_scope.undated)


def _is_of_provinces(target: Target) -> bool:
    """Whether the target binds provinces or the country."""
    return not target.unit.level.below_province and target.level in (None, Level.PROVINCE)
