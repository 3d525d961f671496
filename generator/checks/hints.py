"""Where a fault is mended: the files, and the known name that comes nearest to an unknown one."""

import difflib
from collections.abc import Iterable

UNITS = "data/units.csv"
BODIES = "data/bodies.csv"
POINTS = "data/points.csv"
INDICATORS = "data/indicators.yml"
SOURCES = "data/sources.yml"
PORTAL = "data/portal.yml"


def nearest(value: str, known: Iterable[str], place: str) -> str:
    """`có phải "…"? Danh sách: data/units.csv`; without a near one `danh sách: data/units.csv`."""
    near = difflib.get_close_matches(value, list(known), n=1, cutoff=0.6)
    return f'có phải "{near[0]}"? Danh sách: {place}' if near else f"danh sách: {place}"
