"""Fast path for CSV files: parses a whole file with pyarrow if it is in canonical form. Callers read any other file
cell by cell."""

import csv
import io
import re
import unicodedata
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import csv as arrow_csv

from generator.bulk import ARROW_TYPES_MAPPER, Numbers, sorted_distinct

if TYPE_CHECKING:
    from numpy.typing import NDArray

HIDDEN_CHARACTERS = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff"
    r"\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)
r"""Characters that nobody sees: control characters, unusual line ends, soft hyphens, direction marks, tags and code
points that are not characters. YAML can also write them as escapes such as `\u2028`."""

_LAST_OF_ASCII = 127
_DELETE = 127
_CONTROLS = [code for code in range(ord(" ")) if HIDDEN_CHARACTERS.match(chr(code))]
_FORBIDDEN = (b"\n\n", b"<<<<<<< ", b">>>>>>> ")
"""A blank line, and merge-conflict markers."""
_EDGES, _BLANKS, _OTHER_SPACES = ",\n", " \t", "\u00a0\u1680\u2000\u205f\u3000"
_PAIRS = (*(pair for edge in _EDGES for blank in _BLANKS for pair in (edge + blank, blank + edge)), *_OTHER_SPACES)
_SPACES = np.zeros(1 << 16, dtype=bool)
"""Marks the pairs of bytes that may be a space at the edge of a cell: a blank beside a separator or a line end, and the
first two bytes of any other space."""
_SPACES[[int.from_bytes(pair.encode()[:2]) for pair in _PAIRS]] = True
_BLOCK = 1 << 24
"""How many bytes are parsed at a time. Each row fits into a block, because no cell of a valid file is that long."""


def read_canonical_csv(raw: bytes, columns: Sequence[str], repeated: Collection[str] = ()) -> pd.DataFrame | None:
    """Returns the rows of a CSV file that is in canonical form and has no fault of form. Returns None for any other
    file, and for a file without rows.

    Cells are strings as written; columns in `repeated` are categories.
    """
    heading = (",".join(columns) + "\n").encode()
    if not raw.startswith(heading) or not raw.endswith(b"\n") or len(raw) == len(heading):
        return None
    codes = np.frombuffer(raw, dtype=np.uint8)
    ends = np.flatnonzero(codes == ord("\n"))
    if not _is_clean(raw, codes, ends) or not _written_canonically(raw, codes, ends, len(columns)):
        return None
    table = _parsed(raw, columns, repeated)
    if table is None or table.num_rows != len(ends) - 1:
        return None
    frame: pd.DataFrame = table.to_pandas(types_mapper=ARROW_TYPES_MAPPER.get)
    return frame


def _is_clean(raw: bytes, codes: "NDArray[np.uint8]", ends: Numbers) -> bool:
    """Whether the file is UTF-8 in NFC without hidden characters, merge-conflict markers or blank lines."""
    low = codes[codes < ord(" ")]
    if np.isin(low, _CONTROLS).any() or (codes == _DELETE).any() or any(mark in raw for mark in _FORBIDDEN):
        return False
    try:
        text = "\n".join(line.decode("utf-8") for line in _lines_at(raw, ends, codes > _LAST_OF_ASCII))
    except UnicodeDecodeError:
        return False
    return not HIDDEN_CHARACTERS.search(text) and unicodedata.is_normalized("NFC", text)


def _lines_at(raw: bytes, ends: Numbers, marked: "NDArray[np.bool_]") -> list[bytes]:
    """Returns the lines that contain any of the marked bytes, without line ends. `marked` has one item for each byte of
    the file."""
    lines = sorted_distinct(np.searchsorted(ends, np.flatnonzero(marked)))
    begins = np.append(0, ends + 1)
    return [raw[begin:end] for begin, end in zip(begins[lines].tolist(), ends[lines].tolist(), strict=True)]


def _written_canonically(raw: bytes, codes: "NDArray[np.uint8]", ends: Numbers, width: int) -> bool:
    """Whether each line that could be written in another form, or be refused, is one complete row in canonical form:
    without spaces around cells, and quoted only where necessary."""
    doubtful = codes == ord('"')
    doubtful[1:] |= _SPACES[codes[:-1].astype(np.uint16) << 8 | codes[1:]]
    doubtful[ends[np.diff(ends, prepend=-1) > csv.field_size_limit()]] = True
    lines = [line.decode("utf-8") for line in _lines_at(raw, ends, doubtful)]
    written = io.StringIO()
    try:
        rows = list(csv.reader(lines, strict=True))
    except csv.Error:
        return False
    csv.writer(written, lineterminator="\n").writerows([cell.strip() for cell in row] for row in rows)
    return all(len(row) == width for row in rows) and written.getvalue() == "".join(f"{line}\n" for line in lines)


def _parsed(raw: bytes, columns: Sequence[str], repeated: Collection[str]) -> pa.Table | None:
    """Returns the rows as strings, columns in `repeated` as dictionaries; None if a row does not have one cell for each
    column.

    It uses one thread: a process with several threads cannot be forked safely, and builds fork.
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
