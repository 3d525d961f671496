"""Scope of an indicator's page: the whole portal or, if rankings are split (`generator.pages.places`), a province or
one level of a province."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from generator import words
from generator.model import Indicator, Level, Period, Unit
from generator.pages.facts import Assessed, Facts, Stated, Target
from generator.pages.indicator.course import Course
from generator.pages.indicator.material import Material
from generator.pages.indicator.naming import place_names
from generator.pages.indicator.periods import Figures, Newest
from generator.pages.indicator.results import provinces_newest
from generator.pages.indicator.together import pooled_courses
from generator.pages.levels import Group, Levels
from generator.pages.links import HOME, INDICATORS, named_in_time
from generator.pages.parts import Link
from generator.pages.places import Place

EVERYWHERE = "các tỉnh, thành phố"
"""Name of the scope of the whole portal in sentences, if rankings are split."""


@dataclass(frozen=True)
class Scope:
    """Everything that an indicator's pages for one place show. This class covers the whole portal; subclasses restrict
    it. `place` has no period."""

    material: Material
    place: Place

    @property
    def indicator(self) -> Indicator:
        """The indicator of the page."""
        return self.material.indicator

    @property
    def levels(self) -> Levels:
        """Groups of units that are compared with each other."""
        return self.material.levels

    @cached_property
    def facts(self) -> Facts:
        """The portal's figures."""
        return self.material.facts

    @property
    def whole(self) -> bool:
        """Whether the scope is the whole portal."""
        return self.place.province is None

    @property
    def address(self) -> str:
        """Address of the page with the newest figures."""
        return self.place.address

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
        return place_names(self.indicator, self.facts, self.levels)

    @property
    def rows(self) -> Sequence[Assessed]:
        """All figures in the scope."""
        return self.material.rows

    @property
    def newest(self) -> Newest:
        """The newest figures on the page."""
        return self.material.newest

    @property
    def stated(self) -> Sequence[Stated]:
        """Figures that documents state for whole levels."""
        return self.material.stated

    @property
    def targets(self) -> Sequence[Target]:
        """Targets in the scope."""
        return self.material.targets

    @property
    def dated(self) -> Mapping[Period, str]:
        """Address of the page of each period, newest first."""
        return self.material.dated

    def figures(self, period: Period) -> Figures:
        """Returns the figures of a period on the page."""
        return self.material.figures[period]

    @property
    def elsewhere(self) -> tuple[Group, ...]:
        """Newest groups within this place that have their tables on other pages."""
        return ()

    @property
    def courses(self) -> tuple[Course, ...]:
        """Time series of levels of all provinces together. Their tables are on the pages of provinces."""
        return ()

    @property
    def pooled(self) -> tuple[Group, ...]:
        """The newest group of each of `courses`."""
        return tuple(course.newest for course in self.courses)


@dataclass(frozen=True)
class _SplitPortal(Scope):
    """The whole portal if rankings are split: shows what is not on the page of any province."""

    @cached_property
    def where(self) -> str:
        return EVERYWHERE

    @property
    def elsewhere(self) -> tuple[Group, ...]:
        return tuple(group for group in self.material.newest.groups if group.level.below_province)

    @cached_property
    def courses(self) -> tuple[Course, ...]:
        return tuple(pooled_courses(self.material.pooled, self.elsewhere, self.levels))

    @cached_property
    def newest(self) -> Newest:
        found = self.material.newest
        courses = tuple(course for course in found.courses if not course.newest.level.below_province)
        return replace(found, courses=courses)

    @property
    def stated(self) -> Sequence[Stated]:
        return self._without_parts(self.material.stated)

    @property
    def targets(self) -> Sequence[Target]:
        return tuple(target for target in self.material.targets if self._is_shown(target))

    def _is_shown(self, target: Target) -> bool:
        """Whether a target binds a province or the country, or is for a province without a page of its own."""
        return _is_of_provinces(target) or self.levels.provinces[target.unit.id].id not in self.material.parted

    def figures(self, period: Period) -> Figures:
        found = self.material.figures[period]
        groups = tuple(group for group in found.groups if not group.level.below_province)
        return replace(found, groups=groups, stated=self._without_parts(found.stated))

    def _without_parts(self, stated: Iterable[Stated]) -> tuple[Stated, ...]:
        return tuple(row for row in stated if self.levels.provinces[row.unit.id].id not in self.material.parted)


@dataclass(frozen=True)
class Part(Scope):
    """A province, or one level of a province that has a page of its own."""

    @property
    def province(self) -> Unit:
        """The province of the page."""
        if self.place.province is None:
            raise ValueError("a part of a vast portal is of a province")
        return self.place.province

    @cached_property
    def facts(self) -> Facts:
        """The portal's figures with the province as own unit, so that titles of its levels do not repeat its name."""
        return seen_from(self.province, self.material.facts)

    @property
    def trail(self) -> tuple[Link, ...]:
        above = (HOME, INDICATORS, Link(self.indicator.short_name, self.indicator.address))
        if self.place.level is None:
            return above
        return (*above, Link(named_in_time(self.province), replace(self.place, level=None).address))

    @property
    def own_link(self) -> Link:
        level = self.place.level
        return Link(words.LEVELS[level] if level else named_in_time(self.province), self.address)

    @property
    def name(self) -> str:
        return f"{self.indicator.short_name}, {self.where}"

    @property
    def full_name(self) -> str:
        return f"{self.indicator.name}, {self.where}"

    @cached_property
    def where(self) -> str:
        """`tỉnh Tây Ninh`, `đơn vị cấp xã của tỉnh Tây Ninh`."""
        name = words.inline(named_in_time(self.province))
        return f"{words.LEVEL_UNITS[self.place.level]} của {name}" if self.place.level else name

    @cached_property
    def rows(self) -> Sequence[Assessed]:
        return self._of_level(self.material.rows_of.get(self.province.id, ()))

    @cached_property
    def newest(self) -> Newest:
        courses = self.material.courses_of.get(self.province.id, ())
        own = () if self.place.level else provinces_newest(self.rows)
        return Newest(tuple(course for course in courses if self._is_on_page(course.newest)), own)

    @property
    def stated(self) -> Sequence[Stated]:
        found = self.material.stated_of.get(self.province.id, ())
        return tuple(row for row in found if self.place.level in (None, row.level))

    @property
    def targets(self) -> Sequence[Target]:
        return tuple(
            target for target in self.material.targets_of.get(self.province.id, ()) if self._belongs_here(target)
        )

    @cached_property
    def dated(self) -> Mapping[Period, str]:
        layout = self.material.layout
        return dict(reversed(list(layout.periods(self.place).items()))) if layout else {}

    def figures(self, period: Period) -> Figures:
        key, level = (self.province.id, period), self.place.level
        stated = (row for row in self.material.stated_of.get(self.province.id, ()) if row.period == period)
        return Figures(
            period,
            tuple(self._of_level(self.material.rows_at.get(key, ()))),
            tuple(group for group in self.material.groups_at.get(key, ()) if self._is_on_page(group)),
            tuple(row for row in stated if level in (None, row.level)),
        )

    @property
    def elsewhere(self) -> tuple[Group, ...]:
        courses = () if self.place.level else self.material.courses_of.get(self.province.id, ())
        return tuple(course.newest for course in courses if not self._is_on_page(course.newest))

    def elsewhere_at(self, period: Period) -> tuple[Group, ...]:
        """The groups of a period within this place that have their tables on other pages."""
        found = () if self.place.level else self.material.groups_at.get((self.province.id, period), ())
        return tuple(group for group in found if not self._is_on_page(group))

    def _of_level(self, rows: Sequence[Assessed]) -> Sequence[Assessed]:
        return tuple(row for row in rows if row.unit.level is self.place.level) if self.place.level else rows

    def _is_on_page(self, group: Group) -> bool:
        """Whether the table of a level is on this page."""
        on_own_page = self.material.crowded(self.province, group.level)
        return group.level is self.place.level if on_own_page else self.place.level is None

    def _belongs_here(self, target: Target) -> bool:
        """Whether this page shows a target. If a level has a page of its own, the targets of its single units are on
        that page."""
        level = target.level or target.unit.level
        if self.place.level:
            return level is self.place.level
        named = target.level is None and target.unit.level.below_province
        return not (named and self.material.crowded(self.province, level))


def whole_of(material: Material) -> Scope:
    """Returns the scope of the whole portal."""
    place = Place(root=material.indicator.address)
    return _SplitPortal(material, place) if material.layout else Scope(material, place)


def part_of(material: Material, place: Place) -> Part:
    """Returns the scope of a province, or of one level of it. Ignores the period of the place."""
    return Part(material, place.undated)


def seen_from(province: Unit, facts: Facts) -> Facts:
    """Returns the facts with this province as own unit, so that titles of its levels do not repeat its name."""
    return replace(facts, own=province)


def _is_of_provinces(target: Target) -> bool:
    """Whether the target binds provinces or the country."""
    return not target.unit.level.below_province and target.level in (None, Level.PROVINCE)
