"""Answers are kept in `data/mappings` and hold for later months, no further than they were meant."""

import csv
from pathlib import Path

import pytest
import yaml

from generator.cli import main
from tests.importing.commands import HEAD, NEW, RESULTS, SOUND, run, state
from tests.importing.workbooks import saved


def test_answers_are_kept(mini: Path, tmp_path: Path) -> None:
    """What was answered this month is not asked next month: the file of decisions is read again, and is canonical."""
    table = [["STT", "Đơn vị", "Phút chờ tháng 6/2024"], [1, "Văn phòng An Bình", 21], [2, "Sở Đại Đồng", 36]]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    assert run(mini, file, *NEW, "--write") == 1
    assert run(mini, file, *NEW, "--write", "--answer", "C1=waiting-time; B2=demo.so-a") == 0
    assert yaml.safe_load((mini / "data/mappings/demo.yml").read_text(encoding="utf-8")) == {
        "headings": {"Phút chờ": "waiting-time"},
        "names": {"Văn phòng An Bình": "demo.so-a"},
    }
    table[0][2] = "Phút chờ tháng 7/2024"
    described = [*NEW[:1], "8/BC-UBND", *NEW[2:-1], "2024-08-15"]
    assert run(mini, saved({"Sheet1": table}, tmp_path / "b.xlsx"), *described, "--write", source="demo-8") == 0
    assert main(["check", "--root", str(mini)]) == 0
    before = state(mini)
    assert main(["format", "--root", str(mini)]) == 0
    assert state(mini) == before


def test_a_heading_that_says_nothing_is_asked_for_in_each_table(
    mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`Tỷ lệ` means what its table is of. An answer for one table is no answer for another, this month or the next;
    what the title names is offered."""
    head = ["STT", "Đơn vị", "Tỷ lệ"]
    shares = [["Dịch vụ toàn trình tháng 6/2024"], head, [1, "Sở An Bình", 41.5], [2, "Sở Đại Đồng", 43]]
    waiting = [["Thời gian chờ tháng 6/2024"], head, [1, "Sở An Bình", 21], [2, "Sở Đại Đồng", 36]]
    file = saved({"A": shares, "B": waiting}, tmp_path / "a.xlsx")
    assert run(mini, file, *NEW, "--answer", "A!C2=full-online-services", "--write") == 1
    said = capsys.readouterr().err
    assert "A!C2" not in said
    assert "B!C2" in said
    assert "có phải waiting-time (Thời gian chờ)?" in said
    answers = "A!C2=full-online-services; B!C2=waiting-time"
    assert run(mini, file, *NEW, "--answer", answers, "--write") == 0
    assert yaml.safe_load((mini / "data/mappings/demo.yml").read_text(encoding="utf-8")) == {
        "headings": {
            "Dịch vụ toàn trình / Tỷ lệ": "full-online-services",
            "Thời gian chờ / Tỷ lệ": "waiting-time",
        }
    }
    for table in (shares, waiting):
        table[0][0] = table[0][0].replace("6/2024", "7/2024")
    described = [*NEW[:1], "8/BC-UBND", *NEW[2:-1], "2024-08-15"]
    file = saved({"A": shares, "B": waiting}, tmp_path / "b.xlsx")
    assert run(mini, file, *described, "--write", source="demo-8") == 0
    with (mini / "data/results/demo-8.csv").open(encoding="utf-8") as rows:
        found = [(row["indicator_id"], row["value"]) for row in csv.DictReader(rows)]
    assert found == [
        ("full-online-services", "41.5"),
        ("full-online-services", "43"),
        ("waiting-time", "21"),
        ("waiting-time", "36"),
    ]


def test_an_answer_on_a_total_is_kept(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It holds for totals of that name in tables of the same level; in one of another level it is asked for again."""
    table = [["STT", "Đơn vị", "Thời gian chờ tháng 6/2024"], *SOUND[1:], [None, "Toàn tỉnh", 28]]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    assert run(mini, file, *NEW, "--write") == 1
    assert run(mini, file, *NEW, "--write", "--answer", "B4=demo:department:pooled") == 0
    assert yaml.safe_load((mini / "data/mappings/demo.yml").read_text(encoding="utf-8")) == {
        "names": {"department / Toàn tỉnh": "demo:department:pooled"}
    }
    table[0][2] = "Thời gian chờ tháng 7/2024"
    described = [*NEW[:1], "8/BC-UBND", *NEW[2:-1], "2024-08-15"]
    assert run(mini, saved({"Sheet1": table}, tmp_path / "b.xlsx"), *described, "--write", source="demo-8") == 0
    with (mini / "data/results/demo-8.csv").open(encoding="utf-8") as rows:
        last = list(csv.DictReader(rows))[-1]
    assert (last["level"], last["aggregate"], last["value"]) == ("department", "pooled", "28")
    decided = mini / "data/mappings/demo.yml"
    decided.write_text(decided.read_text(encoding="utf-8").replace("department", "commune"), encoding="utf-8")
    capsys.readouterr()
    assert run(mini, saved({"Sheet1": table}, tmp_path / "b.xlsx"), source="demo-8") == 1
    assert 'Sheet1!B4: "Toàn tỉnh" có thể là số của cả tỉnh' in capsys.readouterr().err


MIXED = [
    HEAD,
    [1, "Sở An Bình", 21],
    [2, "Sở Đại Đồng", 36],
    [None, "Bình quân", 28],
    [3, "Tỉnh Thử", 30],
    [None, "Bình quân", 29],
]


def test_totals_of_one_name_are_told_by_what_they_sum_up(mini: Path, tmp_path: Path) -> None:
    """Two averages in one table, of which the second is to be skipped: next month the first is read as it was decided,
    whether the second is there or not."""
    file = saved({"Sheet1": MIXED}, tmp_path / "a.xlsx")
    answers = "B4=demo:department:pooled; B6=skip"
    assert run(mini, file, *NEW, "--write", "--answer", answers) == 0
    assert yaml.safe_load((mini / "data/mappings/demo.yml").read_text(encoding="utf-8"))["names"] == {
        "department / Bình quân": "demo:department:pooled",
        "province / Bình quân": "skip",
    }
    for number, rows in ((8, MIXED), (9, MIXED[:4])):
        month = [[*HEAD[:2], f"Thời gian chờ tháng {number - 1}/2024"], *rows[1:]]
        described = [*NEW[:1], f"{number}/BC-UBND", *NEW[2:-1], f"2024-{number:02}-15"]
        again = saved({"Sheet1": month}, tmp_path / f"{number}.xlsx")
        assert run(mini, again, *described, "--write", source=f"demo-{number}") == 0
        with (mini / f"data/results/demo-{number}.csv").open(encoding="utf-8") as lines:
            found = [(row["aggregate"], row["value"], row["locator"]) for row in csv.DictReader(lines)]
        assert [row for row in found if row[0]] == [("pooled", "28", "PL:mean")]


def test_a_row_that_is_skipped_is_told(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = saved({"Sheet1": SOUND}, tmp_path / "a.xlsx")
    capsys.readouterr()
    assert run(mini, file, *NEW, "--answer", "B3=skip") == 0
    said = capsys.readouterr().out
    assert "Sheet1!B3: dòng bỏ qua theo câu trả lời: Sở Đại Đồng" in said
    assert "Mọi ô số" not in said


def test_a_scale_that_no_longer_fits_is_asked_for(
    mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Shares last month, percents this month: neither 4151% nor a guess."""
    head = ["STT", "Đơn vị", "Dịch vụ toàn trình tháng 6/2024"]
    file = saved({"Sheet1": [head, [1, "Sở An Bình", 0.415], [2, "Sở Đại Đồng", 0.43]]}, tmp_path / "a.xlsx")
    assert run(mini, file, *NEW, "--answer", "C1=share", "--write") == 0
    head[2] = "Dịch vụ toàn trình tháng 7/2024"
    file = saved({"Sheet1": [head, [1, "Sở An Bình", 41.51], [2, "Sở Đại Đồng", 0.5]]}, tmp_path / "b.xlsx")
    described = [*NEW[:1], "8/BC-UBND", *NEW[2:-1], "2024-08-15"]
    capsys.readouterr()
    assert run(mini, file, *described, "--write", source="demo-8") == 1
    said = capsys.readouterr().err
    assert "đã được trả lời là phải nhân 100, nhưng nay cột có số lớn hơn 1" in said
    assert "lớn hơn 100 phần trăm" not in said
    assert run(mini, file, *described, "--answer", "C1=percent", "--write", source="demo-8") == 0


def test_an_answer_that_the_file_does_not_hold(mini: Path, tmp_path: Path) -> None:
    """The row says whose the figure is and what the file says. A reading that was offered needs no word."""
    file = saved({"Sheet1": [HEAD, [1, "Sở An Bình", "khoảng 20"], [2, "Sở Đại Đồng", "1.234"]]}, tmp_path / "a.xlsx")
    assert run(mini, file, *NEW, "--write", "--answer", "C2=20; C3=1234") == 0
    with (mini / RESULTS).open(encoding="utf-8") as rows:
        found = [(row["value"], row["note"]) for row in csv.DictReader(rows)]
    assert found == [("20", "Theo trả lời của người nhập số liệu; tệp ghi “khoảng 20”"), ("1234", "")]
