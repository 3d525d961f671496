"""Model and measures → the files under `/data/`: tables, their descriptor, and the files of each unit."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from datetime import date

import pandas as pd

from generator.artifacts import Artifact
from generator.cache import Recipe, key_of
from generator.export.cells import BOM, csv_bytes
from generator.export.descriptor import descriptor
from generator.export.frames import published_tables
from generator.export.sheets import portal_sheets
from generator.export.units import shape_file, unit_files
from generator.export.workbooks import workbook_bytes
from generator.model import Portal
from generator.pages.levels import Levels
from generator.sharing import Deferred, joined
from generator.tables import TABLES, DataTable

__all__ = ["export", "published_tables", "table_files"]

WORKBOOK_PATH = "data/tat-ca.xlsx"


def export(
    portal: Portal, tables: Mapping[str, pd.DataFrame], levels: Levels, created: date
) -> Deferred[tuple[Artifact, ...]]:
    """Every file under `/data/` but the feeds."""
    return recipes(portal, tables, levels, created).then(lambda recipe: tuple(recipe.make()))


def recipes(portal: Portal, tables: Mapping[str, pd.DataFrame], levels: Levels, created: date) -> Deferred[Recipe]:
    """How to make every file under `/data/` but the feeds, of the tables that `published_tables` makes.

    `levels` are what units are compared with, `created` is the day of this edition.
    """
    whole = [_workbook(portal, tables), *(_table(table, tables[table.name]) for table in TABLES)]
    rest = [lambda: Recipe((), "", lambda: (descriptor(portal, created), shape_file()))]
    return joined((Deferred(whole), Deferred(rest), unit_files(portal, tables, levels, portal.newest_document)))


def _workbook(portal: Portal, tables: Mapping[str, pd.DataFrame]) -> Callable[[], Recipe]:
    title, day = portal.settings.title, portal.newest_document

    def make() -> tuple[Artifact, ...]:
        return (Artifact(WORKBOOK_PATH, workbook_bytes(title, portal_sheets(tables), day)),)

    return lambda: Recipe((WORKBOOK_PATH,), key_of((title, day, [*map(_digest, tables.values())])), make)


def _digest(frame: pd.DataFrame) -> bytes:
    """What stands for all cells of a table of texts; column by column, for a whole table is large."""
    digest = hashlib.blake2b()
    for name in frame.columns:
        digest.update(f"{name}\0".encode() + "\0".join(frame[name].tolist()).encode() + b"\0\0")
    return digest.digest()


def _table(table: DataTable, frame: pd.DataFrame) -> Callable[[], Recipe]:
    return lambda: Recipe((), "", lambda: _both_forms(table, frame))


def table_files(tables: Mapping[str, pd.DataFrame]) -> Iterator[Artifact]:
    """Each table twice: as a CSV file for programs, and as one with a BOM, which Excel reads as UTF-8."""
    return (artifact for table in TABLES for artifact in _both_forms(table, tables[table.name]))


def _both_forms(table: DataTable, frame: pd.DataFrame) -> tuple[Artifact, Artifact]:
    content = csv_bytes(frame)
    return Artifact(f"data/{table.file}", content), Artifact(f"data/excel/{table.file}", BOM + content)
