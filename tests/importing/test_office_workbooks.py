"""One workbook for each peculiarity that was found in the workbooks of offices."""

import unicodedata
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment

from generator.importing.sheets.grid import Unreadable
from tests.importing.conftest import Understand, questions, rows, values
from tests.importing.workbooks import HEAD, MONTH, saved

PAYMENT = "Thanh toán trực tuyến (%), kết quả tháng 5/2024"


def test_titles_and_the_attachment_line(tmp_path: Path, understand: Understand) -> None:
    """Titles above the table state the period. The day in `Kèm theo Công văn …` is the letter's, not the period."""
    table = [
        ["UBND TỈNH TÂY NINH"],
        ["PHỤ LỤC 2"],
        ["KẾT QUẢ THANH TOÁN TRỰC TUYẾN THÁNG 4 NĂM 2024"],
        ["(Kèm theo Công văn số 1612/UBND-KSTT ngày 31 tháng 5 năm 2024 của UBND tỉnh)"],
        [],
        HEAD,
        [1, "Sở Công Thương", 31.98],
        [2, "Sở Y tế", 0.5],
    ]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx"))
    assert rows(found) == [
        ("so-cong-thuong", "online-payment", "2024-04", "31.98", "C7"),
        ("so-y-te", "online-payment", "2024-04", "0.5", "C8"),
    ]
    assert [entry.locator for entry in found.entries] == ["PL2:1", "PL2:2"]
    assert questions(found) == {}


ACCOUNTS = '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)'


@pytest.mark.parametrize("code", [ACCOUNTS, "#,##0.00;-#,##0.00;", '0.00%;-0.00%;"-"'])
def test_a_zero_shown_as_a_dash_causes_a_question(code: str, tmp_path: Path, understand: Understand) -> None:
    """The dash means that nothing occurred, but the cell contains 0. Only the document can decide."""
    table = [HEAD, [1, "Sở Công Thương", 31.98], [2, "Sở Y tế", 0], [3, "Sở Tư pháp", 0]]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    book = load_workbook(file)
    book.active["C3"].number_format = code
    book.save(file)
    found = understand(file, period="2024-05")
    assert list(questions(found)) == ["C3"]
    assert values(found) == {"C2": "31.98", "C4": "0"}
    for answer in ("0", "not_applicable"):
        answered = understand(file, period="2024-05", answers=(f"C3={answer}",))
        assert values(answered) == {"C2": "31.98", "C3": answer, "C4": "0"}
        assert questions(answered) == {}


def test_headings_of_two_levels(tmp_path: Path, understand: Understand) -> None:
    """A merged heading names the indicator. The headings below it state target or result, and the period."""
    table = [
        ["STT", "Đơn vị", "Thanh toán trực tuyến", None, "Hồ sơ trực tuyến", None],
        [None, None, "Chỉ tiêu năm 2024", "Kết quả đến tháng 5/2024", "Chỉ tiêu năm 2024", "Kết quả đến tháng 5/2024"],
        ["A", "B", 1, 2, 3, 4],
        [1, "Sở Công Thương", 47, 31.98, 52, 48.5],
    ]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx", ("A1:A2", "B1:B2", "C1:D1", "E1:F1"))
    found = understand(file)
    assert [(item.kind, *row) for item, row in zip(found.entries, rows(found), strict=True)] == [
        ("targets", "so-cong-thuong", "online-payment", "2024", "47", "C4"),
        ("results", "so-cong-thuong", "online-payment", "2024-05", "31.98", "D4"),
        ("targets", "so-cong-thuong", "online-dossiers", "2024", "52", "E4"),
        ("results", "so-cong-thuong", "online-dossiers", "2024-05", "48.5", "F4"),
    ]
    assert questions(found) == {}
    assert {item.kind for item in understand(file, kind="results").entries} == {"results"}


@pytest.mark.parametrize(
    ("target", "result"), [("KH 2024", "TH"), ("Kế hoạch năm 2024", "TH tháng 5/2024"), ("Kế hoạch", "Thực hiện")]
)
def test_targets_and_results_by_abbreviations(target: str, result: str, tmp_path: Path, understand: Understand) -> None:
    """A target is never read as a result. A target without a year causes a question about its due date."""
    table = [["STT", "Đơn vị", "Thanh toán trực tuyến", None], [None, None, target, result], [1, "Sở Y tế", 47, 31.98]]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx", ("A1:A2", "B1:B2", "C1:D1"))
    found = understand(file, period="2024-05")
    due = [] if target == "Kế hoạch" else [("targets", "2024", "47")]
    assert [(item.kind, item.period, item.value) for item in found.entries] == [*due, ("results", "2024-05", "31.98")]
    assert questions(found) == ({} if due else {"C2": "không nêu thời hạn phải đạt"})


def test_headings_above_the_heading_of_the_units(tmp_path: Path, understand: Understand) -> None:
    """The period may be only above the figures, in a row above `STT` and `Đơn vị`."""
    table = [
        [None, None, "Kết quả đến tháng 5/2024", None],
        ["STT", "Đơn vị", "Thanh toán trực tuyến (%)", "Hồ sơ trực tuyến (%)"],
        [1, "Sở Y tế", 0.5, 14.6],
    ]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx", ("C1:D1",)))
    assert rows(found) == [
        ("so-y-te", "online-payment", "2024-05", "0.5", "C3"),
        ("so-y-te", "online-dossiers", "2024-05", "14.6", "D3"),
    ]


def test_no_running_numbers_and_no_heading_above_the_names(tmp_path: Path, understand: Understand) -> None:
    """The column of names is recognised by the names in it, and the rows are counted."""
    table = [[MONTH], [None, "Thanh toán trực tuyến (%)"], ["Sở Y tế", 50.5], ["Sở Nội vụ", 33.5]]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx"))
    assert [(row[0], row[3]) for row in rows(found)] == [("so-y-te", "50.5"), ("so-noi-vu", "33.5")]
    assert [item.locator for item in found.entries] == ["PL:1", "PL:2"]


def test_footnotes_signatures_and_columns_of_remarks(tmp_path: Path, understand: Understand) -> None:
    """They are not imported, and remarks mention them."""
    table = [
        [MONTH],
        [*HEAD, "Ghi chú"],
        [1, "Sở Y tế", 50.5, "đã rà soát"],
        ["(2): Sở Tài chính không có phí, lệ phí"],
        ["Ghi chú: số liệu lấy từ Cổng Dịch vụ công quốc gia"],
        [None, None, "Tây Ninh, ngày 01 tháng 7 năm 2024"],
        [None, "NGƯỜI LẬP BIỂU", "KT. CHỦ TỊCH"],
        [None, "Nguyễn Văn A", "Trần Văn B"],
    ]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx"), answers=["D2=skip"])
    assert values(found) == {"C3": "50.5"}
    assert questions(found) == {}
    texts = {remark.at.short_address: remark.text for remark in found.remarks}
    assert {"A4", "A5"} <= set(texts)


@pytest.mark.parametrize(
    ("value", "form", "read"),
    [
        (0.5873, "0.00%", "58.73"),
        (0.485, "0.00%", "48.50"),
        (1, "0%", "100"),
        (58.73, "General", "58.73"),
        (48.5, "0.00", "48.50"),
        (58.730000000000004, "General", "58.73"),
        ("58,73", "General", "58.73"),
        ("58,73 %", "General", "58.73"),
        ("58.73", "@", "58.73"),
        (100, "General", "100"),
        ("-", "General", "not_applicable"),
        ("…", "General", "not_reported"),
        (None, "General", "not_reported"),
    ],
)
def test_number_formats_of_a_cell(value: object, form: str, read: str, tmp_path: Path, understand: Understand) -> None:
    """A figure is read as the cell shows it, not as it is stored."""
    file = saved({"Sheet1": [[MONTH], HEAD, [1, "Sở Y tế", value], [2, "Sở Nội vụ", 33.5]]}, tmp_path / "a.xlsx")
    book = load_workbook(file)
    book.active["C3"].number_format = form
    book.save(file)
    found = understand(file)
    assert values(found)["C3"] == read
    assert questions(found) == {}


def test_shares_without_a_number_format_cause_a_question(tmp_path: Path, understand: Understand) -> None:
    """Nothing in the column shows that 0.5873 is 58.73%. One answer at the heading settles it, also for next month."""
    table = [[MONTH], ["STT", "Đơn vị", "Thanh toán trực tuyến"], [1, "Sở Y tế", 0.5873], [2, "Sở Nội vụ", 1]]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    asked = understand(file).questions
    assert [(item.at.short_address, item.message, item.hint) for item in asked] == [
        (
            "C2",
            "2 ô chưa rõ là phần trăm hay tỷ lệ, ví dụ C3 có thể là 0,5873% hoặc 58,73%",
            (
                "định dạng ô là phần trăm trong Excel; trả lời C2=percent hay C2=share "
                "(đúng như số đang ghi, hay nhân 100 cả cột)"
            ),
        )
    ]
    assert list(questions(understand(file, answers=["C3=58.73"]))) == ["C4"]
    found = understand(file, answers=["C2=share"])
    assert values(found) == {"C3": "58.73", "C4": "100"}
    assert found.scales == {"Thanh toán trực tuyến": "share"}


def test_shares_below_a_heading_in_percent_cause_a_question(tmp_path: Path, understand: Understand) -> None:
    """Below `(%)`, 0.5873 has more decimals than percentages usually have, but 0.51 is read as a small percentage."""
    table = [[MONTH], HEAD, [1, "Sở Y tế", 0.5873], [2, "Sở Nội vụ", 1]]
    assert list(questions(understand(saved({"Sheet1": table}, tmp_path / "a.xlsx")))) == ["C2"]
    table = [[MONTH], HEAD, [1, "Sở Y tế", 0.51], [2, "Sở Nội vụ", 1]]
    found = understand(saved({"Sheet1": table}, tmp_path / "b.xlsx"))
    assert values(found) == {"C3": "0.51", "C4": "1"}


def test_one_separator_before_three_digits(tmp_path: Path, understand: Understand) -> None:
    """It causes a question, which is answered for the cell or for the whole workbook."""
    table = [[MONTH], ["STT", "Đơn vị", "Số dịch vụ toàn trình"], [1, "Sở Y tế", "1.234"], [2, "Sở Nội vụ", "56"]]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    assert questions(understand(file)) == {"C3": "có thể là số thập phân hoặc số hàng nghìn"}
    assert values(understand(file, answers=["C3=1234"]))["C3"] == "1234"
    assert values(understand(file, decimal="comma"))["C3"] == "1234"


def test_days_that_excel_made_from_numbers_and_headings(tmp_path: Path, understand: Understand) -> None:
    """A figure that Excel turned into a day causes a question. A heading that became a day states its month."""
    table = [
        ["STT", "Đơn vị", "Thanh toán trực tuyến (%)"],
        [None, None, date(2024, 3, 1)],
        [1, "Sở Y tế", date(2024, 5, 12)],
        [2, "Sở Nội vụ", 33.5],
    ]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx", ("A1:A2", "B1:B2"))
    book = load_workbook(file)
    book.active["C2"].number_format = "mmm-yy"
    book.save(file)
    found = understand(file)
    assert questions(found) == {"C3": "là ngày tháng do Excel tự đổi từ số"}
    assert rows(found) == [("so-noi-vu", "online-payment", "2024-03", "33.5", "C4")]


def test_decomposed_letters_and_no_break_spaces(tmp_path: Path, understand: Understand) -> None:
    name = unicodedata.normalize("NFD", "Sở Giáo dục và Đào tạo").replace(" ", "\N{NO-BREAK SPACE}")
    table = [[MONTH], [unicodedata.normalize("NFD", text) for text in HEAD], [1, name, "58,73\N{NO-BREAK SPACE}%"]]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx"))
    assert rows(found) == [("so-giao-duc-va-dao-tao", "online-payment", "2024-05", "58.73", "C3")]


def test_a_comment_on_a_cell_is_shown_and_not_published(tmp_path: Path, understand: Understand) -> None:
    """A comment may name a person, so it is only shown to the user and not saved."""
    file = saved({"Sheet1": [[MONTH], HEAD, [1, "Sở Y tế", 50.5]]}, tmp_path / "a.xlsx")
    book = load_workbook(file)
    book.active["C3"].comment = Comment("hỏi lại chị Lan", "A")
    book.save(file)
    found = understand(file)
    assert [(item.at.short_address, "chị Lan" in item.text) for item in found.remarks] == [("C3", True)]
    assert [item.note for item in found.entries] == [""]


def test_hidden_rows_columns_and_sheets(tmp_path: Path, understand: Understand) -> None:
    """Parts that the sender hid are not imported."""
    table = [[MONTH], [*HEAD, "Hồ sơ trực tuyến (%)"], [1, "Sở Y tế", 50.5, 1.5], [2, "Sở Nội vụ", 33.5, 2.5]]
    file = saved({"Sheet1": table, "Nháp": table}, tmp_path / "a.xlsx")
    book = load_workbook(file)
    book["Sheet1"].row_dimensions[4].hidden = True
    book["Sheet1"].column_dimensions["D"].hidden = True
    book["Nháp"].sheet_state = "hidden"
    book.save(file)
    found = understand(file)
    assert values(found) == {"C3": "50.5"}
    assert any("cột ẩn" in remark.text for remark in found.remarks)


def test_a_merged_figure_causes_a_question(tmp_path: Path, understand: Understand) -> None:
    """The user must state to which of the two units a merged figure belongs."""
    table = [[MONTH], HEAD, [1, "Sở Y tế", 50.5], [2, "Sở Nội vụ", None]]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx", ("C3:C4",)))
    assert list(questions(found)) == ["C3", "C4"]


def test_a_heading_of_last_month(tmp_path: Path, understand: Understand) -> None:
    """A heading that was left from the previous month is not read as the requested month."""
    table = [[*HEAD[:2], PAYMENT], [1, "Sở Y tế", 50.5]]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx"), period="2024-06")
    assert questions(found) == {"C1": "ghi tháng 5/2024, khác kỳ đang nhập là tháng 6/2024"}


def test_a_table_without_a_period(tmp_path: Path, understand: Understand) -> None:
    file = saved({"Sheet1": [HEAD, [1, "Sở Y tế", 50.5]]}, tmp_path / "a.xlsx")
    assert questions(understand(file)) == {"C1": "không nêu kỳ của số liệu"}
    assert rows(understand(file, period="2024-05")) == [("so-y-te", "online-payment", "2024-05", "50.5", "C2")]
    file = saved({"Sheet1": [["Kết quả tháng 5/2024 và năm 2023"], HEAD, [1, "Sở Y tế", 50.5]]}, tmp_path / "b.xlsx")
    assert questions(understand(file)) == {"C2": "nêu nhiều kỳ, chưa rõ số là của kỳ nào"}


def test_an_unknown_heading_causes_one_question(tmp_path: Path, understand: Understand) -> None:
    """The answer is saved for the words of the heading without its month."""
    table = [
        ["STT", "Đơn vị", "Tỷ lệ nộp phí qua mạng tháng 4/2024", "Tỷ lệ nộp phí qua mạng tháng 5/2024"],
        [1, "Sở Y tế", 50.5, 51.5],
    ]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    assert list(questions(understand(file))) == ["C1"]
    found = understand(file, answers=["C1=online-payment"])
    assert rows(found) == [
        ("so-y-te", "online-payment", "2024-04", "50.5", "C2"),
        ("so-y-te", "online-payment", "2024-05", "51.5", "D2"),
    ]
    assert found.headings == {"Tỷ lệ nộp phí qua mạng": "online-payment"}


def test_figures_of_an_unknown_unit_are_left_out(tmp_path: Path, understand: Understand) -> None:
    file = saved({"Sheet1": [[MONTH], HEAD, [1, "Sở Vũ trụ", 50.5], [2, "Sở Y tế", 1.5]]}, tmp_path / "a.xlsx")
    found = understand(file)
    assert questions(found) == {"B3": "không phải tên đơn vị nào của tỉnh Tây Ninh"}
    assert values(found) == {"C4": "1.5"}
    assert values(understand(file, answers=["B3=skip"])) == {"C4": "1.5"}


def test_targets(tmp_path: Path, understand: Understand) -> None:
    """An exemption and a bound in words are read. A dash and an empty cell give no row."""
    table = [
        ["STT", "Đơn vị", "Thanh toán trực tuyến: chỉ tiêu phấn đấu đến cuối năm 2025"],
        [1, "Sở Y tế", "Tối thiểu 50%"],
        [2, "Sở Ngoại vụ", "0% (Do đặc thù)"],
        [3, "Sở Nội vụ", "-"],
        [4, "Sở Tư pháp", None],
    ]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx"))
    assert [(item.kind, item.unit_id, item.period, item.value, item.status) for item in found.entries] == [
        ("targets", "tay-ninh.so-y-te", "2025", "50", ""),
        ("targets", "tay-ninh.so-ngoai-vu", "2025", "0", "exempt"),
    ]


def test_a_workbook_without_a_table(tmp_path: Path, understand: Understand) -> None:
    book = Workbook()
    book.active.append(["Kính gửi: UBND tỉnh"])
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(Unreadable, match="không tìm thấy bảng"):
        understand(tmp_path / "a.xlsx")


def test_recipients_beside_the_signature_are_no_lines(tmp_path: Path, understand: Understand) -> None:
    """`Các sở, ban, ngành` below `Nơi nhận` has no figures, although the signature is in a column of figures."""
    table = [
        HEAD,
        [1, "Sở Công Thương", 31.98],
        [None, "Nơi nhận:", "TM. ỦY BAN NHÂN DÂN"],
        [None, "- Các sở, ban, ngành;", "KT. CHỦ TỊCH"],
        [None, "- Sở Y tế;", "PHÓ CHỦ TỊCH"],
    ]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx"), period="2024-05")
    assert values(found) == {"C2": "31.98"}
    assert questions(found) == {}


@pytest.mark.parametrize("figure", ["31,98 %", "≥ 31,98%", "tối thiểu 31,98%"])
def test_figures_as_texts_are_no_headings(figure: str, tmp_path: Path, understand: Understand) -> None:
    """`UBND cấp xã` is also a heading of the column of units, but not in a row of figures below the headings."""
    head = ["TT", "Đơn vị", "Thanh toán trực tuyến, chỉ tiêu năm 2024"]
    table = [head, [1, "Các sở, ban, ngành", "90 %"], [2, "UBND cấp xã", figure]]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx"))
    assert values(found) == {"C2": "90", "C3": "31.98"}
    assert questions(found) == {}


def test_the_issuer_beside_the_motto_begins_no_table(tmp_path: Path, understand: Understand) -> None:
    """The second line of the issuer is the name of a province with a text beside it, but no row of a table."""
    table = [
        ["ỦY BAN NHÂN DÂN", None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        ["TỈNH TÂY NINH", None, "Độc lập - Tự do - Hạnh phúc"],
        HEAD,
        [1, "Sở Công Thương", 31.98],
    ]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx"), period="2024-05")
    assert values(found) == {"C4": "31.98"}
    assert questions(found) == {}
