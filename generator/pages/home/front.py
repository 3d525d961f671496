"""Parts of front pages that all portals have: newest figures and documents, next due dates, links to other pages."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from generator import formats
from generator.grouping import grouped
from generator.model import TargetStatus, Task
from generator.pages.documents import contents_of, result_count
from generator.pages.facts import Facts, Target
from generator.pages.home.movement_news import MovementNews
from generator.pages.links import (
    COMPARISON,
    DATA,
    INDICATORS,
    PLANS,
    RANKINGS,
    RECONCILIATION,
    SOURCES,
    source_link,
)
from generator.pages.parts import Link, Page
from generator.pages.tasks import left_by_its_leaders, plan_address, task_address

_DOCUMENTS = 3
_DOCUMENTS_BESIDE_NEWS = 2


@dataclass(frozen=True)
class NewestDocument:
    """A document in the list of the newest documents, with its day of issue and its numbers of rows."""

    link: Link
    issued: str
    title: str
    contents: str


@dataclass(frozen=True)
class NextDue:
    """The next day on which targets or tasks are due, with a text and links to them."""

    day: str
    text: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class Newest:
    """The newest figures: the day of their document, and a sentence on them."""

    day: str
    text: str


@dataclass(frozen=True, kw_only=True)
class FrontPage(Page):
    """A front page.

    - `main_sentence`: the main result. `farthest_sentence`: the figure or target farthest from success.
    - `time_note`: the time of the figures, if they are of a former province.
    - `news`: what changed since the previous period.
    - `page_links`: links to other pages, each with a description.
    """

    main_sentence: str
    farthest_sentence: str
    time_note: str = ""
    news: MovementNews | None
    newest: Newest
    documents: tuple[NewestDocument, ...]
    next_due: NextDue
    page_links: tuple[tuple[Link, str], ...]


def page_links(*, by_province: bool) -> tuple[tuple[Link, str], ...]:
    """Returns links to other pages, each with a description. `by_province` states whether the rankings are split by
    province."""
    all_in_one = "mọi đơn vị và mọi chỉ tiêu trong một bảng"
    return (
        (RANKINGS, "kết quả của các cơ quan, địa phương ở từng tỉnh, thành phố" if by_province else all_in_one),
        (COMPARISON, "kết quả của hai hay nhiều đơn vị theo từng chỉ tiêu"),
        (PLANS, "mục tiêu, nhiệm vụ, cơ quan chủ trì, thời hạn"),
        (RECONCILIATION, "số liệu trong văn bản không khớp nhau"),
        (INDICATORS, "từng chỉ tiêu đo điều gì, đơn vị nào đạt"),
        (DATA, "tải toàn bộ số liệu về để sử dụng"),
    )


def newest(facts: Facts) -> Newest:
    """Returns the newest figures: those of the document that was issued last."""
    rows = [row for row in facts.results if row.value]
    if not rows:
        return Newest("", "Cổng chưa có số liệu nào.")
    last = max(rows, key=lambda row: (row.source.issued_on, row.period.order))
    figures = f"{formats.count(result_count(last.source, facts))} kết quả trong {formats.source_name(last.source)}"
    return Newest(formats.day(last.source.issued_on), f"{figures}, mới nhất là của {formats.period(last.period)}.")


def newest_documents(facts: Facts, news: MovementNews | None) -> tuple[NewestDocument, ...]:
    """Returns the newest documents that contain figures or tasks; fewer if the page also has news."""
    most = _DOCUMENTS_BESIDE_NEWS if news else _DOCUMENTS
    contents = ((source, contents_of(source, facts)) for source in facts.portal.sources.values())
    used = [(source, counts) for source, counts in contents if counts]
    ordered = sorted(used, key=lambda item: item[0].issued_on, reverse=True)
    return tuple(
        NewestDocument(source_link(source), formats.day(source.issued_on), source.title, ", ".join(counts))
        for source, counts in ordered[:most]
    )


def next_due(facts: Facts) -> NextDue:
    """Returns the next day, from today on, on which a target or task is due for a unit that exists on that day."""
    targets = grouped(_targets_of_lasting_units(facts), lambda target: target.due.end)
    tasks = grouped(_led_tasks(facts), lambda task: task.schedule.end if task.schedule else None)
    days = [day for day in (*targets, *tasks) if day and day >= facts.today]
    if not days:
        return NextDue("", _nothing_due(facts), ())
    return _due_on(min(days), targets.get(min(days), ()), tasks.get(min(days), ()), facts)


def _targets_of_lasting_units(facts: Facts) -> Iterator[Target]:
    found = _without_exemptions(facts.targets_in_force)
    return (target for target in found if not target.unit.ended_before(target.due))


def _without_exemptions(targets: Iterable[Target]) -> Iterator[Target]:
    """Yields the targets that are due some day. A unit that is exempt has nothing to reach."""
    return (target for target in targets if target.status is not TargetStatus.EXEMPT)


def _led_tasks(facts: Facts) -> Iterator[Task]:
    return (task for task in facts.portal.tasks if not left_by_its_leaders(task, facts))


def _nothing_due(facts: Facts) -> str:
    """Returns the reason why there is no next due date."""
    days = {target.due.end for target in _without_exemptions(facts.targets)}
    days |= {task.schedule.end for task in facts.portal.tasks if task.schedule and task.schedule.end}
    if not days:
        return "Cổng chưa nhập thời hạn nào."
    if max(days) < facts.today:
        return "Mọi thời hạn nêu trong các văn bản trên cổng đều đã qua."
    return "Những thời hạn chưa đến đều là của cơ quan, đơn vị đã kết thúc hoạt động."


def _due_on(day: date, targets: Sequence[Target], tasks: Sequence[Task], facts: Facts) -> NextDue:
    if not targets and len(tasks) == 1:
        source = facts.portal.sources[tasks[0].source_id]
        link = Link(tasks[0].title, task_address(tasks[0], source))
        return NextDue(formats.day(day), f"Một nhiệm vụ trong {formats.source_name(source)} đến hạn:", (link,))
    counts = [
        f"{formats.count(len(found))} {word}"
        for found, word in ((targets, "mức phải đạt"), (tasks, "nhiệm vụ"))
        if found
    ]
    ids = dict.fromkeys([*(target.source.id for target in targets), *(task.source_id for task in tasks)])
    return NextDue(formats.day(day), f"Đến hạn {' và '.join(counts)}, theo", tuple(_document_links(ids, facts)))


def _document_links(ids: Collection[str], facts: Facts) -> Iterator[Link]:
    """Yields links to the plans of these documents, or to the documents themselves if they have no tasks.

    If there are too many, one link counts them.
    """
    if len(ids) > _DOCUMENTS:
        yield Link(f"{formats.count(len(ids))} văn bản", SOURCES.address)
        return
    for source in (facts.portal.sources[id_] for id_ in ids):
        plan = source.id in facts.tasks_of
        yield Link(formats.source_name(source), plan_address(source)) if plan else source_link(source)
