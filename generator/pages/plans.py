"""Plans: what each document wants reached and orders done, with where it stands today."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator import formats
from generator.lineage import Descent, descent
from generator.model import Lineage, Portal, Source, Task, TaskStatus, Unit
from generator.pages.facts import Facts, grouped
from generator.pages.objectives import ObjectiveArea, objective_areas
from generator.pages.parts import Banner, Link, Page
from generator.pages.plan_lists import (
    ActorTasks,
    DueTasks,
    ListedTask,
    TaskArea,
    actor_anchor,
    actor_tasks,
    due_tasks,
    listed_task,
    states,
    task_areas,
)
from generator.pages.shared import HOME, PLANS, actor_link, source_link, source_name
from generator.pages.tasks import TaskLine, orders, plan_address, task_address, tasks_by_actor, units_above
from generator.schedule import last_day

__all__ = [
    "PlanPage",
    "PlansPage",
    "TaskLine",
    "plan_address",
    "plan_pages",
    "plans_page",
    "task_address",
    "tasks_by_actor",
]


@dataclass(frozen=True, kw_only=True)
class PlanPage(Page):
    """`/ke-hoach/<slug>/`: the objectives and tasks of one document."""

    source: Link
    heading: str
    about: str
    facts: tuple[tuple[str, str | Link], ...]
    summary: tuple[str, ...]
    banner: Banner | None
    objectives: tuple[ObjectiveArea, ...]
    areas: tuple[TaskArea, ...]
    actors: tuple[ActorTasks, ...]
    joining: tuple[ActorTasks, ...]
    dues: tuple[DueTasks, ...]
    citation: str


@dataclass(frozen=True)
class PlanSummary:
    """A plan in the list of plans."""

    link: Link
    title: str
    issued: str
    about: str
    summary: tuple[str, ...]
    areas: tuple[Link, ...]


@dataclass(frozen=True)
class ComingTask:
    """A task whose last day lies ahead, with who leads it and the plan it belongs to."""

    task: ListedTask
    leads: tuple[Link, ...]
    plan: Link


@dataclass(frozen=True)
class ActorPlans:
    """Who leads tasks, with the number of them in each plan."""

    actor: Link
    plans: tuple[Link, ...]


@dataclass(frozen=True, kw_only=True)
class PlansPage(Page):
    """`/ke-hoach/`: every plan, what is due next, and who leads."""

    plans: tuple[PlanSummary, ...]
    coming: tuple[ComingTask, ...]
    actors: tuple[ActorPlans, ...]


def plan_pages(facts: Facts) -> Iterator[Page]:
    """A page for each document that orders tasks, newest first."""
    lines = descent(facts.portal.lineage)
    for source in _plans(facts):
        yield _plan_page(source, facts, lines)


def _plans(facts: Facts) -> list[Source]:
    sources = (facts.portal.sources[source_id] for source_id in facts.tasks_of)
    return sorted(sources, key=lambda source: (source.issued_on, source.id), reverse=True)


def _plan_page(source: Source, facts: Facts, lines: Descent) -> PlanPage:
    areas = task_areas(source, facts)
    objectives = objective_areas(source, facts)
    actors = actor_tasks(source, facts)
    name = source_name(source)
    return PlanPage(
        address=plan_address(source),
        title=f"Mục tiêu và việc phải làm theo {name}",
        description=f"{source.title}: mục tiêu theo lĩnh vực và năm, việc phải làm, cơ quan chủ trì, thời hạn.",
        trail=(HOME, PLANS),
        source=source_link(source),
        heading=source.title,
        about=source.about,
        facts=_plan_facts(source),
        summary=_summary(source, objectives, facts),
        banner=_banner(source, facts, lines),
        objectives=objectives,
        areas=areas,
        actors=tuple(group for group in actors if group.led),
        joining=tuple(group for group in actors if not group.led),
        dues=due_tasks(source, facts),
        citation=f"{source.issuer}, {name} ngày {formats.day(source.issued_on)}; mục tiêu và việc phải làm theo "
        f"{facts.portal.settings.title}, {plan_address(source)}",
    )


def _plan_facts(source: Source) -> tuple[tuple[str, str | Link], ...]:
    return (
        ("Văn bản", source_link(source)),
        ("Cơ quan ban hành", source.issuer),
        ("Ngày ban hành", formats.day(source.issued_on)),
    )


def _summary(source: Source, areas: Iterable[ObjectiveArea], facts: Facts) -> tuple[str, ...]:
    """What the plan holds and where it stands today, in two sentences."""
    objectives = [objective for area in areas for year in area.years for objective in year.objectives]
    measured = sum(objective.evidence is not None for objective in objectives)
    tasks = orders(source, facts)
    holds = f"Văn bản giao {len(tasks)} việc và đặt {len(objectives)} mục tiêu có con số"
    known = f"{measured or 'chưa'} mục tiêu {'đã' if measured else 'nào'} có số liệu để đối chiếu"
    return f"{holds}; {known}.", f"Đến ngày {formats.day(facts.today)}: {states(tasks, facts)}."


def _banner(source: Source, facts: Facts, lines: Descent) -> Banner | None:
    """That the province of the plan has ended, and who stands where it stood."""
    ended = _ended_province(source, facts)
    if ended is None or ended.active_to is None:
        return None
    following = lines.successors(ended.id)
    resolution = facts.portal.sources.get(following[0].source_id) if following else None
    return Banner(
        title=f"{ended.name} nêu trong kế hoạch này hoạt động đến hết ngày {formats.day(ended.active_to)}",
        text="Cổng chưa có văn bản nào cho biết cơ quan nào tiếp tục các mục tiêu và việc còn lại. Đơn vị kế tiếp:",
        links=tuple(_successor(facts.portal.units[row.successor_id], row) for row in following),
        source=source_link(resolution) if resolution else None,
    )


def _successor(unit: Unit, row: Lineage) -> Link:
    return Link(f"{unit.name} (từ ngày {formats.day(row.on)})", unit.address)


def _ended_province(source: Source, facts: Facts) -> Unit | None:
    """The province whose units the document speaks of, if it has ended."""
    for task in orders(source, facts):
        for actor in task.lead_ids:
            unit = facts.portal.units.get(_unit_id(actor, facts.portal))
            top = _top(unit, facts.portal) if unit else None
            if top:
                return top if top.active_to and top.active_to < facts.today else None
    return None


def _unit_id(actor: str, portal: Portal) -> str:
    """The unit an actor is, belongs to, or is a group of."""
    return portal.bodies[actor].parent_id if actor in portal.bodies else actor.partition(":")[0]


def _top(unit: Unit, portal: Portal) -> Unit:
    return portal.units[[unit.id, *units_above(unit, portal)][-1]]


def plans_page(facts: Facts) -> Page:
    """The page of all plans."""
    return PlansPage(
        address=PLANS.address,
        title="Kế hoạch: mục tiêu và việc phải làm",
        description=(
            "Mục tiêu của từng kế hoạch cải cách hành chính, việc giao từng cơ quan, thời hạn và tình hình thực hiện."
        ),
        trail=(HOME,),
        plans=tuple(_plan_summary(source, facts) for source in _plans(facts)),
        coming=_coming(facts),
        actors=_actor_plans(facts),
    )


def _plan_summary(source: Source, facts: Facts) -> PlanSummary:
    objectives = objective_areas(source, facts)
    address = plan_address(source)
    return PlanSummary(
        link=Link(source_name(source), address),
        title=source.title,
        issued=f"{source.issuer}, ngày {formats.day(source.issued_on)}",
        about=source.about,
        summary=_summary(source, objectives, facts),
        areas=tuple(Link(area.title, f"{address}#{area.id}") for area in objectives),
    )


def _coming(facts: Facts) -> tuple[ComingTask, ...]:
    """The tasks whose last day is the next one ahead."""
    open_tasks = (task for task in facts.portal.tasks if task.status is not TaskStatus.DONE)
    ahead = [(due, task) for task in open_tasks if (due := last_day(task.schedule)) and due >= facts.today]
    nearest = min((due for due, _ in ahead), default=None)
    return tuple(_coming_task(task, facts) for due, task in ahead if due == nearest)


def _coming_task(task: Task, facts: Facts) -> ComingTask:
    source = facts.portal.sources[task.source_id]
    return ComingTask(
        task=listed_task(task, source, facts),
        leads=tuple(actor_link(id_, facts.portal) for id_ in task.lead_ids),
        plan=Link(source_name(source), plan_address(source)),
    )


def _actor_plans(facts: Facts) -> tuple[ActorPlans, ...]:
    """Everyone who leads tasks, by name, with a link to their tasks in each plan."""
    led = Counter((actor, task.source_id) for task in facts.portal.tasks for actor in task.lead_ids)
    by_actor = grouped(led, lambda key: key[0])
    found = (
        ActorPlans(
            actor=actor_link(actor, facts.portal),
            plans=tuple(_actor_plan(actor, facts.portal.sources[id_], led[actor, id_]) for _, id_ in keys),
        )
        for actor, keys in by_actor.items()
    )
    return tuple(sorted(found, key=lambda plans: formats.collation(plans.actor.text)))


def _actor_plan(actor: str, source: Source, count: int) -> Link:
    return Link(f"{count} việc theo {source_name(source)}", f"{plan_address(source)}#{actor_anchor(actor)}")
