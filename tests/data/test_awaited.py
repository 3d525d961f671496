"""Tests which months are reported as missing. The expected days were worked out by hand."""

from datetime import date
from pathlib import Path

import pytest

from generator.awaited import AwaitedMonth, awaited_months
from generator.cli import main
from generator.model import Level, Period
from tests.support.portals import RESULTS_FILE, append_to, plain_text, portal_of, replace_in

MAY = "demo.so-a,,,full-online-services,2024-05,60,,,PL.I:1,\n"


def found(root: Path, today: date) -> tuple[AwaitedMonth, ...]:
    portal = portal_of(root)
    return awaited_months(portal, today)


@pytest.fixture
def monthly(mini: Path) -> Path:
    """The mini portal with figures of May and June 2024 for one indicator, and of June only for the other."""
    path = mini / RESULTS_FILE
    append_to(path, MAY)
    return mini


JUNE, JULY, AUGUST = (Period(2024, month=month) for month in (6, 7, 8))


def test_a_month_is_awaited_from_the_twentieth_of_the_next_month(monthly: Path) -> None:
    assert found(monthly, date(2024, 8, 19)) == ()
    assert found(monthly, date(2024, 8, 20)) == (
        AwaitedMonth(JULY, "demo", Level.DEPARTMENT, JUNE, ("full-online-services",)),
    )


def test_figures_of_a_whole_level_are_not_awaited(monthly: Path) -> None:
    """One figure for all departments is neither a report of a department nor one of the province."""
    path = monthly / RESULTS_FILE
    rows = "".join(f"demo,department,common,waiting-time,2024-0{month},30,,,PL.II:total,\n" for month in (5, 6))
    append_to(path, rows)
    assert [item.indicator_ids for item in found(monthly, date(2024, 8, 20))] == [("full-online-services",)]


def test_every_missing_month_is_listed(monthly: Path) -> None:
    assert [item.month for item in found(monthly, date(2024, 9, 20))] == [JULY, AUGUST]


def test_an_indicator_with_a_single_month_is_not_awaited(mini: Path) -> None:
    """A figure of June only does not mean that one of July will come."""
    assert found(mini, date(2024, 8, 20)) == ()


def test_an_indicator_is_no_longer_awaited_after_six_missing_months(monthly: Path) -> None:
    """December is the sixth month after June."""
    assert len(found(monthly, date(2025, 1, 20))) == 6
    assert found(monthly, date(2025, 2, 20)) == ()


def test_units_that_ended_are_not_awaited(monthly: Path) -> None:
    path = monthly / "data" / "units.csv"
    replace_in(path, "demo,,,,sab,", "demo,,,2024-06-30,sab,")
    text = path.read_text(encoding="utf-8").replace("department,demo,,,,,", "department,demo,,,2024-07-01,,")
    path.write_text(text, encoding="utf-8")
    assert [item.month for item in found(monthly, date(2024, 9, 20))] == [JULY]


def test_the_command_prints_one_line_for_each_level(monthly: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["awaited", "--root", str(monthly), "--today", "2024-08-20"]) == 0
    assert plain_text(capsys.readouterr().out) == (
        "- Tháng 7/2024: sở, ban, ngành, Tỉnh Thử, 1 chỉ tiêu (Dịch vụ toàn trình); "
        "số liệu mới nhất là của tháng 6/2024.\n"
    )


def test_names_in_an_issue_mention_nobody_and_load_nothing(monthly: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A workflow writes these lines into an issue, with a token of its own."""
    replace_in(monthly / "data" / "units.csv", "Tỉnh Thử", "@ubnd ![x](https://b.vn)")
    replace_in(monthly / "data" / "indicators.yml", "short_name: Dịch vụ toàn trình", "short_name: <img src=x>")
    assert main(["awaited", "--root", str(monthly), "--today", "2024-08-20"]) == 0
    line = capsys.readouterr().out
    assert ", @\u200bubnd !\\[x\\](https:\u200b//b.vn), 1 chỉ tiêu (&lt;img src=x&gt;); " in line


def test_the_command_prints_nothing_when_no_month_is_missing(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["awaited", "--root", str(mini), "--today", "2024-08-20"]) == 0
    assert capsys.readouterr().out == ""
