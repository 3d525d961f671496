"""Finds the user's decisions on rows that name offices of units, such as `Trung tâm Phục vụ hành chính công xã …`, and
states in words how such rows were read."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from generator.importing.dialogue import SAME_TEXT_SUFFIX, Dialogue, Findings, ImportOptions
from generator.importing.phrases.names import Names
from generator.importing.phrases.offices import Office, office_of
from generator.importing.phrases.text_keys import text_key
from generator.importing.tables.sheet_tables import Line, Table, numeral_of
from generator.model import NAMED_UNIT, SKIPPED

DECISIONS = (NAMED_UNIT, SKIPPED)
"""The decisions on all rows with offices: their figures are those of the units, or are left out."""


def office_of_line(line: Line) -> Office | None:
    """Returns the office that a line names, or None."""
    return office_of(line.name) or office_of(numeral_of(line)[1])


def with_answered_offices(tables: Iterable[Table], names: Names, options: ImportOptions, findings: Findings) -> Names:
    """Returns the names with the decisions in the user's answers on offices, and records them for later imports.

    An answer at one row applies to all offices of that level in its table, and to the same offices elsewhere in the
    file. Answers that contradict each other decide nothing.
    """
    found: dict[str, set[str]] = {}
    for table in tables:
        lines = [(line, office) for line in table.lines if (office := office_of_line(line))]
        for line, answered in lines:
            if answer := office_answer(line, Dialogue(table.sheet, options, findings)):
                for _, office in lines:
                    if office.level is answered.level:
                        found.setdefault(office.decision_key, set()).add(answer)
    decisions = {key: answers.pop() for key, answers in found.items() if len(answers) == 1 and answers <= {*DECISIONS}}
    findings.names.update(decisions)
    if not decisions:
        return names
    return replace(names, decided={**names.decided, **{text_key(key): answer for key, answer in decisions.items()}})


def office_answer(line: Line, dialogue: Dialogue) -> str | None:
    """Returns the answer at a line about all offices: `B5*=named-unit`, `B5*=skip` or `B5=named-unit`. None if there is
    none."""
    answer = dialogue.answer(line.name_at, SAME_TEXT_SUFFIX)
    return answer or (NAMED_UNIT if dialogue.answer(line.name_at) == NAMED_UNIT else None)


def offices_hint(lines: Sequence[Line], dialogue: Dialogue) -> str:
    """Returns the words that explain how to answer about lines that name offices, once for all of them."""
    first = lines[0].name_at
    count = f"cả {len(lines)} dòng" if len(lines) > 1 else "dòng này"
    every = dialogue.how_to_answer(first, *DECISIONS, suffix=SAME_TEXT_SUFFIX)
    one = dialogue.how_to_answer(lines[-1].name_at, "mã-đơn-vị", SKIPPED)
    return f"{every} ({count} là số của đơn vị ghi trong tên, hay bỏ {count}); riêng dòng nào khác thì {one}"


def read_as_units(lines: Iterable[Line], names: Names) -> Iterator[tuple[Line, str]]:
    """Yields, for each kind of office, the first of these lines with words that state how many of them were read as
    lines of units, as the user decided."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        office = office_of_line(line)
        if office and names.decided.get(text_key(office.decision_key)) == NAMED_UNIT:
            found.setdefault(office.name, []).append(line)
    for name, same in found.items():
        yield same[0], f"{len(same)} dòng ghi “{name} …” lấy làm số của chính đơn vị ghi trong tên"
