"""Tests `/van-ban/`, which shows every figure at the anchor of its row, as the document states it."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from generator import formats
from generator.cli import main
from generator.pages.document.list import DocumentsPage, documents_page
from generator.pages.document.page import DocumentPage
from generator.pages.facts import Facts, Findings
from generator.pages.parts import Finding, Link
from generator.rendering import make_environment, render_page
from tests.support.headers import CORRECTION_HEADER, LINEAGE_HEADER, POINT_HEADER
from tests.support.pages import document_page, document_table
from tests.support.portals import append_to, facts_of, plain_text, replace_in


def rendered(page: DocumentPage | DocumentsPage) -> str:
    return render_page(make_environment(), page)


def test_locators_are_sorted_in_the_order_of_the_document() -> None:
    """Text comes before tables. In a table, common cells come first, rows are sorted as numbers, and totals come
    last. The letter đ comes after d."""
    places = [
        "PL2.3:10",
        "PL1.1:total",
        "text:II.2.đ",
        "PL1.1:9",
        "text:II.2.d",
        "PL1.1:common",
        "text:IX.1",
        "text:VIII.1",
        "text:V.1",
    ]
    assert sorted(places, key=formats.locator_key) == [
        "text:II.2.d",
        "text:II.2.đ",
        "text:V.1",
        "text:VIII.1",
        "text:IX.1",
        "PL1.1:common",
        "PL1.1:9",
        "PL1.1:total",
        "PL2.3:10",
    ]


def test_a_note_on_the_spelling_of_a_name_is_only_on_the_pages_of_documents_that_spell_it_so(mini: Path) -> None:
    """`Văn bản` is any document, and a number names one."""
    replace_in(mini / "data/units.csv", ",sab,\n", ",sab,Văn bản viết “Sở AB”. Ghi chú khác\n")
    note = "Báo cáo 2 viết “Sở ĐĐ”. Báo cáo 12 viết “Sở Đ”"
    other = "Sở Đại Đồng,department,department,demo,,,,,"
    replace_in(mini / "data/units.csv", f"{other}\n", f"{other}{note}\n")
    facts = facts_of(mini)
    found = [
        [text for text in document_table(facts, source, table).remarks if "viết" in text]
        for source, table in (("demo-2023", "bang-pl1"), ("demo-2024", "bang-pl.i"))
    ]
    assert found == [["Văn bản viết “Sở AB”"], ["Văn bản viết “Sở AB”", "Báo cáo 2 viết “Sở ĐĐ”"]]


def test_a_table_has_the_columns_and_rows_of_the_document(mini: Path) -> None:
    """Each indicator has its result, then its targets by due date. The table also marks cells that the document
    leaves out and exemptions."""
    found = document_table(facts_of(mini), "demo-2023", "bang-pl1")
    assert [(heading.text, heading.address) for heading in found.headings] == [
        ("Số dịch vụ", "/chi-tieu/so-dich-vu/"),
        ("Số dịch vụ toàn trình", "/chi-tieu/so-dich-vu-toan-trinh/"),
        ("Dịch vụ toàn trình", "/chi-tieu/ty-le-toan-trinh/"),
        ("Phải đạt tối thiểu đến hết năm\N{NO-BREAK SPACE}2023", ""),
        ("Phải đạt tối thiểu đến hết năm\N{NO-BREAK SPACE}2025", ""),
    ]
    assert [(row.id, row.number, row.subject.text, row.note) for row in found.rows] == [
        ("pl1-1", "1", "Sở An Bình", ""),
        ("pl1-2", "2", "Sở Đại Đồng", ""),
        ("pl1-total", "", "Các sở, ban, ngành của tỉnh Thử", "dòng tổng"),
    ]
    assert [cell.text for cell in found.rows[0].cells] == ["8", "3", "37,5%", "50%", "80%"]
    assert [cell.text for cell in found.rows[1].cells] == ["4", "0", "0%", "được miễn", "không ghi"]
    assert found.remarks == ("Văn bản ghi “do đặc thù”",)
    assert found.rows[1].cells[3].remarks == (1,)


def test_cells_that_were_hard_to_read_are_marked_with_a_reason(mini: Path) -> None:
    found = document_table(facts_of(mini), "demo-2024", "bang-pl.i")
    reading = [(cell.text, cell.missing, cell.inferred, cell.remarks) for row in found.rows for cell in row.cells]
    assert reading == [
        ("62,50%", False, False, ()),
        ("20\N{NO-BREAK SPACE}phút", False, True, (1,)),
        ("không đọc được", True, False, (2,)),
        ("35\N{NO-BREAK SPACE}phút", False, False, ()),
    ]
    assert found.remarks == ("Cột bị lệch; đọc theo dòng 2", "Ô bị mờ trong bản quét")


@pytest.mark.parametrize("named", ["1/KH-UBND ngày 15/01/2023", "demo-2023"])
def test_a_document_page_lists_the_documents_that_it_replaces(named: str, mini: Path) -> None:
    """A replaced document that the portal has is linked, in both directions, whether it is named by its number or
    its id."""
    path = mini / "data" / "sources.yml"
    append_to(path, f'  replaces: ["{named}", "9/CT ngày 01/02/2020"]\n')
    facts = facts_of(mini)
    newer, older = document_page(facts, "demo-2024"), document_page(facts, "demo-2023")
    assert [(word, getattr(what, "address", what)) for word, what in newer.related] == [
        ("Thay thế", "/van-ban/ke-hoach-1/"),
        ("Thay thế", "Văn bản số 9/CT ngày 01/02/2020 (cổng chưa có)"),
    ]
    assert [(word, getattr(what, "address", what)) for word, what in older.related] == [
        ("Được thay thế bởi", "/van-ban/bao-cao-2/")
    ]


def test_findings_of_a_document_are_shown_on_its_page(mini: Path) -> None:
    finding = Finding("total.demo", "Tổng", "Tổng ghi 12, cộng các dòng được 13.", "/doi-chieu/#total.demo")
    facts = facts_of(mini, findings=Findings(by_source={"demo-2023": (finding,)}))
    assert "Tổng ghi 12, cộng các dòng được 13." in rendered(document_page(facts, "demo-2023"))
    assert "cần đối chiếu trong văn bản" not in rendered(document_page(facts, "demo-2024"))


RESOLUTION = """
- id: arranging
  slug: nghi-quyet-9
  number: 9/NQ
  title: Nghị quyết thử
  kind: Nghị quyết
  issuer: Quốc hội
  issued_on: "2024-06-30"
  about: Sắp xếp sở.
"""


def test_a_document_without_figures_links_to_what_is_based_on_it(mini: Path) -> None:
    """The document is the basis of a merger of departments, of a point on the map, and of an answer to a discrepancy.
    Its citation does not mention rows, because it has none."""
    sources = mini / "data/sources.yml"
    append_to(sources, RESOLUTION)
    assert document_page(facts_of(mini), "arranging").summary == (
        "Cổng không lấy số liệu nào từ văn bản này; văn bản được dẫn vì liên quan đến dữ liệu khác."
    )
    lineage = f"{LINEAGE_HEADER}demo.so-a,demo.so-b,2024-07-01,merged,arranging,\n"
    (mini / "data/lineage.csv").write_text(lineage, encoding="utf-8")
    (mini / "data/points.csv").write_text(f"{POINT_HEADER}demo,11.3,106.1,arranging\n", encoding="utf-8")
    answer = f"{CORRECTION_HEADER}sum-1,Đã đính chính,Sở An Bình,2024-07-02,arranging\n"
    (mini / "data/corrections.csv").write_text(answer, encoding="utf-8")
    page = document_page(facts_of(mini), "arranging")
    assert page.summary == (
        "Cổng không lấy số liệu nào từ văn bản này mà dùng làm căn cứ cho việc sắp xếp 1 đơn vị, "
        "vị trí của 1 đơn vị trên bản đồ và câu trả lời cho 1 trường hợp số liệu không khớp."
    )
    assert ("Căn cứ cho", Link("việc sắp xếp 1 đơn vị", "/don-vi/")) in page.facts
    assert page.citation.endswith("; dẫn theo Cổng thử, https://site.invalid/van-ban/nghi-quyet-9/")
    assert "; số liệu từng dòng theo Cổng thử" in document_page(facts_of(mini), "demo-2024").citation


def test_a_document_page_counts_results_targets_and_tasks(mini: Path) -> None:
    """The document has 8 results, 5 targets and 2 tasks. The heading of the task tree is not counted as a task."""
    assert document_page(facts_of(mini), "demo-2023").summary == (
        "Cổng lấy từ văn bản này 8 kết quả, 5 mức phải đạt và 2 nhiệm vụ. Mọi kết quả đều đọc rõ."
    )


def test_a_document_without_results_says_nothing_of_their_legibility(mini: Path) -> None:
    (mini / "data/results/demo-2023.csv").unlink()
    summary = document_page(facts_of(mini), "demo-2023").summary
    assert summary == "Cổng lấy từ văn bản này 5 mức phải đạt và 2 nhiệm vụ."


def test_a_document_page_counts_the_cells_without_a_plain_figure(mini: Path) -> None:
    """One figure of the document is inferred, one cannot be read. Of three new cells one is empty, one provisional."""
    rows = "demo.so-b,,,services-total,2024-06,,not_reported,,PL.II:1,\n"
    rows += "demo.so-a,,,services-total,2024-06,9,provisional,,PL.II:2,\n"
    rows += "demo.so-a,,,services-full,2024-06,,not_applicable,,PL.II:2,Không thuộc diện\n"
    append_to(mini / "data/results/demo-2024.csv", rows)
    assert document_page(facts_of(mini), "demo-2024").summary == (
        "Cổng lấy từ văn bản này 6 kết quả. Trong các kết quả có 1 số phải suy ra vì chữ khó đọc hoặc vì văn bản chỉ "
        "nêu gián tiếp, 1 số tạm tính, 1 ô không đọc được, 1 ô không áp dụng; lý do ghi dưới mỗi bảng. "
        "Ở 1 ô, văn bản không nêu số liệu."
    )


def test_a_row_with_a_figure_that_fits_no_column_is_listed_separately(mini: Path) -> None:
    """Row 1 also has a target of at most 90% by 2025, which no other row has. Its six figures are therefore listed
    outside the table."""
    path = mini / "data" / "targets" / "demo-2023.csv"
    append_to(path, "demo.so-a,,full-online-services,2025,at_most,90,,PL1:1,\n")
    found = document_table(facts_of(mini), "demo-2023", "bang-pl1")
    assert [row.id for row in found.rows] == ["pl1-2", "pl1-total"]
    assert [place.id for place in found.places] == ["pl1-1"]
    assert found.size == 8


def renumbered(root: Path, issued_on: str = "2024-07-01", issuer: str = "Ủy ban nhân dân tỉnh Thử") -> Facts:
    """Gives the second document the kind and number of the first, and this day and issuer."""
    path = root / "data" / "sources.yml"
    first, second = path.read_text(encoding="utf-8").split("\n\n")
    second = second.replace("number: 2/BC-UBND", "number: 1/KH-UBND").replace("kind: Báo cáo", "kind: Kế hoạch")
    second = second.replace("2024-07-01", issued_on).replace("issuer: Ủy ban nhân dân tỉnh Thử", f"issuer: {issuer}")
    path.write_text(f"{first}\n\n{second}", encoding="utf-8")
    return facts_of(root)


def test_years_in_locators_are_explained_only_if_there_are_any(mini: Path) -> None:
    """`text:II.20` is the twentieth point of part II, not a year."""
    targets = mini / "data/targets/demo-2023.csv"
    stated = targets.read_text(encoding="utf-8")
    explained = []
    for place in ("text:II.1", "text:II.20", "text:II.2.2025.3"):
        targets.write_text(stated.replace("text:II.1", place), encoding="utf-8")
        explained.append(document_page(facts_of(mini), "demo-2023").dated_places)
    assert explained == [False, False, True]


def test_documents_with_the_same_number_are_named_with_their_year(mini: Path) -> None:
    """Document numbers begin again each year. In a citation the day beside the number is enough."""
    facts = renumbered(mini)
    page = document_page(facts, "demo-2024")
    assert plain_text(page.name) == "Kế hoạch số 1/KH-UBND (2024)"
    assert document_page(facts, "demo-2023").name.endswith(" (2023)")
    assert "1/KH-UBND ngày 01/07/2024" in page.citation


def test_documents_with_the_same_number_and_year_are_named_with_their_day(mini: Path) -> None:
    assert document_page(renumbered(mini, "2023-07-02"), "demo-2024").name.endswith(" (02/07/2023)")


def test_documents_with_the_same_number_and_day_are_named_with_their_issuer(mini: Path) -> None:
    other = "Ủy ban nhân dân xã Tân Bình"
    assert document_page(renumbered(mini, "2023-01-15", other), "demo-2024").name.endswith(f" ({other})")


def test_a_document_with_a_unique_number_is_named_by_the_number_alone(mini: Path) -> None:
    assert document_page(facts_of(mini), "demo-2024").name.endswith("2/BC-UBND")


def test_more_than_twelve_documents_are_listed_by_year(mini: Path) -> None:
    """Twelve documents are in one list. With a thirteenth, each year has its own list."""
    facts = facts_of(mini)
    report = facts.portal.sources["demo-2024"]

    def listed(count: int) -> DocumentsPage:
        reports = [replace(report, id=f"r{n}", issued_on=date(2023 + n % 2, 1 + n // 2, 6)) for n in range(count)]
        mute = replace(report, id="mute", issued_on=date(2025, 1, 1))
        sources = {source.id: source for source in (*facts.portal.sources.values(), *reports, mute)}
        targets_by_source = {**facts.targets_of, **{source.id: facts.targets[:1] for source in reports}}
        portal = replace(facts.portal, sources=sources)
        page = documents_page(replace(facts, portal=portal, targets_of=targets_by_source))
        assert isinstance(page, DocumentsPage)
        return page

    few, many, too_many = listed(10), listed(11), listed(23)
    assert (len(few.sources), few.years, few.section_links) == (12, (), ())
    assert [(year.title, len(year.documents)) for year in many.years] == [("Năm 2024", 6), ("Năm 2023", 7)]
    assert [line.issued[-10:] for line in many.years[0].documents][::5] == ["01/07/2024", "06/01/2024"]
    assert [link.text for link in many.section_links] == ["Năm 2024", "Năm 2023", "Văn bản dẫn chiếu"]
    assert '<a href="#nam-2023">' in rendered(many)
    assert "## Năm 2023 {#nam-2023}" in rendered(many)
    assert [(len(year.documents), len(year.folded)) for year in too_many.years] == [(12, 0), (0, 13)]
    assert "13 văn bản</span></summary>" in rendered(too_many)


def test_a_newest_year_of_more_than_24_documents_shows_its_first_twelve(mini: Path) -> None:
    """With the report of July 2024 there are 25. The other documents of the year are folded."""
    facts = facts_of(mini)
    report = facts.portal.sources["demo-2024"]
    reports = [replace(report, id=f"r{n}", issued_on=date(2024, 1, 1 + n)) for n in range(24)]
    sources = {source.id: source for source in (*facts.portal.sources.values(), *reports)}
    targets_by_source = {**facts.targets_of, **{source.id: facts.targets[:1] for source in reports}}
    page = documents_page(replace(facts, portal=replace(facts.portal, sources=sources), targets_of=targets_by_source))
    assert isinstance(page, DocumentsPage)
    assert [(len(year.documents), len(year.folded)) for year in page.years] == [(12, 13), (0, 1)]
    assert "13 văn bản khác</span></summary>" in rendered(page)


def test_a_documents_description_is_omitted_if_its_title_says_the_same(mini: Path) -> None:
    """Importing writes such entries: the title `Báo cáo kèm kết quả …` with the description `Kèm kết quả ….`."""
    sources = mini / "data" / "sources.yml"
    text = sources.read_text(encoding="utf-8")
    for old, new in (
        ("about: Nêu kết quả sáu tháng đầu năm 2024.", "about: Kèm kết quả của 2 sở, tháng 6/2024."),
        (
            "number: 2/BC-UBND\n  title: Báo cáo thử",
            "number: 2/BC-UBND\n  title: Báo cáo kèm kết quả của 2 sở, tháng 6/2024",
        ),
    ):
        assert old in text
        text = text.replace(old, new)
    sources.write_text(text, encoding="utf-8")
    assert main(["format", "--root", str(mini)]) == 0
    assert main(["build", "--root", str(mini), "--today", "2024-08-01"]) == 0
    docs = mini / "build" / "docs" / "van-ban"
    assert "<p>Báo cáo kèm kết quả của 2 sở, tháng 6/2024.</p>" in (docs / "index.md").read_text(encoding="utf-8")
    assert "\nKèm kết quả của 2 sở" not in (docs / "bao-cao-2" / "index.md").read_text(encoding="utf-8")
