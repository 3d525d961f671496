"""Tests how feeds and pages of changes name ranks that several units share."""

from datetime import date
from pathlib import Path

import pytest

from generator.cli import main
from generator.history import History
from generator.model import Portal
from generator.pages.changes import PENDING, changes_by_unit
from generator.pages.news import Newsroom
from generator.pages.parts import Table
from generator.pages.topics import unit_topic
from generator.pages.updates.page import ReleasePage, release_pages, updates_page
from tests.support.portals import RESULTS_FILE, plain_text
from tests.support.releasing import CHANGE, edit, history_of, published, release_now, summaries


@pytest.fixture
def three_departments(mini: Path) -> Path:
    """The portal with a third department of 40 minutes, beside Sở An Bình with 20 and Sở Đại Đồng with 35. Released
    on 1 July."""
    third, first = "demo.so-c,so-c,Sở Cầu,Sở Cầu,department,department,demo,,,,,\n", "demo.so-b,so-b,"
    edit(mini, "data/units.csv", (first, f"{third}{first}"))
    edit(mini, RESULTS_FILE, (CHANGE[0], f"demo.so-c,,,waiting-time,2024-06,40,,,PL.I:5,\n{CHANGE[0]}"))
    release_now(mini, date(2024, 7, 1))
    return mini


def test_a_shared_rank_is_called_shared_and_the_entry_never_changes(three_departments: Path) -> None:
    """In August, Đại Đồng has the same waiting time as An Bình. In September, An Bình's is shorter and Đại Đồng has
    rank 2 alone."""
    edit(three_departments, RESULTS_FILE, (CHANGE[0], CHANGE[0].replace(",35", ",20")))
    portal = release_now(three_departments, date(2024, 8, 1))
    unit = unit_topic(portal.units["demo.so-b"])
    shared = "Thời gian chờ, tháng 6/2024: 35 phút → 20 phút (chưa đạt, hạng 2 → đạt, đồng hạng 1)."
    assert summaries(Newsroom(history_of(three_departments), portal), unit)[0] == ("2024-08-01 demo.so-b", shared)
    edit(
        three_departments, RESULTS_FILE, ("demo.so-a,,,waiting-time,2024-06,20", "demo.so-a,,,waiting-time,2024-06,10")
    )
    portal = release_now(three_departments, date(2024, 9, 1))
    assert summaries(Newsroom(history_of(three_departments), portal), unit)[:2] == [
        ("2024-09-01 demo.so-b", "Thời gian chờ, tháng 6/2024: đạt, đồng hạng 1 → đạt, hạng 2."),
        ("2024-08-01 demo.so-b", shared),
    ]


def test_the_feeds_of_a_build_name_shared_ranks(three_departments: Path) -> None:
    """A build keeps the last published version only for the feeds."""
    edit(three_departments, RESULTS_FILE, (CHANGE[0], CHANGE[0].replace(",35", ",20")))
    portal = release_now(three_departments, date(2024, 8, 1))
    feed = unit_topic(portal.units["demo.so-b"]).feed
    assert main(["format", "--root", str(three_departments)]) == 0
    assert main(["build", "--root", str(three_departments), "--today", "2024-08-02"]) == 0
    assert "đạt, đồng hạng\N{NO-BREAK SPACE}1" in (three_departments / "build" / "docs" / feed.lstrip("/")).read_text(
        encoding="utf-8"
    )


def test_a_rank_that_all_units_share_is_not_called_a_rank(three_departments: Path) -> None:
    edit(three_departments, RESULTS_FILE, (CHANGE[0], CHANGE[0].replace(",35", ",20")), ("2024-06,40", "2024-06,20"))
    portal = release_now(three_departments, date(2024, 8, 1))
    assert summaries(Newsroom(history_of(three_departments), portal), unit_topic(portal.units["demo.so-c"]))[0][1] == (
        "Thời gian chờ, tháng 6/2024: 40 phút → 20 phút (chưa đạt, hạng 3 → đạt, cả 3 đơn vị cùng một mức)."
    )


def test_pages_name_shared_ranks_as_feeds_do(three_departments: Path) -> None:
    """This holds for the page of all changes, the page of each release and the unit's list. Neither a later release
    that ends the shared rank nor a fourth department with the same rank changes what was published."""
    edit(three_departments, RESULTS_FILE, (CHANGE[0], CHANGE[0].replace(",35", ",20")))
    portal = release_now(three_departments, date(2024, 8, 1))
    shared = "Chưa đạt, hạng 2 → Đạt, đồng hạng 1"
    assert _turns(history_of(three_departments), portal) == [shared]
    (line,) = changes_by_unit(history_of(three_departments), portal)["demo.so-b"]
    assert plain_text(line.effect) == shared
    edit(
        three_departments, RESULTS_FILE, ("demo.so-a,,,waiting-time,2024-06,20", "demo.so-a,,,waiting-time,2024-06,10")
    )
    history = history_of(three_departments).with_unreleased(published(three_departments)[1])
    parted = "Đạt, đồng hạng 1 → Hạng 2"
    (table,) = [
        one.assessment_changes for one in updates_page(history, portal, date(2024, 8, 9)).releases if one.id == PENDING
    ]
    assert _turns_in(table) == [parted]
    portal = release_now(three_departments, date(2024, 9, 1))
    assert _turns(history_of(three_departments), portal) == [parted, shared]
    fourth, second = "demo.so-d,so-d,Sở Dừa,Sở Dừa,department,department,demo,,,,,\n", "demo.so-b,so-b,"
    edit(three_departments, "data/units.csv", (second, f"{fourth}{second}"))
    row = "demo.so-b,,,waiting-time,2024-06,20"
    edit(three_departments, RESULTS_FILE, (row, f"demo.so-d,,,waiting-time,2024-06,20,,,PL.I:6,\n{row}"))
    portal = release_now(three_departments, date(2024, 10, 1))
    assert _turns(history_of(three_departments), portal) == [parted, shared]


def _turns(history: History, portal: Portal) -> list[str]:
    """Returns the changed assessments of Sở Đại Đồng on the pages of releases, newest first."""
    sections = [page.section for page in release_pages(history, portal) if isinstance(page, ReleasePage)]
    return [text for section in sections for text in _turns_in(section.assessment_changes)]


def _turns_in(table: Table | None) -> list[str]:
    rows = table.rows if table else ()
    return [plain_text(f"{row[2].text} → {row[3].text}") for row in rows if row[0].text == "Sở Đại Đồng"]
