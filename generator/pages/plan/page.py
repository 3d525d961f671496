"""Pages `/ke-hoach/<slug>/`: objectives and tasks of a document, and their state today."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator import formats, words
from generator.deferred import Deferred, deferred
from generator.lineage import LineageByUnit, lineage_by_unit
from generator.model import Lineage, Portal, Source, Unit, province_id_of, replacing_documents
from generator.pages.documents import newest_first
from generator.pages.facts import Facts
from generator.pages.links import HOME, PLANS, absolute_url, source_link
from generator.pages.parts import Banner, Link, Page
from generator.pages.plan.objectives import ObjectiveArea, objective_areas
from generator.pages.plan.tasks import ActorTasks, DueTasks, TaskArea, actor_tasks, due_tasks, states, task_areas
from generator.pages.tasks import orders, plan_address, unit_of_actor


@dataclass(frozen=True, kw_only=True)
class PlanPage(Page):
    """The objectives and tasks of one document. `actors` lead tasks, `joining` only take part in them. `dues` has the
    tasks by due date."""

    name: str
    heading: str
    facts: tuple[tuple[str, str | Link], ...]
    summary: tuple[str, ...]
    banner: Banner | None
    objectives: tuple[ObjectiveArea, ...]
    areas: tuple[TaskArea, ...]
    actors: tuple[ActorTasks, ...]
    joining: tuple[ActorTasks, ...]
    dues: tuple[DueTasks, ...]
    citation: str


def plan_pages(facts: Facts) -> Deferred[PlanPage]:
    """Returns a page for each document that assigns tasks, newest first."""
    lines, replaced_by = lineage_by_unit(facts.portal.lineage), replacing_documents(facts.portal.sources.values())
    return deferred(
        lambda source: _plan_page(source, facts, lines, replaced_by.get(source.id, ())), plans_of(facts), plan_address
    )


def plans_of(facts: Facts) -> list[Source]:
    """Returns the documents that assign tasks, newest first."""
    return newest_first(facts.portal.sources[source_id] for source_id in facts.tasks_of)


def _plan_page(source: Source, facts: Facts, lines: LineageByUnit, replaced_by: Iterable[Source]) -> PlanPage:
    areas = task_areas(source, facts)
    objectives = objective_areas(source, facts)
    actors = actor_tasks(source, facts)
    name = f"Mục tiêu và nhiệm vụ theo {formats.source_name(source)}"
    return PlanPage(
        address=plan_address(source),
        title=f"{name} của {words.abbreviated(source.issuer)}",
        description=_description(source),
        trail=(HOME, PLANS),
        name=name,
        heading=source.title,
        facts=_plan_facts(source, replaced_by),
        summary=summary(source, objectives, facts),
        banner=_banner(source, facts, lines),
        objectives=objectives,
        areas=areas,
        actors=tuple(group for group in actors if group.led),
        joining=tuple(group for group in actors if not group.led),
        dues=due_tasks(source, facts),
        citation=f"{source.issuer}, {formats.numbered_name(source)} ngày {formats.day(source.issued_on)}; "
        f"mục tiêu và nhiệm vụ theo {facts.portal.settings.title}, {absolute_url(plan_address(source))}",
    )


def _description(source: Source) -> str:
    return (
        f"{source.title}: từng mục tiêu và số liệu mới nhất, từng nhiệm vụ, cơ quan chủ trì, thời hạn và tình hình "
        "thực hiện."
    )


def _plan_facts(source: Source, replaced_by: Iterable[Source]) -> tuple[tuple[str, str | Link], ...]:
    return (
        ("Văn bản", source_link(source)),
        ("Cơ quan ban hành", source.issuer),
        ("Ngày ban hành", formats.day(source.issued_on)),
        *(("Được thay thế bởi", source_link(other)) for other in replaced_by),
    )


def summary(source: Source, areas: Iterable[ObjectiveArea], facts: Facts) -> tuple[str, ...]:
    """Returns two sentences: what the plan contains, and its state today."""
    areas = tuple(areas)
    measured, indirect = sum(area.measured for area in areas), sum(area.indirect for area in areas)
    tasks = orders(source, facts)
    state = f"Đến ngày {formats.day(facts.today)}: {states(tasks, facts)}."
    if not areas:
        return f"Văn bản giao {len(tasks)} nhiệm vụ.", state
    holds = f"Văn bản giao {len(tasks)} nhiệm vụ và đặt {sum(area.count for area in areas)} mục tiêu có con số"
    known = f"{measured or 'chưa'} mục tiêu {'đã' if measured else 'nào'} có số liệu để đối chiếu"
    proxies = f", trong đó {indirect} đo gián tiếp nên không kết luận đạt hay chưa đạt" if indirect else ""
    return f"{holds}; {known}{proxies}.", state


def _banner(source: Source, facts: Facts, lines: LineageByUnit) -> Banner | None:
    """States that the province of the plan has ended, and names its successors. None if the province still exists."""
    ended = _ended_province(source, facts)
    if ended is None or ended.active_to is None:
        return None
    following = lines.successors(ended.id)
    resolution = facts.portal.sources.get(following[0].source_id) if following else None
    return Banner(
        title=f"{ended.name} nêu trong kế hoạch này hoạt động đến hết ngày {formats.day(ended.active_to)}",
        text="Cổng chưa có văn bản nào cho biết cơ quan nào tiếp tục các mục tiêu và nhiệm vụ còn lại."
        f"{' Đơn vị kế tiếp:' if following else ''}",
        links=tuple(_successor(facts.portal.units[row.successor_id], row) for row in following),
        source=source_link(resolution) if resolution else None,
    )


def _successor(unit: Unit, row: Lineage) -> Link:
    return Link(f"{unit.name} (từ ngày {formats.day(row.on)})", unit.address)


def _ended_province(source: Source, facts: Facts) -> Unit | None:
    """Returns the province of the first unit that leads a task, if that province has ended."""
    for task in orders(source, facts):
        for actor in task.lead_ids:
            unit = unit_of_actor(actor, facts.portal)
            top = _province(unit, facts.portal) if unit else None
            if top:
                return top if top.active_to and top.active_to < facts.today else None
    return None


def _province(unit: Unit, portal: Portal) -> Unit:
    return portal.units[province_id_of(unit, portal.units)]
