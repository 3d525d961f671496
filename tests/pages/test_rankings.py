"""Tests rankings of a period and the newest rankings: which units are compared, in which order, and which are left
out."""

import re
import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from generator.model import Level
from generator.pages.facts import Findings
from generator.pages.indicator.dated import dated_ranking_pages
from generator.pages.indicator.indicator_facts import facts_of_indicators
from generator.pages.indicator.level_ranking import LevelRanking
from generator.pages.indicator.list import indicators_page
from generator.pages.parts import Finding
from generator.rendering import make_environment, render_page
from tests.support.folders import ROOT
from tests.support.pages import dated_ranking_page, heat_tables, newest_ranking_page
from tests.support.portals import RESULTS_FILE, append_to, facts_of, plain_text, replace_in
from tests.support.small_country import DATA as COUNTRY

UNITS = """demo.h1,huyen-mot,Huyện Một,H. Một,district,district,demo,,,,,
demo.h2,thi-xa-hai,Thị xã Hai,TX Hai,town,district,demo,,,,,
demo.h1.x1,xa-bien-hoa,Xã Biên Hòa,Xã Biên Hòa,commune,commune,demo.h1,,,,,
demo.h1.x2,xa-dong-tam,Xã Đồng Tâm,Xã Đồng Tâm,commune,commune,demo.h1,,,,,
demo.h2.x3,phuong-dan-chu,Phường Dân Chủ,Phường Dân Chủ,ward,commune,demo.h2,,,,,
demo.h2.x4,xa-yen-lac,Xã Yên Lạc,Xã Yên Lạc,commune,commune,demo.h2,,,,,
demo.h2.x5,xa-cu,Xã Cũ,Xã Cũ,commune,commune,demo.h2,,,2023-12-31,,
demo.h2.x6,xa-moi,Xã Mới,Xã Mới,commune,commune,demo.h2,,2025-01-01,,,
"""
RESULTS = """demo.h1.x1,,,waiting-time,2024-06,20,,,PL.II:1,
demo.h1.x2,,,waiting-time,2024-06,10,,,PL.II:2,
demo.h2.x3,,,waiting-time,2024-06,20,,,PL.II:3,
"""


@pytest.fixture
def communes(mini: Path) -> Path:
    """The mini portal with six communes: three with figures, one without, one that had ended, and one that had not
    begun."""
    append_to(mini / "data" / "units.csv", UNITS)
    append_to(mini / "data" / "results" / "demo-2024.csv", RESULTS)
    return mini


def commune_table(root: Path) -> LevelRanking:
    page = dated_ranking_page(facts_of(root), "/chi-tieu/thoi-gian-cho/2024-06/")
    return next(table for table in page.results.rankings if table.id == "cap-xa")


def test_a_table_counts_units_without_a_figure_separately(communes: Path) -> None:
    """Three communes have a figure. No document mentions Xã Yên Lạc."""
    table = heat_tables(facts_of(communes))["cap-xa"]
    assert [row.unit.text for row in table.rows][-1] == "Xã Yên Lạc"
    assert plain_text(table.caption) == (
        "Kết quả tháng 6/2024 của 3 đơn vị cấp xã thuộc tỉnh Thử, 1 chỉ tiêu; 1 đơn vị không có số liệu"
    )


def test_ranks_share_the_better_place_when_values_are_equal(communes: Path) -> None:
    """A shorter waiting time is better: 10 minutes, then 20 twice. Units with equal figures are in Vietnamese
    alphabetical order."""
    rows = commune_table(communes).rows
    assert [(row.place.text, row.tied, row.unit.text) for row in rows] == [
        ("1", False, "Xã Đồng Tâm"),
        ("2", True, "Phường Dân Chủ"),
        ("2", True, "Xã Biên Hòa"),
    ]


def test_a_row_shows_result_target_gap_and_place_in_the_document(communes: Path) -> None:
    """The common target is at most 30 minutes, and 10 is 20 less."""
    row = commune_table(communes).rows[0]
    assert row.figure.text == "10\N{NO-BREAK SPACE}phút"
    assert row.target.text == "tối đa 30\N{NO-BREAK SPACE}phút"
    assert row.target.address == "/van-ban/ke-hoach-1/#text-ii.1"
    assert row.mark is not None
    assert (row.mark.word, row.gap.text, row.gap.sort) == ("Đạt", "\N{MINUS SIGN}20", "-20")
    assert row.source is not None
    assert (row.source.text, row.source.address) == ("dòng\N{NO-BREAK SPACE}2", "/van-ban/bao-cao-2/#pl.ii-2")
    assert row.district == "Huyện Một"


def test_only_units_that_existed_in_the_period_are_listed_as_missing(communes: Path) -> None:
    """The commune that had ended and the one that had not begun are not listed."""
    table = commune_table(communes)
    assert [link.text for link in table.absent] == ["Xã Yên Lạc"]
    assert table.absent_sentence.startswith("1 đơn vị cấp xã không có trong Báo cáo số")


def test_units_without_a_rank_are_counted_by_reason(communes: Path) -> None:
    """One commune has no figure, and the indicator does not apply to another."""
    append_to(communes / "data/units.csv", "demo.h2.x7,xa-vinh,Xã Vĩnh,Xã Vĩnh,commune,commune,demo.h2,,,,,\n")
    append_to(communes / RESULTS_FILE, "demo.h2.x4,,,waiting-time,2024-06,,not_applicable,,PL.II:4,Không có thủ tục\n")
    expected = "2 đơn vị không xếp hạng: 1 không có số liệu, 1 không áp dụng chỉ tiêu này."
    assert commune_table(communes).sentences[-1] == expected


def test_the_median_of_two_units_is_their_mean(communes: Path) -> None:
    """The figures are 10 and 20 minutes."""
    groups = facts_of(communes).levels.by_indicator["waiting-time"]
    group = next(group for group in groups if group.level is Level.COMMUNE)
    assert [row.amount for row in group.known[:2]] == [10_000_000, 20_000_000]
    assert replace(group, known=group.known[:2]).median == 15_000_000


def test_the_list_of_indicators_counts_only_units_of_the_stated_period(communes: Path) -> None:
    """A commune's figure of 2022 does not count for June 2024."""
    append_to(communes / RESULTS_FILE, "demo.h1.x1,,,full-online-services,2022-12,20,,,PL.II:9,\n")
    rows = [row for group in indicators_page(facts_of(communes)).groups for row in group.rows]
    row = next(row for row in rows if row.period.address == "/chi-tieu/ty-le-toan-trinh/2024-06/")
    assert row.coverage == "1 sở, ban, ngành"


def test_sentences_name_how_many_met_the_target_the_best_and_the_last(communes: Path) -> None:
    assert commune_table(communes).sentences == (
        "Tháng\N{NO-BREAK SPACE}6/2024: cả 3 đơn vị cấp xã có số liệu đều đạt chỉ tiêu.",
        "Dẫn đầu: Xã Đồng Tâm (10\N{NO-BREAK SPACE}phút).",
        "Cuối bảng: Phường Dân Chủ, Xã Biên Hòa (20\N{NO-BREAK SPACE}phút).",
        "1 đơn vị không có số liệu nên không xếp hạng.",
    )


@pytest.mark.parametrize(
    ("readings", "first", "last"),
    [
        ({"x2": "inferred"}, "10 phút, số liệu suy ra", "20 phút"),
        ({"x1": "inferred"}, "10 phút", "20 phút, có 1 số suy ra"),
        ({"x1": "inferred", "x3": "inferred"}, "10 phút", "20 phút, số liệu suy ra"),
    ],
)
def test_the_best_and_the_last_figure_have_their_caveats(
    readings: Mapping[str, str], first: str, last: str, communes: Path
) -> None:
    """The best figure is that of x2. x1 and x3 share the last one."""
    for unit, reading in readings.items():
        text = (communes / RESULTS_FILE).read_text(encoding="utf-8")
        (row,) = [line for line in text.splitlines() if f".{unit},,,waiting-time" in line]
        replace_in(communes / RESULTS_FILE, row, row.replace(",,,PL", f",,{reading},PL") + "Mờ")
    assert [plain_text(sentence) for sentence in commune_table(communes).sentences[1:3]] == [
        f"Dẫn đầu: Xã Đồng Tâm ({first}).",
        f"Cuối bảng: Phường Dân Chủ, Xã Biên Hòa ({last}).",
    ]


def test_a_target_that_could_not_be_read_is_not_called_missing(communes: Path) -> None:
    """The communes have the target of the province, which their table and its summary mention."""
    unread = "demo,,waiting-time,2024,at_most,,unreadable,text:II.1,Chữ bị mờ\n"
    replace_in(communes / "data/targets/demo-2023.csv", "demo,,waiting-time,2024,at_most,30,,text:II.1,\n", unread)
    expected = "3 đơn vị cấp xã có số liệu; mức phải đạt không đọc được trên bản quét."
    assert commune_table(communes).sentences[0] == f"Tháng\N{NO-BREAK SPACE}6/2024: {expected}"


def test_a_due_date_that_has_passed_is_mentioned(communes: Path) -> None:
    page = dated_ranking_page(facts_of(communes, today=date(2025, 1, 1)), "/chi-tieu/thoi-gian-cho/2024-06/")
    assert page.results.rankings[-1].sentences[1] == "Đã qua thời hạn mà chưa có số liệu cuối kỳ."


def test_units_with_different_targets_have_one_sentence_on_their_due_date(mini: Path) -> None:
    """In 2022, one department must reach 50% by 2023, and another one 70%."""
    append_to(mini / "data" / "units.csv", "demo.so-c,so-c,Sở Cần Lao,Sở Cần Lao,department,department,demo,,,,,\n")
    append_to(mini / "data" / "results" / "demo-2023.csv", "demo.so-c,,,full-online-services,2022-12,10,,,PL1:3,\n")
    append_to(mini / "data" / "targets" / "demo-2023.csv", "demo.so-c,,full-online-services,2023,at_least,70,,PL1:3,\n")
    level = dated_ranking_page(facts_of(mini), "/chi-tieu/ty-le-toan-trinh/2022-12/").results.rankings[0]
    assert level.target is None
    assert [row.target.text for row in level.rows] == ["tối thiểu 50%", "tối thiểu 70%", "được miễn"]
    assert level.sentences[:2] == (
        "Tháng\N{NO-BREAK SPACE}12/2022: chưa có đơn vị nào trong 2 sở, ban, ngành đạt chỉ tiêu.",
        "Thời hạn: đến hết năm\N{NO-BREAK SPACE}2023, đã qua mà chưa có số liệu cuối kỳ.",
    )


def test_a_missing_figure_at_the_due_date_is_mentioned_only_while_it_is_missing(mini: Path) -> None:
    """Once the figure of December 2023 exists, the page of December 2022 no longer mentions that it is missing."""
    address = "/chi-tieu/ty-le-toan-trinh/2022-12/"
    awaited = "Đã qua thời hạn mà chưa có số liệu cuối kỳ."
    assert awaited in dated_ranking_page(facts_of(mini), address).results.rankings[0].sentences
    append_to(mini / "data" / "results" / "demo-2023.csv", "demo.so-a,,,full-online-services,2023-12,40,,,PL2:1,\n")
    assert awaited not in dated_ranking_page(facts_of(mini), address).results.rankings[0].sentences


def test_a_figure_of_a_single_province_at_the_due_date_is_not_missing(tmp_path: Path) -> None:
    """All provinces must reach 70% by June 2024. Only one of them has a figure of June, so June has no ranking."""
    root = tmp_path / "portal"
    shutil.copytree(COUNTRY, root / "data")
    replace_in(root / "data/targets/ke-hoach-1.csv", "payment,2024,at_least,70", "payment,2024-06,at_least,70")
    for province in ("bac", "nam"):
        rows = (root / "data/results/bao-cao-6.csv").read_text(encoding="utf-8").splitlines(keepends=True)
        row = next(row for row in rows if row.startswith(f"{province},,,payment,2024-06"))
        replace_in(root / "data/results/bao-cao-6.csv", row, "")
    page = dated_ranking_page(facts_of(root), "/chi-tieu/thanh-toan-truc-tuyen/2024-03/")
    provinces = next(table for table in page.results.rankings if table.id == "cap-tinh")
    assert "chưa có số liệu cuối kỳ" not in " ".join(provinces.sentences)


def test_units_that_ended_before_the_due_date_are_described_as_ended(mini: Path) -> None:
    units = mini / "data" / "units.csv"
    replace_in(units, ",department,demo,,,,", ",department,demo,,,2023-06-30,")
    sentences = dated_ranking_page(facts_of(mini), "/chi-tieu/ty-le-toan-trinh/2022-12/").results.rankings[0].sentences
    assert sentences[1] == "Các đơn vị kết thúc hoạt động trước khi đến hạn (đến hết năm\N{NO-BREAK SPACE}2023)."


def test_counts_are_listed_by_name_and_not_ranked(mini: Path) -> None:
    table = dated_ranking_page(facts_of(mini), "/chi-tieu/so-dich-vu/2022-12/").results.rankings[0]
    assert not table.ranked
    assert "Hạng" not in table.headings
    assert [row.unit.text for row in table.rows] == ["Sở An Bình", "Sở Đại Đồng"]
    assert "không xếp hạng" in table.note


def test_exempt_units_have_no_rank_and_are_listed_last(mini: Path) -> None:
    """Sở Đại Đồng has no target to reach, so its 0% is not the last rank."""
    append_to(mini / "data" / "units.csv", "demo.so-c,so-c,Sở Cần Lao,Sở Cần Lao,department,department,demo,,,,,\n")
    append_to(mini / "data" / "results" / "demo-2023.csv", "demo.so-c,,,full-online-services,2022-12,0,,,PL1:3,\n")
    table = dated_ranking_page(facts_of(mini), "/chi-tieu/ty-le-toan-trinh/2022-12/").results.rankings[0]
    assert [(row.unit.text, row.place.sort) for row in table.rows] == [
        ("Sở An Bình", "1"),
        ("Sở Cần Lao", "2"),
        ("Sở Đại Đồng", ""),
    ]
    assert table.rows[2].mark is not None
    assert table.rows[2].mark.word == "Được miễn"
    assert "Cuối bảng: Sở Cần Lao (0%)." in table.sentences


def test_unreadable_figures_are_distinguished_from_missing_ones(mini: Path) -> None:
    table = dated_ranking_page(facts_of(mini), "/chi-tieu/ty-le-toan-trinh/2024-06/").results.rankings[0]
    assert [(row.unit.text, row.figure.text, row.figure.note) for row in table.rows] == [
        ("Sở An Bình", "62,50%", ""),
        ("Sở Đại Đồng", "không đọc được trên bản quét", "Ô bị mờ trong bản quét"),
    ]
    assert table.rows[1].mark is None
    assert table.absent == ()
    assert not table.ranked


def test_a_table_leaves_points_more_space_than_shares(mini: Path) -> None:
    """The figure is 62,50%, or 62,50 điểm if the indicator counts points."""
    shares, points = "measure: percent", "measure: points"
    text = (mini / "data/indicators.yml").read_text(encoding="utf-8")
    for measure, wide in ((shares, False), (points, True)):
        (mini / "data/indicators.yml").write_text(text.replace(shares, measure), encoding="utf-8")
        page = dated_ranking_page(facts_of(mini), "/chi-tieu/ty-le-toan-trinh/2024-06/")
        assert ("cmb-table--wide" in render_page(make_environment(), page)) is wide


def test_only_a_past_period_links_to_the_newest_one(mini: Path) -> None:
    facts = facts_of(mini)
    past = dated_ranking_page(facts, "/chi-tieu/ty-le-toan-trinh/2022-12/")
    latest = dated_ranking_page(facts, "/chi-tieu/ty-le-toan-trinh/2024-06/")
    assert past.newest is not None
    assert past.newest.address == "/chi-tieu/ty-le-toan-trinh/"
    assert latest.newest is None
    assert latest.others is not None
    assert latest.others.address == "/chi-tieu/ty-le-toan-trinh/#cac-ky"


def test_periods_without_any_figure_have_no_page(mini: Path) -> None:
    addresses = [page.address for page in dated_ranking_pages(facts_of_indicators(facts_of(mini)))]
    assert addresses == [
        "/chi-tieu/so-dich-vu/2022-12/",
        "/chi-tieu/so-dich-vu-toan-trinh/2022-12/",
        "/chi-tieu/ty-le-toan-trinh/2022-12/",
        "/chi-tieu/ty-le-toan-trinh/2024-06/",
        "/chi-tieu/thoi-gian-cho/2024-06/",
    ]


def test_a_finding_is_shown_beside_its_figure(mini: Path) -> None:
    finding = Finding("f1", "Tỷ lệ", "Lệch.", "/doi-chieu/#f1")
    findings = Findings(by_figure={("demo.so-a", "full-online-services", "2022-12"): (finding,)})
    table = dated_ranking_page(
        facts_of(mini, findings=findings), "/chi-tieu/ty-le-toan-trinh/2022-12/"
    ).results.rankings[0]
    assert [[link.address for link in row.findings] for row in table.rows] == [["/doi-chieu/#f1"], []]


def test_rows_of_the_overview_count_met_targets_and_are_sorted_best_first(communes: Path) -> None:
    table = heat_tables(facts_of(communes))["cap-xa"]
    assert [(row.unit.text, row.met) for row in table.rows] == [
        ("Xã Đồng Tâm", "1/1"),
        ("Phường Dân Chủ", "1/1"),
        ("Xã Biên Hòa", "1/1"),
        ("Xã Yên Lạc", "chưa có số liệu"),
    ]
    assert [column.text for column in table.columns] == ["Thời gian chờ"]
    assert table.rows[0].cells[0].place == "hạng\N{NO-BREAK SPACE}1"
    assert table.rows[3].cells[0].figure.missing


def test_groups_never_mix_levels(communes: Path) -> None:
    facts = facts_of(communes)
    groups = facts.levels.by_indicator["waiting-time"]
    assert [(group.level, len(group.known)) for group in groups] == [(Level.DEPARTMENT, 2), (Level.COMMUNE, 3)]


def test_text_of_the_data_is_escaped(communes: Path) -> None:
    path = communes / "data" / "units.csv"
    replace_in(path, "Xã Yên Lạc", "Xã <i>& Yên")
    facts = facts_of(communes)
    environment = make_environment()
    pages = [
        *dated_ranking_pages(facts_of_indicators(facts)),
        newest_ranking_page(facts),
    ]
    text = "".join(render_page(environment, page) for page in pages)
    assert "<i>" not in text
    assert "Xã &lt;i&gt;&amp; Yên" in text


def test_the_column_choice_for_phones_covers_as_many_columns_as_the_style_sheet(communes: Path) -> None:
    """On a phone, only the chosen column is shown. The style sheet needs a rule for each column number."""
    rules = re.findall(
        r"option:nth-child\((\d+)\):checked\) tr > :nth-child\((\d+)\)",
        (ROOT / "theme/styles/heat.css").read_text(encoding="utf-8"),
    )
    assert [(int(option), int(column)) for option, column in rules] == [(n, n + 1) for n in range(1, 25)]
    page = newest_ranking_page(facts_of(communes))
    section, table = page.sections[0], page.sections[0].table
    assert table
    for count, offered in ((1, False), (2, True), (24, True), (25, False)):
        several = replace(table, columns=table.columns[:1] * count)
        wide = replace(page, sections=(replace(section, table=several),))
        assert ("cmb-heat__choice" in render_page(make_environment(), wide)) is offered, count
