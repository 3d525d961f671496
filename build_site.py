"""Builds the site of a portal's tree of pages: `python build_site.py [ROOT]` makes `build/site` of `build/docs`.

The same bytes as `mkdocs build --strict` and then `finish_site.py`, in less time: all processors render pages, a page
is made light before it is written, and one of which nothing changed is taken from the last site. The new site takes the
last one's place when it is whole.

MkDocs has no public way to render single pages; this program uses the functions of its own build. Of a hook it calls
what has a part in pages, and neither `on_pre_build` nor `on_post_build`; extra templates are none of its work.
"""

import hashlib
import json
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

from mkdocs.commands.build import _build_theme_template, _populate_page, get_context
from mkdocs.config import load_config
from mkdocs.structure.files import File, get_files, set_exclusions
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from finish_site import Lightener, SharedFiles, Vocabulary, Written, make_light
from generator.alone import alone
from generator.cache import FILE
from generator.progress import progress
from generator.sharing import collect_seldom, shared
from page_frames import Frames

PROJECT = Path(__file__).resolve().parent
CACHE = "build/cache/site.json"
_PROGRAM = ("build_site.py", "fast_markdown.py", "finish_site.py", "page_frames.py", "mkdocs.yml", "theme/overrides")
_MAP = "sitemap.xml"


class Engine:
    """MkDocs with the portal's settings over a tree of pages, ready to render any of them."""

    def __init__(self, docs: Path, site: Path) -> None:
        """Reads the list of files and the menu, as MkDocs does before it renders."""
        config = load_config(str(PROJECT / "mkdocs.yml"), docs_dir=str(docs), site_dir=str(site))
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
        for page in self.nav.pages:  # Every page shows their titles.
            _populate_page(page, self.config, self.files)

    def html(self, page: Page) -> str:
        """What the engine makes of the page's file as it is now."""
        _populate_page(page, self.config, self.files)
        page.active = True
        try:
            context = get_context(self.nav, self.pages, self.config, page)
            context = self.config.plugins.on_page_context(context, page=page, config=self.config, nav=self.nav)
            template = self.env.get_template(page.meta.get("template", "main.html"))

            def rendered(shown: Page) -> str:
                context["page"] = shown
                return str(template.render(context))

            html = rendered(page) if page.file.src_uri in self.menu else self.frames.html(page, rendered)
            return self.config.plugins.on_post_page(html, page=page, config=self.config)
        finally:
            page.active = False

    def surroundings(self) -> str:
        """An empty page, which shows what surrounds every page outside the menu."""
        empty = File.generated(self.config, "-/index.md", content="---\ncommonmark: true\n---\n")
        return self.html(Page("", empty, self.config))

    def check_anchors(self, page: Page) -> None:
        """Warns of the page's links to headings that are not there."""
        for file in page.links_to_anchors or ():
            if file.page and file.page.present_anchor_ids is None:
                _populate_page(file.page, self.config, self.files)
        page.validate_anchor_links(files=self.files, log_level=self.config.validation.links.anchors)

    def forget(self, page: Page) -> None:
        """Lets go of what the page was made of; the menu needs its own pages on."""
        if page.file.src_uri not in self.menu:
            page.markdown, page.content, page.toc, page.meta = None, None, get_toc([]), {}

    def write_template(self, name: str) -> Path:
        """Writes a file of the theme that is made of no page, such as `404.html`; its place."""
        _build_theme_template(name, self.env, self.files, self.config, self.nav)
        return Path(self.config.site_dir, name)


class SitePage(NamedTuple):
    """A page of the site: the hash of all that it was made of (empty: always made anew), the SHA-256 of its bytes, the
    day that the map of the site tells of it, and what stands in it."""

    key: str
    sha256: str
    updated: str
    written: Written


class Outcome(NamedTuple):
    """What became of a file: the page, if it is one, and whether it is the last site's; what MkDocs warned of."""

    page: SitePage | None
    kept: bool
    warnings: Sequence[str]


class SiteReport(NamedTuple):
    """How many pages a build made and kept, and what MkDocs warned of; after a warning the last site stays."""

    made: int
    kept: int
    warnings: Sequence[str]


def build(root: Path, processes: int) -> SiteReport:
    """Makes `build/site` of the tree in `build/docs` of the portal at `root`."""
    with alone(root):
        return _build(root, processes)


def _build(root: Path, processes: int) -> SiteReport:
    site, new, old = (root / "build" / name for name in ("site", "site.new", "site.old"))
    _put_back(site, old)
    for rest in (new, old):
        shutil.rmtree(rest, ignore_errors=True)
    try:
        with _warnings() as warnings:
            outcomes = _built(Engine(root / "build" / "docs", new), site, load_pages(root), processes)
        told = [warning for outcome in outcomes.values() for warning in outcome.warnings]
        found = tuple(dict.fromkeys([*warnings, *told]))  # The pages of the menu are read twice.
        if not found:
            if site.exists():
                site.rename(old)
            new.rename(site)
    finally:
        _put_back(site, old)
        shutil.rmtree(new, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)
    pages = {path: outcome.page for path, outcome in outcomes.items() if outcome.page}
    if not found:
        save_pages(root, pages)
    kept = sum(outcome.kept for outcome in outcomes.values())
    return SiteReport(len(pages) - kept, kept, found)


def _put_back(site: Path, old: Path) -> None:
    """Gives the last site its place again if a build broke off before the new one took it."""
    if old.exists() and not site.exists():
        old.rename(site)


def _built(engine: Engine, last: Path, pages: Mapping[str, SitePage], processes: int) -> dict[str, Outcome]:
    """Makes the new site in the engine's folder; what became of each file, by its path."""
    files = [file for file in engine.files if file.inclusion.is_included()]  # type: ignore[no-untyped-call]
    for file in filter(_is_asset, files):
        file.copy_file()
    theme = sorted(engine.config.theme.static_templates)
    others = [file for file in files if not _is_asset(file) and (file.page or file.dest_uri not in theme)]
    home = engine.nav.homepage
    common = SharedFiles(Path(engine.config.site_dir), engine.html(home) if home else "")
    alone = [engine.write_template(name) for name in theme if name != _MAP]
    works = Works(engine, common.lightener, _environment(engine, common.lightener), last, pages, others)
    done = progress(shared(works.do, len(others), processes), len(others), "Đang dựng website")
    outcomes = {file.dest_uri: outcome for file, outcome in zip(others, _with_words_once(done), strict=True)}
    written = [outcome.page.written for outcome in outcomes.values() if outcome.page]
    written += [make_light(common.lightener, place) for place in alone if place.suffix == ".html"]
    _write_map(engine, outcomes)
    common.lighten(Written.of(written))
    return outcomes


def _with_words_once(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """The same outcomes, with equal vocabularies held as one object: each process sends copies of its own."""
    known: dict[Written, Written] = {}
    for outcome in outcomes:
        if outcome.page is None:
            yield outcome
            continue
        words = replace(outcome.page.written, letters="")
        written = replace(known.setdefault(words, words), letters=outcome.page.written.letters)
        yield outcome._replace(page=outcome.page._replace(written=written))


def _write_map(engine: Engine, outcomes: Mapping[str, Outcome]) -> None:
    """The map of the site tells of each page when it changed, which is known where the page was made."""
    for file in engine.pages:
        page = outcomes[file.dest_uri].page
        if file.page and page and page.updated:
            file.page.meta = {"updated": page.updated}
    engine.write_template(_MAP)


def _is_asset(file: File) -> bool:
    """Whether the file lies under `assets/`: styles, which lose the rules that no page uses, and files that stay only
    if a page names them."""
    return file.dest_uri.startswith("assets/") and not file.dest_uri.endswith(".html")


@dataclass(frozen=True)
class Works:
    """Files of the tree as works that any process can do.

    `last` is the folder of the last site, `pages` what its pages were made of.
    """

    engine: Engine
    lightener: Lightener
    environment: bytes
    last: Path
    pages: Mapping[str, SitePage]
    files: Sequence[File]

    def do(self, number: int) -> Outcome:
        """Brings a file into the new site."""
        file = self.files[number]
        if not file.dest_uri.endswith(".html"):
            _bring(file)
            return Outcome(None, False, ())
        key = hashlib.blake2b(self.environment + file.content_bytes, digest_size=20).hexdigest()
        page = self.pages.get(file.dest_uri)
        if page and page.key == key and self._taken(file, page):
            return Outcome(page, True, ())
        with _warnings() as warnings:
            return Outcome(self._made(file, key), False, warnings)

    def _taken(self, file: File, page: SitePage) -> bool:
        """Whether the last site has the page as it was written; the new one has it then."""
        try:
            content = (self.last / file.dest_uri).read_bytes()
        except OSError:
            return False
        if _sha256(content) != page.sha256:
            return False
        if not _linked(self.last / file.dest_uri, Path(file.abs_dest_path)):
            _write(file, content)
        return True

    def _made(self, file: File, key: str) -> SitePage:
        updated, page = "", file.page
        if page:
            html = self.engine.html(page)
            self.engine.check_anchors(page)
            updated = str(page.meta.get("updated") or "")
            if file.src_uri in self.engine.menu or not page.meta.get("commonmark"):
                key = ""  # It depends on other pages: those of the menu, and those whose headings it links to.
            self.engine.forget(page)
        else:
            html = file.content_bytes.decode("utf-8")
        text = html.replace("\r\n", "\n").replace("\r", "\n")  # As every program that reads a text does.
        light, written = self.lightener.lightened(text)
        content = (html if light == text else light).encode("utf-8", errors="xmlcharrefreplace")
        _write(file, content)
        return SitePage(key, _sha256(content), updated, written)


def _bring(file: File) -> None:
    """Brings a file of the tree into the new site as it is. Both hold it under one name more where the system can do
    that: a copy takes twenty times as long. Who changes either writes a new file, so that the other one stays."""
    if not (file.abs_src_path and _linked(Path(file.abs_src_path), Path(file.abs_dest_path))):
        file.copy_file()


def _linked(present: Path, name: Path) -> bool:
    """Whether the file has this name too now."""
    try:
        name.parent.mkdir(parents=True, exist_ok=True)
        name.hardlink_to(present)
    except OSError:
        return False
    return True


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _write(file: File, content: bytes) -> None:
    place = Path(file.abs_dest_path)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)


def _environment(engine: Engine, lightener: Lightener) -> bytes:
    """The hash of all that a page outside the menu is made of besides its own file: this program, the packages that it
    uses, the theme, what stands around pages, what is looked for in them."""
    asked = lightener.asked
    packages = sorted(f"{package.name} {package.version}" for package in distributions())
    words = (sorted(asked.tags), sorted(asked.names), sorted(asked.values), sorted(lightener.files))
    around = engine.config.site_url, engine.surroundings()
    digest = hashlib.sha256(repr((sys.version, packages, words, lightener.joining, around)).encode())
    inner = (file for name in _PROGRAM for file in sorted((PROJECT / name).rglob("*")) if file.is_file())
    for file in (*(PROJECT / name for name in _PROGRAM if (PROJECT / name).is_file()), *inner):
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.digest()


def load_pages(root: Path) -> dict[str, SitePage]:
    """The pages of the last site; none where that cannot be read."""
    try:
        listed = json.loads((root / CACHE).read_text(encoding="utf-8"))
        words = [
            Written(Vocabulary(_texts(tags), _texts(names), frozenset(map(_pair, values))), _texts(files))
            for tags, names, values, files in listed["words"]
        ]
        return {
            path: SitePage(_text(key), _text(sha256), _text(updated), replace(words[number], letters=_text(letters)))
            for path, (key, sha256, updated, letters, number) in listed["pages"].items()
        }
    except (OSError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
        return {}


def is_of_tree(root: Path) -> bool:
    """Whether the site was made of the tree of pages as it is now: a build that warns leaves an older one."""
    try:
        made_of = json.loads((root / CACHE).read_text(encoding="utf-8"))["tree"]
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return False
    return bool(made_of == _tree(root))


def _tree(root: Path) -> str:
    """The hash of what the generator remembers of the tree; empty where it remembers none."""
    record = root / FILE
    return _sha256(record.read_bytes()) if record.exists() else ""


def _texts(listed: Iterable[object]) -> frozenset[str]:
    return frozenset(map(_text, listed))


def _pair(listed: Iterable[object]) -> tuple[str, str]:
    name, value = map(_text, listed)
    return name, value


def _text(value: object) -> str:
    """Raises TypeError for what is no text."""
    if not isinstance(value, str):
        raise TypeError(f"a record of texts holds {value!r}")
    return value


def save_pages(root: Path, pages: Mapping[str, SitePage]) -> None:
    """Remembers the pages of a site that can be known again."""
    numbers: dict[Written, int] = {}
    told = {
        path: (
            page.key,
            page.sha256,
            page.updated,
            page.written.letters,
            numbers.setdefault(replace(page.written, letters=""), len(numbers)),
        )
        for path, page in pages.items()
        if page.key
    }
    words = [_listed(written) for written in numbers]
    place = root / CACHE
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(
        json.dumps({"tree": _tree(root), "words": words, "pages": told}, ensure_ascii=False), encoding="utf-8"
    )


def _listed(written: Written) -> tuple[list[str], list[str], list[tuple[str, str]], list[str]]:
    elements = written.vocabulary
    return sorted(elements.tags), sorted(elements.names), sorted(elements.values), sorted(written.files)


class _Warnings(logging.Handler):
    """What MkDocs warns of; errors are told at once, for what follows them ends the build."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.ERROR:
            print(record.getMessage(), file=sys.stderr)
        self.found.append(record.getMessage())


@contextmanager
def _warnings() -> Iterator[list[str]]:
    """What MkDocs warns of meanwhile."""
    log, handler = logging.getLogger("mkdocs"), _Warnings()
    log.addHandler(handler)
    try:
        yield handler.found
    finally:
        log.removeHandler(handler)


def main(root: Path) -> int:
    """The exit code: 0, or 1 after warnings."""
    collect_seldom()
    report = build(root, os.cpu_count() or 1)
    if report.warnings:
        print("\n".join(report.warnings), file=sys.stderr)
        print(f"Không dựng được website: {len(report.warnings)} cảnh báo ở trên cần được xử lý.", file=sys.stderr)
        return 1
    print(f"Đã dựng website: ghi {report.made} trang, giữ nguyên {report.kept}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else PROJECT))
