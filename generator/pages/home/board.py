"""The province's newest figures against what it must reach, each with the line of what went before."""

from collections.abc import Sequence
from dataclasses import replace

from generator import formats, words
from generator.grouping import grouped
from generator.model import Period, Unit
from generator.pages.anchors import lasting_address
from generator.pages.curves import moments_of, spark
from generator.pages.facts import Assessed, Facts
from generator.pages.figures import JUDGED, bar_of, bare_mark, benchmark_link, figure_of, required, score_of
from generator.pages.links import row_address, source_link, source_ref
from generator.pages.parts import Board, Link, ResultRow, SourceRef, Spark

_UNJUDGED = "Không có mức phải đạt để so sánh."


def boards_of(province: Unit, facts: Facts) -> tuple[Board, ...]:
    """A board for each period and due date, the newest first; of a province none of whose figures has a target, one for
    each period."""
    found = judged(province, facts)
    if found:
        return tuple(_board(period, due, rows, facts) for period, due, rows in found)
    return tuple(_unjudged_board(period, rows, facts) for period, rows in _unjudged(province, facts))


def judged(province: Unit, facts: Facts) -> tuple[tuple[Period, Period, Sequence[Assessed]], ...]:
    """The province's newest figures that have a target, by period and due date, newest first."""
    judged = [
        (row.period, row.target.due, row)
        for row in facts.newest(province)
        if row.assessment in JUDGED and row.period and row.target
    ]
    groups = grouped(judged, lambda item: (item[0], item[1]))
    ordered = sorted(groups.items(), key=lambda item: (item[0][0].end, item[0][1].end), reverse=True)
    return tuple((period, due, [row for _, _, row in items]) for (period, due), items in ordered)


def _unjudged(province: Unit, facts: Facts) -> tuple[tuple[Period, Sequence[Assessed]], ...]:
    """The province's newest figures by period, newest first."""
    known = [row for row in facts.newest(province) if row.amount is not None]
    groups = grouped(((row.period, row) for row in known if row.period), lambda pair: pair[0])
    ordered = sorted(groups.items(), key=lambda item: item[0].end, reverse=True)
    return tuple((period, [row for _, row in pairs]) for period, pairs in ordered)


def _board(period: Period, due: Period, rows: Sequence[Assessed], facts: Facts) -> Board:
    score = score_of(rows)
    title = f"Kết quả {formats.period(period)} so với mức phải đạt {formats.period(due)}"
    said = f"Đạt {score.met} trên {score.judged} chỉ tiêu.", f"{_lines(facts)}, nét đứt là mức phải đạt."
    return _told(title, said, rows, facts)


def _unjudged_board(period: Period, rows: Sequence[Assessed], facts: Facts) -> Board:
    return _told(f"Kết quả {formats.period(period)}", (_UNJUDGED, f"{_lines(facts)}."), rows, facts)


def _lines(facts: Facts) -> str:
    return f"Đường nhỏ là kết quả của {words.province_word(facts.own)} qua các kỳ"


def _told(title: str, said: tuple[str, str], rows: Sequence[Assessed], facts: Facts) -> Board:
    """`said` is what holds of all rows, and what lines mean where there are some."""
    shown = tuple(_row(row, facts) for row in rows)
    return Board(
        title=title,
        said=said if any(row.line for row in shown) else said[:1],
        documents=tuple(dict.fromkeys(source_link(row.source) for row in rows if row.source)),
        rows=shown,
    )


def _row(row: Assessed, facts: Facts) -> ResultRow:
    return ResultRow(
        name=Link(row.indicator.short_name, row.indicator.address),
        figure=figure_of(row),
        id=row.indicator.slug,
        stays=lasting_address(row),
        source=_short_source(row),
        mark=bare_mark(row.assessment) if row.assessment in JUDGED else None,
        bar=bar_of(row),
        line=_line(row, facts),
        target=Link(required(row.target), row_address(row.target.source, row.target.locator)) if row.target else None,
        benchmark=benchmark_link(row),
    )


def _line(row: Assessed, facts: Facts) -> Spark | None:
    """The province's own figures up to this one, from its first one on, in all periods reported of any unit."""
    known = [one for one in facts.by_indicator[row.indicator.id] if one.amount is not None]
    own = [one for one in known if one.unit.id == row.unit.id]
    reported = sorted({one.period for one in known if one.period}, key=lambda period: period.end)
    return spark(moments_of(own, [period for period in reported if _between(own[0], period, row)]), row.indicator)


def _between(first: Assessed, period: Period, last: Assessed) -> bool:
    if first.period is None or last.period is None:
        return False
    return period.length == last.period.length and first.period.end <= period.end <= last.period.end


def _short_source(row: Assessed) -> SourceRef | None:
    """The place within the document; the board names the document once."""
    if row.source is None:
        return None
    return replace(source_ref(row.source, row.locator, row.reading), text=formats.locator(row.locator))
