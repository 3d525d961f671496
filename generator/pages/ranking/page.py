"""Pages `/xep-hang/` and below: an overview of units by indicators, for the newest figures or for a period."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator import formats, words
from generator.deferred import Deferred, deferred
from generator.grouping import grouped
from generator.model import Measure, Unit
from generator.model.addresses import LEVEL_IDS
from generator.pages.facts import Facts, Group
from generator.pages.figures import legend
from generator.pages.level_names import level_id, level_title
from generator.pages.links import dated_address
from generator.pages.parts import Leaders, Link, Mark, Page
from generator.pages.ranking.head import (
    CALENDAR,
    Head,
    Rankings,
    head_of,
    rankings_of,
    subject_of,
    title_of,
    trail_of,
)
from generator.pages.ranking.heat import HeatTable, heat_table
from generator.pages.ranking.provinces import ProvincesPage, provinces_page
from generator.pages.ranking.unit_scores import leaders_of
from generator.pages.ranking_scopes import RankingScope
from generator.pages.unit_names import name_with_months

_BY_INDICATOR = Link("Từng chỉ tiêu", "#tung-chi-tieu")
_PERIODS = Link("Các kỳ", f"#{CALENDAR}")


@dataclass(frozen=True)
class Section:
    """A level of a province: its table or, if the table is on another page, the leading units and a link to that page
    (`own_page`)."""

    id: str
    title: str
    leaders: Leaders | None
    table: HeatTable | None
    own_page: Link | None

    @property
    def section_link(self) -> Link:
        """Link to this section."""
        return Link(self.title, f"#{self.id}")

    @property
    def sentence(self) -> str:
        """As in `Cấp xã: Xã Tân Lập dẫn đầu (đạt 9/11 chỉ tiêu).`. Empty if no unit leads."""
        return f"{self.title}: {self.leaders.text} dẫn đầu ({self.leaders.result})." if self.leaders else ""


@dataclass(frozen=True)
class FormerRanking:
    """Link to the last figures of a level, if its province was succeeded by another one. `id` is the former anchor of
    its table."""

    id: str
    link: Link


@dataclass(frozen=True, kw_only=True)
class RankingsPage(Page):
    """Units by indicators: a section for each level, and links to the rankings of each indicator and period. If there
    is nothing to compare, or if all tables are on pages of their own, `lead` says so and `legend` is empty."""

    head: Head
    lead: str
    section_links: tuple[Link, ...]
    legend: tuple[Mark, ...]
    sections: tuple[Section, ...]
    former: tuple[FormerRanking, ...]
    rankings: tuple[Link, ...]
    counts: tuple[Link, ...]


def ranking_pages(facts: Facts) -> Deferred[RankingsPage | ProvincesPage]:
    """Returns all ranking pages: of the portal, of provinces and of levels, each for the newest figures and for each
    period."""
    rankings = rankings_of(facts)
    return deferred(lambda scope: _ranking_page(scope, rankings), rankings.layout.scopes(), lambda scope: scope.address)


def _ranking_page(scope: RankingScope, rankings: Rankings) -> RankingsPage | ProvincesPage:
    """Returns the page of a place: a list of provinces if rankings are split, otherwise tables."""
    if scope.province is None and rankings.layout.split:
        return provinces_page(scope, rankings)
    return _rankings_page(scope, rankings)


def _rankings_page(scope: RankingScope, rankings: Rankings) -> RankingsPage:
    groups = rankings.of(scope)
    parts = _parts(groups, rankings.facts.own)
    current = [part for part in parts if scope.period or not _is_succeeded(part, parts)]
    sections = tuple(_section(part, scope, rankings) for part in current)
    subject = subject_of(scope, groups, rankings.facts.own)
    listed = groups if scope.province is None else ()
    return RankingsPage(
        address=scope.address,
        title=title_of(scope, subject, groups),
        description=_description(sections, subject, scope),
        trail=trail_of(scope, rankings),
        hide_toc=True,
        head=head_of(scope, subject, rankings),
        lead=_lead(sections, scope),
        section_links=tuple(_section_links(sections, scope, listed)),
        legend=_legend(sections) if any(section.table for section in sections) else (),
        sections=sections,
        former=tuple(_former(part, rankings.facts) for part in parts if part not in current),
        rankings=_indicators_of((group for group in listed if group.ranked), scope),
        counts=_indicators_of((group for group in listed if group.indicator.measure is Measure.COUNT), scope),
    )


def _legend(sections: Iterable[Section]) -> tuple[Mark, ...]:
    return legend(with_unread=any(section.table and section.table.unread_targets for section in sections))


def _parts(groups: Iterable[Group], own: Unit) -> list[tuple[Group, ...]]:
    """Groups of each level and province that has a table. The portal's own province comes first."""
    parts = grouped(groups, lambda group: (group.level, group.province.id)).values()
    tables = [part for part in parts if any(group.compared for group in part)]
    return sorted(tables, key=lambda part: _order(part[0], own))


def _order(group: Group, own: Unit) -> tuple[int, bool, str]:
    foreign = group.province != own
    return group.level.order, foreign, group.province.id


def _is_succeeded(part: Sequence[Group], parts: Iterable[Sequence[Group]]) -> bool:
    """Whether the page has figures of a period after the end of this province, which are those of its successor."""
    end = part[0].province.active_to
    others = (group for other in parts for group in other if group.compared)
    return end is not None and any(group.period.start > end for group in others)


def _former(part: Sequence[Group], facts: Facts) -> FormerRanking:
    """Link to the last period in which the level was compared."""
    last = max((group for group in part if group.compared), key=lambda group: group.period.order)
    id_ = level_id(last, facts)
    text = f"{words.LEVELS[last.level]}, {words.inline(name_with_months(last.province))}: {formats.period(last.period)}"
    return FormerRanking(id_, Link(text, f"{RankingScope(period=last.period).address}#{id_}"))


def _section(part: tuple[Group, ...], scope: RankingScope, rankings: Rankings) -> Section:
    first = part[0]
    own = scope.province is not None
    elsewhere = scope.level is None and (first.province.id, first.level) in rankings.layout.large_levels
    way = RankingScope(first.province, first.level, scope.period)
    return Section(
        id=LEVEL_IDS[first.level] if own else level_id(first, rankings.facts),
        title=words.LEVELS[first.level] if own else level_title(first, rankings.facts),
        leaders=leaders_of(part),
        table=None if elsewhere else heat_table(part, rankings.facts, dated=scope.period is not None),
        own_page=Link(f"Xếp hạng {words.LEVEL_UNITS[first.level]}", way.address) if elsewhere else None,
    )


_NOTHING_RANKED = "Chưa có số liệu để xếp hạng: cần kết quả cùng kỳ, cùng chỉ tiêu của ít nhất hai đơn vị cùng cấp."


def _lead(sections: Sequence[Section], scope: RankingScope) -> str:
    if not sections:
        return _NOTHING_RANKED
    if not any(section.table for section in sections):
        when = f", số liệu {formats.period(scope.period)}," if scope.period else ""
        return f"Bảng xếp hạng của mỗi cấp{when} ở trang riêng của cấp đó."
    if scope.period:
        return f"Mỗi dòng là một đơn vị, mỗi cột là một chỉ tiêu; số liệu {formats.period(scope.period)}."
    return (
        "Mỗi dòng là một đơn vị, mỗi cột là một chỉ tiêu ở kỳ có số liệu mới nhất của cấp đó; "
        "số của kỳ trước không thay cho số còn thiếu."
    )


def _section_links(sections: Iterable[Section], scope: RankingScope, listed: Iterable[Group]) -> Iterator[Link]:
    yield from (section.section_link for section in sections)
    if any(group.ranked for group in listed):
        yield _BY_INDICATOR
    if not scope.period:
        yield _PERIODS


def _description(sections: Sequence[Section], subject: str, scope: RankingScope) -> str:
    """Names the leading units of each level."""
    if not sections:
        return f"Chưa có số liệu để xếp hạng {subject}."
    when = formats.period(scope.period) if scope.period else ""
    leaders = [section.sentence for section in sections if section.leaders]
    if not leaders:
        contents = f"kết quả {when or 'mới nhất'} theo từng chỉ tiêu, kèm văn bản nguồn."
        return f"{words.capitalised(subject)}: {contents}"
    opening = words.capitalised(", ".join(filter(None, [subject if scope.province else "", when])))
    first = f"{opening}. {leaders[0]}" if opening else leaders[0]
    return words.page_description(first, leaders[1:], "Kèm văn bản nguồn của từng số liệu.")


def _indicators_of(groups: Iterable[Group], scope: RankingScope) -> tuple[Link, ...]:
    found = {group.indicator.id: group.indicator for group in groups}
    return tuple(
        Link(one.short_name, dated_address(one, scope.period) if scope.period else one.address)
        for one in found.values()
    )
