"""The tasks assigned to a unit, grouped by plan and by role."""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.grouping import grouped
from generator.model import TaskStatus
from generator.pages.parts import Link
from generator.pages.tasks import TaskLine

_COMMON_LISTED = 30
"""Maximum number of common tasks that a unit's page lists. If there are more, the page states only how many."""
_UNFOLDED = 5
"""Maximum number of tasks in a list that is not folded."""


@dataclass(frozen=True)
class TaskList:
    """Tasks that a unit has in one role (`role`). Not folded only if the unit leads these tasks, they are assigned to
    the unit itself, and there are few. A long list of common tasks has no lines, because each unit of the level would
    repeat it; it is on the plan's page."""

    role: str
    lines: tuple[TaskLine, ...]
    folded: bool


@dataclass(frozen=True)
class TaskGroup:
    """A unit's tasks in one plan."""

    plan: Link
    lists: tuple[TaskList, ...]


@dataclass(frozen=True)
class AssignedTasks:
    """The tasks assigned to a unit. `unreported` is a sentence on tasks without a report. `past` are the plans of which
    all tasks of the unit are past: their pages have the tasks, so that the unit's page does not grow over the years."""

    plans: tuple[TaskGroup, ...]
    unreported: str
    past: tuple[Link, ...]


def assigned_tasks(lines: Sequence[TaskLine]) -> AssignedTasks:
    """Groups tasks by plan, then by role, then by due date."""
    plans = grouped(lines, lambda line: line.plan)
    past = [plan for plan, found in plans.items() if all(line.past for line in found)]
    shown = {plan: found for plan, found in plans.items() if plan not in past}
    return AssignedTasks(
        plans=tuple(_plan_tasks(plan, found) for plan, found in shown.items()),
        unreported=_unreported([line for found in shown.values() for line in found]),
        past=tuple(past),
    )


def _plan_tasks(plan: Link, lines: Sequence[TaskLine]) -> TaskGroup:
    ordered = sorted(lines, key=lambda line: (bool(line.common), not line.leads, line.due_sort))
    lists = grouped(ordered, lambda line: (line.common, line.leads))
    return TaskGroup(plan, tuple(_task_list(common, found, leads=leads) for (common, leads), found in lists.items()))


def _task_list(common: str, lines: tuple[TaskLine, ...], *, leads: bool) -> TaskList:
    listed = not common or len(lines) <= _COMMON_LISTED
    folded = bool(common) or not leads or len(lines) > _UNFOLDED
    return TaskList(_role(common, len(lines), leads=leads), lines if listed else (), folded)


def _role(common: str, count: int, *, leads: bool) -> str:
    """As in `Chủ trì 3 nhiệm vụ`, or `Phối hợp 12 nhiệm vụ chung của các sở, ban, ngành`."""
    return f"{'Chủ trì' if leads else 'Phối hợp'} {count} nhiệm vụ{f' {common}' if common else ''}"


def _unreported(lines: Sequence[TaskLine]) -> str:
    """States once that tasks have no report, instead of a mark on each task."""
    unknown = sum(line.standing.code is TaskStatus.UNKNOWN for line in lines)
    if not unknown:
        return ""
    if unknown == len(lines):
        return "Cổng chưa có báo cáo về các nhiệm vụ này."
    return "Nhiệm vụ không ghi tình trạng là nhiệm vụ mà cổng chưa có báo cáo."
