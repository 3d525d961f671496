"""The files of one unit: JSON and CSV for machines and spreadsheets, a workbook for people."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import chain

import pandas as pd

from generator.artifacts import Artifact
from generator.export.cells import BOM, GUARD, csv_of_rows, is_dangerous, rows_of
from generator.export.descriptor import Json, json_bytes
from generator.export.grouping import TASK_PARTS, Row, Rows, UnitTables, by_unit
from generator.export.sheets import sources_of, unit_sheets
from generator.export.spreads import SPREAD_COLUMNS, Spreads
from generator.export.workbooks import workbook_bytes
from generator.model import Portal
from generator.pages.levels import Levels
from generator.tables import (
    ASSESSMENTS,
    DISCREPANCIES,
    INDICATORS,
    LICENCE,
    LINEAGE,
    LIST_SEPARATOR,
    RESULTS,
    SOURCES,
    TARGETS,
    TASKS,
    UNITS,
    Choice,
    Column,
    Kind,
)

FOLDER = "data/don-vi"
SHAPE_PATH = "data/don-vi.schema.json"
SHAPE_VERSION = "1.2"
"""Grows by 0.1 with a new key, by 1 when a key goes away or changes its meaning."""

PART = Column(
    "part",
    "Vai trò",
    "Đơn vị chủ trì hay phối hợp; tính cả khi văn bản giao chung cho mọi đơn vị của cấp.",
    choices=(Choice(TASK_PARTS[0], "Chủ trì"), Choice(TASK_PARTS[1], "Phối hợp")),
    required=True,
)
NAMED_COLUMNS = (
    Column("indicator_name", "Tên chỉ tiêu", "Tên đầy đủ của chỉ tiêu ở cột indicator_id."),
    INDICATORS.column("measure"),
    Column("source_number", "Số văn bản", "Số, ký hiệu của văn bản ở cột source_id."),
    Column("target_source_number", "Số văn bản giao", "Số, ký hiệu của văn bản ở cột target_source_id."),
)
"""What a unit's CSV has after the columns of `assessments.csv`."""

_INDICATOR_KEYS = ("id", "slug", "name", "short_name", "measure", "decimals", "direction")
_SOURCE_KEYS = ("id", "slug", "number", "title", "issuer", "issued_on", "url")
_TASK_KEYS = ("id", "source_id", "title", "product", "due", "status", "locator")

SHAPE: Mapping[str, tuple[Column, ...]] = {
    "assessments": ASSESSMENTS.columns,
    "targets": TARGETS.columns,
    "results": RESULTS.columns,
    "lineage": LINEAGE.columns,
    "discrepancies": DISCREPANCIES.columns,
    "tasks": (*(TASKS.column(name) for name in _TASK_KEYS), PART),
    "indicators": tuple(INDICATORS.column(name) for name in _INDICATOR_KEYS),
    "sources": tuple(SOURCES.column(name) for name in _SOURCE_KEYS),
    "spreads": SPREAD_COLUMNS,
}
"""The lists of a unit's JSON file and the columns of their items."""

_CONVERTERS: Mapping[Kind, Callable[[str], Json]] = {
    Kind.TEXT: str,
    Kind.DAY: str,
    Kind.NUMBER: str,  # As stated, trailing zeros included: they say how precise the figure is.
    Kind.COUNT: int,
    Kind.TRUTH: lambda text: text == "true",
    Kind.LIST: lambda text: text.split(LIST_SEPARATOR),
}
_TYPES: Mapping[Kind, str] = {
    Kind.TEXT: "string",
    Kind.DAY: "string",
    Kind.NUMBER: "string",
    Kind.COUNT: "integer",
    Kind.TRUTH: "boolean",
    Kind.LIST: "array",
}


def unit_files(portal: Portal, tables: Mapping[str, pd.DataFrame], levels: Levels, created: date) -> Iterator[Artifact]:
    """The JSON, CSV and XLSX file of every unit, and the shape of the JSON ones."""
    yield Artifact(SHAPE_PATH, json_bytes(shape()))
    entities = {table.name: _by_id(tables[table.name]) for table in (UNITS, INDICATORS, SOURCES, TASKS)}
    spreads = Spreads(portal, levels)
    for found in by_unit(portal, tables):
        path = f"{FOLDER}/{found.unit.slug}"
        title = f"{found.unit.name}: chỉ tiêu và kết quả"
        yield Artifact(f"{path}.json", _json_bytes(_document(found, entities, spreads)))
        yield Artifact(f"{path}.csv", _csv_bytes(found, portal))
        yield Artifact(f"{path}.xlsx", workbook_bytes(title, unit_sheets(found, portal), created))


def _by_id(frame: pd.DataFrame) -> Mapping[str, Row]:
    names = frame.columns.tolist()
    return {row[names.index("id")]: dict(zip(names, row, strict=True)) for row in rows_of(frame)}


def _document(found: UnitTables, entities: Mapping[str, Mapping[str, Row]], spreads: Spreads) -> Json:
    tasks = [{**entities["tasks"][task.id], PART.name: part} for task, part in found.tasks]
    figures = chain(found.assessments, found.targets, found.results)
    indicator_ids = sorted({row["indicator_id"] for row in figures})
    lists: Mapping[str, Rows] = {
        "assessments": found.assessments,
        "targets": found.targets,
        "results": found.results,
        "lineage": found.lineage,
        "discrepancies": found.discrepancies,
        "tasks": tasks,
        "indicators": [entities["indicators"][id_] for id_ in indicator_ids],
        "sources": [entities["sources"][id_] for id_ in sources_of(found)],
        "spreads": spreads.of(found.unit, sorted({row["indicator_id"] for row in found.assessments})),
    }
    head: Mapping[str, Json] = {
        "schema_version": SHAPE_VERSION,
        "licence": LICENCE,
        "unit": _object(UNITS.columns, entities["units"][found.unit.id]),
    }
    return {**head, **{name: [_object(SHAPE[name], row) for row in rows] for name, rows in lists.items()}}


def _object(columns: Iterable[Column], row: Row) -> Json:
    """A row with its columns as keys; what is missing is null."""
    return {column.name: _CONVERTERS[column.kind](row[column.name]) if row[column.name] else None for column in columns}


def _json_bytes(content: Json) -> bytes:
    return (json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _csv_bytes(found: UnitTables, portal: Portal) -> bytes:
    headings = (*ASSESSMENTS.headings, *(column.name for column in NAMED_COLUMNS))
    rows = ([_guarded(cell) for cell in (*row.values(), *_names(row, portal))] for row in found.assessments)
    return BOM + csv_of_rows(headings, rows)


def _guarded(text: str) -> str:
    return GUARD + text if is_dangerous(text) else text


def _names(row: Row, portal: Portal) -> tuple[str, ...]:
    indicator = portal.indicators[row["indicator_id"]]
    numbers = (portal.sources[row[name]].number if row[name] else "" for name in ("source_id", "target_source_id"))
    return (indicator.name, indicator.measure, *numbers)


def shape() -> Json:
    """JSON Schema of a unit's JSON file."""
    lists = {name: {"type": "array", "items": _item(columns)} for name, columns in SHAPE.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Dữ liệu của một đơn vị",
        "description": "Số liệu là chuỗi đúng như văn bản nêu; null là không có.",
        "type": "object",
        "required": ["schema_version", "licence", "unit", *lists],
        "properties": {
            "schema_version": {"const": SHAPE_VERSION},
            "licence": {"const": LICENCE},
            "unit": _item(UNITS.columns),
            **lists,
        },
    }


def _item(columns: Iterable[Column]) -> Json:
    properties = {column.name: _property(column) for column in columns}
    return {"type": "object", "required": list(properties), "properties": properties, "additionalProperties": False}


def _property(column: Column) -> Json:
    kind: Json = _TYPES[column.kind] if column.required else [_TYPES[column.kind], "null"]
    items: Mapping[str, Json] = {"items": {"type": "string"}} if column.kind is Kind.LIST else {}
    codes = [*(choice.code for choice in column.choices), *([] if column.required else [None])]
    enum: Mapping[str, Json] = {"enum": codes} if column.choices else {}
    return {"type": kind, "title": column.title, "description": column.meaning, **items, **enum}
