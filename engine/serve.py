"""Serves a built site on this machine and keeps it up to date: `python -m engine.serve PORT [ROOT]`.

This process handles changes of the data, the hand-written pages, the styles and the scripts (`engine.live`). If the
program itself changes, the whole site is built and this process starts again. Faults of the data are shown above the
last page without faults.
"""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Sequence
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import socket
from socketserver import BaseServer

from engine.live import LiveSite
from generator.cli import site_in, today_of
from generator.content import GUIDE
from generator.deferred import collect_garbage_rarely
from generator.problems import ProblemsFound

LIVE = ("data", "content", GUIDE, "theme/styles", "theme/scripts")
"""Files and folders whose changes this process can handle. Changes of `PROGRAM` need a restart."""

PROGRAM = ("generator", "theme/overrides", "engine", "mkdocs.yml", "package.json")
POLL_SECONDS = 0.1

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
        live: LiveSite,
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
