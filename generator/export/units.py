"""The files of one unit: JSON and CSV for machines and spreadsheets, a workbook for people."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import partial

import pandas as pd

from generator.artifacts import Artifact
from generator.export.cells import BOM, csv_fragments, csv_of_rows
from generator.export.descriptor import Json, json_bytes
from generator.export.fragments import Fragments, fragments, texts_of
from generator.export.grouping import TASK_PARTS, Frames, UnitRows, by_unit, frames_for_units
from generator.export.sheets import UnitSheets
from generator.export.spreads import SPREAD_COLUMNS, Row, Spreads
from generator.export.workbooks import workbook_bytes
from generator.model import Portal
from generator.pages.levels import Levels
from generator.sharing import Deferred, deferred
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

_SOURCED = (RESULTS.name, TARGETS.name, LINEAGE.name)
"""The lists whose documents a unit's files describe, beside those of its tasks."""

_MEASURED = (ASSESSMENTS.name, TARGETS.name, RESULTS.name)
"""The lists whose indicators a unit's files describe."""

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


def unit_files(portal: Portal, tables: Frames, levels: Levels, created: date) -> Deferred[tuple[Artifact, ...]]:
    """The JSON, CSV and XLSX file of every unit."""
    writer = _Writer(portal, tables, levels, created)
    return deferred(writer.files, by_unit(portal, writer.frames))


class _Writer:
    """Writes the files of one unit after another; what several of them hold is written once, before the first."""

    def __init__(self, portal: Portal, tables: Frames, levels: Levels, created: date) -> None:
        self.frames = frames_for_units(tables)
        self._created = created
        assessments = self.frames[ASSESSMENTS.name]
        self._sheets = UnitSheets(self.frames, portal)
        self._lines = csv_fragments(_named(assessments[list(ASSESSMENTS.headings)], portal))
        self._lists = {name: _json_fragments(frame, SHAPE[name]) for name, frame in self.frames.items()}
        self._source_ids = {name: texts_of(self.frames[name], "source_id") for name in _SOURCED}
        self._indicator_ids = {name: texts_of(self.frames[name], "indicator_id") for name in _MEASURED}
        self._units = _members_by_id(tables[UNITS.name], UNITS.columns)
        self._indicators = _members_by_id(tables[INDICATORS.name], SHAPE["indicators"])
        self._sources = _members_by_id(tables[SOURCES.name], SHAPE["sources"])
        self._tasks = _members_by_id(tables[TASKS.name], SHAPE["tasks"][:-1])
        self._spreads = Spreads(portal, levels, _spread)

    def files(self, found: UnitRows) -> tuple[Artifact, ...]:
        path = f"{FOLDER}/{found.unit.slug}"
        title = f"{found.unit.name}: chỉ tiêu và kết quả"
        source_ids = sorted(
            {ids[place] for name, ids in self._source_ids.items() for place in found.places[name]}
            | {task.source_id for task, _ in found.tasks}
        )
        sheets = self._sheets.of(found, source_ids)
        return (
            Artifact(f"{path}.json", self._json(found, source_ids)),
            Artifact(f"{path}.csv", self._csv(found)),
            Artifact(f"{path}.xlsx", workbook_bytes(title, sheets, self._created)),
        )

    def _csv(self, found: UnitRows) -> bytes:
        headings = (*ASSESSMENTS.headings, *(column.name for column in NAMED_COLUMNS))
        return BOM + csv_of_rows(headings, self._lines.rows(found.places[ASSESSMENTS.name]))

    def _json(self, found: UnitRows, source_ids: Sequence[str]) -> bytes:
        indicator_ids = sorted(
            {ids[place] for name, ids in self._indicator_ids.items() for place in found.places[name]}
        )
        lists: dict[str, Iterable[str]] = {
            name: map(_object, cells.rows(found.places[name])) for name, cells in self._lists.items()
        }
        lists["tasks"] = (_object((self._tasks[task.id], _member(PART, part))) for task, part in found.tasks)
        lists["indicators"] = (_object((self._indicators[id_],)) for id_ in indicator_ids)
        lists["sources"] = (_object((self._sources[id_],)) for id_ in source_ids)
        measured = self._indicator_ids[ASSESSMENTS.name]
        assessed = sorted({measured[place] for place in found.places[ASSESSMENTS.name]})
        lists["spreads"] = self._spreads.of(found.unit, assessed)
        members = (
            f'"schema_version":{_json(SHAPE_VERSION)}',
            f'"licence":{_json(LICENCE)}',
            f'"unit":{_object((self._units[found.unit.id],))}',
            *(f"{_json(name)}:[{','.join(lists[name])}]" for name in SHAPE),
        )
        return f"{_object(members)}\n".encode()


def _named(assessments: pd.DataFrame, portal: Portal) -> pd.DataFrame:
    """The assessments with the names that their ids stand for."""
    indicators = {id_: (item.name, str(item.measure)) for id_, item in portal.indicators.items()}
    numbers = {"": "", **{id_: source.number for id_, source in portal.sources.items()}}
    told = [indicators[id_] for id_ in assessments["indicator_id"]]
    return assessments.assign(
        indicator_name=[name for name, _ in told],
        measure=[measure for _, measure in told],
        source_number=[numbers[id_] for id_ in assessments["source_id"]],
        target_source_number=[numbers[id_] for id_ in assessments["target_source_id"]],
    )


def _json_fragments(frame: pd.DataFrame, columns: Iterable[Column]) -> Fragments:
    """The frame's cells as the members of JSON objects."""
    return fragments(frame, {column.name: partial(_member, column) for column in columns})


def _members_by_id(frame: pd.DataFrame, columns: Iterable[Column]) -> Mapping[str, str]:
    cells = _json_fragments(frame, columns)
    members = (",".join(row) for row in cells.rows(cells.every))
    return dict(zip(texts_of(frame, "id"), members, strict=True))


def _member(column: Column, text: str) -> str:
    """A cell as a member of its row's object; what is missing is null."""
    return f"{_json(column.name)}:{_json(_CONVERTERS[column.kind](text) if text else None)}"


def _spread(row: Row) -> str:
    return _object(_member(column, row[column.name]) for column in SPREAD_COLUMNS)


def _object(members: Iterable[str]) -> str:
    return f"{{{','.join(members)}}}"


def _json(content: Json) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def shape_file() -> Artifact:
    """What a unit's JSON file looks like."""
    return Artifact(SHAPE_PATH, json_bytes(shape()))


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
