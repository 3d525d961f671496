"""Tests that reading a CSV file in bulk gives the same as reading it cell by cell, and that a file with a fault is
never read in bulk."""

import csv
import io
import tempfile
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.bulk import (
    all_match,
    cells_at,
    days_of,
    has_duplicates,
    in_categories,
    positions_in,
    row_keys,
    row_order,
    sorted_distinct,
)
from generator.canonical import canonical_csv_text
from generator.canonical_csv import read_canonical_csv
from generator.problems import Problem
from generator.reading import csv_rows
from generator.reading.csv_rows import read_csv
from generator.reading.records import Records

COLUMNS = ("unit_id", "locator", "note")
CELLS = st.sampled_from(
    [
        "",
        "a",
        "PL1:2",
        "có, phẩy",
        'ngoặc "kép"',
        '"',
        " a",
        "a ",
        "\u00a0",
        "\u3000a",
        "a\u2009",
        "a\u00a0\tb",
        ", ",
        "a\n",
        "ệ",
        "e\u0323\u0302",
        "\u200b",
        "\x7f",
        ",",
        "\t",
    ]
)
LINES = st.sampled_from(
    [
        "",
        'a"b,c,d',
        '"a"b,c,d',
        '"a,b,c',
        "a,b",
        "a,b,c,d",
        '"a",b,c',
        "<<<<<<< x,,",
        "a,b,c\r",
        "ệ,\udc80,",
        "\ufeffa,b,c",
        '"a",b,"c "',
    ]
)


def written(rows: list[list[str]], quoting: Literal[0, 1]) -> list[str]:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n", quoting=quoting).writerows(rows)
    return text.getvalue().split("\n")[:-1]


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """Generates a heading and rows, some of which are malformed. The last line may lack its line end."""
    rows = draw(st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=4))
    lines = written(rows, draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL, csv.QUOTE_ALL])))
    for line in draw(st.lists(LINES, max_size=1)):
        lines.insert(draw(st.integers(0, len(lines))), line)
    text = "\n".join([",".join(COLUMNS), *lines]) + draw(st.sampled_from(["\n", "\n", "\n", "", "\n\n"]))
    return text.encode("utf-8", "surrogateescape")


def read(root: Path, raw: bytes, name: str) -> tuple[Records | None, list[Problem]]:
    (root / name).write_bytes(raw)
    faults: list[Problem] = []
    return read_csv(root, name, COLUMNS, faults), [Problem("", *list(vars(fault).values())[1:]) for fault in faults]


@given(files())
@settings(max_examples=250)
def test_a_file_read_in_bulk_equals_the_file_read_cell_by_cell(raw: bytes) -> None:
    """Rows and faults are the same. A file is read in bulk exactly if it has rows, no fault and its canonical form."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        records, faults = read(Path(folder), raw, "bulk.csv")
        patch.setattr(csv_rows, "read_canonical_csv", lambda *_: None)
        cell_by_cell, others = read(Path(folder), raw, "cells.csv")
    assert faults == others
    assert (records is None) == (cell_by_cell is None)
    if records and cell_by_cell:
        pd.testing.assert_frame_equal(records.frame.astype("str"), cell_by_cell.frame.astype("str"))
        text = raw.decode()
        assert records.canonical == (
            not faults and len(records.frame) > 0 and canonical_csv_text(text, COLUMNS) == text
        )


def test_a_file_of_several_blocks_is_read_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts that first occur in a later block are categories like those of the first block."""
    rows = [f"u{number % 7},PL1:{number},{'ghi chú' if number > 40 else ''}" for number in range(50)]
    monkeypatch.setattr("generator.canonical_csv._BLOCK", 128)
    frame = read_canonical_csv("\n".join([",".join(COLUMNS), *rows, ""]).encode(), COLUMNS, {"unit_id", "note"})
    assert frame is not None
    assert [",".join(row) for row in frame.itertuples(index=False)] == rows


def test_a_file_with_a_cell_over_the_length_limit_is_not_read_in_bulk() -> None:
    """The limit of the csv module is 131,072 characters."""
    heading = "unit_id,locator,note\n"
    assert read_canonical_csv(f"{heading}a,b,{'c' * 131_072}\n".encode(), COLUMNS) is not None
    assert read_canonical_csv(f"{heading}a,b,{'c' * 131_073}\n".encode(), COLUMNS) is None


def test_rows_are_identified_by_numbers() -> None:
    """Equal rows have the same number. Numbers follow the order of the columns, the first column first."""
    frame = in_categories(pd.DataFrame({"one": ["b", "a", "b", "a"], "two": ["x", "y", "x", "x"]}), ["one", "two"])
    keys = row_keys(frame, ["one", "two"])
    assert keys.tolist() == [2, 1, 2, 0]
    assert row_order(keys).tolist() == [3, 1, 0, 2]
    assert sorted_distinct(keys).tolist() == [0, 1, 2]
    assert has_duplicates(keys)
    assert not has_duplicates(sorted_distinct(keys))
    assert positions_in(np.array([0, 2, 2]), keys).tolist() == [1, -1, 1, 0]
    assert positions_in(np.array([0, 2, 2, 10**9]), np.array([2, -1, 10**9, 3, 0])).tolist() == [1, -1, 3, -1, 0]
    assert positions_in(np.array([0, 2]), np.array([2, -1, 3])).tolist() == [1, -1, -1]


def test_large_numbers_are_sorted_correctly() -> None:
    keys = np.array([2**62, 5, 2**62, 1])
    assert row_order(keys).tolist() == [3, 1, 0, 2]


def test_more_possible_rows_than_numbers_raise_an_overflow() -> None:
    """Sixteen columns of sixteen texts make 2**64 possible rows."""
    frame = pd.DataFrame({name: [f"{n:02}" for n in range(16)] for name in map(str, range(16))}, dtype="str")
    coded = in_categories(frame, frame.columns)
    with pytest.raises(OverflowError):
        row_keys(coded, list(coded.columns))


def test_cells_at_position_minus_one_are_empty_or_missing() -> None:
    frame = in_categories(pd.DataFrame({"text": ["b", "a"], "number": pd.array([1, 2], dtype="Int64")}), ["text"])
    places = np.array([1, -1, 0])
    assert cells_at(frame["text"], places).tolist() == ["a", "", "b"]
    assert cells_at(frame["number"], places).tolist() == [2, pd.NA, 1]


def test_all_texts_must_match_the_pattern() -> None:
    """One other text is enough to fail, also in a categorical column. An empty column matches every pattern."""
    texts = pd.Series(["PL1:2", "PL2:x"])
    assert all_match(texts, r"PL[0-9]:\S+")
    assert not all_match(texts, r"PL[0-9]:[0-9]")
    assert not all_match(texts.astype("category"), r"PL[0-9]:[0-9]")
    assert not all_match(pd.Series(["PL1:2", "PL2:"]), r"PL[0-9]:\S+")
    assert all_match(texts[:0], "x")


def test_texts_in_several_chunks_are_checked_together() -> None:
    """A file of several blocks and a table of several row groups consist of chunks."""
    parts = pd.concat([pd.Series(["a", "a"]), pd.Series(["a", "b"])], ignore_index=True)
    assert all_match(parts, "[ab]")
    assert not all_match(parts, "a")


def test_texts_are_mapped_to_days() -> None:
    column = pd.Series(["b", "a", "c"]).astype("category")
    found = days_of(column, {"a": pd.Timestamp("2024-02-29").date(), "b": None})
    assert [str(day) for day in found] == ["NaT", "2024-02-29 00:00:00", "NaT"]
