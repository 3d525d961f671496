"""Tests the comparison: the links that the page offers without scripts, and the file that its script reads."""

import json
import shutil
from pathlib import Path
from typing import TypedDict

import pytest

from generator.pages.comparison.data import PARTS, comparison_data, part_of
from generator.pages.comparison.page import comparison_page
from generator.pages.overall import overall_rankings, provinces_overall
from tests.support.headers import RESULT_HEADER, TARGET_HEADER
from tests.support.portals import append_to, facts_of, plain_text
from tests.support.small_country import DATA as SMALL_COUNTRY_DATA
from tests.support.small_country import with_province_pages


class Compared(TypedDict):
    """The file that the script reads: units, indicators, and the fields of each figure by unit and indicator."""

    units: list[dict[str, str]]
    indicators: list[dict[str, object]]
    figures: dict[str, dict[str, list[object]]]


def compared(root: Path) -> Compared:
    (file,) = (file for files in comparison_data(facts_of(root)) for file in files)
    assert file.path == "data/so-sanh.json"
    published: Compared = json.loads(file.content)
    return published


def test_the_fields_of_a_figure_have_the_order_that_the_script_reads(mini: Path) -> None:
    """The order is value, text, period, word, code, target, row, target as a number. theme/scripts/compare.js reads
    the fields by position."""
    assert compared(mini)["figures"]["so-a"]["ty-le-toan-trinh"] == [
        62.5,
        "62,50%",
        "tháng\N{NO-BREAK SPACE}6/2024",
        "Chưa đạt",
        "not_met",
        "phải đạt tối thiểu 80% đến hết năm\N{NO-BREAK SPACE}2025",
        "/van-ban/bao-cao-2/#pl.i-1",
        80.0,
    ]


def test_units_have_a_short_name_or_if_others_share_their_name_a_full_one(mini: Path) -> None:
    """A commune names the unit above it, for the list from which readers choose. Only the departments have figures."""
    rows = "demo.a,xa-a,Xã An,An,commune,commune,demo,,,,,\n" + "demo.h,huyen,Huyện H,H,district,district,demo,,,,,\n"
    append_to(mini / "data" / "units.csv", f"{rows}demo.b,xa-b,Xã An,An,commune,commune,demo.h,,,,,\n")
    published = compared(mini)
    assert set(published["figures"]) == {"so-a", "so-b"}
    units = {unit.pop("slug"): unit for unit in published["units"]}
    assert units == {
        "tinh-demo": {"name": "Tỉnh Thử", "level": "province", "parent": "", "short": "Thử"},
        "so-a": {"name": "Sở An Bình", "level": "department", "parent": ""},
        "so-b": {"name": "Sở Đại Đồng", "level": "department", "parent": ""},
        "huyen": {"name": "Huyện H", "level": "district", "parent": "", "short": "H"},
        "xa-a": {"name": "Xã An", "level": "commune", "parent": "Tỉnh Thử", "title": "Xã An, tỉnh Thử"},
        "xa-b": {"name": "Xã An", "level": "commune", "parent": "Huyện H", "title": "Xã An, huyện H, tỉnh Thử"},
    }


def test_an_unreadable_figure_is_null_with_its_reason(mini: Path) -> None:
    figures = compared(mini)["figures"]
    assert figures["so-b"]["ty-le-toan-trinh"][:2] == [None, "không đọc được trên bản quét"]


def test_a_figure_stays_the_newest_when_a_later_document_omits_the_unit(so_a_omitted_in_july: Path) -> None:
    """In July only the other two departments have a waiting time, so the newest one of Sở An Bình is that of June."""
    figures = compared(so_a_omitted_in_july)["figures"]
    assert figures["so-a"]["thoi-gian-cho"][1:3] == [
        "20\N{NO-BREAK SPACE}phút (suy ra)",
        "tháng\N{NO-BREAK SPACE}6/2024",
    ]
    assert figures["so-b"]["thoi-gian-cho"][1:3] == ["30\N{NO-BREAK SPACE}phút", "tháng\N{NO-BREAK SPACE}7/2024"]


def test_without_figures_there_is_no_key(mini: Path) -> None:
    """Units with a target and without a result have an assessment all the same."""
    for file in (mini / "data" / "results").iterdir():
        file.write_text(RESULT_HEADER, encoding="utf-8")
    facts = facts_of(mini)
    assert facts.assessed != ()
    assert comparison_page(facts, overall_rankings(facts), None).legend == ()


def offered(root: Path) -> list[tuple[str, str, str, list[tuple[str, str]]]]:
    """Returns what the page offers: level, ranking criterion, text of the link, and the compared units with their
    figures."""
    facts = facts_of(root)
    page = comparison_page(facts, overall_rankings(facts), provinces_overall(facts))
    return [
        (
            level.title,
            plain_text(level.criterion),
            offer.link.text,
            [(one.unit.slug, one.result.text) for one in offer.named],
        )
        for level in page.levels
        for offer in level.offers
    ]


def test_a_level_without_assessments_offers_its_first_units_by_figure(mini: Path) -> None:
    """No commune has a target for this share. Three communes have a figure in June, and C and A are first. The figures
    of May are older. The only figure of July is newer, but it has nothing to compare with."""
    units = "".join(f"demo.{name},xa-{name},Xã {name.upper()},Xã,commune,commune,demo,,,,,\n" for name in "abc")
    append_to(mini / "data" / "units.csv", units)
    figures = {("a", "2024-06"): 40, ("b", "2024-06"): 30, ("c", "2024-06"): 50, ("b", "2024-07"): 90}
    figures |= {("a", "2024-05"): 10, ("b", "2024-05"): 20}
    rows = (
        f"demo.{name},,,full-online-services,{period},{value},,,PL.X:{period}.{name},\n"
        for (name, period), value in figures.items()
    )
    append_to(mini / "data" / "results" / "demo-2024.csv", "".join(rows))
    assert offered(mini)[-1] == (
        "Cấp xã",
        "Theo dịch vụ toàn trình, số liệu tháng 6/2024; 3 đơn vị có số liệu.",
        "Xã C và Xã A",
        [("xa-c", "50%"), ("xa-a", "40%")],
    )


def test_without_targets_each_level_of_each_province_has_an_anchor_of_its_own(tmp_path: Path) -> None:
    """Three provinces have figures of communes, and two have figures of departments."""
    shutil.copytree(SMALL_COUNTRY_DATA, tmp_path / "data")
    for file in (tmp_path / "data" / "targets").iterdir():
        file.write_text(TARGET_HEADER, encoding="utf-8")
    facts = facts_of(tmp_path)
    page = comparison_page(facts, overall_rankings(facts), provinces_overall(facts))
    communes = ["commune-bac", "commune-nam", "commune-trung"]
    assert [level.id for level in page.levels] == ["province", "department-bac", "department-nam", *communes]


def test_provinces_with_assessments_are_offered_once() -> None:
    """All three provinces have a target of payment."""
    assert [link for level, _, link, _ in offered(SMALL_COUNTRY_DATA.parent) if level == "Cấp tỉnh"] == [
        "Cả 3 tỉnh, thành phố"
    ]


@pytest.mark.parametrize(
    ("parent", "count", "links"),
    [
        ("demo", 22, [f"Các đơn vị từ vị trí {n} đến vị trí {min(n + 3, 22)}" for n in range(1, 23, 4)]),
        ("demo.h", 22, ["20 đơn vị đứng đầu trong các đơn vị cấp xã của huyện Lớn"]),
        ("demo.h", 20, ["Các đơn vị cấp xã của huyện Lớn"]),
    ],
)
def test_no_link_compares_more_units_than_the_script_shows(
    mini: Path, parent: str, count: int, links: list[str]
) -> None:
    """Communes have waiting times. They belong to the province itself, which has no districts any more, or to a
    district."""
    district = "demo.h,huyen-lon,Huyện Lớn,H. Lớn,district,district,demo,,,,,\n"
    units = (f"demo.{n},xa-{n},Xã {n},Xã {n},commune,commune,{parent},,,,,\n" for n in range(1, count + 1))
    append_to(mini / "data" / "units.csv", district + "".join(units))
    rows = (f"demo.{n},,,waiting-time,2024-07,{n},,,PL.X:{n},\n" for n in range(1, count + 1))
    append_to(mini / "data" / "results" / "demo-2024.csv", "".join(rows))
    found = [(link, [slug for slug, _ in named]) for level, _, link, named in offered(mini) if level == "Cấp xã"]
    assert [link for link, _ in found[1:]] == links
    assert found[-1][1] in (["xa-21", "xa-22"], ["xa-1", f"xa-{count}"])


ENDS = "Ba đơn vị thấp nhất và ba đơn vị cao nhất"


@pytest.mark.parametrize(
    ("count", "links"),
    [
        (6, ["Cả 6 đơn vị cấp xã"]),
        (7, [ENDS, "Cả 7 đơn vị cấp xã"]),
        (9, [ENDS, "Cả 9 đơn vị cấp xã"]),
        (10, [ENDS, *(f"Các đơn vị từ vị trí {a} đến vị trí {b}" for a, b in ((1, 4), (5, 8), (9, 10)))]),
        (13, [ENDS, *(f"Các đơn vị từ vị trí {a} đến vị trí {b}" for a, b in ((1, 4), (5, 8), (9, 13)))]),
    ],
)
def test_small_levels_are_offered_as_a_whole_and_large_ones_in_parts(mini: Path, count: int, links: list[str]) -> None:
    """No comparison has a single unit."""
    units = "".join(f"demo.{n},xa-{n},Xã {n},Xã {n},commune,commune,demo,,,,,\n" for n in range(count))
    append_to(mini / "data" / "units.csv", units)
    rows = (f"demo.{n},,,waiting-time,2024-07,{n},,,PL.X:{n},\n" for n in range(count))
    append_to(mini / "data" / "results" / "demo-2024.csv", "".join(rows))
    assert [link for level, _, link, _ in offered(mini) if level == "Cấp xã"] == links


def test_a_district_with_one_commune_offers_no_comparison(mini: Path) -> None:
    """Nine communes of one district and one of another have waiting times."""
    units = "".join(f"demo.{h},huyen-{h},Huyện {h.upper()},H,district,district,demo,,,,,\n" for h in "hk")
    units += "".join(f"demo.{n},xa-{n},Xã {n},Xã {n},commune,commune,demo.{'hk'[n > 8]},,,,,\n" for n in range(10))
    append_to(mini / "data" / "units.csv", units)
    rows = (f"demo.{n},,,waiting-time,2024-07,{n},,,PL.X:{n},\n" for n in range(10))
    append_to(mini / "data" / "results" / "demo-2024.csv", "".join(rows))
    links = [link for level, _, link, _ in offered(mini) if level == "Cấp xã"]
    assert links[1:] == ["Các đơn vị cấp xã của huyện H"]


def test_the_lowest_waiting_times_come_first(mini: Path) -> None:
    """Of seven departments, the three with the shortest and the three with the longest waiting time are compared."""
    units = "".join(f"demo.s{n},so-{n},Sở {n},Sở {n},department,department,demo,,,,,\n" for n in range(1, 8))
    append_to(mini / "data" / "units.csv", units)
    rows = (f"demo.s{n},,,waiting-time,2024-07,{10 * n},,,PL.X:{n},\n" for n in range(1, 8))
    append_to(mini / "data" / "results" / "demo-2024.csv", "".join(rows))
    level, criterion, link, named = offered(mini)[0]
    assert (level, link) == ("Sở, ban, ngành", "Ba đơn vị thấp nhất và ba đơn vị cao nhất")
    assert criterion == "Theo thời gian chờ, số liệu tháng 7/2024; 7 đơn vị có số liệu."
    assert [slug for slug, _ in named] == ["so-1", "so-2", "so-3", "so-5", "so-6", "so-7"]


@pytest.mark.parametrize(
    ("reporting", "links"), [("ab", ["Cả 2 sở, ban, ngành"]), ("abc", ["3 sở, ban, ngành có số liệu"]), ("a", [])]
)
def test_all_units_with_figures_are_the_whole_level_only_if_every_unit_has_one(
    mini: Path, reporting: str, links: list[str]
) -> None:
    """The third case has two departments of which one has a figure, the second case four of which three have one."""
    if "c" in reporting:
        units = (f"demo.so-{name},so-{name},Sở {name},Sở,department,department,demo,,,,,\n" for name in "cd")
        append_to(mini / "data" / "units.csv", "".join(units))
    results = mini / "data" / "results" / "demo-2024.csv"
    heading = results.read_text("utf-8").splitlines()[0]
    rows = (f"demo.so-{name},,,waiting-time,2024-07,20,,,PL.X:{name},\n" for name in reporting)
    results.write_text(f"{heading}\n{''.join(rows)}", "utf-8")
    assert [link for level, _, link, _ in offered(mini) if level == "Sở, ban, ngành"] == links


def test_the_file_has_only_indicators_in_use_with_their_units_of_measure(mini: Path) -> None:
    """Counts come last. No figure of the fourth indicator is left."""
    row = "demo.so-a,,,services-total,2022-12,8,,,PL1:1,\n"
    (mini / "data" / "results" / "demo-2023.csv").write_text(RESULT_HEADER + row, encoding="utf-8")
    assert [(one["slug"], one["unit"]) for one in compared(mini)["indicators"]] == [
        ("ty-le-toan-trinh", "percent"),
        ("thoi-gian-cho", "minutes"),
        ("so-dich-vu", "count"),
    ]


@pytest.mark.parametrize(("text", "number"), [("", 0x811C9DC5), ("a", 0xE40C292C), ("foobar", 0xBF9CF968)])
def test_the_number_of_a_file_part_is_the_fnv_1a_hash(text: str, number: int) -> None:
    """The values are test vectors for 32 bits that the authors of the hash published."""
    assert part_of(text, 2**32) == number
    assert part_of(text, PARTS) == number % 256


def test_a_large_portal_splits_its_figures_into_256_files() -> None:
    """Each file has the units with its hash and their figures. The first file has only the indicators."""
    with with_province_pages():
        files = {
            file.path: json.loads(file.content)
            for found in comparison_data(facts_of(SMALL_COUNTRY_DATA.parent))
            for file in found
        }
    assert files.pop("data/so-sanh.json") == {
        "indicators": [
            {"slug": "thanh-toan-truc-tuyen", "name": "Thanh toán trực tuyến", "unit": "percent"},
            {"slug": "muc-do-hai-long", "name": "Mức độ hài lòng", "unit": "percent"},
        ]
    }
    assert len(files) == 256
    parts = {slug: path for path, file in files.items() for slug in file["figures"]}
    assert len(parts) == 20
    assert all(path == f"data/so-sanh/{part_of(slug, 256)}.json" for slug, path in parts.items())
    assert sum(len(file["units"]) for file in files.values()) == 20
