"""`/so-sanh/`: units side by side, and comparisons worth seeing. A script fills the page from what `data` publishes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator import formats, words
from generator.grouping import grouped
from generator.model import Level, Unit
from generator.pages.comparison.data import parts_of
from generator.pages.facts import Facts
from generator.pages.figures import legend
from generator.pages.levels import Levels
from generator.pages.links import (
    COMPARED,
    COMPARISON,
    HOME,
    MOST_COMPARED,
    RANKINGS,
    UNITS,
    comparison_link,
    dated,
)
from generator.pages.overall import Overall, Placed, Standings, by_one_indicator
from generator.pages.parts import Link, Mark, Page

_END = 3
_RUN = 4
_FEW = 9
"""A level of so many units is compared as a whole."""


@dataclass(frozen=True)
class Offer:
    """A comparison worth seeing: the link that opens it, whom it compares, and how those named stand."""

    link: Link
    note: str
    named: tuple[Placed, ...]


@dataclass(frozen=True)
class Offers:
    """The comparisons of one level of a province, and by what its units are put in order."""

    id: str
    title: str
    criterion: str
    offers: tuple[Offer, ...]


@dataclass(frozen=True, kw_only=True)
class ComparisonPage(Page):
    """The comparison; without scripts its doors lead to the same figures. `parts` is the number of files that figures
    stand in. The legend is empty where there is no figure."""

    lead: str
    anchor: str
    parts: int
    legend: tuple[Mark, ...]
    levels: tuple[Offers, ...]
    doors: tuple[Link, ...]
    rankings: tuple[Link, ...]


def comparison_page(facts: Facts, levels: Levels, overall: Standings, provinces: Overall | None) -> ComparisonPage:
    """The page that the script of comparisons works on; what it offers are levels and, of several, the provinces."""
    together = () if provinces is None else (_offers(provinces, words.LEVELS[Level.PROVINCE], "", facts),)
    judged = [_of_level(found, facts.portal.units[key[0]], facts) for key, found in overall.items()]
    return ComparisonPage(
        address=COMPARISON.address,
        title="So sánh đơn vị",
        description="So sánh hai hay nhiều đơn vị theo từng chỉ tiêu, ở kỳ có số liệu mới nhất.",
        trail=(HOME,),
        hide_toc=True,
        lead="So sánh hai hay nhiều đơn vị theo từng chỉ tiêu, ở kỳ có số liệu mới nhất.",
        anchor=COMPARED,
        parts=parts_of(facts.portal),
        legend=legend() if any(row.amount is not None for row in facts.assessed) else (),
        levels=(*together, *judged, *_of_unjudged(levels, overall, provinces, facts)),
        doors=(
            Link("Bảng tổng hợp mọi đơn vị và mọi chỉ tiêu", RANKINGS.address),
            Link("Danh sách đơn vị", UNITS.address),
        ),
        rankings=tuple(
            Link(indicator.short_name, indicator.address)
            for indicator in facts.portal.indicators.values()
            if any(row.placed for row in facts.by_indicator.get(indicator.id, ()))
        ),
    )


def _of_level(overall: Overall, province: Unit, facts: Facts) -> Offers:
    return _offers(overall, _title(overall.level, province, facts), f"-{province.slug}", facts)


def _title(level: Level, province: Unit, facts: Facts) -> str:
    """The level; of another province than the own one with its name."""
    plain = level is Level.PROVINCE or province == facts.own
    return words.LEVELS[level] if plain else f"{words.LEVELS[level]}, {words.inline(dated(province))}"


def _of_unjudged(levels: Levels, overall: Standings, provinces: Overall | None, facts: Facts) -> Iterator[Offers]:
    """Of each level that nobody judged the first two units that have figures of one indicator; the newest ranking says
    who they are."""
    groups = [group for found in levels.by_indicator.values() for group in found if group.ranked]
    for key, found in grouped(groups, lambda group: (group.province.id, group.level)).items():
        level, province = found[0].level, found[0].province
        judged = provinces is not None if level is Level.PROVINCE else key in overall
        if not judged:
            first = by_one_indicator(max(found, key=lambda group: group.period.end))
            ending = "" if level is Level.PROVINCE else f"-{province.slug}"
            two = first.ordered[:2]
            link = _offer(" và ".join(placed.unit.name for placed in two), two)
            yield Offers(f"{level.value}{ending}", _title(level, province, facts), first.criterion, (link,))


def _offers(overall: Overall, title: str, ending: str, facts: Facts) -> Offers:
    """What is offered of units of one level; `ending` tells them from those of other provinces, in the anchor."""
    return Offers(
        id=f"{overall.level.value}{ending}",
        title=title,
        criterion=overall.criterion,
        offers=tuple(_offers_of(overall, facts)),
    )


def _offers_of(overall: Overall, facts: Facts) -> Iterator[Offer]:
    """The best against the last; all where they are few; communes by district where there are any, others by neighbours
    in rank. These last ones name every unit, so that a vast portal leaves them to the choice of its readers."""
    units = overall.ordered
    if len(units) > 2 * _END:
        yield _offer(_ends_title(overall), (*units[:_END], *units[-_END:]))
    if len(units) <= _FEW:
        yield _offer(f"Cả {len(units)} {words.LEVEL_UNITS[overall.level]}", units)
    elif facts.portal.vast:
        return
    elif districts := _districts(units, facts):
        yield from _by_district(districts)
    else:
        yield from _runs(units)


def _offer(title: str, units: Sequence[Placed]) -> Offer:
    return Offer(comparison_link(title, [placed.unit for placed in units]), "", tuple(units))


def _ends_title(overall: Overall) -> str:
    measure = "" if overall.indicator else "có tỷ lệ đạt "
    best, worst = overall.ends
    return f"Ba đơn vị {measure}{best} và ba đơn vị {measure}{worst}"


def _districts(units: Sequence[Placed], facts: Facts) -> Mapping[Unit, Sequence[Placed]]:
    """The communes of each district that has several, by the districts' names; none where there is no such level."""
    found = grouped(units, lambda placed: placed.unit.parent_id)
    known = [facts.portal.units[id_] for id_, communes in found.items() if id_ and len(communes) > 1]
    districts = [unit for unit in known if unit.level is Level.DISTRICT]
    return {unit: found[unit.id] for unit in sorted(districts, key=lambda unit: formats.collation(unit.name))}


def _by_district(districts: Mapping[Unit, Sequence[Placed]]) -> Iterator[Offer]:
    """Of each district's communes the first and the last are named; of more than are compared the first ones are."""
    for district, communes in districts.items():
        named = f"{words.LEVEL_UNITS[Level.COMMUNE]} của {words.name_in_text(district)}"
        whole = len(communes) <= MOST_COMPARED
        title = f"Các {named}" if whole else f"{MOST_COMPARED} đơn vị đứng đầu trong các {named}"
        link = comparison_link(title, [placed.unit for placed in communes[:MOST_COMPARED]])
        yield Offer(link, f"{len(communes)} đơn vị; đứng đầu và đứng cuối:", (communes[0], communes[-1]))


def _runs(units: Sequence[Placed]) -> Iterator[Offer]:
    """Neighbours in rank, in small groups; no group has only one unit."""
    starts = [start for start in range(0, len(units), _RUN) if len(units) - start > 1]
    for start, end in zip(starts, [*starts[1:], len(units)], strict=True):
        yield _offer(f"Các đơn vị từ vị trí {start + 1} đến vị trí {end}", units[start:end])
