"""Links to the pages of units, indicators and documents, and references to the row of a document."""

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
    UPDATES,
    COMPARISON,
)
"""The pages that every portal has, whatever its data."""


def unit_link(unit: Unit) -> Link:
    """The unit's full name and page."""
    return Link(unit.name, unit.address)


def indicator_link(indicator: Indicator) -> Link:
    """The indicator's name and page."""
    return Link(indicator.name, indicator.address)


def source_link(source: Source) -> Link:
    """The document's kind and number, and its page."""
    return Link(source_name(source), source.address)


def source_name(source: Source) -> str:
    """`Kế hoạch số 3688/KH-UBND`, kept on one line where it fits."""
    return f"{source.kind} số{formats.NBSP}{source.number}"


def place_link(unit: Unit, level: Level | None) -> Link:
    """A unit, or all units of a level within it: `Các xã, phường, thị trấn của tỉnh Tây Ninh`."""
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


def unit_trail(unit: Unit, portal: Portal) -> tuple[Link, ...]:
    """The way to a unit's page: home, units, its parents from the top."""
    parents: list[Unit] = []
    at = portal.units.get(unit.parent_id)
    while at is not None:
        parents.append(at)
        at = portal.units.get(at.parent_id)
    return (HOME, UNITS, *(unit_link(parent) for parent in reversed(parents)))


def row_address(source: Source, locator: str) -> str:
    """The anchor of a document's row on the document's page."""
    return f"{source.address}#{formats.anchor(locator)}"


def stated_at(row: Assessed) -> str:
    """The anchor of the row that states the figure; empty for one that no document states."""
    return row_address(row.source, row.locator) if row.source and row.locator else ""


def source_ref(source: Source, locator: str, reading: Reading = Reading.CLEAR, note: str = "") -> SourceRef:
    """Where a figure stands, leading to the very row on the document's page."""
    text = f"{source_name(source)}, {formats.locator(locator)}"
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
