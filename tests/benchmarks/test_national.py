"""What the portal of the whole country costs, beside its bars: nothing is judged, for machines differ.

Plain MkDocs with Material would take an hour for it, so that it renders a few provinces, and is reckoned up by pages.
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
from generator.model import Portal, Unit
from generator.pages.links import parents_of
from generator.progress import progress
from tests.benchmarks.living import lend
from tests.benchmarks.measuring import REPOSITORY, Bar, bars_table, compressed, generate, render_site
from tests.benchmarks.national import DAY, write_national

SAMPLE = 3
"""So many provinces of today are rendered by plain MkDocs."""

NAMES = 100
SMALL = 100_000
"""Pages below this many bytes are not compressed: they are far below the bar."""

FIRST = """
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
"""Answers as the browser does, from files in place of addresses."""


def national(root: Path, provinces: int = 0) -> Path:
    """The portal of the country, or of some provinces, that `generator check` finds sound."""
    lend(root)
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
    reckoned = plain.processor * pages_in(root) / pages_in(sample)
    name = f"whole build to plain MkDocs ({reckoned:.0f} s reckoned from {pages_in(sample)} pages), processor time"
    yield Bar(name, "×", (built.processor + shown.processor) / reckoned, 0.2)


def page_bars(site: Path) -> Iterator[Bar]:
    """The largest page and how many are above the bar."""
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
    drawn = Random(1).sample(list(portal.units.values()), NAMES)  # noqa: S311 - names for a benchmark
    asked = [asked_for(unit, portal) for unit in drawn]
    for words, queries in (("with marks", asked), ("without marks", [fold(query) for query in asked])):
        found = first_of(docs, queries)
        wrong = sum(not meant(query, address, portal) for query, address in zip(queries, found, strict=True))
        yield Bar(f"of {NAMES} names {words}, not first", "", wrong, 0.5)


def meant(query: str, address: str, portal: Portal) -> bool:
    """Whether a query names the unit at an address; without marks it may name two units of one district."""
    named = [asked_for(unit, portal) for unit in portal.units.values() if unit.address == address]
    return any(query in (name, fold(name)) for name in named)


def asked_for(unit: Unit, portal: Portal) -> str:
    """What tells a unit from all others: its name, with that of the units above it where another one bears it too."""
    namesakes = sum(fold(other.name) == fold(unit.name) for other in portal.units.values())
    above = [parent.name for parent in parents_of(unit, portal)] if namesakes > 1 else []
    return ", ".join([unit.name, *above])


def first_of(docs: Path, queries: Sequence[str]) -> list[str]:
    """The address of the first answer to each query, by the script that the site serves."""
    script = (REPOSITORY / "theme" / "scripts" / "search.js").as_uri()
    command = ["node", "--input-type=module", "--eval", FIRST % json.dumps(script)]
    told = json.dumps({"docs": str(docs), "queries": queries})
    return json.loads(subprocess.run(command, input=told, capture_output=True, text=True, check=True).stdout)


def test_national(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each bar with today's figure and its share of the bar."""
    root, sample = national(tmp_path / "country"), national(tmp_path / "sample", SAMPLE)
    found = [*progress(cost_bars(root, sample)), *page_bars(root / "build" / "site"), *search_bars(root)]
    shutil.rmtree(tmp_path / "country")
    with capsys.disabled():
        print(bars_table(found))
