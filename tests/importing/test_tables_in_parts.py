"""A table of a document that offices send in parts: each row gets the place that it has in the whole table."""

from pathlib import Path

import pytest

from generator.cli import main
from tests.importing.commands import HEAD, NEW, run
from tests.importing.test_sent_again import figures
from tests.importing.workbooks import saved
from tests.support.sites import tree

FIRST: list[list[object]] = [["I", "Khối một", None], [1, "Sở An Bình", 21]]
SECOND: list[list[object]] = [["II", "Khối hai", None], [1, "Sở Đại Đồng", 36]]
IN_PARTS = [("demo.so-a", "2024-06", "21", "PL:1"), ("demo.so-b", "2024-06", "36", "PL.II:1")]
WHOLE = [("demo.so-a", "2024-06", "21", "PL.I:1"), ("demo.so-b", "2024-06", "36", "PL.II:1")]


def part(file: Path, *rows: list[object], title: str = "") -> Path:
    return saved({"Sheet1": [*([[title]] if title else []), HEAD, *rows]}, file)


def test_a_later_group_of_a_table(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its rows are in group II of the document. A table called PL2, which the document does not have, is not made."""
    assert run(mini, part(tmp_path / "a.xlsx", *FIRST), *NEW, "--write") == 0
    capsys.readouterr()
    assert run(mini, part(tmp_path / "b.xlsx", *SECOND), "--write") == 0
    assert "PL2" not in capsys.readouterr().out
    assert figures(mini) == IN_PARTS
    assert main(["check", "--root", str(mini)]) == 0


def test_the_whole_table_after_its_parts(mini: Path, tmp_path: Path) -> None:
    """It states the same figures, so no figure is stated twice, and a corrected one is replaced."""
    assert run(mini, part(tmp_path / "a.xlsx", *FIRST), *NEW, "--write") == 0
    assert run(mini, part(tmp_path / "b.xlsx", *SECOND), "--write") == 0
    assert run(mini, part(tmp_path / "c.xlsx", *FIRST, *SECOND), "--write") == 0
    assert figures(mini) == IN_PARTS
    corrected = [SECOND[0], [1, "Sở Đại Đồng", 37]]
    assert run(mini, part(tmp_path / "d.xlsx", *FIRST, *corrected), "--write") == 0
    assert [(value, place) for *_, value, place in figures(mini)] == [("21", "PL:1"), ("37", "PL.II:1")]


def test_the_whole_table_after_parts_without_numerals(mini: Path, tmp_path: Path) -> None:
    """The second part was called PL2. The whole table keeps that label: the place of a figure is permanent."""
    assert run(mini, part(tmp_path / "a.xlsx", FIRST[1]), *NEW, "--write") == 0
    assert run(mini, part(tmp_path / "b.xlsx", SECOND[1]), "--write") == 0
    assert run(mini, part(tmp_path / "c.xlsx", *FIRST, *SECOND), "--write") == 0
    assert [place for *_, place in figures(mini)] == ["PL:1", "PL2:1"]
    assert run(mini, part(tmp_path / "d.xlsx", *SECOND), "--write") == 0
    assert [place for *_, place in figures(mini)] == ["PL:1", "PL2:1"]


def test_parts_after_the_whole_table(mini: Path, tmp_path: Path) -> None:
    """They change nothing, and no row of the other part counts as missing."""
    assert run(mini, part(tmp_path / "a.xlsx", *FIRST, *SECOND), *NEW, "--write") == 0
    assert figures(mini) == WHOLE
    before = tree(mini)
    assert run(mini, part(tmp_path / "b.xlsx", *SECOND), "--write") == 0
    assert run(mini, part(tmp_path / "c.xlsx", *FIRST), "--write") == 0
    assert {path: content for path, content in tree(mini).items() if "sources" not in path} == {
        path: content for path, content in before.items() if "sources" not in path
    }


def test_a_later_group_below_a_titled_table(mini: Path, tmp_path: Path) -> None:
    titled = part(tmp_path / "a.xlsx", *FIRST, title="Phụ lục 1"), part(tmp_path / "b.xlsx", *SECOND, title="Phụ lục 1")
    assert run(mini, titled[0], *NEW, "--write") == 0
    assert run(mini, titled[1], "--write") == 0
    assert [place for *_, place in figures(mini)] == ["PL1:1", "PL1.II:1"]


def test_a_later_group_whose_numbers_continue(mini: Path, tmp_path: Path) -> None:
    """Row 2 of the whole table is row 2, whatever group it is in."""
    assert run(mini, part(tmp_path / "a.xlsx", *FIRST), *NEW, "--write") == 0
    assert run(mini, part(tmp_path / "b.xlsx", SECOND[0], [2, "Sở Đại Đồng", 36]), "--write") == 0
    assert [place for *_, place in figures(mini)] == ["PL:1", "PL:2"]


def test_groups_without_running_numbers(mini: Path, tmp_path: Path) -> None:
    """Their rows are counted in each group. Two units never have the same row of a document."""
    head = ["Đơn vị", "Thời gian chờ tháng 6/2024"]
    table = [head, ["I. Khối một"], ["Sở An Bình", 21], ["II. Khối hai"], ["Sở Đại Đồng", 36]]
    assert run(mini, saved({"Sheet1": table}, tmp_path / "a.xlsx"), *NEW, "--write") == 0
    assert figures(mini) == WHOLE


def test_a_second_table_that_states_no_number(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The report states that the document may call the table otherwise, and what to do before writing."""
    assert run(mini, part(tmp_path / "a.xlsx", FIRST[1]), *NEW, "--write") == 0
    capsys.readouterr()
    assert run(mini, part(tmp_path / "b.xlsx", SECOND[1])) == 0
    assert (
        "PL của tệp này là bảng khác với PL đã nhập của văn bản, nên ghi là PL2 (như PL2:1).\n"
        "  Văn bản không gọi bảng này là PL2 thì thêm dòng như “Phụ lục II” vào trên bảng rồi mới ghi.\n"
    ) in capsys.readouterr().out
    assert run(mini, part(tmp_path / "b.xlsx", SECOND[1], title="Phụ lục II"), "--write") == 0
    assert [place for *_, place in figures(mini)] == ["PL:1", "PLII:1"]
