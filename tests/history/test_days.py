"""Tests since which day each result is published in its present form, derived from the releases of the mini portal."""

from datetime import date
from pathlib import Path

from generator.history import Days, days_of
from generator.history.days import ResultKey
from tests.support.portals import RESULTS_FILE, append_to
from tests.support.releasing import CHANGE, edit, history_of, published, release_now

FIRST, SECOND, THIRD, TODAY = date(2024, 7, 1), date(2024, 8, 1), date(2024, 9, 2), date(2024, 10, 3)

SHARE: ResultKey = ("demo-2024", "demo.so-a", "PL.I:1", "full-online-services", "2024-06", "", "")
WAITING: ResultKey = ("demo-2024", "demo.so-b", "PL.I:2", "waiting-time", "2024-06", "", "")
OLD: ResultKey = ("demo-2023", "demo.so-a", "PL1:1", "full-online-services", "2022-12", "", "")
ADDED: ResultKey = ("demo-2024", "demo.so-a", "PL.I:1", "services-total", "2024-06", "", "")
NEW_ROW = "demo.so-a,,,services-total,2024-06,9,,,PL.I:1,\n"

MOVED = (",35,,,PL.I:2", ",35,,,PL.I:7")


def days(root: Path) -> Days:
    _, now = published(root)
    return days_of(history_of(root).with_unreleased(now), TODAY)


def test_without_a_release_every_figure_is_dated_today(mini: Path) -> None:
    assert days(mini).published_on(SHARE) == TODAY


def test_a_figure_of_the_first_release_has_the_day_of_that_release(released_copy: Path) -> None:
    assert (days(released_copy).published_on(SHARE), days(released_copy).published_on(OLD)) == (FIRST, FIRST)


def test_a_figure_added_later_to_a_known_document_has_the_day_of_its_own_release(released_copy: Path) -> None:
    """Sở An Bình's number of services is released a month after its share, although both are from the same document."""
    append_to(released_copy / RESULTS_FILE, NEW_ROW)
    release_now(released_copy, SECOND)
    assert (days(released_copy).published_on(SHARE), days(released_copy).published_on(ADDED)) == (FIRST, SECOND)


def test_an_unreleased_figure_is_dated_today(released_copy: Path) -> None:
    append_to(released_copy / RESULTS_FILE, NEW_ROW)
    assert (days(released_copy).published_on(SHARE), days(released_copy).published_on(ADDED)) == (FIRST, TODAY)


def test_a_changed_figure_has_the_day_of_its_change(released_copy: Path) -> None:
    """35 minutes became 25 on 1 August. The other figures keep their days."""
    edit(released_copy, RESULTS_FILE, CHANGE)
    assert days(released_copy).published_on(WAITING) == TODAY
    release_now(released_copy, SECOND)
    assert (days(released_copy).published_on(WAITING), days(released_copy).published_on(SHARE)) == (SECOND, FIRST)


def test_a_figure_that_moved_to_another_row_keeps_its_day(released_copy: Path) -> None:
    edit(released_copy, RESULTS_FILE, MOVED)
    release_now(released_copy, SECOND)
    assert days(released_copy).published_on((*WAITING[:2], "PL.I:7", *WAITING[3:])) == FIRST


def test_a_figure_that_was_changed_and_then_moved_keeps_the_day_of_the_change(released_copy: Path) -> None:
    edit(released_copy, RESULTS_FILE, CHANGE)
    release_now(released_copy, SECOND)
    edit(released_copy, RESULTS_FILE, (",25,,,PL.I:2", ",25,,,PL.I:7"))
    release_now(released_copy, THIRD)
    assert days(released_copy).published_on((*WAITING[:2], "PL.I:7", *WAITING[3:])) == SECOND


def test_a_withdrawn_figure_that_is_published_again_has_the_day_of_its_return(released_copy: Path) -> None:
    row = "demo.so-b,,,waiting-time,2024-06,35,,,PL.I:2,\n"
    edit(released_copy, RESULTS_FILE, (row, ""))
    release_now(released_copy, SECOND)
    append_to(released_copy / RESULTS_FILE, row)
    release_now(released_copy, THIRD)
    assert days(released_copy).published_on(WAITING) == THIRD


def test_figures_of_levels_in_the_sentence_of_the_unit_have_their_own_days(released_copy: Path) -> None:
    """One sentence states the province's share, that of all departments and their mean. In August the share of the
    departments is corrected, in September the share of the districts is added."""
    sentence = "demo,{},{},full-online-services,2024-06,{},,,text:I.1,\n".format
    own, shared, mean = (
        sentence("", "", "60"),
        sentence("department", "pooled", "61"),
        sentence("department", "mean", "62"),
    )
    append_to(released_copy / RESULTS_FILE, own + shared + mean)
    release_now(released_copy, SECOND)
    edit(released_copy, RESULTS_FILE, (shared, shared.replace(",61,", ",63,")))
    release_now(released_copy, THIRD)
    append_to(released_copy / RESULTS_FILE, sentence("district", "pooled", "64"))
    levels = [("", ""), ("department", "pooled"), ("department", "mean"), ("district", "pooled")]
    key, found = ("demo-2024", "demo", "text:I.1", "full-online-services", "2024-06"), days(released_copy)
    assert [found.published_on((*key, *level)) for level in levels] == [SECOND, THIRD, SECOND, TODAY]
