"""Faults and warnings for programs: a JSON object a line, annotations and a step's summary for GitHub Actions."""

import json
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import islice

from generator.markdown import cell
from generator.problems import DataWarning, Problem, one_line

SHOWN = 10
"""GitHub shows so many errors and so many warnings of a step, and drops the rest without a word."""
SUMMARISED = 2000
"""How many rows the summary of a step holds: GitHub takes a megabyte."""


class Severity(StrEnum):
    """Whether data may not be published, or should be looked at."""

    ERROR = "error"
    WARNING = "warning"


_WORDS = {Severity.ERROR: "lỗi", Severity.WARNING: "cảnh báo"}

Found = tuple[Severity, Problem, str]
"""How bad it is, what it is, and the id of a warning."""


def _all(problems: Sequence[Problem], warnings: Sequence[DataWarning]) -> Iterator[Found]:
    """Faults first, each kind by file and line."""
    yield from ((Severity.ERROR, problem, "") for problem in sorted(problems))
    yield from ((Severity.WARNING, warning.problem, warning.id) for warning in sorted(warnings))


def json_lines(problems: Sequence[Problem], warnings: Sequence[DataWarning]) -> Iterator[str]:
    """One object a line: path, line, field, value, message, hint, severity and, of a warning, its id."""
    for severity, problem, id_ in _all(problems, warnings):
        told = {
            "path": problem.path,
            "line": problem.line,
            "field": problem.field,
            "value": problem.value,
            "message": problem.message,
            "hint": problem.hint,
            "severity": severity.value,
        }
        yield json.dumps(told | ({"id": id_} if id_ else {}), ensure_ascii=False)


def annotations(problems: Sequence[Problem], warnings: Sequence[DataWarning]) -> Iterator[str]:
    """Workflow commands that mark file and line in a pull request: the first ten of each severity, then how many more
    the summary holds."""
    found = list(_all(problems, warnings))
    for severity in Severity:
        yield from (_annotation(*item) for item in islice((item for item in found if item[0] is severity), SHOWN))
    numbers = {severity: sum(item[0] is severity for item in found) for severity in Severity}
    more = [f"{number - SHOWN} {_WORDS[severity]}" for severity, number in numbers.items() if number > SHOWN]
    if more:
        yield f"::notice::Còn {' và '.join(more)} nữa, xem đủ trong phần tóm tắt của bước này."
    yield f"{numbers[Severity.ERROR]} lỗi, {numbers[Severity.WARNING]} cảnh báo."


def _annotation(severity: Severity, problem: Problem, id_: str) -> str:
    title = f"{_WORDS[severity].capitalize()}: {problem.field or 'tệp'}"
    told = [problem.statement, *([f"Gợi ý: {problem.hint}"] if problem.hint else []), *([f"Mã: {id_}"] if id_ else [])]
    place = f"file={_property(problem.path)},line={max(problem.line, 1)},title={_property(title)}"
    return f"::{severity} {place}::{_message(chr(10).join(told))}"


def _message(text: str) -> str:
    """A message as workflow commands take it: what would end the line is written by its number."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")


def summary(problems: Sequence[Problem], warnings: Sequence[DataWarning]) -> str:
    """Everything found, as a table in Markdown for the step's summary."""
    found = list(_all(problems, warnings))
    if not found:
        return "Dữ liệu hợp lệ, không có cảnh báo nào.\n"
    lines = [
        f"### {len(problems)} lỗi, {len(warnings)} cảnh báo",
        "",
        "| | Chỗ | Nội dung | Gợi ý | Mã |",
        "|---|---|---|---|---|",
        *(_row(*item) for item in found[:SUMMARISED]),
        *([f"\nCòn {len(found) - SUMMARISED} mục nữa."] if len(found) > SUMMARISED else []),
    ]
    return "\n".join(lines) + "\n"


def _row(severity: Severity, problem: Problem, id_: str) -> str:
    cells = [_WORDS[severity], one_line(problem.place), problem.statement, problem.hint, id_]
    return f"| {' | '.join(cell(text) for text in cells)} |"
