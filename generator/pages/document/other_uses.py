"""Other uses of a document, besides figures and tasks: reorganisations of units, locations of units, point scales,
answers to discrepancies."""

from collections import Counter
from collections.abc import Iterator, Mapping

from generator import formats
from generator.grouping import grouped
from generator.model import SERVICE_INDEX, Portal
from generator.pages.links import RECONCILIATION, UNITS
from generator.pages.parts import Link


def other_uses_by_document(portal: Portal) -> Mapping[str, tuple[Link, ...]]:
    """Returns the uses of each document by document id. Each link leads to the page that shows the use."""
    uses = grouped(_uses(portal), lambda use: use[0])
    return {id_: tuple(link for _, link in found) for id_, found in uses.items()}


def _uses(portal: Portal) -> Iterator[tuple[str, Link]]:
    """Yields pairs of a document id and a use."""
    rearranged = {(row.source_id, row.predecessor_id or row.successor_id) for row in portal.lineage}
    for id_, units in Counter(source_id for source_id, _ in rearranged).items():
        yield id_, Link(f"việc sắp xếp {formats.count(units)} đơn vị", UNITS.address)
    for id_, units in Counter(point.source_id for point in portal.points).items():
        yield id_, Link(f"vị trí của {formats.count(units)} đơn vị trên bản đồ", UNITS.address)
    if indicator := portal.indicators.get(SERVICE_INDEX):
        scale = Link(f"thang điểm của chỉ tiêu “{indicator.short_name}”", f"{indicator.address}#thang-diem")
        yield from ((id_, scale) for id_ in {scheme.source_id for scheme in portal.schemes})
    for id_, findings in Counter(item.source_id for item in portal.corrections).items():
        yield (
            id_,
            Link(f"câu trả lời cho {formats.count(findings)} trường hợp số liệu không khớp", RECONCILIATION.address),
        )
