"""The period of figures, from headings, titles and the name of the sheet. A different period causes a question."""

from pathlib import Path

import pytest

from generator.cli import main
from generator.importing.phrases.periods import without_periods
from tests.importing.commands import NEW, RESULTS, run
from tests.importing.conftest import Understand, questions, rows
from tests.importing.workbooks import HEAD, saved
from tests.support.sites import tree

ROW = [1, "Sở Y tế", 50.5]


@pytest.mark.parametrize(
    ("name", "period", "stated"),
    [
        ("Biểu 2023", "2024-06", "năm 2023"),
        ("Biểu 2024", "2025-06", "năm 2024"),
        ("Tháng 5.2024", "2024-06", "tháng 5/2024"),
        ("Thang_5_2024", "2024-06", "tháng 5/2024"),
        ("05-2024", "2024-06", "tháng 5/2024"),
        ("2024-05", "2024-06", "tháng 5/2024"),
        ("Quý I-2024", "2024-06", "quý I/2024"),
        ("Q1.2024", "2024-06", "quý I/2024"),
        ("Quý II", "2024-06", "quý II/2024"),
        ("T5-24", "2024-06", "tháng 5/2024"),
        ("05.24", "2024-06", "tháng 5/2024"),
        ("Tháng 1.2024", "2024-06", "tháng 1/2024"),
        ("Tháng 12.2023", "2024-06", "tháng 12/2023"),
        ("Tháng 5.23", "2024-05", "tháng 5/2023"),
        ("Q1-24", "2024-06", "quý I/2024"),
        ("T5_23", "2024-05", "tháng 5/2023"),
        ("2024_05", "2024-06", "tháng 5/2024"),
        ("202405", "2024-06", "tháng 5/2024"),
        ("6T-23", "2024-06", "số gộp nhiều tháng (6T-23)"),
        ("T1-T6.23", "2024-06", "số gộp nhiều tháng (T1-T6.23)"),
        ("5T-2024", "2024-06", "số gộp nhiều tháng (5T-2024)"),
        ("6T2023", "2024-06", "số gộp nhiều tháng (6T2023)"),
        ("6 tháng", "2024-05", "số gộp nhiều tháng (6 tháng)"),
        ("6 tháng đầu năm 2024", "2024-05", "số gộp nhiều tháng (6 tháng đầu năm 2024)"),
        ("6 tháng cuối năm 2024", "2024-06", "số gộp nhiều tháng (6 tháng cuối năm 2024)"),
        ("Quý I và quý II", "2024-05", "số gộp nhiều tháng (Quý I và quý II)"),
        ("T1-T5.2024", "2024-06", "số gộp nhiều tháng (T1-T5.2024)"),
    ],
)
def test_a_sheet_with_the_name_of_another_period(
    name: str, period: str, stated: str, tmp_path: Path, understand: Understand
) -> None:
    """The name of the sheet causes one question. One answer at the first heading applies to the whole table."""
    file = saved({name: [[*HEAD, "Hồ sơ trực tuyến (%)"], [*ROW, 14.5]]}, tmp_path / "a.xlsx")
    options = {"period": period, "source_id": "215-BC-UBND-2025", "within": "tay-ninh"}
    found = understand(file, **options)
    assert rows(found) == []
    (question,) = found.questions
    assert question.message.startswith(f"tiêu đề hoặc tên trang tính ghi {stated}, khác kỳ đang nhập là ")
    answered = understand(file, **options, answers=(f"C1={period}",))
    assert [row[2:4] for row in rows(answered)] == [(period, "50.5"), (period, "14.5")]


@pytest.mark.parametrize(
    ("name", "period"),
    [
        ("Biểu 2024", "2024-06"),
        ("Biểu 1-2024", "2024-06"),
        ("PL2-2024", "2024-06"),
        ("Tháng 6.2024", "2024-06"),
        ("Tháng 6-2", "2024-06"),
        ("Tháng 6.24", "2024-06"),
        ("T1-T6.24", "2024-06"),
        ("Mẫu 3.5.23", "2024-06"),
        ("2.21", "2024-06"),
        ("Tháng 13.2024", "2024-06"),
        ("6T2024", "2024-06"),
        ("Quý II", "2024-Q2"),
        ("T4-T6.2024", "2024-Q2"),
        ("12 tháng năm 2024", "2024"),
        ("Kế hoạch 2021-2025", "2024-06"),
    ],
)
def test_a_sheet_with_a_name_that_fits_the_period(
    name: str, period: str, tmp_path: Path, understand: Understand
) -> None:
    """Numbers of tables, and the year of the requested month, are not other periods."""
    found = understand(saved({name: [HEAD, ROW]}, tmp_path / "a.xlsx"), period=period)
    assert rows(found) == [("so-y-te", "online-payment", period, "50.5", "C2")]


@pytest.mark.parametrize(
    "heading", ["6 tháng đầu năm 2024", "từ tháng 1 đến tháng 6/2024", "Tháng 1-6/2024", "01/01/2024 - 30/6/2024", "6T"]
)
@pytest.mark.parametrize("period", ["2024-06", "2024-01", ""])
def test_a_heading_with_several_months(heading: str, period: str, tmp_path: Path, understand: Understand) -> None:
    """The figure of half a year is not that of June or January, whatever the title states."""
    table = [["Kết quả tháng 6/2024"], HEAD, [None, None, heading], ROW]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    found = understand(file, period=period)
    assert rows(found) == []
    assert questions(found)["C3"].startswith("ghi số gộp nhiều tháng, ")
    assert f"trả lời C3={period or '2024-06'}" in found.questions[0].hint
    answered = understand(file, period=period, answers=("C3=2024-06",))
    assert [row[2] for row in rows(answered)] == ["2024-06"]


def test_months_that_form_the_requested_quarter(tmp_path: Path, understand: Understand) -> None:
    table = [HEAD, [None, None, "Từ tháng 4 đến tháng 6/2024"], ROW]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx"), period="2024-Q2")
    assert [row[2] for row in rows(found)] == ["2024-Q2"]


def test_the_lowest_heading_decides_the_period(tmp_path: Path, understand: Understand) -> None:
    """`5 tháng đầu năm` below `Tháng 5/2024` still means five months."""
    table = [["STT", "Đơn vị", "Thanh toán trực tuyến tháng 5/2024"], [None, None, "5 tháng đầu năm"], ROW]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx"), period="2024-05")
    assert questions(found) == {"C2": "ghi số gộp nhiều tháng, khác kỳ đang nhập là tháng 5/2024"}


def test_a_target_for_several_months_is_not_due_at_the_end_of_the_year(tmp_path: Path, understand: Understand) -> None:
    """The year in the title is not the due date of a target for half a year. The last of the months is offered."""
    table = [["Chỉ tiêu năm 2024"], [*HEAD[:2], "Thanh toán trực tuyến, chỉ tiêu 6 tháng đầu năm 2024"], ROW]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    found = understand(file)
    assert questions(found) == {"C2": "ghi số gộp nhiều tháng, chưa rõ thời hạn nào"}
    assert "trả lời C2=2024-06" in found.questions[0].hint
    assert [(item.kind, item.period) for item in understand(file, answers=("C2=2024-06",)).entries] == [
        ("targets", "2024-06")
    ]


def test_a_title_of_last_month_in_a_sheet_named_by_this_month(tmp_path: Path, understand: Understand) -> None:
    """The sheet may be a renamed copy with the old title, so it may contain the figures of last month."""
    file = saved({"T6": [["Kết quả tháng 5/2024"], HEAD, ROW]}, tmp_path / "a.xlsx")
    found = understand(file, period="2024-06")
    assert questions(found) == {"C2": "tiêu đề hoặc tên trang tính ghi tháng 5/2024, khác kỳ đang nhập là tháng 6/2024"}
    year = saved({"T6": [["Kết quả năm 2024"], HEAD, ROW]}, tmp_path / "b.xlsx")
    assert [row[2] for row in rows(understand(year, period="2024-06"))] == ["2024-06"]


@pytest.mark.parametrize(
    ("title", "stated"),
    [
        ("Kết quả tháng 5/24", "tháng 5/2024"),
        ("Kết quả quý I/24", "quý I/2024"),
        ("Số liệu đến ngày 31/5/24", "tháng 5/2024"),
        ("Kết quả tháng 6/23", "tháng 6/2023"),
        ("Kết quả tháng 5 thực hiện kế hoạch năm 2024", "tháng 5/2024"),
        ("Số liệu từ 01/5/2024 đến 31/5/2024", "tháng 5/2024"),
        ("Số liệu từ 15/11/23 đến 14/5/24", "số gộp nhiều tháng (15/11/23 đến 14/5/24)"),
    ],
)
def test_a_title_of_another_period(title: str, stated: str, tmp_path: Path, understand: Understand) -> None:
    """The title states another month, or the month in another year, even if it also states other years."""
    found = understand(saved({"Sheet1": [[title], HEAD, ROW]}, tmp_path / "a.xlsx"), period="2024-06")
    assert rows(found) == []
    assert questions(found) == {"C2": f"tiêu đề hoặc tên trang tính ghi {stated}, khác kỳ đang nhập là tháng 6/2024"}


@pytest.mark.parametrize(
    ("first", "last"),
    [("15/5", "14/6/2024"), ("ngày 15/5", "hết ngày 14/6/2024"), ("16/5", "15/6/24"), ("01/01", "30/6/2024")],
)
def test_days_of_two_months_with_one_year(first: str, last: str, tmp_path: Path, understand: Understand) -> None:
    """`từ 15/5 đến 14/6/2024` is the period that ends in June, as `từ 15/5/2024 đến 14/6/2024` is."""
    for year in ("", "/2024"):
        title = f"Kết quả từ {first}{year} đến {last}"
        file = saved({"Sheet1": [[title], HEAD, ROW]}, tmp_path / "a.xlsx")
        found = understand(file, period="2024-06")
        assert rows(found) == [("so-y-te", "online-payment", "2024-06", "50.5", "C3")]
        assert found.period_confirmed
        assert list(questions(understand(file, period="2024-05"))) == ["C2"]


def test_days_around_new_year_with_one_year(tmp_path: Path, understand: Understand) -> None:
    for first in ("15/12", "15/12/2023"):
        title = f"Thanh toán trực tuyến từ {first} đến 14/01/2024 (%)"
        file = saved({"Sheet1": [["STT", "Đơn vị", title], ROW]}, tmp_path / "a.xlsx")
        found = understand(file, period="2024-06")
        assert questions(found) == {"C1": "ghi số gộp nhiều tháng, khác kỳ đang nhập là tháng 6/2024"}
        assert found.questions[0].value == f"{first} đến 14/01/2024"


@pytest.mark.parametrize(
    "title",
    [
        "Kết quả tháng 6/24",
        "(Kèm theo Báo cáo số 7/BC-UBND ngày 15/7/24)",
        "Kết quả tháng 6, tăng 5/24 đơn vị",
        "Kết quả tháng 6/24%",
    ],
)
def test_two_digits_that_are_not_another_period(title: str, tmp_path: Path, understand: Understand) -> None:
    found = understand(saved({"Sheet1": [[title], HEAD, ROW]}, tmp_path / "a.xlsx"), period="2024-06")
    assert rows(found) == [("so-y-te", "online-payment", "2024-06", "50.5", "C3")]


@pytest.mark.parametrize("heading", ["5/2024", "05-2024", "2024-05", "2023", "Quý II", "5/24", "05.24"])
def test_a_heading_of_another_period(heading: str, tmp_path: Path, understand: Understand) -> None:
    """It is not read as the number of its column."""
    found = understand(saved({"Sheet1": [HEAD, [None, None, heading], ROW]}, tmp_path / "a.xlsx"), period="2024-06")
    assert rows(found) == []
    assert "khác kỳ đang nhập là tháng 6/2024" in questions(found)["C2"]


BESIDE = [[*HEAD[:2], "Thanh toán trực tuyến tháng 5/2024", "Hồ sơ trực tuyến (%)"], [*ROW, 14.5]]


def test_a_column_beside_one_of_another_period(tmp_path: Path, understand: Understand) -> None:
    """A column without a period probably has the period of the column beside it. One answer settles both."""
    file = saved({"Sheet1": BESIDE}, tmp_path / "a.xlsx")
    found = understand(file, period="2024-06")
    assert rows(found) == []
    assert questions(found) == {
        "C1": "ghi tháng 5/2024, khác kỳ đang nhập là tháng 6/2024",
        "D1": "cột khác của bảng ghi tháng 5/2024, khác kỳ đang nhập là tháng 6/2024",
    }
    assert "trả lời C1=2024-06" in found.questions[0].hint
    answered = understand(file, period="2024-06", answers=("C1=2024-06",))
    assert [row[2] for row in rows(answered)] == ["2024-06", "2024-06"]
    assert [row[2] for row in rows(understand(file, period="2024-05"))] == ["2024-05", "2024-05"]


@pytest.mark.parametrize("beside", ["Tăng, giảm so với tháng 5/2024", "Lũy kế 6 tháng", "Chỉ tiêu năm 2025"])
def test_a_column_beside_a_comparison(beside: str, tmp_path: Path, understand: Understand) -> None:
    table = [[*HEAD, f"Hồ sơ trực tuyến – {beside}"], [*ROW, 14.5]]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx"), period="2024-06", answers=("D1=skip",))
    assert rows(found) == [("so-y-te", "online-payment", "2024-06", "50.5", "C2")]


MAY = [["STT", "Đơn vị", "Thời gian chờ tháng 5/2024", "Dịch vụ toàn trình (%)"], [1, "Sở An Bình", 21, 40]]
PLAIN = [["STT", "Đơn vị", "Thời gian chờ"], [1, "Sở An Bình", 21], [2, "Sở Đại Đồng", 36]]


@pytest.mark.parametrize(
    ("sheets", "period", "message"),
    [
        ({"Sheet1": MAY}, "2024-06", "ghi tháng 5/2024, khác kỳ đang nhập là tháng 6/2024"),
        ({"T5": PLAIN}, "2024-06", "tiêu đề hoặc tên trang tính ghi tháng 5/2024"),
        ({"T5": PLAIN, "Sheet2": MAY}, "2024-06", "ghi tháng 5/2024, khác kỳ đang nhập là tháng 6/2024"),
        ({"Sheet1": PLAIN}, "2024-09", "bắt đầu sau ngày ban hành văn bản (2024-07-15)"),
    ],
)
def test_an_unclear_period_is_never_skipped(
    sheets: dict[str, list[list[object]]],
    period: str,
    message: str,
    mini: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """--skip-unread leaves out cells, but with a wrong period every remaining figure would be wrong."""
    before = tree(mini)
    capsys.readouterr()
    file = saved(sheets, tmp_path / "a.xlsx")
    assert run(mini, file, *NEW, "--period", period, "--skip-unread", "--write") == 1
    captured = capsys.readouterr()
    assert message in captured.err
    assert "Chỗ chưa rõ về kỳ" in captured.out
    assert "bỏ qua:" not in captured.out
    assert tree(mini) == before


def test_a_sheet_of_another_month_beside_one_of_the_requested_month(
    mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The file itself states figures of June, so only those of May are left out."""
    file = saved({"T5": PLAIN, "T6": PLAIN[:2]}, tmp_path / "a.xlsx")
    assert run(mini, file, *NEW, "--period", "2024-06", "--skip-unread", "--write") == 0
    assert "Chưa đọc được, bỏ qua:\n  T5!C1: tiêu đề hoặc tên trang tính ghi tháng 5/2024" in capsys.readouterr().out
    assert (mini / RESULTS).read_text(encoding="utf-8").splitlines()[1:] == [
        "demo.so-a,,,waiting-time,2024-06,21,,,PL2:1,"
    ]
    assert main(["check", "--root", str(mini)]) == 0


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Hồ sơ trực tuyến tháng 5/2024", "Hồ sơ trực tuyến"),
        ("Hồ sơ tháng 12/2024 so với tháng 5/2023", "Hồ sơ so với"),
        ("Tháng 5/2024: hồ sơ đến hết quý II/2024 của đơn vị", ": hồ sơ của đơn vị"),
        ("Hồ sơ tháng 5 và quý II năm 2024", "Hồ sơ và"),
    ],
)
def test_texts_without_their_periods(text: str, rest: str) -> None:
    """Only the period and the words that lead to it are removed."""
    assert without_periods(text) == rest


@pytest.mark.parametrize(
    "titles",
    [
        ["Tháng: 05  Năm: 2024"],
        ["Từ ngày: 01/05/2024   Đến ngày: 31/05/2024"],
        ["Từ ngày: 01/01/2024   Đến ngày: 31/05/2024"],
        ["Kỳ: 01/05/2024 - 31/05/2024"],
        ["(Tính đến 17h00 ngày 31/5/2024)"],
        ["Số liệu đến 17 giờ 00 phút, ngày 31/5/2024"],
        ["Từ ngày", "01/05/2024", "Đến ngày", "31/05/2024"],
    ],
)
def test_titles_of_forms_and_of_programs(titles: list[str], tmp_path: Path, understand: Understand) -> None:
    """Figures of last month, sent again or with a wrong `--period`, are not read as those of the requested one."""
    file = saved({"Sheet1": [titles, HEAD, ROW]}, tmp_path / "a.xlsx")
    found = understand(file, period="2024-06")
    assert rows(found) == []
    (message,) = questions(found).values()
    assert message.endswith("khác kỳ đang nhập là tháng 6/2024")
    assert questions(understand(file, period="2024-05")) == {}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Số liệu chốt ngày 31/5/2024", "bảng ghi số liệu lấy ngày 31/05/2024"),
        ("Thời điểm trích xuất dữ liệu: 31/5/2024", "bảng ghi số liệu lấy ngày 31/05/2024"),
        ("(Số liệu tính đến ngày 31/5/2024)", "dòng dưới bảng ghi tháng 5/2024"),
        ("Ghi chú: số liệu tháng 5/2024 trên Cổng Dịch vụ công quốc gia", "dòng dưới bảng ghi tháng 5/2024"),
    ],
)
def test_a_sentence_below_the_figures_states_another_time(
    text: str, message: str, tmp_path: Path, understand: Understand
) -> None:
    """It causes a question if no title confirms the requested period. Figures of a month are taken after it began."""
    table = [HEAD, ROW, [text], ["Tây Ninh, ngày 31 tháng 5 năm 2024"]]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx"), period="2024-06")
    assert questions(found) == {"C1": f"{message}, khác kỳ đang nhập là tháng 6/2024"}
    for titles, period in (([], "2024-05"), ([["Kết quả tháng 6/2024"]], "2024-06")):
        same = understand(saved({"Sheet1": [*titles, *table]}, tmp_path / "b.xlsx"), period=period)
        assert questions(same) == {}


@pytest.mark.parametrize(
    "text",
    [
        "Số liệu chốt ngày 03/7/2024",
        "Số liệu chốt ngày 31/6/2023",
        "Ghi chú: số liệu so với tháng 5/2024",
        "Căn cứ Công văn số 12/UBND ngày 31/5/2024",
    ],
)
def test_a_sentence_below_the_figures_of_no_other_time(text: str, tmp_path: Path, understand: Understand) -> None:
    """Neither a day after the month began, a day that does not exist, a comparison, nor the day of a document is."""
    found = understand(saved({"Sheet1": [HEAD, ROW, [text]]}, tmp_path / "a.xlsx"), period="2024-06")
    assert questions(found) == {}


PAIR = [["STT", "Đơn vị", "Thanh toán trực tuyến (%)", None], [None, None, "Chỉ tiêu giao", "Kết quả"], [*ROW, 60]]


@pytest.mark.parametrize(("title", "period"), [("Kết quả tháng 6/2024", "2024-06"), ("Kết quả quý II/2024", "2024-Q2")])
def test_a_target_beside_results_of_a_month(title: str, period: str, tmp_path: Path, understand: Understand) -> None:
    """The month of the results is not the month in which the target is due. An answer about one is not about both."""
    file = saved({"Sheet1": [[title], *PAIR]}, tmp_path / "a.xlsx", ("A2:A3", "B2:B3", "C2:D2"))
    found = understand(file, period=period)
    assert questions(found) == {"C3": "không nêu thời hạn phải đạt"}
    assert "C3=2024" in found.questions[0].hint
    answered = understand(file, period=period, answers=["C3=2024"])
    assert [(item.kind, item.period, item.value) for item in answered.entries] == [
        ("targets", "2024", "50.5"),
        ("results", period, "60"),
    ]


def test_the_due_date_of_a_target_is_not_the_period_of_results(tmp_path: Path, understand: Understand) -> None:
    """The title of last month still causes its question after the due date was answered."""
    file = saved({"Sheet1": [["Kết quả tháng 5/2024"], *PAIR]}, tmp_path / "a.xlsx", ("A2:A3", "B2:B3", "C2:D2"))
    answered = understand(file, period="2024-06", answers=["C3=2024"])
    assert [(item.kind, item.period) for item in answered.entries] == [("targets", "2024")]
    assert list(questions(answered)) == ["D3"]


def test_the_due_date_of_targets_alone(tmp_path: Path, understand: Understand) -> None:
    """Staff who import targets only state their due date as the period."""
    file = saved({"Sheet1": [[*HEAD[:2], "Chỉ tiêu thanh toán trực tuyến (%)"], ROW]}, tmp_path / "a.xlsx")
    found = understand(file, period="2025", kind="targets")
    assert questions(found) == {}
    assert [(item.kind, item.period, item.value) for item in found.entries] == [("targets", "2025", "50.5")]
    assert questions(understand(file, period="2025")) == {"C1": "không nêu thời hạn phải đạt"}


def test_a_target_beside_results_in_a_table_of_a_year(tmp_path: Path, understand: Understand) -> None:
    file = saved({"Sheet1": [["Kết quả chỉ tiêu năm 2024, tháng 6/2024"], *PAIR]}, tmp_path / "a.xlsx", ("C2:D2",))
    found = understand(file, period="2024-06")
    assert questions(found) == {}
    assert [(item.kind, item.period) for item in found.entries] == [("targets", "2024"), ("results", "2024-06")]
