"""Which unit or level the figures of a row belong to: groups, totals, communes of districts, sheets."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from generator.importing.import_context import prepare_import, understand_file
from generator.importing.request import Request
from generator.loading import load_portal
from tests.importing.conftest import Understand, questions, rows
from tests.importing.workbooks import HEAD, MONTH, Rows, saved
from tests.support.portals import replace_in


def test_groups_with_totals_and_restarting_numbers(tmp_path: Path, understand: Understand) -> None:
    """Each group has its own locators, and its total belongs to its level."""
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


def test_a_group_row_with_a_figure_causes_a_question(tmp_path: Path, understand: Understand) -> None:
    """`I. Các sở | 41,78` may be a total, a mean or a pooled percentage."""
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


def test_a_total_of_several_levels_causes_a_question(tmp_path: Path, understand: Understand) -> None:
    """The data only has totals of one level. Such a row may be the figure of the province itself."""
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


def test_a_group_row_with_a_figure_has_its_own_locator(tmp_path: Path, understand: Understand) -> None:
    """With its numeral as locator, it would have that of the first unit below. `Toàn tỉnh` belongs to no group."""
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
    """`Toàn tỉnh` below units of several levels is the province's own figure. Below one level it may be their total."""
    table = [[MONTH], HEAD, [1, "Sở Y tế", 50.5], [2, "Huyện Tân Biên", 60.5], [None, "Toàn tỉnh", 41.3]]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx"))
    assert rows(found)[-1] == ("tay-ninh", "online-payment", "2024-05", "41.3", "C5")
    del table[3]
    file = saved({"Sheet1": table}, tmp_path / "b.xlsx")
    assert list(questions(understand(file))) == ["B4"]
    entry = understand(file, answers=["B4=tay-ninh:department:pooled"]).entries[-1]
    assert (entry.unit_id, entry.level, str(entry.aggregate)) == ("tay-ninh", "department", "pooled")


@pytest.mark.parametrize("name", ["Trung bình toàn tỉnh", "Bình quân"])
def test_a_mean_of_several_levels_is_not_a_figure_of_the_province(
    name: str, tmp_path: Path, understand: Understand
) -> None:
    table = [[MONTH], HEAD, [1, "Sở Y tế", 50.5], [2, "Huyện Tân Biên", 60.5], [None, name, 55.5]]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    assert questions(understand(file)) == {"B5": "là bình quân của nhiều cấp, dữ liệu chỉ ghi bình quân của một cấp"}
    assert rows(understand(file, answers=["B5=tay-ninh"]))[-1][0] == "tay-ninh"


def test_a_grand_total_does_not_belong_to_the_last_group(tmp_path: Path, understand: Understand) -> None:
    """A total after groups without totals, or after the total of the last group, sums up all groups."""
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


def test_a_grand_total_of_groups_of_several_levels_causes_a_question(tmp_path: Path, understand: Understand) -> None:
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


def test_repeated_running_numbers(tmp_path: Path, understand: Understand) -> None:
    """If a number occurs twice, the rows are counted instead, so that no two rows have the same locator."""
    table = [[MONTH], HEAD, [1, "Sở Y tế", 10.5], [1, "Sở Nội vụ", 40.5], [3, "Sở Tư pháp", 50.5]]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx"))
    assert [item.locator for item in found.entries] == ["PL:1", "PL:2", "PL:3"]


def test_communes_below_their_districts(tmp_path: Path, understand: Understand) -> None:
    """The row of a district decides which of two communes with the same name is meant."""
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


@pytest.mark.parametrize(
    ("numerals", "parts"), [(("I", "II", "III"), ("I", "II", "III")), (("I", None, None), ("I", "2", "3"))]
)
def test_districts_with_abbreviated_names_are_groups_of_their_own(
    numerals: Sequence[str | None], parts: Sequence[str], tmp_path: Path, understand: Understand
) -> None:
    """`H.` is no numeral, and rows of two districts never have the same locator."""
    table: list[list[object]] = [[MONTH], [*HEAD]]
    districts = ("Thành phố Tây Ninh", "H. Tân Biên", "H. Bến Cầu")
    communes = ("Phường 1", "Xã Tân Lập", "Xã Long Khánh")
    for numeral, district, commune in zip(numerals, districts, communes, strict=True):
        table += [[numeral, district], [1, commune, 10.5]]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx"))
    assert [item.locator for item in found.entries] == [f"PL.{part}:1" for part in parts]


def test_a_decision_on_the_whole_province_does_not_depend_on_the_last_district(
    tmp_path: Path, understand: Understand
) -> None:
    """Next month, when the districts may be in another order, the row has the same meaning."""
    table = [
        [MONTH],
        HEAD,
        ["1", "Thành phố Tây Ninh", None],
        [1, "Phường 1", 10.5],
        ["2", "Huyện Tân Biên", None],
        [1, "Xã Tân Lập", 40.5],
        [None, "Trung bình toàn tỉnh", 25.5],
    ]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx"), answers=("B7=tay-ninh:commune:mean",))
    assert found.names == {"commune / Trung bình toàn tỉnh": "tay-ninh:commune:mean"}


def test_a_target_of_a_level_above_the_target_of_one_unit(tmp_path: Path, understand: Understand) -> None:
    """The answers that are offered for the row of the level include one target for all its units. This answer is not
    remembered: a result in such a row may be a mean."""
    head = ["TT", "Đơn vị", "Thanh toán trực tuyến, chỉ tiêu năm 2024"]
    table = [head, [1, "Các sở, ban, ngành", 85], [2, "Sở Y tế", 90]]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    assert "tay-ninh:department:common" in understand(file).questions[0].hint
    found = understand(file, answers=("B2=tay-ninh:department:common",))
    assert [(item.unit_id, item.level, item.value) for item in found.entries] == [
        ("tay-ninh", "department", "85"),
        ("tay-ninh.so-y-te", "", "90"),
    ]
    assert found.names == {}


@pytest.mark.parametrize("heading", ["Huyện", "Huyện, thị xã, thành phố"])
def test_districts_in_a_column(heading: str, tmp_path: Path, understand: Understand) -> None:
    """A merged cell in a column of districts decides it too. The figures are those of the communes beside it."""
    table = [
        [MONTH],
        ["STT", heading, "Xã, phường, thị trấn", "Thanh toán trực tuyến (%)"],
        [1, "Huyện Tân Biên", "Xã Tân Bình", 30.5],
        [2, None, "Xã Tân Lập", 40.5],
        [3, "Thành phố Tây Ninh", "Xã Tân Bình", 20.5],
    ]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx", ("B3:B4",)))
    assert questions(found) == {}
    assert [row[0] for row in rows(found)] == ["tan-bien.xa-tan-binh", "tan-bien.xa-tan-lap", "tay-ninh.xa-tan-binh"]


def test_namesakes_without_districts_cause_a_question(tmp_path: Path, understand: Understand) -> None:
    """The answer is saved for the name after the name of the previous row, so there is no question next month."""
    table = [[MONTH], HEAD, [1, "Phường Long Hoa", 10.5], [2, "Xã Tân Bình", 20.5]]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    assert questions(understand(file)) == {
        "B4": "là tên của 2 đơn vị: Xã Tân Bình (Thành phố Tây Ninh), Xã Tân Bình (Huyện Tân Biên)"
    }
    found = understand(file, answers=["B4=tay-ninh.tan-bien.xa-tan-binh"])
    assert rows(found)[-1][0] == "tan-bien.xa-tan-binh"
    assert found.names == {"Phường Long Hoa / Xã Tân Bình": "tay-ninh.tan-bien.xa-tan-binh"}


def test_a_sheet_for_each_level(tmp_path: Path, understand: Understand) -> None:
    """Each sheet is a table. A name without its kind is searched in the level of the sheet."""
    head = ["TT", "Tên đơn vị", "Thanh toán trực tuyến (%)"]
    sheets: dict[str, Rows] = {
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


def test_a_unit_of_another_level_in_a_table_of_communes(tmp_path: Path, understand: Understand) -> None:
    table: Rows = [["Kết quả của các xã, phường, thị trấn tháng 5/2024"], HEAD, [1, "Phường 1", 5], [2, "Sở Y tế", 7]]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx"))
    assert questions(found) == {}
    assert [(row[0], row[3]) for row in rows(found)] == [("tay-ninh.phuong-1", "5"), ("so-y-te", "7")]


def test_sheets_and_tables_beside_appendices_with_numbers(tmp_path: Path, understand: Understand) -> None:
    """No number is given to them that a title gives to another table: a reader looks for `PL1` in appendix 1."""
    department: Rows = [[MONTH], HEAD, [1, "Sở Y tế", 50.5]]
    commune: Rows = [[MONTH], HEAD, [1, "Xã Thạnh Bình", 70.5]]
    sheets = {"Tổng hợp": department, "Theo cấp": commune, "Phụ lục 1": department, "Phụ lục 3": commune}
    found = understand(saved(sheets, tmp_path / "a.xlsx"))
    assert [item.locator for item in found.entries] == ["PL2:1", "PL4:1", "PL1:1", "PL3:1"]
    rows = [*department, [], *commune, [], ["2. Kết quả tháng 5/2024"], *department[1:]]
    found = understand(saved({"Phụ lục I": rows}, tmp_path / "b.xlsx"))
    assert [item.locator for item in found.entries] == ["PLI:1", "PLI.3:1", "PLI.2:1"]


def test_a_sheet_for_each_district(tmp_path: Path, understand: Understand) -> None:
    """The name of the sheet is the district of the communes and of their mean."""
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


def test_departments_in_a_sheet_with_the_name_of_a_district(tmp_path: Path, understand: Understand) -> None:
    """`Tây Ninh` is also a city below the province. The mean of the departments is not that of its wards."""
    rows_: Rows = [HEAD, [1, "Sở Y tế", 50.5], [2, "Sở Nội vụ", 60], [None, "Bình quân", 55.25]]
    found = understand(saved({"Tây Ninh": rows_}, tmp_path / "a.xlsx"), period="2024-05")
    assert rows(found)[-1] == ("tay-ninh", "online-payment", "2024-05", "55.25", "C4")
    assert (found.entries[-1].level, str(found.entries[-1].aggregate)) == ("department", "mean")


def test_the_whole_city_in_a_province_that_is_a_city(tmp_path: Path, mini: Path) -> None:
    """`Toàn thành phố` can mean a province that is a city. In other provinces it is an unknown name."""
    table = [["Đơn vị", "Thời gian chờ tháng 6/2024"], ["Sở An Bình", 21], ["Toàn thành phố", 28]]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    request = Request(file, "demo-2024", kind="results")
    (asked,) = understand_file(prepare_import(mini, request, load_portal(mini)[0])).questions
    assert asked.message == "không phải tên đơn vị nào của tỉnh Thử"
    units = mini / "data" / "units.csv"
    replace_in(units, "Tỉnh Thử,Thử,province,", "Thành phố Thử,Thử,city_province,")
    (asked,) = understand_file(prepare_import(mini, request, load_portal(mini)[0])).questions
    assert asked.message == "có thể là số của cả thành phố, hoặc là tổng hay bình quân của các đơn vị trong bảng"
    assert asked.hint.startswith("chọn demo (số của cả thành phố), demo:department:total,")


@pytest.mark.parametrize("aggregate", ["pooled", "mean", "total", "common"])
def test_a_result_of_a_whole_level_causes_a_question(aggregate: str, tmp_path: Path, understand: Understand) -> None:
    """`Các sở, ban, ngành | 85,2` in a summary is no figure that each department has: nothing states what it is."""
    table = [
        [MONTH],
        [*HEAD, "Hồ sơ trực tuyến (%)"],
        [1, "Các sở, ban, ngành", 85.2, 90],
        [2, "UBND cấp xã", 61, 70],
    ]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    found = understand(file)
    assert rows(found) == []
    message = "là số của cả cấp, chưa rõ là số gộp, bình quân, tổng hay giống nhau ở mọi đơn vị"
    assert questions(found) == {"B3": message, "B4": message}
    answers = [f"B3=tay-ninh:department:{aggregate}", "B4=skip"]
    answered = understand(file, answers=answers)
    assert questions(answered) == {}
    assert [(item.level, str(item.aggregate), item.value) for item in answered.entries] == [
        ("department", aggregate, "85.2"),
        ("department", aggregate, "90"),
    ]


def test_a_target_of_a_whole_level_causes_no_question(tmp_path: Path, understand: Understand) -> None:
    """It is the target of each unit of the level, whatever the results beside it are."""
    table = [["STT", "Đơn vị", "Thanh toán trực tuyến: chỉ tiêu năm 2024 (%)"], [1, "Các sở, ban, ngành", 80]]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx"))
    assert questions(found) == {}
    assert [(item.kind, item.level, item.value) for item in found.entries] == [("targets", "department", "80")]


def test_the_same_name_in_several_rows_causes_one_question(tmp_path: Path, understand: Understand) -> None:
    """Parts of a unit's figure are below each unit. One answer skips all of them."""
    parts = [[None, "Trong đó: đất đai", 51], [None, "Hộ tịch", 52]]
    table = [[MONTH], HEAD, [1, "Sở Y tế", 50], *parts, [2, "Sở Nội vụ", 60], *parts]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    found = understand(file)
    message = "cùng 1 dòng khác ghi như vậy không phải tên đơn vị nào của tỉnh Tây Ninh"
    assert questions(found) == {"B4": message, "B5": message}
    assert [question.rows for question in found.questions] == [(7,), (8,)]
    answered = understand(file, answers=["B4=skip", "B5=skip"])
    assert questions(answered) == {}
    assert [row[3] for row in rows(answered)] == ["50", "60"]
    assert sum("bỏ qua theo câu trả lời" in remark.text for remark in answered.remarks) == 4


def test_a_row_without_a_name_is_not_remembered(tmp_path: Path, understand: Understand) -> None:
    """The figures without a name are those of another unit next month."""
    file = saved({"Sheet1": [[MONTH], HEAD, [1, "Sở Y tế", 50], [2, None, 51]]}, tmp_path / "a.xlsx")
    assert questions(understand(file)) == {"B4": "dòng có số mà không có tên đơn vị"}
    answered = understand(file, answers=["B4=tay-ninh.so-noi-vu"])
    assert [row[0] for row in rows(answered)] == ["so-y-te", "so-noi-vu"]
    assert answered.names == {}


def test_a_misspelt_name_is_remembered_without_the_name_above_it(tmp_path: Path, understand: Understand) -> None:
    """Several units are similar to it, but only the name of several units needs the row above to be distinguished."""
    table = [[MONTH], HEAD, [1, "Huyện Tân Biên", 50], [2, "Huyện Tân Châo", 51]]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    assert len(understand(file).questions[0].hint.split(";")) > 2
    answered = understand(file, answers=["B4=tay-ninh.tan-chau"])
    assert answered.names == {"Huyện Tân Châo": "tay-ninh.tan-chau"}


@pytest.mark.parametrize("answer", ["skip", "tay-ninh.so-tu-phap"])
def test_an_answer_about_a_row_with_the_name_of_a_unit_is_not_remembered(
    answer: str, tmp_path: Path, understand: Understand
) -> None:
    """A unit is listed twice in this file only. Next month its one row would be lost, or be that of another unit."""
    table = [[MONTH], HEAD, [1, "Sở Y tế", 50], [2, "Sở Nội vụ", 51], [3, "Sở Y tế", 52], [4, "Sở Vũ trụ", 1]]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    answered = understand(file, answers=[f"B5={answer}", "B6=skip"])
    assert answered.names == {"Sở Vũ trụ": "skip"}


def test_an_answer_about_a_row_with_the_name_of_the_province_is_remembered(
    tmp_path: Path, understand: Understand
) -> None:
    """Above the departments it may be their total, in every month."""
    table = [[MONTH], HEAD, [None, "Tỉnh Tây Ninh", 101], [1, "Sở Y tế", 50], [2, "Sở Nội vụ", 51]]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    answered = understand(file, answers=["B3=tay-ninh:department:total"])
    assert answered.names == {"Tỉnh Tây Ninh": "tay-ninh:department:total"}


@pytest.mark.parametrize(
    "name",
    [
        "Toàn tỉnh tháng 4/2024",
        "Toàn tỉnh tháng 4",
        "Toàn tỉnh cùng kỳ năm 2023",
        "Tăng, giảm toàn tỉnh so với tháng trước",
        "Chỉ tiêu toàn tỉnh năm 2024",
        "Bình quân tháng trước",
        "Tổng số sở đạt chỉ tiêu",
        "Bình quân 5 tháng",
    ],
)
def test_a_summary_row_of_something_else_causes_a_question(name: str, tmp_path: Path, understand: Understand) -> None:
    """The last rows of a table compare. Their figures are not those of the province, or of a level, in this month."""
    table = [HEAD, [1, "Sở Y tế", 50.5], [2, "Huyện Tân Biên", 66], [None, "Toàn tỉnh", 60], [None, name, 55]]
    file = saved({"Sheet1": table}, tmp_path / "a.xlsx")
    found = understand(file, period="2024-05")
    assert questions(found) == {"B5": "có thể là số của kỳ khác, mức tăng giảm hay mức phải đạt"}
    assert rows(found)[-1] == ("tay-ninh", "online-payment", "2024-05", "60", "C4")
    assert questions(understand(file, period="2024-05", answers=["B5=skip"])) == {}


@pytest.mark.parametrize("name", ["Toàn tỉnh", "Toàn tỉnh tháng 5/2024", "Kết quả toàn tỉnh tháng 5"])
def test_a_summary_row_of_the_requested_month(name: str, tmp_path: Path, understand: Understand) -> None:
    table = [HEAD, [1, "Sở Y tế", 50.5], [2, "Huyện Tân Biên", 66], [None, name, 60]]
    found = understand(saved({"Sheet1": table}, tmp_path / "a.xlsx"), period="2024-05")
    assert questions(found) == {}
    assert rows(found)[-1] == ("tay-ninh", "online-payment", "2024-05", "60", "C4")
