"""Formats the tasks that units lead or join: their status on a day, their due dates and their addresses."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from generator import formats, words
from generator.model import Level, Portal, Source, Task, TaskStatus, Unit, replacing_documents, units_by_group
from generator.model.addresses import PLAN_PAGE, Part
from generator.pages.facts import Facts
from generator.pages.parts import Link, Mark
from generator.schedule import RECENT, last_day, past_due, status_on


@dataclass(frozen=True)
class TaskLine:
    """A task in the list of one of its actors.

    `leads` is false if the actor only joins. `common` names the group through which the task applies to the actor; it
    is empty if the document names the actor itself. `due_sort` is the sort key for the last day; tasks without one are
    last. A task is `past` if it was due, or its document was replaced, more than two years ago.
    """

    link: Link
    plan: Link
    leads: bool
    common: str
    due: str
    due_sort: str
    standing: Mark
    past: bool


def tasks_by_actor(facts: Facts) -> Mapping[str, tuple[TaskLine, ...]]:
    """Returns the tasks that each unit leads or joins, by unit id, in the order of documents and tasks.

    Each task has one line. Units that a document names only as a group (`tay-ninh:commune`) share their lines; units of
    the group that ended before the document was issued, or began after the task was due or the document was replaced,
    have none. A unit that a document names both as leader and as partner counts as leader.
    """
    members, replaced_by = units_by_group(facts.portal.units), replacing_documents(facts.portal.sources.values())
    lines: dict[str, dict[str, TaskLine]] = {}
    for task in facts.portal.tasks:
        issued_on = facts.portal.sources[task.source_id].issued_on
        ends = (last_day(task.schedule), *(other.issued_on for other in replaced_by.get(task.source_id, ())))
        last = min((day for day in ends if day), default=date.max)
        past = facts.today - last > RECENT
        for actor, line in _actors(task, facts, past=past):
            units = members.get(actor, ())
            concerned = [unit.id for unit in units if unit.has_begun(last) and not unit.has_ended(issued_on)]
            for unit_id in concerned if actor in members else (actor,):
                lines.setdefault(unit_id, {}).setdefault(task.id, line)
    return {unit_id: tuple(found.values()) for unit_id, found in lines.items()}


def _actors(task: Task, facts: Facts, *, past: bool) -> Iterator[tuple[str, TaskLine]]:
    """Yields the leaders and then the partners of a task, each with its line; named units come before groups."""
    for leads, ids in ((True, task.lead_ids), (False, task.partner_ids)):
        for actor in sorted(ids, key=lambda id_: ":" in id_):
            yield actor, _line(task, actor, facts, leads=leads, past=past)


def _line(task: Task, actor: str, facts: Facts, *, leads: bool, past: bool) -> TaskLine:
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
        past=past,
    )


def _common(actor: str) -> str:
    _, colon, level = actor.partition(":")
    if not colon:
        return ""
    named = "các sở, ban, ngành" if level == Level.DEPARTMENT else words.inline(words.LEVELS[Level(level)])
    return f"chung của {named}"


def plan_address(source: Source) -> str:
    """Returns the address of the page of a document's objectives and tasks."""
    return PLAN_PAGE.address({Part.SOURCE: source.slug})


def task_address(task: Task, source: Source) -> str:
    """Returns the address of a task on the page of its plan."""
    return f"{plan_address(source)}#{task_anchor(task)}"


def task_anchor(task: Task) -> str:
    """Returns the HTML id of a task: `viec-iii.5.2` for the task `2631-QD-UBND-2021.III.5.2`."""
    return f"viec-{formats.anchor(task.id.removeprefix(f'{task.source_id}.'))}"


def due_text(task: Task) -> str:
    """Returns the due date of a task in words."""
    return formats.schedule(task.schedule) if task.schedule else "văn bản không nêu thời hạn"


def standing(task: Task, facts: Facts) -> Mark:
    """Returns the status of a task on the day of the facts, with the detail that it is late or has lost its leaders.

    A task is not late if its leaders ended before it was due.
    """
    without_leader = left_by_its_leaders(task, facts)
    status = task.status if without_leader else status_on(task, facts.today)
    detail = LEADERS_ENDED if without_leader and status is not TaskStatus.DONE else _lateness(task, status, facts)
    return Mark(status, words.TASK_STATUSES[status], words.inline(detail))


LEADERS_ENDED = "Cơ quan chủ trì kết thúc hoạt động trước khi đến hạn"
"""The text for a task of which all leaders ended before it was due."""


def left_by_its_leaders(task: Task, facts: Facts) -> bool:
    """Whether all leaders of the task ended before its last day.

    Then no unit is responsible for the task until a document names one.
    """
    due = last_day(task.schedule)
    if due is None or not task.lead_ids:
        return False
    leaders = [unit_of_actor(actor, facts.portal) for actor in task.lead_ids]
    return all(unit and unit.active_to and unit.active_to < min(due, facts.today) for unit in leaders)


def unit_of_actor(id_: str, portal: Portal) -> Unit | None:
    """Returns the unit of an actor: the actor itself, the unit of a body, or the unit of a group of a level.

    Returns None for a body that belongs to no unit.
    """
    unit_id = portal.bodies[id_].parent_id if id_ in portal.bodies else id_.partition(":")[0]
    return portal.units.get(unit_id)


def _lateness(task: Task, status: TaskStatus, facts: Facts) -> str:
    due = last_day(task.schedule)
    if due is None or status is TaskStatus.DONE or not past_due(task, facts.today):
        return ""
    last = formats.day(due)
    return "đã qua hạn" if due_text(task) == last else f"đã qua hạn {last}"


def orders(source: Source, facts: Facts) -> tuple[Task, ...]:
    """Returns the tasks of a document that are work to be done; the other ones are headings."""
    return tuple(task for task in facts.tasks_of.get(source.id, ()) if is_order(task))


def is_order(task: Task) -> bool:
    """Whether a task is work to be done, with a leader or a due date, and not a heading."""
    return bool(task.lead_ids or task.schedule)
