"""Plans: what each document wants reached and orders done, with where it stands today."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from generator import formats, words
from generator.lineage import Descent, descent
from generator.model import Level, Lineage, Period, Portal, Rhythm, Schedule, Source, Task, TaskStatus, Unit
from generator.pages.facts import Facts, grouped
from generator.pages.objectives import ObjectiveArea, objective_areas
from generator.pages.parts import Banner, Link, Page
from generator.pages.shared import HOME, PLANS, actor_link, row_address, source_link, source_name
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


@dataclass(frozen=True)
class TaskItem:
    """A task in full: who leads and joins, when it is due, where it stands, and its place in the document.

    `due_group` and `state` are what the lists can be filtered by.
    """

    id: str
    title: str
    product: str
    leads: tuple[Link, ...]
    partners: tuple[Link, ...]
    due: str
    due_group: str
    standing: TaskStanding
    state: str
    note: str
    place: Link


@dataclass(frozen=True)
class TaskGoal:
    """A goal of a plan with its tasks; without id and title when the tasks stand directly under their area."""

    id: str
    title: str
    note: str
    tasks: tuple[TaskItem, ...]


@dataclass(frozen=True)
class TaskArea:
    """An area of a plan with its goals."""

    id: str
    title: str
    note: str
    goals: tuple[TaskGoal, ...]
    count: int


@dataclass(frozen=True)
class ListedTask:
    """A task in a list: its title leads to the task in full."""

    link: Link
    due: str
    standing: TaskStanding


@dataclass(frozen=True)
class ActorTasks:
    """What an actor leads in a plan, and how many tasks it joins."""

    id: str
    actor: Link
    led: tuple[ListedTask, ...]
    joined: int


@dataclass(frozen=True)
class DueTasks:
    """The tasks of a plan that are due together; `passed` when that day is behind us."""

    id: str
    title: str
    passed: bool
    tasks: tuple[ListedTask, ...]


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
    within = (
        (f"{above}:{unit.level}", unit.id)
        for unit in facts.portal.units.values()
        for above in _above(unit, facts.portal)
    )
    return {
        group: tuple(unit_id for _, unit_id in pairs) for group, pairs in grouped(within, lambda pair: pair[0]).items()
    }


def _above(unit: Unit, portal: Portal) -> Iterator[str]:
    """The ids of the units above it, nearest first."""
    at = portal.units.get(unit.parent_id)
    while at is not None:
        yield at.id
        at = portal.units.get(at.parent_id)


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
        plan=Link(source_name(source), plan_address(source)),
        leads=leads,
        common=_common(actor),
        due=due_text(task),
        due_sort=due.isoformat() if due else "9999",
        standing=standing(task, facts),
    )


def _common(actor: str) -> str:
    _, colon, level = actor.partition(":")
    return f"giao chung cho các {words.LEVEL_UNITS[Level(level)]}" if colon else ""


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
    """Where the task stands on the day of the facts."""
    status = status_on(task, facts.today)
    return TaskStanding(status, words.TASK_STATUSES[status], _lateness(task, status, facts))


def _lateness(task: Task, status: TaskStatus, facts: Facts) -> str:
    due = last_day(task.schedule)
    if due is None or status is TaskStatus.DONE or not past_due(task, facts.today):
        return ""
    return f"đã qua hạn {formats.day(due)}"


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
    actors = _actor_tasks(source, facts)
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
        dues=_due_tasks(source, facts),
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
    known = f"{measured} mục tiêu đã có số liệu để đối chiếu"
    return f"{holds}; {known}.", f"Đến ngày {formats.day(facts.today)}: {_states(tasks, facts)}."


def _states(tasks: Iterable[Task], facts: Facts) -> str:
    """`80 việc đã qua hạn, chưa có báo cáo; 12 việc còn hạn`."""
    counted = Counter(_state(task, facts) for task in tasks)
    return "; ".join(f"{counted[state]} việc {words.inline(state)}" for state in sorted(counted, key=_STATES.index))


_DONE = "Đã hoàn thành"
_LATE = "Quá hạn, chưa xong"
_SILENT = "Đã qua hạn, chưa có báo cáo"
_AHEAD = "Còn hạn"
_ROLLING = "Làm thường xuyên hoặc định kỳ"
_UNDATED = "Không nêu thời hạn"
_STATES = (_DONE, _LATE, _SILENT, _AHEAD, _ROLLING, _UNDATED)


def _state(task: Task, facts: Facts) -> str:
    """In what state of time and report a task is: what a reader filters and counts by."""
    if task.status is TaskStatus.DONE:
        return _DONE
    if past_due(task, facts.today):
        return _SILENT if task.status is TaskStatus.UNKNOWN else _LATE
    if last_day(task.schedule):
        return _AHEAD
    return _ROLLING if task.schedule else _UNDATED


def orders(source: Source, facts: Facts) -> tuple[Task, ...]:
    """The tasks of a document that somebody leads or that have a time; the rest are headings."""
    return tuple(task for task in facts.tasks_of.get(source.id, ()) if is_order(task))


def is_order(task: Task) -> bool:
    """Whether it is work to be done rather than a heading."""
    return bool(task.lead_ids or task.schedule)


def _banner(source: Source, facts: Facts, lines: Descent) -> Banner | None:
    """That the province of the plan has ended, and who stands where it stood."""
    ended = _ended_province(source, facts)
    if ended is None or ended.active_to is None:
        return None
    following = lines.successors(ended.id)
    resolution = facts.portal.sources.get(following[0].source_id) if following else None
    return Banner(
        title=f"{ended.name} của kế hoạch này chỉ tồn tại đến ngày {formats.day(ended.active_to)}",
        text="Cổng chưa có văn bản nói ai tiếp tục các mục tiêu và việc còn lại. Đơn vị tiếp theo:",
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
    return portal.units[[unit.id, *_above(unit, portal)][-1]]


def task_areas(source: Source, facts: Facts) -> tuple[TaskArea, ...]:
    """The tasks of a document as its tree has them: areas, goals, tasks."""
    tasks = facts.tasks_of.get(source.id, ())
    children = grouped(tasks, lambda task: task.parent_id)
    return tuple(_area(root, children, source, facts) for root in children.get("", ()))


_Children = Mapping[str, tuple[Task, ...]]


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
    """The tasks directly under the parent (itself, where it is one), then goal by goal what is below it."""
    below = children.get(parent.id, ())
    single = [task for task in below if is_order(task) and task.id not in children]
    own = [parent, *single] if is_order(parent) else single
    if own or parent.parent_id:
        items = tuple(_item(task, source, facts) for task in own)
        yield _headed(parent, items) if parent.parent_id else TaskGoal("", "", "", items)
    for child in below:
        if child not in single:
            yield from _goals(child, children, source, facts)


def _headed(parent: Task, items: tuple[TaskItem, ...]) -> TaskGoal:
    """A goal under its title; a task that has tasks below it carries the anchor itself."""
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
    """Under which heading a task is due: `Năm 2025`, `Quý I/2024`, `Hằng năm`."""
    return _due_order(schedule)[-1]


def _due_order(schedule: Schedule | None) -> tuple[int, str, str]:
    """Where a heading of due tasks stands, and its words: dates first, then what goes on, recurs, has no date."""
    if schedule is None:
        return 3, "", _UNDATED
    if schedule.rhythm is not Rhythm.ONCE:
        return 2, "", words.RHYTHMS[schedule.rhythm]
    if schedule.continuing or schedule.end is None:
        return 1, "", "Có mốc đầu, sau đó làm tiếp"
    period = formats.period(_due_period(schedule.text, schedule.end))
    return 0, schedule.end.isoformat(), f"{period[:1].upper()}{period[1:]}"


def _due_period(text: str, end: date) -> Period:
    """The quarter of a date, or the year where the document names no more."""
    named = text.rpartition("/")[2]
    return Period(end.year) if named == str(end.year) else Period(end.year, quarter=(end.month + 2) // 3)


def _due_tasks(source: Source, facts: Facts) -> tuple[DueTasks, ...]:
    found = grouped(orders(source, facts), lambda task: _due_order(task.schedule))
    by_title = grouped(sorted(found), lambda key: (key[0], key[2]))
    return tuple(
        _due_group(title, [task for key in keys for task in found[key]], source, facts)
        for (_, title), keys in by_title.items()
    )


def _due_group(title: str, tasks: Iterable[Task], source: Source, facts: Facts) -> DueTasks:
    tasks = tuple(tasks)
    passed = all(past_due(task, facts.today) for task in tasks)
    listed = tuple(_listed(task, source, facts) for task in tasks)
    return DueTasks(f"han-{formats.anchor(title)}", title, passed, listed)


def _listed(task: Task, source: Source, facts: Facts) -> ListedTask:
    return ListedTask(Link(task.title, task_address(task, source)), due_text(task), standing(task, facts))


def _actor_tasks(source: Source, facts: Facts) -> tuple[ActorTasks, ...]:
    """Everyone who leads or joins in a plan, those who lead most first."""
    tasks = orders(source, facts)
    led = grouped(((actor, task) for task in tasks for actor in task.lead_ids), lambda pair: pair[0])
    joined = Counter(actor for task in tasks for actor in task.partner_ids)
    found = (
        ActorTasks(
            id=actor_anchor(actor),
            actor=actor_link(actor, facts.portal),
            led=tuple(_listed(task, source, facts) for _, task in led.get(actor, ())),
            joined=joined[actor],
        )
        for actor in dict.fromkeys([*led, *joined])
    )
    return tuple(sorted(found, key=lambda tasks: (-len(tasks.led), formats.collation(tasks.actor.text))))


def actor_anchor(actor: str) -> str:
    """The HTML id of what an actor (a unit, a body or a group) leads, on a plan's page."""
    return f"chu-tri-{formats.anchor(actor)}"


def plans_page(facts: Facts) -> Page:
    """The page of all plans."""
    return PlansPage(
        address=PLANS.address,
        title="Kế hoạch: mục tiêu và việc phải làm",
        description="Mục tiêu của từng kế hoạch cải cách hành chính, việc giao cho từng cơ quan, thời hạn và tiến độ.",
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
        task=_listed(task, source, facts),
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
