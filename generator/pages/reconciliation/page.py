"""`/doi-chieu/`: published figures that differ from recomputed ones; also groups these findings for other pages."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from generator import formats, words
from generator.grouping import grouped
from generator.model import Portal
from generator.pages.facts import Findings
from generator.pages.links import HOME, RECONCILIATION, source_ref
from generator.pages.parts import Cell, Finding, Link, Page, Table
from generator.pages.reconciliation.details import MEANINGS, FindingDetail, cell_row, detail_of, place_of
from generator.pages.reconciliation.finding import gone_findings
from generator.reconcile import (
    PATTERNS,
    Discrepancy,
    DiscrepancyKind,
    MeanAndPooled,
    MeanBasis,
    Truncation,
    notes,
)
from generator.reconcile.precision import amount_of

K = TypeVar("K")


@dataclass(frozen=True)
class FindingGroup:
    """The findings of one kind, with an explanation of the kind."""

    id: str
    title: str
    meaning: str
    findings: tuple[FindingDetail, ...]


@dataclass(frozen=True, kw_only=True)
class ReconciliationPage(Page):
    """The page of all findings (contradictions), followed by remarks on figures that only look contradictory.

    A portal with province pages has a `brief` page: it only names each finding, and the details are on the finding's
    own page. `truncations`, `pooled` and `bases` are the remarks. `gone` are links to the pages of former findings.
    """

    brief: bool
    lead: str
    contents: tuple[Link, ...]
    groups: tuple[FindingGroup, ...]
    truncations: Table | None
    pooled: Table | None
    bases: tuple[str, ...]
    gone: tuple[Link, ...]
    download: Link


def reconciliation_page(portal: Portal, discrepancies: Sequence[Discrepancy]) -> ReconciliationPage:
    """Returns the page of all findings."""
    by_kind = grouped(discrepancies, lambda item: item.kind)
    groups = tuple(_group(kind, items, portal) for kind, items in by_kind.items())
    noted = notes(portal)
    return ReconciliationPage(
        address=RECONCILIATION.address,
        title="Đối chiếu số liệu công bố",
        description="Các trường hợp số liệu trong văn bản không khớp nhau: văn bản ghi bao nhiêu, tính lại được bao "
        "nhiêu, ghi ở đâu, ảnh hưởng thế nào đến đánh giá và thứ hạng.",
        trail=(HOME,),
        brief=portal.has_province_pages,
        lead=_lead(discrepancies),
        contents=tuple(Link(f"{group.title} ({len(group.findings)})", f"#{group.id}") for group in groups),
        groups=groups,
        truncations=_truncations(noted.truncations, portal),
        pooled=_pooled(noted.pooled, portal),
        bases=tuple(_basis_sentence(note, portal) for note in noted.bases),
        gone=tuple(Link(_former_name(id_), address) for id_, address in gone_findings(portal, discrepancies).items()),
        download=Link("Tải danh sách các trường hợp (CSV)", "/data/discrepancies.csv"),
    )


def _former_name(id_: str) -> str:
    """Returns the kind of a former finding and its id, because its unit and indicator may no longer exist."""
    kinds = {kind.value: text for kind, text in words.FINDING_KINDS.items()}
    kind = kinds.get(id_.partition(".")[0].replace("-", "_"))
    return f"{kind}: {id_}" if kind else id_


def _lead(discrepancies: Sequence[Discrepancy]) -> str:
    if not discrepancies:
        return "Chưa phát hiện trường hợp nào số liệu trong văn bản không khớp nhau."
    suspicious = sum(item.needs_check for item in discrepancies)
    answered = sum(item.answer is not None for item in discrepancies)
    documents = len({source_id for item in discrepancies for source_id in _sources(item)})
    kinds = (
        (len(discrepancies) - suspicious, "trường hợp số liệu không khớp nhau"),
        (suspicious, "trường hợp có dấu hiệu bất thường, cần kiểm tra với bản giấy"),
    )
    parts = [f"{count} {what}" for count, what in kinds if count]
    replies = f"Đã có trả lời cho {answered} trường hợp." if answered else "Chưa trường hợp nào được trả lời."
    if len(parts) == 1:
        return f"Trong {documents} văn bản, cổng phát hiện {parts[0]}. {replies}"
    return f"Cổng phát hiện {len(discrepancies)} trường hợp trong {documents} văn bản: {'; '.join(parts)}. {replies}"


def _group(kind: DiscrepancyKind, items: Iterable[Discrepancy], portal: Portal) -> FindingGroup:
    return FindingGroup(
        id=kind.value.replace("_", "-"),
        title=words.FINDING_KINDS[kind],
        meaning=MEANINGS[kind],
        findings=tuple(detail_of(item, portal) for item in items),
    )


def _truncations(found: Sequence[Truncation], portal: Portal) -> Table | None:
    """Returns the table of figures that were truncated instead of rounded; None if there are none."""
    headings = ("Đơn vị", "Chỉ tiêu", "Văn bản ghi", "Nếu làm tròn", "Nơi ghi")
    rows = tuple(_truncation_row(note, portal) for note in found)
    return Table("Tỷ lệ bỏ phần lẻ, không làm tròn", headings, rows) if rows else None


def _truncation_row(note: Truncation, portal: Portal) -> tuple[Cell, ...]:
    unit, indicator, stated, _, place = cell_row(note.cell, portal)
    measure = portal.indicators[note.cell.indicator_id].measure
    rounded = Cell(formats.stated(note.rounded, measure), sort=note.rounded, numeric=True)
    return (unit, indicator, stated, rounded, place)


def _pooled(found: Sequence[MeanAndPooled], portal: Portal) -> Table | None:
    """Returns the table of means of units beside the pooled rate of their level; None if there are none."""
    figures = ("Bình quân các đơn vị", "Tỷ lệ chung cả cấp")
    places = ("Nơi ghi bình quân", "Nơi ghi tỷ lệ chung")
    rows = tuple(_pooled_row(note, portal) for note in found)
    caption = "Bình quân các đơn vị và tỷ lệ chung cả cấp"
    return Table(caption, ("Cấp", "Chỉ tiêu", *figures, *places), rows) if rows else None


def _pooled_row(note: MeanAndPooled, portal: Portal) -> tuple[Cell, ...]:
    level, indicator, mean, _, place = cell_row(note.mean, portal)
    *_, pooled, _, pooled_place = cell_row(note.pooled, portal)
    return (level, indicator, mean, pooled, place, pooled_place)


def _basis_sentence(note: MeanBasis, portal: Portal) -> str:
    """Returns a sentence on whether a stated mean includes exempt units."""
    indicator = portal.indicators[note.cell.indicator_id]
    other = formats.figure(amount_of(note.other, indicator.decimals), indicator.measure, indicator.decimals)
    counts, without = ("đã tính cả", "nếu không tính") if note.counted else ("không tính", "nếu tính cả")
    place = source_ref(portal.sources[note.cell.source_id], note.cell.locator)
    level = words.inline(place_of(note.cell.unit_id, note.cell.level, portal).text)
    return (
        f"Bình quân {formats.stated(note.cell.value, indicator.measure)} của {level} về “{indicator.short_name}” "
        f"({place.text}) {counts} {note.exempt} đơn vị được miễn chỉ tiêu; {without}, bình quân là {other}."
    )


def findings(discrepancies: Sequence[Discrepancy]) -> Findings:
    """Groups the findings for the pages of units, figures and documents."""
    return Findings(
        by_unit=_grouped_by(discrepancies, _units),
        by_source=_grouped_by(discrepancies, _sources),
        by_figure=_grouped_by(discrepancies, _figure_keys),
    )


def _grouped_by(
    discrepancies: Sequence[Discrepancy], keys: Callable[[Discrepancy], Iterable[K]]
) -> dict[K, tuple[Finding, ...]]:
    """Groups the findings by each of their keys; they keep their order."""
    groups: dict[K, list[Finding]] = {}
    for item in discrepancies:
        finding = _finding(item)
        for key in keys(item):
            groups.setdefault(key, []).append(finding)
    return {key: tuple(found) for key, found in groups.items()}


def _finding(item: Discrepancy) -> Finding:
    return Finding(
        id=item.id,
        kind=words.FINDING_KINDS[item.kind],
        sentence=f"{item.explanation} {item.effect}",
        address=f"{RECONCILIATION.address}#{item.id}",
        needs_check=item.needs_check,
        answered=item.answer.answer if item.answer else "",
    )


def _units(item: Discrepancy) -> Iterable[str]:
    """Returns the id of the finding's unit; for a pattern, the ids of all units with a figure in it."""
    cells = item.cells if item.kind in PATTERNS else ()
    return dict.fromkeys([item.unit_id, *(cell.unit_id for cell in cells)])


def _sources(item: Discrepancy) -> Iterable[str]:
    """Returns the ids of the documents that state the contradicting figures."""
    return dict.fromkeys(cell.source_id for cell in item.cells)


def _figure_keys(item: Discrepancy) -> Iterable[tuple[str, str, str]]:
    """Returns the keys of the results beside which the finding is shown: unit id, indicator id, period."""
    whole = item.kind in PATTERNS
    return dict.fromkeys(
        (cell.unit_id, cell.indicator_id, cell.period)
        for cell in (*item.cells, *item.dependent_shares)
        if not cell.level and not cell.comparison and (whole or (cell.unit_id == item.unit_id and not item.level))
    )
