"""One release as pages tell it: the new figures by document, the changed ones, what turned with them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from generator import formats
from generator.history import Change, Kind, NewFigures, Release, What, wording
from generator.history.subjects import FIGURES, LOCATED
from generator.history.wording import Names
from generator.model import Portal
from generator.pages.changes import (
    ChangeFormatter,
    ChangeLine,
    ReleaseRanks,
    anchor_of,
    counted,
    source_of,
    summary_of,
    turned,
)
from generator.pages.parts import Cell, Link, Table

LIMIT = 300
"""How many lines a list shows: a page stays readable on a phone; the rest is told as a number."""


@dataclass(frozen=True)
class DocumentChanges:
    """The changed figures of one document, by unit; `more` counts those left out."""

    id: str
    source: Link
    table: Table
    more: int


@dataclass(frozen=True)
class ReleaseSection:
    """One release: its anchor, its heading, a sentence, the new figures by document, then the changes; `replaced` are
    figures that count by another document than before."""

    id: str
    heading: str
    summary: str
    new: Table | None
    documents: tuple[DocumentChanges, ...]
    replaced: Table | None
    more_replaced: int
    turns: Table | None
    more_turns: int
    others: Table | None
    more_others: int


def section_of(release: Release, names: Names, portal: Portal, ranks: ReleaseRanks) -> ReleaseSection:
    """All that a release changed."""
    formatter = ChangeFormatter(release, names, portal, ranks)
    figures = [change for change in release.changes if change.what in LOCATED]
    assessed = [change for change in release.changes if change.what is What.ASSESSMENT]
    turns = [formatter.line(change) for change in sorted(assessed, key=lambda change: not turned(change))]
    others = [formatter.line(change) for change in release.changes if change.what not in FIGURES]
    replaced = sorted(map(formatter.replacement, release.replaced), key=lambda line: formats.collation(line.unit.text))
    return ReleaseSection(
        id=anchor_of(release),
        heading=f"Ngày {formats.day(release.on)}" if release.on else "Thay đổi chưa thuộc đợt công bố nào",
        summary=summary_of(release),
        new=_named(_new_figures(release, names, portal), release),
        documents=tuple(_documents(figures, formatter)),
        replaced=_named(_replaced_table(replaced), release),
        more_replaced=max(len(replaced) - LIMIT, 0),
        turns=_named(_turns_table(turns), release),
        more_turns=max(len(turns) - LIMIT, 0),
        others=_named(_others_table(others), release),
        more_others=max(len(others) - LIMIT, 0),
    )


def _named(table: Table | None, release: Release) -> Table | None:
    """The table, told apart from that of the newest release, which stands on the same page."""
    return replace(table, caption=f"{table.caption}{_waiting(release)}") if table else None


def _waiting(release: Release) -> str:
    return "" if release.on else ", chưa thuộc đợt công bố nào"


def _figures_table(caption: str, lines: Iterable[ChangeLine]) -> Table:
    """Changed figures of one document: whose, which, before and after, in which row."""
    rows = tuple(
        (_unit_cell(line), _subject_cell(line), *_turn_cells(line), _source_cell(line, line.place)) for line in lines
    )
    return Table(caption, ("Đơn vị", "Nội dung", "Trước", "Sau", "Dòng"), rows)


def _replaced_table(lines: Sequence[ChangeLine]) -> Table | None:
    """Figures that count by another document than before: both values, each leading to its row."""
    rows = tuple((_unit_cell(line), _subject_cell(line), *_replaced_cells(line)) for line in lines[:LIMIT])
    headings = ("Đơn vị", "Nội dung", "Số trước", "Số sau", "Văn bản của số sau")
    return Table("Số liệu đổi theo văn bản khác", headings, rows) if rows else None


def _replaced_cells(line: ChangeLine) -> tuple[Cell, Cell, Cell]:
    old, new = _turn_cells(line)
    return replace(old, address=line.before.address if line.before else ""), new, _source_cell(line)


def _turns_table(lines: Sequence[ChangeLine]) -> Table | None:
    """Assessments and ranks that changed."""
    rows = tuple((_unit_cell(line), _subject_cell(line), *_turn_cells(line)) for line in lines[:LIMIT])
    return Table("Đánh giá và thứ hạng thay đổi", ("Đơn vị", "Nội dung", "Trước", "Sau"), rows) if rows else None


def _others_table(lines: Sequence[ChangeLine]) -> Table | None:
    """Units, indicators, documents and tasks that came, went or changed."""
    rows = tuple((_subject_cell(line), Cell(line.what), *_turn_cells(line)) for line in lines[:LIMIT])
    headings = ("Nội dung", "Loại", "Trước", "Sau")
    return Table("Đơn vị, chỉ tiêu, văn bản và nhiệm vụ", headings, rows) if rows else None


def _unit_cell(line: ChangeLine) -> Cell:
    return Cell(line.unit.text, address=line.unit.address)


def _subject_cell(line: ChangeLine) -> Cell:
    return Cell(", ".join(filter(None, [line.subject.text, line.time])), address=line.subject.address)


def _turn_cells(line: ChangeLine) -> tuple[Cell, Cell]:
    moved = line.word if line.kind is Kind.MOVED else ""
    note = "; ".join(filter(None, [moved, line.effect]))
    return Cell(line.old or "chưa có"), Cell(line.new or "đã rút bỏ", note=note)


def _source_cell(line: ChangeLine, text: str = "") -> Cell:
    if line.source is None:
        return Cell(text or "cổng tính từ số liệu")
    return Cell(text or line.source.text, address=line.source.address)


def _documents(figures: Iterable[Change], formatter: "ChangeFormatter") -> Iterator[DocumentChanges]:
    """Of each document what says something else first, then what only stands elsewhere."""
    names = formatter.names

    def place(change: Change) -> tuple[object, ...]:
        return change.source_id, change.only_moved, formats.collation(names.unit(change.unit_id))

    ordered = sorted(figures, key=place)
    for source_id, group in groupby(ordered, lambda change: change.source_id):
        lines = [formatter.line(change) for change in group]
        link = source_of(source_id, names, formatter.portal)
        yield DocumentChanges(
            id=f"{anchor_of(formatter.release)}-{source_id.lower()}",
            source=link,
            table=_figures_table(f"Số liệu thay đổi theo {link.text}{_waiting(formatter.release)}", lines[:LIMIT]),
            more=max(len(lines) - LIMIT, 0),
        )


def _new_figures(release: Release, names: Names, portal: Portal) -> Table | None:
    """The first figures by document: how many, of how many units."""
    groups: dict[tuple[str, What], list[NewFigures]] = {}
    for count in release.counts:
        groups.setdefault((count.source_id, count.what), []).append(count)
    ordered = sorted(groups)
    rows = tuple(_new_row(source_id, what, groups[source_id, what], names, portal) for source_id, what in ordered)
    return Table("Số liệu mới theo văn bản", ("Văn bản", "Loại", "Số liệu", "Đơn vị"), rows) if rows else None


def _new_row(
    source_id: str, what: What, counts: Sequence[NewFigures], names: Names, portal: Portal
) -> tuple[Cell, ...]:
    link = source_of(source_id, names, portal)
    figures = sum(count.figures for count in counts)
    return (
        Cell(link.text, address=link.address),
        Cell(wording.WHAT[what].capitalize()),
        Cell(counted(figures), str(figures), numeric=True),
        Cell(counted(len(counts)), str(len(counts)), numeric=True),
    )
