"""The plain tables of a unit's page: counts, neighbours, whole levels, units before it, earlier periods."""

from collections.abc import Iterable, Mapping, Sequence

from generator import formats, words
from generator.lineage import Descent
from generator.model import Aggregate, Assessment, Indicator, Measure, Unit
from generator.pages.facts import Assessed, Facts, Stated, newest_figures
from generator.pages.figures import figure_of, period_text, rank_of
from generator.pages.levels import Levels
from generator.pages.links import row_address
from generator.pages.parts import Cell, Rank, Table

COUNT_HEADINGS = ("Nội dung", "Số lượng", "Kỳ")
NEIGHBOUR_HEADINGS = ("Chỉ tiêu", "Hạng", "Liền trước", "Liền sau")
LEVEL_HEADINGS = ("Chỉ tiêu", "Cấp", "Số liệu", "Là số gì", "Kỳ")
HISTORY_HEADINGS = ("Chỉ tiêu", "Kỳ", "Kết quả", "Đánh giá", "Hạng")


def place_of(row: Assessed) -> Rank | None:
    """The rank to show; none for an exempt unit, which had nothing to reach."""
    return None if row.assessment is Assessment.EXEMPT else rank_of(row)


def counts(rows: Sequence[Assessed]) -> Table | None:
    """Figures that follow a unit's size: neither judged nor ranked."""
    if not rows:
        return None
    return Table(
        "Số lượng, không xếp hạng vì tùy theo quy mô của đơn vị; bấm vào số để mở dòng nguồn",
        COUNT_HEADINGS,
        tuple(_count(row) for row in rows),
    )


def _count(row: Assessed) -> tuple[Cell, ...]:
    return (
        Cell(row.indicator.short_name, address=row.indicator.address),
        _sourced(row),
        Cell(period_text(row)),
    )


def _sourced(row: Assessed, note: str = "") -> Cell:
    """A figure that leads to its row in the document."""
    figure = figure_of(row)
    address = row_address(row.source, row.locator) if row.source and row.locator else ""
    return Cell(figure.text, figure.number, address=address, numeric=True, note=note)


def neighbours(newest: Sequence[Assessed], levels: Levels) -> Table | None:
    """Who stands next in each ranking, and by how much."""
    ranked = [(row, group) for row in newest if (group := levels.of(row)) and len(group.places) > 1]
    if not ranked:
        return None
    lines = tuple(
        (
            Cell(row.indicator.short_name, address=row.indicator.address),
            _own_place(row, group.sharing(row)),
            _next_to(row, group.above(row), "đang đứng đầu"),
            _next_to(row, group.below(row), "đang đứng cuối"),
        )
        for row, group in ranked
    )
    return Table("Đơn vị đứng liền trước và liền sau trong từng bảng xếp hạng", NEIGHBOUR_HEADINGS, lines)


def _own_place(row: Assessed, sharing: Sequence[Assessed]) -> Cell:
    others = len(sharing) - 1
    note = f"cùng {others} đơn vị khác" if others else ""
    place = rank_of(row)
    return Cell(f"{place.place}/{place.of}", str(place.place), note=note) if place else Cell("không xếp hạng")


def _next_to(row: Assessed, found: Sequence[Assessed], none: str) -> Cell:
    """`Sở Y tế` with `hơn 0,4 điểm phần trăm`; several with the same figure are counted."""
    if not found:
        return Cell(none)
    other = found[0]
    difference = (other.amount or 0) - (row.amount or 0)
    verb = "hơn" if difference > 0 else "kém"
    gap = f"{verb} {formats.distance(difference, row.indicator.measure, row.indicator.decimals)}"
    if len(found) == 1:
        return Cell(other.unit.short_name, address=other.unit.address, note=gap)
    return Cell(f"{len(found)} đơn vị đồng hạng", note=gap)


def level_figures(stated: Sequence[Stated]) -> Table | None:
    """Figures that documents state for whole levels within the unit."""
    if not stated:
        return None
    lines = tuple(_level_line(row) for row in stated)
    return Table("Số liệu của cả cấp, đúng như văn bản ghi; bấm vào số để mở dòng nguồn", LEVEL_HEADINGS, lines)


def _level_line(row: Stated) -> tuple[Cell, ...]:
    figure = figure_of(row)
    address = row_address(row.source, row.locator)
    return (
        Cell(row.indicator.short_name, address=row.indicator.address),
        Cell(words.LEVELS[row.level] if row.level else ""),
        Cell(figure.text, figure.number, address=address, numeric=True),
        Cell(_aggregate(row), note=row.note),
        Cell(formats.period(row.period), str(row.period)),
    )


def _aggregate(row: Stated) -> str:
    """What the figure is; the total row of a table can hold a share, which is no sum."""
    if row.aggregate is Aggregate.TOTAL and row.indicator.measure is not Measure.COUNT:
        return "Tỷ lệ ghi ở dòng tổng của bảng"
    return words.AGGREGATES.get(row.aggregate, "")


def origin(unit: Unit, lines: Descent, facts: Facts) -> Table | None:
    """The units that a new one followed, with their last figures side by side: never added, never averaged."""
    rows = lines.predecessors(unit.id)
    if not rows:
        return None
    units = facts.portal.units
    old = [(units[row.predecessor_id], row.note) for row in rows]
    figures = {before.id: _by_indicator(before, facts) for before, _ in old}
    indicators = _indicators(figures.values())
    caption = "Số liệu cuối cùng của từng đơn vị cũ"
    if len(indicators) > len(old):
        headings = ("Chỉ tiêu", *(before.name for before, _ in old))
        return Table(caption, headings, tuple(_across(item, old, figures) for item in indicators))
    headings = ("Đơn vị cũ", *(item.short_name for item in indicators))
    return Table(caption, headings, tuple(_down(before, note, indicators, figures[before.id]) for before, note in old))


def _indicators(figures: Iterable[Mapping[str, Assessed]]) -> list[Indicator]:
    return list({row.indicator.id: row.indicator for found in figures for row in found.values()}.values())


def _by_indicator(unit: Unit, facts: Facts) -> Mapping[str, Assessed]:
    return {row.indicator.id: row for row in newest_figures(facts.by_unit.get(unit.id, ()))}


def _across(
    indicator: Indicator, old: Sequence[tuple[Unit, str]], figures: Mapping[str, Mapping[str, Assessed]]
) -> tuple[Cell, ...]:
    cells = (_last_figure(figures[before.id].get(indicator.id)) for before, _ in old)
    return (Cell(indicator.short_name, address=indicator.address), *cells)


def _down(unit: Unit, note: str, indicators: Sequence[Indicator], figures: Mapping[str, Assessed]) -> tuple[Cell, ...]:
    cells = (_last_figure(figures.get(indicator.id)) for indicator in indicators)
    return (Cell(unit.name, address=unit.address, note=words.inline(note)), *cells)


def _last_figure(row: Assessed | None) -> Cell:
    if row is None:
        return Cell("chưa có số liệu")
    return _sourced(row, period_text(row))


def history(rows: Sequence[Assessed], newest: Sequence[Assessed]) -> Table | None:
    """Every earlier period, newest first."""
    shown = {(row.indicator.id, row.period) for row in newest}
    earlier = [row for row in rows if row.value and (row.indicator.id, row.period) not in shown]
    if not earlier:
        return None
    ordered = sorted(earlier, key=lambda row: str(row.period), reverse=True)
    return Table("Số liệu các kỳ trước", HISTORY_HEADINGS, tuple(_past(row) for row in ordered))


def _past(row: Assessed) -> tuple[Cell, ...]:
    place = place_of(row)
    return (
        Cell(row.indicator.short_name, address=row.indicator.address),
        Cell(period_text(row), str(row.period)),
        _sourced(row),
        Cell(words.ASSESSMENTS[row.assessment]),
        Cell(place.text if place else "không xếp hạng", str(place.place) if place else ""),
    )
