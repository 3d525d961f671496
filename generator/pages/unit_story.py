"""What a unit's page says of it in words: where it stands, what became of it, why it has no figures."""

from collections.abc import Sequence
from dataclasses import dataclass

from generator import formats, words
from generator.lineage import Descent
from generator.model import Assessment, Lineage, LineageKind, Portal, ResultStatus, Unit
from generator.pages.facts import Assessed
from generator.pages.parts import Banner, Link
from generator.pages.peers import Peers
from generator.pages.shared import figure_of, sentence, source_link, target_text

JUDGED = (Assessment.MET, Assessment.NOT_MET)
_CLOSE_TIE = 3
_NAMED_FIRSTS = 2


@dataclass(frozen=True)
class Score:
    """How many of a unit's latest figures reach their target."""

    met: int
    judged: int
    exempt: int

    @property
    def text(self) -> str:
        """`4/11 đạt`, `được miễn`, or empty when there is nothing to score."""
        if self.judged:
            return f"{self.met}/{self.judged}{formats.NBSP}đạt"
        return "được miễn" if self.exempt else ""


def score_of(rows: Sequence[Assessed]) -> Score:
    """Counts the assessments of the rows, one an indicator."""
    kinds = [row.assessment for row in rows]
    judged = sum(kinds.count(kind) for kind in JUDGED)
    return Score(kinds.count(Assessment.MET), judged, kinds.count(Assessment.EXEMPT))


def newest_figures(rows: Sequence[Assessed]) -> tuple[Assessed, ...]:
    """For each indicator the newest row in which a document says something: a figure, or why there is none.

    `rows` are one unit's, sorted by period. An indicator that no document speaks of is left out.
    """
    newest = {row.indicator.id: row for row in rows if row.status is not ResultStatus.NOT_REPORTED}
    return tuple(newest.values())


def standing(rows: Sequence[Assessed], peers: Peers) -> str:
    """The sentence under a unit's name, made of its newest figures."""
    stated = [row for row in rows if row.amount is not None]
    if not stated:
        return "Chưa có số liệu nào của đơn vị này trong các văn bản mà cổng đã nhập."
    clauses = [_score_clause(stated), _best_clause(stated, peers)]
    return sentence("; ".join(clause for clause in clauses if clause))


def _score_clause(rows: Sequence[Assessed]) -> str:
    score = score_of(rows)
    if not score.judged:
        return _unjudged(score, len(rows))
    said = _only(rows) if score.judged == 1 else _counted(score)
    return f"{said}; được miễn {score.exempt} chỉ tiêu" if score.exempt else said


def _counted(score: Score) -> str:
    if score.met == score.judged:
        return f"đạt cả {score.judged} chỉ tiêu có số liệu"
    if not score.met:
        return f"chưa đạt chỉ tiêu nào trong {score.judged} chỉ tiêu có số liệu"
    return f"đạt {score.met} trên {score.judged} chỉ tiêu có số liệu"


def _only(rows: Sequence[Assessed]) -> str:
    row = next(row for row in rows if row.assessment in JUDGED)
    verdict = words.inline(words.ASSESSMENTS[row.assessment])
    name = words.inline(row.indicator.short_name)
    wanted = f", phải đạt {target_text(row.target)}" if row.target else ""
    return f"{verdict} chỉ tiêu duy nhất có số liệu: {name} {figure_of(row).text}{wanted}"


def _unjudged(score: Score, stated: int) -> str:
    if score.exempt:
        return f"được miễn {score.exempt} chỉ tiêu; chưa có số liệu nào khác để đánh giá"
    return f"có {stated} số liệu, chưa có mức phải đạt nào để so sánh"


def _best_clause(rows: Sequence[Assessed], peers: Peers) -> str:
    """Where the unit leads; else its best place, if that is in the better third of those ranked."""
    firsts = [row for row in rows if _leads(row, peers)]
    if firsts:
        return _first_clause(firsts)
    placed = [row for row in rows if row.rank and row.ranked_of and peers.ring(row) and row.rank * 3 <= row.ranked_of]
    single = [row for row in placed if not row.tied]
    if not single:
        return ""
    best = min(single, key=lambda row: (row.rank or 0) / (row.ranked_of or 1))
    name = words.inline(best.indicator.short_name)
    return f"đứng thứ {best.rank} trong {best.ranked_of} đơn vị có số liệu về {name}"


def _leads(row: Assessed, peers: Peers) -> bool:
    """First, alone or with very few: a first place shared with half the level says nothing."""
    ring = peers.ring(row)
    return ring is not None and row.rank == 1 and len(ring.sharing(row)) <= min(_CLOSE_TIE, (row.ranked_of or 0) // 3)


def _first_clause(firsts: Sequence[Assessed]) -> str:
    """`dẫn đầu 9 huyện, thị xã, thành phố về hồ sơ trực tuyến`."""
    alone = [row for row in firsts if not row.tied]
    chosen = alone or list(firsts)
    verb = "dẫn đầu" if alone else "đồng hạng nhất trong"
    counts = {row.ranked_of for row in chosen[:_NAMED_FIRSTS]}
    counted = str(chosen[0].ranked_of) if len(counts) == 1 else "các"
    units = f"{counted} {words.LEVEL_UNITS[chosen[0].unit.level]}"
    names = [f"về {words.inline(row.indicator.short_name)}" for row in chosen[:_NAMED_FIRSTS]]
    more = f" và {len(chosen) - _NAMED_FIRSTS} chỉ tiêu khác" if len(chosen) > _NAMED_FIRSTS else ""
    return f"{verb} {units} {' và '.join(names) if not more else ', '.join(names)}{more}"


def periods_of(rows: Sequence[Assessed]) -> str:
    """The periods of the figures, newest first: `tháng 5/2024; tháng 10/2023`."""
    periods = {row.period for row in rows if row.period and row.amount is not None}
    ordered = sorted(periods, key=lambda period: (period.end, period.start), reverse=True)
    return "; ".join(formats.period(period) for period in ordered)


def ending(unit: Unit, portal: Portal, lines: Descent) -> Banner | None:
    """What became of a unit that is no more: until when, by which resolution, who follows."""
    if unit.active_to is None:
        return None
    rows = lines.following.get(unit.id, ())
    followers = lines.successors(unit.id)
    return Banner(
        title=f"Đơn vị hoạt động đến hết ngày {formats.day(unit.active_to)}",
        text=f"Trang này giữ nguyên số liệu của đơn vị cho đến ngày đó. {_fate(unit, rows, followers)}",
        links=tuple(successor_link(row, portal) for row in followers),
        source=source_link(portal.sources[rows[0].source_id]) if rows else None,
    )


def _fate(unit: Unit, rows: Sequence[Lineage], followers: Sequence[Lineage]) -> str:
    if not rows:
        return "Cổng chưa có văn bản nào về đơn vị kế tiếp."
    since = formats.day(rows[0].on)
    if not followers:
        return f"{rows[0].note}." if rows[0].note else f"Kết thúc từ ngày {since}, không có đơn vị kế tiếp."
    if len(followers) > 1:
        return f"Từ ngày {since}, địa bàn được chia cho {len(followers)} đơn vị kế tiếp:"
    if followers[0].kind is LineageKind.RENAMED:
        return f"Từ ngày {since}, đơn vị mang tên mới:"
    return f"Từ ngày {since}, {words.inline(words.UNIT_KINDS[unit.kind])} này được sáp nhập vào:"


def successor_link(row: Lineage, portal: Portal) -> Link:
    """The unit that followed, with what the lineage says of it."""
    unit = portal.units[row.successor_id]
    note = f" ({words.inline(row.note)})" if row.note else ""
    return Link(f"{unit.name}, từ {formats.day(row.on)}{note}", unit.address)


def life(unit: Unit) -> str:
    """Since when and until when the unit works, as far as known."""
    if unit.active_from and unit.active_to:
        return f"từ {formats.day(unit.active_from)} đến hết {formats.day(unit.active_to)}"
    if unit.active_from:
        return f"từ {formats.day(unit.active_from)}"
    return f"đến hết {formats.day(unit.active_to)}" if unit.active_to else ""


def dated(unit: Unit) -> str:
    """`Tỉnh Tây Ninh (từ 01/07/2025)`: two provinces in a row bear one name."""
    return f"{unit.name} ({life(unit)})" if life(unit) else unit.name
