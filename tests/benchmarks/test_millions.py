"""Prints the cost of reading, checking and measuring a hundred thousand, one million and eight million results, as CSV
and as Parquet, beside the cost of reading the same files with pyarrow alone. Nothing fails."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from generator.progress import progress
from tests.benchmarks.measuring import Amount, amounts_table
from tests.benchmarks.millions import WAYS, Cost, turn_into_parquet, write_millions
from tests.support.folders import ROOT

SIZES = (100_000, 1_000_000, 8_000_000)


def measured(root: Path) -> dict[str, Cost]:
    """Returns the cost of each step. Each way runs in a separate process."""
    found: dict[str, Cost] = {}
    for way in WAYS:
        command = [sys.executable, "-m", "tests.benchmarks.millions", "measure", str(root), way]
        ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        found |= {step: Cost(**cost) for step, cost in json.loads(ended.stdout).items()}
    return found


def lines(name: str, costs: dict[str, Cost]) -> list[list[str]]:
    """Returns a line for each step, with the ratio of its processor time to that of pyarrow."""
    first = next(iter(costs.values()))
    return [
        [
            f"{name}: {step}",
            str(Amount(cost.processor, "s")),
            str(Amount(cost.wall, "s")),
            str(Amount(cost.memory, "MB")),
            f"{cost.processor / first.processor:.1f} ×",
        ]
        for step, cost in costs.items()
    ]


def test_millions(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Prints the total up to each step: processor and wall time, maximum memory, and the ratio to pyarrow."""
    found = [["", "processor", "clock", "memory", "to pyarrow"]]
    for results in progress(SIZES, len(SIZES), "Đo"):
        root = tmp_path / str(results)
        write_millions(root, results)
        found += lines(f"{results:,} results, CSV", measured(root))
        turn_into_parquet(root)
        found += lines(f"{results:,} results, Parquet", measured(root))
    with capsys.disabled():
        print(amounts_table(found))
