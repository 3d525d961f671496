"""A level's ranking as pages show it: what it says in words, how its figures lie, its table, who has no figure."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from generator import charts, formats, words
from generator.model import SCALE, Assessment, Indicator, Level, Measure, Period, TargetStatus
from generator.pages.facts import Assessed, Facts, Target
from generator.pages.figures import figure_of, mark_of, position, required, target_text
from generator.pages.levels import Group, common_due, common_target, facets, level_id, level_title
from generator.pages.links import source_name, source_ref, unit_link
from generator.pages.parts import Cell, Chart, Dot, DotStrip, Figure, Link, Mark, SourceRef, Table

_NAMED = 3
"""How many units a sentence names before it only counts them."""


_DOTS = 400
"""How many dots a distribution shows one by one; more are drawn as one dot for each percent of the axis."""


_FILTERED = 8
"""Tables of up to this many rows are read faster than filtered."""


@dataclass(frozen=True)
class StandingRow:
    """One unit with a figure. `kind` and `district` are what the table can be filtered by."""

    place: Cell
    tied: bool
    unit: Link
    kind: str
    district: str
    figure: Figure
    target: Cell
    mark: Mark
    gap: Cell
    source: SourceRef | None
    findings: tuple[Link, ...]


@dataclass(frozen=True)
class UnknownRow:
    """One unit that a document names without a usable figure, and why."""

    unit: Link
    reason: str
    note: str
    source: SourceRef | None


@dataclass(frozen=True)
class Standings:
    """A level's ranking: sentences, distribution, table, and below it those without a figure."""

    id: str
    title: str
    period: str
    sentences: tuple[str, ...]
    note: str
    common: SourceRef | None
    strip: DotStrip | None
    chart: Chart | None
    caption: str
    headings: tuple[str, ...]
    numeric: tuple[int, ...]
    facets: Mapping[str, str]
    filterable: bool
    ranked: bool
    targets: bool
    districts: bool
    rows: tuple[StandingRow, ...]
    unknown: tuple[UnknownRow, ...]
    absent_sentence: str
    absent: tuple[Link, ...]

    @property
    def door(self) -> Link:
        """The way to this part of its page."""
        return Link(self.title, f"#{self.id}")


def standings_of(group: Group, facts: Facts) -> Standings:
    """A level's ranking, ready to be shown."""
    one_source = len({row.source for row in group.known}) == 1
    common = common_target(group.known)
    due = common_due(group.known)
    rows = tuple(_row(row, facts, due, one_source=one_source) for row in group.known)
    targets, districts = any(row.target for row in group.known), any(row.district for row in rows)
    headings = tuple(_headings(group, due, targets=targets, districts=districts))
    return Standings(
        id=level_id(group, facts.portal),
        title=level_title(group, facts.portal),
        period=formats.period(group.period),
        sentences=tuple(sentences(group, facts.today)),
        note=_unranked_because(group),
        common=source_ref(common.source, common.locator, note=common.note) if common else None,
        strip=_strip(group, common),
        chart=_chart(group, facts),
        caption=_caption(group, one_source=one_source),
        headings=headings,
        numeric=tuple(index for index, heading in enumerate(headings) if heading.startswith(_NUMERIC)),
        facets=_facets(group.level, rows),
        filterable=len(rows) > _FILTERED,
        ranked=group.ranked,
        targets=targets,
        districts=districts,
        rows=rows,
        unknown=tuple(_unknown(row) for row in group.unknown),
        absent_sentence=_absent_sentence(group),
        absent=tuple(unit_link(unit) for unit in group.absent),
    )


_BARS = 40
"""Charts draw a bar for each of at most so many units; more are read in the distribution and the table."""

_BAR = 28
_EDGES = 64

_NUMERIC = ("Hạng", "Kết quả", "Chênh lệch")


def _headings(group: Group, due: Period | None, *, targets: bool, districts: bool) -> Iterator[str]:
    if group.ranked:
        yield "Hạng"
    yield "Đơn vị"
    yield "Kết quả"
    if targets:
        yield f"Phải đạt {formats.due(due)}" if due else "Mức phải đạt"
        yield "Đánh giá"
        yield f"Chênh lệch{_gap_unit(group.indicator)}"
    if districts:
        yield "Thuộc"
    yield "Nguồn"


def _gap_unit(indicator: Indicator) -> str:
    units = {Measure.PERCENT: " (điểm %)", Measure.POINTS: " (điểm)", Measure.MINUTES: " (phút)"}
    return units.get(indicator.measure, "")


def _caption(group: Group, *, one_source: bool) -> str:
    kind = "Xếp hạng" if group.ranked else "Số liệu"
    where = f"{words.LEVEL_UNITS[group.level]} của {words.name_in_text(group.province)}"
    source = group.known[0].source
    by = f", theo {source_name(source)}" if one_source and source else ""
    return f"{kind} {where}, {formats.period(group.period)}{by}"


def _facets(level: Level, rows: tuple[StandingRow, ...]) -> dict[str, str]:
    return facets(level, districts=any(row.district for row in rows)) if len(rows) > _FILTERED else {}


def _unranked_because(group: Group) -> str:
    if group.indicator.measure is Measure.COUNT:
        return "Số lượng tùy theo quy mô của đơn vị nên cổng không xếp hạng; bảng xếp theo tên."
    if not group.ranked:
        return "Chưa có hai đơn vị so được với nhau nên chưa xếp hạng."
    return ""


def _row(row: Assessed, facts: Facts, due: Period | None, *, one_source: bool) -> StandingRow:
    parent = facts.portal.units.get(row.unit.parent_id)
    key = (row.unit.id, row.indicator.id, str(row.period))
    found = facts.findings.by_figure.get(key, ())
    return StandingRow(
        place=Cell(str(row.rank), str(row.rank), numeric=True) if row.placed else Cell("không xếp", numeric=True),
        tied=row.tied and row.placed,
        unit=unit_link(row.unit),
        kind=words.UNIT_KINDS[row.unit.kind],
        district=parent.name if parent and parent.level is Level.DISTRICT else "",
        figure=figure_of(row),
        target=_target_cell(row, due),
        mark=mark_of(row, facts.today),
        gap=_gap_cell(row),
        source=_source(row, short=one_source),
        findings=tuple(Link("Xem đối chiếu", finding.address) for finding in found),
    )


def _target_cell(row: Assessed, due: Period | None) -> Cell:
    """The target without its due date where the heading names it for all."""
    target = row.target
    if target is None:
        return Cell("chưa có mức phải đạt")
    address = source_ref(target.source, target.locator).address
    return Cell(required(target) if due else target_text(target), target.value, address)


def _gap_cell(row: Assessed) -> Cell:
    if row.gap is None:
        return Cell("", "", numeric=True)
    decimals = row.indicator.decimals
    return Cell(signed(row.gap, decimals), formats.plain(row.gap, decimals), numeric=True)


def signed(amount: int, decimals: int) -> str:
    """`+0,4`, `−13,2`: for columns whose heading names the unit of measure."""
    return f"{'+' if amount > 0 else ''}{formats.number(amount, decimals)}"


def _source(row: Assessed, *, short: bool) -> SourceRef | None:
    if row.source is None or not row.locator:
        return None
    full = source_ref(row.source, row.locator, row.reading, row.note)
    return SourceRef(formats.locator(row.locator), full.address, full.inferred, full.note) if short else full


def _unknown(row: Assessed) -> UnknownRow:
    return UnknownRow(unit_link(row.unit), words.MISSING[row.status], row.note, _source(row, short=False))


def _absent_sentence(group: Group) -> str:
    """Why units have no row: the documents of that period do not name them."""
    if not group.absent:
        return ""
    sources = dict.fromkeys(source_name(row.source) for row in group.known if row.source)
    count = f"{len(group.absent)} {words.LEVEL_UNITS[group.level]}"
    return f"{count} không có trong {' và '.join(sources)} nên chưa có số liệu {formats.period(group.period)}:"


def sentences(group: Group, today: date) -> Iterator[str]:
    """What the ranking says, in words: who met the target, who leads, who is last, who is left out."""
    yield _result_sentence(group)
    yield from _due_sentence(group, today)
    if group.ranked:
        yield from _ends(group)
    yield from _left_out(group)


def _result_sentence(group: Group) -> str:
    when, units = words.opening(formats.period(group.period)), words.LEVEL_UNITS[group.level]
    asked = group.binding
    met = sum(row.assessment is Assessment.MET for row in asked)
    if not asked:
        return f"{when}: {len(group.known)} {units} có số liệu; chưa có mức phải đạt để so."
    if met == len(asked):
        return (
            f"{when}: {f'cả {met} {units} có số liệu đều' if met > 1 else 'đơn vị duy nhất có số liệu'} đạt chỉ tiêu."
        )
    if not met:
        return f"{when}: chưa có đơn vị nào trong {len(asked)} {units} đạt chỉ tiêu."
    return f"{when}: {met} trong {len(asked)} {units} đạt chỉ tiêu."


def _due_sentence(group: Group, today: date) -> Iterator[str]:
    due = common_due(group.binding)
    if due is None or due.end <= group.period.end:
        return
    passed = ", đã qua mà chưa có số liệu cuối kỳ" if today > due.end else ""
    yield f"Thời hạn: {formats.due(due)}{passed}."


def _ends(group: Group) -> Iterator[str]:
    compared = [row for row in group.known if row.placed]
    best, worst = compared[0].rank, compared[-1].rank
    if best == worst:
        yield f"Tất cả {len(compared)} đơn vị cùng một số liệu: {figure_of(compared[0]).text}."
        return
    yield f"{_who([row for row in compared if row.rank == best], 'dẫn đầu')}."
    yield f"{_who([row for row in compared if row.rank == worst], 'cuối bảng')}."


def _who(rows: list[Assessed], place: str) -> str:
    text = figure_of(rows[0]).text
    if len(rows) > _NAMED:
        return f"{len(rows)} đơn vị cùng {place} với {text}"
    return f"{words.opening(place)}: {', '.join(row.unit.name for row in rows)} ({text})"


def _left_out(group: Group) -> Iterator[str]:
    exempt = sum(row.assessment is Assessment.EXEMPT for row in group.known)
    if exempt:
        yield f"{exempt} đơn vị được miễn chỉ tiêu, không tính vào các con số trên."
    missing = len(group.unknown) + len(group.absent)
    if missing:
        yield f"{missing} đơn vị không có số liệu để so, được nêu riêng bên dưới và không xếp hạng."


def _strip(group: Group, common: Target | None) -> DotStrip | None:
    compared = [row for row in group.known if row.assessment is not Assessment.EXEMPT]
    amounts = [row.amount for row in compared if row.amount is not None]
    if len(set(amounts)) < _NAMED or min(amounts) < 0:
        return None
    indicator = group.indicator
    axis = 100 * SCALE if indicator.measure in (Measure.PERCENT, Measure.POINTS) else max(amounts)
    asked = common.amount if common else None
    return DotStrip(
        sentence=_spread(group, compared),
        dots=tuple(_dots(compared, axis)),
        low=formats.figure(0, indicator.measure, indicator.decimals),
        high=formats.figure(axis, indicator.measure, indicator.decimals),
        target=position(asked, axis) if asked is not None else None,
        target_label=f"Mức phải đạt: {target_text(common)}" if common else "",
    )


def _spread(group: Group, rows: list[Assessed]) -> str:
    """How far the figures lie apart: the lowest, the highest, and the one that half of the units reach at least."""
    ordered = sorted(rows, key=lambda row: row.amount or 0, reverse=True)
    half = ordered[(len(ordered) - 1) // 2]
    low, middle, high = (figure_of(row).text for row in (ordered[-1], half, ordered[0]))
    reached = f"cùng ở mức {high}" if half.amount == ordered[0].amount else f"từ {middle} trở lên"
    return f"{len(rows)} {words.LEVEL_UNITS[group.level]}: thấp nhất {low}, cao nhất {high}; ít nhất một nửa {reached}."


def _dots(rows: list[Assessed], axis: int) -> Iterator[Dot]:
    if len(rows) > _DOTS:
        yield from _crowd(rows, axis)
        return
    for row in rows:
        label = f"{row.unit.name}: {figure_of(row).text}"
        yield Dot(position(row.amount or 0, axis), label, row.unit.address)


def _crowd(rows: list[Assessed], axis: int) -> Iterator[Dot]:
    """One dot for each percent of the axis where units lie, saying how many."""
    indicator = rows[0].indicator
    counts = Counter(round(position(row.amount or 0, axis)) for row in rows)
    for place, count in sorted(counts.items()):
        near = formats.figure(axis * place // 100, indicator.measure, indicator.decimals)
        yield Dot(float(place), f"{count} đơn vị quanh mức {near}", indicator.address)


def _chart(group: Group, facts: Facts) -> Chart | None:
    """Results beside targets, for levels small enough to be read as bars, each by its own name."""
    rows = [row for row in group.known if row.placed]
    names = {row.unit.short_name for row in rows}
    if group.indicator.measure is not Measure.PERCENT or not _NAMED <= len(rows) == len(names) <= _BARS:
        return None
    sources = dict.fromkeys(row.source for row in rows if row.source)
    return Chart(
        id=f"bieu-do-{level_id(group, facts.portal)}",
        title=f"{group.indicator.short_name}, {formats.period(group.period)}",
        sentence=" ".join(_ends(group)),
        figure_json=charts.result_against_target([_goal(row) for row in rows], "Phần trăm; vạch đứng là mức phải đạt"),
        table=_chart_table(group, rows),
        sources=tuple(SourceRef(source_name(source), source.address) for source in sources),
        height=_EDGES + len(rows) * _BAR,
    )


def _goal(row: Assessed) -> charts.Goal:
    binding = row.target is not None and row.target.status is TargetStatus.BINDING
    asked = row.target.amount if row.target and binding else None
    return charts.Goal(
        name=row.unit.short_name,
        value=position(row.amount or 0, 100 * SCALE),
        text=figure_of(row).text,
        target=None if asked is None else position(asked, 100 * SCALE),
        target_text=f"Mức phải đạt: {target_text(row.target)}" if row.target else "",
        code=row.assessment,
    )


def _chart_table(group: Group, rows: list[Assessed]) -> Table:
    cells = tuple(
        (
            Cell(row.unit.name, address=row.unit.address),
            Cell(figure_of(row).text, row.value, numeric=True),
            Cell(target_text(row.target) if row.target else "chưa có mức phải đạt"),
        )
        for row in rows
    )
    caption = f"{group.indicator.short_name}, {formats.period(group.period)}: số liệu của biểu đồ"
    return Table(caption, ("Đơn vị", "Kết quả", "Mức phải đạt"), cells)
