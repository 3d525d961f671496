"""Operations on whole columns at once. Repeated texts are kept as categories, and rows as numbers that are compared,
ordered and looked up."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, overload

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

if TYPE_CHECKING:
    from pandas.api.extensions import ExtensionArray

pd.set_option("mode.string_storage", "python")
"""Most text columns have few cells, and repeated texts are in categories. For both, pandas takes twice as long if
pyarrow stores the texts."""

ARROW_TEXT = pd.StringDtype("pyarrow", na_value=np.nan)
"""The dtype of text columns that have a cell for each figure and few equal cells. pyarrow reads, joins and compares
millions of cells at once, without Python's lock."""

ARROW_TYPES_MAPPER = dict.fromkeys((pa.string(), pa.large_string()), ARROW_TEXT)
"""Maps pyarrow's text types to that dtype, for pyarrow's `to_pandas`."""

T = TypeVar("T")
Numbers: TypeAlias = NDArray[np.int64]
"""An array with a whole number for each row."""

_LONG_FROM = 10_000
"""A text column with at least this many cells gets the dtype ARROW_TEXT."""

_MATCHED_AT_ONCE = 100_000
_LISTED_AT_ONCE = 2_000
_DENSE = 2
"""A lookup table of all numbers up to the highest is faster than a search if it has at most this many cells for each
number."""


def in_categories(frame: pd.DataFrame, names: Collection[str]) -> pd.DataFrame:
    """Returns the frame with these string columns as categories, sorted by text."""
    return frame.assign(**{name: _with_sorted_categories(frame[name].astype("category")) for name in names})


def _with_sorted_categories(column: "pd.Series[Any]") -> "pd.Series[Any]":
    """Returns the column with its categories as texts in sorted order."""
    texts: Any = column.cat.categories
    if texts.dtype == "str" and texts.is_monotonic_increasing:
        return column
    texts = texts.astype("str")  # The categories of a column without rows have no text dtype.
    return column.cat.rename_categories(texts).cat.reorder_categories(texts.sort_values())


def distinct(column: "pd.Series[Any]") -> "pd.Series[str]":
    """Returns the texts of a column: for categories each text once, for other columns every cell."""
    return pd.Series(column.cat.categories) if isinstance(column.dtype, pd.CategoricalDtype) else column


class MappedCells(Sequence[T]):
    """The results of applying `make` to the text of each cell of a column. `make` is called once for each distinct
    text; a missing text counts as empty. Cells are kept as numbers and turned into lists in small parts."""

    def __init__(self, column: "pd.Series[Any]", make: Callable[[str], T]) -> None:
        self._codes, texts = _factorized(column)
        self._made = np.empty(len(texts) + 1, dtype=object)  # A missing cell has the code -1: its place is the last.
        listed = [*texts.tolist(), ""]
        for code in _codes_present(self._codes).tolist():
            self._made[code] = make(listed[code])

    def __len__(self) -> int:
        return len(self._codes)

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> list[T]: ...
    def __getitem__(self, place: int | slice) -> T | list[T]:
        if isinstance(place, slice):
            listed: list[T] = self._made[self._codes[place]].tolist()
            return listed
        found: T = self._made[self._codes[place]]
        return found

    def __iter__(self) -> Iterator[T]:
        parts = (self[start : start + _LISTED_AT_ONCE] for start in range(0, len(self), _LISTED_AT_ONCE))
        return chain.from_iterable(parts)


def map_texts(column: "pd.Series[Any]", make: Callable[[str], T]) -> list[T]:
    """Returns the result of `make` for the text of each cell. `make` is called once for each distinct text; a missing
    text counts as empty."""
    return MappedCells(column, make)[:]


def interned_texts(column: "pd.Series[Any]") -> list[str]:
    """Returns the texts of the cells. Equal texts are the same object in memory, because a table has hundreds of
    thousands of cells."""
    return map_texts(column, str)


def cells_with_none(column: "pd.Series[Any]") -> list[Any]:
    """Returns the cells of a column as a list, with None for a missing cell."""
    found: list[Any] = column.array.to_numpy(object, na_value=None).tolist()
    return found


def _factorized(column: "pd.Series[Any]") -> "tuple[NDArray[np.integer[Any]], pd.Index[Any]]":
    """Returns the number of each cell among the distinct cells, -1 if it is missing, and the distinct cells."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return column.cat.codes.to_numpy(), column.cat.categories
    return pd.factorize(column)


def as_texts(column: "pd.Series[Any]", make: Callable[[Any], str] = str) -> "ExtensionArray":
    """Returns a text column with the result of `make` for each cell. `make` is called once for each distinct cell; a
    missing cell becomes empty."""
    codes, cells = _factorized(column)
    made = [*map(make, cells.tolist()), ""]  # A missing cell has the code -1.
    texts: ExtensionArray = pd.array(made, dtype="str") if len(codes) < _LONG_FROM else pd.array(made, dtype=ARROW_TEXT)
    return texts.take(codes)


def as_categories(column: "pd.Series[Any]") -> pd.Categorical:
    """Returns the cells of a column as texts, as categories sorted by text. A missing cell becomes empty."""
    codes, cells = _factorized(column)
    listed, present = [*map(str, cells.tolist()), ""], _codes_present(codes)
    texts, places = np.unique(np.array([listed[code] for code in present.tolist()], dtype=object), return_inverse=True)
    numbers = np.zeros(len(listed), dtype=np.int64)
    numbers[present] = places
    return from_codes(numbers[codes], texts.tolist())


def _codes_present(codes: "NDArray[np.integer[Any]]") -> Numbers:
    """Returns the numbers that occur in a column, including -1. They are found by counting, because sorting takes ten
    times as long."""
    return np.flatnonzero(np.bincount(codes.astype(np.int64) + 1)) - 1


def grouped_by_texts(items: Sequence[T], column: "pd.Series[Any]") -> dict[str, tuple[T, ...]]:
    """Returns the items grouped by the texts of a column that has one cell per item. Groups are in the order in which
    their texts first appear, members in the order of the items."""
    codes, texts = pd.factorize(column)
    return dict(zip(texts, grouped_by(items, codes), strict=True))


def grouped_by(items: Sequence[T], keys: Numbers) -> list[tuple[T, ...]]:
    """Returns the items in groups of equal keys; there is one key per item. Groups are in the order of the keys,
    members in the order of the items."""
    objects = np.fromiter(items, dtype=object, count=len(items))  # `np.array` would unpack items that are tuples.
    order = row_order(keys)
    ordered, starts = objects[order].tolist(), np.flatnonzero(np.diff(keys[order], prepend=-1)).tolist()
    return [tuple(ordered[first:end]) for first, end in pairwise([*starts, len(ordered)])]


def all_match(column: "pd.Series[Any]", pattern: str) -> bool:
    """Whether every text of a column matches the whole pattern (RE2). No text may contain a line break."""
    texts = distinct(column)
    parts = (texts.iloc[first : first + _MATCHED_AT_ONCE] for first in range(0, len(texts), _MATCHED_AT_ONCE))
    return all(_part_like(part, pattern) for part in parts)


def _part_like(texts: "pd.Series[str]", pattern: str) -> bool:
    """Like `all_match`, for texts joined into one: matching one long text is faster than matching many short ones."""
    cells = arrow_texts(texts, pa.string())
    whole = pc.binary_join(pa.ListArray.from_arrays([0, len(cells)], cells), "\n")
    return bool(pc.match_substring_regex(whole, rf"\A(?:(?:{pattern})\n)*(?:{pattern})\z")[0].as_py())


def arrow_texts(column: "pd.Series[str]", kind: pa.DataType) -> pa.Array:
    """Returns the texts of a column as one array of pyarrow, of the kind `string` or `large_string`."""
    texts = pa.array(column, kind)
    return texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts


def days_of(column: "pd.Series[Any]", days: Mapping[str, date | None]) -> "pd.Series[Any]":
    """Returns the day (datetime64[s]) for each text of a column of categories, missing if `days` has none."""
    known = pd.Series([days.get(text) for text in column.cat.categories], dtype="object").astype("datetime64[s]")
    return pd.Series(known.array.take(column.cat.codes.to_numpy(), allow_fill=True), column.index)


def row_keys(frame: pd.DataFrame, names: Sequence[str]) -> Numbers:
    """Returns a number for each row. Two rows have the same number if their cells in these columns of categories are
    equal. The numbers order rows like the columns, the first column first.

    Raises OverflowError if there are more possible rows than 64-bit numbers.
    """
    keys, size = np.zeros(len(frame), dtype=np.int64), 1
    for name in names:
        column = frame[name].cat
        size *= max(1, len(column.categories))
        if size > np.iinfo(np.int64).max:
            raise OverflowError(f"too many texts in {', '.join(names)}")
        keys = keys * len(column.categories) + column.codes.to_numpy()
    return keys


def with_texts_of(frame: pd.DataFrame, names: Sequence[str], other: pd.DataFrame) -> pd.DataFrame:
    """Returns the frame with the categories of the other frame in these columns, so that the `row_keys` of both can be
    compared."""
    return frame.assign(**{name: frame[name].cat.set_categories(other[name].cat.categories) for name in names})


def row_order(keys: Numbers) -> Numbers:
    """Returns the row numbers in the order of their keys, which must not be negative. Rows with equal keys keep their
    order."""
    rows = len(keys)
    # `np.sort` of combined numbers is several times faster than `np.argsort`.
    if rows and int(keys.max()) < np.iinfo(np.int64).max // rows - 1:
        return np.sort(keys * rows + np.arange(rows)) % rows
    return np.argsort(keys, kind="stable")


def has_duplicates(keys: Numbers) -> bool:
    """Whether any two keys are equal."""
    ordered = np.sort(keys)
    return bool((ordered[1:] == ordered[:-1]).any())


def is_duplicated(keys: Numbers) -> "NDArray[np.bool_]":
    """Returns, for each key, whether it occurs more than once."""
    return occurrences(renumbered(keys)) > 1


def occurrences(numbers: Numbers) -> Numbers:
    """Returns, for each number, how often it occurs. The numbers must be without gaps."""
    counted: Numbers = np.bincount(numbers)[numbers]
    return counted


def renumbered(keys: Numbers) -> Numbers:
    """Returns the keys renumbered from 0 on without gaps, in their order."""
    if len(keys) and keys.min() >= 0 and int(keys.max()) < _DENSE * len(keys):
        present = np.zeros(int(keys.max()) + 1, dtype=np.int64)
        present[keys] = 1
        return (np.cumsum(present) - 1)[keys]
    numbers: Numbers = pd.factorize(keys, sort=True)[0].astype(np.int64)
    return numbers


def pair_numbers(one: Numbers, other: Numbers) -> Numbers:
    """Returns a number for each pair of keys, from 0 on without gaps. The numbers order the pairs by the first key,
    then by the second."""
    numbers = renumbered(other)
    return renumbered(renumbered(one) * (int(numbers.max(initial=0)) + 1) + numbers)


def sorted_distinct(keys: Numbers) -> Numbers:
    """Returns the distinct keys in order. It sorts, which takes a tenth of the time of `np.unique` for millions of
    keys."""
    ordered = np.sort(keys)
    first: Numbers = ordered[np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)]]
    return first


def positions_in(ordered: Numbers, sought: Numbers) -> Numbers:
    """Returns the position of the first occurrence of each of `numbers` in `ordered`, -1 if it does not occur. The
    numbers in `ordered` must be sorted and not negative."""
    if not len(ordered):
        return np.full(len(sought), -1, dtype=np.int64)
    span = int(ordered[-1]) + 1
    if span <= _DENSE * (len(ordered) + len(sought)):
        table = np.full(span + 1, -1, dtype=np.int64)
        table[ordered[::-1]] = np.arange(len(ordered))[::-1]  # Assigned backwards, so the first occurrence remains.
        return table[np.where((sought >= 0) & (sought < span), sought, span)]
    places = np.minimum(np.searchsorted(ordered, sought), len(ordered) - 1)
    return np.where(ordered[places] == sought, places, -1)


def cells_at(column: "pd.Series[Any]", places: Numbers) -> "ExtensionArray":
    """Returns the cells of a column at these positions. Position -1 gives an empty text or a missing number."""
    cells: Any = column.array
    texts = isinstance(cells, pd.Categorical)
    all_cells = cells.set_categories(cells.categories.union([""])) if texts else cells
    found: ExtensionArray = all_cells.take(places, allow_fill=True)
    return found.fillna("") if texts else found


def scattered(numbers: Numbers, places: Numbers, rows: int) -> "pd.Series[int]":
    """Returns a column of `rows` cells (Int64) with these numbers at these positions and all other cells missing."""
    values, missing = np.zeros(rows, dtype=np.int64), np.ones(rows, dtype=bool)
    values[places], missing[places] = numbers, False
    return pd.Series(pd.arrays.IntegerArray(values, missing))


def from_codes(numbers: "NDArray[np.integer[Any]]", texts: Sequence[str]) -> pd.Categorical:
    """Returns a column of categories from the texts and the number of the text in each cell."""
    return pd.Categorical.from_codes(numbers, pd.Index(list(texts), dtype="str"))


def stacked(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Returns the rows of all frames, one after the other. Categories stay categories, sorted by text."""
    return pd.DataFrame({name: _stacked_cells([frame[name] for frame in frames]) for name in frames[0]})


def _stacked_cells(columns: "Sequence[pd.Series[Any]]") -> "pd.Series[Any] | pd.Categorical":
    """Returns the cells of all columns, one after the other. Only the categories of category columns are compared, not
    their cells."""
    if not isinstance(columns[0].dtype, pd.CategoricalDtype):
        return pd.concat(columns, ignore_index=True)
    cells: list[Any] = [column.array for column in columns]
    texts = [one.categories for one in cells]
    numbers, distinct = pd.factorize(texts[0].append(texts[1:]), sort=True)
    parts = np.split(numbers, np.cumsum([len(part) for part in texts])[:-1])
    codes = [np.append(part, -1)[one.codes] for part, one in zip(parts, cells, strict=True)]
    return pd.Categorical.from_codes(np.concatenate(codes), distinct)
