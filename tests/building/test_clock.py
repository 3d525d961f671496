"""Tests which day a portal is dated by."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from generator.cli import day_of, main
from generator.problems import ProblemsFound

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def test_the_day_is_taken_from_source_date_epoch() -> None:
    """1,722,470,400 seconds after the beginning of 1970 is midnight UTC on 1 August 2024."""
    assert day_of({"SOURCE_DATE_EPOCH": "1722470400"}, NOW) == date(2024, 8, 1)


def test_without_source_date_epoch_the_day_is_the_current_one_in_vietnam() -> None:
    """Vietnam is seven hours ahead of UTC."""
    assert day_of({}, datetime(2024, 7, 31, 16, 59, tzinfo=UTC)) == date(2024, 7, 31)
    assert day_of({}, datetime(2024, 7, 31, 17, tzinfo=UTC)) == date(2024, 8, 1)


@pytest.mark.parametrize("epoch", ["2024-05-31", "-1", "1e9", "1716000000 ", "١٢", "999999999999"])
def test_an_invalid_source_date_epoch_is_refused(epoch: str) -> None:
    """Otherwise the site would be dated by the current day without any notice."""
    with pytest.raises(ProblemsFound, match="không phải thời điểm tính bằng giây"):
        day_of({"SOURCE_DATE_EPOCH": epoch}, NOW)


def test_a_command_reports_an_invalid_source_date_epoch(
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
