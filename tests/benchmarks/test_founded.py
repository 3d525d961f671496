"""A new portal passes its own tests when they are run as by `make test`. This takes so long that only `make bench`
checks it."""

import subprocess
import sys
from pathlib import Path

from tests.benchmarks.test_provinces import ENVIRONMENT, run
from tests.support.folders import ROOT


def git(folder: Path, *arguments: str) -> None:
    """Runs Git in a folder, with a user name and an e-mail address."""
    somebody = ("-c", "user.name=Cán bộ", "-c", "user.email=can-bo@tinh.example")
    subprocess.run(("git", *somebody, *arguments), cwd=folder, check=True, capture_output=True)


def test_a_new_portal_passes_its_own_tests(tmp_path: Path) -> None:
    """Creates a province with its past, puts it under Git as the command advises, and uses the libraries of this
    portal."""
    folder = tmp_path / "portal"
    run(ROOT, "generator", "new-portal", str(folder), "--province", "Đồng Nai", "--with-past")
    for installed in (".venv", "node_modules"):
        (folder / installed).symlink_to(ROOT / installed)
    git(folder, "init", "-b", "main")
    git(folder, "add", ".")
    git(folder, "commit", "-m", "Cổng mới")
    run(folder, "generator", "build")
    subprocess.run((sys.executable, "-m", "engine.build"), cwd=folder, env=ENVIRONMENT, check=True)
    printed = run(folder, "pytest", "--quiet", "--numprocesses", "auto", "--dist", "loadfile", "--no-loadscope-reorder")
    assert " passed" in printed
