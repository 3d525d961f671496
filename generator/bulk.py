"""Whole columns at once: CSV files that are spotless, and texts that all have one form.

Nothing here tells a fault: what is not proven sound in bulk is looked at cell by cell by whoever asked.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from pandas.api.types import union_categoricals
from pyarrow import csv as arrow_csv

if TYPE_CHECKING:
    from pandas.api.extensions import ExtensionArray

Numbers: TypeAlias = NDArray[np.int64]
"""A whole number for each row."""

HIDDEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff"
    r"\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)
"""What nobody sees: controls, line ends that are none to most programs, soft hyphens, direction marks, tags, and what
is no character at all. YAML can also write them as "\\u2028"."""

_CONTROLS = bytes(code for code in range(128) if HIDDEN.match(chr(code)))
_MERGE_MARKS = (b"<<<<<<< ", b">>>>>>> ")
_BLOCK = 1 << 24
"""Bytes that are parsed at a time; a row is within a block, since no cell of a spotless file comes near."""


def spotless(raw: bytes, columns: Sequence[str], repeated: Collection[str] = ()) -> pd.DataFrame | None:
    """The rows of a CSV file that is in its canonical form and has no fault of form; None of any other one.

    Cells are strings as written, in columns of `repeated` as categories in the order of texts.
    """
    heading = (",".join(columns) + "\n").encode()
    if not (raw.startswith(heading) and raw.endswith(b"\n") and _clean(raw) and _quoted_as_needed(raw, len(columns))):
        return None
    table = _parsed(raw, columns, repeated)
    if table is None or table.num_rows != raw.count(b"\n") - 1:
        return None
    frame = table.to_pandas()
    return in_categories(frame, repeated) if all(_plain(frame[name]) for name in columns) else None


def in_categories(frame: pd.DataFrame, names: Collection[str]) -> pd.DataFrame:
    """The frame with these columns of strings as categories, which stand in the order of texts."""
    return frame.assign(**{name: _of_ordered_texts(frame[name].astype("category")) for name in names})


def _of_ordered_texts(column: "pd.Series[Any]") -> "pd.Series[Any]":
    texts: Any = column.cat.categories.astype("str")  # Those of a column without a row are of no kind.
    return column.cat.rename_categories(texts).cat.reorder_categories(texts.sort_values())


def _clean(raw: bytes) -> bool:
    """Whether it is UTF-8 in composed characters, all of them visible, and merged."""
    if len(raw.translate(None, _CONTROLS)) != len(raw) or any(mark in raw for mark in _MERGE_MARKS):
        return False
    if raw.isascii():
        return True
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    codes = np.frombuffer(raw, dtype=np.uint8)
    foreign = codes[codes >= 128].tobytes().decode("utf-8")  # noqa: PLR2004 - what is no ASCII
    return not HIDDEN.search(foreign) and unicodedata.is_normalized("NFC", text)


def _quoted_as_needed(raw: bytes, width: int) -> bool:
    """Whether each line with quotes is one whole row, written as the canonical form writes it."""
    if b'"' not in raw:
        return True
    lines = [line for line in raw.decode("utf-8").split("\n") if '"' in line]
    written = io.StringIO()
    try:
        rows = list(csv.reader(lines, strict=True))
    except csv.Error:
        return False
    csv.writer(written, lineterminator="\n").writerows(rows)
    return all(len(row) == width for row in rows) and written.getvalue() == "\n".join([*lines, ""])


def _parsed(raw: bytes, columns: Sequence[str], repeated: Collection[str]) -> pa.Table | None:
    """The rows as strings, those of `repeated` in dictionaries; None where a row has other cells than columns.

    It takes one thread: a process that has started more cannot be copied safely, and builds copy theirs.
    """
    kinds = {name: pa.dictionary(pa.int32(), pa.string()) if name in repeated else pa.string() for name in columns}
    try:
        return arrow_csv.read_csv(
            pa.BufferReader(raw),
            read_options=arrow_csv.ReadOptions(use_threads=False, block_size=_BLOCK),
            parse_options=arrow_csv.ParseOptions(ignore_empty_lines=False),
            convert_options=arrow_csv.ConvertOptions(column_types=kinds),
        )
    except pa.ArrowInvalid:
        return None


def _plain(column: "pd.Series[Any]") -> bool:
    """Whether no cell has spaces around it or is longer than the parser of the canonical form takes."""
    texts = distinct(column)
    return bool(texts.str.strip().eq(texts).all()) and not texts.str.len().gt(csv.field_size_limit()).any()


def distinct(column: "pd.Series[Any]") -> "pd.Series[str]":
    """The texts that a column holds: of categories each once, of others every cell."""
    return pd.Series(column.cat.categories) if isinstance(column.dtype, pd.CategoricalDtype) else column


def all_like(column: "pd.Series[Any]", pattern: str) -> bool:
    """Whether every text of a column matches the whole pattern (RE2). None of them may hold a line break."""
    texts = distinct(column)
    if texts.empty:
        return True
    whole = pa.array(["\n".join(texts.tolist())], pa.large_string())
    return bool(pc.match_substring_regex(whole, rf"\A(?:(?:{pattern})\n)*(?:{pattern})\z")[0].as_py())


def days_of(column: "pd.Series[Any]", days: Mapping[str, date | None]) -> "pd.Series[Any]":
    """For each text of a column of categories its day (datetime64[s]), missing where there is none."""
    known = pd.Series([days.get(text) for text in column.cat.categories], dtype="object").astype("datetime64[s]")
    return pd.Series(known.array.take(column.cat.codes.to_numpy(), allow_fill=True), column.index)


def row_keys(frame: pd.DataFrame, names: Sequence[str]) -> Numbers:
    """A number for each row: two rows have the same one where their cells in these columns of categories are the same,
    and it orders rows as the columns do, the first one first.

    Raises OverflowError where there are more possible rows than numbers.
    """
    keys, size = np.zeros(len(frame), dtype=np.int64), 1
    for name in names:
        column = frame[name].cat
        size *= max(1, len(column.categories))
        if size > np.iinfo(np.int64).max:
            raise OverflowError(f"too many texts in {', '.join(names)}")
        keys = keys * len(column.categories) + column.codes.to_numpy()
    return keys


def in_order(keys: Numbers) -> Numbers:
    """The numbers of the rows in the order of their keys, which are not negative; rows alike stay as they stand."""
    rows = len(keys)
    # Sorting numbers is several times faster than sorting the places where they stand.
    if rows and int(keys.max()) < np.iinfo(np.int64).max // rows - 1:
        return np.sort(keys * rows + np.arange(rows)) % rows
    return np.argsort(keys, kind="stable")


def repeat(keys: Numbers) -> bool:
    """Whether any two keys are the same."""
    ordered = np.sort(keys)
    return bool((ordered[1:] == ordered[:-1]).any())


def places_in(ordered: Numbers, wanted: Numbers) -> Numbers:
    """Where each of the wanted numbers stands among those in order; -1 where it does not."""
    if not len(ordered):
        return np.full(len(wanted), -1, dtype=np.int64)
    places = np.minimum(np.searchsorted(ordered, wanted), len(ordered) - 1)
    return np.where(ordered[places] == wanted, places, -1)


def cells_at(column: "pd.Series[Any]", places: Numbers) -> "ExtensionArray":
    """The cells of a column at these places; where a place is -1 a text is empty and a number is missing."""
    cells: Any = column.array
    texts = isinstance(cells, pd.Categorical)
    all_cells = cells.set_categories(cells.categories.union([""])) if texts else cells
    found: ExtensionArray = all_cells.take(places, allow_fill=True)
    return found.fillna("") if texts else found


def scattered(numbers: Numbers, places: Numbers, rows: int) -> "pd.Series[int]":
    """So many rows with these numbers at these places, all others missing (Int64)."""
    values, missing = np.zeros(rows, dtype=np.int64), np.ones(rows, dtype=bool)
    values[places], missing[places] = numbers, False
    return pd.Series(pd.arrays.IntegerArray(values, missing))


def coded(numbers: "NDArray[np.integer[Any]]", texts: Sequence[str]) -> pd.Categorical:
    """A column of categories from the numbers of its texts."""
    return pd.Categorical.from_codes(numbers, pd.Index(list(texts), dtype="str"))


def stacked(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The rows of all frames, one after the other; categories stay categories, in the order of their texts."""
    repeated = [str(name) for name, kind in frames[0].dtypes.items() if isinstance(kind, pd.CategoricalDtype)]
    others = pd.concat([frame.drop(columns=repeated) for frame in frames], ignore_index=True)
    whole = {name: union_categoricals([frame[name] for frame in frames], sort_categories=True) for name in repeated}
    return others.assign(**whole)
