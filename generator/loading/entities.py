"""Shared by the loading of all entities: the forms of ids, unique ids, slugs, files that must exist and files that may
be missing."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeVar

from generator import formats
from generator.artifacts import is_device
from generator.loading.fields import DEVICE_FAULT, LONGEST_CODE, Fields, entries, rows
from generator.problems import Problem
from generator.reading.csv_rows import read_csv
from generator.reading.yaml_tree import YamlList, read_yaml

PLAIN_CODE = r"[a-z0-9]+(?:-[a-z0-9]+)*"
DOTTED_CODE = rf"{PLAIN_CODE}(?:\.{PLAIN_CODE})*"
FILE_CODE = r"[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*"
CODE_HINT = "chỉ dùng chữ thường không dấu, chữ số, dấu gạch nối; các cấp ngăn bằng dấu chấm"


class Identified(Protocol):
    """Any object with its own id."""

    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=Identified)


def yaml_records(root: Path, path: str, columns: tuple[str, ...], lacking: str, faults: list[Problem]) -> list[Fields]:
    """Returns the entries of a YAML file that must have at least one. `lacking` is the message if it has none."""
    node = read_yaml(root, path, faults)
    if isinstance(node, YamlList) and not node.items:
        faults.append(empty_file_problem(path, lacking))
    return entries(path, node, columns, faults)


def optional_rows(root: Path, path: str, columns: tuple[str, ...], faults: list[Problem]) -> list[Fields]:
    """Returns the rows of a CSV file that may be missing."""
    return rows(read_csv(root, path, columns, faults), faults) if (root / path).exists() else []


def empty_file_problem(path: str, message: str) -> Problem:
    """Returns the fault of a file that has no entry, though it must have one."""
    return Problem(path, 0, "", "", message, "lấy lại nội dung từ bản trước trong kho mã, hoặc khai ít nhất một mục")


def web_address(fields: Fields, name: str) -> str:
    """Returns the address of a web page; empty if the field is absent."""
    url = fields.optional(name)
    if url and not re.fullmatch(r"https?://[^\s\"'<>]+", url):
        fields.fault(name, "không phải địa chỉ trang mạng", "bắt đầu bằng https:// và không có dấu cách")
    return url


def by_id(found: list[Fields], make: Callable[[Fields], T]) -> dict[str, T]:
    """Returns the entities by id. A second entity with the same id is a fault at its line."""
    entities: dict[str, T] = {}
    first: dict[str, int] = {}
    for fields in found:
        made = make(fields)
        if made.id in entities:
            fields.fault("id", f"mã này đã có ở dòng {first[made.id]}", "đặt mã khác; mã không bao giờ dùng lại")
            continue
        entities[made.id] = made
        first[made.id] = fields.line
    return entities


def slug_of(fields: Fields) -> str:
    """Returns the part of addresses that identifies the entity."""
    slug = fields.text("slug")
    if slug and not (formats.is_slug(slug) and len(slug) <= LONGEST_CODE):
        hint = f"chỉ dùng chữ thường không dấu, chữ số và dấu gạch nối; dài nhất {LONGEST_CODE} ký tự"
        fields.fault("slug", "không dùng được trong địa chỉ", hint)
    elif is_device(slug):
        fields.fault("slug", *DEVICE_FAULT)
    return slug
