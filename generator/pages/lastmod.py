"""Finds the day on which each page last changed, from the history of releases, for the sitemap."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, cached_property
from typing import TypeAlias

from generator.history import Change, History, NewFigureCount, Release
from generator.model import Indicator, Level, Portal, province_id_of
from generator.pages.changes import release_address
from generator.pages.links import SECTIONS, dated_address, year_address
from generator.pages.ranking_scopes import scope_address
from generator.pages.tasks import plan_address

_Stated: TypeAlias = Mapping[str, Sequence[tuple[str, str]]]
"""Indicator id and period of each result, by document id."""

_RankedLevel: TypeAlias = tuple[str, Level]
"""A province id and a level: the units of this level of the province are ranked."""


class LastChanged:
    """The day on which the content of each page last changed.

    Changes that are not released yet count as made today. Without releases no day is known. The history only counts new
    figures by document and unit, so every page with a figure of that document and period counts as changed.
    """

    def __init__(self, history: History, portal: Portal, today: date) -> None:
        self._withdrawn_by = {item.address: item.withdrawn_by for item in history.withdrawn}
        self._releases = history.releases
        self._portal = portal
        self._today = today
        self._touched = cache(self._touched_by)

    def day(self, address: str) -> date | None:
        """Returns the day of the page with this address; None if it is unknown.

        Searches the releases from the newest on and stops at the first one that changed the page. The page of a
        withdrawn document changed last when the document was withdrawn.
        """
        if address in self._withdrawn_by:
            release = self._withdrawn_by[address]
            return (release.on if release else None) or self._today
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
    """Yields the addresses of the pages that a release changed. Overview pages show something of every change."""
    yield from (section.address for section in SECTIONS)
    yield release_address(release)
    for change in release.changes:
        yield from _changed_by_row(change, portal)
    yield from _changed_by_new_figures(release.counts, portal, stated)


def _changed_by_row(change: Change, portal: Portal) -> Iterator[str]:
    """Yields the pages that show one changed row: of its unit, year, document, indicator and rankings."""
    yield from _entity_addresses(change.unit_id, change.source_id, portal)
    yield from _year_addresses(change.unit_id, [change.period], portal)
    indicator = portal.indicators.get(change.indicator_id)
    if indicator:
        yield indicator.address
        yield dated_address(indicator, change.period)
        for ranked_level in _ranked_levels(change.unit_id, portal):
            yield from _indicator_rankings(indicator, ranked_level, change.period, portal)
            yield from _rankings(ranked_level, {change.period}, portal)


def _changed_by_new_figures(counts: Sequence[NewFigureCount], portal: Portal, stated: _Stated) -> Iterator[str]:
    """Yields the pages of these units, documents and indicators, and the rankings of each of their levels, once."""
    levels: dict[tuple[str, _RankedLevel], None] = {}
    for count in counts:
        yield from _entity_addresses(count.unit_id, count.source_id, portal)
        yield from _year_addresses(count.unit_id, (period for _, period in stated.get(count.source_id, ())), portal)
        levels |= dict.fromkeys(
            (count.source_id, ranked_level) for ranked_level in _ranked_levels(count.unit_id, portal)
        )
    for source_id in dict.fromkeys(count.source_id for count in counts):
        for indicator_id, period in stated.get(source_id, ()):
            yield portal.indicators[indicator_id].address
            yield dated_address(portal.indicators[indicator_id], period)
    for source_id, ranked_level in levels:
        found = stated.get(source_id, ())
        for indicator_id, period in found:
            yield from _indicator_rankings(portal.indicators[indicator_id], ranked_level, period, portal)
        yield from _rankings(ranked_level, {period for _, period in found}, portal)


def _ranked_levels(unit_id: str, portal: Portal) -> Iterator[_RankedLevel]:
    """Yields the province and the level in which the unit is ranked; nothing for an unknown unit."""
    unit = portal.units.get(unit_id)
    if unit:
        yield province_id_of(unit, portal.units), unit.level


def _rankings(ranked_level: _RankedLevel, periods: Iterable[str], portal: Portal) -> Iterator[str]:
    """Yields the possible addresses of rankings that contain a level: of the portal, of the province, of the level.

    Each has an address for the newest figures and one for each period. A portal may lack some of these pages.
    """
    province, level = ranked_level
    for period in ("", *periods):
        yield scope_address(None, period=period)
        yield scope_address(None, portal.units[province], period=period)
        yield scope_address(None, portal.units[province], level, period)


def _indicator_rankings(indicator: Indicator, ranked_level: _RankedLevel, period: str, portal: Portal) -> Iterator[str]:
    """Yields the possible addresses of an indicator's rankings that contain a level: of the province, of the level."""
    province, level = ranked_level
    for within in (None, level):
        for time in ("", period):
            yield scope_address(indicator, portal.units[province], within, time)


def _year_addresses(unit_id: str, periods: Iterable[str], portal: Portal) -> Iterator[str]:
    """Yields the addresses of the unit's pages of the years that contain the periods."""
    unit = portal.units.get(unit_id)
    if unit:
        yield from (year_address(unit, year) for year in dict.fromkeys(period[:4] for period in periods))


def _entity_addresses(unit_id: str, source_id: str, portal: Portal) -> Iterator[str]:
    if unit_id in portal.units:
        yield portal.units[unit_id].address
    if source_id in portal.sources:
        yield portal.sources[source_id].address
        yield plan_address(portal.sources[source_id])
