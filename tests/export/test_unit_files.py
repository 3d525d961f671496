"""Tests the files of one unit: JSON and CSV for programs, a workbook for people."""

import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import jsonschema
import openpyxl
import pyarrow.parquet
import pytest

from tests.support.exported import explanation_in, exported_files, results_in, rows_of
from tests.support.folders import MINI
from tests.support.headers import LINEAGE_HEADER, RESULT_HEADER, TASK_HEADER
from tests.support.portals import RESULTS_FILE, append_to, replace_in
from tests.support.units import RESULT, department


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """Everything that the mini portal publishes under `/data/`, by path."""
    return exported_files(MINI)


def test_a_units_json_matches_the_published_schema(files: dict[str, bytes]) -> None:
    """This holds for every unit, also for units without figures."""
    shape = json.loads(files["data/don-vi.schema.json"])
    for slug in ("tinh-demo", "so-a", "so-b"):
        jsonschema.validate(json.loads(files[f"data/don-vi/{slug}.json"]), shape)


def test_a_units_json_has_only_what_concerns_the_unit(files: dict[str, bytes]) -> None:
    """It has the unit's own targets and the common targets in force, tasks that its whole level joins, and only its
    own figures."""
    unit = json.loads(files["data/don-vi/so-b.json"])
    assert unit["unit"]["name"] == "Sở Đại Đồng"
    assert {row["unit_id"] for row in unit["results"]} == {"demo.so-b"}
    assert [(row["unit_id"], row["level"], row["due"]) for row in unit["targets"]] == [
        ("demo.so-b", None, "2023"),
        ("demo", "department", "2025"),
        ("demo", None, "2024"),
    ]
    assert [(task["id"], task["part"]) for task in unit["tasks"]] == [
        ("demo-2023.I.1", "partner"),
        ("demo-2023.I.2", "lead"),
    ]
    assert {row["published_on"] for row in unit["results"]} == {"2024-10-04"}
    late = next(row for row in unit["assessments"] if row["indicator_id"] == "waiting-time")
    assert (late["value"], late["rank"], late["tied"], late["change"]) == ("35", 2, False, None)


def test_a_units_json_has_the_keys_that_its_readers_rely_on(files: dict[str, bytes]) -> None:
    """The version of the schema promises that no key is removed. Other lists have the columns of their tables."""
    unit = json.loads(files["data/don-vi/so-a.json"])
    assert unit["schema_version"] == "1.3"
    keys = {name: " ".join(unit[name][0]) for name in ("indicators", "sources", "tasks")}
    assert keys == {
        "indicators": "id slug name short_name measure decimals direction",
        "sources": "id slug number title issuer issued_on url kind",
        "tasks": "id source_id title product due status locator part",
    }


@pytest.mark.parametrize("name", ["assessments", "results", "discrepancies"])
def test_each_row_of_a_table_is_in_the_json_of_its_unit_alone(files: dict[str, bytes], name: str) -> None:
    """Only Sở An Bình has a discrepancy, so the list of every other unit is empty."""
    slugs = {row["id"]: row["slug"] for row in rows_of(files["data/units.csv"])}
    whole = [[row["unit_id"], row["indicator_id"], row["period"] or None] for row in rows_of(files[f"data/{name}.csv"])]
    for unit_id, slug in slugs.items():
        found = json.loads(files[f"data/don-vi/{slug}.json"])[name]
        keys = [[row["unit_id"], row["indicator_id"], row["period"]] for row in found]
        assert keys == [key for key in whole if key[0] == unit_id]


def test_a_units_json_has_figures_of_its_level_only_while_the_unit_existed(mini: Path) -> None:
    """The departments have figures of December 2022. Sở N began in 2024."""
    append_to(mini / "data/units.csv", "demo.n,n,Sở N,Sở N,department,department,demo,,2024-01-01,,,\n")
    row = RESULT.format(unit="n", indicator="full-online-services", period="2024-06", value="50", row="3")
    append_to(mini / RESULTS_FILE, row)
    files = exported_files(mini)
    periods = {}
    for slug in ("n", "so-a"):
        rows = json.loads(files[f"data/don-vi/{slug}.json"])["spreads"]
        periods[slug] = [row["period"] for row in rows if row["indicator_id"] == "full-online-services"]
    assert periods == {"n": ["2024-06"], "so-a": ["2022-12", "2024-06"]}


DOCUMENT = """
- id: {id}
  slug: {id}
  number: {id}/BC
  title: Báo cáo thử
  kind: Báo cáo
  issuer: Ủy ban nhân dân tỉnh Thử
  issued_on: "2024-07-01"
  about: Thử.
  url: https://vn.example/bc
"""


def test_a_units_files_list_every_document_that_its_rows_refer_to(mini: Path) -> None:
    """Each document states something else of Sở Đại Đồng: its target, its results, the figure of the country beside
    one of them, a task that it leads, and the department from which it was formed."""
    data = mini / "data"
    for name in ("country", "lineage", "task"):
        append_to(data / "sources.yml", DOCUMENT.format(id=name))
    append_to(data / "units.csv", department("x", end="2019-12-31"))
    replace_in(data / "units.csv", "department,department,demo,,,,,\n", "department,department,demo,,2020-01-01,,,\n")
    append_to(data / "units.csv", "vn,viet-nam,Việt Nam,Cả nước,country,country,,,,,,\n")
    rows = {
        "results/country.csv": f"{RESULT_HEADER}vn,,,waiting-time,2024-06,30,,,PL1:1,\n",
        "lineage.csv": f"{LINEAGE_HEADER}demo.x,demo.so-b,2020-01-01,renamed,lineage,\n",
        "tasks/task.csv": f"{TASK_HEADER}task.1,,Việc,Báo cáo,demo.so-b,,2024-12,in_progress,,text:I\n",
    }
    for path, text in rows.items():
        (data / path).write_text(text, encoding="utf-8")
    files = exported_files(mini)
    listed = json.loads(files["data/don-vi/so-b.json"])["sources"]
    assert [row["id"] for row in listed] == ["country", "demo-2023", "demo-2024", "lineage", "task"]
    book = openpyxl.load_workbook(io.BytesIO(files["data/don-vi/so-b.xlsx"]))
    documents = [tuple(cell.value for cell in row) for row in book["Nguồn"].iter_rows(min_row=2)]
    assert [row[0] for row in documents] == [row["number"] for row in listed]
    assert documents[0] == (
        *("country/BC", "Báo cáo", "Báo cáo thử", "Ủy ban nhân dân tỉnh Thử", "01/07/2024"),
        *("https://vn.example/bc", "/van-ban/country/"),
    )
    assert results_in(files["data/don-vi/x.xlsx"]) == []


def test_a_task_that_a_unit_both_leads_and_joins_is_listed_as_led(files: dict[str, bytes]) -> None:
    """Sở A leads demo-2023.I.1, and all departments join it."""
    unit = json.loads(files["data/don-vi/so-a.json"])
    assert [(task["id"], task["part"]) for task in unit["tasks"]] == [("demo-2023.I.1", "lead")]


def test_a_units_csv_opens_in_excel_and_names_its_indicators(files: dict[str, bytes]) -> None:
    """It has the columns of assessments.csv, then columns with names for readers."""
    content = files["data/don-vi/so-b.csv"]
    assert content.startswith(b"\xef\xbb\xbf")
    row = next(row for row in rows_of(content) if row["indicator_id"] == "waiting-time")
    assert list(row)[-4:] == ["indicator_name", "measure", "source_number", "target_source_number"]
    assert (row["source_number"], row["target_source_number"]) == ("2/BC-UBND", "1/KH-UBND")


def test_a_units_workbook_has_figures_as_numbers(files: dict[str, bytes]) -> None:
    """The workbook has four sheets with frozen headings. 62.50 is a number shown with two decimals, and a missing
    figure is an empty cell."""
    book = openpyxl.load_workbook(io.BytesIO(files["data/don-vi/so-a.xlsx"]))
    assert book.sheetnames == ["Kết quả", "Mức phải đạt", "Nguồn", "Giải thích"]
    sheet = book["Kết quả"]
    assert sheet.freeze_panes == "A2"
    heading = [cell.value for cell in sheet[1]]
    assert heading[:5] == ["Chỉ tiêu", "Đơn vị tính", "Kỳ", "Kết quả", "Mức phải đạt"]
    row = next(row for row in sheet.iter_rows(min_row=2) if row[3].value == 62.5)
    assert (row[2].value, row[3].number_format, row[3].data_type) == ("tháng 6/2024", "0.00", "n")
    assert row[heading.index("Tiến độ")].value == 0.5882
    assert row[heading.index("Tiến độ")].number_format == "0.00%"
    assert row[heading.index("Hạng")].value is None
    assert row[heading.index("Đánh giá")].value == "Chưa đạt"


def test_a_units_workbook_has_codes_in_words(files: dict[str, bytes]) -> None:
    """Sở An Bình has a shorter waiting time, read from a shifted column, and is the only one with a share of June 2024
    that can be read."""
    shown = {}
    for slug in ("so-a", "so-b"):
        for cells in results_in(files[f"data/don-vi/{slug}.xlsx"]):
            if cells["Kỳ"] == "tháng 6/2024":
                shown[slug, cells["Đơn vị tính"]] = (cells["Hạng"], cells["Đồng hạng"], cells["Độ rõ khi đọc"])
    assert shown == {
        ("so-a", "Phần trăm"): (None, None, "Đọc rõ"),
        ("so-b", "Phần trăm"): (None, None, None),
        ("so-a", "Phút"): (1, "Không", "Suy ra"),
        ("so-b", "Phút"): (2, "Không", "Đọc rõ"),
    }


def test_every_form_says_that_a_rank_is_shared(mini: Path) -> None:
    """Both departments have a waiting time of 20 minutes."""
    replace_in(mini / RESULTS_FILE, ",35,", ",20,")
    files = exported_files(mini)
    key = ("demo.so-b", "waiting-time", "2024-06")
    names = ("unit_id", "indicator_id", "period")
    for rows, shared in (
        (rows_of(files["data/assessments.csv"]), "true"),
        (json.loads(files["data/don-vi/so-b.json"])["assessments"], True),
        (pyarrow.parquet.read_table(io.BytesIO(files["data/parquet/assessments.parquet"])).to_pylist(), True),
    ):
        assert [row["tied"] for row in rows if tuple(row[name] for name in names) == key] == [shared]
    (mini / "base.sqlite").write_bytes(files["data/cong-minh-bach.sqlite"])
    with closing(sqlite3.connect(mini / "base.sqlite")) as base:
        query = "SELECT tied FROM assessments WHERE (unit_id, indicator_id, period) = (?, ?, ?)"
        assert base.execute(query, key).fetchall() == [(1,)]
    (row,) = (row for row in results_in(files["data/don-vi/so-b.xlsx"]) if row["Đơn vị tính"] == "Phút")
    assert (row["Hạng"], row["Đồng hạng"]) == (1, "Có")


def test_a_units_workbook_names_those_to_whom_a_target_was_given(files: dict[str, bytes]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(files["data/don-vi/so-b.xlsx"]))
    heading, *rows = book["Mức phải đạt"].iter_rows(values_only=True)
    assert heading[0] == "Giao cho"
    assert [row[0] for row in rows] == ["Sở Đại Đồng", "Các sở, ban, ngành của tỉnh Thử", "Tỉnh Thử"]


def test_a_units_workbook_has_the_newest_two_years_and_what_was_never_reported(mini: Path) -> None:
    """The report on June 2024 has the shares of the other two departments, so it leaves out that of Sở C."""
    append_to(mini / "data/units.csv", department("c"))
    append_to(mini / "data/targets/demo-2023.csv", "demo.c,,services-full,2025,at_least,5,,PL1:3,\n")
    for year in ("2022", "2023", "2024"):
        row = RESULT.format(unit="c", indicator="waiting-time", period=f"{year}-06", value="25", row="3")
        append_to(mini / "data/results/demo-2024.csv", row)
    found = [(cells["Chỉ tiêu"], cells["Kỳ"]) for cells in results_in(exported_files(mini)["data/don-vi/c.xlsx"])]
    assert found == [
        ("Tỷ lệ dịch vụ công trực tuyến toàn trình", "tháng 6/2024"),
        ("Số dịch vụ công trực tuyến toàn trình", None),
        ("Thời gian chờ đợi tại Bộ phận Một cửa", "tháng 6/2023"),
        ("Thời gian chờ đợi tại Bộ phận Một cửa", "tháng 6/2024"),
    ]


def test_a_units_workbook_explains_its_columns(files: dict[str, bytes]) -> None:
    rows = explanation_in(files["data/don-vi/so-a.xlsx"])
    assert rows[:2] == [("Mục", "Giải thích"), ("Đơn vị", "Sở An Bình")]
    explained = {row[0]: row[1] for row in rows}
    assert "không phải số 0" in str(explained["Ô trống"])
    book = openpyxl.load_workbook(io.BytesIO(files["data/don-vi/so-a.xlsx"]))
    headings = {cell.value for name in ("Kết quả", "Mức phải đạt") for cell in book[name][1]}
    assert [heading for heading in headings if not explained.get(heading)] == []
    assert explained["Thời hạn"] == "Phải đạt khi kết thúc kỳ này."


def test_the_workbook_of_a_unit_without_results_says_so(mini: Path) -> None:
    append_to(mini / "data/units.csv", department("c"))
    explained = {row[0]: row[1] for row in explanation_in(exported_files(mini)["data/don-vi/c.xlsx"])}
    assert explained["Các kỳ"] == "Chưa có kết quả nào của đơn vị này trong các văn bản mà cổng đã nhập."
