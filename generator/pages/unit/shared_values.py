"""Values that the rows of a board share. The board states them once, and its rows leave them out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from generator import formats, words
from generator.model import Lineage, Period, Source, TargetOrigin
from generator.pages.facts import Assessed, Facts
from generator.pages.published import common_day, days_of, publication_sentence
from generator.pages.unit.past import Past
from generator.pages.unit.ranks import has_place

T = TypeVar("T")

INHERITED = (TargetOrigin.LEVEL, TargetOrigin.ANCESTOR)
"""Origins of targets that the unit did not get by name."""


@dataclass(frozen=True)
class SharedValues:
    """Values that the rows of a board share; None or empty if they differ.

    - `origin`: origin of more than half of the targets; `has_other_origins` says whether others occur.
    - `remark`: text with which all notes on their targets begin.
    - `ranked_of`: most frequent number of ranked units.
    - `published`: most frequent day of publication.
    - `published_text`: sentence with that day; empty if all figures of the page have the same day, because the page
      then states it once.
    - `unreported`: a newer period in which documents leave out the unit for all of these indicators.
    - `start`: sentence that the figures start anew, if none of them has an earlier period.
    """

    source: Source | None
    due: Period | None
    origin: TargetOrigin | None
    has_other_origins: bool
    remark: str
    ranked_of: int | None
    published: date | None
    published_text: str
    unreported: Period | None
    start: str


def shared_values(rows: Sequence[Assessed], past: Past, facts: Facts, *, state_day: bool) -> SharedValues:
    """Returns the values that these rows share. With `state_day`, includes the sentence with the day of publication."""
    targets = [row.target for row in rows if row.target]
    origins = [target.origin for target in targets]
    counts = [row.ranked_of for row in rows if has_place(row, facts.levels)]
    return SharedValues(
        source=shared_value([row.source for row in rows]),
        due=shared_value([target.due for target in targets]),
        origin=next((origin for origin in origins if origins.count(origin) * 2 > len(origins)), None),
        has_other_origins=len(set(origins)) > 1,
        remark=_shared_note([target.note for target in targets]),
        ranked_of=max(counts, key=counts.count, default=None),
        published=common_day(days_of(rows, facts)),
        published_text=publication_sentence(days_of(rows, facts)) if state_day else "",
        unreported=shared_value(list(map(past.unreported_since, rows))) if len(rows) > 1 else None,
        start=_start_sentence(rows, past.former),
    )


def target_origin_text(origin: TargetOrigin) -> str:
    """Who got the target: `Mức phải đạt là mức chung của cấp`."""
    kind = words.inline(words.ORIGINS[origin])
    return f"Mức phải đạt là {kind}" if origin in INHERITED else f"Mức phải đạt {kind}"


def _start_sentence(rows: Sequence[Assessed], former: Sequence[Lineage]) -> str:
    """Explains why no change is stated: the unit succeeded others, and its figures are not compared with theirs."""
    if not former or not any(row.value for row in rows) or any(row.previous_period for row in rows):
        return ""
    others = "đơn vị cũ" if len(former) == 1 else "các đơn vị cũ"
    since = formats.day(former[0].on)
    return f"Chưa có kỳ trước để so sánh: số liệu bắt đầu từ ngày {since}, không nối với số của {others}."


def shared_value(values: Sequence[T]) -> T | None:
    """The value that all items share. None if they differ or there are none."""
    return values[0] if values and all(value == values[0] for value in values) else None


def _shared_note(notes: Sequence[str]) -> str:
    """The note that all notes are or begin with. Empty if there is none."""
    shortest = min(notes, key=len, default="")
    return shortest if all(_begins_with(note, shortest) for note in notes) else ""


def _begins_with(note: str, first: str) -> bool:
    """Whether the note is the first one, or continues it after the end of a sentence or clause."""
    rest = note.removeprefix(first)
    return note.startswith(first) and (not rest or rest.startswith((".", ";")) or first.endswith("."))


def unreported_text(since: Period) -> str:
    """States that the documents of a newer period have no figure of the unit."""
    return f"Văn bản về {formats.period(since)} không nêu số liệu của đơn vị này"
