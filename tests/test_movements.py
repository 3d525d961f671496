"""What moved since the month before: compared are only figures of the same thing, and the most telling come first."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from generator.loading import load_portal
from generator.measures import measure
from generator.model import Period
from generator.pages.facts import Findings, gather
from generator.pages.levels import levels_of
from generator.pages.movements import Movement, Step, foremost, movement_of
from tests.spring import HALF, MONTHS, PATIENCE, SHARE, SPRING, WAIT, rows_of, write_spring


def movement(root: Path, results: str, targets: str = HALF + PATIENCE, lineage: str = "") -> Movement | None:
    write_spring(root, results, targets, lineage)
    portal, faults = load_portal(root)
    assert not faults
    facts = gather(portal, measure(portal), Findings(), date(2024, 8, 1))
    return movement_of(portal.units["demo"], facts, levels_of(facts))


def told(steps: Iterable[Step]) -> list[tuple[str, str, int]]:
    return [(step.row.unit.slug, step.row.indicator.id, step.spell) for step in steps]


@pytest.fixture
def spring(mini: Path) -> Movement:
    found = movement(mini, rows_of(MONTHS))
    assert found is not None
    return found


def test_the_newest_month_is_compared_with_the_one_before(spring: Movement) -> None:
    assert (spring.period, spring.previous) == (Period(2024, month=6), Period(2024, month=5))


def test_who_missed_a_target_longest_is_told_first(spring: Movement) -> None:
    """A met neither target in April and May; E met its target in April, so that it only comes and goes. Of A's two, the
    share gained 7 and the waiting time 4, downwards."""
    assert told(spring.met) == [("so-a", SHARE, 2), ("so-a", WAIT, 2), ("so-e", SHARE, 1)]
    assert [step.gain for step in spring.met] == [7_000_000, 4_000_000, 6_000_000]


def test_who_no_longer_meets_a_target_is_told_apart(spring: Movement) -> None:
    assert told(spring.missed) == [("so-b", SHARE, 2)]


def test_rises_and_falls_are_those_that_did_not_turn(spring: Movement) -> None:
    """C gained 15 and still misses 50; D lost a half and still meets it; F never moves. Minutes are not compared."""
    assert [(step.row.unit.slug, step.gain) for step in spring.rises] == [("so-c", 15_000_000)]
    assert [(step.row.unit.slug, step.gain) for step in spring.falls] == [("so-d", -500_000)]


def test_one_unit_stands_for_all_of_an_indicator(spring: Movement) -> None:
    """Of the three newly met, two are shares: A stands for E."""
    assert [(one.step.row.indicator.id, one.others) for one in foremost(spring.met)] == [(SHARE, 1), (WAIT, 0)]


def test_the_provinces_own_figures_come_first(mini: Path) -> None:
    """The province met its own target for the first month only, A missed it for two."""
    own = "demo,,full-online-services,2024,at_least,42,,text:I.3,\n"
    found = movement(mini, rows_of({**MONTHS, ("demo", SHARE): ("43", "41", "44")}), HALF + own)
    assert found is not None
    assert told(found.met)[:2] == [("tinh-demo", SHARE, 1), ("so-a", SHARE, 2)]


def test_another_target_is_no_movement_of_the_unit(mini: Path) -> None:
    """Until May 50 is asked, from June on 46: A, at 45 and then 52, and E meet it as less is asked; B would have met 46
    too, and at 48 meets it. Before, B met 50."""
    until_may = HALF.replace("2024", "2024-05")
    found = movement(mini, rows_of(MONTHS), until_may + HALF.replace("50", "46"))
    assert found is not None
    assert (told(found.met), told(found.missed)) == ([], [])
    assert told(found.met_anew) == [("so-a", SHARE, 2), ("so-e", SHARE, 1)]
    assert told(found.missed_anew) == []


def test_the_same_target_of_another_year_is_the_same(mini: Path) -> None:
    found = movement(mini, rows_of(MONTHS), HALF.replace("2024", "2024-05") + HALF)
    assert found is not None
    assert told(found.met) == [("so-a", SHARE, 2), ("so-e", SHARE, 1)]


def test_nothing_crosses_a_merger(mini: Path) -> None:
    """On 1 June A took in F: what it reaches in June is not what it reached in May."""
    found = movement(mini, rows_of(MONTHS), HALF, "demo.so-f,demo.so-a,2024-06-01,merged,demo-2024,\n")
    assert found is not None
    assert told(found.met) == [("so-e", SHARE, 1)]


def test_a_new_name_is_the_same_unit(mini: Path) -> None:
    found = movement(mini, rows_of(MONTHS), HALF, "demo.so-f,demo.so-a,2024-06-01,renamed,demo-2024,\n")
    assert found is not None
    assert told(found.met) == [("so-a", SHARE, 2), ("so-e", SHARE, 1)]


def test_a_figure_after_a_gap_is_compared_with_nothing(mini: Path) -> None:
    """A has no figure of May: what it gained since April is not what moved since May."""
    found = movement(mini, rows_of({**MONTHS, ("so-a", SHARE): ("40", "", "52")}), HALF)
    assert found is not None
    assert told(found.met) == [("so-e", SHARE, 1)]


def test_a_spell_ends_at_a_gap(mini: Path) -> None:
    """A missed its target in March and in May; of April nothing is known."""
    series = {unit: ("30", *values) for unit, values in MONTHS.items()}
    rows = rows_of({**series, ("so-a", SHARE): ("40", "", "45", "52")}, ("2024-03", *SPRING))
    found = movement(mini, rows, HALF)
    assert found is not None
    assert ("so-a", SHARE, 1) in told(found.met)


def test_a_month_is_not_compared_with_a_quarter(mini: Path) -> None:
    rows = rows_of({("so-a", SHARE): ("45", "52"), ("so-b", SHARE): ("55", "48")}, ("2024-Q1", "2024-05"))
    assert movement(mini, rows) is None


def test_one_unit_is_no_news_of_a_province(mini: Path) -> None:
    assert movement(mini, rows_of({("so-a", SHARE): ("40", "45", "52")})) is None


@pytest.mark.parametrize(
    ("period", "before"), [("2024-06", "2024-05"), ("2024-01", "2023-12"), ("2024-Q1", "2023-Q4"), ("2024", "2023")]
)
def test_each_period_has_one_before_it(period: str, before: str) -> None:
    assert str(Period.parse(period).preceding) == before
