"""Sentences about a unit: where it stands, what became of it, and why it has no figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator import formats, words
from generator.lineage import LineageByUnit
from generator.model import Assessment, Direction, Level, Lineage, LineageKind, Measure, Portal, Source, Unit
from generator.pages.facts import JUDGED, Assessed, Facts, Levels, sources_of
from generator.pages.figures import Score, counted_rows, figure_with_caveats, period_text, score_of, target_text
from generator.pages.links import row_link, source_link
from generator.pages.parts import Banner, Link
from generator.words import sentence

_CLOSE_TIE = 3
"""Maximum number of units that share a first rank for which a unit is still said to lead."""
_NAMED_FIRSTS = 2
"""Maximum number of indicators named in which a unit leads."""


@dataclass(frozen=True)
class NoFigures:
    """Why a unit has no figures, and whom to ask (`ask`). `rows` are the rows of documents that list the unit without a
    figure, each with its period and note."""

    reason: str
    documents: tuple[Link, ...]
    rows: tuple[tuple[Link, str], ...]
    ask: str


def result_sentence(rows: Sequence[Assessed], every: Iterable[Assessed], levels: Levels) -> str:
    """Returns the sentence under a unit's name, which summarises its newest figures (`rows`). `every` has all rows of
    the unit."""
    stated = [row for row in rows if row.amount is not None]
    if stated and stated[0].unit.level is Level.COUNTRY:
        return "Số liệu của cả nước là mức để so sánh; cả nước không được xếp hạng."
    if not stated:
        return _without_newest_figure(rows, has_earlier=any(row.value for row in every))
    clauses = [_score_clause(stated), _best_clause(stated, levels)]
    return sentence("; ".join(clause for clause in clauses if clause))


def _without_newest_figure(rows: Iterable[Assessed], *, has_earlier: bool) -> str:
    """States that the unit has no newest figure. A document whose cell cannot be read does have one."""
    unreadable = any(row.assessment is Assessment.UNREADABLE for row in rows)
    if has_earlier and unreadable:
        return "Số liệu mới nhất của đơn vị này không đọc được trên bản quét; cổng có số liệu của các kỳ trước."
    if has_earlier:
        return "Văn bản mới nhất không có số liệu của đơn vị này; cổng có số liệu của các kỳ trước."
    if unreadable:
        return "Các văn bản mà cổng đã nhập có nêu số liệu của đơn vị này, nhưng không đọc được trên bản quét."
    return "Chưa có số liệu nào của đơn vị này trong các văn bản mà cổng đã nhập."


def _score_clause(rows: Sequence[Assessed]) -> str:
    score = score_of(rows)
    if not score.judged:
        return _unjudged(score, rows)
    text = _single_score_text(rows) if score.judged == 1 else _score_text(score)
    return f"{text}; được miễn {score.exempt} chỉ tiêu" if score.exempt else text


def _score_text(score: Score) -> str:
    if score.met == score.judged:
        return f"đạt cả {score.judged} chỉ tiêu được đánh giá"
    if not score.met:
        return f"chưa đạt chỉ tiêu nào trong {score.judged} chỉ tiêu được đánh giá"
    return f"đạt {score.met} trên {score.judged} chỉ tiêu được đánh giá"


def _single_score_text(rows: Sequence[Assessed]) -> str:
    row = next(row for row in counted_rows(rows) if row.assessment in JUDGED)
    verdict = words.inline(words.ASSESSMENTS[row.assessment])
    name = words.inline(row.indicator.short_name)
    required = f", phải đạt {target_text(row.target)}" if row.target else ""
    return f"{verdict} chỉ tiêu duy nhất được đánh giá: {name} {figure_with_caveats(row)}{required}"


def _unjudged(score: Score, rows: Sequence[Assessed]) -> str:
    if score.exempt:
        return f"được miễn {score.exempt} chỉ tiêu; chưa có số liệu nào khác để đánh giá"
    readable = " đọc được" if any(row.has_only_unread_target for row in rows) else ""
    return f"có {len(rows)} số liệu, chưa có mức phải đạt nào{readable} để so sánh"


def _best_clause(rows: Sequence[Assessed], levels: Levels) -> str:
    """States where the unit is first in the newest period, unless it misses that target. Otherwise states its best rank
    there, if it is in the best third of the ranked units. A first rank that many units share is stated as shared."""
    newest = max((row.period.end for row in rows if row.period), default=None)
    recent = [row for row in rows if row.period and row.period.end == newest and levels.of(row)]
    firsts = [row for row in recent if _leads(row, levels)]
    if firsts:
        return _first_clause(firsts)
    placed = [row for row in recent if row.rank and row.ranked_of and row.rank * 3 <= row.ranked_of]
    if shared := _shared_first(placed, levels):
        return shared
    single = [row for row in placed if not row.tied]
    if not single:
        return ""
    best = min(single, key=lambda row: (row.rank or 0) / (row.ranked_of or 1))
    return f"đứng thứ {best.rank} trong {best.ranked_of} đơn vị có hạng {_about(best)}"


def _about(row: Assessed) -> str:
    """As in `về thời gian chờ (càng thấp càng tốt)`. The addition is needed because "leading" could be read as having
    the greatest figure."""
    low = row.indicator.direction is Direction.LOWER and row.indicator.measure is not Measure.RANK
    return f"về {words.inline(row.indicator.short_name)}{' (càng thấp càng tốt)' if low else ''}"


def _shared_first(placed: Iterable[Assessed], levels: Levels) -> str:
    """As in `cùng 11 đơn vị khác đứng đầu về đồng bộ kết quả hồ sơ`: the first rank that is shared with the fewest
    units."""
    found = [
        (len(group.of_equal_rank(row)), row)
        for row in placed
        if row.rank == 1
        and row.assessment is not Assessment.NOT_MET
        and (group := levels.of(row))
        and not group.all_equal
    ]
    if not found:
        return ""
    count, row = min(found, key=lambda one: one[0])
    return f"cùng {count - 1} đơn vị khác đứng đầu {_about(row)}"


def _leads(row: Assessed, levels: Levels) -> bool:
    """Whether the unit is first, alone or with very few others. A first rank shared with half of the level means
    nothing. Neither does a first rank among units that all miss their target."""
    group = levels.of(row)
    if group is None or row.rank != 1 or row.assessment is Assessment.NOT_MET:
        return False
    return len(group.of_equal_rank(row)) <= min(_CLOSE_TIE, (row.ranked_of or 0) // 3)


def _first_clause(firsts: Sequence[Assessed]) -> str:
    """As in `dẫn đầu 9 huyện, thị xã, thành phố về hồ sơ trực tuyến`."""
    alone = [row for row in firsts if not row.tied]
    chosen = alone or list(firsts)
    verb = "dẫn đầu" if alone else "đồng hạng nhất trong"
    counts = {row.ranked_of for row in chosen[:_NAMED_FIRSTS]}
    counted = str(chosen[0].ranked_of) if len(counts) == 1 else "các"
    units = f"{counted} {words.LEVEL_UNITS[chosen[0].unit.level]}"
    names = [_about(row) for row in chosen[:_NAMED_FIRSTS]]
    more = f" và {len(chosen) - _NAMED_FIRSTS} chỉ tiêu khác" if len(chosen) > _NAMED_FIRSTS else ""
    return f"{verb} {units} {' và '.join(names) if not more else ', '.join(names)}{more}"


def periods_of(rows: Sequence[Assessed]) -> str:
    """The periods of the figures, newest first: `tháng 5/2024; tháng 10/2023`."""
    periods = {row.period for row in rows if row.period and row.amount is not None}
    ordered = sorted(periods, key=lambda period: period.order, reverse=True)
    return "; ".join(formats.period(period) for period in ordered)


def withdrawn(unit: Unit, facts: Facts, lines: LineageByUnit) -> NoFigures:
    """Explains that all figures of a unit were withdrawn. Documents may still name the unit, so the page does not state
    that they do not."""
    reason = "Số liệu đã công bố của đơn vị này đã được rút bỏ; số liệu trước khi rút ở phần “Số liệu đã sửa” dưới đây."
    return NoFigures(reason, documents=(), rows=(), ask=_ask(unit, facts, lines))


def no_figures(
    unit: Unit, listed: Sequence[Assessed], covering: Sequence[Source], facts: Facts, lines: LineageByUnit
) -> NoFigures:
    """Explains why a unit has no figures: names the documents that list it without a figure (`listed`), or that have
    figures of similar units (`covering`), or that set its targets; and states whom to ask."""
    targets = [target for target in facts.targets_for.get(unit.id, ()) if target.level is None]
    documents = () if listed else covering or sources_of(targets)
    named = f"Các văn bản sau có tên {words.name_in_text(unit)} nhưng không nêu số liệu:"
    return NoFigures(
        reason=named if listed else _reason(unit, covering, len(targets), facts.portal),
        documents=tuple(source_link(source) for source in documents),
        rows=tuple(dict.fromkeys(map(_listed, sorted(listed, key=_newest_first)))),
        ask=_ask(unit, facts, lines),
    )


def _newest_first(row: Assessed) -> int:
    return -row.period.end.toordinal() if row.period else 0


def _listed(row: Assessed) -> tuple[Link, str]:
    """Link to the document's row, with the period and the note there: `tháng 10/2025: Xã chưa gửi báo cáo`."""
    return row_link(row), ": ".join(filter(None, [period_text(row), row.note.rstrip(".")]))


def _reason(unit: Unit, covering: Sequence[Source], targets: int, portal: Portal) -> str:
    peers = words.LEVEL_UNITS[unit.level]
    if covering:
        return f"Các văn bản sau có số liệu của {peers} khác nhưng không nêu {words.name_in_text(unit)}:"
    parent = portal.units.get(unit.parent_id)
    units = f"các {peers} của {words.name_in_text(parent)}" if parent else words.name_in_text(unit)
    missing = f"cổng chưa nhập văn bản nào nêu kết quả của {units}"
    began = f"Đơn vị hoạt động từ ngày {formats.day(unit.active_from)}" if unit.active_from else ""
    since = " từ ngày đó" if unit.active_from else ""
    if targets:
        own = f"Có {targets} mức phải đạt của riêng đơn vị này trong văn bản dưới đây, nhưng {missing}{since}."
        return ". ".join(filter(None, [began, own]))
    return f"{began}; {missing}{since}." if began else sentence(missing)


def _ask(unit: Unit, facts: Facts, lines: LineageByUnit) -> str:
    """States whom to ask: the successors of an ended unit, or else the unit itself while it exists, and the unit above
    it. The country is no office that could be asked."""
    followers = _names_of(lines.successors(unit.id), facts.portal)
    if followers:
        whom = f"đơn vị kế tiếp ({followers})"
    else:
        living = "" if unit.has_ended(facts.today) or unit.level is Level.COUNTRY else "đơn vị"
        whom = " hoặc ".join(filter(None, [living, _above(unit, facts, lines)]))
    advice = f"Để biết kết quả, đề nghị liên hệ {whom}." if whom else ""
    contact = f"Liên hệ với Cổng: {facts.portal.settings.contact}." if facts.portal.settings.contact else ""
    return " ".join(filter(None, [advice, contact]))


def _above(unit: Unit, facts: Facts, lines: LineageByUnit) -> str:
    """Names the unit above, or its successors if it has ended too. Empty if there is none."""
    parent = facts.portal.units.get(unit.parent_id)
    if parent is None:
        return ""
    if not parent.has_ended(facts.today):
        return f"cấp trên trực tiếp ({words.name_in_text(parent)})"
    followers = _names_of(lines.successors(parent.id), facts.portal)
    return f"đơn vị kế tiếp của cấp trên trực tiếp ({followers})" if followers else ""


def _names_of(rows: Iterable[Lineage], portal: Portal) -> str:
    return ", ".join(words.name_in_text(portal.units[row.successor_id]) for row in rows)


def ending(unit: Unit, portal: Portal, lines: LineageByUnit) -> Banner | None:
    """Describes what became of an ended unit: its last day, the resolution, and its successors. None if it has not
    ended."""
    if unit.active_to is None:
        return None
    rows = lines.by_predecessor.get(unit.id, ())
    followers = lines.successors(unit.id)
    same_name = any(portal.units[row.successor_id].name == unit.name for row in followers)
    fate = _fate(unit, rows, followers, same_name=same_name) if rows else _undocumented(unit)
    return Banner(
        title=f"Đơn vị hoạt động đến hết ngày {formats.day(unit.active_to)}",
        text=f"Trang này giữ nguyên số liệu đến ngày đó. {fate}" if rows else fate,
        links=tuple(_successor_link(row, portal) for row in followers),
        source=source_link(portal.sources[rows[0].source_id]) if rows else None,
    )


@dataclass(frozen=True)
class PredecessorsHeading:
    """Heading and note for the last figures of a unit's predecessors."""

    title: str
    note: str


def predecessors_heading(unit: Unit, lines: LineageByUnit, *, known: bool) -> PredecessorsHeading:
    """Returns the heading for one or for several predecessors. `known` says whether any of them has figures."""
    rows = lines.predecessors(unit.id)
    title = "Đơn vị cũ" if len(rows) == 1 else "Các đơn vị cũ"
    if not known:
        return PredecessorsHeading(
            title, f"Chưa có số liệu nào của {words.inline(title)} trong các văn bản mà cổng đã nhập."
        )
    if len(rows) == 1:
        return PredecessorsHeading(title, f"Số liệu cuối cùng của đơn vị cũ, trước ngày {formats.day(rows[0].on)}.")
    return PredecessorsHeading(
        title, "Số liệu cuối cùng của từng đơn vị cũ đặt cạnh nhau; cổng không cộng và không lấy bình quân."
    )


def ends_by_note(unit: Unit, lines: LineageByUnit) -> bool:
    """Whether the unit's end is explained only by its note, because no document states it."""
    return bool(unit.active_to and unit.note) and not lines.by_predecessor.get(unit.id)


def _undocumented(unit: Unit) -> str:
    return words.sentence(unit.note) or "Cổng chưa có văn bản nào về đơn vị kế tiếp."


def _fate(unit: Unit, rows: Sequence[Lineage], followers: Sequence[Lineage], *, same_name: bool) -> str:
    """Describes what became of the unit. `same_name` says that a successor has the same name, which happens if only the
    unit above changed."""
    since = formats.day(rows[0].on)
    if not followers:
        return f"{rows[0].note}." if rows[0].note else f"Kết thúc từ ngày {since}, không có đơn vị kế tiếp."
    if len(followers) > 1:
        return f"Từ ngày {since}, địa bàn được chia cho {len(followers)} đơn vị kế tiếp:"
    if followers[0].kind is LineageKind.RENAMED:
        return f"Từ ngày {since}, đơn vị {'vẫn mang tên này' if same_name else 'mang tên mới'}:"
    return f"Từ ngày {since}, {words.inline(words.UNIT_KINDS[unit.kind])} này được sáp nhập vào:"


def _successor_link(row: Lineage, portal: Portal) -> Link:
    """Link to a successor, with the note of the lineage."""
    unit = portal.units[row.successor_id]
    note = f" ({words.inline(row.note)})" if row.note else ""
    return Link(f"{unit.name}, từ {formats.day(row.on)}{note}", unit.address)
