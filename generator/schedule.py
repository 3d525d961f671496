"""Computes the last day of a task and its status on a given day, and states how long the past counts."""

from datetime import date, timedelta

from generator.model import Rhythm, Schedule, Task, TaskStatus

RECENT = timedelta(days=731)
"""Two years. Figures of an indicator and tasks of a plan that are older no longer describe a unit of today."""

_UNFINISHED = (TaskStatus.NOT_STARTED, TaskStatus.IN_PROGRESS)


def last_day(schedule: Schedule | None) -> date | None:
    """Returns the last day on which a task must be done. None if it recurs, continues permanently or has no stated
    time."""
    if schedule is None or schedule.rhythm is not Rhythm.ONCE or schedule.continuing:
        return None
    return schedule.end


def past_due(task: Task, today: date) -> bool:
    """Whether the task's last day is before `today`."""
    due = last_day(task.schedule)
    return due is not None and due < today


def status_on(task: Task, today: date) -> TaskStatus:
    """Returns the task's status on the day `today`.

    A task is overdue only if it was reported as not done and its last day has passed. A task without a report stays
    unknown, even after its last day, because the office may have done it without reporting.
    """
    return TaskStatus.OVERDUE if task.status in _UNFINISHED and past_due(task, today) else task.status
