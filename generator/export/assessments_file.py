"""Writes the assessments of a portal of any size into one file, part by part, with only one part in memory."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from generator.export.frames import assessments_table
from generator.export.parquet import typed_table, write_parquet
from generator.measures.parts import ROWS, measured_in_parts
from generator.model import Portal
from generator.progress import progress
from generator.tables import ASSESSMENTS


def write_assessments(portal: Portal, file: Path, rows: int = ROWS) -> int:
    """Writes the published assessments of a sound portal as a Parquet file, in the order of indicators. About `rows`
    rows are in memory at once. Returns the number of assessments.

    The file is either complete or does not exist: it gets its name after the last part was written.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_name(f".{file.name}.new")
    try:
        written = write_parquet(unfinished, _tables(portal, rows))
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)
    return written


def _tables(portal: Portal, rows: int) -> Iterator[pa.Table]:
    for part in progress(measured_in_parts(portal, rows), title="Đang đánh giá"):
        yield typed_table(ASSESSMENTS, assessments_table(portal, part.assessments))
