"""Builds the documentation tree, or one of its parts, from `data/` and `content/`. Also formats the data and records
releases."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from generator import canonical, embeds, export, pictures
from generator.addresses.former_files import FORMER_SLUGS, former_slugs, with_files_at_former_addresses
from generator.addresses.ledger import ledger_text, lost_addresses, with_new_addresses
from generator.addresses.redirect_pages import redirect_artifacts, redirect_paths
from generator.addresses.redirects import RedirectTargets, addresses_in_lines, redirect_targets
from generator.artifacts import Artifact, Written, delete_stale, raise_if_paths_collide, replace_files
from generator.assets import assets
from generator.build_lock import build_lock
from generator.cache import Recipe, load_cache, make, save_cache
from generator.content import content
from generator.data_files import LEDGER
from generator.deferred import Deferred, Names, deferred, joined, run_in_processes
from generator.export import published_tables, tracked_tables
from generator.export.catalog import PATH as CATALOG_PATH
from generator.export.catalog import catalog
from generator.export.citing import citation_file, citation_files, citation_paths, cited_data
from generator.export.versions import version_archives
from generator.feeds import feeds
from generator.history import (
    History,
    Version,
    days_of,
    entries_of,
    forget_history,
    release,
    version_of,
    with_address_owners,
)
from generator.model import Portal, corrections_within_a_day
from generator.pages.changes import release_address
from generator.pages.comparison.data import comparison_data
from generator.pages.embeds import Embed, with_site_address
from generator.pages.facts import Facts, gather
from generator.pages.indicator.indicator_facts import facts_of_indicators
from generator.pages.lastmod import LastChanged
from generator.pages.parts import Page
from generator.pages.posters import Poster
from generator.pages.reconciliation.page import findings
from generator.pages.reports import reportable
from generator.pages.site import embeds_of, pages_of, posters_of
from generator.pages.unit.dots import level_dots
from generator.problems import ProblemsFound
from generator.progress import progress, show_step
from generator.rendering import recipes
from generator.search import search_index
from generator.shards import FILE as SHARD_RECORD
from generator.shards import Shard, inputs_digest, record_of, save_record, tasks_of
from generator.validation import MeasuredPortal, files_with_moved_headings, load_valid_portal


@dataclass(frozen=True)
class BuildReport:
    """The result of a build: the files written, and the number of pages."""

    written: Written
    pages: int


@dataclass(frozen=True)
class Site:
    """Everything that is published of a portal. All of it is made only when it is needed.

    - `pages`: the pages made from the data.
    - `posters`: what the pictures show that other sites display for a link to a page.
    - `embeds`: embeddable charts for other sites.
    - `changed`: the day on which each page last changed.
    - `exports`: how to make the files to download.
    - `pictures`: how to make the files of posters and embeddable charts.
    - `other_files`: all other files, hand-written pages among them.
    - `new_addresses`: the present address of each page that moved, by its former address.
    """

    pages: Deferred[Page]
    posters: Deferred[Poster]
    embeds: Deferred[Embed]
    changed: LastChanged
    exports: Deferred[Recipe]
    pictures: Deferred[Recipe]
    other_files: Deferred[tuple[Artifact, ...]]
    new_addresses: Mapping[str, str]

    @property
    def recipes(self) -> Deferred[Recipe]:
        """How to make everything. Exports come first: some take long, and at the end no process should still work on
        one alone."""
        pages = recipes(self.pages, self.changed.day)
        everything = joined((self.exports, pages, self.pictures, self.other_files.then(_ready)))
        return with_files_at_former_addresses(everything, self.new_addresses)


_WHOLE = Shard(1, 1)


def build(root: Path, today: date, processes: int = 1, site: str = "", shard: Shard | None = None) -> BuildReport:
    """Writes the documentation tree of the portal at `root` into `build/docs`. `site` is the address of the site, empty
    if it is not known. With `shard` it writes only that part of the tree, and a record beside it that `merge_parts`
    needs.

    Raises ProblemsFound, with every fault of the data at once, before anything is written.
    """
    show_step("Đang kiểm tra dữ liệu")
    valid = load_valid_portal(root)
    show_step("Đang gom số liệu")
    to_make = site_of(root, valid, today, site).recipes
    to_make.take_shared_steps()
    portal, pages = valid.portal, len(valid.addresses)
    del valid  # Pages and tables hold their own rows of the measures now; this frees memory while they are written.
    forget_history()
    own_numbers = tasks_of(to_make.names, portal.units, shard or _WHOLE)
    with build_lock(root):
        cache = load_cache(root)
        (root / "build" / SHARD_RECORD).unlink(missing_ok=True)
        done = run_in_processes(lambda number: make(to_make[own_numbers[number]], cache), len(own_numbers), processes)
        made = [file for files in progress(done, len(own_numbers), "Đang dựng") for file in files]
        raise_if_paths_collide(file.path for file in made)
        deleted = delete_stale(cache.docs, {file.path for file in made})
        save_cache(root, made)
        if shard:
            texts = (*content(root, portal.settings.repository), *assets(root))
            save_record(root / "build", record_of(shard, to_make.names, made, inputs_digest(root, texts, today, site)))
    changed = tuple(file.path for file in made if file.changed)
    return BuildReport(Written(changed, len(made) - len(changed), deleted), pages)


def _ready(files: Sequence[Artifact]) -> Recipe:
    """Returns a recipe for files that exist in memory already."""
    return Recipe((), "", lambda: files)


def site_of(root: Path, valid: MeasuredPortal, today: date, site: str = "") -> Site:
    """Returns what a portal without faults publishes on the day `today`. Citations, reports of errors and embeddable
    charts are used outside the site, so they contain its address `site`. Pages and files link to one another without
    it."""
    portal, measured, discrepancies = valid.portal, valid.measured, valid.discrepancies
    whole, facts = _history_and_facts(valid, today)
    history = whole.without_version
    indicators = facts_of_indicators(facts)
    pages = pages_of(facts, indicators, discrepancies, history).then(partial(with_site_address, site=site))
    pages = pages.then(partial(reportable, settings=portal.settings, site=site))
    posters = posters_of(facts, indicators, discrepancies)
    charts = embeds_of(facts, indicators)
    title = portal.settings.title
    leads = redirect_targets(portal.redirects, portal.addresses, frozenset(valid.addresses))
    return Site(
        pages=pages,
        posters=posters,
        embeds=charts,
        changed=LastChanged(history, portal, today),
        exports=joined(
            (
                export.recipes(facts, published_tables(portal, measured, discrepancies)),
                version_archives(root),
                feeds(portal, whole),
            )
        ),
        pictures=joined((pictures.recipes(posters, title, root), embeds.recipes(charts, title, site))),
        other_files=_other_files(root, facts, history, leads, site),
        new_addresses=leads.same_page,
    )


def _other_files(
    root: Path, facts: Facts, history: History, leads: RedirectTargets, site: str
) -> Deferred[tuple[Artifact, ...]]:
    """Returns all files that are neither pages of the data, nor exports, nor posters, nor embeddable charts."""
    portal, today = facts.portal, facts.today
    title = portal.settings.title
    return joined(
        (
            _known((*content(root, portal.settings.repository), *assets(root))),
            _group(redirect_paths(leads.targets), lambda: redirect_artifacts(leads.targets, title)),
            _group((FORMER_SLUGS,), lambda: (former_slugs(leads.same_page),)),
            _group((CATALOG_PATH,), lambda: (catalog(portal, history, today),)),
            _group(citation_paths(), lambda: citation_files(cited_data(title, history, today, site))),
            comparison_data(facts),
            level_dots(facts.levels),
            search_index(facts),
        )
    )


def _history_and_facts(valid: MeasuredPortal, today: date) -> tuple[History, Facts]:
    """Returns the history including the changes that are not released yet, and the facts with the days since when their
    figures are published.

    The version of today is computed in a thread: it works on whole columns, mostly outside Python's lock, while this
    thread makes rows one by one.
    """
    with ThreadPoolExecutor(1) as executor:
        future = executor.submit(lambda: valid.history.with_unreleased(_version(valid)))
        facts = gather(valid.portal, valid.measured, findings(valid.discrepancies), today)
    history = future.result()
    return history, replace(facts, days=days_of(history, today))


def _known(files: Sequence[Artifact]) -> Deferred[tuple[Artifact, ...]]:
    """Files that were read already, each as a group of one."""
    return deferred(lambda file: (file,), files, lambda file: file.path)


def _group(paths: Names, make: Callable[[], Iterable[Artifact]]) -> Deferred[tuple[Artifact, ...]]:
    """Files that are made together."""
    return Deferred([lambda: tuple(make())], [paths])


def format_data(root: Path) -> Iterator[str]:
    """Brings the data files into their canonical form and adds new addresses to the ledger; yields the paths it wrote.

    Raises ProblemsFound afterwards if other faults remain; the exception names the files written. The addresses are
    known only if the data has no fault. While an address has neither page nor redirect, the ledger is not changed: the
    addresses that are not in it yet are the only hint to where the page went.
    """
    texts = canonical.reformatted(root, files_with_moved_headings(root))
    written = replace_files(root, {path: text.encode() for path, text in texts})
    yield from written
    try:
        valid = load_valid_portal(root, ledger=False)
    except ProblemsFound as found:
        raise ProblemsFound(found.problems, written) from None
    lost = tuple(lost_addresses(valid.portal, valid.addresses, valid.moved))
    if lost:
        raise ProblemsFound(lost, written)
    ledger = with_new_addresses(valid.portal.addresses, [*valid.addresses, *addresses_in_lines(valid.portal.redirects)])
    if ledger != valid.portal.addresses:
        yield from replace_files(root, {LEDGER: ledger_text(ledger).encode()})


def record_release(root: Path, today: date) -> Iterator[str]:
    """Records what is published now as a release in `data/history`, in `CITATION.cff` and in the ledger of addresses;
    yields the paths it wrote, none if nothing changed.

    Raises ProblemsFound for faults of the data or of the history.
    """
    show_step("Đang kiểm tra dữ liệu")
    valid = load_valid_portal(root)
    show_step("Đang ghi phiên bản")
    owners = with_address_owners(root, valid.portal)
    files = list(release(root, _version(valid), today, hashlib.sha256(owners.content).hexdigest()))
    show_step("")
    if files:
        yield from _write_files(root, [*files, owners])
        yield from _write_files(root, _files_beside_release(root, valid.portal))


def _files_beside_release(root: Path, portal: Portal) -> Iterator[Artifact]:
    """Yields the files that change with a release besides its record: how to cite the release, and the ledger with the
    address of its page."""
    newest = entries_of(root, [])[-1]
    yield citation_file(portal.settings, newest)
    yield Artifact(LEDGER, ledger_text(with_new_addresses(portal.addresses, [release_address(newest)])).encode())


def _write_files(root: Path, files: Iterable[Artifact]) -> Iterator[str]:
    """Writes the files below `root`; yields the paths of those that changed."""
    yield from replace_files(root, {file.path: file.content for file in files})


def _version(valid: MeasuredPortal) -> Version:
    steps = corrections_within_a_day(valid.portal.sources.values())
    return version_of(tracked_tables(valid.portal, valid.measured), steps)
