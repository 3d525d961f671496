"""What is wrong with the data, or unlikely, where, and what to do about it.

Every fault of a run is collected; nothing is written while there is one. A warning is told and stops nothing.
Messages are Vietnamese: their readers are the staff who edit the data.
"""

from collections.abc import Iterable
from dataclasses import dataclass

LONGEST_VALUE = 80
"""How much of a faulty value a message shows, in characters."""


@dataclass(frozen=True, order=True)
class Problem:
    """One fault of the data.

    `path` is relative to the portal's root; `line` counts from 1 (0: the file as a whole);
    `field` is a column or key, empty when the fault is not of one field.
    """

    path: str
    line: int
    field: str
    value: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        """`path:line: field: "value" message`, and the remedy on a line of its own."""
        hint = f"\n    gợi ý: {self.hint}" if self.hint else ""
        return f"{self.place}: {self.statement}{hint}"

    @property
    def place(self) -> str:
        """`path:line`, or the path alone."""
        return f"{self.path}:{self.line}" if self.line else self.path

    @property
    def statement(self) -> str:
        """What is wrong: `field: "value" message`."""
        field = f"{self.field}: " if self.field else ""
        value = f'"{one_line(self.value)}" ' if self.value else ""
        return f"{field}{value}{self.message}"


@dataclass(frozen=True, order=True)
class DataWarning:
    """Data that may be right but is unlike what one expects: it is told, and it stops nothing.

    `id` follows from what was found, not from where it stands: it stays the same while the row does, and becomes
    another one when the figure changes. An answer names it.
    """

    problem: Problem
    id: str

    def __str__(self) -> str:
        """`path:line: cảnh báo: field: "value" message`, then the remedy and the id on lines of their own."""
        hint = f"\n    gợi ý: {self.problem.hint}" if self.problem.hint else ""
        return f"{self.problem.place}: cảnh báo: {self.problem.statement}{hint}\n    mã: {self.id}"


class ProblemsFound(Exception):
    """Raised when the data may not be published; holds every problem of the run, sorted by place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__(report(self.problems))


def report(problems: Iterable[Problem]) -> str:
    """The message to staff: every problem by file and line, then one line with the count."""
    ordered = sorted(set(problems))
    files = len({problem.path for problem in ordered})
    lines = [str(problem) for problem in ordered]
    return "\n".join([*lines, f"{len(ordered)} lỗi trong {files} tệp. Chưa ghi gì."])


def warned(warnings: Iterable[DataWarning]) -> str:
    """The warnings to staff, by file and line, then one line with the count and what to do."""
    ordered = sorted(set(warnings))
    files = len({warning.problem.path for warning in ordered})
    count = f"{len(ordered)} cảnh báo trong {files} tệp, không ngăn việc đăng."
    return "\n".join([*map(str, ordered), f"{count} Cách trả lời: CONTRIBUTING.md, mục “Cảnh báo”."])


def one_line(value: str) -> str:
    """The value without line breaks or control characters, cut so that a message stays readable."""
    shown = "".join(c if c.isprintable() else "�" for c in value)
    return shown if len(shown) <= LONGEST_VALUE else f"{shown[: LONGEST_VALUE - 1]}…"


def refuse(problems: Iterable[Problem]) -> None:
    """Raises ProblemsFound when there is any problem."""
    found = list(problems)
    if found:
        raise ProblemsFound(found)
