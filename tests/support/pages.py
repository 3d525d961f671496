"""Finds single pages of a portal."""

from datetime import date
from pathlib import Path

from generator.pages.document.page import DocumentPage, document_pages
from generator.pages.document.tables import DocumentTable, document_tables
from generator.pages.embeds import Embed
from generator.pages.facts import Facts
from generator.pages.home.page import HomePage, home_page
from generator.pages.indicator.dated import DatedRankingPage, dated_ranking_pages
from generator.pages.indicator.indicator_facts import facts_of_indicators
from generator.pages.indicator.page import IndicatorPage, indicator_pages
from generator.pages.overall import overall_rankings
from generator.pages.ranking.heat import HeatTable
from generator.pages.ranking.page import RankingsPage, ranking_pages
from generator.pages.site import embeds_of
from generator.pages.unit.page import UnitPage, unit_pages
from tests.support.portals import facts_of


def front_page(root: Path, today: date) -> HomePage:
    """Returns the front page of a province. `today` is the build date."""
    facts = facts_of(root, today)
    return home_page(facts, overall_rankings(facts))


def unit_page(root: Path, unit_id: str) -> UnitPage:
    facts = facts_of(root)
    pages = unit_pages(facts, overall_rankings(facts))
    return next(page for page in pages if page.address == facts.portal.units[unit_id].address)


def indicator_page(facts: Facts, slug: str) -> IndicatorPage:
    return next(page for page in indicator_pages(facts_of_indicators(facts)) if page.address == f"/chi-tieu/{slug}/")


def dated_ranking_page(facts: Facts, address: str) -> DatedRankingPage:
    """Returns the page of an indicator and a period at this address."""
    return next(page for page in dated_ranking_pages(facts_of_indicators(facts)) if page.address == address)


def newest_ranking_page(facts: Facts) -> RankingsPage:
    """Returns the ranking page with the newest figures."""
    page = ranking_pages(facts)[0]
    assert isinstance(page, RankingsPage)
    return page


def heat_tables(facts: Facts) -> dict[str, HeatTable]:
    """Returns the tables of the newest ranking page by anchor."""
    return {section.id: section.table for section in newest_ranking_page(facts).sections if section.table}


def document_page(facts: Facts, source_id: str) -> DocumentPage:
    address = facts.portal.sources[source_id].address
    found = next(page for page in document_pages(facts) if page.address == address)
    assert isinstance(found, DocumentPage)
    return found


def document_table(facts: Facts, source_id: str, id_: str) -> DocumentTable:
    """Returns the table of a document that has this anchor."""
    tables = document_tables(facts.portal.sources[source_id], facts)
    return next(found for found in tables if found.id == id_)


def embeds_by_address(facts: Facts) -> dict[str, Embed]:
    return {embed.address: embed for embed in embeds_of(facts, facts_of_indicators(facts))}
