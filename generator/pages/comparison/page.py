"""`/so-sanh/`: units side by side, with suggested comparisons. A script fills the page with the files of `data`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator import words
from generator.grouping import grouped
from generator.model import Level, TargetStatus, Unit
from generator.pages.comparison.data import parts_of
from generator.pages.facts import Facts
from generator.pages.figures import legend
from generator.pages.links import (
    COMPARED,
    COMPARISON,
    HOME,
    MOST_COMPARED,
    RANKINGS,
    UNITS,
    comparison_link,
)
from generator.pages.members import ENDED, counted, members
from generator.pages.overall import Overall, OverallRankings, RankedUnit, by_one_indicator
from generator.pages.parts import Link, Mark, Page
from generator.pages.unit_names import by_name, name_with_days

_UNITS_AT_END = 3
_RUN_LENGTH = 4
_MOST_AS_WHOLE = 9
"""The largest number of units for which one comparison of the whole level is suggested."""


@dataclass(frozen=True)
class Offer:
    """A suggested comparison: the link that opens it, a note on its units, and the named units with their results."""

    link: Link
    note: str
    named: tuple[RankedUnit, ...]


@dataclass(frozen=True)
class Offers:
    """The suggested comparisons of one level of a province, and the criterion by which its units are ordered."""

    id: str
    title: str
    criterion: str
    offers: tuple[Offer, ...]


@dataclass(frozen=True)
class ProvinceOffers:
    """The suggested comparisons of the levels of one province."""

    title: str
    levels: tuple[Offers, ...]


@dataclass(frozen=True, kw_only=True)
class ComparisonPage(Page):
    """The comparison page.

    `anchor` is the anchor of the comparison, `parts` the number of files that the figures are split into. `levels` are
    the suggested comparisons. If provinces have pages of their own, those of each province are folded, in `provinces`
    and, for provinces that have ended, in `ended`. `page_links` and `rankings` are links to the same figures for
    readers without scripts. The legend is empty without figures.
    """

    anchor: str
    parts: int
    legend: tuple[Mark, ...]
    levels: tuple[Offers, ...]
    provinces: tuple[ProvinceOffers, ...]
    ended: tuple[ProvinceOffers, ...]
    ended_title: str
    page_links: tuple[Link, ...]
    rankings: tuple[Link, ...]


def comparison_page(facts: Facts, overall: OverallRankings, provinces: Overall | None) -> ComparisonPage:
    """Returns the comparison page; it suggests comparisons of levels and, if there are several, of provinces."""
    levels: list[Offers] = []
    by_province: dict[Unit, list[Offers]] = {}
    for province, found in _suggestions(overall, provinces, facts):
        if province and facts.portal.has_province_pages:
            by_province.setdefault(province, []).append(found)
        else:
            levels.append(found)
    sorted_provinces = members(by_province, None, facts.today)

    def offers(named: Iterable[tuple[Unit, str]]) -> tuple[ProvinceOffers, ...]:
        return tuple(ProvinceOffers(name, tuple(by_province[unit])) for unit, name in named)

    return ComparisonPage(
        address=COMPARISON.address,
        title="So sánh đơn vị",
        description="So sánh hai hay nhiều đơn vị theo từng chỉ tiêu, ở kỳ có số liệu mới nhất.",
        trail=(HOME,),
        hide_toc=True,
        anchor=COMPARED,
        parts=parts_of(facts.portal),
        legend=_legend(facts) if any(row.amount is not None for row in facts.assessed) else (),
        levels=tuple(levels),
        provinces=offers((*sorted_provinces.existing, *sorted_provinces.coming)),
        ended=offers(sorted_provinces.ended),
        ended_title=counted(sorted_provinces.ended, Level.PROVINCE, ENDED),
        page_links=(
            Link("Bảng tổng hợp mọi đơn vị và mọi chỉ tiêu", RANKINGS.address),
            Link("Danh sách đơn vị", UNITS.address),
        ),
        rankings=tuple(
            Link(indicator.short_name, indicator.address)
            for indicator in facts.portal.indicators.values()
            if any(row.has_rank for row in facts.by_indicator.get(indicator.id, ()))
        ),
    )


def _legend(facts: Facts) -> tuple[Mark, ...]:
    """Returns the key. Rows are searched for unreadable targets only if there are any, because there are many rows."""
    unread = any(target.status is TargetStatus.UNREADABLE for target in facts.targets)
    return legend(with_unread=unread and any(row.has_only_unread_target for row in facts.assessed))


def _suggestions(
    overall: OverallRankings, provinces: Overall | None, facts: Facts
) -> Iterator[tuple[Unit | None, Offers]]:
    """Yields the suggestions for provinces together, then for each level of a province, with the province."""
    overall = {key: found for key, found in overall.items() if found.has_several}
    if provinces is not None:
        yield None, _offers(provinces, words.LEVELS[Level.PROVINCE], "", facts)
    for (id_, level), found in overall.items():
        province = facts.portal.units[id_]
        yield province, _offers(found, _title(level, province, facts), f"-{province.slug}", facts)
    yield from _suggestions_of_unjudged(overall, provinces, facts)


def _title(level: Level, province: Unit, facts: Facts) -> str:
    """Returns the level's name. The province's name is added if it is not the portal's own province and does not stand
    above."""
    plain = level is Level.PROVINCE or province == facts.own or facts.portal.has_province_pages
    return words.LEVELS[level] if plain else f"{words.LEVELS[level]}, {words.inline(name_with_days(province))}"


def _suggestions_of_unjudged(
    overall: OverallRankings, provinces: Overall | None, facts: Facts
) -> Iterator[tuple[Unit | None, Offers]]:
    """Yields for each level without assessments a comparison of the first two units of its newest ranking."""
    groups = [group for found in facts.levels.by_indicator.values() for group in found if group.ranked]
    for key, found in grouped(groups, lambda group: (group.province.id, group.level)).items():
        level, province = found[0].level, found[0].province
        judged = provinces is not None if level is Level.PROVINCE else key in overall
        if not judged:
            first = by_one_indicator(max(found, key=lambda group: group.period.order))
            ending = "" if level is Level.PROVINCE else f"-{province.slug}"
            two = first.ordered[:2]
            link = _offer(" và ".join(placed.unit.name for placed in two), two)
            offers = Offers(f"{level.value}{ending}", _title(level, province, facts), first.criterion, (link,))
            yield (None if level is Level.PROVINCE else province), offers


def _offers(overall: Overall, title: str, ending: str, facts: Facts) -> Offers:
    """Returns the suggestions for one level; `ending` makes the anchor unique among the provinces."""
    return Offers(
        id=f"{overall.level.value}{ending}",
        title=title,
        criterion=overall.criterion,
        offers=tuple(_offers_of(overall, facts)),
    )


def _offers_of(overall: Overall, facts: Facts) -> Iterator[Offer]:
    """Yields the suggestions for the units of one level.

    These are the best and the last units, and all units of a small level. Of a large level they are communes by
    district, or else neighbours in rank. The latter two name every unit, so a portal with province pages leaves them
    out.
    """
    units = overall.ordered
    if len(units) > 2 * _UNITS_AT_END:
        yield _offer(_ends_title(overall), (*units[:_UNITS_AT_END], *units[-_UNITS_AT_END:]))
    if len(units) <= _MOST_AS_WHOLE:
        yield _offer(words.capitalised(overall.ranked_text), units)
    elif facts.portal.has_province_pages:
        return
    elif districts := _districts(units, facts):
        yield from _by_district(districts)
    else:
        yield from _runs(units)


def _offer(title: str, units: Sequence[RankedUnit]) -> Offer:
    return Offer(comparison_link(title, [placed.unit for placed in units]), "", tuple(units))


def _ends_title(overall: Overall) -> str:
    measure = "" if overall.indicator else "có tỷ lệ đạt "
    best, worst = overall.ends
    return f"Ba đơn vị {measure}{best} và ba đơn vị {measure}{worst}"


def _districts(units: Sequence[RankedUnit], facts: Facts) -> Mapping[Unit, Sequence[RankedUnit]]:
    """Returns the communes of each district that has several, in the order of the districts' names.

    Empty if there are no districts.
    """
    found = grouped(units, lambda placed: placed.unit.parent_id)
    known = [facts.portal.units[id_] for id_, communes in found.items() if id_ and len(communes) > 1]
    districts = [unit for unit in known if unit.level is Level.DISTRICT]
    return {unit: found[unit.id] for unit in by_name(districts)}


def _by_district(districts: Mapping[Unit, Sequence[RankedUnit]]) -> Iterator[Offer]:
    """Yields a comparison of each district's communes, in which the first and the last commune are named.

    A comparison has at most `MOST_COMPARED` communes, the first ones.
    """
    for district, communes in districts.items():
        named = f"{words.LEVEL_UNITS[Level.COMMUNE]} của {words.name_in_text(district)}"
        whole = len(communes) <= MOST_COMPARED
        title = f"Các {named}" if whole else f"{MOST_COMPARED} đơn vị đứng đầu trong các {named}"
        link = comparison_link(title, [placed.unit for placed in communes[:MOST_COMPARED]])
        yield Offer(link, f"{len(communes)} đơn vị; đứng đầu và đứng cuối:", (communes[0], communes[-1]))


def _runs(units: Sequence[RankedUnit]) -> Iterator[Offer]:
    """Yields comparisons of neighbours in rank, in small groups of at least two units."""
    starts = [start for start in range(0, len(units), _RUN_LENGTH) if len(units) - start > 1]
    for start, end in zip(starts, [*starts[1:], len(units)], strict=True):
        yield _offer(f"Các đơn vị từ vị trí {start + 1} đến vị trí {end}", units[start:end])
