"""Two builds of one portal at the same time: the second waits for the first."""

from contextlib import ExitStack
from pathlib import Path

import pytest

from generator.alone import alone
from tests.sites import begun

HOLDER = """
import sys, time
from pathlib import Path
from generator.alone import alone
with alone(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""


def test_a_build_waits_for_another_one_and_says_so(mini: Path) -> None:
    command = ["-m", "generator", "build", "--today", "2024-08-01", "--root", str(mini)]
    with ExitStack() as held:
        held.enter_context(alone(mini))
        with begun(*command) as waiting:
            assert waiting.stderr
            assert "đang chờ" in waiting.stderr.readline()
            assert not (mini / "build/docs").exists()
            held.close()
            waiting.communicate()
    assert waiting.returncode == 0
    assert (mini / "build/docs/index.md").exists()


def test_nobody_waits_for_a_build_that_was_killed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with begun("-c", HOLDER, str(tmp_path)) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        holder.kill()
    with alone(tmp_path):
        assert capsys.readouterr().err == ""
