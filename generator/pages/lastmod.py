"""The day on which each page last changed, as the releases tell it: for the map of the site."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, cached_property
from typing import TypeAlias

from generator.history import Change, History, NewFigures, Release
from generator.measures import province_of
from generator.model import Indicator, Level, Portal
from generator.pages.changes import release_address
from generator.pages.links import SECTIONS, dated_address, year_address
from generator.pages.places import place_address, ranking_address
from generator.pages.tasks import plan_address

_Stated: TypeAlias = Mapping[str, Sequence[tuple[str, str]]]
"""By document id, the indicator and period of each of its results."""

_Among: TypeAlias = tuple[str, Level]
"""The id of a province and a level of it: the units of this level are ranked."""


class LastChanged:
    """The day on which the content of each page last changed.

    What is published but not released yet changed today. A portal without releases knows no day. New figures are only
    counted by document and unit: every page with a figure of that document and period counts as changed.
    """

    def __init__(self, history: History, portal: Portal, today: date) -> None:
        self._releases = history.releases
        self._portal = portal
        self._today = today
        self._touched = cache(self._touched_by)

    def day(self, address: str) -> date | None:
        """The day of the page with this address, None where it is not known.

        Releases are looked through from the newest on, and no further than until one is found that touched the page.
        """
        numbered = enumerate(self._releases)
        found = (release for number, release in numbered if release.first or address in self._touched(number))
        return next((release.on or self._today for release in found), None)

    def _touched_by(self, number: int) -> frozenset[str]:
        return frozenset(_touched(self._releases[number], self._portal, self._stated))

    @cached_property
    def _stated(self) -> _Stated:
        distinct = self._portal.results[["source_id", "indicator_id", "period"]].drop_duplicates()
        found: dict[str, list[tuple[str, str]]] = {}
        for source_id, indicator_id, period in distinct.itertuples(index=False, name=None):
            found.setdefault(source_id, []).append((indicator_id, period))
        return found


def _touched(release: Release, portal: Portal, stated: _Stated) -> Iterator[str]:
    """The addresses of the pages that show what the release changed; lists show a little of everything."""
    yield from (section.address for section in SECTIONS)
    yield release_address(release)
    for change in release.changes:
        yield from _touched_by_change(change, portal)
    yield from _touched_by_figures(release.counts, portal, stated)


def _touched_by_change(change: Change, portal: Portal) -> Iterator[str]:
    yield from _entities(change.unit_id, change.source_id, portal)
    yield from _years(change.unit_id, [change.period], portal)
    indicator = portal.indicators.get(change.indicator_id)
    if indicator:
        yield indicator.address
        yield dated_address(indicator, change.period)
        for among in _compared(change.unit_id, portal):
            yield from _parts(indicator, among, change.period, portal)
            yield from _rankings(among, {change.period}, portal)


def _touched_by_figures(counts: Sequence[NewFigures], portal: Portal, stated: _Stated) -> Iterator[str]:
    """The pages of units, documents and indicators, and the pages on the level of these units, each level once."""
    levels: dict[tuple[str, _Among], None] = {}
    for count in counts:
        yield from _entities(count.unit_id, count.source_id, portal)
        yield from _years(count.unit_id, (period for _, period in stated.get(count.source_id, ())), portal)
        levels |= dict.fromkeys((count.source_id, among) for among in _compared(count.unit_id, portal))
    for source_id in dict.fromkeys(count.source_id for count in counts):
        for indicator_id, period in stated.get(source_id, ()):
            yield portal.indicators[indicator_id].address
            yield dated_address(portal.indicators[indicator_id], period)
    for source_id, among in levels:
        found = stated.get(source_id, ())
        for indicator_id, period in found:
            yield from _parts(portal.indicators[indicator_id], among, period, portal)
        yield from _rankings(among, {period for _, period in found}, portal)


def _compared(unit_id: str, portal: Portal) -> Iterator[_Among]:
    """The province and the level within which the unit, if there is one, is ranked."""
    unit = portal.units.get(unit_id)
    if unit:
        yield province_of(unit, portal.units), unit.level


def _rankings(among: _Among, periods: Iterable[str], portal: Portal) -> Iterator[str]:
    """Where units of a level may be ranked: among all, in their province, in their level; with newest figures and by
    period."""
    province, level = among
    for period in ("", *periods):
        yield ranking_address(period=period)
        yield ranking_address(portal.units[province], period=period)
        yield ranking_address(portal.units[province], level, period)


def _parts(indicator: Indicator, among: _Among, period: str, portal: Portal) -> Iterator[str]:
    """Where an indicator may rank units of a level in their province or in their level."""
    province, level = among
    for within in (None, level):
        for time in ("", period):
            yield place_address(indicator.address, portal.units[province], within, time)


def _years(unit_id: str, periods: Iterable[str], portal: Portal) -> Iterator[str]:
    """The unit's years in which the periods lie."""
    unit = portal.units.get(unit_id)
    if unit:
        yield from (year_address(unit, year) for year in dict.fromkeys(period[:4] for period in periods))


def _entities(unit_id: str, source_id: str, portal: Portal) -> Iterator[str]:
    if unit_id in portal.units:
        yield portal.units[unit_id].address
    if source_id in portal.sources:
        yield portal.sources[source_id].address
        yield plan_address(portal.sources[source_id])
