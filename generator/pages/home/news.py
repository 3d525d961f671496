"""What moved since the month before, in sentences: the most telling of each kind, and how many there are."""

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

_NAMED = 3
_FOLDED = 5


@dataclass(frozen=True)
class Told:
    """A movement in one sentence, in the order of its parts: who did what, by which indicator, since when, the figure
    that leads to its document, what it is compared with."""

    unit: Link
    did: str
    indicator: Link
    since: str
    figure: Link
    compared: str


@dataclass(frozen=True)
class NewsList:
    """The most telling movements of one kind, and how many there are."""

    title: str
    count: str
    told: tuple[Told, ...]


@dataclass(frozen=True)
class News:
    """What moved between two periods, in lists, each with the rule by which it is chosen: `turned` are targets newly
    met or missed, `drifted` other changes, which are folded. `asked_anew` counts what turned by another target."""

    title: str
    asked_anew: str
    turned: tuple[NewsList, ...]
    turned_rule: str
    drift: str
    drifted: tuple[NewsList, ...]
    drifted_rule: str
    ranking: Link


def news_of(movement: Movement, levels: Levels) -> News | None:
    """The news of a province; None where nothing moved."""
    turned = (
        _list("Mới đạt mức phải đạt", movement.met, _NAMED, lambda one: _turned(one, _MET, movement, levels)),
        _list("Không còn đạt", movement.missed, _NAMED, lambda one: _turned(one, _MISSED, movement, levels)),
    )
    drifted = (
        _list("Cải thiện nhiều nhất", movement.rises, _FOLDED, lambda one: _drifted(one, levels), "tốt lên"),
        _list("Giảm sút nhiều nhất", movement.falls, _FOLDED, lambda one: _drifted(one, levels), "kém đi"),
    )
    if not any((*turned, *drifted, movement.met_anew, movement.missed_anew)):
        return None
    return News(
        title=f"Thay đổi {formats.period(movement.period)} so với {formats.period(movement.previous)}",
        asked_anew=_asked_anew(movement),
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
"""What a period of so many months is called."""


@dataclass(frozen=True)
class _Turn:
    """How it is said that a target is newly met or missed, how it stood before, and that others did the same."""

    did: str
    before: str
    too: str


_MET = _Turn("đạt mức phải đạt về", "chưa đạt", "cũng mới đạt")
_MISSED = _Turn("không còn đạt mức phải đạt về", "đạt", "cũng không còn đạt")


def _asked_anew(movement: Movement) -> str:
    """How many assessments turned only because the target changed; empty where none did."""
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
    """The first movement of each indicator, `most` of them; None where nothing moved so. `among` says what the counted
    results have in common where the title tells only of the first ones."""
    if not steps:
        return None
    found = foremost(steps)
    counted = f"trong {_count(steps)} {among}" if among else _count(steps)
    more = f"; dưới đây là {most} chỉ tiêu" if len(found) > most else ""
    return NewsList(title, f"{counted} về {len(found)} chỉ tiêu{more}", tuple(map(tell, found[:most])))


def _turned(one: Foremost, turn: _Turn, movement: Movement, levels: Levels) -> Told:
    row = one.step.row
    lasting = f" sau {_long(one.step, movement)} liền {turn.before}" if one.step.spell > 1 else ""
    rest = f" {one.others} đơn vị khác {turn.too}." if one.others else ""
    compared = f", {_before(movement)} {figure_and_doubts(one.step.before)}{_asked(row, ', ')}.{rest}"
    return _told(row, levels, turn.did, f"{lasting}:", compared)


def _drifted(one: Foremost, levels: Levels) -> Told:
    row, change = one.step.row, one.step.row.change or 0
    verb, way = ("tăng", "lên") if change > 0 else ("giảm", "xuống")
    size = formats.distance(change, row.indicator.measure, row.indicator.decimals)
    alike = f" {one.alike} đơn vị khác cũng {verb} như vậy." if one.alike else ""
    compared = f"{_asked(row, '; ')}.{alike}"
    return _told(row, levels, f"{verb} {size} về", f", từ {figure_and_doubts(one.step.before)} {way}", compared)


def _told(row: Assessed, levels: Levels, did: str, since: str, compared: str) -> Told:
    name = Link(words.inline(row.indicator.short_name), levels.ranking(row.unit, row.indicator, row.period))
    return Told(unit_link(row.unit), did, name, since, Link(figure_and_doubts(row), stated_at(row)), compared)


def _asked(row: Assessed, mark: str) -> str:
    binding = row.target is not None and row.target.status is TargetStatus.BINDING
    return f"{mark}phải đạt {required(row.target)}" if row.target and binding else ""


def _long(step: Step, movement: Movement) -> str:
    """`5 tháng`."""
    return f"{step.spell}{formats.NBSP}{_SPANS[movement.period.length]}"


def _before(movement: Movement) -> str:
    """`tháng trước`, or by its name where it is an earlier one."""
    if movement.previous == movement.period.preceding:
        return f"{_SPANS[movement.period.length]} trước"
    return formats.period(movement.previous)
