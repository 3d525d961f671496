"""Tests the files of the built site: links work, nothing is loaded from other hosts, no English text is left."""

import csv
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from generator.content import content_addresses
from generator.search import SECTIONS
from tests.support.crawling import QUESTIONS, Crawl, crawl, report, without_hand_written
from tests.support.folders import ROOT

SITE = ROOT / "build" / "site"

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
HEADING_LINK = re.compile(r'class="headerlink"[^>]*title="([^"]*)"')
"""The link beside a heading. Its group is the title."""


@pytest.fixture(scope="session")
def real() -> Crawl:
    """The site of the real portal, without HTML files in `content/`: a search engine may ask for such a file to prove
    whose site it is."""
    if not (SITE / "index.html").exists():
        pytest.fail("There is no build/site: run `make site`.", pytrace=False)
    found = crawl(SITE)
    complete = {file.relative_to(ROOT / "content").as_posix() for file in (ROOT / "content").rglob("*.html")}
    return Crawl(SITE, {path: read for path, read in found.pages.items() if path not in complete})


@pytest.fixture(scope="session")
def generated(real: Crawl) -> Crawl:
    """The pages that the program writes."""
    return without_hand_written(real, ROOT)


OF_PROGRAM = [question for question in QUESTIONS if question is not Crawl.duplicate_descriptions]
"""The questions that depend on the program only. Two documents of a portal may have the same title, or the same number
in different years."""


@pytest.mark.parametrize("question", OF_PROGRAM, ids=[question.__name__ for question in OF_PROGRAM])
def test_the_check_of_all_generated_pages_finds_no(generated: Crawl, question: Callable[[Crawl], list[str]]) -> None:
    """The checks are those of `crawling`, for example dead links, orphan pages and requests to other hosts."""
    faults = question(generated)
    assert not faults, report(faults)


BROKEN = """<!doctype html><html lang="en"><head><title>{title}</title><meta name="description" content="d">
<link rel="canonical" href="https://cong.example/{canonical}">
<script type="application/ld+json">{data}</script><script src="{script}"></script></head>
<body id="x"><main>{headings}<p id="x"><a href="{link}">một</a></p></main></body></html>"""


def test_the_checks_report_each_fault(tmp_path: Path) -> None:
    """The first page has a fault of each kind. The other page is an orphan with the same title and description."""
    first = {"title": "Một", "canonical": "", "data": "{", "script": "//cdn.example/x.js", "link": "hai/#khong-co"}
    second = {"title": "Một", "canonical": "", "data": '{"@type": "Dataset"}', "script": "x.js", "link": "?a=1#x"}
    first["headings"], second["headings"] = "<h1>Một</h1><h3>Hai</h3>", "<h1>Một</h1><h2>Hai</h2><h1>Ba</h1>"
    for path, words in {"index.html": first, "ba/index.html": second}.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        text = BROKEN.format(**words)
        (tmp_path / path).write_text(text, encoding="utf-8")
    (tmp_path / "a.css").write_text("@import 'https://cdn.example/a.css';", encoding="utf-8")
    found = crawl(tmp_path)
    assert found.dead_links() == ["ba/index.html: x.js", "index.html: hai/#khong-co"]
    assert found.orphans() == ["ba/index.html"]
    assert found.external_requests() == ["index.html: //cdn.example/x.js", "a.css: @import 'https://cdn.example/a.css"]
    assert found.incomplete_metadata() == ["ba/index.html", "index.html"]
    assert found.duplicate_descriptions() == [
        "title “Một”: ba/index.html, index.html",
        "description “d”: ba/index.html, index.html",
    ]
    assert found.wrong_canonicals() == ["ba/index.html: https://cong.example/"]
    assert found.broken_linked_data() == ['ba/index.html: {"@type": "Dataset"}', "index.html: {"]
    assert found.broken_outlines() == ["ba/index.html: [1, 2, 1]", "index.html: [1, 3]"]
    assert found.repeated_ids() == ["ba/index.html#x", "index.html#x"]


def test_every_page_has_a_preview_picture(real: Crawl) -> None:
    """No picture is drawn that no page uses, except at the former address of a page, where other sites may show it."""
    assert real.without_picture() == []
    shown = {read.metas["og:image"].removeprefix(real.address) for read in real.pages.values() if read.indexed}
    slugs = json.loads((SITE / "dia-chi-cu.json").read_text(encoding="utf-8"))["slugs"]
    moved = ((path, old, new) for path in shown for old, new in slugs.items() if new in _parts(path))
    former = {path.replace(f"/{new}", f"/{old}") for path, old, new in moved}
    assert shown <= {path.relative_to(SITE).as_posix() for path in (SITE / "anh").rglob("*.png")} <= shown | former


def test_phones_find_an_icon_for_their_home_screen() -> None:
    """IPhones take no SVG, and expect 180 × 180 pixels."""
    home = (SITE / "index.html").read_text(encoding="utf-8")
    (icon,) = re.findall(r'<link rel="apple-touch-icon" href="([^"]+)">', home)
    with Image.open(SITE / icon) as image:
        assert image.size == (180, 180)


def test_only_the_english_page_has_an_english_locale(real: Crawl) -> None:
    locales = {path: read.metas["og:locale"] for path, read in real.pages.items() if read.indexed}
    assert locales.pop("en/index.html") == "en_GB"
    assert set(locales.values()) == {"vi_VN"}


def _parts(path: str) -> tuple[str, ...]:
    return Path(path).with_suffix("").parts


def test_a_page_loads_exactly_one_stylesheet_of_ours(real: Crawl) -> None:
    """Material's own styles do not count. Redirect pages load none, and no other stylesheet of ours is served."""
    portal = SITE / "assets" / "portal.css"
    assert [path for path in SITE.rglob("*.css") if _is_ours(path)] == [portal]
    other = []
    for read in real.pages.values():
        loaded = [SITE / found[0] for address in read.resources if (found := real.inner(read, address))]
        expected = [] if read.metas.get("robots") == "noindex" else [portal]
        if [file for file in loaded if _is_ours(file)] != expected:
            other.append(read.path)
    assert other == []


def _is_ours(path: Path) -> bool:
    return path.suffix == ".css" and path.parent != SITE / "assets" / "stylesheets"


def test_links_beside_headings_have_titles_in_the_language_of_the_page() -> None:
    expected = {"en/index.html": {"Link to this section"}, "du-lieu/index.html": {"Liên kết tới mục này"}}
    pages = {address: (SITE / address).read_text(encoding="utf-8") for address in expected}
    assert {address: set(HEADING_LINK.findall(html)) for address, html in pages.items()} == expected


def test_every_search_entry_leads_to_a_page() -> None:
    """Search also has every unit, indicator and document, and each main page."""
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
def test_published_tables_keep_their_columns_and_value_formats(name: str) -> None:
    """The promised columns are first and in order. Locators, periods and values have their canonical form."""
    rows = list(_rows(name))
    assert rows or not _is_stated(name)
    faults = [
        row
        for row in rows
        if not LOCATOR.fullmatch(row.get("locator", ""))
        or not PERIOD.fullmatch(row.get("period", ""))
        or (name in {"targets", "results"} and not VALUE.fullmatch(row["value"]))
    ]
    assert faults == []


ENTERED = {
    "lineage": "lineage.csv",
    "tasks": "tasks/*",
    "targets": "targets/*",
    "results": "results/*",
    "assessments": "results/*",
}
"""The data files of tables that may be empty. A table may have no rows if its files have none, for example a portal
without lineage."""


def _is_stated(name: str) -> bool:
    """Whether the data has rows that the table must show. Discrepancies are computed, so they may be empty."""
    if name == "discrepancies":
        return False
    return name not in ENTERED or any(map(_has_rows, (ROOT / "data").glob(ENTERED[name])))


def _has_rows(path: Path) -> bool:
    return path.suffix == ".parquet" or len(path.read_text(encoding="utf-8").splitlines()) > 1


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (SITE / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        assert set(COLUMNS[name].split()) <= set(reader.fieldnames or [])
        yield from reader


def test_the_descriptor_lists_every_table_and_each_unit_has_its_files() -> None:
    package = json.loads((SITE / "data" / "datapackage.json").read_text(encoding="utf-8"))
    described = {resource["path"] for resource in package["resources"]}
    assert {f"{name}.csv" for name in COLUMNS} <= described
    assert [path for path in described if not (SITE / "data" / path).is_file()] == []
    folder = SITE / "data" / "don-vi"
    expected = {f"{row['slug']}.{kind}" for row in _rows("units") for kind in ("json", "csv", "xlsx", "atom")}
    assert {path.name for path in folder.iterdir()} >= expected


def test_the_sitemap_dates_each_page_by_its_last_change(real: Crawl) -> None:
    """Days come from the releases, not from the commit. Hand-written pages have none. robots.txt names the sitemap."""
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    entries = ET.parse(SITE / "sitemap.xml").getroot()  # noqa: S314 - the site is ours
    days = {entry.findtext(f"{space}loc"): entry.findtext(f"{space}lastmod") for entry in entries}
    root = real.address
    pages = {f"{root}{path.removesuffix('index.html')}" for path, read in real.pages.items() if read.indexed}
    held = {page for page in pages if page.startswith(f"{root}nhung/")}  # Embeds lead search engines to the whole page.
    assert set(days) == pages - held
    by_hand = {f"{root}{address[1:]}" for address in content_addresses(ROOT)}
    released = _release_days()
    assert {address for address, day in days.items() if day is None} == (by_hand if released else set(days))
    assert all(day >= min(released) for day in days.values() if day)
    assert f"Sitemap: {root}sitemap.xml" in (SITE / "robots.txt").read_text(encoding="utf-8").splitlines()


def test_the_pages_of_the_site_are_those_of_the_ledger() -> None:
    """The ledger is checked against addresses that are computed without making pages; here are the pages themselves."""
    pages = {f"/{page.parent.relative_to(SITE).as_posix()}/".replace("/./", "/") for page in SITE.rglob("index.html")}
    assert pages == set((ROOT / "data/addresses.txt").read_text(encoding="utf-8").split())


def _release_days() -> list[str]:
    """Returns the days of the portal's releases. A new portal has none."""
    log = ROOT / "data/history/releases.csv"
    return [row["on"] for row in csv.DictReader(log.read_text(encoding="utf-8").splitlines())] if log.exists() else []


def test_every_page_announces_existing_feeds(real: Crawl) -> None:
    """The list of units announces the feeds of all levels. Redirect pages announce none."""
    for path, read in real.pages.items():
        found = [real.inner(read, feed) for feed in read.feeds]
        assert all(file and (SITE / file[0]).is_file() for file in found), path
        assert read.feeds or read.metas.get("robots") == "noindex", path
    levels = {(row["id"].partition(".")[0], row["level"]) for row in _rows("units") if row["parent_id"]}
    assert len(real.pages["don-vi/index.html"].feeds) == 1 + len(levels)


def test_every_page_except_the_home_page_has_valid_linked_data(real: Crawl) -> None:
    """The JSON-LD is valid, has absolute addresses of this site, and lists existing files. Each trail ends with the
    page itself."""
    root = real.address
    silent = {path for path, read in real.pages.items() if read.indexed and not read.linked_data}
    assert silent == {"index.html"}
    for read in real.pages.values():
        for content in map(json.loads, read.linked_data):
            assert content["@context"] == "https://schema.org"
            items = content.get("@graph", [content])
            trail = next(item for item in items if item["@type"] == "BreadcrumbList")
            assert trail["itemListElement"][-1]["item"] == read.canonical
            files = [file["contentUrl"] for item in items for file in item.get("distribution", ())]
            assert [file for file in files if not (SITE / file.removeprefix(root)).is_file()] == []


def test_no_page_shows_the_placeholder_of_the_site_address() -> None:
    assert [path for path in SITE.rglob("*.html") if "site.invalid" in path.read_text(encoding="utf-8")] == []
