"""Tests the ranking pages of a period, of a province and of a large level: which pages exist, what they contain, and
that addresses never move."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from generator.history import History
from generator.loading import load_portal
from generator.model import Portal
from generator.pages import ranking_scopes
from generator.pages.parts import Link, Page
from generator.pages.ranking.heat import HeatTable
from generator.pages.ranking.page import RankingsPage, ranking_pages
from generator.pages.ranking.provinces import ProvincesPage
from generator.pages.site import addresses_of
from generator.rendering import make_environment, render_page
from generator.search import entries_of
from tests.benchmarks.country import write_country
from tests.support.headers import RESULT_HEADER
from tests.support.pages import dated_ranking_page, front_page
from tests.support.portals import facts_of, plain_text, replace_in

TODAY = date(2025, 8, 1)
NBSP = "\N{NO-BREAK SPACE}"
MERGED = """demo.x1,xa-an,Xã An,Xã An,commune,commune,demo,,,2024-06-30,,
demo.x2,xa-binh,Xã Bình,Xã Bình,commune,commune,demo,,,2024-06-30,,
demo.x3,xa-cam,Xã Cẩm,Xã Cẩm,commune,commune,demo,,,,,
demo.x4,xa-an-binh,Xã An Bình,Xã An Bình,commune,commune,demo,,2024-07-01,,,
"""
WAITING = """demo.x1,,,waiting-time,2024-06,15,,,PL.II:1,
demo.x2,,,waiting-time,2024-06,40,,,PL.II:2,
demo.x3,,,waiting-time,2024-06,25,,,PL.II:3,
"""
OTHER = """khac,tinh-khac,Tỉnh Khác,Khác,province,province,,02,,,,
khac.so-c,so-c,Sở Cần,Sở Cần,department,department,khac,,,,,
khac.so-d,so-d,Sở Dân,Sở Dân,department,department,khac,,,,,
"""
OTHERS_WAITING = """khac.so-c,,,waiting-time,2024-06,12,,,PL.III:1,
khac.so-d,,,waiting-time,2024-06,18,,,PL.III:2,
"""
RESULTS, LATER = "results/demo-2024.csv", "results/demo-2025.csv"
REPORT_OF_2025 = """- id: demo-2025
  slug: bao-cao-3
  number: 3/BC-UBND
  title: Báo cáo thử năm sau
  kind: Báo cáo
  issuer: UBND tỉnh Thử
  issued_on: "2025-07-20"
  about: Kết quả năm sau.
"""


def append(root: Path, name: str, text: str) -> None:
    path = root / "data" / name
    known = path.read_text(encoding="utf-8") if path.exists() else RESULT_HEADER
    path.write_text(known + text, encoding="utf-8")


def pages_of(root: Path) -> Mapping[str, Page]:
    facts = facts_of(root, TODAY)
    return {page.address: page for page in ranking_pages(facts)}


def rankings(root: Path, address: str) -> RankingsPage:
    page = pages_of(root)[address]
    assert isinstance(page, RankingsPage)
    return page


def table(root: Path, address: str, id_: str) -> HeatTable:
    found = next(section.table for section in rankings(root, address).sections if section.id == id_)
    assert found
    return found


def shown(found: HeatTable) -> list[tuple[str, str, str]]:
    """Returns each unit with its figure of the first indicator and its rank."""
    return [(row.unit.text, row.cells[0].figure.text, row.cells[0].place) for row in found.rows]


@pytest.fixture
def merged(mini: Path) -> Path:
    """The mini portal with three communes in June 2024, two of which were merged into a new one in July, and a
    report of 2025."""
    append(mini, "units.csv", MERGED)
    append(mini, RESULTS, WAITING)
    append(mini, "sources.yml", REPORT_OF_2025)
    later = "demo.x3,,,waiting-time,2025-06,20,,,PL:1,\ndemo.x4,,,waiting-time,2025-06,22,,,PL:2,\n"
    append(mini, LATER, later)
    return mini


def test_each_period_with_comparable_units_has_a_page(mini: Path) -> None:
    """In December 2022 the two departments have a share, in June 2024 a waiting time."""
    assert list(pages_of(mini)) == ["/xep-hang/", "/xep-hang/2022-12/", "/xep-hang/2024-06/"]


def test_a_single_figure_makes_no_page(mini: Path) -> None:
    append(mini, RESULTS, "demo.so-a,,,waiting-time,2024-05,20,,,PL.II:9,\n")
    assert "/xep-hang/2024-05/" not in pages_of(mini)


def test_counts_alone_make_no_page(mini: Path) -> None:
    """The number of services of two departments is no reason to rank them."""
    rows = "demo.so-a,,,services-total,2024-05,8,,,PL.II:8,\ndemo.so-b,,,services-total,2024-05,9,,,PL.II:9,\n"
    append(mini, RESULTS, rows)
    assert "/xep-hang/2024-05/" not in pages_of(mini)


def test_targets_of_indicators_without_a_column_count_too(mini: Path) -> None:
    """The table of June 2024 has the columns waiting time and full online services. Counts are never compared, but the
    target of three services counts: An Bình has three and meets two targets of three, Đại Đồng has two services."""
    append(mini, "units.csv", "demo.so-c,so-c,Sở Cần,Sở Cần,department,department,demo,,,,,\n")
    append(mini, RESULTS, "demo.so-c,,,full-online-services,2024-06,90,,,PL.I:3,\n")
    append(mini, RESULTS, "demo.so-a,,,services-full,2024-06,3,,,PL.III:1,\n")
    append(mini, RESULTS, "demo.so-b,,,services-full,2024-06,2,,,PL.III:2,\n")
    append(mini, "targets/demo-2023.csv", "demo,department,services-full,2024,at_least,3,,text:II.2,\n")
    found = table(mini, "/xep-hang/2024-06/", "so-ban-nganh")
    scores = [(row.unit.text, row.met) for row in found.rows]
    assert scores == [("Sở Cần", "1/1"), ("Sở An Bình", "2/3"), ("Sở Đại Đồng", "0/2")]
    link = Link("Số dịch vụ toàn trình", "/chi-tieu/so-dich-vu-toan-trinh/2024-06/")
    assert found.counted_outside == (link,)
    text = render_page(make_environment(), rankings(mini, "/xep-hang/2024-06/"))
    assert "Cột “Chỉ tiêu đạt” tính cả chỉ tiêu không có trong bảng: <a" in text


def test_leaders_with_different_numbers_of_targets_are_said_to_meet_the_same_part(mini: Path) -> None:
    """An Bình meets one target of two, Cần two of four, and Đại Đồng misses its only target."""
    append(mini, "units.csv", "demo.so-c,so-c,Sở Cần,Sở Cần,department,department,demo,,,,,\n")
    figures = (("full-online-services", 90), ("waiting-time", 35), ("services-full", 3), ("services-total", 5))
    for indicator, value in figures:
        append(mini, RESULTS, f"demo.so-c,,,{indicator},2024-06,{value},,,PL.I:3,\n")
    for indicator, value in (("services-full", 3), ("services-total", 9)):
        append(mini, "targets/demo-2023.csv", f"demo.so-c,,{indicator},2024,at_least,{value},,PL2:3,\n")
    (section,) = (part for part in rankings(mini, "/xep-hang/2024-06/").sections if part.id == "so-ban-nganh")
    assert section.sentence == "Sở, ban, ngành: Sở An Bình, Sở Cần dẫn đầu (đạt 1/2 số chỉ tiêu được đánh giá)."


def test_no_unit_leads_if_none_meets_a_target(mini: Path) -> None:
    replace_in(mini / "data/targets/demo-2023.csv", "2024,at_most,30,", "2024,at_most,10,")
    append(mini, "units.csv", "demo.so-c,so-c,Sở Cần,Sở Cần,department,department,demo,,,,,\n")
    append(mini, RESULTS, "demo.so-c,,,full-online-services,2024-06,40,,,PL.I:3,\n")
    (section,) = (part for part in rankings(mini, "/xep-hang/2024-06/").sections if part.id == "so-ban-nganh")
    assert (section.leaders, section.sentence) == (None, "")


def test_the_period_of_an_indicator_without_a_column_is_stated_if_it_is_another_one(mini: Path) -> None:
    """The columns have figures of June 2024. The number of services, which the score counts, is of May."""
    append(mini, "units.csv", "demo.so-c,so-c,Sở Cần,Sở Cần,department,department,demo,,,,,\n")
    append(mini, RESULTS, "demo.so-c,,,full-online-services,2024-06,90,,,PL.I:3,\n")
    append(mini, RESULTS, "demo.so-a,,,services-full,2024-05,3,,,PL.III:1,\n")
    append(mini, "targets/demo-2023.csv", "demo,department,services-full,2024,at_least,3,,text:II.2,\n")
    found = table(mini, "/xep-hang/", "so-ban-nganh")
    caption = "Kết quả tháng 6/2024 của 3 sở, ban, ngành thuộc tỉnh Thử, 2 chỉ tiêu"
    assert plain_text(found.caption) == f"{caption}; ban đầu xếp theo tỷ lệ chỉ tiêu đạt"
    assert [plain_text(link.text) for link in found.counted_outside] == ["Số dịch vụ toàn trình (tháng 5/2024)"]


def test_a_table_names_the_targets_that_could_not_be_read(mini: Path) -> None:
    """Their figures have the same shape as those without a target."""
    unread = "demo,,waiting-time,2024,at_most,,unreadable,text:II.1,Chữ bị mờ\n"
    replace_in(mini / "data/targets/demo-2023.csv", "demo,,waiting-time,2024,at_most,30,,text:II.1,\n", unread)
    found = table(mini, "/xep-hang/2024-06/", "so-ban-nganh")
    assert [link.text for link in found.unread_targets] == ["Thời gian chờ"]
    assert {cell.mark.word for row in found.rows for cell in row.cells} == {"Chưa đánh giá được"}
    assert {row.met for row in found.rows} == {"chưa đánh giá được"}
    text = render_page(make_environment(), rankings(mini, "/xep-hang/2024-06/"))
    assert "Chưa đánh giá được, vì mức phải đạt không đọc được trên bản quét: <a" in text


def test_a_dated_ranking_has_the_figures_of_its_period(merged: Path) -> None:
    """The target is at most 30 minutes: 15 and 25 meet it, 40 does not."""
    found = table(merged, "/xep-hang/2024-06/", "cap-xa")
    assert shown(found) == [
        ("Xã An", f"15{NBSP}phút", f"hạng{NBSP}1"),
        ("Xã Cẩm", f"25{NBSP}phút", f"hạng{NBSP}2"),
        ("Xã Bình", f"40{NBSP}phút", f"hạng{NBSP}3"),
    ]
    assert [row.cells[0].mark.word for row in found.rows] == ["Đạt", "Đạt", "Chưa đạt"]
    assert found.rows[0].cells[0].row == "/van-ban/bao-cao-2/#pl.ii-1"
    assert [column.address for column in found.columns] == ["/chi-tieu/thoi-gian-cho/2024-06/#cap-xa"]
    assert found.caption == f"Kết quả tháng{NBSP}6/2024 của 3 đơn vị cấp xã thuộc tỉnh Thử, 1 chỉ tiêu"


def test_units_are_listed_only_in_periods_in_which_they_existed(merged: Path) -> None:
    """After the merger the new commune is listed, not its predecessors. In June, units that ended later have no
    note."""
    june, year_after = (table(merged, f"/xep-hang/{period}/", "cap-xa") for period in ("2024-06", "2025-06"))
    assert [row.note for row in june.rows] == ["", "", ""]
    assert shown(year_after) == [
        ("Xã Cẩm", f"20{NBSP}phút", f"hạng{NBSP}1"),
        ("Xã An Bình", f"22{NBSP}phút", f"hạng{NBSP}2"),
    ]


def test_in_the_year_of_a_merger_units_are_listed_with_their_dates(merged: Path) -> None:
    """For the whole of 2024, documents may state figures of the former units and of their successor."""
    figures = {"demo.x1": 10, "demo.x2": 20, "demo.x3": 30, "demo.x4": 5}
    rows = (f"{unit},,,waiting-time,2024,{value},,,PL.IV:{value},\n" for unit, value in figures.items())
    append(merged, LATER, "".join(rows))
    found = table(merged, "/xep-hang/2024/", "cap-xa")
    assert [(row.unit.text, row.note) for row in found.rows] == [
        ("Xã An Bình", "từ 7/2024"),
        ("Xã An", "đến 6/2024"),
        ("Xã Bình", "đến 6/2024"),
        ("Xã Cẩm", ""),
    ]


def test_a_dated_page_does_not_change_once_its_year_is_over(mini: Path) -> None:
    before = pages_of(mini)["/xep-hang/2022-12/"]
    append(mini, "sources.yml", REPORT_OF_2025)
    append(mini, LATER, "demo.so-a,,,waiting-time,2025-06,20,,,PL:1,\ndemo.so-b,,,waiting-time,2025-06,9,,,PL:2,\n")
    after = pages_of(mini)
    assert "/xep-hang/2025-06/" in after
    assert after["/xep-hang/2022-12/"] == before


def test_the_newest_page_links_to_every_period_and_a_dated_page_to_its_year(merged: Path) -> None:
    newest, dated = (rankings(merged, address).head for address in ("/xep-hang/", "/xep-hang/2024-06/"))
    assert [year.name for year in newest.calendar.years] == [f"Năm{NBSP}{year}" for year in (2025, 2024, 2022)]
    assert [year.name for year in dated.calendar.years] == [f"Năm{NBSP}2024"]
    assert newest.other_periods == ()
    assert [link.address for link in dated.other_periods] == ["/xep-hang/", "/xep-hang/#cac-ky"]


def test_a_department_without_figures_in_the_period_is_listed_as_without_figures(merged: Path) -> None:
    """It is not listed as a unit without a target."""
    append(merged, "units.csv", "demo.so-e,so-e,Sở Em,Sở Em,department,department,demo,,,,,\n")
    rows = [("demo.so-a", 90), ("demo.so-b", 80)]
    figures = "".join(f"{unit},,,full-online-services,2024-06,{value},,,PL.V:{value},\n" for unit, value in rows)
    path = merged / "data" / RESULTS
    kept = [line for line in path.read_text(encoding="utf-8").splitlines() if ",full-online-services," not in line]
    path.write_text("\n".join([*kept, figures]), encoding="utf-8")
    found = table(merged, "/xep-hang/2024-06/", "so-ban-nganh")
    assert [(row.unit.text, row.met) for row in found.rows][-1] == ("Sở Em", "chưa có số liệu")


@pytest.fixture
def two_provinces(mini: Path) -> Path:
    """The mini portal with a second province, whose two departments have waiting times of 12 and 18 minutes in June
    2024."""
    append(mini, "units.csv", OTHER)
    append(mini, RESULTS, OTHERS_WAITING)
    return mini


def test_with_a_second_province_each_has_its_pages_and_old_addresses_stay(mini: Path) -> None:
    before = list(pages_of(mini))
    append(mini, "units.csv", OTHER)
    append(mini, RESULTS, OTHERS_WAITING)
    after = list(pages_of(mini))
    assert set(before) < set(after)
    assert after == [
        "/xep-hang/",
        "/xep-hang/2022-12/",
        "/xep-hang/2024-06/",
        "/xep-hang/tinh-demo/",
        "/xep-hang/tinh-demo/2022-12/",
        "/xep-hang/tinh-demo/2024-06/",
        "/xep-hang/tinh-khac/",
        "/xep-hang/tinh-khac/2024-06/",
    ]


def test_the_list_of_provinces_names_the_best_unit_of_each(two_provinces: Path) -> None:
    """12 minutes are better than 18, and 20 better than 35."""
    page = pages_of(two_provinces)["/xep-hang/2024-06/"]
    assert isinstance(page, ProvincesPage)
    assert page.table.headings == ("Tỉnh, thành phố", "Sở, ban, ngành")
    listed = [
        (row.province.text, row.province.address, level.leaders.text, level.leaders.result, level.link.text)
        for row in page.table.rows
        for level in row.levels
        if level and level.leaders
    ]
    assert listed == [
        ("Tỉnh Thử", "/xep-hang/tinh-demo/2024-06/", "Sở An Bình", f"20{NBSP}phút, số liệu suy ra", "2 sở, ban, ngành"),
        ("Tỉnh Khác", "/xep-hang/tinh-khac/2024-06/", "Sở Cần", f"12{NBSP}phút", "2 sở, ban, ngành"),
    ]


def test_a_province_that_ended_after_the_period_is_not_listed_apart(two_provinces: Path) -> None:
    replace_in(two_provinces / "data/units.csv", "province,province,,02,,,,", "province,province,,02,,2024-12-31,,")
    for address, apart in (("/xep-hang/", ["Tỉnh Khác"]), ("/xep-hang/2024-06/", [])):
        page = pages_of(two_provinces)[address]
        assert isinstance(page, ProvincesPage)
        assert [row.province.text for row in (page.table.ended.rows if page.table.ended else ())] == apart


def test_the_page_of_a_province_has_only_its_own_units(two_provinces: Path) -> None:
    page = rankings(two_provinces, "/xep-hang/tinh-khac/2024-06/")
    assert shown(table(two_provinces, page.address, "so-ban-nganh")) == [
        ("Sở Cần", f"12{NBSP}phút", f"hạng{NBSP}1"),
        ("Sở Dân", f"18{NBSP}phút", f"hạng{NBSP}2"),
    ]
    assert page.title == f"Xếp hạng các đơn vị của tỉnh Khác, tháng{NBSP}6/2024"
    assert [link.address for link in page.trail] == ["/", "/xep-hang/", "/xep-hang/tinh-khac/"]
    newest = rankings(two_provinces, "/xep-hang/tinh-khac/")
    assert [link.address for link in newest.trail] == ["/", "/xep-hang/"]
    assert page.head.other_periods[-1].address == "/xep-hang/2024-06/"


def test_the_front_page_links_to_the_rankings_of_its_own_province(two_provinces: Path) -> None:
    """Its page of all rankings only lists the provinces. The departments' newest figures are all of June 2024."""
    replace_in(two_provinces / "data/portal.yml", '"demo"', '"demo", "khac"')
    page = front_page(two_provinces, TODAY)
    assert [level.ranking.address for level in page.levels] == ["/xep-hang/tinh-demo/"]
    assert page.page_links[0] == (
        Link("Xếp hạng", "/xep-hang/"),
        "kết quả của các cơ quan, địa phương ở từng tỉnh, thành phố",
    )
    assert page.main_sentence.startswith("Tỉnh Thử: chưa có sở, ban, ngành nào trong số 2 cơ quan có số liệu đạt")


def test_the_description_of_an_indicator_names_the_province_of_each_level(two_provinces: Path) -> None:
    """The target of 30 minutes binds only the departments of the first province: 20 minutes meet it, 35 do not."""
    address = "/chi-tieu/thoi-gian-cho/2024-06/"
    assert dated_ranking_page(facts_of(two_provinces), address).description == (
        f"Thời gian chờ, tháng{NBSP}6/2024: 1 trong 2 sở, ban, ngành của tỉnh Thử đạt chỉ tiêu. "
        f"Dẫn đầu: Sở An Bình (20{NBSP}phút, số liệu suy ra). Cuối bảng: Sở Đại Đồng (35{NBSP}phút)."
    )


def test_a_province_without_figures_adds_no_pages(mini: Path) -> None:
    append(mini, "units.csv", OTHER)
    assert list(pages_of(mini)) == ["/xep-hang/", "/xep-hang/2022-12/", "/xep-hang/2024-06/"]


@pytest.fixture
def province_with_successor(two_provinces: Path) -> Path:
    """A second province that follows the first: the first ended in 2024, the second began in 2025."""
    units = two_provinces / "data" / "units.csv"
    text = units.read_text(encoding="utf-8")
    text = text.replace("Tỉnh Thử,Thử,province,province,,01,,,,", "Tỉnh Thử,Thử,province,province,,01,,2024-12-31,,")
    text = text.replace(
        "Tỉnh Khác,Khác,province,province,,02,,,,", "Tỉnh Khác,Khác,province,province,,02,2025-01-01,,,"
    )
    units.write_text(text, encoding="utf-8")
    append(two_provinces, "sources.yml", REPORT_OF_2025)
    results = two_provinces / "data" / RESULTS
    replace_in(results, OTHERS_WAITING, "")
    append(two_provinces, LATER, OTHERS_WAITING.replace("2024-06", "2025-06"))
    return two_provinces


def test_a_province_that_follows_another_shares_its_pages(province_with_successor: Path) -> None:
    """The merger changes no address."""
    found = pages_of(province_with_successor)
    assert list(found) == ["/xep-hang/", "/xep-hang/2022-12/", "/xep-hang/2024-06/", "/xep-hang/2025-06/"]
    assert found["/xep-hang/2025-06/"].title == f"Xếp hạng các đơn vị của tỉnh Khác, tháng{NBSP}6/2025"


def test_the_newest_page_links_to_the_levels_of_the_former_province(province_with_successor: Path) -> None:
    """The anchors of these levels, which other sites may link to, lead to their last period."""
    page = rankings(province_with_successor, "/xep-hang/")
    assert [section.id for section in page.sections] == ["so-ban-nganh-tinh-khac"]
    assert [(former.id, former.link.text, former.link.address) for former in page.former] == [
        (
            "so-ban-nganh",
            f"Sở, ban, ngành, tỉnh Thử (đến 12/2024): tháng{NBSP}6/2024",
            "/xep-hang/2024-06/#so-ban-nganh",
        )
    ]
    assert 'id="so-ban-nganh"' in render_page(make_environment(), page)


def test_a_large_level_gets_its_own_pages_and_old_addresses_stay(merged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Four communes were ever entered, although at most three existed at one time."""
    before = list(pages_of(merged))
    monkeypatch.setattr(ranking_scopes, "LARGE", 3)
    after = pages_of(merged)
    assert [address for address in after if address not in before] == [
        "/xep-hang/tinh-demo/cap-xa/",
        "/xep-hang/tinh-demo/cap-xa/2024-06/",
        "/xep-hang/tinh-demo/cap-xa/2025-06/",
    ]
    assert set(before) < set(after)


def test_a_sentence_replaces_the_table_of_a_large_level(merged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranking_scopes, "LARGE", 3)
    section = rankings(merged, "/xep-hang/2024-06/").sections[-1]
    assert (section.id, section.table) == ("cap-xa", None)
    assert section.sentence == f"Cấp xã: Xã An dẫn đầu (15{NBSP}phút)."
    assert section.own_page
    assert section.own_page.address == "/xep-hang/tinh-demo/cap-xa/2024-06/"
    assert shown(table(merged, section.own_page.address, "cap-xa"))[0] == ("Xã An", f"15{NBSP}phút", f"hạng{NBSP}1")


def test_a_page_without_tables_says_where_they_are(merged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In June 2025 only communes have figures. A key would explain symbols that are not on the page."""
    assert rankings(merged, "/xep-hang/2025-06/").legend
    monkeypatch.setattr(ranking_scopes, "LARGE", 3)
    page = rankings(merged, "/xep-hang/2025-06/")
    assert [section.table for section in page.sections] == [None]
    assert page.lead == f"Bảng xếp hạng của mỗi cấp, số liệu tháng{NBSP}6/2025, ở trang riêng của cấp đó."
    assert page.legend == ()


def ranking_addresses(portal: Portal) -> list[str]:
    return sorted(address for address in addresses_of(portal, History(())) if address.startswith("/xep-hang/"))


@pytest.mark.parametrize("large", [3, 100])
def test_addresses_are_known_without_making_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: int) -> None:
    """The three provinces have communes. Pages are split by level or not."""
    monkeypatch.setattr(ranking_scopes, "LARGE", large)
    write_country(tmp_path, 60)
    known = ranking_addresses(load_portal(tmp_path)[0])
    assert known == sorted(pages_of(tmp_path))
    assert len(known) == (3 + 9 + 9 if large == 3 else 3 + 9)


def test_pages_of_a_country_have_unique_titles_and_descriptions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranking_scopes, "LARGE", 3)
    write_country(tmp_path, 60)
    pages = pages_of(tmp_path).values()
    assert len({page.title for page in pages}) == len({page.description for page in pages}) == len(pages)
    assert [page.description for page in pages if not 50 <= len(page.description) <= 200] == []
    assert [page.title for page in pages if len(page.title) > 75] == []


def test_search_finds_rankings_of_provinces_and_large_levels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It does not list rankings of periods, which are linked from these pages."""
    monkeypatch.setattr(ranking_scopes, "LARGE", 3)
    write_country(tmp_path, 20)
    found = [entry.title for entry in entries_of(facts_of(tmp_path, TODAY)) if entry.kind == "Xếp hạng"]
    assert found == ["Xếp hạng đơn vị cấp xã của tỉnh p0"]


def test_the_newest_page_folds_the_periods_of_earlier_years(merged: Path) -> None:
    append(merged, RESULTS, "demo.so-a,,,waiting-time,2021-12,20,,,PL.II:8,\n")
    append(merged, RESULTS, "demo.so-b,,,waiting-time,2021-12,30,,,PL.II:9,\n")
    page = next(page for page in ranking_pages(facts_of(merged)) if page.address == "/xep-hang/")
    text = render_page(make_environment(), page)
    assert text.index("Những năm trước") < text.index('href="2021-12/"')
    assert text.index('href="2022-12/"') < text.index("Những năm trước")
