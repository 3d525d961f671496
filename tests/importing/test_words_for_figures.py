"""Words in place of a figure: known reasons are read; other words cause a question that offers the reasons."""

import csv
from pathlib import Path

import pytest

from generator.cli import main
from tests.importing.commands import NEW, RESULTS, run
from tests.importing.conftest import Understand, questions, values
from tests.importing.workbooks import HEAD, saved

UNREAD = "không đọc được là số"


@pytest.mark.parametrize("text", ["x", "k có", "chưa gửi", "không có hồ sơ nào"])
def test_the_question_about_words_offers_the_reasons(text: str, tmp_path: Path, understand: Understand) -> None:
    """The user does not have to invent a figure. The note keeps the text of the cell."""
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
def test_the_question_about_words_with_digits_asks_for_the_figure(
    text: str, tmp_path: Path, understand: Understand
) -> None:
    found = understand(saved({"Sheet1": [HEAD, [1, "Sở Y tế", text]]}, tmp_path / "a.xlsx"), period="2024-05")
    assert questions(found) == {"C2": UNREAD}
    assert found.questions[0].hint == "chỉ ghi số trong ô, chữ chuyển sang ghi chú; trả lời C2=số đúng"


def test_a_target_has_no_reasons(tmp_path: Path, understand: Understand) -> None:
    """A unit without an assigned target has no row, so the question offers to skip the cell."""
    table = [["STT", "Đơn vị", "Thanh toán trực tuyến, chỉ tiêu năm 2024"], [1, "Sở Y tế", "chưa giao"]]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    found = understand(file)
    assert found.questions[0].hint == (
        "chỉ ghi mức phải đạt trong ô; không giao thì bỏ ô; trả lời C2=skip hay C2=số đúng"
    )
    skipped = understand(file, answers=("C2=skip",))
    assert (skipped.entries, questions(skipped)) == ([], {})


def test_the_question_about_a_common_cell_offers_no_reasons(tmp_path: Path, understand: Understand) -> None:
    """A missing figure of the whole province is left out, so the only answer for its cell is `skip`."""
    table = [["STT", "Đơn vị", "Thanh toán trực tuyến, chỉ tiêu chung cả tỉnh năm 2024"], [1, "Sở Y tế", "chưa giao"]]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx"))
    assert questions(found) == {"C2": "không đọc được mức chung"}
    assert "not_applicable" not in found.questions[0].hint


def test_provisional_is_not_a_reason_for_a_missing_figure(tmp_path: Path, understand: Understand) -> None:
    """`provisional` describes a figure, so it is not an answer for a cell without one."""
    file = saved({"Sheet1": [HEAD, [1, "Sở Y tế", "x"]]}, tmp_path / "a.xlsx")
    found = understand(file, period="2024-05", answers=("C2=provisional",))
    assert [item.message for item in found.questions] == ["câu trả lời không phải là số", UNREAD]


def test_reasons_are_written_to_the_data(mini: Path, tmp_path: Path) -> None:
    """The rows pass the checks of the data, which require a note for `not_applicable`."""
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
