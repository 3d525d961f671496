"""Cells with the same cause result in one question, with one answer that settles all of them."""

from pathlib import Path

import pytest

from generator.importing.dialogue import Findings
from generator.importing.request import WrongArguments
from tests.importing.commands import NEW, RESULTS, run
from tests.importing.conftest import Understand, questions, values
from tests.importing.workbooks import saved

UNITS = ["Sở Y tế", "Sở Nội vụ", "Sở Tư pháp", "Sở Xây dựng", "Sở Tài chính"]
SHARES = "5 ô chưa rõ là phần trăm hay tỷ lệ, ví dụ C2 có thể là 0,5% hoặc 50%"


def column(file: Path, heading: str, figures: list[object]) -> Path:
    lines = [[at, unit, figure] for at, (unit, figure) in enumerate(zip(UNITS, figures, strict=False), 1)]
    return saved({"Sheet1": [["STT", "Đơn vị", heading], *lines]}, file)


def asked(found: Findings) -> list[tuple[str, str, str]]:
    """Returns cell, message and hint of each question."""
    return [(item.at.short_address, item.message, item.hint) for item in found.questions]


def test_a_column_of_shares_causes_one_question(tmp_path: Path, understand: Understand) -> None:
    """Five units with shares cause one question. Each cell can still be answered by itself."""
    file = column(tmp_path / "a.xlsx", "Thanh toán trực tuyến", [0.5, 0.25, 0.5, 1, 0.1])
    assert questions(understand(file, period="2024-05")) == {"C1": SHARES}
    assert list(values(understand(file, period="2024-05", answers=("C1=share",))).values()) == [
        "50",
        "25",
        "50",
        "100",
        "10",
    ]
    alone = understand(file, period="2024-05", answers=("C2=50; C3=25; C4=50; C5=100",))
    assert questions(alone) == {"C6": "có thể là 0,1% hoặc 10%"}


def test_two_answers_at_one_heading(tmp_path: Path, understand: Understand) -> None:
    """The indicator and the scale are answered at the same cell, in one answer."""
    file = column(tmp_path / "a.xlsx", "Tỷ lệ nộp phí qua mạng", [0.5, 0.25, 0.5, 1, 0.1])
    found = understand(file, period="2024-05", answers=("C1=online-payment",))
    choices = "trả lời C1=online-payment:percent hay C1=online-payment:share"
    hint = f"định dạng ô là phần trăm trong Excel; {choices} (đúng như số đang ghi, hay nhân 100 cả cột)"
    assert asked(found) == [("C1", SHARES, hint)]
    found = understand(file, period="2024-05", answers=("C1=online-payment:share",))
    assert list(values(found).values()) == ["50", "25", "50", "100", "10"]
    assert found.headings == {"Tỷ lệ nộp phí qua mạng": "online-payment"}
    assert found.scales == {"Tỷ lệ nộp phí qua mạng": "share"}


def test_shares_among_percentages_cause_separate_questions(tmp_path: Path, understand: Understand) -> None:
    """An answer at the heading would also multiply the percentages."""
    file = column(tmp_path / "a.xlsx", "Thanh toán trực tuyến", [0.5873, 0.2512, 58.73])
    assert list(questions(understand(file, period="2024-05"))) == ["C2", "C3"]


def test_one_separator_before_three_digits_in_a_whole_column(tmp_path: Path, understand: Understand) -> None:
    texts: list[object] = ["1.234", "2.345", "3.456", "4.567"]
    found = understand(column(tmp_path / "a.xlsx", "Số dịch vụ toàn trình", texts), period="2024-05")
    hint = (
        "xem văn bản gốc, rồi thêm ARGS='--decimal comma' (dấu phẩy trước phần thập phân) hay "
        "ARGS='--decimal point'; hoặc trả lời từng ô"
    )
    assert asked(found) == [("C1", "4 ô, từ C2 (1.234), có thể là số thập phân hoặc số hàng nghìn", hint)]
    few = understand(column(tmp_path / "b.xlsx", "Số dịch vụ toàn trình", texts[:3]), period="2024-05")
    assert list(questions(few)) == ["C2", "C3", "C4"]


def test_a_file_with_uncalculated_formulas(tmp_path: Path, understand: Understand) -> None:
    file = column(tmp_path / "a.xlsx", "Thanh toán trực tuyến (%)", ["=1+1"] * 4 + [12.5])
    found = understand(file, period="2024-05")
    hint = "mở tệp bằng Excel, sửa công thức hoặc gõ lại vào ô, lưu lại"
    assert asked(found) == [("C1", "4 ô, từ C2 (#CHƯA TÍNH), là công thức lỗi hoặc chưa được tính", hint)]
    assert values(found) == {"C6": "12.5"}


def test_many_inactive_units_cause_one_question(tmp_path: Path, understand: Understand) -> None:
    """A wrong year causes one question, because the units are those of the province before July 2025."""
    file = column(tmp_path / "a.xlsx", "Thanh toán trực tuyến (%)", [12.5] * 5)
    for period, shown in (("2026-06", "tháng 6/2026"), ("2025-07", "tháng 7/2025")):
        hint = f"xem lại PERIOD (đang nhập {shown}); nếu kỳ đúng thì trả lời từng dòng bằng mã đơn vị kế tiếp hoặc skip"
        message = "cùng 4 dòng khác không hoạt động trong kỳ này (đến 30/06/2025)"
        found = understand(file, period=period)
        assert (asked(found), values(found)) == ([("B2", message, hint)], {})
    assert questions(understand(file, period="2025-06")) == {}


def test_few_inactive_units_cause_separate_questions(tmp_path: Path, understand: Understand) -> None:
    """If they are few, each may have its own mistake."""
    file = column(tmp_path / "a.xlsx", "Thanh toán trực tuyến (%)", [12.5] * 3)
    found = understand(file, period="2026-06")
    assert questions(found) == dict.fromkeys(("B2", "B3", "B4"), "không hoạt động trong kỳ này (đến 30/06/2025)")


def test_figures_in_one_common_question_are_not_listed_as_missing(
    mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With --skip-unread, the cells of the question may still contain the figures that seem to be missing."""
    head = ["STT", "Đơn vị", "Tỷ lệ dịch vụ công trực tuyến toàn trình, tháng 6/2024"]
    names = ["Sở An Bình", "Sở Đại Đồng", "Tỉnh Thử"]

    def sent(name: str, figures: list[object]) -> Path:
        lines = [[at, unit, figure] for at, (unit, figure) in enumerate(zip(names, figures, strict=True), 1)]
        return saved({"Sheet1": [head, *lines]}, tmp_path / name)

    assert run(mini, sent("a.xlsx", [31, 42, 55]), *NEW, "--write") == 0
    capsys.readouterr()
    assert run(mini, sent("b.xlsx", [0.5, "58%", 0.25]), "--skip-unread", "--write") == 0
    output = capsys.readouterr().out
    assert "Chưa đọc được, bỏ qua:\n  Sheet1!C1: 2 ô chưa rõ là phần trăm hay tỷ lệ" in output
    assert "Có trong cổng mà tệp này không có" not in output
    written = (mini / RESULTS).read_text(encoding="utf-8")
    assert [line.split(",")[5] for line in written.splitlines()[1:]] == ["31", "58", "55"]


PAIR = ["STT", "Đơn vị", "Thanh toán trực tuyến (%)", "Hồ sơ trực tuyến (%)"]
EQUAL_CELLS = [
    PAIR,
    [1, "Sở Y tế", "x", "X"],
    [2, "Sở Nội vụ", "x", "k/c"],
    [3, "Sở Xây dựng", "x", 14.5],
    [4, "Sở Tư pháp", 50.5, "k/c"],
]


def test_cells_with_the_same_text_cause_one_question(tmp_path: Path, understand: Understand) -> None:
    """Four cells with `x` cause one question with one answer. Fewer than four cause separate questions."""
    file = saved({"Sheet1": EQUAL_CELLS}, tmp_path / "a.xlsx")
    found = understand(file, period="2024-05")
    assert questions(found) == {
        "C2": "ở 4 ô (C2, D2, C3, C4) không đọc được là số",
        "D3": "không đọc được là số",
        "D5": "không đọc được là số",
    }
    assert found.questions[0].hint.endswith(
        "; trả lời C2*=not_applicable hay C2*=not_reported (một câu cho mọi ô ghi như vậy trong bảng); riêng ô nào "
        "khác thì thêm câu cho ô ấy, như C4=số đúng"
    )
    answered = understand(file, period="2024-05", answers=("c2*=not_applicable; D3*=not_reported",))
    assert questions(answered) == {}
    assert values(answered) == {
        "C2": "not_applicable",
        "D2": "not_applicable",
        "C3": "not_applicable",
        "D3": "not_reported",
        "C4": "not_applicable",
        "D4": "14.5",
        "C5": "50.5",
        "D5": "not_reported",
    }
    assert answered.entries[1].note == "Theo trả lời của người nhập số liệu; tệp ghi “X”"


def test_the_answer_for_a_single_cell_has_priority(tmp_path: Path, understand: Understand) -> None:
    file = saved({"Sheet1": EQUAL_CELLS}, tmp_path / "a.xlsx")
    given = ("C3*=not_applicable; C2=7,5; D2=skip; D3*=skip",)
    found = understand(file, period="2024-05", answers=given)
    assert questions(found) == {}
    assert values(found) == {
        "C2": "7.5",
        "C3": "not_applicable",
        "C4": "not_applicable",
        "D4": "14.5",
        "C5": "50.5",
    }
    assert {item.at.short_address for item in found.remarks} == {"D2", "D3", "D5"}


def test_an_answer_for_equal_cells_applies_in_its_table_and_kind(tmp_path: Path, understand: Understand) -> None:
    """The same text in another table, or in a column of targets, causes another question."""
    head = ["STT", "Đơn vị", "Thanh toán trực tuyến, chỉ tiêu năm 2024", "Thanh toán trực tuyến, kết quả tháng 5/2024"]
    rows = [head, [1, "Sở Y tế", "x", "x"], [2, "Sở Nội vụ", 47, "x"]]
    file = saved({"A": rows, "B": [PAIR, [1, "Sở Xây dựng", "x", 14.5]]}, tmp_path / "a.xlsx")
    found = understand(file, period="2024-05", answers=("A!D2*=not_reported",))
    assert [item.at.address for item in found.questions] == ["A!C2", "B!C2"]
    assert [(item.at.address, item.status) for item in found.entries if item.status] == [
        ("A!D2", "not_reported"),
        ("A!D3", "not_reported"),
    ]


@pytest.mark.parametrize(
    ("given", "asked_at"),
    [
        ("C2*=abc", {"C2": ["câu trả lời không phải là số", "ở 4 ô (C2, D2, C3, C4) không đọc được là số"]}),
        (
            "C2*=skip; C3*=not_reported",
            {
                "C2": ["ở 4 ô (C2, D2, C3, C4) không đọc được là số"],
                "C3": ["các ô ghi như nhau có hai câu trả lời (skip ở ô C2)"],
            },
        ),
    ],
)
def test_an_invalid_answer_for_equal_cells(
    given: str, asked_at: dict[str, list[str]], tmp_path: Path, understand: Understand
) -> None:
    found = understand(
        saved({"Sheet1": EQUAL_CELLS}, tmp_path / "a.xlsx"), period="2024-05", answers=(given, "D3*=skip")
    )
    messages: dict[str, list[str]] = {}
    for item in found.questions:
        messages.setdefault(item.at.short_address, []).append(item.message)
    assert messages == asked_at


def test_an_answer_for_equal_cells_without_a_question_is_refused(tmp_path: Path, understand: Understand) -> None:
    """A number that was read is never changed by an answer for other cells."""
    file = saved({"Sheet1": EQUAL_CELLS}, tmp_path / "a.xlsx")
    answers = tuple(f"{cell}*=skip" for cell in ("C2", "D3"))
    found = understand(file, period="2024-05", answers=("C5*=7",))
    assert "C5*" not in found.used_answers
    assert found.questions
    with pytest.raises(WrongArguments, match=r"không có câu hỏi ở ô C5\*"):
        understand(file, period="2024-05", answers=("C5*=7", *answers))


def test_one_answer_never_applies_to_another_number(tmp_path: Path, understand: Understand) -> None:
    """`-58, 73` has the words of `58, 73`, but not its value."""
    table = [
        ["STT", "Đơn vị", "Thanh toán trực tuyến (%)"],
        *([at, unit, "58, 73"] for at, unit in enumerate(("Sở Y tế", "Sở Nội vụ", "Sở Tư pháp"), 1)),
    ]
    table += [[4, "Sở Xây dựng", "58, 73"], [5, "Sở Ngoại vụ", "-58, 73"]]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    found = understand(file, period="2024-05", answers=("C2*=58.73",))
    assert values(found) == {"C2": "58.73", "C3": "58.73", "C4": "58.73", "C5": "58.73"}
    assert list(questions(found)) == ["C6"]
