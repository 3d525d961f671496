"""Runs the examples of the built page `/du-lieu/api/` against the built site, as a reader would."""

import csv
import re
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing
from functools import partial
from html.parser import HTMLParser
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

import duckdb
import pytest

from tests.support.folders import ROOT

SITE = ROOT / "build" / "site"
PAGE = "du-lieu/api/index.html"


class Examples(HTMLParser):
    """Collects the texts of a page's examples by name, and the site's address as the page states it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.address = ""
        self._open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if values.get("rel") == "canonical":
            self.address = (values["href"] or "").removesuffix(PAGE.removesuffix("index.html"))
        if tag == "pre":
            self._open = values.get("data-example") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "pre":
            self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open:
            self.found[self._open] = self.found.get(self._open, "") + data


class Handler(SimpleHTTPRequestHandler):
    """Serves files and byte ranges of files, as hosts of static sites do."""

    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that the base class gave it
        """Writes no log."""

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def _answer(self, *, with_body: bool) -> None:
        file = Path(self.directory) / urlsplit(self.path).path.lstrip("/")
        if not file.is_file():
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        content = file.read_bytes()
        _, _, byte_range = self.headers.get("Range", "").partition("bytes=")
        first, last = self._span(byte_range, len(content))
        self.send_response(HTTPStatus.PARTIAL_CONTENT if byte_range else HTTPStatus.OK)
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Length", str(last - first))
        if byte_range:
            self.send_header("Content-Range", f"bytes {first}-{last - 1}/{len(content)}")
        self.end_headers()
        if with_body:
            self.wfile.write(content[first:last])

    @staticmethod
    def _span(byte_range: str, size: int) -> tuple[int, int]:
        first, _, last = byte_range.partition("-")
        return int(first or 0), min(int(last) + 1 if last else size, size)


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    """The address of the served site with a slash at the end."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(SITE))) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


@pytest.fixture(scope="module")
def page() -> Examples:
    if not (SITE / PAGE).exists():
        pytest.fail("There is no build/site: run `make site`.", pytrace=False)
    reader = Examples()
    reader.feed((SITE / PAGE).read_text(encoding="utf-8"))
    return reader


@pytest.fixture(scope="module")
def examples(page: Examples, origin: str) -> Mapping[str, str]:
    """The texts of the examples by name, with the address of the served site instead of the published one."""
    return {name: text.replace(page.address, origin) for name, text in page.found.items()}


@pytest.fixture(scope="module")
def ranked(examples: Mapping[str, str]) -> list[tuple[str, str, int]]:
    """The expected answer of the examples from the CSV file: unit, figure and rank of every ranked unit."""
    indicator_id, period = re.findall(r"(?:indicator_id|period) = '([^']+)'", examples["duckdb"])
    with (SITE / "data" / "assessments.csv").open(encoding="utf-8", newline="") as file:
        chosen = [row for row in csv.DictReader(file) if (row["indicator_id"], row["period"]) == (indicator_id, period)]
    found = [(row["unit_name"], row["value"], int(row["rank"])) for row in chosen if row["rank"]]
    assert len(found) > 1
    return found


def figures(rows: list[tuple[str, str, int]]) -> list[tuple[str, float, int]]:
    return sorted((name, float(value), rank) for name, value, rank in rows)


def test_there_is_an_example_for_each_tool(page: Examples) -> None:
    assert list(page.found) == ["excel", "pandas", "r", "duckdb", "sqlite", "curl"]


def test_examples_name_existing_files_by_full_addresses(page: Examples) -> None:
    """Excel and R cannot run here, so only their addresses are checked."""
    for name, text in page.found.items():
        assert "site.invalid" not in text
        addresses = [part.split('"')[0].split("'")[0].split()[0] for part in text.split(page.address)[1:]]
        assert name == "sqlite" or addresses, name
        assert [address for address in addresses if not (SITE / address).is_file()] == [], name


def test_pandas_reads_the_ranked_units(examples: Mapping[str, str], ranked: list[tuple[str, str, int]]) -> None:
    done = subprocess.run([sys.executable, "-c", examples["pandas"]], check=True, capture_output=True, text=True)
    heading, *lines = done.stdout.splitlines()
    assert heading.split() == ["level", "unit_name", "value", "assessment", "rank"]
    found = [line.split(maxsplit=1)[1].rsplit(maxsplit=3) for line in lines]
    assert figures(
        [(name.strip(), value, int(float(rank))) for name, value, _, rank in found if rank[0].isdigit()]
    ) == (figures(ranked))


def test_duckdb_reads_the_file_over_the_network(
    examples: Mapping[str, str], ranked: list[tuple[str, str, int]]
) -> None:
    """Its extension comes from a Python package, because tests contact no other host."""
    (extension,) = Path(str(files("duckdb_extension_httpfs"))).rglob("httpfs.duckdb_extension")
    with duckdb.connect(config={"allow_unsigned_extensions": True}) as database:
        database.load_extension(str(extension))
        rows = database.execute(examples["duckdb"]).fetchall()
    assert figures([(name, value, rank) for _, name, value, _, rank in rows]) == figures(ranked)


def test_sqlite_reads_the_ranked_units(examples: Mapping[str, str], ranked: list[tuple[str, str, int]]) -> None:
    with closing(sqlite3.connect(f"file:{SITE / 'data/cong-minh-bach.sqlite'}?mode=ro", uri=True)) as database:
        rows = database.execute(examples["sqlite"]).fetchall()
    assert figures([(name, value, rank) for _, name, _, value, rank, _ in rows]) == figures(ranked)
    assert all(indicator and source for _, _, indicator, _, _, source in rows)


def test_curl_fetches_both_files(examples: Mapping[str, str], tmp_path: Path) -> None:
    subprocess.run(["bash", "-euc", examples["curl"]], cwd=tmp_path, check=True)
    table, unit = tmp_path / "results.csv", next(tmp_path.glob("*.json"))
    assert table.read_bytes() == (SITE / "data" / "results.csv").read_bytes()
    assert unit.read_bytes() == (SITE / "data" / "don-vi" / unit.name).read_bytes()
