"""The recipe: from `data/` and `content/` to the whole documentation tree."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path

from generator import canonical
from generator.addresses import LEDGER, ledger_text, redirect_artifacts, with_new
from generator.artifacts import Artifact, Written, write_tree
from generator.assets import assets
from generator.cache import load_cache, save_cache
from generator.content import content
from generator.export import export, published_tables
from generator.feeds import feeds
from generator.history import Version, compare, read_version, release, version_of
from generator.history.wording import names_of, report
from generator.pages.changes import news
from generator.pages.comparison.page import comparison_data
from generator.pages.facts import gather
from generator.pages.lastmod import last_changed
from generator.pages.levels import levels_of
from generator.pages.parts import Page
from generator.pages.reconciliation.page import findings
from generator.pages.site import pages_of
from generator.problems import Problem, refuse
from generator.rendering import render
from generator.search import search_index
from generator.sharing import Deferred, deferred, joined, shared
from generator.soundness import Sound, sound


@dataclass(frozen=True)
class BuildReport:
    """What a build did: the files written, and how many pages there are."""

    written: Written
    pages: int


@dataclass(frozen=True)
class Site:
    """Everything that is published of a portal: the pages made from its data, when each last changed, and its files."""

    pages: Deferred[Page]
    changed: Mapping[str, date]
    files: Deferred[tuple[Artifact, ...]]


def build(root: Path, today: date, processes: int = 1) -> BuildReport:
    """Writes the whole documentation tree of the portal at `root` into `build/docs`.

    Raises ProblemsFound, with every fault of the data at once, before anything is written.
    """
    proved = sound(root)
    site = site_of(root, proved, today)
    pages = list(render(site.pages, site.changed, load_cache(root), processes))
    files = chain.from_iterable(shared(site.files.__getitem__, len(site.files), processes))
    written = write_tree(root / "build" / "docs", [*(page.artifact for page in pages), *files])
    save_cache(root, ((page.artifact.path, page.key, page.artifact.content) for page in pages))
    return BuildReport(written, len(proved.addresses))


def site_of(root: Path, proved: Sound, today: date) -> Site:
    """What a sound portal publishes on a day."""
    portal, measured, discrepancies = proved.portal, proved.measured, proved.discrepancies
    tables = published_tables(portal, measured, discrepancies)
    history = proved.history.with_unreleased(version_of(tables))
    facts = gather(portal, measured, findings(discrepancies), today)
    levels = levels_of(facts)
    files = (
        *content(root),
        *assets(root),
        *feeds(portal, list(news(history, portal))),
        *redirect_artifacts(portal.redirects, portal.settings.title),
        comparison_data(facts),
        search_index(facts),
    )
    return Site(
        pages=pages_of(facts, levels, discrepancies, history),
        changed=last_changed(history, portal, proved.addresses, today),
        files=joined((export(portal, tables, levels, today), deferred(lambda file: (file,), files))),
    )


def formatted(root: Path) -> Iterator[str]:
    """Brings the data files into their canonical form and adds new addresses to the ledger; yields what it wrote.

    Raises ProblemsFound after that when other faults remain: addresses are known of a sound portal only.
    """
    for path, text in canonical.reformatted(root):
        (root / path).write_text(text, encoding="utf-8", newline="\n")
        yield path
    proved = sound(root, ledger=False)
    ledger = with_new(proved.portal.addresses, [*proved.addresses, *proved.portal.redirects])
    if ledger != proved.portal.addresses:
        (root / LEDGER).write_text(ledger_text(ledger), encoding="utf-8", newline="\n")
        yield LEDGER


def released(root: Path, today: date) -> Iterator[str]:
    """Records what is published now as a release in `data/history`; yields the files it wrote, none if nothing changed.

    Raises ProblemsFound for faults of the data or of the history.
    """
    for file in release(root, _version(sound(root)), today):
        (root / file.path).parent.mkdir(parents=True, exist_ok=True)
        (root / file.path).write_bytes(file.content)
        yield file.path


def _version(proved: Sound) -> Version:
    return version_of(published_tables(proved.portal, proved.measured, proved.discrepancies))


def compared(old: Path, new: Path) -> str:
    """What changed between two folders of published data, in words. Raises ProblemsFound when one cannot be read."""
    faults: list[Problem] = []
    versions = [read_version(folder, faults) for folder in (old, new)]
    refuse(faults)
    return report(compare(*versions), names_of(versions))
