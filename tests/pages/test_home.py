"""Tests that the front page states the period of its figures, the best and the weakest units, and the next due date."""

from datetime import date
from pathlib import Path

import pytest

from generator.pages.home.movement_news import ChangeSentence, MovementNews
from generator.pages.home.page import HomePage
from generator.rendering import make_environment, render_page
from tests.benchmarks.country import source_entry
from tests.support.folders import MINI
from tests.support.headers import TARGET_HEADER
from tests.support.pages import front_page
from tests.support.portals import append_to, plain_text, replace_in
from tests.support.spring import HALF, MONTHS, PATIENCE, SHARE, rows_of, write_spring


@pytest.fixture(scope="module")
def page() -> HomePage:
    return front_page(MINI, date(2024, 12, 1))


def test_a_levels_ends_are_found_by_the_share_of_targets_met(page: HomePage) -> None:
    """In June 2024, An Bình meets 1 of 2 targets. Đại Đồng's only readable figure, 35 minutes, misses 30: 0 of 1."""
    (level,) = page.levels
    assert level.title == "Sở, ban, ngành"
    assert level.criterion.endswith("số liệu tháng\N{NO-BREAK SPACE}6/2024; 2 đơn vị có số liệu.")
    most, least = level.ends
    assert [(unit.text, figure.text) for unit, figure in most.units] == [("Sở An Bình", "1/2\N{NO-BREAK SPACE}đạt")]
    assert [(unit.text, figure.text) for unit, figure in least.units] == [("Sở Đại Đồng", "0/1\N{NO-BREAK SPACE}đạt")]
    assert most.units[0][1].address == "/don-vi/so-a/#ket-qua"


@pytest.mark.parametrize(("today", "levels"), [(date(2024, 6, 30), 2), (date(2024, 7, 1), 1)])
def test_a_level_that_has_ended_is_not_on_the_front_page(today: date, levels: int, mini: Path) -> None:
    """The two districts of the mini province exist until 30 June 2024."""
    for name in ("c", "d"):
        row = f"demo.{name},huyen-{name},Huyện {name},Huyện {name},district,district,demo,,,2024-06-30,,\n"
        append_to(mini / "data" / "units.csv", row)
        result = f"demo.{name},,,waiting-time,2024-06,40,,,PL.II:{name},\n"
        append_to(mini / "data" / "results" / "demo-2024.csv", result)
    assert [level.title for level in front_page(mini, today).levels] == ["Sở, ban, ngành", "Cấp huyện"][:levels]


@pytest.mark.parametrize(("newest", "boards"), [("2026-06", 2), ("2026-07", 1)])
def test_an_indicator_without_a_figure_for_two_years_has_no_board(newest: str, boards: int, mini: Path) -> None:
    """The province's newest share of online services is of June 2024."""
    for indicator, period, due, value in (
        ("full-online-services", "2024-06", "2024", "60"),
        ("waiting-time", newest, "2026", "20"),
    ):
        row = f"demo,,,{indicator},{period},{value},,,text:I.{due},\n"
        append_to(mini / "data" / "results" / "demo-2024.csv", row)
        target = f"demo,,{indicator},{due},at_least,10,,text:I.{due},\n"
        append_to(mini / "data" / "targets" / "demo-2023.csv", target)
    assert len(front_page(mini, date(2026, 8, 1)).boards) == boards


def test_the_link_to_the_ranking_leads_to_the_same_figures(mini: Path) -> None:
    """All newest figures are of June, until one department has a waiting time of July. The best units are still those
    of June, but the ranking of the newest figures counts the figure of July."""
    (level,) = front_page(mini, date(2024, 12, 1)).levels
    assert level.ranking.address == "/xep-hang/"
    append_to(mini / "data" / "results" / "demo-2024.csv", "demo.so-a,,,waiting-time,2024-07,40,,,PL.II:1,\n")
    (level,) = front_page(mini, date(2024, 12, 1)).levels
    assert level.criterion.endswith("số liệu tháng\N{NO-BREAK SPACE}6/2024; 2 đơn vị có số liệu.")
    assert level.ranking.address == "/xep-hang/2024-06/"


def test_a_province_without_figures_has_no_board(page: HomePage) -> None:
    """No document states a figure of the mini province itself, so the lead describes its departments. Totals of the
    departments are on the province's page."""
    assert page.boards == ()
    assert plain_text(page.main_sentence) == (
        "Chưa có sở, ban, ngành nào trong số 2 cơ quan có số liệu đạt mọi chỉ tiêu được giao, "
        "theo số liệu tháng 6/2024."
    )
    assert page.unstated == ""
    assert (page.onward.text, page.onward.address) == ("Xem toàn bộ số liệu: Tỉnh Thử", "/don-vi/tinh-demo/")
    assert page.farthest_sentence == ""
    assert page.time_note == ""


def test_without_targets_the_front_page_shows_highest_and_lowest_figures(mini: Path) -> None:
    """In June, A has the highest share of six (52%) and F the lowest (30%). B has the shorter waiting time of two
    (26 minutes), and A has 28."""
    write_spring(mini, rows_of(MONTHS), targets="")
    home = front_page(mini, date(2024, 8, 1))
    assert plain_text(home.main_sentence) == (
        "Đã có số liệu tháng 6/2024 của 6 sở, ban, ngành; chưa có mức phải đạt nào để so sánh."
    )
    assert [plain_text(level.criterion) for level in home.levels] == [
        "Theo dịch vụ toàn trình, số liệu tháng 6/2024; 6 đơn vị có số liệu.",
        "Theo thời gian chờ, số liệu tháng 6/2024; 2 đơn vị có số liệu.",
    ]
    shown = [
        [(end.title, *[(unit.text, plain_text(figure.text)) for unit, figure in end.units]) for end in level.ends]
        for level in home.levels
    ]
    assert shown == [
        [("Cao nhất", ("Sở A", "52%")), ("Thấp nhất", ("Sở F", "30%"))],
        [("Thấp nhất", ("Sở B", "26 phút")), ("Cao nhất", ("Sở A", "28 phút"))],
    ]
    assert {level.ranking.address for level in home.levels} == {"/xep-hang/"}
    assert home.boards == ()
    assert (home.unstated, home.onward.address) == (
        "Chưa có văn bản nào trong cổng nêu số liệu chung của tỉnh Thử.",
        "/xep-hang/",
    )


def test_without_figures_of_the_province_the_front_page_describes_its_departments(mini: Path) -> None:
    """In June, A, D and E of six departments have 50% or more. Targets of a level are not targets of the province."""
    write_spring(mini, rows_of({key: values for key, values in MONTHS.items() if key[1] == SHARE}), HALF)
    home = front_page(mini, date(2024, 8, 1))
    assert home.news is not None
    assert (
        plain_text(home.main_sentence) == "3 trong 6 sở, ban, ngành có số liệu đạt chỉ tiêu, theo số liệu tháng 6/2024."
    )
    assert (home.unstated, home.onward.address) == (
        "Chưa có văn bản nào trong cổng nêu số liệu chung của tỉnh Thử.",
        "/xep-hang/",
    )
    page = render_page(make_environment(), home)
    assert "Chưa có số liệu nào" not in page
    assert "/don-vi/tinh-demo/" not in page


def test_a_provinces_figures_without_targets_are_on_a_board_without_marks(mini: Path) -> None:
    """44% in June is called neither met nor missed."""
    write_spring(mini, rows_of({("demo", SHARE): ("43", "41", "44")}), targets="")
    home = front_page(mini, date(2024, 8, 1))
    (board,) = home.boards
    assert (plain_text(board.title), board.sentences) == (
        "Kết quả tháng 6/2024",
        ("Không có mức phải đạt để so sánh.", "Đường nhỏ là kết quả của tỉnh qua các kỳ."),
    )
    (row,) = board.rows
    assert (row.figure.text, row.mark, row.target) == ("44%", None, None)
    assert (home.unstated, home.onward.address) == ("", "/don-vi/tinh-demo/")


def test_the_front_page_of_a_portal_without_figures_links_to_its_units(mini: Path) -> None:
    """It does not link to pages that would be empty."""
    write_spring(mini, rows_of({}), targets="")
    home = front_page(mini, date(2024, 8, 1))
    assert home.main_sentence == "Chưa có số liệu nào của tỉnh Thử để so với mức phải đạt."
    assert (home.levels, home.onward.address) == ((), "/don-vi/")


def test_a_missed_target_in_minutes_is_counted_like_any_other(mini: Path) -> None:
    """The figure is 35 minutes and the target 30. A distance in minutes cannot be compared with percentage points,
    so no target is called the farthest."""
    results = mini / "data" / "results" / "demo-2024.csv"
    own = "demo,,,waiting-time,2024-06,35,,,PL.I:3,\n"
    results.write_text(f"{results.read_text(encoding='utf-8')}{own}", encoding="utf-8")
    home = front_page(mini, date(2024, 12, 1))
    assert plain_text(home.main_sentence) == "Tỉnh Thử đạt 0 trên 1 chỉ tiêu năm 2024, theo số liệu tháng 6/2024."
    assert [row.name.text for board in home.boards for row in board.rows] == ["Thời gian chờ"]
    assert home.farthest_sentence == ""


def test_the_next_due_date_states_how_many_targets_are_due(page: HomePage) -> None:
    """On 1 December 2024, the next is the province's target of waiting time, due at the end of 2024."""
    assert (page.next_due.day, page.next_due.text) == ("31/12/2024", "Đến hạn 1 mức phải đạt, theo")


def test_an_exempt_unit_has_nothing_due(mini: Path) -> None:
    """Sở Đại Đồng is exempt until the end of 2026. No target is due after 2025."""
    exempt = "demo.so-b,,waiting-time,2026,at_most,0,exempt,PL1:2,Do đặc thù\n"
    append_to(mini / "data" / "targets" / "demo-2023.csv", exempt)
    due = front_page(mini, date(2026, 1, 1)).next_due
    assert (due.day, due.text) == ("", "Mọi thời hạn nêu trong các văn bản trên cổng đều đã qua.")


def test_figures_that_are_equally_far_from_their_targets_are_counted(mini: Path) -> None:
    """Two shares of the province miss their targets by 20 points: 60 of 80 and 30 of 50."""
    replace_in(mini / "data" / "indicators.yml", "measure: minutes", "measure: percent")
    replace_in(mini / "data" / "indicators.yml", "direction: lower", "direction: higher")
    targets = "demo,,full-online-services,2025,at_least,80,,PL2:1,\ndemo,,waiting-time,2025,at_least,50,,PL2:1,\n"
    append_to(mini / "data" / "targets" / "demo-2023.csv", targets)
    figures = "demo,,,full-online-services,2025-01,60,,,PL.I:3,\ndemo,,,waiting-time,2025-01,30,,,PL.I:3,\n"
    append_to(mini / "data" / "results" / "demo-2024.csv", figures)
    assert plain_text(front_page(mini, date(2025, 3, 1)).farthest_sentence) == (
        "Xa mức phải đạt nhất: dịch vụ toàn trình, 60%, còn thiếu 20 điểm phần trăm; 1 chỉ tiêu khác cũng xa như vậy."
    )


@pytest.mark.parametrize(
    ("documents", "links"),
    [
        (1, [("Kế hoạch số 1/KH-UBND", "/ke-hoach/ke-hoach-1/")]),
        (2, [("Kế hoạch số 1/KH-UBND", "/ke-hoach/ke-hoach-1/"), ("Báo cáo số 1/BC", "/van-ban/van-ban-s1/")]),
        (4, [("4 văn bản", "/van-ban/")]),
    ],
)
def test_the_next_due_date_links_to_plans_and_to_documents_without_a_plan(
    mini: Path, documents: int, links: list[tuple[str, str]]
) -> None:
    """A document without tasks has no plan page. If there are many documents, only their number is shown."""
    for number in range(1, documents):
        with (mini / "data" / "sources.yml").open("a", encoding="utf-8") as sources:
            sources.write(source_entry(f"s{number}").replace("1/BC", f"{number}/BC"))
        target = f"{TARGET_HEADER}demo.so-a,,waiting-time,2024,at_most,30,,PL:{number},\n"
        (mini / "data" / "targets" / f"s{number}.csv").write_text(target, encoding="utf-8")
    due = front_page(mini, date(2024, 12, 1)).next_due
    assert (due.day, due.text) == ("31/12/2024", f"Đến hạn {documents} mức phải đạt, theo")
    assert [(plain_text(link.text), link.address) for link in due.links] == links


def test_the_front_page_says_when_all_due_dates_are_past() -> None:
    """The last target is due in 2025."""
    due = front_page(MINI, date(2026, 1, 1)).next_due
    assert (due.day, due.text) == ("", "Mọi thời hạn nêu trong các văn bản trên cổng đều đã qua.")


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


def test_the_board_has_a_line_of_the_provinces_own_figures(mini: Path) -> None:
    """Three months of the province make a line. The target line of 42 begins and ends with it."""
    write_spring(
        mini, rows_of({**MONTHS, ("demo", SHARE): ("43", "41", "44")}), HALF + HALF.replace(",department,", ",,")
    )
    home = front_page(mini, date(2024, 8, 1))
    (board,) = home.boards
    (row,) = board.rows
    assert row.bar_sparkline is not None
    assert (
        plain_text(row.bar_sparkline.sentence)
        == "Từ tháng 4/2024 đến tháng 6/2024: thấp nhất 41% (tháng 5/2024), cao nhất 44% (tháng 6/2024)."
    )
    assert board.sentences[1] == "Đường nhỏ là kết quả của tỉnh qua các kỳ, nét đứt là mức phải đạt."
    assert "cmb-board--lines" in render_page(make_environment(), home)


def test_targets_of_another_province_are_counted_once_and_missing_figures_of_the_whole_province_are_stated(
    mini: Path,
) -> None:
    """A plan of February replaces a target for communes that one of January set: two targets, with that for
    departments. No figure is of the whole province, although a commune of it has one."""
    replace_in(mini / "data/portal.yml", '["demo"]', '["demo", "cu", "kia"]')
    other = "{0},{0},Tỉnh {1},{1},province,province,,{2},,2024-12-31,,\n"
    append_to(mini / "data/units.csv", other.format("cu", "Cũ", "02") + other.format("kia", "Kia", "03"))
    append_to(mini / "data/units.csv", "cu.x,x,Xã X,Xã X,commune,commune,cu,,,2024-12-31,,\n")
    append_to(mini / "data/results/demo-2024.csv", "cu.x,,,full-online-services,2024-06,40,,,PL.X:1,\n")
    target = "cu,{},full-online-services,2024,at_least,{},,PL9:{},\n"
    january = target.format("commune", 60, 1) + target.format("department", 70, 2)
    for number, text in ((1, january), (2, target.format("commune", 65, 1))):
        append_to(mini / "data/sources.yml", source_entry(f"cu-{number}", f"2024-0{number}-10"))
        (mini / f"data/targets/cu-{number}.csv").write_text(TARGET_HEADER + text, encoding="utf-8")
    notes = {link.text: plain_text(text) for link, text in front_page(mini, date(2024, 12, 1)).others}
    assert list(notes.values()) == [
        "2 mức phải đạt của tỉnh và của các cấp trong tỉnh, chưa có số liệu chung của tỉnh",
        "chưa có số liệu chung của tỉnh",
    ]
