"""Figures that look like percents and are none: shares, per mille, zeros where nothing occurred."""

from pathlib import Path

import pytest

from tests.importing.conftest import Understand, questions, values
from tests.importing.workbooks import HEAD, MONTH, saved


def test_a_column_of_fractions_under_percents(tmp_path: Path, understand: Understand) -> None:
    """0.51 and 0.55 are most likely 51 % and 55 %, whatever the heading says; one alone may be a small percent."""
    rows = [[1, "Sở Y tế", 0.51], [2, "Sở Nội vụ", 0.55], [3, "Sở Tư pháp", 1], [4, "Sở Xây dựng", 0]]
    file = saved({"Sheet1": [[MONTH], HEAD, *rows]}, tmp_path / "a.xlsx")
    assert questions(understand(file))
    found = understand(file, answers=["C2=share"])
    assert questions(found) == {}
    assert [float(value) for value in values(found).values()] == [51, 55, 100, 0]


def test_per_mille_is_no_percent(tmp_path: Path, understand: Understand) -> None:
    table = [[MONTH], ["STT", "Đơn vị", "Thanh toán trực tuyến (‰)"], [1, "Sở Y tế", 51]]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx"))
    assert questions(found) == {"C2": "không rõ cột này là chỉ tiêu nào"}
    assert found.entries == []


@pytest.mark.parametrize("text", ["0 (KPS)", "0 (không phát sinh)", "0% (chưa có số liệu)"])
def test_a_zero_where_nothing_occurred(text: str, tmp_path: Path, understand: Understand) -> None:
    file = saved({"Sheet1": [[MONTH], HEAD, [1, "Sở Y tế", text]]}, tmp_path / "a.xlsx")
    assert questions(understand(file)) == {"C3": "vừa có số vừa ghi là không có số"}
    assert values(understand(file, answers=["C3=not_applicable"])) == {"C3": "not_applicable"}


@pytest.mark.parametrize("part", ["9 tháng năm 2025", "9 THÁNG ĐẦU NĂM 2025", "6 tháng đầu năm 2025"])
def test_months_counted_together(part: str, tmp_path: Path, understand: Understand) -> None:
    """In a title or a heading; a heading that names the month is of that month."""
    october = {"source_id": "215-BC-UBND-2025", "period": "2025-10", "within": "tay-ninh-2025"}
    row = [1, "Phường Tân Ninh", 51]
    message = "ghi số gộp nhiều tháng, khác kỳ đang nhập là tháng 10/2025"
    titled = saved({"Sheet1": [[f"BÁO CÁO {part}"], HEAD, row]}, tmp_path / "a.xlsx")
    assert questions(understand(titled, **october)) == {"C2": message}
    below = saved({"Sheet1": [HEAD, [None, None, part], row]}, tmp_path / "b.xlsx")
    assert questions(understand(below, **october)) == {"C2": message}
    named = [[f"BÁO CÁO {part}"], [*HEAD[:2], f"{HEAD[2]} tháng 10/2025"], row]
    assert questions(understand(saved({"Sheet1": named}, tmp_path / "c.xlsx"), **october)) == {}
