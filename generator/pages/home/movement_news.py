"""Writes the front page's news: what changed since the previous period, the most important changes of each kind."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from generator import formats, words
from generator.pages.facts import Assessed, Levels
from generator.pages.figures import figure_with_caveats, required
from generator.pages.links import statement_address, unit_link
from generator.pages.movements import FirstOfIndicator, Movement, Step, first_of_each_indicator
from generator.pages.parts import Link

_MOST_MET_OR_MISSED = 3
_MOST_OTHER_CHANGES = 5


@dataclass(frozen=True)
class ChangeSentence:
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
class ChangeList:
    """The most important changes of one kind, and their number."""

    title: str
    count: str
    sentences: tuple[ChangeSentence, ...]


@dataclass(frozen=True)
class MovementNews:
    """The changes between two periods, in lists.

    `met_or_missed` are targets newly met or missed, `other_changes` other changes, which are folded. `target_changes`
    counts assessments that changed only because the target changed.
    """

    title: str
    target_changes: str
    met_or_missed: tuple[ChangeList, ...]
    other_changes: tuple[ChangeList, ...]
    ranking: Link


def news_of(movement: Movement, levels: Levels, rankings: str) -> MovementNews | None:
    """Returns the news of a province or country; None if nothing changed. `rankings` is the address of the rankings."""
    met_or_missed, other_changes = _met_or_missed_lists(movement, levels), _other_change_lists(movement, levels)
    if not any((*met_or_missed, *other_changes, movement.met_by_target_change, movement.missed_by_target_change)):
        return None
    return MovementNews(
        title=f"Thay đổi {formats.period(movement.period)} so với {formats.period(movement.previous)}",
        target_changes=_changed_targets_sentence(movement),
        met_or_missed=met_or_missed,
        other_changes=other_changes,
        ranking=Link("Xem kết quả của mọi đơn vị", rankings),
    )


_SPANS = {1: "tháng", 3: "quý", 12: "năm"}
"""The name of a period, by its length in months."""


@dataclass(frozen=True)
class _AssessmentPhrases:
    """Phrases for a target newly met or missed: the change, the state before it, and that other units did the same."""

    did: str
    before: str
    too: str


_MET_PHRASES = _AssessmentPhrases("đạt mức phải đạt về", "chưa đạt", "cũng mới đạt")
_MISSED_PHRASES = _AssessmentPhrases("không còn đạt mức phải đạt về", "đạt", "cũng không còn đạt")


def _met_or_missed_lists(movement: Movement, levels: Levels) -> tuple[ChangeList, ...]:
    """Returns the targets newly met, and those no longer met."""

    def changes(title: str, steps: Sequence[Step], phrases: _AssessmentPhrases) -> ChangeList | None:
        return _list(
            title, steps, _MOST_MET_OR_MISSED, lambda one: _met_or_missed_sentence(one, phrases, movement, levels)
        )

    lists = (
        changes("Mới đạt mức phải đạt", movement.met, _MET_PHRASES),
        changes("Không còn đạt", movement.missed, _MISSED_PHRASES),
    )
    return tuple(filter(None, lists))


def _other_change_lists(movement: Movement, levels: Levels) -> tuple[ChangeList, ...]:
    """Returns the largest improvements, and the largest deteriorations."""

    def changes(title: str, steps: Sequence[Step], among: str) -> ChangeList | None:
        return _list(title, steps, _MOST_OTHER_CHANGES, lambda one: _other_change_sentence(one, levels), among)

    lists = (
        changes("Cải thiện nhiều nhất", movement.rises, "tốt lên"),
        changes("Giảm sút nhiều nhất", movement.falls, "kém đi"),
    )
    return tuple(filter(None, lists))


def _changed_targets_sentence(movement: Movement) -> str:
    """Returns how many assessments changed only because the target changed; empty if none did."""
    met_or_missed = (
        (movement.missed_by_target_change, "chuyển thành chưa đạt"),
        (movement.met_by_target_change, "chuyển thành đạt"),
    )
    counts = [f"{_count(steps)} {how}" for steps, how in met_or_missed if steps]
    if not counts:
        return ""
    return f"Do mức phải đạt thay đổi, {', '.join(counts)}; đó không phải là giảm sút hay tiến bộ của đơn vị."


def _count(steps: Sequence[Step]) -> str:
    return f"{formats.without_unit(str(len(steps)))} kết quả"


def _list(
    title: str, steps: Sequence[Step], most: int, tell: Callable[[FirstOfIndicator], ChangeSentence], among: str = ""
) -> ChangeList | None:
    """Returns a list of the first change of each indicator, at most `most` of them; None without such a change.

    `among` describes all counted results, if the title only describes the first ones.
    """
    if not steps:
        return None
    found = first_of_each_indicator(steps)
    counted = f"{_count(steps)} {among}" if among else _count(steps)
    more = f"; dưới đây nêu {most} chỉ tiêu" if len(found) > most else ""
    return ChangeList(title, f"{counted}, thuộc {len(found)} chỉ tiêu{more}", tuple(map(tell, found[:most])))


def _met_or_missed_sentence(
    one: FirstOfIndicator, phrases: _AssessmentPhrases, movement: Movement, levels: Levels
) -> ChangeSentence:
    row = one.step.row
    after_run = f" sau {_run_text(one.step, movement)} liền {phrases.before}" if one.step.previous_run > 1 else ""
    rest = f" {one.others} đơn vị khác {phrases.too}." if one.others else ""
    compared = (
        f", {_previous_period_text(movement)} {figure_with_caveats(one.step.before)}{_target_phrase(row, ', ')}.{rest}"
    )
    return _sentence(row, levels, phrases.did, f"{after_run}:", compared)


def _other_change_sentence(one: FirstOfIndicator, levels: Levels) -> ChangeSentence:
    row, change = one.step.row, one.step.row.change or 0
    verb, way = formats.course(change, row.indicator.measure)
    size = formats.distance(change, row.indicator.measure, row.indicator.decimals)
    tied = f" {one.equally_large} đơn vị khác cũng {verb} như vậy." if one.equally_large else ""
    compared = f"{_target_phrase(row, '; ')}.{tied}"
    return _sentence(row, levels, f"{verb} {size} về", f", từ {figure_with_caveats(one.step.before)} {way}", compared)


def _sentence(row: Assessed, levels: Levels, did: str, since: str, compared: str) -> ChangeSentence:
    name = Link(words.inline(row.indicator.short_name), levels.ranking(row.unit, row.indicator, row.period))
    return ChangeSentence(
        unit_link(row.unit), did, name, since, Link(figure_with_caveats(row), statement_address(row)), compared
    )


def _target_phrase(row: Assessed, mark: str) -> str:
    return f"{mark}phải đạt {required(row.target)}" if row.target and row.target.binding else ""


def _run_text(step: Step, movement: Movement) -> str:
    """Returns the length of a step's previous run in words: `5 tháng`."""
    return f"{step.previous_run}{formats.NBSP}{_SPANS[movement.period.length]}"


def _previous_period_text(movement: Movement) -> str:
    """Returns the previous period in words: `tháng trước`, or its name if it is an earlier one."""
    if movement.previous == movement.period.preceding:
        return f"{_SPANS[movement.period.length]} trước"
    return formats.period(movement.previous)
