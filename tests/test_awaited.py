"""Which months are not in yet; the day on which they are expected is worked out by hand."""

from datetime import date
from pathlib import Path

import pytest

from generator.awaited import Awaited, awaited
from generator.cli import main
from generator.loading import load_portal
from generator.model import Level, Period

RESULTS = "data/results/demo-2024.csv"
MAY = "demo.so-a,,,full-online-services,2024-05,60,,,PL.I:1,\n"


def found(root: Path, today: date) -> tuple[Awaited, ...]:
    portal, faults = load_portal(root)
    assert not faults
    return awaited(portal, today)


@pytest.fixture
def monthly(mini: Path) -> Path:
    """The mini portal with figures of May and June 2024 for one indicator, of June alone for the other."""
    path = mini / RESULTS
    path.write_text(path.read_text(encoding="utf-8") + MAY, encoding="utf-8")
    return mini


JUNE, JULY, AUGUST = (Period(2024, month=month) for month in (6, 7, 8))


def test_a_month_is_awaited_from_the_twentieth_of_the_next(monthly: Path) -> None:
    assert found(monthly, date(2024, 8, 19)) == ()
    assert found(monthly, date(2024, 8, 20)) == (
        Awaited(JULY, "demo", Level.DEPARTMENT, JUNE, ("full-online-services",)),
    )


def test_figures_of_a_whole_level_are_awaited_of_nobody(monthly: Path) -> None:
    """One figure for all departments is no department's own report, and none of the province."""
    path = monthly / RESULTS
    rows = "".join(f"demo,department,common,waiting-time,2024-0{month},30,,,PL.II:total,\n" for month in (5, 6))
    path.write_text(path.read_text(encoding="utf-8") + rows, encoding="utf-8")
    assert [item.indicator_ids for item in found(monthly, date(2024, 8, 20))] == [("full-online-services",)]


def test_every_month_that_is_missing_is_told(monthly: Path) -> None:
    assert [item.month for item in found(monthly, date(2024, 9, 20))] == [JULY, AUGUST]


def test_what_came_once_is_not_awaited(mini: Path) -> None:
    """June alone says nothing of July."""
    assert found(mini, date(2024, 8, 20)) == ()


def test_after_half_a_year_nobody_waits(monthly: Path) -> None:
    """December is the sixth month after June."""
    assert len(found(monthly, date(2025, 1, 20))) == 6
    assert found(monthly, date(2025, 2, 20)) == ()


def test_units_that_ended_report_no_more(monthly: Path) -> None:
    path = monthly / "data" / "units.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("demo,,,,sab,", "demo,,,2024-06-30,sab,"), encoding="utf-8"
    )
    text = path.read_text(encoding="utf-8").replace("department,demo,,,,,", "department,demo,,,2024-07-01,,")
    path.write_text(text, encoding="utf-8")
    assert [item.month for item in found(monthly, date(2024, 9, 20))] == [JULY]


def test_the_command_prints_a_line_a_level(monthly: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["awaited", "--root", str(monthly), "--today", "2024-08-20"]) == 0
    assert capsys.readouterr().out.replace("\u00a0", " ") == (
        "- Tháng 7/2024: sở, ban, ngành, Tỉnh Thử, 1 chỉ tiêu (Dịch vụ toàn trình); "
        "số liệu mới nhất là của tháng 6/2024.\n"
    )


def test_the_command_prints_nothing_when_all_is_in(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["awaited", "--root", str(mini), "--today", "2024-08-20"]) == 0
    assert capsys.readouterr().out == ""
