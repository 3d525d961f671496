"""Writes the files of one unit: JSON and CSV for programs and spreadsheets, and a workbook for people."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from generator.artifacts import Artifact
from generator.cache import Recipe, key_of
from generator.deferred import Deferred
from generator.export.cells import BOM, WriteCache, csv_cell, rows_of
from generator.export.descriptor import Json, json_bytes
from generator.export.frames import Record
from generator.export.grouping import TASK_PARTS, UnitTables, by_unit
from generator.export.sheets import UnitSheets, sources_of
from generator.export.spreads import SPREAD_COLUMNS, Row, Spreads
from generator.export.workbooks import workbook_bytes
from generator.history import Days
from generator.history.days import RESULT_KEY
from generator.model import Portal, Unit
from generator.model.addresses import file_of
from generator.pages.facts import Facts
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
    CellType,
    Choice,
    Column,
    DataTable,
)

SCHEMA_PATH = "data/don-vi.schema.json"
SCHEMA_VERSION = "1.3"
"""Version of the JSON format. Add 0.1 for a new key, add 1 if a key is removed or its meaning changes."""

PART = Column(
    "part",
    "Vai trò",
    "Đơn vị chủ trì hay phối hợp; tính cả khi văn bản giao chung cho mọi đơn vị của cấp.",
    choices=(Choice(TASK_PARTS[0], "Chủ trì"), Choice(TASK_PARTS[1], "Phối hợp")),
    required=True,
)
PUBLISHED = Column(
    "published_on",
    "Ngày công bố",
    "Ngày số liệu được công bố trên cổng đúng như hiện có; số liệu sửa thì là ngày công bố lần sửa cuối.",
    CellType.DAY,
    required=True,
)
"""Column that the items of `results` have in addition to the columns of `results.csv`."""

NAMED_COLUMNS = (
    Column("indicator_name", "Tên chỉ tiêu", "Tên đầy đủ của chỉ tiêu ở cột indicator_id."),
    INDICATORS.column("measure"),
    Column("source_number", "Số văn bản", "Số, ký hiệu của văn bản ở cột source_id."),
    Column("target_source_number", "Số văn bản giao", "Số, ký hiệu của văn bản ở cột target_source_id."),
)
"""Columns that a unit's CSV has in addition to the columns of `assessments.csv`."""

_INDICATOR_KEYS = ("id", "slug", "name", "short_name", "measure", "decimals", "direction")
_SOURCE_KEYS = ("id", "slug", "number", "title", "issuer", "issued_on", "url", "kind")
_TASK_KEYS = ("id", "source_id", "title", "product", "due", "status", "locator")


@dataclass(frozen=True)
class UnitList:
    """A list of a unit's JSON file: its meaning, and the columns of its items."""

    meaning: str
    columns: tuple[Column, ...]


UNIT_LISTS = {
    "assessments": UnitList(
        "Mỗi mục là một chỉ tiêu, một kỳ của đơn vị: kết quả so với mức phải đạt và thứ hạng.", ASSESSMENTS.columns
    ),
    "targets": UnitList(
        "Mức phải đạt giao riêng cho đơn vị, và mức giao chung đang áp dụng cho đơn vị.", TARGETS.columns
    ),
    "results": UnitList("Mọi số liệu kết quả mà các văn bản nêu cho đơn vị.", (*RESULTS.columns, PUBLISHED)),
    "lineage": UnitList("Những lần đơn vị được sáp nhập, chia tách, đổi tên hoặc kết thúc hoạt động.", LINEAGE.columns),
    "discrepancies": UnitList(
        "Những chỗ số liệu của đơn vị khác với số tính lại, hoặc hai chỗ nêu khác nhau.", DISCREPANCIES.columns
    ),
    "tasks": UnitList(
        "Nhiệm vụ mà đơn vị chủ trì hoặc phối hợp.", (*(TASKS.column(name) for name in _TASK_KEYS), PART)
    ),
    "indicators": UnitList(
        "Các chỉ tiêu mà những danh sách khác nhắc đến.", tuple(INDICATORS.column(name) for name in _INDICATOR_KEYS)
    ),
    "sources": UnitList(
        "Các văn bản mà những danh sách khác nhắc đến.", tuple(SOURCES.column(name) for name in _SOURCE_KEYS)
    ),
    "spreads": UnitList("Mức chung của các đơn vị cùng cấp, theo chỉ tiêu và kỳ.", SPREAD_COLUMNS),
}
"""The lists of a unit's JSON file, by their keys."""

_CONVERTERS: Mapping[CellType, Callable[[str], Json]] = {
    CellType.TEXT: str,
    CellType.DAY: str,
    CellType.NUMBER: str,  # As stated, including trailing zeros, because they show the figure's precision.
    CellType.COUNT: int,
    CellType.TRUTH: lambda text: text == "true",
    CellType.LIST: lambda text: text.split(LIST_SEPARATOR),
}
_TYPES: Mapping[CellType, str] = {
    CellType.TEXT: "string",
    CellType.DAY: "string",
    CellType.NUMBER: "string",
    CellType.COUNT: "integer",
    CellType.TRUTH: "boolean",
    CellType.LIST: "array",
}


def unit_paths(portal: Portal) -> list[tuple[str, str, str]]:
    """Returns the paths of the JSON, CSV and XLSX file of each unit."""
    return [_paths(unit) for unit in portal.units.values()]


def _paths(unit: Unit) -> tuple[str, str, str]:
    page = unit.address
    return file_of(page, "json")[1:], file_of(page, "csv")[1:], file_of(page, "xlsx")[1:]


def unit_files(facts: Facts, tables: Mapping[str, pd.DataFrame]) -> Deferred[Recipe]:
    """Returns the recipes for the JSON, CSV and XLSX file of every unit. Each recipe depends on the unit's own rows, on
    the tables that these refer to, and on the figures of the unit's level."""
    portal, created = facts.portal, facts.portal.newest_document
    names_key = key_of([created, *(rows_of(tables[table.name]) for table in (UNITS, INDICATORS, SOURCES, TASKS))])
    writer = _Writer(portal, {table.name: _by_id(tables[table.name]) for table in (UNITS, INDICATORS, SOURCES, TASKS)})
    spreads = Spreads(portal, facts.levels, _spread)
    sheets = UnitSheets(portal)

    def recipe(found: UnitTables) -> Recipe:
        paths = _paths(found.unit)
        title = f"{found.unit.name}: chỉ tiêu và kết quả"
        level_spreads = spreads.of(found.unit, _indicator_ids((ASSESSMENTS, found.assessments)))
        published = [_published(row, facts.days) for row in found.results]

        def made() -> Iterator[Artifact]:
            workbook = workbook_bytes(title, sheets.of(found), created)
            contents = (writer.json(found, published, level_spreads), writer.csv(found), workbook)
            return map(Artifact, paths, contents)

        return Recipe(paths, key_of((names_key, found, published, level_spreads)), lambda: tuple(made()))

    return by_unit(portal, tables).then(recipe)


def _published(result: Record, days: Days) -> str:
    """Returns the day since which the portal has published this row of `results`."""
    source_id, unit_id, locator, indicator_id, period, level, aggregate = (result[at] for at in _RESULT_KEY_POSITIONS)
    return days.published_on((source_id, unit_id, locator, indicator_id, period, level, aggregate)).isoformat()


_RESULT_KEY_POSITIONS = tuple(map(RESULTS.headings.index, RESULT_KEY))
"""Positions of the columns of a ResultKey in `results`."""


def _by_id(frame: pd.DataFrame) -> Mapping[str, Record]:
    return dict(zip(frame["id"].tolist(), rows_of(frame), strict=True))


class _Writer:
    """Writes the rows of units. The text of a cell is computed once for all units."""

    def __init__(self, portal: Portal, entities: Mapping[str, Mapping[str, Record]]) -> None:
        self._portal = portal
        self._entities = entities
        self._lists = {name: [_members(column) for column in found.columns] for name, found in UNIT_LISTS.items()}
        self._unit = [_members(column) for column in UNITS.columns]
        self._cells = WriteCache(csv_cell)

    def json(self, found: UnitTables, published: Iterable[str], spreads: Iterable[str]) -> bytes:
        """Returns the unit's JSON file: a row is an object with its columns as keys, and a missing cell is null.

        `published` are the publication days of the results. `spreads` are already JSON texts, written once for all
        units of a level.
        """
        unit = _object(self._unit, self._entities[UNITS.name][found.unit.id])
        listed = self._rows(found, published)
        written = {name: [_object(self._lists[name], row) for row in rows] for name, rows in listed.items()}
        lists = (f"{_json(name)}:[{','.join(rows)}]" for name, rows in {**written, "spreads": spreads}.items())
        head = f'"schema_version":{_json(SCHEMA_VERSION)},"licence":{_json(LICENCE)},"unit":{unit}'
        return f"{{{head},{','.join(lists)}}}\n".encode()

    def _rows(self, found: UnitTables, published: Iterable[str]) -> Mapping[str, Iterable[Record]]:
        indicator_ids = _indicator_ids(
            (ASSESSMENTS, found.assessments), (TARGETS, found.targets), (RESULTS, found.results)
        )
        return {
            "assessments": found.assessments,
            "targets": found.targets,
            "results": [(*row, day) for row, day in zip(found.results, published, strict=True)],
            "lineage": found.lineage,
            "discrepancies": found.discrepancies,
            "tasks": [(*self._chosen(TASKS, task.id, _TASK_KEYS), part) for task, part in found.tasks],
            "indicators": [self._chosen(INDICATORS, id_, _INDICATOR_KEYS) for id_ in indicator_ids],
            "sources": [self._chosen(SOURCES, id_, _SOURCE_KEYS) for id_ in sources_of(found)],
        }

    def _chosen(self, table: DataTable, id_: str, names: Iterable[str]) -> Record:
        record = self._entities[table.name][id_]
        return tuple(record[table.headings.index(name)] for name in names)

    def csv(self, found: UnitTables) -> bytes:
        """Returns the unit's CSV file: its assessments, with names for people."""
        headings = ",".join((*ASSESSMENTS.headings, *(column.name for column in NAMED_COLUMNS)))
        cell = self._cells.__getitem__
        lines = (",".join(map(cell, (*row, *self._names(row)))) for row in found.assessments)
        return BOM + "".join(f"{line}\n" for line in (headings, *lines)).encode()

    def _names(self, row: Record) -> tuple[str, ...]:
        indicator_id, source_id, target_source_id = (row[at] for at in _NAMED_POSITIONS)
        indicator = self._portal.indicators[indicator_id]
        numbers = (self._portal.sources[id_].number if id_ else "" for id_ in (source_id, target_source_id))
        return (indicator.name, indicator.measure, *numbers)


_NAMED_POSITIONS = tuple(map(ASSESSMENTS.headings.index, ("indicator_id", "source_id", "target_source_id")))


def _indicator_ids(*figures: tuple[DataTable, Iterable[Record]]) -> list[str]:
    """Returns the ids of the indicators in rows of these tables, sorted."""
    return sorted({row[table.headings.index("indicator_id")] for table, rows in figures for row in rows})


def _spread(row: Row) -> str:
    return _object(
        [_members(column) for column in SPREAD_COLUMNS], tuple(row[column.name] for column in SPREAD_COLUMNS)
    )


def _members(column: Column) -> WriteCache[str]:
    """Returns a mapping from the cells of a column to members of JSON objects."""
    key, convert = _json(column.name), _CONVERTERS[column.kind]
    return WriteCache(lambda text: f"{key}:{_json(convert(text)) if text else 'null'}")


def _object(columns: Sequence[WriteCache[str]], row: Record) -> str:
    return f"{{{','.join(map(WriteCache.__getitem__, columns, row))}}}"


def _json(content: Json) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def schema_file() -> Artifact:
    """Returns the file with the JSON Schema of the units' JSON files."""
    return Artifact(SCHEMA_PATH, json_bytes(_unit_schema()))


def _unit_schema() -> Json:
    """Returns the JSON Schema of a unit's JSON file."""
    lists = {
        name: {"type": "array", "description": found.meaning, "items": _item(found.columns)}
        for name, found in UNIT_LISTS.items()
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Dữ liệu của một đơn vị",
        "description": "Số liệu là chuỗi đúng như văn bản nêu; null là không có.",
        "type": "object",
        "required": ["schema_version", "licence", "unit", *lists],
        "properties": {
            "schema_version": {"const": SCHEMA_VERSION},
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
    items: Mapping[str, Json] = {"items": {"type": "string"}} if column.kind is CellType.LIST else {}
    codes = [*(choice.code for choice in column.choices), *([] if column.required else [None])]
    enum: Mapping[str, Json] = {"enum": codes} if column.choices else {}
    return {"type": kind, "title": column.title, "description": column.meaning, **items, **enum}
