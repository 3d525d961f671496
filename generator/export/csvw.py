"""Writes `csv-metadata.json`: the description of the published CSV files as CSV on the Web (W3C). Programs find it by
this name beside the files."""

from collections.abc import Mapping

from generator import words
from generator.artifacts import Artifact
from generator.export.descriptor import DESCRIPTION, Json, json_bytes
from generator.tables import (
    LICENCE_ADDRESS,
    LIST_SEPARATOR,
    TABLES,
    CellType,
    Column,
    DataTable,
    column_in_english,
    table_in_english,
)

PATH = "data/csv-metadata.json"

_TYPES: Mapping[CellType, Json] = {
    CellType.TEXT: "string",
    CellType.LIST: "string",
    CellType.NUMBER: "decimal",
    CellType.COUNT: "integer",
    CellType.DAY: "date",
    CellType.TRUTH: {"base": "boolean", "format": "true|false"},
}


def csv_metadata(publisher: str) -> Artifact:
    """Returns the description of each CSV file under `/data/`: types, codes, keys and references."""
    group: Json = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "vi"}],
        "dc:title": words.data_title(publisher),
        "dc:description": DESCRIPTION,
        "dc:license": {"@id": LICENCE_ADDRESS},
        "tables": [_table(table) for table in TABLES],
    }
    return Artifact(PATH, json_bytes(group))


def _table(table: DataTable) -> Json:
    key: Mapping[str, Json] = {"primaryKey": list(table.key)} if table.has_primary_key else {}
    references = [_reference(column) for column in table.columns if column.refers_to and column.required]
    foreign: Mapping[str, Json] = {"foreignKeys": references} if references else {}
    return {
        "url": table.file,
        "dc:title": table.title,
        "dc:description": _in_both_languages(table.meaning, table_in_english(table)),
        "tableSchema": {"columns": [_column(table, column) for column in table.columns], **key, **foreign},
    }


def _reference(column: Column) -> Json:
    """Returns a reference of a required column. Strict readers do not accept references that may be empty."""
    return {
        "columnReference": column.name,
        "reference": {"resource": f"{column.refers_to}.csv", "columnReference": "id"},
    }


def _in_both_languages(vietnamese: str, english: str) -> Json:
    return [{"@value": vietnamese, "@language": "vi"}, {"@value": english, "@language": "en"}]


def _column(table: DataTable, column: Column) -> Json:
    """Returns a column; `titles` is its heading in the file's first line."""
    codes = "|".join(choice.code for choice in column.choices)
    kind: Json = {"base": "string", "format": f"^({codes})$"} if codes else _TYPES[column.kind]
    required: Mapping[str, Json] = {"required": True} if column.required else {}
    listed: Mapping[str, Json] = {"separator": LIST_SEPARATOR} if column.kind is CellType.LIST else {}
    return {
        "name": column.name,
        "titles": column.name,
        "dc:title": column.title,
        "dc:description": _in_both_languages(column.meaning, column_in_english(table, column)),
        "datatype": kind,
        **listed,
        **required,
    }
