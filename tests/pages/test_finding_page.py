"""Tests `/doi-chieu/<finding>/`: titles distinguish findings of two provinces."""

from dataclasses import replace
from pathlib import Path

from generator.formats import NBSP
from generator.measures import measure
from generator.model import Portal
from generator.pages.facts import Findings
from generator.pages.parts import Finding
from generator.pages.reconciliation.details import detail_of
from generator.pages.reconciliation.finding import finding_pages
from generator.pages.reconciliation.page import reconciliation_page
from generator.reconcile import Discrepancy, reconcile
from generator.rendering import make_environment, render_page
from tests.benchmarks.country import source_entry, write_country
from tests.support.headers import TARGET_HEADER
from tests.support.portals import append_to, facts_of, portal_of
from tests.support.units import department, pages_of

LATER = """p0,commune,i0,2024,at_least,90,,PL:1,
p1,commune,i0,2024,at_least,90,,PL:2,
p1,,i1,2024,at_least,90,,PL:3,
p0.c1,,i2,2024,at_least,90,,PL:4,
"""
"""Targets of the communes of two provinces, of a province and of a commune."""
EARLIER = """p1,,i1,2024,at_least,80,,PL:3,
p0.c1,,i2,2024,at_least,80,,PL:4,
"""
"""Targets in addition to the 80% that the provinces set for all their communes."""


def contradicting(root: Path) -> tuple[Portal, tuple[Discrepancy, ...]]:
    """Returns a portal of two provinces with two documents that set different targets, and the findings."""
    write_country(root, 40)
    data = root / "data"
    append_to(data / "sources.yml", source_entry("t", "2024-07-05"))
    append_to(data / "targets" / "s.csv", EARLIER)
    (data / "targets" / "t.csv").write_text(TARGET_HEADER + LATER, encoding="utf-8")
    portal = portal_of(root)
    return portal, reconcile(portal, measure(portal))


def titles(root: Path) -> dict[str, str]:
    """Returns the title of each finding's page by unit, level and indicator."""
    portal, found = contradicting(root)
    pages = finding_pages(portal, found)
    return {
        f"{item.unit_id} {item.level} {item.indicator_id}": page.title for item, page in zip(found, pages, strict=True)
    }


def test_titles_name_the_unit_except_communes_of_the_portals_own_province(tmp_path: Path) -> None:
    assert titles(tmp_path) == {
        "p0 commune i0": "Hai nơi đặt hai mức: Chỉ tiêu 0, cấp xã, 2024",
        "p1 commune i0": "Hai nơi đặt hai mức: Chỉ tiêu 0, cấp xã, Tỉnh p1, 2024",
        "p1  i1": "Hai nơi đặt hai mức: Chỉ tiêu 1, Tỉnh p1, 2024",
        "p0.c1  i2": "Hai nơi đặt hai mức: Chỉ tiêu 2, Xã p0.c1, 2024",
    }


def test_a_fault_that_is_repeated_each_month_has_titles_with_the_month(mini: Path) -> None:
    """In July and in August the same three departments report 99.1%."""
    row = "demo.{unit},,,full-online-services,2024-{month},99.1,,,PL.{month}:{unit},\n"
    for unit in ("c", "d", "e"):
        append_to(mini / "data/units.csv", department(unit))
        text = "".join(row.format(unit=unit, month=month) for month in ("07", "08"))
        append_to(mini / "data/results/demo-2024.csv", text)
    portal = portal_of(mini)
    pages = finding_pages(portal, reconcile(portal, measure(portal)))
    headings = [page.heading for page in pages if page.detail.id.startswith("repeated.")]
    level = "Các sở, ban, ngành của tỉnh Thử: Dịch vụ toàn trình"
    assert headings == [f"{level}, tháng{NBSP}{month}/2024" for month in (7, 8)]


def test_units_with_the_same_name_are_distinguished_among_the_figures(tmp_path: Path) -> None:
    """Each is shown with its province. A unit with a unique name is shown without it."""
    portal, found = contradicting(tmp_path)
    renamed = {id_: replace(portal.units[id_], name="Xã Vĩnh") for id_ in ("p0.c1", "p1.c1")}
    portal = replace(portal, units={**portal.units, **renamed})
    cells = tuple(replace(found[0].cells[0], level="", unit_id=id_) for id_ in ("p0.c1", "p1.c1", "p1"))
    rows = detail_of(replace(found[0], cells=cells), portal).cells.rows
    assert [(row[0].text, row[0].note) for row in rows] == [
        ("Xã Vĩnh", "Tỉnh p0"),
        ("Xã Vĩnh", "Tỉnh p1"),
        ("Tỉnh p1", ""),
    ]


def test_only_findings_that_may_be_no_fault_are_marked_as_to_be_checked(tmp_path: Path) -> None:
    portal, found = contradicting(tmp_path)
    certain, suspected = found[0], replace(found[1], needs_check=True)
    env, check = make_environment(), "cmb-finding--check"
    pages = [render_page(env, page) for page in finding_pages(portal, (certain, suspected))]
    assert [check in page for page in pages] == [False, True]
    listed = render_page(env, reconciliation_page(portal, (certain, suspected)))
    assert f'<section class="cmb-finding" id="{certain.id}">' in listed
    assert f'<section class="cmb-finding {check}" id="{suspected.id}">' in listed


def test_the_fold_of_a_finding_beside_its_figure_states_that_it_is_to_be_checked(mini: Path) -> None:
    certain = Finding("f1", "Hai nơi ghi hai số", "Lệch.", "/doi-chieu/#f1")
    suspected = Finding("f2", "Nhiều đơn vị cùng một số", "Giống nhau.", "/doi-chieu/#f2", needs_check=True)
    findings = Findings(by_figure={("demo.so-a", "full-online-services", "2024-06"): (certain, suspected)})
    page = render_page(make_environment(), pages_of(facts_of(mini, findings=findings))["so-a"])
    assert "<summary>Hai nơi ghi hai số</summary>" in page
    assert "<summary>Cần kiểm tra: nhiều đơn vị cùng một số</summary>" in page
