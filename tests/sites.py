"""Small portals as sites, as the site engine builds them."""

import os
import subprocess
import sys
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from generator.alone import alone

ROOT = Path(__file__).resolve().parent.parent
TODAY = date(2024, 8, 1)
"""The day of the sites of the mini portal."""


def built_with_mkdocs(root: Path) -> None:
    """Makes `build/site` of the pages in `build/docs`."""
    settings = {"DOCS_DIR": str(root / "build/docs"), "NO_MKDOCS_2_WARNING": "1"}
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(root / "build/site")],
        cwd=ROOT,
        env={**os.environ, **settings},  # noqa: TID251 - PATH and the like
        check=True,
    )


def site_built(root: Path, seed: str) -> str:
    """Makes `build/site` as `make site` does; what the program said. `seed` is that of Python's hashes."""
    return subprocess.run(
        [sys.executable, "build_site.py", str(root)],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONHASHSEED": seed},  # noqa: TID251 - PATH and the like
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def begun(*arguments: str) -> "subprocess.Popen[str]":
    """A program of Python that runs beside the test."""
    command = [sys.executable, *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def waits_while_another_builds(root: Path, made: Path, *arguments: str) -> None:
    """Asserts that a program says that it waits while another one builds the portal, and makes a folder then."""
    with ExitStack() as held:
        held.enter_context(alone(root))
        with begun(*arguments) as waiting:
            assert waiting.stderr
            assert "đang chờ" in waiting.stderr.readline()
            assert not made.exists()
            held.close()
            waiting.communicate()
    assert waiting.returncode == 0
    assert any(made.rglob("index.*"))


def tree(folder: Path) -> dict[str, bytes]:
    """All files of a folder, by their paths in it."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> set[str]:
    """The paths at which two trees are not the same."""
    return {path for path in one.keys() | other.keys() if one.get(path) != other.get(path)}
