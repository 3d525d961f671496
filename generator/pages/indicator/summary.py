"""Summaries of levels whose tables are on other pages: of all provinces together, and of single levels. Also the table
of provinces that links to them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from generator import formats, words
from generator.grouping import grouped
from generator.model import Level, Period, Unit
from generator.model.addresses import LEVEL_IDS
from generator.pages.facts import Facts, Group, Levels
from generator.pages.figures import amount_text
from generator.pages.indicator.distribution import distribution
from generator.pages.indicator.history import History, history_of
from generator.pages.indicator.movers import Moves, moves_of
from generator.pages.indicator.timeline import LevelTimeline
from generator.pages.parts import Link
from generator.pages.ranking_scopes import RankingScope
from generator.pages.sentences import (
    LevelSection,
    benchmark_of,
    former_target_link,
    sentences,
    target_link,
    unranked_because,
)
from generator.pages.unit_names import existence_in_months, name_within

_TITLE = "Từng tỉnh, thành phố"
"""Title of the table of provinces."""


@dataclass(frozen=True)
class FormerLevel:
    """A level that another level continues. `id` is the anchor of its former ranking, `rearranged` names the units that
    were rearranged since, `ranking` is the link to its last ranking."""

    id: str
    rearranged: str
    ranking: Link


@dataclass(frozen=True)
class OverTime:
    """A level over time: its history, the greatest changes, and the levels that it continues."""

    history: History | None
    moves: tuple[Moves, ...]
    former: tuple[FormerLevel, ...]


@dataclass(frozen=True, kw_only=True)
class LevelSummary(LevelSection):
    """Summary of a level: sentences, distribution and history. `link` leads to its table, if the table is on a page of
    its own."""

    over_time: OverTime | None = None
    link: Link | None = None


@dataclass(frozen=True)
class ProvinceLevel:
    """A level of a province: how many units met their target, the median, and a link to all its units."""

    level: str
    text: str
    link: Link


@dataclass(frozen=True)
class ProvinceLine:
    """A province and its levels; None for a level without figures. `time` states when the province began or ended, if
    it did."""

    province: Link
    time: str
    levels: tuple[ProvinceLevel | None, ...]


@dataclass(frozen=True)
class Provinces:
    """Table of the provinces whose units have figures, with a column for each level."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[ProvinceLine, ...]

    @property
    def section_link(self) -> Link:
        """Link to the table on its page."""
        return Link(_TITLE, "#cac-tinh")


def own_page_summary(group: Group, address: str, facts: Facts) -> LevelSummary:
    """Summary of one province's level that has its table on the page at `address`."""
    return LevelSummary(
        id=LEVEL_IDS[group.level],
        title=words.LEVELS[group.level],
        sentences=tuple(sentences(group, facts.today)),
        target=target_link(group),
        former_target=former_target_link(group, facts),
        benchmark=benchmark_of(group),
        note=unranked_because(group),
        strip=distribution(group),
        link=Link(f"Xem {len(group.known)} {words.LEVEL_UNITS[group.level]}", address),
    )


def pooled_summary(group: Group, provinces: int, facts: Facts, over_time: OverTime | None = None) -> LevelSummary:
    """Summary of a level of several provinces together. `provinces` is the number of provinces."""
    named = partial(name_within, portal=facts.portal)
    headline, *others = sentences(group, facts.today, named)
    counted = f"Số liệu của {provinces} tỉnh, thành phố."
    return LevelSummary(
        id=LEVEL_IDS[group.level],
        title=words.LEVELS[group.level],
        sentences=(headline, counted, *_quartile_sentence(group), *others),
        target=target_link(group),
        former_target=former_target_link(group, facts),
        benchmark=benchmark_of(group),
        note=unranked_because(group),
        strip=None if over_time and over_time.history else distribution(group, named),
        over_time=over_time,
    )


def _quartile_sentence(group: Group) -> Iterator[str]:
    """As in `Trung vị 61,20%; một nửa số đơn vị nằm trong khoảng từ 40,10% đến 80,30%.`."""
    if spread := group.spread:
        low, median, high = (
            amount_text(amount, group.indicator) for amount in (spread.low, spread.median, spread.high)
        )
        yield f"Trung vị {median}; một nửa số đơn vị nằm trong khoảng từ {low} đến {high}."


def page_of(group: Group, levels: Levels, period: Period | None = None) -> str:
    """Address of the page with a level's table, for the newest figures or for a period."""
    return levels.ranking(group.known[0].unit, group.indicator, period)


def pooled_over_time(timeline: LevelTimeline, facts: Facts) -> OverTime:
    """Returns a level of all provinces over time. The line is broken only on days on which the level changed in at
    least half of the provinces. Single units are compared only if they did not change on any day."""

    def linked(unit: Unit) -> Link:
        return Link(name_within(unit, facts.portal), unit.address)

    of_level = [days for (_, level), days in facts.levels.breaks.items() if level is timeline.newest.level]
    provinces = sum(level is timeline.newest.level for _, level in facts.levels.members)
    common = tuple(day for day in timeline.breaks if sum(day in days for days in of_level) >= provinces / 2)
    return OverTime(history_of(replace(timeline, breaks=common)), moves_of(timeline, facts.portal, linked), ())


def provinces_of(groups: Iterable[Group], period: Period | None, facts: Facts) -> Provinces | None:
    """Returns the table of provinces in the order of the data, those that have ended last. It shows the newest figures
    or those of `period`. None if no province has figures of its units. Without `period`, each cell states its period if
    the periods differ."""
    listed = tuple(groups)
    if not listed:
        return None
    shown = [level for level in Level if any(group.level is level for group in listed)]
    several = len({group.period for group in listed}) > 1
    by_province = grouped(listed, lambda group: group.province)
    rows = tuple(
        ProvinceLine(
            province=Link(province.name, RankingScope(province, None, period, listed[0].indicator).address),
            time=existence_in_months(province),
            levels=_levels(by_province[province], shown, period, facts.levels, with_period=several),
        )
        for province in sorted(by_province, key=lambda unit: unit.has_ended(facts.today))
    )
    when = formats.period(period) if period else "mới nhất"
    return Provinces(
        caption=f"Kết quả {when} của các đơn vị ở {len(rows)} tỉnh, thành phố",
        headings=("Tỉnh, thành phố", *(words.LEVELS[level] for level in shown)),
        rows=rows,
    )


def _levels(
    groups: Iterable[Group], shown: Iterable[Level], period: Period | None, levels: Levels, *, with_period: bool
) -> tuple[ProvinceLevel | None, ...]:
    found = {group.level: _of_level(group, period, levels, with_period=with_period) for group in groups}
    return tuple(found.get(level) for level in shown)


def _of_level(group: Group, period: Period | None, levels: Levels, *, with_period: bool) -> ProvinceLevel:
    """Cell of a level: link to its units, targets met, median and, with `with_period`, the period."""
    address = page_of(group, levels, period)
    parts = [f"{group.met}/{len(group.judged)} đạt"] if group.judged else []
    parts += [f"trung vị {amount_text(group.spread.median, group.indicator)}"] if group.spread else []
    parts += [formats.period(group.period)] if with_period else []
    link = Link(f"{len(group.known)} {words.LEVEL_UNITS[group.level]}", f"{address}#{LEVEL_IDS[group.level]}")
    return ProvinceLevel(words.LEVELS[group.level], "; ".join(parts), link)
