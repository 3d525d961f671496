"""All pages of the portal, in a fixed order."""

from collections.abc import Iterator, Sequence

from generator.history import History
from generator.measures import unit_figures
from generator.model import Portal
from generator.pages.changes import changes_by_unit
from generator.pages.comparison.page import comparison_page
from generator.pages.document.list import documents_page
from generator.pages.document.page import document_pages
from generator.pages.downloads.page import downloads_page
from generator.pages.facts import Facts
from generator.pages.home.page import home_page
from generator.pages.indicator.dated import dated_ranking_pages
from generator.pages.indicator.list import indicators_page
from generator.pages.indicator.page import indicator_pages
from generator.pages.levels import levels_of
from generator.pages.links import SECTIONS
from generator.pages.overall import overall_of
from generator.pages.parts import Page
from generator.pages.plan.list import plans_page
from generator.pages.plan.page import plan_pages
from generator.pages.ranking.page import rankings_page
from generator.pages.reconciliation.page import reconciliation_page
from generator.pages.tasks import plan_address
from generator.pages.unit.list import units_page
from generator.pages.unit.page import unit_pages
from generator.pages.updates.page import updates_page
from generator.reconcile.findings import Discrepancy


def addresses_of(portal: Portal) -> Iterator[str]:
    """The address of every page that `pages_of` makes, told without making any."""
    yield from (link.address for link in SECTIONS)
    for entities in (portal.units, portal.indicators, portal.sources):
        yield from (entity.address for entity in entities.values())
    yield from _dated_addresses(portal)
    plans = dict.fromkeys(task.source_id for task in portal.tasks)
    yield from (plan_address(portal.sources[id_]) for id_ in plans if id_ in portal.sources)


def _dated_addresses(portal: Portal) -> Iterator[str]:
    """One for each indicator and period with at least one figure."""
    figures = unit_figures(portal)
    known = figures[figures["amount"].notna()][["indicator_id", "period"]].drop_duplicates()
    for indicator_id, period in known.itertuples(index=False, name=None):
        if indicator_id in portal.indicators:
            yield f"{portal.indicators[indicator_id].address}{period}/"


def pages_of(facts: Facts, discrepancies: Sequence[Discrepancy], history: History) -> Iterator[Page]:
    """Every page that is generated from the data; hand-written ones are copied from `content/`."""
    levels = levels_of(facts)
    overall = overall_of(facts, levels)
    yield home_page(facts, overall)
    yield units_page(facts)
    yield from unit_pages(facts, levels, overall, changes_by_unit(history, facts.portal))
    yield rankings_page(facts, levels)
    yield indicators_page(facts, levels)
    yield from indicator_pages(facts, levels)
    yield from dated_ranking_pages(facts, levels)
    yield documents_page(facts)
    yield from document_pages(facts)
    yield plans_page(facts)
    yield from plan_pages(facts)
    yield reconciliation_page(facts.portal, discrepancies)
    yield comparison_page(facts, overall)
    yield updates_page(history, facts.portal)
    yield downloads_page(facts)
