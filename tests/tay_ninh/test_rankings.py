"""Tests the rankings of this portal against the tables of the documents."""

from datetime import date

import pytest

from generator.pages.facts import Facts
from tests.support.folders import ROOT
from tests.support.pages import dated_ranking_page, heat_tables, newest_ranking_page
from tests.support.portals import facts_of


@pytest.fixture(scope="module")
def facts() -> Facts:
    return facts_of(ROOT, today=date(2024, 10, 15))


def test_departments_rank_as_in_the_annex(facts: Facts) -> None:
    """In PL1.1 of Plan 3688, two departments have 100%, two have 0%, and two are exempt because of their special
    tasks."""
    table = dated_ranking_page(facts, "/chi-tieu/ty-le-dich-vu-cong-toan-trinh/2023-10/").results.rankings[0]
    assert [row.unit.text for row in table.rows[:2]] == ["Sở Tài chính", "Sở Thông tin và Truyền thông"]
    assert [(row.unit.text, row.place.sort) for row in table.rows[-4:]] == [
        ("Sở Giáo dục và Đào tạo", "15"),
        ("Sở Y tế", "15"),
        ("Sở Ngoại vụ", ""),
        ("Thanh tra tỉnh", ""),
    ]


def test_departments_that_the_letter_omits_are_named(facts: Facts) -> None:
    """Letter 1612 has 16 departments. Two of them collect no fees. Two departments are not in the letter."""
    table = dated_ranking_page(facts, "/chi-tieu/ty-le-thanh-toan-truc-tuyen/2024-05/").results.rankings[0]
    assert len([row for row in table.rows if not row.figure.missing]) == 14
    assert [row.unit.text for row in table.rows if row.figure.missing] == ["Sở Giáo dục và Đào tạo", "Sở Tài chính"]
    assert [link.text for link in table.absent] == ["Sở Ngoại vụ", "Thanh tra tỉnh"]


def test_districts_with_the_same_figure_have_no_rank(facts: Facts) -> None:
    """All nine districts have 31.93% in PL.I, column 1."""
    table = heat_tables(facts)["cap-huyen"]
    place = [column.text.startswith("Toàn trình ở cổng quốc gia") for column in table.columns].index(True) - 1
    assert {(row.cells[place].figure.text, row.cells[place].place) for row in table.rows} == {("31,93%", "")}


def test_new_communes_are_not_in_tables_of_earlier_periods(facts: Facts) -> None:
    table = heat_tables(facts)["cap-xa"]
    assert len(table.rows) == 94
    assert table.folded == "Xếp hạng 94 đơn vị cấp xã theo 1 chỉ tiêu"
    assert "Phường Tân Ninh" not in [row.unit.text for row in table.rows]


def test_met_targets_are_counted_only_for_several_indicators(facts: Facts) -> None:
    tables = heat_tables(facts)
    assert [(id_, table.has_score_column, table.columns[0].text) for id_, table in tables.items()] == [
        ("so-ban-nganh", True, "Chỉ tiêu đạt"),
        ("cap-huyen", True, "Chỉ tiêu đạt"),
        ("cap-xa", False, "Hồ sơ xử lý trực tuyến"),
    ]


def test_title_and_description_name_the_best_units(facts: Facts) -> None:
    page = newest_ranking_page(facts)
    assert page.title == "Xếp hạng các đơn vị của tỉnh Tây Ninh: số liệu đến tháng\N{NO-BREAK SPACE}5/2024"
    assert page.description == (
        "Sở, ban, ngành: Sở Thông tin và Truyền thông dẫn đầu (đạt 9/11 chỉ tiêu). "
        "Cấp huyện: Thành phố Tây Ninh, Thị xã Hòa Thành dẫn đầu (đạt 7/10 chỉ tiêu). "
        "Kèm văn bản nguồn của từng số liệu."
    )


def test_a_rank_that_all_units_share_is_not_shown(facts: Facts) -> None:
    """In PL.II of Letter 1612, all nine districts handled every report in time."""
    level = dated_ranking_page(facts, "/chi-tieu/ty-le-xu-ly-phan-anh-kien-nghi-dung-han/2024-05/").results.rankings[1]
    assert not level.ranked
    assert level.headings[0] == "Đơn vị"
    assert level.caption.startswith("Số liệu huyện, thị xã, thành phố của tỉnh Tây Ninh")
    assert "Cả 9 đơn vị có cùng số liệu: 100%." in level.sentences
