"""Words before a target value: minimum or maximum, in the cell of one unit and in a cell that all units share."""

from pathlib import Path

import pytest

from tests.importing.conftest import Understand, questions
from tests.importing.workbooks import saved

AT_LEAST = (
    "Tối thiểu 80%",
    "ít nhất 80%",
    "Trên 80%",
    "từ 80%",
    "từ 80% trở lên",
    "đạt 80%",
    "phải đạt 80%",
    "Phấn đấu đạt tối thiểu 80%",
    "đạt từ 80% trở lên",
    "Không dưới 80%",
    "phải đạt không dưới 80%",
    "không ít hơn 80%",
    "không nhỏ hơn 80%",
    "không thấp hơn 80%",
)
AT_MOST = (
    "Tối đa 80%",
    "nhiều nhất 80%",
    "dưới 80%",
    "từ 80% trở xuống",
    "Không trên 80%",
    "không quá 80%",
    "không vượt 80%",
    "không vượt quá 80%",
    "không cao hơn 80%",
    "không nhiều hơn 80%",
    "không lớn hơn 80%",
)
NEGATED = (
    "không đạt 80%",
    "chưa đạt 80%",
    "chưa đạt tối thiểu 80%",
    "không từ 80%",
    "không được dưới 80%",
    "không phải tối đa 80%",
    "chẳng dưới 80%",
)
UNKNOWN = ("gần 80%", "mới đạt 80%", "tối đa 80% trở lên", "trên khoảng 80%", "so với tối thiểu 80%")

TARGET = ["STT", "Đơn vị", "Thanh toán trực tuyến, chỉ tiêu năm 2025"]
COMMON = ["STT", "Đơn vị", "Thanh toán trực tuyến: chỉ tiêu chung cả tỉnh"]
READ = [*((text, "at_least") for text in AT_LEAST), *((text, "at_most") for text in AT_MOST)]


@pytest.mark.parametrize(("text", "comparison"), READ)
def test_the_whole_phrase_is_read(text: str, comparison: str, tmp_path: Path, understand: Understand) -> None:
    """`không dưới` is the opposite of `dưới`, both for the target of one unit and for the common target."""
    file = saved({"Sheet1": [TARGET, [1, "Sở Y tế", text]]}, tmp_path / "a.xlsx")
    found = [(item.kind, item.value, str(item.comparison)) for item in understand(file).entries]
    assert found == [("targets", "80", comparison)]
    table = [COMMON, [1, "Sở Y tế", f"Cả năm 2025: {text}"], [2, "Sở Nội vụ", None]]
    file = saved({"Sheet1": table}, tmp_path / "b.xlsx", ("C2:C3",))
    found = [(item.unit_id, item.value, str(item.comparison)) for item in understand(file).entries]
    assert found == [("tay-ninh", "80", comparison)]


@pytest.mark.parametrize("words", ["chung cả tỉnh", "chung của tỉnh", "chung của thành phố", "chung toàn thành phố"])
def test_the_heading_of_a_common_target_names_a_province_or_a_city(
    words: str, tmp_path: Path, understand: Understand
) -> None:
    """Some provinces are cities, such as Hà Nội."""
    heading = ["STT", "Đơn vị", f"Thanh toán trực tuyến: chỉ tiêu {words}"]
    table = [heading, [1, "Sở Y tế", "Cả năm 2025: tối thiểu 80%"], [2, "Sở Nội vụ", None]]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx", ("C2:C3",)))
    assert questions(found) == {}
    assert [(item.unit_id, item.value) for item in found.entries] == [("tay-ninh", "80")]


@pytest.mark.parametrize("text", [*NEGATED, *UNKNOWN])
def test_other_words_cause_a_question(text: str, tmp_path: Path, understand: Understand) -> None:
    """`chưa đạt 80%` does not state what has to be reached."""
    file = saved({"Sheet1": [TARGET, [1, "Sở Y tế", text]]}, tmp_path / "a.xlsx")
    found = understand(file)
    negated = "có chữ “không” hoặc “chưa”, chưa rõ số này là mức tối thiểu, mức tối đa hay mức chưa đạt"
    assert questions(found) == {"C2": negated if text in NEGATED else "không đọc được là số"}
    assert found.entries == []
    table = [COMMON, [1, "Sở Y tế", f"Cả năm 2025: {text}"], [2, "Sở Nội vụ", None]]
    found = understand(saved({"Sheet1": table}, tmp_path / "b.xlsx", ("C2:C3",)))
    assert questions(found) == {"C2": "không đọc được mức chung"}
    assert found.entries == []


@pytest.mark.parametrize("text", ["≤ 80%", "<80%", "không đạt 80%"])
def test_a_common_value_with_a_sign_is_not_read_with_the_default_comparison(
    text: str, tmp_path: Path, understand: Understand
) -> None:
    table = [COMMON, [1, "Sở Y tế", f"Không kể năm 2025: {text}"], [2, "Sở Nội vụ", None]]
    found = understand(saved({"Sheet1": table}, tmp_path / "b.xlsx", ("C2:C3",)))
    assert questions(found) == {"C2": "không đọc được mức chung"}
