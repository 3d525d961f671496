"""Official codes beside names: a code of another unit causes a question, a matching code causes none."""

from pathlib import Path

import pytest

from generator.cli import main
from tests.importing.commands import NEW, run
from tests.importing.conftest import Understand, questions, rows
from tests.importing.workbooks import saved

PAYMENT = "Thanh toán trực tuyến (%)"
TWO_UNITS = "có tên và mã của hai đơn vị khác nhau"
TAN_LAP, PHUONG_1 = "tay-ninh.tan-bien.xa-tan-lap", "tay-ninh.tay-ninh.phuong-1"
"""Two units with the codes 25489 and 25456 in `data/units.csv`. District Tân Biên has the code 705."""
CODE_HEADINGS = ["Mã", "Mã đơn vị", "Mã ĐVHC", "Mã số", "Mã đơn vị hành chính", "Mã xã"]


def table(heading: str, *lines: list[object], left: bool) -> list[list[object]]:
    """Returns a table with code, name and figure in each row. With `left`, the code is to the left of the name."""
    found: list[list[object]] = [[heading, "Đơn vị", PAYMENT], *lines]
    return found if left else [[name, code, *rest] for code, name, *rest in found]


@pytest.mark.parametrize("heading", CODE_HEADINGS)
@pytest.mark.parametrize("left", [True, False])
def test_matching_codes_cause_no_question(heading: str, left: bool, tmp_path: Path, understand: Understand) -> None:  # noqa: FBT001
    """Codes are not read as figures, and cause no remark. They may be numbers or texts."""
    lines = table(heading, [25489, "Xã Tân Lập", 50.5], ["25456", "Phường 1", 31], left=left)
    found = understand(saved({"Sheet1": lines}, tmp_path / "a.xlsx"), period="2024-05")
    assert [(row[0], row[3]) for row in rows(found)] == [("tan-bien.xa-tan-lap", "50.5"), ("tay-ninh.phuong-1", "31")]
    assert (questions(found), found.remarks) == ({}, [])


@pytest.mark.parametrize("heading", CODE_HEADINGS)
@pytest.mark.parametrize("left", [True, False])
def test_a_wrong_code_causes_a_question(heading: str, left: bool, tmp_path: Path, understand: Understand) -> None:  # noqa: FBT001
    """If the names were sorted and the codes were not, neither is trusted.

    The answer is not saved, because next month the name may be right.
    """
    lines = table(heading, [25456, "Xã Tân Lập", 50.5], [25456, "Phường 1", 31], left=left)
    file = saved({"Sheet1": lines}, tmp_path / "a.xlsx")
    found = understand(file, period="2024-05")
    at = "B2" if left else "A2"
    assert [(row[0], row[3]) for row in rows(found)] == [("tay-ninh.phuong-1", "31")]
    assert questions(found) == {at: TWO_UNITS}
    assert found.questions[0].hint == (
        "tên là của Xã Tân Lập (Huyện Tân Biên) (mã 25489), mã 25456 là của Phường 1 (Thành phố Tây Ninh) "
        f"({PHUONG_1}); xem văn bản rồi chọn một; trả lời {at}={TAN_LAP} hay {at}={PHUONG_1} hay "
        f"{at}=skip (bỏ dòng này)"
    )
    answered = understand(file, period="2024-05", answers=(f"{at}={TAN_LAP}",))
    assert next((row[0], row[3]) for row in rows(answered)) == ("tan-bien.xa-tan-lap", "50.5")
    assert (questions(answered), answered.names, answered.remarks) == ({}, {}, [])


def test_running_numbers_are_no_codes(tmp_path: Path, understand: Understand) -> None:
    """They are not compared with the names, although `1` is the code of a province without its zero."""
    lines = table("Mã số", [1, "Xã Tân Lập", 50.5], [2, "Phường 1", 31], left=True)
    found = understand(saved({"Sheet1": lines}, tmp_path / "a.xlsx"), period="2024-05")
    assert [row[3] for row in rows(found)] == ["50.5", "31"]
    assert (questions(found), found.remarks) == ({}, [])


def test_an_answer_about_an_unknown_name_beside_a_code_is_saved(tmp_path: Path, understand: Understand) -> None:
    """An official code is not the id of a template, in which only the name of this one file is wrong."""
    lines = table("Mã", [25489, "Xã Tân Lập mới", 50.5], [25456, "Phường 1", 31], left=True)
    file = saved({"Sheet1": lines}, tmp_path / "a.xlsx")
    assert list(questions(understand(file, period="2024-05"))) == ["B2"]
    answered = understand(file, period="2024-05", answers=(f"B2={TAN_LAP}",))
    assert (questions(answered), answered.names) == ({}, {"Xã Tân Lập mới": TAN_LAP})


def test_a_code_without_a_unit_causes_a_question(tmp_path: Path, understand: Understand) -> None:
    lines = table("Mã", [25489, "Xã Tân Lập", 50.5], [25457, "Phường 1", 31], left=True)
    found = understand(saved({"Sheet1": lines}, tmp_path / "a.xlsx"), period="2024-05")
    assert questions(found) == {"B3": TWO_UNITS}
    assert "(mã 25456), không đơn vị nào có mã 25457" in found.questions[0].hint


def test_a_column_with_many_wrong_codes_causes_one_question(tmp_path: Path, understand: Understand) -> None:
    """A shifted column of codes causes one question. A user who trusts the names can skip the column."""
    shifted = [[25459, "Phường 1"], [25462, "Phường 3"], [25468, "Phường 4"], [25456, "Phường 2"]]
    lines = table("Mã", *([code, name, 10 + at] for at, (code, name) in enumerate(shifted)), left=True)
    file = saved({"Sheet1": lines}, tmp_path / "a.xlsx")
    found = understand(file, period="2024-05")
    assert (rows(found), questions(found)) == ([], {"B2": f"cùng 3 dòng khác {TWO_UNITS}"})
    assert "nếu tên đúng thì trả lời A1=skip (không xét cột mã)" in found.questions[0].hint
    answered = understand(file, period="2024-05", answers=("A1=skip",))
    assert ([row[3] for row in rows(answered)], questions(answered)) == (["10", "11", "12", "13"], {})
    assert [item.text for item in answered.remarks] == ["cột mã bỏ qua theo câu trả lời, không đối chiếu với tên"]


def test_a_code_distinguishes_units_with_the_same_name(tmp_path: Path, understand: Understand) -> None:
    """Xã Tân Bình of district Tân Biên has the code 25495, so there is no question.

    A name that is only similar still causes a question, and the unit with the code is offered first.
    """
    lines = table("Mã", [25495, "Xã Tân Bình", 50.5], [25489, "Xã Tan Lâp", 31], left=True)
    found = understand(saved({"Sheet1": lines}, tmp_path / "a.xlsx"), period="2024-05")
    assert [row[0] for row in rows(found)] == ["tan-bien.xa-tan-binh"]
    assert questions(found) == {"B3": "không phải tên đơn vị nào của tỉnh Tây Ninh"}
    hint = found.questions[0].hint
    assert hint.startswith(f"mã 25489 là của Xã Tân Lập (Huyện Tân Biên) ({TAN_LAP}); ")
    assert f"trả lời B3={TAN_LAP} hay " in hint


def test_codes_of_districts_beside_communes(tmp_path: Path, understand: Understand) -> None:
    """The code of a district is right beside its own commune, and wrong beside a commune of another district."""
    head = ["Mã huyện", "Mã xã", "Đơn vị", PAYMENT]
    lines = [head, [705, 25489, "Xã Tân Lập", 50.5], [705, 25456, "Phường 1", 31]]
    found = understand(saved({"Sheet1": lines}, tmp_path / "a.xlsx"), period="2024-05")
    assert [row[0] for row in rows(found)] == ["tan-bien.xa-tan-lap"]
    assert questions(found) == {"C3": TWO_UNITS}
    assert "mã 705 là của Huyện Tân Biên (tay-ninh.tan-bien)" in found.questions[0].hint


@pytest.mark.parametrize("codes", [("1081231", "1081233"), ("01", "02")])
def test_codes_of_another_kind_cause_a_remark(codes: tuple[str, str], tmp_path: Path, understand: Understand) -> None:
    """Numbers of accounts or rows are not compared with the names, because none of them is an official code."""
    lines = table("Mã số", [codes[0], "Xã Tân Lập", 50.5], [codes[1], "Phường 1", 31], left=True)
    found = understand(saved({"Sheet1": lines}, tmp_path / "a.xlsx"), period="2024-05")
    assert (len(rows(found)), questions(found)) == (2, {})
    assert [(item.at.short_address, item.text) for item in found.remarks] == [
        ("A1", "cột mã không có mã nào trong data/units.csv, không đối chiếu với tên")
    ]


def test_a_code_without_its_leading_zeros(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Excel turns the code 007 into 7. Both are the same code; 12 beside that name is another one."""
    units = mini / "data/units.csv"
    text = units.read_text(encoding="utf-8").replace(
        "department,department,demo,,", "department,department,demo,007,", 1
    )
    text = text.replace("department,department,demo,,", "department,department,demo,012,", 1)
    units.write_text(text, encoding="utf-8")
    head = ["Mã", "Đơn vị", "Thời gian chờ tháng 6/2024"]
    file = saved({"Sheet1": [head, [12, "Sở An Bình", 21], [7, "Sở Đại Đồng", 36]]}, tmp_path / "b.xlsx")
    assert run(mini, file, *NEW, "--write") == 1
    errors = capsys.readouterr().err
    assert f'Sheet1!B2: "Sở An Bình" {TWO_UNITS}' in errors
    assert f'Sheet1!B3: "Sở Đại Đồng" {TWO_UNITS}' in errors
    file = saved({"Sheet1": [head, [7, "Sở An Bình", 21], [12, "Sở Đại Đồng", 36]]}, tmp_path / "a.xlsx")
    assert run(mini, file, *NEW, "--write") == 0
    assert "Mọi ô số của a.xlsx đều được đưa vào." in capsys.readouterr().out
    assert main(["check", "--root", str(mini)]) == 0


def test_a_row_with_an_unknown_name_may_be_the_unit_of_its_code(
    mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`Sở Lạ` has the code of Sở An Bình, so the figure of Sở An Bình is not listed as missing in the file."""
    units = mini / "data/units.csv"
    text = units.read_text(encoding="utf-8").replace(
        "department,department,demo,,", "department,department,demo,007,", 1
    )
    units.write_text(text, encoding="utf-8")
    head = ["Mã", "Đơn vị", "Thời gian chờ tháng 6/2024"]
    both = [head, [7, "Sở An Bình", 21], [None, "Sở Đại Đồng", 36]]
    assert run(mini, saved({"Sheet1": both}, tmp_path / "a.xlsx"), *NEW, "--write") == 0
    for code, listed in ((7, False), (8, True)):
        again = [head, [None, "Sở Đại Đồng", 36], [code, "Sở Lạ", 5]]
        capsys.readouterr()
        assert run(mini, saved({"Sheet1": again}, tmp_path / "b.xlsx"), "--skip-unread") == 0
        assert ("Có trong cổng mà tệp này không có (giữ nguyên)" in capsys.readouterr().out) is listed
