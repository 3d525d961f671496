"""Each rule that doubts valid data is a case in `tests/warnings/`: files that replace the mini portal's, and what is told."""

import json
import re
from pathlib import Path

import pytest
import yaml

from generator.cli import main
from tests.test_problems import spoil

CASES = sorted((Path(__file__).parent / "warnings").glob("*.yml"))
ROOT = Path(__file__).resolve().parent.parent
RESULTS = "data/results/demo-2024.csv"
ANSWER = "warning_id,reason,accepted_by,accepted_on\n{},Văn bản ghi đúng như vậy,Nhóm nhập liệu,2024-07-02\n"


def checked(portal: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """The exit code of a check on 1 August 2024 and what it prints, but for the size of sound data."""
    capsys.readouterr()
    code = main(["check", "--root", str(portal), "--today", "2024-08-01", *arguments])
    printed = capsys.readouterr().out
    return code, re.sub(r"Dữ liệu hợp lệ: .*\n", "", printed)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_warning_is_told(path: Path, mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The warning is told with place, remedy and id, and stops nothing: the exit code is that of the faults alone."""
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    spoil(mini, case)
    (mini / "data" / "addresses.txt").unlink()
    main(["format", "--root", str(mini)])
    code, printed = checked(mini, capsys)
    assert printed.strip() == case["report"].strip()
    assert code == case.get("exit", 0)


@pytest.fixture
def leaping(mini: Path) -> Path:
    """The mini portal with a waiting time that leaps from 4 minutes to 20."""
    add_row(mini, "demo.so-a,,,waiting-time,2024-05,4,,,PL.I:1,")
    return mini


def add_row(portal: Path, row: str) -> None:
    path = portal / RESULTS
    path.write_text(path.read_text(encoding="utf-8") + row + "\n", encoding="utf-8")
    main(["format", "--root", str(portal)])


def told(portal: Path, capsys: pytest.CaptureFixture[str]) -> list[tuple[str, int, str]]:
    """Path, line and id of each warning."""
    _, printed = checked(portal, capsys, "--format", "json")
    return [(item["path"], item["line"], item["id"]) for item in map(json.loads, printed.split("\n")[:-1])]


def test_sound_data_has_no_warning(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What the cases change is plausible before: each report is of what was planted alone."""
    assert checked(mini, capsys) == (0, "")


def test_an_id_stays_when_rows_move_and_goes_with_the_figure(leaping: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ((_, line, id_),) = told(leaping, capsys)
    path = leaping / RESULTS
    heading, *rows = path.read_text(encoding="utf-8").split("\n")[:-1]
    path.write_text("\n".join([heading, *reversed(rows), ""]), encoding="utf-8")
    ((_, moved, same),) = told(leaping, capsys)
    assert (line, moved, same) == (4, 4, id_)
    path.write_text(path.read_text(encoding="utf-8").replace("2024-06,20,", "2024-06,21,"), encoding="utf-8")
    ((_, _, other),) = told(leaping, capsys)
    assert other != id_


def test_an_answer_silences_until_the_figure_changes(leaping: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Then the answer is told as one to nothing, and the new figure as a new warning."""
    ((_, _, id_),) = told(leaping, capsys)
    (leaping / "data" / "accepted.csv").write_text(ANSWER.format(id_), encoding="utf-8")
    assert told(leaping, capsys) == []
    path = leaping / RESULTS
    path.write_text(path.read_text(encoding="utf-8").replace("2024-06,20,", "2024-06,21,"), encoding="utf-8")
    assert [path for path, _, _ in told(leaping, capsys)] == ["data/accepted.csv", RESULTS]


def test_a_warning_answered_twice_is_a_fault(leaping: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ((_, _, id_),) = told(leaping, capsys)
    text = ANSWER.format(id_)
    (leaping / "data" / "accepted.csv").write_text(text + text.split("\n")[1] + "\n", encoding="utf-8")
    assert main(["check", "--root", str(leaping), "--today", "2024-08-01"]) == 1
    assert "data/accepted.csv:3: warning_id" in capsys.readouterr().err


def test_an_answer_says_why_and_when(leaping: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = ANSWER.format("jump-0123456789").replace("Văn bản ghi đúng như vậy", "").replace("2024-07-02", "hôm qua")
    (leaping / "data" / "accepted.csv").write_text(text, encoding="utf-8")
    assert main(["check", "--root", str(leaping), "--today", "2024-08-01"]) == 1
    printed = capsys.readouterr().err
    assert "data/accepted.csv:2: reason: còn trống" in printed
    assert 'data/accepted.csv:2: accepted_on: "hôm qua" không phải là ngày' in printed


def test_a_document_of_today_is_none_of_the_future(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = mini / "data" / "sources.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("2024-07-01", "2024-08-01"), encoding="utf-8")
    assert checked(mini, capsys) == (0, "")
    path.write_text(path.read_text(encoding="utf-8").replace("2024-08-01", "2024-08-02"), encoding="utf-8")
    assert "future-document" in checked(mini, capsys)[1]


def test_the_real_data_has_no_unanswered_warning(capsys: pytest.CaptureFixture[str]) -> None:
    """Every warning that the real data raises was compared with its document and answered."""
    capsys.readouterr()
    assert main(["check", "--root", str(ROOT), "--today", "2026-11-26"]) == 0
    assert "cảnh báo" not in capsys.readouterr().out
