"""Where a task stands on a given day: its last day, its status, and whether anybody may be late."""

from datetime import date

from generator.model import Rhythm, Schedule, Task, TaskStatus

_UNFINISHED = (TaskStatus.NOT_STARTED, TaskStatus.IN_PROGRESS)


def last_day(schedule: Schedule | None) -> date | None:
    """The day by whose end a task must be done; None when it recurs, goes on, or has no stated time."""
    if schedule is None or schedule.rhythm is not Rhythm.ONCE or schedule.continuing:
        return None
    return schedule.end


def past_due(task: Task, today: date) -> bool:
    """Whether the task's last day is before `today`."""
    due = last_day(task.schedule)
    return due is not None and due < today


def status_on(task: Task, today: date) -> TaskStatus:
    """The task's status on the day `today`.

    It is overdue only when somebody reported that it is not done and its last day has passed. Where nobody reported, it
    stays unknown, also after its last day: a silent office may have done it.
    """
    return TaskStatus.OVERDUE if task.status in _UNFINISHED and past_due(task, today) else task.status
