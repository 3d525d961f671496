"""Tests how the page of changes, the units' pages and the feeds describe the releases of the mini portal."""

import re
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from generator.history import History
from generator.model import Portal
from generator.pages.changes import changes_by_unit
from generator.pages.parts import Link, Table
from generator.pages.unit.page import ChangeList
from generator.pages.updates.page import release_pages, updates_page
from generator.rendering import make_environment, render_page
from tests.support.portals import RESULTS_FILE, append_to, plain_text
from tests.support.releasing import CHANGE, add_later_document, edit, history_of, published, release_now
from tests.support.units import department

NUMBERED = Link("Văn bản số\N{NO-BREAK SPACE}2/BC-UBND", "")
DAY = date(2024, 9, 9)


@pytest.fixture(scope="module")
def corrected(released_once: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[History, Portal]:
    """The portal released on 1 July, and again on 1 August with Sở Đại Đồng's waiting time 25 instead of 35 (target:
    at most 30)."""
    root = Path(shutil.copytree(released_once, tmp_path_factory.mktemp("corrected") / "portal"))
    edit(root, RESULTS_FILE, CHANGE)
    portal = release_now(root, date(2024, 8, 1))
    return history_of(root), portal


def texts(table: Table | None) -> list[list[str]]:
    assert table is not None
    return [[plain_text(cell.text) for cell in row] for row in table.rows]


def test_the_first_release_is_summarised_without_a_list_of_figures(mini: Path) -> None:
    portal = release_now(mini, date(2024, 7, 1))
    (first,) = updates_page(history_of(mini), portal, DAY).releases
    assert first.heading == "Ngày 01/07/2024"
    assert first.summary == "Dữ liệu công bố lần đầu: 17 số liệu kết quả và mức phải đạt, lấy từ 2 văn bản."
    assert (first.documents, first.assessment_changes, first.others) == ((), None, None)
    assert [row[1:] for row in texts(first.new)] == [
        ["Số liệu kết quả", "8", "3"],
        ["Mức phải đạt", "5", "3"],
        ["Số liệu kết quả", "4", "2"],
    ]


def test_a_corrected_figure_is_listed_by_document_with_old_value_new_value_and_effect(
    corrected: tuple[History, Portal],
) -> None:
    """25 minutes meet the target of 30. Sở An Bình, with 20, keeps rank 1."""
    latest = updates_page(*corrected, DAY).releases[0]
    (document,) = latest.documents
    ((unit, subject, old, new, source),) = document.table.rows
    assert latest.summary == "1 số liệu điều chỉnh hoặc rút bỏ; 1 đánh giá đổi kết quả."
    assert (unit.text, unit.address) == ("Sở Đại Đồng", "/don-vi/so-b/")
    assert subject.address == "/chi-tieu/thoi-gian-cho/"
    assert [plain_text(cell.text) for cell in (old, new, source)] == [
        "35 phút",
        "25 phút",
        "bảng PL.I, dòng 2",
    ]
    assert plain_text(new.note) == "Chưa đạt, hạng 2 → Đạt, hạng 2"
    assert source.address.endswith("#pl.i-2")
    assert latest.assessment_changes is not None
    assert [row[0].text for row in latest.assessment_changes.rows] == ["Sở Đại Đồng"]


def test_a_corrected_figure_is_listed_once_on_the_units_page(corrected: tuple[History, Portal]) -> None:
    """The changed assessment is shown in the same line, not in a line of its own."""
    lines = changes_by_unit(*corrected)
    assert list(lines) == ["demo.so-b"]
    (line,) = lines["demo.so-b"]
    assert (line.when, line.word) == ("01/08/2024", "Điều chỉnh")


def test_one_line_shows_the_same_change_of_several_periods(released_copy: Path) -> None:
    """Four months of Sở An Bình were below the target of 80 %, and are above the new one of 60 %."""
    for month, value in (("03", "61"), ("04", "61.5"), ("05", "62")):
        row = f"demo.so-a,,,full-online-services,2024-{month},{value},,,PL.I:1,\n"
        edit(
            released_copy,
            RESULTS_FILE,
            ("demo.so-a,,,full-online-services,2024-06", f"{row}demo.so-a,,,full-online-services,2024-06"),
        )
    release_now(released_copy, date(2024, 8, 1))
    edit(released_copy, "data/targets/demo-2023.csv", ("2025,at_least,80", "2025,at_least,60"))
    portal = release_now(released_copy, date(2024, 9, 1))
    lines = changes_by_unit(history_of(released_copy), portal)["demo.so-a"]
    assert [(line.what, plain_text(line.time), plain_text(line.old), plain_text(line.new)) for line in lines] == [
        ("Đánh giá, xếp hạng", "4 kỳ, từ tháng 3/2024 đến tháng 6/2024", "Chưa đạt", "Đạt"),
        ("Mức phải đạt", "đến hết năm 2025", "tối thiểu 80%", "tối thiểu 60%"),
    ]


def test_a_unit_page_lists_the_newest_changes_and_counts_the_others(corrected: tuple[History, Portal]) -> None:
    """The page must not grow with the years. The page of each release has all its changes."""
    ((line,),) = changes_by_unit(*corrected).values()
    lines = [replace(line, time=f"tháng {number}") for number in range(14)]
    shown = ChangeList.of(lines)
    assert ([each.time for each in shown.newest], shown.older) == ([f"tháng {number}" for number in range(12)], 2)
    assert (ChangeList.of(lines[:12]).older, ChangeList.of([]).newest) == (0, ())


@pytest.fixture(scope="module")
def restated(released_once: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[History, Portal]:
    """The portal released on 1 July, and again on 1 September with a later document that states 25 minutes instead
    of 35."""
    root = Path(shutil.copytree(released_once, tmp_path_factory.mktemp("restated") / "portal"))
    add_later_document(root)
    portal = release_now(root, date(2024, 9, 1))
    return history_of(root), portal


def test_a_figure_replaced_by_a_later_document_is_listed_with_both_values(restated: tuple[History, Portal]) -> None:
    """It is a new row, so otherwise it would only be counted. Each value links to its row."""
    latest = updates_page(*restated, DAY).releases[0]
    assert latest.summary == "1 kết quả mới; 1 số liệu đổi theo văn bản khác; 1 đánh giá đổi kết quả."
    assert texts(latest.replaced) == [
        [
            "Sở Đại Đồng",
            "Thời gian chờ, tháng 6/2024",
            "35 phút, theo Báo cáo số 2/BC-UBND",
            "25 phút",
            "Báo cáo số 3/BC-UBND, bảng PL2, dòng 7",
        ]
    ]
    assert latest.replaced is not None
    ((_, _, old, new, document),) = latest.replaced.rows
    assert old.address.endswith("/bao-cao-2/#pl.i-2")
    assert document.address.endswith("/bao-cao-3/#pl2-7")
    assert plain_text(new.note) == "Chưa đạt, hạng 2 → Đạt, hạng 2"


def test_a_changed_assessment_shows_the_figures_that_changed_it(restated: tuple[History, Portal]) -> None:
    latest = updates_page(*restated, DAY).releases[0]
    assert latest.assessment_changes is not None
    ((_, _, _, new),) = latest.assessment_changes.rows
    assert plain_text(new.note) == "Số liệu: 35 phút → 25 phút"


def test_the_units_page_lists_a_replaced_figure_once(restated: tuple[History, Portal]) -> None:
    ((unit, (line,)),) = changes_by_unit(*restated).items()
    old, new = (plain_text(text) for text in (line.old, line.new))
    assert (unit, line.word) == ("demo.so-b", "Đổi theo văn bản khác")
    assert (old, new) == ("35 phút, theo Báo cáo số 2/BC-UBND", "25 phút")


def test_tables_of_changes_have_the_class_that_puts_old_and_new_values_side_by_side_on_a_phone(
    restated: tuple[History, Portal],
) -> None:
    """On a phone, such a row has one line for its subject and one for the other cells (changes.css). Figures come
    first, then what is published about units, indicators, documents and tasks."""
    history, portal = restated
    text = render_page(make_environment(), release_pages(history, portal)[0])
    tables = re.findall(r'<div class="cmb-table([^"]*)"[^>]*>\n.*\n.*\n<caption>([^<]*)</caption>', text)
    assert [caption for names, caption in tables if names == " cmb-table--changes"] == [
        "Số liệu đổi theo văn bản khác",
        "Đánh giá và thứ hạng thay đổi",
        "Số liệu mới theo văn bản",
        "Đơn vị, chỉ tiêu, văn bản và nhiệm vụ",
    ]


def test_a_correction_of_the_same_day_is_a_replacement_whatever_its_id(released_copy: Path) -> None:
    """The report of 1 July is `demo-2024`. A correction of the same day, `demo-1`, states 25 minutes instead of 35. Its
    id comes first in the alphabet, but it says that it amends the report. It is listed before its release and after."""
    add_later_document(released_copy, id_="demo-1", issued_on="2024-07-01", amends="demo-2024")
    portal, now = published(released_copy)
    pending = history_of(released_copy).with_unreleased(now)
    release_now(released_copy, date(2024, 9, 1))
    order = (released_copy / "data/history/2024-09-01/order.csv").read_text(encoding="utf-8")
    assert order == "source_id,step\ndemo-1,1\n"
    for history in (pending, history_of(released_copy)):
        newest = updates_page(history, portal, DAY).releases[0]
        assert newest.summary == "1 kết quả mới; 1 số liệu đổi theo văn bản khác; 1 đánh giá đổi kết quả."
        (replacement,) = history.releases[0].replaced
        assert (replacement.source_id, replacement.change.source_id) == ("demo-2024", "demo-1")


def test_a_figure_that_a_later_document_repeats_is_not_replaced(released_copy: Path) -> None:
    add_later_document(released_copy)
    edit(released_copy, "data/results/demo-later.csv", (",25,", ",35,"))
    portal = release_now(released_copy, date(2024, 9, 1))
    latest = updates_page(history_of(released_copy), portal, DAY).releases[0]
    assert (latest.summary, latest.replaced) == ("1 kết quả mới.", None)


@pytest.mark.parametrize(("amends", "replaced"), [("", []), ("demo-2024", ["chưa có số liệu"])])
def test_an_empty_cell_replaces_a_figure_only_if_its_document_corrects_others(
    released_copy: Path, amends: str, replaced: list[str]
) -> None:
    """The report of July states 35 minutes. The later document has an empty cell, so the 35 minutes stay in force
    unless it amends the report."""
    add_later_document(released_copy, amends=amends)
    edit(released_copy, "data/results/demo-later.csv", (",25,,,", ",,not_reported,,"))
    portal = release_now(released_copy, date(2024, 9, 1))
    history = history_of(released_copy)
    table = updates_page(history, portal, DAY).releases[0].replaced
    assert [row[3] for row in (texts(table) if table else [])] == replaced
    assert [line.new for lines in changes_by_unit(history, portal).values() for line in lines] == replaced


def test_a_row_that_no_longer_counts_does_not_explain_the_assessment(released_copy: Path) -> None:
    """The row of the July report is corrected from 35 to 34 minutes. A later document of the same release states 25
    minutes, and only this figure meets the target of 30."""
    add_later_document(released_copy)
    edit(released_copy, RESULTS_FILE, (",waiting-time,2024-06,35,", ",waiting-time,2024-06,34,"))
    portal = release_now(released_copy, date(2024, 9, 1))
    (lines,) = changes_by_unit(history_of(released_copy), portal).values()
    assert [(plain_text(line.new), plain_text(line.effect)) for line in lines] == [
        ("25 phút", "Chưa đạt, hạng 2 → Đạt, hạng 2"),
        ("34 phút", ""),
    ]


def test_a_change_of_the_rank_alone_does_not_repeat_the_assessment(released_copy: Path) -> None:
    """Without the figure of Sở Đại Đồng, there is no unit to compare Sở An Bình with."""
    edit(released_copy, RESULTS_FILE, ("demo.so-b,,,waiting-time,2024-06,35,,,PL.I:2,\n", ""))
    portal = release_now(released_copy, date(2024, 8, 1))
    latest = updates_page(history_of(released_copy), portal, DAY).releases[0]
    assert [row[2:] for row in texts(latest.assessment_changes)] == [
        ["Đạt, hạng 1", "Không xếp hạng"],
        ["Chưa đạt, hạng 2", "đã rút bỏ"],
    ]


def test_new_targets_are_not_counted_as_new_results(released_copy: Path) -> None:
    edit(
        released_copy,
        "data/targets/demo-2023.csv",
        ("demo,,waiting-time,2024,", "demo,,full-online-services,2024,at_least,60,,PL1:3,\ndemo,,waiting-time,2024,"),
    )
    portal = release_now(released_copy, date(2024, 9, 1))
    assert updates_page(history_of(released_copy), portal, DAY).releases[0].summary == "1 mức phải đạt mới."


def test_cells_that_a_document_leaves_empty_are_not_counted_as_results(released_copy: Path) -> None:
    """Of May, the document states one figure and leaves one cell empty."""
    rows = "demo.so-a,,,waiting-time,2024-05,21,,,PL.II:1,\ndemo.so-b,,,waiting-time,2024-05,,not_reported,,PL.II:2,\n"
    append_to(released_copy / RESULTS_FILE, rows)
    portal = release_now(released_copy, date(2024, 9, 1))
    history = history_of(released_copy)
    latest = updates_page(history, portal, DAY).releases[0]
    assert latest.summary == "1 kết quả mới; 1 ô văn bản để trống."
    assert latest.new is not None
    assert [(row[2].text, row[2].note, row[3].text) for row in latest.new.rows] == [("1", "và 1 ô để trống", "2")]


def test_the_former_value_counts_again_when_the_later_document_is_withdrawn(released_copy: Path) -> None:
    """The later row is listed as withdrawn, and the value of the July report is in force again."""
    add_later_document(released_copy)
    release_now(released_copy, date(2024, 9, 1))
    (released_copy / "data/results/demo-later.csv").unlink()
    portal = release_now(released_copy, date(2024, 9, 2))
    latest = updates_page(history_of(released_copy), portal, DAY).releases[0]
    ((_, _, old, new, document),) = texts(latest.replaced)
    assert (old, new) == ("25 phút, theo Báo cáo số 3/BC-UBND", "35 phút")
    assert document == "Báo cáo số 2/BC-UBND, bảng PL.I, dòng 2"


def test_the_former_value_counts_again_when_the_later_document_no_longer_states_one(released_copy: Path) -> None:
    """The assessment changes by the 35 minutes that are in force again, not by the empty cell."""
    add_later_document(released_copy)
    release_now(released_copy, date(2024, 9, 1))
    edit(released_copy, "data/results/demo-later.csv", (",25,,,", ",,not_reported,,"))
    portal = release_now(released_copy, date(2024, 9, 2))
    (lines,) = changes_by_unit(history_of(released_copy), portal).values()
    assert [(plain_text(line.old), plain_text(line.new), plain_text(line.effect)) for line in lines[:2]] == [
        ("25 phút, theo Báo cáo số 3/BC-UBND", "35 phút", "Đạt, hạng 2 → Chưa đạt, hạng 2"),
        ("25 phút", "chưa có số liệu", ""),
    ]


def test_a_replaced_figure_is_listed_before_its_release(released_copy: Path) -> None:
    add_later_document(released_copy)
    portal, version = published(released_copy)
    latest = updates_page(history_of(released_copy).with_unreleased(version), portal, DAY).releases[0]
    assert latest.replaced is not None
    assert latest.replaced.caption == "Số liệu đổi theo văn bản khác, chưa thuộc phiên bản nào"
    text = render_page(
        make_environment(), updates_page(history_of(released_copy).with_unreleased(version), portal, DAY)
    )
    assert "### Số liệu đổi theo văn bản khác {#cho-cong-bo-van-ban-khac}" in text


MERGED = (
    (
        "demo.so-a,so-a,Sở An Bình,Sở An Bình,department,department,demo,,,,sab,",
        (
            "demo.so-a,so-a,Sở An Bình,Sở An Bình,department,department,demo,,,2024-07-31,sab,\n"
            "demo.so-a2,so-a-tu-2024,Sở An Bình,Sở An Bình,department,department,demo,,2024-08-01,,,"
        ),
    ),
)
"""Sở An Bình ends in July 2024, and another unit with the same name begins in August."""


def test_units_that_ended_and_units_that_began_are_counted_separately_and_distinguished_by_date(
    released_copy: Path,
) -> None:
    edit(released_copy, "data/units.csv", *MERGED)
    portal = release_now(released_copy, date(2024, 8, 1))
    latest = updates_page(history_of(released_copy), portal, DAY).releases[0]
    assert latest.summary == "1 đơn vị kết thúc hoạt động; 1 đơn vị bắt đầu hoạt động."
    assert [(row[0], row[2], row[3]) for row in texts(latest.others)] == [
        ("Sở An Bình tỉnh Thử (đến 7/2024)", "đang hoạt động", "hoạt động đến hết ngày 31/07/2024"),
        ("Sở An Bình tỉnh Thử (từ 8/2024)", "chưa có", "Sở An Bình"),
    ]


def test_a_withdrawn_figure_links_to_its_document_without_an_anchor(released_copy: Path) -> None:
    edit(released_copy, RESULTS_FILE, ("demo.so-b,,,waiting-time,2024-06,35,,,PL.I:2,\n", ""))
    portal = release_now(released_copy, date(2024, 8, 1))
    (line,) = [line for line in changes_by_unit(history_of(released_copy), portal)["demo.so-b"] if line.source]
    assert (line.word, line.new) == ("Rút bỏ", "")
    assert line.source is not None
    assert "#" not in line.source.address


SWAPPED = (
    ("PL.I:1,", "PL.I:9,"),
    ("demo.so-b,,,full-online-services,2024-06,,unreadable,,PL.I:2,Ô bị mờ trong bản quét\n", ""),
    ("PL.I:2,", "PL.I:1,"),
    ("PL.I:9,", "PL.I:2,"),
)
"""The table published again with its two rows in reverse order and without one figure."""


def test_a_unit_that_is_no_longer_missing_among_others_has_no_change(mini: Path) -> None:
    """The report leaves out Sở C. When the waiting times of the two other departments are withdrawn, they lose their
    assessment and rank, but Sở C had nothing to lose."""
    append_to(mini / "data/units.csv", department("c"))
    release_now(mini, date(2024, 7, 1))
    edit(
        mini,
        RESULTS_FILE,
        ("demo.so-a,,,waiting-time,2024-06,20,,inferred,PL.I:1,Cột bị lệch; đọc theo dòng 2\n", ""),
        ("demo.so-b,,,waiting-time,2024-06,35,,,PL.I:2,\n", ""),
    )
    portal = release_now(mini, date(2024, 8, 1))
    latest = updates_page(history_of(mini), portal, DAY).releases[0]
    assert [(row[0], row[2], row[3]) for row in texts(latest.assessment_changes)] == [
        ("Sở An Bình", "Đạt, hạng 1", "đã rút bỏ"),
        ("Sở Đại Đồng", "Chưa đạt, hạng 2", "đã rút bỏ"),
    ]


def test_figures_that_only_moved_to_another_row_are_no_corrections(released_copy: Path) -> None:
    """They are counted separately and listed after the corrections, with the former row and the new row."""
    edit(released_copy, RESULTS_FILE, *SWAPPED)
    portal = release_now(released_copy, date(2024, 8, 1))
    latest = updates_page(history_of(released_copy), portal, DAY).releases[0]
    assert latest.summary == "1 số liệu điều chỉnh hoặc rút bỏ; 3 số liệu chỉ đổi dòng dẫn nguồn."
    (document,) = latest.documents
    assert [(row[0], row[3], row[4]) for row in texts(document.table)] == [
        ("Sở Đại Đồng", "đã rút bỏ", "bảng PL.I, dòng 2"),
        ("Sở An Bình", "62,50%", "bảng PL.I, dòng 1 → dòng 2"),
        ("Sở An Bình", "20 phút (suy ra)", "bảng PL.I, dòng 1 → dòng 2"),
        ("Sở Đại Đồng", "35 phút", "bảng PL.I, dòng 2 → dòng 1"),
    ]
    assert document.table.rows[1][4].address.endswith("#pl.i-2")


def test_a_figure_that_moved_and_changed_is_one_correction(released_copy: Path) -> None:
    edit(released_copy, RESULTS_FILE, ("2024-06,35,,,PL.I:2", "2024-06,34,,,PL.II:2"))
    portal = release_now(released_copy, date(2024, 8, 1))
    latest = updates_page(history_of(released_copy), portal, DAY).releases[0]
    assert latest.summary == "1 số liệu điều chỉnh hoặc rút bỏ."
    (document,) = latest.documents
    assert texts(document.table)[0][2:] == ["35 phút", "34 phút", "bảng PL.I, dòng 2 → bảng PL.II, dòng 2"]
    (line,) = changes_by_unit(history_of(released_copy), portal)["demo.so-b"]
    assert (line.word, plain_text(line.old), plain_text(line.new)) == ("Điều chỉnh", "35 phút", "34 phút")


def test_a_figure_withdrawn_with_its_document_keeps_its_row_and_document_number(released_copy: Path) -> None:
    """The portal no longer has the document or its rows, but the releases have them. The page must not claim that
    the portal computed the figures."""
    (released_copy / RESULTS_FILE).unlink()
    path = released_copy / "data" / "sources.yml"
    entries = path.read_text(encoding="utf-8").split("\n\n")
    path.write_text(f"{entries[0]}\n", encoding="utf-8")
    portal = release_now(released_copy, date(2024, 8, 1))
    history = history_of(released_copy)
    text, first = (render_page(make_environment(), page) for page in release_pages(history, portal))
    latest = updates_page(history, portal, DAY).releases[0]
    (document,) = latest.documents
    assert (document.id, document.source) == ("2024-08-01-demo-2024", NUMBERED)
    rows = [row[-1] for row in texts(document.table)]
    assert rows == ["bảng PL.I, dòng 1", "bảng PL.I, dòng 1", "bảng PL.I, dòng 2", "bảng PL.I, dòng 2"]
    assert "Văn bản số 2/BC-UBND" in [row[0] for row in texts(latest.others)]
    assert "cổng tính từ số liệu" not in text
    assert NUMBERED.text in first


def test_an_unreleased_change_is_shown(released_copy: Path) -> None:
    edit(released_copy, RESULTS_FILE, CHANGE)
    portal, version = published(released_copy)
    history = history_of(released_copy).with_unreleased(version)
    assert changes_by_unit(history, portal)["demo.so-b"][0].when == "chưa thuộc phiên bản nào"
    section = updates_page(history, portal, DAY).releases[0]
    assert (section.id, section.heading) == ("cho-cong-bo", "Thay đổi chưa thuộc phiên bản nào")


def test_the_page_of_changes_renders_with_anchors_and_also_without_history(corrected: tuple[History, Portal]) -> None:
    history, portal = corrected
    text = render_page(make_environment(), updates_page(history, portal, DAY))
    assert "## Ngày 01/08/2024 {#2024-08-01}" in text
    assert '<li id="2024-07-01"><a href="2024-07-01/">Ngày 01/07/2024</a>: Dữ liệu công bố lần đầu' in text
    assert 'href="../don-vi/so-b/"' in text
    assert 'href="../data/cap-nhat.atom"' in text
    assert 'href="../data/cap/tinh-demo/so-ban-nganh.atom">Các sở, ban, ngành của tỉnh Thử</a>' in text
    assert "Cổng được dựng lần gần nhất ngày 09/09/2024;" in text
    empty = render_page(make_environment(), updates_page(History(()), portal, DAY))
    assert "Chưa có phiên bản dữ liệu nào được ghi lại" in empty


def test_each_release_has_a_permanent_page(corrected: tuple[History, Portal]) -> None:
    """It has the release's changes, its data, a link to the release before it, and how to cite it. Later releases
    are not mentioned."""
    latest, first = release_pages(*corrected)
    text = render_page(make_environment(), latest)
    assert latest.address == "/cap-nhat/2024-08-01/"
    assert latest.title == "Phiên bản dữ liệu ngày 01/08/2024"
    assert latest.description.startswith("Phiên bản dữ liệu ngày 01/08/2024: 1 số liệu điều chỉnh")
    assert 'href="../../data/phien-ban/2024-08-01.zip"' in text
    assert 'href="../2024-07-01/">Ngày 01/07/2024</a>' in text
    cited = "Cổng thử, phiên bản dữ liệu ngày 01/08/2024 (CC BY 4.0). Địa chỉ cố định: "
    assert f"{cited}https://site.invalid/cap-nhat/2024-08-01/" in text
    assert "35&nbsp;phút" in text or "35\N{NO-BREAK SPACE}phút" in text
    assert "2024-08-01" not in render_page(make_environment(), first)


def test_a_new_release_does_not_change_the_page_of_an_earlier_one(released_copy: Path) -> None:
    (before,) = release_pages(history_of(released_copy), published(released_copy)[0])
    edit(released_copy, RESULTS_FILE, CHANGE)
    portal = release_now(released_copy, date(2024, 8, 1))
    assert before in tuple(release_pages(history_of(released_copy), portal))


def test_a_second_release_on_the_same_day_has_its_own_page(mini: Path) -> None:
    release_now(mini, date(2024, 7, 1))
    edit(mini, RESULTS_FILE, CHANGE)
    portal = release_now(mini, date(2024, 7, 1))
    second, _ = release_pages(history_of(mini), portal)
    assert (second.address, second.title) == ("/cap-nhat/2024-07-01-2/", "Phiên bản dữ liệu ngày 01/07/2024, lần 2")


def test_a_long_list_is_cut_with_a_note(released_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.pages.updates.sections.LIMIT", 1)
    edit(released_copy, RESULTS_FILE, CHANGE, ("2024-06,62.50", "2024-06,62.51"))
    portal = release_now(released_copy, date(2024, 8, 1))
    page = updates_page(history_of(released_copy), portal, DAY)
    (document,) = page.releases[0].documents
    assert (len(document.table.rows), document.more) == (1, 1)
    assert "Còn 1 thay đổi khác của văn bản này" in render_page(make_environment(), page)
