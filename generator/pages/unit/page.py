"""A page for each unit, and the list of all units."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from generator import formats, words
from generator.lineage import Descent, descent
from generator.model import Indicator, Level, Measure, Portal, Source, TaskStatus, Unit
from generator.pages.changes import ChangeLine
from generator.pages.facts import Assessed, Facts, Stated, grouped, newest_figures
from generator.pages.levels import Levels
from generator.pages.links import life, source_link, unit_link, unit_trail
from generator.pages.parts import Banner, Chart, Link, Page, Table
from generator.pages.tasks import TaskLine, tasks_by_actor
from generator.pages.unit import tables
from generator.pages.unit.cards import CardGroup, Unknown, card_groups, unknown
from generator.pages.unit.charts import unit_charts
from generator.pages.unit.story import ending, periods_of, standing
from generator.sharing import Deferred, deferred
from generator.words import sentence

_COMMON_LISTED = 30
_UNFOLDED = 5


@dataclass(frozen=True)
class Emptiness:
    """Why a unit has no figures, and who could know."""

    reason: str
    documents: tuple[Link, ...]
    ask: str


@dataclass(frozen=True)
class UnitGroup:
    """Units below one, under a heading that may lead to a unit itself."""

    title: str
    link: Link | None
    units: tuple[Link, ...]


@dataclass(frozen=True)
class TaskList:
    """Tasks that a unit has in one role. Common ones and long lists are folded; a long list of common ones is left to
    the plan's page (no lines), for every unit of the level would repeat it."""

    role: str
    lines: tuple[TaskLine, ...]
    folded: bool


@dataclass(frozen=True)
class TaskGroup:
    """A unit's tasks in one plan."""

    plan: Link
    lists: tuple[TaskList, ...]
    silence: str


@dataclass(frozen=True, kw_only=True)
class UnitPage(Page):
    """All that the portal knows of a unit."""

    unit_facts: tuple[tuple[str, str | Link], ...]
    sentence: str
    banner: Banner | None
    origin: Table | None
    groups: tuple[CardGroup, ...]
    counts: Table | None
    unknown: tuple[Unknown, ...]
    emptiness: Emptiness | None
    charts: tuple[Chart, ...]
    neighbours: Table | None
    level_figures: Table | None
    below: tuple[UnitGroup, ...]
    tasks: tuple[TaskGroup, ...]
    history: Table | None
    changes: tuple[ChangeLine, ...]
    downloads: tuple[Link, ...]
    feed: Link
    citation: str


@dataclass(frozen=True)
class _Context:
    """What all unit pages share, made once."""

    facts: Facts
    levels: Levels
    lines: Descent
    tasks: Mapping[str, tuple[TaskLine, ...]]
    stated: Mapping[str, tuple[Stated, ...]]
    covering: Mapping[tuple[str, Level], tuple[Source, ...]]
    order: Mapping[str, int]
    changes: Mapping[str, tuple[ChangeLine, ...]]


NO_CHANGES: Mapping[str, tuple[ChangeLine, ...]] = MappingProxyType({})


def unit_pages(
    facts: Facts, levels: Levels, changes: Mapping[str, tuple[ChangeLine, ...]] = NO_CHANGES
) -> Deferred[UnitPage]:
    """The page of each unit, in the order of the data; `changes` are of its past figures, by unit id."""
    context = _context(facts, levels, changes)
    return deferred(lambda unit: _unit_page(unit, context), facts.portal.units.values())


def _context(facts: Facts, levels: Levels, changes: Mapping[str, tuple[ChangeLine, ...]]) -> _Context:
    of_levels = [stated for stated in facts.results if stated.level is not None]
    covering = grouped(
        (row for row in facts.assessed if row.source and row.value),
        lambda row: (levels.provinces[row.unit.id].id, row.unit.level),
    )
    return _Context(
        facts=facts,
        levels=levels,
        lines=descent(facts.portal.lineage),
        tasks=tasks_by_actor(facts),
        stated=grouped(of_levels, lambda stated: stated.unit.id),
        covering={key: _documents(rows) for key, rows in covering.items()},
        order={id_: place for place, id_ in enumerate(facts.portal.indicators)},
        changes=changes,
    )


def _documents(rows: Sequence[Assessed]) -> tuple[Source, ...]:
    return tuple({row.source.id: row.source for row in rows if row.source}.values())


def _unit_page(unit: Unit, context: _Context) -> UnitPage:
    facts = context.facts
    rows = facts.by_unit.get(unit.id, ())
    newest = sorted(newest_figures(rows), key=lambda row: context.order[row.indicator.id])
    sentence = standing(newest, context.levels)
    return UnitPage(
        address=unit.address,
        title=unit.name,
        description=_description(unit, sentence, facts.portal),
        trail=unit_trail(unit, facts.portal),
        unit_facts=_unit_facts(unit, newest, facts.portal),
        sentence=sentence,
        banner=ending(unit, facts.portal, context.lines),
        origin=tables.origin(unit, context.lines, facts),
        groups=card_groups([row for row in newest if not _is_count(row.indicator)], rows, facts, context.levels),
        counts=tables.counts([row for row in newest if _is_count(row.indicator)]),
        unknown=unknown(rows, newest),
        emptiness=None if newest else _emptiness(unit, context),
        charts=unit_charts(unit, rows, newest, context.levels),
        neighbours=tables.neighbours(newest, context.levels),
        level_figures=tables.level_figures(context.stated.get(unit.id, ())),
        below=_below(unit, facts),
        tasks=_tasks(context.tasks.get(unit.id, ())),
        history=tables.history(rows, newest),
        changes=context.changes.get(unit.id, ()),
        downloads=_downloads(unit),
        feed=Link("Nguồn tin cập nhật (Atom)", f"/data/don-vi/{unit.slug}.atom"),
        citation=_citation(unit, newest, facts.portal),
    )


def _description(unit: Unit, sentence: str, portal: Portal) -> str:
    parent = portal.units.get(unit.parent_id)
    place = f", {words.name_in_text(parent)}" if parent else ""
    return f"{unit.name}{place}: {words.inline(sentence)}"


def _unit_facts(unit: Unit, newest: Sequence[Assessed], portal: Portal) -> tuple[tuple[str, str | Link], ...]:
    parent = portal.units.get(unit.parent_id)
    facts: list[tuple[str, str | Link]] = [("Loại", _kind(unit))]
    if parent:
        facts.append(("Trực thuộc", unit_link(parent)))
    if periods := periods_of(newest):
        facts.append(("Số liệu", periods))
    if unit.active_from:
        facts.append(("Hoạt động", life(unit)))
    if unit.code:
        facts.append(("Mã đơn vị", unit.code))
    return tuple(facts)


def _kind(unit: Unit) -> str:
    """`Sở, ban, ngành`, `Phường, cấp xã`."""
    if unit.level in (Level.DISTRICT, Level.COMMUNE):
        return f"{words.UNIT_KINDS[unit.kind]}, {words.inline(words.LEVELS[unit.level])}"
    return words.UNIT_KINDS[unit.kind] if unit.level is Level.PROVINCE else words.LEVELS[unit.level]


def _is_count(indicator: Indicator) -> bool:
    return indicator.measure is Measure.COUNT


def _emptiness(unit: Unit, context: _Context) -> Emptiness:
    """Why there are no figures, which documents speak of such units or set their targets, and who could be asked."""
    covering = context.covering.get((context.levels.provinces[unit.id].id, unit.level), ())
    targets = context.facts.targets_for.get(unit.id, ())
    documents = covering or tuple({target.source.id: target.source for target in targets}.values())
    return Emptiness(
        reason=_reason(unit, covering, len(targets), context.facts.portal),
        documents=tuple(source_link(source) for source in documents),
        ask=_ask(unit, context),
    )


def _reason(unit: Unit, covering: Sequence[Source], targets: int, portal: Portal) -> str:
    if covering:
        peers = words.LEVEL_UNITS[unit.level]
        return f"Các văn bản sau có số liệu của {peers} khác nhưng không nêu {words.name_in_text(unit)}:"
    parent = portal.units.get(unit.parent_id)
    whose = f"các đơn vị thuộc {words.name_in_text(parent)}" if parent else words.name_in_text(unit)
    missing = f"cổng chưa nhập văn bản nào nêu kết quả của {whose}"
    if unit.active_from:
        return f"Đơn vị hoạt động từ ngày {formats.day(unit.active_from)}; {missing} từ ngày đó."
    if targets:
        return f"Có {targets} mức phải đạt trong văn bản dưới đây, nhưng {missing}."
    return sentence(missing)


def _ask(unit: Unit, context: _Context) -> str:
    portal = context.facts.portal
    followers = [words.name_in_text(portal.units[row.successor_id]) for row in context.lines.successors(unit.id)]
    parent = portal.units.get(unit.parent_id)
    if followers:
        whom = f"đơn vị kế tiếp ({', '.join(followers)})"
    else:
        whom = f"chính đơn vị hoặc cấp trên trực tiếp ({words.name_in_text(parent)})" if parent else "chính đơn vị"
    contact = f" Liên hệ với cổng: {portal.settings.contact}." if portal.settings.contact else ""
    return f"Muốn biết kết quả, hãy hỏi {whom}.{contact}"


def _below(unit: Unit, facts: Facts) -> tuple[UnitGroup, ...]:
    """Units directly below, by level; districts with their own communes."""
    children = grouped(facts.children.get(unit.id, ()), lambda child: child.level)
    groups = []
    for level in Level:
        members = children.get(level, ())
        if level is Level.DISTRICT:
            groups += [_district(member, facts) for member in _sorted(members)]
        elif members:
            groups.append(UnitGroup(_counted(level, len(members)), None, _links(members)))
    return tuple(groups)


def _district(unit: Unit, facts: Facts) -> UnitGroup:
    communes = facts.children.get(unit.id, ())
    return UnitGroup(f"{unit.name}: {len(communes)} đơn vị cấp xã", unit_link(unit), _links(communes))


def _counted(level: Level, count: int) -> str:
    return f"{count} {words.LEVEL_UNITS[level]}"


def _sorted(units: Sequence[Unit]) -> list[Unit]:
    return sorted(units, key=lambda unit: formats.collation(unit.name))


def _links(units: Sequence[Unit]) -> tuple[Link, ...]:
    return tuple(unit_link(unit) for unit in _sorted(units))


def _tasks(lines: Sequence[TaskLine]) -> tuple[TaskGroup, ...]:
    """By plan, then by role, then by due date."""
    return tuple(_plan_tasks(plan, found) for plan, found in grouped(lines, lambda line: line.plan).items())


def _plan_tasks(plan: Link, lines: Sequence[TaskLine]) -> TaskGroup:
    ordered = sorted(lines, key=lambda line: (bool(line.common), not line.leads, line.due_sort))
    lists = grouped(ordered, lambda line: (line.common, line.leads))
    return TaskGroup(
        plan=plan,
        lists=tuple(_task_list(common, found, leads=leads) for (common, leads), found in lists.items()),
        silence=_silence(lines),
    )


def _task_list(common: str, lines: tuple[TaskLine, ...], *, leads: bool) -> TaskList:
    listed = not common or len(lines) <= _COMMON_LISTED
    folded = bool(common) or len(lines) > _UNFOLDED
    return TaskList(_role(common, len(lines), leads=leads), lines if listed else (), folded)


def _role(common: str, count: int, *, leads: bool) -> str:
    """`Chủ trì 3 việc`; `Phối hợp 12 việc giao chung cho các sở, ban, ngành`."""
    return f"{'Chủ trì' if leads else 'Phối hợp'} {count} việc{f' {common}' if common else ''}"


def _silence(lines: Sequence[TaskLine]) -> str:
    """Said once for all tasks that nobody reported on, in place of a mark on each."""
    unknown = sum(line.standing.code is TaskStatus.UNKNOWN for line in lines)
    if not unknown:
        return ""
    if unknown == len(lines):
        return "Chưa có báo cáo nào về tình hình thực hiện các việc này."
    return "Việc không ghi tình trạng là việc chưa có báo cáo."


def _downloads(unit: Unit) -> tuple[Link, ...]:
    files = (("XLSX (Excel)", "xlsx"), ("CSV", "csv"), ("JSON", "json"))
    return tuple(Link(name, f"/data/don-vi/{unit.slug}.{ending_}") for name, ending_ in files)


def _citation(unit: Unit, newest: Sequence[Assessed], portal: Portal) -> str:
    periods = periods_of(newest)
    when = f" Số liệu: {periods}." if periods else ""
    return f"{portal.settings.title}, “{unit.name}”.{when} Địa chỉ cố định: {unit.address}"
