"""Columns whose heading names an indicator but whose figures are others: counts, plans and cumulative figures."""

from pathlib import Path

import pytest

from tests.importing.conftest import Understand, questions, rows, values
from tests.importing.workbooks import MONTH, saved

MAY = {"period": "2024-05"}
COUNTS = "chưa rõ là số lượng hay tỷ lệ phần trăm (Hồ sơ trực tuyến)"
UNDER_ONE = [
    ["STT", "Đơn vị", "Hồ sơ tiếp nhận", None, None],
    [None, None, "Tổng số hồ sơ", "Hồ sơ trực tuyến", "Tỷ lệ (%)"],
    [1, "Sở Y tế", 80, 20, 25],
    [2, "Sở Nội vụ", 50, 30, 60],
]
MERGED = ("A1:A2", "B1:B2", "C1:E1")
IN_A_ROW: list[list[object]] = [
    ["STT", "Đơn vị", "Tổng số hồ sơ", "Hồ sơ trực tuyến"],
    [1, "Sở Y tế", 80, 20],
    [2, "Sở Nội vụ", 50, 30],
]
TWICE = [
    ["STT", "Đơn vị", "Hồ sơ trực tuyến", "Hồ sơ trực tuyến (%)"],
    [1, "Sở Y tế", 20, 25],
    [2, "Sở Nội vụ", 30, 60],
]
LARGE = [["STT", "Đơn vị", "Hồ sơ trực tuyến"], [1, "Sở Y tế", 1200], [2, "Sở Nội vụ", 300], [3, "Sở Tư pháp", 4]]


@pytest.mark.parametrize(
    ("table", "merged", "head"),
    [
        (UNDER_ONE, MERGED, "D2"),
        (IN_A_ROW, (), "D1"),
        ([[str(cell) for cell in row] for row in IN_A_ROW], (), "D1"),
        (TWICE, (), "C1"),
        (LARGE, (), "C1"),
    ],
    ids=["beside-the-share", "beside-the-total", "typed-as-texts", "beside-itself", "above-100"],
)
def test_counts_below_the_name_of_a_percentage(
    table: list[list[object]], merged: tuple[str, ...], head: str, tmp_path: Path, understand: Understand
) -> None:
    """20 dossiers are not 20%. An office with fewer than 100 dossiers would otherwise get a wrong percentage."""
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx", merged)
    found = understand(file, **MAY)
    assert questions(found)[head] == COUNTS
    assert not any(cell.startswith(head[0]) for cell in values(found))
    hint = next(item.hint for item in found.questions if item.at.short_address == head)
    assert hint.endswith(
        f"là số lượng thì trả lời {head}=skip (bỏ cột này); là tỷ lệ phần trăm thì trả lời {head}=online-dossiers"
    )
    skipped = understand(file, **MAY, answers=(f"{head}=skip",))
    assert head not in questions(skipped)
    assert not any(cell.startswith(head[0]) for cell in values(skipped))
    taken = understand(file, **MAY, answers=(f"{head}=online-dossiers",))
    assert any(cell.startswith(head[0]) for cell in values(taken))


@pytest.mark.parametrize(
    "table",
    [
        [
            ["STT", "Đơn vị", "Số dịch vụ toàn trình", "Hồ sơ trực tuyến"],
            [1, "Sở Y tế", 80, 20.5],
            [2, "Sở Nội vụ", 5, 3],
        ],
        [
            ["STT", "Đơn vị", "Số dịch vụ toàn trình", "Hồ sơ trực tuyến"],
            [1, "Sở Y tế", "80", "20,5"],
            [2, "Sở Nội vụ", "5", "3"],
        ],
        [
            ["STT", "Đơn vị", "Số dịch vụ toàn trình", "Hồ sơ trực tuyến (%)"],
            [1, "Sở Y tế", 80, 20],
            [2, "Sở Nội vụ", 5, 3],
        ],
        [
            ["STT", "Đơn vị", "Số dịch vụ toàn trình", "Hồ sơ trực tuyến"],
            [1, "Sở Y tế", 80, "20%"],
            [2, "Sở Nội vụ", 5, "3%"],
        ],
        [
            ["STT", "Đơn vị", "Thanh toán trực tuyến", "Hồ sơ trực tuyến"],
            [1, "Sở Y tế", 80, 20],
            [2, "Sở Nội vụ", 5, 3],
        ],
    ],
    ids=["fractions", "fractions-as-texts", "percent-heading", "percent-signs", "no-counts-beside"],
)
def test_percentages_that_cause_no_question(table: list[list[object]], tmp_path: Path, understand: Understand) -> None:
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx"), **MAY)
    assert questions(found) == {}
    assert len(values(found)) == 4


@pytest.mark.parametrize("plan", ["Kế hoạch 2024 (%)", "KH năm 2024 (%)", "Kế hoạch tỉnh giao năm 2024"])
def test_a_plan_with_a_unit_of_measurement(plan: str, tmp_path: Path, understand: Understand) -> None:
    """It is a target. As a result, it would be a figure that nobody has reached."""
    table = [["STT", "Đơn vị", "Thanh toán trực tuyến", None], [None, None, plan, "TH (%)"], [1, "Sở Y tế", 80, 31.98]]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx", ("A1:A2", "B1:B2", "C1:D1")), **MAY)
    assert [(item.kind, item.period, item.value) for item in found.entries] == [
        ("targets", "2024", "80"),
        ("results", "2024-05", "31.98"),
    ]


@pytest.mark.parametrize("name", ["Tổng cộng", "Bình quân", "Bình quân các sở, ban, ngành"])
def test_the_target_of_a_total_line(name: str, tmp_path: Path, understand: Understand) -> None:
    """In the data, the target of a level is a target of each unit that has no other. A sum of counts is none."""
    table: list[list[object]] = [
        ["STT", "Đơn vị", "Số dịch vụ toàn trình", None],
        [None, None, "Kế hoạch năm 2024", "Kết quả tháng 5/2024"],
    ]
    table += [[1, "Sở Y tế", 80, 70], [2, "Sở Nội vụ", 40, 30], [None, name, 120, 100]]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx", ("A1:A2", "B1:B2", "C1:D1")))
    assert [item.value for item in found.entries if item.kind == "targets"] == ["80", "40"]
    assert [item.value for item in found.entries if item.kind == "results"] == ["70", "30", "100"]
    assert [(item.at.short_address, item.text) for item in found.remarks] == [
        ("C5", "mức phải đạt ở dòng tổng hoặc bình quân, không phải của từng đơn vị: 120")
    ]


def test_the_percentage_of_a_total_line(tmp_path: Path, understand: Understand) -> None:
    """It is a target that the document sets for the level."""
    table = [
        ["STT", "Đơn vị", "Thanh toán trực tuyến, chỉ tiêu năm 2024 (%)"],
        [1, "Sở Y tế", 80],
        [2, "Sở Nội vụ", 40],
    ]
    found = understand(saved({"Sheet1": [*table, [None, "Bình quân", 60]]}, tmp_path / "a.xlsx"))
    assert [(item.unit_id, item.level, item.value) for item in found.entries] == [
        ("tay-ninh.so-y-te", "", "80"),
        ("tay-ninh.so-noi-vu", "", "40"),
        ("tay-ninh", "department", "60"),
    ]


@pytest.mark.parametrize("words", ["Lũy kế từ đầu năm", "Luỹ kế", "Cộng dồn"])
def test_a_column_of_cumulative_figures(words: str, tmp_path: Path, understand: Understand) -> None:
    """It does not state up to which month. Beside the column of the month, its figures are other ones."""
    table = [
        ["STT", "Đơn vị", "Trong tháng", words],
        [None, None, "Hồ sơ trực tuyến (%)", "Hồ sơ trực tuyến (%)"],
        [1, "Sở Y tế", 58.7, 70.1],
    ]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx", ("A1:A2", "B1:B2"))
    found = understand(file, **MAY)
    assert rows(found) == [("so-y-te", "online-dossiers", "2024-05", "58.7", "C3")]
    assert questions(found) == {"D2": "ghi số lũy kế, khác kỳ đang nhập là tháng 5/2024"}
    assert found.questions[0].hint.endswith("; cột không cần thì trả lời D2=skip")
    skipped = understand(file, **MAY, answers=("D2=skip",))
    assert rows(skipped) == rows(found)
    assert questions(skipped) == {}


def test_a_cumulative_column_with_its_month(tmp_path: Path, understand: Understand) -> None:
    table = [["STT", "Đơn vị", "Hồ sơ trực tuyến (%), lũy kế đến tháng 5/2024"], [1, "Sở Y tế", 58.7]]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx"), **MAY, answers=("C1=online-dossiers",))
    assert rows(found) == [("so-y-te", "online-dossiers", "2024-05", "58.7", "C2")]


def test_a_generic_heading_below_a_title(tmp_path: Path, understand: Understand) -> None:
    """The title names the indicator in other words, so it is offered and not chosen."""
    title = "Biểu tổng hợp kết quả thanh toán qua mạng trực tuyến tháng 5/2024"
    table = [[title], ["STT", "Đơn vị", "Tỷ lệ (%)"], [1, "Sở Y tế", 58.7]]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx"))
    assert questions(found) == {"C2": "không rõ cột này là chỉ tiêu nào"}
    assert found.questions[0].hint.startswith("có phải online-payment (Thanh toán trực tuyến)")


ONE_COLUMN_EACH: list[list[object]] = [
    ["Chỉ tiêu", "ĐVT", "Sở Y tế", "Sở Nội vụ"],
    ["Tỷ lệ hồ sơ trực tuyến", "%", 58.7, 61],
    ["Tỷ lệ thanh toán trực tuyến", "%", 40, 50],
]


@pytest.mark.parametrize(
    ("table", "at"),
    [
        ([["STT", *ONE_COLUMN_EACH[0]], [1, *ONE_COLUMN_EACH[1]], [2, *ONE_COLUMN_EACH[2]]], "D2"),
        ([[line[0], *line[2:]] for line in ONE_COLUMN_EACH], "B2"),
    ],
    ids=["numbered", "plain"],
)
def test_a_table_with_one_unit_in_each_column(
    table: list[list[object]], at: str, tmp_path: Path, understand: Understand
) -> None:
    """One question states what to do, instead of one for each row and column that has no right answer."""
    file = saved({"Sheet1": [[MONTH], *table]}, tmp_path / "a.xlsx")
    found = understand(file)
    assert questions(found) == {at: "là tên đơn vị: bảng này ghi mỗi đơn vị một cột"}
    assert "Transpose" in found.questions[0].hint
    skipped = understand(file, answers=(f"{at}=skip",))
    assert questions(skipped) == {}
    assert [item.at.short_address for item in skipped.remarks] == [at]


def test_the_place_of_a_unit_with_a_blank_figure(tmp_path: Path, understand: Understand) -> None:
    """It has a row of its own, also if the table has no running numbers."""
    table = [[MONTH], ["Đơn vị", "Thanh toán trực tuyến (%)"], ["Sở Y tế", 5.5], ["Sở Nội vụ", None], ["Sở Tư pháp", 7]]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx"))
    assert [(item.value or item.status, item.locator) for item in found.entries] == [
        ("5.5", "PL:1"),
        ("not_reported", "PL:2"),
        ("7", "PL:3"),
    ]


def test_a_signature_in_a_column_of_figures(tmp_path: Path, understand: Understand) -> None:
    """The remark on the line states its words, although its name is blank."""
    table = [
        [MONTH],
        ["STT", "Đơn vị", "Thanh toán trực tuyến (%)"],
        [1, "Sở Y tế", 5.5],
        [None, None, "NGƯỜI LẬP BIỂU"],
    ]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx"))
    assert [(item.at.short_address, item.text) for item in found.remarks] == [
        ("C4", "dòng không có số, không đọc: NGƯỜI LẬP BIỂU")
    ]


INDEX = ["STT", "Đơn vị", "Công khai, minh bạch", "Thanh toán trực tuyến", "Mức độ hài lòng", "Tổng điểm"]
POINTS_ROWS = [[1, "Sở Y tế", 17.5, 8.5, 17.9, 92.6], [2, "Sở Nội vụ", 16, 7, 18, 87.1]]
SKIPPED_COLUMNS = ["C{0}=skip", "F{0}=skip"]


@pytest.mark.parametrize(
    ("above", "heads"),
    [
        ([], [INDEX]),
        ([["Kết quả Bộ chỉ số theo Quyết định số 766/QĐ-TTg"]], [[*INDEX[:5], "Tổng"]]),
        ([["Kết quả chấm điểm các đơn vị"]], [[*INDEX[:5], "Tổng"]]),
        ([], [[*INDEX[:2], "Điểm đạt được", None, None, None], [None, None, *INDEX[2:5], "Tổng"]]),
    ],
)
def test_points_below_the_name_of_a_percentage(
    above: list[list[object]], heads: list[list[object]], tmp_path: Path, understand: Understand
) -> None:
    """In the table of an index, `Mức độ hài lòng` is at most 18 points. It is not read as 17,9%."""
    file = saved({"Sheet1": [*above, *heads, *POINTS_ROWS]}, tmp_path / "a.xlsx", ("C1:F1",) if len(heads) > 1 else ())
    row = len(above) + len(heads)
    answers = [answer.format(row) for answer in SKIPPED_COLUMNS]
    found = understand(file, period="2024-05", answers=answers)
    assert rows(found) == []
    assert questions(found) == {
        f"D{row}": "chưa rõ là điểm hay tỷ lệ phần trăm (Thanh toán trực tuyến)",
        f"E{row}": "chưa rõ là điểm hay tỷ lệ phần trăm (Mức độ hài lòng)",
    }
    answered = understand(file, period="2024-05", answers=[*answers, f"D{row}=skip", f"E{row}=satisfaction"])
    assert questions(answered) == {}
    assert [(found[1], found[3]) for found in rows(answered)] == [("satisfaction", "17.9"), ("satisfaction", "18")]
    saved_keys = {key: id_ for key, id_ in answered.headings.items() if key.endswith("(điểm)")}
    assert sorted(saved_keys.values()) == ["satisfaction", "skip"]
    assert "Mức độ hài lòng" not in answered.headings


@pytest.mark.parametrize(
    ("head", "values"),
    [
        (["Thanh toán trực tuyến (%)", "Mức độ hài lòng (%)"], (8.5, 17.9)),
        (["Tỷ lệ thanh toán trực tuyến", "Mức độ hài lòng"], ("8,5%", "17,9%")),
        (["Thanh toán trực tuyến", "Mức độ hài lòng"], (85.5, 97.9)),
    ],
)
def test_percentages_beside_points(
    head: list[str], values: tuple[object, ...], tmp_path: Path, understand: Understand
) -> None:
    """Percentages beside a column of points cause no question about points."""
    table = [["STT", "Đơn vị", *head, "Tổng điểm"], [1, "Sở Y tế", *values, 92.6]]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx"), period="2024-05", answers=["E1=skip"])
    assert not any("điểm" in message for message in questions(found).values())


def test_places_and_times_are_no_points(tmp_path: Path, understand: Understand) -> None:
    """`Thời điểm`, `địa điểm` and `điểm phần trăm` mention no points."""
    titles = [["Thời điểm báo cáo: cuối tháng 5/2024"], ["Địa điểm tiếp nhận: 5 điểm phần trăm"]]
    table = [*titles, ["STT", "Đơn vị", "Thanh toán trực tuyến"], [1, "Sở Y tế", 8.5], [2, "Sở Nội vụ", 7]]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx"), period="2024-05")
    assert [row[3] for row in rows(found)] == ["8.5", "7"]


@pytest.mark.parametrize(
    ("between", "asked"),
    [("Tỷ lệ hồ sơ đúng hạn", ["E1"]), ("Chỉ tiêu hồ sơ đúng hạn năm 2024", ["E1"]), ("Xếp hạng", []), ("Ghi chú", [])],
)
def test_a_result_beside_another_matter_than_the_indicator(
    between: str, asked: list[str], tmp_path: Path, understand: Understand
) -> None:
    """`Kết quả` belongs to the heading on its left, also if that one is left out. Ranks and remarks are no matter."""
    table = [
        ["STT", "Đơn vị", "Chỉ tiêu thanh toán trực tuyến năm 2024 (%)", between, "Kết quả (%)"],
        [1, "Sở Y tế", 47, 12, 50.5],
        [2, "Sở Nội vụ", 47, 15, 33.5],
    ]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    found = understand(file, period="2024-05", answers=["D1=skip"])
    assert list(questions(found)) == asked
    assert [row[3] for row in rows(found) if row[4].startswith("E")] == ([] if asked else ["50.5", "33.5"])
