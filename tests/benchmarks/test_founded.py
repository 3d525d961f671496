"""A new portal passes its own tests, as `make test` runs them there: only `make bench` has the time to see it."""

import subprocess
import sys
from pathlib import Path

from tests.benchmarks.test_provinces import ENVIRONMENT, run
from tests.conftest import ROOT


def git(folder: Path, *arguments: str) -> None:
    """Runs Git in a folder, as somebody."""
    somebody = ("-c", "user.name=Cán bộ", "-c", "user.email=can-bo@tinh.example")
    subprocess.run(("git", *somebody, *arguments), cwd=folder, check=True, capture_output=True)


def test_a_new_portal_passes_its_own_tests(tmp_path: Path) -> None:
    """Of a province with its past, put under Git as the command advises, with the libraries of this portal."""
    folder = tmp_path / "portal"
    run(ROOT, "generator", "new-portal", str(folder), "--province", "Đồng Nai", "--with-past")
    for installed in (".venv", "node_modules"):
        (folder / installed).symlink_to(ROOT / installed)
    git(folder, "init", "-b", "main")
    git(folder, "add", ".")
    git(folder, "commit", "-m", "Cổng mới")
    run(folder, "generator", "build")
    subprocess.run((sys.executable, "build_site.py"), cwd=folder, env=ENVIRONMENT, check=True)
    told = run(folder, "pytest", "--quiet", "--numprocesses", "auto", "--dist", "loadfile", "--no-loadscope-reorder")
    assert " passed" in told
