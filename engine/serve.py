"""Serves a built site on this machine and keeps it up to date: `python -m engine.serve PORT [ROOT]`.

This process handles changes of the data, the hand-written pages, the styles and the scripts, because it has everything
else in memory. It checks the data and computes measures at once. A page is made when a browser requests it, so that the
page on screen comes first; the other pages are made in the meantime. A request waits until its page is made, so old
figures are never shown as new ones. If the program itself changes, the whole site is built and this process starts
again. Faults of the data are shown above the last page without faults.
"""

import gc
import json
import logging
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import socket
from socketserver import BaseServer

from mkdocs.structure.pages import Page

from engine.build import CACHE, Engine, is_up_to_date
from engine.pages import with_one_style, without_gaps
from engine.styles import PORTAL
from generator.artifacts import Artifact, delete_stale, write_artifact
from generator.build import site_of
from generator.build_lock import build_lock
from generator.cache import Cache, MadeFile, Recipe, load_cache, make, save_cache
from generator.cli import site_in, today_of
from generator.content import GUIDE
from generator.deferred import Deferred, collect_garbage_rarely
from generator.problems import ProblemsFound
from generator.validation import load_valid_portal

LIVE = ("data", "content", GUIDE, "theme/styles", "theme/scripts")
"""Files and folders whose changes this process can handle. Changes of `PROGRAM` need a restart."""

PROGRAM = (
    "generator",
    "theme/overrides",
    "engine",
    "mkdocs.yml",
    "package.json",
)
POLL_SECONDS = 0.1
ENGINE_STYLES = ("main.", "palette.")
"""Beginnings of the names of Material's own stylesheets, which `engine.finish` joins with the portal's."""

EVENTS = "/-/thay-doi"
"""The address at which browsers listen for changes, as server-sent events."""

CLIENT = "/-/thay-doi.js"
PROJECT = Path(__file__).resolve().parents[1]
CLIENT_FILE = Path(__file__).with_suffix(".js")


class Announcements:
    """What browsers wait for: the number of the site's version, and the faults because of which there is no newer
    version."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._version = 0
        self._faults = ""

    def publish(self, faults: str = "") -> None:
        """Sends the faults to all browsers or, if there are none, announces a new version of the site."""
        with self._changed:
            self._version += not faults
            self._faults = faults
            self._changed.notify_all()

    def wait(self, seen: tuple[int, str] | None, seconds: float) -> tuple[int, str]:
        """Waits until version or faults differ from `seen`, at most this many seconds. Returns both."""
        with self._changed:
            self._changed.wait_for(lambda: (self._version, self._faults) != seen, seconds)
            return self._version, self._faults


class SiteHandler(SimpleHTTPRequestHandler):
    """Serves files like a static host, and adds a script to each page that listens for changes."""

    def __init__(
        self,
        request: socket,
        client_address: tuple[str, int],
        server: BaseServer,
        *,
        announcements: Announcements,
        live: "LiveSite",
    ) -> None:
        self.announcements = announcements
        self.live = live
        super().__init__(request, client_address, server, directory=str(live.site))

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name in the base class
        """Prints nothing, so that the terminal shows only messages about the data."""

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path == EVENTS:
            self._send_announcements()
        elif path == CLIENT:
            self._send(HTTPStatus.OK, CLIENT_FILE.read_bytes(), "text/javascript")
        else:
            self._send_file(Path(self.translate_path(path)), folder=path.endswith("/"))

    def _send_file(self, file: Path, *, folder: bool) -> None:
        page = file / "index.html" if folder else file
        self.live.ensure(page.relative_to(self.directory).as_posix())
        if page.suffix == ".html" and page.is_file():
            self._send_page(HTTPStatus.OK, page)
        elif file.exists():
            super().do_GET()
        else:
            self._send_page(HTTPStatus.NOT_FOUND, Path(self.directory) / "404.html")

    def _send_page(self, status: HTTPStatus, page: Path) -> None:
        with_script = page.read_bytes().replace(b"</body>", f'<script src="{CLIENT}"></script></body>'.encode())
        self._send(status, with_script, "text/html")

    def _send(self, status: HTTPStatus, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _send_announcements(self) -> None:
        """Sends every change until the browser disconnects."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        seen = None
        try:
            while True:
                seen = self.announcements.wait(seen, seconds=20)
                text = json.dumps({"version": seen[0], "faults": seen[1]})
                self.wfile.write(f"data: {text}\n\n".encode())
                self.wfile.flush()
        except OSError:  # The browser has disconnected.
            return


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
        self.engine = Engine(self.docs, self.site)
        self.pages = {file.src_uri: file.page for file in self.engine.pages if file.page}
        styles = (Path(file.abs_src_path or "") for file in self.engine.files.css_files())
        self.styles = sorted(style for style in styles if style.name.startswith(ENGINE_STYLES))

    def take_up(self, today: date) -> None:
        """Reads and checks the present data. Every page that is requested from now on shows it.

        Raises ProblemsFound if the data has faults. The site is then not changed.
        """
        with self._locked(), _without_garbage_collection():
            self._reload_if_rebuilt()
            version = SiteVersion(
                site_of(self.root, load_valid_portal(self.root), today, self.address).recipes, self._last_cache()
            )
            if self._current is None or version.numbers.keys() != self._current.numbers.keys():
                self._update_page_list(version)
            self._current = version

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
                time.sleep(POLL_SECONDS / 20)
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


def times_of(root: Path, places: Iterable[str]) -> dict[Path, int]:
    """Returns when each of these files, and each file in these folders, was last changed, in nanoseconds."""
    files = (
        file for place in places for file in ((root / place).rglob("*") if (root / place).is_dir() else [root / place])
    )
    times = {}
    for file in files:
        try:
            times[file] = file.stat().st_mtime_ns
        except FileNotFoundError:  # A temporary file of an editor, deleted after it was listed.
            continue
    return {file: time_ for file, time_ in times.items() if file.suffix != ".pyc" and not file.is_dir()}


def watch(live: LiveSite, announcements: Announcements) -> None:
    """Handles changes of files and makes pending files in between. Returns when the program itself changed."""
    built = (live.site / "index.html").stat().st_mtime_ns
    seen = times_of(live.root, LIVE)
    program = times_of(PROJECT, PROGRAM)
    begun = time.monotonic()
    finished = not _reload(live, announcements) or max(seen.values(), default=0) < built
    while times_of(PROJECT, PROGRAM) == program:
        now = times_of(live.root, LIVE)
        if now != seen:
            seen, begun = now, time.monotonic()
            if _reload(live, announcements):
                finished = False
        elif finished:
            time.sleep(POLL_SECONDS)
        elif finished := live.follow(POLL_SECONDS):
            print(f"Đã dựng lại {live.changed} tệp trong {time.monotonic() - begun:.1f} giây.", flush=True)


def _reload(live: LiveSite, announcements: Announcements) -> bool:
    """Reads the data again and announces the result to browsers. Returns whether the data has no faults."""
    try:
        live.take_up(today_of(os.environ))
    except ProblemsFound as found:
        print(found, flush=True)
        announcements.publish(str(found))
        return False
    announcements.publish()
    return True


def rebuild(root: Path) -> None:
    """Builds the site with the changed program. If that fails, tries again after each further change until it works."""
    while not all(subprocess.run(step, cwd=PROJECT, check=False).returncode == 0 for step in _build_commands(root)):
        print("Chưa dựng lại được. Sửa lỗi nêu trên rồi lưu tệp, chương trình sẽ thử lại.", flush=True)
        before = times_of(PROJECT, PROGRAM), times_of(root, LIVE)
        while before == (times_of(PROJECT, PROGRAM), times_of(root, LIVE)):
            time.sleep(POLL_SECONDS)


def _build_commands(root: Path) -> Sequence[Sequence[str]]:
    """Returns the commands that build the portal at `root`. For this project, `make` also installs changed packages."""
    if root == PROJECT:
        return (("make", "site"),)
    return (
        (sys.executable, "-m", "generator", "build", "--root", str(root)),
        (sys.executable, "-m", "engine.build", str(root)),
    )


def main(port: int, root: Path) -> None:
    collect_garbage_rarely()
    announcements = Announcements()
    live = LiveSite(root, site_in(os.environ))
    handler = partial(SiteHandler, announcements=announcements, live=live)
    server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"Xem tại http://127.0.0.1:{port}/ — tệp thay đổi thì trang tự tải lại; dừng bằng Ctrl+C.", flush=True)
    try:
        watch(live, announcements)
        print("Chương trình thay đổi, đang dựng lại toàn bộ.", flush=True)
        server.shutdown()
        server.server_close()
        rebuild(root)
        os.execv(sys.executable, [sys.executable, "-m", "engine.serve", *sys.argv[1:]])
    except KeyboardInterrupt:
        print()


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]).resolve() if len(sys.argv) > 2 else PROJECT)  # noqa: PLR2004 - PORT, ROOT
