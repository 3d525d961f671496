"""Model and measures → the files under `/data/`: tables, their descriptor, and the files of each unit."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import pandas as pd

from generator.artifacts import Artifact
from generator.export.cells import BOM, csv_bytes
from generator.export.descriptor import descriptor
from generator.export.frames import published_tables
from generator.export.sheets import portal_sheets
from generator.export.units import unit_files
from generator.export.workbooks import workbook_bytes
from generator.measures import Measured
from generator.model import Portal
from generator.reconcile.findings import Discrepancy
from generator.tables import TABLES

__all__ = ["export", "published_tables", "table_files"]

WORKBOOK_PATH = "data/tat-ca.xlsx"


def export(
    portal: Portal, measured: Measured, discrepancies: Sequence[Discrepancy], created: date
) -> Iterator[Artifact]:
    """Every file under `/data/` but the feeds. `created` is the day of this edition."""
    tables = published_tables(portal, measured, discrepancies)
    yield from table_files(tables)
    yield descriptor(portal, created)
    dated = _newest_document(portal, created)
    yield Artifact(WORKBOOK_PATH, workbook_bytes(portal.settings.title, portal_sheets(tables), dated))
    yield from unit_files(portal, tables, dated)


def table_files(tables: Mapping[str, pd.DataFrame]) -> Iterator[Artifact]:
    """Each table as a CSV file for machines, and as one that Excel reads as UTF-8."""
    for table in TABLES:
        content = csv_bytes(tables[table.name])
        yield Artifact(f"data/{table.file}", content)
        yield Artifact(f"data/excel/{table.file}", BOM + content)


def _newest_document(portal: Portal, otherwise: date) -> date:
    """The date written into workbooks: as long as the documents stay the same, so do the files."""
    return max((source.issued_on for source in portal.sources.values()), default=otherwise)
