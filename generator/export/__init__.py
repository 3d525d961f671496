"""Model and measures → the files under `/data/`: tables, their descriptor, and the files of each unit."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial

import pandas as pd

from generator.artifacts import Artifact
from generator.export.cells import BOM, csv_bytes
from generator.export.descriptor import descriptor
from generator.export.frames import published_tables
from generator.export.sheets import portal_sheets
from generator.export.units import shape_file, unit_files
from generator.export.workbooks import workbook_bytes
from generator.model import Portal
from generator.pages.levels import Levels
from generator.sharing import Deferred, deferred, joined
from generator.tables import TABLES, DataTable

__all__ = ["export", "published_tables", "table_files"]

WORKBOOK_PATH = "data/tat-ca.xlsx"


def export(
    portal: Portal, tables: Mapping[str, pd.DataFrame], levels: Levels, created: date
) -> Deferred[tuple[Artifact, ...]]:
    """Every file under `/data/` but the feeds, of the tables that `published_tables` makes; the largest come first.

    `levels` are what units are compared with, `created` is the day of this edition.
    """
    return joined(
        (
            Deferred([partial(_workbook, portal, tables)]),
            deferred(_table_files, [(table, tables[table.name]) for table in TABLES]),
            Deferred([lambda: (descriptor(portal, created), shape_file())]),
            unit_files(portal, tables, levels, portal.newest_document),
        )
    )


def _workbook(portal: Portal, tables: Mapping[str, pd.DataFrame]) -> tuple[Artifact]:
    content = workbook_bytes(portal.settings.title, portal_sheets(tables), portal.newest_document)
    return (Artifact(WORKBOOK_PATH, content),)


def table_files(tables: Mapping[str, pd.DataFrame]) -> Iterator[Artifact]:
    """Each table twice: as a CSV file for programs, and as one with a BOM, which Excel reads as UTF-8."""
    for table in TABLES:
        yield from _table_files((table, tables[table.name]))


def _table_files(table_and_rows: tuple[DataTable, pd.DataFrame]) -> tuple[Artifact, Artifact]:
    table, rows = table_and_rows
    content = csv_bytes(rows)
    return Artifact(f"data/{table.file}", content), Artifact(f"data/excel/{table.file}", BOM + content)
