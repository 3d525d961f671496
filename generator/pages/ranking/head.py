"""Common parts of all ranking pages: names, breadcrumbs, the grid of periods."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from generator import formats, words
from generator.grouping import grouped
from generator.model import Period, Unit
from generator.pages.calendar import (
    Calendar,
    calendar_of_earlier_years,
    calendar_of_newest_years,
    calendar_of_year,
)
from generator.pages.facts import Facts, Group
from generator.pages.links import HOME, RANKINGS
from generator.pages.parts import Link
from generator.pages.published import citation_text
from generator.pages.ranking_scopes import Layout, RankingScope
from generator.pages.unit_names import name_with_months

CALENDAR = "cac-ky"
"""Anchor of the grid of all periods."""


@dataclass(frozen=True)
class Rankings:
    """Everything that ranking pages are built from. `groups` has the groups by province id and period, in the order of
    indicators. With the period None, it has the newest group of each level."""

    facts: Facts
    layout: Layout
    groups: Mapping[tuple[str, Period | None], tuple[Group, ...]]

    def of(self, scope: RankingScope) -> tuple[Group, ...]:
        """Returns the groups of a page, province by province."""
        ids = (scope.province.id,) if scope.province else self._ids
        found = (group for id_ in ids for group in self.groups.get((id_, scope.period), ()))
        return tuple(group for group in found if scope.level in {None, group.level})

    @cached_property
    def _ids(self) -> tuple[str, ...]:
        """Ids of the provinces with groups, in the order of the data."""
        known = {id_ for id_, _ in self.groups}
        return tuple(id_ for id_ in self.facts.portal.units if id_ in known)


@dataclass(frozen=True)
class Head:
    """Heading of a page, and links to related pages. `calendar` has the periods of the newest years on a page of newest
    figures, whose `past` has those of earlier years; on a dated page it has the periods of the same year.
    `other_periods` has links from a dated page to the newest figures and to other years."""

    heading: str
    dated: bool
    calendar: Calendar
    past: Calendar
    other_periods: tuple[Link, ...]
    citation: str


def rankings_of(facts: Facts) -> Rankings:
    """Groups the figures once for all ranking pages. They rank units of one province; provinces are ranked on the pages
    of indicators."""
    levels, indicators = facts.levels, facts.portal.indicators.values()
    every = [one for item in indicators for one in levels.by_indicator.get(item.id, ()) if one.level.below_province]
    newest = [one for item in indicators for one in levels.newest(item) if one.level.below_province]
    groups: dict[tuple[str, Period | None], tuple[Group, ...]] = {}
    groups |= grouped(every, lambda group: (group.province.id, group.period))
    groups |= grouped(newest, lambda group: (group.province.id, None))
    return Rankings(facts, levels.rankings, groups)


def head_of(scope: RankingScope, subject: str, rankings: Rankings) -> Head:
    """Returns the head of a page. `subject` names the ranked units: `các đơn vị của tỉnh Tây Ninh`."""
    periods = rankings.layout.periods(scope)
    whole = scope.province is None
    named = RANKINGS.text if whole else f"{RANKINGS.text} {subject}"
    when = f", {formats.period(scope.period)}" if scope.period else ""
    title = f"{RANKINGS.text} {subject}{when}"
    label = "Xếp hạng theo từng kỳ"
    return Head(
        heading=f"{named}{when}",
        dated=scope.period is not None,
        calendar=(
            calendar_of_year(label, periods, scope.period) if scope.period else calendar_of_newest_years(label, periods)
        ),
        past=calendar_of_earlier_years({} if scope.period else periods),
        other_periods=tuple(_other_periods(scope, rankings)) if scope.period else (),
        citation=citation_text(rankings.facts.portal, title, scope.address),
    )


def _other_periods(scope: RankingScope, rankings: Rankings) -> Iterable[Link]:
    yield Link("Số liệu mới nhất", scope.undated.address)
    yield Link("Các năm khác", f"{scope.undated.address}#{CALENDAR}")
    if scope.province and rankings.layout.split:
        yield Link("Các tỉnh, thành phố khác trong kỳ này", RankingScope(period=scope.period).address)


def trail_of(scope: RankingScope, rankings: Rankings) -> tuple[Link, ...]:
    """Breadcrumbs of a page: the rankings, the province if it has its own page, and for a dated page the newest
    figures."""
    above = []
    if scope.province and rankings.layout.split and scope != RankingScope(scope.province):
        above.append(Link(name_with_months(scope.province), RankingScope(scope.province).address))
    if scope.period and scope.level:
        above.append(Link(words.LEVELS[scope.level], scope.undated.address))
    return (HOME, *((RANKINGS,) if scope != RankingScope() else ()), *above)


def title_of(scope: RankingScope, subject: str, groups: Iterable[Group]) -> str:
    """As in `Xếp hạng các đơn vị của tỉnh Tây Ninh: số liệu đến tháng 5/2024`. For a dated page, with its period."""
    if scope.period:
        return f"{RANKINGS.text} {subject}, {formats.period(scope.period)}"
    newest = max((group.period for group in groups if group.compared), key=lambda period: period.order, default=None)
    until = f": số liệu đến {formats.period(newest)}" if newest else ""
    return f"{RANKINGS.text} {subject}{until}"


def subject_of(scope: RankingScope, groups: Iterable[Group], own: Unit) -> str:
    """Names the ranked units of a page: `các đơn vị của tỉnh Tây Ninh`, `đơn vị cấp xã của tỉnh Tây Ninh`."""
    units = words.LEVEL_UNITS[scope.level] if scope.level else "các đơn vị"
    if scope.province:
        return f"{units} của {words.inline(name_with_months(scope.province))}"
    compared = list(dict.fromkeys(group.province for group in groups if group.compared))
    return f"{units} của {words.name_in_text(compared[0] if len(compared) == 1 else own)}"
