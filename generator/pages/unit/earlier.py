"""Earlier figures on a unit's page: those of earlier periods, and the last figures of its predecessors."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from generator import words
from generator.lineage import LineageByUnit
from generator.model import Indicator, Portal, Unit
from generator.pages.facts import Assessed, Facts, Levels
from generator.pages.figures import caveats_of, figure_of, period_text, row_mark
from generator.pages.links import statement_address
from generator.pages.parts import Cell, Table
from generator.pages.unit.ranks import rank_text

_HEADINGS = ("Chỉ tiêu", "Kỳ", "Kết quả", "Đánh giá")
_EARLIER = 40
"""Maximum number of earlier figures on the unit's page, to limit its size. If there are more, they are only on the
pages of the years."""


def history(rows: Sequence[Assessed], newest: Sequence[Assessed], levels: Levels) -> Table | None:
    """Returns the figures of all earlier periods, newest first. None if there are none, or more than `_EARLIER`."""
    shown = {(row.indicator.id, row.period) for row in newest}
    earlier = [row for row in rows if row.value and (row.indicator.id, row.period) not in shown]
    if not earlier or len(earlier) > _EARLIER:
        return None
    ordered = sorted(earlier, key=_time, reverse=True)
    return Table("Số liệu các kỳ trước", _HEADINGS, tuple(_history_row(row, levels) for row in ordered))


def _time(row: Assessed) -> tuple[date, int]:
    return row.period.order if row.period else (date.min, 0)


def _history_row(row: Assessed, levels: Levels) -> tuple[Cell, ...]:
    return (
        Cell(row.indicator.short_name, address=levels.ranking(row.unit, row.indicator)),
        Cell(period_text(row), str(row.period)),
        _sourced(row, caveats_of(row)),
        Cell(row_mark(row).word, note=rank_text(row, levels)),
    )


def _sourced(row: Assessed, note: str) -> Cell:
    """Cell with a figure and a link to its row in the document."""
    figure = figure_of(row)
    return Cell(figure.text, figure.number, address=statement_address(row), numeric=True, note=note)


def predecessor_figures(unit: Unit, lines: LineageByUnit, facts: Facts) -> Table | None:
    """Returns the last figures of the units that this unit succeeded, side by side. They are never added or averaged.
    None if the unit has no predecessors."""
    rows = lines.predecessors(unit.id)
    if not rows:
        return None
    units = facts.portal.units
    old = [(units[row.predecessor_id], row.note) for row in rows]
    figures = {before.id: _latest_figures(before, facts) for before, _ in old}
    indicators = _indicators(figures.values(), facts.portal)
    periods = [period_text(row) for found in figures.values() for row in found.values()]
    usual = max(periods, key=periods.count, default="")
    caption = _caption([before for before, _ in old], usual, mixed=len(set(periods)) > 1)
    if len(indicators) > len(old):
        headings = ("Chỉ tiêu", *(before.name for before, _ in old))
        return Table(caption, headings, tuple(_indicator_row(item, old, figures, usual) for item in indicators))
    headings = ("Đơn vị cũ", *(item.short_name for item in indicators))
    rows_down = (_predecessor_row(before, note, indicators, figures[before.id], usual) for before, note in old)
    return Table(caption, headings, tuple(rows_down))


def _caption(old: Sequence[Unit], usual: str, *, mixed: bool) -> str:
    """Names all predecessors, because a phone shows one column at a time. Also states the most frequent period, so that
    only cells of another period state theirs."""
    names = ", ".join(unit.name for unit in old)
    if not usual:
        return f"Đơn vị cũ: {names}"
    period = f"({usual}{', trừ ô ghi khác' if mixed else ''})"
    if len(old) > 1:
        return f"Số liệu cuối cùng của {len(old)} đơn vị cũ {period}: {names}"
    return f"Số liệu cuối cùng của {words.name_in_text(old[0])} {period}"


def _indicators(figures: Iterable[Mapping[str, Assessed]], portal: Portal) -> list[Indicator]:
    """Returns the indicators with a figure of at least one predecessor, in the order of the data."""
    held = {id_ for found in figures for id_ in found}
    return [indicator for indicator in portal.indicators.values() if indicator.id in held]


def _latest_figures(unit: Unit, facts: Facts) -> Mapping[str, Assessed]:
    return facts.latest.get(unit.id, {})


def _indicator_row(
    indicator: Indicator, old: Sequence[tuple[Unit, str]], figures: Mapping[str, Mapping[str, Assessed]], usual: str
) -> tuple[Cell, ...]:
    cells = (_last_figure(figures[before.id].get(indicator.id), usual) for before, _ in old)
    return (Cell(indicator.short_name, address=indicator.address), *cells)


def _predecessor_row(
    unit: Unit, note: str, indicators: Sequence[Indicator], figures: Mapping[str, Assessed], usual: str
) -> tuple[Cell, ...]:
    cells = (_last_figure(figures.get(indicator.id), usual) for indicator in indicators)
    return (Cell(unit.name, address=unit.address, note=words.inline(note)), *cells)


def _last_figure(row: Assessed | None, usual: str) -> Cell:
    if row is None:
        return Cell("chưa có số liệu")
    own = period_text(row)
    return _sourced(row, ", ".join(filter(None, ["" if own == usual else own, caveats_of(row)])))
