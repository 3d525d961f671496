"""Page `/ke-hoach/`: all plans, the next due tasks, and the units that lead tasks."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from generator import formats
from generator.grouping import grouped
from generator.model import Source, Task, TaskStatus
from generator.pages.documents import DocumentLine, document_line
from generator.pages.facts import Facts
from generator.pages.links import HOME, PLANS, actor_link
from generator.pages.parts import Link, Page
from generator.pages.plan.objectives import objective_areas
from generator.pages.plan.page import plans_of, summary
from generator.pages.plan.tasks import ListedTask, actor_anchor, listed_task
from generator.pages.tasks import left_by_its_leaders, plan_address
from generator.schedule import last_day


@dataclass(frozen=True)
class PlanSummary:
    """A plan in the list of plans: its page, its document, its state, and the areas of its objectives."""

    link: Link
    document: DocumentLine
    summary: tuple[str, ...]
    areas: tuple[Link, ...]


@dataclass(frozen=True)
class ComingTask:
    """A task with a due date ahead, with the units that lead it and its plan."""

    task: ListedTask
    leads: tuple[Link, ...]
    plan: Link


@dataclass(frozen=True)
class ActorPlans:
    """A unit or body that leads tasks, with the number of its tasks in each plan."""

    actor: Link
    plans: tuple[Link, ...]


@dataclass(frozen=True, kw_only=True)
class PlansPage(Page):
    """All plans, the next due tasks, and the units that lead tasks. `targets` says whether documents set any targets.
    `left` is the number of tasks ahead whose leading units have ended."""

    plans: tuple[PlanSummary, ...]
    targets: bool
    coming: tuple[ComingTask, ...]
    left: int
    actors: tuple[ActorPlans, ...]


def plans_page(facts: Facts) -> Page:
    """Returns the page of all plans."""
    return PlansPage(
        address=PLANS.address,
        title="Kế hoạch: mục tiêu và nhiệm vụ",
        description="Mục tiêu của từng kế hoạch cải cách hành chính, nhiệm vụ giao từng cơ quan, thời hạn và tình hình "
        "thực hiện.",
        trail=(HOME,),
        plans=tuple(_plan_summary(source, facts) for source in plans_of(facts)),
        targets=bool(facts.targets_of),
        coming=_coming(facts),
        left=sum(due >= facts.today and left_by_its_leaders(task, facts) for due, task in _open(facts)),
        actors=_actor_plans(facts),
    )


def _plan_summary(source: Source, facts: Facts) -> PlanSummary:
    objectives = objective_areas(source, facts)
    address = plan_address(source)
    return PlanSummary(
        link=Link(formats.source_name(source), address),
        document=document_line(source, facts),
        summary=summary(source, objectives, facts),
        areas=tuple(Link(area.title, f"{address}#{area.id}") for area in objectives),
    )


def _coming(facts: Facts) -> tuple[ComingTask, ...]:
    """Returns the tasks with the nearest due date ahead. Leaves out tasks whose leading units have all ended."""
    ahead = [(due, task) for due, task in _open(facts) if due >= facts.today and not left_by_its_leaders(task, facts)]
    nearest = min((due for due, _ in ahead), default=None)
    return tuple(_coming_task(task, facts) for due, task in ahead if due == nearest)


def _open(facts: Facts) -> Iterator[tuple[date, Task]]:
    """Yields the tasks with a due date that are not reported as done."""
    for task in facts.portal.tasks:
        due = last_day(task.schedule)
        if due and task.status is not TaskStatus.DONE:
            yield due, task


def _coming_task(task: Task, facts: Facts) -> ComingTask:
    source = facts.portal.sources[task.source_id]
    return ComingTask(
        task=listed_task(task, source, facts),
        leads=tuple(actor_link(id_, facts.portal) for id_ in task.lead_ids),
        plan=Link(formats.source_name(source), plan_address(source)),
    )


def _actor_plans(facts: Facts) -> tuple[ActorPlans, ...]:
    """Returns everyone who leads tasks, by name, with a link to the tasks in each plan."""
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
    return Link(f"{count} nhiệm vụ theo {formats.source_name(source)}", f"{plan_address(source)}#{actor_anchor(actor)}")
