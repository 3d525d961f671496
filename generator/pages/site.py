"""Collects all pages, preview images and embedded charts of the portal, in a fixed order, and all page addresses."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import TypeVar

import pandas as pd

from generator.deferred import Deferred, joined
from generator.history import History
from generator.measures import unit_figures
from generator.model import Portal
from generator.pages.changes import changes_by_unit, release_address
from generator.pages.comparison.page import comparison_page
from generator.pages.document.list import documents_page
from generator.pages.document.page import document_pages
from generator.pages.document.withdrawn import withdrawn_pages
from generator.pages.downloads.api import api_page
from generator.pages.downloads.page import downloads_page
from generator.pages.downloads.researchers import researchers_page
from generator.pages.embeds import Embed
from generator.pages.facts import Facts
from generator.pages.home.country import CountryHomePage, country_home_page
from generator.pages.home.page import HomePage, home_page
from generator.pages.indicator.dated import dated_posters, dated_ranking_pages
from generator.pages.indicator.embed import ranking_embed_address, ranking_embeds
from generator.pages.indicator.indicator_facts import IndicatorFacts
from generator.pages.indicator.list import indicators_page
from generator.pages.indicator.page import indicator_pages, indicator_posters
from generator.pages.links import (
    API,
    COMPARISON,
    DATA,
    HOME,
    INDICATORS,
    PLANS,
    RECONCILIATION,
    RESEARCHERS,
    SECTIONS,
    SOURCES,
    UNITS,
    UPDATES,
    dated_address,
    year_address,
)
from generator.pages.overall import OverallRankings, overall_rankings, provinces_overall
from generator.pages.parts import Page
from generator.pages.plan.list import plans_page
from generator.pages.plan.page import plan_pages
from generator.pages.posters import SITE_PICTURE, Poster, site_poster
from generator.pages.ranking.page import ranking_pages
from generator.pages.ranking.scopes import scopes_of
from generator.pages.ranking_scopes import RankingScope, indicator_layouts
from generator.pages.reconciliation.details import finding_address
from generator.pages.reconciliation.finding import (
    finding_pages,
    finding_posters,
    gone_findings,
    gone_pages,
)
from generator.pages.reconciliation.page import reconciliation_page
from generator.pages.tasks import plan_address
from generator.pages.unit.embed import embed_address, unit_embeds
from generator.pages.unit.list import units_page
from generator.pages.unit.page import unit_pages, unit_posters
from generator.pages.unit.year import year_pages
from generator.pages.updates.page import release_pages, updates_page
from generator.reconcile.findings import Discrepancy

T = TypeVar("T")


def finding_addresses(portal: Portal, discrepancies: Sequence[Discrepancy]) -> Iterator[str]:
    """Returns the addresses of the pages of findings.

    The pages of former findings in the ledger are included: their addresses are permanent.
    """
    return chain(map(finding_address, discrepancies), gone_findings(portal, discrepancies).values())


def addresses_of(portal: Portal, history: History) -> Iterator[str]:
    """Yields the address of every page of `pages_of`, except for findings, and of every chart, without building
    them."""
    yield from (link.address for link in SECTIONS)
    for entities in (portal.units, portal.indicators, portal.sources):
        yield from (entity.address for entity in entities.values())
    figures = unit_figures(portal)
    yield from _dated_addresses(figures, portal)
    yield from (place.address for layout in indicator_layouts(figures, portal) for place in layout.parts())
    yield from _year_addresses(figures, portal)
    yield from (place.address for place in scopes_of(figures, portal) if place != RankingScope())
    yield from map(release_address, history.released)
    yield from (document.address for document in history.withdrawn)
    plans = dict.fromkeys(task.source_id for task in portal.tasks)
    yield from (plan_address(portal.sources[id_]) for id_ in plans if id_ in portal.sources)
    yield from _embed_addresses(figures, portal)


def _embed_addresses(figures: pd.DataFrame, portal: Portal) -> Iterator[str]:
    """Yields the addresses of the charts for other sites.

    Each unit and indicator with a figure has a chart; each indicator, and each of its periods, has a ranking.
    """
    known = figures[figures["amount"].notna()]
    for unit_id, indicator_id in _pairs(known, "unit_id", portal):
        if unit_id in portal.units and portal.units[unit_id].level in portal.settings.sharing_levels:
            yield embed_address(portal.units[unit_id].slug, portal.indicators[indicator_id].slug)
    for indicator_id in known["indicator_id"].unique():
        if indicator_id in portal.indicators:
            yield ranking_embed_address(portal.indicators[indicator_id].slug)
    for period, indicator_id in _pairs(known, "period", portal):
        yield ranking_embed_address(portal.indicators[indicator_id].slug, period)


def _pairs(figures: pd.DataFrame, column: str, portal: Portal) -> Iterator[tuple[str, str]]:
    """Yields the distinct pairs of a column's value and an indicator id; unknown indicators are left out."""
    found = figures[[column, "indicator_id"]].drop_duplicates().itertuples(index=False, name=None)
    return ((value, indicator_id) for value, indicator_id in found if indicator_id in portal.indicators)


def _year_addresses(figures: pd.DataFrame, portal: Portal) -> Iterator[str]:
    """Yields an address for each unit and year for which a document states something of the unit or a level in it."""
    of_levels = portal.results[portal.results["level"].ne("")]
    distinct = (frame[["unit_id", "period"]].drop_duplicates() for frame in (figures, of_levels))
    pairs = chain.from_iterable(frame.itertuples(index=False, name=None) for frame in distinct)
    for unit_id, year in dict.fromkeys((unit_id, period[:4]) for unit_id, period in pairs):
        if unit_id in portal.units and year.isdecimal():
            yield year_address(portal.units[unit_id], int(year))


def _dated_addresses(figures: pd.DataFrame, portal: Portal) -> Iterator[str]:
    """Yields an address for each indicator and period with at least one figure."""
    known = figures[figures["amount"].notna()][["indicator_id", "period"]].drop_duplicates()
    for indicator_id, period in known.itertuples(index=False, name=None):
        if indicator_id in portal.indicators:
            yield dated_address(portal.indicators[indicator_id], period)


def pages_of(
    facts: Facts, indicators: Sequence[IndicatorFacts], discrepancies: Sequence[Discrepancy], history: History
) -> Deferred[Page]:
    """Returns every page that is generated from the data. Hand-written pages are copied from `content/`."""
    overall = overall_rankings(facts)
    portal = facts.portal
    return joined(
        (
            _one(HOME.address, lambda: _home(facts, overall)),
            _one(UNITS.address, lambda: units_page(facts)),
            unit_pages(facts, overall, changes_by_unit(history, portal)),
            year_pages(facts),
            ranking_pages(facts),
            _one(INDICATORS.address, lambda: indicators_page(facts)),
            indicator_pages(indicators),
            dated_ranking_pages(indicators),
            _one(SOURCES.address, lambda: documents_page(facts, history.withdrawn)),
            document_pages(facts),
            withdrawn_pages(history.withdrawn),
            _one(PLANS.address, lambda: plans_page(facts)),
            plan_pages(facts),
            _one(RECONCILIATION.address, lambda: reconciliation_page(portal, discrepancies)),
            finding_pages(portal, discrepancies),
            gone_pages(portal, discrepancies),
            _one(COMPARISON.address, lambda: comparison_page(facts, overall, provinces_overall(facts))),
            _one(UPDATES.address, lambda: updates_page(history, portal, facts.today)),
            release_pages(history, portal),
            _one(DATA.address, lambda: downloads_page(facts, history)),
            _one(API.address, lambda: api_page(facts)),
            _one(RESEARCHERS.address, lambda: researchers_page(facts, history)),
        )
    )


def _home(facts: Facts, overall: OverallRankings) -> HomePage | CountryHomePage:
    country = facts.portal.country
    if country and facts.portal.has_province_pages:
        return country_home_page(country, facts)
    return home_page(facts, overall)


def posters_of(
    facts: Facts, indicators: Sequence[IndicatorFacts], discrepancies: Sequence[Discrepancy]
) -> Deferred[Poster]:
    """Returns the preview images of pages. A page without one has the portal's preview image."""
    return joined(
        (
            _one(SITE_PICTURE, lambda: site_poster(facts.portal)),
            unit_posters(facts),
            indicator_posters(indicators),
            dated_posters(indicators),
            finding_posters(facts.portal, discrepancies),
        )
    )


def embeds_of(facts: Facts, indicators: Sequence[IndicatorFacts]) -> Deferred[Embed]:
    """Returns the charts that other sites can embed."""
    return joined((unit_embeds(facts), ranking_embeds(indicators)))


def _one(name: str, make: Callable[[], T]) -> Deferred[T]:
    return Deferred((make,), ((name,),))
