"""The newest figures of a unit as boards, one for each period, with the sentences above their rows."""

from collections.abc import Iterator, Sequence
from datetime import date

from generator import formats, words
from generator.grouping import grouped
from generator.model import Assessment, Measure, Period
from generator.pages.boards import Board
from generator.pages.facts import Assessed, Facts
from generator.pages.figures import score_of
from generator.pages.links import source_link, statement_address
from generator.pages.parts import Link
from generator.pages.published import days_of, only_day
from generator.pages.unit.past import Past
from generator.pages.unit.rows import result_row
from generator.pages.unit.shared_values import (
    INHERITED,
    SharedValues,
    shared_values,
    target_origin_text,
    unreported_text,
)
from generator.words import sentence

_PLACES = 4
"""Maximum number of document rows that a board lists. If there are more, only the figures link to their rows."""


def boards_of(newest: Sequence[Assessed], past: Past, facts: Facts) -> tuple[Board, ...]:
    """Returns the newest figures as one board for each period, newest first."""
    periods = grouped(newest, lambda row: row.period)
    ordered = sorted(periods.items(), key=lambda item: item[0].order if item[0] else (date.min, 0), reverse=True)
    state_day = only_day(days_of(newest, facts)) is None
    return tuple(
        _board(
            period,
            members,
            shared_values(members, past, facts, state_day=state_day),
            past,
            facts,
            score=_score_sentence(members) if number == 0 and len(ordered) > 1 else "",
        )
        for number, (period, members) in enumerate(ordered)
    )


def _score_sentence(rows: Sequence[Assessed]) -> str:
    """The score of the newest period, as the home page states it. Empty if fewer than two figures are judged."""
    score = score_of(rows)
    return score.sentence if score.judged > 1 else ""


def _board(
    period: Period | None, rows: Sequence[Assessed], shared: SharedValues, past: Past, facts: Facts, *, score: str
) -> Board:
    """Builds a board. Counts come last, because they reflect the size of the unit."""
    ordered = sorted(rows, key=_is_count)
    return Board(
        title=_title(period, shared.due),
        sentences=tuple(filter(None, (score, *_board_sentences(rows, shared, facts.today)))),
        documents=tuple(dict.fromkeys(source_link(row.source) for row in rows if row.source)),
        places=_row_links(ordered) if shared.source else (),
        rows=tuple(result_row(row, shared, past, facts) for row in ordered),
    )


def _is_count(row: Assessed) -> bool:
    return row.indicator.measure is Measure.COUNT


def _title(period: Period | None, due: Period | None) -> str:
    """As in `Tháng 5/2024 so với mức phải đạt năm 2024`."""
    result = words.capitalised(formats.period(period)) if period else "Không rõ kỳ"
    return f"{result} so với mức phải đạt {formats.period(due)}" if due else result


def _row_links(rows: Sequence[Assessed]) -> tuple[Link, ...]:
    """Links to the rows of the document that state the figures."""
    found = dict.fromkeys(
        Link(formats.locator(row.locator), statement_address(row)) for row in rows if statement_address(row)
    )
    return tuple(found) if len(found) <= _PLACES else ()


def _board_sentences(rows: Sequence[Assessed], shared: SharedValues, today: date) -> Iterator[str]:
    yield from _target_sentences(shared)
    unmet = [row for row in rows if row.assessment is Assessment.NOT_MET]
    if unmet and shared.due and (state := _state_of_due(unmet[0], shared.due, today)):
        yield state
    if shared.ranked_of:
        yield _ranked_among(rows, shared.ranked_of)
    # A province or the country without a rank has no peers, so the kind of figure is not the reason.
    if any(_is_count(row) for row in rows) and (shared.ranked_of or rows[0].unit.level.below_province):
        yield "Số lượng không được xếp hạng, vì tùy theo quy mô của đơn vị."
    if shared.start:
        yield shared.start
    if shared.published_text:
        yield shared.published_text
    if shared.unreported:
        yield f"{unreported_text(shared.unreported)}."


def _target_sentences(shared: SharedValues) -> Iterator[str]:
    """As in `Mức phải đạt là mức chung của cấp, trừ chỉ tiêu ghi khác`, and the note that all targets share."""
    if shared.origin is None or shared.origin not in INHERITED:
        if shared.remark:
            yield sentence(shared.remark)
        return
    origin = target_origin_text(shared.origin)
    if shared.has_other_origins:
        yield from (sentence(text) for text in (f"{origin}, trừ chỉ tiêu ghi khác", shared.remark) if text)
    elif shared.remark:
        yield sentence(f"{words.ORIGINS[shared.origin]}: {words.inline(shared.remark)}")
    else:
        yield sentence(origin)


def _ranked_among(rows: Sequence[Assessed], ranked_of: int) -> str:
    """As in `Xếp hạng trong 18 sở, ban, ngành (16 đơn vị được xếp hạng, trừ chỉ tiêu ghi khác)`."""
    ranked = [row for row in rows if row.ranked_of]
    among = f"Xếp hạng trong {ranked[0].peers} {words.LEVEL_UNITS[rows[0].unit.level]}"
    if all(row.ranked_of == row.peers for row in ranked):
        return f"{among}."
    others = ", trừ chỉ tiêu ghi khác" if any(row.ranked_of != ranked_of for row in ranked) else ""
    return f"{among} ({ranked_of} đơn vị được xếp hạng{others})."


def _state_of_due(row: Assessed, due: Period, today: date) -> str:
    """States for targets that are not met whether the due date is still ahead, or has passed without a final figure."""
    if row.period is None or row.period.end >= due.end:
        return ""
    if row.unit.ended_before(due) and row.unit.has_ended(today):
        return f"Thời hạn: {formats.due(due)}; đơn vị đã kết thúc hoạt động trước đó."
    if today <= due.end:
        return f"Còn hạn {formats.due(due)}."
    return f"Hạn {formats.due(due)} đã qua, chưa có số liệu cuối kỳ."
