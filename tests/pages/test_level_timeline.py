"""Tests a level over time on an indicator's page: its chart, the largest changes, breaks by mergers, and limits on
length."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from generator.model import Indicator, Period
from generator.pages.facts import Facts
from generator.pages.indicator.dated import DatedRankingPage
from generator.pages.indicator.distribution import distribution
from generator.pages.indicator.history import history_of
from generator.pages.indicator.movers import Moves, Side, moves_of
from generator.pages.indicator.page import IndicatorPage
from generator.pages.indicator.timeline import SHOWN, LevelTimeline, timelines_of
from generator.rendering import make_environment, render_page
from tests.support.headers import LINEAGE_HEADER
from tests.support.pages import dated_ranking_page, indicator_page
from tests.support.portals import append_to, facts_of, plain_text, replace_in

SHARE, MINUTES = "full-online-services", "waiting-time"
COMMUNE = "{province}.{letter},{province}-xa-{letter},Xã {name},Xã {name},commune,commune,{province},,,,,\n"
FIGURES = {
    "2024-01": (10, 20, 30, 40, 50, 60),
    "2024-02": (20, 30, 40, 50, 60, 70),
    "2024-03": (30, 40, 50, 60, 70, 80),
    "2024-04": (40, 50, 60, 70, 75, 78),
}
"""Figures of the communes A to F by month. In April, A to D gain 10, E gains 5 and F loses 2."""

Figures = Mapping[str, Sequence[int | None]]


def enter(root: Path, figures: Figures, indicator: str = SHARE, province: str = "demo") -> None:
    """Adds the communes' figures, beginning with that of A. None is an empty cell that the document has."""
    rows = [
        f"{province}.{letter},,,{indicator},{period},{'' if value is None else value},"
        f"{'not_reported' if value is None else ''},,PL.X:{period}.{place},\n"
        for period, values in figures.items()
        for place, (letter, value) in enumerate(zip("abcdef", values, strict=False), 1)
    ]
    append_to(root / "data" / "results" / "demo-2024.csv", "".join(rows))


def settle(root: Path, province: str = "demo") -> None:
    """Adds the communes A to F to a province."""
    units = (COMMUNE.format(province=province, letter=letter, name=letter.upper()) for letter in "abcdef")
    append_to(root / "data" / "units.csv", "".join(units))


@pytest.fixture
def communes(mini: Path) -> Path:
    settle(mini)
    return mini


@pytest.fixture
def merged(communes: Path) -> Path:
    """From 1 March 2024, another province with its own communes follows the first one."""
    append_to(communes / "data" / "units.csv", "new,tinh-new,Tỉnh Mới,Mới,province,province,,,2024-03-01,,,\n")
    settle(communes, "new")
    settings = communes / "data" / "portal.yml"
    replace_in(settings, '["demo"]', '["demo", "new"]')
    (communes / "data" / "lineage.csv").write_text(
        f"{LINEAGE_HEADER}demo,new,2024-03-01,merged,demo-2024,\n", encoding="utf-8"
    )
    return communes


def timeline_of(facts: Facts, indicator_id: str = SHARE) -> LevelTimeline:
    """Returns the timeline of the communes, which are the last level."""
    indicator: Indicator = facts.portal.indicators[indicator_id]
    return timelines_of(indicator, facts)[-1]


def moves(root: Path, indicator_id: str = SHARE) -> tuple[Moves, ...]:
    facts = facts_of(root)
    return moves_of(timeline_of(facts, indicator_id), facts.portal)


def page_of(root: Path, slug: str = "ty-le-toan-trinh") -> IndicatorPage:
    return indicator_page(facts_of(root), slug)


def dated_page(root: Path, address: str) -> DatedRankingPage:
    return dated_ranking_page(facts_of(root), address)


def named(side: Side) -> list[tuple[str, str, str]]:
    return [(mover.unit.text, plain_text(mover.change), plain_text(mover.ends)) for mover in side.movers]


def test_the_chart_has_a_sentence_on_the_median_and_the_middle_half(communes: Path) -> None:
    """In January the median is 35 and the quartiles are 22.5 and 47.5. In April the median is 65 and the quartiles
    are 52.5 and 73.75."""
    enter(communes, FIGURES)
    history = history_of(timeline_of(facts_of(communes)))
    assert history is not None
    assert plain_text(history.picture.sentence) == (
        "Từ tháng 1/2024 đến tháng 4/2024: trung vị tăng từ 35% lên 65%; "
        "khoảng chứa một nửa số đơn vị thu hẹp từ 25 xuống 21,25 điểm phần trăm."
    )
    assert [curve.kind for curve in history.picture.curves] == ["median", "best", "last"]
    assert history.picture.breaks == ()


def test_the_width_of_the_middle_half_is_rounded_only_once(communes: Path) -> None:
    """In January the quartiles are 10.5 and 18.25, which are 7.75 apart. In March they are 10.5 and 18.75, which are
    8.25 apart. Both widths are 8, although the table shows 11 and 18, then 11 and 19. The median goes from 14 to 15."""
    same = (1, 10, 12, 16, 19, 20)
    enter(communes, {"2024-01": same, "2024-02": same, "2024-03": (1, 10, 12, 18, 19, 20)}, MINUTES)
    history = history_of(timeline_of(facts_of(communes), MINUTES))
    assert history is not None
    assert plain_text(history.picture.sentence) == (
        "Từ tháng 1/2024 đến tháng 3/2024: trung vị tăng từ 14 phút lên 15 phút; "
        "khoảng chứa một nửa số đơn vị vẫn rộng 8 phút."
    )
    assert [[cell.text for cell in row[2:5:2]] for row in history.table.rows] == [
        ["11", "19"],
        ["11", "18"],
        ["11", "18"],
    ]


def test_a_median_that_is_equal_after_rounding_is_called_unchanged(communes: Path) -> None:
    """The mean of 14 and 15 is 14.5, that of 14 and 16 is 15. Both are shown as 15 minutes."""
    same = (1, 10, 14, 15, 19, 20)
    enter(communes, {"2024-01": same, "2024-02": same, "2024-03": (1, 10, 14, 16, 19, 20)}, MINUTES)
    history = history_of(timeline_of(facts_of(communes), MINUTES))
    assert history is not None
    assert "trung vị vẫn là 15 phút;" in plain_text(history.picture.sentence)


def test_the_table_of_periods_is_sorted_newest_first(communes: Path) -> None:
    enter(communes, FIGURES)
    history = history_of(timeline_of(facts_of(communes)))
    assert history is not None
    assert plain_text(history.table.caption).startswith("Cấp xã, tháng 1/2024 đến tháng 4/2024 (%).")
    assert history.table.headings == ("Kỳ", "Thấp nhất", "Phần tư dưới", "Trung vị", "Phần tư trên", "Cao nhất")
    rows = [[cell.text for cell in row] for row in history.table.rows]
    assert rows[0] == ["4/2024", "40", "52,5", "65", "73,75", "78"]
    assert rows[3] == ["1/2024", "10", "22,5", "35", "47,5", "60"]
    assert history.table.rows[0][0].address == "/chi-tieu/ty-le-toan-trinh/2024-04/"


def test_a_common_target_is_drawn_as_a_curve(communes: Path) -> None:
    """The best commune has 60% in each month, which is the target, so both lines begin at the top of the chart."""
    enter(communes, dict.fromkeys(FIGURES, FIGURES["2024-01"]))
    target = "demo,commune,full-online-services,2024,at_least,60,,PL1:total,\n"
    append_to(communes / "data" / "targets" / "demo-2023.csv", target)
    history = history_of(timeline_of(facts_of(communes)))
    assert history is not None
    curves = {curve.kind: curve for curve in history.picture.curves}
    assert curves["target"].name == "Mức phải đạt chung"
    at_the_top = [kind for kind, curve in curves.items() if curve.path.startswith("M0 0l")]
    assert at_the_top == ["best", "target"]


def test_two_periods_or_three_units_make_no_chart(communes: Path) -> None:
    """Three units have no middle half."""
    enter(communes, {period: FIGURES[period] for period in ("2024-01", "2024-02")})
    assert history_of(timeline_of(facts_of(communes))) is None
    enter(communes, {period: values[:3] for period, values in FIGURES.items()}, MINUTES)
    assert history_of(timeline_of(facts_of(communes), MINUTES)) is None


def test_a_missing_month_interrupts_the_lines(communes: Path) -> None:
    enter(communes, {"2024-01": range(6), "2024-02": range(6), "2024-03": range(6), "2024-05": range(6)})
    assert timeline_of(facts_of(communes)).line_starts == (False, False, False, True)


def test_months_of_different_lengths_do_not_interrupt_the_lines(communes: Path) -> None:
    """There are 31 days from 29 February to 31 March, and 30 from there to 30 April."""
    enter(communes, FIGURES)
    assert timeline_of(facts_of(communes)).line_starts == (False, False, False, False)


def test_a_chart_of_months_excludes_quarters_and_years(communes: Path) -> None:
    """A figure of a whole year and one of a quarter exist beside four months."""
    enter(communes, {**FIGURES, "2023": range(6), "2024-Q1": range(6)})
    shown = timeline_of(facts_of(communes)).shown
    assert [str(group.period) for group in shown] == ["2024-01", "2024-02", "2024-03", "2024-04"]


def test_chart_table_and_grid_are_limited_for_a_long_history(communes: Path) -> None:
    """Of 48 months, the chart and the table have the last 36, and the grid of periods has the newest three years."""
    months = [f"{year}-{month:02}" for year in range(2020, 2024) for month in range(1, 13)]
    enter(communes, {month: range(6) for month in months})
    page = page_of(communes)
    time = page.over_time["cap-xa"]
    assert time.history is not None
    assert len(time.history.table.rows) == SHOWN
    assert time.history.table.rows[-1][0].text == "1/2021"
    assert [plain_text(year.name) for year in page.periods.years] == ["Năm 2024", "Năm 2023", "Năm 2022"]
    assert [plain_text(year.name) for year in page.past.years] == ["Năm 2021", "Năm 2020"]


def test_a_unit_with_a_unique_change_is_named_and_units_with_equal_changes_are_counted(communes: Path) -> None:
    """Of six units two may be named. Four have the same gain of 10, so none of them is named."""
    enter(communes, FIGURES)
    (found,) = moves(communes)
    assert plain_text(found.sentence) == (
        "So với tháng 3/2024: 5 đơn vị tăng, 1 đơn vị giảm. Giảm nhiều nhất: Xã F (−2 điểm phần trăm)."
    )
    rose, fell = found.sides
    assert (rose.title, named(rose), plain_text(rose.tied_text)) == (
        "Tăng nhiều nhất",
        [],
        "4 đơn vị cùng tăng 10 điểm phần trăm",
    )
    assert named(fell) == [("Xã F", "−2 điểm phần trăm", "từ 80% xuống 78%")]


def test_units_with_the_largest_changes_are_listed_in_order(communes: Path) -> None:
    enter(communes, {"2024-03": (50, 50, 50, 50, 50, 50), "2024-04": (51, 57, 55, 50, 49, 41)})
    (found,) = moves(communes)
    assert plain_text(found.sentence).startswith(
        "So với tháng 3/2024: 3 đơn vị tăng, 2 đơn vị giảm, 1 đơn vị không đổi. "
    )
    rose, fell = found.sides
    assert [name for name, *_ in named(rose)] == ["Xã B", "Xã C"]
    assert [name for name, *_ in named(fell)] == ["Xã F", "Xã E"]
    assert (rose.tied_text, fell.tied_text) == ("", "")


def test_a_change_names_the_caveats_of_both_figures(communes: Path) -> None:
    enter(communes, {"2024-03": (50, 50, 50, 50, 50, 50), "2024-04": (50, 57, 50, 50, 50, 50)})
    results = communes / "data" / "results" / "demo-2024.csv"
    replace_in(results, "2024-03,50,,,PL.X:2024-03.2,", "2024-03,50,provisional,,PL.X:2024-03.2,")
    replace_in(results, "2024-04,57,,,PL.X:2024-04.2,", "2024-04,57,,inferred,PL.X:2024-04.2,Mờ")
    ((rose,),) = (found.sides for found in moves(communes))
    assert named(rose) == [
        ("Xã B", "+7 điểm phần trăm", "từ 50% (số liệu tạm tính) lên 57% (số liệu suy ra)"),
    ]


def test_improvements_are_listed_first(communes: Path) -> None:
    """A shorter waiting time is an improvement."""
    enter(communes, {"2024-03": (20, 20, 20, 20, 20, 20), "2024-04": (15, 26, 20, 20, 20, 20)}, MINUTES)
    (found,) = moves(communes, MINUTES)
    assert [side.title for side in found.sides] == ["Giảm nhiều nhất", "Tăng nhiều nhất"]
    assert named(found.sides[0]) == [("Xã A", "−5 phút", "từ 20 phút xuống 15 phút")]


def test_a_smaller_rank_goes_up(communes: Path) -> None:
    """The figures are taken as ranks. From 20 to 15 is five places up, so no plus or minus stands before it."""
    replace_in(communes / "data/indicators.yml", "measure: minutes", "measure: rank")
    enter(communes, {"2024-03": (20, 20, 20, 20, 20, 20), "2024-04": (15, 26, 20, 20, 20, 20)}, MINUTES)
    (found,) = moves(communes, MINUTES)
    assert plain_text(found.sentence) == (
        "So với tháng 3/2024: 1 đơn vị xuống, 1 đơn vị lên, 4 đơn vị không đổi. Lên nhiều nhất: Xã A (lên 5 bậc). "
        "Xuống nhiều nhất: Xã B (xuống 6 bậc)."
    )
    assert named(found.sides[0]) == [("Xã A", "lên 5 bậc", "từ hạng 20 lên hạng 15")]


def test_the_first_rank_is_the_highest_and_half_of_the_ranks_are_up_to_the_middle(communes: Path) -> None:
    """The figures are taken as ranks. In May, three of six communes are third or better. The median is 4.5 in
    March and 3.5 in May. The axis of the dots ends at the target of 30."""
    replace_in(communes / "data/indicators.yml", "measure: minutes", "measure: rank")
    replace_in(communes / "data/indicators.yml", 'decimals: "0"', 'decimals: "1"')
    enter(communes, dict.fromkeys(("2024-03", "2024-04"), (2, 3, 4, 5, 6, 7)), MINUTES)
    enter(communes, {"2024-05": (1, 2, 3, 4, 5, 6)}, MINUTES)
    timeline = timeline_of(facts_of(communes), MINUTES)
    strip, history = distribution(timeline.newest), history_of(timeline)
    assert strip is not None
    assert plain_text(strip.sentence) == (
        "6 đơn vị cấp xã: thấp nhất hạng 6, cao nhất hạng 1; ít nhất một nửa từ hạng 3 trở lên."
    )
    assert plain_text(strip.high) == "hạng 30"
    assert history is not None
    assert plain_text(history.picture.sentence).startswith(
        "Từ tháng 3/2024 đến tháng 5/2024: trung vị từ hạng 4,5 lên hạng 3,5;"
    )
    assert [cell.text for cell in history.table.rows[0]] == ["5/2024", "6", "4,8", "3,5", "2,3", "1"]


def test_the_same_month_of_the_previous_year_is_compared_too(communes: Path) -> None:
    enter(communes, {"2023-04": (1, 2, 3, 4, 5, 6), **FIGURES})
    assert [plain_text(found.since) for found in moves(communes)] == ["So với tháng 3/2024", "So với tháng 4/2023"]


def test_units_without_a_figure_are_not_compared_and_four_units_are_too_few(communes: Path) -> None:
    enter(communes, {"2024-03": (1, 2, 3, 4, 5, None), "2024-04": (2, 3, 4, 5, 6, 99)})
    (found,) = moves(communes)
    assert plain_text(found.sentence) == "So với tháng 3/2024: 5 đơn vị tăng."
    enter(communes, {"2024-03": (1, 2, 3, 4, None, 7), "2024-04": (2, 3, 4, 5, 6, None)}, MINUTES)
    assert moves(communes, MINUTES) == ()


def test_a_month_is_not_compared_with_a_year(communes: Path) -> None:
    enter(communes, {"2023": (1, 2, 3, 4, 5, 6), "2024-04": (2, 3, 4, 5, 6, 7)})
    assert moves(communes) == ()


def test_a_following_province_continues_the_course_after_a_break(merged: Path) -> None:
    """Both provinces have figures of March. Those of the new one count."""
    enter(merged, {period: FIGURES[period] for period in ("2024-01", "2024-02", "2024-03")})
    enter(merged, {period: FIGURES[period] for period in ("2024-03", "2024-04")}, province="new")
    timeline = timeline_of(facts_of(merged))
    assert [group.province.id for group in timeline.groups] == ["demo", "demo", "new", "new"]
    assert timeline.line_starts == (False, False, True, False)
    history = history_of(timeline)
    assert history is not None
    assert [tick.text for tick in history.picture.breaks] == ["sắp xếp đơn vị hành chính"]
    assert all(curve.path.count("M") == 2 for curve in history.picture.curves)
    assert plain_text(history.picture.sentence).startswith(
        "Từ tháng 3/2024 (sau khi sắp xếp đơn vị hành chính) đến tháng 4/2024: trung vị tăng từ 55% lên 65%"
    )


@pytest.mark.parametrize(("level", "units"), [("commune", "đơn vị hành chính"), ("department", "các sở, ban, ngành")])
def test_units_are_not_compared_across_a_merger_and_the_page_says_why(merged: Path, level: str, units: str) -> None:
    """A department is no administrative unit. An earlier merger, of Xã G into Xã A, is not the reason."""
    append_to(merged / "data" / "units.csv", "demo.g,xa-g,Xã G,Xã G,commune,commune,demo,,,2024-01-14,,\n")
    append_to(merged / "data" / "lineage.csv", "demo.g,demo.a,2024-01-15,merged,demo-2024,\n")
    replace_in(merged / "data" / "units.csv", ",commune,commune,", f",{level},{level},")
    enter(merged, {"2024-02": FIGURES["2024-02"]})
    enter(merged, {"2024-03": FIGURES["2024-03"]}, province="new")
    (found,) = moves(merged)
    assert found.sides == ()
    assert plain_text(found.sentence) == (
        f"Không so sánh với tháng 2/2024: {units} được sắp xếp lại từ ngày 01/03/2024."
    )


def test_units_with_new_ids_continue_the_line_but_are_not_compared(communes: Path) -> None:
    """On 1 March each commune is replaced by a commune on the same territory. The level is the same, but its units
    are new."""
    letters = "abcdef"
    new = (
        f"demo.n-{letter},n-{letter},Xã N{letter},Xã N{letter},commune,commune,demo,,2024-03-01,,,\n"
        for letter in letters
    )
    append_to(communes / "data" / "units.csv", "".join(new))
    rows = (f"demo.{letter},demo.n-{letter},2024-03-01,renamed,demo-2024,\n" for letter in letters)
    (communes / "data" / "lineage.csv").write_text(LINEAGE_HEADER + "".join(rows), encoding="utf-8")
    enter(communes, {"2024-02": FIGURES["2024-02"]})
    results = communes / "data" / "results" / "demo-2024.csv"
    figures = (
        f"demo.n-{letter},,,{SHARE},2024-03,{value},,,PL.X:m.{letter},\n"
        for letter, value in zip(letters, FIGURES["2024-03"], strict=True)
    )
    append_to(results, "".join(figures))
    assert timeline_of(facts_of(communes)).line_starts == (False, False)
    (found,) = moves(communes)
    assert found.sides == ()
    assert plain_text(found.sentence) == (
        "Không so sánh từng đơn vị với tháng 2/2024: từ ngày 01/03/2024, các đơn vị có đơn vị kế tiếp trên cùng địa "
        "bàn, số liệu của từng đơn vị bắt đầu lại."
    )


def test_a_unit_that_absorbed_another_is_not_compared_with_its_past(communes: Path) -> None:
    """A absorbed a commune on 1 April and keeps its id. The other five communes are compared."""
    enter(communes, FIGURES)
    append_to(communes / "data" / "units.csv", "demo.g,xa-g,Xã G,Xã G,commune,commune,demo,,,2024-03-31,,\n")
    facts = facts_of(communes)
    timeline = timeline_of(facts)
    lineage = f"{LINEAGE_HEADER}demo.g,demo.a,2024-04-01,merged,demo-2024,\n"
    (communes / "data" / "lineage.csv").write_text(lineage, encoding="utf-8")
    (found,) = moves(communes)
    assert plain_text(found.sentence).startswith("So với tháng 3/2024: 4 đơn vị tăng, 1 đơn vị giảm.")
    assert timeline_of(facts_of(communes)).line_starts == (False, False, False, True)
    assert timeline.line_starts == (False, False, False, False)


def test_the_ranking_of_the_former_province_is_linked_at_its_old_anchor(merged: Path) -> None:
    enter(merged, {"2024-02": FIGURES["2024-02"]})
    enter(merged, {"2024-03": FIGURES["2024-03"]}, province="new")
    page = page_of(merged)
    assert [part.id for part in page.results.rankings] == ["so-ban-nganh", "cap-xa-tinh-new"]
    (former,) = page.over_time["cap-xa-tinh-new"].former
    assert (former.id, former.ranking.address) == ("cap-xa", "/chi-tieu/ty-le-toan-trinh/2024-02/")
    assert plain_text(former.ranking.text) == "số liệu tháng 2/2024 của 6 đơn vị cấp xã của tỉnh Thử"
    assert 'id="cap-xa"' in render_page(make_environment(), page)


def test_a_province_and_its_successor_have_one_card(merged: Path) -> None:
    figures = f"demo,,,{SHARE},2024-02,40,,,PL.V:1,\nnew,,,{SHARE},2024-03,50,,,PL.V:2,\n"
    append_to(merged / "data" / "results" / "demo-2024.csv", figures)
    assert [own.row.unit.text for own in page_of(merged).results.provinces] == ["Tỉnh Mới"]


def test_a_provinces_card_has_a_sparkline_of_its_own_figures_only(merged: Path) -> None:
    """The first province has three months, and its successor has three. The line shows only the successor's: the 10%
    was the lowest of the first province."""
    old = "".join(f"demo,,,{SHARE},2023-{month},{month},,,PL.V:{month},\n" for month in (10, 11, 12))
    new = "".join(f"new,,,{SHARE},2024-0{month},{month}0,,,PL.V:{month},\n" for month in (3, 4, 5))
    append_to(merged / "data" / "results" / "demo-2024.csv", old + new)
    (own,) = page_of(merged).results.provinces
    assert own.spark is not None
    assert own.spark.line.count("M") == 1
    assert plain_text(own.spark.sentence) == (
        "Từ tháng 3/2024 đến tháng 5/2024: thấp nhất 30% (tháng 3/2024), cao nhất 50% (tháng 5/2024)."
    )
    assert 'class="cmb-card__spark"' in render_page(make_environment(), page_of(merged))


def test_a_dated_page_has_only_the_grid_of_its_own_year(communes: Path) -> None:
    """The period of the page is marked. Other years are linked through the indicator's page, so that the dated page
    never changes."""
    enter(communes, FIGURES)
    page = dated_page(communes, "/chi-tieu/ty-le-toan-trinh/2024-02/")
    assert page.year is not None
    (year,) = page.year.years
    slots = [slot for strip in year.strips for slot in strip.slots if slot.address]
    assert [plain_text(slot.name) for slot in slots if slot.current] == ["tháng 2/2024"]
    assert [slot.text for slot in slots] == ["1", "2", "3", "4", "6"]
    assert page.others is not None
    assert page.others.address == "/chi-tieu/ty-le-toan-trinh/#cac-ky"


def test_an_indicator_with_a_single_period_has_no_grid(mini: Path) -> None:
    page = page_of(mini, "thoi-gian-cho")
    assert page.only is not None
    assert page.only.address == "/chi-tieu/thoi-gian-cho/2024-06/"
    assert "cmb-calendar" not in render_page(make_environment(), page)
    assert dated_page(mini, page.only.address).year is None


def test_only_the_last_two_due_dates_of_own_targets_are_columns(communes: Path) -> None:
    """Sở A has targets for 2022, 2023 and 2025. That of 2022 is linked through its document."""
    row = "demo.so-a,,full-online-services,2022,at_least,40,,PL1:1,\n"
    append_to(communes / "data" / "targets" / "demo-2023.csv", row)
    (own,) = page_of(communes).targets.own
    assert [cell.text for cell in own.table.rows[0]] == ["Sở An Bình", "tối thiểu 50%", "tối thiểu 80%"]
    assert [(plain_text(link.text), link.address) for link in own.earlier] == [
        ("đến hết năm 2022: Kế hoạch số 1/KH-UBND", "/van-ban/ke-hoach-1/")
    ]


@pytest.mark.parametrize("count", [2, 4])
def test_only_a_level_without_a_chart_over_time_has_a_dot_chart(communes: Path, count: int) -> None:
    """A long table is folded behind a dot chart, or behind the chart over time, which needs three periods."""
    names = [f"y{number}" for number in range(30)]
    append_to(
        communes / "data" / "units.csv",
        "".join(COMMUNE.format(province="demo", letter=name, name=name) for name in names),
    )
    rows = "".join(
        f"demo.{name},,,{SHARE},{period},{place},,,PL.V:{period}.{place},\n"
        for period in list(FIGURES)[:count]
        for place, name in enumerate(names)
    )
    append_to(communes / "data" / "results" / "demo-2024.csv", rows)
    (level,) = (part for part in page_of(communes).results.rankings if part.id == "cap-xa")
    assert level.folded == "Xếp hạng 30 đơn vị cấp xã"
    assert (level.strip is None) == (count == 4)


def test_a_figure_below_zero_has_no_place_on_the_axis_of_a_dot_chart(communes: Path) -> None:
    enter(communes, {"2024-04": (-1, 30, 50, 60, 70, 80)})
    assert distribution(timeline_of(facts_of(communes)).newest) is None


def test_the_summary_of_a_folded_table_counts_ranked_exempt_and_missing_units(communes: Path) -> None:
    """Of the 33 rows of April, 27 have the figures 0 to 26 and are ranked. Three are exempt and three have no
    figure."""
    names = [f"y{number}" for number in range(33)]
    units = "".join(COMMUNE.format(province="demo", letter=name, name=name) for name in names)
    append_to(communes / "data" / "units.csv", units)
    reasons = dict.fromkeys(names[27:29], "not_applicable") | {names[29]: "not_reported"}
    rows = "".join(
        f"demo.{name},,,{SHARE},2024-04,{'' if name in reasons else place},{reasons.get(name, '')},,"
        f"PL.V:{place},{'Không phát sinh hồ sơ' if name in reasons else ''}\n"
        for place, name in enumerate(names)
    )
    append_to(communes / "data" / "results" / "demo-2024.csv", rows)
    cells = f",,{SHARE},2024,at_least,80,exempt,PL.V:"
    exempt = "".join(f"demo.{name}{cells}{name},Không có thủ tục\n" for name in names[30:])
    append_to(communes / "data" / "targets" / "demo-2023.csv", exempt)
    (level,) = (part for part in page_of(communes).results.rankings if part.id == "cap-xa")
    assert len(level.rows) == 33
    assert level.folded == (
        "Xếp hạng 27 đơn vị cấp xã; 3 đơn vị được miễn chỉ tiêu; 1 đơn vị không có số liệu; "
        "2 đơn vị không áp dụng chỉ tiêu này"
    )


def test_a_break_inside_a_period_separates_it_from_its_neighbours(communes: Path) -> None:
    """A merger on 15 March separates March from February and April from March, but not May from April."""
    enter(communes, FIGURES)
    timeline = replace(timeline_of(facts_of(communes)), breaks=(date(2024, 3, 15),))
    months = [Period(2024, month=month) for month in (2, 3, 4, 5)]
    assert [timeline.has_break(*pair) for pair in pairwise(months)] == [True, True, False]
