"""Tests that two builds of one commit give the same bytes, in any folder and with any hash seed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from generator.build import format_data
from tests.support.folders import MINI, ROOT
from tests.support.sites import add_hand_written_pages, differing, site_built, tree

DAY = "1731888000"  # 18 November 2024
HERE = "http://127.0.0.1:8000/"
"""Address of a site that `make site` builds, unless another one is set."""
COPIED = ("CONTRIBUTING.md", "content", "data", "package.json", "theme")


def run(root: Path, seed: str, *arguments: str, day: str = DAY) -> None:
    environment = {
        **os.environ,  # noqa: TID251 - PATH and the like
        "SITE_URL": os.environ.get("SITE_URL", HERE),  # noqa: TID251 - as the Makefile sets it
        "PYTHONPATH": str(ROOT),
        "PYTHONHASHSEED": seed,
        "SOURCE_DATE_EPOCH": day,
        "NO_MKDOCS_2_WARNING": "1",
    }
    done = subprocess.run(
        [sys.executable, "-m", *arguments], cwd=root, env=environment, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def copy_of(source: Path, folder: Path) -> Path:
    folder.mkdir()
    for name in COPIED:
        if (source / name).is_dir():
            shutil.copytree(source / name, folder / name)
        elif (source / name).exists():
            shutil.copy(source / name, folder / name)
    return folder


def mini(folder: Path) -> Path:
    """Copies the mini portal with the real theme and the pages that the menu links to. Its ledger is written first,
    because the number of pages grows."""
    copy = copy_of(MINI, folder)
    (copy / "theme").symlink_to(ROOT / "theme")
    add_hand_written_pages(copy)
    list(format_data(copy))
    return copy


def test_a_first_build_in_another_folder_gives_the_same_tree(tmp_path: Path) -> None:
    """The tree of the real portal, which `make site` built here with its cache, equals that of a first build in
    another folder."""
    copy = copy_of(ROOT, tmp_path / "copy")
    (copy / "node_modules").symlink_to(ROOT / "node_modules")  # Pictures are drawn with the theme's fonts.
    day = os.environ.get("SOURCE_DATE_EPOCH") or subprocess.check_output([str(ROOT / ".ci" / "source-date")], text=True)  # noqa: TID251 - as the Makefile asks
    run(copy, "2", "generator", "build", day=day.strip())
    here, there = tree(ROOT / "build" / "docs"), tree(copy / "build" / "docs")
    assert len(there) > 300
    assert differing(here, there) == set(), "run `make site` first"


def test_two_sites_are_identical_and_a_second_build_writes_nothing(tmp_path: Path) -> None:
    """The mini portal is built with the site engine. A second build keeps the modification times of files, so
    programs that watch them do nothing."""
    sites, kept = [], mini(tmp_path / "mini")
    for name, seed in (("one", "1"), ("two", "2")):
        copy = Path(shutil.copytree(kept, tmp_path / name, symlinks=True))
        run(copy, seed, "generator", "build")
        site_built(copy, seed)
        sites.append(tree(copy / "build" / "site"))
    assert len(sites[0]) > 50
    assert differing(*sites) == set()
    docs = tmp_path / "two" / "build" / "docs"
    before = times(docs)
    run(tmp_path / "two", "3", "generator", "build")
    assert times(docs) == before


def times(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
