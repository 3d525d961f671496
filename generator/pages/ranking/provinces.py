"""Pages `/xep-hang/` and `/xep-hang/<period>/` if rankings are split: the leading units of each level of each province,
and links to the provinces' rankings."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator import formats, words
from generator.grouping import grouped
from generator.model import Level
from generator.model.addresses import LEVEL_IDS
from generator.pages.facts import Group
from generator.pages.parts import Link, Page
from generator.pages.ranking.head import Head, Rankings, head_of, title_of, trail_of
from generator.pages.ranking.unit_scores import Leaders, columns_of, leaders_of
from generator.pages.ranking_scopes import RankingScope
from generator.pages.unit_names import existence_in_months

_SUBJECT = "theo tỉnh, thành phố"


@dataclass(frozen=True)
class LevelLeaders:
    """The leading units of a province's level; None if there are none. `when` has the periods of its newest figures,
    empty on a dated page. `link` leads to the complete ranking."""

    level: str
    leaders: Leaders | None
    when: str
    link: Link


@dataclass(frozen=True)
class ProvinceRow:
    """A province and its levels. `time` states when the province began or ended, if it did."""

    province: Link
    time: str
    levels: tuple[LevelLeaders | None, ...]


@dataclass(frozen=True, kw_only=True)
class ProvincesPage(Page):
    """Provinces in the order of the data, those that have ended last. Each ranked level has a column."""

    head: Head
    lead: str
    caption: str
    headings: tuple[str, ...]
    rows: tuple[ProvinceRow, ...]


def provinces_page(scope: RankingScope, rankings: Rankings) -> ProvincesPage:
    """Returns the list of provinces for the newest figures, or for a period."""
    groups = rankings.of(scope)
    compared = columns_of(groups)
    levels = [level for level in Level if any(group.level is level for group in compared)]
    rows = tuple(_rows(groups, levels, scope, rankings))
    when = formats.period(scope.period) if scope.period else "số liệu mới nhất"
    return ProvincesPage(
        address=scope.address,
        title=title_of(scope, _SUBJECT, compared),
        description=f"Đơn vị dẫn đầu từng cấp ở {len(rows)} tỉnh, thành phố, {when}, kèm bảng xếp hạng của từng tỉnh.",
        trail=trail_of(scope, rankings),
        hide_toc=True,
        head=head_of(scope, _SUBJECT, rankings),
        lead=f"Đơn vị dẫn đầu từng cấp của mỗi tỉnh, thành phố, {when}. Bấm vào tên tỉnh để xem mọi đơn vị.",
        caption=f"Đơn vị dẫn đầu ở {len(rows)} tỉnh, thành phố, {when}",
        headings=("Tỉnh, thành phố", *(words.LEVELS[level] for level in levels)),
        rows=rows,
    )


def _rows(
    groups: Iterable[Group], levels: Iterable[Level], scope: RankingScope, rankings: Rankings
) -> Iterator[ProvinceRow]:
    by_level = grouped(groups, lambda group: (group.province, group.level))
    parts = {key: part for key, part in by_level.items() if columns_of(part)}
    today = rankings.facts.today
    for province in sorted(dict.fromkeys(unit for unit, _ in parts), key=lambda unit: unit.has_ended(today)):
        yield ProvinceRow(
            province=Link(province.name, RankingScope(province, None, scope.period).address),
            time=existence_in_months(province),
            levels=tuple(_leaders(parts.get((province, level), ()), scope, rankings) for level in levels),
        )


def _leaders(part: Sequence[Group], scope: RankingScope, rankings: Rankings) -> LevelLeaders | None:
    """Returns the leading units of a level of one province; None without groups."""
    if not part:
        return None
    province, level, columns = part[0].province, part[0].level, columns_of(part)
    count = len({row.unit.id for group in columns for row in group.known})
    address = f"{RankingScope(province, None, scope.period).address}#{LEVEL_IDS[level]}"
    if (province.id, level) in rankings.layout.large_levels:
        address = RankingScope(province, level, scope.period).address
    link = Link(f"{count} {words.LEVEL_UNITS[level]}", address)
    when = "" if scope.period else "; ".join(dict.fromkeys(formats.period(group.period) for group in columns))
    return LevelLeaders(words.LEVELS[level], leaders_of(part), when, link)
