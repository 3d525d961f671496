"""Tests that the front page states the period of its figures, the best and the weakest units, and the next due date."""

from datetime import date
from pathlib import Path

import pytest

from generator.pages.home.page import HomePage
from generator.rendering import make_environment, render_page
from tests.benchmarks.country import source_entry
from tests.support.folders import MINI
from tests.support.headers import RESULT_HEADER, TARGET_HEADER
from tests.support.pages import front_page
from tests.support.portals import append_to, plain_text, replace_in
from tests.support.spring import HALF, MONTHS, PATIENCE, SHARE, WAIT, rows_of, write_spring


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


def test_levels_of_another_province_are_not_on_the_front_page(mini: Path) -> None:
    """Two departments of the other province have waiting times and a target of their own too."""
    replace_in(mini / "data/portal.yml", '["demo"]', '["demo", "kia"]')
    units = "kia,kia,Tỉnh Kia,Kia,province,province,,02,,,,\n"
    units += "".join(f"kia.{name},kia-{name},Sở {name},Sở {name},department,department,kia,,,,,\n" for name in "ab")
    append_to(mini / "data/units.csv", units)
    append_to(mini / "data/targets/demo-2023.csv", "kia,department,waiting-time,2024,at_most,30,,PL9:1,\n")
    rows = "".join(f"kia.{name},,,waiting-time,2024-06,20,,,PL.X:{name},\n" for name in "ab")
    append_to(mini / "data/results/demo-2024.csv", rows)
    (level,) = front_page(mini, date(2024, 12, 1)).levels
    assert {unit.text for end in level.ends for unit, _ in end.units} == {"Sở An Bình", "Sở Đại Đồng"}


def test_ended_levels_stay_on_the_front_page_if_there_are_no_others(mini: Path) -> None:
    replace_in(mini / "data" / "units.csv", ",department,demo,,,,", ",department,demo,,,2024-06-30,")
    assert [level.title for level in front_page(mini, date(2024, 8, 1)).levels] == ["Sở, ban, ngành"]


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


def test_the_link_to_the_ranking_considers_figures_without_a_target(mini: Path) -> None:
    """As percentages, the two figures of 2022 without a target are in the ranking of the newest figures too."""
    replace_in(mini / "data" / "indicators.yml", "measure: count", "measure: percent")
    (level,) = front_page(mini, date(2024, 12, 1)).levels
    assert level.ranking.address == "/xep-hang/2024-06/"


def test_the_link_to_the_ranking_never_leads_to_a_period_without_a_page(mini: Path) -> None:
    """In July each department has another figure, so the departments are compared by their targets only. No indicator
    has two figures of July, and a ranking of July does not exist, although other figures are of 2022."""
    replace_in(mini / "data" / "indicators.yml", "measure: count", "measure: percent")
    figures = "demo.so-a,,,waiting-time,2024-07,40,,,PL.II:1,\ndemo.so-b,,,full-online-services,2024-07,70,,,PL.II:2,\n"
    append_to(mini / "data" / "results" / "demo-2024.csv", figures)
    (level,) = front_page(mini, date(2024, 12, 1)).levels
    assert plain_text(level.criterion).endswith("số liệu tháng 7/2024; 2 đơn vị có số liệu.")
    assert level.ranking.address == "/xep-hang/"


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


def test_without_targets_only_the_newest_figures_are_on_the_front_page(mini: Path) -> None:
    """The waiting times end in May, and the shares in June."""
    figures = {key: values if key[1] == SHARE else (*values[:2], "") for key, values in MONTHS.items()}
    write_spring(mini, rows_of(figures), targets="")
    (level,) = front_page(mini, date(2024, 8, 1)).levels
    assert plain_text(level.criterion) == "Theo dịch vụ toàn trình, số liệu tháng 6/2024; 6 đơn vị có số liệu."


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


def test_a_board_says_that_a_figure_is_provisional(mini: Path) -> None:
    provisional = f"{RESULT_HEADER}demo,,,{SHARE},2024-06,44,provisional,,PL:1,\n"
    write_spring(mini, provisional, targets="")
    ((row,),) = (board.rows for board in front_page(mini, date(2024, 8, 1)).boards)
    assert row.sentences == ("Số liệu tạm tính.",)


def test_a_figure_that_cannot_be_read_has_no_board(mini: Path) -> None:
    write_spring(mini, f"{RESULT_HEADER}demo,,,{SHARE},2024-06,,unreadable,,PL:1,Mờ\n", targets="")
    assert front_page(mini, date(2024, 8, 1)).boards == ()


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


@pytest.mark.parametrize(
    ("task", "text", "link"),
    [
        ("", "Một nhiệm vụ trong Kế hoạch số 1/KH-UBND đến hạn:", "/ke-hoach/ke-hoach-1/#viec-i.1"),
        (
            "demo-2023.I.3,demo-2023.I,Việc,,demo.so-b,,2023-06,unknown,,text:I.3\n",
            "Đến hạn 2 nhiệm vụ, theo",
            "/ke-hoach/ke-hoach-1/",
        ),
    ],
    ids=["one task", "two tasks"],
)
def test_the_next_due_date_may_be_one_of_tasks_only(mini: Path, task: str, text: str, link: str) -> None:
    """A single task is linked itself."""
    append_to(mini / "data" / "tasks" / "demo-2023.csv", task)
    due = front_page(mini, date(2023, 6, 1)).next_due
    assert (due.day, plain_text(due.text)) == ("30/06/2023", text)
    assert [one.address for one in due.links] == [link]


def test_targets_and_a_task_of_the_same_day_are_counted_together(mini: Path) -> None:
    task = "demo-2023.I.3,demo-2023.I,Việc,,demo.so-b,,2024,unknown,,text:I.3\n"
    append_to(mini / "data" / "tasks" / "demo-2023.csv", task)
    due = front_page(mini, date(2024, 12, 1)).next_due
    assert (due.day, due.text) == ("31/12/2024", "Đến hạn 1 mức phải đạt và 1 nhiệm vụ, theo")


@pytest.mark.parametrize(
    ("cells", "document"),
    [("25,,PL.I:1,", "Báo cáo số 2/BC-UBND"), (",unreadable,PL.I:1,Mờ", "Kế hoạch số 1/KH-UBND")],
)
def test_a_target_set_again_for_the_last_quarter_is_due_only_once(cells: str, document: str, mini: Path) -> None:
    """The plan of 2023 sets the province's waiting time for 2024, the report of July sets it again for the fourth
    quarter. Both end on the same day, so the later one is in force, unless it could not be read."""
    target = f"demo,,waiting-time,2024-Q4,at_most,{cells}\n"
    (mini / "data/targets/demo-2024.csv").write_text(f"{TARGET_HEADER}{target}", encoding="utf-8")
    due = front_page(mini, date(2024, 12, 1)).next_due
    assert (due.text, [plain_text(link.text) for link in due.links]) == ("Đến hạn 1 mức phải đạt, theo", [document])


def test_a_unit_that_has_ended_has_nothing_due(mini: Path) -> None:
    """The only target and the only task ahead are due at the end of 2025, and their department ended in 2024."""
    replace_in(mini / "data/units.csv", "department,demo,,,,sab,", "department,demo,,,2024-11-30,sab,")
    target = "demo.so-a,,full-online-services,2025,at_least,80,,PL1:1,\n"
    (mini / "data/targets/demo-2023.csv").write_text(TARGET_HEADER + target, encoding="utf-8")
    task = "demo-2023.I.3,demo-2023.I,Việc,,demo.so-a,,2025,unknown,,text:I.3\n"
    append_to(mini / "data/tasks/demo-2023.csv", task)
    due = front_page(mini, date(2024, 12, 1)).next_due
    assert (due.day, due.text) == ("", "Những thời hạn chưa đến đều là của cơ quan, đơn vị đã kết thúc hoạt động.")


def test_an_exempt_unit_has_nothing_due(mini: Path) -> None:
    """Sở Đại Đồng is exempt until the end of 2026. No target is due after 2025."""
    exempt = "demo.so-b,,waiting-time,2026,at_most,0,exempt,PL1:2,Do đặc thù\n"
    append_to(mini / "data" / "targets" / "demo-2023.csv", exempt)
    due = front_page(mini, date(2026, 1, 1)).next_due
    assert (due.day, due.text) == ("", "Mọi thời hạn nêu trong các văn bản trên cổng đều đã qua.")


@pytest.mark.parametrize(
    ("target", "value", "sentence"),
    [
        (80, 60, "dịch vụ toàn trình, 60%, còn thiếu 20 điểm phần trăm; 1 chỉ tiêu khác cũng xa như vậy."),
        (70, 60, "thời gian chờ, 30%, còn thiếu 20 điểm phần trăm."),
        (50, 90, "thời gian chờ, 30%, còn thiếu 20 điểm phần trăm."),
    ],
    ids=["equally far", "missed by ten points", "met by forty points"],
)
def test_the_figure_farthest_from_its_target_is_named(mini: Path, target: int, value: int, sentence: str) -> None:
    """One share of the province misses its target by 20 points. Others that are as far are counted, and a target that
    is met is not far."""
    replace_in(mini / "data" / "indicators.yml", "measure: minutes", "measure: percent")
    replace_in(mini / "data" / "indicators.yml", "direction: lower", "direction: higher")
    targets = f"demo,,full-online-services,2025,at_least,{target},,PL2:1,\n"
    targets += "demo,,waiting-time,2025,at_least,50,,PL2:1,\n"
    append_to(mini / "data" / "targets" / "demo-2023.csv", targets)
    figures = f"demo,,,full-online-services,2025-01,{value},,,PL.I:3,\ndemo,,,waiting-time,2025-01,30,,,PL.I:3,\n"
    append_to(mini / "data" / "results" / "demo-2024.csv", figures)
    home = front_page(mini, date(2025, 3, 1))
    assert plain_text(home.farthest_sentence) == f"Xa mức phải đạt nhất: {sentence}"


def test_the_figure_farthest_from_its_target_is_named_with_its_caveats(mini: Path) -> None:
    append_to(mini / "data/targets/demo-2023.csv", "demo,,full-online-services,2025,at_least,50,,PL2:1,\n")
    row = "demo,,,full-online-services,2024-06,30,provisional,,PL.I:3,\n"
    append_to(mini / "data/results/demo-2024.csv", row)
    sentence = plain_text(front_page(mini, date(2024, 8, 1)).farthest_sentence)
    assert "30% (số liệu tạm tính), còn thiếu 20 điểm phần trăm" in sentence


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
    for number, owner in zip(range(1, documents), ("demo.so-a,", "demo.so-b,", "demo,department"), strict=False):
        append_to(mini / "data" / "sources.yml", source_entry(f"s{number}").replace("1/BC", f"{number}/BC"))
        target = f"{TARGET_HEADER}{owner},waiting-time,2024,at_most,30,,PL:{number},\n"
        (mini / "data" / "targets" / f"s{number}.csv").write_text(target, encoding="utf-8")
    due = front_page(mini, date(2024, 12, 1)).next_due
    assert (due.day, due.text) == ("31/12/2024", f"Đến hạn {documents} mức phải đạt, theo")
    assert [(plain_text(link.text), link.address) for link in due.links] == links


def test_the_front_page_says_when_all_due_dates_are_past() -> None:
    """The last target is due in 2025."""
    due = front_page(MINI, date(2026, 1, 1)).next_due
    assert (due.day, due.text) == ("", "Mọi thời hạn nêu trong các văn bản trên cổng đều đã qua.")


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


def test_the_lines_of_a_board_are_explained_if_only_some_rows_have_one(mini: Path) -> None:
    """A single waiting time makes no line."""
    figures = {("demo", SHARE): ("43", "41", "44"), ("demo", WAIT): ("", "", "30")}
    write_spring(mini, rows_of(figures), (HALF + PATIENCE).replace(",department,", ",,"))
    (board,) = front_page(mini, date(2024, 8, 1)).boards
    assert [row.bar_sparkline is not None for row in board.rows] == [True, False]
    assert len(board.sentences) == 2


def test_the_line_of_months_has_no_figures_of_quarters_and_of_other_units(mini: Path) -> None:
    """The quarter ends with the last month of the line. The commune's name comes after that of the province."""
    rows, target = rows_of({("demo", SHARE): ("43", "41", "44")}), HALF.replace(",department,", ",,")
    write_spring(mini, rows, target)
    (board,) = front_page(mini, date(2024, 8, 1)).boards
    assert board.rows[0].bar_sparkline is not None
    others = f"demo.so-a,,,{SHARE},2024-Q2,50,,,PL:9,\ndemo.x,,,{SHARE},2024-05,90,,,PL:10,\n"
    write_spring(mini, rows + others, target)
    append_to(mini / "data/units.csv", "demo.x,xa-x,Xã X,Xã X,commune,commune,demo,,,,,\n")
    (after,) = front_page(mini, date(2024, 8, 1)).boards
    assert after.rows[0].bar_sparkline == board.rows[0].bar_sparkline


@pytest.mark.parametrize(("today", "noted"), [(date(2024, 11, 30), False), (date(2024, 12, 1), True)])
def test_the_time_of_the_figures_is_noted_after_the_last_day_of_the_province(
    today: date, mini: Path, *, noted: bool
) -> None:
    replace_in(mini / "data/units.csv", "province,province,,01,,,", "province,province,,01,,2024-11-30,")
    note = (
        "Số liệu trên trang này là của tỉnh Thử và các đơn vị hoạt động đến hết ngày 30/11/2024. "
        "Cổng chưa có số liệu của các đơn vị kế tiếp."
    )
    assert front_page(mini, today).time_note == note * noted


def test_targets_of_another_province_are_counted_once_and_missing_figures_of_the_whole_province_are_stated(
    mini: Path,
) -> None:
    """A plan of February replaces a target for communes that one of January set: two targets, with that for
    departments. No figure is of the whole province: a commune of it has one, and that of the province cannot be
    read."""
    replace_in(mini / "data/portal.yml", '["demo"]', '["demo", "cu", "kia"]')
    other = "{0},{0},Tỉnh {1},{1},province,province,,{2},,2024-12-31,,\n"
    append_to(mini / "data/units.csv", other.format("cu", "Cũ", "02") + other.format("kia", "Kia", "03"))
    append_to(mini / "data/units.csv", "cu.x,x,Xã X,Xã X,commune,commune,cu,,,2024-12-31,,\n")
    rows = "cu.x,,,full-online-services,2024-06,40,,,PL.X:1,\ncu,,,waiting-time,2024-06,,unreadable,,PL.X:2,Mờ\n"
    append_to(mini / "data/results/demo-2024.csv", rows)
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


def test_a_document_without_a_readable_figure_does_not_have_the_newest_figures(mini: Path) -> None:
    append_to(mini / "data" / "sources.yml", source_entry("s2", "2024-07-20"))
    row = "demo.so-a,,,waiting-time,2024-07,,unreadable,,PL:1,Mờ\n"
    (mini / "data" / "results" / "s2.csv").write_text(RESULT_HEADER + row, encoding="utf-8")
    newest = front_page(mini, date(2024, 8, 1)).newest
    assert (newest.day, plain_text(newest.text)) == (
        "01/07/2024",
        "4 kết quả trong Báo cáo số 2/BC-UBND, mới nhất là của tháng 6/2024.",
    )


def test_the_figure_of_a_year_is_newer_than_that_of_its_december(mini: Path) -> None:
    """Both end on 31 December 2024. The share of December comes first in the data."""
    figures = "demo,,,full-online-services,2024-12,60,,,PL.I:3,\ndemo,,,waiting-time,2024,20,,,PL.I:3,\n"
    append_to(mini / "data" / "results" / "demo-2024.csv", figures)
    targets = mini / "data" / "targets" / "demo-2023.csv"
    append_to(targets, "demo,,full-online-services,2024,at_least,70,,PL2:1,\n")
    home = front_page(mini, date(2025, 2, 1))
    assert plain_text(home.main_sentence) == "Tỉnh Thử đạt 1 trên 1 chỉ tiêu năm 2024, theo số liệu năm 2024."
    assert home.newest.text.endswith(", mới nhất là của năm\N{NO-BREAK SPACE}2024.")
    targets.write_text(TARGET_HEADER, encoding="utf-8")
    boards = front_page(mini, date(2025, 2, 1)).boards
    assert [plain_text(board.title) for board in boards] == ["Kết quả năm 2024", "Kết quả tháng 12/2024"]
