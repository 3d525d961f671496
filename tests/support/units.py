"""Helpers for tests of units: rows of their CSV files, a portal with ranks, and the pages of units."""

from datetime import date
from pathlib import Path

import pytest

from generator.pages.boards import ResultRow
from generator.pages.facts import Facts
from generator.pages.overall import overall_rankings
from generator.pages.unit.page import UnitPage, unit_pages
from tests.support.portals import append_to, copy_of_mini

TODAY = date(2026, 1, 15)
UNIT = "{id},{slug},{name},{name},{kind},{level},{parent},{code},{start},{end},,\n"
RESULT = "demo.{unit},,,{indicator},{period},{value},,,PL.I:{row},\n"


def pages_of(facts: Facts) -> dict[str, UnitPage]:
    return {page.address.split("/")[2]: page for page in unit_pages(facts, overall_rankings(facts))}


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


def ranked_portal(factory: pytest.TempPathFactory) -> Path:
    """Writes a portal of six departments with targets of 70 by 2025. Their figures of June 2024 are 95, 90, 80, 80,
    70, and the last one has none."""
    root = copy_of_mini(factory)
    figures = {"c": "95", "d": "90", "e": "80", "f": "80.0", "g": "70"}
    append_to(root / "data/units.csv", "".join(department(slug) for slug in [*figures, "h"]))
    rows = [
        RESULT.format(unit=slug, indicator="full-online-services", period="2024-06", value=value, row=slug)
        for slug, value in figures.items()
    ]
    append_to(root / "data/results/demo-2024.csv", "".join(rows))
    return root


def shown_row(page: UnitPage, indicator: str) -> ResultRow:
    return next(row for board in page.boards for row in board.rows if row.id == indicator)
