"""Common parts of all ranking pages: names, breadcrumbs, the grid of periods."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from generator import formats, words
from generator.grouping import grouped
from generator.model import Period, Unit
from generator.pages.calendar import Calendar, calendar, calendar_of_year
from generator.pages.facts import Facts
from generator.pages.levels import Group, Levels
from generator.pages.links import HOME, RANKINGS, named_in_time
from generator.pages.parts import Link
from generator.pages.places import Layout, Place, ShownLevel
from generator.pages.published import cited
from generator.pages.ranking.places import layout_of

CALENDAR = "cac-ky"
"""Anchor of the grid of all periods."""


@dataclass(frozen=True)
class Rankings:
    """Everything that ranking pages are built from. `groups` has the groups by province id and period, in the order of
    indicators. With the period None, it has the newest group of each level."""

    facts: Facts
    levels: Levels
    layout: Layout
    groups: Mapping[tuple[str, Period | None], tuple[Group, ...]]

    def of(self, place: Place) -> tuple[Group, ...]:
        """Returns the groups of a page, province by province."""
        ids = (place.province.id,) if place.province else self._ids
        found = (group for id_ in ids for group in self.groups.get((id_, place.period), ()))
        return tuple(group for group in found if place.level in {None, group.level})

    @cached_property
    def _ids(self) -> tuple[str, ...]:
        """Ids of the provinces with groups, in the order of the data."""
        known = {id_ for id_, _ in self.groups}
        return tuple(id_ for id_ in self.facts.portal.units if id_ in known)


@dataclass(frozen=True)
class Head:
    """Heading of a page, and links to related pages. `calendar` has all periods on a page of newest figures, and the
    periods of the same year on a dated page. `beside` has links from a dated page to the newest figures and to other
    years."""

    heading: str
    dated: bool
    calendar: Calendar
    beside: tuple[Link, ...]
    citation: str


def rankings_of(facts: Facts, levels: Levels) -> Rankings:
    """Groups the figures once for all ranking pages."""
    indicators = facts.portal.indicators.values()
    every = [group for item in indicators for group in levels.by_indicator.get(item.id, ()) if _is_ranked_here(group)]
    newest = [group for item in indicators for group in levels.newest(item) if _is_ranked_here(group)]
    ranked = {ShownLevel(group.province, group.level, group.period) for group in every if group.compared}
    groups: dict[tuple[str, Period | None], tuple[Group, ...]] = {}
    groups |= grouped(every, lambda group: (group.province.id, group.period))
    groups |= grouped(newest, lambda group: (group.province.id, None))
    return Rankings(facts, levels, layout_of(ranked, facts.portal), groups)


def _is_ranked_here(group: Group) -> bool:
    """Whether the level is ranked on these pages, which are about units of one province. Provinces are ranked on the
    indicators' pages."""
    return group.level.below_province


def head_of(place: Place, subject: str, rankings: Rankings) -> Head:
    """Returns the head of a page. `subject` names the ranked units: `các đơn vị của tỉnh Tây Ninh`."""
    periods = rankings.layout.periods(place)
    whole = place.province is None
    named = RANKINGS.text if whole else f"{RANKINGS.text} {subject}"
    when = f", {formats.period(place.period)}" if place.period else ""
    title = f"{RANKINGS.text} {subject}{when}"
    label = "Xếp hạng theo từng kỳ"
    return Head(
        heading=f"{named}{when}",
        dated=place.period is not None,
        calendar=calendar_of_year(label, periods, place.period) if place.period else calendar(label, periods),
        beside=tuple(_beside(place, rankings)) if place.period else (),
        citation=cited(rankings.facts.portal, title, place.address),
    )


def _beside(place: Place, rankings: Rankings) -> Iterable[Link]:
    yield Link("Số liệu mới nhất", place.undated.address)
    yield Link("Các năm khác", f"{place.undated.address}#{CALENDAR}")
    if place.province and rankings.layout.split:
        yield Link("Các tỉnh, thành phố khác trong kỳ này", Place(period=place.period).address)


def trail_of(place: Place, rankings: Rankings) -> tuple[Link, ...]:
    """Breadcrumbs of a page: the rankings, the province if it has its own page, and for a dated page the newest
    figures."""
    above = []
    if place.province and rankings.layout.split and place != Place(place.province):
        above.append(Link(named_in_time(place.province), Place(place.province).address))
    if place.period and place.level:
        above.append(Link(words.LEVELS[place.level], place.undated.address))
    return (HOME, *((RANKINGS,) if place != Place() else ()), *above)


def title_of(place: Place, subject: str, groups: Iterable[Group]) -> str:
    """As in `Xếp hạng các đơn vị của tỉnh Tây Ninh: số liệu đến tháng 5/2024`. For a dated page, with its period."""
    if place.period:
        return f"{RANKINGS.text} {subject}, {formats.period(place.period)}"
    newest = max((group.period for group in groups if group.compared), key=lambda period: period.end, default=None)
    until = f": số liệu đến {formats.period(newest)}" if newest else ""
    return f"{RANKINGS.text} {subject}{until}"


def subject_of(place: Place, groups: Iterable[Group], own: Unit) -> str:
    """Names the ranked units of a page: `các đơn vị của tỉnh Tây Ninh`, `đơn vị cấp xã của tỉnh Tây Ninh`."""
    units = words.LEVEL_UNITS[place.level] if place.level else "các đơn vị"
    if place.province:
        return f"{units} của {words.inline(named_in_time(place.province))}"
    compared = list(dict.fromkeys(group.province for group in groups if group.compared))
    return f"{units} của {words.name_in_text(compared[0] if len(compared) == 1 else own)}"
