"""Writes sentences on a level's ranking: how many met the target, who is first and last, how the figures spread."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from generator import formats, words
from generator.model import Assessment, Measure, Unit
from generator.pages.drawings import DotStrip
from generator.pages.facts import Assessed, Facts, Group, Target, common_due, sources_of
from generator.pages.figures import benchmark_link, figure_text, figure_with_caveats, required, target_text, tied_figure
from generator.pages.links import row_address
from generator.pages.parts import Link


@dataclass(frozen=True, kw_only=True)
class LevelSection:
    """What every page states on a level.

    - `sentences`: the ranking in words.
    - `target`: the common target of the units, `benchmark`: the country's figure.
    - `former_target`: the target that the common target replaces, set by an earlier document.
    - `note`: the reason why the units are not ranked.
    - `strip`: the distribution of the figures, where no table shows them.
    """

    id: str
    title: str
    sentences: tuple[str, ...]
    target: Link | None
    former_target: Link | None
    benchmark: Link | None
    note: str
    strip: DotStrip | None

    @property
    def section_link(self) -> Link:
        """The link to this section of its page."""
        return Link(self.title, f"#{self.id}")


_MOST_NAMED = 3
"""The largest number of units that a sentence names; more are only counted."""


def own_name(unit: Unit) -> str:
    """Returns the name of a unit among the units of its province."""
    return unit.name


def sentences(group: Group, today: date, name_of: Callable[[Unit], str] = own_name) -> Iterator[str]:
    """Yields the ranking in words. The first sentence is its headline; pages show the common target after it."""
    yield f"{words.capitalised(formats.period(group.period))}: {outcome(group)}."
    yield from _due_sentence(group, today)
    yield from ends(group, name_of)
    yield from _left_out_sentences(group)


def outcome(group: Group, described: Iterable[Group] = ()) -> str:
    """Returns how many units met their target: `3 trong 14 sở, ban, ngành đạt chỉ tiêu`.

    If the text also describes levels of another province of that time (`described` are all its levels), this names the
    province: `3 trong 14 sở, ban, ngành của tỉnh Tây Ninh đạt chỉ tiêu`.
    """
    units, judged, met = _units_of(group, described), len(group.judged), group.met
    if not judged and group.exempt == len(group.known):
        each = "đều được" if len(group.known) > 1 else "được"
        return f"{formats.count(len(group.known))} {units} có số liệu {each} miễn chỉ tiêu"
    if not judged:
        unread = group.has_only_unread_target
        why = "mức phải đạt không đọc được trên bản quét" if unread else "chưa có mức phải đạt để so sánh"
        return f"{formats.count(len(group.known))} {units} có số liệu; {why}"
    if judged == 1:
        return f"chỉ một {units} được đánh giá và {'đạt' if met else 'chưa đạt'} chỉ tiêu"
    if met == judged:
        among = "có số liệu" if judged == len(group.known) else "được xét"
        return f"cả {formats.count(met)} {units} {among} đều đạt chỉ tiêu"
    return f"{formats.count(met) if met else 'chưa có đơn vị nào'} trong {formats.count(judged)} {units} đạt chỉ tiêu"


def _units_of(group: Group, described: Iterable[Group]) -> str:
    units = words.LEVEL_UNITS[group.level]
    provinces = {one.province for one in described if one.level.below_province} - {group.province}
    if not group.level.below_province or not any(map(group.province.existed_at_same_time_as, provinces)):
        return units
    return f"{units} của {words.name_in_text(group.province)}"


def ends(group: Group, name_of: Callable[[Unit], str] = own_name) -> Iterator[str]:
    """Yields sentences on the first and the last units; nothing if the units are not ranked."""
    if not group.ranked:
        return
    first, last = group.places[0], group.places[-1]
    if first == last:
        yield f"Cả {len(first)} đơn vị có cùng số liệu: {tied_figure(first)}."
        return
    yield f"{_units_at_end(first, 'dẫn đầu', name_of)}."
    yield f"{_units_at_end(last, 'cuối bảng', name_of)}."


def _units_at_end(rows: Sequence[Assessed], place: str, name_of: Callable[[Unit], str]) -> str:
    text = tied_figure(rows)
    if len(rows) > _MOST_NAMED:
        return f"{len(rows)} đơn vị cùng {place} với {text}"
    names = [name_of(row.unit) for row in rows]
    between = "; " if any("," in name for name in names) else ", "
    return f"{words.capitalised(place)}: {between.join(names)} ({text})"


def _left_out_sentences(group: Group) -> Iterator[str]:
    exempt = group.exempt
    if 0 < exempt < len(group.known):
        yield f"{formats.count(exempt)} đơn vị được miễn chỉ tiêu nên không tính vào các con số trên."
    if group.ranked:
        yield from _unranked_sentence(group)


def without_figure(rows: Iterable[Assessed], absent: int = 0) -> Mapping[str, int]:
    """Counts units without a figure by the reason in words: not reported, indicator not applicable, not readable.

    `absent` is the number of units that no document names; they count as not reported.
    """
    counts = Counter(_REASONS.get(row.assessment, _NOT_REPORTED) for row in rows)
    counts[_NOT_REPORTED] += absent
    return {reason: counts[reason] for reason in (_NOT_REPORTED, *_REASONS.values()) if counts[reason]}


_NOT_REPORTED = "không có số liệu"
_REASONS = {
    Assessment.NOT_APPLICABLE: "không áp dụng chỉ tiêu này",
    Assessment.UNREADABLE: "có số không đọc được",
}


def _unranked_sentence(group: Group) -> Iterator[str]:
    """Yields a sentence on the unranked units: `3 đơn vị không có số liệu nên không xếp hạng`.

    Several reasons are listed with the number of units of each.
    """
    found = without_figure(group.unknown, len(group.absent))
    if len(found) == 1:
        yield from (f"{formats.count(count)} đơn vị {reason} nên không xếp hạng." for reason, count in found.items())
    elif found:
        parts = ", ".join(f"{formats.count(count)} {reason}" for reason, count in found.items())
        yield f"{formats.count(sum(found.values()))} đơn vị không xếp hạng: {parts}."


def target_link(group: Group) -> Link | None:
    """Returns a link to the document row that states the level's common target; None without one."""
    target = group.target
    if target is None:
        return None
    return Link(level_target(target), row_address(target.source, target.locator))


def level_target(target: Target) -> str:
    """Returns a level's common target in words: `Mức phải đạt: tối thiểu 80% đến hết năm 2025`."""
    return f"Mức phải đạt: {target_text(target)}"


def former_target_link(group: Group, facts: Facts) -> Link | None:
    """Returns a link to the document row with the target that the level's common target replaces; None without one.
    Figures of earlier periods are also assessed by the newer target, so pages name both."""
    former = facts.target_before(group.target) if group.target else None
    return Link(required(former), row_address(former.source, former.locator)) if former else None


def benchmark_of(group: Group) -> Link | None:
    """Returns a link to the document row that states the country's figure of the same period; None without one."""
    link = benchmark_link(group.known[0]) if group.known else None
    return Link(words.capitalised(link.text), link.address) if link else None


def _due_sentence(group: Group, today: date) -> Iterator[str]:
    """Yields a sentence on the common due date of the targets, and on missing figures after that date."""
    due = common_due(group.judged)
    if due is None or due.end <= group.period.end:
        return
    unknown = today > due.end and due.end not in group.ends
    if unknown and all(row.unit.ended_before(due) for row in group.judged):
        yield f"Các đơn vị kết thúc hoạt động trước khi đến hạn ({formats.due(due)})."
    elif group.target is None:
        yield f"Thời hạn: {formats.due(due)}{', đã qua mà chưa có số liệu cuối kỳ' if unknown else ''}."
    elif unknown:
        yield "Đã qua thời hạn mà chưa có số liệu cuối kỳ."


def unranked_because(group: Group) -> str:
    """Returns the reason why the units are not ranked; empty if they are."""
    if group.indicator.measure is Measure.COUNT:
        return "Số lượng tùy theo quy mô của đơn vị nên cổng không xếp hạng; bảng xếp theo tên."
    return "" if group.ranked else "Chưa đủ hai đơn vị để so sánh nên chưa xếp hạng."


def absent_sentence(group: Group) -> str:
    """Returns the lead-in of the list of units that have no row, because the period's documents do not name them."""
    if not group.absent:
        return ""
    sources = dict.fromkeys(map(formats.source_name, sources_of(group.known)))
    count = f"{len(group.absent)} {words.LEVEL_UNITS[group.level]}"
    return f"{count} không có trong {words.listing(sources)}:"


def spread(group: Group, rows: Sequence[Assessed]) -> str:
    """Returns a sentence with the lowest figure, the highest figure and the figure that half of the units reach. Of
    ranks, the first of all is the highest."""
    ordered = sorted(rows, key=lambda row: row.amount or 0, reverse=group.indicator.measure is not Measure.RANK)
    half = ordered[(len(ordered) - 1) // 2]
    low, high = map(figure_with_caveats, (ordered[-1], ordered[0]))
    middle = figure_text(half)
    reached = f"cùng ở mức {middle}" if half.amount == ordered[0].amount else f"từ {middle} trở lên"
    units = f"{formats.count(len(rows))} {words.LEVEL_UNITS[group.level]}"
    return f"{units}: thấp nhất {low}, cao nhất {high}; ít nhất một nửa {reached}."
