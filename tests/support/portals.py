"""Helpers for tests that edit the files of a portal and read the facts and texts of its pages."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from generator.history import Days
from generator.loading import load_portal
from generator.measures import measure
from generator.model import Portal
from generator.pages.facts import Facts, Findings, gather
from tests.support.folders import MINI
from tests.support.sites import TODAY

RESULTS_FILE = "data/results/demo-2024.csv"
"""Path of the mini portal's newest results, relative to the portal."""


def copy_of_mini(factory: pytest.TempPathFactory) -> Path:
    return shutil.copytree(MINI, factory.mktemp("portal") / "copy")


def append_to(path: Path, text: str) -> None:
    """Appends a text to a file, which may be missing."""
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def replace_in(path: Path, old: str, new: str, count: int = -1) -> None:
    """Replaces a text in a file everywhere, or only the first `count` times. The file must contain the old text."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path} does not contain {old!r}"
    path.write_text(text.replace(old, new, count), encoding="utf-8")


def portal_of(root: Path) -> Portal:
    """Returns the portal at `root`, whose data must have no faults of form."""
    portal, faults = load_portal(root)
    assert not faults, faults
    return portal


def facts_of(root: Path, today: date = TODAY, findings: Findings | None = None, days: Days | None = None) -> Facts:
    """Returns the facts of a portal without faults. `today` is the build date."""
    portal = portal_of(root)
    return gather(portal, measure(portal), findings or Findings(), today, days)


def plain_text(text: str) -> str:
    """Returns a text with ordinary spaces in place of no-break spaces."""
    return text.replace("\N{NO-BREAK SPACE}", " ")
