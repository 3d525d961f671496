"""Finds columns that may hold counts or points although their heading names an indicator in percent.

`Hồ sơ trực tuyến` is the short name of a percentage, but between `Tổng số hồ sơ` and `Tỷ lệ (%)` it is a number of
dossiers. A small office has fewer than 100 of them, so that its numbers look like percentages. In the table of an
index, such as that of Decision 766, `Mức độ hài lòng` is a number of points, at most 18.
"""

import re
from collections.abc import Sequence
from decimal import Decimal

from generator.importing.cells.number_texts import parse_answer
from generator.importing.phrases.text_keys import text_key
from generator.importing.sheets.grid import Cell
from generator.importing.tables.headings import Heading, Indicators
from generator.importing.tables.sheet_tables import FigureColumn, Table
from generator.model import Indicator, Measure

_HUNDRED_PERCENT = 100
_MOST_POINTS = 30
"""Limit on the points of one part of an index. Percentages of all units of a table are seldom below it."""
_POINTS = re.compile(r"(?<!thời )(?<!địa )\bđiểm\b(?!\s+(?:phần trăm|%))", re.IGNORECASE)
_INDEX = re.compile(r"bộ chỉ số|\b766\b", re.IGNORECASE)


def may_hold_counts(
    table: Table, column: FigureColumn, indicator: Indicator, indicators: Indicators, cells: Sequence[Cell]
) -> bool:
    """Whether the numbers of a column (`cells`) may be counts although its indicator is in percent.

    They may be if the heading states no measure, no number is shown as a percentage, and either most numbers are above
    100, or a column beside this one states the percentage or what is counted.
    """
    numbers = [value for cell in cells if (value := _number(cell)) is not None]
    if indicator.measure is not Measure.PERCENT or column.heading.measure or _are_shown_in_percent(cells):
        return False
    if 2 * sum(abs(value) > _HUNDRED_PERCENT for value in numbers) > len(numbers):
        return True
    if any(value != value.to_integral_value() for value in numbers):
        return False
    others = [other.heading for other in table.columns if other is not column and _has_own_figures(other.heading)]
    return any(_measures_the_same(column.heading, other, indicator, indicators) for other in others)


def may_hold_points(table: Table, column: FigureColumn, indicator: Indicator, cells: Sequence[Cell]) -> bool:
    """Whether the numbers of a column (`cells`) may be points although its indicator is in percent.

    They may be if neither the heading nor a cell states a percentage, and either the heading mentions points, or
    another heading or a title does and all numbers are small.
    """
    in_percent = column.heading.percent or any(_is_percentage(part) for part in column.heading.parts)
    if indicator.measure is not Measure.PERCENT or in_percent or _are_shown_in_percent(cells):
        return False
    if _POINTS.search(column.heading.text):
        return True
    others = (other.heading.text for other in table.columns)
    is_index = any(_INDEX.search(title) for title in table.titles)
    in_points = is_index or any(_POINTS.search(text) for text in (*others, *table.titles))
    numbers = [value for cell in cells if (value := _number(cell)) is not None]
    return in_points and bool(numbers) and max(numbers) <= _MOST_POINTS


def _is_percentage(part: str) -> bool:
    return text_key(part).startswith(text_key("tỷ lệ"))


def _are_shown_in_percent(cells: Sequence[Cell]) -> bool:
    return any((cell.number and cell.number.percent) or "%" in cell.text for cell in cells)


def _number(cell: Cell) -> Decimal | None:
    """Returns the number in a cell, also one that is stored as a text. None for any other cell."""
    if cell.number:
        return cell.number.value
    typed = parse_answer(cell.text)
    return Decimal(typed.value) if typed else None


def _has_own_figures(heading: Heading) -> bool:
    """Whether the figures of a column are results, and not changes, ranks or shares of the target."""
    return not (heading.is_target or heading.is_derived or heading.is_auxiliary)


def _measures_the_same(heading: Heading, other: Heading, indicator: Indicator, indicators: Indicators) -> bool:
    """Whether another column states the same matter as a percentage, or counts it."""
    if other.measure is Measure.PERCENT and other.periods == heading.periods and indicators.find(other) == indicator.id:
        return True
    alone = len(heading.parts) == len(other.parts) == 1
    beside = alone or (len(heading.parts) > 1 and heading.parts[0] == other.parts[:1][0])
    return beside and (other.measure is Measure.COUNT or (other.measure is Measure.PERCENT and other.leaf_is_generic))
