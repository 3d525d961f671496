"""The day that a portal is dated by."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from generator.cli import day_of, main
from generator.problems import ProblemsFound

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def test_the_day_is_that_of_the_version() -> None:
    """1,722,470,400 seconds after 1970 began, it was midnight of 1 August 2024 in Greenwich."""
    assert day_of({"SOURCE_DATE_EPOCH": "1722470400"}, NOW) == date(2024, 8, 1)


def test_else_it_is_the_day_in_vietnam() -> None:
    """Seven hours ahead of Greenwich."""
    assert day_of({}, datetime(2024, 7, 31, 16, 59, tzinfo=UTC)) == date(2024, 7, 31)
    assert day_of({}, datetime(2024, 7, 31, 17, tzinfo=UTC)) == date(2024, 8, 1)


@pytest.mark.parametrize("epoch", ["2024-05-31", "-1", "1e9", "1716000000 ", "١٢", "999999999999"])
def test_what_is_no_time_in_seconds_is_refused(epoch: str) -> None:
    """Else the site would be dated by today, and nobody would know."""
    with pytest.raises(ProblemsFound, match="không phải thời điểm tính bằng giây"):
        day_of({"SOURCE_DATE_EPOCH": epoch}, NOW)


def test_a_command_says_what_is_wrong_with_it(
    mini: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "hôm nay")
    assert main(["build", "--root", str(mini)]) == 1
    assert capsys.readouterr().err.strip() == (
        'SOURCE_DATE_EPOCH: "hôm nay" không phải thời điểm tính bằng giây\n'
        "    gợi ý: ghi số giây tính từ ngày 01/01/1970 như .ci/source-date in ra, hoặc bỏ biến này\n"
        "1 lỗi trong 1 tệp. Chưa ghi gì."
    )
    assert not (mini / "build").exists()
