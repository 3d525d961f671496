"""The front page says plainly of which time its figures are, who leads by what, and what comes next."""

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

ROOT = Path(__file__).parent.parent
MINI = ROOT / "tests" / "mini"


def facts_of(root: Path, today: date) -> Facts:
    portal, faults = load_portal(root)
    assert not faults
    return gather(portal, measure(portal), Findings(), today)


def home_of(root: Path, today: date) -> HomePage:
    facts = facts_of(root, today)
    return home_page(facts, overall_of(facts, levels_of(facts)))


@pytest.fixture(scope="module")
def page() -> HomePage:
    return home_of(MINI, date(2024, 12, 1))


@pytest.fixture(scope="module")
def real() -> HomePage:
    return home_of(ROOT, date(2026, 11, 22))


def test_levels_are_told_by_the_share_of_targets_met(page: HomePage) -> None:
    """June 2024: An Bình meets 1 of 2; Đại Đồng's readable figure, 35 minutes, misses 30: 0 of 1."""
    (level,) = page.levels
    assert level.title == "Sở, ban, ngành"
    assert level.criterion.endswith("số liệu tháng\N{NO-BREAK SPACE}6/2024; 2 đơn vị có số liệu.")
    most, least = level.ends
    assert [(unit.text, figure.text) for unit, figure in most.units] == [("Sở An Bình", "1/2\N{NO-BREAK SPACE}đạt")]
    assert [(unit.text, figure.text) for unit, figure in least.units] == [("Sở Đại Đồng", "0/1\N{NO-BREAK SPACE}đạt")]
    assert most.units[0][1].address == "/don-vi/so-a/#ket-qua"


def test_a_province_without_figures_has_no_board(page: HomePage) -> None:
    """The mini province states no figure of its own."""
    assert page.boards == ()
    assert page.now == "Chưa có số liệu nào của tỉnh Thử để so với mức phải đạt."
    assert page.farthest == ""
    assert page.time_note == ""


def test_the_next_due_date_counts_what_falls_on_it(page: HomePage) -> None:
    """On 1 December 2024 the province's waiting time is next, due at the end of 2024."""
    assert (page.next_due.day, page.next_due.text) == ("31/12/2024", "Đến hạn 1 mức phải đạt, theo")


def test_when_all_dates_are_past_it_says_so() -> None:
    """The last target is due in 2025."""
    due = home_of(MINI, date(2026, 1, 1)).next_due
    assert (due.day, due.text) == ("", "Mọi mốc thời hạn trong các văn bản đã nhập đều đã qua.")


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
        "3 số liệu trong Công văn số\N{NO-BREAK SPACE}1562/UBND, mới nhất là của tháng\N{NO-BREAK SPACE}9/2024."
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
