"""Words where a figure is expected: reasons are read, the others asked for with the reasons to choose from."""

import csv
from pathlib import Path

import pytest

from generator.cli import main
from tests.importing.commands import NEW, RESULTS, run
from tests.importing.conftest import Understand, questions, values
from tests.importing.workbooks import HEAD, saved

UNREAD = "không đọc được là số"


@pytest.mark.parametrize("text", ["x", "k có", "chưa gửi", "không có hồ sơ nào"])
def test_words_alone_are_offered_the_reasons(text: str, tmp_path: Path, understand: Understand) -> None:
    """Nobody has to make up a figure to go on; what the cell says stays in the note."""
    file = saved({"Sheet1": [HEAD, [1, "Sở Y tế", text]]}, tmp_path / "a.xlsx")
    found = understand(file, period="2024-05")
    assert questions(found) == {"C2": UNREAD}
    assert found.questions[0].hint == (
        "chỉ ghi số trong ô, chữ chuyển sang ghi chú; not_applicable là không phát sinh, không thuộc diện, "
        "not_reported là chưa có số liệu; trả lời C2=not_applicable hay C2=not_reported hay C2=số đúng"
    )
    for answer in ("not_applicable", "not_reported"):
        answered = understand(file, period="2024-05", answers=(f"C2={answer}",))
        assert (values(answered), questions(answered)) == ({"C2": answer}, {})
        assert answered.entries[0].note == f"Theo trả lời của người nhập số liệu; tệp ghi “{text}”"


@pytest.mark.parametrize("text", ["12/15", "khoảng 5 đến 7"])
def test_words_with_figures_are_asked_for_the_figure(text: str, tmp_path: Path, understand: Understand) -> None:
    found = understand(saved({"Sheet1": [HEAD, [1, "Sở Y tế", text]]}, tmp_path / "a.xlsx"), period="2024-05")
    assert questions(found) == {"C2": UNREAD}
    assert found.questions[0].hint == "chỉ ghi số trong ô, chữ chuyển sang ghi chú; trả lời C2=số đúng"


def test_a_target_has_no_reasons(tmp_path: Path, understand: Understand) -> None:
    """A unit to which nothing was assigned has no target: its cell is skipped."""
    table = [["STT", "Đơn vị", "Thanh toán trực tuyến, chỉ tiêu năm 2024"], [1, "Sở Y tế", "chưa giao"]]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    found = understand(file)
    assert found.questions[0].hint == (
        "chỉ ghi mức phải đạt trong ô; không giao thì bỏ ô; trả lời C2=skip hay C2=số đúng"
    )
    skipped = understand(file, answers=("C2=skip",))
    assert (skipped.entries, questions(skipped)) == ([], {})


def test_words_that_all_units_share_are_offered_no_reasons(tmp_path: Path, understand: Understand) -> None:
    """A figure of the whole province that is not there is left out: its cell takes `skip` alone."""
    table = [["STT", "Đơn vị", "Thanh toán trực tuyến, chỉ tiêu chung cả tỉnh năm 2024"], [1, "Sở Y tế", "chưa giao"]]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx"))
    assert questions(found) == {"C2": "không đọc được mức chung"}
    assert "not_applicable" not in found.questions[0].hint


def test_a_number_that_is_called_provisional_is_no_reason(tmp_path: Path, understand: Understand) -> None:
    """`provisional` says of a figure how sure it is; without one it says nothing."""
    file = saved({"Sheet1": [HEAD, [1, "Sở Y tế", "x"]]}, tmp_path / "a.xlsx")
    found = understand(file, period="2024-05", answers=("C2=provisional",))
    assert [item.message for item in found.questions] == ["câu trả lời không phải là số", UNREAD]


def test_a_reason_is_written(mini: Path, tmp_path: Path) -> None:
    """The rows pass the rules of the data: where nothing occurred a note is due."""
    head = ["STT", "Đơn vị", "Thời gian chờ tháng 5/2024"]
    file = saved({"Sheet1": [head, [1, "Sở An Bình", "x"], [2, "Sở Đại Đồng", "Không PS"]]}, tmp_path / "a.xlsx")
    assert run(mini, file, *NEW, "--write") == 1
    assert run(mini, file, *NEW, "--write", "--answer", "C2=not_applicable") == 0
    with (mini / RESULTS).open(encoding="utf-8") as lines:
        found = [(row["unit_id"], row["value"], row["status"], row["note"]) for row in csv.DictReader(lines)]
    assert found == [
        ("demo.so-a", "", "not_applicable", "Theo trả lời của người nhập số liệu; tệp ghi “x”"),
        ("demo.so-b", "", "not_applicable", "Văn bản ghi “Không PS”"),
    ]
    assert main(["check", "--root", str(mini)]) == 0
