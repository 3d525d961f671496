"""`/data/parquet/<table>.parquet`: a table with typed columns, for programs that read the few columns they need.

Figures are binary fractions, from which every decimal of the portal's figures comes back (at most fifteen digits). Only
the CSV file keeps the zeros that a document wrote after the last decimal. Cells of lists are texts, as in the CSV file;
texts are not guarded against spreadsheets, which do not read this form.
"""

import io
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from generator.bulk import distinct
from generator.tables import DataTable, Kind

FOLDER = "data/parquet"
ROWS_TOGETHER = 100_000
"""Rows of a group: who asks for some rows over the network moves few bytes, and a group still packs well."""

_TYPES: Mapping[Kind, pa.DataType] = {
    Kind.TEXT: pa.string(),
    Kind.LIST: pa.string(),
    Kind.NUMBER: pa.float64(),
    Kind.COUNT: pa.int32(),
    Kind.TRUTH: pa.bool_(),
    Kind.DAY: pa.date32(),
}


def parquet_path(table: DataTable) -> str:
    """Where the table stands in this form."""
    return f"{FOLDER}/{table.name}.parquet"


def parquet_bytes(table: DataTable, frame: pd.DataFrame) -> bytes:
    """The table in this form, from its published texts; an empty cell is none."""
    written = io.BytesIO()
    write_parquet(written, iter([typed_table(table, frame)]))
    return written.getvalue()


def write_parquet(file: io.BytesIO | Path, tables: Iterator[pa.Table]) -> int:
    """Writes tables of the same columns, at least one, one after the other; how many rows they have together."""
    first = next(tables)
    rows = 0
    # Without the description of Arrow's own: it tells nothing that the types do not.
    with parquet.ParquetWriter(file, first.schema, compression="zstd", store_schema=False) as writer:
        for table in chain([first], tables):
            writer.write_table(table, row_group_size=ROWS_TOGETHER)
            rows += table.num_rows
    return rows


def typed_table(table: DataTable, frame: pd.DataFrame) -> pa.Table:
    """A published table with typed columns; an empty cell is none."""
    return pa.table({column.name: _typed(frame[column.name], _TYPES[column.kind]) for column in table.columns})


def _typed(cells: "pd.Series[Any]", kind: pa.DataType) -> pa.Array:
    texts = pa.array(distinct(cells), pa.string())
    typed = pc.if_else(pc.equal(texts, ""), None, texts).cast(kind)
    return typed.take(pa.array(cells.cat.codes)) if isinstance(cells.dtype, pd.CategoricalDtype) else typed
