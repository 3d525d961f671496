"""Tests the published files: the contract of their columns, exact figures, and protection against formulas in
spreadsheets."""

import csv
import io
import json
import sqlite3
import struct
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import jsonschema
import openpyxl
import pandas as pd
import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.export import export, published_tables, recipes
from generator.export.archives import archive
from generator.export.cells import csv_bytes, guarded, is_dangerous
from generator.export.workbooks import Amount, Sheet, workbook_bytes
from generator.history import Days
from generator.loading import load_portal
from generator.measures import measure
from generator.model import Correction, IndexGroup, IndexScheme
from generator.pages.facts import Findings, gather
from generator.pages.levels import levels_of
from generator.reconcile import Cell, Discrepancy, DiscrepancyKind
from generator.tables import TABLES, DataTable
from tests.headers import LINEAGE_HEADER, RESULT_HEADER, TASK_HEADER
from tests.portals import MINI, RESULTS_FILE, append_to, replace_in
from tests.units import RESULT, department

DAY = date(2024, 10, 4)
FOUND = Discrepancy(
    id="share.demo-2023.pl1-1",
    kind=DiscrepancyKind.SHARE,
    source_id="demo-2023",
    locator="PL1:1",
    unit_id="demo.so-a",
    level="",
    indicator_id="full-online-services",
    period="2022-12",
    stated="37.6",
    recomputed="37.5",
    difference="0.1",
    explanation="Văn bản nêu 37,6%, tính lại là 37,5%.",
    effect="Không làm đổi đánh giá hay thứ hạng.",
    cells=(Cell("demo-2023", "PL1:1", "demo.so-a", "", "", "full-online-services", "2022-12", "37.6"),),
    needs_check=False,
)
# The contract: the first columns of each file in their order.
CONTRACT = {
    "units.csv": "id slug name short_name kind level parent_id code active_from active_to",
    "lineage.csv": "predecessor_id successor_id on kind source_id note",
    "indicators.csv": "id slug name short_name name_en measure decimals direction definition group formula aggregate "
    "sources",
    "sources.csv": "id number title kind issuer issued_on about url sha256 language note",
    "tasks.csv": "id parent_id title product lead_ids partner_ids due status progress_note locator",
    "targets.csv": "unit_id level indicator_id due comparison value status locator note source_id unit_name",
    "results.csv": "unit_id level aggregate indicator_id period value status reading locator note source_id unit_name",
    "assessments.csv": "unit_id unit_name level indicator_id period value target_value target_due target_origin "
    "assessment gap progress rank ranked_of tied",
    "discrepancies.csv": "source_id locator unit_id level indicator_id period kind stated recomputed difference "
    "explanation",
}


def _files(root: Path) -> dict[str, bytes]:
    portal, faults = load_portal(root)
    assert faults == []
    measured = measure(portal)
    levels = levels_of(gather(portal, measured, Findings(), DAY))
    tables = published_tables(portal, measured, [FOUND])
    parts = export(portal, tables, levels, Days(DAY))
    return {artifact.path: artifact.content for part in parts for artifact in part}


def test_file_names_are_known_before_any_table_is_read() -> None:
    """Reading a table means comparing each cell, so it must not happen before a file is requested."""
    portal, _ = load_portal(MINI)
    levels = levels_of(gather(portal, measure(portal), Findings(), DAY))
    waiting = recipes(portal, {}, levels, Days(DAY))
    assert {("data/tat-ca.xlsx",), ("data/parquet/results.parquet",)} <= set(waiting.names)
    with pytest.raises(KeyError):
        next(iter(waiting))


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """Everything that the mini portal publishes under `/data/`, by path."""
    return _files(MINI)


def _rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def _assessed(files: Mapping[str, bytes], unit_id: str, indicator_id: str, period: str) -> dict[str, str]:
    key = (unit_id, indicator_id, period)
    rows = _rows(files["data/assessments.csv"])
    return next(row for row in rows if (row["unit_id"], row["indicator_id"], row["period"]) == key)


@pytest.mark.parametrize(("name", "columns"), CONTRACT.items())
def test_the_contracts_columns_come_first_and_in_order(files: dict[str, bytes], name: str, columns: str) -> None:
    """Columns that are not in the contract follow."""
    heading = files[f"data/{name}"].decode().partition("\n")[0].split(",")
    assert heading[: len(columns.split())] == columns.split()


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_table_is_published_for_machines_and_for_excel(files: dict[str, bytes], table: DataTable) -> None:
    """Files are UTF-8 with LF. The variant for Excel has the same text after a byte order mark."""
    plain, excel = files[f"data/{table.file}"], files[f"data/excel/{table.file}"]
    assert excel == b"\xef\xbb\xbf" + plain
    assert b"\r" not in plain
    assert plain.endswith(b"\n")
    assert tuple(plain.decode().partition("\n")[0].split(",")) == table.headings


def test_lists_formulas_and_days_are_published_as_staff_enter_them(mini: Path) -> None:
    replace_in(mini / "data/units.csv", "demo,,,,sab,", "demo,,2001-02-03,,sab;sở ab,")
    files = _files(mini)
    unit = next(row for row in _rows(files["data/units.csv"]) if row["id"] == "demo.so-a")
    assert (unit["aliases"], unit["active_from"], unit["active_to"]) == ("sab;sở ab", "2001-02-03", "")
    formulas = {row["id"]: row["formula"] for row in _rows(files["data/indicators.csv"])}
    assert formulas["full-online-services"] == "services-full / services-total"
    assert formulas["waiting-time"] == ""
    documents = {row["id"]: row["issued_on"] for row in _rows(files["data/sources.csv"])}
    assert documents == {"demo-2023": "2023-01-15", "demo-2024": "2024-07-01"}


def test_figures_are_published_as_stated(files: dict[str, bytes]) -> None:
    """62.50 keeps its last zero, and an unreadable cell is empty."""
    rows = {(row["locator"], row["indicator_id"]): row for row in _rows(files["data/results.csv"])}
    assert rows["PL.I:1", "full-online-services"]["value"] == "62.50"
    assert rows["PL.I:1", "full-online-services"]["unit_name"] == "Sở An Bình"
    assert rows["PL.I:2", "full-online-services"]["value"] == ""
    assert rows["PL.I:2", "full-online-services"]["status"] == "unreadable"


def test_an_assessment_has_the_progress_towards_its_target(files: dict[str, bytes]) -> None:
    """The way from 37.5 to 80 is 42.5, and 62.5 is 25 of it: 0.58823…, rounded down to four decimals."""
    row = _assessed(files, "demo.so-a", "full-online-services", "2024-06")
    assert (row["value"], row["target_value"], row["target_due"], row["target_origin"]) == (
        "62.50",
        "80",
        "2025",
        "own",
    )
    assert (row["assessment"], row["gap"], row["progress"]) == ("not_met", "-17.5", "0.5882")
    assert (row["baseline"], row["baseline_period"], row["change"]) == ("37.5", "2022-12", "25")


@pytest.mark.parametrize(("value", "progress"), [("37.5", "0.0000"), ("30", "-0.1765"), ("90", "1.2352")])
def test_progress_can_be_zero_negative_or_more_than_the_whole(mini: Path, value: str, progress: str) -> None:
    """From 37.5 back to 30 is 7.5 of the 42.5 to 80: 0.17647…, rounded down. To 90 it is 52.5 of them: 1.23529…."""
    replace_in(mini / RESULTS_FILE, "2024-06,62.50,", f"2024-06,{value},")
    portal, _ = load_portal(mini)
    assessments = published_tables(portal, measure(portal), [])["assessments"]
    assert progress in assessments["progress"].tolist()


def test_groups_of_a_service_index_are_numbered(mini: Path) -> None:
    groups = (IndexGroup("Công khai", 60), IndexGroup("Tiến độ", 40))
    portal = replace(load_portal(mini)[0], schemes=(IndexScheme("s-1", "Thử", "demo-2024", groups),))
    found = published_tables(portal, measure(portal), [])["service-index"]
    assert found[["group_number", "group_name", "points"]].to_numpy().tolist() == [
        ["1", "Công khai", "60"],
        ["2", "Tiến độ", "40"],
    ]


def test_a_figure_without_peers_has_no_rank_and_no_tie(files: dict[str, bytes]) -> None:
    """The figure of its only peer cannot be read. Rank, number of ranked units and tie are empty, never 0 or false."""
    row = _assessed(files, "demo.so-a", "full-online-services", "2024-06")
    assert (row["rank"], row["ranked_of"], row["tied"], row["peers"]) == ("", "", "", "2")


def test_a_rank_has_the_number_of_ranked_units(files: dict[str, bytes]) -> None:
    """The figures are 20 and 35 minutes, where lower is better. The target is that of the province."""
    row = _assessed(files, "demo.so-b", "waiting-time", "2024-06")
    assert (row["rank"], row["ranked_of"], row["tied"]) == ("2", "2", "false")
    assert (row["target_origin"], row["target_unit_id"], row["gap"]) == ("ancestor", "demo", "5")


def test_a_finding_is_published_with_the_figures_it_is_based_on(files: dict[str, bytes]) -> None:
    """Stated value, recomputed value and difference are exact. Cells are written as document, locator and indicator."""
    (row,) = _rows(files["data/discrepancies.csv"])
    assert (row["kind"], row["stated"], row["recomputed"], row["difference"]) == ("share", "37.6", "37.5", "0.1")
    assert (row["cells"], row["needs_check"]) == ("demo-2023 PL1:1 full-online-services", "false")


def test_a_finding_is_published_with_its_answer(mini: Path) -> None:
    portal, _ = load_portal(mini)
    answered = replace(FOUND, answer=Correction(FOUND.id, "Văn bản in nhầm.", "Sở A", DAY, "demo-2024"))
    table = published_tables(portal, measure(portal), [FOUND, replace(answered, id="z")])["discrepancies"]
    assert table["answer"].tolist() == ["", "Văn bản in nhầm."]


def test_rows_are_sorted_by_their_key(files: dict[str, bytes]) -> None:
    """The order of the data files is not kept, so that a diff shows only real changes."""
    rows = _rows(files["data/results.csv"])
    keys = [(row["source_id"], row["locator"], row["unit_id"], row["level"], row["aggregate"]) for row in rows]
    assert keys == sorted(keys)


def test_the_order_of_rows_in_the_data_changes_no_file(mini: Path, files: dict[str, bytes]) -> None:
    """The same figures in another order give the same files."""
    path = mini / "data" / "results" / "demo-2024.csv"
    heading, *lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([heading, *reversed(lines), ""]), encoding="utf-8", newline="\n")
    assert _files(mini) == files


def test_frictionless_accepts_the_descriptor_and_every_row(files: dict[str, bytes], tmp_path: Path) -> None:
    """Types, codes, keys and references of the descriptor hold for every row."""
    _write(tmp_path, files)
    _validate(tmp_path / "data" / "datapackage.json")
    package = json.loads(files["data/datapackage.json"])
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert package["created"] == "2024-10-04T00:00:00Z"
    assert {resource["path"] for resource in package["resources"]} == {
        *(table.file for table in TABLES),
        *(f"parquet/{table.name}.parquet" for table in TABLES),
        "tat-ca.xlsx",
        "cong-minh-bach.sqlite",
    }


def test_frictionless_refuses_a_broken_reference(files: dict[str, bytes], tmp_path: Path) -> None:
    """A result of an unknown unit is refused, which proves that references are checked."""
    broken = files["data/results.csv"].replace(b"demo.so-a,", b"demo.so-x,")
    _write(tmp_path, files)
    _validate(tmp_path / "data" / "datapackage.json", "--resource-name", "results")
    (tmp_path / "data" / "results.csv").write_bytes(broken)
    with pytest.raises(subprocess.CalledProcessError):
        _validate(tmp_path / "data" / "datapackage.json", "--resource-name", "results")


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def _validate(descriptor: Path, *options: str) -> None:
    command = [sys.executable, "-m", "frictionless", "validate", descriptor.name, *options]
    subprocess.run(command, cwd=descriptor.parent, check=True, capture_output=True)


def test_every_column_has_a_title_and_a_meaning() -> None:
    """Both are in Vietnamese, and each code has a label."""
    for column in (column for table in TABLES for column in table.columns):
        assert column.title
        assert column.meaning.endswith("."), column.name
        assert all(choice.code and choice.label for choice in column.choices)


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


@pytest.mark.parametrize("name", ["assessments", "results", "discrepancies"])
def test_each_row_of_a_table_is_in_the_json_of_its_unit_alone(files: dict[str, bytes], name: str) -> None:
    """Only Sở An Bình has a discrepancy, so the list of every other unit is empty."""
    slugs = {row["id"]: row["slug"] for row in _rows(files["data/units.csv"])}
    whole = [[row["unit_id"], row["indicator_id"], row["period"] or None] for row in _rows(files[f"data/{name}.csv"])]
    for unit_id, slug in slugs.items():
        found = json.loads(files[f"data/don-vi/{slug}.json"])[name]
        keys = [[row["unit_id"], row["indicator_id"], row["period"]] for row in found]
        assert keys == [key for key in whole if key[0] == unit_id]


def test_a_units_json_has_figures_of_its_level_only_while_the_unit_existed(mini: Path) -> None:
    """The departments have figures of December 2022. Sở N began in 2024."""
    append_to(mini / "data/units.csv", "demo.n,n,Sở N,Sở N,department,department,demo,,2024-01-01,,,\n")
    row = RESULT.format(unit="n", indicator="full-online-services", period="2024-06", value="50", row="3")
    append_to(mini / RESULTS_FILE, row)
    files = _files(mini)
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
    files = _files(mini)
    listed = json.loads(files["data/don-vi/so-b.json"])["sources"]
    assert [row["id"] for row in listed] == ["country", "demo-2023", "demo-2024", "lineage", "task"]
    book = openpyxl.load_workbook(io.BytesIO(files["data/don-vi/so-b.xlsx"]))
    documents = [tuple(cell.value for cell in row) for row in book["Nguồn"].iter_rows(min_row=2)]
    assert [row[0] for row in documents] == [row["number"] for row in listed]
    assert documents[0] == (
        *("country/BC", "Báo cáo", "Báo cáo thử", "Ủy ban nhân dân tỉnh Thử", "01/07/2024"),
        *("https://vn.example/bc", "/van-ban/country/"),
    )
    assert _results_in(files["data/don-vi/x.xlsx"]) == []


def test_a_task_that_a_unit_both_leads_and_joins_is_listed_as_led(files: dict[str, bytes]) -> None:
    """Sở A leads demo-2023.I.1, and all departments join it."""
    unit = json.loads(files["data/don-vi/so-a.json"])
    assert [(task["id"], task["part"]) for task in unit["tasks"]] == [("demo-2023.I.1", "lead")]


def test_a_units_csv_opens_in_excel_and_names_its_indicators(files: dict[str, bytes]) -> None:
    """It has the columns of assessments.csv, then columns with names for readers."""
    content = files["data/don-vi/so-b.csv"]
    assert content.startswith(b"\xef\xbb\xbf")
    row = next(row for row in _rows(content) if row["indicator_id"] == "waiting-time")
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
        for cells in _results_in(files[f"data/don-vi/{slug}.xlsx"]):
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
    files = _files(mini)
    key = ("demo.so-b", "waiting-time", "2024-06")
    names = ("unit_id", "indicator_id", "period")
    for rows, shared in (
        (_rows(files["data/assessments.csv"]), "true"),
        (json.loads(files["data/don-vi/so-b.json"])["assessments"], True),
        (pyarrow.parquet.read_table(io.BytesIO(files["data/parquet/assessments.parquet"])).to_pylist(), True),
    ):
        assert [row["tied"] for row in rows if tuple(row[name] for name in names) == key] == [shared]
    (mini / "base.sqlite").write_bytes(files["data/cong-minh-bach.sqlite"])
    with closing(sqlite3.connect(mini / "base.sqlite")) as base:
        query = "SELECT tied FROM assessments WHERE (unit_id, indicator_id, period) = (?, ?, ?)"
        assert base.execute(query, key).fetchall() == [(1,)]
    (row,) = (row for row in _results_in(files["data/don-vi/so-b.xlsx"]) if row["Đơn vị tính"] == "Phút")
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
    found = [(cells["Chỉ tiêu"], cells["Kỳ"]) for cells in _results_in(_files(mini)["data/don-vi/c.xlsx"])]
    assert found == [
        ("Tỷ lệ dịch vụ công trực tuyến toàn trình", "tháng 6/2024"),
        ("Số dịch vụ công trực tuyến toàn trình", None),
        ("Thời gian chờ đợi tại Bộ phận Một cửa", "tháng 6/2023"),
        ("Thời gian chờ đợi tại Bộ phận Một cửa", "tháng 6/2024"),
    ]


def _results_in(workbook: bytes) -> list[dict[str, object]]:
    """Returns the rows of a unit's workbook by heading."""
    heading, *rows = openpyxl.load_workbook(io.BytesIO(workbook))["Kết quả"].iter_rows(values_only=True)
    return [dict(zip(heading, row, strict=True)) for row in rows]


def _explained(workbook: bytes) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(io.BytesIO(workbook))["Giải thích"].iter_rows(values_only=True))


def test_a_units_workbook_explains_its_columns(files: dict[str, bytes]) -> None:
    rows = _explained(files["data/don-vi/so-a.xlsx"])
    assert rows[:2] == [("Mục", "Giải thích"), ("Đơn vị", "Sở An Bình")]
    explained = {row[0]: row[1] for row in rows}
    assert "không phải số 0" in str(explained["Ô trống"])
    book = openpyxl.load_workbook(io.BytesIO(files["data/don-vi/so-a.xlsx"]))
    headings = {cell.value for name in ("Kết quả", "Mức phải đạt") for cell in book[name][1]}
    assert [heading for heading in headings if not explained.get(heading)] == []
    assert explained["Thời hạn"] == "Phải đạt khi kết thúc kỳ này."


def test_the_portals_workbook_explains_each_table_and_column(files: dict[str, bytes]) -> None:
    rows = _explained(files["data/tat-ca.xlsx"])
    assert rows[0] == ("Trang tính", "Cột", "Tên trong tệp CSV", "Ý nghĩa")
    expected: list[tuple[object, ...]] = [(table.title, None, table.file, table.meaning) for table in TABLES]
    for table in TABLES:
        expected += [(table.title, column.title, column.name, column.meaning) for column in table.columns]
    assert [row for row in expected if row not in rows] == []


def test_workbooks_are_dated_by_the_newest_document(files: dict[str, bytes]) -> None:
    """The clock is not used, so that workbooks change only with the data."""
    book = openpyxl.load_workbook(io.BytesIO(files["data/tat-ca.xlsx"]))
    assert book.properties.created == datetime(2024, 7, 1)  # noqa: DTZ001 - openpyxl gives no time zone.
    assert book.sheetnames == [*(table.title for table in TABLES), "Giải thích"]


def test_two_exports_give_the_same_bytes(mini: Path, files: dict[str, bytes]) -> None:
    """This includes workbooks, which are archives and contain a date."""
    assert _files(mini) == files


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+cmd",
        "-x",
        "@SUM(A1)",
        "\tx",
        "\rx",
        "\nx",
        "＝1",
        "＋x",
        "－x",
        "＠x",
        "  =1",
        "\ufeff=1",
        "-1+2",
        "=-5",
    ],
)
def test_texts_that_a_spreadsheet_would_run_get_an_apostrophe(text: str) -> None:
    """The apostrophe makes the spreadsheet treat the cell as text."""
    assert is_dangerous(text)
    assert guarded(text) == "'" + text


@pytest.mark.parametrize("text", ["-5", "-5.25", "+84", "0", "", "58.70", "Sở A", "a=b", "1-2", "'=1", "−3", "(-5)"])
def test_numbers_and_plain_texts_are_not_changed(text: str) -> None:
    """A negative number is a number, not a formula."""
    assert not is_dangerous(text)
    assert guarded(text) == text


@given(st.lists(st.text(alphabet=st.characters(codec="utf-8")), min_size=1, max_size=5))
def test_no_csv_cell_begins_a_formula(texts: list[str]) -> None:
    """Whatever the text, the cell that is read back is a number or does not begin with a character of a formula. No
    text is lost."""
    content = csv_bytes(pd.DataFrame({"a": pd.Series(texts, dtype="str")}))
    rows = list(csv.reader(io.StringIO(content.decode(), newline="")))[1:]
    cells = [row[0] if row else "" for row in rows]
    assert len(cells) == len(texts)
    for cell, text in zip(cells, texts, strict=True):
        assert cell.removeprefix("'") == text.removeprefix("'")
        assert cell.strip("+-").replace(".", "", 1).isdecimal() or not cell.startswith(tuple("=+-@\t\r＝＋－＠"))


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_guarding_a_cell_agrees_with_the_check_for_dangerous_texts(text: str) -> None:
    """`guarded` changes exactly the texts that `is_dangerous` reports."""
    assert (guarded(text) != text) == is_dangerous(text)


def test_a_hostile_name_is_harmless_in_every_file(mini: Path) -> None:
    """The name of a unit is a formula. It is a text in the workbook, has an apostrophe in both CSV files and is
    exact in JSON."""
    path = mini / "data" / "units.csv"
    path.write_text(
        path.read_text(encoding="utf-8")
        .replace("Sở An Bình", '=HYPERLINK("x")', 1)
        .replace('=HYPERLINK("x")', '"=HYPERLINK(""x"")"'),
        encoding="utf-8",
        newline="\n",
    )
    files = _files(mini)
    for name in ("data/units.csv", "data/excel/units.csv"):
        assert '\'=HYPERLINK("x")' in {row["name"] for row in _rows(files[name])}
    assert json.loads(files["data/don-vi/so-a.json"])["unit"]["name"] == '=HYPERLINK("x")'
    for name in ("data/don-vi/so-a.xlsx", "data/tat-ca.xlsx"):
        book = openpyxl.load_workbook(io.BytesIO(files[name]))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        hostile = [cell for cell in cells if cell.value == '=HYPERLINK("x")']
        assert hostile
        assert all(cell.style and cell.quotePrefix for cell in hostile)


def test_an_archive_is_exact_for_strict_readers() -> None:
    """Its end states how many files it has, and where their list begins and ends. Each file is where the list says,
    has no attributes and the first day of the format. Python corrects wrong positions and ignores most attributes,
    other programs do not."""
    contents = {"một.txt": b"a", "hai.txt": b"b" * 20_000, "ba.txt": b""}
    content = archive((name, [text]) for name, text in contents.items())
    begin = content.index(b"PK\x01\x02")
    assert struct.unpack("<4s4H2LH", content[-22:]) == (b"PK\x05\x06", 0, 0, 3, 3, len(content) - 22 - begin, begin, 0)
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        infos = opened.infolist()
        assert {info.filename: opened.read(info) for info in infos} == contents
    assert all(content[info.header_offset :].startswith(b"PK\x03\x04") for info in infos)
    fields = {(info.volume, info.internal_attr, info.external_attr, info.comment, info.extra) for info in infos}
    assert fields == {(0, 0, 0, b"", b"")}
    made = {(info.create_version, info.extract_version, info.date_time) for info in infos}
    assert made == {(20, 20, (1980, 1, 1, 0, 0, 0))}


def test_a_text_like_an_escape_code_stays_a_text_in_a_workbook() -> None:
    """Programs read `_x003D_` in a workbook as `=`, and `_x005F_` as `_`."""
    content = workbook_bytes("t", [Sheet("a", ("Mã",), [("_x003D_1+1 và _x5_",)])], DAY)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert "<t>_x005F_x003D_1+1 và _x5_</t>" in archive.read("xl/worksheets/sheet1.xml").decode()


def test_a_workbook_contains_no_formula_and_keeps_its_title() -> None:
    """A text that is a formula is written as a text. The title is the name of a unit, with any signs."""
    content = workbook_bytes("Sở <A> & B", [Sheet("a", ("=A1",), [("=1+1", Amount("-5"))])], DAY)
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.properties.title == "Sở <A> & B"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    assert book["a"]["A3"].value == -5
