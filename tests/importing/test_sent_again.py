"""A document's file sent again, or another file of the same document: what is the same table, and what it lacks."""

import csv
import hashlib
from pathlib import Path

import pytest
import yaml

from generator.cli import main
from tests.importing.commands import HEAD, NEW, RESULTS, SOUND, run, state
from tests.importing.workbooks import saved

OTHER = [HEAD, [1, "Sở Đại Đồng", 36]]


def figures(portal: Path) -> list[tuple[str, str, str, str]]:
    """Unit, period, value and place of each row."""
    with (portal / RESULTS).open(encoding="utf-8") as rows:
        return [(row["unit_id"], row["period"], row["value"], row["locator"]) for row in csv.DictReader(rows)]


def digest(portal: Path) -> str:
    return str(yaml.safe_load((portal / "data/sources.yml").read_text(encoding="utf-8"))[-1]["sha256"])


def test_two_annexes_in_files_of_their_own(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each calls its table the same. No row of the one is mixed with those of the other, and both files are named as
    what the figures were read from."""
    first = saved({"Sheet1": [HEAD, [1, "Sở An Bình", 21]]}, tmp_path / "a.xlsx")
    second = saved({"Sheet1": OTHER}, tmp_path / "b.xlsx")
    assert run(mini, first, *NEW, "--write") == 0
    capsys.readouterr()
    assert run(mini, second, "--write") == 0
    assert "PL của tệp này là bảng khác với PL đã nhập của văn bản, nên ghi là PL2 (như PL2:1)." in (
        capsys.readouterr().out
    )
    assert figures(mini) == [("demo.so-a", "2024-06", "21", "PL:1"), ("demo.so-b", "2024-06", "36", "PL2:1")]
    assert digest(mini) == " ".join(hashlib.sha256(file.read_bytes()).hexdigest() for file in (first, second))
    assert main(["check", "--root", str(mini)]) == 0
    before = state(mini)
    assert run(mini, first, "--write") == 0
    assert run(mini, second, "--write") == 0
    assert state(mini) == before


def test_an_annex_that_is_corrected(mini: Path, tmp_path: Path) -> None:
    """It is found where it stands, under the name that it was given."""
    assert run(mini, saved({"Sheet1": [HEAD, [1, "Sở An Bình", 21]]}, tmp_path / "a.xlsx"), *NEW, "--write") == 0
    assert run(mini, saved({"Sheet1": OTHER}, tmp_path / "b.xlsx"), "--write") == 0
    assert run(mini, saved({"Sheet1": [HEAD, [1, "Sở Đại Đồng", 37]]}, tmp_path / "c.xlsx"), "--write") == 0
    assert figures(mini) == [("demo.so-a", "2024-06", "21", "PL:1"), ("demo.so-b", "2024-06", "37", "PL2:1")]


def test_a_table_sent_again_without_one_unit(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whether the new table withdraws the figure or only forgot it, nobody can tell: it is asked."""
    assert run(mini, saved({"Sheet1": SOUND}, tmp_path / "a.xlsx"), *NEW, "--write") == 0
    again = saved({"Sheet1": OTHER}, tmp_path / "b.xlsx")
    before = state(mini)
    capsys.readouterr()
    assert run(mini, again, "--write") == 1
    assert capsys.readouterr().err == (
        'data/results/demo-7.csv:2: period: "2024-06" 1 số của kỳ này (demo.so-a) đã nhập từ bảng này lần trước, '
        "nhưng tệp đang nhập không có\n"
        "    gợi ý: bỏ hẳn các số ấy: thêm MISSING=remove; giữ lại: thêm MISSING=keep; hoặc xem lại tệp và kỳ\n"
        "1 lỗi trong 1 tệp. Chưa ghi gì.\n"
    )
    assert state(mini) == before


def test_what_it_lacks_is_removed(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The other figure is the same one in another row now, so its row is named anew."""
    assert run(mini, saved({"Sheet1": SOUND}, tmp_path / "a.xlsx"), *NEW, "--write") == 0
    capsys.readouterr()
    assert run(mini, saved({"Sheet1": OTHER}, tmp_path / "b.xlsx"), "--missing", "remove", "--write") == 0
    said = capsys.readouterr().out
    assert "thêm 0 dòng, sửa 1, bỏ 1, giữ nguyên 0." in said
    assert "  bỏ PL:1: demo.so-a, waiting-time: 21" in said
    assert "PL:2 → PL:1" in said
    assert figures(mini) == [("demo.so-b", "2024-06", "36", "PL:1")]
    assert main(["check", "--root", str(mini)]) == 0


def test_what_it_lacks_is_kept(mini: Path, tmp_path: Path) -> None:
    """Each row keeps a name of its own: two units never stand in one row of a document."""
    assert run(mini, saved({"Sheet1": SOUND}, tmp_path / "a.xlsx"), *NEW, "--write") == 0
    again = saved({"Sheet1": [HEAD, [1, "Sở Đại Đồng", 37]]}, tmp_path / "b.xlsx")
    assert run(mini, again, "--missing", "keep", "--write") == 0
    assert figures(mini) == [("demo.so-a", "2024-06", "21", "PL:1"), ("demo.so-b", "2024-06", "37", "PL:2")]


def test_a_wrong_period_is_put_right(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The figures of the wrong month go, and the addresses of its pages lead on, so nothing that was shown is lost."""
    table = [["STT", "Đơn vị", "Thời gian chờ"], [1, "Sở An Bình", 21], [2, "Sở Đại Đồng", 36]]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    assert run(mini, file, *NEW, "--period", "2024-05", "--write") == 0
    capsys.readouterr()
    assert run(mini, file, "--period", "2024-06", "--write") == 1
    assert 'period: "2024-05" 2 số của kỳ này (demo.so-a, demo.so-b)' in capsys.readouterr().err
    assert run(mini, file, "--period", "2024-06", "--missing", "remove", "--write") == 0
    assert {period for _, period, _, _ in figures(mini)} == {"2024-06"}
    said = capsys.readouterr().out
    moved = "/chi-tieu/thoi-gian-cho/2024-05/"
    assert f"Trang {moved} không còn, địa chỉ này chuyển sang /chi-tieu/thoi-gian-cho/" in said
    assert f"\n{moved},/chi-tieu/thoi-gian-cho/" in (mini / "data/redirects.csv").read_text(encoding="utf-8")
    assert main(["check", "--root", str(mini)]) == 0


def test_another_month_of_a_document_is_no_wrong_one(mini: Path, tmp_path: Path) -> None:
    """A quarter's document with a file for each month: told once to keep the first, both stay."""
    table = [["STT", "Đơn vị", "Thời gian chờ"], [1, "Sở An Bình", 21]]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    assert run(mini, file, *NEW, "--period", "2024-05", "--write") == 0
    assert run(mini, file, "--period", "2024-06", "--missing", "keep", "--write") == 0
    assert [period for _, period, _, _ in figures(mini)] == ["2024-05", "2024-06"]


def test_other_indicators_of_a_table_take_nothing_away(mini: Path, tmp_path: Path) -> None:
    """A second file with further columns of the same units: nothing is asked."""
    assert run(mini, saved({"Sheet1": SOUND}, tmp_path / "a.xlsx"), *NEW, "--write") == 0
    more = [["STT", "Đơn vị", "Dịch vụ toàn trình (%), tháng 6/2024"], [1, "Sở An Bình", 50.5]]
    assert run(mini, saved({"Sheet1": more}, tmp_path / "b.xlsx"), "--write") == 0
    assert len(figures(mini)) == 3


def test_what_is_unread_is_not_lacking(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --skip-unread its figure stays; removing at the same time is refused."""
    assert run(mini, saved({"Sheet1": SOUND}, tmp_path / "a.xlsx"), *NEW, "--write") == 0
    blurred = saved({"Sheet1": [HEAD, [1, "Sở An Bình", "khoảng 20"], [2, "Sở Đại Đồng", 37]]}, tmp_path / "b.xlsx")
    capsys.readouterr()
    assert run(mini, blurred, "--skip-unread", "--write") == 0
    assert [value for _, _, value, _ in figures(mini)] == ["21", "37"]
    with pytest.raises(SystemExit) as stopped:
        run(mini, blurred, "--skip-unread", "--missing", "remove", "--write")
    assert stopped.value.code == 2
    assert "--missing remove: không dùng cùng --skip-unread" in capsys.readouterr().err
