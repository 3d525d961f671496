"""Writes `/data/parquet/<table>.parquet`: a table with typed columns, for programs that read only a few columns.

Figures are binary fractions; every decimal of the portal's figures (at most fifteen digits) can be restored from them.
Only the CSV file keeps the trailing zeros that a document wrote. Cells with lists are texts, as in the CSV file. Texts
are not protected against spreadsheets, which do not read this format.
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
from generator.tables import CellType, DataTable

FOLDER = "data/parquet"
ROWS_TOGETHER = 100_000
"""Rows per row group. A program that reads some rows over the network downloads few bytes, and a group still compresses
well."""

_TYPES: Mapping[CellType, pa.DataType] = {
    CellType.TEXT: pa.string(),
    CellType.LIST: pa.string(),
    CellType.NUMBER: pa.float64(),
    CellType.COUNT: pa.int32(),
    CellType.TRUTH: pa.bool_(),
    CellType.DAY: pa.date32(),
}


def parquet_path(table: DataTable) -> str:
    """Returns the path of the table's Parquet file."""
    return f"{FOLDER}/{table.name}.parquet"


def parquet_bytes(table: DataTable, frame: pd.DataFrame) -> bytes:
    """Returns the table as a Parquet file, from its published texts; an empty cell becomes null."""
    written = io.BytesIO()
    write_parquet(written, iter([typed_table(table, frame)]))
    return written.getvalue()


def write_parquet(file: io.BytesIO | Path, tables: Iterator[pa.Table]) -> int:
    """Writes tables with the same columns, at least one, one after the other. Returns their total number of rows."""
    first = next(tables)
    rows = 0
    # Without Arrow's own schema, because it adds nothing to the types.
    with parquet.ParquetWriter(file, first.schema, compression="zstd", store_schema=False) as writer:
        for table in chain([first], tables):
            writer.write_table(table, row_group_size=ROWS_TOGETHER)
            rows += table.num_rows
    return rows


def typed_table(table: DataTable, frame: pd.DataFrame) -> pa.Table:
    """Returns a published table with typed columns; an empty cell becomes null."""
    return pa.table({column.name: _typed(frame[column.name], _TYPES[column.kind]) for column in table.columns})


def _typed(cells: "pd.Series[Any]", kind: pa.DataType) -> pa.Array:
    texts = pa.array(distinct(cells), pa.string())
    typed = pc.if_else(pc.equal(texts, ""), None, texts).cast(kind)
    return typed.take(pa.array(cells.cat.codes)) if isinstance(cells.dtype, pd.CategoricalDtype) else typed
