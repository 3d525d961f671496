"""Whole columns at once: repeated texts as categories, rows as numbers that are compared, ordered and looked up."""

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
"""Most columns of texts hold a few cells, and what repeats stands in categories: pandas takes twice as long where
pyarrow holds the texts of either."""

LONG = pd.StringDtype("pyarrow", na_value=np.nan)
"""How columns of texts are held that have a cell for each figure, few of them alike: pyarrow reads, joins and compares
millions at once, without Python's lock."""

OF_FILES = dict.fromkeys((pa.string(), pa.large_string()), LONG)
"""Such columns for pyarrow's `to_pandas`."""

T = TypeVar("T")
Numbers: TypeAlias = NDArray[np.int64]
"""A whole number for each row."""

_MANY = 10_000
"""From so many cells on a column of texts is a long one."""

_MATCHED_AT_ONCE = 100_000
_LISTED_AT_ONCE = 2_000
_DENSE = 2
"""Looking numbers up in a table of all numbers up to the highest is faster than searching, while the table has at most
so many cells for each number."""


def in_categories(frame: pd.DataFrame, names: Collection[str]) -> pd.DataFrame:
    """The frame with these columns of strings as categories, which stand in the order of texts."""
    return frame.assign(**{name: _of_ordered_texts(frame[name].astype("category")) for name in names})


def _of_ordered_texts(column: "pd.Series[Any]") -> "pd.Series[Any]":
    texts: Any = column.cat.categories
    if texts.dtype == "str" and texts.is_monotonic_increasing:
        return column
    texts = texts.astype("str")  # Those of a column without a row are of no kind.
    return column.cat.rename_categories(texts).cat.reorder_categories(texts.sort_values())


def distinct(column: "pd.Series[Any]") -> "pd.Series[str]":
    """The texts that a column holds: of categories each once, of others every cell."""
    return pd.Series(column.cat.categories) if isinstance(column.dtype, pd.CategoricalDtype) else column


class Cells(Sequence[T]):
    """What is made of the text of each cell of a column, made once for all cells of one text; a missing text is an
    empty one. Cells are held as numbers, and listed some at a time."""

    def __init__(self, column: "pd.Series[Any]", make: Callable[[str], T]) -> None:
        self._codes, texts = _numbered(column)
        self._made = np.empty(len(texts) + 1, dtype=object)  # A missing cell has the code -1: its place is the last.
        listed = [*texts.tolist(), ""]
        for code in _present(self._codes).tolist():
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
        parts = (self[begun : begun + _LISTED_AT_ONCE] for begun in range(0, len(self), _LISTED_AT_ONCE))
        return chain.from_iterable(parts)


def made_of_texts(column: "pd.Series[Any]", make: Callable[[str], T]) -> list[T]:
    """What is made of the text of each cell, made once for all cells of one text; a missing text is an empty one."""
    return Cells(column, make)[:]


def texts_once(column: "pd.Series[Any]") -> list[str]:
    """The texts of the cells, equal ones held once: a table has hundreds of thousands of cells."""
    return made_of_texts(column, str)


def _numbered(column: "pd.Series[Any]") -> "tuple[NDArray[np.integer[Any]], pd.Index[Any]]":
    """The number of each cell among the cells that differ, -1 where one is missing, and these cells."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return column.cat.codes.to_numpy(), column.cat.categories
    return pd.factorize(column)


def as_texts(column: "pd.Series[Any]", make: Callable[[Any], str] = str) -> "ExtensionArray":
    """A column of texts: what is made of each cell, made once for all that are alike; a missing one is empty."""
    codes, cells = _numbered(column)
    made = [*map(make, cells.tolist()), ""]  # A missing cell has the code -1.
    texts: ExtensionArray = pd.array(made, dtype="str") if len(codes) < _MANY else pd.array(made, dtype=LONG)
    return texts.take(codes)


def as_categories(column: "pd.Series[Any]") -> pd.Categorical:
    """The same as categories, which are the texts that stand there, in their order."""
    codes, cells = _numbered(column)
    listed, present = [*map(str, cells.tolist()), ""], _present(codes)
    texts, places = np.unique(np.array([listed[code] for code in present.tolist()], dtype=object), return_inverse=True)
    numbers = np.zeros(len(listed), dtype=np.int64)
    numbers[present] = places
    return coded(numbers[codes], texts.tolist())


def _present(codes: "NDArray[np.integer[Any]]") -> Numbers:
    """Which numbers of texts stand in a column, -1 among them: counted, for sorting takes ten times as long."""
    return np.flatnonzero(np.bincount(codes.astype(np.int64) + 1)) - 1


def grouped_by_texts(items: Sequence[T], column: "pd.Series[Any]") -> dict[str, tuple[T, ...]]:
    """The items, one for each cell of a column of texts, by these texts: groups in the order in which their texts come
    first, members in the order of the items."""
    codes, texts = pd.factorize(column)
    return dict(zip(texts, grouped_by(items, codes), strict=True))


def grouped_by(items: Sequence[T], keys: Numbers) -> list[tuple[T, ...]]:
    """The items, one for each key, in the groups of equal keys, in the order of keys; members as the items stand."""
    held = np.fromiter(items, dtype=object, count=len(items))  # Assigned at once, tuples would be looked into.
    order = in_order(keys)
    ordered, begun = held[order].tolist(), np.flatnonzero(np.diff(keys[order], prepend=-1)).tolist()
    return [tuple(ordered[first:end]) for first, end in pairwise([*begun, len(ordered)])]


def all_like(column: "pd.Series[Any]", pattern: str) -> bool:
    """Whether every text of a column matches the whole pattern (RE2). None of them may hold a line break."""
    texts = distinct(column)
    parts = (texts.iloc[first : first + _MATCHED_AT_ONCE] for first in range(0, len(texts), _MATCHED_AT_ONCE))
    return all(_part_like(part, pattern) for part in parts)


def _part_like(texts: "pd.Series[str]", pattern: str) -> bool:
    """The same for texts joined into one: matching one long text is faster than matching many short ones."""
    parts = pa.array(texts, pa.string())
    cells = parts.combine_chunks() if isinstance(parts, pa.ChunkedArray) else parts
    whole = pc.binary_join(pa.ListArray.from_arrays([0, len(cells)], cells), "\n")
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


def with_texts_of(frame: pd.DataFrame, names: Sequence[str], other: pd.DataFrame) -> pd.DataFrame:
    """The frame with the categories that another has in these columns, so that `row_keys` of both can be compared."""
    return frame.assign(**{name: frame[name].cat.set_categories(other[name].cat.categories) for name in names})


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


def repeated(keys: Numbers) -> "NDArray[np.bool_]":
    """Which of the keys stand more than once."""
    return times(dense(keys)) > 1


def times(numbers: Numbers) -> Numbers:
    """How often each of these numbers, which have no gaps, stands among them."""
    counted: Numbers = np.bincount(numbers)[numbers]
    return counted


def dense(keys: Numbers) -> Numbers:
    """The keys numbered from 0 on without gaps, in their order."""
    if len(keys) and keys.min() >= 0 and int(keys.max()) < _DENSE * len(keys):
        stands = np.zeros(int(keys.max()) + 1, dtype=np.int64)
        stands[keys] = 1
        return (np.cumsum(stands) - 1)[keys]
    numbers: Numbers = pd.factorize(keys, sort=True)[0].astype(np.int64)
    return numbers


def together(one: Numbers, other: Numbers) -> Numbers:
    """A number for each pair of keys, from 0 on without gaps, in the order of the first ones, then of the others."""
    numbers = dense(other)
    return dense(dense(one) * (int(numbers.max(initial=0)) + 1) + numbers)


def each_once(keys: Numbers) -> Numbers:
    """The keys in order, each once: by sorting, which takes a tenth of what `np.unique` takes for millions of them."""
    ordered = np.sort(keys)
    first: Numbers = ordered[np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)]]
    return first


def places_in(ordered: Numbers, wanted: Numbers) -> Numbers:
    """Where each of the wanted numbers first stands among those in order, which are not negative; -1 where it does
    not."""
    if not len(ordered):
        return np.full(len(wanted), -1, dtype=np.int64)
    span = int(ordered[-1]) + 1
    if span <= _DENSE * (len(ordered) + len(wanted)):
        table = np.full(span + 1, -1, dtype=np.int64)
        table[ordered[::-1]] = np.arange(len(ordered))[::-1]  # Of several the last one assigned stays: the first.
        return table[np.where((wanted >= 0) & (wanted < span), wanted, span)]
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
    return pd.DataFrame({name: _stacked_cells([frame[name] for frame in frames]) for name in frames[0]})


def _stacked_cells(columns: "Sequence[pd.Series[Any]]") -> "pd.Series[Any] | pd.Categorical":
    """The cells of all columns, one after the other; where they are categories, those of all are looked at once."""
    if not isinstance(columns[0].dtype, pd.CategoricalDtype):
        return pd.concat(columns, ignore_index=True)
    cells: list[Any] = [column.array for column in columns]
    texts = [one.categories for one in cells]
    numbers, distinct = pd.factorize(texts[0].append(texts[1:]), sort=True)
    parts = np.split(numbers, np.cumsum([len(part) for part in texts])[:-1])
    codes = [np.append(part, -1)[one.codes] for part, one in zip(parts, cells, strict=True)]
    return pd.Categorical.from_codes(np.concatenate(codes), distinct)
