"""Builds small portals into sites with the site engine."""

import os
import shutil
import subprocess
import sys
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from generator.build_lock import build_lock
from generator.cli import main
from tests.support.folders import ROOT

TODAY = date(2024, 8, 1)
"""The build date of the mini portal's sites."""


SETTINGS = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
"""The settings of the site engine."""
HOOK = "hooks:\n  - engine/fast_markdown.py\n"
"""The part of the settings that replaces the engine's Markdown."""


def site_with(root: Path, name: str = "site", settings: str = SETTINGS) -> Path:
    """Makes a site from a portal's built tree with these settings, in the portal's folder `name`. Returns the
    folder."""
    config, site = root / f"{name}.yml", root / name
    config.write_text(settings, encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--config-file", str(config), "--site-dir", str(site)]
    subprocess.run(command, check=True, capture_output=True)
    return site


def built_site(root: Path) -> Path:
    """Builds a portal's tree and site, and returns the folder of the site."""
    shutil.copy(ROOT / "package.json", root)
    for name in ("node_modules", "theme", "engine"):
        (root / name).symlink_to(ROOT / name)
    assert main(["format", "--root", str(root)]) == 0
    assert main(["build", "--root", str(root), "--today", TODAY.isoformat()]) == 0
    return site_with(root)


def add_hand_written_pages(root: Path) -> None:
    """Writes a page with one sentence in place of each hand-written page of this repository, because the menu links to
    it. The real texts belong to the portal of this repository, and may link to pages that only its site has."""
    (root / "CONTRIBUTING.md").write_text("# Hướng dẫn\n\nMột câu.\n", encoding="utf-8")
    for page in (ROOT / "content").rglob("index.md"):
        copy = root / page.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        title = f"Trang {page.parent.name}"
        front = f'---\ntitle: "{title}"\ndescription: "{title} của cổng."\n---\n'
        copy.write_text(f"{front}\n# {title}\n\nMột câu.\n", encoding="utf-8")


def built_with_mkdocs(root: Path) -> None:
    """Makes `build/site` from the pages in `build/docs` with MkDocs."""
    settings = {"DOCS_DIR": str(root / "build/docs"), "NO_MKDOCS_2_WARNING": "1"}
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(root / "build/site")],
        cwd=ROOT,
        env={**os.environ, **settings},  # noqa: TID251 - PATH and the like
        check=True,
    )


def site_built(root: Path, seed: str) -> str:
    """Makes `build/site` as `make site` does and returns the output of the program. `seed` is Python's hash seed."""
    return subprocess.run(
        [sys.executable, "-m", "engine.build", str(root)],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONHASHSEED": seed},  # noqa: TID251 - PATH and the like
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def start_python(*arguments: str) -> "subprocess.Popen[str]":
    """Starts a Python program that runs in parallel with the test."""
    command = [sys.executable, *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def assert_waits_for_another_build(root: Path, made: Path, *arguments: str) -> None:
    """Asserts that a program reports that it waits while another process builds the portal, and that it makes the
    folder `made` afterwards."""
    with ExitStack() as held:
        held.enter_context(build_lock(root))
        with start_python(*arguments) as waiting:
            assert waiting.stderr
            assert "đang chờ" in waiting.stderr.readline()
            assert not made.exists()
            held.close()
            waiting.communicate()
    assert waiting.returncode == 0
    assert any(made.rglob("index.*"))


def tree(folder: Path) -> dict[str, bytes]:
    """Returns all files of a folder by their paths inside the folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> set[str]:
    """Returns the paths at which two trees differ."""
    return {path for path in one.keys() | other.keys() if one.get(path) != other.get(path)}
