"""Links to the pages of units, indicators and documents, and references to the row of a document."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from generator import formats, words
from generator.model import Body, Indicator, Level, Portal, Reading, Source, Unit
from generator.pages.facts import Assessed
from generator.pages.parts import Link, SourceRef

HOME = Link("Trang chủ", "/")
UNITS = Link("Đơn vị", "/don-vi/")
INDICATORS = Link("Chỉ tiêu", "/chi-tieu/")
SOURCES = Link("Văn bản", "/van-ban/")
PLANS = Link("Kế hoạch", "/ke-hoach/")
RANKINGS = Link("Xếp hạng", "/xep-hang/")
RECONCILIATION = Link("Đối chiếu", "/doi-chieu/")
DATA = Link("Dữ liệu", "/du-lieu/")
API = Link("Giao diện dữ liệu (API)", "/du-lieu/api/")
RESEARCHERS = Link("English", "/en/")
UPDATES = Link("Cập nhật", "/cap-nhat/")
COMPARISON = Link("So sánh", "/so-sanh/")
SECTIONS = (
    HOME,
    UNITS,
    INDICATORS,
    SOURCES,
    PLANS,
    RANKINGS,
    RECONCILIATION,
    DATA,
    API,
    RESEARCHERS,
    UPDATES,
    COMPARISON,
)
"""The pages that every portal has, whatever its data."""

SITE = "https://site.invalid/"
"""Stands for the address of the site, which nobody knows yet (RFC 2606 keeps it free); the theme replaces it."""


def whole_address(address: str) -> str:
    """An address of the site for those who are not on it: machines, readers on paper, who quotes it elsewhere."""
    return f"{SITE}{address.lstrip('/')}"


def unit_link(unit: Unit) -> Link:
    """The unit's full name and page."""
    return Link(unit.name, unit.address)


def indicator_link(indicator: Indicator) -> Link:
    """The indicator's name and page."""
    return Link(indicator.name, indicator.address)


def dated_address(indicator: Indicator, period: object) -> str:
    """Where the ranking of an indicator's period stays."""
    return f"{indicator.address}{period}/"


def year_address(unit: Unit, year: object) -> str:
    """Where a unit's year stays."""
    return f"{unit.address}{year}/"


def source_link(source: Source) -> Link:
    """The document's kind and number, and its page."""
    return Link(formats.source_name(source), source.address)


def place_link(unit: Unit, level: Level | None) -> Link:
    """A unit, or all units of a level within it: `Các đơn vị cấp xã của tỉnh Tây Ninh`."""
    if level is None:
        return unit_link(unit)
    return Link(f"Các {words.LEVEL_UNITS[level]} của {words.name_in_text(unit)}", unit.address)


def actor_link(id_: str, portal: Portal) -> Link:
    """Who leads or joins a task: a unit, a body (no page: empty address), or all units of a level."""
    unit_id, colon, level = id_.partition(":")
    if colon:
        return place_link(portal.units[unit_id], Level(level))
    actor: Unit | Body = portal.units[id_] if id_ in portal.units else portal.bodies[id_]
    return unit_link(actor) if isinstance(actor, Unit) else Link(actor.name, "")


def parents_of(unit: Unit, portal: Portal) -> Iterator[Unit]:
    """The units above it, nearest first."""
    at = portal.units.get(unit.parent_id)
    while at is not None:
        yield at
        at = portal.units.get(at.parent_id)


def unit_trail(unit: Unit, portal: Portal) -> tuple[Link, ...]:
    """The way to a unit's page: home, units, its parents from the top."""
    return (HOME, UNITS, *reversed([unit_link(parent) for parent in parents_of(unit, portal)]))


def full_name(unit: Unit, portal: Portal) -> str:
    """`Xã Tân Lập, huyện Tân Biên, tỉnh Tây Ninh (đến 6/2025)`: what tells a unit from others of its name."""
    time = months(unit)
    return f"{name_within(unit, portal)} ({time})" if time else name_within(unit, portal)


def names_apart(portal: Portal) -> Mapping[str, str]:
    """Of the units whose name others bear too, the name that tells them apart, by unit id."""
    units = portal.units.values()
    bearers = Counter(unit.name for unit in units)
    return {unit.id: full_name(unit, portal) for unit in units if bearers[unit.name] > 1}


def name_within(unit: Unit, portal: Portal) -> str:
    """`Xã Tân Lập, huyện Tân Biên, tỉnh Tây Ninh`; an agency is named as its seal says: `Thanh tra tỉnh Tây Ninh`."""
    places = [words.name_in_text(parent) for parent in parents_of(unit, portal)]
    if unit.level is Level.DEPARTMENT and places:
        return f"{unit.name.removesuffix(' tỉnh')} {', '.join(places)}"
    return ", ".join([unit.name, *places])


def months(unit: Unit) -> str:
    """`đến 6/2025`, `từ 7/2025`; empty for a unit with neither end known."""
    begun = f"từ {_month(unit.active_from)}" if unit.active_from else ""
    ended = until(unit.active_to) if unit.active_to else ""
    return " ".join(filter(None, [begun, ended]))


def until(day: date) -> str:
    """`đến 6/2025`: the last month of what ended."""
    return f"đến {_month(day)}"


def named_in_time(province: Unit) -> str:
    """`Tỉnh Tây Ninh (từ 7/2025)`: what tells a province from another one of its name."""
    return f"{province.name} ({months(province)})" if months(province) else province.name


def _month(day: date) -> str:
    return f"{day.month}/{day.year}"


MOST_COMPARED = 20
"""How many units a comparison shows (theme/scripts/compare.js)."""

COMPARED = "bang-so-sanh"
"""The anchor of the comparison on its page, so that room is kept for it before any script has run."""


def comparison_link(text: str, units: Sequence[Unit]) -> Link:
    """The comparison of these units; one alone begins a choice."""
    return Link(text, f"{COMPARISON.address}?don-vi={','.join(unit.slug for unit in units)}#{COMPARED}")


def row_address(source: Source, locator: str) -> str:
    """The anchor of a document's row on the document's page."""
    return f"{source.address}#{formats.anchor(locator)}"


def stated_at(row: Assessed) -> str:
    """The anchor of the row that states the figure; empty for one that no document states."""
    return row_address(row.source, row.locator) if row.source and row.locator else ""


def row_link(row: Assessed) -> Link:
    """The same with words: the document and the place in it. Raises ValueError for a row that no document states."""
    if row.source is None:
        raise ValueError("no document states this row")
    return Link(f"{formats.source_name(row.source)}, {formats.locator(row.locator)}", stated_at(row))


def source_ref(source: Source, locator: str, reading: Reading = Reading.CLEAR, note: str = "") -> SourceRef:
    """Where a figure stands, leading to the very row on the document's page."""
    text = f"{formats.source_name(source)}, {formats.locator(locator)}"
    return SourceRef(text, row_address(source, locator), reading is Reading.INFERRED, note)


def life(unit: Unit) -> str:
    """Since when and until when the unit works, as far as known."""
    if unit.active_from and unit.active_to:
        return f"từ {formats.day(unit.active_from)} đến hết {formats.day(unit.active_to)}"
    if unit.active_from:
        return f"từ {formats.day(unit.active_from)}"
    return f"đến hết {formats.day(unit.active_to)}" if unit.active_to else ""


def dated(unit: Unit) -> str:
    """`Tỉnh Tây Ninh (từ 01/07/2025)`: two provinces in a row bear one name."""
    return f"{unit.name} ({life(unit)})" if life(unit) else unit.name
