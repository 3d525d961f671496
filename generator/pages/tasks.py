"""Tasks: what each unit leads and joins, where each task stands, and where it is shown."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator import formats, words
from generator.grouping import grouped
from generator.measures import above
from generator.model import Level, Portal, Source, Task, TaskStatus, Unit
from generator.pages.facts import Facts
from generator.pages.parts import Link
from generator.schedule import last_day, past_due, status_on


@dataclass(frozen=True)
class TaskStanding:
    """Where a task stands today: its status in a word, and what the passing of time adds to it."""

    code: TaskStatus
    word: str
    detail: str = ""


@dataclass(frozen=True)
class TaskLine:
    """A task as one of its actors sees it, in one line.

    `leads` tells leading from joining; `common` says through which group the task is the actor's, empty when the
    document names the actor itself. `due_sort` sorts by last day, tasks without one last.
    """

    link: Link
    plan: Link
    leads: bool
    common: str
    due: str
    due_sort: str
    standing: TaskStanding


def tasks_by_actor(facts: Facts) -> Mapping[str, tuple[TaskLine, ...]]:
    """What each unit leads and joins, by unit id, in the order of documents and tasks: one line a task.

    Units that a document names only together (`tay-ninh:commune`) share their lines. Where a document lets a unit both
    lead and join, it leads.
    """
    members = _members(facts)
    lines: dict[str, dict[str, TaskLine]] = {}
    for task in facts.portal.tasks:
        for actor, line in _actors(task, facts):
            for unit_id in members.get(actor, (actor,)):
                lines.setdefault(unit_id, {}).setdefault(task.id, line)
    return {unit_id: tuple(found.values()) for unit_id, found in lines.items()}


def _members(facts: Facts) -> Mapping[str, tuple[str, ...]]:
    """The units of each group that a task may name: `<unit id>:<level>` → ids of that level within the unit."""
    units, country = facts.portal.units, facts.portal.country
    within = (
        (f"{higher.id}:{unit.level}", unit.id) for unit in units.values() for higher in above(unit, units, country)
    )
    return {
        group: tuple(unit_id for _, unit_id in pairs) for group, pairs in grouped(within, lambda pair: pair[0]).items()
    }


def _actors(task: Task, facts: Facts) -> Iterator[tuple[str, TaskLine]]:
    """Who leads, then who joins; within each, those named themselves before groups."""
    for leads, ids in ((True, task.lead_ids), (False, task.partner_ids)):
        for actor in sorted(ids, key=lambda id_: ":" in id_):
            yield actor, _line(task, actor, facts, leads=leads)


def _line(task: Task, actor: str, facts: Facts, *, leads: bool) -> TaskLine:
    source = facts.portal.sources[task.source_id]
    due = last_day(task.schedule)
    return TaskLine(
        link=Link(task.title, task_address(task, source)),
        plan=Link(formats.source_name(source), plan_address(source)),
        leads=leads,
        common=_common(actor),
        due=due_text(task),
        due_sort=due.isoformat() if due else "9999",
        standing=standing(task, facts),
    )


def _common(actor: str) -> str:
    _, colon, level = actor.partition(":")
    if not colon:
        return ""
    named = "các sở, ban, ngành" if level == Level.DEPARTMENT else words.inline(words.LEVELS[Level(level)])
    return f"chung của {named}"


def plan_address(source: Source) -> str:
    """The page of a document's objectives and tasks."""
    return f"/ke-hoach/{source.slug}/"


def task_address(task: Task, source: Source) -> str:
    """The place of a task on its plan's page."""
    return f"{plan_address(source)}#{task_anchor(task)}"


def task_anchor(task: Task) -> str:
    """The HTML id of a task: `2631-QD-UBND-2021.III.5.2` is `viec-iii.5.2`."""
    return f"viec-{formats.anchor(task.id.removeprefix(f'{task.source_id}.'))}"


def due_text(task: Task) -> str:
    """When the task is due, in words."""
    return formats.schedule(task.schedule) if task.schedule else "văn bản không nêu thời hạn"


def standing(task: Task, facts: Facts) -> TaskStanding:
    """Where the task stands on the day of the facts. It is nobody's delay where its leaders ended before it was due."""
    left = left_by_its_leaders(task, facts)
    status = task.status if left else status_on(task, facts.today)
    detail = LEADERS_ENDED if left and status is not TaskStatus.DONE else _lateness(task, status, facts)
    return TaskStanding(status, words.TASK_STATUSES[status], words.inline(detail))


LEADERS_ENDED = "Cơ quan chủ trì kết thúc hoạt động trước hạn"
"""What is said of a task that was left by its leaders."""


def left_by_its_leaders(task: Task, facts: Facts) -> bool:
    """Whether all who lead the task ended before its last day: nobody answers for it until a document says who."""
    due = last_day(task.schedule)
    if due is None or not task.lead_ids:
        return False
    leaders = [unit_of_actor(actor, facts.portal) for actor in task.lead_ids]
    return all(unit and unit.active_to and unit.active_to < min(due, facts.today) for unit in leaders)


def unit_of_actor(id_: str, portal: Portal) -> Unit | None:
    """The unit that an actor is, that it belongs to, or within which it is a group; None for a body of no unit."""
    unit_id = portal.bodies[id_].parent_id if id_ in portal.bodies else id_.partition(":")[0]
    return portal.units.get(unit_id)


def _lateness(task: Task, status: TaskStatus, facts: Facts) -> str:
    due = last_day(task.schedule)
    if due is None or status is TaskStatus.DONE or not past_due(task, facts.today):
        return ""
    last = formats.day(due)
    return "đã qua hạn" if due_text(task) == last else f"đã qua hạn {last}"


def orders(source: Source, facts: Facts) -> tuple[Task, ...]:
    """The tasks of a document that somebody leads or that have a time; the rest are headings."""
    return tuple(task for task in facts.tasks_of.get(source.id, ()) if is_order(task))


def is_order(task: Task) -> bool:
    """Whether it is work to be done rather than a heading."""
    return bool(task.lead_ids or task.schedule)
