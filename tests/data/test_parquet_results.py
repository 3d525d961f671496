"""Tests results as Parquet files: they give the same published files as CSV, and faults are reported with row and
remedy."""

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet

from generator.cli import main
from tests.support.portals import copy_of_mini
from tests.support.sites import tree

FILE = "data/results/demo-2024"
HINT = "sửa ở nơi xuất tệp rồi xuất lại, hoặc dùng tệp .csv"


def table_of(root: Path) -> pd.DataFrame:
    return pd.read_csv(root / f"{FILE}.csv", dtype="str", na_filter=False)


def write_as_parquet(root: Path, table: pa.Table) -> None:
    """Replaces the document's CSV file of results by a Parquet file."""
    (root / f"{FILE}.csv").unlink()
    parquet.write_table(table, root / f"{FILE}.parquet")


def faults_of(root: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Returns what the check reports about the file, without the last line and the file's name."""
    assert main(["check", "--root", str(root)]) == 1
    return [line.removeprefix(f"{FILE}.parquet") for line in capsys.readouterr().err.strip().split("\n")[:-1]]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files that the mini portal publishes with its results as CSV."""
    root = copy_of_mini(tmp_path_factory)
    assert main(["build", "--root", str(root), "--today", "2024-08-01"]) == 0
    return tree(root / "build/docs")


@pytest.mark.parametrize("kind", ["strings", "dictionaries", "missing where empty", "columns in another order"])
def test_results_as_parquet_publish_the_same_bytes_as_csv(published: dict[str, bytes], mini: Path, kind: str) -> None:
    """This holds for every way of storing texts. A missing cell counts as an empty one."""
    frame = table_of(mini)
    if kind == "dictionaries":
        frame = frame.astype("category")
    if kind == "missing where empty":
        frame = frame.replace("", None)
    if kind == "columns in another order":
        frame = frame[frame.columns[::-1]]
    write_as_parquet(mini, pa.Table.from_pandas(frame, preserve_index=False))
    assert main(["build", "--root", str(mini), "--today", "2024-08-01"]) == 0
    assert tree(mini / "build/docs") == published


def test_faults_of_cells_are_reported_with_their_rows(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The first row is line 2, as in a CSV file. Cells must follow the rules of CSV files and their form."""
    frame = table_of(mini)
    frame.loc[0, "value"] = "62,50"
    frame.loc[1, "unit_id"] = "demo.so-z"
    frame.loc[2, "note"] = " thừa"
    frame.loc[3, "note"] = "hai\ndòng"
    frame.loc[0, "note"] = "ẩn\u200b"
    frame.loc[1, "note"] = "e\u0323"
    write_as_parquet(mini, pa.Table.from_pandas(frame, preserve_index=False))
    remedy = f"    gợi ý: {HINT}"
    assert faults_of(mini, capsys) == [
        ':2: note: "U+200B" ký tự ẩn, không nhìn thấy được',
        remedy,
        ':2: value: "62,50" không phải là số',
        "    gợi ý: dùng dấu chấm thập phân, viết 62.50",
        ':3: note: "e\u0323" chữ có dấu viết bằng mã tổ hợp (NFD), tìm kiếm sẽ không thấy',
        remedy,
        ':3: unit_id: "demo.so-z" không có đơn vị này',
        '    gợi ý: có phải "demo.so-b"? Danh sách: data/units.csv',
        ':4: note: " thừa" thừa dấu cách ở đầu hoặc cuối ô',
        remedy,
        ":5: note: xuống dòng bên trong một ô",
        remedy,
    ]


def test_columns_must_be_texts_and_those_of_the_contract(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A program's number is a binary fraction, so the stated figure could only be guessed."""
    frame = table_of(mini).drop(columns="note").assign(remark="")
    frame["value"] = pd.to_numeric(frame["value"])
    write_as_parquet(mini, pa.Table.from_pandas(frame, preserve_index=False))
    expected = "unit_id, level, aggregate, indicator_id, period, value, status, reading, locator, note"
    assert [line for line in faults_of(mini, capsys) if not line.startswith("data/")] == [
        ': "remark" cột này không có trong quy định',
        f"    gợi ý: các cột phải là {expected}",
        ": note: thiếu cột này",
        f"    gợi ý: các cột phải là {expected}",
        ': value: "double" cột này không phải là chữ',
        f"    gợi ý: xuất cột này thành chữ (string), số viết như trong văn bản, ví dụ 58.73; {HINT}",
    ]


def test_a_file_that_is_not_parquet_is_a_fault(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (mini / f"{FILE}.csv").rename(mini / f"{FILE}.parquet")
    assert faults_of(mini, capsys) == [": không phải tệp Parquet đọc được", f"    gợi ý: {HINT}"]


@pytest.mark.parametrize("name", ["unit_id", "note"])
def test_a_text_that_is_not_utf_8_is_a_fault(name: str, mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of these columns, the first is read as a dictionary."""
    table = pa.Table.from_pandas(table_of(mini), preserve_index=False)
    bytes_ = pa.array([b"\xff"] * table.num_rows, pa.binary())
    texts = pa.Array.from_buffers(pa.string(), table.num_rows, bytes_.buffers())
    write_as_parquet(mini, table.set_column(table.schema.get_field_index(name), name, texts))
    assert faults_of(mini, capsys) == [": không phải tệp Parquet đọc được", f"    gợi ý: {HINT}"]


def test_a_name_of_a_column_that_is_not_utf_8_is_a_fault(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = pa.Table.from_pandas(table_of(mini), preserve_index=False)
    write_as_parquet(mini, table.replace_schema_metadata(None))
    file = mini / f"{FILE}.parquet"
    file.write_bytes(file.read_bytes().replace(b"note", b"no\xe9e"))
    assert faults_of(mini, capsys) == [": không phải tệp Parquet đọc được", f"    gợi ý: {HINT}"]


def test_two_results_files_of_one_document_are_a_fault(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It would not be certain which file is in force."""
    parquet.write_table(pa.Table.from_pandas(table_of(mini)), mini / f"{FILE}.parquet")
    assert faults_of(mini, capsys) == [
        ": văn bản này đã có tệp kết quả .csv",
        "    gợi ý: mỗi văn bản một tệp kết quả, .csv hoặc .parquet; xóa tệp thừa",
    ]


def test_a_file_without_rows_gives_a_warning(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A CSV file with only a heading gives the same warning."""
    write_as_parquet(mini, pa.Table.from_pandas(table_of(mini)[:0], preserve_index=False))
    main(["check", "--root", str(mini)])
    printed = capsys.readouterr()
    assert f"{FILE}.parquet: cảnh báo: tệp không có dòng số liệu nào" in printed.out + printed.err
