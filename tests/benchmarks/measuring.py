"""Measures the cost of a build: the processor time of its steps, a complete build in a separate process, and its
output."""

import gzip
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

import yaml

from generator.build import site_of
from generator.measures import measure
from generator.rendering import recipes
from generator.validation import load_valid_portal
from tests.support.folders import ROOT
from tests.support.portals import portal_of

T = TypeVar("T")


@dataclass(frozen=True)
class Amount:
    """A measured amount and its unit of measure."""

    number: float
    measure: str

    def __str__(self) -> str:
        digits = 2 if self.number < 10 and self.measure else 1 if self.number < 100 and self.measure else 0
        return f"{self.number:,.{digits}f} {self.measure}".rstrip()


Amounts = Mapping[str, Amount]
"""Amounts by the name of the measurement."""


def steps(root: Path, today: date) -> Amounts:
    """Returns the processor time of the steps of a build. The second step includes the first and the third, and the
    rules and findings."""
    loading, portal = timed(lambda: portal_of(root))
    checking, sound_portal = timed(lambda: load_valid_portal(root, ledger=False))
    measuring, _ = timed(lambda: measure(portal))
    assembling, site = timed(lambda: site_of(root, sound_portal, today))
    exporting, _ = timed(lambda: [recipe.make() for recipe in site.exports])
    rendering, _ = timed(lambda: [recipe.make() for recipe in recipes(site.pages, site.changed.day)])
    return {
        "load": loading,
        "load, check, measure": checking,
        "measure": measuring,
        "tables, rows": assembling,
        "export": exporting,
        "pages": rendering,
    }


def timed(work: Callable[[], T]) -> tuple[Amount, T]:
    """Returns the processor time of the work in seconds, including processes that it started, and its result."""
    started = _processor_time()
    found = work()
    return Amount(_processor_time() - started, "s"), found


def _processor_time() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


@dataclass(frozen=True)
class Run:
    """The cost of a command: `wall` and `processor` in seconds, and `memory`, the most MB that its processes used at
    once."""

    wall: float
    processor: float
    memory: float


def run(command: Sequence[str], **environment: str) -> Run:
    """Runs a command in the repository without showing its output. Fails if its exit code is not 0."""
    settings = {"NO_MKDOCS_2_WARNING": "1", "SITE_URL": "http://127.0.0.1:8000/", **environment}
    started = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **settings},  # noqa: TID251 - PATH and the like
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    watching = ThreadPoolExecutor(1).submit(_most_memory, process)
    _, status, used = os.wait4(process.pid, 0)
    elapsed = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, command
    return Run(elapsed, used.ru_utime + used.ru_stime, watching.result() or used.ru_maxrss / 1024)


def _most_memory(process: "subprocess.Popen[bytes]") -> float:
    """Returns the most MB that the process and its children used at once; 0 if the system does not report it.

    Reading the memory of a large process takes long and delays that process, so it is limited to a hundredth of the
    time.
    """
    most = 0.0
    while process.returncode is None:
        started = time.perf_counter()
        most = max(most, sum(map(_memory_used, _process_tree(process.pid))) / 1024)
        time.sleep(max(0.2, 100 * (time.perf_counter() - started)))
    return most


def _process_tree(pid: int) -> list[int]:
    try:
        children = [
            int(child) for file in Path(f"/proc/{pid}/task").glob("*/children") for child in file.read_text().split()
        ]
    except OSError:
        return [pid]
    return [pid, *(descendant for child in children for descendant in _process_tree(child))]


def _memory_used(pid: int) -> int:
    """Returns the KB that a process uses. Shared memory pages are divided among the processes that share them."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def generate(root: Path, today: str) -> Run:
    """Runs `generator build` for a portal."""
    return run([sys.executable, "-m", "generator", "build", "--root", str(root), "--today", today])


def render_site(root: Path, *, plain: bool = False) -> Run:
    """Builds the site from a portal's tree of pages. With `plain`, only MkDocs and Material are used, without our
    programs."""
    if not plain:
        return run([sys.executable, "-m", "engine.build", str(root)])
    config = root / "mkdocs.yml"
    settings = {"INHERIT": str(ROOT / "mkdocs.yml"), "hooks": []}
    config.write_text(yaml.safe_dump(settings), encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--config-file", str(config)]
    return run([*command, "--site-dir", str(root / "build" / "site")], DOCS_DIR=str(root / "build" / "docs"))


def size(folder: Path) -> int:
    """Returns the size of all files in bytes."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def compressed(file: Path) -> int:
    """Returns the size of a file in bytes, compressed as a host sends it."""
    return len(gzip.compress(file.read_bytes(), mtime=0))


@dataclass(frozen=True)
class Bar:
    """A performance limit: what is measured, its unit of measure, today's figure, and the limit."""

    work: str
    measure: str
    today: float
    limit: float


def bars_table(bars: Iterable[Bar]) -> str:
    """Returns a table with a line for each limit: today's figure, the limit, and their ratio."""
    lines = [["", "today", "bar", "times the bar"]]
    for item in bars:
        figures = (Amount(number, item.measure) for number in (item.today, item.limit))
        lines.append([item.work, *map(str, figures), f"{item.today / item.limit:.2f}"])
    return amounts_table(lines)


def amounts_table(lines: Sequence[Sequence[str]]) -> str:
    """Returns lines of cells as a table with aligned columns. The first line holds the headings."""
    widths = [max(map(len, cells)) for cells in zip(*lines, strict=True)]
    return "\n" + "\n".join(_line(cells, widths) for cells in lines)


def whole_build(root: Path, today: date) -> Amounts:
    """Measures `generator build` in a separate process."""
    built = generate(root, today.isoformat())
    return {
        "build": Amount(built.wall, "s"),
        "its processor time": Amount(built.processor, "s"),
        "its memory": Amount(built.memory, "MB"),
    }


def tree(docs: Path) -> Amounts:
    """Returns the number of written files and their total size."""
    sizes = [path.stat().st_size for path in docs.rglob("*") if path.is_file()]
    return {"files": Amount(len(sizes), ""), "all files": Amount(sum(sizes) / 1e6, "MB")}


def page(name: str, file: Path) -> Amounts:
    """Returns the size of a page as Markdown, uncompressed and compressed."""
    content = file.read_bytes()
    compressed = gzip.compress(content, mtime=0)
    return {name: Amount(len(content) / 1e3, "KB"), f"{name}, gzip": Amount(len(compressed) / 1e3, "KB")}


def table(headings: Sequence[str], columns: Sequence[Amounts]) -> str:
    """Returns a table of the amounts side by side. From the second column on, each amount has its ratio to the
    first."""
    lines = [["", *headings]]
    for name, first in columns[0].items():
        others = [f"{column[name]} {column[name].number / first.number:6.1f} ×" for column in columns[1:]]
        lines.append([name, str(first), *others])
    return amounts_table(lines)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    name, *others = cells
    return "   ".join(
        [name.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True))]
    )
