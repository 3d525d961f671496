"""Recognises tables with one unit in each column and one indicator in each row, which are not read."""

from generator.importing.dialogue import Dialogue
from generator.importing.entries import Question
from generator.importing.grid import Position
from generator.importing.names import Names, UnitOrLevel
from generator.importing.tables import Table
from generator.model import SKIPPED

_MIN_UNITS = 2


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
    if dialogue.answer(at) == SKIPPED:
        dialogue.remark(at, "bảng ghi mỗi đơn vị một cột, bỏ qua theo câu trả lời", cells)
        return True
    hint = (
        "cổng đọc bảng mà mỗi dòng là một đơn vị, mỗi cột là một chỉ tiêu: trong Excel chép bảng rồi dán với "
        "Paste Special, chọn Transpose, ghi “Đơn vị” ở đầu cột tên, rồi nhập lại; "
        f"{dialogue.how_to_answer(at, SKIPPED)} (bỏ bảng này)"
    )
    message = "là tên đơn vị: bảng này ghi mỗi đơn vị một cột"
    dialogue.ask(Question(dialogue.cell_at(at), table.sheet.at(*at).text, message, hint), cells)
    return True


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
