"""Tests the machine-readable forms of the whole data: each file is read by a library made for its format and
compared with the tables."""

import hashlib
import io
import json
import sqlite3
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet
import pytest
import rdflib
from csvw import CSVW

from generator.export import published_tables, table_recipes
from generator.export.catalog import catalog
from generator.export.parquet import parquet_bytes
from generator.export.sqlite import sql_name, sqlite_bytes, view_name
from generator.history import load_history
from generator.loading import load_portal
from generator.tables import (
    ASSESSMENTS,
    LIST_SEPARATOR,
    POINTS,
    RESULTS,
    SOURCES,
    TABLES,
    TASKS,
    UNITS,
    CellType,
    DataTable,
)
from generator.validation import load_valid_portal
from tests.support.folders import MINI
from tests.support.portals import replace_in

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

DAY = date(2026, 11, 27)
ADDRESS = "https://portal.example/data/catalog.jsonld"
AUTHORITY = "http://publications.europa.eu/resource/authority"
DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")

Tables = Mapping[str, pd.DataFrame]


@pytest.fixture(scope="module")
def tables() -> Tables:
    """The published tables of the mini portal."""
    proved = load_valid_portal(MINI)
    return published_tables(proved.portal, proved.measured, proved.discrepancies)


@pytest.fixture(scope="module")
def published(tables: Tables, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder `/data/` of the mini portal, without the files of single units."""
    portal, _ = load_portal(MINI)
    root = tmp_path_factory.mktemp("published")
    for artifact in (artifact for recipe in table_recipes(portal, tables, DAY) for artifact in recipe.make()):
        (root / artifact.path).parent.mkdir(parents=True, exist_ok=True)
        (root / artifact.path).write_bytes(artifact.content)
    return root / "data"


@pytest.fixture(scope="module")
def database(published: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"file:{published / 'cong-minh-bach.sqlite'}?mode=ro", uri=True)) as connection:
        yield connection


def cells_of(table: DataTable, frame: pd.DataFrame) -> list[tuple[object, ...]]:
    """Returns the values that each row of a typed format must have: numbers, whole numbers, booleans, and None for
    empty texts."""
    plain: dict[CellType, Callable[[str], object]] = {
        CellType.NUMBER: Decimal,
        CellType.COUNT: int,
        CellType.TRUTH: "true".__eq__,
    }
    columns = [
        [plain.get(column.kind, str)(cell) if cell else None for cell in frame[column.name]] for column in table.columns
    ]
    return list(zip(*columns, strict=True))


def as_decimals(table: DataTable, rows: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    """Returns rows as they were read, with floating-point numbers as their shortest decimals."""
    kinds = [column.kind for column in table.columns]
    return [
        tuple(cell if cell is None else _plain(kind, cell) for kind, cell in zip(kinds, row, strict=True))
        for row in rows
    ]


def _plain(kind: CellType, cell: object) -> object:
    if kind is CellType.NUMBER:
        return Decimal(repr(cell))
    if kind is CellType.TRUTH:
        return bool(cell)
    return cell.isoformat() if isinstance(cell, date) else cell


def test_frictionless_accepts_the_data_package(published: Path) -> None:
    """Frictionless checks every file of the package, and every type, code, key and reference of CSV and Parquet
    files."""
    command = [sys.executable, "-m", "frictionless", "validate", "datapackage.json", "--json"]
    report = json.loads(subprocess.run(command, cwd=published, check=True, capture_output=True).stdout)
    assert report["valid"]
    assert len(report["tasks"]) == 2 * len(TABLES) + 2


def test_the_csv_files_match_their_csv_on_the_web_metadata(published: Path) -> None:
    """The metadata file is beside the CSV files under the well-known name of the standard."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        package = CSVW(str(published / "csv-metadata.json"), validate=True)
        assert (package.is_valid, package.warnings) == (True, [])
    assert [str(table.url) for table in package.tables] == [table.file for table in TABLES]


def described_for_csv_on_the_web(published: Path, table: DataTable) -> Mapping[str, Any]:
    """Returns the entry of a table in the metadata."""
    described = json.loads((published / "csv-metadata.json").read_text(encoding="utf-8"))
    entry: Mapping[str, Any] = next(entry for entry in described["tables"] if entry["url"] == table.file)
    return entry


def test_csv_on_the_web_names_the_data_in_both_languages(published: Path) -> None:
    described = json.loads((published / "csv-metadata.json").read_text(encoding="utf-8"))
    assert described["dc:title"].startswith("Cổng thử: chỉ tiêu và kết quả")
    assert "Ô trống là không có số liệu, không phải số 0." in described["dc:description"]
    assert described["dc:license"] == {"@id": "https://creativecommons.org/licenses/by/4.0/deed.vi"}
    points = described_for_csv_on_the_web(published, POINTS)
    assert points["dc:title"] == "Vị trí đơn vị"
    assert [text["@language"] for text in points["dc:description"]] == ["vi", "en"]


def test_csv_on_the_web_has_keys_and_references(published: Path) -> None:
    """Results have no primary key, because a part of their key, the level, may be empty. References that may be empty,
    such as the unit above a unit, are left out."""
    units, results = (described_for_csv_on_the_web(published, table)["tableSchema"] for table in (UNITS, RESULTS))
    assert (units["primaryKey"], "foreignKeys" in units) == (["id"], False)
    assert "primaryKey" not in results
    assert results["foreignKeys"] == [
        {"columnReference": column, "reference": {"resource": file, "columnReference": "id"}}
        for column, file in (
            ("unit_id", "units.csv"),
            ("indicator_id", "indicators.csv"),
            ("source_id", "sources.csv"),
        )
    ]


def test_csv_on_the_web_has_the_type_of_each_column(published: Path) -> None:
    """A list is split, a truth has its two texts, and only columns that are never empty are required."""
    columns = {
        (table.name, column["name"]): column
        for table in (UNITS, ASSESSMENTS)
        for column in described_for_csv_on_the_web(published, table)["tableSchema"]["columns"]
    }
    types = {
        ("units", "active_from"): "date",
        ("assessments", "value"): "decimal",
        ("assessments", "rank"): "integer",
        ("assessments", "tied"): {"base": "boolean", "format": "true|false"},
        ("assessments", "assessment"): {
            "base": "string",
            "format": f"^({'|'.join(choice.code for choice in ASSESSMENTS.column('assessment').choices)})$",
        },
    }
    assert {key: columns[key]["datatype"] for key in types} == types
    assert {key for key, column in columns.items() if "separator" in column} == {("units", "aliases")}
    assert columns["units", "aliases"]["separator"] == LIST_SEPARATOR
    needed = {name for (table, name), column in columns.items() if table == "units" and column.get("required")}
    assert needed == {"id", "slug", "name", "short_name", "kind", "level"}
    assert [text["@language"] for text in columns["units", "id"]["dc:description"]] == ["vi", "en"]
    assert columns["units", "id"]["dc:title"] == "Mã đơn vị"


def test_csv_on_the_web_reports_a_wrong_code(published: Path, tmp_path: Path) -> None:
    """This proves that codes and types are checked."""
    for name in ("csv-metadata.json", *(table.file for table in TABLES)):
        (tmp_path / name).write_bytes((published / name).read_bytes())
    units = tmp_path / "units.csv"
    replace_in(units, ",province,", ",tinh,")
    with warnings.catch_warnings():
        warnings.simplefilter("default")
        package = CSVW(str(tmp_path / "csv-metadata.json"), validate=True)
        with pytest.raises(ValueError, match="kind: invalid lexical value for string: tinh"):
            _ = package.is_valid


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_sqlite_file_has_every_row_of_every_table(
    database: sqlite3.Connection, tables: Tables, table: DataTable
) -> None:
    rows = database.execute(f"SELECT * FROM {sql_name(table)}").fetchall()  # noqa: S608 - names are ours
    assert as_decimals(table, rows) == cells_of(table, tables[table.name])


def test_the_sqlite_file_passes_its_integrity_checks(database: sqlite3.Connection) -> None:
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []


def test_the_sqlite_file_has_the_constraints_of_the_tables(published: Path, tmp_path: Path) -> None:
    """It refuses a unit without a name, with an unknown level, with an unknown parent or with the id of another unit.
    It accepts another name and another level."""
    copy = tmp_path / "copy.sqlite"
    copy.write_bytes((published / "cong-minh-bach.sqlite").read_bytes())
    with closing(sqlite3.connect(copy)) as database:
        database.execute("PRAGMA foreign_keys = ON")
        for change in ("name = NULL", "level = 'tinh'", "parent_id = 'nobody'", "id = 'demo'"):
            with pytest.raises(sqlite3.IntegrityError):
                database.execute(f"UPDATE units SET {change} WHERE id = 'demo.so-a'")  # noqa: S608 - as above
        database.execute("UPDATE units SET name = 'Sở B', level = 'commune', note = 'x' WHERE id = 'demo.so-a'")


def test_the_columns_of_the_sqlite_file_have_their_types(database: sqlite3.Connection) -> None:
    """Programs that read tables, such as R, take these types. A day is a text, a truth is 0 or 1."""
    columns = ("unit_id", "period", "value", "rank", "tied")
    types = {row[1]: row[2] for row in database.execute("PRAGMA table_info(assessments)")}
    assert [types[name] for name in columns] == ["TEXT", "TEXT", "REAL", "INTEGER", "INTEGER"]
    types = {row[1]: row[2] for row in database.execute("PRAGMA table_info(units)")}
    assert [types[name] for name in ("aliases", "active_from")] == ["TEXT", "TEXT"]


def test_the_sqlite_file_names_its_tables_and_views(database: sqlite3.Connection) -> None:
    """The names are part of the contract. SQL would read a hyphen as a minus sign."""
    found = database.execute("SELECT type, name FROM sqlite_schema WHERE type != 'index' AND name != 'sqlite_stat1'")
    others = ("units", "lineage", "indicators", "sources", "bodies", "service_index", "points", "dictionary")
    with_views = ("targets", "results", "assessments", "discrepancies", "tasks")
    assert set(found.fetchall()) == {
        *(("table", name) for name in (*others, *with_views)),
        *(("view", f"{name}_named") for name in with_views),
    }


def test_views_add_names_to_each_row(database: sqlite3.Connection, tables: Tables) -> None:
    """A view has as many rows as its table. The row of the share of Sở An Bình has the names of its indicator and its
    document."""
    view = view_name(RESULTS)
    assert database.execute(f"SELECT count(*) FROM {view}").fetchone() == (len(tables["results"]),)  # noqa: S608 - as above
    found = database.execute(
        "SELECT unit_name, value, indicator_name, indicator_name_en, measure, direction, "  # noqa: S608 - as above
        f"source_number, source_title, source_issued_on FROM {view} "
        "WHERE unit_id = 'demo.so-a' AND indicator_id = 'full-online-services' AND period = '2024-06'"
    ).fetchall()
    name = ("Tỷ lệ dịch vụ công trực tuyến toàn trình", "Share of fully online services", "percent", "higher")
    assert found == [("Sở An Bình", 62.5, *name, "2/BC-UBND", "Báo cáo thử", "2024-07-01")]


def test_a_view_adds_only_names_of_what_its_table_refers_to(database: sqlite3.Connection) -> None:
    """A task has a document but no indicator."""
    columns = [row[1] for row in database.execute("PRAGMA table_info(tasks_named)")]
    assert columns == [*TASKS.headings, "source_number", "source_title", "source_issued_on"]


def test_the_sqlite_file_has_no_index_that_a_primary_key_replaces(database: sqlite3.Connection) -> None:
    """The primary key of points is the unit. A unit has no document, and a task no unit of its own."""
    found = database.execute("SELECT tbl_name, name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL")
    indexes = {name for table, name in found if table in ("points", "units", "tasks")}
    assert indexes == {"points_source_id", "tasks_source_id"}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_table_has_indexes_by_unit_by_indicator_and_by_document(
    database: sqlite3.Connection, table: DataTable
) -> None:
    """This holds for each of these columns that the table has."""
    indexes = [name for _, name, *_ in database.execute(f"PRAGMA index_list({sql_name(table)})")]
    begun_with = {database.execute(f"PRAGMA index_info({name})").fetchone()[2] for name in indexes}
    assert {"unit_id", "indicator_id", "source_id"}.intersection(table.headings) <= begun_with


@pytest.fixture(scope="module")
def larger(tables: Tables) -> Iterator[sqlite3.Connection]:
    """The SQLite file of a portal with 100 units and five figures of each unit a month. Each month has its own
    document."""
    months = [f"2024-{month:02}" for month in range(1, 13)]
    figures = [
        (f"u{unit}", f"i{number}", month, f"s{month}") for unit in range(100) for number in range(5) for month in months
    ]
    rows = pd.DataFrame(figures, columns=["unit_id", "indicator_id", "period", "source_id"], dtype="str")
    many = {
        table.name: tables[table.name].iloc[[0] * len(rows)].reset_index(drop=True).assign(**rows)
        for table in (RESULTS, ASSESSMENTS)
    }
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(sqlite_bytes({**tables, **many}))
        yield connection


@pytest.mark.parametrize("name", [form(table) for table in (RESULTS, ASSESSMENTS) for form in (sql_name, view_name)])
@pytest.mark.parametrize(
    ("condition", "searched"),
    [
        ("unit_id = 'u7'", "unit_id (unit_id=?)"),
        ("unit_id = 'u7' AND indicator_id = 'i3'", "unit_id (unit_id=?)"),
        ("unit_id = 'u7' AND indicator_id = 'i3' ORDER BY period", "unit_id (unit_id=?)"),
        ("unit_id = 'u7' AND indicator_id = 'i3' AND period = '2024-05'", "unit_id (unit_id=?)"),
        ("indicator_id = 'i3'", "indicator_id (indicator_id=?)"),
        ("indicator_id = 'i3' AND period = '2024-05'", "indicator_id (indicator_id=? AND period=?)"),
        ("indicator_id = 'i3' AND period > '2024-05'", "indicator_id (indicator_id=? AND period>?)"),
        ("source_id = 's2024-05'", "source_id (source_id=?)"),
    ],
)
def test_frequent_queries_use_an_index(larger: sqlite3.Connection, name: str, condition: str, searched: str) -> None:
    """Tables and views use the index that leaves the fewest rows: 60 of a unit, 100 of an indicator in a month, 500
    of a document, 1200 of an indicator."""
    plan = larger.execute(f"EXPLAIN QUERY PLAN SELECT * FROM {name} WHERE {condition}").fetchall()  # noqa: S608 - as above
    table = name.removesuffix("_named")
    assert plan[0][3] == f"SEARCH {table} USING INDEX {table}_{searched}"


def test_the_sqlite_file_explains_its_columns(database: sqlite3.Connection) -> None:
    known = {tuple(row) for row in database.execute("SELECT table_name, column_name FROM dictionary")}
    assert known == {(sql_name(table), column.name) for table in TABLES for column in table.columns}
    query = "SELECT * FROM dictionary WHERE table_name = 'indicators' AND column_name IN ('name', 'direction')"
    assert set(database.execute(query).fetchall()) == {
        ("indicators", "name", "Tên chỉ tiêu", "Tên đầy đủ.", "Full name.", None, None),
        (
            *("indicators", "direction", "Chiều đánh giá", "Giá trị nào tốt hơn.", "Which values are better."),
            "higher: Càng cao càng tốt; lower: Càng thấp càng tốt",
            "higher: the higher the better; lower: the lower the better",
        ),
    }


def test_the_sqlite_file_has_the_same_bytes_each_time(tables: Tables, published: Path) -> None:
    """Its header has a fixed version number, so the version of the SQLite library changes nothing."""
    content = sqlite_bytes(tables)
    assert content == (published / "cong-minh-bach.sqlite").read_bytes()
    assert int.from_bytes(content[96:100], "big") == 3_035_000
    assert content[24:28] == content[92:96]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_each_parquet_file_has_every_row(published: Path, tables: Tables, table: DataTable) -> None:
    """The files are read with another library than the one that wrote them."""
    read = pyarrow.parquet.read_table(published / "parquet" / f"{table.name}.parquet", use_threads=False)
    assert read.column_names == list(table.headings)
    columns = [column.to_pylist() for column in read.columns]
    assert as_decimals(table, list(zip(*columns, strict=True))) == cells_of(table, tables[table.name])


def test_parquet_columns_have_their_types(published: Path) -> None:
    schema = pyarrow.parquet.read_schema(published / "parquet" / "assessments.parquet")
    types = {name: str(schema.field(name).type) for name in ("unit_id", "value", "rank", "tied")}
    assert types == {"unit_id": "string", "value": "double", "rank": "int32", "tied": "bool"}
    sources = pyarrow.parquet.read_schema(published / "parquet" / "sources.parquet")
    assert str(sources.field("issued_on").type) == "date32[day]"


def test_parquet_files_have_the_same_bytes_each_time(published: Path, tables: Tables) -> None:
    content = parquet_bytes(SOURCES, tables["sources"])
    assert content == (published / "parquet" / "sources.parquet").read_bytes()
    assert b"pandas" not in content


def test_a_table_without_rows_gives_a_valid_parquet_file(tables: Tables) -> None:
    content = parquet_bytes(RESULTS, tables["results"].iloc[:0])
    read = pyarrow.parquet.read_table(io.BytesIO(content), use_threads=False)
    assert (read.num_rows, read.column_names) == (0, list(RESULTS.headings))


def test_descriptors_have_the_same_bytes_each_time(published: Path) -> None:
    portal, _ = load_portal(MINI)
    history = load_history(MINI, [])
    digests = {hashlib.sha256(catalog(portal, history, DAY).content).hexdigest() for _ in range(2)}
    assert len(digests) == 1
    assert b"127.0.0.1" not in (published / "datapackage.json").read_bytes()
