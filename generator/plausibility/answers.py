"""Finds the warnings that are answered: by a note in the row, or by an entry in `data/accepted.csv`."""

import re
from collections.abc import Iterable, Iterator

from generator.model import Acceptance
from generator.plausibility.suspected import SuspectedFault
from generator.problems import Problem

CHECKED = "đã đối chiếu"
"""A note answers a warning if it contains this phrase and the suspected value. Any other note only explains the row."""


def unanswered(accepted: Iterable[Acceptance], suspected: Iterable[SuspectedFault]) -> Iterator[SuspectedFault]:
    """Yields the suspected faults that neither a note nor an entry answers."""
    ids = {entry.warning_id for entry in accepted}
    return (fault for fault in suspected if fault.warning.id not in ids and not _answered_by_note(fault))


def _answered_by_note(fault: SuspectedFault) -> bool:
    """Whether the row's note states that exactly this value was compared with the document. If the value changes, the
    note no longer contains it and does not answer the warning any more."""
    if CHECKED not in fault.note.lower():
        return False
    return any(
        _mentions(fault.note, form) for form in {fault.problem.value, fault.problem.value.replace(".", ",")} if form
    )


def _mentions(note: str, value: str) -> bool:
    """Whether the note contains the value as a separate number: 97 is not in 197 or in 97,5."""
    return bool(re.search(rf"(?<![\w.,]){re.escape(value)}(?!\w|[.,]\w)", note))


def stale_answers(accepted: Iterable[Acceptance], suspected: Iterable[SuspectedFault]) -> Iterator[SuspectedFault]:
    """Yields entries without a warning: the figure was changed, or the id is misspelt."""
    ids = {fault.warning.id for fault in suspected}
    message = "không còn cảnh báo nào mang mã này"
    hint = "số liệu đã sửa thì xóa dòng này; gõ sai mã thì chép lại từ thông báo của make check"
    for entry in accepted:
        if entry.warning_id not in ids:
            problem = Problem(entry.path, entry.line, "warning_id", entry.warning_id, message, hint)
            yield SuspectedFault("stale-answer", (entry.warning_id,), problem)


def doubled_answers(accepted: Iterable[Acceptance]) -> Iterator[Problem]:
    """Yields faults of the file: warnings that are answered twice."""
    first: dict[str, int] = {}
    for entry in accepted:
        line = first.setdefault(entry.warning_id, entry.line)
        if line != entry.line:
            hint = "mỗi cảnh báo một câu trả lời; gộp hai dòng làm một"
            yield Problem(
                entry.path, entry.line, "warning_id", entry.warning_id, f"đã được trả lời ở dòng {line}", hint
            )
