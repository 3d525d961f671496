"""Answers on the command line: each belongs to one cell, and unclear ones are refused."""

from pathlib import Path

import pytest

from generator.importing.request import Request, WrongArguments, answers
from tests.importing.conftest import Understand, questions, values
from tests.importing.workbooks import saved


def given(*texts: str) -> dict[str, str]:
    return dict(answers(Request(Path("a.xlsx"), "x", answers=texts)))


def test_answers_are_split_by_cell() -> None:
    """Columns may be in lower case; names of sheets are not changed."""
    found = given("c3=58,73; Sở, ngành!d5=online-payment ;", "B14=tay-ninh:commune:mean;b14 = tay-ninh:commune:mean")
    assert found == {"C3": "58,73", "Sở, ngành!D5": "online-payment", "B14": "tay-ninh:commune:mean"}


@pytest.mark.parametrize("texts", [("C3=58; C3=59",), ("C3=58", "c3=59")])
def test_two_answers_for_one_cell_are_refused(texts: tuple[str, ...]) -> None:
    """Both are refused, because the last one is not necessarily the right one."""
    with pytest.raises(WrongArguments) as stopped:
        given(*texts)
    assert str(stopped.value) == "ANSWERS: ô C3 có hai câu trả lời (58 và 59), chỉ giữ lại một"


@pytest.mark.parametrize(
    "text", ["C3=58, C4=59", "C3=58,C4=59", "c3=58 c4=59", "C3=58, Sở!C4=59", "C3=5; C4=58, C5=59"]
)
def test_a_comma_between_answers_is_refused(text: str) -> None:
    with pytest.raises(WrongArguments) as stopped:
        given(text)
    wrong = text.rpartition("; ")[2]
    assert str(stopped.value) == (
        f"ANSWERS: ngăn các câu trả lời bằng dấu chấm phẩy, ví dụ D5=online-payment; D17=58.73 (đang ghi {wrong})"
    )


@pytest.mark.parametrize("text", ["C3", "C3=", "=58"])
def test_a_text_that_is_not_an_answer_is_refused(text: str) -> None:
    with pytest.raises(WrongArguments, match="viết ô, dấu bằng, câu trả lời"):
        given(text)


def test_an_answer_with_a_lower_case_column_is_used(tmp_path: Path, understand: Understand) -> None:
    table = [["STT", "Đơn vị", "Tỷ lệ nộp phí qua mạng"], [1, "Sở Y tế", 50.5]]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    found = understand(file, period="2024-05", answers=("c1=online-payment",))
    assert (values(found), questions(found)) == ({"C2": "50.5"}, {})
