"""All pages of the portal, in a fixed order."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from generator.history import History, Release
from generator.measures import unit_figures
from generator.model import Portal
from generator.pages.changes import changes_by_unit, release_address
from generator.pages.comparison.page import comparison_page
from generator.pages.document.list import documents_page
from generator.pages.document.page import document_pages
from generator.pages.downloads.api import api_page
from generator.pages.downloads.page import downloads_page
from generator.pages.downloads.researchers import researchers_page
from generator.pages.facts import Facts
from generator.pages.home.page import home_page
from generator.pages.indicator.dated import dated_ranking_pages
from generator.pages.indicator.list import indicators_page
from generator.pages.indicator.page import indicator_pages
from generator.pages.levels import Levels
from generator.pages.links import SECTIONS, dated_address
from generator.pages.overall import overall_of
from generator.pages.parts import Page
from generator.pages.plan.list import plans_page
from generator.pages.plan.page import plan_pages
from generator.pages.ranking.page import ranking_pages
from generator.pages.ranking.places import Place, places_of
from generator.pages.reconciliation.page import reconciliation_page
from generator.pages.tasks import plan_address
from generator.pages.unit.list import units_page
from generator.pages.unit.page import unit_pages
from generator.pages.unit.year import year_address, year_pages
from generator.pages.updates.page import release_pages, updates_page
from generator.reconcile.findings import Discrepancy
from generator.sharing import Deferred, joined


def addresses_of(portal: Portal, releases: Iterable[Release]) -> Iterator[str]:
    """The address of every page that `pages_of` makes, told without making any; `releases` are those with a day."""
    yield from (link.address for link in SECTIONS)
    for entities in (portal.units, portal.indicators, portal.sources):
        yield from (entity.address for entity in entities.values())
    yield from _dated_addresses(portal)
    yield from _year_addresses(portal)
    yield from (place.address for place in places_of(portal) if place != Place())
    yield from map(release_address, releases)
    plans = dict.fromkeys(task.source_id for task in portal.tasks)
    yield from (plan_address(portal.sources[id_]) for id_ in plans if id_ in portal.sources)


def _year_addresses(portal: Portal) -> Iterator[str]:
    """One for each unit and year of which a document says something of that unit or of a level within it."""
    of_levels = portal.results[portal.results["level"].ne("")]
    pairs = (zip(frame["unit_id"], frame["period"].str[:4], strict=True) for frame in (unit_figures(portal), of_levels))
    for unit_id, year in dict.fromkeys(chain.from_iterable(pairs)):
        if unit_id in portal.units and year.isdecimal():
            yield year_address(portal.units[unit_id], int(year))


def _dated_addresses(portal: Portal) -> Iterator[str]:
    """One for each indicator and period with at least one figure."""
    figures = unit_figures(portal)
    known = figures[figures["amount"].notna()][["indicator_id", "period"]].drop_duplicates()
    for indicator_id, period in known.itertuples(index=False, name=None):
        if indicator_id in portal.indicators:
            yield dated_address(portal.indicators[indicator_id], period)


def pages_of(facts: Facts, levels: Levels, discrepancies: Sequence[Discrepancy], history: History) -> Deferred[Page]:
    """Every page that is generated from the data; hand-written ones are copied from `content/`."""
    overall = overall_of(facts, levels)
    portal = facts.portal
    return joined(
        (
            _one(lambda: home_page(facts, levels, overall)),
            _one(lambda: units_page(facts)),
            unit_pages(facts, levels, overall, changes_by_unit(history, portal)),
            year_pages(facts, levels),
            ranking_pages(facts, levels),
            _one(lambda: indicators_page(facts, levels)),
            indicator_pages(facts, levels),
            dated_ranking_pages(facts, levels),
            _one(lambda: documents_page(facts)),
            document_pages(facts),
            _one(lambda: plans_page(facts)),
            plan_pages(facts),
            _one(lambda: reconciliation_page(portal, discrepancies)),
            _one(lambda: comparison_page(facts, overall)),
            _one(lambda: updates_page(history, portal, facts.today)),
            release_pages(history, portal),
            _one(lambda: downloads_page(facts, history)),
            _one(lambda: api_page(facts)),
            _one(lambda: researchers_page(facts, history)),
        )
    )


def _one(make: Callable[[], Page]) -> Deferred[Page]:
    return Deferred((make,))
