"""The pages of the mini portal, as plain Markdown in the diff. `make golden` writes them anew: read what changes."""

import os
from pathlib import Path

import pytest

from generator.cli import main

GOLDEN = Path(__file__).parent / "golden"
PUBLISHED = ("**/*.md", "data/*.csv", "data/datapackage.json", "tim-kiem.json")


def tree(folder: Path) -> dict[str, str]:
    """The texts that readers and machines get, by path."""
    files = (file for pattern in PUBLISHED for file in folder.glob(pattern))
    return {file.relative_to(folder).as_posix(): file.read_text(encoding="utf-8") for file in files}


@pytest.fixture
def built(mini: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The documentation tree of the mini portal on 1 August 2024, wherever it will stand."""
    monkeypatch.setenv("SITE_URL", "https://cong.example/")
    assert main(["build", "--root", str(mini), "--today", "2024-08-01"]) == 0
    return tree(mini / "build" / "docs")


def update(texts: dict[str, str]) -> None:
    """Makes the golden tree hold exactly these texts."""
    for path in tree(GOLDEN):
        (GOLDEN / path).unlink()
    for path, text in texts.items():
        (GOLDEN / path).parent.mkdir(parents=True, exist_ok=True)
        (GOLDEN / path).write_text(text, encoding="utf-8", newline="\n")


def test_pages_are_as_reviewed(built: dict[str, str]) -> None:
    """No page, table or descriptor is written that nobody has looked at, and none is missing."""
    if os.environ.get("UPDATE_GOLDEN"):  # noqa: TID251 - make golden says so by the environment
        update(built)
    golden = tree(GOLDEN)
    assert sorted(built) == sorted(golden)
    for path, text in built.items():
        assert text == golden[path], path
