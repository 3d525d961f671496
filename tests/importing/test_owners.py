"""Whose the figures of a table are: groups of units, totals, communes of districts, sheets."""

from pathlib import Path

from generator.importing.reading import reading_of, understood_of
from generator.importing.request import Request
from generator.loading import load_portal
from tests.importing.conftest import Understand, questions, rows
from tests.importing.workbooks import HEAD, MONTH, saved


def test_groups_totals_and_numbers_that_begin_anew(tmp_path: Path, understand: Understand) -> None:
    """Each group has places of its own and a total of its level."""
    table = [
        [MONTH],
        HEAD,
        ["I", "Các sở, ban, ngành", None],
        [1, "Sở Công Thương", 31.98],
        [2, "Sở Y tế", 0.5],
        [None, "Tổng cộng", 16.24],
        ["II", "UBND các huyện, thị xã, thành phố", None],
        [1, "UBND huyện Tân Biên", 66],
        [2, "UBND thị xã Hoà Thành", 69.57],
        [None, "Bình quân", 67.79],
    ]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx"))
    assert questions(found) == {}
    assert [(item.unit_id, item.level, str(item.aggregate), item.locator, item.value) for item in found.entries] == [
        ("tay-ninh.so-cong-thuong", "", "", "PL.I:1", "31.98"),
        ("tay-ninh.so-y-te", "", "", "PL.I:2", "0.5"),
        ("tay-ninh", "department", "total", "PL.I:total", "16.24"),
        ("tay-ninh.tan-bien", "", "", "PL.II:1", "66"),
        ("tay-ninh.hoa-thanh", "", "", "PL.II:2", "69.57"),
        ("tay-ninh", "district", "mean", "PL.II:mean", "67.79"),
    ]


def test_a_heading_of_a_group_with_figures_is_asked_for(tmp_path: Path, understand: Understand) -> None:
    """`I. Các sở | 41,78` may be a total, a mean or a pooled share."""
    table = [[MONTH], HEAD, ["I", "Các sở, ban, ngành", 41.78], [1, "Sở Y tế", 50.5], [2, "Sở Nội vụ", 33.5]]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    assert list(questions(understand(file))) == ["B3"]
    found = understand(file, answers=["B3=tay-ninh:department:pooled"])
    assert questions(found) == {}
    first = found.entries[0]
    assert (first.unit_id, first.level, str(first.aggregate), first.value) == (
        "tay-ninh",
        "department",
        "pooled",
        "41.78",
    )


def test_a_total_over_several_levels_is_asked_for(tmp_path: Path, understand: Understand) -> None:
    """The data has totals of one level; such a row may be the province's own figure."""
    table = [[MONTH], HEAD, [1, "Sở Y tế", 50.5], [2, "Huyện Tân Biên", 66], [None, "Tổng cộng", 60]]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    assert list(questions(understand(file))) == ["B5"]
    assert rows(understand(file, answers=["B5=tay-ninh"]))[-1] == (
        "tay-ninh",
        "online-payment",
        "2024-05",
        "60",
        "C5",
    )


def test_a_group_line_with_a_figure_has_a_row_of_its_own(tmp_path: Path, understand: Understand) -> None:
    """Called by its numeral it would have the place of the first unit below; `Toàn tỉnh` belongs to no group."""
    table = [
        [MONTH],
        HEAD,
        ["I", "Các sở, ban, ngành", 43],
        [1, "Sở Y tế", 41.5],
        [2, "Sở Nội vụ", 44.5],
        ["II", "UBND các huyện, thị xã, thành phố", 62],
        [1, "Huyện Tân Biên", 66],
        [2, "Thị xã Hòa Thành", 58],
        [None, "Toàn tỉnh", 51],
    ]
    answers = ["B3=tay-ninh:department:mean", "B6=tay-ninh:district:mean"]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx"), answers=answers)
    assert questions(found) == {}
    assert [(item.unit_id.removeprefix("tay-ninh."), item.locator) for item in found.entries] == [
        ("tay-ninh", "PL.I:mean"),
        ("so-y-te", "PL.I:1"),
        ("so-noi-vu", "PL.I:2"),
        ("tay-ninh", "PL.II:mean"),
        ("tan-bien", "PL.II:1"),
        ("hoa-thanh", "PL.II:2"),
        ("tay-ninh", "PL:total"),
    ]


def test_the_whole_province(tmp_path: Path, understand: Understand) -> None:
    """`Toàn tỉnh` under units of several levels is the province's own figure; under one level it may be their total."""
    table = [[MONTH], HEAD, [1, "Sở Y tế", 50.5], [2, "Huyện Tân Biên", 60.5], [None, "Toàn tỉnh", 41.3]]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx"))
    assert rows(found)[-1] == ("tay-ninh", "online-payment", "2024-05", "41.3", "C5")
    del table[3]
    file = saved({"Sheet1": table}, tmp_path / "b.xlsx")
    assert list(questions(understand(file))) == ["B4"]
    entry = understand(file, answers=["B4=tay-ninh:department:pooled"]).entries[-1]
    assert (entry.unit_id, entry.level, str(entry.aggregate)) == ("tay-ninh", "department", "pooled")


def test_a_grand_total_is_not_the_last_group_s(tmp_path: Path, understand: Understand) -> None:
    """After groups without totals, or behind the last group's own, a total is of all groups."""
    table = [
        [MONTH],
        HEAD,
        ["1", "Thành phố Tây Ninh", None],
        [1, "Phường 1", 10.5],
        [None, "Bình quân cấp xã", 10.5],
        ["2", "Huyện Tân Biên", None],
        [1, "Xã Tân Lập", 40.5],
        [None, "Bình quân cấp xã", 40.5],
        [None, "Bình quân", 25.5],
    ]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx"))
    assert questions(found) == {}
    means = [(item.unit_id, item.level, item.locator) for item in found.entries if item.aggregate]
    assert means == [
        ("tay-ninh.tay-ninh", "commune", "PL.1:mean"),
        ("tay-ninh.tan-bien", "commune", "PL.2:mean"),
        ("tay-ninh", "commune", "PL:mean"),
    ]
    del table[7], table[4]
    found = understand(saved({"Sheet1": table}, tmp_path / "b.xlsx"))
    assert [(item.unit_id, item.locator) for item in found.entries if item.aggregate] == [("tay-ninh", "PL:mean")]


def test_a_grand_total_over_groups_of_levels_is_asked_for(tmp_path: Path, understand: Understand) -> None:
    table = [
        [MONTH],
        HEAD,
        ["I", "Các sở, ban, ngành", None],
        [1, "Sở Y tế", 10.5],
        ["II", "Các huyện, thị xã, thành phố", None],
        [2, "Huyện Tân Biên", 40.5],
        [None, "Tổng cộng", 25.5],
    ]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx"))
    assert list(questions(found)) == ["B7"]
    assert [item.locator for item in found.entries] == ["PL:1", "PL:2"]


def test_running_numbers_that_repeat(tmp_path: Path, understand: Understand) -> None:
    """A number typed twice gives no two rows one place: the rows are counted instead."""
    table = [[MONTH], HEAD, [1, "Sở Y tế", 10.5], [1, "Sở Nội vụ", 40.5], [3, "Sở Tư pháp", 50.5]]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx"))
    assert [item.locator for item in found.entries] == ["PL:1", "PL:2", "PL:3"]


def test_communes_under_their_districts(tmp_path: Path, understand: Understand) -> None:
    """The heading of a district tells which of two communes of one name is meant."""
    table = [
        [MONTH],
        HEAD,
        ["1", "Thành phố Tây Ninh", None],
        [1, "Phường 1", 10.5],
        [2, "Xã Tân Bình", 20.5],
        ["2", "Huyện Tân Biên", None],
        [1, "Xã Tân Bình", 30.5],
        [2, "Xã Tân Lập", 40.5],
    ]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx"))
    assert questions(found) == {}
    assert [row[0] for row in rows(found)] == [
        "tay-ninh.phuong-1",
        "tay-ninh.xa-tan-binh",
        "tan-bien.xa-tan-binh",
        "tan-bien.xa-tan-lap",
    ]
    assert len({item.locator for item in found.entries}) == 4


def test_districts_in_a_column(tmp_path: Path, understand: Understand) -> None:
    """A merged column of districts tells the same."""
    table = [
        [MONTH],
        ["STT", "Huyện", "Xã, phường, thị trấn", "Thanh toán trực tuyến (%)"],
        [1, "Huyện Tân Biên", "Xã Tân Bình", 30.5],
        [2, None, "Xã Tân Lập", 40.5],
        [3, "Thành phố Tây Ninh", "Xã Tân Bình", 20.5],
    ]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx", ("B3:B4",)))
    assert questions(found) == {}
    assert [row[0] for row in rows(found)] == ["tan-bien.xa-tan-binh", "tan-bien.xa-tan-lap", "tay-ninh.xa-tan-binh"]


def test_two_of_one_name_without_districts_are_asked_for(tmp_path: Path, understand: Understand) -> None:
    """An answer holds for the name behind the row before it, so that next month needs none."""
    table = [[MONTH], HEAD, [1, "Phường Long Hoa", 10.5], [2, "Xã Tân Bình", 20.5]]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    assert questions(understand(file)) == {
        "B4": "là tên của 2 đơn vị: Xã Tân Bình (Thành phố Tây Ninh), Xã Tân Bình (Huyện Tân Biên)"
    }
    found = understand(file, answers=["B4=tay-ninh.tan-bien.xa-tan-binh"])
    assert rows(found)[-1][0] == "tan-bien.xa-tan-binh"
    assert found.names == {"Phường Long Hoa / Xã Tân Bình": "tay-ninh.tan-bien.xa-tan-binh"}


def test_a_sheet_for_each_level(tmp_path: Path, understand: Understand) -> None:
    """Sheets are tables of their own; a name without its kind is of the sheet's level."""
    head = ["TT", "Tên đơn vị", "Thanh toán trực tuyến (%)"]
    sheets = {
        "Sở": [[MONTH], head, [1, "Sở Y tế", 50.5]],
        "Huyện": [[MONTH], head, [1, "Tân Biên", 66]],
        "Xã": [[MONTH], head, [1, "Tân Biên", 70.5]],
        "Ghi chép": [["không có bảng"]],
    }
    found = understand(saved(sheets, tmp_path / "a.xlsx"))
    assert questions(found) == {}
    assert [(item.at.address, item.unit_id, item.locator) for item in found.entries] == [
        ("Sở!C3", "tay-ninh.so-y-te", "PL1:1"),
        ("Huyện!C3", "tay-ninh.tan-bien", "PL2:1"),
        ("Xã!C3", "tay-ninh.tan-bien.thi-tran-tan-bien", "PL3:1"),
    ]
    assert [remark.at.address for remark in found.remarks] == ["Ghi chép!A1"]


def test_a_sheet_for_each_district(tmp_path: Path, understand: Understand) -> None:
    """The name of the sheet tells whose communes they are, and whose their mean is."""
    sheets = {
        "Tân Biên": [[MONTH], HEAD, [1, "Xã Tân Bình", 50.5], [None, "Bình quân cấp xã", 50.5]],
        "TP Tây Ninh": [[MONTH], HEAD, [1, "Xã Tân Bình", 66.5]],
    }
    found = understand(saved(sheets, tmp_path / "a.xlsx"))
    assert questions(found) == {}
    assert [(item.unit_id, item.level) for item in found.entries] == [
        ("tay-ninh.tan-bien.xa-tan-binh", ""),
        ("tay-ninh.tan-bien", "commune"),
        ("tay-ninh.tay-ninh.xa-tan-binh", ""),
    ]


def test_a_city_that_is_a_province_sums_up_as_a_city(tmp_path: Path, mini: Path) -> None:
    """`Toàn thành phố` is its own figure there; in a province it may be of a district, and is asked for."""
    table = [["Đơn vị", "Thời gian chờ tháng 6/2024"], ["Sở An Bình", 21], ["Toàn thành phố", 28]]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    request = Request(file, "demo-2024", kind="results")
    (asked,) = understood_of(reading_of(mini, request, load_portal(mini)[0])).questions
    assert asked.message == "không phải tên đơn vị nào của tỉnh Thử"
    units = mini / "data" / "units.csv"
    text = units.read_text(encoding="utf-8")
    units.write_text(text.replace("Tỉnh Thử,Thử,province,", "Thành phố Thử,Thử,city_province,"), encoding="utf-8")
    (asked,) = understood_of(reading_of(mini, request, load_portal(mini)[0])).questions
    assert asked.message == "có thể là số của cả thành phố, hoặc là tổng hay bình quân của các đơn vị trong bảng"
    assert asked.hint.startswith("chọn demo (số của cả thành phố), demo:department:total,")
