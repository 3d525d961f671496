"""What importing writes, and that it writes nothing while anything is unclear."""

import csv
import hashlib
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from openpyxl import load_workbook

from generator.cli import main
from generator.importing.documents import attached_to, issuer_named, quoted, with_digest
from generator.importing.grid import clean
from generator.importing.names import Names
from generator.loading import load_portal
from tests.importing.commands import HEAD, NEW, RESULTS, SOUND, run, state
from tests.importing.workbooks import saved


def test_nothing_is_written_without_being_asked(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A first run shows each figure with its cell and what was known before."""
    before = state(mini)
    file = saved({"Sheet1": SOUND}, tmp_path / "a.xlsx")
    capsys.readouterr()
    assert run(mini, file, *NEW) == 0
    assert state(mini) == before
    said = capsys.readouterr().out
    assert re.search(r"Sở An Bình +Thời gian chờ +tháng 6/2024 +21 phút +Sheet1!C2", said)
    assert said.endswith("Chưa ghi gì. Nếu đúng, chạy lại với --write (make import … WRITE=1) để ghi.\n")


def test_a_new_document(mini: Path, tmp_path: Path) -> None:
    """Rows with their places, the document's entry with the file's digest, the addresses of new pages: `check` is
    content with all of it, and a second run changes nothing."""
    file = saved({"Sheet1": SOUND}, tmp_path / "a.xlsx")
    assert run(mini, file, *NEW, "--write") == 0
    assert (mini / RESULTS).read_text(encoding="utf-8") == (
        "unit_id,level,aggregate,indicator_id,period,value,status,reading,locator,note\n"
        "demo.so-a,,,waiting-time,2024-06,21,,,PL:1,\n"
        "demo.so-b,,,waiting-time,2024-06,36,,,PL:2,\n"
    )
    entry = yaml.safe_load((mini / "data/sources.yml").read_text(encoding="utf-8"))[-1]
    assert entry == {
        "id": "demo-7",
        "number": "7/BC-UBND",
        "slug": "bao-cao-demo-7",
        "title": "Báo cáo kèm kết quả thời gian chờ của 2 đơn vị, tháng 6/2024",
        "kind": "Báo cáo",
        "issuer": "Ủy ban nhân dân tỉnh Thử",
        "issued_on": "2024-07-15",
        "about": "Kèm kết quả thời gian chờ của 2 đơn vị, tháng 6/2024.",
        "url": "",
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
        "language": "vi",
        "note": "",
    }
    assert "/van-ban/bao-cao-demo-7/\n" in (mini / "data/addresses.txt").read_text(encoding="utf-8")
    assert main(["check", "--root", str(mini)]) == 0
    before = state(mini)
    assert main(["format", "--root", str(mini)]) == 0
    assert run(mini, file, "--write") == 0
    assert state(mini) == before


def test_an_attachment_says_what_it_belongs_to(mini: Path, tmp_path: Path) -> None:
    """With the line `Kèm theo Báo cáo số …` nothing has to be told but the id."""
    table = [["(Kèm theo Báo cáo số 7/BC-UBND ngày 15 tháng 7 năm 2024 của UBND tỉnh Thử)"], *SOUND]
    assert run(mini, saved({"Sheet1": table}, tmp_path / "a.xlsx"), "--write") == 0
    entry = yaml.safe_load((mini / "data/sources.yml").read_text(encoding="utf-8"))[-1]
    assert [entry[name] for name in ("number", "kind", "issuer", "issued_on")] == [
        "7/BC-UBND",
        "Báo cáo",
        "Ủy ban nhân dân tỉnh Thử",
        "2024-07-15",
    ]


def test_a_document_that_nobody_described(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The options that would describe it are named; nothing is written."""
    before = state(mini)
    assert run(mini, saved({"Sheet1": SOUND}, tmp_path / "a.xlsx"), "--write") == 1
    assert state(mini) == before
    said = capsys.readouterr().err
    assert 'data/sources.yml: "demo-7" văn bản chưa được khai' in said
    assert '--issued-on "năm-tháng-ngày ban hành, ví dụ 2024-06-30"' in said
    assert "--title" not in said


def test_a_hint_that_is_pasted_states_nothing(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What stands in the place of a document's number and kind is not taken for them."""
    file = saved({"Sheet1": SOUND}, tmp_path / "a.xlsx")
    assert run(mini, file) == 1
    hint = next(line for line in capsys.readouterr().err.splitlines() if "--number" in line)
    pasted = shlex.split(hint[hint.index("--number") :])
    assert len(pasted) == 8
    before = state(mini)
    assert run(mini, file, *pasted, "--write") == 1
    assert "văn bản chưa được khai" in capsys.readouterr().err
    assert state(mini) == before


@pytest.mark.parametrize(
    ("source", "number", "wrong"),
    [
        ("demo-7", "8/BC-UBND", '"8/BC-UBND" không phải số, ký hiệu của văn bản có mã demo-7'),
        ("2-BC-UBND-2024", "2/BC-UBND", '"2/BC-UBND" là số, ký hiệu của văn bản demo-2024 đã có trong cổng'),
        ("demo-2024", "3/BC-UBND", '"3/BC-UBND" khác số, ký hiệu của văn bản demo-2024 đã khai (2/BC-UBND)'),
    ],
)
def test_the_number_of_another_document(
    source: str, number: str, wrong: str, mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No document is published under a number that is not its own."""
    before = state(mini)
    file = saved({"Sheet1": SOUND}, tmp_path / "a.xlsx")
    assert run(mini, file, "--number", number, *NEW[2:], "--write", source=source) == 1
    assert wrong in capsys.readouterr().err
    assert state(mini) == before


def test_a_leading_nought_of_a_number(mini: Path, tmp_path: Path) -> None:
    file = saved({"Sheet1": SOUND}, tmp_path / "a.xlsx")
    assert run(mini, file, "--number", "07/BC-UBND", *NEW[2:]) == 0


def test_what_a_document_is_called_is_not_asked_for(
    mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """While no figure is understood, only the figures are asked for: the name is worded from them."""
    file = saved({"Sheet1": [HEAD, [1, "Sở An Bình", "khoảng 20"]]}, tmp_path / "a.xlsx")
    capsys.readouterr()
    assert run(mini, file, *NEW, "--write") == 1
    said = capsys.readouterr().err
    assert "data/sources.yml" not in said
    assert said.endswith("1 lỗi trong 1 tệp. Chưa ghi gì.\n")


def test_what_is_unclear_keeps_everything_back(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All that is unclear is said in one run, by cell; faults of the data's own rules too. With --skip-unread the
    clear figures are written."""
    table = [HEAD, [1, "Sở An Bình", "khoảng 20"], [2, "Sở Đại Đồng", 36], [3, "Sở Lạ", 5], [4, "Sở An Bình", -1]]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    before = state(mini)
    capsys.readouterr()
    assert run(mini, file, *NEW, "--write") == 1
    assert state(mini) == before
    said = capsys.readouterr().err
    assert 'a.xlsx:2: Sheet1!C2: "khoảng 20" không đọc được là số' in said
    assert 'a.xlsx:4: Sheet1!B4: "Sở Lạ" không phải tên đơn vị nào của tỉnh Thử' in said
    assert 'a.xlsx:5: Sheet1!C5: "-1" là số âm' in said
    assert said.endswith("3 lỗi trong 1 tệp. Chưa ghi gì.\n")
    assert run(mini, file, *NEW, "--write", "--skip-unread") == 0
    with (mini / RESULTS).open(encoding="utf-8") as rows:
        assert [(row["unit_id"], row["value"]) for row in csv.DictReader(rows)] == [("demo.so-b", "36")]
    assert main(["check", "--root", str(mini)]) == 0


def test_a_file_of_which_nothing_is_read(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --skip-unread too, a document without a figure is not declared."""
    before = state(mini)
    file = saved({"Sheet1": [HEAD, [1, "Sở Lạ", 5]]}, tmp_path / "a.xlsx")
    assert run(mini, file, *NEW, "--title", "X", "--about", "Y", "--skip-unread", "--write") == 1
    assert "a.xlsx: không đọc được số nào" in capsys.readouterr().err
    assert state(mini) == before


def test_a_page_that_would_go(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file after which a published address would lead nowhere is refused, as `check` would refuse the data."""
    ledger = mini / "data/addresses.txt"
    ledger.write_text("".join(sorted([*ledger.read_text().splitlines(True), "/xu-huong/\n"])), encoding="utf-8")
    before = state(mini)
    assert run(mini, saved({"Sheet1": SOUND}, tmp_path / "a.xlsx"), *NEW, "--write") == 1
    assert '"/xu-huong/" có trong sổ địa chỉ nhưng không còn trang nào ở đây' in capsys.readouterr().err
    assert state(mini) == before


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


def test_what_a_person_decided_stays(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A row of the data with a person's note is not overwritten by a file that says otherwise; a plain one is."""
    table = [
        ["STT", "Đơn vị", "Dịch vụ toàn trình (%), kết quả đến tháng 6/2024", "Thời gian chờ tháng 6/2024"],
        [1, "Sở An Bình", 63.5, 25],
    ]
    file = saved({"PL.I": table}, tmp_path / "a.xlsx")
    assert run(mini, file, "--missing", "keep", "--write", source="demo-2024") == 1
    assert "khác số người nhập đã xác định (20) ở data/results/demo-2024.csv:4" in capsys.readouterr().err
    assert run(mini, file, "--missing", "keep", "--write", "--skip-unread", source="demo-2024") == 0
    said = capsys.readouterr().out
    assert "62.50 → 63.5" in said
    assert "37,5 → 63,5 (+26 điểm phần trăm; tháng 12/2022)" in said
    rows = (mini / "data/results/demo-2024.csv").read_text(encoding="utf-8").splitlines()
    assert rows[1] == "demo.so-a,,,full-online-services,2024-06,63.5,,,PL.I:1,"
    assert rows[3] == "demo.so-a,,,waiting-time,2024-06,20,,inferred,PL.I:1,Cột bị lệch; đọc theo dòng 2"


def test_what_is_unlike_what_one_expects_is_told(
    mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The warnings of the data's own rules are told before anything is written, by cell, and stop nothing."""
    table = [["Đơn vị", "Dịch vụ toàn trình (%), kết quả đến tháng 7/2024"], ["Sở An Bình", 2.5]]
    described = [*NEW[:-1], "2024-08-15"]
    assert run(mini, saved({"Sheet1": table}, tmp_path / "a.xlsx"), *described) == 0
    said = capsys.readouterr().out
    assert "Nên xem lại trước khi ghi" in said
    assert 'Sheet1!B2: value: "2.5" giảm 60' in said


def test_targets_are_written_apart(mini: Path, tmp_path: Path) -> None:
    """An indicator whose low figures are good has a bound from above."""
    table = [["Đơn vị", "Thời gian chờ: chỉ tiêu năm 2025"], ["Sở An Bình", 15]]
    assert run(mini, saved({"Sheet1": table}, tmp_path / "a.xlsx"), *NEW, "--write") == 0
    assert (mini / "data/targets/demo-7.csv").read_text(encoding="utf-8") == (
        "unit_id,level,indicator_id,due,comparison,value,status,locator,note\n"
        "demo.so-a,,waiting-time,2025,at_most,15,,PL:1,\n"
    )
    assert not (mini / RESULTS).exists()


EVIL = "\x1b[31m=cmd|' /C calc'!A0\u202e\n- id: x\n  \"sha256: ../../etc"


def test_hostile_texts(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Texts of a workbook reach neither a path, nor YAML's structure, nor a formula, nor the terminal's controls."""
    evil = clean(EVIL)
    table = [
        [evil],
        ["STT", "Đơn vị", "Thời gian chờ tháng 6/2024", None, None, evil.replace("=", "")],
        [None, None, "Thời gian chờ tháng 6/2024", "Tình trạng", "Ghi chú", evil],
        [1, f"Sở {evil}", 21, None, "=HYPERLINK(1)"],
        [2, "Sở Đại Đồng", 36, "Số liệu tạm tính", f"@{evil}", evil],
    ]
    file = saved({"evil": table}, tmp_path / "a.xlsx", ("A2:A3", "B2:B3", "C2:E2"))
    book = load_workbook(file)
    book["evil"]["E4"].data_type = "s"
    book.save(file)
    capsys.readouterr()
    assert run(mini, file, *NEW, "--write") == 1
    said = capsys.readouterr()
    assert "\x1b" not in said.out + said.err
    assert "\u202e" not in said.out + said.err
    answers = "F3=skip; B4=demo.so-a"
    assert run(mini, file, *NEW, "--write", "--answer", answers) == 0
    assert main(["check", "--root", str(mini)]) == 0
    with (mini / RESULTS).open(encoding="utf-8") as rows:
        notes = [row["note"] for row in csv.DictReader(rows)]
    assert all(note.startswith("Ghi chú: ") for note in notes)
    decided = yaml.safe_load((mini / "data/mappings/demo.yml").read_text(encoding="utf-8"))
    assert set(decided) == {"headings", "names"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.xlsx", "portal"]


def test_a_quoted_text_is_one_scalar() -> None:
    for text in ('a: b\n- "c"', "#", "*x", "no", "\\", "’“", "{}"):
        assert yaml.safe_load(f"- {quoted(text)}") == [text]


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        (["--source", "../x"], "--source"),
        (["--source", "a/b"], "--source"),
        (["--period", "06/2024"], "--period"),
        (["--within", "nowhere"], "--within"),
        (["--mapping", "../../x"], "--mapping"),
        (["--answer", "C1"], "--answer"),
        (["--answer", "Z99=skip"], "--answer"),
        (["--kind", "tasks"], "--kind"),
    ],
)
def test_wrong_arguments(
    said: list[str], wrong: str, mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2, with the argument that is wrong; nothing becomes a path that was not proved."""
    file = saved({"Sheet1": SOUND}, tmp_path / "a.xlsx")
    with pytest.raises(SystemExit) as stopped:
        main(["import", str(file), "--root", str(mini), "--source", "demo-2024", *said])
    assert stopped.value.code == 2
    assert wrong in capsys.readouterr().err


def test_a_file_that_does_not_exist(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for file in ("nowhere.xlsx", ""):
        with pytest.raises(SystemExit) as stopped:
            main(["import", file, "--root", str(mini), "--source", "demo-2024"])
        assert stopped.value.code == 2
    assert "không có tệp nowhere.xlsx" in capsys.readouterr().err


def test_a_portal_with_faults_is_told_first(mini: Path, tmp_path: Path) -> None:
    (mini / "data/units.csv").write_text("id\n", encoding="utf-8")
    assert run(mini, saved({"Sheet1": SOUND}, tmp_path / "a.xlsx"), *NEW) == 1


def test_the_digest_of_an_entry(mini: Path) -> None:
    """It takes the place of the old one in its own entry, and no other line moves."""
    portal, _ = load_portal(mini)
    text = (mini / "data/sources.yml").read_text(encoding="utf-8")
    once = with_digest(text, portal.sources["demo-2023"], "ab")
    entries = yaml.safe_load(once)
    assert [entry.get("sha256") for entry in entries] == ["ab", None]
    assert yaml.safe_load(with_digest(once, portal.sources["demo-2023"], "cd"))[0]["sha256"] == "cd"
    assert len(with_digest(once, portal.sources["demo-2023"], "cd").splitlines()) == len(once.splitlines())


def test_an_issuer_is_one_of_the_portal_s_units(mini: Path) -> None:
    """The committee of another province is nobody's here: the issuer is asked for."""
    portal, _ = load_portal(mini)
    names = Names(portal, portal.units["demo"], None, {})
    for text in ("UBND tỉnh", "UBND tỉnh Thử", "Ủy ban nhân dân tỉnh Thử"):
        assert issuer_named(text, names) == "Ủy ban nhân dân tỉnh Thử"
    assert issuer_named("UBND tỉnh Long An", names) == ""


def test_what_a_line_of_a_letter_says() -> None:
    assert attached_to(["(Kèm theo Công văn số 1612 /UBND-KSTT ngày 31 tháng 5 năm 2024", "của UBND tỉnh)"]) == {
        "number": "1612/UBND-KSTT",
        "kind": "Công văn",
        "issued_on": "2024-05-31",
        "issuer": "UBND tỉnh",
    }
    assert (
        attached_to(["Kèm theo Kế hoạch số 3688/KH-UBND ngày 14/11/2023 của UBND tỉnh Tây Ninh"])["number"]
        == "3688/KH-UBND"
    )
    assert attached_to(["Kèm theo Công văn số 1/UBND ngày 31/02/2024"]) == {"number": "1/UBND", "kind": "Công văn"}
    assert attached_to(["Kết quả tháng 5"]) == {}


ALONE = """
import sys
from generator.cli import main
print(sorted({'docx', 'python_calamine', 'xlsxwriter', 'lxml'} & set(sys.modules)))
sys.modules['python_calamine'] = None
sys.exit(main(sys.argv[1:]))
"""


def test_the_site_needs_none_of_the_libraries(tmp_path: Path) -> None:
    """Nothing but this command imports them. Without them it names the target that installs them."""
    command = [sys.executable, "-c", ALONE, "import", str(tmp_path / "a.xlsx"), "--source", "x"]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    assert found.stdout.splitlines()[0] == "[]"
    assert found.returncode == 1
    assert "make import" in found.stderr
    assert "Traceback" not in found.stderr


def test_a_unit_that_a_table_names_twice(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Sent again, too: neither of its figures takes the place of the other."""
    assert run(mini, saved({"Sheet1": SOUND}, tmp_path / "a.xlsx"), *NEW, "--write") == 0
    twice = [*SOUND, [3, "Sở Đại Đồng", 37]]
    before = state(mini)
    capsys.readouterr()
    assert run(mini, saved({"Sheet1": twice}, tmp_path / "b.xlsx"), "--write") == 1
    assert "bảng này đã có số ấy ở dòng khác" in capsys.readouterr().err
    assert state(mini) == before


AREAS = ("A1:A2", "B1:B2", "C1:E1")


def noted(value: float, status: str | None, note: str | None) -> list[list[object]]:
    """A workbook with columns of states and remarks beside its figures."""
    heading = "Thời gian chờ tháng 6/2024"
    return [
        ["STT", "Đơn vị", heading, None, None],
        [None, None, heading, "Tình trạng", "Ghi chú"],
        [1, "Sở An Bình", value, status, note],
    ]


@pytest.mark.parametrize(
    ("again", "row", "said"),
    [
        ((44, None, None), "44,,,PL:1,", "41 → 44; ghi chú: Mất điện hai ngày → không có"),
        ((41, None, "Mất điện ba ngày"), "41,,,PL:1,Mất điện ba ngày", "ghi chú: Mất điện hai ngày → Mất điện ba ngày"),
        ((41, "Số liệu tạm tính", None), "41,provisional,,PL:1,", "41 → 41 (số liệu tạm tính); ghi chú: Mất điện hai"),
        ((41, None, None), "41,,,PL:1,Mất điện hai ngày", "thêm 0 dòng, sửa 0, giữ nguyên 1."),
    ],
)
def test_a_remark_of_a_workbook_is_no_decision(
    again: tuple[float, str | None, str | None],
    row: str,
    said: str,
    mini: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It goes with its figure, and gives way to another remark; a corrected workbook asks nothing."""
    first = saved({"Sheet1": noted(41, None, "Mất điện hai ngày")}, tmp_path / "a.xlsx", AREAS)
    assert run(mini, first, *NEW, "--write") == 0
    capsys.readouterr()
    assert run(mini, saved({"Sheet1": noted(*again)}, tmp_path / "b.xlsx", AREAS), "--write") == 0
    assert said in capsys.readouterr().out
    written = (mini / RESULTS).read_text(encoding="utf-8").splitlines()[1]
    assert written == f"demo.so-a,,,waiting-time,2024-06,{row}"


def test_what_was_compared_with_the_document_is_asked_for(
    mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A row that a person says to have compared is not overwritten, not even by another state of the same figure; a
    remark beside the same figure leaves its note."""
    first = saved({"Sheet1": noted(41, None, None)}, tmp_path / "a.xlsx", AREAS)
    assert run(mini, first, *NEW, "--write") == 0
    rows = (mini / RESULTS).read_text(encoding="utf-8")
    checked = rows.replace("PL:1,\n", "PL:1,Đã đối chiếu văn bản: 41\n")
    (mini / RESULTS).write_text(checked, encoding="utf-8")
    provisional = saved({"Sheet1": noted(41, "Số liệu tạm tính", None)}, tmp_path / "b.xlsx", AREAS)
    capsys.readouterr()
    assert run(mini, provisional, "--write") == 1
    assert '"41 (số liệu tạm tính)" khác số người nhập đã xác định (41) ở data/' in capsys.readouterr().err
    assert run(mini, saved({"Sheet1": noted(41, None, "Mất điện")}, tmp_path / "c.xlsx", AREAS), "--write") == 0
    assert (mini / RESULTS).read_text(encoding="utf-8") == checked
