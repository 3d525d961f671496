"""Writes `datapackage.json`: the content of the published files, as a Data Package v2 (Frictionless)."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeAlias

from generator import words
from generator.artifacts import Artifact
from generator.export.files import DataFile, table_files
from generator.formats import NBSP, numbered_name, slug
from generator.model import Portal, Source
from generator.tables import (
    LICENCE,
    LICENCE_ADDRESS,
    LICENCE_TITLE,
    LIST_SEPARATOR,
    CellType,
    Column,
    DataTable,
)

Json: TypeAlias = "Mapping[str, Json] | Sequence[Json] | str | int | None"

PATH = "data/datapackage.json"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
DESCRIPTION = (
    "Mức mà các văn bản giao cho từng đơn vị, kết quả mà các văn bản nêu, đánh giá và thứ hạng do cổng tính, kèm "
    "vị trí của từng số liệu trong văn bản. Ô trống là không có số liệu, không phải số 0. Ô chữ bắt đầu "
    "bằng dấu mà bảng tính có thể hiểu là công thức (= + - @) được thêm dấu nháy đơn ở đầu; ô số giữ nguyên."
)
_MISSING: Mapping[str, Json] = {"csv": [""], "parquet": ["", "nan"]}
"""How an empty cell is written. Programs that read Parquet with pandas get `nan` for an empty integer."""


def descriptor(portal: Portal, created: date) -> Artifact:
    """Returns the descriptor of every table; `created` is the day of this edition."""
    package: Json = {
        "$schema": PROFILE,
        "name": slug(portal.settings.title),
        "title": words.data_title(portal.settings.title),
        "description": DESCRIPTION,
        "created": f"{created.isoformat()}T00:00:00Z",
        "licenses": [{"name": LICENCE, "title": LICENCE_TITLE, "path": LICENCE_ADDRESS}],
        "contributors": [{"title": portal.settings.title, "roles": ["publisher"]}],
        "sources": [_source(source) for source in portal.sources.values()],
        "resources": [_resource(file) for file in table_files()],
    }
    return Artifact(PATH, json_bytes(package))


def json_bytes(content: Json) -> bytes:
    """Returns readable JSON: indented, with Vietnamese letters unescaped."""
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _source(source: Source) -> Json:
    name = numbered_name(source).replace(NBSP, " ")
    title = f"{name} ngày {source.issued_on.isoformat()} của {source.issuer}"
    return {"title": title, "path": source.url} if source.url else {"title": title}


def _resource(file: DataFile) -> Json:
    """Returns the entry of a file with the whole data; a file with a single table is described column by column."""
    described: Mapping[str, Json] = {
        "name": file.name,
        "path": file.address.removeprefix("/data/"),
        "format": file.format,
        "mediatype": file.media_type,
        "title": file.title,
    }
    if file.table is None:
        return described
    encoding: Mapping[str, Json] = {"encoding": "utf-8"} if file.format == "csv" else {}
    return {
        **described,
        "type": "table",
        **encoding,
        "description": file.table.meaning,
        "schema": _schema(file.table, _MISSING[file.format]),
    }


def _schema(table: DataTable, missing: Json) -> Json:
    """Returns the schema of a table. Fields of a primary key must never be empty, so a key with an optional field is
    written as a unique key."""
    key: Mapping[str, Json] = {"primaryKey": table.key} if table.has_primary_key else {"uniqueKeys": [table.key]}
    references = [_foreign_key(table, column) for column in table.columns if column.refers_to]
    foreign: Mapping[str, Json] = {"foreignKeys": references} if references else {}
    return {
        "fields": [_field(column) for column in table.columns],
        "missingValues": missing,
        **key,
        **foreign,
    }


def _foreign_key(table: DataTable, column: Column) -> Json:
    own = column.refers_to == table.name
    reference = {"fields": ["id"]} if own else {"resource": column.refers_to, "fields": ["id"]}
    return {"fields": [column.name], "reference": reference}


def _field(column: Column) -> Json:
    field: dict[str, Json] = {
        "name": column.name,
        "type": column.kind,
        "title": column.title,
        "description": column.meaning,
    }
    if column.kind is CellType.LIST:
        field |= {"delimiter": LIST_SEPARATOR, "itemType": "string"}
    if column.choices:
        field["categories"] = [{"value": choice.code, "label": choice.label} for choice in column.choices]
    constraints = _constraints(column)
    return {**field, "constraints": constraints} if constraints else field


def _constraints(column: Column) -> Mapping[str, Json]:
    required: Mapping[str, Json] = {"required": True} if column.required else {}
    enum: Mapping[str, Json] = {"enum": [choice.code for choice in column.choices]} if column.choices else {}
    return {**required, **enum}
