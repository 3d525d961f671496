"""The tables of the data. Each column is defined once: its name, its Vietnamese title, its meaning, the form of its
cells.

The input files of staff are read by these columns. The published files, their descriptor, the structure of a unit's
JSON file and the data dictionary on `/du-lieu/` are written by them. Titles and meanings are Vietnamese; `english` has
the meanings in English. The names of files, columns and codes are a contract and never change.
"""

from generator.tables.columns import LIST_SEPARATOR, CellType, Choice, Column, DataTable
from generator.tables.computed import ASSESSMENTS, DISCREPANCIES
from generator.tables.english import code_in_english, column_in_english, table_in_english
from generator.tables.entered import (
    BODIES,
    INDICATORS,
    LINEAGE,
    POINTS,
    RESULTS,
    SERVICE_INDEX,
    SOURCES,
    TARGETS,
    TASKS,
    UNITS,
)

__all__ = [
    "ASSESSMENTS",
    "BODIES",
    "DISCREPANCIES",
    "INDICATORS",
    "LICENCE",
    "LICENCE_ADDRESS",
    "LICENCE_TITLE",
    "LINEAGE",
    "LIST_SEPARATOR",
    "POINTS",
    "RESULTS",
    "SERVICE_INDEX",
    "SOURCES",
    "TABLES",
    "TARGETS",
    "TASKS",
    "UNITS",
    "CellType",
    "Choice",
    "Column",
    "DataTable",
    "code_in_english",
    "column_in_english",
    "table_in_english",
]

LICENCE = "CC-BY-4.0"
LICENCE_TITLE = "Creative Commons Ghi công 4.0 Quốc tế"
LICENCE_ADDRESS = "https://creativecommons.org/licenses/by/4.0/deed.vi"

TABLES = (
    UNITS,
    LINEAGE,
    INDICATORS,
    SOURCES,
    TARGETS,
    RESULTS,
    ASSESSMENTS,
    DISCREPANCIES,
    TASKS,
    BODIES,
    SERVICE_INDEX,
    POINTS,
)
"""All tables of `/data/`, in the order in which they are shown."""
