"""Tests the pages of this portal's indicators against the tables of the documents."""

from datetime import date

import pytest

from generator.pages.facts import Facts
from generator.pages.indicator.dated import dated_ranking_pages
from generator.pages.indicator.indicator_facts import facts_of_indicators
from generator.pages.indicator.list import indicators_page
from generator.pages.indicator.page import indicator_pages
from generator.pages.ranking.page import ranking_pages
from generator.rendering import make_environment, render_page
from tests.support.folders import ROOT
from tests.support.pages import indicator_page
from tests.support.portals import facts_of, plain_text


@pytest.fixture(scope="module")
def facts() -> Facts:
    return facts_of(ROOT, date(2024, 10, 15))


def test_every_indicator_has_a_page_even_without_figures(facts: Facts) -> None:
    assert len(list(indicator_pages(facts_of_indicators(facts)))) == len(facts.portal.indicators)


def test_an_objective_without_figures_says_so_and_links_the_indicator_that_measures_it(facts: Facts) -> None:
    page = indicator_page(facts, "ty-le-ho-so-truc-tuyen-muc-do-3-4")
    assert page.results.rankings == ()
    assert page.empty.startswith("Chưa có văn bản nào")
    assert page.targets.common is not None
    assert [row[1].text for row in page.targets.common.rows] == ["tối thiểu 50%", "tối thiểu 80%"]
    assert [item.link.address for item in page.about.related] == ["/chi-tieu/ty-le-ho-so-truc-tuyen/"]
    other = indicator_page(facts, "ty-le-ho-so-truc-tuyen")
    assert page.address in [item.link.address for item in other.about.related]


def test_the_service_index_lists_the_points_of_its_groups(facts: Facts) -> None:
    """Decision 766 has 18 + 20 + 22 + 22 + 18 points. The national portal divides one 22 into 12 and 10."""
    schemes = indicator_page(facts, "chi-so-phuc-vu-nguoi-dan-doanh-nghiep").about.schemes
    assert [[row[1].text for row in scheme.table.rows] for scheme in schemes] == [
        ["18", "20", "22", "22", "18"],
        ["18", "20", "22", "12", "10", "18"],
    ]
    assert indicator_page(facts, "muc-do-hai-long").about.schemes == ()


def test_the_three_levels_of_annex_2_have_all_their_rows(facts: Facts) -> None:
    """Annex 2 of Plan 3688 has 18 departments, 9 districts and 94 communes."""
    page = indicator_page(facts, "ty-le-ho-so-nop-xu-ly-tra-ket-qua-truc-tuyen")
    assert [(table.id, len(table.rows)) for table in page.results.rankings] == [
        ("so-ban-nganh", 18),
        ("cap-huyen", 9),
        ("cap-xa", 94),
    ]
    communes = page.results.rankings[2]
    assert communes.strip is not None
    assert len(communes.strip.dots) == 94
    assert communes.strip.sentence.startswith("94 đơn vị cấp xã: thấp nhất 70,71%, cao nhất 100%; ")
    assert communes.facets == {"district": "Thuộc", "kind": "Loại đơn vị"}
    assert [own.row.figure.text for own in page.results.provinces] == ["43,08%"]


def test_the_heading_is_the_short_name_and_the_official_name_is_below_it(facts: Facts) -> None:
    page = indicator_page(facts, "ty-le-thanh-toan-truc-tuyen")
    text = render_page(make_environment(), page)
    assert "\n# Thanh toán trực tuyến {#dau-trang}\n" in text
    assert f'<p class="cmb-note">Tên đầy đủ: {page.official}</p>' in text
    assert page.official.startswith("Tỷ lệ thanh toán trực tuyến trên Cổng Dịch vụ công quốc gia")


def test_levels_with_many_rows_are_folded(facts: Facts) -> None:
    """121 rows are folded, each level behind its distribution. 25 rows are not folded and have bars instead."""
    long = indicator_page(facts, "ty-le-ho-so-nop-xu-ly-tra-ket-qua-truc-tuyen").results.rankings
    short = indicator_page(facts, "ty-le-thanh-toan-truc-tuyen").results.rankings
    assert [level.folded for level in long] == [
        "Xếp hạng 16 sở, ban, ngành; 2 đơn vị được miễn chỉ tiêu",
        "Xếp hạng 9 huyện, thị xã, thành phố",
        "Xếp hạng 94 đơn vị cấp xã",
    ]
    assert all(level.strip for level in long)
    assert [(len(level.rows), level.folded, level.strip) for level in short] == [(16, "", None), (9, "", None)]


def test_a_common_target_is_stated_once(facts: Facts) -> None:
    """Letter 1612 sets 47% for all units. Plan 3688 sets a share for each unit."""
    shared = indicator_page(facts, "ty-le-thanh-toan-truc-tuyen").results.rankings[0]
    assert shared.target is not None
    assert shared.target.text == "Mức phải đạt: tối thiểu 47% đến hết năm\N{NO-BREAK SPACE}2024"
    assert shared.target.address == "/van-ban/cong-van-1612-ubnd-kstt-2024/#pl.i-common"
    assert (shared.has_assessments, shared.has_own_targets) == (True, False)
    own = indicator_page(facts, "ty-le-dich-vu-cong-toan-trinh").results.rankings[0]
    assert own.target is None
    assert own.has_own_targets
    assert own.rows[0].target.text == "100%"
    assert "Phải đạt đến hết năm\N{NO-BREAK SPACE}2023" in own.headings


def test_equal_targets_of_several_levels_and_years_are_one_line(facts: Facts) -> None:
    """Decision 2631 sets 20% more for three levels in each year from 2022 to 2025: twelve targets in one line. Plan
    56 sets the same for Sóc Trăng in 2022."""
    targets = indicator_page(facts, "muc-tang-so-hoa-ket-qua").targets.common
    assert targets is not None
    assert [(row[0].text, row[1].text, plain_text(row[1].note)) for row in targets.rows] == [
        (
            "Các sở, ban, ngành; huyện, thị xã, thành phố; đơn vị cấp xã của tỉnh Tây Ninh",
            "tối thiểu 20%",
            "đến hết năm 2022, năm 2023, năm 2024, năm 2025",
        ),
        (
            "Các sở, ban, ngành; huyện, thị xã, thành phố; đơn vị cấp xã của tỉnh Sóc Trăng",
            "tối thiểu 20%",
            "đến hết năm 2022",
        ),
    ]


def test_the_list_separates_indicators_with_figures_from_objectives_without(facts: Facts) -> None:
    page = indicators_page(facts)
    listed = [row.link.address for group in page.groups for row in group.rows]
    assert "/chi-tieu/ty-le-thanh-toan-truc-tuyen/" in listed
    without = {one.link.address: one for group in page.objectives for one in group.objectives}
    assert len(listed) + len(without) == len(facts.portal.indicators)
    transactions = without["/chi-tieu/ty-le-giao-dich-thanh-toan-truc-tuyen/"]
    assert transactions.measured_by is not None
    assert transactions.measured_by.address == "/chi-tieu/ty-le-thanh-toan-truc-tuyen/"
    assert [(link.text, link.address, place) for link, place in transactions.targets] == [
        (
            "tối thiểu 30% đến hết năm\N{NO-BREAK SPACE}2025",
            "/van-ban/quyet-dinh-2631-qd-ubnd-2021/#text-ii.2.2025.2",
            "Tây Ninh",
        ),
        (
            "tối thiểu 50% đến hết năm\N{NO-BREAK SPACE}2030",
            "/van-ban/quyet-dinh-2631-qd-ubnd-2021/#text-ii.2.2030.1",
            "Tây Ninh",
        ),
    ]


def test_the_list_states_the_period_and_the_number_of_units_of_each_indicator(facts: Facts) -> None:
    page = indicators_page(facts)
    row = next(row for group in page.groups for row in group.rows if row.link.text == "Thanh toán trực tuyến")
    assert row.own is not None
    assert (row.own.figure.text, row.own.mark and row.own.mark.word) == ("41,3%", "Chưa đạt")
    assert row.coverage == "14 sở, ban, ngành; 9 huyện, thị xã, thành phố"
    assert row.period.address == "/chi-tieu/ty-le-thanh-toan-truc-tuyen/2024-05/"


def test_titles_and_descriptions_have_the_newest_result(facts: Facts) -> None:
    page = indicator_page(facts, "ty-le-thanh-toan-truc-tuyen")
    assert page.title == "Thanh toán trực tuyến, tỉnh Tây Ninh: số liệu đến tháng\N{NO-BREAK SPACE}5/2024"
    assert page.description == (
        "Thanh toán trực tuyến, số liệu mới nhất (tháng\N{NO-BREAK SPACE}5/2024): "
        "3 trong 14 sở, ban, ngành đạt chỉ tiêu. Dẫn đầu: Sở Thông tin và Truyền thông (100%). "
        "Cuối bảng: Sở Xây dựng (0%)."
    )
    objective = indicator_page(facts, "ty-le-giao-dich-thanh-toan-truc-tuyen")
    assert objective.title == "Giao dịch trả phí trực tuyến, tỉnh Tây Ninh: mức phải đạt"
    assert objective.description == (
        "Giao dịch trả phí trực tuyến: phải đạt tối thiểu 30% đến hết năm\N{NO-BREAK SPACE}2025 (Tây Ninh). "
        "Phải đạt tối thiểu 50% đến hết năm\N{NO-BREAK SPACE}2030 (Tây Ninh). Chưa có văn bản nào công bố kết quả."
    )


def test_each_page_has_a_unique_title_and_description(facts: Facts) -> None:
    """Search engines show about 200 characters of a description. A very short one is useless."""
    pages = [
        *indicator_pages(facts_of_indicators(facts)),
        *dated_ranking_pages(facts_of_indicators(facts)),
        indicators_page(facts),
        *ranking_pages(facts),
    ]
    assert len({page.title for page in pages}) == len(pages)
    assert len({page.description for page in pages}) == len(pages)
    assert [page.description for page in pages if not 50 <= len(page.description) <= 200] == []


def test_every_page_renders_with_one_heading(facts: Facts) -> None:
    environment = make_environment()
    texts = [
        render_page(environment, page)
        for page in [
            *indicator_pages(facts_of_indicators(facts)),
            indicators_page(facts),
        ]
    ]
    assert all(text.count("\n# ") == 1 for text in texts)
    assert not any("None" in text for text in texts)
