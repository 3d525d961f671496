"""Tests figures of the country: they are shown beside figures of the same indicator and period and rank no unit.
Provinces are ranked among themselves."""

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from generator.build import build
from generator.cli import main
from generator.loading import load_portal
from generator.measures import unit_figures
from generator.model import Assessment, Level, Period
from generator.pages.embeds import RankingEmbed, UnitEmbed
from generator.pages.facts import Assessed, Facts
from generator.pages.figures import bar_of, rank_of
from generator.pages.indicator.dated import dated_ranking_pages
from generator.pages.indicator.indicator_facts import facts_of_indicators
from generator.pages.indicator.page import IndicatorPage, indicator_pages
from generator.pages.links import unit_trail
from generator.pages.posters import figure_row
from generator.pages.ranking.scopes import scopes_of
from generator.pages.unit_names import full_name
from generator.rendering import make_environment, render_page
from tests.support.headers import LINEAGE_HEADER, RESULT_HEADER, TARGET_HEADER, UNIT_HEADER
from tests.support.pages import embeds_by_address, unit_page
from tests.support.portals import append_to, facts_of, replace_in

TODAY = date(2024, 8, 1)
SHARE, WAIT = "full-online-services", "waiting-time"
UNITS = f"""{UNIT_HEADER}\
viet-nam,viet-nam,Việt Nam,Cả nước,country,country,,,,,Toàn quốc,
demo,tinh-demo,Tỉnh Thử,Thử,province,province,,01,,,,
demo.so-a,so-a,Sở An Bình,Sở An Bình,department,department,demo,,,,,
demo.so-b,so-b,Sở Đại Đồng,Sở Đại Đồng,department,department,demo,,,,,
khac,tinh-khac,Tỉnh Khác,Khác,province,province,,02,,,,
thoi,tinh-thoi,Tỉnh Thôi,Thôi,province,province,,03,,2023-12-31,,
"""
RESULTS = f"""{RESULT_HEADER}\
viet-nam,,,full-online-services,2024-06,43.67,,,PL:1,
demo,,,full-online-services,2024-06,41.11,,,PL:2,
demo.so-a,,,full-online-services,2024-06,50,,,PL:3,
demo.so-a,,,full-online-services,2024-05,45,,,PL:4,
khac,,,full-online-services,2024-06,60,,,PL:5,
viet-nam,,,waiting-time,2024-06,12,,,PL:6,
"""
LINEAGE = f"{LINEAGE_HEADER}thoi,,2024-01-01,abolished,demo-2024,\n"
TARGETS = f"""{TARGET_HEADER}\
viet-nam,,full-online-services,2025,at_least,90,,text:I.1,
viet-nam,province,full-online-services,2025,at_least,50,,text:I.2,
demo,,full-online-services,2025,at_least,80,,text:I.3,
"""


@pytest.fixture
def country(mini: Path) -> Path:
    """The mini portal inside a country with two provinces and one that has ended."""
    data = mini / "data"
    (data / "units.csv").write_text(UNITS, encoding="utf-8")
    (data / "results" / "demo-2024.csv").write_text(RESULTS, encoding="utf-8")
    (data / "results" / "demo-2023.csv").write_text(RESULT_HEADER, encoding="utf-8")
    (data / "targets" / "demo-2023.csv").write_text(TARGETS, encoding="utf-8")
    (data / "lineage.csv").write_text(LINEAGE, encoding="utf-8")
    settings = data / "portal.yml"
    replace_in(settings, '["demo"]', '["demo", "khac"]')
    return mini


def row(facts: Facts, unit_id: str, period: str = "2024-06", indicator_id: str = SHARE) -> Assessed:
    found = [one for one in facts.by_unit[unit_id] if one.indicator.id == indicator_id]
    return next(one for one in found if str(one.period) == period)


def indicator_page(root: Path, indicator_id: str) -> IndicatorPage:
    facts = facts_of(root)
    address = facts.portal.indicators[indicator_id].address
    return next(page for page in indicator_pages(facts_of_indicators(facts)) if page.address == address)


def test_the_country_is_compared_only_for_the_same_indicator_and_period(country: Path) -> None:
    """The country's figure of June is shown beside figures of June, not beside a figure of May, and never beside
    itself."""
    facts = facts_of(country)
    beside = {unit_id: row(facts, unit_id).benchmark for unit_id in ("viet-nam", "demo", "demo.so-a")}
    assert {unit_id: found.value if found else None for unit_id, found in beside.items()} == {
        "viet-nam": None,
        "demo": "43.67",
        "demo.so-a": "43.67",
    }
    assert row(facts, "demo.so-a", "2024-05").benchmark is None


def test_provinces_are_ranked_among_themselves_without_the_country(country: Path) -> None:
    """60% ranks before 41.11%. The province that has ended is no peer. A department is ranked only among
    departments."""
    facts = facts_of(country)
    ranks = {id_: (row(facts, id_).rank, row(facts, id_).peers) for id_ in ("viet-nam", "khac", "demo", "demo.so-a")}
    assert ranks == {"viet-nam": (None, 1), "khac": (1, 2), "demo": (2, 2), "demo.so-a": (None, 2)}
    place = rank_of(row(facts, "demo"))
    assert place is not None
    assert (place.text, place.ranked) == ("hạng\u00a02/2", "")


def test_provinces_have_no_peers_when_the_portal_has_no_country(country: Path) -> None:
    """Without a country, provinces are not compared, as before the country level existed."""
    data = country / "data"
    for path in (data / "units.csv", data / "results" / "demo-2024.csv", data / "targets" / "demo-2023.csv"):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(line for line in lines if not line.startswith("viet-nam")), encoding="utf-8")
    facts = facts_of(country)
    assert [(row(facts, id_).rank, row(facts, id_).peers) for id_ in ("khac", "demo")] == [(None, 1), (None, 1)]
    assert [group.level for group in facts.levels.by_indicator[SHARE]] == [Level.DEPARTMENT, Level.DEPARTMENT]


def test_a_country_target_for_a_level_applies_to_its_units_and_one_for_the_country_itself_does_not(
    country: Path,
) -> None:
    """The province with its own target keeps it. The other must reach the 50% for provinces, not the 90% for the
    country."""
    facts = facts_of(country)
    targets = {id_: row(facts, id_).target for id_ in ("viet-nam", "khac", "demo", "demo.so-a")}
    assert {id_: target.value if target else None for id_, target in targets.items()} == {
        "viet-nam": "90",
        "khac": "50",
        "demo": "80",
        "demo.so-a": "80",
    }
    assert row(facts, "khac").assessment is Assessment.MET


def test_a_bar_has_a_second_mark_at_the_countrys_figure(country: Path) -> None:
    """The mark is at 43.67 of 100. A bar of another period has none."""
    facts = facts_of(country)
    bar = bar_of(row(facts, "demo.so-a"))
    assert bar is not None
    assert (bar.value, bar.country) == (50.0, 43.67)
    earlier = bar_of(row(facts, "demo.so-a", "2024-05"))
    assert earlier is not None
    assert earlier.country is None


def test_a_units_page_shows_the_countrys_figure_with_its_source(country: Path) -> None:
    """It is beside the only figure of the same period and links to the row that states it."""
    page = unit_page(country, "demo.so-a")
    found = {item.title: [one.benchmark for one in item.rows] for item in page.boards}
    (link,) = found["Tháng\u00a06/2024 so với mức phải đạt năm\u00a02025"]
    assert link is not None
    assert (link.text, link.address) == ("cả nước 43,67%", "/van-ban/bao-cao-2/#pl-1")
    text = render_page(make_environment(), page)
    assert text.count("Cả nước 43,67%") == 1
    assert text.count('class="cmb-country"') == 2


def test_the_country_has_a_unit_page_of_its_own(country: Path) -> None:
    """The page lists the portal's provinces. The country is compared with no unit and is in no breadcrumb trail."""
    facts = facts_of(country)
    units = facts.portal.units
    page = unit_page(country, "viet-nam")
    assert page.title == "Việt Nam"
    assert page.comparisons is None
    assert page.position_charts == ()
    assert page.neighbours is None
    assert [(group.title, [link.text for link in group.units]) for group in page.units_below] == [
        ("2 tỉnh, thành phố", ["Tỉnh Khác", "Tỉnh Thử"])
    ]
    assert [link.text for link in unit_trail(units["demo.so-a"], facts.portal)] == ["Trang chủ", "Đơn vị", "Tỉnh Thử"]
    assert full_name(units["demo.so-a"], facts.portal) == "Sở An Bình tỉnh Thử"


def test_an_indicator_page_ranks_provinces_with_the_countrys_figure(country: Path) -> None:
    """Provinces have their own table, so none needs a card. The country's figure is shown once."""
    page = indicator_page(country, SHARE)
    assert page.results.provinces == ()
    provinces = page.results.rankings[0]
    assert (provinces.id, provinces.title) == ("cap-tinh", "Cấp tỉnh")
    assert [(one.place.text, one.unit.text) for one in provinces.rows] == [("1", "Tỉnh Khác"), ("2", "Tỉnh Thử")]
    assert provinces.benchmark is not None
    assert provinces.benchmark.text == "Cả nước 43,67%"
    assert provinces.caption.startswith("Xếp hạng tỉnh, thành phố của Việt Nam, tháng\u00a06/2024")


def test_a_figure_that_only_the_country_has_is_shown(country: Path) -> None:
    """The indicator's page and the page of the period both show it as the country's figure."""
    page = indicator_page(country, WAIT)
    assert page.results.whole == "Cả nước"
    assert [(one.row.unit.text, one.row.figure.text) for one in page.results.provinces] == [
        ("Việt Nam", "12\u00a0phút")
    ]
    assert page.description.endswith("kết quả của Việt Nam là 12\u00a0phút.")
    facts = facts_of(country)
    dated = next(one for one in dated_ranking_pages(facts_of_indicators(facts)) if one.address.endswith("/2024-06/"))
    assert dated.results.rankings[0].benchmark is not None


def test_a_missing_target_of_the_country_is_not_mentioned(country: Path) -> None:
    """This holds on the country's page, in preview pictures and in embeds, because a country without a target is
    normal."""
    facts = facts_of(country)
    found = embeds_by_address(facts)
    own = found["/nhung/viet-nam/thoi-gian-cho/"]
    ranking = found["/nhung/xep-hang/thoi-gian-cho/2024-06/"]
    assert isinstance(own, UnitEmbed)
    assert isinstance(ranking, RankingEmbed)
    (moment,) = own.moments
    assert (moment.mark, moment.text) == (None, "Tháng\u00a06/2024.")
    assert {level.id: level.sentences for level in ranking.levels}["toan-tinh"] == ("Việt Nam, tháng\u00a06/2024.",)
    assert figure_row("Việt Nam", row(facts, "viet-nam", indicator_id=WAIT)).mark is None
    marks = {one.name.text: one.mark for board in unit_page(country, "viet-nam").boards for one in board.rows}
    assert marks["Thời gian chờ"] is None


def test_the_countrys_newest_figure_is_shown_separately_if_its_period_differs(country: Path) -> None:
    """A figure of 2023 is not shown beside figures of June 2024."""
    path = country / "data" / "results" / "demo-2024.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("full-online-services,2024-06,43.67", "full-online-services,2023,43.67"), "utf-8")
    page = indicator_page(country, SHARE)
    assert page.results.rankings[0].benchmark is None
    assert [(one.row.unit.text, one.period) for one in page.results.provinces] == [("Việt Nam", "Năm\u00a02023.")]


def test_rankings_of_provinces_add_no_addresses(country: Path) -> None:
    """`/xep-hang/` ranks only units below a province, so neither provinces nor the country add pages there."""
    portal, _ = load_portal(country)
    assert [place.address for place in scopes_of(unit_figures(portal), portal)] == ["/xep-hang/"]


def test_published_files_have_the_countrys_figure_in_separate_columns(read: Callable[[str], str]) -> None:
    """The columns come last, so that earlier columns keep their positions. They include the document and the row
    that state the figure."""
    rows = list(csv.DictReader(io.StringIO(read("data/assessments.csv"))))
    assert list(rows[0])[-3:] == ["country_value", "country_source_id", "country_locator"]
    found = {(one["unit_id"], one["period"]): tuple(one.values())[-3:] for one in rows if one["indicator_id"] == SHARE}
    assert found["demo.so-a", "2024-06"] == ("43.67", "demo-2024", "PL:1")
    assert found["demo.so-a", "2024-05"] == ("", "", "")
    assert found["viet-nam", "2024-06"] == ("", "", "")
    unit = json.loads(read("data/don-vi/so-a.json"))
    assert [one["country_value"] for one in unit["assessments"]] == [None, "43.67"]


@pytest.fixture
def read(country: Path) -> Callable[[str], str]:
    """Builds the portal and returns a function that reads a file of the tree."""
    (country / "data" / "addresses.txt").unlink()
    assert main(["format", "--root", str(country)]) == 0
    build(country, TODAY)
    return lambda path: (country / "build" / "docs" / path).read_text(encoding="utf-8-sig")


def test_the_countrys_curve_has_only_the_periods_with_its_figures(country: Path) -> None:
    """The unit has figures of four months, the country of one of them."""
    path = country / "data" / "results" / "demo-2024.csv"
    more = "".join(f"demo.so-a,,,full-online-services,2024-0{month},4{month},,,PL:{month + 6},\n" for month in (3, 4))
    append_to(path, more)
    page = unit_page(country, "demo.so-a")
    assert page.trend is not None
    curves = {curve.kind: curve for curve in page.trend.picture.curves}
    assert curves["country"].name == "Cả nước"
    assert curves["country"].path.count("M") == 1
    assert curves["country"].path.endswith("l0 0")
    assert curves["own"].path.count("M") == 1
    assert Period.parse(page.trend.end) == Period(2024, month=6)
