"""Faults (Problem) and warnings (DataWarning) of the data: what is wrong or unlikely, where it is, and how to fix it.

Every fault of a run is collected; nothing is written while there is one. A warning is only reported. Messages are in
Vietnamese, because the staff who edit the data read them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from generator.grouping import runs

LONGEST_VALUE = 80
"""How many characters of a faulty value a message shows at most."""

_REPORTED_ONCE = 4
"""A fault that at least this many lines of a file have is reported once."""


@dataclass(frozen=True, order=True)
class Problem:
    """One fault of the data.

    - `path`: relative to the portal's root.
    - `line`: counts from 1; 0 means the whole file.
    - `field`: a column or key; empty if the fault does not belong to one field.
    - `value`: the faulty value.
    - `message`: what is wrong.
    - `hint`: how to fix it.
    """

    path: str
    line: int
    field: str
    value: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        """`path:line: field: "value" message`, and the hint on its own line."""
        hint = f"\n    gợi ý: {visible(self.hint)}" if self.hint else ""
        return f"{self.place}: {self.statement}{hint}"

    @property
    def place(self) -> str:
        """`path:line`, or the path alone."""
        path = visible(self.path)
        return f"{path}:{self.line}" if self.line else path

    @property
    def statement(self) -> str:
        """What is wrong: `field: "value" message`."""
        field = f"{self.field}: " if self.field else ""
        value = f'"{one_line(self.value)}" ' if self.value else ""
        return visible(f"{field}{value}{self.message}")


@dataclass(frozen=True, order=True)
class DataWarning:
    """Data that is valid but unlikely. It is reported and does not stop the build.

    `id` depends on what was found, not on the line. It stays the same if rows move, and changes if the figure changes.
    The answer to a warning names this id.
    """

    problem: Problem
    id: str

    def __str__(self) -> str:
        """`path:line: cảnh báo: field: "value" message`, then the hint and the id on their own lines."""
        hint = f"\n    gợi ý: {visible(self.problem.hint)}" if self.problem.hint else ""
        return f"{self.problem.place}: cảnh báo: {self.problem.statement}{hint}\n    mã: {self.id}"


class ProblemsFound(Exception):
    """Raised when the data must not be published. Holds every problem of the run, sorted by place. `written` are the
    files that the run wrote before it found them."""

    def __init__(self, problems: Iterable[Problem], written: Sequence[str] = ()) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__(problems_text(self.problems, written))


def problems_text(problems: Iterable[Problem], written: Sequence[str] = ()) -> str:
    """Returns the message to staff: every problem by file and line, then one line with the number of problems and with
    the files written.

    A fault that many lines of a file have is reported once, with the numbers of the other lines.
    """
    ordered = sorted(set(problems))
    files = len({problem.path for problem in ordered})
    groups: dict[Problem, list[Problem]] = {}
    for problem in ordered:
        groups.setdefault(replace(problem, line=0), []).append(problem)
    reports = sorted(line for group in groups.values() for line in _merged_reports(group))
    return "\n".join(
        [*(text for _, text in reports), f"{len(ordered)} lỗi trong {files} tệp. {_written_files(written)}"]
    )


def _written_files(written: Sequence[str]) -> str:
    """Returns the last sentence of the report: which files were written."""
    if not written:
        return "Chưa ghi gì."
    return f"Đã viết lại {len(written)} tệp ({', '.join(written)}); ngoài ra chưa ghi gì."


def _merged_reports(group: Sequence[Problem]) -> Iterator[tuple[Problem, str]]:
    """Yields the texts for problems that differ only in their lines. Each text comes with the problem whose place it
    has in the report."""
    if len(group) < _REPORTED_ONCE:
        yield from ((problem, str(problem)) for problem in group)
        return
    first, *others = group
    yield first, f"{first}\n    cùng lỗi ở {len(others)} dòng khác: {_runs([problem.line for problem in others])}"


def _runs(lines: Sequence[int]) -> str:
    """Returns line numbers with neighbours joined: `3–7, 9`."""
    return ", ".join(f"{first}" if first == last else f"{first}–{last}" for first, last in runs(lines))


def warnings_text(warnings: Iterable[DataWarning]) -> str:
    """Returns the message to staff about warnings: every warning by file and line, then one line with the number of
    warnings and how to answer them."""
    ordered = sorted(set(warnings))
    files = len({warning.problem.path for warning in ordered})
    count = f"{len(ordered)} cảnh báo trong {files} tệp, không ngăn việc đăng."
    return "\n".join([*map(str, ordered), f"{count} Cách trả lời: CONTRIBUTING.md, mục “Cảnh báo”."])


def visible(text: str) -> str:
    """Returns the text with another sign for each line break and each invisible character. They are in names of files
    and in values that messages and hints name. A terminal or a log would obey some of them."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c == "\N{NO-BREAK SPACE}" else "�" for c in text)


def one_line(value: str) -> str:
    """Returns the value without line breaks or control characters, shortened so that a message stays readable."""
    shown = "".join(c if c.isprintable() else "�" for c in value)
    return shown if len(shown) <= LONGEST_VALUE else f"{shown[: LONGEST_VALUE - 1]}…"


def raise_if_any(problems: Iterable[Problem]) -> None:
    """Raises ProblemsFound if there is any problem."""
    found = list(problems)
    if found:
        raise ProblemsFound(found)
