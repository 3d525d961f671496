"""What a level's ranking says in words: who met the target, who leads, who is last, how far the figures lie apart."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from generator import formats, words
from generator.model import Assessment, Measure, Unit
from generator.pages.facts import Assessed, sources_of
from generator.pages.figures import benchmark_link, figure_of, target_text
from generator.pages.levels import Group, common_due
from generator.pages.links import row_address
from generator.pages.parts import DotStrip, Link


@dataclass(frozen=True, kw_only=True)
class LevelWords:
    """What every page says of a level: in sentences, its common target, the country's figure, why nobody is ranked, and
    how its figures lie where no table shows it."""

    id: str
    title: str
    sentences: tuple[str, ...]
    target: Link | None
    benchmark: Link | None
    note: str
    strip: DotStrip | None

    @property
    def door(self) -> Link:
        """The way to this part of its page."""
        return Link(self.title, f"#{self.id}")


_NAMED = 3
"""How many units a sentence names before it only counts them."""


def own_name(unit: Unit) -> str:
    """What a unit is called among those of its province."""
    return unit.name


def sentences(group: Group, today: date, named: Callable[[Unit], str] = own_name) -> Iterator[str]:
    """The ranking in words; the first sentence is its headline. The common target, if any, follows it."""
    yield f"{words.opening(formats.period(group.period))}: {outcome(group)}."
    yield from _due(group, today)
    yield from ends(group, named)
    yield from _left_out(group)


def outcome(group: Group) -> str:
    """How many units met their target: `3 trong 14 sở, ban, ngành đạt chỉ tiêu`."""
    units, asked, met = words.LEVEL_UNITS[group.level], len(group.binding), group.met
    if not asked and group.exempt == len(group.known):
        each = "đều được" if len(group.known) > 1 else "được"
        return f"{formats.count(len(group.known))} {units} có số liệu {each} miễn chỉ tiêu"
    if not asked:
        return f"{formats.count(len(group.known))} {units} có số liệu; chưa có mức phải đạt để so sánh"
    if asked == 1:
        return f"đơn vị duy nhất được xét {'đạt' if met else 'chưa đạt'} chỉ tiêu"
    if met == asked:
        asked_of = "có số liệu" if asked == len(group.known) else "được xét"
        return f"cả {formats.count(met)} {units} {asked_of} đều đạt chỉ tiêu"
    return f"{formats.count(met) if met else 'chưa có đơn vị nào'} trong {formats.count(asked)} {units} đạt chỉ tiêu"


def ends(group: Group, named: Callable[[Unit], str] = own_name) -> Iterator[str]:
    """Who leads and who is last; nothing where units are not compared."""
    if not group.ranked:
        return
    first, last = group.places[0], group.places[-1]
    if first == last:
        yield f"Cả {len(first)} đơn vị có cùng số liệu: {figure_of(first[0]).text}."
        return
    yield f"{_who(first, 'dẫn đầu', named)}."
    yield f"{_who(last, 'cuối bảng', named)}."


def _who(rows: Sequence[Assessed], place: str, named: Callable[[Unit], str]) -> str:
    text = figure_of(rows[0]).text
    if len(rows) > _NAMED:
        return f"{len(rows)} đơn vị cùng {place} với {text}"
    names = [named(row.unit) for row in rows]
    between = "; " if any("," in name for name in names) else ", "
    return f"{words.opening(place)}: {between.join(names)} ({text})"


def _left_out(group: Group) -> Iterator[str]:
    exempt = group.exempt
    if 0 < exempt < len(group.known):
        yield f"{formats.count(exempt)} đơn vị được miễn chỉ tiêu nên không tính vào các con số trên."
    if group.ranked:
        yield from _unranked(group)


def without_figure(rows: Iterable[Assessed], absent: int = 0) -> Mapping[str, int]:
    """How many of the rows have no figure, by why: none was reported, the indicator does not apply to their units, or
    nobody can read it; no document names the `absent` ones."""
    codes = Counter(_WITHOUT.get(row.assessment, _NOTHING) for row in rows)
    codes[_NOTHING] += absent
    return {why: codes[why] for why in (_NOTHING, *_WITHOUT.values()) if codes[why]}


_NOTHING = "không có số liệu"
_WITHOUT = {
    Assessment.NOT_APPLICABLE: "không áp dụng chỉ tiêu này",
    Assessment.UNREADABLE: "có số không đọc được",
}


def _unranked(group: Group) -> Iterator[str]:
    """As in `3 đơn vị không có số liệu nên không xếp hạng`, in parts where there are several reasons."""
    found = without_figure(group.unknown, len(group.absent))
    if len(found) == 1:
        yield from (f"{formats.count(count)} đơn vị {why} nên không xếp hạng." for why, count in found.items())
    elif found:
        parts = ", ".join(f"{formats.count(count)} {why}" for why, count in found.items())
        yield f"{formats.count(sum(found.values()))} đơn vị không xếp hạng: {parts}."


def target_link(group: Group) -> Link | None:
    """The target that all units of the level share, leading to the row that states it."""
    target = group.target
    if target is None:
        return None
    return Link(f"Mức phải đạt: {target_text(target)}", row_address(target.source, target.locator))


def benchmark_of(group: Group) -> Link | None:
    """The country's figure of the same period, leading to the row that states it."""
    link = benchmark_link(group.known[0]) if group.known else None
    return Link(words.opening(link.text), link.address) if link else None


def _due(group: Group, today: date) -> Iterator[str]:
    """By when units must reach what each was asked, and that nobody knows whether they did."""
    due = common_due(group.binding)
    if due is None or due.end <= group.period.end:
        return
    unknown = today > due.end and due.end not in group.ends
    if unknown and all(row.unit.ended_before(due) for row in group.binding):
        yield f"Các đơn vị kết thúc hoạt động trước thời hạn ({formats.due(due)})."
    elif group.target is None:
        yield f"Thời hạn: {formats.due(due)}{', đã qua mà chưa có số liệu cuối kỳ' if unknown else ''}."
    elif unknown:
        yield "Đã qua thời hạn mà chưa có số liệu cuối kỳ."


def unranked_because(group: Group) -> str:
    """Why the units are not ranked; nothing when they are."""
    if group.indicator.measure is Measure.COUNT:
        return "Số lượng tùy theo quy mô của đơn vị nên cổng không xếp hạng; bảng xếp theo tên."
    return "" if group.ranked else "Chưa đủ hai đơn vị để so sánh nên chưa xếp hạng."


def absent_sentence(group: Group) -> str:
    """Why some units have no row: the documents of that period do not name them."""
    if not group.absent:
        return ""
    sources = dict.fromkeys(map(formats.source_name, sources_of(group.known)))
    count = f"{len(group.absent)} {words.LEVEL_UNITS[group.level]}"
    return f"{count} không có trong {' và '.join(sources)}:"


def spread(group: Group, rows: Sequence[Assessed]) -> str:
    """How far the figures lie apart: the lowest, the highest, and the one that half of the units reach at least."""
    ordered = sorted(rows, key=lambda row: row.amount or 0, reverse=True)
    half = ordered[(len(ordered) - 1) // 2]
    low, middle, high = (figure_of(row).text for row in (ordered[-1], half, ordered[0]))
    reached = f"cùng ở mức {high}" if half.amount == ordered[0].amount else f"từ {middle} trở lên"
    units = f"{formats.count(len(rows))} {words.LEVEL_UNITS[group.level]}"
    return f"{units}: thấp nhất {low}, cao nhất {high}; ít nhất một nửa {reached}."
