"""A unit compared with its peers: suggested comparisons, neighbours in each ranking, and its position within its level.
Each chart has a sentence and a table with the same content."""

from collections.abc import Iterator, Sequence

from generator import charts, formats, words
from generator.charts import DotRow
from generator.model import Direction, Indicator, Measure, Unit
from generator.pages.drawings import AXIS_END, Chart, position
from generator.pages.facts import Assessed, Facts, Group, Levels
from generator.pages.figures import amount_text, caveats_of, figure_of, figure_with_caveats, rank_of
from generator.pages.links import MOST_COMPARED, comparison_link
from generator.pages.overall import Overall
from generator.pages.parts import Cell, Link, Table
from generator.pages.unit.dots import is_dotted, is_shown, path_of

NEIGHBOUR_HEADINGS = ("Chỉ tiêu", "Hạng", "Liền trước", "Liền sau")
_FEW = 9
"""Maximum number of units of a level for a comparison of the whole level."""

_NAMED = 2
"""Maximum number of units that are named. If there are more, the text states only how many."""


def comparisons(unit: Unit, overall: Overall | None, facts: Facts) -> tuple[Link, ...]:
    """Returns links to comparisons of the unit with its neighbours in rank, units of equal rank, the best units, units
    of its district and of its kind, and with units that the reader chooses. Leaves out comparisons of the same units,
    and those with more units than the page can compare."""
    found: dict[frozenset[str], Link] = {}
    for text, others in _peers(unit, overall, facts) if overall else ():
        units = [unit, *(other for other in others if other != unit)]
        if 1 < len(units) <= MOST_COMPARED:
            found.setdefault(frozenset(one.id for one in units), comparison_link(text, units))
    return (*found.values(), comparison_link("đơn vị khác", [unit]))


def compared_by(unit: Unit, overall: Overall | None) -> str:
    """States by which measure the neighbours and units of equal rank were found. Empty for a unit that has neither."""
    if overall is None or not (overall.neighbours(unit) or overall.of_equal_rank(unit)):
        return ""
    measure = words.inline(overall.indicator.short_name) if overall.indicator else "tỷ lệ đạt"
    return f"Hạng theo {measure}, {formats.period(overall.period)}."


def _peers(unit: Unit, overall: Overall, facts: Facts) -> Iterator[tuple[str, Sequence[Unit]]]:
    """Yields groups of units for comparison, most similar first, each with its description."""
    everyone = [placed.unit for placed in overall.ordered]
    beside = overall.neighbours(unit)
    yield f"{_names(beside)} (kề hạng)", beside
    equals = overall.of_equal_rank(unit)
    yield f"{_names(equals)} (đồng hạng)" if len(equals) <= _NAMED else f"{len(equals)} đơn vị đồng hạng", equals
    leading = [placed.unit for placed in overall.places[0]]
    first = leading[:_NAMED]
    if unit not in leading and not set(first) <= set(beside):
        yield f"{_names(first)} (dẫn đầu)", first
    if len(everyone) <= _FEW:
        yield overall.ranked_text, everyone
    if unit.level.area_of_province:
        yield from _similar(unit, everyone, facts)


def _similar(unit: Unit, everyone: Sequence[Unit], facts: Facts) -> Iterator[tuple[str, Sequence[Unit]]]:
    """Yields the units of the same district, then those of the same kind."""
    if district := facts.portal.district_of(unit):
        siblings = [other for other in everyone if other.parent_id == district.id]
        yield f"các {_units(unit)} của {words.name_in_text(district)}", siblings
    kind = words.inline(words.UNIT_KINDS[unit.kind])
    yield f"các {kind} khác", [other for other in everyone if other.kind is unit.kind]


def _units(unit: Unit) -> str:
    return words.LEVEL_UNITS[unit.level]


def _names(units: Sequence[Unit]) -> str:
    return " và ".join(unit.short_name for unit in units)


def neighbours(newest: Sequence[Assessed], levels: Levels) -> Table | None:
    """Returns a table of the next better and next worse unit in each ranking, with the differences."""
    ranked = [(row, group) for row in newest if (group := levels.of(row)) and len(group.places) > 1]
    if not ranked:
        return None
    lines = tuple(
        (
            Cell(row.indicator.short_name, address=levels.ranking(row.unit, row.indicator)),
            _own_place(row, group.of_equal_rank(row)),
            _next_to(row, group.above(row), "đứng đầu"),
            _next_to(row, group.below(row), "đứng cuối"),
        )
        for row, group in ranked
    )
    caption = "Đơn vị đứng liền trước và liền sau theo từng chỉ tiêu, hơn hoặc kém đơn vị này bao nhiêu"
    return Table(caption, NEIGHBOUR_HEADINGS, lines)


def _own_place(row: Assessed, sharing: Sequence[Assessed]) -> Cell:
    others, place = len(sharing) - 1, rank_of(row)
    if place is None:
        return Cell(words.NOT_RANKED)
    note = "; ".join(filter(None, [f"cùng {others} đơn vị khác" if others else "", place.ranked]))
    return Cell(f"{place.place}/{place.of}", str(place.place), note=note)


def _comparatives(indicator: Indicator) -> tuple[str, str]:
    """Words for a greater and a smaller figure. If smaller figures are better, `hơn` and `kém` are avoided, because
    `kém` would call the better figure worse."""
    if indicator.measure is Measure.RANK:
        return "thấp hơn", "cao hơn"
    return ("nhiều hơn", "ít hơn") if indicator.direction is Direction.LOWER else ("hơn", "kém")


def _next_to(row: Assessed, found: Sequence[Assessed], none: str) -> Cell:
    """As in `Sở Y tế` with `hơn 0,4 điểm phần trăm` or `ít hơn 3 phút`. States the number of units if several have the
    same figure."""
    if not found:
        return Cell(none)
    other = found[0]
    difference = (other.amount or 0) - (row.amount or 0)
    more, less = _comparatives(row.indicator)
    verb = more if difference > 0 else less
    gap = f"{verb} {formats.distance(difference, row.indicator.measure, row.indicator.decimals)}"
    if len(found) == 1:
        return Cell(other.unit.short_name, address=other.unit.address, note=gap)
    return Cell(f"{len(found)} đơn vị đồng hạng", note=gap)


def position_charts(unit: Unit, newest: Sequence[Assessed], levels: Levels) -> tuple[Chart, ...]:
    """Returns charts of the unit's position within its level: one chart with dots, and one for each indicator with too
    many units for dots."""
    ranked = [(row, group) for row in newest if (group := levels.of(row)) and len(group.places) > 1]
    shown = [(row, group) for row, group in ranked if is_shown(group)]
    crowded = [(row, group) for row, group in shown if not is_dotted(group)]
    dotted = [(row, group) for row, group in shown if is_dotted(group)]
    dots = [_dots_chart(unit, dotted, levels)] if dotted else []
    return (*dots, *(_histogram_chart(unit, row, group, levels) for row, group in crowded))


def _dots_chart(unit: Unit, groups: Sequence[tuple[Assessed, Group]], levels: Levels) -> Chart:
    strands = [_strand(row, group) for row, group in groups]
    return Chart(
        id="bieu-do-vi-tri",
        title="Kết quả của đơn vị và của các đơn vị cùng cấp",
        sentence=_places_sentence(unit, groups),
        figure_json=charts.distribution(
            strands, f"{_axis_title(groups)}; chấm lớn là đơn vị này", unit.slug, unit.short_name
        ),
        table=_places_table(unit, groups, levels),
        height=charts.dot_rows_height(len(strands)),
    )


def _histogram_chart(unit: Unit, row: Assessed, group: Group, levels: Levels) -> Chart:
    return Chart(
        id=f"bieu-do-vi-tri-{row.indicator.slug}",
        title=f"Kết quả của đơn vị và của các đơn vị cùng cấp: {row.indicator.short_name}",
        sentence=_places_sentence(unit, [(row, group)]),
        figure_json=charts.histogram(
            group.counts,
            _axis_position(row),
            f"{unit.short_name}: {figure_with_caveats(row)}",
            f"{_axis_title([(row, group)])}; cột là số đơn vị",
        ),
        table=_places_table(unit, [(row, group)], levels),
    )


def _axis_title(groups: Sequence[tuple[Assessed, Group]]) -> str:
    """Names the measures of these indicators: `Phần trăm`, `Điểm`, or `Phần trăm hoặc điểm`."""
    measures = dict.fromkeys(words.inline(words.MEASURES[row.indicator.measure]) for row, _ in groups)
    return words.capitalised(" hoặc ".join(measures))


def _strand(row: Assessed, group: Group) -> DotRow:
    return DotRow(
        name=row.indicator.short_name,
        peers=path_of(group),
        indicator=row.indicator.slug,
        least=_axis_position(group.lowest),
        own=_axis_position(row),
        own_text=figure_with_caveats(row),
    )


def _places_sentence(unit: Unit, groups: Sequence[tuple[Assessed, Group]]) -> str:
    """States in how many indicators the unit is in the better half. With a single indicator, states its figure and the
    range of the level."""
    if len(groups) == 1:
        row, group = groups[0]
        ends = f"thấp nhất {figure_with_caveats(group.lowest)}, cao nhất {figure_with_caveats(group.highest)}"
        own = f"{figure_with_caveats(row)} về {words.inline(row.indicator.short_name)}"
        return f"{unit.name}: {own}; các đơn vị cùng cấp: {ends}."
    better = sum((row.rank or 0) * 2 <= (row.ranked_of or 0) for row, _ in groups)
    if not better:
        return f"{unit.name} không đứng ở nửa trên bảng xếp hạng của chỉ tiêu nào trong {len(groups)} chỉ tiêu."
    return f"{unit.name} đứng ở nửa trên bảng xếp hạng của {better} trong {len(groups)} chỉ tiêu."


def _places_table(unit: Unit, groups: Sequence[tuple[Assessed, Group]], levels: Levels) -> Table:
    headings = ("Chỉ tiêu", unit.short_name, "Thấp nhất", "Trung vị", "Cao nhất", "Số đơn vị")
    return Table(
        "Số liệu của đơn vị và của các đơn vị cùng cấp, cùng kỳ (trung vị là số ở giữa khi xếp theo thứ tự)",
        headings,
        tuple(_place_line(row, group, levels) for row, group in groups),
    )


def _place_line(row: Assessed, group: Group, levels: Levels) -> tuple[Cell, ...]:
    own, lowest, highest = (_figure_cell(peer) for peer in (row, group.lowest, group.highest))
    count = len(group.ranked_rows)
    median = amount_text(group.median, row.indicator)
    return (
        Cell(row.indicator.short_name, address=levels.ranking(row.unit, row.indicator)),
        own,
        lowest,
        Cell(median, formats.plain_decimal(group.median, row.indicator.decimals), numeric=True),
        highest,
        Cell(str(count), str(count), numeric=True),
    )


def _axis_position(row: Assessed) -> float:
    return position(row.amount or 0, AXIS_END)


def _figure_cell(row: Assessed) -> Cell:
    figure = figure_of(row)
    return Cell(figure.text, figure.number, numeric=True, note=caveats_of(row))
