"""Prints the performance limits of the portal beside today's figures. Nothing fails, because machines differ.

Processor time is the sum over all processes. Memory is the total of all processes, with shared pages counted once.
"""

import os
import shutil
import time
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain
from pathlib import Path

import pytest

from engine.live import LiveSite
from generator.cli import main
from generator.deferred import collect_garbage_rarely
from generator.progress import progress
from tests.benchmarks.country import write_country
from tests.benchmarks.living import link_resources, write_history, write_province
from tests.benchmarks.living_figures import Month
from tests.benchmarks.measuring import Bar, Run, bars_table, compressed, generate, render_site, size
from tests.support.folders import ROOT

COUNTRY = (500, 2_000)
COUNTRY_DAY = "2024-08-01"
MONTHS = 36
BARS = 18
SECONDS_AT_MOST = 600
UNIT = "don-vi/so-xay-dung/index.html"


def country(root: Path, units: int) -> Run:
    """Builds an invented country with ten indicators and two periods, and returns the cost of the build."""
    link_resources(root)
    write_country(root, units)
    assert main(["format", "--root", str(root)]) == 0
    return generate(root, COUNTRY_DAY)


def country_bars(folder: Path) -> Iterator[Bar]:
    roots = {units: folder / f"country-{units}" for units in COUNTRY}
    runs = {units: country(root, units) for units, root in roots.items()}
    for units, run in runs.items():
        yield Bar(f"generator, {units:,} units: processor time a unit", "ms", 1000 * run.processor / units, 5)
    units = max(COUNTRY)
    root, built = roots[units], runs[units]
    quick = render_site(root)
    shutil.rmtree(root / "build" / "site")
    plain = render_site(root, plain=True)
    whole = (built.processor + quick.processor) / plain.processor
    yield Bar(
        f"{units:,} units: whole build to plain MkDocs ({plain.processor:.0f} s), processor time", "×", whole, 0.2
    )
    wall = (built.wall + quick.wall) / plain.wall
    yield Bar(f"{units:,} units: the same by the clock ({plain.wall:.0f} s)", "×", wall, 0.2)


def day_after(months: int) -> str:
    return (Month(months - 1).issued_on + timedelta(days=4)).isoformat()


def living_bars(folder: Path) -> Iterator[Bar]:
    root = folder / "living"
    link_resources(root)
    write_history(root, MONTHS - 1)
    generate(root, day_after(MONTHS - 1))
    render_site(root)
    write_province(root, MONTHS)
    more, shown = generate(root, day_after(MONTHS)), render_site(root)
    yield Bar("living province, one more month: generator", "s", more.wall, 5)
    yield Bar("living province, one more month: its processor time", "s", more.processor, 5)
    yield Bar("living province, one more month: site of the tree", "s", shown.wall, 5)
    shutil.rmtree(root / "build")
    built, shown = generate(root, day_after(MONTHS)), render_site(root)
    yield Bar("living province, whole build", "s", built.wall + shown.wall, 15)
    yield Bar("living province, whole build: processor time", "s", built.processor + shown.processor, 15)
    yield Bar("living province, whole build: memory", "MB", max(built.memory, shown.memory), 600)
    yield Bar("living province, site", "MB", size(root / "build" / "site") / 1e6, 100)
    yield Bar("living province, page of a unit, compressed", "KB", compressed(root / "build" / "site" / UNIT) / 1e3, 15)
    file = f"data/results/{Month(MONTHS - 1).source_id}.csv"
    row = next(line for line in (root / file).read_text(encoding="utf-8").splitlines() if ",online-payment," in line)
    cells = row.split(",")
    other = ",".join([*cells[:5], "12.34", *cells[6:]])
    yield from cell_bars("living province", root, (file, row, other), day_after(MONTHS), 2)


def real_bars(folder: Path) -> Iterator[Bar]:
    root = folder / "real"
    link_resources(root)
    shutil.copytree(ROOT / "data", root / "data")
    day = "2026-11-24"
    generate(root, day)
    render_site(root)
    yield from cell_bars("this portal", root, _first_cell(root), day, 1)


def _first_cell(root: Path) -> tuple[str, str, str]:
    """Returns the file, the row and a changed row of the first figure in the data."""
    for file in sorted((root / "data" / "results").glob("*.csv")):
        for row in file.read_text(encoding="utf-8").splitlines()[1:]:
            cells = row.split(",")
            if cells[5]:
                return str(file.relative_to(root)), row, ",".join([*cells[:5], "12", *cells[6:]])
    raise AssertionError("a portal without figures has no cell to change")


def cell_bars(name: str, root: Path, edit: tuple[str, str, str], day: str, limit: float) -> Iterator[Bar]:
    """Measures the time from saving a cell until the open page shows it, and until the whole site is up to date, in a
    program that is already running, like `make serve`."""
    collect_garbage_rarely()
    path, old, new = edit
    file = root / path
    live, today = LiveSite(root), date.fromisoformat(day)
    live.take_up(today)
    assert live.follow(SECONDS_AT_MOST)
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    begun, used = time.perf_counter(), sum(os.times()[:4])
    live.take_up(today)
    live.ensure(UNIT)
    yield Bar(f"{name}, one cell from saved to shown", "s", time.perf_counter() - begun, limit)
    yield Bar(f"{name}, one cell: processor time", "s", sum(os.times()[:4]) - used, limit)
    assert live.follow(SECONDS_AT_MOST)
    assert live.changed
    yield Bar(f"{name}, one cell until all pages and files hold it", "s", time.perf_counter() - begun, limit)


def test_bars(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Prints each limit with today's figure and their ratio."""
    own = real_bars(tmp_path) if (ROOT / "data" / "results").is_dir() else iter(())
    measured = chain(own, living_bars(tmp_path), country_bars(tmp_path))
    with capsys.disabled():
        print(bars_table(list(progress(measured, BARS, "Đo"))))
