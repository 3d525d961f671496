"""Loads `data/indicators.yml` and `data/service-index.yml`: indicators, and how the points of an index are divided
among its groups."""

import re
from pathlib import Path

from generator import data_files
from generator.loading.entities import CODE_HINT, PLAIN_CODE, by_id, slug_of, yaml_records
from generator.loading.fields import Fields, entry, mappings_in
from generator.model import Direction, Formula, IndexGroup, IndexScheme, Indicator, LevelAggregate, Measure
from generator.problems import Problem
from generator.reading.yaml_tree import YamlList, YamlMap, read_yaml
from generator.tables import INDICATORS

SCHEME_KEYS = ("id", "name", "source_id", "groups", "note")
_FORMULA = re.compile(r"[a-z0-9-]+(?: / [a-z0-9-]+|(?: \+ [a-z0-9-]+)+)")
_MOST_DECIMALS = 6


def load_indicators(root: Path, faults: list[Problem]) -> dict[str, Indicator]:
    """Returns the indicators of `data/indicators.yml` by id. A portal has at least one."""
    found = yaml_records(root, data_files.INDICATORS, INDICATORS.entered, "chưa có chỉ tiêu nào", faults)
    return by_id(found, _indicator)


def _indicator(fields: Fields) -> Indicator:
    return Indicator(
        id=fields.own_id(PLAIN_CODE, CODE_HINT),
        slug=slug_of(fields),
        name=fields.text("name"),
        short_name=fields.text("short_name"),
        name_en=fields.text("name_en"),
        measure=fields.choice("measure", Measure),
        decimals=_decimals(fields),
        direction=fields.choice("direction", Direction),
        definition=fields.text("definition"),
        group=fields.text("group"),
        formula=_formula(fields),
        aggregate=fields.choice("aggregate", LevelAggregate),
        sources=fields.texts("sources"),
        measured_by=fields.optional("measured_by"),
        measured_by_reason=fields.optional("measured_by_reason"),
        line=fields.line,
    )


def _decimals(fields: Fields) -> int:
    number = fields.whole_number("decimals")
    if number > _MOST_DECIMALS:
        fields.fault("decimals", "quá nhiều chữ số thập phân", f"ghi từ 0 đến {_MOST_DECIMALS}")
        return _MOST_DECIMALS
    return number


def _formula(fields: Fields) -> Formula | None:
    text = fields.optional("formula")
    if not text:
        return None
    if not _FORMULA.fullmatch(text):
        hint = 'viết "mã / mã" (tỷ lệ) hoặc "mã + mã" (tổng các phần), có dấu cách quanh phép tính'
        fields.fault("formula", "không phải công thức", hint)
        return None
    operator = "/" if " / " in text else "+"
    return Formula(text, operator, tuple(text.split(f" {operator} ")))


def load_schemes(root: Path, faults: list[Problem]) -> tuple[IndexScheme, ...]:
    """Returns the schemes of `data/service-index.yml`: how the points of the service index are divided among its
    groups. The file may be missing."""
    path = data_files.SERVICE_INDEX
    node = read_yaml(root, path, faults) if (root / path).exists() else None
    found = [_scheme(path, item, faults) for item in mappings_in(path, node, faults)]
    repeated = [scheme for number, scheme in enumerate(found) if scheme.id in {other.id for other in found[:number]}]
    faults.extend(Problem(path, item.line, "id", item.id, "mã này đã có ở trên", "đặt mã khác") for item in repeated)
    return tuple(found)


def _scheme(path: str, node: YamlMap, faults: list[Problem]) -> IndexScheme:
    groups = node.entries.get("groups")
    items = groups.items if isinstance(groups, YamlList) else ()
    flat = YamlMap({key: value for key, value in node.entries.items() if key != "groups"}, node.line)
    fields = entry(path, flat, SCHEME_KEYS, faults)
    if not items:
        fields.fault("groups", "còn trống", "liệt kê từng nhóm với name và points")
    found = [
        entry(path, item, ("name", "points"), faults) for item in mappings_in(path, YamlList(items, node.line), faults)
    ]
    return IndexScheme(
        id=fields.text("id"),
        name=fields.text("name"),
        source_id=fields.text("source_id"),
        groups=tuple(IndexGroup(group.text("name"), group.whole_number("points")) for group in found),
        note=fields.optional("note"),
        line=fields.line,
    )
