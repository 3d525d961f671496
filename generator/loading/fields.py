"""Typed access to the fields of one record of strings. Every fault is collected with its place and hint.

After a fault a getter returns a placeholder of the right type, so that the run finds the other faults too. Nothing of
such a run is published.
"""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from typing import TypeVar

from generator.artifacts import is_device
from generator.problems import Problem
from generator.reading.records import Records
from generator.reading.yaml_tree import YamlList, YamlMap, YamlNode, YamlText

Value = str | tuple[str, ...]
E = TypeVar("E", bound=StrEnum)

UNREAD_DAY = date.min
"""Placeholder for a date that is missing or cannot be read; a problem was already collected for it."""

LONGEST_CODE = 100
"""Limit on the characters of an id or a slug. Names of files and folders have at most 255 bytes."""
DEVICE_FAULT = (
    "là tên mà Windows dành cho thiết bị",
    "đặt tên khác, vì Windows không mở được tệp mang tên này",
)
_MOST_REMEMBERED = 512
_DAY = re.compile(r"(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}")
_OTHER_DAYS = (
    re.compile(r"(?P<year>(?:19|20)[0-9]{2})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})"),
    re.compile(r"(?P<day>[0-9]{1,2})[/.-](?P<month>[0-9]{1,2})[/.-](?P<year>(?:19|20)[0-9]{2})"),
)
"""A day as staff may write it: `2024-7-1`, or in Vietnamese order `01/7/2024`."""


@dataclass(frozen=True)
class Fields:
    """The fields of one record: a row of a CSV file or an entry of a YAML list.

    - `values`: the texts by field name; a tuple of texts for a YAML list.
    - `lines`: the line of each field of a YAML entry; empty for a CSV row, whose fields are all on `line`.
    - `faults`: the list to which faults are appended.
    """

    path: str
    line: int
    values: Mapping[str, Value]
    lines: Mapping[str, int]
    faults: list[Problem]

    def optional(self, name: str) -> str:
        """Returns the text of a field, empty if it is absent."""
        value = self.values.get(name, "")
        if isinstance(value, tuple):
            self.fault(name, "phải là một giá trị, không phải danh sách", "viết một giá trị sau dấu hai chấm")
            return ""
        return value

    def text(self, name: str) -> str:
        """Returns the text of a field; it is a fault if the text is missing."""
        value = self.optional(name)
        if not value:
            self.fault(name, "còn trống", "điền giá trị cho trường này")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """Returns a list of texts: from a YAML list, or from a cell with `;` between its items."""
        value = self.values.get(name, "")
        items = value.split(";") if isinstance(value, str) else value
        return tuple(item.strip() for item in items if item.strip())

    def choice(self, name: str, kind: type[E]) -> E:
        """Returns the enum member with this value."""
        value = self.optional(name)
        members: Mapping[str, E] = _members(kind)
        if value in members:
            return members[value]
        self.fault(name, "không phải giá trị cho phép", choice_hint(value, members))
        return next(iter(kind))

    def optional_day(self, name: str) -> date | None:
        """Returns an ISO date, or None if the field is empty."""
        value = self.optional(name)
        if not value:
            return None
        try:
            return parse_day(value)
        except ValueError:
            self.fault(name, "không phải là ngày", _day_hint(value))
            return None

    def day(self, name: str) -> date:
        """Returns an ISO date; it is a fault if the date is missing."""
        found = self.optional_day(name) if self.text(name) else None
        return found or UNREAD_DAY

    def own_id(self, pattern: str, hint: str) -> str:
        """Returns the id of the record, which must have this form, for addresses, file names and lists."""
        value = self.text("id")
        if value and not re.fullmatch(pattern, value):
            self.fault("id", "không dùng được làm mã", hint)
        elif is_device(value):
            self.fault("id", *DEVICE_FAULT)
        elif len(value) > LONGEST_CODE:
            self.fault("id", "quá dài để làm mã", f"mã dài nhất {LONGEST_CODE} ký tự")
        return value

    def whole_number(self, name: str) -> int:
        """Returns a whole number, zero or greater."""
        value = self.text(name)
        if re.fullmatch("[0-9]{1,9}", value):
            return int(value)
        if value:
            self.fault(name, "không phải là số nguyên", "chỉ viết chữ số, nhiều nhất 9 chữ số, ví dụ 2")
        return 0

    def fault(self, name: str, message: str, hint: str) -> None:
        """Collects a problem of the named field."""
        value = self.values.get(name, "")
        shown = value if isinstance(value, str) else "; ".join(value)
        self.faults.append(Problem(self.path, self.lines.get(name, self.line), name, shown, message, hint))


@cache
def _members(kind: type[E]) -> Mapping[str, E]:
    """The members of an enum by their values."""
    return {str(member): member for member in kind}


def parse_day(text: str) -> date:
    """Returns the date of a text such as `2024-05-31`. Raises ValueError for anything else, including other ISO forms
    and typing errors."""
    if not _DAY.fullmatch(text):
        raise ValueError(f"not a day: {text!r}")
    return date.fromisoformat(text)


def _day_hint(text: str) -> str:
    """Returns the hint for a text that is not a day: the day in the expected form if the text names one in another
    form, or that the calendar has no such day, as in `31/02/2026`."""
    form = "viết theo dạng năm-tháng-ngày, ví dụ 2024-05-31"
    found = next((match for pattern in _OTHER_DAYS if (match := pattern.fullmatch(text))), None)
    if found is None:
        return form
    try:
        return f"viết {date(*(int(found[part]) for part in ('year', 'month', 'day')))}"
    except ValueError:
        return f"lịch không có ngày này, xem lại văn bản; {form}"


def choice_hint(value: str, allowed: Iterable[str]) -> str:
    """Returns the hint for a value that is not in a short list: the most similar value, then all of them."""
    return _one_of(value, tuple(allowed))


@lru_cache(maxsize=_MOST_REMEMBERED)
def _one_of(value: str, allowed: tuple[str, ...]) -> str:
    """Like `choice_hint`, cached because thousands of rows can have the same wrong value."""
    named = [item for item in allowed if item]
    near = difflib.get_close_matches(value, named, n=1)
    choose = f'có phải "{near[0]}"? Chọn' if near and value else "chọn"
    empty = " hoặc để trống" if "" in allowed else ""
    return f"{choose} một trong: {', '.join(named)}{empty}"


def rows(records: Records | None, faults: list[Problem]) -> list[Fields]:
    """Returns one `Fields` per row of a CSV file; none if the file could not be read."""
    if records is None:
        return []
    names = [str(name) for name in records.frame.columns.drop("line")]
    lines, cells = records.frame["line"].tolist(), (records.frame[name].tolist() for name in names)
    return [
        Fields(records.path, line, dict(zip(names, row, strict=True)), {}, faults)
        for line, *row in zip(lines, *cells, strict=True)
    ]


def entries(path: str, node: YamlNode | None, keys: tuple[str, ...], faults: list[Problem]) -> list[Fields]:
    """Returns one `Fields` per entry of a YAML list of mappings with these keys. Other shapes are faults."""
    return [entry(path, item, keys, faults) for item in mappings_in(path, node, faults)]


def mappings_in(path: str, node: YamlNode | None, faults: list[Problem]) -> list[YamlMap]:
    """Returns the mappings of a YAML list. Other shapes are faults."""
    if node is not None and not isinstance(node, YamlList):
        hint = 'mỗi mục bắt đầu bằng "- " ở đầu dòng'
        faults.append(Problem(path, node.line, "", "", "tệp phải là một danh sách", hint))
    items = node.items if isinstance(node, YamlList) else ()
    faults.extend(_not_a_mapping(path, item) for item in items if not isinstance(item, YamlMap))
    return [item for item in items if isinstance(item, YamlMap)]


def entry(path: str, node: YamlNode, keys: tuple[str, ...], faults: list[Problem]) -> Fields:
    """Returns the `Fields` of one mapping. Keys outside `keys` are faults."""
    known = node.entries if isinstance(node, YamlMap) else {}
    for name, value in known.items():
        if name not in keys:
            faults.append(Problem(path, value.line, name, "", "không có khóa này", choice_hint(name, keys)))
    values = {name: _value(path, name, value, faults) for name, value in known.items() if name in keys}
    return Fields(path, node.line, values, {name: value.line for name, value in known.items()}, faults)


def _not_a_mapping(path: str, node: YamlNode) -> Problem:
    hint = "viết mỗi cặp trên một dòng"
    return Problem(path, node.line, "", "", "mục này phải gồm các cặp khóa: giá trị", hint)


def _value(path: str, name: str, node: YamlNode, faults: list[Problem]) -> Value:
    if isinstance(node, YamlText):
        return node.text
    items = node.items if isinstance(node, YamlList) else ()
    texts = tuple(item.text for item in items if isinstance(item, YamlText))
    if isinstance(node, YamlMap) or len(texts) != len(items):
        faults.append(Problem(path, node.line, name, "", "phải là chữ, số hoặc danh sách chữ", "bỏ các khóa con"))
    return texts
