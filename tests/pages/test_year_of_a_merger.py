"""Tests the figures of a year in which units merged: the units of a level are those at the end of the year."""

from pathlib import Path

import pytest

from generator.model import Level, Period
from generator.pages.facts import Assessed, Facts
from tests.support.headers import LINEAGE_HEADER
from tests.support.pages import dated_ranking_page
from tests.support.portals import append_to, facts_of, plain_text, replace_in
from tests.support.units import TODAY, UNIT, commune, pages_of, shown_row

SHARE = "full-online-services"
YEAR = "2025"


@pytest.fixture
def merged(mini: Path) -> Path:
    """Six communes became four in July 2025, and two districts ended. A document states the year's figures of three of
    the new communes (82, 81 and 79) and of both districts (60 and 50)."""
    replace_in(mini / "data/sources.yml", "2024-07-01", "2026-01-10")
    old = [commune(f"x{number}", f"Xã {number}", end="2025-06-30") for number in range(1, 7)]
    new = [commune(f"n{number}", f"Xã Mới {number}", start="2025-07-01") for number in range(1, 5)]
    districts = [
        UNIT.format(
            id=f"demo.{slug}", slug=slug, name=f"Huyện {slug}", kind="district", level="district", parent="demo",
            code="", start="", end="2025-06-30",
        )
        for slug in ("h1", "h2")
    ]  # fmt: skip
    append_to(mini / "data/units.csv", "".join((*old, *new, *districts)))
    places = ("n1", "n1", "n2", "n2", "n3", "n4")
    lines = [f"demo.x{at},demo.{place},2025-07-01,merged,demo-2024,\n" for at, place in enumerate(places, 1)]
    ended = [f"demo.{slug},,2025-07-01,abolished,demo-2024,\n" for slug in ("h1", "h2")]
    (mini / "data/lineage.csv").write_text(LINEAGE_HEADER + "".join((*lines, *ended)), encoding="utf-8")
    enter(mini, {"n1": "81", "n2": "82", "n3": "79", "h1": "60", "h2": "50"})
    return mini


def enter(root: Path, figures: dict[str, str]) -> None:
    rows = (f"demo.{slug},,,{SHARE},{YEAR},{value},,,PL9:{slug},\n" for slug, value in figures.items())
    append_to(root / "data/results/demo-2024.csv", "".join(rows))


def rows_of_year(facts: Facts) -> dict[str, Assessed]:
    """Returns the rows of the year, also those of units that the document leaves out, by slug."""
    return {row.unit.slug: row for row in facts.assessed if str(row.period) == YEAR}


def test_a_rank_is_among_the_units_at_the_end_of_the_year(merged: Path) -> None:
    """There are four communes, of which one has no figure, not ten."""
    facts = facts_of(merged, TODAY)
    row = rows_of_year(facts)["n1"]
    assert (row.rank, row.ranked_of, row.peers) == (2, 3, 4)
    page = pages_of(facts)["n1"]
    assert plain_text(shown_row(page, "ty-le-toan-trinh").place) == "Hạng 2/4"
    assert "Xếp hạng trong 4 đơn vị cấp xã (3 đơn vị được xếp hạng)." in page.boards[0].sentences


def test_only_units_at_the_end_of_the_year_are_left_out(merged: Path) -> None:
    """The document states three of four communes. No figure of the year is expected of those that ended in June."""
    facts = facts_of(merged, TODAY)
    found = rows_of_year(facts)
    assert {slug for slug in found if slug[0] in "nx"} == {"n1", "n2", "n3", "n4"}
    assert not found["n4"].value
    (communes,) = (group for group in facts.levels.by_indicator[SHARE] if group.level is Level.COMMUNE)
    assert [unit.slug for unit in communes.absent] == ["n4"]
    present = facts.levels.present(facts.portal.units["demo"], Level.COMMUNE, Period.parse(YEAR))
    assert [unit.slug for unit in present] == ["n1", "n2", "n3", "n4"]


def test_an_ended_unit_with_a_figure_of_the_year_is_ranked_and_counted(merged: Path) -> None:
    """Commune 1 has 90, so it is first of five: the four new ones and itself. The ranking says when it ended."""
    enter(merged, {"x1": "90"})
    facts = facts_of(merged, TODAY)
    found = rows_of_year(facts)
    assert [(found[slug].rank, found[slug].peers) for slug in ("x1", "n2", "n1")] == [(1, 5), (2, 5), (3, 5)]
    page = dated_ranking_page(facts, "/chi-tieu/ty-le-toan-trinh/2025/")
    districts, communes = (ranking.rows for ranking in page.results.rankings)
    assert [row.unit.text for row in communes[:2]] == ["Xã 1 (đến 6/2025)", "Xã Mới 2"]
    assert [row.unit.text for row in districts] == ["Huyện h1", "Huyện h2"]


def test_a_level_that_ended_within_the_year_is_counted_as_a_whole(merged: Path) -> None:
    """No district existed at the end of the year. A third district without a figure is one of three and left out."""
    replace_in(
        merged / "data/units.csv",
        "demo.h1,h1,",
        "demo.h3,h3,Huyện h3,h3,district,district,demo,,,2025-06-30,,\ndemo.h1,h1,",
    )
    append_to(merged / "data/lineage.csv", "demo.h3,,2025-07-01,abolished,demo-2024,\n")
    facts = facts_of(merged, TODAY)
    found = rows_of_year(facts)
    assert (found["h1"].rank, found["h1"].ranked_of, found["h1"].peers) == (1, 2, 3)
    assert not found["h3"].value
    present = facts.levels.present(facts.portal.units["demo"], Level.DISTRICT, Period.parse(YEAR))
    assert [unit.slug for unit in present] == ["h1", "h2", "h3"]
