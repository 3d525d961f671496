"""What came before the figures of a unit's page: earlier periods, the last figures of the units before it."""

from collections.abc import Iterable, Mapping, Sequence

from generator import words
from generator.lineage import Descent
from generator.model import Indicator, Portal, Unit
from generator.pages.facts import Assessed, Facts
from generator.pages.figures import doubts, figure_of, period_text
from generator.pages.levels import Levels
from generator.pages.links import stated_at
from generator.pages.parts import Cell, Table
from generator.pages.unit.results import rank_text

_HEADINGS = ("Chỉ tiêu", "Kỳ", "Kết quả", "Đánh giá")
_EARLIER = 40
"""More earlier figures than this are left to the pages of the years, so that this page keeps its size."""


def history(rows: Sequence[Assessed], newest: Sequence[Assessed], levels: Levels) -> Table | None:
    """Every earlier period, newest first."""
    shown = {(row.indicator.id, row.period) for row in newest}
    earlier = [row for row in rows if row.value and (row.indicator.id, row.period) not in shown]
    if not earlier or len(earlier) > _EARLIER:
        return None
    ordered = sorted(earlier, key=lambda row: str(row.period), reverse=True)
    return Table("Số liệu các kỳ trước", _HEADINGS, tuple(_past(row, levels) for row in ordered))


def _past(row: Assessed, levels: Levels) -> tuple[Cell, ...]:
    return (
        Cell(row.indicator.short_name, address=levels.ranking(row.unit, row.indicator)),
        Cell(period_text(row), str(row.period)),
        _sourced(row, doubts(row)),
        Cell(words.ASSESSMENTS[row.assessment], note=rank_text(row)),
    )


def _sourced(row: Assessed, note: str = "") -> Cell:
    """A figure that leads to its row in the document."""
    figure = figure_of(row)
    return Cell(figure.text, figure.number, address=stated_at(row), numeric=True, note=note)


def origin(unit: Unit, lines: Descent, facts: Facts) -> Table | None:
    """The units that a new one followed, with their last figures side by side: never added, never averaged."""
    rows = lines.predecessors(unit.id)
    if not rows:
        return None
    units = facts.portal.units
    old = [(units[row.predecessor_id], row.note) for row in rows]
    figures = {before.id: _by_indicator(before, facts) for before, _ in old}
    indicators = _indicators(figures.values(), facts.portal)
    periods = [period_text(row) for found in figures.values() for row in found.values()]
    usual = max(periods, key=periods.count, default="")
    caption = _caption([before for before, _ in old], usual, apart=len(set(periods)) > 1)
    if len(indicators) > len(old):
        headings = ("Chỉ tiêu", *(before.name for before, _ in old))
        return Table(caption, headings, tuple(_across(item, old, figures, usual) for item in indicators))
    headings = ("Đơn vị cũ", *(item.short_name for item in indicators))
    rows_down = (_down(before, note, indicators, figures[before.id], usual) for before, note in old)
    return Table(caption, headings, tuple(rows_down))


def _caption(old: Sequence[Unit], usual: str, *, apart: bool) -> str:
    """It names them all, for a phone shows one column at a time; and the period of most figures, so that only cells of
    another one tell theirs."""
    names = ", ".join(unit.name for unit in old)
    if not usual:
        return f"Đơn vị cũ: {names}"
    period = f"({usual}{', trừ ô ghi khác' if apart else ''})"
    if len(old) > 1:
        return f"Số liệu cuối cùng của {len(old)} đơn vị cũ {period}: {names}"
    return f"Số liệu cuối cùng của {words.name_in_text(old[0])} {period}"


def _indicators(figures: Iterable[Mapping[str, Assessed]], portal: Portal) -> list[Indicator]:
    """Those of which an old unit has a figure, in the order of indicators."""
    held = {id_ for found in figures for id_ in found}
    return [indicator for indicator in portal.indicators.values() if indicator.id in held]


def _by_indicator(unit: Unit, facts: Facts) -> Mapping[str, Assessed]:
    return facts.latest.get(unit.id, {})


def _across(
    indicator: Indicator, old: Sequence[tuple[Unit, str]], figures: Mapping[str, Mapping[str, Assessed]], usual: str
) -> tuple[Cell, ...]:
    cells = (_last_figure(figures[before.id].get(indicator.id), usual) for before, _ in old)
    return (Cell(indicator.short_name, address=indicator.address), *cells)


def _down(
    unit: Unit, note: str, indicators: Sequence[Indicator], figures: Mapping[str, Assessed], usual: str
) -> tuple[Cell, ...]:
    cells = (_last_figure(figures.get(indicator.id), usual) for indicator in indicators)
    return (Cell(unit.name, address=unit.address, note=words.inline(note)), *cells)


def _last_figure(row: Assessed | None, usual: str) -> Cell:
    if row is None:
        return Cell("chưa có số liệu")
    own = period_text(row)
    return _sourced(row, ", ".join(filter(None, ["" if own == usual else own, doubts(row)])))
