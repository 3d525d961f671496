"""Writes the files under `/data/` from model and measures: tables, their descriptors, and the files of each unit."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from importlib.metadata import version

import pandas as pd

from generator.artifacts import Artifact
from generator.cache import Recipe, key_of
from generator.deferred import Deferred, Names, deferred_by_name, joined
from generator.export.cells import BOM, csv_bytes
from generator.export.csvw import PATH as CSVW_PATH
from generator.export.csvw import csv_metadata
from generator.export.descriptor import PATH as DESCRIPTOR_PATH
from generator.export.descriptor import descriptor
from generator.export.files import WORKBOOK_PATH
from generator.export.frames import published_tables, tracked_tables
from generator.export.parquet import parquet_bytes, parquet_path
from generator.export.sheets import portal_sheets
from generator.export.sqlite import PATH as SQLITE_PATH
from generator.export.sqlite import sqlite_bytes
from generator.export.units import SCHEMA_PATH, schema_file, unit_files, unit_paths
from generator.export.workbooks import workbook_bytes
from generator.model import Portal
from generator.pages.facts import Facts
from generator.tables import TABLES, DataTable

__all__ = ["published_tables", "recipes", "table_recipes", "tracked_tables"]


def recipes(facts: Facts, tables: Mapping[str, pd.DataFrame]) -> Deferred[Recipe]:
    """Returns the recipes for the files of tables and units under `/data/`. `tables` come from `published_tables`."""
    tables_whole = deferred_by_name(lambda: table_recipes(facts.portal, tables, facts.today), table_paths())
    units = deferred_by_name(lambda: unit_files(facts, tables), unit_paths(facts.portal))
    return joined((tables_whole, units))


def table_recipes(portal: Portal, tables: Mapping[str, pd.DataFrame], created: date) -> Deferred[Recipe]:
    """Returns the recipes for the files of whole tables, in every format, and for their descriptors."""
    title, day = portal.settings.title, portal.newest_document
    digests = {table.name: _digest(tables[table.name]) for table in TABLES}
    makers: list[Callable[[], Recipe]] = [
        partial(_one, WORKBOOK_PATH, (title, day, digests), lambda: workbook_bytes(title, portal_sheets(tables), day)),
        partial(_one, SQLITE_PATH, digests, lambda: sqlite_bytes(tables)),
        *(partial(_parquet, table, tables[table.name], digests[table.name]) for table in TABLES),
        *(partial(Recipe, (), "", partial(_both_forms, table, tables[table.name])) for table in TABLES),
        partial(Recipe, (), "", lambda: (descriptor(portal, created), csv_metadata(title), schema_file())),
    ]
    return Deferred(makers, table_paths())


def table_paths() -> list[Names]:
    """Returns the paths of the files of whole tables and their descriptors, grouped by recipe."""
    return [
        (WORKBOOK_PATH,),
        (SQLITE_PATH,),
        *((parquet_path(table),) for table in TABLES),
        *map(_table_paths, TABLES),
        (DESCRIPTOR_PATH, CSVW_PATH, SCHEMA_PATH),
    ]


def _one(path: str, content: object, make: Callable[[], bytes]) -> Recipe:
    """Returns the recipe for one file. `content` identifies its input and becomes part of the cache key."""
    return Recipe((path,), key_of((path, content)), lambda: (Artifact(path, make()),))


def _parquet(table: DataTable, frame: pd.DataFrame, digest: bytes) -> Recipe:
    content = (version("pyarrow"), digest)
    return _one(parquet_path(table), content, partial(parquet_bytes, table, frame))


def _digest(frame: pd.DataFrame) -> bytes:
    """Returns a digest of all cells of a table of categories."""
    digest = hashlib.blake2b()
    for name in frame.columns:
        cells = frame[name].cat
        digest.update("\0".join([name, *cells.categories, "\0"]).encode() + cells.codes.to_numpy().tobytes())
    return digest.digest()


def _both_forms(table: DataTable, frame: pd.DataFrame) -> tuple[Artifact, Artifact]:
    """Returns a table as two files: a CSV file for programs, and one with a BOM, which Excel reads as UTF-8."""
    content = csv_bytes(frame)
    plain, excel = _table_paths(table)
    return Artifact(plain, content), Artifact(excel, BOM + content)


def _table_paths(table: DataTable) -> tuple[str, str]:
    return f"data/{table.file}", f"data/excel/{table.file}"
