"""Writes the front page's news: what changed since the previous period, the most important changes of each kind."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from generator import formats, words
from generator.model import TargetStatus
from generator.pages.facts import Assessed
from generator.pages.figures import figure_and_doubts, required
from generator.pages.levels import Levels
from generator.pages.links import RANKINGS, stated_at, unit_link
from generator.pages.movements import Foremost, Movement, Step, foremost
from generator.pages.parts import Link

_MOST_TURNED = 3
_MOST_DRIFTED = 5


@dataclass(frozen=True)
class Told:
    """The parts of a sentence on one change, in their order.

    They are the unit, what it `did`, the indicator, since when, the figure with a link to its document, and the figure
    or target it is compared with.
    """

    unit: Link
    did: str
    indicator: Link
    since: str
    figure: Link
    compared: str


@dataclass(frozen=True)
class NewsList:
    """The most important changes of one kind, and their number."""

    title: str
    count: str
    told: tuple[Told, ...]


@dataclass(frozen=True)
class News:
    """The changes between two periods, in lists; the rules state how the listed changes were chosen.

    `turned` are targets newly met or missed, `drifted` other changes, which are folded. `asked_anew` counts assessments
    that changed only because the target changed.
    """

    title: str
    asked_anew: str
    turned: tuple[NewsList, ...]
    turned_rule: str
    drift: str
    drifted: tuple[NewsList, ...]
    drifted_rule: str
    ranking: Link


def news_of(movement: Movement, levels: Levels) -> News | None:
    """Returns the news of a province or country; None if nothing changed."""
    turned = (
        _list(
            "Mới đạt mức phải đạt",
            movement.met,
            _MOST_TURNED,
            lambda one: _turned_sentence(one, _MET_PHRASES, movement, levels),
        ),
        _list(
            "Không còn đạt",
            movement.missed,
            _MOST_TURNED,
            lambda one: _turned_sentence(one, _MISSED_PHRASES, movement, levels),
        ),
    )
    drifted = (
        _list(
            "Cải thiện nhiều nhất", movement.rises, _MOST_DRIFTED, lambda one: _drifted_sentence(one, levels), "tốt lên"
        ),
        _list(
            "Giảm sút nhiều nhất", movement.falls, _MOST_DRIFTED, lambda one: _drifted_sentence(one, levels), "kém đi"
        ),
    )
    if not any((*turned, *drifted, movement.met_anew, movement.missed_anew)):
        return None
    return News(
        title=f"Thay đổi {formats.period(movement.period)} so với {formats.period(movement.previous)}",
        asked_anew=_changed_targets_sentence(movement),
        turned=tuple(filter(None, turned)),
        turned_rule="Với mỗi chỉ tiêu, cổng nêu đơn vị chưa đạt hoặc đạt lâu nhất trước khi thay đổi.",
        drift="Kết quả cải thiện, giảm sút nhiều nhất",
        drifted=tuple(filter(None, drifted)),
        drifted_rule=_DRIFTED_RULE,
        ranking=Link("Xem kết quả của mọi đơn vị", RANKINGS.address),
    )


_DRIFTED_RULE = (
    "Với mỗi chỉ tiêu, cổng nêu đơn vị thay đổi nhiều nhất, tính bằng điểm phần trăm hoặc điểm, "
    "không kể kết quả mới đạt, không còn đạt hoặc không được xếp hạng."
)


_SPANS = {1: "tháng", 3: "quý", 12: "năm"}
"""The name of a period, by its length in months."""


@dataclass(frozen=True)
class _TurnPhrases:
    """Phrases for a target newly met or missed: the change, the state before it, and that other units did the same."""

    did: str
    before: str
    too: str


_MET_PHRASES = _TurnPhrases("đạt mức phải đạt về", "chưa đạt", "cũng mới đạt")
_MISSED_PHRASES = _TurnPhrases("không còn đạt mức phải đạt về", "đạt", "cũng không còn đạt")


def _changed_targets_sentence(movement: Movement) -> str:
    """Returns how many assessments changed only because the target changed; empty if none did."""
    turned = ((movement.missed_anew, "chuyển thành chưa đạt"), (movement.met_anew, "chuyển thành đạt"))
    counts = [f"{_count(steps)} {how}" for steps, how in turned if steps]
    if not counts:
        return ""
    return f"Do mức phải đạt thay đổi, {', '.join(counts)}; đó không phải là giảm sút hay tiến bộ của đơn vị."


def _count(steps: Sequence[Step]) -> str:
    return f"{formats.bare(str(len(steps)))} kết quả"


def _list(
    title: str, steps: Sequence[Step], most: int, tell: Callable[[Foremost], Told], among: str = ""
) -> NewsList | None:
    """Returns a list of the first change of each indicator, at most `most` of them; None without such a change.

    `among` describes all counted results, if the title only describes the first ones.
    """
    if not steps:
        return None
    found = foremost(steps)
    counted = f"trong {_count(steps)} {among}" if among else _count(steps)
    more = f"; dưới đây là {most} chỉ tiêu" if len(found) > most else ""
    return NewsList(title, f"{counted} về {len(found)} chỉ tiêu{more}", tuple(map(tell, found[:most])))


def _turned_sentence(one: Foremost, turn: _TurnPhrases, movement: Movement, levels: Levels) -> Told:
    row = one.step.row
    after_spell = f" sau {_spell_text(one.step, movement)} liền {turn.before}" if one.step.spell > 1 else ""
    rest = f" {one.others} đơn vị khác {turn.too}." if one.others else ""
    compared = (
        f", {_previous_period_text(movement)} {figure_and_doubts(one.step.before)}{_target_phrase(row, ', ')}.{rest}"
    )
    return _sentence(row, levels, turn.did, f"{after_spell}:", compared)


def _drifted_sentence(one: Foremost, levels: Levels) -> Told:
    row, change = one.step.row, one.step.row.change or 0
    verb, way = ("tăng", "lên") if change > 0 else ("giảm", "xuống")
    size = formats.distance(change, row.indicator.measure, row.indicator.decimals)
    tied = f" {one.alike} đơn vị khác cũng {verb} như vậy." if one.alike else ""
    compared = f"{_target_phrase(row, '; ')}.{tied}"
    return _sentence(row, levels, f"{verb} {size} về", f", từ {figure_and_doubts(one.step.before)} {way}", compared)


def _sentence(row: Assessed, levels: Levels, did: str, since: str, compared: str) -> Told:
    name = Link(words.inline(row.indicator.short_name), levels.ranking(row.unit, row.indicator, row.period))
    return Told(unit_link(row.unit), did, name, since, Link(figure_and_doubts(row), stated_at(row)), compared)


def _target_phrase(row: Assessed, mark: str) -> str:
    binding = row.target is not None and row.target.status is TargetStatus.BINDING
    return f"{mark}phải đạt {required(row.target)}" if row.target and binding else ""


def _spell_text(step: Step, movement: Movement) -> str:
    """Returns the length of a step's spell in words: `5 tháng`."""
    return f"{step.spell}{formats.NBSP}{_SPANS[movement.period.length]}"


def _previous_period_text(movement: Movement) -> str:
    """Returns the previous period in words: `tháng trước`, or its name if it is an earlier one."""
    if movement.previous == movement.period.preceding:
        return f"{_SPANS[movement.period.length]} trước"
    return formats.period(movement.previous)
