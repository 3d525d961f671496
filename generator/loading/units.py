"""Loads `data/units.csv`, `data/bodies.csv` and `data/lineage.csv`: units, other bodies, and the lineage of units."""

import re
from collections.abc import Mapping
from pathlib import Path

from generator import data_files, words
from generator.loading.entities import (
    CODE_HINT,
    DOTTED_CODE,
    FILE_CODE,
    by_id,
    empty_file_problem,
    optional_rows,
    slug_of,
)
from generator.loading.fields import Fields, rows
from generator.model import Body, Level, Lineage, LineageKind, Unit, UnitKind
from generator.problems import Problem
from generator.reading.csv_rows import read_csv
from generator.reading.text import without_hidden
from generator.tables import BODIES, LINEAGE, UNITS

_CODE_DIGITS: Mapping[str, int] = {Level.PROVINCE: 2, Level.DISTRICT: 3, Level.COMMUNE: 5}
"""The number of digits of the official code of a unit, by level (Decision 124/2004/QĐ-TTg)."""


def load_units(root: Path, faults: list[Problem]) -> dict[str, Unit]:
    """Returns the units of `data/units.csv` by id. A portal has at least one."""
    path = data_files.UNITS
    records = read_csv(root, path, UNITS.entered, faults)
    if records is not None and records.frame.empty:
        faults.append(empty_file_problem(path, "chưa có đơn vị nào"))
    return by_id(rows(records, faults), _unit)


def _unit(fields: Fields) -> Unit:
    return Unit(
        id=fields.own_id(DOTTED_CODE, CODE_HINT),
        slug=slug_of(fields),
        name=_name(fields, "name"),
        short_name=_name(fields, "short_name"),
        kind=fields.choice("kind", UnitKind),
        level=fields.choice("level", Level),
        parent_id=fields.optional("parent_id"),
        code=_official_code(fields),
        active_from=fields.optional_day("active_from"),
        active_to=fields.optional_day("active_to"),
        aliases=fields.texts("aliases"),
        note=fields.optional("note"),
        line=fields.line,
    )


def _name(fields: Fields, field: str) -> str:
    """Returns a name. It is a fault if its words are separated by anything but one ordinary space: such a name looks
    the same and is not found by a search."""
    name = fields.text(field)
    plain = " ".join(name.split())
    if name != plain and name == without_hidden(name):
        fields.fault(field, "có hai dấu cách liền nhau hoặc dấu cách lạ (không ngắt) giữa các chữ", f"viết {plain}")
    return name


def _official_code(fields: Fields) -> str:
    """Returns the State's code of a unit. The code of a province, district or commune has a fixed number of digits; the
    code of an office may also contain letters."""
    code, digits = fields.optional("code"), _CODE_DIGITS.get(fields.optional("level"))
    if not code:
        return ""
    if digits and not re.fullmatch(f"[0-9]{{{digits}}}", code):
        fields.fault("code", f"không phải mã hành chính gồm {digits} chữ số", _digits_hint(code, digits))
    elif not re.fullmatch(FILE_CODE, code):
        fields.fault("code", "không phải mã hành chính", "chỉ dùng chữ không dấu, chữ số, dấu chấm, dấu gạch nối")
    return code


def _digits_hint(code: str, digits: int) -> str:
    """Returns the hint for a code with the wrong number of digits. Spreadsheet programs drop zeros at the beginning of
    a number."""
    lacking = re.fullmatch("[0-9]+", code) and len(code) < digits
    rule = "chép đúng mã của Nhà nước, kể cả các số 0 ở đầu; không có mã thì để trống"
    return f"có phải {code.zfill(digits)}? {words.capitalised(rule)}" if lacking else rule


def load_bodies(root: Path, faults: list[Problem]) -> dict[str, Body]:
    """Returns the bodies of `data/bodies.csv` by id; the file may be missing."""
    return by_id(optional_rows(root, data_files.BODIES, BODIES.entered, faults), _body)


def _body(fields: Fields) -> Body:
    return Body(
        fields.own_id(DOTTED_CODE, CODE_HINT),
        fields.text("name"),
        fields.text("short_name"),
        fields.optional("parent_id"),
        fields.optional("note"),
        fields.line,
    )


def load_lineage(root: Path, faults: list[Problem]) -> tuple[Lineage, ...]:
    """Returns `data/lineage.csv` in file order; the file may be missing."""
    return tuple(_lineage(fields) for fields in optional_rows(root, data_files.LINEAGE, LINEAGE.entered, faults))


def _lineage(fields: Fields) -> Lineage:
    return Lineage(
        predecessor_id=fields.text("predecessor_id"),
        successor_id=fields.optional("successor_id"),
        on=fields.day("on"),
        kind=fields.choice("kind", LineageKind),
        source_id=fields.text("source_id"),
        note=fields.optional("note"),
        path=fields.path,
        line=fields.line,
    )
