"""Tests `generator measure`, which writes all assessments into one file, part by part."""

from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from generator.cli import main
from generator.export.assessments_file import write_assessments
from generator.loading import load_portal
from tests.data.test_problems import spoil
from tests.support.folders import MINI

KEY = [("indicator_id", "ascending"), ("unit_id", "ascending"), ("period", "ascending")]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> pa.Table:
    """The assessments of the mini portal, written in one part."""
    root = tmp_path_factory.mktemp("published")
    portal, _ = load_portal(MINI)
    write_assessments(portal, root / "whole.parquet")
    return parquet.read_table(root / "whole.parquet")


def test_the_file_has_the_assessments_that_a_build_publishes(
    mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "new" / "danh-gia.parquet"
    assert main(["measure", "--root", str(mini), str(out)]) == 0
    assert main(["build", "--root", str(mini), "--today", "2024-08-01"]) == 0
    built = parquet.read_table(mini / "build" / "docs" / "data" / "parquet" / "assessments.parquet")
    assert parquet.read_table(out).sort_by(KEY).equals(built.sort_by(KEY))
    assert capsys.readouterr().out.splitlines()[0] == f"Đã ghi {len(built)} dòng đánh giá vào {out}."


def test_writing_in_parts_gives_the_same_file_in_the_order_of_indicators(published: pa.Table, tmp_path: Path) -> None:
    portal, _ = load_portal(MINI)
    assert write_assessments(portal, tmp_path / "parts.parquet", rows=1) == len(published)
    parts = parquet.read_table(tmp_path / "parts.parquet")
    assert parts.sort_by(KEY).equals(published.sort_by(KEY))
    assert parts["indicator_id"].to_pylist() == sorted(parts["indicator_id"].to_pylist())


def test_data_with_faults_are_not_measured(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The file of an earlier run is not changed."""
    out = tmp_path / "out" / "danh-gia.parquet"
    out.parent.mkdir()
    out.write_bytes(b"as it was")
    spoil(mini, {"replace": {"data/results/demo-2024.csv": ["62.50", "62,50"]}})
    assert main(["measure", "--root", str(mini), str(out)]) == 1
    assert "62,50" in capsys.readouterr().err
    assert [(file.name, file.read_bytes()) for file in out.parent.iterdir()] == [("danh-gia.parquet", b"as it was")]


def test_a_folder_as_output_is_refused(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["measure", "--root", str(mini), str(tmp_path)]) == 1
    assert capsys.readouterr().err.startswith(f"{tmp_path}: là thư mục\n    gợi ý: ghi cả tên tệp")
