"""Compares the units and the lineage of Tây Ninh with the open gazetteer from which new portals are made."""

import pytest

from generator.founding.command import with_corrected_successors
from generator.founding.documents import resolution_of
from generator.founding.gazetteer import Gazetteer, gazetteer
from generator.founding.units import Territory, territory
from generator.loading import load_portal
from generator.model import Level, Portal, Unit
from tests.support.folders import ROOT


@pytest.fixture(scope="module")
def portal() -> Portal:
    return load_portal(ROOT)[0]


def drawn(source: Gazetteer) -> Territory:
    """Returns today's Tây Ninh with its predecessors, as a new portal would have it."""
    province = source.provinces["tinhtayninh"]
    return territory(source, province, (), resolution_of(province), past=True)


def own(portal: Portal) -> list[Unit]:
    """Returns the former and present units of Tây Ninh without departments, which the gazetteer does not have."""
    units = portal.units.values()
    return [unit for unit in units if unit.id.startswith("tay-ninh") and unit.level is not Level.DEPARTMENT]


def key(unit: Unit) -> tuple[str, str, bool]:
    """Returns the key of a unit in the gazetteer: its level, its code, and whether it has ended, because codes are
    reused."""
    return unit.level, unit.code, unit.active_to is not None


def test_names_kinds_and_codes_equal_those_of_the_gazetteer(portal: Portal) -> None:
    """There are two provinces, nine districts, 94 former communes and 36 of today's 96 communes."""
    listed = {key(unit): unit for unit in drawn(gazetteer()).units.values()}
    assert len(own(portal)) == 141
    for unit in own(portal):
        assert (unit.name, unit.kind) == (listed[key(unit)].name, listed[key(unit)].kind), unit.id


@pytest.mark.parametrize(("repaired", "expected"), [(True, []), (False, ["tay-ninh.tay-ninh.phuong-4"])])
def test_lineage_equals_that_of_the_gazetteer(repaired: bool, expected: list[str], portal: Portal) -> None:  # noqa: FBT001
    """The exception is Phường 4: unless it is repaired, the gazetteer confuses it with that of Tân An."""
    found = drawn(with_corrected_successors(gazetteer()) if repaired else gazetteer())
    ids = {key(unit): unit.id for unit in found.units.values()}
    same = {unit.id: ids[key(unit)] for unit in own(portal)}
    mine = {(same[row.predecessor_id], same.get(row.successor_id, ""), row.kind) for row in portal.lineage
            if row.predecessor_id in same}  # fmt: skip
    theirs = {(row.predecessor_id, row.successor_id, row.kind) for row in found.lineage
              if row.predecessor_id in same.values()}  # fmt: skip
    differing = {predecessor for predecessor, _, _ in mine ^ theirs}
    assert sorted(id_ for id_, other in same.items() if other in differing) == expected
