"""How answers are given on the command line: one for each cell, none of them taken for another."""

from pathlib import Path

import pytest

from generator.importing.request import Request, WrongArguments, answers
from tests.importing.conftest import Understand, questions, values
from tests.importing.workbooks import saved


def given(*said: str) -> dict[str, str]:
    return dict(answers(Request(Path("a.xlsx"), "x", answers=said)))


def test_cells_and_answers() -> None:
    """Columns may be given in small letters; the names of sheets stay as they are."""
    said = given("c3=58,73; Sở, ngành!d5=online-payment ;", "B14=tay-ninh:commune:mean;b14 = tay-ninh:commune:mean")
    assert said == {"C3": "58,73", "Sở, ngành!D5": "online-payment", "B14": "tay-ninh:commune:mean"}


@pytest.mark.parametrize("said", [("C3=58; C3=59",), ("C3=58", "c3=59")])
def test_two_answers_for_one_cell(said: tuple[str, ...]) -> None:
    """Neither is taken: the last one need not be the right one."""
    with pytest.raises(WrongArguments) as stopped:
        given(*said)
    assert str(stopped.value) == "--answer: ô C3 có hai câu trả lời (58 và 59), chỉ giữ lại một"


@pytest.mark.parametrize(
    "said", ["C3=58, C4=59", "C3=58,C4=59", "c3=58 c4=59", "C3=58, Sở!C4=59", "C3=5; C4=58, C5=59"]
)
def test_a_comma_between_answers(said: str) -> None:
    with pytest.raises(WrongArguments) as stopped:
        given(said)
    wrong = said.rpartition("; ")[2]
    assert str(stopped.value) == (
        f"--answer: ngăn các câu trả lời bằng dấu chấm phẩy, ví dụ D5=online-payment; D17=58.73 (đang ghi {wrong})"
    )


@pytest.mark.parametrize("said", ["C3", "C3=", "=58"])
def test_what_is_no_answer(said: str) -> None:
    with pytest.raises(WrongArguments, match="viết ô, dấu bằng, câu trả lời"):
        given(said)


def test_a_small_letter_answers_a_question(tmp_path: Path, understand: Understand) -> None:
    table = [["STT", "Đơn vị", "Tỷ lệ nộp phí qua mạng"], [1, "Sở Y tế", 50.5]]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    found = understand(file, period="2024-05", answers=("c1=online-payment",))
    assert (values(found), questions(found)) == ({"C2": "50.5"}, {})
