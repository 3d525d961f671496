"""Visits of a built site in a browser. A visit records all requests."""

import gzip
import mimetypes
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NotRequired, TypedDict
from urllib.parse import unquote, urlsplit

import yaml
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, ViewportSize, sync_playwright

from generator.loading import load_portal
from tests.support.folders import ROOT

SITE = ROOT / "build" / "site"
PHONE: ViewportSize = {"width": 360, "height": 740}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # No other host can be reached, even by mistake.
]
PATIENCE = 60_000  # Milliseconds. Tests must not fail only because a machine is busy.
PAUSE = 100
QUIET_LOOKS = 5
LOOKS = 300
COMPRESSED = {".html", ".css", ".js", ".json", ".svg", ".csv", ".xml", ".txt"}


OPEN_ALL = "() => document.querySelectorAll('details').forEach((details) => { details.open = true; })"

# Finds tables that are wider than their frames, with both widths. The page itself counts as a frame.
WIDE = """() => {
    const frames = [...document.querySelectorAll('main .cmb-table__scroll'), document.documentElement];
    return frames
        .filter((frame) => frame.scrollWidth > frame.clientWidth)
        .map((frame) => `${frame.getAttribute('aria-label')}: ${frame.scrollWidth} in ${frame.clientWidth}`);
}"""


class SiteHandler(SimpleHTTPRequestHandler):
    """Serves a built site like a static host: compressed, and with the site's 404 page for unknown addresses."""

    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name in the base class
        """Prints no log."""

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        file = file_of(path, Path(self.directory))
        if file.name == "index.html" and not path.endswith("/"):
            self._answer(HTTPStatus.MOVED_PERMANENTLY, b"", {"Location": f"{path}/"})
            return
        status = HTTPStatus.OK if file.name != "404.html" else HTTPStatus.NOT_FOUND
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        if file.suffix in COMPRESSED:
            headers = {"Content-Type": f"{kind}; charset=utf-8", "Content-Encoding": "gzip"}
            self._answer(status, compressed(file), headers)
        else:
            self._answer(status, file.read_bytes(), {"Content-Type": kind})

    def _answer(self, status: HTTPStatus, body: bytes, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "Cache-Control": "max-age=600", "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


class SiteServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Prints nothing: a browser that leaves a page closes its connections, which is not an error."""


@contextmanager
def served(site: Path = SITE) -> Iterator[str]:
    """Serves the site and yields its address, without a trailing slash."""
    with SiteServer(("127.0.0.1", 0), partial(SiteHandler, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@dataclass(frozen=True)
class PageKind:
    """A page that represents its kind; `html` and `moved` are its budgets in bytes, compressed (see pages.yml)."""

    kind: str
    address: str
    html: int
    moved: int

    @property
    def path(self) -> str:
        """The address without the query."""
        return self.address.partition("?")[0]


class KindEntry(TypedDict):
    """An entry of pages.yml. It has either `address` or `first`."""

    kind: str
    address: NotRequired[str]
    first: NotRequired[str]
    html: int
    moved: int


def _kinds() -> list[PageKind]:
    """Returns the kinds that every portal has and those that this portal adds. A kind of this portal replaces one of
    the same name."""
    files = [ROOT / "tests" / "browser" / "pages.yml", *sorted(ROOT.glob("tests/[!b]*/pages.yml"))]
    listed: list[KindEntry] = [kind for file in files for kind in yaml.safe_load(file.read_text(encoding="utf-8"))]
    return [_with_address(kind) for kind in {kind["kind"]: kind for kind in listed}.values()]


def _with_address(entry: KindEntry) -> PageKind:
    """Returns a kind with the address of its page."""
    address = entry["address"] if "address" in entry else _first_address(entry["first"])
    return PageKind(entry["kind"], address, entry["html"], entry["moved"])


def _first_address(what: str) -> str:
    """Returns the address of the first indicator or document of the data, or of the first active unit of a level."""
    portal, _ = load_portal(ROOT)
    if what == "indicator":
        return next(iter(portal.indicators.values())).address
    if what == "document":
        return next(iter(portal.sources.values())).address
    return next(unit.address for unit in portal.units.values() if unit.level == what and unit.active_to is None)


KINDS = _kinds()


@contextmanager
def chromium(program: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@dataclass(eq=False)
class Visit:
    """One page in the browser.

    `requested` lists the requested addresses of the site. `complaints` lists requests to other hosts and the errors and
    warnings of the browser. `started` and `ended` count requests.
    """

    page: Page
    origin: str
    scripts: bool = True
    viewport: ViewportSize = field(default_factory=PHONE.copy)
    requested: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    started: int = 0
    ended: int = 0

    @classmethod
    def begin(cls, browser: Browser, origin: str, viewport: ViewportSize, *, scripts: bool = True) -> "Visit":
        """Starts a visit in a new browser context, which shares nothing with other visits, and records requests and
        complaints."""
        context = browser.new_context(viewport=viewport, java_script_enabled=scripts, locale="vi-VN")
        context.set_default_timeout(PATIENCE)
        visit = cls(context.new_page(), origin, scripts, viewport)
        visit.guard()
        return visit

    def open(self, address: str) -> None:
        """Opens an address of the site, and waits until its fonts are loaded and its scripts have started."""
        self.page.goto(self.origin + address)
        self.page.evaluate("() => document.fonts.ready.then(() => true)")
        if self.scripts:
            self.page.locator("header [data-search][data-ready]").wait_for(state="attached")

    def anew(self, address: str) -> None:
        """Opens a page in the same window, which takes half as long as in a new window.

        `complaints` are of this page only. `requested` may contain more than at a first visit, because the browser may
        report the change of pages as a movement of the visitor.
        """
        self.page.goto("about:blank")  # A change of the window size would make the last page load more.
        self.page.set_viewport_size(self.viewport)
        self.requested.clear()
        self.complaints.clear()
        self.open(address)

    def leave(self) -> list[str]:
        """Resets the window so that another test can use it, and returns the complaints.

        Clears storage, routes, cookies, permissions and emulated media. The cache of the browser stays.
        """
        if self.page.url.startswith(f"{self.origin}/"):
            self.page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
        self.page.unroute_all()
        self.page.context.clear_cookies()
        self.page.context.clear_permissions()
        self.page.emulate_media(media="screen", color_scheme="light")
        self.page.goto("about:blank")
        self.page.mouse.move(0, 0)
        found = [*self.complaints]
        self.requested.clear()
        self.complaints.clear()
        return found

    def settle(self) -> None:
        """Waits until nothing has been loading for a while. The browser's own event for this sometimes never comes."""
        quiet, seen = 0, -1
        for _ in range(LOOKS):
            busy = self.ended < self.started or self.started != seen
            quiet, seen = (0 if busy else quiet + 1), self.started
            if quiet == QUIET_LOOKS:
                return
            self.page.wait_for_timeout(PAUSE)
        raise AssertionError(f"{self.page.url} never stops loading: {self.requested[-3:]}")

    def read_through(self) -> None:
        """Scrolls to the end, one window height at a time, and waits until everything is loaded."""
        height = self.page.evaluate("() => document.documentElement.scrollHeight")
        window = self.page.viewport_size
        assert window is not None
        for top in range(0, height, window["height"]):
            self.page.evaluate("(top) => scrollTo({ top, behavior: 'instant' })", top)
            self.page.wait_for_timeout(60)
        self.settle()

    def moved(self) -> int:
        """Returns the bytes of all files requested so far, compressed as hosts compress them."""
        return sum(weight(path) for path in self.paths())

    def paths(self) -> list[str]:
        """Returns the paths of the files requested so far, each once."""
        return list(dict.fromkeys(urlsplit(address).path for address in self.requested))

    def guard(self) -> None:
        """Records each request, and as complaints the requests to other hosts and the errors and warnings of the
        browser."""
        self.page.on("request", self._on_request)
        self.page.on("requestfinished", self._on_request_end)
        self.page.on("requestfailed", self._on_request_end)
        self.page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        self.page.on("console", self._on_console)

    def _on_request_end(self, _request: Request) -> None:
        self.ended += 1

    def _on_request(self, request: Request) -> None:
        self.started += 1
        if request.url.startswith(f"{self.origin}/"):
            self.requested.append(request.url)
        elif not request.url.startswith(("data:", "blob:")):
            self.complaints.append(f"asked outside: {request.url} ({self.page.url})")

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and "404 (Not Found)" not in message.text:
            self.complaints.append(f"{message.type}: {message.text} ({self.page.url})")


def weight(path: str) -> int:
    """Returns the bytes that a visitor loads for a file of the site."""
    file = file_of(path)
    return len(compressed(file)) if file.suffix in COMPRESSED else file.stat().st_size


@cache
def compressed(file: Path) -> bytes:
    return gzip.compress(file.read_bytes(), 9, mtime=0)


def file_of(path: str, site: Path = SITE) -> Path:
    """Returns the file that a static host would send; the 404 page if the path does not exist."""
    file = site / path.lstrip("/")
    file = file / "index.html" if file.is_dir() else file
    return file if file.is_file() else site / "404.html"
