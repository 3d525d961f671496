"""`csv-metadata.json`: the published CSV files in the form of CSV on the Web (W3C), found by that name beside them."""

from collections.abc import Mapping

from generator import words
from generator.artifacts import Artifact
from generator.export.descriptor import MEANING, Json, json_bytes
from generator.tables import (
    LICENCE_ADDRESS,
    LIST_SEPARATOR,
    TABLES,
    Column,
    DataTable,
    Kind,
    column_in_english,
    table_in_english,
)

PATH = "data/csv-metadata.json"

_TYPES: Mapping[Kind, Json] = {
    Kind.TEXT: "string",
    Kind.LIST: "string",
    Kind.NUMBER: "decimal",
    Kind.COUNT: "integer",
    Kind.DAY: "date",
    Kind.TRUTH: {"base": "boolean", "format": "true|false"},
}


def csv_metadata(publisher: str) -> Artifact:
    """What each CSV file under `/data/` holds: types, codes, keys and references."""
    group: Json = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "vi"}],
        "dc:title": words.data_title(publisher),
        "dc:description": MEANING,
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
        "dc:description": _both(table.meaning, table_in_english(table)),
        "tableSchema": {"columns": [_column(table, column) for column in table.columns], **key, **foreign},
    }


def _reference(column: Column) -> Json:
    """A reference that each row makes: strict readers take none that may be empty."""
    return {
        "columnReference": column.name,
        "reference": {"resource": f"{column.refers_to}.csv", "columnReference": "id"},
    }


def _both(vietnamese: str, english: str) -> Json:
    return [{"@value": vietnamese, "@language": "vi"}, {"@value": english, "@language": "en"}]


def _column(table: DataTable, column: Column) -> Json:
    """A column; `titles` is what stands in the file's first line."""
    codes = "|".join(choice.code for choice in column.choices)
    kind: Json = {"base": "string", "format": f"^({codes})$"} if codes else _TYPES[column.kind]
    required: Mapping[str, Json] = {"required": True} if column.required else {}
    listed: Mapping[str, Json] = {"separator": LIST_SEPARATOR} if column.kind is Kind.LIST else {}
    return {
        "name": column.name,
        "titles": column.name,
        "dc:title": column.title,
        "dc:description": _both(column.meaning, column_in_english(table, column)),
        "datatype": kind,
        **listed,
        **required,
    }
