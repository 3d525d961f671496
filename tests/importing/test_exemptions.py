"""Cells of plans that exempt a unit from a target and state no figure."""

from pathlib import Path

import pytest

from tests.importing.commands import NEW, run
from tests.importing.conftest import Understand, questions
from tests.importing.workbooks import saved

TARGET = "Thanh toán trực tuyến: chỉ tiêu năm 2025"


def column(file: Path, heading: str, text: str) -> Path:
    return saved({"Sheet1": [["STT", "Đơn vị", heading], [1, "Sở Y tế", text], [2, "Sở Nội vụ", 50]]}, file)


@pytest.mark.parametrize(
    "text",
    [
        *("Miễn (do đặc thù)", "Miễn", "được miễn", "Miễn do đặc thù", "MIỄN - vì không có TTHC"),
        *("Miễn giao chỉ tiêu (1)", "Do đặc thù, không giao", "Không giao (do đặc thù)"),
        "Không giao chỉ tiêu vì đặc thù",
    ],
)
def test_an_exemption_without_a_figure(tmp_path: Path, understand: Understand, text: str) -> None:
    """The target has no value, and the text of the cell is its note. In a column of results it is still a question."""
    found = understand(column(tmp_path / "a.xlsx", TARGET, text))
    assert found.questions == []
    assert [(item.kind, item.value, item.status, item.note) for item in found.entries] == [
        ("targets", "", "exempt", f"Văn bản ghi “{text}”"),
        ("targets", "50", "", ""),
    ]
    results = understand(column(tmp_path / "b.xlsx", "Thanh toán trực tuyến", text), period="2024-05")
    assert list(questions(results)) == ["C2"]


@pytest.mark.parametrize("text", ["Miễn phí", "Không miễn", "Do đặc thù", "Không giao", "Miễn 50%"])
def test_words_that_exempt_from_no_target(tmp_path: Path, understand: Understand, text: str) -> None:
    found = understand(column(tmp_path / "a.xlsx", TARGET, text))
    assert list(questions(found)) == ["C2"]
    assert [item.value for item in found.entries] == ["50"]


def test_an_exemption_is_shown_and_written(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = [["STT", "Đơn vị", "Thời gian chờ: chỉ tiêu năm 2025"], [1, "Sở An Bình", "Miễn (do đặc thù)"]]
    assert run(mini, saved({"Sheet1": table}, tmp_path / "a.xlsx"), *NEW, "--write") == 0
    assert "hạn 2025  được miễn  Sheet1!C2" in capsys.readouterr().out
    assert (mini / "data/targets/demo-7.csv").read_text(encoding="utf-8").splitlines()[1] == (
        "demo.so-a,,waiting-time,2025,at_most,,exempt,PL:1,Văn bản ghi “Miễn (do đặc thù)”"
    )
