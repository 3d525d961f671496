"""Rows that name offices of communes: one question for all of them, one decision for later months."""

from pathlib import Path

import pytest

from generator.importing.phrases.names import Names, UnclearName, UnitOrLevel
from generator.importing.phrases.offices import Office, office_of
from generator.importing.phrases.text_keys import text_key
from generator.importing.request import WrongArguments
from generator.model import Level, Period, Portal
from tests.importing.commands import NEW, run
from tests.importing.conftest import Understand, questions, rows
from tests.importing.workbooks import saved
from tests.support.portals import append_to

CENTRE, SECTION = "Trung tâm Phục vụ hành chính công", "Bộ phận Một cửa"
HEAD = ["STT", "Đơn vị", "Thanh toán trực tuyến (%)"]


@pytest.mark.parametrize(
    ("text", "name", "unit"),
    [
        ("Trung tâm Phục vụ hành chính công xã Tân Lập", CENTRE, "xã Tân Lập"),
        ("TRUNG TÂM PVHCC Phường 1", CENTRE, "Phường 1"),
        ("TT PV HCC đặc khu Phú Quốc", CENTRE, "đặc khu Phú Quốc"),
        ("Trung tâm HCC của UBND xã Tân Lập", CENTRE, "UBND xã Tân Lập"),
        ("Bộ phận một cửa UBND xã Tân Lập", SECTION, "UBND xã Tân Lập"),
        ("Bộ phận 1 cửa - thị trấn Tân Biên", SECTION, "thị trấn Tân Biên"),
        ("Bộ phận Tiếp nhận và Trả kết quả xã Tân Lập", SECTION, "xã Tân Lập"),
        ("BP TN&TKQ xã Tân Lập", SECTION, "xã Tân Lập"),
        ("BPMC xã Tân Lập", SECTION, "xã Tân Lập"),
    ],
)
def test_spellings_of_offices(text: str, name: str, unit: str) -> None:
    assert office_of(text) == Office(name, unit, Level.COMMUNE)


@pytest.mark.parametrize(
    "text",
    [
        "Trung tâm Phục vụ hành chính công",
        "Trung tâm Phục vụ hành chính công tỉnh Tây Ninh",
        "Trung tâm Y tế xã Tân Lập",
        "Xã Tân Lập",
        "Văn phòng HĐND và UBND xã Tân Lập",
    ],
)
def test_other_names_are_no_offices(text: str) -> None:
    assert office_of(text) is None


def test_an_office_of_a_district() -> None:
    assert office_of("Bộ phận Một cửa huyện Tân Biên") == Office(SECTION, "huyện Tân Biên", Level.DISTRICT)


def test_a_decision_is_for_one_level(real: Portal) -> None:
    decided = {text_key("commune / Bộ phận Một cửa"): "named-unit"}
    names = Names(real, real.units["tay-ninh"], Period(2024, month=5), decided)
    assert names.find("Bộ phận Một cửa xã Tân Lập") == UnitOrLevel("tay-ninh.tan-bien.xa-tan-lap")
    assert isinstance(names.find("Bộ phận Một cửa huyện Tân Biên"), UnclearName)


def table(path: Path, *names: str) -> Path:
    return saved({"Sheet1": [HEAD, *([at, name, 50 + at] for at, name in enumerate(names, 1))]}, path)


OFFICES = (
    "Trung tâm Phục vụ hành chính công xã Tân Lập",
    "Trung tâm PVHCC xã Thạnh Bình",
    "Bộ phận một cửa UBND xã Mỏ Công",
    "BPMC xã Trà Vong",
)


def test_one_question_for_all_offices_of_a_table(tmp_path: Path, understand: Understand) -> None:
    found = understand(table(tmp_path / "a.xlsx", *OFFICES), period="2024-05")
    assert rows(found) == []
    (question,) = found.questions
    assert question.at.short_address == "B2"
    assert question.rows == (3, 4, 5)
    assert question.message == "cùng 3 dòng khác là bộ phận của đơn vị, không phải đơn vị"
    assert question.hint == (
        "có phải Xã Tân Lập (Huyện Tân Biên) (tay-ninh.tan-bien.xa-tan-lap)? trả lời B2*=named-unit hay B2*=skip "
        "(cả 4 dòng là số của đơn vị ghi trong tên, hay bỏ cả 4 dòng); riêng dòng nào khác thì trả lời B5=mã-đơn-vị "
        "hay B5=skip"
    )


def test_a_total_below_offices_is_understood_as_below_their_communes(tmp_path: Path, understand: Understand) -> None:
    """The total of communes and a ward needs no answer. That of four communes does, because the level has wards too."""
    ward = "Trung tâm PVHCC Phường 1"
    for answers in ([], ["B2*=named-unit"]):
        mixed = understand(table(tmp_path / "a.xlsx", *OFFICES, ward, "Tổng cộng"), period="2024-05", answers=answers)
        assert [(item.level, item.aggregate) for item in mixed.entries if item.aggregate] == [("commune", "total")]
        assert [item.at.short_address for item in mixed.questions] == ([] if answers else ["B2"])
        alone = understand(table(tmp_path / "b.xlsx", *OFFICES, "Tổng cộng"), period="2024-05", answers=answers)
        assert questions(alone)["B6"] == "là số của riêng các xã, chưa phải của cả cấp xã"


@pytest.mark.parametrize("answer", ["B2*=named-unit", "B2=named-unit", "B4*=named-unit"])
def test_one_answer_reads_all_offices_as_their_communes(tmp_path: Path, understand: Understand, answer: str) -> None:
    found = understand(table(tmp_path / "a.xlsx", *OFFICES), period="2024-05", answers=[answer])
    assert found.questions == []
    assert [(unit, value) for unit, _, _, value, _ in rows(found)] == [
        ("tan-bien.xa-tan-lap", "51"),
        ("tan-bien.xa-thanh-binh", "52"),
        ("tan-bien.xa-mo-cong", "53"),
        ("tan-bien.xa-tra-vong", "54"),
    ]
    assert [(item.at.short_address, item.text) for item in found.interpretations] == [
        ("B2", f"2 dòng ghi “{CENTRE} …” lấy làm số của chính đơn vị ghi trong tên"),
        ("B4", f"2 dòng ghi “{SECTION} …” lấy làm số của chính đơn vị ghi trong tên"),
    ]
    assert found.names == {f"commune / {CENTRE}": "named-unit", f"commune / {SECTION}": "named-unit"}


def test_one_answer_leaves_out_all_offices(tmp_path: Path, understand: Understand) -> None:
    found = understand(table(tmp_path / "a.xlsx", *OFFICES), period="2024-05", answers=["B2*=skip"])
    assert (rows(found), found.questions, found.interpretations) == ([], [], [])
    assert [item.at.short_address for item in found.remarks] == ["B2", "B3", "B4", "B5"]


def test_one_office_can_be_answered_otherwise(tmp_path: Path, understand: Understand) -> None:
    answers = ["B2*=named-unit; B3=skip; B5=tay-ninh.tan-bien.xa-tan-binh"]
    found = understand(table(tmp_path / "a.xlsx", *OFFICES), period="2024-05", answers=answers)
    assert found.questions == []
    assert [row[0] for row in rows(found)] == [
        "tan-bien.xa-tan-lap",
        "tan-bien.xa-mo-cong",
        "tan-bien.xa-tan-binh",
    ]
    assert [item.text[:6] for item in found.interpretations] == ["1 dòng", "1 dòng"]


def test_contradicting_answers_decide_nothing(tmp_path: Path, understand: Understand) -> None:
    answers = ["B2*=named-unit; B4*=skip"]
    found = understand(table(tmp_path / "a.xlsx", *OFFICES), period="2024-05", answers=answers)
    assert rows(found) == []
    assert list(questions(found)) == ["B2"]


def test_another_answer_about_offices_is_refused(tmp_path: Path, understand: Understand) -> None:
    found = understand(table(tmp_path / "a.xlsx", *OFFICES), period="2024-05", answers=["B2*=named"])
    assert questions(found)["B2"] == "câu trả lời “named” không phải mã đơn vị"
    with pytest.raises(WrongArguments):
        understand(table(tmp_path / "a.xlsx", "Xã Tân Lập"), period="2024-05", answers=["B2*=named-unit"])


def test_a_name_that_two_communes_share_is_still_asked(tmp_path: Path, understand: Understand) -> None:
    file = table(tmp_path / "a.xlsx", OFFICES[0], "Trung tâm PVHCC xã Tân Bình")
    found = understand(file, period="2024-05", answers=["B2*=named-unit"])
    assert questions(found) == {
        "B3": "là tên của 2 đơn vị: Xã Tân Bình (Thành phố Tây Ninh), Xã Tân Bình (Huyện Tân Biên)"
    }


def test_the_decision_is_remembered_and_shown(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The next month has no question, and the preview states how the rows were read."""
    append_to(mini / "data/units.csv", "demo.binh-an,binh-an,Huyện Bình An,Bình An,district,district,demo,901,,,,\n")
    head = ["STT", "Đơn vị", "Thời gian chờ tháng 6/2024"]
    file = saved({"Sheet1": [head, [1, "Bộ phận Một cửa huyện Bình An", 21]]}, tmp_path / "a.xlsx")
    assert run(mini, file, *NEW, "--answer", "B2=named-unit", "--write") == 0
    capsys.readouterr()
    assert run(mini, file) == 0
    shown = capsys.readouterr().out
    assert "Hiểu theo câu trả lời:\n  Sheet1!B2: 1 dòng ghi “Bộ phận Một cửa …” lấy làm số của chính đơn vị" in shown
