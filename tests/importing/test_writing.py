"""The files that an import writes; it writes nothing while anything is unclear."""

import csv
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from openpyxl import load_workbook

from generator.cli import main
from generator.importing.sheets.grid import clean
from tests.importing.commands import HEAD, NEW, RESULTS, SOUND, run
from tests.importing.workbooks import saved
from tests.support.sites import tree


def test_nothing_is_written_without_the_option(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A first run shows each figure with its cell and the change since the previous figure."""
    before = tree(mini)
    file = saved({"Sheet1": SOUND}, tmp_path / "a.xlsx")
    capsys.readouterr()
    assert run(mini, file, *NEW) == 0
    assert tree(mini) == before
    output = capsys.readouterr().out
    assert re.search(r"Sở An Bình +Thời gian chờ +tháng 6/2024 +21 phút +Sheet1!C2", output)
    assert output.endswith("Chưa ghi gì. Nếu đúng, chạy lại đúng lệnh ấy, thêm WRITE=1, để ghi.\n")


def test_unclear_cells_prevent_writing(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One run reports all unclear cells, and faults by the rules of the data, by their cells.

    With --skip-unread, the clear figures are written.
    """
    table = [HEAD, [1, "Sở An Bình", "khoảng 20"], [2, "Sở Đại Đồng", 36], [3, "Sở Lạ", 5], [4, "Sở An Bình", -1]]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    before = tree(mini)
    capsys.readouterr()
    assert run(mini, file, *NEW, "--write") == 1
    assert tree(mini) == before
    errors = capsys.readouterr().err
    assert 'a.xlsx:2: Sheet1!C2: "khoảng 20" không đọc được là số' in errors
    assert 'a.xlsx:4: Sheet1!B4: "Sở Lạ" không phải tên đơn vị nào của tỉnh Thử' in errors
    assert 'a.xlsx:5: Sheet1!C5: "-1" là số âm' in errors
    assert errors.endswith("3 lỗi trong 1 tệp. Chưa ghi gì.\n")
    assert run(mini, file, *NEW, "--write", "--skip-unread") == 0
    with (mini / RESULTS).open(encoding="utf-8") as rows:
        assert [(row["unit_id"], row["value"]) for row in csv.DictReader(rows)] == [("demo.so-b", "36")]
    assert main(["check", "--root", str(mini)]) == 0


def test_a_file_without_a_readable_figure_is_refused(
    mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A document without a figure gets no entry, even with --skip-unread."""
    before = tree(mini)
    file = saved({"Sheet1": [HEAD, [1, "Sở Lạ", 5]]}, tmp_path / "a.xlsx")
    assert run(mini, file, *NEW, "--title", "X", "--about", "Y", "--skip-unread", "--write") == 1
    assert "a.xlsx: không đọc được số nào" in capsys.readouterr().err
    assert tree(mini) == before


def test_an_import_that_would_remove_a_page_is_refused(
    mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The file is refused if a published address would lead nowhere afterwards, as in `check`."""
    ledger = mini / "data/addresses.txt"
    ledger.write_text("".join(sorted([*ledger.read_text().splitlines(True), "/xu-huong/\n"])), encoding="utf-8")
    before = tree(mini)
    assert run(mini, saved({"Sheet1": SOUND}, tmp_path / "a.xlsx"), *NEW, "--write") == 1
    assert '"/xu-huong/" có trong sổ địa chỉ nhưng không còn trang nào ở đây' in capsys.readouterr().err
    assert tree(mini) == before


def test_rows_decided_by_a_person_are_kept(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A row with a decision of a person is not overwritten by a file with another figure. Other rows are."""
    table = [
        ["STT", "Đơn vị", "Dịch vụ toàn trình (%), kết quả đến tháng 6/2024", "Thời gian chờ tháng 6/2024"],
        [1, "Sở An Bình", 63.5, 25],
    ]
    file = saved({"PL.I": table}, tmp_path / "a.xlsx")
    assert run(mini, file, "--missing", "keep", "--write", source="demo-2024") == 1
    assert "khác số người nhập đã xác định (20) ở data/results/demo-2024.csv:4" in capsys.readouterr().err
    assert run(mini, file, "--missing", "keep", "--write", "--skip-unread", source="demo-2024") == 0
    output = capsys.readouterr().out
    assert "62.50 → 63.5" in output
    assert "37,5 → 63,5 (+26 điểm phần trăm; tháng 12/2022)" in output
    rows = (mini / "data/results/demo-2024.csv").read_text(encoding="utf-8").splitlines()
    assert rows[1] == "demo.so-a,,,full-online-services,2024-06,63.5,,,PL.I:1,"
    assert rows[3] == "demo.so-a,,,waiting-time,2024-06,20,,inferred,PL.I:1,Cột bị lệch; đọc theo dòng 2"


def test_warnings_are_shown_before_writing(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The warnings of the data rules are shown with their cells before anything is written, and do not prevent it."""
    table = [["Đơn vị", "Dịch vụ toàn trình (%), kết quả đến tháng 7/2024"], ["Sở An Bình", 2.5]]
    described = [*NEW[:-1], "2024-08-15"]
    assert run(mini, saved({"Sheet1": table}, tmp_path / "a.xlsx"), *described) == 0
    output = capsys.readouterr().out
    assert "Nên xem lại trước khi đăng" in output
    assert 'Sheet1!B2: value: "2.5" giảm 60' in output


def test_targets_are_written_to_their_own_file(mini: Path, tmp_path: Path) -> None:
    """For an indicator with low figures as the goal, the target is a maximum."""
    table = [["Đơn vị", "Thời gian chờ: chỉ tiêu năm 2025"], ["Sở An Bình", 15]]
    assert run(mini, saved({"Sheet1": table}, tmp_path / "a.xlsx"), *NEW, "--write") == 0
    assert (mini / "data/targets/demo-7.csv").read_text(encoding="utf-8") == (
        "unit_id,level,indicator_id,due,comparison,value,status,locator,note\n"
        "demo.so-a,,waiting-time,2025,at_most,15,,PL:1,\n"
    )
    assert not (mini / RESULTS).exists()


def test_targets_that_are_sent_again(mini: Path, tmp_path: Path) -> None:
    """Each unit keeps its row, and a corrected target replaces the earlier one of that unit."""
    head = ["Đơn vị", "Thời gian chờ: chỉ tiêu năm 2025"]
    first = saved({"Sheet1": [head, ["Sở An Bình", 15], ["Sở Đại Đồng", 20]]}, tmp_path / "a.xlsx")
    again = saved({"Sheet1": [head, ["Sở An Bình", 12], ["Sở Đại Đồng", 20]]}, tmp_path / "b.xlsx")
    assert run(mini, first, *NEW, "--write") == 0
    assert run(mini, again, "--write") == 0
    assert (mini / "data/targets/demo-7.csv").read_text(encoding="utf-8").splitlines()[1:] == [
        "demo.so-a,,waiting-time,2025,at_most,12,,PL:1,",
        "demo.so-b,,waiting-time,2025,at_most,20,,PL:2,",
    ]


EVIL = "\x1b[31m=cmd|' /C calc'!A0\u202e\n- id: x\n  \"sha256: ../../etc"


def test_hostile_texts(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Texts of a workbook are never used as a path, YAML structure, a formula or control characters of the terminal."""
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
    captured = capsys.readouterr()
    assert "\x1b" not in captured.out + captured.err
    assert "\u202e" not in captured.out + captured.err
    answers = "F3=skip; B4=demo.so-a"
    assert run(mini, file, *NEW, "--write", "--answer", answers) == 0
    assert main(["check", "--root", str(mini)]) == 0
    with (mini / RESULTS).open(encoding="utf-8") as rows:
        notes = [row["note"] for row in csv.DictReader(rows)]
    assert all(note.startswith("Ghi chú: ") for note in notes)
    decided = yaml.safe_load((mini / "data/mappings/demo.yml").read_text(encoding="utf-8"))
    assert set(decided) == {"headings", "names"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.xlsx", "portal"]


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--source", "../x"], "SOURCE"),
        (["--source", "a/b"], "SOURCE"),
        (["--period", "06/2024"], "PERIOD"),
        (["--within", "nowhere"], "WITHIN"),
        (["--mapping", "../../x"], "MAPPING"),
        (["--answer", "C1"], "ANSWERS"),
        (["--answer", "Z99=skip"], "ANSWERS"),
        (["--kind", "tasks"], "KIND"),
    ],
)
def test_wrong_arguments(
    arguments: list[str], named: str, mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The exit code is 2, and the message names the wrong variable. Unchecked texts are never used as a path."""
    file = saved({"Sheet1": SOUND}, tmp_path / "a.xlsx")
    with pytest.raises(SystemExit) as stopped:
        main(["import", str(file), "--root", str(mini), "--source", "demo-2024", *arguments])
    assert stopped.value.code == 2
    assert named in capsys.readouterr().err


def test_a_file_that_does_not_exist(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for file in ("nowhere.xlsx", ""):
        with pytest.raises(SystemExit) as stopped:
            main(["import", file, "--root", str(mini), "--source", "demo-2024"])
        assert stopped.value.code == 2
    assert "không có tệp nowhere.xlsx" in capsys.readouterr().err


def test_a_portal_with_faults_is_refused_first(mini: Path, tmp_path: Path) -> None:
    (mini / "data/units.csv").write_text("id\n", encoding="utf-8")
    assert run(mini, saved({"Sheet1": SOUND}, tmp_path / "a.xlsx"), *NEW) == 1


WITHOUT_LIBRARIES = """
import sys
from generator.cli import main
print(sorted({'docx', 'xlrd', 'xlsxwriter', 'lxml'} & set(sys.modules)))
sys.modules['xlrd'] = None
sys.exit(main(sys.argv[1:]))
"""


def test_the_command_line_does_not_load_the_libraries(tmp_path: Path) -> None:
    """They are loaded only when a file is imported. If one is missing, the message names the make target to run."""
    command = [sys.executable, "-c", WITHOUT_LIBRARIES, "import", str(tmp_path / "a.xlsx"), "--source", "x"]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    assert found.stdout.splitlines()[0] == "[]"
    assert found.returncode == 1
    assert "make import" in found.stderr
    assert "Traceback" not in found.stderr


def test_a_unit_that_occurs_twice_in_a_table_is_refused(
    mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """This also applies to a table that is sent again: neither figure replaces the other."""
    assert run(mini, saved({"Sheet1": SOUND}, tmp_path / "a.xlsx"), *NEW, "--write") == 0
    twice = [*SOUND, [3, "Sở Đại Đồng", 37]]
    before = tree(mini)
    capsys.readouterr()
    assert run(mini, saved({"Sheet1": twice}, tmp_path / "b.xlsx"), "--write") == 1
    assert "bảng này đã có số ấy ở dòng khác" in capsys.readouterr().err
    assert tree(mini) == before


AREAS = ("A1:A2", "B1:B2", "C1:E1")


def noted(value: float, status: str | None, note: str | None) -> list[list[object]]:
    """Returns a table with a status column and a remark column beside its figures."""
    heading = "Thời gian chờ tháng 6/2024"
    return [
        ["STT", "Đơn vị", heading, None, None],
        [None, None, heading, "Tình trạng", "Ghi chú"],
        [1, "Sở An Bình", value, status, note],
    ]


@pytest.mark.parametrize(
    ("again", "row", "shown"),
    [
        ((44, None, None), "44,,,PL:1,", "41 → 44; ghi chú: Mất điện hai ngày → không có"),
        ((41, None, "Mất điện ba ngày"), "41,,,PL:1,Mất điện ba ngày", "ghi chú: Mất điện hai ngày → Mất điện ba ngày"),
        ((41, "Số liệu tạm tính", None), "41,provisional,,PL:1,", "41 → 41 (số liệu tạm tính); ghi chú: Mất điện hai"),
        ((41, None, None), "41,,,PL:1,Mất điện hai ngày", "thêm 0 dòng, sửa 0, giữ nguyên 1."),
    ],
)
def test_a_remark_of_a_workbook_is_not_a_decision(
    again: tuple[float, str | None, str | None],
    row: str,
    shown: str,
    mini: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It is removed with its figure, and replaced by another remark. A corrected workbook causes no question."""
    first = saved({"Sheet1": noted(41, None, "Mất điện hai ngày")}, tmp_path / "a.xlsx", AREAS)
    assert run(mini, first, *NEW, "--write") == 0
    capsys.readouterr()
    assert run(mini, saved({"Sheet1": noted(*again)}, tmp_path / "b.xlsx", AREAS), "--write") == 0
    assert shown in capsys.readouterr().out
    written = (mini / RESULTS).read_text(encoding="utf-8").splitlines()[1]
    assert written == f"demo.so-a,,,waiting-time,2024-06,{row}"


def test_a_row_compared_with_the_document_is_not_overwritten(
    mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """If the note states that a person compared the row, another status of the same figure causes a question.

    A remark beside the same figure does not change the note.
    """
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
