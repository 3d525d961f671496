"""Figures that a later document corrects. The corrected document stays published, and pages name both figures."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from generator.model import Source, corrected_documents, document_order


class StatedRow(Protocol):
    """A result or target as a document states it."""

    @property
    def figure(self) -> Hashable:
        """Identifies what the row is of; equal for all documents that state it."""

    @property
    def content(self) -> object:
        """What the document states: the value with its status and, for a target, how results are compared with it."""


Row = TypeVar("Row", bound=StatedRow)


@dataclass(frozen=True)
class Corrections(Generic[Row]):
    """Results or targets that one document states in place of another document that it amends or replaces.

    Both mappings are keyed by the id of the document and by what the figure is of (`StatedRow.figure`).
    """

    by_corrected: Mapping[tuple[str, Hashable], Row]
    by_correcting: Mapping[tuple[str, Hashable], Row]

    def after(self, source: Source, figure: Hashable) -> Row | None:
        """The row that replaced this figure of the document; None if no later document corrects it."""
        return self.by_corrected.get((source.id, figure))

    def before(self, source: Source, figure: Hashable) -> Row | None:
        """The row that this figure of the document replaced; None if it corrects nothing."""
        return self.by_correcting.get((source.id, figure))


def corrections_of(rows_of: Mapping[str, Sequence[Row]], sources: Collection[Source]) -> Corrections[Row]:
    """Returns the corrections among the rows of documents, which are grouped by document id.

    A document that repeats a figure unchanged does not correct it. If several documents correct one figure, the latest
    is taken.
    """
    order = document_order(sources)
    by_corrected, by_correcting = {}, {}
    corrected = corrected_documents(sources)
    for source_id in sorted(corrected, key=lambda id_: order[id_]):
        for other in sorted(corrected[source_id], key=lambda other: order[other.id]):
            stated = {row.figure: row for row in rows_of.get(other.id, ())}
            for row in rows_of.get(source_id, ()):
                old = stated.get(row.figure)
                if old is not None and old.content != row.content:
                    by_corrected[other.id, row.figure] = row
                    by_correcting[source_id, row.figure] = old
    return Corrections(by_corrected, by_correcting)
