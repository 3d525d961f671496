"""Tests the pages of Tây Ninh's documents: each figure is at the anchor of its row, as the document states it."""

import re

import pytest

from generator import formats
from generator.model import Task
from generator.pages.document.entries import entries_of
from generator.pages.document.list import DocumentsPage, documents_page
from generator.pages.document.page import DocumentPage, document_pages
from generator.pages.document.tables import document_tables
from generator.pages.facts import Facts, Stated, Target
from generator.rendering import make_environment, render_page
from tests.support.folders import ROOT
from tests.support.pages import document_page, document_table
from tests.support.portals import facts_of


def rendered(page: DocumentPage | DocumentsPage) -> str:
    return render_page(make_environment(), page)


@pytest.fixture(scope="module")
def facts() -> Facts:
    """The facts of the portal."""
    return facts_of(ROOT)


def test_a_sentence_with_targets_of_several_levels_is_one_row(facts: Facts) -> None:
    """Decision 2631, II.2, to 2025, third point: 30, 20 and 15% by level in 2021, then 20 points a year for all
    levels."""
    places = {place.id: place for place in document_table(facts, "2631-QD-UBND-2021", "bang-text").places}
    (_, digitised), (_, increase) = places["text-ii.2.2025.3"].indicators
    assert [item.figure.text for item in digitised] == ["tối thiểu 30%", "tối thiểu 20%", "tối thiểu 15%"]
    assert [item.figure.text for item in increase] == ["tối thiểu 20%"] * 4
    assert increase[0].subject is not None
    assert increase[0].subject.text == "Tỉnh Tây Ninh: sở, ban, ngành, cấp huyện, cấp xã"


def test_the_unit_of_most_figures_is_named_once_in_the_caption(facts: Facts) -> None:
    """Most figures of Decision 2631 are of the province. Only targets of levels name the level."""
    found = document_table(facts, "2631-QD-UBND-2021", "bang-text")
    assert found.places_caption == "Dòng không nêu đơn vị là số của tỉnh Tây Ninh."
    (_, (first,)), *_ = found.places[0].indicators
    assert first.subject is None
    assert first.what == "phải đạt đến hết năm\N{NO-BREAK SPACE}2025"


def test_the_shifted_columns_are_explained_below_the_table(facts: Facts) -> None:
    """In annex II of Letter 1612, the common cells are two rows above the 25 rows of units. Two covered cells of row
    9 cannot be read."""
    found = document_table(facts, "1612-UBND-KSTT-2024", "bang-pl.ii")
    assert not found.places
    assert [(row.id, row.note) for row in found.rows[:3]] == [
        ("pl.ii-common", "ô chung các đơn vị, kết quả tháng\N{NO-BREAK SPACE}5/2024"),
        ("", "ô chung các đơn vị, phải đạt đến hết năm\N{NO-BREAK SPACE}2024"),
        ("pl.ii-1", ""),
    ]
    assert [cell.text for cell in found.rows[1].cells] == [
        "không đọc được",
        *["tối thiểu 52%"] * 2,
        *["tối thiểu 92%"] * 2,
    ]
    assert len(found.rows) == 27
    covered = [cell for cell in found.rows[10].cells if cell.missing]
    assert len(covered) == 2
    assert "Đến tháng 5/2024 mới đạt 0,18%" in found.remarks[covered[0].remarks[0] - 1]


def test_every_figure_has_exactly_one_anchor_on_its_documents_page(facts: Facts) -> None:
    """Every source link of the site leads to a row, and no id occurs twice on a page."""
    for page in document_pages(facts):
        assert isinstance(page, DocumentPage)
        ids = re.findall(r'\bid="([^"]+)"', rendered(page))
        assert len(ids) == len(set(ids)), page.address
        source = next(source for source in facts.portal.sources.values() if source.address == page.address)
        rows: tuple[Stated | Target | Task, ...] = (
            *facts.results_of.get(source.id, ()),
            *facts.targets_of.get(source.id, ()),
            *facts.tasks_of.get(source.id, ()),
        )
        listed = [row for row in rows if not isinstance(row, Task) or row.lead_ids or row.schedule]
        assert {formats.anchor(row.locator) for row in listed} <= set(ids), page.address


def test_units_with_the_same_name_are_distinguished_by_their_district(facts: Facts) -> None:
    table = document_table(facts, "3688-KH-UBND-2023", "bang-pl2.3")
    rows = [row for row in table.rows if row.subject.text == "Xã Tân Bình"]
    assert {row.note for row in rows} == {"thành phố Tây Ninh", "huyện Tân Biên"}
    assert len({row.subject.address for row in rows}) == 2


def test_documents_are_listed_newest_first_and_documents_without_figures_separately(facts: Facts) -> None:
    page = documents_page(facts)
    assert isinstance(page, DocumentsPage)
    assert page.sources[0].link.address == "/van-ban/cong-van-1562-ubnd-2024/"
    assert page.sources[-1].link.address == "/van-ban/quyet-dinh-2631-qd-ubnd-2021/"
    assert len(page.references) == 5
    assert "Nghị quyết" in rendered(page)


def test_no_figure_of_a_document_is_omitted(facts: Facts) -> None:
    """Cells of tables and listed figures together have the number of merged rows of the data. Figures that fit no
    column are listed below the table."""
    for source in facts.portal.sources.values():
        tables = document_tables(source, facts)
        cells = sum(cell.text != "không ghi" for found in tables for row in found.rows for cell in row.cells)
        listed = sum(len(figures) for found in tables for place in found.places for _, figures in place.indicators)
        assert cells + listed == len(entries_of(source, facts)), source.id


def test_a_note_on_a_whole_row_is_shown_once(facts: Facts) -> None:
    """In annex I of Letter 1612, all five common results are in one cell, so they share one remark."""
    found = document_table(facts, "1612-UBND-KSTT-2024", "bang-pl.i")
    assert found.remarks[0] == "Ghi trong ô chỉ tiêu chung cả tỉnh"
    assert found.rows[0].remarks == (1,)
    assert all(cell.remarks == () for cell in found.rows[0].cells)


def test_long_documents_are_folded_and_short_documents_are_not(facts: Facts) -> None:
    """Plan 3688 has 24 figures of running text, 145 rows and 26 tasks. Three of its tables have at most ten rows.
    Letter 1612 has 54 rows."""
    long, short = document_page(facts, "3688-KH-UBND-2023"), document_page(facts, "1612-UBND-KSTT-2024")
    assert sum(found.size for found in long.tables) == 169
    assert sum(found.size for found in short.tables) == 54
    assert rendered(long).count("<details") == 5
    assert "<details" not in rendered(short)


def test_titles_name_the_issuer_and_descriptions_have_the_length_for_search_engines(facts: Facts) -> None:
    """Plans of two provinces may have the same number. Search engines cut descriptions of more than 200 characters."""
    pages = [documents_page(facts), *document_pages(facts)]
    assert len({page.title for page in pages}) == len({page.description for page in pages}) == len(pages)
    assert document_page(facts, "56-KH-UBND-2022").title == (
        "Kế hoạch số\N{NO-BREAK SPACE}56/KH-UBND của Ủy ban nhân dân tỉnh Sóc Trăng"
    )
    assert [page.address for page in pages if not 50 <= len(page.description) <= 200] == []
