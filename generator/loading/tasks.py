"""Loads `data/tasks/*.csv`: tasks and their schedules."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from generator.loading.entities import FILE_CODE
from generator.loading.fields import Fields, choice_hint, parse_day, rows
from generator.loading.observations import LOCATOR, LOCATOR_HINT
from generator.model import Period, Rhythm, Schedule, Task, TaskStatus
from generator.problems import Problem
from generator.reading.csv_rows import read_csv
from generator.tables import TASKS

SCHEDULE_FORMS = (
    "2024",
    "2024-Q1",
    "2024-05",
    "2024-05-31",
    "2021/2025",
    "2023/..",
    "ongoing",
    "annual",
    "annual-Q1",
    "quarterly",
    "monthly",
)
"""An example of each valid form of a task's `due`."""
_RECURRING = re.compile(r"(ongoing|annual|quarterly|monthly)(?:(?<=annual)-(Q[1-4]))?")


def load_tasks(root: Path, paths: Mapping[str, str], faults: list[Problem]) -> tuple[Task, ...]:
    """Returns the tasks of each document, in file order. `paths` maps a document's id to its file."""
    return tuple(
        _task(fields, source_id)
        for source_id, path in paths.items()
        for fields in rows(read_csv(root, path, TASKS.entered, faults), faults)
    )


def _task(fields: Fields, source_id: str) -> Task:
    return Task(
        id=fields.own_id(FILE_CODE, "ghép mã văn bản, dấu chấm và số mục, ví dụ 2631-QD-UBND-2021.III.5"),
        source_id=source_id,
        parent_id=fields.optional("parent_id"),
        title=fields.text("title"),
        product=fields.optional("product"),
        lead_ids=fields.texts("lead_ids"),
        partner_ids=fields.texts("partner_ids"),
        schedule=_schedule(fields),
        status=_task_status(fields),
        progress_note=fields.optional("progress_note"),
        locator=_locator(fields),
        path=fields.path,
        line=fields.line,
    )


def _task_status(fields: Fields) -> TaskStatus:
    entered = [status for status in TaskStatus if status is not TaskStatus.OVERDUE]
    value = fields.optional("status")
    if value in entered:
        return TaskStatus(value)
    computed = value == TaskStatus.OVERDUE
    message = "là trạng thái cổng tự tính, không nhập" if computed else "không phải giá trị cho phép"
    fields.fault("status", message, choice_hint("" if computed else value, entered))
    return TaskStatus.UNKNOWN


def _locator(fields: Fields) -> str:
    locator = fields.text("locator")
    if locator and not re.fullmatch(LOCATOR, locator):
        fields.fault("locator", "không chỉ ra chỗ trong văn bản", LOCATOR_HINT)
    return locator


def _schedule(fields: Fields) -> Schedule | None:
    text = fields.optional("due")
    if not text:
        return None
    try:
        return schedule_of(text)
    except ValueError:
        fields.fault("due", "không phải thời hạn", f"viết theo một trong các dạng: {', '.join(SCHEDULE_FORMS)}")
        return None


def schedule_of(text: str) -> Schedule:
    """Returns the schedule for the text of a task's `due`.

    Raises ValueError for an invalid text, also if the end is before the beginning.
    """
    recurring = _RECURRING.fullmatch(text)
    if recurring:
        return Schedule(text, Rhythm(recurring[1]), within=recurring[2] or "")
    begin, slash, end = text.partition("/")
    first, last = _first_and_last_day(begin)
    if not slash:
        return Schedule(text, end=last)
    if end == "..":
        return Schedule(text, start=first, end=last, continuing=True)
    until = _first_and_last_day(end)[1]
    if until < first:
        raise ValueError(f"ends before it begins: {text!r}")
    return Schedule(text, start=first, end=until)


def _first_and_last_day(text: str) -> tuple[date, date]:
    """Returns the first and the last day of a date or period."""
    if text.count("-") == 2:  # noqa: PLR2004 - year, month, day
        return parse_day(text), parse_day(text)
    period = Period.parse(text)
    return period.start, period.end
