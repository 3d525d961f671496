"""Months in words, weeks, and sheets named by a month in digits: what counts as the requested period and what not."""

from pathlib import Path

import pytest

from generator.importing.phrases.periods import periods_in
from tests.importing.conftest import Understand, questions, rows
from tests.importing.workbooks import HEAD, saved

ROW = [1, "Sở Y tế", 50.5]
WEEK = "số của một tuần hoặc vài ngày"
ANOTHER = "khác kỳ đang nhập là tháng 6/2024"
READ = [("so-y-te", "online-payment", "2024-06", "50.5", "C3")]


@pytest.mark.parametrize(
    ("title", "stated"),
    [
        ("Kết quả tháng Năm", "tháng 5/2024"),
        ("KẾT QUẢ THÁNG NĂM NĂM 2024", "tháng 5/2024"),
        ("Kết quả tháng Năm/2024", "tháng 5/2024"),
        ("Kết quả tháng năm 2024", "tháng 5/2024"),
        ("Kết quả tháng Giêng", "tháng 1/2024"),
        ("Kết quả tháng Một năm 2024", "tháng 1/2024"),
        ("Kết quả tháng Tư", "tháng 4/2024"),
        ("Kết quả tháng Mười", "tháng 10/2024"),
        ("Kết quả tháng Mười Một", "tháng 11/2024"),
        ("Kết quả tháng mười hai năm 2023", "tháng 12/2023"),
        ("Kết quả tháng Chạp năm 2023", "tháng 12/2023"),
        ("Kết quả tháng Sáu năm 2023", "tháng 6/2023"),
        ("Số liệu đến ngày 31 tháng Năm năm 2024", "tháng 5/2024"),
        ("Kết quả quý Một năm 2024", "quý I/2024"),
        ("Kết quả năm tháng đầu năm 2024", "số gộp nhiều tháng (năm tháng đầu năm 2024)"),
        ("Kết quả tháng Tư và tháng Năm năm 2024", "số gộp nhiều tháng (tháng Tư và tháng Năm năm 2024)"),
        ("Kết quả tháng Năm, Sáu năm 2024", "số gộp nhiều tháng (tháng Năm, Sáu năm 2024)"),
        ("Kết quả tuần 22", f"{WEEK} (tuần 22)"),
        ("Báo cáo tuần 6/2024", f"{WEEK} (tuần 6/2024)"),
        ("Kết quả tuần thứ 25 năm 2024", f"{WEEK} (tuần thứ 25 năm 2024)"),
        ("Kết quả tuần 1 tháng 6/2024", f"{WEEK} (tuần 1 tháng 6/2024)"),
        ("Kết quả từ 03/6/2024 đến 07/6/2024", f"{WEEK} (từ 03/6/2024 đến 07/6/2024)"),
        ("Kết quả 15 ngày đầu tháng 6/2024", f"{WEEK} (15 ngày đầu tháng 6/2024)"),
    ],
)
def test_a_title_of_another_time(title: str, stated: str, tmp_path: Path, understand: Understand) -> None:
    """It causes the question that `tháng 5/2024` causes. One answer applies to the whole table."""
    file = saved({"Sheet1": [[title], HEAD, ROW]}, tmp_path / "a.xlsx")
    found = understand(file, period="2024-06")
    assert rows(found) == []
    assert questions(found) == {"C2": f"tiêu đề hoặc tên trang tính ghi {stated}, {ANOTHER}"}
    assert rows(understand(file, period="2024-06", answers=("C2=2024-06",))) == READ


@pytest.mark.parametrize(
    "title",
    [
        "Kết quả tháng Sáu",
        "KẾT QUẢ THÁNG SÁU NĂM 2024",
        "Kết quả sáu tháng đầu năm 2024",
        "Báo cáo mỗi tháng một lần",
        "Số liệu từ ngày 01/6/2024 đến ngày 30/6/2024",
        "Ngày tháng năm",
        "Huyện Tuần Giáo",
        "Tháng 6, tăng so với tháng năm trước",
    ],
)
def test_a_title_that_is_no_other_time(title: str, tmp_path: Path, understand: Understand) -> None:
    found = understand(saved({"Sheet1": [[title], HEAD, ROW]}, tmp_path / "a.xlsx"), period="2024-06")
    assert rows(found) == READ


@pytest.mark.parametrize(
    ("name", "period", "stated"),
    [
        ("5.24", "2024-06", "tháng 5/2024"),
        ("T5.24", "2024-06", "tháng 5/2024"),
        ("5-24", "2024-06", "tháng 5/2024"),
        ("12.23", "2024-06", "tháng 12/2023"),
        ("2024-5", "2024-06", "tháng 5/2024"),
        ("Thang nam", "2024-06", "tháng 5/2024"),
        ("Tuần 22", "2024-06", f"{WEEK} (Tuần 22)"),
        ("Tuan_22", "2024-06", f"{WEEK} (Tuan_22)"),
    ],
)
def test_a_sheet_named_by_another_time(
    name: str, period: str, stated: str, tmp_path: Path, understand: Understand
) -> None:
    found = understand(saved({name: [HEAD, ROW]}, tmp_path / "a.xlsx"), period=period)
    assert rows(found) == []
    message = stated.replace("_", " ")
    assert questions(found) == {"C1": f"tiêu đề hoặc tên trang tính ghi {message}, {ANOTHER}"}


@pytest.mark.parametrize("name", ["6.24", "2024-6", "T6.24", "Tháng sáu", "5.21", "Biểu 5.24", "5.24.1", "Điều 5.24"])
def test_a_sheet_with_a_name_of_no_other_time(name: str, tmp_path: Path, understand: Understand) -> None:
    """A number of a table or an article is no month, even if its digits could be one."""
    found = understand(saved({name: [HEAD, ROW]}, tmp_path / "a.xlsx"), period="2024-06")
    assert [row[2:4] for row in rows(found)] == [("2024-06", "50.5")]


def test_the_number_of_a_title_is_no_month(tmp_path: Path, understand: Understand) -> None:
    """5.24 above a table is a number, whatever its digits are."""
    found = understand(saved({"Sheet1": [["Biểu", 5.24], HEAD, ROW]}, tmp_path / "a.xlsx"), period="2024-06")
    assert rows(found) == READ


def test_a_week_beside_its_month(tmp_path: Path, understand: Understand) -> None:
    """The month in another title does not make the figures of a week those of the month."""
    table = [["Báo cáo tuần 25"], ["Tháng 6 năm 2024"], HEAD, ROW]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx"), period="2024-06")
    assert rows(found) == []
    assert questions(found) == {"C3": f"tiêu đề hoặc tên trang tính ghi {WEEK} (tuần 25), {ANOTHER}"}


def test_a_title_of_the_requested_month_in_a_sheet_named_by_a_week(tmp_path: Path, understand: Understand) -> None:
    """A title is about the table; the name of a copied sheet may be an old one."""
    file = saved({"Tuần 22": [["Kết quả tháng 6/2024"], HEAD, ROW]}, tmp_path / "a.xlsx")
    assert rows(understand(file, period="2024-06")) == READ


def test_prose_that_mentions_a_week(tmp_path: Path, understand: Understand) -> None:
    """A paragraph above a table asks for something in a week; that is not the time of the figures."""
    prose = (
        "Đề nghị các đơn vị rà soát số liệu của mình, đối chiếu với kết quả trên Cổng Dịch vụ công quốc gia và gửi "
        "phản hồi về Văn phòng Ủy ban nhân dân tỉnh trong tuần 2 của tháng 7/2024 để tổng hợp, báo cáo."
    )
    file = saved({"Sheet1": [[prose], ["Kết quả tháng 6/2024"], HEAD, ROW]}, tmp_path / "a.xlsx")
    assert [row[2:4] for row in rows(understand(file, period="2024-06"))] == [("2024-06", "50.5")]


@pytest.mark.parametrize("heading", ["Tuần 22", "Tháng 6/2024 (tuần 1)", "Kết quả trong tuần"])
@pytest.mark.parametrize("period", ["2024-06", ""])
def test_a_heading_of_a_week(heading: str, period: str, tmp_path: Path, understand: Understand) -> None:
    table = [["Kết quả tháng 6/2024"], HEAD, [None, None, heading], ROW]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    found = understand(file, period=period)
    assert rows(found) == []
    assert questions(found) == {"C3": f"ghi {WEEK}, {ANOTHER if period else 'chưa rõ kỳ nào'}"}
    assert [row[2] for row in rows(understand(file, period=period, answers=("C3=2024-06",)))] == ["2024-06"]


def test_a_column_beside_one_of_a_week(tmp_path: Path, understand: Understand) -> None:
    """A column without a period is probably of the same week."""
    table = [[*HEAD[:2], "Thanh toán trực tuyến tuần 22", "Hồ sơ trực tuyến (%)"], [*ROW, 14.5]]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx"), period="2024-06")
    assert rows(found) == []
    assert questions(found) == {
        "C1": f"ghi {WEEK}, {ANOTHER}",
        "D1": f"cột khác của bảng ghi {WEEK} (tuần 22), {ANOTHER}",
    }


def test_a_heading_with_a_month_in_words(tmp_path: Path, understand: Understand) -> None:
    """The period of a column, and the name of its indicator, are read as with a month in digits."""
    table = [[*HEAD[:2], "Thanh toán trực tuyến tháng Năm năm 2024"], ROW]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    assert rows(understand(file)) == [("so-y-te", "online-payment", "2024-05", "50.5", "C2")]
    assert questions(understand(file, period="2024-06")) == {"C1": f"ghi tháng 5/2024, {ANOTHER}"}


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("ngày tháng năm 2024", ["2024"]),
        ("so với cùng tháng năm 2023", ["2023"]),
        ("các tháng năm 2024", ["2024"]),
        ("tháng Tư - năm 2024", ["2024-04"]),
        ("12 tháng năm 2024", []),
        ("tháng Ba/2024 và tháng Tư năm 2024", []),
        ("tháng Chín/24", ["2024-09"]),
    ],
)
def test_the_word_for_five_is_also_the_word_for_year(text: str, periods: list[str]) -> None:
    assert [str(period) for period in periods_in(text)] == periods
