"""Understood rows → the texts of files of `data/`; what stands there already is kept where it says the same."""

import csv
import io
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from generator import words
from generator.canonical import quoted
from generator.importing.entries import RESULTS, TARGETS, Entry
from generator.importing.standing import Row, figure_of, path_of
from generator.importing.wording import key
from generator.loading.mappings import DECIMAL, HEADINGS, NAMES, SCALES
from generator.model import Correspondence, ResultStatus
from generator.plausibility.answers import CHECKED
from generator.tables import RESULTS as RESULT_TABLE
from generator.tables import TARGETS as TARGET_TABLE

COLUMNS = {RESULTS: RESULT_TABLE.entered, TARGETS: TARGET_TABLE.entered}
_STATED = {RESULTS: ("value", "status"), TARGETS: ("value", "status", "comparison")}
_STATUSES = {str(code): said for code, said in (*words.RESULT_STATUSES.items(), *words.TARGET_STATUSES.items())}
_OWN_NOTES = (
    "Văn bản ghi “",
    "Theo trả lời của người nhập",
    "Đơn vị không nêu",
    "Chỉ tiêu chung; văn bản ghi",
    "Ghi trong ô chỉ tiêu chung",
)
"""How notes begin that importing words itself; all others come from a workbook's column of remarks or from a person."""


@dataclass
class Merged:
    """A file of rows as it will be: its text and rows, the line of each entry, what is added, replaced, removed, and
    left as it was because a person decided it."""

    path: str
    text: str
    rows: Sequence[Row] = ()
    lines: dict[int, Entry] = field(default_factory=dict)
    added: list[Entry] = field(default_factory=list)
    replaced: list[tuple[Row, Row, Entry]] = field(default_factory=list)
    kept: list[tuple[int, Row, Entry]] = field(default_factory=list)
    removed: list[Row] = field(default_factory=list)


def merged(
    kind: str, source_id: str, standing: Sequence[Row], entries: Sequence[Entry], removed: Collection[tuple[str, ...]]
) -> Merged:
    """The rows of a document's file with these entries and without the figures that are to be removed.

    Rows stay in their places and new ones follow. One that a person has decided otherwise stays as it is. A note goes
    with the figure that it explains: another figure brings its own or none, and of the same figure only another remark
    of the workbook takes its place. A figure that stands in another row of its table now, as where an office sends a
    table again without one unit, is the same figure: its row is named anew, unless a row that stays has that name.
    """
    rows = [row for row in standing if figure_of(row, kind) not in removed]
    at = {figure_of(row, kind): number for number, row in enumerate(rows)}
    told = {figure_of(entry.cells, kind) for entry in entries}
    staying = {row["locator"]: row["unit_id"] for row in rows if figure_of(row, kind) not in told}
    found = Merged(path_of(kind, source_id), "")
    found.removed = [row for row in standing if figure_of(row, kind) in removed]
    for entry in entries:
        new = {name: entry.cells[name] for name in COLUMNS[kind]}
        place = at.get(figure_of(new, kind))
        if place is None or place + 2 in found.lines:  # Twice in one table: the check of the data refuses that.
            rows.append(new)
            found.lines[len(rows) + 1] = entry
            found.added.append(entry)
            continue
        found.lines[place + 2] = entry
        old = rows[place]
        if staying.get(new["locator"], new["unit_id"]) != new["unit_id"]:
            new["locator"] = old["locator"]
        row = _updated(old, new, kind)
        if row is None:
            found.kept.append((place + 2, old, entry))
        elif row != old:
            rows[place] = row
            found.replaced.append((old, row, entry))
    found.rows = rows
    found.text = _text(COLUMNS[kind], rows)
    return found


def _updated(old: Row, new: Row, kind: str) -> Row | None:
    """The row after the file was read, which is the old one where both say the same; None where a person decided
    otherwise than the file says."""
    if any(old[name] != new[name] for name in _STATED[kind]):
        return None if _decided(old) else new
    note = new["note"] if _is_explained_anew(old, new) else old["note"]
    return old | {"locator": new["locator"], "note": note}


def _decided(row: Row) -> bool:
    """Whether a person wrote into the row how it was read, that it cannot be, or that it was compared with the
    document."""
    unreadable = row["status"] == ResultStatus.UNREADABLE
    return bool(row.get("reading")) or unreadable or CHECKED in row["note"].lower()


def _is_explained_anew(old: Row, new: Row) -> bool:
    """Whether the file remarks something else of the same figure. What importing words itself is no remark."""
    remark = new["note"] if not new["note"].startswith(_OWN_NOTES) else ""
    return bool(remark) and remark != old["note"] and not _decided(old)


def worded(value: str, status: str) -> str:
    """What a row states, as people say it: `42.5`, `42.5 (số liệu tạm tính)`, `không áp dụng`."""
    said = words.inline(_STATUSES[status]) if status in _STATUSES else status
    return f"{value} ({said})" if value and said else value or said


def _text(columns: tuple[str, ...], rows: Iterable[Row]) -> str:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([row[name] for name in columns] for row in rows)
    return written.getvalue()


def decided_text(
    known: Correspondence, headings: Mapping[str, str], names: Mapping[str, str], scales: Mapping[str, str]
) -> str:
    """The text of a file of `data/mappings` with new decisions in it; a new one takes the place of an old one."""
    parts = ["# Các cách gọi trong bảng tính đã được xác định, máy đọc lại mỗi tháng.\n"]
    lists = (
        (HEADINGS, known.headings, headings),
        (NAMES, known.names, names),
        (SCALES, known.scales, scales),
    )
    for name, old, new in lists:
        replaced = {key(text) for text in new}
        pairs = {text: id_ for text, id_ in old.items() if key(text) not in replaced} | dict(new)
        if pairs:
            parts.append(f"{name}:\n" + "".join(f"  {quoted(text)}: {quoted(id_)}\n" for text, id_ in pairs.items()))
    if known.decimal:
        parts.append(f"{DECIMAL}: {quoted(known.decimal)}\n")
    return "".join(parts)
