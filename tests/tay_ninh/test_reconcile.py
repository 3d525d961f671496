"""Tests the contradictions in the real documents."""

from generator.loading import load_portal
from generator.measures import measure
from generator.model import Portal
from generator.reconcile import Discrepancy, DiscrepancyKind, notes, reconcile
from tests.support.folders import ROOT


def found_in(portal: Portal) -> tuple[Discrepancy, ...]:
    return reconcile(portal, measure(portal))


def test_the_findings_of_the_real_documents_are_exactly_these() -> None:
    """Each finding was compared with its document by a person."""
    portal, _ = load_portal(ROOT)
    found = [(item.kind, item.locator, item.indicator_id, item.stated, item.recomputed) for item in found_in(portal)]
    assert found == [
        (DiscrepancyKind.SHARE, "text:I.2", "full-online-services", "41.11", "41.14"),
        (DiscrepancyKind.SHARE, "PL1.1:8", "full-online-services", "1.12", "6.74"),
        (DiscrepancyKind.PARTS, "PL1.1:4", "services-total", "100", "61"),
        (DiscrepancyKind.TOTAL, "PL1.1:total", "services-total", "1400", "1444"),
        (DiscrepancyKind.TOTAL, "PL1.1:total", "services-partial", "815", "820"),
        (DiscrepancyKind.RANGE, "text:I.3", "online-handled-dossiers", "71.84", ""),
        (DiscrepancyKind.TARGET, "text:II.2.e", "satisfaction", "95", "90"),
        (DiscrepancyKind.DUE, "text:I.2", "full-online-services", "2023", "2024-Q1"),
        (DiscrepancyKind.SLIPPED, "PL.I:3", "result-sync", "", ""),
        (DiscrepancyKind.REPEATED, "PL.I:17", "full-online-eligible", "31.93", ""),
    ]
    noted = notes(portal)
    cut = [(note.cell.locator, note.cell.value, note.rounded) for note in noted.truncations]
    assert cut == [
        ("PL1.1:5", "60.86", "60.87"),
        ("PL1.1:9", "10.58", "10.59"),
        ("PL1.1:15", "77.77", "77.78"),
        ("PL1.1:total", "41.78", "41.79"),
        ("PL1.2:1", "34.81", "34.82"),
    ]
    assert [(note.mean.value, note.pooled.value) for note in noted.pooled] == [
        ("34.36", "19.73"),
        ("44.75", "71.84"),
        ("94.48", "98.49"),
    ]
