"""Compares the portal's own data with values taken by hand from the documents."""

import csv
import unicodedata
from decimal import Decimal

import pytest

from tests.support.folders import ROOT

DATA = ROOT / "data"

TARGET_COLUMNS = "unit_id,level,indicator_id,due,comparison,value,status,locator,note"
RESULT_COLUMNS = "unit_id,level,aggregate,indicator_id,period,value,status,reading,locator,note"

PLAN = "3688-KH-UBND-2023"
LETTER = "1612-UBND-KSTT-2024"
CITY = "1562-UBND-2024"

FILES = {
    "units.csv": 162,
    "lineage.csv": 115,
    "points.csv": 143,
    f"targets/{PLAN}.csv": 305,
    f"results/{PLAN}.csv": 217,
    f"targets/{LETTER}.csv": 10,
    f"results/{LETTER}.csv": 260,
    f"results/{CITY}.csv": 3,
}


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def of_table(name: str, table: str) -> list[dict[str, str]]:
    """Returns the numbered rows of a table, without its total, mean and common rows."""
    table_rows = [row for row in rows(name) if row["locator"].partition(":")[0] == table]
    return [row for row in table_rows if row["locator"].partition(":")[2].isdigit()]


def column(name: str, table: str, indicator: str, due: str = "") -> tuple[int, Decimal]:
    """Returns the number of cells of a column and their sum. Cells without a value are counted."""
    cells = [row for row in of_table(name, table) if row["indicator_id"] == indicator and row.get("due", "") == due]
    return len(cells), sum((Decimal(row["value"]) for row in cells if row["value"]), Decimal(0))


def cell(name: str, locator: str, indicator: str, unit: str, **where: str) -> dict[str, str]:
    """Returns the only row with this locator, indicator and unit."""
    where |= {"locator": locator, "indicator_id": indicator, "unit_id": unit}
    found = [row for row in rows(name) if all(row[key] == value for key, value in where.items())]
    assert len(found) == 1, f"{name}: {len(found)} rows for {where}"
    return found[0]


def result(source: str, locator: str, indicator: str, unit: str, **where: str) -> dict[str, str]:
    return cell(f"results/{source}.csv", locator, indicator, unit, **where)


def target(source: str, locator: str, indicator: str, unit: str, **where: str) -> dict[str, str]:
    return cell(f"targets/{source}.csv", locator, indicator, unit, **where)


@pytest.mark.parametrize(("name", "count"), FILES.items())
def test_each_file_has_every_row_of_its_document(name: str, count: int) -> None:
    """The counts are those of the tables and sentences of each document."""
    assert len(rows(name)) == count


@pytest.mark.parametrize("name", FILES)
def test_files_have_their_canonical_form(name: str) -> None:
    """Files are UTF-8 without BOM, with LF and NFC, and no cell begins or ends with a space."""
    text = (DATA / name).read_bytes().decode("utf-8")
    assert not text.startswith("\ufeff")
    assert "\r" not in text
    assert text == unicodedata.normalize("NFC", text)
    assert all(value == value.strip() for row in rows(name) for value in row.values())


@pytest.mark.parametrize("name", [name for name in FILES if "/" in name])
def test_columns_have_the_order_of_the_contract(name: str) -> None:
    """Files of targets and results have exactly the columns of the contract."""
    header = (DATA / name).read_text(encoding="utf-8").partition("\n")[0]
    assert header == (TARGET_COLUMNS if name.startswith("targets") else RESULT_COLUMNS)


RESULT_SUMS = [
    (PLAN, "PL1.1", "services-total", 18, "1444"),
    (PLAN, "PL1.1", "services-full", 18, "585"),
    (PLAN, "PL1.1", "services-partial", 18, "820"),
    (PLAN, "PL1.1", "full-online-services", 18, "777.49"),
    (PLAN, "PL1.2", "services-total", 1, "247"),
    (PLAN, "PL1.2", "services-full", 1, "86"),
    (PLAN, "PL1.2", "services-partial", 1, "161"),
    (PLAN, "PL1.3", "services-total", 1, "130"),
    (PLAN, "PL1.3", "services-full", 1, "60"),
    (PLAN, "PL1.3", "services-partial", 1, "70"),
    (PLAN, "PL2.1", "online-handled-dossiers", 18, "618.49"),
    (PLAN, "PL2.2", "online-handled-dossiers", 9, "402.75"),
    (PLAN, "PL2.3", "online-handled-dossiers", 94, "8881.46"),
    (LETTER, "PL.I", "full-online-eligible", 25, "1411.92"),
    (LETTER, "PL.I", "online-payment", 25, "982.39"),
    (LETTER, "PL.I", "online-dossiers", 25, "1350.40"),
    (LETTER, "PL.I", "digitisation", 25, "1304.60"),
    (LETTER, "PL.I", "result-sync", 25, "2351.20"),
    (LETTER, "PL.II", "electronic-results", 25, "1703.04"),
    (LETTER, "PL.II", "data-reuse", 25, "2.69"),
    (LETTER, "PL.II", "timely-disclosure", 25, "2251.20"),
    (LETTER, "PL.II", "timely-feedback", 25, "2400"),
    (LETTER, "PL.II", "satisfaction", 25, "2470.40"),
]


@pytest.mark.parametrize(("source", "table", "indicator", "count", "total"), RESULT_SUMS)
def test_results_have_the_count_and_sum_of_each_column_of_the_document(
    source: str, table: str, indicator: str, count: int, total: str
) -> None:
    """Covers every column of results."""
    assert column(f"results/{source}.csv", table, indicator) == (count, Decimal(total))


TARGET_SUMS = [
    ("PL1.1", "full-online-services", "2023", 18, "1197.09"),
    ("PL1.1", "full-online-services", "2025", 18, "1528.64"),
    ("PL1.2", "full-online-services", "2023", 1, "80"),
    ("PL1.2", "full-online-services", "2025", 1, "95"),
    ("PL1.3", "full-online-services", "2023", 1, "80"),
    ("PL1.3", "full-online-services", "2025", 1, "95"),
    ("PL2.1", "online-handled-dossiers", "2023", 18, "1015"),
    ("PL2.1", "online-handled-dossiers", "2025", 18, "1360"),
    ("PL2.2", "online-handled-dossiers", "2023", 9, "514"),
    ("PL2.2", "online-handled-dossiers", "2025", 9, "810"),
    ("PL2.3", "online-handled-dossiers", "2023", 94, "9059.5"),
    ("PL2.3", "online-handled-dossiers", "2025", 94, "9400"),
]


@pytest.mark.parametrize(("table", "indicator", "due", "count", "total"), TARGET_SUMS)
def test_targets_have_the_count_and_sum_of_each_column_of_the_document(
    table: str, indicator: str, due: str, count: int, total: str
) -> None:
    """Covers every column of targets of the plan of 2023."""
    assert column(f"targets/{PLAN}.csv", table, indicator, due) == (count, Decimal(total))


RESULT_CELLS = [
    (PLAN, "PL1.1:1", "full-online-services", "tay-ninh.so-cong-thuong", "13.82"),
    (PLAN, "PL1.1:4", "services-partial", "tay-ninh.so-ke-hoach-va-dau-tu", "0"),
    (PLAN, "PL1.1:4", "services-full", "tay-ninh.so-ke-hoach-va-dau-tu", "61"),
    (PLAN, "PL1.1:8", "full-online-services", "tay-ninh.so-noi-vu", "1.12"),
    (PLAN, "PL1.1:17", "full-online-services", "tay-ninh.bql-khu-kinh-te", "84.09"),
    (PLAN, "PL2.1:4", "online-handled-dossiers", "tay-ninh.so-ke-hoach-va-dau-tu", "0.29"),
    (PLAN, "PL2.1:17", "online-handled-dossiers", "tay-ninh.bql-khu-kinh-te", "14.43"),
    (PLAN, "PL2.2:2", "online-handled-dossiers", "tay-ninh.ben-cau", "65.8"),
    (PLAN, "PL2.2:9", "online-handled-dossiers", "tay-ninh.trang-bang", "36.12"),
    (PLAN, "PL2.3:1", "online-handled-dossiers", "tay-ninh.tay-ninh.phuong-1", "92.77"),
    (PLAN, "PL2.3:10", "online-handled-dossiers", "tay-ninh.tay-ninh.xa-tan-binh", "88.77"),
    (PLAN, "PL2.3:36", "online-handled-dossiers", "tay-ninh.duong-minh-chau.xa-suoi-da", "75.05"),
    (PLAN, "PL2.3:55", "online-handled-dossiers", "tay-ninh.hoa-thanh.phuong-long-hoa", "97.50"),
    (PLAN, "PL2.3:64", "online-handled-dossiers", "tay-ninh.tan-bien.xa-tan-binh", "91.61"),
    (PLAN, "PL2.3:72", "online-handled-dossiers", "tay-ninh.tan-bien.xa-thanh-bac", "70.71"),
    (PLAN, "PL2.3:89", "online-handled-dossiers", "tay-ninh.trang-bang.phuong-an-hoa", "100"),
    (PLAN, "PL2.3:94", "online-handled-dossiers", "tay-ninh.trang-bang.xa-phuoc-binh", "95.37"),
    (PLAN, "text:I.2", "services-total", "tay-ninh", "1777"),
    (PLAN, "text:I.2", "services-full", "tay-ninh", "731"),
    (PLAN, "text:I.2", "full-online-services", "tay-ninh", "41.11"),
    (PLAN, "text:I.2", "online-services", "tay-ninh", "96"),
    (LETTER, "PL.I:common", "full-online-eligible", "tay-ninh", "48.62"),
    (LETTER, "PL.I:common", "digitisation", "tay-ninh", "66.80"),
    (LETTER, "PL.I:1", "online-dossiers", "tay-ninh.so-cong-thuong", "48.50"),
    (LETTER, "PL.I:7", "online-payment", "tay-ninh.so-noi-vu", "0.51"),
    (LETTER, "PL.I:16", "result-sync", "tay-ninh.bql-khu-kinh-te", "24.60"),
    (LETTER, "PL.I:18", "digitisation", "tay-ninh.hoa-thanh", "82.70"),
    (LETTER, "PL.I:25", "online-dossiers", "tay-ninh.ben-cau", "91.60"),
    (LETTER, "PL.II:common", "electronic-results", "tay-ninh", "69.7"),
    (LETTER, "PL.II:1", "electronic-results", "tay-ninh.so-cong-thuong", "0.11"),
    (LETTER, "PL.II:9", "satisfaction", "tay-ninh.so-tai-chinh", "82.7"),
    (LETTER, "PL.II:15", "satisfaction", "tay-ninh.so-y-te", "90.10"),
    (LETTER, "PL.II:22", "timely-disclosure", "tay-ninh.tan-bien", "88"),
    (LETTER, "PL.II:25", "data-reuse", "tay-ninh.ben-cau", "0.71"),
    (CITY, "text:3", "electronic-results-reuse", "tay-ninh.tay-ninh.phuong-hiep-ninh", "51.96"),
]


@pytest.mark.parametrize(("source", "locator", "indicator", "unit", "value"), RESULT_CELLS)
def test_results_have_exactly_the_stated_digits(
    source: str, locator: str, indicator: str, unit: str, value: str
) -> None:
    """The samples are from every table and include faults of the document and closing zeros."""
    row = result(source, locator, indicator, unit)
    assert (row["value"], row["status"], row["reading"]) == (value, "", "")


LEVEL_CELLS = [
    ("PL1.1:total", "services-total", "department", "total", "1400"),
    ("PL1.1:total", "services-full", "department", "total", "585"),
    ("PL1.1:total", "services-partial", "department", "total", "815"),
    ("PL1.1:total", "full-online-services", "department", "total", "41.78"),
    ("PL1.2:1", "full-online-services", "district", "common", "34.81"),
    ("PL1.3:1", "full-online-services", "commune", "common", "46.15"),
    ("PL2.1:mean", "online-handled-dossiers", "department", "mean", "34.36"),
    ("PL2.2:mean", "online-handled-dossiers", "district", "mean", "44.75"),
    ("PL2.3:mean", "online-handled-dossiers", "commune", "mean", "94.48"),
    ("text:I.3", "online-handled-dossiers", "", "", "43.08"),
    ("text:I.3", "online-handled-dossiers", "department", "pooled", "19.73"),
    ("text:I.3", "online-handled-dossiers", "district", "pooled", "71.84"),
    ("text:I.3", "online-handled-dossiers", "commune", "pooled", "98.49"),
]


@pytest.mark.parametrize(("locator", "indicator", "level", "aggregate", "value"), LEVEL_CELLS)
def test_figures_of_a_level_have_their_aggregate(
    locator: str, indicator: str, level: str, aggregate: str, value: str
) -> None:
    """Totals, means, pooled shares and common lists are distinguished."""
    row = result(PLAN, locator, indicator, "tay-ninh", level=level)
    assert (row["aggregate"], row["value"], row["period"]) == (aggregate, value, "2023-10")


TARGET_CELLS = [
    (PLAN, "PL1.1:17", "full-online-services", "tay-ninh.bql-khu-kinh-te", "", "2025", "88.64"),
    (PLAN, "PL1.1:total", "full-online-services", "tay-ninh", "department", "2023", "80"),
    (PLAN, "PL2.1:mean", "online-handled-dossiers", "tay-ninh", "department", "2023", "50"),
    (PLAN, "PL2.2:mean", "online-handled-dossiers", "tay-ninh", "district", "2025", "90"),
    (PLAN, "PL2.3:46", "online-handled-dossiers", "tay-ninh.go-dau.thi-tran-go-dau", "", "2023", "99.5"),
    (PLAN, "PL2.3:mean", "online-handled-dossiers", "tay-ninh", "commune", "2023", "97"),
    (PLAN, "text:II.2.a", "full-online-services", "tay-ninh", "", "2023", "80"),
    (PLAN, "text:II.2.b", "online-handled-dossiers", "tay-ninh", "", "2025", "80"),
    (PLAN, "text:II.2.e", "satisfaction", "tay-ninh", "", "2025", "95"),
    (PLAN, "text:III.1", "full-online-services", "tay-ninh", "", "2024-Q1", "80"),
    (LETTER, "PL.I:common", "full-online-eligible", "tay-ninh", "", "2024", "82"),
    (LETTER, "PL.I:common", "online-payment", "tay-ninh", "", "2024", "47"),
    (LETTER, "PL.I:common", "online-dossiers", "tay-ninh", "", "2024", "52"),
    (LETTER, "PL.I:common", "digitisation", "tay-ninh", "", "2024", "82"),
    (LETTER, "PL.I:common", "result-sync", "tay-ninh", "", "2024", "100"),
    (LETTER, "PL.II:common", "data-reuse", "tay-ninh", "", "2024", "52"),
    (LETTER, "PL.II:common", "satisfaction", "tay-ninh", "", "2024", "92"),
]


@pytest.mark.parametrize(("source", "locator", "indicator", "unit", "level", "due", "value"), TARGET_CELLS)
def test_targets_have_exactly_the_stated_digits(
    source: str, locator: str, indicator: str, unit: str, level: str, due: str, value: str
) -> None:
    """Each sample has its due year."""
    row = target(source, locator, indicator, unit, level=level, due=due)
    assert (row["comparison"], row["value"], row["status"]) == ("at_least", value, "")


def test_the_exempt_units_are_those_of_the_plan() -> None:
    """Sở Ngoại vụ and Thanh tra are exempt in both years and both tables: "0% (Do đặc thù)"."""
    exempt = [row for row in rows(f"targets/{PLAN}.csv") if row["status"] == "exempt"]
    assert {row["unit_id"] for row in exempt} == {"tay-ninh.so-ngoai-vu", "tay-ninh.thanh-tra"}
    assert [row["value"] for row in exempt] == ["0"] * 8
    assert all(row["note"] for row in exempt)


def test_a_dash_is_not_applicable_with_its_reason() -> None:
    """A footnote says that two departments have no fees."""
    absent = [row for row in rows(f"results/{LETTER}.csv") if row["status"] == "not_applicable"]
    assert [(row["locator"], row["indicator_id"]) for row in absent] == [
        ("PL.I:2", "online-payment"),
        ("PL.I:9", "online-payment"),
    ]
    assert all(not row["value"] and "phí, lệ phí" in row["note"] for row in absent)


def test_cells_that_cannot_be_read_in_the_scan_are_unreadable() -> None:
    """In row 9 of table II, the text of a target cell covers two results."""
    lost = [row for row in rows(f"results/{LETTER}.csv") if row["status"] == "unreadable"]
    assert [(row["locator"], row["indicator_id"]) for row in lost] == [
        ("PL.II:9", "timely-disclosure"),
        ("PL.II:9", "timely-feedback"),
    ]
    assert all(not row["value"] and row["note"] for row in lost)


INFERRED = [
    (LETTER, "PL.II:common", "data-reuse", "0.18"),
    (LETTER, "PL.II:common", "timely-disclosure", "66.11"),
    (LETTER, "PL.II:common", "timely-feedback", "94.28"),
    (LETTER, "PL.II:common", "satisfaction", "92"),
    (LETTER, "PL.II:8", "timely-disclosure", "100"),
    (LETTER, "PL.II:8", "timely-feedback", "100"),
    (CITY, "text:3", "service-index", "87.1"),
]


def test_inferred_results_are_exactly_these_and_have_a_note() -> None:
    """The cells were read across a shifted column, or computed from the stated rise since a month."""
    found = [
        (source, row["locator"], row["indicator_id"], row["value"])
        for source in (PLAN, LETTER, CITY)
        for row in rows(f"results/{source}.csv")
        if row["reading"] == "inferred" and row["note"]
    ]
    assert found == INFERRED


def test_the_service_index_of_the_city_has_two_months() -> None:
    """September is stated. August is computed from the stated rise of 0.2 points."""
    months = [row for row in rows(f"results/{CITY}.csv") if row["indicator_id"] == "service-index"]
    assert [(row["period"], row["value"], row["reading"]) for row in months] == [
        ("2024-08", "87.1", "inferred"),
        ("2024-09", "87.3", ""),
    ]


def test_a_target_stated_with_two_values_is_unreadable() -> None:
    """For electronic results, page 1 of table II states 52% and page 2 states 100%. The note has both values."""
    found = [row for row in rows(f"targets/{LETTER}.csv") if row["indicator_id"] == "electronic-results"]
    assert [(row["value"], row["status"]) for row in found] == [("", "unreadable")]
    assert "52%" in found[0]["note"]
    assert "100%" in found[0]["note"]


def test_all_districts_have_the_same_share_of_eligible_procedures() -> None:
    """The letter states 31,93 for each of the nine districts."""
    shares = [row["value"] for row in of_table(f"results/{LETTER}.csv", "PL.I") if row["value"] == "31.93"]
    assert len(shares) == 9


LEVELS = {"province": 4, "department": 18, "district": 9, "commune": 130}


@pytest.mark.parametrize(("level", "count"), LEVELS.items())
def test_the_number_of_units_of_each_level(level: str, count: int) -> None:
    """There are 94 former communes, the 36 that followed them, and four provinces."""
    assert sum(row["level"] == level for row in rows("units.csv")) == count


def test_the_number_of_communes_of_each_district() -> None:
    """Districts are in the order of the plan's table."""
    districts = [row["id"] for row in rows("units.csv") if row["level"] == "district"]
    parents = [row["parent_id"] for row in rows("units.csv") if row["level"] == "commune"]
    assert [parents.count(district) for district in districts] == [10, 9, 15, 11, 9, 8, 10, 12, 10]
    assert parents.count("tay-ninh-2025") == 36


def test_ids_and_slugs_are_unique() -> None:
    """An id and a slug belong to one unit permanently."""
    for key in ("id", "slug"):
        assert len({row[key] for row in rows("units.csv")}) == 162


def test_every_province_district_and_commune_has_a_point_in_its_province() -> None:
    """Former and present units have points. Every commune is less than half a degree from the point of the former
    province."""
    points = {row["unit_id"]: (float(row["lat"]), float(row["lon"])) for row in rows("points.csv")}
    places = {row["id"] for row in rows("units.csv") if row["level"] in ("province", "district", "commune")}
    assert points.keys() == places
    middle = points["tay-ninh"]
    for unit_id, (lat, lon) in points.items():
        if unit_id.startswith(("tay-ninh.", "tay-ninh-2025.")):
            assert abs(lat - middle[0]) < 0.5
            assert abs(lon - middle[1]) < 0.5


def test_official_codes_are_texts_and_may_be_reused() -> None:
    """Codes were reused after the mergers."""
    codes = {row["id"]: row["code"] for row in rows("units.csv")}
    assert codes["tay-ninh"] == "72"
    assert codes["soc-trang"] == "94"
    assert codes["tay-ninh-2025"] == "80"
    assert codes["can-tho-2025"] == "92"
    assert codes["tay-ninh.tan-bien"] == "705"
    assert codes["tay-ninh.tan-bien.xa-tan-binh"] == "25495"
    assert codes["tay-ninh.tay-ninh.phuong-3"] == codes["tay-ninh-2025.phuong-tan-ninh"] == "25459"


def test_units_have_their_official_name_and_the_plans_spelling_as_alias() -> None:
    """The official name is shown. The spelling of the document can still be found."""
    units = {row["id"]: row for row in rows("units.csv")}
    stone = units["tay-ninh.duong-minh-chau.xa-suoi-da"]
    assert (stone["name"], stone["aliases"]) == ("Xã Suối Đá", "Xã Suối Dá")
    assert units["tay-ninh.trang-bang.xa-don-thuan"]["name"] == "Xã Đôn Thuận"


SPLIT = {
    "tay-ninh.chau-thanh.xa-thai-binh": ["xa-chau-thanh", "phuong-tan-ninh"],
    "tay-ninh.duong-minh-chau.xa-suoi-da": ["xa-duong-minh-chau", "phuong-binh-minh"],
    "tay-ninh.duong-minh-chau.xa-phuoc-minh": ["xa-loc-ninh", "xa-duong-minh-chau"],
    "tay-ninh.duong-minh-chau.xa-cha-la": ["xa-cau-khoi", "phuong-ninh-thanh"],
    "tay-ninh.duong-minh-chau.xa-phan": ["phuong-binh-minh", "xa-duong-minh-chau"],
    "tay-ninh.tan-bien.xa-mo-cong": ["xa-tra-vong", "xa-tan-phu"],
    "tay-ninh.tan-bien.xa-tan-phong": ["xa-thanh-binh", "xa-tan-phu"],
    "tay-ninh.tan-bien.xa-tra-vong": ["xa-tra-vong", "xa-tan-phu"],
    "tay-ninh.tan-chau.xa-tan-phu": ["xa-tan-phu", "xa-tan-chau"],
    "tay-ninh.tan-chau.xa-suoi-day": ["xa-tan-thanh", "xa-tan-chau"],
}


def test_the_communes_that_were_split_have_several_successors() -> None:
    """Ten communes were split in July 2025. The order of the successors does not matter."""
    found: dict[str, set[str]] = {}
    for row in rows("lineage.csv"):
        if row["kind"] == "split":
            found.setdefault(row["predecessor_id"], set()).add(row["successor_id"])
    assert found == {old: {f"tay-ninh-2025.{new}" for new in follows} for old, follows in SPLIT.items()}


def test_every_former_commune_and_province_has_a_successor() -> None:
    """On 1 July 2025, 94 communes became 36, two provinces became two others, and nine districts were abolished."""
    lineage = rows("lineage.csv")
    assert {row["on"] for row in lineage} == {"2025-07-01"}
    assert len({row["predecessor_id"] for row in lineage if row["successor_id"]}) == 96
    assert len({row["successor_id"] for row in lineage if row["successor_id"]}) == 38
    assert sum(row["kind"] == "abolished" and not row["successor_id"] for row in lineage) == 9
