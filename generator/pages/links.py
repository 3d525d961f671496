"""Builds links to the pages of units, indicators and documents, and references to the row of a document."""

from collections.abc import Sequence

from generator import formats, words
from generator.model import Body, Indicator, Level, Portal, Reading, Source, Unit, ancestors
from generator.model.addresses import (
    DOCUMENT_PAGE,
    FINDING_PAGE,
    INDICATOR_PAGE,
    INDICATOR_RANKING,
    PLAN_PAGE,
    RANKING,
    RELEASE_PAGE,
    UNIT_PAGE,
    YEAR_PAGE,
    Part,
)
from generator.pages.facts import Assessed
from generator.pages.parts import Link, SourceRef

HOME = Link("Trang chủ", "/")
UNITS = Link("Đơn vị", UNIT_PAGE.root)
INDICATORS = Link("Chỉ tiêu", INDICATOR_PAGE.root)
SOURCES = Link("Văn bản", DOCUMENT_PAGE.root)
PLANS = Link("Kế hoạch", PLAN_PAGE.root)
RANKINGS = Link("Xếp hạng", RANKING.root)
RECONCILIATION = Link("Đối chiếu", FINDING_PAGE.root)
DATA = Link("Dữ liệu", "/du-lieu/")
API = Link("Giao diện dữ liệu (API)", "/du-lieu/api/")
RESEARCHERS = Link("English", "/en/")
UPDATES = Link("Cập nhật", RELEASE_PAGE.root)
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
"""Links to the pages that every portal has, independent of its data."""

SITE = "https://site.invalid/"
"""Placeholder for the site's address, which is unknown while pages are generated; the theme replaces it.

RFC 2606 reserves the domain `.invalid`.
"""


def absolute_url(address: str) -> str:
    """Returns the absolute URL of an address, for uses outside the site: machines, printed pages, citations."""
    return f"{SITE}{address.lstrip('/')}"


def unit_link(unit: Unit) -> Link:
    """Returns a link to the unit's page, with its name."""
    return Link(unit.name, unit.address)


def indicator_link(indicator: Indicator) -> Link:
    """Returns a link to the indicator's page, with its name."""
    return Link(indicator.name, indicator.address)


def dated_address(indicator: Indicator, period: object) -> str:
    """Returns the permanent address of an indicator's ranking of a period."""
    return INDICATOR_RANKING.address({Part.INDICATOR: indicator.slug, Part.PERIOD: str(period)})


def year_address(unit: Unit, year: object) -> str:
    """Returns the permanent address of a unit's page of a year."""
    return YEAR_PAGE.address({Part.UNIT: unit.slug, Part.YEAR: str(year)})


def source_link(source: Source) -> Link:
    """Returns a link to the document's page, with its kind and number."""
    return Link(formats.source_name(source), source.address)


def place_link(unit: Unit, level: Level | None) -> Link:
    """Returns a link for a unit, or for all units of a level within it: `Các đơn vị cấp xã của tỉnh Tây Ninh`."""
    if level is None:
        return unit_link(unit)
    return Link(f"Các {words.LEVEL_UNITS[level]} của {words.name_in_text(unit)}", unit.address)


def actor_link(id_: str, portal: Portal) -> Link:
    """Returns a link for an actor of a task: a unit, all units of a level, or a body (no page, so no address)."""
    unit_id, colon, level = id_.partition(":")
    if colon:
        return place_link(portal.units[unit_id], Level(level))
    actor: Unit | Body = portal.units[id_] if id_ in portal.units else portal.bodies[id_]
    return unit_link(actor) if isinstance(actor, Unit) else Link(actor.name, "")


def unit_trail(unit: Unit, portal: Portal) -> tuple[Link, ...]:
    """Returns the breadcrumb trail of a unit's page: home page, units page, its ancestors from the top."""
    return (HOME, UNITS, *reversed([unit_link(above) for above in ancestors(unit, portal.units)]))


MOST_COMPARED = 20
"""The largest number of units in a comparison (`theme/scripts/compare.js`)."""

COMPARED = "bang-so-sanh"
"""The anchor of the comparison on its page; styles reserve the space of the comparison before its script has run."""


def comparison_link(text: str, units: Sequence[Unit]) -> Link:
    """Returns a link to the comparison of these units. With one unit, the reader chooses others on that page."""
    return Link(text, f"{COMPARISON.address}?don-vi={','.join(unit.slug for unit in units)}#{COMPARED}")


def row_address(source: Source, locator: str) -> str:
    """Returns the address of a row on the document's page."""
    return f"{source.address}#{formats.anchor(locator)}"


def statement_address(row: Assessed) -> str:
    """Returns the address of the document row that states the figure; empty if no document states it."""
    return row_address(row.source, row.locator) if row.source and row.locator else ""


def row_link(row: Assessed) -> Link:
    """Returns a link to the document row that states the figure, with the document and the place in it as text.

    Raises ValueError if no document states the figure.
    """
    if row.source is None:
        raise ValueError("no document states this row")
    return Link(f"{formats.source_name(row.source)}, {formats.locator(row.locator)}", statement_address(row))


def source_ref(source: Source, locator: str, reading: Reading = Reading.CLEAR, note: str = "") -> SourceRef:
    """Returns a reference to the document row that states a figure."""
    text = f"{formats.source_name(source)}, {formats.locator(locator)}"
    return SourceRef(text, row_address(source, locator), reading is Reading.INFERRED, note)
