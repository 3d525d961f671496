"""Model and measures → the files under `/data/`: tables, their descriptor, and the files of each unit."""

from collections.abc import Iterator, Mapping
from datetime import date

import pandas as pd

from generator.artifacts import Artifact
from generator.export.cells import BOM, csv_bytes
from generator.export.descriptor import descriptor
from generator.export.frames import published_tables
from generator.export.sheets import portal_sheets
from generator.export.units import unit_files
from generator.export.workbooks import workbook_bytes
from generator.model import Portal
from generator.pages.levels import Levels
from generator.tables import TABLES

__all__ = ["export", "published_tables", "table_files"]

WORKBOOK_PATH = "data/tat-ca.xlsx"


def export(portal: Portal, tables: Mapping[str, pd.DataFrame], levels: Levels, created: date) -> Iterator[Artifact]:
    """Every file under `/data/` but the feeds, of the tables that `published_tables` makes.

    `levels` are what units are compared with, `created` is the day of this edition.
    """
    yield from table_files(tables)
    yield descriptor(portal, created)
    sheets = portal_sheets(tables)
    yield Artifact(WORKBOOK_PATH, workbook_bytes(portal.settings.title, sheets, portal.newest_document))
    yield from unit_files(portal, tables, levels, portal.newest_document)


def table_files(tables: Mapping[str, pd.DataFrame]) -> Iterator[Artifact]:
    """Each table twice: as a CSV file for programs, and as one with a BOM, which Excel reads as UTF-8."""
    for table in TABLES:
        content = csv_bytes(tables[table.name])
        yield Artifact(f"data/{table.file}", content)
        yield Artifact(f"data/excel/{table.file}", BOM + content)
