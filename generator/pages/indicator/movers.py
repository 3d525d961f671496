"""Units of a level that rose and fell most, compared with the previous period and with a year before."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from generator import formats, words
from generator.grouping import grouped
from generator.lineage import units_not_comparable
from generator.model import Direction, Indicator, LineageKind, Measure, Period, Portal, Unit
from generator.pages.facts import Assessed, Group
from generator.pages.figures import figure_with_caveats
from generator.pages.indicator.timeline import LevelTimeline
from generator.pages.links import unit_link
from generator.pages.parts import Link

_FEWEST = 5
"""Minimum number of comparable units. With fewer, each of them would be among those that changed most."""

_MOST = 5
"""Maximum number of units named per direction. Never more than a third of the compared units are named."""


@dataclass(frozen=True)
class Mover:
    """A unit, the change of its figure, and the two figures as text (`ends`)."""

    unit: Link
    change: str
    ends: str


@dataclass(frozen=True)
class Side:
    """Units that changed most in one direction, greatest change first. `tied_text` counts the next units if they share
    one change and are too many to name."""

    title: str
    movers: tuple[Mover, ...]
    tied_text: str


@dataclass(frozen=True)
class Moves:
    """Changes `since` an earlier period. If `sides` is empty, `sentence` states why units are not compared."""

    since: str
    sentence: str
    sides: tuple[Side, ...]


@dataclass(frozen=True)
class _Pair:
    """One unit's figures in two periods."""

    before: Assessed
    after: Assessed

    @property
    def change(self) -> int:
        """Change in millionths."""
        return (self.after.amount or 0) - (self.before.amount or 0)


def moves_of(timeline: LevelTimeline, portal: Portal, linked: Callable[[Unit], Link] = unit_link) -> tuple[Moves, ...]:
    """Compares the newest period with the previous period and with the same period of the year before. Leaves out
    comparisons that are not possible."""
    last = timeline.newest
    found = [_moves(earlier, last, timeline, portal, linked) for earlier in _earlier(timeline)]
    return tuple(moves for moves in found if moves)


def _earlier(timeline: LevelTimeline) -> Iterator[Group]:
    """Yields the previous group of the same length of period, and the group of a year before if it is a different
    one."""
    last = timeline.newest
    past = [group for group in timeline.groups[:-1] if group.period.length == last.period.length]
    if not past:
        return
    yield past[-1]
    yield from (group for group in past[:-1] if group.period == last.period.a_year_before)


def _moves(
    earlier: Group, last: Group, timeline: LevelTimeline, portal: Portal, linked: Callable[[Unit], Link]
) -> Moves | None:
    changed = (
        units_not_comparable(portal.lineage, earlier.period, last.period)
        if _reshaped(earlier, last, timeline)
        else frozenset()
    )
    pairs = _pairs(earlier, last, changed)
    if len(pairs) >= _FEWEST:
        since = f"So với {formats.period(earlier.period)}"
        sides = tuple(_sides(pairs, linked))
        first = "".join(f" {_greatest_change(side)}." for side in sides if side.movers)
        return Moves(since, f"{since}: {_counted(pairs)}.{first}", sides)
    if last.ranked and _reshaped(earlier, last, timeline):
        return Moves("", _reorganised_sentence(earlier.period, timeline), ())
    renewed = _renamed_on(earlier, last, portal) if last.ranked else None
    return Moves("", _renamed_sentence(earlier.period, renewed), ()) if renewed else None


def _reshaped(earlier: Group, last: Group, timeline: LevelTimeline) -> bool:
    """Whether units of the level were reorganised in between. Lines of descent are searched only then, because that is
    slow."""
    return timeline.has_break(earlier.period, last.period)


def _greatest_change(side: Side) -> str:
    """As in `Tăng nhiều nhất: Sở Y tế (+12,4 điểm phần trăm)`, with all units that have the same change."""
    change = side.movers[0].change
    names = (mover.unit.text for mover in side.movers if mover.change == change)
    return f"{side.title}: {', '.join(names)} ({change})"


def _reorganised_sentence(earlier: Period, timeline: LevelTimeline) -> str:
    on = next(on for on in timeline.breaks if on > earlier.start)
    units = words.rearranged_units(timeline.newest.level)
    return f"Không so sánh với {formats.period(earlier)}: {units} được sắp xếp lại từ ngày {formats.day(on)}."


def _renamed_on(earlier: Group, last: Group, portal: Portal) -> date | None:
    """Returns the first day on which units of the level were succeeded by others on the same territory; None if there
    is none. The level's time series continues over it, but each unit's figures start again."""
    former = {row.unit.id for row in earlier.known}
    renamed = (row for row in portal.lineage if row.kind is LineageKind.RENAMED and row.predecessor_id in former)
    return min((row.on for row in renamed if earlier.period.start < row.on <= last.period.end), default=None)


def _renamed_sentence(earlier: Period, on: date) -> str:
    return (
        f"Không so sánh từng đơn vị với {formats.period(earlier)}: từ ngày {formats.day(on)}, các đơn vị có đơn vị "
        "kế tiếp trên cùng địa bàn, số liệu của từng đơn vị bắt đầu lại."
    )


def _pairs(earlier: Group, last: Group, changed: Collection[str]) -> tuple[_Pair, ...]:
    """Returns the units with a rank in both periods, in order of names. Leaves out the units with ids in `changed`."""
    before = {row.unit.id: row for row in earlier.ranked_rows}
    same = [row for row in last.ranked_rows if row.unit.id in before and row.unit.id not in changed]
    pairs = (_Pair(before[row.unit.id], row) for row in same)
    return tuple(sorted(pairs, key=lambda pair: formats.collation(pair.after.unit.name)))


def _counted(pairs: Sequence[_Pair]) -> str:
    """As in `20 đơn vị tăng, 12 đơn vị giảm, 3 đơn vị không đổi`."""
    rose, fell = (sum(pair.change * sign > 0 for pair in pairs) for sign in (1, -1))
    (rising, _), (falling, _) = (formats.course(sign, pairs[0].after.indicator.measure) for sign in (1, -1))
    counts = ((rose, rising), (fell, falling), (len(pairs) - rose - fell, "không đổi"))
    return ", ".join(f"{formats.count(count)} đơn vị {verb}" for count, verb in counts if count)


def _sides(pairs: Sequence[_Pair], linked: Callable[[Unit], Link]) -> Iterator[Side]:
    """Yields both directions of change. The better direction comes first."""
    most = min(_MOST, len(pairs) // 3)
    lower = pairs[0].after.indicator.direction is Direction.LOWER
    for sign in (-1, 1) if lower else (1, -1):
        found = [pair for pair in pairs if pair.change * sign > 0]
        if found:
            verb, _ = formats.course(sign, pairs[0].after.indicator.measure)
            yield _side(f"{words.capitalised(verb)} nhiều nhất", found, most, linked)


def _side(title: str, found: Iterable[_Pair], most: int, linked: Callable[[Unit], Link]) -> Side:
    """Names units by decreasing change, at most `most`. Of units with the same change, either all are named or none."""

    def movers(pairs: Iterable[_Pair]) -> tuple[Mover, ...]:
        return tuple(_mover(pair, linked) for pair in pairs)

    by_change = grouped(found, lambda pair: abs(pair.change))
    named: list[_Pair] = []
    for change in sorted(by_change, reverse=True):
        if len(named) + len(by_change[change]) > most:
            return Side(title, movers(named), _same_change(by_change[change], most - len(named)))
        named += by_change[change]
    return Side(title, movers(named), "")


def _same_change(pairs: Sequence[_Pair], room: int) -> str:
    if not room:
        return ""
    indicator = pairs[0].after.indicator
    return f"{len(pairs)} đơn vị cùng {_change_words(pairs[0], indicator)}"


def _change_words(pair: _Pair, indicator: Indicator) -> str:
    verb, _ = formats.course(pair.change, indicator.measure)
    return f"{verb} {formats.distance(pair.change, indicator.measure, indicator.decimals)}"


def _signed_change(pair: _Pair, indicator: Indicator) -> str:
    """As in `+12,4 điểm phần trăm`. A sign before places would say the opposite of the words beside it."""
    if indicator.measure is Measure.RANK:
        return _change_words(pair, indicator)
    return formats.difference(pair.change, indicator.measure, indicator.decimals)


def _mover(pair: _Pair, linked: Callable[[Unit], Link]) -> Mover:
    indicator = pair.after.indicator
    _, to = formats.course(pair.change, indicator.measure)
    return Mover(
        unit=linked(pair.after.unit),
        change=_signed_change(pair, indicator),
        ends=f"từ {figure_with_caveats(pair.before)} {to} {figure_with_caveats(pair.after)}",
    )
