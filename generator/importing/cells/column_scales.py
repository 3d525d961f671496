"""Determines from all cells of a column of percentages how its numbers without a percent sign are written."""

import re
from decimal import Decimal

from generator.importing.cells.figure_values import PERCENT
from generator.importing.cells.number_texts import NUMBER, with_point
from generator.importing.sheets.grid import Cell

PERCENT_DECIMALS = 2
"""How many decimals percentages usually have."""


def scale_of(cells: list[Cell], *, has_number_cells: bool) -> str:
    """Determines from all cells of a column of percentages how numbers without a percent sign are written.

    A number above 1 shows that they are percentages (`percent`). Without one, a fraction may be a share; so may a 1
    that was typed as text. The result is empty if the cells do not decide it.
    """
    bare = [cell.number.value for cell in cells if cell.number and not cell.number.percent]
    if not has_number_cells:
        numbers = (re.fullmatch(NUMBER, cell.text) and with_point(cell.text) for cell in cells)
        bare += [Decimal(number) for number in numbers if number]
    if any(abs(value) > 1 for value in bare):
        return PERCENT
    formatted = any(cell.number and cell.number.percent for cell in cells)
    fractions = any(value != value.to_integral_value() for value in bare)
    return "" if fractions or not has_number_cells or formatted else PERCENT


def look_like_shares(cells: list[Cell], *, asked_in_percent: bool) -> bool:
    """Whether numbers without a percent sign, below a heading with `%`, are probably shares.

    True if none is above 1, and one has more decimals than percentages usually have or several are fractions. With
    `asked_in_percent` (a template asks for percentages), several fractions are not enough: many units may be below 1%.
    """
    bare_numbers = [cell.number.value for cell in cells if cell.number and not cell.number.percent]
    finer = any(value != round(value, PERCENT_DECIMALS) for value in bare_numbers)
    several = sum(value != value.to_integral_value() for value in bare_numbers) > 1
    return (finer or (several and not asked_in_percent)) and max(map(abs, bare_numbers)) <= 1
