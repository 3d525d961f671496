"""An indicator's page and the list of indicators."""

from datetime import date
from pathlib import Path

import pytest

from generator.loading import load_portal
from generator.measures import measure
from generator.pages.facts import Facts, Findings, gather
from generator.pages.indicator.list import indicators_page
from generator.pages.indicator.page import IndicatorPage, indicator_pages
from generator.pages.levels import levels_of
from generator.rendering import make_environment, render_page

ROOT = Path(__file__).resolve().parent.parent


def facts_of(root: Path) -> Facts:
    portal, faults = load_portal(root)
    assert not faults
    return gather(portal, measure(portal), Findings(), date(2024, 10, 15))


def page_of(facts: Facts, slug: str) -> IndicatorPage:
    return next(page for page in indicator_pages(facts, levels_of(facts)) if page.address == f"/chi-tieu/{slug}/")


@pytest.fixture(scope="module")
def real() -> Facts:
    return facts_of(ROOT)


def test_every_indicator_has_a_page_even_without_figures(real: Facts) -> None:
    assert len(list(indicator_pages(real, levels_of(real)))) == len(real.portal.indicators)


def test_the_newest_period_of_each_level_is_shown(mini: Path) -> None:
    page = page_of(facts_of(mini), "ty-le-toan-trinh")
    assert [table.period for table in page.standings] == ["tháng\N{NO-BREAK SPACE}6/2024"]
    assert [link.address for link in page.dated] == [
        "/chi-tieu/ty-le-toan-trinh/2024-06/",
        "/chi-tieu/ty-le-toan-trinh/2022-12/",
    ]


def test_common_and_own_targets_are_told_apart(mini: Path) -> None:
    page = page_of(facts_of(mini), "ty-le-toan-trinh")
    assert page.common_targets is not None
    assert [[cell.text for cell in row] for row in page.common_targets.rows] == [
        [
            "Các sở, ban, ngành của tỉnh Thử",
            "tối thiểu 70%",
            "đến hết năm\N{NO-BREAK SPACE}2025",
            "Kế hoạch số\N{NO-BREAK SPACE}1/KH-UBND, bảng\N{NO-BREAK SPACE}PL1, dòng tổng",
        ]
    ]
    (own,) = page.own_targets
    assert [[cell.text for cell in row] for row in own.table.rows] == [
        ["Sở An Bình", "tối thiểu 50%", "tối thiểu 80%"],
        ["Sở Đại Đồng", "được miễn", "không giao"],
    ]
    assert "1 đơn vị được miễn" in own.sentence


def test_a_formula_leads_to_its_parts_and_parts_to_what_uses_them(mini: Path) -> None:
    facts = facts_of(mini)
    share, total = page_of(facts, "ty-le-toan-trinh"), page_of(facts, "so-dich-vu")
    assert [link.address for link in share.formula] == ["/chi-tieu/so-dich-vu-toan-trinh/", "/chi-tieu/so-dich-vu/"]
    assert share.sign == "chia cho"
    assert [item.link.address for item in total.related] == ["/chi-tieu/ty-le-toan-trinh/"]


def test_level_figures_say_what_they_are(mini: Path) -> None:
    table = page_of(facts_of(mini), "so-dich-vu").level_figures
    assert table is not None
    assert [cell.text for cell in table.rows[0]] == [
        "Sở, ban, ngành của tỉnh Thử",
        "Tổng của các đơn vị trong cấp",
        "tháng\N{NO-BREAK SPACE}12/2022",
        "12",
        "Kế hoạch số\N{NO-BREAK SPACE}1/KH-UBND, bảng\N{NO-BREAK SPACE}PL1, dòng tổng",
    ]


def test_an_objective_without_figures_says_so_and_names_what_stands_in(real: Facts) -> None:
    page = page_of(real, "ty-le-ho-so-truc-tuyen-muc-do-3-4")
    assert page.standings == ()
    assert page.empty.startswith("Chưa có văn bản nào")
    assert page.common_targets is not None
    assert [row[1].text for row in page.common_targets.rows] == ["tối thiểu 50%", "tối thiểu 80%"]
    assert [item.link.address for item in page.related] == ["/chi-tieu/ty-le-ho-so-truc-tuyen/"]
    other = page_of(real, "ty-le-ho-so-truc-tuyen")
    assert page.address in [item.link.address for item in other.related]


def test_the_service_index_shows_how_its_points_are_shared_out(real: Facts) -> None:
    """Decision 766: 18 + 20 + 22 + 22 + 18; the national portal parts 22 into 12 and 10."""
    schemes = page_of(real, "chi-so-phuc-vu-nguoi-dan-doanh-nghiep").schemes
    assert [[row[1].text for row in scheme.table.rows] for scheme in schemes] == [
        ["18", "20", "22", "22", "18"],
        ["18", "20", "22", "12", "10", "18"],
    ]
    assert page_of(real, "muc-do-hai-long").schemes == ()


def test_the_three_levels_of_annex_2_are_all_there(real: Facts) -> None:
    """Plan 3688, annex 2: 18 departments, 9 districts, 94 communes."""
    page = page_of(real, "ty-le-ho-so-nop-xu-ly-tra-ket-qua-truc-tuyen")
    assert [(table.id, len(table.rows)) for table in page.standings] == [
        ("so-ban-nganh", 18),
        ("cap-huyen", 9),
        ("cap-xa", 94),
    ]
    communes = page.standings[2]
    assert communes.strip is not None
    assert len(communes.strip.dots) == 94
    assert communes.strip.sentence.startswith("94 xã, phường, thị trấn: thấp nhất 70,71%, cao nhất 100%; ")
    assert communes.facets == {"district": "Thuộc", "kind": "Loại đơn vị"}
    assert [card.figure.text for card in page.provinces] == ["43,08%"]


def test_the_list_parts_indicators_with_figures_from_objectives_without(real: Facts) -> None:
    page = indicators_page(real, levels_of(real))
    listed = [row.indicator.address for group in page.groups for row in group.rows]
    assert "/chi-tieu/ty-le-thanh-toan-truc-tuyen/" in listed
    without = {row.indicator.address: row for row in page.objectives}
    assert len(listed) + len(without) == len(real.portal.indicators)
    transactions = without["/chi-tieu/ty-le-giao-dich-thanh-toan-truc-tuyen/"]
    assert transactions.measured_by is not None
    assert transactions.measured_by.address == "/chi-tieu/ty-le-thanh-toan-truc-tuyen/"


def test_every_page_renders(real: Facts) -> None:
    environment = make_environment()
    texts = [
        render_page(environment, page)
        for page in [*indicator_pages(real, levels_of(real)), indicators_page(real, levels_of(real))]
    ]
    assert all(text.count("\n# ") == 1 for text in texts)
    assert not any("None" in text for text in texts)
