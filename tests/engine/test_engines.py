"""Tests that the tree of pages gives the same site with and without engine/fast_markdown.py, which only saves time."""

import re
from pathlib import Path

import pytest

from engine.fast_markdown import folders_of, shared_folder
from generator.cli import main
from tests.support.folders import ROOT
from tests.support.sites import HOOK, SETTINGS, site_with


def mkdocs(portal: Path, name: str, settings: str) -> dict[str, str]:
    """Builds the portal's site with these settings. Returns its pages by path, without white space."""
    site = site_with(portal, name, settings)
    pages = site.rglob("index.html")
    return {page.relative_to(site).as_posix(): re.sub(r"\s+", "", page.read_text(encoding="utf-8")) for page in pages}


@pytest.fixture
def tree(mini: Path) -> Path:
    """The mini portal with the theme, after a build of its tree."""
    for name in ("theme", "engine"):
        (mini / name).symlink_to(ROOT / name)
    assert main(["build", "--root", str(mini), "--today", "2024-08-01"]) == 0
    return mini


def test_the_site_is_the_same_without_the_hook(tree: Path) -> None:
    """Python-Markdown and the CommonMark engine of the hook make identical sites, including tables of contents."""
    without = SETTINGS.replace(HOOK, "")
    assert without != SETTINGS
    assert mkdocs(tree, "with-hook", SETTINGS) == mkdocs(tree, "without-hook", without)


@pytest.mark.parametrize(
    ("address", "folder"),
    [("don-vi/so-y-te/", "don-vi/"), ("don-vi/so-y-te/2024/", "don-vi/"), ("nhung/", ""), ("", ""), ("a/b/c/", "a/b/")],
)
def test_pages_in_the_same_menu_folder_at_the_same_depth_share_a_frame(address: str, folder: str) -> None:
    """The menu links to `don-vi/` and `a/b/`. The menu's links are the same on pages of one folder and depth."""
    assert shared_folder(address, folders_of(["", "don-vi/", "a/b/"])) == folder
