"""`/doi-chieu/<finding>/`: findings of two provinces are told apart by their titles."""

from pathlib import Path

from generator.loading import load_portal
from generator.measures import measure
from generator.pages.reconciliation.finding import finding_pages
from generator.reconcile import reconcile
from tests.benchmarks.country import TARGET_HEADER, source_entry, write_country

LATER = """p0,commune,i0,2024,at_least,90,,PL:1,
p1,commune,i0,2024,at_least,90,,PL:2,
p1,,i1,2024,at_least,90,,PL:3,
p0.c1,,i2,2024,at_least,90,,PL:4,
"""
"""Levels of two provinces, a province, a commune."""
EARLIER = """p1,,i1,2024,at_least,80,,PL:3,
p0.c1,,i2,2024,at_least,80,,PL:4,
"""
"""Beside the 80% that the provinces set for all of their communes."""


def titles(root: Path) -> dict[str, str]:
    """What each finding's page is called, by what it is about."""
    portal, faults = load_portal(root)
    assert not faults
    found = reconcile(portal, measure(portal))
    pages = finding_pages(portal, found)
    return {
        f"{item.unit_id} {item.level} {item.indicator_id}": page.title for item, page in zip(found, pages, strict=True)
    }


def test_titles_name_the_province_unless_it_is_the_portals_own(tmp_path: Path) -> None:
    write_country(tmp_path, 40)
    data = tmp_path / "data"
    with (data / "sources.yml").open("a", encoding="utf-8") as sources:
        sources.write(source_entry("t", "2024-07-05"))
    with (data / "targets" / "s.csv").open("a", encoding="utf-8") as earlier:
        earlier.write(EARLIER)
    (data / "targets" / "t.csv").write_text(TARGET_HEADER + LATER, encoding="utf-8")
    assert titles(tmp_path) == {
        "p0 commune i0": "Hai nơi đặt hai mức: Chỉ tiêu 0, cấp xã, 2024",
        "p1 commune i0": "Hai nơi đặt hai mức: Chỉ tiêu 0, cấp xã, Tỉnh p1, 2024",
        "p1  i1": "Hai nơi đặt hai mức: Chỉ tiêu 1, Tỉnh p1, 2024",
        "p0.c1  i2": "Hai nơi đặt hai mức: Chỉ tiêu 2, Xã p0.c1, 2024",
    }
