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


@pytest.mark.parametrize(
    ("sheet", "title", "heading"),
    [
        ("Sheet1", "KẾT QUẢ THANH TOÁN TRỰC TUYẾN THÁNG 5/2024", HEAD[2]),
        ("Sheet1", "Số liệu đến ngày 31/5/2024", HEAD[2]),
        ("Sheet1", "Kết quả quý II năm 2024", HEAD[2]),
        ("T5", "Kết quả năm 2024", HEAD[2]),
        ("Thang 5", "Kết quả năm 2024", HEAD[2]),
        ("Sheet1", "Kết quả năm 2024", "Thanh toán trực tuyến tháng 5"),
    ],
)
def test_another_month_in_a_title_or_a_heading(
    sheet: str, title: str, heading: str, tmp_path: Path, understand: Understand
) -> None:
    """What was left from the month before is asked for wherever it stands, with its year or without."""
    table = [[title], [*HEAD[:2], heading], [1, "Sở Y tế", 50.5]]
    found = understand(saved({sheet: table}, tmp_path / "a.xlsx"), period="2024-06")
    assert rows(found) == []
    assert "khác kỳ đang nhập là tháng 6/2024" in questions(found)["C2"]


@pytest.mark.parametrize(
    "title",
    [
        "Kết quả tháng 6/2024, so với tháng 5/2024",
        "(Theo Quyết định số 468/QĐ-TTg ngày 27/3/2021 và Thông tư số 01/2023/TT-VPCP ngày 05/4/2023)",
        "Kết quả năm 2024",
        "Kết quả 6 tháng đầu năm 2024",
        "Kết quả đến ngày 30/6/2024",
    ],
)
def test_titles_that_do_not_contradict_the_month(title: str, tmp_path: Path, understand: Understand) -> None:
    table = [[title], HEAD, [1, "Sở Y tế", 50.5]]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx"), period="2024-06")
    assert rows(found) == [("so-y-te", "online-payment", "2024-06", "50.5", "C3")]


def test_months_without_their_year(tmp_path: Path, understand: Understand) -> None:
    """Columns of months are each of their own month of the year that is imported."""
    table = [
        ["STT", "Đơn vị", "Thanh toán trực tuyến", None],
        [None, None, "Tháng 5", "Tháng 6"],
        [1, "Sở Y tế", 50.5, 51],
    ]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx", ("A1:A2", "B1:B2", "C1:D1"))
    assert rows(understand(file, period="2024-06")) == [
        ("so-y-te", "online-payment", "2024-05", "50.5", "C3"),
        ("so-y-te", "online-payment", "2024-06", "51", "D3"),
    ]
