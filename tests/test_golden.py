"""Compares the pages of the mini portal, and pages that only a large portal has, with reviewed copies in the
repository. `make golden` writes the copies again: review their diff."""

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from generator.cli import main
from tests.support.small_country import build_small_country

GOLDEN = Path(__file__).parent / "golden"
PUBLISHED = ("**/*.md", "data/*.csv", "data/datapackage.json", "tim-kiem.json")

GOLDEN_PROVINCE_PAGES = Path(__file__).parent / "golden_province_pages"
FILES_WITH_PROVINCE_PAGES = (
    "index.md",
    "don-vi/index.md",
    "doi-chieu/index.md",
    "so-sanh/index.md",
    "xep-hang/index.md",
    "chi-tieu/index.md",
    "chi-tieu/thanh-toan-truc-tuyen/index.md",
    "chi-tieu/thanh-toan-truc-tuyen/2024-03/index.md",
    "chi-tieu/thanh-toan-truc-tuyen/bac/index.md",
    "chi-tieu/thanh-toan-truc-tuyen/bac/2024-03/index.md",
    "chi-tieu/thanh-toan-truc-tuyen/bac/cap-xa/index.md",
    "chi-tieu/thanh-toan-truc-tuyen/bac/cap-xa/2024-03/index.md",
)
"""The front page, lists, and pages of an indicator for the country, a province and a crowded level, both newest and
dated."""


def tree(folder: Path, patterns: Sequence[str]) -> dict[str, str]:
    """Returns the texts for readers and programs by path."""
    files = (file for pattern in patterns for file in folder.glob(pattern))
    return {file.relative_to(folder).as_posix(): file.read_text(encoding="utf-8") for file in files}


def update(golden: Path, texts: dict[str, str], patterns: Sequence[str]) -> None:
    """Makes the golden folder hold exactly these texts."""
    for path in tree(golden, patterns):
        (golden / path).unlink()
    for path, text in texts.items():
        (golden / path).parent.mkdir(parents=True, exist_ok=True)
        (golden / path).write_text(text, encoding="utf-8", newline="\n")


def assert_equals_reviewed(root: Path, golden: Path, patterns: Sequence[str]) -> None:
    """Compares the built files of a portal with the reviewed files, one by one."""
    built = tree(root / "build" / "docs", patterns)
    if os.environ.get("UPDATE_GOLDEN"):  # noqa: TID251 - make golden says so by the environment
        update(golden, built, patterns)
    reviewed = tree(golden, patterns)
    assert sorted(built) == sorted(reviewed)
    for path, text in built.items():
        assert text == reviewed[path], path


def test_pages_are_as_reviewed(mini: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No page, table or descriptor differs from its reviewed copy, and none is missing."""
    monkeypatch.setenv("SITE_URL", "https://cong.example/")
    assert main(["build", "--root", str(mini), "--today", "2024-08-01"]) == 0
    assert_equals_reviewed(mini, GOLDEN, PUBLISHED)


def test_pages_of_a_portal_with_province_pages_are_as_reviewed(tmp_path: Path) -> None:
    build_small_country(tmp_path)
    assert_equals_reviewed(tmp_path, GOLDEN_PROVINCE_PAGES, FILES_WITH_PROVINCE_PAGES)
    assert len(tree(GOLDEN_PROVINCE_PAGES, ("**/*.md",))) == len(FILES_WITH_PROVINCE_PAGES)
