"""Compares the objectives and tasks of the three plans with values counted by hand in the documents."""

import csv
import re
import unicodedata
from collections import Counter

import pytest

from tests.support.folders import ROOT

DATA = ROOT / "data"

REFORM = "2631-QD-UBND-2021"
ONE_STOP = "56-KH-UBND-2022"
ONLINE = "3688-KH-UBND-2023"
PLANS = (REFORM, ONE_STOP, ONLINE)

COLUMNS = {
    "targets": "unit_id,level,indicator_id,due,comparison,value,status,locator,note",
    "tasks": "id,parent_id,title,product,lead_ids,partner_ids,due,status,progress_note,locator",
}
FILES = [f"targets/{REFORM}", f"targets/{ONE_STOP}", *(f"tasks/{plan}" for plan in PLANS)]

MOMENT = r"\d{4}(-(Q[1-4]|(0[1-9]|1[0-2])(-([0-2]\d|3[01]))?))?"
DUE = re.compile(rf"{MOMENT}|{MOMENT}/(\.\.|{MOMENT})|ongoing|annual(-Q[1-4])?|quarterly|monthly")

OFFICE = "tay-ninh.van-phong-ubnd-tinh"
HOME_AFFAIRS = "tay-ninh.so-noi-vu"
FINANCE = "tay-ninh.so-tai-chinh"
ICT = "tay-ninh.so-thong-tin-va-truyen-thong"
JUSTICE = "tay-ninh.so-tu-phap"
DEPARTMENTS_AND_DISTRICTS = "tay-ninh:department;tay-ninh:district"
ALL_LEVELS = "tay-ninh:department;tay-ninh:district;tay-ninh:commune"


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def task(plan: str, key: str) -> dict[str, str]:
    (found,) = (row for row in rows(f"tasks/{plan}") if row["id"] == f"{plan}.{key}")
    return found


def ids(name: str) -> set[str]:
    return {row["id"] for row in rows(name)}


def indicator_ids() -> set[str]:
    text = (DATA / "indicators.yml").read_text(encoding="utf-8")
    return set(re.findall(r'^- id: "(.+)"$', text, re.MULTILINE))


@pytest.mark.parametrize("name", FILES)
def test_files_have_their_canonical_form(name: str) -> None:
    """Files have the stated columns, NFC and LF, and no byte order mark or stray spaces."""
    content = (DATA / f"{name}.csv").read_bytes()
    text = content.decode("utf-8")
    assert text.splitlines()[0] == COLUMNS[name.partition("/")[0]]
    assert b"\r" not in content
    assert not text.startswith("\ufeff")
    assert unicodedata.is_normalized("NFC", text)
    assert all(cell == cell.strip() and "\n" not in cell for row in rows(name) for cell in row.values())


@pytest.mark.parametrize(
    ("plan", "areas"),
    [
        (REFORM, {"I": 10, "II": 32, "III": 66, "IV": 5, "V": 17, "VI": 13, "VII": 38, "TH": 5}),
        (ONE_STOP, {"I": 27, "PL": 24, "TH": 4}),
        (ONLINE, {"III": 19, "IV": 9}),
    ],
)
def test_every_area_has_all_its_rows(plan: str, areas: dict[str, int]) -> None:
    """The rows of an area are headings, goals and activities."""
    assert Counter(row["id"].split(".")[1] for row in rows(f"tasks/{plan}")) == areas


@pytest.mark.parametrize(
    ("area", "activities"),
    [
        ("I", [1, 2, 1, 1]),
        ("II", [4, 9, 4, 2, 5, 1]),
        ("III", [8, 3, 4, 3, 3, 3, 5, 3, 5, 5, 3, 3, 4]),
        ("IV", [1, 1]),
        ("V", [1, 1, 1, 1, 1, 1, 1, 1]),
        ("VI", [1, 2, 3, 2]),
        ("VII", [1, 3, 3, 1, 1, 4, 2, 1, 2, 3, 2, 2]),
    ],
)
def test_every_goal_of_the_reform_plan_has_its_activities(area: str, activities: list[int]) -> None:
    """The counts are those of the annex's rows under each numbered goal."""
    parents = Counter(row["parent_id"] for row in rows(f"tasks/{REFORM}"))
    found = [parents[f"{REFORM}.{area}.{number}"] for number in range(1, len(activities) + 1)]
    assert found == activities


@pytest.mark.parametrize("plan", PLANS)
def test_tasks_form_a_tree_and_name_known_units_and_bodies(plan: str) -> None:
    """Parents come first and locators are unique. Leaders and partners are units, levels of units or bodies."""
    known = ids("units") | ids("bodies")
    seen = {""}
    for row in rows(f"tasks/{plan}"):
        assert row["parent_id"] in seen
        assert row["id"] not in seen
        seen.add(row["id"])
        involved = filter(None, (row["lead_ids"] + ";" + row["partner_ids"]).split(";"))
        assert {name.partition(":")[0] for name in involved} <= known
    places = [row["locator"] for row in rows(f"tasks/{plan}")]
    assert len(places) == len(set(places))


@pytest.mark.parametrize("plan", PLANS)
def test_all_tasks_except_headings_have_a_leader_and_dates_are_valid(plan: str) -> None:
    """A heading has tasks below it. No progress has been reported yet."""
    found = rows(f"tasks/{plan}")
    parents = {row["parent_id"] for row in found}
    assert all(DUE.fullmatch(row["due"]) for row in found if row["due"])
    assert {row["id"] for row in found if not row["lead_ids"]} == parents - {""}
    assert {row["status"] for row in found} == {"unknown"}


@pytest.mark.parametrize(
    ("key", "leads", "partners", "due"),
    [
        ("I.1.1", OFFICE, ALL_LEVELS, "annual-Q4"),
        ("I.2.1", OFFICE, ALL_LEVELS, "annual-Q1"),
        ("II.1.1", HOME_AFFAIRS, DEPARTMENTS_AND_DISTRICTS, "2021/2025"),
        ("II.2.4", "tay-ninh.so-cong-thuong", DEPARTMENTS_AND_DISTRICTS, "2021/2025"),
        ("II.2.9", "tay-ninh.so-tai-nguyen-va-moi-truong", DEPARTMENTS_AND_DISTRICTS, "2021/2025"),
        ("II.6.1", DEPARTMENTS_AND_DISTRICTS, JUSTICE, "2025/2030"),
        (
            "III.1.5",
            f"{OFFICE};{JUSTICE}",
            f"{HOME_AFFAIRS};{FINANCE};{ICT};tay-ninh.so-khoa-hoc-va-cong-nghe",
            "annual",
        ),
        ("III.2.1", OFFICE, "tay-ninh.co-quan-lien-quan", ""),
        ("III.3.1", OFFICE, f"{ICT};tay-ninh.bao-tay-ninh;tay-ninh.dai-phat-thanh-truyen-hinh", "2022"),
        ("III.6.1", OFFICE, f"{ICT};tay-ninh:department", "2021"),
        ("III.9.5", JUSTICE, "tay-ninh:department", "2022"),
        ("III.13.1", OFFICE, ALL_LEVELS, "2026"),
        ("V.3.1", HOME_AFFAIRS, DEPARTMENTS_AND_DISTRICTS, "2021"),
        ("V.4.1", HOME_AFFAIRS, "", "annual"),
        ("VI.2.1", FINANCE, DEPARTMENTS_AND_DISTRICTS, "2021/2030"),
        ("VI.4.2", FINANCE, "tay-ninh.kho-bac-nha-nuoc", "annual"),
        ("VII.4.1", f"{OFFICE};{ICT}", "tay-ninh.so-nganh-lien-quan", "2021/2025"),
        ("VII.6.3", ALL_LEVELS, f"{ICT};{HOME_AFFAIRS}", "ongoing"),
        ("VII.10.3", HOME_AFFAIRS, f"{ICT};{ALL_LEVELS}", "2025/2030"),
    ],
)
def test_sampled_tasks_of_the_reform_plan(key: str, leads: str, partners: str, due: str) -> None:
    """The samples were read in the annex of Decision 2631."""
    found = task(REFORM, key)
    assert (found["lead_ids"], found["partner_ids"], found["due"]) == (leads, partners, due)
    assert found["locator"] == f"PL:{key}"


def test_values_from_merged_cells_of_the_reform_plan_have_a_note() -> None:
    """The note states that the value comes from a cell merged with the row above."""
    carried = [row for row in rows(f"tasks/{REFORM}") if "gộp" in row["progress_note"]]
    assert len(carried) == 23


ST_DEPARTMENTS_AND_DISTRICTS = "soc-trang:department;soc-trang:district"
ST_ICT = "soc-trang.so-thong-tin-va-truyen-thong"
ST_OFFICE = "soc-trang.van-phong-ubnd-tinh"
ST_RELEVANT = "soc-trang.so-nganh-lien-quan"


@pytest.mark.parametrize(
    ("key", "leads", "partners", "due", "locator"),
    [
        ("I.2.1.a", ST_ICT, f"{ST_RELEVANT};soc-trang:district", "", "text:I.2.1.a"),
        ("I.2.1.b", ST_OFFICE, ST_RELEVANT, "", "text:I.2.1.b"),
        ("I.2.2.dd", ST_ICT, f"{ST_RELEVANT};soc-trang:district", "", "text:I.2.2.đ"),
        ("I.2.2.k", f"{ST_OFFICE};{ST_ICT}", f"{ST_RELEVANT};soc-trang:district", "", "text:I.2.2.k"),
        ("I.2.2.m", ST_DEPARTMENTS_AND_DISTRICTS, "soc-trang.co-quan-lien-quan", "", "text:I.2.2.m"),
        ("I.2.6.c", ST_OFFICE, ST_DEPARTMENTS_AND_DISTRICTS, "", "text:I.2.6.c"),
        ("PL.2022.2", ST_ICT, "soc-trang.bao-hiem-xa-hoi-tinh;soc-trang.co-quan-lien-quan", "2022", "PL.I:2022.2"),
        ("PL.2022.3.1", ST_DEPARTMENTS_AND_DISTRICTS, ST_ICT, "2022-06-01/..", "PL.I:2022.3.1"),
        ("PL.2022.3.2", ST_DEPARTMENTS_AND_DISTRICTS, ST_ICT, "2022-12-01/..", "PL.I:2022.3.2"),
        ("PL.2022.5", ST_ICT, "van-phong-chinh-phu", "2022", "PL.I:2022.5"),
        ("PL.2022.9", ST_DEPARTMENTS_AND_DISTRICTS, "", "2022", "PL.I:2022.9"),
        ("PL.2023-2025.3.2", "soc-trang:district;soc-trang:commune", ST_ICT, "2024-12-31", "PL.I:2023-2025.3.2"),
        ("PL.2023-2025.8", ST_ICT, ST_DEPARTMENTS_AND_DISTRICTS, "2023/2025", "PL.I:2023-2025.8"),
        ("PL.2023-2025.9", ST_DEPARTMENTS_AND_DISTRICTS, ST_OFFICE, "2025", "PL.I:2023-2025.9"),
    ],
)
def test_sampled_tasks_of_the_one_stop_plan(key: str, leads: str, partners: str, due: str, locator: str) -> None:
    """The samples were read in section I.2 of Plan 56, with leaders by section I.3, and in its annex."""
    found = task(ONE_STOP, key)
    assert (found["lead_ids"], found["partner_ids"], found["due"]) == (leads, partners, due)
    assert found["locator"] == locator


def test_the_one_stop_plan_has_nine_tasks_for_each_span_of_years() -> None:
    """Annex I of Plan 56 numbers its rows from 1 to 9 twice."""
    parents = Counter(row["parent_id"] for row in rows(f"tasks/{ONE_STOP}"))
    assert parents[f"{ONE_STOP}.PL.2022"] == 9
    assert parents[f"{ONE_STOP}.PL.2023-2025"] == 9
    assert [parents[f"{ONE_STOP}.I.2.{area}"] for area in range(1, 7)] == [2, 11, 1, 3, 1, 3]


def test_due_dates_of_the_online_services_plan() -> None:
    """The plan has 18 solutions in section III."""
    dues = [task(ONLINE, f"III.{number}")["due"] for number in range(1, 19)]
    assert dues == [
        *("2024-Q1/..", "2023-11", "ongoing", "2024-Q1", "2023/..", "2023/.."),
        *("2023/..", "2023/..", "2023", "2023", "2023/..", "2023"),
        *("2023", "2023", "2023/..", "2024-Q2", "ongoing", ""),
    ]


@pytest.mark.parametrize(
    ("key", "leads", "partners"),
    [
        ("III.1", OFFICE, ALL_LEVELS),
        ("III.4", FINANCE, ALL_LEVELS),
        ("III.5", ALL_LEVELS, ""),
        ("III.7", ALL_LEVELS, f"{ICT};{OFFICE}"),
        ("III.9", ICT, ALL_LEVELS),
        ("III.12", ICT, OFFICE),
        ("III.16", OFFICE, ALL_LEVELS),
        ("III.18", "tay-ninh:department;tay-ninh.co-quan-dang-doan-the", ""),
    ],
)
def test_sampled_tasks_of_the_online_services_plan(key: str, leads: str, partners: str) -> None:
    """The unit that carries out a solution is its leader. If another unit leads, it is a partner."""
    found = task(ONLINE, key)
    assert (found["lead_ids"], found["partner_ids"]) == (leads, partners)


def test_the_index_is_published_every_month() -> None:
    """The source is Plan 3688, section IV.1, second paragraph."""
    found = task(ONLINE, "IV.1.2")
    assert (found["lead_ids"], found["due"], found["locator"]) == (OFFICE, "monthly", "text:IV.1.2")


@pytest.mark.parametrize(
    ("plan", "places"),
    [
        (
            REFORM,
            {
                "text:II.2.2025": 25,
                "text:II.2.2030": 8,
                "text:II.3.2025": 4,
                "text:II.3.2030": 3,
                "text:II.4.2030": 4,
                "text:II.5.2025": 2,
                "text:II.5.2030": 1,
                "text:II.6.2025": 8,
                "text:II.6.2030": 6,
                "PL:III": 3,
                "PL:VI": 5,
                "PL:VII": 2,
            },
        ),
        (ONE_STOP, {"text:I.1.2022": 5, "text:I.1.2023-2025": 14, "PL.I:2023-2025": 5}),
    ],
)
def test_every_section_has_all_its_objectives(plan: str, places: dict[str, int]) -> None:
    """Objectives are counted by section. A yearly increase counts once for each year and level."""
    found = Counter(
        next(place for place in places if f"{row['locator']}.".startswith(f"{place}."))
        for row in rows(f"targets/{plan}")
    )
    assert found == places


OBJECTIVES = [
    (REFORM, "", "online-payment-transactions", "2025", "at_least", "30"),
    (REFORM, "department", "digitised-results", "2021", "at_least", "30"),
    (REFORM, "district", "digitised-results", "2021", "at_least", "20"),
    (REFORM, "commune", "digitised-results", "2021", "at_least", "15"),
    (REFORM, "commune", "digitised-results-increase", "2024", "at_least", "20"),
    (REFORM, "", "satisfaction", "2025", "at_least", "90"),
    (REFORM, "", "satisfaction", "2030", "at_least", "95"),
    (REFORM, "", "satisfaction-land-construction-investment", "2025", "at_least", "85"),
    (REFORM, "", "business-environment-rank", "2030", "at_most", "20"),
    (REFORM, "", "leaders-international", "2030", "at_least", "25"),
    (REFORM, "", "soe-leaders-international", "2030", "at_least", "80"),
    (REFORM, "", "self-financing-units", "2025", "at_least", "20"),
    (REFORM, "", "direct-budget-reduction", "2025", "at_least", "10"),
    (REFORM, "", "direct-budget-reduction", "2030", "at_least", "15"),
    (REFORM, "department", "work-files-online", "2025", "at_least", "90"),
    (REFORM, "district", "work-files-online", "2025", "at_least", "80"),
    (REFORM, "commune", "work-files-online", "2025", "at_least", "60"),
    (REFORM, "commune", "work-files-online", "2030", "at_least", "70"),
    (REFORM, "district", "online-meetings", "2025", "at_least", "80"),
    (ONE_STOP, "district", "digitised-results-increase", "2022", "at_least", "20"),
    (ONE_STOP, "", "no-resubmission", "2022", "at_least", "30"),
    (ONE_STOP, "", "no-resubmission", "2025", "at_least", "80"),
    (ONE_STOP, "", "waiting-time", "2022", "at_most", "30"),
    (ONE_STOP, "", "waiting-time", "2025", "at_most", "15"),
    (ONE_STOP, "", "handling-time", "2025", "at_least", "30"),
    (ONE_STOP, "", "dossiers-per-officer-province", "2025", "at_least", "1600"),
    (ONE_STOP, "", "dossiers-per-officer-remote", "2025", "at_least", "800"),
    (ONE_STOP, "", "satisfaction-service-quality", "2025", "at_least", "95"),
]


@pytest.mark.parametrize(("plan", "level", "indicator", "due", "comparison", "value"), OBJECTIVES)
def test_sampled_objectives(plan: str, level: str, indicator: str, due: str, comparison: str, value: str) -> None:
    """The samples were read in the text and annexes. Each level, indicator and year has one row."""
    found = [
        (row["comparison"], row["value"])
        for row in rows(f"targets/{plan}")
        if (row["level"], row["indicator_id"], row["due"]) == (level, indicator, due)
    ]
    assert found == [(comparison, value)]


@pytest.mark.parametrize(("plan", "unit"), [(REFORM, "tay-ninh"), (ONE_STOP, "soc-trang")])
def test_objectives_belong_to_the_province_and_name_known_indicators(plan: str, unit: str) -> None:
    found = rows(f"targets/{plan}")
    assert {row["unit_id"] for row in found} == {unit}
    assert {row["indicator_id"] for row in found} <= indicator_ids()
    keys = [(row["level"], row["indicator_id"], row["due"]) for row in found]
    assert len(keys) == len(set(keys))
