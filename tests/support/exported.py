"""The published files of a portal, and how tests read them."""

import csv
import io
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd

from generator.export import published_tables, recipes
from generator.measures import measure
from generator.pages.facts import Facts, Findings, gather
from generator.reconcile import Cell, Discrepancy, DiscrepancyKind
from tests.support.portals import portal_of

DAY = date(2024, 10, 4)
FOUND = Discrepancy(
    id="share.demo-2023.pl1-1",
    kind=DiscrepancyKind.SHARE,
    source_id="demo-2023",
    locator="PL1:1",
    unit_id="demo.so-a",
    level="",
    indicator_id="full-online-services",
    period="2022-12",
    stated="37.6",
    recomputed="37.5",
    difference="0.1",
    explanation="Văn bản nêu 37,6%, tính lại là 37,5%.",
    effect="Không làm đổi đánh giá hay thứ hạng.",
    cells=(Cell("demo-2023", "PL1:1", "demo.so-a", "", "", "full-online-services", "2022-12", "37.6"),),
    needs_check=False,
)


def exported_files(root: Path) -> dict[str, bytes]:
    """Returns everything that a portal publishes under `/data/`, by path, with `FOUND` as its only discrepancy."""
    portal = portal_of(root)
    measured = measure(portal)
    return files_of(gather(portal, measured, Findings(), DAY), published_tables(portal, measured, [FOUND]))


def files_of(facts: Facts, tables: Mapping[str, pd.DataFrame]) -> dict[str, bytes]:
    """Returns the files of tables and units by path."""
    return {artifact.path: artifact.content for recipe in recipes(facts, tables) for artifact in recipe.make()}


def rows_of(content: bytes) -> list[dict[str, str]]:
    """Returns the rows of a CSV file by heading."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def results_in(workbook: bytes) -> list[dict[str, object]]:
    """Returns the rows of a unit's workbook by heading."""
    heading, *rows = openpyxl.load_workbook(io.BytesIO(workbook))["Kết quả"].iter_rows(values_only=True)
    return [dict(zip(heading, row, strict=True)) for row in rows]


def explanation_in(workbook: bytes) -> list[tuple[object, ...]]:
    """Returns the rows of the sheet that explains a workbook."""
    return list(openpyxl.load_workbook(io.BytesIO(workbook))["Giải thích"].iter_rows(values_only=True))
