"""`/xep-hang/`: units by indicators at a glance, and the way to each indicator's ranking."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from generator import formats, words
from generator.model import Measure, Portal
from generator.pages.facts import Facts
from generator.pages.figures import legend
from generator.pages.levels import Group, Levels
from generator.pages.links import HOME, RANKINGS
from generator.pages.parts import Link, Mark, Page
from generator.pages.ranking.heat import HeatTable, heat_tables

_NAMED = 2
"""How many units a description names that share a first place."""


@dataclass(frozen=True, kw_only=True)
class RankingsPage(Page):
    """Units by indicators, a table for each level, and the way to each ranking."""

    heading: str
    lead: str
    doors: tuple[Link, ...]
    legend: tuple[Mark, ...]
    tables: tuple[HeatTable, ...]
    rankings: tuple[Link, ...]
    counts: tuple[Link, ...]


def rankings_page(facts: Facts, levels: Levels) -> RankingsPage:
    """All levels at a glance, each indicator in its newest period."""
    groups = tuple(group for indicator in facts.portal.indicators.values() for group in levels.newest(indicator))
    tables = tuple(heat_tables(groups, levels, facts))
    return RankingsPage(
        address=RANKINGS.address,
        title=_title(groups, facts.portal),
        description=_description(tables),
        trail=(HOME,),
        hide_toc=True,
        heading="Xếp hạng",
        lead="Mỗi dòng là một đơn vị, mỗi cột là một chỉ tiêu ở kỳ có số liệu mới nhất của cấp đó.",
        doors=(*(table.door for table in tables), Link("Từng chỉ tiêu", "#tung-chi-tieu")),
        legend=legend(),
        tables=tables,
        rankings=_indicators_of((group for group in groups if group.ranked), facts.portal),
        counts=_indicators_of((g for g in groups if g.indicator.measure is Measure.COUNT), facts.portal),
    )


def _title(groups: Sequence[Group], portal: Portal) -> str:
    province = words.name_in_text(portal.units[portal.settings.province_ids[0]])
    newest = max((group.period for group in groups if group.ranked), key=lambda period: period.end, default=None)
    until = f": số liệu đến {formats.period(newest)}" if newest else ""
    return f"Xếp hạng các đơn vị của {province}{until}"


def _description(tables: Iterable[HeatTable]) -> str:
    """Who meets most targets at each level."""
    leaders = [sentence for table in tables for sentence in _leaders(table)]
    plain = "Kết quả mới nhất của từng đơn vị theo từng chỉ tiêu, kèm văn bản nguồn."
    return words.fitting(leaders[0], leaders[1:]) if leaders else plain


def _leaders(table: HeatTable) -> Iterator[str]:
    best = table.rows[0]
    if not table.counted or not best.share:
        return
    first = list(takewhile(lambda row: row.share == best.share, table.rows))
    who = ", ".join(row.unit.text for row in first) if len(first) <= _NAMED else f"{len(first)} đơn vị"
    yield f"{table.title}: {who} đạt nhiều chỉ tiêu nhất ({best.met})."


def _indicators_of(groups: Iterable[Group], portal: Portal) -> tuple[Link, ...]:
    found = {group.indicator.id for group in groups}
    return tuple(Link(one.short_name, one.address) for one in portal.indicators.values() if one.id in found)
