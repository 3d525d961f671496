"""All pages of the portal, in a fixed order."""

from collections.abc import Iterator, Sequence

from generator.history import History
from generator.pages.changes import changes_by_unit, changes_page
from generator.pages.compare import compare_page
from generator.pages.documents import document_pages, documents_page
from generator.pages.downloads import downloads_page
from generator.pages.facts import Facts
from generator.pages.home import home_page
from generator.pages.indicators import indicator_pages, indicators_page
from generator.pages.parts import Page
from generator.pages.plans import plan_pages, plans_page
from generator.pages.rankings import dated_ranking_pages, rankings_page
from generator.pages.reconciliation import reconciliation_page
from generator.pages.units import unit_pages, units_page
from generator.reconcile.findings import Discrepancy


def pages_of(facts: Facts, discrepancies: Sequence[Discrepancy], history: History) -> Iterator[Page]:
    """Every page that is generated from the data; hand-written ones are copied from `content/`."""
    yield home_page(facts)
    yield units_page(facts)
    yield from unit_pages(facts, changes_by_unit(history, facts.portal))
    yield rankings_page(facts)
    yield indicators_page(facts)
    yield from indicator_pages(facts)
    yield from dated_ranking_pages(facts)
    yield documents_page(facts)
    yield from document_pages(facts)
    yield plans_page(facts)
    yield from plan_pages(facts)
    yield reconciliation_page(facts.portal, discrepancies)
    yield compare_page(facts)
    yield changes_page(history, facts.portal)
    yield downloads_page(facts)
