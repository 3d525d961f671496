"""The recipe: from `data/` and `content/` to the whole documentation tree, or to one of its parts."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import chain
from pathlib import Path

from generator import canonical, embeds, export, pictures
from generator.addresses import LEDGER, ledger_text, lost_addresses, redirect_artifacts, redirect_paths, with_new
from generator.alone import alone
from generator.artifacts import Artifact, Written, delete_stale, refuse_collisions, replace_files
from generator.assets import assets
from generator.cache import Recipe, load_cache, make, save_cache
from generator.content import content
from generator.export import followed_tables, published_tables
from generator.export.catalog import PATH as CATALOG_PATH
from generator.export.catalog import catalog
from generator.export.citation import citation_file
from generator.export.citing import citation_files, citation_paths, cited
from generator.export.versions import version_archives
from generator.feeds import feeds
from generator.former import at_former_addresses
from generator.history import History, Version, days_of, entries_of, forget_history, release, version_of, with_owners
from generator.model import Portal
from generator.pages.changes import release_address
from generator.pages.comparison.data import comparison_data
from generator.pages.embeds import Embed, placed
from generator.pages.facts import Facts, gather
from generator.pages.indicator.material import materials
from generator.pages.lastmod import LastChanged
from generator.pages.levels import Levels, levels_of
from generator.pages.parts import Page
from generator.pages.posters import Poster
from generator.pages.reconciliation.page import findings
from generator.pages.reports import reportable
from generator.pages.site import embeds_of, pages_of, posters_of
from generator.pages.unit.dots import level_dots
from generator.problems import ProblemsFound
from generator.progress import progress, tell
from generator.redirects import Leads, leads_of, origins
from generator.rendering import recipes
from generator.search import search_index
from generator.shards import FILE as SHARD_RECORD
from generator.shards import Shard, inputs_of, mine, record_of, save_record
from generator.sharing import Deferred, Names, deferred, joined, shared
from generator.soundness import Sound, mislabelled, sound


@dataclass(frozen=True)
class BuildReport:
    """What a build did: the files written, and how many pages there are."""

    written: Written
    pages: int


@dataclass(frozen=True)
class Site:
    """Everything that is published of a portal: the pages made from its data, what links to them show, charts for other
    sites, when each page last changed, files to download, the files of pictures and charts, the other files, and where
    the pages are that moved."""

    pages: Deferred[Page]
    posters: Deferred[Poster]
    embeds: Deferred[Embed]
    changed: LastChanged
    exports: Deferred[Recipe]
    drawn: Deferred[Recipe]
    others: Deferred[tuple[Artifact, ...]]
    moved: Mapping[str, str]

    @property
    def files(self) -> Iterator[Artifact]:
        """The files that are neither pages of the data nor exports, hand-written pages among them."""
        return chain.from_iterable(self.others)

    @property
    def works(self) -> Deferred[Recipe]:
        """How to make everything. Exports come first: some take long, and no process should be left alone with one."""
        pages = recipes(self.pages, self.changed.day)
        everything = joined((self.exports, pages, self.drawn, self.others.then(_always)))
        return at_former_addresses(everything, self.moved)


_WHOLE = Shard(1, 1)


def build(root: Path, today: date, processes: int = 1, site: str = "", shard: Shard | None = None) -> BuildReport:
    """Writes the whole documentation tree of the portal at `root` into `build/docs`; `site` is where it will stand, if
    that is known. With a shard only that part of it, and beside it a record that `merged` needs.

    Raises ProblemsFound, with every fault of the data at once, before anything is written.
    """
    tell("Đang kiểm tra dữ liệu")
    proved = sound(root)
    tell("Đang gom số liệu")
    works = site_of(root, proved, today, site).works
    works.take_shared_steps()
    portal, pages = proved.portal, len(proved.addresses)
    del proved  # What was measured is in rows of pages and in tables now, and need not stay while they are written.
    forget_history()
    own = mine(works.names, portal.units, shard or _WHOLE)
    with alone(root):
        cache = load_cache(root)
        (root / "build" / SHARD_RECORD).unlink(missing_ok=True)
        done = shared(lambda number: make(works[own[number]], cache), len(own), processes)
        made = [file for files in progress(done, len(own), "Đang dựng") for file in files]
        refuse_collisions(file.path for file in made)
        deleted = delete_stale(cache.docs, {file.path for file in made})
        save_cache(root, made)
        if shard:
            texts = (*content(root, portal.settings.repository), *assets(root))
            save_record(root / "build", record_of(shard, works.names, made, inputs_of(root, texts, today, site)))
    changed = tuple(file.path for file in made if file.changed)
    return BuildReport(Written(changed, len(made) - len(changed), deleted), pages)


def _always(files: Sequence[Artifact]) -> Recipe:
    """Files that are made already."""
    return Recipe((), "", lambda: files)


def site_of(root: Path, proved: Sound, today: date, site: str = "") -> Site:
    """What a sound portal publishes on a day. What leaves the site, such as citations, reports of errors and charts for
    other sites, names the address where it stands, `site`; pages and files lead to one another without it."""
    portal, measured, discrepancies = proved.portal, proved.measured, proved.discrepancies
    whole, facts = _followed(proved, today)
    history = whole.without_version
    levels = levels_of(facts)
    indicators = materials(facts, levels)
    pages = pages_of(facts, levels, indicators, discrepancies, history).then(partial(placed, site=site))
    pages = pages.then(partial(reportable, settings=portal.settings, site=site))
    posters = posters_of(facts, levels, indicators, discrepancies)
    charts = embeds_of(facts, levels, indicators)
    title = portal.settings.title
    leads = leads_of(portal.redirects, portal.addresses, frozenset(proved.addresses))
    return Site(
        pages=pages,
        posters=posters,
        embeds=charts,
        changed=LastChanged(history, portal, today),
        exports=joined(
            (
                export.recipes(portal, published_tables(portal, measured, discrepancies), levels, facts.days),
                version_archives(root),
                feeds(portal, whole),
            )
        ),
        drawn=joined((pictures.recipes(posters, title, root), embeds.recipes(charts, title, site))),
        others=_other_files(root, facts, levels, history, leads, site),
        moved=leads.same,
    )


def _other_files(
    root: Path, facts: Facts, levels: Levels, history: History, leads: Leads, site: str
) -> Deferred[tuple[Artifact, ...]]:
    """All files that are neither pages of the data, nor exports, nor drawn."""
    portal, today = facts.portal, facts.today
    title = portal.settings.title
    return joined(
        (
            _known((*content(root, portal.settings.repository), *assets(root))),
            _group(redirect_paths(leads.targets), lambda: redirect_artifacts(leads.targets, title)),
            _group((CATALOG_PATH,), lambda: (catalog(portal, history, today),)),
            _group(citation_paths(), lambda: citation_files(cited(title, history, today, site))),
            comparison_data(facts),
            level_dots(levels),
            search_index(facts),
        )
    )


def _followed(proved: Sound, today: date) -> tuple[History, Facts]:
    """The history with what is not released yet, and the facts with the days since when their figures are published.

    The version of today is made in a thread of its own: of whole columns, mostly outside Python's lock, while rows are
    made one by one.
    """
    with ThreadPoolExecutor(1) as aside:
        followed = aside.submit(lambda: proved.history.with_unreleased(_version(proved)))
        facts = gather(proved.portal, proved.measured, findings(proved.discrepancies), today)
    history = followed.result()
    return history, replace(facts, days=days_of(history, today))


def _known(files: Sequence[Artifact]) -> Deferred[tuple[Artifact, ...]]:
    """Files that were read already, each for itself."""
    return deferred(lambda file: (file,), files, lambda file: file.path)


def _group(paths: Names, make: Callable[[], Iterable[Artifact]]) -> Deferred[tuple[Artifact, ...]]:
    """Files that are made together."""
    return Deferred([lambda: tuple(make())], [paths])


def formatted(root: Path) -> Iterator[str]:
    """Brings the data files into their canonical form and adds new addresses to the ledger; yields what it wrote.

    Raises ProblemsFound after that when other faults remain, which names what was written: addresses are known of a
    sound portal only. While an address lacks both page and redirect the ledger stays as it is: only the addresses that
    are not in it yet tell where the page went.
    """
    texts = canonical.reformatted(root, mislabelled(root))
    written = replace_files(root, {path: text.encode() for path, text in texts})
    yield from written
    try:
        proved = sound(root, ledger=False)
    except ProblemsFound as found:
        raise ProblemsFound(found.problems, written) from None
    lost = tuple(lost_addresses(proved.portal, proved.addresses))
    if lost:
        raise ProblemsFound(lost, written)
    ledger = with_new(proved.portal.addresses, [*proved.addresses, *origins(proved.portal.redirects)])
    if ledger != proved.portal.addresses:
        yield from replace_files(root, {LEDGER: ledger_text(ledger).encode()})


def released(root: Path, today: date) -> Iterator[str]:
    """Records what is published now as a release in `data/history`, in `CITATION.cff` and in the ledger of addresses;
    yields the files it wrote, none if nothing changed.

    Raises ProblemsFound for faults of the data or of the history.
    """
    tell("Đang kiểm tra dữ liệu")
    proved = sound(root)
    tell("Đang ghi phiên bản")
    files = list(release(root, _version(proved), today))
    tell("")
    yield from _written(root, files)
    yield from _written(root, _of_release(root, proved.portal) if files else ())


def _of_release(root: Path, portal: Portal) -> Iterator[Artifact]:
    """What follows from a release beside its record: for whom pages stand, how to cite it, and the address of its page
    in the ledger."""
    newest = entries_of(root, [])[-1]
    yield with_owners(root, portal)
    yield citation_file(portal.settings, newest)
    yield Artifact(LEDGER, ledger_text(with_new(portal.addresses, [release_address(newest)])).encode())


def _written(root: Path, files: Iterable[Artifact]) -> Iterator[str]:
    yield from replace_files(root, {file.path: file.content for file in files})


def _version(proved: Sound) -> Version:
    return version_of(followed_tables(proved.portal, proved.measured))
