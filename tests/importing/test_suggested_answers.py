"""Suggested answers: the most probable is offered first, `skip` first only if it is the most probable."""

from pathlib import Path

import pytest

from generator.importing.phrases.names import Names, UnclearName
from generator.importing.tables.headings import Indicators, heading_of
from generator.model import Level, Measure, Period, Portal
from tests.importing.conftest import Understand
from tests.importing.workbooks import HEAD, MONTH, saved


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("Tỷ lệ số hoá hồ sơ, kết quả", "digitisation"),
        ("Mức tăng số hóa hồ sơ trong năm", "digitised-dossiers-increase"),
        ("Số dịch vụ công toàn trình", "services-full"),
        ("Tỷ lệ dịch vụ toàn trình", "full-online-services"),
        ("Dịch vụ công một phần", "services-partial"),
        ("Tỷ lệ hồ sơ nộp trực tuyến", "online-dossiers"),
        ("Tỷ lệ thanh toán trực tuyến hồ sơ", "online-payment"),
        ("Thứ hạng", "business-environment-rank"),
    ],
)
def test_the_most_similar_indicator_is_offered_first(text: str, id_: str, real: Portal) -> None:
    """Names are compared by letters and by words.

    A count is preferred for `số`, a percentage for `tỷ lệ`, and a change for a heading about a change.
    """
    indicators = Indicators(real)
    assert indicators.find(heading_of([text])) == ""
    assert indicators.near(heading_of([text]))[0].id == id_


@pytest.mark.parametrize("below", ["Tổng số hồ sơ", "Số hồ sơ", "Số lượng", "Số hóa"])
def test_no_percentage_is_offered_for_a_count(below: str, real: Portal) -> None:
    """A small office has fewer than 100 dossiers, so that a wrong answer would pass for percentages."""
    found = Indicators(real).near(heading_of(["Hồ sơ trực tuyến (%)", below]))
    assert (Measure.PERCENT in {item.measure for item in found}) is (below == "Số hóa")


@pytest.mark.parametrize(
    "below", ["Tăng/giảm", "Kỳ trước", "So với tháng 4/2024", "So với kế hoạch", "Chênh lệch (%)", "Ghi chú", "Cùng kỳ"]
)
def test_skip_is_offered_first_for_columns_beside_figures(below: str, tmp_path: Path, understand: Understand) -> None:
    table = [
        ["STT", "Đơn vị", "Thanh toán trực tuyến", None],
        [None, None, "Tỷ lệ (%)", below],
        [1, "Sở Y tế", 50.5, 7],
    ]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx", ("A1:A2", "B1:B2"))
    found = understand(file, period="2024-05")
    (question,) = found.questions
    assert question.hint == (
        "trả lời D2=skip (bỏ cột này); nếu là một chỉ tiêu thì trả lời D2=mã-chỉ-tiêu, mã chỉ tiêu xem trong "
        "data/indicators.yml"
    )


@pytest.mark.parametrize(
    ("heading", "hint"),
    [
        ("Dịch vụ công một phần", "trả lời D2=services-partial hay D2=skip (bỏ cột này)"),
        ("Xăng xe", "trả lời D2=mã-chỉ-tiêu hay D2=skip (bỏ cột này), mã chỉ tiêu xem trong data/indicators.yml"),
    ],
)
def test_skip_is_offered_last_for_other_columns(
    heading: str, hint: str, tmp_path: Path, understand: Understand
) -> None:
    table = [[MONTH], [*HEAD, heading], [1, "Sở Y tế", 50.5, 7]]
    (question,) = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx")).questions
    assert question.hint.endswith(hint)


@pytest.mark.parametrize(
    ("text", "level", "units"),
    [
        # Without diacritics, Thạnh Bình has the same letters; Tân Bình has others.
        ("Xã Thanh Bình", Level.COMMUNE, ["tan-bien.xa-thanh-binh", "tay-ninh.xa-tan-binh", "tan-bien.xa-tan-binh"]),
        ("Sở Công thươn", Level.DEPARTMENT, ["so-cong-thuong"]),
        ("Huyện Tân Bien", Level.DISTRICT, ["tan-bien"]),
    ],
)
def test_the_most_similar_unit_is_offered_first(text: str, level: Level, units: list[str], real: Portal) -> None:
    found = Names(real, real.units["tay-ninh"], Period(2024, month=5), {}).find(text, level)
    assert isinstance(found, UnclearName)
    assert [unit.id.removeprefix("tay-ninh.") for unit in found.candidates] == units


def test_of_two_namesakes_the_one_in_the_district_is_offered_first(real: Portal) -> None:
    """`Xã Tân Bỉnh` is below the row of a district. Both Huyện Tân Biên and Thành phố Tây Ninh have a Xã Tân Bình."""
    names = Names(real, real.units["tay-ninh"], Period(2024, month=5), {})
    for district, other in (("tan-bien", "tay-ninh"), ("tay-ninh", "tan-bien")):
        found = names.find("Xã Tân Bỉnh", Level.COMMUNE, f"tay-ninh.{district}")
        assert isinstance(found, UnclearName)
        assert [unit.parent_id for unit in found.candidates][:2] == [f"tay-ninh.{district}", f"tay-ninh.{other}"]
