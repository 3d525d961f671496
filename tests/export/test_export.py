"""Tests the published files: the contract of their columns, exact figures, and protection against formulas in
spreadsheets."""

import csv
import io
import json
import struct
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.export import published_tables, recipes
from generator.export.archives import archive
from generator.export.cells import WriteCache, csv_bytes, guarded, is_dangerous
from generator.export.workbooks import Amount, Sheet, workbook_bytes
from generator.loading import load_portal
from generator.measures import measure
from generator.model import Correction, IndexGroup, IndexScheme
from generator.pages.facts import Findings, gather
from generator.tables import TABLES, DataTable
from tests.support.exported import DAY, FOUND, explanation_in, exported_files, rows_of
from tests.support.folders import MINI
from tests.support.portals import RESULTS_FILE, replace_in

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


def test_file_names_are_known_before_any_table_is_read() -> None:
    """Reading a table means comparing each cell, so it must not happen before a file is requested."""
    portal, _ = load_portal(MINI)
    waiting = recipes(gather(portal, measure(portal), Findings(), DAY), {})
    assert {("data/tat-ca.xlsx",), ("data/parquet/results.parquet",)} <= set(waiting.names)
    with pytest.raises(KeyError):
        next(iter(waiting))


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """Everything that the mini portal publishes under `/data/`, by path."""
    return exported_files(MINI)


def _assessed(files: Mapping[str, bytes], unit_id: str, indicator_id: str, period: str) -> dict[str, str]:
    key = (unit_id, indicator_id, period)
    rows = rows_of(files["data/assessments.csv"])
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
    files = exported_files(mini)
    unit = next(row for row in rows_of(files["data/units.csv"]) if row["id"] == "demo.so-a")
    assert (unit["aliases"], unit["active_from"], unit["active_to"]) == ("sab;sở ab", "2001-02-03", "")
    formulas = {row["id"]: row["formula"] for row in rows_of(files["data/indicators.csv"])}
    assert formulas["full-online-services"] == "services-full / services-total"
    assert formulas["waiting-time"] == ""
    documents = {row["id"]: row["issued_on"] for row in rows_of(files["data/sources.csv"])}
    assert documents == {"demo-2023": "2023-01-15", "demo-2024": "2024-07-01"}


def test_figures_are_published_as_stated(files: dict[str, bytes]) -> None:
    """62.50 keeps its last zero, and an unreadable cell is empty."""
    rows = {(row["locator"], row["indicator_id"]): row for row in rows_of(files["data/results.csv"])}
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
    (row,) = rows_of(files["data/discrepancies.csv"])
    assert (row["kind"], row["stated"], row["recomputed"], row["difference"]) == ("share", "37.6", "37.5", "0.1")
    assert (row["cells"], row["needs_check"]) == ("demo-2023 PL1:1 full-online-services", "false")


def test_a_finding_is_published_with_its_answer(mini: Path) -> None:
    portal, _ = load_portal(mini)
    answered = replace(FOUND, answer=Correction(FOUND.id, "Văn bản in nhầm.", "Sở A", DAY, "demo-2024"))
    table = published_tables(portal, measure(portal), [FOUND, replace(answered, id="z")])["discrepancies"]
    assert table["answer"].tolist() == ["", "Văn bản in nhầm."]


def test_rows_are_sorted_by_their_key(files: dict[str, bytes]) -> None:
    """The order of the data files is not kept, so that a diff shows only real changes."""
    rows = rows_of(files["data/results.csv"])
    keys = [(row["source_id"], row["locator"], row["unit_id"], row["level"], row["aggregate"]) for row in rows]
    assert keys == sorted(keys)


def test_the_order_of_rows_in_the_data_changes_no_file(mini: Path, files: dict[str, bytes]) -> None:
    """The same figures in another order give the same files."""
    path = mini / "data" / "results" / "demo-2024.csv"
    heading, *lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([heading, *reversed(lines), ""]), encoding="utf-8", newline="\n")
    assert exported_files(mini) == files


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


def test_the_portals_workbook_explains_each_table_and_column(files: dict[str, bytes]) -> None:
    rows = explanation_in(files["data/tat-ca.xlsx"])
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
    assert exported_files(mini) == files


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


@pytest.mark.parametrize("rows", [0, 2_000, 2_001])
def test_a_long_file_has_every_row_once(rows: int) -> None:
    """Files are written in parts of 2,000 rows."""
    frame = pd.DataFrame({"a": pd.Series([f"{row}" for row in range(rows)], dtype="str")})
    assert csv_bytes(frame).decode().split("\n") == ["a", *(f"{row}" for row in range(rows)), ""]


def test_a_cache_of_written_texts_does_not_outgrow_its_limit() -> None:
    """A country's figures have millions of distinct texts."""
    cache = WriteCache(len)
    assert {cache["9" * (row % 3 + 1) + f"{row}"] - len(f"{row}") for row in range(20_500)} == {1, 2, 3}
    assert len(cache) <= 10_000


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
    files = exported_files(mini)
    for name in ("data/units.csv", "data/excel/units.csv"):
        assert '\'=HYPERLINK("x")' in {row["name"] for row in rows_of(files[name])}
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
