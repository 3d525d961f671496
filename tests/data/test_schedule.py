"""Tests the status of tasks on a given day."""

from datetime import date

import pytest

from generator.loading.tasks import schedule_of
from generator.model import Task, TaskStatus
from generator.schedule import last_day, past_due, status_on

LONG_AFTER = date(2040, 1, 1)


def task(due: str, status: TaskStatus = TaskStatus.IN_PROGRESS) -> Task:
    schedule = schedule_of(due) if due else None
    return Task("demo.1", "demo", "", "Việc", "", ("demo",), (), schedule, status, "", "PL:1")


@pytest.mark.parametrize(
    ("due", "day"),
    [
        ("2024", date(2024, 12, 31)),
        ("2024-Q1", date(2024, 3, 31)),
        ("2024-02", date(2024, 2, 29)),
        ("2024-06-20", date(2024, 6, 20)),
        ("2021/2025", date(2025, 12, 31)),
    ],
)
def test_a_task_is_overdue_from_the_day_after_its_last_day(due: str, day: date) -> None:
    """On the last day itself it is not overdue."""
    assert last_day(task(due).schedule) == day
    assert status_on(task(due), day) is TaskStatus.IN_PROGRESS
    assert status_on(task(due), date.fromordinal(day.toordinal() + 1)) is TaskStatus.OVERDUE


@pytest.mark.parametrize("due", ["ongoing", "annual", "annual-Q1", "quarterly", "monthly", "2023/..", "2024-Q1/..", ""])
def test_a_recurring_open_ended_or_undated_task_is_never_overdue(due: str) -> None:
    assert last_day(task(due).schedule) is None
    assert not past_due(task(due), LONG_AFTER)
    assert status_on(task(due), LONG_AFTER) is TaskStatus.IN_PROGRESS


def test_a_task_is_overdue_only_if_its_status_is_reported() -> None:
    """After the due date, an unreported task stays unknown and a finished one stays done."""
    assert status_on(task("2024", TaskStatus.NOT_STARTED), LONG_AFTER) is TaskStatus.OVERDUE
    assert status_on(task("2024", TaskStatus.DONE), LONG_AFTER) is TaskStatus.DONE
    assert status_on(task("2024", TaskStatus.UNKNOWN), LONG_AFTER) is TaskStatus.UNKNOWN
    assert past_due(task("2024", TaskStatus.UNKNOWN), LONG_AFTER)
