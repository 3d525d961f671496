"""The assessments of a portal in one file, whatever its size: written part by part, each without the others."""

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
    """Writes the published assessments of a sound portal as a Parquet file, in the order of indicators; how many there
    are. About so many `rows` are held at once.

    The file is whole or not there: it takes its name when the last part is written.
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
