"""A portal of more units than one page can hold: provinces and crowded levels have pages of their own for each
indicator, and the pages of the whole tell what all provinces together reach."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from generator.loading import load_portal
from generator.measures import measure
from generator.pages import places
from generator.pages.document.page import document_pages
from generator.pages.facts import Facts, Findings, gather
from generator.pages.indicator.dated import DatedRankingPage, dated_ranking_pages
from generator.pages.indicator.material import materials
from generator.pages.indicator.page import IndicatorPage, indicator_pages
from generator.pages.levels import Levels, levels_of
from generator.pages.ranking import heat
from generator.pages.ranking.page import RankingsPage, ranking_pages
from generator.pages.site import addresses_of
from generator.pages.unit.list import units_page
from tests.benchmarks.country import write_country

TODAY = date(2024, 8, 1)
NBSP = "\N{NO-BREAK SPACE}"
UNITS = 63
"""Three provinces with twenty communes each."""

RESULTS = "unit_id,level,aggregate,indicator_id,period,value,status,reading,locator,note\n"
FIGURES = {"p0": (100, 80, 60), "p1": (50, 40, 20), "p2": (90, 70)}
"""Of the first communes of each province in June 2024; all of them have to reach 80%."""


def facts_of(root: Path) -> Facts:
    portal, faults = load_portal(root)
    assert not faults
    return gather(portal, measure(portal), Findings(), TODAY)


@pytest.fixture
def country(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The country of three provinces, with few figures of one indicator, one unit beyond what a page holds."""
    monkeypatch.setattr(places, "VAST", UNITS - 1)
    write_country(tmp_path, 60)
    rows = (
        f"{province}.c{number},,,i0,2024-06,{value},,,PL0:{province}{number},\n"
        for province, values in FIGURES.items()
        for number, value in enumerate(values)
    )
    (tmp_path / "data" / "results" / "s.csv").write_text(RESULTS + "".join(rows), encoding="utf-8")
    return tmp_path


def pages_of(root: Path) -> Mapping[str, IndicatorPage | DatedRankingPage]:
    facts = facts_of(root)
    known = materials(facts, levels_of(facts))
    return {page.address: page for page in (*indicator_pages(known), *dated_ranking_pages(known))}


def levels(root: Path) -> tuple[Facts, Levels]:
    facts = facts_of(root)
    return facts, levels_of(facts)


def test_provinces_have_pages_beyond_so_many_units_and_no_sooner(
    country: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """63 units are more than 62; those of the limit itself are not."""
    beyond = set(pages_of(country))
    monkeypatch.setattr(places, "VAST", UNITS)
    before = set(pages_of(country))
    assert before < beyond
    assert beyond - before == {
        f"/chi-tieu/chi-tieu-0/{province}/{period}" for province in FIGURES for period in ("", "2024-06/")
    }


def test_a_crowded_level_has_pages_of_its_own(country: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twenty communes of each province were entered; its own page says what they reached and leads there."""
    monkeypatch.setattr(places, "LARGE", 19)
    pages = pages_of(country)
    page = pages["/chi-tieu/chi-tieu-0/p0/2024-06/"]
    assert page.results.standings == ()
    (level,) = page.in_short
    assert level.link
    assert level.link.address == "/chi-tieu/chi-tieu-0/p0/cap-xa/2024-06/"
    (standings,) = pages[level.link.address].results.standings
    assert [(row.place.text, row.unit.text) for row in standings.rows] == [
        ("1", "Xã p0.c0"),
        ("2", "Xã p0.c1"),
        ("3", "Xã p0.c2"),
    ]


@pytest.mark.parametrize("large", [19, 100])
@pytest.mark.parametrize("vast", [62, 1000])
def test_addresses_are_told_without_making_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: int, vast: int
) -> None:
    monkeypatch.setattr(places, "LARGE", large)
    monkeypatch.setattr(places, "VAST", vast)
    write_country(tmp_path, 60)
    told = [address for address in addresses_of(load_portal(tmp_path)[0], ()) if address.startswith("/chi-tieu/")]
    made = pages_of(tmp_path)
    assert sorted(told) == sorted(["/chi-tieu/", *made])
    of_provinces = 10 * 3 * 3 * (2 if large == 19 else 1) if vast == 62 else 0
    assert len(made) == 10 * 3 + of_provinces


def test_the_page_of_the_whole_tells_what_all_provinces_reach_together(country: Path) -> None:
    """100, 90, 80, 70, 60, 50, 40, 20: three of eight reach 80; the median lies between 60 and 70."""
    page = pages_of(country)["/chi-tieu/chi-tieu-0/2024-06/"]
    assert page.results.standings == ()
    (level,) = page.in_short
    assert level.id == "cap-xa"
    assert level.sentences[:3] == (
        f"Tháng{NBSP}6/2024: 3 trong 8 xã, phường, thị trấn đạt chỉ tiêu.",
        "Số liệu của 3 tỉnh, thành phố.",
        "Trung vị 65%; một nửa số đơn vị nằm trong khoảng từ 47,5% đến 82,5%.",
    )
    assert "Dẫn đầu: Xã p0.c0, Tỉnh p0 (100%)." in level.sentences
    assert "Cuối bảng: Xã p1.c2, Tỉnh p1 (20%)." in level.sentences
    assert page.provinces
    cells = [(row.province.address, row.levels[0]) for row in page.provinces.rows]
    assert [(address, cell.told, cell.link.address) for address, cell in cells if cell] == [
        (
            f"/chi-tieu/chi-tieu-0/{province}/2024-06/",
            told,
            f"/chi-tieu/chi-tieu-0/{province}/2024-06/#cap-xa",
        )
        for province, told in (("p0", "2/3 đạt"), ("p1", "0/3 đạt"), ("p2", "1/2 đạt"))
    ]


def test_a_province_ranks_its_own_units_and_tells_its_own_targets(country: Path) -> None:
    page = pages_of(country)["/chi-tieu/chi-tieu-0/p1/"]
    assert isinstance(page, IndicatorPage)
    (standings,) = page.results.standings
    assert (standings.id, [row.unit.text for row in standings.rows]) == (
        "cap-xa",
        ["Xã p1.c0", "Xã p1.c1", "Xã p1.c2"],
    )
    assert page.targets.common
    assert [row[0].address for row in page.targets.common.rows] == ["/don-vi/p1/"]
    assert [link.address for link in page.trail] == ["/", "/chi-tieu/", "/chi-tieu/chi-tieu-0/"]


def test_what_names_an_indicator_leads_to_where_the_unit_is_ranked(
    country: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To its level's page, to its province's, or to that of the whole where nothing is split."""
    facts, known = levels(country)
    unit, indicator = facts.portal.units["p0.c0"], facts.portal.indicators["i0"]
    assert known.ranking(unit, indicator) == "/chi-tieu/chi-tieu-0/p0/"
    assert known.ranking(facts.portal.units["p0"], indicator) == "/chi-tieu/chi-tieu-0/"
    assert known.ranking(unit, facts.portal.indicators["i1"]) == "/chi-tieu/chi-tieu-1/"
    monkeypatch.setattr(places, "LARGE", 19)
    assert levels(country)[1].ranking(unit, indicator) == "/chi-tieu/chi-tieu-0/p0/cap-xa/"
    monkeypatch.setattr(places, "VAST", UNITS)
    assert levels(country)[1].ranking(unit, indicator) == "/chi-tieu/chi-tieu-0/"


def test_the_list_of_units_counts_those_of_each_province(country: Path) -> None:
    (section,) = units_page(facts_of(country)).sections
    assert [(line.link.text, line.score) for line in section.parts[0].units] == [
        (f"Tỉnh {province}", "20 xã, phường, thị trấn") for province in FIGURES
    ]


@pytest.mark.parametrize("most", [19, 20])
def test_a_table_is_brief_by_the_units_that_were_ever_entered(
    country: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """Twenty communes of each province were entered; the table names those without a figure too."""
    monkeypatch.setattr(heat, "_VERY_LONG", most)
    facts, known = levels(country)
    (page,) = [page for page in ranking_pages(facts, known) if page.address == "/xep-hang/p0/"]
    assert isinstance(page, RankingsPage)
    tables = [section.table for section in page.sections if section.table]
    assert [(len(table.rows), table.brief) for table in tables] == [(20, most == 19)]


def test_a_small_document_writes_figures_with_their_machine_form(country: Path) -> None:
    (page,) = document_pages(facts_of(country))
    assert [table.brief for table in page.tables] == [False] * len(page.tables)
