"""For whom each page was published: the address of a unit, an indicator or a document never becomes another one's.

A slug that one gave up and another one takes would leave no address without a page, and yet who kept a link would read
the figures of somebody else. `data/history/addresses.csv` has a line for each such address and the id of what stood
there. Each release adds those that are new, and nothing ever takes one away.
"""

from collections.abc import Collection, Iterator, Mapping
from itertools import chain
from pathlib import Path

import pandas as pd

from generator.artifacts import Artifact
from generator.checks.hints import INDICATORS, SOURCES, UNITS
from generator.history.replay import HISTORY, to_restore
from generator.loading.fields import rows
from generator.model import Indicator, Portal, Source, Unit
from generator.problems import Problem
from generator.reading.csv_rows import read_csv

OWNERS = f"{HISTORY}/addresses.csv"

_COLUMNS = ("address", "id")
_KIND = {UNITS: "đơn vị", INDICATORS: "chỉ tiêu", SOURCES: "văn bản"}

Entity = Unit | Indicator | Source


def with_owners(root: Path, portal: Portal) -> Artifact:
    """The file with the addresses of this portal too."""
    owners = {**_addresses(portal), **_owners(root, [])}
    table = pd.DataFrame(sorted(owners.items()), columns=_COLUMNS)
    return Artifact(OWNERS, table.to_csv(index=False, lineterminator="\n").encode())


def taken_addresses(root: Path, portal: Portal, wrong_ids: Collection[str]) -> Iterator[Problem]:
    """Slugs that give a page the address of what had another id when it was released. Of ids that are wrong themselves
    it is told elsewhere: they must be given back."""
    damage: list[Problem] = []
    owners = _owners(root, damage)
    yield from to_restore(damage)
    for path, entities in _entities(portal).items():
        for entity in entities.values():
            owner = owners.get(entity.address, entity.id)
            if owner != entity.id and not {owner, entity.id}.intersection(wrong_ids):
                yield _taken(path, entity, owner, entities.get(owner))


def _taken(path: str, entity: Entity, owner: str, other: Entity | None) -> Problem:
    kind = _KIND[path]
    message = (
        f"({entity.id}) địa chỉ {entity.address} đã công bố cho {kind} {owner}; địa chỉ đã dùng thì không dùng lại"
    )
    back = f", hoặc trả lại slug ấy cho {owner}" if other else ""
    return Problem(path, entity.line, "slug", entity.slug, message, f"đặt slug khác cho {kind} này{back}")


def _owners(root: Path, damage: list[Problem]) -> Mapping[str, str]:
    """The id by the address; none where no release has told of them yet."""
    if not (root / OWNERS).is_file():
        return {}
    return {line.text("address"): line.text("id") for line in rows(read_csv(root, OWNERS, _COLUMNS, damage), damage)}


def _entities(portal: Portal) -> Mapping[str, Mapping[str, Entity]]:
    return {UNITS: portal.units, INDICATORS: portal.indicators, SOURCES: portal.sources}


def _addresses(portal: Portal) -> Mapping[str, str]:
    found = chain.from_iterable(entities.values() for entities in _entities(portal).values())
    return {entity.address: entity.id for entity in found}
