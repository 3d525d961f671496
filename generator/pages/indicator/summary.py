"""Summaries of levels whose tables are on other pages: of all provinces together, and of single levels. Also the table
of provinces that links to them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from generator import formats, words
from generator.grouping import grouped
from generator.model import Period, Unit
from generator.model.addresses import LEVEL_IDS
from generator.pages.facts import Facts, Group, Levels
from generator.pages.figures import amount_text
from generator.pages.indicator.distribution import distribution
from generator.pages.indicator.history import History, history_of
from generator.pages.indicator.movers import Moves, moves_of
from generator.pages.indicator.timeline import LevelTimeline
from generator.pages.parts import Link
from generator.pages.province_table import ProvinceLevel, ProvinceTable, province_table
from generator.pages.ranking_scopes import RankingScope
from generator.pages.sentences import (
    LevelSection,
    benchmark_of,
    former_target_link,
    sentences,
    target_link,
    unranked_because,
)
from generator.pages.unit_names import name_within

PROVINCES = Link("Từng tỉnh, thành phố", "#cac-tinh")
"""Link to the table of provinces on its page."""


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


def provinces_of(groups: Sequence[Group], period: Period | None, facts: Facts) -> ProvinceTable | None:
    """Returns the table of provinces with the newest figures of their units, or those of `period`. None if no province
    has figures of its units. Without `period`, each cell states its period if the periods differ."""
    if not groups:
        return None
    several = len({group.period for group in groups}) > 1
    levels = {
        province: {group.level: _of_level(group, period, facts.levels, with_period=several) for group in of_province}
        for province, of_province in grouped(groups, lambda group: group.province).items()
    }
    when = formats.period(period) if period else "mới nhất"
    return province_table(
        lambda provinces: f"Kết quả {when} của các đơn vị ở {provinces}",
        levels,
        lambda province: RankingScope(province, None, period, groups[0].indicator).address,
        period.end if period else facts.today,
    )


def _of_level(group: Group, period: Period | None, levels: Levels, *, with_period: bool) -> ProvinceLevel:
    """Cell of a level: link to its units, targets met, median and, with `with_period`, the period."""
    address = page_of(group, levels, period)
    parts = [f"{group.met}/{len(group.judged)} đạt"] if group.judged else []
    parts += [f"trung vị {amount_text(group.spread.median, group.indicator)}"] if group.spread else []
    parts += [formats.period(group.period)] if with_period else []
    link = Link(f"{len(group.known)} {words.LEVEL_UNITS[group.level]}", f"{address}#{LEVEL_IDS[group.level]}")
    return ProvinceLevel(words.LEVELS[group.level], link, "; ".join(parts))
