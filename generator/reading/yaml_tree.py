"""Reads YAML files into trees of strings with line numbers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from generator.canonical_csv import HIDDEN_CHARACTERS
from generator.problems import Problem
from generator.reading.content_cache import cached_by_content
from generator.reading.text import hidden_fault, read_as, text_of

_DEEPEST = 8
_NOT_TEXT = {"tag:yaml.org,2002:null": "không có giá trị", "tag:yaml.org,2002:bool": "đúng hoặc sai"}
"""YAML types that some unquoted words have, with the Vietnamese meaning of the type."""
_CURLY = ("“", "”", "„", "‘", "’")


@dataclass(frozen=True)
class YamlText:
    """A scalar as written: `no` is the text `no`."""

    text: str
    line: int


@dataclass(frozen=True)
class YamlList:
    """A sequence, with the line on which it begins."""

    items: "tuple[YamlNode, ...]"
    line: int


@dataclass(frozen=True)
class YamlMap:
    """A mapping with unique keys, with the line on which it begins."""

    entries: "dict[str, YamlNode]"
    line: int


YamlNode = YamlText | YamlList | YamlMap


def read_yaml(root: Path, path: str, faults: list[Problem]) -> YamlNode | None:
    """Returns the tree of strings with lines. Returns None, with a problem, if the file cannot be parsed."""
    return read_as(_yaml, root, path, faults)


@cached_by_content
def _yaml(path: str, raw: bytes) -> tuple[YamlNode | None, tuple[Problem, ...]]:
    text, faults = text_of(path, raw)
    node = _parsed(path, text, faults) if text is not None else None
    return node, tuple(faults)


def _parsed(path: str, text: str, faults: list[Problem]) -> YamlNode | None:
    try:
        refused, node = _composed_tree(path, text)
    except yaml.MarkedYAMLError as error:
        faults.append(_syntax_problem(path, text, error))
        return None
    except yaml.reader.ReaderError:
        faults.append(Problem(path, 0, "", "", "có ký tự YAML không nhận", "xóa ký tự ẩn trong tệp"))
        return None
    if refused:
        faults.append(refused)
        return None
    if node is None:
        faults.append(Problem(path, 0, "", "", "tệp trống", "lấy lại nội dung từ bản trước trong kho mã"))
        return None
    return _tree(path, node, faults)


_UNQUOTED = re.compile(r"\s*(?:- +)?(?P<field>[a-z_]+): +(?P<value>[^\"'\[{>|].*:(?: .*)?)")
"""A value with a colon that is not in quotes: `title: Đính chính: số liệu tháng 5`."""


def _syntax_problem(path: str, text: str, error: yaml.MarkedYAMLError) -> Problem:
    """Returns the fault of text that is not valid YAML, with a hint for the most frequent causes."""
    line = error.problem_mark.line + 1 if error.problem_mark else 0
    if _is_about_an_escape(error):
        hint = "viết thẳng ký tự cần dùng thay cho dấu \\ và mã số, hoặc xóa cả hai"
        return Problem(path, line, "", "", "mã số sau dấu \\ không phải của ký tự nào", hint)
    lines = re.split(r"\r\n|\r|\n", text)
    line_text = lines[line - 1] if 0 < line <= len(lines) else ""
    if "\t" in line_text[: len(line_text) - len(line_text.lstrip())]:
        return Problem(path, line, "", "", "đầu dòng có dấu Tab", "thụt đầu dòng bằng dấu cách, như các dòng khác")
    if (found := _UNQUOTED.fullmatch(line_text.rstrip())) and "mapping values" in (error.problem or ""):
        field, value = found["field"], found["value"]
        quoted = value.replace("\\", "\\\\").replace('"', '\\"')
        hint = f'đặt cả giá trị trong dấu nháy kép: {field}: "{quoted}"'
        return Problem(path, line, field, value, "có dấu hai chấm mà không đặt trong dấu nháy", hint)
    hint = "xem lại thụt đầu dòng, dấu hai chấm và dấu nháy quanh dòng này"
    return Problem(path, line, "", "", "viết sai cú pháp YAML", hint)


def _composed_tree(path: str, text: str) -> tuple[Problem | None, yaml.Node | None]:
    """Returns the fault of refused YAML, or the tree of the text.

    Raises YAMLError for invalid YAML. The parser in C is ten times faster. If it fails, the parser in Python is used,
    because it reports the line more exactly.
    """
    fast = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return _composed_by(fast, path, text)
    except yaml.YAMLError as error:
        return _composed_exactly(path, text, error)


def _composed_exactly(path: str, text: str, first_error: yaml.YAMLError) -> tuple[Problem | None, yaml.Node | None]:
    """Parses with the parser in Python. For an escape with an invalid code point this parser fails in Python's own
    `chr` and reports no line; then the error of the C parser is raised."""
    try:
        found = _composed_by(yaml.SafeLoader, path, text)
    except (ValueError, OverflowError):
        raise first_error from None
    if _is_about_an_escape(first_error):
        raise first_error  # Half of a surrogate pair, which this parser accepts and no file can contain.
    return found


def _is_about_an_escape(error: yaml.YAMLError) -> bool:
    return "character escape code" in (getattr(error, "problem", None) or "")


def _composed_by(loader: "type[yaml.SafeLoader]", path: str, text: str) -> tuple[Problem | None, yaml.Node | None]:
    refused = next(_refused(path, text, loader), None)
    return refused, None if refused else yaml.compose(text, Loader=loader)


def _refused(path: str, text: str, loader: "type[yaml.SafeLoader]") -> Iterator[Problem]:
    """Yields the faults of YAML that data files must not use: aliases, with which a short file can stand for an endless
    one, and deep nesting."""
    depth = 0
    for event in yaml.parse(text, Loader=loader):
        line = event.start_mark.line + 1 if event.start_mark else 0
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent):
            hint = "viết lại đủ giá trị; giá trị có dấu * ở đầu phải đặt trong dấu nháy"
            yield Problem(path, line, "", f"*{event.anchor}", "dùng lại giá trị ở chỗ khác bằng dấu sao", hint)
        if depth > _DEEPEST:
            yield Problem(path, line, "", "", "các giá trị lồng nhau quá sâu", "bỏ bớt các dấu [ hoặc { lồng nhau")


def _tree(path: str, node: yaml.Node, faults: list[Problem], field: str = "") -> YamlNode:
    """Returns the tree of strings of a node of PyYAML; `field` is the key above it. Faults of scalars are appended to
    `faults`."""
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return YamlMap(_entries(path, node, faults), line)
    if isinstance(node, yaml.SequenceNode):
        return YamlList(tuple(_tree(path, item, faults, field) for item in node.value), line)
    text = str(node.value).strip()
    faults.extend(fault for fault in _scalar_faults(path, line, text) if fault not in faults)
    faults.extend(_quote_faults(path, node, field) if isinstance(node, yaml.ScalarNode) else ())
    return YamlText(text, line)


def _quote_faults(path: str, node: yaml.ScalarNode, field: str) -> Iterator[Problem]:
    """Yields the fault of a value that was probably meant as something else: an unquoted word that YAML does not read
    as text, or curly quotes that YAML does not know."""
    line, text = node.start_mark.line + 1, str(node.value)
    if text and node.tag in _NOT_TEXT:
        hint = f'không có giá trị thì bỏ dòng này; nếu đúng là chữ thì đặt trong dấu nháy: "{text}"'
        yield Problem(
            path, line, field, text, f"không có dấu nháy nên nghĩa là {_NOT_TEXT[node.tag]}, không phải chữ", hint
        )
    if text.startswith(_CURLY) and not node.style:
        hint = 'thay bằng dấu nháy thẳng ("), hoặc giữ dấu cong và đặt cả giá trị trong dấu nháy thẳng'
        yield Problem(path, line, field, text, "mở đầu bằng dấu nháy cong, YAML không coi là dấu nháy", hint)


def _scalar_faults(path: str, line: int, text: str) -> Iterator[Problem]:
    """Yields the faults that are visible only in the parsed value: a quoted YAML text can write any character as an
    escape."""
    if "\n" in text:
        hint = "viết nội dung trên một dòng, hoặc sau dấu > và không có dòng trống"
        yield Problem(path, line, "", "", "xuống dòng bên trong một giá trị", hint)
    hidden = HIDDEN_CHARACTERS.search(text)
    if hidden:
        yield hidden_fault(path, line, hidden[0])


def _entries(path: str, node: yaml.MappingNode, faults: list[Problem]) -> dict[str, YamlNode]:
    entries: dict[str, YamlNode] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            hint = "đặt giá trị có dấu {, [ hoặc ? ở đầu trong dấu nháy"
            faults.append(Problem(path, key.start_mark.line + 1, "", "", "tên khóa phải là chữ", hint))
            continue
        name = str(key.value)
        if name in entries:
            line = key.start_mark.line + 1
            faults.append(Problem(path, line, name, "", "khóa này đã có ở trên", "xóa một trong hai dòng"))
            continue
        entries[name] = _tree(path, value, faults, name)
    return entries
