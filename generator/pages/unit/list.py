"""Page `/don-vi/`: all units, by level and by the unit above them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from generator import formats, words
from generator.grouping import grouped
from generator.model import Level, Unit, province_id_of
from generator.pages.facts import Facts
from generator.pages.figures import score_of
from generator.pages.links import HOME, UNITS
from generator.pages.members import ENDED, NOT_BEGUN, members
from generator.pages.parts import Link, Page
from generator.pages.topics import ALL, level_topics
from generator.pages.unit_names import by_name, name_with_days


@dataclass(frozen=True)
class UnitLine:
    """A unit in the list: the link to its page, its score (targets met in its newest figures), its level, and the name
    of its district (`within`)."""

    link: Link
    score: str
    level: str
    within: str = ""


@dataclass(frozen=True)
class UnitPart:
    """Units under one heading: a link to the unit above them, or text without an address. None if they have no
    heading."""

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
    """Returns the list: provinces, then each province's units by level. Communes are listed under their districts."""
    provinces = facts.portal.provinces
    country = facts.portal.country
    sections = (
        [UnitSection("ca-nuoc", "Cả nước", (UnitPart(None, (_line(country, country.name, facts),)),))]
        if country
        else []
    )
    title = "Tỉnh, thành phố trực thuộc trung ương"
    sections += [UnitSection("tinh", title, tuple(_parts(provinces, country, facts)))]
    if facts.portal.has_province_pages:
        sections[-1] = _counted_provinces(sections[-1], facts)
    else:
        sections += [section for province in provinces for section in _province_sections(province, facts)]
    total = _total(facts)
    return UnitsPage(
        address=UNITS.address,
        title="Đơn vị",
        description=_description(total, sections, by_province=facts.portal.has_province_pages),
        trail=(HOME,),
        lead=_lead(total, sections, by_province=facts.portal.has_province_pages),
        sections=tuple(sections),
        hide_toc=True,
        feeds=tuple(topic.link for topic in (ALL, *level_topics(facts.portal))),
    )


def _total(facts: Facts) -> str:
    """Counts the units without the country, which is neither an office nor a locality. Units that have ended and units
    that have not begun are counted apart, unless this is true of all units."""
    units = [unit for unit in facts.portal.units.values() if unit.level is not Level.COUNTRY]
    ended = sum(unit.has_ended(facts.today) for unit in units)
    coming = sum(not unit.has_begun(facts.today) for unit in units)
    if len(units) in {ended, coming} or not ended + coming:
        return f"{formats.count(len(units))} cơ quan, địa phương"
    living = f"{formats.count(len(units) - ended - coming)} cơ quan, địa phương đang hoạt động"
    counted = ((coming, NOT_BEGUN), (ended, ENDED))
    others = [f"{formats.count(number)} đơn vị {state}" for number, state in counted if number]
    return words.listing([living, *others])


def _has_scores(sections: Iterable[UnitSection]) -> bool:
    """Whether any unit in the list has a score."""
    return any(line.score for section in sections for part in section.parts for line in part.units)


def _description(total: str, sections: Sequence[UnitSection], *, by_province: bool) -> str:
    contents = "số đơn vị của từng tỉnh" if by_province else "số chỉ tiêu đạt được theo số liệu mới nhất"
    return f"{total}, kèm {contents}." if _has_scores(sections) else f"{total}."


def _lead(total: str, sections: Sequence[UnitSection], *, by_province: bool) -> str:
    if by_province:
        return f"{total}. Bấm vào tên tỉnh để xem các đơn vị trực thuộc, hoặc gõ tên đơn vị để tìm."
    if not _has_scores(sections):
        return f"{total}."
    return f"{total}. Sau tên là số chỉ tiêu đạt trên số chỉ tiêu được đánh giá, theo số liệu mới nhất của đơn vị ấy."


def _counted_provinces(section: UnitSection, facts: Facts) -> UnitSection:
    """Replaces the score of each province by the number of its units of each level, because the units themselves are
    listed on the province's page."""
    units = facts.portal.units
    counted = (unit for unit in units.values() if _is_counted(unit, facts))
    counts = Counter((province_id_of(unit, units), unit.level) for unit in counted)
    ids = {unit.address: unit.id for unit in units.values() if unit.level is Level.PROVINCE}

    def with_counts(line: UnitLine) -> UnitLine:
        found = ((level, counts[ids[line.link.address], level]) for level in Level if level.below_province)
        return replace(line, score="; ".join(f"{count} {words.LEVEL_UNITS[level]}" for level, count in found if count))

    parts = (replace(part, units=tuple(map(with_counts, part.units))) for part in section.parts)
    return replace(section, parts=tuple(parts))


def _is_counted(unit: Unit, facts: Facts) -> bool:
    """Whether a unit is counted: if it exists today, or if its province does not."""
    province = facts.portal.units[province_id_of(unit, facts.portal.units)]
    return unit.exists_on(facts.today) or not province.exists_on(facts.today)


def _province_sections(province: Unit, facts: Facts) -> Iterator[UnitSection]:
    children = grouped(facts.children.get(province.id, ()), lambda child: child.level)
    districts = by_name(children.get(Level.DISTRICT, ()))
    for level, code in SECTION_IDS.items():
        if units := children.get(level, ()):
            title = f"{words.LEVELS[level]} của {words.inline(name_with_days(province))}"
            yield UnitSection(f"{code}-{province.slug}", title, tuple(_parts(units, province, facts)))
    if districts:
        gone = all(district.has_ended(facts.today) for district in districts) and not province.has_ended(facts.today)
        of_province = "thuộc cấp huyện trước đây của" if gone else "của"
        title = f"{words.LEVELS[Level.COMMUNE]} {of_province} {words.inline(name_with_days(province))}"
        parts = tuple(_district_part(district, province, facts) for district in districts)
        yield UnitSection(f"xa-theo-huyen-{province.slug}", title, parts)


SECTION_IDS = {Level.DEPARTMENT: "so", Level.DISTRICT: "huyen", Level.COMMUNE: "xa"}
"""The starts of the anchors of the sections of a province, by level."""


def _parts(units: Iterable[Unit], above: Unit | None, facts: Facts) -> Iterator[UnitPart]:
    for state, pairs in members(units, above, facts.today).by_state():
        heading = Link(words.capitalised(state), "") if state else None
        yield UnitPart(heading, tuple(_line(unit, name, facts) for unit, name in pairs))


def _lines(units: Iterable[Unit], above: Unit, facts: Facts, within: str = "") -> Iterator[UnitLine]:
    """Returns existing units, then those that have not begun, then ended ones."""
    by_state = members(units, above, facts.today).by_state()
    return (_line(unit, name, facts, within) for _, pairs in by_state for unit, name in pairs)


def _district_part(district: Unit, province: Unit, facts: Facts) -> UnitPart:
    """Units of a district. The heading includes the first and last day of the district if it has ended and its province
    still exists."""
    ended = district.has_ended(facts.today) and not province.has_ended(facts.today)
    lines = _lines(facts.children.get(district.id, ()), district, facts, within=words.name_in_text(district))
    return UnitPart(Link(name_with_days(district) if ended else district.name, district.address), tuple(lines))


def _line(unit: Unit, name: str, facts: Facts, within: str = "") -> UnitLine:
    score = score_of(facts.newest(unit)).text
    return UnitLine(Link(name, unit.address), score, words.LEVELS[unit.level], within)
