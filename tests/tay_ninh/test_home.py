"""Tests the front page of this portal against its documents."""

from datetime import date

import pytest

from generator.pages.home.page import HomePage
from generator.rendering import make_environment, render_page
from tests.support.folders import MINI, ROOT
from tests.support.pages import front_page
from tests.support.portals import plain_text


@pytest.fixture(scope="module")
def page() -> HomePage:
    return front_page(MINI, date(2024, 12, 1))


@pytest.fixture(scope="module")
def front() -> HomePage:
    return front_page(ROOT, date(2026, 11, 22))


def test_the_board_of_2024_counts_the_met_targets(front: HomePage) -> None:
    """Letter 1612 states nine results of the province with targets of that year. Three meet them: 66.11, 94.28 and
    92."""
    board = front.boards[0]
    assert board.sentences[0] == "Đạt 3 trên 9 chỉ tiêu."
    assert {row.figure.text for row in board.rows if row.mark and row.mark.word == "Đạt"} == {"66,11%", "94,28%", "92%"}


def test_the_front_page_states_when_the_province_ended(front: HomePage) -> None:
    """The province ended on 30 June 2025."""
    assert "30/06/2025" in front.time_note


def test_the_best_and_weakest_communes_are_those_of_their_only_indicator(front: HomePage) -> None:
    """In PL2.3 of Plan 3688, the highest of 94 figures is Phường An Hòa's 100, and the lowest is Xã Thạnh Bắc's
    70.71."""
    most, least = front.levels[-1].ends
    assert [(unit.text, figure.text) for unit, figure in most.units] == [("Phường An Hòa", "100%")]
    assert [(unit.text, figure.text) for unit, figure in least.units] == [("Xã Thạnh Bắc", "70,71%")]
    assert least.units[0][1].address == "/van-ban/ke-hoach-3688-kh-ubnd-2023/#pl2.3-72"


def test_the_newest_figures_are_those_of_letter_1562(front: HomePage) -> None:
    """Letter 1562 is the newest document. It has three figures, up to September 2024."""
    assert front.newest.day == "04/10/2024"
    assert front.newest.text == (
        "3 kết quả trong Công văn số\N{NO-BREAK SPACE}1562/UBND, mới nhất là của tháng\N{NO-BREAK SPACE}9/2024."
    )


def test_the_lead_counts_met_targets_and_names_the_target_that_is_farthest_away(front: HomePage) -> None:
    """Reuse of digitised documents, 0.18 with a target of 52, is 51.82 short. The figure is inferred. None of the other
    five targets that are not met is farther away."""
    assert plain_text(front.main_sentence) == (
        "Tỉnh Tây Ninh đạt 3 trên 9 chỉ tiêu năm 2024, theo số liệu tháng 5/2024."
    )
    assert front.description.endswith(f" {front.main_sentence}")
    assert front.farthest_sentence.startswith("Xa mức phải đạt nhất: ")
    assert front.farthest_sentence.endswith("0,18% (số liệu suy ra), còn thiếu 51,82\N{NO-BREAK SPACE}điểm phần trăm.")


def test_every_figure_of_the_board_links_to_its_row(front: HomePage) -> None:
    """Figures that were hard to read in the scan of Letter 1612 are marked as inferred."""
    board = front.boards[0]
    assert board.inferred
    assert all(row.source and row.source.address.startswith("/van-ban/") for row in board.rows)
    assert {row.figure.text for row in board.rows if row.source and row.source.inferred} == {
        "0,18%",
        "66,11%",
        "94,28%",
        "92%",
    }
    text = render_page(make_environment(), front)
    assert "Dấu * chỉ số liệu suy ra, vì chữ khó đọc hoặc văn bản chỉ nêu gián tiếp." in text
    assert text.count('class="cmb-board__inferred"') == 4


def test_without_comparable_earlier_figures_there_is_no_news(page: HomePage, front: HomePage) -> None:
    """The real portal can compare only one figure of one unit, which is no news of the province."""
    assert (page.news, front.news) == (None, None)
    assert "thay-doi" not in render_page(make_environment(), front)


def test_a_board_of_one_period_has_no_lines(front: HomePage) -> None:
    assert not any(board.has_sparklines for board in front.boards)
    assert len(front.boards[0].sentences) == 1
