"""An indicator's page and the list of indicators."""

from datetime import date
from pathlib import Path

from generator.loading import load_portal
from generator.measures import measure
from generator.pages.facts import Facts, Findings, gather
from generator.pages.indicator.material import materials
from generator.pages.indicator.page import IndicatorPage, indicator_pages
from generator.pages.levels import levels_of


def facts_of(root: Path) -> Facts:
    portal, faults = load_portal(root)
    assert not faults
    return gather(portal, measure(portal), Findings(), date(2024, 10, 15))


def page_of(facts: Facts, slug: str) -> IndicatorPage:
    return next(
        page for page in indicator_pages(materials(facts, levels_of(facts))) if page.address == f"/chi-tieu/{slug}/"
    )


def test_the_newest_period_of_each_level_is_shown(mini: Path) -> None:
    page = page_of(facts_of(mini), "ty-le-toan-trinh")
    assert [table.sentences[0] for table in page.results.standings] == [
        "Tháng\N{NO-BREAK SPACE}6/2024: đơn vị duy nhất được xét chưa đạt chỉ tiêu."
    ]
    strips = [strip for year in page.periods.years for strip in year.strips]
    assert [slot.address for strip in strips for slot in strip.slots if slot.address] == [
        "/chi-tieu/ty-le-toan-trinh/2024-06/",
        "/chi-tieu/ty-le-toan-trinh/2022-12/",
    ]


def test_common_and_own_targets_are_told_apart(mini: Path) -> None:
    page = page_of(facts_of(mini), "ty-le-toan-trinh")
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


def test_a_formula_leads_to_its_parts_and_parts_to_what_uses_them(mini: Path) -> None:
    facts = facts_of(mini)
    share, total = page_of(facts, "ty-le-toan-trinh"), page_of(facts, "so-dich-vu")
    assert [link.address for link in share.about.formula] == [
        "/chi-tieu/so-dich-vu-toan-trinh/",
        "/chi-tieu/so-dich-vu/",
    ]
    assert share.about.sign == "chia cho"
    assert [item.link.address for item in total.about.related] == ["/chi-tieu/ty-le-toan-trinh/"]


def test_level_figures_say_what_they_are(mini: Path) -> None:
    table = page_of(facts_of(mini), "so-dich-vu").results.level_figures
    assert table is not None
    assert [(cell.text, cell.note) for cell in table.rows[0]] == [
        ("Sở, ban, ngành", "Tổng của các đơn vị trong cấp"),
        ("12", "tháng\N{NO-BREAK SPACE}12/2022"),
        ("Kế hoạch số\N{NO-BREAK SPACE}1/KH-UBND, bảng\N{NO-BREAK SPACE}PL1, dòng tổng", ""),
    ]


def test_a_name_that_is_short_already_is_said_once(mini: Path) -> None:
    path = mini / "data" / "indicators.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("short_name: Thời gian chờ", "short_name: Thời gian chờ đợi tại Bộ phận Một cửa"), encoding="utf-8"
    )
    page = page_of(facts_of(mini), "thoi-gian-cho")
    assert (page.heading, page.official) == ("Thời gian chờ đợi tại Bộ phận Một cửa", "")
