"""Tests a portal with more units than one page can hold. Provinces and crowded levels have their own pages of each
indicator, and pages of the whole country summarise all provinces."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from generator.history import History
from generator.loading import load_portal
from generator.model import Level
from generator.pages import ranking_scopes
from generator.pages.comparison.page import comparison_page
from generator.pages.document import tables
from generator.pages.document.entries import CellFigure
from generator.pages.document.page import document_pages
from generator.pages.downloads.api import api_page
from generator.pages.indicator.dated import DatedRankingPage, dated_ranking_pages
from generator.pages.indicator.indicator_facts import facts_of_indicators
from generator.pages.indicator.page import IndicatorPage, indicator_pages
from generator.pages.indicator.scope import part_of
from generator.pages.overall import overall_rankings
from generator.pages.ranking import heat
from generator.pages.ranking.page import RankingsPage, ranking_pages
from generator.pages.ranking_scopes import RankingScope
from generator.pages.site import addresses_of
from generator.pages.unit.list import units_page
from generator.rendering import make_environment, render_page
from tests.benchmarks.country import source_entry, write_country
from tests.support.headers import LINEAGE_HEADER, RESULT_HEADER
from tests.support.portals import append_to, facts_of, replace_in

NBSP = "\N{NO-BREAK SPACE}"
UNITS = 63
"""Three provinces with twenty communes each."""

FIGURES = {"p0": (100, 80, 60), "p1": (50, 40, 20), "p2": (90, 70)}
"""Figures of June 2024 of the first communes of each province. The target of all communes is 80%."""


@pytest.fixture
def country(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The country of three provinces with few figures of one indicator. It has one unit more than a page can hold."""
    monkeypatch.setattr("generator.model.portal.MAX_UNITS_WITHOUT_PROVINCE_PAGES", UNITS - 1)
    write_country(tmp_path, 60)
    rows = (
        f"{province}.c{number},,,i0,2024-06,{value},,,PL0:{province}{number},\n"
        for province, values in FIGURES.items()
        for number, value in enumerate(values)
    )
    (tmp_path / "data" / "results" / "s.csv").write_text(RESULT_HEADER + "".join(rows), encoding="utf-8")
    return tmp_path


def pages_of(root: Path) -> Mapping[str, IndicatorPage | DatedRankingPage]:
    facts = facts_of(root)
    known = facts_of_indicators(facts)
    return {page.address: page for page in (*indicator_pages(known), *dated_ranking_pages(known))}


def test_provinces_have_pages_only_above_the_limit_of_units(country: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """63 units are above the limit of 62, but not above the limit of 63."""
    beyond = set(pages_of(country))
    monkeypatch.setattr("generator.model.portal.MAX_UNITS_WITHOUT_PROVINCE_PAGES", UNITS)
    before = set(pages_of(country))
    assert before < beyond
    assert beyond - before == {
        f"/chi-tieu/chi-tieu-0/{province}/{period}" for province in FIGURES for period in ("", "2024-06/")
    }


def test_a_crowded_level_has_pages_of_its_own(country: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twenty communes of each province were entered. The province's page summarises their results and links to the
    level's page."""
    monkeypatch.setattr(ranking_scopes, "LARGE", 19)
    pages = pages_of(country)
    page = pages["/chi-tieu/chi-tieu-0/p0/2024-06/"]
    assert page.results.rankings == ()
    (level,) = page.level_summaries
    assert level.link
    assert level.link.address == "/chi-tieu/chi-tieu-0/p0/cap-xa/2024-06/"
    (standings,) = pages[level.link.address].results.rankings
    assert [(row.place.text, row.unit.text) for row in standings.rows] == [
        ("1", "Xã p0.c0"),
        ("2", "Xã p0.c1"),
        ("3", "Xã p0.c2"),
    ]


def test_the_target_of_a_single_unit_of_a_crowded_level_is_on_the_page_of_the_level(
    country: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The common target of the level is on both pages."""
    monkeypatch.setattr(ranking_scopes, "LARGE", 19)
    append_to(country / "data/targets/s.csv", "p0.c0,,i0,2024,at_least,95,,PL0:x,\n")
    found = [
        (part_of(facts, RankingScope(facts.facts.portal.units["p0"], level, None, facts.indicator)))
        for facts in facts_of_indicators(facts_of(country))[:1]
        for level in (None, Level.COMMUNE)
    ]
    assert [[target.value for target in scope.targets] for scope in found] == [["80"], ["80", "95"]]


@pytest.mark.parametrize("large", [19, 100])
@pytest.mark.parametrize("limit", [62, 1000])
def test_addresses_are_known_without_making_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: int, limit: int
) -> None:
    monkeypatch.setattr(ranking_scopes, "LARGE", large)
    monkeypatch.setattr("generator.model.portal.MAX_UNITS_WITHOUT_PROVINCE_PAGES", limit)
    write_country(tmp_path, 60)
    every = addresses_of(load_portal(tmp_path)[0], History(()))
    known = [address for address in every if address.startswith("/chi-tieu/")]
    made = pages_of(tmp_path)
    assert sorted(known) == sorted(["/chi-tieu/", *made])
    of_provinces = 10 * 3 * 3 * (2 if large == 19 else 1) if limit == 62 else 0
    assert len(made) == 10 * 3 + of_provinces


def test_the_page_of_the_whole_country_summarises_all_provinces(country: Path) -> None:
    """Of 100, 90, 80, 70, 60, 50, 40 and 20, three of eight meet 80. The median is between 60 and 70."""
    page = pages_of(country)["/chi-tieu/chi-tieu-0/2024-06/"]
    assert page.results.rankings == ()
    (level,) = page.level_summaries
    assert level.id == "cap-xa"
    assert level.sentences[:3] == (
        f"Tháng{NBSP}6/2024: 3 trong 8 đơn vị cấp xã đạt chỉ tiêu.",
        "Số liệu của 3 tỉnh, thành phố.",
        "Trung vị 65%; một nửa số đơn vị nằm trong khoảng từ 47,5% đến 82,5%.",
    )
    assert "Dẫn đầu: Xã p0.c0, Tỉnh p0 (100%)." in level.sentences
    assert "Cuối bảng: Xã p1.c2, Tỉnh p1 (20%)." in level.sentences
    assert page.provinces
    cells = [(row.province.address, row.levels[0]) for row in page.provinces.rows]
    assert [(address, cell.note, cell.link.address) for address, cell in cells if cell] == [
        (
            f"/chi-tieu/chi-tieu-0/{province}/2024-06/",
            score,
            f"/chi-tieu/chi-tieu-0/{province}/2024-06/#cap-xa",
        )
        for province, score in (("p0", "2/3 đạt"), ("p1", "0/3 đạt"), ("p2", "1/2 đạt"))
    ]


def test_provinces_with_newest_figures_of_different_periods_state_them(country: Path) -> None:
    append_to(country / "data/results/s.csv", "p0.c0,,,i0,2024-07,90,,,PL1:p00,\n")
    provinces = pages_of(country)["/chi-tieu/chi-tieu-0/"].provinces
    assert provinces
    assert [cell.note for row in provinces.rows for cell in row.levels if cell] == [
        f"1/1 đạt; tháng{NBSP}7/2024",
        f"0/3 đạt; tháng{NBSP}6/2024",
        f"1/2 đạt; tháng{NBSP}6/2024",
    ]


def test_the_line_of_all_provinces_is_broken_where_half_of_them_were_rearranged(country: Path) -> None:
    """A commune was merged into another on 1 May, first in one province of three, then in two."""
    rows = (
        f"{province}.c{number},,,i0,2024-0{month},{month}{number},,,PL0:{month}.{province}{number},\n"
        for month in (3, 4, 5)
        for province in FIGURES
        for number in range(2)
    )
    append_to(country / "data/results/s.csv", "".join(rows))
    lineage, breaks = LINEAGE_HEADER, []
    for province in ("p0", "p1"):
        lineage += f"{province}.c9,{province}.c8,2024-05-01,merged,s,\n"
        (country / "data/lineage.csv").write_text(lineage, encoding="utf-8")
        (level,) = pages_of(country)["/chi-tieu/chi-tieu-0/"].level_summaries
        assert level.over_time
        assert level.over_time.history
        breaks.append([tick.text for tick in level.over_time.history.picture.breaks])
    assert breaks == [[], ["sắp xếp đơn vị hành chính"]]


@pytest.mark.parametrize("period", ["", "2024-06/"])
def test_the_page_of_the_whole_country_links_its_provinces_and_names_them_beside_units(
    country: Path, period: str
) -> None:
    """Provinces are named among the links to parts of the page, at each dot and in the preview picture."""
    page = pages_of(country)[f"/chi-tieu/chi-tieu-0/{period}"]
    doors = [(door.text, door.address) for door in page.section_links]
    assert doors[:2] == [("Cấp xã", "#cap-xa"), ("Từng tỉnh, thành phố", "#cac-tinh")]
    (level,) = page.level_summaries
    assert level.strip
    assert [dot.label for dot in level.strip.dots][:2] == ["Xã p0.c0, Tỉnh p0: 100%", "Xã p2.c0, Tỉnh p2: 90%"]
    assert page.picture
    assert "Cấp xã: 3/8 đạt; dẫn đầu: Xã p0.c0, Tỉnh p0 (100%); cuối bảng: Xã p1.c2" in page.picture.alt


def test_units_that_share_the_first_rank_are_separated_by_semicolons(country: Path) -> None:
    results = country / "data" / "results" / "s.csv"
    replace_in(results, "p2.c0,,,i0,2024-06,90,", "p2.c0,,,i0,2024-06,100,")
    (level,) = pages_of(country)["/chi-tieu/chi-tieu-0/2024-06/"].level_summaries
    assert "Dẫn đầu: Xã p0.c0, Tỉnh p0; Xã p2.c0, Tỉnh p2 (100%)." in level.sentences


def test_a_picture_counts_many_documents_and_rows_name_their_document(country: Path) -> None:
    """There are four documents, because each figure of p0 has a report of its own."""
    data = country / "data"
    with (data / "sources.yml").open("a", encoding="utf-8") as sources:
        sources.writelines(source_entry(id_).replace("1/BC", f"{id_}/BC") for id_ in "abc")
    rows = (data / "results" / "s.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    for id_, row in zip("abc", rows[1:4], strict=True):
        (data / "results" / f"{id_}.csv").write_text(RESULT_HEADER + row, encoding="utf-8")
    (data / "results" / "s.csv").write_text("".join([rows[0], *rows[4:]]), encoding="utf-8")
    pages = pages_of(country)
    picture = pages["/chi-tieu/chi-tieu-0/2024-06/"].picture
    assert picture
    assert picture.alt.endswith("Theo 4 văn bản.")
    rankings = [pages[f"/chi-tieu/chi-tieu-0/{province}/2024-06/"].results.rankings for province in ("p0", "p1")]
    assert [(table.names_documents, table.rows[0].source.text) for (table,) in rankings if table.rows[0].source] == [
        (True, f"Báo cáo a/BC, bảng{NBSP}PL0, dòng{NBSP}p00"),
        (False, f"dòng{NBSP}p10"),
    ]


def test_a_provinces_page_ranks_its_own_units_and_shows_its_own_targets(country: Path) -> None:
    page = pages_of(country)["/chi-tieu/chi-tieu-0/p1/"]
    assert isinstance(page, IndicatorPage)
    (standings,) = page.results.rankings
    assert (standings.id, [row.unit.text for row in standings.rows]) == (
        "cap-xa",
        ["Xã p1.c0", "Xã p1.c1", "Xã p1.c2"],
    )
    assert page.targets.common
    assert [row[0].address for row in page.targets.common.rows] == ["/don-vi/p1/"]
    assert [link.address for link in page.trail] == ["/", "/chi-tieu/", "/chi-tieu/chi-tieu-0/"]


def test_links_of_an_indicator_lead_to_the_page_that_ranks_the_unit(
    country: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """This is the page of the unit's level, of its province, or of the whole country if nothing is split."""
    facts = facts_of(country)
    unit, indicator = facts.portal.units["p0.c0"], facts.portal.indicators["i0"]
    assert facts.levels.ranking(unit, indicator) == "/chi-tieu/chi-tieu-0/p0/"
    assert facts.levels.ranking(facts.portal.units["p0"], indicator) == "/chi-tieu/chi-tieu-0/"
    assert facts.levels.ranking(unit, facts.portal.indicators["i1"]) == "/chi-tieu/chi-tieu-1/"
    monkeypatch.setattr(ranking_scopes, "LARGE", 19)
    assert facts_of(country).levels.ranking(unit, indicator) == "/chi-tieu/chi-tieu-0/p0/cap-xa/"
    monkeypatch.setattr("generator.model.portal.MAX_UNITS_WITHOUT_PROVINCE_PAGES", UNITS)
    assert facts_of(country).levels.ranking(unit, indicator) == "/chi-tieu/chi-tieu-0/"


def test_the_list_of_units_counts_the_units_of_each_province(country: Path) -> None:
    (section,) = units_page(facts_of(country)).sections
    assert [(line.link.text, line.score) for line in section.parts[0].units] == [
        (f"Tỉnh {province}", "20 đơn vị cấp xã") for province in FIGURES
    ]


def test_provinces_that_have_ended_are_listed_apart(country: Path) -> None:
    """P2 and its communes ended with June 2024. The page of June shows the provinces that existed then."""
    path = country / "data" / "units.csv"
    rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(row.replace(",,,\n", ",2024-06-30,,\n") if row.startswith("p2") else row for row in rows))
    facts = facts_of(country, date(2024, 8, 1))
    known = facts_of_indicators(facts)
    newest = next(iter(indicator_pages(known))).provinces
    assert newest
    assert newest.ended
    assert [row.province.text for row in newest.rows] == ["Tỉnh p0", "Tỉnh p1"]
    assert [row.province.text for row in newest.ended.rows] == ["Tỉnh p2"]
    assert newest.ended.caption == "Kết quả mới nhất của các đơn vị ở 1 tỉnh, thành phố đã kết thúc hoạt động"
    june = next(iter(dated_ranking_pages(known))).provinces
    assert june
    assert (len(june.rows), june.ended) == (3, None)
    page = comparison_page(facts, overall_rankings(facts), None)
    assert [province.title for province in page.provinces] == ["Tỉnh p0", "Tỉnh p1"]
    assert [province.title for province in page.ended] == ["Tỉnh p2 (đến hết 30/06/2024)"]
    (section,) = units_page(facts).sections
    assert [(part.heading and part.heading.text, len(part.units)) for part in section.parts] == [
        (None, 2),
        ("Đã kết thúc hoạt động", 1),
    ]


RUNS = [f"Các đơn vị từ vị trí {first} đến vị trí {first + 3}" for first in (1, 5, 9)]


@pytest.mark.parametrize(
    ("limit", "offered"),
    [
        (UNITS - 1, ["Ba đơn vị cao nhất và ba đơn vị thấp nhất"]),
        (UNITS, ["Ba đơn vị cao nhất và ba đơn vị thấp nhất", *RUNS]),
    ],
)
def test_only_smaller_portals_offer_comparisons_that_name_every_unit(
    country: Path, monkeypatch: pytest.MonkeyPatch, limit: int, offered: list[str]
) -> None:
    """Twelve communes of p0 have a figure, which is too many for one comparison."""
    with (country / "data" / "results" / "s.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"p0.c{number},,,i0,2024-06,{number},,,PL1:{number},\n" for number in range(3, 12))
    monkeypatch.setattr("generator.model.portal.MAX_UNITS_WITHOUT_PROVINCE_PAGES", limit)
    facts = facts_of(country)
    page = comparison_page(facts, overall_rankings(facts), None)
    of_provinces = [level for province in page.provinces for level in province.levels]
    found = {level.id: level.offers for level in (*page.levels, *of_provinces)}
    assert [offer.link.text for offer in found["commune-p0"]] == offered


@pytest.mark.parametrize("most", [19, 20])
def test_a_table_is_brief_if_too_many_units_were_ever_entered(
    country: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """Twenty communes of each province were entered. The table lists communes without a figure too."""
    monkeypatch.setattr(heat, "_VERY_LONG", most)
    facts = facts_of(country)
    (page,) = [page for page in ranking_pages(facts) if page.address == "/xep-hang/p0/"]
    assert isinstance(page, RankingsPage)
    shown = [section.table for section in page.sections if section.table]
    assert [(len(table.rows), table.brief) for table in shown] == [(20, most == 19)]


def test_a_large_document_writes_plain_cells(country: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Eleven figures are above the limit of ten, so a cell has only its figure. A cell with a remark keeps its full
    form, and so does an inferred figure whose remark is on its row."""
    assert not CellFigure("80%", "80", inferred=True).plain
    results = country / "data" / "results" / "s.csv"
    replace_in(results, ",80,,,PL0:p01,", ",80,,inferred,PL0:p01,Chữ mờ")
    monkeypatch.setattr(tables, "_MANY", 10)
    (page,) = document_pages(facts_of(country))
    text = render_page(make_environment(), page)
    cells = dict(re.findall(r'<tr id="pl0-(p\d\d)".*?</th>(.*?)</tr>', text))
    assert cells.pop("p01").startswith('<td class="cmb-number" data-sort="80"><span class="cmb-figure">80%</span>')
    assert cells == {
        "p00": "<td>100%</td>",
        "p02": "<td>60%</td>",
        "p10": "<td>50%</td>",
        "p11": "<td>40%</td>",
        "p12": "<td>20%</td>",
        "p20": "<td>90%</td>",
        "p21": "<td>70%</td>",
    }


def test_the_page_of_the_static_interface_states_on_which_pages_rows_are(
    country: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a very large portal, rows are on the page of their province. All other addresses are the same."""
    by_province = {row[0].text for row in api_page(facts_of(country)).patterns.rows}
    monkeypatch.setattr("generator.model.portal.MAX_UNITS_WITHOUT_PROVINCE_PAGES", UNITS)
    together = {row[0].text for row in api_page(facts_of(country)).patterns.rows}
    assert by_province - together == {
        "/chi-tieu/<chỉ tiêu>/<tỉnh>/<kỳ>/#don-vi-<đơn vị>",
        "/xep-hang/<tỉnh>/<kỳ>/#<đơn vị>.<chỉ tiêu>",
    }
    assert together - by_province == {
        "/chi-tieu/<chỉ tiêu>/<kỳ>/#don-vi-<đơn vị>",
        "/xep-hang/<kỳ>/#<đơn vị>.<chỉ tiêu>",
    }


def test_a_small_document_writes_cells_in_their_full_form(country: Path) -> None:
    (page,) = document_pages(facts_of(country))
    assert [table.brief for table in page.tables] == [False] * len(page.tables)
