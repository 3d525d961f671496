"""The interactive charts of a unit's page, each with the sentence and the table that say the same."""

from collections.abc import Iterator, Sequence

from generator import charts, formats, words
from generator.charts import CROWD, Goal, Point, Strand
from generator.model import SCALE, Measure, TargetStatus, Unit
from generator.pages.facts import Assessed, grouped
from generator.pages.figures import JUDGED, figure_of, position, score_of, target_text
from generator.pages.levels import Group, Levels
from generator.pages.parts import Cell, Chart, Table

_WHOLE = 100 * SCALE
_SERIES = 6
"""A page draws at most so many series; the history table holds them all."""


def unit_charts(unit: Unit, rows: Sequence[Assessed], newest: Sequence[Assessed], levels: Levels) -> tuple[Chart, ...]:
    """Results against targets, the place in the level, and series; those that have something to show."""
    drawn = [row for row in newest if _on_whole_axis(row)]
    found = [_goals(unit, drawn), *_places(unit, drawn, levels), *_series(rows)]
    return tuple(chart for chart in found if chart)


def _on_whole_axis(row: Assessed) -> bool:
    return row.amount is not None and row.indicator.measure in (Measure.PERCENT, Measure.POINTS)


def _goals(unit: Unit, rows: Sequence[Assessed]) -> Chart | None:
    """Results against targets, when there are two to compare; one alone is on its card already."""
    judged = [row for row in rows if row.assessment in JUDGED]
    if not judged[1:]:
        return None
    score = score_of(judged)
    return Chart(
        id="bieu-do-ket-qua",
        title="Kết quả so với mức phải đạt",
        sentence=f"{unit.name} đạt {score.met} trên {score.judged} chỉ tiêu có số liệu.",
        figure_json=charts.result_against_target(
            [_goal(row) for row in judged], "Phần trăm; vạch đứng là mức phải đạt"
        ),
        table=_goals_table(judged),
        height=charts.goals_height(len(judged)),
    )


def _goal(row: Assessed) -> Goal:
    target = row.target.amount if row.target and row.target.status is TargetStatus.BINDING else None
    return Goal(
        name=row.indicator.short_name,
        value=_place(row),
        text=figure_of(row).text,
        target=None if target is None else position(target, _WHOLE),
        target_text=f"Mức phải đạt: {target_text(row.target)}" if row.target else "",
        code=row.assessment,
    )


def _goals_table(rows: Sequence[Assessed]) -> Table:
    lines = tuple(
        (
            Cell(row.indicator.short_name, address=row.indicator.address),
            _figure_cell(row),
            Cell(target_text(row.target) if row.target else ""),
            Cell(words.ASSESSMENTS[row.assessment]),
        )
        for row in rows
    )
    return Table("Kết quả mới nhất và mức phải đạt", ("Chỉ tiêu", "Kết quả", "Mức phải đạt", "Đánh giá"), lines)


def _places(unit: Unit, rows: Sequence[Assessed], levels: Levels) -> Iterator[Chart]:
    groups = [(row, group) for row in rows if (group := levels.of(row)) and len(group.places) > 1]
    crowded = [(row, group) for row, group in groups if len(group.placed) > CROWD]
    dotted = [(row, group) for row, group in groups if len(group.placed) <= CROWD]
    if dotted:
        yield _dots(unit, dotted)
    for row, group in crowded:
        yield _crowd(unit, row, group)


def _dots(unit: Unit, groups: Sequence[tuple[Assessed, Group]]) -> Chart:
    strands = [_strand(row, group) for row, group in groups]
    return Chart(
        id="bieu-do-vi-tri",
        title="Vị trí trong các đơn vị cùng cấp",
        sentence=_places_sentence(unit, groups),
        figure_json=charts.distribution(strands, "Phần trăm; chấm đậm là đơn vị này", unit.short_name),
        table=_places_table(unit, groups),
        height=charts.strands_height(len(strands)),
    )


def _crowd(unit: Unit, row: Assessed, group: Group) -> Chart:
    return Chart(
        id=f"bieu-do-vi-tri-{row.indicator.slug}",
        title=f"Vị trí trong các đơn vị cùng cấp: {row.indicator.short_name}",
        sentence=_places_sentence(unit, [(row, group)]),
        figure_json=charts.histogram(
            group.counts, _place(row), f"{unit.short_name}: {figure_of(row).text}", "Phần trăm; cột là số đơn vị"
        ),
        table=_places_table(unit, [(row, group)]),
    )


def _strand(row: Assessed, group: Group) -> Strand:
    others = [peer for peer in group.placed if peer.unit.id != row.unit.id]
    return Strand(
        name=row.indicator.short_name,
        peers=tuple(_place(peer) for peer in others),
        names=tuple(peer.unit.short_name for peer in others),
        own=_place(row),
        own_text=figure_of(row).text,
    )


def _places_sentence(unit: Unit, groups: Sequence[tuple[Assessed, Group]]) -> str:
    """In how many indicators the unit is in the better half; with one indicator, between whom it stands."""
    if len(groups) == 1:
        row, group = groups[0]
        ends = f"thấp nhất {figure_of(group.lowest).text}, cao nhất {figure_of(group.highest).text}"
        own = f"{figure_of(row).text} về {words.inline(row.indicator.short_name)}"
        return f"{unit.name}: {own}; các đơn vị cùng cấp: {ends}."
    better = sum((row.rank or 0) * 2 <= (row.ranked_of or 0) for row, _ in groups)
    if not better:
        return f"{unit.name} không đứng ở nửa trên của chỉ tiêu nào trong {len(groups)} chỉ tiêu có xếp hạng."
    return f"{unit.name} đứng ở nửa trên của {better} trong {len(groups)} chỉ tiêu có xếp hạng."


def _places_table(unit: Unit, groups: Sequence[tuple[Assessed, Group]]) -> Table:
    headings = ("Chỉ tiêu", unit.short_name, "Thấp nhất", "Giữa nhóm", "Cao nhất", "Số đơn vị")
    return Table(
        "Số liệu của đơn vị và của các đơn vị cùng cấp, cùng kỳ (giữa nhóm là số liệu của đơn vị đứng giữa)",
        headings,
        tuple(_place_line(row, group) for row, group in groups),
    )


def _place_line(row: Assessed, group: Group) -> tuple[Cell, ...]:
    figures = (_figure_cell(peer) for peer in (row, group.lowest, group.middle, group.highest))
    count = len(group.placed)
    return (
        Cell(row.indicator.short_name, address=row.indicator.address),
        *figures,
        Cell(str(count), str(count), numeric=True),
    )


def _series(rows: Sequence[Assessed]) -> Iterator[Chart]:
    """One chart an indicator with figures of two periods or more."""
    stated = [row for row in rows if row.amount is not None]
    long = [run for run in grouped(stated, lambda row: row.indicator.id).values() if len(run) > 1]
    return (_one_series(run) for run in long[:_SERIES])


def _one_series(run: Sequence[Assessed]) -> Chart:
    first, last = run[0], run[-1]
    indicator = last.indicator
    points = [Point(_period(row), _plain(row), figure_of(row).text) for row in run]
    return Chart(
        id=f"dien-bien-{indicator.slug}",
        title=f"Diễn biến: {indicator.short_name}",
        sentence=f"Từ {figure_of(first).text} ({_period(first)}) đến {figure_of(last).text} ({_period(last)}).",
        figure_json=charts.series(points, ""),
        table=_series_table(run),
    )


def _series_table(run: Sequence[Assessed]) -> Table:
    rows = tuple((Cell(_period(row), str(row.period)), _figure_cell(row)) for row in run)
    return Table(run[0].indicator.name, ("Kỳ", "Kết quả"), rows)


def _period(row: Assessed) -> str:
    return formats.period(row.period) if row.period else ""


def _plain(row: Assessed) -> float:
    return (row.amount or 0) / SCALE


def _place(row: Assessed) -> float:
    return position(row.amount or 0, _WHOLE)


def _figure_cell(row: Assessed) -> Cell:
    figure = figure_of(row)
    return Cell(figure.text, figure.number, numeric=True)
