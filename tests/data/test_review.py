"""Tests the review of a data change for a reviewer: most important changes first, limited length, escaped text."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from generator.cli import main
from generator.review import compare_editions, rendering
from generator.review.effects import Review, Section
from tests.support.headers import BODY_HEADER, LINEAGE_HEADER
from tests.support.portals import RESULTS_FILE, append_to, plain_text, replace_in

DAY = date(2024, 8, 1)


@pytest.fixture
def changed(mini: Path, tmp_path: Path) -> Path:
    """A copy of the mini portal that a test changes. The mini portal itself is the version before the change."""
    return Path(shutil.copytree(mini, tmp_path / "changed"))


def edit(portal: Path, old: str, new: str, path: str = RESULTS_FILE) -> None:
    replace_in(portal / path, old, new)


def markdown(mini: Path, changed: Path) -> str:
    return compare_editions(mini, changed, DAY, markdown=True)


def test_without_changes_the_review_says_so(mini: Path, changed: Path) -> None:
    assert markdown(mini, changed) == "Bản sửa này không đổi số liệu, đánh giá hay trang nào.\n"


def test_redirected_pages_are_listed_separately_from_lost_pages(mini: Path, changed: Path) -> None:
    """One line redirects the years and embeds of one unit. The line for the other unit is missing."""
    edit(changed, "demo.so-b,so-b,", "demo.so-b,so-b-moi,", "data/units.csv")
    edit(changed, "demo.so-a,so-a,", "demo.so-a,so-a-moi,", "data/units.csv")
    (changed / "data/redirects.csv").write_text("from,to\n/don-vi/so-b/*,/don-vi/so-b-moi/*\n", encoding="utf-8")
    text = markdown(mini, changed)
    assert "| /don-vi/so-b/2024/ | /don-vi/so-b-moi/2024/ |" in text
    assert "| /nhung/so-b/thoi-gian-cho/ | /nhung/so-b-moi/thoi-gian-cho/ |" in text
    lost = text.partition("<summary>Trang không còn, phải có chuyển tiếp")[2].partition("</details>")[0]
    assert "| /don-vi/so-a/ |" in lost
    assert "so-b" not in lost


def test_a_changed_assessment_is_listed_before_the_changed_figure(mini: Path, changed: Path) -> None:
    """A waiting time of 35 minutes, where 30 are allowed, becomes 3."""
    edit(changed, "2024-06,35,", "2024-06,3,")
    text = markdown(mini, changed)
    assert (
        "| Sở Đại Đồng | Thời gian chờ đợi tại Bộ phận Một cửa, tháng 6/2024 | Chưa đạt, hạng 2 | Đạt, hạng 1 |"
        in plain_text(text)
    )
    assert "| 35 phút | 3 phút | demo-2024, PL.I:2 |" in plain_text(text)
    *changes, pages = [line for line in text.split("\n") if line.startswith("- ")]
    assert changes == [
        "- **1** đánh giá đổi kết quả",
        "- **1** số liệu điều chỉnh hoặc rút bỏ",
        "- **1** thứ hạng thay đổi",
    ]
    assert pages.endswith("** trang thay đổi nội dung")
    assert "\n| /don-vi/so-b/ |\n" in text
    assert "\n| /chi-tieu/thoi-gian-cho/2024-06/ |\n" in text
    assert "/don-vi/so-c/" not in text
    assert text.count("<details open>") == 1
    assert text.count("<details") == text.count("</details>") == 4


def test_what_is_no_longer_met_is_listed_first(mini: Path, changed: Path) -> None:
    """Whatever the order of the units: 31 of at most 30 minutes become 20 in one unit, and 3 become 35 in another."""
    edit(changed, "2024-06,20,", "2024-06,31,")
    edit(changed, "2024-06,35,", "2024-06,3,")
    text = plain_text(markdown(changed, mini)).partition("Đánh giá đổi kết quả")[2]
    assert text.index("| Đạt, hạng 1 | Chưa đạt, hạng 2 |") < text.index("| Chưa đạt, hạng 2 | Đạt, hạng 1 |")


def shared_in(text: str) -> list[str]:
    """Returns the rows with changed ranks."""
    rows = plain_text(text).partition("<summary>Thứ hạng thay đổi")[2].partition("</details>")[0]
    return [row for row in rows.split("\n") if row.startswith("| Sở")]


def test_a_shared_rank_is_called_shared_before_and_after_a_change(mini: Path, changed: Path) -> None:
    """The figures are 20 and 35 minutes. A third unit with 35 shares rank 2. After its figure becomes 34, the other
    unit is third alone."""
    for portal, minutes in ((mini, 35), (changed, 34)):
        units = portal / "data/units.csv"
        row = "demo.so-c,so-c,Sở Cẩm Giàng,Sở Cẩm Giàng,department,department,demo,,,,,\n"
        append_to(units, row)
        figure = f"demo.so-c,,,waiting-time,2024-06,{minutes},,,PL.I:3,"
        last = "demo.so-b,,,waiting-time,2024-06,35,,,PL.I:2,"
        edit(portal, last, f"{last}\n{figure}")
    row_pattern = "| Sở Đại Đồng | Thời gian chờ đợi tại Bộ phận Một cửa, tháng 6/2024 | Chưa đạt, {} | Chưa đạt, {} |"
    assert shared_in(markdown(mini, changed)) == [row_pattern.format("đồng hạng 2", "hạng 3")]
    assert shared_in(markdown(changed, mini)) == [row_pattern.format("hạng 3", "đồng hạng 2")]
    text = "tháng 6/2024: Chưa đạt, đồng hạng 2 → Chưa đạt, hạng 3"
    assert text in plain_text(compare_editions(mini, changed, DAY))
    for portal in (mini, changed):
        main(["format", "--root", str(portal)])
        main(["build", "--root", str(portal), "--today", "2024-08-01"])
    published = markdown(mini / "build" / "docs" / "data", changed / "build" / "docs" / "data")
    assert shared_in(published) == [row_pattern.format("đồng hạng 2", "hạng 3")]


def test_new_warnings_and_discrepancies_are_listed_before_new_figures(mini: Path, changed: Path) -> None:
    """The total is 19 although the departments' figures add up to 18, and a waiting time rises from 3 to 35 minutes."""
    edit(
        changed,
        "demo.so-b,,,waiting-time,2024-06,35,,,PL.I:2,",
        "demo.so-b,,,waiting-time,2024-06,35,,,PL.I:2,\ndemo.so-b,,,waiting-time,2024-05,3,,,PL.I:2,",
    )
    edit(
        changed,
        "demo,department,total,services-total,2022-12,12",
        "demo,department,total,services-total,2022-12,19",
        "data/results/demo-2023.csv",
    )
    text = plain_text(markdown(mini, changed))
    assert text.index("**1** cảnh báo mới") < text.index("chỗ lệch mới ở trang Đối chiếu") < text.index("số liệu mới")
    assert "| demo-2024 | số liệu kết quả | Thời gian chờ đợi tại Bộ phận Một cửa, tháng 5/2024 | 1 |" in text
    assert "/chi-tieu/thoi-gian-cho/2024-05/" in text


def test_an_answered_warning_is_listed_as_resolved(
    mini: Path, changed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for portal, note in ((mini, ""), (changed, "Đã đối chiếu văn bản: 3")):
        edit(
            portal, "2024-06,35,,,PL.I:2,", f"2024-06,35,,,PL.I:2,\ndemo.so-b,,,waiting-time,2024-07,3,,,PL.I:2,{note}"
        )
    assert main(["compare", str(mini), str(changed), "--format", "markdown", "--today", "2024-08-01"]) == 0
    assert "- **1** cảnh báo không còn" in capsys.readouterr().out


def test_the_plain_text_report_ends_with_the_effects(mini: Path, changed: Path) -> None:
    edit(changed, "2024-06,35,", "2024-06,3,")
    text = compare_editions(mini, changed, DAY)
    assert text.startswith("3 thay đổi:\n")
    assert text.split("\n")[-5:-1] == [
        "Ảnh hưởng:",
        "  đánh giá đổi kết quả: 1",
        "  số liệu điều chỉnh hoặc rút bỏ: 1",
        "  thứ hạng thay đổi: 1",
    ]


def test_figures_that_only_moved_to_another_row_are_no_corrections(mini: Path, changed: Path) -> None:
    edit(changed, "2024-06,20,,inferred,PL.I:1,", "2024-06,20,,inferred,PL.I:7,")
    text = plain_text(markdown(mini, changed))
    assert "- **1** số liệu chỉ đổi dòng dẫn nguồn" in text
    assert "điều chỉnh" not in text
    assert "| 20 phút (suy ra) (đổi dòng dẫn nguồn) | demo-2024, PL.I:1 → PL.I:7 |" in text
    assert "[demo-2024 PL.I:1 → PL.I:7]" in compare_editions(mini, changed, DAY)


def test_published_data_are_compared_without_warnings_and_pages(mini: Path, changed: Path) -> None:
    edit(changed, "2024-06,35,", "2024-06,3,")
    for portal in (mini, changed):
        main(["build", "--root", str(portal), "--today", "2024-08-01"])
    earlier = mini / "build" / "docs" / "data"
    (earlier / "dropped.csv").write_text("id\n1\n", encoding="utf-8")  # A table that the program no longer publishes.
    text = markdown(earlier, changed / "build" / "docs" / "data")
    assert "**1** đánh giá đổi kết quả" in text
    assert "dropped" not in text
    assert "trang" not in text
    assert "cảnh báo" not in text


def test_a_portal_with_a_fault_is_not_compared(mini: Path, changed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(changed, "2024-06,35,", "2024-06,ba,")
    assert main(["compare", str(mini), str(changed)]) == 1
    assert "không phải là số" in capsys.readouterr().err


def test_a_missing_folder_is_one_fault(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is not reported as seven missing files of published data."""
    assert main(["compare", str(mini), str(mini / "nowhere")]) == 1
    assert capsys.readouterr().err == (
        f"{mini}/nowhere: không có thư mục này\n"
        "    gợi ý: ghi thư mục gốc của một cổng, hoặc thư mục của bản tải về từ /data/\n"
        "1 lỗi trong 1 tệp. Chưa ghi gì.\n"
    )


def section(rows: int, text: str) -> Section:
    return Section("thử", rows, ("Nội dung",), tuple((text,) for _ in range(rows)))


def test_a_comment_has_a_limited_length_and_counts_omitted_rows() -> None:
    text = rendering.as_markdown(Review(tuple(section(3000, "Đ" * 200) for _ in range(4))))
    assert len(text) <= 60_000
    assert text.count("Còn 2950 dòng nữa.") == 4


def test_a_long_cell_is_cut() -> None:
    text = rendering.as_markdown(Review((section(1, "Đ" * 5000),)))
    assert f"| {'Đ' * 239}… |" in text


def test_cells_of_the_review_are_escaped() -> None:
    evil = "</details><script>x</script> | [a](https://b.vn) ![](x) @ubnd #12"
    text = rendering.as_markdown(Review((section(1, evil),)))
    row = next(line for line in text.split("\n") if "script" in line)
    assert "<" not in row
    assert row.count("|") - row.count("\\|") == 2
    assert "https://" not in row
    assert "@u" not in row


def test_a_changed_note_of_a_result_is_mentioned(mini: Path, changed: Path) -> None:
    edit(changed, "2024-06,35,,,PL.I:2,", "2024-06,35,,,PL.I:2,Số của văn phòng")
    assert markdown(mini, changed) == (
        "Số liệu và đánh giá không đổi. Có thay đổi ở: data/results/demo-2024.csv (1 dòng).\n"
    )


def test_changed_files_that_are_not_followed_are_listed_with_their_rows(mini: Path, changed: Path) -> None:
    """The changed figure is described. The document's signer, a page and a table that the history does not follow
    are listed by file."""
    edit(changed, "2024-06,35,", "2024-06,3,")
    entry = "- id: demo-2024\n"
    edit(changed, entry, f'{entry}  signer: "Nguyễn Văn A"\n', "data/sources.yml")
    for portal in (mini, changed):
        (portal / "content" / "phuong-phap").mkdir(parents=True)
        page = f"---\ntitle: Phương pháp\ndescription: Cách đọc\n---\n\n# Phương pháp\n\nTrang {portal.name}.\n"
        (portal / "content" / "phuong-phap" / "index.md").write_text(page, encoding="utf-8")
    same = f"{BODY_HEADER}demo.w,Cơ quan W,W,,\n"
    (mini / "data" / "bodies.csv").write_text(f"{same}demo.x,Cơ quan X,X,,\n", encoding="utf-8")
    (changed / "data" / "bodies.csv").write_text(f"{same}demo.x,Cơ quan Y,Y,,\n", encoding="utf-8")
    note = "Ngoài ra có thay đổi ở: content/phuong-phap/index.md, data/bodies.csv (1 dòng), data/sources.yml (1 dòng)."
    assert f"\n{note}\n" in markdown(mini, changed)
    assert compare_editions(mini, changed, DAY).endswith(note)


def test_the_plain_text_report_calls_both_versions_equal_only_if_they_are(mini: Path, changed: Path) -> None:
    assert compare_editions(mini, changed, DAY) == "Dữ liệu không thay đổi."
    edit(changed, "2024-06,35,,,PL.I:2,", "2024-06,35,,,PL.I:2,Số của văn phòng")
    assert "giống nhau" not in compare_editions(mini, changed, DAY)


def test_changes_of_the_program_are_counted_without_file_names(mini: Path, changed: Path) -> None:
    (changed / "theme").mkdir()
    (changed / "theme" / "portal.css").write_text("a{}", encoding="utf-8")
    assert "Có thay đổi ở: mã và giao diện của cổng (1 tệp)." in markdown(mini, changed)


def test_new_lineage_of_units_is_listed(mini: Path, changed: Path) -> None:
    row = "demo.so-b,so-b,Sở Đại Đồng,Sở Đại Đồng,department,department,demo,,,"
    new = "demo.so-d,so-d,Sở Đại Thành,Sở Đại Thành,department,department,demo,,2024-07-01,,,"
    edit(changed, f"{row},,", f"{row}2024-06-30,,\n{new}", "data/units.csv")
    row = "demo.so-b,demo.so-d,2024-07-01,renamed,demo-2024,\n"
    (changed / "data" / "lineage.csv").write_text(LINEAGE_HEADER + row, encoding="utf-8")
    text = markdown(mini, changed)
    assert "- **1** quan hệ mới giữa đơn vị trước và đơn vị kế tiếp" in text
    assert "| Sở Đại Đồng | Sở Đại Thành | Đổi tên | 01/07/2024 | demo-2024 |" in text
    assert "lineage.csv" not in text
