"""Turns entries into the texts of files in `data/`. Existing rows that state the same are kept."""

import csv
import io
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from generator import words
from generator.canonical import quoted
from generator.importing.entries import RESULTS, TARGETS, Entry
from generator.importing.existing_rows import Row, figure_of, path_of
from generator.importing.phrases.text_keys import text_key
from generator.loading.mappings import DECIMAL, HEADINGS, NAMES, SCALES
from generator.model import ResultStatus, WorkbookMapping
from generator.plausibility.answers import CHECKED
from generator.tables import RESULTS as RESULT_TABLE
from generator.tables import TARGETS as TARGET_TABLE

COLUMNS = {RESULTS: RESULT_TABLE.entered, TARGETS: TARGET_TABLE.entered}
_STATED_COLUMNS = {RESULTS: ("value", "status"), TARGETS: ("value", "status", "comparison")}
_STATUSES = {str(code): label for code, label in (*words.RESULT_STATUSES.items(), *words.TARGET_STATUSES.items())}
_OWN_NOTES = (
    "Văn bản ghi “",
    "Theo trả lời của người nhập",
    "Đơn vị không nêu",
    "Chỉ tiêu chung; văn bản ghi",
    "Ghi trong ô chỉ tiêu chung",
)
"""How notes begin that importing itself writes. All other notes come from a workbook's column of notes or from a
person."""


@dataclass
class MergedFile:
    """A file with rows after the merge: its text and its rows.

    `lines` maps line numbers to entries. `added` are new entries, `replaced` old row, new row and entry, and `removed`
    the removed rows. `kept_by_decision` are line, old row and entry where the old row stays because a person decided
    it.
    """

    path: str
    text: str
    rows: Sequence[Row] = ()
    lines: dict[int, Entry] = field(default_factory=dict)
    added: list[Entry] = field(default_factory=list)
    replaced: list[tuple[Row, Row, Entry]] = field(default_factory=list)
    kept_by_decision: list[tuple[int, Row, Entry]] = field(default_factory=list)
    removed: list[Row] = field(default_factory=list)


def merge_rows(
    kind: str, source_id: str, existing: Sequence[Row], entries: Sequence[Entry], removed: Collection[tuple[str, ...]]
) -> MergedFile:
    """Merges the entries into the rows of a document's file and removes the figures in `removed`.

    Existing rows keep their places and new ones follow. A row that a person has decided otherwise stays unchanged. A
    note belongs to the figure that it explains: a new figure brings its own note or none, and for the same figure only
    a new remark of the workbook replaces the note. The same figure may be in another row of its table now, for example
    if an office sends a table again without one unit. Then its locator is updated, unless a row that stays has that
    locator.
    """
    rows = [row for row in existing if figure_of(row, kind) not in removed]
    row_numbers = {figure_of(row, kind): number for number, row in enumerate(rows)}
    stated = {figure_of(entry.cells, kind) for entry in entries}
    unchanged_owners = {row["locator"]: row["unit_id"] for row in rows if figure_of(row, kind) not in stated}
    found = MergedFile(path_of(kind, source_id), "")
    found.removed = [row for row in existing if figure_of(row, kind) in removed]
    for entry in entries:
        new = {name: entry.cells[name] for name in COLUMNS[kind]}
        place = row_numbers.get(figure_of(new, kind))
        if place is None or place + 2 in found.lines:  # A duplicate: the check of the data reports it.
            rows.append(new)
            found.lines[len(rows) + 1] = entry
            found.added.append(entry)
            continue
        found.lines[place + 2] = entry
        old = rows[place]
        if unchanged_owners.get(new["locator"], new["unit_id"]) != new["unit_id"]:
            new["locator"] = old["locator"]
        row = _updated(old, new, kind)
        if row is None:
            found.kept_by_decision.append((place + 2, old, entry))
        elif row != old:
            rows[place] = row
            found.replaced.append((old, row, entry))
    found.rows = rows
    found.text = _text(COLUMNS[kind], rows)
    return found


def _updated(old: Row, new: Row, kind: str) -> Row | None:
    """Returns the row after the import: the old one if both state the same. Returns None if a person decided otherwise
    than the file states."""
    if any(old[name] != new[name] for name in _STATED_COLUMNS[kind]):
        return None if _is_user_decision(old) else new
    note = new["note"] if _has_new_remark(old, new) else old["note"]
    return old | {"locator": new["locator"], "note": note}


def _is_user_decision(row: Row) -> bool:
    """Whether a person recorded in the row how it was read, that it is unreadable, or that it was compared with the
    document."""
    unreadable = row["status"] == ResultStatus.UNREADABLE
    return bool(row.get("reading")) or unreadable or CHECKED in row["note"].lower()


def _has_new_remark(old: Row, new: Row) -> bool:
    """Whether the file has another remark for the same figure. Notes that importing itself writes are no remarks."""
    remark = new["note"] if not new["note"].startswith(_OWN_NOTES) else ""
    return bool(remark) and remark != old["note"] and not _is_user_decision(old)


def figure_text(value: str, status: str) -> str:
    """Returns what a row states, in words: `42.5`, `42.5 (số liệu tạm tính)`, `không áp dụng`."""
    label = words.inline(_STATUSES[status]) if status in _STATUSES else status
    return f"{value} ({label})" if value and label else value or label


def _text(columns: tuple[str, ...], rows: Iterable[Row]) -> str:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([row[name] for name in columns] for row in rows)
    return written.getvalue()


def mappings_file_text(
    known: WorkbookMapping, headings: Mapping[str, str], names: Mapping[str, str], scales: Mapping[str, str]
) -> str:
    """Returns the text of a file of `data/mappings` with new decisions in it. A new decision replaces an old one."""
    parts = ["# Các cách gọi trong bảng tính đã được xác định, máy đọc lại mỗi tháng.\n"]
    lists = (
        (HEADINGS, known.headings, headings),
        (NAMES, known.names, names),
        (SCALES, known.scales, scales),
    )
    for name, old, new in lists:
        replaced = {text_key(text) for text in new}
        pairs = {text: id_ for text, id_ in old.items() if text_key(text) not in replaced} | dict(new)
        if pairs:
            parts.append(f"{name}:\n" + "".join(f"  {quoted(text)}: {quoted(id_)}\n" for text, id_ in pairs.items()))
    if known.decimal:
        parts.append(f"{DECIMAL}: {quoted(known.decimal)}\n")
    return "".join(parts)
