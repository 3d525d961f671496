"""Finds a second table to the right of the one whose units are read, if its column of names has another heading.

`Tên xã` beside `Đơn vị` begins another table. Its figures do not belong to the units on the left.
"""

import re
from dataclasses import replace

from generator.importing.phrases.names import Names
from generator.importing.phrases.row_names import bare_name
from generator.importing.tables.sheet_tables import FigureColumn, Table
from generator.model import Unit

_MIN_UNITS = 2
_OF_DISTRICT = re.compile(r"huyện|thuộc", re.IGNORECASE)
"""Headings of the former district of each commune, which often has the name of another commune."""
_LONGEST_NAME = 80
"""Limit on the characters of a name. A longer text is a remark."""


def with_second_table(table: Table, names: Names) -> Table:
    """Returns the table with its columns marked from the first one on that names other units of the same level."""
    own = {unit.id: unit for line in table.lines for unit in _units(line.name, names)}
    first = next((column.column for column in table.columns if _names_others(table, column, own, names)), None)
    if first is None:
        return table
    columns = (
        replace(column, in_other_table=column.in_other_table or column.column >= first) for column in table.columns
    )
    return replace(table, columns=tuple(columns))


def _names_others(table: Table, column: FigureColumn, own: dict[str, Unit], names: Names) -> bool:
    """Whether a column names other units than the lines do, each once, with figures to its right.

    A column such as `Cơ quan phối hợp` may name one unit several times, or a unit that has a line of its own. Directly
    beside the names, a column of districts is that of each commune; behind figures, it begins a table of districts.
    """
    of_district = bool(_OF_DISTRICT.search(column.heading.text))
    if of_district and column is table.columns[0]:
        return False
    texts = [text for line in table.lines if (text := table.sheet.at(line.row, column.column).text)]
    if column.column == table.columns[-1].column or len(texts) < _MIN_UNITS:
        return False
    found = [_units(text, names) for text in texts]
    ids = [unit.id for units in found for unit in units[:1]]
    levels = {unit.level for unit in own.values()}
    same_level = of_district or all(unit.level in levels for units in found for unit in units)
    return len(ids) == len(set(ids)) == len(texts) and same_level and not own.keys() & set(ids)


def _units(text: str, names: Names) -> list[Unit]:
    if len(text) > _LONGEST_NAME or not any(sign.isalpha() for sign in text):
        return []
    return [unit for unit in names.matching(bare_name(text), None) if unit.id != names.within.id]
