"""A file of a document that is sent again, or another file of it: which tables are the same, which rows are missing."""

import csv
import hashlib
from pathlib import Path

import pytest
import yaml

from generator.cli import main
from generator.importing.preview import removed_pages
from tests.importing.commands import HEAD, NEW, RESULTS, SOUND, described, run
from tests.importing.workbooks import saved
from tests.support.sites import tree

OTHER = [HEAD, [1, "Sở Đại Đồng", 36]]


def figures(portal: Path) -> list[tuple[str, str, str, str]]:
    """Returns unit, period, value and locator of each row."""
    with (portal / RESULTS).open(encoding="utf-8") as rows:
        return [(row["unit_id"], row["period"], row["value"], row["locator"]) for row in csv.DictReader(rows)]


def digest(portal: Path) -> str:
    return str(yaml.safe_load((portal / "data/sources.yml").read_text(encoding="utf-8"))[-1]["sha256"])


def test_two_annexes_in_separate_files(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Both files call their table `PL`. Their rows are not mixed, and the entry lists the digests of both files."""
    first = saved({"Sheet1": [HEAD, [1, "Sở An Bình", 21]]}, tmp_path / "a.xlsx")
    second = saved({"Sheet1": OTHER}, tmp_path / "b.xlsx")
    assert run(mini, first, *NEW, "--write") == 0
    capsys.readouterr()
    assert run(mini, second, "--write") == 0
    assert "PL của tệp này là bảng khác với PL đã nhập của văn bản, nên ghi là PL2 (như PL2:1)." in (
        capsys.readouterr().out
    )
    assert figures(mini) == [("demo.so-a", "2024-06", "21", "PL:1"), ("demo.so-b", "2024-06", "36", "PL2:1")]
    assert digest(mini) == " ".join(hashlib.sha256(file.read_bytes()).hexdigest() for file in (first, second))
    assert main(["check", "--root", str(mini)]) == 0
    before = tree(mini)
    assert run(mini, first, "--write") == 0
    assert run(mini, second, "--write") == 0
    assert tree(mini) == before


def test_a_corrected_annex(mini: Path, tmp_path: Path) -> None:
    """The corrected table is recognised, and keeps the label that the first import gave it."""
    assert run(mini, saved({"Sheet1": [HEAD, [1, "Sở An Bình", 21]]}, tmp_path / "a.xlsx"), *NEW, "--write") == 0
    assert run(mini, saved({"Sheet1": OTHER}, tmp_path / "b.xlsx"), "--write") == 0
    assert run(mini, saved({"Sheet1": [HEAD, [1, "Sở Đại Đồng", 37]]}, tmp_path / "c.xlsx"), "--write") == 0
    assert figures(mini) == [("demo.so-a", "2024-06", "21", "PL:1"), ("demo.so-b", "2024-06", "37", "PL2:1")]


def test_a_table_sent_again_without_a_unit(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The new table may withdraw the figure or may have lost it, so the user is asked."""
    assert run(mini, saved({"Sheet1": SOUND}, tmp_path / "a.xlsx"), *NEW, "--write") == 0
    again = saved({"Sheet1": OTHER}, tmp_path / "b.xlsx")
    before = tree(mini)
    capsys.readouterr()
    assert run(mini, again, "--write") == 1
    assert capsys.readouterr().err == (
        'data/results/demo-7.csv:2: period: "2024-06" 1 số của kỳ này (demo.so-a) đã nhập từ bảng này lần trước, '
        "nhưng tệp đang nhập không có\n"
        "    gợi ý: bỏ hẳn các số ấy: thêm MISSING=remove; giữ lại: thêm MISSING=keep; hoặc xem lại tệp và kỳ\n"
        "1 lỗi trong 1 tệp. Chưa ghi gì.\n"
    )
    assert tree(mini) == before


def test_missing_rows_are_removed_on_request(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The other figure is the same one, in another row now, so its locator is changed."""
    assert run(mini, saved({"Sheet1": SOUND}, tmp_path / "a.xlsx"), *NEW, "--write") == 0
    capsys.readouterr()
    assert run(mini, saved({"Sheet1": OTHER}, tmp_path / "b.xlsx"), "--missing", "remove", "--write") == 0
    output = capsys.readouterr().out
    assert "thêm 0 dòng, sửa 1, bỏ 1, giữ nguyên 0." in output
    assert "  bỏ PL:1: demo.so-a, waiting-time: 21" in output
    assert "PL:2 → PL:1" in output
    assert figures(mini) == [("demo.so-b", "2024-06", "36", "PL:1")]
    assert main(["check", "--root", str(mini)]) == 0


def test_missing_rows_are_kept_on_request(mini: Path, tmp_path: Path) -> None:
    """Each row keeps its own locator: two units never have the same row of a document."""
    assert run(mini, saved({"Sheet1": SOUND}, tmp_path / "a.xlsx"), *NEW, "--write") == 0
    again = saved({"Sheet1": [HEAD, [1, "Sở Đại Đồng", 37]]}, tmp_path / "b.xlsx")
    assert run(mini, again, "--missing", "keep", "--write") == 0
    assert figures(mini) == [("demo.so-a", "2024-06", "21", "PL:1"), ("demo.so-b", "2024-06", "37", "PL:2")]


def test_a_wrong_period_is_corrected(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The figures of the wrong month are removed, and the addresses of its pages are redirected."""
    table = [["STT", "Đơn vị", "Thời gian chờ"], [1, "Sở An Bình", 21], [2, "Sở Đại Đồng", 36]]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    assert run(mini, file, *NEW, "--period", "2024-05", "--write") == 0
    capsys.readouterr()
    assert run(mini, file, "--period", "2024-06", "--write") == 1
    assert 'period: "2024-05" 2 số của kỳ này (demo.so-a, demo.so-b)' in capsys.readouterr().err
    assert run(mini, file, "--period", "2024-06", "--missing", "remove", "--write") == 0
    assert {period for _, period, _, _ in figures(mini)} == {"2024-06"}
    output = capsys.readouterr().out
    moved = "/chi-tieu/thoi-gian-cho/2024-05/"
    assert "3 trang thuộc /xep-hang/2024-05/ không còn (/chi-tieu/thoi-gian-cho/2024-05/, " in output
    assert "Trang /" not in output
    assert f"\n{moved},/chi-tieu/thoi-gian-cho/" in (mini / "data/redirects.csv").read_text(encoding="utf-8")
    assert main(["check", "--root", str(mini)]) == 0


def test_removed_pages_are_listed_by_what_they_belong_to() -> None:
    """An indicator that is left out of a report of 95 communes has two addresses for each commune. They were listed
    one by one."""
    redirects = {
        **{f"/nhung/xa-{number}/so-hoa/": f"/don-vi/xa-{number}/" for number in range(95)},
        "/chi-tieu/so-hoa/2025-01/": "/chi-tieu/so-hoa/",
        "/don-vi/xa-1/2024/": "/don-vi/xa-1/",
        "/nhung/xep-hang/cho/": "/chi-tieu/cho/",
        "/nhung/xep-hang/cho/2025/": "/chi-tieu/cho/",
    }
    communes = "/nhung/xa-0/so-hoa/, /nhung/xa-1/so-hoa/, /nhung/xa-2/so-hoa/"
    rankings = "/nhung/xep-hang/cho/, /nhung/xep-hang/cho/2025/"
    nearest = "các địa chỉ này chuyển sang trang gần nhất còn lại."
    assert list(removed_pages(redirects)) == [
        f"96 trang thuộc /chi-tieu/so-hoa/ không còn ({communes}, …), {nearest}",
        "Trang /don-vi/xa-1/2024/ không còn, địa chỉ này chuyển sang /don-vi/xa-1/.",
        f"2 trang thuộc /chi-tieu/cho/ không còn ({rankings}), các địa chỉ này chuyển sang /chi-tieu/cho/.",
    ]
    years = {f"/don-vi/xa-{number}/2024/": f"/don-vi/xa-{number}/" for number in range(95)}
    lines = list(removed_pages(years))
    assert (len(lines), lines[-1]) == (
        11,
        "Và 85 trang khác không còn, địa chỉ chuyển sang trang gần nhất còn lại.",
    )


def test_another_month_of_a_document_is_not_a_wrong_month(mini: Path, tmp_path: Path) -> None:
    """The document of a quarter has a file for each month. With `--missing keep`, both months stay."""
    table = [["STT", "Đơn vị", "Thời gian chờ"], [1, "Sở An Bình", 21]]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    assert run(mini, file, *NEW, "--period", "2024-05", "--write") == 0
    assert run(mini, file, "--period", "2024-06", "--missing", "keep", "--write") == 0
    assert [period for _, period, _, _ in figures(mini)] == ["2024-05", "2024-06"]


def test_other_indicators_of_a_table_remove_nothing(mini: Path, tmp_path: Path) -> None:
    """A second file has more columns of the same units, and causes no question."""
    assert run(mini, saved({"Sheet1": SOUND}, tmp_path / "a.xlsx"), *NEW, "--write") == 0
    more = [["STT", "Đơn vị", "Dịch vụ toàn trình (%), tháng 6/2024"], [1, "Sở An Bình", 50.5]]
    assert run(mini, saved({"Sheet1": more}, tmp_path / "b.xlsx"), "--write") == 0
    assert len(figures(mini)) == 3


def test_an_unread_figure_is_not_missing(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --skip-unread, the old figure of the cell stays. `--missing remove` is refused together with it."""
    assert run(mini, saved({"Sheet1": SOUND}, tmp_path / "a.xlsx"), *NEW, "--write") == 0
    blurred = saved({"Sheet1": [HEAD, [1, "Sở An Bình", "khoảng 20"], [2, "Sở Đại Đồng", 37]]}, tmp_path / "b.xlsx")
    capsys.readouterr()
    assert run(mini, blurred, "--skip-unread", "--write") == 0
    assert "Có trong cổng mà tệp này không có" not in capsys.readouterr().out
    assert [value for _, _, value, _ in figures(mini)] == ["21", "37"]
    with pytest.raises(SystemExit) as stopped:
        run(mini, blurred, "--skip-unread", "--missing", "remove", "--write")
    assert stopped.value.code == 2
    assert "MISSING=remove: không dùng cùng SKIP_UNREAD" in capsys.readouterr().err


def plain(*rows: list[object]) -> list[list[object]]:
    return [["STT", "Đơn vị", "Thời gian chờ tháng 6/2024"], *rows]


@pytest.mark.parametrize("sheets", [("Sheet1", "Sheet1"), ("Sheet1", "PL1"), ("PL1", "Sheet1"), ("PL.I", "PL1")])
def test_a_table_with_another_title(
    sheets: tuple[str, str], mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is the same table, so a different figure is a correction and not a second figure."""
    units = ([1, "Sở An Bình", 21], [2, "Sở Đại Đồng", 36])
    assert run(mini, saved({sheets[0]: plain(*units)}, tmp_path / "a.xlsx"), *NEW, "--write") == 0
    label = figures(mini)[0][3].partition(":")[0]
    titled = [["Phụ lục I"]] if sheets[1] == "Sheet1" and label == "PL" else []
    corrected = [*titled, *plain([1, "Sở An Bình", 12], [2, "Sở Đại Đồng", 36])]
    capsys.readouterr()
    assert run(mini, saved({sheets[1]: corrected}, tmp_path / "b.xlsx"), "--write") == 0
    assert f"của tệp này là bảng {label} đã nhập." in capsys.readouterr().out
    assert figures(mini) == [
        ("demo.so-a", "2024-06", "12", f"{label}:1"),
        ("demo.so-b", "2024-06", "36", f"{label}:2"),
    ]


def test_rows_entered_by_hand_are_recognised(mini: Path, tmp_path: Path) -> None:
    """The guide calls the first appendix `PL.I`, a title makes it `PLI`: the row entered by hand is corrected."""
    titled = [
        ["Phụ lục I"],
        ["STT", "Đơn vị", "Dịch vụ toàn trình (%), kết quả đến tháng 6/2024"],
        [1, "Sở An Bình", 63.5],
    ]
    file = saved({"Sheet1": titled}, tmp_path / "a.xlsx")
    assert run(mini, file, "--missing", "keep", "--write", source="demo-2024") == 0
    rows = (mini / "data/results/demo-2024.csv").read_text(encoding="utf-8").splitlines()
    assert rows[1] == "demo.so-a,,,full-online-services,2024-06,63.5,,,PL.I:1,"
    assert len(rows) == 5


def test_another_appendix_of_the_same_units(mini: Path, tmp_path: Path) -> None:
    """Two appendices with their own numbers and different figures of the same units stay separate."""
    titles = ([["Phụ lục I"]], [["Phụ lục II"]])
    units = ([[1, "Sở An Bình", 21], [2, "Sở Đại Đồng", 36]], [[1, "Sở An Bình", 22], [2, "Sở Đại Đồng", 37]])
    for at, (title, rows) in enumerate(zip(titles, units, strict=True)):
        file = saved({"Sheet1": [*title, *plain(*rows)]}, tmp_path / f"{at}.xlsx")
        assert run(mini, file, *(NEW if at == 0 else ()), "--write") == 0
    assert [place for *_, place in figures(mini)] == ["PLI:1", "PLI:2", "PLII:1", "PLII:2"]


def test_two_titled_tables_that_were_sent_separately(mini: Path, tmp_path: Path) -> None:
    """Both are recognised, although their numbers differ from the labels of the first import."""
    assert run(mini, saved({"Sheet1": plain([1, "Sở An Bình", 21])}, tmp_path / "a.xlsx"), *NEW, "--write") == 0
    assert run(mini, saved({"Sheet1": plain([1, "Sở Đại Đồng", 36])}, tmp_path / "b.xlsx"), "--write") == 0
    together = {
        "Một": [["Phụ lục I"], *plain([1, "Sở Đại Đồng", 37])],
        "Hai": [["Phụ lục II"], *plain([1, "Sở An Bình", 22])],
    }
    assert run(mini, saved(together, tmp_path / "c.xlsx"), "--write") == 0
    assert figures(mini) == [("demo.so-a", "2024-06", "22", "PL:1"), ("demo.so-b", "2024-06", "37", "PL2:1")]


def indicators(portal: Path) -> list[tuple[str, str, str]]:
    """Returns unit, indicator and locator of each row."""
    with (portal / RESULTS).open(encoding="utf-8") as rows:
        return [(row["unit_id"], row["indicator_id"], row["locator"]) for row in csv.DictReader(rows)]


def test_a_wrong_answer_is_corrected(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """If the only file of a document is read with another answer, the rows of the first answer are removed."""
    table = [["STT", "Đơn vị", "Kết quả trong kỳ"], [1, "Sở An Bình", 21], [2, "Sở Đại Đồng", 36]]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    options = ("--period", "2024-06", "--write")
    assert run(mini, file, *NEW, *options, "--answer", "C1=full-online-services") == 0
    capsys.readouterr()
    assert run(mini, file, *options, "--answer", "C1=waiting-time") == 1
    assert '"2024-06" 2 số của kỳ này (demo.so-a, demo.so-b)' in capsys.readouterr().err
    assert run(mini, file, *options, "--answer", "C1=waiting-time", "--missing", "remove") == 0
    assert indicators(mini) == [("demo.so-a", "waiting-time", "PL:1"), ("demo.so-b", "waiting-time", "PL:2")]
    assert main(["check", "--root", str(mini)]) == 0


def test_a_wrong_answer_is_corrected_beside_another_file(
    mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The figures of the same units from another file stay."""
    table = [["STT", "Đơn vị", "Kết quả trong kỳ"], [1, "Sở An Bình", 21], [2, "Sở Đại Đồng", 36]]
    first = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    more = [["STT", "Đơn vị", "Số dịch vụ tháng 6/2024"], [1, "Sở An Bình", 4], [2, "Sở Đại Đồng", 5]]
    second = saved({"Sheet1": more}, tmp_path / "b.xlsx")
    options = ("--period", "2024-06", "--write")
    assert run(mini, first, *NEW, *options, "--answer", "C1=full-online-services") == 0
    assert run(mini, second, "--write", "--answer", "C1=services-total") == 0
    capsys.readouterr()
    assert run(mini, first, *options, "--answer", "C1=waiting-time") == 1
    assert '"2024-06" 2 số của kỳ này (demo.so-a, demo.so-b)' in capsys.readouterr().err
    assert run(mini, first, *options, "--answer", "C1=waiting-time", "--missing", "remove") == 0
    assert [(indicator, place) for _, indicator, place in indicators(mini)] == [
        ("services-total", "PL:1"),
        ("services-total", "PL:2"),
        ("waiting-time", "PL:1"),
        ("waiting-time", "PL:2"),
    ]


@pytest.mark.parametrize("missing", [(), ("--missing", "remove")])
def test_annexes_of_the_same_units_read_again(missing: tuple[str, ...], mini: Path, tmp_path: Path) -> None:
    """No row of one file counts as missing in the other, so importing them again changes nothing."""
    first = saved({"Sheet1": SOUND}, tmp_path / "a.xlsx")
    more = [["STT", "Đơn vị", "Dịch vụ toàn trình (%), tháng 6/2024"], [1, "Sở An Bình", 50.5], [2, "Sở Đại Đồng", 60]]
    second = saved({"Sheet1": more}, tmp_path / "b.xlsx")
    assert run(mini, first, *NEW, "--write") == 0
    assert run(mini, second, "--write") == 0
    assert digest(mini) == " ".join(hashlib.sha256(file.read_bytes()).hexdigest() for file in (first, second))
    before = tree(mini)
    assert run(mini, first, "--write", *missing) == 0
    assert run(mini, second, "--write", *missing) == 0
    assert tree(mini) == before


@pytest.mark.parametrize("answer", ["demo", "demo:department:mean"])
def test_a_figure_of_the_province_does_not_identify_a_table(answer: str, mini: Path, tmp_path: Path) -> None:
    """Every annex can end with a row of the province or of a level, so two annexes that share it stay separate."""
    table = [["STT", "Đơn vị", "Thời gian chờ tháng 6/2024"], [1, "Sở An Bình", 21], [None, "Toàn tỉnh", 28]]
    first = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    assert run(mini, first, *NEW, "--write", "--answer", f"B3={answer}") == 0
    second = saved({"Sheet1": [table[0], [1, "Sở Đại Đồng", 36], table[2]]}, tmp_path / "b.xlsx")
    assert run(mini, second, "--write", "--missing", "remove") == 0
    found = [(unit, place.partition(":")[0]) for unit, _, _, place in figures(mini)]
    assert found == [("demo.so-a", "PL"), ("demo", "PL"), ("demo.so-b", "PL2"), ("demo", "PL2")]


def test_a_common_figure_does_not_identify_a_table(mini: Path, tmp_path: Path) -> None:
    """A merged cell with a figure of the province, beside those of all units, does not identify a table either."""
    head = ["STT", "Đơn vị", "Dịch vụ toàn trình (%)", None]
    below = [None, None, "Chỉ tiêu chung cả tỉnh", "Kết quả tháng 6/2024"]
    common = "Năm 2024: Phải đạt tối thiểu 82% (Đến tháng 6/2024 mới đạt 48,62%)"
    merged = ("A1:A2", "B1:B2", "C1:D1", "C3:C4")
    for at, units in enumerate((["Sở An Bình"], ["Sở Đại Đồng"])):
        rows = [head, below, [1, units[0], common, 21.5]]
        file = saved({"Sheet1": rows}, tmp_path / f"{at}.xlsx", merged)
        assert run(mini, file, *(NEW if at == 0 else ()), "--write", "--missing", "remove") == 0
    found = sorted((place, unit) for unit, _, _, place in figures(mini))
    assert found == [("PL2:1", "demo.so-b"), ("PL2:common", "demo"), ("PL:1", "demo.so-a"), ("PL:common", "demo")]


def test_a_page_that_exists_again(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The pages of a month that was imported by mistake are redirected until that month is really imported."""
    table = [["STT", "Đơn vị", "Thời gian chờ"], [1, "Sở An Bình", 21], [2, "Sở Đại Đồng", 36]]
    june = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    assert run(mini, june, *NEW[:-1], "2024-08-15", "--period", "2024-07", "--write") == 0
    assert run(mini, june, "--period", "2024-06", "--missing", "remove", "--write") == 0
    page = "/chi-tieu/thoi-gian-cho/2024-07/"
    assert f"\n{page}," in (mini / "data/redirects.csv").read_text(encoding="utf-8")
    july = saved({"Sheet1": [table[0], [1, "Sở An Bình", 20], [2, "Sở Đại Đồng", 30]]}, tmp_path / "b.xlsx")
    capsys.readouterr()
    assert run(mini, july, *described(8), "--period", "2024-07", "--write", source="demo-8") == 0
    restored = f"3 trang thuộc /xep-hang/2024-07/ có lại ({page}, /nhung/xep-hang/thoi-gian-cho/2024-07/, "
    assert f"\n{restored}" in capsys.readouterr().out
    assert page not in (mini / "data/redirects.csv").read_text(encoding="utf-8")
    assert main(["check", "--root", str(mini)]) == 0


def test_a_period_that_is_corrected_twice(mini: Path, tmp_path: Path) -> None:
    """Redirects to the pages of the second month then lead to those of the third."""
    table = [["STT", "Đơn vị", "Thời gian chờ"], [1, "Sở An Bình", 21], [2, "Sở Đại Đồng", 36]]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    assert run(mini, file, *NEW, "--period", "2024-03", "--write") == 0
    for period in ("2024-04", "2024-05"):
        assert run(mini, file, "--period", period, "--missing", "remove", "--write") == 0
    redirects = (mini / "data/redirects.csv").read_text(encoding="utf-8")
    assert "\n/chi-tieu/thoi-gian-cho/2024-03/,/chi-tieu/thoi-gian-cho/" in redirects
    assert main(["check", "--root", str(mini)]) == 0


def worded(portal: Path) -> tuple[str, str]:
    """Returns the title and the summary of the document."""
    entry = yaml.safe_load((portal / "data/sources.yml").read_text(encoding="utf-8"))[-1]
    return entry["title"], entry["about"]


def test_the_title_of_a_document_follows_its_figures(mini: Path, tmp_path: Path) -> None:
    """A title that the import worded is updated after a wrong month, a wrong answer and a second annex."""
    table = [["STT", "Đơn vị", "Kết quả trong kỳ"], [1, "Sở An Bình", 21]]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    assert run(mini, file, *NEW, "--period", "2024-05", "--answer", "C1=full-online-services", "--write") == 0
    remove = ("--missing", "remove", "--write")
    assert run(mini, file, "--period", "2024-06", *remove) == 0
    subject = "kết quả dịch vụ toàn trình của 1 đơn vị, tháng 6/2024"
    assert worded(mini) == (f"Báo cáo kèm {subject}", f"Kèm {subject}.")
    assert run(mini, file, "--period", "2024-06", "--answer", "C1=waiting-time", *remove) == 0
    assert worded(mini)[1] == "Kèm kết quả thời gian chờ của 1 đơn vị, tháng 6/2024."
    assert run(mini, saved({"Sheet1": OTHER}, tmp_path / "b.xlsx"), "--write") == 0
    assert worded(mini)[1] == "Kèm kết quả thời gian chờ của 2 đơn vị, tháng 6/2024."
    assert main(["check", "--root", str(mini)]) == 0


def test_a_title_given_by_the_user_is_kept(mini: Path, tmp_path: Path) -> None:
    first = saved({"Sheet1": [HEAD, [1, "Sở An Bình", 21]]}, tmp_path / "a.xlsx")
    assert run(mini, first, *NEW, "--title", "Báo cáo tháng 6", "--write") == 0
    assert run(mini, saved({"Sheet1": OTHER}, tmp_path / "b.xlsx"), "--write") == 0
    assert worded(mini) == ("Báo cáo tháng 6", "Kèm kết quả thời gian chờ của 2 đơn vị, tháng 6/2024.")


def test_kept_rows_are_listed_beside_unread_cells(
    mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The row of a unit that is not in the new table stays, and the report lists it. An unread row is not listed."""
    assert run(mini, saved({"Sheet1": SOUND}, tmp_path / "a.xlsx"), *NEW, "--write") == 0
    again = [HEAD, [7, "Sở Đại Đồng", 37], [8, "Sở Lạ", 5]]
    capsys.readouterr()
    assert run(mini, saved({"Sheet1": again}, tmp_path / "b.xlsx"), "--skip-unread", "--write") == 0
    output = capsys.readouterr().out
    kept = output.partition("Có trong cổng mà tệp này không có (giữ nguyên):\n")[2]
    assert kept.splitlines()[0] == "  PL:1: demo.so-a, waiting-time, 2024-06: 21"
    assert [value for _, _, value, _ in figures(mini)] == ["21", "37"]


def test_an_unread_column_may_contain_the_missing_figure(
    mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A column with an unknown heading may contain the figure that seems to be missing, so nothing is listed."""
    table = [[*HEAD, "Số dịch vụ tháng 6/2024"], [1, "Sở An Bình", 21, 4]]
    answer = ("--answer", "D1=services-total")
    assert run(mini, saved({"Sheet1": table}, tmp_path / "a.xlsx"), *NEW, *answer, "--write") == 0
    unread = [[*HEAD, "Cột lạ tháng 6/2024"], table[1]]
    capsys.readouterr()
    assert run(mini, saved({"Sheet1": unread}, tmp_path / "b.xlsx"), "--skip-unread", "--write") == 0
    assert "Có trong cổng mà tệp này không có" not in capsys.readouterr().out


def test_two_columns_with_the_same_figure(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each contradiction is one question, which names both cells and not lines of a file that does not exist yet."""
    table = [[*HEAD, HEAD[2]], [1, "Sở An Bình", 21, 22]]
    capsys.readouterr()
    assert run(mini, saved({"Sheet1": table}, tmp_path / "a.xlsx"), *NEW) == 1
    assert capsys.readouterr().err == (
        'a.xlsx:2: Sheet1!D2: "22" khác ô Sheet1!C2 của cùng đơn vị, chỉ tiêu và kỳ\n'
        "    gợi ý: sửa một trong hai ô, hoặc bỏ một dòng hay một cột\n"
        "1 lỗi trong 1 tệp. Chưa ghi gì.\n"
    )
