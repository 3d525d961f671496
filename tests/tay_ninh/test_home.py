"""The front page of this portal, as its documents have it."""

from datetime import date
from pathlib import Path

import pytest

from generator.loading import load_portal
from generator.measures import measure
from generator.pages.facts import Facts, Findings, gather
from generator.pages.home.page import HomePage, home_page
from generator.pages.levels import levels_of
from generator.pages.overall import overall_of
from generator.rendering import make_environment, render_page
from tests.conftest import ROOT

MINI = ROOT / "tests" / "mini"


def facts_of(root: Path, today: date) -> Facts:
    portal, faults = load_portal(root)
    assert not faults
    return gather(portal, measure(portal), Findings(), today)


def home_of(root: Path, today: date) -> HomePage:
    facts = facts_of(root, today)
    levels = levels_of(facts)
    return home_page(facts, levels, overall_of(facts, levels))


@pytest.fixture(scope="module")
def page() -> HomePage:
    return home_of(MINI, date(2024, 12, 1))


@pytest.fixture(scope="module")
def real() -> HomePage:
    return home_of(ROOT, date(2026, 11, 22))


def test_real_board_of_2024(real: HomePage) -> None:
    """1612 states nine of the province's results against this year's targets; three are met: 66.11, 94.28 and 92."""
    board = real.boards[0]
    assert board.said[0] == "Đạt 3 trên 9 chỉ tiêu."
    assert {row.figure.text for row in board.rows if row.mark and row.mark.word == "Đạt"} == {"66,11%", "94,28%", "92%"}


def test_real_home_says_of_which_time_it_speaks(real: HomePage) -> None:
    """The province ended on 30 June 2025."""
    assert "30/06/2025" in real.time_note


def test_real_communes_are_told_by_their_one_figure(real: HomePage) -> None:
    """PL2.3 of 3688: the greatest of 94 is Phường An Hòa's 100, the smallest Xã Thạnh Bắc's 70.71."""
    most, least = real.levels[-1].ends
    assert [(unit.text, figure.text) for unit, figure in most.units] == [("Phường An Hòa", "100%")]
    assert [(unit.text, figure.text) for unit, figure in least.units] == [("Xã Thạnh Bắc", "70,71%")]
    assert least.units[0][1].address == "/van-ban/ke-hoach-3688-kh-ubnd-2023/#pl2.3-72"


def test_real_newest_figures(real: HomePage) -> None:
    """1562 came last: three figures, up to September 2024."""
    assert real.newest.day == "04/10/2024"
    assert real.newest.text == (
        "3 kết quả trong Công văn số\N{NO-BREAK SPACE}1562/UBND, mới nhất là của tháng\N{NO-BREAK SPACE}9/2024."
    )


def test_real_opening_says_what_matters(real: HomePage) -> None:
    """Reuse of digitised papers, 0.18 against 52, is 51.82 short: farther than any of the other five unmet."""
    assert real.now.replace("\N{NO-BREAK SPACE}", " ") == (
        "Tỉnh Tây Ninh đạt 3 trên 9 chỉ tiêu năm 2024, theo số liệu tháng 5/2024."
    )
    assert real.farthest.startswith("Xa mức phải đạt nhất: ")
    assert real.farthest.endswith("0,18%, còn thiếu 51,82\N{NO-BREAK SPACE}điểm phần trăm.")


def test_real_board_leads_to_the_documents_rows(real: HomePage) -> None:
    """Every figure of the board opens its row, and those hard to read in the scan of 1612 are told apart."""
    board = real.boards[0]
    assert board.inferred
    assert all(row.source and row.source.address.startswith("/van-ban/") for row in board.rows)
    assert {row.figure.text for row in board.rows if row.source and row.source.inferred} == {
        "0,18%",
        "66,11%",
        "94,28%",
        "92%",
    }
    text = render_page(make_environment(), real)
    assert "Dấu * chỉ số liệu suy ra, vì chữ khó đọc hoặc văn bản chỉ nêu gián tiếp." in text
    assert text.count('class="cmb-board__inferred"') == 4


def test_without_an_earlier_period_nothing_is_said_of_changes(page: HomePage, real: HomePage) -> None:
    """The real portal compares one figure of one unit: that is no news of the province."""
    assert (page.news, real.news) == (None, None)
    assert "thay-doi" not in render_page(make_environment(), real)


def test_a_board_of_one_period_draws_nothing(real: HomePage) -> None:
    assert not any(board.drawn for board in real.boards)
    assert len(real.boards[0].said) == 1
