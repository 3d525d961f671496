"""Rows of the data that a file lacks where some of its cells were not read: those that no such cell can hold."""

from collections.abc import Iterable, Iterator, Sequence

from generator.importing.entries import Entry, Question
from generator.importing.names import UnitOrLevel
from generator.importing.reading import Reading
from generator.importing.standing import WHEN, Row
from generator.importing.tables import Line


def unstated(
    lacking: Iterable[tuple[str, Row]], reading: Reading, entries: Iterable[Entry], questions: Sequence[Question]
) -> Iterator[tuple[str, Row]]:
    """The lacking rows, by kind, whose figures the file does not state, whatever its unread cells say.

    A cell of a line can hold a figure of the unit that the line may name, or of that running number; any other cell,
    such as a heading, one of a column that was not read.
    """
    lines = [(table.sheet, line) for table in reading.tables for line in table.lines]
    asked = [line for sheet, line in lines if any(_is_at(item, sheet.name, line) for item in questions)]
    numbers = {line.number for line in asked}
    units = {unit_id for line in asked for unit_id in _units(line, reading)}
    others = any(not any(_is_at(item, sheet.name, line) for sheet, line in lines) for item in questions)
    columns = {(entry.kind, entry.indicator_id, entry.period) for entry in entries}
    for kind, row in lacking:
        in_line = row["unit_id"] in units or row["locator"].rpartition(":")[2] in numbers
        in_column = others and (kind, row["indicator_id"], row[WHEN[kind]]) not in columns
        if not in_line and not in_column:
            yield kind, row


def _is_at(question: Question, sheet: str, line: Line) -> bool:
    return question.at.sheet.name == sheet and line.row in (question.at.place[0], *question.rows)


def _units(line: Line, reading: Reading) -> Iterator[str]:
    """The units that a line may name."""
    found = reading.names.find(line.name)
    yield line.unit_id
    if isinstance(found, UnitOrLevel):
        yield found.unit_id
    else:
        yield from (unit.id for unit in found.candidates)
