"""Loads `data/mappings/*.yml`: the decisions of staff on which indicator or unit a heading or name of a workbook
means."""

from pathlib import Path

from generator import data_files
from generator.loading.fields import choice_hint
from generator.model import WorkbookMapping
from generator.problems import Problem
from generator.reading.yaml_tree import YamlMap, YamlNode, YamlText, read_yaml

HEADINGS, NAMES, SCALES, DECIMAL = "headings", "names", "scales", "decimal"
SCALE_CODES = ("percent", "share", "permille")
DECIMAL_CODES = ("comma", "point")
"""Codes of the decimal separators."""

_LISTS = (HEADINGS, NAMES, SCALES)
_KEYS = (*_LISTS, DECIMAL)


def mapping_paths(root: Path) -> list[str]:
    """Returns the paths of the existing mapping files, in a fixed order."""
    return [path.relative_to(root).as_posix() for path in sorted((root / data_files.MAPPINGS).glob("[!.]*.yml"))]


def load_mappings(root: Path, faults: list[Problem]) -> tuple[WorkbookMapping, ...]:
    """Returns the content of all mapping files; there may be none."""
    return tuple(_load_mapping(root, path, faults) for path in mapping_paths(root))


def _load_mapping(root: Path, path: str, faults: list[Problem]) -> WorkbookMapping:
    """Returns the decisions in one mapping file."""
    node = read_yaml(root, path, faults)
    if node is not None and not isinstance(node, YamlMap):
        faults.append(Problem(path, node.line, "", "", "tệp phải gồm các cặp khóa: giá trị", _keys_hint("")))
    known = node.entries if isinstance(node, YamlMap) else {}
    for name, value in known.items():
        if name not in _KEYS:
            faults.append(Problem(path, value.line, name, "", "không có khóa này", _keys_hint(name)))
    lines: dict[str, int] = {}
    headings, names, scales = (_pairs(path, name, known.get(name), lines, faults) for name in _LISTS)
    for text, code in scales.items():
        _known_code(path, lines[f"{SCALES}/{text}"], SCALES, code, SCALE_CODES, faults)
    decimal = known.get(DECIMAL)
    sign = decimal.text if isinstance(decimal, YamlText) else ""
    if decimal is not None:
        _known_code(path, decimal.line, DECIMAL, sign, DECIMAL_CODES, faults)
    return WorkbookMapping(path, headings, names, scales, sign, lines)


def _keys_hint(name: str) -> str:
    return choice_hint(name, _KEYS)


def _known_code(path: str, line: int, field: str, code: str, allowed: tuple[str, ...], faults: list[Problem]) -> None:
    if code not in allowed:
        faults.append(Problem(path, line, field, code, "không phải giá trị cho phép", choice_hint(code, allowed)))


def _pairs(path: str, name: str, node: YamlNode | None, lines: dict[str, int], faults: list[Problem]) -> dict[str, str]:
    """Returns the pairs of text and code of one list of a mapping file; adds the line of each pair to `lines`."""
    if node is not None and not isinstance(node, YamlMap):
        hint = 'viết mỗi cặp trên một dòng, ví dụ "Tổng số": "services-total"'
        faults.append(Problem(path, node.line, name, "", "phải gồm các cặp tên: mã", hint))
    found = {}
    for text, value in node.entries.items() if isinstance(node, YamlMap) else ():
        lines[f"{name}/{text}"] = value.line
        if isinstance(value, YamlText) and value.text:
            found[text] = value.text
        else:
            faults.append(Problem(path, value.line, name, text, "phải có một mã sau dấu hai chấm", "ghi mã, hoặc skip"))
    return found
