"""Tests the news of the front page: what changed since the previous period."""

from datetime import date
from pathlib import Path

import pytest

from generator.pages.home import movement_news
from generator.pages.home.movement_news import ChangeSentence, MovementNews
from tests.support.pages import front_page
from tests.support.portals import plain_text
from tests.support.spring import HALF, MONTHS, PATIENCE, SHARE, rows_of, write_spring


def sentence(move: ChangeSentence) -> str:
    return plain_text(
        f"{move.unit.text} {move.did} {move.indicator.text}{move.since} {move.figure.text}{move.compared}"
    )


def news_from(root: Path, results: str, targets: str = HALF + PATIENCE) -> MovementNews | None:
    write_spring(root, results, targets)
    return front_page(root, date(2024, 8, 1)).news


def sentences(news: MovementNews | None) -> list[list[str]]:
    assert news is not None
    return [[sentence(change) for change in found.sentences] for found in (*news.met_or_missed, *news.other_changes)]


def test_each_change_since_the_last_month_has_a_sentence(mini: Path) -> None:
    """A and E begin to meet the share of 50%, and B stops meeting it. C gains 15 percentage points, and D loses half
    a point."""
    news = news_from(mini, rows_of(MONTHS))
    assert news is not None
    assert plain_text(news.title) == "Thay đổi tháng 6/2024 so với tháng 5/2024"
    assert [(found.title, found.count) for found in news.met_or_missed] == [
        ("Mới đạt mức phải đạt", "3 kết quả, thuộc 2 chỉ tiêu"),
        ("Không còn đạt", "1 kết quả, thuộc 1 chỉ tiêu"),
    ]
    assert sentences(news) == [
        [
            (
                "Sở A đạt mức phải đạt về dịch vụ toàn trình sau 2 tháng liền chưa đạt: 52%, tháng trước 45%, "
                "phải đạt tối thiểu 50%. 1 đơn vị khác cũng mới đạt."
            ),
            (
                "Sở A đạt mức phải đạt về thời gian chờ sau 2 tháng liền chưa đạt: 28 phút, tháng trước 32 phút, "
                "phải đạt tối đa 30 phút."
            ),
        ],
        [
            (
                "Sở B không còn đạt mức phải đạt về dịch vụ toàn trình sau 2 tháng liền đạt: 48%, tháng trước 55%, "
                "phải đạt tối thiểu 50%."
            ),
        ],
        ["Sở C tăng 15 điểm phần trăm về dịch vụ toàn trình, từ 20% lên 35%; phải đạt tối thiểu 50%."],
        ["Sở D giảm 0,5 điểm phần trăm về dịch vụ toàn trình, từ 51% xuống 50,5%; phải đạt tối thiểu 50%."],
    ]


@pytest.mark.parametrize(("most", "more"), [(2, ""), (1, "; dưới đây nêu 1 chỉ tiêu")])
def test_a_list_of_news_says_how_many_of_its_indicators_are_named(
    most: int, more: str, mini: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The limit of a list is lowered, because the mini portal has two indicators with targets."""
    monkeypatch.setattr(movement_news, "_MOST_MET_OR_MISSED", most)
    news = news_from(mini, rows_of(MONTHS))
    assert news is not None
    assert news.met_or_missed[0].count == f"3 kết quả, thuộc 2 chỉ tiêu{more}"
    assert len(news.met_or_missed[0].sentences) == most


def test_each_sentence_links_to_the_unit_the_ranking_and_the_row_of_the_document(mini: Path) -> None:
    """A's figure of June is in the third row of the document."""
    news = news_from(mini, rows_of(MONTHS))
    assert news is not None
    first = news.met_or_missed[0].sentences[0]
    assert (first.unit.address, first.indicator.address, first.figure.address) == (
        "/don-vi/so-a/",
        "/chi-tieu/ty-le-toan-trinh/2024-06/",
        "/van-ban/bao-cao-2/#pl-3",
    )


def test_the_previous_figure_is_named_by_its_month_if_a_month_is_missing(mini: Path) -> None:
    news = news_from(mini, rows_of(MONTHS, ("2024-03", "2024-04", "2024-06")))
    assert sentences(news)[1][0].endswith("sau 2 tháng liền đạt: 48%, tháng 4/2024 55%, phải đạt tối thiểu 50%.")


def test_a_state_of_a_single_month_is_not_called_a_run(mini: Path) -> None:
    without_april = {key: values[1:] for key, values in MONTHS.items()}
    news = news_from(mini, rows_of(without_april, ("2024-05", "2024-06")))
    assert sentences(news)[1] == [
        "Sở B không còn đạt mức phải đạt về dịch vụ toàn trình: 48%, tháng trước 55%, phải đạt tối thiểu 50%."
    ]


def test_provisional_and_inferred_figures_are_marked(mini: Path) -> None:
    certain, read = ",2024-06,52,,,PL:3,\n", ",2024-06,52,,inferred,PL:3,Chữ mờ\n"
    doubtful = rows_of(MONTHS).replace(",2024-05,45,,,", ",2024-05,45,provisional,,", 1).replace(certain, read)
    assert sentences(news_from(mini, doubtful))[0][0].startswith(
        "Sở A đạt mức phải đạt về dịch vụ toàn trình sau 2 tháng liền chưa đạt: 52% (số liệu suy ra), "
        "tháng trước 45% (số liệu tạm tính), phải đạt"
    )


def test_a_change_caused_by_a_new_target_is_not_called_progress_or_decline(mini: Path) -> None:
    """From June on the target is 60, so B and D no longer meet what they met in May."""
    news = news_from(mini, rows_of(MONTHS), HALF.replace("2024", "2024-05") + HALF.replace("50", "60"))
    assert news is not None
    assert news.met_or_missed == ()
    assert news.target_changes == (
        "Do mức phải đạt thay đổi, 2 kết quả chuyển thành chưa đạt; đó không phải là giảm sút hay tiến bộ của đơn vị."
    )


def test_figures_that_never_change_are_no_news(mini: Path) -> None:
    still = {(unit, SHARE): ("30", "30", "30") for unit in ("so-a", "so-b", "so-c")}
    assert news_from(mini, rows_of(still)) is None
