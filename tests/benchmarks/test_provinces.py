"""Creates, checks and builds a portal of each of the 34 provinces, and prints the times."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator.formats import fold
from generator.founding.gazetteer import gazetteer
from tests.support.folders import ROOT

PROVINCES = sorted(place.name for place in gazetteer().provinces.values())
ENVIRONMENT = {
    **os.environ,  # noqa: TID251 - PATH and the like
    "NO_MKDOCS_2_WARNING": "1",
    "SITE_URL": "https://tinh.example/",
    "SOURCE_DATE_EPOCH": "1764979200",  # 6 December 2025
}


def run(folder: Path, *arguments: str) -> str:
    """Runs a Python module in the folder of a portal and returns its output. Fails if its exit code is not 0."""
    command = (sys.executable, "-m", *arguments)
    ended = subprocess.run(command, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


@pytest.mark.parametrize("past", [False, True], ids=["today", "with the past"])
@pytest.mark.parametrize("name", PROVINCES, ids=fold)
def test_a_province(name: str, past: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: FBT001
    """The data has no fault, and MkDocs builds the site in strict mode. The only warning names units without a point:
    those that the gazetteer places far from their predecessors and successors."""
    folder = tmp_path / "portal"
    start = time.perf_counter()
    run(ROOT, "generator", "new-portal", str(folder), "--province", name, *(["--with-past"] if past else []))
    made = time.perf_counter()
    printed = run(folder, "generator", "check")
    assert printed.startswith("Dữ liệu hợp lệ: ")
    assert set(re.findall(r"mã: ([a-z-]+)-[0-9a-f]{10}$", printed, re.MULTILINE)) <= {"no-point"}
    run(folder, "generator", "build")
    run(folder, "mkdocs", "build", "--strict", "--site-dir", "build/site")
    with capsys.disabled():
        units = printed.split(": ")[1].split(",")[0]
        print(f"\n{name}: {units}, made in {made - start:.0f} s, built in {time.perf_counter() - made:.0f} s", end=" ")
