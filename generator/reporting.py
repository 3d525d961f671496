"""Writes faults and warnings for programs: one JSON object per line, or annotations and a step summary for GitHub
Actions."""

import json
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import islice

from generator.markdown import cell
from generator.problems import DataWarning, Problem, visible

MAX_ANNOTATIONS = 10
"""GitHub shows at most this many errors and this many warnings of a step, and drops the others silently."""
MAX_SUMMARY_ROWS = 2000
"""How many rows the summary of a step contains at most: GitHub accepts one megabyte."""


class Severity(StrEnum):
    """Whether a finding is a fault, which stops publishing, or a warning, which should be looked at."""

    ERROR = "error"
    WARNING = "warning"


_WORDS = {Severity.ERROR: "lỗi", Severity.WARNING: "cảnh báo"}

ReportedProblem = tuple[Severity, Problem, str]
"""The severity, the problem itself, and the id if it is a warning."""


def _all(problems: Sequence[Problem], warnings: Sequence[DataWarning]) -> Iterator[ReportedProblem]:
    """Yields faults, then warnings, each sorted by file and line."""
    yield from ((Severity.ERROR, problem, "") for problem in sorted(problems))
    yield from ((Severity.WARNING, warning.problem, warning.id) for warning in sorted(warnings))


def json_lines(problems: Sequence[Problem], warnings: Sequence[DataWarning]) -> Iterator[str]:
    """Yields one object per line: path, line, field, value, message, hint, severity and, for a warning, its id."""
    for severity, problem, id_ in _all(problems, warnings):
        fields = {
            "path": problem.path,
            "line": problem.line,
            "field": problem.field,
            "value": problem.value,
            "message": problem.message,
            "hint": problem.hint,
            "severity": severity.value,
        }
        line = json.dumps(fields | ({"id": id_} if id_ else {}), ensure_ascii=False)
        # The name of a file may have bytes that are not UTF-8, which Python keeps as surrogates. JSON escapes them.
        yield line.encode("utf-8", "backslashreplace").decode()


def annotations(problems: Sequence[Problem], warnings: Sequence[DataWarning]) -> Iterator[str]:
    """Yields workflow commands that mark file and line in a pull request: the first ten of each severity, then how many
    more are in the summary."""
    found = list(_all(problems, warnings))
    for severity in Severity:
        yield from (
            _annotation(*item) for item in islice((item for item in found if item[0] is severity), MAX_ANNOTATIONS)
        )
    numbers = {severity: sum(item[0] is severity for item in found) for severity in Severity}
    more = [
        f"{number - MAX_ANNOTATIONS} {_WORDS[severity]}"
        for severity, number in numbers.items()
        if number > MAX_ANNOTATIONS
    ]
    if more:
        yield f"::notice::Còn {' và '.join(more)} nữa, xem đủ trong phần tóm tắt của bước này."
    yield f"{numbers[Severity.ERROR]} lỗi, {numbers[Severity.WARNING]} cảnh báo."


def _annotation(severity: Severity, problem: Problem, id_: str) -> str:
    title = f"{_WORDS[severity].capitalize()}: {problem.field or 'tệp'}"
    hint = [f"Gợi ý: {visible(problem.hint)}"] if problem.hint else []
    lines = [problem.statement, *hint, *([f"Mã: {id_}"] if id_ else [])]
    place = f"file={_property(visible(problem.path))},line={max(problem.line, 1)},title={_property(title)}"
    return f"::{severity} {place}::{_message(chr(10).join(lines))}"


def _message(text: str) -> str:
    """Returns a message escaped for workflow commands: characters that would end the line are written as `%` codes."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Returns a property of a workflow command, escaped."""
    return _message(text).replace(":", "%3A").replace(",", "%2C")


def summary(problems: Sequence[Problem], warnings: Sequence[DataWarning]) -> str:
    """Returns all findings as a Markdown table for the step's summary."""
    found = list(_all(problems, warnings))
    if not found:
        return "Dữ liệu hợp lệ, không có cảnh báo nào.\n"
    lines = [
        f"### {len(problems)} lỗi, {len(warnings)} cảnh báo",
        "",
        "| | Chỗ | Nội dung | Gợi ý | Mã |",
        "|---|---|---|---|---|",
        *(_row(*item) for item in found[:MAX_SUMMARY_ROWS]),
        *([f"\nCòn {len(found) - MAX_SUMMARY_ROWS} mục nữa."] if len(found) > MAX_SUMMARY_ROWS else []),
    ]
    return "\n".join(lines) + "\n"


def _row(severity: Severity, problem: Problem, id_: str) -> str:
    cells = [_WORDS[severity], problem.place, problem.statement, visible(problem.hint), id_]
    return f"| {' | '.join(cell(text) for text in cells)} |"
