"""Finds documents that a release published and that are no longer in the data. Their addresses were shared, so their
pages stay and say that they were withdrawn."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

from generator.history.address_owners import address_owners
from generator.history.changes import ChangeKind
from generator.history.releases import History, PublishedDocument, Release, WithdrawnDocument
from generator.history.subjects import TRACKED_COLUMNS, SubjectKind, unpacked
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
    for id_, document in _documents_of(history).items():
        yield id_, (document, released[-1], None)


def _documents_of(history: History) -> Mapping[str, PublishedDocument]:
    rows = history.last_version.rows
    sources = rows[rows["what"].eq(SubjectKind.SOURCE)]
    states = zip(sources["source_id"].tolist(), sources["state"].tolist(), strict=True)
    return {id_: _document(unpacked(state, SubjectKind.SOURCE)) for id_, state in states}


def _document(state: tuple[str, ...]) -> PublishedDocument:
    return PublishedDocument(**dict(zip(TRACKED_COLUMNS[SubjectKind.SOURCE], state, strict=True)))
