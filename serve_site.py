"""Shows a built site on this machine and keeps it up to date: `python serve_site.py PORT [ROOT]`.

What changes in the data, the hand-written pages, the styles or the scripts is taken up in this process, which knows the
rest already. The data are proved and figures are measured at once; a page is made when a browser asks for it, so that
the one that is looked at comes first, and the others follow meanwhile. Who asks for a page waits until it is made: old
figures are never shown as new ones. A change of the program itself builds the whole site and starts this one again.
Faults of the data are shown above the last good page.
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

from mkdocs.structure.files import File

from build_site import CACHE, Engine, is_of_tree
from finish_site import PORTAL, with_one_style, without_gaps
from generator.alone import alone
from generator.artifacts import Artifact, delete_stale, put
from generator.build import site_of
from generator.cache import Cache, Made, Recipe, load_cache, make, save_cache
from generator.cli import site_in, today_of
from generator.content import GUIDE
from generator.problems import ProblemsFound
from generator.sharing import Deferred, collect_seldom
from generator.soundness import sound

LIVE = ("data", "content", GUIDE, "theme/styles", "theme/scripts")
"""What this process can take up; all else that the site is made of is the program itself."""

PROGRAM = (
    "generator",
    "theme/overrides",
    "build_site.py",
    "fast_markdown.py",
    "finish_site.py",
    "page_frames.py",
    "serve_site.py",
    "mkdocs.yml",
    "package.json",
)
SECONDS_BETWEEN_LOOKS = 0.1
ENGINE_STYLES = ("main.", "palette.")
"""What Material's pages link of its own; `finish_site.py` joins them with the portal's."""
EVENTS = "/-/thay-doi"
CLIENT = "/-/thay-doi.js"
PROJECT = Path(__file__).resolve().parent
CLIENT_FILE = Path(__file__).with_suffix(".js")


class News:
    """What browsers wait for: which version of the site is shown, and the faults that keep a newer one back."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._version = 0
        self._faults = ""

    def tell(self, faults: str = "") -> None:
        """Sends everyone the faults, or without any the word that there is a new version."""
        with self._changed:
            self._version += not faults
            self._faults = faults
            self._changed.notify_all()

    def wait(self, seen: tuple[int, str] | None, seconds: float) -> tuple[int, str]:
        """What is new since `seen`, or the same again after so many seconds."""
        with self._changed:
            self._changed.wait_for(lambda: (self._version, self._faults) != seen, seconds)
            return self._version, self._faults


class SiteHandler(SimpleHTTPRequestHandler):
    """Serves as a static host does, with a script in each page that hears of changes."""

    def __init__(self, *arguments: object, news: News, live: "LiveSite", **options: object) -> None:
        self.news = news
        self.live = live
        super().__init__(*arguments, **options)  # type: ignore[arg-type] - handed on as they came

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that the base class gave it
        """Says nothing: the terminal belongs to the messages about the data."""

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path == EVENTS:
            self._send_news()
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
        listening = page.read_bytes().replace(b"</body>", f'<script src="{CLIENT}"></script></body>'.encode())
        self._send(status, listening, "text/html")

    def _send(self, status: HTTPStatus, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _send_news(self) -> None:
        """Sends every change as long as the browser listens."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        seen = None
        try:
            while True:
                seen = self.news.wait(seen, seconds=20)
                text = json.dumps({"version": seen[0], "faults": seen[1]})
                self.wfile.write(f"data: {text}\n\n".encode())
                self.wfile.flush()
        except OSError:  # The browser went away.
            return


@dataclass
class Edition:
    """The site of one state of the data: what it consists of, and what of that is made already."""

    works: Deferred[Recipe]
    cache: Cache
    numbers: dict[str, int] = field(init=False)
    """The number of the work that makes a file, by the file's path."""
    waiting: dict[int, None] = field(init=False)
    """The numbers of what is not made yet: pages first, for they are looked at, files to download last."""
    made: dict[str, Made] = field(default_factory=dict)

    def __post_init__(self) -> None:
        names = self.works.names
        self.numbers = {path: number for number, paths in enumerate(names) for path in paths}
        self.waiting = dict.fromkeys(
            sorted(range(len(names)), key=lambda number: not any(map(_is_page, names[number])))
        )

    def make(self, number: int) -> Collection[Made]:
        """Makes what waits under a number; what this gave."""
        made = make(self.works[number], self.cache)
        self.made |= {file.path: file for file in made}
        self.waiting.pop(number, None)
        return made


def _is_page(path: str) -> bool:
    return path.endswith(".md")


class LiveSite:
    """The built site of a portal, with all that MkDocs needs to render single pages of it again."""

    def __init__(self, root: Path, site: str = "") -> None:
        """`site` is where the portal will stand; what leaves it names that address."""
        self.root = root
        self.address = site
        self.docs = root / "build" / "docs"
        self.site = root / "build" / "site"
        self._busy = threading.Lock()
        self._asking: set[int] = set()
        self._edition: Edition | None = None
        self._record: bytes | None = None
        with self._writing():
            self._look_at_site()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Neither another thread nor another program writes meanwhile."""
        with self._busy, alone(self.root):
            yield

    def _look_at_site(self) -> None:
        """Learns what the site shows, unless no other program has built it since."""
        record = self.root / CACHE
        found = record.read_bytes() if record.exists() else b""
        if found == self._record:
            return
        made = load_cache(self.root).records if is_of_tree(self.root) else {}
        self._shown = {path: record.sha256 for path, record in made.items()}
        self._record = found
        self._load()

    def _load(self) -> None:
        """Reads the list of pages and the menu, as MkDocs does before it renders."""
        logging.getLogger("mkdocs").setLevel(logging.WARNING)
        self.engine = Engine(self.docs, self.site)
        self.pages = {file.src_uri: file for file in self.engine.pages}
        styles = (Path(file.abs_src_path or "") for file in self.engine.files.css_files())
        self.styles = sorted(style for style in styles if style.name.startswith(ENGINE_STYLES))

    def take_up(self, today: date) -> None:
        """Proves the data as they are now; from here on every page that is asked for is made of them.

        Raises ProblemsFound for faults of the data; the site is left as it was.
        """
        with self._writing(), _collecting_nothing():
            self._look_at_site()
            edition = Edition(site_of(self.root, sound(self.root), today, self.address).works, self._cache())
            if self._edition is None or edition.numbers.keys() != self._edition.numbers.keys():
                self._settle(edition)
            self._edition = edition

    def _cache(self) -> Cache:
        """The records of the files that were made last."""
        records = dict(load_cache(self.root).records if self._edition is None else self._edition.cache.records)
        if self._edition:
            records |= {path: file.record for path, file in self._edition.made.items()}
        return Cache(self.docs, records)

    def _settle(self, edition: Edition) -> None:
        """Takes away the pages that are no more, and makes the new ones, so that MkDocs knows of all."""
        for path in delete_stale(self.docs, edition.numbers):
            self._target(path).unlink(missing_ok=True)
            self._shown.pop(path, None)
        new = {number for path, number in edition.numbers.items() if _is_page(path) and path not in self.pages}
        made = [file for number in sorted(new) for file in edition.make(number)]
        if made or any(path not in edition.numbers for path in self.pages):
            self._load()
        self._show(made)

    def ensure(self, path: str) -> None:
        """Returns when the file at a path of the site is what the data say; a path without a file is none of its."""
        self._asking.add(threading.get_ident())
        try:
            with self._writing():
                edition = self._edition
                number = edition.numbers.get(path.replace("index.html", "index.md")) if edition else None
                if edition and number is None:
                    number = edition.numbers.get(path)
                if edition and number in edition.waiting:
                    self._show(edition.make(number))
        finally:
            self._asking.discard(threading.get_ident())

    def follow(self, seconds: float) -> bool:
        """Makes what nobody asked for yet, for so long at most; whether all is made. Who asks goes first."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self._asking:
                time.sleep(SECONDS_BETWEEN_LOOKS / 20)
                continue
            with self._writing():
                edition = self._edition
                if edition is None or not edition.waiting:
                    return True
                self._show(edition.make(next(iter(edition.waiting))))
                if not edition.waiting:
                    save_cache(self.root, edition.made.values())
        return False

    @property
    def changed(self) -> int:
        """How many files differ from what was there before the data were taken up last."""
        return sum(file.changed for file in self._edition.made.values()) if self._edition else 0

    def _target(self, path: str) -> Path:
        return self.site / path.replace("index.md", "index.html")

    def _show(self, made: Iterable[Made]) -> None:
        """Brings into the site what is not there yet: as new files, for somebody may be reading those that are there,
        and the tree may have them too."""
        for file in made:
            if self._shown.get(file.path) == file.record.sha256:
                continue
            if _is_page(file.path):
                self._render(self.pages[file.path])
            else:
                self._copy(file.path)
            self._shown[file.path] = file.record.sha256

    def _render(self, file: File) -> None:
        text = without_gaps(with_one_style(self.engine.html(file.page)))
        put(self.site, Artifact(file.dest_uri, text.encode()))

    def _copy(self, path: str) -> None:
        put(self.site, Artifact(path, (self.docs / path).read_bytes()))
        if path == PORTAL:
            self._join_styles()

    def _join_styles(self) -> None:
        """The styles as a finished site has them, whole: the engine's before the portal's, fonts with every letter."""
        texts = [style.read_bytes() for style in (*self.styles, self.docs / PORTAL)]
        (self.site / PORTAL).write_bytes(b"\n".join(texts))
        for font in self.site.glob("vendor/*-whole.woff2"):
            shutil.copyfile(font, font.with_name(font.name.replace("-whole", "")))


@contextmanager
def _collecting_nothing() -> Iterator[None]:
    """Makes objects without the garbage collector, which later does not look at them either: objects of a portal refer
    to one another in no circle, and are freed with their edition."""
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        gc.enable()


def times_of(root: Path, places: Iterable[str]) -> dict[Path, int]:
    """When each file in these places was written last."""
    files = (
        file for place in places for file in ((root / place).rglob("*") if (root / place).is_dir() else [root / place])
    )
    times = {}
    for file in files:
        try:
            times[file] = file.stat().st_mtime_ns
        except FileNotFoundError:  # It went away since it was listed, as editors' temporary files do.
            continue
    return {file: time_ for file, time_ in times.items() if file.suffix != ".pyc" and not file.is_dir()}


def keep_up(live: LiveSite, news: News) -> None:
    """Takes up whatever changes, and makes the rest of the site meanwhile; returns when the program itself changed."""
    built = (live.site / "index.html").stat().st_mtime_ns
    seen = times_of(live.root, LIVE)
    program = times_of(PROJECT, PROGRAM)
    begun = time.monotonic()
    finished = not _take_up(live, news) or max(seen.values(), default=0) < built
    while times_of(PROJECT, PROGRAM) == program:
        now = times_of(live.root, LIVE)
        if now != seen:
            seen, begun = now, time.monotonic()
            if _take_up(live, news):
                finished = False
        elif finished:
            time.sleep(SECONDS_BETWEEN_LOOKS)
        elif finished := live.follow(SECONDS_BETWEEN_LOOKS):
            print(f"Đã dựng lại {live.changed} tệp trong {time.monotonic() - begun:.1f} giây.", flush=True)


def _take_up(live: LiveSite, news: News) -> bool:
    """Whether the data are without a fault; browsers hear of it."""
    try:
        live.take_up(today_of(os.environ))
    except ProblemsFound as found:
        print(found, flush=True)
        news.tell(str(found))
        return False
    news.tell()
    return True


def rebuild(root: Path) -> None:
    """Builds the site by the changed program; where that fails, again after each change until it does not."""
    while not all(subprocess.run(step, cwd=PROJECT, check=False).returncode == 0 for step in _steps(root)):
        print("Chưa dựng lại được. Sửa lỗi nêu trên rồi lưu tệp, chương trình sẽ thử lại.", flush=True)
        before = times_of(PROJECT, PROGRAM), times_of(root, LIVE)
        while before == (times_of(PROJECT, PROGRAM), times_of(root, LIVE)):
            time.sleep(SECONDS_BETWEEN_LOOKS)


def _steps(root: Path) -> Sequence[Sequence[str]]:
    """What builds the site of the portal at `root`; of this project also what its packages need."""
    if root == PROJECT:
        return (("make", "site"),)
    return (
        (sys.executable, "-m", "generator", "build", "--root", str(root)),
        (sys.executable, "build_site.py", str(root)),
    )


def main(port: int, root: Path) -> None:
    collect_seldom()
    news = News()
    live = LiveSite(root, site_in(os.environ))
    handler = partial(SiteHandler, directory=str(live.site), news=news, live=live)
    server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"Xem tại http://127.0.0.1:{port}/ — tệp thay đổi thì trang tự tải lại; dừng bằng Ctrl+C.", flush=True)
    try:
        keep_up(live, news)
        print("Chương trình thay đổi, đang dựng lại toàn bộ.", flush=True)
        server.shutdown()
        server.server_close()
        rebuild(root)
        os.execv(sys.executable, [sys.executable, *sys.argv])
    except KeyboardInterrupt:
        print()


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]).resolve() if len(sys.argv) > 2 else PROJECT)  # noqa: PLR2004 - PORT, ROOT
