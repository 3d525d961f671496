"""Helpers for tests of units: rows of a small portal, its facts and its units' pages."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from generator.history import Days
from generator.loading import load_portal
from generator.measures import measure
from generator.pages.facts import Facts, Findings, gather
from generator.pages.levels import levels_of
from generator.pages.overall import overall_rankings
from generator.pages.parts import ResultRow
from generator.pages.unit.page import UnitPage, unit_pages
from tests.conftest import ROOT

MINI = ROOT / "tests" / "mini"
TODAY = date(2026, 1, 15)
UNIT = "{id},{slug},{name},{name},{kind},{level},{parent},{code},{start},{end},,\n"
RESULT = "demo.{unit},,,{indicator},{period},{value},,,PL.I:{row},\n"
LINEAGE = "predecessor_id,successor_id,on,kind,source_id,note\n"


def facts_of(root: Path, findings: Findings | None = None, days: Days | None = None) -> Facts:
    portal, faults = load_portal(root)
    assert not faults
    return gather(portal, measure(portal), findings or Findings(), TODAY, days)


def pages_of(facts: Facts) -> dict[str, UnitPage]:
    levels = levels_of(facts)
    return {page.address.split("/")[2]: page for page in unit_pages(facts, levels, overall_rankings(facts, levels))}


def department(slug: str, *, end: str = "") -> str:
    return UNIT.format(
        id=f"demo.{slug}", slug=slug, name=f"Sở {slug.upper()}", kind="department", level="department", parent="demo",
        code="", start="", end=end,
    )  # fmt: skip


def commune(slug: str, name: str, *, start: str = "", end: str = "") -> str:
    return UNIT.format(
        id=f"demo.{slug}", slug=slug, name=name, kind="commune", level="commune", parent="demo", code="",
        start=start, end=end,
    )  # fmt: skip


def replace_in(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def add(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def plain_text(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def copy_of_mini(factory: pytest.TempPathFactory) -> Path:
    return shutil.copytree(MINI, factory.mktemp("portal") / "copy")


def ranked_portal(factory: pytest.TempPathFactory) -> Path:
    """Writes a portal of six departments with targets of 70 by 2025. Their figures of June 2024 are 95, 90, 80, 80,
    70, and the last one has none."""
    root = copy_of_mini(factory)
    figures = {"c": "95", "d": "90", "e": "80", "f": "80.0", "g": "70"}
    add(root / "data/units.csv", "".join(department(slug) for slug in [*figures, "h"]))
    rows = [
        RESULT.format(unit=slug, indicator="full-online-services", period="2024-06", value=value, row=slug)
        for slug, value in figures.items()
    ]
    add(root / "data/results/demo-2024.csv", "".join(rows))
    return root


def shown_row(page: UnitPage, indicator: str) -> ResultRow:
    return next(row for board in page.boards for row in board.rows if row.id == indicator)
