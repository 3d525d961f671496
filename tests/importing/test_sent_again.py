"""A document's file sent again, or another file of the same document: what is the same table, and what it lacks."""

import csv
import hashlib
from pathlib import Path

import pytest
import yaml

from generator.cli import main
from tests.importing.commands import HEAD, NEW, RESULTS, SOUND, run, state
from tests.importing.workbooks import saved

OTHER = [HEAD, [1, "Sở Đại Đồng", 36]]


def figures(portal: Path) -> list[tuple[str, str, str, str]]:
    """Unit, period, value and place of each row."""
    with (portal / RESULTS).open(encoding="utf-8") as rows:
        return [(row["unit_id"], row["period"], row["value"], row["locator"]) for row in csv.DictReader(rows)]


def digest(portal: Path) -> str:
    return str(yaml.safe_load((portal / "data/sources.yml").read_text(encoding="utf-8"))[-1]["sha256"])


def test_two_annexes_in_files_of_their_own(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each calls its table the same. No row of the one is mixed with those of the other, and both files are named as
    what the figures were read from."""
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
    before = state(mini)
    assert run(mini, first, "--write") == 0
    assert run(mini, second, "--write") == 0
    assert state(mini) == before


def test_an_annex_that_is_corrected(mini: Path, tmp_path: Path) -> None:
    """It is found where it stands, under the name that it was given."""
    assert run(mini, saved({"Sheet1": [HEAD, [1, "Sở An Bình", 21]]}, tmp_path / "a.xlsx"), *NEW, "--write") == 0
    assert run(mini, saved({"Sheet1": OTHER}, tmp_path / "b.xlsx"), "--write") == 0
    assert run(mini, saved({"Sheet1": [HEAD, [1, "Sở Đại Đồng", 37]]}, tmp_path / "c.xlsx"), "--write") == 0
    assert figures(mini) == [("demo.so-a", "2024-06", "21", "PL:1"), ("demo.so-b", "2024-06", "37", "PL2:1")]


def test_a_table_sent_again_without_one_unit(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whether the new table withdraws the figure or only forgot it, nobody can tell: it is asked."""
    assert run(mini, saved({"Sheet1": SOUND}, tmp_path / "a.xlsx"), *NEW, "--write") == 0
    again = saved({"Sheet1": OTHER}, tmp_path / "b.xlsx")
    before = state(mini)
    capsys.readouterr()
    assert run(mini, again, "--write") == 1
    assert capsys.readouterr().err == (
        'data/results/demo-7.csv:2: period: "2024-06" 1 số của kỳ này (demo.so-a) đã nhập từ bảng này lần trước, '
        "nhưng tệp đang nhập không có\n"
        "    gợi ý: bỏ hẳn các số ấy: thêm MISSING=remove; giữ lại: thêm MISSING=keep; hoặc xem lại tệp và kỳ\n"
        "1 lỗi trong 1 tệp. Chưa ghi gì.\n"
    )
    assert state(mini) == before


def test_what_it_lacks_is_removed(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The other figure is the same one in another row now, so its row is named anew."""
    assert run(mini, saved({"Sheet1": SOUND}, tmp_path / "a.xlsx"), *NEW, "--write") == 0
    capsys.readouterr()
    assert run(mini, saved({"Sheet1": OTHER}, tmp_path / "b.xlsx"), "--missing", "remove", "--write") == 0
    said = capsys.readouterr().out
    assert "thêm 0 dòng, sửa 1, bỏ 1, giữ nguyên 0." in said
    assert "  bỏ PL:1: demo.so-a, waiting-time: 21" in said
    assert "PL:2 → PL:1" in said
    assert figures(mini) == [("demo.so-b", "2024-06", "36", "PL:1")]
    assert main(["check", "--root", str(mini)]) == 0


def test_what_it_lacks_is_kept(mini: Path, tmp_path: Path) -> None:
    """Each row keeps a name of its own: two units never stand in one row of a document."""
    assert run(mini, saved({"Sheet1": SOUND}, tmp_path / "a.xlsx"), *NEW, "--write") == 0
    again = saved({"Sheet1": [HEAD, [1, "Sở Đại Đồng", 37]]}, tmp_path / "b.xlsx")
    assert run(mini, again, "--missing", "keep", "--write") == 0
    assert figures(mini) == [("demo.so-a", "2024-06", "21", "PL:1"), ("demo.so-b", "2024-06", "37", "PL:2")]


def test_a_wrong_period_is_put_right(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The figures of the wrong month go, and the addresses of its pages lead on, so nothing that was shown is lost."""
    table = [["STT", "Đơn vị", "Thời gian chờ"], [1, "Sở An Bình", 21], [2, "Sở Đại Đồng", 36]]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    assert run(mini, file, *NEW, "--period", "2024-05", "--write") == 0
    capsys.readouterr()
    assert run(mini, file, "--period", "2024-06", "--write") == 1
    assert 'period: "2024-05" 2 số của kỳ này (demo.so-a, demo.so-b)' in capsys.readouterr().err
    assert run(mini, file, "--period", "2024-06", "--missing", "remove", "--write") == 0
    assert {period for _, period, _, _ in figures(mini)} == {"2024-06"}
    said = capsys.readouterr().out
    moved = "/chi-tieu/thoi-gian-cho/2024-05/"
    assert f"Trang {moved} không còn, địa chỉ này chuyển sang /chi-tieu/thoi-gian-cho/" in said
    assert f"\n{moved},/chi-tieu/thoi-gian-cho/" in (mini / "data/redirects.csv").read_text(encoding="utf-8")
    assert main(["check", "--root", str(mini)]) == 0


def test_another_month_of_a_document_is_no_wrong_one(mini: Path, tmp_path: Path) -> None:
    """A quarter's document with a file for each month: told once to keep the first, both stay."""
    table = [["STT", "Đơn vị", "Thời gian chờ"], [1, "Sở An Bình", 21]]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    assert run(mini, file, *NEW, "--period", "2024-05", "--write") == 0
    assert run(mini, file, "--period", "2024-06", "--missing", "keep", "--write") == 0
    assert [period for _, period, _, _ in figures(mini)] == ["2024-05", "2024-06"]


def test_other_indicators_of_a_table_take_nothing_away(mini: Path, tmp_path: Path) -> None:
    """A second file with further columns of the same units: nothing is asked."""
    assert run(mini, saved({"Sheet1": SOUND}, tmp_path / "a.xlsx"), *NEW, "--write") == 0
    more = [["STT", "Đơn vị", "Dịch vụ toàn trình (%), tháng 6/2024"], [1, "Sở An Bình", 50.5]]
    assert run(mini, saved({"Sheet1": more}, tmp_path / "b.xlsx"), "--write") == 0
    assert len(figures(mini)) == 3


def test_what_is_unread_is_not_lacking(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --skip-unread its figure stays; removing at the same time is refused."""
    assert run(mini, saved({"Sheet1": SOUND}, tmp_path / "a.xlsx"), *NEW, "--write") == 0
    blurred = saved({"Sheet1": [HEAD, [1, "Sở An Bình", "khoảng 20"], [2, "Sở Đại Đồng", 37]]}, tmp_path / "b.xlsx")
    capsys.readouterr()
    assert run(mini, blurred, "--skip-unread", "--write") == 0
    assert "Có trong cổng mà tệp này không có" not in capsys.readouterr().out
    assert [value for _, _, value, _ in figures(mini)] == ["21", "37"]
    with pytest.raises(SystemExit) as stopped:
        run(mini, blurred, "--skip-unread", "--missing", "remove", "--write")
    assert stopped.value.code == 2
    assert "--missing remove: không dùng cùng --skip-unread" in capsys.readouterr().err


def plain(*rows: list[object]) -> list[list[object]]:
    return [["STT", "Đơn vị", "Thời gian chờ tháng 6/2024"], *rows]


@pytest.mark.parametrize("sheets", [("Sheet1", "Sheet1"), ("Sheet1", "PL1"), ("PL1", "Sheet1"), ("PL.I", "PL1")])
def test_a_table_under_another_title(
    sheets: tuple[str, str], mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is the same table: a figure that differs is a correction, not a second statement of the document."""
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


def test_rows_typed_by_hand_are_found_by_an_import(mini: Path, tmp_path: Path) -> None:
    """The guide writes the first appendix `PL.I`, a title makes it `PLI`: what stands there is corrected."""
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
    """Two appendices that bear numbers of their own and say different things of the same units stay two."""
    titles = ([["Phụ lục I"]], [["Phụ lục II"]])
    units = ([[1, "Sở An Bình", 21], [2, "Sở Đại Đồng", 36]], [[1, "Sở An Bình", 22], [2, "Sở Đại Đồng", 37]])
    for at, (title, rows) in enumerate(zip(titles, units, strict=True)):
        file = saved({"Sheet1": [*title, *plain(*rows)]}, tmp_path / f"{at}.xlsx")
        assert run(mini, file, *(NEW if at == 0 else ()), "--write") == 0
    assert [place for *_, place in figures(mini)] == ["PLI:1", "PLI:2", "PLII:1", "PLII:2"]


def test_two_titled_tables_that_were_sent_apart(mini: Path, tmp_path: Path) -> None:
    """Each is found, though the second now bears the number that the first was never given."""
    assert run(mini, saved({"Sheet1": plain([1, "Sở An Bình", 21])}, tmp_path / "a.xlsx"), *NEW, "--write") == 0
    assert run(mini, saved({"Sheet1": plain([1, "Sở Đại Đồng", 36])}, tmp_path / "b.xlsx"), "--write") == 0
    together = {
        "Một": [["Phụ lục I"], *plain([1, "Sở Đại Đồng", 37])],
        "Hai": [["Phụ lục II"], *plain([1, "Sở An Bình", 22])],
    }
    assert run(mini, saved(together, tmp_path / "c.xlsx"), "--write") == 0
    assert figures(mini) == [("demo.so-a", "2024-06", "22", "PL:1"), ("demo.so-b", "2024-06", "37", "PL2:1")]


def indicators(portal: Path) -> list[tuple[str, str, str]]:
    """Unit, indicator and place of each row."""
    with (portal / RESULTS).open(encoding="utf-8") as rows:
        return [(row["unit_id"], row["indicator_id"], row["locator"]) for row in csv.DictReader(rows)]


def test_a_wrong_answer_is_taken_back(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The file that a document was read from, read with another answer, takes along what the first one made."""
    table = [["STT", "Đơn vị", "Kết quả trong kỳ"], [1, "Sở An Bình", 21], [2, "Sở Đại Đồng", 36]]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    said = ("--period", "2024-06", "--write")
    assert run(mini, file, *NEW, *said, "--answer", "C1=full-online-services") == 0
    capsys.readouterr()
    assert run(mini, file, *said, "--answer", "C1=waiting-time") == 1
    assert '"2024-06" 2 số của kỳ này (demo.so-a, demo.so-b)' in capsys.readouterr().err
    assert run(mini, file, *said, "--answer", "C1=waiting-time", "--missing", "remove") == 0
    assert indicators(mini) == [("demo.so-a", "waiting-time", "PL:1"), ("demo.so-b", "waiting-time", "PL:2")]
    assert main(["check", "--root", str(mini)]) == 0


def test_a_wrong_answer_beside_another_file(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What another file says of the same units stays."""
    table = [["STT", "Đơn vị", "Kết quả trong kỳ"], [1, "Sở An Bình", 21], [2, "Sở Đại Đồng", 36]]
    first = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    more = [["STT", "Đơn vị", "Số dịch vụ tháng 6/2024"], [1, "Sở An Bình", 4], [2, "Sở Đại Đồng", 5]]
    second = saved({"Sheet1": more}, tmp_path / "b.xlsx")
    said = ("--period", "2024-06", "--write")
    assert run(mini, first, *NEW, *said, "--answer", "C1=full-online-services") == 0
    assert run(mini, second, "--write", "--answer", "C1=services-total") == 0
    capsys.readouterr()
    assert run(mini, first, *said, "--answer", "C1=waiting-time") == 1
    assert '"2024-06" 2 số của kỳ này (demo.so-a, demo.so-b)' in capsys.readouterr().err
    assert run(mini, first, *said, "--answer", "C1=waiting-time", "--missing", "remove") == 0
    assert [(indicator, place) for _, indicator, place in indicators(mini)] == [
        ("services-total", "PL:1"),
        ("services-total", "PL:2"),
        ("waiting-time", "PL:1"),
        ("waiting-time", "PL:2"),
    ]


@pytest.mark.parametrize("missing", [(), ("--missing", "remove")])
def test_annexes_of_the_same_units_read_again(missing: tuple[str, ...], mini: Path, tmp_path: Path) -> None:
    """Nothing of the one is lacking in the other: running again changes nothing."""
    first = saved({"Sheet1": SOUND}, tmp_path / "a.xlsx")
    more = [["STT", "Đơn vị", "Dịch vụ toàn trình (%), tháng 6/2024"], [1, "Sở An Bình", 50.5], [2, "Sở Đại Đồng", 60]]
    second = saved({"Sheet1": more}, tmp_path / "b.xlsx")
    assert run(mini, first, *NEW, "--write") == 0
    assert run(mini, second, "--write") == 0
    assert digest(mini) == " ".join(hashlib.sha256(file.read_bytes()).hexdigest() for file in (first, second))
    before = state(mini)
    assert run(mini, first, "--write", *missing) == 0
    assert run(mini, second, "--write", *missing) == 0
    assert state(mini) == before


@pytest.mark.parametrize("answer", ["demo", "demo:department:mean"])
def test_a_figure_of_the_whole_province_is_no_sign(answer: str, mini: Path, tmp_path: Path) -> None:
    """Every annex can end with a row of the province, or of a level: two that share it are two."""
    table = [["STT", "Đơn vị", "Thời gian chờ tháng 6/2024"], [1, "Sở An Bình", 21], [None, "Toàn tỉnh", 28]]
    first = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    assert run(mini, first, *NEW, "--write", "--answer", f"B3={answer}") == 0
    second = saved({"Sheet1": [table[0], [1, "Sở Đại Đồng", 36], table[2]]}, tmp_path / "b.xlsx")
    assert run(mini, second, "--write", "--missing", "remove") == 0
    found = [(unit, place.partition(":")[0]) for unit, _, _, place in figures(mini)]
    assert found == [("demo.so-a", "PL"), ("demo", "PL"), ("demo.so-b", "PL2"), ("demo", "PL2")]


def test_a_common_figure_is_no_sign(mini: Path, tmp_path: Path) -> None:
    """Nor does a merged cell tell, which states the figure of the province beside those of all units."""
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


def test_a_page_that_is_there_again(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A month imported by mistake and put right leads on from its pages until it really comes."""
    table = [["STT", "Đơn vị", "Thời gian chờ"], [1, "Sở An Bình", 21], [2, "Sở Đại Đồng", 36]]
    june = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    assert run(mini, june, *NEW[:-1], "2024-08-15", "--period", "2024-07", "--write") == 0
    assert run(mini, june, "--period", "2024-06", "--missing", "remove", "--write") == 0
    page = "/chi-tieu/thoi-gian-cho/2024-07/"
    assert f"\n{page}," in (mini / "data/redirects.csv").read_text(encoding="utf-8")
    july = saved({"Sheet1": [table[0], [1, "Sở An Bình", 20], [2, "Sở Đại Đồng", 30]]}, tmp_path / "b.xlsx")
    described = ["--number", "8/BC-UBND", *NEW[2:-1], "2024-08-15"]
    capsys.readouterr()
    assert run(mini, july, *described, "--period", "2024-07", "--write", source="demo-8") == 0
    assert f"Trang {page} có lại, địa chỉ này không còn chuyển đi nơi khác." in capsys.readouterr().out
    assert page not in (mini / "data/redirects.csv").read_text(encoding="utf-8")
    assert main(["check", "--root", str(mini)]) == 0


def test_a_period_that_is_put_right_twice(mini: Path, tmp_path: Path) -> None:
    """What led to the pages of the second month leads to those of the third."""
    table = [["STT", "Đơn vị", "Thời gian chờ"], [1, "Sở An Bình", 21], [2, "Sở Đại Đồng", 36]]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    assert run(mini, file, *NEW, "--period", "2024-03", "--write") == 0
    for period in ("2024-04", "2024-05"):
        assert run(mini, file, "--period", period, "--missing", "remove", "--write") == 0
    redirects = (mini / "data/redirects.csv").read_text(encoding="utf-8")
    assert "\n/chi-tieu/thoi-gian-cho/2024-03/,/chi-tieu/thoi-gian-cho/" in redirects
    assert main(["check", "--root", str(mini)]) == 0


def worded(portal: Path) -> tuple[str, str]:
    """The name and the summary of the document."""
    entry = yaml.safe_load((portal / "data/sources.yml").read_text(encoding="utf-8"))[-1]
    return entry["title"], entry["about"]


def test_the_name_of_a_document_follows_its_figures(mini: Path, tmp_path: Path) -> None:
    """Worded by the machine, it is worded anew: after a wrong month, a wrong answer, and a second annex."""
    table = [["STT", "Đơn vị", "Kết quả trong kỳ"], [1, "Sở An Bình", 21]]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    assert run(mini, file, *NEW, "--period", "2024-05", "--answer", "C1=full-online-services", "--write") == 0
    remove = ("--missing", "remove", "--write")
    assert run(mini, file, "--period", "2024-06", *remove) == 0
    name = "kết quả dịch vụ toàn trình của 1 đơn vị, tháng 6/2024"
    assert worded(mini) == (f"Báo cáo kèm {name}", f"Kèm {name}.")
    assert run(mini, file, "--period", "2024-06", "--answer", "C1=waiting-time", *remove) == 0
    assert worded(mini)[1] == "Kèm kết quả thời gian chờ của 1 đơn vị, tháng 6/2024."
    assert run(mini, saved({"Sheet1": OTHER}, tmp_path / "b.xlsx"), "--write") == 0
    assert worded(mini)[1] == "Kèm kết quả thời gian chờ của 2 đơn vị, tháng 6/2024."
    assert main(["check", "--root", str(mini)]) == 0


def test_the_name_that_a_person_gave_stays(mini: Path, tmp_path: Path) -> None:
    first = saved({"Sheet1": [HEAD, [1, "Sở An Bình", 21]]}, tmp_path / "a.xlsx")
    assert run(mini, first, *NEW, "--title", "Báo cáo tháng 6", "--write") == 0
    assert run(mini, saved({"Sheet1": OTHER}, tmp_path / "b.xlsx"), "--write") == 0
    assert worded(mini) == ("Báo cáo tháng 6", "Kèm kết quả thời gian chờ của 2 đơn vị, tháng 6/2024.")


def test_what_is_kept_beside_unread_cells_is_told(
    mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A unit that the new table does not have stays, with a word; the unread one is no such unit."""
    assert run(mini, saved({"Sheet1": SOUND}, tmp_path / "a.xlsx"), *NEW, "--write") == 0
    again = [HEAD, [7, "Sở Đại Đồng", 37], [8, "Sở Lạ", 5]]
    capsys.readouterr()
    assert run(mini, saved({"Sheet1": again}, tmp_path / "b.xlsx"), "--skip-unread", "--write") == 0
    said = capsys.readouterr().out
    kept = said.partition("Có trong cổng mà tệp này không có (giữ nguyên):\n")[2]
    assert kept.splitlines()[0] == "  PL:1: demo.so-a, waiting-time, 2024-06: 21"
    assert [value for _, _, value, _ in figures(mini)] == ["21", "37"]


def test_a_column_that_was_not_read_may_hold_it(mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Under a heading that is not understood can stand what seems to be lacking: nothing is said."""
    table = [[*HEAD, "Số dịch vụ tháng 6/2024"], [1, "Sở An Bình", 21, 4]]
    answer = ("--answer", "D1=services-total")
    assert run(mini, saved({"Sheet1": table}, tmp_path / "a.xlsx"), *NEW, *answer, "--write") == 0
    unread = [[*HEAD, "Cột lạ tháng 6/2024"], table[1]]
    capsys.readouterr()
    assert run(mini, saved({"Sheet1": unread}, tmp_path / "b.xlsx"), "--skip-unread", "--write") == 0
    assert "Có trong cổng mà tệp này không có" not in capsys.readouterr().out
