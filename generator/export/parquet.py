"""`/data/parquet/<table>.parquet`: a table with typed columns, for programs that read the few columns they need.

Figures are binary fractions, which hold every figure of the portal so that its decimals come back (at most fifteen
digits); how many noughts a document wrote at their end only the CSV file tells. Cells of lists are texts, as in the CSV
file; texts are not guarded against spreadsheets, which do not read this form.
"""

import io
from collections.abc import Callable, Mapping

import pandas as pd

from generator.tables import DataTable, Kind

FOLDER = "data/parquet"
ROWS_TOGETHER = 100_000
"""Rows of a group: who asks for some rows over the network moves few bytes, and a group still packs well."""

_COMPRESSION = "ZSTD"
_EPOCH = pd.Timestamp(1970, 1, 1)


def parquet_path(table: DataTable) -> str:
    """Where the table stands in this form."""
    return f"{FOLDER}/{table.name}.parquet"


class _Buffer(io.BytesIO):
    """A file in memory whose content stays when the writer closes it."""

    def close(self) -> None:
        """Keeps the content."""


def parquet_bytes(table: DataTable, frame: pd.DataFrame) -> bytes:
    """The table in this form, from its published texts; an empty cell is none."""
    from fastparquet import writer  # noqa: PLC0415 - a quarter of a second, and checking the data needs none of it
    from fastparquet.parquet_thrift import ConvertedType  # noqa: PLC0415 - as above

    typed = pd.DataFrame({column.name: _TYPED[column.kind](frame[column.name]) for column in table.columns})
    texts = {column.name: "utf8" for column in table.columns if _TYPED[column.kind] is _texts}
    described = writer.make_metadata(typed, has_nulls=list(typed.columns), object_encoding=texts, index_cols=[])
    for element in described.schema:
        if element.name in {column.name for column in table.columns if column.kind is Kind.DAY}:
            element.converted_type = ConvertedType.DATE
    described.key_value_metadata = []  # Versions of programs, which change more often than the data.
    buffer = _Buffer()
    writer.write_simple(
        "", typed, described, ROWS_TOGETHER, compression=_COMPRESSION, open_with=lambda *_: buffer, stats=True
    )
    return buffer.getvalue()


def _texts(cells: "pd.Series[str]") -> "pd.Series[str]":
    return cells.astype("object").where(cells.ne(""), None)


def _numbers(cells: "pd.Series[str]") -> "pd.Series[float]":
    return pd.to_numeric(cells.where(cells.ne("")), errors="raise").astype("float64")


def _counts(cells: "pd.Series[str]") -> "pd.Series[int]":
    return _numbers(cells).astype("Int32")


def _truths(cells: "pd.Series[str]") -> "pd.Series[bool]":
    return cells.map({"true": True, "false": False}).astype("boolean")


def _days(cells: "pd.Series[str]") -> "pd.Series[int]":
    """Days since 1970, which the schema calls dates."""
    known = pd.to_datetime(cells.where(cells.ne("")), format="%Y-%m-%d")
    return (known - _EPOCH).dt.days.astype("Int32")


_TYPED: Mapping[Kind, Callable[["pd.Series[str]"], "pd.Series"]] = {
    Kind.TEXT: _texts,
    Kind.LIST: _texts,
    Kind.NUMBER: _numbers,
    Kind.COUNT: _counts,
    Kind.TRUTH: _truths,
    Kind.DAY: _days,
}
