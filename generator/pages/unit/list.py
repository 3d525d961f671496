"""`/don-vi/`: every unit, by level and by the unit above it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from generator import formats, words
from generator.grouping import grouped
from generator.measures import province_of
from generator.model import Level, Unit
from generator.pages.facts import Facts, newest_figures
from generator.pages.figures import score_of
from generator.pages.links import HOME, UNITS, dated, unit_link
from generator.pages.parts import Link, Page
from generator.pages.topics import ALL, level_topics


@dataclass(frozen=True)
class UnitLine:
    """A unit in the list of all: its page, what its newest figures say in short, its level and where it belongs."""

    link: Link
    score: str
    level: str
    within: str = ""


@dataclass(frozen=True)
class UnitPart:
    """Units under one heading, a link to the unit above them, or under none."""

    heading: Link | None
    units: tuple[UnitLine, ...]


@dataclass(frozen=True)
class UnitSection:
    """Units of one level of one province."""

    id: str
    title: str
    parts: tuple[UnitPart, ...]


@dataclass(frozen=True, kw_only=True)
class UnitsPage(Page):
    """All units of the portal."""

    lead: str
    sections: tuple[UnitSection, ...]


def units_page(facts: Facts) -> UnitsPage:
    """Provinces, then each province's units by level; communes under their districts."""
    provinces = [facts.portal.units[id_] for id_ in facts.portal.settings.province_ids]
    country = facts.portal.country
    sections = [_section("ca-nuoc", "Cả nước", [country], facts)] if country else []
    sections += [_section("tinh", "Tỉnh, thành phố trực thuộc trung ương", provinces, facts)]
    if facts.portal.vast:
        sections[-1] = _counted_provinces(sections[-1], facts)
    else:
        sections += [section for province in provinces for section in _province_sections(province, facts)]
    total = len(facts.portal.units)
    return UnitsPage(
        address=UNITS.address,
        title="Đơn vị",
        description=_description(total, vast=facts.portal.vast),
        trail=(HOME,),
        lead=_lead(total, vast=facts.portal.vast),
        sections=tuple(sections),
        hide_toc=True,
        feeds=tuple(topic.link for topic in (ALL, *level_topics(facts.portal))),
    )


def _description(total: int, *, vast: bool) -> str:
    told = "số đơn vị của từng tỉnh" if vast else "số chỉ tiêu đạt được theo số liệu mới nhất"
    return f"{formats.count(total)} cơ quan, địa phương, kèm {told}."


def _lead(total: int, *, vast: bool) -> str:
    counted = f"{formats.count(total)} đơn vị"
    if vast:
        return f"{counted}. Bấm vào tên tỉnh để xem các đơn vị trực thuộc, hoặc gõ tên đơn vị để tìm."
    return f"{counted}. Sau tên là số chỉ tiêu đạt trên số chỉ tiêu được đánh giá, theo số liệu mới nhất."


def _counted_provinces(section: UnitSection, facts: Facts) -> UnitSection:
    """The provinces with how many units each has of each level in place of a score: their own pages list them."""
    units = facts.portal.units
    counts = Counter((province_of(unit, units), unit.level) for unit in units.values())
    ids = {unit.address: unit.id for unit in units.values() if unit.level is Level.PROVINCE}

    def told(line: UnitLine) -> UnitLine:
        found = ((level, counts[ids[line.link.address], level]) for level in Level if level.below_province)
        return replace(line, score="; ".join(f"{count} {words.LEVEL_UNITS[level]}" for level, count in found if count))

    parts = (replace(part, units=tuple(map(told, part.units))) for part in section.parts)
    return replace(section, parts=tuple(parts))


def _province_sections(province: Unit, facts: Facts) -> Iterator[UnitSection]:
    children = grouped(facts.children.get(province.id, ()), lambda child: child.level)
    districts = _sorted(children.get(Level.DISTRICT, ()))
    for level, code in _LEVEL_IDS.items():
        if units := children.get(level, ()):
            yield _section(
                f"{code}-{province.slug}", f"{words.LEVELS[level]} của {words.inline(dated(province))}", units, facts
            )
    if districts:
        title = f"{words.LEVELS[Level.COMMUNE]} của {words.inline(dated(province))}"
        parts = tuple(_district_part(district, facts) for district in districts)
        yield UnitSection(f"xa-theo-huyen-{province.slug}", title, parts)


_LEVEL_IDS = {Level.DEPARTMENT: "so", Level.DISTRICT: "huyen", Level.COMMUNE: "xa"}


def _section(id_: str, title: str, units: Sequence[Unit], facts: Facts) -> UnitSection:
    return UnitSection(id_, title, (UnitPart(None, tuple(_unit_line(unit, facts) for unit in _sorted(units))),))


def _district_part(district: Unit, facts: Facts) -> UnitPart:
    communes = _sorted(facts.children.get(district.id, ()))
    return UnitPart(
        unit_link(district),
        tuple(_unit_line(unit, facts, within=words.name_in_text(district)) for unit in communes),
    )


def _unit_line(unit: Unit, facts: Facts, within: str = "") -> UnitLine:
    name = dated(unit) if unit.level is Level.PROVINCE else unit.name
    score = score_of(newest_figures(facts.by_unit.get(unit.id, ()))).text
    return UnitLine(Link(name, unit.address), score, words.LEVELS[unit.level], within)


def _sorted(units: Sequence[Unit]) -> list[Unit]:
    return sorted(units, key=lambda unit: formats.collation(unit.name))
