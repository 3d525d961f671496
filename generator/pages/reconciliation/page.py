"""`/doi-chieu/`: published against recomputed; and the same findings for the pages of units, figures and documents."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from generator import formats, words
from generator.model import Correction, Indicator, Level, Period, Portal
from generator.pages.facts import Findings, grouped
from generator.pages.links import HOME, RECONCILIATION, indicator_link, place_link, source_link, source_ref
from generator.pages.parts import Cell, Finding, Link, Page, SourceRef, Table
from generator.reconcile import (
    PATTERNS,
    Discrepancy,
    Kind,
    MeanAndPooled,
    MeanBasis,
    Truncation,
    mean_bases,
    means_and_pooled,
    truncations,
)
from generator.reconcile.findings import Cell as StatedCell
from generator.reconcile.precision import amount_of

K = TypeVar("K")


TITLES = {
    Kind.SHARE: "Tỷ lệ không khớp với các số thành phần",
    Kind.PARTS: "Các phần cộng lại không bằng tổng",
    Kind.EXCESS: "Một phần lớn hơn tổng",
    Kind.TOTAL: "Dòng tổng không bằng tổng các dòng",
    Kind.MEAN: "Dòng bình quân không khớp với các dòng",
    Kind.GRAND_TOTAL: "Số toàn tỉnh không bằng tổng các cấp",
    Kind.RANGE: "Tỷ lệ chung nằm ngoài khoảng của các đơn vị",
    Kind.RESULT: "Một kết quả, hai nơi ghi khác nhau",
    Kind.TARGET: "Một chỉ tiêu, hai mức khác nhau",
    Kind.DUE: "Một chỉ tiêu, nhiều thời hạn",
    Kind.BELOW: "Mức phải đạt kém hơn mức đã đạt",
    Kind.SLIPPED: "Hai cột giống hệt nhau ở nhiều đơn vị",
    Kind.REPEATED: "Mọi đơn vị của một cấp cùng một số",
}
MEANINGS = {
    Kind.SHARE: "Tỷ lệ được chia lại từ hai số ghi trong cùng văn bản, cùng đơn vị và cùng kỳ.",
    Kind.PARTS: "Khi văn bản ghi đủ các phần, tổng của chúng phải bằng số tổng ghi bên cạnh.",
    Kind.EXCESS: "Một phần không thể lớn hơn tổng chứa nó.",
    Kind.TOTAL: "Dòng tổng được cộng lại từ các dòng của chính bảng đó, khi mọi dòng đều đọc được.",
    Kind.MEAN: "Dòng bình quân được tính lại từ các dòng của bảng, cả khi tính và khi không tính "
    "đơn vị được miễn chỉ tiêu.",
    Kind.GRAND_TOTAL: "Số của toàn tỉnh được cộng lại từ số của mọi cấp trong cùng văn bản.",
    Kind.RANGE: "Tỷ lệ chung của một cấp phải nằm giữa tỷ lệ thấp nhất và cao nhất của các đơn vị trong cấp. "
    "Nếu nằm ngoài khoảng đó, tỷ lệ chung và tỷ lệ của từng đơn vị không cùng cách tính hoặc không cùng kỳ.",
    Kind.RESULT: "Cùng đơn vị, cùng chỉ tiêu, cùng kỳ nhưng hai nơi ghi hai số.",
    Kind.TARGET: "Cùng đơn vị, cùng chỉ tiêu, cùng thời hạn nhưng hai nơi đặt hai mức. "
    "Văn bản sau có thể chủ ý nâng hoặc hạ mức của văn bản trước.",
    Kind.DUE: "Cùng một mức phải đạt nhưng các mục của một văn bản đặt thời hạn cách nhau dưới một năm.",
    Kind.BELOW: "Kế hoạch đặt mức kém hơn mức mà cùng dòng ghi là đã đạt.",
    Kind.SLIPPED: "Nhiều đơn vị có cùng một số lẻ ở cả hai cột là dấu hiệu một cột bị chép nhầm hoặc lệch cột.",
    Kind.REPEATED: "Mọi đơn vị của một cấp có cùng một số lẻ là dấu hiệu số đó không phải của riêng từng đơn vị.",
}


@dataclass(frozen=True)
class Answer:
    """What was answered to a finding: by whom, when, and the document, if any, that says so."""

    text: str
    by: str
    on: str
    source: Link | None


@dataclass(frozen=True)
class FindingDetail:
    """One finding in full. `figures` are pairs of a name and a figure; `cells` every figure that it rests on."""

    id: str
    title: str
    sentence: str
    effect: str
    figures: tuple[tuple[str, str], ...]
    links: tuple[Link, ...]
    sources: tuple[SourceRef, ...]
    cells: Table
    needs_check: bool
    answer: Answer | None


@dataclass(frozen=True)
class FindingGroup:
    """The findings of one kind, and how such a finding is made."""

    id: str
    title: str
    meaning: str
    findings: tuple[FindingDetail, ...]


@dataclass(frozen=True, kw_only=True)
class ReconciliationPage(Page):
    """`/doi-chieu/`: every contradiction, then what looks like one and is not."""

    lead: str
    contents: tuple[Link, ...]
    groups: tuple[FindingGroup, ...]
    truncations: Table | None
    pooled: Table | None
    bases: tuple[str, ...]
    download: Link


def reconciliation_page(portal: Portal, discrepancies: Sequence[Discrepancy]) -> ReconciliationPage:
    """The page of all findings."""
    by_kind = grouped(discrepancies, lambda item: item.kind)
    groups = tuple(_group(kind, items, portal) for kind, items in by_kind.items())
    return ReconciliationPage(
        address=RECONCILIATION.address,
        title="Đối chiếu số liệu công bố",
        description="Các trường hợp số liệu trong văn bản không khớp nhau: văn bản ghi bao nhiêu, tính lại được bao "
        "nhiêu, ghi ở đâu, ảnh hưởng thế nào đến đánh giá và thứ hạng.",
        trail=(HOME,),
        lead=_lead(discrepancies),
        contents=tuple(Link(f"{group.title} ({len(group.findings)})", f"#{group.id}") for group in groups),
        groups=groups,
        truncations=_truncations(truncations(portal), portal),
        pooled=_pooled(means_and_pooled(portal), portal),
        bases=tuple(_basis(note, portal) for note in mean_bases(portal)),
        download=Link("Tải danh sách các trường hợp (CSV)", "/data/discrepancies.csv"),
    )


def _lead(discrepancies: Sequence[Discrepancy]) -> str:
    if not discrepancies:
        return "Chưa phát hiện trường hợp nào số liệu trong văn bản không khớp nhau."
    hints = sum(item.needs_check for item in discrepancies)
    answered = sum(item.answer is not None for item in discrepancies)
    documents = len({item.source_id for item in discrepancies})
    kinds = (
        (len(discrepancies) - hints, "trường hợp số liệu không khớp nhau"),
        (hints, "trường hợp có dấu hiệu bất thường, cần kiểm tra với bản giấy"),
    )
    told = "; ".join(f"{count} {what}" for count, what in kinds if count)
    replies = f"Đã có trả lời cho {answered} trường hợp." if answered else "Chưa trường hợp nào được trả lời."
    return f"Cổng phát hiện {len(discrepancies)} trường hợp trong {documents} văn bản: {told}. {replies}"


def _group(kind: Kind, items: Iterable[Discrepancy], portal: Portal) -> FindingGroup:
    return FindingGroup(
        id=kind.value.replace("_", "-"),
        title=TITLES[kind],
        meaning=MEANINGS[kind],
        findings=tuple(_detail(item, portal) for item in items),
    )


def _detail(item: Discrepancy, portal: Portal) -> FindingDetail:
    places = item.cells if item.kind in {Kind.RESULT, Kind.TARGET, Kind.DUE, Kind.BELOW} else item.cells[:1]
    return FindingDetail(
        id=item.id,
        title=_title(item, portal),
        sentence=item.explanation,
        effect=item.effect,
        figures=tuple(_figures(item, portal.indicators[item.indicator_id])),
        links=tuple(_links(item, portal)),
        sources=tuple(dict.fromkeys(source_ref(portal.sources[cell.source_id], cell.locator) for cell in places)),
        cells=_cells(item, portal),
        needs_check=item.needs_check,
        answer=_answer(item.answer, portal) if item.answer else None,
    )


def _title(item: Discrepancy, portal: Portal) -> str:
    """Whose figure of what: `Sở Nội vụ: Dịch vụ công toàn trình`."""
    columns = dict.fromkeys(cell.indicator_id for cell in item.cells) if item.kind in PATTERNS else [item.indicator_id]
    indicators = ", ".join(portal.indicators[id_].short_name for id_ in columns)
    return f"{_place(item.unit_id, item.level, portal).text}: {indicators}"


def _place(unit_id: str, level: str, portal: Portal) -> Link:
    return place_link(portal.units[unit_id], Level(level) if level else None)


def _figures(item: Discrepancy, indicator: Indicator) -> Iterator[tuple[str, str]]:
    """Stated, recomputed and difference, as far as there are any."""
    if item.kind is Kind.DUE:
        yield "Thời hạn ghi trước", formats.due(Period.parse(item.stated))
        yield "Thời hạn ghi sau", formats.due(Period.parse(item.recomputed))
        return
    other = "Nơi khác ghi" if item.kind in {Kind.RESULT, Kind.TARGET} else "Tính lại"
    if item.stated:
        yield "Văn bản ghi", formats.stated(item.stated, indicator.measure)
    if item.recomputed:
        digits = formats.places(item.recomputed)
        yield other, formats.figure(formats.amount_of(item.recomputed), indicator.measure, digits)
        digits = formats.places(item.difference)
        yield "Chênh lệch", formats.difference(formats.amount_of(item.difference), indicator.measure, digits)


def _links(item: Discrepancy, portal: Portal) -> Iterator[Link]:
    """The pages of the unit and of the indicators."""
    yield _place(item.unit_id, item.level, portal)
    shown = item.cells if item.kind in PATTERNS else item.cells[:1]
    for id_ in dict.fromkeys(cell.indicator_id for cell in shown):
        yield indicator_link(portal.indicators[id_])


def _cells(item: Discrepancy, portal: Portal) -> Table:
    headings = ("Đơn vị", "Chỉ tiêu", "Văn bản ghi", "Kỳ hoặc thời hạn", "Nơi ghi")
    return Table("Các số được đối chiếu", headings, tuple(_cell_row(cell, portal) for cell in item.cells))


def _cell_row(cell: StatedCell, portal: Portal) -> tuple[Cell, ...]:
    indicator = portal.indicators[cell.indicator_id]
    place = _place(cell.unit_id, cell.level, portal)
    ref = source_ref(portal.sources[cell.source_id], cell.locator)
    return (
        Cell(place.text, address=place.address),
        Cell(indicator.short_name, address=indicator.address),
        Cell(formats.stated(cell.value, indicator.measure), sort=cell.value, numeric=True),
        Cell(formats.period(Period.parse(cell.period)), sort=cell.period),
        Cell(ref.text, address=ref.address),
    )


def _answer(correction: Correction, portal: Portal) -> Answer:
    source = portal.sources.get(correction.source_id)
    return Answer(
        correction.answer,
        correction.answered_by,
        formats.day(correction.answered_on),
        source_link(source) if source else None,
    )


def _truncations(notes: Sequence[Truncation], portal: Portal) -> Table | None:
    """Figures that were cut off; None when there are none."""
    headings = ("Đơn vị", "Chỉ tiêu", "Văn bản ghi", "Nếu làm tròn", "Nơi ghi")
    rows = tuple(_truncation_row(note, portal) for note in notes)
    return Table("Tỷ lệ bỏ phần lẻ, không làm tròn", headings, rows) if rows else None


def _truncation_row(note: Truncation, portal: Portal) -> tuple[Cell, ...]:
    unit, indicator, stated, _, place = _cell_row(note.cell, portal)
    measure = portal.indicators[note.cell.indicator_id].measure
    rounded = Cell(formats.stated(note.rounded, measure), sort=note.rounded, numeric=True)
    return (unit, indicator, stated, rounded, place)


def _pooled(notes: Sequence[MeanAndPooled], portal: Portal) -> Table | None:
    """Means of units beside rates of the whole; None when there are none."""
    figures = ("Bình quân các đơn vị", "Tỷ lệ chung cả cấp")
    places = ("Nơi ghi bình quân", "Nơi ghi tỷ lệ chung")
    rows = tuple(_pooled_row(note, portal) for note in notes)
    caption = "Bình quân các đơn vị và tỷ lệ chung cả cấp"
    return Table(caption, ("Cấp", "Chỉ tiêu", *figures, *places), rows) if rows else None


def _pooled_row(note: MeanAndPooled, portal: Portal) -> tuple[Cell, ...]:
    level, indicator, mean, _, place = _cell_row(note.mean, portal)
    *_, pooled, _, pooled_place = _cell_row(note.pooled, portal)
    return (level, indicator, mean, pooled, place, pooled_place)


def _basis(note: MeanBasis, portal: Portal) -> str:
    """One sentence: whether a stated mean counts the units that are exempt."""
    indicator = portal.indicators[note.cell.indicator_id]
    other = formats.figure(amount_of(note.other, indicator.decimals), indicator.measure, indicator.decimals)
    counts, without = ("đã tính cả", "nếu không tính") if note.counted else ("không tính", "nếu tính cả")
    place = source_ref(portal.sources[note.cell.source_id], note.cell.locator)
    level = words.inline(_place(note.cell.unit_id, note.cell.level, portal).text)
    return (
        f"Bình quân {formats.stated(note.cell.value, indicator.measure)} của {level} về “{indicator.short_name}” "
        f"({place.text}) {counts} {note.exempt} đơn vị được miễn chỉ tiêu; {without}, bình quân là {other}."
    )


def findings(discrepancies: Sequence[Discrepancy]) -> Findings:
    """The findings grouped for the pages of units, figures and documents."""
    return Findings(
        by_unit=_by(discrepancies, _units),
        by_source=_by(discrepancies, _sources),
        by_figure=_by(discrepancies, _figure_keys),
    )


def _by(
    discrepancies: Sequence[Discrepancy], keys: Callable[[Discrepancy], Iterable[K]]
) -> dict[K, tuple[Finding, ...]]:
    """The findings under each of their keys, in order."""
    groups: dict[K, list[Finding]] = {}
    for item in discrepancies:
        finding = _finding(item)
        for key in keys(item):
            groups.setdefault(key, []).append(finding)
    return {key: tuple(found) for key, found in groups.items()}


def _finding(item: Discrepancy) -> Finding:
    return Finding(
        id=item.id,
        kind=TITLES[item.kind],
        sentence=f"{item.explanation} {item.effect}",
        address=f"{RECONCILIATION.address}#{item.id}",
        needs_check=item.needs_check,
        answered=item.answer.answer if item.answer else "",
    )


def _units(item: Discrepancy) -> Iterable[str]:
    """The unit it concerns; for patterns, every unit whose figure is part of it."""
    cells = item.cells if item.kind in PATTERNS else ()
    return dict.fromkeys([item.unit_id, *(cell.unit_id for cell in cells)])


def _sources(item: Discrepancy) -> Iterable[str]:
    return dict.fromkeys(cell.source_id for cell in item.cells)


def _figure_keys(item: Discrepancy) -> Iterable[tuple[str, str, str]]:
    """The results of units beside which it is shown: unit id, indicator id, period."""
    whole = item.kind in PATTERNS
    return dict.fromkeys(
        (cell.unit_id, cell.indicator_id, cell.period)
        for cell in (*item.cells, *item.follows)
        if not cell.level and not cell.comparison and (whole or (cell.unit_id == item.unit_id and not item.level))
    )
