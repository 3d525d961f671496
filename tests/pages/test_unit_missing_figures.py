"""Tests how a unit's page explains figures that are missing, and which documents do not mention the unit."""

import re
from datetime import date
from pathlib import Path

import pytest

from generator.pages.changes import changes_by_unit
from generator.pages.overall import overall_rankings
from generator.pages.unit.page import unit_pages
from generator.rendering import make_environment, render_page
from tests.support.folders import MINI
from tests.support.headers import LINEAGE_HEADER, RESULT_HEADER, TARGET_HEADER
from tests.support.portals import append_to, facts_of, plain_text, replace_in
from tests.support.releasing import history_of, published, release_now
from tests.support.units import TODAY, UNIT, department, pages_of, ranked_portal, shown_row


def test_a_missing_figure_is_shown_with_its_reason() -> None:
    """The figure cannot be read in the scan: there is no number, bar or rank, but the document's note is shown."""
    shown = shown_row(pages_of(facts_of(MINI, TODAY))["so-b"], "ty-le-toan-trinh")
    assert shown.figure.missing
    assert (shown.bar, shown.place) == (None, "")
    assert shown.figure.note == "Ô bị mờ trong bản quét"


def test_a_unit_without_figures_explains_why_and_whom_to_ask(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Documents have figures of its peers but do not mention this unit."""
    page = pages_of(facts_of(ranked_portal(tmp_path_factory), TODAY))["h"]
    assert page.sentence == "Chưa có số liệu nào của đơn vị này trong các văn bản mà cổng đã nhập."
    assert page.no_figures is not None
    assert page.no_figures.reason.startswith("Các văn bản sau có số liệu của sở, ban, ngành khác nhưng không nêu Sở H")
    assert page.no_figures.documents
    assert page.no_figures.ask == "Để biết kết quả, đề nghị liên hệ đơn vị hoặc cấp trên trực tiếp (tỉnh Thử)."


def test_documents_with_only_empty_cells_are_not_said_to_have_figures_of_other_units(mini: Path) -> None:
    append_to(mini / "data/units.csv", department("h"))
    (mini / "data/results/demo-2023.csv").unlink()
    empty = "demo.so-a,,,waiting-time,2024-06,,not_reported,,PL.I:1,\n"
    (mini / "data/results/demo-2024.csv").write_text(RESULT_HEADER + empty, encoding="utf-8")
    found = pages_of(facts_of(mini, TODAY))["h"].no_figures
    assert found is not None
    assert found.reason == "Cổng chưa nhập văn bản nào nêu kết quả của các sở, ban, ngành của tỉnh Thử."


def test_readers_are_not_told_to_ask_the_country(mini: Path) -> None:
    append_to(mini / "data/units.csv", "viet-nam,viet-nam,Việt Nam,Cả nước,country,country,,,,,,\n")
    found = pages_of(facts_of(mini, TODAY))["viet-nam"].no_figures
    assert found is not None
    assert found.ask == ""


@pytest.mark.parametrize(
    ("end", "above", "contact"),
    [
        ("2025-06-30", "", "cấp trên trực tiếp (tỉnh Thử)"),
        ("2026-06-30", "", "đơn vị hoặc cấp trên trực tiếp (tỉnh Thử)"),
        ("2025-06-30", "2025-06-30", "đơn vị kế tiếp của cấp trên trực tiếp (tỉnh Mới)"),
    ],
)
def test_readers_are_not_sent_to_a_unit_that_has_ended(mini: Path, end: str, above: str, contact: str) -> None:
    """The day is 15 January 2026. The unit of the second case exists until June. In the third case, the province was
    merged too."""
    append_to(mini / "data/units.csv", department("h", end=end))
    replace_in(mini / "data/units.csv", ",province,province,,01,,,,", f",province,province,,01,,{above},,")
    if above:
        new = "moi,tinh-moi,Tỉnh Mới,Tỉnh Mới,province,province,,02,2025-07-01,,,\n"
        append_to(mini / "data/units.csv", new)
        (mini / "data/lineage.csv").write_text(
            f"{LINEAGE_HEADER}demo,moi,2025-07-01,merged,demo-2024,\n", encoding="utf-8"
        )
    found = pages_of(facts_of(mini, TODAY))["h"].no_figures
    assert found is not None
    assert found.ask == f"Để biết kết quả, đề nghị liên hệ {contact}."


def test_documents_with_withdrawn_figures_are_not_said_to_omit_the_unit(mini: Path) -> None:
    """All figures of Sở Đại Đồng were withdrawn. The documents that stated them did mention the unit."""
    release_now(mini, date(2024, 7, 15))
    for path in ("data/results/demo-2023.csv", "data/results/demo-2024.csv"):
        lines = (mini / path).read_text(encoding="utf-8").splitlines(keepends=True)
        (mini / path).write_text("".join(line for line in lines if "so-b" not in line), encoding="utf-8")
    facts = facts_of(mini, TODAY)
    portal, now = published(mini)
    changes = changes_by_unit(history_of(mini).with_unreleased(now), portal)
    pages = {page.address: page for page in unit_pages(facts, overall_rankings(facts), changes)}
    found = pages["/don-vi/so-b/"].no_figures
    assert found is not None
    assert (found.reason, found.documents) == (
        "Số liệu đã công bố của đơn vị này đã được rút bỏ; số liệu trước khi rút ở phần “Số liệu đã sửa” dưới đây.",
        (),
    )


def test_a_unit_listed_by_a_document_without_a_figure_is_not_called_omitted(mini: Path) -> None:
    """The row that lists the unit is linked. The note of that row is shown beside it, once for several indicators."""
    append_to(mini / "data/units.csv", department("h"))
    rows = "".join(
        f"demo.h,,,{one},2024-06,,not_reported,,PL.I:3,Sở chưa gửi báo cáo\n"
        for one in ("full-online-services", "waiting-time")
    )
    append_to(mini / "data/results/demo-2024.csv", rows)
    found = pages_of(facts_of(mini, TODAY))["h"].no_figures
    assert found is not None
    assert found.reason == "Các văn bản sau có tên Sở H nhưng không nêu số liệu:"
    assert found.documents == ()
    assert [(plain_text(link.text), link.address, plain_text(noted)) for link, noted in found.rows] == [
        ("Báo cáo số 2/BC-UBND, bảng PL.I, dòng 3", "/van-ban/bao-cao-2/#pl.i-3", "tháng 6/2024: Sở chưa gửi báo cáo")
    ]
    page = render_page(make_environment(), pages_of(facts_of(mini, TODAY))["h"])
    assert '#pl.i-3">' in page
    assert page.count("Sở chưa gửi báo cáo") == 1


def test_a_documents_note_on_a_missing_figure_is_shown(mini: Path) -> None:
    """This holds for an indicator with earlier figures and for one without any figure."""
    noted = "2024-07,,not_reported,,PL.I:2,Sở chưa gửi báo cáo\n"
    append_to(mini / "data/results/demo-2024.csv", f"demo.so-b,,,waiting-time,{noted}")
    shown = shown_row(pages_of(facts_of(mini, TODAY))["so-b"], "thoi-gian-cho")
    assert [plain_text(sentence) for sentence in shown.sentences[-2:]] == [
        "Văn bản về tháng 7/2024 không nêu số liệu của đơn vị này.",
        "Sở chưa gửi báo cáo.",
    ]
    append_to(mini / "data/units.csv", department("h"))
    text = "demo.h,,,waiting-time,2024-06,25,,,PL.I:3,\n"
    silent = "demo.h,,,full-online-services,2024-06,,not_reported,,PL.I:3,Thiếu\n"
    append_to(mini / "data/results/demo-2024.csv", text + silent)
    unknown = next(one for one in pages_of(facts_of(mini, TODAY))["h"].indicators_without_result if one.row)
    assert unknown.row is not None
    assert (unknown.row.address, unknown.row_note) == ("/van-ban/bao-cao-2/#pl.i-3", "Thiếu.")


def test_the_explanation_of_missing_figures_concerns_the_units_own_level(mini: Path) -> None:
    """Communes of the same province have figures, departments have none."""
    for path in (mini / "data/results").iterdir():
        path.unlink()
    commune = UNIT.format(
        id="demo.x", slug="x", name="Xã X", kind="commune", level="commune", parent="demo", code="", start="", end=""
    )
    append_to(mini / "data/units.csv", commune)
    text = f"{RESULT_HEADER}demo.x,,,waiting-time,2024-06,20,,,PL:1,\n"
    (mini / "data/results/demo-2024.csv").write_text(text, encoding="utf-8")
    found = pages_of(facts_of(mini, TODAY))["so-a"].no_figures
    assert found is not None
    assert found.reason.endswith("cổng chưa nhập văn bản nào nêu kết quả của các sở, ban, ngành của tỉnh Thử.")


def test_targets_of_a_level_are_not_targets_of_the_province(mini: Path) -> None:
    """The mini province has no target and no figure of its own."""
    (mini / "data/targets/demo-2023.csv").write_text(
        f"{TARGET_HEADER}demo,department,waiting-time,2024,at_most,30,,text:I.2,\n", encoding="utf-8"
    )
    found = pages_of(facts_of(mini, TODAY))["tinh-demo"].no_figures
    assert found is not None
    assert found.reason == "Cổng chưa nhập văn bản nào nêu kết quả của tỉnh Thử."


def test_documents_older_than_a_unit_are_not_said_to_omit_it(mini: Path) -> None:
    """All figures of the mini portal are of June 2024 or earlier, and the new department exists since July 2024."""
    units = mini / "data" / "units.csv"
    new = "demo.so-moi,so-moi,Sở Mới,Sở Mới,department,department,demo,,2024-07-01,,,\n"
    append_to(units, new)
    found = pages_of(facts_of(mini, TODAY))["so-moi"].no_figures
    assert found is not None
    assert found.reason.startswith("Đơn vị hoạt động từ ngày 01/07/2024; cổng chưa nhập văn bản nào")
    assert found.documents == ()


def test_an_omission_by_a_newer_document_is_stated_once_for_all_figures_of_a_period(so_a_omitted_in_july: Path) -> None:
    """In July the other two departments have both figures, and Sở An Bình has none. Its chart for other sites therefore
    suggests June as the month to stop at."""
    figures = so_a_omitted_in_july / "data" / "results" / "demo-2024.csv"
    for unit in ("so-b", "so-c"):
        row = "PL.I:3" if unit == "so-b" else "PL.I:4"
        append_to(figures, f"demo.{unit},,,full-online-services,2024-07,60,,,{row},\n")
    page = pages_of(facts_of(so_a_omitted_in_july, TODAY))["so-a"]
    board = page.boards[0]
    silence = "Văn bản về tháng\N{NO-BREAK SPACE}7/2024 không nêu số liệu của đơn vị này."
    assert board.sentences.count(silence) == 1
    assert not [text for row in board.rows for text in row.sentences if text == silence]
    assert page.embedding is not None
    assert page.embedding.note.endswith("ví dụ #2024-06.")


@pytest.mark.parametrize(
    ("note", "shown"),
    [("Thủ tục của sở không thu phí", ()), ("Mức tạm giao", ("Về mức phải đạt: Mức tạm giao.",))],
    ids=["equal", "other"],
)
def test_a_note_that_equals_the_reason_of_a_missing_figure_is_shown_once(
    note: str, shown: tuple[str, ...], mini: Path
) -> None:
    """Another note on the target is shown beside the reason."""
    replace_in(mini / "data/targets/demo-2023.csv", "at_most,30,,text:II.1,", f"at_most,30,,text:II.1,{note}")
    replace_in(
        mini / "data/results/demo-2024.csv",
        "2024-06,20,,inferred,PL.I:1,Cột bị lệch; đọc theo dòng 2",
        "2024-06,,not_applicable,,PL.I:1,Thủ tục của sở không thu phí",
    )
    rows = {row.id: row for board in pages_of(facts_of(mini, TODAY))["so-a"].boards for row in board.rows}
    assert "Thủ tục của sở không thu phí." in rows["thoi-gian-cho"].sentences
    assert rows["thoi-gian-cho"].notes == shown


@pytest.mark.parametrize(
    ("status", "reason"), [("not_applicable", "không áp dụng"), ("unreadable", "không đọc được trên bản quét")]
)
def test_the_reason_of_a_missing_figure_is_stated_once_in_its_row(mini: Path, status: str, reason: str) -> None:
    """No mark repeats it, neither visibly nor for screen readers. The target is still shown."""
    replace_in(
        mini / "data/results/demo-2024.csv",
        "2024-06,20,,inferred,PL.I:1,Cột bị lệch; đọc theo dòng 2",
        f"2024-06,,{status},,PL.I:1,Theo ghi chú của phụ lục",
    )
    text = render_page(make_environment(), pages_of(facts_of(mini, TODAY))["so-a"])
    row = text[text.index('id="thoi-gian-cho"') :].partition("</li>")[0]
    assert row.lower().count(reason[: len("không áp dụng")]) == row.lower().count(reason) == 1
    assert "cmb-mark" not in row
    assert "tối đa 30" in plain_text(row)


def test_a_unit_without_a_result_has_all_its_targets(mini: Path) -> None:
    """Sở H never reported waiting times. Its targets are 40 by 2023, 20 by 2030, which a later plan lowered from 25,
    and one by 2027 that cannot be read. The limit of 30 that is common to all is not its own. A document lists it
    without a figure."""
    append_to(mini / "data/units.csv", department("h"))
    own = "demo.h,,waiting-time,{},at_most,{},{},PL9:{},{}\n"
    former = own.format("2030", 25, "", 1, "") + own.format("2023", 40, "", 2, "Mức tạm giao")
    unread = own.format("2027", "", "unreadable", 3, "Ô mờ")
    append_to(mini / "data/targets/demo-2023.csv", former + unread)
    (mini / "data/targets/demo-2024.csv").write_text(
        TARGET_HEADER + own.format("2030", 20, "", 4, ""), encoding="utf-8"
    )
    silent = "demo.h,,,waiting-time,2024-06,,not_reported,,PL.I:3,Thiếu\n"
    known = "demo.h,,,full-online-services,2024-06,50,,,PL.I:3,\n"
    append_to(mini / "data/results/demo-2024.csv", known)
    page = pages_of(facts_of(mini, TODAY))["h"]
    (found,) = (item for item in page.indicators_without_result if item.targets)
    assert [(plain_text(target.link.text), target.note) for target in found.targets] == [
        ("Mức phải đạt: tối đa 40 phút đến hết năm 2023.", "Mức tạm giao."),
        ("Mức phải đạt: không đọc được trên bản quét (đến hết năm 2027).", "Ô mờ."),
        ("Mức phải đạt: tối đa 20 phút đến hết năm 2030.", ""),
    ]
    assert found.targets[2].link.address == "/van-ban/bao-cao-2/#pl9-4"
    append_to(mini / "data/results/demo-2024.csv", silent)
    text = plain_text(re.sub(r"<[^>]+>", "", render_page(make_environment(), pages_of(facts_of(mini, TODAY))["h"])))
    unread = "Mức phải đạt: không đọc được trên bản quét (đến hết năm 2027). Ô mờ. "
    in_force = "Mức phải đạt: tối đa 20 phút đến hết năm 2030. "
    assert f"Thời gian chờ đợi tại Bộ phận Một cửa. {unread}{in_force}" in text
    assert ".." not in text.partition("Chưa có số liệu: ")[2].partition("##")[0]


@pytest.mark.parametrize(
    ("contact", "ending"), [("", ""), ("cong@tinh.example", " Liên hệ với Cổng: cong@tinh.example.")]
)
def test_a_unit_without_figures_names_the_contact_of_the_portal(contact: str, ending: str, mini: Path) -> None:
    append_to(mini / "data/units.csv", department("h"))
    append_to(mini / "data/portal.yml", f'contact: "{contact}"\n' if contact else "")
    found = pages_of(facts_of(mini, TODAY))["h"].no_figures
    assert found is not None
    assert found.ask == f"Để biết kết quả, đề nghị liên hệ đơn vị hoặc cấp trên trực tiếp (tỉnh Thử).{ending}"


def test_an_empty_cell_does_not_replace_the_newest_figure_of_a_level(mini: Path) -> None:
    """The total of 12 services is of 2022. The document of June 2024 leaves the cell of the total empty, and there is
    no mean of waiting times at all."""
    empty = "demo,department,{},{},2024-06,,not_reported,,PL.I:{},\n"
    rows = empty.format("total", "services-total", "total") + empty.format("mean", "waiting-time", "mean")
    append_to(mini / "data/results/demo-2024.csv", rows)
    (board,) = pages_of(facts_of(mini, TODAY))["tinh-demo"].level_figures
    assert {row.name.text: row.figure.text for row in board.rows} == {
        "Số dịch vụ": "12",
        "Số dịch vụ toàn trình": "3",
        "Thời gian chờ": "chưa có số liệu",
    }
