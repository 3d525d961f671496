"""Tests an indicator's page and the list of indicators."""

from datetime import date
from pathlib import Path

import pytest

from generator.pages.facts import Facts
from generator.pages.indicator.rows import figure_row
from tests.support.pages import indicator_page
from tests.support.portals import append_to, facts_of, plain_text, replace_in

TODAY = date(2024, 10, 15)


def test_the_newest_period_of_each_level_is_shown(mini: Path) -> None:
    page = indicator_page(facts_of(mini, TODAY), "ty-le-toan-trinh")
    assert [table.sentences[0] for table in page.results.rankings] == [
        "Tháng\N{NO-BREAK SPACE}6/2024: chỉ một sở, ban, ngành được đánh giá và chưa đạt chỉ tiêu."
    ]
    strips = [strip for year in page.periods.years for strip in year.strips]
    assert [slot.address for strip in strips for slot in strip.slots if slot.address] == [
        "/chi-tieu/ty-le-toan-trinh/2024-06/",
        "/chi-tieu/ty-le-toan-trinh/2022-12/",
    ]


def test_the_texts_beside_a_link_state_the_period_of_each_figure_if_the_periods_differ(mini: Path) -> None:
    """The departments have figures of June (20 and 35 minutes), the province of June or July. At most 30 minutes is
    required."""
    figures = mini / "data" / "results" / "demo-2024.csv"
    replace_in(figures, ",inferred,", ",,")
    append_to(figures, "demo,,,waiting-time,2024-06,25,,,PL.I:3,\n")
    page = indicator_page(facts_of(mini, TODAY), "thoi-gian-cho")
    assert plain_text(page.description) == (
        "Thời gian chờ, số liệu mới nhất (tháng 6/2024): 1 trong 2 sở, ban, ngành đạt chỉ tiêu. "
        "Dẫn đầu: Sở An Bình (20 phút). Cuối bảng: Sở Đại Đồng (35 phút). Kết quả của tỉnh Thử là 25 phút."
    )
    append_to(figures, "demo,,,waiting-time,2024-07,40,,,PL.II:3,\n")
    page = indicator_page(facts_of(mini, TODAY), "thoi-gian-cho")
    assert plain_text(page.description) == (
        "Thời gian chờ, số liệu mới nhất: tháng 6/2024, 1 trong 2 sở, ban, ngành đạt chỉ tiêu. "
        "Dẫn đầu: Sở An Bình (20 phút). Cuối bảng: Sở Đại Đồng (35 phút)."
        " Tháng 7/2024, kết quả của tỉnh Thử là 40 phút."
    )
    assert page.picture is not None
    assert "Số liệu tháng 7/2024 và các kỳ trước. Tháng 6/2024: 1 trong 2 sở" in plain_text(page.picture.alt)


def test_common_targets_and_targets_of_single_units_are_separate(mini: Path) -> None:
    page = indicator_page(facts_of(mini, TODAY), "ty-le-toan-trinh")
    assert page.targets.common is not None
    assert [[(cell.text, cell.note) for cell in row] for row in page.targets.common.rows] == [
        [
            ("Các sở, ban, ngành của tỉnh Thử", ""),
            ("tối thiểu 70%", "đến hết năm\N{NO-BREAK SPACE}2025"),
            ("Kế hoạch số\N{NO-BREAK SPACE}1/KH-UBND, bảng\N{NO-BREAK SPACE}PL1, dòng tổng", ""),
        ]
    ]
    (own,) = page.targets.own
    assert [[cell.text for cell in row] for row in own.table.rows] == [
        ["Sở An Bình", "tối thiểu 50%", "tối thiểu 80%"],
        ["Sở Đại Đồng", "được miễn", "không giao"],
    ]
    assert "1 đơn vị được miễn" in own.sentence


def test_a_formula_links_to_its_parts_and_a_part_to_the_formulas_that_use_it(mini: Path) -> None:
    facts = facts_of(mini, TODAY)
    share, total = indicator_page(facts, "ty-le-toan-trinh"), indicator_page(facts, "so-dich-vu")
    assert [link.address for link in share.about.formula] == [
        "/chi-tieu/so-dich-vu-toan-trinh/",
        "/chi-tieu/so-dich-vu/",
    ]
    assert share.about.sign == "chia cho"
    assert [item.link.address for item in total.about.related] == ["/chi-tieu/ty-le-toan-trinh/"]


def test_figures_of_a_whole_level_state_how_they_are_aggregated(mini: Path) -> None:
    table = indicator_page(facts_of(mini, TODAY), "so-dich-vu").results.level_figures
    assert table is not None
    assert [(cell.text, cell.note) for cell in table.rows[0]] == [
        ("Sở, ban, ngành", "Tổng của các đơn vị trong cấp"),
        ("12", "tháng\N{NO-BREAK SPACE}12/2022"),
        ("Kế hoạch số\N{NO-BREAK SPACE}1/KH-UBND, bảng\N{NO-BREAK SPACE}PL1, dòng tổng", ""),
    ]


def test_provisional_figures_of_the_province_and_of_a_level_are_said_to_be_so(mini: Path) -> None:
    rows = (
        "demo,,,waiting-time,2024-06,15,provisional,,PL.I:9,\n"
        "demo,department,mean,waiting-time,2024-06,27,provisional,,PL.I:10,\n"
    )
    replace_in(mini / "data/results/demo-2024.csv", "demo.so-b,,,waiting-time,2024-06,35,,,PL.I:2,\n", rows)
    page = indicator_page(facts_of(mini), "thoi-gian-cho")
    (province,) = page.results.provinces
    assert province.sentences == ("Số liệu tạm tính.",)
    assert page.results.level_figures is not None
    assert plain_text(page.results.level_figures.rows[0][1].text) == "27 phút (số liệu tạm tính)"
    assert "Kết quả của tỉnh Thử là 15 phút (số liệu tạm tính)" in plain_text(page.description)


def test_a_name_that_equals_the_short_name_is_shown_once(mini: Path) -> None:
    path = mini / "data" / "indicators.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("short_name: Thời gian chờ", "short_name: Thời gian chờ đợi tại Bộ phận Một cửa"), encoding="utf-8"
    )
    page = indicator_page(facts_of(mini, TODAY), "thoi-gian-cho")
    assert (page.heading, page.official) == ("Thời gian chờ đợi tại Bộ phận Một cửa", "")


FORMER = (
    "demo-old,tinh-demo-cu,Tỉnh Thử,Thử,province,province,,02,,2024-03-31,,\n"
    "demo-old.so-a,so-a-cu,Sở An Bình,Sở An Bình,department,department,demo-old,,,2024-03-31,,\n"
    "demo-old.so-c,so-c-cu,Sở Cầu,Sở Cầu,department,department,demo-old,,,2024-03-31,,\n"
)
"""A province with the same name that ended in March 2024, with two departments."""


def with_former_province(root: Path) -> Facts:
    """Adds the former province with figures of March 2024. A plan gave targets until the end of 2025 to both
    provinces."""
    append_to(root / "data/units.csv", FORMER)
    results = (
        "demo-old,department,mean,full-online-services,2024-03,45,,,PL.II:mean,\n"
        "demo-old.so-a,,,full-online-services,2024-03,40,,,PL.II:1,\n"
        "demo-old.so-c,,,full-online-services,2024-03,50,,,PL.II:2,\n"
        "demo,department,mean,full-online-services,2024-06,62.5,,,PL.I:mean,\n"
    )
    targets = (
        "demo-old.so-a,,full-online-services,2025,at_least,41,,PL2:1,\n"
        "demo-old.so-c,,full-online-services,2025,at_least,42,,PL2:2,\n"
        "demo-old,,full-online-services,2025,at_least,43,,text:II.1,\n"
        "demo,,full-online-services,2025,at_least,60,,text:II.2,\n"
    )
    append_to(root / "data/results/demo-2024.csv", results)
    append_to(root / "data/targets/demo-2023.csv", targets)
    return facts_of(root, TODAY)


def test_targets_of_two_provinces_with_the_same_name_are_distinguished(mini: Path) -> None:
    """Departments of the existing province are first and have no suffix, as on all pages. Those of the former
    province follow."""
    targets = indicator_page(with_former_province(mini), "ty-le-toan-trinh").targets
    own, former = targets.own
    assert own.sentence.startswith("2 sở, ban, ngành được giao mức riêng")
    assert former.sentence.startswith("2 sở, ban, ngành của tỉnh Thử (đến 3/2024) được giao mức riêng")
    assert former.summary == "Mức giao cho từng đơn vị: 2 sở, ban, ngành của tỉnh Thử (đến 3/2024)"
    assert [[cell.text for cell in row] for row in former.table.rows] == [
        ["Sở An Bình", "tối thiểu 41%"],
        ["Sở Cầu", "tối thiểu 42%"],
    ]
    assert targets.common is not None
    assert {(row[0].text, row[1].text) for row in targets.common.rows} == {
        ("Tỉnh Thử (đến 3/2024)", "tối thiểu 43%"),
        ("Tỉnh Thử", "tối thiểu 60%"),
        ("Các sở, ban, ngành của tỉnh Thử", "tối thiểu 70%"),
    }


def test_levels_that_ended_are_marked_beside_existing_levels(mini: Path) -> None:
    results = indicator_page(with_former_province(mini), "ty-le-toan-trinh").results
    assert [(one.title, one.id) for one in results.rankings] == [
        ("Sở, ban, ngành", "so-ban-nganh"),
        ("Sở, ban, ngành, Thử (đến 3/2024)", "so-ban-nganh-tinh-demo-cu"),
    ]
    assert results.level_figures is not None
    assert {row[0].text for row in results.level_figures.rows} == {
        "Sở, ban, ngành",
        "Sở, ban, ngành của tỉnh Thử (đến 3/2024)",
    }


def test_the_preview_picture_shows_ended_levels_last_with_their_period(mini: Path) -> None:
    """If there is not enough room, the ended levels are cut, not the existing ones."""
    facts = with_former_province(mini)
    picture = indicator_page(facts, "ty-le-toan-trinh").picture
    assert picture is not None
    assert plain_text(picture.alt).index("Sở An Bình: 62,50%") < plain_text(picture.alt).index(
        "Sở, ban, ngành, Thử (đến 3/2024), tháng 3/2024: 1/2 đạt"
    )


@pytest.mark.parametrize(("value", "gap"), [("30.4", "+0,4"), ("30", "0"), ("29.6", "−0,4"), ("33", "+3")])
def test_a_small_gap_in_a_ranking_is_not_zero(value: str, gap: str, mini: Path) -> None:
    """The limit is 30 minutes, which are usually shown without decimals."""
    replace_in(mini / "data/results/demo-2024.csv", "waiting-time,2024-06,35,", f"waiting-time,2024-06,{value},")
    facts = facts_of(mini, TODAY)
    row = next(row for row in facts.by_unit["demo.so-b"] if row.indicator.id == "waiting-time")
    assert figure_row(row, facts).gap.text == gap


def test_the_newest_figure_of_a_level_is_shown_in_whatever_order_the_document_states_them(mini: Path) -> None:
    rows = "demo,department,mean,waiting-time,2024-06,27.5,,,PL.I:total,\n"
    rows += "demo,department,mean,waiting-time,2024-05,31,,,PL.I:common,\n"
    append_to(mini / "data/results/demo-2024.csv", rows)
    table = indicator_page(facts_of(mini), "thoi-gian-cho").results.level_figures
    assert table
    assert [plain_text(row[1].note) for row in table.rows] == ["tháng 6/2024"]
