"""The day on which each page last changed, as the releases tell it: for the map of the site."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from generator.history import Change, History, NewFigures, Release
from generator.measures import province_of
from generator.model import Indicator, Portal
from generator.pages.changes import release_address
from generator.pages.links import SECTIONS, dated_address, year_address
from generator.pages.places import place_address, ranking_address
from generator.pages.tasks import plan_address

_Stated = Mapping[str, Sequence[tuple[str, str]]]
"""By document id, the indicator and period of each of its results."""


def last_changed(history: History, portal: Portal, addresses: Sequence[str], today: date) -> Mapping[str, date]:
    """The day on which the content of each page last changed, by address; `addresses` are those of all pages made.

    What is published but not released yet changed today. A portal without releases knows no day. New figures are only
    counted by document and unit: every page with a figure of that document and period counts as changed.
    """
    stated = _stated(portal)
    days: dict[str, date] = {}
    for release in reversed(history.releases):
        touched = addresses if release.first else tuple(_touched(release, portal, stated))
        days.update(dict.fromkeys(touched, release.on or today))
    return {address: days[address] for address in addresses if address in days}


def _stated(portal: Portal) -> _Stated:
    distinct = portal.results[["source_id", "indicator_id", "period"]].drop_duplicates()
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
    for count in release.counts:
        yield from _touched_by_figures(count, portal, stated)


def _touched_by_change(change: Change, portal: Portal) -> Iterator[str]:
    yield from _entities(change.unit_id, change.source_id, portal)
    yield from _years(change.unit_id, [change.period], portal)
    indicator = portal.indicators.get(change.indicator_id)
    if indicator:
        yield indicator.address
        yield dated_address(indicator, change.period)
        yield from _parts(indicator, change.unit_id, change.period, portal)
        yield from _rankings(change.unit_id, {change.period}, portal)


def _touched_by_figures(count: NewFigures, portal: Portal, stated: _Stated) -> Iterator[str]:
    yield from _entities(count.unit_id, count.source_id, portal)
    found = stated.get(count.source_id, ())
    yield from _years(count.unit_id, (period for _, period in found), portal)
    for indicator_id, period in found:
        yield portal.indicators[indicator_id].address
        yield dated_address(portal.indicators[indicator_id], period)
        yield from _parts(portal.indicators[indicator_id], count.unit_id, period, portal)
    yield from _rankings(count.unit_id, {period for _, period in found}, portal)


def _rankings(unit_id: str, periods: Iterable[str], portal: Portal) -> Iterator[str]:
    """Where the unit may be ranked: among all, in its province, in its level; with newest figures and by period."""
    unit = portal.units.get(unit_id)
    if unit is None:
        return
    province = portal.units[province_of(unit, portal.units)]
    for period in ("", *periods):
        yield ranking_address(period=period)
        yield ranking_address(province, period=period)
        yield ranking_address(province, unit.level, period)


def _parts(indicator: Indicator, unit_id: str, period: str, portal: Portal) -> Iterator[str]:
    """Where an indicator may rank the unit in its province or in its level."""
    unit = portal.units.get(unit_id)
    if unit:
        province = portal.units[province_of(unit, portal.units)]
        for level in (None, unit.level):
            for time in ("", period):
                yield place_address(indicator.address, province, level, time)


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
