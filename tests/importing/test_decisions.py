"""Answers are saved in `data/mappings` and used in later months, but only where they apply."""

import csv
from pathlib import Path

import pytest
import yaml

from generator.cli import main
from tests.importing.commands import HEAD, NEW, RESULTS, SOUND, described, run
from tests.importing.workbooks import Rows, saved
from tests.support.portals import replace_in
from tests.support.sites import tree


def test_answers_are_saved_for_the_next_month(mini: Path, tmp_path: Path) -> None:
    """A question that was answered is not asked in the next month, and the file of decisions is in canonical form."""
    table: list[list[object]] = [
        ["STT", "Đơn vị", "Phút chờ tháng 6/2024"],
        [1, "Văn phòng An Bình", 21],
        [2, "Sở Đại Đồng", 36],
    ]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    assert run(mini, file, *NEW, "--write") == 1
    assert run(mini, file, *NEW, "--write", "--answer", "C1=waiting-time; B2=demo.so-a") == 0
    assert yaml.safe_load((mini / "data/mappings/demo.yml").read_text(encoding="utf-8")) == {
        "headings": {"Phút chờ": "waiting-time"},
        "names": {"Văn phòng An Bình": "demo.so-a"},
    }
    table[0][2] = "Phút chờ tháng 7/2024"
    assert run(mini, saved({"Sheet1": table}, tmp_path / "b.xlsx"), *described(8), "--write", source="demo-8") == 0
    assert main(["check", "--root", str(mini)]) == 0
    before = tree(mini)
    assert main(["format", "--root", str(mini)]) == 0
    assert tree(mini) == before


def test_a_generic_heading_causes_a_question_in_each_table(
    mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`Tỷ lệ` means the indicator of its table, so an answer for one table does not apply to another, now or later.

    The indicator that the title names is offered.
    """
    head = ["STT", "Đơn vị", "Tỷ lệ"]

    def sheets(month: str) -> dict[str, Rows]:
        return {
            "A": [[f"Dịch vụ toàn trình tháng {month}"], head, [1, "Sở An Bình", 41.5], [2, "Sở Đại Đồng", 43]],
            "B": [[f"Thời gian chờ tháng {month}"], head, [1, "Sở An Bình", 21], [2, "Sở Đại Đồng", 36]],
        }

    file = saved(sheets("6/2024"), tmp_path / "a.xlsx")
    assert run(mini, file, *NEW, "--answer", "A!C2=full-online-services", "--write") == 1
    errors = capsys.readouterr().err
    assert "A!C2" not in errors
    assert "B!C2" in errors
    assert "có phải waiting-time (Thời gian chờ)?" in errors
    answers = "A!C2=full-online-services; B!C2=waiting-time"
    assert run(mini, file, *NEW, "--answer", answers, "--write") == 0
    assert yaml.safe_load((mini / "data/mappings/demo.yml").read_text(encoding="utf-8")) == {
        "headings": {
            "Dịch vụ toàn trình / Tỷ lệ": "full-online-services",
            "Thời gian chờ / Tỷ lệ": "waiting-time",
        }
    }
    file = saved(sheets("7/2024"), tmp_path / "b.xlsx")
    assert run(mini, file, *described(8), "--write", source="demo-8") == 0
    with (mini / "data/results/demo-8.csv").open(encoding="utf-8") as rows:
        found = [(row["indicator_id"], row["value"]) for row in csv.DictReader(rows)]
    assert found == [
        ("full-online-services", "41.5"),
        ("full-online-services", "43"),
        ("waiting-time", "21"),
        ("waiting-time", "36"),
    ]


@pytest.mark.parametrize(
    ("heading", "above", "key"),
    [
        ("Kết quả (%)", ["THỜI GIAN CHỜ THÁNG {}"], "THỜI GIAN CHỜ"),
        ("Thực hiện", ["THỜI GIAN CHỜ THÁNG {}", "(Đơn vị tính: phút)"], "THỜI GIAN CHỜ"),
        ("Số lượng", ["THỜI GIAN CHỜ THÁNG {}", "II. Các sở, ban, ngành"], "THỜI GIAN CHỜ"),
        ("Tháng {}", ["THỜI GIAN CHỜ THÁNG {}"], "THỜI GIAN CHỜ"),
        ("%", ["UBND TỈNH THỬ", "Biểu số 02", "KẾT QUẢ THÁNG {}"], ""),
        ("Tỷ lệ (%)", [], ""),
    ],
)
def test_words_that_are_above_anything_are_remembered_with_the_title_only(
    heading: str, above: list[str], key: str, mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`Kết quả (%)` was waiting time in one month. Next month it is above other figures."""

    def table(month: str, titles: list[str]) -> Path:
        lines: list[list[object]] = [[title.format(month)] for title in titles]
        rows = [[1, "Sở An Bình", 21], [2, "Sở Đại Đồng", 36]]
        return saved({"Sheet1": [*lines, [*HEAD[:2], heading.format(month)], *rows]}, tmp_path / f"{len(titles)}.xlsx")

    answer = f"C{len(above) + 1}=waiting-time"
    period = ("--period", "2024-06")
    assert run(mini, table("6/2024", above), *NEW, *period, "--write", "--answer", answer) == 0
    saved_headings = mini / "data/mappings/demo.yml"
    known = yaml.safe_load(saved_headings.read_text(encoding="utf-8"))["headings"] if saved_headings.exists() else {}
    assert all(text == key or text.startswith(f"{key} / ") for text in known)
    assert bool(known) is bool(key)
    capsys.readouterr()
    described = [*NEW[:1], "8/BC-UBND", *NEW[2:-1], "2024-08-15", "--period", "2024-07"]
    again = run(mini, table("7/2024", above), *described, source="demo-8")
    assert again == (0 if key else 1)
    other = ["SỐ HỒ SƠ TRỄ HẠN THÁNG {}", *above[1:]] if key else above
    assert run(mini, table("7/2024", other), *described, source="demo-8") == 1
    assert "không rõ cột này là chỉ tiêu nào" in capsys.readouterr().err


def test_an_answer_about_a_total_is_saved(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The answer applies to totals with this name in tables of the same level. Another level causes a new question."""
    table: list[list[object]] = [[*HEAD], *SOUND[1:], [None, "Toàn tỉnh", 28]]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    assert run(mini, file, *NEW, "--write") == 1
    assert run(mini, file, *NEW, "--write", "--answer", "B4=demo:department:pooled") == 0
    assert yaml.safe_load((mini / "data/mappings/demo.yml").read_text(encoding="utf-8")) == {
        "names": {"department / Toàn tỉnh": "demo:department:pooled"}
    }
    table[0][2] = "Thời gian chờ tháng 7/2024"
    assert run(mini, saved({"Sheet1": table}, tmp_path / "b.xlsx"), *described(8), "--write", source="demo-8") == 0
    with (mini / "data/results/demo-8.csv").open(encoding="utf-8") as rows:
        last = list(csv.DictReader(rows))[-1]
    assert (last["level"], last["aggregate"], last["value"]) == ("department", "pooled", "28")
    decided = mini / "data/mappings/demo.yml"
    replace_in(decided, "department", "commune")
    capsys.readouterr()
    assert run(mini, saved({"Sheet1": table}, tmp_path / "b.xlsx"), source="demo-8") == 1
    assert 'Sheet1!B4: "Toàn tỉnh" có thể là số của cả tỉnh' in capsys.readouterr().err


def test_a_skipped_result_of_a_level_does_not_skip_its_target(
    mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The head of a group was left out in one month. The plan of next year still sets the target of the level."""
    group = [HEAD, ["I", "Các sở, ban, ngành", 28], *SOUND[1:]]
    file = saved({"Sheet1": group}, tmp_path / "a.xlsx")
    assert run(mini, file, *NEW, "--write", "--answer", "B2=skip") == 0
    plan = [
        [*HEAD[:2], "Thời gian chờ: chỉ tiêu năm 2025", "Thời gian chờ tháng 7/2024"],
        [1, "Các sở, ban, ngành", 30, 29],
    ]
    described = [*NEW[:1], "8/KH-UBND", "--document-kind", "Kế hoạch", *NEW[4:-1], "2024-08-15"]
    capsys.readouterr()
    assert run(mini, saved({"Sheet1": plan}, tmp_path / "b.xlsx"), *described, "--write", source="demo-8") == 0
    assert "B2: dòng bỏ qua theo câu trả lời: Các sở, ban, ngành" in capsys.readouterr().out
    with (mini / "data/targets/demo-8.csv").open(encoding="utf-8") as rows:
        assert [(row["level"], row["due"], row["value"]) for row in csv.DictReader(rows)] == [
            ("department", "2025", "30")
        ]
    assert not (mini / "data/results/demo-8.csv").exists()


def test_a_scale_that_was_saved_for_percentages_does_not_hide_shares(
    mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A column was in percent in one month and has shares in the next, or was in shares before a plan in percent."""
    head, names = ["STT", "Đơn vị", "Dịch vụ toàn trình tháng {}/2024"], ("Sở An Bình", "Sở Đại Đồng")

    def month(number: int, *values: float) -> Path:
        rows = [[at, name, value] for at, (name, value) in enumerate(zip(names, values, strict=True), 1)]
        heading = [text.format(number) for text in head]
        return saved({"Sheet1": [heading, *rows]}, tmp_path / f"{number}.xlsx")

    assert run(mini, month(6, 0.4125, 0.43), *NEW, "--write", "--answer", "C1=share") == 0
    plan = [["STT", "Đơn vị", "Dịch vụ toàn trình: chỉ tiêu năm 2025"], [1, names[0], 0.5], [2, names[1], 0.75]]
    file = saved({"Sheet1": plan}, tmp_path / "plan.xlsx")
    assert run(mini, file, *described(9), "--write", "--answer", "C1=percent", source="demo-9") == 0
    assert run(mini, month(7, 0.4225, 0.44), *described(8), "--write", source="demo-8") == 0
    assert "42.25" in (mini / "data/results/demo-8.csv").read_text(encoding="utf-8")
    decided = mini / "data/mappings/demo.yml"
    replace_in(decided, "share", "percent")
    capsys.readouterr()
    assert run(mini, month(8, 0.4325, 0.45), *described(10), "--write", source="demo-10") == 1
    assert "đã được trả lời là đúng như số đang ghi, nhưng nay cột chỉ có số nhỏ hơn 1" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("table", "answers", "read", "known"),
    [
        (
            [["STT", "Đơn vị", "Thời gian chờ tháng 5/2024", "Thời gian chờ tháng 6/2024"]],
            "C1=skip",
            [("2024-06", "31"), ("2024-06", "32")],
            {},
        ),
        (
            [["STT", "Đơn vị", "Phút chờ tháng 5/2024", "Phút chờ tháng 6/2024"]],
            "C1=waiting-time; D1=skip",
            [("2024-05", "21"), ("2024-05", "36")],
            {"Phút chờ": "waiting-time"},
        ),
        (
            [["STT", "Đơn vị", "Phút chờ tháng 5/2024", "Phút chờ tháng 6/2024"]],
            "C1=skip; D1=waiting-time",
            [("2024-06", "31"), ("2024-06", "32")],
            {"Phút chờ": "waiting-time"},
        ),
    ],
)
def test_a_column_that_is_left_out_takes_no_other_column_with_it(
    table: list[list[object]],
    answers: str,
    read: list[tuple[str, str]],
    known: dict[str, str],
    mini: Path,
    tmp_path: Path,
) -> None:
    """Staff leave out last month's column. The column of this month has the same name, now and in the next file."""
    lines = [*table, [1, "Sở An Bình", 21, 31], [2, "Sở Đại Đồng", 36, 32]]
    file = saved({"Sheet1": lines}, tmp_path / "a.xlsx")
    assert run(mini, file, *NEW, "--write", "--answer", answers) == 0
    with (mini / RESULTS).open(encoding="utf-8") as rows:
        assert [(row["period"], row["value"]) for row in csv.DictReader(rows)] == read
    decided = mini / "data/mappings/demo.yml"
    assert (yaml.safe_load(decided.read_text(encoding="utf-8"))["headings"] if decided.exists() else {}) == known


@pytest.mark.parametrize(
    ("beside", "value", "key"),
    [("Tổng điểm", 9.5, "Dịch vụ toàn trình (điểm)"), ("Tổng số dịch vụ", 12, "Dịch vụ toàn trình (số lượng)")],
)
def test_a_column_of_points_or_counts_is_asked_about_once(
    beside: str, value: float, key: str, mini: Path, tmp_path: Path
) -> None:
    """The answer is used for such columns in later months, and never for percentages below the same name."""

    def month(number: int, heads: list[str], values: list[float]) -> Path:
        head = [*HEAD[:2], *(f"{text} tháng {number}/2024" for text in heads)]
        rows = [[1, "Sở An Bình", *values], [2, "Sở Đại Đồng", *values]]
        return saved({"Sheet1": [head, *rows]}, tmp_path / f"{number}.xlsx")

    def read(number: int) -> set[tuple[str, str]]:
        with (mini / f"data/results/demo-{number}.csv").open(encoding="utf-8") as rows:
            return {(row["indicator_id"], row["value"]) for row in csv.DictReader(rows)}

    heads = ["Dịch vụ toàn trình", beside, "Thời gian chờ"]
    first = month(6, heads, [value, 20, 30])
    assert run(mini, first, *NEW, "--answer", "D1=skip", "--write") == 1
    assert run(mini, first, *NEW, "--answer", "C1=skip; D1=skip", "--write") == 0
    known = yaml.safe_load((mini / "data/mappings/demo.yml").read_text(encoding="utf-8"))["headings"]
    assert known == {key: "skip", beside: "skip"}
    assert run(mini, month(7, heads, [value, 20, 31]), *described(8), "--write", source="demo-8") == 0
    assert read(8) == {("waiting-time", "31")}
    assert run(mini, month(8, heads[:1], [41.5]), *described(9), "--write", source="demo-9") == 0
    assert read(9) == {("full-online-services", "41.5")}


MIXED = [
    HEAD,
    [1, "Sở An Bình", 21],
    [2, "Sở Đại Đồng", 36],
    [None, "Bình quân", 28],
    [3, "Tỉnh Thử", 30],
    [None, "Bình quân", 29],
]


def test_totals_with_the_same_name_are_distinguished_by_what_they_sum_up(mini: Path, tmp_path: Path) -> None:
    """A table has two averages, and the user skips the second.

    Next month the first is read as decided, with or without the second.
    """
    file = saved({"Sheet1": MIXED}, tmp_path / "a.xlsx")
    answers = "B4=demo:department:pooled; B6=skip"
    assert run(mini, file, *NEW, "--write", "--answer", answers) == 0
    assert yaml.safe_load((mini / "data/mappings/demo.yml").read_text(encoding="utf-8"))["names"] == {
        "department / Bình quân": "demo:department:pooled",
        "province / Bình quân": "skip",
    }
    for number, rows in ((8, MIXED), (9, MIXED[:4])):
        month = [[*HEAD[:2], f"Thời gian chờ tháng {number - 1}/2024"], *rows[1:]]
        again = saved({"Sheet1": month}, tmp_path / f"{number}.xlsx")
        assert run(mini, again, *described(number), "--write", source=f"demo-{number}") == 0
        with (mini / f"data/results/demo-{number}.csv").open(encoding="utf-8") as lines:
            found = [(row["aggregate"], row["value"], row["locator"]) for row in csv.DictReader(lines)]
        assert [row for row in found if row[0]] == [("pooled", "28", "PL:mean")]


def test_a_skipped_row_causes_a_remark(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = saved({"Sheet1": SOUND}, tmp_path / "a.xlsx")
    capsys.readouterr()
    assert run(mini, file, *NEW, "--answer", "B3=skip") == 0
    output = capsys.readouterr().out
    assert "Sheet1!B3: dòng bỏ qua theo câu trả lời: Sở Đại Đồng" in output
    assert "Mọi ô số" not in output


def test_a_saved_scale_that_does_not_fit_causes_a_question(
    mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The column has shares in one month and percentages in the next: it is not read as 4151%, and not guessed."""
    head = ["STT", "Đơn vị", "Dịch vụ toàn trình tháng 6/2024"]
    file = saved({"Sheet1": [head, [1, "Sở An Bình", 0.415], [2, "Sở Đại Đồng", 0.43]]}, tmp_path / "a.xlsx")
    assert run(mini, file, *NEW, "--answer", "C1=share", "--write") == 0
    head[2] = "Dịch vụ toàn trình tháng 7/2024"
    file = saved({"Sheet1": [head, [1, "Sở An Bình", 41.51], [2, "Sở Đại Đồng", 0.5]]}, tmp_path / "b.xlsx")
    capsys.readouterr()
    assert run(mini, file, *described(8), "--write", source="demo-8") == 1
    errors = capsys.readouterr().err
    assert "đã được trả lời là phải nhân 100, nhưng nay cột có số lớn hơn 1" in errors
    assert "lớn hơn 100 phần trăm" not in errors
    assert run(mini, file, *described(8), "--answer", "C1=percent", "--write", source="demo-8") == 0


def test_the_note_of_an_answered_figure(mini: Path, tmp_path: Path) -> None:
    """The note states that the figure is the user's answer, and what the file contains.

    If the answer is one of the offered readings, there is no note.
    """
    file = saved({"Sheet1": [HEAD, [1, "Sở An Bình", "khoảng 20"], [2, "Sở Đại Đồng", "1.234"]]}, tmp_path / "a.xlsx")
    assert run(mini, file, *NEW, "--write", "--answer", "C2=20; C3=1234") == 0
    with (mini / RESULTS).open(encoding="utf-8") as rows:
        found = [(row["value"], row["note"]) for row in csv.DictReader(rows)]
    assert found == [("20", "Theo trả lời của người nhập số liệu; tệp ghi “khoảng 20”"), ("1234", "")]
