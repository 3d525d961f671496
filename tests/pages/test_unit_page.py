"""Tests a unit's page: its lead, results, ranks, neighbours, changes and tasks."""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from generator.formats import NBSP
from generator.history import ChangeKind, SubjectKind
from generator.model import Assessment
from generator.pages.changes import ChangeLine
from generator.pages.facts import Facts, Findings
from generator.pages.overall import overall_rankings
from generator.pages.parts import Finding, Link, Mark
from generator.pages.unit.page import UnitPage, unit_pages
from generator.rendering import make_environment, render_page
from tests.support.folders import MINI
from tests.support.portals import append_to, facts_of, plain_text, replace_in
from tests.support.units import RESULT, TODAY, department, pages_of, ranked_portal, shown_row


@pytest.fixture(scope="module")
def plain() -> dict[str, UnitPage]:
    """The pages of the unchanged mini portal."""
    return pages_of(facts_of(MINI, TODAY))


@pytest.fixture(scope="module")
def ranked_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ranked_portal(tmp_path_factory)


@pytest.fixture(scope="module")
def ranked_facts(ranked_root: Path) -> Facts:
    return facts_of(ranked_root, TODAY)


@pytest.fixture(scope="module")
def ranked(ranked_facts: Facts) -> dict[str, UnitPage]:
    return pages_of(ranked_facts)


@pytest.fixture(scope="module")
def exempted(ranked_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Facts:
    """The portal of `ranked_root` without Đại Đồng's figures of 2024, so that its newest figure is the exempt 0% of
    2022."""
    root = shutil.copytree(ranked_root, tmp_path_factory.mktemp("portal") / "copy")
    results = root / "data/results/demo-2024.csv"
    kept = [line for line in results.read_text(encoding="utf-8").splitlines(keepends=True) if "so-b" not in line]
    results.write_text("".join(kept), encoding="utf-8")
    return facts_of(root, TODAY)


def test_the_lead_counts_met_targets_and_names_a_first_rank(ranked: dict[str, UnitPage]) -> None:
    """95 meets the target of 70 and is first of six figures. An Bình's 62.5 is counted, the unreadable figure is
    not."""
    page = ranked["c"]
    assert page.sentence == (
        "Đạt chỉ tiêu duy nhất được đánh giá: dịch vụ toàn trình 95%, phải đạt tối thiểu 70% "
        "đến hết năm\N{NO-BREAK SPACE}2025; dẫn đầu 6 sở, ban, ngành về dịch vụ toàn trình."
    )


def test_a_rank_in_the_middle_is_not_in_the_lead(ranked: dict[str, UnitPage]) -> None:
    """Rank 3 of 6 is not in the better third."""
    assert "hạng" not in ranked["e"].sentence


def test_a_rank_in_the_better_third_is_in_the_lead(ranked: dict[str, UnitPage]) -> None:
    """The unit has rank 2 of 6."""
    page = ranked["d"]
    assert page.sentence.endswith("; đứng thứ 2 trong 6 đơn vị có hạng về dịch vụ toàn trình.")


@pytest.mark.parametrize(
    ("minutes", "lead", "unit"),
    [
        ((10, 20, 30, 40, 50, 60, 70, 80, 90), "; dẫn đầu 9 sở, ban, ngành", "k1"),
        ((10, 20, 30, 40, 50, 60, 70, 80, 90), "; đứng thứ 2 trong 9 đơn vị có hạng", "k2"),
        ((10, 20, 30, 40, 50, 60, 70, 80, 90), "; đứng thứ 3 trong 9 đơn vị có hạng", "k3"),
        ((10, 20, 25, 30, 50, 60, 70, 80, 90), "", "k4"),
        ((10, 10, 10, 40, 50, 60, 70, 80, 90), "; đồng hạng nhất trong 9 sở, ban, ngành", "k1"),
        ((10, 10, 10, 10, 50, 60, 70, 80, 90), "; cùng 3 đơn vị khác đứng đầu", "k1"),
        ((31, 32, 33, 40, 50, 60, 70, 80, 90), "; đứng thứ 1 trong 9 đơn vị có hạng", "k1"),
        ((31, 31, 31, 40, 50, 60, 70, 80, 90), "", "k1"),
        ((10, 10, 10, 10, 10, 10, 10, 10, 10), "", "k1"),
    ],
    ids=[
        "first",
        "second",
        "third",
        "fourth",
        "three first",
        "four first",
        "first without reaching it",
        "three of these",
        "all first",
    ],
)
def test_the_lead_states_the_best_rank(minutes: tuple[int, ...], lead: str, unit: str, mini: Path) -> None:
    """At most 30 minutes are allowed, and lower is better. A first rank is called a lead if at most three of nine
    departments share it and it reaches the target."""
    append_to(mini / "data/units.csv", "".join(department(f"k{n}") for n in range(1, 10)))
    rows = (f"demo.k{n},,,waiting-time,2024-07,{value},,,PL.X:{n},\n" for n, value in enumerate(minutes, 1))
    append_to(mini / "data/results/demo-2024.csv", "".join(rows))
    sentence = pages_of(facts_of(mini, TODAY))[unit].sentence
    required = "phải đạt tối đa 30\N{NO-BREAK SPACE}phút đến hết năm\N{NO-BREAK SPACE}2024"
    assert sentence.partition(required)[2] == (f"{lead} về thời gian chờ (càng thấp càng tốt)." if lead else ".")


def test_the_lead_states_no_rank_of_an_older_period(mini: Path) -> None:
    """In June, Sở C has the best of three shares. In July, it has the longest of three waiting times."""
    append_to(mini / "data/units.csv", department("c") + department("d"))
    rows = "demo.c,,,full-online-services,2024-06,99,,,PL.I:3,\ndemo.d,,,full-online-services,2024-06,60,,,PL.I:4,\n"
    times = (("so-a", 10), ("d", 11), ("c", 90))
    rows += "".join(f"demo.{slug},,,waiting-time,2024-07,{time},,,PL.X:{slug},\n" for slug, time in times)
    append_to(mini / "data/results/demo-2024.csv", rows)
    assert pages_of(facts_of(mini, TODAY))["c"].sentence == "Đạt 1 trên 2 chỉ tiêu được đánh giá."


@pytest.mark.parametrize(
    ("indicators", "ranked", "lead"),
    [
        (("full-online-services", "waiting-time"), 3, "3 sở, ban, ngành về dịch vụ toàn trình và về thời gian chờ"),
        (("full-online-services", "waiting-time"), 4, "các sở, ban, ngành về dịch vụ toàn trình và về thời gian chờ"),
        (
            ("services-total", "services-full", "full-online-services"),
            3,
            "3 sở, ban, ngành về số dịch vụ, về số dịch vụ toàn trình và 1 chỉ tiêu khác",
        ),
    ],
    ids=["two indicators", "other numbers of units", "three indicators"],
)
def test_the_lead_names_at_most_two_indicators(indicators: tuple[str, ...], ranked: int, lead: str, mini: Path) -> None:
    """Sở C is first in each indicator. `ranked` units have the last one, and three have the others. The waiting time
    may be at most 30."""
    for measure in ("count", "minutes"):
        replace_in(mini / "data/indicators.yml", f"measure: {measure}", "measure: points")
    replace_in(mini / "data/indicators.yml", "direction: lower", "direction: higher")
    append_to(mini / "data/units.csv", "".join(department(slug) for slug in "cdef"))
    for indicator in indicators:
        slugs = "cdef"[: ranked if indicator == indicators[-1] else 3]
        best = 30 if indicator == "waiting-time" else 99
        rows = (f"demo.{slug},,,{indicator},2024-07,{best - at},,,PL.X:{slug},\n" for at, slug in enumerate(slugs))
        append_to(mini / "data/results/demo-2024.csv", "".join(rows))
    assert pages_of(facts_of(mini, TODAY))["c"].sentence.partition("; dẫn đầu ")[2] == f"{lead}."


def test_the_lead_states_the_rank_that_is_best_among_all_units(mini: Path) -> None:
    """Sở C is second of six in the first indicator and second of nine in the second one."""
    slugs = "dcefghijk"
    append_to(mini / "data/units.csv", "".join(map(department, slugs)))
    for indicator, count, first, step in (("full-online-services", 6, 90, -1), ("waiting-time", 9, 9, 1)):
        figures = ((slug, first + step * at) for at, slug in enumerate(slugs[:count]))
        rows = (f"demo.{slug},,,{indicator},2024-07,{figure},,,PL.X:{slug},\n" for slug, figure in figures)
        append_to(mini / "data/results/demo-2024.csv", "".join(rows))
    sentence = pages_of(facts_of(mini, TODAY))["c"].sentence
    assert sentence.endswith("; đứng thứ 2 trong 9 đơn vị có hạng về thời gian chờ (càng thấp càng tốt).")


def test_the_lead_counts_several_targets(plain: dict[str, UnitPage]) -> None:
    """For An Bình, 62.50 does not meet 80, and 20 minutes meet at most 30."""
    assert plain["so-a"].sentence.startswith("Đạt 1 trên 2 chỉ tiêu được đánh giá")


def test_an_exempt_unit_is_called_exempt_and_has_no_rank(exempted: Facts) -> None:
    """Đại Đồng's 0% of 2022 is exempt."""
    page = pages_of(exempted)["so-b"]
    shown = shown_row(page, "ty-le-toan-trinh")
    assert page.sentence == "Được miễn 1 chỉ tiêu; chưa có số liệu nào khác để đánh giá."
    assert shown.mark is not None
    assert (shown.mark.code, shown.place) == (Assessment.EXEMPT, "")
    assert page.neighbours is None
    exempt = {
        row.unit.id for groups in exempted.levels.by_indicator.values() for group in groups for row in group.ranked_rows
    }
    assert "demo.so-b" not in exempt


def test_the_reason_of_an_exemption_is_in_its_row_if_another_target_has_none(mini: Path) -> None:
    """Đại Đồng's newest figures are those of 2022: an exempt share, and a number of services with a target."""
    unreadable = "demo.so-b,,,full-online-services,2024-06,,unreadable,,PL.I:2,Ô bị mờ trong bản quét\n"
    replace_in(mini / "data/results/demo-2024.csv", unreadable, "")
    append_to(mini / "data/targets/demo-2023.csv", "demo.so-b,,services-full,2023,at_least,1,,PL1:2,\n")
    shown = shown_row(pages_of(facts_of(mini, TODAY))["so-b"], "ty-le-toan-trinh")
    assert "Lý do được miễn: Văn bản ghi “do đặc thù”." in shown.sentences
    assert shown.notes == ()


def test_a_board_states_once_what_its_rows_share(ranked: dict[str, UnitPage], exempted: Facts) -> None:
    """Six of eight departments have a share, and two have a waiting time. All departments have the same target, but
    Đại Đồng's of 2023 is exempt. An Bình's newest share misses 80 and its waiting time meets 30; it has a board of 2022
    too."""
    assert ranked["c"].boards[0].sentences == (
        "Mức phải đạt là mức chung của cấp.",
        "Xếp hạng trong 8 sở, ban, ngành (6 đơn vị được xếp hạng).",
    )
    assert ranked["so-a"].boards[0].sentences == (
        "Đạt 1 trên 2 chỉ tiêu.",
        "Xếp hạng trong 8 sở, ban, ngành (6 đơn vị được xếp hạng, trừ chỉ tiêu ghi khác).",
    )
    assert pages_of(exempted)["so-b"].boards[0].sentences == (
        "Văn bản ghi “do đặc thù”.",
        "Số lượng không được xếp hạng, vì tùy theo quy mô của đơn vị.",
    )


def test_the_only_board_does_not_repeat_the_score_of_the_lead(mini: Path) -> None:
    (mini / "data/results/demo-2023.csv").unlink()
    page = pages_of(facts_of(mini, TODAY))["so-a"]
    assert page.sentence.startswith("Đạt 1 trên 2 chỉ tiêu được đánh giá")
    assert not [text for board in page.boards for text in board.sentences if text.startswith("Đạt")]


def test_an_older_figure_mentions_a_newer_report_that_omits_the_unit(exempted: Facts) -> None:
    """Most departments have a figure of June 2024, but the exempt unit has only that of 2022."""
    shown = shown_row(pages_of(exempted)["so-b"], "ty-le-toan-trinh")
    assert shown.sentences[-1] == "Văn bản về tháng\N{NO-BREAK SPACE}6/2024 không nêu số liệu của đơn vị này."


def test_neighbours_are_listed_with_the_distance(ranked: dict[str, UnitPage]) -> None:
    """90 is between 95 (5 more) and two units with 80 (10 less), which share a rank."""
    table = ranked["d"].neighbours
    assert table is not None
    _, place, above, below = table.rows[0]
    assert (place.text, place.note) == ("2/8", "6 đơn vị được xếp hạng")
    assert (above.text, above.address, above.note) == ("Sở C", "/don-vi/c/", "hơn 5\N{NO-BREAK SPACE}điểm phần trăm")
    assert (below.text, below.note) == ("2 đơn vị đồng hạng", "kém 10\N{NO-BREAK SPACE}điểm phần trăm")
    equal = ranked["e"].neighbours
    assert equal is not None
    assert (equal.rows[0][1].text, equal.rows[0][1].note) == (
        "3/8",
        "cùng 1 đơn vị khác; 6 đơn vị được xếp hạng",
    )


def test_the_first_and_the_last_unit_have_only_one_neighbour(ranked: dict[str, UnitPage]) -> None:
    """95 is first, and An Bình's 62.50 is last."""
    first, last = ranked["c"].neighbours, ranked["so-a"].neighbours
    assert first is not None
    assert last is not None
    assert first.rows[0][2].text == "đứng đầu"
    assert last.rows[0][3].text == "đứng cuối"


def test_a_rank_that_all_units_share_is_not_shown(mini: Path) -> None:
    """Both departments have 20 minutes, so neither is first."""
    results = mini / "data/results/demo-2024.csv"
    replace_in(results, "2024-06,35,", "2024-06,20,")
    page = pages_of(facts_of(mini, TODAY))["so-b"]
    shown = shown_row(page, "thoi-gian-cho")
    assert shown.place == ""
    assert shown.sentences[-1] == "Không xếp hạng: cả 2 đơn vị cùng một mức."
    assert "dẫn đầu" not in page.sentence


def test_a_row_shows_the_change_and_the_progress(plain: dict[str, UnitPage]) -> None:
    """From 37.5 to 62.5 is 25 of the 42.5 points to 80: 58.8 percent of the way, rounded down to 58."""
    shown = shown_row(plain["so-a"], "ty-le-toan-trinh")
    assert shown.sentences[-2:] == (
        "Tăng 25\N{NO-BREAK SPACE}điểm phần trăm so với tháng\N{NO-BREAK SPACE}12/2022.",
        "So với tháng\N{NO-BREAK SPACE}12/2022, đã rút ngắn 58% khoảng cách đến mức phải đạt.",
    )


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("79.99", "đã rút ngắn 99% khoảng cách đến mức phải đạt"),
        ("37.6", "đã rút ngắn chưa đến 1% khoảng cách đến mức phải đạt"),
        ("37.5", "khoảng cách đến mức phải đạt không đổi"),
        ("30", "khoảng cách đến mức phải đạt đã rộng thêm"),
    ],
)
def test_progress_is_never_rounded_up(value: str, expected: str, mini: Path) -> None:
    """The distance is that from 37.5 to 80."""
    replace_in(mini / "data/results/demo-2024.csv", "2024-06,62.50,", f"2024-06,{value},")
    shown = shown_row(pages_of(facts_of(mini, TODAY))["so-a"], "ty-le-toan-trinh")
    assert shown.sentences[-1] == f"So với tháng\N{NO-BREAK SPACE}12/2022, {expected}."


def test_a_figure_that_meets_its_target_has_no_progress(mini: Path) -> None:
    replace_in(mini / "data/results/demo-2024.csv", "2024-06,62.50,", "2024-06,85,")
    shown = shown_row(pages_of(facts_of(mini, TODAY))["so-a"], "ty-le-toan-trinh")
    assert not [text for text in shown.sentences if "khoảng cách" in text]


def test_earlier_periods_are_in_a_table_on_the_page(plain: dict[str, UnitPage]) -> None:
    """The newest figure has a card. The figure of December 2022 is in the table of earlier periods with a link to
    its row."""
    history = plain["so-a"].history
    assert history is not None
    percent = next(row for row in history.rows if row[0].text == "Dịch vụ toàn trình")
    assert (percent[2].text, percent[2].address) == ("37,5%", "/van-ban/ke-hoach-1/#pl1-1")


def test_earlier_figures_of_all_indicators_are_listed_newest_first(mini: Path) -> None:
    row = RESULT.format(unit="so-a", indicator="waiting-time", period="2023-06", value="25", row="4")
    append_to(mini / "data/results/demo-2024.csv", row)
    history = pages_of(facts_of(mini, TODAY))["so-a"].history
    assert history is not None
    assert [plain_text(cells[1].text) for cells in history.rows] == ["tháng 6/2023", "tháng 12/2022"]


def test_earlier_ranks_are_shown_as_the_newest_ones_are(mini: Path) -> None:
    """In May 2024 both departments wait 30 minutes, so a first rank would mean nothing. In April two of three share the
    second rank. In March the third one has no figure."""
    append_to(mini / "data/units.csv", department("c"))
    waits = {"05": ("30", "30", "30"), "04": ("10", "25", "25"), "03": ("10", "25")}
    for month, minutes in waits.items():
        for unit, wait in zip(("demo.so-a", "demo.so-b", "demo.c"), minutes, strict=False):
            row = f"{unit},,,waiting-time,2024-{month},{wait},,,PL.{month}:{unit},\n"
            append_to(mini / "data/results/demo-2024.csv", row)
    history = pages_of(facts_of(mini, TODAY))["so-b"].history
    assert history
    ranks = {row[1].text: row[3].note for row in history.rows if row[0].text == "Thời gian chờ"}
    assert ranks == {
        f"tháng{NBSP}5/2024": "không xếp hạng",
        f"tháng{NBSP}4/2024": f"đồng hạng{NBSP}2/3",
        f"tháng{NBSP}3/2024": f"hạng{NBSP}2/3 (2 đơn vị được xếp hạng)",
    }


def test_an_unreadable_target_is_not_called_missing(mini: Path) -> None:
    """Nothing is assessed by it. It would have been due at the end of 2024, so in 2025 there is no target."""
    unread = "demo,,waiting-time,2024,at_most,,unreadable,text:II.1,Chữ bị mờ\n"
    replace_in(mini / "data/targets/demo-2023.csv", "demo,,waiting-time,2024,at_most,30,,text:II.1,\n", unread)
    append_to(mini / "data/results/demo-2024.csv", "demo.so-b,,,waiting-time,2025-01,25,,,PL.III:2,\n")
    pages = pages_of(facts_of(mini, TODAY))
    before, after = (shown_row(pages[slug], "thoi-gian-cho") for slug in ("so-a", "so-b"))
    assert before.mark == Mark(Assessment.NO_TARGET, "Chưa đánh giá được")
    assert before.target == Link("không đọc được", "/van-ban/ke-hoach-1/#text-ii.1")
    assert "Về mức phải đạt: Chữ bị mờ." in before.notes
    assert (after.mark, after.target) == (Mark(Assessment.NO_TARGET, "Chưa có mức phải đạt"), None)


def test_counts_come_last_without_mark_and_rank(plain: dict[str, UnitPage]) -> None:
    """The number of services depends on the size of a unit."""
    rows = plain["so-a"].boards[-1].rows[-2:]
    assert [(row.figure.text, row.mark, row.place) for row in rows] == [("8", None, ""), ("3", None, "")]


def test_an_ended_unit_has_no_time_left_for_its_target(mini: Path) -> None:
    """It has 35 minutes in June 2024, where 30 are allowed by the end of 2026, and it ended with that June."""
    replace_in(mini / "data/targets/demo-2023.csv", "waiting-time,2024,", "waiting-time,2026,")
    row = shown_row(pages_of(facts_of(mini, TODAY))["so-b"], "thoi-gian-cho")
    assert plain_text(row.sentences[0]) == "Vượt 5 phút, còn hạn đến hết năm 2026."
    place = "Sở Đại Đồng,department,department,demo,,,"
    replace_in(mini / "data/units.csv", f"{place},", f"{place}2024-06-30,")
    row = shown_row(pages_of(facts_of(mini, TODAY))["so-b"], "thoi-gian-cho")
    expected = "Vượt 5 phút vào tháng 6/2024; hạn đến hết năm 2026, đơn vị kết thúc hoạt động trước khi đến hạn."
    assert plain_text(row.sentences[0]) == expected


def test_a_finding_is_shown_beside_its_figure(mini: Path) -> None:
    """Findings are looked up by unit, indicator and period."""
    finding = Finding("share.x", "Tỷ lệ", "3 trên 8 là 37,5%.", "/doi-chieu/#share.x")
    facts = facts_of(mini, TODAY, Findings(by_figure={("demo.so-a", "full-online-services", "2024-06"): (finding,)}))
    assert shown_row(pages_of(facts)["so-a"], "ty-le-toan-trinh").findings == (finding,)


def test_a_changed_past_figure_is_shown_with_both_values() -> None:
    """The old and the new value are shown with the day, the indicator and the period."""
    subject = Link("Dịch vụ toàn trình", "/chi-tieu/ty-le-toan-trinh/")
    unit = Link("Sở An Bình", "/don-vi/so-a/")
    line = ChangeLine(
        kind=ChangeKind.CHANGED,
        of=SubjectKind.RESULT,
        what="Kết quả",
        word="Sửa",
        when="04/10/2024",
        unit=unit,
        subject=subject,
        time="tháng 12/2022",
        old="37,5%",
        new="38%",
        source=None,
        place="",
        effect="",
    )
    facts = facts_of(MINI, TODAY)
    page = next(
        page
        for page in unit_pages(facts, overall_rankings(facts), {"demo.so-a": (line,)})
        if page.heading == "Sở An Bình"
    )
    text = render_page(make_environment(), page)
    assert "04/10/2024: Sửa (kết quả)" in text
    assert "Dịch vụ toàn trình, tháng 12/2022. Trước: 37,5%; nay: 38%." in re.sub(r"</?a\b[^>]*>", "", text)


def test_figures_of_a_level_are_on_the_provinces_page(plain: dict[str, UnitPage]) -> None:
    """The total of the departments' services is 12."""
    page = plain["tinh-demo"]
    assert page.level_figures is not None
    board = page.level_figures[0]
    first = board.rows[0]
    assert board.title == "Sở, ban, ngành: 2 số liệu"
    assert (first.name.text, first.figure.text, first.sentences) == (
        "Số dịch vụ",
        "12",
        ("Tổng của các đơn vị trong cấp.",),
    )


def test_tasks_are_listed_by_role_and_common_tasks_are_marked() -> None:
    """An Bình leads a task that names all departments as partners, so it is listed only as the leader."""
    plain = pages_of(facts_of(MINI, date(2024, 8, 1)))
    lists = plain["so-a"].tasks.plans[0].lists
    assert [(found.role, len(found.lines), found.folded) for found in lists] == [("Chủ trì 1 nhiệm vụ", 1, False)]
    joined = plain["so-b"].tasks.plans[0].lists
    assert [found.role for found in joined] == [
        "Chủ trì 1 nhiệm vụ",
        "Phối hợp 1 nhiệm vụ chung của các sở, ban, ngành",
    ]


def test_rows_with_different_due_dates_each_show_their_own(plain: dict[str, UnitPage]) -> None:
    """An Bình's two targets of June 2024 are due in different years."""
    rows = [row for row in plain["so-a"].boards[0].rows if row.target]
    assert len(rows) == 2
    assert all("đến hết năm" in " ".join(row.sentences) for row in rows)


def test_a_target_due_after_the_end_of_a_unit_has_no_time_left(mini: Path) -> None:
    """On 15 January 2026, the end of 2026 is in the future, but the department ended in June 2025."""
    append_to(mini / "data/units.csv", department("y", end="2025-06-30") + department("z"))
    for slug in ("y", "z"):
        append_to(
            mini / "data/targets/demo-2023.csv", f"demo.{slug},,full-online-services,2026,at_least,90,,PL7:{slug},\n"
        )
        row = RESULT.format(unit=slug, indicator="full-online-services", period="2025-05", value="40", row=slug)
        append_to(mini / "data/results/demo-2024.csv", row)
    pages = pages_of(facts_of(mini, TODAY))
    ended, living = (plain_text(pages[slug].boards[0].sentences[0]) for slug in ("y", "z"))
    assert ended == "Thời hạn: đến hết năm 2026; đơn vị đã kết thúc hoạt động trước đó."
    assert living == "Còn hạn đến hết năm 2026."
