"""Pages `/van-ban/<slug>/`: one document with every figure and task taken from it. Each row has an anchor."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from generator import formats, words
from generator.deferred import Deferred, deferred
from generator.grouping import grouped
from generator.model import Reading, ResultStatus, Source, Task, document_named
from generator.pages.document.other_uses import other_uses_by_document
from generator.pages.document.tables import DocumentTable, document_tables
from generator.pages.documents import about_beside_title, contents_text
from generator.pages.facts import Facts, Stated
from generator.pages.links import HOME, SOURCES, absolute_url, source_link
from generator.pages.parts import Finding, Link, Page
from generator.pages.published import days_of, span
from generator.pages.tasks import orders, plan_address, task_address
from generator.pages.topics import source_topic

_LANGUAGES = {"vi": "", "en": "tiếng Anh"}
"""Names of languages. Vietnamese has none, because it is the usual language of documents."""
_NAMED_BY_YEAR = re.compile(r"\.20\d\d\b")
"""Matches a place whose name contains a year: `mục II.2.2025.3`, but not `mục II.20`."""
_SHORT = 80
"""Maximum number of rows of a page with unfolded tables. More rows would be longer than ten screens of a phone."""


Relation: TypeAlias = tuple[str, str | Link]
"""How a document is related to another one (`Thay thế`, `Được sửa đổi bởi`), and that document."""


@dataclass(frozen=True)
class TaskPlace:
    """A task at its place in the document. `id` is the anchor; empty if something else at that place has it."""

    id: str
    place: str
    task: Link


@dataclass(frozen=True, kw_only=True)
class DocumentPage(Page):
    """One document with every figure taken from it. `unfolded` says whether the tables are unfolded, because they are
    short. `dated_places` says whether a place has a year in its name."""

    name: str
    heading: str
    about: str
    summary: str
    facts: tuple[tuple[str, str | Link], ...]
    related: tuple[Relation, ...]
    note: str
    dated_places: bool
    unfolded: bool
    tables: tuple[DocumentTable, ...]
    findings: tuple[Finding, ...]
    plan: Link | None
    tasks: tuple[TaskPlace, ...]
    citation: str
    row_citation: str


def document_pages(facts: Facts) -> Deferred[DocumentPage]:
    """Returns a page for each document."""
    uses = other_uses_by_document(facts.portal)
    sources = facts.portal.sources.values()
    relations = _relations(sources)
    pages = deferred(
        lambda source: _document_page(source, facts, uses.get(source.id, ()), relations.get(source.id, ())),
        sources,
        lambda source: source.address,
    )
    return replace(pages, shared_steps=(lambda: facts.results_of,))


def _document_page(source: Source, facts: Facts, uses: Sequence[Link], related: Sequence[Relation]) -> DocumentPage:
    name = formats.source_name(source)
    tables = document_tables(source, facts)
    tasks = orders(source, facts)
    places = [place.text for table in tables for place in table.places]
    return DocumentPage(
        address=source.address,
        title=f"{name} của {source.issuer}",
        description=_description(source, facts),
        trail=(HOME, SOURCES),
        name=name,
        heading=source.title,
        about=about_beside_title(source),
        summary=_summary(source, facts, uses),
        facts=_facts(source, facts, uses),
        related=tuple(related),
        note=source.note,
        dated_places=any(map(_NAMED_BY_YEAR.search, places)),
        unfolded=sum(table.size for table in tables) + len(tasks) <= _SHORT,
        tables=tables,
        findings=facts.findings.by_source.get(source.id, ()),
        plan=Link(f"Mục tiêu và nhiệm vụ theo {name}", plan_address(source)) if tasks else None,
        tasks=tuple(_task_places(source, tasks, tables)),
        citation=_citation(source, facts),
        row_citation=_row_citation(source, tables),
        feed=source_topic(source).own_link,
    )


def _description(source: Source, facts: Facts) -> str:
    """States what the document is and what was taken from it. For a document that is only cited, returns its summary
    (`about`)."""
    holds = contents_text(source, facts)
    return f"{source.title}. Tra cứu {holds} theo từng dòng của văn bản." if holds else source.about


def _summary(source: Source, facts: Facts, uses: Sequence[Link]) -> str:
    """States what was taken from the document, and how legible it was."""
    holds = contents_text(source, facts)
    if not holds:
        return _citation_reason(uses)
    legible = _legibility(facts.results_of.get(source.id, ()))
    return " ".join(part for part in (f"Cổng lấy từ văn bản này {holds}.", legible) if part)


def _citation_reason(uses: Sequence[Link]) -> str:
    """States why a document without figures is cited."""
    if not uses:
        return "Cổng không lấy số liệu nào từ văn bản này; văn bản được dẫn vì liên quan đến dữ liệu khác."
    based = words.listing(use.text for use in uses)
    return f"Cổng không lấy số liệu nào từ văn bản này mà dùng làm căn cứ cho {based}."


def _legibility(results: Iterable[Stated]) -> str:
    """Counts the results that are no plain figures, and the cells without one. Empty if there are no results."""
    results = tuple(results)
    if not results:
        return ""
    kinds = [result.status for result in results]
    counts = (
        (sum(result.reading is Reading.INFERRED for result in results), _INFERRED),
        (kinds.count(ResultStatus.PROVISIONAL), "số tạm tính"),
        (kinds.count(ResultStatus.UNREADABLE), "ô không đọc được"),
        (kinds.count(ResultStatus.NOT_APPLICABLE), "ô không áp dụng"),
    )
    parts = [f"{count} {what}" for count, what in counts if count]
    empty = kinds.count(ResultStatus.NOT_REPORTED)
    silent = f"Ở {empty} ô, văn bản không nêu số liệu." if empty else ""
    noted = f"Trong các kết quả có {', '.join(parts)}; lý do ghi dưới mỗi bảng." if parts else ""
    return " ".join(filter(None, [noted, silent])) or "Mọi kết quả đều đọc rõ."


_INFERRED = "số phải suy ra vì chữ khó đọc hoặc vì văn bản chỉ nêu gián tiếp"


def _facts(source: Source, facts: Facts, uses: Sequence[Link]) -> tuple[tuple[str, str | Link], ...]:
    pairs: tuple[tuple[str, str | Link], ...] = (
        ("Cơ quan ban hành", source.issuer),
        ("Ngày ban hành", formats.day(source.issued_on)),
        ("Công bố kết quả trên cổng", span(days_of(facts.results_of.get(source.id, ()), facts))),
        *(("Căn cứ cho", use) for use in uses),
        ("Người ký", source.signer),
        ("Ngôn ngữ", _LANGUAGES.get(source.language, source.language)),
        ("Nơi đăng", Link("Trang đăng hoặc giới thiệu văn bản", source.url) if source.url else ""),
        ("Mã kiểm tra tệp (SHA-256)", source.sha256),
    )
    return tuple(pair for pair in pairs if pair[1])


def _relations(sources: Iterable[Source]) -> Mapping[str, Sequence[Relation]]:
    """Returns by document id what it replaces or amends, then what replaces or amends it. Documents of the portal are
    links."""
    held = tuple(sources)
    forward: dict[str, list[Relation]] = {}
    backward: dict[str, dict[Relation, None]] = {}
    for source in held:
        for field, named in source.related:
            other = document_named(named, source, held)
            forward.setdefault(source.id, []).append((_RELATIONS[field][0], _document_link(named, other)))
            if other:
                backward.setdefault(other.id, {})[_RELATIONS[field][1], source_link(source)] = None
    return {id_: [*forward.get(id_, ()), *backward.get(id_, ())] for id_ in {*forward, *backward}}


_RELATIONS = {"replaces": ("Thay thế", "Được thay thế bởi"), "amends": ("Sửa đổi", "Được sửa đổi bởi")}
"""Words for the relation of a document to another one, and for the reverse relation."""


def _document_link(named: str, source: Source | None) -> str | Link:
    return source_link(source) if source else f"Văn bản số {named} (cổng chưa có)"


def _task_places(source: Source, tasks: Iterable[Task], tables: Iterable[DocumentTable]) -> Iterator[TaskPlace]:
    """Yields each task once. The first item at a place has the anchor."""
    taken = {anchor for table in tables for anchor in _anchors(table)}
    for anchor, found in grouped(tasks, lambda task: formats.anchor(task.locator)).items():
        for index, task in enumerate(found):
            id_ = "" if index or anchor in taken else anchor
            yield TaskPlace(id_, formats.locator(task.locator), Link(task.title, task_address(task, source)))


def _anchors(table: DocumentTable) -> list[str]:
    return [place.id for place in table.places] + [row.id for row in table.rows if row.id]


def _citation(source: Source, facts: Facts) -> str:
    dated = f"{source.issuer}, {formats.numbered_name(source)} ngày {formats.day(source.issued_on)}"
    stated = source.id in facts.results_of or source.id in facts.targets_of
    what = "số liệu từng dòng theo" if stated else "dẫn theo"
    return f"{dated}; {what} {facts.portal.settings.title}, {absolute_url(source.address)}"


def _row_citation(source: Source, tables: Iterable[DocumentTable]) -> str:
    """Explains how to cite one row, with a row of this document as an example."""
    rows = [anchor for table in tables for anchor in _anchors(table)]
    if not rows:
        return ""
    example = absolute_url(f"{source.address}#{rows[-1]}")
    return f"Để dẫn đúng một dòng, thêm mã của dòng vào cuối địa chỉ, ví dụ {example}"
