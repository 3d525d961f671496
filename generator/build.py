"""The recipe: from `data/` and `content/` to the whole documentation tree, read aloud the flow of DESIGN §2."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator import canonical
from generator.addresses import (
    LEDGER,
    address_problems,
    ledger_text,
    published,
    redirect_artifacts,
    redirect_problems,
    with_new,
)
from generator.artifacts import Artifact, Written, is_safe, write_tree
from generator.checks import check
from generator.export import export, published_tables
from generator.feeds import feeds
from generator.history import History, Version, compare, load_history, read_version, release, unreleased, version_of
from generator.history.wording import names_of, report
from generator.loading import ENTITY_FILES, load_portal
from generator.measures import measure
from generator.model import Portal
from generator.pages.changes import news
from generator.pages.comparison.page import comparison_data
from generator.pages.facts import gather
from generator.pages.parts import Page
from generator.pages.reconciliation.page import findings
from generator.pages.site import pages_of
from generator.problems import Problem, ProblemsFound
from generator.reading import read_text
from generator.reconcile import correction_problems, reconcile
from generator.rendering import render
from generator.search import search_index


@dataclass(frozen=True)
class BuildReport:
    """What a build did: the files written, and how many pages there are."""

    written: Written
    pages: int


@dataclass(frozen=True)
class Site:
    """Everything that is published of a portal: its pages, hand-written ones by address, and its files."""

    pages: tuple[Page, ...]
    files: tuple[Artifact, ...]

    @property
    def addresses(self) -> tuple[str, ...]:
        """The addresses of all pages."""
        written = [_address(file.path) for file in self.files if file.path.endswith("index.md")]
        return tuple(sorted([*(page.address for page in self.pages), *written]))


def build(root: Path, today: date) -> BuildReport:
    """Writes the whole documentation tree of the portal at `root` into `build/docs`.

    Raises ProblemsFound, with every fault of the data at once, before anything is written.
    """
    portal = checked(root)
    site = site_of(root, portal, today)
    refuse([*_doubled(root, site), *address_problems(portal, site.addresses)])
    redirects = redirect_artifacts(portal.redirects, portal.settings.title)
    written = write_tree(root / "build" / "docs", [*render(site.pages), *site.files, *redirects])
    return BuildReport(written, len(site.addresses))


def checked(root: Path) -> Portal:
    """The portal at `root`, proved sound, and its hand-written pages with it.

    Raises ProblemsFound with every fault of form and across files.
    """
    portal, faults = load_portal(root)
    problems = [*faults, *_unspoiled(check(portal), faults), *content_problems(root)]
    problems += canonical.unformatted(root, {problem.path for problem in problems})
    refuse(problems)
    return portal


def refuse(problems: Iterable[Problem]) -> None:
    """Raises ProblemsFound when there is any."""
    found = list(problems)
    if found:
        raise ProblemsFound(found)


def _unspoiled(problems: list[Problem], faults: list[Problem]) -> Iterator[Problem]:
    """Leaves out what is said of an entity whose own record is at fault: it holds placeholders."""
    spoiled = {(fault.path, fault.line) for fault in faults if fault.path in ENTITY_FILES}
    return (problem for problem in problems if (problem.path, problem.line) not in spoiled)


def site_of(root: Path, portal: Portal, today: date) -> Site:
    """What a sound portal publishes on a day."""
    measured = measure(portal)
    discrepancies = reconcile(portal, measured)
    refuse(correction_problems(portal, discrepancies))
    tables = published_tables(portal, measured, discrepancies)
    history = _history(root, version_of(tables))
    facts = gather(portal, measured, findings(discrepancies), today)
    files = [
        *content(root),
        *third_party(root),
        *export(portal, measured, discrepancies, today),
        *feeds(portal, list(news(history, portal)), _newest_document(portal)),
        comparison_data(facts),
        search_index(facts),
    ]
    return Site(tuple(pages_of(facts, discrepancies, history)), tuple(files))


def _history(root: Path, now: Version) -> History:
    """All releases, and before them what changed since the last one."""
    faults: list[Problem] = []
    history = load_history(root, faults).with_pending(unreleased(root, now, faults))
    refuse(faults)
    return history


def _newest_document(portal: Portal) -> date:
    """The day that dates a feed without entries: it moves only with the data."""
    return max(source.issued_on for source in portal.sources.values())


def released(root: Path, today: date) -> Iterator[str]:
    """Records what is published now as a release in `data/history`; yields the files it wrote, none if nothing changed.

    Raises ProblemsFound for faults of the data or of the history.
    """
    for file in release(root, _version(checked(root)), today):
        (root / file.path).parent.mkdir(parents=True, exist_ok=True)
        (root / file.path).write_bytes(file.content)
        yield file.path


def _version(portal: Portal) -> Version:
    measured = measure(portal)
    return version_of(published_tables(portal, measured, reconcile(portal, measured)))


def compared(old: Path, new: Path) -> str:
    """What changed between two folders of published data, in words. Raises ProblemsFound when one cannot be read."""
    faults: list[Problem] = []
    versions = [read_version(folder, faults) for folder in (old, new)]
    refuse(faults)
    return report(compare(*versions), names_of(versions))


def content(root: Path) -> Iterator[Artifact]:
    """The hand-written pages and their files, as they are."""
    for name in _written_by_hand(root):
        yield Artifact(name, (root / "content" / name).read_bytes())


def _written_by_hand(root: Path) -> list[str]:
    """The files under `content/`, but for hidden ones."""
    folder = root / "content"
    names = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(name for name in names if "/." not in f"/{name}")


def content_problems(root: Path) -> Iterator[Problem]:
    """Hand-written files that cannot be published: names no address can have, pages whose address would stay out of the
    ledger, texts that cannot be read.
    """
    for name in _written_by_hand(root):
        if not is_safe(name):
            hint = "chỉ dùng chữ không dấu, chữ số, dấu chấm và dấu gạch nối; không có dấu cách"
            yield Problem(f"content/{name}", 0, "", "", "tên tệp không dùng được trong địa chỉ", hint)
        elif name.endswith(".md") and not f"/{name}".endswith("/index.md"):
            hint = f"đổi thành content/{name.removesuffix('.md')}/index.md"
            yield Problem(f"content/{name}", 0, "", "", "bài viết phải là tệp index.md trong thư mục của nó", hint)
        if name.endswith(".md"):
            yield from _text_problems(root, f"content/{name}")


def _text_problems(root: Path, path: str) -> list[Problem]:
    faults: list[Problem] = []
    read_text(root, path, faults)
    return faults


def _doubled(root: Path, site: Site) -> Iterator[Problem]:
    """Hand-written files that would take the place of others, also where capitals and small letters are the same."""
    pages = (f"{page.address}index.md".removeprefix("/") for page in site.pages)
    taken = Counter(path.casefold() for path in [*pages, *(file.path for file in site.files)])
    for name in _written_by_hand(root):
        if taken[name.casefold()] > 1:
            hint = "xóa tệp này, hoặc đặt tên khác"
            yield Problem(f"content/{name}", 0, "", "", "trùng với một tệp khác của cổng", hint)


def third_party(root: Path) -> Iterator[Artifact]:
    """The files of other projects that the site serves itself, as `package.json` lists them under `published`.

    Nothing when the packages are not installed: then charts stay tables, and the system's font is used.
    """
    package = root / "package.json"
    listed = json.loads(package.read_text(encoding="utf-8"))["published"] if package.exists() else {}
    for source, path in sorted(listed.items()):
        file = root / "node_modules" / source
        if file.exists():
            yield Artifact(path, file.read_bytes())


def formatted(root: Path, today: date) -> Iterator[str]:
    """Brings the data files into their canonical form and adds new addresses to the ledger; yields what it wrote.

    Raises ProblemsFound after that when other faults remain: addresses are known of a sound portal only.
    """
    for path, text in canonical.reformatted(root):
        (root / path).write_text(text, encoding="utf-8", newline="\n")
        yield path
    portal = checked(root)
    pages = site_of(root, portal, today).addresses
    refuse(redirect_problems(portal.redirects, pages))
    ledger = with_new(portal.addresses, published(pages, portal.redirects))
    if ledger != portal.addresses:
        (root / LEDGER).write_text(ledger_text(ledger), encoding="utf-8", newline="\n")
        yield LEDGER


def _address(path: str) -> str:
    """`gioi-thieu/index.md` is the page at `/gioi-thieu/`."""
    return f"/{path.removesuffix('index.md')}"
