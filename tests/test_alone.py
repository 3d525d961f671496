"""Two builds of one portal at the same time: the second waits for the first."""

import shutil
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from generator.alone import alone
from tests.conftest import ROOT

GENERATOR = ["-m", "generator", "build", "--today", "2024-08-01", "--root"]
SITE = ["build_site.py"]
HOLDER = """
import sys, time
from pathlib import Path
from generator.alone import alone
with alone(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""


def begun(*arguments: str) -> "subprocess.Popen[str]":
    command = [sys.executable, *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize(("program", "made"), [(GENERATOR, "docs"), (SITE, "site")], ids=["generator", "site"])
def test_a_build_waits_for_another_one_and_says_so(
    mini_site: Path, tmp_path: Path, program: list[str], made: str
) -> None:
    """What it makes is gone before and whole after it."""
    root = tmp_path / "portal"
    shutil.copytree(mini_site, root, symlinks=True)
    shutil.rmtree(root / "build" / made)
    with ExitStack() as held:
        held.enter_context(alone(root))
        with begun(*program, str(root)) as waiting:
            assert waiting.stderr
            assert "đang chờ" in waiting.stderr.readline()
            assert not (root / "build" / made).exists()
            held.close()
            waiting.communicate()
    assert waiting.returncode == 0
    assert any((root / "build" / made).rglob("index.*"))


def test_nobody_waits_for_a_build_that_was_killed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with begun("-c", HOLDER, str(tmp_path)) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        holder.kill()
    with alone(tmp_path):
        assert capsys.readouterr().err == ""
