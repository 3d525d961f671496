"""An indicator's figures: the newest ones, and those of each period."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.grouping import grouped
from generator.model import Indicator, Level, Period
from generator.pages.facts import Assessed, Facts, Stated
from generator.pages.indicator.course import Course, courses_of, without_continued
from generator.pages.indicator.results import provinces_newest, standing_alone
from generator.pages.levels import Group, Levels
from generator.pages.links import dated_address


@dataclass(frozen=True)
class Newest:
    """The course of each level up to its newest figures, and the `own` newest ones of provinces and of the country that
    stand alone."""

    courses: tuple[Course, ...]
    own: tuple[Assessed, ...]

    @property
    def groups(self) -> tuple[Group, ...]:
        """The newest figures of each level."""
        return tuple(course.newest for course in self.courses)


def newest_of(indicator: Indicator, facts: Facts, levels: Levels) -> Newest:
    """The newest figures, without those of provinces and levels that others continue."""
    rows, courses = facts.by_indicator.get(indicator.id, ()), courses_of(indicator, facts.portal, levels)
    provinces = without_continued(provinces_newest(rows), facts.portal)
    return Newest(courses, standing_alone(provinces, rows, [course.newest for course in courses]))


@dataclass(frozen=True)
class Figures:
    """All that is known of an indicator in one period."""

    period: Period
    rows: tuple[Assessed, ...]
    groups: tuple[Group, ...]
    stated: tuple[Stated, ...]

    @property
    def own(self) -> tuple[Assessed, ...]:
        """The figures of provinces themselves, and of the country, that stand alone."""
        provinces = [row for row in self.rows if row.unit.level is Level.PROVINCE and row.amount is not None]
        return standing_alone(provinces, self.rows, self.groups)


def figures_by_period(indicator: Indicator, facts: Facts, levels: Levels) -> Iterator[Figures]:
    """The periods in which the indicator has at least one figure."""
    stated = grouped(facts.level_figures.get(indicator.id, ()), lambda row: row.period)
    groups = grouped(levels.by_indicator.get(indicator.id, ()), lambda group: group.period)
    for period, known in facts.by_period.get(indicator.id, {}).items():
        if period and any(row.amount is not None for row in known):
            yield Figures(period, known, groups.get(period, ()), stated.get(period, ()))


def dated_addresses(indicator: Indicator, rows: Iterable[Assessed]) -> Mapping[Period, str]:
    """The dated rankings of an indicator, newest first: every period with at least one figure."""
    known = {row.period for row in rows if row.period and row.amount is not None}
    ordered = sorted(known, key=lambda period: (period.end, period.start), reverse=True)
    return {period: dated_address(indicator, period) for period in ordered}
