"""Records which unit, indicator or document each page address was published for, so that no other one can take the
address.

If one unit gave up a slug and another one took it, every address would still have a page, but an old link would show
the figures of another unit. `data/history/addresses.csv` therefore has one line per published address: the address
and, for the page of a unit, indicator or document, the id of its owner. Each release adds new lines, and no line is
ever removed (`history.forgotten`).
"""

import hashlib
from collections.abc import Collection, Iterator, Mapping
from itertools import chain
from pathlib import Path

from generator.artifacts import Artifact
from generator.data_files import HISTORY, INDICATORS, SOURCES, UNITS
from generator.history.replay import with_restore_hint
from generator.model import Indicator, Portal, Source, Unit
from generator.model.addresses import DOCUMENT_PAGE, INDICATOR_PAGE, UNIT_PAGE, PageKind, page_name
from generator.problems import Problem
from generator.reading.csv_rows import read_csv

ADDRESS_OWNERS = f"{HISTORY}/addresses.csv"

_COLUMNS = ("address", "id")
_KIND = {UNITS: "đơn vị", INDICATORS: "chỉ tiêu", SOURCES: "văn bản"}

Entity = Unit | Indicator | Source


def with_address_owners(root: Path, portal: Portal) -> Artifact:
    """Returns the file with the addresses of this portal and of its ledger added."""
    known = address_owners(root, [])
    owned = {address: owner for address, owner in known.items() if owner}
    owners = {**dict.fromkeys((*portal.addresses, *known), ""), **_addresses(portal), **owned}
    return Artifact(ADDRESS_OWNERS, _text(owners))


def owners_sha256(owners: Mapping[str, str]) -> str:
    """Returns the SHA-256 of the file with these owners by address, as a release states it."""
    return hashlib.sha256(_text(owners)).hexdigest()


def _text(owners: Mapping[str, str]) -> bytes:
    """Returns the file's bytes. Nothing is quoted, because no address and no id needs quotes."""
    return "".join(f"{address},{owner}\n" for address, owner in (_COLUMNS, *sorted(owners.items()))).encode()


def moved_addresses(root: Path, portal: Portal) -> Mapping[str, str]:
    """Returns the present address of each unit, indicator and document by each other address that was published for
    it."""
    entities: Mapping[PageKind, Mapping[str, Entity]]
    entities = {UNIT_PAGE: portal.units, INDICATOR_PAGE: portal.indicators, DOCUMENT_PAGE: portal.sources}
    moved: dict[str, str] = {}
    for address, owner in address_owners(root, []).items():
        name = page_name(address) if owner else None
        entity = entities.get(name.kind, {}).get(owner) if name else None
        if entity and entity.address != address:
            moved[address] = entity.address
    return moved


def taken_addresses(root: Path, portal: Portal, wrong_ids: Collection[str]) -> Iterator[Problem]:
    """Yields slugs that give a page an address that was published for another unit, indicator or document. Ids in
    `wrong_ids` are skipped: another fault already says that they must be restored."""
    damage: list[Problem] = []
    owners = address_owners(root, damage)
    yield from with_restore_hint(damage)
    for path, entities in _entities(portal).items():
        for entity in entities.values():
            owner = owners.get(entity.address) or entity.id
            if owner != entity.id and not {owner, entity.id}.intersection(wrong_ids):
                yield _address_taken(path, entity, owner, entities.get(owner))


def _address_taken(path: str, entity: Entity, owner: str, other: Entity | None) -> Problem:
    kind = _KIND[path]
    message = (
        f"({entity.id}) địa chỉ {entity.address} đã công bố cho {kind} {owner}; địa chỉ đã dùng thì không dùng lại"
    )
    back = f", hoặc trả lại slug ấy cho {owner}" if other else ""
    return Problem(path, entity.line, "slug", entity.slug, message, f"đặt slug khác cho {kind} này{back}")


def address_owners(root: Path, damage: list[Problem]) -> Mapping[str, str]:
    """Returns the owner's id by address, empty for pages of several subjects; nothing before the first release."""
    if not (root / ADDRESS_OWNERS).is_file():
        return {}
    records = read_csv(root, ADDRESS_OWNERS, _COLUMNS, damage)
    return {} if records is None else dict(zip(*(records.frame[name].tolist() for name in _COLUMNS), strict=True))


def _entities(portal: Portal) -> Mapping[str, Mapping[str, Entity]]:
    return {UNITS: portal.units, INDICATORS: portal.indicators, SOURCES: portal.sources}


def _addresses(portal: Portal) -> Mapping[str, str]:
    found = chain.from_iterable(entities.values() for entities in _entities(portal).values())
    return {entity.address: entity.id for entity in found}
