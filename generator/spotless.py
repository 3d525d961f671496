"""CSV files that are proved spotless in bulk; any other one is looked at cell by cell by whoever asked."""

import csv
import io
import re
import unicodedata
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import csv as arrow_csv

from generator.bulk import OF_FILES, Numbers, distinct, each_once

if TYPE_CHECKING:
    from numpy.typing import NDArray

HIDDEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff"
    r"\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)
"""What nobody sees: controls, line ends that are none to most programs, soft hyphens, direction marks, tags, and what
is no character at all. YAML can also write them as "\\u2028"."""

_LAST_OF_ASCII = 127
_DELETE = 127
_CONTROLS = [code for code in range(ord(" ")) if HIDDEN.match(chr(code))]
_NEVER = (b"\n\n", b"<<<<<<< ", b">>>>>>> ")
"""A blank line, and the marks of what is not merged."""
_BLOCK = 1 << 24
"""Bytes that are parsed at a time; a row fits into a block, because no cell of a valid file is that long."""


def spotless(raw: bytes, columns: Sequence[str], repeated: Collection[str] = ()) -> pd.DataFrame | None:
    """The rows of a CSV file that is in its canonical form and has no fault of form; None of any other one, and of a
    file without rows.

    Cells are strings as written, in columns of `repeated` as categories.
    """
    heading = (",".join(columns) + "\n").encode()
    if not raw.startswith(heading) or not raw.endswith(b"\n") or len(raw) == len(heading):
        return None
    codes = np.frombuffer(raw, dtype=np.uint8)
    ends = np.flatnonzero(codes == ord("\n"))
    if not _clean(raw, codes, ends) or not _quoted_as_needed(raw, codes, ends, len(columns)):
        return None
    table = _parsed(raw, columns, repeated)
    if table is None or table.num_rows != len(ends) - 1:
        return None
    frame = table.to_pandas(types_mapper=OF_FILES.get)
    return frame if all(_plain(frame[name]) for name in columns) else None


def _clean(raw: bytes, codes: "NDArray[np.uint8]", ends: Numbers) -> bool:
    """Whether it is UTF-8 in composed characters, all of them visible, merged, and without a blank line."""
    low = codes[codes < ord(" ")]
    if np.isin(low, _CONTROLS).any() or (codes == _DELETE).any() or any(mark in raw for mark in _NEVER):
        return False
    try:
        text = "\n".join(line.decode("utf-8") for line in _lines_at(raw, ends, codes > _LAST_OF_ASCII))
    except UnicodeDecodeError:
        return False
    return not HIDDEN.search(text) and unicodedata.is_normalized("NFC", text)


def _lines_at(raw: bytes, ends: Numbers, places: "NDArray[np.bool_]") -> list[bytes]:
    """The lines in which any of the bytes at these places stand, without their ends."""
    lines = each_once(np.searchsorted(ends, np.flatnonzero(places)))
    begins = np.append(0, ends + 1)
    return [raw[begin:end] for begin, end in zip(begins[lines].tolist(), ends[lines].tolist(), strict=True)]


def _quoted_as_needed(raw: bytes, codes: "NDArray[np.uint8]", ends: Numbers, width: int) -> bool:
    """Whether each line with quotes is one whole row, written as the canonical form writes it."""
    lines = [line.decode("utf-8") for line in _lines_at(raw, ends, codes == ord('"'))]
    written = io.StringIO()
    try:
        rows = list(csv.reader(lines, strict=True))
    except csv.Error:
        return False
    csv.writer(written, lineterminator="\n").writerows(rows)
    return all(len(row) == width for row in rows) and written.getvalue() == "".join(f"{line}\n" for line in lines)


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
