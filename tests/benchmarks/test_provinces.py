"""A portal of each of the 34 provinces: made, checked, and built into a site; what each took is printed."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator.formats import fold
from generator.founding.gazetteer import gazetteer
from tests.conftest import ROOT

PROVINCES = sorted(place.name for place in gazetteer().provinces.values())
ENVIRONMENT = {
    **os.environ,  # noqa: TID251 - where programs lie is no fact of the data
    "NO_MKDOCS_2_WARNING": "1",
    "SITE_URL": "https://tinh.example/",
    "SOURCE_DATE_EPOCH": "1764979200",  # 6 December 2025
}


def run(folder: Path, *arguments: str) -> str:
    """What a command of Python prints, run in the folder of a portal."""
    command = (sys.executable, "-m", *arguments)
    ended = subprocess.run(command, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


@pytest.mark.parametrize("past", [False, True], ids=["today", "with the past"])
@pytest.mark.parametrize("name", PROVINCES, ids=fold)
def test_a_province(name: str, past: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: FBT001
    """No fault, no warning, and a site that MkDocs builds strictly."""
    folder = tmp_path / "portal"
    begun = time.perf_counter()
    run(ROOT, "generator", "new-portal", str(folder), "--province", name, *(["--with-past"] if past else []))
    made = time.perf_counter()
    said = run(folder, "generator", "check")
    assert said.startswith("Dữ liệu hợp lệ: ")
    assert "cảnh báo" not in said
    run(folder, "generator", "build")
    run(folder, "mkdocs", "build", "--strict", "--site-dir", "build/site")
    with capsys.disabled():
        units = said.split(": ")[1].split(",")[0]
        print(f"\n{name}: {units}, made in {made - begun:.0f} s, built in {time.perf_counter() - made:.0f} s", end=" ")
