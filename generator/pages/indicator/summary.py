"""Levels in short, on pages that do not hold their tables: of all provinces together, and of a level with a page apart;
the table of provinces that leads to them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from generator import formats, words
from generator.grouping import grouped
from generator.model import Level, Period, Portal, Unit
from generator.pages.facts import Facts
from generator.pages.indicator.course import Course
from generator.pages.indicator.distribution import distribution
from generator.pages.indicator.history import History, amount_text, history_of
from generator.pages.indicator.movers import Moves, moves_of
from generator.pages.levels import LEVEL_ORDER, Group, Levels
from generator.pages.links import months, name_within
from generator.pages.parts import Link
from generator.pages.places import LEVEL_IDS, Place
from generator.pages.sentences import LevelWords, benchmark_of, sentences, target_link, unranked_because

_TITLE = "Từng tỉnh, thành phố"
"""What the table of provinces is called."""


@dataclass(frozen=True)
class Former:
    """A level that another one continues: its last ranking, at the anchor where its newest one stood before."""

    id: str
    ranking: Link


@dataclass(frozen=True)
class OverTime:
    """A level over time: its history, who rose and fell most, the levels that it continues."""

    history: History | None
    moves: tuple[Moves, ...]
    former: tuple[Former, ...]


@dataclass(frozen=True, kw_only=True)
class LevelInShort(LevelWords):
    """A level in words, with how its figures lie and what it was over time; `link` leads to its table where it has one
    of its own."""

    over_time: OverTime | None = None
    link: Link | None = None


@dataclass(frozen=True)
class ProvinceLevel:
    """A level of a province: how many units met their target and the median, and the way to all of them."""

    level: str
    told: str
    link: Link


@dataclass(frozen=True)
class ProvinceLine:
    """A province and its levels, None where it has none. `time` tells of one that has ended or begun."""

    province: Link
    time: str
    levels: tuple[ProvinceLevel | None, ...]


@dataclass(frozen=True)
class Provinces:
    """The provinces whose units have figures, with a column for each level."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[ProvinceLine, ...]

    @property
    def door(self) -> Link:
        """The way to them on their page."""
        return Link(_TITLE, "#cac-tinh")


def apart_in_short(group: Group, address: str, today: date) -> LevelInShort:
    """A level of a province whose table stands on a page of its own."""
    return LevelInShort(
        id=LEVEL_IDS[group.level],
        title=words.LEVELS[group.level],
        sentences=tuple(sentences(group, today)),
        target=target_link(group),
        benchmark=benchmark_of(group),
        note=unranked_because(group),
        strip=distribution(group),
        link=Link(f"Xem {len(group.known)} {words.LEVEL_UNITS[group.level]}", address),
    )


def pooled_in_short(group: Group, provinces: int, facts: Facts, over_time: OverTime | None = None) -> LevelInShort:
    """A level of so many provinces together."""
    named = partial(name_within, portal=facts.portal)
    headline, *others = sentences(group, facts.today, named)
    counted = f"Số liệu của {provinces} tỉnh, thành phố."
    return LevelInShort(
        id=LEVEL_IDS[group.level],
        title=words.LEVELS[group.level],
        sentences=(headline, counted, *_middle(group), *others),
        target=target_link(group),
        benchmark=benchmark_of(group),
        note=unranked_because(group),
        strip=None if over_time and over_time.history else distribution(group, named),
        over_time=over_time,
    )


def _middle(group: Group) -> Iterator[str]:
    """As in `Trung vị 61,20%; một nửa số đơn vị nằm trong khoảng từ 40,10% đến 80,30%.`."""
    if spread := group.spread:
        low, median, high = (
            amount_text(amount, group.indicator) for amount in (spread.low, spread.median, spread.high)
        )
        yield f"Trung vị {median}; một nửa số đơn vị nằm trong khoảng từ {low} đến {high}."


def page_of(group: Group, levels: Levels, period: Period | None = None) -> str:
    """Where the table of a level stands, with the newest figures or those of a period."""
    return levels.ranking(group.known[0].unit, group.indicator, period)


def pooled_over_time(course: Course, levels: Levels, portal: Portal) -> OverTime:
    """A level of all provinces over time. Its line is cut only on days on which the level changed in at least half of
    the provinces. Single units are compared only where they did not change on any day."""

    def linked(unit: Unit) -> Link:
        return Link(name_within(unit, portal), unit.address)

    of_level = [days for (_, level), days in levels.breaks.items() if level is course.newest.level]
    provinces = sum(level is course.newest.level for _, level in levels.members)
    common = tuple(day for day in course.breaks if sum(day in days for days in of_level) >= provinces / 2)
    return OverTime(history_of(replace(course, breaks=common)), moves_of(course, portal, linked), ())


def provinces_of(groups: Iterable[Group], period: Period | None, levels: Levels, today: date) -> Provinces | None:
    """The provinces in the order of the data, those that have ended last, with the newest figures or those of a period;
    None where none has a figure below it. Newest figures tell their periods where these differ."""
    listed = tuple(groups)
    if not listed:
        return None
    shown = [level for level in LEVEL_ORDER if any(group.level is level for group in listed)]
    several = len({group.period for group in listed}) > 1
    by_province = grouped(listed, lambda group: group.province)
    rows = tuple(
        ProvinceLine(
            province=Link(province.name, Place(province, None, period, listed[0].indicator.address).address),
            time=months(province),
            levels=_levels(by_province[province], shown, period, levels, told=several),
        )
        for province in sorted(by_province, key=lambda unit: unit.active_to is not None and unit.active_to < today)
    )
    when = formats.period(period) if period else "mới nhất"
    return Provinces(
        caption=f"Kết quả {when} của các đơn vị ở {len(rows)} tỉnh, thành phố",
        headings=("Tỉnh, thành phố", *(words.LEVELS[level] for level in shown)),
        rows=rows,
    )


def _levels(
    groups: Iterable[Group], shown: Iterable[Level], period: Period | None, levels: Levels, *, told: bool
) -> tuple[ProvinceLevel | None, ...]:
    found = {group.level: _of_level(group, period, levels, told=told) for group in groups}
    return tuple(found.get(level) for level in shown)


def _of_level(group: Group, period: Period | None, levels: Levels, *, told: bool) -> ProvinceLevel:
    address = page_of(group, levels, period)
    said = [f"{group.met}/{len(group.binding)} đạt"] if group.binding else []
    said += [f"trung vị {amount_text(group.spread.median, group.indicator)}"] if group.spread else []
    said += [formats.period(group.period)] if told else []
    link = Link(f"{len(group.known)} {words.LEVEL_UNITS[group.level]}", f"{address}#{LEVEL_IDS[group.level]}")
    return ProvinceLevel(words.LEVELS[group.level], "; ".join(said), link)
