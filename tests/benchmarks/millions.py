"""A country of 14,000 units with any number of results, and the cost of reading, checking and measuring them.

A monthly report states 16 indicators of every unit. One cell in fifty is empty with the reason in `status`, and one in
two hundred has a quoted Vietnamese note, so that the data is not simpler than real data.

    python -m tests.benchmarks.millions write FOLDER RESULTS
    python -m tests.benchmarks.millions turn FOLDER parquet
    python -m tests.benchmarks.millions measure FOLDER STEP
"""

import json
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

from generator import canonical
from generator.checks import check
from generator.export.assessments_file import write_assessments
from generator.measures import measure
from generator.validation import load_checked_portal
from tests.benchmarks.country import (
    PROVINCES,
    indicator_entry,
    source_entry,
    unit_rows,
)
from tests.support.headers import RESULT_HEADER, TARGET_HEADER, UNIT_HEADER
from tests.support.portals import portal_of

COMMUNES_OF_A_PROVINCE = 411
INDICATORS = 16
FIRST_YEAR = 2023
SEED = 7
PLANS = "chi-tieu"
"""The id of the document that sets the targets of all years."""

VALUES = pa.array([f"{number // 100}.{number % 100:02}" for number in range(10_001)])
"""All figures from 0.00 to 100.00 as texts."""


@dataclass(frozen=True)
class Cost:
    """The cost up to the end of a step: `processor` and `wall` in seconds, and `memory`, the most MB that the process
    used."""

    processor: float
    wall: float
    memory: float


def write_millions(root: Path, results: int) -> None:
    """Writes a portal without faults of 14,008 units with exactly `results` results, in one file for each month
    needed."""
    data = root / "data"
    for folder in ("targets", "results"):
        (data / folder).mkdir(parents=True, exist_ok=True)
    provinces = [f"p{number}" for number in range(PROVINCES)]
    communes = [(f"{province}.c{n}", province) for n in range(COMMUNES_OF_A_PROVINCE) for province in provinces]
    units = [*provinces, *(commune for commune, _ in communes)]
    months = [f"{FIRST_YEAR + n // 12}-{n % 12 + 1:02}" for n in range(-(-results // (len(units) * INDICATORS)))]
    sources = [source_entry(PLANS, f"{FIRST_YEAR - 1}-12-31"), *(source_entry(m, f"{m}-28") for m in months)]
    texts = {
        "portal.yml": f"title: Cổng thử\nprovince_ids: [{', '.join(provinces)}]\n",
        "sources.yml": "".join(sources),
        "indicators.yml": "".join(map(indicator_entry, range(INDICATORS))).replace(
            "sources: [s]", "sources: [chi-tieu]"
        ),
        "units.csv": UNIT_HEADER + "".join(unit_rows(provinces, communes)),
        f"targets/{PLANS}.csv": TARGET_HEADER + "".join(_targets(provinces, sorted({m[:4] for m in months}))),
    }
    for name, text in texts.items():
        (data / name).write_text(text, encoding="utf-8", newline="\n")
    rng = np.random.default_rng(SEED)
    remaining = results
    for month in months:
        rows = min(remaining, len(units) * INDICATORS)
        (data / "results" / f"{month}.csv").write_bytes(_month(units, month, rows, rng))
        remaining -= rows


def _targets(provinces: list[str], years: list[str]) -> Iterator[str]:
    for year in years:
        for n in range(INDICATORS):
            yield from (f"{p},commune,i{n},{year},at_least,80,,PL{n}:{p}.{year},\n" for p in provinces)


def _month(units: list[str], month: str, rows: int, rng: np.random.Generator) -> bytes:
    """Returns the CSV file of a month: all units of the first indicator, then of the next, up to `rows` rows."""
    unit, indicator = np.arange(rows) % len(units), np.arange(rows) // len(units)
    empty, has_note = rng.random(rows) < 1 / 50, rng.random(rows) < 1 / 200
    names = pa.array([f"i{n}" for n in range(INDICATORS)])
    tables = pa.array([f"PL{n}:" for n in range(1, INDICATORS + 1)])
    cells = [
        pa.array(units).take(pa.array(unit)),
        "",
        "",
        names.take(pa.array(indicator)),
        month,
        pc.if_else(pa.array(empty), "", VALUES.take(pa.array(rng.integers(0, len(VALUES), rows)))),
        pc.if_else(pa.array(empty), "not_reported", ""),
        "",
        pc.binary_join_element_wise(tables.take(pa.array(indicator)), pa.array(unit).cast(pa.string()), ""),
        pc.if_else(pa.array(has_note), '"Số ước tính, chờ xác nhận"', ""),
    ]
    lines = pc.binary_join_element_wise(*cells, ",")
    return (RESULT_HEADER + "\n".join(lines.to_pylist()) + "\n").encode()


def turn_into_parquet(root: Path) -> None:
    """Replaces the CSV files of results by Parquet files, with texts in all columns."""
    for file in sorted((root / "data" / "results").glob("*.csv")):
        texts = dict.fromkeys(RESULT_HEADER.strip().split(","), pa.string())
        table = pyarrow.csv.read_csv(file, convert_options=pyarrow.csv.ConvertOptions(column_types=texts))
        pyarrow.parquet.write_table(table, file.with_suffix(".parquet"))
        file.unlink()


def read_by_pyarrow(root: Path) -> Iterator[str]:
    """Reads all files of results with pyarrow alone, which detects numbers in CSV files."""
    reading = {".csv": pyarrow.csv.read_csv, ".parquet": pyarrow.parquet.read_table}
    tables = [reading[file.suffix](file) for file in sorted((root / "data" / "results").iterdir())]
    assert sum(map(len, tables))
    yield "pyarrow reads the files"


def by_the_portal(root: Path) -> Iterator[str]:
    """Runs the steps of `generator check` for units, targets and results one after the other, then measures."""
    portal = portal_of(root)
    yield "the portal reads them"
    assert not check(portal, ())
    assert not list(canonical.unformatted(root, set()))
    yield "… and checks them"
    measured = measure(portal)
    assert len(measured.assessments) >= len(portal.results)
    yield "… and measures them"


def into_a_file(root: Path) -> Iterator[str]:
    """Runs `generator measure`, which writes the assessments of some indicators before it measures the next ones."""
    assert write_assessments(load_checked_portal(root), root / "assessments.parquet")
    yield "the portal checks, measures and writes them, in parts"


WAYS: dict[str, Callable[[Path], Iterator[str]]] = {
    "pyarrow": read_by_pyarrow,
    "portal": by_the_portal,
    "parts": into_a_file,
}


def costs(way: Callable[[Path], Iterator[str]], root: Path) -> dict[str, Cost]:
    """Returns the total cost at the end of each step. The times do not include starting Python and its libraries."""
    started, used = time.perf_counter(), sum(os.times()[:2])
    costs_by_step = {}
    for step in way(root):
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        costs_by_step[step] = Cost(sum(os.times()[:2]) - used, time.perf_counter() - started, memory)
    return costs_by_step


if __name__ == "__main__":
    command, place, argument = sys.argv[1:]
    if command == "write":
        write_millions(Path(place), int(argument))
    elif command == "turn":
        turn_into_parquet(Path(place))
    else:
        print(json.dumps({step: asdict(cost) for step, cost in costs(WAYS[argument], Path(place)).items()}))
