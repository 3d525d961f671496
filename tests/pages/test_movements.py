"""Tests the changes since the previous month: only comparable figures are compared, and the most important changes
come first."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from generator.model import Period
from generator.pages.movements import Movement, Step, first_of_each_indicator, movement_of
from tests.support.portals import facts_of
from tests.support.spring import HALF, MONTHS, PATIENCE, SHARE, SPRING, WAIT, rows_of, write_spring


def movement(root: Path, results: str, targets: str = HALF + PATIENCE, lineage: str = "") -> Movement | None:
    write_spring(root, results, targets, lineage)
    facts = facts_of(root)
    return movement_of(facts.portal.units["demo"], facts)


def summaries(steps: Iterable[Step]) -> list[tuple[str, str, int]]:
    return [(step.row.unit.slug, step.row.indicator.id, step.previous_run) for step in steps]


@pytest.fixture
def spring(mini: Path) -> Movement:
    found = movement(mini, rows_of(MONTHS))
    assert found is not None
    return found


def test_the_newest_month_is_compared_with_the_month_before(spring: Movement) -> None:
    assert (spring.period, spring.previous) == (Period(2024, month=6), Period(2024, month=5))


def test_units_that_missed_a_target_longest_are_first_among_those_that_meet_it(spring: Movement) -> None:
    """A met neither target in April and May. E met its target in April, so its series of missed months is shorter.
    For A, the share gained 7 points and the waiting time fell by 4 minutes."""
    assert summaries(spring.met) == [("so-a", SHARE, 2), ("so-a", WAIT, 2), ("so-e", SHARE, 1)]
    assert [step.gain for step in spring.met] == [7_000_000, 4_000_000, 6_000_000]


def test_units_that_no_longer_meet_a_target_are_listed_separately(spring: Movement) -> None:
    assert summaries(spring.missed) == [("so-b", SHARE, 2)]


def test_rises_and_falls_exclude_figures_with_a_new_assessment(spring: Movement) -> None:
    """C gained 15 and still misses 50. D lost 0.5 and still meets it. F never changes. Minutes are not listed."""
    assert [(step.row.unit.slug, step.gain) for step in spring.rises] == [("so-c", 15_000_000)]
    assert [(step.row.unit.slug, step.gain) for step in spring.falls] == [("so-d", -500_000)]


def test_one_unit_represents_all_changes_of_an_indicator(spring: Movement) -> None:
    """Of the three targets newly met, two are shares, so A represents E too."""
    assert [(one.step.row.indicator.id, one.others) for one in first_of_each_indicator(spring.met)] == [
        (SHARE, 1),
        (WAIT, 0),
    ]


def test_the_provinces_own_figures_come_first(mini: Path) -> None:
    """The province missed its own target for one month only, and A for two, but the province is first."""
    own = "demo,,full-online-services,2024,at_least,42,,text:I.3,\n"
    found = movement(mini, rows_of({**MONTHS, ("demo", SHARE): ("43", "41", "44")}), HALF + own)
    assert found is not None
    assert summaries(found.met)[:2] == [("tinh-demo", SHARE, 1), ("so-a", SHARE, 2)]


def test_an_assessment_that_a_new_target_changed_is_no_movement(mini: Path) -> None:
    """Until May the target is 50, from June on 46. A, with 45 and then 52, and E meet it when it is lower. B met 50
    before and meets 46 with 48, so its assessment does not change."""
    until_may = HALF.replace("2024", "2024-05")
    found = movement(mini, rows_of(MONTHS), until_may + HALF.replace("50", "46"))
    assert found is not None
    assert (summaries(found.met), summaries(found.missed)) == ([], [])
    assert summaries(found.met_by_target_change) == [("so-a", SHARE, 2), ("so-e", SHARE, 1)]
    assert summaries(found.missed_by_target_change) == []


def test_the_same_target_with_a_new_due_date_counts_as_unchanged(mini: Path) -> None:
    found = movement(mini, rows_of(MONTHS), HALF.replace("2024", "2024-05") + HALF)
    assert found is not None
    assert summaries(found.met) == [("so-a", SHARE, 2), ("so-e", SHARE, 1)]


def test_figures_are_not_compared_across_a_merger(mini: Path) -> None:
    """On 1 June A absorbed F, so A's figure of June is not comparable with that of May."""
    found = movement(mini, rows_of(MONTHS), HALF, "demo.so-f,demo.so-a,2024-06-01,merged,demo-2024,\n")
    assert found is not None
    assert summaries(found.met) == [("so-e", SHARE, 1)]


def test_figures_are_compared_across_a_renaming(mini: Path) -> None:
    found = movement(mini, rows_of(MONTHS), HALF, "demo.so-f,demo.so-a,2024-06-01,renamed,demo-2024,\n")
    assert found is not None
    assert summaries(found.met) == [("so-a", SHARE, 2), ("so-e", SHARE, 1)]


def test_a_figure_after_a_missing_month_is_not_compared(mini: Path) -> None:
    """A has no figure of May, so its gain since April is not a change since May."""
    found = movement(mini, rows_of({**MONTHS, ("so-a", SHARE): ("40", "", "52")}), HALF)
    assert found is not None
    assert summaries(found.met) == [("so-e", SHARE, 1)]


def test_a_series_of_missed_months_ends_at_a_missing_month(mini: Path) -> None:
    """A missed its target in March and in May, and has no figure of April."""
    series = {unit: ("30", *values) for unit, values in MONTHS.items()}
    rows = rows_of({**series, ("so-a", SHARE): ("40", "", "45", "52")}, ("2024-03", *SPRING))
    found = movement(mini, rows, HALF)
    assert found is not None
    assert ("so-a", SHARE, 1) in summaries(found.met)


def test_a_month_is_not_compared_with_a_quarter(mini: Path) -> None:
    rows = rows_of({("so-a", SHARE): ("45", "52"), ("so-b", SHARE): ("55", "48")}, ("2024-Q1", "2024-05"))
    assert movement(mini, rows) is None


def test_the_change_of_a_single_unit_is_no_news(mini: Path) -> None:
    assert movement(mini, rows_of({("so-a", SHARE): ("40", "45", "52")})) is None


@pytest.mark.parametrize(
    ("period", "before"), [("2024-06", "2024-05"), ("2024-01", "2023-12"), ("2024-Q1", "2023-Q4"), ("2024", "2023")]
)
def test_each_period_has_a_preceding_period_of_the_same_kind(period: str, before: str) -> None:
    assert str(Period.parse(period).preceding) == before
