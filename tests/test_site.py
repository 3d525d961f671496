"""What holds of the built site as files: links lead somewhere, nothing comes from outside, no English is left over."""

import csv
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree as ET

import pytest

from generator.search import SECTIONS

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "build" / "site"

RESOURCES = {
    ("script", "src"), ("img", "src"), ("iframe", "src"), ("source", "src"), ("video", "src"), ("audio", "src"),
    ("object", "data"), ("use", "href"), ("form", "action"),
}  # fmt: skip
LOADED = {"stylesheet", "preload", "modulepreload", "prefetch", "preconnect", "dns-prefetch", "icon", "manifest"}

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}

# What Material says by itself where a language is missing, and what MkDocs does.
ENGLISH = re.compile(
    r"\b(skip to content|back to top|table of contents|copy to clipboard|type to start searching|permanent link|"
    r"made with|edit this page|view source|last update|page not found|switch to|toggle|no matching documents|"
    r"initializing search|navigation|footer|header|search|share|clear|previous|next|tabs|home|copied)\b",
    re.IGNORECASE,
)
SPOKEN = ("aria-label", "title", "placeholder", "alt", "summary")

TARGET = "unit_id level indicator_id due comparison value status locator note source_id unit_name"
RESULT = "unit_id level aggregate indicator_id period value status reading locator note source_id unit_name"
COLUMNS = {
    "units": "id slug name short_name kind level parent_id code active_from active_to",
    "lineage": "predecessor_id successor_id on kind source_id note",
    "indicators": "id slug name",
    "sources": "id number title issued_on",
    "tasks": "id title lead_ids due locator source_id",
    "targets": TARGET,
    "results": RESULT,
    "assessments": "unit_id unit_name level indicator_id period value target_value target_due target_origin assessment "
    "gap progress rank ranked_of tied",
    "discrepancies": "source_id locator unit_id level indicator_id period kind stated recomputed difference "
    "explanation",
}
LOCATOR = re.compile(r"(PL[0-9.IVX]*:\S+|text:\S+)?")
PERIOD = re.compile(r"(\d{4}(-(0[1-9]|1[0-2])|-Q[1-4])?)?")
VALUE = re.compile(r"(-?\d+(\.\d+)?)?")


@dataclass
class Read:
    """What a page says to the checks below."""

    path: Path
    language: str = ""
    title: str = ""
    metas: dict[str, str] = field(default_factory=dict)
    canonical: str = ""
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    resources: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    feeds: list[str] = field(default_factory=list)
    linked: list[str] = field(default_factory=list)


class Reader(HTMLParser):
    def __init__(self, path: Path) -> None:
        super().__init__()
        self.read = Read(path)
        self._open: list[str] = []
        self._languages: list[tuple[str, str]] = []
        self._linked = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self._open.append(tag)
        if tag not in VOID:
            self._languages.append((tag, values.get("lang", "")))
        self._head(tag, values)
        if values.get("id"):
            self.read.ids.append(values["id"])
        if tag == "a" and "href" in values:
            self.read.links.append(values["href"])
        self.read.resources += [values[name] for element, name in RESOURCES if element == tag and name in values]
        if not self._is_english():
            self.read.texts += [values[name] for name in SPOKEN if values.get(name)]

    def _head(self, tag: str, values: Mapping[str, str]) -> None:
        if tag == "script":
            self._linked = values.get("type") == "application/ld+json"
        elif tag == "html":
            self.read.language = values.get("lang", "")
        elif tag == "meta":
            self.read.metas[values.get("name") or values.get("http-equiv") or ""] = values.get("content", "")
        elif tag == "link" and values.get("rel") == "canonical":
            self.read.canonical = values["href"]
        elif tag == "link" and values.get("type") == "application/atom+xml":
            self.read.feeds.append(values["href"])
        elif tag == "link" and LOADED & set(values.get("rel", "").split()):
            self.read.resources.append(values["href"])

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass
        while self._languages and self._languages.pop()[0] != tag:
            pass

    def _is_english(self) -> bool:
        """Whether the place is marked as English: what stands there is to be so."""
        return any(language == "en" for _, language in self._languages)

    def handle_data(self, data: str) -> None:
        at = self._open[-1] if self._open else ""
        if at == "title" and "svg" not in self._open:
            self.read.title += data
        if at == "script" and self._linked:
            self.read.linked.append(data)
        if data.strip() and at not in {"script", "style"} and not self._is_english():
            self.read.texts.append(data.strip())


@pytest.fixture(scope="module")
def pages() -> Mapping[Path, Read]:
    """Every HTML file of the site, read once."""
    if not (SITE / "index.html").exists():
        pytest.fail("There is no build/site: run `make site`.", pytrace=False)
    return {path: _read(path) for path in sorted(SITE.rglob("*.html"))}


def _read(path: Path) -> Read:
    reader = Reader(path)
    reader.feed(path.read_text(encoding="utf-8"))
    return reader.read


@pytest.fixture(scope="module")
def base(pages: Mapping[Path, Read]) -> str:
    """The folder that the site is built for: `/`, or `/portal/` under another site."""
    return urlsplit(pages[SITE / "index.html"].canonical).path or "/"


def _inner(read: Read, reference: str, base: str) -> tuple[Path, str] | None:
    """The file and anchor that a reference leads to; None when it leaves the site."""
    parts = urlsplit(reference)
    if parts.scheme or parts.netloc:
        return None
    here = base + read.path.relative_to(SITE).as_posix()
    path = unquote(urlsplit(urljoin(here, parts.path)).path) if parts.path else here
    file = SITE / path.removeprefix(base)
    return (file / "index.html" if path.endswith("/") or file.is_dir() else file), unquote(parts.fragment)


def test_every_link_leads_to_a_page_and_an_anchor_on_it(pages: Mapping[Path, Read], base: str) -> None:
    ids = {path: set(read.ids) for path, read in pages.items()}
    dead = []
    for read in pages.values():
        for reference in dict.fromkeys([*read.links, *read.resources]):
            found = _inner(read, reference, base)
            if found and not (found[0].is_file() and (not found[1] or found[1] in ids.get(found[0], {found[1]}))):
                dead.append(f"{read.path.relative_to(SITE)}: {reference}")
    assert not dead, "\n".join([f"{len(dead)} dead links", *dead[:30]])


def test_nothing_is_loaded_from_outside(pages: Mapping[Path, Read]) -> None:
    """Scripts, styles, fonts, images, forms: all from the site itself."""
    outside = {
        f"{read.path.relative_to(SITE)}: {address}"
        for read in pages.values()
        for address in read.resources
        if urlsplit(address).netloc
    }
    styles = {
        f"{path.relative_to(SITE)}: {found}"
        for path in SITE.rglob("*.css")
        for found in re.findall(r"(?:url\(|@import)\s*['\"]?(?:https?:)?//[^)'\"]+", path.read_text(encoding="utf-8"))
    }
    assert outside | styles == set()


def test_a_page_loads_one_stylesheet_of_ours(pages: Mapping[Path, Read], base: str) -> None:
    """Beside Material's; redirects, which nobody sees, load none. No other file of styles is served."""
    portal = SITE / "assets" / "portal.css"
    assert [path for path in SITE.rglob("*.css") if _is_ours(path)] == [portal]
    other = []
    for path, read in pages.items():
        loaded = [found[0] for address in read.resources if (found := _inner(read, address, base))]
        wanted = [] if read.metas.get("robots") == "noindex" else [portal]
        if [file for file in loaded if _is_ours(file)] != wanted:
            other.append(path.relative_to(SITE).as_posix())
    assert other == []


def _is_ours(path: Path) -> bool:
    return path.suffix == ".css" and path.parent != SITE / "assets" / "stylesheets"


def test_no_english_is_left_over(pages: Mapping[Path, Read]) -> None:
    """Neither in what is read nor in what is spoken, but where a text is marked as English; a name of another language
    stands in no such words."""
    left = {text for read in pages.values() for text in read.texts if ENGLISH.search(text)}
    assert left == set()


def test_every_page_says_what_it_is(pages: Mapping[Path, Read]) -> None:
    """Title, description, Vietnamese; redirects and the page of missing addresses need no description."""
    lacking = []
    for path, read in pages.items():
        told = read.metas.get("description") or read.metas.get("robots") == "noindex" or path.name == "404.html"
        if not (read.language == "vi" and read.title.strip() and told):
            lacking.append(path.relative_to(SITE).as_posix())
    assert lacking == []


def test_ids_are_unique_on_a_page(pages: Mapping[Path, Read]) -> None:
    twice = {f"{read.path.relative_to(SITE)}#{id_}" for read in pages.values() for id_ in _repeated(read.ids)}
    assert twice == set()


def _repeated(ids: list[str]) -> Iterator[str]:
    seen: set[str] = set()
    for id_ in ids:
        if id_ in seen:
            yield id_
        seen.add(id_)


def test_everything_that_search_finds_exists() -> None:
    """And every unit, indicator and document, and each main page, is found by it."""
    entries = json.loads((SITE / "tim-kiem.json").read_text(encoding="utf-8"))["entries"]
    addresses = [entry[1] for entry in entries]
    assert [address for address in addresses if not (SITE / address.strip("/") / "index.html").is_file()] == []
    assert len(addresses) == len(set(addresses))
    assert {section.address for section, _ in SECTIONS} <= set(addresses)
    published = {
        f"/{place}/{row['slug']}/"
        for place, name in {"don-vi": "units", "chi-tieu": "indicators", "van-ban": "sources"}.items()
        for row in _rows(name)
    }
    assert published <= set(addresses)


@pytest.mark.parametrize("name", COLUMNS)
def test_published_tables_keep_their_columns_and_forms(name: str) -> None:
    """The promised columns come first and in order; places, periods and figures have their one form."""
    rows = list(_rows(name))
    assert name == "discrepancies" or rows
    faults = [
        row
        for row in rows
        if not LOCATOR.fullmatch(row.get("locator", ""))
        or not PERIOD.fullmatch(row.get("period", ""))
        or (name in {"targets", "results"} and not VALUE.fullmatch(row["value"]))
    ]
    assert faults == []


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (SITE / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        assert set(COLUMNS[name].split()) <= set(reader.fieldnames or [])
        yield from reader


def test_the_descriptor_describes_every_table_and_each_unit_has_its_files() -> None:
    package = json.loads((SITE / "data" / "datapackage.json").read_text(encoding="utf-8"))
    described = {resource["path"] for resource in package["resources"]}
    assert {f"{name}.csv" for name in COLUMNS} <= described
    assert [path for path in described if not (SITE / "data" / path).is_file()] == []
    folder = SITE / "data" / "don-vi"
    wanted = {f"{row['slug']}.{kind}" for row in _rows("units") for kind in ("json", "csv", "xlsx", "atom")}
    assert {path.name for path in folder.iterdir()} >= wanted


def test_the_map_of_the_site_tells_when_each_page_last_changed() -> None:
    """Days come from the releases, not from the commit; a hand-written page has none. robots.txt names the map."""
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    entries = ET.parse(SITE / "sitemap.xml").getroot()  # noqa: S314 - the site is ours
    days = {entry.findtext(f"{space}loc"): entry.findtext(f"{space}lastmod") for entry in entries}
    root = next(address for address in days if address and address.count("/") == 3)
    pages = {f"{root}{page.parent.relative_to(SITE).as_posix()}/" for page in SITE.rglob("index.html")}
    redirects = {f"{root}{line.split(',')[0][1:]}" for line in _redirects()}
    assert set(days) == ({page.removesuffix("./") for page in pages} - redirects)
    by_hand = {f"{root}{name}/" for name in ("gioi-thieu", "huong-dan", "phuong-phap")}
    assert {address for address, day in days.items() if day is None} == by_hand
    assert min(day for day in days.values() if day) >= min(_release_days())
    assert f"Sitemap: {root}sitemap.xml" in (SITE / "robots.txt").read_text(encoding="utf-8").splitlines()


def _redirects() -> list[str]:
    path = ROOT / "data/redirects.csv"
    return path.read_text(encoding="utf-8").splitlines()[1:] if path.exists() else []


def _release_days() -> list[str]:
    with (ROOT / "data/history/releases.csv").open(encoding="utf-8") as file:
        return [row["on"] for row in csv.DictReader(file)]


@pytest.mark.parametrize(
    ("page", "feeds"),
    [
        ("", ["data/cap-nhat.atom"]),
        ("cap-nhat", ["../data/cap-nhat.atom"]),
        ("don-vi/so-cong-thuong", ["../../data/don-vi/so-cong-thuong.atom"]),
        ("chi-tieu/ty-le-thanh-toan-truc-tuyen", ["../../data/chi-tieu/ty-le-thanh-toan-truc-tuyen.atom"]),
        ("van-ban/cong-van-1612-ubnd-kstt-2024", ["../../data/van-ban/cong-van-1612-ubnd-kstt-2024.atom"]),
        ("phuong-phap", ["../data/cap-nhat.atom"]),
    ],
)
def test_a_page_announces_the_feed_of_what_it_is_about(pages: Mapping[Path, Read], page: str, feeds: list[str]) -> None:
    """And that of everything where it has none of its own."""
    assert pages[SITE / page / "index.html"].feeds == feeds


def test_every_page_announces_feeds_that_are_there(pages: Mapping[Path, Read], base: str) -> None:
    """The list of units those of all levels; redirects announce none."""
    for path, read in pages.items():
        found = [_inner(read, feed, base) for feed in read.feeds]
        assert all(file and file[0].is_file() for file in found), path
        assert read.feeds or read.metas.get("robots") == "noindex", path
    assert len(pages[SITE / "don-vi" / "index.html"].feeds) == 5


def test_every_page_tells_machines_where_it_is(pages: Mapping[Path, Read]) -> None:
    """JSON-LD that parses, with whole addresses of this site, those of files that are there; each trail ends here."""
    root = pages[SITE / "index.html"].canonical
    silent = {path.parent.relative_to(SITE).as_posix() for path, read in pages.items() if not read.linked}
    assert silent - {line.split(",")[0].strip("/") for line in _redirects()} == {"."}
    for read in pages.values():
        for content in map(json.loads, read.linked):
            assert content["@context"] == "https://schema.org"
            items = content.get("@graph", [content])
            trail = next(item for item in items if item["@type"] == "BreadcrumbList")
            assert trail["itemListElement"][-1]["item"] == read.canonical
            files = [file["contentUrl"] for item in items for file in item.get("distribution", ())]
            assert [file for file in files if not (SITE / file.removeprefix(root)).is_file()] == []


def test_no_page_shows_the_address_that_stands_for_the_sites() -> None:
    assert [path for path in SITE.rglob("*.html") if "site.invalid" in path.read_text(encoding="utf-8")] == []
