"""Finds rows of the data that a file certainly lacks although some of its cells were not read."""

from collections.abc import Iterable, Iterator, Sequence

from generator.importing.entries import Entry, Question
from generator.importing.existing_rows import PERIOD_COLUMN, Row
from generator.importing.import_context import ImportContext
from generator.importing.lines.codes import bare_code
from generator.importing.phrases.names import UnitOrLevel
from generator.importing.sheets.grid import Sheet
from generator.importing.tables.sheet_tables import Line


def certainly_missing_rows(
    missing_rows: Iterable[tuple[str, Row]],
    context: ImportContext,
    entries: Iterable[Entry],
    questions: Sequence[Question],
) -> Iterator[tuple[str, Row]]:
    """Yields kind and row of the lacking rows that no unread cell of the file can contain.

    An unread cell in a line may contain a figure of the units that the line may name, or of the line's running number.
    Any other unread cell, such as a heading, may contain a figure of a column that was not read.
    """
    lines = [(table.sheet, line) for table in context.tables for line in table.lines]
    asked_lines = [(sheet, line) for sheet, line in lines if any(_is_at(item, sheet.name, line) for item in questions)]
    numbers = {line.number for _, line in asked_lines}
    units = {unit_id for sheet, line in asked_lines for unit_id in _possible_units(sheet, line, context)}
    has_other_questions = any(not any(_is_at(item, sheet.name, line) for sheet, line in lines) for item in questions)
    columns = {(entry.kind, entry.indicator_id, entry.period) for entry in entries}
    for kind, row in missing_rows:
        in_line = row["unit_id"] in units or row["locator"].rpartition(":")[2] in numbers
        in_column = has_other_questions and (kind, row["indicator_id"], row[PERIOD_COLUMN[kind]]) not in columns
        if not in_line and not in_column:
            yield kind, row


def _is_at(question: Question, sheet: str, line: Line) -> bool:
    return question.at.sheet.name == sheet and line.row in (question.at.place[0], *question.rows)


def _possible_units(sheet: Sheet, line: Line, context: ImportContext) -> Iterator[str]:
    """Yields the ids of the units that a line may mean, by its name or by its official code."""
    found = context.names.find(line.name)
    yield line.unit_id
    if isinstance(found, UnitOrLevel):
        yield found.unit_id
    else:
        yield from (unit.id for unit in found.candidates)
    codes = {bare_code(sheet.at(*place).text) for place in line.codes}
    units = context.portal.units.values() if codes else ()
    yield from (unit.id for unit in units if unit.code and bare_code(unit.code) in codes)
