"""Tasks of a plan in three lists: by area and goal, by leading unit, and by due date."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from generator import formats, words
from generator.grouping import grouped
from generator.model import Period, Rhythm, Schedule, Source, Task, TaskStatus
from generator.pages.facts import Facts
from generator.pages.links import actor_link, row_address
from generator.pages.parts import Link, Mark
from generator.pages.tasks import (
    LEADERS_ENDED,
    due_text,
    is_order,
    left_by_its_leaders,
    orders,
    standing,
    task_address,
    task_anchor,
)
from generator.schedule import last_day, past_due


@dataclass(frozen=True)
class TaskItem:
    """A task in full: who leads and who takes part, its due date, its state, and its place in the document. `due_group`
    and `state` are values for filtering the lists."""

    id: str
    title: str
    product: str
    leads: tuple[Link, ...]
    partners: tuple[Link, ...]
    due: str
    due_group: str
    standing: Mark
    state: str
    note: str
    place: Link


@dataclass(frozen=True)
class TaskGoal:
    """A goal of a plan with its tasks. `id` and `title` are empty if the tasks are directly below their area."""

    id: str
    title: str
    note: str
    tasks: tuple[TaskItem, ...]


@dataclass(frozen=True)
class TaskArea:
    """An area of a plan with its goals. `count` is the number of its tasks."""

    id: str
    title: str
    note: str
    goals: tuple[TaskGoal, ...]
    count: int


@dataclass(frozen=True)
class ListedTask:
    """A task in a list. Its title links to the full task."""

    link: Link
    due: str
    standing: Mark


@dataclass(frozen=True)
class ActorTasks:
    """The tasks that a unit or body leads in a plan, and the number of tasks in which it takes part."""

    id: str
    actor: Link
    led: tuple[ListedTask, ...]
    joined: int


@dataclass(frozen=True)
class DueTasks:
    """The tasks of a plan with the same due date. `passed` says that the due date of all of them has passed."""

    id: str
    title: str
    passed: bool
    tasks: tuple[ListedTask, ...]


def states(tasks: Iterable[Task], facts: Facts) -> str:
    """As in `80 nhiệm vụ đã qua hạn mà cổng chưa có báo cáo; 12 nhiệm vụ còn hạn`."""
    counted = Counter(_state(task, facts) for task in tasks)
    return "; ".join(f"{counted[state]} nhiệm vụ {words.inline(state)}" for state in sorted(counted, key=_STATES.index))


_DONE = "Đã hoàn thành"
_LATE = "Quá hạn, chưa xong"
_UNREPORTED = "Đã qua hạn mà cổng chưa có báo cáo"
_AHEAD = "Còn hạn"
_LED_BY_ENDED = f"Có {words.inline(LEADERS_ENDED)}"
_ROLLING = "Thực hiện thường xuyên hoặc định kỳ"
_UNDATED = "Không nêu thời hạn"
_STATES = (_DONE, _LATE, _UNREPORTED, _AHEAD, _LED_BY_ENDED, _ROLLING, _UNDATED)
"""All states of a task, in the order in which they are listed."""


def _state(task: Task, facts: Facts) -> str:
    """State of a task by due date and report. Readers filter by it, and it is counted."""
    if task.status is TaskStatus.DONE:
        return _DONE
    if left_by_its_leaders(task, facts):
        return _LED_BY_ENDED
    if past_due(task, facts.today):
        return _UNREPORTED if task.status is TaskStatus.UNKNOWN else _LATE
    if last_day(task.schedule):
        return _AHEAD
    return _ROLLING if task.schedule else _UNDATED


def task_areas(source: Source, facts: Facts) -> tuple[TaskArea, ...]:
    """Returns the tasks of a document in its own structure: areas, goals, tasks."""
    tasks = facts.tasks_of.get(source.id, ())
    children = grouped(tasks, lambda task: task.parent_id)
    return tuple(_area(root, children, source, facts) for root in children.get("", ()))


_Children = Mapping[str, tuple[Task, ...]]
"""Tasks by the id of the task above them."""


def _area(root: Task, children: _Children, source: Source, facts: Facts) -> TaskArea:
    goals = tuple(_goals(root, children, source, facts))
    return TaskArea(
        "" if is_order(root) else task_anchor(root),
        root.title,
        root.progress_note,
        goals,
        sum(len(goal.tasks) for goal in goals),
    )


def _goals(parent: Task, children: _Children, source: Source, facts: Facts) -> Iterator[TaskGoal]:
    """Yields the tasks directly below the parent (first the parent itself, if it is a task), then each goal with what
    is below it."""
    below = children.get(parent.id, ())
    single = [task for task in below if is_order(task) and task.id not in children]
    own = [parent, *single] if is_order(parent) else single
    if own or parent.parent_id:
        items = tuple(_item(task, source, facts) for task in own)
        yield _titled_goal(parent, items) if parent.parent_id else TaskGoal("", "", "", items)
    for child in below:
        if child not in single:
            yield from _goals(child, children, source, facts)


def _titled_goal(parent: Task, items: tuple[TaskItem, ...]) -> TaskGoal:
    """A goal with its title. If the goal is itself a task, that task has the anchor."""
    return TaskGoal("" if is_order(parent) else task_anchor(parent), parent.title, parent.progress_note, items)


def _item(task: Task, source: Source, facts: Facts) -> TaskItem:
    return TaskItem(
        id=task_anchor(task),
        title=task.title,
        product=task.product,
        leads=tuple(actor_link(id_, facts.portal) for id_ in task.lead_ids),
        partners=tuple(actor_link(id_, facts.portal) for id_ in task.partner_ids),
        due=due_text(task),
        due_group=_due_title(task.schedule),
        standing=standing(task, facts),
        state=_state(task, facts),
        note=task.progress_note,
        place=Link(formats.locator(task.locator), row_address(source, task.locator)),
    )


def _due_title(schedule: Schedule | None) -> str:
    """Heading of the due date of a task: `Năm 2025`, `Quý I/2024`, `Hằng năm`."""
    return _due_order(schedule)[-1]


def _due_order(schedule: Schedule | None) -> tuple[int, str, str]:
    """Sort key of a due heading, and its text: dates first, then continuing tasks, recurring tasks, tasks without a
    date."""
    if schedule is None:
        return 3, "", _UNDATED
    if schedule.rhythm is not Rhythm.ONCE:
        return 2, "", words.RHYTHMS[schedule.rhythm]
    if schedule.continuing or schedule.end is None:
        return 1, "", "Bắt đầu từ một mốc, sau đó thường xuyên"
    period = formats.period(_due_period(schedule.text, schedule.end))
    return 0, schedule.end.isoformat(), words.capitalised(period)


def _due_period(text: str, end: date) -> Period:
    """Quarter of a date; the year if the document states only a year."""
    named = text.rpartition("/")[2]
    return Period(end.year) if named == str(end.year) else Period(end.year, quarter=(end.month + 2) // 3)


def due_tasks(source: Source, facts: Facts) -> tuple[DueTasks, ...]:
    """Returns the tasks of a document by due date."""
    found = grouped(orders(source, facts), lambda task: _due_order(task.schedule))
    by_title = grouped(sorted(found), lambda key: (key[0], key[2]))
    return tuple(
        _due_group(title, [task for key in keys for task in found[key]], source, facts)
        for (_, title), keys in by_title.items()
    )


def _due_group(title: str, tasks: Iterable[Task], source: Source, facts: Facts) -> DueTasks:
    tasks = tuple(tasks)
    passed = all(past_due(task, facts.today) for task in tasks)
    listed = tuple(listed_task(task, source, facts) for task in tasks)
    return DueTasks(f"han-{formats.anchor(title)}", title, passed, listed)


def listed_task(task: Task, source: Source, facts: Facts) -> ListedTask:
    """Returns a task for a list."""
    return ListedTask(Link(task.title, task_address(task, source)), due_text(task), standing(task, facts))


def actor_tasks(source: Source, facts: Facts) -> tuple[ActorTasks, ...]:
    """Returns everyone who leads or takes part in tasks of a plan. Those who lead most tasks come first."""
    tasks = orders(source, facts)
    led = grouped(((actor, task) for task in tasks for actor in task.lead_ids), lambda pair: pair[0])
    joined = Counter(actor for task in tasks for actor in task.partner_ids)
    found = (
        ActorTasks(
            id=actor_anchor(actor),
            actor=actor_link(actor, facts.portal),
            led=tuple(listed_task(task, source, facts) for _, task in led.get(actor, ())),
            joined=joined[actor],
        )
        for actor in dict.fromkeys([*led, *joined])
    )
    return tuple(sorted(found, key=lambda tasks: (-len(tasks.led), formats.collation(tasks.actor.text))))


def actor_anchor(actor: str) -> str:
    """HTML id of the tasks that an actor (a unit, a body or a group) leads, on a plan's page."""
    return f"chu-tri-{formats.anchor(actor)}"
