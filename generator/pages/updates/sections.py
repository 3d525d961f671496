"""Formats one release for pages: new figures by document, changed figures, changed assessments, other changes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from generator import formats, words
from generator.history import Change, ChangeKind, NewFigureCount, Release, SubjectKind, wording
from generator.history.subjects import FIGURES, LOCATED
from generator.history.wording import Names
from generator.model import Portal
from generator.pages.changes import (
    ChangeFormatter,
    ChangeLine,
    ReleaseRanks,
    anchor_of,
    assessment_changed,
    is_lost_gap,
    source_of,
    summary_of,
)
from generator.pages.parts import Cell, Link, Table

LIMIT = 300
"""The largest number of lines in a list, so that a page stays readable on a phone; further lines are only counted."""


@dataclass(frozen=True)
class DocumentChanges:
    """The changed figures of one document, by unit; `more` is the number of changes that are not listed."""

    id: str
    source: Link
    table: Table
    more: int


@dataclass(frozen=True)
class ReleaseSection:
    """One release.

    `new` counts new figures by document. `documents` are the changed figures, `replaced` the figures that were replaced
    by the figure of another document, `assessment_changes` the changed assessments and ranks, `others` changes of
    units, indicators, documents and tasks. Each `more_…` is the number of changes that are not listed.
    """

    id: str
    heading: str
    summary: str
    new: Table | None
    documents: tuple[DocumentChanges, ...]
    replaced: Table | None
    more_replaced: int
    assessment_changes: Table | None
    more_assessment_changes: int
    others: Table | None
    more_others: int


def section_of(release: Release, names: Names, portal: Portal, ranks: ReleaseRanks) -> ReleaseSection:
    """Returns the section with all changes of a release."""
    formatter = ChangeFormatter(release, names, portal, ranks)
    figures = [change for change in release.changes if change.what in LOCATED]
    assessed = [
        change for change in release.changes if change.what is SubjectKind.ASSESSMENT and not is_lost_gap(change)
    ]
    assessment_changes = [
        formatter.line(change) for change in sorted(assessed, key=lambda change: not assessment_changed(change))
    ]
    others = [formatter.line(change) for change in release.changes if change.what not in FIGURES]
    replaced = sorted(map(formatter.replacement, release.replaced), key=lambda line: formats.collation(line.unit.text))
    return ReleaseSection(
        id=anchor_of(release),
        heading=f"Ngày {formats.day(release.on)}" if release.on else "Thay đổi chưa thuộc phiên bản nào",
        summary=summary_of(release),
        new=_with_release(_new_figures(release, names, portal), release),
        documents=tuple(_documents(figures, formatter)),
        replaced=_with_release(_replaced_table(replaced), release),
        more_replaced=max(len(replaced) - LIMIT, 0),
        assessment_changes=_with_release(_assessment_changes_table(assessment_changes), release),
        more_assessment_changes=max(len(assessment_changes) - LIMIT, 0),
        others=_with_release(_others_table(others), release),
        more_others=max(len(others) - LIMIT, 0),
    )


def _with_release(table: Table | None, release: Release) -> Table | None:
    """Returns the table with a caption that differs from the newest release's table on the same page."""
    return replace(table, caption=f"{table.caption}{_unreleased_note(release)}") if table else None


def _unreleased_note(release: Release) -> str:
    return "" if release.on else ", chưa thuộc phiên bản nào"


def _figures_table(caption: str, lines: Iterable[ChangeLine]) -> Table:
    """Returns the table of one document's changed figures: unit, subject, before, after, row."""
    rows = tuple(
        (_unit_cell(line), _subject_cell(line), *_before_and_after_cells(line), _source_cell(line, line.place))
        for line in lines
    )
    return Table(caption, ("Đơn vị", "Nội dung", "Trước", "Sau", "Dòng"), rows)


def _replaced_table(lines: Sequence[ChangeLine]) -> Table | None:
    """Returns the table of figures replaced by another document's figure: both values, each with a link to its row."""
    rows = tuple((_unit_cell(line), _subject_cell(line), *_replaced_cells(line)) for line in lines[:LIMIT])
    headings = ("Đơn vị", "Nội dung", "Số trước", "Số sau", "Văn bản của số sau")
    return Table("Số liệu đổi theo văn bản khác", headings, rows) if rows else None


def _replaced_cells(line: ChangeLine) -> tuple[Cell, Cell, Cell]:
    old, new = _before_and_after_cells(line)
    return replace(old, address=line.before.address if line.before else ""), new, _source_cell(line)


def _assessment_changes_table(lines: Sequence[ChangeLine]) -> Table | None:
    """Returns the table of changed assessments and ranks."""
    rows = tuple((_unit_cell(line), _subject_cell(line), *_before_and_after_cells(line)) for line in lines[:LIMIT])
    return Table("Đánh giá và thứ hạng thay đổi", ("Đơn vị", "Nội dung", "Trước", "Sau"), rows) if rows else None


def _others_table(lines: Sequence[ChangeLine]) -> Table | None:
    """Returns the table of units, indicators, documents and tasks that were added, removed or changed."""
    rows = tuple((_subject_cell(line), Cell(line.what), *_before_and_after_cells(line)) for line in lines[:LIMIT])
    headings = ("Nội dung", "Loại", "Trước", "Sau")
    return Table("Đơn vị, chỉ tiêu, văn bản và nhiệm vụ", headings, rows) if rows else None


def _unit_cell(line: ChangeLine) -> Cell:
    return Cell(line.unit.text, address=line.unit.address)


def _subject_cell(line: ChangeLine) -> Cell:
    return Cell(", ".join(filter(None, [line.subject.text, line.time])), address=line.subject.address)


def _before_and_after_cells(line: ChangeLine) -> tuple[Cell, Cell]:
    moved = line.word if line.kind is ChangeKind.MOVED else ""
    note = "; ".join(filter(None, [moved, line.effect]))
    return Cell(line.old or "chưa có"), Cell(line.new or "đã rút bỏ", note=note)


def _source_cell(line: ChangeLine, text: str = "") -> Cell:
    if line.source is None:
        return Cell(text or "cổng tính từ số liệu")
    return Cell(text or line.source.text, address=line.source.address)


def _documents(figures: Iterable[Change], formatter: "ChangeFormatter") -> Iterator[DocumentChanges]:
    """Yields the changes of each document: first changed values, then figures that only moved to another row."""
    names = formatter.names

    def sort_key(change: Change) -> tuple[object, ...]:
        return change.source_id, change.only_moved, formats.collation(names.unit(change.unit_id))

    ordered = sorted(figures, key=sort_key)
    for source_id, group in groupby(ordered, lambda change: change.source_id):
        lines = [formatter.line(change) for change in group]
        link = source_of(source_id, names, formatter.portal)
        yield DocumentChanges(
            id=f"{anchor_of(formatter.release)}-{source_id.lower()}",
            source=link,
            table=_figures_table(
                f"Số liệu thay đổi theo {link.text}{_unreleased_note(formatter.release)}", lines[:LIMIT]
            ),
            more=max(len(lines) - LIMIT, 0),
        )


def _new_figures(release: Release, names: Names, portal: Portal) -> Table | None:
    """Returns the table that counts new figures, and their units, by document."""
    groups: dict[tuple[str, SubjectKind], list[NewFigureCount]] = {}
    for count in release.counts:
        groups.setdefault((count.source_id, count.what), []).append(count)
    ordered = sorted(groups)
    rows = tuple(_new_row(source_id, what, groups[source_id, what], names, portal) for source_id, what in ordered)
    return Table("Số liệu mới theo văn bản", ("Văn bản", "Loại", "Số liệu", "Đơn vị"), rows) if rows else None


def _new_row(
    source_id: str, what: SubjectKind, counts: Sequence[NewFigureCount], names: Names, portal: Portal
) -> tuple[Cell, ...]:
    link = source_of(source_id, names, portal)
    stated, blank = sum(count.stated for count in counts), sum(count.blank for count in counts)
    left_empty = f"và {formats.count(blank)} ô để trống" if blank else ""
    return (
        Cell(link.text, address=link.address),
        Cell(words.capitalised(wording.WHAT[what])),
        Cell(formats.count(stated), str(stated), numeric=True, note=left_empty),
        Cell(formats.count(len(counts)), str(len(counts)), numeric=True),
    )
