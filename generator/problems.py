"""What is wrong with the data, or unlikely, where, and what to do about it.

Every fault of a run is collected; nothing is written while there is one. A warning is told and stops nothing.
Messages are Vietnamese: their readers are the staff who edit the data.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from generator.grouping import runs

LONGEST_VALUE = 80
"""How much of a faulty value a message shows, in characters."""

_MANY_ALIKE = 4
"""A fault that at least so many lines of a file have is reported once."""


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
    """Data that is valid but unlikely: it is reported and does not stop the build.

    `id` depends on what was found, not on the line: it stays the same when rows move and becomes another one when the
    figure changes. An answer names it.
    """

    problem: Problem
    id: str

    def __str__(self) -> str:
        """`path:line: cảnh báo: field: "value" message`, then the remedy and the id on lines of their own."""
        hint = f"\n    gợi ý: {self.problem.hint}" if self.problem.hint else ""
        return f"{self.problem.place}: cảnh báo: {self.problem.statement}{hint}\n    mã: {self.id}"


class ProblemsFound(Exception):
    """Raised when the data may not be published; holds every problem of the run, sorted by place. `written` are the
    files that the run wrote before it found them."""

    def __init__(self, problems: Iterable[Problem], written: Sequence[str] = ()) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__(report(self.problems, written))


def report(problems: Iterable[Problem], written: Sequence[str] = ()) -> str:
    """The message to staff: every problem by file and line, then one line with the count and with what was written.

    The same fault on many lines of a file is told once, with the numbers of the other lines.
    """
    ordered = sorted(set(problems))
    files = len({problem.path for problem in ordered})
    alike: dict[Problem, list[Problem]] = {}
    for problem in ordered:
        alike.setdefault(replace(problem, line=0), []).append(problem)
    told = sorted(line for group in alike.values() for line in _told(group))
    return "\n".join([*(text for _, text in told), f"{len(ordered)} lỗi trong {files} tệp. {_done(written)}"])


def _done(written: Sequence[str]) -> str:
    if not written:
        return "Chưa ghi gì."
    return f"Đã viết lại {len(written)} tệp ({', '.join(written)}); ngoài ra chưa ghi gì."


def _told(alike: Sequence[Problem]) -> Iterator[tuple[Problem, str]]:
    """What is said of problems that differ by their lines alone, each beside the problem that gives it its place."""
    if len(alike) < _MANY_ALIKE:
        yield from ((problem, str(problem)) for problem in alike)
        return
    first, *others = alike
    yield first, f"{first}\n    cùng lỗi ở {len(others)} dòng khác: {_runs([problem.line for problem in others])}"


def _runs(lines: Sequence[int]) -> str:
    """Numbers of lines, neighbours together: `3–7, 9`."""
    return ", ".join(f"{first}" if first == last else f"{first}–{last}" for first, last in runs(lines))


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
