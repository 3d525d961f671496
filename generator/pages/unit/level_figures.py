"""The newest figures that documents state for whole levels within a unit, as boards."""

from collections.abc import Sequence
from datetime import date

from generator import formats, words
from generator.grouping import grouped
from generator.model import Period, ResultStatus
from generator.pages.anchors import newest_anchor
from generator.pages.boards import Board, ResultRow
from generator.pages.facts import Facts, Stated
from generator.pages.figures import figure_of, provisional_sentences
from generator.pages.links import source_link
from generator.pages.parts import Link
from generator.pages.published import days_of, only_day, publication_text
from generator.pages.unit.rows import row_ref
from generator.pages.unit.shared_values import shared_value


def newest_of_levels(stated: Sequence[Stated]) -> tuple[Stated, ...]:
    """Returns the newest figures that documents state for whole levels within the unit. A cell that a document leaves
    empty counts only if there is no figure at all."""
    by_period = sorted(stated, key=lambda row: (row.status is not ResultStatus.NOT_REPORTED, row.period.order))
    newest = {(row.level, row.indicator.id, row.aggregate): row for row in by_period}
    return tuple(row for row in stated if row is newest[row.level, row.indicator.id, row.aggregate])


def level_figures(newest: Sequence[Stated], facts: Facts) -> tuple[Board, ...]:
    """Returns the newest figures of whole levels, a board for each level."""
    levels = grouped(newest, lambda row: row.level)
    return tuple(_level_board(words.LEVELS[level], rows, facts) for level, rows in levels.items() if level)


def _level_board(level: str, rows: Sequence[Stated], facts: Facts) -> Board:
    """Builds the board of a level. Period and day of publication are stated for each figure if the figures differ in
    them."""
    period, day = shared_value([row.period for row in rows]), only_day(days_of(rows, facts))
    documents = tuple(dict.fromkeys(source_link(row.source) for row in rows))
    sentences = ((f"Số liệu {formats.period(period)}.",) if period else ()) + (
        (f"{publication_text(day)}.",) if day else ()
    )
    shown = tuple(_level_row(row, period, None if day else facts.published(row)) for row in rows)
    return Board(f"{level}: {len(rows)} số liệu", sentences, documents, shown)


def _level_row(row: Stated, period: Period | None, published: date | None) -> ResultRow:
    when = "" if period else f", {formats.period(row.period)}"
    return ResultRow(
        name=Link(row.indicator.short_name, row.indicator.address),
        figure=figure_of(row),
        id=newest_anchor(row),
        source=row_ref(row),
        sentences=(
            f"{words.aggregate(row.aggregate, row.indicator.measure)}{when}.",
            *provisional_sentences(row),
            *((f"{publication_text(published)}.",) if published else ()),
        ),
        notes=(row.note,) if row.note else (),
    )
