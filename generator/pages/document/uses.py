"""What rests on a document besides figures and tasks: units that it rearranged, where units lie, a scale of points,
answers to findings."""

from collections.abc import Iterator

from generator import formats
from generator.model import SCALE, SERVICE_INDEX, Portal, Source
from generator.pages.links import RECONCILIATION, UNITS
from generator.pages.parts import Link


def uses_of(source: Source, portal: Portal) -> tuple[Link, ...]:
    """What rests on the document, each leading to where it is shown."""
    return tuple(_uses(source, portal))


def _uses(source: Source, portal: Portal) -> Iterator[Link]:
    arranged = {row.predecessor_id or row.successor_id for row in portal.lineage if row.source_id == source.id}
    if arranged:
        yield Link(f"việc sắp xếp {_counted(len(arranged))} đơn vị", UNITS.address)
    placed = sum(point.source_id == source.id for point in portal.points)
    if placed:
        yield Link(f"vị trí của {_counted(placed)} đơn vị trên bản đồ", UNITS.address)
    yield from _scales(source, portal)
    answers = sum(item.source_id == source.id for item in portal.corrections)
    if answers:
        yield Link(f"câu trả lời cho {_counted(answers)} trường hợp số liệu không khớp", RECONCILIATION.address)


def _scales(source: Source, portal: Portal) -> Iterator[Link]:
    indicator = portal.indicators.get(SERVICE_INDEX)
    if indicator and any(scheme.source_id == source.id for scheme in portal.schemes):
        yield Link(f"thang điểm của chỉ tiêu “{indicator.short_name}”", f"{indicator.address}#thang-diem")


def _counted(items: int) -> str:
    return formats.number(items * SCALE, 0)
