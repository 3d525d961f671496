"""Builds the front page's boards: the province's newest figures with their targets and sparklines."""

from collections.abc import Sequence
from dataclasses import replace

from generator import formats, words
from generator.grouping import grouped
from generator.model import Period, Unit
from generator.pages.anchors import permanent_address
from generator.pages.boards import Board, ResultRow
from generator.pages.curves import moments_of, spark
from generator.pages.drawings import Spark
from generator.pages.facts import JUDGED, Assessed, Facts
from generator.pages.figures import (
    bar_of,
    benchmark_link,
    counted_rows,
    figure_of,
    mark_without_detail,
    provisional_sentences,
    required,
    score_of,
)
from generator.pages.links import row_address, source_link, source_ref
from generator.pages.parts import Link, SourceRef

_NO_TARGET = "Không có mức phải đạt để so sánh."


def boards_of(province: Unit, facts: Facts) -> tuple[Board, ...]:
    """Returns a board for each period and due date, newest first. Indicators that have ended have none.

    If no figure of the province has a target, there is a board for each period instead.
    """
    found = judged(province, facts)
    if found:
        return tuple(_judged_board(period, due, rows, facts) for period, due, rows in found)
    return tuple(_unjudged_board(period, rows, facts) for period, rows in _by_period(province, facts))


def judged(province: Unit, facts: Facts) -> tuple[tuple[Period, Period, Sequence[Assessed]], ...]:
    """Returns the province's newest figures that have a target, by period and due date, newest first."""
    with_target = [
        (row.period, row.target.due, row)
        for row in counted_rows(facts.newest(province))
        if row.assessment in JUDGED and row.period and row.target
    ]
    groups = grouped(with_target, lambda item: (item[0], item[1]))
    ordered = sorted(groups.items(), key=lambda item: (item[0][0].order, item[0][1].order), reverse=True)
    return tuple((period, due, [row for _, _, row in items]) for (period, due), items in ordered)


def _by_period(province: Unit, facts: Facts) -> tuple[tuple[Period, Sequence[Assessed]], ...]:
    """Returns the province's newest figures by period, newest first."""
    known = [row for row in counted_rows(facts.newest(province)) if row.amount is not None]
    groups = grouped(((row.period, row) for row in known if row.period), lambda pair: pair[0])
    ordered = sorted(groups.items(), key=lambda item: item[0].order, reverse=True)
    return tuple((period, [row for _, row in pairs]) for period, pairs in ordered)


def _judged_board(period: Period, due: Period, rows: Sequence[Assessed], facts: Facts) -> Board:
    title = f"Kết quả {formats.period(period)} so với mức phải đạt {formats.period(due)}"
    sentences = (
        score_of(rows).sentence,
        f"{_sparklines_sentence(facts)}, nét đứt là mức phải đạt.",
    )
    return _board_of_rows(title, sentences, rows, facts)


def _unjudged_board(period: Period, rows: Sequence[Assessed], facts: Facts) -> Board:
    return _board_of_rows(
        f"Kết quả {formats.period(period)}", (_NO_TARGET, f"{_sparklines_sentence(facts)}."), rows, facts
    )


def _sparklines_sentence(facts: Facts) -> str:
    return f"Đường nhỏ là kết quả của {words.province_word(facts.own)} qua các kỳ"


def _board_of_rows(title: str, sentences: tuple[str, str], rows: Sequence[Assessed], facts: Facts) -> Board:
    """Returns a board. `sentences` has a sentence on all rows and one on the sparklines, which is left out without
    any."""
    shown = tuple(_row(row, facts) for row in rows)
    return Board(
        title=title,
        sentences=sentences if any(row.bar_sparkline for row in shown) else sentences[:1],
        documents=tuple(dict.fromkeys(source_link(row.source) for row in rows if row.source)),
        rows=shown,
    )


def _row(row: Assessed, facts: Facts) -> ResultRow:
    return ResultRow(
        name=Link(row.indicator.short_name, row.indicator.address),
        figure=figure_of(row),
        id=row.indicator.slug,
        permanent_address=permanent_address(row),
        source=_short_source(row),
        mark=mark_without_detail(row.assessment) if row.assessment in JUDGED else None,
        bar=bar_of(row),
        bar_sparkline=_sparkline(row, facts),
        target=Link(required(row.target), row_address(row.target.source, row.target.locator)) if row.target else None,
        benchmark=benchmark_link(row),
        sentences=provisional_sentences(row),
    )


def _sparkline(row: Assessed, facts: Facts) -> Spark | None:
    """Returns the sparkline of the province's figures from its first one to this one.

    It has all periods in which a figure of any unit was reported, so that a gap in the province's own figures is shown.
    """
    known = [one for one in facts.by_indicator[row.indicator.id] if one.amount is not None]
    own = [one for one in known if one.unit.id == row.unit.id]
    reported = sorted({one.period for one in known if one.period}, key=lambda period: period.end)
    return spark(moments_of(own, [period for period in reported if _between(own[0], period, row)]), row.indicator)


def _between(first: Assessed, period: Period, last: Assessed) -> bool:
    """Whether the period has the length of the last row's period and ends not before `first` and not after `last`."""
    if first.period is None or last.period is None:
        return False
    return period.length == last.period.length and first.period.end <= period.end <= last.period.end


def _short_source(row: Assessed) -> SourceRef | None:
    """Returns the reference to the row without the document's name, which the board shows once."""
    if row.source is None:
        return None
    return replace(source_ref(row.source, row.locator, row.reading), text=formats.locator(row.locator))
