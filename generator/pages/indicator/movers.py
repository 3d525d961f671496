"""Who rose and who fell most: a level's units beside themselves, one period and one year before."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from generator import formats
from generator.grouping import grouped
from generator.lineage import broken
from generator.model import Direction, Indicator, LineageKind, Period, Portal, Unit
from generator.pages.facts import Assessed
from generator.pages.figures import figure_of
from generator.pages.indicator.course import Course
from generator.pages.levels import Group
from generator.pages.links import unit_link
from generator.pages.parts import Link

_FEWEST = 5
"""Of fewer units that can be compared nothing is said: each of them would be among the foremost."""

_MOST = 5
"""How many units of one direction are named, and never more than a third of those compared."""


@dataclass(frozen=True)
class Mover:
    """A unit, by how much its figure changed, and from what to what."""

    unit: Link
    change: str
    ends: str


@dataclass(frozen=True)
class Side:
    """The units that changed most in one direction, the greatest change first; `alike` tells of those who follow with
    one change that all of them share, too many to be named."""

    title: str
    movers: tuple[Mover, ...]
    alike: str


@dataclass(frozen=True)
class Moves:
    """Who rose and fell `since` an earlier period; without `sides` the sentence says why nobody is compared."""

    since: str
    sentence: str
    sides: tuple[Side, ...]


@dataclass(frozen=True)
class _Pair:
    """One unit's figures of two periods."""

    before: Assessed
    after: Assessed

    @property
    def change(self) -> int:
        """In millionths."""
        return (self.after.amount or 0) - (self.before.amount or 0)


def moves_of(course: Course, portal: Portal, linked: Callable[[Unit], Link] = unit_link) -> tuple[Moves, ...]:
    """The newest period beside the one before and beside the same a year before, where they can be compared."""
    last = course.newest
    found = [_moves(earlier, last, course, portal, linked) for earlier in _earlier(course)]
    return tuple(moves for moves in found if moves)


def _earlier(course: Course) -> Iterator[Group]:
    """The last group of a period of the same length, and that of a year before, if it is another one."""
    last = course.newest
    past = [group for group in course.groups[:-1] if group.period.length == last.period.length]
    if not past:
        return
    yield past[-1]
    yield from (group for group in past[:-1] if group.period == last.period.a_year_before)


def _moves(earlier: Group, last: Group, course: Course, portal: Portal, linked: Callable[[Unit], Link]) -> Moves | None:
    changed = broken(portal.lineage, earlier.period, last.period) if _reshaped(earlier, last, course) else frozenset()
    pairs = _pairs(earlier, last, changed)
    if len(pairs) >= _FEWEST:
        since = f"So với {formats.period(earlier.period)}"
        sides = tuple(_sides(pairs, linked))
        first = "".join(f" {_foremost(side)}." for side in sides if side.movers)
        return Moves(since, f"{since}: {_counted(pairs)}.{first}", sides)
    if last.ranked and _reshaped(earlier, last, course):
        return Moves("", _because(earlier.period, course), ())
    renewed = _renewed(earlier, last, portal) if last.ranked else None
    return Moves("", _anew(earlier.period, renewed), ()) if renewed else None


def _reshaped(earlier: Group, last: Group, course: Course) -> bool:
    """Whether any of the level's units became another one in between: only then the lines of descent are searched."""
    return course.broken(earlier.period, last.period)


def _foremost(side: Side) -> str:
    """`Tăng nhiều nhất: Sở Y tế (+12,4 điểm phần trăm)`, with all who share that change."""
    change = side.movers[0].change
    names = (mover.unit.text for mover in side.movers if mover.change == change)
    return f"{side.title}: {', '.join(names)} ({change})"


def _because(earlier: Period, course: Course) -> str:
    on = next(on for on in course.breaks if on > earlier.start)
    return f"Không so sánh với {formats.period(earlier)}: đơn vị hành chính được sắp xếp lại từ ngày {formats.day(on)}."


def _renewed(earlier: Group, last: Group, portal: Portal) -> date | None:
    """The day on which units of the level were followed by others on the same territory; None where none was. The line
    of the level goes on, but each unit's figures begin anew."""
    former = {row.unit.id for row in earlier.known}
    renamed = (row for row in portal.lineage if row.kind is LineageKind.RENAMED and row.predecessor_id in former)
    return min((row.on for row in renamed if earlier.period.start < row.on <= last.period.end), default=None)


def _anew(earlier: Period, on: date) -> str:
    return (
        f"Không so sánh từng đơn vị với {formats.period(earlier)}: từ ngày {formats.day(on)}, các đơn vị có đơn vị "
        "kế tiếp trên cùng địa bàn, số liệu của từng đơn vị bắt đầu lại."
    )


def _pairs(earlier: Group, last: Group, changed: Collection[str]) -> tuple[_Pair, ...]:
    """Units with a place in both periods, in order of names; none of those that `changed`, which are told by id."""
    before = {row.unit.id: row for row in earlier.placed}
    same = [row for row in last.placed if row.unit.id in before and row.unit.id not in changed]
    pairs = (_Pair(before[row.unit.id], row) for row in same)
    return tuple(sorted(pairs, key=lambda pair: formats.collation(pair.after.unit.name)))


def _counted(pairs: Sequence[_Pair]) -> str:
    """`20 đơn vị tăng, 12 đơn vị giảm, 3 đơn vị không đổi`."""
    rose, fell = (sum(pair.change * sign > 0 for pair in pairs) for sign in (1, -1))
    counts = ((rose, "tăng"), (fell, "giảm"), (len(pairs) - rose - fell, "không đổi"))
    return ", ".join(f"{formats.count(count)} đơn vị {verb}" for count, verb in counts if count)


def _sides(pairs: Sequence[_Pair], linked: Callable[[Unit], Link]) -> Iterator[Side]:
    """The units that moved in the better direction come first."""
    most = min(_MOST, len(pairs) // 3)
    lower = pairs[0].after.indicator.direction is Direction.LOWER
    for sign in (-1, 1) if lower else (1, -1):
        found = [pair for pair in pairs if pair.change * sign > 0]
        if found:
            title = "Tăng nhiều nhất" if sign > 0 else "Giảm nhiều nhất"
            yield _side(title, found, most, linked)


def _side(title: str, found: Iterable[_Pair], most: int, linked: Callable[[Unit], Link]) -> Side:
    """Those with the same change stand together: all of them are named, or none."""

    def movers(pairs: Iterable[_Pair]) -> tuple[Mover, ...]:
        return tuple(_mover(pair, linked) for pair in pairs)

    by_change = grouped(found, lambda pair: abs(pair.change))
    named: list[_Pair] = []
    for change in sorted(by_change, reverse=True):
        if len(named) + len(by_change[change]) > most:
            return Side(title, movers(named), _alike(by_change[change], most - len(named)))
        named += by_change[change]
    return Side(title, movers(named), "")


def _alike(pairs: Sequence[_Pair], room: int) -> str:
    if not room:
        return ""
    indicator = pairs[0].after.indicator
    return f"{len(pairs)} đơn vị cùng {_moved(pairs[0], indicator)}"


def _moved(pair: _Pair, indicator: Indicator) -> str:
    verb = "tăng" if pair.change > 0 else "giảm"
    return f"{verb} {formats.distance(pair.change, indicator.measure, indicator.decimals)}"


def _mover(pair: _Pair, linked: Callable[[Unit], Link]) -> Mover:
    indicator = pair.after.indicator
    to = "lên" if pair.change > 0 else "xuống"
    return Mover(
        unit=linked(pair.after.unit),
        change=formats.difference(pair.change, indicator.measure, indicator.decimals),
        ends=f"từ {figure_of(pair.before).text} {to} {figure_of(pair.after).text}",
    )
