"""Tests the comparison of two versions, the figures that a later document replaces, and the report of changes. Expected
changes are worked out by hand."""

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.history import ChangeKind, SubjectKind, Version, compare, read_version
from generator.history.changes import difference
from generator.history.replacements import replacements
from generator.history.subjects import SUBJECTS, VERSION_COLUMNS, packed, unpacked
from generator.history.versions import sorted_version
from generator.history.wording import names_of, report
from tests.support.portals import plain_text
from tests.support.small_versions import ASSESSMENTS, FIRST, RESULTS, SOURCES, TARGETS, TASKS, UNITS, summaries, version

if TYPE_CHECKING:
    from generator.problems import Problem


def test_a_version_equals_itself() -> None:
    assert compare(version(), version()) == ()


def test_a_changed_figure_is_listed_with_its_place_and_the_assessments_that_changed() -> None:
    """Sở Đại Đồng's 40 becomes 64, so it meets the target of 60 and ranks before Sở An Bình."""
    results = RESULTS.replace("2024-05,40,", "2024-05,64,")
    assessments = "unit_id,indicator_id,period,assessment,rank\np.a,pay,2024-05,not_met,2\np.b,pay,2024-05,met,1\n"
    changes = compare(version(), version(results=results, assessments=assessments))
    assert summaries(changes) == [
        (SubjectKind.ASSESSMENT, ChangeKind.CHANGED, "p.a", ("not_met", "1"), ("not_met", "2")),
        (SubjectKind.ASSESSMENT, ChangeKind.CHANGED, "p.b", ("not_met", "2"), ("met", "1")),
        (SubjectKind.RESULT, ChangeKind.CHANGED, "p.b", ("40", "", ""), ("64", "", "")),
    ]
    changed = changes[-1]
    assert (changed.indicator_id, changed.period) == ("pay", "2024-05")
    assert (changed.source_id, changed.locator) == ("d1", "PL1:2")


def test_new_and_withdrawn_figures_are_listed() -> None:
    results = RESULTS.replace("p.b,,,pay,2024-05,40,,,d1,PL1:2\n", "") + "p.a,,,pay,2024-06,61,,,d1,PL1:1\n"
    assert summaries(compare(version(), version(results=results))) == [
        (SubjectKind.RESULT, ChangeKind.NEW, "p.a", None, ("61", "", "")),
        (SubjectKind.RESULT, ChangeKind.WITHDRAWN, "p.b", ("40", "", ""), None),
    ]


def test_a_changed_status_is_a_change() -> None:
    results = RESULTS.replace("2024-05,40,,", "2024-05,,unreadable,")
    assert summaries(compare(version(), version(results=results))) == [
        (SubjectKind.RESULT, ChangeKind.CHANGED, "p.b", ("40", "", ""), ("", "unreadable", "")),
    ]


def test_a_figure_that_only_moved_to_another_row_is_not_withdrawn() -> None:
    results = RESULTS.replace("PL1:2", "PL1:3")
    (change,) = compare(version(), version(results=results))
    assert (change.kind, change.old_locator, change.locator) == (ChangeKind.MOVED, "PL1:2", "PL1:3")
    assert change.old == change.new == ("40", "", "")


def test_two_removed_figures_and_one_added_figure_are_not_a_move() -> None:
    """It is not certain which of the two stated figures moved."""
    twice = RESULTS + "p.b,,,pay,2024-05,41,,,d1,text:I\n"
    once = RESULTS.replace("PL1:2", "PL1:3")
    kinds = [change.kind for change in compare(version(results=twice), version(results=once))]
    assert sorted(kinds) == [ChangeKind.NEW, ChangeKind.WITHDRAWN, ChangeKind.WITHDRAWN]


def test_changed_new_and_withdrawn_targets_are_listed() -> None:
    targets = TARGETS.replace("at_least,60", "at_least,55") + "p.a,,pay,2025,at_least,90,,d1,text:I.2\n"
    changes = compare(version(), version(targets=targets))
    assert summaries(changes) == [
        (SubjectKind.TARGET, ChangeKind.CHANGED, "p", ("60", "", "at_least"), ("55", "", "at_least")),
        (SubjectKind.TARGET, ChangeKind.NEW, "p.a", None, ("90", "", "at_least")),
    ]
    assert (changes[0].level, changes[0].period) == ("department", "2024")
    back = compare(version(targets=targets), version())
    assert [change.kind for change in back] == [ChangeKind.CHANGED, ChangeKind.WITHDRAWN]


def test_changes_of_units_documents_and_tasks_are_listed() -> None:
    units = UNITS.replace("Sở Đại Đồng,,,", "Sở Đại Đồng,,2025-06-30,") + "q,Tỉnh Mới,2025-07-01,,\n"
    sources = SOURCES + "d2,2/NQ,Nghị quyết,2025-06-12,\n"
    tasks = TASKS.replace("unknown", "done")
    task = ("Công khai kết quả", "unknown", "2024", "p.a")
    assert summaries(compare(version(), version(units=units, sources=sources, tasks=tasks))) == [
        (SubjectKind.SOURCE, ChangeKind.NEW, "", None, ("2/NQ", "Nghị quyết", "2025-06-12", "")),
        (SubjectKind.TASK, ChangeKind.CHANGED, "", task, ("Công khai kết quả", "done", "2024", "p.a")),
        (
            SubjectKind.UNIT,
            ChangeKind.CHANGED,
            "p.b",
            ("Sở Đại Đồng", "", "", "p"),
            ("Sở Đại Đồng", "", "2025-06-30", "p"),
        ),
        (SubjectKind.UNIT, ChangeKind.NEW, "q", None, ("Tỉnh Mới", "2025-07-01", "", "")),
    ]


def test_two_rows_with_the_same_key_are_refused() -> None:
    with pytest.raises(ValueError, match=r"result p\.b "):
        version(results=RESULTS + "p.b,,,pay,2024-05,41,,,d1,PL1:2\n")


few = settings(max_examples=15)

CELLS = st.text(alphabet="ab|%7C5 ,\"'", max_size=4)


@few
@given(st.lists(CELLS, min_size=3, max_size=3))
def test_packing_and_unpacking_keeps_any_text(cells: list[str]) -> None:
    (state,) = packed([pd.Series([cell], dtype="str") for cell in cells])
    assert unpacked(state, SubjectKind.RESULT) == tuple(cells)


Figures = dict[tuple[str, str, str], str]
"""Packed values by unit, period and locator."""

FIGURE = st.tuples(
    st.sampled_from(["p.a", "p.b"]), st.sampled_from(["2024", "2025"]), st.sampled_from(["PL1:1", "PL1:2", "text:I"])
)
ROWS = st.dictionaries(FIGURE, st.sampled_from(["1", "2", "2|provisional", "|unreadable", ""]), max_size=8)


def rows_of(figures: Figures) -> Version:
    rows = [
        ("result", unit, "", "", "pay", period, "d1", locator, "", state)
        for (unit, period, locator), state in figures.items()
    ]
    return sorted_version(pd.DataFrame(rows, columns=list(VERSION_COLUMNS)))


@few
@given(ROWS, ROWS)
def test_equal_versions_have_no_difference(old: Figures, new: Figures) -> None:
    assert difference(rows_of(old), rows_of(new)).empty == (old == new)


@few
@given(ROWS)
def test_random_versions_equal_themselves(figures: Figures) -> None:
    assert compare(rows_of(figures), rows_of(figures)) == ()


@few
@given(ROWS, ROWS)
def test_each_differing_figure_is_listed_once(old: Figures, new: Figures) -> None:
    """A moved figure counts as one removed and one added figure."""
    differing = sum(old.get(key) != new.get(key) for key in {*old, *new})
    changes = compare(rows_of(old), rows_of(new))
    assert sum(2 if change.kind is ChangeKind.MOVED else 1 for change in changes) == differing


LATER = "d2,2/BC,Báo cáo hai,2024-07-01,\n"


def replaced(results: str, later: str, source: str = LATER, **edited: str) -> list[tuple[str, str, str, str]]:
    """Returns the figures that a later document replaces: the unit, the old and the new locator, the old and the new
    value. `edited` are other tables after the change."""
    before, after = version(results=results), version(results=results + later, sources=SOURCES + source, **edited)
    found = replacements(before, after, difference(before, after))
    values = [(item.change.old or ("",), item.change.new or ("",)) for item in found]
    return [
        (item.change.unit_id, f"{item.locator} {item.change.locator}", old[0], new[0])
        for item, (old, new) in zip(found, values, strict=True)
    ]


def test_a_figure_is_replaced_by_another_value_of_a_later_document_only() -> None:
    """A figure that is only repeated is not replaced."""
    row = "p.b,,,pay,2024-05,{},,,d2,PL1:1\n".format
    assert replaced(RESULTS, row("45")) == [("p.b", "PL1:2 PL1:1", "40", "45")]
    assert replaced(RESULTS, row("40")) == []
    assert replaced(RESULTS, row("45"), LATER.replace("2024-07-01", "2024-05-31")) == []


def test_an_empty_cell_of_a_later_document_replaces_a_figure_only_if_it_is_assessed_as_missing() -> None:
    """It is assessed as missing if the later document corrects the earlier one."""
    row = "p.b,,,pay,2024-05,,not_reported,,d2,PL1:1\n"
    assert replaced(RESULTS, row) == []
    missing = ASSESSMENTS.replace("p.b,pay,2024-05,not_met,2", "p.b,pay,2024-05,no_result,")
    assert replaced(RESULTS, row, assessments=missing) == [("p.b", "PL1:2 PL1:1", "40", "")]
    june, of_june = f"{RESULTS}p.b,,,pay,2024-06,41,,,d1,PL1:2\n", row.replace("2024-05", "2024-06")
    missing = f"{ASSESSMENTS}p.b,pay,2024-06,no_result,\n"
    assert replaced(june, row + of_june, assessments=missing) == [("p.b", "PL1:2 PL1:1", "41", "")]


def test_a_figure_that_its_own_document_corrects_is_not_replaced() -> None:
    """The 40 of d1 becomes 41, and 39 of an earlier document is added. Before and after, the figure of d1 is in
    force."""
    results = RESULTS.replace("2024-05,40,", "2024-05,41,") + "p.b,,,pay,2024-05,39,,,d0,PL1:1\n"
    earlier = LATER.replace("d2", "d0").replace("2024-07-01", "2024-05-31")
    before, after = version(), version(results=results, sources=SOURCES + earlier)
    assert replacements(before, after, difference(before, after)) == ()


def test_the_document_id_decides_between_two_documents_of_the_same_day() -> None:
    """Measures use the same rule if neither document corrects the other. The history does not record corrections."""
    row, source = "p.b,,,pay,2024-05,50,,,{},PL1:1\n", "{},2/BC,Báo cáo hai,2024-06-01,\n"
    assert replaced(RESULTS, row.format("d2"), source.format("d2")) == [("p.b", "PL1:2 PL1:1", "40", "50")]
    assert replaced(RESULTS, row.format("d0"), source.format("d0")) == []


def test_of_two_documents_of_one_day_the_one_that_corrects_the_other_counts() -> None:
    """The id of d0 is the smaller one, but d0 corrects d1."""
    source, row = "d0,2/BC,Báo cáo hai,2024-06-01,\n", "p.b,,,pay,2024-05,50,,,d0,PL1:1\n"
    before, plain = version(), version(results=RESULTS + row, sources=SOURCES + source)
    after = replace(plain, same_day_steps={"d0": 1})
    (found,) = replacements(before, after, difference(before, after))
    assert (found.source_id, found.change.source_id) == ("d1", "d0")


def test_a_pooled_figure_of_a_level_does_not_replace_its_mean_or_total() -> None:
    total = RESULTS.replace("p,department,mean,pay,2024-05,49.37", "p,department,total,pay,2024-05,99")
    assert replaced(total, "p,department,pooled,pay,2024-05,51,,,d2,PL1:3\n") == []
    assert replaced(total, "p,department,total,pay,2024-05,98,,,d2,PL1:3\n") == [("p", "PL1:mean PL1:3", "99", "98")]


def test_the_digest_of_a_version_is_that_of_its_csv_text() -> None:
    """Anyone who has the version can therefore verify it."""
    plain = version(sources=SOURCES.replace("1/BC,", '"1, ""BC"" ",')).rows
    text = plain.to_csv(index=False, lineterminator="\n")
    assert '"1, ""BC"" |Báo cáo một' in text
    assert Version(plain).sha256 == hashlib.sha256(text.encode()).hexdigest()


def test_a_folder_of_published_files_is_read_as_a_version(tmp_path: Path) -> None:
    for name, text in FIRST.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8-sig")
    faults: list[Problem] = []
    assert read_version(tmp_path, faults).sha256 == version().sha256
    assert faults == []


def test_missing_files_and_columns_of_a_version_are_problems(tmp_path: Path) -> None:
    for name, text in FIRST.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    (tmp_path / "units.csv").unlink()
    (tmp_path / "tasks.csv").write_text("id,title\n", encoding="utf-8")
    faults: list[Problem] = []
    assert read_version(tmp_path, faults).rows.empty
    assert [(fault.field, fault.message) for fault in faults] == [
        ("", "không có tệp này"),
        ("source_id", "thiếu cột này"),
        ("status", "thiếu cột này"),
        ("due", "thiếu cột này"),
        ("lead_ids", "thiếu cột này"),
    ]


def test_the_report_shows_old_and_new_values_in_vietnamese() -> None:
    results = RESULTS.replace("2024-05,40,", "2024-05,64.50,") + "p.a,,,pay,2024-06,61,,,d1,PL1:1\n"
    assessments = "unit_id,indicator_id,period,assessment,rank\np.a,pay,2024-05,not_met,2\np.b,pay,2024-05,met,1\n"
    units = UNITS.replace("Sở Đại Đồng,,,", "Sở Đại Đồng,,2025-06-30,")
    tasks = TASKS.replace("unknown,2024", "done,2024-Q1/..")
    new = version(results=results, assessments=assessments, units=units, tasks=tasks)
    text = plain_text(report(compare(version(), new), names_of([version(), new])))
    indicator = "Thanh toán trực tuyến, tháng 5/2024"
    before = "tình trạng: chưa có báo cáo; thời hạn: năm 2024"
    after = "tình trạng: đã hoàn thành; thời hạn: quý I/2024, sau đó tiếp tục thường xuyên"
    assert text.splitlines() == [
        "6 thay đổi:",
        "  đơn vị: 1 điều chỉnh",
        "  nhiệm vụ: 1 điều chỉnh",
        "  số liệu kết quả: 1 điều chỉnh",
        "  số liệu kết quả: 1 bổ sung",
        "  đánh giá, xếp hạng: 2 điều chỉnh",
        f"đánh giá, xếp hạng, điều chỉnh: Sở An Bình: {indicator}: Chưa đạt, hạng 1 → Chưa đạt, hạng 2",
        f"đánh giá, xếp hạng, điều chỉnh: Sở Đại Đồng: {indicator}: Chưa đạt, hạng 2 → Đạt, hạng 1",
        f"số liệu kết quả, điều chỉnh: Sở Đại Đồng: {indicator} [d1 PL1:2]: 40% → 64,50%",
        f"nhiệm vụ, điều chỉnh: Công khai kết quả: {before} → {after}",
        "đơn vị, điều chỉnh: Sở Đại Đồng: đang hoạt động → hoạt động đến hết ngày 30/06/2025",
    ]
    assert report((), names_of([])) == "Dữ liệu không thay đổi."


def test_the_report_distinguishes_moved_figures_and_names_leads_documents_and_levels() -> None:
    """A figure that moved to another row and changed is a correction. A task led by all units of a level is not led
    by the province."""
    old = version(sources=SOURCES + "d0,KH-0,Kế hoạch,2024-05-01,\n")
    new = version(
        units=UNITS.replace("p.b,Sở Đại Đồng,,,p", "p.b,Sở Đại Đồng,,,"),
        sources=SOURCES.replace("1/BC,Báo cáo một,2024-06-01", "1/BC-UBND,Báo cáo một,2024-06-02"),
        tasks=TASKS.replace(",p.a", ",p.b;p:department"),
        results=RESULTS.replace("PL1:1", "PL1:4").replace("40,,,d1,PL1:2", "41,,,d1,PL2:2").replace("49.37", "49.87"),
    )
    text = plain_text(report(compare(old, new), names_of([old, new])))
    indicator = "Thanh toán trực tuyến, tháng 5/2024"
    first, second = "số hiệu: 1/BC; ngày ban hành: ", "số hiệu: 1/BC-UBND; ngày ban hành: "
    level = "Các đơn vị sở, ban, ngành của tỉnh Thử (bình quân của các đơn vị trong cấp)"
    before, after = "cơ quan chủ trì: Sở An Bình", "cơ quan chủ trì: Sở Đại Đồng, các sở, ban, ngành của tỉnh Thử"
    assert text.splitlines() == [
        "7 thay đổi:",
        "  đơn vị: 1 điều chỉnh",
        "  văn bản: 1 điều chỉnh",
        "  văn bản: 1 rút bỏ",
        "  nhiệm vụ: 1 điều chỉnh",
        "  số liệu kết quả: 2 điều chỉnh",
        "  số liệu kết quả: 1 đổi dòng dẫn nguồn",
        f"số liệu kết quả, điều chỉnh: {level}: {indicator} [d1 PL1:mean]: 49,37% → 49,87%",
        f"số liệu kết quả, đổi dòng dẫn nguồn: Sở An Bình: {indicator} [d1 PL1:1 → PL1:4]: 58,73% → 58,73%",
        f"số liệu kết quả, điều chỉnh: Sở Đại Đồng: {indicator} [d1 PL1:2 → PL2:2]: 40% → 41%",
        "văn bản, rút bỏ: KH-0: KH-0 → (không còn)",
        f"văn bản, điều chỉnh: 1/BC-UBND: {first}01/06/2024 → {second}02/06/2024",
        f"nhiệm vụ, điều chỉnh: Công khai kết quả: {before} → {after}",
        "đơn vị, điều chỉnh: Sở Đại Đồng: thuộc: Tỉnh Thử → thuộc: chưa có",
    ]


def test_a_target_changed_to_an_exemption_is_reported_as_exempt() -> None:
    """It is not called unreadable, as a target in force without a number is."""
    new = version(targets=TARGETS.replace(",60,,", ",,exempt,"))
    line = report(compare(version(), new), names_of([version(), new])).splitlines()[-1]
    assert line.endswith("tối thiểu 60% → được miễn")


def test_the_report_does_not_call_a_target_missing_that_cannot_be_read() -> None:
    """The target of 60 turns out to be unreadable, so 40% can no longer be compared with it."""
    assessments = ASSESSMENTS.replace("p.b,pay,2024-05,not_met", "p.b,pay,2024-05,no_target")
    new = version(targets=TARGETS.replace("at_least,60,", "at_least,,unreadable"), assessments=assessments)
    text = plain_text(report(compare(version(), new), names_of([version(), new])))
    assert "Sở Đại Đồng: Thanh toán trực tuyến, tháng 5/2024: Chưa đạt, hạng 2 → Chưa đánh giá được, hạng 2" in text


def test_every_column_that_the_history_follows_is_published() -> None:
    """If a published column were renamed, the history would silently stop following it."""
    tables = pytest.importorskip("generator.tables").TABLES
    published = {table.name: table.headings for table in tables}
    for subject in SUBJECTS:
        assert {*subject.key.values(), *subject.tracked_columns} <= {*published[subject.table]}
