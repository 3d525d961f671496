"""Shows a built site on this machine and keeps it up to date: `python serve_site.py PORT [ROOT]`.

What changes in the data, the hand-written pages, the styles or the scripts is built in this process, which knows the
rest already: the generator writes what changed, MkDocs renders those pages alone, the browser loads them anew. A change
of the program itself builds the whole site and starts this one again. Faults of the data are shown above the last good
page.

MkDocs has no public way to render single pages again; this tool of developers uses the functions of its own build.
"""

import json
import logging
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Collection, Iterable
from datetime import date
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from mkdocs.commands.build import _build_page, _populate_page
from mkdocs.config import load_config
from mkdocs.structure.files import get_files, set_exclusions
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page

from finish_site import PORTAL, with_one_style
from generator.build import build
from generator.cli import today_of
from generator.problems import ProblemsFound

LIVE = ("data", "content", "theme/styles", "theme/scripts")
"""What this process can take up; all else that the site is made of is the program itself."""

PROGRAM = (
    "generator",
    "theme/overrides",
    "fast_markdown.py",
    "finish_site.py",
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

    def __init__(self, *arguments: object, news: News, **options: object) -> None:
        self.news = news
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
            self._send_file(Path(self.translate_path(path)))

    def _send_file(self, file: Path) -> None:
        page = file / "index.html" if file.is_dir() and self.path.partition("?")[0].endswith("/") else file
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


class LiveSite:
    """The built site of a portal, with all that MkDocs needs to render single pages of it again."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.docs = root / "build" / "docs"
        self.site = root / "build" / "site"
        self._load()

    def _load(self) -> None:
        """Reads the list of pages and the menu, as MkDocs does before it renders."""
        logging.getLogger("mkdocs").setLevel(logging.WARNING)
        config = load_config(str(PROJECT / "mkdocs.yml"), docs_dir=str(self.docs), site_dir=str(self.site))
        self.config = config.plugins.on_config(config)
        self.env = config.theme.get_env()
        files = get_files(config)
        files.add_files_from_theme(self.env, config)
        self.files = config.plugins.on_files(files, config=config)
        set_exclusions(self.files, config)
        self.nav = config.plugins.on_nav(get_navigation(self.files, config), config=config, files=self.files)
        self.env = config.plugins.on_env(self.env, config=config, files=self.files)
        self.pages = {file.src_uri: file for file in self.files.documentation_pages()}
        styles = (Path(file.abs_src_path or "") for file in self.files.css_files())
        self.styles = sorted(style for style in styles if style.name.startswith(ENGINE_STYLES))

    def update(self, today: date) -> int:
        """Builds what changed since the last time; how many files that were.

        Raises ProblemsFound for faults of the data; the site is left as it was.
        """
        written = build(self.root, today, os.cpu_count() or 1).written
        markdown = [path for path in written.changed if path.endswith(".md")]
        for path in written.deleted:
            self._target(path).unlink(missing_ok=True)
        if any(path not in self.pages for path in markdown):
            self._load()
        self._render(markdown)
        self._copy(path for path in written.changed if not path.endswith(".md"))
        return len(written.changed) + len(written.deleted)

    def _target(self, path: str) -> Path:
        return self.site / path.replace("index.md", "index.html")

    def _render(self, paths: Collection[str]) -> None:
        pages = [self.pages[path].page or Page(None, self.pages[path], self.config) for path in paths]
        for page in pages:
            _populate_page(page, self.config, self.files)
        shown = self.files.documentation_pages()
        for page in pages:
            _build_page(page, self.config, shown, self.nav, self.env)
            written = Path(page.file.abs_dest_path)
            written.write_text(with_one_style(written.read_text(encoding="utf-8")), encoding="utf-8")

    def _copy(self, paths: Iterable[str]) -> None:
        for path in paths:
            (self.site / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(self.docs / path, self.site / path)
            if path == PORTAL:
                self._join_styles()

    def _join_styles(self) -> None:
        """The styles as a finished site has them, whole: the engine's before the portal's, fonts with every letter."""
        texts = [style.read_bytes() for style in (*self.styles, self.docs / PORTAL)]
        (self.site / PORTAL).write_bytes(b"\n".join(texts))
        for font in self.site.glob("vendor/*-whole.woff2"):
            shutil.copyfile(font, font.with_name(font.name.replace("-whole", "")))


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
    """Builds anew whenever something changes; returns when the program itself did."""
    seen = times_of(live.root, LIVE)
    program = times_of(PROJECT, PROGRAM)
    while times_of(PROJECT, PROGRAM) == program:
        now = times_of(live.root, LIVE)
        if now != seen:
            seen = now
            _take_up(live, news)
        time.sleep(SECONDS_BETWEEN_LOOKS)


def _take_up(live: LiveSite, news: News) -> None:
    begun = time.monotonic()
    try:
        changed = live.update(today_of(os.environ))
    except ProblemsFound as found:
        print(found, flush=True)
        news.tell(str(found))
        return
    news.tell()
    print(f"Đã dựng lại {changed} tệp trong {time.monotonic() - begun:.1f} giây.", flush=True)


def main(port: int, root: Path) -> None:
    news = News()
    live = LiveSite(root)
    handler = partial(SiteHandler, directory=str(live.site), news=news)
    server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"Xem tại http://127.0.0.1:{port}/ — tệp thay đổi thì trang tự tải lại; dừng bằng Ctrl+C.", flush=True)
    try:
        keep_up(live, news)
        print("Chương trình thay đổi, đang dựng lại toàn bộ.", flush=True)
        server.server_close()
        subprocess.run(["make", "site" if root == PROJECT else "living-site"], cwd=PROJECT, check=False)
        os.execv(sys.executable, [sys.executable, *sys.argv])
    except KeyboardInterrupt:
        print()


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]).resolve() if len(sys.argv) > 2 else PROJECT)  # noqa: PLR2004 - PORT, ROOT
