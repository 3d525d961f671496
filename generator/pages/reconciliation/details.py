"""Formats a finding of the reconciliation: stated and recomputed figures, effect, sources, answer."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from generator import formats, words
from generator.model import Correction, Indicator, Level, Period, Portal
from generator.model.addresses import FINDING_PAGE, Part
from generator.pages.links import indicator_link, place_link, source_link, source_ref
from generator.pages.parts import Cell, Link, SourceRef, Table
from generator.reconcile import PATTERNS, Discrepancy, DiscrepancyKind
from generator.reconcile.findings import Cell as StatedCell

MEANINGS = {
    DiscrepancyKind.SHARE: "Tỷ lệ được chia lại từ hai số ghi trong cùng văn bản, cùng đơn vị và cùng kỳ.",
    DiscrepancyKind.PARTS: "Khi văn bản ghi đủ các phần, tổng của chúng phải bằng số tổng ghi bên cạnh.",
    DiscrepancyKind.EXCESS: "Một phần không thể lớn hơn tổng chứa nó.",
    DiscrepancyKind.TOTAL: "Dòng tổng được cộng lại từ các dòng của chính bảng đó, khi mọi dòng đều đọc được.",
    DiscrepancyKind.MEAN: "Dòng bình quân được tính lại từ các dòng của bảng, cả khi tính và khi không tính "
    "đơn vị được miễn chỉ tiêu.",
    DiscrepancyKind.GRAND_TOTAL: "Số của toàn tỉnh, thành phố được cộng lại từ số của mọi cấp trong cùng văn bản.",
    DiscrepancyKind.RANGE: "Tỷ lệ chung của một cấp phải nằm giữa tỷ lệ thấp nhất và cao nhất của các đơn vị trong "
    "cấp. "
    "Nếu nằm ngoài khoảng đó, tỷ lệ chung và tỷ lệ của từng đơn vị không cùng cách tính hoặc không cùng kỳ.",
    DiscrepancyKind.RESULT: "Cùng đơn vị, cùng chỉ tiêu, cùng kỳ nhưng hai nơi ghi hai số.",
    DiscrepancyKind.TARGET: "Cùng đơn vị, cùng chỉ tiêu, cùng thời hạn nhưng hai nơi đặt hai mức. "
    "Văn bản sau có thể chủ ý nâng hoặc hạ mức của văn bản trước.",
    DiscrepancyKind.DUE: "Cùng một mức phải đạt nhưng các mục của một văn bản đặt thời hạn cách nhau dưới một năm.",
    DiscrepancyKind.BELOW: "Kế hoạch đặt mức kém hơn mức mà cùng dòng ghi là đã đạt.",
    DiscrepancyKind.SLIPPED: "Nhiều đơn vị có cùng một số lẻ ở cả hai cột là dấu hiệu một cột bị chép nhầm hoặc lệch "
    "cột.",
    DiscrepancyKind.REPEATED: "Mọi đơn vị của một cấp có cùng một số lẻ là dấu hiệu số đó không phải của riêng từng "
    "đơn vị.",
}
"""The explanation of each kind of finding."""


@dataclass(frozen=True)
class Answer:
    """The answer to a finding: its text, who gave it, when, and the document that states it, if any."""

    text: str
    by: str
    on: str
    source: Link | None


@dataclass(frozen=True)
class FindingDetail:
    """One finding in full.

    `page` is a link to its own page. `figures` are pairs of a name and a figure: stated, recomputed, difference.
    `cells` is the table of all figures that the finding is based on.
    """

    id: str
    page: Link
    title: str
    sentence: str
    effect: str
    figures: tuple[tuple[str, str], ...]
    links: tuple[Link, ...]
    sources: tuple[SourceRef, ...]
    cells: Table
    needs_check: bool
    answer: Answer | None


def finding_address(item: Discrepancy) -> str:
    """Returns the address of a finding's page, which does not change as long as the finding exists."""
    return FINDING_PAGE.address({Part.FINDING: item.id})


def detail_of(item: Discrepancy, portal: Portal) -> FindingDetail:
    """Returns the finding as pages show it."""
    places = item.cells if item.kind in {DiscrepancyKind.RESULT, *_ON_TARGETS} else item.cells[:1]
    return FindingDetail(
        id=item.id,
        page=Link("Trang riêng của trường hợp này", finding_address(item)),
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


_ON_TARGETS = {DiscrepancyKind.TARGET, DiscrepancyKind.DUE, DiscrepancyKind.BELOW}
"""Kinds of findings whose period is the due date of a target."""


def _title(item: Discrepancy, portal: Portal) -> str:
    """Returns the unit, the indicators and the period: `Sở Nội vụ: Dịch vụ công toàn trình, tháng 10/2023`.

    Without the period, a fault that is repeated each month would have the same title each month. Findings on targets
    have a due date instead, which their sentence states.
    """
    title = f"{place_of(item.unit_id, item.level, portal).text}: {_indicators_of(item, portal)}"
    return title if item.kind in _ON_TARGETS else f"{title}, {formats.period(Period.parse(item.period))}"


def _indicators_of(item: Discrepancy, portal: Portal) -> str:
    """Returns the names of the finding's indicators. A pattern can concern several columns of a table."""
    columns = dict.fromkeys(cell.indicator_id for cell in item.cells) if item.kind in PATTERNS else [item.indicator_id]
    return ", ".join(portal.indicators[id_].short_name for id_ in columns)


def place_of(unit_id: str, level: str, portal: Portal) -> Link:
    """Returns a link for the unit, or for all units of a level within it."""
    return place_link(portal.units[unit_id], Level(level) if level else None)


def _figures(item: Discrepancy, indicator: Indicator) -> Iterator[tuple[str, str]]:
    """Yields the stated figure, the recomputed figure and the difference, each if there is one."""
    if item.kind is DiscrepancyKind.DUE:
        yield "Thời hạn ghi trước", formats.due(Period.parse(item.stated))
        yield "Thời hạn ghi sau", formats.due(Period.parse(item.recomputed))
        return
    other = "Nơi khác ghi" if item.kind in {DiscrepancyKind.RESULT, DiscrepancyKind.TARGET} else "Tính lại"
    if item.stated:
        yield "Văn bản ghi", formats.stated(item.stated, indicator.measure)
    if item.recomputed:
        digits = formats.decimals_of(item.recomputed)
        yield other, formats.figure(formats.amount_of(item.recomputed), indicator.measure, digits)
        digits = formats.decimals_of(item.difference)
        yield "Chênh lệch", formats.difference(formats.amount_of(item.difference), indicator.measure, digits)


def _links(item: Discrepancy, portal: Portal) -> Iterator[Link]:
    """Yields links to the pages of the unit and of the indicators."""
    yield place_of(item.unit_id, item.level, portal)
    shown = item.cells if item.kind in PATTERNS else item.cells[:1]
    for id_ in dict.fromkeys(cell.indicator_id for cell in shown):
        yield indicator_link(portal.indicators[id_])


def _cells(item: Discrepancy, portal: Portal) -> Table:
    """Returns the table of the figures that the finding is based on.

    A unit, indicator, period or document that all rows share is stated once in the caption instead of in each row,
    because a phone has no room for it.
    """
    headings = ("Đơn vị", "Chỉ tiêu", "Nơi ghi", "Văn bản ghi", "Kỳ hoặc thời hạn")
    sources = list({cell.source_id: portal.sources[cell.source_id] for cell in item.cells}.values())
    shared_names = _shared_names(item.cells, portal)
    columns = list(
        zip(*(_row(cell, portal, shared_names, short=len(sources) == 1) for cell in item.cells), strict=True)
    )
    shared = [number for number in _OFTEN_SHARED if len(set(columns[number])) == 1]
    kept = [number for number in range(len(headings)) if number not in shared]
    common = [columns[number][0].text for number in shared]
    caption = ", ".join([*common, *(formats.source_name(source) for source in sources if len(sources) == 1)])
    return Table(
        f"Các số được đối chiếu: {caption}" if caption else "Các số được đối chiếu",
        tuple(headings[number] for number in kept),
        tuple(zip(*(columns[number] for number in kept), strict=True)),
    )


_OFTEN_SHARED = (0, 1, 4)
"""The columns that all rows often share: the unit, the indicator and the period."""


def _shared_names(cells: Iterable[StatedCell], portal: Portal) -> Collection[str]:
    """Returns the names that several units of these figures have."""
    names = Counter(portal.units[id_].name for id_ in {cell.unit_id for cell in cells})
    return {name for name, count in names.items() if count > 1}


def _row(cell: StatedCell, portal: Portal, shared_names: Collection[str], *, short: bool) -> tuple[Cell, ...]:
    """Returns the row of a figure. A unit whose name is not unique is shown with the unit above it.

    With `short` the place of the figure is shown without the document.
    """
    owner, indicator, figure, period, reference = cell_row(cell, portal)
    unit = portal.units[cell.unit_id]
    if unit.name in shared_names and unit.parent_id in portal.units:
        owner = replace(owner, note=words.name_in_text(portal.units[unit.parent_id]))
    place = replace(reference, text=formats.locator(cell.locator)) if short and cell.locator else reference
    return (owner, indicator, place, figure, period)


def cell_row(cell: StatedCell, portal: Portal) -> tuple[Cell, ...]:
    """Returns the cells of a stated figure: unit, indicator, figure, period, place in the document."""
    indicator = portal.indicators[cell.indicator_id]
    place = place_of(cell.unit_id, cell.level, portal)
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
