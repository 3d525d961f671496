"""Tests operations on whole columns, which compute a value once for all cells with the same text."""

from typing import Literal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.bulk import interned_texts, map_texts, renumbered, stacked

CELLS = st.lists(st.one_of(st.none(), st.sampled_from(["", "a", "á", "ab"]), st.text(max_size=3)))


@pytest.mark.parametrize("kind", ["object", "str", "category"])
@given(cells=CELLS)
def test_each_cell_gets_the_value_computed_from_its_own_text(
    kind: Literal["object", "str", "category"], cells: list[str | None]
) -> None:
    """A missing text counts as an empty one. The computed value may be of any type, for example a list."""
    column = pd.Series(cells, dtype="object").astype(kind)
    assert map_texts(column, lambda text: [text, len(text)]) == [[cell or "", len(cell or "")] for cell in cells]


@pytest.mark.parametrize("kind", ["str", "category"])
def test_equal_texts_become_one_string_object(kind: Literal["str", "category"]) -> None:
    first, _, last = interned_texts(pd.Series(["xy", "z", "xy"]).astype(kind))
    assert first is last


def test_nothing_is_computed_for_a_category_without_cells() -> None:
    """A categorical column keeps its categories when rows are removed. The empty text is used only if cells are
    missing."""
    column = pd.Series(["a", "b", "a"], dtype="category")
    computed: list[str] = []

    def noted(text: str) -> str:
        computed.append(text)
        return text

    assert map_texts(column[column.ne("b")], noted) == ["a", "a"]
    assert computed == ["a"]


@given(st.lists(st.integers(0, 60) | st.integers(0, 10**12)))
def test_dense_numbers_keep_the_order_of_keys_without_gaps(keys: list[int]) -> None:
    expected = [sorted(set(keys)).index(key) for key in keys]
    assert renumbered(np.array(keys, dtype=np.int64)).tolist() == expected


@given(st.lists(st.lists(st.sampled_from(["", "bo", "an", "đi", "AN"]), max_size=6), min_size=1, max_size=5))
def test_stacked_frames_keep_their_rows_and_sort_their_categories(columns: list[list[str]]) -> None:
    """Categories that occur in no cell of a frame are kept as categories."""
    frames = [pd.DataFrame({"a": pd.Categorical(cells), "n": range(len(cells))}) for cells in columns]
    whole = stacked([frame.astype({"a": pd.CategoricalDtype(sorted({*frame["a"], "z"}))}) for frame in frames])
    assert whole["a"].tolist() == [cell for cells in columns for cell in cells]
    assert whole["n"].tolist() == [number for cells in columns for number in range(len(cells))]
    assert whole["a"].cat.categories.tolist() == sorted({cell for cells in columns for cell in cells} | {"z"})
