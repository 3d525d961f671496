"""What a build costs: its steps by processor time, the whole of it in a process of its own, what it writes."""

import gzip
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from generator.build import site_of
from generator.loading import load_portal
from generator.measures import measure
from generator.rendering import render
from generator.soundness import sound

T = TypeVar("T")
REPOSITORY = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Amount:
    """A measured amount and its unit of measure."""

    number: float
    measure: str

    def __str__(self) -> str:
        digits = 2 if self.number < 10 and self.measure else 1 if self.number < 100 and self.measure else 0
        return f"{self.number:,.{digits}f} {self.measure}".rstrip()


Amounts = Mapping[str, Amount]
"""Amounts by what they measure."""


def steps(root: Path, today: date) -> Amounts:
    """Processor time of the steps of a build. The second holds the first and the third, and rules and findings."""
    loading, (portal, faults) = timed(lambda: load_portal(root))
    assert not faults
    checking, proved = timed(lambda: sound(root, ledger=False))
    measuring, _ = timed(lambda: measure(portal))
    making, site = timed(lambda: site_of(root, proved, today))
    rendering, _ = timed(lambda: list(render(site.pages, site.changed)))
    return {
        "load": loading,
        "load, check, measure": checking,
        "measure": measuring,
        "pages": making,
        "render": rendering,
    }


def timed(work: Callable[[], T]) -> tuple[Amount, T]:
    """Seconds of processor time, in processes that it started too, and what the work returned."""
    begun = _processor_time()
    found = work()
    return Amount(_processor_time() - begun, "s"), found


def _processor_time() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def whole_build(root: Path, today: date) -> Amounts:
    """`generator build` in a process of its own; memory is that of the largest process."""
    command = [sys.executable, "-m", "generator", "build", "--root", str(root), "--today", today.isoformat()]
    begun = time.perf_counter()
    process = subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    elapsed = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return {
        "build": Amount(elapsed, "s"),
        "its processor time": Amount(used.ru_utime + used.ru_stime, "s"),
        "its memory": Amount(used.ru_maxrss / 1024, "MB"),
    }


def tree(docs: Path) -> Amounts:
    """How many files were written, and how large they are together."""
    sizes = [path.stat().st_size for path in docs.rglob("*") if path.is_file()]
    return {"files": Amount(len(sizes), ""), "all files": Amount(sum(sizes) / 1e6, "MB")}


def page(name: str, file: Path) -> Amounts:
    """The size of a page as Markdown, and compressed."""
    content = file.read_bytes()
    compressed = gzip.compress(content, mtime=0)
    return {name: Amount(len(content) / 1e3, "KB"), f"{name}, gzip": Amount(len(compressed) / 1e3, "KB")}


def table(headings: Sequence[str], columns: Sequence[Amounts]) -> str:
    """The amounts side by side, from the second column on with their ratio to the first."""
    lines = [["", *headings]]
    for name, first in columns[0].items():
        others = [f"{column[name]} {column[name].number / first.number:6.1f} ×" for column in columns[1:]]
        lines.append([name, str(first), *others])
    widths = [max(map(len, cells)) for cells in zip(*lines, strict=True)]
    return "\n" + "\n".join(_line(cells, widths) for cells in lines)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    name, *others = cells
    return "   ".join(
        [name.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True))]
    )
