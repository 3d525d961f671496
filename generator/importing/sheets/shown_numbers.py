"""Turns a stored number into the cell that the workbook shows."""

from decimal import Decimal

from generator import formats
from generator.importing.sheets.grid import Cell, Number
from generator.importing.sheets.number_formats import Format, Section, as_shown, cell_text, day_of, shown_instead


def number_cell(value: Decimal, form: Format, *, mac_days: bool) -> Cell:
    """Returns the cell that shows this number in this format. `mac_days` is True if dates count from 1904."""
    if form.day:
        day = day_of(value, mac=mac_days)
        return Cell(formats.day(day) if day else str(value), None, day)
    section = form.section(value) or Section()
    shown, instead = as_shown(value, form), shown_instead(value, form)
    text = f"{shown:f}{'%' if section.percent else ''}"
    return Cell(cell_text(instead, text), Number(shown, section.percent, section.decimals, shown_instead=instead))
