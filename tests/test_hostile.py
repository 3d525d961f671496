"""Tests that a text of the data stays a text in pages, files, feeds and workbooks, whatever staff enter."""

import base64
import csv
import hashlib
import io
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
import pytest

from tests.support.crawling import QUESTIONS, Crawl, crawl, report, without_hand_written
from tests.support.hostile import Portal

TEXTUAL = {"content", "aria-label", "title", "value", "placeholder"}
"""Attributes that may contain words."""

ANCHOR = re.compile(r"#[a-z0-9][a-z0-9._-]*")
ADDRESS = re.compile(r"[A-Za-z0-9._/-]*(\?don-vi=[a-z0-9,-]+)?(#[a-z0-9._-]+|#)?")
UNIT = re.compile(r"don-vi/[a-z0-9-]+")
LEADING = {"href", "src", "action", "data-address"}
"""Attributes that contain an address."""

FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r]")
NUMBER = re.compile(r"-?\d+(\.\d+)?")

Event = tuple[str, str, tuple[tuple[str, str], ...]]


class Reader(HTMLParser):
    """A page as a browser parses it: elements with attributes, visible texts, and texts for machines."""

    def __init__(self) -> None:
        super().__init__()
        self.events: list[Event] = []
        self.charts: list[str] = []
        self._text = ""
        self._in = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._add("start", tag, tuple(sorted((name, " ".join((value or "").split())) for name, value in attrs)))
        kind = dict(attrs).get("type") or ""
        self._in = {"application/ld+json": "linked data", "application/json": "data"}.get(kind, tag)

    def handle_endtag(self, tag: str) -> None:
        if self._in == "data":
            self.charts.append(self._text)
        if self._in == "linked data":
            self._text = " ".join(_strings(json.loads(self._text)))
        self._add("end", tag)
        self._in = ""

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_comment(self, data: str) -> None:
        self._add("comment", data)

    def unknown_decl(self, data: str) -> None:
        self._add("declaration", data)

    def handle_pi(self, data: str) -> None:
        self._add("instruction", data)

    def _add(self, kind: str, name: str, attributes: tuple[tuple[str, str], ...] = ()) -> None:
        text = " ".join(self._text.split())
        self.events += [("text", text, ())] if text else []
        self._text = ""
        self.events.append((kind, name, attributes))


def pages_of(site: Path) -> dict[str, Reader]:
    found = {}
    for file in sorted(site.rglob("*.html")):
        reader = Reader()
        reader.feed(file.read_text(encoding="utf-8"))
        reader.close()
        found[file.relative_to(site).as_posix()] = reader
    return found


def structure(page: Reader) -> Counter[tuple[object, ...]]:
    """Counts each element with its attributes, without words and anchors. Addresses of units count as equal, because
    names decide which units a page shows as examples."""
    return Counter((kind, name, _shape(attributes)) for kind, name, attributes in page.events if kind != "text")


def _shape(attributes: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    return tuple((name, _value(name, value)) for name, value in attributes)


def _value(name: str, value: str) -> str:
    if name == "id":
        return "" if ANCHOR.fullmatch(f"#{value}") else value
    spoken = name in TEXTUAL or name.startswith("data-")
    return "" if spoken and "width=" not in value else UNIT.sub("don-vi/x", ANCHOR.sub("#", value))


def all_texts(pages: dict[str, Reader]) -> str:
    """Returns all texts and text attributes of the pages in lower case, because a name inside a sentence may begin
    with a small letter."""
    return "\n".join(part for page in pages.values() for part in _said(page)).lower()


def _said(page: Reader) -> Iterator[str]:
    for kind, name, attributes in page.events:
        if kind == "text":  # HTML code to copy is shown as text, so its texts are escaped twice.
            yield unescape(name) if name.startswith("<iframe ") else name
        if name != "meta":  # Descriptions for search engines are cut to their length, so they hold more or less.
            yield from (value for attribute, value in attributes if attribute in TEXTUAL)


@pytest.fixture(scope="module")
def hostile(hostile_portal: Portal) -> dict[str, Reader]:
    return pages_of(hostile_portal.site)


@pytest.fixture(scope="module")
def plain(plain_portal: Portal) -> dict[str, Reader]:
    return pages_of(plain_portal.site)


def test_no_element_or_attribute_comes_from_the_data(hostile: dict[str, Reader], plain: dict[str, Reader]) -> None:
    """Each page of the hostile portal has the same elements, attributes and addresses as in the portal with harmless
    words."""
    assert hostile.keys() == plain.keys()
    for path, page in hostile.items():
        found, expected = structure(page), structure(plain[path])
        assert (found - expected, expected - found) == ({}, {}), path


@pytest.fixture(scope="module")
def crawled(hostile_portal: Portal) -> Crawl:
    return without_hand_written(crawl(hostile_portal.site), hostile_portal.root)


@pytest.mark.parametrize("question", QUESTIONS, ids=[question.__name__ for question in QUESTIONS])
def test_the_check_of_the_hostile_site_finds_no(crawled: Crawl, question: Callable[[Crawl], list[str]]) -> None:
    """These are the checks of the real site: no name breaks a link, a title or an anchor, or loads something from
    another host."""
    faults = question(crawled)
    assert not faults, report(faults)


def test_linked_data_contains_the_exact_texts(crawled: Crawl, hostile_portal: Portal) -> None:
    """The breadcrumb trail and the data set of a unit's page contain its exact name."""
    (content,) = map(json.loads, crawled.pages["don-vi/so-a/index.html"].linked_data)
    name = hostile_portal.texts["data-units-name-3"]
    assert name in " ".join(_strings(content))
    assert not [text for page in crawled.pages.values() for text in page.linked_data if "<" in text]


def test_addresses_are_relative_and_no_attribute_is_a_script(
    hostile: dict[str, Reader], plain: dict[str, Reader]
) -> None:
    """Every link and source is an address of the site, except those that the portal with harmless words has too, such
    as the licence."""
    attributes = [
        (path, element, name, value)
        for path, page in hostile.items()
        for _, element, attributes in page.events
        for name, value in attributes
        if ("rel", "canonical") not in attributes and ("type", "application/json+oembed") not in attributes
    ]
    assert not [found for found in attributes if found[2].startswith("on")]
    parts = [attributes for page in plain.values() for *_, attributes in page.events]
    harmless = {value for attributes in parts for name, value in attributes if name in LEADING}
    leading = [found for found in attributes if found[2] in LEADING and not ADDRESS.fullmatch(found[3])]
    assert [found for found in leading if found[3] not in harmless] == []


def test_the_content_security_policy_allows_exactly_our_scripts(hostile_portal: Portal) -> None:
    """Each page allows scripts by file or by the hash of their text, before the first script, and contains no other
    scripts. An embed allows no scripts by file."""
    pages = sorted(hostile_portal.site.rglob("*.html"))
    assert len(pages) >= 30
    for page in pages:
        head, *scripts = re.split(r"<script\b", page.read_text(encoding="utf-8"))
        policy = unescape(re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', head)[0])
        allowed = re.findall(r"script-src ([^;]*)", policy)[0].split()
        files = set() if page.is_relative_to(hostile_portal.site / "nhung") else {"'self'"}
        inline = [
            script for script in scripts if not re.match(r'[^>]*(\ssrc=|type="application/(?:ld\+)?json")', script)
        ]
        assert files | {_hash(script) for script in inline} == set(allowed), page


def _hash(script: str) -> str:
    text = script.partition(">")[2].partition("</script>")[0]
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_every_text_is_shown_unchanged(
    hostile: dict[str, Reader], plain: dict[str, Reader], hostile_portal: Portal, plain_portal: Portal
) -> None:
    """Each hostile text is shown as often as the harmless text of the same field. Names of units are shown at least
    once, because names also decide which units a page shows as examples."""
    shown = all_texts(hostile), all_texts(plain)
    counts = {
        name: (shown[0].count(_spaced(hostile_portal.texts[name])), shown[1].count(_spaced(text)))
        for name, text in plain_portal.texts.items()
    }
    assert {name: count for name, count in counts.items() if bool(count[0]) != bool(count[1])} == {}
    others = {name: count for name, count in counts.items() if not name.startswith("data-units-")}
    assert {name: count for name, count in others.items() if count[0] != count[1]} == {}
    assert sum(bool(count[0]) for count in counts.values()) >= 60


def _spaced(text: str) -> str:
    return " ".join(text.split()).lower()


def test_both_engines_parse_hostile_texts_equally(hostile: dict[str, Reader], hostile_portal: Portal) -> None:
    """The fast hook and Python-Markdown give the same elements, attributes and texts."""
    slow = pages_of(hostile_portal.site_without_hook)
    for path, page in hostile.items():
        assert page.events == slow[path].events, path


def test_charts_contain_texts_without_markup(hostile: dict[str, Reader], hostile_portal: Portal) -> None:
    """The only element that Plotly may find in a chart's texts is a line break."""
    charts = [json.loads(chart) for page in hostile.values() for chart in page.charts]
    strings = [text for chart in charts for text in _strings(chart) if "data" in chart]
    assert not [text for text in strings if re.search(r"[<>]|&(?!amp;|lt;|gt;)", text.replace("<br>", ""))]
    readable = " ".join(unescape(text.replace("<br>", " ")) for text in strings)
    assert _spaced(hostile_portal.texts["data-units-short_name-4"]) in _spaced(readable)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _strings(part)


def test_files_for_scripts_contain_the_exact_texts(hostile_portal: Portal) -> None:
    """The search index and the comparison file are valid JSON and contain the exact names."""
    texts = hostile_portal.texts
    names = {texts[f"data-units-name-{line}"] for line in range(2, 9)}
    entries = json.loads((hostile_portal.site / "tim-kiem.json").read_text(encoding="utf-8"))["entries"]
    assert names <= {entry[0] for entry in entries}
    assert all(re.fullmatch(r"/([a-z0-9-]+/)*", entry[1]) for entry in entries)
    compared = json.loads((hostile_portal.site / "data/so-sanh.json").read_text(encoding="utf-8"))
    assert names == {unit["name"] for unit in compared["units"]}


def test_feeds_are_valid_xml_with_the_texts(hostile_portal: Portal) -> None:
    feeds = sorted((hostile_portal.site / "data").rglob("*.atom"))
    data = hostile_portal.site / "data"
    followed = sum(len(_rows(data / f"{table}.csv")) - 1 for table in ("units", "indicators", "sources"))
    levels = sorted(data.glob("cap/*/*.atom"))
    assert len(feeds) == 1 + followed + len(levels)
    assert len(levels) == 3
    elements = [element for feed in feeds for element in ET.fromstring(feed.read_bytes()).iter()]  # noqa: S314 - our own
    assert hostile_portal.texts["data-units-name-3"] in " ".join(element.text or "" for element in elements)
    assert len({element.tag for element in elements}) == 9
    assert not [element for element in elements if not ADDRESS.fullmatch(element.get("href", ""))]


def test_no_cell_of_a_csv_file_starts_a_formula(hostile_portal: Portal) -> None:
    """This holds for files with and without BOM. Dangerous texts follow an apostrophe."""
    files = sorted(hostile_portal.site.rglob("*.csv"))
    assert len(files) >= 15
    cells = {cell for file in files for row in _rows(file) for cell in row}
    assert not [cell for cell in cells if FORMULA.match(cell) and not NUMBER.fullmatch(cell)]
    assert {hostile_portal.texts["data-units-name-3"], f"'{hostile_portal.texts['data-units-name-3']}"} & cells


def _rows(file: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig"), newline=""), strict=True))


def test_no_cell_of_a_workbook_is_a_formula(hostile_portal: Portal) -> None:
    """No cell is a link, or a text that becomes a formula when the cell is edited."""
    files = sorted(hostile_portal.site.rglob("*.xlsx"))
    assert files
    for file in files:
        for sheet in openpyxl.load_workbook(file).worksheets:
            for cell in (cell for row in sheet.iter_rows() for cell in row):
                assert cell.data_type in {"s", "n"}, (file.name, cell.coordinate)
                assert not cell.hyperlink, (file.name, cell.coordinate)
                assert not FORMULA.match(str(cell.value or "")) or cell.quotePrefix or cell.data_type == "n"


def test_the_descriptor_of_the_hostile_portal_is_valid(hostile_portal: Portal) -> None:
    """Frictionless validates the package and every row of every table."""
    command = [sys.executable, "-m", "frictionless", "validate", "datapackage.json"]
    done = subprocess.run(command, cwd=hostile_portal.site / "data", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_file_paths_do_not_depend_on_texts(hostile_portal: Portal, plain_portal: Portal) -> None:
    trees = [
        {file.relative_to(site).as_posix() for file in site.rglob("*")}
        for site in (hostile_portal.site, plain_portal.site)
    ]
    assert trees[0] == trees[1]
