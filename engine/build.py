"""Builds the site from a portal's tree of pages: `python -m engine.build [ROOT]` turns `build/docs` into `build/site`.

The site has the same bytes as that of `mkdocs build --strict` followed by `engine.finish`, but is built faster: all
processors render pages, each page is shrunk before it is written, and an unchanged page is taken from the last site.
The new site replaces the last one only when it is complete.

MkDocs has no public way to render single pages, so this program calls the private functions of MkDocs' own build. It
calls only the events of a hook that concern pages, not `on_pre_build` or `on_post_build`. It does not support MkDocs'
extra templates.
"""

import hashlib
import logging
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.metadata import distributions
from pathlib import Path
from typing import NamedTuple

import yaml
from mkdocs.commands.build import _build_theme_template, _populate_page, get_context
from mkdocs.config import load_config
from mkdocs.structure.files import File, get_files, set_exclusions
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from engine.finish import SharedFiles, shrink_page
from engine.frames import Frames
from engine.link_faults import link_faults
from engine.pages import PageContents, PageShrinker
from engine.records import SitePage, load_pages, save_pages
from generator import data_files
from generator.build_lock import build_lock
from generator.deferred import collect_garbage_rarely, run_in_processes
from generator.problems import Problem, problems_text
from generator.progress import progress
from generator.reading.yaml_tree import read_yaml

PROJECT = Path(__file__).resolve().parents[1]

SETTINGS = "mkdocs.yml"

_PROGRAM = ("engine", SETTINGS, "theme/overrides")
"""The files and folders whose content decides how pages look. If one changes, all pages are rendered again."""

_SITEMAP = "sitemap.xml"


class Engine:
    """MkDocs with the portal's settings and a tree of pages. It can render each page of the tree."""

    def __init__(self, root: Path, site: Path) -> None:
        """Reads the list of files of the portal at `root` and the menu, as MkDocs does before it renders pages."""
        docs = str(root / "build" / "docs")
        config = load_config(str(PROJECT / SETTINGS), docs_dir=docs, site_dir=str(site), **_name(root))
        self.config = config.plugins.on_config(config)
        env = config.theme.get_env()
        files = get_files(config)
        files.add_files_from_theme(env, config)
        self.files = config.plugins.on_files(files, config=config)
        set_exclusions(self.files, config)
        self.nav = config.plugins.on_nav(get_navigation(self.files, config), config=config, files=self.files)
        self.env = config.plugins.on_env(env, config=config, files=self.files)
        self.pages = self.files.documentation_pages()
        self.menu = frozenset(page.file.src_uri for page in self.nav.pages)
        self.frames = Frames(self.nav.pages, str(self.config.site_url))
        for page in self.nav.pages:  # Every page shows the titles of the pages of the menu.
            _populate_page(page, self.config, self.files)

    def html(self, page: Page) -> str:
        """Returns the HTML of a page, rendered from the present content of its file."""
        _populate_page(page, self.config, self.files)
        page.active = True
        try:
            context = get_context(self.nav, self.pages, self.config, page)
            context = self.config.plugins.on_page_context(context, page=page, config=self.config, nav=self.nav)
            template = self.env.get_template(page.meta.get("template", "main.html"))

            def render(shown: Page) -> str:
                context["page"] = shown
                return str(template.render(context))

            html = render(page) if page.file.src_uri in self.menu else self.frames.html(page, render)
            return self.config.plugins.on_post_page(html, page=page, config=self.config)
        finally:
            page.active = False

    def empty_page(self) -> str:
        """Returns the HTML of an empty page, that is, the layout around every page outside the menu."""
        empty = File.generated(self.config, "-/index.md", content="---\ncommonmark: true\n---\n")
        return self.html(Page("", empty, self.config))

    def check_anchors(self, page: Page) -> None:
        """Logs a warning for each link of the page to a heading that does not exist."""
        for file in page.links_to_anchors or ():
            if file.page and file.page.present_anchor_ids is None:
                _populate_page(file.page, self.config, self.files)
        page.validate_anchor_links(files=self.files, log_level=self.config.validation.links.anchors)

    def free(self, page: Page) -> None:
        """Frees the memory of a rendered page, unless the page is in the menu, which still needs it."""
        if page.file.src_uri not in self.menu:
            page.markdown, page.content, page.toc, page.meta = None, None, get_toc([]), {}

    def write_template(self, name: str) -> Path:
        """Writes a file of the theme that belongs to no page, such as `404.html`, and returns its path."""
        _build_theme_template(name, self.env, self.files, self.config, self.nav)
        return Path(self.config.site_dir, name)


def _name(root: Path) -> dict[str, str]:
    """Returns the name of the portal at `root` as a setting of MkDocs, so that its own setting is not a second name;
    nothing if the portal has only a tree of pages."""
    settings = root / data_files.SETTINGS
    return {"site_name": yaml.safe_load(settings.read_bytes())["title"]} if settings.is_file() else {}


class Outcome(NamedTuple):
    """The result of one file: the page if the file is one, whether it is kept from the last site, and the warnings."""

    page: SitePage | None
    kept: bool
    warnings: Sequence[str]


class SiteReport(NamedTuple):
    """How many pages a build rendered and kept, and the warnings of MkDocs. If there is a warning, the last site is
    kept."""

    made: int
    kept: int
    warnings: Sequence[str]


def build(root: Path, processes: int) -> SiteReport:
    """Builds `build/site` from the tree `build/docs` of the portal at `root`."""
    with build_lock(root):
        return _build(root, processes)


def _build(root: Path, processes: int) -> SiteReport:
    site, new, old = (root / "build" / name for name in ("site", "site.new", "site.old"))
    _restore_last_site(site, old)
    for leftover in (new, old):
        shutil.rmtree(leftover, ignore_errors=True)
    try:
        with _warnings() as warnings:
            outcomes = _build_files(Engine(root, new), site, load_pages(root), processes)
        page_warnings = [warning for outcome in outcomes.values() for warning in outcome.warnings]
        all_warnings = tuple(dict.fromkeys([*warnings, *page_warnings]))  # The pages of the menu are read twice.
        if not all_warnings:
            if site.exists():
                site.rename(old)
            new.rename(site)
    finally:
        _restore_last_site(site, old)
        shutil.rmtree(new, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)
    pages = {path: outcome.page for path, outcome in outcomes.items() if outcome.page}
    if not all_warnings:
        save_pages(root, pages)
    kept = sum(outcome.kept for outcome in outcomes.values())
    return SiteReport(len(pages) - kept, kept, all_warnings)


def _restore_last_site(site: Path, old: Path) -> None:
    """Moves the last site back if a build was interrupted before the new site replaced it."""
    if old.exists() and not site.exists():
        old.rename(site)


def _build_files(engine: Engine, last: Path, pages: Mapping[str, SitePage], processes: int) -> dict[str, Outcome]:
    """Builds the new site in the engine's folder. Returns the outcome of each file by its path in the site."""
    files = [file for file in engine.files if file.inclusion.is_included()]  # type: ignore[no-untyped-call]
    for file in filter(_is_asset, files):
        file.copy_file()
    theme = sorted(engine.config.theme.static_templates)
    others = [file for file in files if not _is_asset(file) and (file.page or file.dest_uri not in theme)]
    home = engine.nav.homepage
    common = SharedFiles(Path(engine.config.site_dir), engine.html(home) if home else "")
    templates = [engine.write_template(name) for name in theme if name != _SITEMAP]
    tasks = FileTasks(engine, common.shrinker, _environment_hash(engine, common.shrinker), last, pages, others)
    done = progress(run_in_processes(tasks.do, len(others), processes), len(others), "Đang dựng website")
    outcomes = {file.dest_uri: outcome for file, outcome in zip(others, _with_shared_contents(done), strict=True)}
    contents = [outcome.page.contents for outcome in outcomes.values() if outcome.page]
    contents += [shrink_page(common.shrinker, place) for place in templates if place.suffix == ".html"]
    _write_sitemap(engine, outcomes)
    common.remove_unused(PageContents.of(contents))
    return outcomes


def _with_shared_contents(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """Yields the same outcomes, with one object for all equal page contents. Each process sends its own copies, which
    would take memory."""
    known: dict[PageContents, PageContents] = {}
    for outcome in outcomes:
        if outcome.page is None:
            yield outcome
            continue
        without_letters = replace(outcome.page.contents, letters="")
        contents = replace(known.setdefault(without_letters, without_letters), letters=outcome.page.contents.letters)
        yield outcome._replace(page=outcome.page._replace(contents=contents))


def _write_sitemap(engine: Engine, outcomes: Mapping[str, Outcome]) -> None:
    """Writes `sitemap.xml` with the day on which each page changed. Only the process that rendered a page read this day
    from its front matter, so the day is set here from the outcomes."""
    for file in engine.pages:
        page = outcomes[file.dest_uri].page
        if file.page and page and page.updated:
            file.page.meta = {"updated": page.updated}
    engine.write_template(_SITEMAP)


def _is_asset(file: File) -> bool:
    """Whether the file is under `assets/` and not a page. The finishing step shortens these styles and scripts, and
    deletes files that no page names."""
    return file.dest_uri.startswith("assets/") and not file.dest_uri.endswith(".html")


@dataclass(frozen=True)
class FileTasks:
    """The files to put into the new site. Any process can do any of these tasks.

    - `environment`: the hash of all inputs that pages share.
    - `last`: the folder of the last site.
    - `pages`: the records of the last site's pages, by path.
    - `files`: the files; the index of a file is the number of its task.
    """

    engine: Engine
    shrinker: PageShrinker
    environment: bytes
    last: Path
    pages: Mapping[str, SitePage]
    files: Sequence[File]

    def do(self, number: int) -> Outcome:
        """Puts a file into the new site: renders a page or takes it from the last site, and links any other file."""
        file = self.files[number]
        if not file.dest_uri.endswith(".html"):
            _link_or_copy(file)
            return Outcome(None, False, ())
        key = hashlib.blake2b(self.environment + file.content_bytes, digest_size=20).hexdigest()
        page = self.pages.get(file.dest_uri)
        if page and page.key == key and self._reuse(file, page):
            return Outcome(page, True, ())
        with _warnings() as warnings:
            return Outcome(self._rendered(file, key), False, warnings)

    def _reuse(self, file: File, page: SitePage) -> bool:
        """Puts the page of the last site into the new site if nobody changed it since. Returns whether it did."""
        try:
            content = (self.last / file.dest_uri).read_bytes()
        except OSError:
            return False
        if _sha256(content) != page.sha256:
            return False
        if not _make_link(self.last / file.dest_uri, Path(file.abs_dest_path)):
            _write(file, content)
        return True

    def _rendered(self, file: File, key: str) -> SitePage:
        updated, page = "", file.page
        if page:
            html = self.engine.html(page)
            self.engine.check_anchors(page)
            updated = str(page.meta.get("updated") or "")
            if file.src_uri in self.engine.menu or not page.meta.get("commonmark"):
                key = ""  # The page also depends on other pages: on those of the menu, or on those that it links to.
            self.engine.free(page)
        else:
            html = file.content_bytes.decode("utf-8")
        text = html.replace("\r\n", "\n").replace("\r", "\n")  # `engine.finish` reads pages like this too.
        small, contents = self.shrinker.shrunk(text)
        content = (html if small == text else small).encode("utf-8", errors="xmlcharrefreplace")
        _write(file, content)
        return SitePage(key, _sha256(content), updated, contents)


def _link_or_copy(file: File) -> None:
    """Puts a file of the tree into the new site without changes. It is a hard link where the system supports that,
    because a copy takes twenty times as long. A program that changes one of the two must write a new file, so that the
    other one is not changed."""
    if not (file.abs_src_path and _make_link(Path(file.abs_src_path), Path(file.abs_dest_path))):
        file.copy_file()


def _make_link(source: Path, target: Path) -> bool:
    """Makes `target` a hard link to `source`. Returns False if the system cannot do that."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.hardlink_to(source)
    except OSError:
        return False
    return True


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _write(file: File, content: bytes) -> None:
    place = Path(file.abs_dest_path)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)


def _environment_hash(engine: Engine, shrinker: PageShrinker) -> bytes:
    """Returns the hash of all inputs of a page outside the menu except its own file: this program, the installed
    packages, the theme, the layout around pages, and what is searched for in pages."""
    wanted = shrinker.wanted
    packages = sorted(f"{package.name} {package.version}" for package in distributions())
    searched = sorted(wanted.tags), sorted(wanted.names), sorted(wanted.values), sorted(shrinker.files)
    layout = engine.config.site_url, engine.empty_page()
    digest = hashlib.sha256(repr((sys.version, packages, searched, shrinker.joining, layout)).encode())
    in_folders = (file for name in _PROGRAM for file in _files_below(PROJECT / name))
    for file in (*(PROJECT / name for name in _PROGRAM if (PROJECT / name).is_file()), *in_folders):
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.digest()


def _files_below(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.is_file() and file.suffix != ".pyc")


class _Warnings(logging.Handler):
    """Collects the warnings of MkDocs. Errors are also printed at once, because the exception that usually follows them
    ends the build, and the collected warnings are lost."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.ERROR:
            print(record.getMessage(), file=sys.stderr)
        self.found.append(record.getMessage())


@contextmanager
def _warnings() -> Iterator[list[str]]:
    """Collects the warnings that MkDocs logs inside the `with` block."""
    log, handler = logging.getLogger("mkdocs"), _Warnings()
    log.addHandler(handler)
    try:
        yield handler.found
    finally:
        log.removeHandler(handler)


def main(root: Path) -> int:
    """Builds the site and returns the exit code: 1 if the settings cannot be read or if there were warnings, else 0."""
    collect_garbage_rarely()
    faults: list[Problem] = []
    if read_yaml(PROJECT, SETTINGS, faults) is None:
        print(problems_text(faults), file=sys.stderr)
        return 1
    report = build(root, os.cpu_count() or 1)
    if report.warnings:
        print(*link_faults(root, PROJECT / SETTINGS, report.warnings), sep="\n", file=sys.stderr)
        print(f"Không dựng được website: {len(report.warnings)} lỗi ở trên cần được sửa.", file=sys.stderr)
        return 1
    print(f"Đã dựng website: ghi {report.made} trang, giữ nguyên {report.kept}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else PROJECT))
