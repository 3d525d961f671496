"""`/so-sanh/`: units side by side, and comparisons worth seeing. A script fills the page from `/data/so-sanh.json`."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator import formats, words
from generator.artifacts import Artifact
from generator.grouping import grouped
from generator.model import SCALE, Assessment, Level, Measure, TargetStatus, Unit
from generator.pages.facts import Assessed, Facts
from generator.pages.figures import figure_of, legend, mark_of, period_text, target_text
from generator.pages.links import (
    COMPARED,
    COMPARISON,
    HOME,
    RANKINGS,
    UNITS,
    comparison_link,
    dated,
    full_name,
    stated_at,
)
from generator.pages.overall import Overall, Placed, Standings
from generator.pages.parts import Link, Mark, Page
from generator.pages.places import is_vast

DATA = "data/so-sanh.json"
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
    """The comparison; without scripts its doors lead to the same figures."""

    lead: str
    anchor: str
    legend: tuple[Mark, ...]
    levels: tuple[Offers, ...]
    doors: tuple[Link, ...]
    rankings: tuple[Link, ...]


def comparison_page(facts: Facts, overall: Standings) -> ComparisonPage:
    """The page that the script of comparisons works on."""
    return ComparisonPage(
        address=COMPARISON.address,
        title="So sánh đơn vị",
        description="So sánh hai hay nhiều đơn vị theo từng chỉ tiêu, ở kỳ có số liệu mới nhất.",
        trail=(HOME,),
        hide_toc=True,
        lead="So sánh hai hay nhiều đơn vị theo từng chỉ tiêu, ở kỳ có số liệu mới nhất.",
        anchor=COMPARED,
        legend=legend(),
        levels=tuple(_offers(found, key[0], facts) for key, found in overall.items()),
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


def _offers(overall: Overall, province_id: str, facts: Facts) -> Offers:
    own = province_id == facts.portal.settings.province_ids[0]
    province = facts.portal.units[province_id]
    level = words.LEVELS[overall.level]
    return Offers(
        id=f"{overall.level.value}-{province.slug}",
        title=level if own else f"{level}, {words.inline(dated(province))}",
        criterion=overall.criterion,
        offers=tuple(_offers_of(overall, facts)),
    )


def _offers_of(overall: Overall, facts: Facts) -> Iterator[Offer]:
    """The best against the last; all where they are few; communes by district, others by neighbours in rank. These last
    ones name every unit, so that a vast portal leaves them to the choice of its readers."""
    units = overall.ordered
    if len(units) > 2 * _END:
        yield _offer(_ends_title(overall), (*units[:_END], *units[-_END:]))
    if len(units) <= _FEW:
        yield _offer(f"Cả {len(units)} {words.LEVEL_UNITS[overall.level]}", units)
    elif is_vast(facts.portal):
        return
    elif overall.level is Level.COMMUNE:
        yield from _by_district(units, facts)
    else:
        yield from _runs(units)


def _offer(title: str, units: Sequence[Placed]) -> Offer:
    return Offer(comparison_link(title, [placed.unit for placed in units]), "", tuple(units))


def _ends_title(overall: Overall) -> str:
    most, least = ("cao nhất", "thấp nhất") if overall.indicator else ("đạt nhiều nhất", "đạt ít nhất")
    return f"Ba đơn vị {most} và ba đơn vị {least}"


def _by_district(units: Sequence[Placed], facts: Facts) -> Iterator[Offer]:
    """Of each district's communes the first and the last are named."""
    districts = grouped(units, lambda placed: placed.unit.parent_id)
    known = [facts.portal.units[id_] for id_, found in districts.items() if id_ and len(found) > 1]
    for district in sorted(known, key=lambda unit: formats.collation(unit.name)):
        communes = districts[district.id]
        title = f"Các {words.LEVEL_UNITS[Level.COMMUNE]} của {words.name_in_text(district)}"
        link = comparison_link(title, [placed.unit for placed in communes])
        yield Offer(link, f"{len(communes)} đơn vị; đứng đầu và đứng cuối:", (communes[0], communes[-1]))


def _runs(units: Sequence[Placed]) -> Iterator[Offer]:
    """Those next to one another in rank, a few at a time; the last ones are never alone."""
    starts = [start for start in range(0, len(units), _RUN) if len(units) - start > 1]
    for start, end in zip(starts, [*starts[1:], len(units)], strict=True):
        yield _offer(f"Các đơn vị từ thứ {start + 1} đến thứ {end}", units[start:end])


def comparison_data(facts: Facts) -> Artifact:
    """The latest figures of all units, as the script of comparisons reads them (theme/scripts/compare.js).

    Indicators that no unit has a figure for are left out, as are figures that are merely unknown. Counts come last:
    they tell the size of a unit, not how it does.
    """
    latest = {unit_id: _figures(rows, facts) for unit_id, rows in facts.latest.items()}
    figures = {facts.portal.units[id_].slug: found for id_, found in latest.items() if found}
    used = {slug for found in figures.values() for slug in found}
    units = sorted(facts.portal.units.values(), key=lambda unit: formats.collation(unit.name))
    names = Counter(unit.name for unit in units)
    published = {
        "units": [_unit(unit, facts, unique=names[unit.name] == 1) for unit in units],
        "indicators": [
            {"slug": one.slug, "name": one.short_name, "unit": one.measure.value}
            for one in sorted(facts.portal.indicators.values(), key=lambda one: one.measure is Measure.COUNT)
            if one.slug in used
        ],
        "figures": figures,
    }
    text = json.dumps(published, ensure_ascii=False, separators=(",", ":"))
    return Artifact(DATA, f"{text}\n".encode())


def _unit(unit: Unit, facts: Facts, *, unique: bool) -> dict[str, str]:
    """`short` where the name has a shorter form, `title` where others have the same name."""
    parent = facts.portal.units.get(unit.parent_id)
    above = parent.name if parent and unit.level is Level.COMMUNE else ""
    short = {"short": unit.short_name} if unique and unit.short_name != unit.name else {}
    title = {} if unique else {"title": full_name(unit, facts.portal)}
    return {"slug": unit.slug, "name": unit.name, "level": unit.level.value, "parent": above, **short, **title}


_Entry = list[float | int | str | None]


def _figures(rows: Mapping[str, Assessed], facts: Facts) -> dict[str, _Entry]:
    known = [row for row in rows.values() if row.assessment is not Assessment.NO_RESULT and row.period]
    return {row.indicator.slug: _entry(row, facts) for row in known}


def _entry(row: Assessed, facts: Facts) -> _Entry:
    """In the order that the script expects: value, text, period, word, code, target, the row that states it, the
    target's value."""
    mark = mark_of(row, facts.today)
    target = target_text(row.target) if row.target else ""
    binding = row.target.amount if row.target and row.target.status is TargetStatus.BINDING else None
    words_of = [figure_of(row).text, period_text(row), mark.word, mark.code.value, target, stated_at(row)]
    return [_number(row.amount), *words_of, _number(binding)]


def _number(amount: int | None) -> float | None:
    return None if amount is None else amount / SCALE
