"""Figures that one document corrects in another: both documents stay published, and pages name both figures."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from generator.pages.document.page import DocumentPage, document_pages
from generator.pages.embeds import RankingEmbed, UnitEmbed
from generator.pages.facts import Facts
from generator.pages.home.front import next_due
from generator.pages.indicator.dated import DatedRankingPage, dated_ranking_pages
from generator.pages.indicator.indicator_facts import facts_of_indicators
from generator.pages.indicator.page import indicator_pages
from generator.pages.ranking.page import RankingsPage, ranking_pages
from generator.pages.unit.year import UnitYearPage, YearRow, year_pages
from generator.rendering import make_environment, render_page
from tests.support.headers import RESULT_HEADER, TARGET_HEADER
from tests.support.pages import embeds_by_address
from tests.support.portals import append_to, copy_of_mini, facts_of, plain_text, replace_in
from tests.support.units import TODAY, pages_of, shown_row

LATER = """
- id: demo-2025
  slug: quyet-dinh-3
  number: 3/QĐ-UBND
  title: Quyết định thử
  kind: Quyết định
  issuer: Ủy ban nhân dân tỉnh Thử
  issued_on: "2024-08-01"
  about: Đặt lại chỉ tiêu và đính chính kết quả.
  {relation}: {corrected}
"""
TARGETS = f"""{TARGET_HEADER}\
demo.so-a,,full-online-services,2025,at_least,90,,PL1:1,
demo,department,full-online-services,2025,at_least,70,,PL1:total,
"""
RESULTS = f"""{RESULT_HEADER}\
demo.so-a,,,full-online-services,2024-06,64,,,PL2:1,
demo.so-b,,,full-online-services,2024-06,55.5,,,PL2:2,
demo.so-b,,,waiting-time,2024-06,35,,,PL2:2,
"""
BOTH = "[demo-2023, demo-2024]"
SHARE = "ty-le-toan-trinh"


def corrected(root: Path, relation: str = "amends", of: str = BOTH) -> Facts:
    append_to(root / "data/sources.yml", LATER.format(relation=relation, corrected=of))
    (root / "data/targets/demo-2025.csv").write_text(TARGETS, encoding="utf-8")
    (root / "data/results/demo-2025.csv").write_text(RESULTS, encoding="utf-8")
    return facts_of(root, TODAY)


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    return corrected(copy_of_mini(tmp_path_factory))


def notes(facts: Facts, unit: str, indicator: str = "ty-le-toan-trinh") -> list[str]:
    row = shown_row(pages_of(facts)[unit], indicator)
    return [plain_text(note) for note in row.notes]


def remarks(facts: Facts, slug: str) -> list[str]:
    page: DocumentPage = next(page for page in document_pages(facts) if page.address == f"/van-ban/{slug}/")
    return [plain_text(remark) for table in page.tables for remark in table.remarks]


def notes_on_targets(facts: Facts) -> list[str]:
    """The notes in the tables of targets given to single units, on the indicator's page."""
    pages = indicator_pages(facts_of_indicators(facts))
    page = next(page for page in pages if page.address == "/chi-tieu/ty-le-toan-trinh/")
    rows = [row for own in page.targets.own for row in own.table.rows]
    return [plain_text(cell.note) for row in rows for cell in row if cell.note]


def year_row(facts: Facts, unit: str, year: int) -> YearRow:
    address = f"/don-vi/{unit}/{year}/"
    page: UnitYearPage = next(page for page in year_pages(facts) if page.address == address)
    return next(row for table in page.tables for row in table.rows if row.target)


def test_a_unit_page_names_the_figure_and_the_target_that_were_replaced(facts: Facts) -> None:
    assert notes(facts, "so-a") == [
        "Số liệu này thay số 62,50% trong Báo cáo số 2/BC-UBND.",
        "Mức phải đạt này thay mức tối thiểu 80% trong Kế hoạch số 1/KH-UBND.",
    ]


def test_a_unit_page_says_that_a_figure_replaces_an_unreadable_one(facts: Facts) -> None:
    assert notes(facts, "so-b") == ["Số liệu này thay ô không có số trong Báo cáo số 2/BC-UBND."]
    assert notes(facts, "so-b", "thoi-gian-cho") == []


def test_the_corrected_document_says_which_document_states_the_figure_now(facts: Facts) -> None:
    assert remarks(facts, "bao-cao-2") == [
        "Số này đã được thay bằng số ở Quyết định số 3/QĐ-UBND",
        "Cột bị lệch; đọc theo dòng 2",
        "Ô bị mờ trong bản quét. Ô này đã được thay bằng số ở Quyết định số 3/QĐ-UBND",
    ]
    assert remarks(facts, "ke-hoach-1") == [
        "Mức này đã được thay bằng mức ở Quyết định số 3/QĐ-UBND",
        "Văn bản ghi “do đặc thù”",
    ]


def test_the_corrected_document_says_that_its_figure_was_withdrawn(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The correcting document leaves the cell of Sở An Bình empty."""
    root = copy_of_mini(tmp_path_factory)
    corrected(root)
    replace_in(root / "data/results/demo-2025.csv", "2024-06,64,,,", "2024-06,,not_reported,,")
    assert remarks(facts_of(root, TODAY), "bao-cao-2")[0] == (
        "Số này đã được thay bằng ô không có số ở Quyết định số 3/QĐ-UBND"
    )


def test_the_page_of_an_indicator_says_which_targets_are_replaced(facts: Facts) -> None:
    """The department's former target is in the table beside the new one. The level's target is unchanged."""
    replaced = "Mức này đã được thay bằng mức ở Quyết định số 3/QĐ-UBND"
    assert notes_on_targets(facts) == [replaced]


def test_the_front_page_counts_a_target_once_that_was_set_again(facts: Facts) -> None:
    """Two documents set the targets of Sở An Bình and of the departments for 2025. Only the later one counts."""
    due = next_due(replace(facts, today=date(2025, 5, 1)))
    assert plain_text(due.text) == "Đến hạn 2 mức phải đạt, theo"
    assert [plain_text(link.text) for link in due.links] == ["Quyết định số 3/QĐ-UBND"]


def test_the_correcting_document_needs_no_remark(facts: Facts) -> None:
    assert remarks(facts, "quyet-dinh-3") == []


def test_a_year_page_names_the_former_target(facts: Facts) -> None:
    """The marks of months before the decision follow the new target, so the page must name both."""
    row = year_row(facts, "so-a", 2024)
    assert row.target is not None
    assert row.former_target is not None
    assert (plain_text(row.target.text), plain_text(row.former_target.text)) == (
        "phải đạt tối thiểu 90%",
        "phải đạt tối thiểu 80%",
    )


def dated_page(facts: Facts, address: str) -> DatedRankingPage:
    pages = dated_ranking_pages(facts_of_indicators(facts))
    return next(page for page in pages if page.address == address)


def table_page(facts: Facts) -> RankingsPage:
    """Returns the page with all indicators of June 2024."""
    page = next(page for page in ranking_pages(facts) if page.address == "/xep-hang/2024-06/")
    assert isinstance(page, RankingsPage)
    return page


def former_targets(facts: Facts) -> dict[str, tuple[str, str]]:
    """Returns the text and address of the former target of each indicator in the table of June 2024."""
    page = table_page(facts)
    (table,) = (section.table for section in page.sections if section.table)
    return {former.indicator: (plain_text(former.link.text), former.link.address) for former in table.former_targets}


def test_a_dated_ranking_names_the_former_target_of_a_unit(facts: Facts) -> None:
    """Sở An Bình must now reach 90% instead of 80%. The target of the departments, for Sở Đại Đồng, is unchanged."""
    (ranking,) = dated_page(facts, "/chi-tieu/ty-le-toan-trinh/2024-06/").results.rankings
    assert ranking.former_target is None
    named = {row.unit.text: row.former_target and plain_text(row.former_target.text) for row in ranking.rows}
    assert named == {"Sở An Bình": "tối thiểu 80%", "Sở Đại Đồng": None}
    page = render_page(make_environment(), dated_page(facts, "/chi-tieu/ty-le-toan-trinh/2024-06/"))
    assert 'trước đây <a href="../../../van-ban/ke-hoach-1/#pl1-1">tối thiểu 80%</a></td>' in plain_text(page)
    assert former_targets(facts) == {
        "Dịch vụ toàn trình": ("mức của 1 đơn vị", "/chi-tieu/ty-le-toan-trinh/2024-06/#so-ban-nganh")
    }


@pytest.fixture(scope="module")
def common(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    """The target of all units for the waiting time, 30 minutes, is replaced by 40 minutes. The province has 45."""
    root = copy_of_mini(tmp_path_factory)
    append_to(root / "data/sources.yml", LATER.format(relation="amends", corrected="[demo-2023]"))
    target = f"{TARGET_HEADER}demo,,waiting-time,2024,at_most,40,,text:1,\n"
    (root / "data/targets/demo-2025.csv").write_text(target, encoding="utf-8")
    append_to(root / "data/results/demo-2024.csv", "demo,,,waiting-time,2024-06,45,,,PL.I:common,\n")
    return facts_of(root, TODAY)


def test_a_dated_ranking_names_the_former_target_of_all_units(common: Facts) -> None:
    (ranking,) = dated_page(common, "/chi-tieu/thoi-gian-cho/2024-06/").results.rankings
    assert ranking.former_target is not None
    assert plain_text(ranking.former_target.text) == "tối đa 30 phút"
    place = "/van-ban/ke-hoach-1/#text-ii.1"
    assert former_targets(common) == {"Thời gian chờ": ("tối đa 30 phút", place)}
    sentence = f'đã được điều chỉnh. Mức trước đó: Thời gian chờ (<a href="../..{place}">tối đa 30 phút</a>).</p>'
    assert sentence in plain_text(render_page(make_environment(), table_page(common)))
    page = render_page(make_environment(), dated_page(common, "/chi-tieu/thoi-gian-cho/2024-06/"))
    assert (
        '">Mức phải đạt: tối đa 40 phút đến hết năm 2024</a>, trước đây '
        f'<a href="../../..{place}">tối đa 30 phút</a>.' in plain_text(page)
    )


def test_the_chart_of_a_unit_for_other_sites_names_the_former_target(facts: Facts) -> None:
    """The target of Sở An Bình changed from 80% to 90%; its target for the waiting time did not change."""
    embeds = embeds_by_address(facts)
    found = [embeds[f"/nhung/so-a/{indicator}/"] for indicator in ("ty-le-toan-trinh", "thoi-gian-cho")]
    assert [plain_text(embed.moments[0].text) for embed in found if isinstance(embed, UnitEmbed)] == [
        "Tháng 6/2024; phải đạt tối thiểu 90% đến hết năm 2025, trước đây tối thiểu 80%; hạng 1/2 sở, ban, ngành.",
        "Tháng 6/2024; số liệu suy ra; phải đạt tối đa 30 phút đến hết năm 2024; hạng 1/2 sở, ban, ngành.",
    ]


def test_a_ranking_for_other_sites_names_the_former_target(common: Facts) -> None:
    embed = embeds_by_address(common)["/nhung/xep-hang/thoi-gian-cho/2024-06/"]
    assert isinstance(embed, RankingEmbed)
    assert [[plain_text(sentence) for sentence in level.sentences] for level in embed.levels] == [
        [
            "Tháng 6/2024: cả 2 sở, ban, ngành có số liệu đều đạt chỉ tiêu.",
            "Mức phải đạt: tối đa 40 phút đến hết năm 2024, trước đây tối đa 30 phút.",
        ],
        [
            "Tỉnh Thử, tháng 6/2024: chưa đạt, phải đạt tối đa 40 phút đến hết năm 2024, trước đây tối đa 30 phút.",
        ],
    ]


def test_a_ranking_without_corrections_names_no_former_target(tmp_path_factory: pytest.TempPathFactory) -> None:
    assert former_targets(facts_of(copy_of_mini(tmp_path_factory), TODAY)) == {}


@pytest.mark.parametrize("of", ["[]", "[demo-2023]"])
def test_a_document_corrects_only_documents_that_it_names(tmp_path_factory: pytest.TempPathFactory, of: str) -> None:
    """Two documents that differ without naming each other contradict each other, and reconciliation reports that."""
    found = remarks(corrected(copy_of_mini(tmp_path_factory), of=of), "bao-cao-2")
    assert found == ["Cột bị lệch; đọc theo dòng 2", "Ô bị mờ trong bản quét"]


def test_a_replaced_document_is_corrected_too(tmp_path_factory: pytest.TempPathFactory) -> None:
    facts = corrected(copy_of_mini(tmp_path_factory), relation="replaces", of="[demo-2023]")
    assert remarks(facts, "ke-hoach-1")[0] == "Mức này đã được thay bằng mức ở Quyết định số 3/QĐ-UBND"


@pytest.mark.parametrize("id_", ["a-sau", "z-sau"])
@pytest.mark.parametrize(
    ("cell", "shown"), [("99,", "99"), (",not_reported", "50"), (",unreadable", "không đọc được trên bản quét")]
)
def test_a_figure_of_a_level_is_that_of_the_later_document(
    id_: str, cell: str, shown: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A document of August 2024 states the departments' total of June again, or leaves its cell empty, which states
    nothing. The ids of the documents do not decide which total counts."""
    root = copy_of_mini(tmp_path_factory)
    append_to(root / "data/sources.yml", LATER.format(relation="amends", corrected="[]").replace("demo-2025", id_))
    row = "demo,department,total,services-total,2024-06,{},,PL.I:total,{}\n"
    append_to(root / "data/results/demo-2024.csv", row.format("50,", ""))
    note = "Ô mờ" if "unreadable" in cell else ""
    (root / f"data/results/{id_}.csv").write_text(RESULT_HEADER + row.format(cell, note), encoding="utf-8")
    facts = facts_of(root, TODAY)
    board, *_ = pages_of(facts)["tinh-demo"].level_figures
    assert [one.figure.text for one in board.rows if one.name.text == "Số dịch vụ"] == [shown]
    years = {page.address: page for page in year_pages(facts)}
    cells = [cell for table in years["/don-vi/tinh-demo/2024/"].tables for row in table.rows for cell in row.cells]
    assert [cell.text for cell in cells if cell] == [shown]


@pytest.mark.parametrize(
    ("corrects", "known"),
    [
        ("[]", ["2022-12", "2024-06"]),
        ("[demo-2023]", ["2022-12", "2024-06"]),
        ("[demo-2024]", ["2022-12"]),
        ("[demo-2023, demo-2024]", ["2022-12"]),
    ],
)
def test_an_empty_cell_of_a_later_document_withdraws_only_a_figure_of_a_document_that_it_corrects(
    corrects: str, known: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The report of July states 62.50% for Sở An Bình in June 2024. A table of August repeats the column of June and
    leaves its cell empty."""
    root = copy_of_mini(tmp_path_factory)
    append_to(root / "data/sources.yml", LATER.format(relation="amends", corrected=corrects))
    cell = "demo.so-a,,,full-online-services,2024-06,,not_reported,,PL2:1,\n"
    (root / "data/results/demo-2025.csv").write_text(RESULT_HEADER + cell, encoding="utf-8")
    (shares,) = (rows for rows in facts_of(root, TODAY).series["demo.so-a"] if rows[0].indicator.slug == SHARE)
    assert [str(row.period) for row in shares if row.value] == known


@pytest.mark.parametrize(
    ("corrects", "cell", "shown"),
    [
        ("[demo-2024]", ",not_reported", "65"),
        ("[demo-july]", ",not_reported", ""),
        ("[demo-2024, demo-july]", ",not_reported", ""),
        ("[demo-2024]", "64,", "64"),
    ],
)
def test_a_correction_of_an_early_document_withdraws_no_figure_of_one_between_them(
    corrects: str, cell: str, shown: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Reports of 1 July and 15 July state 62.50% and 65% for Sở An Bình. A document of August corrects one of them or
    both. If it states a figure, that figure counts, whichever document it corrects."""
    root = copy_of_mini(tmp_path_factory)
    between = LATER.replace("demo-2025", "demo-july").replace("quyet-dinh-3", "bao-cao-3")
    between = between.replace("3/QĐ-UBND", "3/BC-UBND").replace("2024-08-01", "2024-07-15")
    append_to(root / "data/sources.yml", between.format(relation="amends", corrected="[]"))
    append_to(root / "data/sources.yml", LATER.format(relation="amends", corrected=corrects))
    row = "demo.so-a,,,full-online-services,2024-06,{},,PL2:1,\n"
    (root / "data/results/demo-july.csv").write_text(RESULT_HEADER + row.format("65,"), encoding="utf-8")
    (root / "data/results/demo-2025.csv").write_text(RESULT_HEADER + row.format(cell), encoding="utf-8")
    (shares,) = (rows for rows in facts_of(root, TODAY).series["demo.so-a"] if rows[0].indicator.slug == SHARE)
    assert [row.value for row in shares if str(row.period) == "2024-06"] == [shown]
