"""Pages `/xep-hang/` and `/xep-hang/<period>/` if rankings are split: the leading units of each level of each province,
and links to the provinces' rankings."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator import formats, words
from generator.grouping import grouped
from generator.model import Level, Unit
from generator.model.addresses import LEVEL_IDS
from generator.pages.facts import Group
from generator.pages.parts import Link, Page
from generator.pages.province_table import ProvinceLevel, ProvinceTable, province_table
from generator.pages.ranking.head import Head, Rankings, head_of, title_of, trail_of
from generator.pages.ranking.unit_scores import columns_of, leaders_of
from generator.pages.ranking_scopes import RankingScope

_SUBJECT = "theo tỉnh, thành phố"


@dataclass(frozen=True, kw_only=True)
class ProvincesPage(Page):
    """The provinces whose units are ranked."""

    head: Head
    lead: str
    table: ProvinceTable


def provinces_page(scope: RankingScope, rankings: Rankings) -> ProvincesPage:
    """Returns the list of provinces for the newest figures, or for a period."""
    groups = rankings.of(scope)
    levels = _levels(groups, scope, rankings)
    when = formats.period(scope.period) if scope.period else "số liệu mới nhất"
    return ProvincesPage(
        address=scope.address,
        title=title_of(scope, _SUBJECT, columns_of(groups)),
        description=f"Đơn vị dẫn đầu từng cấp ở {len(levels)} tỉnh, thành phố, {when}, kèm bảng xếp hạng của từng "
        "tỉnh.",
        trail=trail_of(scope, rankings),
        hide_toc=True,
        head=head_of(scope, _SUBJECT, rankings),
        lead=f"Đơn vị dẫn đầu từng cấp của mỗi tỉnh, thành phố, {when}. Bấm vào tên tỉnh để xem mọi đơn vị.",
        table=province_table(
            lambda provinces: f"Đơn vị dẫn đầu ở {provinces}, {when}",
            levels,
            lambda province: RankingScope(province, None, scope.period).address,
            scope.period.end if scope.period else rankings.facts.today,
        ),
    )


def _levels(
    groups: Iterable[Group], scope: RankingScope, rankings: Rankings
) -> Mapping[Unit, Mapping[Level, ProvinceLevel]]:
    """Returns the ranked levels of each province."""
    found: dict[Unit, dict[Level, ProvinceLevel]] = {}
    for (province, level), part in grouped(groups, lambda group: (group.province, group.level)).items():
        if columns_of(part):
            found.setdefault(province, {})[level] = _level(part, scope, rankings)
    return found


def _level(part: Sequence[Group], scope: RankingScope, rankings: Rankings) -> ProvinceLevel:
    """Returns the leading units of a level of one province, with the periods of its newest figures, and a link to the
    complete ranking."""
    province, level, columns = part[0].province, part[0].level, columns_of(part)
    count = len({row.unit.id for group in columns for row in group.known})
    address = f"{RankingScope(province, None, scope.period).address}#{LEVEL_IDS[level]}"
    if (province.id, level) in rankings.layout.large_levels:
        address = RankingScope(province, level, scope.period).address
    link = Link(f"{count} {words.LEVEL_UNITS[level]}", address)
    when = "" if scope.period else "; ".join(dict.fromkeys(formats.period(group.period) for group in columns))
    return ProvinceLevel(words.LEVELS[level], link, when, leaders_of(part))
