"""Checks that nothing is deleted from the records of what was published: the list of releases, the record of addresses
and the ledger of addresses.

The generator cannot read earlier commits, so these files prove each other:

- The ledger has the page of each release, and `CITATION.cff` names the newest one. Neither names a release that
  `releases.csv` does not list.
- `releases.csv` states the SHA-256 of `addresses.csv` after each release. Older releases state none.
- `addresses.csv` has every address that the ledger had at a release. The ledger still has them all.

A portal without releases has nothing to prove.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from generator import formats
from generator.data_files import LEDGER
from generator.history.address_owners import ADDRESS_OWNERS, address_owners, owners_sha256
from generator.history.replay import RELEASES, RESTORE_HINT, ReleaseEntry, entries_of
from generator.model import Portal
from generator.model.addresses import RELEASE_PAGE, Part
from generator.problems import Problem

CITATION = "CITATION.cff"

_VERSION = re.compile(r'version: "(.+)"')
_MOST_LISTED = 3
"""A message lists missing addresses if there are at most this many."""


def forgotten_problems(root: Path, portal: Portal) -> Iterator[Problem]:
    """Yields a fault for each of these files from which something published is missing. Reports only the first cause:
    without its list of releases, the other files cannot be proved."""
    entries = entries_of(root, [])
    missing = next(_missing_releases(root, portal, entries), None)
    if missing:
        yield missing
    elif entries:
        damage: list[Problem] = []
        owners = address_owners(root, damage)
        changed = None if damage else _changed_owners(root, entries[-1], owners)
        if changed:
            yield changed
        yield from _missing_in_ledger(portal, owners, entries[-1])


def _missing_releases(root: Path, portal: Portal, entries: Sequence[ReleaseEntry]) -> Iterator[Problem]:
    hint = "lấy lại thư mục data/history từ bản trước trong kho mã"
    names = {entry.name for entry in entries}
    found = (RELEASE_PAGE.parts_of(address) for address in portal.addresses)
    missing = [parts[Part.RELEASE] for parts in found if parts and parts[Part.RELEASE] not in names]
    if missing:
        others = f" (và {len(missing) - 1} phiên bản khác)" if len(missing) > 1 else ""
        address = RELEASE_PAGE.address({Part.RELEASE: missing[0]})
        message = f"không còn phiên bản này{others}, trong khi {LEDGER} có trang {address}"
        remedy = f"{hint}; phiên bản chưa từng đăng thì xóa địa chỉ ấy khỏi {LEDGER}"
        yield Problem(RELEASES, 0, "id", missing[0], message, remedy)
    for line, text in enumerate(_citation(root, portal.settings.title), 1):
        version = _VERSION.fullmatch(text)
        if version and version[1] not in {entry.id for entry in entries}:
            message = f"không còn phiên bản này trong {RELEASES}"
            remedy = f"{hint}; cổng mới, chưa công bố lần nào thì xóa tệp này"
            yield Problem(CITATION, line, "version", version[1], message, remedy)
    if not entries and (root / ADDRESS_OWNERS).exists():
        message = f"không còn phiên bản nào, trong khi còn {ADDRESS_OWNERS}"
        yield Problem(RELEASES, 0, "", "", message, f"{hint}; cổng mới, chưa công bố lần nào thì xóa thư mục ấy")


def _citation(root: Path, title: str) -> Sequence[str]:
    """Returns the lines of `CITATION.cff`; none if the file is missing, or if it cites another portal, from which this
    one was copied."""
    file = root / CITATION
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines() if file.is_file() else []
    return lines if f"authors: {json.dumps([{'name': title}], ensure_ascii=False)}" in lines else ()


def _changed_owners(root: Path, newest: ReleaseEntry, owners: Mapping[str, str]) -> Problem | None:
    if newest.addresses in ("", owners_sha256(owners)):
        return None
    if not (root / ADDRESS_OWNERS).exists():
        message = f"không còn tệp này, trong khi phiên bản {newest.id} đã ghi tệp này"
    else:
        message = f"không còn đúng như phiên bản {newest.id} đã ghi: có dòng bị xóa hoặc bị sửa"
    return Problem(ADDRESS_OWNERS, 0, "", "", message, RESTORE_HINT)


def _missing_in_ledger(portal: Portal, owners: Mapping[str, str], newest: ReleaseEntry) -> Iterator[Problem]:
    known = frozenset(portal.addresses)
    missing = sorted(address for address in owners if address not in known)
    if not missing:
        return
    others = f" (và {len(missing) - 1} địa chỉ khác)" if len(missing) > 1 else ""
    message = f"không còn trong sổ địa chỉ{others}, trong khi phiên bản công bố ngày {formats.day(newest.on)} đã có"
    listed = f": {' '.join(missing)}" if len(missing) <= _MOST_LISTED else f", chép từ {ADDRESS_OWNERS}"
    hint = f"lấy lại tệp từ bản trước trong kho mã, hoặc thêm lại vào sổ, đúng thứ tự{listed}"
    yield Problem(LEDGER, 0, "", missing[0], message, hint)
