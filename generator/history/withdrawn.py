"""Finds documents that a release published and that are no longer in the data. Their addresses were shared, so their
pages stay and say that they were withdrawn."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from generator.history.address_owners import address_owners
from generator.history.changes import ChangeKind
from generator.history.releases import History, PublishedDocument, Release, WithdrawnDocument
from generator.history.subjects import TRACKED_COLUMNS, SubjectKind
from generator.history.versions import values_by_id
from generator.model import Portal
from generator.model.addresses import DOCUMENT_PAGE, is_of_kind


def withdrawn_documents(root: Path, portal: Portal, history: History) -> tuple[WithdrawnDocument, ...]:
    """Returns the withdrawn documents of which an address is recorded, in the order of their addresses. A document that
    had two addresses comes twice."""
    gone = {
        address: owner
        for address, owner in sorted(address_owners(root, []).items())
        if is_of_kind(address, DOCUMENT_PAGE) and owner and owner not in portal.sources
    }
    found = dict(_withdrawn(history)) if gone else {}
    return tuple(WithdrawnDocument(id_, address, *found[id_]) for address, id_ in gone.items() if id_ in found)


_Withdrawal = tuple[PublishedDocument, Release, Release | None]


def _withdrawn(history: History) -> Iterator[tuple[str, _Withdrawal]]:
    """Yields all documents that releases withdrew, in the order of the releases, then the documents of the last
    release, which may have been withdrawn since."""
    released = history.released[::-1]
    for last, release in pairwise(released):
        for change in release.changes:
            if change.what is SubjectKind.SOURCE and change.kind is ChangeKind.WITHDRAWN and change.old:
                yield change.source_id, (_document(change.old), last, release)
    for id_, values in values_by_id(history.last_version, SubjectKind.SOURCE).items():
        yield id_, (_document(values), released[-1], None)


def _document(values: tuple[str, ...]) -> PublishedDocument:
    return PublishedDocument(**dict(zip(TRACKED_COLUMNS[SubjectKind.SOURCE], values, strict=True)))
