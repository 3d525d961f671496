"""Tests that of two simultaneous builds of a portal, the second one waits for the first."""

from pathlib import Path

import pytest

from generator.build_lock import build_lock
from tests.support.sites import assert_waits_for_another_build, start_python

HOLDER = """
import sys, time
from pathlib import Path
from generator.build_lock import build_lock
with build_lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""


def test_a_build_waits_for_another_build_and_reports_that_it_waits(mini: Path) -> None:
    command = ["-m", "generator", "build", "--today", "2024-08-01", "--root", str(mini)]
    assert_waits_for_another_build(mini, mini / "build/docs", *command)


def test_a_killed_build_blocks_no_later_build(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with start_python("-c", HOLDER, str(tmp_path)) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        holder.kill()
    with build_lock(tmp_path):
        assert capsys.readouterr().err == ""
