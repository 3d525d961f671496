"""Tables in which a figure stands where another is expected: each is asked for, none is taken for the usual one."""

from pathlib import Path

import pytest

from tests.importing.conftest import Understand, questions, rows
from tests.importing.workbooks import saved

HEAD = ["STT", "Đơn vị", "Thanh toán trực tuyến (%)"]


@pytest.mark.parametrize(
    "below",
    [
        "Số giao dịch",
        "Tổng số hồ sơ",
        "Xếp hạng",
        "Tăng/giảm so với tháng 4/2024",
        "Tỷ lệ hoàn thành so với chỉ tiêu (%)",
        "Lũy kế từ đầu năm",
    ],
)
def test_what_a_lower_heading_adds_is_asked_for(below: str, tmp_path: Path, understand: Understand) -> None:
    """The upper heading names the indicator; a count, a rank or a change below it is not the indicator's share."""
    table = [
        ["STT", "Đơn vị", "Thanh toán trực tuyến", None],
        [None, None, "Tỷ lệ (%)", below],
        [1, "Sở Y tế", 50.5, 7],
    ]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx", ("A1:A2", "B1:B2", "C1:D1"))
    found = understand(file, period="2024-05")
    assert rows(found) == [("so-y-te", "online-payment", "2024-05", "50.5", "C3")]
    assert questions(found) == {"D2": "không rõ cột này là chỉ tiêu nào"}


def test_a_change_above_the_name_of_an_indicator(tmp_path: Path, understand: Understand) -> None:
    table = [
        ["STT", "Đơn vị", "Tăng, giảm so với tháng trước"],
        [None, None, "Thanh toán trực tuyến"],
        [1, "Sở Y tế", 2.5],
    ]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx", ("A1:A2", "B1:B2")), period="2024-05")
    assert rows(found) == []
    assert list(questions(found)) == ["C2"]
