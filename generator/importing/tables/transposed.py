"""Recognises tables with one unit in each column or one indicator in each row, which are not read."""

from generator.importing.dialogue import Dialogue
from generator.importing.entries import Question
from generator.importing.phrases.names import Names, UnitOrLevel
from generator.importing.sheets.grid import Position
from generator.importing.tables.headings import Indicators, heading_of
from generator.importing.tables.sheet_tables import Table
from generator.model import SKIPPED

_MIN_UNITS = 2
_MIN_INDICATORS = 2
_MAX_INDICATORS = 300
"""A column with more different texts names no indicators. Each text is compared with the names of all indicators."""


def asks_to_transpose(table: Table, names: Names, dialogue: Dialogue) -> bool:
    """Asks the user to exchange rows and columns of a table whose headings name units. Returns whether it asked.

    Otherwise each column and each row would cause a question that has no right answer.
    """
    at = _first_unit_of_heading(table, names) or _first_unit_of_line(table, names)
    if at is None:
        return False
    cells = [
        *(place for column in table.columns for place in table.cells(column)),
        *(line.name_at for line in table.lines),
    ]
    remedy = "trong Excel chép bảng rồi dán với Paste Special, chọn Transpose, ghi “Đơn vị” ở đầu cột tên, rồi nhập lại"
    _ask_to_rearrange(table, at, ("tên đơn vị", "mỗi đơn vị một cột"), remedy, cells, dialogue)
    return True


def asks_for_columns(table: Table, names: Names, indicators: Indicators, dialogue: Dialogue) -> bool:
    """Asks the user to enter a table again that states one indicator in each row, below each unit or for one unit.
    Returns whether it asked.

    Otherwise each row would cause a question, and an answer about the column of figures would mix up the indicators.
    """
    at = _first_indicator_of_line(table, names, indicators)
    if at is None:
        return False
    cells = [place for line in table.lines for place in table.row(line)]
    remedy = "tạo mẫu bằng make template, chép số vào mẫu rồi nhập tệp ấy"
    _ask_to_rearrange(table, at, ("tên chỉ tiêu", "mỗi chỉ tiêu một dòng"), remedy, cells, dialogue)
    return True


def _ask_to_rearrange(
    table: Table, at: Position, named_and_form: tuple[str, str], remedy: str, cells: list[Position], dialogue: Dialogue
) -> None:
    """Asks the user to enter a table again in the form that is read, or to leave it out. `named_and_form` states what
    the cell names instead, and the form of the table."""
    named, form = named_and_form
    if dialogue.answer(at) == SKIPPED:
        dialogue.remark(at, f"bảng ghi {form}, bỏ qua theo câu trả lời", cells)
        return
    hint = (
        f"cổng đọc bảng mà mỗi dòng là một đơn vị, mỗi cột là một chỉ tiêu: {remedy}; "
        f"{dialogue.how_to_answer(at, SKIPPED)} (bỏ bảng này)"
    )
    message = f"là {named}: bảng này ghi {form}"
    dialogue.ask(Question(dialogue.cell_at(at), table.sheet.at(*at).text, message, hint), cells)


def _first_indicator_of_line(table: Table, names: Names, indicators: Indicators) -> Position | None:
    """Returns the first cell that names an indicator, if most lines do so in one column.

    It is the column of names or one to its left, if no line names a unit, or a column to its right, if lines share the
    name of a unit. Else such a column may be a remark: the indicators that a unit has not reached.
    """
    lines = [line for line in table.lines if line.has_figures]
    if not any(_is_unit(line.name, names) for line in lines):
        columns = [column for column in table.sheet.columns if column <= table.name_column]
    elif len({line.name for line in lines if line.name}) < len(lines):
        columns = [column.column for column in table.columns]
    else:
        return None
    for column in columns:
        texts = {line.row: table.sheet.at(line.row, column).text for line in lines}
        if len(set(texts.values())) > _MAX_INDICATORS:
            continue
        known = {text: _names_indicator(text, indicators) for text in dict.fromkeys(texts.values())}
        rows = [row for row, text in texts.items() if known[text]]
        if len(rows) >= _MIN_INDICATORS and 2 * len(rows) > len(lines):
            return rows[0], column
    return None


def _names_indicator(text: str, indicators: Indicators) -> bool:
    if not any(sign.isalpha() for sign in text):
        return False
    heading = heading_of([text])
    return bool(indicators.find(heading) or indicators.near(heading))


def _first_unit_of_heading(table: Table, names: Names) -> Position | None:
    """Returns the first heading that names a unit, if several do and no line does."""
    columns = [column for column in table.columns if column.heading.parts and _is_unit(column.heading.parts[-1], names)]
    if len(columns) < _MIN_UNITS or any(_is_unit(line.name, names) for line in table.lines):
        return None
    return columns[0].head


def _first_unit_of_line(table: Table, names: Names) -> Position | None:
    """Returns the first cell of a line that only names units, as the line of headings does if nothing marks it."""
    for line in table.lines[:1]:
        beside = [table.sheet.at(line.row, column.column).text for column in table.columns]
        filled = [text for text in beside if text]
        if _is_unit(line.name, names) and filled and all(_is_unit(text, names) for text in filled):
            return line.name_at
    return None


def _is_unit(text: str, names: Names) -> bool:
    found = names.find(text)
    return isinstance(found, UnitOrLevel) and not found.level and found.unit_id in names.portal.units
