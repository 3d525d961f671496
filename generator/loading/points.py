"""Loads `data/points.csv`: the coordinates of units."""

import re
from decimal import Decimal
from pathlib import Path

from generator import data_files
from generator.loading.entities import optional_rows
from generator.loading.fields import Fields
from generator.model import Point
from generator.problems import Problem
from generator.tables import POINTS

_DEGREES = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,6})?")
_BOUNDS = {"lat": (6, 24), "lon": (102, 118)}
"""Degrees between which the whole country with its islands lies."""
_NOWHERE = Decimal(0)
"""Placeholder for a coordinate that is missing, cannot be read or is outside the country; a problem was already
collected for it."""


def load_points(root: Path, faults: list[Problem]) -> tuple[Point, ...]:
    """Returns `data/points.csv` in file order; the file may be missing."""
    return tuple(_point(fields) for fields in optional_rows(root, data_files.POINTS, POINTS.entered, faults))


def _point(fields: Fields) -> Point:
    return Point(
        unit_id=fields.text("unit_id"),
        lat=_degrees(fields, "lat"),
        lon=_degrees(fields, "lon"),
        source_id=fields.text("source_id"),
        line=fields.line,
    )


def _degrees(fields: Fields, name: str) -> Decimal:
    text = fields.text(name)
    if text and not _DEGREES.fullmatch(text):
        fields.fault(name, "không phải là tọa độ", "viết độ thập phân, tối đa 6 chữ số lẻ, ví dụ 11.335155")
        return _NOWHERE
    low, high = _BOUNDS[name]
    if text and not low <= Decimal(text) <= high:
        hint = f"từ {low} đến {high}; xem lại thứ tự vĩ độ (lat), kinh độ (lon)"
        fields.fault(name, "nằm ngoài Việt Nam", f"{hint}; chưa biết tọa độ thì bỏ dòng này")
        return _NOWHERE
    return Decimal(text or 0)
