"""Tests which comparisons a unit's page offers: with neighbours in the ranking, equal units, the best, its district,
its kind."""

import json
import re
from pathlib import Path

import pytest

from generator.model import Measure
from generator.pages.facts import Facts
from generator.pages.links import MOST_COMPARED
from generator.pages.overall import OverallInLifetime, overall_rankings
from generator.pages.unit.page import unit_pages
from generator.pages.unit.peers import compared_by
from tests.support.folders import ROOT
from tests.support.headers import LINEAGE_HEADER
from tests.support.portals import append_to, facts_of, plain_text, replace_in
from tests.support.units import TODAY

COMMUNE = "demo.{slug},{slug},{name},{name},{kind},commune,{parent},,,,,\n"
DISTRICT = "demo.{slug},{slug},{name},{name},district,district,demo,,,,,\n"
FIGURE = "demo.{slug},,,full-online-services,2024-06,{value},,,PL.II:{slug},\n"
TARGET = "demo,commune,full-online-services,2025,at_least,70,,text:II.9,\n"

COMMUNES = {
    "p1": ("Phường 1", "ward", "tan", "95"),
    "x1": ("Xã An", "commune", "tan", "90"),
    "x2": ("Xã Bình", "commune", "tan", "80"),
    "x3": ("Xã Cam", "commune", "hoa", "80"),
    "p2": ("Phường 2", "ward", "hoa", "70"),
    "x4": ("Xã Dầu", "commune", "hoa", "60"),
}
"""Name, kind, district and figure of June 2024 of each commune, best first. Xã Bình and Xã Cam have equal figures."""


def facts_with(root: Path, communes: dict[str, tuple[str, str, str, str]]) -> Facts:
    append_to(
        root / "data/units.csv", "".join(DISTRICT.format(slug=slug, name=f"Huyện {slug}") for slug in ("tan", "hoa"))
    )
    for slug, (name, kind, district, value) in communes.items():
        parent = f"demo.{district}" if district else "demo"
        append_to(root / "data/units.csv", COMMUNE.format(slug=slug, name=name, kind=kind, parent=parent))
        append_to(root / "data/results/demo-2024.csv", FIGURE.format(slug=slug, value=value))
    append_to(root / "data/targets/demo-2023.csv", TARGET)
    return facts_of(root, TODAY)


def offers(facts: Facts, slug: str) -> dict[str, list[str]]:
    """Returns the units of each comparison that a unit's page offers, without the unit itself."""
    pages = unit_pages(facts, overall_rankings(facts))
    (page,) = (page for page in pages if page.address == f"/don-vi/{slug}/")
    assert page.comparisons is not None
    found = {link.text: re.findall(r"[?,=]([a-z0-9-]+)(?=[,#])", link.address) for link in page.comparisons.links}
    assert all(units[0] == slug for units in found.values())
    return {text: units[1:] for text, units in found.items()}


def test_a_page_offers_neighbours_equals_the_best_the_district_and_the_kind(mini: Path) -> None:
    """Xã Bình shares rank 3 with Xã Cam, which is therefore an equal and not a neighbour. Six communes are few
    enough to compare all of them."""
    assert offers(facts_with(mini, COMMUNES), "x2") == {
        "Xã An và Phường 2 (kề hạng)": ["x1", "p2"],
        "Xã Cam (đồng hạng)": ["x3"],
        "Phường 1 (dẫn đầu)": ["p1"],
        "cả 6 đơn vị cấp xã": ["p1", "x1", "x3", "p2", "x4"],
        "các đơn vị cấp xã của huyện tan": ["p1", "x1"],
        "các xã khác": ["x1", "x3", "x4"],
        "đơn vị khác": [],
    }


def test_a_page_states_by_which_ranking_its_neighbours_are_found(mini: Path) -> None:
    """The communes have one figure each. A unit without peers has no such sentence."""
    facts = facts_with(mini, COMMUNES)
    overall = overall_rankings(facts)
    notes = {unit.slug: compared_by(unit, overall.get(("demo", unit.level))) for unit in facts.portal.units.values()}
    assert plain_text(notes["x2"]) == "Hạng theo dịch vụ toàn trình, tháng 6/2024."
    assert notes["tinh-demo"] == ""


def test_the_whole_level_is_offered_only_if_all_its_units_have_figures(mini: Path) -> None:
    """A seventh commune has no figure, so six are not all of them."""
    append_to(mini / "data/units.csv", COMMUNE.format(slug="x9", name="Xã Tân", kind="commune", parent="demo.tan"))
    found = offers(facts_with(mini, COMMUNES), "x2")
    assert "cả 6 đơn vị cấp xã" not in found
    assert found["6 đơn vị cấp xã có số liệu"] == ["p1", "x1", "x3", "p2", "x4"]


def test_no_two_comparisons_have_the_same_units(mini: Path) -> None:
    """Sở Đại Đồng is the neighbour of Sở An Bình, the best unit and the only other one of the level, so it is
    offered once."""
    assert list(offers(facts_with(mini, {}), "so-a")) == ["Sở Đại Đồng (kề hạng)", "đơn vị khác"]


def test_the_best_unit_is_not_offered_on_its_own_page(mini: Path) -> None:
    """Phường 1 is the best commune."""
    assert list(offers(facts_with(mini, COMMUNES), "p1")) == [
        "Xã An (kề hạng)",
        "cả 6 đơn vị cấp xã",
        "các đơn vị cấp xã của huyện tan",
        "các phường khác",
        "đơn vị khác",
    ]


@pytest.mark.parametrize(("count", "offered"), [(20, {"19 đơn vị đồng hạng": 19}), (21, {})])
def test_comparisons_with_too_many_units_are_not_offered(count: int, offered: dict[str, int], mini: Path) -> None:
    """All communes are of one kind and district and have the same figure, so none of them leads the others. At most 20
    units can be compared."""
    many = {f"x{number}": (f"Xã {chr(96 + number)}", "commune", "tan", "80") for number in range(1, count + 1)}
    found = {text: len(units) for text, units in offers(facts_with(mini, many), "x5").items()}
    assert found == {**offered, "đơn vị khác": 0}


def test_communes_of_a_province_without_districts_are_compared_by_kind(mini: Path) -> None:
    """Ten communes are too many to compare all of them. Their figures are 99, 98, … 90."""
    communes = {f"x{n}": (f"Xã {chr(96 + n)}", "commune", "", str(100 - n)) for n in range(1, 11)}
    assert {text: len(units) for text, units in offers(facts_with(mini, communes), "x5").items()} == {
        "Xã d và Xã f (kề hạng)": 2,
        "Xã a (dẫn đầu)": 1,
        "các xã khác": 9,
        "đơn vị khác": 0,
    }


def merged(root: Path) -> Facts:
    """Six communes until the end of June 2024, and two from July on, which have figures of August. Xã Dầu ended in the
    middle of May 2024; its only figure is of April."""
    old = {slug: one for slug, one in COMMUNES.items() if slug != "x4"}
    facts_with(root, old)
    units = root / "data/units.csv"
    for slug, (name, kind, district, _) in old.items():
        line = COMMUNE.format(slug=slug, name=name, kind=kind, parent=f"demo.{district}")
        replace_in(units, line, line.replace(",,,,,\n", ",,,2024-06-30,,\n"))
    row = "demo.{0},{0},{1},{1},commune,commune,demo.hoa,,{2},{3},,\n"
    append_to(units, row.format("x4", "Xã Dầu", "", "2024-05-15"))
    append_to(units, row.format("m1", "Xã Mới", "2024-07-01", "") + row.format("m2", "Xã Nay", "2024-07-01", ""))
    august = FIGURE.replace("2024-06", "2024-08")
    early = FIGURE.replace("2024-06", "2024-04")
    rows = [august.format(slug="m1", value="99"), august.format(slug="m2", value="98")]
    rows += [early.format(slug="x4", value="60"), early.format(slug="x3", value="50")]
    append_to(root / "data/results/demo-2024.csv", "".join(rows))
    lineage = [f"demo.{slug},demo.m1,2024-07-01,merged,demo-2024,\n" for slug in old]
    (root / "data/lineage.csv").write_text(
        f"{LINEAGE_HEADER}{''.join(lineage)}demo.x4,,2024-05-16,abolished,demo-2024,\n", encoding="utf-8"
    )
    return facts_of(root, TODAY)


def test_a_unit_that_ended_is_compared_with_the_units_of_its_time(mini: Path) -> None:
    """The newest figures are those of August, of the two new communes. The old ones are compared by June, and Xã Dầu,
    which did not live to see the end of May, by April."""
    facts = merged(mini)
    assert offers(facts, "x1") == {
        "Phường 1 và Xã Bình (kề hạng)": ["p1", "x2"],
        "cả 5 đơn vị cấp xã": ["p1", "x2", "x3", "p2"],
        "các xã khác": ["x2", "x3"],
        "đơn vị khác": [],
    }
    assert list(offers(facts, "x4").values()) == [["x3"], []]
    assert list(offers(facts, "m1").values()) == [["m2"], []]


def test_a_unit_that_ended_names_the_period_by_which_it_is_compared(mini: Path) -> None:
    facts = merged(mini)
    in_lifetime = OverallInLifetime(overall_rankings(facts), facts)
    periods = {slug: in_lifetime.of(facts.portal.units[f"demo.{slug}"]) for slug in ("x1", "x4", "m1")}
    assert {slug: str(found.period) for slug, found in periods.items() if found} == {
        "x1": "2024-06",
        "x4": "2024-04",
        "m1": "2024-08",
    }


def test_the_script_has_the_same_limit_of_compared_units_and_the_same_measures_with_an_axis() -> None:
    """Loading them from the script of words would cost the page another request."""
    script = (ROOT / "theme/scripts/compare.js").read_text(encoding="utf-8")
    assert f"const MOST = {MOST_COMPARED};" in script
    with_axis = [measure.value for measure in Measure if measure.out_of_hundred]
    assert f"const WITH_AXIS = {json.dumps(with_axis)};" in script


@pytest.mark.parametrize("slug", ["so-a", "so-b"])
def test_departments_are_not_compared_by_kind(mini: Path, slug: str) -> None:
    """Nearly all departments are of the same kind. The two of the mini portal are neighbours in the ranking."""
    found = offers(facts_with(mini, {}), slug)
    assert [text.partition("(")[2] for text in found][:1] == ["kề hạng)"]
    assert not [text for text in found if text.startswith("các ")]
