"""A built site that follows changes of the data. Everything that single pages are made from is in memory.

The data is checked and measures are computed at once. A page is made when it is requested, so that the page on screen
comes first; the other pages are made in the meantime. A request waits until its page is made, so old figures are never
shown as new ones.
"""

import gc
import logging
import shutil
import threading
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from mkdocs.structure.pages import Page

from engine.build import Engine
from engine.pages import with_one_style, without_gaps
from engine.records import CACHE, is_up_to_date
from engine.styles import PORTAL
from generator.artifacts import Artifact, delete_stale, write_artifact
from generator.build import site_of
from generator.build_lock import build_lock
from generator.cache import Cache, MadeFile, Recipe, load_cache, make, save_cache
from generator.deferred import Deferred
from generator.validation import load_valid_portal

_ENGINE_STYLES = ("main.", "palette.")
"""Beginnings of the names of Material's own stylesheets, which `engine.finish` joins with the portal's."""

_PAUSE_SECONDS = 0.005
"""How long other files wait before they look again whether a browser requests one."""


@dataclass
class SiteVersion:
    """The files of the site for one state of the data: how to make them, and which are already made.

    - `recipes`: how to make the files.
    - `cache`: the records of the files as they were made last.
    - `numbers`: the number of the recipe that makes a file, by the file's path.
    - `pending`: the numbers of recipes that are not carried out yet, as a set with an order: pages first, because
      readers see them, then files to download.
    - `made`: the files that are already made, by path.
    """

    recipes: Deferred[Recipe]
    cache: Cache
    numbers: dict[str, int] = field(init=False)
    pending: dict[int, None] = field(init=False)
    made: dict[str, MadeFile] = field(default_factory=dict)

    def __post_init__(self) -> None:
        names = self.recipes.names
        self.numbers = {path: number for number, paths in enumerate(names) for path in paths}
        self.pending = dict.fromkeys(
            sorted(range(len(names)), key=lambda number: not any(map(_is_page, names[number])))
        )

    def make(self, number: int) -> Collection[MadeFile]:
        """Carries out the recipe with this number. Returns its files."""
        made = make(self.recipes[number], self.cache)
        self.made |= {file.path: file for file in made}
        self.pending.pop(number, None)
        return made


def _is_page(path: str) -> bool:
    return path.endswith(".md")


class LiveSite:
    """The built site of a portal, with everything in memory that MkDocs needs to render single pages again."""

    def __init__(self, root: Path, site: str = "") -> None:
        """`site` is the public address of the portal. Files that are used outside the site contain it."""
        self.root = root
        self.address = site
        self.docs = root / "build" / "docs"
        self.site = root / "build" / "site"
        self._busy = threading.Lock()
        self._requesting: set[int] = set()
        self._current: SiteVersion | None = None
        self._site_record: bytes | None = None
        with self._locked():
            self._reload_if_rebuilt()

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Prevents other threads and other programs from writing to the site inside the `with` block."""
        with self._busy, build_lock(self.root):
            yield

    def _reload_if_rebuilt(self) -> None:
        """Reads again what the built site contains if another program has built it since the last call."""
        record = self.root / CACHE
        found = record.read_bytes() if record.exists() else b""
        if found == self._site_record:
            return
        made = load_cache(self.root).records if is_up_to_date(self.root) else {}
        self._shown_hashes = {path: record.sha256 for path, record in made.items()}
        self._site_record = found
        self._load_engine()

    def _load_engine(self) -> None:
        """Reads the list of pages and the menu, as MkDocs does before it renders pages."""
        logging.getLogger("mkdocs").setLevel(logging.WARNING)
        self.engine = Engine(self.root, self.site)
        self.pages = {file.src_uri: file.page for file in self.engine.pages if file.page}
        styles = (Path(file.abs_src_path or "") for file in self.engine.files.css_files())
        self.styles = sorted(style for style in styles if style.name.startswith(_ENGINE_STYLES))

    def take_up(self, today: date) -> None:
        """Reads and checks the present data. Every page that is requested from now on shows it.

        Raises ProblemsFound if the data has faults. The site is then not changed.
        """
        with self._locked(), _without_garbage_collection():
            self._reload_if_rebuilt()
            valid = load_valid_portal(self.root)
            version = SiteVersion(site_of(self.root, valid, today, self.address).recipes, self._last_cache())
            if valid.portal.settings.title != self.engine.config.site_name:
                self._forget_pages()
            if self._current is None or version.numbers.keys() != self._current.numbers.keys():
                self._update_page_list(version)
            self._current = version

    def _forget_pages(self) -> None:
        """Has all pages rendered again, because each shows the name of the portal."""
        self._shown_hashes = {path: hash_ for path, hash_ in self._shown_hashes.items() if not _is_page(path)}
        self._load_engine()

    def _last_cache(self) -> Cache:
        """Returns the records of the files as they were made last."""
        records = dict(load_cache(self.root).records if self._current is None else self._current.cache.records)
        if self._current:
            records |= {path: file.record for path, file in self._current.made.items()}
        return Cache(self.docs, records)

    def _update_page_list(self, version: SiteVersion) -> None:
        """Deletes files that are no longer part of the site, and makes new pages, so that MkDocs has all pages."""
        for path in delete_stale(self.docs, version.numbers):
            self._site_file(path).unlink(missing_ok=True)
            self._shown_hashes.pop(path, None)
        new = {number for path, number in version.numbers.items() if _is_page(path) and path not in self.pages}
        made = [file for number in sorted(new) for file in version.make(number)]
        if made or any(path not in version.numbers for path in self.pages):
            self._load_engine()
        self._update_site(made)

    def ensure(self, path: str) -> None:
        """Makes the file at a path of the site if it is out of date. Does nothing if the site has no such file."""
        self._requesting.add(threading.get_ident())
        try:
            with self._locked():
                version = self._current
                number = version.numbers.get(path.replace("index.html", "index.md")) if version else None
                if version and number is None:
                    number = version.numbers.get(path)
                if version and number in version.pending:
                    self._update_site(version.make(number))
        finally:
            self._requesting.discard(threading.get_ident())

    def follow(self, seconds: float) -> bool:
        """Makes pending files for at most this many seconds. Requests of browsers go first. Returns whether all files
        are made."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self._requesting:
                time.sleep(_PAUSE_SECONDS)
                continue
            with self._locked():
                version = self._current
                if version is None or not version.pending:
                    return True
                self._update_site(version.make(next(iter(version.pending))))
                if not version.pending:
                    save_cache(self.root, version.made.values())
        return False

    @property
    def changed(self) -> int:
        """How many files changed since the data was last read."""
        return sum(file.changed for file in self._current.made.values()) if self._current else 0

    def _site_file(self, path: str) -> Path:
        return self.site / path.replace("index.md", "index.html")

    def _update_site(self, made: Iterable[MadeFile]) -> None:
        """Puts files into the site if their content is not there yet. It writes new files instead of changing existing
        ones, because a browser may be reading them, and because they may be hard links to files of the tree."""
        for file in made:
            if self._shown_hashes.get(file.path) == file.record.sha256:
                continue
            if _is_page(file.path):
                self._render(self.pages[file.path])
            else:
                self._copy(file.path)
            self._shown_hashes[file.path] = file.record.sha256

    def _render(self, page: Page) -> None:
        text = without_gaps(with_one_style(self.engine.html(page)))
        write_artifact(self.site, Artifact(page.file.dest_uri, text.encode()))

    def _copy(self, path: str) -> None:
        write_artifact(self.site, Artifact(path, (self.docs / path).read_bytes()))
        if path == PORTAL:
            self._join_styles()

    def _join_styles(self) -> None:
        """Joins the engine's styles and the portal's, in this order, as in a finished site. Unlike there, no rule and
        no letter of a font is removed."""
        texts = [style.read_bytes() for style in (*self.styles, self.docs / PORTAL)]
        (self.site / PORTAL).write_bytes(b"\n".join(texts))
        for font in self.site.glob("vendor/*-whole.woff2"):
            shutil.copyfile(font, font.with_name(font.name.replace("-whole", "")))


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Switches the garbage collector off, and excludes the objects that are created from later collections. Objects of
    a portal have no reference cycles, so they are freed together with their version of the site."""
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        gc.enable()
