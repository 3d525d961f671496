"""Columns of remarks in words: not imported, mentioned in the report, without a question about an indicator."""

from pathlib import Path

import pytest

from tests.importing.commands import HEAD, NEW, run
from tests.importing.conftest import Understand, questions, values
from tests.importing.workbooks import HEAD as PAYMENT
from tests.importing.workbooks import saved

UNKNOWN = "không rõ cột này là chỉ tiêu nào"


@pytest.mark.parametrize(
    "heading",
    ["Ghi chú", "GHI CHÚ", "Nguyên nhân", "Nguyên nhân chưa đạt", "Giải trình", "Khó khăn, vướng mắc", "Người lập"],
)
def test_a_column_of_remarks(heading: str, tmp_path: Path, understand: Understand) -> None:
    """A remark is about a row, not a figure. It is not published; the report mentions the first one with its cell."""
    table = [[*PAYMENT, heading], [1, "Sở Y tế", 50.5, None], [2, "Sở Nội vụ", 33.5, "5 hồ sơ của ông A"]]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx"), period="2024-05")
    assert (values(found), questions(found)) == ({"C2": "50.5", "C3": "33.5"}, {})
    assert [item.note for item in found.entries] == ["", ""]
    assert [(item.at.short_address, item.text) for item in found.remarks] == [
        ("D1", f"cột ghi bằng lời, không đưa vào số liệu: {heading} (ví dụ D3: 5 hồ sơ của ông A)")
    ]


@pytest.mark.parametrize("figure", [7.5, "7,5", "7,5%"])
def test_figures_among_remarks_cause_a_question(figure: object, tmp_path: Path, understand: Understand) -> None:
    """A number below `Ghi chú` may be a figure in the wrong column, so it is not left out without a question."""
    table = [[*PAYMENT, "Ghi chú"], [1, "Sở Y tế", 50.5, "đã rà soát"], [2, "Sở Nội vụ", None, figure]]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx"), period="2024-05")
    assert questions(found) == {"D1": UNKNOWN}


@pytest.mark.parametrize("heading", ["Lý lịch tư pháp", "Số người lập hồ sơ", "Tình hình"])
def test_other_headings_of_words_cause_a_question(heading: str, tmp_path: Path, understand: Understand) -> None:
    table = [[*PAYMENT, heading], [1, "Sở Y tế", 50.5, "đã rà soát"]]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx"), period="2024-05")
    assert questions(found) == {"D1": UNKNOWN}


def test_an_answer_has_priority(tmp_path: Path, understand: Understand) -> None:
    """Commands from earlier months contain the answer `skip`, which is still accepted."""
    table = [[*PAYMENT, "Ghi chú"], [1, "Sở Y tế", 50.5, "đã rà soát"]]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    found = understand(file, period="2024-05", answers=("D1=skip",))
    assert [item.text for item in found.remarks] == ["cột bỏ qua theo câu trả lời: Ghi chú"]


def test_the_report_does_not_state_that_all_was_imported(
    mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = [[*HEAD, "Giải trình"], [1, "Sở An Bình", 21, "máy chủ hỏng"], [2, "Sở Đại Đồng", 36, None]]
    assert run(mini, saved({"Sheet1": table}, tmp_path / "a.xlsx"), *NEW) == 0
    output = capsys.readouterr().out
    assert "Sheet1!D1: cột ghi bằng lời, không đưa vào số liệu: Giải trình (ví dụ D2: máy chủ hỏng)" in output
    assert "Mọi ô số" not in output


@pytest.mark.parametrize(
    "remark",
    [
        "Không phát sinh",
        "(không phát sinh hồ sơ)",
        "KPS",
        "Chưa phát sinh giao dịch",
        "Không có hồ sơ nào",
        "Chưa báo cáo",
    ],
)
def test_a_zero_beside_a_remark_that_there_is_no_figure(remark: str, tmp_path: Path, understand: Understand) -> None:
    """Offices type 0 where nothing occurred, and say so in the last column. The unit did not reach 0%."""
    table = [[*PAYMENT, "Ghi chú"], [1, "Sở Y tế", 0, remark], [2, "Sở Nội vụ", 0, "5 hồ sơ không phát sinh phí"]]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    found = understand(file, period="2024-05")
    assert questions(found) == {"C2": "vừa có số vừa ghi là không có số"}
    assert values(found) == {"C3": "0"}
    answered = understand(file, period="2024-05", answers=["C2=not_applicable"])
    assert values(answered) == {"C2": "not_applicable", "C3": "0"}


def test_a_figure_beside_a_remark_that_there_is_none(tmp_path: Path, understand: Understand) -> None:
    """The remark is about the zero of its row, not about the other figure."""
    table = [
        [*PAYMENT, "Hồ sơ trực tuyến (%)", "Ghi chú"],
        [1, "Sở Y tế", 0, 14.6, "Không phát sinh"],
    ]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx"), period="2024-05")
    assert list(questions(found)) == ["C2"]
    assert values(found) == {"D2": "14.6"}
