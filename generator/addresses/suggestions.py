"""Suggests where the addresses of pages that no longer exist should lead."""

import difflib
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain
from types import MappingProxyType

from generator import formats
from generator.addresses.redirects import (
    STAR,
    RedirectLines,
    addresses_in_lines,
    is_emptied,
    is_period,
    is_same_kind,
    is_subject,
    lines_in_force,
    page_of,
    redirect_targets,
)
from generator.model import Portal
from generator.model.addresses import (
    INDICATOR_RANKING,
    PLAN_PAGE,
    RANKING_EMBED,
    UNIT_EMBED,
    UNIT_PAGE,
    YEAR_PAGE,
    PageKind,
    Part,
    is_address,
    is_of_kind,
    page_name,
    subjects_of,
)

NONE_MOVED: Mapping[str, str] = MappingProxyType({})
"""For a portal of which no release recorded where pages were."""

_MOST_COMPARED = 200
"""How many new addresses are compared with a lost one, at most: comparing strings is slow."""


def suggested_redirects(
    portal: Portal, pages: Collection[str], moved: Mapping[str, str] = NONE_MOVED
) -> dict[str, str]:
    """Returns the addresses of the ledger that have neither a page nor a redirect, each with the page that it should
    probably lead to. That is certain for the addresses in `moved`.

    If the former address of a redirect is a page again, the page was renamed back, and the target of that redirect
    should lead to it. Addresses that depend on a line with a missing target are left out: that line must be fixed
    first.
    """
    known = {*pages, *redirect_targets(portal.redirects, portal.addresses, pages).targets}
    lines = lines_in_force(portal.redirects, pages)
    lost = [address for address in portal.addresses if address not in known and is_address(address)]
    lost = [address for address in lost if not lines.has_missing_target(address, pages)]
    if not lost:
        return {}
    redirects = {former: to for former, to in portal.redirects.items() if not is_emptied(former, to)}
    back = [former for former in addresses_in_lines(redirects) if former in pages]
    new_pages = sorted(set(pages) - (set(portal.addresses) - set(back)))
    known_moves = RedirectLines({f"{former}{STAR}": f"{to}{STAR}" for former, to in moved.items()})
    certain = {address: to for address in lost if (to := known_moves.target(address)) in pages}
    returned = {page_of(to): page_of(former) for former, to in redirects.items() if page_of(former) in pages}
    return {
        address: certain.get(address)
        or returned.get(address)
        or lines.page_above(address, pages)
        or _document_of_plan(address, pages)
        or _page_with_same_dependents(address, lost, new_pages, pages)
        or _similar_page(address, new_pages, pages)
        for address in lost
    }


def _document_of_plan(address: str, pages: Collection[str]) -> str:
    """Returns the page of the document whose plan was at this address; empty if there is none."""
    subjects = (subject for subject, _ in subjects_of(address) if is_of_kind(address, PLAN_PAGE))
    return next((subject for subject in subjects if subject in pages), "")


def _page_with_same_dependents(
    page: str, lost: Collection[str], new_pages: Sequence[str], pages: Collection[str]
) -> str:
    """Returns the new address of a unit's, indicator's or document's page, found by its dependent addresses: the only
    new page where each lost dependent address has a counterpart. This works even if the two addresses are not similar.
    Empty if there is no such page or more than one."""
    others = [address for address in lost if address != page and page in dict(subjects_of(address))]
    if not others or not is_subject(page) or is_period(page):
        return ""
    redirects_to = {
        new: RedirectLines({f"{page}{STAR}": f"{new}{STAR}"}) for new in new_pages if is_same_kind(page, new)
    }
    found = [new for new, line in redirects_to.items() if all(line.target(address) in pages for address in others)]
    return found[0] if len(found) == 1 else ""


def _similar_page(address: str, new_pages: Sequence[str], pages: Collection[str]) -> str:
    """Returns the new or restored page with the most similar address, else the nearest existing page above. Pages of
    the same depth are preferred. A page of a unit, indicator or document that still has its own page never leads to a
    page of another one. An embeddable chart never leads to a chart of another indicator: a site that embeds it would
    show other figures under its own text."""
    comparable = [page for page in new_pages if _section(page) == _section(address)]
    kept = {subject for subject, _ in subjects_of(address) if subject in pages and not is_period(subject)}
    if kept:
        comparable = [page for page in comparable if kept <= dict(subjects_of(page)).keys()]
    chart = _chart(address)
    if chart:
        comparable = [page for page in comparable if _chart(page) == chart]
    as_deep = [page for page in comparable if page.count("/") == address.count("/")]
    similar = _most_similar(address, as_deep) or _most_similar(address, comparable)
    return similar[0] if similar else _page_above(address, pages)


def _section(address: str) -> str:
    """Returns the first part of an address: `don-vi` of `/don-vi/so-y-te/`. Empty for the home page."""
    return address.split("/")[1]


def _most_similar(address: str, pages: Sequence[str]) -> Sequence[str]:
    """Returns a list with the most similar address, or an empty list."""
    return difflib.get_close_matches(address, pages[:_MOST_COMPARED], n=1)


def _chart(address: str) -> tuple[PageKind, str] | None:
    """Returns the kind of an embeddable chart and the slug of its indicator; None for any other page."""
    name = page_name(address)
    return (name.kind, name.parts[Part.INDICATOR]) if name and name.kind in _PAGES_OF_CHARTS else None


def _page_of_chart(address: str) -> str:
    """Returns the page that an embeddable chart belongs to. Any other address is returned as it is."""
    name = page_name(address)
    return _PAGES_OF_CHARTS[name.kind].address(name.parts) if name and name.kind in _PAGES_OF_CHARTS else address


_PAGES_OF_CHARTS = {UNIT_EMBED: UNIT_PAGE, RANKING_EMBED: INDICATOR_RANKING}
"""The kind of page that each kind of embeddable chart belongs to."""


def _page_above(address: str, pages: Collection[str]) -> str:
    """Returns the nearest existing page above an address, of the same period if there is one: the page above the
    ranking of a province in a period is the ranking of that period. The page above an embeddable chart is that of its
    unit or indicator."""
    name, page = page_name(address), _page_of_chart(address)
    period = name.parts.get(Part.PERIOD, "") if name else ""
    dated = f"{period}/" if period else ""
    folders = (*_addresses_above(address), *_addresses_above(page))
    above = (page, *chain.from_iterable((f"{folder}{dated}", folder) for folder in folders))
    return next((found for found in above if found in pages), "/")


def _addresses_above(address: str) -> Iterator[str]:
    """Yields the addresses above an address, the nearest one first, except for the home page."""
    while (address := address.rstrip("/").rpartition("/")[0] + "/") != "/":
        yield address


def first_day_if_younger(page: str, target: str, portal: Portal) -> str:
    """Returns the first day of the unit at the target if the old page has figures of a year before that day, else an
    empty text. Such a page belonged to another unit."""
    unit = next((unit for unit in portal.units.values() if unit.address == target), None)
    if unit is None or unit.active_from is None:
        return ""
    names = (page_name(address) for address in portal.addresses if address.startswith(page))
    years = (name.parts[Part.YEAR] for name in names if name and name.kind is YEAR_PAGE)
    before = any(int(year) < unit.active_from.year for year in years)
    return formats.day(unit.active_from) if before else ""
