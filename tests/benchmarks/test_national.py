"""Prints the cost of a portal of the whole country beside its limits. Nothing fails, because machines differ.

Plain MkDocs with Material would take an hour, so it renders a few provinces, and its time is extrapolated by the number
of pages.
"""

import json
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import pytest

from generator.cli import main
from generator.formats import fold
from generator.loading import load_portal
from generator.model import Portal, Unit, ancestors
from generator.progress import progress
from tests.benchmarks.living import link_resources
from tests.benchmarks.measuring import Bar, bars_table, compressed, generate, render_site
from tests.benchmarks.national import DAY, write_national
from tests.support.folders import ROOT

SAMPLE = 3
"""The number of provinces of today that plain MkDocs renders."""

NAMES = 100
SMALL = 100_000
"""Pages below this many bytes are not compressed for measuring, because they are far below the limit."""

SEARCH_SCRIPT = """
import { answering } from %s;
import { readFileSync } from "node:fs";
const { docs, queries } = JSON.parse(readFileSync(0, "utf8"));
const read = (name) => JSON.parse(readFileSync(`${docs}/${name}.json`, "utf8"));
const index = read("tim-kiem");
const parts = new Map();
function withPart(letters) {
  if (!parts.has(letters)) parts.set(letters, [...index.entries, ...read(`tim-kiem/${letters}`).entries]);
  return parts.get(letters);
}
const found = [];
for (const query of queries) found.push((await answering(index, query, withPart))[0]?.[1] ?? "");
process.stdout.write(JSON.stringify(found));
"""
"""A script for Node that answers queries in the same way as the browser, but reads files instead of addresses."""


def national(root: Path, provinces: int = 0) -> Path:
    """Writes and formats the portal of the country, or of some provinces."""
    link_resources(root)
    write_national(root, provinces)
    assert main(["format", "--root", str(root)]) == 0
    return root


def pages_in(root: Path) -> int:
    return sum(1 for _ in (root / "build" / "docs").rglob("*.md"))


def cost_bars(root: Path, sample: Path) -> Iterator[Bar]:
    built = generate(root, DAY.isoformat())
    shown = render_site(root)
    yield Bar("generator", "s", built.wall, 120)
    yield Bar("generator, processor time", "s", built.processor, 240)
    yield Bar("generator, memory", "MB", built.memory, 2000)
    yield Bar("site of the tree", "s", shown.wall, 120)
    yield Bar("site of the tree, processor time", "s", shown.processor, 240)
    yield Bar("site of the tree, memory", "MB", shown.memory, 2000)
    yield Bar("whole build", "s", built.wall + shown.wall, 120)
    generate(sample, DAY.isoformat())
    plain = render_site(sample, plain=True)
    extrapolated = plain.processor * pages_in(root) / pages_in(sample)
    name = f"whole build to plain MkDocs ({extrapolated:.0f} s reckoned from {pages_in(sample)} pages), processor time"
    yield Bar(name, "×", (built.processor + shown.processor) / extrapolated, 0.2)


def page_bars(site: Path) -> Iterator[Bar]:
    """Yields the size of the largest page and the number of pages above the limit."""
    large = [file for file in site.rglob("*.html") if file.stat().st_size > SMALL]
    sizes = sorted(((compressed(file) / 1e3, file.relative_to(site).as_posix()) for file in large), reverse=True)
    yield Bar(f"largest page, compressed: {sizes[0][1]}", "KB", sizes[0][0], 40)
    yield Bar("pages above that bar", "", sum(size > 40 for size, _ in sizes), 0.5)


def search_bars(root: Path) -> Iterator[Bar]:
    docs = root / "build" / "docs"
    parts = [compressed(file) for file in (docs / "tim-kiem").glob("*.json")]
    loaded = compressed(docs / "tim-kiem.json") + compressed(docs / "vendor" / "minisearch.js") + max(parts, default=0)
    yield Bar("search before the first result, with its largest part, compressed", "KB", loaded / 1e3, 100)
    portal, _ = load_portal(root)
    chosen = Random(1).sample(list(portal.units.values()), NAMES)  # noqa: S311 - names for a benchmark
    queries_of_units = [query_for(unit, portal) for unit in chosen]
    for words, queries in (
        ("with marks", queries_of_units),
        ("without marks", [fold(query) for query in queries_of_units]),
    ):
        found = first_answers(docs, queries)
        wrong = sum(not matches(query, address, portal) for query, address in zip(queries, found, strict=True))
        yield Bar(f"of {NAMES} names {words}, not first", "", wrong, 0.5)


def matches(query: str, address: str, portal: Portal) -> bool:
    """Whether a query matches the unit at an address. Without diacritics it may match two units of the same
    district."""
    unit_queries = [query_for(unit, portal) for unit in portal.units.values() if unit.address == address]
    return any(query in (name, fold(name)) for name in unit_queries)


def query_for(unit: Unit, portal: Portal) -> str:
    """Returns a query for exactly this unit: its name, with the names of the units above it if another unit has the
    same name."""
    namesakes = sum(fold(other.name) == fold(unit.name) for other in portal.units.values())
    above = [higher.name for higher in ancestors(unit, portal.units)] if namesakes > 1 else []
    return ", ".join([unit.name, *above])


def first_answers(docs: Path, queries: Sequence[str]) -> list[str]:
    """Returns the address of the first answer to each query, by the search script of the site."""
    script = (ROOT / "theme" / "scripts" / "search.js").as_uri()
    command = ["node", "--input-type=module", "--eval", SEARCH_SCRIPT % json.dumps(script)]
    request = json.dumps({"docs": str(docs), "queries": queries})
    done = subprocess.run(command, input=request, capture_output=True, text=True, check=True)
    answers: list[str] = json.loads(done.stdout)
    return answers


def test_national(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Prints each limit with today's figure and their ratio."""
    root, sample = national(tmp_path / "country"), national(tmp_path / "sample", SAMPLE)
    found = [*progress(cost_bars(root, sample)), *page_bars(root / "build" / "site"), *search_bars(root)]
    shutil.rmtree(tmp_path / "country")
    with capsys.disabled():
        print(bars_table(found))
